/**
 * Plain text: the canonical spelling of the equation language, which reads back as the same
 * expression and which every other reader of that language understands.
 */
import type { Dim } from "../core/dim.js";
import { ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { entrywiseDot } from "../functions/matrix-senses.js";
import type { OpName } from "../ops/all.js";
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
  LARGEST_NAMES,
  type Marks,
  matrixFunctionForm,
  matrixPowerForm,
  numberForm,
  postfixForm,
  powerForm,
  productForm,
  solutionForm,
  spellSize,
  sumForm,
  transposeForm,
} from "./inline.js";
import { type Form, groupForm, type Language, type Names, NO_NAMES, type Piece, piece, printer } from "./pretty.js";

const MARKS: Marks = {
  hadamard: " .* ",
  quotient: " ./ ",
  minus: "-",
  times: null,
  exponent: (text) => `^${text}`,
};
const product = productForm(MARKS);

/** `ones(n)` for a column, `ones(n, m)` for anything else. */
const filled =
  (name: string): Form =>
  (e) => {
    const [rows, cols] = e.data as readonly Dim[];
    return piece(cols === ONE ? `${name}(${rows})` : `${name}(${rows}, ${cols})`);
  };

const parenthesise = (p: Piece): string => `(${p.text})`;

const INDICES: IndexSpelling = {
  name: (name) => name,
  labelled: (base, label) => `${base}_${label}`,
  size: (d) => d,
  joined: false,
  before: false,
  below: (text) => (/^[A-Za-z0-9]$/.test(text) ? `_${text}` : `_{${text}}`),
  above: (text) => `^[${text}]`,
  bar: "|",
  square: null,
  minus: "-",
  signs: { "=": "=", "≠": "!=", "≥": ">=", "≤": "<=", "<": "<", ">": ">" },
  binder: (mark, { letter, lo, hi }, conditions, body) =>
    piece(`${mark}(${[`${letter}=${lo}..${hi}`, ...conditions, body.text].join(", ")})`),
  delta: null,
  unit: (i, n) => piece(`unit(${i}, ${n})`),
  nabla: (k) => (k === null ? "∇" : `∇_${k} `),
  call: (name, args) => piece(`${name}(${args.map((p) => p.text).join(", ")})`),
  parenthesise,
};

const FORMS = {
  symbol: (e) => piece(nameOf(e)),
  number: numberForm(MARKS),
  constant: (e) => piece(e.data as string),
  size: (e) => spellSize(e.data as Dim),
  eye: callForm("eye"),
  ones: filled("ones"),
  zeros: filled("zeros"),
  comm: callForm("comm"),
  differential: differentialForm,
  group: groupForm,
  sum: sumForm(MARKS),
  times: product,
  scale: product,
  product,
  transpose: transposeForm("^T"),
  hadamard: hadamardForm(MARKS),
  power: powerForm(MARKS),
  apply: (e, at) => callForm((e.data as string) + entrywiseDot(e))(e, at),
  maximum: callForm("max"),
  minimum: callForm("min"),
  diag: diagForm(MARKS),
  diagvec: callForm("diagvec"),
  trace: callForm("tr"),
  det: callForm("det"),
  logdet: callForm("logdet"),
  inverse: postfixForm("^-1"),
  matrixfunction: matrixFunctionForm,
  frechet: matrixFunctionForm,
  sylvester: callForm("sylvester"),
  cross: callForm("cross"),
  crossmatrix: callForm("crossmatrix"),
  axial: callForm("axial"),
  structure: (e, at) => callForm(structureOf(e))(e, at),
  conv: callForm("conv"),
  correlate: callForm("correlate"),
  implicit: solutionForm((name) => name),
  pinv: callForm("pinv"),
  adjugate: callForm("adj"),
  cholesky: callForm("chol"),
  lowerhalf: callForm("lowerhalf"),
  eigenvalue: endForm,
  eigenvector: endForm,
  eigenvalues: callForm("eigvals"),
  eigenvectors: callForm("eigvecs"),
  eigengaps: callForm("eigengaps"),
  specnorm: callForm("specnorm"),
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
  largest: blockForm(LARGEST_NAMES, (name) => callForm(name)),
  islargest: blockForm(IS_LARGEST_NAMES, (name) => callForm(name)),
  matrixpower: matrixPowerForm(MARKS),
  powersum: callForm("powersum"),
  total: callForm("sum"),
  mean: callForm("mean"),
  norm1: callForm("norm1"),
  norm2: callForm("norm2"),
  normF: callForm("normF"),
  vec: callForm("vec"),
  unvec: callForm("unvec"),
  kron: callForm("kron"),
  stack: betweenForm("[", "]", "; "),
  beside: betweenForm("[", "]"),
  rows: callForm("rows"),
  cols: callForm("cols"),
  softmax: callForm("softmax"),
  softmaxrows: callForm("softmaxrows"),
  softmaxcols: callForm("softmaxcols"),
  logsumexp: callForm("logsumexp"),
  cross_entropy: callForm("cross_entropy"),
  derivative: derivativeForm,
  ...indexForms(INDICES),
} satisfies Record<OpName, Form>;

export const TEXT: Language = {
  forms: FORMS,
  name: (name) => piece(name),
  parenthesise,
  withPlaces: (p, e, at) => placesSpelled(p, e, INDICES, at),
};

/** Plain text of `e`; shared parts below it by their names. Throws OutputError where it would be too long. */
export const printText = (e: Expr, names: Names = NO_NAMES, limit?: number): string => printer(TEXT, names, limit)(e);
