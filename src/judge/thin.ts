/** Between two kinks that are nearer to each other than doubles tell: on which sides a draw is there, and whether lines stay. */
import type { Environment } from "../numeric/evaluate.js";
import { largest, matrix } from "../numeric/matrix.js";
import { type Line, type Place, preciseSidesOf } from "./lines.js";
import { between, betweenText, type Mark } from "./marks.js";
import { changed } from "./seek.js";
import type { Kink } from "./sides.js";
import { argumentOf, inputsOf, type Study } from "./study.js";

/** The values at a draw whose signs are the sides of a kink; null where one has no value. */
export function sidesOf(k: Kink, env: Environment): Float64Array | null {
  const { values } = argumentOf(k).run(env);
  const A = values[values.length - 1];
  return A === undefined || !Number.isFinite(largest(A)) ? null : k.signed(A).data;
}

/** The sides of both kinks between two marks, and the doubles nearest to the middle, if they lie on those; null where none do. */
export function thinlyBetween(
  study: Study,
  line: Line,
  before: Mark,
  after: Mark,
): { sides: readonly number[]; env: Environment | null } {
  const t = between(study, line, before, after);
  const given = t === null ? null : line.precisely(t);
  if (t === null || given === null) return { sides: [], env: null };
  const env = line.at(t.toNumber());
  const values = new Map(env.values);
  for (const [key, { rows, cols, data }] of given)
    values.set(
      key,
      matrix(
        rows,
        cols,
        Float64Array.from(data, (x) => x.toNumber()),
      ),
    );
  const there = { ...env, values };
  const sides = [before, after].map(({ places: [place] }) => {
    const { kink, entry } = place as Place;
    return Math.sign(preciseSidesOf(study, kink, line.from, given)?.data[entry]?.toNumber() ?? 0);
  });
  const isThere = sidesAt([before, after], there).every((side, i) => side * (sides[i] as number) > 0);
  return { sides, env: isThere ? there : null };
}

/** On which side of each kink a draw is. */
export const sidesAt = (marks: readonly Mark[], env: Environment): readonly number[] =>
  marks.map(({ places: [place] }) => {
    const { kink, entry } = place as Place;
    return Math.sign(sidesOf(kink, env)?.[entry] ?? 0);
  });

/** Numbers on a line at which it is to be where it was at 0. */
const ALONG = [-1, 0.5, 1];

/** Whether a line stays on the side of each kink on which it begins. */
export function staysBetween(line: Line, { env, marks }: Pick<Thin, "env" | "marks">): boolean {
  const first = sidesAt(marks, env);
  return ALONG.every((t) => sidesAt(marks, line.at(t)).every((side, i) => side * (first[i] as number) > 0));
}

/** Between two kinks from which every line leaves, the sides of others are not seen with theirs. */
export function doubtOthers(study: Study, kinks: readonly Kink[], { marks, env, sides }: Thin): void {
  const own = marks.flatMap((mark) => mark.places).flatMap(({ kink }) => inputsOf(kink));
  const isBeside = kinks.some((k) => k.needed && !inputsOf(k).every((e) => own.includes(e)));
  if (study.doubt !== null || !isBeside || isWideElsewhere(study, marks, env, sides)) return;
  study.doubt = `no line stays ${betweenText(...marks)}, so that other kinks are not looked at there`;
}

/** On which side of each of two kinks what lies between them is. */
interface Thin {
  readonly env: Environment;
  readonly marks: readonly [Mark, Mark];
  readonly sides: readonly number[];
}

/** Draws that are tried for. */
const OTHERS = 120;
/** How far from a kink, beside the numbers of its argument, a draw is well on one side. */
const WELL = 1e-6;

/** Whether draws are well on these sides of both kinks: on a line on which all entries vanish at once these are near by chance. */
function isWideElsewhere(study: Study, marks: Thin["marks"], env: Environment, sides: readonly number[]): boolean {
  const inputs = [...new Set(marks.flatMap(({ places: [place] }) => inputsOf((place as Place).kink)))];
  const isThere = (there: Environment): boolean =>
    marks.every(({ places: [place] }, i) => {
      const { kink, entry } = place as Place;
      const { values } = argumentOf(kink).run(there);
      const A = values[values.length - 1];
      const most = values.reduce((m, B) => Math.max(m, B === undefined ? 0 : largest(B)), 0);
      const x = A === undefined ? 0 : (kink.signed(A).data[entry] ?? 0);
      return Number.isFinite(most) && x * (sides[i] as number) > WELL * most * Math.abs(sides[i] as number);
    });
  for (let tries = 0; tries < OTHERS; tries++) if (isThere(changed(study, env, inputs, tries % 2 === 0))) return true;
  return false;
}
