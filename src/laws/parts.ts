/** Parts of sums and products by the names of the model: some terms, a scaled row, an inner product, a root. */
import { ONE } from "../core/dim.js";
import { type Context, type Expr, memoOf } from "../core/expr.js";
import { last, nth, one } from "../core/operands.js";
import { addRational, equals, isZero, negated, type Rational, rational } from "../core/rational.js";
import { isColumn, isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { Apply, apply } from "../ops/apply.js";
import { Diag, diag } from "../ops/diag.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { Maximum, Minimum } from "../ops/maximum.js";
import { isNumber, number, rationalOf } from "../ops/number.js";
import { isOnes, Ones, ones } from "../ops/ones.js";
import { isNegativePower, power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf } from "../ops/scalars.js";
import { scale } from "../ops/scale.js";
import { softmaxrows } from "../ops/softmax.js";
import { Sum, sum } from "../ops/sum.js";
import { definitionOf, SymbolOp } from "../ops/symbol.js";
import { Times } from "../ops/times.js";
import { total } from "../ops/total.js";
import { T, Transpose } from "../ops/transpose.js";
import { isZeros, zeros } from "../ops/zeros.js";
import { type Law, law } from "../rewrite/law.js";
import { replaced, simplify } from "../rewrite/simplify.js";
import { entrywise, opposite, powerOf, termOf, withCoefficient } from "../rewrite/term.js";
import { canonicalKey, flipped, isSame } from "./canonical.js";
import { NAMELESS, nameFor, namesOf, type Scaled } from "./names.js";
import { halvedPowerOf, raised } from "./powers.js";

const theme = "name";
const cite = "the model";

/** Where factors stand among others, one place for each: of o ∘ o ∘ c, o ∘ c takes one o. Null where one has no place. */
export function placesOf(factors: readonly Expr[], among: readonly Expr[]): ReadonlySet<number> | null {
  const taken = new Set<number>();
  for (const f of factors) {
    const at = among.findIndex((g, i) => g === f && !taken.has(i));
    if (at < 0) return null;
    taken.add(at);
  }
  return taken;
}

/** `scalars` without `taken`, by subtracting exponents of the same sign, roots as powers 1/2; null where they are not all there. */
export function without(scalars: readonly Expr[], taken: readonly Expr[]): readonly Expr[] | null {
  let left = [...scalars];
  for (const t of taken) {
    const { base, exponent } = halvedPowerOf(t);
    if (!isNumber(exponent)) return null;
    const at = left.findIndex((s) => {
      const other = halvedPowerOf(s);
      // The terms of a sum may stand in another order.
      const isBase = other.base === base || (base.op === Sum && other.base.op === Sum && isSame(other.base, base));
      return isBase && isNumber(other.exponent);
    });
    const found = left[at];
    if (found === undefined) return null;
    const have = rationalOf(halvedPowerOf(found).exponent);
    const want = rationalOf(exponent);
    const rest = addRational(have, negated(want));
    const isGone = isZero(rest);
    const signs = [have, rest].map((r) => Math.sign(r.numerator));
    if (signs.some((s, i) => (i === 0 || !isGone) && s !== Math.sign(want.numerator))) return null;
    left = isGone
      ? left.filter((_, i) => i !== at)
      : left.map((s, i) => (i === at ? (raised(base, [number(rest, base)], rest.denominator === 2) ?? s) : s));
  }
  return left;
}

const ratio = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator, a.denominator * b.numerator);

/** a + b + c as r + c where r = a + b, also up to a common number: 2 a − 2 b + c as 2 r + c for r = a − b. */
function termsNamed(e: Expr): Expr | null {
  const { sums } = namesOf(e.home);
  if (sums.size === 0) return null;
  const own = e.args.map(termOf);
  for (const { rest } of own)
    for (const { terms, name } of sums.get(rest) ?? []) {
      const found = terms.map((t) => own.findIndex((o) => o.rest === t.rest));
      if (terms.length < 2 || terms.length > own.length || found.includes(-1)) continue;
      const shares = terms.map((t, k) => ratio(nth(own, nth(found, k)).coefficient, t.coefficient));
      const share = nth(shares, 0);
      if (!shares.every((s) => equals(s, share))) continue;
      // A whole sum up to its sign has this name already.
      const by = withCoefficient({ coefficient: share, rest: name });
      const first = Math.min(...found);
      return sum(...e.args.flatMap((t, i) => (i === first ? [by] : found.includes(i) ? [] : [t])));
    }
  return null;
}

/** xᵀ y as the sum of entries of w where w = x ∘ y, or of w ∘ z where more stands about. */
function innerNamed(e: Expr): Expr | null {
  if (!isScalar(e.shape) || e.args.length !== 2) return null;
  const { entrywise: known } = namesOf(e.home);
  if (known.size === 0) return null;
  const [row, column] = [flipped(one(e.args)), one(e.args.slice(1))];
  const parts = (f: Expr) => (f.op === Hadamard ? f.args : [f]);
  const [left, all] = [parts(row), [...parts(row), ...parts(column)]];
  for (const { factors, name } of all.flatMap((f) => known.get(f) ?? [])) {
    const taken = placesOf(factors, all);
    if (taken === null || ![...taken].some((i) => i < left.length) || ![...taken].some((i) => i >= left.length))
      continue;
    const rest = all.filter((_, i) => !taken.has(i));
    return rest.length === 0 ? total(name) : product(T(name), hadamard(...rest));
  }
  return null;
}

/** Whether rows (or columns) of R are scaled with those of X in it: R with X replaced, or null. */
function withScaled(R: Expr, { X, side, name }: Scaled, depth = 3): Expr | null {
  if (R === X) return name;
  if (depth === 0) return null;
  if (R.op === Transpose) {
    const inside = withScaled(
      one(R.args),
      { X, side: side === "left" ? "right" : "left", factors: [], name },
      depth - 1,
    );
    return inside === null ? null : T(inside);
  }
  if (R.op !== Hadamard && R.op !== Product) return null;
  const places = R.op === Hadamard ? [...R.args.keys()] : [side === "left" ? 0 : R.args.length - 1];
  for (const i of places) {
    const inside = withScaled(one(R.args.slice(i)), { X, side, factors: [], name }, depth - 1);
    if (inside === null) continue;
    const args = R.args.map((f, j) => (j === i ? inside : f));
    return R.op === Product ? product(...args) : hadamard(...args);
  }
  return null;
}

/** The names of scaled rows and columns, and exp(Z) over the sums of its rows. */
function scaledNames(factors: readonly Expr[], home: Context): readonly Scaled[] {
  const folded = factors.flatMap((f): readonly Scaled[] => {
    const { base } = powerOf(f);
    const [X, rows] = base.op === Product && base.args.length === 2 ? base.args : [];
    if (!isNegativePower(f) || X?.op !== Apply || X.data !== "exp" || rows === undefined || !isOnes(rows)) return [];
    return [{ X, side: "left", factors: [power(base, number(-1, base))], name: softmaxrows(one(X.args)) }];
  });
  return [...namesOf(home).scaled, ...folded];
}

const factorsOf = (v: Expr): readonly Expr[] => (v.op === Hadamard ? v.args : [v]);

/** diag(u ∘ w) X as diag(u) Y where Y = diag(w) X, and the same from the right. */
function scaledNamed(e: Expr): Expr | null {
  for (const side of ["left", "right"] as const) {
    const D = one(side === "left" ? e.args : e.args.slice(-1));
    if (D.op !== Diag) continue;
    const rest = product(...(side === "left" ? e.args.slice(1) : e.args.slice(0, -1)));
    const factors = factorsOf(one(D.args));
    for (const s of scaledNames(factors, e.home)) {
      const left = s.side === side ? without(factors, s.factors) : null;
      const inside = left === null ? null : withScaled(rest, s);
      if (left === null || inside === null) continue;
      if (left.length === 0) return inside;
      const outside = diag(hadamard(...left));
      return side === "left" ? product(outside, inside) : product(inside, outside);
    }
  }
  return null;
}

/** w ∘ (X v) as Y v where Y = diag(w) X. */
function scaledColumnNamed(e: Expr): Expr | null {
  if (!isColumn(e.shape)) return null;
  for (const s of scaledNames(e.args, e.home)) {
    const left = s.side === "left" ? without(e.args, s.factors) : null;
    if (left === null) continue;
    for (const [i, f] of left.entries()) {
      const inside = withScaled(f, s);
      if (inside !== null) return hadamard(...left.map((g, k) => (k === i ? inside : g)));
    }
  }
  return null;
}

/** q / f as f where f = sqrt(q): a root beside what it is the root of. */
function rootNamed(e: Expr): Expr | null {
  const { roots } = namesOf(e.home);
  if (roots.size === 0) return null;
  for (const [i, q] of e.args.entries()) {
    const f = roots.get(canonicalKey(q));
    if (f === undefined || !e.args.some((s) => powerOf(s).base === f)) continue;
    return entrywise(
      e.args.map((s, k) => (k === i ? power(f, number(2, f)) : s)),
      e,
    );
  }
  return null;
}

/** a step(h) as h where h = max(a, 0), and −a step(h) as −h. */
function rectifiedNamed(e: Expr): Expr | null {
  const { rectified } = namesOf(e.home);
  for (const [i, s] of e.args.entries()) {
    const h = s.op === Apply && s.data === "step" ? one(s.args) : null;
    const a = h === null ? undefined : rectified.get(h);
    if (h === null || a === undefined) continue;
    const at = e.args.findIndex((f, k) => k !== i && (f === a || isSame(f, opposite(a))));
    if (at < 0) continue;
    const by = e.args[at] === a ? h : opposite(h);
    return entrywise(
      e.args.flatMap((f, k) => (k === at ? [by] : k === i ? [] : [f])),
      e,
    );
  }
  return null;
}

/** (c − b) step(b − a) as c − b where c = min(a, b): where the step is 0, so is the difference. And so for c = max(a, b). */
function extremeNamed(e: Expr): Expr | null {
  for (const [i, s] of e.args.entries()) {
    if (s.op !== Apply || s.data !== "step") continue;
    const key = canonicalKey(one(s.args));
    const vanishes = (f: Expr): boolean =>
      f.op === Sum &&
      f.args.length === 2 &&
      f.args.some((c) => {
        const value = definitionOf(termOf(c).rest);
        if (value === null || (value.op !== Minimum && value.op !== Maximum)) return false;
        const b = f.args.find((t) => t !== c);
        const [x, y] = value.args.map((a) => simplify(wide(a, f), NAMELESS));
        if (b === undefined || x === undefined || y === undefined) return false;
        const bound = simplify(wide(opposite(b), f), NAMELESS);
        const other = bound === x ? y : bound === y ? x : null;
        if (other === null) return false;
        const signed = value.op === Minimum ? sum(bound, opposite(other)) : sum(other, opposite(bound));
        return canonicalKey(signed) === key;
      });
    if (e.args.some((f, k) => k !== i && (vanishes(f) || vanishes(opposite(f)))))
      return entrywise(
        e.args.filter((_, k) => k !== i),
        e,
      );
  }
  return null;
}

/** A scalar beside a matrix, as a matrix. */
const wide = (a: Expr, like: Expr): Expr =>
  isScalar(a.shape) && !isScalar(like.shape) ? scale(a, ones(like.shape.rows, like.shape.cols, like)) : a;

/** exp(a) y as sigmoid(a), by what it is called, where y = sigmoid(−a). */
function growthNamed(e: Expr): Expr | null {
  const names = namesOf(e.home);
  for (const [i, f] of e.args.entries()) {
    if (f.op !== Apply || f.data !== "exp") continue;
    const a = one(f.args);
    const falling = nameFor(apply("sigmoid", opposite(a)), names);
    if (falling === null) continue;
    const j = e.args.findIndex((g) => without([g], [falling]) !== null);
    const g = e.args[j];
    if (g === undefined) continue;
    const rising = nameFor(apply("sigmoid", a), names) ?? apply("sigmoid", a);
    const left = without([g], [falling]) ?? [];
    return entrywise(
      e.args.flatMap((x, k) => (k === i ? [rising] : k === j ? left : [x])),
      e,
    );
  }
  return null;
}

const CENTERED = Symbol("matrices whose rows or columns sum to zero");

/** Whether the rows (or columns) of what a name is defined as sum to zero: those of X − X 1 1ᵀ / n. */
function isCentered(name: Expr, side: "rows" | "columns", depth = DEEPEST): boolean {
  const value = definitionOf(name);
  if (value === null || depth === 0) return false;
  const memo = memoOf(name.home, CENTERED, () => ({
    rows: new Map<Expr, boolean>(),
    columns: new Map<Expr, boolean>(),
  }));
  const known = memo[side].get(name);
  if (known !== undefined) return known;
  memo[side].set(name, false);
  const { core } = scalarsOf(simplify(value, NAMELESS));
  const found = core !== null && (isCenteredOutside(core, side, depth - 1) || vanishesSummed(core, side));
  memo[side].set(name, found);
  return found;
}

/** Whether a centered name stands on the side that is summed: 1ᵀ (C B) = 0 where 1ᵀ C = 0. */
function isCenteredOutside(e: Expr, side: "rows" | "columns", depth: number): boolean {
  const end = e.op === Product ? (side === "columns" ? nth(e.args, 0) : last(e.args)) : e;
  if (end.op === Transpose) return isCentered(one(end.args), side === "rows" ? "columns" : "rows", depth);
  return end.op === SymbolOp && isCentered(end, side, depth);
}

/** Names looked behind; longer ways are not taken. */
const DEEPEST = 3;

/** Whether the sums of the rows (or columns) of a short sum come out as zero. */
function vanishesSummed(core: Expr, side: "rows" | "columns"): boolean {
  if (core.op !== Sum || core.args.length > MOST_TERMS) return false;
  const opened = walk([core])
    .filter((x) => x.op === SymbolOp && definitionOf(x) !== null)
    .reduce((all, x) => replaced(all, x, definitionOf(x) ?? x), core);
  const { rows, cols } = core.shape;
  const summed = (t: Expr) => (side === "rows" ? product(t, ones(cols, ONE, t)) : product(ones(ONE, rows, t), t));
  const terms = opened.op === Sum ? opened.args : [opened];
  return isZeros(simplify(sum(...terms.map(summed)), NAMELESS));
}

/** A definition of more terms than this is not looked behind. */
const MOST_TERMS = 4;

/** X 1 = 0 and 1ᵀ X = 0 for a name that is centered by its definition. */
function centeredProduct(e: Expr): Expr | null {
  for (const [i, f] of e.args.entries()) {
    const g = e.args[i + 1];
    if (g === undefined || isOnes(f) === isOnes(g)) continue;
    const X = isOnes(f) ? g : f;
    const turned = X.op === Transpose;
    const name = turned ? one(X.args) : X;
    if (name.op === SymbolOp && isCentered(name, isOnes(g) === turned ? "columns" : "rows"))
      return zeros(e.shape.rows, e.shape.cols, e);
  }
  return null;
}

/** Names found in parts: tried after everything else. */
export const PARTS: readonly Law[] = [
  law({
    theme,
    name: "terms by their name",
    at: Sum,
    statement: "2 z stands for 2 a - 2 b  (where z = a - b)",
    cite,
    example: "a, b, c : vector(n); z = a - b; y = 2 a - 2 b + c",
    step: termsNamed,
  }),
  law({
    theme,
    name: "an inner product by a name",
    at: Product,
    statement: "sum(w) stands for x^T z  (where w = x .* z)",
    cite,
    example: "w = x .* z; y = x^T z",
    step: innerNamed,
  }),
  law({
    theme,
    name: "scaled rows by their name",
    at: Product,
    statement: "diag(u) Z stands for diag(u .* w) X  (where Z = diag(w) X)",
    cite,
    example: "u, w : vector(n); X : matrix(n, m); Z = diag(w) X; y = diag(u .* w) X",
    among: [Diag],
    step: scaledNamed,
  }),
  law({
    theme,
    name: "a scaled column by a name",
    at: Hadamard,
    statement: "Z v stands for w .* (X v)  (where Z = diag(w) X)",
    cite,
    example: "w : vector(n); X : matrix(n, m); v : vector(m); Z = diag(w) X; y = w .* (X v)",
    among: [Product, Hadamard],
    step: scaledColumnNamed,
  }),
  law({
    theme,
    name: "a root by its name",
    at: Times,
    statement: "f stands for q / f  (where f = sqrt(q))",
    cite,
    example: "f = sqrt(x^T x); y = x^T x / f",
    step: rootNamed,
  }),
  law({
    theme,
    name: "a rectified number by its name",
    at: [Times, Hadamard],
    statement: "h stands for a step(a)  (where h = max(a, 0))",
    cite,
    example: "a, b : vector(n); h = max(a - b, 0); y = (b - a) .* step(h)",
    among: [Apply],
    step: rectifiedNamed,
  }),
  law({
    theme,
    name: "a bounded number beside its step",
    at: [Times, Hadamard],
    statement: "c - b stands for (c - b) step(b - a)  (where c = min(a, b))",
    cite,
    example: "a, b : vector(n); c = min(a, b); y = (c - b) .* step(b - a)",
    among: [Apply],
    step: extremeNamed,
  }),
  law({
    theme,
    name: "exp beside the name of a sigmoid",
    at: [Times, Hadamard],
    statement: "1 - y stands for exp(-a) y  (where y = sigmoid(a))",
    cite,
    example: "a : vector(n); s = sigmoid(a); y = exp(-a) .* s",
    among: [Apply],
    step: growthNamed,
  }),
  law({
    theme,
    name: "a centered matrix times ones",
    at: Product,
    statement: "Z ones(m) = 0  (where Z = X - X ones(m, m) / m)",
    cite,
    example: "X : matrix(n, m); Z = X - X ones(m, m) / m; y = Z ones(m)",
    among: [Ones],
    step: centeredProduct,
  }),
];
