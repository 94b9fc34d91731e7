/** The loss of one sample i: the label y_i picks an entry of the scores, though nothing binds i. */
import { expect, it } from "vitest";
import { check } from "../../../src/check.js";
import { derive } from "../../../src/index.js";

const latex = (...lines: readonly string[]): string => lines.map((l) => `$$${l}$$`).join("\n");

it.each([
  [
    "softmax, by the scores",
    latex(
      String.raw`L_i = -\log\left(\frac{e^{f_{y_i}}}{\sum_j e^{f_j}}\right)`,
      String.raw`\frac{\partial L_i}{\partial f_k}`,
    ),
    "exp(f_k) / sum(j=1..M, exp(f_j)) - [k = y_i]",
  ],
  [
    "hinge, by the scores",
    latex(
      String.raw`L_i = \sum_{j \neq y_i} \max(0, s_j - s_{y_i} + 1)`,
      String.raw`\frac{\partial L_i}{\partial s_k}`,
    ),
    "[k != y_i] step(s_k - s_{y_i} + 1) - sum(j=1..M, j != y_i, step(s_j - s_{y_i} + 1)) [k = y_i]",
  ],
])("%s", (_, source, text) => {
  const { results, assumptions } = derive(source);
  expect(results.map((r) => r.text)).toEqual([text]);
  expect(assumptions).toContain("y_i : label(1..M)");
  expect(check(source)).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
});

it("a label that is only compared is drawn from its own range", () => {
  const source = latex(
    String.raw`\ell = \sum_{i : \delta_i = 1} (x_i^\top \beta - \log \sum_{j : t_j \ge t_i} e^{x_j^\top \beta})`,
    String.raw`\frac{\partial \ell}{\partial \beta}`,
  );
  expect(check(source)).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
});

it("a claim that forgets the label is different", () => {
  const source = latex(
    String.raw`E_i = -z_{y_i} + \log \sum_j e^{z_j}`,
    String.raw`\frac{\partial E_i}{\partial z_k} = \frac{e^{z_k}}{\sum_j e^{z_j}}`,
  );
  expect(derive(source).results[0]?.claims.map((c) => c.verdict)).toEqual(["different"]);
});
