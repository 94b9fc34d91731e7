/** A derivative that is zero because nothing connects the two names, and why an author may think that something does. */
import type { Reporter } from "../core/diagnostic.js";
import type { Derivation } from "../derive/derivation.js";
import { calledBy, equationsBehind, isNamed, leadingTo } from "../derive/equations.js";
import type { Model } from "../model/model.js";
import { unicodeName } from "../print/unicode.js";
import { variableText } from "./variables.js";

/** Equations of a text that are looked at for one that connects the two names. */
const MOST = 40;

/**
 * Warns that a derivative is zero. Of `S = u'u` by β in a text with `y = X β + u`, u is held fixed and y moves: whoever
 * solves that for u in mind is told.
 */
export function sayConstant({ query }: Derivation, model: Model, said: Reporter): void {
  const by = [...new Set(query.wrt.map(variableText))].join(" and ");
  const message = `${query.ofText} does not depend on ${by}, so the derivative is zero`;
  const link = unusedLink(query, model);
  if (link === null) {
    said.report("warning", "derive/constant", query.span, message);
    return;
  }
  const [held, moves] = [link.held, link.moves].map(unicodeName);
  said.report("warning", "derive/constant", query.span, `${message}: ${held} is held fixed, and ${moves} moves`, {
    hint: `where ${moves} is given, and its equation tells ${held}, solve it for ${held}: ${held} = …`,
  });
}

/** A name that the answer does not need and whose equation has both the variable and an input of what is derived. */
function unusedLink(
  { of, wrt }: Derivation["query"],
  model: Model,
): { readonly held: string; readonly moves: string } | null {
  const wanted = new Set(wrt.filter(isNamed).map(calledBy));
  const behind = equationsBehind(of);
  const used = new Set(behind.map((q) => q.name));
  const inputs = new Set(behind.filter((q) => q.value === null && !wanted.has(q.name)).map((q) => q.name));
  const left = [...model.equations.map((q) => q.symbol), ...model.families.map((f) => f.member)];
  for (const leaf of left.filter((e) => !used.has(calledBy(e))).slice(0, MOST)) {
    const own = equationsBehind(leaf);
    const held = own.find((q) => q.value === null && inputs.has(q.name));
    if (held !== undefined && leadingTo(own, wanted).size > 0) return { held: held.name, moves: calledBy(leaf) };
  }
  return null;
}
