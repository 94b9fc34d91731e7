/** Relations between derivatives, at random models; `npm run test:deep` takes more and deeper ones. */
import { describe, expect, it } from "vitest";
import { hold, RELATIONS, renamed, unsettled, unshared } from "./metamorphic.js";

describe("of random models", { timeout: 120_000 }, () => {
  it.each([...RELATIONS.keys()])("%s", (name) => {
    const { held, broken } = hold(name, 1, 60, 4);
    expect(broken).toEqual([]);
    expect(held).toBeGreaterThan(4);
  });

  it("what is simple stays as it is", () => {
    expect(unsettled(1, 60, 4)).toEqual([]);
  });
});

const TEXTS = [
  "z = W x + b; h = f(z); s = u^T h; ∂s/∂W, ∂s/∂b, ∂s/∂x",
  "y = x^T A x; ∂y/∂x",
  "X : matrix(n, n); y = log(det(X)) + tr(A X); ∂y/∂X",
  "h_1 = tanh(W_1 x + b_1); h_2 = tanh(W_2 h_1 + b_2); s = u^T h_2; ∂s/∂W_1, ∂s/∂W_2, ∂s/∂b_1, ∂s/∂b_2, ∂s/∂x",
  "p = softmax(W x); L = -t^T log(p); ∂L/∂W",
];

describe("of texts", () => {
  it.each(TEXTS)("other names, the same answer: %s", (text) => {
    // The order of letters is kept, because it decides which of two equal terms stands first.
    const [was, is] = renamed(text, [
      ["x", "w"],
      ["u", "v"],
    ]);
    expect(is).toBe(was);
  });

  it.each(TEXTS)("answers with shared parts are what they are without: %s", (text) => {
    expect(unshared(text)).toEqual([]);
  });
});
