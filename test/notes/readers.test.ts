import { describe, expect, it } from "vitest";
import type { NotesDocument } from "../../src/notes/document.js";
import { readLatex } from "../../src/notes/latex-source.js";
import { expandMacros } from "../../src/notes/macros.js";
import { readMarkdown } from "../../src/notes/markdown.js";
import { readNotebook } from "../../src/notes/notebook.js";

const items = (d: NotesDocument) => d.items.map((i) => `${i.line} ${i.kind} ${i.text.replace(/\s+/g, " ").trim()}`);

describe("formulas in Markdown", () => {
  it("stand in lines, between lines, and across lines, each at its line", () => {
    const text = [
      "---",
      "title: T",
      "---",
      "A $x$ and",
      "then $$y = x$$ here.",
      "",
      "$$\\begin{aligned} a &= b \\\\",
      "= c \\end{aligned}$$",
      "",
      "> - quoted $z$",
      "",
      "\\begin{align}",
      "q &= r",
      "\\end{align}",
      "```math",
      "m = 1",
      "```",
      "\\[ w = v \\] and \\(k = 1\\)",
    ].join("\n");
    expect(items(readMarkdown(text))).toEqual([
      "4 inline x",
      "5 display y = x",
      "7 display \\begin{aligned} a &= b \\\\ = c \\end{aligned}",
      "10 inline z",
      "12 display \\begin{align} q &= r \\end{align}",
      "16 display m = 1",
      "18 display w = v",
      "18 inline k = 1",
    ]);
  });

  it("prices, code and escaped dollars are none", () => {
    expect(items(readMarkdown("It costs $5 or $10, `$x$`, \\$x\\$, $ x $.\n\n    $y$\n\n```\n$z$\n```\n"))).toEqual([]);
  });

  it("an underscore or a line that begins with = is no Markdown within a formula", () => {
    expect(items(readMarkdown("$$\na_1\n=====\nb_1 *c* d_2\n$$\n"))).toEqual(["1 display a_1 ===== b_1 *c* d_2"]);
  });

  it("a $$ that is never closed swallows nothing", () => {
    expect(items(readMarkdown("$$ oops\n\n# H\n\n$x$\n"))).toEqual(["5 inline x"]);
  });

  it("blocks and questions are read in every spelling", () => {
    const text = [
      "```{.chainrule #id}",
      "show: graph, steps full",
      ":label: fig:a",
      "#| caption: C",
      "s = x",
      "```",
      "`∂s/∂x`{=chainrule} `chainrule ∂s/∂x` {chainrule}`∂s/∂x` `chainrule check`",
    ].join("\n");
    const read = readMarkdown(text);
    expect(items(read)).toEqual(["5 block s = x", "7 ask ∂s/∂x", "7 ask ∂s/∂x", "7 ask ∂s/∂x"]);
    expect(read.items[0]?.options).toEqual({
      graph: true,
      equations: true,
      steps: "full",
      label: "fig:a",
      caption: "C",
    });
  });
});

describe("notebooks", () => {
  it("give the Markdown of their cells, at the lines of the file", () => {
    const notebook = JSON.stringify(
      {
        cells: [
          { cell_type: "code", source: ["# $a = b$\n"], outputs: [{ data: { "text/markdown": ["$q$"] } }] },
          { cell_type: "markdown", source: ["# H\n", "\n", "Let $s = x$.\n", "$$\n", "t = s\n", "$$"] },
          { source: "one $u = 1$\ntwo $v = 2$", cell_type: "markdown" },
        ],
        nbformat: 4,
      },
      null,
      1,
    );
    const read = readNotebook(notebook);
    const lines = notebook.split("\n");
    expect(read.items.map((i) => i.text.trim())).toEqual(["s = x", "t = s", "u = 1", "v = 2"]);
    const places = read.items.map((i) => read.place(i.line));
    expect(lines[(places[0]?.line ?? 0) - 1]).toContain("Let $s = x$");
    expect(places.map((p) => p.cell)).toEqual([
      { number: 2, line: 3 },
      { number: 2, line: 4 },
      { number: 3, line: 1 },
      { number: 3, line: 2 },
    ]);
    expect(lines[(places[3]?.line ?? 0) - 1]).toContain("two $v = 2$");
  });

  it("what is no notebook is said to be none", () => {
    for (const text of ["", "{}", "{", "[1", '{"cells": 3}', "[".repeat(100_000)])
      expect(readNotebook(text).remarks.map((r) => r.code)).toEqual(["notes/notebook"]);
  });
});

describe("LaTeX files", () => {
  it("give their formulas; comments, verbatim text and what follows the document are passed over", () => {
    const text = [
      "\\newcommand{\\W}{\\mathbf{W}} % $no$",
      "\\begin{document}",
      "\\section{A} $x$ \\verb|$no$| \\$5 and \\(y\\)",
      "\\begin{verbatim} $no$ \\end{verbatim}",
      "\\begin{align*}",
      "  z &= \\W x",
      "\\end{align*}",
      "\\[ s = z \\] $$ t = s $$",
      "\\end{document}",
      "$no$",
    ].join("\n");
    expect(items(readLatex(text))).toEqual([
      "1 inline \\newcommand{\\W}{\\mathbf{W}}",
      "3 inline x",
      "3 inline y",
      "5 display \\begin{align*} z &= \\W x \\end{align*}",
      "8 display s = z",
      "8 display t = s",
    ]);
  });
});

describe("macros", () => {
  const expanded = (text: string) => expandMacros(text, new Map()).text;
  it("are written out, with arguments and within each other", () => {
    expect(
      expanded(
        "\\newcommand{\\v}[1]{\\mathbf{#1}}\\newcommand\\pd[2]{\\frac{\\partial #1}{\\partial #2}}\\pd{s}{\\v x}",
      ),
    ).toBe("\\frac{\\partial s}{\\partial \\mathbf{x}}");
    expect(expanded("\\def\\W{\\mathbf W}\\DeclareMathOperator{\\diag}{diag} \\W \\diag a")).toBe(
      " \\mathbf W \\operatorname{diag} a",
    );
    expect(expanded("\\def\\d{\\delta}\\d x\\d")).toBe("\\delta x\\delta");
  });

  it("take arguments that may be left out, and delimiters in pairs", () => {
    expect(expanded("\\newcommand{\\pd}[2][L]{\\frac{\\partial #1}{\\partial #2}}\\pd{x} \\pd[f]{x}")).toBe(
      "\\frac{\\partial L}{\\partial x} \\frac{\\partial f}{\\partial x}",
    );
    expect(expanded("\\DeclarePairedDelimiter{\\norm}{\\lVert}{\\rVert}\\norm{x} \\norm*{y}")).toBe(
      "\\left\\lVert x \\right\\rVert \\left\\lVert y \\right\\rVert",
    );
  });

  it("keep line numbers", () => {
    expect(expanded("\\def\\a{b}\n\\a\n\\a")).toBe("\nb\nb");
  });

  it("that call themselves, are not closed or redefine the reader are refused with a reason", () => {
    for (const text of [
      "\\def\\a{\\a}\\a",
      "\\newcommand{\\a}{\\b}\\newcommand{\\b}{\\a\\a}\\a",
      "\\newcommand{\\a}[2][x{#1}\\a",
      "\\gdef\\a{x}",
      "\\let\\a\\b",
      "\\catcode`\\@=11",
      "\\newcommand{\\a}",
    ])
      expect(expandMacros(text, new Map()).refused, text).toHaveLength(1);
  });
});
