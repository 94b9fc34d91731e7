/** The equations of cotangents that have a name: δ_t for each t, with its ends. */
import { type Dim, symbolsOf } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { constantPlace, letterIndex, type Place, placeOf } from "../core/place.js";
import { endsOf, hasEnds } from "../derive/ends.js";
import { equationOf, type Family } from "../ops/family.js";
import { member } from "../ops/member.js";
import { zeros } from "../ops/zeros.js";
import type { Names } from "../print/pretty.js";
import { type Spelled, spelled } from "../print/spelling.js";

/** One equation with the values of the letter for which it holds. */
export interface CotangentEquation {
  /** `delta_t`, or `delta_T` at an end. */
  readonly name: Spelled;
  readonly value: Spelled;
  /** `1 <= t <= T - 1`; empty where the equation is for one place. */
  readonly where: string;
}

/** All equations of some named cotangents, each name in a row, ends last. */
export function cotangentEquations(named: readonly Family[], names: Names): readonly CotangentEquation[] {
  return named.flatMap((f) => equationsOfOne(f, named, names));
}

function equationsOfOne(of: Family, named: readonly Family[], names: Names): readonly CotangentEquation[] {
  const equation = equationOf(of);
  if (equation === null) return [];
  const letter = of.formals.find((f) => hasEnds(equation, f)) ?? of.formals[0];
  if (letter === undefined) return [];
  const at = (p: Place): Expr => member(of, ...of.formals.map((f) => (f === letter ? p : placeOf(f))));
  const { cases, zeroAt, least } = endsOf(equation, letter, named);
  const rows = cases.map(({ lo, hi, value }): CotangentEquation => {
    const isOne = lo === hi;
    const place = isOne ? constantPlace(lo) : placeOf(letterIndex("formal", letter.letter, lo, hi));
    return {
      name: spelled(at(place), names),
      value: spelled(value, names),
      where: listed(isOne ? "" : rangeText(letter.letter, lo, hi), least > 1 ? sizes(letter.hi, least) : ""),
    };
  });
  if (zeroAt === null) return rows;
  const end = at(constantPlace(zeroAt));
  const zero = spelled(zeros(end.shape.rows, end.shape.cols, end), names);
  return [...rows, { name: spelled(end, names), value: zero, where: "" }];
}

const listed = (...parts: readonly string[]): string => parts.filter((p) => p !== "").join(", ");
const sizes = (hi: Dim, least: number): string =>
  symbolsOf(hi)
    .map((s) => `${s} >= ${least}`)
    .join(", ");
const rangeText = (letter: string, lo: Dim, hi: Dim): string => `${lo} <= ${letter} <= ${hi}`;
