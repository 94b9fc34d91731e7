/** Both dresses of an answer have one value: that in matrices is made of the families as they stand, and beside where they stand. */
import { describe, expect, it } from "vitest";
import { derivations, isRefusal } from "../../src/derive/derivation.js";
import { read } from "../../src/elaborate/parse.js";
import { agree } from "../../src/judge/agree.js";
import { inMatrices } from "../../src/laws/lift.js";
import { printUnicode } from "../../src/print/unicode.js";
import { FURTHER } from "./further.js";
import { TARGETS } from "./targets.js";

const OWN = [
  {
    title: "a family in upper case",
    text: "v : vector(n)\nF = sum(j=1..m, W_j^T v)",
    asks: ["∂F/∂v"],
    lifted: "W",
  },
  { title: "a step behind", text: "L = sum(t=1..T, y_t tr(u x_{t+1}'))", asks: ["∂L/∂u"], lifted: "X_next" },
  {
    title: "what is made of members entry by entry",
    text: "L = sum(t=1..T, sum(tanh(W h_{t-1} + b)))\nh_t = 2 h_{t-1} .* x_t for t in 1..T\nh_0 = g",
    asks: ["∂L/∂W", "∂L/∂b"],
    lifted: "H_prev",
  },
];

function formsOf(text: string, ask: string): readonly [string, string | undefined] | null {
  const model = read(`${text}\n${ask}\n`);
  const queries = model.asked.flatMap((a) => (a.type === "query" ? [a.query] : []));
  const [found] = derivations(model, queries, { steps: "none" }).results;
  if (found === undefined || isRefusal(found)) throw new Error(`${ask} is not derived`);
  const lifted = inMatrices(found.value);
  if (lifted === null) return null;
  return [printUnicode(lifted), agree(found.value, lifted, { seed: 5, draws: 2 }).verdict];
}

describe.each([...TARGETS, ...FURTHER])("$title", ({ text, asks }) => {
  it.each(asks)("%s", (ask) => {
    const forms = formsOf(text, ask);
    if (forms !== null) expect(forms[1]).toBe("agree");
  });
});

describe.each(OWN)("$title", ({ text, asks, lifted }) => {
  it.each(asks)("%s", (ask) => {
    expect(formsOf(text, ask)).toEqual([expect.stringContaining(lifted), "agree"]);
  });
});
