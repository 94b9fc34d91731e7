/** Every title of a line can be looked up: `chainrule rules "reuse ∂s/∂z from above"`. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import * as rules from "../../src/derive/rules.js";
import { inWords } from "../../src/derive/step.js";
import { printUnicode } from "../../src/print/unicode.js";
import { catalogue, entriesFor } from "../../src/report/catalogue.js";
import { randomDerivations } from "../derive/step-check.js";
import { cases, casesExist, declarations } from "../numeric/cases.js";

const all = catalogue();
const golden = new URL("../golden/", import.meta.url);
const pages = readdirSync(golden)
  .filter((f) => f.endsWith(".md"))
  .flatMap((f) => [...readFileSync(new URL(f, golden), "utf8").matchAll(/```chainrule\n([\s\S]*?)```/g)])
  .map(([, source]) => source as string);

const unknown = (titles: Iterable<string>) => [...new Set(titles)].filter((t) => entriesFor(all, t).length === 0);

function* titlesOf(sources: readonly string[]): Generator<string> {
  for (const source of sources)
    for (const options of [{ steps: "full" }, { steps: "chain", convention: "shape-first" }] as const)
      for (const r of answer(source, options).results) for (const s of r.steps) yield s.title;
}

describe("every title is known to the rules", () => {
  it("of the golden pages", () => {
    const titles = [...titlesOf(pages)];
    expect(titles.length).toBeGreaterThan(1000);
    expect(unknown(titles)).toEqual([]);
  });

  it.skipIf(!casesExist)("of the published problems (../shared/cases)", { timeout: 120_000 }, () => {
    const sources = cases().map((c) =>
      [...declarations(c), ...c.eqs, c.order === 2 ? `∂²${c.of}/∂${c.wrt}²` : `∂${c.of}/∂${c.wrt}`].join("\n"),
    );
    expect(unknown(titlesOf(sources))).toEqual([]);
  });

  it("of random models", { timeout: 120_000 }, () => {
    const titles = ([1, 2] as const).flatMap((order) =>
      [...randomDerivations(order, 1, 150)].flatMap(({ derivation }) =>
        derivation.steps.map((s) => inWords(s.title, printUnicode)),
      ),
    );
    expect(titles.length).toBeGreaterThan(1500);
    expect(unknown(titles)).toEqual([]);
  });

  it("of every move that lines of a derivation may name", () => {
    const moves = Object.values(rules).flatMap((r) => ("title" in r && typeof r.title === "string" ? [r.title] : []));
    expect(moves.length).toBeGreaterThan(15);
    expect(unknown(moves)).toEqual([]);
  });

  it("and what is no title is not", () => {
    expect(entriesFor(all, "read off the gradient")).toEqual([]);
  });
});

describe("every entry says why it is so", () => {
  it("with a proof", () => {
    expect(all.filter((e) => e.proof === "" || e.proof === "by definition").map((e) => e.name)).toEqual([]);
  });

  it("nearly all with entries and numbers", () => {
    expect(
      all
        .filter((e) => e.entries === null)
        .map((e) => e.name)
        .sort(),
      // Unit vectors are no words of the language, so that nothing of them is worked out.
    ).toEqual([
      "a vector by its entries",
      "all unit vectors",
      "sizes that are equal",
      "sum of the entries of a vector",
      "unit vectors pick entries",
    ]);
    const without = all.filter((e) => e.worked === null);
    expect(without.length / all.length).toBeLessThan(0.2);
  });

  it("and its numbers agree", () => {
    const wrong = all.flatMap((e) => {
      const found = /by (\S+) times that; the derivative is (\S+)$/.exec(e.worked ?? "");
      if (found === null) return [];
      const [quotient, exact] = [Number(found[1]?.replace("−", "-")), Number(found[2]?.replace("−", "-"))];
      return Math.abs(quotient - exact) <= 0.02 * (1 + Math.abs(exact)) ? [] : [`${e.name}: ${e.worked}`];
    });
    expect(wrong).toEqual([]);
  });
});
