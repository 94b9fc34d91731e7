/** Reads places and bounds off tokens: whole-number combinations of letters, sizes and labels, `i + k - 1`, `2 n_l`, `y_i`. */

import { FACT_NAMES } from "../../names/words.js";
import type { Expression, Name, Span } from "../ast.js";
import { nameTyped, numberOf } from "../grammar/spans.js";
import type { LexicalKind, Token } from "../lex/tokens.js";

export interface Cursor {
  readonly tokens: readonly Token[];
  /** The text of a token as typed. */
  readonly typed: (t: Token) => string;
  at: number;
}

/** Brackets within brackets, and terms and factors side by side: nobody writes as many in a script or a range. */
const DEEPEST = 8;
const MOST = 12;

export const peek = (c: Cursor, ahead = 0): Token | undefined => c.tokens[c.at + ahead];

const isNext = (c: Cursor, type: LexicalKind): boolean => peek(c)?.type === type;

/** Whether a token is a name that can be a letter, a size or a label: no operation. */
export const isLetter = (t: Token | undefined): t is Token & { readonly type: "NAME" } =>
  t?.type === "NAME" && !t.command;

const across = (from: Span, to: Span): Span => ({ start: from.start, end: to.end });

/** The name that stands next, with its primes: k' is a letter of its own. Null where none stands here. */
export function name(c: Cursor): Name | null {
  const t = peek(c);
  if (!isLetter(t)) return null;
  const made = nameTyped(t, c.typed(t));
  c.at++;
  let primed = made;
  for (let prime = peek(c); prime?.type === "PRIME"; prime = peek(c)) {
    const span = { start: t.start, end: prime.end };
    primed = { ...primed, name: `${primed.name}_prime`, typed: `${primed.typed}'`, span };
    c.at++;
  }
  return primed;
}

/** A number, a name, or a sum in brackets. */
export function atom(c: Cursor, depth = 0): Expression | null {
  const t = peek(c);
  if (t === undefined || depth > DEEPEST) return null;
  if (t.type === "NUM" && /^\d+$/.test(t.value)) {
    c.at++;
    return numberOf(t);
  }
  if (isLetter(t) && !isWord(t)) return name(c);
  if (t.type === "FRAC") return fraction(c, depth);
  if (t.type !== "LP" && t.type !== "LC") return null;
  c.at++;
  const inner = bound(c, depth + 1);
  if (inner === null || !isNext(c, t.type === "LP" ? "RP" : "RC")) return null;
  c.at++;
  return inner;
}

function fraction(c: Cursor, depth: number): Expression | null {
  const open = peek(c) as Token;
  c.at++;
  const numerator = atom(c, depth + 1);
  const denominator = numerator === null ? null : atom(c, depth + 1);
  if (numerator === null || denominator === null) return null;
  return { type: "fraction", numerator, denominator, span: across(open, denominator.span) };
}

/** A bound of a range, `N - 1`, `2 n`, `n m`, `n_{l-1}`: letters side by side are a product. */
export function bound(c: Cursor, depth = 0): Expression | null {
  const terms: { sign: 1 | -1; term: Expression; operator: Span }[] = [];
  for (;;) {
    const t = peek(c);
    const isSigned = t?.type === "SIGN";
    if (!isSigned && terms.length > 0) break;
    if (isSigned) c.at++;
    const term = factors(c, depth);
    if (term === null || terms.length === MOST) return null;
    const operator = isSigned ? { start: t.start, end: t.end } : { start: term.span.start, end: term.span.start };
    terms.push({ sign: isSigned && t.value === "-" ? -1 : 1, term, operator });
  }
  return sumOf(terms);
}

/** A sum of these terms; one alone is itself. */
export function sumOf(
  terms: readonly { readonly sign: 1 | -1; readonly term: Expression; readonly operator: Span }[],
): Expression | null {
  const [first] = terms;
  const last = terms[terms.length - 1];
  if (first === undefined || last === undefined) return null;
  const span = across(first.operator, last.term.span);
  if (terms.length > 1) return { type: "sum", terms, span };
  return first.sign === 1 ? first.term : { type: "negation", operand: first.term, span };
}

const isFactor = (t: Token | undefined): boolean =>
  t?.type === "NUM" || t?.type === "LP" || t?.type === "LC" || t?.type === "FRAC" || (isLetter(t) && !isWord(t));

/** Words of plain text that end a bound: `for i in 1..n and j in 1..m`, `x_i : scalar for i in 1..n data`. */
const isWord = (t: Token): boolean => (!t.latex && /^(?:for|forall|in|and)$/.test(t.value)) || isFact(t);

export const isFact = (t: Token): boolean => t.type === "NAME" && !t.latex && FACT_NAMES.has(t.value);

function factors(c: Cursor, depth: number): Expression | null {
  const first = raised(c, depth);
  if (first === null) return null;
  const rest: { operator: "juxtaposition" | "times" | "divide"; operand: Expression; span: Span }[] = [];
  for (;;) {
    const t = peek(c);
    const isExplicit = t?.type === "MUL";
    if (t === undefined || (!isExplicit && !isFactor(t))) break;
    if (isExplicit) c.at++;
    const operand = raised(c, depth);
    if (operand === null || rest.length === MOST) return null;
    const operator = isExplicit ? (t.value === "/" ? "divide" : "times") : "juxtaposition";
    rest.push({ operator, operand, span: isExplicit ? { start: t.start, end: t.end } : operand.span });
  }
  return productOf(first, rest);
}

/** A product of these factors; one alone is itself. */
export function productOf(
  first: Expression,
  rest: readonly {
    readonly operator: "juxtaposition" | "times" | "divide";
    readonly operand: Expression;
    readonly span: Span;
  }[],
): Expression {
  const last = rest[rest.length - 1];
  return last === undefined ? first : { type: "product", first, rest, span: across(first.span, last.operand.span) };
}

/** `n^2`: a size may be a power. */
function raised(c: Cursor, depth: number): Expression | null {
  const operand = atom(c, depth);
  const power = peek(c);
  if (operand === null || power?.type !== "POWER") return operand;
  c.at++;
  const exponent = atom(c, depth + 1);
  if (exponent === null) return null;
  const operator = { type: "power" as const, exponent, span: across(power, exponent.span) };
  return { type: "postfix", operand, operators: [operator], span: across(operand.span, exponent.span) };
}
