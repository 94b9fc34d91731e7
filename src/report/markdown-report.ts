/** A report as Markdown with formulas between dollars, as GitHub, Pandoc and notebooks read them. */
import { numbersText } from "./counterexample.js";
import { displaysOf } from "./latex-report.js";
import { declarationInUnicode, sourcesOf } from "./lines.js";
import type { Report } from "./report.js";

/** Words in a line of Markdown: on one line, and no mark of it means anything. */
const plain = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " ").replace(/[\\`*_[\]<>#|$~]/g, (c) => `\\${c}`);

/** Code that may hold backquotes. */
const code = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim();
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const gap = /^`|`$/.test(line) ? " " : "";
  return `${fence}${gap}${line}${gap}${fence}`;
};

/** Assumptions, the displays of derivations and answers, then claims, numbers and sources as lists. */
export function markdownReport(report: Report): string {
  const blocks: string[] = [];
  if (report.assumptions.length > 0)
    blocks.push(`Assumed: ${report.assumptions.map(declarationInUnicode).map(code).join(", ")}.`);
  for (const latex of displaysOf(report)) blocks.push(`$$\n${latex}\n$$`);
  const claims = report.results.flatMap((r) =>
    r.claims.map((c) => {
      const layout = c.layout === null ? "" : ` (${c.layout})`;
      return `- ${code(`${r.left.unicode} = ${c.unicode}`)}: **${plain(c.verdict)}**${layout}${c.why === null ? "" : `, ${plain(c.why)}`}`;
    }),
  );
  const numbers = report.results.flatMap((r) =>
    r.value === null ? [] : [`- ${code(`${r.left.unicode} = ${numbersText(r.value)}`)}`],
  );
  const sources = sourcesOf(report.results).map(({ title, cite }) => `- ${plain(title)}: ${plain(cite)}`);
  if (claims.length > 0) blocks.push(`Claims:\n\n${claims.join("\n")}`);
  if (numbers.length > 0) blocks.push(`At the values given:\n\n${numbers.join("\n")}`);
  if (sources.length > 0) blocks.push(`Sources:\n\n${sources.join("\n")}`);
  return blocks.map((b) => `${b}\n`).join("\n");
}
