/** What is done to an expression before it is differentiated, where the book does it too. */
import { Trace } from "../ops/trace.js";
import { law } from "../rewrite/read-law.js";
import { lawBook } from "../rewrite/simplify.js";

export const PREPARATION = lawBook("preparation", [
  law("trace", "trace of a Kronecker product", Trace, "tr(A ⊗ B) = tr(A) tr(B)", {
    where: "A square, B square",
    cite: "Magnus & Neudecker, ch. 2.2",
  }),
]);
