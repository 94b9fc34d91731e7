/**
 * LaTeX in the book's notation: vectors bold lower case, matrices bold upper case, scalars italic.
 * Every name is taken apart and set safely, so no name of a model can be a macro.
 */

import { type Dim, ONE } from "../core/dim.js";
import type { Expr, ScalarFunction } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { isUnit, negated, type Rational } from "../core/rational.js";
import { isColumn, isScalar, isVector, SCALAR, type Shape } from "../core/shape.js";
import { entrywiseDot } from "../functions/matrix-senses.js";
import { GREEK } from "../names/greek.js";
import { differenceOf, isLetter, partsOf, rootOf } from "../names/parts.js";
import type { OpName } from "../ops/all.js";
import { primesOf } from "../ops/apply.js";
import { calledEnd, endOf } from "../ops/eigen.js";
import { Inverse } from "../ops/inverse.js";
import { calledFunction } from "../ops/matrixfunction.js";
import { isMember } from "../ops/member.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { Product } from "../ops/product.js";
import { structureOf } from "../ops/structure.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { type IndexSpelling, indexForms, placesSpelled } from "./indices.js";
import { blockForm, countingLetter, IS_LARGEST_NAMES, LARGEST_NAMES, lastPower, spellSize } from "./inline.js";
import {
  closesEarly,
  coefficient,
  decimal,
  elementwiseFactors,
  type Form,
  factorsOf,
  groupForm,
  invertedDiagonal,
  isBelowLine,
  isOpenMultiple,
  type Language,
  LEVEL,
  type Names,
  NO_NAMES,
  negative,
  type Piece,
  type Printer,
  printer,
  termsOf,
} from "./pretty.js";

/** A piece, with what LaTeX's parentheses and spaces depend on. */
const set = (
  text: string,
  of: { level?: Piece["level"]; digit?: boolean; tall?: boolean; wide?: boolean } = {},
): Piece => ({
  text,
  level: of.level ?? LEVEL.primary,
  minus: null,
  digit: of.digit ?? false,
  tall: of.tall ?? false,
  wide: of.wide ?? false,
});

/**
 * Text mode with every character that means something to TeX made plain. Letters and numbers stay;
 * a mark that is no part of a letter, a symbol that KaTeX knows only in mathematics, and what
 * prints nothing become a question mark.
 */
export function words(text: string): string {
  const shown = text.normalize("NFKC").replace(/[^\p{L}\p{N}\x20-\x7e]/gu, "?");
  const safe = shown.replace(/[\\{}$&#^_%~]/g, (c) => ESCAPES.get(c) ?? `\\${c}`);
  return `\\text{${safe}}`;
}

const ESCAPES = new Map([
  ["\\", "\\textbackslash "],
  ["^", "\\textasciicircum "],
  ["~", "\\textasciitilde "],
]);

/** The letters of a name's base: `x`, `\delta`, `\mathrm{loss}`. Names beyond ASCII stand in text mode. */
function letters(base: string, bold: boolean): string {
  const of = differenceOf(base);
  if (of !== null) return `\\Delta ${letters(of, bold)}`;
  if (base === "ell") return bold ? "\\boldsymbol{\\ell}" : "\\ell";
  const greek = GREEK.get(base)?.latex;
  if (greek?.startsWith("\\") === true) return bold ? `\\boldsymbol{${greek}}` : greek;
  const latin = greek ?? base;
  if (latin.length === 1 && /^[A-Za-z]$/.test(latin))
    return bold ? `\\mathbf{${latin}}` : greek === undefined ? latin : `\\mathrm{${latin}}`;
  if (/^[A-Za-z][A-Za-z0-9]*$/.test(latin)) return bold ? `\\mathbf{${latin}}` : `\\mathrm{${latin}}`;
  return bold ? `\\boldsymbol{${words(latin)}}` : words(latin);
}

/** One subscript: numbers and letters as mathematics, words upright. */
function subscript(text: string): string {
  const greek = GREEK.get(text)?.latex;
  if (greek !== undefined) return greek;
  return /^(\d+|[A-Za-z])([+-](\d+|[A-Za-z]))*$/.test(text) ? text : words(text);
}

/** A name of the model in the face of its kind: `\mathbf{W}_1`, `\hat{\mathbf{y}}`, `\mathrm{loss}`. */
export function latexName(name: string, shape: Shape): string {
  const { base, accent, squared, subscripts } = partsOf(name);
  const head = letters(base, accent === "bold" || !isScalar(shape));
  const under = subscripts.map(subscript).join(",");
  const index = under === "" ? "" : under.length === 1 ? `_${under}` : `_{${under}}`;
  const letter = accent === null || accent === "bold" ? head : `\\${accent}{${head}}`;
  return letter + index + (squared ? "^{2}" : "");
}

/** A name of several letters wants a thin space beside another: `\mathrm{loss}\, x`. */
const namePiece = (name: string, shape: Shape): Piece =>
  set(latexName(name, shape), {
    wide: !isLetter(partsOf(name).base),
    level: rootOf(name) === null ? LEVEL.primary : LEVEL.postfix,
  });

/** A size: `n`, `5 d`, `n^{2} + 1`. */
export const latexSize = (d: string): string =>
  d.replace(/[\p{L}_][\p{L}\p{M}\d_]*/gu, (name) => latexName(name, SCALAR)).replace(/\^(\d+)/g, "^{$1}");

/** Small fractions stand as such; other terminating numbers as decimals. */
const LARGEST_DENOMINATOR = 16;
const isFraction = (r: Rational) => r.denominator > 1 && (r.denominator <= LARGEST_DENOMINATOR || decimal(r) === null);

const fraction = (above: string, below: string): Piece =>
  set(`\\frac{${above}}{${below}}`, { level: LEVEL.postfix, digit: true, tall: true });

function number(r: Rational): Piece {
  const unsigned = r.numerator < 0 ? negated(r) : r;
  const made = isFraction(unsigned)
    ? fraction(String(unsigned.numerator), String(unsigned.denominator))
    : set(scientific(decimal(unsigned) as string), { digit: true });
  return r.numerator < 0 ? { ...negative(made.text), tall: made.tall === true } : made;
}

/** `1e-9` as a power of ten. */
const scientific = (text: string): string => {
  const [digits, exponent] = text.split("e");
  return exponent === undefined ? text : `${digits} \\cdot 10^{${exponent}}`;
};

/** A number as an exponent, on one line: `-1`, `1/2`. */
const small = (r: Rational): string =>
  isFraction(r) ? `${r.numerator}/${r.denominator}` : scientific(decimal(r) as string);

/** Parentheses that grow with what they hold. */
const parenthesise = (p: Piece): string => (p.tall === true ? `\\left(${p.text}\\right)` : `(${p.text})`);

interface Row {
  readonly text: string;
  readonly count: number;
  readonly digit: boolean;
  readonly tall: boolean;
  readonly wide: boolean;
}

const EMPTY: Row = { text: "", count: 0, digit: false, tall: false, wide: false };

/**
 * A further factor: numbers are kept apart by a dot, words by a thin space. Nothing follows the `final` one: then a
 * sum over an index goes on to its end.
 */
function beside(row: Row, p: Piece, final = false): Row {
  const bare = p.level >= LEVEL.postfix || (final && p.trailing === true);
  const text = bare ? p.text : parenthesise(p);
  const tall = row.tall || p.tall === true;
  const wide = bare && p.wide === true;
  if (row.count === 0) return { text, count: 1, digit: bare && p.digit, tall, wide };
  const between = bare && p.digit ? " \\cdot " : row.wide || wide ? " \\, " : " ";
  return { text: row.text + between + text, count: row.count + 1, digit: row.digit, tall, wide };
}

const besideAll = (row: Row, factors: readonly Expr[], at: Printer, final = false): Row => {
  let out = row;
  factors.forEach((f, i) => {
    out = beside(out, at.of(f), final && i === factors.length - 1);
  });
  return out;
};

function chained(row: Row, chain: readonly Expr[], at: Printer): Row {
  if (!closesEarly(chain)) return besideAll(row, chain, at, true);
  const tail = besideAll(EMPTY, chain.slice(1), at, true);
  const first = beside(row, at.of(chain[0] as Expr));
  return beside(first, set(tail.text, { level: LEVEL.product, tall: tail.tall }));
}

/** `\frac{2 a}{3 b} \mathbf{A}\mathbf{x}`: scalars divide in a fraction, matrices stand beside it. */
const product: Form = (e, at) => {
  const factors = factorsOf(e, at);
  const { numbers, scalars, chain, below } = factors;
  const open = isOpenMultiple(e, factors, at);
  const c = coefficient(numbers[0], isFraction);
  // 1/2 x^T A x, but a / (2 b): a fraction of numbers stands alone unless there is another.
  const split = below.length === 0 ? c.below : null;
  let above = EMPTY;
  if (split !== null) above = beside(EMPTY, fraction(c.above ?? "1", split));
  else if (c.above !== null) above = beside(EMPTY, set(scientific(c.above), { digit: true }));
  for (const more of numbers.slice(1)) above = beside(above, number(more));
  above = besideAll(above, scalars, at, chain.length === 0 || (below.length > 0 && !isScalar(e.shape)));
  let row = above;
  if (below.length > 0) {
    const inside = isScalar(e.shape) ? chained(above, chain, at) : above;
    let under = c.below === null ? EMPTY : beside(EMPTY, set(c.below, { digit: true }));
    const spelled = below.map(({ base, exponent }) =>
      isUnit(exponent) ? at.of(base) : raised(base, small(exponent), at),
    );
    for (const p of spelled) under = beside(under, p);
    // What stands alone over or under the bar needs no parentheses.
    const top = inside.count === 1 && c.above === null ? [...scalars, ...chain][0] : undefined;
    const bottom = under.count === 1 ? spelled[0] : undefined;
    const quotient = fraction(
      inside.count === 0 ? "1" : top === undefined ? inside.text : at.of(top).text,
      bottom === undefined ? under.text : bottom.text,
    );
    row = beside(EMPTY, quotient);
  }
  if (open) {
    const { text, tall = false } = at.of(nth(chain, 0));
    row = beside(row, set(text, { level: LEVEL.postfix, tall }));
  } else if (below.length === 0 || !isScalar(e.shape)) row = chained(row, chain, at);

  const only =
    row.count === 1 && below.length === 0 && c.above === null && split === null ? [...scalars, ...chain][0] : undefined;
  if (only !== undefined) {
    // One factor and nothing else is there only behind a sign.
    return { ...negative(at.wrap(only, LEVEL.elementwise)), tall: at.of(only).tall === true };
  }
  if (c.negative) return { ...negative(row.text), tall: row.tall };
  const level = open ? LEVEL.elementwise : row.count > 1 ? LEVEL.product : LEVEL.postfix;
  return set(row.text, { level, digit: row.digit, tall: row.tall });
};

const sum: Form = (e, at) => {
  let text = "";
  let tall = false;
  let first: Piece | null = null;
  for (const term of termsOf(e, at)) {
    const p = at.of(term);
    tall ||= p.tall === true;
    const positive = p.minus === null ? at.wrap(term, LEVEL.elementwise) : null;
    if (first === null) text = positive ?? p.text;
    else text += positive === null ? ` - ${p.minus}` : ` + ${positive}`;
    first ??= p;
  }
  return set(text, { level: LEVEL.sum, tall });
};

const hadamard: Form = (e, at) => {
  let text = "";
  let tall = false;
  elementwiseFactors(e, at).forEach(({ factor, dividedTo }, i) => {
    tall ||= at.of(factor).tall === true;
    const operand =
      dividedTo === null || isUnit(dividedTo)
        ? at.wrap(factor, LEVEL.postfix)
        : raised(factor, `\\circ ${small(dividedTo)}`, at).text;
    text += (i === 0 ? "" : dividedTo === null ? " \\circ " : " \\oslash ") + operand;
  });
  return set(text, { level: LEVEL.elementwise, tall });
};

const infix =
  (sign: string): Form =>
  (e, at) => {
    const [A, B] = e.args as readonly [Expr, Expr];
    const tall = at.of(A).tall === true || at.of(B).tall === true;
    const text = `${at.wrap(A, LEVEL.postfix)} ${sign} ${at.wrap(B, LEVEL.postfix)}`;
    return set(text, { level: LEVEL.elementwise, tall });
  };

function raised(base: Expr, exponent: string, at: Printer): Piece {
  const p = at.of(base);
  return set(`${at.wrap(base, LEVEL.primary)}^{${exponent}}`, {
    level: LEVEL.postfix,
    digit: p.digit && p.level === LEVEL.primary,
    tall: p.tall === true,
  });
}

const exponentOf = (k: Expr, at: Printer): string =>
  isNumber(k) && !at.named(k) ? small(rationalOf(k)) : at.of(k).text;

const power: Form = (e, at) => {
  const [X, k] = e.args as readonly [Expr, Expr];
  if (isBelowLine(e) && !at.named(k)) return product(e, at);
  return raised(X, isScalar(e.shape) ? exponentOf(k, at) : `\\circ ${exponentOf(k, at)}`, at);
};

const matrixPower: Form = (e, at) => raised(e.args[0] as Expr, exponentOf(e.args[1] as Expr, at), at);

/** `X^{-\top}` for the transpose of an inverse. */
const transpose: Form = (e, at) => {
  const X = e.args[0] as Expr;
  if (isScalar(X.shape) && X.op !== Product) return at.of(X);
  if (X.op === Inverse && !at.named(X)) return raised(X.args[0] as Expr, "-\\top", at);
  return raised(X, "\\top", at);
};

const listed = (e: Expr, at: Printer, separator: string): { readonly text: string; readonly tall: boolean } => {
  let text = "";
  let tall = false;
  e.args.forEach((a, i) => {
    text += (i === 0 ? "" : separator) + at.of(a).text;
    tall ||= at.of(a).tall === true;
  });
  return { text, tall };
};

/** `\det(X)`, `\operatorname{diag}(v)`; sizes that belong to the operation follow its operands. */
const call =
  (command: string): Form =>
  (e, at) => {
    const { text, tall } = listed(e, at, ", ");
    const sizes = Array.isArray(e.data) ? (e.data as readonly Dim[]).map((d) => `, ${latexSize(d)}`).join("") : "";
    return set(command + parenthesise(set(text + sizes, { tall })), { tall, wide: true });
  };

const operator = (name: string): Form => call(`\\operatorname{${name}}`);

/** `diag(v)`, and `diag(v)^{-1}` of reciprocals. */
const diag: Form = (e, at) => {
  const v = invertedDiagonal(e, at);
  if (v === null) return operator("diag")(e, at);
  const tall = at.of(v).tall === true;
  return set(`\\operatorname{diag}${parenthesise(at.of(v))}^{-1}`, { level: LEVEL.postfix, tall, wide: true });
};

/** Marks around an operand, growing with it. */
const between =
  (open: string, close: string): Form =>
  (e, at) => {
    const { text, tall } = listed(e, at, ", ");
    const [l, r] = tall ? [`\\left${open}`, `\\right${close}`] : [open, close];
    return set(`${l} ${text} ${r}`, { tall });
  };

const norm =
  (index: string): Form =>
  (e, at) => {
    const inner = between("\\lVert", "\\rVert")(e, at);
    return { ...inner, text: `${inner.text}_${index}` };
  };

const latexOf = (f: ScalarFunction): string =>
  (f.formula === undefined ? f.latex : undefined) ?? `\\operatorname{${f.name}}`;

const apply: Form = (e, at) => {
  const { name, primes } = primesOf(e.data as string);
  const known = primes === 0 ? e.home.functions.get(name) : undefined;
  const dot = entrywiseDot(e);
  if (known !== undefined && name === "sqrt" && dot === "")
    return set(`\\sqrt{${at.of(e.args[0] as Expr).text}}`, { tall: true });
  // Bars around a matrix are its determinant.
  if (known !== undefined && name === "abs" && isVector(e.shape)) return between("\\lvert", "\\rvert")(e, at);
  if (known !== undefined) return call(latexOf(known) + dot)(e, at);
  const head = latexName(name, SCALAR) + "'".repeat(primes);
  const made = call(head)(e, at);
  return { ...made, wide: made.wide === true && !isLetter(partsOf(name).base) };
};

const blocks =
  (separator: string): Form =>
  (e, at) =>
    set(`\\begin{bmatrix} ${listed(e, at, separator).text} \\end{bmatrix}`, { tall: true });

/** `\mathbf{1}_{n}`, `\mathbf{0}_{n \times m}`, `\mathbf{I}_{n}`; a row is `\mathbf{1}_{n}^{\top}`. */
const filled =
  (letter: string): Form =>
  (e) => {
    const [rows, cols = ONE] = e.data as readonly Dim[];
    const of = (size: string): string => `\\mathbf{${letter}}_{${size}}`;
    if (rows === ONE && cols !== ONE) return set(`${of(latexSize(cols))}^{\\top}`, { level: LEVEL.postfix });
    const size = cols === ONE ? latexSize(rows as Dim) : `${latexSize(rows as Dim)} \\times ${latexSize(cols)}`;
    return { ...set(of(size)), subscripted: true };
  };

const differential: Form = (e, at) => {
  const X = e.args[0] as Expr;
  const text = isSymbol(X) || isMember(X) || at.named(X) ? at.of(X).text : parenthesise(at.of(X));
  return set(`\\mathrm{d}${text}`, { level: LEVEL.postfix, wide: true, tall: at.of(X).tall === true });
};

/** The sum of Xⁱ dX X^(k−1−i). */
const powersum: Form = (e, at) => {
  const [X, k, Y] = e.args as readonly [Expr, Expr, Expr];
  const [x, y] = [at.wrap(X, LEVEL.primary), at.wrap(Y, LEVEL.product)];
  const [i, last] = [countingLetter(e), lastPower(k) ?? `${at.wrap(k, LEVEL.product)} - 1`];
  return set(`\\sum_{${i}=0}^{${last}} ${x}^{${i}} ${y} ${x}^{${last} - ${i}}`, { level: LEVEL.sum, tall: true });
};

const derivative: Form = (e, at) => {
  const [Y, X, Z = X] = e.args as readonly [Expr, Expr, Expr?];
  const of = at.wrap(Y, LEVEL.primary);
  const [x, z] = [at.of(X).text, at.of(Z).text];
  if (e.data === "gradient" && !isScalar(X.shape)) return set(`\\nabla_{${x}} ${of}`, { level: LEVEL.product });
  if (e.data !== "hessian") return set(`\\frac{\\partial ${of}}{\\partial ${x}}`, { level: LEVEL.postfix, tall: true });
  const square = X === Z && !isColumn(X.shape);
  const row = isScalar(Z.shape) || !isColumn(Z.shape) ? "" : "^{\\top}";
  const below = square || (X === Z && row === "") ? `\\partial ${x}^{2}` : `\\partial ${x} \\, \\partial ${z}${row}`;
  return set(`\\frac{\\partial^{2} ${of}}{${below}}`, { level: LEVEL.postfix, tall: true });
};

const INDICES: IndexSpelling = {
  name: latexName,
  labelled: (base, label, shape) => `${latexName(base, shape)}^{${label.split("_").map(subscript).join(",")}}`,
  size: latexSize,
  joined: true,
  before: true,
  below: (text) => `_{${text}}`,
  bar: "\\mid ",
  square: "^{2}",
  above: (text) => `^{[${text}]}`,
  minus: "-",
  signs: { "=": "=", "≠": "\\ne", "≥": "\\ge", "≤": "\\le", "<": "<", ">": ">" },
  binder: (mark, { letter, lo, hi }, conditions, body) => {
    // Σ_{j ≠ i} runs over all that there is: a range that is less is written.
    const isBare = lo === "1" && /^\\?\p{L}+$/u.test(hi) && conditions.length > 0;
    const below = [...(isBare ? [] : [`${letter}=${lo}`]), ...conditions].join(", ");
    const above = isBare ? "" : `^{${hi}}`;
    const inner = body.level >= LEVEL.product && body.minus === null ? body.text : parenthesise(body);
    return { ...set(`\\${mark}_{${below}}${above} ${inner}`, { level: LEVEL.product, tall: true }), trailing: true };
  },
  delta: (letters) => `\\delta_{${letters}}`,
  unit: (i) => ({ ...set(`\\mathbf{e}_{${i}}`), subscripted: true }),
  nabla: (k) => (k === null ? "\\nabla " : `\\nabla_{${k}} `),
  call: (name, args) => {
    const tall = args.some((p) => p.tall === true);
    return set(name + parenthesise(set(args.map((p) => p.text).join(", "), { tall })), { tall });
  },
  parenthesise,
};

const FORMS = {
  symbol: (e) => namePiece(nameOf(e), e.shape),
  number: (e) => number(rationalOf(e)),
  constant: (e) => set(e.data === "pi" ? "\\pi" : "e"),
  size: (e) => spellSize(e.data as Dim, latexSize),
  eye: filled("I"),
  ones: filled("1"),
  zeros: filled("0"),
  comm: (e) => ({
    ...set(`\\mathbf{K}_{${(e.data as readonly Dim[]).map(latexSize).join(",")}}`),
    subscripted: true,
  }),
  differential,
  group: groupForm,
  sum,
  times: product,
  scale: product,
  product,
  transpose,
  hadamard,
  power,
  apply,
  maximum: call("\\max"),
  minimum: call("\\min"),
  diag,
  diagvec: operator("diagvec"),
  trace: operator("tr"),
  det: call("\\det"),
  // A power beside it would be one of the determinant: log det(Y)².
  logdet: (e, at) => ({ ...call("\\log\\det")(e, at), level: LEVEL.postfix }),
  inverse: (e, at) => raised(e.args[0] as Expr, "-1", at),
  matrixfunction: (e, at) => operator(calledFunction(e))(e, at),
  frechet: (e, at) => operator(calledFunction(e).replace("_", "\\_"))(e, at),
  sylvester: operator("sylvester"),
  cross: infix("\\times"),
  crossmatrix: (e, at) => {
    const inner = between("[", "]")(e, at);
    return { ...inner, text: `${inner.text}_{\\times}`, subscripted: true };
  },
  axial: operator("axial"),
  structure: (e, at) => operator(structureOf(e))(e, at),
  conv: operator("conv"),
  correlate: operator("correlate"),
  implicit: (e, at) => call(latexName(e.data as string, e.shape))(e, at),
  pinv: operator("pinv"),
  adjugate: operator("adj"),
  cholesky: operator("chol"),
  lowerhalf: operator("lowerhalf"),
  eigenvalue: (e, at) => call(`\\lambda_{\\${endOf(e)}}`)(e, at),
  eigenvector: (e, at) => operator(calledEnd(e))(e, at),
  eigenvalues: operator("eigvals"),
  eigenvectors: operator("eigvecs"),
  eigengaps: operator("eigengaps"),
  specnorm: call("\\sigma_{\\max}"),
  leftvector: operator("leftvec"),
  rightvector: operator("rightvec"),
  nuclear: operator("nuclear"),
  polar: operator("polar"),
  dominanteigenvalue: operator("eigdom"),
  dominantvector: operator("eigvecdom"),
  qfactor: operator("qfactor"),
  rfactor: operator("rfactor"),
  lfactor: operator("lfactor"),
  ufactor: operator("ufactor"),
  cumprod: operator("cumprod"),
  largest: blockForm(LARGEST_NAMES, operator),
  islargest: blockForm(IS_LARGEST_NAMES, operator),
  matrixpower: matrixPower,
  powersum,
  total: operator("sum"),
  mean: operator("mean"),
  norm1: norm("1"),
  norm2: norm("2"),
  normF: norm("F"),
  vec: operator("vec"),
  unvec: operator("unvec"),
  kron: infix("\\otimes"),
  stack: blocks(" \\\\ "),
  beside: blocks(" & "),
  rows: operator("rows"),
  cols: operator("cols"),
  softmax: operator("softmax"),
  softmaxrows: operator("softmaxrows"),
  softmaxcols: operator("softmaxcols"),
  logsumexp: operator("logsumexp"),
  cross_entropy: operator("cross\\_entropy"),
  derivative,
  ...indexForms(INDICES),
} satisfies Record<OpName, Form>;

export const LATEX: Language = {
  forms: FORMS,
  name: namePiece,
  parenthesise,
  withPlaces: (p, e, at) => placesSpelled(p, e, INDICES, at),
};

/** LaTeX of `e`; shared parts below it by their names. Throws OutputError where it would be too long. */
export const printLatex = (e: Expr, names: Names = NO_NAMES, limit?: number): string => printer(LATEX, names, limit)(e);
