/**
 * The lines for a derivative over equations with letters: what each cotangent with a name adds up, what
 * it is called, and the answer, the laws that shorten each told one by one.
 */
import type { Expr } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { STANDARD } from "../laws/standard.js";
import { placesOf } from "../ops/binder.js";
import { derivative } from "../ops/derivative.js";
import type { Family } from "../ops/family.js";
import { member } from "../ops/member.js";
import { sumOf } from "../ops/sum.js";
import type { Adjoints } from "./adjoints.js";
import { normalForm } from "./normal.js";
import { CONSTANT, calling, collecting, SIMPLIFIED } from "./rules.js";
import { allSteps, type Step, step } from "./step.js";

/** What has been told: cotangents with a name by family, others by name or member. */
export type Told = Set<Family | Expr>;

/** The lines for the named cotangents that an answer uses, those told left out. */
export function namedSteps(y: Expr, of: Adjoints, used: ReadonlySet<Family>, told: Told): readonly Step[] {
  return of.named.flatMap((f) => {
    if (!used.has(f) || told.has(f)) return [];
    told.add(f);
    const leaf = of.leafOf(f);
    const lines = gradientSteps(y, leaf, of, told);
    const end = lines[lines.length - 1]?.after ?? of.of(leaf);
    return [...lines, step(calling(member(f, ...placesOf(leaf))), null, end, member(f, ...placesOf(leaf)))];
  });
}

/** The lines for ∂y/∂v by a name or member, those of the cotangents first that it hands on. */
export function gradientSteps(y: Expr, leaf: Expr, of: Adjoints, told: Told): readonly Step[] {
  const order: Expr[] = [];
  const waiting = [leaf];
  for (let v = waiting.pop(); v !== undefined; v = waiting.pop()) {
    if (told.has(v)) continue;
    told.add(v);
    order.push(v);
    for (const { unnamed } of of.contributions(v)) if (unnamed !== null) waiting.push(unnamed);
  }
  return order.reverse().flatMap((v) => ownSteps(y, v, of));
}

/** From what the equations give to the cotangent, one law a line. */
function ownSteps(y: Expr, leaf: Expr, of: Adjoints): readonly Step[] {
  const left = derivative("gradient", y, leaf);
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
