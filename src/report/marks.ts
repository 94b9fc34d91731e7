/** Words with marks of mathematics in them, `∂s/∂z is already known`, as LaTeX and as the parts of a sentence. */

import { GREEK } from "../names/greek.js";
import { words } from "../print/latex.js";

/** Marks that stand among words, in mathematics of their own. */
const MARKS = new Map<string, string>([
  ["∂", "\\partial "],
  ["∇", "\\nabla "],
  ["ᵀ", "^\\top "],
  ["×", "\\times "],
  ["∘", "\\circ "],
  ["⊙", "\\odot "],
  ["⊗", "\\otimes "],
  ["·", "\\cdot "],
  ["Σ", "\\sum "],
  ["∈", "\\in "],
  ["≤", "\\le "],
  ["≥", "\\ge "],
  ["≠", "\\ne "],
  ["−", "-"],
  ["ℓ", "\\ell "],
  ["′", "^{\\prime} "],
  ["″", "^{\\prime\\prime} "],
  ["⁻¹", "^{-1}"],
  ["⁻", "^-"],
  ["¹", "^1"],
  ["²", "^2"],
  ["³", "^3"],
  ...[..."₀₁₂₃₄₅₆₇₈₉"].map((c, k) => [c, `_${k}`] as const),
  ...[...GREEK.values()].filter(({ letter }) => letter !== "Σ").map(({ letter, latex }) => [letter, latex] as const),
]);

/** A letter with what is below it, `h_{t+1}`; behind a mark, that alone. */
const LOWERED =
  /((?<![A-Za-z])[A-Za-z]_(?:\{[^{}]*\}|[A-Za-z\d](?![A-Za-z\d]))|(?<=[^\x20-\x7e])_(?:\{[^{}]*\}|[A-Za-z\d](?![A-Za-z\d])))/u;

/** Words within a formula, `\text{…}` with the marks beside it. */
export const wordsLatex = (text: string): string =>
  text
    .split(LOWERED)
    .map((part, i) => (i % 2 === 1 ? part.replaceAll("−", "-") : plainLatex(part)))
    .join("");

const plainLatex = (text: string): string =>
  [...text.matchAll(/⁻¹|[^\x20-\x7e]|[\x20-\x7e]+/gu)].map(([part]) => MARKS.get(part) ?? words(part)).join("");

/** A sentence in parts: each word in which a mark stands is a formula, `∂s/∂z`, and the rest is text. */
export function sentenceParts(sentence: string): readonly ({ readonly text: string } | { readonly latex: string })[] {
  const parts: ({ text: string } | { latex: string })[] = [];
  let said = "";
  for (const piece of sentence.split(/(\s+)/)) {
    const [, open = "", word = "", close = ""] = /^([("“]{0,9})(.*?)([,;:.?!)"”]{0,9})$/su.exec(piece) ?? [];
    // A parenthesis that opens within the word closes within it.
    const inner = close.startsWith(")") && word.includes("(") ? ")" : "";
    const latex = wordLatex(word + inner);
    if (latex === null) said += piece;
    else {
      if (said + open !== "") parts.push({ text: said + open });
      parts.push({ latex });
      said = close.slice(inner.length);
    }
  }
  return said === "" ? parts : [...parts, { text: said }];
}

/** A word as a formula; null where no mark stands in it, or what TeX would take for something else. */
function wordLatex(word: string): string | null {
  const parts = [...word.matchAll(/⁻¹|[^\x20-\x7e]|_?[A-Za-z]+|[\x20-\x7e]/gu)].map(([part]) => part);
  if (!parts.some((p) => MARKS.has(p))) return null;
  const set = parts.map((p) => {
    const mark = MARKS.get(p);
    if (mark !== undefined) return /[a-zA-Z]$/.test(mark) ? `${mark} ` : mark;
    if (/^_[A-Za-z]{2,}$/.test(p)) return `_{\\mathrm{${p.slice(1)}}}`;
    if (/^[A-Za-z]{2,}$/.test(p)) return `\\mathrm{${p}}`;
    return /^(?:_?[A-Za-z]|[\d+\-*/=<>()[\]|.,'])$/.test(p) ? p : null;
  });
  return set.includes(null) ? null : set.join("").trim();
}

/** What a LaTeX document must know to show the marks of a text where it is typed as it is, in code. */
export const marksPreamble = (text: string): string =>
  [...MARKS]
    .filter(([mark]) => mark.length === 1 && text.includes(mark))
    .map(([mark, latex]) => {
      const code = mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
      const shown = `{\\ensuremath{${latex.trim()}}}`;
      return `\\ifdefined\\DeclareUnicodeCharacter\\DeclareUnicodeCharacter{${code}}${shown}\\else\\catcode"${code}=13 \\protected\\def${mark}${shown}\\fi`;
    })
    .join("\n");
