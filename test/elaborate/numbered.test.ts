/** Numbers above a name that is nothing by itself are refused with both readings; any evidence of powers makes them powers. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const read = (text: string) => {
  const { diagnostics, results } = answer(text);
  return {
    errors: diagnostics.filter((d) => d.severity === "error").map((d) => d.code),
    hint: diagnostics.find((d) => d.code === "name/numbered")?.hint ?? "",
    count: results.length,
  };
};

describe("numbers above a name", () => {
  it.each([
    ["y = W^1 x + W^2 x\n∂y/∂x", "W_1 and W_2"],
    ["y = x^1 + x^2", "x_1 and x_2"],
    ["$s = \\mathbf a^1 \\cdot \\mathbf a^2$", "a_1 and a_2"],
    ["$h = W^{1} x$\n$y = W^{2} h$", "W_1 and W_2"],
    ["s = u^3 + u^1 u^2", "u_1 and u_2"],
  ])("%s is refused, and not answered", (text, names) => {
    const { errors, hint, count } = read(text);
    expect(new Set(errors)).toEqual(new Set(["name/numbered"]));
    expect([hint.includes(names), count]).toEqual([true, 0]);
  });

  it.each([
    "y = x^2",
    "y = x^2 + x^3",
    "x : scalar\ny = x^1 + x^2",
    "y = x^1 + x^2 + x",
    "y = x^1 + x^2\n∂y/∂x",
    "x = t\ny = x^1 + x^2",
    "y = x^1 + x^3",
    "p(x) = x^1 + x^2\ny = p(t)",
  ])("%s has powers", (text) => expect(read(text).errors).toEqual([]));
});
