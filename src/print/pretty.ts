/**
 * The one walk of every printer. A language is a table with one form for each operation; the walk
 * visits each node of the graph once, operands first, so no depth overflows a stack and no form
 * calls itself. Pieces of text are joined by concatenation, which the engine does without copying.
 */
import type { Expr } from "../core/expr.js";
import { operand } from "../core/operands.js";
import type { Index } from "../core/place.js";
import { hasPlace } from "../core/place.js";
import { isInteger, isUnit, negated, type Rational, toNumber } from "../core/rational.js";
import { isScalar, type Shape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import type { OpName } from "../ops/all.js";
import { boundOf } from "../ops/binder.js";
import { Group } from "../ops/group.js";
import { Hadamard } from "../ops/hadamard.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { Power } from "../ops/power.js";
import { Product } from "../ops/product.js";
import { Scale } from "../ops/scale.js";
import { Times } from "../ops/times.js";
import { Transpose } from "../ops/transpose.js";
import { type Had, isOpen, type Letters, lettersFor, OUTSIDE } from "./letters.js";

/**
 * How tightly a piece holds together, loosest first. `elementwise` and `product` are parenthesised
 * within each other: MATLAB, and many a reader, order them otherwise than the language does.
 */
export const LEVEL = { sum: 0, elementwise: 1, product: 2, elementwisePower: 3, postfix: 4, primary: 5 } as const;
type Level = (typeof LEVEL)[keyof typeof LEVEL];

/** A printed expression, with what its surroundings must know about it. */
export interface Piece {
  readonly text: string;
  readonly level: Level;
  /** The text without its leading minus, so that a sum prints `a - b`; null where there is none. */
  readonly minus: string | null;
  /** Whether the text begins with a digit: `2 3` is not a product. */
  readonly digit: boolean;
  /** LaTeX: higher than a line, so that parentheses grow; a word or a call, so that a space is wanted. */
  readonly tall?: boolean;
  readonly wide?: boolean;
  /** A sum over an index: as the last factor of a product it needs no parentheses. */
  readonly trailing?: boolean;
  /** It ends in a subscript: the index of an entry does not stand beside it. */
  readonly subscripted?: boolean;
}

export const piece = (text: string, level: Level = LEVEL.primary, digit = false): Piece => ({
  text,
  level,
  minus: null,
  digit,
});

/** Whether the index of an entry may stand right behind. */
export const takesIndex = (p: Piece): boolean => p.level === LEVEL.primary && p.subscripted !== true;

/** `-text`, where `text` holds together at least as tightly as a term. */
export const negative = (text: string, sign = "-"): Piece => ({
  text: sign + text,
  level: LEVEL.sum,
  minus: text,
  digit: false,
});

/** The spelling of one operation. */
export type Form = (e: Expr, at: Printer) => Piece;

export interface Language {
  readonly forms: Readonly<Record<OpName, Form>>;
  /** A name of the model, or one made for a shared part, of a thing of this shape. */
  readonly name: (name: string, shape: Shape) => Piece;
  /** A piece in parentheses. */
  readonly parenthesise: (p: Piece) => string;
  /** The piece of a node with the places spelled that its sizes are taken at: `ones(n_l)`. */
  readonly withPlaces: (p: Piece, e: Expr, at: Printer) => Piece;
}

/** The questions that a form may put to the walk. */
export interface Printer {
  /** The piece of an operand, or of an operand's operand where that is not printed by name. */
  readonly of: (e: Expr) => Piece;
  /** The text of an operand, parenthesised unless it holds together at `level` or tighter. */
  readonly wrap: (e: Expr, level: Level) => string;
  /** Whether `e` is printed by a shared part's name, so that a form must not look into it. */
  readonly named: (e: Expr) => boolean;
  /** The letter of an index here. */
  readonly letter: (i: Index) => string;
  /** The printer of all that stands under a binder, where its index has a letter. */
  readonly under: (binder: Expr) => Printer;
}

/** Names under which shared parts are printed wherever they occur below the expression printed. */
export type Names = ReadonlyMap<Expr, string>;

export const NO_NAMES: Names = new Map();

/** Characters of one printed expression, or of one derivation, before {@link OutputError}: `--max-output`. */
export const MAX_OUTPUT = 10_000_000;

/**
 * A graph whose text would be longer than allowed: printed as a tree, a graph can be exponential; and a derivation of
 * many long lines is longer than each of them.
 */
export class OutputError extends Error {
  override readonly name = "OutputError";
  constructor(
    readonly limit: number,
    readonly what: "expression" | "derivation" = "expression",
  ) {
    super(`the ${what} is longer than ${limit} characters when printed`);
  }
}

/**
 * A printer that remembers what it has printed, for many expressions that share parts. The
 * expression asked for is spelled out even where it has a name itself: that is how the right side
 * of `delta = …` is printed. Throws {@link OutputError}.
 */
export function printer(
  language: Language,
  names: Names = NO_NAMES,
  limit = MAX_OUTPUT,
  had?: Had,
): (e: Expr) => string {
  const pieceOf = piecePrinter(language, names, limit, had);
  return (e) => pieceOf(e).text;
}

/** As {@link printer}, with what a surrounding text must know of the printed one. */
export function piecePrinter(
  language: Language,
  names: Names = NO_NAMES,
  limit = MAX_OUTPUT,
  had?: Had,
): (e: Expr) => Piece {
  /** Pieces without a letter of a bound index. */
  const closed = new Map<Expr, Piece>();
  const outside = scope(language, names, limit, OUTSIDE, closed);
  const beside = new Map<string, ReturnType<typeof scope>>();
  const scopeOf = (root: Expr): ReturnType<typeof scope> => {
    if (isOpen(root)) return scope(language, names, limit, lettersFor(root, had), closed);
    const asked = root.free.filter((i) => i.kind === "asked").map((i) => i.letter);
    if (asked.length === 0) return outside;
    const key = asked.join(",");
    const known = beside.get(key) ?? scope(language, names, limit, lettersFor(root), new Map());
    beside.set(key, known);
    return known;
  };
  return (root) => {
    const at = scopeOf(root);
    const made = names.has(root) ? at.inFull(root) : at.of(root);
    if (made.text.length > limit) throw new OutputError(limit);
    return made;
  };
}

/** The operands that are printed where the node stands; the body of a binder is printed by its form, within its scope. */
const printedHere = (e: Expr): readonly Expr[] => (e.level > 0 && boundOf(e) !== null ? [] : e.args);

/** The walk where indices have these letters. */
function scope(
  language: Language,
  names: Names,
  limit: number,
  letters: Letters,
  closed: Map<Expr, Piece>,
): { readonly at: Printer; readonly of: (e: Expr) => Piece; readonly inFull: (e: Expr) => Piece } {
  const open = new Map<Expr, Piece>();
  const piecesFor = (e: Expr) => (e.level > 0 || isOpen(e) ? open : closed);
  const named = (e: Expr) => names.has(e);
  const of = (e: Expr): Piece => {
    const pieces = piecesFor(e);
    const found = pieces.get(e);
    if (found !== undefined) return found;
    const name = names.get(e);
    if (name === undefined) throw new Error(`${e.op.name} is printed before its operands`);
    const made = language.name(name, e.shape);
    pieces.set(e, made);
    return made;
  };
  const wrapped = (p: Piece, level: Level) => (p.level >= level ? p.text : language.parenthesise(p));
  const at: Printer = {
    of,
    named,
    wrap: (e, level) => wrapped(of(e), level),
    letter: letters.of,
    under: (binder) => {
      const inner = scope(language, names, limit, letters.within(binder), closed);
      return { ...inner.at, of: inner.of, wrap: (e, level) => wrapped(inner.of(e), level) };
    },
  };
  const spell = (e: Expr): Piece => {
    const operands = printedHere(e);
    let length = 0;
    for (const a of operands) length += of(a).text.length;
    if (length > limit) throw new OutputError(limit);
    const form = language.forms[e.op.name as OpName];
    const made = form(e, at);
    const isPlaced = e.free.length > 0 || hasPlace(e.shape.rows) || hasPlace(e.shape.cols);
    return isPlaced ? language.withPlaces(made, e, at) : made;
  };
  const skip = (e: Expr) => piecesFor(e).has(e) || named(e);
  const below = (parts: readonly Expr[]): void => {
    for (const e of walk(parts, skip, printedHere)) piecesFor(e).set(e, spell(e));
  };
  return {
    at,
    of: (e) => {
      below([e]);
      return of(e);
    },
    inFull: (e) => {
      below(printedHere(e));
      return spell(e);
    },
  };
}

/**
 * A product of whatever shapes, sorted as it is spelled: numbers first, then scalars, then the
 * chain of matrices, and what stands in a denominator.
 */
export interface Factors {
  readonly numbers: readonly Rational[];
  readonly scalars: readonly Expr[];
  readonly chain: readonly Expr[];
  /** Scalars with a negative whole or fractional power, and that power without its sign. */
  readonly below: readonly { readonly base: Expr; readonly exponent: Rational }[];
}

/** A scalar to a negative number: what is spelled as a denominator. */
export const isBelowLine = (e: Expr): boolean => {
  const k = e.op === Power && isScalar(e.shape) ? e.args[1] : undefined;
  return k !== undefined && isNumber(k) && rationalOf(k).numerator < 0;
};

/** The factors of a product, a product of scalars, a multiple or a scalar reciprocal. Parts with a name stay whole. */
export function factorsOf(e: Expr, at: Printer): Factors {
  const numbers: Rational[] = [];
  const scalars: Expr[] = [];
  const chain: Expr[] = [];
  const below: { base: Expr; exponent: Rational }[] = [];
  const divide = (s: Expr) => below.push({ base: s.args[0] as Expr, exponent: negated(rationalOf(s.args[1] as Expr)) });
  const addScalar = (s: Expr): void => {
    if (isNumber(s) && !at.named(s)) numbers.push(rationalOf(s));
    else if (isBelowLine(s) && !at.named(s)) divide(s);
    else scalars.push(s);
  };
  const inside = (part: Expr, op: Expr["op"]): readonly Expr[] =>
    part.op === op && !at.named(part) ? part.args : [part];
  if (e.op === Product) chain.push(...byName(opened(e.args, at), at));
  else if (e.op === Scale) {
    const [c, X] = e.args as readonly [Expr, Expr];
    for (const s of inside(c, Times)) addScalar(s);
    chain.push(...byName(opened(inside(X, Product), at), at));
  } else if (e.op === Times) for (const s of e.args) addScalar(s);
  else divide(e);
  // `0.5 x^T A x` needs no parentheses: a single inner product that stands last reads on.
  const last = scalars[scalars.length - 1];
  if (e.op === Times && last !== undefined && isInner(last, at) && scalars.filter((s) => isInner(s, at)).length === 1) {
    scalars.pop();
    for (const factor of last.args) chain.push(factor);
  }
  // A sum over an index stands last, where it needs no parentheses either.
  const sums = chain.length > 0 ? [] : scalars.filter((s) => at.of(s).trailing === true);
  const [only] = sums;
  if (only !== undefined && sums.length === 1) scalars.push(...scalars.splice(scalars.indexOf(only), 1));
  return { numbers, scalars, chain, below };
}

/** Factors of which the first are a run kept together: (B b) cᵀ reads as B b cᵀ, but where the run has a name. */
function opened(factors: readonly Expr[], at: Printer): readonly Expr[] {
  const [first, ...rest] = factors;
  const run = first?.op === Group && !at.named(first) ? operand(first) : null;
  return run?.op === Product && !at.named(run) ? [...run.args, ...rest] : factors;
}

/**
 * Whether a multiple is of an elementwise product that needs no parentheses: c r ⊘ q is (c r) ⊘ q and c (r ⊘ q) alike,
 * however tightly either sign is read.
 */
export function isOpenMultiple(e: Expr, { chain, below }: Factors, at: Printer): boolean {
  const [X] = chain;
  return (
    e.op === Scale && chain.length === 1 && X?.op === Hadamard && below.length === 0 && !at.named(X) && !at.of(X).digit
  );
}

/** Factors of which a run has a name that stands beside it, by that name: c cᵀ for A b cᵀ where c = A b. */
function byName(factors: readonly Expr[], at: Printer): readonly Expr[] {
  for (const f of factors) {
    const X = f.op === Transpose ? (f.args[0] as Expr) : f;
    if (X.op !== Product || !at.named(X)) continue;
    const start = factors.findIndex((_, i) => X.args.every((g, j) => factors[i + j] === g));
    if (start >= 0) return [...factors.slice(0, start), X, ...factors.slice(start + X.args.length)];
  }
  return factors;
}

const isInner = (e: Expr, at: Printer) => e.op === Product && !at.named(e);

/**
 * Where reading from the left makes a 1×1 before the chain ends, what follows would be read as its
 * multiple: `x^T y z^T` is `(x^T y) z^T`. The tail is then parenthesised, `x^T (y z^T)`.
 */
export function closesEarly(chain: readonly Expr[]): boolean {
  const rows = chain[0]?.shape.rows;
  return rows !== undefined && chain.slice(0, -1).some((f) => isScalar({ rows, cols: f.shape.cols }));
}

/** A group is written as it is; the parentheses are those that its surroundings want. */
export const groupForm: Form = (e, at) => at.of(e.args[0] as Expr);

/** The terms of a sum as spelled: a positive one first where there is one, so that it prints `b - a`. */
export function termsOf(e: Expr, at: Printer): readonly Expr[] {
  const first = e.args.findIndex((t) => at.of(t).minus === null);
  if (first <= 0) return e.args;
  return [e.args[first] as Expr, ...e.args.slice(0, first), ...e.args.slice(first + 1)];
}

/** A factor of a Hadamard product, or what it is divided by: then the entries of `factor` to this power. */
export interface ElementwiseFactor {
  readonly factor: Expr;
  readonly dividedTo: Rational | null;
}

/** `A ∘ B ⊘ C`: the factors of a Hadamard product with what is divided by; a factor that is not divided by first. */
export function elementwiseFactors(e: Expr, at: Printer): readonly ElementwiseFactor[] {
  const factors = e.args.map((factor): ElementwiseFactor => {
    const dividedTo = at.named(factor) ? null : entrywiseDivisor(factor);
    return { factor: dividedTo === null ? factor : (factor.args[0] as Expr), dividedTo };
  });
  const first = factors.findIndex((f) => f.dividedTo === null);
  if (first === 0) return factors;
  // With nothing to divide, the first factor keeps its exponent: x .^ -1 ./ y.
  if (first < 0) return [{ factor: e.args[0] as Expr, dividedTo: null }, ...factors.slice(1)];
  return [factors[first] as ElementwiseFactor, ...factors.slice(0, first), ...factors.slice(first + 1)];
}

/** k for the entries of a matrix to the power −k, a whole number: what is spelled behind `⊘`. */
function entrywiseDivisor(e: Expr): Rational | null {
  const k = e.op === Power && !isScalar(e.shape) ? (e.args[1] as Expr) : undefined;
  if (k === undefined || !isNumber(k)) return null;
  const exponent = rationalOf(k);
  return exponent.numerator < 0 && isInteger(exponent) ? negated(exponent) : null;
}

/** v for diag(v .^ -1), which is spelled as the inverse of diag(v); null for anything else. */
export function invertedDiagonal(e: Expr, at: Printer): Expr | null {
  const v = e.args[0] as Expr;
  const k = at.named(v) ? null : entrywiseDivisor(v);
  return k !== null && isUnit(k) ? (v.args[0] as Expr) : null;
}

/** Digits of a terminating decimal, or null: `1/2` is 0.5, `1/3` and `1/1024` stay fractions, 26829/400000 is 0.0670725. */
export function decimal({ numerator, denominator }: Rational): string | null {
  const value = numerator / denominator;
  if (!Number.isSafeInteger(numerator)) return digits(value);
  if (denominator === 1) return String(numerator);
  const asFraction = `${Math.abs(numerator)}/${denominator}`;
  for (let k = 1, ten = 10; k <= MOST_DIGITS; k++, ten *= 10) {
    if (ten % denominator !== 0) continue;
    const text = value.toFixed(k);
    return k <= FEW_DIGITS || text.length < asFraction.length ? text : null;
  }
  return null;
}

/** A decimal of so many digits behind the point is written; a longer one where it is shorter than the fraction. */
const FEW_DIGITS = 6;
/** What a double is sure to hold. */
const MOST_DIGITS = 14;

/** The text of `print`, or null where it would be too long. */
export function unlessTooLong<T>(print: () => T): T | null {
  try {
    return print();
  } catch (error) {
    if (error instanceof OutputError) return null;
    throw error;
  }
}

/** A double that is not negative as the lexer reads it: no `+` in an exponent, and infinity as a number too large. */
function digits(value: number): string {
  if (Number.isNaN(value)) return "0/0";
  if (!Number.isFinite(value)) return "1e999";
  return String(value).replace("e+", "e");
}

/** A number of a product: sign, and what stands above and below the bar. `above` is null for a silent 1. */
export interface Coefficient {
  readonly negative: boolean;
  readonly above: string | null;
  readonly below: string | null;
}

/** The leading number of a product. −1 is only a sign, 2/3 is 2 above and 3 below, 0.5 stands above. */
export function coefficient(number: Rational | undefined, asFraction: (r: Rational) => boolean): Coefficient {
  if (number === undefined) return { negative: false, above: null, below: null };
  const isNegative = toNumber(number) < 0;
  const size = isNegative ? negated(number) : number;
  if (isInteger(size) || !asFraction(size))
    return { negative: isNegative, above: isNegative && isUnit(size) ? null : decimal(size), below: null };
  return {
    negative: isNegative,
    above: size.numerator === 1 ? null : String(size.numerator),
    below: String(size.denominator),
  };
}
