/**
 * Derivations as documents. `UPDATE_GOLDEN=1 npx vitest run test/golden` writes them anew; the change
 * is then read by a person, line by line.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { answer } from "../../src/answer.js";
import { OPERATIONS } from "../../src/ops/all.js";
import { rederived } from "./derivation-page.js";

const directory = new URL("./", import.meta.url);
const pages = readdirSync(directory).filter((f) => f.endsWith(".md"));
const text = (file: string) => readFileSync(new URL(file, directory), "utf8");

for (const file of pages)
  it(file, () => {
    const page = text(file);
    const now = rederived(page);
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(new URL(file, directory), now);
    else expect(now).toBe(page);
  });

it("shows every rule at least once", () => {
  const shown = new Set<string>();
  for (const file of pages)
    for (const [, source] of text(file).matchAll(/```chainrule\n([\s\S]*?)```/g))
      for (const r of answer(source as string, { steps: "full" }).results)
        for (const s of r.steps) shown.add(s.title).add(s.rule);
  const titles = OPERATIONS.filter(
    (op) => op.differential !== undefined && !["derivative", "powersum"].includes(op.name),
  );
  const missing = titles.filter((op) => ![...shown].some((t) => t.split(", ").includes(op.title) || t === op.name));
  expect(missing.map((op) => op.name)).toEqual([]);
});
