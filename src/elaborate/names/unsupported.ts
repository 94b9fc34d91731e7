/**
 * Names that people apply for an operation that the language spells otherwise, or does not have.
 *
 * Read as unknown functions they would be taken entry by entry, which is another operation: wrong is worse than refused.
 * A model that defines or declares one of them means its own.
 */

import { GREEK } from "../../names/greek.js";

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
  fillSpelled();
  fillMatrices();
  fillEntries();
  fillLayers();
}

/** Points to the language's own spelling of an operation that it has under another name. */
function fillSpelled(): void {
  spelled("transpose Transpose trans permute swapaxes permutedims ctranspose", "a transpose is X^T or X'");
  spelled("inverse Inverse Inv matinv linv", "an inverse is X^-1 or inv(X)");
  spelled("determinant Det", "the determinant is det(X)");
  spelled("logdeterminant slogdet log_det logabsdet logdetpd", "it is logdet(X)");
  spelled("hadamard multiply schur times elmul elementwise", "an elementwise product is A .* B");
  spelled("matmul mul mm bmm mv addmm gemm matvec mtimes linear", "a product is A B");
  spelled("divide rdivide", "A ./ B divides entry by entry");
  spelled("add subtract plus minus", "a sum is A + B, a difference A - B");
  spelled("linsolve mldivide ldiv lu_solve cho_solve", "the solution of A x = b is A^-1 b, or solve(A, b)");
  spelled("inner innerproduct vdot", "an inner product is x^T y or dot(x, y)");
  spelled("outer outerproduct ger", "an outer product is x y^T");
  spelled("kronecker Kron krons", "a Kronecker product is kron(A, B)");
  spelled("Diag diagonal diagm diagflat diag_embed", "diag(v) is a diagonal matrix, diagvec(M) the diagonal of one");
  spelled("blkdiag block_diag blockdiag bdiag", "it is [A, zeros(n, m); zeros(m, n), B]");
  spelled("Vec flatten ravel Flatten vectorize", "vec(X) puts the columns of X under one another");
  spelled("reshape unvectorize mat view resize Reshape", "unvec(v, n, m) puts a vector into n rows and m columns");
  spelled(
    "vstack hstack concat concatenate stack cat vcat hcat vertcat horzcat Concat",
    "[a; b] stacks, [A, B] puts side by side",
  );
  spelled("square sqr", "it is x^2, of each entry x .^ 2");
  spelled("power pow mpower matrix_power", "a power is x^k, of each entry x .^ k");
  spelled("frobenius fro normfro norm_F norm_fro normF2 frobnorm", "the Frobenius norm is normF(X)");
  spelled("nucnorm normnuc normstar norm_nuc normtr", "the nuclear norm is nuclear(X)");
  spelled("spectral spectralnorm norm_op norm_spectral", "the spectral norm is specnorm(X)");
  spelled("norm_1 l1norm", "the 1-norm is norm1(x)");
  spelled("norm_2 l2norm vecnorm magnitude", "the 2-norm is norm2(x)");
  spelled("sumsq sumsqr sum_squares sumabs2 ssq SSE sse RSS rss", "a sum of squares is norm2(x)^2");
  spelled("logistic expit sigm Sigmoid", "it is sigmoid(x)");
  spelled("sgn signum", "it is sign(x)");
  spelled("heaviside Heaviside", "it is step(x)");
  spelled("arcsin arccos arctan", "inverse functions are asin(x), acos(x), atan(x)");
  spelled("sech", "it is cosh(x) .^ -1");
  spelled("csch cosech", "it is sinh(x) .^ -1");
  spelled("coth cotanh", "it is tanh(x) .^ -1");
  spelled("asec arcsec", "it is acos(x .^ -1)");
  spelled("acsc arccsc", "it is asin(x .^ -1)");
  spelled("acot arccot", "it is atan(x .^ -1)");
  spelled("asech arsech arcsech", "it is acosh(x .^ -1)");
  spelled("acsch arcsch arccsch", "it is asinh(x .^ -1)");
  spelled("acoth arcoth arccoth", "it is atanh(x .^ -1)");
  spelled("tg tan_", "it is tan(x)");
  spelled("ctg ctan", "it is cot(x)");
  spelled("arctg", "it is atan(x)");
  spelled("sh", "it is sinh(x)");
  spelled("ch", "it is cosh(x)");
  spelled("th", "it is tanh(x)");
  spelled("sind", "it is sin(pi x / 180)");
  spelled("cosd", "it is cos(pi x / 180)");
  spelled("tand", "it is tan(pi x / 180)");
  spelled("deg2rad radians", "it is pi x / 180");
  spelled("rad2deg degrees", "it is 180 x / pi");
  spelled("sinpi", "it is sin(pi x)");
  spelled("cospi", "it is cos(pi x)");
  spelled("exp2", "it is exp(log(2) x)");
  spelled("exp10", "it is exp(log(10) x)");
  spelled("lg", "it is log10(x) or log2(x)");
  spelled("logb logn", "to a base b it is log(x) / log(b)");
  spelled("erfcx", "it is exp(x .^ 2) .* erfc(x)");
  spelled("hav haversin haversine", "it is (1 - cos(x)) / 2");
  spelled("versin", "it is 1 - cos(x)");
  spelled("relu6 ReLU6", "it is min(relu(x), 6)");
  spelled("crelu squareplus", "write it out, or define it: f(t) = (t + sqrt(t^2 + 4)) / 2");
  spelled("selu SELU", "it is 1.0507 (max(x, 0) + 1.67326 min(exp(x) - 1, 0))");
  spelled("logsigmoid LogSigmoid log_sigmoid logsig", "it is -softplus(-x)");
  spelled("softmin Softmin", "it is softmax(-x)");
  spelled("tanhshrink Tanhshrink", "it is x - tanh(x)");
  spelled("hardsigmoid hard_sigmoid Hardsigmoid", "it is min(max(x / 6 + 1/2, 0), 1)");
  spelled("hardswish hard_swish Hardswish", "it is x .* min(max(x / 6 + 1/2, 0), 1)");
  spelled("logcosh log_cosh", "it is log(cosh(x))");
  spelled("absolute fabs", "it is abs(x)");
  spelled("lse LSE log_sum_exp logSumExp LogSumExp", "it is logsumexp(x)");
  spelled("logsoftmax log_softmax LogSoftmax", "it is z - logsumexp(z) ones");
  spelled("crossentropy CrossEntropy CE ce xent nll NLL cross_entropy_loss", "it is cross_entropy(y, p), y the labels");
  spelled(
    "BCE bce binary_crossentropy binary_cross_entropy",
    "of numbers it is -(y log(p) + (1 - y) log(1 - p)), of vectors -sum(y .* log(p) + (1 - y) .* log(1 - p))",
  );
  spelled("KL kl KLD kldiv kl_div relent", "it is sum(p .* (log(p) - log(q)))");
  spelled("entropy Entropy entr", "it is -sum(p .* log(p))");
  spelled("average avg Mean", "it is mean(x)");
  spelled("identity Id speye", "the identity matrix is I or eye(n)");
  spelled("ones_like one full fill", "ones(n) is a vector, ones(n, m) a matrix of ones");
  spelled("zeros_like zero spzeros", "zeros(n) is a vector, zeros(n, m) a matrix of zeros");
  spelled("maximum fmax", "it is max(a, b)");
  spelled("minimum fmin", "it is min(a, b)");
  spelled("hardclip saturate", "it is clip(x, a, b), min(max(x, a), b)");
  spelled(
    "grad gradient Grad nabla jacobian Jacobian hessian Hessian derivative deriv partial jac hess vjp jvp",
    "a derivative is ∂s/∂x",
  );
  spelled("mse MSE", "a mean square is mean((x - y) .^ 2)");
  spelled("rmse RMSE rms", "a root of a mean square is sqrt(mean(x .^ 2))");
  spelled("mae MAE", "a mean of absolute values is mean(abs(x - y))");
  spelled("reciprocal recip", "it is 1 / x, of each entry x .^ -1");
  spelled("rsqrt invsqrt", "it is 1 / sqrt(x), of each entry x .^ (-1/2)");
  spelled("row_sums sum_rows", "it is rowsums(X), X ones");
  spelled("col_sums sum_cols", "it is colsums(X), a column: X^T ones");
  spelled("quad_form quadform", "a quadratic form is x^T A x");
  spelled("sum_entries reduce_sum Sum", "it is sum(x)");
  spelled("reduce_mean", "it is mean(x)");
  spelled("eyes Eye", "it is eye(n)");
}

/** Matrices as wholes: spectra, factors, parts, norms. */
function fillMatrices(): void {
  missing(
    "eig eigs eigh eigvec eigen eigenvalues eigenvalue eigval eigenvectors spectrum lambdamax lambdamin lam_max",
    "the eigenvalues of a matrix",
    "of a symmetric matrix they are eigvals(A), eigmax(A) and eigmin(A), with eigvecs(A), eigvecmax(A) and eigvecmin(A); of any matrix eigdom(A) is the one of largest absolute value",
  );
  missing(
    "svd SVD svds singularvalues singular_values sigmamin sigmamax smax",
    "the singular values of a matrix",
    "svdvals(A) has all of them; the largest is specnorm(A), with leftvec(A) and rightvec(A), the smallest sigma_min(A); their sum is nuclear(A), U V^T is polar(A)",
  );
  missing(
    "schurdecomp schur_decomp hessenberg hess_decomp jordan qz gsvd bidiag tridiag",
    "a decomposition of a matrix",
    GIVEN,
  );
  missing("rank Rank matrix_rank rk", "the rank of a matrix", "it is constant almost everywhere");
  spelled("matexp matrix_exp Exp_m", "it is expm(X)");
  spelled("matlog matrix_log", "it is logm(X)");
  spelled("matrix_sqrt", "it is sqrtm(X)");
  missing(
    "tanm tanhm signm funm powm",
    "a function of a matrix",
    "of the matrix as a whole are expm(X), logm(X), sqrtm(X), sinm(X), cosm(X), sinhm(X) and coshm(X)",
  );
  spelled("pseudoinverse MPinv pseudo_inverse", "the pseudo-inverse is pinv(A)");
  missing("condest kappa2 rcond", "the condition number", "it is cond(A)");
  missing(
    "null nullspace ker Ker orth range span im rowspace colspace Col Row Null",
    "a subspace",
    "only scalars, vectors and matrices are read",
  );
  missing("proj Proj projection prox Prox", "a projection", "onto the columns of A it is A (A^T A)^-1 A^T x");
  missing("kernel", "a kernel", "write it out, or declare it: K : matrix(n, n)");
  missing(
    "qr QR",
    "a factor of a matrix",
    "of A = Q R with a positive diagonal of R they are qfactor(A) and rfactor(A)",
  );
  missing("lu LU", "a factor of a matrix", "without an exchange of rows L is lfactor(A), U is ufactor(A)");
  missing("Cholesky cholinv ldl LDL lq rq", "a factor of a matrix", "chol(A) is Cholesky's");
  missing("adjoint cofactor cofactors minor", "the adjugate", "it is adj(X)");
  missing("perm permanent pf pfaffian", "the permanent", GIVEN);
  missing(
    "tril_ triu_ lower upper LowerTriangular UpperTriangular strict_lower band banded triangular",
    "a part of a matrix",
    "tril(X) and triu(X) are triangles; else M .* X with a matrix M of zeros and ones, declared as such",
  );
  missing("sym symm symmetrize Sym", "the symmetric part", "it is (X + X^T) / 2");
  missing(
    "skew skewsymm hat vee cross_matrix skew_symmetric",
    "the skew matrix of a vector",
    "of a vector of length 3 it is crossmatrix(x), by which cross(x, y) is a product",
  );
  missing(
    "circulant toeplitz hankel vander vandermonde hilb compan hadamard_matrix",
    "a structured matrix",
    "declare it as a matrix of its own",
  );
  missing(
    "rot90 fliplr roll circshift rotate shift reverse tile repeat repmat expand expand_dims squeeze unsqueeze broadcast pad",
    "an arrangement of entries",
    "it is P x with a permutation matrix P; equal columns are x ones(m)^T",
  );
  missing(
    "gather scatter take index_select slice select getindex subset mask cond_select",
    "a choice of entries",
    "rows(A, i, j) and cols(A, i, j) are blocks of A",
  );
  missing("where", "a choice without a condition", "where(x > 0, a, b) is a where it holds, else b, entry by entry");
  missing(
    "einsum tensordot tensorprod contract ncon mode_product face_split",
    "a product of tensors",
    "matrix products are A B, kron(A, B) and A .* B",
  );
  missing("commutator anticommutator comm_bracket", "a bracket of matrices", "it is A B - B A");
  missing("vech vecl vecp svec smat", "half a vectorisation", "vec(X) takes all entries");
  missing(
    "normInf norm_inf linf Linf ky_fan p_norm norm_p norm0 norm_0 l0norm norm21 normest mixed_norm tvnorm tv TV total_variation",
    "a norm that is not differentiated here",
    "norms are norm1(x), norm2(x), norminf(x), normp(x, 3), normF(X), specnorm(X), nuclear(X) and schatten(X, 3)",
  );
  missing(
    "conj conjugate real imag Re Im re angle arg phase ctrans hermitian",
    "an operation on complex numbers",
    "all numbers are real here",
  );
}

/** Entries: order, statistics, sequences, special functions, probability. */
function fillEntries(): void {
  missing("O o", "an order of magnitude", "leave it out: derivatives are those of what stands beside it");
  missing("var Var variance", "a variance", "it is mean((x - mean(x) ones) .^ 2)");
  missing("std Std stdev stddev", "a standard deviation", "it is sqrt(mean((x - mean(x) ones) .^ 2))");
  missing(
    "cov Cov corr Corr corrcoef covariance correlation cor pearsonr",
    "a covariance",
    "with centred rows it is X^T X / n",
  );
  missing(
    "skewness kurtosis moment cumulant zscore standardize whiten center demean",
    "a statistic",
    "write it out in mean, norm2 and ones",
  );
  missing(
    "median mode quantile percentile prctile iqr mad histogram hist bincount histc",
    "a statistic by order",
    GIVEN,
  );
  missing("logcumsumexp", "a running sum of exponentials", "cumsum(x) is a running sum");
  missing(
    "prod product Prod geomean geo_mean gmean",
    "a product over entries",
    "of a vector it is prod(i = 1..n, x_i), of positive entries exp(sum(log(x)))",
  );
  missing("cummax cummin", "a running maximum", GIVEN);
  spelled("diff Diff", "a derivative is ∂y/∂x; differences of neighbours are D x with a matrix D");
  missing(
    "argmax argmin argsort sort sorted sortrows topk top_k kthvalue partition unique searchsorted nonzero find rankdata max_k sum_largest sum_smallest",
    "an index or an order",
    "it has no derivative",
  );
  missing(
    "maxval minval amax amin nanmax nanmin reduce_max reduce_min max_pool MaxPool",
    "a largest or smallest entry",
    "maxentry(x) and minentry(x) are, rowmax(X) of each row, maxpool(X, 2, 2) of each block; logsumexp(x) is a smooth maximum of the entries of x",
  );
  missing(
    "floor ceil round rint trunc fix int_part frac mod rem fmod remainder divmod gcd lcm",
    "a function that jumps",
    "its derivative is zero wherever it has one",
  );
  missing(
    "binom binomial nchoosek choose nCr comb permutations",
    "a function of whole numbers",
    "give the number a name",
  );
  missing(
    "gamma tgamma",
    "the gamma function, or a factor γ",
    "the function is Gamma(x), with a capital; the factor is gamma * (x)",
  );
  missing("psi_fn", "a derivative of log gamma", "it is polygamma(n, x) for n = 0 to 3, digamma(x) for n = 0");
  missing("Gamma_fn mvgammaln gammainc gammaincc betainc zeta_fn", "a special function", GIVEN);
  missing(
    "bessely bessel airy ellipk ellipe hyp2f1 hypgeom expint erfcinv dawson ndtr ndtri log_ndtr probit legendre hermite chebyshev laguerre",
    "a special function",
    "besselj(n, x), besseli(n, x), besselk(n, x) for n = 0, 1, lambertw(x) and lbeta(a, b) are there",
  );
  missing("sinc", "sin(x) / x in books, sin(pi x) / (pi x) in libraries", "write out the one that is meant");
  missing("logit Logit", "the inverse of sigmoid", "it is log(p ./ (1 - p)), of a scalar log(p / (1 - p))");
  missing(
    "atan2 arctan2 hypot ldexp copysign logaddexp logaddexp2 xlogy xlog1py rel_entr nextafter heaviside2",
    "a function of two entries",
    "write it out, or declare a name for what it gives",
  );
  missing(
    "norminv logpdf pdf cdf logpmf pmf ppf quantile_fn lognormal_pdf mvnpdf mvncdf dnorm pnorm qnorm rnorm Normal MvNormal Bernoulli Categorical Poisson Dirichlet Wishart Uniform Gaussian gaussian normal",
    "a distribution",
    "write its density out",
  );
  missing("rand randn randint sample randperm rng bernoulli_sample gumbel rsample multinomial", "a random draw", GIVEN);
  missing(
    "conv2 conv1d conv2d conv3d Conv Conv1d Conv2d convn xcorr filter deconv conv_transpose",
    "a convolution",
    "conv(a, b) and correlate(x, w) are of vectors; any other is C x with a matrix C, declared as such",
  );
  missing(
    "fft ifft fft2 ifft2 rfft irfft dft dct idct fftshift hilbert stft wavelet dwt hadamard_transform",
    "a linear transform",
    "it is F x with a matrix F, declared as such",
  );
  missing(
    "int integral integrate quad trapz cumtrapz trapezoid ode45 odeint",
    "an integral",
    "only derivatives are taken",
  );
  missing("lim limit sup inf limsup liminf", "a limit", "only derivatives are taken");
  missing(
    "div divergence Div curl Curl rot laplacian Laplacian laplace",
    "an operator of fields",
    "a derivative is ∂s/∂x",
  );
  missing("expectation Expectation expect", "an expectation", "a mean over entries is mean(x)");
  missing(
    "interp interp1 interpolate spline polyfit polyval poly roots fsolve fzero fminsearch fmincon minimize maximize optimize",
    "a numerical procedure",
    GIVEN,
  );
  missing(
    "all any isnan isinf count numel length size ndims shape len card nnz",
    "a count",
    "declare the size: x : vector(n)",
  );
  missing(
    "indicator Indicator ind ifelse cases piecewise iif",
    "a choice by a condition",
    "step(x) is 1 where x is positive",
  );
  missing(
    "dist distance pdist pdist2 cdist euclidean cosine cosine_similarity cos_sim cossim cosine_distance mahalanobis hamming dtw wasserstein",
    "a distance",
    "write it out: norm2(x - y), x^T y / (norm2(x) norm2(y))",
  );
  missing(
    "normalize normalise unit_vector normalized Normalize l2_normalize l2normalize",
    "a normalisation",
    "it is x / norm2(x)",
  );
  missing(
    "onehot one_hot OneHot embedding Embedding lookup embed",
    "a choice of rows",
    "it is E^T y with y : vector(n) onehot",
  );
}

/** Layers and losses of networks. */
function fillLayers(): void {
  missing(
    "batchnorm layernorm layer_norm batch_norm LayerNorm BatchNorm LN BN RMSNorm rmsnorm rms_norm GroupNorm group_norm InstanceNorm weight_norm dropout Dropout",
    "a layer",
    "write it out in mean, norm2 and ones",
  );
  missing(
    "attention Attention attn Attn MultiHead MultiHeadAttention MHA mha scaled_dot_product_attention self_attention",
    "a layer",
    "write it out: softmaxrows(Q K^T / sqrt(d)) V",
  );
  missing(
    "FFN ffn MLP mlp GRU gru LSTM lstm RNN rnn CNN cnn GCN gcn GAT ResNet resnet Transformer transformer Linear Dense dense fc FC affine Affine ResBlock encoder decoder Encoder Decoder NN DNN",
    "a network",
    "write its layers out",
  );
  spelled(
    "avgpool avg_pool AvgPool",
    "the mean of each n entries is meanpool(v, n); of each block of a matrix it is meanpool(X, 2, 2)",
  );
  missing("pool Pool pooling maxout glu GLU swiglu SwiGLU geglu GeGLU", "a layer", "write it out");
  missing(
    "prelu PReLU rrelu celu CELU threshold softthreshold soft_threshold shrink softshrink hardshrink sparsemax entmax gumbel_softmax",
    "an activation",
    "write it out, or define it: f(t) = …",
  );
  missing(
    "hinge hinge_loss HingeLoss huber Huber huber_loss smooth_l1 SmoothL1 pinball focal focal_loss triplet triplet_loss contrastive infonce InfoNCE ctc CTC dice jaccard iou elbo ELBO margin perceptron logloss log_loss logistic_loss quantile_loss loss_fn",
    "a loss",
    "write it out",
  );
  missing(
    "stopgrad stop_gradient StopGradient detach sg no_grad straight_through ste STE",
    "an operation on gradients",
    "what is held fixed is a name of its own",
  );
}

/** Refuses a name that stands for a sum over an index, as in `sum_i x_i`; null for most names. */
export function indexedSum(name: string): { readonly message: string; readonly hint: string } | null {
  const sign = /^(sum|prod)_[a-z]$/.exec(name)?.[1];
  if (sign === undefined) return null;
  const [what, hint] =
    sign === "sum"
      ? ["a sum", "Σ_{i=1}^{N} x_i or sum(i = 1..N, x_i) is a sum, sum(x) adds the entries of x"]
      : ["a product", "prod(i = 1..N, x_i) is one, of positive entries exp(sum(log(x)))"];
  return {
    message: `${name} reads as ${what} over an index, and as a name`,
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

/** Refuses a name that stands for an optimum over what is below it, as in `argmin_x f(x)`: as a factor it would be a name. */
export function optimumOver(name: string): { readonly message: string; readonly hint: string } | null {
  const sign = /^(arg_?(?:min|max)|max|min|minimi[sz]e|maximi[sz]e|sup|inf|lim(?:sup|inf)?)_(?:[a-zA-Z]|[a-z]+)$/.exec(
    name,
  )?.[1];
  if (sign === undefined) return null;
  const below = name.slice(sign.length + 1);
  const isPlace = below.length === 1 || GREEK.has(below);
  if (!isPlace && !sign.startsWith("arg")) return null;
  return {
    message: `${name} reads as an optimum or a limit over ${below}, and as a name`,
    hint: "the point of an optimum is the solution of the equation that says so, x : vector(n) where A^T (A x - b) = 0; a name of the model has to be declared",
  };
}
