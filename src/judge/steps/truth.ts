/** Values of the left side of a line, in every layout that is no mistake, and of derivatives inside a side. */
import type { Expr } from "../../core/expr.js";
import { NotDifferentiable } from "../../core/op.js";
import { operand } from "../../core/operands.js";
import { isScalar, isVector, sameShape } from "../../core/shape.js";
import { walk } from "../../core/walk.js";
import type { Symmetric } from "../../derive/constrained.js";
import { derivations, isRefusal } from "../../derive/derivation.js";
import { workedOut } from "../../derive/expand.js";
import { localJacobian } from "../../derive/jacobian.js";
import { rowOf } from "../../derive/layout.js";
import { normalForm, shownForm } from "../../derive/normal.js";
import { firstDerivative, sweeper } from "../../derive/value.js";
import { queryOf } from "../../model/questions.js";
import { hasIndices } from "../../numeric/evaluate.js";
import { Derivative } from "../../ops/derivative.js";
import { closure, factsOf } from "../../ops/facts.js";
import { definitionOf } from "../../ops/symbol.js";
import { isTaken } from "../../ops/taken.js";
import { T } from "../../ops/transpose.js";
import { vec } from "../../ops/vec.js";
import { replaced } from "../../rewrite/simplify.js";

export interface Truth {
  /** Values that are right, the one to be shown first. */
  readonly values: readonly Expr[];
  /** A value that is another layout of the whole Jacobian: neither right nor wrong. */
  readonly doubtful: readonly Expr[];
  /** The differentiated expressions: draws keep to their domain. */
  readonly also: readonly Expr[];
}

const distinct = (list: readonly Expr[]): readonly Expr[] => [...new Set(list)];

/** Whether indices stand in an expression, or behind what is differentiated in it. */
const isAboutIndices = (e: Expr): boolean =>
  hasIndices([e, ...walk([e]).flatMap((d) => (d.op === Derivative ? d.args : []))]);

/** Row, column and matrix of what one derivative may be; of anything else its value, a row for a column. */
export function truthOf(left: Expr, isDenominator: boolean): Truth {
  if (isAboutIndices(left)) return truthWithIndices(left);
  if (left.op !== Derivative || left.data === "hessian") {
    const value = workedOut(left);
    const both = isVector(value.shape) ? [value, T(value)] : [value];
    return { values: distinct(both), doubtful: [], also: left.op === Derivative ? [workedOut(operand(left))] : [] };
  }
  const [y, x] = [workedOut(operand(left)), operand(left, 1)];
  const sweep = sweeper([x]);
  if (!isScalar(y.shape) && !isScalar(x.shape)) {
    const J = firstDerivative(y, x, "jacobian", sweep, "projected");
    return { values: isDenominator ? [T(J), J] : [J], doubtful: [T(J)], also: [y] };
  }
  const facts = closure(factsOf(x));
  const conventions: readonly Symmetric[] =
    isScalar(y.shape) && facts.has("symmetric") ? ["projected", "cookbook"] : ["projected"];
  const out: Expr[] = [];
  for (const symmetric of conventions) {
    const G = firstDerivative(y, x, "gradient", sweep, symmetric);
    out.push(G, ...ofLayouts(G));
    if (isDenominator) out.push(T(G));
  }
  const free = isScalar(y.shape) ? sweep(y).get(x) : undefined;
  if (free !== undefined) out.push(shownForm(free), ...ofLayouts(free));
  return { values: distinct(out), doubtful: [], also: [y] };
}

/** Derivatives by entries and members, and of sums over indices, are asked as a text would ask them. */
function truthWithIndices(left: Expr): Truth {
  const value = withoutDerivatives(left);
  const both = isVector(value.shape) && !isScalar(value.shape) ? [value, T(value)] : [value];
  const also = left.op === Derivative ? [withoutDerivatives(operand(left))] : [];
  const facts = left.op === Derivative ? closure(factsOf(operand(left, 1))) : new Set<string>();
  // By an entry of a symmetric matrix books count one variable or two.
  return { values: facts.has("symmetric") ? [...both, T(value)] : both, doubtful: [], also };
}

/** An expression with each derivative in it replaced by its value. Throws NotDifferentiable where there is none. */
function withoutDerivatives(e: Expr): Expr {
  let out = e;
  for (let d = innermost(out); d !== undefined; d = innermost(out)) out = replaced(out, d, derivativeValue(d));
  return out;
}

const innermost = (e: Expr): Expr | undefined => walk([e]).find((d) => d.op === Derivative);

function derivativeValue(d: Expr): Expr {
  const [of, ...wrt] = d.args as readonly [Expr, ...Expr[]];
  const order = d.data === "hessian" ? 2 : 1;
  const variables = order === 2 && wrt.length === 1 ? [...wrt, ...wrt] : wrt;
  const query = { ...queryOf(of, "", variables, order, { start: 0, end: 0 }), nabla: d.data === "gradient" };
  const [found] = derivations({ context: of.home, symbols: { has: (name) => isTaken(of.home, name) } }, [query], {
    steps: "none",
  }).results;
  if (found === undefined || isRefusal(found))
    throw new NotDifferentiable("derivative", found?.message ?? "it has no derivative here");
  return found.value;
}

/** A row for a column and back; of a matrix its vec. */
function ofLayouts(G: Expr): readonly Expr[] {
  if (isScalar(G.shape)) return [];
  return isVector(G.shape) ? [T(G)] : [rowOf(G), vec(G)];
}

/**
 * The side with each derivative in it worked out. `direct`: where x stands in the definition of y itself, ∂y/∂x holds
 * every other name in it fixed.
 */
export function inside(e: Expr, direct: boolean): Expr {
  if (isAboutIndices(e)) return withoutDerivatives(e);
  if (!direct) return workedOut(e);
  let out = e;
  for (const d of walk([e])) {
    if (d.op !== Derivative || d.data !== "jacobian") continue;
    const definition = definitionOf(operand(d));
    const partial = definition === null ? null : localJacobian(definition, operand(d, 1), normalForm);
    if (partial !== null && sameShape(partial.shape, d.shape)) out = replaced(out, d, partial);
  }
  return workedOut(out);
}
