/**
 * The moves from a differential to the gradient in it: `ds = δᵀ dW x`, `= tr(δᵀ dW x)`, `= tr(x δᵀ dW)`.
 *
 * Each term of the differential is a number that holds one dX. It is written as a product with dX in
 * it, under a trace or not, and what stands around dX is moved to the left of it, one rule at a time.
 */
import type { Expr } from "../core/expr.js";
import type { Op } from "../core/op.js";
import { nth, operand } from "../core/operands.js";
import { type Index, isAxis } from "../core/place.js";
import { isColumn, isRow, isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { QUIET } from "../laws/tidy.js";
import { binderOf } from "../ops/binder.js";
import { eye } from "../ops/eye.js";
import { Group } from "../ops/group.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { number } from "../ops/number.js";
import { Product, product } from "../ops/product.js";
import { Scale, scale } from "../ops/scale.js";
import { Sigma, sigma } from "../ops/sigma.js";
import { Sum, sumOf } from "../ops/sum.js";
import { Times, times, timesAll } from "../ops/times.js";
import { Trace, trace } from "../ops/trace.js";
import { T, Transpose } from "../ops/transpose.js";
import { gathered } from "../rewrite/gather.js";
import { simplify } from "../rewrite/simplify.js";
import { shareOf } from "./gradient.js";
import { symmetryReason } from "./reasons.js";
import { MOVES, type Move, moveThrough } from "./rules.js";
import { type Step, step } from "./step.js";

/** A sum over an index around a term, with the factors before it. */
interface Within {
  readonly front: readonly Expr[];
  readonly index: Index;
}

/** A number: factors in front, and a product around the part that moves, under a trace or not. */
interface Term {
  /** Sums over an index in which the term stands, the outermost first. */
  readonly within: readonly Within[];
  readonly front: readonly Expr[];
  readonly left: readonly Expr[];
  /** The part that holds dX. */
  readonly on: Expr;
  readonly right: readonly Expr[];
  readonly traced: boolean;
}

/** What a term becomes by one rule. */
interface Turn {
  readonly move: Move;
  readonly terms: readonly Term[];
}

export interface Moves {
  readonly steps: readonly Step[];
  /** The differential as the moves leave it. */
  readonly end: Expr;
  readonly several: boolean;
  /** What stands with dX at the end: Gᵀ of a matrix, gᵀ of a column; null where there are several terms. */
  readonly factor: Expr | null;
  readonly gradient: Expr;
}

/** Parts that move in a line whose moves are shown; in a longer one nobody follows them. */
const MOST_PARTS = 60;
const MOST_TERMS = 8;
/** Moves of one line: a guard against rules that would lead in a circle. */
const MOST_MOVES = 40;

/** The moves of a line of differentials in dX alone; null where there are too many to be read. */
export function movesTo(whole: Expr, x: Expr): Moves | null {
  const parts = walk([whole], (e) => !e.hasDifferential);
  if (!whole.hasDifferential || parts.length > MOST_PARTS || parts.some(lacksIndices)) return null;
  const start: Term = { within: [], front: [], left: [], on: whole, right: [], traced: false };
  let terms = settled(start);
  let before = whole;
  const steps: Step[] = [];
  for (let round = 0; round < MOST_MOVES; round++) {
    const turns = terms.map((t) => turnOf(t, x));
    const first = turns.find((t) => t !== null);
    if (first === undefined || first === null) return finished(terms, steps, before, x);
    const turnedOver = TURNING.has(first.move) ? terms.filter((_, i) => turns[i]?.move === first.move) : [];
    const why = symmetryReason(turnedOver.flatMap((t) => [...t.left, ...t.right]));
    terms = terms.flatMap((t, i) => {
      const turn = turns[i] ?? null;
      return turn === null || turn.move.title !== first.move.title ? [t] : turn.terms.flatMap(settled);
    });
    if (terms.length > MOST_TERMS) return null;
    const after = written(terms);
    if (after === before) continue;
    steps.push(step(first.move, null, before, after, { move: true, why }));
    before = after;
  }
  return null;
}

/** Operations that the moves open where they stand, so that a sum over an index stays around them. */
const OPENED: ReadonlySet<Op> = new Set<Op>([Sigma, Sum, Product, Scale, Times, Trace, Transpose, Group, Hadamard]);

/** A share of another operation is summed over the indices that its operand lacks, which these rules do not say. */
const lacksIndices = (e: Expr): boolean =>
  e.hasDifferential && !e.op.isDifferential && !OPENED.has(e.op) && e.free.some(isAxis);

/** Moves that write a transpose around what stands beside dX. */
const TURNING: ReadonlySet<Move> = new Set([MOVES.traceTurned, MOVES.numberTurned]);

function finished(terms: readonly Term[], steps: readonly Step[], end: Expr, x: Expr): Moves {
  const parts = terms.map((t) => partOf(t, x));
  const [only] = terms;
  const factors = only === undefined ? [] : around(only);
  return {
    steps,
    end,
    several: terms.length > 1,
    factor:
      only !== undefined && terms.length === 1 && only.within.length === 0 && factors.length > 0
        ? inFront(only.front, product(...factors))
        : null,
    gradient: sumOf(parts),
  };
}

/** What a finished term gives to the gradient, of the shape of x. */
function partOf({ within, front, left, right }: Term, x: Expr): Expr {
  if (isScalar(x.shape)) return summed(within, timesAll(front, x));
  const factors = around({ left, right });
  const G = factors.length === 0 ? eye(x.shape.rows, x) : turned(product(...factors));
  return summed(within, inFront(front, G));
}

const inFront = (front: readonly Expr[], e: Expr): Expr =>
  front.length === 0 ? e : isScalar(e.shape) ? times(...front, e) : scale(timesAll(front, e), e);

/** A term within the sums in which it stands. */
const summed = (within: readonly Within[], term: Expr): Expr =>
  within.reduceRight((e, { front, index }) => inFront(front, sigma(index, e)), term);

/** The factors of dX under a trace, L dX R being R L dX there. */
const around = ({ left, right }: Pick<Term, "left" | "right">): readonly Expr[] => [...right, ...left];

/** The line that the terms make up. */
const written = (terms: readonly Term[]): Expr => simplify(sumOf(terms.map(spelled)), QUIET);

function spelled({ within, front, left, on, right, traced }: Term): Expr {
  const chain = product(...left, on, ...right);
  return summed(within, inFront(front, traced ? trace(chain) : chain));
}

/** The transpose, with fewest transposes. */
const turned = (e: Expr): Expr => gathered(e.op === Transpose ? operand(e) : T(e));
/** The transpose as it stands: (Wᵀ δ)ᵀ. */
const asRow = (e: Expr): Expr => (e.op === Transpose ? operand(e) : T(e));
const turnedAll = (factors: readonly Expr[]): readonly Expr[] =>
  factors.length === 0 ? [] : [turned(product(...factors))];

/** The place of the operand that moves; of several the first. */
const movingAt = (e: Expr): number => e.args.findIndex((a) => a.hasDifferential);

/** Opens products, factors and sums around the part that moves: what a reader does without a word. */
function settled(term: Term): readonly Term[] {
  const stack = [term];
  const done: Term[] = [];
  while (stack.length > 0) {
    const t = stack.pop() as Term;
    // A path along which nothing moves has given a term 0.
    if (!t.on.hasDifferential) continue;
    const opened = openedTerm(t);
    if (opened === null) done.push(t);
    else stack.push(...[...opened].reverse());
  }
  return done;
}

function openedTerm(t: Term): readonly Term[] | null {
  const { within, on, front, left, right, traced } = t;
  const at = movingAt(on);
  const bare = !traced && left.length === 0 && right.length === 0;
  switch (on.op) {
    case Product:
      return [
        {
          ...t,
          left: [...left, ...on.args.slice(0, at)],
          on: operand(on, at),
          right: [...on.args.slice(at + 1), ...right],
        },
      ];
    case Scale: {
      const [c, X] = [operand(on), operand(on, 1)];
      if (at === 1) return [{ ...t, front: [...front, c], on: X }];
      const chain = product(...left, X, ...right);
      const core = traced ? trace(chain) : chain;
      return [{ within, front: [...front, core], left: [], on: c, right: [], traced: false }];
    }
    case Times:
      return [{ ...t, front: [...front, ...on.args.filter((_, i) => i !== at)], on: operand(on, at) }];
    case Trace:
      return bare ? [{ ...t, on: operand(on), traced: true }] : null;
    case Group:
      return [{ ...t, on: operand(on) }];
    case Sigma:
      return bare ? [{ ...t, within: [...within, { front, index: binderOf(on) }], front: [], on: operand(on) }] : null;
    case Sum:
      return bare || (traced && left.length === 0 && right.length === 0 && front.length === 0)
        ? on.args.map((a) => ({ ...t, on: a }))
        : null;
    case Transpose:
      return isScalar(on.shape) || operand(on).op === Transpose ? [{ ...t, on: unturned(on) }] : null;
    default:
      return null;
  }
}

const unturned = (on: Expr): Expr => (isScalar(on.shape) ? operand(on) : operand(operand(on)));

/** The next rule for a term, or null where dX stands last. */
function turnOf(t: Term, x: Expr): Turn | null {
  const { on, left, right, traced } = t;
  if (on.op === Transpose)
    return {
      move: traced ? MOVES.traceTurned : MOVES.numberTurned,
      terms: [{ ...t, left: turnedAll(right), on: operand(on), right: turnedAll(left) }],
    };
  if (on.op === Sum) return { move: MOVES.distribute, terms: on.args.map((a) => ({ ...t, on: a })) };
  if (on.hasDifferential && on.op.isDifferential && isScalar(x.shape)) return null;
  if (isScalar(on.shape)) return through(t);
  if (isColumn(on.shape) || isRow(on.shape)) {
    const column = isColumn(on.shape);
    if (traced)
      return {
        move: MOVES.cyclic,
        terms: [
          {
            ...t,
            traced: false,
            ...(column ? { left: [...right, ...left], right: [] } : { left: [], right: [...right, ...left] }),
          },
        ],
      };
    if (on.op.isDifferential) return null;
    return on.op === Hadamard ? acrossVector(t, column) : through(t);
  }
  if (!traced) return { move: MOVES.ownTrace, terms: [{ ...t, traced: true }] };
  if (right.length > 0) return { move: MOVES.cyclic, terms: [{ ...t, left: [...right, ...left], right: [] }] };
  if (on.op.isDifferential) return null;
  return on.op === Hadamard ? acrossMatrix(t) : through(t);
}

/** uᵀ (a ∘ b) = (u ∘ a)ᵀ b, once what stands before is one row. */
function acrossVector(t: Term, column: boolean): Turn {
  const { on } = t;
  const at = movingAt(on);
  const others = on.args.filter((_, i) => i !== at);
  const around = column ? t.left : t.right;
  const u = column ? turned(product(...around)) : gathered(product(...around));
  if (around.length > 1) {
    const one = column ? asRow(u) : u;
    return { move: MOVES.through, terms: [{ ...t, ...(column ? { left: [one] } : { right: [kept(one)] }) }] };
  }
  const joined = column ? asRow(hadamard(u, ...others)) : hadamard(u, ...others.map(turned));
  return {
    move: column ? MOVES.across : MOVES.acrossRow,
    terms: [{ ...t, on: operand(on, at), ...(column ? { left: [joined] } : { right: [joined] }) }],
  };
}

/** A factor of a product that stays one factor. */
const kept = (e: Expr): Expr => (e.op === Product ? T(T(e)) : e);

/** tr(Mᵀ (A ∘ B)) = tr((M ∘ A)ᵀ B). */
function acrossMatrix(t: Term): Turn {
  const at = movingAt(t.on);
  const others = t.on.args.filter((_, i) => i !== at);
  const M = t.left.length === 0 ? [eye(t.on.shape.rows, t.on)] : [turned(product(...t.left))];
  return {
    move: MOVES.acrossMatrix,
    terms: [{ ...t, left: [asRow(hadamard(...M, ...others))], on: operand(t.on, at) }],
  };
}

/** ⟨A, op(X)⟩ = ⟨op*(A), X⟩ for any other operation that is linear, in each operand that moves. */
function through(t: Term): Turn {
  const { on, left, right } = t;
  const bar = isScalar(on.shape)
    ? number(1, on)
    : left.length === 0 && right.length === 0
      ? eye(on.shape.rows, on)
      : turned(product(...left, ...right));
  const terms = on.args.flatMap((X, i): readonly Term[] => {
    if (!X.hasDifferential) return [];
    const share = gathered(simplify(shareOf(on, i, bar), QUIET));
    const blank = { within: t.within, front: t.front, left: [], right: [], traced: false };
    if (isScalar(X.shape)) return [{ ...blank, front: [...t.front, share], on: X }];
    if (isColumn(X.shape)) return [{ ...blank, left: [asRow(share)], on: X }];
    if (isRow(X.shape)) return [{ ...blank, on: X, right: [asRow(share)] }];
    return [{ ...blank, left: [asRow(share)], on: X, traced: true }];
  });
  return { move: moveThrough(on.op, nth(terms, 0).traced), terms };
}
