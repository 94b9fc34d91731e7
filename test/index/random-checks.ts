/** What must hold of any model with indices, asked of random ones. A check gives what is wrong, or null. */
import { ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { operand } from "../../src/core/operands.js";
import { constantPlace, letterIndex, placeOf } from "../../src/core/place.js";
import { normalForm, shownForm } from "../../src/derive/normal.js";
import { firstDerivative, sweeper } from "../../src/derive/value.js";
import { newContext } from "../../src/functions/library.js";
import { STANDARD } from "../../src/laws/standard.js";
import { draw } from "../../src/numeric/draw.js";
import { type Environment, evaluate } from "../../src/numeric/evaluate.js";
import { largest, type Matrix, subtracted } from "../../src/numeric/matrix.js";
import { random } from "../../src/numeric/random.js";
import { verify } from "../../src/numeric/verify.js";
import { placesOf, substitute } from "../../src/ops/binder.js";
import { Entry, entry } from "../../src/ops/entry.js";
import { equationOf } from "../../src/ops/family.js";
import { printUnicode } from "../../src/print/unicode.js";
import { linesOf } from "../../src/rewrite/simplify.js";
import { type Plan, type RandomModel, randomModel } from "./random-models.js";

const plain = (k: number): string => `i${k}`;

export const planOf = (seed: number, more: Partial<Plan> = {}): Plan => ({
  depth: 3 + (seed % 2),
  equations: seed % 3 === 0,
  recursion: false,
  letter: plain,
  ...more,
});

/** Small sizes, unequal mostly, 1 among them. */
export function sizesFor(seed: number): ReadonlyMap<string, number> {
  const r = random(seed + 1_000_003);
  return new Map([
    ["N", r.pick([1, 2, 2, 3, 3])],
    ["K", r.pick([1, 2, 2, 3])],
    ["d", r.pick([1, 2])],
  ]);
}

const TOLERANCE = 1e-8;
/** Values beyond this have too few digits left to be compared. */
const LARGE = 1e8;

/** How far two values are apart, relative to what is large in them. */
const apart = (A: Matrix, B: Matrix): number => {
  if (A.rows !== B.rows || A.cols !== B.cols) return Number.POSITIVE_INFINITY;
  return largest(subtracted(A, B)) / Math.max(1, largest(A));
};
/** NaN is nowhere near. */
const isSame = (A: Matrix, B: Matrix): boolean => apart(A, B) <= TOLERANCE;

const valueAt = (e: Expr, env: Environment): Matrix => evaluate([e], env)[0] as Matrix;

export interface Found {
  /** Null where there was nothing to look at: no numbers, or too large ones. */
  readonly fault: string | null;
  readonly looked: boolean;
}
const nothing: Found = { fault: null, looked: false };
const fine: Found = { fault: null, looked: true };
const wrong = (fault: string): Found => ({ fault, looked: true });

function drawn(model: RandomModel, seed: number, sizes = sizesFor(seed)): Environment | null {
  const found = draw([model.loss], random(seed), { sizes, tries: 4 });
  return found.drawn ? found.env : null;
}

/** Other letters, and letters that are used again, give the same node. */
export function lettersDoNotMatter(seed: number): Found {
  const home = newContext();
  const one = randomModel(seed, planOf(seed, { equations: false }), home);
  const other = randomModel(seed, planOf(seed, { equations: false, letter: (k) => `z${97 - k}` }), home);
  return one.loss === other.loss
    ? fine
    : wrong(`seed ${seed}: ${printUnicode(one.loss)} is not ${printUnicode(other.loss)}`);
}

/** A number that is put for an index gives what the value is there. */
export function placesArePutIn(seed: number): Found {
  const model = randomModel(seed, planOf(seed, { equations: true }));
  const env = drawn(model, seed);
  if (env === null) return nothing;
  for (const f of model.defined) {
    const e = equationOf(f) as Expr;
    for (const i of e.free) {
      const others = new Map(e.free.filter((o) => o !== i).map((o) => [o, 1] as const));
      const put = valueAt(substitute(e, i, constantPlace(ONE)), { ...env, letters: others });
      const there = valueAt(e, { ...env, letters: new Map([...others, [i, 1]]) });
      if (!isSame(put, there)) return wrong(`seed ${seed}: 1 for ${i.letter} in ${printUnicode(e)}`);
    }
  }
  return fine;
}

/** No step of a law changes the value, whatever stands beyond the ranges. */
export function lawsKeepValues(seed: number, most = 60): Found {
  const model = randomModel(seed, planOf(seed));
  const env = drawn(model, seed);
  if (env === null) return nothing;
  const envs = [env, { ...env, beyond: 12_345 }];
  const was = valueAt(model.loss, env);
  if (!(largest(was) < LARGE)) return nothing;
  let last = model.loss;
  const check = (e: Expr, by: string): Found | null =>
    envs.every((at) => isSame(was, valueAt(e, at)))
      ? null
      : wrong(`seed ${seed}: ${by}: ${printUnicode(last)} → ${printUnicode(e)}`);
  for (const { whole, law } of linesOf(model.loss, STANDARD, most)) {
    const fault = check(whole, law.name);
    if (fault !== null) return fault;
    last = whole;
  }
  return check(normalForm(model.loss), "normal form") ?? check(shownForm(model.loss), "shown form") ?? fine;
}

/** All that a model may be asked by: names, and entries of them at letters and at a number. */
function variablesOf({ names }: RandomModel): readonly Expr[] {
  const entries = names.flatMap((x) => {
    const letters = [x.shape.rows, x.shape.cols].map((d, k) => letterIndex("asked", `j${k}`, ONE, d));
    const at = x.shape.cols === ONE ? letters.slice(0, 1) : letters;
    return [entry(x, ...at.map(placeOf)), entry(x, ...at.map(() => constantPlace(ONE)))];
  });
  return [...names, ...entries];
}

/** The gradient by a name; by an entry of it the entry of that, as laws bring it. */
function gradientBy(loss: Expr, x: Expr): Expr {
  if (x.op !== Entry) return firstDerivative(loss, x, "gradient", sweeper([x]), "projected");
  return normalForm(entry(gradientBy(loss, operand(x)), ...placesOf(x)));
}

/** Gradients are what differences say, for every value of every letter. */
export function gradientsAreRight(seed: number, more: Partial<Plan> = {}): Found {
  const model = randomModel(seed, planOf(seed, more));
  const sizes = sizesFor(seed);
  const env = drawn(model, seed, sizes);
  if (env === null || !(largest(valueAt(model.loss, env)) < 1e5)) return nothing;
  const r = random(seed);
  let looked = false;
  for (const x of r.shuffled(variablesOf(model)).slice(0, 3)) {
    const G = gradientBy(model.loss, x);
    const question = { of: model.loss, wrt: [x], layout: "gradient" as const };
    const found = verify(G, question, { sizes, draws: 1, seed, tolerance: 1e-5, tries: 4 });
    if (found.verdict === "wrong")
      return wrong(
        `seed ${seed}: ∂/∂${printUnicode(x)} of ${printUnicode(model.loss)} is ${printUnicode(G)}: ` +
          `${[...found.departure.answer.data]} for ${[...found.departure.differences.data]}`,
      );
    looked ||= found.verdict === "right";
  }
  return looked ? fine : nothing;
}

export interface Tally {
  readonly faults: readonly string[];
  readonly looked: number;
}

/** Asks a check of models from a seed on. */
export function tally(check: (seed: number) => Found, from: number, count: number): Tally {
  const faults: string[] = [];
  let looked = 0;
  for (let seed = from; seed < from + count; seed++) {
    try {
      const found = check(seed);
      if (found.fault !== null) faults.push(found.fault);
      if (found.looked) looked += 1;
    } catch (error) {
      faults.push(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  return { faults, looked };
}
