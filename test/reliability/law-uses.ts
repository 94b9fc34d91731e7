/** Each law at its example: what it is applied to, and what it makes of that. */
import type { Expr } from "../../src/core/expr.js";
import { walk } from "../../src/core/walk.js";
import { read } from "../../src/elaborate/parse.js";
import { PREPARATION } from "../../src/laws/preparation.js";
import { STANDARD } from "../../src/laws/standard.js";
import { TIDY } from "../../src/laws/tidy.js";
import { Powersum } from "../../src/ops/powersum.js";
import type { Law } from "../../src/rewrite/law.js";
import { simplify } from "../../src/rewrite/simplify.js";

/** The laws that an equation can show; sums of powers stand in differentials only. */
export const SHOWN_LAWS: readonly Law[] = [
  ...STANDARD.laws,
  ...STANDARD.last,
  ...PREPARATION.laws,
  ...TIDY.laws,
].filter((law) => !law.roots.includes(Powersum));

/** The first use of a law on the way of its example to the normal form. */
export function useOf(law: Law): { readonly before: Expr; readonly after: Expr } | null {
  if (law.example === null) return null;
  const model = read(law.example);
  const last = model.equations[model.equations.length - 1];
  if (last === undefined) return null;
  model.context.definitions.delete(last.name);
  const found = new Set(walk([last.value]));
  for (const x of [...found]) {
    const args = x.args.map((a) => simplify(a, TIDY));
    if (args.some((a, i) => a !== x.args[i])) for (const y of walk(args)) found.add(y);
  }
  for (const x of found) {
    if (!law.roots.includes(x.op)) continue;
    const after = law.apply(x);
    if (after !== null && after !== x) return { before: x, after };
  }
  return null;
}
