import type { Context } from "../core/expr.js";
import { familyNamed } from "./family.js";
import { isSymbol, nameOf } from "./symbol.js";

/** Whether a model has something of this name: a definition, a fact, a family, a symbol anywhere. */
export function isTaken(home: Context, name: string): boolean {
  if (home.definitions.has(name) || home.facts.has(name) || familyNamed(home, name) !== null) return true;
  return home.buckets.some((bucket) => {
    for (let e = bucket; e !== null; e = e.next) if (isSymbol(e) && nameOf(e) === name) return true;
    return false;
  });
}
