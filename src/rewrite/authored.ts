/** Finds the scalars in definitions, because they are kept the way round that their author wrote. */
import { type Context, type Expr, memoOf } from "../core/expr.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { Product } from "../ops/product.js";

const KEY = Symbol("authored scalars");

/** The 1×1 products that occur in the definitions of a model. */
export function definedScalars(home: Context): ReadonlySet<Expr> {
  return memoOf(home, KEY, () => {
    const found = new Set<Expr>();
    for (const e of walk([...home.definitions.values()])) if (e.op === Product && isScalar(e.shape)) found.add(e);
    return found;
  });
}
