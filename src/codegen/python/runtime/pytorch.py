import math

import torch


def softplus(z):
    """log(1 + exp(z)), with no exponential that overflows."""
    return torch.logaddexp(z, torch.zeros_like(z))


def gelu(z):
    """z (1 + erf(z / sqrt(2))) / 2."""
    return 0.5 * z * (1 + torch.erf(z / math.sqrt(2)))


def normpdf(z):
    """The density of the standard normal distribution."""
    return torch.exp(-0.5 * z**2) / math.sqrt(2 * math.pi)


def besselj(n, z):
    """The Bessel function J_n of each entry for n = 0, 1: Abramowitz & Stegun 9.1.21, and 9.2.5 for large ones."""
    x = torch.abs(z)
    s = torch.sin(math.pi * (torch.arange(20, dtype=z.dtype, device=z.device) + 0.5) / 40)
    waves = torch.cos(x[..., None] * s) if n == 0 else torch.sin(x[..., None] * s) * s
    far = torch.clamp(x, min=25.0)
    term = even = torch.ones_like(far)
    odd = torch.zeros_like(far)
    for k in range(1, 21):
        term = term * (4 * n - (2 * k - 1) ** 2) / (8 * k * far)
        signed = term if k % 4 < 2 else -term
        even, odd = (even + signed, odd) if k % 2 == 0 else (even, odd + signed)
    angle = far - (n / 2 + 1 / 4) * math.pi
    expansion = torch.sqrt(2 / (math.pi * far)) * (even * torch.cos(angle) - odd * torch.sin(angle))
    value = torch.where(x < 25, torch.sum(waves, -1) / 20, expansion)
    return value if n == 0 else torch.sign(z) * value


def lambertw(z):
    """Lambert's W of each entry, the inverse of w exp(w) for w >= -1, by Halley's steps."""
    p = torch.sqrt(torch.clamp(2 * (math.e * z + 1), max=2.0))
    most = torch.clamp(z, min=3.0)
    far = torch.where(z < 3, 0.75 * torch.log1p(torch.clamp(z, min=-0.2)), torch.log(most) - torch.log(torch.log(most)))
    w = torch.where(z < -0.2, -1 + p - p**2 / 3 + 11 / 72 * p**3, far)
    for _ in range(5):
        e = torch.exp(w)
        off = w * e - z
        steps = off / (e * (w + 1) - (w + 2) * off / (2 * w + 2))
        w = w - torch.where(w > -1, steps, torch.zeros_like(w))
    return w


def expm(A):
    """The exponential of a matrix."""
    return torch.linalg.matrix_exp(A)


def cbrt(z):
    """The real cube root."""
    return torch.sign(z) * torch.abs(z) ** (1 / 3)


def step(z):
    """1 for positive entries, else 0."""
    # A third of the time of a comparison that is made a number.
    return torch.sign(z).relu_()


def solve(F, X):
    """The solution of A Y = X from the factors of A."""
    columns = X[:, None] if X.ndim == 1 else X
    return torch.linalg.lu_solve(*F, columns).reshape(X.shape)


def solve_transposed(F, X):
    """The solution of A.T Y = X from the factors of A."""
    columns = X[:, None] if X.ndim == 1 else X
    return torch.linalg.lu_solve(*F, columns, adjoint=True).reshape(X.shape)


def inverse(F):
    """The inverse from the factors of a matrix."""
    LU, _ = F
    return torch.linalg.lu_solve(*F, torch.eye(len(LU), dtype=LU.dtype, device=LU.device))


def sign_of_pivots(pivots):
    """1 or -1: the sign of the permutation of a factorisation."""
    places = torch.arange(1, len(pivots) + 1, device=pivots.device)
    return 1 - 2 * (torch.sum(pivots != places) % 2)


def det(F):
    """The determinant from the factors of a matrix."""
    LU, pivots = F
    return sign_of_pivots(pivots) * torch.prod(torch.diagonal(LU))


def logdet(F):
    """log(det(A)) from the factors of A; not a number for a negative determinant."""
    LU, pivots = F
    d = torch.diagonal(LU)
    sign = sign_of_pivots(pivots) * torch.prod(torch.sign(d))
    value = torch.sum(torch.log(torch.abs(d)))
    return torch.where(sign < 0, torch.full_like(value, math.nan), value)


def cholesky_solve(L, X):
    """The solution of L L.T Y = X."""
    columns = X[:, None] if X.ndim == 1 else X
    return torch.cholesky_solve(columns, L).reshape(X.shape)


def cholesky_inverse(L):
    """The inverse of L L.T."""
    return torch.cholesky_inverse(L)


def cholesky_det(L):
    """The determinant of L L.T."""
    return torch.prod(torch.diagonal(L)) ** 2


def cholesky_logdet(L):
    """The logarithm of the determinant of L L.T."""
    return 2 * torch.sum(torch.log(torch.diagonal(L)))


def add_diagonal(A, d):
    """A + diag(d), or A + d I for a number d."""
    B = A.clone()
    B.diagonal().add_(d)
    return B


def kron(A, B):
    """The Kronecker product; torch.kron wants its operands in one piece."""
    return torch.kron(A.contiguous(), B.contiguous())


def kron_apply(A, B, C):
    """kron(A, B) @ C without kron(A, B); None stands for an identity."""
    k = C.shape[1]
    X = C.reshape(-1, C.shape[0] // A.shape[1] if B is None else B.shape[1], k)
    if A is not None:
        X = torch.tensordot(A, X, dims=1)
    if B is not None:
        X = B @ X
    return X.reshape(-1, k)


def commute(A, m, n, before=1, after=1):
    """comm(m, n) @ A, the rows of A in another order; with identities of these sizes before and after."""
    return A.reshape(before, n, m, after, -1).swapaxes(1, 2).reshape(len(A), -1)


def only_once():
    """Refuses to be followed by autograd, to which all that was kept from the pass forward is constant."""
    if torch.is_grad_enabled():
        raise NotImplementedError("this pass back has no derivative of its own: codegen --order 2 writes one")


def asked(needed, keys, found):
    """The cotangents that autograd asks for; what was not asked for when the module was written is refused."""
    for key, is_needed in zip(keys, needed):
        if is_needed and key not in found:
            raise NotImplementedError("this module has no derivative by one of the inputs that require it")
    return tuple(found[key] if is_needed else None for key, is_needed in zip(keys, needed))


def _array(name, value, *shape):
    """The value as a tensor of this shape; None stands for any length. Types of floating point are kept."""
    if not torch.is_tensor(value):
        value = torch.as_tensor(value, dtype=torch.float64)
    if value.is_complex():
        raise TypeError(f"{name} is no tensor of numbers")
    if not value.is_floating_point():
        value = value.to(torch.float64)
    if value.ndim != len(shape) or any(n not in (None, m) for n, m in zip(shape, value.shape)):
        raise ValueError(f"{name} has the shape {tuple(value.shape)}, not {shape}")
    return value


def _scalar(name, value, other=None):
    """The value as a tensor without axes; a number of Python takes its type and its place from another input."""
    if not torch.is_tensor(value) and torch.is_tensor(other) and other.is_floating_point():
        value = torch.as_tensor(value, dtype=other.dtype, device=other.device)
    return _array(name, value)


def _labels(name, value, other, lo, hi, *shape):
    """The value as whole numbers from lo to hi at the place of another input; where nothing has values they are not looked at."""
    value = _array(name, value, *shape)
    compiler = getattr(torch, "compiler", None)
    if not value.is_meta and not (compiler is not None and compiler.is_compiling()):
        if bool(((value != value.floor()) | (value < lo) | (value > hi)).any()):
            raise ValueError(f"{name} has other labels than {lo} to {hi}")
    return value.long() if other is None else value.long().to(other.device)


def correlate(x, w):
    """The products of w with each stretch of x."""
    return torch.nn.functional.conv1d(x[None, None], w[None, None])[0, 0]


def conv(a, b):
    """The full convolution of two vectors."""
    return torch.nn.functional.conv1d(a[None, None], b.flip(0)[None, None], padding=len(b) - 1)[0, 0]
