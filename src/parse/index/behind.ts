/** Ranges behind statements, `for i in 1..N`, `, i = 1, \dots, N`, `\forall i`: where they begin and end. */
import type { Name, Range, Relation } from "../ast.js";
import { type Token, token } from "../lex/tokens.js";
import { type Cursor, isFact } from "./cursor.js";
import { bind, cursorOver, isFor, type Marker } from "./marker.js";
import { isDots, statedRange } from "./ranges.js";

const FOR_WORDS = /^(?:forall|for|all|each|every|any|where|with|and)$/;
const FOR_PROSE = /\b(?:for|all|each|every|any)\b/;
const BETWEEN_WORDS = /^\W{0,20}(?:(?:for|all|each|every|any|where|with|and|the|of)){0,6}\W{0,20}$/;

/** Ranges from token `i` on, with what introduces them; the index behind them, or null where none stand here. */
export function rangesAt(m: Marker, i: number): number | null {
  if (!m.hasRanges) return null;
  const before = m.tokens[i - 1];
  const t = m.tokens[i] as Token;
  const isStart = before === undefined || before.type === "BREAK" || before.type === "QUAD" || before.type === "PROSE";
  if (!isStart && !introduces(m, i)) return null;
  const lead = leadAt(m, i);
  const isClosed = m.tokens[lead.after]?.type === "LP" && !lead.any;
  const c = cursorOver(m, m.tokens, isClosed ? lead.after + 1 : lead.after);
  const ranges = rangeList(c, m, lead.any);
  if (ranges.length === 0) return null;
  const isAlone = before === undefined || before.type === "BREAK";
  if (isAlone && ranges.some((r) => isSketched(m, r))) return null;
  let end = c.at;
  if (isClosed) {
    const isChain = !m.tokens.slice(i, end).some(isDots) && t.type === "LP";
    if (m.tokens[end]?.type !== "RP" || isChain) return null;
    end++;
  }
  // x_i : scalar for i in 1..N data: a fact of what is declared stands in front of the range otherwise.
  const facts: Token[] = [];
  for (let f = m.tokens[end]; f !== undefined && isFact(f) && isDeclared(m); f = m.tokens[end]) {
    facts.push(f);
    end++;
  }
  if (!endsAt(m.tokens[end], m.tokens[end + 1])) return null;
  // `\forall x` of a number: what holds for all x says nothing of places, and no name has one.
  if (ranges.every((r) => isDomain(m, r))) {
    m.out.push(
      token("PROSE", "", { start: t.start, end: m.tokens[end - 1]?.end ?? t.end }, { glued: false, latex: t.latex }),
    );
    return end;
  }
  if (m.tokens[end]?.type === "COMMA") end++;
  const span = { start: t.start, end: m.tokens[c.at - 1]?.end ?? t.end };
  const made = token("RANGE", "", span, { glued: false, latex: t.latex });
  made.head = { ranges, conditions: NO_RELATIONS };
  bind(m, made.head);
  m.out.push(...facts, made);
  return end;
}

/** Whether the statement that is being put out is a declaration. */
function isDeclared({ out }: Marker): boolean {
  for (let k = out.length - 1; k >= 0; k--) {
    const { type } = out[k] as Token;
    if (type === "BREAK" || type === "EQ") return false;
    if (type === "COLON" || type === "REALS") return true;
  }
  return false;
}

/** Whether prose says that something holds for all values. */
export const isForAll = (text: string): boolean => FOR_PROSE.test(text);

/** Whether a range says where a variable lives, `\forall x`, `x \in [0, 1]`: its letters stand below or above nothing. */
function isDomain(m: Marker, { letters, from, to, set, span }: Range): boolean {
  const isSet = /\\in(?![A-Za-z])|∈/.test(m.source.slice(span.start, span.end));
  if (set !== null || !(isSet || (from === null && to === null))) return false;
  m.standing ??= standing(m.tokens);
  const { standing: used } = m;
  return used !== "any" && letters.every(({ name }) => !used.has(name));
}

/** Letters among the scripts of tokens; "any" where a sign of a sum stands, whose letters are not read yet. */
function standing(tokens: readonly Token[]): ReadonlySet<string> | "any" {
  const out = new Set<string>();
  for (const t of tokens) {
    if (t.type === "BIND") return "any";
    const scripts = t.scripts === null ? [] : [...t.scripts.below, ...t.scripts.above].map((s) => s.text);
    const labels = t.type === "NAME" ? t.value.split("_").slice(1) : (t.sub?.split("_") ?? []);
    for (const s of [...scripts, ...labels]) {
      for (const word of s.split(/[^\p{L}]+/u)) out.add(word);
      if (/^[a-z]{2,3}$/.test(s)) for (const part of [...s, s.slice(0, 2), s.slice(1)]) out.add(part);
    }
  }
  return out;
}

const NO_RELATIONS: readonly Relation[] = [];

/** `f = x … y` by itself: more likely a formula that leaves something out than a range without a number or a comma. */
function isSketched(m: Marker, { from, to, span }: Range): boolean {
  const text = m.source.slice(span.start, span.end);
  return from !== null && to !== null && !hasNumber(from) && !hasNumber(to) && !/,|(?<!\.)\.\.(?!\.)/.test(text);
}

/** Whether a token may stand in front of a range: a comma, a space, `for`, a colon before `for`, a parenthesis. */
function introduces(m: Marker, i: number): boolean {
  const t = m.tokens[i] as Token;
  if (t.type === "COLON") return isFor(m.tokens[i + 1] as Token) || m.tokens[i + 1]?.type === "FORALL";
  return (
    t.type === "COMMA" || t.type === "QUAD" || t.type === "PROSE" || t.type === "FORALL" || t.type === "LP" || isFor(t)
  );
}

/** Commas, spaces and words in front of a range; `any` where one of them is `for` or ∀. */
function leadAt(m: Marker, i: number): { readonly after: number; readonly any: boolean } {
  let at = i;
  let any = false;
  for (; at < m.tokens.length; at++) {
    const t = m.tokens[at] as Token;
    if (t.type === "FORALL" || isFor(t)) any = true;
    else if (t.type === "PROSE" && BETWEEN_WORDS.test(wordsOf(m, t))) any ||= FOR_PROSE.test(wordsOf(m, t));
    else if (!isBetween(t) && !(t.type === "COLON" && at === i)) break;
  }
  return { after: at, any };
}

/** Words, commas and the ends of formulas, as in "for all $i = 1, \dots, n$ and $j = 1, \dots, m$". */
const isBetween = (t: Token): boolean =>
  t.type === "COMMA" ||
  t.type === "QUAD" ||
  (t.type === "BREAK" && t.value === "region") ||
  (t.type === "NAME" && !t.latex && FOR_WORDS.test(t.value));

/** The words of prose, without the command around them. */
const wordsOf = (m: Marker, t: Token): string => /\{([^{}]*)\}/.exec(m.source.slice(t.start, t.end))?.[1]?.trim() ?? "";

function rangeList(c: Cursor, m: Marker, any: boolean): Range[] {
  const out: Range[] = [];
  for (;;) {
    const at = c.at;
    const range = statedRange(c, any);
    if (range === null || !isPlausible(range)) {
      c.at = out.length === 0 ? at : c.at;
      return out.length === 0 ? [] : out;
    }
    out.push(range);
    const next = leadAt(m, c.at);
    if (next.after === c.at) return out;
    const mark = c.at;
    c.at = next.after;
    const probe = statedRange({ ...c }, any);
    if (probe === null || !isPlausible(probe)) {
      c.at = mark;
      return out;
    }
  }
}

/** Whether one end of a range holds a number, or it has a set or nothing: `x_1, \dots, x_n` is a list. */
function isPlausible({ from, to, letters }: Range): boolean {
  if (letters.length > 4) return false;
  return (from === null && to === null) || [from, to].some((e) => e !== null && hasNumber(e)) || isPlainName(from);
}

const hasNumber = (e: NonNullable<Range["from"]>): boolean =>
  e.type === "number" || (e.type === "sum" && e.terms.some((t) => t.term.type === "number"));

const isPlainName = (e: Range["from"]): e is Name => e?.type === "name" && e.scripts === undefined;

/** Whether a statement ends at a token: what holds letters ends it. */
const endsAt = (t: Token | undefined, next: Token | undefined): boolean =>
  t === undefined ||
  t.type === "BREAK" ||
  t.type === "QUAD" ||
  t.type === "STOP" ||
  t.type === "PROSE" ||
  t.type === "ARROW" ||
  (t.type === "COMMA" && next !== undefined);
