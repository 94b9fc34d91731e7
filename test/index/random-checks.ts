/** What must hold of any model with indices, asked of random ones. A check gives what is wrong, or null. */
import { ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { NotDifferentiable } from "../../src/core/op.js";
import { constantPlace, letterIndex, placeOf, united } from "../../src/core/place.js";
import { isScalar } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import { indexedAnswers } from "../../src/derive/indexed.js";
import { normalForm, shownForm } from "../../src/derive/normal.js";
import { firstDerivative, sweeper } from "../../src/derive/value.js";
import { newContext } from "../../src/functions/library.js";
import { everywhere } from "../../src/judge/everywhere.js";
import { STANDARD } from "../../src/laws/standard.js";
import { draw } from "../../src/numeric/draw.js";
import { type Environment, evaluate } from "../../src/numeric/evaluate.js";
import { largest, type Matrix, subtracted } from "../../src/numeric/matrix.js";
import { type Random, random } from "../../src/numeric/random.js";
import { verify } from "../../src/numeric/verify.js";
import { substitute } from "../../src/ops/binder.js";
import { entry } from "../../src/ops/entry.js";
import { equationOf } from "../../src/ops/family.js";
import { member } from "../../src/ops/member.js";
import { number } from "../../src/ops/number.js";
import { scale } from "../../src/ops/scale.js";
import { printUnicode } from "../../src/print/unicode.js";
import { linesOf, replaced } from "../../src/rewrite/simplify.js";
import { type Plan, type RandomModel, randomModel } from "./random-models.js";

const plain = (k: number): string => `i${k}`;

export const planOf = (seed: number, more: Partial<Plan> = {}): Plan => ({
  depth: 3 + (seed % 2),
  equations: seed % 3 === 0,
  recursion: seed % 4 === 1,
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
const distance = (A: Matrix, B: Matrix): number => {
  if (A.rows !== B.rows || A.cols !== B.cols) return Number.POSITIVE_INFINITY;
  return largest(subtracted(A, B)) / Math.max(1, largest(A));
};
/** NaN is nowhere near. */
const isSame = (A: Matrix, B: Matrix): boolean => distance(A, B) <= TOLERANCE;

const valueAt = (e: Expr, env: Environment): Matrix => evaluate([e], env)[0] as Matrix;

export interface Found {
  /** Null where there was nothing to look at: no numbers, or too large ones. */
  readonly fault: string | null;
  readonly looked: boolean;
}
const nothing: Found = { fault: null, looked: false };
const fine: Found = { fault: null, looked: true };
const wrong = (fault: string): Found => ({ fault, looked: true });

function drawn(model: RandomModel, seed: number, sizes = sizesFor(seed), of = model.loss): Environment | null {
  const found = draw([of], random(seed), { sizes, tries: 4 });
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

/** All that a model may be asked by: names, members and entries at letters, members and entries at one place. */
function variablesOf({ names, families, defined }: RandomModel): readonly Expr[] {
  const members = [...families, ...defined].flatMap((f) => {
    const letters = f.formals.map((i, k) => letterIndex("asked", `j${k}`, i.lo, i.hi));
    return [member(f, ...letters.map(placeOf)), member(f, ...f.formals.map((i) => constantPlace(i.hi)))];
  });
  const entries = names
    .filter((x) => !isScalar(x.shape))
    .flatMap((x) => {
      const letters = [x.shape.rows, x.shape.cols].map((d, k) => letterIndex("asked", `j${k}`, ONE, d));
      const at = x.shape.cols === ONE ? letters.slice(0, 1) : letters;
      return [entry(x, ...at.map(placeOf)), entry(x, ...at.map(() => constantPlace(ONE)))];
    });
  return [...names, ...members, ...entries];
}

/** The derivative as a question with letters is answered, once or twice. */
export function answerTo(of: Expr, ...wrt: readonly Expr[]): Expr {
  const order = wrt.length === 1 ? 1 : 2;
  const query = {
    of,
    ofText: "",
    wrt,
    order,
    nabla: false,
    letters: [],
    direction: null,
    span: { start: 0, end: 0 },
  } as const;
  return indexedAnswers([query], () => false)(query).value;
}

/** Gradients are what differences say, for every value of every letter of the variable and of what is differentiated. */
export function gradientsAreRight(seed: number, more: Partial<Plan> = {}): Found {
  const model = randomModel(seed, planOf(seed, more));
  const of = seed % 4 === 3 ? model.open : model.loss;
  const sizes = sizesFor(seed);
  const env = drawn(model, seed, sizes, of);
  if (env === null || !(largest(valueAt(of, env)) < 1e5)) return nothing;
  const r = random(seed);
  let looked = false;
  for (const x of r.shuffled(variablesOf(model)).slice(0, 3)) {
    const G = answerTo(of, x);
    const question = { of, wrt: [x], layout: "gradient" as const };
    const found = verify(G, question, { sizes, draws: 1, seed, tolerance: 1e-5, tries: 4 });
    if (found.verdict === "wrong")
      return wrong(
        `seed ${seed}: ∂/∂${printUnicode(x)} of ${printUnicode(of)} is ${printUnicode(G)}: ` +
          `${[...found.departure.answer.data]} for ${[...found.departure.differences.data]}`,
      );
    looked ||= found.verdict === "right";
  }
  return looked ? fine : nothing;
}

/** So are second derivatives, by scalars at letters. */
export function secondDerivativesAreRight(seed: number): Found {
  const model = randomModel(seed, planOf(seed, { depth: 3, recursion: false }));
  const of = model.loss;
  const sizes = sizesFor(seed);
  const env = drawn(model, seed, sizes);
  if (env === null || !(largest(valueAt(of, env)) < 1e3)) return nothing;
  const r = random(seed);
  const scalars = variablesOf(model).filter((x) => isScalar(x.shape));
  let looked = false;
  for (let k = 0; k < 2; k++) {
    const x = r.pick(scalars);
    const z = r.next() < 0.4 ? x : apart(r.pick(scalars));
    const H = answerTo(of, x, z);
    const question = { of, wrt: [x, z], layout: "gradient" as const };
    const found = verify(H, question, { sizes, draws: 1, seed, tolerance: 1e-4, tries: 4 });
    if (found.verdict === "wrong")
      return wrong(
        `seed ${seed}: ∂²/∂${printUnicode(x)}∂${printUnicode(z)} of ${printUnicode(of)} is ${printUnicode(H)}: ` +
          `${[...found.departure.answer.data]} for ${[...found.departure.differences.data]}`,
      );
    looked ||= found.verdict === "right";
  }
  return looked ? fine : nothing;
}

/** A variable with letters of its own. */
const apart = (x: Expr): Expr =>
  x.free.reduce((e, i) => substitute(e, i, placeOf(letterIndex("asked", `${i.letter}′`, i.lo, i.hi))), x);

/** So are Jacobians of vectors, and derivatives by a scalar. */
export function jacobiansAreRight(seed: number): Found {
  const model = randomModel(seed, planOf(seed, { depth: 3 }));
  const of = model.vector;
  const sizes = sizesFor(seed);
  const env = drawn(model, seed, sizes, of);
  if (env === null || !(largest(valueAt(of, env)) < 1e5)) return nothing;
  const r = random(seed);
  let looked = false;
  for (const x of r.shuffled(model.names).slice(0, 3)) {
    const J = firstDerivative(of, x, "jacobian", sweeper([x]), "projected");
    const question = { of, wrt: [x], layout: "jacobian" as const };
    const found = verify(J, question, { sizes, draws: 1, seed, tolerance: 1e-5, tries: 4 });
    if (found.verdict === "wrong")
      return wrong(`seed ${seed}: ∂/∂${printUnicode(x)} of ${printUnicode(of)} is ${printUnicode(J)}`);
    looked ||= found.verdict === "right";
  }
  return looked ? fine : nothing;
}

/** A derivative with a slip: twice it, a condition or a part of it left out. */
function slipped(e: Expr, r: Random): Expr {
  const parts = walk([e]).filter((x) => x !== e && isScalar(x.shape) && x.op.name !== "number");
  const conditions = parts.filter((x) => x.op.name === "iverson");
  const twice = scale(number(2, e), e);
  if (parts.length === 0 || r.next() < 0.2) return twice;
  const part = conditions.length > 0 && r.next() < 0.6 ? r.pick(conditions) : r.pick(parts);
  return replaced(e, part, number(1, e));
}

/** The judge calls a right answer equal, and one with a slip different, for every value of the letters. */
export function claimsAreJudged(seed: number): Found {
  const model = randomModel(seed, planOf(seed, { depth: 3, equations: false, recursion: false }));
  const of = model.loss;
  const r = random(seed);
  const x = r.pick(variablesOf(model));
  const G = answerTo(of, x);
  const axes = G.free.length + x.free.length === 0 ? {} : { axes: united([G.free, x.free]) };
  const options = { ...axes, smooth: [of], draws: 3, tries: 30 };
  const right = everywhere(shownForm(G), G, [of], options);
  if (right.verdict === "differ" || right.verdict === "valueless")
    return wrong(`seed ${seed}: the answer ${printUnicode(G)} is called ${right.verdict}`);
  const claimed = slipped(G, r);
  const isOther = Array.from({ length: 12 }, (_, k) => k).some((k) => {
    const drawnAt = draw([of, G, claimed], random(seed + k), { ...options, tries: 4 });
    return drawnAt.drawn && !isSame(drawnAt.values.get(G) as Matrix, drawnAt.values.get(claimed) as Matrix);
  });
  const found = everywhere(claimed, G, [of], options);
  if (isOther && found.verdict === "same")
    return wrong(`seed ${seed}: ${printUnicode(claimed)} is called ${printUnicode(G)}`);
  return found.verdict === "open" && right.verdict === "open" ? nothing : fine;
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
      // A refusal by name is no wrong answer.
      if (error instanceof NotDifferentiable) continue;
      faults.push(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  return { faults, looked };
}
