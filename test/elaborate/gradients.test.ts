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

describe("∇ of a vector where its layout does not matter", () => {
  it.each([
    ["psi = tanh(W x)\ns = tr(∇_x psi)\n∂s/∂W", "∇_x psi", "∂psi/∂x"],
    ["y = tanh(A x)\ns = log(det(∇_x y))\n∂s/∂A", "∇_x y", "∂y/∂x"],
  ])("%s is the Jacobian", (text, nabla, jacobian) => {
    const { errors, answers } = read(text);
    expect(errors).toEqual([]);
    expect(answers).toEqual(read(text.replace(nabla, jacobian)).answers);
  });

  it("is refused elsewhere", () => {
    expect(read("A : matrix(m, n)\ny = tanh(A x)\ns = sum(∇_x y)\n∂s/∂A").errors).toEqual(["shape/gradient"]);
  });
});

describe("a function that nothing defines and whose gradient is taken", () => {
  const claims = (text: string) => {
    const { diagnostics, results } = answer(text);
    const errors = diagnostics.filter((d) => d.severity === "error").map((d) => d.code);
    return [errors, results.flatMap((r) => (r.claims ?? []).map((c) => c.verdict))];
  };

  it.each([
    ["$Q = J(\\mathbf w) + \\mathbf w^T \\mathbf w$", "\\nabla J(\\mathbf w) + 2 \\mathbf w"],
    ["$Q = 3 L(\\mathbf w)$", "3 \\nabla_{\\mathbf w} L(\\mathbf w)"],
    ["$Q = R(\\mathbf A \\mathbf w)$", "\\mathbf A^T \\nabla R(\\mathbf A \\mathbf w)"],
  ])("%s", (model, side) => {
    const claim = (value: string) => `${model}\n$\\nabla_{\\mathbf w} Q = ${value}$`;
    expect(claims(claim(side))).toEqual([[], ["equal"]]);
    expect(claims(claim(`2 (${side})`))).toEqual([[], ["different"]]);
  });

  it("is refused without one, as before", () => {
    const text = "$Q = J(\\mathbf w) + \\mathbf w^T \\mathbf w$\n$\\nabla_{\\mathbf w} Q = 2 \\mathbf w$";
    expect(claims(text)[0]).toEqual(["name/unknown-function"]);
  });
});
