/** Sums and products over an index: what the index does not touch comes out, δ picks a term, conditions are ranges. */
import { dim, minus, ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import type { Op } from "../core/op.js";
import { withArgs } from "../core/op.js";
import { nth, operand } from "../core/operands.js";
import {
  bare,
  constantPlace,
  type Index,
  lessPlace,
  type Place,
  placeOf,
  sizeOfRange,
  solvedFor,
} from "../core/place.js";
import { isNonNegative, isWithin } from "../core/ranges.js";
import { isUnit } from "../core/rational.js";
import { Apply, apply } from "../ops/apply.js";
import { binderOf, bodyAt, freshLetter, holdsIndex, placesOf, substitute, together } from "../ops/binder.js";
import { Diag } from "../ops/diag.js";
import { Diagvec } from "../ops/diagvec.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { conditionOf, delta, inRange, isCondition } from "../ops/iverson.js";
import { isOne, number } from "../ops/number.js";
import { ones } from "../ops/ones.js";
import { Pi } from "../ops/pi.js";
import { isReciprocal, Power, power, reciprocal } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { Scale, scale } from "../ops/scale.js";
import { counts, Sigma, sigma } from "../ops/sigma.js";
import { size } from "../ops/size.js";
import { Sum, sum } from "../ops/sum.js";
import { Times, times, timesAll } from "../ops/times.js";
import { T, Transpose } from "../ops/transpose.js";
import { isUnitVector, Unit } from "../ops/unit.js";
import { Unvec } from "../ops/unvec.js";
import { Vec } from "../ops/vec.js";
import { isZeros, zeros } from "../ops/zeros.js";
import { type Law, law } from "../rewrite/law.js";
import { termOf } from "../rewrite/term.js";

const theme = "sum over an index";
const cite = "Graham, Knuth & Patashnik, Concrete Mathematics, ch. 2";

/** The body without one of its scalar factors. */
const without = (scalars: readonly Expr[], at: number, core: Expr | null, e: Expr): Expr =>
  withScalars(
    scalars.filter((_, k) => k !== at),
    core,
    e,
  );

/** The value that i must have for a factor [p = 0] to be 1, or null. */
const pickedBy = (f: Expr, i: Index): Place | null => (isCondition(f, "=") ? solvedFor(conditionOf(f), i) : null);

/** Σ_j δ_ij a_j is a_i, where i is in the range of j. */
function picked(e: Expr): Expr | null {
  const i = binderOf(e);
  const { scalars, core } = scalarsOf(operand(e));
  for (const [k, f] of scalars.entries()) {
    const at = pickedBy(f, i);
    if (at === null) continue;
    const term = substitute(without(scalars, k, core, e), i, at);
    return isWithin(at, i) === true ? term : scale(inRange(at, i, e), term);
  }
  return null;
}

/** The range that is left of i where [p ≥ 0] holds, if p has no other index and the range does not become longer. */
function rangeWhere(f: Expr, i: Index): Pick<Index, "lo" | "hi"> | null {
  if (!isCondition(f, "≥")) return null;
  const { terms, rest } = conditionOf(f);
  const c = terms.length === 1 && terms[0]?.[0] === i ? (terms[0]?.[1] ?? 0) : 0;
  if (Math.abs(c) !== 1) return null;
  const edge = c === 1 ? minus(dim(0), rest) : rest;
  const inside =
    c === 1 ? lessPlace(constantPlace(edge), constantPlace(i.lo)) : lessPlace(constantPlace(i.hi), constantPlace(edge));
  if (isNonNegative(inside) !== true) return null;
  return c === 1 ? { lo: edge, hi: i.hi } : { lo: i.lo, hi: edge };
}

function narrowed(e: Expr): Expr | null {
  const i = binderOf(e);
  const body = operand(e);
  const { scalars, core } = scalarsOf(body);
  for (const [k, f] of scalars.entries()) {
    const range = rangeWhere(f, i);
    if (range === null) continue;
    const j = freshLetter(range, body);
    return sigma(j, substitute(without(scalars, k, core, e), i, placeOf(j)));
  }
  return null;
}

/** Operations of one operand that a sum may stand under as well as over. */
const LINEAR: ReadonlySet<Op> = new Set<Op>([Transpose, Diag, Diagvec, Vec, Unvec]);

/** What the index does not touch comes out: scalars, factors at either end, factors of a Hadamard product. */
function outOfSum(e: Expr): Expr | null {
  const i = binderOf(e);
  if (isOne(operand(e))) return null;
  const { scalars, core } = scalarsOf(operand(e));
  const still = scalars.filter((s) => !holdsIndex(s, i));
  const moving = scalars.filter((s) => holdsIndex(s, i));
  if (core === null) return still.length === 0 ? null : times(...still, sigma(i, timesAll(moving, e)));
  if (!holdsIndex(core, i)) return withScalars([...still, sigma(i, timesAll(moving, e))], core, e);
  const out = (X: Expr): Expr => withScalars(still, X, e);
  const inner = (X: Expr): Expr => sigma(i, withScalars(moving, X, e));
  if (LINEAR.has(core.op)) return out(withArgs(core, [inner(operand(core))]));
  const around =
    core.op === Product ? productAround(core, i, inner) : core.op === Hadamard ? entrywiseAround(core, i, inner) : null;
  if (around !== null) return out(around);
  return still.length === 0 ? null : out(inner(core));
}

/** A (Σ_i x_i) B for Σ_i A x_i B; a product of transposes alone is the transpose of a sum. */
function productAround(core: Expr, i: Index, inner: (X: Expr) => Expr): Expr | null {
  const { args } = core;
  const from = args.findIndex((f) => holdsIndex(f, i));
  const to = args.findLastIndex((f) => holdsIndex(f, i)) + 1;
  const middle = args.slice(from, to);
  if (middle.length < args.length) return product(...args.slice(0, from), inner(product(...middle)), ...args.slice(to));
  if (!middle.every((f) => f.op === Transpose)) return null;
  return T(inner(product(...middle.map((f) => operand(f)).reverse())));
}

function entrywiseAround(core: Expr, i: Index, inner: (X: Expr) => Expr): Expr | null {
  const still = core.args.filter((f) => !holdsIndex(f, i));
  return still.length === 0 ? null : hadamard(...still, inner(hadamard(...core.args.filter((f) => holdsIndex(f, i)))));
}

/** Whether δ picks a term of the sum over i of this product. */
const hasPick = (t: Expr, i: Index): boolean => scalarsOf(t).scalars.some((s) => pickedBy(s, i) !== null);

/** Where δ stands in a term of a sum within, the sum is taken apart: Σ_j a_j (δ_ij − b_j) = a_i − Σ_j a_j b_j. */
function byTerms(e: Expr): Expr | null {
  const i = binderOf(e);
  const body = operand(e);
  const split = (terms: readonly Expr[], wrap: (t: Expr) => Expr): Expr => {
    const rest = terms.filter((t) => !hasPick(t, i));
    const picks = terms.filter((t) => hasPick(t, i)).map((t) => sigma(i, wrap(t)));
    return sum(...picks, ...(rest.length === 0 ? [] : [sigma(i, wrap(sum(...rest)))]));
  };
  if (body.op === Sum) return body.args.some((t) => hasPick(t, i)) ? split(body.args, (t) => t) : null;
  const { scalars, core } = scalarsOf(body);
  const at = scalars.findIndex((f) => f.op === Sum && f.args.some((t) => hasPick(t, i)));
  if (at >= 0)
    return split(nth(scalars, at).args, (t) =>
      withScalars(
        scalars.map((s, k) => (k === at ? t : s)),
        core,
        e,
      ),
    );
  return core !== null && core.op === Sum && core.args.some((t) => hasPick(t, i))
    ? split(core.args, (t) => withScalars(scalars, t, e))
    : null;
}

/** Sums over one range as one sum of all their bodies, each with the number before it. */
function sumsTogether(e: Expr): Expr | null {
  const terms = e.args.map((t) => termOf(t));
  const sums = [...terms.keys()].filter((k) => nth(terms, k).rest.op === Sigma);
  for (const k of sums) {
    const { lo, hi } = binderOf(nth(terms, k).rest);
    const alike = sums.filter((l) => {
      const own = binderOf(nth(terms, l).rest);
      return own.lo === lo && own.hi === hi;
    });
    if (alike.length < 2) continue;
    const { index, bodies } = together(alike.map((l) => nth(terms, l).rest));
    const merged = sigma(
      index,
      sum(
        ...alike.map((l, n) => {
          const { coefficient } = nth(terms, l);
          return isUnit(coefficient) ? nth(bodies, n) : scale(number(coefficient, e), nth(bodies, n));
        }),
      ),
    );
    return sum(...e.args.flatMap((t, l) => (l === k ? [merged] : alike.includes(l) ? [] : [t])));
  }
  return null;
}

/** Σ_i e_i over all of its range is the vector of ones. */
function allUnits(e: Expr): Expr | null {
  const u = operand(e);
  const i = binderOf(e);
  return isUnitVector(u) && bare(nth(placesOf(u), 0)) === i && i.lo === ONE && i.hi === u.shape.rows
    ? ones(u.shape.rows, ONE, e)
    : null;
}

/** A term without the unit vector at one end of it, and the place of that vector; null where there is none. */
function atEnd(t: Expr, side: "left" | "right"): { readonly place: Place; readonly rest: Expr } | null {
  const { scalars, core } = scalarsOf(t);
  if (core === null || core.op !== Product) return null;
  const k = side === "left" ? 0 : core.args.length - 1;
  const end = nth(core.args, k);
  const u = side === "left" ? end : end.op === Transpose ? operand(end) : null;
  if (u === null || !isUnitVector(u)) return null;
  const rest = core.args.filter((_, l) => l !== k);
  return { place: nth(placesOf(u), 0), rest: withScalars(scalars, product(...rest), t) };
}

/** (Σ_i x_i e_iᵀ) e_t = Σ_i δ_it x_i, e_tᵀ (Σ_i e_i x_iᵀ) = Σ_i δ_it x_iᵀ: the vector beside a sum reaches its unit vectors. */
function unitAtSum(e: Expr): Expr | null {
  for (const [k, S] of e.args.entries()) {
    if (S.op !== Sigma) continue;
    const [before, behind] = [e.args[k - 1], e.args[k + 1]];
    const row = before?.op === Transpose ? operand(before) : null;
    const beside = [
      { side: "right", at: k, u: behind },
      { side: "left", at: k - 1, u: row },
    ] as const;
    for (const { side, at, u } of beside) {
      if (!u || !isUnitVector(u)) continue;
      const i = freshLetter(binderOf(S), S, e);
      const body = bodyAt(S, i);
      const ends = (body.op === Sum ? body.args : [body]).map((t) => atEnd(t, side));
      if (ends.includes(null)) continue;
      const terms = ends.flatMap((t) => (t === null ? [] : [scale(delta(t.place, nth(placesOf(u), 0), e), t.rest)]));
      return product(...e.args.slice(0, at), sigma(i, sum(...terms)), ...e.args.slice(at + 2));
    }
  }
  return null;
}

/** The place p for which P is Π_{j ≠ p} a_j of the factors a_j of `whole`, or null. */
function leftOut(P: Expr, whole: Expr): Place | null {
  if (P.op !== Pi || operand(P).op !== Power) return null;
  const [own, other] = [binderOf(P), binderOf(whole)];
  if (own.lo !== other.lo || own.hi !== other.hi) return null;
  const j = freshLetter(own, P, whole);
  const body = bodyAt(P, j);
  const [X, k] = [operand(body), operand(body, 1)];
  if (X !== bodyAt(whole, j) || !isCondition(k, "≠")) return null;
  const at = solvedFor(conditionOf(k), j);
  return at !== null && isWithin(at, own) === true ? at : null;
}

/** (Π_{j ≠ i} a_j) / Π_j a_j = 1 / a_i. */
function factorLeft(e: Expr): Expr | null {
  const { scalars, core } = scalarsOf(e);
  for (const [k, f] of scalars.entries()) {
    if (!isReciprocal(f) || operand(f).op !== Pi) continue;
    const whole = operand(f);
    for (const [l, s] of scalars.entries()) {
      const put = (by: Expr): Expr =>
        withScalars(
          scalars.flatMap((x, m) => (m === k ? [] : m === l ? [by] : [x])),
          core,
          e,
        );
      const factorAt = (at: Place): Expr => reciprocal(substituted(whole, at));
      const at = leftOut(s, whole);
      if (at !== null) return put(factorAt(at));
      if (s.op !== Sigma) continue;
      const i = freshLetter(binderOf(s), s, whole);
      const inside = scalarsOf(bodyAt(s, i));
      const place = inside.scalars.map((x) => leftOut(x, whole));
      const found = place.findIndex((p) => p !== null);
      if (found < 0) continue;
      const by = factorAt(nth(place, found) as Place);
      return put(
        sigma(
          i,
          withScalars(
            inside.scalars.map((x, m) => (m === found ? by : x)),
            inside.core,
            s,
          ),
        ),
      );
    }
  }
  return null;
}

const substituted = (binder: Expr, at: Place): Expr => substitute(operand(binder), binderOf(binder), at);

/** A product of factors that are all the same is a power, a product of exponentials the exponential of a sum. */
function productOf(e: Expr): Expr | null {
  const i = binderOf(e);
  const X = operand(e);
  if (!holdsIndex(X, i)) return counts(i) ? power(X, size(e.home, sizeOfRange(i))) : null;
  return X.op === Apply && X.data === "exp" ? apply("exp", sigma(i, operand(X))) : null;
}

export const SUMS: readonly Law[] = [
  law({
    theme,
    name: "sum of zeros",
    at: Sigma,
    statement: "Σ_i 0 = 0",
    cite,
    example: "y = Σ_{i=1}^n zeros(m)",
    step: (e) => (isZeros(operand(e)) ? zeros(e.shape.rows, e.shape.cols, e) : null),
  }),
  law({
    theme,
    name: "δ picks a term",
    at: Sigma,
    statement: "Σ_j δ_ij a_j = a_i  (i in the range of j)",
    cite,
    example: "x, y : vector(n); s = sum(i=1..n, y_i sum(j=1..n, [i = j] x_j))",
    step: picked,
  }),
  law({
    theme,
    name: "a unit vector beside a sum",
    at: Product,
    statement: "(Σ_i x_i e_iᵀ) e_t = Σ_i δ_it x_i",
    cite,
    example:
      "x_i : vector(n) for i in 1..T; c : vector(n); s = sum(t=1..T, norm2(sum(i=1..T, x_i unit(i, T)^T) unit(t, T) + c))",
    within: [Unit],
    step: unitAtSum,
  }),
  law({
    theme,
    name: "a condition is a range",
    at: Sigma,
    statement: "Σ_{i=1}^N [i ≥ 2] a_i = Σ_{i=2}^N a_i",
    cite,
    example: "x : vector(n); s = sum(i=1..n, [i >= 2] x_i)",
    step: narrowed,
  }),
  law({
    theme,
    name: "sum by terms",
    at: Sigma,
    statement: "Σ_j (a_j + b_j) = Σ_j a_j + Σ_j b_j",
    cite,
    example: "x, y : vector(n); s = sum(i=1..n, y_i sum(j=1..n, x_j ([i = j] - y_j)))",
    step: byTerms,
  }),
  law({
    theme,
    name: "a term without the index",
    at: Sigma,
    statement: "Σ_{i=1}^N a = N a",
    cite,
    example: "a : scalar; x : vector(n); s = sum(i=1..n, a) x_1",
    step: (e) => {
      const i = binderOf(e);
      return holdsIndex(operand(e), i) || !counts(i) ? null : scale(size(e.home, sizeOfRange(i)), operand(e));
    },
  }),
  law({
    theme,
    name: "all unit vectors",
    at: Sigma,
    statement: "Σ_i e_i = ones(n)",
    cite,
    example: null,
    step: allUnits,
  }),
  law({
    theme,
    name: "out of a sum",
    at: Sigma,
    statement: "Σ_i c A x_i = c A Σ_i x_i",
    cite,
    example: "a : scalar; x : vector(n); s = sum(i=1..n, a x_i)",
    step: outOfSum,
  }),
  law({
    theme,
    name: "sums over one index together",
    at: Sum,
    statement: "Σ_i a_i + Σ_i b_i = Σ_i (a_i + b_i)",
    cite,
    example: "x, y : vector(n); s = sum(i=1..n, x_i) + sum(j=1..n, y_j^2)",
    within: [Sigma],
    step: sumsTogether,
  }),
  law({
    theme,
    name: "product of factors",
    at: Pi,
    statement: "Π_{i=1}^N a = a^N, Π_i exp(a_i) = exp(Σ_i a_i)",
    cite,
    example: "x : vector(n); s = prod(i=1..n, exp(x_i))",
    step: productOf,
  }),
  law({
    theme,
    name: "logarithm of a product",
    at: Apply,
    statement: "log(Π_i a_i) = Σ_i log(a_i)  (a_i positive)",
    cite,
    example: "x : vector(n); s = log(prod(i=1..n, sigmoid(x_i)))",
    within: [Pi],
    step: (e) => {
      const X = operand(e);
      if (e.data !== "log" || X.op !== Pi || !factsOf(operand(X)).has("positive")) return null;
      return sigma(binderOf(X), apply("log", operand(X)));
    },
  }),
  law({
    theme,
    name: "one factor is left",
    at: [Times, Scale],
    statement: "(Π_{j ≠ i} a_j) / Π_j a_j = 1 / a_i",
    cite,
    example: "a : vector(n); s = Σ_{i=1}^n (Π_{j≠i} a_j) / Π_{j=1}^n a_j",
    within: [Pi],
    step: factorLeft,
  }),
];
