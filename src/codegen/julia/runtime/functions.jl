using LinearAlgebra

"1 / (1 + exp(-x)), with no exponential that overflows."
function sigmoid(x)
    e = exp(-abs(x))
    (x >= 0 ? one(e) : e) / (1 + e)
end

"log(1 + exp(x)), with no exponential that overflows."
softplus(x) = max(x, zero(x)) + log1p(exp(-abs(x)))

"max(x, 0)."
relu(x) = max(x, zero(x))

"1 for a positive number, else 0."
step(x) = x > 0 ? one(x) : zero(x)

"The error function: Abramowitz & Stegun 7.1.6 near 0, a continued fraction beyond."
function erf(x)
    a = abs(x)
    if a < 3
        term = a
        total = a
        k = 1
        while k < 120 && term > 1e-18 * total
            term *= 2 * a * a / (2 * k + 1)
            total += term
            k += 1
        end
        return sign(x) * 2 * total * exp(-a * a) / sqrt(pi)
    end
    sign(x) * (1 - erf_tail(a))
end

"1 - erf(a) by its continued fraction."
function erf_tail(a)
    f = zero(a)
    for k in (a < 3 ? 600 : 60):-1:1
        f = k / 2 / (a + f)
    end
    exp(-a * a) / (sqrt(pi) * (a + f))
end

"1 - erf(x), with all its digits where erf(x) is nearly 1."
erfc(x) = x < 0.5 ? 1 - erf(x) : erf_tail(x)

"The standard normal distribution."
normcdf(x) = erfc(-x / sqrt(2)) / 2

"The density of the standard normal distribution."
normpdf(x) = exp(-x^2 / 2) / sqrt(2pi)

"The inverse of erf: Winitzki's formula, then Halley's steps."
function erfinv(y)
    abs(y) < 1 || return abs(y) == 1 ? y * Inf : NaN
    l = log1p(-y^2)
    a = 2 / (pi * 0.147) + l / 2
    x = abs(y) < 0.1 ? 0.886y : sign(y) * sqrt(sqrt(a^2 - l / 0.147) - a)
    for _ in 1:3
        off = abs(x) < 0.5 ? erf(x) - y : x > 0 ? 1 - y - erfc(x) : erfc(-x) - (1 + y)
        step = off * sqrt(pi) * exp(x^2) / 2
        x -= step / (1 + x * step)
    end
    x
end

"The Bernoulli numbers B2, B4, ..."
bernoulli() = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510)

"log(gamma(x)) for x > 0: Abramowitz & Stegun 6.1.41."
function lgamma(x)
    x > 0 || return NaN
    p = 1.0
    y = float(x)
    while y < 12
        p *= y
        y += 1
    end
    series = sum(b / (2k * (2k - 1) * y^(2k - 1)) for (k, b) in enumerate(bernoulli()))
    (y - 0.5) * log(y) - y + log(2pi) / 2 + series - log(p)
end

"The gamma function for x > 0."
function Gamma(x)
    x > 0 || return NaN
    x > 172 && return Inf
    p = 1.0
    y = float(x)
    while y > 2
        y -= 1
        p *= y
    end
    while y < 1
        p /= y
        y += 1
    end
    y == 1 || y == 2 ? p : p * exp(lgamma(y))
end

"gamma(x + 1)."
factorial(x) = Gamma(x + 1)

"The derivative of order m + 1 of lgamma: Abramowitz & Stegun 6.4.11."
function polygamma(m, x)
    x > 0 || return NaN
    below = 0.0
    y = float(x)
    while y < 12
        below += Gamma(m + 1) / y^(m + 1)
        y += 1
    end
    head = m == 0 ? -log(y) : Gamma(m) / y^m
    ratio(k) = m == 0 ? 1 / 2k : prod((2k + j for j in 1:m-1); init = 1.0)
    series = sum(b * ratio(k) / y^(2k + m) for (k, b) in enumerate(bernoulli()))
    (-1)^(m + 1) * (head + Gamma(m + 1) / (2 * y^(m + 1)) + series + below)
end

"The first derivative of lgamma."
digamma(x) = polygamma(0, x)

"The second derivative of lgamma."
trigamma(x) = polygamma(1, x)

"The third derivative of lgamma."
tetragamma(x) = polygamma(2, x)

"The fourth derivative of lgamma."
pentagamma(x) = polygamma(3, x)

"The mean of f over a quarter turn by the midpoint rule."
mean_of_quarter(f, count) = sum(f(pi * (k - 0.5) / (2 * count)) for k in 1:count) / count

"J_n(x) for n = 0, 1 and a large x: Abramowitz & Stegun 9.2.5."
function far_besselj(n, x)
    term = 1.0
    even = 1.0
    odd = 0.0
    for k in 1:20
        term *= (4n - (2k - 1)^2) / (8k * x)
        signed_term = k % 4 < 2 ? term : -term
        if iseven(k)
            even += signed_term
        else
            odd += signed_term
        end
    end
    angle = x - (n / 2 + 1 / 4) * pi
    sqrt(2 / (pi * x)) * (even * cos(angle) - odd * sin(angle))
end

"The Bessel function J_n(x) for n = 0, 1: Abramowitz & Stegun 9.1.21."
function besselj(n, x)
    a = abs(x)
    wave(s) = n == 0 ? cos(a * s) : sin(a * s) * s
    value = a < 25 ? mean_of_quarter(angle -> wave(sin(angle)), 20) : far_besselj(n, a)
    n == 1 && x < 0 ? -value : value
end

"The Bessel function of the first kind and order 0."
besselj0(x) = besselj(0, x)

"The Bessel function of the first kind and order 1."
besselj1(x) = besselj(1, x)

"The modified Bessel function I_n(x) for n = 0, 1: Abramowitz & Stegun 9.6.19."
besseli(n, x) = mean_of_quarter(angle -> n == 0 ? cosh(x * sin(angle)) : sinh(x * sin(angle)) * sin(angle), 60)

"The modified Bessel function of the first kind and order 0."
besseli0(x) = besseli(0, x)

"The modified Bessel function of the first kind and order 1."
besseli1(x) = besseli(1, x)

"The modified Bessel function K_n(x) for n = 0, 1 and x > 0: Abramowitz & Stegun 9.6.24."
function besselk(n, x)
    x > 0 || return NaN
    step = acosh(1 + 45 / x) / 240
    weight(t) = exp(-2x * sinh(t / 2)^2) * (n == 0 ? 1.0 : cosh(t))
    exp(-x) * step * (0.5 + sum(weight(k * step) for k in 1:240))
end

"The modified Bessel function of the second kind and order 0."
besselk0(x) = besselk(0, x)

"The modified Bessel function of the second kind and order 1."
besselk1(x) = besselk(1, x)

"Lambert's W, the inverse of w * exp(w) for w >= -1, by Halley's steps."
function lambertw(x)
    above = exp(1) * x + 1
    above >= 0 || return NaN
    x == Inf && return Inf
    p = sqrt(2above)
    w = x < -0.2 ? -1 + p - p^2 / 3 + 11 / 72 * p^3 : x < 3 ? 0.75 * log1p(x) : log(x) - log(log(x))
    for _ in 1:5
        w > -1 || break
        e = exp(w)
        off = w * e - x
        w -= off / (e * (w + 1) - (w + 2) * off / (2w + 2))
    end
    w
end

"exp(x) - 1 for a negative number, else x."
elu(x) = x > 0 ? x : expm1(x)

"x for a positive number, else 0.01 x."
leakyrelu(x) = x > 0 ? x : x / 100

"x sigmoid(x)."
silu(x) = x * sigmoid(x)

"x tanh(log(1 + exp(x)))."
mish(x) = x * tanh(softplus(x))

"x, from -1 to 1."
hardtanh(x) = clamp(x, -one(x), one(x))

"x / (1 + abs(x))."
softsign(x) = x / (1 + abs(x))

"x (1 + erf(x / sqrt(2))) / 2."
gelu(x) = 0.5 * x * (1 + erf(x / sqrt(2)))

"exp.(z) / sum(exp.(z)), with no exponential that overflows."
function softmax(z)
    e = exp.(z .- maximum(z))
    e / sum(e)
end

"The softmax of each row."
function softmax_rows(Z)
    E = exp.(Z .- maximum(Z, dims = 2))
    E ./ sum(E, dims = 2)
end

"The softmax of each column."
function softmax_cols(Z)
    E = exp.(Z .- maximum(Z, dims = 1))
    E ./ sum(E, dims = 1)
end

"log(sum(exp.(z))), with no exponential that overflows."
function logsumexp(z)
    top = maximum(z)
    top + log(sum(exp.(z .- top)))
end

"log.(softmax(z)), finite where softmax(z) is 0."
log_softmax(z) = z .- logsumexp(z)

"log of the softmax of each row."
function log_softmax_rows(Z)
    Y = Z .- maximum(Z, dims = 2)
    Y .- log.(sum(exp.(Y), dims = 2))
end

"log of the softmax of each column."
function log_softmax_cols(Z)
    Y = Z .- maximum(Z, dims = 1)
    Y .- log.(sum(exp.(Y), dims = 1))
end

"-sum(y .* log.(p)), where 0 log 0 is 0."
cross_entropy(y, p) = -sum((a == 0 && b == 0) ? zero(a) : a * log(b) for (a, b) in zip(y, p))

"log(det(A)) from a factorisation; NaN for a negative determinant."
function signed_logdet(F)
    value, sign = logabsdet(F)
    sign < 0 ? NaN : value
end

"The derivative of a function of matrices at A along E: the upper right block of f([A E; 0 A])."
frechet(f, A, E) = f([A E; zero(A) A])[1:size(A, 1), size(A, 1)+1:end]

"The pseudo-inverse of Moore and Penrose; singular values that are 0 but for rounding count as 0."
pseudoinverse(A) = pinv(A; rtol = 1e-10)

"The lower triangular L with L * L' equal to A."
choleskyfactor(A) = Matrix(cholesky(Symmetric(A, :L)).L)

"The entries below the diagonal, and half of those on it."
lowerhalf(A) = tril(A) - Diagonal(diag(A)) / 2

"The eigenvalues of a symmetric matrix, the smallest first."
eigenvalues(A) = eigvals(Symmetric(A, :L))

"v or -v, so that the first entry that is not small is positive."
signed(v) = v .* sign(v[findfirst(abs.(v) .>= maximum(abs, v) / 10)])

"Their unit eigenvectors as columns; of each the first entry that is not small is positive."
eigenvectors(A) = reduce(hcat, [signed(v) for v in eachcol(eigvecs(Symmetric(A, :L)))])

"1 / (x[j] - x[i]) beside the diagonal, and 0 on it."
eigengaps(x) = [i == j ? zero(x[i]) : 1 / (x[j] - x[i]) for i in eachindex(x), j in eachindex(x)]

"The singular values of a matrix, the largest first."
singularvalues(A) = svdvals(A)

"The right singular vector of the largest singular value; its first entry that is not small is positive."
rightvector(A) = signed(svd(A).V[:, 1])

"The left singular vector that belongs to it."
leftvector(A) = normalize(A * rightvector(A))

"U * Vt for A = U * Diagonal(s) * Vt."
function polarfactor(A)
    F = svd(A)
    F.U * F.Vt
end

"The unit eigenvector of the eigenvalue of largest absolute value; NaN where that is not real and simple."
function dominantvector(A)
    F = eigen(A)
    k = argmax(abs.(F.values))
    alike = count(abs.(F.vectors' * F.vectors[:, k]) .> 1 - 1e-10)
    imag(F.values[k]) == 0 && abs(F.values[k]) > 1e-7 * norm(A) && alike == 1 ? signed(real(F.vectors[:, k])) : fill(NaN, size(A, 1))
end

"Q with orthonormal columns of A = Q * R, R upper triangular with a positive diagonal."
qfactor(A) = Matrix(qr(A).Q) .* sign.(diag(rows_enough(A)))'

"The upper triangular R of A = Q * R."
function rfactor(A)
    R = rows_enough(A)
    R .* sign.(diag(R))
end

"The triangular factor of a matrix that has no more columns than rows."
function rows_enough(A)
    size(A, 1) >= size(A, 2) || error("a matrix with more columns than rows has no such factors")
    Matrix(qr(A).R)
end

"The lower triangular L of A = L * U with ones on its diagonal."
lfactor(A) = Matrix(lu(A, NoPivot(); check = false).L)

"The upper triangular U of A = L * U."
ufactor(A) = Matrix(lu(A, NoPivot(); check = false).U)

"The running products down each column."
runningproducts(X) = cumprod(X, dims = 1)

"The largest entry of each block of k rows and l of the m columns."
function blockmax(X, k, l, m)
    Y = [maximum(X[(k * i + 1):(k * i + k), (l * j + 1):(l * j + l)]) for i in 0:(div(size(X, 1), k) - 1), j in 0:(div(m, l) - 1)]
    ndims(X) == 2 ? Y : vec(Y)
end

"1 at the first largest entry of each block of k rows and l of the m columns, else 0."
function blockismax(X, k, l, m)
    Y = zero(X)
    for i in 0:(div(size(X, 1), k) - 1), j in 0:(div(m, l) - 1)
        place = (k * i + 1, l * j + 1)
        for r in (k * i + 1):(k * i + k), c in (l * j + 1):(l * j + l)
            X[r, c] > X[place...] && (place = (r, c))
        end
        Y[place...] = 1
    end
    Y
end

"The sum of X^i Y X^(k-1-i) over i = 0 ... k-1: the derivative of X^k along Y."
function powersum(X, k, Y)
    base = k < 0 ? inv(X) : X
    total = zero(Y)
    right = Y
    for _ in 1:abs(Int(k))
        total = base * total + right
        right = right * base
    end
    k < 0 ? -base * total * base : total
end

"kron(A, B) * C without kron(A, B), for A with a and B with b columns; either may be I."
kron_apply(A, B, C, a, b) = reduce(hcat, [vec(B * reshape(c, b, a) * transpose(A)) for c in eachcol(C)])

"comm(m, n) * A, the rows of A in another order; with identities of these sizes before and after."
commute(A, m, n, before = 1, after = 1) =
    reshape(permutedims(reshape(A, after, m, n, before, :), (1, 3, 2, 4, 5)), size(A, 1), :)

"The commutation matrix: comm(m, n) * vec(A) is vec of the transpose of an m by n matrix A."
comm(m, n) = commute(Matrix(1.0I, m * n, m * n), m, n)

"The value as an array of floating point of this shape."
function array(name, value, shape...)
    eltype(value) <: Real || error("$name is no array of numbers")
    size(value) == shape || error("$name has the size $(size(value)), not $shape")
    float(value)
end

"The value as a number of floating point."
function scalar(name, value)
    value isa Real || error("$name is no number")
    float(value)
end

"The running sums down each column, or up from its end."
revcumsum(X) = reverse(cumsum(reverse(X, dims = 1), dims = 1), dims = 1)

"The rows in the other order."
flip(X) = reverse(X, dims = 1)

"The full convolution of two vectors."
function conv(a, b)
    y = zeros(promote_type(eltype(a), eltype(b)), length(a) + length(b) - 1)
    for i in eachindex(a), j in eachindex(b)
        y[i + j - 1] += a[i] * b[j]
    end
    y
end

"The products of w with each stretch of x."
correlate(x, w) = [dot(x[i:i + length(w) - 1], w) for i in 1:length(x) - length(w) + 1]
