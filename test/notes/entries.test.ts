/** What notes say of entries: of what is defined or declared as a whole, in parentheses, and of names that could not be read. */
import { describe, expect, it } from "vitest";
import { checkNotes } from "../../src/notes.js";

const verdicts = (text: string) => checkNotes(text).findings.map((f) => f.verdict);
const d = (of: string, by: string, right: string) => `$$\\frac{\\partial ${of}}{\\partial ${by}} = ${right}$$`;

describe("entries", () => {
  it.each([
    ["$Y = A X B$", d("Y_{ij}", "X_{kl}", "A_{ik} B_{lj}"), d("Y_{ij}", "X_{kl}", "A_{ki} B_{lj}")],
    ["$u = A x$", d("u_k", "x_j", "A_{kj}"), d("u_k", "x_j", "A_{jk}")],
    ["$f = \\det X$", d("f", "X_{kl}", "f (X^{-1})_{lk}"), d("f", "X_{kl}", "f (X^{-1})_{kl}")],
    [
      "$X \\in \\mathbb{R}^{n \\times n}$",
      d("(X^{-1})_{ij}", "X_{kl}", "-(X^{-1})_{ik} (X^{-1})_{lj}"),
      d("(X^{-1})_{ij}", "X_{kl}", "(X^{-1})_{ik} (X^{-1})_{lj}"),
    ],
    [
      "$u = x / \\|x\\|$",
      d("u_i", "x_j", "\\frac{\\delta_{ij} - u_i u_j}{\\|x\\|}"),
      d("u_i", "x_j", "\\frac{\\delta_{ij} - u_i}{\\|x\\|}"),
    ],
    [
      "$f(x) = \\sum_{i=1}^n \\sum_{j=1}^n a_{ij} x_i x_j$",
      "$$\\frac{\\partial^2 f}{\\partial x_k \\partial x_l} = a_{kl} + a_{lk}$$",
      "$$\\frac{\\partial^2 f}{\\partial x_k \\partial x_l} = a_{kl}$$",
    ],
  ])("%s %s", (model, right, wrong) => {
    expect(verdicts(`${model}\n\n${right}`)).toEqual(["equal"]);
    expect(verdicts(`${model}\n\n${wrong}`)).toEqual(["different"]);
  });

  it("accuse nobody where a name rests on what could not be read", () => {
    const unread = "Let $r = \\lVert x \\rVert_{\\heartsuit}$ and $u = x / r$.";
    expect(verdicts(`${unread}\n\n${d("u_i", "x_j", "\\frac{\\delta_{ij} - u_i u_j}{r}")}`)).toEqual(["not judged"]);
    const again = "$F(x) = e^{-x^2}$\n\n# Integrals\n\n$F(x) = \\int_0^x f(y) dy$\n\n";
    expect(verdicts(`${again}${d("F", "x", "f(x)")}`)).toEqual(["not judged"]);
  });
});
