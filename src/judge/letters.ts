/**
 * Claims with letters: for which of their values a claim is the derivative, found by numbers in several small models of
 * different sizes, and said as a condition on the letters where one fits all of them.
 */
import { type Dim, dim, minus, plus } from "../core/dim.js";
import { type Expr, indexingOf } from "../core/expr.js";
import { type Free, type Index, type Place, united } from "../core/place.js";
import { NOWHERE, type Where } from "../numeric/counting.js";
import { type DrawOptions, draw, readsBeyond } from "../numeric/draw.js";
import { countingIn, type Environment, evaluate, explore } from "../numeric/evaluate.js";
import { EvaluationError } from "../numeric/fault.js";
import { largest, type Matrix, mapped } from "../numeric/matrix.js";
import { random } from "../numeric/random.js";
import { placesOf } from "../ops/binder.js";
import { type Counterexample, different, inShortNumbers } from "./agree.js";

export interface LettersOptions extends DrawOptions {
  readonly seed?: number;
}

/** The letters of a question that some expressions hold. */
export const lettersIn = (roots: readonly Expr[]): Free =>
  united(roots.map((e) => e.free)).filter((i) => i.kind === "asked");

/** One value of each letter in one model, and whether the claim holds there. */
interface Spot {
  readonly where: Where;
  readonly ends: (i: Index) => readonly [number, number];
  readonly holds: boolean;
}

export interface Holding {
  /** The condition on the letters under which the claim holds; null where it holds nowhere, or no condition is found. */
  readonly holds: string | null;
  /** Values of the letters at which it holds and at which it does not, of those that were looked at. */
  readonly held: number;
  readonly failed: number;
  /** Numbers at values of the letters at which it does not hold. */
  readonly counterexample: Counterexample | null;
  /** The models with values of the letters at which it does not hold. */
  readonly failing: readonly Environment[];
}

/** A condition in Unicode: 2 ≤ j ≤ N − 1. */
export const conditionText = (condition: string): string =>
  condition.replaceAll("<=", "≤").replaceAll(">=", "≥").replaceAll("!=", "≠").replaceAll(" - ", " − ");

/** Models that are looked at; their sizes differ. */
const MODELS = 14;
const TOLERANCE = 1e-8;

/** Looks at a claim beside the derivative of `of` at every value of the letters. */
export function holdingOf(claimed: Expr, derived: Expr, of: readonly Expr[], options: LettersOptions): Holding {
  const letters = lettersIn([claimed, derived, ...of]);
  const source = random(options.seed ?? 1);
  const spots: Spot[] = [];
  const failing: Environment[] = [];
  let counterexample: Counterexample | null = null;
  for (let k = 0; k < MODELS; k++) {
    const drawn = draw([derived, ...of, claimed], source, { ...options, smooth: of });
    if (!drawn.drawn) break;
    const { axes: _, ...env } = drawn.env;
    const count = countingIn(env);
    for (const where of count.box(letters)) {
      const here = { ...env, letters: where };
      const found = differenceAt(claimed, derived, here);
      spots.push({ where, ends: (i) => count.range(i, where), holds: found === null });
      if (found !== null) failing.push(here);
      // The shortest counterexample is the one of the smallest model.
      if (found !== null && (counterexample === null || isSmaller(env, counterexample.env))) counterexample = found;
    }
  }
  const held = spots.filter((s) => s.holds).length;
  // Where the claim has no value there are no numbers to be shortened.
  const isBare = counterexample?.left.data.some(Number.isNaN) === true;
  const short =
    counterexample && !isBare ? inShortNumbers(claimed, derived, counterexample, TOLERANCE) : counterexample;
  const holds = held === 0 || held === spots.length ? null : conditionOf(letters, spots);
  return { holds, held, failed: failing.length, counterexample: short, failing };
}

/** Whether one of some other questions is for the same variables at each of some values of the letters. */
export const areAskedElsewhere = (
  wrt: readonly Expr[],
  others: readonly (readonly Expr[])[],
  at: readonly Environment[],
): boolean => at.every((env) => others.some((other) => !isSameQuestion(wrt, other) && isAskedAt(wrt, other, env)));

/** Two claims of one question speak of the same values: neither is for the rest of the other. */
const isSameQuestion = (a: readonly Expr[], b: readonly Expr[]): boolean =>
  a.length === b.length && a.every((x, k) => x === b[k]);

function isAskedAt(wrt: readonly Expr[], other: readonly Expr[], env: Environment): boolean {
  const count = countingIn(env);
  const { letters } = env;
  return (
    other.length === wrt.length &&
    count.box(lettersIn(other)).some((where) =>
      wrt.every((x, k) => {
        const y = other[k];
        if (y === undefined || x.op !== y.op || x.op.indexed !== true || nameAt(x) !== nameAt(y)) return x === y;
        const [p, q] = [placesOf(x), placesOf(y)];
        return (
          p.length === q.length &&
          p.every((place, n) => count.place(place, letters ?? NOWHERE) === count.place(q[n] as Place, where))
        );
      }),
    )
  );
}

/** What a member or an entry is of, so that two of them may be the same at some places. */
const nameAt = (x: Expr): unknown => x.args[0] ?? indexingOf(x)?.name;

const isSmaller = (a: Environment, b: Environment): boolean => total(a.sizes) < total(b.sizes);
const total = (sizes: ReadonlyMap<string, number>): number => [...sizes.values()].reduce((s, n) => s + n, 0);

/** Where the two differ at values of the letters, null where they are the same. */
function differenceAt(claimed: Expr, derived: Expr, env: Environment): Counterexample | null {
  const right = evaluate([derived], env)[0] as Matrix;
  // What reads beyond a range has no value there.
  const left = valueAt(claimed, env) ?? mapped(right, () => Number.NaN);
  if (left.rows !== right.rows || left.cols !== right.cols) return { env, left, right, entries: [] };
  const entries = different(left, right, TOLERANCE * Math.max(1e-3, largest(right)));
  return entries.length === 0 ? null : { env, left, right, entries };
}

function valueAt(e: Expr, env: Environment): Matrix | null {
  try {
    const { values, beyond } = explore([e], env);
    return beyond && readsBeyond([e], env) ? null : (values.get(e) as Matrix);
  } catch (error) {
    if (error instanceof EvaluationError) return null;
    throw error;
  }
}

/** A condition on letters: its text, and whether it is so. */
interface Condition {
  readonly text: string;
  readonly is: (spot: Spot) => boolean;
}

/** The first condition, of one part or of two, that says of every spot whether the claim holds there. */
function conditionOf(letters: Free, spots: readonly Spot[]): string | null {
  const all = conditions(letters);
  const fits = (is: (spot: Spot) => boolean): boolean => spots.every((s) => is(s) === s.holds);
  const one = all.find((c) => fits(c.is));
  if (one !== undefined) return one.text;
  for (const [k, a] of all.entries())
    for (const b of all.slice(k + 1)) if (fits((s) => a.is(s) && b.is(s))) return `${a.text}, ${b.text}`;
  return null;
}

/** How far from an end of its range a letter is told apart. */
const FAR = 2;

function conditions(letters: Free): readonly Condition[] {
  const out: Condition[] = [];
  for (const [k, i] of letters.entries()) for (const j of letters.slice(k + 1)) out.push(...between(i, j));
  for (const i of letters) out.push(...withinRange(i));
  return out;
}

function between(i: Index, j: Index): readonly Condition[] {
  const apart = ({ where }: Spot): number => (where.get(i) as number) - (where.get(j) as number);
  const [a, b] = [i.letter, j.letter];
  return [
    { text: `${a} = ${b}`, is: (s) => apart(s) === 0 },
    { text: `${a} != ${b}`, is: (s) => apart(s) !== 0 },
    { text: `${a} < ${b}`, is: (s) => apart(s) < 0 },
    { text: `${a} > ${b}`, is: (s) => apart(s) > 0 },
    { text: `${a} <= ${b}`, is: (s) => apart(s) <= 0 },
    { text: `${a} >= ${b}`, is: (s) => apart(s) >= 0 },
    { text: `${a} = ${b} + 1`, is: (s) => apart(s) === 1 },
    { text: `${b} = ${a} + 1`, is: (s) => apart(s) === -1 },
  ];
}

function withinRange(i: Index): readonly Condition[] {
  const at = ({ where }: Spot): number => where.get(i) as number;
  const low = (s: Spot): number => s.ends(i)[0];
  const high = (s: Spot): number => s.ends(i)[1];
  const from = (k: number): Dim => plus(i.lo, dim(k));
  const to = (k: number): Dim => minus(i.hi, dim(k));
  const out: Condition[] = [];
  for (let k = 1; k <= FAR; k++)
    out.push(
      { text: `${i.letter} >= ${from(k)}`, is: (s) => at(s) >= low(s) + k },
      { text: `${i.letter} <= ${to(k)}`, is: (s) => at(s) <= high(s) - k },
    );
  for (let k = 1; k <= FAR; k++)
    for (let m = 1; m <= FAR; m++)
      out.push({
        text: `${from(k)} <= ${i.letter} <= ${to(m)}`,
        is: (s) => at(s) >= low(s) + k && at(s) <= high(s) - m,
      });
  out.push(
    { text: `${i.letter} = ${i.lo}`, is: (s) => at(s) === low(s) },
    { text: `${i.letter} = ${i.hi}`, is: (s) => at(s) === high(s) },
  );
  return out;
}
