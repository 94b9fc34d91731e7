/**
 * Where statements begin and end: line breaks, rows and columns of displays, brackets, continuation, prose.
 *
 * One pass finds what each stretch between two possible ends holds, one matches brackets, one cuts. A bracket that is
 * never closed ends with the line that starts the next statement, so that one fault does not swallow the text.
 */
import type { Code } from "../../core/codes.js";
import { isBuiltinFunction } from "../../functions/builtins.js";
import { FACT_NAMES } from "../../names/words.js";
import type { Range } from "../ast.js";
import {
  type BreakKind,
  type Fault,
  faultToken,
  isEnvironment,
  type LexicalKind,
  type Token,
  token,
} from "../lex/tokens.js";
import { withKinds } from "./kinds.js";
import { OPERANDS, wordsWithin } from "./words.js";

/** The tokens of one statement, with what is wrong with its brackets. */
export interface Sentence {
  readonly tokens: Token[];
  readonly faults: { readonly fault: Fault; readonly start: number; readonly end: number }[];
  /** Letters that it holds for, from behind it. */
  readonly ranges: Range[];
  /** Offset behind its last token. */
  end: number;
  /** The one before it in a list that commas separate: what stands here may belong to it. */
  readonly before?: Sentence;
  /** The name that it defines as an equation, `x : vector(n) where A x = b`. */
  solves?: Token;
  /** Whether its brackets do not match, also where that was said of the statement before. */
  isUnbalanced: boolean;
}

export interface Remark {
  readonly code: Code;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

const OPENERS: ReadonlyMap<LexicalKind, LexicalKind> = new Map<LexicalKind, LexicalKind>([
  ["LP", "RP"],
  ["LB", "RB"],
  ["LC", "RC"],
]);
const CLOSERS: ReadonlySet<LexicalKind> = new Set<LexicalKind>(["RP", "RB", "RC"]);
const RELATIONS: ReadonlySet<LexicalKind> = new Set<LexicalKind>(["EQ", "COLON", "IN"]);
/** Tokens that continue the statement before where they begin a line. */
const CONTINUES: ReadonlySet<LexicalKind> = new Set<LexicalKind>(["EQ", "SIGN", "MUL", "EW", "POWER", "TIMES"]);
/** Tokens that go on with the next line where they end one. */
const DANGLES: ReadonlySet<LexicalKind> = new Set<LexicalKind>(["EQ", "SIGN", "MUL", "EW"]);

const GLYPHS: ReadonlyMap<LexicalKind, string> = new Map<LexicalKind, string>([
  ["LP", "("],
  ["RP", ")"],
  ["LB", "["],
  ["RB", "]"],
  ["LC", "{"],
  ["RC", "}"],
]);

/** The stretch from one possible end to the next. */
interface Stretch {
  /** A relation outside of the stretch's own brackets, so that a statement starts here. */
  readonly starts: boolean;
  /** It begins with a derivative, as a query does. */
  readonly asks: boolean;
}

const isSoft = (t: Token): boolean => t.type === "BREAK" && (t.value as BreakKind) !== "semicolon";

/** For each possible end of a statement, what the stretch behind it holds; key -1 is the first stretch. */
function stretches(tokens: readonly Token[]): ReadonlyMap<number, Stretch> {
  const out = new Map<number, Stretch>();
  let from = -1;
  let level = 0;
  let starts = false;
  let first: Token | null = null;
  const flush = (i: number): void => {
    const asks = first !== null && (first.type === "D" || first.type === "NABLA");
    out.set(from, { starts: starts && first !== null && !CONTINUES.has(first.type), asks });
    from = i;
    level = 0;
    starts = false;
    first = null;
  };
  for (let i = 0; i < tokens.length; i++) {
    const t = tokens[i] as Token;
    if (isSoft(t)) {
      flush(i);
      continue;
    }
    first ??= t;
    if (OPENERS.has(t.type)) level++;
    else if (CLOSERS.has(t.type)) level--;
    else if (level === 0 && RELATIONS.has(t.type)) starts = true;
    // Behind a bracket that closes one of an earlier stretch, an `=` belongs to that stretch's statement.
    if (level < 0) level = Number.NEGATIVE_INFINITY;
  }
  flush(tokens.length);
  return out;
}

/** Brackets that nothing closes before the next statement starts. */
function unclosedBrackets(tokens: readonly Token[], ends: ReadonlyMap<number, Stretch>): ReadonlySet<Token> {
  const unclosed = new Set<Token>();
  let open: Token[] = [];
  let blocks = 0;
  const clear = (): void => {
    for (const t of open) unclosed.add(t);
    open = [];
    blocks = 0;
  };
  tokens.forEach((t, i) => {
    if (OPENERS.has(t.type)) {
      open.push(t);
      if (t.type === "LB") blocks++;
    } else if (CLOSERS.has(t.type)) {
      const last = open.pop();
      if (last?.type === "LB") blocks--;
    } else if (t.type !== "BREAK") return;
    else if (t.value === "semicolon" ? blocks === 0 : t.value === "region" || ends.get(i)?.starts === true) clear();
  });
  clear();
  return unclosed;
}

/** For each token, whether an `=`, `:` or `∈` follows before the next end of a statement. */
function relationsAhead(tokens: readonly Token[]): Uint8Array {
  const ahead = new Uint8Array(tokens.length);
  let isAhead = 0;
  for (let i = tokens.length - 1; i >= 0; i--) {
    ahead[i] = isAhead;
    const type = tokens[i]?.type;
    if (type === "BREAK") isAhead = 0;
    else if (type !== undefined && RELATIONS.has(type)) isAhead = 1;
  }
  return ahead;
}

interface Cutter {
  readonly source: string;
  readonly tokens: readonly Token[];
  readonly ends: ReadonlyMap<number, Stretch>;
  readonly unclosed: ReadonlySet<Token>;
  readonly ahead: Uint8Array;
  readonly out: Sentence[];
  readonly remarks: Remark[];
  /** The last statement of each column of an aligned display. */
  columns: Map<number, Sentence>;
  current: Sentence;
  open: Token[];
  blocks: number;
  column: number;
  hasRelation: boolean;
  /** Brackets that the last unclosed statement left open. */
  owed: number;
  /** Prose or arrows of a row that holds nothing else. */
  filler: Token | null;
  /** The token behind names that words speak of, which are none of the formula before them. */
  aside: number;
  /** Whether what is cut now begins a display. */
  isDisplayed: boolean;
  /** Statements that stand in one row or line, for which a range behind the last of them holds. */
  row: Sentence[];
}

const emptySentence = (): Sentence => ({ tokens: [], faults: [], ranges: [], end: 0, isUnbalanced: false });

/** Cuts the tokens of a text into statements. */
export function sentences(
  given: readonly Token[],
  source = "",
): {
  readonly sentences: readonly Sentence[];
  readonly remarks: readonly Remark[];
} {
  separateParameters(given);
  const tokens = withKinds(withCrossMatrices(given));
  const ends = stretches(tokens);
  const c: Cutter = {
    source,
    tokens,
    ends,
    unclosed: unclosedBrackets(tokens, ends),
    ahead: relationsAhead(tokens),
    out: [],
    remarks: [],
    columns: new Map(),
    current: emptySentence(),
    open: [],
    blocks: 0,
    column: 0,
    hasRelation: false,
    owed: 0,
    filler: null,
    aside: 0,
    isDisplayed: false,
    row: [],
  };
  for (let i = 0; i < tokens.length; i++) if (i >= c.aside) cut(c, tokens[i] as Token, i);
  finish(c);
  return { sentences: c.out.flatMap(byCommas), remarks: c.remarks };
}

/** `p(x; μ, Σ)`, `p(y | x)`: in the parentheses of a call on one line, a semicolon or a lone bar separates arguments. */
function separateParameters(tokens: readonly Token[]): void {
  let open: { readonly isCall: boolean; readonly semicolons: Token[]; readonly bars: number[] }[] = [];
  tokens.forEach((t, i) => {
    const last = open.at(-1);
    if (OPENERS.has(t.type)) open.push({ isCall: isApplied(tokens, i), semicolons: [], bars: [] });
    else if (CLOSERS.has(t.type)) {
      open.pop();
      const [bar = -1] = last?.bars ?? [];
      const isBetween = last?.bars.length === 1 && !EDGES.has(tokens[bar - 1]?.type) && bar + 1 < i;
      for (const s of [...(last?.semicolons ?? []), ...(isBetween ? [tokens[bar] as Token] : [])])
        [s.type, s.value] = ["COMMA", ","];
    } else if (t.type === "BAR" || t.type === "NBAR") {
      if (last?.isCall === true) last.bars.push(i);
    } else if (t.type !== "BREAK") return;
    else if (t.value !== "semicolon") open = [];
    else if (last?.isCall === true) last.semicolons.push(t);
  });
}

/** `[w]_×`: a call of the matrix of a cross product. */
function withCrossMatrices(tokens: readonly Token[]): readonly Token[] {
  const open: Token[] = [];
  const named = new Set<Token>();
  for (const t of tokens) {
    if (t.type === "BREAK") open.length = 0;
    else if (OPENERS.has(t.type)) open.push(t);
    else if (CLOSERS.has(t.type)) {
      const start = open.pop();
      if (start?.type !== "LB" || t.type !== "RB" || t.sub !== "×") continue;
      named.add(start);
      [start.type, start.value] = ["LP", "("];
      [t.type, t.value, t.sub, t.scripts] = ["RP", ")", null, null];
    }
  }
  if (named.size === 0) return tokens;
  const called = (t: Token): Token => {
    const name = token("NAME", "crossmatrix", { start: t.start, end: t.start }, { glued: false, latex: t.latex });
    return { ...name, face: "text", command: true };
  };
  return tokens.flatMap((t) => (named.has(t) ? [called(t), t] : [t]));
}

/** What a bar behind it opens and does not separate. */
const EDGES: ReadonlySet<LexicalKind | undefined> = new Set([
  "LP",
  "COMMA",
  "SIGN",
  "MUL",
  "POWER",
  undefined,
] as const);

const isApplied = (tokens: readonly Token[], i: number): boolean => {
  const name = tokens[i - 1];
  return tokens[i]?.type === "LP" && name?.type === "NAME" && !isBuiltinFunction(name.value);
};

function push(c: Cutter, t: Token): void {
  c.current.tokens.push(t);
  // "x_1, …, x_N" carries the range that it writes out.
  if (t.head !== null && t.type === "NAME") c.current.ranges.push(...t.head.ranges.filter((r) => r.letters.length > 0));
}

function cut(c: Cutter, t: Token, i: number): void {
  switch (t.type) {
    case "BREAK":
      breakAt(c, t, i);
      return;
    case "LP":
    case "LB":
    case "LC":
      c.open.push(t);
      if (t.type === "LB") c.blocks++;
      push(c, t);
      return;
    case "RP":
    case "RB":
    case "RC":
      close(c, t);
      return;
    case "NOTHING":
      return;
    case "RANGE":
      holdFor(c, t);
      return;
    case "QUAD":
      quad(c, t, i);
      return;
    case "ARROW":
      if (c.current.tokens.length === 0) c.filler = t;
      else if (separates(c, i)) finish(c);
      else push(c, t);
      return;
    case "PROSE":
      c.filler ??= t;
      if (separates(c, i)) finish(c);
      else if (c.open.length === 0 && c.hasRelation) meetWords(c, t, i);
      return;
    case "EQ":
    case "COLON":
    case "IN":
      c.hasRelation = true;
      push(c, t);
      return;
    default:
      if (!solves(c, t, i)) push(c, t);
  }
}

/** `x : vector(n) where A x = b`: behind the word stands a statement of its own, about the name before. */
function solves(c: Cutter, t: Token, i: number): boolean {
  const [name, relation] = c.current.tokens;
  const isHead = name?.type === "NAME" && (relation?.type === "COLON" || relation?.type === "IN");
  if (!isHead || t.type !== "NAME" || t.value !== "where" || !separates(c, i)) return false;
  finish(c);
  c.current.solves = name;
  return true;
}

/** A range behind statements, or one that stands alone and is of the whole text. */
function holdFor(c: Cutter, t: Token): void {
  const { tokens } = c.current;
  for (let last = tokens.at(-1); last?.type === "COMMA" || last?.type === "COLON"; last = tokens.at(-1)) tokens.pop();
  if (tokens.length > 0) finish(c);
  const ranges = t.head?.ranges ?? [];
  for (const s of c.row) s.ranges.push(...ranges);
  if (c.row.length === 0) c.out.push({ ...emptySentence(), ranges: [...ranges], tokens: [], end: t.end });
}

/** Whether space, an arrow or prose here stands between two statements: an `=` on both sides. */
const separates = (c: Cutter, i: number): boolean => c.open.length === 0 && c.hasRelation && c.ahead[i] === 1;

function meetWords(c: Cutter, t: Token, i: number): void {
  const met = wordsWithin(c.tokens, c.current.tokens.at(-1), i);
  if (met === null) return;
  if (met.aside !== undefined) c.aside = met.aside;
  else complain(c, "syntax/words", met.message, t, met.hint);
}

/** `\quad` is a comma within `[ ]`, and ends a statement between two. */
function quad(c: Cutter, t: Token, i: number): void {
  const inner = c.open[c.open.length - 1];
  if (inner === undefined) {
    if (separates(c, i)) finish(c);
    else if (t.value === "&") refuseCell(c, t, i);
    return;
  }
  if (inner.type !== "LB" || isEnvironment(inner)) return;
  const before = c.current.tokens[c.current.tokens.length - 1];
  const after = c.tokens[i + 1];
  const isEdge = (x: Token | undefined) =>
    x === undefined ||
    x === inner ||
    x.type === "COMMA" ||
    x.type === "SEMI" ||
    x.type === "RB" ||
    x.type === "QUAD" ||
    x.type === "BREAK";
  if (isEdge(before) || isEdge(after)) return;
  t.type = "COMMA";
  t.value = ",";
  push(c, t);
}

/** `f = x & y`: a column of a display in the middle of a product, which TeX refuses outside of tables. */
function refuseCell(c: Cutter, t: Token, i: number): void {
  const [before, after] = [c.current.tokens.at(-1), c.tokens[i + 1]];
  if (!c.hasRelation || before === undefined || after === undefined) return;
  if (!OPERANDS.has(before.type) || !OPERANDS.has(after.type) || after.face === "text") return;
  complain(
    c,
    "syntax/cell",
    "& stands within a product",
    t,
    "a factor follows without it, the next column behind a second &",
  );
}

function close(c: Cutter, t: Token): void {
  push(c, t);
  const last = c.open.pop();
  c.current.isUnbalanced ||= last === undefined;
  if (last === undefined) {
    // The statement before was closed by this one: its closing bracket is no second fault.
    if (c.owed > 0) c.owed--;
    else complain(c, "syntax/stray-bracket", `this ${glyph(t)} closes nothing`, t);
    return;
  }
  if (last.type === "LB") c.blocks--;
  if (OPENERS.get(last.type) !== t.type)
    complain(
      c,
      "syntax/bracket-kind",
      `${glyph(last)} is closed by ${glyph(t)}`,
      t,
      `the closing bracket is ${GLYPHS.get(OPENERS.get(last.type) ?? "RP")}`,
    );
}

const glyph = (t: Token): string =>
  isEnvironment(t)
    ? "\\begin{…}"
    : t.end - t.start > 1 && t.type === "RB" && t.latex
      ? "\\end{…}"
      : (GLYPHS.get(t.type) ?? t.value);

function complain(c: Cutter, code: Code, message: string, t: Token, hint?: string): void {
  c.current.isUnbalanced = true;
  // Once brackets do not match, what follows in the statement only repeats it.
  if (c.current.faults.length > 0) return;
  c.current.faults.push({
    fault: { code, message, ...(hint === undefined ? {} : { hint }) },
    start: t.start,
    end: t.end,
  });
}

function breakAt(c: Cutter, t: Token, i: number): void {
  const kind = t.value as BreakKind;
  if (c.open.length > 0) {
    if (kind === "semicolon" && c.blocks > 0) {
      t.type = "SEMI";
      push(c, t);
      return;
    }
    const next = c.ends.get(i);
    const outer = c.open[0] as Token;
    const ends =
      kind === "semicolon" ||
      kind === "region" ||
      next?.starts === true ||
      (next?.asks === true && c.unclosed.has(outer));
    if (!ends) return;
  } else if (kind !== "semicolon" && dangles(c, i)) return;
  finish(c);
  // "$x_i \in R^d$ for $i = 1, …, N$" is one sentence.
  if (kind !== "cell" && !(kind === "region" && c.tokens[i + 1]?.type === "RANGE")) c.row = [];
  if (kind === "region") {
    c.columns = new Map();
    c.isDisplayed = true;
  }
  c.column = t.column;
}

/** A line that ends in an operator goes on with the next one, unless that starts a statement. */
function dangles(c: Cutter, i: number): boolean {
  const last = c.current.tokens[c.current.tokens.length - 1];
  if (last === undefined || !DANGLES.has(last.type)) return false;
  const next = c.ends.get(i);
  const after = c.tokens[i + 1];
  return (
    next !== undefined &&
    !next.starts &&
    !next.asks &&
    after !== undefined &&
    after.type !== "BREAK" &&
    c.tokens[i]?.value !== "region"
  );
}

/** Ends the current statement. */
function finish(c: Cutter): void {
  const s = c.current;
  const outer = c.open[0];
  if (outer !== undefined) {
    complain(
      c,
      "syntax/unclosed",
      `this ${glyph(outer)} is never closed`,
      outer,
      isEnvironment(outer) ? "\\end{…} is missing" : `${GLYPHS.get(OPENERS.get(outer.type) ?? "RP")} is missing`,
    );
  }
  if (c.open.length > 0) c.owed = c.open.length;
  const { filler, column } = c;
  c.current = emptySentence();
  c.open = [];
  c.blocks = 0;
  c.hasRelation = false;
  c.filler = null;
  trim(s);
  const first = s.tokens[0];
  if (first === undefined) {
    if (s.isUnbalanced) c.out.push(s);
    else if (filler !== null)
      c.remarks.push({
        code: "syntax/prose",
        message: "a row without mathematics is skipped",
        start: filler.start,
        end: filler.end,
      });
    return;
  }
  if (isWord(s.tokens)) {
    c.remarks.push({
      code: "syntax/prose",
      message: "a row without mathematics is skipped",
      start: first.start,
      end: first.end,
    });
    return;
  }
  s.end = (s.tokens[s.tokens.length - 1] as Token).end;
  const { isDisplayed } = c;
  c.isDisplayed = false;
  // A row goes on with the statement above it in its column, a line with the statement before it.
  const before = CONTINUES.has(first.type) ? (c.columns.get(column) ?? c.out[c.out.length - 1]) : undefined;
  if (before === undefined) {
    c.out.push(s);
    c.row.push(s);
    c.columns.set(column, s);
    return;
  }
  c.row.push(before);
  const isApart = first.latex ? isDisplayed : EMPTY_LINE.test(c.source.slice(before.end, first.start));
  for (const t of s.tokens) before.tokens.push(t);
  for (const f of s.faults) before.faults.push(f);
  before.end = s.end;
  before.isUnbalanced ||= s.isUnbalanced;
  const isNegative = first.type === "SIGN" && first.value === "-";
  if (isApart && isNegative && s.tokens.length > 1) refuseGoingOn(before, first);
}

const EMPTY_LINE = /\n[ \t\r]*\n/;

/**
 * `$$L = x^2$$ $$- y^2$$`: what begins with a minus in a display of its own, or behind an empty line, may stand by
 * itself, or be a point of a list; nothing does with a plus.
 */
function refuseGoingOn(before: Sentence, sign: Token): void {
  const [what, place] = sign.latex ? ["a display", "display"] : ["a line", "paragraph"];
  const behind = sign.latex ? "" : " behind an empty one";
  const message = `${what} that begins with a minus${behind} may go on with the one before, or stand alone`;
  const hint = `one formula stands in one ${place}; what stands alone has a name: y = …`;
  before.isUnbalanced = true;
  before.faults.push({ fault: { code: "syntax/display", message, hint }, start: sign.start, end: sign.end });
}

/** A row of one word: `\text{forward}`. */
const isWord = (tokens: readonly Token[]): boolean =>
  tokens.length === 1 &&
  tokens[0]?.latex === true &&
  tokens[0].type === "NAME" &&
  tokens[0].face === "text" &&
  !tokens[0].command;

/** Leaves out what only ends a sentence: full stops and commas of a display, arrows before and behind. */
function trim(s: Sentence): void {
  const { tokens } = s;
  for (let last = tokens[tokens.length - 1]; last !== undefined; last = tokens[tokens.length - 1]) {
    const isPunctuation = last.latex && (last.type === "COMMA" || last.type === "STOP");
    if (!isPunctuation && last.type !== "ARROW") return;
    tokens.pop();
  }
}

/** A list of queries, or of declarations, is one statement each; `x, y : vector(n)` is one for both. */
function byCommas(s: Sentence): readonly Sentence[] {
  if (s.isUnbalanced || !s.tokens.some((t) => t.type === "COMMA")) return [s];
  const parts: { readonly tokens: Token[]; readonly relation: LexicalKind | null; readonly comma: Token | null }[] = [];
  let level = 0;
  let tokens: Token[] = [];
  let relation: LexicalKind | null = null;
  const flush = (comma: Token | null): void => {
    parts.push({ tokens, relation, comma });
    tokens = [];
    relation = null;
  };
  for (const t of s.tokens) {
    if (OPENERS.has(t.type)) level++;
    else if (CLOSERS.has(t.type)) level--;
    if (t.type === "COMMA" && level === 0) {
      flush(t);
      continue;
    }
    if (level === 0 && relation === null && (RELATIONS.has(t.type) || t.type === "INPUT")) relation = t.type;
    tokens.push(t);
  }
  flush(null);
  if (parts.length === 1) return [s];
  const out: Sentence[] = [];
  let names: Token[] = [];
  let inDeclaration: Sentence | null = null;
  for (const part of parts) {
    const [only] = part.tokens;
    const isName = part.tokens.length === 1 && only?.type === "NAME";
    const previous: Sentence | null = inDeclaration;
    if (isName && only !== undefined && names.length === 0 && previous !== null && FACT_NAMES.has(only.value)) {
      previous.tokens.push(only);
      previous.end = only.end;
    } else if (isName && part.comma !== null) {
      names.push(only as Token, part.comma);
      inDeclaration = null;
    } else {
      // An empty part is left to the grammar, which says what is missing; so is a name alone at the end.
      const all = [...names, ...part.tokens];
      names = [];
      const last = all[all.length - 1] ?? part.comma;
      if (all.length === 0 && part.comma !== null) all.push(part.comma);
      if (all.length === 0 && out.length > 0) {
        const comma = parts[parts.length - 2]?.comma;
        if (comma != null)
          all.push(
            faultToken({ code: "syntax/comma", message: "nothing stands behind this comma" }, comma, {
              latex: comma.latex,
            }),
          );
      }
      const { ranges } = s;
      const before = out.at(-1);
      const end = last?.end ?? s.end;
      const list = before === undefined ? {} : { before };
      const sentence: Sentence = { tokens: all, faults: [], ranges, end, isUnbalanced: false, ...list };
      out.push(sentence);
      inDeclaration = part.relation === "COLON" || part.relation === "IN" ? sentence : null;
    }
  }
  return out;
}
