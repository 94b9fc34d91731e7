/**
 * The filter between the lexers and the grammar: it knows what is around a token.
 *
 * It settles which names are applied, which ∂ belongs to a numerator and which to a variable, where bars open and close,
 * `ds/dW`, and the faults that have a better sentence than "unexpected". What it puts out has one reading.
 */
import type { CodeOf } from "../../core/codes.js";
import { isBuiltinFunction, isBuiltinOperator } from "../../functions/builtins.js";
import { attribute, WITHOUT_VARIABLE } from "../lex/plain.js";
import { type LexicalKind, type Placed, type Token, token } from "../lex/tokens.js";
import { type Differential, differentialAt, exponentAt, partners } from "./differential.js";
import { headOf, isInput, type KnownNames } from "./known.js";
import type { Sentence } from "./statements.js";

export interface Filtered {
  readonly tokens: readonly Token[];
  readonly faults: readonly Placed[];
  readonly warnings: readonly Placed[];
  /** The statement sketches something and is not read. */
  readonly scheme: "dots" | "entrywise" | null;
  /** A final `= …` was left out. */
  readonly droppedDots: Token | null;
}

/** Tokens behind which an operand has ended, so that an operator or another factor may follow. */
const OPERAND_ENDS: ReadonlySet<LexicalKind> = new Set<LexicalKind>([
  "NUM",
  "NAME",
  "RP",
  "RB",
  "RC",
  "CLOSE",
  "SUB",
  "PRIME",
  "SQUARED",
]);

/** Tokens with which an operand begins. */
const OPERAND_STARTS: ReadonlySet<LexicalKind> = new Set<LexicalKind>([
  "NUM",
  "NAME",
  "LP",
  "LB",
  "LC",
  "BAR",
  "NBAR",
  "FRAC",
  "SQRT",
  "D",
  "NABLA",
]);

/** Faults that are reported of one statement. */
const MAX_FAULTS = 5;

interface Level {
  readonly opener: LexicalKind | null;
  /** Orders of the numerators that wait for their `/`. */
  waiting: (1 | 2)[];
  /** The variable of a second derivative that was just read, when another may follow. */
  second: boolean;
  /** Open bars, innermost last. */
  bars: Token[];
  /** What the braces are: numerator or denominator of a derivative. */
  readonly role: "numerator" | "denominator" | null;
  readonly order: 1 | 2;
  /** Parentheses that the grammar does not see. */
  readonly isSilent: boolean;
}

const level = (opener: LexicalKind | null, role: Level["role"] = null, order: 1 | 2 = 1): Level => ({
  opener,
  waiting: [],
  second: false,
  bars: [],
  role,
  order,
  isSilent: false,
});

interface Filter {
  readonly tokens: readonly Token[];
  readonly known: KnownNames;
  readonly out: Token[];
  readonly faults: Placed[];
  readonly warnings: Placed[];
  readonly levels: Level[];
  /** Partner of each bracket, found when first asked for, as few statements ask: see {@link partnerOf}. */
  brackets: Int32Array | null;
  /** Braces that a fraction gives a role, by their index. */
  roles: Map<number, { readonly role: "numerator" | "denominator"; readonly order: 1 | 2 }> | null;
  /** What stands below the line of `dy/dx`, by the index of its first token. */
  below: Map<number, Differential> | null;
  /** Names that mean the parameters of the function that is being defined. */
  readonly own: ReadonlySet<string>;
  scheme: Filtered["scheme"];
  /** Behind ℝ, where × separates sizes. */
  inReals: boolean;
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** Turns the tokens of one statement into what the grammar reads. */
export function filter(sentence: Sentence, known: KnownNames): Filtered {
  const { tokens, droppedDots } = withoutFinalDots(sentence.tokens);
  const head = headOf(tokens);
  const f: Filter = {
    tokens,
    known,
    out: [],
    faults: [],
    warnings: [],
    levels: [level(null)],
    brackets: null,
    roles: null,
    below: null,
    own: head.type === "function" ? new Set(tokens.slice(2, head.close).map((t) => t.value)) : NO_NAMES,
    scheme: null,
    inReals: false,
  };
  if (tokens.some(isSketch)) {
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
    f.out.push(token("INPUT", "input", open.start, (tokens[tokens.length - 1] as Token).end, false, open.latex));
  }
  for (const l of f.levels) closeBars(f, l);
  if (f.scheme === "entrywise") refuseEntry(f);
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

/** Dots, or a bracket with a subscript that is no norm: `(∂f/∂x)_{ij}`. */
const isSketch = (t: Token): boolean =>
  t.type === "DOTS" || ((t.type === "RP" || t.type === "RB" || t.type === "RC") && t.sub !== null);

/** What cannot be read at all in a statement that is not parsed. */
export function unreadable(tokens: readonly Token[]): readonly Placed[] {
  const out: Placed[] = [];
  for (const t of tokens) {
    if (out.length === MAX_FAULTS) break;
    if (t.fault !== null) out.push({ fault: t.fault, start: t.start, end: t.end });
  }
  return out;
}

function partnerOf(f: Filter): Int32Array {
  f.brackets ??= partners(f.tokens);
  return f.brackets;
}

const isDivision = (t: Token | undefined): boolean => t?.type === "MUL" && t.value === "/";
const last = (f: Filter, back = 1): Token | undefined => f.out[f.out.length - back];
const isVariable = (f: Filter, name: string): boolean => f.own.has(name) || f.known.variables.has(name);
const top = (f: Filter): Level => f.levels[f.levels.length - 1] as Level;

function fault(f: Filter, code: CodeOf<"syntax">, message: string, at: Token, hint?: string): void {
  // A line of nothing but faults is as wrong after the first few, and what stands in cases is no fault of its own.
  if (f.faults.length >= MAX_FAULTS || isUnread(f)) return;
  f.faults.push({
    fault: { code: `syntax/${code}`, message, ...(hint === undefined ? {} : { hint }) },
    start: at.start,
    end: at.end,
  });
}

function warn(f: Filter, code: CodeOf<"syntax">, message: string, start: number, end: number, hint?: string): void {
  f.warnings.push({ fault: { code: `syntax/${code}`, message, ...(hint === undefined ? {} : { hint }) }, start, end });
}

const isUnread = (f: Filter): boolean => f.faults[0]?.fault.code === "syntax/environment";

/** A copy of a token with another kind: the lexer's tokens are shared with the analysis of names. */
function as(t: Token, type: LexicalKind, value: string = t.value): Token {
  return { ...t, type, value };
}

// ---------------------------------------------------------------- heads

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

// ---------------------------------------------------------------- one token

function step(f: Filter, i: number): number {
  const t = f.tokens[i] as Token;
  switch (t.type) {
    case "FAULT":
      if (
        t.fault !== null &&
        f.faults.length < MAX_FAULTS &&
        !isUnread(f) &&
        !f.faults.some((x) => x.fault === t.fault)
      )
        f.faults.push({ fault: t.fault, start: t.start, end: t.end });
      return i + 1;
    case "NAME":
      return name(f, t, i);
    case "NUM":
      number(f, t, i);
      return i + 1;
    case "LP":
    case "LB":
    case "LC":
      open(f, t, i);
      return i + 1;
    case "RP":
    case "RB":
    case "RC":
      return close(f, t, i);
    case "BAR":
    case "NBAR":
      bar(f, t);
      return i + 1;
    case "D":
      return partial(f, t, i);
    case "NABLA":
      return nabla(f, t, i);
    case "FRAC":
      fraction(f, t, i);
      return i + 1;
    case "TIMES":
      if (f.levels.length < 2 || !f.inReals)
        fault(f, "cross", "× is not a product here", t, "write a b or a * b; a .* b is elementwise, kron(a, b) is ⊗");
      f.out.push(t);
      return i + 1;
    case "POWER":
      warnOfLabel(f, t, i);
      f.out.push(t);
      return i + 1;
    case "STOP": {
      const next = f.tokens[i + 1];
      if (next?.type === "NAME" && next.value === "T" && next.start === t.end) {
        f.faults.push({ fault: attribute("T"), start: t.start, end: next.end });
        return i + 2;
      }
      fault(f, "unexpected", "a full stop ends a formula", t);
      return i + 1;
    }
    case "ARROW":
      fault(f, "unexpected", "an arrow means nothing here", t);
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

const LABELS = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

/** What stands behind the last underscore of names: one set for all statements of a text. */
function labels(mentioned: ReadonlySet<string>): ReadonlySet<string> {
  let found = LABELS.get(mentioned);
  if (found === undefined) {
    found = new Set([...mentioned].flatMap((n) => (n.includes("_") ? [n.slice(n.lastIndexOf("_") + 1)] : [])));
    LABELS.set(mentioned, found);
  }
  return found;
}

/** `W^{(l+1)}` is a power, and in a text of layers seldom meant as one. */
function warnOfLabel(f: Filter, t: Token, i: number): void {
  const kinds = f.tokens.slice(i + 1, i + 8).map((x) => x.type);
  if (!t.latex || kinds.join() !== "LC,LP,NAME,SIGN,NUM,RP,RC") return;
  const [name, sign, number] = f.tokens.slice(i + 3, i + 6).map((x) => x.value);
  // z^{(l)} beside it is a label, and so this was to be one.
  if (!labels(f.known.mentioned).has(name ?? "")) return;
  const end = (f.tokens[i + 7] as Token).end;
  const message = `^{(${name}${sign}${number})} is read as a power`;
  warn(f, "label", message, t.start, end, `the name of a layer has a subscript: W_{${name}${sign}${number}}`);
}

function number(f: Filter, t: Token, i: number): void {
  const behind = f.tokens[i - 2]?.type;
  const isExponent = behind === "POWER" || (behind === "SIGN" && f.tokens[i - 3]?.type === "POWER");
  if (last(f)?.type === "NUM" && f.tokens[i - 1]?.type === "NUM" && !isExponent)
    fault(
      f,
      "numbers",
      "two numbers stand side by side",
      t,
      `write ${f.tokens[i - 1]?.value} * ${t.value}, or one number`,
    );
  f.out.push(t);
}

function open(f: Filter, t: Token, i: number): void {
  const given = f.roles?.get(i);
  const before = f.tokens[i - 1];
  const isIndexed =
    t.type === "LB" &&
    t.value !== "matrix" &&
    before?.type === "NAME" &&
    last(f)?.type === "NAME" &&
    (t.latex ? f.tokens[i + 1]?.type === "NUM" && partnerOf(f)[i] === i + 2 : t.glued);
  if (isIndexed) {
    const text = before.value;
    fault(
      f,
      "index",
      "entries are not picked by brackets",
      t,
      `rows(${text}, i, j) and cols(${text}, i, j) are blocks of ${text}; a product has a space`,
    );
  }
  const { waiting } = top(f);
  if (t.type === "LP" && isDivision(last(f)) && waiting.length > 0 && isDifferential(f, i + 1)) {
    // ∂²y/(∂x ∂xᵀ): the grammar has no parentheses there, and they say nothing.
    const order = waiting.pop() ?? 1;
    f.levels.push({ ...level(t.type, "denominator", order), isSilent: true, waiting: [order] });
    return;
  }
  f.levels.push(level(t.type, given?.role ?? null, given?.order ?? 1));
  f.out.push(t);
}

function close(f: Filter, t: Token, i: number): number {
  const l = f.levels.length > 1 ? f.levels.pop() : undefined;
  if (l !== undefined) closeBars(f, l);
  if (l?.isSilent !== true) f.out.push(t);
  return i + 1;
}

function closeBars(f: Filter, l: Level): void {
  const [first] = l.bars;
  if (first !== undefined)
    fault(f, "unclosed", `this ${first.value} is never closed`, first, "nested bars need parentheses");
  l.bars = [];
}

// ---------------------------------------------------------------- bars

/**
 * A bar opens where no operand stands before it or none of its kind is open, else it closes; `||` is two bars where a
 * single one is open and an operand precedes. What states its direction is taken at its word.
 */
function bar(f: Filter, t: Token): void {
  const { bars } = top(f);
  const before = last(f);
  const afterOperand = before !== undefined && OPERAND_ENDS.has(before.type);
  const inner = bars[bars.length - 1]?.value;
  const stated = t.value === "(" || t.value === ")" ? t.value : null;
  if (stated === null && t.type === "NBAR" && t.end - t.start === 2 && inner === "|" && afterOperand) {
    const half = { ...t, type: "BAR" as const, end: t.start + 1 };
    bar(f, half);
    bar(f, { ...half, start: t.start + 1, end: t.end, sub: t.sub });
    return;
  }
  const sign = t.type === "BAR" ? "|" : "‖";
  const opens = stated === null ? !afterOperand || inner !== sign : stated === "(";
  if (opens) {
    const made = as(t, "OPEN", sign);
    bars.push(made);
    f.out.push(made);
    if (t.sub !== null) fault(f, "subscript", "this subscript belongs to nothing", t, "a norm is ‖x‖_2");
    return;
  }
  if (inner !== sign) {
    fault(f, "stray-bracket", `this ${sign} closes nothing`, t);
    return;
  }
  bars.pop();
  f.out.push(as(t, "CLOSE", sign));
  if (t.sub !== null) {
    if (!/^[12F]$/.test(t.sub))
      fault(f, "norm", `the ${namedNorm(t.sub)} is not part of the language`, t, "norms are ‖x‖_1, ‖x‖_2 and ‖X‖_F");
    f.out.push(token("SUB", t.sub, t.end, t.end, true, t.latex));
  }
}

// ---------------------------------------------------------------- names

function name(f: Filter, t: Token, i: number): number {
  const before = last(f);
  const inExponent = before?.type === "POWER" || (before?.type === "SIGN" && last(f, 2)?.type === "POWER");
  if (inExponent) {
    if (!t.latex && before?.value === "^" && /^T\D/.test(t.value) && !isVariable(f, t.value)) {
      const rest = t.value.slice(1);
      const hint = rest.startsWith("_")
        ? `a subscript stands first: x${rest}^T`
        : `a transpose and a factor are ^T ${rest}`;
      fault(f, "transpose", `${t.value} is one name`, t, hint);
    }
    if (t.value === "t" && before?.value === "^" && isTransposedByT(f, i))
      fault(f, "transpose", "^t is read as a power", t, "a transpose is ^T");
    if (t.value === "H" && before?.value === "^" && !isVariable(f, "H"))
      fault(f, "conjugate", "^H is not read: all numbers are real here", t, "a transpose is ^T");
    f.out.push(t);
    return i + 1;
  }
  if (isEntry(f, t)) f.scheme = "entrywise";
  const derivative = differential(f, i);
  if (derivative !== null) return derivative;
  if (before?.type === "DV") {
    f.out.push(t);
    return afterVariable(f, i + 1);
  }
  return ownName(f, t, i);
}

/** A norm by its subscript, and by its name where textbooks have one. */
const namedNorm = (sub: string): string =>
  sub === "star" ? "nuclear norm ‖·‖_*" : `${/^nuc/.test(sub) ? "nuclear " : ""}norm ‖·‖_${sub}`;

/** `\\mathbf{x}^t A`: a power of a vector, or one before a matrix, is none; t as a name of the model is. */
function isTransposedByT(f: Filter, i: number): boolean {
  if (isVariable(f, "t")) return false;
  const braces = f.tokens[i - 1]?.type === "LC";
  const base = f.tokens[i - (braces ? 3 : 2)];
  const next = f.tokens[i + (braces ? 2 : 1)];
  const isMatrix = next?.type === "NAME" && /^[A-Z]/.test(next.value);
  return base?.type === "NAME" && (base.face === "bold" || isMatrix);
}

/** A name that is no part of a derivative's spelling: applied, an operator, or itself. */
function ownName(f: Filter, t: Token, i: number): number {
  const before = last(f);
  let j = i + 1;
  let glued = true;
  while (f.tokens[j]?.type === "PRIME") {
    glued &&= f.tokens[j]?.glued === true;
    j++;
  }
  const next = f.tokens[j];
  if (next?.type === "LP") {
    if (t.latex) warnOfLetters(f, i);
    glued &&= next.glued;
    const isFunction = !isVariable(f, t.value) && (f.known.functions.has(t.value) || isBuiltinFunction(t.value));
    if (isFunction || (glued && !isVariable(f, t.value))) {
      const call = as(t, "CALL");
      call.primes = j - i - 1;
      f.out.push(call);
      return j;
    }
    if (!t.latex && glued && j === i + 1 && isDivision(before))
      warn(
        f,
        "divided",
        `${t.value} is a variable, so this is (… / ${t.value}) (…)`,
        t.start,
        t.end,
        `for the other reading write / (${t.value} (…))`,
      );
  }
  if (isBuiltinFunction(t.value) && !isVariable(f, t.value) && !f.known.functions.has(t.value)) {
    const operator = builtinOperand(f, t, i);
    if (operator !== null) return operator;
  }
  f.out.push(t);
  return i + 1;
}

/** The longest name of a built-in, `cross_entropy` apart. */
const LONGEST = 11;

/** `softmax(z)` in LaTeX is a product of seven letters, which is seldom meant. */
function warnOfLetters(f: Filter, i: number): void {
  let word = "";
  let found = "";
  for (let k = i; k >= 0 && word.length < LONGEST; k--) {
    const t = f.tokens[k] as Token;
    const isLetter =
      t.type === "NAME" && !t.command && t.face !== "text" && t.value.length === 1 && t.end - t.start === 1;
    if (!isLetter || (k < i && t.end !== f.tokens[k + 1]?.start)) break;
    word = t.value + word;
    // Of softmax and max, the longer.
    if (word.length > 1 && isBuiltinFunction(word)) found = word;
  }
  if (found === "") return;
  const { end } = f.tokens[i] as Token;
  const hint = `\\operatorname{${found}} is the function`;
  warn(f, "letters", `${found} is read letter by letter`, end - found.length, end, hint);
}

/** A built-in without parentheses: in LaTeX it takes the next factor. */
function builtinOperand(f: Filter, t: Token, i: number): number | null {
  const next = f.tokens[i + 1];
  if (next === undefined) return null;
  if (next.type === "POWER" && isBuiltinOperator(t.value)) {
    const isInverse = f.tokens.slice(i + 2, i + 5).some((x) => x.type === "SIGN");
    const call = t.command ? `\\${t.value} x` : `${t.value}(x)`;
    const arc = t.command ? `\\arc${t.value}` : `a${t.value}`;
    const inverse = /^(sin|cos|tan)$/.test(t.value) ? `the inverse function is ${arc}` : `write 1 / ${call}`;
    const hint = isInverse ? inverse : t.command ? `write (${call})^2` : `write ${call} .^ 2`;
    fault(f, "operator-power", `a power of ${t.value} itself is not read`, next, hint);
    return null;
  }
  const starts = OPERAND_STARTS.has(next.type) || next.type === "OP";
  if (!starts || isClosingBar(f, next)) return null;
  if (t.command && isBuiltinOperator(t.value)) {
    f.out.push(as(t, "OP"));
    return i + 1;
  }
  const shown = next.type === "NAME" && !isBuiltinFunction(next.value) ? next.value : "…";
  const isLogDet = /^(log|ln)$/.test(t.value) && next.type === "NAME" && next.value === "det";
  const isBarred = /^(log|ln)$/.test(t.value) && (next.type === "BAR" || next.type === "NBAR");
  const hint = isLogDet
    ? "logdet(X), or log(det(X))"
    : isBarred
      ? "logdet(X) of a matrix, log(abs(x)) of a scalar"
      : `${t.value}(${shown})`;
  fault(f, "parentheses", `${t.value} needs parentheses`, t, hint);
  return null;
}

/** Whether a bar behind a name would close one that is open: `|f|`. */
const isClosingBar = (f: Filter, t: Token): boolean =>
  (t.type === "BAR" || t.type === "NBAR") && t.value !== "(" && (top(f).bars.length > 0 || t.value === ")");

/** `z_i` in a derivative, where it is no name of the model: an entry, so that the statement is not judged. */
function isEntry(f: Filter, t: Token): boolean {
  const before = last(f)?.type;
  return (before === "D" || before === "DV") && isIndexed(f, t.value);
}

/** `W_ij`, and `W_12` where W is a name of the model and W_12 is none. */
function isIndexed({ known, own }: Filter, name: string): boolean {
  const found = /^(.+)_(?:[ijkl](?:_?[ijkl]){0,3}|(\d+))$/.exec(name);
  if (found === null || own.has(name) || known.variables.has(name) || known.used.has(name)) return false;
  return found[2] === undefined || known.used.has(found[1] ?? "") || known.variables.has(found[1] ?? "");
}

/** A derivative by one entry is asked for: what can be had is the derivative by all of them. */
function refuseEntry(f: Filter): void {
  const at = f.tokens.find((t) => t.type === "NAME" && isIndexed(f, t.value));
  if (at === undefined || f.tokens.some((t) => t.type === "EQ")) return;
  const whole = at.value.replace(/_[^_]*$/, "");
  f.scheme = null;
  fault(
    f,
    "entry",
    `${at.value} is one entry, and derivatives are taken by whole names`,
    at,
    `ask for the derivative by ${whole}; its entries are shown by --view index`,
  );
}

// ---------------------------------------------------------------- derivatives

/** ∂ of a numerator, or of a variable: that is the one after `/` while a numerator waits at this level. */
function partial(f: Filter, t: Token, i: number): number {
  const l = top(f);
  const before = last(f);
  const isFirst = isDivision(before) && l.waiting.length > 0;
  const inDenominator = l.role === "denominator" && before?.type === "LC";
  if (isFirst || inDenominator || l.second) {
    if (isFirst) l.second = l.waiting.pop() === 2;
    else if (inDenominator) l.second = l.order === 2;
    else l.second = false;
    f.out.push(as(t, "DV"));
    // ∂y/∂(x) is ∂y/∂x.
    const isInParentheses =
      f.tokens[i + 1]?.type === "LP" && f.tokens[i + 2]?.type === "NAME" && f.tokens[i + 3]?.type === "RP";
    if (isInParentheses) {
      f.out.push(f.tokens[i + 2] as Token);
      return afterVariable(f, i + 4);
    }
    const variable = f.tokens[i + 1];
    if (variable?.type === "NAME" && variable.value === "vec" && f.tokens[i + 2]?.type === "LP")
      fault(
        f,
        "variable",
        "a derivative is taken by a name",
        variable,
        "a Jacobian is taken over vec as it is: ∂Y/∂X is ∂vec(Y)/∂vec(X)",
      );
    else if (variable?.type !== "NAME")
      fault(
        f,
        "variable",
        "a derivative is taken by a name",
        f.tokens[i + 1] ?? t,
        "give the expression a name, and derive by that",
      );
    return i + 1;
  }
  const square = exponentAt(f.tokens, i + 1);
  const order = square === null ? 1 : 2;
  if (square !== null && square.value !== "2")
    fault(
      f,
      "order",
      "first and second derivatives are read",
      f.tokens[i + 1] ?? t,
      "name the second derivative and derive that",
    );
  if (l.role !== "numerator" || before?.type !== "LC") l.waiting.push(order);
  f.out.push(as(t, "D", String(order)));
  return square?.after ?? i + 1;
}

/** Behind the variable of a derivative: `²` of a second one, a transposition that only says how the Hessian lies. */
function afterVariable(f: Filter, i: number): number {
  const l = top(f);
  // Textbooks write ∂x∂xᵀ below the line; the layout of an answer says which way it lies.
  const transposed = transposedAt(f, i);
  if (l.second) {
    const square = exponentAt(f.tokens, i);
    const at = f.tokens[i];
    if (square?.value === "2" && at !== undefined) {
      l.second = false;
      f.out.push(token("SQUARED", "²", at.start, at.end, true, at.latex));
      return square.after;
    }
    if (transposed !== null && isDifferential(f, transposed)) return transposed;
    if (!isDifferential(f, i) && transposed === null) l.second = false;
  }
  return transposed !== null && l.role === "denominator" ? transposed : i;
}

function transposedAt(f: Filter, i: number): number | null {
  if (f.tokens[i]?.type !== "POWER") return f.tokens[i]?.type === "PRIME" ? i + 1 : null;
  const braces = f.tokens[i + 1]?.type === "LC";
  const at = braces ? i + 2 : i + 1;
  const t = f.tokens[at];
  if (t?.type !== "NAME" || t.value !== "T" || (braces && f.tokens[at + 1]?.type !== "RC")) return null;
  return braces ? at + 2 : at + 1;
}

/** `\frac`: of a derivative when both its parts begin with ∂, or with a d that is no name of the model. */
function fraction(f: Filter, t: Token, i: number): void {
  const above = i + 1;
  const between = partnerOf(f)[above] ?? -1;
  const below = between + 1;
  const isBraces = f.tokens[above]?.type === "LC" && between >= 0 && f.tokens[below]?.type === "LC";
  const order = isBraces ? numeratorOrder(f, above + 1) : null;
  const isDerivative =
    order !== null &&
    isDifferential(f, below + 1) &&
    (f.tokens[above + 1]?.type === "D" || isOneVariable(f, below + 2));
  const isDelta = (at: number) => f.tokens[at]?.value === "delta" && f.tokens[at + 1]?.type === "NAME";
  if (isBraces && isDelta(above + 1) && isDelta(below + 1) && !isVariable(f, "delta"))
    fault(
      f,
      "variation",
      "δ is read as a name, and this as a quotient",
      t,
      "a derivative is \\frac{\\partial s}{\\partial x}",
    );
  f.out.push(as(t, isDerivative ? "DFRAC" : t.type));
  if (!isDerivative || order === null) return;
  f.roles ??= new Map();
  f.roles.set(above, { role: "numerator", order });
  f.roles.set(below, { role: "denominator", order });
}

/** Whether `\frac{d s}{d x …` goes on as a derivative does: `}`, a power, or another `d`. */
function isOneVariable(f: Filter, i: number): boolean {
  const next = f.tokens[i + 1];
  return f.tokens[i]?.type === "NAME" && (next?.type === "RC" || next?.type === "POWER" || next?.value === "d");
}

/** A `d` that may stand for ∂: no name of the model, or set upright. */
const isLetterD = (f: Filter, t: Token): boolean =>
  t.type === "NAME" && t.value === "d" && (t.face === "text" || !isVariable(f, "d"));

const isDifferential = (f: Filter, i: number): boolean => {
  const t = f.tokens[i];
  return t?.type === "D" || (t !== undefined && isLetterD(f, t));
};

function numeratorOrder(f: Filter, i: number): 1 | 2 | null {
  if (!isDifferential(f, i)) return null;
  return exponentAt(f.tokens, i + 1) === null ? 1 : 2;
}

/** `ds/dW`, `d/dx (x^2)`, and in LaTeX `\\frac{d s}{d W}`: the next index, or null where it is none. */
function differential(f: Filter, i: number): number | null {
  const below = f.below?.get(i);
  if (below !== undefined) return putBelow(f, below);
  const t = f.tokens[i] as Token;
  const l = top(f);
  if (isLetterD(f, t)) {
    const atFraction = last(f)?.type === "LC" && l.role !== null;
    const isBelow = isDivision(last(f)) && l.waiting.length > 0 && f.tokens[i + 1]?.type === "NAME";
    if (atFraction || isBelow || (l.role === "denominator" && l.second)) return partial(f, as(t, "D", "1"), i);
  } else if (t.latex || !t.value.startsWith("d") || t.value.length < 2) return null;
  return isDivision(last(f)) ? null : spelled(f, i);
}

/** A derivative with the letter d where its names are names of the model, and `dy` and `dx` are none. */
function spelled(f: Filter, i: number): number | null {
  const { mentioned, functions } = f.known;
  const isKnown = (name: string) => mentioned.has(name);
  const form = differentialAt(f.tokens, i, () => partnerOf(f), isKnown);
  const t = f.tokens[i] as Token;
  if (form === null) return higher(f, t, i);
  const isTaken = form.words.some((w) => {
    const word = f.tokens[w] as Token;
    return word.value === "d" ? !isLetterD(f, word) || functions.has("d") : isKnown(word.value);
  });
  // In LaTeX a d behind another letter is a factor like it.
  const before = last(f)?.type;
  if (isTaken || (t.latex && form.above === null && before !== undefined && OPERAND_ENDS.has(before))) return null;
  const names = [...(form.above?.name == null ? [] : [form.above.name]), ...form.variables.map((x) => x.name)];
  const missing = names.find((n) => !isKnown(n));
  if (missing !== undefined) {
    if (t.latex || i > 0 || form.end < f.tokens.length) return null;
    const shown = { ...t, end: (f.tokens[form.end - 1] as Token).end };
    fault(
      f,
      "differential",
      `this asks for a derivative, and there is no ${missing} in the text`,
      shown,
      hintOfMissing(missing, form),
    );
    return form.end;
  }
  const { above } = form;
  const isSecond = above?.name != null && t.value.length > above.name.length + 1;
  f.out.push(part(t, 0, t.value === "d" ? t.end - t.start : isSecond ? 2 : 1, "D", String(form.order)));
  if (above === null) {
    f.out.push(f.tokens[form.slash] as Token);
    return putBelow(f, form);
  }
  f.below ??= new Map();
  f.below.set(form.slash + 1, form);
  return above.name === null ? above.at : ownName(f, part(t, isSecond ? 2 : 1, t.value.length, "NAME", above.name), i);
}

/** What to write where `dy/dx` stands and one of its names does not: in the letters that were typed. */
function hintOfMissing(missing: string, { above, variables }: Differential): string {
  const [y, x] = [above?.name ?? null, variables[0]?.name];
  if (y === missing) return `say what ${y} is beside it: ${y} = …; ∂${y}/∂${x}`;
  return `a derivative is taken by a name that ${y ?? "what is derived"} is made of`;
}

/** `d^3y/dx^3`: said to be none that is read, and left as it is. */
function higher(f: Filter, t: Token, i: number): null {
  const power = t.value === "d" && !isVariable(f, "d") ? exponentAt(f.tokens, i + 1) : null;
  if (power === null || power.value === "2") return null;
  // What is differentiated is short where this is meant; looking further would make a long line quadratic.
  const near = f.tokens.slice(power.after, power.after + 50);
  const slash = near.findIndex(isDivision);
  const below = near[slash + 1];
  if (slash >= 0 && below?.type === "NAME" && below.value.startsWith("d"))
    fault(f, "order", "first and second derivatives are read", t, "name the second derivative and derive that");
  return null;
}

const part = (t: Token, from: number, to: number, type: LexicalKind, value: string): Token =>
  token(type, value, t.start + from, t.start + to, from > 0, t.latex);

/** The variables of a derivative that is spelled with d. */
function putBelow(f: Filter, { variables, square, end }: Differential): number {
  for (const { name, token: t, from } of variables) {
    f.out.push(part(t, Math.max(0, from - 1), from, "DV", "d"));
    f.out.push(from === 0 ? t : part(t, from, from + name.length, "NAME", name));
  }
  if (square !== null) f.out.push(token("SQUARED", "²", square.start, square.end, true, square.latex));
  return end;
}

/** `∇_x s`, `∇²_x s`, `∇_x² s`: the sign, its order, its variable. */
function nabla(f: Filter, t: Token, i: number): number {
  let at = i + 1;
  let order = t.value;
  // Plain text may put the variable in braces.
  const braces = f.tokens[at]?.type === "LC" && f.tokens[at + 1]?.type === "NAME" && f.tokens[at + 2]?.type === "RC";
  const variable = f.tokens[braces ? at + 1 : at];
  if (variable?.type !== "NAME" || t.fault !== null) {
    f.faults.push({ fault: WITHOUT_VARIABLE, start: t.start, end: t.end });
    return i + 1;
  }
  if (isIndexed(f, variable.value)) f.scheme = "entrywise";
  at += braces ? 3 : 1;
  const square = exponentAt(f.tokens, at);
  if (square?.value === "2" && order === "1") {
    order = "2";
    at = square.after;
  }
  f.out.push(as(t, "NABLA", order), variable);
  return at;
}
