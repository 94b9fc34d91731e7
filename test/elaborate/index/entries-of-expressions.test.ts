/** Entries of expressions by their numbers: beyond a size that is a letter lies none that somebody writes. */
import { expect, it } from "vitest";
import { judged, told } from "../../judge/judge.js";
import { errors, model } from "../../parse/models.js";

it.each([
  ["f = (A x + b)_3\n∂f/∂x", []],
  ["f = (A x + b)_3\nb : vector(2)\n∂f/∂x", ["1:15 index/outside"]],
  ["f = (A x + b)_0\n∂f/∂x", ["1:15 index/outside"]],
  ["q(a) = [a_1/a_3; a_2/a_3]\nf = sum(q(A x + b))\n∂f/∂x", []],
])("%s", (text, faults) => {
  expect(errors(model(text))).toEqual(faults);
});

it("is derived as the row of the matrix", () => {
  const told3 = (claim: string) => judged("A : matrix(4, n)", "f = (A x + b)_3", claim).map(told);
  expect(told3("∂f/∂x_j = A_{3,j}")).toEqual(["equal (gradient)"]);
  expect(told3("∂f/∂x_j = A_{2,j}")).toEqual(["different"]);
});
