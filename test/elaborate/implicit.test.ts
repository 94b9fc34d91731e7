/** Equations that define a name: which texts state one, and which are refused. */
import { describe, expect, it } from "vitest";
import { errors, model } from "../parse/models.js";

const said = (text: string) => model(text).diagnostics.map((d) => `${d.severity} ${d.code}`);
const kinds = (text: string, name: string) => {
  const s = model(text).symbols.get(name);
  return s === undefined ? null : `${s.role} ${s.shape.rows}×${s.shape.cols}`;
};

describe("behind where", () => {
  it.each([
    ["x : vector(n) where A x = b", "x", "defined n×1"],
    ["X : matrix(n, n) where A^T X + X A + Q = 0", "X", "defined n×n"],
    ["x : scalar where x^3 + a x = b", "x", "defined 1×1"],
    ["x ∈ ℝ^n where b = A x", "x", "defined n×1"],
    ["z : vector(n) where z = tanh(W z + x)", "z", "defined n×1"],
    ["x : vector(n) positive where A x = b", "x", "defined n×1"],
    ["m : scalar where m = beta m + (1 - beta) g\ng : scalar", "m", "defined 1×1"],
  ])("the equation defines the name before: %s", (text, name, kind) => {
    expect([errors(model(text)), kinds(text, name)]).toEqual([[], kind]);
  });

  it.each([
    ["x : vector(n) where y = 2 a", "error definition/circle"],
    ["x : vector(n) where A x = b = c", "error syntax/where"],
    ["x : vector(n) where x", "error syntax/fact"],
    ["x : vector(n) where A x = b\nA : matrix(m, n)", "error shape/declared"],
    ["x : vector(n) where A x = b\nx = c", "error name/defined-twice"],
  ])("an equation that does not is refused: %s", (text, code) => expect(said(text)).toContain(code));
});

describe("a name on both sides", () => {
  it.each([
    ["z = tanh(W z + U x)", "z", "defined n×1"],
    ["v = r + gamma P v", "v", "defined n×1"],
    ["P = A^T P A + Q", "P", "defined n×n"],
    ["$\\mathbf{z} = \\tanh(\\mathbf{W} \\mathbf{z} + \\mathbf{x})$", "z", "defined n×1"],
  ])("is the solution of its equation, which is said: %s", (text, name, kind) => {
    expect([said(text).filter((d) => /error|implicit/.test(d)), kinds(text, name)]).toEqual([
      ["warning definition/implicit"],
      kind,
    ]);
  });

  it.each([
    "m = beta m + (1 - beta) g",
    "w = w - eta g",
    "x = x + 1",
    "a, b : scalar\na = 0.9 a + b",
    "v = mu .* v + g",
    "w = 2 w",
    "x = A x",
    "P = A P A^T + B P",
  ])("is an update where a term is the name or a multiple of it, which is refused: %s", (text) =>
    expect(said(text)).toContain("error definition/update"),
  );

  it.each(["a = tanh(b); b = tanh(a)", "f(x) = f(x) + x"])("is refused elsewhere: %s", (text) => {
    expect(errors(model(text))).not.toEqual([]);
  });
});
