/**
 * Derivations as documents. `UPDATE_GOLDEN=1 npx vitest run test/golden` writes them anew; the change
 * is then read by a person, line by line.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { OPERATIONS } from "../../src/ops/all.js";
import { catalogue } from "../../src/report/catalogue.js";
import { WITH_INDICES } from "../ops/examples.js";
import { lawSection, lectured, linesFor, rederived } from "./derivation-page.js";

const LAWS_PAGE = "laws.md";
const LECTURES = "lectures.md";
const directory = new URL("./", import.meta.url);
const pages = readdirSync(directory).filter((f) => f.endsWith(".md") && ![LAWS_PAGE, LECTURES].includes(f));
const text = (file: string) => readFileSync(new URL(file, directory), "utf8");

function holds(file: string, now: string): void {
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(new URL(file, directory), now);
  else expect(now).toBe(text(file));
}

for (const file of pages) it(file, () => holds(file, rederived(text(file))));

it(LECTURES, () => holds(LECTURES, lectured(text(LECTURES))));

const laws = catalogue().filter((e) => e.kind === "law");

it(LAWS_PAGE, () => {
  const sections = laws.flatMap((l) => {
    return l.example === null ? [] : [lawSection(l.name, l.example.source)];
  });
  holds(
    LAWS_PAGE,
    `# Laws\n\nEach law at work, law by law. A test writes the lines anew and compares.\n${sections.join("")}`,
  );
});

/** The rules of the lines of every derivation that the pages hold. */
const derived = pages.flatMap((file) =>
  [...text(file).matchAll(/```chainrule\n([\s\S]*?)```/g)].flatMap(([, source]) =>
    answer(source as string, { steps: "full" }).results.flatMap((r) => r.steps),
  ),
);

it("shows every rule at least once", () => {
  const shown = new Set(derived.flatMap((s) => [s.title, s.rule]));
  const titles = OPERATIONS.filter(
    (op) => op.differential !== undefined && !["derivative", "group", "powersum", ...WITH_INDICES].includes(op.name),
  );
  const missing = titles.filter((op) => ![...shown].some((t) => t.split(", ").includes(op.title) || t === op.name));
  expect(missing.map((op) => op.name)).toEqual([]);
});

it("shows every law at least once: in a derivation, or in its own lines", () => {
  const shown = new Set(derived.map((s) => s.rule));
  for (const { example } of laws) if (example !== null) for (const s of linesFor(example.source)) shown.add(s.law.name);
  // A law without an example has a test of its own.
  const missing = laws
    .filter((l) => l.example !== null)
    .map((l) => l.name)
    .filter((name) => !shown.has(name));
  expect(missing).toEqual([]);
});
