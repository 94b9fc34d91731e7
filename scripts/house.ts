/**
 * The measures of the house: `npm run house` prints them, `--write` puts them into docs/architecture.md,
 * `--check` only says what breaks a rule or a limit.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { ruleFaults } from "./architecture.js";
import { limitedMeasures, type Measure, measures } from "./measures.js";
import { sourceFiles } from "./sources.js";

const PAGE = "docs/architecture.md";
const [BEGIN, END] = ["<!-- measures: npm run docs -->", "<!-- end of measures -->"];

const root = process.cwd();
const files = sourceFiles(root);
const all = (): readonly Measure[] => measures(files, readFileSync("docs/adding-an-operation.md", "utf8"));

function table(list: readonly Measure[]): string {
  const rows = list.map(
    (m) => `| ${m.title} | ${m.value}${m.where === "" ? "" : ` (${m.where})`} | ${m.limit ?? ""} |`,
  );
  return ["| measure | now | at most |", "| --- | --- | --- |", ...rows].join("\n");
}

if (process.argv.includes("--check")) {
  const over = limitedMeasures(files).filter((m) => m.limit !== null && m.value > m.limit);
  const faults = [...ruleFaults(files), ...over.map((m) => `${m.title}: ${m.value}, at most ${m.limit} (${m.where})`)];
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
} else if (process.argv.includes("--write")) {
  const page = readFileSync(PAGE, "utf8");
  const [head, rest] = page.split(BEGIN);
  const [, tail] = (rest ?? "").split(END);
  if (head === undefined || tail === undefined) throw new Error(`${PAGE} has no place for the measures`);
  writeFileSync(PAGE, `${head}${BEGIN}\n\n${table(all())}\n\n${END}${tail}`);
} else console.log(table(all()));
