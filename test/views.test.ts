/** The four views of one answer. */
import { expect, it } from "vitest";
import { answer } from "../src/answer.js";

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
    gradient: "Bᵀ ⊗ A",
    differential: "dF = A dX B",
    index: "∂F_ij/∂X_kl = A_ik B_lj",
    kronecker: "Bᵀ ⊗ A",
  });
});
