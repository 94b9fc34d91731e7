import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { chainrule } from "./harness.js";

const directory = mkdtempSync(join(tmpdir(), "chainrule-cli-codegen-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const SCORER = "z = W x + b; h = f(z); s = u^T h";

describe("chainrule codegen", () => {
  it("writes NumPy for the last scalar by every input where nothing is asked", async () => {
    const { code, out, err } = await chainrule(["codegen", "-e", SCORER]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("import numpy as np");
    for (const key of ["ds/dW", "ds/dx", "ds/db", "ds/du"]) expect(out).toContain(`"${key}"`);
  });

  it.each([
    ["numpy", "def value_and_derivatives("],
    ["pytorch", "import torch"],
    ["jax", "import jax.numpy as jnp"],
    ["julia", "using LinearAlgebra"],
    ["matlab", "function m = "],
    ["js", "export function valueAndDerivatives("],
  ])("writes %s", async (target, part) => {
    const { code, out } = await chainrule(["codegen", "-e", SCORER, "--target", target, "--of", "s", "--wrt", "W"]);
    expect(code).toBe(0);
    expect(out).toContain(part);
    expect(out).toContain("ds/dW");
    expect(out).not.toContain("ds/db");
  });

  it("reads standard input and writes a file, whose name is that of MATLAB's function", async () => {
    const file = join(directory, "my_net.m");
    const { code, out } = await chainrule(["codegen", "-", "--target", "matlab", "--out", file], { stdin: SCORER });
    expect([code, out]).toEqual([0, ""]);
    expect(readFileSync(file, "utf8")).toMatch(/^function m = my_net\(\)/);
  });

  it("takes sizes, second derivatives and buffers", async () => {
    const chain = ["codegen", "-e", "A : matrix(a, b); B : matrix(b, c); C : matrix(c, d); F = A B C"];
    expect((await chainrule([...chain, "--sizes", "a=1000,b=5,c=1000,d=10"])).out).toContain("A @ (B @ C)");
    expect((await chainrule([...chain, "--sizes", "a=10,b=1000,c=5,d=1000"])).out).toContain("A @ B @ C");
    const second = await chainrule(["codegen", "-e", "A : matrix(n, n); y = x^T A x", "--wrt", "x", "--order", "2"]);
    expect(second.out).toContain('"d2y/dx2"');
    const buffers = await chainrule(["codegen", "-e", SCORER, "--target", "js", "--in-place"]);
    expect(buffers.out).toContain("export function buffers(sizes)");
  });

  it("says what is wrong, and writes what is not", async () => {
    const faulty = await chainrule(["codegen", "-e", "W : matrix(n, m); b : vector(n); s = W b"]);
    expect([faulty.code, faulty.out]).toEqual([1, ""]);
    expect(faulty.err).toContain("shape/product");
    const unknown = await chainrule(["codegen", "-e", SCORER, "--wrt", "Q"]);
    expect([unknown.code, unknown.out]).toEqual([2, ""]);
    const power = await chainrule(["codegen", "-e", "A : matrix(n, n); y = tr(A^(1/2)); ∂y/∂A"]);
    expect(power.code).toBe(1);
    expect(power.err).toMatch(/fractional power/);
    const target = await chainrule(["codegen", "-e", SCORER, "--target", "fortran"]);
    expect(target.code).toBe(2);
  });

  it("writes a pass forward and one back of a name", async () => {
    const { code, out } = await chainrule(["codegen", "-e", SCORER, "--target", "pytorch", "--vjp", "h"]);
    expect(code).toBe(0);
    expect(out).toContain("class Vjp(torch.autograd.Function):");
    // What h is not made of has no place in it.
    expect(out).not.toMatch(/\bu\b/);
  });

  it.each([
    [["--vjp", "Q"], 2, "there is no Q in the model"],
    [["--vjp", "x"], 1, "x is an input"],
    [["--vjp", "s", "--wrt", "z"], 1, "z is defined"],
    [["--vjp", "s", "--target", "js"], 1, "NumPy, PyTorch and JAX only"],
    [["--vjp", "s", "--of", "s"], 2, "cannot be used with"],
  ])("refuses %j", async (flags, exit, why) => {
    const { code, out, err } = await chainrule(["codegen", "-e", SCORER, ...flags]);
    expect([code, out]).toEqual([exit, ""]);
    expect(err).toContain(why);
  });
});
