/**
 * Fewest transposes: the normal form has them on names, (W₂ (Pᵀ − Tᵀ)) wants one around the whole.
 * For each node two numbers, the transposes needed to write it and to write its transpose, settle
 * where they stand; one walk up, one walk down.
 */

import { ONE } from "../core/dim.js";
import { bitOf, type Expr, mayHold, memoOf } from "../core/expr.js";
import { type Op, withArgs } from "../core/op.js";
import { lookup, nth, one, operand, two } from "../core/operands.js";
import { toNumber } from "../core/rational.js";
import { isRow, isScalar, isVector } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { Apply } from "../ops/apply.js";
import { Diagvec } from "../ops/diagvec.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard } from "../ops/hadamard.js";
import { Inverse } from "../ops/inverse.js";
import { Kron } from "../ops/kron.js";
import { MatrixPower } from "../ops/matrixpower.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { Ones, ones } from "../ops/ones.js";
import { Power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { Scale, scale } from "../ops/scale.js";
import { Sum } from "../ops/sum.js";
import { SymbolOp } from "../ops/symbol.js";
import { Total } from "../ops/total.js";
import { Trace } from "../ops/trace.js";
import { T, Transpose } from "../ops/transpose.js";
import { Zeros, zeros } from "../ops/zeros.js";
import { lengthOf } from "./length.js";
import { areRearranged, isOuter, isTranspose } from "./term.js";

/** Operations whose transpose is the operation on transposes (in reversed order for a product). */
const THROUGH: ReadonlySet<Op> = new Set<Op>([Sum, Hadamard, Product, Scale, Kron, Inverse, MatrixPower, Power, Apply]);

/** Of these the transpose is written around the whole, so that X⁻¹ and (X⁻¹)ᵀ share a part. */
const OPAQUE: ReadonlySet<Op> = new Set<Op>([Inverse, MatrixPower, Power, Apply]);

interface Counts {
  /** Transposes in the shortest writing of the node, and of its transpose. */
  readonly plain: number;
  readonly turned: number;
}

const TRANSPOSE = bitOf(Transpose);
const PRODUCT = bitOf(Product);
const KEY = Symbol("transposes");
const GATHERED = Symbol("gathered");

/** Around two matrices a transpose is no shorter than AᵀBᵀ, which is how books write it; (A x)ᵀ is. */
function around(e: Expr): number {
  const bare = e.op === Scale ? two(e.args)[1] : e;
  return (bare.op === Product && !isVector(bare.shape)) || bare.op === Kron ? 2 : 1;
}

/** How many of a node's operands, from the first, are turned with it: exponents are not. */
const turnable = (e: Expr): number => (e.op === Power || e.op === MatrixPower ? 1 : e.args.length);

/** The transposes in its operands as they are, and in all of them turned. */
function countsBelow(e: Expr, counts: ReadonlyMap<Expr, Counts>): Counts {
  let plain = 0;
  let turned = 0;
  for (let i = turnable(e) - 1; i >= 0; i--) {
    const part = counts.get(operand(e, i)) as Counts;
    plain += part.plain;
    turned += part.turned;
  }
  return { plain, turned };
}

function countsOf(root: Expr): Map<Expr, Counts> {
  const memo = memoOf(root.home, KEY, () => new Map<Expr, Counts>());
  for (const e of walk([root], (x) => memo.has(x))) {
    const { plain, turned } = countsBelow(e, memo);
    if (e.op === Transpose) memo.set(e, { plain: turned, turned: plain });
    else if (isScalar(e.shape)) {
      const least = e.op === Product || e.op === Trace || e.op === Total ? Math.min(plain, turned) : plain;
      memo.set(e, { plain: least, turned: least });
    } else if (e.args.length === 0)
      memo.set(e, { plain: 0, turned: e.op === Ones || e.op === Zeros || factsOf(e).has("symmetric") ? 0 : 1 });
    else if (factsOf(e).has("symmetric")) memo.set(e, { plain, turned: plain });
    else if (THROUGH.has(e.op))
      memo.set(e, { plain: Math.min(plain, around(e) + turned), turned: Math.min(turned, 1 + plain) });
    else memo.set(e, { plain, turned: 1 + plain });
  }
  return memo;
}

/** The same expression with its transposes where fewest are needed. */
export function gathered(root: Expr): Expr {
  // Without a transpose nothing is turned; without facts nothing is its own transpose but what is written so.
  if ((root.holds & TRANSPOSE) === 0 && root.home.facts.size === 0) return root;
  const counts = countsOf(root);
  const done = memoOf(root.home, GATHERED, () => ({ plain: new Map<Expr, Expr>(), turned: new Map<Expr, Expr>() }));
  const at = (turn: boolean) => (turn ? done.turned : done.plain);
  const stack: { readonly e: Expr; readonly turn: boolean }[] = [{ e: root, turn: false }];
  const known = (e: Expr, turn: boolean) => at(turn).get(e);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const { e, turn } = top;
    if (known(e, turn) !== undefined) {
      stack.pop();
      continue;
    }
    const need = plan(e, turn, counts);
    const missing = need.filter((n) => known(n.e, n.turn) === undefined);
    if (missing.length > 0) {
      stack.push(...missing);
      continue;
    }
    at(turn).set(
      e,
      built(e, turn, counts, (x, t) => lookup(at(t), x)),
    );
    stack.pop();
  }
  return lookup(at(false), root);
}

const SUM = bitOf(Sum);

/** Whether a sum is one of matrices, and no sum stands within its terms. */
const isPlain = (S: Expr): boolean => !isVector(S.shape) && S.args.every((t) => !mayHold(t, SUM));

const isOnes = (t: Expr): boolean => (t.op === Transpose ? operand(t) : t).op === Ones;

/** Whether the node is written with its operands turned. */
function turnsOperands(e: Expr, turn: boolean, counts: ReadonlyMap<Expr, Counts>): boolean {
  const { plain, turned } = countsBelow(e, counts);
  if (isScalar(e.shape)) return (e.op === Product || e.op === Trace || e.op === Total) && turned < plain;
  if (e.op === Diagvec) return turned < plain;
  if (!THROUGH.has(e.op)) return false;
  // (1 − y)ᵀ, and not a row of ones − yᵀ.
  const fromOnes = e.op === Sum && isVector(e.shape) && e.args.some(isOnes);
  if (turn) return OPAQUE.has(e.op) || (fromOnes && !isRow(e.shape)) ? turned < 1 + plain : turned <= 1 + plain;
  if (fromOnes && isRow(e.shape)) return around(e) + turned <= plain;
  return around(e) + turned < plain;
}

/** M N Nᵀ Mᵀ at the beginning of a product as (M N)(M N)ᵀ, which reads M N once; Nᵀ Mᵀ M N as (M N)ᵀ (M N). */
function mirrored(e: Expr): Expr {
  for (let half = Math.floor(e.args.length / 2); half >= 2; half--) {
    const second = e.args.slice(half, 2 * half).reverse();
    if (!e.args.slice(0, half).every((f, i) => isTranspose(second[i], f))) continue;
    const [M, N] = [e.args.slice(0, half), e.args.slice(half, 2 * half)];
    const transposes = (factors: readonly Expr[]) => factors.filter((f) => f.op === Transpose).length;
    // Aᵀ r rᵀ A stands as it is, and A x xᵀ A of a symmetric A: a bracket saves them no transpose.
    if (transposes(M) + transposes(N) <= 1 + Math.min(transposes(M), transposes(N))) continue;
    // (B x)ᵀ (B x) and not (xᵀ Bᵀ) (xᵀ Bᵀ)ᵀ.
    const pair = transposes(N) < transposes(M) ? [T(product(...N)), product(...N)] : [product(...M), T(product(...M))];
    return product(...pair, ...e.args.slice(2 * half));
  }
  return e;
}

/** The operations through which a number made of a matrix is a sum of numbers made of its terms and factors. */
const SPREAD: ReadonlySet<Op> = new Set<Op>([Sum, Scale, Product, Hadamard]);

/** tr(K⁻¹ y (K⁻¹ y)ᵀ R) of a symmetric K: under a number the outer product of one column, which is worked out once, and not K⁻¹ y yᵀ K⁻¹. */
function columnsOnce(root: Expr): Expr {
  if (!mayHold(root, PRODUCT)) return root;
  const isOther = (e: Expr): boolean => !SPREAD.has(e.op);
  const made = new Map<Expr, Expr>();
  for (const e of walk([root], isOther)) {
    const args = e.args.map((a) => made.get(a) ?? a);
    const same = isOther(e) || args.every((a, i) => a === e.args[i]) ? e : withArgs(e, args);
    made.set(e, same.op === Product ? columnOnce(same) : same);
  }
  return made.get(root) ?? root;
}

/** A x xᵀ A at the beginning of a product as A x (A x)ᵀ. */
function columnOnce(e: Expr): Expr {
  const end = e.args.findIndex((f) => f.shape.cols === ONE) + 1;
  const column = e.args.slice(0, end);
  const row = e.args.slice(end, 2 * end).reverse();
  const isOnce = end > 1 && column.every((f, i) => f.op !== Transpose && isTranspose(row[i], f));
  return isOnce ? product(product(...column), T(product(...column)), ...e.args.slice(2 * end)) : e;
}

/** M N Nᵀ Mᵀ again, beside terms that have the same factors in other orders: C X Xᵀ C X B + C X B (C X B)ᵀ hides it. */
function unbracketed(term: Expr): Expr {
  const { scalars, core } = scalarsOf(term);
  if (core?.op !== Product) return term;
  const factors = core.args.flatMap((f) => {
    const M = f.op === Transpose ? operand(f) : f;
    if (M === f || M.op !== Product) return [f];
    return M.args.map((g) => (g.op === Transpose ? operand(g) : factsOf(g).has("symmetric") ? g : T(g))).reverse();
  });
  return factors.length === core.args.length ? term : withScalars(scalars, product(...factors), term);
}

/** (A²)ᵀ Cᵀ g as Aᵀ Aᵀ Cᵀ g: a run of transposed factors is one step back after another, none of them in brackets. */
function stepwise(e: Expr): Expr {
  if (e.op !== Product) return e;
  // Beside a row it stays, as in a bᵀ (X²)ᵀ.
  const isTurned = (f: Expr | undefined): boolean => f?.op === Transpose && !isVector(f.shape);
  const factors = e.args.flatMap((f, i) => {
    const power = f.op === Transpose ? operand(f) : f;
    const A = power.op === MatrixPower && isNumber(nth(power.args, 1)) ? operand(power) : null;
    const isSquare = A !== null && A.op === SymbolOp && toNumber(rationalOf(nth(power.args, 1))) === 2;
    const besideTurned = (isTurned(e.args[i - 1]) || isTurned(e.args[i + 1])) && f !== power;
    return isSquare && besideTurned ? [T(A), T(A)] : [f];
  });
  return factors.length === e.args.length ? e : product(...factors);
}

function plan(e: Expr, turn: boolean, counts: ReadonlyMap<Expr, Counts>): readonly { e: Expr; turn: boolean }[] {
  if (e.op === Transpose) return [{ e: one(e.args), turn: !turn }];
  if (e.args.length === 0) return [];
  if (!isScalar(e.shape) && turn && factsOf(e).has("symmetric")) return [{ e, turn: false }];
  const swap = turnsOperands(e, turn, counts);
  const mine = swap ? turnable(e) : 0;
  const need = e.args.map((a, i) => ({ e: a, turn: i < mine }));
  return swap && e.op === Sum && !turn && isPlain(e) ? [...need, ...e.args.map((a) => ({ e: a, turn: false }))] : need;
}

function built(e: Expr, turn: boolean, counts: ReadonlyMap<Expr, Counts>, get: (x: Expr, t: boolean) => Expr): Expr {
  if (e.op === Transpose) return get(one(e.args), !turn);
  if (e.args.length === 0) {
    if (!turn || isScalar(e.shape)) return e;
    if (e.op === Ones) return ones(e.shape.cols, e.shape.rows, e);
    if (e.op === Zeros) return zeros(e.shape.cols, e.shape.rows, e);
    return factsOf(e).has("symmetric") ? e : T(e);
  }
  if (!isScalar(e.shape) && turn && factsOf(e).has("symmetric")) return get(e, false);
  const swap = turnsOperands(e, turn, counts);
  const mine = swap ? turnable(e) : 0;
  const parts = e.args.map((a, i) => get(a, i < mine));
  const args = e.op === Trace || e.op === Total ? parts.map(columnsOnce) : parts;
  const body =
    e.op === Product
      ? stepwise(mirrored(product(...(swap ? args.reverse() : args))))
      : withArgs(e, e.op === Sum && areRearranged(args) ? args.map(unbracketed) : args);
  const isTurned = e.op === Diagvec ? false : swap;
  if (isTurned === turn || isScalar(e.shape)) return body;
  // Xᵀ a bᵀ + a bᵀ Xᵀ, and not (b aᵀ X + X b aᵀ)ᵀ: a transpose around a sum is worth it where that is shorter.
  if (e.op === Sum && !turn && isPlain(e)) {
    const open = withArgs(
      e,
      e.args.map((a) => get(a, false)),
    );
    if (open.args.every(isOuter) || lengthOf(open) <= lengthOf(T(body))) return open;
  }
  if (body.op !== Scale) return T(body);
  const [c, X] = two(body.args);
  return scale(c, T(X));
}
