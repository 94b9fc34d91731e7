/**
 * PyTorch: array expressions as Python. Numbers that come from sizes alone stay numbers of Python;
 * new tensors take their type and their place from the inputs (`**like`).
 */

import { LEVEL, piece } from "../../print/pretty.js";
import {
  type ArrayExpr,
  type ArrayForm,
  type ArrayLanguage,
  type CodePrinter,
  type FunctionForms,
  fillForm,
  formOf,
  helper,
  named,
  sizeText,
  textOf,
  wordOr,
} from "../arrays/array.js";
import { definitions } from "../runtime.js";
import { floating, isHost, pythonForms, shapeText } from "./expressions.js";
import { numpyRuntime } from "./numpy.js";
import type { PythonLibrary } from "./syntax.js";

const tensor = (e: ArrayExpr, at: CodePrinter): string =>
  isHost(e) ? `torch.tensor(${floating(textOf(e, at))}, **like)` : textOf(e, at);

/** Helpers of NumPy that say the same of tensors. */
const SHARED: ReadonlySet<string> = new Set(
  "powersum sqrtm logm frechet pseudoinverse choleskyfactor lowerhalf eigenvalues eigenvectors eigengaps singularvalues rightvector leftvector polarfactor tril triu cumsum revcumsum flip".split(
    " ",
  ),
);

const MATH: ReadonlySet<string> = new Set("exp log sqrt sin cos tan asin acos atan sinh cosh tanh erf".split(" "));

const FUNCTIONS: FunctionForms = {
  exp: named("torch.exp"),
  log: named("torch.log"),
  sqrt: named("torch.sqrt"),
  sigmoid: named("torch.sigmoid"),
  softplus: helper("softplus"),
  sinh: named("torch.sinh"),
  cosh: named("torch.cosh"),
  tanh: named("torch.tanh"),
  erf: named("torch.erf"),
  gelu: helper("gelu"),
  relu: named("torch.relu"),
  abs: named("torch.abs"),
  sign: named("torch.sign"),
  step: helper("step"),
  sin: named("torch.sin"),
  cos: named("torch.cos"),
  tan: named("torch.tan"),
  asin: named("torch.asin"),
  acos: named("torch.acos"),
  atan: named("torch.atan"),
  asinh: named("torch.asinh"),
  acosh: named("torch.acosh"),
  atanh: named("torch.atanh"),
  sec: (x) => `(1 / torch.cos(${x}))`,
  csc: (x) => `(1 / torch.sin(${x}))`,
  cot: (x) => `(1 / torch.tan(${x}))`,
  log2: named("torch.log2"),
  log10: named("torch.log10"),
  log1p: named("torch.log1p"),
  expm1: named("torch.expm1"),
  cbrt: helper("cbrt"),
  erfc: named("torch.erfc"),
  normcdf: named("torch.special.ndtr"),
  normpdf: helper("normpdf"),
  erfinv: named("torch.erfinv"),
  Gamma: (x) => `torch.exp(torch.lgamma(${x}))`,
  factorial: (x) => `torch.exp(torch.lgamma(${x} + 1))`,
  lgamma: named("torch.lgamma"),
  digamma: named("torch.digamma"),
  // torch.polygamma(1, x) has ten digits only.
  trigamma: (x) => `torch.special.zeta(2, ${x})`,
  tetragamma: (x) => `torch.polygamma(2, ${x})`,
  pentagamma: (x) => `torch.polygamma(3, ${x})`,
  elu: named("torch.nn.functional.elu"),
  leakyrelu: named("torch.nn.functional.leaky_relu"),
  silu: named("torch.nn.functional.silu"),
  mish: named("torch.nn.functional.mish"),
  hardtanh: named("torch.nn.functional.hardtanh"),
  softsign: named("torch.nn.functional.softsign"),
};

const apply: ArrayForm = (e, at) => {
  const z = e.args[0] as ArrayExpr;
  const known = formOf(FUNCTIONS, e.data, at);
  if (isHost(z) && MATH.has(e.data)) return piece(`math.${e.data}(${textOf(z, at)})`);
  if (known === undefined) return piece(`${at.function(e.data)}(${tensor(z, at)})`);
  return piece(known(tensor(z, at), at));
};

const extremum =
  (name: "maximum" | "minimum"): ArrayForm =>
  (e, at) => {
    const [a, b] = e.args as readonly [ArrayExpr, ArrayExpr];
    if (isHost(a) && isHost(b))
      return piece(`${name === "maximum" ? "max" : "min"}(${textOf(a, at)}, ${textOf(b, at)})`);
    // A number bounds the other side.
    const bound = name === "maximum" ? "min" : "max";
    if (isHost(a)) return piece(`torch.clamp(${textOf(b, at)}, ${bound}=${textOf(a, at)})`);
    if (isHost(b)) return piece(`torch.clamp(${textOf(a, at)}, ${bound}=${textOf(b, at)})`);
    return piece(`torch.${name}(${textOf(a, at)}, ${textOf(b, at)})`);
  };

/** A function of one operand along an axis. */
const along =
  (name: string, dim: number): ArrayForm =>
  (e, at) =>
    piece(`${name}(${textOf(e.args[0], at)}, dim=${dim})`);

export const PYTORCH: ArrayLanguage = {
  factorises: true,
  atom: () => false,
  forms: pythonForms({
    module: "torch",
    pi: "math.pi",
    e: "math.e",
    functions: FUNCTIONS,
    axes: {
      permuted: (X, order) => `${X}.permute(${order.join(", ")})`,
      where: (truth, value) => `torch.where(torch.as_tensor(${truth}), ${value}, 0.0)`,
      range: (from, before) =>
        `torch.arange(${from}, ${from === "1" ? before : `max(${from}, ${before})`}, device=like["device"])`,
      like: ", **like",
      floating: (x) => `torch.as_tensor(${x}, **like)`,
    },
    forms: {
      fill: fillForm(
        (shape) => `torch.ones(${shape}, **like)`,
        (shape) => `torch.zeros(${shape}, **like)`,
        shapeText,
        (s, shape, at) => piece(`${at.wrap(s, LEVEL.postfix)} * torch.ones(${shape}, **like)`, LEVEL.elementwise),
      ),
      eye: (e, at) => piece(`torch.eye(${sizeText(e.rows, at)}, **like)`),
      comm: (e, at) => {
        const [m, n] = e.dims.map((d) => sizeText(d, at)) as [string, string];
        const product = `${wordOr(m)} * ${wordOr(n)}`;
        return piece(`${at.use("commute")}(torch.eye(${product}, **like), ${m}, ${n})`);
      },
      apply,
      max: extremum("maximum"),
      min: extremum("minimum"),
      inner: (e, at) => {
        const [A, B] = e.args as readonly [ArrayExpr, ArrayExpr];
        return piece(`torch.sum(${at.wrap(A, LEVEL.postfix)} * ${at.wrap(B, LEVEL.postfix)})`);
      },
      lu: (e, at) => piece(`torch.linalg.lu_factor(${textOf(e.args[0], at)})`),
      solve: (e, at) => {
        const [F, X] = e.args as readonly [ArrayExpr, ArrayExpr];
        return piece(`${at.use(e.data === "T" ? "solve_transposed" : "solve")}(${textOf(F, at)}, ${textOf(X, at)})`);
      },
      inverse: (e, at) => piece(`${at.use("inverse")}(${textOf(e.args[0], at)})`),
      det: (e, at) => piece(`${at.use("det")}(${textOf(e.args[0], at)})`),
      kron: (e, at) => piece(`${at.use("kron")}(${e.args.map((a) => textOf(a, at)).join(", ")})`),
      rowsums: along("torch.sum", 1),
      colsums: along("torch.sum", 0),
      concat: (e, at) => piece(`torch.hstack([${e.args.map((a) => tensor(a, at)).join(", ")}])`),
      copy: (e, at) => piece(`${at.wrap(e.args[0] as ArrayExpr, LEVEL.primary)}.clone()`),
      softmax: along("torch.softmax", 0),
      softmaxrows: along("torch.softmax", 1),
      softmaxcols: along("torch.softmax", 0),
      logsumexp: along("torch.logsumexp", 0),
      logsoftmax: along("torch.log_softmax", 0),
      logsoftmaxrows: along("torch.log_softmax", 1),
      logsoftmaxcols: along("torch.log_softmax", 0),
      crossentropy: (e, at) =>
        piece(`-torch.sum(torch.xlogy(${textOf(e.args[0], at)}, ${textOf(e.args[1], at)}))`, LEVEL.sum),
    },
  }),
};

export const PYTORCH_MODULE: PythonLibrary = {
  language: PYTORCH,
  module: "torch",
  imports: ["import torch"],
  parts: [],
  testSetup: [],
  testArray: "torch.as_tensor(value, dtype=torch.float64).detach().cpu().numpy()",
  runtime: new Map([
    ...definitions("python/pytorch"),
    ...[...numpyRuntime("torch")].filter(([name]) => SHARED.has(name)),
  ]),
  like: true,
};
