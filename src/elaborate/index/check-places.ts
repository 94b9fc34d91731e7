/** Places beyond what there is: told once every size is known, with both ranges. */
import { type Dim, ONE, plus } from "../../core/dim.js";
import { constantPlace, dimAt, hasPlace, lessPlace, type Place, showDim } from "../../core/place.js";
import { isNonNegative } from "../../core/ranges.js";
import type { Expression, Span, Statement } from "../../parse/ast.js";
import { type Entry, fault, ownerOf, type Scope, typed, within } from "../scope.js";
import { hasUnknown } from "../shapes/unify.js";
import { narrowed } from "./asked-letters.js";
import type { Extent } from "./extents.js";
import { formalsOf } from "./families.js";
import { nonNegative, placeIn, resolvedExtent } from "./places.js";
import { shown } from "./ranges.js";
import { repeatedMembers } from "./repeated.js";
import { type Use, usesIn } from "./uses.js";

/** Reports each place that may be beyond; the statements that hold one, or a range that was not read. What a condition rules out is not beyond. */
export function checkPlaces(outer: Scope, statements: readonly Statement[]): ReadonlySet<Statement> {
  const faulty = new Set(repeatedMembers(outer, statements));
  const { uses, ranges } = usesIn(statements);
  const leaveOut = (s: Statement): void => {
    faulty.add(s);
    const entry = s.type === "definition" || s.type === "functionDefinition" ? outer.names.get(s.name.name) : undefined;
    if (entry !== undefined) entry.faulty = true;
  };
  const begun = new Set(
    uses.filter((u) => u.isStated).map((u) => `${u.array} ${u.position} ${placeIn(outer, u.place)?.key}`),
  );
  // What a range binds whose end could not be read runs nobody knows where.
  const { unread } = outer.indices;
  for (const { range, statement } of ranges) if (unread.has(range)) leaveOut(statement);
  for (const u of uses)
    if (u.place.type === "name" && u.place.letter && unread.has(u.place.letter)) leaveOut(u.statement);
  // Where two ranges do not agree, or a matrix has one place, a place beyond one of them is the same fault.
  const said = new Set(["index/ranges", "shape/entry"]);
  const unequal = outer.owner.faults.filter((f) => said.has(f.code)).map((f) => f.span);
  for (const u of uses) {
    if (u.isStated || faulty.has(u.statement) || isClaimed(u)) continue;
    if (unequal.some((s) => isInside(s, u.statement.span))) continue;
    const p = placeIn(outer, u.place);
    const extent = withEnds(u, extentAt(outer, u), begun);
    if (p === null || extent === null || hasUnknown(extent.lo) || hasUnknown(extent.hi)) continue;
    if (begun.has(`${u.array} ${u.position} ${p.key}`)) continue;
    const known = u.conditions.flatMap((r) => nonNegative(outer, r));
    const [below, above] = [lessPlace(p, constantPlace(extent.lo)), lessPlace(constantPlace(extent.hi), p)];
    if (holds(below, known) && (holds(above, known) || isNumber(p, extent))) continue;
    if (narrowed(outer, u, extent)) continue;
    const scope = within(outer, { owner: ownerOf(outer.owner.faults) });
    const [end, side] = holds(above, known) ? [extent.lo, "before"] : [extent.hi, "beyond"];
    fault(
      scope,
      "index/outside",
      u.span,
      `${typed(scope, u.span)} may lie ${side} ${showDim(end)}: ${u.array} is there for ${shown(extent)} alone`,
      {
        hint:
          u.place.type === "number"
            ? `declare ${u.array} as long as it is, or give ${typed(scope, u.span)} another letter`
            : `let the letter run where that cannot be, or put a condition beside it: [${typed(scope, u.place.span)} ${side === "before" ? ">=" : "<="} ${showDim(end)}]`,
      },
    );
    leaveOut(u.statement);
  }
  return faulty;
}

/** Whether a place is a number, which a size that is none reaches: who writes x_2 has two entries at least. */
export const isNumber = (p: Place, { hi }: Extent): boolean =>
  p.terms.length === 0 && /^\d+$/.test(p.rest) && !/^-?\d+$/.test(hi);

/** Members that equations of their own give behind the last: `v_{T+1} = w`. */
const MOST_ENDS = 4;

/** The same range with those members that have equations of their own beyond its end. */
function withEnds(u: Use, extent: Extent | null, begun: ReadonlySet<string>): Extent | null {
  if (extent === null || u.taken !== "family") return extent;
  let { hi } = extent;
  for (let k = 0; k < MOST_ENDS; k++) {
    const next = plus(hi, ONE);
    if (!begun.has(`${u.array} ${u.position} ${constantPlace(next).key}`)) break;
    hi = next;
  }
  return hi === extent.hi ? extent : { lo: extent.lo, hi };
}

/** Whether a place stands in a claimed side: what lies beyond has no value there, and the claim is judged so. */
const isClaimed = ({ statement, span }: Use): boolean =>
  statement.type === "claim" && statement.sides.some((s) => isInside(span, s.span));

const isInside = (s: Span, whole: Span): boolean => whole.start <= s.start && s.end <= whole.end;

/** Where there are members or entries; of a defined family from its beginning to where its equation ends. */
function extentAt(scope: Scope, u: Use): Extent | null {
  if (u.taken === "family") {
    const { families, labels, sets } = scope.indices;
    const family = families.get(u.array);
    const own = labels.get(u.array) ?? sets.get(u.array) ?? family;
    const domain = own?.domain[u.position];
    if (!domain) return null;
    const end = family?.isDefined === true ? family.ranges?.[u.position] : undefined;
    const entry = scope.names.get(u.array);
    const put = (d: Dim): Dim => (entry?.family ? atOthers(scope, entry, u, d) : d);
    return resolvedExtent(scope, { lo: put(domain.lo), hi: put(end?.hi ?? domain.hi) });
  }
  const entry = scope.names.get(u.array);
  if (u.taken === "member" || entry === undefined || entry.shape === null) return null;
  const one = "1" as Extent["lo"];
  return resolvedExtent(scope, { lo: one, hi: u.position === 0 ? entry.shape.rows : entry.shape.cols });
}

/** An end of where members are at the other places of one: n_{l-1} for the entries of a^{[l-1]}. */
function atOthers(scope: Scope, entry: Entry, u: Use, d: Dim): Dim {
  const formals = hasPlace(d) ? formalsOf(scope, entry) : null;
  if (formals === null) return d;
  const known = formals.flatMap((f, k) => {
    const p = k === u.position || u.at[k] === undefined ? null : placeIn(scope, u.at[k] as Expression);
    return p === null ? [] : [[f, p] as const];
  });
  return dimAt(
    d,
    known.map(([f]) => f),
    known.map(([, p]) => p),
  );
}

/** Whether a place is at least 0, by the ranges of its letters or by what conditions say. */
const holds = (p: Place, known: readonly Place[]): boolean =>
  isNonNegative(p) === true || known.some((c) => isNonNegative(lessPlace(p, c)) === true);
