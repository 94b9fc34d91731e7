/** Γ_p(a) is the multivariate gamma function where the words of a text say so, and refused under a logarithm where none do. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const WORDS = "# Gamma_p is the multivariate gamma function\n";

const read = (text: string, values?: string) => {
  const { diagnostics, results } = answer(text, values === undefined ? {} : { at: values });
  return {
    errors: diagnostics.filter((d) => d.severity === "error").map((d) => d.code),
    answers: results.map((r) => r.text),
    values: results.map((r) => r.value),
  };
};

const digamma = (x: number): number =>
  x < 30 ? digamma(x + 1) - 1 / x : Math.log(x) - 1 / (2 * x) - 1 / (12 * x * x) + 1 / (120 * x ** 4);

describe("the multivariate gamma function", () => {
  it.each([1, 2, 5])("of dimension %i has the sum of digammas as the slope of its logarithm", (p) => {
    const { errors, values } = read(`${WORDS}y = log(Gamma_p(n/2)) + p n\n∂y/∂n`, JSON.stringify({ n: 9, p }));
    expect(errors).toEqual([]);
    let slope = p;
    for (let j = 1; j <= p; j++) slope += digamma((9 + 1 - j) / 2) / 2;
    expect(values[0] as number).toBeCloseTo(slope, 9);
  });

  it("of dimension 2 is √π Γ(a) Γ(a - 1/2)", () => {
    const at = JSON.stringify({ a: 2.3 });
    const words = "# where $\\Gamma_2$ denotes the multivariate gamma function\n";
    const { errors, values } = read(`${words}y = Gamma_2(a)\n∂y/∂a`, at);
    expect(errors).toEqual([]);
    const plain = read("y = sqrt(pi) Gamma(a) Gamma(a - 1/2)\n∂y/∂a", at).values[0] as number;
    expect(values[0] as number).toBeCloseTo(plain, 9);
  });

  it("is not guessed under a logarithm", () => {
    expect(read("y = log(Gamma_p(n/2))\n∂y/∂n").errors).toEqual(["name/unknown-function"]);
    expect(read("Gamma_p : matrix(m, k)\nx : vector(k)\ny = log(Gamma_p (x / 2))\n∂y/∂x").errors).toEqual([]);
    expect(read("y = Gamma_t (x + b)\n∂y/∂x").errors).toEqual([]);
  });
});
