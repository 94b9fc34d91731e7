/** What a JAX module brings along. */

import { type Helper, helper } from "../module.js";
import { JAX } from "./jax.js";
import type { PythonTarget } from "./module.js";
import { numpyHelpers } from "./numpy-module.js";

const HELPERS: ReadonlyMap<string, Helper> = new Map([
  ...numpyHelpers("jnp"),
  helper(
    "gelu",
    `
def gelu(z):
    """z (1 + erf(z / sqrt(2))) / 2."""
    return 0.5 * z * (1 + jax.scipy.special.erf(z / math.sqrt(2)))`,
  ),
  helper(
    "inverse",
    `
def inverse(F):
    """The inverse from the factors of a matrix."""
    return jax.scipy.linalg.lu_solve(F, jnp.eye(len(F[0]), dtype=F[0].dtype))`,
  ),
  helper(
    "sign_of_pivots",
    `
def sign_of_pivots(pivots):
    """1 or -1: the sign of the permutation of a factorisation."""
    return 1 - 2 * (jnp.sum(pivots != jnp.arange(len(pivots))) % 2)`,
  ),
  helper(
    "det",
    `
def det(F):
    """The determinant from the factors of a matrix."""
    LU, pivots = F
    return sign_of_pivots(pivots) * jnp.prod(jnp.diagonal(LU))`,
    "sign_of_pivots",
  ),
  helper(
    "logdet",
    `
def logdet(F):
    """log(det(A)) from the factors of A; not a number for a negative determinant."""
    LU, pivots = F
    d = jnp.diagonal(LU)
    sign = sign_of_pivots(pivots) * jnp.prod(jnp.sign(d))
    return jnp.where(sign < 0, jnp.nan, jnp.sum(jnp.log(jnp.abs(d))))`,
    "sign_of_pivots",
  ),
  helper(
    "add_diagonal",
    `
def add_diagonal(A, d):
    """A + diag(d), or A + d I for a number d."""
    i = jnp.arange(len(A))
    return A.at[i, i].add(d)`,
  ),
]);

export const JAX_TARGET: PythonTarget = {
  language: JAX,
  module: "jnp",
  imports: ["import jax", "import jax.numpy as jnp"],
  parts: ["jax.scipy.linalg", "jax.scipy.special"],
  testImports: ["import numpy as np"],
  testSetup: ['jax.config.update("jax_enable_x64", True)'],
  testArray: "np.asarray(value, dtype=float)",
  helpers: HELPERS,
  like: false,
  reading: `def _array(name, value, *shape):
    """The value as an array of numbers of this shape; None stands for any length."""
    value = jnp.asarray(value)
    if not jnp.issubdtype(value.dtype, jnp.floating):
        value = value.astype(float)
    if value.ndim != len(shape) or any(n not in (None, m) for n, m in zip(shape, value.shape)):
        raise ValueError(f"{name} has the shape {value.shape}, not {shape}")
    return value


def _scalar(value):
    """The value as a number."""
    return jnp.asarray(value, dtype=float)`.split("\n"),
};
