/** Sizes that only claims name. */
import type { Dim } from "../../core/dim.js";
import { type Expression, postorder } from "../../parse/ast.js";
import type { Scope } from "../scope.js";
import { shows } from "./evidence.js";
import { identitySize } from "./kinds.js";

/**
 * The names of sizes that only claims use as such. The model does not say which of its sizes they
 * are, and may call that size otherwise or not at all: each stands for what makes its claim fit.
 */
export function freeSizes(scope: Scope): ReadonlyMap<string, Dim> {
  const out = new Map<string, Dim>();
  for (const n of scope.names.values())
    if (n.assumed && n.kind === "size" && !shows(n.evidence, "modelSize")) out.set(n.name, scope.sizes.fresh(true));
  return out;
}

/** The free sizes that an expression names. */
export function freeIn(scope: Scope, root: Expression): readonly string[] {
  if (scope.free.size === 0) return [];
  const out = new Set<string>();
  for (const e of postorder(root)) {
    if (e.type !== "name") continue;
    const name = identitySize(scope, e.name) ?? e.name;
    if (scope.free.has(name)) out.add(name);
  }
  return [...out];
}
