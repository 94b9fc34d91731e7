/** `--proof index`: the entries behind local Jacobians and gradients. */
import { expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const whys = (source: string): readonly string[] =>
  answer(source, { proof: "index", steps: "full" }).results.flatMap((r) => r.steps.map((s) => s.why ?? ""));

it("shows why the Jacobian of an elementwise function is diagonal", () => {
  const all = whys("h = f(z)\n∂h/∂z");
  const entries = "h_i = f(z_i), so ∂h_i/∂z_j = δ_ij f′(z_i): 0 unless the indices of δ are equal";
  expect(all.filter((w) => w.endsWith(entries))).toHaveLength(1);
});

it("argues by rows for a matrix", () => {
  const all = whys("z = W x + b\n∂z/∂W");
  const entries = "z_i = Σ_j W_ij x_j + b_i, so ∂z_i/∂W_jk = δ_ij x_k: z_i depends on row i of W alone";
  expect(all.filter((w) => w.endsWith(entries))).toHaveLength(1);
});

it("shows the entries of a gradient", () => {
  const all = whys("z = W x + b\nh = f(z)\ns = u^T h\n∂s/∂b, ∂s/∂W");
  expect(all.some((w) => w.endsWith("∂s/∂W_ij = δ_i x_j"))).toBe(true);
});

it("is silent when not asked for", () => {
  const report = answer("h = f(z)\n∂h/∂z", { steps: "full" });
  expect(report.results[0]?.steps.some((s) => s.why?.includes("_i") === true)).toBe(false);
});
