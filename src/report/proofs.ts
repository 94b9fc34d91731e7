/**
 * Why a rule is so, from f(X + dX) − f(X) or from the entries; and what it says of single entries where that is no more
 * than a sum. Laws have the proof of their theme where none stands here under their own name.
 */

export interface Proof {
  readonly proof: string;
  readonly entries: string;
}

const p = (proof: string, entries: string): Proof => ({ proof, entries });

const SCALAR_SLOPE = "dfᵢ = f′(zᵢ) dzᵢ";

/** Rules and moves by the name that a line of a derivation carries. */
export const PROOFS: Readonly<Record<string, Proof>> = {
  // Moves of a derivation.
  chain: p(
    "y moves by dy = (∂y/∂x) dx and s by ds = (∂s/∂y) dy, each up to terms of second order. Put the first into the second: ds = (∂s/∂y)(∂y/∂x) dx, and what stands before dx is ∂s/∂x.",
    "∂s/∂xⱼ = Σᵢ ∂s/∂yᵢ ∂yᵢ/∂xⱼ",
  ),
  "both-sides": p(
    "z = z(x) makes F(z(x), x) the zero function of x, whose differential is zero: the part along z and the part along x add up to it.",
    "Σⱼ ∂Fᵢ/∂zⱼ dzⱼ + Σₖ ∂Fᵢ/∂xₖ dxₖ = 0",
  ),
  upstream: p(
    "Nothing is derived here. ℓ may be any function that has a derivative, so its gradient at Z is known from outside, as a library hands it to a backward pass; ∇ℓ(Z) is its name.",
    "∂L/∂Zᵢⱼ = ∇ℓ(Z)ᵢⱼ",
  ),
  replace: p("Equals may be put for equals.", "∂s/∂xⱼ = Σᵢ Aᵢ Bᵢⱼ"),
  "own-trace": p("A 1×1 matrix has one diagonal entry, itself, and the trace adds up the diagonal.", "tr(a) = a₁₁"),
  cyclic: p(
    "tr(A B) = Σᵢ Σⱼ Aᵢⱼ Bⱼᵢ. The numbers commute and the two sums may be exchanged: Σⱼ Σᵢ Bⱼᵢ Aᵢⱼ = tr(B A).",
    "Σᵢ Σⱼ Aᵢⱼ Bⱼᵢ = Σⱼ Σᵢ Bⱼᵢ Aᵢⱼ",
  ),
  "turned-trace": p("A and Aᵀ have the same diagonal.", "Σᵢ Aᵢᵢ = Σᵢ (Aᵀ)ᵢᵢ"),
  "own-transpose": p(
    "xᵀ A y is a number, and a 1×1 matrix is its own transpose: (xᵀ A y)ᵀ = yᵀ Aᵀ x.",
    "Σᵢⱼ xᵢ Aᵢⱼ yⱼ = Σⱼᵢ yⱼ (Aᵀ)ⱼᵢ xᵢ",
  ),
  distribute: p(
    "Each entry of a product is a sum of products of numbers, and numbers distribute.",
    "Σⱼ Aᵢⱼ (Bⱼₖ + Cⱼₖ) = Σⱼ Aᵢⱼ Bⱼₖ + Σⱼ Aᵢⱼ Cⱼₖ",
  ),
  "row-through": p("(Wᵀ v)ᵀ = vᵀ W, so both sides are vᵀ W b.", "Σᵢⱼ vᵢ Wᵢⱼ bⱼ on both sides"),
  "row-across": p("Both sides are the same sum of products of three numbers.", "Σᵢ uᵢ aᵢ bᵢ on both sides"),
  "column-across": p("Both sides are the same sum of products of three numbers.", "Σᵢ aᵢ bᵢ vᵢ on both sides"),
  "matrix-across": p(
    "tr(Mᵀ X) adds up the products of matching entries of M and X; with X = A ∘ B each product has three factors, which may be grouped either way.",
    "Σᵢⱼ Mᵢⱼ Aᵢⱼ Bᵢⱼ on both sides",
  ),
  "as-diagonal": p(
    "Row i of diag(a) is aᵢ in place i and 0 elsewhere, so entry i of diag(a) v is aᵢ vᵢ.",
    "Σⱼ diag(a)ᵢⱼ vⱼ = aᵢ vᵢ",
  ),
  "scalar-behind": p("c is a number: it may stand on either side of each entry.", "c xᵢ = xᵢ c"),
  "ones-in-front": p("A row of ones multiplies each entry by 1 and adds.", "Σᵢ 1 · xᵢ"),
  gradient: p(
    "ds = Σᵢⱼ (∂s/∂Xᵢⱼ) dXᵢⱼ by the chain rule for numbers, and tr(Gᵀ dX) = Σᵢⱼ Gᵢⱼ dXᵢⱼ. Both are so for every dX; take dX with a single 1 in place (i, j): ∂s/∂Xᵢⱼ = Gᵢⱼ.",
    "ds = Σᵢⱼ Gᵢⱼ dXᵢⱼ",
  ),
  "gradient-column": p(
    "ds = Σᵢ (∂s/∂xᵢ) dxᵢ and gᵀ dx = Σᵢ gᵢ dxᵢ, for every dx; take dx with a single 1 in place i.",
    "ds = Σᵢ gᵢ dxᵢ",
  ),
  "gradient-row": p(
    "ds = Σᵢ (∂s/∂xᵢ) dxᵢ and dx gᵀ = Σᵢ gᵢ dxᵢ, for every dx; take dx with a single 1 in place i.",
    "ds = Σᵢ gᵢ dxᵢ",
  ),
  derivative: p(
    "By the definition of the derivative of a function of one number: s(x + dx) − s(x) = c dx + terms of second order.",
    "ds = c dx",
  ),
  jacobian: p(
    "dyᵢ = Σⱼ (∂yᵢ/∂xⱼ) dxⱼ and (J dx)ᵢ = Σⱼ Jᵢⱼ dxⱼ, for every dx; take dx with a single 1 in place j.",
    "dyᵢ = Σⱼ Jᵢⱼ dxⱼ",
  ),
  "vec-jacobian": p(
    "vec writes the columns of a matrix under one another; of the two vectors vec(dY) and vec(dX) the Jacobian is read as for any two vectors.",
    "d(vec Y)ₖ = Σₗ Jₖₗ d(vec X)ₗ",
  ),
  contributions: p(
    "ds has one term for each path along which X reaches s, each linear in dX; tr(Gᵀ dX) + tr(Hᵀ dX) = tr((G + H)ᵀ dX).",
    "∂s/∂Xᵢⱼ = Gᵢⱼ + Hᵢⱼ",
  ),
  "contributions-column": p(
    "ds has one term for each path along which x reaches s, each linear in dx; gᵀ dx + hᵀ dx = (g + h)ᵀ dx.",
    "∂s/∂xᵢ = gᵢ + hᵢ",
  ),
  "contributions-scalar": p(
    "ds has one term for each path along which x reaches s, each a multiple of dx; a dx + b dx = (a + b) dx.",
    "∂s/∂x = a + b",
  ),
  substitute: p(
    "Differentials are of first order, so what dz is may be put where dz stands; this is the chain rule.",
    "dsₖ = Σᵢ δₖᵢ dzᵢ with dzᵢ put in",
  ),
  "aside-total": p("tr(1 1ᵀ A) adds up all entries of A.", "Σᵢⱼ 1 · Aᵢⱼ"),
  "aside-diag": p("Only the diagonal of A meets an entry of v.", "Σᵢ Aᵢᵢ vᵢ on both sides"),
  "aside-diagvec": p("Only the diagonal of A meets an entry of v.", "Σᵢ vᵢ Aᵢᵢ on both sides"),
  "aside-vec": p(
    "Both sides add up the products of matching entries; unvec writes v in the shape of A.",
    "Σₖ vₖ (vec A)ₖ",
  ),
  "aside-unvec": p(
    "Both sides add up the products of matching entries; vec writes A in the shape of v.",
    "Σₖ (vec A)ₖ vₖ",
  ),
  "aside-kron": p(
    "The block (i, j) of A ⊗ X is aᵢⱼ X; with Cᵢⱼ the block of C at that place, tr(Cᵀ (A ⊗ X)) = Σᵢⱼ aᵢⱼ tr(Cᵢⱼᵀ X).",
    "Σᵢⱼₖₗ (Cᵢⱼ)ₖₗ aᵢⱼ Xₖₗ",
  ),
  "aside-stack": p("A sum over all rows is a sum over the rows of A and one over those of B.", "Σ M₁ A + Σ M₂ B"),
  "aside-beside": p(
    "A sum over all columns is a sum over the columns of A and one over those of B.",
    "Σ M₁ A + Σ M₂ B",
  ),
  "aside-rows": p("Rows that are not taken meet a 0.", "Σₖₗ Mₖₗ Aₖ₊ᵢ₋₁,ₗ"),
  "aside-cols": p("Columns that are not taken meet a 0.", "Σₖₗ Mₖₗ Aₖ,ₗ₊ᵢ₋₁"),
  "aside-linear": p(
    "F*(A) collects what stands with each entry of X in the sum of products of A with F(X).",
    "Σₖ Aₖ F(X)ₖ = Σₗ F*(A)ₗ Xₗ",
  ),
  "put-in": p("Equals may be put for equals.", "entry by entry"),
  "constant-factor": p("c does not move: c (A + dA) − c A = c dA.", "d(c Aᵢⱼ) = c dAᵢⱼ"),
  "denominator-layout": p(
    "Rows for the entries of the variable, columns for those of the output: the transpose.",
    "Jⱼᵢ = ∂yᵢ/∂xⱼ",
  ),
  "row-over-vec": p("vec(G)ᵀ vec(dX) = tr(Gᵀ dX): both add up the products of matching entries.", "Σᵢⱼ Gᵢⱼ dXᵢⱼ"),
  "column-over-vec": p("vec only writes the columns of dY under one another.", "d(vec Y)ₖ = dYᵢⱼ"),
  reuse: p("A derivative has one value, however often it is needed.", "∂s/∂zᵢ as above"),
  layout: p(
    "∂s/∂x as a Jacobian is a row, one column for each entry of x; the gradient has the same numbers in the shape of x.",
    "gᵢ = J₁ᵢ",
  ),
  name: p("A name for ∂s/∂z, so that ds = δᵀ dz.", "δᵢ = ∂s/∂zᵢ"),
  naming: p("A name for a part, wherever it stands.", "entry by entry the same"),
  definition: p("A name of the model stands for its right side.", "zᵢ stands for (W x + b)ᵢ"),
  "as-for": p(
    "The moves that were shown use only the shapes of what stands around dX, which are the same here.",
    "the same with other letters",
  ),
  symmetric: p(
    "Among symmetric changes tr(Gᵀ dX) = tr(sym(G) dX), since tr(Gᵀ dX) = tr(G dX) where dXᵀ = dX; sym(G) is the only symmetric matrix for which this is so.",
    "sym(G)ᵢⱼ = (Gᵢⱼ + Gⱼᵢ) / 2",
  ),
  "model-function": p("The formula of f is differentiated by its parameter, by the rules for numbers.", SCALAR_SLOPE),
  "cross-entropy-written": p("This is its definition.", "−Σᵢ yᵢ log pᵢ"),
  "log-softmax": p(
    "softmax(z)ᵢ = exp(zᵢ) / Σₖ exp(zₖ), and the logarithm of a quotient is a difference.",
    "log pᵢ = zᵢ − log Σₖ exp(zₖ)",
  ),
  labels: p("yᵀ 1 adds up the entries of y, which sum to 1.", "Σᵢ yᵢ = 1"),
  "squared-norm": p(
    "‖x + dx‖² − ‖x‖² = (x + dx)ᵀ(x + dx) − xᵀx = dxᵀx + xᵀdx + dxᵀdx. The first two numbers are transposes of each other, so equal; the last is of second order.",
    "d Σᵢ xᵢ² = Σᵢ 2 xᵢ dxᵢ",
  ),
  "quadratic-form": p(
    "(x + dx)ᵀS(x + dx) − xᵀSx = dxᵀSx + xᵀS dx + dxᵀS dx. The first number is its own transpose, xᵀSᵀdx, and Sᵀ = S, so the first two are equal; the last is of second order.",
    "d Σᵢⱼ xᵢ Sᵢⱼ xⱼ = Σᵢⱼ 2 xᵢ Sᵢⱼ dxⱼ",
  ),
  "squared-frobenius": p(
    "‖X + dX‖² − ‖X‖² = tr((X + dX)ᵀ(X + dX)) − tr(XᵀX) = tr(dXᵀX) + tr(XᵀdX) + tr(dXᵀdX); the first two are equal, the last is of second order.",
    "d Σᵢⱼ Xᵢⱼ² = Σᵢⱼ 2 Xᵢⱼ dXᵢⱼ",
  ),
  "trace-of-power": p(
    "By the product rule d(Xᵏ) has k terms X…dX…X with dX in each place in turn; under the trace each can be rotated to Xᵏ⁻¹ dX.",
    "∂ tr(Xᵏ)/∂Xᵢⱼ = k (Xᵏ⁻¹)ⱼᵢ",
  ),
  constant: p("c − c = 0 whatever moves.", "dcᵢ = 0"),
  equations: p(
    "The loss depends on xⱼ through every uᵢ whose equation holds it: dL = Σᵢ (∂L/∂uᵢ)ᵀ duᵢ and duᵢ = (∂uᵢ/∂xⱼ) dxⱼ, summed over all such i.",
    "dL = Σᵢ Σₖ (∂L/∂uᵢₖ) duᵢₖ",
  ),
  collect: p(
    "L depends on v through every u whose equation holds it: dL = Σᵤ (∂L/∂u)ᵀ du, and du = (∂u/∂v) dv along each.",
    "∂L/∂vⱼ = Σᵤ Σᵢ (∂L/∂uᵢ) (∂uᵢ/∂vⱼ)",
  ),
  apart: p("A sum may be added up in any order: the summand at j first, then all others.", "Σᵢ aᵢ = aⱼ + Σ_{i ≠ j} aᵢ"),
  back: p("A sum may be added up in any order, the summand at j among the others.", "aⱼ + Σ_{i ≠ j} aᵢ = Σᵢ aᵢ"),
  "one-member": p("For j = i both are the same; any other member stays as it is, so dxⱼ = 0.", "dxⱼ = δᵢⱼ dxᵢ"),
  passing: p("The sum over the equations that hold v has one term.", "∂L/∂vⱼ = Σᵢ (∂L/∂uᵢ) (∂uᵢ/∂vⱼ)"),
  "by-entries": p("y = Σₖ yₖ eₖ with fixed unit vectors eₖ, so dy = Σₖ eₖ dyₖ.", "dyₖ = Σⱼ (∂yₖ/∂xⱼ) dxⱼ"),
  again: p("The gradient is a function of x like any other; its Jacobian is the Hessian.", "Hᵢⱼ = ∂(∂s/∂xᵢ)/∂xⱼ"),
  direction: p("∂²s/∂x² dx is the change of the gradient; take dx = v.", "Σⱼ Hᵢⱼ vⱼ"),
  form: p("(A B)ᵢⱼ = Σₖ Aᵢₖ Bₖⱼ; exchange i and j.", "(A B)ⱼᵢ = Σₖ Bₖᵢ Aⱼₖ"),
  simplify: p("Both sides, expanded, are the same sum of terms.", "equal entry by entry"),

  // Differentials of operations.
  sum: p("(A + dA) + (B + dB) − (A + B) = dA + dB.", "d(A + B)ᵢⱼ = dAᵢⱼ + dBᵢⱼ"),
  times: p("(a + da)(b + db) − a b = da b + a db + da db, and the last is of second order.", "d(a b) = da b + a db"),
  scale: p(
    "(c + dc)(X + dX) − c X = dc X + c dX + dc dX, and the last is of second order.",
    "d(c X)ᵢⱼ = dc Xᵢⱼ + c dXᵢⱼ",
  ),
  product: p(
    "(A + dA)(B + dB) − A B = dA B + A dB + dA dB, and the last is of second order.",
    "d Σⱼ Aᵢⱼ Bⱼₖ = Σⱼ dAᵢⱼ Bⱼₖ + Σⱼ Aᵢⱼ dBⱼₖ",
  ),
  transpose: p("(X + dX)ᵀ − Xᵀ = dXᵀ.", "d(Xᵀ)ᵢⱼ = dXⱼᵢ"),
  hadamard: p("The product rule for numbers in each place.", "d(Aᵢⱼ Bᵢⱼ) = dAᵢⱼ Bᵢⱼ + Aᵢⱼ dBᵢⱼ"),
  power: p(
    "(x + dx)ᵏ − xᵏ = k xᵏ⁻¹ dx + terms with dx², by the binomial theorem; for other k by xᵏ = exp(k log x).",
    "d(xᵢᵏ) = k xᵢᵏ⁻¹ dxᵢ",
  ),
  apply: p("f acts on each entry alone, so that entry i moves by f(zᵢ + dzᵢ) − f(zᵢ) = f′(zᵢ) dzᵢ.", SCALAR_SLOPE),
  maximum: p(
    "Where aᵢ > bᵢ the larger is aᵢ also nearby and moves with it, else bᵢ.",
    "dmᵢ = daᵢ if aᵢ > bᵢ, else dbᵢ",
  ),
  minimum: p(
    "Where aᵢ < bᵢ the smaller is aᵢ also nearby and moves with it, else bᵢ.",
    "dmᵢ = daᵢ if aᵢ < bᵢ, else dbᵢ",
  ),
  diag: p("diag only puts the entries on a diagonal: diag(v + dv) − diag(v) = diag(dv).", "d diag(v)ᵢᵢ = dvᵢ"),
  diagvec: p("It only reads off the diagonal.", "d(diagvec A)ᵢ = dAᵢᵢ"),
  trace: p("tr(A + dA) − tr(A) = tr(dA): a sum of entries.", "d Σᵢ Aᵢᵢ = Σᵢ dAᵢᵢ"),
  det: p(
    "det(X + dX) = det(X) det(I + X⁻¹ dX), and det(I + E) = 1 + tr(E) + terms of second order: in the expansion only the product of the diagonal has no two entries of E off it.",
    "∂ det(X)/∂Xᵢⱼ = det(X) (X⁻¹)ⱼᵢ",
  ),
  logdet: p("d log(a) = da / a with a = det(X), and d det(X) = det(X) tr(X⁻¹ dX).", "∂ log det(X)/∂Xᵢⱼ = (X⁻¹)ⱼᵢ"),
  inverse: p(
    "X X⁻¹ = I does not move: dX X⁻¹ + X d(X⁻¹) = 0. Multiply by X⁻¹ from the left.",
    "∂(X⁻¹)ᵢⱼ/∂Xₖₗ = −(X⁻¹)ᵢₖ (X⁻¹)ₗⱼ",
  ),
  matrixfunction: p(
    "Of a power series f(X) = Σ cₖ Xᵏ each term moves by the product rule: d(Xᵏ) = dX Xᵏ⁻¹ + … + Xᵏ⁻¹ dX. Under the trace its k terms are one: tr d(Xᵏ) = k tr(Xᵏ⁻¹ dX), so tr df(X) = tr(f′(X) dX).",
    "d tr f(X) = Σᵢⱼ f′(X)ⱼᵢ dXᵢⱼ",
  ),
  frechet: p(
    "[X, E; 0, X]ᵏ has Σ Xⁱ E Xᵏ⁻¹⁻ⁱ above its diagonal, the derivative of Xᵏ along E; add the terms of the power series.",
    "linear in the entries of E",
  ),
  sylvester: p(
    "A X + X B = C holds for all A, B and C: dA X + A dX + dX B + X dB = dC, which is Sylvester's equation again, for dX.",
    "Σₖ (Aᵢₖ dXₖⱼ + dXᵢₖ Bₖⱼ) = dCᵢⱼ − Σₖ (dAᵢₖ Xₖⱼ + Xᵢₖ dBₖⱼ)",
  ),
  cross: p(
    "Each entry is a difference of two products, a₂ b₃ − a₃ b₂: the product rule in each.",
    "d(a × b)₁ = da₂ b₃ − da₃ b₂ + a₂ db₃ − a₃ db₂",
  ),
  crossmatrix: p("It only puts the entries of a and −a in their places.", "d[a]_×₃₂ = da₁, d[a]_×₂₃ = −da₁"),
  axial: p("Its entries are differences of entries.", "d axial(M)₁ = dM₃₂ − dM₂₃"),
  structure: p(
    "The entries are those of X, sums of them, or 0, by a rule that does not depend on X: L(X + dX) − L(X) = L(dX).",
    "d cumsum(x)ᵢ = Σₖ dxₖ over k ≤ i; d tril(X)ᵢⱼ = dXᵢⱼ where j ≤ i",
  ),
  conv: p(
    "A sum of products aᵢ bⱼ: the product rule in each term.",
    "d conv(a, b)ₖ = Σ (daᵢ bⱼ + aᵢ dbⱼ) over i + j = k + 1",
  ),
  correlate: p(
    "A sum of products: the product rule in each term.",
    "d correlate(x, w)ₖ = Σⱼ (dxₖ₊ⱼ₋₁ wⱼ + xₖ₊ⱼ₋₁ dwⱼ)",
  ),
  implicit: p(
    "F(z(x), x) = 0 holds for every x, so its differential is 0: ∂F/∂z dz + ∂F/∂x dx = 0. Where ∂F/∂z is invertible this gives dz, and the theorem says that z is differentiable there.",
    "Σₖ ∂Fᵢ/∂zₖ dzₖ + Σₗ ∂Fᵢ/∂xₗ dxₗ = 0 for each i",
  ),
  pinv: p(
    "A⁺ = A⁺ A A⁺ with P = A A⁺ and Q = A⁺ A, which are symmetric, P A = A and A Q = A. d(A⁺) = Q d(A⁺) P + (I − Q) d(A⁺) P + Q d(A⁺)(I − P). From A A⁺ A = A the first is −A⁺ dA A⁺. From A⁺ = Q A⁺ the second is dQ A⁺, and (I − Q) dQ = (A⁺ dA (I − Q))ᵀ since dA Q + A dQ = dA; from A⁺ = A⁺ P the third likewise.",
    "of a matrix with independent columns A⁺ = (AᵀA)⁻¹ Aᵀ: the product rule",
  ),
  adjugate: p(
    "adj(A) = det(A) A⁻¹: the product rule with d det(A) = tr(adj(A) dA) and d(A⁻¹) = −A⁻¹ dA A⁻¹.",
    "of a matrix of two rows [d, −b; −c, a]: linear in the entries",
  ),
  cholesky: p(
    "dA = dL Lᵀ + L dLᵀ, so L⁻¹ dA L⁻ᵀ = L⁻¹ dL + (L⁻¹ dL)ᵀ. L⁻¹ dL is lower triangular, so it is what stands below the diagonal of the left side, and half of what stands on it.",
    "of a number l = √a: dl = l (da / a) / 2",
  ),
  lowerhalf: p("It only takes entries, some of them by half.", "dYᵢⱼ = dAᵢⱼ for i > j, dAᵢᵢ / 2 on the diagonal"),
  eigenvalue: p(
    "A v = λ v moves to dA v + A dv = dλ v + λ dv. Multiply by vᵀ from the left: vᵀ A = λ vᵀ takes the terms with dv away, and vᵀ v = 1.",
    "∂λ/∂Aᵢⱼ = vᵢ vⱼ",
  ),
  eigenvector: p(
    "(λ I − A) dv = dA v − dλ v from A v = λ v. v is not in the range of λ I − A, and vᵀ dv = 0 since vᵀ v = 1, so dv = (λ I − A)⁺ dA v; the pseudo-inverse takes v to 0.",
    "dv = Σₖ uₖ (uₖᵀ dA v) / (λ − μₖ) over the other eigenvectors uₖ with eigenvalues μₖ",
  ),
  eigenvalues: p(
    "As for one eigenvalue, for each: dλᵢ = vᵢᵀ dA vᵢ is an entry on the diagonal of Vᵀ dA V.",
    "dλᵢ = Σⱼₖ Vⱼᵢ dAⱼₖ Vₖᵢ",
  ),
  eigenvectors: p(
    "Vᵀ V = I says that Ω = Vᵀ dV is skew. A V = V diag(λ) moves to Vᵀ dA V = diag(dλ) + Ω diag(λ) − diag(λ) Ω: beside the diagonal (Vᵀ dA V)ᵢⱼ = Ωᵢⱼ (λⱼ − λᵢ).",
    "dvⱼ = Σᵢ vᵢ (vᵢᵀ dA vⱼ) / (λⱼ − λᵢ) over i ≠ j",
  ),
  eigengaps: p("d(1/(λⱼ − λᵢ)) = −(dλⱼ − dλᵢ)/(λⱼ − λᵢ)².", "dFᵢⱼ = Fᵢⱼ² (dλᵢ − dλⱼ)"),
  specnorm: p(
    "σ = uᵀ A v, and Aᵀ u = σ v, A v = σ u: dσ = duᵀ (σ u) + uᵀ dA v + (σ vᵀ) dv, where uᵀ du = 0 and vᵀ dv = 0.",
    "∂σ/∂Aᵢⱼ = uᵢ vⱼ",
  ),
  rightvector: p(
    "v is the unit eigenvector of Aᵀ A for its largest eigenvalue σ²: the line for eigenvectors with d(AᵀA) = dAᵀ A + Aᵀ dA.",
    "as for an eigenvector",
  ),
  leftvector: p(
    "u is the unit eigenvector of A Aᵀ for its largest eigenvalue σ²: the line for eigenvectors with d(A Aᵀ) = dA Aᵀ + A dAᵀ.",
    "as for an eigenvector",
  ),
  nuclear: p(
    "Each singular value moves by uᵢᵀ dA vᵢ, so their sum by Σᵢ uᵢᵀ dA vᵢ = tr((U Vᵀ)ᵀ dA).",
    "∂‖A‖_*/∂Aᵢⱼ = (U Vᵀ)ᵢⱼ",
  ),
  polar: p(
    "A = P S with S = Pᵀ A symmetric. Where Pᵀ P = I, Ω = Pᵀ dP is skew, and Pᵀ dA = Ω S + dS; less its transpose that is Pᵀ dA − dAᵀ P = Ω S + S Ω. Beside the range of P: (I − P Pᵀ) dA = (I − P Pᵀ) dP S. With independent rows the same lines hold with pseudo-inverses.",
    "of numbers P = sign(a), which does not move",
  ),
  dominanteigenvalue: p(
    "A v = λ v moves to dA v + A dv = dλ v + λ dv. Multiply by uᵀ from the left: uᵀ A = λ uᵀ takes the terms with dv away, and uᵀ v ≠ 0 since λ is simple.",
    "∂λ/∂Aᵢⱼ = uᵢ vⱼ / Σₖ uₖ vₖ",
  ),
  dominantvector: p(
    "(λ I − A) dv = dA v − dλ v from A v = λ v. The null space of λ I − A is that of v, and vᵀ dv = 0 since vᵀ v = 1, so dv is the shortest solution, (λ I − A)⁺ (dA v − dλ v).",
    "of a symmetric A: dv = Σₖ wₖ (wₖᵀ dA v) / (λ − μₖ) over the other eigenvectors wₖ with eigenvalues μₖ",
  ),
  qfactor: p(
    "dA = dQ R + Q dR, so M = Qᵀ dA R⁻¹ = Qᵀ dQ + dR R⁻¹. The first is skew since QᵀQ = I, the second upper triangular: below the diagonal M is Qᵀ dQ, which that tells whole. Beside the range of Q: (I − Q Qᵀ) dA R⁻¹ = (I − Q Qᵀ) dQ.",
    "of a column q = a / ‖a‖: dq = (I − q qᵀ) da / ‖a‖",
  ),
  rfactor: p(
    "dA = dQ R + Q dR, so M = Qᵀ dA R⁻¹ = Qᵀ dQ + dR R⁻¹. The first is skew, Φ(M) − Φ(M)ᵀ by what is below the diagonal of M; the rest is dR R⁻¹.",
    "of a column r = ‖a‖: dr = qᵀ da",
  ),
  lfactor: p(
    "dA = dL U + L dU, so M = L⁻¹ dA U⁻¹ = L⁻¹ dL + dU U⁻¹. The first is strictly lower triangular, as the diagonal of L does not move, the second upper triangular.",
    "dLᵢⱼ = Σₖ Lᵢₖ Mₖⱼ over k > j",
  ),
  ufactor: p(
    "dA = dL U + L dU, so M = L⁻¹ dA U⁻¹ = L⁻¹ dL + dU U⁻¹. The first is strictly lower triangular, the second upper triangular: it is triu(M).",
    "dUᵢⱼ = Σₖ Mᵢₖ Uₖⱼ over i ≤ k ≤ j",
  ),
  largest: p(
    "Where one entry is larger than all others it stays so for a small dx: max(x + dx) = xₖ + dxₖ. Of several that are the largest each is a subgradient, and so is every mean of them; the first is taken. Of rows and blocks the same holds for each.",
    "dy = dxₖ, k the place of the largest",
  ),
  islargest: p(
    "Where one entry is larger than all others it stays so for a small dx: the place does not move.",
    "d ismax(x)ᵢ = 0",
  ),
  cumprod: p(
    "The product rule: in yₖ = x₁ ⋯ xₖ each factor xᵢ moves in turn, which leaves yₖ dxᵢ / xᵢ.",
    "dyₖ = yₖ Σᵢ dxᵢ / xᵢ over i ≤ k",
  ),
  matrixpower: p("The product rule for k factors X: dX in each place in turn.", "d(X²)ᵢⱼ = Σₖ dXᵢₖ Xₖⱼ + Σₖ Xᵢₖ dXₖⱼ"),
  total: p("A sum of entries moves by the sum of their changes.", "d Σᵢⱼ Xᵢⱼ = Σᵢⱼ dXᵢⱼ"),
  mean: p("The sum of entries divided by their number.", "d (1/N) Σᵢ xᵢ = (1/N) Σᵢ dxᵢ"),
  norm1: p("|x + dx| − |x| = sign(x) dx for a small dx where x ≠ 0.", "d Σᵢ |xᵢ| = Σᵢ sign(xᵢ) dxᵢ"),
  norm2: p("‖x‖ = √(xᵀx), d√a = da / (2√a), and d(xᵀx) = 2 xᵀ dx.", "∂‖x‖/∂xᵢ = xᵢ / ‖x‖"),
  normF: p("‖X‖ = √tr(XᵀX), d√a = da / (2√a), and d tr(XᵀX) = 2 tr(Xᵀ dX).", "∂‖X‖/∂Xᵢⱼ = Xᵢⱼ / ‖X‖"),
  vec: p("vec only writes the columns under one another.", "d(vec X)ₖ = dXᵢⱼ for the entry at place k"),
  unvec: p("It only writes a vector as columns.", "dXᵢⱼ = dvₖ for the entry at place k"),
  kron: p("Its entries are products Aᵢⱼ Bₖₗ: the product rule for each.", "d(Aᵢⱼ Bₖₗ) = dAᵢⱼ Bₖₗ + Aᵢⱼ dBₖₗ"),
  stack: p("Blocks move each on its own.", "the entries of A, then those of B"),
  beside: p("Blocks move each on its own.", "the columns of A, then those of B"),
  rows: p("It only takes some of the entries.", "dAᵢⱼ for the rows i that are taken"),
  cols: p("It only takes some of the entries.", "dAᵢⱼ for the columns j that are taken"),
  softmax: p(
    "pᵢ = exp(zᵢ)/S with S = Σₖ exp(zₖ) and dS = Σₖ exp(zₖ) dzₖ. By the quotient rule dpᵢ = exp(zᵢ) dzᵢ / S − exp(zᵢ) dS / S² = pᵢ dzᵢ − pᵢ Σₖ pₖ dzₖ.",
    "dpᵢ = pᵢ (dzᵢ − Σₖ pₖ dzₖ)",
  ),
  softmaxrows: p(
    "The rule for softmax in each row; (P ∘ dZ) 1 1ᵀ repeats the sums of the rows.",
    "dPᵢⱼ = Pᵢⱼ (dZᵢⱼ − Σₖ Pᵢₖ dZᵢₖ)",
  ),
  softmaxcols: p(
    "The rule for softmax in each column; 1 1ᵀ (P ∘ dZ) repeats the sums of the columns.",
    "dPᵢⱼ = Pᵢⱼ (dZᵢⱼ − Σₖ Pₖⱼ dZₖⱼ)",
  ),
  logsumexp: p(
    "d log S = dS / S with S = Σₖ exp(zₖ), dS = Σₖ exp(zₖ) dzₖ, and exp(zₖ) / S is softmax.",
    "∂/∂zₖ = exp(zₖ) / Σₗ exp(zₗ)",
  ),
  cross_entropy: p(
    "−Σᵢ yᵢ log pᵢ, the product rule in each term, and d log pᵢ = dpᵢ / pᵢ.",
    "−Σᵢ (log pᵢ dyᵢ + (yᵢ / pᵢ) dpᵢ)",
  ),
  member: p("A member of a family is a name of its own.", "dxᵢ"),
  entry: p("It is one of the entries.", "dXᵢⱼ"),
  unit: p("Its entries are 0 and 1 and do not move.", "deᵢ = 0"),
  iverson: p("A condition on indices is 0 or 1 and does not move.", "d[i = j] = 0"),
  place: p("An index is a whole number and does not move.", "di = 0"),
  sigma: p("A sum of finitely many terms moves by the sum of their changes.", "Σᵢ (aᵢ + daᵢ) − Σᵢ aᵢ = Σᵢ daᵢ"),
  pi: p("The product rule, with da in each factor in turn.", "Σᵢ daᵢ Π_{j ≠ i} aⱼ"),
  scalarfunction: p("∇ℓ is what stands with dX, by definition.", "dℓ = Σᵢⱼ (∇ℓ)ᵢⱼ dXᵢⱼ"),
  gradientfunction: p("A name for the gradient of ℓ.", "(∇ℓ)ᵢⱼ = ∂ℓ/∂Xᵢⱼ"),
  fit: p("Sizes that are equal where this is asked.", "dXᵢⱼ"),
};

/** Why the derivative of a function of one number is what it is. */
export const SLOPES: Readonly<Record<string, string>> = {
  exp: "exp(z + dz) − exp(z) = exp(z) (exp(dz) − 1), and exp(dz) = 1 + dz + dz²/2 + ….",
  log: "w = log(z) means z = exp(w), so dz = exp(w) dw = z dw.",
  sqrt: "w² = z, so 2 w dw = dz.",
  sigmoid: "σ = 1/(1 + e), e = exp(−z), de = −e dz: dσ = e dz/(1 + e)² = σ (1 − σ) dz, as e/(1 + e) = 1 − σ.",
  softplus: "log(1 + exp(z)) moves by exp(z) dz / (1 + exp(z)) = sigmoid(z) dz.",
  log2: "log2(z) = log(z) / log(2).",
  log10: "log10(z) = log(z) / log(10).",
  log1p: "log1p(z) = log(1 + z).",
  expm1: "expm1(z) = exp(z) − 1.",
  cbrt: "w³ = z, so 3 w² dw = dz.",
  silu: "z σ(z) by the product rule: σ + z σ (1 − σ).",
  mish: "z tanh(softplus(z)) by the product rule and the chain rule.",
  sin: "sin(z + dz) = sin z cos dz + cos z sin dz, with cos dz = 1 and sin dz = dz up to second order.",
  cos: "cos(z + dz) = cos z cos dz − sin z sin dz, with cos dz = 1 and sin dz = dz up to second order.",
  tan: "sin/cos by the quotient rule: (cos² + sin²)/cos² = 1 + tan².",
  asin: "sin w = z, so cos w dw = dz and cos w = √(1 − z²).",
  acos: "cos w = z, so −sin w dw = dz and sin w = √(1 − z²).",
  atan: "tan w = z, so (1 + z²) dw = dz.",
  sec: "1/cos by the quotient rule: sin/cos² = sec tan.",
  csc: "1/sin by the quotient rule: −cos/sin².",
  cot: "cos/sin by the quotient rule: −(sin² + cos²)/sin² = −(1 + cot²).",
  sinh: "(exp(z) − exp(−z))/2, term by term.",
  cosh: "(exp(z) + exp(−z))/2, term by term.",
  tanh: "sinh/cosh by the quotient rule: (cosh² − sinh²)/cosh² = 1 − tanh².",
  asinh: "sinh w = z, so cosh w dw = dz and cosh w = √(1 + z²).",
  acosh: "cosh w = z, so sinh w dw = dz and sinh w = √(z² − 1).",
  atanh: "tanh w = z, so (1 − z²) dw = dz.",
  relu: "max(0, z) is z where z > 0 and 0 where z < 0; at 0 the slope 0 is a convention.",
  abs: "|z| is z where z > 0 and −z where z < 0; at 0 the slope 0 is a convention.",
  sign: "It does not move where z ≠ 0; at 0 the slope 0 is a convention.",
  step: "It does not move where z ≠ 0; at 0 the slope 0 is a convention.",
  leakyrelu: "z where z > 0 and 0.01 z where z < 0; at 0 the slope 0.01 is a convention.",
  elu: "z where z > 0 and exp(z) − 1 where z < 0; both have the slope 1 at 0.",
  hardtanh: "z between −1 and 1, and it does not move outside; at ±1 the slope 0 is a convention.",
  softsign: "z/(1 + |z|) by the quotient rule: (1 + |z| − z sign(z))/(1 + |z|)².",
  erf: "2/√π times the integral of exp(−t²) from 0 to z; the derivative of an integral by its end is the integrand there.",
  erfc: "erfc = 1 − erf.",
  erfinv: "erf(erfinv(z)) = z; differentiate both sides: 2/√π exp(−erfinv(z)²) erfinv′(z) = 1.",
  normcdf: "The integral of the density up to z; the derivative of an integral by its end is the integrand there.",
  normpdf: "(2π)^(−1/2) exp(−z²/2), by the chain rule.",
  lgamma: "digamma is the name of the derivative of log Γ.",
  Gamma: "Γ = exp(log Γ), by the chain rule.",
  factorial: "z! = Γ(z + 1).",
  digamma: "trigamma is the name of its derivative.",
  trigamma: "tetragamma is the name of its derivative.",
  tetragamma: "pentagamma is the name of its derivative.",
  besselj0: "Differentiate the series Σ (−z²/4)ᵏ / k!² term by term: it is that of −J₁.",
  besselj1: "In the series of z J₁ each term is the integral of one of z J₀, so (z J₁)′ = z J₀: J₁ + z J₁′ = z J₀.",
  besseli0: "Differentiate the series Σ (z²/4)ᵏ / k!² term by term: it is that of I₁.",
  besseli1: "In the series of z I₁ each term is the integral of one of z I₀, so (z I₁)′ = z I₀: I₁ + z I₁′ = z I₀.",
  besselk0:
    "K₀ is the integral of exp(−z cosh t) over t ≥ 0; differentiate under it: −∫ cosh t exp(−z cosh t) dt = −K₁.",
  besselk1:
    "K₀ solves z K₀″ + K₀′ = z K₀ (differentiate the integral twice, and integrate by parts), where K₀′ = −K₁: −z K₁′ − K₁ = z K₀.",
  lambertw: "w eʷ = z for w = W(z), so (eʷ + w eʷ) dw = dz, where w eʷ = z.",
  gelu: "z Φ(z) with Φ(z) = (1 + erf(z/√2))/2, by the product rule.",
};

/** Why the laws of a theme hold, where the entries of both sides do not say it alone. */
export const THEMES: Readonly<Record<string, string>> = {
  name: "A name of the model stands for its right side: put that in, and both sides are one.",
  transpose: "(Aᵀ)ᵢⱼ = Aⱼᵢ: exchange the indices on both sides.",
  linearity: "The operation adds up entries, each multiplied by a fixed number, so numbers and sums go through it.",
  elementwise: "Both sides act on each entry alone, where this is an identity for numbers.",
  arithmetic: "The laws of numbers, in each entry.",
  product: "Write the product as Σⱼ Aᵢⱼ Bⱼₖ and compare the entries of both sides.",
  inverse: "Multiply the two sides: the product is I, and a matrix has one inverse only.",
  diagonal: "diag(v)ᵢⱼ is vᵢ if i = j, else 0, so that one index of a sum drops out.",
  Kronecker: "The block (i, j) of A ⊗ B is Aᵢⱼ B, and vec writes columns under one another: compare blocks.",
  block: "The entries of both sides, block by block.",
  "pseudo-inverse": "With A = U diag(s) Vᵀ, s > 0, UᵀU = VᵀV = I, A⁺ = V diag(1/s) Uᵀ: multiply out both sides.",
  spectrum:
    "Write A = V diag(λ) Vᵀ, or A = U diag(s) Vᵀ, with orthonormal columns, and multiply out; the transpose exchanges U and V and keeps s.",
  "triangular factor":
    "A = L Lᵀ by definition, so A⁻¹ = L⁻ᵀ L⁻¹; below, on and above the diagonal the entries of Φ(A) + Φ(A)ᵀ are Aᵢⱼ, Aᵢᵢ/2 + Aᵢᵢ/2 and Aⱼᵢ.",
  "order of entries":
    "A rule that takes each entry by itself, or all of them, does not ask where they stand; and turned round twice they stand where they stood.",
  "matrix function":
    "Of a power series Σ cₖ Xᵏ term by term: d(Xᵏ) along E is the sum of the Xⁱ E Xᵏ⁻¹⁻ⁱ, which is k Xᵏ⁻¹ E where X E = E X, and has the trace of that always; and (Aᵀ)ᵏ = (Aᵏ)ᵀ.",
  trace: "tr(A) = Σᵢ Aᵢᵢ: write both sides as sums of entries.",
  determinant:
    "The determinant of a product is the product of the determinants, and A ⊗ B = (A ⊗ I)(I ⊗ B) has det(A)ᵖ det(B)ⁿ.",
  norm: "‖A‖² is the sum of the squares of the entries, and those of A ⊗ B are products Aᵢⱼ Bₖₗ.",
  power: "Write the power as a product of its factors.",
  form: "The same sum of products, written in another order.",
};
