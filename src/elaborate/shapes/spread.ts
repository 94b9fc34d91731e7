/**
 * Spreads a term of a sum over every entry or every row of the rest: `1 - x` is `ones(n) - x`, `X W + b` with a bias
 * for each row is `X W + ones(N) b^T`. Each is said in a note; strict mode reads none of it.
 */
import { ONE } from "../../core/dim.js";
import { isScalar, type Shape } from "../../core/shape.js";
import type { Sum } from "../../parse/ast.js";
import { arraySign, isPlain } from "../names/evidence.js";
import { typographyOf } from "../names/kinds.js";
import { remark, resolved, type Scope, type Show, typed } from "../scope.js";
import type { Term } from "../terms.js";
import { type Blame, decide, sameShapes, whenKnown } from "./infer.js";
import { assumedIn, definitionOf, flattens, sayScalar } from "./lone-number.js";
import { isLiteral } from "./number.js";
import { shapeOf } from "./operands.js";
import { hasUnknown } from "./unify.js";

/** A number as it is written, or a name that is defined as a scalar: what may stand for as many as are needed. */
export function isLone(scope: Scope, t: Term): boolean {
  if (isLiteral(t)) return true;
  const n = t.type === "symbol" ? scope.names.get(t.name) : undefined;
  const isDefined = n !== undefined && n.evidence.defined !== null && n.evidence.declared === null;
  return isDefined && isScalar(resolved(scope, shapeOf(t)));
}

/** The term with the shape of what it is added to; itself where that is a scalar. */
export function spreadTerm(scope: Scope, t: Term, rest: Term): Term {
  const s = resolved(scope, shapeOf(rest));
  if (isScalar(s)) return t;
  const isNumber = isLiteral(t);
  if (isNumber) {
    if (s.cols === ONE) scope.beside.add(s.rows);
    sayScalar(scope, t, rest);
    if (isPlainCapital(scope, rest)) scalarAtLast(scope, rest, s);
  } else if (scope.sizes.mayBeOne(s.rows) && scope.sizes.mayBeOne(s.cols)) scalarAtLast(scope, rest, s);
  const made: Term = { type: "spread", span: t.span, shape: s, parts: [t] };
  scope.mended.add(made);
  note(scope, made, (show) => {
    const [rows, cols] = show(resolved(scope, s)).split("×");
    const ones = cols === "1" ? `ones(${rows})` : `ones(${rows}, ${cols})`;
    const text = typed(scope, t.span);
    return `${text} is added to every entry: ${text === "1" ? ones : `${text} ${ones}`}`;
  });
  return made;
}

/** The Y of `1 - Y` in LaTeX that sets vectors in bold, where a plain letter is a number if nothing makes it more. */
function isPlainCapital(scope: Scope, t: Term): boolean {
  const n = t.type === "symbol" ? scope.names.get(t.name) : undefined;
  if (n?.assumed !== true || n.kind !== "matrix" || n.because?.strength !== "letter" || !isPlain(n.evidence))
    return false;
  return typographyOf(scope).bold;
}

/** `z = s + b` of a scalar s makes a scalar of b, unless something in the text says that b is none. */
function scalarAtLast(scope: Scope, rest: Term, s: Shape): void {
  whenKnown(scope, [s.rows, s.cols], (last) => {
    const now = resolved(scope, s);
    if (!scope.sizes.mayBeOne(now.rows) || !scope.sizes.mayBeOne(now.cols) || isScalar(now)) return true;
    if (!last) return false;
    if (assumedIn(scope, rest).some((n) => arraySign(n.evidence) !== null)) return true;
    if (scope.sizes.equate(now.rows, ONE) !== "false") scope.sizes.equate(now.cols, ONE);
    return true;
  });
}

function note(scope: Scope, t: Term, message: (show: Show) => string): void {
  const { owner } = scope;
  scope.later.push(() => {
    if (owner.faulty || isScalar(resolved(scope, shapeOf(t)))) return;
    remark(scope, "reading/ones", t.span, message, owner);
  });
}

/** The term of a sum that is a product of matrices, to which a vector can but be added row by row; or undefined. */
export const matrixProduct = (scope: Scope, terms: readonly Term[]): Term | undefined =>
  terms.find((t) => isMatrixProduct(scope, t));

/** Whether a term is a product of matrices, or a name for one or for what one is added to. */
function isMatrixProduct(scope: Scope, root: Term): boolean {
  const todo = [root];
  for (let t = todo.pop(), looked = 0; t !== undefined && looked < LOOKED; t = todo.pop(), looked++) {
    const given = definitionOf(scope, t);
    if (given !== undefined) todo.push(given);
    if (t.type === "sum") todo.push(...t.parts.slice(0, LOOKED));
    const last = t.type === "product" && t.divides[t.divides.length - 1] === false ? t.parts[t.parts.length - 1] : null;
    if (last === null || last === undefined) continue;
    const s = resolved(scope, shapeOf(last));
    if (s.rows === ONE || s.cols === ONE) continue;
    if (!scope.sizes.mayBeOne(s.cols) || flattens(scope, last, [s.cols])) return true;
  }
  return false;
}

const LOOKED = 20;

/** Whether a term of a sum is a vector by its name. */
export function isVector(scope: Scope, t: Term): boolean {
  const s = resolved(scope, shapeOf(t));
  return t.type === "symbol" && s.cols === ONE && s.rows !== ONE;
}

/**
 * A vector beside a product of matrices: a bias for each row where the sizes say so, refused where they say something
 * else or nothing. Null where it was refused.
 */
export function biasTerm(scope: Scope, b: Term, product: Term, blame: Blame): Term | null {
  const [p, v] = [shapeOf(product), shapeOf(b)];
  const n = b.type === "symbol" ? scope.names.get(b.name) : undefined;
  // No number is added to a matrix, so that a letter which may be one is none here.
  if (n !== undefined) scope.soft.delete(n);
  const fits = decide(scope, [p.rows, p.cols, v.rows], blame, (last) => {
    const [P, V] = [resolved(scope, p), resolved(scope, v)];
    if (P.cols === ONE) return sameShapes(scope, P, V, blame) ? P : "false";
    if (hasUnknown(P.rows) || hasUnknown(P.cols)) return last ? "false" : "open";
    if (P.rows === P.cols || V.rows === P.rows) return "false";
    if (V.rows === P.cols) return P;
    if (!hasUnknown(V.rows)) return "false";
    if (!last) return "open";
    return scope.sizes.equate(V.rows, P.cols) === "solved" ? P : "false";
  });
  if (fits === null) return null;
  const made: Term = { type: "spread", span: b.span, shape: p, parts: [b] };
  scope.mended.add(made);
  note(scope, made, (show) => {
    const rows = show(resolved(scope, p)).split("×")[0] ?? "";
    return `${typed(scope, b.span)} is added to each row: ones(${rows}) ${typed(scope, b.span)}^T`;
  });
  return made;
}

/** The forms that add a vector to the rows or the columns of a matrix. */
export function biasHint(scope: Scope, e: Sum, b: Term, product: Term, show: Show): string {
  const rows = show(resolved(scope, shapeOf(product))).split("×");
  const [N, m] = rows.map((d) => (d === "?" ? "n" : d));
  const [X, v] = [typed(scope, product.span), typed(scope, b.span)];
  const sign = e.terms.find((t) => t.term.span.start === b.span.start)?.sign === -1 ? "-" : "+";
  return `${X} ${sign} ones(${N}) ${v}^T adds it to each row, ${X} ${sign} ${v} ones(${m})^T to each column`;
}
