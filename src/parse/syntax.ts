/** Text to statements: the whole of the language that is syntax. Elaboration says what they mean. */

import type { Code } from "../core/codes.js";
import { type Reporter, reporter } from "../core/diagnostic.js";
import { has, ownOf } from "../core/own.js";
import { isBuiltinFunction } from "../functions/builtins.js";
import type { Expression, Range, Span, Statement } from "./ast.js";
import { parseTokens } from "./grammar/automaton.js";
import { type Building, building, type ParsedStatement } from "./grammar/build.js";
import { type Marked, marked } from "./index/marks.js";
import { calligraphic } from "./latex/calligraphic.js";
import { latexTokens } from "./latex/latex.js";
import type { Spelling } from "./latex/reader.js";
import { NO_RUNS, runsOf } from "./latex/runs.js";
import { plainTokens } from "./lex/plain.js";
import { type Region, regionsOf } from "./lex/regions.js";
import { faultToken, type Placed, type Token, token } from "./lex/tokens.js";
import { complaint } from "./statement/complaint.js";
import { refuseForms, refuseSigns, splitFaces, tellFonts } from "./statement/faces.js";
import { type Filtered, filter, unreadable } from "./statement/filter.js";
import { headOf, type KnownNames, knownNames } from "./statement/known.js";
import { respell } from "./statement/respell.js";
import { nameSquares, stateRoots } from "./statement/squares.js";
import { type Reading, squared, statementOf } from "./statement/statement.js";
import { type Sentence, sentences } from "./statement/statements.js";

/** Something that is worth saying and no fault: a row without mathematics, dots that were left out. */
interface Notice {
  /** `syntax/prose`, `syntax/dots`, `syntax/entrywise`, `syntax/unnamed`. */
  readonly code: Code;
  readonly message: string;
  readonly span: Span;
}

/** A name that a statement without a reading declares or defines. */
export interface Broken {
  readonly name: string;
  readonly isDefined: boolean;
  readonly span: Span;
}

export interface Syntax {
  readonly statements: readonly Statement[];
  readonly notices: readonly Notice[];
  /** Names whose statement could not be read: nothing need be said of them being undefined. */
  readonly broken: readonly Broken[];
  /** Where the statements stand that could not be read. */
  readonly unread: readonly Span[];
  /** Names that stand in two spellings which may be two things. */
  readonly clashing: readonly string[];
  /** Letters stand in bold and plain in one formula, and may be one name or two. */
  readonly isOpen: boolean;
}

export interface SyntaxOptions {
  /** Names known from elsewhere: the statements before these, or the model of an answer. */
  readonly known?: Partial<KnownNames>;
  /** Derivatives of entries and by them, and equations of entries, are statements like others; else they are sketches. */
  readonly entries?: boolean;
  /**
   * The text is whole, so that it tells whether bold and plain letters, and forms of Greek ones, are two names; where it
   * does not tell, the former are one name or two.
   */
  readonly faces?: "one" | "two";
}

/** What statements are read with. */
interface Given {
  readonly source: string;
  readonly known: KnownNames;
  readonly entries: boolean;
}

/**
 * Reads a model. Faults go to `report` as errors with a code `syntax/…`, several in one go; what they do not touch is
 * in the result. Never throws, whatever the text.
 */
export function parseSyntax(source: string, report: Reporter, choices: SyntaxOptions = {}): Syntax {
  const options = ownOf(choices);
  const { tokens, spellings, bound } = tokensOf(source, report, options.known);
  const all = sentences(tokens, source);
  const cut = { ...all, sentences: all.sentences.filter((s) => !isTooLong(s, report)) };
  const { faces } = options;
  const open = faces === undefined ? [] : splitFaces(source, cut.sentences, faces, report);
  if (faces === undefined) stateRoots(cut.sentences);
  else nameSquares(source, cut.sentences, report);
  const forms =
    faces === undefined
      ? []
      : [refuseForms, refuseSigns, tellFonts].flatMap((refuse) => refuse(source, cut.sentences, report));
  const known = knownNames(cut.sentences, { ...options.known, bound: both(bound, options.known?.bound) });
  respell(source, cut.sentences, known);
  const given: Given = { source, known, entries: options.entries ?? false };
  const notices: Notice[] = cut.remarks.map((r) => ({
    code: r.code,
    message: r.message,
    span: { start: r.start, end: r.end },
  }));
  const statements: Statement[] = [];
  const broken: Broken[] = [];
  const unread: Span[] = [];
  const expressions: Alone[] = [];
  const definitions = new Map<Sentence, Statement>();
  const idle = (sentence: Sentence): void => {
    const cut = isAside(source, sentence) ? null : cutDefinition(sentence, definitions);
    if (cut === null) return;
    statements.splice(statements.indexOf(cut), 1);
    if (cut.type === "definition" || cut.type === "functionDefinition")
      broken.push({ name: cut.name.name, isDefined: true, span: cut.name.span });
  };
  for (const sentence of cut.sentences) {
    if (isRange(sentence)) {
      statements.push({ type: "range", ranges: sentence.ranges, span: rangesSpan(sentence.ranges) });
      continue;
    }
    const read = readSentence(given, sentence, report);
    const span = spanOf(sentence);
    if (read.dots !== null) notices.push({ code: "syntax/dots", message: "a final = … is left out", span: read.dots });
    if (read.scheme !== null) {
      const names = headNames(sentence).flatMap((n) => (n.isDefined ? [n.name] : []));
      statements.push({ type: "scheme", reason: read.scheme, names, span });
      const message =
        read.scheme === "dots"
          ? "a formula with dots is a sketch: read, not judged"
          : "a formula of single entries is read entrywise, not judged";
      notices.push({ code: `syntax/${read.scheme}`, message, span });
    } else if (read.reading === null) {
      if (read.isFaulty) for (const name of headNames(sentence)) broken.push(name);
      if (read.isFaulty) idle(sentence);
      if (read.isFaulty) unread.push(span);
    } else if (read.reading.type === "expression") {
      expressions.push({ value: read.reading.value, span, at: statements.length, sentence });
    } else {
      const { ranges } = sentence;
      const own = ranges.length > 0 ? { ...read.reading, ranges } : read.reading;
      const [statement, ...beside] = eachDefinition(own);
      statements.push(statement, ...beside);
      definitions.set(sentence, statement);
    }
  }
  for (const e of nameExpressions(given, expressions, statements, notices, report)) {
    idle(e.sentence);
    unread.push(e.span);
  }
  const clashing = [...forms, ...reportSpellings(spellings, report)];
  return { statements, notices, broken, unread, clashing, isOpen: open.length > 0 };
}

/** A definition of several names as one of each. */
function eachDefinition(s: Statement): readonly [Statement, ...Statement[]] {
  if (s.type !== "definition" || !Object.hasOwn(s, "beside") || s.beside === undefined) return [s];
  const { beside, ...first } = s;
  return [first, ...beside.map((other) => ({ ...first, ...other }))];
}

/**
 * Reads one expression, plain or LaTeX, as it would be read in a model in which `known` says which names are variables
 * and which are functions. Null where it cannot be read; the faults are in `report`.
 */
export function parseExpression(
  source: string,
  known: Partial<KnownNames>,
  report: Reporter,
  options: Pick<SyntaxOptions, "entries"> = {},
): Expression | null {
  const { tokens, spellings, bound } = tokensOf(source, report, known);
  const cut = sentences(tokens, source);
  const [sentence, second] = cut.sentences;
  if (sentence === undefined) {
    report.report(
      "error",
      "syntax/end",
      { start: source.length, end: source.length },
      "an expression is expected here",
    );
    return null;
  }
  if (second !== undefined) {
    report.report("error", "syntax/unexpected", spanOf(second), "one expression is expected, not several");
    return null;
  }
  const names = knownNames([], { ...known, bound: both(bound, known.bound) });
  const read = readSentence({ source, known: names, entries: options.entries ?? false }, sentence, report);
  reportSpellings(spellings, report);
  const span = spanOf(sentence);
  if (read.scheme !== null)
    report.report("error", "syntax/sketch", span, "a formula with dots or single entries is no expression");
  else if (read.reading !== null && (read.reading.type === "expression" || read.reading.type === "query"))
    return read.reading.value;
  else if (!read.isFaulty)
    report.report("error", "syntax/unexpected", span, "an expression is expected here, not a statement");
  return null;
}

/** The tokens of each statement of a text once context has decided what each is; as the lexers cut them where it cannot. */
export function settledTokens(source: string): readonly (readonly Token[])[] {
  const { tokens, bound } = tokensOf(source, reporter(source), undefined);
  const { sentences: cut } = sentences(tokens, source);
  const known = knownNames(cut, { bound });
  respell(source, cut, known);
  return cut.map((sentence) => {
    if (isTooLong(sentence, reporter(source))) return [];
    const settled = filter(source, sentence, known, true).tokens;
    return settled.length > 0 ? settled : sentence.tokens;
  });
}

/** A line of a derivation: the sides of `a = b = …` as they stand, or another statement; `why` where it could not be read. */
export type Line =
  | {
      readonly type: "equation";
      readonly sides: readonly Expression[];
      readonly equals: readonly Span[];
      /** Letters that it holds for. */
      readonly ranges: readonly Range[];
      readonly span: Span;
    }
  | { readonly type: "statement"; readonly reading: Exclude<Reading, null>; readonly span: Span }
  | { readonly type: "unread"; readonly why: string; readonly names: readonly string[]; readonly span: Span };

/** Reads a text whose chains of `=` may begin with anything. Faults are in the lines, not in a report. */
export function parseLines(
  source: string,
  report: Reporter,
  options: Pick<SyntaxOptions, "entries"> = {},
): readonly Line[] {
  const { tokens, spellings, bound } = tokensOf(source, report, undefined);
  const cut = sentences(tokens, source);
  const known = knownNames(cut.sentences, { bound });
  respell(source, cut.sentences, known);
  const given: Given = { source, known, entries: options.entries ?? false };
  const lines = cut.sentences.map((sentence): Line => {
    const { ranges } = sentence;
    if (isRange(sentence))
      return {
        type: "statement",
        reading: { type: "range", ranges, span: rangesSpan(ranges) },
        span: rangesSpan(ranges),
      };
    const span = spanOf(sentence);
    const own = reporter(source);
    const { parsed, b, scheme } = parseSentence(given, sentence, own);
    const unread = (why: string): Line => ({
      type: "unread",
      why,
      names: headNames(sentence).map((n) => n.name),
      span,
    });
    if (scheme !== null) return unread(scheme === "dots" ? "it has dots" : "it is written by entries");
    if (parsed?.type === "equation" && b?.faults.length === 0)
      return { type: "equation", sides: parsed.sides, equals: parsed.equals, ranges, span };
    const reading = parsed === null || b === null ? null : statementOf(parsed, span, b.faults);
    const [fault] = own.diagnostics;
    if (reading === null || b === null || b.faults.length > 0)
      return unread(fault?.message ?? b?.faults[0]?.fault.message ?? "it could not be read");
    return { type: "statement", reading, span };
  });
  reportSpellings(spellings, report);
  return lines;
}

/** Formulas that begin in the middle of a statement. */
const UNREAD = {
  unclosed: {
    code: "syntax/display",
    message: "this formula is never closed",
    hint: "a formula stands between two of them: $y = x$",
  },
  inside: {
    code: "syntax/display",
    message: "a formula begins in the middle of a statement",
    hint: "the whole statement stands between the delimiters: $y = x$",
  },
} as const;

/** Tokens of one statement. Several of them, however long, take their time in turn; one is held as a whole. */
const MOST_TOKENS = 400_000;

function isTooLong(sentence: Sentence, report: Reporter): boolean {
  const count = sentence.tokens.length;
  if (count > MOST_TOKENS)
    report.report(
      "error",
      "budget/input",
      spanOf(sentence),
      `this statement has ${count} symbols; ${MOST_TOKENS} are the most`,
      {
        hint: "give its parts names of their own",
      },
    );
  return count > MOST_TOKENS;
}

/** The tokens of a whole text, region by region. */
function tokensOf(
  source: string,
  report: Reporter,
  known: Partial<KnownNames> | undefined,
): Marked & { readonly spellings: readonly Spelling[] } {
  const { regions, unclosed } = regionsOf(source);
  for (const u of unclosed)
    report.report("error", "syntax/display", u, `this ${source.slice(u.start, u.end)} is never closed`, {
      hint: "a formula stands between two of them",
    });
  const tokens: Token[] = [];
  const spellings: Spelling[] = [];
  const words = regions.some((r) => r.latex) ? plainWords(source, regions, known) : NO_WORDS;
  const stretches = regions.filter((r) => r.latex && !Object.hasOwn(r, "unread"));
  const runs = stretches.length === 0 ? NO_RUNS : runsOf(stretches.map((r) => source.slice(r.start, r.end)));
  for (const [i, r] of regions.entries()) {
    if (Object.hasOwn(r, "unread") && r.unread !== undefined)
      tokens.push(faultToken(UNREAD[r.unread], r, { latex: true }));
    else if (r.latex) latexTokens(source, r, { out: tokens, spellings, words, runs });
    else plainTokens(source, r, tokens);
    if (!Object.hasOwn(regions[i + 1] ?? {}, "unread"))
      tokens.push(token("BREAK", "region", { start: r.end, end: r.end }, { glued: false, latex: r.latex }));
  }
  const all = marked(tokens, source);
  return { ...all, spellings: calligraphic(source, all.tokens, spellings) };
}

/** The letters of two texts of which the second goes on with the first. */
const both = (a: ReadonlySet<string>, b: ReadonlySet<string> | undefined): ReadonlySet<string> =>
  b === undefined || b.size === 0 ? a : new Set([...b, ...a]);

const NO_WORDS: ReadonlySet<string> = new Set();

/** Names in the plain parts of a text: \mathbf{xc} is one of them also in a formula before it. */
function plainWords(
  source: string,
  regions: readonly Region[],
  known: Partial<KnownNames> | undefined,
): ReadonlySet<string> {
  const tokens: Token[] = [];
  for (const r of regions) if (!r.latex) plainTokens(source, r, tokens);
  const words = new Set<string>();
  // Of `vec_x` the base too: its subscript stands outside \mathbf{vec}.
  const names = [...(known?.mentioned ?? []), ...tokens.flatMap((t) => (t.type === "NAME" ? [t.value] : []))];
  for (const name of names) {
    words.add(name);
    const base = name.split("_", 1)[0] ?? name;
    if (base.length > 1) words.add(base);
  }
  return words;
}

/** Letters with their ranges that stand behind no statement. */
const isRange = ({ tokens, ranges }: Sentence): boolean => tokens.length === 0 && ranges.length > 0;

const rangesSpan = (ranges: readonly Range[]): Span => ({
  start: ranges[0]?.span.start ?? 0,
  end: ranges[ranges.length - 1]?.span.end ?? 0,
});

const spanOf = (s: Sentence): Span => ({ start: s.tokens[0]?.start ?? s.end, end: s.end });

interface Read {
  readonly reading: Reading;
  readonly scheme: Filtered["scheme"];
  readonly dots: Span | null;
  readonly isFaulty: boolean;
}

/** A sentence before it is said what it states. */
interface Parsed extends Omit<Read, "reading"> {
  readonly parsed: ParsedStatement | null;
  readonly filtered: Filtered | null;
  readonly b: Building | null;
}

function parseSentence({ source, known, entries }: Given, sentence: Sentence, report: Reporter): Parsed {
  const nothing = { parsed: null, filtered: null, b: null, scheme: null, dots: null, isFaulty: true };
  if (sentence.isUnbalanced) {
    say(report, "error", sentence.faults);
    // Brackets that do not match make nonsense of the rest; what cannot be read at all is still worth saying.
    say(report, "error", unreadable(sentence.tokens));
    return nothing;
  }
  const filtered = filter(source, sentence, known, entries);
  say(report, "error", filtered.faults);
  const dots =
    filtered.droppedDots === null ? null : { start: filtered.droppedDots.start, end: filtered.droppedDots.end };
  if (filtered.faults.length > 0) return { ...nothing, dots };
  if (filtered.scheme !== null) return { ...nothing, scheme: filtered.scheme, dots, isFaulty: false };
  const b = building(source, known.defined);
  const parse = parseTokens(filtered.tokens, b);
  if (parse.type === "unexpected") {
    say(report, "error", [complaint(source, filtered.tokens, parse.at, parse.expected, sentence.end)]);
    return { ...nothing, dots };
  }
  return { parsed: parse.statement, filtered, b, scheme: null, dots, isFaulty: false };
}

function readSentence(given: Given, sentence: Sentence, report: Reporter): Read {
  const { parsed, filtered, b, scheme, dots, isFaulty } = parseSentence(given, sentence, report);
  const nothing = { reading: null, scheme, dots, isFaulty: true };
  if (parsed === null || filtered === null || b === null) return { ...nothing, isFaulty };
  const reading = statementOf(parsed, spanOf(sentence), b.faults, sentence.solves);
  say(report, "error", b.faults);
  // A fault that leaves a statement, an unknown fact, is reported and the rest of it is kept.
  const isStructural = b.faults.some((x) => x.fault.code !== "syntax/fact");
  if (reading === null || isStructural) return nothing;
  say(report, "warning", filtered.warnings);
  say(report, "warning", b.warnings);
  const root =
    parsed.type === "equation" && reading.type === "definition" ? squared(parsed.sides[0] as Expression) : null;
  if (root !== null)
    report.report(
      "warning",
      "syntax/square",
      root.span,
      `${root.typed} is read as the positive root of the right side`,
      {
        hint: "v = … gives the square a name of its own, of either sign",
      },
    );
  return { reading, scheme: null, dots, isFaulty: false };
}

function say(report: Reporter, severity: "error" | "warning", placed: readonly Placed[]): void {
  for (const { fault, start, end } of placed)
    report.report(
      severity,
      fault.code,
      { start, end },
      fault.message,
      fault.hint === undefined ? {} : { hint: fault.hint },
    );
}

/** The names that a statement would have defined or declared. */
function headNames(sentence: Sentence): readonly Broken[] {
  const { solves } = sentence;
  if (solves !== undefined)
    return [{ name: solves.value, isDefined: true, span: { start: solves.start, end: solves.end } }];
  const head = headOf(sentence.tokens);
  const tokens = head.type === "other" ? leftSideNames(sentence.tokens) : has(head, "names") ? head.names : [head.name];
  const isDefined = head.type !== "declaration" && head.type !== "input";
  return tokens.map((t) => ({ name: t.value, isDefined, span: { start: t.start, end: t.end } }));
}

/** The names that `2 f =`, `f(0) =`, `log p(y) =` or `Δ W ≈` is about: the one that is applied, or all on its left side. */
function leftSideNames(tokens: readonly Token[]): readonly Token[] {
  let level = 0;
  const end = tokens.findIndex((t) => {
    if (t.type === "LP" || t.type === "LC") level++;
    else if (t.type === "RP" || t.type === "RC") level--;
    return (t.type === "EQ" && level <= 0) || t.fault?.code === "syntax/relation";
  });
  const left = tokens.slice(0, Math.max(0, end));
  if (left.some((t, i) => DERIVED.has(t.type) || (t.type === "PRIME" && left[i + 1]?.type === "LP"))) return [];
  // `\frac{d h}{d t} =` where d is a size.
  if (left[0]?.type === "FRAC" && left[2]?.value === "d") return [];
  const names = left.filter((t) => t.type === "NAME" && !isBuiltinFunction(t.value));
  const applied = names.filter((t) => tokens[tokens.indexOf(t) + 1]?.type === "LP");
  return applied.length === 1 ? applied : names;
}
const DERIVED: ReadonlySet<Token["type"]> = new Set(["D", "NABLA", "GRADIENT", "BIND", "BINDCALL"]);

/** An expression that is no statement, and before which it stands. */
interface Alone {
  readonly value: Expression;
  readonly span: Span;
  readonly at: number;
  readonly sentence: Sentence;
}

/** A condition or words behind a definition, `x > 0`, `where x is a number`: no part of it that a comma cut off. */
function isAside(source: string, sentence: Sentence): boolean {
  const { start, end } = spanOf(sentence);
  return ASIDE.test(source.slice(start, end));
}
const ASIDE =
  /^\s*(?:where|with|for|if|when|as|so|then|subject|such|given|and)\b|[<>≤≥≠∈∀]|\\(?:[lg]eq?|neq?|in|forall)\b/;

/** The definition that a comma may have cut: what stands behind the comma says nothing by itself. */
function cutDefinition(sentence: Sentence, read: ReadonlyMap<Sentence, Statement>): Statement | null {
  for (let s = sentence.before; s !== undefined; s = s.before) {
    const statement = read.get(s);
    if (statement === undefined) continue;
    return statement.type === "definition" || statement.type === "functionDefinition" ? statement : null;
  }
  return null;
}

/** `0.5*x'*A*x`, pasted as it stands, is a model of one definition; beside definitions it is a mistake, given back. */
function nameExpressions(
  { source, known }: Given,
  expressions: readonly Alone[],
  statements: Statement[],
  notices: Notice[],
  report: Reporter,
): readonly Alone[] {
  const [only] = expressions;
  if (only === undefined) return [];
  const inner = only.value.type === "group" ? only.value.operand : only.value;
  const isModel = inner.type !== "name" && inner.type !== "number" && known.defined.size === 0;
  if (expressions.length > 1 || !isModel) {
    for (const e of expressions)
      report.report("error", "syntax/statement", e.span, "this says nothing: it is an expression, not a statement", {
        hint:
          decimalHint(source, e.span) ??
          primedHint(e.value, statements) ??
          "a statement defines (y = …), declares (x : vector(n)) or asks (∂s/∂x)",
      });
    return expressions;
  }
  const name = unusedName(known);
  const start = only.span.start;
  statements.splice(only.at, 0, {
    type: "definition",
    name: { type: "name", at: undefined, name, typed: "", face: "plain", span: { start, end: start } },
    value: only.value,
    span: only.span,
  });
  notices.push({ code: "syntax/unnamed", message: `an expression alone is read as ${name} = …`, span: only.span });
  return [];
}

/** `f'(x)` by itself, where the text says `f(x) = …`: the derivative that it asks for. */
function primedHint(value: Expression, statements: readonly Statement[]): string | null {
  const primes =
    value.type === "call"
      ? value.primes
      : value.type === "postfix" && value.operators.every((o) => o.type === "prime")
        ? value.operators.length
        : 0;
  const name = value.type === "call" ? value.callee : value.type === "postfix" ? value.operand : null;
  if (primes < 1 || primes > 2 || name?.type !== "name") return null;
  const given = statements.find((s) => s.type === "functionDefinition" && s.name.name === name.name);
  const [by, more] = given?.type === "functionDefinition" ? given.parameters : [];
  if (by === undefined || more !== undefined) return null;
  const asked = primes === 1 ? `∂${name.name}/∂${by.name}` : `∂²${name.name}/∂${by.name}²`;
  return `a derivative says by what: ${asked}`;
}

/** `1,5 x`: digits on both sides of a comma are a decimal in half of the world. */
function decimalHint(source: string, { start }: Span): string | null {
  const before = source.slice(Math.max(0, start - 12), start).match(/\d{1,12}(?:\{,\}|,)$/)?.[0];
  const after = source.slice(start, start + 12).match(/^\d+/)?.[0];
  if (/‖_\{?\d{1,2},$|\|_\{?\d{1,2},$/.test(source.slice(Math.max(0, start - 6), start)))
    return "norms are ‖x‖_1, ‖x‖_2, ‖X‖_F and ‖X‖_*";
  const whole = before?.replace(/[{},]{1,3}$/, "");
  if (before?.endsWith(",") && after?.length === 3 && whole !== "0")
    return `a decimal is written with a point, ${whole}.${after}, and a thousand without a comma, ${whole}${after}`;
  return before === undefined || after === undefined
    ? null
    : `a decimal is written with a point: ${before.replace(/[{},]{1,3}$/, "")}.${after}`;
}

/** The name of a text's only expression, where it has no definition: clear of the names in use. */
function unusedName(known: KnownNames): string {
  // Beside y_i a y would be all of them.
  const indexed = new Set([...known.mentioned].map((n) => n.split("_")[0]));
  for (let i = 0; ; i++) {
    for (const letter of ["y", "s", "f", "r"]) {
      const name = i === 0 ? letter : `${letter}_${i}`;
      if (!known.mentioned.has(name) && !(i === 0 && indexed.has(letter))) return name;
    }
  }
}

/** `W_{2}` and `W^{(2)}` are one name: both in one model is more likely a mistake. */
function reportSpellings(spellings: readonly Spelling[], report: Reporter): readonly string[] {
  const first = new Map<string, Spelling>();
  const clashing = new Set<string>();
  for (const s of spellings) {
    const before = first.get(s.name);
    if (before === undefined) {
      first.set(s.name, s);
      continue;
    }
    const isConflict =
      (s.form === "label" && before.form === "subscript") || (s.form === "subscript" && before.form === "label");
    if (!isConflict || clashing.has(s.name)) continue;
    clashing.add(s.name);
    report.report(
      "error",
      "syntax/two-spellings",
      { start: s.start, end: s.end },
      `two spellings of ${s.name} in one model`,
      {
        hint: "use one of them, or give one a name of its own",
        notes: [{ message: `the other spelling of ${s.name}`, span: { start: before.start, end: before.end } }],
      },
    );
  }
  return [...clashing];
}
