/** Products from left to right, and entry by entry. */
import { ONE } from "../../core/dim.js";
import type { Expr } from "../../core/expr.js";
import { isScalar } from "../../core/shape.js";
import { cross } from "../../ops/cross.js";
import { hadamard } from "../../ops/hadamard.js";
import { kron } from "../../ops/kron.js";
import { isNumber, number } from "../../ops/number.js";
import { power } from "../../ops/power.js";
import { product } from "../../ops/product.js";
import { scale } from "../../ops/scale.js";
import { times } from "../../ops/times.js";
import type { Scope } from "../scope.js";
import type { Term } from "../terms.js";
import { type ElementwiseTerm, elementwiseLeaves, factorLeaves, type ProductTerm, shapeOf } from "./flatten.js";
import { divided, inverted } from "./literals.js";

/** A product from left to right: scalars in front, matrices in a chain, a chain that closes is a scalar. */
export function multiplication(scope: Scope, t: ProductTerm, of: (t: Term) => Expr): Expr {
  const scalars: Expr[] = [];
  let chain: Expr[] = [];
  let chainRows: string | null = null;
  /** The literal that stood last, so that `1 / 2` is one number. */
  let literal: Expr | null = null;
  t.parts.forEach((part, i) => {
    const leaves = factorLeaves(scope, part, t.divides[i] === true);
    const s = shapeOf(scope, part);
    if (isScalar(s) || t.divides[i] === true) {
      for (const leaf of leaves) {
        const value = of(leaf.term);
        if (leaf.inverted && literal !== null) {
          scalars.pop();
          scalars.push(divided(literal, value));
        } else scalars.push(leaf.inverted ? inverted(value) : value);
        const last = scalars[scalars.length - 1] as Expr;
        literal = isNumber(last) ? last : null;
      }
      return;
    }
    literal = null;
    for (const leaf of leaves) chain.push(of(leaf.term));
    chainRows ??= s.rows;
    if (chainRows === ONE && s.cols === ONE) {
      scalars.push(many(product, chain));
      chain = [];
      chainRows = null;
    }
  });
  if (chain.length === 0) return many(times, scalars);
  const X = many(product, chain);
  return scalars.length === 0 ? X : scale(many(times, scalars), X);
}

export function elementwise(scope: Scope, t: ElementwiseTerm, of: (t: Term) => Expr): Expr {
  let factors: Expr[] = [];
  t.parts.forEach((part, i) => {
    const operator = t.operators[i];
    if (operator === "kronecker") {
      factors = [kron(many(hadamard, factors), of(part))];
      return;
    }
    if (operator === "cross" && !isScalar(of(part).shape)) {
      factors = [cross(many(hadamard, factors), of(part))];
      return;
    }
    if (operator === "quotient") factors.push(power(of(part), number(-1, of(part))));
    else
      for (const { term, inverted: below } of elementwiseLeaves(scope, part))
        factors.push(below ? power(of(term), number(-1, of(term))) : of(term));
  });
  return many(hadamard, factors);
}

/** More arguments than this overflow the stack when they are spread. */
const SPREAD = 8192;

/** A flattening builder over any number of operands. */
export function many(builder: (...xs: readonly Expr[]) => Expr, xs: readonly Expr[]): Expr {
  if (xs.length <= SPREAD) return builder(...xs);
  let all = builder(...xs.slice(0, SPREAD));
  for (let i = SPREAD; i < xs.length; i += SPREAD) all = builder(all, ...xs.slice(i, i + SPREAD));
  return all;
}
