import { describe, expect, it } from "vitest";
import { printText } from "../../src/print/text.js";
import { errors, model } from "./models.js";

/** The first side of the last claim, as it was read. */
function sideOf(...lines: readonly string[]): string {
  const m = model(...lines);
  expect(errors(m)).toEqual([]);
  const last = m.asked[m.asked.length - 1];
  if (last?.type !== "claim") throw new Error("no claim");
  const value = last.claim.sides[0]?.value;
  return value ? printText(value) : "";
}

describe("a name in the spelling of our printers", () => {
  it.each([
    ["W1", String.raw`$\frac{\partial s}{\partial x} = \mathbf{W}_1^{\top} \mathbf{u}$`, "W1^T u"],
    ["W1", "∂s/∂x = W₁ᵀ u", "W1^T u"],
    ["What", String.raw`$\frac{\partial s}{\partial x} = \hat{\mathbf{W}}^{\top} \mathbf{u}$`, "What^T u"],
    ["Wc", String.raw`$\frac{\partial s}{\partial x} = \mathbf{Wc}^{\top} \mathbf{u}$`, "Wc^T u"],
  ])("is the model's %s", (name, claim, text) => {
    expect(sideOf(`${name} : matrix(n, m)`, "u : vector(n)", `s = u^T ${name} x`, claim)).toBe(text);
    expect(sideOf(`s = u^T ${name} x`, claim)).toBe(text);
  });

  it("is another one where the model has both, and in a claim about none", () => {
    expect(sideOf("s = u^T W1 x + u^T W_1 x", "∂s/∂x = W₁ᵀ u")).toBe("W_1^T u");
    expect(sideOf("s = u^T W x", String.raw`$\frac{\partial s}{\partial x} = \mathbf{W}_1^{\top} \mathbf{u}$`)).toBe(
      "W_1^T u",
    );
  });

  it("leaves two bold letters a product where no word is made of them", () => {
    expect(
      sideOf(
        String.raw`$s = \mathbf{u}^\top \mathbf{Wx}$`,
        String.raw`$\frac{\partial s}{\partial \mathbf{u}} = \mathbf{Wx}$`,
      ),
    ).toBe("W x");
  });

  it("is read in definitions too, a bold letter never as a size", () => {
    const m = model(
      "W1 : matrix(h1, m)",
      "x : vector(m)",
      String.raw`$\mathbf{z} = \mathbf{W}_1 \mathbf{x} + \mathbf{h}_1$`,
    );
    expect(errors(m)).toEqual([]);
    expect(m.equations.map((q) => printText(q.value))).toEqual(["W1 x + h_1"]);
  });
});

describe("sizes below a constant", () => {
  const X = ["X : matrix(n, m)"];
  it.each([
    [String.raw`\mathbf{1}_{n \times m}`, "ones(n, m)"],
    [String.raw`\mathbf{1}_{n\times m}`, "ones(n, m)"],
    [String.raw`\mathbf{1}_{1,\text{C}}`, "ones(1, m n)"],
    [String.raw`\mathbf{0}_{\mathrm{in} \times \text{out}}`, "zeros(n, m)"],
    [String.raw`\mathbf{0}_{n \times m}`, "zeros(n, m)"],
    [String.raw`\mathbf{1}_n \mathbf{1}_{1 \times m}`, "ones(n) ones(1, m)"],
    [String.raw`\mathbf{I}_{n} \mathbf{X}`, "eye(n) X"],
    [String.raw`\mathbf{I}_{n \times n} \mathbf{X}`, "eye(n) X"],
    [String.raw`\mathbf{1}_{n m}^\top`, "ones(m n)^T"],
    [String.raw`\mathbf{1}_{n m}^\top \mathbf{I}_{n m}`, "ones(m n)^T eye(m n)"],
    [String.raw`\mathbf{1}_{n m}^\top \mathbf{K}_{n,m}`, "ones(m n)^T comm(n, m)"],
    [String.raw`\mathbf{X}^{\circ 2}`, "X .^ 2"],
    [String.raw`\mathbf{X}^{\circ -1/2}`, "X .^ -0.5"],
    [String.raw`\mathbf{X}^{\odot 2}`, "X .^ 2"],
  ])("%s is %s", (side, text) => {
    expect(sideOf(...X, "s = sum(X)", String.raw`$\frac{\partial s}{\partial \mathbf{X}} = ${side}$`)).toBe(text);
  });

  it("are no sizes below a letter that the model has", () => {
    expect(
      sideOf(
        String.raw`$s = \mathbf{u}^\top \mathbf{K}_{n,m} \mathbf{x}$`,
        String.raw`$\frac{\partial s}{\partial \mathbf{u}} = \mathbf{K}_{n,m} \mathbf{x}$`,
      ),
    ).toBe("K_n_m x");
  });
});
