import { describe, expect, it } from "vitest";
import { notesText } from "../../src/judge/steps/prose.js";
import { stepsOf } from "../../src/judge/steps/steps.js";
import { growsBy, MOST_GROWTH } from "../growth.js";
import { RIGHT_STEPS as RIGHT } from "./right-steps.js";

const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split("\n").length;

describe("a derivation in which nothing is wrong", () => {
  for (const [style, text] of Object.entries(RIGHT))
    it(`is read in full and blamed nowhere: ${style}`, () => {
      const { firstWrong, notJudged, judged } = stepsOf(text);
      expect(firstWrong).toBeNull();
      expect(notJudged).toEqual([]);
      expect(judged).toBeGreaterThan(2);
    });
});

describe("the first wrong line", () => {
  /** In a style, what stands there, what is written instead, the kind of the mistake. */
  const PLANTED: readonly (readonly [keyof typeof RIGHT, string, string, string])[] = [
    ["chain", "∂s/∂z = ∂s/∂h ∂h/∂z", "∂s/∂z = ∂s/∂h", "other"],
    ["chain", "= u^T diag(f'(z))\n", "= u^T diag(f'(b))\n", "place"],
    ["chain", "∂s/∂x = W^T (u .* f'(z))", "∂s/∂x = W (u .* f'(z))", "transpose"],
    ["deltas", "∂L/∂z2 = z2 - y", "∂L/∂z2 = y - z2", "sign"],
    ["deltas", "∂L/∂W1 = delta1 x^T", "∂L/∂W1 = x delta1^T", "transpose"],
    ["deltas", "∂L/∂b2 = delta2", "∂L/∂b2 = delta1", "layer"],
    ["deltas", "(1 - h .* h) .*", "(1 - z1 .* z1) .*", "place"],
    ["shared", "e h^T + ((1 - h .* h) .* delta) x^T", "e h^T", "path"],
    ["shared", "delta = ∂L/∂h = W^T e", "delta = ∂L/∂h = W e", "transpose"],
    ["differentials", "= 2 tr(R^T dR)", "= tr(R^T dR)", "factor"],
    ["differentials", "dR = A dX", "dR = -A dX", "sign"],
    ["differentials", "∂L/∂X = 2 A^T R", "∂L/∂X = 2 R A^T", "order"],
    ["inverse", "dY = -X^-1 dX X^-1", "dY = X^-1 dX X^-1", "sign"],
    ["inverse", "-X^-T a b^T X^-T", "-X^-1 a b^T X^-T", "transpose"],
    ["held", "dL = r^T W dx", "dL = r^T dr = r^T dx", "other"],
    ["entries", "∂s/∂W_{i,j} = u_i", "∂s/∂W_{i,j} = u_j", "index"],
    ["entries", "∂s/∂x_j = sum(i=1..n, u_i f'(z_i) W_{i,j})", "∂s/∂x_j = u_i f'(z_i) W_{i,j}", "index"],
    ["squares", "2/N sum(i=1..N, e_i X_{i,j})", "2/N sum(i=1..N, e_i X_{i,i})", "index"],
    ["squares", "∂L/∂w = 2/N X^T e", "∂L/∂w = 2 X^T e", "factor"],
    ["pairs", "A_{l,j} (x_l - x_j)) - 2 sum(i=1..n, A_{i,l} (x_i - x_l))", "A_{l,j} (x_l - x_j))", "path"],
    ["time", "delta_t h_{t-1}^T", "delta_t h_t^T", "index"],
    ["time", "W^T delta_{t+1}) for", "W^T delta_t) for", "index"],
    ["time", "(V^T e_t + W^T delta_{t+1}) for", "(V^T e_t) for", "path"],
    ["time", "V^T e_t + W^T delta_{t+1}\n", "V^T e_t + W delta_{t+1}\n", "transpose"],
    ["layers", "\\delta^{[l]} (a^{[l-1]})^\\top", "\\delta^{[l]} (a^{[l]})^\\top", "index"],
    ["layers", "\\delta^{[l+1]}, \\quad l", "\\delta^{[l]}, \\quad l", "index"],
    ["attention", "∂L/∂K = E^T Q", "∂L/∂K = E Q", "transpose"],
    ["attention", "P .* (D - rowsums(P .* D)", "P .* (D + rowsums(P .* D)", "sign"],
    ["autoencoder", "1/2 exp(s / 2) .* eps", "1/2 exp(s) .* eps", "place"],
    ["mixture", "r / p - (1 - r)", "r / p + (1 - r)", "sign"],
    ["gaussian", "-N/2 S^-1 + 1/2 S^-1 R", "-1/2 S^-1 + 1/2 S^-1 R", "factor"],
    ["margin", "= w - X^T (y .* ∂J/∂m)", "= -X^T (y .* ∂J/∂m)", "path"],
    ["control", "2 R u + 2 B^T P v", "2 R u + 2 B P v", "transpose"],
    ["notes", "&= 2 \\operatorname{tr}(A X", "&= \\operatorname{tr}(A X", "factor"],
  ];
  for (const [style, right, wrong, kind] of PLANTED)
    it(`${kind}: ${wrong.trim()}`, () => {
      const text = (RIGHT[style] as string).replace(right, () => wrong);
      const { firstWrong } = stepsOf(text);
      expect(firstWrong?.line).toBe(lineOf(text, wrong.trim()));
      expect(firstWrong?.mistake).toBe(kind);
      expect(firstWrong?.should).toBeTruthy();
    });

  it("is one that goes wrong at the place where its side begins, with small numbers", () => {
    const text = "x, y : vector(n)\ns = x^T y\n\n∂s/∂x = y = 2 y\n";
    const { firstWrong } = stepsOf(text);
    expect(firstWrong).toMatchObject({ line: 4, column: 13, mistake: "factor", should: "y" });
    expect(firstWrong?.counterexample?.sizes).toEqual({ n: 1 });
  });
});

describe("a matrix that need not be symmetric, derived as if it were", () => {
  const model = "A, B : matrix(n, n)\nx, b : vector(n)\nX : matrix(n, m)\ng : vector(n)\n";
  const FORMS: readonly (readonly [string, string, string])[] = [
    ["f = x^T A x", "df/dx = 2 A x", "(A + A^T) x"],
    ["f = x^T A x + b^T x", "df/dx = b + 2 A^T x", "b + (A^T + A) x"],
    ["f = x^T A x + b^T x", "df = 2 x^T A dx + b^T dx", "x^T (A + A^T) dx + b^T dx"],
    ["f = 1/2 x^T A x - b^T x", "df/dx = A x - b", "1/2 (A + A^T) x - b"],
    ["f = tr(X^T A X)", "df/dX = 2 A X", "(A + A^T) X"],
    ["f = x^T A B x", "df/dx = 2 A B x", "(A B + (A B)^T) x"],
    ["f = x^T A x", "d²f/dx² = 2 A", "A + A^T"],
  ];
  for (const [f, line, should] of FORMS)
    it(`lacks a transpose: ${line}`, () => {
      const { firstWrong } = stepsOf(`${model}${f}\n\n${line}\n`);
      expect(firstWrong).toMatchObject({ line: 7, mistake: "transpose" });
      expect([firstWrong?.should, should]).toEqual([should, should]);
    });
  it("is another mistake where the symmetric part would not do", () => {
    const { firstWrong } = stepsOf(`${model}f = x^T A x\n\ndf/dx = 2 B x\n`);
    expect(firstWrong?.mistake).not.toBe("transpose");
  });
  it("is none where it is symmetric", () => {
    expect(stepsOf(`S : symmetric(n)\nx : vector(n)\nf = x^T S x\n\ndf/dx = 2 S x\n`).firstWrong).toBeNull();
  });
});

describe("a side that is right only in places", () => {
  it("is wrong where inputs are rarely drawn", () => {
    const { firstWrong } = stepsOf("x : scalar\ny = relu(x - 4)\n\n∂y/∂x = 0\n");
    expect(firstWrong?.line).toBe(4);
  });
});

describe("faults of lines", () => {
  it("are no faults of the model", () => {
    const text =
      "x, y : vector(n)\nW1, W2 : matrix(n, n)\nh1 = W1 x\nh2 = W2 h1\nL = y^T h2\n\ndh1 = dW1 x\ndh2 = W2 dh1\ndL = y^T dh1\n";
    expect(stepsOf(text).firstWrong).toMatchObject({ line: 9, mistake: "layer", should: "y^T dh2" });
  });
});

describe("layouts", () => {
  const model = "x : vector(m)\nW : matrix(n, m)\nu : vector(n)\nz = W x\ns = u^T z\nt = x^T x\n";
  const at = (line: string) => stepsOf(`${model}∂s/∂z = u\n${line}\n`).firstWrong?.mistake ?? null;
  it("rows, columns and Jacobians of one scalar are no mistake", () => {
    for (const right of ["∂s/∂x = u^T W", "∂s/∂x = W^T u", "∂s/∂W = u x^T", "∂s/∂x = ∂s/∂z W", "∂s/∂W = ∂s/∂z x^T"])
      expect(at(right)).toBeNull();
  });
  it("the transpose of a matrix gradient is one", () => {
    expect(at("∂s/∂W = x u^T")).toBe("transpose");
  });
  it("the transpose of a Jacobian accuses nobody", () => {
    const { firstWrong, notJudged } = stepsOf(`${model}∂z/∂x = W^T\n`);
    expect(firstWrong).toBeNull();
    expect(notJudged).toHaveLength(1);
  });
});

describe("what cannot be read", () => {
  it("is listed and accuses nobody; a name that rests on it neither", () => {
    const text = "x, y : vector(n)\ns = x^T y\n\n∂s/∂x = y\nq = foo(y)\n∂s/∂y = q\n";
    const { firstWrong, notJudged } = stepsOf(text);
    expect(firstWrong).toBeNull();
    expect(notJudged.map((u) => u.line)).toEqual([5, 6]);
  });
  it("in the model leaves nothing to be judged", () => {
    const { firstWrong, notJudged } = stepsOf("x : vector(n)\ns = x^T x ) (\n∂s/∂x = x\n");
    expect(firstWrong).toBeNull();
    expect(notJudged.length).toBeGreaterThan(0);
  });
  it("never throws", () => {
    for (const text of [
      "",
      "=",
      "∂",
      "d = d",
      "dx = dx",
      "$",
      "$$x",
      "```chainrule\n",
      "∂s/∂x = 1",
      "s = x^T x\nds = \n",
      "s = x^2\nd(s) = 2 x dx",
    ])
      expect(() => stepsOf(text)).not.toThrow();
  });
});

describe("the transpose of a Jacobian of vectors", () => {
  const model = "W : matrix(n, m)\nV : matrix(k, n)\nx : vector(m)\nz = W x\ny = V z\n\n";
  it("is a slip where other lines write Jacobians", () => {
    const { firstWrong } = stepsOf(`${model}∂y/∂z = V\n∂z/∂x = W^T\n∂y/∂x = V W\n`);
    expect(firstWrong).toMatchObject({ line: 8, mistake: "transpose", should: "W" });
  });
  it("is what is meant where all lines write transposes", () => {
    const { firstWrong, notJudged, judged } = stepsOf(`${model}∂y/∂z = V^T\n∂z/∂x = W^T\n`);
    expect(firstWrong).toBeNull();
    expect(notJudged).toEqual([]);
    expect(judged).toBe(2);
  });
  it("is not judged where nothing tells", () => {
    const { firstWrong, notJudged } = stepsOf(`${model}∂z/∂x = W^T\n`);
    expect(firstWrong).toBeNull();
    expect(notJudged.map((u) => u.line)).toEqual([7]);
  });
});

it("judges derivatives by entries, and takes no zero for what it cannot derive", () => {
  const model = "A, B : matrix(n, n)\ns = sum(i=1..n, sum(j=1..n, A_{i,j} B_{j,i}))\n\n";
  expect(stepsOf(`${model}∂s/∂A_{i,j} = B_{j,i}\n`)).toMatchObject({ firstWrong: null, judged: 1 });
  expect(stepsOf(`${model}∂s/∂A_{i,j} = B_{i,j}\n`).firstWrong).toMatchObject({ line: 4, mistake: "index" });
  // A letter that no line of the model has is one of x all the same.
  const pairs = "x : vector(n)\nL = sum(i=1..n, x_i^2)\n\n";
  expect(stepsOf(`${pairs}∂L/∂x_l = 2 x_l\n`)).toMatchObject({ firstWrong: null, judged: 1 });
});

it("holds a line to no place beyond a range, and takes no name of its own for a student's", () => {
  const text = RIGHT.time as string;
  const { firstWrong } = stepsOf(text.replace("∂L/∂b = sum(t=1..T, delta_t)", "∂L/∂b = delta_T"));
  expect(firstWrong?.should).toBe("sum(t=1..T, delta_t)");
});

it("says what a side should be in the dress of the side", () => {
  const text = (RIGHT.squares as string).replace("∂L/∂w = 2/N X^T e", "∂L/∂w = X^T e");
  expect(stepsOf(text).firstWrong?.should).toBe("2 X^T e / N");
});

it("reads notes in time that grows with their length", () => {
  for (const part of ["$$ x ", "\\[ x \n", "```a\nx\n", "\\begin{align} x = 2 "]) {
    expect(
      growsBy(2000, notesText, (n) => `$y = x^T x$\n\n${part.repeat(n)}`),
      part,
    ).toBeLessThan(MOST_GROWTH);
  }
});

it.each([
  ["-2 S^-1 + 1/2 S^-1 v v^T S^-1", "-1/2 S^-1 + 1/2 S^-1 v v^T S^-1"],
  ["-1/2 S^-1 + 2 S^-1 v v^T S^-1", "-1/2 S^-1 + 1/2 S^-1 v v^T S^-1"],
  ["-1/2 S^-1 + S^-1 v v^T S^-1", "-1/2 S^-1 + 1/2 S^-1 v v^T S^-1"],
  ["-0.5 S^-1 + S^-1 v v^T S^-1", "-0.5 S^-1 + 1/2 S^-1 v v^T S^-1"],
  ["-0.5 S^-1 + 1.5 S^-1 v v^T S^-1", "-0.5 S^-1 + 0.5 S^-1 v v^T S^-1"],
])("writes one number before what a factor is wrong in: %s", (side, should) => {
  const model = "S : matrix(n, n) posdef\nv : vector(n)\nl = -0.5 logdet(S) - 0.5 v^T S^-1 v";
  expect(stepsOf(`${model}\n\n∂l/∂S = ${side}`).firstWrong).toMatchObject({ mistake: "factor", should });
});
