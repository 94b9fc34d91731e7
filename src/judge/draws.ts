/**
 * Draws that see everything an input may be: each sign of up to five scalars with each other, arrays of either sign
 * and of both, magnitudes from 0.01 to 1000, sizes 1, equal, unequal and beyond every number in the text.
 */
import type { Expr } from "../core/expr.js";
import { has } from "../core/own.js";
import { isScalar } from "../core/shape.js";
import { environment, factsAt, isComfortable, sizesFor } from "../numeric/draw.js";
import type { Environment } from "../numeric/evaluate.js";
import type { Style } from "../numeric/facts.js";
import { closure } from "../ops/facts.js";
import { type Look, look, type Study } from "./study.js";

/** Scalars whose signs are all tried together; of more, some are. */
const MOST_TOGETHER = 5;
/** Draws, where there are few signs to try. */
const FEWEST = 12;
/** Every size comes with every magnitude and sign: the counts have no common factor. */
const MAGNITUDES = [1, 10, 0.1, 100, 1, 0.01, 1000];
const SIGNS = ["mixed", "positive", "negative"] as const;
const SIZES = ["unequal", "equal", "ones", "unequal", "beyond"] as const;
/** Magnitudes that are tried next where nothing has a value at the one that was meant. */
const MILDER = [null, 1, 0.3] as const;

/** Nodes in all of a study's values beyond which it is looked at fewer times. */
const BUSY = 20_000;

const isFree = (study: Study, e: Expr): boolean => {
  const facts = closure(factsAt(study.needs, e, study.options));
  return !["positive", "posdef", "simplex", "simplexrows", "integer"].some((f) => facts.has(f as never));
};

/** Looks at such draws until one differs. */
export function lookEverywhere(study: Study): Look | null {
  const scalars = study.needs.inputs.filter((e) => isScalar(e.shape) && isFree(study, e));
  const together = Math.min(scalars.length, MOST_TOGETHER);
  const wanted = study.needs.inputs.length + study.needs.sizes.length === 0 ? 1 : Math.max(FEWEST, 2 ** together);
  const count = Math.min(wanted, Math.max(4, Math.floor((BUSY * FEWEST) / study.program.nodes.length)));
  let unequal: ReadonlyMap<string, number> | null = null;
  for (let i = 0; i < count; i++) {
    const kind = SIZES[i % SIZES.length] as (typeof SIZES)[number];
    // Of two sizes each is the larger one once: a matrix n×m has full rank for n ≤ m, its transpose for n ≥ m.
    const turned: ReadonlyMap<string, number> | null =
      kind === "unequal" && unequal !== null ? otherWay(study, unequal) : null;
    const sizes: ReadonlyMap<string, number> | null = turned ?? sizesOf(study, kind);
    if (kind === "unequal") unequal = turned === null ? sizes : null;
    if (sizes === null) continue;
    const bits = i < 2 ** together && scalars.length > MOST_TOGETHER ? [0, -1][i] : i;
    const negative = new Set(
      scalars.filter((_, k) => (bits === undefined || k >= 31 ? study.random.next() < 0.5 : ((bits >> k) & 1) === 1)),
    );
    for (const milder of MILDER) {
      const env = environment(
        study.needs,
        sizes,
        study.random,
        study.options,
        styles(study, i, scalars, negative, milder),
      );
      if (has(env, "why")) continue;
      const found = look(study, env);
      if (found.type === "differ") return found;
      if (found.type === "same") break;
    }
  }
  return null;
}

function styles(
  { random }: Study,
  i: number,
  scalars: readonly Expr[],
  negative: ReadonlySet<Expr>,
  milder: number | null,
): (e?: Expr) => Style {
  const common = MAGNITUDES[i % MAGNITUDES.length] as number;
  const known = new Set(scalars);
  const each = i % 2 === 1;
  return (e) => {
    if (e === undefined) return { positive: false, magnitude: 1 };
    const magnitude = milder ?? (each ? random.pick(MAGNITUDES) : common);
    if (known.has(e)) return { positive: !negative.has(e), negative: negative.has(e), magnitude };
    const sign = i % 4 === 3 ? random.pick(SIGNS) : SIGNS[i % SIGNS.length];
    return { positive: sign === "positive", negative: sign === "negative", magnitude };
  };
}

/** Numbers beyond which no size is drawn. */
const LARGEST_SIZE = 400;

/** Sizes of a kind; null where there are none that fit. */
function sizesOf(study: Study, kind: (typeof SIZES)[number]): ReadonlyMap<string, number> | null {
  const { needs, random, options } = study;
  const given = options.sizes ?? new Map<string, number>();
  const free = needs.sizes.filter((n) => !given.has(n));
  if (kind === "unequal" || free.length === 0) return sizesFor(needs, given, random);
  if (
    kind === "beyond" &&
    needs.indexed === null &&
    !study.program.nodes.some((e) => e.op.name === "size" || e.op.name === "rows" || e.op.name === "cols")
  )
    return sizesFor(needs, given, random);
  const least = kind === "ones" ? 1 : kind === "equal" ? random.whole(2, 3) : beyond(study);
  const sizes = new Map([...given, ...free.map((n, i) => [n, kind === "beyond" ? least + i : least] as const)]);
  return isComfortable(needs, sizes) ? sizes : null;
}

/** The same sizes the other way round: the smallest for the largest. */
function otherWay({ needs, options }: Study, sizes: ReadonlyMap<string, number>): ReadonlyMap<string, number> | null {
  const free = needs.sizes.filter((n) => options.sizes?.has(n) !== true);
  const drawn = free.map((n) => sizes.get(n) as number);
  const ends = Math.min(...drawn) + Math.max(...drawn);
  const turned = new Map([...sizes, ...free.map((n, i) => [n, ends - (drawn[i] as number)] as const)]);
  return isComfortable(needs, turned) ? turned : null;
}

const beyond = (study: Study): number =>
  1 + Math.ceil(Math.max(3, ...study.numbers.filter((n) => n <= largestSize(study))));

/** Cells of a node over its indices. */
const MOST_CELLS = 5000;

/** Numbers beyond which no size is drawn: each index multiplies the cells. */
function largestSize({ program }: Study): number {
  const indices = Math.max(1, ...program.nodes.map((e) => e.free.length));
  return Math.min(LARGEST_SIZE, Math.floor(MOST_CELLS ** (1 / indices)));
}

/** Sizes just below, at and beyond each number of the text, for a kink in them. */
export function* sizesAround(study: Study): Generator<ReadonlyMap<string, number>> {
  const { needs, random, options } = study;
  const given = options.sizes ?? new Map<string, number>();
  const free = needs.sizes.filter((n) => !given.has(n));
  const most = largestSize(study);
  const near = new Set([1, 2, 3, ...study.numbers.flatMap((n) => [n - 1, n, n + 1, 2 * n + 1])]);
  const values = [...near].filter((n) => Number.isInteger(n) && n >= 1 && n <= most).sort((a, b) => a - b);
  for (const n of values) {
    const all = new Map([...given, ...free.map((name) => [name, n] as const)]);
    if (isComfortable(needs, all)) yield all;
  }
  for (let i = 0; i < 3 * values.length && free.length > 1; i++) {
    const some = new Map([...given, ...free.map((name) => [name, random.pick(values)] as const)]);
    if (isComfortable(needs, some)) yield some;
  }
}

/** An environment of a study with inputs drawn anew, for what looks for a side. */
export function redrawn(
  study: Study,
  sizes: ReadonlyMap<string, number>,
  styleOf: (e?: Expr) => Style,
): Environment | null {
  const env = environment(study.needs, sizes, study.random, study.options, styleOf);
  return has(env, "why") ? null : env;
}
