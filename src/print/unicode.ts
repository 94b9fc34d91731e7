/** Unicode: the spelling of the board on one line, for terminals. `u ∘ f′(z)`, `δ xᵀ`, `X⁻¹`, `∂s/∂W`. */

import { type Dim, ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { isVector } from "../core/shape.js";
import { entrywiseDot } from "../functions/matrix-senses.js";
import { GREEK } from "../names/greek.js";
import { differenceOf, isLetter, partsOf, rootOf } from "../names/parts.js";
import type { OpName } from "../ops/all.js";
import { primesOf } from "../ops/apply.js";
import { endOf } from "../ops/eigen.js";
import { structureOf } from "../ops/structure.js";
import { nameOf } from "../ops/symbol.js";
import { type IndexSpelling, indexForms, placesSpelled } from "./indices.js";
import {
  betweenForm,
  blockForm,
  callForm,
  derivativeForm,
  diagForm,
  differentialForm,
  endForm,
  hadamardForm,
  IS_LARGEST_NAMES,
  infixForm,
  LARGEST_NAMES,
  type Marks,
  matrixFunctionForm,
  matrixPowerForm,
  numberForm,
  postfixForm,
  powerForm,
  powersumForm,
  productForm,
  solutionForm,
  spellSize,
  sumForm,
  transposeForm,
} from "./inline.js";
import {
  type Form,
  groupForm,
  type Language,
  LEVEL,
  type Names,
  NO_NAMES,
  type Piece,
  piece,
  printer,
} from "./pretty.js";

const pairs = (plain: string, marked: string) =>
  new Map([...plain].map((c, i) => [c, [...marked][i] as string] as const));

const SUPERSCRIPTS = pairs("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻");
const SUBSCRIPTS = pairs("0123456789+-aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ");
const ACCENTS = { hat: "\u0302", tilde: "\u0303", bar: "\u0304", bold: "" } as const;

/** Every character in a table of marks, or null where one has no mark. */
function marked(text: string, table: ReadonlyMap<string, string>): string | null {
  let out = "";
  for (const c of text) {
    const mark = table.get(c);
    if (mark === undefined) return null;
    out += mark;
  }
  return out;
}

function letter(base: string): string {
  const of = differenceOf(base);
  if (of !== null) return `Δ${letter(of)}`;
  return base === "ell" ? "ℓ" : (GREEK.get(base)?.letter ?? base);
}

/** 𝐫: a Latin letter in the bold face of Unicode; others have none that all fonts know. */
function boldLetter(base: string): string {
  const code = /^[A-Za-z]$/.test(base) ? base.charCodeAt(0) : null;
  if (code === null) return `${letter(base)}_bold`;
  return String.fromCodePoint(code < 97 ? 0x1d400 + code - 65 : 0x1d41a + code - 97);
}

/** A subscript where Unicode has the characters and it is a number, a letter or `t-1`; else `_word`. */
function subscript(text: string): string {
  const short = /^(\d+|\p{L}|\p{L}[+-]\d+)$/u.test(letter(text)) ? marked(letter(text), SUBSCRIPTS) : null;
  return short ?? `_${text}`;
}

/** `W₁`, `ŷ`, `θ`, `hₜ₋₁`, `x_window`. */
export function unicodeName(name: string): string {
  const { base, accent, squared, subscripts } = partsOf(name);
  if (accent !== null && !isLetter(base)) return name;
  const head = (accent === "bold" ? boldLetter(base) : letter(base)) + (accent === null ? "" : ACCENTS[accent]);
  // Two subscripts side by side would run together.
  const below = subscripts.length > 1 ? subscripts.map((s) => `_${s}`) : subscripts.map(subscript);
  return (head + below.join("") + (squared ? "²" : "")).normalize("NFC");
}

const sizeText = (d: string) =>
  d
    .replace(/[\p{L}_][\p{L}\p{M}\d_]*/gu, unicodeName)
    .replace(/\^(\d+)/g, (_, k: string) => marked(k, SUPERSCRIPTS) as string);

const MARKS: Marks = {
  hadamard: " ∘ ",
  quotient: " ⊘ ",
  minus: "−",
  times: " · ",
  exponent: (text) => marked(text, SUPERSCRIPTS) ?? `^${text}`,
};
const product = productForm(MARKS);

const named = (name: string): Piece => piece(unicodeName(name), rootOf(name) === null ? LEVEL.primary : LEVEL.postfix);

/** The letters of constants, by their calls. */
const CONSTANTS = { eye: "I", ones: "1", zeros: "0" } as const;

/** `Iₙ`, `1ₙ`, `0ₙ`, and as rows `1ₙᵀ`, `0ₙᵀ`; a call where the size is no name or number. */
function constantPiece(call: keyof typeof CONSTANTS, rows: string, cols: string = ONE): Piece {
  const mark = CONSTANTS[call];
  const isRow = rows === ONE && cols !== ONE;
  const size = isRow ? cols : rows;
  if (!isRow && cols !== ONE) return piece(`${call}(${sizeText(size)}, ${sizeText(cols)})`);
  const isPlain = /^[\p{L}\d]+$/u.test(size);
  const column = isPlain ? mark + subscript(size) : `${call}(${sizeText(size)})`;
  const isDigit = isPlain && /\d/.test(mark);
  if (isRow) return piece(`${column}ᵀ`, LEVEL.postfix, isDigit);
  return isPlain ? { ...piece(column, undefined, isDigit), subscripted: true } : piece(column);
}

const constantOf =
  (call: keyof typeof CONSTANTS): Form =>
  (e) =>
    constantPiece(call, ...(e.data as readonly [Dim, Dim]));

/** How norms close, by their calls. */
const NORMS = { norm1: "‖₁", norm2: "‖₂", normF: "‖_F" } as const;

/** Longest text between bars; a longer one is a call, so that no text is searched again at every level. */
const BARS = 200;

/** `|x|`, `‖x‖₂`; a call where bars stand within, which would not tell left from right. */
const barsOf =
  (open: string, close: string, call: string): Form =>
  (e, at) => {
    const { text } = at.of(e.args[0] as Expr);
    return text.length > BARS || /[|‖]/.test(text) ? callForm(call)(e, at) : betweenForm(open, close)(e, at);
  };

const apply: Form = (e, at) => {
  const { name, primes } = primesOf(e.data as string);
  // Bars around a matrix are its determinant.
  if (name === "abs" && primes === 0 && isVector(e.shape)) return barsOf("|", "|", "abs")(e, at);
  return callForm(unicodeName(name) + entrywiseDot(e) + (["", "′", "″", "‴"][primes] ?? "′".repeat(primes)))(e, at);
};

const parenthesise = (p: Piece): string => `(${p.text})`;

/** `_i`, `_ij`, `_{i+1}`. */
const below = (text: string): string => (/^[\p{L}\d]+$/u.test(text) ? `_${text}` : `_{${text}}`);

const INDICES: IndexSpelling = {
  name: unicodeName,
  labelled: (base, label) => `${unicodeName(base)}^${label.replaceAll("_", ",")}`,
  size: sizeText,
  joined: true,
  before: true,
  below,
  above: (text) => `^[${text}]`,
  bar: "|",
  square: "²",
  minus: "−",
  signs: { "=": "=", "≠": "≠", "≥": "≥", "≤": "≤", "<": "<", ">": ">" },
  binder: (mark, { letter, lo, hi }, conditions, body) => {
    // Σ_{j ≠ i} runs over all that there is: a range that is less is written.
    const isAll = lo === "1" && /^\p{L}+$/u.test(hi);
    const range = isAll && conditions.length > 0 ? [] : [`${letter}=${lo}`];
    const above = range.length === 0 ? "" : `^${/^[\p{L}\d]+$/u.test(hi) ? hi : `{${hi}}`}`;
    const inner = body.level >= LEVEL.product && body.minus === null ? body.text : parenthesise(body);
    const text = `${mark === "sum" ? "Σ" : "Π"}_{${[...range, ...conditions].join(", ")}}${above} ${inner}`;
    return { ...piece(text, LEVEL.product), trailing: true };
  },
  delta: (letters) => `δ_${letters}`,
  unit: (i) => ({ ...piece(`e${below(i)}`), subscripted: true }),
  nabla: (k) => (k === null ? "∇" : `∇${subscript(String(k))}`),
  call: (name, args) => piece(`${name}(${args.map((p) => p.text).join(", ")})`),
  parenthesise,
};

/** `[a]ₓ`, by which a × b is a product of b. */
const crossMatrixForm: Form = (e, at) => ({
  ...piece(`[${at.of(e.args[0] as Expr).text}]ₓ`),
  subscripted: true,
});

const FORMS = {
  symbol: (e) => named(nameOf(e)),
  number: numberForm(MARKS),
  constant: (e) => piece(letter(e.data as string)),
  size: (e) => spellSize(e.data as Dim, sizeText),
  eye: constantOf("eye"),
  ones: constantOf("ones"),
  zeros: constantOf("zeros"),
  comm: callForm("comm", sizeText),
  differential: differentialForm,
  group: groupForm,
  sum: sumForm(MARKS),
  times: product,
  scale: product,
  product,
  transpose: transposeForm("ᵀ"),
  hadamard: hadamardForm(MARKS),
  power: powerForm(MARKS),
  apply,
  maximum: callForm("max"),
  minimum: callForm("min"),
  diag: diagForm(MARKS),
  diagvec: callForm("diagvec"),
  trace: callForm("tr"),
  det: callForm("det"),
  logdet: callForm("logdet"),
  inverse: postfixForm("⁻¹"),
  matrixfunction: matrixFunctionForm,
  frechet: matrixFunctionForm,
  sylvester: callForm("sylvester"),
  cross: infixForm(" × "),
  crossmatrix: crossMatrixForm,
  axial: callForm("axial"),
  structure: (e, at) => callForm(structureOf(e))(e, at),
  conv: callForm("conv"),
  correlate: callForm("correlate"),
  implicit: solutionForm(unicodeName),
  pinv: callForm("pinv"),
  adjugate: callForm("adj"),
  cholesky: callForm("chol"),
  lowerhalf: callForm("lowerhalf"),
  eigenvalue: (e, at) => callForm(`λ_${endOf(e)}`)(e, at),
  eigenvector: endForm,
  eigenvalues: callForm("eigvals"),
  eigenvectors: callForm("eigvecs"),
  eigengaps: callForm("eigengaps"),
  specnorm: callForm("σ_max"),
  leftvector: callForm("leftvec"),
  rightvector: callForm("rightvec"),
  nuclear: callForm("nuclear"),
  polar: callForm("polar"),
  dominanteigenvalue: callForm("eigdom"),
  dominantvector: callForm("eigvecdom"),
  qfactor: callForm("qfactor"),
  rfactor: callForm("rfactor"),
  lfactor: callForm("lfactor"),
  ufactor: callForm("ufactor"),
  cumprod: callForm("cumprod"),
  largest: blockForm(LARGEST_NAMES, (name) => callForm(name, sizeText)),
  islargest: blockForm(IS_LARGEST_NAMES, (name) => callForm(name, sizeText)),
  matrixpower: matrixPowerForm(MARKS),
  powersum: powersumForm(MARKS),
  total: callForm("sum"),
  mean: callForm("mean"),
  norm1: barsOf("‖", NORMS.norm1, "norm1"),
  norm2: barsOf("‖", NORMS.norm2, "norm2"),
  normF: barsOf("‖", NORMS.normF, "normF"),
  vec: callForm("vec"),
  unvec: callForm("unvec", sizeText),
  kron: infixForm(" ⊗ "),
  stack: betweenForm("[", "]", "; "),
  beside: betweenForm("[", "]"),
  rows: callForm("rows", sizeText),
  cols: callForm("cols", sizeText),
  softmax: callForm("softmax"),
  softmaxrows: callForm("softmaxrows"),
  softmaxcols: callForm("softmaxcols"),
  logsumexp: callForm("logsumexp"),
  cross_entropy: callForm("cross_entropy"),
  derivative: derivativeForm,
  ...indexForms(INDICES),
} satisfies Record<OpName, Form>;

export const UNICODE: Language = {
  forms: FORMS,
  name: named,
  parenthesise,
  withPlaces: (p, e, at) => placesSpelled(p, e, INDICES, at),
};

/** Unicode of `e`; shared parts below it by their names. Throws OutputError where it would be too long. */
export const printUnicode = (e: Expr, names: Names = NO_NAMES, limit?: number): string =>
  printer(UNICODE, names, limit)(e);

const CONSTANT = /(?<=([\p{L}\p{N})\]ᵀ⁻¹²] )?)\b(eye|ones|zeros)\((\w+)(?:, (\w+))?\)/gu;

/** A text in plain letters in the marks of the board: `v · 1ₘᵀ` for `v ones(1, m)`, `‖x‖₂²` for `norm2(x)^2`. */
export const textInUnicode = (text: string): string =>
  text
    .replace(CONSTANT, (_, factor: string | undefined, call: keyof typeof CONSTANTS, rows: string, cols?: string) => {
      const { text: shown, digit } = constantPiece(call, rows, cols);
      return digit && factor !== undefined ? `· ${shown}` : shown;
    })
    .replaceAll(" .* ", " ∘ ")
    .replaceAll(" ./ ", " ⊘ ")
    .replaceAll("^T", "ᵀ")
    .replaceAll("]_×", "]ₓ")
    .replace(
      /\b(norm2|normF|norm1)\(([^()|‖]*)\)/g,
      (_, call: keyof typeof NORMS, inner: string) => `‖${inner}${NORMS[call]}`,
    )
    .replace(/\babs\(([^()|‖]*)\)/g, "|$1|")
    .replace(/\^(-?\d+|[a-z])(?![\w(]|\.\d)/g, (_, k: string) => MARKS.exponent(k))
    .replace(/(?<=^|[\s(=,])-(?=[\s\p{L}\d([‖|])/gu, MARKS.minus);
