/** A graph in the language of Graphviz, for those who lay it out and style it themselves. */
import { showShape } from "../core/shape.js";
import type { ComputationGraph, GraphEdge, GraphNode } from "./computation-graph.js";
import { NARROW, showMatrix } from "./figures.js";
import { type Notation, notationOf } from "./notation.js";
import type { Passes } from "./passes.js";

/** The graph as `digraph`; nodes are n0, n1, … so that any name may be a label. */
export function graphDot(graph: ComputationGraph, numbers: Passes | null = null): string {
  const notation = notationOf(graph);
  const id = new Map(graph.nodes.map((n, i) => [n, `n${i}`]));
  const nodes = graph.nodes.map((n) => {
    const shape = n.kind === "operation" ? "box" : "ellipse";
    const style = n.kind === "data" ? ", style=dashed" : "";
    return `  ${id.get(n)} [shape=${shape}${style}, label=${quoted(nodeLabel(graph, n, notation, numbers))}];`;
  });
  const edges = graph.edges.map((e) => {
    const back = e.downstream === null ? ", color=gray" : "";
    return `  ${id.get(e.from)} -> ${id.get(e.to)} [label=${quoted(edgeLabel(e, notation, numbers))}${back}];`;
  });
  return [
    `digraph ${quoted(graph.output?.name ?? "graph")} {`,
    "  rankdir=LR;",
    '  node [fontname="Times"]; edge [fontname="Times", fontsize=11];',
    ...nodes,
    ...edges,
    "}",
    "",
  ].join("\n");
}

function nodeLabel(
  graph: ComputationGraph,
  n: GraphNode,
  notation: Notation,
  numbers: Passes | null,
): readonly string[] {
  const name = notation.name(n).unicode;
  const found = numbers?.nodes.get(n);
  const lines = [
    n.value === null ? name : `${name} = ${notation.of(n.value).unicode}`,
    showShape(n.symbol.shape),
    ...(found === undefined ? [] : [showMatrix(found.value)]),
  ];
  if (n.upstream === null) return lines;
  const left = notation.gradient(n).unicode;
  if (found?.gradient != null) return [...lines, `${left} = ${showMatrix(found.gradient)}`];
  if (n === graph.output) return [...lines, `${left} = 1`];
  return [...lines, n.gradient === null ? left : `${left} = ${notation.of(n.gradient).unicode}`];
}

function edgeLabel(e: GraphEdge, notation: Notation, numbers: Passes | null): readonly string[] {
  if (e.local === null || e.downstream === null) return [];
  const found = numbers?.edges.get(e);
  const local = `${notation.local(e.to, e.from).unicode} = ${notation.of(e.local).unicode}`;
  const share = `↓ ${notation.of(e.downstream).unicode}`;
  if (found === undefined) return [local, share];
  return [local, `${share} = ${showMatrix(found.downstream, NARROW)}`];
}

/** Lines as one quoted string. A backslash would begin an escape of Graphviz's own. */
const quoted = (lines: string | readonly string[]): string =>
  `"${(typeof lines === "string" ? [lines] : lines)
    .map((l) => l.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", " "))
    .join("\\n")}"`;
