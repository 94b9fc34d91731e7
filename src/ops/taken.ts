import type { Context } from "../core/expr.js";
import { familyNamed } from "./family.js";
import { isSymbol, nameOf } from "./symbol.js";

/** Whether a model has something of this name: a definition, a fact, a family, a symbol anywhere. */
export function isTaken(home: Context, name: string): boolean {
  const isOfText = home.memos.get(OF_TEXT) as ((name: string) => boolean) | undefined;
  if (isOfText?.(name) === true) return true;
  if (home.definitions.has(name) || home.facts.has(name) || familyNamed(home, name) !== null) return true;
  return home.buckets.some((bucket) => {
    for (let e = bucket; e !== null; e = e.next) if (isSymbol(e) && nameOf(e) === name) return true;
    return false;
  });
}

const OF_TEXT = Symbol("names of the text");

/** Names that a text has beside those of its nodes, in a declaration alone. */
export const keepClear = (home: Context, isOfText: (name: string) => boolean): void => {
  home.memos.set(OF_TEXT, isOfText);
};
