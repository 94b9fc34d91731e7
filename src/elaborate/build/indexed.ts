/** Families, members, entries, conditions and sums, built once every range is known. */
import { dim, ONE } from "../../core/dim.js";
import type { Context, Expr } from "../../core/expr.js";
import { NO_FACTS } from "../../core/facts.js";
import { ShapeError } from "../../core/op.js";
import { nth } from "../../core/operands.js";
import {
  constantPlace,
  type Index,
  indexWith,
  lessPlace,
  letterIndex,
  type Place,
  placeOf,
  scalePlace,
  shifted,
} from "../../core/place.js";
import { isScalar, SCALAR, showShape } from "../../core/shape.js";
import { apply } from "../../ops/apply.js";
import { entry } from "../../ops/entry.js";
import { defineBase, family, familyNamed } from "../../ops/family.js";
import { iverson } from "../../ops/iverson.js";
import { member } from "../../ops/member.js";
import { number } from "../../ops/number.js";
import { pi } from "../../ops/pi.js";
import { placeNumber } from "../../ops/place.js";
import { power } from "../../ops/power.js";
import { gradientFunction, scalarFunction } from "../../ops/scalarfunction.js";
import { negate, scale } from "../../ops/scale.js";
import { sigma } from "../../ops/sigma.js";
import { sum } from "../../ops/sum.js";
import { symbol } from "../../ops/symbol.js";
import { timesAll } from "../../ops/times.js";
import { unit } from "../../ops/unit.js";
import { wholeFamily } from "../../ops/whole-family.js";
import type { Expression, Letter, Name, Relation, Span } from "../../parse/ast.js";
import { learnLetter } from "../../print/letters.js";
import { ends, formalsOf, LETTERS, lettersIn, wholeShape } from "../index/families.js";
import { extentOf, placeIn } from "../index/places.js";
import { shapeInFormals } from "../index/widths.js";
import { type Entry as NameEntry, resolved, type Scope } from "../scope.js";
import type { Term } from "../terms.js";

/** A letter without a range where its place is needed. */
export class OpenRange extends Error {
  override readonly name = "OpenRange";
  constructor(readonly span: Span) {
    super("nothing says where the letters here run");
  }
}

export function placeAt(scope: Scope, e: Expression): Place {
  const p = placeIn(scope, e);
  if (p === null) throw new OpenRange(e.span);
  return p;
}

/** The index that a letter is. */
function indexOf(scope: Scope, letter: Letter): Index {
  const own = extentOf(scope, letter);
  if (own === null) throw new OpenRange(letter.span);
  return letterIndex(letter.of === "question" ? "asked" : "formal", letter.name, own.lo, own.hi);
}

/** Makes the families of a model known to its context, before anything is built of their members. */
export function buildFamilies(scope: Scope, home: Context): void {
  for (const entry of scope.names.values()) {
    const { family: own, shape: of } = entry;
    if (own === null || of === null || entry.faulty || wholeShape(scope, entry) !== null) continue;
    const formals = formalsOf(scope, entry);
    if (formals !== null)
      family(home, {
        name: entry.name,
        shown: own.shown,
        shape: shapeInFormals(scope, entry, formals),
        formals,
        raised: own.raised,
        barred: own.barred,
        // What is declared of what is defined has to be shown first.
        facts: own.isDefined ? NO_FACTS : entry.facts,
      });
  }
  for (const [key, name] of scope.indices.bases) {
    const [base = "", place = ""] = key.split(" ");
    const [of, begun] = [familyNamed(home, base), scope.names.get(name)];
    if (of === null || begun?.shape == null) continue;
    const first = constantPlace(dim(Number(place)));
    const others = of.formals.slice(1).map((i) => indexWith(i, nth(of.formals, 0), first));
    const whole = wholeShape(scope, begun) ?? (others.length === 0 ? resolved(scope, begun.shape) : null);
    const own = whole === null ? familyNamed(home, name) : null;
    const at = others.map(placeOf);
    const value = own !== null ? member(own, ...at) : whole === null ? null : symbol(home, name, whole);
    if (value === null) continue;
    defineBase(of, [first, ...at], whole === null || others.length === 0 ? value : entry(value, ...at));
  }
  for (const [name, { domain }] of scope.indices.sets) {
    const formals = domain.map((d, k) => d && letterIndex("formal", LETTERS[k] ?? "i", ...ends(scope, d)));
    if (formals.every((f) => f !== null)) family(home, { name, shape: SCALAR, formals, isSet: true });
  }
  for (const letter of scope.indices.extents.keys()) {
    const own = extentOf(scope, letter);
    if (own !== null) learnLetter(home, letter.name, own);
  }
}

/** The member, or where the family is one vector or matrix its entry. */
export function builtMember(scope: Scope, home: Context, t: Term & { readonly type: "member" }): Expr {
  const at = t.at.map((p) => placeAt(scope, p));
  const own = scope.names.get(t.name) as NameEntry;
  const whole = wholeShape(scope, own);
  if (whole !== null) return entry(symbol(home, t.name, whole), ...at);
  const known = familyNamed(home, t.name);
  if (known === null) throw new OpenRange(t.span);
  return member(known, ...at);
}

/** Σ_i x_i e_i, or the matrix of x_ij. */
export function builtWhole(scope: Scope, home: Context, t: Term & { readonly type: "whole" }): Expr {
  const whole = wholeShape(scope, scope.names.get(t.name) as NameEntry);
  if (whole !== null) return symbol(home, t.name, whole);
  const known = familyNamed(home, t.name);
  if (known === null) throw new OpenRange(t.span);
  if (!isScalar(known.shape) || known.formals.some((i) => i.lo !== ONE))
    throw new ShapeError(
      "index/whole",
      `${t.name} stands for many, each ${showShape(known.shape)} for ${known.formals.map((i) => `${i.letter} in ${i.lo}..${i.hi}`).join(", ")}`,
      [],
      `ask by one of them, ${t.name}_i`,
    );
  return wholeFamily(known);
}

/** A letter or a label as a number; whether a member is in a set, 1 or 0. */
export function builtPlace(scope: Scope, home: Context, t: Term & { readonly type: "place" }): Expr {
  const { place } = t;
  if (place.type === "name" && scope.indices.sets.has(place.name)) return membership(scope, home, [], place);
  return placeNumber(placeAt(scope, place), home);
}

/** e_i of n entries. */
export const builtUnit = (scope: Scope, home: Context, t: Term & { readonly type: "unit" }): Expr =>
  unit(placeAt(scope, t.place), scope.sizes.resolve(t.size), home);

export const builtEntry = (scope: Scope, X: Expr, t: Term & { readonly type: "entry" }): Expr =>
  entry(X, ...t.at.map((p) => placeAt(scope, p)));

export function conditionsOf(scope: Scope, home: Context, relations: readonly Relation[]): readonly Expr[] {
  return relations.map((r) => conditionOf(scope, home, r));
}

function conditionOf(scope: Scope, home: Context, r: Relation): Expr {
  if (r.sign === "in" || r.sign === "notin") {
    const mask = membership(scope, home, [r.left], r.right);
    return r.sign === "in" ? mask : sum(number(1, home), negate(mask));
  }
  const [p, q] = [placeAt(scope, r.left), placeAt(scope, r.right)];
  const d = lessPlace(p, q);
  switch (r.sign) {
    case "=":
      return iverson("=", d, home);
    case "!=":
      return iverson("≠", d, home);
    case ">=":
      return iverson("≥", d, home);
    case ">":
      return iverson("≥", shifted(d, -1), home);
    case "<=":
      return iverson("≥", scalePlace(d, -1), home);
    case "<":
      return iverson("≥", shifted(scalePlace(d, -1), -1), home);
  }
}

/** 1 for a member of the set, else 0. */
function membership(scope: Scope, home: Context, at: readonly Expression[], set: Expression): Expr {
  const known = set.type === "name" ? familyNamed(home, set.name) : null;
  if (known === null) throw new OpenRange(set.span);
  const own = set.type === "name" ? (set.at ?? []) : [];
  return member(known, ...[...own, ...at].map((p) => placeAt(scope, p)));
}

export function builtReduction(
  scope: Scope,
  home: Context,
  body: Expr,
  t: Term & { readonly type: "reduction" },
): Expr {
  const letters = t.ranges.flatMap((r) => r.letters.flatMap((n) => (n.letter === undefined ? [] : [n.letter])));
  const sets = t.ranges.flatMap((r) => {
    const { set } = r;
    if (set === null) return [];
    const groups: readonly (readonly Name[])[] = r.paired ? [r.letters] : r.letters.map((n) => [n]);
    return groups.map((at) => membership(scope, home, at, set));
  });
  const conditions = [...sets, ...conditionsOf(scope, home, t.conditions)];
  const indices = letters.map((l) => indexOf(scope, l));
  const isProduct = t.operation === "prod";
  const bind = isProduct ? pi : sigma;
  return indices.reduceRight((e, i) => bind(i, e), conditioned(body, conditions, isProduct, home));
}

/** A condition is a factor of a term of a sum, and an exponent of a factor of a product. */
function conditioned(body: Expr, conditions: readonly Expr[], isProduct: boolean, home: Context): Expr {
  if (conditions.length === 0) return body;
  const all = timesAll(conditions, body);
  if (isProduct) return power(body, all);
  return isScalar(body.shape) ? timesAll([...conditions, body], home === body.home ? body : all) : scale(all, body);
}

/** An unknown function whose value is a number; of one number it is a function like any other. */
export function builtUnknown(scope: Scope, args: readonly Expr[], t: Term & { readonly type: "unknown" }): Expr {
  const [only] = args;
  const isPlain = args.length === 1 && t.at.length === 0 && scope.names.get(t.name)?.assumed === true;
  if (isPlain && only !== undefined && isScalar(only.shape)) return apply(t.by === null ? t.name : `${t.name}'`, only);
  const made = scalarFunction(
    t.name,
    args,
    t.at.map((p) => placeAt(scope, p)),
  );
  return t.by === null ? made : gradientFunction(made, args, t.by);
}

/**
 * What the letters of a left side are in terms of the family's own: `x_{t+1} = …` for t in 0..T-1 is an equation for
 * x_s with s in 1..T, where t is s - 1.
 */
export function shiftLetters(scope: Scope, own: NameEntry, at: readonly Expression[]): void {
  const { family: info } = own;
  if (info === null) return;
  at.forEach((e, k) => {
    const letter = lettersIn(e)[0];
    if (letter === undefined || e.type === "name") return;
    const p = placeIn(scope, e);
    const i = formalsOf(scope, own)?.[k];
    if (p === null || i === undefined) return;
    const here = placeOf(indexOf(scope, letter));
    scope.indices.shifts.set(letter, lessPlace(placeOf(i), lessPlace(p, here)));
  });
}
