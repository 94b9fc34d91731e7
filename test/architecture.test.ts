import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { inheritedFaults, namingFaults, orderFaults, ruleFaults } from "../scripts/architecture.js";
import { functionLengths, limitedMeasures, measures, repeatedPairs } from "../scripts/measures.js";
import { parsed, sourceFiles } from "../scripts/sources.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const files = sourceFiles(root);

describe("the rules of the house", () => {
  it("are kept by every file of src/", () => {
    expect(files.length).toBeGreaterThan(0);
    expect(ruleFaults(files)).toEqual([]);
  });

  it("judge every kind of import", () => {
    const text = [
      `import { a } from "../print/latex.js";`,
      `import type { B } from "../derive/gradient.js";`,
      `export { c } from "../cli/main.js";`,
      `const d = await import("../notes/page.js");`,
      `let e: import("../graph/svg.js").Svg;`,
      `import { readFileSync } from "node:fs";`,
      `import { f } from "../core/expr.js";`,
      `import { g } from "./sum.js";`,
      `import moo from "moo";`,
      `import { h } from "../../test/setup.js";`,
      `import { i } from "../cellar/wine.js";`,
    ].join("\n");
    expect(orderFaults(parsed("ops/product.ts", text)).map((fault) => fault.split(", but ")[0])).toEqual([
      "ops/product.ts: imports ../print/latex.js",
      "ops/product.ts: imports ../derive/gradient.js",
      "ops/product.ts: imports ../cli/main.js",
      "ops/product.ts: imports ../notes/page.js",
      "ops/product.ts: imports ../graph/svg.js",
      "ops/product.ts: imports node:fs",
      "ops/product.ts: imports ../../test/setup.js, outside src/",
      "ops/product.ts: imports ../cellar/wine.js, which is in no room of src/",
    ]);
    expect(orderFaults(parsed("cellar/wine.ts", `import "./cork.js";`))).toEqual([
      'cellar/wine.ts: "cellar" is no room of src/',
    ]);
  });

  it("no `in`, no `for … in`: has() of core/own.ts asks for own properties", () => {
    expect(inheritedFaults(parsed("a.ts", 'if ("k" in o) for (const k in o) f(k);'))).toEqual([
      'a.ts: "k" in o',
      "a.ts: for (const k in o) f(k);",
    ]);
  });

  it("no default export, no file called utils", () => {
    expect(namingFaults(parsed("cli/utils.ts", "export default 1;\n"))).toEqual([
      "cli/utils.ts: a name that says nothing",
      "cli/utils.ts: a default export",
    ]);
  });
});

describe("the measures of the house", () => {
  it("keep their limits", () => {
    for (const { title, value, limit, where } of limitedMeasures(files))
      expect(value, `${title}: ${where}`).toBeLessThanOrEqual(limit ?? 0);
  });

  it("stand in docs/architecture.md, each with its limit", () => {
    const page = readFileSync(`${root}/docs/architecture.md`, "utf8");
    const rows = [...page.matchAll(/^\| (.*?) \| (\d+) .*\| (\d*) \|$/gm)].map(([, title, , limit]) => [title, limit]);
    const guide = readFileSync(`${root}/docs/adding-an-operation.md`, "utf8");
    expect(rows).toEqual(measures(files, guide).map((m) => [m.title, String(m.limit ?? "")]));
  });

  it("count a function from its first line to its last, and name it", () => {
    const file = parsed("a.ts", "export const f = () => {\n  return () =>\n    1;\n};\n\nfunction g(): void {}\n");
    expect(functionLengths(file).map((c) => [c.where, c.value])).toEqual([
      ["a.ts f", 4],
      ["a.ts f", 2],
      ["a.ts g", 1],
    ]);
  });

  it("count a run of six or more equal lines once for each pair of places", () => {
    const run = Array.from({ length: 8 }, (_, i) => `export const name${i} = value(${i});`);
    const texts = [run, ["start();", ...run.slice(0, 7)], run.slice(0, 5), ["end();", ...run.slice(1)]];
    const rooms = ["cli/a.ts", "cli/b.ts", "cli/c.ts", "api/d.ts"];
    const given = texts.map((lines, k) => parsed(rooms[k] as string, lines.join("\n")));
    expect([...repeatedPairs(given)]).toEqual([
      ["cli", 1],
      ["api with cli", 2],
    ]);
  });
});
