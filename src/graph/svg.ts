/**
 * A graph as a picture: one SVG file that stands alone, its text as text, for light and dark screens
 * and for paper, with a title and a description for those who hear it.
 */

import { symbolsOf } from "../core/dim.js";
import { ownOf } from "../core/own.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { primesOf } from "../ops/apply.js";
import { unicodeName } from "../print/unicode.js";
import type { ComputationGraph } from "./computation-graph.js";
import { notesOf } from "./graph-report.js";
import type { Point } from "./layout.js";
import { type Face, runsOf, wrapped } from "./lettering.js";
import { notationOf } from "./notation.js";
import type { Passes } from "./passes.js";
import { type DrawnBox, type DrawnWire, type Line, MOST_DRAWN, pictureOf, type Role, SIZES } from "./picture.js";

export interface SvgOptions {
  /** The title of the graph; by default after its output. */
  readonly title?: string;
  /** The beginning of every id in the file, so that several pictures can stand in one page. */
  readonly id?: string;
  /** The functions chosen for the unknown ones. */
  readonly functions?: ReadonlyMap<string, string>;
  /** Boxes and wires say what they are, for a page that lights them and plays the passes. */
  readonly marked?: boolean;
  /** Pixels that a row should keep to, where the boxes let it. */
  readonly width?: number;
}

/** A graph that is too large to be looked at. */
export class TooLargeToDraw extends Error {
  override readonly name = "TooLargeToDraw";
  constructor(readonly nodes: number) {
    super(`a picture of ${nodes} nodes is none: more than ${MOST_DRAWN} are not drawn`);
  }
}

const MARGIN = 24;
const NOTE_SIZE = 12.5;
const NOTE_LEADING = 18;
/** How far the line of the gradient runs below the line of the value. */
const APART = 5;

/** The SVG of a graph, with numbers where it was given values. Throws {@link TooLargeToDraw}. */
export function graphSvg(graph: ComputationGraph, numbers: Passes | null = null, given: SvgOptions = {}): string {
  const options = ownOf(given);
  if (graph.nodes.length > MOST_DRAWN) throw new TooLargeToDraw(graph.nodes.length);
  const picture = pictureOf(graph, numbers, options.width);
  const id = options.id ?? "chainrule-graph";
  const faceOf = facesOf(graph);
  const output = graph.output === null ? null : notationOf(graph).name(graph.output).unicode;
  const title = options.title ?? (output === null ? "Computation graph" : `Computation graph of ${output}`);

  const marks = options.marked === true ? marksOf(graph) : NO_MARKS;

  const legend = legendLines(graph, numbers, options.functions ?? new Map());
  const width = Math.max(picture.width, Math.min(420, options.width ?? 420));
  const notes = legend.notes.flatMap((n) => wrapped(n, NOTE_SIZE, width).map((text, i) => ({ text, first: i === 0 })));
  const notesAt = picture.height + 34;
  const height = notesAt + (notes.length + legend.keys.length) * NOTE_LEADING;
  const [w, h] = [Math.ceil(width + 2 * MARGIN), Math.ceil(height + MARGIN)];

  const body = [
    ...picture.wires.map((wire) => wireSvg(wire, id, faceOf, marks.wire(wire))),
    ...picture.boxes.map((box) => boxSvg(box, faceOf, marks.box(box))),
    ...legend.keys.map((k, i) => keySvg(k, notesAt + i * NOTE_LEADING, id)),
    ...notes.map(
      (n, i) =>
        `<text class="note" x="${n.first ? 0 : 12}" y="${round(notesAt + (legend.keys.length + i) * NOTE_LEADING)}">${escaped(n.text)}</text>`,
    ),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" class="chainrule-graph" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${escaped(title)}</title>
<desc id="${id}-desc">${escaped(description(graph, numbers))}</desc>
<style>${STYLE}</style>
<defs>
<marker id="${id}-forward" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="forward-head" d="M0 1 10 5 0 9z"/></marker>
<marker id="${id}-back" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="back-head" d="M0 1 10 5 0 9z"/></marker>
</defs>
<rect class="paper" width="${w}" height="${h}"/>
<g transform="translate(${MARGIN} ${MARGIN})">
${body.join("\n")}
</g>
</svg>
`;
}

const FONT =
  '"STIX Two Text","Times New Roman",Times,"Liberation Serif","Nimbus Roman","TeX Gyre Termes","DejaVu Serif",serif';

/**
 * Colours differ in lightness too and the way back is dashed, so that black and white print and
 * eyes that do not tell red from green lose nothing. Plain rules in place of variables: converters
 * to PDF read those.
 */
const STYLE = [
  `.chainrule-graph text{font-family:${FONT};fill:#1b1f24}`,
  ...(Object.entries(SIZES) as [Role, number][]).map(
    ([role, size]) => `.chainrule-graph .${role}{font-size:${size}px}`,
  ),
  `.chainrule-graph .note{font-size:${NOTE_SIZE}px;fill:#4a5260}`,
  ".chainrule-graph .b{font-weight:bold}.chainrule-graph .i{font-style:italic}.chainrule-graph .s{font-size:72%;font-style:italic}",
  ".chainrule-graph .paper{fill:#fff}",
  ".chainrule-graph .box{fill:#f7f8fa;stroke:#3b4450;stroke-width:1.2}",
  ".chainrule-graph .input{fill:#eef4fb;stroke:#2f5d8a}.chainrule-graph .data{fill:#f2f2f2;stroke:#7a828e}",
  ".chainrule-graph .again,.chainrule-graph .port{fill:none;stroke:#7a828e;stroke-dasharray:4 3}",
  ".chainrule-graph .shape,.chainrule-graph .gate{fill:#5b6470}.chainrule-graph .gate{font-style:italic}",
  ".chainrule-graph .forward{fill:#0b6b4a}.chainrule-graph .backward{fill:#a8201a}.chainrule-graph .local{fill:#3b4450}",
  ".chainrule-graph .value-line{fill:none;stroke:#2b7a5b;stroke-width:1.4}.chainrule-graph .forward-head{fill:#2b7a5b}",
  ".chainrule-graph .gradient-line{fill:none;stroke:#c0392b;stroke-width:1.2;stroke-dasharray:5 3}.chainrule-graph .back-head{fill:#c0392b}",
  "@media screen and (prefers-color-scheme:dark){",
  ".chainrule-graph text{fill:#e8eaed}.chainrule-graph .note{fill:#aab2bf}.chainrule-graph .paper{fill:#15181c}",
  ".chainrule-graph .box{fill:#20252b;stroke:#9aa4b2}.chainrule-graph .input{fill:#182635;stroke:#7fb0e0}",
  ".chainrule-graph .data{fill:#24272b;stroke:#8b94a1}.chainrule-graph .again,.chainrule-graph .port{fill:none;stroke:#8b94a1}",
  ".chainrule-graph .shape,.chainrule-graph .gate{fill:#aab2bf}.chainrule-graph .local{fill:#d0d5dc}",
  ".chainrule-graph .forward{fill:#7fd8b0}.chainrule-graph .backward{fill:#ff9d92}",
  ".chainrule-graph .value-line{stroke:#5fc298}.chainrule-graph .forward-head{fill:#5fc298}",
  ".chainrule-graph .gradient-line{stroke:#ff8074}.chainrule-graph .back-head{fill:#ff8074}}",
  "@media print{.chainrule-graph{max-width:100%;height:auto;max-height:96vh}.chainrule-graph .paper{fill:none}}",
].join("");

/** Characters that XML has no place for; names and texts may hold anything. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

const escaped = (text: string): string =>
  text
    .replace(UNPRINTABLE, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

const round = (x: number): number => Math.round(x * 10) / 10;

type FaceOf = (name: string) => Face | undefined;

/** Vectors and matrices are bold, scalars, sizes and the model's own functions italic. */
function facesOf(graph: ComputationGraph): FaceOf {
  const faces = new Map<string, Face>();
  for (const n of graph.nodes) {
    faces.set(unicodeName(n.name), isScalar(n.symbol.shape) ? "italic" : "bold");
    for (const d of [n.symbol.shape.rows, n.symbol.shape.cols])
      for (const size of symbolsOf(d)) if (!faces.has(unicodeName(size))) faces.set(unicodeName(size), "italic");
  }
  for (const e of walk(graph.nodes.flatMap((n) => n.value ?? [])))
    if (e.op.name === "apply" && !e.home.functions.has(e.data as string))
      faces.set(unicodeName(primesOf(e.data as string).name), "italic");
  return (name) => faces.get(name);
}

const CLASS: Readonly<Record<Face, string>> = { plain: "", bold: "b", italic: "i", below: "s" };
/** How far a subscript stands below its line, in parts of the font size. */
const DROP = 0.2;

/** One line of text, its middle at x. Numbers have no names to set. */
function textSvg({ text, role }: Line, x: number, y: number, faceOf: FaceOf): string {
  const drop = round(SIZES[role] * DROP);
  let below = false;
  const runs = runsOf(text, faceOf).map((r) => {
    const shift = (r.face === "below" ? drop : 0) - (below ? drop : 0);
    below = r.face === "below";
    const dy = shift === 0 ? "" : ` dy="${shift}"`;
    const cls = CLASS[r.face] === "" ? "" : ` class="${CLASS[r.face]}"`;
    return dy + cls === "" ? escaped(r.text) : `<tspan${cls}${dy}>${escaped(r.text)}</tspan>`;
  });
  return `<text class="${role}" x="${round(x)}" y="${round(y)}" text-anchor="middle">${runs.join("")}</text>`;
}

/** Lines under one another from `top`, centred at x. */
function linesSvg(lines: readonly Line[], x: number, top: number, faceOf: FaceOf): string {
  let y = top;
  return lines
    .map((line) => {
      const size = SIZES[line.role];
      y += size * 1.32;
      return textSvg(line, x, y - size * 0.34, faceOf);
    })
    .join("");
}

/** What boxes and wires say of themselves: what they are lit by, and their turn in the passes. */
interface Marks {
  readonly box: (box: DrawnBox) => string;
  readonly wire: (wire: DrawnWire) => string;
}

const NO_MARKS: Marks = { box: () => "", wire: () => "" };

function marksOf(graph: ComputationGraph): Marks {
  const turn = new Map(graph.nodes.map((n, i) => [n, i]));
  return {
    box: ({ node }) => ` data-light="${escaped(node.name)}" data-turn="${turn.get(node)}"`,
    wire: ({ edge }) =>
      edge === null
        ? ""
        : ` data-light="${escaped(`∂${edge.to.name}/∂${edge.from.name}`)}" data-turn="${turn.get(edge.to)}"`,
  };
}

function boxSvg(box: DrawnBox, faceOf: FaceOf, marks: string): string {
  const [x, y] = [round(box.x - box.width / 2), round(box.y - box.height / 2)];
  const r = box.kind === "operation" ? 6 : Math.min(18, box.height / 2);
  const height = box.lines.reduce((s, l) => s + SIZES[l.role] * 1.32, 0);
  return `<g${marks}><rect class="box ${box.kind}" x="${x}" y="${y}" width="${round(box.width)}" height="${round(box.height)}" rx="${round(r)}"/>${linesSvg(box.lines, box.x, box.y - height / 2, faceOf)}</g>`;
}

/** A smooth line through the points, level at each of them. */
function curve(points: readonly Point[], dy: number): string {
  const [first, ...rest] = points as readonly [Point, ...Point[]];
  let from = first;
  let d = `M${round(from.x)} ${round(from.y + dy)}`;
  for (const p of rest) {
    if (Math.abs(p.y - from.y) < 0.05) d += `H${round(p.x)}`;
    else {
      const middle = round((from.x + p.x) / 2);
      d += `C${middle} ${round(from.y + dy)} ${middle} ${round(p.y + dy)} ${round(p.x)} ${round(p.y + dy)}`;
    }
    from = p;
  }
  return d;
}

function wireSvg(wire: DrawnWire, id: string, faceOf: FaceOf, marks: string): string {
  const { points, at, label, above, below, back } = wire;
  const parts = [`<path class="value-line" d="${curve(points, 0)}" marker-end="url(#${id}-forward)"/>`];
  if (back)
    parts.push(
      `<path class="gradient-line" d="${curve([...points].reverse(), APART)}" marker-end="url(#${id}-back)"/>`,
    );
  if (at !== null && label !== null) {
    const middle = at.x + label.width / 2;
    parts.push(linesSvg(above, middle, at.y - label.above, faceOf));
    parts.push(linesSvg(below, middle, at.y + APART + 3, faceOf));
  }
  return `<g${marks}>${parts.join("")}</g>`;
}

interface Key {
  readonly line: "value-line" | "gradient-line";
  readonly head: "forward" | "back";
  readonly text: string;
}

function legendLines(
  graph: ComputationGraph,
  numbers: Passes | null,
  functions: ReadonlyMap<string, string>,
): { readonly keys: readonly Key[]; readonly notes: readonly string[] } {
  const keys: Key[] = [{ line: "value-line", head: "forward", text: "value, forward" }];
  if (graph.output?.upstream != null)
    keys.push({
      line: "gradient-line",
      head: "back",
      text: "gradient, back: upstream × local = downstream, each in the shape of its variable",
    });
  return { keys, notes: notesOf(graph, numbers, functions) };
}

function keySvg(key: Key, y: number, id: string): string {
  const d = key.head === "forward" ? `M0 ${round(y - 4)}H40` : `M40 ${round(y - 4)}H0`;
  return `<g><path class="${key.line}" d="${d}" marker-end="url(#${id}-${key.head})"/><text class="note" x="50" y="${round(y)}">${escaped(key.text)}</text></g>`;
}

/** Sentences of a description that a listener will bear. */
const MOST_SENTENCES = 60;

/** The picture in words: equations in order, then the gradients back. */
function description(graph: ComputationGraph, numbers: Passes | null): string {
  const notation = notationOf(graph);
  const shown = (n: ComputationGraph["nodes"][number]) => {
    const found = numbers?.nodes.get(n);
    return found !== undefined && found.value.data.length === 1 ? ` is ${found.value.data[0]}` : "";
  };
  const inputs = graph.nodes.filter((n) => n.kind !== "operation");
  const sentences = [
    `Inputs: ${inputs.map((n) => `${notation.name(n).unicode}${shown(n)}`).join(", ")}.`,
    ...graph.nodes
      .filter((n) => n.value !== null)
      .map((n) => `${notation.name(n).unicode} = ${n.value === null ? "" : notation.of(n.value).unicode}${shown(n)}.`),
  ];
  const back = [...graph.nodes].reverse().flatMap((n) => {
    if (n.upstream === null || n === graph.output) return [];
    const gradient = numbers?.nodes.get(n)?.gradient;
    const value = gradient != null && gradient.data.length === 1 ? ` is ${gradient.data[0]}` : "";
    const formula = n.gradient === null ? "" : ` = ${notation.of(n.gradient).unicode}`;
    return value === "" && formula === "" ? [] : [`${notation.gradient(n).unicode}${formula}${value}.`];
  });
  const all = back.length === 0 ? sentences : [...sentences, "Back from the output:", ...back];
  return all.length <= MOST_SENTENCES ? all.join(" ") : `${all.slice(0, MOST_SENTENCES).join(" ")} And so on.`;
}
