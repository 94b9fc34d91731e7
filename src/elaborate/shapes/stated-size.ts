/** Sizes that a declaration or an argument states. */

import type { Dim } from "../../core/dim.js";
import { sizeAt } from "../../core/place.js";
import type { Expression } from "../../parse/ast.js";
import { placeIn } from "../index/places.js";
import { isStated } from "../names/evidence.js";
import { fault, type Scope, sizeNamed } from "../scope.js";
import { isEmptySize, type SizeFault, sizeOf } from "../sizes.js";

/** The sizes that arguments state, or null where a fault was reported. */
export function sizeArguments(scope: Scope, args: readonly Expression[]): readonly Dim[] | null {
  const out: Dim[] = [];
  for (const a of args) {
    const d = statedSize(scope, a);
    if (d === null) return null;
    if (isEmptySize(d)) {
      fault(scope, "size/empty", a.span, `a size is at least 1, not ${d}`);
      return null;
    }
    out.push(d);
  }
  return out;
}

/** The size that an expression states, or null where a fault was reported. */
export function statedSize(scope: Scope, e: Expression): Dim | null {
  let silent = false;
  const found: Dim | SizeFault = sizeOf(e, (name, n) => {
    const entry = scope.names.get(name);
    if (entry?.faulty === true) silent = true;
    if (entry?.kind !== "size") return null;
    const [place] = n.at ?? [];
    if (place === undefined) return sizeNamed(scope, name);
    const at = placeIn(scope, place);
    return at === null ? null : sizeAt(name, at);
  });
  if (typeof found === "string") return found;
  scope.owner.faulty = true;
  if (silent) return null;
  const entry = found.at.type === "name" ? scope.names.get(found.at.name) : undefined;
  const isVariable = entry !== undefined && isStated(entry.evidence);
  if (isVariable)
    fault(
      scope,
      "name/size",
      found.at.span,
      `${entry.name} is ${entry.evidence.declared === null ? "defined" : `a ${entry.kind}`}: no name is a size and a variable`,
      entry.evidence.declared === null
        ? { hint: "a size that is a number stands where it is declared: x : vector(3)" }
        : {},
    );
  else fault(scope, "size/not-a-size", found.at.span, found.why);
  return null;
}
