/** Places as they are written, as places of the engine. */
import { dim } from "../../core/dim.js";
import {
  addPlaces,
  constantPlace,
  label,
  lessPlace,
  letterIndex,
  type Place,
  placeOf,
  scalePlace,
  shifted,
} from "../../core/place.js";
import type { Expression, Letter, Name, Relation } from "../../parse/ast.js";
import { type Scope, sizeNamed } from "../scope.js";
import type { Extent } from "./extents.js";

/** The extent of a letter with what is known of its ends; null while nothing is. */
export function extentOf(scope: Scope, letter: Letter): Extent | null {
  const own = scope.indices.extents.get(letter);
  return own === undefined ? null : resolvedExtent(scope, own);
}

export const resolvedExtent = (scope: Scope, { lo, hi }: Extent): Extent => ({
  lo: scope.sizes.resolve(lo),
  hi: scope.sizes.resolve(hi),
});

/** The place that a letter is, in terms of its family's letters where it is one of a left side. */
function placeOfLetter(scope: Scope, letter: Letter): Place | null {
  const shift = scope.indices.shifts.get(letter);
  if (shift !== undefined) return shift;
  const own = extentOf(scope, letter);
  return own === null
    ? null
    : placeOf(letterIndex(letter.of === "question" ? "asked" : "formal", letter.name, own.lo, own.hi));
}

/** A place as it is written; null where it is none, or a letter in it has no range yet. */
export function placeIn(scope: Scope, e: Expression): Place | null {
  switch (e.type) {
    case "number":
      return /^\d+$/.test(e.value) ? constantPlace(dim(Number(e.value))) : null;
    case "name":
      return placeOfName(scope, e);
    case "group":
      return placeIn(scope, e.operand);
    case "negation": {
      const p = placeIn(scope, e.operand);
      return p && scalePlace(p, -1);
    }
    case "sum": {
      let out: Place | null = constantPlace(dim(0));
      for (const { sign, term } of e.terms) {
        const p = placeIn(scope, term);
        out = out && p && addPlaces(out, scalePlace(p, sign));
      }
      return out;
    }
    case "product":
      return placeOfProduct(scope, e);
    default:
      return null;
  }
}

/** `2 i`: a whole number times a place. */
function placeOfProduct(scope: Scope, e: Expression & { readonly type: "product" }): Place | null {
  const [first, second] = [placeIn(scope, e.first), e.rest[0] && placeIn(scope, e.rest[0].operand)];
  if (e.rest.length !== 1 || e.rest[0]?.operator === "divide" || !first || !second) return null;
  const number = [first, second].find((p) => p.terms.length === 0 && /^-?\d+$/.test(p.rest));
  const other = number === first ? second : first;
  return number === undefined ? null : scalePlace(other, Number(number.rest));
}

function placeOfName(scope: Scope, n: Name): Place | null {
  if (n.letter !== undefined) return placeOfLetter(scope, n.letter);
  const own = scope.indices.labels.get(n.name);
  if (own !== undefined) {
    const at = (n.at ?? []).map((p) => placeIn(scope, p));
    if (own.extent === null || at.includes(null)) return null;
    const { lo, hi } = resolvedExtent(scope, own.extent);
    return placeOf(label(n.name, at as Place[], lo, hi));
  }
  return scope.names.get(n.name)?.kind === "size" ? constantPlace(sizeNamed(scope, n.name)) : null;
}

/** The places that a condition says to be at least 0. */
export function nonNegative(scope: Scope, r: Relation): readonly Place[] {
  if (r.sign === "in" || r.sign === "notin" || r.sign === "!=") return [];
  const [p, q] = [placeIn(scope, r.left), placeIn(scope, r.right)];
  if (p === null || q === null) return [];
  const d = lessPlace(p, q);
  switch (r.sign) {
    case "=":
      return [d, scalePlace(d, -1)];
    case ">=":
      return [d];
    case ">":
      return [shifted(d, -1)];
    case "<=":
      return [scalePlace(d, -1)];
    case "<":
      return [shifted(scalePlace(d, -1), -1)];
  }
}
