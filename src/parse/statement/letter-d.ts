/** Derivatives with the letter d, `dy/dx` and `d/dx (x^2)`, where its names are names of the model. */

import { isBuiltinFunction } from "../../functions/builtins.js";
import { GREEK } from "../../names/greek.js";
import { type LexicalKind, type Token, token } from "../lex/tokens.js";
import { as, type Filter, fault, isDivision, isVariable, last, OPERAND_ENDS, partnerOf, top } from "./around.js";
import { readPlainName } from "./calls.js";
import { isLetterD, readPartial } from "./derivatives.js";
import { type Differential, differentialAt, exponentAt } from "./differential.js";

/** `ds/dW`, `d/dx (x^2)`, and in LaTeX `\\frac{d s}{d W}`: the next index, or null where it is none. */
export function readDifferential(f: Filter, i: number): number | null {
  const below = f.below?.get(i);
  if (below !== undefined) return putBelow(f, below);
  const t = f.tokens[i] as Token;
  const l = top(f);
  if (isLetterD(f, t)) {
    const atFraction = last(f)?.type === "LC" && l.role !== null;
    const isBelow = isDivision(last(f)) && l.waiting.length > 0 && f.tokens[i + 1]?.type === "NAME";
    if (atFraction || isBelow || (l.role === "denominator" && l.second)) return readPartial(f, as(t, "D", "1"), i);
  } else if (t.latex || !t.value.startsWith("d") || t.value.length < 2) return null;
  return isDivision(last(f)) ? null : readSpelled(f, i);
}

/** A derivative with the letter d where its names are names of the model, and `dy` and `dx` are none. */
function readSpelled(f: Filter, i: number): number | null {
  const { mentioned, functions, bound } = f.known;
  const isKnown = (name: string) =>
    mentioned.has(name) || isEntryOf(mentioned, name) || isFamily(mentioned, bound, name);
  const form = differentialAt(f.tokens, i, () => partnerOf(f), isKnown);
  const t = f.tokens[i] as Token;
  if (form === null) return refuseHigher(f, t, i);
  const isTaken = form.words.some((w) => {
    const word = f.tokens[w] as Token;
    return word.value === "d" ? !isLetterD(f, word) || functions.has("d") : isKnown(word.value);
  });
  // In LaTeX a d behind another letter is a factor like it.
  const before = last(f)?.type;
  if (isTaken || (t.latex && form.above === null && before !== undefined && OPERAND_ENDS.has(before))) return null;
  const names = [...(form.above?.name == null ? [] : [form.above.name]), ...form.variables.map((x) => x.name)];
  const missing = names.find((n) => !isKnown(n));
  if (missing !== undefined) {
    if (t.latex || i > 0 || form.end < f.tokens.length) return null;
    const shown = { ...t, end: (f.tokens[form.end - 1] as Token).end };
    fault(f, {
      code: "differential",
      message: `this asks for a derivative, and there is no ${missing} in the text`,
      at: shown,
      hint: hintOfGlued(missing, f.known.mentioned, f.known.variables) ?? hintOfMissing(missing, form),
    });
    return form.end;
  }
  const { above } = form;
  const isSecond = above?.name != null && t.value.length > above.name.length + 1;
  f.out.push(partOf(t, 0, t.value === "d" ? t.end - t.start : isSecond ? 2 : 1, "D", String(form.order)));
  if (above === null) {
    f.out.push(f.tokens[form.slash] as Token);
    return putBelow(f, form);
  }
  f.below ??= new Map();
  f.below.set(form.slash + 1, form);
  return above.name === null
    ? above.at
    : readPlainName(f, partOf(t, isSecond ? 2 : 1, t.value.length, "NAME", above.name), i);
}

/** `ds/dx`, where the text has x_i or x_ij with letters that something binds. */
function isFamily(mentioned: ReadonlySet<string>, bound: ReadonlySet<string>, name: string): boolean {
  const letters = [...bound].filter((b) => b.length === 1);
  return letters.some((i) => mentioned.has(`${name}_${i}`) || letters.some((j) => mentioned.has(`${name}_${i}${j}`)));
}

const BASES = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

/** `dL/dx_j`, where the text has x, or x_i. */
function isEntryOf(mentioned: ReadonlySet<string>, name: string): boolean {
  const base = /^([^_]+)_[a-z\d_]+$/.exec(name)?.[1];
  if (base === undefined) return false;
  let bases = BASES.get(mentioned);
  if (bases === undefined) {
    bases = new Set([...mentioned].map((n) => n.split("_", 1)[0] ?? n));
    BASES.set(mentioned, bases);
  }
  return bases.has(base);
}

/** `mc^2` where m is asked for: the name that holds the letter, with its spaces. */
function hintOfGlued(missing: string, mentioned: ReadonlySet<string>, variables: ReadonlySet<string>): string | null {
  if (!/^[A-Za-z]$/.test(missing)) return null;
  for (const name of mentioned) {
    const f = name.endsWith(missing) && !variables.has(name) ? name.slice(0, -1) : "";
    if (f.length > 1 && isBuiltinFunction(f)) return `${name} is one name: ${f} of ${missing} is ${f}(${missing})`;
  }
  for (const name of mentioned)
    if (isGlued(name, missing) && !variables.has(name) && !isBuiltinFunction(name))
      return `${name} is one name: a product has spaces: ${lettersOf(name).join(" ")}`;
  return null;
}

const isGlued = (name: string, missing: string): boolean => {
  const letters = lettersOf(name);
  return letters.length > 1 && letters.length <= 4 && /^[A-Za-z]+$/.test(name) && letters.includes(missing);
};

/** The letters of a name, a Greek one by its name: `mux` is μ x. */
function lettersOf(name: string): readonly string[] {
  const out: string[] = [];
  for (let i = 0; i < name.length; i += (out.at(-1) as string).length)
    out.push([...GREEK.keys()].find((g) => name.startsWith(g, i)) ?? name.charAt(i));
  return out;
}

/** Advice where `dy/dx` stands and one of its names does not, in the letters that were typed. */
function hintOfMissing(missing: string, { above, variables }: Differential): string {
  const [y, x] = [above?.name ?? null, variables[0]?.name];
  if (y === missing) return `say what ${y} is beside it: ${y} = …; ∂${y}/∂${x}`;
  return `a derivative is taken by a name that ${y ?? "what is derived"} is made of`;
}

/** `d^3y/dx^3` is reported, and left as it is. */
function refuseHigher(f: Filter, t: Token, i: number): null {
  const power = t.value === "d" && !isVariable(f, "d") ? exponentAt(f.tokens, i + 1) : null;
  if (power === null || power.value === "2") return null;
  // The operand is short where this is meant; looking further would make a long line quadratic.
  const near = f.tokens.slice(power.after, power.after + 50);
  const slash = near.findIndex(isDivision);
  const below = near[slash + 1];
  if (slash >= 0 && below?.type === "NAME" && below.value.startsWith("d"))
    fault(f, {
      code: "order",
      message: "first and second derivatives are read",
      at: t,
      hint: "name the second derivative and derive that",
    });
  return null;
}

const partOf = (t: Token, from: number, to: number, type: LexicalKind, value: string): Token =>
  token(type, value, { start: t.start + from, end: t.start + to }, { glued: from > 0, latex: t.latex });

/** The variables of a derivative that is spelled with d. */
function putBelow(f: Filter, { variables, square, end }: Differential): number {
  for (const { name, token: t, from } of variables) {
    f.out.push(partOf(t, Math.max(0, from - 1), from, "DV", "d"));
    f.out.push(from === 0 ? t : partOf(t, from, from + name.length, "NAME", name));
  }
  if (square !== null) f.out.push(token("SQUARED", "²", square, { glued: true, latex: square.latex }));
  return end;
}
