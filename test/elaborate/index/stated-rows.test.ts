/** w_j is a row or a column of W where the words of a text say so, and moves with W. */
import { describe, expect, it } from "vitest";
import { answer } from "../../../src/api/answer.js";

const read = (text: string) => {
  const { diagnostics, results } = answer(text);
  return {
    errors: diagnostics.filter((d) => d.severity === "error").map((d) => d.code),
    answers: results.map((r) => r.text),
  };
};

const MODEL = "$$s = \\sum_{j=1}^n (w_j^\\top x)^2$$\n";
const ASKED = "$$\\frac{\\partial s}{\\partial W}$$";
const said = (words: string) => read(`${MODEL}# ${words}\n${ASKED}`);
const row = read(`${MODEL}w_j = W^T unit(j, n) for j in 1..n\n${ASKED}`);
const column = read(`${MODEL}w_j = W unit(j, n) for j in 1..n\n${ASKED}`);

describe("rows and columns by the words of a text", () => {
  it.each([
    "where $w_j^\\top$ is the $j$-th row of $W$.",
    "where $w_j$ denotes the $j$th row of $W$",
    "where $w_j^T$ is the $j^{\\text{th}}$ row of the matrix $W$",
    "where $w_j^\\top$ are the rows of $W$",
    "where w_j is the j-th row of W",
  ])("%s", (words) => {
    expect(row.errors).toEqual([]);
    expect(row.answers).toHaveLength(1);
    expect(said(words)).toEqual(row);
  });

  it("tells columns from rows", () => {
    expect(said("where $w_j$ is the $j$-th column of $W$")).toEqual(column);
    expect(column.answers).not.toEqual(row.answers);
  });

  it.each([
    "where $w_j$ is the $i$-th row of $W$",
    "where $v_j$ is the $j$-th row of $W$",
    "where $w_j$ is not the $j$-th row of $W$",
    "where $w_j$ is the $j$-th row of $W^\\top$",
  ])("%s says nothing of these", (words) => {
    expect(said(words)).toEqual({ errors: ["query/stranger"], answers: [] });
  });

  it("leaves a definition as it is", () => {
    const text = `${MODEL}w_j = W unit(j, n) for j in 1..n\n# where $w_j$ is the $j$-th row of $W$\n${ASKED}`;
    expect(read(text).answers).toEqual(column.answers);
  });
});
