/** Random expressions in the three spellings, read back. */
import type { Expr } from "../../src/core/expr.js";
import { shownForm } from "../../src/derive/normal.js";
import { printLatex } from "../../src/print/latex.js";
import { printText } from "../../src/print/text.js";
import { printUnicode } from "../../src/print/unicode.js";
import { seeded } from "./expressions.js";
import { says } from "./readings.js";

const SPELLINGS: readonly (readonly [(e: Expr) => string, "plain" | "latex"])[] = [
  [printText, "plain"],
  [printUnicode, "plain"],
  [printLatex, "latex"],
];

/** The texts of some answers, each in every spelling, that are not read as what they say. */
export function misread(from: number, count: number): readonly string[] {
  const out: string[] = [];
  for (let seed = from; seed < from + count; seed++) {
    const e = shownForm(seeded(seed % 5, seed * 7919 + 13));
    for (const [print, spelling] of SPELLINGS) {
      const text = print(e);
      // A number divided by zero has no text: it is no number.
      if (says(text, e, seed, spelling) === false && !/\/ 0\b|\\frac\{1\}\{0\}/.test(text))
        out.push(`${seed}: ${text}`);
    }
  }
  return out;
}
