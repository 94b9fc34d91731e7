/** Matrices that notes write out once by their entries, and derivatives that they list entry by entry. */
import { describe, expect, it } from "vitest";
import { checkNotes } from "../../src/notes.js";

const findings = (text: string) => checkNotes(text).findings;
const verdicts = (text: string) => findings(text).map((f) => f.verdict);

const X =
  "\\mathbf{X} &= \\begin{bmatrix} x_{1,1} & x_{1,2} & x_{1,3} \\\\ x_{2,1} & x_{2,2} & x_{2,3} \\\\ \\end{bmatrix}";
const Y =
  "\\mathbf{Y} = \\begin{bmatrix} y_{1,1} & y_{1,2} \\\\[0.5em] y_{2,1} & y_{2,2} \\\\[0.5em] y_{3,1} & y_{3,2} \\end{bmatrix}";
const NAMED = `$$\\begin{aligned} ${X} \\end{aligned}$$\n\n$$${Y}$$\n\nGiven $\\mathbf{Z} = \\mathbf{X} \\mathbf{Y}$, with

$$\\mathbf{Z} = \\begin{bmatrix} z_{1,1} & z_{1,2} \\\\ z_{2,1} & z_{2,2} \\end{bmatrix}$$
`;
const dL = (entry: string): string => `\\frac{\\partial L}{\\partial ${entry}}`;
const matrix = (rows: readonly (readonly string[])[]): string =>
  `\\begin{bmatrix} ${rows.map((r) => r.join(" & ")).join(" \\\\ ")} \\end{bmatrix}`;

describe("matrices written out", () => {
  const entry = (i: number, j: number): string => `y_{${j},1}.${dL(`z_{${i},1}`)} + y_{${j},2} ${dL(`z_{${i},2}`)}`;
  const right = [1, 2].map((i) => [1, 2, 3].map((j) => entry(i, j)));

  it("are known by the letter of their entries, with and without a comma", () => {
    const claim = `$$${dL("\\mathbf{X}")} = ${matrix(right)} = ${dL("\\mathbf{Z}")} \\mathbf{Y}^\\top$$`;
    expect(verdicts(`${NAMED}\n${claim}`)).toEqual(["equal", "equal"]);
    expect(verdicts(`${NAMED}\n${claim}`.replace(/(\d),(\d)/g, "$1$2"))).toEqual(["equal", "equal"]);
    expect(verdicts(`${NAMED}\n$$${dL("x_{2,1}")} = ${entry(2, 1)}$$`)).toEqual(["equal"]);
    expect(verdicts(`${NAMED}\n$$\\frac{\\partial z_{1,2}}{\\partial x_{1,3}} = y_{3,2}$$`)).toEqual(["equal"]);
  });

  it("tell one entry that is wrong", () => {
    const wrong = right.map((row, i) => row.map((e, j) => (i === 1 && j === 1 ? e.replace("+", "-") : e)));
    expect(verdicts(`${NAMED}\n$$${dL("\\mathbf{X}")} = ${matrix(wrong)}$$`)).toEqual(["different"]);
    expect(verdicts(`${NAMED}\n$$${dL("x_{2,1}")} = ${entry(2, 2)}$$`)).toEqual(["different"]);
    expect(verdicts(`${NAMED}\n$$\\frac{\\partial z_{1,2}}{\\partial x_{1,3}} = y_{2,3}$$`)).not.toContain("equal");
  });

  it("are listed as columns and as Jacobians row by row", () => {
    const column = [1, 2].flatMap((i) => [1, 2, 3].map((j) => [entry(i, j)]));
    expect(verdicts(`${NAMED}\n$$${dL("\\mathbf{X}")} = ${matrix(column)}$$`)).toEqual(["equal"]);
    const moved = [...column.slice(1), ...column.slice(0, 1)];
    expect(verdicts(`${NAMED}\n$$${dL("\\mathbf{X}")} = ${matrix(moved)}$$`)).toEqual(["different"]);
    const jacobian = (y: (i: number, j: number) => string): string =>
      matrix(
        [1, 2].flatMap((i) =>
          [1, 2].map((k) => [1, 2].flatMap((l) => [1, 2, 3].map((j) => (l === i ? y(j, k) : "0")))),
        ),
      );
    const of = "$$\\frac{\\partial \\mathbf{Z}}{\\partial \\mathbf{X}} = ";
    const forward = NAMED.replace("Given", "Here");
    expect(verdicts(`${forward}\n${of}${jacobian((j, k) => `y_{${j},${k}}`)}$$`)).toEqual(["equal"]);
    expect(verdicts(`${forward}\n${of}${jacobian((j, k) => `y_{${4 - j},${k}}`)}$$`)).toEqual(["different"]);
  });

  it("are named by their own letter alone", () => {
    const other = "$$A = \\begin{bmatrix} b_{11} & b_{12} \\\\ b_{21} & b_{22} \\end{bmatrix}$$\n\n$s = \\det A$\n\n";
    expect(verdicts(`${other}$$\\frac{\\partial s}{\\partial b_{11}} = b_{22}$$`)).not.toContain("different");
    const swapped = "$$A = \\begin{bmatrix} a_{11} & a_{21} \\\\ a_{12} & a_{22} \\end{bmatrix}$$\n\n$s = A_{12}$\n\n";
    expect(verdicts(`${swapped}$$\\frac{\\partial s}{\\partial a_{12}} = 1$$`)).not.toContain("different");
  });

  it("end no side of a chain, and words alone in brackets say nothing", () => {
    const chain = `$$z = A x = ${matrix([["a_{11} x_1 + a_{12} x_2"], ["a_{21} x_1 + a_{22} x_2"]])}$$\n\n$s = z^T z$\n\n`;
    expect(verdicts(`${chain}$$\\frac{\\partial s}{\\partial x} = 2 A^T z$$`)).toEqual(["equal"]);
    const remark = "\\begin{pmatrix*}[l] \\text{by the rule for $\\frac{1}{2}$} \\\\ \\text{and so on} \\end{pmatrix*}";
    const given = "$s = x^T x$\n\n$$\\begin{aligned} \\frac{\\partial s}{\\partial x} &= ";
    expect(verdicts(`${given}2 x & ${remark} \\end{aligned}$$`)).toEqual(["equal"]);
    expect(verdicts(`${given}3 x & ${remark} \\end{aligned}$$`)).toEqual(["different"]);
  });
});
