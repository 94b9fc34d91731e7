import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chainrule, scratch } from "./harness.js";

const { file, path } = scratch();

const notebook = (...cells: readonly (readonly [kind: string, source: string | readonly string[]])[]): string =>
  JSON.stringify(
    {
      cells: cells.map(([cell_type, source]) => ({
        cell_type,
        metadata: {},
        source,
        ...(cell_type === "code"
          ? { execution_count: 1, outputs: [{ output_type: "stream", name: "stdout", text: ["secret"] }] }
          : {}),
      })),
      metadata: { language_info: { name: "python" } },
      nbformat: 4,
      nbformat_minor: 5,
    },
    null,
    1,
  );

const MODEL = ["# Least squares\n", "\n", "Let $s = \\|X w - y\\|^2$.\n"];
const claim = (factor: number) => `$$\\frac{\\partial s}{\\partial w} = ${factor} X^\\top (X w - y)$$`;

describe("notes build", () => {
  it("makes a page of a notebook: its words, formulas, code and derivations, and no outputs", async () => {
    const name = file(
      "a.ipynb",
      notebook(
        ["markdown", [...MODEL, claim(2)]],
        ["code", ["import numpy as np\n", "print('```')"]],
        ["markdown", "```chainrule\nL = norm(A)^2\n∂L/∂A\n```"],
      ),
    );
    const { code, err } = await chainrule(["notes", "build", name, "--out", path("site")]);
    expect(err).toBe("1 of 1 notes built\n");
    expect(code).toBe(0);
    const html = readFileSync(path("site/a.html"), "utf8");
    expect(html).toMatch(/<h1[^>]*>Least squares/);
    expect(html).toContain("print('```')");
    expect(html).toContain("squared Frobenius norm");
    expect(html).not.toContain("cell_type");
    expect(html).not.toContain("secret");
  });

  it("says in which cell of a notebook something is wrong, as notes check does", async () => {
    const name = file("b.ipynb", notebook(["markdown", MODEL], ["code", "x = 1"], ["markdown", ["So\n", claim(3)]]));
    const { code, err } = await chainrule(["notes", "build", name, "--out", path("wrong")]);
    expect(code).toBe(1);
    const place = /b\.ipynb:(\d+)( \(cell 3, line 2\))/.exec(err);
    expect(place).not.toBeNull();
    const check = await chainrule(["notes", "check", name]);
    expect(check.out).toMatch(new RegExp(`b\\.ipynb:${place?.[1]}:\\d+ \\(cell 3, line 2\\): different`));
  });

  it.each([
    ["no JSON", "{", /line 1 is not JSON/],
    ["no notebook", '{"a": 1}', /it has no cells/],
  ])("builds no page of %s", async (_, text, why) => {
    const { code, err } = await chainrule(["notes", "build", file("c.ipynb", text), "--out", path("none")]);
    expect(code).toBe(1);
    expect(err).toMatch(why);
    expect(existsSync(path("none/c.html"))).toBe(false);
  });

  it("refuses a LaTeX file with the way that leads to a page, and never shows its source", async () => {
    const name = file("d.tex", "\\begin{document}$y = x^2$\\end{document}");
    const { code, err } = await chainrule(["notes", "build", name, "--out", path("latex")]);
    expect(code).toBe(2);
    expect(err).toContain("pandoc");
    expect(existsSync(path("latex"))).toBe(false);
  });
});
