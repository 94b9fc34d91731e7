/** Formulas in words, for screen readers that do not read MathML. */
import { GREEK } from "../names/greek.js";

const LETTERS = new Map([...GREEK].map(([name, { letter }]) => [letter, name] as const).reverse());

/** Marks and their words; what is spoken stands between spaces. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/∂²([^\s/∂]+)\/∂([^\s∂]+)²/gu, " the second derivative of $1 by $2 "],
  [/∂²([^\s/∂]+)\/∂([^\s∂]+)∂([^\s∂]+)/gu, " the second derivative of $1 by $2 and $3 "],
  [/∂([^\s/∂]+)\/∂(\S+)/gu, " the derivative of $1 by $2 "],
  [/∇_(\S+) /gu, " the gradient by $1 of "],
  [/‖([^‖]*)‖(?:₁|_1)/gu, " the 1-norm of $1 "],
  [/‖([^‖]*)‖_F/gu, " the Frobenius norm of $1 "],
  [/‖([^‖]*)‖₂?/gu, " the norm of $1 "],
  [/⁻¹/gu, " inverse "],
  [/ᵀ/gu, " transpose "],
  [/[∘⊙]/gu, " elementwise times "],
  [/⊘/gu, " elementwise divided by "],
  [/⊗/gu, " Kronecker "],
  [/″/gu, " double prime "],
  [/′/gu, " prime "],
  [/\.\^/gu, " elementwise to the power "],
  [/\^/gu, " to the power "],
  [/²/gu, " squared "],
  [/³/gu, " cubed "],
  [/−/gu, " minus "],
  [/\+/gu, " plus "],
  [/ \/ /gu, " over "],
  [/ · /gu, " times "],
  [/=/gu, " equals "],
];

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** `δ xᵀ` → "delta x transpose". */
export function spoken(unicode: string): string {
  let text = unicode;
  for (const [mark, words] of WORDS) text = text.replace(mark, words);
  text = text.replace(/[₀-₉]+/gu, (digits) => ` ${[...digits].map((d) => SUBSCRIPTS.indexOf(d)).join("")} `);
  text = text.replace(/[\u0370-\u03ff]/gu, (c) => ` ${LETTERS.get(c) ?? c} `);
  return text
    .replace(/\s+/g, " ")
    .replace(/\( /g, "(")
    .replace(/ ([),])/g, "$1")
    .trim();
}
