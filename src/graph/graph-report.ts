/** A graph with its numbers as plain data: what `--format json` prints and `chainrule/graph` gives. */
import type { Diagnostic } from "../core/diagnostic.js";
import { showDim } from "../core/place.js";
import { firstOf } from "../names/words.js";
import { unicodeName } from "../print/unicode.js";
import type { ComputationGraph, Grain, GraphNode } from "./computation-graph.js";
import { jsonOf } from "./figures.js";
import { BRANCHES } from "./gates.js";
import { type Notation, notationOf, type Spelled } from "./notation.js";
import type { Passes } from "./passes.js";

export interface NodeReport {
  readonly name: string;
  readonly kind: GraphNode["kind"];
  /** The right side of its equation; null for an input. */
  readonly text: string | null;
  readonly unicode: string | null;
  readonly latex: string | null;
  readonly shape: readonly [string, string];
  /** Whether the name was made for an operation that the model does not name. */
  readonly made: boolean;
  readonly gate: { readonly kind: string; readonly sign: string; readonly note: string | null } | null;
  readonly value: unknown;
  /** ∂output/∂node, shaped like the node: what is upstream for the edges that enter it. */
  readonly upstream: (Spelled & { readonly value: unknown }) | null;
  readonly difference: unknown;
  /** Null where no difference was taken or a kink makes it say nothing. */
  readonly agrees: boolean | null;
}

export interface EdgeReport {
  readonly from: string;
  readonly to: string;
  /** ∂to/∂from, rows for the entries of `to`, columns for those of `from`. */
  readonly local: (Spelled & { readonly shape: readonly [string, string]; readonly value: unknown }) | null;
  /** The gradient that goes back along the edge, shaped like `from`. */
  readonly downstream: (Spelled & { readonly value: unknown }) | null;
}

export interface GraphReport {
  readonly of: string | null;
  readonly grain: Grain;
  readonly sizes: Readonly<Record<string, number>> | null;
  readonly functions: Readonly<Record<string, string>>;
  readonly nodes: readonly NodeReport[];
  readonly edges: readonly EdgeReport[];
  /** Gates, branches, subgradients taken: what a lecturer would say beside the picture. */
  readonly notes: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The data of a graph; `numbers` of its passes where values were given. */
export function graphReport(
  graph: ComputationGraph,
  numbers: Passes | null = null,
  functions: ReadonlyMap<string, string> = new Map(),
  diagnostics: readonly Diagnostic[] = [],
): GraphReport {
  const notation = notationOf(graph);
  return {
    of: graph.output?.name ?? null,
    grain: graph.grain,
    sizes: numbers === null ? null : fromEntries(numbers.env.sizes),
    functions: fromEntries(functions),
    nodes: graph.nodes.map((n) => nodeReport(n, notation, numbers)),
    edges: graph.edges.map((e) => {
      const found = numbers?.edges.get(e);
      return {
        from: e.from.name,
        to: e.to.name,
        local:
          e.local === null
            ? null
            : {
                ...notation.of(e.local),
                shape: [showDim(e.local.shape.rows), showDim(e.local.shape.cols)],
                value: found?.local == null ? null : jsonOf(found.local),
              },
        downstream:
          e.downstream === null
            ? null
            : { ...notation.of(e.downstream), value: found === undefined ? null : jsonOf(found.downstream) },
      };
    }),
    notes: notesOf(graph, numbers, functions),
    diagnostics,
  };
}

function nodeReport(n: GraphNode, notation: Notation, numbers: Passes | null): NodeReport {
  const found = numbers?.nodes.get(n);
  const right = n.value === null ? null : notation.of(n.value);
  // In full where that is short, else as the name that the edges behind it use.
  const upstream = n.upstream === null ? null : notation.of(n.gradient ?? n.upstream);
  return {
    name: n.name,
    kind: n.kind,
    text: right?.text ?? null,
    unicode: right?.unicode ?? null,
    latex: right?.latex ?? null,
    shape: [showDim(n.symbol.shape.rows), showDim(n.symbol.shape.cols)],
    made: n.made,
    gate: n.gate === null ? null : { kind: n.gate.kind, sign: n.gate.sign, note: n.gate.note },
    value: found === undefined ? null : jsonOf(found.value),
    upstream:
      upstream === null ? null : { ...upstream, value: found?.gradient == null ? null : jsonOf(found.gradient) },
    difference: found?.difference == null ? null : jsonOf(found.difference.value),
    agrees: found?.agrees ?? null,
  };
}

/** A name such as `__proto__` must become a key like any other. */
function fromEntries<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  const out = Object.create(null) as Record<string, T>;
  for (const [key, value] of entries) out[key] = value;
  return out;
}

/** Notes on a graph: gates that occur, branches, symmetric inputs, kinks, missing gradients. */
export function notesOf(
  graph: ComputationGraph,
  numbers: Passes | null,
  functions: ReadonlyMap<string, string> = new Map(),
): readonly string[] {
  const notation = notationOf(graph);
  const notes: string[] = [];
  for (const [f, is] of functions) notes.push(`${f} is ${is}`);
  const gates = new Map<string, string[]>();
  for (const n of graph.nodes)
    if (n.upstream !== null && n.gate?.note != null) {
      const nodes = gates.get(n.gate.note);
      if (nodes === undefined) gates.set(n.gate.note, [notation.name(n).unicode]);
      else nodes.push(notation.name(n).unicode);
    }
  for (const [note, nodes] of gates) notes.push(`${firstOf(nodes, LISTED)}: ${note}`);
  const branching = graph.nodes.filter(
    (n) => (graph.leaving.get(n) ?? []).filter((e) => e.downstream !== null).length > 1,
  );
  if (branching.length > 0)
    notes.push(
      `${firstOf(
        branching.map((n) => notation.name(n).unicode),
        LISTED,
      )}: ${BRANCHES}`,
    );
  for (const n of graph.nodes) {
    const facts = graph.home.facts.get(n.name);
    if (n.kind === "input" && n.upstream !== null && facts?.has("symmetric") === true)
      notes.push(
        `${notation.name(n).unicode} is symmetric: the gradient shown is the one by free entries; its symmetric part (G + Gᵀ)/2 is what derive gives`,
      );
  }
  for (const k of numbers?.kinks ?? []) notes.push(`${unicodeName(k.node)}: ${k.message}`);
  for (const f of graph.faults) notes.push(f);
  return notes;
}

/** Names that a note lists. */
const LISTED = 8;
