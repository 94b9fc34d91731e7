#!/usr/bin/env node
// pandoc --filter node_modules/chainrule/integrations/pandoc-filter.js notes.md -o notes.html
// Quarto: `filters: [node_modules/chainrule/integrations/pandoc-filter.js]` in the front matter.
// A derivative that is stated wrong fails the run, unless CHAINRULE_DRAFT is set.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pandocFilter, toldOf } from "chainrule/notes";

const say = (sentence) => process.stderr.write(`chainrule: ${sentence}\n`);

/** LaTeX shows no SVG and no picture within a document: a PDF of each is put into `chainrule-figures`. */
function pictureFile(svg) {
  const made = spawnSync("rsvg-convert", ["--format", "pdf"], { input: svg, maxBuffer: 100_000_000 });
  const isMade = made.status === 0;
  if (!isMade) say("LaTeX shows no SVG; where rsvg-convert is (Debian: librsvg2-bin), graphs become PDF");
  const name = createHash("sha256").update(svg).digest("hex").slice(0, 12);
  const file = `chainrule-figures/${name}.${isMade ? "pdf" : "svg"}`;
  mkdirSync("chainrule-figures", { recursive: true });
  writeFileSync(file, isMade ? made.stdout : svg);
  return file;
}

const document = JSON.parse(readFileSync(0, "utf8"));
const target = process.argv[2];
const isLatex = target === "latex" || target === "beamer";
const proof = pandocFilter(document, "chain", { target, ...(isLatex ? { picture: pictureFile } : {}) });
const told = toldOf(proof);
for (const { sentence } of told) say(sentence);
process.stdout.write(JSON.stringify(document));
if (told.some((t) => t.wrong) && !process.env.CHAINRULE_DRAFT) {
  say("chainrule notes check FILE names the lines");
  process.exitCode = 1;
}
