/**
 * The words of each box and wire of the picture of a graph, and their places: everything about a
 * drawing but its ink.
 */
import { isScalar, showShape } from "../core/shape.js";
import type { Matrix } from "../numeric/matrix.js";
import { Eye } from "../ops/eye.js";
import type { ComputationGraph, GraphEdge, GraphNode } from "./computation-graph.js";
import { fits, NARROW, norm, rowsOf, showLocal, showMatrix, showNumber } from "./figures.js";
import {
  type Box,
  layered,
  type Placed,
  type PlacedBox,
  type PlacedWire,
  rowsOfLevels,
  stackedRows,
  type Wire,
} from "./layout.js";
import { clipped, measure } from "./lettering.js";
import { type Notation, notationOf } from "./notation.js";
import type { Passes } from "./passes.js";

/** The role of a line of text: it has its own colour and size. */
export type Role = "equation" | "shape" | "forward" | "local" | "backward" | "gate";

export interface Line {
  readonly text: string;
  readonly role: Role;
}

/** `again` is an input repeated in a later row; `port` a value that goes on in, or comes from, another row. */
export type BoxKind = GraphNode["kind"] | "again" | "port";

export interface DrawnBox extends PlacedBox {
  readonly kind: BoxKind;
  readonly lines: readonly Line[];
  /** The node's own name, for a tooltip. */
  readonly node: GraphNode;
}

export interface DrawnWire extends PlacedWire {
  readonly above: readonly Line[];
  readonly below: readonly Line[];
  /** The edge that it draws; null for what goes on to another row. */
  readonly edge: GraphEdge | null;
  /** Whether a gradient comes back along it. */
  readonly back: boolean;
}

export interface Picture {
  readonly boxes: readonly DrawnBox[];
  readonly wires: readonly DrawnWire[];
  readonly width: number;
  readonly height: number;
}

export const SIZES: Readonly<Record<Role, number>> = {
  equation: 16,
  shape: 12,
  forward: 13,
  local: 12.5,
  backward: 13,
  gate: 11.5,
};

const LEADING = 1.32;
const PADDING = { x: 14, y: 9 } as const;
/** The widest line in a box and at a wire; what is longer is cut, and stands in full in the table. */
const WIDEST = { box: 330, wire: 300 } as const;
/** Characters of numbers that stay on one line. */
const ONE_LINE = 30;
const ROW_GAP = 44;

/** Nodes and wires beyond which there is no picture to look at, and dagre takes minutes. */
export const MOST_DRAWN = 600;

const lineHeight = (line: Line): number => SIZES[line.role] * LEADING;
const heightOf = (lines: readonly Line[]): number => lines.reduce((h, l) => h + lineHeight(l), 0);
const widthOf = (lines: readonly Line[]): number =>
  Math.max(0, ...lines.map((l) => measure(l.text, SIZES[l.role], l.role === "equation" ? "bold" : "plain")));

/** A graph as it is drawn. */
export function pictureOf(graph: ComputationGraph, numbers: Passes | null, width?: number): Picture {
  const notation = notationOf(graph);
  const cut = (line: Line, most: number): Line => ({ ...line, text: clipped(line.text, SIZES[line.role], most) });
  const boxLines = new Map(
    graph.nodes.map((n) => [n, linesOf(graph, n, notation, numbers).map((l) => cut(l, WIDEST.box))]),
  );
  const wireLines = new Map(
    graph.edges.map((e) => {
      const { above, below } = labelOf(graph, e, notation, numbers);
      return [e, { above: above.map((l) => cut(l, WIDEST.wire)), below: below.map((l) => cut(l, WIDEST.wire)) }];
    }),
  );
  const boxOf = (id: string, lines: readonly Line[], kind: BoxKind): Box => ({
    id,
    width: Math.max(kind === "operation" ? 56 : 44, widthOf(lines) + 2 * PADDING.x),
    height: heightOf(lines) + 2 * PADDING.y,
  });
  const wireOf = (from: string, to: string, e: GraphEdge): Wire => {
    const { above, below } = wireLines.get(e) as { above: readonly Line[]; below: readonly Line[] };
    const empty = above.length + below.length === 0;
    return {
      from,
      to,
      label: empty
        ? null
        : {
            width: Math.max(widthOf(above), widthOf(below)) + 12,
            above: heightOf(above) + 4,
            below: heightOf(below) + 9,
          },
    };
  };

  // Ids of boxes: nodes by their place, then the boxes that rows add.
  const place = new Map(graph.nodes.map((n, i) => [n, i]));
  const id = (n: GraphNode): string => String(place.get(n));
  const boxes = graph.nodes.map((n) => boxOf(id(n), boxLines.get(n) as readonly Line[], n.kind));
  const wires = graph.edges.map((e) => wireOf(id(e.from), id(e.to), e));
  const row = rowsOfLevels(boxes, wires, levelsOf(graph, id), width);
  const count = Math.max(0, ...row.values()) + 1;

  const meaning = new Map<
    string,
    { readonly node: GraphNode; readonly kind: BoxKind; readonly lines: readonly Line[] }
  >(graph.nodes.map((n) => [id(n), { node: n, kind: n.kind, lines: boxLines.get(n) as readonly Line[] }]));
  const edgeOf = new Map<Wire, GraphEdge | null>();
  const perRow = Array.from({ length: count }, (_, r) => ({
    boxes: boxes.filter((b) => row.get(b.id) === r),
    wires: [] as Wire[],
  }));
  const add = (r: number, key: string, node: GraphNode, kind: BoxKind, lines: readonly Line[]): void => {
    if (meaning.has(key)) return;
    meaning.set(key, { node, kind, lines });
    perRow[r]?.boxes.push(boxOf(key, lines, kind));
  };
  graph.edges.forEach((e, i) => {
    const [a, b] = [row.get(id(e.from)) ?? 0, row.get(id(e.to)) ?? 0];
    let from = id(e.from);
    if (a !== b) {
      // An input stands in each row that uses it; a result goes out of its row and comes into the other.
      from = `${id(e.from)} in ${b}`;
      const again = e.from.kind !== "operation";
      add(b, from, e.from, again ? "again" : "port", portLines(e.from, notation, numbers));
      const out = `${id(e.from)} out`;
      if (!again && !meaning.has(out)) {
        add(a, out, e.from, "port", portLines(e.from, notation, numbers));
        const stub: Wire = { from: id(e.from), to: out, label: null };
        edgeOf.set(stub, null);
        perRow[a]?.wires.push(stub);
      }
    }
    const wire = { ...(wires[i] as Wire), from, to: id(e.to) };
    edgeOf.set(wire, e);
    perRow[b]?.wires.push(wire);
  });

  const rows = perRow.map((r) => ({ ...r, placed: layered(r.boxes, r.wires) }));
  const whole: Placed = stackedRows(
    rows.map((r) => r.placed),
    ROW_GAP,
  );
  const order = rows.flatMap((r) => r.wires);
  return {
    width: whole.width,
    height: whole.height,
    boxes: whole.boxes.map((b) => ({
      ...b,
      ...(meaning.get(b.id) as { node: GraphNode; kind: BoxKind; lines: readonly Line[] }),
    })),
    wires: whole.wires.map((w, i): DrawnWire => {
      const e = edgeOf.get(order[i] as Wire) ?? null;
      const lines =
        e === null
          ? { above: [], below: [] }
          : (wireLines.get(e) as { above: readonly Line[]; below: readonly Line[] });
      const stub = e === null ? (meaning.get(w.from)?.node.upstream ?? null) !== null : e.downstream !== null;
      return { ...w, ...lines, edge: e, back: stub };
    }),
  };
}

/** Steps from the inputs; an input stands one step before the first operation that uses it. */
function levelsOf(graph: ComputationGraph, id: (n: GraphNode) => string): ReadonlyMap<string, number> {
  const level = new Map<GraphNode, number>();
  for (const n of graph.nodes) {
    if (n.kind !== "operation") continue;
    let most = 0;
    for (const e of graph.entering.get(n) ?? []) most = Math.max(most, level.get(e.from) ?? 0);
    level.set(n, most + 1);
  }
  for (const n of graph.nodes) {
    if (n.kind === "operation") continue;
    const users = (graph.leaving.get(n) ?? []).map((e) => level.get(e.to) ?? 1);
    level.set(n, Math.max(0, users.reduce((a, b) => Math.min(a, b), Infinity) - 1));
  }
  return new Map([...level].map(([n, l]) => [id(n), l]));
}

/** A value at a wire: its box has it in full. */
function inBrief(A: Matrix): string {
  const text = showMatrix(A, NARROW);
  return text.length <= ONE_LINE + 6 ? text : `${A.rows}×${A.cols}, norm ${showNumber(norm(A))}`;
}

/** A value in one line, or its rows, or its norm. */
function valueLines(A: Matrix): readonly string[] {
  const short = showMatrix(A, { entries: 6, side: 4 });
  if (short.length <= ONE_LINE || !fits(A, { entries: 6, side: 4 })) return [short];
  if (A.cols === 1) return [`${A.rows}×1, norm ${showNumber(norm(A))}`];
  const rows = rowsOf(A);
  return rows.map((row, i) => `${i === 0 ? "[" : " "}${row}${i === rows.length - 1 ? "]" : ";"}`);
}

function linesOf(graph: ComputationGraph, n: GraphNode, notation: Notation, numbers: Passes | null): readonly Line[] {
  const found = numbers?.nodes.get(n);
  const name = notation.name(n).unicode;
  const lines: Line[] = [
    { role: "equation", text: n.value === null ? name : `${name} = ${notation.of(n.value).unicode}` },
  ];
  if (!isScalar(n.symbol.shape) || n.kind !== "operation")
    lines.push({
      role: "shape",
      text: `${isScalar(n.symbol.shape) ? "scalar" : shapeText(n, found?.value ?? null)}${n.kind === "data" ? ", data" : ""}`,
    });
  if (n.gate?.word != null && n.upstream !== null) lines.push({ role: "gate", text: `${n.gate.sign} ${n.gate.word}` });
  if (found !== undefined) for (const text of valueLines(found.value)) lines.push({ role: "forward", text });
  if (n.upstream === null) return lines;
  const left = notation.gradient(n).unicode;
  if (found?.gradient == null) {
    const full = n === graph.output ? "1" : n.gradient === null ? "" : notation.of(n.gradient).unicode;
    lines.push({ role: "backward", text: full === "" || full.length > ONE_LINE ? left : `${left} = ${full}` });
    return lines;
  }
  const { gradient, arrived } = found;
  const terms =
    arrived.length > 1 && gradient.data.length === 1 ? `${arrived.map((A) => showMatrix(A)).join(" + ")} = ` : "";
  const values = valueLines(gradient);
  if (values.length === 1 && `${left} = ${terms}${values[0]}`.length <= ONE_LINE + 8)
    lines.push({ role: "backward", text: `${left} = ${terms}${values[0]}` });
  else {
    lines.push({ role: "backward", text: `${left} =` });
    for (const text of values) lines.push({ role: "backward", text });
  }
  return lines;
}

function shapeText(n: GraphNode, value: Matrix | null): string {
  const symbolic = showShape(n.symbol.shape);
  if (value === null) return symbolic;
  const sizes = `${value.rows}×${value.cols}`;
  return sizes === symbolic ? sizes : `${symbolic} = ${sizes}`;
}

/** In another row a value is a name with its numbers, where those are short. */
function portLines(n: GraphNode, notation: Notation, numbers: Passes | null): readonly Line[] {
  const lines: Line[] = [{ role: "equation", text: notation.name(n).unicode }];
  const found = numbers?.nodes.get(n);
  if (found !== undefined && found.value.data.length === 1)
    lines.push({ role: "forward", text: showMatrix(found.value) });
  if (n.upstream !== null) lines.push({ role: "backward", text: notation.gradient(n).unicode });
  return lines;
}

function labelOf(
  graph: ComputationGraph,
  e: GraphEdge,
  notation: Notation,
  numbers: Passes | null,
): { readonly above: readonly Line[]; readonly below: readonly Line[] } {
  const value = numbers?.nodes.get(e.from)?.value;
  const above: Line[] = value === undefined ? [] : [{ role: "forward", text: inBrief(value) }];
  if (e.downstream === null || e.local === null) return { above, below: [] };
  const found = numbers?.edges.get(e);
  const local = `${notation.local(e.to, e.from).unicode} = ${notation.of(e.local).unicode}`;
  const to = notation.gradient(e.from).unicode;
  const several = (graph.leaving.get(e.from) ?? []).filter((x) => x.downstream !== null).length > 1;
  const share = `${to} ${several ? "+=" : "="} ${notation.of(e.downstream).unicode}`;
  if (found === undefined)
    return {
      above,
      below: [
        { role: "local", text: local },
        { role: "backward", text: share },
      ],
    };
  const below: Line[] = [];
  const number = found.local === null ? null : showLocal(found.local, NARROW);
  const same = number === null || local.endsWith(` = ${number}`) || (number === "I" && e.local.op === Eye);
  const joined = same ? local : `${local} = ${number}`;
  if (joined.length <= ONE_LINE + 10) below.push({ role: "local", text: joined });
  else below.push({ role: "local", text: local }, { role: "local", text: `= ${number}` });
  const upstream = numbers?.nodes.get(e.to)?.gradient;
  if (found.downstream.data.length === 1 && upstream?.data.length === 1 && found.local !== null)
    below.push({
      role: "backward",
      text: `${showMatrix(upstream)} × ${factor(found.local)} = ${showMatrix(found.downstream)}`,
    });
  else
    below.push(
      { role: "backward", text: share },
      { role: "backward", text: `${several ? "+=" : "="} ${inBrief(found.downstream)}` },
    );
  return { above, below };
}

/** A factor that has a sign stands in parentheses. */
const factor = (A: Matrix): string => ((A.data[0] as number) < 0 ? `(${showMatrix(A)})` : showMatrix(A));
