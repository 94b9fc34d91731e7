/**
 * Forward and back in numbers: the value of each node, then for each edge its local derivative and
 * what goes back along it, and for each node the sum of what arrives, with the difference quotient
 * beside it.
 */

import { evaluateDim } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { ownOf } from "../core/own.js";
import { entries } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { type Difference, gradientByDifferences } from "../numeric/differences.js";
import { type Environment, evaluate, evaluateAll } from "../numeric/evaluate.js";
import { EvaluationError } from "../numeric/fault.js";
import { added, largest, type Matrix, multiply, scalarMatrix, unvecOf } from "../numeric/matrix.js";
import { printUnicode } from "../print/unicode.js";
import type { ComputationGraph, GraphEdge, GraphNode } from "./computation-graph.js";
import { type Kink, kinksOf, mentions } from "./kinks.js";

export interface EdgeNumbers {
  /** ∂to/∂from, entries by entries; null where it is too large to be written out. */
  readonly local: Matrix | null;
  readonly downstream: Matrix;
}

export interface NodeNumbers {
  readonly value: Matrix;
  /** ∂output/∂node; null where no gradient arrives. */
  readonly gradient: Matrix | null;
  /** The shares that the edges leaving it bring back, in their order: their sum is the gradient. */
  readonly arrived: readonly Matrix[];
  /** The gradient by difference quotients; null where none was taken. */
  readonly difference: Difference | null;
  /** Whether gradient and difference agree; null where there is no difference, or a kink between. */
  readonly agrees: boolean | null;
}

export interface Passes {
  readonly env: Environment;
  readonly nodes: ReadonlyMap<GraphNode, NodeNumbers>;
  readonly edges: ReadonlyMap<GraphEdge, EdgeNumbers>;
  readonly kinks: readonly Kink[];
}

export interface PassOptions {
  /** Entries, over all nodes, that differences are taken for; 0 for none. */
  readonly differences?: number;
  /** Entries that one value may have. */
  readonly maxEntries?: number;
}

/** A local Jacobian with more entries is left to its formula. */
const MOST_LOCAL = 40_000;
const MOST_DIFFERENCES = 4000;
/** The largest part by which a gradient may differ from the difference, beyond the error of that one. */
const CLOSE = 1e-6;

/** An operation that has no number at these inputs: a singular matrix, a logarithm of 0. */
export class PassError extends Error {
  override readonly name = "PassError";
  constructor(
    readonly node: string,
    message: string,
  ) {
    super(message);
  }
}

/** Runs both passes at the inputs, sizes and functions of `at`. Throws {@link PassError}. */
export function passes(graph: ComputationGraph, at: Environment, given: PassOptions = {}): Passes {
  const options = ownOf(given);
  const env: Environment = options.maxEntries === undefined ? at : { ...at, maxEntries: options.maxEntries };
  const values = forward(graph, env);
  const known: Environment = {
    ...env,
    values: new Map(graph.nodes.map((n) => [n.name, values.get(n.symbol) as Matrix])),
  };
  const edges = new Map<GraphEdge, EdgeNumbers>();
  const gradients = new Map<GraphNode, Matrix>();
  const arrived = new Map<GraphNode, Matrix[]>();
  if (graph.output?.upstream != null) gradients.set(graph.output, scalarMatrix(1));
  for (let i = graph.nodes.length - 1; i >= 0; i--) {
    const to = graph.nodes[i] as GraphNode;
    const bar = gradients.get(to);
    if (bar === undefined) continue;
    const back = (graph.entering.get(to) ?? []).filter((e) => e.downstream !== null);
    for (const [edge, numbers] of backward(to, bar, back, known)) {
      edges.set(edge, numbers);
      const sum = gradients.get(edge.from);
      gradients.set(edge.from, sum === undefined ? numbers.downstream : added(sum, numbers.downstream));
    }
  }
  for (const node of graph.nodes)
    arrived.set(
      node,
      (graph.leaving.get(node) ?? []).flatMap((e) => edges.get(e)?.downstream ?? []),
    );

  const kinks = kinksIn(graph, gradients, values);
  const differences = differencesOf(graph, gradients, env, options.differences ?? MOST_DIFFERENCES);
  return {
    env,
    edges,
    kinks,
    nodes: new Map(
      graph.nodes.map((node): [GraphNode, NodeNumbers] => {
        const gradient = gradients.get(node) ?? null;
        const difference = differences.get(node) ?? null;
        return [
          node,
          {
            value: values.get(node.symbol) as Matrix,
            gradient,
            arrived: arrived.get(node) ?? [],
            difference,
            agrees: gradient === null || difference === null ? null : agreement(gradient, difference, kinks.length > 0),
          },
        ];
      }),
    ),
  };
}

/** The values of all nodes and of every part of their right sides. */
function forward(graph: ComputationGraph, env: Environment): ReadonlyMap<Expr, Matrix> {
  let values: ReadonlyMap<Expr, Matrix>;
  try {
    values = evaluateAll(
      graph.nodes.map((n) => n.symbol),
      env,
    );
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    const node = graph.nodes.find((n) => n.value !== null && walk([n.value]).includes(error.node));
    throw new PassError(node?.name ?? "", `${node === undefined ? "" : `${node.name}: `}${error.message}`);
  }
  for (const n of graph.nodes) {
    const value = values.get(n.symbol) as Matrix;
    const k = value.data.findIndex((x) => !Number.isFinite(x));
    if (k < 0) continue;
    const where = value.data.length === 1 ? "" : ` (entry ${k + 1} of ${value.rows}×${value.cols})`;
    const sides = n.value === null ? "" : ` = ${printUnicode(n.value)}`;
    throw new PassError(n.name, `${n.name}${sides} has no finite value here: it is ${value.data[k]}${where}`);
  }
  return values;
}

/** The numbers on the edges into one node, when the gradient `bar` has arrived at it. */
function backward(
  to: GraphNode,
  bar: Matrix,
  back: readonly GraphEdge[],
  known: Environment,
): readonly (readonly [GraphEdge, EdgeNumbers])[] {
  const nodes = to.upstream === null ? new Map<Expr, Matrix>() : new Map([[to.upstream, bar]]);
  const env: Environment = { ...known, nodes };
  const small = back.filter((e) => e.local !== null && isWritable(e.local, env.sizes));
  const found = evaluate([...back.map((e) => e.downstream as Expr), ...small.map((e) => e.local as Expr)], env);
  return back.map((edge, i) => {
    const k = small.indexOf(edge);
    return [edge, { local: k < 0 ? null : (found[back.length + k] as Matrix), downstream: found[i] as Matrix }];
  });
}

const isWritable = (M: Expr, sizes: ReadonlyMap<string, number>): boolean =>
  evaluateDim(entries(M.shape), sizes) <= MOST_LOCAL;

/** upstream × local in numerator layout, brought to the shape of the node: what `downstream` must be. */
export function upstreamTimesLocal(upstream: Matrix, local: Matrix, like: Matrix): Matrix {
  const row = { rows: 1, cols: upstream.data.length, data: columnwise(upstream) };
  return unvecOf(multiply(row, local), like.rows, like.cols);
}

const columnwise = (A: Matrix): Float64Array => {
  const out = new Float64Array(A.data.length);
  for (let i = 0; i < A.rows; i++)
    for (let j = 0; j < A.cols; j++) out[j * A.rows + i] = A.data[i * A.cols + j] as number;
  return out;
};

function kinksIn(
  graph: ComputationGraph,
  gradients: ReadonlyMap<GraphNode, Matrix>,
  values: ReadonlyMap<Expr, Matrix>,
): readonly Kink[] {
  const moving = mentions(new Set([...gradients.keys()].map((n) => n.name)));
  return graph.nodes.flatMap((n) => {
    if (n.value === null || !gradients.has(n)) return [];
    const parts = walk([n.value]);
    return kinksOf(n.name, parts, values, moving(parts), printUnicode);
  });
}

/** Difference quotients for nodes in order, as long as they are few. */
function differencesOf(
  graph: ComputationGraph,
  gradients: ReadonlyMap<GraphNode, Matrix>,
  env: Environment,
  most: number,
): ReadonlyMap<GraphNode, Difference> {
  const out = new Map<GraphNode, Difference>();
  if (graph.output === null) return out;
  let left = most;
  // Inputs first: where not all can be had, theirs are what an update of parameters uses.
  const order = [...graph.nodes.filter((n) => n.value === null), ...graph.nodes.filter((n) => n.value !== null)];
  for (const node of order) {
    const gradient = gradients.get(node);
    if (gradient === undefined || gradient.data.length > left) continue;
    left -= gradient.data.length;
    out.set(node, gradientByDifferences(graph.output.symbol, node.symbol, env));
  }
  return out;
}

/** At a kink the difference is the mean of two slopes, which a subgradient need not be: then only agreement says something. */
function agreement(gradient: Matrix, difference: Difference, atKink: boolean): boolean | null {
  const scale = Math.max(largest(gradient), largest(difference.value), 1e-3);
  const fits = gradient.data.every(
    (x, k) =>
      Math.abs(x - (difference.value.data[k] as number)) <=
      CLOSE * scale + 10 * Math.min(difference.error.data[k] as number, scale),
  );
  return fits || !atKink ? fits : null;
}
