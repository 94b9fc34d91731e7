/** What is taken at places: names by what is left of them without the scripts that are places. */
import type { Expression, Name } from "../../parse/ast.js";
import { MOST_PLACES, type Places } from "../../parse/index/places.js";
import type { Frame } from "./frames.js";
import { boundPlaces, placesOf, type Slotted, slotsOf } from "./readings.js";

/** A name taken apart in one way: which of its scripts are places. */
export interface Reading {
  /** Base and labels: `W_Q` of `W^Q_h`. */
  readonly array: string;
  /** How many places stand above and below: `a1`, `b2`, `a1b2`. */
  readonly pattern: string;
  readonly at: Places;
}

function readingWith(n: Name, slots: readonly Slotted[], at: readonly (Places | null)[]): Reading {
  const scripts = n.scripts ?? { base: n.name, below: [], above: [] };
  const isLabel = (s: Slotted["script"]): boolean => at[slots.findIndex((x) => x.script === s)] === null;
  const labels = [...scripts.below, ...scripts.above].filter(isLabel).map((s) => s.label);
  const count = (slot: Slotted["slot"]): number =>
    slots.reduce((sum, s, i) => sum + (s.slot === slot ? (at[i]?.length ?? 0) : 0), 0);
  const [above, below] = [count("above"), count("below")];
  return {
    array: [scripts.base, ...labels].join("_"),
    pattern: `${above > 0 ? `a${above}` : ""}${below > 0 ? `b${below}` : ""}`,
    at: at.flatMap((p) => p ?? []),
  };
}

/** How many places a pattern has, and how many of them stand above. */
export function countsOf(pattern: string): { readonly above: number; readonly below: number } {
  const [, above = "0", below = "0"] = /^(?:a(\d))?(?:b(\d))?$/.exec(pattern) ?? [];
  return { above: Number(above), below: Number(below) };
}

/** How many places one script may hold. */
const COUNTS = Array.from({ length: MOST_PLACES }, (_, k) => k + 1);

/** The reading of a name by the letters that are bound where it stands; null where none of its scripts holds one. */
export function boundReading(n: Name, frame: Frame): Reading | null {
  if (n.scripts === undefined) return null;
  const slots = slotsOf(n.scripts);
  const at = slots.map(({ script }) => boundPlaces(script, frame));
  return at.every((p) => p === null) ? null : readingWith(n, slots, at);
}

/** All readings of a name with some of its scripts as places, more places first; bound ones always are. */
export function allReadings(n: Name, frame: Frame): readonly Reading[] {
  if (n.scripts === undefined) return [];
  const slots = slotsOf(n.scripts);
  let ways: (Places | null)[][] = [[]];
  for (const { script } of slots) {
    const bound = boundPlaces(script, frame);
    const choices =
      bound !== null ? [bound] : [...COUNTS.map((k) => placesOf(script, k, frame)).filter((p) => p !== null), null];
    ways = ways.flatMap((w) => choices.map((c) => [...w, c]));
  }
  return ways.filter((w) => w.some((p) => p !== null)).map((w) => readingWith(n, slots, w));
}

export const isNumeral = (p: Expression): boolean => p.type === "number";
