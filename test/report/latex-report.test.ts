/** Answers as LaTeX to paste: both dresses of a sum, with what the matrices of the second one hold. */
import { describe, expect, it } from "vitest";
import { derive } from "../../src/index.js";
import { latexReport } from "../../src/report/latex-report.js";
import { markdownReport } from "../../src/report/markdown-report.js";
import { typstReport } from "../../src/report/typst.js";

const WEIGHTED = "e_i = w^T x_i - y_i for i in 1..N\nL = sum(i=1..N, e_i^2 / v_i)\n∂L/∂w";

describe("the second dress of an answer", () => {
  it("stands below the first, with the rows of its matrices", () => {
    const latex = latexReport(derive(WEIGHTED, { steps: "none" }));
    expect(latex).toContain("  &= 2 \\mathbf{X}^{\\top}");
    expect(latex).toContain("&& \\mathbf{X}\\text{ has the rows }\\mathbf{x}_{i}^{\\top}");
  });

  it("stands in Markdown and in Typst too", () => {
    const report = derive(WEIGHTED, { steps: "none" });
    expect(markdownReport(report)).toContain("\\text{ has the rows }");
    expect(typstReport(report)).toContain('" has the rows "');
  });

  it("says in which order the factors of a product stand", () => {
    const text = "h_t = tanh(W h_{t-1} + U x_t) for t in 1..T\n∂h_T/∂h_t";
    const latex = latexReport(derive(text, { steps: "none" }));
    expect(latex).toContain("&= \\prod_{k=T}^{t + 1}");
    expect(latex).toContain("\\text{factors from left to right: }k = T, \\dots, t + 1");
  });

  it("is left out where an answer has one form", () => {
    const latex = latexReport(derive("s = u^T W x\n∂s/∂W", { steps: "none" }));
    expect(latex).not.toContain("has the rows");
  });
});
