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
    size(value) == shape || error("$name has the size $(size(value)), not $shape")
    float(value)
end
