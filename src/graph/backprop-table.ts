/**
 * Both passes as the table that a student fills in: values forward; back, for each node what comes
 * in from upstream, the local derivative of each edge and what goes on downstream; then the sum at
 * each name with the difference quotient beside it.
 */
import { showShape } from "../core/shape.js";
import type { Matrix } from "../numeric/matrix.js";
import type { ComputationGraph, GraphEdge, GraphNode } from "./computation-graph.js";
import { showLocal, showMatrix, showNumber } from "./figures.js";
import { notesOf } from "./graph-report.js";
import { type Notation, notationOf } from "./notation.js";
import type { NodeNumbers, Passes } from "./passes.js";

interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Rows before which a gap is left. */
  readonly gaps: ReadonlySet<number>;
}

/** The tables as text for a terminal; `bold` marks titles where the terminal can. */
export function backpropText(
  graph: ComputationGraph,
  numbers: Passes,
  functions: ReadonlyMap<string, string>,
  bold: (text: string) => string = (text) => text,
): string {
  const notation = notationOf(graph);
  const tables = [
    forwardTable(graph, numbers, notation),
    backwardTable(graph, numbers, notation),
    sumsTable(graph, numbers, notation),
  ];
  const out = tables.filter((t) => t.rows.length > 0).map((t) => tableText(t, bold));
  const notes = notesOf(graph, numbers, functions);
  if (notes.length > 0) out.push(`${bold("notes")}\n${notes.map((n) => `  ${n}\n`).join("")}`);
  return out.join("\n");
}

const equation = (n: GraphNode, notation: Notation): string =>
  n.value === null ? notation.name(n).unicode : `${notation.name(n).unicode} = ${notation.of(n.value).unicode}`;

const numbersOf = (numbers: Passes, n: GraphNode): NodeNumbers => numbers.nodes.get(n) as NodeNumbers;

const inputsFirst = (nodes: readonly GraphNode[]): readonly GraphNode[] => [
  ...nodes.filter((n) => n.kind !== "operation"),
  ...nodes.filter((n) => n.kind === "operation"),
];

function forwardTable(graph: ComputationGraph, numbers: Passes, notation: Notation): Table {
  return {
    title: "forward",
    head: ["node", "shape", "value"],
    rows: inputsFirst(graph.nodes).map((n) => {
      const { value } = numbersOf(numbers, n);
      const size = `${value.rows}×${value.cols}`;
      const shape = showShape(n.symbol.shape);
      return [equation(n, notation), shape === size ? shape : `${shape} = ${size}`, showMatrix(value)];
    }),
    gaps: new Set(),
  };
}

/** The operations from the output back, each with the edges that enter it. */
const backwards = (graph: ComputationGraph, numbers: Passes): readonly (readonly [GraphNode, readonly GraphEdge[]])[] =>
  [...graph.nodes]
    .reverse()
    .map((n) => [n, (graph.entering.get(n) ?? []).filter((e) => numbers.edges.has(e))] as const)
    .filter(([, edges]) => edges.length > 0);

function backwardTable(graph: ComputationGraph, numbers: Passes, notation: Notation): Table {
  const rows: (readonly string[])[] = [];
  const gaps = new Set<number>();
  for (const [n, edges] of backwards(graph, numbers)) {
    gaps.add(rows.length);
    edges.forEach((e, i) => {
      const found = numbers.edges.get(e);
      const upstream = numbersOf(numbers, n).gradient as Matrix;
      rows.push([
        i === 0 ? notation.name(n).unicode : "",
        i === 0 ? showMatrix(upstream) : "",
        notation.local(n, e.from).unicode,
        e.local === null ? "" : localText(notation.of(e.local).unicode, found?.local ?? null),
        `→ ${notation.name(e.from).unicode}`,
        found === undefined ? "" : showMatrix(found.downstream),
      ]);
    });
  }
  return {
    title: "backward: upstream × local = downstream, each gradient in the shape of its variable",
    head: ["node", "upstream", "", "local", "to", "downstream"],
    rows,
    gaps,
  };
}

/** A formula with its value, where that is not the same text. */
function localText(formula: string, value: Matrix | null): string {
  if (value === null) return formula;
  const shown = showLocal(value);
  return shown === formula || (shown === "I" && /^I/.test(formula)) ? formula : `${formula} = ${shown}`;
}

function sumsTable(graph: ComputationGraph, numbers: Passes, notation: Notation): Table {
  const inner = graph.nodes.filter((n) => n.kind === "operation").reverse();
  const rows = [...graph.nodes.filter((n) => n.kind !== "operation"), ...inner].flatMap((n) => {
    const { gradient, arrived, difference, agrees } = numbersOf(numbers, n);
    if (gradient === null || n === graph.output) return [];
    const sum =
      arrived.length > 1
        ? `${arrived.map((A) => showMatrix(A)).join(" + ")} = ${showMatrix(gradient)}`
        : showMatrix(gradient);
    const quotient = difference === null ? "not taken" : showMatrix(difference.value);
    return [[notation.gradient(n).unicode, sum, quotient, verdict(numbersOf(numbers, n), agrees)]];
  });
  return {
    title: "gradients: what arrives is added; beside it the difference quotient",
    head: ["gradient", "value", "difference", ""],
    rows,
    gaps: new Set(),
  };
}

function verdict({ gradient, difference }: NodeNumbers, agrees: boolean | null): string {
  if (difference === null || gradient === null) return "";
  if (agrees === null) return "a kink: no single slope";
  if (agrees) return "✓";
  const gap = gradient.data.reduce((m, x, k) => Math.max(m, Math.abs(x - (difference.value.data[k] as number))), 0);
  return `≠ by ${showNumber(gap, 2)}`;
}

/** Columns as wide as their widest cell, by characters; combining marks take no room. */
function tableText({ title, head, rows, gaps }: Table, bold: (text: string) => string): string {
  const widths = head.map((h, j) => rows.reduce((w, row) => Math.max(w, width(row[j] ?? "")), width(h)));
  const line = (cells: readonly string[]) =>
    `  ${cells.map((c, j) => c + " ".repeat((widths[j] as number) - width(c))).join("  ")}`.trimEnd();
  const body = rows.map((row, i) => `${gaps.has(i) && i > 0 ? "\n" : ""}${line(row)}\n`).join("");
  return `${bold(title)}\n${line(head)}\n  ${widths.map((w) => "─".repeat(w)).join("  ")}\n${body}`;
}

const width = (text: string): number => [...text.replace(/\p{M}/gu, "")].length;

/** The heads of {@link backpropCsv}. */
const COLUMNS = [
  "row",
  "node",
  "equation",
  "rows",
  "cols",
  "value",
  "upstream",
  "to",
  "local formula",
  "local",
  "downstream",
  "difference",
  "agrees",
] as const;

/**
 * One row for each node (value, upstream, difference) and one for each edge (upstream, local,
 * downstream), numbers in full. A vector is `1;2;3`, a matrix has commas within rows: `1,2;3,4`.
 */
export function backpropCsv(graph: ComputationGraph, numbers: Passes): string {
  const notation = notationOf(graph);
  const rows: (readonly string[])[] = [COLUMNS];
  for (const n of inputsFirst(graph.nodes)) {
    const { value, gradient, difference, agrees } = numbersOf(numbers, n);
    rows.push([
      n.kind === "operation" ? "node" : "input",
      n.name,
      n.value === null ? "" : notation.of(n.value).text,
      String(value.rows),
      String(value.cols),
      full(value),
      gradient === null ? "" : full(gradient),
      "",
      "",
      "",
      "",
      difference === null ? "" : full(difference.value),
      agrees === null ? "" : String(agrees),
    ]);
  }
  for (const [n, edges] of backwards(graph, numbers))
    for (const e of edges) {
      const found = numbers.edges.get(e);
      rows.push([
        "edge",
        n.name,
        "",
        "",
        "",
        "",
        full(numbersOf(numbers, n).gradient as Matrix),
        e.from.name,
        e.local === null ? "" : notation.of(e.local).text,
        found?.local == null ? "" : full(found.local),
        found === undefined ? "" : full(found.downstream),
        "",
        "",
      ]);
    }
  return rows.map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

const full = (A: Matrix): string =>
  Array.from({ length: A.rows }, (_, i) =>
    Array.from(A.data.subarray(i * A.cols, (i + 1) * A.cols), String).join(","),
  ).join(";");

/** RFC 4180: quotes around what holds a comma, a quote or a line end. */
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
