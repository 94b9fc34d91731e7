// What one build answers to models, a JSON line each: `node scripts/same-answers.mjs BUILD MODELS.json OUT.jsonl`.
// It stands in a process of its own, for `npm run same`, and knows of a build only what users import and run.
import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [build, given, out] = process.argv.slice(2);
if (out === undefined) throw new Error("usage: node scripts/same-answers.mjs BUILD MODELS.json OUT.jsonl");
const models = JSON.parse(readFileSync(given, "utf8"));
const module = (name) => import(pathToFileURL(join(build, "dist", name)).href);
const [{ derive }, { checkReport }, { codegen, TARGETS }] = await Promise.all(
  ["index.js", "check.js", "codegen.js"].map(module),
);

const STEPS = ["full", "chain"];
const FORMATS = ["text", "unicode", "latex", "json"];
/** Of so many models each n-th is asked for, evenly over all kinds. */
const every = (count) => (_, i) => i % Math.max(1, Math.floor(models.length / count)) === 0;

const lines = openSync(out, "w");
const say = (id, what, answer) => writeSync(lines, `${JSON.stringify({ id, what, answer })}\n`);

/** What is given back, or what is thrown: the faults of the text, and what they do not touch. */
function told(ask) {
  try {
    return plain(ask());
  } catch (error) {
    const { message, diagnostics = null, partial = null } = error;
    return { thrown: message, diagnostics, partial: partial?.results === undefined ? null : partial };
  }
}

/** Functions are left out of what is compared, and maps are lists. */
const plain = (value) =>
  JSON.parse(JSON.stringify(value, (_, v) => (v instanceof Map ? [...v] : typeof v === "function" ? undefined : v)));

// A report holds the text, the Unicode and the LaTeX of every line, and is what `--format json` prints.
for (const { id, text } of models)
  for (const steps of STEPS)
    say(
      id,
      `derive, steps ${steps}`,
      told(() => derive(text, { steps })),
    );

for (const { id, text } of models.filter(every(150)))
  for (const target of TARGETS)
    say(
      id,
      `code for ${target}`,
      told(() => codegen(text, { target })),
    );

for (const { id, text } of models.filter(every(100)))
  say(
    id,
    "check",
    told(() => checkReport(text, { seed: 1, samples: 2 })),
  );

const command = join(build, "dist/cli.cjs");
for (const { id, text } of models.filter(every(12)))
  for (const steps of STEPS)
    for (const format of FORMATS) {
      const args = [command, "derive", "--steps", steps, "--format", format, "--no-color", "-e", text];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 28 });
      say(id, `chainrule derive --steps ${steps} --format ${format}`, { status, stdout, stderr });
    }
closeSync(lines);
