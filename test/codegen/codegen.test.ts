/** Emitted modules run and check themselves by finite differences: JavaScript always, NumPy where it is installed. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { codegen, type Target } from "../../src/codegen.js";

const MODELS = new Map([
  ["scorer", "z = W x + b\nh = f(z)\ns = u^T h\n∂s/∂b, ∂s/∂W, ∂s/∂x"],
  ["least squares", "J = norm2(A x - b)^2\n∂J/∂x, ∂J/∂A"],
  ["softmax", "y : vector(c) simplex\nyhat = softmax(U h)\nJ = -y^T log(yhat)\n∂J/∂U"],
  ["inverse", "X : matrix(n, n)\na, b : vector(n)\ny = a^T X^-1 b + logdet(X^T X)\n∂y/∂X"],
  ["jacobian", "F = A X B\n∂F/∂X"],
  ["hessian", "y = x^T A x\n∂²y/∂x²"],
  ["attention", "P = softmaxrows(Q K^T)\nL = sum(G .* (P V))\n∂L/∂Q, ∂L/∂V"],
]);

const python = ["/usr/bin/python3", "python3"].find((p) => spawnSync(p, ["-c", "import numpy"]).status === 0);
const directory = mkdtempSync(join(tmpdir(), "codegen-"));

function selfTest(target: Target, name: string, source: string): { status: number | null; lines: readonly string[] } {
  const file = join(directory, `${name.replace(" ", "_")}.${target === "js" ? "mjs" : "py"}`);
  writeFileSync(file, codegen(source, { target }).code);
  const { status, stdout, stderr } = spawnSync(target === "js" ? process.execPath : (python as string), [file], {
    encoding: "utf8",
  });
  return { status, lines: `${stdout}${stderr}`.trim().split("\n") };
}

describe.each([...MODELS])("%s", (name, source) => {
  it("checks itself in JavaScript", () => {
    const { status, lines } = selfTest("js", name, source);
    expect(lines.every((l) => l.startsWith("ok"))).toBe(true);
    expect(status).toBe(0);
  });

  it.skipIf(python === undefined)("checks itself in NumPy (skipped where it is not installed)", () => {
    const { status, lines } = selfTest("numpy", name, source);
    expect(lines.every((l) => l.startsWith("ok"))).toBe(true);
    expect(status).toBe(0);
  });
});

it("calls unlucky names otherwise, and says how", () => {
  const source = "lambda : scalar\nclass : vector(n)\ns = lambda class^T class\n∂s/∂class";
  const { code, names } = codegen(source, { target: "numpy" });
  expect(names.size).toBeGreaterThan(0);
  expect(code).toContain("NAMES");
});
