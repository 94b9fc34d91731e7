/** Many gradients held against differences at once: what is right is seen to be, what is wrong is left to be looked at. */
import { expect, it } from "vitest";
import { checkReport } from "../../src/api/check.js";
import type { Expr } from "../../src/core/expr.js";
import { firstDerivative, sweeper } from "../../src/derive/value.js";
import { read } from "../../src/elaborate/parse.js";
import { draw } from "../../src/numeric/draw.js";
import type { Matrix } from "../../src/numeric/matrix.js";
import { alongNames } from "../../src/numeric/names.js";
import { type Random, random } from "../../src/numeric/random.js";
import { verifyTogether } from "../../src/numeric/together.js";
import { number } from "../../src/ops/number.js";
import { withScalars } from "../../src/ops/scalars.js";
import { symbol } from "../../src/ops/symbol.js";

/** Layers, one weight matrix of which stands in two of them, with all gradients. */
function network(layers: number) {
  const lines = Array.from({ length: layers }, (_, i) => `h_${i + 1} = tanh(W_${Math.max(i, 1)} h_${i} + b_${i})`);
  const model = read(["h_0 : vector(n)", ...lines, `s = sum(h_${layers})`].join("\n"));
  const named = (name: string) => symbol(model.context, name, model.symbols.get(name)?.shape as Expr["shape"]);
  const names = Array.from({ length: layers }, (_, i) => [...(i === 0 ? [] : [`W_${i}`]), `b_${i}`]).flat();
  const [s, variables] = [named("s"), [...names, "h_2"].map(named)];
  const sweep = sweeper(variables);
  const asked = variables.map((x, k) => {
    const layout = k % 3 === 0 ? ("jacobian" as const) : ("gradient" as const);
    return { answer: firstDerivative(s, x, layout, sweep, "projected"), question: { of: s, wrt: [x], layout } };
  });
  return { s, asked };
}

it("all that is right is held at every draw", () => {
  const { asked } = network(8);
  const held = verifyTogether(asked, { seed: 1, draws: 3 });
  expect(held.size).toBe(asked.length);
  for (const { draws, worst } of held.values()) expect([draws, worst < 1e-8]).toEqual([3, true]);
});

it("a wrong one is not held, whichever it is, and excuses and accuses no other", () => {
  const { asked } = network(6);
  for (const k of asked.keys())
    for (const factor of [-1, 1.001, 2]) {
      const wrong = asked.map((a, i) =>
        i === k ? { ...a, answer: withScalars([number(factor, a.answer)], a.answer, a.answer) } : a,
      );
      const held = verifyTogether(wrong, { seed: 1, draws: 3 });
      expect(wrong.filter((a) => !held.has(a))).toEqual([wrong[k]]);
    }
});

it("few gradients, and those of arrays, are looked at one by one", () => {
  const { asked } = network(8);
  expect(verifyTogether(asked.slice(0, 4), { draws: 3 }).size).toBe(0);
  const vectors = asked.map((a) => ({ ...a, question: { ...a.question, of: a.question.wrt[0] as Expr } }));
  expect(verifyTogether(vectors, { draws: 3 }).size).toBe(0);
});

it("what is looked at grows with the layers and not with their square", () => {
  const looks = [20, 40, 80].map((layers) => {
    const { s, asked } = network(layers);
    const drawn = draw([s, ...asked.map((a) => a.answer)], random(1));
    if (!drawn.drawn) throw new Error(drawn.why);
    const gradients = new Map(
      asked
        .filter((a) => a.question.layout === "gradient")
        .map((a) => [a.question.wrt[0] as Expr, drawn.values.get(a.answer) as Matrix]),
    );
    let count = 0;
    const source = random(1);
    const counted: Random = {
      ...source,
      signed: (from, to) => {
        count++;
        return source.signed(from, to);
      },
    };
    expect(alongNames(s, gradients, drawn.env, counted).size).toBe(gradients.size);
    return count / entriesOf(drawn.values);
  });
  expect(Math.max(...looks) / Math.min(...looks)).toBeLessThan(1.5);
});

const entriesOf = (values: ReadonlyMap<Expr, Matrix>): number =>
  [...values.values()].reduce((sum, A) => sum + A.data.length, 0);

it("check passes each of many gradients, a line each, in their order", () => {
  const names = Array.from({ length: 10 }, (_, i) => `W_${i + 1}`);
  const layers = names.map((W, i) => `h_${i + 1} = tanh(${W} h_${i})`);
  const text = ["h_0 : vector(n)", ...layers, "s = sum(h_10)", names.map((W) => `∂s/∂${W}`).join(", ")].join("\n");
  const { checks } = checkReport(text);
  expect(checks.filter((c) => c.kind === "derivative").map((c) => [c.outcome, c.draws])).toEqual(
    names.map(() => ["passed", 3]),
  );
});
