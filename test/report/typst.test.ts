/** Typst and Markdown of a report: every formula that the house prints is read whole, and nothing of it is lost. */
import { describe, expect, it } from "vitest";
import { derive } from "../../src/index.js";
import { catalogue } from "../../src/report/catalogue.js";
import { markdownReport } from "../../src/report/markdown-report.js";
import { typstOf, typstReport } from "../../src/report/typst.js";

describe("a formula in Typst", () => {
  it.each([
    ["\\frac{\\partial s}{\\partial \\mathbf{W}}", "frac(partial s, partial upright(bold(W)))"],
    ["\\mathbf{x}_{1}^{\\top} \\mathbf{A}", "upright(bold(x))_1^top upright(bold(A))"],
    ["\\hat{\\mathbf{y}}_{t-1}", "hat(upright(bold(y)))_(t - 1)"],
    ["\\mathbf{0}_{n \\times m}", "upright(bold(0))_(n times m)"],
    ["x^{1/2}", "x^(1 \\/ 2)"],
    ["\\mathrm{loss}^{2}", 'upright("loss")^2'],
    ["\\boldsymbol{\\delta}_{n,m}", "bold(delta)_(n\\, m)"],
    ["\\frac{\\max(a, b)}{2}", "frac(max (a, b), 2)"],
    ["\\left\\lVert \\mathbf{x} \\right\\rVert_2", "norm(upright(bold(x)))_2"],
    ["\\begin{bmatrix} a & b \\\\ c & d \\end{bmatrix}", 'mat(delim: "[", a, b; c, d)'],
    ["f''(z)", "f'' (z)"],
    ['\\text{a \\_ "b" is }x', '"a _ \\"b\\" is " x'],
    ["\\operatorname{cross\\_entropy}(y, p)", 'op("cross_entropy") (y, p)'],
  ])("%s", (latex, typst) => {
    expect(typstOf(latex)).toBe(typst);
  });

  it("knows every command that is printed, and closes what it opens", () => {
    const printed = catalogue().flatMap((e) => (e.example === null ? [] : [e.example.latex]));
    expect(printed.length).toBeGreaterThan(150);
    for (const latex of printed) {
      const typst = typstOf(latex);
      expect(typst, latex).not.toContain('"\\\\');
      const signs = typst.replace(/"(?:\\.|[^"\\])*"/g, "").replace(/\\./g, "");
      for (const [open, close] of ["()", "[]"])
        expect(signs.split(open as string).length, typst).toBe(signs.split(close as string).length);
      const letters = (text: string): number => (text.match(/(?<![a-zA-Z\\.])[a-zA-Z](?![a-zA-Z])/g) ?? []).length;
      // X_{ii} has two letters, which Typst writes apart.
      const apart = latex
        .replace(/\\(?:text|operatorname)\{[^{}]*\}/g, "")
        .replace(/_\{[a-z]+\}/g, (at) => at.split("").join(" "));
      expect(letters(signs), latex).toBe(letters(apart));
    }
  });

  it("ends for any text", () => {
    for (const latex of ["}", "{", "\\frac{a", "^", "\\begin{", "\\text{", "'", "_{}^{}", `${"{".repeat(20_000)}`])
      expect(typeof typstOf(latex)).toBe("string");
  });
});

describe("a report", () => {
  const report = derive("z = W x + b; h = f(z); s = u^T h; ∂s/∂b = u; ∂s/∂W");

  it("is displays in Typst, one for each derivation and one for all answers", () => {
    const typst = typstReport(report);
    expect(typst.match(/^\$ /gm)).toHaveLength(3);
    expect(typst).toContain("&= upright(bold(u)) compose f' (upright(bold(z)))");
  });

  it("is displays and lists in Markdown, in which no word of the text is markup", () => {
    const markdown = markdownReport(report);
    expect(markdown.match(/^\$\$$/gm)).toHaveLength(6);
    expect(markdown).toContain("- `∂s/∂b = u`: **different**");
    expect(markdownReport(derive("a : scalar; s = a^2; ∂s/∂a = `2 a`".replaceAll("`", "")))).toContain("`∂s/∂a = 2 a`");
  });
});
