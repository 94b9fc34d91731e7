import math

import jax
import jax.numpy as jnp
import jax.scipy.linalg
import jax.scipy.special


def gelu(z):
    """z (1 + erf(z / sqrt(2))) / 2."""
    return 0.5 * z * (1 + jax.scipy.special.erf(z / math.sqrt(2)))


def normpdf(z):
    """The density of the standard normal distribution."""
    return jnp.exp(-0.5 * z**2) / math.sqrt(2 * math.pi)


def expm(A):
    """The exponential of a matrix."""
    return jax.scipy.linalg.expm(A)


def mish(z):
    """z tanh(log(1 + exp(z)))."""
    return z * jnp.tanh(jax.nn.softplus(z))


def inverse(F):
    """The inverse from the factors of a matrix."""
    return jax.scipy.linalg.lu_solve(F, jnp.eye(len(F[0]), dtype=F[0].dtype))


def sign_of_pivots(pivots):
    """1 or -1: the sign of the permutation of a factorisation."""
    return 1 - 2 * (jnp.sum(pivots != jnp.arange(len(pivots))) % 2)


def det(F):
    """The determinant from the factors of a matrix."""
    LU, pivots = F
    return sign_of_pivots(pivots) * jnp.prod(jnp.diagonal(LU))


def logdet(F):
    """log(det(A)) from the factors of A; not a number for a negative determinant."""
    LU, pivots = F
    d = jnp.diagonal(LU)
    sign = sign_of_pivots(pivots) * jnp.prod(jnp.sign(d))
    return jnp.where(sign < 0, jnp.nan, jnp.sum(jnp.log(jnp.abs(d))))


def add_diagonal(A, d):
    """A + diag(d), or A + d I for a number d."""
    i = jnp.arange(len(A))
    return A.at[i, i].add(d)


def _array(name, value, *shape):
    """The value as an array of numbers of this shape; None stands for any length."""
    value = jnp.asarray(value)
    if jnp.issubdtype(value.dtype, jnp.complexfloating):
        raise TypeError(f"{name} is no array of numbers")
    if not jnp.issubdtype(value.dtype, jnp.floating):
        value = value.astype(float)
    if value.ndim != len(shape) or any(n not in (None, m) for n, m in zip(shape, value.shape)):
        raise ValueError(f"{name} has the shape {value.shape}, not {shape}")
    return value


def _scalar(name, value):
    """The value as an array without axes. Types of floating point are kept; a number of Python has none of its own."""
    return _array(name, float(value) if isinstance(value, int) else value)


def _labels(name, value, lo, hi, *shape):
    """The value as whole numbers from lo to hi, in an array of this shape; while a function is traced they have no values."""
    value = _array(name, value, *shape)
    if not isinstance(value, jax.core.Tracer) and (
        jnp.any(value != jnp.floor(value)) or jnp.any(value < lo) or jnp.any(value > hi)
    ):
        raise ValueError(f"{name} has other labels than {lo} to {hi}")
    return value.astype(int)
