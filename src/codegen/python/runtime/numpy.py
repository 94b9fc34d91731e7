import math

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)), with no exponential that overflows."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def erf(z):
    """The error function of each entry."""
    try:
        from scipy.special import erf as of_array
    except ImportError:
        of_array = np.vectorize(math.erf, otypes=[float])
    return of_array(z)


def gelu(z):
    """z (1 + erf(z / sqrt(2))) / 2."""
    return 0.5 * z * (1 + erf(z / np.sqrt(2)))


def erfc(z):
    """1 - erf(z) of each entry, with all its digits where erf(z) is nearly 1."""
    try:
        from scipy.special import erfc as of_array
    except ImportError:
        of_array = np.vectorize(math.erfc, otypes=[float])
    return of_array(z)


def normpdf(z):
    """The density of the standard normal distribution."""
    return np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)


def erfinv(z):
    """The inverse of erf: Winitzki's formula, then Halley's steps with erfc in the tails, where it keeps its digits."""
    sign, y = np.sign(z), np.abs(z)
    log = np.log1p(-(y**2))
    a = 2 / (np.pi * 0.147) + log / 2
    x = np.where(y < 0.1, 0.886 * y, np.sqrt(np.sqrt(a**2 - log / 0.147) - a))
    for _ in range(3):
        off = np.where(x < 0.5, erf(x) - y, 1 - y - erfc(x))
        step = 0.5 * off * np.sqrt(np.pi) * np.exp(x**2)
        x = x - step / (1 + x * step)
    return (sign * x)[()]


def gamma_function(z):
    """The gamma function of each entry, for positive ones."""
    return np.vectorize(lambda x: math.gamma(x) if x > 0 else math.nan, otypes=[float])(z)[()]


def lgamma(z):
    """log(gamma(z)) of each entry, for positive ones."""
    return np.vectorize(lambda x: math.lgamma(x) if x > 0 else math.nan, otypes=[float])(z)[()]


def polygamma(m, z):
    """The derivative of order m + 1 of lgamma, for positive entries: Abramowitz & Stegun 6.4.6 and 6.4.11."""
    y = np.where(np.asarray(z) > 0, z, np.nan)
    below = np.zeros_like(y)
    for _ in range(12):
        below = below + np.where(y < 12, math.factorial(m) / y ** (m + 1), 0.0)
        y = np.where(y < 12, y + 1, y)
    series = -np.log(y) if m == 0 else math.factorial(m - 1) / y**m
    series = series + math.factorial(m) / (2 * y ** (m + 1)) + below
    for k, b in enumerate([1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510], 1):
        ratio = 1 / (2 * k) if m == 0 else math.prod(range(2 * k + 1, 2 * k + m))
        series = series + b * ratio / y ** (2 * k + m)
    return ((-1) ** (m + 1) * series)[()]


def besselj(n, z):
    """The Bessel function J_n of each entry for n = 0, 1: Abramowitz & Stegun 9.1.21, and 9.2.5 for large ones."""
    x = np.abs(np.asarray(z))
    s = np.sin(np.pi * (np.arange(20) + 0.5) / 40)
    waves = np.cos(x[..., None] * s) if n == 0 else np.sin(x[..., None] * s) * s
    far = np.maximum(x, 25.0)
    term = even = 1 + 0 * far
    odd = 0 * far
    for k in range(1, 21):
        term = term * (4 * n - (2 * k - 1) ** 2) / (8 * k * far)
        signed = term if k % 4 < 2 else -term
        even, odd = (even + signed, odd) if k % 2 == 0 else (even, odd + signed)
    angle = far - (n / 2 + 1 / 4) * np.pi
    expansion = np.sqrt(2 / (np.pi * far)) * (even * np.cos(angle) - odd * np.sin(angle))
    value = np.where(x < 25, np.sum(waves, -1) / 20, expansion)
    return (value if n == 0 else np.sign(z) * value)[()]


def besseli(n, z):
    """The modified Bessel function I_n of each entry for n = 0, 1: Abramowitz & Stegun 9.6.19."""
    s = np.sin(np.pi * (np.arange(60) + 0.5) / 120)
    x = np.asarray(z)[..., None] * s
    return (np.sum(np.cosh(x) if n == 0 else np.sinh(x) * s, -1) / 60)[()]


def besselk(n, z):
    """The modified Bessel function K_n of each positive entry for n = 0, 1: Abramowitz & Stegun 9.6.24."""
    x = np.where(np.asarray(z) > 0, z, np.nan)
    step = np.arccosh(1 + 45 / x) / 240
    t = step[..., None] * np.arange(1, 241)
    weights = np.exp(-2 * x[..., None] * np.sinh(t / 2) ** 2) * (1 if n == 0 else np.cosh(t))
    return (np.exp(-x) * step * (0.5 + np.sum(weights, -1)))[()]


def lambertw(z):
    """Lambert's W of each entry, the inverse of w exp(w) for w >= -1, by Halley's steps."""
    x = np.asarray(z)
    above = math.e * x + 1
    p = np.sqrt(np.where(above >= 0, np.minimum(2 * above, 2.0), np.nan))
    most = np.where(x > 3, x, 3.0)
    far = np.where(x < 3, 0.75 * np.log1p(np.where(x > -0.2, x, -0.2)), np.log(most) - np.log(np.log(most)))
    w = np.where(x < -0.2, -1 + p - p**2 / 3 + 11 / 72 * p**3, np.where(above >= 0, far, p))
    for _ in range(5):
        e = np.exp(w)
        off = w * e - x
        inside = w > -1
        w = w - np.where(inside, off / np.where(inside, e * (w + 1) - (w + 2) * off / (2 * w + 2), 1.0), 0.0)
    return w[()]


def elu(z):
    """exp(z) - 1 for negative entries, else z."""
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


def leakyrelu(z):
    """z for positive entries, else 0.01 z."""
    return np.where(z > 0, z, 0.01 * z)


def silu(z):
    """z sigmoid(z)."""
    return z * sigmoid(z)


def mish(z):
    """z tanh(log(1 + exp(z)))."""
    return z * np.tanh(np.logaddexp(0, z))


def softsign(z):
    """z / (1 + abs(z))."""
    return z / (1 + np.abs(z))


def softmax(z):
    """exp(z) / sum(exp(z)), with no exponential that overflows."""
    e = np.exp(z - np.max(z))
    return e / np.sum(e)


def softmax_rows(Z):
    """The softmax of each row."""
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / np.sum(E, axis=1, keepdims=True)


def softmax_cols(Z):
    """The softmax of each column."""
    E = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return E / np.sum(E, axis=0, keepdims=True)


def logsumexp(z):
    """log(sum(exp(z))), with no exponential that overflows."""
    top = np.max(z)
    return top + np.log(np.sum(np.exp(z - top)))


def log_softmax(z):
    """log(softmax(z)), finite where softmax(z) is 0."""
    return z - logsumexp(z)


def log_softmax_rows(Z):
    """log of the softmax of each row."""
    Y = Z - np.max(Z, axis=1, keepdims=True)
    return Y - np.log(np.sum(np.exp(Y), axis=1, keepdims=True))


def log_softmax_cols(Z):
    """log of the softmax of each column."""
    Y = Z - np.max(Z, axis=0, keepdims=True)
    return Y - np.log(np.sum(np.exp(Y), axis=0, keepdims=True))


def cross_entropy(y, p):
    """-sum(y .* log(p)), where 0 log 0 is 0."""
    return -np.sum(y * np.log(np.where((y == 0) & (p == 0), 1, p)))


def logdet(A):
    """log(det(A)); not a number for a negative determinant."""
    sign, value = np.linalg.slogdet(A)
    return np.where(sign < 0, np.nan, value)[()]


def expm(A):
    """The exponential of a matrix: Taylor's series of A / 2^k, squared k times."""
    k = max(0, int(math.log2(max(float(np.abs(A).sum()), 1e-300))) + 3)
    term = total = np.diag(0 * A[0] + 1)
    for i in range(1, 19):
        term = term @ A / (2.0**k * i)
        total = total + term
    for _ in range(k):
        total = total @ total
    return total


def sqrtm(A):
    """The square root of a matrix without eigenvalues on the negative axis, by the iteration of Denman and Beavers."""
    Y, Z = A, np.diag(0 * A[0] + 1)
    for _ in range(60):
        last = Y
        Y, Z = (Y + np.linalg.inv(Z)) / 2, (Z + np.linalg.inv(Y)) / 2
        if float(np.abs(Y - last).sum()) <= 1e-15 * float(np.abs(Y).sum()):
            break
    good = float(np.abs(Y @ Y - A).sum()) <= 1e-8 * float(np.abs(A).sum() + np.abs(Y).sum() ** 2)
    return Y if good else A * math.nan


def logm(A):
    """The logarithm of such a matrix: of roots until they are near the identity, there by its series."""
    one = np.diag(0 * A[0] + 1)
    root, k = A, 0
    while float(np.abs(root - one).sum()) > 0.25:
        if k > 60:
            return A * math.nan
        root, k = sqrtm(root), k + 1
    power = total = W = (root - one) @ np.linalg.inv(root + one)
    for i in range(3, 41, 2):
        power = power @ W @ W
        total = total + power / i
    return 2.0 ** (k + 1) * total


def frechet(f, A, E):
    """The derivative of a function of matrices at A along E: the upper right block of f([A, E; 0, A])."""
    n = len(A)
    return f(np.vstack([np.hstack([A, E]), np.hstack([0 * A, A])]))[:n, n:]


def pseudoinverse(A):
    """The pseudo-inverse of Moore and Penrose; singular values that are 0 but for rounding count as 0."""
    U, s, V = np.linalg.svd(A, full_matrices=False)
    good = s > np.finfo(s.dtype).eps ** 0.6 * s[0]
    return (V.T * np.where(good, 1 / np.where(good, s, 1.0), 0.0)) @ U.T


def choleskyfactor(A):
    """The lower triangular L with L @ L.T equal to A."""
    return np.linalg.cholesky(A)


def lowerhalf(A):
    """The entries below the diagonal, and half of those on it."""
    return np.tril(A) - np.diag(np.diagonal(A)) / 2


def eigenvalues(A):
    """The eigenvalues of a symmetric matrix, the smallest first."""
    return np.linalg.eigvalsh(A)


def eigenvectors(A):
    """Their unit eigenvectors as columns; of each the first entry that is not small is positive."""
    V = np.linalg.eigh(A)[1]
    first = np.argmax(1 * (np.abs(V) >= np.amax(np.abs(V), 0) / 10), 0)
    return V * np.sign(V[first, np.arange(len(V))])


def eigengaps(x):
    """1 / (x_j - x_i) beside the diagonal, and 0 on it."""
    one = np.diag(0 * x + 1)
    return (1 - one) / (x[None, :] - x[:, None] + one)


def singularvalues(A):
    """The singular values of a matrix, the largest first."""
    return np.linalg.svd(A, full_matrices=False)[1]


def rightvector(A):
    """The right singular vector of the largest singular value; its first entry that is not small is positive."""
    v = np.linalg.svd(A, full_matrices=False)[2][0]
    first = np.reshape(np.argmax(1 * (np.abs(v) >= np.amax(np.abs(v), 0) / 10), 0), (1,))
    return v * np.sign(v[first])


def leftvector(A):
    """The left singular vector that belongs to it."""
    w = A @ rightvector(A)
    return w / np.linalg.norm(w)


def polarfactor(A):
    """U @ V for A = U diag(s) V."""
    U, _, V = np.linalg.svd(A, full_matrices=False)
    return U @ V


def dominantvector(A):
    """The unit eigenvector of the eigenvalue of largest absolute value; not a number where that is not real and simple."""
    w, V = np.linalg.eig(A)
    k = np.reshape(np.argmax(np.abs(w), 0), (1,))
    # Of a double eigenvalue with one direction both vectors are that.
    alike = np.sum(1 * (np.abs(np.conj(V).T @ V[:, k]) > 1 - 1e-10))
    good = (np.abs(np.imag(w[k])) == 0) & (np.abs(w[k]) > 1e-7 * np.sum(np.abs(A))) & (alike == 1)
    v = np.where(good, np.real(V[:, k]), math.nan)[:, 0]
    first = np.reshape(np.argmax(1 * (np.abs(v) >= np.amax(np.abs(v), 0) / 10), 0), (1,))
    return v * np.sign(v[first])


def qfactor(A):
    """Q with orthonormal columns of A = Q @ R, R upper triangular with a positive diagonal."""
    return np.linalg.qr(A)[0] * np.sign(np.diagonal(rows_enough(A)))


def rfactor(A):
    """The upper triangular R of A = Q @ R."""
    R = rows_enough(A)
    return R * np.sign(np.diagonal(R))[:, None]


def rows_enough(A):
    """The triangular factor of a matrix that has no more columns than rows."""
    if A.shape[0] < A.shape[1]:
        raise ValueError("a matrix with more columns than rows has no such factors")
    return np.linalg.qr(A)[1]


def lfactor(A):
    """The lower triangular L of A = L @ U with ones on its diagonal."""
    return lower_upper(A)[0]


def ufactor(A):
    """The upper triangular U of A = L @ U."""
    return lower_upper(A)[1]


def lower_upper(A):
    """L and U by elimination without an exchange of rows."""
    one = np.diag(0 * A[0] + 1)
    L, U = one, A
    for k in range(len(A) - 1):
        below = np.tril(np.outer(U[:, k] / U[k, k], one[k]), -1)
        L, U = L + below, U - below @ U
    return L, np.triu(U)


def runningproducts(X):
    """The running products down each column."""
    return np.cumprod(X, 0)


def blockmax(X, k, l, m):
    """The largest entry of each block of k rows and l of the m columns."""
    Y = np.amax(np.reshape(X, (-1, k, m // l, l)), (1, 3))
    return Y if X.ndim == 2 else np.reshape(Y, (-1,))


def blockismax(X, k, l, m):
    """1 at the first largest entry of each block of k rows and l of the m columns, else 0."""
    blocks = np.swapaxes(np.reshape(X, (-1, k, m // l, l)), 1, 2)
    Y = np.reshape(blocks, (-1, k * l))
    hit = 1 * (Y == np.amax(Y, 1)[:, None])
    first = np.ones_like(Y) * (hit * np.cumsum(hit, 1) == 1)
    return np.reshape(np.swapaxes(np.reshape(first, blocks.shape), 1, 2), X.shape)


def powersum(X, k, Y):
    """The sum of X^i Y X^(k-1-i) over i = 0 ... k-1: the derivative of X^k along Y."""
    k = int(k)
    base = np.linalg.inv(X) if k < 0 else X
    total = np.zeros_like(Y)
    right = Y
    for _ in range(abs(k)):
        total = base @ total + right
        right = right @ base
    return -base @ total @ base if k < 0 else total


def add_diagonal(A, d):
    """A + diag(d), or A + d I for a number d."""
    B = np.array(A)
    B[np.diag_indices(len(B))] += d
    return B


def kron_apply(A, B, C):
    """kron(A, B) @ C without kron(A, B); None stands for an identity."""
    k = C.shape[1]
    X = C.reshape(-1, C.shape[0] // A.shape[1] if B is None else B.shape[1], k)
    if A is not None:
        X = np.tensordot(A, X, axes=1)
    if B is not None:
        X = B @ X
    return X.reshape(-1, k)


def commute(A, m, n, before=1, after=1):
    """comm(m, n) @ A, the rows of A in another order; with identities of these sizes before and after."""
    return A.reshape(before, n, m, after, -1).swapaxes(1, 2).reshape(len(A), -1)


def comm(m, n):
    """The commutation matrix: comm(m, n) @ vec(A) = vec(A.T) for an m by n matrix A."""
    return commute(np.eye(m * n), m, n)


def _array(name, value, *shape):
    """The value as an array of numbers of this shape; None stands for any length."""
    try:
        value = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} has rows of different lengths") from None
    if value.dtype.kind not in "fiub":
        raise TypeError(f"{name} is no array of numbers")
    if value.dtype.kind != "f":
        value = value.astype(float)
    if value.ndim != len(shape) or any(n not in (None, m) for n, m in zip(shape, value.shape)):
        raise ValueError(f"{name} has the shape {value.shape}, not {shape}")
    return value


def _scalar(name, value):
    """The value as a number."""
    return np.asarray(_array(name, value), dtype=float)[()]


def _labels(name, value, lo, hi, *shape):
    """The value as whole numbers from lo to hi, in an array of this shape."""
    value = _array(name, value, *shape)
    if np.any(value != np.floor(value)) or np.any(value < lo) or np.any(value > hi):
        raise ValueError(f"{name} has other labels than {lo} to {hi}")
    return value.astype(int)


def tril(X):
    """The lower triangle of a matrix, its diagonal with it."""
    return np.tril(X)


def triu(X):
    """The upper triangle of a matrix, its diagonal with it."""
    return np.triu(X)


def cumsum(X):
    """The running sums down each column."""
    return np.cumsum(X, 0)


def revcumsum(X):
    """The running sums up each column, from its end."""
    return np.flip(np.cumsum(np.flip(X, (0,)), 0), (0,))


def flip(X):
    """The rows in the other order."""
    return np.flip(X, (0,))


def conv(a, b):
    """The full convolution of two vectors."""
    return np.convolve(a, b)


def correlate(x, w):
    """The products of w with each stretch of x."""
    return np.correlate(x, w, "valid")
