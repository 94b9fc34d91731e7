/** Families as arrays: what is given, what an equation gives for all letters at once, and loops for recursions. */
import { minus, ONE, plus } from "../../../core/dim.js";
import { type Expr, mayHold } from "../../../core/expr.js";
import { nth } from "../../../core/operands.js";
import { hasPlace, type Index } from "../../../core/place.js";
import { walk } from "../../../core/walk.js";
import { placesOf } from "../../../ops/binder.js";
import { basesOf, equationOf, type Family, letterAt } from "../../../ops/family.js";
import { familyOf, isMember, rightSides } from "../../../ops/member.js";
import { Sigma } from "../../../ops/sigma.js";
import { rankOf } from "../../arrays/view.js";
import { NoCode } from "../../no-code.js";
import {
  axesOf,
  type Emission,
  lengthText,
  type Stored,
  say,
  sidesText,
  spreadOver,
  type Table,
  type Value,
} from "./emission.js";
import { axisOf, gathered, placeCode } from "./places.js";

export function memberValue(em: Emission, e: Expr): Value {
  const f = familyOf(e);
  const places = placesOf(e);
  const rank = rankOf(e.shape);
  const { code, from, table } = storedFamily(em, f);
  const along = places.map((p, k) => axisOf(p, nth(f.formals, k)));
  const isOne = axesOf(em, nth(places, 0).free).length === 0;
  if (code !== null && !(table !== null && isOne)) {
    const isLonger = f.formals.some((i, k) => from[k] !== i.lo);
    const shifted = along.map((a, k) =>
      k === 0 && isLonger ? { ...a, from: nth(from, k), last: `len(${code}) - 1` } : a,
    );
    return gathered(em, code, shifted, rank);
  }
  const inside =
    table === null ? nothing(em, f) : `${table.code}.get(${placeCode(em, nth(places, 0), [])}, ${table.nothing})`;
  if (along.length === 1) return { code: inside, axes: [], rank, isTruth: false };
  return gathered(em, say(em, "t", inside), along.slice(1), rank);
}

/** Zeros for a member at places where there is none: a condition stands beside. */
function nothing(em: Emission, f: Family, first?: string): string {
  const counts = [...(first === undefined ? [] : [first]), ...f.formals.slice(1).map((i) => lengthText(em, i))];
  const sides = sidesText(em, [f.shape.rows, f.shape.cols]);
  const all = [...counts, ...(sides === "" ? [] : [sides])].join(", ");
  return all === "" ? "0.0" : `${em.at.module}.zeros((${all},)${em.at.like})`;
}

function storedFamily(em: Emission, f: Family): Stored {
  const found = em.stored.get(f.name);
  if (found !== undefined) return found;
  const ends = f.formals.flatMap((i) => [i.lo, i.hi]);
  if ([f.shape.rows, f.shape.cols, ...ends].some(hasPlace))
    throw new NoCode(`${f.name} has other sizes at each place, for which no code is written yet`);
  const equation = equationOf(f);
  const circle = equation === null ? [] : circleOf(f);
  if (equation !== null && (circle.length > 0 || basesOf(f).length > 0)) {
    looped(em, circle.length > 0 ? circle : [f]);
    return em.stored.get(f.name) as Stored;
  }
  const from = f.formals.map((i) => i.lo);
  const code =
    equation === null ? em.at.given(f.name) : say(em, f.name, spreadOver(em, equation, em.value(equation), f.formals));
  const made = { code, from, table: null };
  em.stored.set(f.name, made);
  return made;
}

/** Families that are defined by each other and this one. */
function circleOf(f: Family): readonly Family[] {
  return [...reached(f)].filter((g) => reached(g).has(f));
}

function reached(from: Family): ReadonlySet<Family> {
  const seen = new Set<Family>();
  const waiting = [from];
  for (let g = waiting.pop(); g !== undefined; g = waiting.pop())
    for (const x of walk(rightSides(g)))
      if (isMember(x) && !seen.has(familyOf(x))) {
        seen.add(familyOf(x));
        waiting.push(familyOf(x));
      }
  return seen;
}

/** Families that need each other, with the letter over which a loop runs. */
interface Circle {
  readonly families: readonly Family[];
  readonly letter: (f: Family) => Index;
  /** Members of these families below an equation. */
  readonly members: (f: Family) => readonly Expr[];
  /** How far from its own place an equation asks for a member. */
  readonly step: (f: Family, member: Expr) => number;
}

function circleFrom(families: readonly Family[]): Circle {
  const letter = (f: Family): Index => nth(f.formals, 0);
  const refuse = (f: Family): never => {
    throw new NoCode(`no loop is written for the way in which ${f.name} refers to itself`);
  };
  const members = (f: Family): readonly Expr[] =>
    walk([equationOf(f) ?? refuse(f)]).filter((e) => isMember(e) && families.includes(familyOf(e)));
  const step = (f: Family, e: Expr): number => {
    const p = nth(placesOf(e), 0);
    const isShift = p.terms.length === 1 && p.terms[0]?.[0] === letter(f) && p.terms[0][1] === 1;
    return isShift && /^-?\d+$/.test(p.rest) ? Number(p.rest) : refuse(f);
  };
  const { lo, hi } = letter(nth(families, 0));
  for (const f of families) if (letter(f).lo !== lo || letter(f).hi !== hi) refuse(f);
  return { families, letter, members, step };
}

/** Writes the loop over the first letter of some families. */
function looped(em: Emission, families: readonly Family[]): void {
  const { at } = em;
  const circle = circleFrom(families);
  const isBack = families.some((f) => circle.members(f).some((e) => circle.step(f, e) > 0));
  beforeLoop(em, circle);
  const { known, ranges, shared } = em;
  const zeros = new Map<string, string>();
  const tables = new Map(families.map((f) => [f, tableOf(em, circle, f, zeros)]));
  for (const [f, table] of tables) {
    at.line(`${table.code} = {}`);
    em.stored.set(f.name, { code: null, from: [], table });
  }
  for (const [f, { code }] of tables)
    for (const base of basesOf(f)) {
      const others = f.formals.slice(1);
      if (letterAt(base, 0) !== null || base.formals.some((i) => !others.includes(i)))
        throw new NoCode(`no loop is written for the beginning of ${f.name}`);
      at.line(
        `${code}[${placeCode(em, nth(base.at, 0), [])}] = ${spreadOver(em, base.value, em.value(base.value), others)}`,
      );
    }
  const t = circle.letter(nth(families, 0));
  const letter = at.fresh(t.letter.replace(/\W/g, "") || "t");
  const [lo, hi] = [at.size(t.lo), at.size(t.hi)];
  at.line(
    isBack
      ? `for ${letter} in range(${hi}, ${at.size(minus(t.lo, ONE))}, -1):`
      : `for ${letter} in range(${lo}, ${at.size(plus(t.hi, ONE))}):`,
  );
  at.indent(1);
  em.known = new Map(known);
  em.ranges = new Map(ranges);
  for (const f of families) em.fixed.set(circle.letter(f), letter);
  em.shared = em.sharedBy(families.map((f) => equationOf(f) as Expr));
  for (const f of inTurn(circle)) {
    const equation = equationOf(f) as Expr;
    at.line(`${tables.get(f)?.code}[${letter}] = ${spreadOver(em, equation, em.value(equation), f.formals.slice(1))}`);
  }
  for (const f of families) em.fixed.delete(circle.letter(f));
  at.indent(-1);
  em.known = known;
  em.ranges = ranges;
  em.shared = shared;
  for (const [f, table] of tables) {
    const { code } = table;
    const stack = `${at.module}.stack([${code}[${letter}] for ${letter} in sorted(${code})])`;
    const all = say(
      em,
      `${f.name}_all`,
      basesOf(f).length > 0 ? stack : `${stack} if ${code} else ${nothing(em, f, "0")}`,
    );
    const from = basesOf(f).length === 0 ? nth(f.formals, 0).lo : `min(${code})`;
    em.stored.set(f.name, { code: all, from: [from, ...f.formals.slice(1).map((i) => i.lo)], table });
  }
}

/** The table of a family; zeros that every turn may ask for are made once, before the loop. */
function tableOf(em: Emission, { families, members }: Circle, f: Family, zeros: Map<string, string>): Table {
  const code = em.at.fresh(f.name);
  const text = nothing(em, f);
  const isAsked = families.some((g) => members(g).some((e) => familyOf(e) === f));
  if (!isAsked || !text.includes("(")) return { code, nothing: text };
  const known = zeros.get(text) ?? say(em, "nothing", text);
  zeros.set(text, known);
  return { code, nothing: known };
}

/** What all turns share is worked out before the loop. */
function beforeLoop(em: Emission, { families }: Circle): void {
  const isOwn = (e: Expr): boolean => isMember(e) && families.includes(familyOf(e));
  for (const f of families)
    for (const e of walk(rightSides(f))) {
      if (isMember(e) && !isOwn(e)) storedFamily(em, familyOf(e));
      if (e.free.length === 0 && mayHold(e, Sigma.bit) && !walk([e]).some(isOwn)) em.value(e);
    }
}

/** Families in an order in which those at the same place come after what they need. */
function inTurn({ families, members, step }: Circle): readonly Family[] {
  const out: Family[] = [];
  while (out.length < families.length) {
    const next = families.find(
      (f) =>
        !out.includes(f) &&
        members(f)
          .filter((e) => step(f, e) === 0)
          .every((e) => out.includes(familyOf(e))),
    );
    if (next === undefined) throw new NoCode(`${nth(families, 0).name} needs itself at the same place`);
    out.push(next);
  }
  return out;
}
