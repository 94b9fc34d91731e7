/**
 * Equations of families: what p_i = σ(wᵀ x_i) says is called by its name at every place where the equation
 * holds, parts of products too, and sums that the equations of the model know are numbers.
 */
import { ONE } from "../core/dim.js";
import { type Context, type Expr, memoOf } from "../core/expr.js";
import { nth, operand } from "../core/operands.js";
import { bare, lessPlace, type Place, placeOf } from "../core/place.js";
import { isUnit, isZero, type Rational, rational } from "../core/rational.js";
import { isScalar, sameShape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { OPERATIONS } from "../ops/all.js";
import { binderOf, bodyAt, freshLetter, holdsIndex, placesOf, substituteAll } from "../ops/binder.js";
import { Entry } from "../ops/entry.js";
import { factsOf } from "../ops/facts.js";
import { equationOf, type Family, familiesOf } from "../ops/family.js";
import { familyOf, holdsAt, isMember, isRecursive, Member, meaningOfMember, member } from "../ops/member.js";
import { isNumber, number, rationalOf } from "../ops/number.js";
import { Power, power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { Scale } from "../ops/scale.js";
import { Sigma, sigma } from "../ops/sigma.js";
import { Sum, sum } from "../ops/sum.js";
import { definitionOf } from "../ops/symbol.js";
import { Times, timesAll } from "../ops/times.js";
import { T } from "../ops/transpose.js";
import { type Law, law } from "../rewrite/law.js";
import { replaced, simplify } from "../rewrite/simplify.js";
import { opposite, powerOf } from "../rewrite/term.js";
import { inOneOrder } from "./alike.js";
import { canonicalKey } from "./canonical.js";
import { NAMELESS } from "./names.js";

const theme = "name";
const cite = "the model";

/** Where the place of a letter of the left side can be read off: a leaf, which of its places, and what stands there beside the letter. */
interface Mark {
  readonly leaf: Expr;
  readonly slot: number;
  readonly rest: Place;
}

/** An equation as it is looked for. */
interface Pattern {
  readonly family: Family;
  readonly right: Expr;
  /** Of each letter all marks: a name that lacks a factor lacks the letter's first one, maybe. */
  readonly marks: readonly (readonly Mark[])[];
}

const PATTERNS = Symbol("equations of families");

/** The equations that are looked for, each right side in normal form with earlier names in it. */
const patternsOf = (home: Context): readonly Pattern[] =>
  memoOf(home, PATTERNS, () => {
    const patterns: Pattern[] = [];
    for (const family of familiesOf(home)) {
      const equation = equationOf(family);
      if (equation === null || equation.args.length === 0) continue;
      const right = withEarlierNames(simplify(equation, NAMELESS), patterns);
      const leaves = walk([right]).filter((e) => placesOf(e).length > 0);
      const marks = family.formals.map((f) => marksOf(placeOf(f), leaves));
      if (right.args.length > 0 && marks.every((m) => m.length > 0)) patterns.push({ family, right, marks });
    }
    return patterns;
  });

function withEarlierNames(right: Expr, patterns: readonly Pattern[]): Expr {
  let out = right;
  for (const part of right.args) {
    const known = part.args.length === 0 ? null : nameOfWhole(part, patterns);
    if (known !== null) out = simplify(replaced(out, part, known), NAMELESS);
  }
  return out;
}

const marksOf = (letter: Place, leaves: readonly Expr[]): readonly Mark[] =>
  leaves.flatMap((leaf) =>
    [...placesOf(leaf).entries()].flatMap(([slot, p]) => {
      const rest = lessPlace(p, letter);
      return rest.terms.length === 0 ? [{ leaf, slot, rest }] : [];
    }),
  );

/** Whether two leaves are the same but for their places. */
const isLike = (a: Expr, b: Expr): boolean =>
  a.op === b.op &&
  (isMember(a) ? familyOf(a) === familyOf(b) : a.args[0] === b.args[0] && a.args.length === b.args.length);

/** Places of the letters of an equation that are tried. */
const MOST = 12;

/** The places that the letters of an equation can have in an expression, and where the equation holds. */
function readings({ marks, family }: Pattern, e: Expr): readonly (readonly Place[])[] {
  const leaves = walk([e]).filter((x) => placesOf(x).length > 0);
  let all: readonly (readonly Place[])[] = [[]];
  for (const own of marks) {
    const found = own.flatMap(({ leaf, slot, rest }) =>
      leaves.filter((x) => isLike(x, leaf)).map((x) => lessPlace(nth(placesOf(x), slot), rest)),
    );
    const places = [...new Set(found)].filter((p) => p.free.every((i) => holdsIndex(e, i)));
    all = all.flatMap((at) => places.map((p) => [...at, p])).slice(0, MOST);
  }
  return all.filter((at) => holdsAt(family, at) === true);
}

const rightAt = ({ family, right }: Pattern, at: readonly Place[]): Expr =>
  simplify(substituteAll(right, family.formals, at), NAMELESS);

/** The member whose equation says this expression, or null. */
function nameOfWhole(e: Expr, patterns: readonly Pattern[]): Expr | null {
  for (const pattern of patterns) {
    const { right, family } = pattern;
    if (right.op !== e.op || right.holds !== e.holds || right.args.length !== e.args.length) continue;
    for (const at of readings(pattern, e)) {
      const there = rightAt(pattern, at);
      if (sameShape(there.shape, e.shape) && canonicalKey(there) === canonicalKey(e)) return member(family, ...at);
    }
  }
  return null;
}

/** Factors of the right side of an equation: e^{z_k} and 1/S of p_k = e^{z_k} / S. */
const isRatio = ({ right }: Pattern): boolean => isScalar(right.shape) && (right.op === Times || right.op === Power);

const less = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);

/** The factor with this base, or, for an odd exponent, with its other sign: x_i − μ for μ − x_i. */
function factorLike(
  factors: readonly Expr[],
  base: Expr,
  exponent: Rational,
): { readonly at: number; readonly turned: boolean } | null {
  const atKey = (key: Expr) =>
    factors.findIndex((s) => canonicalKey(powerOf(s).base) === key && isNumber(powerOf(s).exponent));
  const at = atKey(canonicalKey(base));
  if (at >= 0) return { at, turned: false };
  const isOdd = exponent.denominator === 1 && exponent.numerator % 2 !== 0;
  const other = isOdd && base.op === Sum ? atKey(canonicalKey(opposite(base))) : -1;
  return other >= 0 ? { at: other, turned: true } : null;
}

/**
 * The factors that are left when others are taken out, null where they are not all there. Of several one positive name
 * may be missing: what is φ_k but for its factor π_k is φ_k / π_k.
 */
function without(have: readonly Expr[], take: readonly Expr[], mayLack: boolean): readonly Expr[] | null {
  let left = [...have];
  let lacks = mayLack;
  for (const t of take) {
    const { base, exponent } = powerOf(t);
    if (!isNumber(exponent)) return null;
    const found = factorLike(left, base, rationalOf(exponent));
    const at = found?.at ?? -1;
    if (found?.turned === true) left.push(number(-1, t));
    if (at < 0) {
      if (!lacks || t.args.length > 0 || !factsOf(t).has("positive")) return null;
      lacks = false;
      left.push(power(t, number(-1, t)));
      continue;
    }
    const [own, wanted] = [rationalOf(powerOf(nth(left, at)).exponent), rationalOf(exponent)];
    const rest = less(own, wanted);
    const sign = Math.sign(wanted.numerator);
    if (Math.sign(own.numerator) !== sign || (!isZero(rest) && Math.sign(rest.numerator) !== sign)) return null;
    const by = isZero(rest) ? [] : [isUnit(rest) ? base : power(base, number(rest, base))];
    left = left.flatMap((s, k) => (k === at ? by : [s]));
  }
  return left;
}

/** Some of the factors of a product by their name, also of one that goes on within a sum over an index. */
function factorsNamed(e: Expr): Expr | null {
  const patterns = patternsOf(e.home).filter(isRatio);
  if (patterns.length === 0) return null;
  const { scalars, core } = scalarsOf(e);
  const whole = timesAll(scalars, e);
  for (const pattern of patterns) {
    const wanted = (at: readonly Place[]): readonly Expr[] => scalarsOf(rightAt(pattern, at)).scalars;
    for (const at of readings(pattern, whole)) {
      const take = wanted(at);
      const left = without(scalars, take, take.length > 2);
      if (left !== null) return withScalars([...left, member(pattern.family, ...at)], core, e);
    }
    for (const [k, s] of [...scalars, ...(core === null ? [] : [core])].entries()) {
      if (s.op !== Sigma) continue;
      const made = namedWithin(
        s,
        scalars.filter((_, l) => l !== k),
        pattern,
        wanted,
      );
      if (made === null) continue;
      return k === scalars.length
        ? withScalars(made.outer, made.sum, e)
        : withScalars([...made.outer, made.sum], core, e);
    }
  }
  return null;
}

/** (1/S) Σ_k e^{z_k} a_k as Σ_k p_k a_k: factors of the body with factors outside, taken together. */
function namedWithin(
  s: Expr,
  outside: readonly Expr[],
  pattern: Pattern,
  wanted: (at: readonly Place[]) => readonly Expr[],
): { readonly outer: readonly Expr[]; readonly sum: Expr } | null {
  if (outside.length === 0) return null;
  const i = freshLetter(binderOf(s), s, ...outside);
  const body = bodyAt(s, i);
  const inside = scalarsOf(body);
  for (const at of readings(pattern, timesAll([...inside.scalars, ...outside], s))) {
    if (!at.some((p) => p.free.includes(i))) continue;
    const take = wanted(at);
    const inner = without(
      inside.scalars,
      take.filter((f) => holdsIndex(f, i)),
      false,
    );
    const outer = without(
      outside,
      take.filter((f) => !holdsIndex(f, i)),
      take.length > 2,
    );
    if (inner === null || outer === null || outside.every((f) => outer.includes(f))) continue;
    return { outer, sum: sigma(i, withScalars([...inner, member(pattern.family, ...at)], inside.core, body)) };
  }
  return null;
}

const SYMMETRIC = Symbol("families that are symmetric");

/** The expression with each (a − b)ᵀ (a − b) the same way round as (b − a)ᵀ (b − a): for comparison alone. */
function evenly(e: Expr): Expr {
  let out = e;
  for (const x of walk([e])) {
    const [first, D] = [x.args[0], x.args[1]];
    if (x.op !== Product || x.args.length !== 2 || first === undefined || D === undefined || D.op !== Sum) continue;
    if (canonicalKey(simplify(T(D), NAMELESS)) !== canonicalKey(first)) continue;
    const other = simplify(opposite(D), NAMELESS);
    if (canonicalKey(other).id < canonicalKey(D).id)
      out = replaced(out, x, product(simplify(T(other), NAMELESS), other));
  }
  return out;
}

/** Whether the equation of a family says the same with its two letters exchanged. */
function isSymmetric(family: Family): boolean {
  const known = memoOf(family.home, SYMMETRIC, () => new Map<Family, boolean>());
  const found = known.get(family);
  if (found !== undefined) return found;
  const pattern = patternsOf(family.home).find((p) => p.family === family);
  const [i, j, ...more] = family.formals;
  const isPair = i !== undefined && j !== undefined && more.length === 0 && i.lo === j.lo && i.hi === j.hi;
  const turned = pattern !== undefined && isPair ? rightAt(pattern, [placeOf(j), placeOf(i)]) : null;
  const isSame = turned !== null && canonicalKey(evenly(turned)) === canonicalKey(evenly(pattern?.right ?? turned));
  known.set(family, isSame);
  return isSame;
}

function symmetricMember(e: Expr): Expr | null {
  const turned = placesOf(e).length === 2 ? inOneOrder(placesOf(e)) : null;
  return turned !== null && isSymmetric(familyOf(e)) ? member(familyOf(e), ...turned) : null;
}

/** Names that are put in for a sum to be known, at a time, and how often. */
const MOST_NAMES = 3;
const MOST_ROUNDS = 3;

/** What a name or a member of no recursion stands for. */
function meaningOf(x: Expr): Expr | null {
  if (isMember(x)) return isRecursive(familyOf(x)) ? null : meaningOfMember(x);
  return definitionOf(x);
}

/** A sum that is a number by the equations of the model: Σ_k p_k = 1, Σ_i (x_i − μ) = 0. */
function knownSum(e: Expr): Expr | null {
  const body = operand(e);
  if (!isScalar(e.shape) || body.op === Sigma) return null;
  const i = binderOf(e);
  if (body.op === Entry) {
    const X = operand(body);
    const isWhole =
      placesOf(body).length === 1 && bare(nth(placesOf(body), 0)) === i && i.lo === ONE && i.hi === X.shape.rows;
    if (isWhole && factsOf(X).has("simplex")) return number(1, e);
  }
  let value = e;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const names = walk([value]).flatMap((x) => {
      const meaning = meaningOf(x);
      return meaning === null ? [] : [{ x, meaning }];
    });
    if (names.length === 0 || names.length > MOST_NAMES) return null;
    const spelled = names.reduce((all, { x, meaning }) => replaced(all, x, meaning), value);
    value = simplify(byTerms(simplify(spelled, NAMELESS)), NAMELESS);
    if (isNumber(value)) return value;
  }
  return null;
}

/** Each Σ_i (a_i + b_i) as Σ_i a_i + Σ_i b_i. */
function byTerms(e: Expr): Expr {
  let out = e;
  for (const x of walk([e])) {
    if (x.op !== Sigma || operand(x).op !== Sum) continue;
    out = replaced(out, x, sum(...operand(x).args.map((t) => sigma(binderOf(x), t))));
  }
  return out;
}

/** Nothing is called by a name that is a leaf. */
const NAMED = OPERATIONS.filter(
  (op) => op.signature !== "-> 1×1" && !["differential", "iverson", "place"].includes(op.name),
);

export const FAMILIES: readonly Law[] = [
  law({
    theme,
    name: "by its name, at a place",
    at: NAMED,
    statement: "sigmoid(w^T x_i) = p_i  (where p_i = sigmoid(w^T x_i))",
    cite,
    example: "x : vector(n); p_i = x_i^2 + 1 for i in 1..n; s = Σ_{i=1}^n log(x_i^2 + 1)",
    within: [Member, Entry],
    step: (e) => (e.free.length === 0 ? null : nameOfWhole(e, patternsOf(e.home))),
  }),
  law({
    theme,
    name: "factors by their name, at a place",
    at: [Times, Scale],
    statement: "exp(z_k) / S = p_k  (where p_k = exp(z_k) / S)",
    cite,
    example: "c : scalar; a, x : vector(n); p_i = a_i x_i for i in 1..n; s = Σ_{i=1}^n c a_i x_i",
    within: [Member, Entry],
    step: factorsNamed,
  }),
  law({
    theme,
    name: "a family that is symmetric",
    at: Member,
    statement: "q_ji = q_ij  (where q_ij = 1 / norm2(y_i - y_j))",
    cite,
    example: "x : vector(n); q_ij = x_i x_j + 1 for i in 1..n, j in 1..n; s = Σ_{i=1}^n Σ_{j=1}^n q_ji x_i^2 x_j",
    step: symmetricMember,
  }),
  law({
    theme,
    name: "a sum that is known",
    at: Sigma,
    statement: "Σ_k p_k = 1  (where p_k = a_k / Σ_j a_j)",
    cite,
    example: "p : vector(n) simplex; s = Σ_{i=1}^n p_i",
    step: knownSum,
  }),
];
