/** Other readings of one answer: differential, gradient, index, vec and Kronecker. */

import type { Expr } from "./core/expr.js";
import { isScalar } from "./core/shape.js";
import type { Derivation } from "./derive/derivation.js";
import { rowOf } from "./derive/layout.js";
import { shownForm } from "./derive/normal.js";
import { differential } from "./ops/differential.js";
import { product } from "./ops/product.js";
import { scale } from "./ops/scale.js";
import { inner } from "./ops/trace.js";
import { unvec } from "./ops/unvec.js";
import { vec } from "./ops/vec.js";
import { indexView } from "./print/index-notation.js";
import type { Names } from "./print/pretty.js";
import { printUnicode } from "./print/unicode.js";

/** A view by its name; null where an answer has no such view. */
export function views(name: string, { query, value, layout }: Derivation, names: Names): string | null {
  if (name === "index")
    return query.direction === null ? indexView({ value, of: query.of, wrt: query.wrt, layout }, names).unicode : null;
  const [y, x] = [query.of, query.wrt[0] as Expr];
  const show = (e: Expr) => printUnicode(e, names);
  if (name === "gradient") return show(value);
  if (query.order === 2) return null;
  if (name === "kronecker") {
    if (layout === "gradient") return isScalar(y.shape) ? show(shownForm(rowOf(value))) : show(shownForm(vec(value)));
    return show(value);
  }
  if (name === "differential") {
    const dx = differential(x);
    const left = `d${printUnicode(y)} = `;
    if (layout === "gradient" && isScalar(y.shape)) return left + show(inner(value, dx));
    if (layout === "gradient") return left + show(scale(dx, value));
    return left + show(unvec(product(value, vec(dx)), y.shape.rows, y.shape.cols));
  }
  return null;
}
