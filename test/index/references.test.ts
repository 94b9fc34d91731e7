/** What books print is equal to what is derived, which is no longer. */
import { describe, expect, it } from "vitest";
import { reporter } from "../../src/core/diagnostic.js";
import { derive } from "../../src/index.js";
import { parseExpression } from "../../src/parse/syntax.js";
import { lengthOfTexts } from "../cases/length.js";
import { RECURSIONS, REFERENCES } from "./references.js";

const LONGER = 1.05;

/** Longer than printed: Σ_j s_j w_j − (Σ_j s_j) w is not put under one sign where a label stands in both. */
const MISSED: ReadonlySet<string> = new Set(["CS231n, multiclass hinge, by data"]);

function lengthOf(...texts: readonly string[]): number {
  const trees = texts.map((text) => {
    const tree = parseExpression(text, { functions: new Set(["f", "g"]) }, reporter(text), { entries: true });
    if (tree === null) throw new Error(`${text} cannot be read`);
    return tree;
  });
  return lengthOfTexts(trees);
}

describe("a derivative as it is printed", () => {
  it.each(REFERENCES)("$from: $ask", ({ from, text, ask, printed }) => {
    const { results, where } = derive(`${text}\n${ask} = ${printed}\n`, { steps: "none" });
    const [result] = results;
    expect(result?.claims.map((c) => c.verdict)).toEqual(["equal"]);
    if (MISSED.has(from)) return;
    const shared = where.map((w) => w.text);
    const own = Math.min(...(result?.forms ?? []).map((f) => lengthOf(f.text, ...shared)));
    expect([own, own <= lengthOf(printed) * LONGER, result?.text]).toEqual([own, true, result?.text]);
  });
});

describe("a recursion as it is printed", () => {
  it.each(RECURSIONS)("$from: $ask", ({ text, ask, printed }) => {
    const { results, where } = derive(`${text}\n${ask}\n`, { steps: "none" });
    const [result] = results;
    const equations = (result?.equations ?? []).map((e) => e.text);
    const shared = [...equations, ...where.map((w) => w.text)];
    const own = Math.min(...(result?.forms ?? []).map((f) => lengthOf(f.text, ...shared)));
    expect([own, own <= lengthOf(...printed) * LONGER, equations]).toEqual([own, true, equations]);
  });
});
