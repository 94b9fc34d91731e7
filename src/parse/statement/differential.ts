/**
 * Derivatives spelled with the letter d: `dy/dx`, `d(x^2)/dx`, `d/dx (x^2)`, `d^2y/dx^2`.
 *
 * Nothing but the names of the model tells `dy/dx` from a quotient, so this only finds the form; whoever asks decides
 * whether `dy` and `dx` are names of their own.
 */
import type { LexicalKind, Token } from "../lex/tokens.js";

/** A form that reads as a derivative, in tokens of one statement. */
export interface Differential {
  readonly order: 1 | 2;
  /** The operand begins with this token; of `dy` it is the rest; null where an operator stands alone, `d/dx`. */
  readonly above: { readonly at: number; readonly name: string | null } | null;
  readonly slash: number;
  readonly variables: readonly { readonly name: string; readonly token: Token; readonly from: number }[];
  /** The token of the square in `dx^2`, `dx2`. */
  readonly square: Token | null;
  readonly end: number;
  /** Words that are only names if this is no derivative: `d`, `dy`, `dx`. */
  readonly words: readonly number[];
}

const isDivision = (t: Token | undefined): boolean => t?.type === "MUL" && t.value === "/";
const isName = (t: Token | undefined): t is Token => t?.type === "NAME";

/** Longest name that is looked at for a differential: no one writes longer ones, and splits are tried one by one. */
const LONGEST = 100;

/** Tokens between the bars of a numerator, `d|X|/dX`. */
const BETWEEN_BARS = 50;

/** `dy`; but δs is typed with no d. */
const isFused = (t: Token): boolean =>
  !t.latex &&
  t.value.startsWith("d") &&
  t.value.length > 1 &&
  t.value.length <= LONGEST &&
  !(t.value.startsWith("delta") && t.end - t.start < t.value.length);

/** `^2` or `^{2}` at `i`: its digits and what follows. */
export function exponentAt(
  tokens: readonly Token[],
  i: number,
): { readonly value: string; readonly after: number } | null {
  if (tokens[i]?.type !== "POWER") return null;
  const braces = tokens[i + 1]?.type === "LC";
  const at = braces ? i + 2 : i + 1;
  const t = tokens[at];
  if (t?.type !== "NUM" || (braces && tokens[at + 1]?.type !== "RC")) return null;
  return { value: t.value, after: braces ? at + 2 : at + 1 };
}

/** Partner of each bracket; -1 where there is none. */
export function partners(tokens: readonly Token[]): Int32Array {
  const partner = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const type: LexicalKind | undefined = tokens[i]?.type;
    if (type === "LP" || type === "LB" || type === "LC") open.push(i);
    else if (type === "RP" || type === "RB" || type === "RC") {
      const from = open.pop();
      if (from === undefined) continue;
      partner[from] = i;
      partner[i] = from;
    }
  }
  return partner;
}

/** The form that begins at token `i`, or null where none does. `isKnown` says which names `dxdy` and `dx2` are made of. */
export function differentialAt(
  tokens: readonly Token[],
  i: number,
  partner: () => Int32Array,
  isKnown: (name: string) => boolean,
): Differential | null {
  const t = tokens[i];
  if (!isName(t)) return null;
  if (t.value === "d") {
    const square = exponentAt(tokens, i + 1);
    if (square !== null && square.value !== "2") return null;
    const at = square?.after ?? i + 1;
    const order = square === null ? 1 : 2;
    if (isDivision(tokens[at])) return below(tokens, order, null, at, [i], isKnown);
    const end = operandEnd(tokens, at, partner);
    return end < 0 ? null : below(tokens, order, { at, name: null }, end, [i], isKnown);
  }
  if (!isFused(t)) return null;
  const second = t.value.startsWith("d2") && t.value.length > 2;
  const call = tokens[i + 1]?.type === "LP" && tokens[i + 1]?.glued === true;
  const end = call ? (partner()[i + 1] as number) + 1 : i + 1;
  if (end === 0 || !isDivision(tokens[end])) return null;
  const name = t.value.slice(second ? 2 : 1);
  return below(tokens, second ? 2 : 1, { at: i, name }, end, [i], isKnown);
}

/** Behind a name, a call or a parenthesis that a division follows; -1 where none stands here. */
function operandEnd(tokens: readonly Token[], at: number, partner: () => Int32Array): number {
  const t = tokens[at];
  if (t?.type === "BAR" || t?.type === "NBAR") {
    // Which way a bar opens is not known yet: the next of its kind before a division ends the operand.
    for (let i = at + 2; i < tokens.length && i < at + BETWEEN_BARS; i++)
      if (tokens[i]?.type === t.type && isDivision(tokens[i + 1])) return i + 1;
    return -1;
  }
  const bracket = isName(t) && tokens[at + 1]?.type === "LP" ? at + 1 : at;
  if (tokens[bracket]?.type === "LP") {
    const close = partner()[bracket] as number;
    return close >= 0 && isDivision(tokens[close + 1]) ? close + 1 : -1;
  }
  return isName(t) && isDivision(tokens[at + 1]) ? at + 1 : -1;
}

/** The variables behind the division at `slash`. */
function below(
  tokens: readonly Token[],
  order: 1 | 2,
  above: Differential["above"],
  slash: number,
  numerator: readonly number[],
  isKnown: (name: string) => boolean,
): Differential | null {
  const words = [...numerator];
  const one = (
    at: number,
  ): { readonly name: string; readonly token: Token; readonly from: number; readonly after: number } | null => {
    const t = tokens[at];
    if (!isName(t)) return null;
    if (isFused(t)) {
      words.push(at);
      return { name: t.value.slice(1), token: t, from: 1, after: at + 1 };
    }
    if (t.value !== "d") return null;
    const inner = tokens[at + 1]?.type === "LP" && tokens[at + 3]?.type === "RP" ? at + 2 : at + 1;
    const x = tokens[inner];
    if (!isName(x)) return null;
    words.push(at);
    return { name: x.value, token: x, from: 0, after: inner === at + 2 ? at + 4 : at + 2 };
  };
  const first = one(slash + 1);
  if (first === null) return null;
  const form = (variables: Differential["variables"], square: Token | null, end: number): Differential => ({
    order,
    above,
    slash,
    variables,
    square,
    end,
    words,
  });
  if (order === 1) return form([first], null, first.after);
  const square = exponentAt(tokens, first.after);
  if (square !== null) return square.value === "2" ? form([first], tokens[first.after] as Token, square.after) : null;
  const second = one(first.after);
  if (second !== null) return form([first, second], null, second.after);
  // `dx2` is x twice, `dxdy` is x and y.
  const { name, token } = first;
  if (name.endsWith("2") && isKnown(name.slice(0, -1)))
    return form([{ ...first, name: name.slice(0, -1) }], token, first.after);
  for (let at = name.indexOf("d", 1); at > 0; at = name.indexOf("d", at + 1)) {
    const [x, y] = [name.slice(0, at), name.slice(at + 1)];
    if (isKnown(x) && isKnown(y))
      return form(
        [
          { ...first, name: x },
          { name: y, token, from: at + 2 },
        ],
        null,
        first.after,
      );
  }
  return null;
}
