import { describe, expect, it } from "vitest";
import { type ComputationGraph, computationGraph, type Grain, graphReport, OutputNameError } from "../../src/graph.js";
import { derive, parse } from "../../src/index.js";
import { ATTENTION, LECTURE, layers, SCORER } from "./models.js";

const graphOf = (source: string, grain: Grain = "equation", more = {}): ComputationGraph =>
  computationGraph(parse(source), { grain, ...more });

/** `W → z: local ↓ downstream` for each edge, as plain text. */
const edgesOf = (g: ComputationGraph): readonly string[] =>
  graphReport(g).edges.map((e) => `${e.from} → ${e.to}: ${e.local?.unicode ?? "–"} ↓ ${e.downstream?.unicode ?? "–"}`);

const equationsOf = (g: ComputationGraph): readonly string[] =>
  graphReport(g).nodes.flatMap((n) => (n.unicode === null ? [] : [`${n.name} = ${n.unicode}`]));

describe("one node an equation", () => {
  it("has inputs as sources, and on every edge a local and a downstream gradient", () => {
    const g = graphOf(SCORER.source);
    expect(g.nodes.map((n) => `${n.kind} ${n.name}`)).toEqual([
      "input W",
      "input x",
      "input b",
      "operation z",
      "operation h",
      "input u",
      "operation s",
    ]);
    expect(edgesOf(g)).toEqual([
      "W → z: xᵀ ⊗ Iₙ ↓ (∂s/∂z) xᵀ",
      "x → z: W ↓ Wᵀ (∂s/∂z)",
      "b → z: Iₙ ↓ ∂s/∂z",
      "z → h: diag(f′(z)) ↓ (∂s/∂h) ∘ f′(z)",
      "u → s: hᵀ ↓ h",
      "h → s: uᵀ ↓ u",
    ]);
  });

  it("has beside each node its gradient in names of the model, where that is short", () => {
    const { nodes } = graphReport(graphOf(SCORER.source));
    const upstream = new Map(nodes.map((n) => [n.name, n.upstream?.unicode]));
    expect(upstream.get("z")).toBe("u ∘ f′(z)");
    expect(upstream.get("W")).toBe("(u ∘ f′(z)) xᵀ");
    const deep = graphReport(graphOf(layers(12))).nodes.find((n) => n.name === "z1");
    expect(deep?.upstream?.unicode).toBe("∂s/∂z₁");
  });

  it("spells everything in plain text and LaTeX too", () => {
    const edge = graphReport(graphOf(SCORER.source)).edges[3];
    expect(edge?.downstream).toMatchObject({
      text: "(∂s/∂h) .* f'(z)",
      latex: "\\frac{\\partial s}{\\partial \\mathbf{h}} \\circ f'(\\mathbf{z})",
    });
    expect(edge?.local).toMatchObject({ text: "diag(f'(z))", shape: ["n", "n"] });
  });

  it("lets no gradient flow to data, nor on edges that do not lead to the output", () => {
    const g = graphOf("t : vector(n) data; z = W x; e = z - t; J = e^T e; p = sum(z)", "equation", {
      of: "J",
      all: true,
    });
    const { edges, nodes } = graphReport(g);
    const flows = (from: string, to: string) => edges.find((e) => e.from === from && e.to === to)?.downstream !== null;
    expect([flows("W", "z"), flows("z", "e"), flows("t", "e"), flows("z", "p")]).toEqual([true, true, false, false]);
    expect(nodes.find((n) => n.name === "t")).toMatchObject({ kind: "data", upstream: null });
  });

  it("takes only what the output depends on, unless all is asked for", () => {
    const source = "z = W x; J = z^T z; p = sum(z)";
    expect(graphOf(source, "equation", { of: "J" }).nodes.map((n) => n.name)).not.toContain("p");
    expect(graphOf(source, "equation", { of: "J", all: true }).nodes.map((n) => n.name)).toContain("p");
  });

  it("differentiates the last scalar unless a name is asked for, and refuses one that is not defined", () => {
    expect(graphOf("s = u^T x; t = s^2; y = t x").output?.name).toBe("t");
    expect(graphOf("y = A x").nodes.every((n) => n.upstream === null)).toBe(true);
    expect(() => graphOf("s = u^T x", "equation", { of: "u" })).toThrow(OutputNameError);
    expect(() => graphOf("x_i : scalar for i in 1..N\ns = sum(i=1..N, x_i)", "equation")).toThrow("x is a family");
    expect(() => graphOf("s = u^T x", "equation", { of: "q" })).toThrow(/no q/);
  });

  it("works out a derivative that stands in an equation", () => {
    const g = graphOf("x : vector(n); A : matrix(n, n) symmetric; q = x^T A x; g = ∂q/∂x; s = g^T g");
    expect(equationsOf(g).find((e) => e.startsWith("g"))).toBe("g = 2 A x");
  });

  it("says which equation no gradient passes, and draws the rest", () => {
    const g = graphOf("A : matrix(n, n); t : scalar; B = A^t; s = tr(B)");
    expect(g.faults).toHaveLength(1);
    expect(g.faults[0]).toContain("no gradient passes B");
    expect(edgesOf(g)).toContain("B → s: vec(Iₙ)ᵀ ↓ Iₙ");
  });

  it("leaves the model as it was", () => {
    const model = parse(SCORER.source);
    const before = derive(model, { of: "s" });
    computationGraph(model, { grain: "operation" });
    expect(derive(model, { of: "s" })).toEqual(before);
    expect(model.context.definitions.size).toBe(3);
  });
});

describe("one node an operation", () => {
  it("names what the model does not, and says what each gate does", () => {
    const g = graphOf(LECTURE.source, "operation");
    expect(equationsOf(g)).toEqual(["v_1 = x + y", "v_2 = max(y, z)", "f = v₁ v₂"]);
    expect(g.nodes.flatMap((n) => (n.gate === null ? [] : [`${n.name} ${n.gate.sign} ${n.gate.word}`]))).toEqual([
      "v_1 + distributes",
      "v_2 max routes",
      "f × swaps",
    ]);
    expect(edgesOf(g)).toEqual([
      "x → v_1: 1 ↓ ∂f/∂v₁",
      "y → v_1: 1 ↓ ∂f/∂v₁",
      "y → v_2: step(y − z) ↓ (∂f/∂v₂) step(y − z)",
      "z → v_2: 1 − step(y − z) ↓ (∂f/∂v₂) (1 − step(y − z))",
      "v_1 → f: v₂ ↓ v₂",
      "v_2 → f: v₁ ↓ v₁",
    ]);
  });

  it("keeps transposes, signs and divisors with the operation that uses them", () => {
    expect(equationsOf(graphOf("a, b : scalar; s = (u^T x - a) / b", "operation"))).toEqual([
      "v_1 = uᵀ x",
      "v_2 = v₁ − a",
      "s = v₂ / b",
    ]);
    expect(equationsOf(graphOf("s = sum(x .^ -1)", "operation"))).toEqual(["v_1 = x .^ −1", "s = sum(v₁)"]);
  });

  it("takes a product of three factors apart in the order that is cheapest", () => {
    expect(equationsOf(graphOf("A : matrix(n, n); s = x^T A x", "operation"))).toEqual(["v_1 = A x", "s = xᵀ v₁"]);
    const source = "delta : vector(n); x : vector(m); s = delta^T W x";
    const sizes = (n: number, m: number) => ({
      sizes: new Map([
        ["n", n],
        ["m", m],
      ]),
    });
    expect(equationsOf(graphOf(source, "operation", sizes(3, 90)))[0]).toBe("v_1 = W x");
    expect(equationsOf(graphOf(source, "operation", sizes(90, 3)))[0]).toBe("v_1 = δᵀ W");
  });

  it("has one node for a part that stands in several places", () => {
    const g = graphOf("y = tanh(W x) + W x; s = sum(y)", "operation");
    expect(equationsOf(g)).toEqual(["v_1 = W x", "v_2 = tanh(v₁)", "y = v₂ + v₁", "s = sum(y)"]);
    const w = g.nodes.find((n) => n.name === "v_1");
    expect(w === undefined ? 0 : g.leaving.get(w)?.length).toBe(2);
  });

  it("keeps its names clear of those of the model", () => {
    const g = graphOf("v1, b : vector(n); s = sum(tanh(v1) + b)", "operation");
    expect(equationsOf(g)).toEqual(["a_1 = tanh(v₁)", "a_2 = a₁ + b", "s = sum(a₂)"]);
  });

  it("is as deep as it is: no recursion on a long chain of operations", () => {
    const nested = `s = ${"tanh(".repeat(1000)}x${")".repeat(1000)}`;
    expect(graphOf(`x : scalar; ${nested}`, "operation").nodes).toHaveLength(1001);
  });

  it("has matrices on its edges as well", () => {
    const g = graphOf(ATTENTION.source, "operation");
    expect(edgesOf(g)).toContain(
      "v_3 → A: diag(vec(A)) − diag(vec(A)) (ones(t, t) ⊗ Iₜ) diag(vec(A)) ↓ (∂s/∂A) ∘ A − (((∂s/∂A) ∘ A) ones(t, t)) ∘ A",
    );
  });
});
