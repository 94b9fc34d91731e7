/**
 * JavaScript: numbers have operators, arrays have loops and calls. What is done entry by entry is
 * spelled as an expression of numbers, to stand in a loop; everything else is a call that fills an array.
 */
import type { Dim } from "../../core/dim.js";
import { equals, rational } from "../../core/rational.js";
import { LEVEL, type Piece, piece } from "../../print/pretty.js";
import {
  type ArrayExpr,
  type ArrayForm,
  addForm,
  type CodePrinter,
  divForm,
  type FunctionForms,
  formOf,
  helper,
  indexText,
  type Kernel,
  mulForm,
  named,
  negForm,
  numberForm,
  ordered,
  passed,
  sizeText,
  textOf,
  withoutIndices,
} from "../arrays/array.js";

/**
 * How a kernel is spelled: `entry` as an expression of numbers, of a scalar or of one entry of an
 * array; `number` as a call that gives a number; `array` as a call that gives an array, whose last
 * argument is where it is put; `view` as an array that shares the operand's memory.
 */
export type JsForm =
  | { readonly kind: "entry"; readonly form: ArrayForm }
  | { readonly kind: "number"; readonly form: ArrayForm }
  | { readonly kind: "array"; readonly call: (e: ArrayExpr, at: JsPrinter) => Call }
  | { readonly kind: "view"; readonly form: ArrayForm };

/** A helper and its arguments, without the array that it fills. */
export interface Call {
  readonly helper: string;
  readonly args: readonly string[];
}

export interface JsPrinter extends CodePrinter {
  /** The indices of the loop that the entry stands in. */
  readonly i: string;
  readonly j: string;
  readonly k: string;
}

const times = (a: string, b: string): string => (a === "1" ? b : b === "1" ? a : `${wrapped(a)} * ${wrapped(b)}`);
const wrapped = (s: string): string => (/^[\w.]+$/.test(s) ? s : `(${s})`);

/** The number of entries as code. */
export const lengthText = (e: ArrayExpr, at: CodePrinter): string => times(sizeText(e.rows, at), sizeText(e.cols, at));

const entry = (form: ArrayForm): JsForm => ({ kind: "entry", form });
const array = (call: (e: ArrayExpr, at: JsPrinter) => Call): JsForm => ({ kind: "array", call });
const view = (form: ArrayForm): JsForm => ({ kind: "view", form });

/** A call that gives a number. */
const numberCall = (helper: string, ...more: readonly ((e: ArrayExpr, at: CodePrinter) => string)[]): JsForm => ({
  kind: "number",
  form: (e, at) =>
    piece(`${at.use(helper)}(${[...e.args.map((a) => textOf(a, at)), ...more.map((f) => f(e, at))].join(", ")})`),
});

/** Sizes of the operand. */
const rows = (i: number) => (e: ArrayExpr, at: CodePrinter) => sizeText((e.args[i] as ArrayExpr).rows, at);
const cols = (i: number) => (e: ArrayExpr, at: CodePrinter) => sizeText((e.args[i] as ArrayExpr).cols, at);

/** A call that fills an array from the operands and some sizes. */
const filling = (helper: string, ...more: readonly ((e: ArrayExpr, at: CodePrinter) => string)[]): JsForm =>
  array((e, at) => ({ helper, args: [...e.args.map((a) => textOf(a, at)), ...more.map((f) => f(e, at))] }));

/** A matrix under its own or its transpose's name. */
const untransposed = (A: ArrayExpr): { readonly of: ArrayExpr; readonly turned: boolean } =>
  A.kernel === "transpose" ? { of: A.args[0] as ArrayExpr, turned: true } : { of: A, turned: false };

const matmul = array((e, at) => {
  const [A, B] = e.args.map(untransposed) as [ReturnType<typeof untransposed>, ReturnType<typeof untransposed>];
  const inside = (e.args[0] as ArrayExpr).cols;
  const helper = A.turned ? "matmulTN" : B.turned ? "matmulNT" : "matmul";
  return {
    helper,
    args: [textOf(A.of, at), textOf(B.of, at), sizeText(e.rows, at), sizeText(inside, at), sizeText(e.cols, at)],
  };
});

const matvec = array((e, at) => {
  const { of, turned } = untransposed(e.args[0] as ArrayExpr);
  const args = [textOf(of, at), textOf(e.args[1], at), sizeText(of.rows, at), sizeText(of.cols, at)];
  return { helper: turned ? "matvecT" : "matvec", args };
});

const power: ArrayForm = (e, at) => {
  const [x, k] = e.args as readonly [ArrayExpr, ArrayExpr];
  const base = textOf(x, at);
  // A short factor is multiplied out: that is faster than a power, and as short.
  if (/^\w+(\[[^[\]]*\])?$/.test(base) && k.number !== null)
    for (const [n, product] of [
      [2, `${base} * ${base}`],
      [3, `${base} * ${base} * ${base}`],
    ] as const)
      if (equals(k.number, rational(n))) return piece(product, LEVEL.elementwise);
  return { ...piece(`${at.wrap(x, LEVEL.primary)} ** ${at.wrap(k, LEVEL.primary)}`, LEVEL.postfix), power: true };
};

const FUNCTIONS: FunctionForms = {
  exp: named("Math.exp"),
  log: named("Math.log"),
  sqrt: named("Math.sqrt"),
  sigmoid: helper("sigmoid"),
  softplus: helper("softplus"),
  sinh: named("Math.sinh"),
  cosh: named("Math.cosh"),
  tanh: named("Math.tanh"),
  erf: helper("erf"),
  gelu: helper("gelu"),
  relu: (x) => `Math.max(${x}, 0)`,
  abs: named("Math.abs"),
  sign: named("Math.sign"),
  step: (x) => `(${x} > 0 ? 1 : 0)`,
  sin: named("Math.sin"),
  cos: named("Math.cos"),
  tan: named("Math.tan"),
  asin: named("Math.asin"),
  acos: named("Math.acos"),
  atan: named("Math.atan"),
  asinh: named("Math.asinh"),
  acosh: named("Math.acosh"),
  atanh: named("Math.atanh"),
  log2: named("Math.log2"),
  log10: named("Math.log10"),
  log1p: named("Math.log1p"),
  expm1: named("Math.expm1"),
  cbrt: named("Math.cbrt"),
  sec: (x) => `(1 / Math.cos(${x}))`,
  csc: (x) => `(1 / Math.sin(${x}))`,
  cot: (x) => `(1 / Math.tan(${x}))`,
  erfc: helper("erfc"),
  normcdf: (x, at) => `(${at.use("erfc")}(-(${x}) / Math.SQRT2) / 2)`,
  normpdf: helper("normpdf"),
  erfinv: helper("erfinv"),
  Gamma: helper("gammaFunction"),
  factorial: (x, at) => `${at.use("gammaFunction")}(${x} + 1)`,
  lgamma: helper("lgamma"),
  digamma: ordered("polygamma", 0),
  trigamma: ordered("polygamma", 1),
  tetragamma: ordered("polygamma", 2),
  pentagamma: ordered("polygamma", 3),
  besselj0: ordered("besselj", 0),
  besselj1: ordered("besselj", 1),
  besseli0: ordered("besseli", 0),
  besseli1: ordered("besseli", 1),
  besselk0: ordered("besselk", 0),
  besselk1: ordered("besselk", 1),
  lambertw: helper("lambertw"),
  elu: helper("elu"),
  leakyrelu: helper("leakyrelu"),
  silu: helper("silu"),
  mish: helper("mish"),
  hardtanh: (x) => `Math.min(Math.max(${x}, -1), 1)`,
  softsign: helper("softsign"),
};

const apply: ArrayForm = (e, at) => {
  const z = textOf(e.args[0], at);
  const known = formOf(FUNCTIONS, e.data, at);
  return piece(known === undefined ? `${at.function(e.data)}(${z})` : known(z, at));
};

const extremum =
  (name: "max" | "min"): ArrayForm =>
  (e, at) =>
    piece(`Math.${name}(${e.args.map((a) => textOf(a, at)).join(", ")})`);

/** Blocks one after another: each with the sizes that it has. */
const blocks = (helper: string, sizes: (b: ArrayExpr, at: CodePrinter) => string): JsForm =>
  array((e, at) => ({ helper, args: [`[${e.args.map((b) => `[${textOf(b, at)}, ${sizes(b, at)}]`).join(", ")}]`] }));

const slicing = (from: string, to: string, width: string, A: string): string =>
  `${A}.subarray(${times(from, width)}, ${times(to, width)})`;

const FORMS = {
  input: entry((e) => piece(e.data)),
  number: entry(numberForm),
  constant: entry((e) => piece(e.data === "pi" ? "Math.PI" : "Math.E")),
  size: entry((e, at) => at.size(e.data as Dim)),
  fill: entry(passed),
  eye: array((e, at) => ({ helper: "identity", args: [sizeText(e.rows, at)] })),
  comm: array((e, at) => ({ helper: "commutation", args: e.dims.map((d) => sizeText(d, at)) })),
  add: entry(addForm(" + ", " - ")),
  neg: entry(negForm),
  mul: entry(mulForm(" * ", " / ")),
  div: entry(divForm(" / ")),
  pow: entry(power),
  apply: entry(apply),
  max: entry(extremum("max")),
  min: entry(extremum("min")),
  column: entry((e, at) => piece(`${textOf(e.args[0], at)}[${(at as JsPrinter).i}]`)),
  row: entry((e, at) => piece(`${textOf(e.args[0], at)}[${(at as JsPrinter).j}]`)),
  spread: entry(passed),
  transpose: filling("transpose", rows(0), cols(0)),
  matmul,
  matvec,
  dot: numberCall("dot"),
  inner: numberCall("dot"),
  outer: entry((e, at) => {
    const { i, j } = at as JsPrinter;
    return piece(`${textOf(e.args[0], at)}[${i}] * ${textOf(e.args[1], at)}[${j}]`, LEVEL.elementwise);
  }),
  lu: array((e, at) => ({ helper: "factorise", args: [textOf(e.args[0], at), sizeText(e.rows, at)] })),
  solve: array((e, at) => {
    const [F, X] = e.args as readonly [ArrayExpr, ArrayExpr];
    const count = X.rank === 1 ? "1" : sizeText(X.cols, at);
    return { helper: e.data === "T" ? "solveT" : "solve", args: [textOf(F, at), textOf(X, at), count] };
  }),
  inverse: filling("inverse"),
  det: numberCall("det"),
  logdet: numberCall("logdet"),
  matrixpower: filling("matrixPower", (e, at) => sizeText(e.rows, at)),
  matrixfunction: array((e, at) => ({ helper: `${e.data}m`, args: [textOf(e.args[0], at), sizeText(e.rows, at)] })),
  frechet: array((e, at) => ({
    helper: "frechet",
    args: [at.use(`${e.data}m`), ...e.args.map((a) => textOf(a, at)), sizeText(e.rows, at)],
  })),
  decomposed: array((e, at) => {
    const A = e.args[0] as ArrayExpr;
    return { helper: e.data, args: [textOf(A, at), sizeText(A.rows, at), sizeText(A.cols, at)] };
  }),
  powersum: filling("powersum", (e, at) => sizeText(e.rows, at)),
  helped: array((e, at) => ({
    helper: e.data,
    args: e.args.flatMap((a) => [
      textOf(a, at),
      sizeText(a.rows, at),
      ...(e.args.length > 1 ? [] : [a.rank === 1 ? "1" : sizeText(a.cols, at)]),
    ]),
  })),
  trace: numberCall("trace", rows(0)),
  diagonal: filling("diagonal", rows(0)),
  diagvec: filling("diagonalOf", rows(0)),
  adddiagonal: array((e, at) => {
    const [A, d] = e.args as readonly [ArrayExpr, ArrayExpr];
    return {
      helper: d.rank === 0 ? "addScaledIdentity" : "addDiagonal",
      args: [textOf(A, at), textOf(d, at), sizeText(A.rows, at)],
    };
  }),
  kron: array((e, at) => {
    const [A, B] = e.args as readonly [ArrayExpr, ArrayExpr];
    const shape = (X: ArrayExpr) => [sizeText(X.rows, at), X.rank === 1 ? "1" : sizeText(X.cols, at)];
    return { helper: "kron", args: [textOf(A, at), ...shape(A), textOf(B, at), ...shape(B)] };
  }),
  kronapply: array((e, at) => {
    const [A, B, C] = e.args as readonly [ArrayExpr, ArrayExpr, ArrayExpr];
    const factor = (X: ArrayExpr) => (X.kernel === "eye" ? "null" : textOf(X, at));
    const shape = (X: ArrayExpr) => [sizeText(X.rows, at), sizeText(X.cols, at)];
    return {
      helper: "kronApply",
      args: [factor(A), ...shape(A), factor(B), ...shape(B), textOf(C, at), sizeText(C.cols, at)],
    };
  }),
  commute: array((e, at) => ({
    helper: "commute",
    args: [textOf(e.args[0], at), ...e.dims.map((d) => sizeText(d, at)), sizeText(e.cols, at)],
  })),
  total: numberCall("sum"),
  rowsums: filling("rowSums", rows(0), cols(0)),
  colsums: filling("colSums", rows(0), cols(0)),
  norm1: numberCall("norm1"),
  norm: numberCall("norm"),
  // Column by column: the rows of the transpose one after another.
  vec: filling("transpose", rows(0), cols(0)),
  unvec: array((e, at) => ({
    helper: "transpose",
    args: [textOf(e.args[0], at), sizeText(e.cols, at), sizeText(e.rows, at)],
  })),
  concat: array((e, at) => ({ helper: "concat", args: [`[${e.args.map((a) => textOf(a, at)).join(", ")}]`] })),
  vstack: array((e, at) => ({ helper: "concat", args: [`[${e.args.map((a) => textOf(a, at)).join(", ")}]`] })),
  hstack: blocks("beside", (b, at) => sizeText(b.cols, at)),
  rows: view((e, at) => {
    const [from, to] = e.dims as readonly [Dim, Dim];
    return piece(slicing(indexText(from, at), sizeText(to, at), sizeText(e.cols, at), textOf(e.args[0], at)));
  }),
  cols: array((e, at) => {
    const [from, to] = e.dims as readonly [Dim, Dim];
    const A = e.args[0] as ArrayExpr;
    return {
      helper: "columns",
      args: [textOf(A, at), sizeText(A.rows, at), sizeText(A.cols, at), indexText(from, at), sizeText(to, at)],
    };
  }),
  slice: view((e, at) => {
    const [from, to] = e.dims as readonly [Dim, Dim];
    return piece(slicing(indexText(from, at), sizeText(to, at), "1", textOf(e.args[0], at)));
  }),
  rowat: view((e, at) => {
    const [i] = e.dims as readonly [Dim];
    return piece(slicing(indexText(i, at), sizeText(i, at), sizeText(e.rows, at), textOf(e.args[0], at)));
  }),
  colat: array((e, at) => {
    const [j] = e.dims as readonly [Dim];
    const A = e.args[0] as ArrayExpr;
    return {
      helper: "columns",
      args: [textOf(A, at), sizeText(A.rows, at), sizeText(A.cols, at), indexText(j, at), sizeText(j, at)],
    };
  }),
  entry: { kind: "number", form: (e, at) => piece(`${textOf(e.args[0], at)}[${indexText(e.dims[0] as Dim, at)}]`) },
  asrow: view(passed),
  ascol: view(passed),
  copy: entry(passed),
  softmax: filling("softmax"),
  softmaxrows: filling("softmaxRows", rows(0), cols(0)),
  softmaxcols: filling("softmaxCols", rows(0), cols(0)),
  logsumexp: numberCall("logsumexp"),
  logsoftmax: filling("logSoftmax"),
  logsoftmaxrows: filling("logSoftmaxRows", rows(0), cols(0)),
  logsoftmaxcols: filling("logSoftmaxCols", rows(0), cols(0)),
  crossentropy: numberCall("crossEntropy"),
  indexed: { kind: "number", form: withoutIndices("JavaScript") },
} satisfies Record<Kernel, JsForm>;

export const JS_FORMS: Readonly<Record<Kernel, JsForm>> = FORMS;

/** Whether the entries of an array are written out in a loop. */
export const isLoop = (e: ArrayExpr): boolean => e.rank > 0 && FORMS[e.kernel].kind === "entry" && e.kernel !== "input";

/** Reductions that take the entries of a loop as they come, with no array between. */
const FOLDS: ReadonlySet<Kernel> = new Set(["total", "dot", "inner"]);
export const isFold = (e: ArrayExpr): boolean => FOLDS.has(e.kernel);

/** Whether a transposed operand is taken as it is: the kernel reads it the other way round. */
const readsTransposed = (e: ArrayExpr, i: number): boolean =>
  isLoop(e) ||
  isFold(e) ||
  (e.kernel === "matvec" && i === 0) ||
  (e.kernel === "matmul" && !(i === 1 && e.args[0]?.kernel === "transpose"));

/** Whether operand i of a kernel must be a variable. */
export function jsAtom(e: ArrayExpr, i: number): boolean {
  const a = e.args[i] as ArrayExpr;
  if (a.kernel === "transpose" && readsTransposed(e, i)) return false;
  if (a.kernel === "eye" && e.kernel === "kronapply") return false;
  // What does not change in a loop is worked out before it.
  if (a.rank === 0) return isLoop(e) && a.args.length > 0;
  if (e.kernel === "column" || e.kernel === "row" || e.kernel === "outer") return true;
  if (isLoop(e) || isFold(e)) return !isLoop(a);
  return FORMS[a.kernel].kind !== "view";
}

/** The entry of an array that is a variable, at the place of the loop. */
export function entryOf(name: string, e: ArrayExpr, transposed: boolean, at: JsPrinter): Piece {
  if (e.rank === 1) return piece(`${name}[${at.i}]`);
  if (!transposed) return piece(`${name}[${at.k}]`);
  return piece(`${name}[${at.j} * ${wrapped(sizeText(e.cols, at))} + ${at.i}]`);
}
