/**
 * Finds what binds letters, before statements are cut: the signs of sums, `sum(i, …)`, ranges behind statements, conditions.
 *
 * Each becomes one token that carries what it says, so that no comma, equals sign or dots within it divides a statement.
 * A text that binds no letter is left as it is.
 */
import type { Name, Range, Relation, Script } from "../ast.js";
import { type BinderHead, type Fault, type LexicalKind, plainToken, type Token, token } from "../lex/tokens.js";
import { atom, type Cursor, isLetter } from "./cursor.js";
import { headAt, headOfSign } from "./heads.js";
import { isDots, isMember, rangeSet, relationOf, statedRange } from "./ranges.js";
import { plainScript, plainScripts } from "./scripts.js";

export interface Marked {
  readonly tokens: readonly Token[];
  /** Letters that something in the text binds. */
  readonly bound: ReadonlySet<string>;
}

interface Marker {
  readonly source: string;
  readonly tokens: readonly Token[];
  readonly out: Token[];
  readonly bound: Set<string>;
  /** For each token the bracket that closes it; -1 where none does. */
  readonly partner: Int32Array;
  /** Whether dots, `for` or a relation of letters stands anywhere, without which there is no range. */
  readonly hasRanges: boolean;
  /** Signs that are names of the text, Σ of a covariance. */
  readonly names: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

/** Marks what binds letters. The tokens that it changes are its own or new ones. */
export function marked(tokens: readonly Token[], source: string): Marked {
  if (!tokens.some(mayBind)) return { tokens, bound: NOTHING };
  const partner = partners(tokens);
  const m: Marker = {
    source,
    tokens,
    out: [],
    bound: new Set(),
    partner,
    hasRanges: tokens.some(
      (t, i) => isDots(t) || t.type === "FORALL" || isFor(t) || isRelation(t) || isUpTo(tokens, i),
    ),
    names: namesAmongSigns(tokens),
  };
  let depth = 0;
  for (let i = 0; i < tokens.length; ) {
    const t = tokens[i] as Token;
    const behind = depth === 0 ? rangesAt(m, i) : null;
    if (behind !== null) {
      i = behind;
      continue;
    }
    if (OPENERS.has(t.type)) depth++;
    else if (CLOSERS.has(t.type)) depth = Math.max(0, depth - 1);
    else if (t.type === "BREAK" && t.value !== "line") depth = 0;
    i = step(m, t, i);
    // The parenthesis of sum(i, …) is put out with it.
    if (t.type === "NAME" && m.out[m.out.length - 2]?.type === "BINDCALL" && m.out[m.out.length - 1]?.type === "LP")
      depth++;
  }
  return { tokens: raisedLabels(m), bound: m.bound };
}

const OPENERS: ReadonlySet<LexicalKind> = new Set<LexicalKind>(["LP", "LB", "LC"]);
const CLOSERS: ReadonlySet<LexicalKind> = new Set<LexicalKind>(["RP", "RB", "RC"]);

const isRelation = (t: Token): boolean => t.type === "FAULT" && t.value !== "";
/** `i \in [N]`. */
const isUpTo = (tokens: readonly Token[], i: number): boolean =>
  tokens[i]?.type === "IN" && tokens[i + 1]?.type === "LB";
const isFor = (t: Token): boolean => t.type === "NAME" && !t.latex && (t.value === "for" || t.value === "forall");
const CALLS = /^(?:sum|prod|max|min)$/;
const SIGNS = /^(?:Sigma|Pi|sum|prod)_[a-z]{1,3}$/;

/** Whether a token may be part of what binds letters, or of what only has a meaning beside that. */
const mayBind = (t: Token): boolean =>
  t.type === "BIND" ||
  t.type === "DOTS" ||
  t.type === "FORALL" ||
  isRelation(t) ||
  (t.type === "LB" && t.value !== "matrix") ||
  (t.type === "NUM" && t.value === "1") ||
  (t.type === "NAME" &&
    (isFor(t) || isIndicator(t) || CALLS.test(t.value) || SIGNS.test(t.value) || KINDS.test(t.value)));

function partners(tokens: readonly Token[]): Int32Array {
  const partner = new Int32Array(tokens.length).fill(-1);
  let open: number[] = [];
  tokens.forEach((t, i) => {
    if (OPENERS.has(t.type)) open.push(i);
    else if (t.type === "BREAK" && t.value === "region") open = [];
    else if (CLOSERS.has(t.type)) {
      const from = open.pop();
      if (from !== undefined) partner[from] = i;
    }
  });
  return partner;
}

/** Signs that are used as a name is: raised, closed in, defined, declared. */
function namesAmongSigns(tokens: readonly Token[]): ReadonlySet<string> {
  const out = new Set<string>();
  tokens.forEach((t, i) => {
    const sign = t.type === "NAME" ? /^(Sigma|Pi|sum|prod)(?:_|$)/.exec(t.value)?.[1] : undefined;
    const next = tokens[i + 1];
    if (sign !== undefined && (next === undefined || !BEGINS.has(next.type))) out.add(sign);
  });
  return out;
}

/** Tokens with which an operand begins. */
const BEGINS: ReadonlySet<LexicalKind> = new Set<LexicalKind>([
  ...(["NUM", "NAME", "LP", "LB", "BAR", "NBAR", "FRAC", "SQRT", "BIND"] as const),
]);

function step(m: Marker, t: Token, i: number): number {
  if (t.type === "BIND") return signAt(m, t, i);
  if (t.type === "NAME") {
    if (CALLS.test(t.value) && m.tokens[i + 1]?.type === "LP") {
      const body = callAt(m, t, i);
      if (body !== null) return body;
    }
    if (SIGNS.test(t.value) && isSignName(m, t, i)) return signAt(m, asSign(m, t), i);
    const after = KINDS.test(t.value) && m.tokens[i - 1]?.type === "COLON" ? kindAt(m, t, i) : null;
    if (after !== null) return after;
  }
  if ((isMember(t) && t.type !== "REL") || (t.type === "FAULT" && t.value === "subset")) {
    const after = setAt(m, t, i);
    if (after !== null) return after;
  }
  if (t.value === "cases" && t.type === "LB") casesAt(m, i);
  else if (OPENERS.has(t.type) && t.value !== "matrix") conditionAt(m, t, i);
  m.out.push(t);
  return i + 1;
}

/** The relations within a bracket make a condition of it, `[i = j]`, `1\{y_i = k\}`. */
function conditionAt(m: Marker, open: Token, i: number): void {
  const close = m.partner[i] as number;
  const before = m.out[m.out.length - 1];
  const isIndicated = before !== undefined && isIndicator(before);
  if (close < 0 || (open.type !== "LB" && !isIndicated)) return;
  const relations: Token[] = [];
  for (let k = i + 1; k < close; k++) {
    const t = m.tokens[k] as Token;
    const inner = m.partner[k] as number;
    if (inner > k) k = inner;
    else if (t.type === "BREAK") return;
    else if (relationOf(t) !== null) relations.push(t);
  }
  if (relations.length === 0) return;
  // A bracket of its own kind: x 1(y = k) is no call of x.
  open.type = "LB";
  open.value = "condition";
  (m.tokens[close] as Token).type = "RB";
  relations.forEach(relate);
  if (isIndicated) m.out.pop();
}

/** The relations of `\begin{cases}`, in each row behind the first comma; words and commas around them say nothing. */
function casesAt({ tokens, partner }: Marker, i: number): void {
  const close = partner[i] as number;
  let isBehind = false;
  for (let k = i + 1; k < close; k++) {
    const t = tokens[k] as Token;
    const next = tokens[k + 1] as Token;
    const inner = partner[k] as number;
    if (inner > k) k = inner;
    else if (t.type === "SEMI") isBehind = false;
    else if (t.type === "COMMA" || t.type === "STOP") {
      const isLast = next.type === "SEMI" || k + 1 === close || next.type === "COMMA";
      if (t.type === "STOP" || (isLast && (isBehind || next.type === "COMMA"))) t.type = "NOTHING";
      else isBehind = true;
    } else if (isBehind && t.type === "NAME" && CASE_WORDS.test(t.value)) t.type = "NOTHING";
    else if (isBehind && relationOf(t) !== null) relate(t);
  }
}

const CASE_WORDS = /^(?:if|for|when|otherwise|else|where)$/;

function relate(t: Token): void {
  t.value = relationOf(t) as string;
  t.type = "REL";
  t.fault = null;
}

/** `1`, `\mathbf 1`, `\mathbb I` before a bracket that holds a condition. */
const isIndicator = (t: Token): boolean =>
  (t.type === "NUM" && t.value === "1") || (t.type === "NAME" && (t.value === "ones" || t.value === "I"));

const SUM: Fault = {
  code: "syntax/sum",
  message: "the letters of this sum cannot be read",
  hint: "\\sum_{i=1}^{N} x_i, \\sum_{j \\ne i}, \\sum_{(i,j) \\in S}; in plain text sum(i = 1..N, x_i)",
};
const WITHOUT_LETTER: Fault = {
  code: "syntax/sum",
  message: "a sum says over which letter it is taken",
  hint: "\\sum_{i=1}^{N} x_i; sum(x) adds the entries of x",
};

function signAt(m: Marker, t: Token, i: number): number {
  const [under = null] = t.scripts?.below ?? [];
  const [over = null] = t.scripts?.above ?? [];
  t.head = headOfSign(under, over);
  if (t.head === null) {
    t.type = "FAULT";
    t.fault = { ...(under === null ? WITHOUT_LETTER : SUM) };
  } else bind(m, t.head);
  m.out.push(t);
  return i + 1;
}

function bind(m: Marker, { ranges }: BinderHead): void {
  for (const r of ranges) for (const letter of r.letters) m.bound.add(letter.name);
}

/** `Σ_i x_i` and `sum_i x_i`: a sum where the letter stands below what follows, and the sign is no name of the text. */
function isSignName(m: Marker, t: Token, i: number): boolean {
  const [sign = "", letters = ""] = t.value.split("_");
  const next = m.tokens[i + 1];
  if (t.latex || m.names.has(sign) || next === undefined || !BEGINS.has(next.type)) return false;
  const typed = m.source.slice(t.start, t.end);
  if (!/^(?:[ΣΠ]|sum|prod)/.test(typed)) return false;
  for (let k = i + 1; k < m.tokens.length && k < i + MOST_TOKENS; k++) {
    const at = m.tokens[k] as Token;
    if (at.type === "BREAK" || at.type === "EQ") return false;
    if (at.type === "NAME" && isBelow(at.value, [...letters])) return true;
  }
  return false;
}

/** Tokens that are looked through for a letter: bodies of sums are short where the sign is a doubt. */
const MOST_TOKENS = 60;

const isBelow = (name: string, letters: readonly string[]): boolean => {
  const [, ...scripts] = name.split("_");
  return letters.every((l) => scripts.some((s) => s === l || (s.length <= 3 && s.includes(l))));
};

/** A name that is the sign of a sum. */
function asSign(m: Marker, t: Token): Token {
  const typed = m.source.slice(t.start, t.end);
  const sign = /^(?:[ΣΠ]|sum|prod)_?/.exec(typed)?.[0] ?? "";
  const isProduct = /^(?:Π|prod)/.test(typed);
  const made = plainToken("BIND", isProduct ? "prod" : "sum", { start: t.start, end: t.end }, t.glued);
  const below = plainScript(typed.slice(sign.length), t.start + sign.length);
  made.scripts = { base: made.value, below: [below], above: [] };
  return made;
}

/** `sum(i = 1..N, j != i, e)`: the letters go, and what they bind stays in the parenthesis. */
function callAt(m: Marker, t: Token, i: number): number | null {
  const close = m.partner[i + 1] as number;
  if (close < 0 || t.latex) return null;
  let body = i + 2;
  let commas = 0;
  for (let k = i + 2; k < close; k++) {
    const inner = m.partner[k] as number;
    if (inner > k) k = inner;
    else if (m.tokens[k]?.type === "COMMA") {
      body = k + 1;
      commas++;
    }
  }
  if (commas === 0) return null;
  const args = m.tokens.slice(i + 2, body - 1);
  const head = headAt(cursorOver(m, args), null);
  if (head === null || !isBinding(t.value, head, m.tokens.slice(body, close))) return null;
  bind(m, head);
  const call = { ...t, type: "BINDCALL" as const, head, end: (args[args.length - 1] as Token).end };
  m.out.push(call, m.tokens[i + 1] as Token);
  return body;
}

/** Whether letters alone bind: in a sum or product over what they stand below; a range or a condition always does. */
function isBinding(name: string, head: BinderHead, body: readonly Token[]): boolean {
  const isStated = head.conditions.length > 0 || head.ranges.some((r) => r.from !== null || r.set !== null);
  if (isStated || name === "max" || name === "min") return isStated;
  const letters = head.ranges.flatMap((r) => r.letters.map((l) => l.name));
  return letters.every((l) => body.some((t) => t.type === "NAME" && (t.value === l || isBelow(t.value, [l]))));
}

const cursorOver = (m: Marker, tokens: readonly Token[], at = 0): Cursor => ({
  tokens,
  typed: (t) => m.source.slice(t.start, t.end),
  at,
});

const KINDS = /^(?:label|indexset)$/;

/** `label(1..K)`, `indexset(1..N)`: the kind with its range. */
function kindAt(m: Marker, t: Token, i: number): number | null {
  if (m.tokens[i + 1]?.type !== "LP") return null;
  return putKind(m, t, t.value, i + 1);
}

/**
 * `y_i \in \{1, \dots, K\}` of a name with scripts is a label, `B \subset \{1, \dots, N\}` a set; `y_i \in \{-1, 1\}`, a
 * list of numbers, is a number.
 */
function setAt(m: Marker, t: Token, i: number): number | null {
  const before = m.tokens[i - 1];
  const isSubset = t.value === "subset";
  if (!isLetter(before) || (!isSubset && !before.value.includes("_"))) return null;
  const first = m.tokens[i + 1];
  if (first?.type !== "LP" && first?.type !== "NUM" && first?.type !== "LC") return null;
  const put = (type: LexicalKind, value: string) => m.out.push(token(type, value, t, { glued: false, latex: t.latex }));
  put("COLON", ":");
  const list = isSubset ? null : numbersAt(m, i + 1);
  if (list !== null) {
    put("NAME", "scalar");
    return list;
  }
  const after = putKind(m, t, isSubset ? "indexset" : "label", i + 1);
  if (after === null) m.out.pop();
  return after;
}

/** The index behind `\{-1, 1\}`, or null where no list of numbers stands here. */
function numbersAt({ tokens, partner }: Marker, open: number): number | null {
  const close = partner[open] as number;
  if (close < 0) return null;
  const inside = tokens.slice(open + 1, close);
  return inside.every((t) => t.type === "NUM" || t.type === "SIGN" || t.type === "COMMA") ? close + 1 : null;
}

function putKind(m: Marker, t: Token, name: string, at: number): number | null {
  const c = cursorOver(m, m.tokens, at);
  const ends = rangeSet(c);
  if (ends === null) return null;
  const span = { start: t.start, end: m.tokens[c.at - 1]?.end ?? t.end };
  const kind = token("NAME", name, span, { glued: false, latex: t.latex });
  kind.head = { ranges: [{ letters: [], ...ends, set: null, paired: false, implied: false, span }], conditions: [] };
  m.out.push(kind);
  return c.at;
}

// ---------------------------------------------------------------- ranges behind statements

const FOR_WORDS = /^(?:forall|for|all|each|every|any|where|with|and)$/;
const FOR_PROSE = /\b(?:for|all|each|every|any)\b/;
const BETWEEN_WORDS = /^\W*(?:for|all|each|every|any|where|with|and|the|of)*\W*$/;

/** Ranges from token `i` on, with what introduces them; the index behind them, or null where none stand here. */
function rangesAt(m: Marker, i: number): number | null {
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
  let end = c.at;
  if (isClosed) {
    const isChain = !m.tokens.slice(i, end).some(isDots) && t.type === "LP";
    if (m.tokens[end]?.type !== "RP" || isChain) return null;
    end++;
  }
  if (!endsAt(m.tokens[end], m.tokens[end + 1])) return null;
  if (m.tokens[end]?.type === "COMMA") end++;
  const span = { start: t.start, end: m.tokens[c.at - 1]?.end ?? t.end };
  const made = token("RANGE", "", span, { glued: false, latex: t.latex });
  made.head = { ranges, conditions: NO_RELATIONS };
  bind(m, made.head);
  m.out.push(made);
  return end;
}

const NO_RELATIONS: readonly Relation[] = [];

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

// ---------------------------------------------------------------- labels above plain names

/** `W^[l]`, `a^{[l-1]}`, and `z^(l)` where l is bound: in plain text a name with what stands above it. */
function raisedLabels(m: Marker): readonly Token[] {
  const { out, source } = m;
  if (!out.some((t) => t.type === "POWER" && !t.latex)) return out;
  const kept: Token[] = [];
  for (let i = 0; i < out.length; i++) {
    const t = out[i] as Token;
    const name = kept[kept.length - 1];
    const raised = t.type === "POWER" && t.glued && !t.latex && name?.type === "NAME" ? labelAt(m, i) : null;
    if (raised === null || name === undefined) {
      kept.push(t);
      continue;
    }
    const open = out[raised.open] as Token;
    const close = out[raised.close] as Token;
    const bracket = open.type === "LB" ? "[" : "(";
    const above = plainScript(source.slice(open.end, close.start), open.end, bracket);
    kept[kept.length - 1] = withLabel(name, source, above, close.scripts?.below ?? [], (out[raised.end] as Token).end);
    i = raised.end;
  }
  return kept;
}

interface RaisedLabel {
  readonly open: number;
  readonly close: number;
  readonly end: number;
}

function labelAt({ out, bound, source }: Marker, i: number): RaisedLabel | null {
  const braces = out[i + 1]?.type === "LC";
  const open = braces ? i + 2 : i + 1;
  const first = out[open];
  if (first?.type !== "LB" && first?.type !== "LP") return null;
  const close = first.type === "LB" ? "RB" : "RP";
  let at = open + 1;
  while (at < out.length && at < open + 12 && out[at]?.type !== close) at++;
  if (out[at]?.type !== close || (braces && out[at + 1]?.type !== "RC")) return null;
  const inside = out.slice(open + 1, at);
  const c: Cursor = { tokens: inside, typed: (t) => source.slice(t.start, t.end), at: 0 };
  // In parentheses l + 1 is an exponent, unless l is an index.
  const isBound = inside.some((t) => t.type === "NAME" && bound.has(t.value));
  if (inside.length === 0 || (first.type === "LP" && !isBound) || atom(c) === null) return null;
  return { open, close: at, end: braces ? at + 1 : at };
}

/** A plain name with a script above it, and those that stand behind the bracket below it. */
function withLabel(name: Token, source: string, above: Script, below: readonly Script[], end: number): Token {
  const typed = source.slice(name.start, name.end);
  const whole = { base: name.value, below: [], above: [] };
  const scripts = name.scripts ?? plainScripts(typed, name.start, name.value) ?? whole;
  const all = { base: scripts.base, below: [...scripts.below, ...below], above: [...scripts.above, above] };
  const value = [all.base, ...all.below.map((s) => s.label), ...all.above.map((s) => s.label)].join("_");
  return { ...name, value, scripts: all, end };
}
