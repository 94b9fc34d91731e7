/**
 * A square that is the name: σ² of a text that has σ nowhere else, and asks for a derivative by σ², defines it, or states a
 * function of it, `\ell(\mu, \sigma^2) = …`. `\frac{\partial \ell}{\partial \sigma^2}` then is by one name, and `s^2 = …` gives
 * no root a sign. Where σ stands elsewhere, what is stated of σ² is one of σ.
 */
import type { Reporter } from "../../core/diagnostic.js";
import { plainScripts } from "../index/scripts.js";
import type { Token } from "../lex/tokens.js";
import { headOf } from "./known.js";
import type { Sentence } from "./statements.js";

/** An even power of a name, and the tokens from its name to behind it. */
interface Power {
  readonly exponent: number;
  readonly end: number;
}

/** Gives each such square a name of its own; refuses a derivative by the square of what stands without it too. */
export function nameSquares(source: string, sentences: readonly Sentence[], report: Reporter): void {
  const wanted = new Map<string, Token | null>();
  for (const { tokens } of sentences) for (let i = 0; i < tokens.length; i++) takeApart(source, tokens, i);
  for (const { tokens } of sentences) {
    const head = headOf(tokens);
    if (head.type === "definition" && powerAt(tokens, 0)?.exponent === 2) wanted.set(nameIn(head.name), null);
    for (const i of squaresIn(tokens)) wanted.set(nameIn(tokens[i] as Token), null);
    tokens.forEach((t, i) => {
      if (isBySquare(tokens, i)) wanted.set(nameIn(t), wanted.get(nameIn(t)) ?? t);
      const lettered = byLetter(tokens, i);
      if (lettered !== null) wanted.set(lettered, wanted.get(lettered) ?? t);
    });
  }
  for (const [name, by] of wanted) {
    if (sentences.every((s) => isOnlySquared(source, s, name))) for (const s of sentences) rename(s, name);
    else if (by !== null) refuse(source, by, report);
  }
  stateRoots(sentences);
}

/** Takes `\ell(\mu, \sigma^2) = …` for what is stated of σ: a formula of a note does not see how others write it. */
export function stateRoots(sentences: readonly Sentence[]): void {
  for (const { tokens } of sentences)
    for (const i of squaresIn(tokens))
      if (isVariance(tokens[i] as Token)) tokens.splice(i + 1, endOf(tokens, i) - i - 1);
}

/** `f(x^2) = x^4 + x` says of another function than f(x) does. */
const isVariance = (t: Token): boolean => /^(?:sigma|tau|s)(?:_|$)/.test(t.value);

const endOf = (tokens: readonly Token[], i: number): number => powerAt(tokens, i)?.end ?? i + 1;

/** The places of squares in the parentheses of a left side, `\ell(\mu, \sigma^2) = …`, each by itself; the last first. */
function squaresIn(tokens: readonly Token[]): readonly number[] {
  const end = tokens.findIndex((t) => t.type === "EQ");
  const open = tokens.findIndex((t) => t.type === "LP");
  const isHead = open > 0 && open < end && tokens.slice(0, open).every((t) => t.type === "NAME");
  if (!isHead || tokens[end - 1]?.type !== "RP") return [];
  const isBetween = (t: Token | undefined): boolean => t !== undefined && !["NAME", "NUM", "POWER"].includes(t.type);
  const out: number[] = [];
  for (let i = open + 1; i < end; i++) {
    const power = powerAt(tokens, i);
    if (power?.exponent === 2 && isBetween(tokens[i - 1]) && isBetween(tokens[power.end])) out.unshift(i);
  }
  return out;
}

/** Gives a squared name of plain text its scripts, which it has by itself only until its square is a name, `σᵢ²`. */
function takeApart(source: string, tokens: readonly Token[], i: number): void {
  const t = tokens[i] as Token;
  if (t.type !== "NAME" || t.latex || t.scripts !== null || !t.value.includes("_")) return;
  if (powerAt(tokens, i) !== null) t.scripts = plainScripts(source.slice(t.start, t.end), t.start, t.value);
}

/** The letter of a name without what stands below it, in plain text too. */
function baseOf(source: string, t: Token): string {
  const isPlain = t.scripts === null && !t.latex && t.value.includes("_");
  return (isPlain ? plainScripts(source.slice(t.start, t.end), t.start, t.value) : t.scripts)?.base ?? t.value;
}

/** The name whose square stands at a token: σ of a family σ_t, whose members stand at several places. */
const nameIn = (t: Token): string => (isAtLetter(t) ? (t.scripts?.base ?? t.value) : t.value);

const isAtLetter = ({ scripts }: Token): boolean => scripts?.below.some((s) => /\p{L}/u.test(s.text)) === true;

/** `^2`, `^{2}`, `²` behind the name at a place, or another whole power; null where none stands there. */
function powerAt(tokens: readonly Token[], i: number): Power | null {
  const [name, power] = [tokens[i], tokens[i + 1]];
  if (name?.type !== "NAME" || name.command || power?.type !== "POWER" || power.value !== "^") return null;
  const braces = tokens[i + 2]?.type === "LC";
  let at = i + (braces ? 3 : 2);
  const sign = tokens[at]?.type === "SIGN" ? tokens[at++] : undefined;
  const number = tokens[at];
  if (number?.type !== "NUM" || !/^\d{1,2}$/.test(number.value)) return null;
  if (braces && tokens[at + 1]?.type !== "RC") return null;
  return { exponent: Number(number.value) * (sign?.value === "-" ? -1 : 1), end: at + (braces ? 2 : 1) };
}

/** Whether a derivative by the square of a name is asked for: `∂L/∂σ^2`, where no second derivative is. */
function isBySquare(tokens: readonly Token[], i: number): boolean {
  if (tokens[i - 1]?.type !== "D" || powerAt(tokens, i)?.exponent !== 2) return false;
  for (let k = i - 2; k >= 0; k--) {
    const t = tokens[k] as Token;
    if (t.type === "D") return t.value === "1" && powerAt(tokens, k)?.exponent !== 2 && tokens[k + 1]?.type !== "POWER";
    if (t.type === "EQ") return false;
  }
  return false;
}

/**
 * The name by whose square a derivative with the letter d is, `dy/dσ²`, `\\frac{dy}{d\\sigma^2}`, at the name; null where there
 * is none: `d²y/dx²` says it above the line, too.
 */
function byLetter(tokens: readonly Token[], i: number): string | null {
  const [t, before] = [tokens[i] as Token, tokens[i - 1]];
  if (t.type !== "NAME" || powerAt(tokens, i)?.exponent !== 2) return null;
  if (!t.latex) {
    const isBelow = before?.type === "MUL" && before.value === "/" && tokens[i - 2]?.type === "NAME";
    const isAbove = isBelow && /^d./.test(tokens[i - 2]?.value ?? "") && tokens[i - 3]?.type !== "POWER";
    return isAbove && /^d(?:sigma|tau|s)(?:_|$)/.test(t.value) ? t.value.slice(1) : null;
  }
  if (before?.type !== "NAME" || before.value !== "d" || tokens[i - 2]?.type !== "LC" || tokens[i - 3]?.type !== "RC")
    return null;
  for (let k = i - 4; k >= 0; k--) {
    if (tokens[k]?.type !== "LC") continue;
    const isFirst = tokens[k + 1]?.type === "NAME" && tokens[k + 1]?.value === "d" && tokens[k + 2]?.type !== "POWER";
    return isFirst && tokens[k - 1]?.type === "FRAC" && isVariance(t) ? t.value : null;
  }
  return null;
}

/** Whether a name stands in even powers only, or is declared a number. */
function isOnlySquared(source: string, { tokens }: Sentence, name: string): boolean {
  if (isDeclaredNumber(tokens, name)) return true;
  return tokens.every((t, i) => {
    if (t.type !== "NAME" || (baseOf(source, t) !== name && t.value !== name)) return true;
    const power = nameIn(t) === name ? powerAt(tokens, i) : null;
    return power !== null && power.exponent % 2 === 0;
  });
}

function isDeclaredNumber(tokens: readonly Token[], name: string): boolean {
  const head = headOf(tokens);
  return (
    head.type === "declaration" && tokens[head.at + 1]?.value === "scalar" && head.names.some((n) => n.value === name)
  );
}

function rename({ tokens }: Sentence, name: string): void {
  const isDeclared = isDeclaredNumber(tokens, name);
  for (let i = 0; i < tokens.length; i++) {
    const t = tokens[i] as Token;
    if (t.type !== "NAME" || (nameIn(t) !== name && byLetter(tokens, i) !== name)) continue;
    if (t.scripts !== null && isAtLetter(t)) t.scripts = { ...t.scripts, base: `${name}_squared` };
    t.value = t.value.replace(name, () => `${name}_squared`);
    const power = powerAt(tokens, i);
    if (power === null || isDeclared) continue;
    const { exponent, end } = power;
    const last = tokens[end - 1] as Token;
    const number = tokens.slice(i, end).find((x) => x.type === "NUM") as Token;
    number.value = String(Math.abs(exponent / 2));
    if (exponent !== 2) continue;
    t.end = last.end;
    tokens.splice(i + 1, end - i - 1);
  }
}

function refuse(source: string, by: Token, report: Reporter): void {
  const name = source.slice(by.start, by.end);
  report.report("error", "syntax/by-square", by, `${name} stands in this text without its square, too`, {
    hint: `the square may be an input of its own: v, with sqrt(v) for ${name}`,
  });
}
