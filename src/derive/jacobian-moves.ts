/**
 * The moves from a differential to the Jacobian in it: `dh = f′(z) ∘ dz`, `= diag(f′(z)) dz`.
 *
 * Each term of a column (or a number) is written as factors before the part that moves, until dx stands last.
 */
import { ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { operand } from "../core/operands.js";
import { isAxis } from "../core/place.js";
import { isColumn, isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { QUIET } from "../laws/tidy.js";
import { diag } from "../ops/diag.js";
import { differential } from "../ops/differential.js";
import { eye } from "../ops/eye.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { ones } from "../ops/ones.js";
import { Product, product } from "../ops/product.js";
import { Scale, scale } from "../ops/scale.js";
import { Sum, sumOf } from "../ops/sum.js";
import { Times, timesAll } from "../ops/times.js";
import { Total } from "../ops/total.js";
import { T, Transpose } from "../ops/transpose.js";
import { gathered } from "../rewrite/gather.js";
import { simplify } from "../rewrite/simplify.js";
import { movesTo } from "./moves.js";
import { FACTOR, MOVES, type Move } from "./rules.js";
import { type Step, step } from "./step.js";

/** Numbers in front, factors, and the part that holds dx. */
interface Term {
  readonly front: readonly Expr[];
  readonly left: readonly Expr[];
  readonly on: Expr;
}

interface Turn {
  readonly move: Move | null;
  readonly terms: readonly Term[];
}

export interface JacobianMoves {
  readonly steps: readonly Step[];
  /** The differential as the moves leave it. */
  readonly end: Expr;
  readonly jacobian: Expr;
}

const MOST_PARTS = 40;
const MOST_TERMS = 6;
const MOST_MOVES = 30;

/** The moves of dy in dx alone, for columns and numbers; null where they are too many, or of another kind. */
export function jacobianMoves(whole: Expr, x: Expr): JacobianMoves | null {
  if (isScalar(whole.shape) && isColumn(x.shape) && !isScalar(x.shape)) return rowOfNumber(whole, x);
  const parts = walk([whole], (e) => !e.hasDifferential);
  // A share is summed over the indices that its operand lacks, which these rules do not say.
  if (!whole.hasDifferential || parts.length > MOST_PARTS || parts.some((e) => e.free.some(isAxis))) return null;
  let terms: readonly Term[] = [{ front: [], left: [], on: whole }];
  let before = whole;
  const steps: Step[] = [];
  for (let round = 0; round < MOST_MOVES; round++) {
    const turns = terms.map(turnOf);
    if (turns.includes(null) || terms.length > MOST_TERMS) return null;
    const first = turns.find((t): t is Turn => t !== null && t !== "done");
    if (first === undefined) return finished(terms, steps, before, x);
    terms = terms.flatMap((t, i) => {
      const turn = turns[i];
      const goes = turn !== null && turn !== undefined && turn !== "done" && turn.move?.title === first.move?.title;
      return goes ? turn.terms : [t];
    });
    const after = simplify(sumOf(terms.map(spelled)), QUIET);
    if (first.move !== null && after !== before) {
      steps.push(step(first.move, null, before, after, { move: true }));
      before = after;
    }
  }
  return null;
}

/** The row of a number: what stands before dx when the gradient is read. */
function rowOfNumber(whole: Expr, x: Expr): JacobianMoves | null {
  const moves = movesTo(whole, x);
  if (moves === null) return null;
  const row = gathered(simplify(T(moves.gradient), QUIET));
  if (!moves.several) return { steps: moves.steps, end: moves.end, jacobian: row };
  const end = product(row, differential(x));
  return { steps: [...moves.steps, step(FACTOR, null, moves.end, end, { move: true })], end, jacobian: row };
}

function finished(terms: readonly Term[], steps: readonly Step[], end: Expr, x: Expr): JacobianMoves {
  const factors = terms.map(({ front, left }) => {
    const J = left.length === 0 ? eye(x.shape.rows, x) : product(...left);
    if (isScalar(x.shape)) return left.length === 0 ? timesAll(front, x) : multiple(front, J, x);
    return multiple(front, J, x);
  });
  const jacobian = sumOf(factors);
  if (terms.length < 2 || isScalar(x.shape)) return { steps, end, jacobian };
  const whole = product(gathered(simplify(jacobian, QUIET)), differential(x));
  return { steps: [...steps, step(FACTOR, null, end, whole, { move: true })], end: whole, jacobian };
}

const multiple = (front: readonly Expr[], J: Expr, x: Expr): Expr =>
  front.length === 0 ? J : scale(timesAll(front, x), J);

function spelled({ front, left, on }: Term): Expr {
  const chain = isScalar(on.shape) && left.length > 0 ? scale(on, product(...left)) : product(...left, on);
  return front.length === 0 ? chain : scale(timesAll(front, on), chain);
}

/** The next move of a term; null where there is none, `done` where dx stands last. */
function turnOf(t: Term): Turn | "done" | null {
  const { on, front, left } = t;
  if (on.op.isDifferential) return "done";
  const at = on.args.findIndex((a) => a.hasDifferential);
  const others = on.args.filter((_, i) => i !== at);
  switch (on.op) {
    case Product:
      return ofProduct(t, at);
    case Scale:
      if (at === 1) return { move: null, terms: [{ ...t, front: [...front, operand(on)], on: operand(on, 1) }] };
      return isColumn(operand(on, 1).shape)
        ? { move: MOVES.scalarBehind, terms: [{ ...t, left: [...left, operand(on, 1)], on: operand(on) }] }
        : null;
    case Times:
      return { move: null, terms: [{ ...t, front: [...front, ...others], on: operand(on, at) }] };
    case Hadamard:
      return isColumn(on.shape)
        ? { move: MOVES.asDiagonal, terms: [{ ...t, left: [...left, diag(hadamard(...others))], on: operand(on, at) }] }
        : null;
    case Sum:
      return { move: left.length === 0 ? null : MOVES.distribute, terms: on.args.map((a) => ({ ...t, on: a })) };
    case Total: {
      const X = operand(on);
      return isColumn(X.shape)
        ? { move: MOVES.onesInFront, terms: [{ ...t, left: [...left, T(ones(X.shape.rows, ONE, X))], on: X }] }
        : null;
    }
    case Transpose:
      return isScalar(on.shape) ? { move: null, terms: [{ ...t, on: operand(on) }] } : null;
    default:
      return null;
  }
}

/** A product whose last factor moves; where another one does, as in x (dxᵀ y), the number in it is turned around. */
function ofProduct(t: Term, at: number): Turn | null {
  const { args } = t.on;
  const [before, E, after] = [args.slice(0, at), operand(t.on, at), args.slice(at + 1)];
  if (after.length === 0) return { move: null, terms: [{ ...t, left: [...t.left, ...before], on: E }] };
  // dxᵀ y is a number where what moves is a row.
  const number = product(E, ...after);
  if (!isScalar(number.shape)) return null;
  return {
    move: MOVES.numberTurned,
    terms: [
      {
        ...t,
        left: [...t.left, ...before, gathered(T(product(...after)))],
        on: E.op === Transpose ? operand(E) : gathered(T(E)),
      },
    ],
  };
}
