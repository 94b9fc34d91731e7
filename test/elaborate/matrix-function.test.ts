/** Functions of a matrix by its entries: said or refused whatever the matrix is made of, and silent where entries are meant. */
import { describe, expect, it } from "vitest";
import { model } from "../parse/models.js";

const said = (...lines: readonly string[]): readonly string[] =>
  model(...lines)
    .diagnostics.filter((d) => d.code === "function/entrywise" || d.code === "function/matrix")
    .map((d) => d.code);

const FUNCTIONS = ["exp", "log", "sqrt"];
const ARGUMENTS = ["A", "t A", "A t", "-A*t", "A t + B", "A + B", "A B", "A/2", "2 A", "-i A t", "A^T t", "t (A - B)"];
const CONTEXTS = ["# b", "c^T # b", "(# + D) b", "#^T b", "#^-1 b", "# b / 2", "-# b"];

describe("a function of what may be a square matrix, in a product", () => {
  it.each(FUNCTIONS)("%s is said to be of each entry, whatever it is applied to", (f) => {
    const silent = ARGUMENTS.flatMap((a) => CONTEXTS.map((c) => `y = ${c.replace("#", `${f}(${a})`)}`)).filter(
      (y) => said("t, i : scalar", y, "∂y/∂b").length === 0,
    );
    expect(silent).toEqual([]);
  });

  it("is said by the name that it is given, too, and once", () => {
    expect(said("t : scalar", "Φ = exp(A t)", "x = Φ b", "∂x/∂b")).toEqual(["function/entrywise"]);
    expect(said("A : matrix(n, n)", "Φ = exp(A)", "x = Φ b", "z = c^T Φ", "∂x/∂b")).toEqual(["function/entrywise"]);
  });
});

it.each(["P = exp(Q t)", "P = log(Q)", "P = 2 exp(Q) - Q", "P = e^Q", "s = logdet(exp(Q))", "s = tr(exp(Q t))"])(
  "%s of a square matrix is said or refused",
  (line) => expect(said("Q : matrix(n, n)", "t : scalar", line)).toHaveLength(1),
);

it.each([
  "y = exp.(A t) b",
  "y = exp(Q K^T) b",
  "y = exp(R) b",
  "y = exp(R A) b",
  "y = (1 + exp(A)) b",
  "Y = exp(S) .* B",
  "s = sum(exp(S))",
  "Y = exp(A)",
  "Y = exp.(S)",
  "Y = tanh(S)",
])("%s is of entries to anyone", (line) =>
  expect(said("t : scalar", "S : matrix(k, k)", "R : matrix(n, m)", line)).toEqual([]),
);
