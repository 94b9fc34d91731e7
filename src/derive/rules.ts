/** The rules that the lines of a derivation name beside those of operations and laws: the chain rule and the moves. */
import type { Expr } from "../core/expr.js";
import type { Op } from "../core/op.js";
import type { Rule } from "./step.js";

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
    rule: "gradient",
    title: "gradient from the differential",
    statement: "ds = g^T dx means ∂s/∂x = g",
    cite: READING,
  },
  row: {
    rule: "gradient",
    title: "gradient from the differential",
    statement: "ds = dx g^T means ∂s/∂x = g",
    cite: READING,
  },
  scalar: {
    rule: "gradient",
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
    rule: "jacobian",
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
} as const satisfies Readonly<Record<string, Move>>;

/** Each factor of a chain by its value. */
export const REPLACE: Move = {
  rule: "replace",
  title: "replace each factor by its value",
  statement: "",
  cite: "",
};

/** How a linear operation goes to the other side of an inner product: operation, title, statement. */
const THROUGH: ReadonlyMap<string, readonly [title: string, statement: string, column?: string]> = new Map([
  ["total", ["sum of entries as a trace", "sum(A) = tr(ones(n, m)^T A)", "sum(x) = ones(n)^T x"]],
  ["diag", ["diag to the other side", "tr(A diag(v)) = diagvec(A)^T v"]],
  ["diagvec", ["diagvec to the other side", "v^T diagvec(A) = tr(diag(v) A)"]],
  ["vec", ["vec to the other side", "v^T vec(A) = tr(unvec(v)^T A)"]],
  ["unvec", ["unvec to the other side", "tr(A^T unvec(v)) = vec(A)^T v"]],
  ["kron", ["Kronecker factor to the other side", "⟨C, A ⊗ X⟩ = ⟨sum of a_ij C_ij, X⟩  (C_ij: the blocks of C)"]],
  ["vstack", ["blocks apart", "u^T [a; b] = u_1^T a + u_2^T b"]],
  ["hstack", ["blocks apart", "u [a, b]^T = u_1 a^T + u_2 b^T"]],
]);

/** The rule by which an operation goes to the other side. */
export function moveThrough({ name, title, cite }: Op, traced: boolean): Move {
  const [known, statement, column] = THROUGH.get(name) ?? [`${title} to the other side`, "⟨A, F(X)⟩ = ⟨F*(A), X⟩"];
  return { rule: `through-${name}`, title: known, statement: traced ? statement : (column ?? statement), cite };
}

/** The Jacobian of a number is a row; its gradient has the shape of the variable. */
export const TURN: Move = {
  rule: "layout",
  title: "transpose",
  statement: "the gradient is the Jacobian^T",
  cite: "shape convention: CS224N, gradient notes (Clark)",
};

const SUBSTITUTE = { rule: "substitute", statement: "", cite: "" };

/** Substitutes lines from above: `substitute dz into ds = δᵀ dz`. */
export const substituting = (parts: readonly Expr[], into: readonly [left: Expr, right: Expr] | null = null): Rule => ({
  ...SUBSTITUTE,
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
  rule: "reuse",
  title: (spell) => `reuse ∂${spell(y)}/∂${spell(v)} from above`,
  statement: "",
  cite: "reverse accumulation: Griewank & Walther, ch. 3",
});

export const CONSTANT: Move = {
  rule: "constant",
  title: "derivative of a constant",
  statement: "d c = 0",
  cite: "Matrix Cookbook (33)",
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
  rule: "form",
  title: "simplify",
  statement: "expanded, both sides are one",
  cite: "",
};

/** All of them, for whoever looks a title up. */
export const ALL_MOVES: readonly Move[] = [
  CHAIN,
  REPLACE,
  ...Object.values(MOVES),
  ...Object.values(READ),
  TURN,
  CONSTANT,
  AGAIN,
  ALONG,
  TRANSPOSES,
  SIMPLIFIED,
];
