/** JAX: array expressions as Python, in NumPy's words where they are the same. */

import { LEVEL, piece } from "../../print/pretty.js";
import { type ArrayForm, type ArrayLanguage, calling, helper, named, ordered, textOf } from "../arrays/array.js";
import { definitions } from "../runtime.js";
import { pythonForms } from "./expressions.js";
import type { Hook, PythonLibrary } from "./library.js";
import { numpyRuntime } from "./numpy.js";

/** A function of one operand along an axis. */
const along =
  (name: string, axis: 0 | 1): ArrayForm =>
  (e, at) =>
    piece(`${name}(${textOf(e.args[0], at)}, axis=${axis})`);

export const JAX: ArrayLanguage = {
  factorises: true,
  atom: () => false,
  forms: pythonForms({
    module: "jnp",
    pi: "jnp.pi",
    e: "jnp.e",
    functions: {
      exp: named("jnp.exp"),
      log: named("jnp.log"),
      sqrt: named("jnp.sqrt"),
      sigmoid: named("jax.nn.sigmoid"),
      softplus: named("jax.nn.softplus"),
      sinh: named("jnp.sinh"),
      cosh: named("jnp.cosh"),
      tanh: named("jnp.tanh"),
      erf: named("jax.scipy.special.erf"),
      gelu: helper("gelu"),
      relu: (x) => `jnp.maximum(${x}, 0)`,
      abs: named("jnp.abs"),
      sign: named("jnp.sign"),
      step: (x) => `jnp.heaviside(${x}, 0)`,
      sin: named("jnp.sin"),
      cos: named("jnp.cos"),
      tan: named("jnp.tan"),
      asin: named("jnp.arcsin"),
      acos: named("jnp.arccos"),
      atan: named("jnp.arctan"),
      asinh: named("jnp.arcsinh"),
      acosh: named("jnp.arccosh"),
      atanh: named("jnp.arctanh"),
      sec: (x) => `(1 / jnp.cos(${x}))`,
      csc: (x) => `(1 / jnp.sin(${x}))`,
      cot: (x) => `(1 / jnp.tan(${x}))`,
      log2: named("jnp.log2"),
      log10: named("jnp.log10"),
      log1p: named("jnp.log1p"),
      expm1: named("jnp.expm1"),
      cbrt: named("jnp.cbrt"),
      erfc: named("jax.scipy.special.erfc"),
      normcdf: named("jax.scipy.special.ndtr"),
      normpdf: helper("normpdf"),
      erfinv: named("jax.scipy.special.erfinv"),
      Gamma: named("jax.scipy.special.gamma"),
      factorial: (x) => `jax.scipy.special.gamma(${x} + 1)`,
      lgamma: named("jax.scipy.special.gammaln"),
      digamma: named("jax.scipy.special.digamma"),
      trigamma: (x) => `jax.scipy.special.polygamma(1, ${x})`,
      tetragamma: (x) => `jax.scipy.special.polygamma(2, ${x})`,
      pentagamma: (x) => `jax.scipy.special.polygamma(3, ${x})`,
      besselj0: ordered("besselj", 0),
      besselj1: ordered("besselj", 1),
      besseli0: ordered("besseli", 0),
      besseli1: ordered("besseli", 1),
      besselk0: ordered("besselk", 0),
      besselk1: ordered("besselk", 1),
      lambertw: helper("lambertw"),
      elu: named("jax.nn.elu"),
      leakyrelu: named("jax.nn.leaky_relu"),
      silu: named("jax.nn.silu"),
      mish: helper("mish"),
      hardtanh: (x) => `jnp.clip(${x}, -1, 1)`,
      softsign: named("jax.nn.soft_sign"),
    },
    axes: {
      permuted: (X, order) => `${X}.transpose(${order.join(", ")})`,
      where: (truth, value) => `jnp.where(${truth}, ${value}, 0.0)`,
      range: (from, before) => `jnp.arange(${from}, ${before})`,
      like: "",
      floating: (x) => `jnp.asarray(${x}, dtype=float)`,
    },
    forms: {
      lu: (e, at) => piece(`jax.scipy.linalg.lu_factor(${textOf(e.args[0], at)})`),
      solve: (e, at) => {
        const [F, X] = e.args.map((a) => textOf(a, at));
        return piece(`jax.scipy.linalg.lu_solve(${F}, ${X}${e.data === "T" ? ", trans=1" : ""})`);
      },
      softmax: calling("jax.nn.softmax"),
      softmaxrows: along("jax.nn.softmax", 1),
      softmaxcols: along("jax.nn.softmax", 0),
      logsumexp: calling("jax.scipy.special.logsumexp"),
      logsoftmax: calling("jax.nn.log_softmax"),
      logsoftmaxrows: along("jax.nn.log_softmax", 1),
      logsoftmaxcols: along("jax.nn.log_softmax", 0),
      crossentropy: (e, at) => {
        const [y, p] = e.args.map((a) => textOf(a, at));
        return piece(`-jnp.sum(jax.scipy.special.xlogy(${y}, ${p}))`, LEVEL.sum);
      },
      inverse: (e, at) => piece(`${at.use("inverse")}(${textOf(e.args[0], at)})`),
      det: (e, at) => piece(`${at.use("det")}(${textOf(e.args[0], at)})`),
    },
  }),
};

/** `jax.custom_vjp` around the passes. Where no derivative was asked for there is no number, and none that looks like one. */
const customVjp: Hook = ({ inputs, keys, isLabel, others, back, bar, head }) => {
  const all = [...inputs, ...others];
  const given = all.map((id) => `${id}=${id}`).join(", ");
  const fixed = others.map((_, i) => inputs.length + i);
  const cotangents = inputs.map((id, i) => {
    const key = keys[i];
    if (key !== null && key !== undefined) return `found["${key}"]`;
    return isLabel[i] === true ? "None" : `jnp.full_like(${id}, jnp.nan)`;
  });
  const lacking = inputs.filter((_, i) => keys[i] === null && isLabel[i] !== true);
  return [
    [
      fixed.length === 0
        ? "@jax.custom_vjp"
        : `@functools.partial(jax.custom_vjp, nondiff_argnums=(${fixed.join(", ")}${fixed.length === 1 ? "," : ""}))`,
      `def _apply(${all.join(", ")}):`,
      `    return vjp_forward(${given})[0]`,
    ],
    [
      `def _apply_forward(${all.join(", ")}):`,
      `    output, kept = vjp_forward(${given})`,
      `    return output, (kept, ${lacking.length === 0 ? "()" : `(${lacking.join(", ")},)`})`,
    ],
    [
      `def _apply_backward(${[...others, "residuals", bar].join(", ")}):`,
      `    kept, ${lacking.length === 0 ? "_" : `(${lacking.join(", ")},)`} = residuals`,
      `    found = vjp_backward(${["kept", bar, ...back.map((id) => `${id}=${id}`)].join(", ")})`,
      `    return (${cotangents.join(", ")},)`,
    ],
    ["_apply.defvjp(_apply_forward, _apply_backward)"],
    head([`return _apply(${all.join(", ")})`]),
  ];
};

export const JAX_MODULE: PythonLibrary = {
  language: JAX,
  module: "jnp",
  imports: ["import jax", "import jax.numpy as jnp"],
  parts: ["jax.scipy.linalg", "jax.scipy.special"],
  testSetup: ['jax.config.update("jax_enable_x64", True)'],
  testArray: "np.asarray(value, dtype=float)",
  runtime: new Map([...numpyRuntime("jnp"), ...definitions("python/jax")]),
  like: false,
  hook: customVjp,
};
