/** A clause of words and expressions as LaTeX for mathematics: `\\det(\\mathbf{X}) > 0`, `\\mathbf{A}\\text{ is invertible}`. */
import type { Expr } from "../core/expr.js";
import { latexSize, printLatex, words } from "./latex.js";

/** Signs between words; what is missing here is plain ASCII and means itself. */
const SIGNS = new Map([
  ["≠", "\\neq "],
  ["−", "-"],
  ["·", "\\cdot "],
  ["×", "\\times "],
  ["′", "^{\\prime}"],
]);

/** Where an expression stands among the words. */
const HERE = "\0";

/** The words of a clause upright, its signs and expressions as mathematics. */
export function clause(says: (print: (e: Expr) => string) => string): string {
  const expressions: string[] = [];
  const text = says((e) => {
    expressions.push(printLatex(e));
    return HERE;
  });
  return text
    .split(HERE)
    .map((between, i) => wordsAndSigns(between) + (expressions[i] ?? ""))
    .join("");
}

/** A shape, the name of the determinant, words with the spaces around them, or one sign. */
const CLAUSE = /(?:\([^()]*\)|[\p{L}\d]+)×(?:\([^()]*\)|[\p{L}\d]+)|det(?=\(|$)|(?:(?![\p{L}\d]+×)[\p{L} ,])+|./gsu;

const size = (text: string): string => (text.startsWith("(") ? `(${latexSize(text.slice(1, -1))})` : latexSize(text));

const wordsAndSigns = (text: string): string =>
  [...text.matchAll(CLAUSE)]
    .map(([part]) => {
      if (part.includes("×") && part.length > 1) return part.split("×").map(size).join(" \\times ");
      if (part === "det") return "\\det";
      if (part.trim() === "") return " ";
      return /\p{L}/u.test(part) ? words(part) : (SIGNS.get(part) ?? part);
    })
    .join("");
