import { createHash } from "node:crypto";
import katex from "katex";
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { answerHtml } from "../../src/report/answer.js";
import { latexReport } from "../../src/report/latex-report.js";
import { page, SCRIPT_HASH } from "../../src/report/page.js";
import { ANSWER_STYLE, PAGE_SCRIPT } from "../../src/report/page-style.js";
import type { Report } from "../../src/report/report.js";
import { spoken } from "../../src/report/spoken.js";
import { network } from "./reports.js";

const scorer = network(1, { steps: "full" });
const html = page([{ file: "scorer.eq", report: scorer }]);
/** The page without its style sheets and script. */
const body = (text: string) => text.slice(text.indexOf("<main>") + 6, text.indexOf("</main>"));

/** Tags that are opened and not closed, or closed and not opened. */
function unbalanced(text: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, close, name = "", rest = ""] of text.matchAll(/<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:"[^"]*"|[^">])*)>/g)) {
    if (/^(meta|br|hr|img|path|line)$/i.test(name) || rest.endsWith("/")) continue;
    if (close === "") open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}

describe("the page", () => {
  it("asks for nothing from elsewhere and runs one script only", () => {
    const without = html
      .replaceAll("http://www.w3.org/1998/Math/MathML", "")
      .replaceAll("http://www.w3.org/2000/svg", "");
    expect(without).not.toMatch(/https?:\/\/|src="|@import|url\((?!data:)/);
    expect(SCRIPT_HASH).toBe(createHash("sha256").update(PAGE_SCRIPT).digest("base64"));
    expect(html).toContain(`script-src 'sha256-${SCRIPT_HASH}'`);
    expect(html.match(/<script/g)).toHaveLength(1);
  });

  it("has the language that is said, and headings that are read as words", () => {
    expect(html).toContain('<html lang="en">');
    expect(page([{ file: null, report: scorer }], { lang: 'ko"><script>' })).toContain(
      '<html lang="ko&quot;&gt;&lt;script&gt;">',
    );
    const headings = [...body(html).matchAll(/<h2([^>]*)>(.*?)<\/h2>/gs)];
    expect(headings.length).toBeGreaterThan(1);
    for (const [, attributes = "", inside = ""] of headings)
      if (inside.includes("<")) expect(attributes).toMatch(/aria-label="derivation of [^"]+"/);
  });

  it("is there as a fragment too, with its style, that touches nothing else of a page", () => {
    const fragment = answerHtml(scorer);
    expect(unbalanced(fragment)).toEqual([]);
    expect(fragment).not.toMatch(/<script|<style|\son[a-z]+=|href="(?!#)/);
    expect(fragment.match(/<li class="cr-step">/g)).toHaveLength(scorer.results.flatMap((r) => r.steps).length);
    const selectors = [...ANSWER_STYLE.matchAll(/(?:^|[}\n])([^{}@]+)\{/g)].map((m) => m[1] as string);
    expect(selectors.length).toBeGreaterThan(20);
    for (const selector of selectors.flatMap((all) => all.split(/,(?![^(]*\))/)))
      expect(selector).toMatch(/cr-|:where\(:root\)/);
  });

  it("has every step with its rule, its shapes, MathML and LaTeX to copy", () => {
    const text = body(html);
    const steps = scorer.results.flatMap((r) => r.steps);
    expect(text.match(/<li class="cr-step">/g)).toHaveLength(steps.length);
    for (const s of steps) {
      expect(text).toContain(`data-latex="${s.latex.replaceAll("&", "&amp;").replaceAll("'", "&#39;")}"`);
      expect(text).toContain(`>${s.title}</a>`);
    }
    for (const id of text.matchAll(/href="#([^"]*)"/g)) expect(text).toContain(`id="${id[1]}"`);
    expect(text).toContain("②</span>n×n");
    expect(text).not.toMatch(/katex-error|cr-source|undefined/);
    expect(unbalanced(text)).toEqual([]);
  });

  it("ties what a factor of the chain turns out to be to its place", () => {
    expect(body(html)).toMatch(/cr-factor cr-o1"><span class="cr-formula" aria-hidden="true"><span class="katex">/);
  });

  it("counts the factors of a long chain beyond the circled numbers", () => {
    const [result, ...rest] = scorer.results;
    const [chain, ...steps] = result?.steps ?? [];
    if (result === undefined || chain === undefined) throw new Error("no chain");
    const factors = Array.from({ length: 21 }, (_, k) => {
      const text = `F_${k}`;
      return { text, unicode: text, latex: `F_{${k}}`, shape: ["n", "n"] as const };
    });
    const latex = `${chain.left?.latex} = ${factors.map((f) => f.latex).join(" ")}`;
    const long = { ...result, steps: [{ ...chain, factors, latex }, ...steps] };
    const text = body(page([{ file: null, report: { ...scorer, results: [long, ...rest] } }]));
    expect(text).toContain("⑳</span>n×n");
    expect(text).toContain("(21)</span>n×n");
  });

  it("shows the sign and the number in front of the factors", () => {
    const report = answer("A : matrix(n, n); x : vector(n); y = -(x^T A x)^2; ∂y/∂x", { steps: "full" });
    const last = body(page([{ file: null, report }]))
      .split('<li class="cr-step">')
      .at(-1) as string;
    expect(last.replaceAll(/<[^>]*>/g, "")).toContain("=−2(x⊤Ax)(A+A⊤)n×nxn×1factor out");
  });

  it("says in the list of rules what a line that calls a part by its name does", () => {
    const report = answer("x : scalar; u1 = x^2; u2 = x u1; ∂u2/∂x", { steps: "full" });
    const text = body(page([{ file: null, report }]));
    expect(text).toContain("<dt>by definition</dt><dd>z stands for W x + b where z = W x + b");
  });

  it("folds the numbers at which a claim is wrong under it", () => {
    const report = answer("x : vector(2)\ns = x^T x\n∂s/∂x = 2 x = 3 x", { steps: "none" });
    const told = body(page([{ file: "claims.eq", report }]));
    expect(told.match(/<details><summary>the numbers<\/summary><pre/g)).toHaveLength(1);
    expect(told).toMatch(/claimed {2}\[/);
    expect(unbalanced(told)).toEqual([]);
  });

  it("says no more than it is told: of a claim without a reason, of a part that is no derivative, of a Jacobian", () => {
    const report = answer("x : vector(2)\nA : matrix(2, 2)\ny = A x\n∂y/∂x = A", { steps: "none" });
    const [first] = report.results;
    if (first?.claims[0] === undefined) throw new Error("no claim");
    const results = [{ ...first, claims: [{ ...first.claims[0], why: null }] }];
    const told = body(page([{ file: null, report: { ...report, results } }]));
    expect(told).toContain('<strong class="cr-equal-verdict">equal</strong> in jacobian layout</li>');
    expect(told).toContain("2×2, jacobian layout</span>");
    const where = scorer.where.map((w) => ({ ...w, means: null }));
    expect(scorer.where.some((w) => w.means !== null)).toBe(true);
    expect(body(page([{ file: null, report: { ...scorer, where } }]))).not.toContain("which is");
  });

  it("makes text of whatever a report holds", () => {
    const evil = '</style></script><img src=x onerror="alert(1)">\'&';
    const [first] = scorer.results;
    if (first === undefined) throw new Error("no result");
    const report: Report = {
      ...scorer,
      assumptions: [evil],
      diagnostics: [
        {
          severity: "error",
          code: "syntax/end",
          message: evil,
          line: 1,
          column: 1,
          endLine: 1,
          endColumn: 1,
          hint: evil,
          notes: [],
        },
      ],
      results: [
        {
          ...first,
          left: { text: evil, unicode: evil, latex: evil },
          conditions: [evil],
          views: { [evil]: evil },
          steps: first.steps.map((s) => ({
            ...s,
            rule: evil,
            title: evil,
            statement: evil,
            cite: evil,
            why: evil,
            latex: evil,
          })),
          claims: [
            {
              text: evil,
              unicode: evil,
              latex: null,
              verdict: "different",
              by: "numbers",
              holds: null,
              layout: null,
              why: evil,
              counterexample: null,
              line: 1,
              column: 1,
            },
          ],
        },
      ],
    };
    const text = page([{ file: evil, report }], { title: evil });
    expect(text).not.toContain("<img");
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(unbalanced(body(text))).toEqual([]);
  });

  it("holds several files, and is the same every time", () => {
    const two = () =>
      page([
        { file: "a.eq", report: scorer },
        { file: "b.eq", report: network(2, { steps: "chain" }) },
      ]);
    expect(two().match(/<article>/g)).toHaveLength(2);
    expect(two()).toBe(two());
    expect(page([{ file: null, report: network(1, { steps: "none" }) }])).not.toContain('class="cr-steps"');
  });
});

describe("formulas in words", () => {
  it.each([
    ["∂s/∂W = δ xᵀ", "the derivative of s by W equals delta x transpose"],
    ["∇_b s = u ∘ f′(z)", "the gradient by b of s equals u elementwise times f prime (z)"],
    ["∂²s/∂x² = (A + Aᵀ) / ‖x‖₂", "the second derivative of s by x equals (A plus A transpose) over the norm of x"],
    ["−X⁻¹ W₂", "minus X inverse W 2"],
    ["ϐ x", "ϐ x"],
  ])("%s", (formula, words) => {
    expect(spoken(formula)).toBe(words);
  });
});

describe("LaTeX of a report", () => {
  it("is empty where nothing is asked", () => {
    expect(latexReport({ ...scorer, where: [], results: [] })).toBe("");
  });

  it("is what KaTeX draws, with a row for each step", () => {
    for (const report of [scorer, network(3, { steps: "chain" })]) {
      const latex = latexReport(report);
      const displays = [...latex.matchAll(/\\\[\n([\s\S]*?)\n\\\]/g)].map((m) => m[1] as string);
      expect(displays).toHaveLength(report.results.length + 1);
      for (const display of displays) katex.renderToString(display, { throwOnError: true, strict: "error" });
    }
    expect(latexReport(scorer)).toContain("&& \\text{row times diagonal}");
    expect(latexReport(scorer)).toContain(
      "\\frac{\\partial s}{\\partial \\mathbf{W}} &= \\boldsymbol{\\delta} \\mathbf{x}^{\\top} && n \\times m",
    );
  });

  it.each([
    ["y = log(det(X)); ∂y/∂X", ["\\text{where } \\det(\\mathbf{X}) > 0"]],
    ["y = sum(relu(x)); ∂y/∂x", ["\\text{relu}^{\\prime}(0) = 0\\text{ is taken}"]],
    ["y = a^T inv(A) a; ∂y/∂a", ["\\text{where } \\mathbf{A}\\text{ is invertible}"]],
    [
      "y = norm1(x) + sum(asin(x)); ∂y/∂x",
      ["|\\cdot |\\text{ at }0", "\\text{and } \\mathbf{x}\\text{ lies between }-1\\text{ and }1"],
    ],
    [
      "Y = X A X^T; ∂Y/∂X",
      ["\\operatorname{vec}(\\mathbf{B}^{\\top})\\text{ for every }n \\times m\\text{ matrix }\\mathbf{B}"],
    ],
    ["B : matrix(2 n, 3); Z = B A; ∂(Z^T)/∂B", ["\\text{ for every }(2 n) \\times 3\\text{ matrix }\\mathbf{C}"]],
  ] as const)("gives the conditions of %s, in words that KaTeX draws", (text, rows) => {
    const latex = latexReport(answer(text));
    const displays = [...latex.matchAll(/\\\[\n([\s\S]*?)\n\\\]/g)].map((m) => m[1] as string);
    expect(displays.length).toBeGreaterThan(0);
    for (const display of displays) katex.renderToString(display, { throwOnError: true, strict: "error" });
    for (const row of rows) expect(latex).toContain(row);
  });
});
