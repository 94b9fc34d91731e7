/**
 * The filter between the lexers and the grammar: it knows what is around a token.
 *
 * Names become calls, ∂ becomes one of a numerator or of a variable, bars open or close, and faults are found that have a
 * better sentence than "unexpected". What comes out has one reading.
 */
import { attribute } from "../lex/plain.js";
import { type Placed, type Token, token } from "../lex/tokens.js";
import { as, type Filter, fault, isUnread, last, level, MAX_FAULTS, type Scheme } from "./around.js";
import { closeBars, closeBracket, openBracket, readBar } from "./brackets.js";
import { readFactorial } from "./calls.js";
import { readFraction, readNabla, readPartial } from "./derivatives.js";
import { isPlace, refuseEntry } from "./entries.js";
import { headOf, isInput, type KnownNames } from "./known.js";
import { positivePart, readName, readNumber, refuseSign, warnOfLabel } from "./names.js";
import type { Sentence } from "./statements.js";

export interface Filtered {
  readonly tokens: readonly Token[];
  readonly faults: readonly Placed[];
  readonly warnings: readonly Placed[];
  /** The statement sketches something and is not read. */
  readonly scheme: Scheme | null;
  /** A final `= …` was left out. */
  readonly droppedDots: Token | null;
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** Turns the tokens of one statement into what the grammar reads. */
export function filter(source: string, sentence: Sentence, known: KnownNames, entries = false): Filtered {
  const { tokens, droppedDots } = withoutFinalDots(sentence.tokens);
  const head = headOf(tokens);
  const f: Filter = {
    source,
    entries,
    tokens,
    known,
    out: [],
    faults: [],
    warnings: [],
    levels: [level(null)],
    brackets: null,
    roles: null,
    below: null,
    parameters: head.type === "function" ? new Set(tokens.slice(2, head.close).map((t) => t.value)) : NO_NAMES,
    scheme: null,
    inReals: false,
  };
  if (tokens.some((t) => t.type === "DOTS" || (!entries && isSketch(t, known.bound)))) {
    // A sketch is not read, so nothing in it is a fault but what cannot be read at all.
    return {
      tokens: [],
      faults: unreadable(tokens),
      warnings: [],
      scheme: tokens.some((t) => t.type === "DOTS") ? "dots" : "entrywise",
      droppedDots,
    };
  }
  let i = 0;
  if (head.type === "declaration") i = declaration(f, head.at);
  else if (head.type === "function") i = functionHead(f, head.close);
  const end = head.type === "input" && isInput(tokens, head.at) ? head.at : tokens.length;
  while (i < end) i = step(f, i);
  if (end < tokens.length) {
    const open = tokens[end] as Token;
    f.out.push(
      token(
        "INPUT",
        "input",
        { start: open.start, end: (tokens[tokens.length - 1] as Token).end },
        { glued: false, latex: open.latex },
      ),
    );
  }
  for (const l of f.levels) closeBars(f, l);
  if (entries) f.scheme = null;
  else if (f.scheme === "entrywise") refuseEntry(f);
  return { tokens: f.out, faults: f.faults, warnings: f.warnings, scheme: f.scheme, droppedDots };
}

function withoutFinalDots(tokens: readonly Token[]): {
  readonly tokens: readonly Token[];
  readonly droppedDots: Token | null;
} {
  const last = tokens[tokens.length - 1];
  const isFinal = last?.type === "DOTS" && tokens[tokens.length - 2]?.type === "EQ" && tokens.length > 3;
  return isFinal ? { tokens: tokens.slice(0, -2), droppedDots: last } : { tokens, droppedDots: null };
}

/** A bracket with a subscript that is no norm, no index and no + of a positive part: `(∂f/∂x)_{ij}`. */
const isSketch = (t: Token, bound: ReadonlySet<string>): boolean =>
  (t.type === "RP" || t.type === "RB" || t.type === "RC") && t.sub !== null && t.sub !== "plus" && !isPlace(t, bound);

/** Faults of the tokens of a statement that is not parsed. */
export function unreadable(tokens: readonly Token[]): readonly Placed[] {
  const out: Placed[] = [];
  for (const t of tokens) {
    if (out.length === MAX_FAULTS) break;
    if (t.fault !== null) out.push({ fault: t.fault, start: t.start, end: t.end });
  }
  return out;
}

/** `x, y : vector(n)`: names, the colon, and the kind, which is no call. */
function declaration(f: Filter, at: number): number {
  for (let i = 0; i <= at; i++) f.out.push(f.tokens[i] as Token);
  const kind = f.tokens[at + 1];
  const isKind = kind?.type === "NAME" && f.tokens[at]?.type === "COLON";
  if (isKind) f.out.push(as(kind, "KIND"));
  else if (kind?.type === "NAME" && kind.value === "R") {
    f.inReals = true;
    f.out.push(as(kind, "REALS"));
  } else return at + 1;
  return at + 2;
}

/** `f(x, y) =`: a call, whatever `f` is. */
function functionHead(f: Filter, close: number): number {
  f.out.push(as(f.tokens[0] as Token, "CALL"));
  for (let i = 1; i <= close; i++) f.out.push(f.tokens[i] as Token);
  return close + 1;
}

/** A full stop or question mark behind an equation or a question; words end with one as well. */
const endsSentence = (f: Filter, t: Token): boolean =>
  /^[.?]$/.test(f.source.slice(t.start, t.end)) && f.tokens.some((x) => x.type === "EQ" || x.type === "D");

function step(f: Filter, i: number): number {
  const t = f.tokens[i] as Token;
  if (t.doubt !== null) f.warnings.push({ fault: t.doubt, start: t.start, end: t.end });
  switch (t.type) {
    case "FAULT":
      if (i === f.tokens.length - 1 && endsSentence(f, t)) return i + 1;
      if (
        t.fault !== null &&
        f.faults.length < MAX_FAULTS &&
        !isUnread(f) &&
        !f.faults.some((x) => x.fault === t.fault)
      )
        f.faults.push({ fault: t.fault, start: t.start, end: t.end });
      return i + 1;
    case "NAME":
      return readName(f, t, i);
    case "NUM":
      readNumber(f, t, i);
      return i + 1;
    case "LP":
    case "LB":
    case "LC":
      return openBracket(f, t, i);
    case "RP":
    case "RB":
    case "RC":
      return closeBracket(f, t, i);
    case "BAR":
    case "NBAR":
      readBar(f, t);
      return i + 1;
    case "D":
      return readPartial(f, t, i);
    case "NABLA":
      return readNabla(f, t, i);
    case "FRAC":
      readFraction(f, t, i);
      return i + 1;
    case "TIMES":
      // 3 × 10^8, 2 × x: one side is a number as it is written.
      if (!f.inReals && last(f) !== undefined && [last(f), f.tokens[i + 1]].some((x) => x?.type === "NUM")) {
        f.out.push(as(t, "MUL", "*"));
        return i + 1;
      }
      f.out.push(f.levels.length < 2 || !f.inReals ? as(t, "EW", "cross") : t);
      return i + 1;
    case "POWER": {
      const behind = positivePart(f, t, i);
      if (behind !== null) return behind;
      refuseSign(f, t, i);
      warnOfLabel(f, t, i);
      f.out.push(t);
      return i + 1;
    }
    case "FACTORIAL":
      readFactorial(f, t, i);
      return i + 1;
    case "STOP": {
      const next = f.tokens[i + 1];
      if (next?.type === "NAME" && next.value === "T" && next.start === t.end) {
        f.faults.push({ fault: attribute("T"), start: t.start, end: next.end });
        return i + 2;
      }
      fault(f, { code: "unexpected", message: "a full stop ends a formula", at: t });
      return i + 1;
    }
    case "ARROW":
      fault(f, { code: "unexpected", message: "an arrow means nothing here", at: t });
      return i + 1;
    case "REALS":
      f.inReals = true;
      f.out.push(t);
      return i + 1;
    default:
      f.out.push(t);
      return i + 1;
  }
}
