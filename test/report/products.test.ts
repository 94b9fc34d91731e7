import { readFileSync } from "node:fs";
import katex from "katex";
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { LIBRARY } from "../../src/cli/library.js";
import { shownForm } from "../../src/derive/normal.js";
import { printLatex } from "../../src/print/latex.js";
import { printUnicode } from "../../src/print/unicode.js";
import { PRODUCT_SIGNS, withProducts } from "../../src/report/products.js";
import { spoken } from "../../src/report/spoken.js";
import { typstReport } from "../../src/report/typst.js";
import { chainrule } from "../cli/harness.js";
import { seeded } from "../print/expressions.js";
import { says } from "../print/readings.js";

const SCORER = readFileSync("examples/scorer.eq", "utf8");
const TEXTS = [
  SCORER,
  "X, Y : matrix(n, m)\ns = normF(X .* Y)^2\n∂s/∂X",
  "x : vector(n)\ny = x .^ 2 ./ exp(x)\n∂y/∂x",
  "S : matrix(n, n) symmetric\ns = logdet(S)\n∂s/∂S",
  "z = W x\nh = f(z)\ns = u^T h\n∂s/∂W = (u .* f'(z)) x^T\n∂s/∂x = u ∘ f'(z)",
];

describe("the sign of elementwise products", () => {
  it.each(TEXTS)("is one throughout what is derived: %s", (text) => {
    const options = { steps: "full", symmetric: "cookbook" } as const;
    const [ring, dot] = PRODUCT_SIGNS.map((products) => answer(text, { ...options, products }));
    const shown = ({ equations, where, results }: NonNullable<typeof dot>): string =>
      JSON.stringify({ equations, where, results }, (key, value) => (key === "text" ? undefined : value));
    expect(shown(ring as never)).toMatch(/∘|\\circ/);
    expect(shown(ring as never)).not.toMatch(/⊙|odot/);
    expect(shown(dot as never)).toMatch(/⊙|odot/);
    expect(shown(dot as never)).not.toMatch(/∘|\\circ/);
    // What is plain text, and the verdicts, do not change.
    const plain = (r: typeof dot) => r?.results.map((x) => [x.text, x.claims.map((c) => [c.text, c.verdict, c.by])]);
    expect(plain(dot)).toEqual(plain(ring));
    for (const r of dot?.results ?? []) expect(katex.renderToString(r.latex)).not.toContain("katex-error");
  });

  it.each(TEXTS.slice(0, 4))("gives an answer that is right where it is claimed again: %s", (text) => {
    const { results, where } = answer(text, { products: "odot", symmetric: "projected" });
    const shared = where.map((w) => `${w.symbol.unicode} = ${w.unicode}\n`).join("");
    for (const r of results) {
      const again = answer(`${text}\n${shared}${r.left.unicode} = ${r.unicode}`);
      expect(again.results.flatMap((x) => x.claims.map((c) => c.verdict))).toEqual(["equal"]);
    }
  });

  it("is read back as it is printed", () => {
    const misread: string[] = [];
    let turned = 0;
    for (let seed = 0; seed < 60; seed++) {
      const e = shownForm(seeded(seed % 5, seed * 7919 + 13));
      const ring = { unicode: printUnicode(e), latex: printLatex(e) };
      const { unicode, latex } = withProducts(ring, "odot");
      if (latex === ring.latex || /\/ 0\b|\\frac\{1\}\{0\}/.test(latex + unicode)) continue;
      turned++;
      if (says(unicode, e, seed) === false) misread.push(unicode);
      if (says(latex, e, seed, "latex") === false) misread.push(latex);
    }
    expect(misread).toEqual([]);
    expect(turned).toBeGreaterThan(5);
  });

  it("is spoken and set alike", () => {
    expect(spoken("u ⊙ f′(z)")).toBe(spoken("u ∘ f′(z)"));
    expect(typstReport(answer(SCORER, { products: "odot" }))).toContain("dot.o");
  });

  it("turns no other command, and leaves what was typed", () => {
    expect(withProducts({ latex: "\\circledast \\circ", text: "a ∘ b" }, "odot")).toEqual({
      latex: "\\circledast \\odot",
      text: "a ∘ b",
    });
  });

  it.each([
    "where ⊙ is the Khatri-Rao product\nA, B : matrix(n, m)\ns = sum(A .* B)\n∂s/∂A",
    "A, B, X_{(1)} : matrix(n, m)\ns = normF(X_{(1)} - A .* B)^2\n∂s/∂A",
  ])("stays ∘ where ⊙ is another product in the text: %s", (text) => {
    const { diagnostics, results } = answer(text, { products: "odot" });
    expect(diagnostics.map((d) => d.code)).toContain("derive/sign");
    expect(JSON.stringify(results)).not.toMatch(/⊙|odot/);
    expect(answer(text).diagnostics.map((d) => d.code)).not.toContain("derive/sign");
  });

  it("is a flag, and a setting of the project, and none of plain text", async () => {
    const library = LIBRARY;
    const asked = ["derive", "-e", "z = W x; h = f(z); s = u^T h; ∂s/∂W"];
    expect((await chainrule([...asked, "--products", "odot"], { library })).out).toContain("u ⊙ f′(z)");
    const config = { path: "chainrule.json", text: '{ "products": "odot" }' };
    expect((await chainrule([...asked, "--format", "latex"], { config, library })).out).toContain("\\odot");
    expect((await chainrule([...asked, "--products", "circ"], { config, library })).out).toContain("u ∘ f′(z)");
    const plain = await chainrule([...asked, "--format", "text", "--steps", "full", "--products", "odot"], { library });
    expect(plain.out).not.toContain("⊙");
  });
});
