/** The catalogue has every rule and law, each with an example that was worked out, and the docs hold what it says. */

import { existsSync, readFileSync } from "node:fs";
import katex from "katex";
import { describe, expect, it } from "vitest";
import { catalogue, cataloguePages, slugOf } from "../../src/report/catalogue.js";
import { statementInUnicode } from "../../src/report/lines.js";

const entries = catalogue();

/** No word of the language says these: unit vectors and what else only answers hold. */
const WORDLESS: ReadonlySet<string> = new Set([
  "unit",
  "gradientfunction",
  "fit",
  "all unit vectors",
  "unit vectors pick entries",
  "a vector by its entries",
  "sum of the entries of a vector",
  "sizes that are equal",
  "pentagamma",
]);

describe("every entry", () => {
  it("has a name of its own", () => {
    const slugs = entries.map((e) => slugOf(e.name));
    expect(slugs.filter((s, i) => slugs.indexOf(s) !== i)).toEqual([]);
  });

  for (const e of entries)
    it(`${e.kind} ${e.name} states itself and shows an example`, () => {
      expect(e.statement).not.toBe("");
      if (e.kind === "move") return;
      if (e.kind !== "law") expect(e.cite).not.toBe("");
      expect(e.example === null).toBe(WORDLESS.has(e.name));
      if (e.example === null) return;
      expect(() => katex.renderToString(e.example?.latex ?? "", { throwOnError: true })).not.toThrow();
    });
});

describe("docs/rules", () => {
  for (const [file, text] of cataloguePages())
    it(`${file} is what the code says (npm run docs writes it)`, () => {
      const path = new URL(`../../docs/rules/${file}`, import.meta.url);
      expect(existsSync(path)).toBe(true);
      expect(readFileSync(path, "utf8")).toBe(text);
    });
});

it("spells the laws as derivations print them", () => {
  const spelled = entries.flatMap(({ kind, example }) => (kind === "law" && example !== null ? [example] : []));
  // Calls that have a sign of their own, names and long sums are the printer's alone.
  const alike = spelled.filter(
    ({ text }) => !/kron|powersum|unit|norm|eig|(?:sum|prod)\(\w=|alpha|cross|abs\(.*\(/.test(text),
  );
  expect(alike.length).toBeGreaterThan(100);
  for (const { text, unicode } of alike) expect(statementInUnicode(text)).toBe(unicode);
});
