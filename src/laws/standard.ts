/** The book of laws that brings the textbook's form. */
import { lawBook } from "../rewrite/simplify.js";
import { ALIKE } from "./alike.js";
import { ARITHMETIC } from "./arithmetic.js";
import { ARRANGEMENTS } from "./arrangement.js";
import { BLOCKS } from "./block.js";
import { CONDITIONS } from "./conditions.js";
import { CONVOLUTIONS } from "./convolution.js";
import { CROSS_PRODUCTS } from "./cross.js";
import { DEFINITION } from "./definition.js";
import { DIAGONAL } from "./diagonal.js";
import { ENTRIES } from "./entries.js";
import { FAMILIES } from "./families.js";
import { KRONECKER } from "./kronecker.js";
import { LINEAR } from "./linear.js";
import { MATRIX_FUNCTION_LAWS } from "./matrix-functions.js";
import { MULTIPLES } from "./multiples.js";
import { PARTS } from "./parts.js";
import { PRODUCT } from "./product.js";
import { solvedForms } from "./solved.js";
import { SPECTRA } from "./spectra.js";
import { SUMS } from "./sums.js";
import { TRACE } from "./trace.js";
import { TRANSPOSE } from "./transpose.js";

export const STANDARD = lawBook(
  "standard",
  [
    ...CONDITIONS,
    ...ENTRIES,
    ...SUMS,
    ...FAMILIES,
    ...ALIKE,
    ...DEFINITION,
    ...TRANSPOSE,
    ...LINEAR,
    ...ARITHMETIC,
    ...PRODUCT,
    ...DIAGONAL,
    ...KRONECKER,
    ...BLOCKS,
    ...TRACE,
    ...MATRIX_FUNCTION_LAWS,
    ...SPECTRA,
    ...CROSS_PRODUCTS,
    ...CONVOLUTIONS,
    ...ARRANGEMENTS,
    ...PARTS,
  ],
  "normal",
  { attempts: solvedForms, last: MULTIPLES },
);
