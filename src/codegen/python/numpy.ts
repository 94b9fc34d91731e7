/** NumPy: array expressions as Python. */
import { type ArrayLanguage, helper, named, ordered } from "../arrays/array.js";
import { type Definitions, definitions } from "../runtime.js";
import { pythonForms } from "./expressions.js";
import type { PythonLibrary } from "./library.js";

export const NUMPY: ArrayLanguage = {
  factorises: false,
  atom: () => false,
  forms: pythonForms({
    module: "np",
    pi: "np.pi",
    e: "np.e",
    functions: {
      exp: named("np.exp"),
      log: named("np.log"),
      sqrt: named("np.sqrt"),
      sigmoid: helper("sigmoid"),
      softplus: (x) => `np.logaddexp(0, ${x})`,
      sinh: named("np.sinh"),
      cosh: named("np.cosh"),
      tanh: named("np.tanh"),
      erf: helper("erf"),
      gelu: helper("gelu"),
      relu: (x) => `np.maximum(${x}, 0)`,
      abs: named("np.abs"),
      sign: named("np.sign"),
      step: (x) => `np.heaviside(${x}, 0)`,
      sin: named("np.sin"),
      cos: named("np.cos"),
      tan: named("np.tan"),
      asin: named("np.arcsin"),
      acos: named("np.arccos"),
      atan: named("np.arctan"),
      asinh: named("np.arcsinh"),
      acosh: named("np.arccosh"),
      atanh: named("np.arctanh"),
      sec: (x) => `(1 / np.cos(${x}))`,
      csc: (x) => `(1 / np.sin(${x}))`,
      cot: (x) => `(1 / np.tan(${x}))`,
      log2: named("np.log2"),
      log10: named("np.log10"),
      log1p: named("np.log1p"),
      expm1: named("np.expm1"),
      cbrt: named("np.cbrt"),
      erfc: helper("erfc"),
      normcdf: (x, at) => `(0.5 * ${at.use("erfc")}(-(${x}) / np.sqrt(2)))`,
      normpdf: helper("normpdf"),
      erfinv: helper("erfinv"),
      Gamma: helper("gamma_function"),
      factorial: (x, at) => `${at.use("gamma_function")}(${x} + 1)`,
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
      hardtanh: (x) => `np.clip(${x}, -1, 1)`,
      softsign: helper("softsign"),
    },
    axes: {
      permuted: (X, order) => `${X}.transpose(${order.join(", ")})`,
      where: (truth, value) => `np.where(${truth}, ${value}, 0.0)`,
      range: (from, before) => `np.arange(${from}, ${before})`,
      like: "",
      floating: (x, isArray) => (isArray ? `${x} * 1.0` : `np.float64(${x})`),
    },
    forms: {},
  }),
};

/** Functions in NumPy's words, which other modules of the same words may say, too. */
export const numpyRuntime = (np: string): Definitions =>
  new Map(
    [...definitions("python/numpy")].map(([name, d]) => [name, { ...d, text: d.text.replaceAll("np.", `${np}.`) }]),
  );

export const NUMPY_MODULE: PythonLibrary = {
  language: NUMPY,
  module: "np",
  imports: ["import numpy as np"],
  parts: [],
  testSetup: [],
  testArray: "np.asarray(value, dtype=float)",
  runtime: numpyRuntime("np"),
  like: false,
  hook: () => [],
};
