/** Differentials as linear maps: what moves, and how far everything else moves with it. */
import type { Expr } from "../../core/expr.js";
import { rational } from "../../core/rational.js";
import { walk } from "../../core/walk.js";
import { normalForm } from "../../derive/normal.js";
import { tangent } from "../../derive/tangent.js";
import { standIn } from "../../model/model.js";
import { eye } from "../../ops/eye.js";
import { closure, factsOf } from "../../ops/facts.js";
import { hadamard } from "../../ops/hadamard.js";
import { number } from "../../ops/number.js";
import { scale } from "../../ops/scale.js";
import { sum } from "../../ops/sum.js";
import { definitionOf, isSymbol, nameOf, symbol } from "../../ops/symbol.js";
import { T } from "../../ops/transpose.js";
import { zeros } from "../../ops/zeros.js";

/** The inputs that an expression rests on. */
export function inputsBehind(e: Expr): readonly Expr[] {
  const nodes = walk([e], undefined, (x) => {
    const meaning = isSymbol(x) ? definitionOf(x) : null;
    return meaning === null ? x.args : [meaning];
  });
  return nodes.filter((x) => isSymbol(x) && definitionOf(x) === null);
}

/** The direction in which an input moves, of a kind that the input may be. */
function direction(X: Expr): Expr {
  const D = symbol(X.home, standIn(`d${nameOf(X)}`, X.shape), X.shape);
  const facts = closure(factsOf(X));
  if (X.shape.rows !== X.shape.cols) return D;
  if (facts.has("diagonal")) return hadamard(D, eye(X.shape.rows, X));
  return facts.has("symmetric") ? scale(number(rational(1, 2), X), sum(D, T(D))) : D;
}

/** The differential of an expression where these inputs move and all others are held fixed. */
export function differentialAlong(e: Expr, moving: ReadonlySet<Expr>): Expr {
  const parts: Expr[] = [];
  for (const X of moving) {
    const part = tangent(e, X, direction(X), normalForm);
    if (part !== null) parts.push(part);
  }
  if (parts.length === 0) return zeros(e.shape.rows, e.shape.cols, e);
  return parts.length === 1 ? (parts[0] as Expr) : sum(...parts);
}
