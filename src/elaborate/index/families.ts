/** Families once ranges are known: the letters of their equations, and where they begin. */
import { type Dim, dim, minus, ONE } from "../../core/dim.js";
import { constantPlace, dimWith, hasPlace, type Index, letterIndex } from "../../core/place.js";
import { isScalar, type Shape, shape } from "../../core/shape.js";
import type { Expression, Letter, Statement } from "../../parse/ast.js";
import { isGeneral } from "../names/definition.js";
import { shows } from "../names/evidence.js";
import { type Entry, entryOf, resolved, type Scope } from "../scope.js";
import type { Extent, FamilyInfo } from "./extents.js";
import { placeIn, resolvedExtent } from "./places.js";
import { extremesOf, nameDomain } from "./ranges.js";
import { type Use, usesIn } from "./uses.js";

/** Members before the first that an equation says, at most: h_0, h_{-1}. */
const MOST_BASES = 8;

/** Notes the letters in which declarations say the sizes of families. */
export function noteDeclared(scope: Scope, statements: readonly Statement[]): void {
  for (const s of statements)
    if (s.type === "declaration")
      for (const n of s.names) {
        const own = scope.indices.families.get(n.name);
        if (n.at === undefined || own === undefined) continue;
        own.formals ??= lettersOf(n.at);
        own.declaredAt ??= n.at;
      }
}

export function settleFamilies(scope: Scope, statements: readonly Statement[]): void {
  const begun = new Map<string, Set<string>>();
  for (const s of statements) {
    if (s.type !== "definition" || s.name.at === undefined) continue;
    const own = scope.indices.families.get(s.name.name);
    if (own === undefined) continue;
    if (isGeneral(s.name)) {
      own.formals = lettersOf(s.name.at) ?? own.formals;
      own.ranges = rangesOf(scope, s.name.at);
    } else {
      const known = begun.get(s.name.name) ?? new Set<string>();
      begun.set(s.name.name, known.add(s.name.at.map((p) => placeIn(scope, p)?.key ?? "").join(";")));
    }
  }
  const uses = usesIn(statements).uses;
  for (const [name, family] of scope.indices.families) {
    family.letters = Array.from({ length: family.arity }, (_, k) => firstLetter(uses, name, k));
    nameDomain(scope, family, (k) => letterAt(family, k));
    const entry = scope.names.get(name);
    if (entry === undefined || entry.kind === "function") continue;
    entry.family = family;
    if (entry.evidence.defined !== null) defaultShape(scope, entry);
    if (family.isDefined) freeBases(scope, entry, begun.get(name) ?? new Set());
  }
}

/** The letter that stands first at a place of a family, in the text's order. */
function firstLetter(uses: readonly Use[], array: string, position: number): string | null {
  const found = uses.find(
    (u) =>
      u.array === array &&
      u.taken === "family" &&
      u.position === position &&
      u.place.type === "name" &&
      u.place.letter !== undefined,
  );
  return found?.place.type === "name" ? found.place.name : null;
}

/** The letters of places, one each; null where a place has none. */
function lettersOf(at: readonly Expression[]): readonly Letter[] | null {
  const out = at.map((p) => lettersIn(p)[0]);
  return out.every((l) => l !== undefined) ? out : null;
}

export const lettersIn = (e: Expression): readonly Letter[] => {
  if (e.type === "name") return e.letter === undefined ? [] : [e.letter];
  if (e.type === "sum") return e.terms.flatMap((t) => lettersIn(t.term));
  return [];
};

function rangesOf(scope: Scope, at: readonly Expression[]): readonly Extent[] | null {
  const out = at.map((p) => extremesOf(scope, p));
  return out.every((x) => x !== null) ? out : null;
}

/** A defined family may be used before its equation is read, even in it. */
function defaultShape(scope: Scope, entry: Entry): void {
  if (entry.shape !== null) return;
  // The bold letter of an array that is said by its entries is that of the whole.
  const isBold = shows(entry.evidence, "bold") && entry.family?.isArray !== true;
  const isColumn = isBold && !shows(entry.evidence, "upper");
  entry.shape = shape(scope.sizes.fresh(isBold), isColumn ? ONE : scope.sizes.fresh(isBold));
  // As of any plain letter with an index: a number where nothing gives it more than one entry.
  if (!isBold) scope.soft.add(entry);
}

/** Members below the range of the equation, which have none: inputs with a name of their own, h_0. */
function freeBases(scope: Scope, entry: Entry, begun: ReadonlySet<string>): void {
  const { family } = entry;
  const [range, domain] = [family?.ranges?.[0], family?.domain[0]];
  if (family === null || !range || !domain) return;
  const missing = Number(minus(range.lo, domain.lo));
  if (!Number.isInteger(missing) || missing <= 0 || missing > MOST_BASES || !/^-?\d+$/.test(domain.lo)) return;
  for (let k = Number(domain.lo); k < Number(domain.lo) + missing; k++) {
    const key = `|${k}`;
    if ([...begun].some((b) => b.split(";", 1)[0] === key)) continue;
    const name = `${entry.name}_${k < 0 ? `minus_${-k}` : k}`;
    const own = entryOf(scope, name, entry.span);
    if (own.evidence.defined === null && own.evidence.declared === null) {
      own.kind = entry.kind;
      own.shape = entry.shape;
      own.assumed = true;
      own.inModel = true;
      if (scope.soft.has(entry)) scope.soft.add(own);
      if (family.arity > 1) own.family = behind(scope, name, entry, k);
    }
    scope.indices.bases.set(`${entry.name} ${k}`, name);
  }
}

/** The members of a family at one number for its first place: a family in its other letters. */
function behind(scope: Scope, name: string, entry: Entry, at: number): FamilyInfo {
  const of = entry.family as FamilyInfo;
  const first = formalsOf(scope, entry)?.[0];
  const put = (d: Dim): Dim => (first === undefined ? d : dimWith(d, first, constantPlace(dim(at))));
  const own: FamilyInfo = {
    ...of,
    shown: of.shown === entry.name ? name : of.shown,
    arity: of.arity - 1,
    raised: Math.max(0, of.raised - 1),
    barred: of.raised > 0 ? of.barred : 0,
    domain: of.domain.slice(1).map((d) => d && { lo: put(d.lo), hi: put(d.hi) }),
    letters: of.letters.slice(1),
    formals: of.formals?.slice(1) ?? null,
    ranges: null,
    sizedIn: null,
    shapesAt: new Map(),
    isDefined: false,
  };
  scope.indices.families.set(name, own);
  return own;
}

/** Letters for places that no letter of the text is known for. */
export const LETTERS: readonly string[] = ["i", "j", "k", "l"];

/** The letter of a family at one of its places: of its equation or declaration, else the first in the text. */
export const letterAt = ({ formals, letters }: FamilyInfo, k: number): string =>
  formals?.[k]?.name ?? letters[k] ?? LETTERS[k] ?? "i";

/**
 * The shape of a family as one vector or matrix: numbers that nothing defines, counted from 1 by one letter or two, are
 * its entries. Null for any other family.
 */
export function wholeShape(scope: Scope, { name, family: own, shape: of, evidence }: Entry): Shape | null {
  if (own === null || of === null || own.isDefined || evidence.declared !== null || evidence.defined !== null)
    return null;
  // The x_i beside an x that is something else are no entries of it.
  if (own.shown !== name || own.arity > 2 || own.raised > 0 || own.barred > 0 || !isScalar(resolved(scope, of)))
    return null;
  const domain = own.domain.map((d) => d && resolvedExtent(scope, d));
  // Rows of m_i entries each are no matrix.
  if (domain.some((d) => d === null || d.lo !== ONE || hasPlace(d.hi))) return null;
  const [rows, cols] = domain as readonly Extent[];
  return shape((rows as Extent).hi, cols?.hi ?? ONE);
}

export const ends = (scope: Scope, d: Extent): readonly [Extent["lo"], Extent["hi"]] => {
  const { lo, hi } = resolvedExtent(scope, d);
  return [lo, hi];
};

/** The letters of a family: those of its equation, with the range for which that holds, else of its declaration. */
export function formalsOf(scope: Scope, { family: own }: Entry): readonly Index[] | null {
  if (own === null) return null;
  const out: Index[] = [];
  for (let k = 0; k < own.arity; k++) {
    const extent = own.ranges?.[k] ?? own.domain[k];
    if (!extent) return null;
    const letter = [letterAt(own, k), ...LETTERS].find((l) => !out.some((i) => i.letter === l)) ?? "i";
    out.push(letterIndex("formal", letter, ...ends(scope, extent)));
  }
  return out;
}
