/** Letters in scripts that stand as papers print them: behind a bar, beside a prime. */
import { describe, expect, it } from "vitest";
import { answer } from "../../../src/api/answer.js";
import { check } from "../../../src/check.js";
import { derive } from "../../../src/index.js";

const SNE = String.raw`$$q_{j|i} = \frac{\exp(-\|y_i - y_j\|^2)}{\sum_{k \ne i} \exp(-\|y_i - y_k\|^2)}$$
$$C = -\sum_i \sum_{j \neq i} P_{ij} \log q_{j|i}$$ $$\frac{\partial C}{\partial y_i}$$`;

describe("letters of a script", () => {
  it("stand before and behind a bar", () => {
    expect(check(SNE)).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
    const texts = (source: string): readonly string[] => derive(source).results.map((r) => r.text);
    const withCommas = (text: string): string => text.replace(/_\{(\w)\|(\w)\}/g, "_{$1,$2}");
    expect(texts(SNE).some((t) => t.includes("q_{j|i}"))).toBe(true);
    expect(texts(SNE).map(withCommas)).toEqual(texts(SNE.replaceAll("j|i", "j,i")));
  });

  it.each(["h_i'", "h'_i", String.raw`h_i^\prime`])("%s is a family of its own where an equation says it", (primed) => {
    const source = String.raw`$$${primed} = \tanh(W h_i), \quad L = \sum_{i=1}^N g_i^\top ${primed}$$
$$\frac{\partial L}{\partial W}$$ $$\frac{\partial L}{\partial h_i}$$
$$\frac{\partial L}{\partial ${primed}}$$`;
    const texts = (text: string): readonly string[] =>
      derive(text).results.map((r) => r.text.replaceAll("h_prime", "q"));
    expect(answer(source).diagnostics).toEqual([]);
    expect(texts(source)).toEqual(texts(source.replaceAll(primed, "q_i")));
  });

  it("a capital over the number of terms is a number, unless it is used as a matrix", () => {
    const source = String.raw`$$v_i = w_i + \frac{K}{N} \sum_{j=1}^N \sin(x_j - x_i), \quad i = 1, \dots, N$$`;
    const kinds = (text: string): readonly string[] =>
      derive(text).assumptions.map((a) => a.split(" ").slice(0, 3).join(" "));
    expect(kinds(`${source}\n∂v_i/∂K`)).toContain("K : scalar");
    expect(kinds(`${source.replace("K}{N}", "1}{N} K")} ∂v_i/∂K`)).not.toContain("K : scalar");
  });
});
