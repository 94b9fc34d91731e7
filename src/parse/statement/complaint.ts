/** Sentences for a token that fits nowhere. */

import type { GrammarKind, Placed, Token } from "../lex/tokens.js";
import { headOf } from "./known.js";

/** Names of tokens in the order in which a message lists them. */
const LABELS: ReadonlyMap<GrammarKind, string> = new Map<GrammarKind, string>([
  ["REL", "a relation, = or <,"],
  ["SQUARED", "²"],
  ["DV", "∂ and a variable"],
  ["COMMA", "a comma"],
  ["SEMI", "a semicolon"],
  ["EQ", "="],
  ["IN", "∈"],
  ["COLON", ":"],
  ["RP", ")"],
  ["RB", "]"],
  ["RC", "}"],
  ["CLOSE", "a closing bar"],
  ["MUL", "/"],
  ["KIND", "scalar, vector(n), matrix(n, m) or function"],
  ["REALS", "ℝ"],
  ["LP", "("],
  ["NAME", "a name"],
  ["TIMES", "×"],
  ["INPUT", "(input)"],
]);

/** Kinds that close something: where an expression may go on, nothing else is news. */
const CLOSES: ReadonlySet<GrammarKind> = new Set<GrammarKind>(["RP", "RB", "RC", "CLOSE"]);

/** Kinds that begin an expression; where these are expected, an expression is. */
const BEGINS: ReadonlySet<GrammarKind> = new Set<GrammarKind>(["NUM", "CALL", "LB", "OPEN"]);

function expectation(tokens: readonly Token[], at: number, expected: ReadonlySet<GrammarKind>): string | null {
  if (tokens[at - 1]?.type === "POWER") return "an exponent";
  const goesOn = expected.has("EW");
  if (!goesOn && [...BEGINS].some((k) => expected.has(k))) return "an expression";
  const labels: string[] = [];
  for (const [kind, label] of LABELS)
    if (expected.has(kind) && (!goesOn || CLOSES.has(kind) || kind === "REL")) labels.push(label);
  const last = labels.pop();
  if (last === undefined) return null;
  return labels.length === 0 ? last : `${labels.join(", ")} or ${last}`;
}

/** Characters of a token that a message quotes. */
const QUOTED = 30;

const shown = (source: string, t: Token): string => {
  const text = source.slice(t.start, Math.min(t.end, t.start + QUOTED));
  return t.end - t.start > QUOTED ? `${text}…` : text === "" ? t.value : text;
};

/** The fault of a statement that has no parse. `end` is the offset behind its last token. */
export function complaint(
  source: string,
  tokens: readonly Token[],
  at: number,
  expected: ReadonlySet<GrammarKind>,
  end: number,
): Placed {
  const wanted = expectation(tokens, at, expected);
  const t = tokens[at];
  const hint = advice(source, tokens, at);
  const more = hint === null ? {} : { hint };
  if (t === undefined) {
    const last = tokens[tokens.length - 1];
    const isEmpty = last?.type === "EQ";
    const message = isEmpty
      ? "nothing stands on the right side"
      : wanted === null || wanted === "an expression"
        ? `the statement ends where ${wanted ?? "more"} is expected`
        : `the statement ends where ${wanted} is expected`;
    return { fault: { code: "syntax/end", message, ...more }, start: end, end };
  }
  const message = `unexpected ${shown(source, t)}${wanted === null ? "" : `: ${wanted} is expected here`}`;
  return { fault: { code: "syntax/unexpected", message, ...more }, start: t.start, end: t.end };
}

/** Whether a token stands within parentheses. */
function isWithin(tokens: readonly Token[], at: number): boolean {
  let level = 0;
  for (let i = 0; i < at; i++) level += tokens[i]?.type === "LP" ? 1 : tokens[i]?.type === "RP" ? -1 : 0;
  return level > 0;
}

/** `P(y = 1 | x)`, `\\Pr(X = x)`: an event between the parentheses of a probability. */
function isProbability(tokens: readonly Token[], at: number): boolean {
  const open = tokens.findLastIndex((t, i) => i < at && t.type === "LP");
  return /^(?:[Pp]|Pr|Prob|prob)$/.test(tokens[open - 1]?.value ?? "");
}

/** Whether a token stands between parentheses that nothing is applied to. */
function isInGroup(tokens: readonly Token[], at: number): boolean {
  let depth = 0;
  for (let i = at - 1; i >= 0; i--) {
    if (tokens[i]?.type === "RP") depth += 1;
    if (tokens[i]?.type === "LP" && depth-- === 0) return !/^(?:CALL|NAME)$/.test(tokens[i - 1]?.type ?? "");
  }
  return false;
}

/** Advice for mistakes that have a pattern. */
function advice(source: string, tokens: readonly Token[], at: number): string | null {
  const t = tokens[at];
  const before = tokens[at - 1];
  if (tokens[0]?.type === "D") {
    const slash = tokens.findIndex((x) => x.type === "MUL" && x.value === "/");
    if (t !== undefined && (slash < 0 || at <= slash) && tokens.slice(0, at).every((x) => x.type !== "DV"))
      return "above the line stands a name, a call or a parenthesis: ∂(W x)/∂x";
  }
  // A^*, A^+: adjoint and pseudo-inverse.
  if (before?.type === "POWER" && t?.type === "MUL") return "a transpose is ^T";
  if (t === undefined && before?.type === "SIGN" && tokens[at - 2]?.type === "POWER")
    return "the pseudo-inverse is pinv(X)";
  // [H^+], of a charge.
  if (
    t?.type === "RB" &&
    before?.type === "SIGN" &&
    tokens[at - 2]?.type === "POWER" &&
    tokens[at - 3]?.type === "NAME"
  )
    return `a concentration has a name without brackets, and a charge is none of it: ${tokens[at - 3]?.value}`;
  if (t === undefined) return null;
  const isRaised = before?.type === "POWER" || (before?.type === "SIGN" && tokens[at - 2]?.type === "POWER");
  if (isRaised && t.type === "OPEN")
    return `bars above have parentheses: e^(${before?.type === "SIGN" ? "-" : ""}${t.value}x${t.value})`;
  if (/^'\w{1,20}'/.test(source.slice(t.start, t.start + 22)) && isWithin(tokens, at))
    return "arguments are no words: the Frobenius norm is normF(X)";
  if (t.type === "EQ" && isWithin(tokens, at) && isProbability(tokens, at))
    return "a probability has a name: p = σ(w^T x)";
  if (t.type === "EQ" && isWithin(tokens, at))
    return "arguments have no names; softmaxrows and softmaxcols say which way";
  if (t.type === "MUL" && t.value === "/" && before?.type === "MUL" && before.value === "/")
    return "a comment begins with #";
  if (t.type === "EQ" && before?.type === "EQ") return "one = defines a name";
  if (t.type === "SIGN" && headOf(tokens).type === "declaration")
    return "a fact is one word: posdef, symmetric, orthogonal, onehot";
  if (t.type === "EQ" && headOf(tokens).type === "declaration") return "a kind and a definition are two statements";
  if (t.type === "EQ" && at > 1 && tokens.slice(0, at).every((x) => x.type === "NAME" || x.type === "COMMA"))
    return "one statement defines one name";
  if (t.type === "COMMA" && tokens.slice(0, at).every((x) => x.type === "NAME" || x.type === "COMMA"))
    return "one statement defines one name; x, y : vector(n) declares two";
  const isEntry = t.type === "COMMA" && before?.type === "NUM" && tokens[at + 1]?.type === "NUM";
  if (isEntry && tokens[at - 2]?.type === "LP" && tokens[at - 3]?.type === "NAME")
    return `an entry is ${tokens[at - 3]?.value}_{${before.value},${tokens[at + 1]?.value}}`;
  if (t.type === "COMMA" && isInGroup(tokens, at)) return "a column is [a; b], a row [a, b]";
  if (t.type === "RP" && before?.type === "LP") return "something stands between parentheses";
  if (t.type === "COLON") return "a declaration is x : vector(n)";
  if (t.type === "REALS" || (t.type === "POWER" && headOf(tokens).type === "declaration"))
    return "a declaration is W ∈ ℝ^{n×m}";
  if (t.type === "INPUT") return "an input is stated as x (input)";
  if (t.type === "MUL" && before?.type === "MUL") return "a power is x^2";
  if (t.type === "DV" || t.type === "D") return "a derivative is ∂s/∂x";
  return source.charAt(t.start) === "'" && before === undefined ? "a transpose stands behind its matrix: W'" : null;
}
