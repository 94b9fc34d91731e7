/** Functions that modules bring along, as they stand in the files of `<language>/runtime`. */
import { RUNTIMES } from "./generated/runtimes.js";

export interface Definition {
  readonly text: string;
  /** Other definitions of the same file that it calls. */
  readonly uses: readonly string[];
}

/** A name with the definition: a function, mostly. */
export type Definitions = ReadonlyMap<string, Definition>;
export type RuntimeFile = keyof typeof RUNTIMES;

/** The definitions of a file that have a name. */
export const definitions = (file: RuntimeFile): Definitions =>
  new Map(RUNTIMES[file].filter((d) => d.name !== "").map(({ name, text, uses }) => [name, { text, uses }]));

/** All of a file but its imports, in its order: a block a definition. */
export const blocksOf = (file: RuntimeFile): readonly (readonly string[])[] =>
  RUNTIMES[file].map(({ text }) => text.split("\n"));

/** The definitions that are called, directly or by one another, in their order. */
export function calledOf(known: Definitions, called: ReadonlySet<string>): readonly (readonly string[])[] {
  const wanted = new Set(called);
  for (const name of wanted) for (const other of known.get(name)?.uses ?? []) wanted.add(other);
  return [...known].filter(([name]) => wanted.has(name)).map(([, { text }]) => text.split("\n"));
}
