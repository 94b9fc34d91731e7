#!/usr/bin/env node
// pandoc --filter node_modules/chainrule/integrations/pandoc-filter.js notes.md -o notes.html
// Quarto: `filters: [node_modules/chainrule/integrations/pandoc-filter.js]` in the front matter.
// A derivative that is stated wrong fails the run, unless CHAINRULE_DRAFT is set.
import { readFileSync } from "node:fs";
import { pandocFilter } from "chainrule/notes";

const document = JSON.parse(readFileSync(0, "utf8"));
const { findings, remarks } = pandocFilter(document);
let wrong = 0;
for (const f of findings) {
  if (f.verdict === "equal" || f.verdict === "not judged") continue;
  if (f.verdict !== "equal up to a transpose") wrong++;
  const right = f.right === null ? "" : `; it is ${f.right.unicode}`;
  process.stderr.write(`chainrule: ${f.of} = ${f.text} is ${f.verdict}: ${f.why ?? ""}${right}\n`);
}
for (const r of remarks) {
  if (r.code !== "notes/steps") continue;
  wrong++;
  process.stderr.write(`chainrule: ${r.message}\n`);
}
process.stdout.write(JSON.stringify(document));
if (wrong > 0 && !process.env.CHAINRULE_DRAFT) process.exitCode = 1;
