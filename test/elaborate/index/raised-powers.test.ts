/** What stands above a name in parentheses: a label where the name has one elsewhere, else the exponent of a power. */
import { describe, expect, it } from "vitest";
import { derive } from "../../../src/index.js";

const answers = (text: string): readonly (string | undefined)[] =>
  derive(text, { steps: "none" }).results.map((r) => r.text);

describe("g^(T-t) in plain text", () => {
  it.each(["g", "gamma", "r_0"])("is a power of a %s that nothing has with a label alone", (g) => {
    expect(answers(`J = sum(t=1..T, ${g}^(T-t) x_t)\n∂J/∂x_k\n∂J/∂${g}`)).toEqual([
      `${g}^(T - k)`,
      `sum(t=1..T, x_t (T - t) ${g}^(T - t - 1))`,
    ]);
  });

  it.each([
    ["its left sides say so", "x^(t+1) = A x^(t) for t in 0..T-1", "x^(T)", "A"],
    ["a left side with more than a letter says so", "x^(t+1) = A x^(t-1) for t in 1..T", "x^(T)", "A"],
    ["another member has a letter alone", "c = sum(t=1..T-1, (h^(t+1) - h^(t))^2)", "c h^(T)", "h^(k)"],
    ["brackets say so elsewhere", "c = sum(t=1..T-1, (h^(t+1) - h^[t])^2)", "c h^[T]", "h^[k]"],
  ])("is a member where %s", (_, equation, end, by) => {
    const [text] = answers(`${equation}\nJ = norm2(${end})^2\n∂J/∂${by}`);
    expect(text).toMatch(/\^\[[kt](?:[-+][12])?\]/);
  });

  it("takes a number and a size above a name that counts for members, too", () => {
    const round = "a^(l) = tanh(W^(l) a^(l-1)) for l in 1..L\na^(0) = x\nC = norm2(a^(L) - y)^2\n∂C/∂W^(l)";
    const square = round.replace(/\^\(([lL0](?:-1)?)\)/g, "^[$1]");
    expect(answers(round)).toEqual(answers(square));
    expect(answers(round)).toHaveLength(1);
  });
});

describe("a power to an index is printed as it is read", () => {
  it.each([
    ["$J = \\sum_{t=1}^{T} \\gamma^{t} r_t$", "r_k", "gamma^k"],
    ["$J = \\sum_{t=1}^{T} a^{t} r_t$", "r_k", "(a)^k"],
    ["$J = \\sum_{t=1}^{T} a^{t-1} r_t$", "r_k", "a^(k - 1)"],
    ["$J = \\sum_{t=1}^{T} a_t^{t} r_t$", "r_k", "(a_k)^k"],
  ])("%s by %s", (model, by, text) => {
    expect(answers(`${model}\n∂J/∂${by}`)).toEqual([text]);
    const { results, diagnostics } = derive(`${model}\n∂J/∂${by} = ${text}`, { steps: "none" });
    expect([results.length, diagnostics.filter((d) => d.severity !== "note")]).toEqual([1, []]);
  });
});
