/** A block or a question where another program renders it: formulas, sentences and pictures in order. */

import { dim } from "../core/dim.js";
import { has } from "../core/own.js";
import { shape } from "../core/shape.js";
import { read } from "../elaborate/parse.js";
import { computationGraph } from "../graph/computation-graph.js";
import { graphSvg, type SvgOptions } from "../graph/svg.js";
import { definedIn } from "../parse/ast.js";
import { latexName } from "../print/latex.js";
import { sentenceParts, wordsLatex } from "../report/marks.js";
import type { Report, ResultReport } from "../report/report.js";
import { isWrong } from "../report/report.js";
import type { Item } from "./document.js";
import type { Outcome, Proofread } from "./proofread.js";

type Piece =
  | { readonly type: "math"; readonly latex: string }
  /** A sentence that may hold formulas. */
  | { readonly type: "text"; readonly parts: readonly Part[]; readonly tone: "plain" | "warning" | "error" }
  | { readonly type: "graph"; readonly svg: string; readonly caption: string };

/** A piece with what other places refer to it by. */
type Labelled = Piece & { readonly label?: string };

export type Part = { readonly text: string } | { readonly latex: string } | { readonly code: string };

/** A derivation as one display, a line for each step and its rule at the right. */
function stepsLatex(result: ResultReport): string | null {
  if (result.steps.length === 0) return null;
  const lines = result.steps.map((s) => {
    const right = s.left === null ? s.latex.replace(/^= /, "") : s.latex.slice(s.left.latex.length + 3);
    return `${s.left?.latex ?? ""} &= ${right} && ${wordsLatex(s.title)}`;
  });
  return `\\begin{aligned}\n${lines.join(" \\\\\n")}\n\\end{aligned}`;
}

/** The name of an equation, bold where it is a vector or a matrix. */
export function nameLatex(name: string, report: Report): string {
  const [rows, cols] = report.symbols.find((s) => s.name === name)?.shape ?? ["1", "1"];
  return latexName(name, shape(dim(rows), dim(cols)));
}

/** The pieces of a block, in the order of its statements. */
function blockPieces(item: Item, index: number, outcome: Outcome): readonly Labelled[] {
  const { report } = outcome;
  if (report === null) return [];
  const pieces: Piece[] = [];
  const defined = definedIn(outcome.cuts.map((cut) => cut.statement));
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
          ...(w.means === null ? [] : sentenceParts(` is ${w.means}`)),
        ]),
      });
    for (const c of result.claims)
      pieces.push({
        type: "text",
        tone: isWrong(c.verdict) ? "error" : c.verdict === "equal" ? "plain" : "warning",
        parts: [
          c.latex === null ? { code: c.text } : { latex: `${result.left.latex} = ${c.latex}` },
          ...sentenceParts(
            ` is ${c.verdict}${c.layout === null ? "" : ` in ${c.layout} layout`}${c.why === null ? "" : `: ${c.why}`}`,
          ),
        ],
      });
  }
  for (const f of outcome.faults)
    if (f.severity === "error")
      pieces.push({ type: "text", tone: "error", parts: sentenceParts(`line ${f.line}: ${f.message}`) });
  if (item.options?.graph === true) pieces.push(graphPiece(item, index, outcome));
  return labelled(pieces, item.options?.label ?? null);
}

/** `eq:…` refers to the last display of a block, any other label to its graph where there is one. */
function labelled(pieces: readonly Piece[], label: string | null): readonly Labelled[] {
  if (label === null) return pieces;
  const last = (type: Piece["type"]): number => pieces.findLastIndex((p) => p.type === type);
  const graph = label.startsWith("eq") ? -1 : last("graph");
  const at = graph < 0 ? last("math") : graph;
  return pieces.map((p, k) => (k === at ? { ...p, label } : p));
}

function graphPiece(item: Item, index: number, outcome: Outcome): Piece {
  const caption = item.options?.caption ?? "The computation graph";
  const { svg, fault } = drawnGraph(item, outcome, { id: `g${index}`, title: caption });
  return svg === null ? { type: "text", tone: "error", parts: [{ text: fault }] } : { type: "graph", svg, caption };
}

/** Pixels of a picture in the column of a note. */
const COLUMN = 720;

/** The graph of a block, or why there is none. */
export function drawnGraph(
  item: Item,
  outcome: Outcome,
  options: SvgOptions,
): { readonly svg: string; readonly fault: null } | { readonly svg: null; readonly fault: string } {
  try {
    return {
      svg: graphSvg(computationGraph(read(outcome.source ?? item.text)), null, { width: COLUMN, ...options }),
      fault: null,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { svg: null, fault: `the graph is not drawn: ${why}` };
  }
}

/** Why a question in a sentence has no answer. */
export const noAnswer = ({ faults }: Outcome): string =>
  faults.find((f) => f.severity === "error")?.message ?? "it asks nothing";

/** A question in a sentence: its answers as formulas, or as typed with why there is none. */
function askPart(item: Item, outcome: Outcome): Part {
  const { report } = outcome;
  const results = report?.results ?? [];
  if (report === null || results.length === 0) return { text: `${item.text} (${noAnswer(outcome)})` };
  const used = report.where.filter((w) => results.some((r) => r.uses.includes(w.name)));
  const answers = results.map((r) => `${r.left.latex} = ${r.latex}`);
  const where = used.map((w) => `${w.symbol.latex} = ${w.latex}`);
  return { latex: [answers.join(",\\ "), ...where].join(" \\text{ with } ") };
}

/** A picture as the file that it is, or as an address that holds it. */
export interface Picture {
  readonly svg: string;
  readonly caption: string;
  readonly label: string | null;
}

/** How a host writes what a piece is made of. */
export interface Forms<Block, Inline> {
  readonly display: (latex: string, label: string | null) => Block;
  readonly paragraph: (parts: readonly Inline[]) => Block;
  readonly formula: (latex: string) => Inline;
  readonly code: (text: string) => Inline;
  readonly text: (text: string) => Inline;
  readonly strong: (parts: readonly Inline[]) => Inline;
  /** Lines as they are typed. */
  readonly listing: (text: string) => Block;
  readonly picture: (picture: Picture) => Block;
}

export const inlineOf = <I>(part: Part, forms: Pick<Forms<never, I>, "formula" | "code" | "text">): I =>
  has(part, "latex") ? forms.formula(part.latex) : has(part, "code") ? forms.code(part.code) : forms.text(part.text);

function blockOf<B, I>(piece: Labelled, forms: Forms<B, I>): B {
  const { label = null } = piece;
  if (piece.type === "math") return forms.display(piece.latex, label);
  if (piece.type === "graph") return forms.picture({ svg: piece.svg, caption: piece.caption, label });
  const parts = piece.parts.map((part) => inlineOf(part, forms));
  return forms.paragraph(piece.tone === "error" ? [forms.strong(parts)] : parts);
}

/** The blocks that stand in the place of a block, or the part of a sentence in that of a question; null elsewhere. */
export function replacement<B, I>(
  items: readonly Item[],
  index: number,
  { outcomes }: Proofread,
  forms: Forms<B, I>,
): { readonly blocks: readonly B[] } | { readonly part: Part } | null {
  const [item, outcome] = [items[index], outcomes[index]];
  if (item === undefined || outcome === undefined) return null;
  if (item.kind !== "block") return { part: askPart(item, outcome) };
  return { blocks: blockPieces(item, index, outcome).map((piece) => blockOf(piece, forms)) };
}

/** A picture as an address that holds it: base64, which every host reads. */
export const svgAddress = (svg: string): string => {
  let bytes = "";
  for (const byte of new TextEncoder().encode(svg)) bytes += String.fromCharCode(byte);
  return `data:image/svg+xml;base64,${btoa(bytes)}`;
};
