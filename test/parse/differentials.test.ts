/** Derivatives spelled with d, and second ones with a transposition below the line. */
import { describe, expect, it } from "vitest";
import { read } from "./show.js";

/** The query that the last line asks, in a model of y = x^T A x and an f that is applied. */
const asked = (line: string): string | undefined => {
  const r = read(`y = x^T A x\ng = f(x) u\n${line}`);
  return r.faults.length > 0 ? r.faults.join() : r.shown[2];
};

describe("the letter d is ∂ where what stands behind it is a name of the model", () => {
  it.each([
    ["dy/dx", "? ∂[y; x]"],
    ["d y/d x", "? ∂[y; x]"],
    ["d(y)/dx", "? ∂[y; x]"],
    ["d(y)/d(x)", "? ∂[y; x]"],
    ["d(x^2)/dx", "? ∂[x^(2); x]"],
    ["d (x^2) / dx", "? ∂[x^(2); x]"],
    ["d(u^T x)/du", "? ∂[{u^T x}; u]"],
    ["d/dx y", "? ∂[y; x]"],
    ["d/dx(y)", "? ∂[y; x]"],
    ["d/dx (x^2)", "? ∂[x^(2); x]"],
    ["d/dx f(x)", "? ∂[f(x); x]"],
    ["d f(x)/dx", "? ∂[f(x); x]"],
    ["df(x)/dx", "? ∂[f(x); x]"],
    ["d log(x)/dx", "? ∂[log(x); x]"],
    ["d^2y/dx^2", "? ∂[y; x, x]"],
    ["d²y/dx²", "? ∂[y; x, x]"],
    ["d2y/dx2", "? ∂[y; x, x]"],
    ["d^2/dx^2 y", "? ∂[y; x, x]"],
    ["d^2(y)/dx^2", "? ∂[y; x, x]"],
    ["d2y/dxdA", "? ∂[y; x, A]"],
    ["d^2y/dx dA", "? ∂[y; x, A]"],
    ["dy/dx = 2 A x", "? ∂[y; x] = {2 A x}"],
    ["h = dy/dx", "h = ∂[y; x]"],
    ["$d y / d x$", "? ∂[y; x]"],
    ["$\\frac{d}{d x} y$", "? ∂[y; x]"],
    ["$\\mathrm{d} y / \\mathrm{d} x$", "? ∂[y; x]"],
  ])("%s", (line, query) => expect(asked(line)).toBe(query));

  it("is a letter where the model says so, and a quotient of names that it has", () => {
    expect(read("d : vector(n)\ny = d(x^2)/dx").shown[1]).toBe("y = {d <x^(2)> / dx}");
    expect(read("dy = x\ndx = 2\nr = dy/dx").shown[2]).toBe("r = {dy / dx}");
    expect(read("r = dy/dx").shown).toEqual(["r = {dy / dx}"]);
    expect(read("$y = a d / d x$\n$s = x$").shown[0]).toBe("y = {a d / d x}");
  });

  it("says which name is missing", () => {
    const r = read("dy/dx");
    expect(r.faults).toEqual(["1:1 syntax/differential"]);
    expect(r.messages[0]).toMatch(/no y in the text/);
    expect(read("y = a x\nd^2y/dt^2").messages[0]).toMatch(/no t in the text/);
  });
});

describe("a second derivative by ∂x∂xᵀ", () => {
  it.each([
    ["∂²y/∂x∂x^T", "? ∂[y; x, x]^T"],
    ["∂²y/∂xᵀ∂x", "? ∂[y; x, x]"],
    ["∂²y/(∂x ∂xᵀ)", "? ∂[y; x, x]"],
    ["∂²y/(∂x∂A)", "? ∂[y; x, A]"],
    ["∂y/(∂x)", "? ∂[y; x]"],
    ["∂y/∂(x)", "? ∂[y; x]"],
    ["∂²y/∂(x)∂(A)", "? ∂[y; x, A]"],
    ["$\\frac{\\partial^2 y}{\\partial x \\partial x^\\top}$", "? ∂[y; x, x]"],
    ["∂y/∂x^T", "? ∂[y; x]^T"],
  ])("%s", (line, query) => expect(asked(line)).toBe(query));
});
