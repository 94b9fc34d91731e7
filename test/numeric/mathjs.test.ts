import { describe, expect, it } from "vitest";
import type { Formula, ModelFunction } from "../../src/core/expr.js";
import { formulaOf } from "../../src/derive/model-functions.js";
import { numbersOf } from "../../src/numeric/evaluate.js";
import { departureFromMathjs, slopeByMathjs } from "../../src/numeric/mathjs.js";
import { model } from "../parse/models.js";

const BODIES = [
  "t sigmoid(t)",
  "t^3 / 2 - 1",
  "e^(-t^2) softplus(2 t - 1)",
  "-tanh(t) ./ (1 + t^-1) + pi",
  "sqrt(1 + t t) + atan(t) sin(t) - cosh(t / 3)",
  "(1 + t^2)^(t / 2) log(2 + t^2)",
  "asinh(t) sec(t / 9) + cbrt(1 + t^2) log2(2 + t^2) log10(3 + t^2) - expm1(t / 3) log1p(t^2)",
  "atanh(t / 4) csc(4 + t) cot(4 + t) acosh(4 + t)",
  "asin(t / 4) acos(t / 5) tan(t / 9) cos(sinh(t) / 9)",
];

const functionOf = (body: string, name = "g"): ModelFunction =>
  model(`g(t) = ${body}`, "h = g(z)").context.functions.get(name) as ModelFunction;

describe("mathjs as a judge", () => {
  it.each(BODIES)("agrees with the first and second derivative of %s", (body) => {
    for (const name of ["g'", "g''"]) {
      const f = functionOf(body, name);
      const before = formulaOf({ formula: f.formula, primes: f.primes - 1 });
      expect(slopeByMathjs(before)).not.toBeNull();
      expect(departureFromMathjs(before, numbersOf(f))).toBeNull();
    }
  });

  it.each(BODIES)("finds a slope of %s that is off", (body) => {
    const slope = numbersOf(functionOf(body, "g'"));
    const { formula } = functionOf(body);
    for (const planted of [
      (x: number) => slope(x) + 1e-3,
      (x: number) => -slope(x),
      (x: number) => slope(x) * (1 + 1e-3),
      (x: number) => slope(x + 1e-3),
      () => 0,
    ])
      expect(departureFromMathjs(formula, planted)).not.toBeNull();
  });

  it("does not judge what it does not know, and what is too long for it", () => {
    for (const body of ["relu(t)", "max(t, 1)", "t |t|", "erf(t)"])
      expect(slopeByMathjs(functionOf(body).formula)).toBeNull();
    const long: Formula = formulaOf({
      formula: functionOf(`${"sin(".repeat(80)}t${")".repeat(80)}`).formula,
      primes: 1,
    });
    expect(slopeByMathjs(long)).toBeNull();
  });
});
