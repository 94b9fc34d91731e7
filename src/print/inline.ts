/**
 * Spellings on one line, shared by plain text and Unicode: products with ` / `, sums, elementwise
 * products, postfixes and calls. What differs between the two is in {@link Marks}.
 */

import type { Dim } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { equals, isInteger, isUnit, MINUS_UNIT, negated, type Rational } from "../core/rational.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { calledEnd } from "../ops/eigen.js";
import { calledOfBlocks } from "../ops/largest.js";
import { calledFunction } from "../ops/matrixfunction.js";
import { isMember } from "../ops/member.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { PlaceOp } from "../ops/place.js";
import { Power } from "../ops/power.js";
import { Product } from "../ops/product.js";
import { Size } from "../ops/size.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import {
  type Coefficient,
  closesEarly,
  coefficient,
  decimal,
  elementwiseFactors,
  type Form,
  factorsOf,
  invertedDiagonal,
  isBelowLine,
  isOpenMultiple,
  LEVEL,
  negative,
  type Piece,
  type Printer,
  piece,
  termsOf,
} from "./pretty.js";

export interface Marks {
  readonly hadamard: string;
  readonly quotient: string;
  readonly minus: string;
  /** Between two numbers, where plain text needs parentheses: ` · `. */
  readonly times: string | null;
  /** An exponent as it follows its base: `^-1`, `⁻¹`. */
  readonly exponent: (text: string) => string;
}

const isFraction = (r: Rational) => decimal(r) === null;

/** A number: `2`, `-0.5`, `1/3`. */
function spellNumber(r: Rational, { minus }: Pick<Marks, "minus">): Piece {
  const size = r.numerator < 0 ? negated(r) : r;
  const text = decimal(size);
  if (r.numerator < 0) return negative(text ?? `${size.numerator}/${size.denominator}`, minus);
  return text === null
    ? piece(`${size.numerator}/${size.denominator}`, LEVEL.product, true)
    : piece(text, LEVEL.primary, true);
}

export const numberForm =
  (marks: Marks): Form =>
  (e) =>
    spellNumber(rationalOf(e), marks);

/** A size as an expression: `n`, `5 d`, `n - 1`. It stands already in the order in which it is spelled. */
export function spellSize(d: Dim, names: (text: string) => string = (text) => text): Piece {
  if (d.startsWith("-")) return { ...piece(names(d), LEVEL.sum), minus: /[+-] /.test(d) ? null : names(d).slice(1) };
  const level = /[+-] /.test(d)
    ? LEVEL.sum
    : d.includes(" ")
      ? LEVEL.product
      : d.includes("^")
        ? LEVEL.postfix
        : LEVEL.primary;
  return piece(names(d), level, /^\d/.test(d));
}

/** `a + b - c`. */
export const sumForm =
  (marks: Marks): Form =>
  (e, at) => {
    let text = "";
    let first: Piece | null = null;
    for (const term of termsOf(e, at)) {
      const p = at.of(term);
      const positive = p.minus === null ? at.wrap(term, LEVEL.elementwise) : null;
      if (first === null) text = positive ?? p.text;
      else text += positive === null ? ` ${marks.minus} ${p.minus}` : ` + ${positive}`;
      first ??= p;
    }
    return piece(text, LEVEL.sum, first?.digit === true && first.level >= LEVEL.elementwise);
  };

/** Factors side by side: what is written so far, how many they are, and whether a digit comes first. */
interface Row {
  readonly text: string;
  readonly count: number;
  readonly digit: boolean;
}

const EMPTY: Row = { text: "", count: 0, digit: false };

/** Whether a factor begins with a digit once it stands in a product, where looser pieces are parenthesised. */
const startsWithDigit = (p: Piece) => p.digit && p.level >= LEVEL.postfix;

/**
 * A further factor. `2 3` is no product, so one behind another that begins with a digit is set off. Nothing follows
 * the `final` one: then a sum over an index goes on to its end.
 */
function beside(row: Row, p: Piece, { times }: Marks, final = false): Row {
  const clash = row.count > 0 && p.digit;
  const bare = p.level >= LEVEL.postfix || (final && p.trailing === true);
  const text = bare && !(clash && times === null) ? p.text : `(${p.text})`;
  if (row.count === 0) return { text, count: 1, digit: startsWithDigit(p) };
  const between = clash && p.level >= LEVEL.postfix ? (times ?? " ") : " ";
  return { text: row.text + between + text, count: row.count + 1, digit: row.digit };
}

/** A chain of matrices, parenthesised where reading from the left would close it early. */
function chained(row: Row, chain: readonly Expr[], marks: Marks, at: Printer, final = false): Row {
  const [first, ...rest] = chain;
  if (first !== undefined && closesEarly(chain)) {
    const tail = chained(EMPTY, rest, marks, at, true);
    return beside(beside(row, at.of(first), marks), piece(tail.text, LEVEL.product), marks);
  }
  let out = row;
  chain.forEach((factor, i) => {
    out = beside(out, at.of(factor), marks, final && i === chain.length - 1);
  });
  return out;
}

/**
 * The spelling of the first number, and the numbers from it on. −1 before another number is its
 * sign. `x / 3`, but `(2/3) x`: read back, `2 x / 3` would be two numbers.
 */
function leading(numbers: readonly Rational[]): readonly [Coefficient, readonly Rational[]] {
  const [first, second] = numbers;
  const isSign = first !== undefined && equals(first, MINUS_UNIT) && second !== undefined && second.numerator > 0;
  const rest = isSign ? numbers.slice(1) : numbers;
  const c = coefficient(isSign ? negated(second) : first, isFraction);
  const spelled = c.above === null || c.below === null ? c : { ...c, above: `(${c.above}/${c.below})`, below: null };
  // A sign before 1 leaves the 1 in sight: −1 · 1 x is not −x.
  return [isSign && isUnit(second) ? { ...spelled, above: "1" } : spelled, rest];
}

/** Products of numbers, scalars and matrices with what divides them: `2 a A x / (b c)`. */
export const productForm =
  (marks: Marks): Form =>
  (e, at) => {
    const factors = factorsOf(e, at);
    const { numbers: all, scalars, chain, below } = factors;
    const [number, numbers] = leading(all);
    const divided = number.below !== null || below.length > 0;
    const [only] = below;
    // Without a numerator `ell^-3` is shorter than `1 / ell^3`.
    if (only !== undefined && e.op === Power && !isUnit(only.exponent))
      return raised(only.base, spellNumber(negated(only.exponent), marks), marks, at);

    let row =
      number.above === null
        ? EMPTY
        : beside(EMPTY, piece(number.above, LEVEL.primary, /^\d/.test(number.above)), marks);
    for (const more of numbers.slice(1)) row = beside(row, spellNumber(more, marks), marks);
    scalars.forEach((s, i) => {
      row = beside(row, at.of(s), marks, !divided && chain.length === 0 && i === scalars.length - 1);
    });
    const open = !divided && isOpenMultiple(e, factors, at);
    row = open
      ? beside(row, piece(at.of(nth(chain, 0)).text, LEVEL.postfix), marks)
      : chained(row, chain, marks, at, !divided);
    if (row.count === 0) row = beside(row, piece("1", LEVEL.primary, true), marks);

    if (row.count === 1 && !divided && number.above === null) {
      const factor = [...scalars, ...chain][0];
      if (factor !== undefined) return negative(at.wrap(factor, LEVEL.elementwise), marks.minus);
    }
    const text = divided ? `${row.text} / ${denominator(number.below, below, marks, at)}` : row.text;
    return number.negative
      ? negative(text, marks.minus)
      : piece(text, open ? LEVEL.elementwise : LEVEL.product, row.digit);
  };

/** `c`, `ell^3`, `(3 b c)`. */
function denominator(
  number: string | null,
  below: readonly { readonly base: Expr; readonly exponent: Rational }[],
  marks: Marks,
  at: Printer,
): string {
  let row = number === null ? EMPTY : beside(EMPTY, piece(number, LEVEL.primary, true), marks);
  const isInner = ({ base, exponent }: (typeof below)[number]) =>
    base.op === Product && isUnit(exponent) && !at.named(base);
  const last = below[below.length - 1];
  below.forEach((factor) => {
    const { base, exponent } = factor;
    // As in a numerator: a single inner product that stands last reads on.
    if (factor === last && row.count > 0 && isInner(factor) && below.filter(isInner).length === 1)
      row = chained(row, base.args, marks, at);
    else
      row = beside(row, isUnit(exponent) ? at.of(base) : raised(base, spellNumber(exponent, marks), marks, at), marks);
  });
  return row.count > 1 ? `(${row.text})` : row.text;
}

/** `x^2`, `X^-1`, `x^(1/3)`, `X^(k - 1)`. */
function raised(base: Expr, exponent: Piece, marks: Marks, at: Printer): Piece {
  const p = at.of(base);
  const digit = p.digit && p.level === LEVEL.primary;
  return piece(at.wrap(base, LEVEL.primary) + marks.exponent(tight(exponent)), LEVEL.postfix, digit);
}

/** `gamma^t`, and `(x)^t`: a Latin letter below an index reads as one that has it for a label. */
function raisedBy(base: Expr, k: Expr, marks: Marks, at: Printer): Piece {
  const { text } = at.of(base);
  if (!isLoneIndex(k, at) || !/^[A-Za-z](?:_.*)?$/.test(text)) return raised(base, exponentOf(k, at), marks, at);
  return piece(`(${text})${marks.exponent(at.of(k).text)}`, LEVEL.postfix);
}

const isLoneIndex = (k: Expr, at: Printer): boolean => k.op === PlaceOp && at.of(k).level === LEVEL.primary;

/** An exponent without parentheses where a name or a number says it. `X^T` is a transpose, so T has them. */
function tight(p: Piece): string {
  if (p.level === LEVEL.primary && p.text !== "T") return p.text;
  return p.minus !== null && /^[\d.]+$/.test(p.minus) ? p.text : `(${p.text})`;
}

/** The exponent of a power; all but numbers, sizes and names is parenthesised, calls too. */
function exponentOf(k: Expr, at: Printer): Piece {
  const bare = isNumber(k) || isSymbol(k) || k.op === Size || at.named(k) || isLoneIndex(k, at);
  return bare ? at.of(k) : piece(at.of(k).text, LEVEL.sum);
}

/** `x^2` of a scalar, `x .^ 2` entry by entry. */
export const powerForm =
  (marks: Marks): Form =>
  (e, at) => {
    const [X, k] = e.args as readonly [Expr, Expr];
    if (isBelowLine(e) && !at.named(k)) return productForm(marks)(e, at);
    if (isScalar(e.shape)) return raisedBy(X, k, marks, at);
    return piece(
      entrywisePower(X, exponentOf(k, at), at),
      LEVEL.elementwisePower,
      at.of(X).digit && at.of(X).level === LEVEL.primary,
    );
  };

/** `X^k`. */
export const matrixPowerForm =
  (marks: Marks): Form =>
  (e, at) => {
    const [X, k] = e.args as readonly [Expr, Expr];
    return raisedBy(X, k, marks, at);
  };

export const hadamardForm =
  (marks: Marks): Form =>
  (e, at) => {
    let text = "";
    let digit = false;
    elementwiseFactors(e, at).forEach(({ factor, dividedTo }, i) => {
      const isPower = dividedTo !== null && !isUnit(dividedTo);
      const operand = isPower
        ? `(${entrywisePower(factor, spellNumber(dividedTo, marks), at)})`
        : at.wrap(factor, LEVEL.postfix);
      if (i === 0) digit = startsWithDigit(at.of(factor));
      text = i === 0 ? operand : text + (dividedTo === null ? marks.hadamard : marks.quotient) + operand;
    });
    return piece(text, LEVEL.elementwise, digit);
  };

/** `x .^ 2`, entry by entry. */
const entrywisePower = (X: Expr, exponent: Piece, at: Printer): string =>
  `${at.wrap(X, LEVEL.primary)} .^ ${tight(exponent)}`;

/** `diag(v)`, and `diag(v)^-1` of reciprocals. */
export const diagForm =
  (marks: Marks): Form =>
  (e, at) => {
    const v = invertedDiagonal(e, at);
    return v === null ? callForm("diag")(e, at) : piece(`diag(${at.of(v).text})${marks.exponent("-1")}`, LEVEL.postfix);
  };

/** `x^T`; a number has no transpose to write: `a^T` is read as a power. */
export const transposeForm =
  (mark: string): Form =>
  (e, at) => {
    const X = e.args[0] as Expr;
    return isScalar(X.shape) && X.op !== Product ? at.of(X) : postfixForm(mark)(e, at);
  };

/** A postfix after its operand: `x^T`, `(X^-1)^T`. */
export const postfixForm =
  (mark: string): Form =>
  (e, at) => {
    const X = e.args[0] as Expr;
    const p = at.of(X);
    return piece(at.wrap(X, LEVEL.primary) + mark, LEVEL.postfix, p.digit && p.level === LEVEL.primary);
  };

/** An infix operator of the elementwise level: `A ⊗ B`. */
export const infixForm =
  (operator: string): Form =>
  (e, at) => {
    let text = "";
    e.args.forEach((a, i) => {
      text += (i === 0 ? "" : operator) + at.wrap(a, LEVEL.postfix);
    });
    return piece(text, LEVEL.elementwise);
  };

const listed = (e: Expr, at: Printer, separator: string): string => {
  let text = "";
  e.args.forEach((a, i) => {
    text += (i === 0 ? "" : separator) + at.of(a).text;
  });
  return text;
};

/** `name(a, b)`; sizes that belong to the operation follow its operands. */
export const callForm =
  (name: string, size: (d: Dim) => string = (d) => d): Form =>
  (e, at) => {
    const operands = listed(e, at, ", ");
    const sizes = Array.isArray(e.data) ? (e.data as readonly Dim[]).map(size).join(", ") : "";
    return piece(`${name}(${operands}${operands !== "" && sizes !== "" ? ", " : ""}${sizes})`);
  };

/** `maxentry(x)`, `rowmax(X)`, `maxpool(X, 2, 2)`: sizes are written where blocks are neither all of it nor its rows. */
export const blockForm =
  (names: readonly [string, string, string], form: (name: string) => Form): Form =>
  (e, at) => {
    const name = calledOfBlocks(e, names);
    return form(name)(name === names[2] ? e : { ...e, data: null }, at);
  };

export const LARGEST_NAMES = ["maxentry", "rowmax", "maxpool"] as const;
export const IS_LARGEST_NAMES = ["ismax", "rowismax", "poolismax"] as const;

/** `|x|`, `‖x‖₂`, `[a; b]`: operands between marks. */
export const betweenForm =
  (open: string, close: string, separator = ", "): Form =>
  (e, at) =>
    piece(open + listed(e, at, separator) + close);

/** `dx` of a name, `d(A x)` of anything else. */
export const differentialForm: Form = (e, at) => {
  const X = e.args[0] as Expr;
  return piece(isSymbol(X) || isMember(X) || at.named(X) ? `d${at.of(X).text}` : `d(${at.of(X).text})`);
};

/** `expm(X)`, `expm_frechet(X, E)`. */
export const matrixFunctionForm: Form = (e, at) => callForm(calledFunction(e))(e, at);

/** `z(W, U, x)`: the solution z of its equation, as a function of the other names in it. */
export const solutionForm =
  (name: (name: string) => string): Form =>
  (e, at) =>
    callForm(name(e.data as string))(e, at);
/** `eigmax(A)`, `eigvecmin(A)`. */
export const endForm: Form = (e, at) => callForm(calledEnd(e))(e, at);

/** A letter for the terms of a sum that nothing within it is called by. */
export function countingLetter(e: Expr): string {
  const taken = new Set(walk([e]).flatMap((x) => (isSymbol(x) ? [nameOf(x)] : x.free.map((i) => i.letter))));
  const within = walk(e.args).filter((x) => x.op === e.op).length;
  return [..."ijlrsq"].filter((letter) => !taken.has(letter))[within] ?? "i′";
}

/** k − 1 of a number that has one at least 0. */
export const lastPower = (k: Expr): string | null =>
  isNumber(k) && isInteger(rationalOf(k)) && rationalOf(k).numerator > 0 ? String(rationalOf(k).numerator - 1) : null;

/** The sum of Xⁱ dX X^(k−1−i) over i = 0 … k−1 for a k that is no number. */
export const powersumForm =
  (marks: Marks): Form =>
  (e, at) => {
    const [X, k, Y] = e.args as readonly [Expr, Expr, Expr];
    const i = countingLetter(e);
    const [x, y] = [at.wrap(X, LEVEL.primary), at.wrap(Y, LEVEL.product)];
    const last = lastPower(k) ?? `${at.wrap(k, LEVEL.product)} ${marks.minus} 1`;
    return piece(
      `Σ_{${i}=0}^{${last.replaceAll(" ", "")}} ${x}^${i} ${y} ${x}^(${last} ${marks.minus} ${i})`,
      LEVEL.sum,
    );
  };

/** `∂s/∂W`, `∂²s/∂x²`, `∂²s/∂x∂y`; the gradient by a vector or matrix as `∇_W s`. A postfix would bind to the whole, so none binds tighter. */
export const derivativeForm: Form = (e, at) => {
  const [Y, X, Z] = e.args as readonly [Expr, Expr, Expr | undefined];
  const of = at.wrap(Y, LEVEL.primary);
  if (e.data === "gradient" && !isScalar(X.shape)) return piece(`∇_${at.of(X).text} ${of}`, LEVEL.product);
  if (e.data !== "hessian") return piece(`∂${of}/∂${at.of(X).text}`, LEVEL.postfix);
  const second = Z === undefined || Z === X ? `∂${at.of(X).text}²` : `∂${at.of(X).text}∂${at.of(Z).text}`;
  return piece(`∂²${of}/${second}`, LEVEL.postfix);
};
