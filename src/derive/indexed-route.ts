/**
 * The lines for a derivative over equations with letters: what each cotangent with a name adds up, what
 * it is called, and the answer, the laws that shorten each told one by one.
 */

import { minus, ONE, plus } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { letterIndex, type Place, placeOf, showDim } from "../core/place.js";
import { STANDARD } from "../laws/standard.js";
import { placesOf, substitute } from "../ops/binder.js";
import { derivative } from "../ops/derivative.js";
import type { Family } from "../ops/family.js";
import { sumOf } from "../ops/sum.js";
import type { Adjoints } from "./adjoints.js";
import { asQuestion, linesTo } from "./indexed-lines.js";
import { normalForm } from "./normal.js";
import { reasons } from "./reasons.js";
import { CONSTANT, collecting, naming, SIMPLIFIED } from "./rules.js";
import { allSteps, type Step, step } from "./step.js";

/** What has been told: cotangents with a name by family, others by name or member. */
export type Told = Set<Family | Expr>;

/** The lines for the named cotangents that an answer uses, those told left out. Each gets its name before it is used. */
export function namedSteps(y: Expr, of: Adjoints, used: ReadonlySet<Family>, told: Told): readonly Step[] {
  const own = of.named.filter((f) => used.has(f) && !told.has(f));
  for (const f of own) told.add(f);
  const names = own.map((f) => {
    const leaf = asQuestion(of.leafOf(f));
    const name = of.calledAs(f, placesOf(leaf));
    const asked = derivative(of.layout, y, leaf);
    return step(naming(name), name, asked, asked);
  });
  return [...names, ...own.flatMap((f) => gradientSteps(y, of.leafOf(f), of, told))];
}

/** The lines for ∂y/∂v by a name or member, those of the cotangents first that it hands on. */
export function gradientSteps(y: Expr, leaf: Expr, of: Adjoints, told: Told): readonly Step[] {
  const order: Expr[] = [];
  const waiting = [begunBy(leaf, of)];
  for (let v = waiting.pop(); v !== undefined; v = waiting.pop()) {
    if (told.has(v)) continue;
    told.add(v);
    order.push(v);
    for (const { unnamed } of of.contributions(v)) if (unnamed !== null) waiting.push(unnamed);
  }
  const before = new Set(told as ReadonlySet<unknown> as ReadonlySet<Expr>);
  for (const v of order) before.delete(v);
  return chainOf(y, order.reverse(), of, before);
}

/** The member that is given by a name of its own, h_0 of `h_0`: its lines are those of the member. */
function begunBy(leaf: Expr, of: Adjoints): Expr {
  const [only, second] = of.contributions(leaf);
  if (only?.in == null || second !== undefined || only.in.value !== leaf) return leaf;
  return only.unnamed ?? leaf;
}

/** The moves to one cotangent after the other; where they differ at an end of the range, for the end and for the rest. */
function chainOf(y: Expr, order: readonly Expr[], of: Adjoints, known: ReadonlySet<Expr>): readonly Step[] {
  const linesAt = (leaf: Expr): readonly Step[] | null => {
    // The lines of a gradient are of a number.
    if (of.layout === "jacobian") return null;
    const lines = linesTo(y, leaf, of, known);
    return lines === null ? null : endedWith(of.of(leaf), lines);
  };
  const whole = order.map((v) => linesAt(asQuestion(v)));
  if (!whole.includes(null)) return whole.flatMap((lines) => lines ?? []);
  const cases = endsOf(order, of);
  const split = cases?.map(({ at, why }) => {
    const lines = order.map((v) => linesAt(asQuestion(at(v))));
    return lines.includes(null) ? null : lines.flatMap((l) => l ?? []).map((s, k) => (k === 0 ? said(s, why) : s));
  });
  if (split !== undefined && !split.includes(null)) return split.flatMap((lines) => lines ?? []);
  return order.flatMap((v, k) => whole[k] ?? ownSteps(y, v, of));
}

const said = (s: Step, why: string): Step => ({ ...s, why: reasons(s.why, why) });

/** Values of the letter of a chain of members, and how they are said. */
interface Case {
  readonly at: (e: Expr) => Expr;
  readonly why: string;
}

/** Where a member stands at an end of its range in an equation, a^{[L]} in C: the end, and the rest of the range. */
function endsOf(order: readonly Expr[], of: Adjoints): readonly Case[] | null {
  for (const v of order) {
    const [letter, second] = v.free.filter((i) => i.kind === "formal");
    if (letter === undefined || second !== undefined) continue;
    const { lo, hi } = letter;
    for (const { at } of of.contributions(v)) {
      const end = at.find((p) => p.terms.length === 0 && (p.rest === hi || p.rest === lo));
      if (end === undefined) continue;
      const rest =
        end.rest === hi
          ? letterIndex("asked", letter.letter, lo, minus(hi, ONE))
          : letterIndex("asked", letter.letter, plus(lo, ONE), hi);
      // Each family has a letter of its own, which runs as far as this one or less far.
      const put = (place: Place) => (e: Expr) => {
        const own = e.free.find((i) => i.kind === "formal" && i.letter === letter.letter);
        return own === undefined ? e : substitute(e, own, place);
      };
      const name = letter.letter;
      return [
        { at: put(end), why: `${name} = ${showDim(end.rest)}` },
        { at: put(placeOf(rest)), why: `${name} = ${showDim(rest.lo)}, …, ${showDim(rest.hi)}` },
      ];
    }
  }
  return null;
}

/** From what the equations give to the cotangent, one law a line. */
function ownSteps(y: Expr, leaf: Expr, of: Adjoints): readonly Step[] {
  const left = derivative(of.layout, y, leaf);
  const value = of.of(leaf);
  const all = of.contributions(leaf);
  if (all.length === 0) return [step(CONSTANT, left, left, value)];
  const parts = all.map((c) => c.part);
  const whole = parts.length === 1 ? nth(parts, 0) : sumOf(parts);
  const from = all.map((c) => c.from);
  return endedWith(value, [step(collecting(y, from), left, left, whole), ...allSteps(whole, STANDARD)]);
}

/** Lines that end with a value: in the order in which it is written, or by one line more. */
export function endedWith(value: Expr, lines: readonly Step[]): readonly Step[] {
  const last = lines[lines.length - 1];
  // What lines before have told already needs none of its own.
  if (last === undefined) return [step(SIMPLIFIED, null, value, value)];
  if (last.after === value) return lines;
  if (normalForm(last.after) === normalForm(value)) return [...lines.slice(0, -1), { ...last, after: value }];
  return [...lines, step(SIMPLIFIED, null, last.after, value)];
}
