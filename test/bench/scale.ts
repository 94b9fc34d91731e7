/** All gradients of deep networks, against a bare loop that makes the same nodes and nothing else. */

import { dim, ONE } from "../../src/core/dim.js";
import { type Context, context, type Expr } from "../../src/core/expr.js";
import { shape } from "../../src/core/shape.js";
import { cotangents } from "../../src/derive/gradient.js";
import { normalForm } from "../../src/derive/normal.js";
import { read } from "../../src/elaborate/parse.js";
import type { Model } from "../../src/model/model.js";
import { queryOf } from "../../src/model/questions.js";
import { apply } from "../../src/ops/apply.js";
import { hadamard } from "../../src/ops/hadamard.js";
import { product } from "../../src/ops/product.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { T } from "../../src/ops/transpose.js";
import { derived, printed } from "./answers.js";
import { type Bench, leastOnFresh, type Row } from "./bench.js";
import { network } from "./network.js";

/** The nodes of a network and of its gradients, interned one after another by hand. */
function bareLoop(layers: number): Context {
  const home = context(new Map(), 1e9);
  const n = dim("n");
  const [vector, matrix] = [shape(n, ONE), shape(n, n)];
  let h = symbol(home, "x", vector);
  const inputs: Expr[] = [];
  const slopes: Expr[] = [];
  const weights: Expr[] = [];
  for (let l = 1; l <= layers; l++) {
    const W = symbol(home, `W${l}`, matrix);
    const z = sum(product(W, h), symbol(home, `b${l}`, vector));
    inputs.push(h);
    weights.push(W);
    slopes.push(apply("f'", z));
    apply("f", z);
    h = symbol(home, `h${l}`, vector);
  }
  let bar = symbol(home, "u", vector);
  for (let l = layers - 1; l >= 0; l--) {
    const delta = hadamard(slopes[l] as Expr, bar);
    product(delta, T(inputs[l] as Expr));
    bar = product(T(weights[l] as Expr), delta);
  }
  return home;
}

const modelOf = (layers: number): Model => {
  const model = read(network(layers), { maxInput: 1e9, maxNodes: 1e9 });
  if (model.equations.length !== layers + 1) throw new Error(model.diagnostics[0]?.message ?? "no equations");
  return model;
};

const inputsOf = (model: Model): Expr[] =>
  [...model.symbols.values()]
    .filter((s) => s.role === "input" && s.kind !== "function" && s.kind !== "size")
    .map((s) => symbol(model.context, s.name, s.shape));

const outputOf = (model: Model) => model.equations[model.equations.length - 1] as Model["equations"][number];

/** The reverse sweep: every gradient in its normal form. */
const sweep = (model: Model): number => cotangents(outputOf(model).symbol, inputsOf(model), normalForm).size;

/** Every gradient derived, shortened and printed; the characters. */
function allPrinted(model: Model): number {
  const { symbol: s, span } = outputOf(model);
  return printed(
    derived(
      model,
      inputsOf(model).map((x) => queryOf(s, "s", [x], 1, span)),
    ),
  );
}

/** The least time of a few runs in microseconds, each on something new. */
const leastOf = <M>(runs: number, make: () => M, call: (made: M) => unknown): number =>
  1000 * leastOnFresh(runs, make, call);

const heap = (): number => {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed;
};

export const scaleBench: Bench = {
  name: "scale",
  pages: ["docs/benchmarks.md"],
  run() {
    const rows: Row[] = [];
    const once = leastOf(300, () => modelOf(20), sweep);
    rows.push({ what: "all gradients of 20 layers, one sweep", value: once, unit: "µs", note: "aim 100 µs" });
    rows.push({
      what: "the same against the bare loop",
      value: once / leastOf(300, () => 20, bareLoop),
      unit: "×",
      note: "",
    });
    const ten = leastOf(300, () => modelOf(10), sweep);
    rows.push({ what: "all gradients of 10 layers, one sweep", value: ten, unit: "µs", note: "aim 130 µs" });
    rows.push({
      what: "all gradients of 20 layers derived, shortened and printed",
      value: leastOf(100, () => modelOf(20), allPrinted),
      unit: "µs",
      note: "",
    });
    for (const layers of [1_000, 100_000]) {
      const runs = layers > 10_000 ? 1 : 10;
      const own = leastOf(runs, () => modelOf(layers), sweep);
      const bare = leastOf(runs, () => layers, bareLoop);
      rows.push({
        what: `all gradients of ${layers.toLocaleString("en")} layers against the bare loop`,
        value: own / bare,
        unit: "×",
        note: `${(own / 1000).toFixed(1)} ms for ${(bare / 1000).toFixed(1)} ms; aim 10×`,
      });
    }
    const nodes = [100, 200, 400].map((l) => {
      const model = modelOf(l);
      const characters = allPrinted(model);
      return { nodes: model.context.size, characters };
    });
    const [a, b, c] = nodes as [(typeof nodes)[0], (typeof nodes)[0], (typeof nodes)[0]];
    rows.push({
      what: "nodes from 200 to 400 layers over twice those from 100 to 200",
      value: (c.nodes - b.nodes) / (2 * (b.nodes - a.nodes)),
      unit: "",
      note: "1 is affine in the number of layers",
    });
    const before = heap();
    const kept = modelOf(10_000);
    allPrinted(kept);
    const first = heap() - before;
    const more = modelOf(20_000);
    allPrinted(more);
    rows.push({
      what: "heap of 20,000 layers with all gradients against twice that of 10,000",
      value: (heap() - before - first) / (2 * first),
      unit: "×",
      note: `1 is linear; ${(first / 10_000 / 1000).toFixed(1)} KB a layer`,
    });
    return rows;
  },
};
