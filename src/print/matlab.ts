/** MATLAB and Octave: every array is a matrix, a vector is a column. */
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
  type FunctionForm,
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
  `${size(e.rows, at)}, ${e.rank === 1 ? "1" : size(e.cols, at)}`;
const range = (e: ArrayExpr, at: CodePrinter): string => e.dims.map((d) => size(d, at)).join(":");
const transposed = (e: ArrayExpr, at: CodePrinter): string => `${at.wrap(e, LEVEL.primary)}.'`;

const named =
  (name: string): FunctionForm =>
  (x) =>
    `${name}(${x})`;
const helper =
  (name: string): FunctionForm =>
  (x, at) =>
    `${at.use(name)}(${x})`;

const FUNCTIONS: ReadonlyMap<string, FunctionForm> = new Map<string, FunctionForm>([
  ..."exp log sqrt sinh cosh tanh erf abs sign sin cos tan asin acos atan"
    .split(" ")
    .map((name): [string, FunctionForm] => [name, named(name)]),
  ["sigmoid", helper("sigmoid")],
  ["softplus", helper("softplus")],
  ["gelu", helper("gelu")],
  ["relu", (x) => `max(${x}, 0)`],
  ["step", (x) => `double(${x} > 0)`],
]);

const apply: ArrayForm = (e, at) => {
  const z = e.args[0] as ArrayExpr;
  const known = FUNCTIONS.get(e.data);
  // A comparison binds looser than a sum, so its operand needs no parentheses.
  return piece(known === undefined ? `${at.function(e.data)}(${text(z, at)})` : known(text(z, at), at));
};

/** `*` and `/` with a scalar on a side, `.*` and `./` of two arrays. */
const withScalar = (e: ArrayExpr): boolean => e.args.some((a) => a.rank === 0);
const mul: ArrayForm = (e, at) => mulForm(withScalar(e) ? " * " : " .* ", " / ")(e, at);
const div: ArrayForm = (e, at) => divForm((e.args[1] as ArrayExpr).rank === 0 ? " / " : " ./ ")(e, at);

const power: ArrayForm = (e, at) => {
  const [x, k] = e.args as readonly [ArrayExpr, ArrayExpr];
  return piece(`${at.wrap(x, LEVEL.primary)}${e.rank === 0 ? "^" : ".^"}${at.wrap(k, LEVEL.primary)}`, LEVEL.postfix);
};

const totalOf = (e: ArrayExpr, inside: string): string => (e.rank === 1 ? `sum(${inside})` : `sum(sum(${inside}))`);

const FORMS = {
  input: (e) => piece(e.data),
  number: (e) => spellRational(e.number ?? ZERO),
  constant: (e) => piece(e.data === "pi" ? "pi" : "exp(1)"),
  size: (e, at) => at.size(e.data as Dim),
  fill: (e, at) => {
    const s = e.args[0] as ArrayExpr;
    if (s.number !== null && equals(s.number, UNIT)) return piece(`ones(${shapeText(e, at)})`);
    if (s.number !== null && equals(s.number, ZERO)) return piece(`zeros(${shapeText(e, at)})`);
    return piece(`${at.wrap(s, LEVEL.postfix)} * ones(${shapeText(e, at)})`, LEVEL.elementwise);
  },
  eye: (e, at) => piece(`eye(${size(e.rows, at)})`),
  comm: (e, at) => piece(`${at.use("comm")}(${e.dims.map((d) => size(d, at)).join(", ")})`),
  add: addForm(" + ", " - "),
  neg: negForm,
  mul,
  div,
  pow: power,
  apply,
  max: calling("max"),
  min: calling("min"),
  // Arrays of one column or one row spread over a matrix by themselves.
  column: (e, at) => at.of(e.args[0] as ArrayExpr),
  row: (e, at) => piece(transposed(e.args[0] as ArrayExpr, at), LEVEL.postfix),
  spread: (e, at) =>
    piece(`${at.wrap(e.args[0] as ArrayExpr, LEVEL.elementwise)} + zeros(${shapeText(e, at)})`, LEVEL.sum),
  transpose: (e, at) => piece(transposed(e.args[0] as ArrayExpr, at), LEVEL.postfix),
  matmul: productOf(" * "),
  matvec: productOf(" * "),
  dot: (e, at) => {
    const [u, v] = e.args as readonly [ArrayExpr, ArrayExpr];
    return piece(`${transposed(u, at)} * ${at.wrap(v, LEVEL.postfix)}`, LEVEL.product);
  },
  inner: (e, at) => {
    const [A, B] = e.args as readonly [ArrayExpr, ArrayExpr];
    return piece(`sum(sum(${at.wrap(A, LEVEL.postfix)} .* ${at.wrap(B, LEVEL.postfix)}))`);
  },
  outer: (e, at) => {
    const [u, v] = e.args as readonly [ArrayExpr, ArrayExpr];
    return piece(`${at.wrap(u, LEVEL.postfix)} * ${transposed(v, at)}`, LEVEL.product);
  },
  // This language factorises where it solves: the factorised matrix is the matrix itself.
  lu: (e, at) => at.of(e.args[0] as ArrayExpr),
  solve: (e, at) => {
    const [F, X] = e.args as readonly [ArrayExpr, ArrayExpr];
    const A = e.data === "T" ? transposed(F, at) : at.wrap(F, LEVEL.postfix);
    return piece(`${A} \\ ${at.wrap(X, LEVEL.postfix)}`, LEVEL.product);
  },
  inverse: calling("inv"),
  det: calling("det"),
  logdet: helping("logdet"),
  matrixpower: (e, at) => {
    const [A, k] = e.args as readonly [ArrayExpr, ArrayExpr];
    return piece(`${at.wrap(A, LEVEL.primary)}^${at.wrap(k, LEVEL.primary)}`, LEVEL.postfix);
  },
  powersum: helping("powersum"),
  trace: calling("trace"),
  diagonal: calling("diag"),
  diagvec: calling("diag"),
  adddiagonal: helping("add_diagonal"),
  kron: calling("kron"),
  kronapply: (e, at) => {
    const args = e.args.map((a, i) => (i < 2 && a.kernel === "eye" ? "[]" : text(a, at)));
    const sizes = e.args.slice(0, 2).map((a) => size(a.cols, at));
    return piece(`${at.use("kron_apply")}(${[...args, ...sizes].join(", ")})`);
  },
  commute: (e, at) => piece(`${at.use("commute")}(${[text(e.args[0], at), ...commuteSizes(e, at)].join(", ")})`),
  total: (e, at) => piece(totalOf(e.args[0] as ArrayExpr, text(e.args[0], at))),
  rowsums: (e, at) => piece(`sum(${text(e.args[0], at)}, 2)`),
  colsums: (e, at) => piece(`sum(${text(e.args[0], at)}, 1).'`, LEVEL.postfix),
  norm1: (e, at) => piece(totalOf(e.args[0] as ArrayExpr, `abs(${text(e.args[0], at)})`)),
  norm: (e, at) => piece(`norm(${text(e.args[0], at)}, 'fro')`),
  vec: (e, at) => piece(`reshape(${text(e.args[0], at)}, [], 1)`),
  unvec: (e, at) => piece(`reshape(${text(e.args[0], at)}, ${size(e.rows, at)}, ${size(e.cols, at)})`),
  concat: (e, at) => piece(`[${e.args.map((a) => text(a, at)).join("; ")}]`),
  vstack: (e, at) => piece(`[${e.args.map((a) => text(a, at)).join("; ")}]`),
  hstack: (e, at) => piece(`[${e.args.map((a) => text(a, at)).join(", ")}]`),
  rows: around(([A], e, at) => `${A}(${range(e, at)}, :)`),
  cols: around(([A], e, at) => `${A}(:, ${range(e, at)})`),
  slice: around(([v], e, at) => `${v}(${range(e, at)})`),
  rowat: (e, at) => piece(`${text(e.args[0], at)}(${size(e.dims[0] as Dim, at)}, :).'`, LEVEL.postfix),
  colat: around(([A], e, at) => `${A}(:, ${size(e.dims[0] as Dim, at)})`),
  entry: around(([v], e, at) => `${v}(${size(e.dims[0] as Dim, at)})`),
  asrow: (e, at) => piece(transposed(e.args[0] as ArrayExpr, at), LEVEL.postfix),
  ascol: (e, at) => at.of(e.args[0] as ArrayExpr),
  copy: (e, at) => at.of(e.args[0] as ArrayExpr),
  softmax: helping("softmax"),
  softmaxrows: helping("softmax_rows"),
  softmaxcols: helping("softmax"),
  logsumexp: helping("logsumexp"),
  logsoftmax: helping("log_softmax"),
  logsoftmaxrows: helping("log_softmax_rows"),
  logsoftmaxcols: helping("log_softmax"),
  crossentropy: helping("cross_entropy"),
} satisfies Record<Kernel, ArrayForm>;

/** Only a variable can be indexed. */
const INDEXED: ReadonlySet<Kernel> = new Set(["rows", "cols", "slice", "rowat", "colat", "entry"]);

export const MATLAB: ArrayLanguage = {
  forms: FORMS,
  factorises: false,
  atom: (e) => INDEXED.has(e.kernel),
};
