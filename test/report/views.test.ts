/** The four views of one answer. */
import { expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const viewsOf = (source: string) =>
  answer(source, { steps: "none", views: ["gradient", "differential", "index", "kronecker"] }).results.map(
    (r) => r.views,
  );

it("shows the scorer network as differential, gradient, index and Kronecker", () => {
  const [W] = viewsOf("z = W x + b\nh = f(z)\ns = u^T h\n∂s/∂W, ∂s/∂b");
  expect(W).toEqual({
    gradient: "δ xᵀ",
    differential: "ds = δᵀ dW x",
    index: "∂s/∂W_ij = δ_i x_j",
    kronecker: "xᵀ ⊗ δᵀ",
  });
});

it("shows a matrix by a matrix", () => {
  expect(viewsOf("F = A X B\n∂F/∂X")[0]).toEqual({
    gradient: "Bᵀ ⊗ A (the Jacobian: a gradient is of a scalar)",
    differential: "dF = A dX B",
    index: "∂F_ij/∂X_kl = A_ik B_lj",
    kronecker: "Bᵀ ⊗ A",
  });
});

it("shows a vector by a vector as a differential without vec and unvec", () => {
  expect(viewsOf("y = softmax(A x)\n∂y/∂x")[0]?.differential).toBe("dy = y ∘ (A dx) − (yᵀ A dx) y");
  expect(viewsOf("h = f(W x)\n∂h/∂W")[0]?.differential).toBe("dh = f′(W x) ∘ (dW x)");
});

it("shows the gradient of a scalar in the shape of the variable, whatever layout is asked for", () => {
  const views = (layout: "jacobian" | "denominator") =>
    answer("s = u^T W x\n∂s/∂W", { steps: "none", layout, views: ["gradient", "differential"] }).results[0]?.views;
  expect(views("jacobian")).toEqual({ gradient: "u xᵀ", differential: "ds = uᵀ dW x" });
  expect(views("denominator")).toEqual({ gradient: "u xᵀ", differential: "ds = uᵀ dW x" });
});
