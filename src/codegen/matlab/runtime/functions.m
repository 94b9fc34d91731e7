function p = sigmoid(z)
%SIGMOID  1 / (1 + exp(-z)), with no exponential that overflows.
    e = exp(-abs(z));
    p = ((z >= 0) + (z < 0) .* e) ./ (1 + e);
end

function p = softplus(z)
%SOFTPLUS  log(1 + exp(z)), with no exponential that overflows.
    p = max(z, 0) + log1p(exp(-abs(z)));
end

function y = gelu(z)
%GELU  z (1 + erf(z / sqrt(2))) / 2.
    y = 0.5 * z .* (1 + erf(z / sqrt(2)));
end

function y = elu(z)
%ELU  exp(z) - 1 for negative entries, else z.
    y = max(z, 0) + expm1(min(z, 0));
end

function y = leakyrelu(z)
%LEAKYRELU  z for positive entries, else 0.01 z.
    y = max(z, 0) + 0.01 * min(z, 0);
end

function y = silu(z)
%SILU  z sigmoid(z).
    y = z .* sigmoid(z);
end

function y = mish(z)
%MISH  z tanh(log(1 + exp(z))).
    y = z .* tanh(softplus(z));
end

function y = softsign(z)
%SOFTSIGN  z / (1 + abs(z)).
    y = z ./ (1 + abs(z));
end

function w = lambertw(z)
%LAMBERTW  The inverse of w exp(w) for w >= -1, by Halley's steps.
    p = sqrt(min(max(2 * exp(1) * z + 2, 0), 2));
    m = max(z, 3);
    far = (z < 3) .* 0.75 .* log1p(max(z, -0.2)) + (z >= 3) .* (log(m) - log(log(m)));
    w = (z < -0.2) .* (-1 + p - p.^2 / 3 + 11 / 72 * p.^3) + (z >= -0.2) .* far;
    for k = 1:5
        e = exp(w);
        off = w .* e - z;
        moves = w > -1;
        steps = off ./ (e .* (w + 1) - (w + 2) .* off ./ (2 * w + 2));
        w(moves) = w(moves) - steps(moves);
    end
    w(exp(1) * z + 1 < 0) = NaN;
end

function P = softmax(Z)
%SOFTMAX  The softmax of each column, with no exponential that overflows.
    E = exp(Z - max(Z, [], 1));
    P = E ./ sum(E, 1);
end

function P = softmax_rows(Z)
%SOFTMAX_ROWS  The softmax of each row.
    E = exp(Z - max(Z, [], 2));
    P = E ./ sum(E, 2);
end

function s = logsumexp(z)
%LOGSUMEXP  log(sum(exp(z))), with no exponential that overflows.
    top = max(z);
    s = top + log(sum(exp(z - top)));
end

function L = log_softmax(Z)
%LOG_SOFTMAX  log of the softmax of each column, finite where that is 0.
    Y = Z - max(Z, [], 1);
    L = Y - log(sum(exp(Y), 1));
end

function L = log_softmax_rows(Z)
%LOG_SOFTMAX_ROWS  log of the softmax of each row.
    Y = Z - max(Z, [], 2);
    L = Y - log(sum(exp(Y), 2));
end

function s = cross_entropy(y, p)
%CROSS_ENTROPY  -sum(y .* log(p)), where 0 log 0 is 0.
    p(y == 0 & p == 0) = 1;
    s = -sum(sum(y .* log(p)));
end

function l = logdet(A)
%LOGDET  log(det(A)) by a factorisation; NaN for a negative determinant.
    [~, U, P] = lu(A);
    d = diag(U);
    l = sum(log(abs(d)));
    if prod(sign(d)) * det(P) < 0
        l = NaN;
    end
end

function L = frechet(f, A, E)
%FRECHET  The derivative of a function of matrices at A along E: the upper right block of f([A, E; 0, A]).
    n = size(A, 1);
    L = f([A, E; zeros(n), A]);
    L = L(1:n, n + 1:end);
end

function P = pseudoinverse(A)
%PSEUDOINVERSE  That of Moore and Penrose; singular values that are 0 but for rounding count as 0.
    P = pinv(A, 1e-10 * norm(A));
end

function L = choleskyfactor(A)
%CHOLESKYFACTOR  The lower triangular L with L * L.' equal to A.
    L = chol(A, 'lower');
end

function L = lowerhalf(A)
%LOWERHALF  The entries below the diagonal, and half of those on it.
    L = tril(A) - diag(diag(A)) / 2;
end

function w = eigenvalues(A)
%EIGENVALUES  The eigenvalues of a symmetric matrix, the smallest first.
    w = sort(eig((A + A.') / 2));
end

function V = eigenvectors(A)
%EIGENVECTORS  Their unit eigenvectors as columns; of each the first entry that is not small is positive.
    [V, D] = eig((A + A.') / 2);
    [~, order] = sort(diag(D));
    V = V(:, order);
    for j = 1:size(V, 2)
        V(:, j) = signed(V(:, j));
    end
end

function v = signed(v)
%SIGNED  v or -v, so that the first entry that is not small is positive.
    k = find(abs(v) >= max(abs(v)) / 10, 1);
    v = v * sign(v(k));
end

function F = eigengaps(x)
%EIGENGAPS  1 / (x(j) - x(i)) beside the diagonal, and 0 on it.
    E = eye(numel(x));
    F = (1 - E) ./ (x.' - x + E);
end

function v = dominantvector(A)
%DOMINANTVECTOR  The unit eigenvector of the eigenvalue of largest absolute value; NaN where that is not real and simple.
    [V, D] = eig(A);
    w = diag(D);
    [~, k] = max(abs(w));
    alike = sum(abs(V' * V(:, k)) > 1 - 1e-10);
    if imag(w(k)) == 0 && abs(w(k)) > 1e-7 * norm(A, 'fro') && alike == 1
        v = signed(real(V(:, k)));
    else
        v = NaN(size(A, 1), 1);
    end
end

function Q = qfactor(A)
%QFACTOR  Q with orthonormal columns of A = Q * R, R upper triangular with a positive diagonal.
    if size(A, 1) < size(A, 2)
        error('a matrix with more columns than rows has no such factors');
    end
    [Q, R] = qr(A, 0);
    Q = Q .* sign(diag(R)).';
end

function R = rfactor(A)
%RFACTOR  The upper triangular R of A = Q * R.
    R = triu(qfactor(A).' * A);
end

function L = lfactor(A)
%LFACTOR  The lower triangular L of A = L * U with ones on its diagonal, without an exchange of rows.
    L = eye(size(A, 1));
    for k = 1:size(A, 1) - 1
        L(k + 1:end, k) = A(k + 1:end, k) / A(k, k);
        A(k + 1:end, :) = A(k + 1:end, :) - L(k + 1:end, k) * A(k, :);
    end
end

function U = ufactor(A)
%UFACTOR  The upper triangular U of A = L * U.
    U = triu(lfactor(A) \ A);
end

function Y = runningproducts(X)
%RUNNINGPRODUCTS  Those down each column.
    Y = cumprod(X, 1);
end

function s = singularvalues(A)
%SINGULARVALUES  The singular values of a matrix, the largest first.
    s = svd(A);
end

function v = rightvector(A)
%RIGHTVECTOR  Of the largest singular value; its first entry that is not small is positive.
    [~, ~, V] = svd(A, 'econ');
    v = signed(V(:, 1));
end

function u = leftvector(A)
%LEFTVECTOR  The left singular vector that belongs to it.
    u = A * rightvector(A);
    u = u / norm(u);
end

function P = polarfactor(A)
%POLARFACTOR  U * V.' for A = U * diag(s) * V.'.
    [U, ~, V] = svd(A, 'econ');
    P = U * V.';
end

function Y = blockmax(X, k, l, m)
%BLOCKMAX  The largest entry of each block of k rows and l of the m columns.
    Y = zeros(size(X, 1) / k, m / l);
    for i = 1:size(Y, 1)
        for j = 1:size(Y, 2)
            block = X(k * i - k + 1:k * i, l * j - l + 1:l * j);
            Y(i, j) = max(block(:));
        end
    end
end

function Y = blockismax(X, k, l, m)
%BLOCKISMAX  1 at the first largest entry of each block of k rows and l of the m columns, else 0.
    Y = zeros(size(X));
    for i = 1:size(X, 1) / k
        for j = 1:m / l
            block = X(k * i - k + 1:k * i, l * j - l + 1:l * j).';
            [~, at] = max(block(:));
            Y(k * i - k + 1 + floor((at - 1) / l), l * j - l + 1 + mod(at - 1, l)) = 1;
        end
    end
end

function S = powersum(X, k, Y)
%POWERSUM  The sum of X^i Y X^(k-1-i) over i = 0 ... k-1: the derivative of X^k along Y.
    base = X;
    if k < 0
        base = inv(X);
    end
    S = zeros(size(Y));
    right = Y;
    for step = 1:abs(k)
        S = base * S + right;
        right = right * base;
    end
    if k < 0
        S = -base * S * base;
    end
end

function A = add_diagonal(A, d)
%ADD_DIAGONAL  A + diag(d), or A + d I for a number d.
    places = 1:size(A, 1) + 1:numel(A);
    A(places) = A(places) + d(:).';
end

function R = kron_apply(A, B, C, a, b)
%KRON_APPLY  kron(A, B) * C without kron(A, B), for A with a and B with b columns; [] stands for an identity.
    R = zeros(0, 0);
    for c = 1:size(C, 2)
        X = reshape(C(:, c), b, a);
        if ~isempty(A)
            X = X * A.';
        end
        if ~isempty(B)
            X = B * X;
        end
        R(1:numel(X), c) = X(:);
    end
end

function R = commute(A, m, n, before, after)
%COMMUTE  comm(m, n) * A, the rows of A in another order; with identities of these sizes before and after.
    if nargin < 4
        before = 1;
        after = 1;
    end
    R = reshape(permute(reshape(A, after, m, n, before, []), [1, 3, 2, 4, 5]), size(A));
end

function K = comm(m, n)
%COMM  The commutation matrix: comm(m, n) * A(:) is vec of the transpose of an m by n matrix A.
    K = commute(eye(m * n), m, n);
end

function array(name, value, rows, cols)
% An array has the size that the model says.
    if ~isnumeric(value) || ~isreal(value) || ndims(value) > 2
        error('%s is no matrix of numbers', name);
    end
    if size(value, 1) ~= rows || size(value, 2) ~= cols
        error('%s is %d by %d, not %d by %d', name, size(value, 1), size(value, 2), rows, cols);
    end
end

function Y = revcumsum(X)
%REVCUMSUM  The running sums up each column, from its end.
    Y = flipud(cumsum(flipud(X), 1));
end

function y = correlate(x, w)
%CORRELATE  The products of w with each stretch of x.
    y = conv(x, flipud(w), 'valid');
end
