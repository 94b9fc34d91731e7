/**
 * How many multiplications of numbers an expression costs, each part once, every product in its
 * cheapest order. Additions are not counted, nor is what only moves entries about; a division counts
 * as a multiplication, and what is more than arithmetic (tanh, an inverse) is counted as stated here.
 */

import type { Dim } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { nth, operand } from "../core/operands.js";
import { isInteger, toNumber } from "../core/rational.js";
import { entries } from "../core/shape.js";
import { walk } from "../core/walk.js";
import type { OpName } from "../ops/all.js";
import { Diag } from "../ops/diag.js";
import { Eye } from "../ops/eye.js";
import { Hadamard } from "../ops/hadamard.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { isReciprocal } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { Scale } from "../ops/scale.js";
import { Times } from "../ops/times.js";
import { Trace } from "../ops/trace.js";
import { cheapestOrders, type Link, type OrderedChain } from "./chain-order.js";
import { atMost, type Count, countOf, NONE, partly, plus, times, whole } from "./polynomial.js";

/** Expressions at hand already cost nothing: values of the forward pass, gradients that arrived. */
export interface CostOptions {
  readonly sizes?: ReadonlyMap<string, number>;
  readonly known?: (e: Expr) => boolean;
}

export interface Cost {
  readonly multiplications: Count;
  /** Calls of exp, tanh, an unknown f and the like, one an entry. */
  readonly calls: Count;
}

export const FREE: Cost = { multiplications: NONE, calls: NONE };

export const addCost = (a: Cost, b: Cost): Cost => ({
  multiplications: plus(a.multiplications, b.multiplications),
  calls: plus(a.calls, b.calls),
});

const times1 = (k: number, c: Count): Count => times(whole(k), c);
const cube = (d: Dim): Count => times(times(countOf(d), countOf(d)), countOf(d));
const entriesOf = (e: Expr): Count => countOf(entries(e.shape));

/** ±1: a factor that only changes a sign. */
const isSign = (e: Expr): boolean =>
  isNumber(e) && rationalOf(e).denominator === 1 && Math.abs(rationalOf(e).numerator) === 1;

/** Multiplications of x^k by repeated squaring, 1 for a reciprocal or a root. */
function ofPower(k: Expr): number {
  if (!isNumber(k) || !isInteger(rationalOf(k))) return 1;
  const n = Math.abs(toNumber(rationalOf(k)));
  if (n === 0) return 0;
  const bits = n.toString(2);
  return bits.length - 1 + (bits.match(/1/g) as string[]).length - 1 + (toNumber(rationalOf(k)) < 0 ? 1 : 0);
}

type Form = (e: Expr) => { readonly multiplications?: Count; readonly calls?: Count };

const nothing: Form = () => ({});
const eachEntry: Form = (e) => ({ multiplications: entriesOf(e) });
const ofOperand: Form = (e) => ({ multiplications: entriesOf(operand(e)) });
const ofPairs: Form = (e) => ({ multiplications: times(entriesOf(operand(e)), entriesOf(operand(e, 1))) });
const eachCube: Form = (e) => ({ multiplications: cube(operand(e).shape.rows) });

/** As many for all spectra: some ten sweeps over the columns. */
const ofSpectrum: Form = (e) => {
  const { rows, cols } = operand(e).shape;
  return { multiplications: times1(10, times(countOf(rows), times(countOf(cols), countOf(cols)))) };
};

/** The multiplications of one operation, its operands at hand. `product` is counted by the order of its chain. */
const FORMS = {
  symbol: nothing,
  number: nothing,
  constant: nothing,
  size: nothing,
  eye: nothing,
  ones: nothing,
  zeros: nothing,
  comm: nothing,
  differential: nothing,
  group: nothing,
  sum: nothing,
  transpose: nothing,
  diag: nothing,
  diagvec: nothing,
  total: nothing,
  vec: nothing,
  unvec: nothing,
  stack: nothing,
  beside: nothing,
  rows: nothing,
  cols: nothing,
  maximum: nothing,
  minimum: nothing,
  trace: nothing,
  derivative: nothing,
  product: nothing,
  times: (e) => ({ multiplications: whole(Math.max(0, e.args.filter((a) => !isSign(a)).length - 1)) }),
  scale: (e) => ({ multiplications: isSign(operand(e)) ? NONE : entriesOf(e) }),
  hadamard: (e) => ({ multiplications: times1(e.args.length - 1, entriesOf(e)) }),
  power: (e) => ({ multiplications: times1(ofPower(operand(e, 1)), entriesOf(e)) }),
  apply: (e) =>
    e.data === "step" || e.data === "sign" || e.data === "abs" || e.data === "relu" ? {} : { calls: entriesOf(e) },
  det: eachCube,
  logdet: eachCube,
  inverse: eachCube,
  matrixpower: (e) => ({
    multiplications: times1(Math.max(1, ofPower(operand(e, 1))), cube(operand(e).shape.rows)),
  }),
  // Some twenty products, and the root and the logarithm some inverses: as much for all, of twice the rows along a matrix.
  matrixfunction: (e) => ({ multiplications: times1(20, cube(operand(e).shape.rows)) }),
  frechet: (e) => ({ multiplications: times1(160, cube(operand(e).shape.rows)) }),
  sylvester: (e) => ({ multiplications: times1(20, cube(e.shape.rows)) }),
  cross: () => ({ multiplications: whole(6) }),
  crossmatrix: nothing,
  axial: nothing,
  structure: nothing,
  conv: ofPairs,
  correlate: ofPairs,
  implicit: nothing,
  pinv: ofSpectrum,
  adjugate: eachCube,
  cholesky: eachCube,
  lowerhalf: nothing,
  eigenvalue: ofSpectrum,
  eigenvector: ofSpectrum,
  eigenvalues: ofSpectrum,
  eigenvectors: ofSpectrum,
  eigengaps: eachEntry,
  specnorm: ofSpectrum,
  leftvector: ofSpectrum,
  rightvector: ofSpectrum,
  nuclear: ofSpectrum,
  polar: ofSpectrum,
  dominanteigenvalue: ofSpectrum,
  dominantvector: ofSpectrum,
  qfactor: ofSpectrum,
  rfactor: ofSpectrum,
  lfactor: eachCube,
  ufactor: eachCube,
  cumprod: eachEntry,
  largest: nothing,
  islargest: nothing,
  powersum: (e) => ({ multiplications: times1(2, cube(operand(e).shape.rows)) }),
  mean: () => ({ multiplications: whole(1) }),
  norm1: nothing,
  norm2: ofOperand,
  normF: ofOperand,
  kron: eachEntry,
  softmax: (e) => ({ multiplications: entriesOf(e), calls: entriesOf(e) }),
  softmaxrows: (e) => ({ multiplications: entriesOf(e), calls: entriesOf(e) }),
  softmaxcols: (e) => ({ multiplications: entriesOf(e), calls: entriesOf(e) }),
  logsumexp: (e) => ({ calls: plus(entriesOf(operand(e)), whole(1)) }),
  cross_entropy: (e) => ({ multiplications: entriesOf(operand(e)), calls: entriesOf(operand(e)) }),
  member: nothing,
  entry: nothing,
  unit: nothing,
  iverson: nothing,
  place: nothing,
  sigma: nothing,
  pi: nothing,
  scalarfunction: nothing,
  gradientfunction: nothing,
  fit: nothing,
} satisfies Record<OpName, Form>;

/** An expression as a link of a chain. */
export const linkOf = (e: Expr): Link => ({
  rows: e.shape.rows,
  cols: e.shape.cols,
  kind: e.op === Eye ? "identity" : e.op === Diag ? "diagonal" : "full",
});

const isProduct = (e: Expr): boolean => e.op === Hadamard || e.op === Times || e.op === Scale;

/** The orders of a product of which no other is cheaper at all sizes; the first is not beaten by the rest. */
export function ordersOf(factors: readonly Expr[], options: CostOptions = {}): readonly OrderedChain[] {
  const { known = () => false, sizes } = options;
  // A stretch that the forward pass has, as W x in δᵀ W x, need not be multiplied again.
  const free = (from: number, to: number): boolean =>
    to - from + 1 < factors.length && known(product(...factors.slice(from, to + 1)));
  return cheapestOrders(factors.map(linkOf), sizes, free);
}

/** A trace of a product, which needs the diagonal of that product only: tr(A B) is a sum of n m products. */
const isInnerProduct = (e: Expr): boolean => e.op === Trace && operand(e).op === Product;

/** The cost of evaluating `roots`, each part once. */
export function costOf(roots: readonly Expr[], options: CostOptions = {}): Cost {
  const { known = () => false, sizes = new Map<string, number>() } = options;
  const parts = (e: Expr): readonly Expr[] => {
    if (isInnerProduct(e)) return operand(e).args;
    // x / y is one division, and no reciprocal before it.
    return isProduct(e) ? e.args.map((a) => (isReciprocal(a) && !known(a) ? operand(a) : a)) : e.args;
  };
  let total = FREE;
  for (const e of walk(roots, known, parts)) total = addCost(total, ofOne(e, options));
  return { multiplications: partly(total.multiplications, sizes), calls: partly(total.calls, sizes) };
}

/** The cost of one operation, its operands at hand. */
function ofOne(e: Expr, options: CostOptions): Cost {
  if (e.op === Product) return { multiplications: ordersOf(e.args, options)[0]?.cost ?? NONE, calls: NONE };
  if (isInnerProduct(e)) return { multiplications: ofTrace(operand(e).args, options), calls: NONE };
  const divisions = isProduct(e) && e.args.every(isReciprocal) ? entriesOf(e) : NONE;
  const form: Form = FORMS[e.op.name as OpName];
  const { multiplications = NONE, calls = NONE } = form(e);
  return { multiplications: plus(multiplications, divisions), calls };
}

/** tr(L R) at the cheapest cut: both sides, then their entries multiplied one by one. */
function ofTrace(factors: readonly Expr[], options: CostOptions): Count {
  let best: Count | null = null;
  for (let cut = 1; cut < factors.length; cut++) {
    const sides = [factors.slice(0, cut), factors.slice(cut)];
    const inner = nth(factors, cut).shape.rows;
    const last = times(countOf(nth(factors, 0).shape.rows), countOf(inner));
    const cost = sides.reduce(
      (c, side) => (side.length === 1 ? c : plus(c, ordersOf(side, options)[0]?.cost ?? NONE)),
      partly(last, options.sizes ?? new Map()),
    );
    if (best === null || atMost(cost, best) === true) best = cost;
  }
  return best ?? NONE;
}
