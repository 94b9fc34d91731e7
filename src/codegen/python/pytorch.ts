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
  divForm,
  type FunctionForms,
  fillForm,
  formOf,
  helper,
  helping,
  mulForm,
  named,
  ordered,
  POSDEF,
  sizeText,
  textOf,
  wordOr,
} from "../arrays/array.js";
import { definitions } from "../runtime.js";
import { floating, isHost, pythonForms, shapeText } from "./expressions.js";
import { type Hook, type PythonLibrary, tupleOf } from "./library.js";
import { numpyRuntime } from "./numpy.js";

const tensor = (e: ArrayExpr, at: CodePrinter): string =>
  isHost(e) ? `torch.tensor(${floating(textOf(e, at))}, **like)` : textOf(e, at);

/** Helpers of NumPy that say the same of tensors. */
const SHARED: ReadonlySet<string> = new Set(
  "powersum sqrtm logm frechet pseudoinverse choleskyfactor lowerhalf eigenvalues eigenvectors eigengaps singularvalues rightvector leftvector polarfactor dominantvector qfactor rfactor rows_enough lfactor ufactor lower_upper runningproducts tril triu cumsum revcumsum flip blockmax blockismax".split(
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
  // torch.special.bessel_j0 has eight digits only.
  besselj0: ordered("besselj", 0),
  besselj1: ordered("besselj", 1),
  besseli0: named("torch.special.modified_bessel_i0"),
  besseli1: named("torch.special.modified_bessel_i1"),
  besselk0: named("torch.special.modified_bessel_k0"),
  besselk1: named("torch.special.modified_bessel_k1"),
  lambertw: helper("lambertw"),
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

/**
 * A number times a product of matrices, or that by a number: in the memory of the product where nothing else uses it,
 * which for large ones is a third of the time. What autograd keeps of a product is its factors alone.
 */
const inPlace =
  (method: "mul_" | "div_", otherwise: ArrayForm): ArrayForm =>
  (e, at) => {
    const [A, s] = (method === "mul_" ? e.args.toReversed() : e.args) as readonly [ArrayExpr, ArrayExpr];
    if (A.kernel !== "matmul" || at.isVariable(A) || !isHost(s)) return otherwise(e, at);
    return piece(`${at.wrap(A, LEVEL.primary)}.${method}(${textOf(s, at)})`);
  };

/** What a factorisation is for, by the helper for a Cholesky factor where the matrix has one. */
const factored =
  (kernel: "solve" | "inverse" | "det" | "logdet", byPivots: ArrayForm = helping(kernel)): ArrayForm =>
  (e, at) =>
    ((e.args[0] as ArrayExpr).data === POSDEF ? helping(`cholesky_${kernel}`) : byPivots)(e, at);

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
      mul: inPlace("mul_", mulForm(" * ", " / ")),
      div: inPlace("div_", divForm(" / ")),
      max: extremum("maximum"),
      min: extremum("minimum"),
      inner: (e, at) => {
        const [A, B] = e.args as readonly [ArrayExpr, ArrayExpr];
        return piece(`torch.sum(${at.wrap(A, LEVEL.postfix)} * ${at.wrap(B, LEVEL.postfix)})`);
      },
      // Half the work, and an error of the library where the matrix is not what the model says.
      lu: (e, at) => piece(`torch.linalg.${e.data === POSDEF ? "cholesky" : "lu_factor"}(${textOf(e.args[0], at)})`),
      solve: factored("solve", (e, at) => helping(e.data === "T" ? "solve_transposed" : "solve")(e, at)),
      inverse: factored("inverse"),
      det: factored("det"),
      logdet: factored("logdet"),
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

const keysText = (keys: readonly (string | null)[]): string =>
  tupleOf(keys.map((k) => (k === null ? "None" : JSON.stringify(k))));

/**
 * `torch.autograd.Function` around the passes. The backward pass has a derivative of its own where a second product was
 * asked for; else it refuses to be followed: what is kept from the pass forward has no history, and would count as constant.
 */
const autogradFunction: Hook = (product, at) => {
  const { inputs, keys, others, back, bar, dots, second, output, head } = product;
  const asked = at.env.use("asked");
  const all = [...inputs, ...others];
  const given = back.length === 0 ? "{}" : `{${back.map((id) => `"${id}": ${id}`).join(", ")}}`;
  const rest = others.length === 0 ? "" : ` + (None,) * ${others.length}`;
  const moving = inputs.filter((_, i) => keys[i] !== null);
  const once = second.length === 0;
  const forward = [
    `class Vjp(torch.autograd.Function):`,
    `    """${output}, with the passes of this module in the place of autograd's."""`,
    "",
    "    @staticmethod",
    `    def forward(ctx, ${all.join(", ")}):`,
    `        output, kept = vjp_forward(${all.map((id) => `${id}=${id}`).join(", ")})`,
    `        ctx.given = ${given}`,
    ...(once
      ? ["        ctx.save_for_backward(*kept)"]
      : [
          `        moving = [x if torch.is_tensor(x) else None for x in ${tupleOf(moving)}]`,
          "        ctx.save_for_backward(*moving, *kept)",
        ]),
    "        return output",
    "",
    "    @staticmethod",
    `    def backward(ctx, ${bar}):`,
    ...(once ? [`        ${at.env.use("only_once")}()`] : []),
    ...(once
      ? [`        found = vjp_backward(ctx.saved_tensors, ${bar}, **ctx.given)`]
      : [
          `        found = VjpBackward.apply(ctx.given, ${bar}, *ctx.saved_tensors)`,
          `        found = dict(zip(${keysText(keys.filter((k) => k !== null))}, found))`,
        ]),
    `        return ${asked}(ctx.needs_input_grad, ${keysText(keys)}, found)${rest}`,
  ];
  if (once) return [forward, head([`return Vjp.apply(${all.join(", ")})`])];
  const seconds = [second[0] ?? null, ...second.slice(1).filter((_, i) => keys[i] !== null)];
  const again = [
    "class VjpBackward(torch.autograd.Function):",
    `    """The pass back, with a derivative of its own."""`,
    "",
    "    @staticmethod",
    `    def forward(ctx, given, ${[bar, ...moving].join(", ")}, *kept):`,
    "        ctx.given = given",
    "        ctx.kept = len(kept)",
    `        ctx.save_for_backward(${bar}, *kept)`,
    `        found = vjp_backward(kept, ${bar}, **given)`,
    "        # Derivatives that are equal are one tensor; autograd wants one for each.",
    `        return tuple(found[key].clone() for key in ${keysText(keys.filter((k) => k !== null))})`,
    "",
    "    @staticmethod",
    `    def backward(ctx, ${dots.join(", ")}):`,
    `        ${at.env.use("only_once")}()`,
    `        ${bar}, *kept = ctx.saved_tensors`,
    `        found = vjp_second(kept, ${[bar, ...dots].join(", ")}, **ctx.given)`,
    `        found = ${asked}(ctx.needs_input_grad[1:], ${keysText(seconds)}, found)`,
    "        return (None,) + found + (None,) * ctx.kept",
  ];
  return [again, forward, head([`return Vjp.apply(${all.join(", ")})`])];
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
  hook: autogradFunction,
};
