/** ∇f(x) within an expression is ∇_x f wherever the text defines f in x, and is refused wherever it does not. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const read = (text: string) => {
  const { diagnostics, results } = answer(text);
  return {
    errors: diagnostics.filter((d) => d.severity === "error").map((d) => d.code),
    answers: results.map((r) => r.text),
  };
};

describe("a gradient within an expression", () => {
  it.each([
    ["f(x) = x^T A x\ng = ∇f(x)\n∂g/∂x", "∇f(x)", "∇_x f"],
    ["f(x) = x^T A x\ns = ‖∇f(x)‖²\n∂s/∂x", "∇f(x)", "∇_x f"],
    ["f(x) = x^T A x\ns = ∇f(x)^T d\n∂s/∂x", "∇f(x)", "(∇_x f)"],
    ["L(w) = ‖A w - y‖²\nu = w - 0.1 ∇L(w)\n∂u/∂w", "∇L(w)", "∇_w L"],
    ["f(x, y) = x^T A y\ng = 2 ∇_2 f(x, y)\n∂g/∂x", "∇_2 f(x, y)", "∇_y f"],
    ["f(t) = t^3\ng = ∇f(t)\n∂g/∂t", "∇f(t)", "∇_t f"],
  ])("%s is the one by its variable", (text, call, spelled) => {
    const { errors, answers } = read(text);
    expect(errors).toEqual([]);
    expect(answers).toEqual(read(text.replace(call, spelled)).answers);
    expect(answers).not.toEqual(read(text.replace(call, "f")).answers);
  });

  it.each([
    "f(t) = t^2\ng = ∇f(z)\n∂g/∂z",
    "f(x, y) = x^T A y\ng = ∇f(x, y)\n∂g/∂x",
    "s = u^T u + ∇u(x)\n∂s/∂u",
    "f = x^T A x\ng = ∇f(x_0)\n∂g/∂x",
  ])("%s is refused, and not answered", (text) => {
    const { errors, answers } = read(text);
    expect([errors, answers]).toEqual([["syntax/nabla"], []]);
  });
});
