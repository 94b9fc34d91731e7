/**
 * Losses that nobody defines. `∂L/∂X = ∂L/∂Z Yᵀ` with Z = X Y holds for every loss of Z or for none: both sides are
 * linear in the derivative that comes from above, so it is enough to judge the claim for L = Σ (G ∘ Z) with a free G.
 */
import { type Expression, expressionsOf, type Name, postorder } from "../parse/ast.js";
import type { Context } from "./readings.js";
import type { Behind } from "./scope.js";
import type { Cut } from "./statements.js";

/** Names from above beyond which no loss is made up. */
const MOST_NAMES = 4;

export interface Upstream {
  /** The definition of the loss, with coefficients of any shape, and with numbers. */
  readonly lines: readonly string[];
  readonly scalars: readonly string[];
  /** Names by which the derivatives from above are taken. */
  readonly above: readonly string[];
}

/** The definition of an undefined loss by what its derivatives are taken by; null where the loss is defined or nothing links it. */
export function upstreamOf(cut: Cut, behind: Behind, { known, item, time }: Context): Upstream | null {
  const { statement } = cut;
  if (statement.type !== "claim" || statement.value.type !== "derivative") return null;
  const loss = lossOf(statement.value);
  const [variable] = statement.value.variables;
  if (loss === null || variable === undefined || statement.value.order === 2 || behind.heads.has(loss.name))
    return null;
  const above = new Map<string, Name>();
  const roots = [...statement.sides, ...behind.cuts.flatMap((c) => expressionsOf(c.statement).stated)];
  for (const e of roots.flatMap((r) => [...postorder(r)]))
    if (e.type === "derivative" && e.order === 1 && lossOf(e)?.name === loss.name)
      for (const z of e.variables) if (z.name !== variable.name) above.set(z.name, z);
  const view = { time, section: item.section, declarations: true, only: false };
  const restsOn = (name: string): ReadonlySet<string> => known.behind([name], view).names;
  const last = [...above.keys()].filter((z) => ![...above.keys()].some((y) => y !== z && restsOn(y).has(z)));
  if (last.length === 0 || last.length > MOST_NAMES) return null;
  const isLinked = last.some((z) => restsOn(z).has(variable.name));
  if (!isLinked) return null;
  const typed = last.map((z) => above.get(z)?.typed ?? z);
  const definition = (terms: readonly string[]): readonly string[] => [
    `$$\\begin{aligned} ${loss.typed} = ${terms.join(" + ")}\n\\end{aligned}$$`,
  ];
  return {
    lines: definition(typed.map((z, k) => `\\operatorname{sum}(G_{above${k + 1}} \\odot ${z})`)),
    scalars: definition(typed.map((z, k) => `g_{above${k + 1}} ${z}`)),
    above: last,
  };
}

/** `L`, or `L(Z)` of a name: what is differentiated. */
function lossOf({ of }: Extract<Expression, { type: "derivative" }>): Name | null {
  const e: Expression = of.type === "group" ? of.operand : of;
  if (e.type === "name") return e;
  return e.type === "call" && e.primes === 0 ? e.callee : null;
}
