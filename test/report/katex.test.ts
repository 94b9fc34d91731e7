import { describe, expect, it, vi } from "vitest";
import { escapeHtml, loadKatex, MAX_LATEX, renderMath, requireKatex, stylesheet } from "../../src/report/katex.js";

describe("KaTeX", () => {
  it("gives HTML to see, MathML to read and the source to copy", () => {
    const html = renderMath("\\mathbf{x}^{\\top}", { spoken: "x transpose" });
    expect(html).toContain('<math alttext="x transpose" xmlns="http://www.w3.org/1998/Math/MathML"');
    expect(html).toContain('<span class="katex-html" aria-hidden="true">');
    expect(html).toContain('data-latex="\\mathbf{x}^{\\top}"');
    expect(html).toContain('<annotation encoding="application/x-tex">\\mathbf{x}^{\\top}</annotation>');
  });

  it("draws one thing and reads another where it is told to", () => {
    const html = renderMath("x", { drawn: "\\htmlClass{cr-o1}{x}" });
    expect(html).toContain("cr-o1");
    expect(html).toContain('<annotation encoding="application/x-tex">x</annotation>');
  });

  it("loads in Node at once and anywhere by waiting", async () => {
    expect(requireKatex().renderToString("x")).toBe((await loadKatex()).renderToString("x"));
  });

  it("is awaited where there is no Node", () => {
    vi.stubGlobal("process", undefined);
    try {
      expect(() => requireKatex()).toThrow("in a browser, await loadKatex()");
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("draws a page's own formula, and trusts none of its classes", () => {
    expect(renderMath("x^2", { foreign: true })).toContain('class="katex-html"');
  });

  it.each(["\\gdef\\x{y}\\x", "\\def\\x{y}", "\\let\\x=y", "\\newcommand{\\x}{y}", "\\href{javascript:alert(1)}{x}"])(
    "does not run %s of a page",
    (latex) => {
      const html = renderMath(latex, { foreign: true });
      expect(html).toBe(`<code class="cr-source">${escapeHtml(latex)}</code>`);
    },
  );

  it("lets no macro of one formula into the next", () => {
    renderMath("\\gdef\\mathbf#1{#1#1}\\mathbf{x}");
    expect(renderMath("\\mathbf{x}")).toContain('<mi mathvariant="bold">x</mi>');
  });

  it("lets only classes of ours through", () => {
    for (const latex of [
      "\\htmlClass{evil}{x}",
      "\\htmlId{a}{x}",
      "\\htmlStyle{color:red}{x}",
      "\\htmlData{onclick=a}{x}",
      "\\includegraphics{http://example.org/a.png}",
    ])
      expect(renderMath(latex)).not.toMatch(/class="enclosing evil|id="a"|style="color:red"|data-onclick|<img/);
    expect(renderMath("\\htmlClass{cr-o1}{x}", { foreign: true })).not.toContain("enclosing cr-o1");
  });

  it("shows the source of what is too long, too deep, too large or wrong", () => {
    const source = (latex: string) => `<code class="cr-source">${escapeHtml(latex)}</code>`;
    const long = "x+".repeat(MAX_LATEX);
    const deep = `${"x^{".repeat(1500)}x${"}".repeat(1500)}`;
    for (const latex of [long, deep, "\\frac{", "<script>\\"]) expect(renderMath(latex)).toBe(source(latex));
    expect(renderMath("\\rule{500em}{500em}")).not.toContain("500em;");
  });

  it("brings only the fonts that a page uses, inside the style sheet", () => {
    const plain = stylesheet(renderMath("x"));
    expect(plain).not.toMatch(/url\((?!data:font\/woff2;base64,)/);
    expect(plain.match(/@font-face/g)).toHaveLength(2);
    expect(stylesheet(renderMath("x \\mathbf{x}")).match(/@font-face/g)).toHaveLength(3);
  });
});
