/** docs/stability.md lists what the code has: nothing that others build on changes unseen. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { stabilityPage } from "../../scripts/stability.js";
import * as library from "../../src/index.js";
import * as notes from "../../src/notes.js";

const page = stabilityPage();

it("stands in docs/stability.md as `npm run docs` writes it", () => {
  expect(readFileSync("docs/stability.md", "utf8")).toBe(page);
});

it.each([
  ["chainrule", library],
  ["chainrule/notes", notes],
])("names every value that %s exports, and no other", (name, exports) => {
  const [, line = ""] = new RegExp(`^- \`${name}\`: (.*)$`, "m").exec(page) ?? [];
  const values = (line.split("; *types* ")[0] ?? "").split(", ").map((n) => n.replaceAll("`", ""));
  expect(values).toEqual(Object.keys(exports).sort());
});

it.each(["`--shard <part/parts>`", "`firstWrong`", "`internal/`", "`chain`", "3 file"])("lists %s", (what) => {
  expect(page).toContain(what);
});
