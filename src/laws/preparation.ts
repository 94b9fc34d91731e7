/** Laws that rewrite an expression before it is differentiated, because the book uses them there too. */
import { bitOf } from "../core/expr.js";
import { CrossMatrix } from "../ops/cross.js";
import { Kron } from "../ops/kron.js";
import { lawBook } from "../rewrite/simplify.js";
import { crossOfProduct } from "./cross.js";
import { inverseOfKronecker } from "./product.js";
import { OF_KRONECKER } from "./trace.js";

export const PREPARATION = lawBook("preparation", [inverseOfKronecker, ...OF_KRONECKER, crossOfProduct]);

/** All of them are about Kronecker and cross products: an expression without one is as the book has it. */
export const PREPARED = bitOf(Kron) | bitOf(CrossMatrix);
