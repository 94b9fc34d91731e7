/** No name before its introduction, in no line and in no reason; and what a line says is above is above. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import type { Report } from "../../src/report/report.js";
import { faultsOf, randomText, unfounded, unintroduced } from "./introduced.js";

const golden = new URL("../golden/", import.meta.url);
const GOLDEN: readonly string[] = readdirSync(golden)
  .filter((f) => f.endsWith(".md"))
  .flatMap((f) => [...readFileSync(new URL(f, golden), "utf8").matchAll(/```chainrule[^\n]*\n([\s\S]*?)```/g)])
  .map(([, source]) => source as string);

it.each(["full", "chain"] as const)("in the golden documents, with %s steps", { timeout: 120_000 }, (steps) => {
  expect(GOLDEN.length).toBeGreaterThan(60);
  for (const convention of ["jacobian-first", "shape-first"] as const)
    expect(GOLDEN.flatMap((source) => faultsOf(source, steps, convention))).toEqual([]);
});

it("in 300 random models, with full steps", { timeout: 120_000 }, () => {
  let [models, named] = [0, 0];
  for (let seed = 1; models < 300; seed++) {
    const text = randomText(seed);
    const report = text === null ? null : answer(text, { steps: "full" });
    // Where a question is refused, those after it have nothing to rest on.
    if (text === null || report === null || report.diagnostics.some((d) => d.severity === "error")) continue;
    models += 1;
    named += report.where.length;
    expect([...unintroduced(text, report), ...unfounded(report)], text).toEqual([]);
  }
  expect(named).toBeGreaterThan(40);
});

it("after a question that is refused", () => {
  const source = "B : matrix(n, n)\nk, t : scalar\nh = t eye(n)\ns = tr(h^k B)\n∂s/∂h\n∂s/∂t";
  const report = answer(source, { steps: "full" });
  expect(report.diagnostics.map((d) => d.code)).toContain("derive/not-differentiable");
  expect(report.results.map((r) => r.steps.map((s) => s.left?.unicode).includes("∂s/∂h"))).toEqual([true]);
  expect([...unintroduced(source, report), ...unfounded(report)]).toEqual([]);
});

describe("a line that is taken away is missed", () => {
  const without = (report: Report, taken: (title: string, rule: string) => boolean): Report => ({
    ...report,
    results: report.results.map((r) => ({ ...r, steps: r.steps.filter((s) => !taken(s.title, s.rule)) })),
  });
  const NET = "z = W x + b\nh = tanh(z)\nL = loss(h)\n∂L/∂b, ∂L/∂W, ∂L/∂x";
  it.each([
    ["the name of a cotangent", NET, "name"],
    ["the upstream gradient", NET, "upstream"],
    ["the name of a repeated factor", "X : matrix(n, m)\nJ = normF(X - W W^T X)^2\n∂J/∂W", "naming"],
    ["the gradient of an unknown function", "z = W x\nL = loss(z) + norm2(z)^2\n∂L/∂x", "scalarfunction"],
    [
      "the name of cotangents by an index",
      "$$h_t = \\tanh(W h_{t-1} + x_t), \\quad t = 1, \\dots, T$$\n$$L = u^\\top h_T$$\n$\\partial L / \\partial W$",
      "name",
    ],
  ])("%s", (_, source, rule) => {
    const report = answer(source, { steps: "full" });
    expect([...unintroduced(source, report), ...unfounded(report)]).toEqual([]);
    const less = without(report, (_title, r) => r === rule);
    expect(less.results.flatMap((r) => r.steps).length).toBeLessThan(report.results.flatMap((r) => r.steps).length);
    expect(unintroduced(source, less)).not.toEqual([]);
  });
  it("a differential that is put into another", () => {
    const report = answer(NET, { steps: "full" });
    const first = report.results[1]?.steps.find((s) => s.left?.unicode === "dz")?.title;
    expect(unfounded(report)).toEqual([]);
    expect(unfounded(without(report, (title) => title === first))).not.toEqual([]);
  });
});
