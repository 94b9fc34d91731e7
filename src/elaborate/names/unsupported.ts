/**
 * Names that people apply for an operation that the language spells otherwise, or does not have.
 *
 * Read as unknown functions they would be taken entry by entry, which is another operation: wrong is worse than refused.
 * A model that defines or declares one of them means its own.
 */

interface Unsupported {
  /** Its meaning elsewhere; null where only the spelling differs. */
  readonly what: string | null;
  readonly hint: string;
}

const table = new Map<string, Unsupported>();

const spelled = (names: string, hint: string): void => {
  for (const name of names.split(" ")) table.set(name, { what: null, hint });
};
const missing = (names: string, what: string, hint: string): void => {
  for (const name of names.split(" ")) table.set(name, { what, hint });
};

const GIVEN = "what it gives may stand as an input of its own: declare a name for it";

function fill(): void {
  spelled("transpose Transpose trans", "a transpose is X^T or X'");
  spelled("inverse Inverse Inv matinv", "an inverse is X^-1 or inv(X)");
  spelled("determinant Det", "the determinant is det(X)");
  spelled("logdeterminant slogdet log_det", "it is logdet(X)");
  spelled("hadamard multiply schur", "an elementwise product is A .* B");
  spelled("matmul mul mm bmm mv", "a product is A B");
  spelled("divide", "./ divides entry by entry");
  spelled("inner innerproduct vdot", "an inner product is x^T y or dot(x, y)");
  spelled("outer outerproduct", "an outer product is x y^T");
  spelled("kronecker Kron krons", "a Kronecker product is kron(A, B)");
  spelled("Diag diagonal diagm", "diag(v) is a diagonal matrix, diagvec(M) the diagonal of one");
  spelled("Vec flatten ravel", "vec(X) puts the columns of X under one another");
  spelled("reshape unvectorize mat", "unvec(v, n, m) puts a vector into n rows and m columns");
  spelled("vstack hstack concat concatenate stack cat", "[a; b] stacks, [A, B] puts side by side");
  spelled("square sqr", "a square of each entry is x .^ 2, of a scalar or a matrix x^2");
  spelled("power pow", "a power is x^k, of each entry x .^ k");
  spelled("frobenius fro normfro norm_F norm_fro", "the Frobenius norm is normF(X)");
  spelled("norm_1 l1norm", "the 1-norm is norm1(x)");
  spelled("norm_2 l2norm", "the 2-norm is norm2(x)");
  spelled("logistic expit sigm", "it is sigmoid(x)");
  spelled("sgn signum", "it is sign(x)");
  spelled("heaviside Heaviside", "it is step(x)");
  spelled("arcsin arccos arctan", "inverse functions are asin, acos, atan");
  spelled("absolute fabs", "it is abs(x)");
  spelled("lse log_sum_exp logSumExp", "it is logsumexp(x)");
  spelled("logsoftmax log_softmax", "it is z - logsumexp(z) ones(n)");
  spelled("crossentropy CrossEntropy", "it is cross_entropy(y, p), y the labels");
  spelled("average avg Mean", "it is mean(x)");
  spelled("identity Id", "the identity matrix is I or eye(n)");
  spelled("ones_like one", "ones(n) is a vector, ones(n, m) a matrix of ones");
  spelled("zeros_like zero", "zeros(n) is a vector, zeros(n, m) a matrix of zeros");
  spelled("maximum", "it is max(a, b)");
  spelled("minimum", "it is min(a, b)");
  spelled("clip clamp", "it is min(max(x, a), b)");
  spelled(
    "grad gradient Grad nabla jacobian Jacobian hessian Hessian derivative deriv partial",
    "a derivative is ∂s/∂x",
  );
  spelled("mse MSE", "a mean square is norm2(x - y)^2 / n");
  spelled("log2 log10 log_2 log_10", "it is log(x) / log(2), log(x) / log(10)");
  spelled("log1p", "it is log(ones(n) + x)");
  spelled("expm1", "it is exp(x) - ones(n)");

  missing("eig eigs eigh eigvals eigenvalues eigenvalue eigval spectrum", "the eigenvalues of a matrix", GIVEN);
  missing("svd SVD svdvals singularvalues sigma_max sigma_min", "the singular values of a matrix", GIVEN);
  missing("rank Rank", "the rank of a matrix", "it is constant almost everywhere");
  missing("expm matexp", "the exponential of a matrix", "exp(X) is taken entry by entry");
  missing("logm matlog", "the logarithm of a matrix", "log(X) is taken entry by entry, logdet(X) is log(det(X))");
  missing("sqrtm", "the square root of a matrix", "sqrt(X) is taken entry by entry");
  missing("sinm cosm funm", "a function of a matrix", "sin(X) and cos(X) are taken entry by entry");
  missing("pinv pseudoinverse MPinv", "the pseudo-inverse", "of full column rank it is (X^T X)^-1 X^T");
  missing("cond", "the condition number", GIVEN);
  missing("null nullspace ker Ker orth range span im", "a subspace", "only scalars, vectors and matrices are read");
  missing("kernel", "a kernel", "write it out, or declare it: K : matrix(n, n)");
  missing("chol cholesky qr lu ldl", "a factor of a matrix", GIVEN);
  missing("adj adjugate adjoint cofactor", "the adjugate", "of an invertible matrix it is det(X) X^-1");
  missing("perm permanent", "the permanent", GIVEN);
  missing("var Var variance", "a variance", "it is norm2(x - mean(x) ones(n))^2 / n");
  missing("std Std stdev", "a standard deviation", "it is norm2(x - mean(x) ones(n)) / sqrt(n)");
  missing("cov Cov corr Corr corrcoef", "a covariance", "with centred rows it is X^T X / n");
  missing("median mode quantile percentile", "a statistic by order", GIVEN);
  missing("cumsum", "a running sum", "it is L x with a lower triangular L of ones, declared as a matrix");
  missing("cumprod prod product", "a product over entries", "of positive entries it is exp(sum(log(x)))");
  spelled("diff Diff", "a derivative is ∂y/∂x; differences of neighbours are D x with a matrix D");
  missing("argmax argmin argsort sort", "an index or an order", "it has no derivative");
  missing(
    "norminf normInf norm_inf linf nuclear normnuc normstar",
    "a norm that is not differentiated here",
    "norms are norm1, norm2 and normF",
  );
  missing("cross", "the cross product", "it is K y with the skew matrix K of x, declared as a matrix");
  missing("conv convolve conv2 conv1d conv2d", "a convolution", "it is C x with a matrix C, declared as such");
  missing("fft ifft dft", "a Fourier transform", "it is F x with a matrix F, declared as such");
  missing("int integral integrate", "an integral", "only derivatives are taken");
  missing("lim limit", "a limit", "only derivatives are taken");
  missing("expectation Expectation", "an expectation", "a mean over entries is mean(x)");
  missing("vech", "half a vectorisation", "vec(X) takes all entries");
  missing("conj real imag Re Im", "an operation on complex numbers", "all numbers are real here");
  missing("batchnorm layernorm layer_norm batch_norm dropout", "a layer", "write it out in mean, norm2 and ones");
}

/** Refuses a name that stands for a sum over an index, as in `sum_i x_i`; null for most names. */
export function indexedSum(name: string): { readonly message: string; readonly hint: string } | null {
  const sign = /^(sum|prod)_[a-z]$/.exec(name)?.[1];
  if (sign === undefined) return null;
  const [what, hint] =
    sign === "sum"
      ? ["a sum", "sum(x) adds the entries of x, x^T y the products of entries"]
      : ["a product", "of positive entries it is exp(sum(log(x)))"];
  return {
    message: `${name} reads as ${what} over an index, which is not part of the language`,
    hint: `${hint}; a name of the model has to be declared`,
  };
}

/** Refuses to apply a name that the model neither declares nor defines; null for most names. */
export function unsupported(name: string): { readonly message: string; readonly hint: string } | null {
  if (table.size === 0) fill();
  const u = table.get(name);
  if (u === undefined) return null;
  if (u.what === null) return { message: `${name} is not the name of a function here`, hint: u.hint };
  return {
    message: `${name} (${u.what}) is not an operation of the language`,
    hint: `${u.hint}; ${name} : function declares a function of each entry`,
  };
}
