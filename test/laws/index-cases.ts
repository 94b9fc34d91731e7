/** Expressions to which the laws of sums, conditions and entries apply, and such that they must leave alone. */
import { type Dim, dim, minus, ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import {
  constantPlace,
  type Index,
  label,
  lessPlace,
  letterIndex,
  type Place,
  placeOf,
  shifted,
  sizeAt,
  united,
} from "../../src/core/place.js";
import { SCALAR, sameShape, shape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import { agree } from "../../src/judge/agree.js";
import { ALIKE } from "../../src/laws/alike.js";
import { CONDITIONS } from "../../src/laws/conditions.js";
import { ENTRIES } from "../../src/laws/entries.js";
import { SUMS } from "../../src/laws/sums.js";
import { apply } from "../../src/ops/apply.js";
import { inOrder } from "../../src/ops/binder.js";
import { diag } from "../../src/ops/diag.js";
import { entry } from "../../src/ops/entry.js";
import { eye } from "../../src/ops/eye.js";
import { family } from "../../src/ops/family.js";
import { fitted } from "../../src/ops/fit.js";
import { hadamard } from "../../src/ops/hadamard.js";
import { atLeast, delta, iverson } from "../../src/ops/iverson.js";
import { maximum, minimum } from "../../src/ops/maximum.js";
import { member } from "../../src/ops/member.js";
import { number } from "../../src/ops/number.js";
import { ones } from "../../src/ops/ones.js";
import { pi } from "../../src/ops/pi.js";
import { power, reciprocal } from "../../src/ops/power.js";
import { product } from "../../src/ops/product.js";
import { negate, scale } from "../../src/ops/scale.js";
import { sigma } from "../../src/ops/sigma.js";
import { cols, rows } from "../../src/ops/slice.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { total } from "../../src/ops/total.js";
import { T } from "../../src/ops/transpose.js";
import { unit } from "../../src/ops/unit.js";
import { vec } from "../../src/ops/vec.js";
import { zeros } from "../../src/ops/zeros.js";

const home = newContext();
const [N, M] = [dim("N"), dim("M")];
const letter = (l: string, lo: Dim = ONE, hi: Dim = N) => letterIndex("formal", l, lo, hi);
const [i, j, k, q] = [letter("i"), letter("j"), letter("k"), letter("q", ONE, M)];
/** Letters of the cases. */
export const LETTERS: readonly Index[] = [i, j, q];
home.facts.set("P", new Set(["symmetric"]));
const symmetric = symbol(home, "P", shape(N, N));
const half = number(0.5, home);
const K_ = placeOf(k);
const SHORT = placeOf(letter("h", ONE, minus(N, ONE)));
const [I, J, Q] = [placeOf(i), placeOf(j), placeOf(q)];
const number_ = (value: number) => number(value, home);
const place = (n: number) => constantPlace(dim(n));
const column = (name: string, n: Dim = N) => symbol(home, name, shape(n, ONE));
const [x, y, z] = [column("x"), column("y"), column("z", M)];
const A = symbol(home, "A", shape(N, M));
const B = symbol(home, "B", shape(M, N));
const S = symbol(home, "S", shape(N, N));
const [a, b] = [symbol(home, "a", SCALAR), symbol(home, "b", SCALAR)];
const v = family(home, { name: "v", shape: shape(M, ONE), formals: [i] });
const r = family(home, { name: "r", shape: SCALAR, formals: [i], facts: new Set(["positive"] as const) });
const at = (X: Expr, ...places: Place[]) => entry(X, ...places);
const mem = (p: Place) => member(v, p);
const pos = (p: Place) => member(r, p);
const y_i = placeOf(label("c", [I], ONE, N));
const is = (p: Place, p2: Place) => delta(p, p2, home);
const ge = (p: Place, p2: Place) => atLeast(p, p2, home);
const not = (p: Place, p2: Place) => iverson("≠", lessPlace(p, p2), home);
const others = (X: (p: Place) => Expr, p: Place) => pi(k, power(X(placeOf(k)), not(placeOf(k), p)));

/** Expressions to which a law applies, by its name; null as the second part: it must leave this alone. */
export const CASES: readonly (readonly [law: string, e: Expr, after: string | null])[] = [
  ["sum of zeros", sigma(j, zeros(M, ONE, home)), "0_M"],
  ["sum of zeros", sigma(j, number_(0)), "0"],
  ["δ picks a term", sigma(j, times(is(I, J), at(x, J))), "x_i"],
  ["δ picks a term", sigma(j, times(is(J, shifted(I, 1)), at(x, J), at(y, I))), "[i ≥ 0] [i < N] x_{i+1} y_i"],
  ["δ picks a term", sigma(j, scale(times(is(y_i, J), at(x, J)), mem(J))), "x_{c_i} v_{c_i}"],
  ["δ picks a term", sigma(q, times(is(Q, I), at(z, Q))), "[i ≥ 1] [i ≤ M] z_i"],
  ["δ picks a term", sigma(j, times(not(I, J), at(x, J))), null],
  ["a unit vector beside a sum", product(sigma(j, product(mem(J), T(unit(J, N, home)))), unit(I, N, home)), "δ_ij"],
  ["a unit vector beside a sum", product(T(unit(I, N, home)), sigma(j, product(unit(J, N, home), T(mem(J))))), "δ_ij"],
  ["a unit vector beside a sum", product(sigma(j, product(mem(J), T(unit(J, N, home)))), x), null],
  ["a unit vector beside a sum", product(sigma(j, product(mem(J), T(x))), unit(I, N, home)), null],
  ["a condition is a range", sigma(i, times(ge(I, place(2)), at(x, I))), "Σ_{i=2}^N x_i"],
  ["a condition is a range", sigma(i, times(ge(constantPlace(N), shifted(I, 1)), at(x, I))), "Σ_{i=1}^{N - 1} x_i"],
  ["a condition is a range", sigma(i, times(ge(I, place(-3)), at(x, I))), null],
  ["a condition is a range", sigma(i, times(ge(constantPlace(M), I), at(x, I))), null],
  ["a condition is a range", sigma(i, times(ge(I, J), at(x, I))), null],
  ["sum by terms", sigma(j, times(at(x, J), sum(is(I, J), negate(at(y, J))))), "Σ_{j=1}^N x_j δ_ij + "],
  ["sum by terms", sigma(j, sum(times(is(I, J), at(x, J)), at(y, J))), "Σ_{j=1}^N δ_ij x_j + Σ_{i=1}^N y_i"],
  ["a term without the index", sigma(j, mem(I)), "N v_i"],
  ["a term without the index", sigma(letter("j", dim(2)), a), "(N - 1) a"],
  ["a term without the index", sigma(letter("j", dim(3)), a), null],
  ["all unit vectors", sigma(j, unit(J, N, home)), "1_N"],
  ["all unit vectors", sigma(letter("j", dim(2)), unit(placeOf(letter("j", dim(2))), N, home)), null],
  ["all unit vectors", sigma(j, unit(J, M, home)), null],
  ["out of a sum", sigma(i, times(a, at(x, I))), "a Σ_{i=1}^N x_i"],
  ["out of a sum", sigma(i, scale(times(a, at(x, I)), product(A, mem(I)))), "a A Σ"],
  ["out of a sum", sigma(i, scale(at(x, I), z)), "(Σ_{i=1}^N x_i) z"],
  ["out of a sum", sigma(i, T(scale(at(x, I), mem(I)))), "(Σ_{i=1}^N x_i v_i)ᵀ"],
  ["out of a sum", sigma(i, product(T(mem(I)), B, S)), "(Σ_{i=1}^N v_iᵀ) B S"],
  ["out of a sum", sigma(i, hadamard(z, mem(I), mem(I))), "z ∘ (Σ"],
  ["out of a sum", sigma(i, diag(mem(I))), "diag(Σ_{i=1}^N v_i)"],
  ["out of a sum", sigma(i, vec(product(mem(I), T(z)))), "vec("],
  ["out of a sum", sigma(i, times(product(T(z), mem(I)), at(x, I))), null],
  ["sums over one index together", sum(sigma(i, at(x, I)), negate(sigma(j, at(y, J)))), "Σ_{i=1}^N (x_i − y_i)"],
  ["sums over one index together", sum(sigma(i, at(x, I)), a, sigma(q, at(z, Q))), null],
  ["product of factors", pi(i, a), "a^N"],
  ["product of factors", pi(i, apply("exp", at(x, I))), "exp(Σ"],
  ["logarithm of a product", apply("log", pi(i, pos(I))), "Σ_{i=1}^N log(r_i)"],
  ["logarithm of a product", apply("log", pi(i, at(x, I))), null],
  [
    "one factor is left",
    times(
      reciprocal(pi(i, at(x, I))),
      a,
      others((p) => at(x, p), J),
    ),
    "a / x_j",
  ],
  [
    "one factor is left",
    times(
      reciprocal(pi(i, at(x, I))),
      sigma(
        j,
        times(
          at(y, J),
          others((p) => at(x, p), J),
        ),
      ),
    ),
    "Σ_{i=1}^N y_i / x_i",
  ],
  [
    "one factor is left",
    times(
      reciprocal(pi(i, at(x, I))),
      others((p) => at(y, p), J),
    ),
    null,
  ],

  ["a condition that is known", ge(I, place(1)), "1"],
  ["a condition that is known", is(I, place(0)), "0"],
  ["a condition that is known", not(I, place(0)), "1"],
  ["a condition that is known", ge(I, place(2)), null],
  ["conditions together", sum(ge(J, shifted(I, 1)), ge(I, shifted(J, 1))), "[i ≠ j]"],
  ["conditions together", sum(times(a, is(I, J)), times(a, not(I, J))), "a"],
  ["conditions together", sum(ge(I, J), ge(J, shifted(I, 1)), b), "1 + b"],
  ["conditions together", sum(times(a, is(I, J)), times(b, not(I, J))), null],
  ["conditions together", sum(ge(I, J), ge(J, I)), null],
  ["conditions together", sum(is(I, J), times(a, not(I, J))), null],
  ["conditions together", sum(times(number_(2), is(I, J)), not(I, J)), null],
  ["equal indices", times(is(I, J), at(x, J), at(y, I)), "δ_ij x_i y_i"],
  ["equal indices", scale(is(J, shifted(I, 1)), mem(J)), "[j = i + 1] v_{i+1}"],
  ["equal indices", times(is(I, J), a), null],
  ["a condition that another says", times(ge(I, place(3)), ge(I, place(2)), at(x, I)), "[i ≥ 3] x_i"],
  ["a condition that another says", times(not(I, J), is(I, J), a), "0 [i ≠ j] a"],
  ["a condition that another says", times(ge(I, shifted(J, 1)), sum(is(I, J), at(x, J))), "[i > j] (0 + x_j)"],
  ["a condition that another says", times(ge(I, place(3)), ge(place(1), I)), "0"],
  ["a condition that another says", times(ge(I, place(2)), ge(I, place(3))), "[i ≥ 3]"],
  ["a condition that another says", times(not(I, J), ge(I, J), at(x, I)), null],
  ["a condition that another says", times(ge(I, place(3)), ge(place(3), I), at(x, I)), null],
  ["a condition is 0 or 1", power(is(I, J), number_(3)), "δ_ij"],
  ["a condition is 0 or 1", power(is(I, J), number_(-1)), null],

  ["entry by entry", at(sum(x, negate(y)), I), "x_i"],
  ["entry by entry", at(scale(a, x), I), "a x_i"],
  ["entry by entry", at(hadamard(x, y), I), "x_i y_i"],
  ["entry by entry", at(apply("tanh", x), I), "tanh(x_i)"],
  ["entry by entry", at(power(A, number_(2)), I, Q), "A_iq²"],
  ["entry by entry", at(maximum(number_(0), x), I), "max(0, x_i)"],
  ["entry by entry", at(minimum(x, y), I), "min(x_i, y_i)"],
  ["entry by entry", at(T(A), Q, I), "A_iq"],
  ["entry by entry", at(T(T(x)), I), "(xᵀ)_{1,i}"],
  ["entry by entry", at(diag(x), I, J), "δ_ij x_i"],
  ["entry by entry", at(eye(N, home), I, J), "δ_ij"],
  ["entry by entry", at(ones(N, M, home), I, Q), "1"],
  ["entry by entry", at(zeros(N, M, home), I, Q), "0"],
  ["entry by entry", at(unit(J, N, home), I), "δ_ij"],
  ["entry by entry", at(product(x, T(z)), I, Q), "x_i z_q"],
  ["entry by entry", at(product(S, x, T(z), B), I, J), "(S x)_i"],
  ["entry by entry", at(product(diag(x), A, z), I), "x_i (A z)_i"],
  ["entry by entry", at(product(A, diag(z)), I, Q), "A_iq z_q"],
  ["entry by entry", at(product(A, unit(Q, M, home)), I), "A_iq"],
  ["entry by entry", at(product(T(x), A), place(1), Q), "(xᵀ A)ᵀ"],
  ["entry by entry", at(product(S, A), I, Q), null],
  ["entry by entry", at(rows(A, dim(2), N), SHORT, Q), "A_{h+1,q}"],
  ["entry by entry", at(cols(S, dim(2), N), I, SHORT), "S_{i,h+1}"],
  ["entry by entry", at(sigma(j, scale(at(x, J), mem(J))), Q), "Σ"],
  ["entry by entry", at(fitted(x, shape(N, ONE)), I), null],
  ["unit vectors pick entries", product(T(unit(I, N, home)), x), "x_i"],
  ["unit vectors pick entries", product(T(unit(I, N, home)), A, unit(Q, M, home)), "A_iq"],
  ["unit vectors pick entries", product(T(unit(I, N, home)), unit(J, N, home)), "δ_ij"],
  ["unit vectors pick entries", product(T(x), S, unit(J, N, home)), "(xᵀ S)ᵀ"],
  ["unit vectors pick entries", product(T(sigma(j, scale(at(y, J), unit(J, N, home)))), x), "Σ_{i=1}^N y_i x_i"],
  ["unit vectors pick entries", product(T(x), sigma(j, scale(at(y, J), unit(J, N, home)))), "Σ_{i=1}^N y_i x_i"],
  ["unit vectors pick entries", product(A, unit(Q, M, home)), null],
  ["a vector by its entries", hadamard(x, unit(I, N, home)), "x_i e_i"],
  ["a vector by its entries", hadamard(sigma(j, scale(at(y, J), unit(J, N, home))), x), "Σ_{i=1}^N x_i (y_i e_i)"],
  ["sum of the entries of a vector", total(sigma(j, scale(at(y, J), unit(J, N, home)))), "Σ"],
  ["sum of the entries of a vector", total(unit(I, N, home)), "1"],
  [
    "parts written alike",
    sum(times(a, reciprocal(sum(at(x, I), at(y, J), a))), times(b, reciprocal(sum(a, at(y, J), at(x, I))))),
    "a / (x_i + y_j + a) + b / (x_i + y_j + a)",
  ],
  ["parts written alike", sum(times(a, sum(at(x, I), b)), times(b, sum(at(x, J), b))), null],
  ["entries of a symmetric matrix", at(symmetric, K_, I), "P_ik"],
  ["entries of a symmetric matrix", at(symmetric, I, K_), null],
  ["entries of a symmetric matrix", at(S, K_, I), null],
  [
    "a number into a sum",
    times(number_(2), sigma(j, times(at(x, J), sum(times(half, at(x, J)), times(number(-0.5, home), at(y, J)))))),
    "Σ_{i=1}^N x_i (x_i − y_i)",
  ],
  ["a number into a sum", times(number_(2), sigma(j, sum(at(x, J), times(half, at(y, J))))), null],
  ["sizes that are equal", fitted(zeros(N, ONE, home), shape(sizeAt("n", I), ONE)), "zeros"],
];

export const LAWS = [...SUMS, ...CONDITIONS, ...ENTRIES, ...ALIKE];
/** A weighted sum over all values of some letters: equal weights see the values of each. */
const summedOver = (e: Expr, letters: readonly Index[]): Expr =>
  inOrder(letters).reduceRight(
    (all, l) => sigma(l, scale(entry(symbol(home, `w_${l.letter}`, shape(l.hi, ONE)), placeOf(l)), all)),
    e,
  );
export const agreed = (before: Expr, after: Expr, seed: number, draws: number) => {
  const letters = united([before.free, after.free]);
  return agree(summedOver(before, letters), summedOver(after, letters), { seed, draws });
};
export const differ = (before: Expr, after: Expr, seed: number, draws = 6): boolean =>
  !sameShape(before.shape, after.shape) || agreed(before, after, seed, draws).verdict === "differ";
