/** What is defined by a function's parameter moves with what the function is applied to, or the call is refused. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { check } from "../../src/check.js";
import { derive } from "../../src/index.js";

const texts = (source: string): readonly string[] => derive(source).results.map((r) => r.text);
const errors = (source: string): readonly string[] =>
  answer(source).diagnostics.flatMap((d) => (d.severity === "error" ? [d.code] : []));

const MEAN = "mu = 1/d * sum(k=1..d, v_k)\n";
const NORM = `${MEAN}s = sqrt(1/d * sum(k=1..d, (v_k - mu)^2))\n`;
const OF_X = NORM.replaceAll("v_k", "x_k");

/** A text, and the same with the argument written where the parameter stands. */
const PAIRS: readonly (readonly [string, string, string])[] = [
  [
    "a layer's mean and deviation",
    `LN(v) = (v - mu)/s\n${NORM}x : vector(d)\nL = g^T LN(x)\n∂L/∂x`,
    `x : vector(d)\n${OF_X}L = g^T ((x - mu)/s)\n∂L/∂x`,
  ],
  [
    "what is applied to twice the same",
    `LN(v) = v - mu\n${MEAN}x : vector(d)\nL = g^T LN(x) + norm2(LN(x))^2\n∂L/∂x`,
    `x : vector(d)\nmu = 1/d * sum(k=1..d, x_k)\nL = g^T (x - mu) + norm2(x - mu)^2\n∂L/∂x`,
  ],
  [
    "an expression",
    "f(t) = c t\nc = a^T t\nW : matrix(n, m)\nL = b^T f(W u)\n∂L/∂u",
    "c = a^T (W u)\nW : matrix(n, m)\nL = b^T (c (W u))\n∂L/∂u",
  ],
  [
    "a function that stands for its value",
    "mu(v) = 1/d * sum(k=1..d, v_k)\nf(v) = v - mu\nx : vector(d)\nL = norm2(f(x))^2\n∂L/∂x",
    "x : vector(d)\nmu = 1/d * sum(k=1..d, x_k)\nL = norm2(x - mu)^2\n∂L/∂x",
  ],
];

describe("what is made of a parameter", () => {
  it.each(PAIRS)("moves with %s", (_, called, written) => {
    expect(texts(called)).toEqual(texts(written));
    expect(check(called)).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
  });

  it.each([
    ["two things", "c = a^T t\nf(t) = c t\nL = b^T f(u) + b^T f(v)\n∂L/∂u"],
    ["the members of a family", "c = a^T t\nf(t) = c t\nL = sum(i=1..N, b^T f(u_i))\n∂L/∂u_i"],
    ["something else than a name of the model", "c = a^T t\nf(t) = c t\nL = b^T f(u) + t^T t\n∂L/∂u"],
    ["the parameter of another function", "f(t) = c t\nc = a^T t\ng(r) = f(r) + r\nL = b^T g(u)\n∂L/∂u"],
    ["the same letter of another function", "f(t) = c t\nc = a^T t\ng(t) = f(t) + t\nL = b^T g(u)\n∂L/∂u"],
    ["itself and another", "c = a^T t\nf(t) = c t\nL = b^T f(u) + b^T f(t)\n∂L/∂u"],
  ])("is refused where its function is applied to %s", (_, text) => {
    expect(errors(text)).toEqual(["function/held"]);
  });

  it("stays where the function is applied to what it was made of", () => {
    expect(
      errors(
        "m = 1/N * sum(i=1..N, x_i)\nf(x) = x - m\nL = sum(i=1..N, norm2(f(x_i))^2)\nx_i : vector(d) for i in 1..N\n∂L/∂x_i",
      ),
    ).toEqual([]);
    expect(errors("c = a^T t\nf(t) = c t\nL = b^T f(t)\n∂L/∂t")).toEqual([]);
  });
});
