// `npm run same -- BASE [--write FILE]`: whether this checkout answers byte for byte what the built checkout in BASE answers.
//
// For changes that must not change an answer. This checkout is built first and makes the models; each build answers
// them in a process of its own. `--write` puts every difference into a file; of the first ones a line each is shown.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({ options: { write: { type: "string" } }, allowPositionals: true });
const [base] = positionals;
if (base === undefined || !existsSync(join(base, "dist/index.js"))) {
  console.error("usage: npm run same -- BASE [--write FILE], where BASE/dist holds another build");
  process.exit(2);
}

const work = mkdtempSync(join(tmpdir(), "chainrule-same-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));
const models = join(work, "models.json");

for (const args of [["scripts/build.mjs"], ["scripts/run.mjs", "test/same/models.ts", models]]) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(2);
}

/** The answers of a build, by what was asked. */
function answersOf(build, file) {
  const out = join(work, file);
  const child = spawn(process.execPath, [join(root, "scripts/same-answers.mjs"), resolve(build), models, out], {
    stdio: "inherit",
  });
  return new Promise((done) => {
    child.on("close", (status) => {
      if (status !== 0) {
        console.error(`same: ${build} could not be asked`);
        process.exit(2);
      }
      const lines = readFileSync(out, "utf8").trim().split("\n");
      done(
        new Map(
          lines.map((line) => {
            const { id, what, answer } = JSON.parse(line);
            return [`${id}: ${what}`, answer];
          }),
        ),
      );
    });
  });
}

/** The first place where two answers part, and what stands there; null where they are the same. */
function parting(a, b, at = "") {
  if (a === b) return null;
  const both = typeof a === "object" && typeof b === "object" && a !== null && b !== null;
  if (!both) return { at, was: a, is: b };
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  // An answer says more than the line of its derivation where the ways part.
  for (const key of new Set([...["results", "text"].filter((k) => keys.has(k)), ...keys])) {
    const found = parting(a[key], b[key], `${at}.${key}`);
    if (found !== null) return found;
  }
  return Object.keys(a).join() === Object.keys(b).join() ? null : { at, was: Object.keys(a), is: Object.keys(b) };
}

const SHOWN = 100;

/** A value from a little before where it parts from another. */
function around(value, other) {
  const [a, b] = [value, other].map((v) => (typeof v === "string" ? v : (JSON.stringify(v) ?? "nothing")));
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  const from = a.length <= SHOWN ? 0 : Math.max(0, same - SHOWN / 2);
  const part = a.slice(from, from + SHOWN).replaceAll("\n", "⏎");
  return `${from > 0 ? "…" : ""}${part}${from + SHOWN < a.length ? "…" : ""}`;
}

const FIRST = 12;
const [before, now] = await Promise.all([answersOf(base, "before.jsonl"), answersOf(root, "now.jsonl")]);
const differences = [];
for (const key of new Set([...before.keys(), ...now.keys()])) {
  const found = parting(before.get(key), now.get(key));
  if (found !== null) differences.push({ key, ...found });
}
const texts = JSON.parse(readFileSync(models, "utf8"));
const touched = new Set(texts.map((m) => m.id).filter((id) => differences.some((d) => d.key.startsWith(`${id}: `))));
for (const { key, at, was, is } of differences.slice(0, FIRST))
  console.log(`${key}\n  at ${at || "the whole"}\n  - ${around(was, is)}\n  + ${around(is, was)}`);
if (differences.length > FIRST) console.log(`and ${differences.length - FIRST} more`);
if (values.write !== undefined) writeFileSync(values.write, differences.map((d) => `${JSON.stringify(d)}\n`).join(""));
console.log(
  `same: ${now.size} answers to ${texts.length} models compared, ${differences.length} differ, in ${touched.size} models`,
);
process.exitCode = differences.length === 0 ? 0 : 1;
