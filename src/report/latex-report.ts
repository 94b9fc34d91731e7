/** A report as LaTeX to paste: aligned steps with their rules, then the answers and what they use. */

import { GREEK } from "../names/greek.js";
import { latexSize, words } from "../print/latex.js";
import { rightOf } from "./lines.js";
import type { Report, ResultReport, ShapeText } from "./report.js";

const times = ([rows, cols]: ShapeText) => `${latexSize(rows)} \\times ${latexSize(cols)}`;

/** Marks that stand in the name of a rule, `∂s/∂z is already known`, in mathematics of their own. */
const MARKS = new Map<string, string>([
  ["∂", "\\partial "],
  ["ᵀ", "^\\top "],
  ["×", "\\times "],
  ["′", "^{\\prime} "],
  ...[..."₀₁₂₃₄₅₆₇₈₉"].map((c, k) => [c, `_${k}`] as const),
  ...[...GREEK.values()].map(({ letter, latex }) => [letter, latex] as const),
]);

/** The name of a rule in text mode. */
const prose = (text: string): string =>
  [...text.matchAll(/[^\x20-\x7e]|[\x20-\x7e]+/gu)]
    .map(([part]) => {
      const mark = MARKS.get(part);
      return mark === undefined ? words(part) : mark;
    })
    .join("");

/** `left &= right && rule`, one step a row. */
function stepsOf(result: ResultReport): string {
  const rows = result.steps.map((s) => {
    return `  ${s.left === null ? "" : `${s.left.latex} `}&= ${rightOf(s, "latex")} && ${prose(s.title)}`;
  });
  return `\\begin{aligned}\n${rows.join(" \\\\\n")}\n\\end{aligned}`;
}

/** LaTeX of the report: a display for the steps of each result and one for all answers. */
export function latexReport(report: Report): string {
  const derivations = report.results.filter((r) => r.steps.length > 0).map((r) => `\\[\n${stepsOf(r)}\n\\]`);
  const rows = [
    ...report.where.map((w) => `  ${w.symbol.latex} &= ${w.latex} && ${times(w.shape)}`),
    ...report.results.flatMap((r) => [
      `  ${r.left.latex} &= ${r.latex} && ${times(r.shape)}`,
      ...r.conditionsLatex.map((c, i) => `  &\\quad \\text{${i === 0 ? "where" : "and"} } ${c}`),
    ]),
  ];
  const answers = rows.length === 0 ? [] : [`\\[\n\\begin{aligned}\n${rows.join(" \\\\\n")}\n\\end{aligned}\n\\]`];
  return [...derivations, ...answers].map((block) => `${block}\n`).join("\n");
}
