/** `W^T`, `X^-1`, `x^2`, `x .^ 2`: what stands behind an operand. */
import { ONE } from "../../core/dim.js";
import { has } from "../../core/own.js";
import { isScalar, type Shape, transposed } from "../../core/shape.js";
import type { Postfix, PostfixOperator, Span } from "../../parse/ast.js";
import { isStated, shows } from "../names/evidence.js";
import { fault, type Owner, resolved, type Scope, typed, warn } from "../scope.js";
import { poison, type Term } from "../terms.js";
import { type Complaint, complain, scalar, square } from "./infer.js";
import { flattens } from "./lone-number.js";
import { isTold } from "./matrix-function.js";
import { literalValue } from "./number.js";
import { shapeOf, shown } from "./operands.js";

export function postfixTerm(scope: Scope, e: Postfix, values: readonly Term[]): Term {
  if (e.operators.filter((o) => o.type === "prime").length > 1) {
    const shown = typed(scope, e.span);
    fault(
      scope,
      "shape/primes",
      e.span,
      `${shown} is no derivative, for ${typed(scope, e.operand.span)} is no function`,
      {
        hint: "a second derivative is ∂²f/∂x², of a function f''(x); a second value is x_2",
      },
    );
    return poison(e.span);
  }
  let base = values[0] as Term;
  let next = 1;
  const isE = e.operand.type === "name" && e.operand.name === "e" && base.type === "constant";
  let end = e.operand.span.end;
  for (const o of e.operators) {
    const exponent = has(o, "exponent") ? (values[next++] as Term) : null;
    const left: Span = { start: e.operand.span.start, end };
    end = o.span.end;
    const span: Span = { start: e.span.start, end };
    if (isE && o.type === "power" && base.type === "constant" && exponent !== null) {
      base = { type: "apply", name: "exp", primes: 0, span, shape: exponent.shape, parts: [exponent] };
      sayEntrywise(scope, base, exponent, span);
    } else {
      const made = raised(scope, o, base, exponent, left, span);
      if (made === null) return poison(e.span);
      base = made;
    }
  }
  return base;
}

/** `e^A` by itself is exp entry by entry here; in a product or under a trace it is the matrix exponential. */
function sayEntrywise(scope: Scope, exp: Term, exponent: Term, span: Span): void {
  const { owner } = scope;
  scope.later.push(() => {
    const s = resolved(scope, shapeOf(exponent));
    if (owner.faulty || isScalar(s) || s.cols === ONE || scope.wholes.has(exp) || isTold(scope, exp)) return;
    const message = `exp of a matrix is taken entry by entry: ${typed(scope, span)} is no matrix exponential`;
    warn(scope, "function/entrywise", span, message, "exp.(X) says so, expm(X) is the other", owner);
  });
}

/** One postfix: transpose, inverse, power. */
function raised(
  scope: Scope,
  o: PostfixOperator,
  base: Term,
  exponent: Term | null,
  left: Span,
  span: Span,
): Term | null {
  const s = shapeOf(base);
  const call = (name: string, parts: readonly Term[], result: Shape): Term => ({
    type: "call",
    name,
    sizes: [],
    span,
    shape: result,
    parts,
  });
  if (o.type === "transpose" && literalValue(base) === 1)
    warn(
      scope,
      "number/transposed",
      span,
      "1 is the number one, and so is its transpose",
      "a row of ones is ones(n)^T, in LaTeX \\mathbf{1}^\\top",
    );
  if (o.type === "transpose") checkPowerOfT(scope, base, o.span, left, span);
  if (o.type === "prime") checkPrimed(scope, base, left, span);
  if (o.type === "transpose" || o.type === "prime") return call("transpose", [base], transposed(s));
  if (exponent !== null && !isExponent(scope, o, exponent, base)) return null;
  if (exponent !== null && Math.abs(literalValue(exponent)) > scope.maxExponent) {
    fault(scope, "budget/exponent", o.span, `the exponent is larger than ${scope.maxExponent}`, {
      hint: "raise --max-exponent",
    });
    return null;
  }
  if (o.type === "elementwisePower") return call("elementwisePower", [base, exponent as Term], s);
  const quoted = shown(scope, left, s);
  const blame = (): Complaint => ({
    code: o.type === "power" ? "shape/power" : "shape/inverse",
    span: o.span,
    message: (show) =>
      o.type === "power"
        ? `${quoted(show)} has no power: only a scalar and a square matrix have`
        : `${quoted(show)} has no inverse: only a scalar and a square matrix have`,
    hint: () => {
      const inner = /^\|([^|]+)\|$/.exec(typed(scope, left))?.[1];
      if (o.type === "power" && inner !== undefined) return `a norm is ‖${inner}‖; .^ is the power of each entry`;
      if (o.type === "power") return ".^ is the power of each entry";
      return resolved(scope, s).cols === ONE ? ".^ -1 is the reciprocal of each entry" : "did you mean (X^T X)^-1 X^T?";
    },
    about: [base],
  });
  const isFlat = o.type === "power" && resolved(scope, s).cols === ONE && flattens(scope, base, [s.rows]);
  if (isFlat || !square(scope, s, blame)) {
    complain(scope, blame);
    return null;
  }
  if (exponent?.type === "symbol" && exponent.name === "t") checkTransposed(scope, base, o.span, left, span);
  return exponent === null ? call(o.type, [base], s) : call("power", [base, exponent], s);
}

/** `X^t` of a matrix, and `xᵗ` of any letter: a transpose, a label or a power, and nothing says which. */
function checkTransposed(scope: Scope, term: Term, at: Span, left: Span, span: Span): void {
  if (scope.names.get("t")?.assumed !== true) return;
  const { owner } = scope;
  const n = term.type === "symbol" ? scope.names.get(term.name) : undefined;
  const isSmall = typed(scope, at).includes("ᵗ") && n?.assumed === true && shows(n.evidence, "lower");
  scope.checks.push(() => {
    if (owner.faulty || (!isSmall && isScalar(resolved(scope, shapeOf(term))))) return;
    const base = typed(scope, left);
    const message = `${typed(scope, span)} may be the transpose of ${base}, or ${base} to the power t`;
    const hint = "a transpose is ^T; for a power declare t : scalar; a label is a subscript";
    fault(scope, "shape/raised", span, message, { hint }, owner);
  });
}

/**
 * `(1 + r)^T` of numbers alone, or of any number where T is a name of the text: a number has no transpose to speak of, so
 * the power may be meant.
 */
function checkPowerOfT(scope: Scope, base: Term, at: Span, left: Span, span: Span): void {
  if (!/^[\^{}\sT]{1,9}$/.test(typed(scope, at)) || literalValue(base) === 1) return;
  const { owner } = scope;
  scope.checks.push(() => {
    if (owner.faulty) return;
    const text = typed(scope, left);
    const isName = scope.names.has("T");
    if (!isScalar(resolved(scope, shapeOf(base)))) {
      if (refuseRaised(scope, base, left, span, owner)) return;
      sayTurned(scope, base, left, span, owner);
      sayBesideT(scope, base, left, span, owner);
      return;
    }
    const isNumber = base.type === "symbol" && scope.names.get(base.name)?.evidence.defined !== null;
    if (!isName && !isNumber && !isOfNumbers(scope, base)) return;
    if (!isName && base.type === "symbol") {
      const message = `${text} is a number, and its transpose is ${text}`;
      warn(scope, "number/transposed", span, message, "for the power write ^{(T)}", owner);
      return;
    }
    const message = `${typed(scope, span)} may be the transpose of the number ${text}, or ${text} to the power T`;
    const hint = "for the power write ^{(T)}; a number needs no transpose";
    fault(scope, "shape/raised", span, message, { hint }, owner);
  });
}

/** `x^T` of a name that nothing states, where T is stated to be a number or, before a lower-case base, a size. */
function refuseRaised(scope: Scope, base: Term, left: Span, span: Span, owner: Owner): boolean {
  const T = scope.names.get("T");
  const n = base.type === "symbol" ? scope.names.get(base.name) : undefined;
  if (T === undefined || n?.assumed !== true || isStated(n.evidence) || shows(n.evidence, "bold")) return false;
  const isNumber = isStated(T.evidence) && T.shape !== null && T.kind !== "size" && isScalar(resolved(scope, T.shape));
  const isSize = T.evidence.declared !== null && T.kind === "size" && !shows(n.evidence, "upper");
  if (!isNumber && !isSize) return false;
  const text = typed(scope, left);
  const message = `${typed(scope, span)} may be the transpose of ${text}, or ${text} to the power T, which is stated`;
  const kind = shows(n.evidence, "upper") ? "matrix(n, n)" : "vector(n)";
  const hint = `for the power write ${text}^{(T)}; for the transpose ${text}', with ${text} : ${kind}`;
  fault(scope, "shape/raised", span, message, { hint }, owner);
  return true;
}

/** `(1 + r)^T x`: a power to anyone who takes r for a number, and a row where r is a vector. */
function sayTurned(scope: Scope, base: Term, left: Span, span: Span, owner: Owner): void {
  if (base.type !== "sum") return;
  const isNumber = (t: Term) => t.type === "number" || (t.type === "spread" && t.parts[0]?.type === "number");
  const letter = base.parts.find((t) => t.type === "symbol" && isGuessed(scope, t.name));
  if (letter?.type !== "symbol" || !base.parts.some(isNumber)) return;
  const text = typed(scope, left);
  const message = `${typed(scope, span)} is read as the transpose of ${text}, and ${letter.name} as a vector`;
  const hint = `for the power write ^{(T)}; a vector is declared: ${letter.name} : vector(n)`;
  warn(scope, "number/transposed", span, message, hint, owner);
}

/** `A^T` of a square matrix where T is a size or a letter of the text, and stands above nothing that has no powers. */
function sayBesideT(scope: Scope, base: Term, left: Span, span: Span, owner: Owner): void {
  const T = scope.names.get("T");
  if (T === undefined) return;
  const s = resolved(scope, shapeOf(base));
  if (s.rows !== s.cols) scope.told.add(T);
  else
    scope.later.push(() => {
      if (owner.faulty || scope.told.has(T)) return;
      scope.told.add(T);
      const text = typed(scope, left);
      const message = `${typed(scope, span)} is read as the transpose of ${text}, and T is a name of the text`;
      warn(scope, "number/transposed", span, message, `for the power write ${text}^{(T)}`, owner);
    });
}

/** Whether a name is a letter that stands for a number as often as for a vector, and nothing states which. */
function isGuessed(scope: Scope, name: string): boolean {
  const n = scope.names.get(name);
  return n?.assumed === true && !isStated(n.evidence) && !shows(n.evidence, "bold") && shows(n.evidence, "lower");
}

/** Whether a term has nothing but numbers in it, by the kinds of its names and not by a size that turned out to be 1. */
function isOfNumbers(scope: Scope, root: Term): boolean {
  const todo = [root];
  for (let t = todo.pop(); t !== undefined; t = todo.pop()) {
    if (t.type === "derivative" || t.shape === null || !isScalar(resolved(scope, t.shape))) return false;
    const n = t.type === "symbol" ? scope.names.get(t.name) : undefined;
    if (n !== undefined && (n.kind !== "scalar" || n.evidence.defined !== null)) return false;
    todo.push(...t.parts);
  }
  return true;
}

/**
 * `(x^2)'` of a number: its derivative, more likely than a transpose that would say nothing. Where primes transpose
 * within it, `(a'b)'`, this one does so too.
 */
function checkPrimed(scope: Scope, base: Term, left: Span, span: Span): void {
  const text = typed(scope, left);
  if (/['′’ʹ]/.test(scope.source.slice(left.start, left.end))) return;
  const { owner } = scope;
  scope.checks.push(() => {
    if (owner.faulty || !isScalar(resolved(scope, shapeOf(base)))) return;
    const message = `${typed(scope, span)} may be a derivative, or the transpose of the number ${text}, which is ${text}`;
    const hint = `a derivative says by what: d/dx ${base.type === "symbol" ? text : `(${text.replace(/^\((.*)\)$/, "$1")})`}; a number needs no transpose, and another value is x_2`;
    fault(scope, "shape/primed", span, message, { hint }, owner);
  });
}

function isExponent(scope: Scope, o: PostfixOperator, exponent: Term, base: Term): boolean {
  const s = shapeOf(exponent);
  const blame = (): Complaint => ({
    code: "shape/exponent",
    span: o.span,
    message: (show) => `an exponent is a scalar, not ${typed(scope, exponent.span)} (${show(s)})`,
    hint: () => {
      const [a, k] = [base, exponent].map((t) => typed(scope, t.span));
      if (/[ ,+/*-]/.test(a as string)) return null;
      const isName = exponent.type === "symbol";
      return isScalar(resolved(scope, shapeOf(base)))
        ? `the power of each entry is exp(log(${a}) ${isName ? k : `(${k})`})`
        : `entry by entry it is exp(${isName ? k : `(${k})`} .* log(${a}))`;
    },
    about: [exponent],
  });
  if (scalar(scope, s, blame)) return true;
  complain(scope, blame);
  return false;
}
