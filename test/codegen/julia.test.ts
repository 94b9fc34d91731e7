/** Forms of Julia, which is not run where it is not installed: the lines in which models are computed. */
import { describe, expect, it } from "vitest";
import { codeFor } from "../../src/codegen.js";
import { read } from "../../src/elaborate/parse.js";
import { faultsOfJulia } from "./julia.js";

const NAMES = "A, B, C : matrix(n, n)\nv, w, x : vector(n)\nc, t : scalar\n";

/** The line that assigns to `name` where values and derivatives are computed, and that the module is Julia. */
function lineOf(source: string, name: string): string {
  const { code, diagnostics } = codeFor(read(NAMES + source), { target: "julia" });
  expect(diagnostics).toEqual([]);
  expect(faultsOfJulia(code)).toEqual([]);
  const body = code.slice(code.indexOf("function value_and_derivatives"));
  return new RegExp(`^ +${name} = (.*)$`, "m").exec(body)?.[1] ?? "";
}

describe("Julia", () => {
  it.each([
    // Arrays of one number.
    ["s = sum(A)\n∂s/∂A", "ds_dA", "ones(n, n)"],
    ["s = c sum(A)\n∂s/∂A", "ds_dA", "fill(float(c), n, n)"],
    ["s = sum(v)\n∂s/∂v", "ds_dv", "ones(n)"],
    // Entry by entry with a dot, of numbers without.
    ["y = v ./ w\n∂y/∂v", "y", "v ./ w"],
    ["y = v / c\n∂y/∂v", "y", "v / c"],
    ["y = v .^ 3\n∂y/∂v", "y", "v .^ 3"],
    ["s = c^3\n∂s/∂c", "s", "c^3"],
    ["y = max(v, w)\n∂y/∂v", "y", "max.(v, w)"],
    ["s = max(c, t)\n∂s/∂c", "s", "max(c, t)"],
    // A vector spreads along columns by itself, along rows where it is turned.
    ["F = A .* (v ones(n)^T) + ones(n) w^T\n∂F/∂A", "F", "v .* A .+ w'"],
    // Numbers that no short decimal is.
    ["y = v / 3\n∂y/∂v", "y", "v / 3"],
    ["y = 2 v / 3\n∂y/∂v", "y", "2 * v / 3"],
    ["y = -v / 3\n∂y/∂v", "y", "-v / 3"],
    ["y = (A v) / 3\n∂y/∂v", "y", "(A * v) / 3"],
    ["y = 2/3 (A v)\n∂y/∂v", "y", "2 * (A * v) / 3"],
    // From one factorisation, for the matrix and for its transpose.
    ["y = (A^T)^-1 x + A^-1 v\n∂y/∂x", "F", "lu(A; check = false)"],
    ["F = A + c I\n∂F/∂c", "F", "A + c * I"],
    ["F = A .* diag(v) + B\n∂F/∂B", "F", "B + Diagonal(diag(A) .* v)"],
  ])("computes %j", (source, name, line) => {
    expect(lineOf(source, name)).toBe(line);
  });

  it("solves with what was factorised, turned where its transpose is asked", () => {
    const source = "y = (A^T)^-1 x + A^-1 v\n∂y/∂x";
    const { code } = codeFor(read(NAMES + source), { target: "julia" });
    expect(code).toContain("F' \\ x");
    expect(code).toContain("F \\ v");
  });

  it("takes an identity in a Kronecker product for a word", () => {
    const source = "F = kron(I, A) kron(B, C)\n∂F/∂B";
    expect(lineOf(source, "F")).toBe("kron_apply(I, A, kron(B, C), n, n)");
  });
});
