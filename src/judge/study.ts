/**
 * Looks at a claim and a derivative at one draw after another, and remembers what has been seen: the sides of their
 * kinks, one by one and together.
 */

import { type Dim, polynomialOf } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { type Facts, NO_FACTS } from "../core/facts.js";
import { lookup } from "../core/operands.js";
import { ownOf } from "../core/own.js";
import { toNumber } from "../core/rational.js";
import { sameShape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { normalForm } from "../derive/normal.js";
import type { Decimal } from "../numeric/decimal.js";
import { brokenFact, type DrawOptions, factsAt, givenIn, type Needs, needsOf, readsBeyond } from "../numeric/draw.js";
import { dimsIn, inputKeys } from "../numeric/draw-indexed.js";
import {
  type Environment,
  meaningOf,
  type Program,
  programOf,
  type Run,
  throughMeanings,
} from "../numeric/evaluate.js";
import { condition, hadamardBound, largest, type Matrix, mapped, matrix, subtracted } from "../numeric/matrix.js";
import { type PreciseMatrix, type PreciseValues, precisely } from "../numeric/precise.js";
import { divisorOf } from "../numeric/presence.js";
import { type Random, random } from "../numeric/random.js";
import { closure } from "../ops/facts.js";
import { equationOf } from "../ops/family.js";
import { familyOf, isMember } from "../ops/member.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { negate } from "../ops/scale.js";
import { sum } from "../ops/sum.js";
import { isSymbol } from "../ops/symbol.js";
import { type Counterexample, different, isSteady, movedWithin } from "./agree.js";
import { notNegativeWhere } from "./domain.js";
import { flatsOf } from "./flat.js";
import { type Kink, kinksOf, kinkText, MOST_KINKS } from "./sides.js";

/** A claim beside the derivative, and the state of the search for numbers at which they differ. */
export interface Study {
  readonly claimed: Expr;
  readonly derived: Expr;
  /** The claim less the derivative as laws leave it: what cancels is not there to hide the rest behind its rounding. */
  readonly difference: Expr | null;
  readonly ofDifference: Program;
  /** The differentiated expressions: where one has no value or no slope, nothing is claimed. */
  readonly of: readonly Expr[];
  readonly program: Program;
  /** Places below this one belong to the derivative and to what is differentiated, the others to the claim alone. */
  readonly boundary: number;
  readonly needs: Needs;
  /** Inputs whose entries are positive by their facts. */
  readonly positive: readonly Expr[];
  /** That stand in the text, in values and in sizes. */
  readonly numbers: readonly number[];
  readonly kinks: readonly Kink[];
  /** Of what is differentiated, where inputs move. */
  readonly ofKinks: readonly Kink[];
  /** Of the difference: what is 0 to rounding at nearly every draw must be seen where it is not. */
  readonly flats: readonly Kink[];
  readonly options: DrawOptions;
  readonly random: Random;
  readonly seen: ReadonlyMap<Kink, { positive: boolean; negative: boolean }>;
  /** Sides seen together, a sign for each kink. */
  readonly patterns: Set<string>;
  /** Draws at which both have a value, and are the same. */
  readonly usable: Environment[];
  /** Draws at which both are the same to 64 digits, and too large for doubles. */
  readonly overflowing: Environment[];
  /** The first draw at which the derivative has a value and the claim has none. */
  valueless: Counterexample | null;
  /** How many draws have been looked at again because something might be hidden. */
  hidden: number;
  /** Entries of kinks' arguments that were worked out to find their places on lines. */
  work: number;
  /** Why a draw could not be judged: more digits are needed than there are. */
  doubt: string | null;
}

export type Look =
  /** Derivative or claim cannot be worked out here, or nothing is to be differentiated. */
  | { readonly type: "outside" }
  | { readonly type: "same" }
  | { readonly type: "differ"; readonly counterexample: Counterexample };

/** Values beyond this overflow too soon. */
const LARGE = 1e150;
/** Nearer to a kink of what is differentiated there is no slope to rounding. */
const KINK = 1e-9;
/** Beyond this an inverse has too few digits. */
const CONDITIONED = 1e7;
/** How far a difference may be from 0 by rounding, relative to the largest value on the way to it. */
export const ROUNDED = 4e-14;
/** Without more digits: what is further apart differs, what is nearer is the same. */
const APART = 1e-6;
const NEAR = 1e-11;
/** The same of 64 digits. */
const PRECISELY_ROUNDED = 1e-30;

export function studyOf(claimed: Expr, derived: Expr, of: readonly Expr[], seed: number, given: DrawOptions): Study {
  const options = ownOf(given);
  const facts = options.supposed;
  const kinks = kinksOf([claimed, derived], { facts, isNotNegative: notNegativeWhere([derived, ...of]) });
  const difference = differenceOf(claimed, derived);
  const known = difference === null ? [] : [difference];
  const flats = known.flatMap(flatsOf);
  const program = programOf([...of, derived, claimed, ...known, ...[...kinks, ...flats].map((k) => k.argument)]);
  const boundary = programOf([...of, derived]).nodes.length;
  const needs = needsOf([...of, derived, claimed], of);
  return {
    claimed,
    derived,
    difference,
    ofDifference: programOf(difference === null ? [claimed, derived] : known),
    of,
    program,
    boundary,
    numbers: numbersIn(program),
    needs,
    positive: givenIn(needs).filter((e) => isPositiveBy(closure(factsAt(needs, e, options)))),
    kinks,
    ofKinks: kinksOf(of, { facts }).filter((k) => k.needed && inputsOf(k).length > 0),
    flats,
    options,
    random: random(seed),
    seen: new Map([...kinks, ...flats].map((k) => [k, { positive: false, negative: false }])),
    patterns: new Set(),
    usable: [],
    overflowing: [],
    valueless: null,
    hidden: 0,
    work: 0,
    doubt: kinks.length > MOST_KINKS ? `there are more than ${MOST_KINKS} kinks` : beyondDigits(kinks),
  };
}

/** Decimal places over which the numbers of kinks may be spread for 64 digits to tell their places apart. */
const SPREAD = 40;

/** Why the places of kinks are beyond all digits, `step(a - 1e-60)` beside `step(a)`; null where they are not. */
function beyondDigits(kinks: readonly Kink[]): string | null {
  const needed = kinks.filter((k) => k.needed && inputsOf(k).length > 0);
  const numbers = new Set(needed.flatMap((k) => numbersIn(argumentOf(k))));
  const spread = [...numbers].reduce((places, x) => places + (x === 0 ? 0 : Math.abs(Math.log10(x))), 0);
  const [first] = needed;
  return spread <= SPREAD || first === undefined
    ? null
    : `the numbers in ${kinkText(first)} and its like are too large or too small for 64 digits to tell where the kinks are`;
}

/** Facts that make every entry positive; of a one-hot vector most are 0. */
export const isPositiveBy = (facts: Facts): boolean =>
  (facts.has("positive") || facts.has("simplex") || facts.has("simplexrows")) && !facts.has("onehot");

/** Whether what is positive is so here: at the end of a line rounding may have made an entry 0 or less. */
function isInside({ positive }: Study, env: Environment, given?: PreciseValues): boolean {
  return positive.every((e) =>
    inputKeys(e, env.values).every((key) => {
      const exact = given?.get(key);
      return exact === undefined
        ? env.values.get(key)?.data.every((x) => x > 0) !== false
        : exact.data.every((x) => x.cmp(0) > 0);
    }),
  );
}

function numbersIn({ nodes }: Program): readonly number[] {
  const dims = new Set<Dim>();
  const found = new Set<number>();
  for (const e of nodes) {
    if (isNumber(e)) found.add(Math.abs(toNumber(rationalOf(e))));
    for (const d of [e.shape.rows, e.shape.cols, ...(Array.isArray(e.data) ? e.data : dimsIn(e))]) dims.add(d);
  }
  for (const d of dims) for (const [m, c] of polynomialOf(d)) if (m === "") found.add(Math.abs(c));
  return [...found].filter(Number.isFinite);
}

/** Nodes beyond which a difference is left as it is. */
const LONG = 20_000;

function differenceOf(claimed: Expr, derived: Expr): Expr | null {
  if (!sameShape(claimed.shape, derived.shape)) return null;
  const difference = sum(claimed, negate(derived));
  return walk([difference]).length > LONG ? difference : normalForm(difference);
}

/**
 * Looks at one draw, and remembers it where both have a value. Where it stands between two kinks that are near to each
 * other, `between` is how far they are, relative to the inputs.
 */
export function look(study: Study, env: Environment, between = 1): Look {
  const { program, boundary, claimed, derived } = study;
  if (!isInside(study, env)) return { type: "outside" };
  const run = program.run(env);
  const { values, failed } = run;
  const valueAt = (e: Expr): Matrix | undefined => {
    const place = program.placeOf.get(e);
    return place === undefined ? undefined : values[place];
  };
  const right = valueAt(derived);
  const until = failed === null ? values.length : values.indexOf(undefined);
  if (until < boundary || right === undefined) return { type: "outside" };
  for (let i = 0; i < boundary; i++) if (!(largest(values[i] as Matrix) < LARGE)) return { type: "outside" };
  if (run.beyond && readsBeyond([...study.of, derived], env)) return { type: "outside" };
  if (!isPlace(study, run, env)) return { type: "outside" };
  for (let i = boundary; i < until; i++) {
    const e = program.nodes[i] as Expr;
    const value = values[i] as Matrix;
    const args = e.args.map(valueAt);
    if (isSingular(e, valueAt)) {
      noteValueless(study, env, right, between);
      return { type: "outside" };
    }
    if (largest(value) < LARGE) continue;
    if (hasNoValue(e, value, args)) noteValueless(study, env, right, between);
    return { type: "outside" };
  }
  const left = valueAt(claimed);
  if (left === undefined && failed?.fault === "singular") noteValueless(study, env, right, between);
  if (left === undefined) return { type: "outside" };
  // Over letters a claim that reads beyond a range is told by where it holds.
  if (run.beyond && env.axes === undefined && readsBeyond([claimed], env)) {
    study.valueless ??= withoutValue(env, right);
    return { type: "outside" };
  }
  const found = compared(study, env, left, right, values as readonly Matrix[]);
  if (found === "outside") return { type: "outside" };
  if (found !== null) return { type: "differ", counterexample: found };
  study.usable.push(env);
  remember(study, valueAt);
  return { type: "same" };
}

/** Whether what is differentiated has a slope here, and inverses have digits. */
function isPlace(study: Study, { values, visits }: Run, env: Environment): boolean {
  const { program, boundary, ofKinks, needs } = study;
  const inverted = program.nodes.slice(0, boundary).filter(({ op }) => op.name === "inverse" || op.name === "logdet");
  if (inverted.length > 0)
    for (const { e, args } of visits)
      if (inverted.includes(e) && !(condition(args[0] as Matrix) < CONDITIONED)) return false;
  for (const k of ofKinks) {
    const { values: at } = argumentOf(k).run(env);
    const A = at[at.length - 1];
    if (A === undefined || k.signed(A).data.some((x) => Math.abs(x) <= KINK)) return false;
  }
  return needs.promised.every((e) => {
    const value = values[program.placeOf.get(e) ?? -1];
    return value === undefined || brokenFact(e, value, env) === null;
  });
}

const ARGUMENTS = new WeakMap<Kink, Program>();

/** The evaluation of a kink's argument alone: its value is the last. */
export function argumentOf(k: Kink): Program {
  const known = ARGUMENTS.get(k);
  if (known !== undefined) return known;
  const program = programOf([k.argument]);
  ARGUMENTS.set(k, program);
  return program;
}

/** Distance from the edge of a domain that no rounding bridges, relative to the value. */
const CLEAR = 1e-6;

/**
 * Whether a value is none at its operands, and not what rounding or overflow makes of it: the root of what is clearly
 * negative, one over an exact 0.
 */
function hasNoValue(e: Expr, value: Matrix, args: readonly (Matrix | undefined)[]): boolean {
  const [X, k] = args;
  if (X === undefined || !args.every((A) => A === undefined || largest(A) < LARGE)) return false;
  const at = value.data.findIndex((x) => !Number.isFinite(x));
  const x = X.data[X.data.length === value.data.length ? at : 0] as number;
  if (Number.isNaN(value.data[at])) return e.op.name === "logdet" || Math.abs(x) > CLEAR * largest(X);
  return x === 0 && (e.op.name === "power" ? (k?.data[0] ?? 0) < 0 : e.op.name === "apply" && e.data === "log");
}

/** Beyond this a matrix is singular to rounding. */
const SINGULAR = 1e13;

/** Whether a value is one of rounding alone: of a singular matrix, or divided by a determinant or a sum that is 0. */
function isSingular(e: Expr, valueAt: (e: Expr) => Matrix | undefined): boolean {
  const divisor = divisorOf(e);
  if (divisor === null) return false;
  const { of, is } = divisor;
  const A = is === "determinant" ? of : of.op.name === "det" ? of.args[0] : undefined;
  const matrix = A === undefined ? undefined : valueAt(A);
  if (matrix !== undefined) return !(condition(matrix) < SINGULAR);
  const value = of.op.name === "sum" ? valueAt(of) : undefined;
  if (value === undefined) return false;
  const terms = Math.max(...of.args.map((t) => largest(valueAt(t) ?? value)));
  return value.data.some((x) => Math.abs(x) <= ROUNDED * terms);
}

/** Inputs moved so far that a set without interior is left. */
const MOVES = [1e-3, 1e-2, 3e-2];
/** Larger inputs make an exact zero of what is none. */
const MODEST = 30;

/** Remembers a draw without a value of the claim, unless the claim has one at draws beside it. */
function noteValueless(study: Study, env: Environment, right: Matrix, between: number): void {
  if (study.valueless !== null) return;
  if (between === 1 && [...env.values.values()].some((A) => largest(A) > MODEST)) return;
  const { program, claimed, derived } = study;
  const placeOf = (e: Expr) => program.placeOf.get(e) as number;
  for (const move of MOVES) {
    const { values } = program.run(moved(study, env, move * Math.min(1, between)));
    const [v, t] = [values[placeOf(claimed)], values[placeOf(derived)]];
    if (t === undefined || !(largest(t) < LARGE)) return;
    const valueAt = (e: Expr) => values[program.placeOf.get(e) ?? -1];
    const singular = program.nodes.slice(study.boundary).some((e) => isSingular(e, valueAt));
    if (v !== undefined && largest(v) < LARGE && !singular) return;
  }
  study.valueless = withoutValue(env, right);
}

const withoutValue = (env: Environment, right: Matrix): Counterexample => ({
  env,
  left: mapped(right, () => Number.NaN),
  right,
  entries: [[1, 1]],
});

/** The inputs moved a little, each within its facts. */
function moved(study: Study, env: Environment, by: number): Environment {
  const values = new Map(env.values);
  for (const [key, facts] of factsByKey(study, env)) {
    const A = values.get(key);
    if (A !== undefined) values.set(key, movedWithin(A, facts, by, study.random));
  }
  return { ...env, values };
}

/** The facts of each input by the key of its numbers: those of a family hold for each member. */
function factsByKey({ needs, options }: Study, { values }: Environment): ReadonlyMap<string, Facts> {
  const out = new Map<string, Facts>();
  for (const e of givenIn(needs)) {
    const facts = closure(factsAt(needs, e, options));
    for (const key of inputKeys(e, values)) out.set(key, facts);
  }
  return out;
}

/** Where the two differ, or null where they are the same; `outside` where that cannot be told here. */
function compared(
  study: Study,
  env: Environment,
  left: Matrix,
  right: Matrix,
  values: readonly (Matrix | undefined)[],
): Counterexample | null | "outside" {
  if (left.rows !== right.rows || left.cols !== right.cols) return { env, left, right, entries: [] };
  const { difference, program } = study;
  const gap = difference === null ? subtracted(left, right) : values[lookup(program.placeOf, difference)];
  if (gap === undefined || !(largest(gap) < LARGE)) return "outside";
  const roots = difference === null ? [study.claimed, study.derived] : [difference];
  const way = largestOnTheWay(roots, (e) => values[lookup(program.placeOf, e)]);
  const entries = beyond(gap, ROUNDED * way);
  if (entries.length === 0) return hidden(study, env, left, right, gap, values);
  const precise = atMoreDigits(study, env);
  if (precise === "rounding") return "outside";
  if (precise !== null) return precise.entries.length === 0 ? null : { env, left, right, ...precise };
  const apart = beyond(gap, APART * way);
  const facts = factsByKey(study, env);
  const factsOf = (key: string): Facts => facts.get(key) ?? NO_FACTS;
  if (apart.length > 0 && isSteady(study.claimed, study.derived, gap, env, study.random, factsOf))
    return { env, left, right, entries: apart, gap };
  if (beyond(gap, NEAR * way).length === 0) return null;
  study.doubt ??= "the two agree to 8 digits and more, and there are no further digits to tell them apart";
  return "outside";
}

const PRODUCTS: ReadonlySet<string> = new Set(["times", "scale", "hadamard"]);

/** The largest number on the way to some values, by whose rounding they may be wrong. */
export function largestOnTheWay(roots: readonly Expr[], numbersOf: (e: Expr) => Matrix | undefined): number {
  const isZero = (e: Expr): boolean => numbersOf(e)?.data.every((x) => x === 0) === true;
  // What underflows is 0 whatever the last digits of its argument are, and so is what it is multiplied by.
  const parts = (e: Expr): readonly Expr[] => {
    const all = throughMeanings(e);
    if (!isZero(e)) return all;
    if (e.op.name === "power" || (e.op.name === "apply" && isPositive(e))) return [];
    const zeros = PRODUCTS.has(e.op.name) ? all.filter(isZero) : [];
    return zeros.length > 0 ? zeros : all;
  };
  // The products of a determinant may be larger than it, and than all entries.
  const within = (e: Expr): number =>
    e.op.name === "det" ? hadamardBound(numbersOf(e.args[0] as Expr) ?? NOTHING) : 0;
  return walk(roots, undefined, parts).reduce(
    (most, e) => Math.max(most, largest(numbersOf(e) ?? NOTHING), within(e)),
    0,
  );
}

const NOTHING = matrix(0, 1);
const isPositive = (e: Expr): boolean => e.home.functions.get(e.data as string)?.positive === true;

/** Draws at which larger numbers on the way may hide a difference, and which are looked at again. */
const MOST_HIDDEN = 12;
/** A difference that is rounding by the numbers on the way to it, and none by those beside it. */
const BESIDE = 1e-9;

/**
 * A difference that rounding may be, decided at more digits where it would be large beside the values themselves,
 * where a part is moderate for the first time that was flat or huge before (it may be small beside what is not), and
 * on sides of kinks on which no draw was before (beyond a kink that is far the numbers are large).
 */
function hidden(
  study: Study,
  env: Environment,
  left: Matrix,
  right: Matrix,
  gap: Matrix,
  values: readonly (Matrix | undefined)[],
): Counterexample | null {
  const isFirst = study.flats.some((k) => {
    const A = study.seen.get(k)?.positive === true ? undefined : values[lookup(study.program.placeOf, k.argument)];
    return A !== undefined && k.signed(A).data.some((x) => x > 0);
  });
  const { kinks, patterns, program } = study;
  const pattern = patternAt(study, (e) => values[lookup(program.placeOf, e)]);
  const isNew = kinks.some((k) => k.needed) && largest(gap) > 0 && !patterns.has(pattern);
  const isSmall = largest(gap) <= BESIDE * Math.max(largest(left), largest(right)) || study.hidden >= MOST_HIDDEN;
  if (isSmall && !isFirst && !isNew) return null;
  study.hidden += 1;
  const precise = atMoreDigits(study, env);
  if (precise === null || precise === "rounding" || precise.entries.length === 0) return null;
  return { env, left, right, ...precise };
}

/** Row and column, counted from 1, of the entries that are further from 0 than that. */
const beyond = (A: Matrix, tolerance: number): (readonly [number, number])[] =>
  different(
    A,
    mapped(A, () => 0),
    tolerance,
  );

export const preciseFactsOf =
  ({ needs, options }: Study) =>
  (e: Expr): Facts =>
    closure(factsAt(needs, e, options));

/** The entries that differ at 64 digits, and by how much; null where there are no more digits, `rounding` where these are too few. */
function atMoreDigits(
  study: Study,
  env: Environment,
  part = PRECISELY_ROUNDED,
  given?: PreciseValues,
): Required<Pick<Counterexample, "entries" | "gap">> | "rounding" | null {
  const { ofDifference, difference } = study;
  if (difference === null) return null;
  const found = precisely(ofDifference, [difference], env, preciseFactsOf(study), given);
  const gap = found?.values[0];
  if (found === null || gap === undefined || !gap.data.every((x) => x.isFinite())) return null;
  const allowed = found.largest.times(part);
  const least = found.largest.times(NARROWLY_ROUNDED);
  if (gap.data.some((x) => x.abs().cmp(allowed) <= 0 && x.abs().cmp(least) > 0))
    study.doubt ??= "beside the numbers on the way the two differ by so little that 64 digits do not tell them apart";
  const differs = (x: Decimal) => x.abs().cmp(allowed) > 0;
  if (!gap.data.some(differs)) return { entries: [], gap: rounded(gap) };
  const plain = found.largest.times(PLAIN);
  if (!gap.data.some((x) => x.abs().cmp(plain) > 0) && !isKeptAtFewer(study, env, gap, given)) return "rounding";
  const entries = gap.data.flatMap((x, k) =>
    differs(x) ? [[Math.floor(k / gap.cols) + 1, (k % gap.cols) + 1] as const] : [],
  );
  return { entries, gap: rounded(gap) };
}

/** A gap beside the numbers on the way that no rounding at 64 digits leaves. */
const PLAIN = 1e-8;

/** Digits at which rounding would be a million times as large. */
const FEWER = 58;

/**
 * Whether a gap at 64 digits is there at fewer, too: what cancels and is divided by what cancelled, `1 − cos²x` near 0,
 * may be wrong by far more than the last digit of the largest number, and then the gap grows as digits are taken away.
 */
function isKeptAtFewer(study: Study, env: Environment, gap: PreciseMatrix, given?: PreciseValues): boolean {
  const { difference, ofDifference } = study;
  if (difference === null) return true;
  const found = precisely(ofDifference, [difference], env, preciseFactsOf(study), given, FEWER);
  const there = found?.values[0];
  if (there === undefined) return true;
  const moved = there.data.map((x, k) => x.minus(String(gap.data[k])).abs());
  const size = gap.data.reduce((m, x) => (x.abs().cmp(m) > 0 ? x.abs() : m), gap.data[0] as Decimal).abs();
  return moved.every((x) => x.isFinite() && size.div(10).cmp(String(x)) >= 0);
}

/** Between two kinks what differs may be small by how near they are. */
const NARROWLY_ROUNDED = 1e-52;

/** Looks at inputs that have more digits than a double, `env` to a double's; null where there are no such numbers. */
export function lookPrecisely(study: Study, env: Environment, given: PreciseValues): Look | null {
  const { claimed, derived, ofKinks } = study;
  if (!isInside(study, env, given)) return { type: "outside" };
  for (const k of ofKinks) {
    const found = precisely(argumentOf(k), [k.argument], env, preciseFactsOf(study), given);
    const A = found === null ? null : k.signedPrecisely(found.values[0] as PreciseMatrix);
    if (A === null) return null;
    if (A.data.some((x) => x.isZero())) return { type: "outside" };
  }
  const found = atMoreDigits(study, env, NARROWLY_ROUNDED, given);
  if (found === null) return null;
  if (found === "rounding") return { type: "outside" };
  const { entries } = found;
  if (entries.length === 0) return { type: "same" };
  const { difference } = study;
  const roots = [claimed, derived, ...study.of, ...(difference === null ? [] : [difference])];
  const all = precisely(programOf(roots), roots, env, preciseFactsOf(study), given);
  if (all === null) return null;
  // What differs may have a value where what is differentiated has none.
  if (!all.values.every(({ data }) => data.every((x) => x.isFinite()))) return { type: "outside" };
  const [left, right] = all.values.map(rounded) as [Matrix, Matrix];
  // Of large numbers even 64 digits do not show by how much they differ.
  const gap =
    difference === null ? subtracted(left, right) : rounded(all.values[all.values.length - 1] as PreciseMatrix);
  return { type: "differ", counterexample: { env, left, right, entries, gap } };
}

const rounded = ({ rows, cols, data }: PreciseMatrix): Matrix =>
  matrix(
    rows,
    cols,
    Float64Array.from(data, (x) => x.toNumber()),
  );

function remember(study: Study, valueAt: (e: Expr) => Matrix | undefined): void {
  for (const k of study.kinks) sidesAt(study, k, valueAt);
  study.patterns.add(patternAt(study, valueAt));
  for (const k of study.flats) if (study.seen.get(k)?.positive === false) sidesAt(study, k, valueAt);
}

type Sides = "*" | "+" | "-" | "0" | "";

/** The sides of a kink, of which some entries of its argument are on the one and some on the other. */
function sidesOf(k: Kink, A: Matrix | undefined): Sides {
  if (A === undefined) return "";
  const { data } = k.signed(A);
  const [above, below] = [data.some((x) => x > 0), data.some((x) => x < 0)];
  return above ? (below ? "*" : "+") : below ? "-" : "0";
}

/** On which sides all kinks are, in their order. */
const patternAt = ({ kinks }: Study, valueAt: (e: Expr) => Matrix | undefined): string =>
  kinks.map((k) => sidesOf(k, valueAt(k.argument))).join("");

/** Remembers the sides on which the entries of a kink's argument are, and says which. */
export function sidesAt(study: Study, k: Kink, valueAt: (e: Expr) => Matrix | undefined): Sides {
  const known = study.seen.get(k);
  if (known === undefined) return "";
  const sides = sidesOf(k, valueAt(k.argument));
  known.positive ||= sides === "+" || sides === "*";
  known.negative ||= sides === "-" || sides === "*";
  return sides;
}

/** Whether the kinks of some indices have been seen on some sides at once. */
export const isSeenTogether = ({ patterns }: Study, wanted: ReadonlyMap<number, 1 | -1>): boolean =>
  [...patterns].some((p) => [...wanted].every(([i, side]) => p[i] === (side === 1 ? "+" : "-") || p[i] === "*"));

/** The inputs below a kink's argument. */
export const inputsOf = (k: Kink): readonly Expr[] =>
  argumentOf(k).nodes.filter(
    (e) => (isSymbol(e) && meaningOf(e) === null) || (isMember(e) && equationOf(familyOf(e)) === null),
  );
