/** Gradients of functions that nothing defines, as answers print them. */
import { describe, expect, it } from "vitest";
import { answer } from "../../../src/api/answer.js";
import { derive } from "../../../src/index.js";

const verdicts = (source: string): readonly string[] =>
  derive(source).results.flatMap((r) => r.claims.map((c) => c.verdict));
const codes = (source: string): readonly string[] => answer(source).diagnostics.map((d) => d.code);

describe("the gradient of an unknown function", () => {
  it.each([
    ["of one array", "J = ell(h)\n∂J/∂h = ∇ell(h)"],
    ["that is declared", "f : function(vector)\nJ = f(A h)\n∂J/∂h = A^T ∇f(A h)"],
    ["with an index", "o_i : vector(n) for i in 1..N\nJ = sum(i=1..N, ell_i(o_i))\n∂J/∂o_i = ∇ell_i(o_i)"],
    ["by one of two arrays", "J = ell(y, A h)\n∂J/∂h = A^T ∇_2 ell(y, A h)"],
    ["of a number", "a : scalar\nJ = ell(a)\n∂J/∂a = ell'(a)"],
  ])("%s reads back", (_, source) => {
    expect(verdicts(source)).toEqual(["equal"]);
  });

  it("is another thing by another argument", () => {
    expect(codes("y, h : vector(n)\nJ = ell(y, h)\n∂J/∂h = ∇_1 ell(y, h)")).toContain("claim/different");
  });

  it("of several arrays says by which", () => {
    expect(codes("J = ell(y, h)\n∂J/∂h = ∇ell(y, h)")).toContain("call/arity");
  });

  it("by itself asks for the gradient by the argument", () => {
    const { results, diagnostics } = derive("$$f(x) = \\frac12 x^\\top A x$$ $$\\nabla f(x)$$");
    expect(diagnostics).toEqual([]);
    expect(results.map((r) => r.text)).toEqual(["0.5 (A + A^T) x"]);
  });

  it("of what is no function of arrays is refused", () => {
    expect(codes("f : function\ns = u^T f(x)\n∂s/∂x = ∇f(x)")).toContain("syntax/nabla");
  });
});
