/**
 * Losses that nobody defines. `∂L/∂X = ∂L/∂Z Yᵀ` with Z = X Y holds for every loss of Z or for none: both sides are
 * linear in the derivative that comes from above, so it is enough to judge the claim for L = Σ (G ∘ Z) with a free G.
 */
import { reachedBy } from "../core/walk.js";
import { type Expression, expressionsOf, type Name, postorder } from "../parse/ast.js";
import { unicodeName } from "../print/unicode.js";
import { atStep, type Local, statementsIn } from "./local.js";
import type { Context } from "./readings.js";
import type { Behind } from "./scope.js";
import { type Cut, OPENING } from "./statements.js";
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
  // By one entry it is as by all of them.
  const isLinked = last.some((z) => restsOn(z).has(variable.name) || restsOn(z).has(variable.scripts?.base ?? ""));
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

/** A claim about one layer, with the loss that is made up for it. */
interface LocalUpstream {
  readonly cut: Cut;
  readonly upstream: Upstream;
}

/**
 * The same for a claim about one layer or one step, entry by entry too: there what comes from above to z_j is g_j, for
 * every j. What a loss Σ_t ℓ(x_t) adds between the step and what comes from above stands beside it.
 */
export function localUpstreamOf({ cut, behind, loss, letter }: Local): LocalUpstream | null {
  const { statement } = cut;
  if (statement.type !== "claim" || statement.value.type !== "derivative" || statement.value.order === 2) return null;
  const of = lossOf(statement.value);
  const [variable] = statement.value.variables;
  if (of === null || variable === undefined || statement.value.variables.length > 1) return null;
  const isAbove = (e: Expression): e is Extract<Expression, { type: "derivative" }> =>
    e.type === "derivative" && e.order === 1 && e.variables.length === 1 && lossOf(e)?.name === of.name;
  const above = new Map<string, Name>();
  for (const e of [...statement.sides, ...behind.cuts.flatMap((c) => expressionsOf(c.statement).stated)].flatMap(
    (r) => [...postorder(r)],
  ))
    if (isAbove(e)) for (const z of e.variables) if (keyOf(z) !== keyOf(variable)) above.set(keyOf(z), z);
  const restsOn = dependence(behind.cuts);
  const last = [...above.keys()].filter((z) => ![...above.keys()].some((y) => y !== z && restsOn(y).has(z)));
  if (last.length === 0 || last.length > MOST_NAMES || !last.some((z) => restsOn(z).has(keyOf(variable)))) return null;
  const between = termsBetween(
    loss,
    letter,
    variable,
    last.flatMap((z) => above.get(z) ?? []),
  );
  if (between === null) return null;
  const coefficients = last.map((z, k) => coefficientOf(above.get(z) as Name, k));
  // Without any letter it is a claim like others.
  if (letter === null && coefficients.every((c) => c.letters === null)) return null;
  const given = (c: Cut): Cut => {
    const { stated, claimed } = expressionsOf(c.statement);
    const inside = c.statement.type === "claim" ? claimed.filter((e) => e !== statement.value) : stated;
    const changes = inside
      .flatMap((e) => [...postorder(e)])
      .flatMap((e) => {
        const z = isAbove(e) ? e.variables[0] : undefined;
        const k = z === undefined ? -1 : last.indexOf(keyOf(z));
        const letters = k < 0 || z === undefined || coefficients[k]?.letters === null ? null : lettersOf(z);
        return letters === null ? [] : [{ span: e.span, text: `g^{(${FREE - k})}_{${letters}}` }];
      });
    return changes.length === 0 ? c : rewritten(c, changes);
  };
  const line = (all: readonly string[]): readonly string[] => [
    `$$\\begin{aligned} ${of.typed} = ${[...between, ...all].join(" + ")}\n\\end{aligned}$$`,
  ];
  const cuts = behind.cuts.map(given);
  return {
    cut: given(cut),
    upstream: {
      lines: line(coefficients.map((c) => c.whole)),
      scalars: line(coefficients.map((c) => c.number)),
      above: last,
      meanings: new Map(
        last.map((z, k) => {
          const name = above.get(z) as Name;
          const latex = `\\frac{\\partial ${of.typed}}{\\partial ${name.typed}}`;
          return [`above${k + 1}`, { unicode: `∂${unicodeName(of.name)}/∂${unicodeName(name.name)}`, latex }] as const;
        }),
      ),
      behind: { ...behind, cuts, source: cuts.map((c) => c.text).join("\n") },
      isUndefined: true,
    },
  };
}

/** A number that no note counts to, above the coefficients of entries. */
const FREE = 99;

/** What is added to a loss for one name from above: with an array of coefficients, by entries, or with one number. */
function coefficientOf(
  z: Name,
  k: number,
): { readonly letters: string | null; readonly whole: string; readonly number: string } {
  const letters = lettersOf(z);
  if (letters !== null) {
    const sums = [...letters.replace(/[^a-z]/g, "")].map((i) => `\\sum_{${i}} `).join("");
    const entry = `${sums} g^{(${FREE - k})}_{${letters}} ${z.typed}`;
    return { letters, whole: entry, number: entry };
  }
  return {
    letters,
    whole: `\\operatorname{sum}(G_{above${k + 1}} \\odot (${z.typed}))`,
    number: `g_{above${k + 1}} (${z.typed})`,
  };
}

/** The letters of a single entry, `j` of `z^{(2)}_j`; null where it is whole. */
const lettersOf = ({ scripts }: Name): string | null =>
  scripts?.below.find((s) => /^\s{0,9}[a-z](?:\s{0,9},?\s{0,9}[a-z])?\s{0,9}$/.test(s.text))?.text.trim() ?? null;

/** All entries of a thing are one. */
const keyOf = ({ name, scripts }: Name): string => {
  if (scripts === undefined) return name;
  const labels = [...scripts.above, ...scripts.below].filter(
    (s) => !/^\s{0,9}[a-z](?:\s{0,9},?\s{0,9}[a-z])?\s{0,9}$/.test(s.text),
  );
  return [scripts.base, ...labels.map((s) => s.label)].join("_");
};

/** Whether a loss rests on all of some names, and on a variable by way of these alone. */
export function isOnlyThrough(cuts: readonly Cut[], loss: Name, { above }: Upstream, variable: Name): boolean {
  const direct = new Map(directDependence(cuts));
  for (const z of above) direct.delete(z);
  const reached = reachedBy(direct)(keyOf(loss));
  return above.every((z) => reached.has(z)) && !reached.has(keyOf(variable));
}

/** What a name rests on, by the definitions at hand. */
const dependence = (cuts: readonly Cut[]): ((key: string) => ReadonlySet<string>) => reachedBy(directDependence(cuts));

function directDependence(cuts: readonly Cut[]): ReadonlyMap<string, readonly string[]> {
  const direct = new Map<string, readonly string[]>();
  for (const { statement } of cuts) {
    if (statement.type !== "definition") continue;
    const nodes = [...postorder(statement.value)];
    // `δ = ∂J/∂z` is a name for what comes from above, and no value.
    if (nodes.some((e) => e.type === "derivative")) continue;
    direct.set(
      keyOf(statement.name),
      nodes.flatMap((e) => (e.type === "name" ? [keyOf(e)] : [])),
    );
  }
  return direct;
}

/** The terms of a loss Σ_t ℓ(x_t) for the steps before those from above; none of a loss that is left open, null where it is any other. */
function termsBetween(
  loss: readonly Cut[],
  letter: string | null,
  variable: Name,
  last: readonly Name[],
): readonly string[] | null {
  const defined = loss.at(-1);
  if (defined === undefined) return [];
  if (letter === null || defined.statement.type !== "definition") return null;
  const value = typedIn(defined, defined.statement.value);
  const sum =
    /^\s{0,9}\\sum(?:\\limits)?\s{0,9}_\s{0,9}(?:\{\s{0,9}([a-z])\s{0,9}(?:=[^{}]*)?\}|([a-z]))\s{0,9}(?:\^\s{0,9}(?:\{[^{}]*\}|\w))?\s{0,9}(.*)$/s.exec(
      value,
    );
  const own = sum?.[1] ?? sum?.[2];
  // A loss of the last layer is open to all layers below.
  if (own === undefined) return /[A-Z0-9]/.test(value.replace(/\\[a-zA-Z]+/g, "")) ? [] : null;
  const body = sum?.[3] ?? "";
  const [from, to] = [numberOf(variable), Math.min(...last.map((z) => numberOf(z) ?? Number.NaN))];
  if (from === null || Number.isNaN(to) || /[-+]/.test(body.replace(/[({][^(){}]*[)}]/g, ""))) return null;
  const terms: string[] = [];
  for (let n = from; n < to; n++) {
    const term = atStep(body, own, n);
    if (term === null) return null;
    terms.push(term);
  }
  return terms;
}

const numberOf = ({ name }: Name): number | null => {
  const digits = /_(\d{2})(?:_|$)/.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
};

/** A statement with other text in the place of some of its parts, read anew. */
export function rewritten(
  cut: Cut,
  changes: readonly { readonly span: Expression["span"]; readonly text: string }[],
): Cut {
  const lead = cut.text.startsWith(OPENING) ? OPENING.length : 0;
  const offset = cut.statement.span.start - lead;
  let out = cut.text;
  for (const { span, text } of [...changes].sort((a, b) => b.span.start - a.span.start))
    out = out.slice(0, span.start - offset) + text + out.slice(span.end - offset);
  const [made] = statementsIn(out);
  return made === undefined ? cut : { ...made, below: cut.below };
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
export function lossOf({ of }: Extract<Expression, { type: "derivative" }>): Name | null {
  const e: Expression = of.type === "group" ? of.operand : of;
  if (e.type === "name") return e;
  return e.type === "call" && e.primes === 0 ? e.callee : null;
}
