/**
 * Families whose members differ in size, W^{[l]} : matrix(n_l, n_{l-1}): what each use is, and what one use says of all
 * members. In a model that has sizes at places, a family whose sizes nothing states has unknown sizes wherever it is
 * taken; once a use is known, `a^{[l-1]}` with n_{l-1} entries, its letter is put back, and every other use follows.
 */
import { type Dim, ONE } from "../../core/dim.js";
import { dimAt, freeOfDim, hasPlace, type Index, isIndex, type Place, placeOf, shifted } from "../../core/place.js";
import { type Shape, shape } from "../../core/shape.js";
import type { Expression, Span } from "../../parse/ast.js";
import { type Entry, resolved, type Scope, typed } from "../scope.js";
import { type Complaint, complain, whenKnown } from "../shapes/infer.js";
import { hasUnknown } from "../shapes/unify.js";
import { formalsOf } from "./families.js";
import { placeIn } from "./places.js";
import { declaredLetters } from "./ranges.js";

/** Whether any size that is declared depends on a place. */
const hasWidths = (scope: Scope): boolean =>
  [...scope.names.values()].some(
    ({ shape: s, evidence }) => evidence.declared !== null && s !== null && (hasPlace(s.rows) || hasPlace(s.cols)),
  );

/** What a member is at places. */
export function shapeAt(scope: Scope, entry: Entry, at: readonly Expression[], span: Span): Shape {
  const { family, shape: of } = entry as Entry & { readonly shape: Shape };
  const letters = family?.sizedIn;
  if (!letters) return of;
  const places = at.map((p) => placeIn(scope, p));
  if (!places.every((p) => p !== null)) return of;
  const s = resolved(scope, of);
  if (!hasUnknown(s.rows) && !hasUnknown(s.cols)) return atPlaces(s, letters, places);
  const key = places.map((p) => p.key).join(";");
  const known = family?.shapesAt.get(key);
  if (known !== undefined) return known;
  const own = shape(likeSide(scope, s.rows), likeSide(scope, s.cols));
  family?.shapesAt.set(key, own);
  for (const side of ["rows", "cols"] as const) if (own[side] !== ONE) follow(scope, entry, side, own[side], at, span);
  return own;
}

const atPlaces = (s: Shape, letters: readonly Index[], at: readonly Place[]): Shape =>
  shape(dimAt(s.rows, letters, at), dimAt(s.cols, letters, at));

/** An unknown size that may be 1 where another may. */
const likeSide = (scope: Scope, d: Dim): Dim => (d === ONE ? ONE : scope.sizes.fresh(!scope.sizes.mayBeOne(d)));

/** Makes a use and the family tell one another what they are, as soon as either is known. */
function follow(scope: Scope, entry: Entry, side: keyof Shape, own: Dim, at: readonly Expression[], span: Span): void {
  const { sizes } = scope;
  const all = (entry.shape as Shape)[side];
  const blame = (): Complaint => ({
    code: "shape/declared",
    span,
    message: () =>
      `${typed(scope, span)} has the size ${sizes.resolve(own)} here, and ${entry.name} is ${sizes.resolve(all)} elsewhere`,
    about: [],
  });
  whenKnown(scope, [all, own], (last) => {
    const letters = entry.family?.sizedIn ?? [];
    const places = at.map((p) => placeIn(scope, p));
    const [whole, here] = [sizes.resolve(all), sizes.resolve(own)];
    if (!places.every((p) => p !== null)) return true;
    if (!hasUnknown(whole)) {
      if (sizes.equate(own, dimAt(whole, letters, places)) === "false") complain(scope, blame);
      return true;
    }
    if (hasUnknown(here)) {
      if (last) sizes.equate(all, own);
      return last;
    }
    const general = generalOf(here, letters, places);
    if (general !== null) sizes.equate(all, general);
    else if (here !== ONE && sizes.mayBeOne(all)) sizes.equate(all, sizes.fresh(true));
    return general !== null || last;
  });
}

/** The size of any member by that of one: n_{l-1} at l - 1 is n_l at l. Null where the places do not tell. */
function generalOf(d: Dim, letters: readonly Index[], at: readonly Place[]): Dim | null {
  const from: Index[] = [];
  const to: Place[] = [];
  for (const [k, p] of at.entries()) {
    const [only] = p.terms;
    if (p.terms.length !== 1 || only === undefined || only[1] !== 1 || !isIndex(only[0]) || !/^-?\d+$/.test(p.rest))
      continue;
    from.push(only[0]);
    to.push(shifted(placeOf(letters[k] as Index), -Number(p.rest)));
  }
  const isTold = freeOfDim(d).every((i) => from.includes(i)) && (hasPlace(d) || from.length === at.length);
  // n_0 at 0 says nothing of the others.
  return !isTold || (hasPlace(d) && freeOfDim(d).length === 0) ? null : dimAt(d, from, to);
}

/** Says in which letters the sizes of families are said, once their ranges are known. */
export function findWidths(scope: Scope): void {
  if (!hasWidths(scope)) return;
  for (const entry of scope.names.values()) {
    const { family, shape: s, evidence } = entry;
    if (family === null || s === null || entry.kind === "function") continue;
    if (evidence.declared === null) family.sizedIn = formalsOf(scope, entry);
    else if (hasPlace(s.rows) || hasPlace(s.cols)) family.sizedIn = declaredIn(scope, entry);
  }
}

/** The letters of a declaration; those of the family where it has none. */
function declaredIn(scope: Scope, entry: Entry): readonly Index[] | null {
  const own = declaredLetters(scope, entry);
  return own.length === entry.family?.arity ? own : formalsOf(scope, entry);
}

/** The sizes of any member in the letters of the family. */
export function shapeInFormals(scope: Scope, entry: Entry, formals: readonly Index[]): Shape {
  const s = resolved(scope, entry.shape as Shape);
  const letters = entry.family?.sizedIn;
  return letters ? atPlaces(s, letters, formals.map(placeOf)) : s;
}
