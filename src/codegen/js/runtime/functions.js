// erf, erfc, erfinv and the gamma functions are those of functions/normal.ts and gamma.ts again, with types for a checker:
// a compiled function cannot be asked for its source.
// test/codegen/functions.test.ts holds both to the same values.

/** 1 / (1 + exp(-x)), with no exponential that overflows. @param {number} x */
function sigmoid(x) {
  const e = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : e) / (1 + e);
}

/** log(1 + exp(x)), with no exponential that overflows. @param {number} x */
function softplus(x) {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** The error function: Abramowitz & Stegun 7.1.6 near 0, a continued fraction beyond. @param {number} x */
function erf(x) {
  const a = Math.abs(x);
  if (a < 3) {
    let term = a;
    let total = a;
    for (let k = 1; k < 120 && term > 1e-18 * total; k++) {
      term *= (2 * a * a) / (2 * k + 1);
      total += term;
    }
    return (Math.sign(x) * 2 * total * Math.exp(-a * a)) / Math.sqrt(Math.PI);
  }
  return Math.sign(x) * (1 - erfTail(a));
}

/** 1 - erf(a) by its continued fraction. @param {number} a */
function erfTail(a) {
  let f = 0;
  for (let k = a < 3 ? 600 : 60; k >= 1; k--) f = k / 2 / (a + f);
  return Math.exp(-a * a) / (Math.sqrt(Math.PI) * (a + f));
}

/** 1 - erf(x), with all its digits where erf(x) is nearly 1. @param {number} x */
function erfc(x) {
  return x < 0.5 ? 1 - erf(x) : erfTail(x);
}

/** The density of the standard normal distribution. @param {number} x */
function normpdf(x) {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** The inverse of erf: Winitzki's formula, then Halley's steps. @param {number} y */
function erfinv(y) {
  if (!(Math.abs(y) < 1)) return Math.abs(y) === 1 ? y * Infinity : NaN;
  const l = Math.log1p(-y * y);
  const a = 2 / (Math.PI * 0.147) + l / 2;
  let x = Math.abs(y) < 0.1 ? 0.886 * y : Math.sign(y) * Math.sqrt(Math.sqrt(a * a - l / 0.147) - a);
  for (let k = 0; k < 3; k++) {
    const off = Math.abs(x) < 0.5 ? erf(x) - y : x > 0 ? 1 - y - erfc(x) : erfc(-x) - (1 + y);
    const step = (off * Math.sqrt(Math.PI) * Math.exp(x * x)) / 2;
    x -= step / (1 + x * step);
  }
  return x;
}

/** log(gamma(x)) for x > 0: Abramowitz & Stegun 6.1.41. @param {number} x */
function lgamma(x) {
  if (!(x > 0)) return NaN;
  let product = 1;
  let y = x;
  for (; y < 12; y++) product *= y;
  const series = bernoulli().reduce((s, b, k) => s + b / ((2 * k + 2) * (2 * k + 1) * y ** (2 * k + 1)), 0);
  return (y - 0.5) * Math.log(y) - y + Math.log(2 * Math.PI) / 2 + series - Math.log(product);
}

/** The gamma function for x > 0. @param {number} x */
function gammaFunction(x) {
  if (!(x > 0)) return NaN;
  if (x > 172) return Infinity;
  let product = 1;
  let y = x;
  for (; y > 2; y--) product *= y - 1;
  for (; y < 1; y++) product /= y;
  return y === 1 || y === 2 ? product : product * Math.exp(lgamma(y));
}

/** The derivative of order m + 1 of lgamma: Abramowitz & Stegun 6.4.11. @param {number} m @param {number} x */
function polygamma(m, x) {
  if (!(x > 0)) return NaN;
  let below = 0;
  let y = x;
  for (; y < 12; y++) below += gammaFunction(m + 1) / y ** (m + 1);
  const head = m === 0 ? -Math.log(y) : gammaFunction(m) / y ** m;
  const series = bernoulli().reduce((s, b, k) => {
    let ratio = m === 0 ? 1 / (2 * k + 2) : 1;
    for (let j = 1; j < m; j++) ratio *= 2 * k + 2 + j;
    return s + (b * ratio) / y ** (2 * k + 2 + m);
  }, 0);
  return (m % 2 === 0 ? -1 : 1) * (head + gammaFunction(m + 1) / (2 * y ** (m + 1)) + series + below);
}

/** The Bernoulli numbers B2, B4, ... */
function bernoulli() {
  return [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510];
}

/** The mean of f over a quarter turn by the midpoint rule. @param {number} count @param {(angle: number) => number} f */
function meanOfQuarter(count, f) {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += f((Math.PI * (k + 0.5)) / (2 * count));
  return sum / count;
}

/** J_n(x) for n = 0, 1 and a large x: Abramowitz & Stegun 9.2.5. @param {number} n @param {number} x */
function farBesselj(n, x) {
  let term = 1;
  let even = 1;
  let odd = 0;
  for (let k = 1; k <= 20; k++) {
    term *= (4 * n - (2 * k - 1) ** 2) / (8 * k * x);
    if (k % 2 === 0) even += k % 4 < 2 ? term : -term;
    else odd += k % 4 < 2 ? term : -term;
  }
  const angle = x - (n / 2 + 1 / 4) * Math.PI;
  return Math.sqrt(2 / (Math.PI * x)) * (even * Math.cos(angle) - odd * Math.sin(angle));
}

/** The Bessel function J_n(x) for n = 0, 1: Abramowitz & Stegun 9.1.21. @param {number} n @param {number} x */
function besselj(n, x) {
  const a = Math.abs(x);
  /** @param {number} s */
  const wave = (s) => (n === 0 ? Math.cos(a * s) : Math.sin(a * s) * s);
  const value = a < 25 ? meanOfQuarter(20, (angle) => wave(Math.sin(angle))) : farBesselj(n, a);
  return n === 1 && x < 0 ? -value : value;
}

/** The modified Bessel function I_n(x) for n = 0, 1: Abramowitz & Stegun 9.6.19. @param {number} n @param {number} x */
function besseli(n, x) {
  return meanOfQuarter(60, (angle) => {
    const s = Math.sin(angle);
    return n === 0 ? Math.cosh(x * s) : Math.sinh(x * s) * s;
  });
}

/** The modified Bessel function K_n(x) for n = 0, 1 and x > 0: Abramowitz & Stegun 9.6.24. @param {number} n @param {number} x */
function besselk(n, x) {
  if (!(x > 0)) return NaN;
  const step = Math.acosh(1 + 45 / x) / 240;
  let sum = 0.5;
  for (let k = 1; k <= 240; k++)
    sum += Math.exp(-2 * x * Math.sinh((k * step) / 2) ** 2) * (n === 0 ? 1 : Math.cosh(k * step));
  return Math.exp(-x) * step * sum;
}

/** Lambert's W, the inverse of w exp(w) for w >= -1, by Halley's steps. @param {number} x */
function lambertw(x) {
  const above = Math.E * x + 1;
  if (!(above >= 0)) return NaN;
  if (x === Infinity) return x;
  const p = Math.sqrt(2 * above);
  const far = x < 3 ? 0.75 * Math.log1p(x) : Math.log(x) - Math.log(Math.log(x));
  let w = x < -0.2 ? -1 + p - p ** 2 / 3 + (11 / 72) * p ** 3 : far;
  for (let k = 0; k < 5 && w > -1; k++) {
    const e = Math.exp(w);
    const off = w * e - x;
    w -= off / (e * (w + 1) - ((w + 2) * off) / (2 * w + 2));
  }
  return w;
}

/** exp(x) - 1 for a negative number, else x. @param {number} x */
function elu(x) {
  return x > 0 ? x : Math.expm1(x);
}

/** x for a positive number, else 0.01 x. @param {number} x */
function leakyrelu(x) {
  return x > 0 ? x : 0.01 * x;
}

/** x sigmoid(x). @param {number} x */
function silu(x) {
  return x * sigmoid(x);
}

/** x tanh(log(1 + exp(x))). @param {number} x */
function mish(x) {
  return x * Math.tanh(softplus(x));
}

/** x / (1 + abs(x)). @param {number} x */
function softsign(x) {
  return x / (1 + Math.abs(x));
}

/** x (1 + erf(x / sqrt(2))) / 2. @param {number} x */
function gelu(x) {
  return 0.5 * x * (1 + erf(x / Math.SQRT2));
}

/** The sum of u[i] v[i]. @param {Float64Array} u @param {Float64Array} v */
function dot(u, v) {
  const n = u.length;
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < n; i += 4) {
    s0 += u[i] * v[i];
    s1 += u[i + 1] * v[i + 1];
    s2 += u[i + 2] * v[i + 2];
    s3 += u[i + 3] * v[i + 3];
  }
  for (; i < n; i++) s0 += u[i] * v[i];
  return s0 + s1 + (s2 + s3);
}

/** The sum of all entries. @param {Float64Array} X */
function sum(X) {
  let s = 0;
  for (let i = 0; i < X.length; i++) s += X[i];
  return s;
}

/** The sum of the absolute values. @param {Float64Array} X */
function norm1(X) {
  let s = 0;
  for (let i = 0; i < X.length; i++) s += Math.abs(X[i]);
  return s;
}

/** The root of the sum of squares, scaled so that no square overflows. @param {Float64Array} X */
function norm(X) {
  let top = 0;
  for (let i = 0; i < X.length; i++) top = Math.max(top, Math.abs(X[i]));
  if (top === 0 || !Number.isFinite(top)) return top;
  let s = 0;
  for (let i = 0; i < X.length; i++) s += (X[i] / top) * (X[i] / top);
  return top * Math.sqrt(s);
}

/** The sum of the diagonal of an n by n matrix. @param {Float64Array} A @param {number} n */
function trace(A, n) {
  let s = 0;
  for (let i = 0; i < n; i++) s += A[i * (n + 1)];
  return s;
}

/** The n by n identity. @param {number} n @param {Float64Array} out */
function identity(n, out) {
  out.fill(0);
  for (let i = 0; i < n; i++) out[i * (n + 1)] = 1;
  return out;
}

/** The transpose of an r by c matrix. @param {Float64Array} A @param {number} r @param {number} c @param {Float64Array} out */
function transpose(A, r, c, out) {
  for (let i = 0; i < r; i++) for (let j = 0; j < c; j++) out[j * r + i] = A[i * c + j];
  return out;
}

/**
 * A x for an r by c matrix A, two rows at a time.
 * @param {Float64Array} A @param {Float64Array} x @param {number} r @param {number} c @param {Float64Array} out
 */
function matvec(A, x, r, c, out) {
  let i = 0;
  for (; i + 1 < r; i += 2) {
    const [p, q] = [i * c, (i + 1) * c];
    let [s0, s1, t0, t1] = [0, 0, 0, 0];
    let j = 0;
    for (; j + 1 < c; j += 2) {
      const a = x[j];
      const b = x[j + 1];
      s0 += A[p + j] * a;
      s1 += A[p + j + 1] * b;
      t0 += A[q + j] * a;
      t1 += A[q + j + 1] * b;
    }
    if (j < c) {
      s0 += A[p + j] * x[j];
      t0 += A[q + j] * x[j];
    }
    out[i] = s0 + s1;
    out[i + 1] = t0 + t1;
  }
  if (i < r) {
    let s = 0;
    for (let j = 0; j < c; j++) s += A[i * c + j] * x[j];
    out[i] = s;
  }
  return out;
}

/**
 * The transpose of an r by c matrix A times x, four rows at a time.
 * @param {Float64Array} A @param {Float64Array} x @param {number} r @param {number} c @param {Float64Array} out
 */
function matvecT(A, x, r, c, out) {
  out.fill(0);
  let i = 0;
  for (; i + 3 < r; i += 4) {
    const [x0, x1, x2, x3] = [x[i], x[i + 1], x[i + 2], x[i + 3]];
    const p = i * c;
    for (let j = 0; j < c; j++)
      out[j] += x0 * A[p + j] + x1 * A[p + c + j] + (x2 * A[p + 2 * c + j] + x3 * A[p + 3 * c + j]);
  }
  for (; i < r; i++) {
    const s = x[i];
    for (let j = 0; j < c; j++) out[j] += s * A[i * c + j];
  }
  return out;
}

/**
 * A B for A r by m and B m by c: rows of B are added up, four at a time.
 * @param {Float64Array} A @param {Float64Array} B @param {number} r @param {number} m @param {number} c @param {Float64Array} out
 */
function matmul(A, B, r, m, c, out) {
  out.fill(0);
  for (let i = 0; i < r; i++) {
    const o = i * c;
    let l = 0;
    for (; l + 3 < m; l += 4) {
      const a = i * m + l;
      const [a0, a1, a2, a3] = [A[a], A[a + 1], A[a + 2], A[a + 3]];
      const b = l * c;
      for (let j = 0; j < c; j++)
        out[o + j] += a0 * B[b + j] + a1 * B[b + c + j] + (a2 * B[b + 2 * c + j] + a3 * B[b + 3 * c + j]);
    }
    for (; l < m; l++) {
      const a = A[i * m + l];
      for (let j = 0; j < c; j++) out[o + j] += a * B[l * c + j];
    }
  }
  return out;
}

/**
 * The transpose of A times B for A m by r and B m by c.
 * @param {Float64Array} A @param {Float64Array} B @param {number} r @param {number} m @param {number} c @param {Float64Array} out
 */
function matmulTN(A, B, r, m, c, out) {
  out.fill(0);
  for (let i = 0; i < r; i++) {
    const o = i * c;
    let l = 0;
    for (; l + 3 < m; l += 4) {
      const a = l * r + i;
      const [a0, a1, a2, a3] = [A[a], A[a + r], A[a + 2 * r], A[a + 3 * r]];
      const b = l * c;
      for (let j = 0; j < c; j++)
        out[o + j] += a0 * B[b + j] + a1 * B[b + c + j] + (a2 * B[b + 2 * c + j] + a3 * B[b + 3 * c + j]);
    }
    for (; l < m; l++) {
      const a = A[l * r + i];
      for (let j = 0; j < c; j++) out[o + j] += a * B[l * c + j];
    }
  }
  return out;
}

/**
 * A times the transpose of B for A r by m and B c by m: products of rows.
 * @param {Float64Array} A @param {Float64Array} B @param {number} r @param {number} m @param {number} c @param {Float64Array} out
 */
function matmulNT(A, B, r, m, c, out) {
  for (let i = 0; i < r; i++) {
    const a = i * m;
    let j = 0;
    for (; j + 3 < c; j += 4) {
      const b = j * m;
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let l = 0; l < m; l++) {
        const x = A[a + l];
        s0 += x * B[b + l];
        s1 += x * B[b + m + l];
        s2 += x * B[b + 2 * m + l];
        s3 += x * B[b + 3 * m + l];
      }
      out[i * c + j] = s0;
      out[i * c + j + 1] = s1;
      out[i * c + j + 2] = s2;
      out[i * c + j + 3] = s3;
    }
    for (; j < c; j++) {
      let s = 0;
      for (let l = 0; l < m; l++) s += A[a + l] * B[j * m + l];
      out[i * c + j] = s;
    }
  }
  return out;
}

/** Sums along the rows of an r by c matrix. @param {Float64Array} A @param {number} r @param {number} c @param {Float64Array} out */
function rowSums(A, r, c, out) {
  for (let i = 0; i < r; i++) {
    let s = 0;
    for (let j = 0; j < c; j++) s += A[i * c + j];
    out[i] = s;
  }
  return out;
}

/** Sums along the columns of an r by c matrix. @param {Float64Array} A @param {number} r @param {number} c @param {Float64Array} out */
function colSums(A, r, c, out) {
  out.fill(0);
  for (let i = 0; i < r; i++) for (let j = 0; j < c; j++) out[j] += A[i * c + j];
  return out;
}

/**
 * Room for the factorisation of an n by n matrix.
 * @typedef {{ n: number, entries: Float64Array, order: Int32Array, sign: number }} Factors
 * @param {number} n @returns {Factors}
 */
function newFactors(n) {
  return { n, entries: new Float64Array(n * n), order: new Int32Array(n), sign: 1 };
}

/**
 * P A = L U with partial pivoting (Golub & Van Loan, 3.4.1); the sign is 0 for a singular matrix.
 * @param {Float64Array} A @param {number} n @param {Factors} out
 */
function factorise(A, n, out) {
  const { entries, order } = out;
  entries.set(A);
  for (let i = 0; i < n; i++) order[i] = i;
  out.sign = 1;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++)
      if (Math.abs(entries[i * n + k]) > Math.abs(entries[pivot * n + k])) pivot = i;
    if (entries[pivot * n + k] === 0) {
      out.sign = 0;
      return out;
    }
    if (pivot !== k) {
      for (let j = 0; j < n; j++) {
        const held = entries[k * n + j];
        entries[k * n + j] = entries[pivot * n + j];
        entries[pivot * n + j] = held;
      }
      const held = order[k];
      order[k] = order[pivot];
      order[pivot] = held;
      out.sign = -out.sign;
    }
    for (let i = k + 1; i < n; i++) {
      const factor = entries[i * n + k] / entries[k * n + k];
      entries[i * n + k] = factor;
      for (let j = k + 1; j < n; j++) entries[i * n + j] -= factor * entries[k * n + j];
    }
  }
  return out;
}

/**
 * X with A X = B from the factors of A; B has m columns.
 * @param {Factors} F @param {Float64Array} B @param {number} m @param {Float64Array} out
 */
function solve({ n, entries, order, sign }, B, m, out) {
  if (sign === 0) throw new RangeError("the matrix is singular");
  for (let i = 0; i < n; i++) for (let c = 0; c < m; c++) out[i * m + c] = B[order[i] * m + c];
  for (let i = 0; i < n; i++)
    for (let k = 0; k < i; k++) {
      const l = entries[i * n + k];
      for (let c = 0; c < m; c++) out[i * m + c] -= l * out[k * m + c];
    }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) {
      const u = entries[i * n + k];
      for (let c = 0; c < m; c++) out[i * m + c] -= u * out[k * m + c];
    }
    const d = entries[i * (n + 1)];
    for (let c = 0; c < m; c++) out[i * m + c] /= d;
  }
  return out;
}

/**
 * X with the transpose of A times X = B, from the factors of A; B has m columns.
 * @param {Factors} F @param {Float64Array} B @param {number} m @param {Float64Array} out
 */
function solveT({ n, entries, order, sign }, B, m, out) {
  if (sign === 0) throw new RangeError("the matrix is singular");
  const Y = Float64Array.from(B);
  for (let i = 0; i < n; i++) {
    const d = entries[i * (n + 1)];
    for (let c = 0; c < m; c++) Y[i * m + c] /= d;
    for (let k = i + 1; k < n; k++) {
      const u = entries[i * n + k];
      for (let c = 0; c < m; c++) Y[k * m + c] -= u * Y[i * m + c];
    }
  }
  for (let i = n - 1; i >= 0; i--)
    for (let k = 0; k < i; k++) {
      const l = entries[i * n + k];
      for (let c = 0; c < m; c++) Y[k * m + c] -= l * Y[i * m + c];
    }
  for (let i = 0; i < n; i++) for (let c = 0; c < m; c++) out[order[i] * m + c] = Y[i * m + c];
  return out;
}

/** The inverse from the factors of a matrix. @param {Factors} F @param {Float64Array} out */
function inverse(F, out) {
  return solve(F, identity(F.n, new Float64Array(F.n * F.n)), F.n, out);
}

/** The determinant from the factors of a matrix. @param {Factors} F */
function det({ n, entries, sign }) {
  let d = sign;
  for (let i = 0; i < n && sign !== 0; i++) d *= entries[i * (n + 1)];
  return d;
}

/** log(det(A)) from the factors of A; not a number for a negative determinant. @param {Factors} F */
function logdet({ n, entries, sign }) {
  if (sign === 0) return -Infinity;
  let [s, log] = [sign, 0];
  for (let i = 0; i < n; i++) {
    s *= Math.sign(entries[i * (n + 1)]);
    log += Math.log(Math.abs(entries[i * (n + 1)]));
  }
  return s < 0 ? Number.NaN : log;
}

/**
 * A to a whole power, by repeated squaring.
 * @param {Float64Array} A @param {number} k @param {number} n @param {Float64Array} out
 */
function matrixPower(A, k, n, out) {
  if (!Number.isInteger(k)) throw new RangeError(`a power of a matrix needs a whole exponent, not ${k}`);
  let base = k < 0 ? inverse(factorise(A, n, newFactors(n)), new Float64Array(n * n)) : A;
  let power = identity(n, new Float64Array(n * n));
  for (let left = Math.abs(k); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power = matmul(power, base, n, n, n, new Float64Array(n * n));
    if (left > 1) base = matmul(base, base, n, n, n, new Float64Array(n * n));
  }
  out.set(power);
  return out;
}

/** The Frobenius norm of c A + d B. @param {number} c @param {Float64Array} A @param {number} d @param {Float64Array} B */
function distance(c, A, d, B) {
  let s = 0;
  for (let i = 0; i < A.length; i++) s += (c * A[i] + d * B[i]) ** 2;
  return Math.sqrt(s);
}

/**
 * The exponential of a matrix: Taylor's series of A / 2^k, squared k times.
 * @param {Float64Array} A @param {number} n @param {Float64Array} out
 */
function expm(A, n, out) {
  const k = Math.max(0, Math.ceil(Math.log2(Math.max(distance(1, A, 0, A), 1e-300))) + 2);
  let total = identity(n, new Float64Array(n * n));
  let term = total;
  for (let i = 1; i <= 18; i++) {
    const next = matmul(term, A, n, n, n, new Float64Array(n * n));
    term = next.map((x) => x / (2 ** k * i));
    total = total.map((x, j) => x + term[j]);
  }
  for (let i = 0; i < k; i++) total = matmul(total, total, n, n, n, new Float64Array(n * n));
  out.set(total);
  return out;
}

/**
 * The square root of a matrix without eigenvalues on the negative axis, by the iteration of Denman and Beavers.
 * @param {Float64Array} A @param {number} n @param {Float64Array} out
 */
function sqrtm(A, n, out) {
  const inverted = (/** @type {Float64Array} */ M) => inverse(factorise(M, n, newFactors(n)), new Float64Array(n * n));
  let Y = A;
  let Z = identity(n, new Float64Array(n * n));
  for (let k = 0; k < 60; k++) {
    const [inverseY, inverseZ] = [inverted(Y), inverted(Z)];
    const next = Y.map((x, i) => (x + inverseZ[i]) / 2);
    Z = Z.map((x, i) => (x + inverseY[i]) / 2);
    const moved = distance(1, next, -1, Y);
    Y = next;
    if (moved <= 1e-15 * distance(1, Y, 0, Y)) break;
  }
  const off = distance(1, matmul(Y, Y, n, n, n, new Float64Array(n * n)), -1, A);
  const good = off <= 1e-8 * (distance(1, A, 0, A) + distance(1, Y, 0, Y) ** 2);
  for (let i = 0; i < n * n; i++) out[i] = good ? Y[i] : NaN;
  return out;
}

/**
 * The logarithm of such a matrix: of roots until they are near the identity, there by its series.
 * @param {Float64Array} A @param {number} n @param {Float64Array} out
 */
function logm(A, n, out) {
  const times = (/** @type {Float64Array} */ L, /** @type {Float64Array} */ R) =>
    matmul(L, R, n, n, n, new Float64Array(n * n));
  const one = identity(n, new Float64Array(n * n));
  let root = A;
  let k = 0;
  for (; distance(1, root, -1, one) > 0.25; k++) {
    if (k > 60) return out.fill(NaN);
    root = sqrtm(root, n, new Float64Array(n * n));
  }
  const sum = root.map((x, i) => x + one[i]);
  const W = times(
    root.map((x, i) => x - one[i]),
    inverse(factorise(sum, n, newFactors(n)), new Float64Array(n * n)),
  );
  const square = times(W, W);
  let power = W;
  let total = W;
  for (let i = 3; i <= 39; i += 2) {
    power = times(power, square);
    total = total.map((x, j) => x + power[j] / i);
  }
  for (let i = 0; i < n * n; i++) out[i] = 2 ** (k + 1) * total[i];
  return out;
}

/**
 * The derivative of a function of matrices at A along E: the upper right block of f([A, E; 0, A]).
 * @param {(A: Float64Array, n: number, out: Float64Array) => Float64Array} f
 * @param {Float64Array} A @param {Float64Array} E @param {number} n @param {Float64Array} out
 */
function frechet(f, A, E, n, out) {
  const M = new Float64Array(4 * n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      M[i * 2 * n + j] = M[(n + i) * 2 * n + n + j] = A[i * n + j];
      M[i * 2 * n + n + j] = E[i * n + j];
    }
  const all = f(M, 2 * n, new Float64Array(4 * n * n));
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[i * n + j] = all[i * 2 * n + n + j];
  return out;
}

/** Turns the columns p and q of an n by m matrix. @param {Float64Array} A @param {number} n @param {number} m @param {number} p @param {number} q @param {number} c @param {number} s */
function turnColumns(A, n, m, p, q, c, s) {
  for (let k = 0; k < n; k++) {
    const [x, y] = [A[k * m + p], A[k * m + q]];
    A[k * m + p] = c * x - s * y;
    A[k * m + q] = s * x + c * y;
  }
}

/** The cosine and sine of the turn that makes b vanish from [a, b; b, d]. @param {number} a @param {number} b @param {number} d */
function turnFor(a, b, d) {
  const tau = (d - a) / (2 * b);
  const t = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.hypot(1, tau));
  const c = 1 / Math.hypot(1, t);
  return [c, t * c];
}

/** -1 where the first entry of column j that is not small is negative, else 1. @param {Float64Array} A @param {number} n @param {number} m @param {number} j */
function signOfColumn(A, n, m, j) {
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, Math.abs(A[i * m + j]));
  for (let i = 0; i < n; i++) if (Math.abs(A[i * m + j]) >= most / 10) return A[i * m + j] < 0 ? -1 : 1;
  return 1;
}

/**
 * The eigenvalues of a symmetric matrix, the smallest first, and unit eigenvectors as columns, by Jacobi's turns.
 * @param {Float64Array} A @param {number} n
 */
function spectrum(A, n) {
  let S = Float64Array.from(A);
  const V = identity(n, new Float64Array(n * n));
  for (let sweep = 0, moved = true; moved && sweep < 60; sweep++) {
    moved = false;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const [a, b, d] = [S[p * n + p], S[p * n + q], S[q * n + q]];
        if (!(Math.abs(b) > 1e-17 * (Math.abs(a) + Math.abs(d)))) continue;
        moved = true;
        const [c, s] = turnFor(a, b, d);
        turnColumns(S, n, n, p, q, c, s);
        S = transpose(S, n, n, new Float64Array(n * n));
        turnColumns(S, n, n, p, q, c, s);
        turnColumns(V, n, n, p, q, c, s);
      }
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => S[i * n + i] - S[j * n + j]);
  return { values: order.map((i) => S[i * n + i]), vectors: V, order };
}

/**
 * A = U diag(s) V' with as many columns as A has at its short side, the largest first, by turns of one side.
 * @param {Float64Array} A @param {number} n @param {number} m
 * @returns {{ U: Float64Array, s: number[], V: Float64Array }}
 */
function singular(A, n, m) {
  if (n < m) {
    const { U, s, V } = singular(transpose(A, n, m, new Float64Array(n * m)), m, n);
    return { U: V, s, V: U };
  }
  const B = Float64Array.from(A);
  const V = identity(m, new Float64Array(m * m));
  const along = (/** @type {number} */ p, /** @type {number} */ q) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += B[k * m + p] * B[k * m + q];
    return sum;
  };
  for (let sweep = 0, moved = true; moved && sweep < 60; sweep++) {
    moved = false;
    for (let p = 0; p < m; p++)
      for (let q = p + 1; q < m; q++) {
        const [a, b, d] = [along(p, p), along(p, q), along(q, q)];
        if (!(Math.abs(b) > 1e-16 * Math.sqrt(a * d))) continue;
        moved = true;
        const [c, s] = turnFor(a, b, d);
        turnColumns(B, n, m, p, q, c, s);
        turnColumns(V, m, m, p, q, c, s);
      }
  }
  const lengths = Array.from({ length: m }, (_, j) => Math.sqrt(along(j, j)));
  const order = lengths.map((_, j) => j).sort((i, j) => lengths[j] - lengths[i]);
  const s = order.map((j) => lengths[j]);
  const left = new Float64Array(n * m);
  const right = new Float64Array(m * m);
  order.forEach((j, k) => {
    for (let i = 0; i < n; i++) left[i * m + k] = s[k] === 0 ? 0 : B[i * m + j] / s[k];
    for (let i = 0; i < m; i++) right[i * m + k] = V[i * m + j];
  });
  return { U: left, s, V: right };
}

/** The pseudo-inverse; singular values that are 0 but for rounding count as 0. @param {Float64Array} A @param {number} n @param {number} m @param {Float64Array} out */
function pseudoinverse(A, n, m, out) {
  const { U, s, V } = singular(A, n, m);
  const k = s.length;
  out.fill(0);
  for (let r = 0; r < k; r++) {
    if (!(s[r] > 1e-10 * s[0])) continue;
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[i * n + j] += (V[i * k + r] * U[j * k + r]) / s[r];
  }
  return out;
}

/** The lower triangular L with L L' = A. @param {Float64Array} A @param {number} n @param {number} _ @param {Float64Array} out */
function choleskyfactor(A, n, _, out) {
  out.fill(0);
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      let s = A[i * n + j];
      for (let k = 0; k < j; k++) s -= out[i * n + k] * out[j * n + k];
      out[i * n + j] = i === j ? Math.sqrt(s) : s / out[j * n + j];
    }
  return out;
}

/** The entries below the diagonal, and half of those on it. @param {Float64Array} A @param {number} n @param {number} _ @param {Float64Array} out */
function lowerhalf(A, n, _, out) {
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) out[i * n + j] = i > j ? A[i * n + j] : i === j ? A[i * n + j] / 2 : 0;
  return out;
}

/** The eigenvalues of a symmetric matrix. @param {Float64Array} A @param {number} n @param {number} _ @param {Float64Array} out */
function eigenvalues(A, n, _, out) {
  out.set(spectrum(A, n).values);
  return out;
}

/** Their eigenvectors; of each the first entry that is not small is positive. @param {Float64Array} A @param {number} n @param {number} _ @param {Float64Array} out */
function eigenvectors(A, n, _, out) {
  const { vectors, order } = spectrum(A, n);
  order.forEach((j, k) => {
    const sign = signOfColumn(vectors, n, n, j);
    for (let i = 0; i < n; i++) out[i * n + k] = sign * vectors[i * n + j];
  });
  return out;
}

/** 1 / (x_j - x_i) beside the diagonal, and 0 on it. @param {Float64Array} x @param {number} n @param {number} _ @param {Float64Array} out */
function eigengaps(x, n, _, out) {
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[i * n + j] = i === j ? 0 : 1 / (x[j] - x[i]);
  return out;
}

/** The length of v, by which it is divided. @param {Float64Array} v */
function normalise(v) {
  const length = Math.sqrt(v.reduce((s, x) => s + x * x, 0));
  v.forEach((x, i) => {
    v[i] = x / length;
  });
  return length;
}

/**
 * The unit eigenvector of the eigenvalue of largest absolute value: A is squared until nothing of the others is left,
 * and multiplied by once more. Not a number where that eigenvalue is not real and simple.
 * @param {Float64Array} A @param {number} n @param {number} _ @param {Float64Array} out
 */
function dominantvector(A, n, _, out) {
  let power = Float64Array.from(A);
  const size = normalise(power);
  for (let k = 0; k < 60; k++) {
    power = matmul(power, power, n, n, n, new Float64Array(n * n));
    normalise(power);
  }
  let most = -1;
  for (let j = 0; j < n; j++) {
    let length = 0;
    for (let i = 0; i < n; i++) length += power[i * n + j] ** 2;
    if (!(length > most)) continue;
    most = length;
    for (let i = 0; i < n; i++) out[i] = power[i * n + j];
  }
  normalise(out);
  const turned = matvec(A, out, n, n, new Float64Array(n));
  const value = dot(out, turned);
  const off = turned.map((x, i) => x - value * out[i]);
  // What is left is v uᵀ of length 1, whose trace is their product: 0 for a double eigenvalue with one direction.
  let along = 0;
  for (let i = 0; i < n; i++) along += power[i * n + i];
  if (!(normalise(off) < 1e-6 * size && Math.abs(along) > 1e-7)) return out.fill(NaN);
  for (let k = 0; k < 60; k++) {
    out.set(matvec(A, out, n, n, new Float64Array(n)));
    normalise(out);
  }
  const sign = signOfColumn(out, n, 1, 0);
  for (let i = 0; i < n; i++) out[i] *= sign;
  return out;
}

/**
 * Q with orthonormal columns of A = Q R, R upper triangular with a positive diagonal, each column orthogonalised twice.
 * @param {Float64Array} A @param {number} n @param {number} m @param {Float64Array} out
 */
function qfactor(A, n, m, out) {
  if (n < m) throw new RangeError("a matrix with more columns than rows has no such factors");
  out.set(A);
  for (let j = 0; j < m; j++) {
    for (let turn = 0; turn < 2 * j; turn++) {
      let along = 0;
      for (let i = 0; i < n; i++) along += out[i * m + (turn % j)] * out[i * m + j];
      for (let i = 0; i < n; i++) out[i * m + j] -= along * out[i * m + (turn % j)];
    }
    let length = 0;
    for (let i = 0; i < n; i++) length += out[i * m + j] ** 2;
    for (let i = 0; i < n; i++) out[i * m + j] /= Math.sqrt(length);
  }
  return out;
}

/** The upper triangular R of A = Q R. @param {Float64Array} A @param {number} n @param {number} m @param {Float64Array} out */
function rfactor(A, n, m, out) {
  const Q = qfactor(A, n, m, new Float64Array(n * m));
  return triu(matmulTN(Q, A, m, n, m, new Float64Array(m * m)), m, m, out);
}

/** L, and U in place of A, by elimination without an exchange of rows. @param {Float64Array} A @param {number} n @param {Float64Array} L */
function eliminate(A, n, L) {
  identity(n, L);
  for (let k = 0; k < n; k++)
    for (let i = k + 1; i < n; i++) {
      const factor = A[i * n + k] / A[k * n + k];
      L[i * n + k] = factor;
      for (let j = k; j < n; j++) A[i * n + j] = j === k ? 0 : A[i * n + j] - factor * A[k * n + j];
    }
  return L;
}

/** The lower triangular L of A = L U with ones on its diagonal. @param {Float64Array} A @param {number} n @param {number} _ @param {Float64Array} out */
function lfactor(A, n, _, out) {
  return eliminate(Float64Array.from(A), n, out);
}

/** The upper triangular U of A = L U. @param {Float64Array} A @param {number} n @param {number} _ @param {Float64Array} out */
function ufactor(A, n, _, out) {
  out.set(A);
  eliminate(out, n, new Float64Array(n * n));
  return out;
}

/**
 * What is done at each block of k rows and l of the m columns: the number of the block, and the place of its first largest entry.
 * @param {Float64Array} X @param {number} n @param {number} k @param {number} l @param {number} m @param {(block: number, at: number) => void} visit
 */
function atLargest(X, n, k, l, m, visit) {
  for (let i = 0; i < n; i += k)
    for (let j = 0; j < m; j += l) {
      let at = i * m + j;
      for (let r = i; r < i + k; r++) for (let c = j; c < j + l; c++) if (X[r * m + c] > X[at]) at = r * m + c;
      visit((i / k) * (m / l) + j / l, at);
    }
}

/**
 * The largest entry of each block of k rows and l of the m columns.
 * @param {Float64Array} X @param {number} _n @param {number} k @param {number} _k @param {number} l @param {number} _l @param {number} m @param {number} _m @param {Float64Array} out
 */
function blockmax(X, _n, k, _k, l, _l, m, _m, out) {
  atLargest(X, X.length / m, k, l, m, (block, at) => {
    out[block] = X[at];
  });
  return out;
}

/**
 * 1 at the first largest entry of each block of k rows and l of the m columns, else 0.
 * @param {Float64Array} X @param {number} _n @param {number} k @param {number} _k @param {number} l @param {number} _l @param {number} m @param {number} _m @param {Float64Array} out
 */
function blockismax(X, _n, k, _k, l, _l, m, _m, out) {
  out.fill(0);
  atLargest(X, X.length / m, k, l, m, (_, at) => {
    out[at] = 1;
  });
  return out;
}

/** The running products down each column. @param {Float64Array} X @param {number} n @param {number} m @param {Float64Array} out */
function runningproducts(X, n, m, out) {
  for (let k = 0; k < n * m; k++) out[k] = X[k] * (k < m ? 1 : out[k - m]);
  return out;
}

/** The singular values of a matrix, the largest first. @param {Float64Array} A @param {number} n @param {number} m @param {Float64Array} out */
function singularvalues(A, n, m, out) {
  out.fill(0);
  out.set(singular(A, n, m).s);
  return out;
}

/** The right singular vector of the largest singular value; its first entry that is not small is positive. @param {Float64Array} A @param {number} n @param {number} m @param {Float64Array} out */
function rightvector(A, n, m, out) {
  const { s, V } = singular(A, n, m);
  const sign = signOfColumn(V, m, s.length, 0);
  for (let i = 0; i < m; i++) out[i] = sign * V[i * s.length];
  return out;
}

/** The left singular vector that belongs to it. @param {Float64Array} A @param {number} n @param {number} m @param {Float64Array} out */
function leftvector(A, n, m, out) {
  const { U, s, V } = singular(A, n, m);
  const sign = signOfColumn(V, m, s.length, 0);
  for (let i = 0; i < n; i++) out[i] = sign * U[i * s.length];
  return out;
}

/** U V' for A = U diag(s) V'. @param {Float64Array} A @param {number} n @param {number} m @param {Float64Array} out */
function polarfactor(A, n, m, out) {
  const { U, s, V } = singular(A, n, m);
  return matmulNT(U, V, n, s.length, m, out);
}

/**
 * The sum of X^i Y X^(k-1-i) over i = 0 ... k-1: the derivative of X^k along Y.
 * @param {Float64Array} X @param {number} k @param {Float64Array} Y @param {number} n @param {Float64Array} out
 */
function powersum(X, k, Y, n, out) {
  const times = (/** @type {Float64Array} */ A, /** @type {Float64Array} */ B) =>
    matmul(A, B, n, n, n, new Float64Array(n * n));
  const base = k < 0 ? inverse(factorise(X, n, newFactors(n)), new Float64Array(n * n)) : X;
  let total = new Float64Array(n * n);
  let right = Y;
  for (let i = 0; i < Math.abs(k); i++) {
    total = times(base, total);
    for (let j = 0; j < n * n; j++) total[j] += right[j];
    right = times(right, base);
  }
  if (k < 0) total = times(times(base, total), base);
  for (let j = 0; j < n * n; j++) out[j] = k < 0 ? -total[j] : total[j];
  return out;
}

/** The matrix with v on its diagonal. @param {Float64Array} v @param {number} n @param {Float64Array} out */
function diagonal(v, n, out) {
  out.fill(0);
  for (let i = 0; i < n; i++) out[i * (n + 1)] = v[i];
  return out;
}

/** The diagonal of an n by n matrix. @param {Float64Array} A @param {number} n @param {Float64Array} out */
function diagonalOf(A, n, out) {
  for (let i = 0; i < n; i++) out[i] = A[i * (n + 1)];
  return out;
}

/** A + diag(v). @param {Float64Array} A @param {Float64Array} v @param {number} n @param {Float64Array} out */
function addDiagonal(A, v, n, out) {
  if (out !== A) out.set(A);
  for (let i = 0; i < n; i++) out[i * (n + 1)] += v[i];
  return out;
}

/** A + c I. @param {Float64Array} A @param {number} c @param {number} n @param {Float64Array} out */
function addScaledIdentity(A, c, n, out) {
  if (out !== A) out.set(A);
  for (let i = 0; i < n; i++) out[i * (n + 1)] += c;
  return out;
}

/**
 * The Kronecker product of A, p by q, and B, r by s.
 * @param {Float64Array} A @param {number} p @param {number} q @param {Float64Array} B @param {number} r @param {number} s @param {Float64Array} out
 */
function kron(A, p, q, B, r, s, out) {
  for (let i = 0; i < p; i++)
    for (let j = 0; j < q; j++) {
      const a = A[i * q + j];
      for (let k = 0; k < r; k++)
        for (let l = 0; l < s; l++) out[(i * r + k) * q * s + j * s + l] = a * B[k * s + l];
    }
  return out;
}

/**
 * kron(A, B) C without kron(A, B), for A p by q, B r by s and C with m columns; null stands for an identity.
 * @param {Float64Array | null} A @param {number} p @param {number} q @param {Float64Array | null} B
 * @param {number} r @param {number} s @param {Float64Array} C @param {number} m @param {Float64Array} out
 */
function kronApply(A, p, q, B, r, s, C, m, out) {
  const X = A === null ? C : matmul(A, C, p, q, s * m, new Float64Array(p * s * m));
  if (B === null) out.set(X);
  else
    for (let i = 0; i < p; i++)
      matmul(B, X.subarray(i * s * m, (i + 1) * s * m), r, s, m, out.subarray(i * r * m, (i + 1) * r * m));
  return out;
}

/**
 * comm(m, n) A, the rows of A in another order, with identities of sizes before and after; A has c columns.
 * @param {Float64Array} A @param {number} m @param {number} n @param {number} before @param {number} after @param {number} c @param {Float64Array} out
 */
function commute(A, m, n, before, after, c, out) {
  const block = after * c;
  for (let k = 0; k < before; k++)
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        const [to, from] = [((k * m + i) * n + j) * block, ((k * n + j) * m + i) * block];
        for (let l = 0; l < block; l++) out[to + l] = A[from + l];
      }
  return out;
}

/** The commutation matrix comm(m, n). @param {number} m @param {number} n @param {Float64Array} out */
function commutation(m, n, out) {
  out.fill(0);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[(j + i * n) * m * n + i + j * m] = 1;
  return out;
}

/** Arrays and numbers one after another. @param {readonly (number | Float64Array)[]} parts @param {Float64Array} out */
function concat(parts, out) {
  let at = 0;
  for (const part of parts) {
    if (typeof part === "number") out[at++] = part;
    else {
      out.set(part, at);
      at += part.length;
    }
  }
  return out;
}

/** Matrices side by side, each with its number of columns. @param {readonly (readonly [Float64Array, number])[]} parts @param {Float64Array} out */
function beside(parts, out) {
  let width = 0;
  for (const [, c] of parts) width += c;
  const rows = out.length / width;
  let at = 0;
  for (const [A, c] of parts) {
    for (let i = 0; i < rows; i++) for (let j = 0; j < c; j++) out[i * width + at + j] = A[i * c + j];
    at += c;
  }
  return out;
}

/**
 * Columns from (counted from 0) up to and without another of an r by c matrix.
 * @param {Float64Array} A @param {number} r @param {number} c @param {number} from @param {number} to @param {Float64Array} out
 */
function columns(A, r, c, from, to, out) {
  const n = to - from;
  for (let i = 0; i < r; i++) for (let j = 0; j < n; j++) out[i * n + j] = A[i * c + from + j];
  return out;
}

/** exp(z) / sum(exp(z)), with no exponential that overflows. @param {Float64Array} z @param {Float64Array} out */
function softmax(z, out) {
  let top = -Infinity;
  for (let i = 0; i < z.length; i++) top = Math.max(top, z[i]);
  let total = 0;
  for (let i = 0; i < z.length; i++) total += out[i] = Math.exp(z[i] - top);
  for (let i = 0; i < z.length; i++) out[i] /= total;
  return out;
}

/** The softmax of each row of an r by c matrix. @param {Float64Array} Z @param {number} r @param {number} c @param {Float64Array} out */
function softmaxRows(Z, r, c, out) {
  for (let i = 0; i < r; i++) softmax(Z.subarray(i * c, (i + 1) * c), out.subarray(i * c, (i + 1) * c));
  return out;
}

/** The softmax of each column of an r by c matrix. @param {Float64Array} Z @param {number} r @param {number} c @param {Float64Array} out */
function softmaxCols(Z, r, c, out) {
  for (let j = 0; j < c; j++) {
    let top = -Infinity;
    for (let i = 0; i < r; i++) top = Math.max(top, Z[i * c + j]);
    let total = 0;
    for (let i = 0; i < r; i++) total += out[i * c + j] = Math.exp(Z[i * c + j] - top);
    for (let i = 0; i < r; i++) out[i * c + j] /= total;
  }
  return out;
}

/** log(sum(exp(z))), with no exponential that overflows. @param {Float64Array} z */
function logsumexp(z) {
  let top = -Infinity;
  for (let i = 0; i < z.length; i++) top = Math.max(top, z[i]);
  let total = 0;
  for (let i = 0; i < z.length; i++) total += Math.exp(z[i] - top);
  return top + Math.log(total);
}

/** log(softmax(z)), finite where softmax(z) is 0. @param {Float64Array} z @param {Float64Array} out */
function logSoftmax(z, out) {
  const l = logsumexp(z);
  for (let i = 0; i < z.length; i++) out[i] = z[i] - l;
  return out;
}

/** log of the softmax of each row of an r by c matrix. @param {Float64Array} Z @param {number} r @param {number} c @param {Float64Array} out */
function logSoftmaxRows(Z, r, c, out) {
  for (let i = 0; i < r; i++) logSoftmax(Z.subarray(i * c, (i + 1) * c), out.subarray(i * c, (i + 1) * c));
  return out;
}

/** log of the softmax of each column of an r by c matrix. @param {Float64Array} Z @param {number} r @param {number} c @param {Float64Array} out */
function logSoftmaxCols(Z, r, c, out) {
  const turned = transpose(Z, r, c, new Float64Array(r * c));
  return transpose(logSoftmaxRows(turned, c, r, turned), c, r, out);
}

/** -sum(y log(p)), where 0 log 0 is 0. @param {Float64Array} y @param {Float64Array} p */
function crossEntropy(y, p) {
  let s = 0;
  for (let i = 0; i < y.length; i++) if (y[i] !== 0 || p[i] !== 0) s -= y[i] * Math.log(p[i]);
  return s;
}

/** The lower triangle of a matrix. @param {Float64Array} X @param {number} n @param {number} m @param {Float64Array} out */
function tril(X, n, m, out) {
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) out[i * m + j] = j <= i ? X[i * m + j] : 0;
  return out;
}

/** The upper triangle of a matrix. @param {Float64Array} X @param {number} n @param {number} m @param {Float64Array} out */
function triu(X, n, m, out) {
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) out[i * m + j] = j >= i ? X[i * m + j] : 0;
  return out;
}

/** The running sums down each column. @param {Float64Array} X @param {number} n @param {number} m @param {Float64Array} out */
function cumsum(X, n, m, out) {
  for (let k = 0; k < n * m; k++) out[k] = X[k] + (k < m ? 0 : out[k - m]);
  return out;
}

/** The running sums up each column. @param {Float64Array} X @param {number} n @param {number} m @param {Float64Array} out */
function revcumsum(X, n, m, out) {
  for (let k = n * m - 1; k >= 0; k--) out[k] = X[k] + (k + m >= n * m ? 0 : out[k + m]);
  return out;
}

/** The rows in the other order. @param {Float64Array} X @param {number} n @param {number} m @param {Float64Array} out */
function flip(X, n, m, out) {
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) out[i * m + j] = X[(n - 1 - i) * m + j];
  return out;
}

/**
 * The full convolution of two vectors.
 * @param {Float64Array} a @param {number} n @param {Float64Array} b @param {number} k @param {Float64Array} out
 */
function conv(a, n, b, k, out) {
  out.fill(0);
  for (let i = 0; i < n; i++) for (let j = 0; j < k; j++) out[i + j] += a[i] * b[j];
  return out;
}

/**
 * The products of w with each stretch of x.
 * @param {Float64Array} x @param {number} n @param {Float64Array} w @param {number} k @param {Float64Array} out
 */
function correlate(x, n, w, k, out) {
  out.fill(0);
  for (let i = 0; i <= n - k; i++) for (let j = 0; j < k; j++) out[i] += x[i + j] * w[j];
  return out;
}
