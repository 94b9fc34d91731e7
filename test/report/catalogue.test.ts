/** The catalogue has every rule and law, each with an example that was worked out, and the docs hold what it says. */

import { existsSync, readFileSync } from "node:fs";
import katex from "katex";
import { describe, expect, it } from "vitest";
import { ALIKE } from "../../src/laws/alike.js";
import { CONDITIONS } from "../../src/laws/conditions.js";
import { ENTRIES } from "../../src/laws/entries.js";
import { FAMILIES } from "../../src/laws/families.js";
import { SUMS } from "../../src/laws/sums.js";
import { OPERATIONS } from "../../src/ops/all.js";
import { catalogue, cataloguePages, slugOf } from "../../src/report/catalogue.js";

const entries = catalogue();

/** Operations and laws of indices: their examples would be models of several lines. */
const INDEXED: ReadonlySet<string> = new Set([
  ...[...SUMS, ...CONDITIONS, ...ENTRIES, ...FAMILIES, ...ALIKE].map((l) => l.name),
  ...OPERATIONS.filter((op) => op.indexed).map((op) => op.name),
]);

describe("every entry", () => {
  it("has a name of its own", () => {
    const slugs = entries.map((e) => slugOf(e.name));
    expect(slugs.filter((s, i) => slugs.indexOf(s) !== i)).toEqual([]);
  });

  for (const e of entries)
    it(`${e.kind} ${e.name} states itself and shows an example`, () => {
      expect(e.statement).not.toBe("");
      if (e.kind === "move" || INDEXED.has(e.name)) return;
      if (e.kind !== "law") expect(e.cite).not.toBe("");
      // A sum of powers is no word of the language, so its laws have no example in it.
      if (e.name === "sum of powers" || e.name === "trace of a sum of powers") return;
      expect(e.example).not.toBeNull();
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
