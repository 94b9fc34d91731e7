/** Claims beyond the places at which what is differentiated has a value: there nothing is claimed. */
import { describe, expect, it } from "vitest";
import { judged } from "./judge.js";

const DECLARED = ["a, k, p : scalar", "x, z : vector(n)", "A : matrix(n, n)", "r_i : scalar for i in 1..N"];

const verdicts = (of: string, claim: string): readonly string[] =>
  judged(...DECLARED, `y = ${of}`, claim).map((j) => j.verdict);

describe("where y has no value, a claim", () => {
  it.each([
    ["log(a)", "∂y/∂a = 1/abs(a)"],
    ["k sqrt(a)", "∂y/∂k = sqrt(a) + relu(-a)"],
    ["k asin(a)", "∂y/∂k = asin(a) + relu(a - 1) + relu(-a - 1)"],
    ["atanh(a)", "∂y/∂a = 1/abs(1 - a^2)"],
    ["k acosh(a)", "∂y/∂k = acosh(a) + relu(1 - a)"],
    ["k log1p(a)", "∂y/∂k = log1p(a) + relu(-1 - a)"],
    ["k a^0.3", "∂y/∂k = a^0.3 step(a)"],
    ["k a^p", "∂y/∂k = a^p step(a)"],
    ["k logdet(A)", "∂y/∂k = log(abs(det(A)))"],
    ["k sum(log(x))", "∂y/∂k = sum(log(abs(x)))"],
    ["k Σ_i log(r_i)", "∂y/∂k = Σ_i log(abs(r_i))"],
  ])("may be anything: %s; %s", (of, claim) => {
    expect(verdicts(of, claim)).toEqual(["equal"]);
  });

  it.each([
    ["log(a)", "∂y/∂a = 1/abs(a) + relu(1e-5 - a)"],
    ["k sqrt(a)", "∂y/∂k = sqrt(a) + relu(0.001 - a)"],
    ["k asin(a)", "∂y/∂k = asin(a) + relu(a - 0.99)"],
    ["k acosh(a)", "∂y/∂k = acosh(a) + relu(1.01 - a)"],
    ["k a^3", "∂y/∂k = a^3 step(a)"],
    ["k a^(-1)", "∂y/∂k = 1/abs(a)"],
    ["k a^n", "∂y/∂k = a^n step(a)"],
    ["k det(A)", "∂y/∂k = abs(det(A))"],
    ["k log(x_1)", "∂y/∂k = log(x_1) + sum(relu(-x))"],
    ["k (Σ_{i=2}^N log(r_i))", "∂y/∂k = (Σ_{i=2}^N log(r_i)) + (Σ_i relu(-r_i))"],
    ["k (Σ_i [i > 1] log(r_i))", "∂y/∂k = (Σ_i [i > 1] log(r_i)) + (Σ_i relu(-r_i))"],
  ])("is judged where it has: %s; %s", (of, claim) => {
    expect(verdicts(of, claim)).not.toContain("equal");
  });
});
