/**
 * Finds what binds letters, before statements are cut: the signs of sums, `sum(i, …)`, ranges behind statements, conditions.
 *
 * Each becomes one token that carries what it says, so that no comma, equals sign or dots within it divides a statement.
 * A text that binds no letter is left as it is.
 */
import { type BinderHead, type Fault, type LexicalKind, plainToken, type Token, token } from "../lex/tokens.js";
import { isForAll, rangesAt } from "./behind.js";
import { casesAt, choiceAt, conditionAt } from "./conditions.js";
import { isLetter } from "./cursor.js";
import { headAt, headOfSign } from "./heads.js";
import { bind, CLOSERS, cursorOver, isFor, type Marker, OPENERS } from "./marker.js";
import { membersAt } from "./members.js";
import { raisedLabels } from "./raised.js";
import { isDots, isMember, rangeSet } from "./ranges.js";
import { plainScript } from "./scripts.js";

export interface Marked {
  readonly tokens: readonly Token[];
  /** Letters that something in the text binds. */
  readonly bound: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

/** Marks what binds letters. The tokens that it changes are its own or new ones. */
export function marked(tokens: readonly Token[], source: string): Marked {
  if (!mayBind(tokens)) return { tokens, bound: NOTHING };
  const partner = partners(tokens);
  const m: Marker = {
    source,
    tokens,
    out: [],
    bound: new Set(),
    partner,
    hasRanges: tokens.some(
      (t, i) =>
        isDots(t) ||
        t.type === "FORALL" ||
        isFor(t) ||
        isRelation(t) ||
        isUpTo(tokens, i) ||
        (t.type === "PROSE" && isForAll(t.value)),
    ),
    names: namesAmongSigns(tokens),
    standing: null,
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

const isRelation = (t: Token): boolean => t.type === "FAULT" && t.value !== "";
/** `i \in [N]`. */
const isUpTo = (tokens: readonly Token[], i: number): boolean =>
  tokens[i]?.type === "IN" && tokens[i + 1]?.type === "LB";
const CALLS: ReadonlySet<string> = new Set(["sum", "prod", "max", "min"]);
const KINDS: ReadonlySet<string> = new Set(["label", "indexset"]);
const WORDS: ReadonlySet<string> = new Set([...CALLS, ...KINDS, "for", "forall"]);
const SIGNS = /^(?:Sigma|Pi|sum|prod)(?:_[a-z]{1,3})+$/;

/**
 * Whether anything in a text may bind letters, or only has a meaning beside that: most texts hold nothing of the kind,
 * and are looked through once.
 */
function mayBind(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const t = tokens[i] as Token;
    switch (t.type) {
      case "BIND":
      case "DOTS":
      case "FORALL":
        return true;
      case "FAULT":
        if (t.value !== "") return true;
        break;
      case "LP":
      case "LC":
        depth++;
        break;
      case "LB":
        depth++;
        // W^[l], W^{[l]}.
        if (t.value === "cases" || tokens[i - 1]?.type === "POWER" || tokens[i - 2]?.type === "POWER") return true;
        break;
      case "RP":
      case "RB":
      case "RC":
        depth--;
        break;
      case "BREAK":
        if (t.value === "region") depth = 0;
        break;
      case "EQ":
        if (depth > 0) return true;
        break;
      case "IN":
        if (depth > 0 || tokens[i + 1]?.type !== "REALS") return true;
        break;
      case "NAME":
        if (WORDS.has(t.value) || SIGNS.test(t.value)) return true;
        break;
      default:
    }
  }
  return false;
}

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
  const list = m.hasRanges && t.type === "NAME" ? membersAt(m.tokens, i, m.source) : null;
  if (list !== null) {
    m.out.push(list.member);
    return list.after;
  }
  if (t.type === "NAME") {
    if (CALLS.has(t.value) && m.tokens[i + 1]?.type === "LP") {
      const body = callAt(m, t, i);
      if (body !== null) return body;
    }
    if (SIGNS.test(t.value) && isSignName(m, t, i)) return signAt(m, asSign(m, t), i);
    const after = KINDS.has(t.value) && m.tokens[i - 1]?.type === "COLON" ? kindAt(m, t, i) : null;
    if (after !== null) return after;
  }
  if ((isMember(t) && t.type !== "REL") || (t.type === "FAULT" && t.value === "subset")) {
    const after = setAt(m, t, i);
    if (after !== null) return after;
  }
  if (t.value === "cases" && t.type === "LB") casesAt(m, i);
  else if (OPENERS.has(t.type) && t.value !== "matrix" && !choiceAt(m, t, i)) conditionAt(m, t, i);
  m.out.push(t);
  return i + 1;
}

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

/** `Σ_i x_i` and `sum_i x_i`: a sum where the letter stands below what follows, and the sign is no name of the text. */
function isSignName(m: Marker, t: Token, i: number): boolean {
  const [sign = "", ...below] = t.value.split("_");
  const letters = below.join("");
  const next = m.tokens[i + 1];
  if (t.latex || m.names.has(sign) || next === undefined || !BEGINS.has(next.type)) return false;
  const typed = m.source.slice(t.start, t.end);
  if (!/^(?:[ΣΠ]|sum|prod)/.test(typed)) return false;
  let depth = 0;
  for (let k = i + 1; k < m.tokens.length && k < i + MOST_TOKENS; k++) {
    const at = m.tokens[k] as Token;
    if (OPENERS.has(at.type)) depth++;
    else if (CLOSERS.has(at.type)) depth--;
    if (at.type === "BREAK" || (at.type === "EQ" && depth <= 0)) return false;
    if (at.type === "NAME" && (isBelow(at.value, [...letters]) || isRaisedAt(m, k, letters))) return true;
  }
  return false;
}

/** A letter by itself above a name, or at the beginning of a condition: `x^(i)`, `xⁱ`, `[i = 3]`. */
function isRaisedAt({ tokens }: Marker, k: number, letter: string): boolean {
  if (tokens[k]?.value !== letter) return false;
  const [before, first] = [tokens[k - 1]?.type, tokens[k - 2]?.type];
  return (
    before === "POWER" ||
    before === "LB" ||
    ((before === "LP" || before === "LC") && (first === "POWER" || first === "LC"))
  );
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
  const text = typed.slice(sign.length).replace(/^\{(.*)\}$/, "$1");
  const start = t.start + typed.indexOf(text, sign.length);
  const plain = plainScript(text, start);
  // Σᵢⱼ runs over two letters, as \sum_{ij} does.
  const isRow = /^[a-z]{2,3}$/.test(plain.text);
  const below = isRow ? { ...plain, latex: true } : plain;
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
  if (head === null || !isBinding(t.value, head, () => m.tokens.slice(body, close))) return null;
  bind(m, head);
  const call = { ...t, type: "BINDCALL" as const, head, end: (args[args.length - 1] as Token).end };
  m.out.push(call, m.tokens[i + 1] as Token);
  return body;
}

/** Whether letters alone bind: in a sum or product over what they stand below; a range or a condition always does. */
function isBinding(name: string, head: BinderHead, bodyOf: () => readonly Token[]): boolean {
  const isStated = head.conditions.length > 0 || head.ranges.some((r) => r.from !== null || r.set !== null);
  if (isStated || name === "max" || name === "min") return isStated;
  const letters = head.ranges.flatMap((r) => r.letters.map((l) => l.name));
  const body = bodyOf();
  return letters.every((l) => body.some((t) => t.type === "NAME" && (t.value === l || isBelow(t.value, [l]))));
}

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
