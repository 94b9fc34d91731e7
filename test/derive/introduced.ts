/** Whether every name in the lines of a derivation is one of the model's, or has been introduced by a line before. */

import { answer } from "../../src/api/answer.js";
import type { Fact } from "../../src/core/facts.js";
import { isScalar, showShape } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import { BUILTIN_BY_NAME } from "../../src/functions/builtins.js";
import { random } from "../../src/numeric/random.js";
import { OPERATIONS } from "../../src/ops/all.js";
import { isSymbol, nameOf } from "../../src/ops/symbol.js";
import { printText } from "../../src/print/text.js";
import type { Report, StepReport } from "../../src/report/report.js";
import { namesBelow, randomModel } from "../numeric/programs.js";

/** Signs and functions of the language itself. */
const WORDS: ReadonlySet<string> = new Set([
  "d",
  "T",
  "through",
  ...OPERATIONS.map((op) => op.name),
  ...BUILTIN_BY_NAME.keys(),
]);

const IDENTIFIER = /∇(?:_\d+ )?\p{L}\w*|∂?\p{L}[\p{L}\p{N}_²]*/gu;
const GRADIENT = /∇(?:_\d+ )?\p{L}\w*/u;

const identifiers = (text: string): readonly string[] => [...text.matchAll(IDENTIFIER)].map(([name]) => name);

/** Letters that a Σ in the line binds, and the parameter of a function whose formula it is. */
const boundIn = (line: string): readonly string[] =>
  [...line.matchAll(/sum\((\w+)=/g), ...line.matchAll(/^\w+'+\((\w+)\) = /g)].map((m) => m[1] as string);

/** What a line gives a name to, by the rules that do: `delta = …`, `delta_t = …`, and the gradient of an unknown function. */
function introducedBy({ rule, left, after }: StepReport): string | null {
  if (rule === "upstream" || rule === "scalarfunction") return GRADIENT.exec(after)?.[0] ?? null;
  return rule === "name" || rule === "naming" ? (/^\p{L}\w*/u.exec(left?.text ?? "")?.[0] ?? null) : null;
}

/** Names in the lines of a report that stand neither in the text nor on the left of a line before, with the lines. */
export function unintroduced(
  source: string,
  { symbols, results }: Pick<Report, "symbols" | "results">,
): readonly string[] {
  const typed = identifiers(source);
  const labels = typed.flatMap((name) => /_(\p{L})$/u.exec(name)?.[1] ?? []);
  const known = new Set([...typed, ...labels, ...symbols.flatMap((s) => [s.name, ...s.shape.flatMap(identifiers)])]);
  const isKnown = (name: string, bound: readonly string[]): boolean => {
    if (known.has(name) || WORDS.has(name) || bound.includes(name)) return true;
    if (/^[d∂]./u.test(name) && isKnown(name.slice(1).replace(/²$/, ""), bound)) return true;
    // h_j is h at a place, h_{t+1} is read as h_.
    const [, base, place] = /^(.+)_(\w?|\d+)$/.exec(name) ?? [];
    return (
      base !== undefined &&
      isKnown(base, bound) &&
      (place === "" || /\d/.test(place as string) || isKnown(place as string, bound))
    );
  };
  const faults: string[] = [];
  for (const r of results)
    for (const s of r.steps) {
      const made = introducedBy(s);
      if (made !== null) known.add(made).add(made.replace(/_[a-z]$/, ""));
      const line = `${s.left?.text ?? ""} = ${s.after}`;
      const bound = boundIn(line);
      for (const name of identifiers(line)) if (!isKnown(name, bound)) faults.push(`${name} [${s.rule}] ${line}`);
    }
  return faults;
}

/** The parts of a list between commas that stand in no bracket; none of words. */
function parts(list: string): readonly string[] {
  const out: string[] = [""];
  let depth = 0;
  for (const c of list) {
    depth += "([{".includes(c) ? 1 : ")]}".includes(c) ? -1 : 0;
    if (c === "," && depth === 0) out.push("");
    else out[out.length - 1] += c;
  }
  return out.map((part) => part.trim()).filter((part) => /^d[^e]/.test(part));
}

/** What the titles of lines say is above, and no line above has on its left; with names that reasons use too soon. */
export function unfounded({ where, results }: Pick<Report, "where" | "results">): readonly string[] {
  const lefts = new Set<string>();
  const made = new Map(
    where.map((w) => [
      w.symbol.unicode,
      new RegExp(`(?<![\\p{L}\\p{N}′_])${w.symbol.unicode}(?![\\p{L}\\p{N}₀-₉(′])`, "u"),
    ]),
  );
  const faults: string[] = [];
  for (const r of results)
    for (const s of r.steps) {
      const [, derivative] = /^(?:reuse|as for) (.*?)(?: from above)?$/.exec(s.title) ?? [];
      const [, differentials = ""] = /^substitute (.*?)(?: into .*)?$/.exec(s.title) ?? [];
      const meant = [...(derivative === undefined ? [] : [derivative]), ...parts(differentials)];
      for (const m of meant) if (!lefts.has(m)) faults.push(`${m} [${s.title}] ${s.unicode}`);
      if (s.left !== null) {
        const left = s.left.unicode.replace(/^through .*?: /, "");
        const [, x, y] = /^∇_(\S+) (.+)$/.exec(left) ?? [];
        lefts.add(left);
        if (x !== undefined) lefts.add(`∂${y?.includes(" ") ? `(${y})` : y}/∂${x}`);
      }
      for (const [name, use] of made) {
        if (s.left?.unicode === name) made.delete(name);
        else if (use.test(`${s.title} ${s.why ?? ""}`) && !s.title.startsWith("call it"))
          faults.push(`${name} [${s.title}; ${s.why}] ${s.unicode}`);
      }
    }
  return faults;
}

const FACTS: readonly Fact[] = ["symmetric", "diagonal", "posdef", "invertible", "positive"];

/** A random model as a text that asks for up to three derivatives. */
export function randomText(seed: number): string | null {
  const source = random(seed);
  const { home, output, inputs } = randomModel(source, 4, FACTS);
  const names = namesBelow(output);
  if (names.length === 0) return null;
  const given = inputs.map((x) => {
    const facts = [...(home.facts.get(nameOf(x)) ?? [])].join(" ");
    return `${nameOf(x)} : ${isScalar(x.shape) ? "scalar" : `matrix(${showShape(x.shape).replace("×", ", ")})`} ${facts}`;
  });
  // A definition comes after those of the names in it.
  const defined = [...home.definitions].filter(([, e]) => e !== undefined);
  const order = [...defined].sort(([a, d], [b, e]) => {
    const holds = (of: typeof d, name: string) => walk([of]).some((n) => isSymbol(n) && nameOf(n) === name);
    return holds(e, a) ? -1 : holds(d, b) ? 1 : 0;
  });
  const lines = order.map(([name, e]) => `${name} = ${printText(e)}`);
  const asked = source
    .shuffled(names)
    .slice(0, 3)
    .map((x) => `∂s/∂${nameOf(x)}`);
  return [...given, ...lines, ...asked].join("\n");
}

/** The faults of a text, at a grain. */
export function faultsOf(
  text: string,
  steps: "full" | "chain",
  convention: "jacobian-first" | "shape-first" = "jacobian-first",
): readonly string[] {
  const report = answer(text, { steps, convention });
  return [...unintroduced(text, report), ...unfounded(report)];
}
