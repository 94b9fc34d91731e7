/** Derivatives that notes list entry by entry: right, with a planted mistake, and those that only say how entries are counted. */
import { describe, expect, it } from "vitest";
import { countsEntries, entryParts } from "../../src/notes/listed.js";
import { checkNotes } from "../../src/notes.js";

const verdicts = (text: string) => checkNotes(text).findings.map((f) => f.verdict);
const matrix = (...rows: readonly string[]) => `\\begin{bmatrix} ${rows.join(" \\\\[0.5em] ")} \\end{bmatrix}`;

describe("a gradient as a list", () => {
  const f = "$f(\\mathbf{x}) = x_1^2 + 2 x_2^2$";

  it("is judged entry by entry", () => {
    expect(verdicts(`${f}, $\\nabla f(\\mathbf{x}) = [2x_1, 4x_2]^\\top$`)).toEqual(["equal"]);
    expect(verdicts(`${f}, $\\nabla f(\\mathbf{x}) = ${matrix("2 x_1", "4 x_2")}$`)).toEqual(["equal"]);
    expect(verdicts(`${f}, $\\nabla f(\\mathbf{x}) = [2x_1, 2x_2]^\\top$`)).toEqual(["different"]);
    expect(verdicts(`${f}, $\\nabla f(\\mathbf{x}) = ${matrix("4 x_2", "2 x_1")}$`)).toEqual(["different"]);
  });

  it("has a factor in front", () => {
    const g = "$g(u, v) = u e^{-u^2-v^2}$";
    const gradient = (a: string) => `$\\nabla g(u, v) = e^{-u^2-v^2} \\begin{pmatrix} ${a} \\\\ -2uv \\end{pmatrix}$`;
    expect(verdicts(`${g}, ${gradient("1 - 2u^2")}`)).toEqual(["equal"]);
    expect(verdicts(`${g}, ${gradient("1 - u^2")}`)).toEqual(["different"]);
  });

  it("is of the function that stands before it", () => {
    const product = "# A\n\n$f(x, y) = x y$ has $\\nabla f = \\begin{bmatrix} y \\\\ x \\end{bmatrix}$.";
    const sum = (last: string) =>
      `# B\n\n$f(x, y, z) = (x + y) z$ has $\\nabla f = \\begin{bmatrix} z \\\\ z \\\\ ${last} \\end{bmatrix}$.`;
    expect(verdicts(`${product}\n\n${sum("x + y")}`)).toEqual(["equal", "equal"]);
    expect(verdicts(`${product}\n\n${sum("x")}`)).toEqual(["equal", "different"]);
  });

  it("has parts only where it speaks of entries", () => {
    expect(entryParts("f", "\\mathbf{x}", "(2 x_1, x_2)")?.map((p) => p.left)).toEqual([
      "\\frac{\\partial f}{\\partial x_{1}}",
      "\\frac{\\partial f}{\\partial x_{2}}",
    ]);
    expect(entryParts("f", "x", "(2 a, b)")).toBeNull();
    expect(entryParts("f", "x_1", "(2 x_1, x_2)")).toBeNull();
    expect(entryParts("f", "x", "2 x_1")).toBeNull();
  });
});

describe("how entries are counted", () => {
  const of = (y: string, x: string) => `\\frac{\\partial ${y}}{\\partial ${x}}`;

  it("is a definition", () => {
    expect(verdicts(`$$\\nabla f = ${matrix(of("f", "x_1"), "\\vdots", of("f", "x_n"))}$$`)).toEqual(["definition"]);
    expect(
      countsEntries(of("\\mathbf{Z}", "\\mathbf{X}"), matrix(of("z_{1,1}", "x_{1,1}"), of("z_{1,2}", "x_{1,1}"))),
    ).toBe(true);
    expect(countsEntries("\\nabla_{x} f", `[${of("f", "x_1")}, \\ldots, ${of("f", "x_n")}]^\\top`)).toBe(true);
  });

  it("is none where an entry is of something else, or more than a derivative", () => {
    expect(countsEntries("\\nabla_{x} f", `[${of("f", "x_1")}, ${of("g", "x_2")}]`)).toBe(false);
    expect(countsEntries("\\nabla_{x} f", `[${of("f", "y_1")}, ${of("f", "y_2")}]`)).toBe(false);
    expect(countsEntries("\\nabla_{x} f", `[2 ${of("f", "x_1")}, ${of("f", "x_2")}]`)).toBe(false);
    expect(countsEntries(of("z", "x"), of("z", "x"))).toBe(false);
  });
});
