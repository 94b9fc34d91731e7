/** Julia: operators with a dot go entry by entry, and fuse into one loop. */
import type { Dim } from "../core/dim.js";
import { equals, UNIT, ZERO } from "../core/rational.js";
import {
  type ArrayExpr,
  type ArrayForm,
  type ArrayLanguage,
  addForm,
  around,
  type CodePrinter,
  calling,
  divForm,
  helping,
  type Kernel,
  mulForm,
  negForm,
  productOf,
  spellRational,
} from "./array.js";
import { LEVEL, piece } from "./pretty.js";
import { commuteSizes } from "./python.js";

const size = (d: Dim, at: CodePrinter): string => at.size(d).text;
const text = (e: ArrayExpr | undefined, at: CodePrinter): string => at.of(e as ArrayExpr).text;
const shapeText = (e: ArrayExpr, at: CodePrinter): string =>
  e.rank === 1 ? size(e.rows, at) : `${size(e.rows, at)}, ${size(e.cols, at)}`;
const tight = (d: Dim, at: CodePrinter): string => (/^\w+$/.test(size(d, at)) ? size(d, at) : `(${size(d, at)})`);
const range = (e: ArrayExpr, at: CodePrinter): string => e.dims.map((d) => tight(d, at)).join(":");
const transposed = (e: ArrayExpr, at: CodePrinter): string => `${at.wrap(e, LEVEL.primary)}'`;

/** Functions of a number that the language has. */
const KNOWN: ReadonlySet<string> = new Set(
  "exp log sqrt sinh cosh tanh abs sign sin cos tan asin acos atan".split(" "),
);
/** Those that a module brings along. */
const HELPERS: ReadonlySet<string> = new Set(["sigmoid", "softplus", "erf", "gelu", "relu", "step"]);

const apply: ArrayForm = (e, at) => {
  const name = KNOWN.has(e.data) ? e.data : HELPERS.has(e.data) ? at.use(e.data) : at.function(e.data);
  return piece(`${name}${e.rank > 0 ? "." : ""}(${text(e.args[0], at)})`);
};

/** Whether all operands have the whole shape, so that the operator of matrices says the same. */
const isUniform = (e: ArrayExpr): boolean =>
  e.args.every((a) => a.rank === e.rank && a.kernel !== "column" && a.kernel !== "row");
const add: ArrayForm = (e, at) => (isUniform(e) ? addForm(" + ", " - ") : addForm(" .+ ", " .- "))(e, at);
const withScalar = (e: ArrayExpr): boolean => e.args.some((a) => a.rank === 0);
const mul: ArrayForm = (e, at) => mulForm(withScalar(e) ? " * " : " .* ", " / ")(e, at);
const div: ArrayForm = (e, at) => divForm((e.args[1] as ArrayExpr).rank === 0 ? " / " : " ./ ")(e, at);
const power: ArrayForm = (e, at) => {
  const [x, k] = e.args as readonly [ArrayExpr, ArrayExpr];
  // `2.^x` would be read as a decimal point.
  const base = at.wrap(x, LEVEL.primary);
  return piece(`${base}${e.rank === 0 ? "^" : " .^ "}${at.wrap(k, LEVEL.primary)}`, LEVEL.postfix);
};
const extremum =
  (name: "max" | "min"): ArrayForm =>
  (e, at) =>
    piece(`${name}${e.rank > 0 ? "." : ""}(${e.args.map((a) => text(a, at)).join(", ")})`);

const FORMS = {
  input: (e) => piece(e.data),
  number: (e) => spellRational(e.number ?? ZERO),
  constant: (e) => piece(e.data === "pi" ? "pi" : "exp(1)"),
  size: (e, at) => at.size(e.data as Dim),
  fill: (e, at) => {
    const s = e.args[0] as ArrayExpr;
    if (s.number !== null && equals(s.number, UNIT)) return piece(`ones(${shapeText(e, at)})`);
    if (s.number !== null && equals(s.number, ZERO)) return piece(`zeros(${shapeText(e, at)})`);
    return piece(`fill(float(${text(s, at)}), ${shapeText(e, at)})`);
  },
  eye: (e, at) => piece(`Matrix(1.0I, ${shapeText(e, at)})`),
  comm: (e, at) => piece(`${at.use("comm")}(${e.dims.map((d) => size(d, at)).join(", ")})`),
  add,
  neg: negForm,
  mul,
  div,
  pow: power,
  apply,
  max: extremum("max"),
  min: extremum("min"),
  // A vector spreads along columns by itself, a row of one along rows.
  column: (e, at) => at.of(e.args[0] as ArrayExpr),
  row: (e, at) => piece(transposed(e.args[0] as ArrayExpr, at), LEVEL.postfix),
  spread: (e, at) =>
    piece(`${at.wrap(e.args[0] as ArrayExpr, LEVEL.elementwise)} .+ zeros(${shapeText(e, at)})`, LEVEL.sum),
  transpose: (e, at) => piece(transposed(e.args[0] as ArrayExpr, at), LEVEL.postfix),
  matmul: productOf(" * "),
  matvec: productOf(" * "),
  dot: calling("dot"),
  inner: calling("dot"),
  outer: (e, at) => {
    const [u, v] = e.args as readonly [ArrayExpr, ArrayExpr];
    return piece(`${at.wrap(u, LEVEL.postfix)} * ${transposed(v, at)}`, LEVEL.product);
  },
  lu: (e, at) => piece(`lu(${text(e.args[0], at)}; check = false)`),
  solve: (e, at) => {
    const [F, X] = e.args as readonly [ArrayExpr, ArrayExpr];
    const A = e.data === "T" ? transposed(F, at) : at.wrap(F, LEVEL.postfix);
    return piece(`${A} \\ ${at.wrap(X, LEVEL.postfix)}`, LEVEL.product);
  },
  inverse: calling("inv"),
  det: calling("det"),
  logdet: helping("signed_logdet"),
  matrixpower: (e, at) => {
    const [A, k] = e.args as readonly [ArrayExpr, ArrayExpr];
    const exponent = k.number === null ? `Int(${text(k, at)})` : at.wrap(k, LEVEL.primary);
    return piece(`${at.wrap(A, LEVEL.primary)}^${exponent}`, LEVEL.postfix);
  },
  powersum: helping("powersum"),
  trace: calling("tr"),
  diagonal: (e, at) => piece(`Matrix(Diagonal(${text(e.args[0], at)}))`),
  diagvec: calling("diag"),
  adddiagonal: (e, at) => {
    const [A, d] = e.args as readonly [ArrayExpr, ArrayExpr];
    const added = d.rank === 0 ? `${at.wrap(d, LEVEL.postfix)} * I` : `Diagonal(${text(d, at)})`;
    return piece(`${at.wrap(A, LEVEL.elementwise)} + ${added}`, LEVEL.sum);
  },
  kron: calling("kron"),
  kronapply: (e, at) => {
    const args = e.args.map((a, i) => (i < 2 && a.kernel === "eye" ? "I" : text(a, at)));
    const sizes = e.args.slice(0, 2).map((a) => size(a.cols, at));
    return piece(`${at.use("kron_apply")}(${[...args, ...sizes].join(", ")})`);
  },
  commute: (e, at) => piece(`${at.use("commute")}(${[text(e.args[0], at), ...commuteSizes(e, at)].join(", ")})`),
  total: calling("sum"),
  rowsums: (e, at) => piece(`vec(sum(${text(e.args[0], at)}, dims = 2))`),
  colsums: (e, at) => piece(`vec(sum(${text(e.args[0], at)}, dims = 1))`),
  norm1: (e, at) => piece(`sum(abs, ${text(e.args[0], at)})`),
  norm: calling("norm"),
  vec: calling("vec"),
  unvec: (e, at) => piece(`reshape(${text(e.args[0], at)}, ${shapeText(e, at)})`),
  concat: calling("vcat"),
  vstack: calling("vcat"),
  hstack: calling("hcat"),
  rows: around(([A], e, at) => `${A}[${range(e, at)}, :]`),
  cols: around(([A], e, at) => `${A}[:, ${range(e, at)}]`),
  slice: around(([v], e, at) => `${v}[${range(e, at)}]`),
  rowat: around(([A], e, at) => `${A}[${size(e.dims[0] as Dim, at)}, :]`),
  colat: around(([A], e, at) => `${A}[:, ${size(e.dims[0] as Dim, at)}]`),
  entry: around(([v], e, at) => `${v}[${size(e.dims[0] as Dim, at)}]`),
  asrow: calling("permutedims"),
  ascol: (e, at) => piece(`reshape(${text(e.args[0], at)}, :, 1)`),
  copy: calling("copy"),
  softmax: helping("softmax"),
  softmaxrows: helping("softmax_rows"),
  softmaxcols: helping("softmax_cols"),
  logsumexp: helping("logsumexp"),
  logsoftmax: helping("log_softmax"),
  logsoftmaxrows: helping("log_softmax_rows"),
  logsoftmaxcols: helping("log_softmax_cols"),
  crossentropy: helping("cross_entropy"),
} satisfies Record<Kernel, ArrayForm>;

/** What is spread over a matrix is worked out before: within a fused loop it would be worked out for every entry. */
export const JULIA: ArrayLanguage = {
  forms: FORMS,
  factorises: true,
  atom: (e) => e.kernel === "column" || e.kernel === "row",
};
