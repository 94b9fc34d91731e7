import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reporter } from "../../src/core/diagnostic.js";
import type { Statement } from "../../src/parse/ast.js";
import { postorder } from "../../src/parse/ast.js";
import { marked } from "../../src/parse/index/marks.js";
import { latexTokens } from "../../src/parse/latex/latex.js";
import { NO_RUNS } from "../../src/parse/latex/runs.js";
import { plainTokens } from "../../src/parse/lex/plain.js";
import { regionsOf } from "../../src/parse/lex/regions.js";
import { type Token, token } from "../../src/parse/lex/tokens.js";
import { filter } from "../../src/parse/statement/filter.js";
import { knownNames } from "../../src/parse/statement/known.js";
import { sentences } from "../../src/parse/statement/statements.js";
import { parseExpression, parseSyntax } from "../../src/parse/syntax.js";
import { parseEarley } from "./oracle.js";

const expressionsOf = (s: Statement) => {
  switch (s.type) {
    case "declaration":
      return s.kind.sizes;
    case "definition":
    case "functionDefinition":
    case "query":
      return [s.value];
    case "claim":
      return [s.value, ...s.sides];
    default:
      return [];
  }
};

/** Reads a text and holds the result against what is promised of any text whatever. */
function check(source: string): void {
  const report = reporter(source);
  const { statements, notices, broken } = parseSyntax(source, report);
  const lines = source.split("\n");
  for (const d of report.diagnostics) {
    expect(d.code).toMatch(/^syntax\/[a-z-]+$/);
    expect(d.message.length).toBeGreaterThan(0);
    expect(d.line).toBeLessThanOrEqual(lines.length);
    expect(d.column).toBeLessThanOrEqual((lines[d.line - 1] ?? "").length + 1);
    expect(d.endLine > d.line || d.endColumn >= d.column).toBe(true);
  }
  const within = (span: { start: number; end: number }): void => {
    if (!(0 <= span.start && span.start <= span.end && span.end <= source.length))
      expect.fail(`${JSON.stringify(span)} is no place in ${JSON.stringify(source)}`);
  };
  for (const s of statements) {
    within(s.span);
    for (const root of expressionsOf(s))
      for (const e of postorder(root)) {
        within(e.span);
        if (e.type === "name" && e.typed !== "") expect(source.slice(e.span.start, e.span.end)).toBe(e.typed);
      }
  }
  for (const n of notices) within(n.span);
  for (const b of broken) within(b.span);
  // Whatever reaches the grammar has one parse or none.
  const tokens: Token[] = [];
  for (const r of regionsOf(source).regions) {
    if (r.latex) latexTokens(source, r, { out: tokens, spellings: [], words: new Set(), runs: NO_RUNS });
    else plainTokens(source, r, tokens);
    tokens.push(token("BREAK", "region", { start: r.end, end: r.end }, { glued: false, latex: r.latex }));
  }
  const all = marked(tokens, source);
  const cut = sentences(all.tokens).sentences;
  const known = knownNames(cut, { bound: all.bound });
  for (const s of cut) {
    if (s.isUnbalanced) continue;
    const parse = parseEarley(filter(source, s, known).tokens);
    if (parse.type === "parsed" && parse.count !== 1) expect.fail(`${parse.count} parses of ${JSON.stringify(source)}`);
  }
  parseExpression(source, { variables: new Set(["x"]), functions: new Set(["f"]) }, reporter(source));
}

const PIECES =
  "x y W f( (x) ( ) [ ] { } | || ‖ ' ^ ^T ^-1 ^{ _ _2 _{ij} .* ./ .^ * / + - = : ∈ ; , ∂ ∂² / ∂s/∂W ∂x ds/dW d2s/dx2 ∇_ ∇²_x ᵀ ² ⁻¹ ₁ ℝ × ℝ^{n×m} vector( matrix(n,m) scalar function positive (input) 1 2.5 1e3 α ŷ 𝐱 … → # % $ $$ \n \r\n tanh sum( max(0, [a;b] ∘ ⊗ @ ⊤ ″ \u0000 \ud800 é".split(
    " ",
  );
const LATEX =
  "\\mathbf{ \\mathbf{W} \\mathbf x \\hat \\hat{ \\vec \\text{ \\text{diag} \\text{two words} \\text{(input)} \\operatorname{tr} \\frac \\frac{ }{ \\frac12 \\frac{\\partial s}{\\partial x} \\frac{\\partial \\partial \\partial^2 \\nabla \\nabla_ \\nabla_{\\mathbf x} \\sqrt \\sqrt[3] \\left( \\right) \\left. \\right. \\left| \\right| \\| \\lVert \\rVert_2 \\begin{aligned} \\end{aligned} \\begin{bmatrix} \\end{bmatrix} \\begin{cases} & \\\\ \\\\[2pt] \\quad \\dots \\log \\det \\max \\sum \\boxed{ \\color{red} \\underbrace{ \\alpha \\top \\prime \\mathbb{R} \\in \\times \\cdot \\circ \\odot \\downarrow \\Rightarrow \\tag{1} \\newcommand \\foo \\( \\) \\[ \\] \\{ \\} \\, \\ \\% ^{(2)} ^{\\top} ^{[l]} _{\\text{in}} _{t-1} \\bf".split(
    " ",
  );

const mixture = (pieces: readonly string[]) =>
  fc
    .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom("", " ", "", " ", "\n")), { maxLength: 14 })
    .map((list) => list.map(([piece, space]) => piece + space).join(""));

describe("any text whatever is read or reported", { timeout: 120_000 }, () => {
  it("characters at random", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 40 }), check), { numRuns: 500 });
    fc.assert(fc.property(fc.string({ maxLength: 40 }), check), { numRuns: 500 });
  });

  it("pieces of the language at random", () => {
    fc.assert(fc.property(mixture(PIECES), check), { numRuns: 1500 });
  });

  it("pieces of LaTeX at random, with and without a display", () => {
    fc.assert(fc.property(mixture([...LATEX, ...PIECES]), check), { numRuns: 1500 });
    fc.assert(
      fc.property(mixture([...LATEX, ...LATEX, ...PIECES]), (text) => check(`$$y = ${text}$$\nz = x`)),
      { numRuns: 1000 },
    );
  });

  it("a model with one character lost, doubled or replaced", () => {
    const model =
      "x : vector(m) positive\nW ∈ ℝ^{n×m}\nf : function\nz = W x + b\nh = f(z) # hidden\ns = uᵀ h - ‖x‖_2^2\n" +
      "$$\\begin{aligned} \\mathbf{g} &= \\nabla_{\\mathbf{x}} s \\\\ t &= \\frac{1}{n} \\log\\det\\left(X^{-1}\\right) \\end{aligned}$$\n" +
      "∂s/∂W, ∂s/∂b = u^T diag(f'(z))\n∂²s/∂x∂y v; ds/dW\n";
    for (let i = 0; i < model.length; i++) {
      const [before, after] = [model.slice(0, i), model.slice(i + 1)];
      const changes = ["", model.charAt(i).repeat(2), "(", "\\", "}", "$"];
      // Each place has its turn with two of the changes: all of them everywhere take a minute.
      for (const change of [changes[i % 6], changes[(i + 3) % 6]]) check(before + change + after);
    }
  });
});

describe("no text takes long for its length", { timeout: 120_000 }, () => {
  // Each repeats what makes a careless expression or loop quadratic; 60,000 characters would then take minutes.
  it.each([
    "_",
    "x_{",
    "x_{a ",
    "1e1",
    "1.",
    "\\[",
    "\\text{",
    "\\left(",
    "^{(",
    "\\mathbf{",
    "(\n",
    "x = (\n∂y/∂x\n",
    "x_1^",
    "\\alpha_1",
    "ℝˣ",
    "$",
    "‖",
    "x\u0302",
    "\ud835",
    "\\begin{a}",
  ])("%j over and over", (piece) => {
    for (const prefix of ["", "y = ", "$$y = "]) {
      const source = prefix + piece.repeat(60_000 / piece.length);
      parseSyntax(source, reporter(source));
    }
  });
});
