/** The two forms in which expressions are kept: the normal form, and the one that is shown. */
import type { Expr } from "../core/expr.js";
import { STANDARD } from "../laws/standard.js";
import { shorten } from "../rewrite/shorten.js";
import { simplify } from "../rewrite/simplify.js";

/** The normal form under the laws. */
export const normalForm = (e: Expr): Expr => simplify(e, STANDARD);

/** The shortest equal form: what a result shows. */
export const shownForm = (e: Expr): Expr => shorten(simplify(e, STANDARD), STANDARD);
