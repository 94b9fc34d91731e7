/**
 * One name in two spellings. `W1` and `yhat` are typeset as \mathbf{W}_1 and ŷ, which read as `W_1` and
 * `y_hat`: where the model has no such name, but one that is typeset so, that one is meant. An answer
 * that is pasted back as a claim is about the same names.
 */
import { has } from "../../core/own.js";
import { subscript } from "../../names/canonical.js";
import { partsOf } from "../../names/parts.js";
import { latexToken, type Token } from "../lex/tokens.js";
import { headOf, type KnownNames } from "./known.js";
import type { Sentence } from "./statements.js";

/** The parts that a name is typeset from. */
function typeset(name: string): string {
  const { base, accent, squared, subscripts } = partsOf(name);
  return [base, accent ?? "", squared ? "squared" : "", ...subscripts].join(" ");
}

/** The names of the model by how they are typeset; null where two are typeset alike. */
function byTypeset(names: ReadonlySet<string>): ReadonlyMap<string, string | null> {
  const out = new Map<string, string | null>();
  for (const name of names) {
    const key = typeset(name);
    out.set(key, out.has(key) ? null : name);
  }
  return out;
}

/** The names that statements declare or define, and those that their right sides have in plain letters. */
function namesOf(source: string, definitions: readonly Sentence[], known: KnownNames): ReadonlySet<string> {
  const out = new Set([...known.variables, ...known.functions, ...known.defined]);
  for (const { tokens } of definitions)
    for (const t of tokens) if (t.type === "NAME" && isTypedSo(source, t)) out.add(t.value);
  return out;
}

/** The names that a statement declares or defines, without sizes. */
function thingsIn(tokens: readonly Token[]): readonly string[] {
  const head = headOf(tokens);
  if (head.type === "other") return [];
  return (has(head, "names") ? head.names : [head.name]).map((n) => n.value);
}

/** Whether a name is typed in the letters of its canonical form. */
const isTypedSo = (source: string, t: Token): boolean =>
  t.end - t.start === t.value.length && source.startsWith(t.value, t.start);

/** Gives names the spelling that the model has for them, where they are typed otherwise. */
export function respell(source: string, sentences: readonly Sentence[], known: KnownNames): void {
  const of = (type: "definition" | "other") => sentences.filter((s) => headOf(s.tokens).type === type);
  const definitions = of("definition");
  const isOdd = ({ tokens }: Sentence) =>
    tokens.some((t) => t.type === "NAME" && t.value.length > 1 && !isTypedSo(source, t));
  const asked = of("other");
  if (!definitions.some(isOdd) && !asked.some((s) => s.tokens.some((t) => t.type === "NAME" && t.value.length > 1)))
    return;
  const names = namesOf(source, definitions, known);
  const spelled = byTypeset(names);
  const things = new Set(sentences.flatMap((s) => thingsIn(s.tokens)));
  const settle = (t: Token): void => {
    const same = spelled.get(typeset(t.value));
    // A bold letter is no size.
    if (same && (t.face !== "bold" || known.used.has(same) || things.has(same))) t.value = same;
    else if (t.value.startsWith("I_")) {
      const size = spelled.get(typeset(t.value.slice(2)));
      if (size) t.value = `I_${size}`;
    }
  };
  const mentioned = new Set(names);
  for (const { tokens } of definitions)
    eachName(tokens, 1, (t) => {
      const sizes = names.has(t.value) ? null : commutation(t, (name) => known.variables.has(name));
      if (sizes === null && !names.has(t.value) && !isTypedSo(source, t)) settle(t);
      mentioned.add(t.value);
      return sizes;
    });
  for (const { tokens } of asked)
    eachName(tokens, 0, (t) => {
      if (mentioned.has(t.value)) return null;
      const sizes = commutation(t, () => true);
      if (sizes === null) settle(t);
      return sizes;
    });
}

/** Looks at every name of a statement that is longer than a letter, and puts what it is replaced by in its place. */
function eachName(tokens: Token[], from: number, replace: (t: Token) => readonly Token[] | null): void {
  for (let i = from; i < tokens.length; i++) {
    const t = tokens[i] as Token;
    if (t.type !== "NAME" || t.value.length < 2) continue;
    const others = replace(t);
    if (others === null) continue;
    tokens.splice(i, 1, ...others);
    i += others.length - 1;
  }
}

/** `\mathbf{K}_{n,m}`, of which the model has none, is `comm(n, m)`; null for any other name. */
function commutation(t: Token, isSize: (name: string) => boolean): readonly Token[] | null {
  const [n, m, more] = (t.sub ?? "").split(",").map((s) => subscript(s.trim()));
  if (t.sub === null || !n || !m || more !== undefined) return null;
  if (![n, m].every((s) => /^\d+$/.test(s) || isSize(s))) return null;
  const put = (type: Token["type"], value: string) => latexToken(type, value, t);
  const sized = (s: string) => put(/^\d+$/.test(s) ? "NUM" : "NAME", s);
  return [put("NAME", "comm"), put("LP", "("), sized(n), put("COMMA", ","), sized(m), put("RP", ")")];
}
