/**
 * What other tools test or tabulate, said in our language: SymPy's tests of matrix derivatives, PyTorch's formulas of
 * linear algebra, ChainRules' rules for LinearAlgebra, Giles's collection. Each is claimed as the peer has it, the
 * adjoint of a matrix as the gradient of a scalar, so that numbers judge the claim and the derivation both.
 */

/** A peer's formula: the output as a function of a variable, and its derivative by that. */
export interface PeerCase {
  readonly name: string;
  readonly of: string;
  readonly by: string;
  readonly formula: string;
  /** What a declaration says that differs from those of all. */
  readonly where?: string;
}

export interface Peer {
  readonly peer: string;
  readonly source: string;
  readonly cases: readonly PeerCase[];
  /** What cannot be said, or is refused, by the peer's name for it, with the reason. */
  readonly left: readonly (readonly [name: string, why: string])[];
}

/** Kinds of the names in all cases. */
const KINDS: Readonly<Record<string, string>> = {
  A: "matrix(k, k)",
  B: "matrix(k, k)",
  C: "matrix(k, k)",
  D: "matrix(k, k)",
  X: "matrix(k, k)",
  R: "matrix(k, l)",
  G: "matrix(k, l)",
  H: "matrix(k, k)",
  a: "vector(k)",
  b: "vector(k)",
  c: "vector(k)",
  d: "vector(k)",
  x: "vector(k)",
  y: "vector(k)",
  u: "vector(3)",
  v: "vector(3)",
  w: "vector(3)",
  t: "scalar",
};

/** The model of a case, whose last line is its claim. */
export function modelOf({ of, by, formula, where = "" }: PeerCase): string {
  const stated = new Set([...where.matchAll(/(\w+) :/gu)].map(([, name]) => name));
  const used = (name: string): boolean =>
    new RegExp(`(?<![A-Za-z])${name}(?![A-Za-z(])`, "u").test(`${of} ${by} ${formula}`);
  const declared = Object.entries(KINDS).flatMap(([name, kind]) =>
    used(name) && !stated.has(name) ? [`${name} : ${kind}`] : [],
  );
  return [...declared, ...(where === "" ? [] : [where]), `q = ${of}`, `∂q/∂${by} = ${formula}`].join("\n");
}

const one = (name: string, of: string, by: string, formula: string, where?: string): PeerCase => ({
  name,
  of,
  by,
  formula,
  ...(where === undefined ? {} : { where }),
});

const SYMPY: Peer = {
  peer: "SymPy",
  source: "sympy/matrices/expressions/tests/test_derivatives.py",
  cases: [
    one("x.^i by i", "x .^ t", "t", "log(x) .* x .^ t", "x : vector(k) positive"),
    one("i x∘y by i", "t (x .* y)", "t", "x .* y"),
    one("i x by i", "t x", "t", "x"),
    one("sin(i) A B x by i", "sin(t) A B x", "t", "cos(t) A B x"),
    one("tr(i² X) by i", "tr(t^2 X)", "t", "2 t tr(X)"),
    one("2 μ x", "2 t x", "x", "2 t I"),
    one("xᵀ 1", "x^T ones(k)", "x", "ones(k)"),
    one("A by A", "A", "A", "I"),
    one("Aᵀ by A", "A^T", "A", "comm(k, k)"),
    one("A + B by A", "A + B", "A", "I"),
    one("Cookbook 61", "a^T X^-1 b", "X", "-X^-T a b^T X^-T"),
    one("Cookbook 62", "det(X^-1)", "X", "-det(X^-1) X^-T"),
    one("Cookbook 63", "tr(A X^-1 B)", "X", "-(X^-1 B A X^-1)^T"),
    one("Cookbook 64", "tr((X + A)^-1)", "X", "-((X + A)^-T)^2"),
    one("Cookbook 69", "x^T a", "x", "a"),
    one("Cookbook 70", "a^T X b", "X", "a b^T"),
    one("Cookbook 71", "a^T X^T b", "X", "b a^T"),
    one("Cookbook 72", "a^T X a", "X", "a a^T"),
    one("Cookbook 77", "b^T X^T X c", "X", "X b c^T + X c b^T"),
    one("Cookbook 78", "(B x + b)^T C (D x + d)", "x", "B^T C (D x + d) + D^T C^T (B x + b)"),
    one("Cookbook 81", "x^T B x", "x", "B x + B^T x"),
    one("Cookbook 82", "b^T X^T D X c", "X", "D^T X b c^T + D X c b^T"),
    one("Cookbook 83", "(X b + c)^T D (X b + c)", "X", "D (X b + c) b^T + D^T (X b + c) b^T"),
    one("x xᵀ x", "x x^T x", "x", "(x^T x) I + 2 x x^T"),
    one("tr(A) A by A", "tr(A) A", "A", "vec(A) vec(eye(k))^T + tr(A) eye(k k)"),
    one("Cookbook 99", "tr(X)", "X", "I"),
    one("Cookbook 100", "tr(X A)", "X", "A^T"),
    one("Cookbook 101", "tr(A X B)", "X", "A^T B^T"),
    one("Cookbook 102", "tr(A X^T B)", "X", "B A"),
    one("Cookbook 103", "tr(X^T A)", "X", "A"),
    one("Cookbook 104", "tr(A X^T)", "X", "A"),
    one("Cookbook 105 (a TODO there)", "tr(kron(A, X))", "X", "tr(A) I"),
    one("Cookbook 106", "tr(X^2)", "X", "2 X^T"),
    one("Cookbook 107", "tr(X^2 B)", "X", "(X B + B X)^T"),
    one("Cookbook 108", "tr(X^T B X)", "X", "B X + B^T X"),
    one("Cookbook 109", "tr(B X X^T)", "X", "B X + B^T X"),
    one("Cookbook 110", "tr(X X^T B)", "X", "B X + B^T X"),
    one("Cookbook 111", "tr(X B X^T)", "X", "X B^T + X B"),
    one("Cookbook 112", "tr(B X^T X)", "X", "X B^T + X B"),
    one("Cookbook 113", "tr(X^T X B)", "X", "X B^T + X B"),
    one("Cookbook 114", "tr(A X B X)", "X", "A^T X^T B^T + B^T X^T A^T"),
    one("Cookbook 115", "tr(X X^T)", "X", "2 X"),
    one("Cookbook 116", "tr(B^T X^T C X B)", "X", "C^T X B B^T + C X B B^T"),
    one("Cookbook 117", "tr(X^T B X C)", "X", "B X C + B^T X C^T"),
    one("Cookbook 118", "tr(A X B X^T C)", "X", "A^T C^T X B^T + C A X B"),
    one("Cookbook 119", "tr((A X B + C) (A X B + C)^T)", "X", "2 A^T (A X B + C) B^T"),
    one("Cookbook 120 (a TODO there)", "tr(kron(X, X))", "X", "2 tr(X) I"),
    one("Cookbook 121 (not tested there)", "tr(X^5)", "X", "5 (X^4)^T"),
    one("Cookbook 122 (not tested there)", "tr(A X^3)", "X", "(X^2 A + X A X + A X^2)^T"),
    one(
      "Cookbook 123",
      "tr(B^T X^T C X X^T C X B)",
      "X",
      "C X X^T C X B B^T + C^T X B B^T X^T C^T X + C X B B^T X^T C X + C^T X X^T C^T X B B^T",
    ),
    one("Cookbook 124", "tr(A X^-1 B)", "X", "-X^-T A^T B^T X^-T"),
    one("Cookbook 125", "tr((X^T C X)^-1 A)", "X", "-X^-T A^T X^-1 C^-T X^-T - X^-T A X^-1 C^-1 X^-T"),
    one(
      "Cookbook 126",
      "tr((X^T C X)^-1 (X^T B X))",
      "X",
      "-2 C X (X^T C X)^-1 X^T B X (X^T C X)^-1 + 2 B X (X^T C X)^-1",
      "B : matrix(k, k) symmetric; C : matrix(k, k) symmetric",
    ),
    one(
      "Cookbook 127",
      "tr((A + X^T C X)^-1 (X^T B X))",
      "X",
      "B X (A + X^T C X)^-1 - C X (A + X^T C X)^-1 X^T B X (A + X^T C X)^-1 - C^T X (A^T + X^T C^T X)^-1 X^T B^T X (A^T + X^T C^T X)^-1 + B^T X (A^T + X^T C^T X)^-1",
    ),
    one("tr(A)²", "tr(A)^2", "A", "2 tr(A) I"),
    one("tr(tr(tr(A) A) A)", "tr(tr(tr(A) A) A)", "A", "3 tr(A)^2 I"),
    one("(xᵀy)^½", "sqrt(x^T y)", "x", "y / (2 sqrt(x^T y))"),
    one("(xᵀx)^½", "sqrt(x^T x)", "x", "x / sqrt(x^T x)"),
    one("(cᵀa xᵀb)^½", "sqrt(c^T a x^T b)", "x", "b a^T c / (2 sqrt(c^T a x^T b))"),
    one("(cᵀa xᵀb)^⅓", "(c^T a x^T b)^(1/3)", "x", "b a^T c (c^T a x^T b)^(-2/3) / 3"),
    one("(aᵀX b)^½", "sqrt(a^T X b)", "X", "a b^T / (2 sqrt(a^T X b))"),
    one("dᵀx (aᵀX b)^½ yᵀc", "d^T x sqrt(a^T X b) y^T c", "X", "a x^T d y^T c b^T / (2 sqrt(a^T X b))"),
    one("tan by entries", "tan(x)", "x", "diag(tan(x) .^ 2 + ones(k))"),
    one("sin(i² x) by i", "sin(t^2 x)", "t", "2 t x .* cos(t^2 x)"),
    one("sin(log(i) A B) by i", "sin.(log(t) A B)", "t", "(A B / t) .* cos.(log(t) A B)"),
    one("A exp(x) (a TODO there)", "A exp(x)", "x", "A diag(exp(x))"),
    one("xᵀA x + k sin(y)ᵀx", "x^T A x + t sin(y)^T x", "x", "A^T x + A x + t sin(y)"),
    one("sin(x)ᵀy (a TODO there)", "sin(x)^T y", "x", "diag(cos(x)) y"),
    one("sin(aᵀX b)", "sin(a^T X b)", "X", "a cos(a^T X b) b^T"),
    one("aᵀ sin(X) b", "a^T sin.(X) b", "X", "diag(a) cos.(X) diag(b)"),
    one("aᵀ sin(A X B) b", "a^T sin.(A X B) b", "X", "A^T diag(a) cos.(A X B) diag(b) B^T"),
    one("aᵀA sin(X) B b", "a^T A sin.(X) B b", "X", "(A^T a b^T B^T) .* cos.(X)"),
    one("log(sin(X)) (wrong there)", "a^T log.(sin.(X)) b", "X", "diag(a) (cos.(X) ./ sin.(X)) diag(b)"),
    one("a∘x∘b", "a .* x .* b", "x", "diag(a .* b)"),
    one("aᵀ(A∘X∘B) b", "a^T (A .* X .* B) b", "X", "(a b^T) .* A .* B"),
    one("x.^2", "x .^ 2", "x", "2 diag(x)"),
    one("x.^½", "x .^ (1/2)", "x", "diag(x .^ (-1/2)) / 2"),
    one("(aᵀX b)^2", "(a^T X b)^2", "X", "2 a a^T X b b^T"),
  ],
  left: [["derivatives of one matrix by another as arrays of four indices", "said as Jacobians of vec"]],
};

const TORCH: Peer = {
  peer: "PyTorch",
  source: "tools/autograd/derivatives.yaml, the formulas of linear algebra",
  cases: [
    one("linalg_inv_ex", "tr(H^T A^-1)", "A", "-A^-T H A^-T"),
    one("linalg_det", "det(A)", "A", "det(A) A^-T"),
    one("linalg_slogdet", "logdet(A)", "A", "A^-T"),
    one("linalg_solve_ex, A", "c^T A^-1 b", "A", "-(A^-T c) (A^-1 b)^T"),
    one("linalg_solve_ex, B", "c^T A^-1 b", "b", "A^-T c"),
    one("linalg_eigvalsh", "b^T eigvals(A)", "A", "eigvecs(A) diag(b) eigvecs(A)^T", "A : matrix(k, k) symmetric"),
    one(
      "linalg_eigh, vectors",
      "tr(H^T eigvecs(A))",
      "A",
      "(eigvecs(A) (eigengaps(eigvals(A)) .* (eigvecs(A)^T H)) eigvecs(A)^T + eigvecs(A) (eigengaps(eigvals(A)) .* (eigvecs(A)^T H))^T eigvecs(A)^T) / 2",
      "A : matrix(k, k) symmetric",
    ),
    one(
      "cholesky",
      "tr(H^T chol(A))",
      "A",
      "(chol(A)^-T lowerhalf(chol(A)^T H) chol(A)^-1 + chol(A)^-T lowerhalf(chol(A)^T H)^T chol(A)^-1) / 2",
      "A : matrix(k, k) posdef",
    ),
    one("linalg_matrix_exp", "tr(H^T expm(A))", "A", "expm_frechet(A^T, H)"),
    one(
      "linalg_pinv",
      "tr(pinv(R) G)",
      "R",
      "(eye(k) - R pinv(R)) G pinv(R) pinv(R)^T + pinv(R)^T pinv(R) G (eye(l) - pinv(R) R) - (pinv(R) G pinv(R))^T",
    ),
    one("linalg_matrix_norm, ord -2", "sigma_min(A)", "A", "A eigvecmin(A^T A) eigvecmin(A^T A)^T / sigma_min(A)"),
    one("nuclear_norm", "nuclear(R)", "R", "polar(R)"),
    one("linalg_matrix_norm, ord 2", "specnorm(R)", "R", "leftvec(R) rightvec(R)^T"),
    one("linalg_vector_norm, ord 2", "norm2(x)", "x", "x / norm2(x)"),
    one("linalg_vector_norm, ord 1", "norm1(x)", "x", "sign(x)"),
    one("linalg_vector_norm, ord 3", "normp(x, 3)", "x", "abs(x) .^ 2 .* sign(x) / normp(x, 3)^2"),
    one("linalg_vector_norm, any ord", "normp(x, t)", "x", "abs(x) .^ (t - 1) .* sign(x) normp(x, t)^(1 - t)"),
    one("linalg_vector_norm, ord inf", "norminf(x)", "x", "ismax(abs(x)) .* sign(x)"),
    one("max of a dimension", "b^T rowmax(X)", "X", "diag(b) rowismax(X)"),
    one("min of a dimension", "b^T rowmin(X)", "X", "diag(b) rowismax(-X)"),
    one(
      "max_pool2d_with_indices",
      "sum(G .* maxpool(R, 2, 3))",
      "R",
      "kron(G, ones(2, 3)) .* poolismax(R, 2, 3)",
      "R : matrix(2 k, 3 l)",
    ),
    one("avg_pool2d", "sum(G .* meanpool(R, 2, 3))", "R", "kron(G, ones(2, 3)) / 6", "R : matrix(2 k, 3 l)"),
    one("linalg_cross", "w^T cross(u, v)", "u", "cross(v, w)"),
    one("kron", "tr(kron(A, B)^T kron(C, D))", "A", "tr(B^T D) C"),
    one("trace", "tr(A)", "A", "I"),
    one("tril", "tr(H^T tril(A))", "A", "tril(H)"),
    one("triu", "tr(H^T triu(A))", "A", "triu(H)"),
    one("cumsum", "b^T cumsum(x)", "x", "revcumsum(b)"),
    one("flip", "b^T flip(x)", "x", "flip(b)"),
    one("cumprod", "b^T cumprod(x)", "x", "revcumsum(b .* cumprod(x)) ./ x"),
    one(
      "linalg_qr, R",
      "tr(C^T rfactor(A))",
      "A",
      "qfactor(A) (C + (lowerhalf(rfactor(A) C^T) - lowerhalf(C rfactor(A)^T)) rfactor(A)^-T)",
    ),
    one(
      "linalg_qr, Q",
      "tr(C^T qfactor(A))",
      "A",
      "qfactor(A) (lowerhalf(qfactor(A)^T C) - lowerhalf(C^T qfactor(A))) rfactor(A)^-T",
    ),
    one(
      "linalg_lu, L",
      "tr(C^T lfactor(A))",
      "A",
      "lfactor(A)^-T (lfactor(A)^T C - triu(lfactor(A)^T C)) ufactor(A)^-T",
    ),
    one("linalg_lu, U", "tr(C^T ufactor(A))", "A", "lfactor(A)^-T triu(C ufactor(A)^T) ufactor(A)^-T"),
    one(
      "linalg_eig, the largest in absolute value",
      "eigdom(A)",
      "A",
      "eigvecdom(A^T) eigvecdom(A)^T / (eigvecdom(A^T)^T eigvecdom(A))",
    ),
    one("_linalg_svd, values", "norm1(svdvals(A) .^ 2)", "A", "2 A"),
    one("diagonal", "b^T diagvec(A)", "A", "diag(b)"),
    one("addmm", "tr(G^T (B R))", "B", "G R^T"),
    one("addmv", "b^T (A x)", "A", "b x^T"),
    one("ger", "x^T (a b^T) y", "a", "x (b^T y)"),
    one("logsumexp", "logsumexp(x)", "x", "softmax(x)"),
    one("_softmax", "b^T softmax(x)", "x", "softmax(x) .* b - softmax(x) (softmax(x)^T b)"),
    one("clamp", "sum(clip(x, -1, 1))", "x", "step(ones(k) - abs(x))"),
    one("where", "sum(where(x > y, x .^ 2, y))", "x", "2 x .* step(x - y)"),
    one("erfinv", "sum(erfinv(x))", "x", "sqrt(pi) / 2 exp(erfinv(x) .^ 2)"),
    one("lgamma", "sum(lgamma(x))", "x", "digamma(x)", "x : vector(k) positive"),
    one("polygamma", "sum(polygamma(1, x))", "x", "polygamma(2, x)", "x : vector(k) positive"),
    one("mvlgamma", "multigammaln(t + 2, 2)", "t", "digamma(t + 2) + digamma(t + 3/2)", "t : scalar positive"),
    one("i0", "sum(besseli0(x))", "x", "besseli1(x)"),
    one("special_i1", "sum(besseli1(x))", "x", "besseli0(x) - besseli1(x) ./ x"),
  ],
  left: [
    ["linalg_eig of more than one eigenvalue", "those of a matrix that is not symmetric may be complex"],
    [
      "_linalg_svd, vectors",
      "singular vectors have no names beyond those of the largest value; svdvals(A) and polar(A) have",
    ],
    ["linalg_lu_factor_ex, lu_unpack", "the exchange of rows has no name"],
    ["linalg_ldl_factor_ex", "not differentiated there either"],
    ["linalg_householder_product, ormqr", "products of reflectors have no name"],
    ["linalg_solve_triangular", "tril(A)^-1 b says it; no operation of its own"],
    ["cummax, cummin, logcumsumexp", "not in the language"],
    ["prod", "prod(i = 1..n, x_i) says it, with indices"],
    ["sort, topk", "an order of entries"],
  ],
};

const CHAIN_RULES: Peer = {
  peer: "ChainRules.jl",
  source: "src/rulesets/LinearAlgebra",
  cases: [
    one("dot(x, A, y)", "x^T A y", "A", "x y^T"),
    one("cross", "w^T cross(u, v)", "v", "cross(w, u)"),
    one("det", "det(X)", "X", "det(X) X^-T"),
    one("logdet", "logdet(X)", "X", "X^-T"),
    one("tr", "tr(X)", "X", "I"),
    one("pinv of a column", "b^T pinv(x)^T", "x", "b / (x^T x) - 2 (b^T x) x / (x^T x)^2"),
    one("sylvester", "tr(H^T sylvester(A, B, C))", "C", "sylvester(A^T, B^T, H)"),
    one("lyapunov", "tr(H^T lyapunov(A, C))", "C", "lyapunov(A^T, H)"),
    one("kron, vectors", "norm2(kron(a, b))^2", "a", "2 (b^T b) a"),
    one("norm", "normF(X)", "X", "X / normF(X)"),
    one("norm1", "norm1(X)", "X", "sign(X)"),
    one("opnorm, 2", "specnorm(X)", "X", "leftvec(X) rightvec(X)^T"),
    one("inv", "tr(H^T X^-1)", "X", "-X^-T H X^-T"),
    one("\\", "c^T A^-1 b", "b", "A^-T c"),
    one("/", "c^T A^-1 b", "c", "A^-1 b"),
    one("Diagonal", "a^T diag(x) b", "x", "a .* b"),
    one("diag", "b^T diagvec(X)", "X", "diag(b)"),
    one("tril", "sum(tril(X) .* H)", "X", "tril(H)"),
    one("triu", "sum(triu(X) .* H)", "X", "triu(H)"),
    one("exp", "tr(H^T expm(X))", "X", "expm_frechet(X^T, H)"),
    one("log", "tr(logm(X))", "X", "X^-T", "X : matrix(k, k) posdef"),
    one("sqrt", "tr(sqrtm(X))", "X", "(sqrtm(X)^-1)^T / 2", "X : matrix(k, k) posdef"),
    one("normp", "normp(x, 3)", "x", "abs(x) .^ 2 .* sign(x) / normp(x, 3)^2"),
    one("norminf", "norminf(x)", "x", "ismax(abs(x)) .* sign(x)"),
    one("normminf", "minentry(abs(x))", "x", "ismax(-abs(x)) .* sign(x)"),
    one("sin", "tr(sinm(X))", "X", "cosm(X)^T"),
    one("cos", "tr(H^T cosm(X))", "X", "cosm_frechet(X^T, H)"),
    one("sinh", "tr(H^T sinhm(X))", "X", "sinhm_frechet(X^T, H)"),
    one("cosh", "tr(coshm(X))", "X", "sinhm(X)^T"),
    one("eigvals, Symmetric", "b^T eigvals(A)", "A", "eigvecs(A) diag(b) eigvecs(A)^T", "A : matrix(k, k) symmetric"),
    one("svdvals, the sum", "nuclear(R)", "R", "polar(R)"),
    one("svdvals", "sum(svdvals(A) .^ 4)", "A", "4 A A^T A"),
    one("lu, U", "tr(C^T ufactor(A))", "A", "lfactor(A)^-T triu(C ufactor(A)^T) ufactor(A)^-T"),
    one(
      "qr, R",
      "tr(C^T rfactor(A))",
      "A",
      "qfactor(A) (C + (lowerhalf(rfactor(A) C^T) - lowerhalf(C rfactor(A)^T)) rfactor(A)^-T)",
    ),
    one("cholesky", "logdet(chol(A))", "A", "A^-1 / 2", "A : matrix(k, k) posdef"),
    one("gemm!", "tr(G^T (B R))", "R", "B^T G"),
    one("mul of a transpose", "tr(H^T (X^T X))", "X", "X (H + H^T)"),
  ],
  left: [
    ["eigen and eigvals of a matrix that is not symmetric, all of them", "they may be complex"],
    ["svd, its vectors", "the largest pair and the polar factor have names"],
    ["tan, asin, … of a matrix", "functions of the whole matrix are expm, logm, sqrtm, sinm, cosm, sinhm and coshm"],
    ["trsyl!, gebal!, syrk, symm and others", "LAPACK and BLAS by their names"],
    ["Hermitian, complex", "all numbers are real here"],
  ],
};

const GILES: Peer = {
  peer: "Giles",
  source: "Collected matrix derivative results for forward and reverse mode algorithmic differentiation, 2008",
  cases: [
    one("2.1 addition", "tr(H^T (A + B))", "A", "H"),
    one("2.1 multiplication, A", "tr(H^T (A B))", "A", "H B^T"),
    one("2.1 multiplication, B", "tr(H^T (A B))", "B", "A^T H"),
    one("2.2.1 inverse", "tr(H^T A^-1)", "A", "-A^-T H A^-T"),
    one("2.2.2 determinant", "det(A)", "A", "det(A) A^-T"),
    one("2.2.3 matrix inverse product, A", "tr(H^T A^-1 B)", "A", "-A^-T H (A^-1 B)^T"),
    one("2.2.3 matrix inverse product, B", "tr(H^T A^-1 B)", "B", "A^-T H"),
    one("2.3.1 first quadratic form, A", "tr(H^T (B^T A B))", "A", "B H B^T"),
    one("2.3.1 first quadratic form, B", "tr(H^T (B^T A B))", "B", "A B H^T + A^T B H"),
    one("2.3.2 second quadratic form, A", "tr(H^T (B^T A^-1 B))", "A", "-(A^-T B) H (B^T A^-T)"),
    one("2.3.2 second quadratic form, B", "tr(H^T (B^T A^-1 B))", "B", "A^-1 B H^T + A^-T B H"),
    one(
      "2.3.3 matrix polynomial",
      "tr(H^T (A + A^2 + A^3))",
      "A",
      "H + A^T H + H A^T + (A^T)^2 H + A^T H A^T + H (A^T)^2",
    ),
    one("2.3.4 matrix exponential", "tr(H^T expm(A))", "A", "expm_frechet(A^T, H)"),
    one("2.4 matrix norms, Frobenius", "normF(A)", "A", "A / normF(A)"),
    one("2.4 matrix norms, spectral", "specnorm(A)", "A", "leftvec(A) rightvec(A)^T"),
    one(
      "3.1 eigenvalues, A symmetric",
      "b^T eigvals(A)",
      "A",
      "eigvecs(A) diag(b) eigvecs(A)^T",
      "A : matrix(k, k) symmetric",
    ),
    one(
      "3.1 an eigenvalue of any matrix",
      "eigdom(A)",
      "A",
      "eigvecdom(A^T) eigvecdom(A)^T / (eigvecdom(A^T)^T eigvecdom(A))",
    ),
    one("3.2 singular values, the sum", "nuclear(R)", "R", "polar(R)"),
    one("3.2 singular values, one by one", "sum(svdvals(A) .^ 4)", "A", "4 A A^T A"),
    one(
      "3.3 Cholesky factorisation",
      "tr(H^T chol(A))",
      "A",
      "(chol(A)^-T lowerhalf(chol(A)^T H) chol(A)^-1 + chol(A)^-T lowerhalf(chol(A)^T H)^T chol(A)^-1) / 2",
      "A : matrix(k, k) posdef",
    ),
  ],
  left: [
    [
      "3.1 all eigenvalues and eigenvectors of any matrix",
      "they may be complex; eigdom(A) is the largest in absolute value",
    ],
  ],
};

export const PEERS: readonly Peer[] = [SYMPY, TORCH, CHAIN_RULES, GILES];
