/** What stands in front of a function of p is of p's kind: the labels of a cross entropy, and weights that a sum adds up. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const read = (text: string) => {
  const { diagnostics, results } = answer(text);
  return [diagnostics.filter((d) => d.severity !== "note").map((d) => d.code), results.map((r) => r.text)];
};

const LOSSES = [
  "L = -(y*log(p) + (1-y)*log(1-p))",
  "L = -(1-y)*log(1-p) - y*log(p)",
  "L = −y log(p) − (1−y) log(1−p)",
  "L = -(1 - y) ln(1 - p) - y ln(p)",
];

describe("a cross entropy of two classes", () => {
  const numbers = [
    ["p = σ(wᵀx + b)", "w", "(p - y) x"],
    ["p = sigmoid(z)", "z", "p - y"],
    ["p = sigmoid(w' x)\nx : vector(d)", "w", "(p - y) x"],
  ] as const;
  it.each(LOSSES)("has a number for its label where the probability is one: %s", (loss) => {
    for (const [p, by, expected] of numbers) expect(read(`${p}\n${loss}\n∂L/∂${by}`)).toEqual([[], [expected]]);
    expect(read(`${loss}\n∂L/∂p`)).toEqual([[], ["(1 - y) / (1 - p) - y / p"]]);
  });

  it.each(LOSSES)("is refused where the probabilities are a vector, in whatever order: %s", (loss) => {
    for (const p of ["p = sigmoid(X w)", "p = softmax(z)", "p = sigmoid(W x + b)"])
      expect(read(`${p}\n${loss}\n∂L/∂p`)).toEqual([["name/kind"], []]);
    const of = /\((.*)\)$|= (.*)$/.exec(loss)?.slice(1).find(Boolean);
    expect(read(`p = sigmoid(z)\nL = mean(${of})\n∂L/∂z`)).toEqual([["name/kind"], []]);
  });

  it("is what it spells where the products are entry by entry", () => {
    const loss = "L = -mean(y.*log(p) + (1-y).*log(1-p))";
    expect(read(`p = sigmoid(X w)\n${loss}\n∂L/∂w`)).toEqual([[], ["X^T (p - y) / n"]]);
    expect(read("p : vector(n)\ny : scalar\nL = y*log(p) + (1-y)*log(1-p)")[0]).toEqual([]);
  });
});

describe("a sum over a product of a letter and a vector", () => {
  it.each([
    "p = softmax(z)\nL = -sum(y*log(p))\n∂L/∂z",
    "p = softmax(z)\nL = -sum(y log(p))\n∂L/∂z",
    "x : vector(n)\nL = sum(w*tanh(x))\n∂L/∂x",
    "x : vector(n)\nL = mean(w*x.^2 - x)\n∂L/∂x",
    "x : vector(n)\nL = sum(w*x)\n∂L/∂x",
  ])("is refused, for as a number the letter would stand in front: %s", (text) =>
    expect(read(text)).toEqual([["name/kind"], []]),
  );

  it.each([
    "x : vector(n)\nw : scalar\nL = sum(w*tanh(x))\n∂L/∂x",
    "x : vector(n)\nL = w sum(tanh(x))\n∂L/∂x",
    "x : vector(n)\nL = sum(λ x)\n∂L/∂x",
    "x : vector(n)\nL = sum(w .* tanh(x))\n∂L/∂x",
    "x, w : scalar\nL = sum(w*x)\n∂L/∂x",
    "L = sum(A w)\n∂L/∂w",
  ])("is read where it is stated, spelled or Greek: %s", (text) => expect(read(text)[0]).not.toContain("name/kind"));
});
