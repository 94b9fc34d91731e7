/** The rules that the lines of a derivation name beside those of operations and laws: the chain rule and the moves. */
import type { Expr } from "../core/expr.js";
import type { Op } from "../core/op.js";
import { isColumn, isRow, isScalar } from "../core/shape.js";
import { listed, type Rule } from "./step.js";

/** A rule in words and letters that stay the same wherever it is used. */
export interface Move extends Rule {
  readonly title: string;
  readonly statement: string;
}

export const CHAIN: Move = {
  rule: "chain",
  title: "chain rule",
  statement: "∂s/∂x = ∂s/∂y ∂y/∂x",
  cite: "Magnus & Neudecker, ch. 5.12; CS224N, gradient notes (Clark)",
};

const TRACES = "Magnus & Neudecker, ch. 1.10";

/** A loss that nobody defines: its derivative by what it is taken of comes from outside. */
export const UPSTREAM: Move = {
  rule: "upstream",
  title: "the upstream gradient is given",
  statement: "L = ℓ(Z) for any function ℓ: ∂L/∂Z = ∇ℓ(Z)",
  cite: "CS231n, Backpropagation, intuitions; Magnus & Neudecker, ch. 5",
};

export const BOTH_SIDES: Move = {
  rule: "both-sides",
  title: "differentiate both sides of the equation",
  statement: "F(z, x) = 0 for every x, so dF = 0",
  cite: "Krantz & Parks, The Implicit Function Theorem, ch. 3",
};

/** What moves in a differential until dX stands last. */
export const MOVES = {
  ownTrace: { rule: "own-trace", title: "a number is its own trace", statement: "a = tr(a)", cite: TRACES },
  cyclic: { rule: "cyclic", title: "cyclic property of the trace", statement: "tr(A B) = tr(B A)", cite: TRACES },
  traceTurned: { rule: "turned-trace", title: "trace of a transpose", statement: "tr(A) = tr(A^T)", cite: TRACES },
  numberTurned: {
    rule: "own-transpose",
    title: "a number is its own transpose",
    statement: "x^T A y = y^T A^T x",
    cite: "Magnus & Neudecker, ch. 1.4",
  },
  distribute: {
    rule: "distribute",
    title: "distribute",
    statement: "A (B + C) = A B + A C",
    cite: "Magnus & Neudecker, ch. 1.4",
  },
  through: {
    rule: "row-through",
    title: "matrix to the other side",
    statement: "v^T W b = (W^T v)^T b",
    cite: "Magnus & Neudecker, ch. 1.4",
  },
  across: {
    rule: "row-across",
    title: "elementwise factor to the other side",
    statement: "u^T (a .* b) = (u .* a)^T b",
    cite: "Magnus & Neudecker, ch. 3.6",
  },
  acrossRow: {
    rule: "column-across",
    title: "elementwise factor of a row to the other side",
    statement: "(a .* b) v = b (a^T .* v)",
    cite: "Magnus & Neudecker, ch. 3.6",
  },
  acrossMatrix: {
    rule: "matrix-across",
    title: "elementwise factor to the other side, in a trace",
    statement: "tr(M^T (A .* B)) = tr((M .* A)^T B)",
    cite: "Magnus & Neudecker, ch. 3.6",
  },
  asDiagonal: {
    rule: "as-diagonal",
    title: "elementwise factor as a diagonal matrix",
    statement: "a .* v = diag(a) v",
    cite: "CS224N, gradient notes (Clark), identity 4",
  },
  scalarBehind: {
    rule: "scalar-behind",
    title: "number behind the column",
    statement: "c x = x c",
    cite: "Magnus & Neudecker, ch. 1.4",
  },
  onesInFront: {
    rule: "ones-in-front",
    title: "sum as a row of ones",
    statement: "sum(x) = ones(n)^T x",
    cite: "Parr & Howard, The matrix calculus you need for deep learning, §4.4",
  },
} as const satisfies Readonly<Record<string, Move>>;

export const FACTOR: Move = {
  rule: "factor out",
  title: "factor out",
  statement: "A C + B C = (A + B) C",
  cite: "",
};

const READING = "Magnus & Neudecker, ch. 9.2";

/** What a differential with dX in the last place says of the derivative. */
export const READ = {
  matrix: {
    rule: "gradient",
    title: "gradient from the differential",
    statement: "ds = tr(G^T dX) means ∂s/∂X = G",
    cite: READING,
  },
  column: {
    rule: "gradient-column",
    title: "gradient from the differential",
    statement: "ds = g^T dx means ∂s/∂x = g",
    cite: READING,
  },
  row: {
    rule: "gradient-row",
    title: "gradient from the differential",
    statement: "ds = dx g^T means ∂s/∂x = g",
    cite: READING,
  },
  scalar: {
    rule: "derivative",
    title: "derivative from the differential",
    statement: "ds = c dx means ∂s/∂x = c",
    cite: READING,
  },
  jacobian: {
    rule: "jacobian",
    title: "Jacobian from the differential",
    statement: "dy = J dx means ∂y/∂x = J",
    cite: "Magnus & Neudecker, ch. 5.12",
  },
  vec: {
    rule: "vec-jacobian",
    title: "vec of both sides",
    statement: "vec(dY) = J vec(dX) means ∂Y/∂X = J",
    cite: "Magnus & Neudecker, ch. 9.5",
  },
  contributions: {
    rule: "contributions",
    title: "add the contributions",
    statement: "ds = tr(G^T dX) + tr(H^T dX) means ∂s/∂X = G + H",
    cite: "Griewank & Walther, ch. 3",
  },
  contributionsColumn: {
    rule: "contributions-column",
    title: "add the contributions",
    statement: "ds = g^T dx + h^T dx means ∂s/∂x = g + h",
    cite: "Griewank & Walther, ch. 3",
  },
  contributionsScalar: {
    rule: "contributions-scalar",
    title: "add the contributions",
    statement: "ds = a dx + b dx means ∂s/∂x = a + b",
    cite: "Griewank & Walther, ch. 3",
  },
} as const satisfies Readonly<Record<string, Move>>;

/** How a derivative by x is read from one term in dx, or from several. */
export function readingOf(x: Expr, several = false): Move {
  if (isScalar(x.shape)) return several ? READ.contributionsScalar : READ.scalar;
  if (isColumn(x.shape)) return several ? READ.contributionsColumn : READ.column;
  if (several) return READ.contributions;
  return isRow(x.shape) ? READ.row : READ.matrix;
}

/** A constant factor stays where it is. */
export const CONSTANT_FACTOR: Move = {
  rule: "constant-factor",
  title: "constant factor",
  statement: "d(c A) = c dA",
  cite: "Magnus & Neudecker, ch. 8; Matrix Cookbook (34)",
};

/** Derivatives of the names of a right side by their values. */
export const PUT_IN: Move = {
  rule: "put-in",
  title: "substitute the derivatives from above",
  statement: "∂y/∂x = A ∂z/∂x + B ∂w/∂x with ∂z/∂x and ∂w/∂x as they are known",
  cite: "",
};

export const LAYOUTS = {
  denominator: {
    rule: "denominator-layout",
    title: "denominator layout",
    statement: "the transpose of the Jacobian",
    cite: "denominator layout",
  },
  row: {
    rule: "row-over-vec",
    title: "as a row over vec",
    statement: "∂s/∂X = vec(G)^T",
    cite: "numerator layout",
  },
  column: {
    rule: "column-over-vec",
    title: "as a column over vec",
    statement: "∂ vec(Y)/∂t = vec(∂Y/∂t)",
    cite: "numerator layout",
  },
} as const satisfies Readonly<Record<string, Move>>;

/** Each factor of a chain by its value. */
export const REPLACE: Move = {
  rule: "replace",
  title: "replace each factor by its value",
  statement: "∂s/∂y ∂y/∂x = A B with ∂s/∂y = A and ∂y/∂x = B",
  cite: "",
};

const ADJOINTS = "Giles, Collected matrix derivative results, 2.1";

const aside = (name: string, title: string, statement: string): Move => ({
  rule: `aside-${name}`,
  title,
  statement,
  cite: ADJOINTS,
});

/** How a linear operation goes to the other side of an inner product, by its name. */
const ASIDE: Readonly<Record<string, Move>> = {
  total: aside("total", "sum of entries as a trace", "sum(A) = tr(ones(n, m)^T A)"),
  diag: aside("diag", "diag to the other side", "tr(A diag(v)) = diagvec(A)^T v"),
  diagvec: aside("diagvec", "diagvec to the other side", "v^T diagvec(A) = tr(diag(v) A)"),
  vec: aside("vec", "vec to the other side", "v^T vec(A) = tr(unvec(v, n, m)^T A)"),
  unvec: aside("unvec", "unvec to the other side", "tr(A^T unvec(v, n, m)) = vec(A)^T v"),
  kron: aside("kron", "Kronecker factor to the other side", "tr(C^T (A ⊗ X)) = tr(M^T X), M the sum of a_ij C_ij"),
  stack: aside("stack", "stacked blocks apart", "tr(M^T [A; B]) = tr(M_1^T A) + tr(M_2^T B)"),
  beside: aside("beside", "blocks side by side apart", "tr(M^T [A, B]) = tr(M_1^T A) + tr(M_2^T B)"),
  rows: aside("rows", "rows to the other side", "tr(M^T rows(A, i, j)) = tr([0; M; 0]^T A)"),
  cols: aside("cols", "columns to the other side", "tr(M^T cols(A, i, j)) = tr([0, M, 0]^T A)"),
};

const LINEAR: Move = aside("linear", "linear operation to the other side", "⟨A, F(X)⟩ = ⟨F*(A), X⟩");

/** The rule by which an operation goes to the other side. */
export const moveThrough = ({ name }: Op, traced: boolean): Move =>
  name === "total" && !traced ? MOVES.onesInFront : (ASIDE[name] ?? LINEAR);

/** Rules whose titles say what they are used on: `reuse ∂s/∂z from above`; in general letters, and how their titles begin. */
export const FAMILIES = {
  substitute: {
    rule: "substitute",
    title: "substitute",
    statement: "dz = dW x in ds = δ^T dz gives ds = δ^T dW x",
    cite: "Magnus & Neudecker, ch. 5.12",
    begins: "substitute",
  },
  reuse: {
    rule: "reuse",
    title: "reuse a derivative",
    statement: "∂s/∂z is worked out once and used wherever paths meet",
    cite: "reverse accumulation: Griewank & Walther, ch. 3",
    begins: "reuse ",
  },
  turn: {
    rule: "layout",
    title: "transpose: the gradient has the shape of the variable",
    statement: "the gradient is the Jacobian^T",
    cite: "shape convention: CS224N, gradient notes (Clark)",
    begins: "transpose: the gradient",
  },
  collect: {
    rule: "collect",
    title: "add what comes from each equation",
    statement: "∂L/∂v = Σ_u (∂u/∂v)^T ∂L/∂u over the equations u in which v stands",
    cite: "Magnus & Neudecker, ch. 5.12",
    begins: "add the contributions of ",
  },
  passing: {
    rule: "passing",
    title: "only one equation holds it",
    statement: "∂L/∂v = (∂u/∂v)^T ∂L/∂u where v stands in the equation of u alone",
    cite: "Magnus & Neudecker, ch. 5.12",
    begins: "contribution of ",
  },
  call: {
    rule: "name",
    title: "call it by a name",
    statement: "∂s/∂z = δ means ds = δ^T dz",
    cite: "",
    begins: "call it ",
  },
  naming: {
    rule: "naming",
    title: "give the repeated factor a name",
    statement: "a part that is used more than once is written once",
    cite: "",
    begins: "give the repeated factor",
  },
  apart: {
    rule: "apart",
    title: "take one summand out of the sum",
    statement: "Σ_i a_i = a_j + Σ_{i ≠ j} a_i",
    cite: "Graham, Knuth & Patashnik, Concrete Mathematics, ch. 2",
    begins: "take the summand ",
  },
  back: {
    rule: "back",
    title: "put the summand back into the sum",
    statement: "a_j + Σ_{i ≠ j} a_i = Σ_i a_i",
    cite: "Graham, Knuth & Patashnik, Concrete Mathematics, ch. 2",
    begins: "put the summand ",
  },
  definition: {
    rule: "definition",
    title: "by definition",
    statement: "z stands for W x + b where z = W x + b",
    cite: "",
    begins: "by definition of ",
  },
  asFor: {
    rule: "as-for",
    title: "as for another variable",
    statement: "the same moves with other letters",
    cite: "",
    begins: "as for ",
  },
  symmetric: {
    rule: "symmetric",
    title: "the symmetric part",
    statement: "sym(G) = (G + G^T) / 2",
    cite: "orthogonal projection on the symmetric (or diagonal) matrices",
    begins: "",
  },
  modelFunction: {
    rule: "model-function",
    title: "derivative of a function of the model",
    statement: "the formula of f differentiated by its parameter",
    cite: "the model",
    begins: "",
  },
} as const satisfies Readonly<Record<string, Move & { readonly begins: string }>>;

/** The rule in general letters that a title with names in it belongs to, or null. */
export const familyOf = (title: string): Move | null =>
  Object.values(FAMILIES).find((f) => f.begins !== "" && title.startsWith(f.begins)) ?? null;

/** Substitutes lines from above: `substitute dz into ds = δᵀ dz`. */
export const substituting = (parts: readonly Expr[], into: readonly [left: Expr, right: Expr] | null = null): Rule => ({
  ...FAMILIES.substitute,
  statement: "",
  title: (spell) => {
    const all = parts.map((e) => spell(e)).join(", ");
    const named = parts.length === 0 || all.length > LONGEST_PART ? "substitute" : `substitute ${all}`;
    const line = into === null ? "" : `${spell(into[0])} = ${spell(into[1])}`;
    return line === "" || line.length > LONGEST_LINE ? named : `${named} into ${line}`;
  },
});

/** Characters beyond which a title does not repeat the line that it speaks of. */
const LONGEST_LINE = 24;
const LONGEST_PART = 24;

/** A derivative that a line above has worked out. */
export const reusing = (y: Expr, v: Expr): Rule => ({
  ...FAMILIES.reuse,
  statement: "",
  title: (spell) => `reuse ∂${spell(y)}/∂${spell(v)} from above`,
});

/** The row of a Jacobian turned to the shape of the variable. */
export const turning = (x: Expr): Rule => ({
  ...FAMILIES.turn,
  title: (spell) => `transpose: the gradient has the shape of ${spell(x)}`,
});

export const CONSTANT: Move = {
  rule: "constant",
  title: "derivative of a constant",
  statement: "d c = 0",
  cite: "Matrix Cookbook (33)",
};

/** The contributions of the equations in which a name stands; null is the output itself. */
export const collecting = (y: Expr, from: readonly (Expr | null)[]): Rule => ({
  ...(new Set(from).size === 1 ? FAMILIES.passing : FAMILIES.collect),
  statement: "",
  title: (spell) => {
    const places = [...new Set(from.map((u) => spell(u ?? y)))];
    return `${places.length === 1 ? "contribution of" : "add the contributions of"} ${listed(places)}`;
  },
});

/** The name of a cotangent, from here on: said before it is worked out, for it may be needed for that. */
export const naming = (name: Expr): Rule => ({
  ...FAMILIES.call,
  statement: "",
  title: (spell) => `call it ${spell(name)}`,
});

/** What arrives along several paths, of which each has its lines. */
export const addingPaths = (y: Expr, users: readonly Expr[]): Rule => ({
  ...FAMILIES.collect,
  statement: "",
  title: (spell) => `add the contributions of ${listed(users.map((u) => (u === y ? `${spell(y)} itself` : spell(u))))}`,
});

/** The summand in which a member stands, apart from the others, which do not hold it. */
export const takingApart = (leaf: Expr): Rule => ({
  ...FAMILIES.apart,
  title: (spell) => `take the summand with ${spell(leaf)} out of the sum`,
});

/** The differential of a member at a place of its own, where one member moves. */
export const ONE_MEMBER: Move = {
  rule: "one-member",
  title: "one member moves",
  statement: "dx_j = δ_ij dx_i where x_i alone moves",
  cite: "Knuth, Two notes on notation, 1992",
};

/** The summand of a member beside the others again, where a factor has kept them all. */
export const puttingBack = (leaf: Expr): Rule => ({
  ...FAMILIES.back,
  title: (spell) => `put the summand with ${spell(leaf)} back into the sum`,
});

/** An entry, or a vector put together from entries, of what has been worked out. */
export const ENTRIES: Move = {
  rule: "by-entries",
  title: "entry by entry",
  statement: "∂y/∂x = Σ_k e_k (∂y_k/∂x)^T",
  cite: "Magnus & Neudecker, ch. 1.2",
};

export const AGAIN: Move = {
  rule: "again",
  title: "differentiate again",
  statement: "H = ∂(∂s/∂x)/∂x",
  cite: "Magnus & Neudecker, ch. 6",
};

export const ALONG: Move = {
  rule: "direction",
  title: "along a direction",
  statement: "∂²s/∂x² v = d(∂s/∂x) where dx = v",
  cite: "Magnus & Neudecker, ch. 6",
};

export const TRANSPOSES: Move = {
  rule: "form",
  title: "transposes as they are read best",
  statement: "(A B)^T = B^T A^T",
  cite: "",
};

export const SIMPLIFIED: Move = {
  rule: "simplify",
  title: "simplify",
  statement: "expanded, both sides are one",
  cite: "",
};

export const CROSS_ENTROPY: Move = {
  rule: "cross-entropy-written",
  title: "definition of cross entropy",
  statement: "cross_entropy(y, p) = -y^T log(p)",
  cite: "CS224N, gradient notes (Clark), identity 7",
};

export const LOG_SOFTMAX: Move = {
  rule: "log-softmax",
  title: "log of softmax",
  statement: "log(softmax(z)) = z - logsumexp(z) ones(n)",
  cite: "Boyd & Vandenberghe, Convex Optimization, 3.1.5",
};

export const LABELS: Move = {
  rule: "labels",
  title: "the labels sum to 1",
  statement: "y^T ones(n) = 1",
  cite: "",
};

export const SQUARED_NORM: Move = {
  rule: "squared-norm",
  title: "squared norm",
  statement: "d norm2(x)^2 = d(x^T x) = 2 x^T dx",
  cite: "Matrix Cookbook (131)",
};

export const QUADRATIC_FORM: Move = {
  rule: "quadratic-form",
  title: "quadratic form of a symmetric matrix",
  statement: "d(x^T S x) = 2 x^T S dx  (S symmetric)",
  cite: "Matrix Cookbook (86)",
};

export const SQUARED_FROBENIUS: Move = {
  rule: "squared-frobenius",
  title: "squared Frobenius norm",
  statement: "d normF(X)^2 = d tr(X^T X) = 2 tr(X^T dX)",
  cite: "Matrix Cookbook (132)",
};

export const TRACE_OF_POWER: Move = {
  rule: "trace-of-power",
  title: "trace of a power",
  statement: "d tr(X^k) = k tr(X^(k-1) dX)",
  cite: "Matrix Cookbook (121)",
};

/** All of them, for whoever looks a title up. */
export const ALL_MOVES: readonly Move[] = [
  CHAIN,
  UPSTREAM,
  BOTH_SIDES,
  REPLACE,
  ...Object.values(MOVES),
  ...Object.values(READ),
  ...Object.values(FAMILIES),
  ...Object.values(LAYOUTS),
  ...Object.values(ASIDE),
  LINEAR,
  PUT_IN,
  CONSTANT_FACTOR,
  CROSS_ENTROPY,
  LOG_SOFTMAX,
  LABELS,
  SQUARED_NORM,
  QUADRATIC_FORM,
  SQUARED_FROBENIUS,
  TRACE_OF_POWER,
  CONSTANT,
  ENTRIES,
  ONE_MEMBER,
  AGAIN,
  ALONG,
  TRANSPOSES,
  SIMPLIFIED,
];
