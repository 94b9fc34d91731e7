/** The equations of cotangents that have a name: δ_t for each t, with its ends. */
import { type Dim, symbolsOf } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { constantPlace, letterIndex, type Place, placeOf } from "../core/place.js";
import { endsOf, hasEnds } from "../derive/ends.js";
import { equationOf, type Family } from "../ops/family.js";
import { member } from "../ops/member.js";
import { zeros } from "../ops/zeros.js";
import type { Names } from "../print/pretty.js";
import { spelled } from "../print/spelling.js";
import type { CotangentReport, Report } from "./report.js";

/** All equations of some named cotangents, each name in a row, ends last. */
export function cotangentEquations(named: readonly Family[], names: Names): readonly CotangentReport[] {
  return named.flatMap((f) => equationsOfOne(f, named, names));
}

function equationsOfOne(of: Family, named: readonly Family[], names: Names): readonly CotangentReport[] {
  const equation = equationOf(of);
  if (equation === null) return [];
  const letter = of.formals.find((f) => hasEnds(equation, f)) ?? of.formals[0];
  if (letter === undefined) return [];
  const at = (p: Place): Expr => member(of, ...of.formals.map((f) => (f === letter ? p : placeOf(f))));
  const { cases, zeroAt, least } = endsOf(equation, letter, named);
  const rows = cases.map(({ lo, hi, value }): CotangentReport => {
    const isOne = lo === hi;
    const place = isOne ? constantPlace(lo) : placeOf(letterIndex("formal", letter.letter, lo, hi));
    const range = isOne ? "" : `${lo} <= ${letter.letter} <= ${hi}`;
    return row(at(place), value, listed(range, least > 1 ? sizes(letter.hi, least) : ""), names);
  });
  if (zeroAt === null) return rows;
  const end = at(constantPlace(zeroAt));
  return [...rows, row(end, zeros(end.shape.rows, end.shape.cols, end), "", names)];
}

function row(left: Expr, value: Expr, where: string, names: Names): CotangentReport {
  const { text: name, ...symbol } = spelled(left, names);
  return { name, symbol, ...spelled(value, names), where };
}

const listed = (...parts: readonly string[]): string => parts.filter((p) => p !== "").join(", ");
const sizes = (hi: Dim, least: number): string =>
  symbolsOf(hi)
    .map((s) => `${s} >= ${least}`)
    .join(", ");

/** The equations that the answers of a report use, each once. */
export function cotangentsOf({ results }: Pick<Report, "results">): readonly CotangentReport[] {
  const all = results.flatMap((r) => r.equations);
  return [...new Map(all.map((c) => [`${c.name} ${c.where}`, c])).values()];
}

export const whereUnicode = ({ where }: CotangentReport): string => where.replaceAll("<=", "≤").replaceAll(">=", "≥");
export const whereLatex = ({ where }: CotangentReport): string =>
  where.replaceAll("<=", "\\le").replaceAll(">=", "\\ge").replaceAll(", ", ",\\; ");
