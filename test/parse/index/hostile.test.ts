import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reporter } from "../../../src/core/diagnostic.js";
import {
  type Expression,
  expressionsOf,
  type Name,
  postorder,
  type Range,
  type Script,
  type Statement,
} from "../../../src/parse/ast.js";
import { placesIn } from "../../../src/parse/index/places.js";
import { parseSyntax } from "../../../src/parse/syntax.js";

/** Names, ranges and scripts lie where the text has them, and scripts are read as places without a throw. */
function check(source: string): void {
  const within = (s: { readonly start: number; readonly end: number }): void => {
    if (s.start < 0 || s.end > source.length || s.start > s.end)
      expect.fail(`${s.start}-${s.end} in ${JSON.stringify(source)}`);
  };
  const script = (s: Script): void => {
    within(s.span);
    for (const places of placesIn(s)) for (const p of places) tree(p);
  };
  const name = (n: Name): void => {
    within(n.span);
    for (const s of [...(n.scripts?.below ?? []), ...(n.scripts?.above ?? [])]) script(s);
  };
  const range = (r: Range): void => {
    within(r.span);
    r.letters.forEach(name);
    for (const e of [r.from, r.to, r.set]) if (e !== null) tree(e);
  };
  const tree = (root: Expression): void => {
    for (const e of postorder(root)) {
      within(e.span);
      if (e.type === "name") name(e);
      else if (e.type === "entry") script(e.script);
      else if (e.type === "reduction") {
        within(e.head);
        e.ranges.forEach(range);
        for (const c of e.conditions) for (const side of [c.left, c.right]) tree(side);
      }
    }
  };
  const statement = (s: Statement): void => {
    within(s.span);
    for (const r of s.ranges ?? []) range(r);
    const { stated, claimed } = expressionsOf(s);
    for (const e of [...stated, ...claimed]) tree(e);
  };
  for (const entries of [false, true])
    for (const s of parseSyntax(source, reporter(source), { entries }).statements) statement(s);
}

const PLAIN =
  "sum( prod( max( i j i, j, i=1..N, i=1..N j!=i i<j i<=j in S (i,j) ) ( [ ] [i=j] [i≠j] { } Σ_i Σ_{i=1}^N Σᵢ₌₁ᴺ Σ ∑ ∑_i ∏_{ sum_i x_i x_ij W_{i,j} W^[l] W^{[l-1]}_{jk} z^(l) h_{t-1} x_{2k-1} u_{n_k} A[i, j] (A x)_i [x]_+ for for\ti i in 1..N , = … .. 1..N, ∀ ∀i label(1..K) indexset(1..N) function(vector) : ∈ ⊂ {1,…,K} y_i 1[ 1{ + - * / ^ ^T ' ∂ ∂L/∂x_j δ_ij \n ; and".split(
    " ",
  );
const LATEX =
  "\\Sigma_{i=1} \\begin{cases} \\end{cases} \\text{if} \\left\\{ \\right. \\begin{array}{l} \\end{array} x_1,\\dots,x_N k' \\nabla\\ell( \\nabla_2 \\sum \\sum_{ \\sum_i \\sum_{i=1}^{N} \\sum^N \\sum_{i<j} \\sum_{(i,j)\\in\\Omega} \\sum\\limits \\sum_{\\substack{ \\prod_ _{i \\ne j} ^{N} ^N _i } { \\\\ \\mathbf{x}_i W_{ij} a^{[l]} a_j^{[l](i)} z^{(l)} \\forall \\forall i \\quad \\text{for\u00a0} \\dots , i=1,\\dots,N \\in \\{1,\\dots,K\\} \\mathbb{R}^d [N] \\mathbf{1} \\mathbb{1}\\{ \\} 1_{ 1_{[k\\ne\u00a0i]} \\delta_{ij} \\frac{ \\log \\det \\nabla_{w_k} \\partial \\le \\neq \\notin \\subset & = + - ( ) $ $$ \\begin{aligned} \\end{aligned} \\bigl \\left[ \\right]_+ \\mathcal{L} ∑ ∏_{i}".split(
    " ",
  );

const mixture = (pieces: readonly string[]) =>
  fc
    .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom("", " ", " ")), { maxLength: 14 })
    .map((list) => list.map(([piece, space]) => piece + space).join(""));

describe("any text with letters is read or reported", { timeout: 120_000 }, () => {
  it("pieces of plain text", () => {
    fc.assert(fc.property(mixture(PLAIN), check), { numRuns: 2000 });
    fc.assert(
      fc.property(mixture(PLAIN), (text) => check(`y = ${text}\nz = x`)),
      { numRuns: 1000 },
    );
  });

  it("pieces of LaTeX", () => {
    fc.assert(fc.property(mixture([...LATEX, ...PLAIN]), check), { numRuns: 1500 });
    fc.assert(
      fc.property(mixture(LATEX), (text) => check(`$$y = ${text}$$ for $i = 1, \\dots, N$`)),
      { numRuns: 1500 },
    );
  });

  it("a model with one character lost or replaced", () => {
    const model =
      "x_i : vector(d) for i in 1..N\ny_i : label(1..K) for i in 1..N\nW^[l] : matrix(n_l, n_{l-1}) for l in 1..L\n" +
      "s = sum(i=1..N, j != y_i, W_ij x_j) + [i = j] + A[i, j]; h_t = tanh(W h_{t-1}) for t in 1..T\n" +
      "$$z_i = \\sum_{j \\ne i}^{n} W_{ij} x_j + \\mathbf{1}\\{i \\le j\\}, \\quad i = 1, \\dots, n$$ $L = Σ_{i=1}^N x_i$\n";
    for (let i = 0; i < model.length; i++) {
      const [before, after] = [model.slice(0, i), model.slice(i + 1)];
      for (const change of ["", ["(", "}", "_", "^", "$", ","][i % 6] ?? ""]) check(before + change + after);
    }
  });
});

describe("no text with letters takes long for its length", { timeout: 120_000 }, () => {
  it.each([
    "sum(i,",
    "sum(i, x_i ",
    "x_i, ",
    "i = 1, ",
    "i = 1, … ",
    "for i in ",
    "[i = ",
    "[i = j] ",
    "1[",
    "Σ_i x_i ",
    "Σ_i ",
    "∑_{i=1}^{N} ",
    "∑_{",
    "\\sum_{",
    "\\sum_i ",
    "\\sum_{i=1}^N x_i + ",
    "\\sum_{\\substack{",
    "1_{i = ",
    "W^[l]",
    "W^[",
    "x_{i}",
    "∀ i ",
    "\\forall i, ",
    "a < b ",
    "(i = 1, ",
    "and ",
    "for $i = 1, \\dots, N$ ",
    "A[i, ",
    "y_i \\in \\{1, \\dots, K\\}, ",
  ])("%j over and over", (piece) => {
    for (const prefix of ["", "y = ", "$$y = "]) {
      const source = prefix + piece.repeat(20_000 / piece.length);
      parseSyntax(source, reporter(source));
    }
  });

  it("scripts within scripts, and long ones", () => {
    for (const text of ["x_{".repeat(5000), `x_{${"i+".repeat(20_000)}1}`, `x_{${"(".repeat(20_000)}}`])
      check(`y = ${text}`);
    check(`\\sum_{${"i,".repeat(20_000)}} x`);
    check(`\\sum_{i=1}^{${"(".repeat(9)}n${")".repeat(9)}} x_i`);
  });
});
