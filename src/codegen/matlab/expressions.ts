/** MATLAB and Octave: every array is a matrix, a vector is a column. */
import type { Dim } from "../../core/dim.js";
import { LEVEL, piece } from "../../print/pretty.js";
import {
  type ArrayExpr,
  type ArrayForm,
  type ArrayLanguage,
  addForm,
  around,
  type CodePrinter,
  calling,
  type FunctionForms,
  formOf,
  helper,
  helping,
  type Kernel,
  named,
  negForm,
  passed,
  productOf,
  STABLE_FORMS,
  sizeText,
  textOf,
  withoutIndices,
} from "../arrays/array.js";
import { DOTTED_FORMS, dottedDiv, dottedFill, dottedKronApply, dottedMul, turning } from "../arrays/dotted.js";

const shapeText = (e: ArrayExpr, at: CodePrinter): string =>
  `${sizeText(e.rows, at)}, ${e.rank === 1 ? "1" : sizeText(e.cols, at)}`;
const range = (e: ArrayExpr, at: CodePrinter): string => e.dims.map((d) => sizeText(d, at)).join(":");
const { turned, transpose, outer, solve } = turning(".'");

const FUNCTIONS: FunctionForms = {
  exp: named("exp"),
  log: named("log"),
  sqrt: named("sqrt"),
  sigmoid: helper("sigmoid"),
  softplus: helper("softplus"),
  sinh: named("sinh"),
  cosh: named("cosh"),
  tanh: named("tanh"),
  erf: named("erf"),
  gelu: helper("gelu"),
  relu: (x) => `max(${x}, 0)`,
  abs: named("abs"),
  sign: named("sign"),
  step: (x) => `double(${x} > 0)`,
  sin: named("sin"),
  cos: named("cos"),
  tan: named("tan"),
  asin: named("asin"),
  acos: named("acos"),
  atan: named("atan"),
  asinh: named("asinh"),
  acosh: named("acosh"),
  atanh: named("atanh"),
  sec: named("sec"),
  csc: named("csc"),
  cot: named("cot"),
  log2: named("log2"),
  log10: named("log10"),
  log1p: named("log1p"),
  expm1: named("expm1"),
  cbrt: (x) => `nthroot(${x}, 3)`,
  erfc: named("erfc"),
  normcdf: (x) => `(erfc(-(${x}) / sqrt(2)) / 2)`,
  normpdf: (x) => `(exp(-(${x}) .^ 2 / 2) / sqrt(2 * pi))`,
  erfinv: named("erfinv"),
  Gamma: named("gamma"),
  factorial: (x) => `gamma(${x} + 1)`,
  lgamma: named("gammaln"),
  digamma: named("psi"),
  trigamma: (x) => `psi(1, ${x})`,
  tetragamma: (x) => `psi(2, ${x})`,
  pentagamma: (x) => `psi(3, ${x})`,
  besselj0: (x) => `besselj(0, ${x})`,
  besselj1: (x) => `besselj(1, ${x})`,
  besseli0: (x) => `besseli(0, ${x})`,
  besseli1: (x) => `besseli(1, ${x})`,
  besselk0: (x) => `besselk(0, ${x})`,
  besselk1: (x) => `besselk(1, ${x})`,
  lambertw: helper("lambertw"),
  elu: helper("elu"),
  leakyrelu: helper("leakyrelu"),
  silu: helper("silu"),
  mish: helper("mish"),
  hardtanh: (x) => `min(max(${x}, -1), 1)`,
  softsign: helper("softsign"),
};

const apply: ArrayForm = (e, at) => {
  const z = e.args[0] as ArrayExpr;
  const known = formOf(FUNCTIONS, e.data, at);
  // A comparison binds looser than a sum, so its operand needs no parentheses.
  return piece(known === undefined ? `${at.function(e.data)}(${textOf(z, at)})` : known(textOf(z, at), at));
};

const power: ArrayForm = (e, at) => {
  const [x, k] = e.args as readonly [ArrayExpr, ArrayExpr];
  return piece(`${at.wrap(x, LEVEL.primary)}${e.rank === 0 ? "^" : ".^"}${at.wrap(k, LEVEL.primary)}`, LEVEL.postfix);
};

const totalOf = (e: ArrayExpr, inside: string): string => (e.rank === 1 ? `sum(${inside})` : `sum(sum(${inside}))`);

const FORMS = {
  ...DOTTED_FORMS,
  fill: dottedFill(shapeText, (s, shape, at) =>
    piece(`${at.wrap(s, LEVEL.postfix)} * ones(${shape})`, LEVEL.elementwise),
  ),
  eye: (e, at) => piece(`eye(${sizeText(e.rows, at)})`),
  add: addForm(" + ", " - "),
  neg: negForm,
  mul: dottedMul,
  div: dottedDiv,
  pow: power,
  apply,
  max: calling("max"),
  min: calling("min"),
  // Arrays of one column or one row spread over a matrix by themselves.
  column: passed,
  row: transpose,
  spread: (e, at) =>
    piece(`${at.wrap(e.args[0] as ArrayExpr, LEVEL.elementwise)} + zeros(${shapeText(e, at)})`, LEVEL.sum),
  transpose,
  matmul: productOf(" * "),
  matvec: productOf(" * "),
  dot: (e, at) => {
    const [u, v] = e.args as readonly [ArrayExpr, ArrayExpr];
    return piece(`${turned(u, at)} * ${at.wrap(v, LEVEL.postfix)}`, LEVEL.product);
  },
  inner: (e, at) => {
    const [A, B] = e.args as readonly [ArrayExpr, ArrayExpr];
    return piece(`sum(sum(${at.wrap(A, LEVEL.postfix)} .* ${at.wrap(B, LEVEL.postfix)}))`);
  },
  outer,
  // This language factorises where it solves: the factorised matrix is the matrix itself.
  lu: passed,
  solve,
  inverse: calling("inv"),
  det: calling("det"),
  logdet: helping("logdet"),
  matrixpower: (e, at) => {
    const [A, k] = e.args as readonly [ArrayExpr, ArrayExpr];
    return piece(`${at.wrap(A, LEVEL.primary)}^${at.wrap(k, LEVEL.primary)}`, LEVEL.postfix);
  },
  matrixfunction: (e, at) => piece(`${e.data}m(${textOf(e.args[0], at)})`),
  frechet: (e, at) => piece(`${at.use("frechet")}(@${e.data}m, ${e.args.map((a) => textOf(a, at)).join(", ")})`),
  decomposed: (e, at) => piece(`${at.use(e.data)}(${textOf(e.args[0], at)})`),
  powersum: helping("powersum"),
  helped: (e, at) => piece(`${at.use(e.data)}(${e.args.map((a) => textOf(a, at)).join(", ")})`),
  trace: calling("trace"),
  diagonal: calling("diag"),
  diagvec: calling("diag"),
  adddiagonal: helping("add_diagonal"),
  kron: calling("kron"),
  kronapply: dottedKronApply("[]"),
  total: (e, at) => piece(totalOf(e.args[0] as ArrayExpr, textOf(e.args[0], at))),
  rowsums: (e, at) => piece(`sum(${textOf(e.args[0], at)}, 2)`),
  colsums: (e, at) => piece(`sum(${textOf(e.args[0], at)}, 1).'`, LEVEL.postfix),
  norm1: (e, at) => piece(totalOf(e.args[0] as ArrayExpr, `abs(${textOf(e.args[0], at)})`)),
  norm: (e, at) => piece(`norm(${textOf(e.args[0], at)}, 'fro')`),
  vec: (e, at) => piece(`reshape(${textOf(e.args[0], at)}, [], 1)`),
  unvec: (e, at) => piece(`reshape(${textOf(e.args[0], at)}, ${sizeText(e.rows, at)}, ${sizeText(e.cols, at)})`),
  concat: (e, at) => piece(`[${e.args.map((a) => textOf(a, at)).join("; ")}]`),
  vstack: (e, at) => piece(`[${e.args.map((a) => textOf(a, at)).join("; ")}]`),
  hstack: (e, at) => piece(`[${e.args.map((a) => textOf(a, at)).join(", ")}]`),
  rows: around(([A], e, at) => `${A}(${range(e, at)}, :)`),
  cols: around(([A], e, at) => `${A}(:, ${range(e, at)})`),
  slice: around(([v], e, at) => `${v}(${range(e, at)})`),
  rowat: (e, at) => piece(`${textOf(e.args[0], at)}(${sizeText(e.dims[0] as Dim, at)}, :).'`, LEVEL.postfix),
  colat: around(([A], e, at) => `${A}(:, ${sizeText(e.dims[0] as Dim, at)})`),
  entry: around(([v], e, at) => `${v}(${sizeText(e.dims[0] as Dim, at)})`),
  asrow: transpose,
  ascol: passed,
  copy: passed,
  ...STABLE_FORMS,
  // Columns are what these go by.
  softmaxcols: helping("softmax"),
  logsoftmaxcols: helping("log_softmax"),
  indexed: withoutIndices("MATLAB"),
} satisfies Record<Kernel, ArrayForm>;

/** Only a variable can be indexed. */
const INDEXED: ReadonlySet<Kernel> = new Set(["rows", "cols", "slice", "rowat", "colat", "entry"]);

export const MATLAB: ArrayLanguage = {
  forms: FORMS,
  factorises: false,
  atom: (e) => INDEXED.has(e.kernel),
};
