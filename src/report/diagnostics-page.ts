/** `docs/diagnostics.md`: every code with the shortest text that earns it. */
import { CODES, type CodeEntry } from "../core/codes.js";

const THEMES: Readonly<Record<string, string>> = {
  arithmetic: "Arithmetic",
  blocks: "Blocks",
  budget: "Budgets",
  call: "Calls",
  check: "Checks",
  claim: "Claims",
  codegen: "Code",
  declaration: "Declarations",
  definition: "Definitions",
  derivative: "Derivatives in expressions",
  derive: "Derivatives",
  fact: "Facts",
  file: "Files",
  function: "Functions of the model",
  graph: "Graphs",
  name: "Names",
  notes: "Notes",
  number: "Numbers",
  product: "Products",
  query: "Questions",
  shape: "Shapes",
  size: "Sizes",
  syntax: "Syntax",
  usage: "Options",
  values: "Values",
};

const cell = (text: string): string => text.replaceAll("|", "\\|");

const example = (text: string | null): string =>
  text === null
    ? ""
    : text
        .split("\n")
        .map((line) => `\`${cell(line)}\``)
        .join("<br>");

/** The page in Markdown, a table for each theme. */
export function diagnosticsPage(): string {
  const codes = Object.entries<CodeEntry>(CODES).sort(([a], [b]) => (a < b ? -1 : 1));
  const tables = Object.entries(THEMES).map(([theme, title]) => {
    const rows = codes
      .filter(([code]) => code.startsWith(`${theme}/`))
      .map(([code, { severity, title, text }]) => `| \`${code}\` | ${severity} | ${cell(title)} | ${example(text)} |`);
    return [
      `## ${title}`,
      "",
      "| code | severity | fault | shortest text |",
      "| --- | --- | --- | --- |",
      ...rows,
    ].join("\n");
  });
  return [
    "# Diagnostics",
    "",
    "Every fault that chainrule reports, by its code, with the shortest text that earns it; a code without a text comes from files, options or values. Made from `src/core/codes.ts` by `npm run docs`.",
    "",
    tables.join("\n\n"),
    "",
  ].join("\n");
}
