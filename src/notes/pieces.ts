/** What a block becomes where another program renders it: formulas, sentences and pictures in order. */

import { dim } from "../core/dim.js";
import { shape } from "../core/shape.js";
import { read } from "../elaborate/parse.js";
import { computationGraph } from "../graph/computation-graph.js";
import { graphSvg } from "../graph/svg.js";
import { latexName } from "../print/latex.js";
import type { Report, ResultReport } from "../report/report.js";
import { isWrong } from "../report/report.js";
import type { Item } from "./document.js";
import type { Outcome } from "./proofread.js";

export type Piece =
  | { readonly type: "math"; readonly latex: string }
  /** A sentence that may hold formulas. */
  | { readonly type: "text"; readonly parts: readonly Part[]; readonly tone: "plain" | "warning" | "error" }
  | { readonly type: "graph"; readonly svg: string; readonly caption: string };

export type Part = { readonly text: string } | { readonly latex: string } | { readonly code: string };

/** A derivation as one display, a line for each step and its rule at the right. */
function stepsLatex(result: ResultReport): string | null {
  if (result.steps.length === 0) return null;
  const lines = result.steps.map((s) => {
    const right = s.left === null ? s.latex.replace(/^= /, "") : s.latex.slice(s.left.latex.length + 3);
    return `${s.left?.latex ?? ""} &= ${right} && \\text{${textLatex(s.title)}}`;
  });
  return `\\begin{aligned}\n${lines.join(" \\\\\n")}\n\\end{aligned}`;
}

/** Words for `\text{…}`: what LaTeX reads as a command there is left out or put into math. */
const textLatex = (words: string): string =>
  words.replace(/[\\{}$&#^_~%]/g, " ").replace(/[^\p{ASCII}]+/gu, (s) => `$${mathSymbols(s)}$`);

const SYMBOLS = new Map([
  ["∂", "\\partial "],
  ["∇", "\\nabla "],
  ["∘", "\\circ "],
  ["ᵀ", "^{\\top}"],
  ["δ", "\\delta "],
  ["⊗", "\\otimes "],
  ["′", "'"],
]);
const mathSymbols = (s: string): string => [...s].map((c) => SYMBOLS.get(c) ?? "").join("");

function nameLatex(name: string, report: Report): string {
  const [rows, cols] = report.symbols.find((s) => s.name === name)?.shape ?? ["1", "1"];
  return latexName(name, shape(dim(rows), dim(cols)));
}

/** The pieces of a block, in the order of its statements. */
export function blockPieces(item: Item, index: number, outcome: Outcome): readonly Piece[] {
  const { report } = outcome;
  if (report === null) return [];
  const pieces: Piece[] = [];
  const defined = new Set(
    outcome.cuts.flatMap(({ statement: s }) =>
      s.type === "definition" || s.type === "functionDefinition" ? [s.name.name] : [],
    ),
  );
  const equations = report.equations.filter((q) => defined.has(q.name));
  if (equations.length > 0 && item.options?.equations !== false) {
    const lines = equations.map((q) => `${nameLatex(q.name, report)} &= ${q.latex}`);
    pieces.push({ type: "math", latex: `\\begin{aligned}\n${lines.join(" \\\\\n")}\n\\end{aligned}` });
  }
  for (const result of report.results) {
    const steps = stepsLatex(result);
    if (steps !== null) pieces.push({ type: "math", latex: steps });
    pieces.push({ type: "math", latex: `\\boxed{${result.left.latex} = ${result.latex}}` });
    const where = report.where.filter((w) => result.uses.includes(w.name));
    if (where.length > 0)
      pieces.push({
        type: "text",
        tone: "plain",
        parts: where.flatMap((w, k) => [
          { text: k === 0 ? "where " : ", " },
          { latex: `${w.symbol.latex} = ${w.latex}` },
          { text: w.means === null ? "" : ` is ${w.means}` },
        ]),
      });
    for (const c of result.claims)
      pieces.push({
        type: "text",
        tone: isWrong(c.verdict) ? "error" : c.verdict === "equal" ? "plain" : "warning",
        parts: [
          { code: c.text },
          {
            text: ` is ${c.verdict}${c.layout === null ? "" : ` in ${c.layout} layout`}${c.why === null ? "" : `: ${c.why}`}`,
          },
        ],
      });
  }
  for (const f of outcome.faults)
    if (f.severity === "error")
      pieces.push({ type: "text", tone: "error", parts: [{ text: `line ${f.line}: ${f.message}` }] });
  if (item.options?.graph === true) pieces.push(graphPiece(item, index, outcome));
  return pieces;
}

function graphPiece(item: Item, index: number, outcome: Outcome): Piece {
  const caption = item.options?.caption ?? "The computation graph";
  try {
    const svg = graphSvg(computationGraph(read(outcome.source ?? item.text)), null, {
      id: `g${index}`,
      title: caption,
    });
    return { type: "graph", svg, caption };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { type: "text", tone: "error", parts: [{ text: `the graph is not drawn: ${why}` }] };
  }
}

/** A question in a sentence: its answers as formulas, or why there is none. */
export function askPiece(outcome: Outcome): { readonly latex: string } | { readonly fault: string } {
  const { report } = outcome;
  const results = report?.results ?? [];
  if (report === null || results.length === 0)
    return { fault: outcome.faults.find((f) => f.severity === "error")?.message ?? "it asks nothing" };
  const used = report.where.filter((w) => results.some((r) => r.uses.includes(w.name)));
  const said = results.map((r) => `${r.left.latex} = ${r.latex}`);
  const where = used.map((w) => `${w.symbol.latex} = ${w.latex}`);
  return { latex: [said.join(",\\ "), ...where].join(" \\text{ with } ") };
}

/** A picture as an address that holds it. */
export const svgAddress = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`;
