import { type Expr, indexing, indexingOf, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { nth } from "../core/operands.js";
import { dimAt, type Index, type Place } from "../core/place.js";
import { isWithin } from "../core/ranges.js";
import { walk } from "../core/walk.js";
import { placesOf, substituteAll } from "./binder.js";
import { baseAt, basesOf, equationOf, type Family, familyNamed, shapeAt } from "./family.js";

/** x_i, h_{t-1}, W^{[l]}, r_{ik}: a member of a family. */
export const Member = defineOp({
  name: "member",
  title: "member of a family",
  line: "d x_i = dx_i",
  cite: "",
  indexed: true,
  signature: "-> 1×1",
  facts: (self) => [...familyOf(self).facts],
});

/** The member of a family at places. */
export function member(family: Family, ...at: readonly Place[]): Expr {
  if (at.length !== family.formals.length)
    throw new RangeError(`${family.name} has ${family.formals.length} indices, not ${at.length}`);
  return intern(family.home, Member, [], indexing(family.name, at), shapeAt(family, at));
}

export const isMember = (e: Expr): boolean => e.op === Member;

/** The family of a member. */
export function familyOf(e: Expr): Family {
  const name = indexingOf(e)?.name ?? "";
  const family = familyNamed(e.home, name);
  if (family === null) throw new RangeError(`${name} is no family`);
  return family;
}

/** The right sides of all equations of a family. */
const rightSides = (of: Family): readonly Expr[] => {
  const equation = equationOf(of);
  return [...(equation === null ? [] : [equation]), ...basesOf(of).map((b) => b.value)];
};

/** Whether a family is defined, maybe by way of others, by members of its own. */
export function isRecursive(of: Family): boolean {
  const seen = new Set<Family>();
  const waiting = [of];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const e of walk(rightSides(next))) {
      if (!isMember(e)) continue;
      const used = familyOf(e);
      if (used === of) return true;
      if (seen.has(used)) continue;
      seen.add(used);
      waiting.push(used);
    }
  }
  return false;
}

/** The range of each formal letter at places for all of them. */
export const rangesAt = ({ formals }: Family, at: readonly Place[]): readonly Pick<Index, "lo" | "hi">[] =>
  formals.map(({ lo, hi }) => ({ lo: dimAt(lo, formals, at), hi: dimAt(hi, formals, at) }));

/** Whether the equation of a family holds at places everywhere (true), nowhere (false), or as the case may be (null). */
export function holdsAt(of: Family, at: readonly Place[]): boolean | null {
  const known = rangesAt(of, at).map((range, k) => isWithin(nth(at, k), range));
  if (known.includes(false)) return false;
  return known.includes(null) ? null : true;
}

/** What a member stands for by its equation at its places; null for data, and where the equation does not hold. */
export function meaningOfMember(e: Expr): Expr | null {
  const family = familyOf(e);
  const at = placesOf(e);
  const base = baseAt(family, at);
  if (base !== null) return base;
  const equation = equationOf(family);
  return equation === null || holdsAt(family, at) === false ? null : substituteAll(equation, family.formals, at);
}
