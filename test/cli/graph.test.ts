import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chainrule, scratch } from "./harness.js";

const files = scratch();
const net = files.file("net.eq", "z = W x + b\nh = f(z)\ns = u^T h\n");
const lecture = files.file("lecture.eq", "x, y, z : scalar\nf = (x + y) max(y, z)\n");
const values = files.file("values.json", '{"x": 1, "y": 2, "z": 0}');

describe("chainrule graph", () => {
  it("draws an SVG", async () => {
    const { code, out, err } = await chainrule(["graph", net]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^<svg /);
    expect(out).toContain("Computation graph of s");
  });

  it("puts numbers on it", async () => {
    const { code, out } = await chainrule(["graph", lecture, "--at", values, "--grain", "operation"]);
    expect(code).toBe(0);
    expect(out.replace(/<\/?tspan[^>]*>/g, "")).toContain("∂f/∂y = 2 + 3 = 5");
  });

  it("writes a file", async () => {
    const target = files.path("net.svg");
    const { code, out } = await chainrule(["graph", net, "--out", target]);
    expect([code, out]).toEqual([0, ""]);
    expect(readFileSync(target, "utf8")).toMatch(/<\/svg>\n$/);
    expect((await chainrule(["graph", net, "--out", net])).code).toBe(2);
    expect((await chainrule(["graph", lecture, "--at", values, "--out", values])).code).toBe(2);
    expect((await chainrule(["graph", net, "--out", files.path("none/net.svg")])).code).toBe(3);
    expect(existsSync(files.path("none"))).toBe(false);
  });

  it("speaks dot and JSON", async () => {
    const dot = await chainrule(["graph", "-e", "s = u^T x", "--format", "dot"]);
    expect(dot.out).toMatch(/^digraph "s"/);
    const { out } = await chainrule(["graph", lecture, "--at", values, "--format", "json"]);
    const data = JSON.parse(out);
    expect(data).toMatchObject({ schema: "chainrule/1", file: lecture, of: "f", grain: "equation", diagnostics: [] });
    expect(data.nodes.find((n: { name: string }) => n.name === "f")).toMatchObject({ value: 6, shape: ["1", "1"] });
    expect(data.nodes.find((n: { name: string }) => n.name === "y").upstream.value).toBe(5);
    expect(data.edges).toHaveLength(3);
  });

  it("reads standard input and a text on the command line", async () => {
    expect((await chainrule(["graph", "-", "--format", "dot"], { stdin: "s = u^T x" })).out).toContain("s = uᵀ x");
    expect((await chainrule(["graph", "--format", "dot"], { stdin: "s = u^T x" })).code).toBe(0);
  });

  it("draws what no gradient reaches too, and says why", async () => {
    const { code, err, out } = await chainrule([
      "graph",
      "-e",
      "A : matrix(n, n); t : scalar; B = A^t; s = tr(B)",
      "--format",
      "dot",
    ]);
    expect(code).toBe(0);
    expect(err).toContain("warning: no gradient passes B");
    expect(out).toContain("B = A");
  });

  it("draws an output that is no scalar without gradients, and says so", async () => {
    const { code, err, out } = await chainrule(["graph", net, "--of", "z"]);
    expect(code).toBe(0);
    expect(err).toContain("warning: z is n×1, not a scalar: no gradient goes back from it");
    expect(out).not.toContain("∂");
  });

  it("exits 2 for a name that is not there, with what is", async () => {
    const { code, err, out } = await chainrule(["graph", net, "--of", "q"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("there is no q in the model [usage/of]");
    expect(err).toContain("defined are z, h, s");
    expect((await chainrule(["graph", net, "--grain", "word"])).code).toBe(2);
    expect((await chainrule(["graph", net, lecture])).code).toBe(2);
  });

  it("exits 1 for a fault in the text or the values, at its place", async () => {
    const broken = await chainrule(["graph", "-e", "z = W x + ", "--format", "dot"]);
    expect([broken.code, broken.out]).toEqual([1, ""]);
    expect(broken.err).toContain("-e:1:");
    const bad = files.file("bad.json", '{"x": 1,\n "y": "two", "z": 0}');
    const { code, err, out } = await chainrule(["graph", lecture, "--at", bad]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(`${bad}:2:2: error: y is a number, not the text "two" [values/shape]`);
    expect((await chainrule(["graph", "-e", "# nothing"])).code).toBe(1);
  });

  it("exits 3 for a file that cannot be read", async () => {
    expect((await chainrule(["graph", files.path("none.eq")])).code).toBe(3);
    expect((await chainrule(["graph", lecture, "--at", files.path("none.json")])).code).toBe(3);
  });

  it("sends what is too large to draw to the other formats", async () => {
    const source = `s = ${Array.from({ length: 700 }, (_, i) => `sum(x${i})`).join(" + ")}`;
    const { code, err } = await chainrule(["graph", "-e", source]);
    expect(code).toBe(1);
    expect(err).toContain("[graph/too-large]");
    expect((await chainrule(["graph", "-e", source, "--format", "dot"])).code).toBe(0);
  });
});
