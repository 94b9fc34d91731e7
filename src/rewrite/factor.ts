/**
 * Common factors out of a sum: equal forms, of which the shortest is chosen elsewhere.
 *
 * A sum's terms are looked at as chains of factors; a scalar (aᵀx) in front of a column b may also
 * be read as the chain b aᵀ x, so that (aᵀx) b + (bᵀx) a becomes (b aᵀ + a bᵀ) x.
 */

import { ONE } from "../core/dim.js";
import { bitOf, type Expr, mayHold } from "../core/expr.js";
import { last, nth, operand, two } from "../core/operands.js";
import { isUnit, negated } from "../core/rational.js";
import { isColumn, isRow, isScalar, sameShape } from "../core/shape.js";
import { Comm, comm, commSizes } from "../ops/comm.js";
import { Diag, diag } from "../ops/diag.js";
import { Diagvec, diagvec } from "../ops/diagvec.js";
import { eye } from "../ops/eye.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { Kron, kron } from "../ops/kron.js";
import { isNumber, number, rationalOf } from "../ops/number.js";
import { ones } from "../ops/ones.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { times, timesAll } from "../ops/times.js";
import { T, Transpose } from "../ops/transpose.js";
import { Vec, vec } from "../ops/vec.js";
import { isOver } from "./bounds.js";
import { hadamardFactors, insteadOf, oppositeOf, scalarFactors } from "./commuting.js";
import { shareLeaves, termOf, withCoefficient } from "./term.js";

const KRON = bitOf(Kron);
const DIAG = bitOf(Diag);

/** A factor of several terms of a sum, and the sum with it taken out. */
type Candidate = Expr;

const turned = (f: Expr): Expr =>
  f.op === Transpose ? operand(f) : factsOf(f).has("symmetric") || isScalar(f.shape) ? f : T(f);

/** A term of a sum of matrices: only a scalar has nothing behind its scalars. */
const matrixTerm = (term: Expr) => scalarsOf(term) as { readonly scalars: readonly Expr[]; readonly core: Expr };

/** A term read as a chain of factors with a scalar in front. */
interface Chain {
  readonly coefficient: Expr;
  readonly chain: readonly Expr[];
  /** Whether a scalar product has joined it. */
  readonly joined: boolean;
}

/** The chains that a term may be read as: its own, those in which a scalar product has joined, and with factors taken apart. */
function chainsOf(term: Expr): readonly Chain[] {
  const { scalars, core } = matrixTerm(term);
  const own = core.op === Product ? core.args : [core];
  const rest = (without: Expr | null) =>
    timesAll(
      scalars.filter((_, k) => without === null || k !== scalars.indexOf(without)),
      term,
    );
  const out: Chain[] = [own, ...takenApart(own)].map((chain) => ({ coefficient: rest(null), chain, joined: false }));
  const attach = (factors: readonly Expr[], without: Expr) => {
    const one = { coefficient: rest(without), joined: true };
    if (isColumn(core.shape)) out.push({ ...one, chain: [...own, ...factors] });
    if (isRow(core.shape)) out.push({ ...one, chain: [...factors, ...own] });
  };
  for (const s of scalars) {
    if (s.op !== Product) continue;
    attach(s.args, s);
    attach(s.args.map(turned).reverse(), s);
  }
  return out;
}

/** diag(v ∘ w) as diag(v) diag(w) at either end, (v ∘ w) rᵀ as diag(v) w rᵀ, and (B ⊗ A) K as K (A ⊗ B) at the right. */
function takenApart(own: readonly Expr[]): readonly (readonly Expr[])[] {
  const out: (readonly Expr[])[] = [];
  const [first, final] = [nth(own, 0), last(own)];
  const others = (D: Expr, i: number) => diag(hadamard(...operand(D).args.filter((_, k) => k !== i)));
  if (first.op === Diag && operand(first).op === Hadamard)
    operand(first).args.forEach((v, i) => {
      out.push([diag(v), others(first, i), ...own.slice(1)]);
    });
  if (final.op === Diag && operand(final).op === Hadamard)
    operand(final).args.forEach((v, i) => {
      out.push([...own.slice(0, -1), others(final, i), diag(v)]);
    });
  const row = own[1];
  if (first.op === Hadamard && isColumn(first.shape) && row !== undefined)
    first.args.forEach((v, i) => {
      out.push([diag(v), hadamard(...first.args.filter((_, k) => k !== i)), ...own.slice(1)]);
    });
  const before = own[own.length - 2];
  if (final.op === Comm && before?.op === Kron) {
    const [B, A] = two(before.args);
    const [q, n] = commSizes(final);
    if (B.shape.cols === q && A.shape.cols === n)
      out.push([...own.slice(0, -2), comm(B.shape.rows, A.shape.rows, final), kron(A, B)]);
  }
  return out;
}

const chainExpr = (coefficient: Expr, chain: readonly Expr[]): Expr => {
  const core = product(...chain);
  return isNumber(coefficient) && isUnit(rationalOf(coefficient))
    ? core
    : isScalar(core.shape)
      ? timesAll([coefficient, core], core)
      : scale(coefficient, core);
};

/**
 * Factors that stand in two or more of the lists, with the lists that they stand in, by first place.
 * Lists are short, so looking through them is cheaper than a map.
 */
function places(lists: readonly (readonly Expr[])[]): readonly (readonly [Expr, readonly number[]])[] {
  const factors: Expr[] = [];
  const where: number[][] = [];
  for (let i = 0; i < lists.length; i++) {
    for (const f of lists[i] as readonly Expr[]) {
      const at = factors.indexOf(f);
      if (at < 0) {
        factors.push(f);
        where.push([i]);
        continue;
      }
      const known = where[at] as number[];
      if (known[known.length - 1] !== i) known.push(i);
    }
  }
  return factors.flatMap((f, k) => ((where[k] as number[]).length < 2 ? [] : [[f, where[k] as number[]] as const]));
}

/** (zᵀx) Aᵀ v + (uᵀv) z stays: in ((zᵀx) Aᵀ + z uᵀ) v no reader finds either term. */
const isScaledMatrix = (r: Chain): boolean =>
  !r.joined && r.chain.length > 0 && !scalarsOf(r.coefficient).scalars.every(isNumber);

/** A matrix factor at the right (or left) end of several terms. */
function endFactors(terms: readonly Expr[], side: "left" | "right"): readonly Candidate[] {
  const end = (chain: readonly Expr[]) => (side === "left" ? chain[0] : chain[chain.length - 1]) as Expr;
  const readings = terms.map(chainsOf).map((list) =>
    list.flatMap((r) => {
      // (x - y) a and (y - x) b share a factor but for the sign.
      const other = oppositeOf(end(r.chain));
      if (other === null) return [r];
      const chain = side === "left" ? [other, ...r.chain.slice(1)] : [...r.chain.slice(0, -1), other];
      return [r, { ...r, coefficient: times(number(-1, r.coefficient), r.coefficient), chain }];
    }),
  );
  const out: Candidate[] = [];
  for (const [f, where] of places(readings.map((list) => list.map((r) => end(r.chain))))) {
    const taken = where.map((i) => {
      const r = nth(
        nth(readings, i).filter((x) => end(x.chain) === f),
        0,
      );
      return { ...r, chain: side === "left" ? r.chain.slice(1) : r.chain.slice(0, -1) };
    });
    if (taken.some((r) => r.joined) && taken.some(isScaledMatrix)) continue;
    const size = side === "left" ? f.shape.cols : f.shape.rows;
    const inner = sum(...taken.map((r) => chainExpr(r.coefficient, r.chain.length === 0 ? [eye(size, f)] : r.chain)));
    const together = side === "left" ? product(f, inner) : product(inner, f);
    out.push(insteadOf(terms, where, together));
  }
  return out;
}

/** A matrix whose columns (or rows) are scaled: by entries of which factors, and what is left without some of them. */
interface Scales {
  readonly scales: readonly Expr[];
  readonly without: (taken: readonly Expr[]) => readonly Expr[];
}

/** The factors that are not taken out; of one that stands twice, the second stays. */
const leftOf = (factors: readonly Expr[], taken: readonly Expr[]): readonly Expr[] =>
  factors.filter((f, k) => !taken.includes(f) || factors.indexOf(f) !== k);

/** The scales in diag(v ∘ w), or in a row vᵀ ∘ wᵀ at the right end of a chain. */
function scalesOf(D: Expr, alone: boolean): Scales {
  if (D.op === Diag) {
    const scales = operand(D).op === Hadamard ? operand(D).args : D.args;
    return {
      scales,
      without: (taken) => {
        const left = leftOf(scales, taken);
        return left.length === 0 ? [] : [diag(hadamard(...left))];
      },
    };
  }
  if (D.op !== Hadamard || !isRow(D.shape) || alone) return { scales: [], without: () => [D] };
  return {
    scales: D.args.flatMap((f) => (f.op === Transpose ? [operand(f)] : [])),
    without: (taken) => {
      const left = leftOf(D.args, taken.map(T));
      return [left.length === 0 ? ones(ONE, D.shape.cols, D) : hadamard(...left)];
    },
  };
}

/** Two or more scales that the columns (or rows) of all terms have: A diag(v ∘ u ∘ w) + B diag(u ∘ w). */
function diagonalFactors(terms: readonly Expr[], side: "left" | "right"): readonly Candidate[] {
  const parts = terms.map((t) => {
    const { scalars, core } = matrixTerm(t);
    const chain = core.op === Product ? core.args : [core];
    const D = side === "left" ? nth(chain, 0) : last(chain);
    const rest = side === "left" ? chain.slice(1) : chain.slice(0, -1);
    return { scalars, rest, ...scalesOf(D, side === "left" || rest.length === 0) };
  });
  const common = nth(parts, 0).scales.filter((f) => parts.every(({ scales }) => scales.includes(f)));
  if (common.length < 2) return [];
  const outside = diag(hadamard(...common));
  const inner = parts.map(({ scalars, rest, without }, i) => {
    const factors = side === "left" ? [...without(common), ...rest] : [...rest, ...without(common)];
    const core = factors.length === 0 ? eye(outside.shape.rows, outside) : product(...factors);
    return withScalars(scalars, core, nth(terms, i));
  });
  return [side === "left" ? product(outside, sum(...inner)) : product(sum(...inner), outside)];
}

/** c (a − b) − a + b as (c − 1) (a − b): the terms of a factor that stand about on their own. */
function scattered(terms: readonly Expr[]): readonly Candidate[] {
  const out: Candidate[] = [];
  terms.forEach((t, i) => {
    const { scalars, core } = scalarsOf(t);
    const S = core ?? scalars.find((s) => s.op === Sum);
    if (S === undefined || S.op !== Sum || S === t || S.args.length >= terms.length) return;
    for (const sign of [1, -1]) {
      const wanted = S.args.map((a) => {
        const { coefficient, rest } = termOf(a);
        return withCoefficient({ coefficient: sign > 0 ? coefficient : negated(coefficient), rest });
      });
      const where = wanted.map((w) => terms.indexOf(w));
      if (where.includes(-1)) continue;
      const front = timesAll(
        scalars.filter((_, k) => k !== scalars.indexOf(S)),
        t,
      );
      const c = sum(front, number(sign, t));
      out.push(
        insteadOf(
          terms,
          [i, ...where].sort((a, b) => a - b),
          isScalar(S.shape) ? times(c, S) : scale(c, S),
        ),
      );
    }
  });
  return out;
}

const GATHERING = [Diagvec, Vec];
const GATHERED = GATHERING.reduce((bits, op) => bits | bitOf(op), 0);

/** c diagvec(A) + diagvec(B) = diagvec(c A + B), and so vec: also where A and B hold nothing in common. */
function underOneOperation(e: Expr): readonly Candidate[] {
  if (!mayHold(e, GATHERED)) return [];
  const terms = e.args;
  return GATHERING.flatMap((op) => {
    const inner = terms.map((t) => {
      const { scalars, core } = scalarsOf(t);
      return core?.op === op ? withScalars(scalars, operand(core), t) : null;
    });
    const where = inner.flatMap((X, i) =>
      X !== null && sameShape(X.shape, (inner.find((Y) => Y !== null) as Expr).shape) ? [i] : [],
    );
    if (where.length < 2) return [];
    const whole = sum(...where.map((i) => inner[i] as Expr));
    return [insteadOf(terms, where, op === Diagvec ? diagvec(whole) : vec(whole))];
  });
}

/** A ⊗ B + A ⊗ C = A ⊗ (B + C), and so from the right. */
function kroneckerFactors(terms: readonly Expr[]): readonly Candidate[] {
  const parts = terms.map((t) => {
    const { scalars, core } = scalarsOf(t);
    return { scalars, sides: core?.op === Kron ? core.args : [] };
  });
  return [0, 1].flatMap((side) =>
    places(parts.map(({ sides }) => sides.slice(side, side + 1))).flatMap(([f, where]) => {
      const others = where.map((i) => withScalars(nth(parts, i).scalars, nth(nth(parts, i).sides, 1 - side), f));
      if (!others.every((o) => sameShape(o.shape, nth(others, 0).shape))) return [];
      const inner = sum(...others);
      return [insteadOf(terms, where, side === 0 ? kron(f, inner) : kron(inner, f))];
    }),
  );
}

/** Sums that a person would fold in one go; a longer one is looked at as it stands. */
const MOST_TERMS = 40;

/** Whether two terms have the same number in front, but for its sign. */
function shareNumbers(terms: readonly Expr[]): boolean {
  const sizes = terms.map((t) => termOf(t).coefficient).map((k) => `${Math.abs(k.numerator)}/${k.denominator}`);
  return sizes.some((size, i) => size !== "1/1" && sizes.indexOf(size) !== i);
}

/** Equal forms of a sum in which two or more terms share a factor. */
export function factorings(e: Expr): readonly Candidate[] {
  if (e.op !== Sum || isOver(e.home, "terms of a sum that is factored", e.args.length, MOST_TERMS)) return [];
  const terms = e.args;
  // Terms that hold nothing in common have no common factor, but for a number of another sign: 2 A − 2 B.
  if (!shareLeaves(terms) && !shareNumbers(terms)) return underOneOperation(e);
  return isScalar(e.shape)
    ? [...scalarFactors(terms), ...scattered(terms)]
    : [
        ...scalarFactors(terms),
        ...scattered(terms),
        ...underOneOperation(e),
        ...hadamardFactors(terms),
        ...(mayHold(e, KRON) ? kroneckerFactors(terms) : []),
        ...endFactors(terms, "right"),
        ...endFactors(terms, "left"),
        ...(mayHold(e, DIAG) ? [...diagonalFactors(terms, "right"), ...diagonalFactors(terms, "left")] : []),
      ];
}
