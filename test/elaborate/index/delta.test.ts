/** δ_ij: Kronecker's, unless the model keeps i and j apart wherever it stands. */
import { describe, expect, it } from "vitest";
import { answer } from "../../../src/api/answer.js";
import { check } from "../../../src/check.js";
import { derive } from "../../../src/index.js";

const asked = (sum: string, term: string): string =>
  String.raw`$$S = ${sum} (${term} - \|x_i - x_j\|)^2$$ $$\frac{\partial S}{\partial x_i}$$`;
const codes = (source: string): readonly string[] => answer(source).diagnostics.map((d) => d.code);

describe("under letters that differ δ_ij are data", () => {
  it.each([
    String.raw`\sum_{i<j}`,
    String.raw`\sum_i \sum_{j \ne i}`,
    String.raw`\sum_{i \neq j}`,
    String.raw`\sum_{i=1}^{n-1} \sum_{j=i+1}^n`,
    String.raw`\sum_{i=2}^n \sum_{j=1}^{i-1}`,
  ])("of %s", (sum) => {
    const source = asked(sum, String.raw`\delta_{ij}`);
    expect(codes(source)).toEqual([]);
    const own = asked(sum, "q_{ij}");
    expect(derive(source).results[0]?.text.replaceAll("delta", "q")).toBe(derive(own).results[0]?.text);
    expect(check(source)).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
  });
});

it("elsewhere it is 1 where they agree, which is said of a model", () => {
  const source = asked(String.raw`\sum_{i,j}`, String.raw`\delta_{ij}`);
  expect(codes(source)).toEqual(["reading/delta"]);
  const apart = `S = sum(i, sum(j, j != i, (delta_ij - x_i^T x_j)^2)) + sum(i, j, delta_ij x_i^T x_j)`;
  expect(codes(`${apart}\n∂S/∂x_i`)).toEqual(["reading/delta"]);
  expect(codes("p = softmax(z)\n∂p_i/∂z_j = p_i (δ_ij - p_j)")).toEqual([]);
});
