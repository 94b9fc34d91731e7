/**
 * Conditions on the inputs for a derivative to exist or to be the one stated, and which slope is
 * taken where there is none. Only what the derivative goes through is asked, and what it is multiplied
 * by on the way: the domain of a summand log(a) says nothing of ∂/∂b. A law that cancels a factor
 * cancels what an inverse, a division, a root or a logarithm of the model brought in, so the conditions
 * of those are the conditions of the law.
 */
import { type Domain, type Expr, type Formula, memoOf } from "../core/expr.js";
import type { Op } from "../core/op.js";
import { operand, two } from "../core/operands.js";
import { isInteger } from "../core/rational.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { less, squared, unit } from "../functions/slopes.js";
import { rangeOf } from "../laws/range.js";
import { Apply } from "../ops/apply.js";
import { Cholesky } from "../ops/cholesky.js";
import { constant } from "../ops/constant.js";
import { Det } from "../ops/det.js";
import { DominantEigenvalue, DominantVector } from "../ops/dominant.js";
import { Eigenvalue, Eigenvalues, Eigenvector, Eigenvectors, eigenvalue, endOf } from "../ops/eigen.js";
import { factsOf } from "../ops/facts.js";
import { familiesOf } from "../ops/family.js";
import { Inverse } from "../ops/inverse.js";
import { IsLargest, Largest } from "../ops/largest.js";
import { Logdet } from "../ops/logdet.js";
import { LFactor, UFactor } from "../ops/lu.js";
import { functionOf, isPartial, MatrixFunction } from "../ops/matrixfunction.js";
import { MatrixPower } from "../ops/matrixpower.js";
import { Maximum, Minimum } from "../ops/maximum.js";
import { familyOf, isMember, isRecursive, rightSides } from "../ops/member.js";
import { Norm1, Norm2, NormF } from "../ops/norm.js";
import { isNumber, isOne, rationalOf } from "../ops/number.js";
import { isOnes } from "../ops/ones.js";
import { Pinv } from "../ops/pinv.js";
import { Power } from "../ops/power.js";
import { Powersum } from "../ops/powersum.js";
import { Product } from "../ops/product.js";
import { QFactor, RFactor } from "../ops/qr.js";
import { Scale, scale } from "../ops/scale.js";
import { LeftVector, NuclearNorm, Polar, RightVector, SpectralNorm } from "../ops/singular.js";
import { Softmax } from "../ops/softmax.js";
import { Beside, Stack } from "../ops/stack.js";
import { Sum, sum } from "../ops/sum.js";
import { Sylvester } from "../ops/sylvester.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { Times } from "../ops/times.js";
import { T, Transpose } from "../ops/transpose.js";
import { termOf } from "../rewrite/term.js";
import { equationsBehind } from "./equations.js";
import { type Dependence, dependence, rightSideOf } from "./linearise.js";
import { normalForm } from "./normal.js";

/** A condition that can stand after "where", written by the printer that it is given. */
export interface Condition {
  (print: (e: Expr) => string): string;
  /** Whether it holds nowhere. */
  readonly never?: true;
}

/** Conditions beyond this many are a list nobody reads. */
const MOST = 12;

/** Whether a name is a member of a recursion, which has no one right side. */
const isTurning = (e: Expr): boolean => isMember(e) && isRecursive(familyOf(e));

const behind = (e: Expr): Expr => (isTurning(e) ? e : (rightSideOf(e) ?? e));
const bare = (e: Expr): Expr => (e.op === Transpose ? operand(e) : e);

/** Whether each entry is less than 1 by what made it: a sigmoid, a softmax. */
function isBelowOne(e: Expr): boolean {
  const made = behind(bare(e));
  return (made.op === Apply && made.data === "sigmoid") || made.op === Softmax;
}

/** Whether each entry is known to be positive: by what made it, or as 1 − σ(z). */
function isPositive(e: Expr): boolean {
  const X = bare(e);
  if (isOnlyPositive(X)) return true;
  if (X.op !== Sum || X.args.length !== 2) return false;
  const [one, other] = two(X.args);
  const { coefficient, rest } = termOf(other);
  const isUnit = isOne(one) || isOnes(one);
  return isUnit && coefficient.numerator === -1 && coefficient.denominator === 1 && isBelowOne(rest);
}

const isOnlyPositive = (e: Expr): boolean => {
  const { low, zero } = rangeOf(e);
  return low >= 0 && !zero;
};

/** Whether no entry can be positive, also once its terms have cancelled. */
const isNeverPositive = (e: Expr): boolean => [e, normalForm(e)].some((x) => rangeOf(x).high <= 0);

/** Whether every entry is 0, once terms have cancelled. */
function isZeroEverywhere(e: Expr): boolean {
  const { low, high } = rangeOf(normalForm(e));
  return low >= 0 && high <= 0;
}

/** A condition that holds nowhere if `isFalse` does. */
const unless = (isFalse: boolean, said: (print: (e: Expr) => string) => string): Condition =>
  isFalse ? Object.assign(said, { never: true as const }) : said;

const positive = (X: Expr): Condition =>
  unless(isNeverPositive(X), (p) => (isScalar(X.shape) ? `${p(X)} > 0` : `every entry of ${p(X)} is positive`));

function aboveMinusOne(X: Expr): Condition | null {
  const above = sum(unit(X), X);
  return isPositive(above) ? null : positive(above);
}

/** Conditions on an argument; null where they are known to hold. */
const WITHIN = {
  positive: (X: Expr): Condition | null => (isPositive(X) ? null : positive(X)),
  "within one":
    (X: Expr): Condition | null =>
    (p) =>
      `${p(X)} lies between −1 and 1`,
  "inside one": (X: Expr): Condition | null => positive(less(unit(X), squared(X))),
  "above one":
    (X: Expr): Condition | null =>
    (p) =>
      isScalar(X.shape) ? `${p(X)} > 1` : `every entry of ${p(X)} is above 1`,
  "above minus one": (X: Expr): Condition | null => aboveMinusOne(X),
  // Where e x + 1 = 0 it has a value, and no slope.
  "above minus one over e": (X: Expr): Condition | null =>
    isPositive(X) ? null : aboveMinusOne(scale(constant(X.home, "e"), X)),
} as const satisfies Record<Domain["is"], (X: Expr) => Condition | null>;

/** Whether it is log(2), say: not 0 by itself. */
const isLogOfNumber = (e: Expr): boolean =>
  e.op === Apply && e.data === "log" && isNumber(operand(e)) && !isOne(operand(e));

/** Whether it is uᵀ v of the two eigenvectors of one eigenvalue, which is not 0 where that is simple. */
function isOfSimple(e: Expr): boolean {
  const [u, v] = e.op === Product && e.args.length === 2 ? two(e.args).map((f) => behind(bare(f))) : [];
  if (u?.op !== DominantVector || v?.op !== DominantVector) return false;
  return operand(u) === T(operand(v)) || operand(v) === T(operand(u));
}

/** The conditions under which each of the factors of a divisor is not 0. */
function divisors(divisor: Expr, given: (e: Expr) => boolean): readonly Condition[] {
  const out: Condition[] = [];
  const stack = [divisor];
  while (stack.length > 0) {
    const base = stack.pop() as Expr;
    const made = behind(base);
    const [X] = made.args;
    if (base.op === Times || base.op === Scale) stack.push(...[...base.args].reverse());
    else if (base.op === Power) stack.push(operand(base));
    else if (isPositive(base) || isNumber(base) || isLogOfNumber(base) || isOfSimple(base)) continue;
    // A norm is 0 where all of its vector is. Of a root what is under it has to be positive; the root that
    // a slope brings in (asin) needs what the function has asked for.
    else if (X !== undefined && (made.op === Norm2 || made.op === NormF)) out.push((p) => `${p(X)} ≠ 0`);
    else if (X !== undefined && made.op === Det) out.push((p) => `${p(X)} is invertible`);
    else if (X !== undefined && made.op === Apply && made.data === "sqrt")
      out.push(...(isPositive(X) || !given(base) ? [] : [positive(X)]));
    else {
      const said = (p: (e: Expr) => string) =>
        isScalar(base.shape) ? `${p(base)} ≠ 0` : `no entry of ${p(base)} is 0`;
      if (rangeOf(base).zero) out.push(unless(isZeroEverywhere(base), said));
    }
  }
  return out;
}

const dominance =
  (X: Expr): Condition =>
  (p) =>
    `the eigenvalue of ${p(X)} of largest absolute value is real and simple`;

const independent =
  (X: Expr): Condition =>
  (p) =>
    `the columns of ${p(X)} are independent`;

const bordered =
  (X: Expr): Condition =>
  (p) =>
    `no leading minor of ${p(X)} is 0`;

/** Conditions on what is made of eigenvalues and singular values, where it moves. */
const SPECTRAL: ReadonlyMap<Op, (e: Expr, X: Expr) => readonly Condition[]> = new Map([
  [
    Pinv,
    (_, X) => (factsOf(X).has("invertible") ? [] : [(p) => `the rank of ${p(X)} does not change, as where it is full`]),
  ],
  [Eigenvalue, (e) => [(p) => `${p(e)} is a simple eigenvalue`]],
  [Eigenvector, (e, X) => [(p) => `${p(eigenvalue(endOf(e), X))} is a simple eigenvalue`]],
  [Eigenvectors, (_, X) => [(p) => `the eigenvalues of ${p(X)} are simple`]],
  [Eigenvalues, (_, X) => [(p) => `the eigenvalues of ${p(X)} are simple`]],
  [SpectralNorm, (_, X) => [(p) => `the largest singular value of ${p(X)} is simple`]],
  [LeftVector, (_, X) => [(p) => `the largest singular value of ${p(X)} is simple`]],
  [RightVector, (_, X) => [(p) => `the largest singular value of ${p(X)} is simple`]],
  [DominantEigenvalue, (_, X) => [dominance(bare(X))]],
  [DominantVector, (_, X) => [dominance(bare(X))]],
  [QFactor, (_, X) => (factsOf(X).has("invertible") ? [] : [independent(X)])],
  [RFactor, (_, X) => (factsOf(X).has("invertible") ? [] : [independent(X)])],
  [LFactor, (_, X) => [bordered(X)]],
  [UFactor, (_, X) => [bordered(X)]],
  [NuclearNorm, (_, X) => (factsOf(X).has("invertible") ? [] : [(p) => `${p(X)} has full rank`])],
  [Polar, (_, X) => (factsOf(X).has("invertible") ? [] : [(p) => `${p(X)} has full rank`])],
] as readonly (readonly [Op, (e: Expr, X: Expr) => readonly Condition[]])[]);

/** The conditions at one node; `given` says what is part of the model and not only of the derivative. */
function conditionsAt(e: Expr, moves: boolean, given: (e: Expr) => boolean): readonly Condition[] {
  const [X, k] = e.args;
  if (X === undefined) return [];
  if (e.op === Power && k !== undefined) {
    // N = 3 says as much of x^N as the number itself.
    const exponent = behind(k);
    const whole = isNumber(exponent) ? isInteger(rationalOf(exponent)) : factsOf(k).has("integer");
    // The roots of a derivative come from those of the model, which have asked already.
    if (!whole) return isPositive(X) || !given(e) ? [] : [positive(X)];
    return isNumber(exponent) && rationalOf(exponent).numerator < 0 ? divisors(X, given) : [];
  }
  const negative = e.op === MatrixPower && k !== undefined && isNumber(k) && rationalOf(k).numerator < 0;
  // A root asks more of its operand than its inverse does of it.
  const isAsked = X.op === MatrixFunction && X.data === "sqrt";
  if ((e.op === Inverse || negative) && !isAsked && !factsOf(X).has("invertible"))
    return [(p) => `${p(bare(X))} is invertible`];
  if (e.op === MatrixFunction && isPartial(functionOf(e)) && !factsOf(X).has("posdef"))
    return [(p) => `no eigenvalue of ${p(X)} is 0 or negative`];
  if (e.op === Powersum && k !== undefined && !isNumber(k)) return [(p) => `${p(k)} ≥ 0`];
  if (e.op === Cholesky && !factsOf(X).has("posdef")) return [(p) => `${p(X)} is positive definite`];
  if (e.op === Sylvester && k !== undefined)
    return [(p) => `no eigenvalue of ${p(bare(X))} and one of ${p(bare(k))} add up to 0`];
  if (e.op === Logdet && !factsOf(X).has("posdef")) return [(p) => `det(${p(X)}) > 0`];
  if (e.op === Apply) {
    const f = e.home.functions.get(e.data as string);
    if (f === undefined) return [];
    if (f.formula !== undefined) return moves && (f.primes === 0 || given(e)) ? kinksIn(f.formula) : [];
    const { domain, kinks } = f;
    const within = domain !== undefined && (moves || domain.of === "value") ? WITHIN[domain.is](X) : null;
    if (within !== null) return [within];
    if (!moves || kinks === undefined) return [];
    // The jumps of a derivative are where the kinks of the model are, which say so themselves.
    return kinks
      .filter((k) => k.jump !== true || given(e))
      .map(
        ({ taken }): Condition =>
          () =>
            `${taken.replaceAll("'", "′").replaceAll("-", "−")} is taken`,
      );
  }
  if (!moves) return [];
  const spectral = SPECTRAL.get(e.op);
  if (spectral !== undefined) return spectral(e, X);
  if (e.op === Norm1) return [() => "the slope of |·| at 0 is taken as 0"];
  if (e.op === Largest || e.op === IsLargest)
    return [(p) => `at a tie the first of the largest entries of ${p(X)} is taken`];
  if (e.op !== Maximum && e.op !== Minimum) return [];
  const name = e.op === Maximum ? "max" : "min";
  return e.args.some(isNumber)
    ? [() => `the slope of ${name} at a tie is taken as 0`]
    : [() => `at a tie ${name} takes the slope of its second operand (0 where one is held fixed)`];
}

/** Which slopes are taken at the kinks of a formula. */
const kinksIn = (f: Formula): readonly Condition[] => {
  const { order, active } = dependence([f.value], new Set(f.parameters), "cut");
  const isKinked = (e: Expr): boolean =>
    e.op === Maximum ||
    e.op === Minimum ||
    (e.op === Apply && e.home.functions.get(e.data as string)?.kinks !== undefined);
  return order.filter((e) => active.has(e) && isKinked(e)).flatMap((e) => conditionsAt(e, true, () => true));
};

const MODEL = Symbol("nodes behind an output that may ask for something");
const SHOWN = Symbol("nodes of an expression that may ask for something");

const asks = (e: Expr): boolean => conditionsAt(e, true, () => true).length > 0;

/** What an output is made of, and what of it moves; behind a recursion, whose members draw on one another, all of it. */
function reach(of: Expr, wrt: readonly Expr[]): Dependence {
  if (!familiesOf(of.home).some(isRecursive)) return dependence([of], new Set(wrt), "cut");
  const order = walk([...equationsBehind(of).flatMap((q) => (q.value === null ? [] : [q.value])), of]);
  return { order, active: new Set(order) };
}

/** The nodes behind an output that may ask for something, in the order of the model; most models have none. */
function askingBehind(of: Expr): readonly Expr[] {
  const memo = memoOf(of.home, MODEL, () => new Map<Expr, readonly Expr[]>());
  let found = memo.get(of);
  if (found === undefined) {
    found = reach(of, []).order.filter(asks);
    memo.set(of, found);
  }
  return found;
}

/** The same of an expression as it is shown; results share most of their parts, so each part is looked at once. */
function askingIn(value: Expr): readonly Expr[] {
  const memo = memoOf(value.home, SHOWN, () => new Map<Expr, readonly Expr[]>());
  for (const e of walk([value], (x) => memo.has(x))) {
    const below = e.args.map((a) => memo.get(a) as readonly Expr[]).filter((list) => list.length > 0);
    const all = below.length < 2 ? (below[0] ?? []) : [...new Set(below.flat())];
    memo.set(e, asks(e) ? [...all, e] : all);
  }
  return memo.get(value) as readonly Expr[];
}

/**
 * The conditions of what is differentiated and of its derivative, each once, in the order of the
 * model; what a stronger one says is not said again.
 */
export function conditionsOf(of: Expr, wrt: readonly Expr[], value: Expr): readonly Condition[] {
  const before = askingBehind(of);
  const shown = askingIn(value);
  const stated = statedOf(of);
  if (before.length === 0 && shown.length === 0 && stated.size === 0) return [];
  const { order, active } = reach(of, wrt);
  const said = new Map<string, Condition>();
  if (stated.size > 0)
    for (const e of walk([...order, value, ...wrt], undefined, throughRightSides))
      for (const c of isSymbol(e) ? (stated.get(nameOf(e)) ?? []) : []) said.set(keyOf(c(e)), c(e));
  const nodes = new Set(order);
  const given = (e: Expr) => nodes.has(e);
  const met = before.length === 0 ? active : metBy(order, active);
  for (const e of [...before.filter((x) => met.has(x)), ...shown])
    for (const c of conditionsAt(e, active.has(e), given)) {
      const key = keyOf(c);
      if (said.size < MOST && !said.has(key)) said.set(key, c);
    }
  for (const key of weakerThan([...said.keys()], order, value)) said.delete(key);
  return [...said.values()];
}

const STATED = Symbol("facts that are stated of defined names");

/** Facts that are stated of defined names and do not follow from their definitions, as conditions on the names. */
function statedOf({ home }: Expr): ReadonlyMap<string, readonly ((x: Expr) => Condition)[]> {
  return memoOf(home, STATED, () => {
    const out = new Map<string, readonly ((x: Expr) => Condition)[]>();
    for (const [name, facts] of home.facts) {
      const value = home.definitions.get(name);
      const follow = value === undefined ? facts : factsOf(value);
      const beyond = facts === follow ? [] : [...facts].filter((f) => !follow.has(f));
      const asked = beyond.includes("posdef")
        ? ["posdef"]
        : beyond.filter((f) => f === "positive" || f === "invertible");
      const conditions = asked.map((f) => (x: Expr): Condition => {
        if (f === "positive") return positive(x);
        return (p) => `${p(x)} is ${f === "posdef" ? "positive definite" : f}`;
      });
      if (conditions.length > 0) out.set(name, conditions);
    }
    return out;
  });
}

/** What conditions, by their keys, say of itself: det(X) > 0 that X is invertible, x > 0 that it is not 0. */
function weakerThan(said: readonly string[], order: readonly Expr[], value: Expr): readonly string[] {
  const weaker = said.flatMap((key) => {
    const above = /^(.*) > 0$/u.exec(key)?.[1];
    const root = /^no eigenvalue of (.*) is 0 or negative$/u.exec(key)?.[1];
    if (root !== undefined) return [`${root} is invertible`];
    const entry = /^every entry of (.*) is positive$/u.exec(key)?.[1];
    if (entry !== undefined) return [`no entry of ${entry} is 0`];
    if (above === undefined) return [];
    const inner = /^det\((.*)\)$/u.exec(above)?.[1];
    return [`${above} ≠ 0`, ...(inner === undefined ? [] : [`${inner} is invertible`]), ...invertibleOf(above, order)];
  });
  // σ = ‖v‖ / √n is 0 where v is.
  const all = new Set(said);
  for (const e of all.size === 0 ? [] : walk([value]))
    if (all.has(`${e.id} ≠ 0`) && isScalar(e.shape)) weaker.push(...normsIn(behind(e)).map((v) => `${v.id} ≠ 0`));
  return weaker;
}

/** Operations whose derivative by one operand holds no other. */
const SEPARATE: ReadonlySet<Op> = new Set<Op>([Sum, Stack, Beside]);

/** What depends on the variables, and all that multiplies it on the way. */
function metBy(order: readonly Expr[], active: ReadonlySet<Expr>): ReadonlySet<Expr> {
  const beside = order.flatMap((e) =>
    active.has(e) && !SEPARATE.has(e.op) ? e.args.filter((a) => !active.has(a)) : [],
  );
  return new Set([...active, ...walk(beside, (e) => active.has(e), throughRightSides)]);
}

const throughRightSides = (e: Expr): readonly Expr[] => {
  if (isTurning(e)) return rightSides(familyOf(e));
  const value = rightSideOf(e);
  return value === null ? e.args : [value];
};

/**
 * The conditions of a claim that are none of its derivative's: a claim may cancel what the derivative
 * never held.
 */
export function conditionsBeyond(claimed: Expr, of: Expr, wrt: readonly Expr[], value: Expr): readonly Condition[] {
  const known = new Set(conditionsOf(of, wrt, value).map(keyOf));
  const nodes = new Set(walk([claimed], undefined, throughRightSides));
  const given = (e: Expr) => nodes.has(e);
  const found = new Map([...nodes].flatMap((e) => conditionsAt(e, false, given)).map((c) => [keyOf(c), c] as const));
  for (const key of known) found.delete(key);
  for (const key of weakerThan([...known, ...found.keys()], [...nodes], claimed)) found.delete(key);
  return [...found.values()].slice(0, MOST);
}

/** The same for one condition of two equal expressions, of another condition another. */
const keyOf = (c: Condition): string => c((x) => String(x.id));

/** Operands of the norms among the factors of a scalar. */
const normsIn = (e: Expr): readonly Expr[] =>
  (e.op === Times ? e.args : [e]).flatMap((f) => (f.op === Norm2 || f.op === NormF ? [operand(f)] : []));

/** `7 is invertible` where `9 > 0` has been asked and node 9 is det of node 7. */
function invertibleOf(id: string, order: readonly Expr[]): readonly string[] {
  const e = order.find((x) => String(x.id) === id);
  return e !== undefined && e.op === Det ? [`${operand(e).id} is invertible`] : [];
}
