/** Claims that are wrong only between two kinks that are near to each other, and claims whose kinks are alike. */
import { describe, expect, it } from "vitest";
import { judged, judgedFrom } from "./judge.js";

const DECLARED = ["k, a, b, c : scalar", "x, w : vector(n)"];

const slope = (of: string, claim: string): readonly string[] => [...DECLARED, `y = ${of}`, claim];
/** A number that is to be 0, beside the slope of k a. */
const zero = (what: string): readonly string[] => slope("k a", `∂y/∂k = a + ${what}`);

describe("a claim that is wrong between two kinks that are near", () => {
  it.each([
    ["of a scalar", slope("relu(a - 1)", "∂y/∂a = step(a - 1.000001)")],
    ["of a scalar, nearer than doubles tell", slope("relu(a^3 - 2)", "∂y/∂a = 3 a^2 step(a - 1.259921049894873)")],
    ["of a scalar, at the end of what doubles tell", slope("relu(a)", "∂y/∂a = step(a - 1e-40)")],
    ["of a threshold near 0", slope("max(a, 1e-6)", "∂y/∂a = step(a)")],
    ["of two scalars", slope("relu(a + b - 1)", "∂y/∂a = step(a + b - 1.0001)")],
    ["of entries", slope("sum(relu(x - ones(n)))", "∂y/∂x = step(x - 1.00001 ones(n))")],
    [
      "of products of entries",
      slope("sum(relu(w .* x - ones(n)))", "∂y/∂x = w .* step(w .* x - 1.0000000001 ones(n))"),
    ],
    ["within each other", slope("relu(relu(a) - 1)", "∂y/∂a = step(relu(a) - 1.00001)")],
    ["of abs and sign", slope("abs(a - 1)", "∂y/∂a = sign(a - 1.00000000001)")],
    ["in a sum over entries", zero("relu(sum(x) - 5) relu(5.0001 - sum(x))")],
    ["of a norm", zero("relu(norm2(x) - 5) relu(5.0001 - norm2(x))")],
    ["of one kink that is met twice", zero("step(1e-10 - (a - 1)^2)")],
    ["in two inputs at once", zero("relu(a - 1) relu(1.00001 - a) relu(b - 3) relu(3.00001 - b)")],
    ["in two sums at once", zero("relu(a + b - 1) relu(1.00001 - a - b) relu(a - b - 3) relu(3.00001 - a + b)")],
    ["in steps of two inputs", zero("(step(a - 1) - step(a - 1.00001)) (step(b - 3) - step(b - 3.0000001))")],
    ["where it has no value there", zero("(sqrt((a - 1) (a - 1.0001))^2 / ((a - 1) (a - 1.0001)) - 1)")],
    ["in what exp hides", zero("(exp(relu(a - 1) relu(1.0000000001 - a)) - 1)")],
    ["in two inputs, nearer than rounding", zero("step(a - 7) step(7.0000000000001 - a) step(b) step(1e-12 - b)")],
    ["in a thin place and beyond a kink", zero("relu(a - 7) relu(7.0000000000001 - a) step(b - 100) step(c - 30)")],
    ["where one side is as small as the place", zero("relu(b) relu(1e-14 - relu(b))")],
    ["where one side is small and the other flat", zero("relu(relu(b)) relu(0.00000000000001 - relu(b)) + relu(-1)")],
    ["beside a kink that is far", zero("relu(a - 2) relu(2.001 - a) step(b - 1000)")],
    ["of six inputs at once", zero("relu(a) relu(-b) relu(c) relu(k) relu(-sum(x)) relu(sum(w) - 3)")],
  ])("%s is different", (_, text) => {
    expect(judged(...text).map((j) => j.verdict)).toEqual(["different"]);
  });

  it.each([
    ["of a step", "step(a - 1e15)"],
    ["of steps of a sum", "step(sum(x) - 1e17)"],
    ["of a quotient", "relu(a - 1e15) / (a - 1e15) * step(b - 3)"],
    ["beside kinks that are none", "sqrt((a - 5)^2) - abs(a - 5) + step(a - 1e9)"],
  ])("is different beyond a kink so far that doubles round it away: %s", (_, what) => {
    expect(judged(...zero(what)).map((j) => j.verdict)).toEqual(["different"]);
  });

  it.each([
    ["a far kink", zero("step(a - 1e45)")],
    ["one that is further", zero("step(a - 1e55)")],
    ["one that is beside another", slope("relu(a)", "∂y/∂a = step(a - 1e-60)")],
    ["entries of it", slope("sum(relu(x))", "∂y/∂x = step(x + 1e-300 ones(n))")],
    ["what it is scaled by", zero("step(1e30 a - 1e-30) - step(a)")],
  ])("is not judged where 64 digits round away %s", (_, text) => {
    expect(judged(...text).map((j) => j.verdict)).toEqual(["not judged"]);
  });

  it("is different where members of a family are the inputs", () => {
    const family = ["k : scalar", "w_i : scalar for i in 1..N"];
    const texts = [
      ["s = Σ_i relu(w_i - 1)", "∂s/∂w_i = step(w_i - 1.000001)"],
      ["s = k Σ_i w_i", "∂s/∂k = Σ_i (w_i + relu(w_i - 2) relu(2.0001 - w_i))"],
      ["s = k Σ_i w_i", "∂s/∂k = Σ_i (w_i + [i = 3] relu(w_i - 2) relu(2.0001 - w_i))"],
    ];
    for (const text of texts) expect(judged(...family, ...text).map((j) => j.verdict)).toEqual(["different"]);
  });

  it("says between which", () => {
    const [found] = judged(...slope("relu(a - 1)", "∂y/∂a = step(a - 1.000001)"));
    expect(found?.why).toMatch(/^it is 0, in the derivative 1 between the kinks of relu/);
  });
});

describe("a claim whose kinks are those of the derivative in other words", () => {
  it.each([
    ["scaled", slope("k max(2 a, 2 b)", "∂y/∂a = 2 k step(a / 3 - b / 3)")],
    ["through a function that grows", slope("k max(a, b)", "∂y/∂a = k step(exp(a) - exp(b))")],
    ["a power", slope("relu(a^3)", "∂y/∂a = 3 a^2 step(a)")],
    ["a logarithm", slope("relu(exp(a) - 2)", "∂y/∂a = exp(a) step(a - log(2))")],
    ["clipped", zero("(hardtanh(a) - min(max(a, -1), 1))")],
    ["of entries", zero("sum(relu(x) - x .* step(x))")],
  ])("%s is equal", (_, text) => {
    expect(judged(...text).map((j) => j.verdict)).toEqual(["equal"]);
  });
});

it("leaves open what it cannot reach", () => {
  const window = (x: string) => `relu(${x} - 3) relu(3.00000000000001 - ${x})`;
  const [found] = judged(...zero(`${window("a")} ${window("b")} ${window("c")}`));
  expect(found?.verdict).toBe("not judged");
});

it.each([
  ["s = u^T tanh(W x)", "∂s/∂W = (u .* (ones(m) - tanh(W x) .^ 2)) x^T + (log(a b) - log(a) - log(b)) ones(m, n)"],
  ["s = u^T W x", "∂s/∂u = W x + (log(a b) - log(a) - log(b) + norm1(x) - sum(abs(x))) ones(m)"],
])("lines end before an input has lost its facts: %s", (equation, claim) => {
  // A positive b that rounding makes −3e-17 has no logarithm.
  const declared = ["a, b : scalar positive", "u : vector(m)", "W : matrix(m, n)", "x : vector(n)"];
  for (let seed = 6; seed <= 9; seed++)
    expect(judgedFrom(seed, ...declared, equation, claim)[0]).toMatchObject({ verdict: "equal", by: "numbers" });
});

it.each([
  "norm2(w)",
  "norm2(w) norm2(x)",
  "sum(abs(w))",
  "norm1(x) abs(a)",
  "normF(W)",
  "norm2(W x)",
  "norm2(x)^3",
  "norm2(x) / norm2(w)",
  "sum(relu(w)) norm2(w)",
])("all entries of %s vanish on one line, which is no thin place", (factor) => {
  for (const nothing of ["relu(a) - relu(-a) - a", "max(a, b) + min(a, b) - a - b", "abs(a) abs(b) - abs(a b)"])
    for (const seed of [1, 2]) {
      const text = [...DECLARED, "W : matrix(m, n)", `y = k ${factor}`, `∂y/∂k = ${factor} + ${nothing}`];
      expect(judgedFrom(seed, ...text).map((j) => j.verdict)).toEqual(["equal"]);
    }
});
