/** JAX: array expressions as Python, in NumPy's words where they are the same. */
import type { ArrayExpr, ArrayLanguage } from "./array.js";
import { piece } from "./pretty.js";
import { helper, named, pythonForms } from "./python.js";

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
      softplus: (x) => `jnp.logaddexp(${x}, 0)`,
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
    },
    forms: {
      lu: (e, at) => piece(`jax.scipy.linalg.lu_factor(${at.of(e.args[0] as ArrayExpr).text})`),
      solve: (e, at) => {
        const [F, X] = e.args.map((a) => at.of(a).text);
        return piece(`jax.scipy.linalg.lu_solve(${F}, ${X}${e.data === "T" ? ", trans=1" : ""})`);
      },
      inverse: (e, at) => piece(`${at.use("inverse")}(${at.of(e.args[0] as ArrayExpr).text})`),
      det: (e, at) => piece(`${at.use("det")}(${at.of(e.args[0] as ArrayExpr).text})`),
    },
  }),
};
