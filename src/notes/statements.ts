/** The statements of one formula or block, each as a text that can be read again on its own. */
import { lineStarts, reporter } from "../core/diagnostic.js";
import {
  type Expression,
  expressionsOf,
  type Name,
  nodesOf,
  postorder,
  type Span,
  type Statement,
} from "../parse/ast.js";
import { regionsOf } from "../parse/lex/regions.js";
import { parseSyntax, type SyntaxOptions } from "../parse/syntax.js";
import { scriptsEnd } from "./scripts.js";
import { MATRIX, splitAtEquals } from "./stated.js";

/** A statement cut out of its formula. */
export interface Cut {
  readonly statement: Statement;
  /** Reads as the same statement in a text of its own. */
  readonly text: string;
  /** Names that it mentions, its own among them. */
  readonly mentions: ReadonlySet<string>;
  /** Line breaks of the item before it. */
  readonly below: number;
  /** Equal for statements that differ in spaces and alignment alone. */
  readonly key: string;
}

/** A formula that says nothing to the reader, and why. */
export interface Unread {
  readonly below: number;
  readonly message: string;
  /** As typed, as a text of its own; null where the fault is of the formula as a whole. */
  readonly text: string | null;
  /** Names that it would define. */
  readonly heads: readonly string[];
  /** It says what something is, or asks for or states a derivative: no mention, and no bound on a value. */
  readonly isStatement: boolean;
  /** A derivative by a prime: asked for in a display, mentioned among words. */
  readonly isPrimed?: true;
}

/** How formulas are read: with `entries`, what is said of entries is a statement like any other. */
export type Reading = Pick<SyntaxOptions, "entries">;

export interface Statements {
  readonly cuts: readonly Cut[];
  readonly unread: readonly Unread[];
}

const DISPLAY = "$$";

/** Chains of definitions that are taken apart, at most, in one formula. */
const MAX_CHAINS = 50;

/** Reads what stands between the delimiters of a formula. */
export function formulaStatements(formula: string, reading: Reading = {}): Statements {
  let text = formula;
  for (let count = 0; count < MAX_CHAINS; count++) {
    const at = secondEquals(text);
    const next = at === null ? null : (withoutChain(text, at) ?? withFirstSide(text, at));
    if (next === null) break;
    text = next;
  }
  const read = withoutMentions(statementsOf(`${DISPLAY}${text}${DISPLAY}`, reading));
  if (read.unread.length === 0) return read;
  return withReadableSide(text) ?? read;
}

/** A formula that is an expression mentions it, and is no definition of a name that nobody wrote. */
const withoutMentions = ({ cuts, unread }: Statements): Statements => ({
  cuts: cuts.filter((c) => !isMention(c)),
  unread: [
    ...unread,
    ...cuts.flatMap((c): readonly Unread[] => {
      const text = bodyOf(c.text).trim();
      if (!isMention(c) || !PRIMED.test(text)) return [];
      const message = `${text} is a derivative by nothing that is named`;
      return [{ below: c.below, message, text: c.text, heads: [], isStatement: false, isPrimed: true }];
    }),
  ],
});

const isMention = ({ statement }: Cut): boolean => statement.type === "definition" && statement.name.typed === "";
/** A statement without what makes it a text of its own. */
export const bodyOf = (text: string): string =>
  text.startsWith(OPENING) ? text.slice(OPENING.length, text.length - CLOSING.length) : text;

/** `J = a = b` as `J = b` where a cannot be read: a name is defined by the first side of a chain that can be. */
function withReadableSide(formula: string): Statements | null {
  if (/\\\\|\\q?quad|\\(?:partial|nabla|begin|text)(?![a-zA-Z])|[∂∇]/.test(formula)) return null;
  const [left = "", ...sides] = splitAtEquals(formula);
  if (sides.length < 2 || !/^[^=]{1,60}$/.test(left)) return null;
  for (const side of sides) {
    const read = withoutMentions(statementsOf(`${DISPLAY}${left} = ${side}${DISPLAY}`));
    const [cut] = read.cuts;
    if (read.unread.length === 0 && cut?.statement.type === "definition") return read;
  }
  return null;
}

/** Reads the lines of a block. */
export const blockStatements = (text: string, reading: Reading = {}): Statements => statementsOf(text, reading);

function statementsOf(source: string, reading: Reading = {}): Statements {
  const said = reporter(source);
  const { statements, broken, unread: spans } = parseSyntax(source, said, reading);
  const { regions } = regionsOf(source);
  let region = 0;
  const cuts = statements.map((statement): Cut => {
    const { start } = statement.span;
    // An entry of what stands in parentheses ends with its script.
    const end = scriptsEnd(source, statement.span.end);
    while (region < regions.length - 1 && (regions[region]?.end ?? 0) <= start) region++;
    const isDisplay = regions[region]?.display === true;
    const slice = source.slice(start, end + unclosedBraces(source, start, end)) + rangesBehind(source, statement);
    const mentions = new Set<string>();
    const { stated, claimed } = expressionsOf(statement);
    for (const e of [...stated, ...claimed]) for (const n of [...namesIn(e), ...primesIn(e)]) mentions.add(n);
    for (const n of headsOf(statement)) mentions.add(n);
    for (const key of indexKeys(statement)) mentions.add(key);
    return {
      statement,
      // A comment at the end of the slice would hide what closes it.
      text: isDisplay ? `${OPENING}${slice}${CLOSING}` : slice,
      mentions,
      below: linesIn(source, start),
      key: slice.replace(/%.*$/gm, "").replace(/\\[,;:! ]|[\s&]|\\(?:q?quad|left|right|displaystyle)(?![a-zA-Z])/g, ""),
    };
  });
  const starts = lineStarts(source);
  const unread = said.diagnostics
    .filter((d) => d.severity === "error")
    .map((d): Unread => {
      const at = (starts[d.line - 1] ?? 0) + d.column - 1;
      const span = spans.find(({ start, end }) => start <= at && at <= end);
      const end = span === undefined ? 0 : scriptsEnd(source, span.end);
      const typed = span === undefined ? null : source.slice(span.start, end + unclosedBraces(source, span.start, end));
      const isDisplay = regions.some((r) => r.display && r.start <= at && at <= r.end);
      const text = typed === null || !isDisplay ? typed : `${OPENING}${typed}${CLOSING}`;
      const heads = broken.flatMap((b) => (b.isDefined && isWithin(b.span, span) ? [b.name] : []));
      const isStatement = typed !== null && isStating(typed);
      return { below: d.line - 1, message: d.message, text, heads, isStatement };
    });
  return { cuts, unread };
}

/** A claim with one of its sides alone; null where that reads as anything else. */
export function sideAlone({ statement, text, below }: Cut, k: number): Cut | null {
  if (statement.type !== "claim") return null;
  const [left = "", ...sides] = splitAtEquals(bodyOf(text));
  const side = sides[k];
  if (side === undefined || sides.length !== statement.sides.length) return null;
  const alone = statementsOf(`${OPENING}${left}=${withoutBreaks(side)}${CLOSING}`, { entries: true });
  const [cut] = alone.cuts;
  const isOne = alone.unread.length === 0 && alone.cuts.length === 1;
  return isOne && cut?.statement.type === "claim" && cut.statement.sides.length === 1 ? { ...cut, below } : null;
}

const isWithin = (inner: Span, outer: Span | undefined): boolean =>
  outer !== undefined && outer.start <= inner.start && inner.end <= outer.end;

/** A sign that one thing is another, or of a derivative. */
const STATES =
  /\\(?:approx|propto|equiv|simeq|nabla|partial|coloneqq|triangleq|p?dv)(?![a-zA-Z])|[≈∝≡∇∂]|\\[dt]?frac\s{0,9}\{\s{0,9}d(?![a-zA-Z]{2})/;

/** `f''(x)`, `D f(x)[h]`: derivatives by themselves, which words between them only mention. */
const PRIMED = /^[^=]{1,60}['′]\s{0,9}\(|^D\s{0,9}[\\a-zA-Z][^=]{0,60}\[/;

/** Whether what could not be read says what something is, or asks for a derivative: no mention, and no bound on a value. */
const isStating = (text: string): boolean => !STEP.test(text) && (STATES.test(text) || hasEquals(text));

/** `θ ← θ − α ∇L`, a step of a method. */
const STEP = /\\(?:leftarrow|gets|mapsto|to|rightarrow)(?![a-zA-Z])|[←→↦]/;

/** Whether an `=` stands outside of all brackets. */
function hasEquals(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if ("({[".includes(c)) depth++;
    else if (")}]".includes(c)) depth--;
    else if (c === "=" && depth <= 0 && !"<>!".includes(text.charAt(i - 1))) return true;
  }
  return false;
}

/** What stands behind an equation, or behind several, and says for which values of its letters it holds. */
function rangesBehind(source: string, { span, ranges = [], type }: Statement): string {
  const behind = type === "range" ? [] : ranges.filter((r) => r.span.start >= span.end);
  return behind.map((r) => `, \\quad ${source.slice(r.span.start, r.span.end)}`).join("");
}

const linesIn = (text: string, end: number): number => {
  let lines = 0;
  for (let i = text.indexOf("\n"); i >= 0 && i < end; i = text.indexOf("\n", i + 1)) lines++;
  return lines;
};

/** Braces behind a statement that close what it opened: a box ends after the last name in it. */
function unclosedBraces(source: string, start: number, end: number): number {
  let depth = 0;
  for (let i = start; i < end; i++) {
    const c = source.charAt(i);
    if (c === "\\") i++;
    else if (c === "{") depth++;
    else if (c === "}") depth--;
  }
  let more = 0;
  while (more < depth && source.charAt(end + more) === "}") more++;
  return more;
}

/** What stands before a statement of a display that is a text of its own. */
export const OPENING = "$$\\begin{aligned} ";
export const CLOSING = "\n\\end{aligned}$$";

/** Whether a statement says of names what they are, and not what they stand for. */
export const isDeclaration = (s: Statement): s is Extract<Statement, { type: "declaration" | "places" | "input" }> =>
  s.type === "declaration" || s.type === "places" || s.type === "input";

/** The names that a statement is about: what it defines or declares. */
export function headsOf(s: Statement): readonly string[] {
  if (isDeclaration(s)) return s.names.map((n) => n.name);
  return s.type === "definition" || s.type === "functionDefinition" ? [s.name.name] : [];
}

/** How statements with letters find one another: `~h` for all that is said of h_t and h_{t-1}, `~:t` for where t runs. */
function indexKeys(s: Statement): ReadonlySet<string> {
  const nodes = nodesOf(s);
  const inside = nodes.flatMap((e) => (e.type === "name" ? [e] : e.type === "call" ? [e.callee] : []));
  // Swish_1(x) is what Swish_β(x) says of every β.
  const out = new Set(
    nodes.flatMap((e) => {
      const below = e.type === "call" ? (e.callee.scripts?.below ?? []) : [];
      return e.type === "call" && below.some((x) => /^\d/.test(x.text)) ? [`~${e.callee.scripts?.base}`] : [];
    }),
  );
  for (const { scripts } of [...inside, ...leftNames(s)]) {
    const texts = scripts === undefined ? [] : [...scripts.below, ...scripts.above].map((x) => x.text);
    if (scripts === undefined || !texts.some((t) => LETTER.test(t))) continue;
    out.add(`~${scripts.base}`);
    // y_i is an entry where y is defined or declared as a whole.
    out.add(scripts.base);
    for (const t of texts) for (const [letter] of t.matchAll(LETTERS)) out.add(`~:${letter}`);
  }
  return out;
}

/** Keys under which a statement is found: of what it states letter by letter, of the letters whose range it is. */
export function indexHeads(s: Statement): readonly string[] {
  if (s.type === "range") return s.ranges.flatMap((r) => r.letters.map((n) => `~:${n.name}`));
  return leftNames(s).flatMap(({ scripts }) => (scripts === undefined ? [] : [`~${scripts.base}`]));
}

/** A letter by itself, `t - 1`, `L`, and those of `ij`; words are labels. */
const LETTER = /(?<![A-Za-z])[A-Za-z]{1,2}(?![A-Za-z])/;
const LETTERS = /[a-z]/g;

const leftNames = (s: Statement): readonly Name[] =>
  isDeclaration(s) ? s.names : s.type === "definition" || s.type === "functionDefinition" ? [s.name] : [];

/** The names that `x'` may stand for, besides the transpose of x. */
function* primesIn(e: Expression): Generator<string> {
  for (const part of postorder(e))
    if (part.type === "postfix" && part.operand.type === "name" && part.operators[0]?.type === "prime")
      yield `${part.operand.name}_prime`;
}

export function* namesIn(e: Expression): Generator<string> {
  for (const part of postorder(e))
    if (part.type === "name") yield part.name;
    else if (part.type === "call") yield part.callee.name;
}

/** Where the second `=` of a chain stands that begins with a name, `δ = ∂s/∂z = …`; null where there is none. */
function secondEquals(formula: string): number | null {
  if (!/=[^=]*=/s.test(formula)) return null;
  const source = `${DISPLAY}${formula}${DISPLAY}`;
  const said = reporter(source);
  parseSyntax(source, said);
  const fault = said.diagnostics.find((d) => d.code === "syntax/two-equals");
  return fault === undefined ? null : (lineStarts(source)[fault.line - 1] ?? 0) + fault.column - 1 - DISPLAY.length;
}

/** A piece of a formula without the line breaks and alignment at its end; from the end, because a long run inside it is none. */
function withoutBreaks(piece: string): string {
  let end = piece.length;
  for (;;) {
    if (/[&\s]/.test(piece.charAt(end - 1))) end -= 1;
    else if (piece.slice(Math.max(0, end - 2), end) === "\\\\") end -= 2;
    else return piece.slice(0, end);
  }
}

/** `δ = D = R` as `δ = D` and the claim `D = R`: how notes name a derivative and work it out in one line. */
function withoutChain(formula: string, second: number): string | null {
  let depth = 0;
  let first = second - 1;
  for (; first >= 0; first--) {
    const c = formula.charAt(first);
    if (c === "}") depth++;
    else if (c === "{") depth--;
    else if (c === "=" && depth === 0) break;
  }
  if (first < 0) return null;
  const middle = withoutBreaks(formula.slice(first + 1, second))
    .replace(/\n/g, " ")
    .trim();
  if (!/^(?:\\[dt]?frac\s*\{\s*(?:\\partial|d\b|\\mathrm)|\\nabla|\\partial|∂|∇)/.test(middle)) return null;
  return `${formula.slice(0, second)} \\\\ ${middle} ${formula.slice(second)}`;
}

/** Ends a side: a wide space, a comma, or a row that does not go on with an `=`. */
const SIDE_END = /\\q?quad|(?<!\\),\s|\\\\(?!\s*(?:\[[^\]]*\]\s*)?(?:&\s*){0,2}=)|\\end\{/g;

/** A name with names in parentheses. */
const HEAD =
  /^(?:\\?[a-zA-Z]+(?:_(?:\w|\{\w+\}))?)\s*\(\s*(?:\\?[a-zA-Z]+(?:_(?:\w|\{\w+\}))?|\\mathbf\{\w\})(?:\s*,\s*\\?[a-zA-Z]+(?:_(?:\w|\{\w+\}))?){0,3}\s*\)$/;

/** What stands behind the last `=` of a formula, alignment marks left out; nothing where one stands within. */
function lastSide(formula: string): string {
  const at = formula.lastIndexOf("=");
  if (at < 0) return "";
  const side = formula
    .slice(at + 1)
    .trim()
    .replace(/^&/, "")
    .replace(/&$/, "")
    .trim();
  return side.includes("&") ? "" : side;
}

/** `f = A = B` as `f = A`: a name is defined by the first side that a chain gives it. */
function withFirstSide(formula: string, second: number): string | null {
  SIDE_END.lastIndex = second;
  // Rows and columns of a matrix end no side.
  const masked = formula.replace(MATRIX, (m) => "m".repeat(m.length));
  const end = SIDE_END.exec(masked)?.index ?? formula.length;
  const dropped = formula.slice(second, end);
  if (/\\(?:partial|nabla)|[∂∇]/.test(dropped)) return null;
  const first = formula.slice(0, second);
  // `u = f(x) = 3 x²` says what u is and what f is.
  const head = lastSide(first);
  const whole = first.slice(0, first.lastIndexOf("=")).trim();
  if (HEAD.test(head) && !head.startsWith(whole)) return `${first}${"\\quad "}${head} ${formula.slice(second)}`;
  // A row that is dropped keeps its line breaks, so that lines stay where they are.
  return `${withoutBreaks(first)}${"\n".repeat(first.split("\n").length - withoutBreaks(first).split("\n").length + dropped.split("\n").length - 1)}${formula.slice(end)}`;
}
