/** Where letters run and where arrays are defined, as far as it is known: ranges whose ends may be unknown sizes. */
import type { Dim } from "../../core/dim.js";
import type { Index, Place } from "../../core/place.js";
import type { Shape } from "../../core/shape.js";
import type { Expression, Letter, Range } from "../../parse/ast.js";

/** From one whole number to another. */
export interface Extent {
  readonly lo: Dim;
  readonly hi: Dim;
}

/** A name that is a family: a value for each value of its letters. */
export interface FamilyInfo {
  /** Its letter as it is written. */
  readonly shown: string;
  readonly arity: number;
  /** How many of its places stand above. */
  readonly raised: number;
  /** How many of those below stand before a bar. */
  readonly barred: number;
  /** Where it has members, place by place; null until that is found out. */
  domain: readonly (Extent | null)[];
  /** Letters that the text has for its places, the first for each; null where it has none. */
  letters: readonly (string | null)[];
  /** The letters of its declaration or of its equation, in which its sizes are said. */
  formals: readonly Letter[] | null;
  /** Where its equation holds; null for what has none. */
  ranges: readonly Extent[] | null;
  /** The indices in which the sizes of its members are said: of its declaration, else of the family. */
  sizedIn: readonly Index[] | null;
  /** What each use is, where members may differ in size and nothing says how: `W^{[l]} a^{[l-1]}`. */
  readonly shapesAt: Map<string, Shape>;
  /** The places of its declaration. */
  declaredAt: readonly Expression[] | null;
  /** Declared as one vector or matrix, and defined entry by entry. */
  readonly isArray: boolean;
  /** Its members are said by an equation for all values of its letters. */
  isDefined: boolean;
}

/** Whole numbers that data give: `y_i`, in a range. */
export interface LabelInfo {
  readonly arity: number;
  isDeclared: boolean;
  extent: Extent | null;
  /** Where its own places run. */
  domain: readonly (Extent | null)[];
}

/** A set of whole numbers, or of pairs of them. */
export interface SetInfo {
  readonly arity: number;
  domain: readonly (Extent | null)[];
}

/** What is known of letters, families and labels. */
export interface Indices {
  readonly extents: Map<Letter, Extent>;
  readonly families: Map<string, FamilyInfo>;
  readonly labels: ReadonlyMap<string, LabelInfo>;
  readonly sets: ReadonlyMap<string, SetInfo>;
  /** What a letter of a left side is in terms of the family's own: t of `x_{t+1} = …` is one less. */
  readonly shifts: Map<Letter, Place>;
  /** Inputs that are the beginning of a family, by the family and the number: `h 0` is h_0. */
  readonly bases: Map<string, string>;
  /** Names with a label below the letter of a family, of which they are none. */
  readonly apart: ReadonlySet<string>;
  /** Ranges whose ends could not be read, and letters that have no other: what they bind is not understood. */
  readonly unread: Set<Range | Letter>;
}
