import { describe, expect, it } from "vitest";
import { cotangents } from "../../src/derive/gradient.js";
import { normalForm } from "../../src/derive/normal.js";
import { showMatrix } from "../../src/graph/figures.js";
import { upstreamTimesLocal } from "../../src/graph/passes.js";
import { backpropCsv, backpropText, graphAtValues, graphReport, graphSvg, PassError, passes } from "../../src/graph.js";
import { parse } from "../../src/index.js";
import { evaluate } from "../../src/numeric/evaluate.js";
import { largest, type Matrix, subtracted } from "../../src/numeric/matrix.js";
import { EXAMPLES, type Example, json, LECTURE, SCORER } from "./models.js";

const at = (example: Example, grain: "equation" | "operation" = "operation", more = {}) => {
  const found = graphAtValues(parse(example.source), json(example), { grain, ...more });
  expect(found.diagnostics).toEqual([]);
  if (found.numbers === null) throw new Error("no numbers");
  return { ...found, numbers: found.numbers };
};

const near = (a: Matrix, b: Matrix, within = 1e-9) => expect(largest(subtracted(a, b))).toBeLessThan(within);

describe("the lecture's example", () => {
  const { graph, numbers } = at(LECTURE);
  const of = (name: string) => {
    const node = graph.nodes.find((n) => n.name === name);
    const found = node === undefined ? undefined : numbers.nodes.get(node);
    return {
      value: found?.value.data[0],
      gradient: found?.gradient?.data[0],
      arrived: found?.arrived.map((A) => A.data[0]),
    };
  };

  it("is 6, with the slopes 2, 5 and 0", () => {
    expect(of("f").value).toBe(6);
    expect([of("x").gradient, of("y").gradient, of("z").gradient]).toEqual([2, 5, 0]);
  });

  it("adds the two paths of y, 2 and 3", () => {
    expect(of("y").arrived).toEqual([2, 3]);
  });

  it("has upstream × local = downstream on each edge", () => {
    const rows = graph.edges.map((e) => {
      const found = numbers.edges.get(e);
      const upstream = numbers.nodes.get(e.to)?.gradient?.data[0];
      return [e.from.name, e.to.name, upstream, found?.local?.data[0], found?.downstream.data[0]];
    });
    expect(rows).toEqual([
      ["x", "v_1", 2, 1, 2],
      ["y", "v_1", 2, 1, 2],
      ["y", "v_2", 3, 1, 3],
      ["z", "v_2", 3, 0, 0],
      ["v_1", "f", 1, 2, 2],
      ["v_2", "f", 1, 3, 3],
    ]);
  });

  it("stands so in the table, with the notes on its gates", () => {
    const text = backpropText(graph, numbers, new Map());
    expect(text).toMatch(/∂f\/∂y +2 \+ 3 = 5 +5 +✓/);
    expect(text).toMatch(/v₂ +3 +∂v₂\/∂y +step\(y − z\) = 1 +→ y +3/);
    expect(text).toContain("v₁: a sum distributes");
    expect(text).toContain("v₂: max routes");
    expect(text).toContain("f: multiply gate: swaps");
    expect(text).toContain("y: its value goes several ways");
  });
});

describe.each(EXAMPLES)("$name", (example) => {
  it.each(["equation", "operation"] as const)("by %s: upstream × local is downstream on every edge", (grain) => {
    const { graph, numbers } = at(example, grain);
    let edges = 0;
    for (const e of graph.edges) {
      const found = numbers.edges.get(e);
      if (found?.local == null) continue;
      const upstream = numbers.nodes.get(e.to)?.gradient as Matrix;
      near(upstreamTimesLocal(upstream, found.local, found.downstream), found.downstream, 1e-12);
      edges += 1;
    }
    expect(edges).toBe(graph.edges.filter((e) => e.downstream !== null).length);
  });

  it.each(["equation", "operation"] as const)("by %s: every gradient agrees with its difference quotient", (grain) => {
    const { graph, numbers } = at(example, grain);
    for (const n of graph.nodes) {
      const { gradient, difference, agrees } = numbers.nodes.get(n) ?? {};
      if (n.upstream === null) continue;
      expect(agrees, n.name).toBe(true);
      near(gradient as Matrix, difference?.value as Matrix, 1e-7);
    }
  });

  it("has the gradients that derive gives", () => {
    const model = parse(example.source);
    const { graph, numbers } = at(example);
    const y = model.equations[model.equations.length - 1]?.symbol;
    if (y === undefined) throw new Error("no output");
    const inputs = graph.nodes.filter((n) => n.kind === "input");
    const symbols = new Map(inputs.map((n) => [n, [...walkSymbols(model, n.name)][0]]));
    const wanted = [...symbols.values()].filter((s) => s !== undefined);
    const bars = cotangents(y, wanted, normalForm);
    expect(inputs.length).toBeGreaterThan(2);
    for (const [n, s] of symbols) {
      const expected = s === undefined ? undefined : bars.get(s);
      const found = numbers.nodes.get(n)?.gradient as Matrix;
      near(evaluate([expected ?? y], numbers.env)[0] as Matrix, found);
    }
  });

  it("has the same numbers in picture, table and data", () => {
    const { graph, numbers, functions } = at(example);
    const text = backpropText(graph, numbers, functions);
    const svg = graphSvg(graph, numbers, { functions });
    const report = graphReport(graph, numbers, functions);
    for (const n of graph.nodes) {
      const { value, gradient } = numbers.nodes.get(n) ?? {};
      const data = report.nodes.find((r) => r.name === n.name);
      expect([data?.value].flat(2)).toEqual(Array.from(value?.data ?? []));
      if (gradient != null) expect([data?.upstream?.value].flat(2)).toEqual(Array.from(gradient.data));
      for (const A of [value, gradient]) {
        if (A == null) continue;
        const shown = showMatrix(A);
        if (shown.length > 30) continue;
        expect(text).toContain(shown);
        expect(svg.replace(/<\/?tspan[^>]*>/g, "")).toContain(shown);
      }
    }
  });

  it("has its numbers in full in the CSV", () => {
    const { graph, numbers } = at(example);
    const rows = backpropCsv(graph, numbers).trimEnd().split("\r\n");
    expect(rows).toHaveLength(1 + graph.nodes.length + graph.edges.filter((e) => e.downstream !== null).length);
    const [output] = rows.filter((r) => r.startsWith(`node,${graph.output?.name},`));
    const value = numbers.nodes.get(graph.output as NonNullable<typeof graph.output>)?.value.data[0];
    expect(output).toContain(`,${value},1,`);
  });
});

function* walkSymbols(model: ReturnType<typeof parse>, name: string) {
  for (const q of model.equations) {
    const stack = [q.value];
    while (stack.length > 0) {
      const e = stack.pop();
      if (e === undefined) break;
      if (e.op.name === "symbol" && e.data === name) yield e;
      stack.push(...e.args);
    }
  }
}

describe("where there is no single slope", () => {
  const notes = (source: string, values: object) => {
    const { numbers, diagnostics } = graphAtValues(parse(source), JSON.stringify(values), { grain: "operation" });
    expect(diagnostics).toEqual([]);
    return numbers;
  };
  const messages = (source: string, values: object) =>
    notes(source, values)?.kinks.map((k) => `${k.node}: ${k.message}`);

  it("says which side of a tie takes the gradient, and takes it", () => {
    const numbers = notes(LECTURE.source, { x: 1, y: 2, z: 2 });
    expect(numbers?.kinks.map((k) => k.message)).toEqual([
      "y and z are equal, where max has a kink: the second operand, z, takes the whole gradient",
    ]);
    const gradient = (name: string) => [...(numbers?.nodes ?? [])].find(([n]) => n.name === name)?.[1];
    expect(gradient("y")?.gradient?.data[0]).toBe(2);
    expect(gradient("z")?.gradient?.data[0]).toBe(3);
    // The difference quotient is the mean of both slopes: no judge here.
    expect(gradient("z")?.difference?.value.data[0]).toBeCloseTo(1.5);
    expect(gradient("z")?.agrees).toBe(null);
    expect(gradient("x")?.agrees).toBe(true);
  });

  it("says it of relu, abs, max with a number and the 1-norm, entry by entry", () => {
    expect(messages("x : vector(n); s = sum(relu(x))", { x: [1, 0, -2, 0] })).toEqual([
      "v_1: entries 2 and 4 of x are 0, where relu has a kink: relu'(0) = 0 is taken",
    ]);
    expect(
      messages("X : matrix(n, m); s = sum(abs(X))", {
        X: [
          [1, 0],
          [2, 3],
        ],
      }),
    ).toEqual(["v_1: entry (1, 2) of X is 0, where abs has a kink: abs'(0) = 0 is taken"]);
    expect(messages("x : vector(n); s = sum(max(0, x))", { x: [0, 1] })).toEqual([
      "v_1: 0 and x are equal at entry 1, where max has a kink: the gradient of x is taken as 0",
    ]);
    expect(messages("x : vector(n); s = norm1(x)", { x: [0, 1] })?.[0]).toContain("the slope 0 is taken");
    expect(messages("x : vector(n); s = sum(min(x, 2))", { x: [3, 1] })).toEqual([]);
  });

  it("says it of the formula of a function of the model", () => {
    expect(messages("g(t) = relu(1 - t) + t max(t, 3); x : vector(n); s = sum(g(x))", { x: [1, 0, 1, 3] })).toEqual([
      "v_1: entries 1 and 3 of x: in g, 1 − t is 0, where relu has a kink: relu'(0) = 0 is taken",
      "v_1: entry 4 of x: in g, t and 3 are equal, where max has a kink: the gradient of t is taken as 0",
    ]);
    expect(messages("g(t) = t^2; x : vector(n); s = sum(g(x))", { x: [0, 1] })).toEqual([]);
  });

  it("knows that the square of a norm is smooth where the norm is not", () => {
    const numbers = notes("J = norm2(x - b)^2", { x: [1, 2], b: [1, 2] });
    expect(numbers?.kinks).toEqual([]);
    const gradient = [...(numbers?.nodes ?? [])].find(([n]) => n.name === "x")?.[1];
    expect([...(gradient?.gradient?.data ?? [])]).toEqual([0, 0]);
    expect(gradient?.agrees).toBe(true);
    expect(messages("J = norm2(x - b)", { x: [1, 2], b: [1, 2] })?.[0]).toContain("the norm has no gradient");
    expect(messages("J = norm2(x)^2 + norm2(x)", { x: [0, 0] })?.[0]).toContain("the norm has no gradient");
  });

  it("says nothing of a kink that no gradient passes", () => {
    expect(messages("t : vector(n) data; s = sum(relu(t)) + u^T u", { t: [0, 1], u: [1] })).toEqual([]);
  });
});

describe("where there is no number", () => {
  const message = (source: string, values: object) =>
    graphAtValues(parse(source), JSON.stringify(values)).diagnostics.map((d) => `${d.code} ${d.message}`);

  it("names the equation and what is wrong with it", () => {
    expect(
      message("A : matrix(n, n); B = A^-1; s = tr(B)", {
        A: [
          [1, 2],
          [2, 4],
        ],
      }),
    ).toEqual(["values/undefined B: the matrix is singular: it has no inverse"]);
    expect(message("x : scalar; y = log(x); s = y^2", { x: -1 })).toEqual([
      "values/undefined y = log(x) has no finite value here: it is NaN",
    ]);
    expect(message("x : vector(n); y = x .^ -1; s = sum(y)", { x: [1, 0] })[0]).toContain("Infinity (entry 2 of 2×1)");
  });

  it("throws an error of its own to those who run the passes themselves", () => {
    const { graph } = graphAtValues(parse("x : scalar; y = log(x)"), '{"x": 1}');
    const values = new Map([["x", { rows: 1, cols: 1, data: Float64Array.of(0) }]]);
    expect(() => passes(graph, { sizes: new Map(), values })).toThrow(PassError);
  });
});

describe("difference quotients", () => {
  it("are taken for inputs first, and for no more entries than allowed", () => {
    const { graph, numbers } = at(SCORER, "operation", { differences: 10 });
    const taken = graph.nodes.filter((n) => numbers.nodes.get(n)?.difference !== null).map((n) => n.name);
    expect(taken).toEqual(["W", "x", "s"]);
  });
});
