/**
 * Losses that nobody defines. `∂L/∂X = ∂L/∂Z Yᵀ` with Z = X Y holds for every loss of Z or for none: both sides are
 * linear in the derivative that comes from above, so it is enough to judge the claim for L = Σ (G ∘ Z) with a free G.
 */
import { type Expression, expressionsOf, type Name, postorder } from "../parse/ast.js";
import { unicodeName } from "../print/unicode.js";
import type { Context } from "./readings.js";
import type { Behind } from "./scope.js";
import type { Cut } from "./statements.js";
import { definitionBehind, typedIn, unknownValue } from "./unknown.js";

/** Names from above beyond which no loss is made up. */
const MOST_NAMES = 4;

export interface Upstream {
  /** The definition of the loss, with coefficients of any shape, and with numbers. */
  readonly lines: readonly string[];
  readonly scalars: readonly string[];
  /** Names by which the derivatives from above are taken. */
  readonly above: readonly string[];
  /** What the free coefficients stand for, by their names. */
  readonly meanings: ReadonlyMap<string, { readonly unicode: string; readonly latex: string }>;
  /** What the claim rests on, without a definition of the loss by a function that nobody defines. */
  readonly behind: Behind;
  /** The loss stands nowhere as anything else. */
  readonly isUndefined: boolean;
}

/**
 * The definition of an undefined loss by what its derivatives are taken by; null where the loss is defined or nothing
 * links it. `L = f(Z)` with an f that nobody defines is a loss like any other.
 */
export function upstreamOf(cut: Cut, given: Behind, { known, item, time }: Context): Upstream | null {
  const { statement } = cut;
  if (statement.type !== "claim" || statement.value.type !== "derivative") return null;
  const loss = lossOf(statement.value);
  const [variable] = statement.value.variables;
  if (loss === null || variable === undefined || statement.value.order === 2) return null;
  const view = { time, section: item.section, declarations: true, only: false };
  const defined = given.heads.has(loss.name) ? definitionBehind(given, loss.name) : null;
  const unknown = defined === null ? null : unknownValue(defined, given.heads);
  const isUndefined = !given.heads.has(loss.name);
  if (!isUndefined && unknown === null) return null;
  const behind = isUndefined ? given : known.behind(given.names, view, new Set([loss.name]));
  const above = new Map<string, Name>();
  const roots = [...statement.sides, ...behind.cuts.flatMap((c) => expressionsOf(c.statement).stated)];
  for (const e of roots.flatMap((r) => [...postorder(r)]))
    if (e.type === "derivative" && e.order === 1 && lossOf(e)?.name === loss.name)
      for (const z of e.variables) if (z.name !== variable.name) above.set(z.name, z);
  const restsOn = (name: string): ReadonlySet<string> => known.behind([name], view).names;
  const last = [...above.keys()].filter((z) => ![...above.keys()].some((y) => y !== z && restsOn(y).has(z)));
  if (last.length === 0 || last.length > MOST_NAMES) return null;
  const isLinked = last.some((z) => restsOn(z).has(variable.name));
  if (!isLinked || (unknown !== null && !last.every((z) => restsOn(loss.name).has(z)))) return null;
  // Of a loss that is f(Z) the derivative by Z is free, so that every way from Z is there; else that by the last names.
  const args = unknown?.args.map((e) => (defined === null ? "" : typedIn(defined, e))) ?? [];
  const typed = unknown === null ? last.map((z) => above.get(z)?.typed ?? z) : args;
  const sumOf = (terms: readonly string[]): readonly string[] => [
    `$$\\begin{aligned} ${loss.typed} = ${terms.join(" + ")}\n\\end{aligned}$$`,
  ];
  return {
    lines: sumOf(typed.map((z, k) => `\\operatorname{sum}(G_{above${k + 1}} \\odot (${z}))`)),
    scalars: sumOf(typed.map((z, k) => `g_{above${k + 1}} (${z})`)),
    above: last,
    meanings: new Map(
      typed.map((z, k) => {
        const name = unknown === null ? last[k] : nameOf(unknown.args[k]);
        const unicode = `∂${unicodeName(loss.name)}/∂${name === null || name === undefined ? z : unicodeName(name)}`;
        return [`above${k + 1}`, { unicode, latex: `\\frac{\\partial ${loss.typed}}{\\partial ${z}}` }] as const;
      }),
    ),
    behind,
    isUndefined,
  };
}

const nameOf = (e: Expression | undefined): string | null => (e?.type === "name" ? e.name : null);

/** A formula of answers with the derivatives from above in the place of the coefficients that stand for them. */
export function withAbove<T extends { readonly text: string; readonly unicode: string; readonly latex: string }>(
  right: T,
  { meanings }: Pick<Upstream, "meanings">,
): T {
  let { text, unicode, latex } = right;
  for (const [label, means] of meanings) {
    text = text.replace(new RegExp(`[Gg]_${label}(?!\\d)`, "g"), () => means.unicode);
    unicode = unicode.replace(new RegExp(`[Gg]_${label}(?!\\d)`, "g"), () => means.unicode);
    latex = latex.replace(
      new RegExp(`(?:\\\\mathbf\\{[Gg]\\}|[Gg])_\\{\\\\text\\{${label}\\}\\}`, "g"),
      () => means.latex,
    );
  }
  return { ...right, text, unicode, latex };
}

/** `L`, or `L(Z)` of a name: what is differentiated. */
function lossOf({ of }: Extract<Expression, { type: "derivative" }>): Name | null {
  const e: Expression = of.type === "group" ? of.operand : of;
  if (e.type === "name") return e;
  return e.type === "call" && e.primes === 0 ? e.callee : null;
}
