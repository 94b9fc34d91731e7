/**
 * Array expressions: what a derivation becomes in a language of arrays. An operation of mathematics
 * is lowered to these few dozen kernels once (`codegen/lower.ts`), so a new operation is code in
 * every language at once and a new language is one table of kernels.
 *
 * Vectors have no orientation here: x and xᵀ are one array of rank 1, and what a product does with
 * it says the kernel: `matvec`, `dot`, `outer`.
 */
import { type Dim, minus, ONE, polynomialOf, powersOf } from "../../core/dim.js";
import type { Expr } from "../../core/expr.js";
import type { Index } from "../../core/place.js";
import { equals, isInteger, negated, type Rational, UNIT, ZERO } from "../../core/rational.js";
import type { FunctionName } from "../../functions/library.js";
import { decimal, LEVEL, negative, type Piece, piece } from "../../print/pretty.js";
import { NoCode } from "../no-code.js";

/** Every kernel, with its operands: s a scalar, v, w vectors, A, B matrices, X anything. */
const KERNELS = [
  "input", // a name: an input of the module
  "number",
  "constant", // pi, e
  "size", // a size as a number
  "fill", // s in every entry of an array
  "eye",
  "comm", // the commutation matrix as an array
  // Entry by entry; operands of smaller rank stand for all entries.
  "add",
  "neg",
  "mul",
  "div",
  "pow",
  "apply", // a function by its name
  "max",
  "min",
  "column", // v in every column: v 1ᵀ, only as an operand of the entrywise kernels and of `spread`
  "row", // v in every row: 1 vᵀ, likewise
  "spread", // an entrywise expression without a matrix in it, as a matrix
  // Linear algebra.
  "transpose",
  "matmul", // A B
  "matvec", // A v
  "dot", // vᵀ w
  "inner", // the sum of A ∘ B
  "outer", // v wᵀ
  "lu", // the factorisation of A, where the language keeps it; else A itself; data POSDEF: A has a Cholesky factor
  "solve", // A⁻¹ X from the factorisation; data "T": A⁻ᵀ X
  "inverse",
  "det",
  "logdet",
  "matrixpower", // A^s
  "matrixfunction", // f(A), of the matrix as a whole; data is f
  "frechet", // the derivative of f at A along B
  "decomposed", // what the helper of the name `data` makes of A: its eigenvalues, its pseudo-inverse
  "powersum", // the sum of A^i B A^(s−1−i)
  "helped", // a function of the module's own, by its name, of arrays
  "trace",
  "diagonal", // diag(v) as an array
  "diagvec",
  "adddiagonal", // A with v (or s) added to its diagonal
  "kron", // of two matrices or two vectors
  "kronapply", // (A ⊗ B) C without A ⊗ B
  "commute", // comm(m, n) A without comm
  // Reductions.
  "total",
  "rowsums", // A 1
  "colsums", // Aᵀ 1
  "norm1",
  "norm", // √ of the sum of squares
  // Arrangement.
  "vec", // column by column
  "unvec",
  "concat", // vectors (and scalars) one after another
  "vstack",
  "hstack",
  "rows", // rows from … to … of A
  "cols",
  "slice", // entries from … to … of v
  "rowat", // one row of A as a vector
  "colat",
  "entry", // one entry of v
  "asrow", // v as a 1×n matrix
  "ascol", // v as an n×1 matrix
  "copy", // an array of its own, where the result would be an input
  // Functions of several entries that are written so that nothing overflows.
  "softmax",
  "softmaxrows",
  "softmaxcols",
  "logsumexp",
  "logsoftmax",
  "logsoftmaxrows",
  "logsoftmaxcols",
  "crossentropy",
  // What has indices: a language writes it as arrays over them, from the arrays that it is made of.
  "indexed",
] as const;

export type Kernel = (typeof KERNELS)[number];

/** What an array over indices is the value of. */
export interface IndexedArray {
  readonly of: Expr;
  /** Letters that have an axis each, before rows and columns. */
  readonly letters: readonly Index[];
  /** The operands: all that has nothing to do with indices. */
  readonly parts: readonly Expr[];
}

/** A node of a graph of array expressions. Equal nodes of one graph are the same object. */
export interface ArrayExpr {
  readonly id: number;
  readonly kernel: Kernel;
  readonly args: readonly ArrayExpr[];
  /** A name, a function with its primes, `T`. */
  readonly data: string;
  /** Sizes that belong to the kernel: the bounds of a slice, the m and n of `comm`. */
  readonly dims: readonly Dim[];
  readonly number: Rational | null;
  /** Of the kernel `indexed`. */
  readonly indexed?: IndexedArray;
  readonly rank: 0 | 1 | 2;
  /** For rank 1 the length; 1 for a scalar. */
  readonly rows: Dim;
  readonly cols: Dim;
}

const ENTRYWISE: ReadonlySet<Kernel> = new Set([
  "add",
  "neg",
  "mul",
  "div",
  "pow",
  "apply",
  "max",
  "min",
  "column",
  "row",
  "spread",
]);

/** Whether an entry of the result needs only the entries of the operands at the same place. */
export const isEntrywise = (e: ArrayExpr): boolean => ENTRYWISE.has(e.kernel);

/** A piece of code. `power`: a power stands first, before which a language may not have a sign. */
export interface Code extends Piece {
  readonly power?: true;
}

/** All that a form may ask. */
export interface CodePrinter {
  /** The piece of an operand. */
  readonly of: (e: ArrayExpr) => Code;
  /** The text of an operand, parenthesised unless it holds together at `level` or tighter. */
  readonly wrap: (e: ArrayExpr, level: Piece["level"]) => string;
  /** Whether an array has a variable; what has none is used up where it stands. */
  readonly isVariable: (e: ArrayExpr) => boolean;
  /** A size as an expression of the language. */
  readonly size: (d: Dim) => Piece;
  /** The name of a function of the model in this module, by its name with primes. */
  readonly function: (name: string) => string;
  /** Whether a name with primes is of a function of the model, which may be called as one of the language. */
  readonly isOwn: (name: string) => boolean;
  /** Notes that a helper of the target is called, and gives its name back. */
  readonly use: (helper: string) => string;
  /** The variable of an input. */
  readonly variable: (name: string) => string;
  readonly fresh: (wish: string) => string;
  /** A line before the one that is written, which stands as deep as those before it have said. */
  readonly line: (text: string) => void;
  readonly indent: (by: 1 | -1) => void;
}

/** An array over indices, where a language has no code for it. */
export const withoutIndices = (language: string) => (): never => {
  throw new NoCode(
    `sums over indices, families and entries have no code in ${language} yet`,
    "NumPy, PyTorch and JAX have it",
  );
};

/** The spelling of one kernel. */
export type ArrayForm = (e: ArrayExpr, at: CodePrinter) => Code;

/** How the built-in functions of scalars are spelled when applied entry by entry. */
export type FunctionForm = (argument: string, at: CodePrinter) => string;

/** One for each function of the language. */
export type FunctionForms = Readonly<Record<FunctionName, FunctionForm>>;

/** How a function is spelled; undefined for one of the model. */
export const formOf = (forms: FunctionForms, name: string, { isOwn }: CodePrinter): FunctionForm | undefined =>
  Object.hasOwn(forms, name) && !isOwn(name) ? forms[name as FunctionName] : undefined;

/** Data of a factorisation: the matrix is known to be positive definite. */
export const POSDEF = "posdef";

export interface ArrayLanguage {
  readonly forms: Readonly<Record<Kernel, ArrayForm>>;
  /** Whether operand i must be a variable, because the language cannot index an expression, say. */
  readonly atom: (e: ArrayExpr, i: number) => boolean;
  /** Whether factorisations are values that are kept and used again. */
  readonly factorises: boolean;
}

/** The text of an operand, where it stands between commas or brackets. */
export const textOf = (e: ArrayExpr | undefined, at: CodePrinter): string => at.of(e as ArrayExpr).text;

export const sizeText = (d: Dim, at: CodePrinter): string => at.size(d).text;

/** A place that is counted from 1, in a language that counts from 0. */
export const indexText = (d: Dim, at: CodePrinter): string => sizeText(minus(d, ONE), at);

/** Code as a factor or a bound: in parentheses unless it is a word. */
export const wordOr = (code: string): string => (/^\w+$/.test(code) ? code : `(${code})`);

/** `name(x)` for functions that the language has. */
export const named =
  (name: string): FunctionForm =>
  (x) =>
    `${name}(${x})`;

/** A function of a number that the module brings along. */
export const helper =
  (name: string): FunctionForm =>
  (x, at) =>
    `${at.use(name)}(${x})`;

/** A function of a number and of an order, which the module brings along. */
export const ordered =
  (name: string, order: number): FunctionForm =>
  (x, at) =>
    `${at.use(name)}(${order}, ${x})`;

const parenthesised = (p: Piece): string => `(${p.text})`;

/** A polynomial of sizes, `5 * d`, `n * n - 1`. */
export function spellDim(d: Dim, nameOf: (symbol: string) => string, times = " * "): Piece {
  let text = "";
  let level: Piece["level"] = LEVEL.primary;
  let terms = 0;
  for (const [monomial, c] of polynomialOf(d)) {
    const factors = [...powersOf(monomial)].flatMap(repeated);
    const size = Math.abs(c);
    const parts = [...(size !== 1 || factors.length === 0 ? [String(size)] : []), ...factors.map(nameOf)];
    if (terms === 0) text = (c < 0 ? "-" : "") + parts.join(times);
    else text += (c < 0 ? " - " : " + ") + parts.join(times);
    terms += 1;
    level = terms > 1 || c < 0 ? LEVEL.sum : parts.length > 1 ? LEVEL.elementwise : LEVEL.primary;
  }
  return piece(text, level);
}

const repeated = ([name, k]: readonly [string, number]): readonly string[] => Array.from({ length: k }, () => name);

/** A number as code: a fraction that is no short decimal stays a division. */
function spellRational(r: Rational): Piece {
  if (r.numerator < 0) {
    const positive = spellRational(negated(r));
    return { ...negative(positive.text), level: LEVEL.sum };
  }
  const text = decimal(r);
  return text === null
    ? piece(`${r.numerator} / ${r.denominator}`, LEVEL.elementwise, true)
    : piece(text, LEVEL.primary, true);
}

/** `a + b - c`. */
export const addForm: (plus: string, minus: string) => ArrayForm = (plus, minus) => (e, at) => {
  const first = e.args.findIndex((t) => at.of(t).minus === null);
  const terms = first <= 0 ? e.args : [e.args[first] as ArrayExpr, ...e.args.filter((_, i) => i !== first)];
  let text = "";
  terms.forEach((t, i) => {
    const p = at.of(t);
    if (i === 0) text = p.minus === null ? at.wrap(t, LEVEL.elementwise) : p.text;
    else text += p.minus === null ? plus + at.wrap(t, LEVEL.elementwise) : minus + p.minus;
  });
  return piece(text, LEVEL.sum);
};

/** Text behind a sign, in parentheses where no sign may stand before it. */
const signed = (text: string, leads: Code): Code => {
  const made = negative(leads.power === undefined ? text : `(${text})`);
  return { ...made, minus: text, ...led(leads) };
};

/** Whether a power stands first: what its first operand says, where that is not in parentheses. */
const led = (first: Code): Pick<Code, "power"> => (first.power === undefined ? {} : { power: first.power });

/**
 * −X. Alone a product is parenthesised: in every language here a sign binds tighter than a product
 * of matrices, and would turn the large operand.
 */
export const negForm: ArrayForm = (e, at) => {
  const X = e.args[0] as ArrayExpr;
  const inner = at.of(X);
  return {
    text: `-${at.wrap(X, inner.power === undefined ? LEVEL.postfix : LEVEL.primary)}`,
    level: LEVEL.sum,
    minus: at.wrap(X, LEVEL.elementwise),
    digit: false,
    ...(inner.level >= LEVEL.elementwise ? led(inner) : {}),
  };
};

/** `a * b`; a number in front that is no decimal is spelled `2 * x / 3`, a negative one gives its sign away. */
export const mulForm: (times: string, over: string) => ArrayForm = (times, over) => (e, at) => {
  const [a, b] = e.args as readonly [ArrayExpr, ArrayExpr];
  if (a.kernel === "number" && a.number !== null && !isInteger(a.number) && decimal(positive(a.number)) === null) {
    const { numerator, denominator } = positive(a.number);
    const above = numerator === 1 ? at.wrap(b, LEVEL.elementwise) : numerator + times + at.wrap(b, LEVEL.postfix);
    const text = `${parenthesiseProduct(above, b, numerator, at)}${over}${denominator}`;
    const first = numerator === 1 && at.of(b).level >= LEVEL.elementwise ? at.of(b) : piece(text);
    return a.number.numerator < 0 ? signed(text, first) : { ...piece(text, LEVEL.elementwise), ...led(first) };
  }
  const left: Code = at.of(a);
  if (left.minus !== null && (a.kernel === "number" || (a.kernel === "mul" && a.rank === 0)))
    return signed(left.minus + times + factorText(a, b, at), left);
  return { ...piece(leftText(left) + times + factorText(a, b, at), LEVEL.elementwise), ...leftLed(left) };
};

/** A left operand that is read before what follows. */
const isPlainLeft = (left: Code): boolean => left.level === LEVEL.elementwise || left.level >= LEVEL.postfix;
const leftText = (left: Code): string => (isPlainLeft(left) ? left.text : parenthesised(left));
const leftLed = (left: Code): Pick<Code, "power"> => (isPlainLeft(left) ? led(left) : {});

/** A number times a product entry by entry may be read from the left: that is as much work, or less. */
const factorText = (a: ArrayExpr, b: ArrayExpr, at: CodePrinter): string => {
  const p = at.of(b);
  return a.rank === 0 && p.level === LEVEL.elementwise ? p.text : at.wrap(b, LEVEL.postfix);
};

const positive = (r: Rational): Rational => (r.numerator < 0 ? negated(r) : r);

/** A product of matrices is parenthesised before it is divided. */
const parenthesiseProduct = (text: string, b: ArrayExpr, numerator: number, at: CodePrinter): string =>
  numerator === 1 && at.of(b).level === LEVEL.product ? `(${at.of(b).text})` : text;

/** `a / b`. */
export const divForm: (over: string) => ArrayForm = (over) => (e, at) => {
  const [a, b] = e.args as readonly [ArrayExpr, ArrayExpr];
  const left = at.of(a);
  return { ...piece(leftText(left) + over + at.wrap(b, LEVEL.postfix), LEVEL.elementwise), ...leftLed(left) };
};

/** `name(a, b)`. */
export const calling: (name: string) => ArrayForm = (name) => (e, at) =>
  piece(`${name}(${e.args.map((a) => at.of(a).text).join(", ")})`);

/** A helper of the target, noted as used. */
export const helping: (name: string) => ArrayForm = (name) => (e, at) => calling(at.use(name))(e, at);

/** `A @ B`, read from the left: the right operand is parenthesised where it is a product itself. */
export const productOf: (operator: string) => ArrayForm = (operator) => (e, at) => {
  const [a, b] = e.args as readonly [ArrayExpr, ArrayExpr];
  return piece(at.wrap(a, LEVEL.product) + operator + at.wrap(b, LEVEL.postfix), LEVEL.product);
};

/** Text around the operands, each parenthesised unless it is a name or a call. */
export const around: (write: (operands: readonly string[], e: ArrayExpr, at: CodePrinter) => string) => ArrayForm =
  (write) => (e, at) =>
    piece(
      write(
        e.args.map((a) => at.wrap(a, LEVEL.primary)),
        e,
        at,
      ),
    );

/** A number of the model. */
export const numberForm: ArrayForm = (e) => spellRational(e.number as Rational);

/** The operand itself, where the language needs no more. */
export const passed: ArrayForm = (e, at) => at.of(e.args[0] as ArrayExpr);

/** An array full of one number: of ones and zeros languages have calls. */
export const fillForm =
  (
    ones: (shape: string) => string,
    zeros: (shape: string) => string,
    shapeText: (e: ArrayExpr, at: CodePrinter) => string,
    other: (s: ArrayExpr, shape: string, at: CodePrinter) => Piece,
  ): ArrayForm =>
  (e, at) => {
    const s = e.args[0] as ArrayExpr;
    const shape = shapeText(e, at);
    if (s.number !== null && equals(s.number, UNIT)) return piece(ones(shape));
    if (s.number !== null && equals(s.number, ZERO)) return piece(zeros(shape));
    return other(s, shape, at);
  };

/** The commutation matrix as an array. */
const commForm: ArrayForm = (e, at) => piece(`${at.use("comm")}(${e.dims.map((d) => sizeText(d, at)).join(", ")})`);

/** comm(m, n) A by a helper: the sizes m and n, and those of the identities beside where they are not 1. */
const commuteForm: ArrayForm = (e, at) => {
  const alone = e.dims.slice(2).every((d) => d === ONE);
  const sizes = (alone ? e.dims.slice(0, 2) : e.dims).map((d) => sizeText(d, at));
  return piece(`${at.use("commute")}(${[textOf(e.args[0], at), ...sizes].join(", ")})`);
};

/** The operands of (A ⊗ B) C; one that is an identity costs nothing, and is passed as the word for none. */
export const kronOperands = (e: ArrayExpr, none: string, at: CodePrinter): readonly string[] =>
  e.args.map((a, i) => (i < 2 && a.kernel === "eye" ? none : textOf(a, at)));

/** Forms that every language of array expressions has. */
export const BASIC_FORMS = {
  input: (e) => piece(e.data),
  number: numberForm,
  size: (e, at) => at.size(e.data as Dim),
  comm: commForm,
  commute: commuteForm,
} satisfies Partial<Record<Kernel, ArrayForm>>;

/** Functions of several entries by helpers in which nothing overflows. */
export const STABLE_FORMS = {
  softmax: helping("softmax"),
  softmaxrows: helping("softmax_rows"),
  softmaxcols: helping("softmax_cols"),
  logsumexp: helping("logsumexp"),
  logsoftmax: helping("log_softmax"),
  logsoftmaxrows: helping("log_softmax_rows"),
  logsoftmaxcols: helping("log_softmax_cols"),
  crossentropy: helping("cross_entropy"),
} satisfies Partial<Record<Kernel, ArrayForm>>;
