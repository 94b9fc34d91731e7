/** Every line of the derivations of published problems and of the golden pages is true, has the shape that it says, and goes by the law that it names. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cases, casesExist, declarations } from "../numeric/cases.js";
import { checkText } from "./step-check.js";

const golden = new URL("../golden/", import.meta.url);
const pages = readdirSync(golden)
  .filter((f) => f.endsWith(".md"))
  .flatMap((f) => [...readFileSync(new URL(f, golden), "utf8").matchAll(/```chainrule\n([\s\S]*?)```/g)])
  .map(([, source]) => source as string);

it("of the golden pages", { timeout: 120_000 }, () => {
  const found = pages.map((source) => checkText(source));
  expect(found.flatMap((f) => f.faults)).toEqual([]);
  expect(found.reduce((n, f) => n + f.lines, 0)).toBeGreaterThan(1000);
  expect(found.reduce((n, f) => n + f.undrawn, 0)).toBeLessThan(6);
});

it("of members that also stand at places of their own", () => {
  const found = [
    "u_k : vector(d) for k in 1..V; v_i : vector(d) for i in 1..n; " +
      "L = sum(i = 1..n, -u_{y_i}^T v_i + log(sum(k = 1..V, exp(u_k^T v_i)))); ∂L/∂u_k",
    "x_i : scalar for i in 1..n; L = x_3^2 + sum(i = 1..n, exp(x_i)) + x_1 x_2; ∂L/∂x_i",
    "x_i : vector(n) for i in 1..N; A : matrix(n, n); L = x_2^T A x_1 + sum(i = 1..N, x_i^T A x_i); ∂L/∂x_i",
  ].map((source) => checkText(source.replaceAll("; ", "\n")));
  expect(found.flatMap((f) => f.faults)).toEqual([]);
  for (const f of found) expect(f.lines).toBeGreaterThan(8);
});

describe.skipIf(!casesExist)("of the published problems (../shared/cases)", () => {
  it("all of them", { timeout: 240_000 }, () => {
    const found = cases().map((c) => {
      const asked = c.order === 2 ? `∂²${c.of}/∂${c.wrt}²` : `∂${c.of}/∂${c.wrt}`;
      return checkText([...declarations(c), ...c.eqs, asked].join("\n"));
    });
    expect(found.flatMap((f) => f.faults)).toEqual([]);
    expect(found.reduce((n, f) => n + f.lines, 0)).toBeGreaterThan(4000);
  });
});
