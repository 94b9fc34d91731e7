/** Warm and cold derivations, and how they grow with the network. */
import { spawnSync } from "node:child_process";
import katex from "katex";
import { answer } from "../../src/api/answer.js";
import { read } from "../../src/elaborate/parse.js";
import { queryOf } from "../../src/model/questions.js";
import { symbol } from "../../src/ops/symbol.js";
import { type Answers, askedOf, derived, printed } from "./answers.js";
import { type Bench, least, type Row } from "./bench.js";
import { network } from "./network.js";

/** A fresh text each time, so that nothing is known from the run before. */
const scorer = (i: number) => `z${i} = W x + b\nh = f(z${i})\ns = u^T h\n∂s/∂b, ∂s/∂W\n`;

interface Times {
  readonly read: number;
  readonly derive: number;
  readonly characters: number;
}

/** All gradients of a network by its weights, read, derived and printed once. */
function allGradients(layers: number): Times {
  const start = performance.now();
  const model = read(network(layers));
  const parsed = performance.now();
  const last = model.equations[model.equations.length - 1];
  if (last === undefined) throw new Error(model.diagnostics[0]?.message ?? "no equations");
  const weights = [...model.symbols.values()].filter((s) => s.role === "input" && s.kind === "matrix");
  const queries = weights.map((w) => queryOf(last.symbol, "s", [symbol(model.context, w.name, w.shape)], 1, last.span));
  const characters = printed(derived(model, queries));
  return { read: parsed - start, derive: performance.now() - parsed, characters };
}

export const deriveBench: Bench = {
  name: "derive",
  pages: ["docs/benchmarks.md"],
  run() {
    const rows: Row[] = [];
    let fresh = 0;
    rows.push({
      what: "scorer network, text to report with steps, warm",
      value: least(1_500, () => void answer(scorer(++fresh))),
      unit: "ms",
      note: "well under 1 ms is the aim",
    });
    const made = answer(scorer(0)).results.map((r) => r.latex);
    const typeset = least(300, () => {
      for (const latex of made) katex.renderToString(latex);
    });
    const whole = least(1_500, () => void answer(scorer(++fresh), { steps: "none" }));
    rows.push({
      what: "scorer network, text to a report without steps, against KaTeX rendering its two results",
      value: whole / typeset,
      unit: "×",
      note: `${(whole * 1000).toFixed(0)} µs for ${(typeset * 1000).toFixed(0)} µs`,
    });
    // Models are made before, all of them: each keeps what it has printed, and making one cools the caches.
    const models = Array.from({ length: 310 }, () => {
      const model = read(scorer(++fresh));
      return derived(model, askedOf(model));
    });
    const print = least(300, () => void printed(models.pop() as Answers));
    rows.push({
      what: "the same results to LaTeX, against KaTeX rendering them",
      value: print / typeset,
      unit: "×",
      note: "aim 0.25×",
    });
    const sizes = [100, 1_000, 10_000];
    allGradients(100);
    const times = sizes.map((l) => ({ l, ...allGradients(l) }));
    for (const [i, t] of times.entries()) {
      const before = times[i - 1];
      if (before === undefined) continue;
      const per = (x: Times & { l: number }) => (x.read + x.derive) / x.l;
      rows.push({
        what: `all gradients of ${t.l} layers, time for a layer against ${before.l} layers`,
        value: per(t) / per(before),
        unit: "×",
        note: "1× is linear",
      });
      rows.push({
        what: `the same, characters for a layer`,
        value: t.characters / t.l / (before.characters / before.l),
        unit: "×",
        note: "1× is linear",
      });
    }
    const last = times[times.length - 1];
    if (last !== undefined)
      rows.push({
        what: `a layer of ${last.l}`,
        value: ((last.read + last.derive) / last.l) * 1000,
        unit: "µs",
        note: "read, derive, print",
      });
    const command = (args: readonly string[]) => least(10, () => void spawnSync(process.execPath, args));
    const empty = command(["-e", "0"]);
    const cold = command(["dist/cli.cjs", "derive", "examples/scorer.eq"]);
    rows.push({ what: "chainrule derive, cold, against node -e 0", value: cold / empty, unit: "×", note: "aim 2×" });
    rows.push({ what: "chainrule derive, cold, above node -e 0", value: cold - empty, unit: "ms", note: "aim 40 ms" });
    return rows;
  },
};
