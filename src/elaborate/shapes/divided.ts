/** Quotients in a line: `a/b c` is (a/b) c by the rules, and what many print for a/(b c). */
import { isScalar, type Shape } from "../../core/shape.js";
import { type Expression, type Product, postorder, ungrouped } from "../../parse/ast.js";
import { CALLS, canonical } from "../names/calls.js";
import { arraySign, isStated, shows } from "../names/evidence.js";
import { resolved, type Scope, typed, warn } from "../scope.js";
import type { Term } from "../terms.js";
import { reach, shapeOf } from "./operands.js";

/**
 * Says of a quotient with a factor behind it that this multiplies, wherever the divisor times what follows is a scalar
 * too, so that both readings fit. Silent where nobody reads it otherwise: see {@link isDecided}.
 */
export function checkDivisors(scope: Scope, e: Product, values: readonly Term[]): void {
  e.rest.forEach(({ operator, operand }, i) => {
    const behind = e.rest[i + 1];
    if (operator !== "divide" || behind === undefined || !joins(scope, behind)) return;
    // Nobody divides by a sum without parentheses: 1/N Σ x_i.
    if (behind.operand.type === "reduction") return;
    if (isCalled(scope, operand, behind) || normsOfBoth(scope, e) === i + 1) return;
    const touches = touch(operand, behind);
    const isCoefficient = values.slice(0, i + 1).every(isNumeral);
    if (operand.type === "number" && endsAlone(behind.operand, { isCoefficient, touches })) return;
    if (isCoefficient && i + 2 === e.rest.length && isIntegrated(operand, behind.operand)) return;
    const { owner } = scope;
    scope.checks.push(() => {
      const isBetween = isRoot(operand) && isLetter(behind.operand) && isScalarAt(scope, values[i + 2]);
      const isOpen = isBetween && isApplied(e.rest[i + 2]?.operand);
      if (owner.faulty || (!isOpen && isDecided(values[i + 1] as Term, operand, { isCoefficient, touches }))) return;
      // p²/2m of a number p: m, a vector for its letter alone, is below the line as likely as 2.
      const isNumber =
        operand.type === "number" && values.slice(0, i + 1).every((v) => isScalar(resolved(scope, shapeOf(v))));
      const mayJoin = touches && (isCoefficient || isNumber);
      const end = scalarUpTo(scope, e, values, i + 1) ?? (mayJoin ? letterAt(scope, e, values, i + 1) : null);
      if (end === null) return;
      const divisor = reach(operand, end);
      const [alone, both, rest] = [operand.span, divisor, reach(behind.operand, end)].map((s) => typed(scope, s));
      const message = `this divides by ${alone} alone, and multiplies by ${rest}`;
      warn(scope, "product/divided", divisor, message, `write / (${both}) to divide by both`, owner);
    });
  });
}

/**
 * Of `u^T v / ‖u‖‖v‖` the link of the second norm, which divides as well: that is the cosine of u and v, as everybody
 * prints it. Null for anything else.
 */
export function normsOfBoth(scope: Scope, e: Product): number | null {
  const at = e.rest.findIndex((r) => r.operator === "divide");
  const [first, second] = [e.rest[at], e.rest[at + 1]];
  if (first === undefined || second === undefined || at + 2 !== e.rest.length || !joins(scope, second)) return null;
  const norms = [first.operand, second.operand].map((x) => (x.type === "bars" ? x.operand : null));
  const above = [e.first, ...e.rest.slice(0, at).map((r) => r.operand)].flatMap(postorder);
  const text = (x: Expression): string => typed(scope, x.span).replace(/\s/g, "");
  const stands = (x: Expression | null): boolean => x !== null && above.some((a) => text(a) === text(x));
  return norms.every(stands) ? at + 1 : null;
}

/** Whether nothing stands between: a space between letters does not show on paper. */
function touch(divisor: Expression, { operator, operand }: Product["rest"][number]): boolean {
  // A word such as sum shows on paper where it begins: 1/N sum(x).
  const isWord = operand.type === "call" && CALLS.has(canonical(operand.callee.name));
  const isPaper = isLetter(operand) || (operand.type === "call" && !isWord);
  const isLetters = isLetter(divisor) && divisor.type !== "number" && isPaper;
  return operator === "juxtaposition" && (isLetters || divisor.span.end === operand.span.start);
}

/**
 * Whether nobody reads on from a number below the line into what stands behind it. `n/2 log(2 pi)`, `λ/2‖w‖²` and
 * `k/2(x - y)^2` are halves, and so is `1/2(x + 1)`.
 */
function endsAlone(e: Expression, { isCoefficient, touches }: Standing): boolean {
  const isRaised = e.type === "postfix";
  const base = isRaised ? e.operand : e;
  if (base.type === "group") return isRaised || isCoefficient;
  return base.type === "bars" ? !touches || isRaised : base.type === "call" && !touches;
}

/** `1/3x^3`, as integrals give it; the 2 of `1/2σ^2` is of both. */
function isIntegrated(divisor: Expression, e: Expression): boolean {
  const [power] = e.type === "postfix" ? e.operators : [];
  if (divisor.type !== "number" || divisor.value === "2" || power?.type !== "power") return false;
  return power.exponent.type === "number" && power.exponent.value === divisor.value;
}

/** How a quotient stands: with numbers alone above the line, and with nothing between its divisor and what is behind. */
interface Standing {
  readonly isCoefficient: boolean;
  readonly touches: boolean;
}

const isNumeral = ({ type }: Term): boolean => type === "number" || type === "constant";

/** `1/2x` of a letter that nothing but its case makes a vector: the factor, or null. */
function letterAt(scope: Scope, e: Product, values: readonly Term[], at: number): Expression | null {
  const value = values[at + 1] as Term;
  const n = value.type === "symbol" ? scope.names.get(value.name) : undefined;
  if (n === undefined || !n.assumed || scope.strict || isStated(n.evidence)) return null;
  const isVector = n.kind !== "vector" || arraySign(n.evidence) !== null || shows(n.evidence, "bold");
  return isVector ? null : (e.rest[at] as Product["rest"][number]).operand;
}

/** A number or a name, raised or not. */
function isLetter(e: Expression): boolean {
  const base = e.type === "postfix" ? e.operand : e;
  return base.type === "number" || base.type === "name";
}

/** Whether a factor follows as signs on paper do: side by side or behind a dot; a `*` is that of programs, left to right. */
function joins(scope: Scope, { operator, span }: Product["rest"][number]): boolean {
  if (operator === "juxtaposition") return true;
  return operator === "times" && /^(?:[·⋅∙]|\\cdot)/.test(typed(scope, span));
}

/** `a / w(x)`: said where it is found that w is no function. */
const isCalled = (scope: Scope, divisor: Expression, { operand }: Product["rest"][number]): boolean =>
  divisor.type === "name" &&
  (operand.type === "postfix" ? operand.operand : operand).type === "group" &&
  (divisor.span.end === operand.span.start || scope.source[divisor.span.start - 1] === "\\");

/**
 * Whether nobody divides by more. A product in parentheses is all of the divisor, `1/(2σ²)(x - μ)`, and so is what is
 * made of sizes, `1/(n - 1)`. A number over a number, a letter or a power, `1/2 s`, is a coefficient where a space follows.
 */
function isDecided(value: Term, divisor: Expression, { isCoefficient, touches }: Standing): boolean {
  const inner = ungrouped(divisor);
  if (divisor.type === "group") {
    const isProduct = inner.type === "product" && inner.rest.every((r) => r.operator !== "divide");
    if (isProduct || inner.type === "postfix") return true;
    return isCounted(value) && (isCoefficient || !touches);
  }
  if (isCoefficient && value.type === "size") return true;
  const isPlain =
    inner.type === "number" ||
    inner.type === "name" ||
    inner.type === "postfix" ||
    inner.type === "bars" ||
    isRoot(inner);
  return isCoefficient && isPlain && !touches;
}

/** What nobody reads on into: a function at something, or a power of e. */
const isApplied = (e: Expression | undefined): boolean =>
  e?.type === "call" || (e?.type === "postfix" && e.operand.type === "name" && e.operand.name === "e");

const isScalarAt = (scope: Scope, t: Term | undefined): boolean =>
  t?.shape != null && isScalar(resolved(scope, t.shape));

/** `1/√(2π) exp(…)`: a root ends where its parenthesis does; the σ of `1/√(2π) σ exp(…)` is below the line of most books. */
const isRoot = (e: Expression): boolean => e.type === "call" && e.callee.name === "sqrt";

/** Whether a term is made of numbers and sizes. */
function isCounted(root: Term): boolean {
  const todo = [root];
  for (let t = todo.pop(); t !== undefined; t = todo.pop()) {
    if (t.parts.length === 0 && t.type !== "number" && t.type !== "size") return false;
    todo.push(...t.parts);
  }
  return true;
}

/** The shortest run of factors behind a divisor that is a scalar: its last factor, or null. A number divides one factor. */
function scalarUpTo(scope: Scope, e: Product, values: readonly Term[], at: number): Expression | null {
  const divisor = (e.rest[at - 1] as Product["rest"][number]).operand;
  let shape: Shape | null = null;
  for (let i = at; i < e.rest.length; i++) {
    const link = e.rest[i] as Product["rest"][number];
    const next = (values[i + 1] as Term).shape;
    if (next === null || !joins(scope, link)) return null;
    const s = resolved(scope, next);
    if (isScalar(s) && shape === null) return link.operand;
    if (divisor.type === "number" || (shape !== null && shape.cols !== s.rows && !isScalar(s))) return null;
    shape = shape === null ? s : isScalar(s) ? shape : { rows: shape.rows, cols: s.cols };
    if (isScalar(shape)) return link.operand;
  }
  return null;
}

/**
 * Says that `a / b/c` is (a/b)/c and `a / b*c` is (a/b)c: by its spaces the second sign binds closer than the first.
 */
export function checkSpaces(scope: Scope, e: Product): void {
  e.rest.forEach(({ operator, operand, span }, i) => {
    const behind = e.rest[i + 1];
    if (operator !== "divide" || behind === undefined || behind.operator === "juxtaposition") return;
    const isApart = /\s/.test(scope.source.charAt(span.start - 1)) && /\s/.test(scope.source.charAt(span.end));
    const isClose = operand.span.end === behind.span.start && behind.span.end === behind.operand.span.start;
    if (!isApart || !isClose || (behind.operator === "times" && joins(scope, behind))) return;
    const close = reach(operand, behind.operand);
    const message = `this divides by ${typed(scope, operand.span)} alone`;
    warn(scope, "product/divided", close, message, `write / (${typed(scope, close)}) to divide by all of it`);
  });
}
