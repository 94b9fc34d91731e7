/**
 * The lines to the cotangent of a name or member over equations with letters, as a lecturer would go: which equations it
 * stands in, the differential of each with that one member moving, what arrives there put in, the moves, the gradient.
 *
 * An equation is taken at the places at which the member stands in it: h_t stands in that of z_{t+1}. Letters that stay
 * open are summed over, and all letters are those of a question: fixed while a line is read.
 */
import type { Expr } from "../core/expr.js";
import { NotDifferentiable, ShapeError } from "../core/op.js";
import { nth } from "../core/operands.js";
import {
  constantPlace,
  type Index,
  isAxis,
  lessPlace,
  letterIndex,
  type Place,
  placeOf,
  solvedFor,
} from "../core/place.js";
import { isNonNegative, isWithin, isZeroPlace } from "../core/ranges.js";
import { isScalar, sameShape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { STANDARD } from "../laws/standard.js";
import { QUIET } from "../laws/tidy.js";
import { binderOf, placesOf, substitute, substituteAll } from "../ops/binder.js";
import { derivative } from "../ops/derivative.js";
import { differential } from "../ops/differential.js";
import { kept } from "../ops/group.js";
import { iverson } from "../ops/iverson.js";
import { familyOf, isMember, member } from "../ops/member.js";
import { number } from "../ops/number.js";
import { Scale, scale } from "../ops/scale.js";
import { Sigma, sigma } from "../ops/sigma.js";
import { Sum, sum, sumOf } from "../ops/sum.js";
import { isSymbol } from "../ops/symbol.js";
import { Times, times } from "../ops/times.js";
import { gathered } from "../rewrite/gather.js";
import { replaced, simplify } from "../rewrite/simplify.js";
import type { Adjoints, Contribution } from "./adjoints.js";
import { beside, knownStep, sizesReason, turnedReason } from "./cotangents.js";
import { calledBy, equationsBehind, isNamed } from "./equations.js";
import { readOff } from "./gradient.js";
import { insideSteps, lineBy } from "./inside.js";
import { movesTo } from "./moves.js";
import { normalForm } from "./normal.js";
import { reasons } from "./reasons.js";
import { putIn, tidied } from "./route.js";
import { addingPaths, ONE_MEMBER, puttingBack, readingOf, substituting, takingApart } from "./rules.js";
import { allSteps, listed, type Step, step, type Words } from "./step.js";
import { localTangent } from "./tangent.js";
import { upstreamStep } from "./upstream.js";

/** A leaf with the letters of a question for those of its equation. */
export function asQuestion(leaf: Expr): Expr {
  const letters = leaf.free.filter((i) => i.kind === "formal");
  return substituteAll(leaf, letters, letters.map(question).map(placeOf));
}

const question = ({ letter, lo, hi }: Index): Index => letterIndex("asked", letter, lo, hi);

/** One equation in which the leaf stands, at the places at which it does. */
interface Part {
  /** The left side: z_{t+1}; y itself. */
  readonly user: Expr;
  readonly value: Expr;
  /** What leads from the right side as it is to that in which the leaf stands by itself. */
  readonly apart: readonly Step[];
  /** Each sum from which a summand was taken, behind what stands for it since. */
  readonly sums: readonly (readonly [split: Expr, whole: Expr])[];
  readonly bar: Expr;
  readonly called: boolean;
  /** Sums over what stays open, and conditions under which the equation is there. */
  readonly around: (e: Expr) => Expr;
  readonly conditions: readonly Expr[];
  /** Members that are the leaf where a condition holds: u_o is u_k where k = o. */
  readonly met: readonly Met[];
  readonly isPlain: boolean;
}

interface Met {
  readonly member: Expr;
  readonly condition: Expr;
}

/** The lines, ending in ∂y/∂leaf as a line reads it; null where the leaf stands in an equation in a way that no line has. */
export function linesTo(y: Expr, leaf: Expr, of: Adjoints, known: ReadonlySet<Expr>): readonly Step[] | null {
  try {
    return lines(y, leaf, of, known);
  } catch (error) {
    if (error instanceof NotDifferentiable || error instanceof ShapeError) return null;
    throw error;
  }
}

function lines(y: Expr, leaf: Expr, of: Adjoints, known: ReadonlySet<Expr>): readonly Step[] | null {
  const all = of.contributions(leaf);
  const equations = [...new Set(all.map((c) => c.in))];
  if (all.length === 0) return null;
  const found = equations.map((q) =>
    partOf(
      y,
      leaf,
      all.filter((c) => c.in === q),
      of,
    ),
  );
  if (found.includes(null)) return null;
  const parts = (found as readonly (Part | "nowhere")[]).filter((p): p is Part => p !== "nowhere");
  if (parts.length === 0) return null;
  const given = parts.length === 1 && parts[0]?.user === y ? upstreamStep(y, leaf) : null;
  if (given !== null) return [given];
  const dy = differential(y);
  const alone: Words = (spell) => `the other summands do not hold ${spell(leaf)}`;
  const steps: Step[] = [];
  const straight = parts.length === 1 && parts[0]?.user === y;
  const moved: Expr[] = [];
  for (const { user, value, apart, bar, called, conditions, met } of parts) {
    const limited: Words | null =
      conditions.length === 0
        ? null
        : (spell) => `for ${listed(conditions.map((c) => spell(c).replace(/^\[|\]$/g, "")))}`;
    if (user !== y && !called && known.has(user)) steps.push(knownStep(y, user, bar));
    const bare = met.length > 0 ? whereMet(value, leaf, met) : lineBy(user, value, leaf);
    // A right side that occurs in its own differential goes by its name: σ′ = σ (1 − σ).
    const line = user === y || value.args.length === 0 ? bare : gathered(replaced(bare, value, user));
    const others = user === y ? parts.filter((p) => p.user !== y).map((p) => p.user) : [];
    const held = [...others, ...namesIn(value).filter((n) => n !== leaf && !others.includes(n) && moves(n, leaf))];
    const moving = new Set([leaf, ...met.map((m) => m.member)]);
    const all = insideSteps(user, value, moving, { held, always: true, isPrepared: true });
    const inside = all.map((s, i) => ({
      ...s,
      why: i > 0 ? s.why : reasons(s.why, apart.length === 0 || held.length > 0 || met.length > 0 ? limited : alone),
      // What is within the right side moves by itself alone.
      through: s.left === differential(user) ? s.through : null,
    }));
    steps.push(...apart, ...inside);
    const [lone] = inside;
    for (const m of met) steps.push(metStep(leaf, m));
    if (inside.length === 1 && met.length === 0 && lone !== undefined && lone.after !== line)
      steps.push(...allSteps(lone.after, STANDARD).map((s) => ({ ...s, detail: true })));
    if (inside.length > 1 && (user !== y || parts.length > 1))
      steps.push(
        step(substituting(putIn(inside)), differential(user), differential(user), line, {
          detail: true,
          through: held.length === 0 ? null : leaf,
        }),
      );
    moved.push(user === y ? line : beside(bar, line));
  }
  const wrapped = parts.map((p, i) => p.around(nth(moved, i)));
  const isTold = straight && steps.filter((s) => s.detail).length === 1 && steps.at(-1)?.after === wrapped[0];
  if (!isTold) {
    const through = sumOf(parts.map((p) => p.around(p.user === y ? dy : beside(p.bar, differential(p.user)))));
    const what = straight ? [...new Set(putIn(steps.filter((s) => s.detail)))] : parts.map((p) => differential(p.user));
    const rule =
      parts.length > 1
        ? addingPaths(
            y,
            parts.map((p) => p.user),
          )
        : substituting(what, straight ? null : [dy, through]);
    steps.push(step(rule, dy, dy, sumOf(wrapped), { why: everyReason(parts, wrapped, leaf) }));
  }
  steps.push(...gradientLines(y, leaf, parts, moved));
  return steps;
}

/** The differential of a right side in which the leaf stands at other places too, where these are its own. */
function whereMet(value: Expr, leaf: Expr, met: readonly Met[]): Expr {
  const moved = new Map([leaf, ...met.map((m) => m.member)].map((x) => [x, differential(x)] as const));
  const line = localTangent(value, moved, normalForm);
  const dx = differential(leaf);
  return tidied(met.reduce((e, m) => replaced(e, differential(m.member), conditioned(m.condition, dx)), line));
}

const conditioned = (c: Expr, e: Expr): Expr => (isScalar(e.shape) ? times(c, e) : scale(c, e));

/** `du_o = [k = o] du_k`: of all members one moves. */
function metStep(leaf: Expr, { member: m, condition }: Met): Step {
  const [dm, dx] = [differential(m), differential(leaf)];
  return step(ONE_MEMBER, dm, dm, conditioned(condition, dx), { detail: true });
}

/** `W stands in z_t for every t: each contributes`, where the one line that was told is summed. */
function everyReason(parts: readonly Part[], wrapped: readonly Expr[], leaf: Expr): Words | null {
  const [only, S] = [parts[0], wrapped[0]];
  if (parts.length !== 1 || only === undefined || S?.op !== Sigma || !isNamed(only.user)) return null;
  const letters = only.user.free.map((i) => i.letter).filter((l) => l !== "");
  if (letters.length === 0) return null;
  return (spell) => `${spell(leaf)} stands in ${spell(only.user)} for every ${listed(letters)}: each contributes`;
}

/** The moves of each part in turn, what stands with the differential at the end, the laws that shorten it. */
function gradientLines(y: Expr, leaf: Expr, parts: readonly Part[], moved: readonly Expr[]): readonly Step[] {
  const left = derivative("gradient", y, leaf);
  const steps: Step[] = [];
  const now = [...moved];
  const whole = (): Expr => sumOf(parts.map((p, i) => p.around(nth(now, i))));
  const gradients = parts.map((p, i) => {
    const line = nth(moved, i);
    const raw = tidied(readOff(line, leaf));
    const own = movesTo(line, leaf);
    if (own === null || normalForm(tidied(own.gradient)) !== normalForm(raw))
      return { p, raw, factor: null, several: false };
    for (const s of own.steps) {
      const before = whole();
      now[i] = s.after;
      steps.push({ ...s, before, after: whole() });
    }
    return { p, raw: tidied(own.gradient), factor: own.factor, several: own.several };
  });
  const G = sumOf(gradients.map(({ p, raw }) => p.around(raw)));
  const [first] = gradients;
  const alone = gradients.length === 1 && first?.p.isPlain === true;
  const why =
    alone && !isScalar(leaf.shape) ? reasons(turnedReason(y, leaf, first.factor), sizesReason(leaf, G)) : null;
  const rule = readingOf(leaf, gradients.length > 1 || first?.several === true);
  const sums = parts.flatMap((p) => p.sums);
  const back = sums.reduce((e, [split, S]) => replaced(replaced(e, split, S), tidied(split), S), G);
  const again = back === G ? [] : [step(puttingBack(leaf), null, G, back)];
  return [...steps, step(rule, left, whole(), G, { why }), ...again, ...allSteps(back, STANDARD)];
}

const namesIn = (e: Expr): readonly Expr[] =>
  walk([e]).filter((n) => isNamed(n) && !n.free.some((i) => i.kind === "bound"));

/** Whether a name moves with a leaf, by way of its equation. */
const moves = (n: Expr, leaf: Expr): boolean =>
  equationsBehind(n).some((q) => q.name === calledBy(leaf) && q.leaf !== n);

// ---------------------------------------------------------------- equations at places

/** The letters of an equation, none of them like one of the question. */
const SPARE: readonly string[] = [..."ijklmnpqrst"];

function lettersFor(formals: readonly Index[], leaf: Expr): readonly Index[] {
  const taken = new Set(leaf.free.map((i) => i.letter));
  return formals.map((f) => {
    const letter = [f.letter, ...SPARE].find((l) => !taken.has(l)) ?? "☆";
    taken.add(letter);
    return letterIndex("asked", letter, f.lo, f.hi);
  });
}

/** The equation of some contributions with the leaf in it by itself: each at its own place, or where a condition holds. */
function partOf(y: Expr, leaf: Expr, all: readonly Contribution[], of: Adjoints): Part | "nowhere" | null {
  const [c, second] = all;
  const q = c?.in ?? null;
  if (c === undefined || q === null || q.value === null) return null;
  if (isSymbol(leaf) && all.some((d) => d.axes.length > 0)) return null;
  const letters = lettersFor(q.formals, leaf);
  // A member at several letters of one equation moves along each of them by itself.
  if (second !== undefined && letters.length > 0) return null;
  const own = letters.map(placeOf);
  const put = (e: Expr): Expr => substituteAll(e, q.formals, own);
  const occurrence = walk([q.value]).find((e) => isMember(e) && calledBy(e) === calledBy(leaf)) ?? leaf;
  const occurring = (places: readonly Place[]): Expr => member(familyOf(occurrence), ...places);
  let value = put(q.value);
  const at = placesOf(leaf);
  const user = isSymbol(q.leaf) ? q.leaf : put(member(familyOf(q.leaf), ...q.at));
  let placed = user;
  const conditions: Expr[] = [];
  const solved = new Set<Index>();
  const apart: Step[] = [];
  const sums: (readonly [Expr, Expr])[] = [];
  const met: Met[] = [];
  let isAnywhere = false;
  for (const contribution of all) {
    let places: readonly Place[] = isMember(leaf) ? placesOf(put(occurring(contribution.at))) : [];
    const offs = places.map((p, k) => lessPlace(p, nth(at, k)));
    if (offs.some((off) => isZeroPlace(off) === false)) continue;
    isAnywhere = true;
    const axisOf = (off: Place): Index | undefined =>
      [...letters, ...off.free.filter(isAxis)].find((i) => off.free.includes(i) && solvedFor(off, i) !== null);
    const open = offs.filter((off) => isZeroPlace(off) !== true);
    if (open.length > 0 && open.every((off) => axisOf(off) === undefined)) {
      const m = occurring(places);
      met.push({ member: m, condition: times(...open.map((off) => iverson("=", off, value))) });
      continue;
    }
    for (let k = 0; k < places.length; k++) {
      const off = lessPlace(nth(places, k), nth(at, k));
      if (isZeroPlace(off) === true) continue;
      if (isZeroPlace(off) === false) return "nowhere";
      const axis = [...letters, ...off.free.filter(isAxis)].find(
        (i) => !solved.has(i) && off.free.includes(i) && solvedFor(off, i) !== null,
      );
      const s = axis === undefined ? null : solvedFor(off, axis);
      if (axis === undefined || s === null) return null;
      solved.add(axis);
      const within = isWithin(s, axis);
      if (within === false) return "nowhere";
      if (letters.includes(axis)) {
        if (within === null) conditions.push(...limits(s, axis, value));
        value = substitute(value, axis, s);
        placed = substitute(placed, axis, s);
      } else {
        const split = apartFrom(value, axis, s, within === null);
        if (split === null) return null;
        if (placed === y) apart.push(step(takingApart(leaf), y, value, split.value));
        sums.push(...split.sums);
        value = split.value;
      }
      places = [...placesOf(substitute(occurring(places), axis, s))];
    }
    if (places.some((p, k) => isZeroPlace(lessPlace(p, nth(at, k))) !== true)) return null;
  }
  if (!isAnywhere) return "nowhere";
  const within = walk([value]);
  if (!(met.length > 0 || within.includes(leaf)) || !met.every((m) => within.includes(m.member))) return null;
  const open = letters.filter((i) => !solved.has(i));
  const bar =
    placed === y ? number(1, y) : c.called === null ? kept(of.of(placed)) : of.calledAs(c.called, placesOf(placed));
  if (placed !== y && !sameShape(bar.shape, placed.shape)) return null;
  const around = (e: Expr): Expr => {
    const inside = conditions.length === 0 ? e : scale(times(...conditions), e);
    return open.reduceRight((whole, i) => sigma(i, whole), inside);
  };
  const isPlain = conditions.length === 0 && open.length === 0 && met.length === 0;
  return { user: placed, value, apart, sums, bar, called: c.called !== null, around, conditions, met, isPlain };
}

/** The conditions under which a place is within a range, without those that always hold. */
const limits = (s: Place, { lo, hi }: Index, at: Expr): readonly Expr[] =>
  [lessPlace(s, constantPlace(lo)), lessPlace(constantPlace(hi), s)]
    .filter((p) => isNonNegative(p) !== true)
    .map((p) => iverson("≥", p, at));

/** Σ_i b_i as b_s + Σ_{i ≠ s} b_i, wherever the sum over i stands: the summand that holds the leaf, and the others. */
function apartFrom(
  value: Expr,
  axis: Index,
  s: Place,
  isLimited: boolean,
): { readonly value: Expr; readonly sums: Part["sums"] } | null {
  let out = value;
  const sums: (readonly [Expr, Expr])[] = [];
  for (const S of walk([value]).filter((e) => e.op === Sigma && binderOf(e) === axis)) {
    const body = nth(S.args, 0);
    const one = substitute(body, axis, s);
    const apart = isLimited ? scale(times(...limits(s, axis, S)), one) : one;
    const others = sigma(axis, scale(iverson("≠", lessPlace(placeOf(axis), s), S), body));
    const split = sum(apart, others);
    sums.push([split, S]);
    out = replaced(out, S, split);
  }
  return out === value ? null : { value: distributed(out), sums };
}

/** c (a + b) as c a + c b: the summand taken out stands beside the others, and a long line has places to break. */
function distributed(e: Expr): Expr {
  const [c, S] = [e.args.slice(0, -1), e.args[e.args.length - 1]];
  if ((e.op !== Times && e.op !== Scale) || S?.op !== Sum || c.some((f) => f.op === Sum)) return e;
  // By no law more: −(a + b) keeps its bracket, as its author wrote it.
  return simplify(sum(...S.args.map((t) => (e.op === Times ? times(...c, t) : scale(nth(c, 0), t)))), QUIET);
}
