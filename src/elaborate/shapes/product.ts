/** `A x / n`, `\frac{a}{b}`: products of which any factor may be a scalar, and divisions by scalars. */
import { type Dim, ONE } from "../../core/dim.js";
import { isScalar, type Shape } from "../../core/shape.js";
import type { Expression, Product, Span } from "../../parse/ast.js";
import { shows } from "../names/evidence.js";
import { type Entry, fault, resolved, type Scope, typed, warn } from "../scope.js";
import { poison, type Term } from "../terms.js";
import { checkDivisors, checkSpaces, normsOfBoth } from "./divided.js";
import { checkExponents } from "./exponents.js";
import { checkIdentity } from "./identity.js";
import { checkBlocks } from "./indexed.js";
import { type Complaint, complain, decide, multiplied, scalar } from "./infer.js";
import { assumedIn } from "./lone-number.js";
import { checkFactors } from "./matrix-function.js";
import { checkNumbers } from "./numbers.js";
import { reach, shapeOf, shown } from "./operands.js";
import { refuseBeside } from "./stack.js";
import { checkCapitals, checkProjection, checkShifts } from "./touching.js";
import { checkLabels } from "./weights.js";

export function productTerm(scope: Scope, e: Product, values: readonly Term[]): Term {
  const nodes = [e.first, ...e.rest.map((r) => r.operand)];
  if (refuseBeside(scope, nodes, values)) return poison(e.span);
  let result = shapeOf(values[0]);
  // Where the chain of matrices began that a message names: behind the last factor that was a scalar.
  let start = 0;
  for (let i = 1; i < values.length; i++) {
    const link = e.rest[i - 1] as Product["rest"][number];
    const next = shapeOf(values[i]);
    const node = nodes[i] as Expression;
    if (link.operator === "divide") {
      if (
        !divisible(
          scope,
          link.span,
          reach(nodes[start] as Expression, nodes[i - 1] as Expression),
          result,
          values[i] as Term,
          node,
          wholeDivisor(e, i),
        )
      )
        return poison(e.span);
      continue;
    }
    const before = resolved(scope, result);
    const from = nodes[start] as Expression;
    const blame = () =>
      productComplaint(
        scope,
        reach(from, nodes[i - 1] as Expression),
        before,
        [values[start] as Term, values[i - 1] as Term, values[i] as Term],
        node,
        isDot(link, nodes[i - 1] as Expression, node),
      );
    if (isScalar(before)) start = i;
    const now = multiplied(scope, before, next, blame, false);
    if (typeof now !== "string") {
      result = now;
      continue;
    }
    // Of two columns one is a scalar, and what they make is a column.
    const outline = before.cols === ONE && resolved(scope, next).cols === ONE ? { cols: ONE } : {};
    const found = decide(
      scope,
      [before.rows, before.cols, next.rows, next.cols],
      blame,
      (last) => multiplied(scope, before, next, blame, last),
      outline,
    );
    if (found === null) return poison(e.span);
    result = found;
  }
  const behind = [false, ...e.rest.map((r) => r.operator === "divide")];
  checkIdentity(
    scope,
    e.span,
    values.map((term, i) => ({ term, divides: behind[i] === true })),
  );
  checkProjection(scope, e, values);
  checkCapitals(scope, e, values);
  checkShifts(scope, e);
  checkFactors(scope, values);
  checkBehind(scope, e, values);
  checkLonely(scope, values);
  checkTotals(scope, e, values);
  checkLonelyMatrix(scope, e, values);
  checkDivisors(scope, e, values);
  checkExponents(scope, e, values);
  checkLabels(scope, values, e.span);
  checkBlocks(scope, values);
  checkSpaces(scope, e);
  checkNumbers(scope, e, values);
  const cosine = normsOfBoth(scope, e);
  const divides = [false, ...e.rest.map((r, i) => r.operator === "divide" || i === cosine)];
  return { type: "product", divides, span: e.span, shape: result, parts: values };
}

/**
 * `x b` of a column x makes a scalar of b, and so does `(∂f/∂x)^T b`, for a derivative in an expression is a row: said of
 * letters that are vectors elsewhere, for a scalar stands in front.
 */
function checkBehind(scope: Scope, e: Product, values: readonly Term[]): void {
  e.rest.forEach(({ operator }, i) => {
    const [before, behind] = [values[i] as Term, values[i + 1] as Term];
    const n = behind.type === "symbol" ? scope.names.get(behind.name) : undefined;
    if (operator === "divide" || n === undefined || !n.assumed || n.kind !== "vector" || scope.soft.has(n)) return;
    if (n.evidence.declared !== null || !shows(n.evidence, "lower") || scope.strict) return;
    const { owner } = scope;
    scope.later.push(() => {
      const [left, right] = [resolved(scope, shapeOf(before)), resolved(scope, shapeOf(behind))];
      if (owner.faulty || scope.told.has(n) || !isScalar(right) || left.cols !== ONE || left.rows === ONE) return;
      scope.told.add(n);
      const isTurned = before.type === "call" && before.name === "transpose";
      const inner = isTurned ? (before.parts[0] as Term) : before;
      const [text, name] = [typed(scope, inner.span), typed(scope, behind.span)];
      const because = inner.type === "derivative" && isTurned ? `: ${text} is a row here` : "";
      const message = `${name} is taken for a scalar, for it stands behind a column${because}`;
      const hint = `a scalar stands in front: ${name} : scalar; an inner product is ${isTurned ? text : `${text}^T`} ${name}`;
      warn(scope, "name/scalar", n.span, message, hint, owner);
    });
  });
}

/**
 * `m c^2`, `y log(p)` of numbers c and p: y is a vector by its letter alone, of a size that nothing else has, and as
 * likely a number.
 */
function checkLonely(scope: Scope, values: readonly Term[]): void {
  // The x of `y w^T x` is half of a number.
  const isWithin = (i: number) => isTurned(values[i - 1]) || (values[i - 1] === undefined && isTurned(values[i]));
  const vectors = values.filter(
    (v, i) => v.type === "symbol" && !isWithin(i) && isByLetter(scope, scope.names.get(v.name)),
  );
  const [lonely] = vectors;
  if (vectors.length !== 1 || lonely?.type !== "symbol" || scope.strict) return;
  const n = scope.names.get(lonely.name) as Entry;
  const others = values.filter((v) => v !== lonely && !isWritten(v) && !isGreek(scope, v));
  if (others.length === 0) return;
  const { owner } = scope;
  scope.later.push((last) => {
    const { rows } = resolved(scope, shapeOf(lonely));
    const areNumbers = values.every((v, i) => {
      const isHalf = isTurned(v) || isTurned(values[i - 1]);
      return v === lonely || isHalf || isScalar(resolved(scope, shapeOf(v)));
    });
    if (owner.faulty || rows === ONE || !areNumbers) return;
    const lonelyOnes = lonelyIn(scope);
    // In ½ m v² - ½ k x² each of m and k has the size of the other, and is no reason for it.
    if (others.every((v) => v.type === "symbol" || isPower(v))) lonelyOnes.add(n);
    const isOfCalls = others.some((v) => v.type === "apply");
    last.later.push(() => {
      // The c of `y log(p) + c` has its size from y.
      const isAdded = (m: Entry) => isByLetter(scope, m) && !shows(m.evidence, "factor") && isOfCalls;
      const isExcused = (m: Entry) => m !== n && !isAdded(m) && !(lonelyOnes.has(m) && lonelyOnes.has(n));
      if ((givenBySize(scope).get(rows) ?? []).some(isExcused)) return;
      scope.told.add(n);
      const message = `${n.name} is taken for a vector for its letter alone, beside numbers, and nothing has its size`;
      warn(scope, "name/lonely", n.span, message, `if it is a number, say so: ${n.name} : scalar`, owner);
    });
  });
}

/** `sum(A)*b`: all the entries of A, where programs that add columns have a row, and a product with b. */
function checkTotals(scope: Scope, e: Product, values: readonly Term[]): void {
  values.slice(0, -1).forEach((v, i) => {
    const [of, next] = [v.type === "call" && /^(?:sum|mean)$/.test(v.name) ? v.parts[0] : undefined, values[i + 1]];
    if (of === undefined || next === undefined || scope.strict || e.rest[i]?.operator === "divide") return;
    const { owner } = scope;
    scope.later.push(() => {
      const [A, b] = [resolved(scope, shapeOf(of)), resolved(scope, shapeOf(next))];
      if (owner.faulty || A.rows === ONE || A.cols === ONE || isScalar(b) || b.cols !== ONE) return;
      const [call, text] = [typed(scope, v.span), typed(scope, of.span)];
      const message = `${call} is one number, of all the entries, and not a row of those of the columns`;
      const columns = `ones(${A.rows})^T ${of.type === "symbol" ? text : `(${text})`}`;
      const row = v.type === "call" && v.name === "mean" ? `1/${A.rows} ${columns}` : columns;
      const hint = `a number stands apart: c = ${call}; the row of the columns is ${row}`;
      warn(scope, "function/total", v.span, message, hint, owner);
    });
  });
}

const LONELY = new WeakMap<Scope["names"], Set<Entry>>();

/** The vectors for their letter alone that stand beside numbers. */
function lonelyIn({ names }: Scope): Set<Entry> {
  const known = LONELY.get(names) ?? new Set();
  LONELY.set(names, known);
  return known;
}

/**
 * `C/2 ‖w‖²`, `π R^2`, `1/2N ‖X w‖²`: a matrix for its upper case alone, whose sizes nothing else has, in what is
 * else a number. A number that halves a norm and π speak of numbers.
 */
function checkLonelyMatrix(scope: Scope, e: Product, values: readonly Term[]): void {
  const all = values.flatMap((v, i) => {
    const base = isPower(v) ? v.parts[0] : v;
    const n = base?.type === "symbol" ? scope.names.get(base.name) : undefined;
    return n?.kind === "matrix" && isByCase(n) && !isDivisor(e, values, v) ? [{ n, i }] : [];
  });
  const [only] = all;
  if (only === undefined || all.length !== 1 || scope.strict) return;
  const { n, i: at } = only;
  const isDivided = e.rest.some((r) => r.operator === "divide");
  const others = values.filter((_, i) => i !== at);
  const isHalved = isDivided && others.some((v) => v.type !== "symbol" && !isWritten(v));
  const isCircle = isPower(values[at]) && others.some((v) => v.type === "constant");
  if (!isHalved && !isCircle) return;
  if (others.some((v) => assumedIn(scope, v).includes(n))) return;
  const { owner } = scope;
  scope.later.push(() => {
    const { rows, cols } = resolved(scope, shapeOf(values[at] as Term));
    if (owner.faulty || !others.every((v) => isScalar(resolved(scope, shapeOf(v)))) || (rows === ONE && cols === ONE))
      return;
    if (
      scope.told.has(n) ||
      [rows, cols].some((d) => d === ONE || (givenBySize(scope).get(d) ?? []).some((m) => m !== n))
    )
      return;
    const message = `${n.name} is taken for a matrix for its case alone, beside numbers, and nothing has its sizes`;
    scope.told.add(n);
    warn(scope, "name/lonely", n.span, message, `if it is a number, say so: ${n.name} : scalar`, owner);
  });
}

const isPower = (t: Term | undefined): boolean => t?.type === "call" && t.name === "power";

const isDivisor = (e: Product, values: readonly Term[], v: Term): boolean =>
  e.rest.some((r, i) => r.operator === "divide" && values[i + 1] === v);

/** Whether an undeclared name is a matrix for no other reason than its case. */
const isByCase = (n: Entry): boolean =>
  n.assumed && n.evidence.declared === null && n.evidence.defined === null && n.because?.strength === "letter";

const isTurned = (t: Term | undefined): boolean => t?.type === "call" && t.name === "transpose";

/** A number that is written out, `2`, `sqrt(2)`. */
const isWritten = (t: Term): boolean =>
  t.type === "number" || t.type === "constant" || (t.parts.length > 0 && t.parts.every((p) => p.type === "number"));

const GIVEN = new WeakMap<Scope["names"], ReadonlyMap<Dim, readonly Entry[]>>();

/** For each size, two of the names without an equation that have it; asked for when all shapes are known. */
function givenBySize(scope: Scope): ReadonlyMap<Dim, readonly Entry[]> {
  const known = GIVEN.get(scope.names);
  if (known !== undefined) return known;
  const bySize = new Map<Dim, Entry[]>();
  for (const n of scope.names.values()) {
    if (n.shape === null || n.evidence.defined !== null) continue;
    const { rows, cols } = resolved(scope, n.shape);
    for (const d of new Set([rows, cols])) {
      const held = bySize.get(d) ?? [];
      if (held.length < 2) bySize.set(d, [...held, n]);
    }
  }
  GIVEN.set(scope.names, bySize);
  return bySize;
}

/** Whether an undeclared name is a vector for no other reason than its letter. */
const isByLetter = (scope: Scope, n: Entry | undefined): boolean =>
  n?.assumed === true &&
  n.evidence.declared === null &&
  n.kind === "vector" &&
  !scope.soft.has(n) &&
  n.because?.strength === "letter";

const isGreek = (scope: Scope, t: Term): boolean => {
  const n = t.type === "symbol" ? scope.names.get(t.name) : undefined;
  return n !== undefined && shows(n.evidence, "greek");
};

/** `a · b`, and two letters in bold: an inner product is meant, not a product by a scalar. */
const isDot = (link: Product["rest"][number], a: Expression, b: Expression): boolean =>
  link.operator === "times" || [a, b].every((e) => e.type === "name" && e.face === "bold");

function productComplaint(
  scope: Scope,
  left: Span,
  before: Shape,
  [first, a, b]: readonly [Term, Term, Term],
  node: Expression,
  dotted: boolean,
): Complaint {
  const B = shapeOf(b);
  const [l, r] = [shown(scope, left, before), shown(scope, node.span, B)];
  const numbers = (...terms: readonly Term[]): string => {
    const names = terms.map((t) => (t.type === "symbol" ? scope.names.get(t.name) : undefined));
    const areLoose = names.every((n) => n?.assumed === true && n.because?.strength === "letter");
    return areLoose ? `; numbers are declared: ${names.map((n) => n?.name).join(", ")} : scalar` : "";
  };
  return {
    code: "shape/product",
    span: node.span,
    message: (show) => {
      const [inner, outer] = [show(before).split("×")[1], show(resolved(scope, B)).split("×")[0]];
      return `cannot multiply ${l(show)} by ${r(show)}: ${inner} ≠ ${outer}`;
    },
    hint: () => {
      const [A, C] = [resolved(scope, before), resolved(scope, B)];
      const columns = A.cols === ONE && C.cols === ONE;
      if (columns && isInRow(scope, left, node.span)) return "columns have commas: [a, b; c, d]";
      if (columns && first !== a && first.type === "symbol" && resolved(scope, shapeOf(first)).cols === ONE)
        return `did you mean ${typed(scope, first.span)}^T ${typed(scope, { start: first.span.end, end: node.span.end })}?`;
      if (columns && (dotted || A.rows === C.rows))
        return `x^T y is the inner product, x y^T the outer product, x .* y the product entry by entry${numbers(a, b)}`;
      if (A.rows === C.rows && A.cols !== ONE && isName(a))
        return `did you mean ${transposedText(scope, a)} ${typed(scope, node.span)}?`;
      return null;
    },
    about: [a, b],
  };
}

/** Whether two factors with a space between stand in brackets by themselves, `[x y]`. */
const isInRow = ({ source }: Scope, left: Span, right: Span): boolean =>
  /[[;]\s*$/.test(source.slice(0, left.start)) &&
  /^[^\][;,+-]*[\];]/.test(source.slice(right.end)) &&
  source.lastIndexOf("[", left.start) > source.lastIndexOf("]", left.start);

const isName = (t: Term): boolean =>
  t.type === "symbol" || (t.type === "call" && t.name === "transpose" && isNamed(t.parts[0]));

const isNamed = (t: Term | undefined): boolean => t?.type === "symbol";

/** The transpose of a name, or of its transpose. */
const transposedText = (scope: Scope, t: Term): string =>
  t.type === "symbol" ? `${typed(scope, t.span)}^T` : typed(scope, (t.parts[0] as Term).span);

/** `a / p^T A p`: the product behind a division, which may have been meant to divide as a whole; or null. */
function wholeDivisor(e: Product, at: number): Span | null {
  let end = at;
  while (end < e.rest.length && e.rest[end]?.operator !== "divide") end += 1;
  const [first, last] = [e.rest[at - 1]?.operand, e.rest[end - 1]?.operand];
  return end === at || first === undefined || last === undefined ? null : reach(first, last);
}

/** `1 + r` of a letter that nothing but its use makes a vector: the line that makes it a number. */
function numberHint(scope: Scope, t: Term): string | null {
  const n = assumedIn(scope, t).find((x) => x.kind === "vector" && !shows(x.evidence, "bold"));
  return n === undefined ? null : `if ${n.name} is a number, say so: ${n.name} : scalar`;
}

/** `1 / (1 + exp(-x))` of a vector: as many numbers over its entries. */
function onesHint(scope: Scope, left: Span, above: Shape, below: string, of: string): string | null {
  const [rows, cols] = of.split("×");
  const text = typed(scope, left);
  if (!isScalar(above) || rows === "?" || cols === "?") return null;
  const ones = cols === "1" ? `ones(${rows})` : `ones(${rows}, ${cols})`;
  return `of each entry it is ${text === "1" ? ones : `${text} ${ones}`} ./ ${below}`;
}

/** Whether the divisor is a scalar. */
function divisible(
  scope: Scope,
  at: Span,
  left: Span,
  above: Shape,
  below: Term,
  node: Expression,
  whole: Span | null = null,
): boolean {
  const s = shapeOf(below);
  const [l, r] = [shown(scope, left, above), shown(scope, node.span, s)];
  const blame = (): Complaint => ({
    code: "shape/division",
    span: at,
    message: (show) => `cannot divide ${l(show)} by ${r(show)}: only a scalar divides`,
    hint: (show) => {
      const [A, B] = [resolved(scope, above), resolved(scope, s)];
      if (whole !== null) return `write / (${typed(scope, whole)}) to divide by the whole product`;
      if (A.rows === B.rows && A.cols === B.cols) return "./ divides entry by entry";
      if (B.rows === B.cols) return "multiply by the inverse: A^-1";
      return numberHint(scope, below) ?? onesHint(scope, left, A, typed(scope, node.span), show(B));
    },
    about: [below],
  });
  if (!scalar(scope, s, blame)) {
    complain(scope, blame);
    return false;
  }
  if (below.type === "number" && below.value.numerator === 0) {
    fault(scope, "arithmetic/zero", at, "division by zero");
    return false;
  }
  return true;
}

export function fractionTerm(scope: Scope, e: Expression & { type: "fraction" }, values: readonly Term[]): Term {
  const [above, below] = values as [Term, Term];
  if (!divisible(scope, e.span, e.numerator.span, shapeOf(above), below, e.denominator)) return poison(e.span);
  checkIdentity(scope, e.span, [
    ...(above.type === "product" ? [] : [{ term: above, divides: false }]),
    { term: below, divides: true },
  ]);
  return { type: "product", divides: [false, true], span: e.span, shape: above.shape, parts: values };
}
