/** A report as LaTeX to paste: aligned steps with their rules, then the answers and what they use. */

import { latexSize } from "../print/latex.js";
import { cotangentsOf, whereLatex } from "./cotangent-equations.js";
import { rightOf } from "./lines.js";
import { wordsLatex } from "./marks.js";
import type { Report, ResultReport, ShapeText } from "./report.js";

const times = ([rows, cols]: ShapeText) => `${latexSize(rows)} \\times ${latexSize(cols)}`;

/** `left &= right && rule`, one step a row. */
function stepsOf(result: ResultReport): string {
  const rows = result.steps.map((s) => {
    return `  ${s.left === null ? "" : `${s.left.latex} `}&= ${rightOf(s, "latex")} && ${wordsLatex(s.title)}`;
  });
  return `\\begin{aligned}\n${rows.join(" \\\\\n")}\n\\end{aligned}`;
}

/** The report as displays, without delimiters: the steps of each result, then all answers with what they use. */
export function displaysOf(report: Report): readonly string[] {
  const derivations = report.results.filter((r) => r.steps.length > 0).map(stepsOf);
  const rows = [
    ...report.where.map((w) => `  ${w.symbol.latex} &= ${w.latex} && ${times(w.shape)}`),
    ...cotangentsOf(report).map((c) => `  ${c.symbol.latex} &= ${c.latex} && ${whereLatex(c)}`.trimEnd()),
    ...report.results.flatMap((r) => [
      `  ${r.left.latex} &= ${r.latex} && ${times(r.shape)}`,
      ...r.forms.slice(1).map((f) => `  &= ${f.latex}${f.note.latex === "" ? "" : ` && ${f.note.latex}`}`),
      ...r.conditionsLatex.map((c, i) => `  &\\quad \\text{${i === 0 ? "where" : "and"} } ${c}`),
    ]),
  ];
  const answers = rows.length === 0 ? [] : [`\\begin{aligned}\n${rows.join(" \\\\\n")}\n\\end{aligned}`];
  return [...derivations, ...answers];
}

/** LaTeX of the report, to paste. */
export const latexReport = (report: Report): string =>
  displaysOf(report)
    .map((latex) => `\\[\n${latex}\n\\]\n`)
    .join("\n");
