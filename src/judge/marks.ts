/** Places of kinks on a line in order, told apart at 64 digits where doubles cannot. */
import type { Decimal } from "../numeric/decimal.js";
import { areOne, type Line, type Place, placesOf, preciselyAt } from "./lines.js";
import { type Kink, kinkText } from "./sides.js";
import type { Study } from "./study.js";

/** Places on one line between which a claim is looked at. */
const MOST_PLACES = 60;

/** Places nearer to each other, relative to the line, are told apart at 64 digits; a look between such is one at 64 digits. */
export const NEAR = 1e-9;

/** A place, or several that are one. */
export interface Mark {
  readonly places: readonly Place[];
  readonly low: number;
  readonly high: number;
  /** At 64 digits, where another is near. */
  readonly at: Decimal | null;
}

/** The places of all kinks in order, those that are one put together. */
export function marksOn(study: Study, line: Line, kinks: readonly Kink[]): readonly Mark[] {
  const places = kinks.flatMap((k) => placesOf(study, line, k)).sort((a, b) => a.low - b.low);
  const marks: Mark[] = [];
  for (const place of places.slice(0, MOST_PLACES)) {
    const before = marks[marks.length - 1];
    if (before?.places.some((p) => isAgain(p, place)) === true) continue;
    if (before === undefined || !isNear(before, place)) {
      marks.push({ places: [place], low: place.low, high: place.high, at: null });
      continue;
    }
    const known = before.at ?? preciselyAt(study, line, before.places[0] as Place);
    const here = preciselyAt(study, line, place);
    if (known === null || here === null) {
      study.doubt ??= `there are no digits to tell the kinks of ${kinkText((before.places[0] as Place).kink)} and ${kinkText(place.kink)} apart`;
      continue;
    }
    marks[marks.length - 1] = { ...before, at: known };
    insert(marks, { places: [place], low: place.low, high: place.high, at: here });
  }
  return marks;
}

const isNear = (before: Mark, place: Place): boolean => place.low - before.high <= NEAR * (1 + Math.abs(place.low));

/** Whether two places are one entry that is met twice: over the letters of a question a value may stay as it is. */
const isAgain = ({ kink, low, high }: Place, other: Place): boolean =>
  kink === other.kink && low === other.low && high === other.high;

/** Puts a mark into its place among the last ones, which are at 64 digits. */
function insert(marks: Mark[], mark: Mark): void {
  const at = mark.at as Decimal;
  let i = marks.length;
  for (; i > 0; i--) {
    const other = marks[i - 1] as Mark;
    if (other.at === null) break;
    if (areOne(other.at, at)) {
      marks[i - 1] = { ...other, places: [...other.places, ...mark.places], high: Math.max(other.high, mark.high) };
      return;
    }
    if (other.at.cmp(at) < 0) break;
  }
  marks.splice(i, 0, mark);
}

/** The middle between two marks at 64 digits; null where there are no such numbers. */
export function between(study: Study, line: Line, before: Mark, after: Mark): Decimal | null {
  const [a, b] = [before, after].map((m) => m.at ?? preciselyAt(study, line, m.places[0] as Place));
  return a && b ? a.plus(b).div(2) : null;
}

export function betweenText(a: Mark, b: Mark): string {
  const [before, after] = [a, b].map((m) => kinkText((m.places[0] as Place).kink));
  return before === after ? `between two kinks of ${before}` : `between the kinks of ${before} and ${after}`;
}
