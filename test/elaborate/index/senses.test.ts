/** One sign, one sense: letters beside names, counts beside sizes, stacks beside matrices of the text. */
import { describe, expect, it } from "vitest";
import { read } from "../../../src/elaborate/parse.js";
import { derive } from "../../../src/index.js";

const answers = (text: string): readonly (readonly string[])[] =>
  derive(text, { steps: "none" }).results.map((r) => r.forms.map((f) => f.text));
const faults = (text: string): readonly string[] =>
  read(text).diagnostics.flatMap((d) => (d.severity === "error" ? [d.code] : []));
const kindOf = (text: string, name: string) => read(text).symbols.get(name)?.kind ?? null;

describe("a letter of a question that is a name of the text", () => {
  const text = "k : scalar\nf = k sum(i=1..n, i x_i)";

  it("is refused, and the letter of the hint is taken", () => {
    const found = read(`${text}\n∂f/∂x_k`).diagnostics.find((d) => d.code === "index/letter");
    const other = /nothing else: (\w)/.exec(found?.hint ?? "")?.[1] ?? "";
    expect(answers(`${text}\n∂f/∂x_${other}`)).toEqual([[`k ${other}`]]);
  });

  it("is free where nothing else has the name, and a size may have it", () => {
    expect(answers("f = a sum(i=1..n, i x_i)\na : scalar\n∂f/∂x_k")).toEqual([["a k"]]);
    expect(faults("x : vector(k)\nf = sum(i, x_i^2)\n∂f/∂x_j")).toEqual([]);
  });
});

describe("a mean says where its letter runs", () => {
  it.each([
    "L = 1/N Σ_i x_i",
    "L = (Σ_i x_i) / N",
    "$$L = \\frac{1}{N} \\sum_i x_i$$",
    "$$L = \\frac{1}{N} \\left( \\sum_i x_i + c \\right)$$",
    "$$L = \\frac{\\sum_i x_i}{N}$$",
  ])("%s", (definition) => {
    const text = `${definition}\n∂L/∂x_j`;
    expect(kindOf(text, "N") ?? "size").toBe("size");
    expect(answers(text)).toEqual([["1 / N"]]);
    expect(String(read(text).symbols.get("x")?.shape.rows)).toBe("N");
  });

  it.each([
    ["x : vector(n)\nL = (Σ_i x_i) / N", "a declared vector has its own size"],
    ["L = Σ_i x_i + 1 / N", "1/N stands beside the sum"],
    ["L = N + 1/N Σ_i x_i", "N stands elsewhere too"],
    ["N = 3 a\nL = 1/N Σ_i x_i", "N is defined"],
  ])("%s: %s", (definition) => {
    expect(String(read(`a : scalar\n${definition}\n∂L/∂x_j`).symbols.get("x")?.shape.rows)).not.toBe("N");
  });
});

describe("the matrix of all members of a family", () => {
  it("has the capital letter, and another name beside a matrix of the text that has it", () => {
    const sum = "L = sum(i=1..N, (w^T x_i - y_i)^2)\n∂L/∂w";
    expect(answers(sum)[0]?.[1]).toBe("2 X^T (X w - y)");
    for (const beside of ["X : matrix(N, d)", "X : matrix(N, d)\ns = norm2(X v)^2"]) {
      const [form] = derive(`${beside}\n${sum}`, { steps: "none" }).results[0]?.forms.slice(1) ?? [];
      expect(form?.text).toBe("2 X_all^T (X_all w - y)");
      expect(form?.stacks).toEqual([{ name: "X_all", rowsOf: "x_i" }]);
    }
  });
});

describe("letters under one sign", () => {
  const meant = answers("s = sum(i, j, A[i, j] x_i x_j)\n∂s/∂x");
  it.each(["s = Σᵢⱼ Aᵢⱼ xᵢ xⱼ", "s = Σ_ij A_ij x_i x_j", "s = sum_ij A_ij x_i x_j", "s = Σᵢ Σⱼ Aᵢⱼ xᵢ xⱼ"])(
    "%s is the same double sum",
    (definition) => {
      expect(meant).toHaveLength(1);
      expect(answers(`${definition}\n∂s/∂x`)).toEqual(meant);
    },
  );

  it("two dots are a range in a display too", () => {
    const of = (range: string) =>
      answers(`$$z_t = a_t x, t = ${range}$$\n$$J = z_T$$\n$$\\frac{\\partial J}{\\partial x}$$`);
    expect(of("1 ..T")).toHaveLength(1);
    expect(of("1 ..T")).toEqual(of("1, \\dots, T"));
  });
});
