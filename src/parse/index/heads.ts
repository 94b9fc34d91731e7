/** What a sign binds: the letters under `\sum`, those of `sum(i = 1..N, j != i, …)`, and what is asked of them. */
import type { Expression, Name, Range, Relation, RelationSign, Script } from "../ast.js";
import type { BinderHead, Token } from "../lex/tokens.js";
import { bound, type Cursor, isLetter, peek } from "./cursor.js";
import { cursorIn } from "./places.js";
import { dotted, letters, moved, rangeOf, rangeSet, relationOf, setOf } from "./ranges.js";

/** The head of a sign with these scripts, or null where they say something else. */
export function headOfSign(under: Script | null, over: Script | null): BinderHead | null {
  if (under === null) return null;
  const top = over === null ? null : topOf(over);
  return top === undefined ? null : headAt(cursorIn(under), top);
}

/** The upper ends, one for all letters or one for each; undefined where they cannot be read. */
function topOf(over: Script): readonly Expression[] | undefined {
  const c = cursorIn(over);
  const out: Expression[] = [];
  for (;;) {
    const end = bound(c);
    if (end === null) return undefined;
    out.push(end);
    if (peek(c)?.type !== "COMMA") return peek(c) === undefined ? out : undefined;
    c.at++;
  }
}

interface Head {
  readonly ranges: Range[];
  readonly conditions: Relation[];
  /** Letters that wait for the range behind them: the i of `i, j = 1`. */
  waiting: Name[];
}

const SEPARATES: ReadonlySet<Token["type"]> = new Set<Token["type"]>([
  "COMMA",
  "SEMI",
  "BREAK",
  "COLON",
  "BAR",
  "QUAD",
  "PROSE",
]);

/** Reads the rest of a cursor as letters, ranges and conditions; `top` is what stands over the sign. */
export function headAt(c: Cursor, top: readonly Expression[] | null): BinderHead | null {
  const h: Head = { ranges: [], conditions: [], waiting: [] };
  let ends = top;
  while (peek(c) !== undefined) {
    if (SEPARATES.has((peek(c) as Token).type)) {
      c.at++;
      continue;
    }
    const [end = null, ...rest] = ends ?? [];
    const used = item(c, h, end);
    if (used === null) return null;
    if (used && rest.length > 0) ends = rest;
  }
  flush(h, top?.[0] ?? null);
  if (h.ranges.length === 0) imply(h);
  return h.ranges.length === 0 ? null : { ranges: h.ranges, conditions: h.conditions };
}

const ONE = (e: Expression): Expression => ({ type: "number", value: "1", span: e.span });

/** Letters without a range of their own. */
function flush(h: Head, top: Expression | null): void {
  const [first] = h.waiting;
  const last = h.waiting[h.waiting.length - 1];
  if (first === undefined || last === undefined) return;
  const span = { start: first.span.start, end: last.span.end };
  // \sum_i^N counts from 1.
  h.ranges.push(rangeOf(h.waiting, top === null ? null : { from: ONE(top), to: top }, span));
  h.waiting = [];
}

/** One item between commas. Returns whether it took the upper end, null where it cannot be read. */
function item(c: Cursor, h: Head, top: Expression | null): boolean | null {
  const start = c.at;
  const pair = pairIn(c);
  if (pair !== null) {
    h.ranges.push(pair);
    return false;
  }
  const names = sideBySide(c);
  const sign = relationOf(peek(c));
  if (names !== null && isEnd(peek(c))) {
    h.waiting.push(...names);
    return false;
  }
  if (names !== null && names.length === 1 && (sign === "=" || sign === "in")) {
    const used = ranged(c, h, names, sign, top);
    if (used !== undefined) return used;
  }
  c.at = start;
  return chain(c, h);
}

const isEnd = (t: Token | undefined): boolean => t === undefined || SEPARATES.has(t.type);

/** `i`, and `ij` in LaTeX: letters with nothing between them. */
function sideBySide(c: Cursor): Name[] | null {
  const out: Name[] = [];
  while (isLetter(peek(c)) && relationOf(peek(c)) === null) {
    let end = c.at + 1;
    while (c.tokens[end]?.type === "PRIME") end++;
    const one = letters({ ...c, tokens: c.tokens.slice(c.at, end), at: 0 });
    if (one === null) break;
    out.push(...one);
    c.at = end;
  }
  return out.length === 0 ? null : out;
}

/** `i = 1`, `i = 1..N`, `i \in S`; undefined where the item is a condition. */
function ranged(
  c: Cursor,
  h: Head,
  names: readonly Name[],
  sign: "=" | "in",
  top: Expression | null,
): boolean | null | undefined {
  const at = c.at;
  c.at++;
  const all = [...h.waiting, ...names];
  const start = (all[0] as Name).span.start;
  const put = (range: Range): void => {
    h.ranges.push({ ...range, span: { start, end: c.tokens[c.at - 1]?.end ?? start } });
    h.waiting = [];
  };
  const ends = sign === "=" ? dotted(c) : rangeSet(c);
  if (ends !== null && isEnd(peek(c))) {
    put(rangeOf(all, ends, { start, end: start }));
    return false;
  }
  c.at = at + 1;
  if (sign === "in") {
    const set = setOf(c);
    if (set === null || !isEnd(peek(c))) return null;
    put(rangeOf(all, null, { start, end: start }, set));
    return false;
  }
  const from = bound(c);
  if (from === null || !isEnd(peek(c))) {
    c.at = at;
    return undefined;
  }
  // i = 1 under a sign with nothing over it leaves the end to the size; behind other letters y_i = k is a condition.
  if (top === null && h.ranges.length > 0) {
    c.at = at;
    return undefined;
  }
  put(rangeOf(all, top === null ? { from } : { from, to: top }, { start, end: start }));
  return top !== null;
}

/** `(i, j) \in S`. */
function pairIn(c: Cursor): Range | null {
  const open = peek(c);
  if (open?.type !== "LP") return null;
  const start = c.at;
  c.at++;
  const names = letters(c);
  const isClosed = names !== null && peek(c)?.type === "RP" && relationOf(peek(c, 1)) === "in";
  if (isClosed) c.at += 2;
  const set = isClosed ? setOf(c) : null;
  if (names === null || set === null || !isEnd(peek(c))) {
    c.at = start;
    return null;
  }
  return { ...rangeOf(names, null, { start: open.start, end: set.span.end }, set), paired: true };
}

/** `j \ne i`, `1 \le i < j \le n`: relations, the outer ones of a longer chain being ends of its letters. */
function chain(c: Cursor, h: Head): boolean | null {
  const sides: Expression[] = [];
  const signs: { readonly sign: RelationSign; readonly start: number; readonly end: number }[] = [];
  for (;;) {
    // Letters side by side on the left of a relation, `i, j \ne k`, are read before.
    const side = signs[signs.length - 1]?.sign === "in" ? setOf(c) : bound(c);
    if (side === null) return null;
    sides.push(side);
    const t = peek(c);
    const sign = relationOf(t);
    if (t === undefined || sign === null) break;
    signs.push({ sign: sign as RelationSign, start: t.start, end: t.end });
    c.at++;
  }
  if (signs.length === 0 || !isEnd(peek(c))) return null;
  const middle = sides.slice(1, -1);
  const isRising = signs.every((s) => s.sign === "<" || s.sign === "<=");
  const isRange = signs.length > 1 && isRising && middle.every(isName);
  signs.forEach(({ sign, start, end }, i) => {
    const [left, right] = [sides[i] as Expression, sides[i + 1] as Expression];
    const isOuter = isRange && (i === 0 || i === signs.length - 1);
    if (!isOuter) h.conditions.push({ left, sign, right, span: { start, end } });
  });
  if (isRange) {
    const [low, high] = [sides[0] as Expression, sides[sides.length - 1] as Expression];
    const ends = {
      from: moved(low, signs[0]?.sign ?? "<=", 1),
      to: moved(high, signs[signs.length - 1]?.sign ?? "<=", -1),
    };
    h.ranges.push(rangeOf(middle.filter(isName), ends, { start: low.span.start, end: high.span.end }));
  }
  return false;
}

const isName = (e: Expression): e is Name => e.type === "name" && e.scripts === undefined;

/** Conditions without a letter beside them: their names are letters, for all that can be seen here. */
function imply(h: Head): void {
  const names = new Map<string, Name>();
  for (const { left, right } of h.conditions)
    for (const side of [left, right]) if (isName(side) && !names.has(side.name)) names.set(side.name, side);
  const all = [...names.values()];
  const [first] = all;
  const last = all[all.length - 1];
  if (first === undefined || last === undefined) return;
  h.ranges.push({ ...rangeOf(all, null, { start: first.span.start, end: last.span.end }), implied: true });
}
