/** Words of declarations, and lists of names in a sentence. */
import { FACTS } from "../core/facts.js";

/** Kinds of a declaration, with the number of sizes that each states; none at all leaves them to be inferred. */
export const KINDS: ReadonlyMap<string, number> = new Map([
  ["scalar", 0],
  ["vector", 1],
  ["matrix", 2],
  ["function", 0],
  ["size", 0],
]);

export const FACT_NAMES: ReadonlySet<string> = new Set(FACTS);

/** The first few of a list of names, and how many more there are. */
export const firstOf = (names: readonly string[], most: number): string =>
  names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
