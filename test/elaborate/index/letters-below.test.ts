/** What stands below and above letters of families: four places, bars, squares, labels of what is declared. */
import { describe, expect, it } from "vitest";
import { check } from "../../../src/check.js";
import { derive } from "../../../src/index.js";

const latex = (...lines: readonly string[]): string => lines.map((l) => `$$${l}$$`).join("\n");

/** The answers in plain text and in Unicode, each held against differences, at so many draws. */
async function answers(text: string, samples = 3) {
  const { diagnostics, results } = derive(text);
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  const checked = await check(text, { samples });
  expect(checked.passed).toBe(true);
  expect(checked.checks.length).toBeGreaterThan(0);
  return results.map((r) => [r.left.unicode, r.text, r.unicode]);
}

describe("letters side by side", () => {
  it("are four places in a question as in a model", async () =>
    expect(
      await answers(
        latex(
          String.raw`O_{bhij} = \sum_k P_{bhik}V_{bhkj}`,
          String.raw`L = \sum_{b,h,i,j} G_{bhij}\, O_{bhij}`,
          String.raw`\frac{\partial L}{\partial P_{bhik}}`,
        ),
        // Four letters are some hundred entries, each moved by itself.
        1,
      ),
    ).toEqual([["∂L/∂P_bhik", "sum(j=1..M, G_{b,h,i,j} V_{b,h,k,j})", "Σ_{j=1}^M G_bhij V_bhkj"]]));
});

describe("a bar among places", () => {
  it("stays where it is", async () =>
    expect(await answers("L = sum(i=1..N, sum(j=1..M, y_ij p_{j|i}^2))\n∂L/∂p_{j|i}")).toEqual([
      ["∂L/∂p_{j|i}", "2 y_{i,j} p_{j|i}", "2 y_ij p_{j|i}"],
    ]));

  it("tells a conditional probability from a joint one", async () => {
    const text = "p_ij = (p_{j|i} + p_{i|j})/2\nC = sum(i=1..N, sum(j=1..N, p_ij q_ij^2))";
    expect(await answers(`${text}\n∂C/∂p_{j|i}`)).toEqual([
      ["∂C/∂p_{j|i}", "0.5 (q_{j,i}^2 + q_{i,j}^2)", "0.5 (q_ji² + q_ij²)"],
    ]);
    expect((await answers(`${text}\n∂C/∂q_ij`)).flat()).toContain("2 p_{i,j} q_{i,j}");
  });
});

describe("a square that is a name", () => {
  const garch = "v_t = ω + α x_{t-1}^2 for t in 1..T\n";

  it.each([
    ["L = log(σ²)/2 + q/(2σ²)\nq : scalar\n∂L/∂σ²", "∂L/∂σ²", "0.5 (1 - q / sigma_squared) / sigma_squared"],
    [`${garch}L = sum(t=1..T, σ_t^2 v_t)\n∂L/∂σ_t^2`, "∂L/∂σ_t²", "v_t"],
    ["KL = Σᵢ (σᵢ² − log(σᵢ²)); ∂KL/∂σᵢ²", "∂KL/∂σ_i²", "1 - 1 / (sigma_squared)_i"],
  ])("is printed as one: %s", async (text, left, value) => {
    const [[first, second] = []] = await answers(text);
    expect([first, second]).toEqual([left, value]);
  });

  it("is said where the text has its root, too", () => {
    const { diagnostics } = derive("sigma, sigma_squared : scalar\ny = sigma^2 + sigma_squared\n∂y/∂sigma");
    expect(diagnostics.map((d) => d.message)).toContain("sigma^2 and sigma_squared are printed alike, as σ²");
  });
});

describe("a label above the letter of a family", () => {
  it("is one where the letters are declared with it, however the formula is set", async () => {
    const text = [
      String.raw`\begin{aligned} f_i^a, f_i^p \in \mathbb{R}^d \end{aligned}`,
      String.raw`L = \sum_{i=1}^N \|f_i^a - f_i^p\|^2`,
      String.raw`\frac{\partial L}{\partial f_i^a}`,
    ];
    expect((await answers(latex(...text))).map(([, t]) => t)).toEqual(["2 (f_a_i - f_p_i)"]);
  });
});
