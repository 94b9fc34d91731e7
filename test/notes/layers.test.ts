/** Layers, neurons and steps by themselves: what comes from above is any, and every planted fault is named. */

import { describe, expect, it } from "vitest";
import { layerLetters, stepOf, withLayers } from "../../src/notes/layers.js";
import { scriptRuns } from "../../src/notes/scripts.js";
import { checkNotes } from "../../src/notes.js";
import { growsBy, MOST_GROWTH } from "../growth.js";

const verdicts = (text: string) => checkNotes(text).findings.map((f) => f.verdict);
const d = (of: string, by: string): string => `\\frac{\\partial ${of}}{\\partial ${by}}`;

describe("the letters of layers", () => {
  it("stand above several names, beside a next layer, and on a left side", () => {
    expect([...layerLetters(["z^l = W^l a^{l-1} + b^l"])]).toEqual(["l"]);
    expect([...layerLetters(["\\frac{d}{dx} x^n = n x^{n-1}", "x^n y^n = (x y)^n"])]).toEqual([]);
    expect([...layerLetters(["S = 1 + r^{k-1} + q^k", "A^T = B^T"])]).toEqual([]);
  });

  it("are written out above their names, what stands below behind them", () => {
    const l = new Set(["l"]);
    expect(withLayers("w_{jk}^{l+1} a^l_j \\sigma'(z_j^l)", l)).toBe(
      "w^{(l+1)}_{jk} a^{(l)}_{j} \\sigma'(z^{(l)}_{j})",
    );
    expect(withLayers("W^{l\\top} x^2 + h^{\\langle t-1 \\rangle}", l)).toBe("W^{(l) \\top} x^2 + h^{(t-1)}");
    expect(withLayers("(1+x)^l", l)).toBe("(1+x)^l");
  });

  it("scripts are found at their bases, nested ones too", () => {
    expect(scriptRuns("\\mathbf{W}_{ij}^{l} + x^{y_k}").map((r) => r.base)).toEqual(["\\mathbf{W}", "x", "y"]);
    expect(stepOf({ mark: "^", text: "[l - 1] T" })).toEqual({ letter: "l", shift: -1, bracket: "[", rest: "T" });
    expect(stepOf({ mark: "^", text: "jk" })).toBeNull();
    const steps = (text: string) => scriptRuns(text).map((r) => r.scripts.map(stepOf));
    for (const text of [
      (n: number) => "_{".repeat(n),
      (n: number) => "}_a".repeat(n),
      (n: number) => `${"{".repeat(n)}${"}".repeat(n)}_a`,
      (n: number) => `a^{${" ".repeat(n)}}`,
    ])
      expect(growsBy(4000, steps, text)).toBeLessThan(MOST_GROWTH);
  });
});

describe("one layer by itself", () => {
  const layer = "$$z^{[l]} = W^{[l]} a^{[l-1]} + b^{[l]}, \\qquad a^{[l]} = g(z^{[l]})$$";
  const up = (z: string): string => d("J", z);
  const right: readonly (readonly [string, string, string])[] = [
    ["W^{[l]}", `${up("z^{[l]}")} (a^{[l-1]})^T`, `${up("z^{[l]}")} (a^{[l]})^T`],
    ["b^{[l]}", up("z^{[l]}"), `2 ${up("z^{[l]}")}`],
    ["a^{[l-1]}", `W^{[l]T} ${up("z^{[l]}")}`, `W^{[l]} ${up("z^{[l]}")}`],
    ["z^{[l]}", `W^{[l+1]T} ${up("z^{[l+1]}")} \\odot g'(z^{[l]})`, `W^{[l]T} ${up("z^{[l+1]}")} \\odot g'(z^{[l]})`],
    ["z^{[l]}", `${up("a^{[l]}")} \\odot g'(z^{[l]})`, `${up("a^{[l]}")} \\odot g'(a^{[l]})`],
  ];
  it.each(right)("by %s", (by, side, wrong) => {
    expect(verdicts(`${layer}\n\n$$${up(by)} = ${side}$$`)).toEqual(["equal"]);
    const [verdict] = verdicts(`${layer}\n\n$$${up(by)} = ${wrong}$$`);
    expect(["different", "ill-shaped"]).toContain(verdict);
  });

  it("shows the letter in what is right, and sides as typed", () => {
    const [found] = checkNotes(`${layer}\n\n$$${up("W^{[l]}")} = ${up("z^{[l]}")} (a^{[l]})^T$$`).findings;
    expect(found?.text).toBe(`${up("z^{[l]}")} (a^{[l]})^T`);
    expect(found?.right?.unicode).toContain("∂J/∂z");
    expect(`${found?.right?.unicode} ${found?.why}`).not.toMatch(/7[0-9]|[₇][₀-₉]/);
  });
});

describe("neuron by neuron", () => {
  const net =
    "$$z_j^{l} = \\sum_k w_{jk}^{l} a_k^{l-1} + b_j^{l}, \\quad a_j^{l} = \\sigma(z_j^l)$$\n\nWith $\\delta_j^l = \\partial C / \\partial z_j^l$";
  it.each([
    [d("C", "b_j^l"), "\\delta_j^l", "2 \\delta_j^l"],
    [d("C", "w_{jk}^l"), "a_k^{l-1} \\delta_j^l", "a_j^{l-1} \\delta_k^l"],
    [
      "\\delta_j^l",
      "\\sum_k w_{kj}^{l+1} \\delta_k^{l+1} \\sigma'(z_j^l)",
      "\\sum_k w_{jk}^{l+1} \\delta_k^{l+1} \\sigma'(z_j^l)",
    ],
  ])("%s", (left, side, wrong) => {
    expect(verdicts(`${net} $$${left} = ${side}$$`)).toEqual(["equal"]);
    expect(verdicts(`${net} $$${left} = ${wrong}$$`)).toEqual(["different"]);
  });

  it("a layer without a number", () => {
    const one = "$z_j = \\sum_k w_{jk} a_k + b_j$, $\\delta_j = \\partial C / \\partial z_j$.";
    expect(verdicts(`${one} $$${d("C", "a_k")} = \\sum_j w_{jk} \\delta_j$$`)).toEqual(["equal"]);
    expect(verdicts(`${one} $$${d("C", "a_k")} = \\sum_j w_{kj} \\delta_j$$`)).toEqual(["different"]);
  });
});

describe("names of derivatives", () => {
  it("what is said of them further down is a claim", () => {
    const net = "$h = \\tanh(V x)$, $o = W h$, $E = \\frac12 \\|o - t\\|^2$, $\\delta_o = \\partial E / \\partial o$.";
    expect(verdicts(`${net} $$\\delta_o = o - t$$`)).toEqual(["equal"]);
    expect(verdicts(`${net} $$\\delta_o = t - o$$`)).toEqual(["different"]);
  });

  it("other labels are other names, and so is a name of another section", () => {
    const net = "$o = W h$, $E = \\frac12 \\|o - t\\|^2$, $\\delta_o = \\partial E / \\partial o$.";
    expect(verdicts(`${net} $$\\delta_h = W^T \\delta_o$$`)).toEqual([]);
    const other = "$y = a^T x$, $\\delta = \\partial y / \\partial x$.\n\n# Errors\n\n$\\delta = x - t$";
    expect(verdicts(other)).toEqual([]);
  });
});
