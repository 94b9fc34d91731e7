/** Cross products: read where the operands are vectors of space, refused where they may be numbers. */
import { describe, expect, it } from "vitest";
import { equations, errors, model } from "../parse/models.js";

const codes = (text: string) =>
  model(text)
    .diagnostics.filter((d) => d.severity === "error")
    .map((d) => d.code);

describe("a cross product", () => {
  it.each([
    ["a, b : vector(3)\ny = a × b", "cross(a, b)"],
    ["a : vector(3)\nB : matrix(3, 3)\ny = a × B a", "cross(a, B a)"],
    ["a, b : vector(3)\ny = a × b × a", "cross(cross(a, b), a)"],
    ["a, b : vector(3)\ny = 2 a × (b + a)", "cross(2 a, b + a)"],
    ["$\\mathbf y = \\mathbf a \\times \\mathbf b$", "cross(a, b)"],
    ["$\\mathbf y = [\\mathbf w]_\\times \\mathbf p$", "crossmatrix(w) p"],
    ["$\\mathbf y = [\\mathbf w]_{\\times}^2 \\mathbf p$", "crossmatrix(w)^2 p"],
    ["w, p : vector(3)\ny = [w]_× p", "crossmatrix(w) p"],
    ["w, p : vector(3)\ny = [w + p]ₓ p", "crossmatrix(w + p) p"],
  ])("is read: %s", (text, value) => {
    const m = model(text);
    expect([errors(m), equations(m).at(-1)?.replace(/^y = /, "")]).toEqual([[], value]);
  });

  it("of declared numbers is their product", () => {
    const m = model("a, b : scalar\ny = a × b");
    expect([errors(m), equations(m)]).toEqual([[], ["y = a b"]]);
  });

  it.each(["y = a × b", "a, b : vector(2)\ny = a × b", "$y = a \\times b$", "a, b : vector(n)\ny = a × b"])(
    "is refused where the operands may be others: %s",
    (text) => expect(codes(text)).toContain("syntax/cross"),
  );
});
