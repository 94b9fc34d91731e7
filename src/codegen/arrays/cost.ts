/**
 * The cost of an array expression: multiplications, divisions and calls of functions, each counted
 * once for each entry. Additions and moves are not counted.
 */
import type { Dim } from "../../core/dim.js";
import { sizeOfRange } from "../../core/place.js";
import { walk } from "../../core/walk.js";
import type { ArrayExpr, Kernel } from "./array.js";

type Cost = (e: ArrayExpr, size: (d: Dim) => number) => number;

const free: Cost = () => 0;
const entries: Cost = (e, size) => size(e.rows) * size(e.cols);
const entriesOf =
  (i: number): Cost =>
  (e, size) =>
    entries(e.args[i] as ArrayExpr, size);
const cubed =
  (part: number): Cost =>
  (e, size) =>
    part * size((e.args[0] as ArrayExpr).rows) ** 3;
/** Of a chain of multiplications by repeated squaring, as long as the exponent says where it is known. */
const power = (e: ArrayExpr): number =>
  Math.max(1, Math.ceil(Math.log2(Math.abs(e.args[1]?.number?.numerator ?? 8)) * 1.5));

/** Kernels by what they cost where the factorisation of a matrix is kept, and shared. */
const COSTS = {
  input: free,
  number: free,
  constant: free,
  size: free,
  fill: free,
  eye: free,
  comm: free,
  add: free,
  neg: free,
  mul: entries,
  div: entries,
  pow: entries,
  apply: entries,
  max: free,
  min: free,
  column: free,
  row: free,
  spread: free,
  transpose: free,
  matmul: (e, size) => entries(e, size) * size((e.args[0] as ArrayExpr).cols),
  matvec: entriesOf(0),
  dot: entriesOf(0),
  inner: entriesOf(0),
  outer: entries,
  lu: cubed(1 / 3),
  solve: (e, size) => entries(e, size) * size((e.args[0] as ArrayExpr).rows),
  inverse: cubed(2 / 3),
  det: (e, size) => size((e.args[0] as ArrayExpr).rows),
  logdet: (e, size) => size((e.args[0] as ArrayExpr).rows),
  matrixpower: (e, size) => power(e) * cubed(1)(e, size),
  matrixfunction: cubed(20),
  frechet: cubed(160),
  decomposed: (e, size) => {
    const A = e.args[0] as ArrayExpr;
    return 10 * entries(A, size) * size(A.cols);
  },
  powersum: (e, size) => 2 * Math.abs(e.args[1]?.number?.numerator ?? 8) * cubed(1)(e, size),
  helped: (e, size) => entries(e, size) * e.args.slice(1).reduce((n, a) => n * size(a.rows), 1),
  trace: free,
  diagonal: free,
  diagvec: free,
  adddiagonal: free,
  kron: entries,
  kronapply: (e, size) => {
    const [A, B, C] = e.args as readonly [ArrayExpr, ArrayExpr, ArrayExpr];
    const byA = A.kernel === "eye" ? 0 : entries(A, size) * size(B.cols);
    const byB = B.kernel === "eye" ? 0 : entries(B, size) * size(A.rows);
    return (byA + byB) * size(C.cols);
  },
  commute: free,
  total: free,
  rowsums: free,
  colsums: free,
  norm1: free,
  norm: entriesOf(0),
  vec: free,
  unvec: free,
  concat: free,
  vstack: free,
  hstack: free,
  rows: free,
  cols: free,
  slice: free,
  rowat: free,
  colat: free,
  entry: free,
  asrow: free,
  ascol: free,
  copy: free,
  softmax: (e, size) => 2 * entries(e, size),
  softmaxrows: (e, size) => 2 * entries(e, size),
  softmaxcols: (e, size) => 2 * entries(e, size),
  logsumexp: entriesOf(0),
  logsoftmax: entries,
  logsoftmaxrows: entries,
  logsoftmaxcols: entries,
  crossentropy: (e, size) => 2 * entriesOf(0)(e, size),
  // As often as the values of its indices together, for each operation: which parts are shared is not looked at.
  indexed: (e, size) => {
    const inside = e.indexed === undefined ? [] : walk([e.indexed.of]);
    return inside.reduce((sum, x) => sum + x.free.reduce((n, i) => n * size(sizeOfRange(i)), 1), 0);
  },
} satisfies Record<Kernel, Cost>;

/** Kernels that factorise their matrix anew where the language does not keep factorisations. */
const FACTORISING: ReadonlySet<Kernel> = new Set(["solve", "inverse", "det", "logdet"]);

/** The multiplications of one node, its operands not counted. */
export function costOf(e: ArrayExpr, size: (d: Dim) => number, factorises: boolean): number {
  const own = COSTS[e.kernel](e, size);
  if (factorises) return own;
  if (e.kernel === "lu") return 0;
  return FACTORISING.has(e.kernel) ? own + cubed(1 / 3)(e, size) : own;
}
