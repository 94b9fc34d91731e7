/** Families of the model: x_i for i in 1..N, h_t with its equation and its beginning. */
import { type Context, type Expr, memoOf } from "../core/expr.js";
import type { Fact } from "../core/facts.js";
import { bare, dimAt, type Index, isIndex, type Place } from "../core/place.js";
import { type Shape, shape } from "../core/shape.js";

/** The equation of one member, `h_0 = x`, or of those at one place for all values of other letters, `a^{[0]}_j = x_j`. */
export interface BaseEquation {
  readonly at: readonly Place[];
  /** The letters among its places, each a place by itself. */
  readonly formals: readonly Index[];
  readonly value: Expr;
}

export interface Family {
  readonly home: Context;
  readonly name: string;
  /** Its letter as it is written, where a name without an index is something else: x of x_i. */
  readonly shown: string;
  /** Of one member; its sizes may depend on the formal letters: W^{[l]} is n_l × n_{l-1}. */
  readonly shape: Shape;
  /** The letters of the left side of its equation, with their ranges. */
  readonly formals: readonly Index[];
  /** How many of the places stand above, `W^{[l]}`: the first ones. */
  readonly raised: number;
  /** How many of those below stand before a bar, `p_{j|i}`; 0 where there is none. */
  readonly barred: number;
  /** Facts of each member. */
  facts: ReadonlySet<Fact>;
  /** A set of whole numbers, or of tuples of them: 1 at its members, 0 elsewhere. */
  readonly isSet: boolean;
}

interface Known {
  readonly family: Family;
  definition: Expr | null;
  readonly bases: Map<string, BaseEquation>;
}

const FAMILIES = Symbol("families");
const tableOf = (home: Context): Map<string, Known> => memoOf(home, FAMILIES, () => new Map());

/** The families of a model by name, in the order in which they were made known. */
export const familiesOf = (home: Context): readonly Family[] => [...tableOf(home).values()].map((k) => k.family);

/** The family of a name, or null. */
export const familyNamed = (home: Context, name: string): Family | null => tableOf(home).get(name)?.family ?? null;

/** Makes a family known. A name has one family in a context. */
export function family(
  home: Context,
  of: Pick<Family, "name" | "shape" | "formals"> &
    Partial<Pick<Family, "shown" | "raised" | "barred" | "facts" | "isSet">>,
): Family {
  const made = { home, shown: of.name, raised: 0, barred: 0, facts: new Set<Fact>(), isSet: false, ...of };
  tableOf(home).set(of.name, { family: made, definition: null, bases: new Map() });
  return made;
}

function known({ home, name }: Family): Known {
  const found = tableOf(home).get(name);
  if (found === undefined) throw new RangeError(`${name} is no family`);
  return found;
}

/** States the equation of a family for all values of its letters; null makes it data. */
export function defineFamily(of: Family, value: Expr | null): void {
  known(of).definition = value;
}

/** States the equation of one member, or of those at some of their places. */
export function defineBase(of: Family, at: readonly Place[], value: Expr): void {
  const letters = at.map(bare).filter((a): a is Index => a !== null && isIndex(a));
  known(of).bases.set(keyOf(at), { at, formals: letters, value });
}

/** The letter that stands alone at a place of an equation; null for a place that is fixed. */
export function letterAt({ at, formals }: Pick<BaseEquation, "at" | "formals">, k: number): Index | null {
  const p = at[k];
  const own = p === undefined ? null : bare(p);
  return own !== null && isIndex(own) && formals.includes(own) ? own : null;
}

const keyOf = (at: readonly Place[]): string => at.map((p) => p.key).join(";");

/** The right side of the equation of a family, in its formal letters; null for data. */
export const equationOf = (of: Family): Expr | null => known(of).definition;
/** The equations of single members. */
export const basesOf = (of: Family): readonly BaseEquation[] => [...known(of).bases.values()];
/** The shape of a member. */
export const shapeAt = ({ shape: of, formals }: Family, at: readonly Place[]): Shape =>
  shape(dimAt(of.rows, formals, at), dimAt(of.cols, formals, at));

/** States what holds of the members, before any is made but in their own equation. */
export function restateFacts(of: Family, facts: ReadonlySet<Fact>): void {
  of.facts = facts;
}

/** Takes a family that was only tried out of the context again. */
export const forgetFamily = ({ home, name }: Family): void => {
  tableOf(home).delete(name);
};
