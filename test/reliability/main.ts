/**
 * `npm run reliability [SECTION…]`: measures and writes docs/reliability.md; sections that are not named stay as they
 * were. SHARE=0.05 does a twentieth of the work, and the page says so.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { table } from "./figures.js";
import { SECTIONS, SHARE } from "./sections.js";

const FILE = "docs/reliability.md";
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !SECTIONS.some((s) => s.name === name));
if (unknown.length > 0)
  throw new Error(`no section ${unknown.join(", ")}; there are ${SECTIONS.map((s) => s.name).join(", ")}`);

const before = existsSync(FILE) ? readFileSync(FILE, "utf8") : "";

/** The text of a section that is not run again, between the marks that keep it apart. */
const kept = (name: string): string | null =>
  new RegExp(`<!-- ${name} -->\n([^]*?)\n<!-- /${name} -->`).exec(before)?.[1] ?? null;

const machine = `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? "unknown"})`;
const parts: string[] = [];
const missed: string[] = [];
for (const { name, title, about, run } of SECTIONS) {
  let text = kept(name);
  if (wanted.length === 0 || wanted.includes(name)) {
    const start = performance.now();
    const figures = await run();
    const minutes = (performance.now() - start) / 60_000;
    text = `## ${title}\n\n${about}\n\n${table(figures)}\n\n*Measured ${machine}, in ${minutes.toFixed(1)} minutes, by \`${SHARE === 1 ? "" : `SHARE=${SHARE} `}npm run reliability ${name}\`.*`;
    console.log(`\n${text}`);
  }
  if (text === null) continue;
  for (const [, what] of text.matchAll(/^\| (.*?) \|.*\*\*missed\*\* \|$/gm)) missed.push(`- ${title}: ${what}`);
  parts.push(`<!-- ${name} -->\n${text}\n<!-- /${name} -->`);
}

const misses = missed.length === 0 ? "No target is missed." : `Targets that are missed:\n\n${missed.join("\n")}`;
const page = `# Reliability

Made by \`npm run reliability\`; [SECURITY.md](../SECURITY.md) says which test holds which promise. Times are of a shared machine and say more by their ratios.

${misses}

${parts.join("\n\n")}
`;
writeFileSync(FILE, page);
