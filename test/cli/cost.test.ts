import { describe, expect, it } from "vitest";
import { chainrule } from "./harness.js";

const net = ["cost", "-e", "z = W x + b; h = f(z); s = u^T h"];

describe("chainrule cost", () => {
  it("counts in symbols", async () => {
    const { code, out, err } = await chainrule(net);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("back, every gradient worked out once   2 m n + n");
    expect(out).toContain("4 paths");
  });

  it("counts in numbers", async () => {
    const { out } = await chainrule([...net, "--sizes", "n=100,m=50"]);
    expect(out).toContain("forward                                5,100");
    const twice = await chainrule([...net, "--sizes", "n=100", "--sizes", "m=50"]);
    expect(twice.out).toBe(out);
  });

  it("gives data", async () => {
    const { out } = await chainrule([...net, "--sizes", "n=100,m=50", "--format", "json"]);
    expect(JSON.parse(out)).toMatchObject({
      schema: "chainrule/1",
      file: "-e",
      of: "s",
      forward: { multiplications: { value: "5100" } },
      pathByPath: { multiplications: { value: "10300" } },
    });
  });

  it("says in which order products are cheapest", async () => {
    const { out } = await chainrule(["cost", "-e", "x : vector(m); delta : vector(n); s = delta^T W x"]);
    expect(out).toContain("δᵀ (W x)   m n + n, the cheapest where n < m");
  });

  it("refuses sizes that are none", async () => {
    const strange = await chainrule([...net, "--sizes", "k=3"]);
    expect([strange.code, strange.out]).toEqual([2, ""]);
    expect(strange.err).toContain("k is no size of the model");
    expect(strange.err).toContain("its sizes are n, m");
    for (const bad of ["n", "n=0", "n=1.5", "=3", "n=99999999999999999999"])
      expect((await chainrule([...net, "--sizes", bad])).code).toBe(2);
  });

  it("stays within the budget of nodes", async () => {
    const { code, err } = await chainrule([...net, "--max-nodes", "12"]);
    expect(code).toBe(1);
    expect(err).toContain("[budget/nodes]");
  });

  it("needs a gradient", async () => {
    const { code, err } = await chainrule(["cost", "-e", "y = A x"]);
    expect(code).toBe(1);
    expect(err).toContain("[graph/no-gradient]");
    expect((await chainrule([...net, "--of", "q"])).code).toBe(2);
  });
});
