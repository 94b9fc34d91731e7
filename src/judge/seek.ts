/**
 * Looks for the sides of kinks that no draw has seen: inputs are drawn anew at other magnitudes, scaled, moved.
 */
import type { Expr } from "../core/expr.js";
import { has } from "../core/own.js";
import { factsAt, inputAt } from "../numeric/draw.js";
import { inputKeys } from "../numeric/draw-indexed.js";
import type { Environment } from "../numeric/evaluate.js";
import { drawMatrix } from "../numeric/facts.js";
import { largest, type Matrix, mapped, scaled } from "../numeric/matrix.js";
import { closure } from "../ops/facts.js";
import { isSymbol } from "../ops/symbol.js";
import { redrawn, sizesAround } from "./draws.js";
import type { Kink } from "./sides.js";
import { argumentOf, inputsOf, isSeenTogether, type Look, look, type Study } from "./study.js";

/** The sides of some kinks, by their index, that are wanted at once. */
export type Wanted = ReadonlyMap<number, 1 | -1>;

/** Moves tried for one set of sides. */
const TRIES = 120;
/** Draws from which a search starts. */
const STARTS = 5;
/** Kinks of which all sides are sought with each other; of more, pairs. */
const MOST_TOGETHER = 4;
const MOST_PATTERNS = 24;
const MAGNITUDES = [0.01, 0.1, 1, 1, 3, 10, 30, 100, 1000];

/** Nodes beyond which each look costs so much that fewer are taken. */
const BUSY = 3000;

/** Looks for what has not been seen of the kinks; a draw that differs, or null. */
export function seek(study: Study): Look | null {
  const { kinks } = study;
  for (const [i, k] of kinks.entries())
    for (const side of [1, -1] as const) {
      if (isSeen(study, k, side) || isWithout(k, side)) continue;
      const found = seekSides(study, new Map([[i, side]]), TRIES);
      if (found !== null) return found;
    }
  if (study.program.nodes.length > BUSY) return null;
  for (const wanted of patterns(kinks)) {
    if (isSeenTogether(study, wanted)) continue;
    const found = seekSides(study, wanted, TRIES / 3);
    if (found !== null) return found;
  }
  return null;
}

/** The sides that are needed, can be, and have not been seen. */
export const unseen = (study: Study): readonly { readonly kink: Kink; readonly side: 1 | -1 }[] =>
  study.kinks
    .filter((k) => k.needed)
    .flatMap((kink) =>
      ([1, -1] as const)
        .filter((side) => !isSeen(study, kink, side) && !isWithout(kink, side))
        .map((side) => ({ kink, side })),
    );

const isSeen = ({ seen }: Study, k: Kink, side: 1 | -1): boolean => {
  const known = seen.get(k);
  return known !== undefined && (side === 1 ? known.positive : known.negative);
};

const isWithout = ({ without }: Kink, side: 1 | -1): boolean => (side === 1 ? without.positive : without.negative);

/** Sides of several kinks: of few all with each other, of more those of pairs. */
function* patterns(kinks: readonly Kink[]): Generator<Wanted> {
  const possible = kinks.map((k, i) => ({ i, sides: ([1, -1] as const).filter((s) => !isWithout(k, s)) }));
  if (kinks.length < 2) return;
  if (kinks.length <= MOST_TOGETHER) {
    let all: [number, 1 | -1][][] = [[]];
    for (const { i, sides } of possible)
      all = all.flatMap((some) => sides.map((s): [number, 1 | -1][] => [...some, [i, s]]));
    for (const some of all) yield new Map(some);
    return;
  }
  let count = 0;
  for (const a of possible)
    for (const b of possible) {
      if (b.i <= a.i) continue;
      for (const s of a.sides)
        for (const t of b.sides) {
          if (count++ === MOST_PATTERNS) return;
          yield new Map([
            [a.i, s],
            [b.i, t],
          ]);
        }
    }
}

/** How far a draw is on the wanted sides, positive where it is: at one entry of all where they have as many, else at any of each. */
function standing(study: Study, wanted: Wanted, env: Environment): number {
  const parts: Matrix[] = [];
  for (const [i, side] of wanted) {
    const k = study.kinks[i] as Kink;
    const { values } = argumentOf(k).run(env);
    const A = values[values.length - 1];
    if (A === undefined || !Number.isFinite(largest(A))) return -Infinity;
    parts.push(scaled(side, k.signed(A)));
  }
  const count = (parts[0] as Matrix).data.length;
  if (parts.every((A) => A.data.length === count)) {
    let best = -Infinity;
    for (let j = 0; j < count; j++) best = Math.max(best, Math.min(...parts.map((A) => A.data[j] as number)));
    return best;
  }
  return Math.min(...parts.map((A) => Math.max(...A.data)));
}

/** Looks for a draw on the wanted sides; one that differs on the way, or null. */
export function seekSides(study: Study, wanted: Wanted, tries: number): Look | null {
  const inputs = [...new Set([...wanted.keys()].flatMap((i) => inputsOf(study.kinks[i] as Kink)))];
  const starts = study.usable.slice(-STARTS).reverse();
  const sized = inputsHoldSizes(study, wanted);
  if (sized) {
    for (const sizes of sizesAround(study)) {
      const env = redrawn(study, sizes, () => ({ positive: false, magnitude: 1 }));
      if (env === null || !(standing(study, wanted, env) > 0)) continue;
      const found = look(study, env);
      if (found.type === "differ") return found;
      if (found.type === "same") return null;
    }
  }
  let best: { env: Environment; at: number } | null = null;
  for (const env of starts) {
    const at = standing(study, wanted, env);
    if (best === null || at > best.at) best = { env, at };
  }
  if (best === null || inputs.length === 0) return null;
  for (let i = 0; i < tries; i++) {
    const from = i % 3 === 0 ? (starts[i % starts.length] as Environment) : best.env;
    const env = changed(study, from, inputs);
    const at = standing(study, wanted, env);
    if (at > 0) {
      const found = look(study, env);
      if (found.type === "differ") return found;
      if (found.type === "same") return null;
    } else if (at > best.at) best = { env, at };
  }
  return null;
}

const inputsHoldSizes = (study: Study, wanted: Wanted): boolean =>
  [...wanted.keys()].some((i) =>
    argumentOf(study.kinks[i] as Kink).nodes.some((e) => e.op.name === "size" || e.op.name === "iverson"),
  );

/** The draw with one of the inputs, or all of them, changed within their facts. */
export function changed(study: Study, env: Environment, inputs: readonly Expr[], all = false): Environment {
  const { random } = study;
  const values = new Map(env.values);
  const chosen = !all && random.next() < 0.6 ? [random.pick(inputs)] : inputs;
  for (const e of chosen)
    for (const key of inputKeys(e, env.values)) {
      const next = changedInput(study, env, e, key);
      if (next !== null) values.set(key, next);
    }
  return { ...env, values };
}

function changedInput(study: Study, env: Environment, e: Expr, key: string): Matrix | null {
  const { random, needs, options } = study;
  const A = env.values.get(key);
  if (A === undefined) return null;
  const facts = closure(factsAt(needs, e, options));
  const isLoose = [
    "orthogonal",
    "simplex",
    "simplexrows",
    "integer",
    "posdef",
    "symmetric",
    "diagonal",
    "positive",
  ].every((f) => !facts.has(f as never));
  const way = random.next();
  if (isLoose && way < 0.35) {
    const step = random.pick([...MAGNITUDES, ...study.numbers]) * random.signed(0.2, 1.5);
    const same = random.next() < 0.5;
    return mapped(A, (x) => x + step * (same ? 1 : random.between(-1, 1)));
  }
  if (
    way < 0.5 &&
    !facts.has("orthogonal") &&
    !facts.has("simplex") &&
    !facts.has("simplexrows") &&
    !facts.has("integer")
  ) {
    const factor = random.pick([0.1, 0.5, 2, 5, 10]);
    return scaled(isLoose && random.next() < 0.3 ? -factor : factor, A);
  }
  const sign = random.pick(["positive", "negative", "mixed"] as const);
  const magnitude = random.pick([...MAGNITUDES, ...study.numbers.filter((n) => n > 0)]);
  const style = { positive: sign === "positive", negative: sign === "negative", magnitude };
  if (!isSymbol(e)) return drawMatrix(A.rows, A.cols, facts, style, random);
  const value = inputAt(needs, e, env.sizes, random, options, style);
  return has(value, "why") ? null : value;
}
