/** Derivations in other languages: what is said is said in the language, what is shown stays. */
import { describe, expect, it } from "vitest";
import { answer } from "../../../src/api/answer.js";
import { catalogue } from "../../../src/report/catalogue.js";
import { inLanguage, LANGUAGES, lackingIn, reportIn } from "../../../src/report/languages/phrases.js";
import { terminal } from "../../../src/report/terminal.js";

const SCORER = "z = W x + b\nh = f(z)\ns = u^T h\n∂s/∂b, ∂s/∂W";
const OTHERS = LANGUAGES.filter((l) => l !== "en");
const reports = (["chain", "full"] as const).map((steps) => answer(SCORER, { steps }));

describe.each(OTHERS)("in %s", (language) => {
  it("says all of the scorer network", () => {
    for (const report of reports) {
      expect(lackingIn(report, language)).toEqual([]);
      // Behind the last empty line stand the sources, which are books.
      const told = terminal(report, { language }).replace(/\n\n[^\n]*\n {2}[^\n]*: Magnus[\s\S]*$/, "");
      expect(told).not.toMatch(/\b(?:rule|fixed|above|gradient|definition|assumed)\b/);
    }
  });

  it("changes no formula, no key and no source", () => {
    for (const report of reports) {
      const told = reportIn(report, language);
      const bare = ({ results }: typeof report) =>
        results.map((r) => ({ ...r, steps: r.steps.map((s) => ({ ...s, title: "", statement: "", why: null })) }));
      expect(bare(told)).toEqual(bare(report));
      expect(told.results.flatMap((r) => r.steps.map((s) => s.title))).not.toEqual(
        report.results.flatMap((r) => r.steps.map((s) => s.title)),
      );
    }
  });

  it("keeps the names that stand in a phrase", () => {
    expect(inLanguage("substitute dz into ds = δᵀ dz", language)).toMatch(/ds = δᵀ dz.*dz/);
    expect(inLanguage("W and x are fixed; dz = db", language)).toMatch(/^W, x .*; dz = db$/);
    expect(inLanguage("a phrase that nobody has translated", language)).toBe("a phrase that nobody has translated");
  });

  it("lacks no more titles of the catalogue than it did", () => {
    const titles = catalogue()
      .filter((e) => e.title !== e.name || / /.test(e.title))
      .map((e) => e.title);
    const lacking = [...new Set(titles)].filter((t) => / /.test(t) && inLanguage(t, language) === t);
    // It only falls.
    expect(lacking.length).toBeLessThanOrEqual(MOST_LACKING);
  });
});

const MOST_LACKING = 220;

it("changes nothing in English", () => {
  for (const report of reports) expect(reportIn(report, "en")).toBe(report);
});
