import { type Expr, indexing, indexingOf, intern, memoOf } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { nth } from "../core/operands.js";
import { bare, dimAt, type Index, lessPlace, type Place } from "../core/place.js";
import { isWithin, isZeroPlace } from "../core/ranges.js";
import { walk } from "../core/walk.js";
import { placesOf, substituteAll } from "./binder.js";
import { type BaseEquation, basesOf, equationOf, type Family, familyNamed, letterAt, shapeAt } from "./family.js";
import { fitted } from "./fit.js";
import { delta, inRange } from "./iverson.js";
import { scale } from "./scale.js";
import { sum } from "./sum.js";
import { throughNames } from "./symbol.js";
import { times } from "./times.js";

/** x_i, h_{t-1}, W^{[l]}, r_{ik}: a member of a family. */
export const Member = defineOp({
  name: "member",
  title: "member of a family",
  line: "d x_i = dx_i",
  cite: "definition",
  indexed: true,
  example: "w : vector(d); s = Σ_{i=1}^N w^T x_i",
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
export const rightSides = (of: Family): readonly Expr[] => {
  const equation = equationOf(of);
  return [...(equation === null ? [] : [equation]), ...basesOf(of).map((b) => b.value)];
};

/** The parts for a walk that looks behind names, and behind each member to all equations of its family. */
export const throughEquations = (e: Expr): readonly Expr[] => (isMember(e) ? rightSides(familyOf(e)) : throughNames(e));

const RECURSIVE = Symbol("families that are defined by themselves");
const MEANINGS = Symbol("what members stand for");

/** Whether a family is defined, maybe by way of others, by members of its own. */
export function isRecursive(of: Family): boolean {
  const known = memoOf(of.home, RECURSIVE, () => new Map<Expr, boolean>());
  const equation = equationOf(of);
  if (equation === null) return false;
  const found = known.get(equation) ?? drawsOnItself(of);
  known.set(equation, found);
  return found;
}

function drawsOnItself(of: Family): boolean {
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
const rangesAt = ({ formals }: Family, at: readonly Place[]): readonly Pick<Index, "lo" | "hi">[] =>
  formals.map(({ lo, hi }) => ({ lo: dimAt(lo, formals, at), hi: dimAt(hi, formals, at) }));

/** Whether the equation of a family holds at places everywhere (true), nowhere (false), or as the case may be (null). */
export function holdsAt(of: Family, at: readonly Place[]): boolean | null {
  const known = rangesAt(of, at).map((range, k) => isWithin(nth(at, k), range));
  if (known.includes(false)) return false;
  return known.includes(null) ? null : true;
}

/** The conditions under which places are those of an equation: equal where it is fixed, in range where it has a letter. */
function matchesOf(
  at: readonly Place[],
  e: Pick<BaseEquation, "at" | "formals">,
): readonly { readonly known: boolean | null; readonly condition: (beside: Expr) => Expr }[] {
  const letters = e.at.map((_, k) => letterAt(e, k));
  const put = e.formals.map((f) => nth(at, letters.indexOf(f)));
  return at.map((p, k) => {
    const letter = letters[k];
    if (!letter) return { known: isZeroPlace(lessPlace(p, nth(e.at, k))), condition: (x) => delta(p, nth(e.at, k), x) };
    const range = { lo: dimAt(letter.lo, e.formals, put), hi: dimAt(letter.hi, e.formals, put) };
    return { known: isWithin(p, range), condition: (x) => inRange(p, range, x) };
  });
}

/** Whether places are those of an equation: everywhere (true), nowhere (false), or as the case may be (null). */
export function isAt(at: readonly Place[], e: Pick<BaseEquation, "at" | "formals">): boolean | null {
  const known = matchesOf(at, e).map((m) => m.known);
  if (known.includes(false)) return false;
  return known.includes(null) ? null : true;
}

/** The right side of a base equation at places. */
const valueAt = ({ at: own, formals, value }: BaseEquation, at: readonly Place[]): Expr =>
  formals.length === 0
    ? value
    : substituteAll(
        value,
        formals,
        formals.map((f) =>
          nth(
            at,
            own.findIndex((p) => bare(p) === f),
          ),
        ),
      );

/**
 * What a member stands for by the equations of its family; null for data, and where none holds. At a place that may be
 * one of several, h_{t-1} at t = 1 and after, each equation has the condition under which it holds.
 */
export function meaningOfMember(e: Expr): Expr | null {
  const known = memoOf(e.home, MEANINGS, () => new Map<Expr, Expr>());
  const found = known.get(e) ?? meaningHere(e);
  if (found !== null) known.set(e, found);
  return found;
}

function meaningHere(e: Expr): Expr | null {
  const of = familyOf(e);
  const at = placesOf(e);
  const bases = basesOf(of).filter((b) => isAt(at, b) !== false);
  const certain = bases.find((b) => isAt(at, b) === true);
  if (certain !== undefined) return valueAt(certain, at);
  const equation = equationOf(of);
  const general = equation === null || holdsAt(of, at) === false ? null : substituteAll(equation, of.formals, at);
  if (bases.length === 0) return general;
  const terms = bases.map((b) => {
    const open = matchesOf(at, b).filter((m) => b.formals.length === 0 || m.known !== true);
    return scale(times(...open.map((m) => m.condition(e))), fitted(valueAt(b, at), e.shape));
  });
  if (general === null) return sum(...terms);
  const within = rangesAt(of, at).flatMap((range, k) =>
    isWithin(nth(at, k), range) === true ? [] : [inRange(nth(at, k), range, e)],
  );
  return sum(...terms, within.length === 0 ? general : scale(times(...within), general));
}
