/** Where letters run: `i = 1..N`, `i, j = 1, \dots, n`, `k \in \{1, \dots, K\}`, `1 \le t \le T`. */
import type { Expression, Name, Range, Span } from "../ast.js";
import { numberOf } from "../grammar/spans.js";
import type { Token } from "../lex/tokens.js";
import { bound, type Cursor, isLetter, name, peek, sumOf } from "./cursor.js";

/** `..` or dots between the ends of a range. */
export const isDots = (t: Token | undefined): boolean =>
  t?.type === "DOTS" || (t?.type === "FAULT" && t.value === "..");

/** Two ends; `isFirst` where the one that is written first is the smaller one for all that can be seen. */
export interface Ends {
  readonly from: Expression;
  readonly to: Expression;
}

const numeral = (e: Expression): number | null => (e.type === "number" ? Number(e.value) : null);

/** `1..N`, `1, \dots, N`, `1, 2, \dots, N`, `L, \dots, 1`; null for anything else. */
export function dotted(c: Cursor): Ends | null {
  const start = c.at;
  const first = bound(c);
  if (first === null) return back(c, start);
  let isSteady = true;
  let last = numeral(first);
  for (;;) {
    if (isDots(peek(c))) break;
    if (peek(c)?.type !== "COMMA") return back(c, start);
    c.at++;
    if (isDots(peek(c))) break;
    const next = bound(c);
    if (next === null) return back(c, start);
    // 1, 3, … counts by twos, which is no range.
    const value = numeral(next);
    isSteady &&= last === null || value === null || Math.abs(value - last) === 1;
    last = value;
  }
  c.at++;
  if (peek(c)?.type === "COMMA") c.at++;
  const end = bound(c);
  if (end === null || !isSteady) return back(c, start);
  return ordered(first, end);
}

/** Puts the ends of a range that counts down, `L - 1, \dots, 1`, in their order. */
function ordered(first: Expression, last: Expression): Ends {
  const [a, b] = [numeral(first), numeral(last)];
  const isDown = b !== null && (a === null || a > b);
  return isDown ? { from: last, to: first } : { from: first, to: last };
}

function back(c: Cursor, at: number): null {
  c.at = at;
  return null;
}

/** A set that is a range: `\{1, \dots, K\}`, `\{0, 1\}`, `[N]`, `1..N`. */
export function rangeSet(c: Cursor): Ends | null {
  const open = peek(c);
  if (open?.type !== "LP" && open?.type !== "LC" && open?.type !== "LB") return dotted(c);
  const start = c.at;
  const close = open.type === "LP" ? "RP" : open.type === "LC" ? "RC" : "RB";
  c.at++;
  const ends = open.type === "LB" ? upTo(c) : (dotted(c) ?? listed(c));
  if (ends === null || peek(c)?.type !== close) return back(c, start);
  c.at++;
  return ends;
}

/** `[N]` is 1 to N, `[1, T]` has both ends. */
function upTo(c: Cursor): Ends | null {
  const first = bound(c);
  if (first === null) return null;
  if (peek(c)?.type !== "COMMA") return { from: { type: "number", value: "1", span: first.span }, to: first };
  c.at++;
  const to = bound(c);
  return to === null ? null : { from: first, to };
}

/** `\{0, 1\}`, `\{1, 2, 3\}`: whole numbers one after the other. */
function listed(c: Cursor): Ends | null {
  const start = c.at;
  const numbers: Token[] = [];
  for (;;) {
    const t = peek(c);
    if (t?.type !== "NUM" || !/^\d+$/.test(t.value)) return back(c, start);
    if (numbers.length > 0 && Number(t.value) !== Number(numbers[numbers.length - 1]?.value) + 1) return back(c, start);
    numbers.push(t);
    c.at++;
    if (peek(c)?.type !== "COMMA") break;
    c.at++;
  }
  const [first, last] = [numbers[0], numbers[numbers.length - 1]];
  return first === undefined || last === undefined ? null : { from: numberOf(first), to: numberOf(last) };
}

/** Letters that share a range. */
const MOST = 8;

/** `i, j`, of which none has a script: letters, and the cursor behind them. Null where none stands here. */
export function letters(c: Cursor): Name[] | null {
  const start = c.at;
  const out: Name[] = [];
  for (;;) {
    const t = peek(c);
    if (!isLetter(t) || out.length === MOST) return back(c, start);
    const letter = name(c);
    if (letter === null || !isLetterAlone(letter)) return back(c, start);
    out.push(letter);
    if (peek(c)?.type !== "COMMA" || !isLetter(peek(c, 1))) return out;
    c.at++;
  }
}

/** A letter has no script but a number, `i_1`. */
const isLetterAlone = ({ scripts }: Name): boolean =>
  scripts === undefined || (scripts.above.length === 0 && scripts.below.every((s) => /^\d+$/.test(s.text)));

export const isMember = (t: Token | undefined): boolean =>
  t?.type === "IN" || (t?.type === "REL" && t.value === "in") || (t?.type === "NAME" && !t.latex && t.value === "in");

/** `≤` and `<` of a chain; null for any other token. */
export const relationOf = (t: Token | undefined): string | null =>
  t?.type === "REL" || (t?.type === "FAULT" && /^(?:!=|<=?|>=?|notin)$/.test(t.value))
    ? t.value
    : t?.type === "EQ"
      ? "="
      : isMember(t)
        ? "in"
        : null;

export const rangeOf = (
  names: readonly Name[],
  ends: Partial<Ends> | null,
  span: Span,
  set: Expression | null = null,
): Range => ({
  letters: names,
  from: ends?.from ?? null,
  to: ends?.to ?? null,
  set,
  paired: false,
  implied: false,
  span,
});

/** `a <= i <= b`: the range of the letters in the middle, where both relations go one way. */
function between(c: Cursor): Range | null {
  const start = c.at;
  const first = bound(c);
  const left = relationOf(peek(c));
  if (first === null || (left !== "<=" && left !== "<")) return back(c, start);
  c.at++;
  const names = letters(c);
  const right = relationOf(peek(c));
  if (names === null || (right !== "<=" && right !== "<")) return back(c, start);
  c.at++;
  const last = bound(c);
  if (last === null) return back(c, start);
  const ends = { from: moved(first, left, 1), to: moved(last, right, -1) };
  return rangeOf(names, ends, { start: first.span.start, end: last.span.end });
}

/** The end of a range that a strict relation leaves out. */
export function moved(e: Expression, sign: string, by: 1 | -1): Expression {
  if (sign === "<=") return e;
  if (e.type === "number") return { ...e, value: String(Number(e.value) + by) };
  const one: Expression = { type: "number", value: "1", span: e.span };
  const operator = { start: e.span.start, end: e.span.start };
  const terms = [
    { sign: 1 as const, term: e, operator },
    { sign: by, term: one, operator },
  ];
  return sumOf(terms) ?? e;
}

/** A range as it stands behind a statement, `i = 1, \dots, N`, `t \in \{1, \dots, T\}`; `any` takes sets and letters alone. */
export function statedRange(c: Cursor, any: boolean): Range | null {
  const start = c.at;
  const chain = between(c);
  if (chain !== null) return chain;
  const names = letters(c);
  const [first] = names ?? [];
  if (names === null || first === undefined) return back(c, start);
  const t = peek(c);
  const isSet = isMember(t);
  if (t?.type !== "EQ" && !isSet) {
    const last = names[names.length - 1] ?? first;
    return any ? rangeOf(names, null, { start: first.span.start, end: last.span.end }) : back(c, start);
  }
  c.at++;
  const behind = c.at;
  const ends = isSet ? rangeSet(c) : dotted(c);
  if (ends !== null) return rangeOf(names, ends, { start: first.span.start, end: endBefore(c) });
  c.at = behind;
  const set = isSet && any ? setOf(c) : null;
  return set === null ? back(c, start) : rangeOf(names, null, { start: first.span.start, end: endBefore(c) }, set);
}

const endBefore = (c: Cursor): number => c.tokens[c.at - 1]?.end ?? 0;

/** A set by its name, `S`, `B_t`, `\mathcal{N}(i)`. */
export function setOf(c: Cursor): Expression | null {
  const t = peek(c);
  if (!isLetter(t)) return null;
  const callee = name(c) as Name;
  if (peek(c)?.type !== "LP") return callee;
  c.at++;
  const args: Expression[] = [];
  for (;;) {
    const arg = bound(c);
    if (arg === null) return null;
    args.push(arg);
    if (peek(c)?.type !== "COMMA") break;
    c.at++;
  }
  if (peek(c)?.type !== "RP") return null;
  c.at++;
  const span = { start: t.start, end: endBefore(c) };
  return { type: "call", callee, primes: 0, args, bare: false, span };
}
