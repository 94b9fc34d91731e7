/** Names of families as they are spelled at places: what is printed is read as the same name. */
import { describe, expect, it } from "vitest";
import { derive } from "../../src/index.js";

describe("a family by the name", () => {
  it.each([
    ["x", "2 x_j", "2 x_j"],
    ["x0", "2 x0_j", "2 x₀_j"],
    ["z12", "2 z12_j", "2 z₁₂_j"],
    ["alpha2", "2 alpha2_j", "2 α₂_j"],
    ["delta_z", "2 delta_z_j", "2 δ^z_j"],
    ["y_hat", "2 y_hat_j", "2 ŷ_j"],
    ["W_Q", "2 W_Q_j", "2 W^Q_j"],
    ["loss1", "2 loss1_j", "2 loss₁_j"],
  ])("%s", (name, text, unicode) => {
    const model = `${name}_i : scalar for i in 1..N\ns = sum(i=1..N, ${name}_i^2)\n`;
    const { results, diagnostics } = derive(`${model}∂s/∂${name}_j = 2 ${name}_j`);
    expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    const [result] = results;
    expect([result?.text, result?.unicode]).toEqual([text, unicode]);
    expect(result?.claims.map((c) => c.verdict)).toEqual(["equal"]);
    expect(derive(`${model}∂s/∂${name}_j = ${result?.text}`).results[0]?.claims.map((c) => c.verdict)).toEqual([
      "equal",
    ]);
  });
});
