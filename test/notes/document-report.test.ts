/** What a note states, derived and checked: the same answers as of its equations, at the places of the note. */
import { describe, expect, it } from "vitest";
import { derive } from "../../src/index.js";
import { answerDocument, checkDocument } from "../../src/notes/document-report.js";
import { readLatex } from "../../src/notes/latex-source.js";
import { readMarkdown } from "../../src/notes/markdown.js";
import { holdsMathematics } from "../../src/notes/models.js";
import { readNotebook } from "../../src/notes/notebook.js";
import { rangesIn } from "../../src/notes/ranges.js";

const markdown = (text: string, options = {}) =>
  answerDocument(readMarkdown(text), rangesIn(text), { steps: "none", ...options });
const answers = (report: ReturnType<typeof markdown>): readonly string[] =>
  report.results.map((r) => `${r.left.text} = ${r.text}`);

const NET = "$$z = W \\mathbf{x} + \\mathbf{b}$$ of a layer, $\\mathbf{h} = f(\\mathbf{z})$ its output";

describe("a note that is derived", () => {
  it("asks what its formulas, fences and sentences ask, in order", () => {
    const text = [
      "# One",
      "The score $s = \\mathbf{u}^T f(\\mathbf{z})$ of $\\mathbf{z} = \\mathbf{W}\\mathbf{x} + \\mathbf{b}$ costs $5, not $6.",
      "What is $\\frac{\\partial s}{\\partial \\mathbf{b}}$? It takes $O(n^2)$ steps for $\\mathbf{W} \\mathbf{x}$.",
      "",
      "```chainrule",
      "q = s^2",
      "∂q/∂u",
      "```",
      "And `∂s/∂x`{=chainrule}.",
    ].join("\n");
    const report = markdown(text);
    expect(report.diagnostics).toEqual([]);
    expect(answers(report)).toEqual(
      derive("z = W x + b; s = u^T f(z); q = s^2; ∂s/∂b; ∂q/∂u; ∂s/∂x", { steps: "none" }).results.map(
        (r) => `${r.left.text} = ${r.text}`,
      ),
    );
  });

  it("applies a density that has a formula at the values where it stands", () => {
    const policy = (at: string) => [
      `$$J = \\sum_t R_t \\log\\pi_\\theta(${at})$$`,
      "with $\\pi_\\theta(a|s) = \\frac{\\exp(\\theta_a^\\top s)}{\\sum_{b=1}^K \\exp(\\theta_b^\\top s)}$.",
      "$$\\frac{\\partial J}{\\partial \\theta_k}$$",
    ];
    const text = policy("a_t|s_t").join("\n\n");
    const report = markdown(text);
    expect(report.diagnostics.filter((d) => d.severity !== "note")).toEqual([]);
    expect(answers(report)).toEqual([
      "∂J/∂theta_k = sum(t=1..T, R_t ([k = a_t] - exp(theta_k^T s_t) / sum(b=1..K, exp(theta_b^T s_t))) s_t)",
    ]);
    expect(checkDocument(readMarkdown(text), rangesIn(text), {}).passed).toBe(true);
  });

  it("without a question derives its last scalar, and what flags name", () => {
    const text =
      "We minimise $L = \\|\\mathbf{A}\\mathbf{x} - \\mathbf{b}\\|^2$ over all $\\mathbf{x} \\in \\mathbb{R}^n$.\n";
    expect(answers(markdown(text)).map((a) => a.split(" =")[0])).toEqual(["∂L/∂A", "∂L/∂b", "∂L/∂x"]);
    expect(answers(markdown(text, { wrt: ["x"] }))).toEqual(["∂L/∂x = 2 A^T (A x - b)"]);
    expect(markdown(text, { of: "Q" }).diagnostics.map((d) => d.code)).toEqual(["usage/of"]);
  });

  it("does not take for data what is defined by itself, but for a step of a method", () => {
    const circle = markdown(
      "$$J = \\mathrm{tr}(P S),\\quad P = Q + K^\\top P K$$\n\n$$\\frac{\\partial J}{\\partial K}$$",
    );
    expect(circle.diagnostics.map((d) => d.code)).toEqual(["definition/implicit"]);
    expect(answers(circle)).toHaveLength(1);
    const step =
      "$$J = \\mathbf{x}^\\top \\mathbf{x}$$\n\n$$\\mathbf{x} = \\mathbf{x} - \\alpha \\nabla_x J$$\n\n$$\\frac{\\partial J}{\\partial \\mathbf{x}}$$";
    expect(answers(markdown(step))).toEqual(["∂J/∂x = 2 x"]);
  });

  it("takes facts from its words, and says nothing of other prose", () => {
    const q =
      "$q = \\mathbf{x}^T \\mathbf{S} \\mathbf{x}$; $$\\frac{\\partial q}{\\partial \\mathbf{x}} = 2 \\mathbf{S} \\mathbf{x}$$";
    const verdict = (text: string) => markdown(text).results.flatMap((r) => r.claims.map((c) => c.verdict));
    expect(verdict(`Let $\\mathbf{S}$ be symmetric. ${q}`)).toEqual(["equal"]);
    expect(verdict(`Let $\\mathbf{S}$ be any matrix. ${q}`)).not.toEqual(["equal"]);
  });

  it("answers each question by what its names stand for there, with names of parts kept apart", () => {
    const part = (f: string): string =>
      `# ${f}\n$$z = W \\mathbf{x} + \\mathbf{b}, \\quad s = \\mathbf{u}^T \\${f}(z)$$\n$$\\frac{\\partial s}{\\partial W}, \\quad \\frac{\\partial s}{\\partial \\mathbf{b}}$$\n`;
    const report = markdown(part("tanh").replaceAll("z", "\\mathbf{z}") + part("exp").replaceAll("z", "\\mathbf{z}"));
    expect(report.results.map((r) => r.of)).toEqual(["s", "s", "s", "s"]);
    expect(new Set(report.where.map((w) => w.name)).size).toBe(report.where.length);
    expect(report.where.length).toBe(2);
    expect(report.where[0]?.text).toContain("h");
    expect(report.where[1]?.text).toContain("exp(z)");
  });

  it("does not judge a claim about what it does not define, and says so", () => {
    const report = markdown("In general $$\\frac{\\partial g}{\\partial \\mathbf{x}} = 2 \\mathbf{x}$$ may be.\n");
    expect(report.diagnostics.map((d) => [d.severity, d.code, d.line])).toEqual([["warning", "claim/not-judged", 1]]);
  });
});

describe("places", () => {
  it("are those of the file, to the column", () => {
    const wrong = "\\mathbf{W} (\\mathbf{u} \\circ f'(\\mathbf{z}))";
    const text = `${NET.replace("z =", "\\mathbf{z} =").replace("W ", "\\mathbf{W} ")}\n\n$s = \\mathbf{u}^T \\mathbf{h}$ has\n\n$$\n\\frac{\\partial s}{\\partial \\mathbf{x}} =\n   ${wrong}\n$$\n`;
    const report = markdown(text);
    const [claim] = report.results.flatMap((r) => r.claims);
    expect([claim?.line, claim?.column, claim?.verdict]).toEqual([7, 4, "ill-shaped"]);
    const [d] = report.diagnostics;
    expect([d?.line, d?.column, d?.endLine, d?.endColumn]).toEqual([7, 4, 7, 4 + wrong.length]);
    expect(checkDocument(readMarkdown(text), rangesIn(text), {}).checks.find((c) => c.kind === "claim")?.line).toBe(7);
  });

  it("are lines of the cells in a notebook and of a LaTeX file", () => {
    const source = [
      "$y = \\mathbf{a}^T \\mathbf{x}$\n",
      "\n",
      "$\\frac{\\partial y}{\\partial \\mathbf{x}} = 2\\mathbf{a}$",
    ];
    const notebook = JSON.stringify({ cells: [{ cell_type: "markdown", source }] }, null, 1);
    const report = answerDocument(readNotebook(notebook), rangesIn(notebook, true), { steps: "none" });
    const [claim] = report.results.flatMap((r) => r.claims);
    expect(notebook.split("\n")[(claim?.line ?? 0) - 1]?.slice((claim?.column ?? 0) - 1)).toMatch(/^2\\\\mathbf/);
    const latex = `\\section{A}\n% $y = 1$\n${source.join("")}\n`;
    const found = answerDocument(readLatex(latex), rangesIn(latex), { steps: "none" }).results.flatMap((r) => r.claims);
    expect(found.map((c) => [c.line, c.verdict])).toEqual([[5, "different"]]);
  });
});

it("a text without mathematics or fences is no document", () => {
  expect(holdsMathematics(readMarkdown("z = W x + b\ns = u^T f(z)\n∂s/∂W\n"))).toBe(false);
  expect(holdsMathematics(readMarkdown("# A\n\n$x$\n"))).toBe(true);
  expect(holdsMathematics(readMarkdown("```chainrule\ny = A x\n```\n"))).toBe(true);
});

describe("what could not be read", () => {
  const latex = (text: string) => answerDocument(readLatex(text), rangesIn(text), { steps: "none" });
  const said = (text: string) => {
    const { diagnostics, results } = latex(text);
    return [diagnostics.filter((d) => d.severity === "error").map((d) => d.line), results.map((r) => r.left.text)];
  };
  const asks = (of: string, by: string): string => `$$\\frac{\\partial ${of}}{\\partial ${by}}$$\n`;

  it.each([
    ["m = \\mathbb{E}[\\mathbf w^\\top \\mathbf x]", "m"],
    ["\\hat\\theta = \\arg\\min_\\theta \\|y - X\\theta\\|", "\\hat\\theta"],
    ["R = \\|x\\|_\\infty", "R"],
    ["X^{-1} = A + B B^\\top", "X"],
    ["S = [\\omega]_\\circ", "S"],
    ["v(x) = \\max_u(x u - u^2)", "v"],
    ["z \\approx V x + b", "z"],
    ["p \\propto e^{-x^2}", "p"],
  ])("%s leaves what it defines unknown", (definition, name) => {
    const loss = `$$L = \\operatorname{tr}(${name} Q)$$\n`;
    expect(said(`$$${definition}$$\n${loss}${asks("L", name)}`)).toEqual([expect.arrayContaining([1]), []]);
    const other = said(`$$${definition}$$\n$$M = a^\\top a$$\n${asks("M", "a")}`);
    expect(other).toEqual([expect.arrayContaining([1]), ["∂M/∂a"]]);
  });

  it.each([
    "\\nabla^2 f(x)",
    "H = \\nabla^2 f",
    "\\nabla_x\\nabla_x^\\top f",
    "f''(x)",
    "Df(x)[h]",
    "\\frac{\\partial f}{\\partial (A x)}",
    "\\frac{\\partial f}{\\partial A^{-1}}",
    "\\left.\\frac{\\partial f}{\\partial x}\\right|_{x=0}",
  ])("%s is not answered by other questions", (question) => {
    expect(said(`$$f(x) = x^\\top A x$$\n$$${question}$$\n`)).toEqual([[2], []]);
  });

  it("among words matters where its name is needed, and remarks state nothing", () => {
    const words = "The mean $m = \\mathbb{E}[x]$ has $L = m^2$, since $2 + 3 = 5$ and $1^\\top z = 0$.\n\n";
    expect(said(`${words}${asks("L", "m")}`)).toEqual([[1], []]);
    expect(said(`${words}$$M = a^\\top a$$\n${asks("M", "a")}`)).toEqual([[], ["∂M/∂a"]]);
  });

  it("by itself may be read beside what it needs", () => {
    expect(said(`$$P^+ = (I - K H) P$$\n$$J = \\operatorname{tr}(P^+)$$\n${asks("J", "P")}`)).toEqual([[], ["∂J/∂P"]]);
    expect(said(`$$\\mathbf h' = W x$$\n$$L = \\|\\mathbf h'\\|^2$$\n${asks("L", "x")}`)).toEqual([[], ["∂L/∂x"]]);
    const filter = "$$P_{k|k-1} = F P F^\\top$$\n$$J = \\operatorname{tr}(P_{k|k-1})$$\n";
    expect(said(filter + asks("J", "P"))).toEqual([[], ["∂J/∂P"]]);
  });
});
