/** Conditions of values are steps, choices of cases are sums; conditions of places stay conditions. */
import { describe, expect, it } from "vitest";
import { check } from "../../../src/check.js";
import { derive } from "../../../src/index.js";

const texts = (source: string): readonly string[] => derive(source).results.map((r) => r.text);
const right = { passed: true, counts: { failed: 0, notJudged: 0 } };
const latex = (...lines: readonly string[]): string => lines.join("\n");

/** A model by its conditions, and by functions of the language. */
const PAIRS: readonly (readonly [string, string, string])[] = [
  [
    "a member that an equation defines",
    "z_i = w^T x_i for i in 1..N\nL = sum(i=1..N, [z_i > 0] z_i^2)\n∂L/∂w",
    "z_i = w^T x_i for i in 1..N\nL = sum(i=1..N, step(z_i) z_i^2)\n∂L/∂w",
  ],
  [
    "what is worked out",
    "L = sum(i=1..N, [1 - y_i * w^T x_i >= 0] (1 - y_i * w^T x_i))\n∂L/∂w",
    "L = sum(i=1..N, step(1 - y_i * w^T x_i) (1 - y_i * w^T x_i))\n∂L/∂w",
  ],
  [
    "cases of an absolute value",
    latex(
      String.raw`\phi = \begin{cases} u^2 & |u| \le 1 \\ 2 |u| - 1 & |u| > 1 \end{cases}`,
      String.raw`\frac{\partial \phi}{\partial u}`,
    ),
    "u : scalar\nphi = step(1 - |u|) u^2 + step(|u| - 1) (2 |u| - 1)\n∂phi/∂u",
  ],
  [
    "cases with one that is otherwise",
    latex(
      String.raw`g = \begin{cases} 0 & x \le 0 \\ x^2 & \text{otherwise} \end{cases}`,
      String.raw`\frac{\partial g}{\partial x}`,
    ),
    "x : scalar\ng = step(x) x^2\n∂g/∂x",
  ],
  [
    "a choice between arrays, entry by entry",
    "x, y : vector(n)\ns = sum(where(x > y, x .^ 2, x .* y))\n∂s/∂x",
    "x, y : vector(n)\ns = sum(step(x - y) .* x .^ 2 + step(y - x) .* x .* y)\n∂s/∂x",
  ],
  [
    "a choice from numbers for the entries of a matrix",
    "X : matrix(n, n)\ns = sum(where(X > 0, 3, -2) .* X)\n∂s/∂X",
    "X : matrix(n, n)\ns = sum((3 step(X) - 2 step(-X)) .* X)\n∂s/∂X",
  ],
  [
    "a choice by several conditions",
    "x, y : scalar\ns = where(x > 0, y <= 1, x y, x^2)\n∂s/∂x",
    "x, y : scalar\ns = step(x) step(1 - y) x y + (1 - step(x) step(1 - y)) x^2\n∂s/∂x",
  ],
];

describe("conditions of values", () => {
  it.each(PAIRS)("of %s are steps", (_, given, written) => {
    expect(texts(given)).toEqual(texts(written));
    expect(check(given)).toMatchObject(right);
  });

  it("in a function by cases apply to what it is called with", () => {
    const source = latex(
      String.raw`f = \sum_{i=1}^m \phi(a_i^\top x - b_i)`,
      String.raw`\phi(u) = \begin{cases} u^2 & |u| \le M \\ M (2 |u| - M) & |u| > M \end{cases}`,
      String.raw`\frac{\partial f}{\partial x}`,
    );
    expect(check(source)).toMatchObject(right);
  });

  it("choose within a function of numbers, and the term of a 0 is left out", () => {
    const source = "x : vector(n)\nf(t) = where(abs(t) <= 1, t^2 / 2, abs(t) - 1/2)\ns = sum(f(x))\n∂s/∂x";
    expect(check(source)).toMatchObject(right);
    expect(derive("x : vector(n)\ns = sum(where(x > 0, x, 0))\n∂s/∂x").results[0]?.steps.length).toBe(
      derive("x : vector(n)\ns = sum(step(x) .* x)\n∂s/∂x").results[0]?.steps.length,
    );
  });

  it("of a choice without a condition is none", () => {
    expect(() => derive("x : vector(n)\ny = where(x, 0, 1)\n∂y/∂x")).toThrow("a choice without a condition");
  });

  it("stand beside those of places in one bracket", () => {
    const source = latex(
      String.raw`L = \sum_{i=1}^N \sum_{j=1}^K \mathbf{1}[j \ne y_i, s_{ij} > 0] s_{ij}^2`,
      String.raw`\frac{\partial L}{\partial s_{ij}}`,
    );
    expect(texts(source)).toEqual(["2 [j != y_i] relu(s_{i,j})"]);
  });
});

describe("what may be the same on both sides", () => {
  it.each([
    [
      "the set at risk",
      latex(
        String.raw`$$\ell(\beta) = \sum_{i=1}^n \left( x_i \beta - \log \sum_{j: t_j \ge t_i} e^{x_j\beta} \right)$$`,
        String.raw`$$\frac{\partial \ell}{\partial\beta}$$`,
      ),
      { x: [1, -2, 0.5], t: [1, 1, 3], beta: 0 },
      1 + 1 / 6 - 2 + 1 / 6 + 0,
    ],
    [
      "a label",
      "L = Σ_{i=1}^N [y_i >= 1] (w - a_i)^2\n∂L/∂w",
      { y: [0, 1, 2], a: [5, 3, 1], w: 1 },
      2 * (1 - 3 + 1 - 1),
    ],
    ["a count", "L = Σ_{i=1}^N [y_i <= 0] (w - a_i)^2\n∂L/∂w", { y: [0, 1, 2], a: [5, 3, 1], w: 1 }, 2 * (1 - 5)],
    [
      "what is left over",
      "w : scalar\nL = Σ_{i=1}^N where(y_i > 1, (w - a_i)^2, a_i w)\n∂L/∂w",
      { y: [0, 1, 2], a: [5, 3, 1], w: 1 },
      5 + 3 + 0,
    ],
  ])("holds of %s where it is", (_, text, values, expected) => {
    const [result] = derive(text, { at: JSON.stringify(values) }).results;
    expect(result?.value).toBeCloseTo(expected, 12);
  });
});

describe("conditions of places", () => {
  it.each([
    ["i <= j", "s = sum(i=1..n, sum(j=1..n, [i <= j] x_i x_j))\n∂s/∂x_i"],
    ["j > k of a size", "s = sum(j=1..n, [j > k] x_j^2)\n∂s/∂x_j"],
    ["labels", "y_i : label(1..K) for i in 1..N\ns = sum(i=1..N, sum(k=1..K, [y_i > k] x_k^2))\n∂s/∂x_k"],
  ])("%s stay conditions", (_, source) => {
    expect(texts(source)[0]).not.toContain("step");
    expect(check(source)).toMatchObject(right);
  });

  it("choose the beginning of a recursion", () => {
    const source = latex(
      String.raw`\mathbf{h}_t = \begin{cases} \mathbf{x} & t = 0 \\ f(\mathbf{W} \mathbf{h}_{t-1}) & t \ge 1 \end{cases}, \quad t = 0, \dots, T`,
      String.raw`J = \ell(\mathbf{h}_T)`,
      "∂J/∂W",
    );
    expect(texts(source)).toEqual(["sum(t=1..T, (delta_t .* f'(W h_{t-1})) h_{t-1}^T)"]);
    expect(check(source)).toMatchObject(right);
  });
});

describe("a set whose letter is a value as well", () => {
  it.each([
    [String.raw`$$E = \sum_{(i,j)\in\mathcal{E}} w_{ij}(f_i - f_j)^2$$ $$\frac{\partial E}{\partial f_i}$$`],
    [String.raw`$$S = \sum_{i\in\mathcal{S}} f_i^2$$ $$\frac{\partial S}{\partial f_i}$$`],
    [String.raw`$$g = E + \sum_{i\in\mathcal{E}} f_i^2$$ $$\frac{\partial g}{\partial f_i}$$`],
  ])("has a name of its own in script: %s", (source) => {
    expect(texts(source)[0]).toMatch(/[ES]_cal_/);
    expect(check(source)).toMatchObject(right);
  });

  it("is refused in the same face", () => {
    expect(() => derive(String.raw`$$S = \sum_{i\in S} f_i^2$$ $$\frac{\partial S}{\partial f_i}$$`)).toThrow(
      "S is a set here, and a value as well",
    );
    expect(
      texts(String.raw`$$g = \frac{1}{|S|}\sum_{i\in S} f_i^2$$ $$\frac{\partial g}{\partial f_i}$$`),
    ).toHaveLength(1);
  });
});

it("a size compared with a number is 1 or 0 at the number itself", () => {
  const source = "k : scalar; x : vector(n)\ny = k [n >= 2] [k > 3]\n∂y/∂k = [n > 1] step(k - 3)";
  expect(texts(source)).toEqual(["[n >= 2] step(k - 3)"]);
  expect(check(source).checks.map((c) => c.verdict)).toContain("equal");
});
