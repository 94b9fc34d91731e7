import { describe, expect, it } from "vitest";
import { ChainruleError, type CheckReport, check, checkReport } from "../../src/check.js";
import { parse } from "../../src/index.js";

const SCORER = "z = W x + b\nh = f(z)\ns = u^T h\n";

const lines = (report: CheckReport) => report.checks.map((c) => [c.passed, c.text]);

describe("check", () => {
  it("checks shapes, queries and claims, a line each with the worst error", () => {
    const report = check(`${SCORER}∂s/∂W, ∂s/∂x\n∂s/∂b = u^T diag(f'(z)) = u^T .* f'(z)`);
    expect(lines(report)).toEqual([
      [true, "shapes: z n×1, h n×1, s 1×1"],
      [true, "∂s/∂W"],
      [true, "∂s/∂x"],
      [true, "∂s/∂b"],
      [true, "∂s/∂b = uᵀ diag(f′(z))"],
      [true, "∂s/∂b = u^T .* f'(z)"],
    ]);
    expect(report.passed).toBe(true);
    expect(report.checks.map((c) => c.line)).toEqual([1, 4, 4, 5, 5, 5]);
    for (const c of report.checks.slice(1)) {
      expect(c.worst).toBeLessThan(1e-9);
      expect(c.draws).toBe(3);
    }
    expect(report.checks[5]).toMatchObject({ verdict: "equal up to a transpose", layout: "jacobian" });
    expect(report.diagnostics.map((d) => [d.severity, d.code])).toEqual([["warning", "claim/equal-up-to-a-transpose"]]);
  });

  it("fails a claim that only a transpose repairs where the exact shape is asked for", () => {
    const text = `${SCORER}∂s/∂b = u^T diag(f'(z)) = u^T .* f'(z)`;
    const report = check(text, { exactShape: true });
    expect(report.passed).toBe(false);
    expect(report.counts.failed).toBe(1);
    expect(report.checks.at(-1)).toMatchObject({ outcome: "failed", verdict: "equal up to a transpose" });
    expect(check(text, { exactShape: false }).passed).toBe(true);
  });

  it("checks the last scalar by every input where a text asks for nothing", () => {
    const report = check(SCORER);
    expect(report.checks.map((c) => c.text)).toEqual([
      "shapes: z n×1, h n×1, s 1×1",
      "∂s/∂W",
      "∂s/∂x",
      "∂s/∂b",
      "∂s/∂u",
    ]);
  });

  it("checks second derivatives, along a vector, and the derivatives that definitions hold", () => {
    const report = check(
      `x, v : vector(n)\nA : matrix(n, n)\ns = sum(tanh(A x))\ng = ∂s/∂x\n∂²s/∂x²\n∂²s/∂x² v\n∂g/∂x\n∂²s/∂x∂A\n∂s/∂x`,
    );
    expect(lines(report)).toEqual([
      [true, "shapes: s 1×1, g n×1"],
      [true, "∂s/∂x"],
      [true, "∂²s/∂x²"],
      [true, "∂²s/∂x² v"],
      [true, "∂g/∂x"],
      [true, "∂²s/∂x∂A"],
    ]);
  });

  it.each([
    ["a function that the model defines", "swish(t) = t sigmoid(t)\ns = sum(swish(W x))\n∂s/∂x, ∂s/∂W"],
    ["kinks", "s = norm1(relu(W x) - y) + sum(max(x, 0)) + max(0, u^T x)\n∂s/∂x, ∂s/∂W"],
    ["domains", "X : matrix(n, n) posdef\nx : vector(n)\ns = logdet(X) + sum(log(x)) + x^T X^-1 x\n∂s/∂X, ∂s/∂x"],
    ["a symbolic power", "X : matrix(n, n)\nk : scalar integer positive\ns = tr(X^k)\n∂s/∂X"],
    ["softmax and cross entropy", "y : vector(n) simplex\ns = cross_entropy(y, softmax(W x))\n∂s/∂W"],
    ["a scalar variable", "A : matrix(n, m)\nt : scalar\nY = exp(t) A\n∂Y/∂t"],
    ["a defined variable", `${SCORER}∂s/∂z, ∂s/∂h, ∂h/∂z`],
  ])("draws numbers for %s", (_, text) => {
    const report = check(text);
    expect(report.checks.filter((c) => !c.passed)).toEqual([]);
    expect(report.checks.length).toBeGreaterThan(1);
  });

  it("fails on a wrong claim and says where it departs", () => {
    const report = check(`${SCORER}∂s/∂b = u .* f'(z) = -u .* f'(z)`);
    expect(report.passed).toBe(false);
    expect(lines(report).slice(1)).toEqual([
      [true, "∂s/∂b"],
      [true, "∂s/∂b = u ∘ f′(z)"],
      [false, "∂s/∂b = −u ∘ f′(z)"],
    ]);
    expect(report.checks[3]).toMatchObject({ verdict: "different", counterexample: { equals: 2 } });
    expect(report.checks[3]?.why).toContain("the sign is wrong");
  });

  it("fails where no numbers can be drawn, and never passes by leaving out", () => {
    const empty = checkReport("x : vector(n)\ns = sum(log(-exp(x)))\n∂s/∂x\n∂s/∂x = x");
    expect(empty.passed).toBe(false);
    expect(empty.checks.map((c) => [c.passed, c.worst])).toEqual([
      [false, null],
      [false, null],
      [false, null],
    ]);
    const [shapes, ...derivatives] = empty.checks;
    expect(shapes?.why).toBe("no numbers could be drawn: the argument of log is not positive");
    for (const c of derivatives) expect(c.why).toMatch(/^this has no value anywhere: /);
    const never = () => check("X : matrix(2, 3) simplexrows positive\ns = sum(log(X - ones(2, 3)))\n∂s/∂X");
    expect(never).toThrow("it needs every entry of X − ones(2, 3) is positive, which never holds");
  });

  it("tells a derivative whose terms cancel from a wrong one beside it", () => {
    const passed = (y: string, claim: string) => checkReport(`x : scalar\ny = ${y}\n∂y/∂x = ${claim}`).passed;
    expect(passed("atan(x) + atan(1/x)", "0")).toBe(true);
    expect(passed("asin(x) + acos(x)", "0")).toBe(true);
    expect(passed("atan(x) + atan(2/x)", "0")).toBe(false);
    expect(passed("atan(x) + 1.001 atan(1/x)", "0")).toBe(false);
  });

  it("shows numbers that can be copied out, and no rounding", () => {
    const [, , claim] = checkReport("x : scalar\ny = relu(x - 1000)\n∂y/∂x = 0").checks;
    expect(Number(claim?.counterexample?.inputs.x) % 100).toBe(0);
  });

  it("fails where a variable can have no value with the facts that are stated of it", () => {
    const report = checkReport("X : matrix(n, n) diagonal positive\ns = tr(X)\n∂s/∂X");
    expect(report.passed).toBe(false);
    expect(report.checks[1]?.why).toContain("no draw of X is");
  });

  it("looks once, and along a direction, where there are very many entries", { timeout: 60_000 }, () => {
    const right = check("x : vector(40000)\ns = sum(x .^ 2)\n∂s/∂x");
    expect(right.checks.map((c) => [c.outcome, c.draws])).toEqual([
      ["passed", 3],
      ["passed", 1],
    ]);
    const wrong = check("x : vector(40000)\ns = sum(x .^ 2)\n∂s/∂x = x");
    expect(wrong.checks.at(-1)).toMatchObject({ outcome: "failed", verdict: "different" });
    const many = check("X : matrix(200, 200)\ns = logdet(X^T X)\n∂s/∂X");
    expect(many.checks.at(-1)?.why).toBe("no numbers could be drawn: the matrix is singular, or nearly so");
  });

  it("draws a whole exponent for a matrix, also where nobody says that it is one", () => {
    expect(check("X : matrix(n, n)\ns = tr(X^k)\n∂s/∂X = k (X^(k - 1))^T").passed).toBe(true);
  });

  it("lets a claim stand that laws show where nothing can be drawn, and fails the derivative beside it", () => {
    const huge = check("x : scalar\ny = exp(exp(exp(10 + x^2)))\n∂y/∂x = 2 x exp(10 + x^2) exp(exp(10 + x^2)) y");
    expect(huge.checks.map((c) => c.outcome)).toEqual(["failed", "failed", "passed"]);
    expect(huge.checks[2]).toMatchObject({ verdict: "equal", by: "laws" });
    expect(huge.checks[2]?.why).toContain("no numbers could be drawn");
    expect(huge.passed).toBe(false);
  });

  it("tells tiny derivatives on their own scale, and fails where differences cannot", () => {
    const faint = check("x : vector(n)\ns = sum(exp(1000 x))\n∂s/∂x = 1000 exp(1000 x)\n∂s/∂x = 500 exp(1000 x)");
    expect(faint.checks.map((c) => c.passed)).toEqual([true, true, true, false]);
    expect(faint.checks[3]?.verdict).toBe("different");
    const drowned = check("x : vector(n)\ns = 100000000 + sum(exp(-100 abs(x)))\n∂s/∂x");
    expect(drowned.passed).toBe(false);
    expect(drowned.checks[1]?.why).toBe("no numbers could be drawn: the derivative is too small to tell");
    // What is zero because it is zero passes, and so does a unit that is off.
    expect(check("x : vector(n)\nh = relu(-exp(x))\ns = sum(h)\n∂s/∂x").passed).toBe(true);
    expect(check("x, y : vector(n)\ns = sum(x)\n∂s/∂y").passed).toBe(true);
  });

  it("leaves a claim that could only be guessed at unjudged, and says so", () => {
    const report = check(`${SCORER}∂s/∂W = gamma x^T`);
    expect(report.passed).toBe(true);
    expect(report.counts).toEqual({ passed: 2, failed: 0, notJudged: 1 });
    expect(report.checks[2]).toMatchObject({
      outcome: "not judged",
      passed: false,
      verdict: "not judged",
      worst: null,
    });
    expect(report.diagnostics.map((d) => d.code)).toContain("claim/not-judged");
  });

  it("repeats itself for a seed, and draws otherwise for another", () => {
    const text = `${SCORER}∂s/∂W = u x^T`;
    const run = (seed: number) => JSON.stringify(check(text, { seed }));
    expect(run(7)).toBe(run(7));
    expect(JSON.parse(run(7)).checks[2].counterexample).not.toEqual(JSON.parse(run(8)).checks[2].counterexample);
    expect(check(text, { samples: 6 }).checks[1]?.draws).toBe(6);
  });

  it("takes a model, and does not change it", () => {
    const model = parse(`${SCORER}∂s/∂b = u .* f'(z)`);
    const first = check(model);
    expect(check(model)).toEqual(first);
    expect(model.context.definitions.size).toBe(3);
  });

  it("throws one error for a text with faults, with the rest checked", () => {
    const text = `W : matrix(n, m)\nb : vector(n)\n${SCORER}q = W b\n∂s/∂b\n∂q/∂b`;
    expect(() => check(text)).toThrow(ChainruleError);
    const report = checkReport(text);
    expect(report.passed).toBe(false);
    expect(lines(report)).toContainEqual([true, "∂s/∂b"]);
    expect(report.diagnostics.some((d) => d.severity === "error")).toBe(true);
  });

  it("fails on a derivative that is refused", () => {
    const report = checkReport("X : matrix(n, n)\nk : scalar\nY = X^k\n∂Y/∂X");
    expect(report.passed).toBe(false);
    expect(report.checks.at(-1)).toMatchObject({ passed: false, text: "∂Y/∂X" });
    expect(report.diagnostics.some((d) => d.code === "derive/not-differentiable")).toBe(true);
  });

  it.each(["", "# nothing", "x : vector(n)", "∂", "a = a", "s = \n∂s/∂", "\\frac{", "((((("])(
    "never throws anything else, whatever the text: %j",
    (text) => {
      expect(() => checkReport(text)).not.toThrow();
    },
  );

  it("checks fifty layers name by name, where the gradient by the first ones has faded", { timeout: 60_000 }, () => {
    const depth = 50;
    const layers = Array.from({ length: depth }, (_, i) => `h_${i + 1} = sigmoid(W_${i + 1} h_${i} + b_${i + 1})`);
    const report = check(["h_0 : vector(n)", ...layers, `s = sum(h_${depth})`].join("\n"), { samples: 1 });
    expect(report.checks.length).toBe(2 * depth + 2);
    expect(report.checks.filter((c) => !c.passed)).toEqual([]);
  });
});
