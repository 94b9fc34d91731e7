/** Julia: operators with a dot go entry by entry, and fuse into one loop. */
import type { Dim } from "../../core/dim.js";
import type { FunctionName } from "../../functions/library.js";
import { LEVEL, piece } from "../../print/pretty.js";
import {
  type ArrayExpr,
  type ArrayForm,
  type ArrayLanguage,
  addForm,
  around,
  type CodePrinter,
  calling,
  helping,
  type Kernel,
  negForm,
  passed,
  productOf,
  STABLE_FORMS,
  sizeText,
  textOf,
  withoutIndices,
  wordOr,
} from "../arrays/array.js";
import { DOTTED_FORMS, dottedDiv, dottedFill, dottedKronApply, dottedMul, turning } from "../arrays/dotted.js";

const shapeText = (e: ArrayExpr, at: CodePrinter): string =>
  e.rank === 1 ? sizeText(e.rows, at) : `${sizeText(e.rows, at)}, ${sizeText(e.cols, at)}`;
const range = (e: ArrayExpr, at: CodePrinter): string => e.dims.map((d) => wordOr(sizeText(d, at))).join(":");
const { transpose, outer, solve } = turning("'");

/** Functions are of numbers: a dot behind the name goes through the entries. */
const FUNCTIONS = {
  exp: "language",
  log: "language",
  sqrt: "language",
  sigmoid: "module",
  softplus: "module",
  sinh: "language",
  cosh: "language",
  tanh: "language",
  erf: "module",
  gelu: "module",
  relu: "module",
  abs: "language",
  sign: "language",
  step: "module",
  sin: "language",
  cos: "language",
  tan: "language",
  asin: "language",
  acos: "language",
  atan: "language",
  asinh: "language",
  acosh: "language",
  atanh: "language",
  sec: "language",
  csc: "language",
  cot: "language",
  log2: "language",
  log10: "language",
  log1p: "language",
  expm1: "language",
  cbrt: "language",
  erfc: "module",
  normcdf: "module",
  normpdf: "module",
  erfinv: "module",
  Gamma: "module",
  factorial: "module",
  lgamma: "module",
  digamma: "module",
  trigamma: "module",
  tetragamma: "module",
  pentagamma: "module",
  besselj0: "module",
  besselj1: "module",
  besseli0: "module",
  besseli1: "module",
  besselk0: "module",
  besselk1: "module",
  lambertw: "module",
  elu: "module",
  leakyrelu: "module",
  silu: "module",
  mish: "module",
  hardtanh: "module",
  softsign: "module",
} satisfies Record<FunctionName, "language" | "module">;

const apply: ArrayForm = (e, at) => {
  const isKnown = Object.hasOwn(FUNCTIONS, e.data) && !at.isOwn(e.data);
  const from = isKnown ? FUNCTIONS[e.data as FunctionName] : "model";
  const name = from === "language" ? e.data : from === "module" ? at.use(e.data) : at.function(e.data);
  return piece(`${name}${e.rank > 0 ? "." : ""}(${textOf(e.args[0], at)})`);
};

/** Whether all operands have the whole shape, so that the operator of matrices says the same. */
const isUniform = (e: ArrayExpr): boolean =>
  e.args.every((a) => a.rank === e.rank && a.kernel !== "column" && a.kernel !== "row");
const add: ArrayForm = (e, at) => (isUniform(e) ? addForm(" + ", " - ") : addForm(" .+ ", " .- "))(e, at);
const power: ArrayForm = (e, at) => {
  const [x, k] = e.args as readonly [ArrayExpr, ArrayExpr];
  // `2.^x` would be read as a decimal point.
  const base = at.wrap(x, LEVEL.primary);
  return piece(`${base}${e.rank === 0 ? "^" : " .^ "}${at.wrap(k, LEVEL.primary)}`, LEVEL.postfix);
};
const extremum =
  (name: "max" | "min"): ArrayForm =>
  (e, at) =>
    piece(`${name}${e.rank > 0 ? "." : ""}(${e.args.map((a) => textOf(a, at)).join(", ")})`);

const FORMS = {
  ...DOTTED_FORMS,
  fill: dottedFill(shapeText, (s, shape, at) => piece(`fill(float(${textOf(s, at)}), ${shape})`)),
  eye: (e, at) => piece(`Matrix(1.0I, ${shapeText(e, at)})`),
  add,
  neg: negForm,
  mul: dottedMul,
  div: dottedDiv,
  pow: power,
  apply,
  max: extremum("max"),
  min: extremum("min"),
  // A vector spreads along columns by itself, a row of one along rows.
  column: passed,
  row: transpose,
  spread: (e, at) =>
    piece(`${at.wrap(e.args[0] as ArrayExpr, LEVEL.elementwise)} .+ zeros(${shapeText(e, at)})`, LEVEL.sum),
  transpose,
  matmul: productOf(" * "),
  matvec: productOf(" * "),
  dot: calling("dot"),
  inner: calling("dot"),
  outer,
  lu: (e, at) => piece(`lu(${textOf(e.args[0], at)}; check = false)`),
  solve,
  inverse: calling("inv"),
  det: calling("det"),
  logdet: helping("signed_logdet"),
  matrixpower: (e, at) => {
    const [A, k] = e.args as readonly [ArrayExpr, ArrayExpr];
    const exponent = k.number === null ? `Int(${textOf(k, at)})` : at.wrap(k, LEVEL.primary);
    return piece(`${at.wrap(A, LEVEL.primary)}^${exponent}`, LEVEL.postfix);
  },
  matrixfunction: (e, at) => piece(`${e.data}(${textOf(e.args[0], at)})`),
  frechet: (e, at) => piece(`${at.use("frechet")}(${e.data}, ${e.args.map((a) => textOf(a, at)).join(", ")})`),
  decomposed: (e, at) => piece(`${at.use(e.data)}(${textOf(e.args[0], at)})`),
  powersum: helping("powersum"),
  helped: (e, at) => {
    const args = e.args.map((a) => textOf(a, at)).join(", ");
    return piece(e.data === "cumsum" ? `cumsum(${args}, dims = 1)` : `${at.use(e.data)}(${args})`);
  },
  trace: calling("tr"),
  diagonal: (e, at) => piece(`Matrix(Diagonal(${textOf(e.args[0], at)}))`),
  diagvec: calling("diag"),
  adddiagonal: (e, at) => {
    const [A, d] = e.args as readonly [ArrayExpr, ArrayExpr];
    const added = d.rank === 0 ? `${at.wrap(d, LEVEL.postfix)} * I` : `Diagonal(${textOf(d, at)})`;
    return piece(`${at.wrap(A, LEVEL.elementwise)} + ${added}`, LEVEL.sum);
  },
  kron: calling("kron"),
  kronapply: dottedKronApply("I"),
  total: calling("sum"),
  rowsums: (e, at) => piece(`vec(sum(${textOf(e.args[0], at)}, dims = 2))`),
  colsums: (e, at) => piece(`vec(sum(${textOf(e.args[0], at)}, dims = 1))`),
  norm1: (e, at) => piece(`sum(abs, ${textOf(e.args[0], at)})`),
  norm: calling("norm"),
  vec: calling("vec"),
  unvec: (e, at) => piece(`reshape(${textOf(e.args[0], at)}, ${shapeText(e, at)})`),
  concat: calling("vcat"),
  vstack: calling("vcat"),
  hstack: calling("hcat"),
  rows: around(([A], e, at) => `${A}[${range(e, at)}, :]`),
  cols: around(([A], e, at) => `${A}[:, ${range(e, at)}]`),
  slice: around(([v], e, at) => `${v}[${range(e, at)}]`),
  rowat: around(([A], e, at) => `${A}[${sizeText(e.dims[0] as Dim, at)}, :]`),
  colat: around(([A], e, at) => `${A}[:, ${sizeText(e.dims[0] as Dim, at)}]`),
  entry: around(([v], e, at) => `${v}[${sizeText(e.dims[0] as Dim, at)}]`),
  asrow: calling("permutedims"),
  ascol: (e, at) => piece(`reshape(${textOf(e.args[0], at)}, :, 1)`),
  copy: calling("copy"),
  ...STABLE_FORMS,
  indexed: withoutIndices("Julia"),
} satisfies Record<Kernel, ArrayForm>;

/** A vector that is spread over a matrix is worked out before: within a fused loop it would be worked out for every entry. */
export const JULIA: ArrayLanguage = {
  forms: FORMS,
  factorises: true,
  atom: (e) => e.kernel === "column" || e.kernel === "row",
};
