/**
 * Expressions as programs over fixed arrays: each node of the graph gets a Float64Array once, and a
 * closure that fills it from those of its operands. What is run a million times allocates nothing.
 *
 * The gradients are those of the derivation: this file only evaluates, it knows no derivative.
 */
import { evaluateDim } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { toNumber } from "../../src/core/rational.js";
import { walk } from "../../src/core/walk.js";
import { LIBRARY } from "../../src/functions/library.js";
import type { ComputationGraph, GraphNode } from "../../src/graph.js";
import { rationalOf } from "../../src/ops/number.js";

/** Numbers row by row. */
export interface Cell {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}

type Run = () => void;

/** One pass forward, one back; values and gradients by name. */
export interface Program {
  /** Inputs are written here before a pass. */
  readonly values: ReadonlyMap<string, Cell>;
  /** ∂output/∂name, filled by {@link Program.backward}. */
  readonly gradients: ReadonlyMap<string, Cell>;
  forward(): void;
  backward(): void;
}

const cellOf = (e: Expr, sizes: ReadonlyMap<string, number>): Cell => {
  const [rows, cols] = [evaluateDim(e.shape.rows, sizes), evaluateDim(e.shape.cols, sizes)];
  return { rows, cols, data: new Float64Array(rows * cols) };
};

/** Both passes of a graph at the sizes given: forward by its equations, back by what its edges carry. */
export function compile(graph: ComputationGraph, sizes: ReadonlyMap<string, number>): Program {
  const cells = new Map<Expr, Cell>();
  const values = new Map<string, Cell>();
  const gradients = new Map<string, Cell>();
  for (const n of graph.nodes) {
    const value = cellOf(n.symbol, sizes);
    cells.set(n.symbol, value);
    values.set(n.name, value);
    if (n.upstream === null) continue;
    const gradient = cellOf(n.symbol, sizes);
    cells.set(n.upstream, gradient);
    gradients.set(n.name, gradient);
    // The gradient of the output by itself.
    if (n === graph.output) gradient.data.fill(1);
  }

  const forward: Run[] = [];
  for (const n of graph.nodes)
    if (n.value !== null) forward.push(...filling(n.value, cells.get(n.symbol) as Cell, cells, sizes));
  const backward: Run[] = [];
  for (const n of [...graph.nodes].reverse())
    if (n !== graph.output) backward.push(...arriving(graph, n, gradients, cells, sizes));
  const run = (steps: readonly Run[]) => () => {
    for (const step of steps) step();
  };
  return { values, gradients, forward: run(forward), backward: run(backward) };
}

/** Steps that add up what the edges leaving a node bring back. */
function arriving(
  graph: ComputationGraph,
  node: GraphNode,
  gradients: ReadonlyMap<string, Cell>,
  cells: Map<Expr, Cell>,
  sizes: ReadonlyMap<string, number>,
): readonly Run[] {
  const into = gradients.get(node.name);
  const edges = (graph.leaving.get(node) ?? []).filter((e) => e.downstream !== null);
  if (into === undefined || edges.length === 0) return [];
  const [first, ...rest] = edges.map((e) => e.downstream as Expr);
  const steps = [...filling(first as Expr, into, cells, sizes)];
  for (const share of rest) {
    const more: Cell = { ...into, data: new Float64Array(into.data.length) };
    steps.push(...filling(share, more, cells, sizes), () => {
      for (let k = 0; k < into.data.length; k++) into.data[k] = (into.data[k] as number) + (more.data[k] as number);
    });
  }
  return steps;
}

const isTransposed = (e: Expr): boolean => e.op.name === "transpose";

/** What a node is computed from. A product reads a transposed factor where it stands, without turning it first. */
const partsOf = (e: Expr): readonly Expr[] =>
  e.op.name === "product" ? e.args.map((a) => (isTransposed(a) ? (a.args[0] as Expr) : a)) : e.args;

/** Steps that compute `e` into a cell; parts that have a cell already are taken from there. */
function filling(e: Expr, into: Cell, cells: Map<Expr, Cell>, sizes: ReadonlyMap<string, number>): readonly Run[] {
  const steps: Run[] = [];
  for (const part of walk([e], (x) => cells.has(x), partsOf)) {
    const cell = part === e ? into : cellOf(part, sizes);
    cells.set(part, cell);
    const step = stepOf(
      part,
      cell,
      partsOf(part).map((a) => cells.get(a) as Cell),
      sizes,
    );
    if (step !== null) steps.push(step);
  }
  if (steps.length === 0 && cells.get(e) !== into) {
    const from = cells.get(e) as Cell;
    steps.push(() => into.data.set(from.data));
  }
  return steps;
}

/** The closure that fills a cell by one operation; null for a constant, which is filled here and now. */
function stepOf(
  e: Expr,
  { rows, cols, data }: Cell,
  args: readonly Cell[],
  sizes: ReadonlyMap<string, number>,
): Run | null {
  const [A, B] = args as readonly [Cell, Cell];
  const size = data.length;
  switch (e.op.name) {
    case "number":
      data.fill(toNumber(rationalOf(e)));
      return null;
    case "ones":
      data.fill(1);
      return null;
    case "sum":
      return () => {
        data.set(A.data);
        for (let i = 1; i < args.length; i++) {
          const more = (args[i] as Cell).data;
          for (let k = 0; k < size; k++) data[k] = (data[k] as number) + (more[k] as number);
        }
      };
    case "times":
    case "hadamard":
      return () => {
        data.set(A.data);
        for (let i = 1; i < args.length; i++) {
          const more = (args[i] as Cell).data;
          for (let k = 0; k < size; k++) data[k] = (data[k] as number) * (more[k] as number);
        }
      };
    case "scale":
      return () => {
        const c = A.data[0] as number;
        for (let k = 0; k < size; k++) data[k] = c * (B.data[k] as number);
      };
    case "power": {
      const k = B.data;
      return () => {
        for (let i = 0; i < size; i++) data[i] = (A.data[i] as number) ** (k[0] as number);
      };
    }
    case "apply": {
      const f = LIBRARY.get(e.data as string)?.value;
      if (f === undefined) throw new Error(`the function ${String(e.data)} is not compiled here`);
      return () => {
        for (let k = 0; k < size; k++) data[k] = f(A.data[k] as number);
      };
    }
    case "transpose":
      return () => {
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < cols; j++) data[i * cols + j] = A.data[j * rows + i] as number;
      };
    case "product":
      if (args.length !== 2) throw new Error("a product of more than two factors is taken apart before it is compiled");
      return productStep(e, { rows, cols, data }, A, B);
    case "stack":
      return () => {
        let at = 0;
        for (const block of args) {
          data.set(block.data, at);
          at += block.data.length;
        }
      };
    case "rows": {
      const from = evaluateDim((e.data as unknown as readonly [string, string])[0] as never, sizes);
      return () => data.set(A.data.subarray((from - 1) * cols, (from - 1) * cols + size));
    }
    default:
      throw new Error(`${e.op.name} is not compiled here`);
  }
}

/** A B, where either may be read transposed; the inner loop runs along memory wherever there is a choice. */
function productStep(e: Expr, { rows, cols, data }: Cell, A: Cell, B: Cell): Run {
  const [turnA, turnB] = e.args.map(isTransposed) as [boolean, boolean];
  const inner = turnA ? A.rows : A.cols;
  const [a, b] = [A.data, B.data];
  // A vector has the same numbers in a row, however it is turned.
  if (cols === 1 && !(turnA && A.cols > 1))
    return () => {
      for (let i = 0; i < rows; i++) {
        let s = 0;
        for (let k = 0; k < inner; k++) s += (a[i * inner + k] as number) * (b[k] as number);
        data[i] = s;
      }
    };
  if (turnB && B.cols > 1) throw new Error("a product by a transposed matrix on the right is not compiled here");
  return () => {
    data.fill(0);
    for (let k = 0; k < inner; k++)
      for (let i = 0; i < rows; i++) {
        const c = a[turnA ? k * rows + i : i * inner + k] as number;
        for (let j = 0; j < cols; j++)
          data[i * cols + j] = (data[i * cols + j] as number) + c * (b[k * cols + j] as number);
      }
  };
}
