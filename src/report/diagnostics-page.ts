/** `docs/diagnostics.md`: every code with the shortest text that earns it. */
import { CODES, type CodeEntry, shapeCode } from "../core/codes.js";
import { signatureOf, takesAnything } from "../core/signature.js";
import { CALLS } from "../ops/all.js";

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
  index: "Sums, families and entries",
  internal: "Faults of chainrule",
  name: "Names",
  notes: "Notes",
  number: "Numbers",
  product: "Products",
  query: "Questions",
  reading: "Readings",
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

/** The entries for operations that the table of codes says nothing more of. */
function* ofOperations(): Generator<readonly [string, CodeEntry]> {
  for (const { calls, signature, misfit } of CALLS) {
    const code = shapeCode(calls[0] as string);
    const fails = signature !== null && (misfit !== undefined || !takesAnything(signatureOf(signature)));
    if (fails && !Object.hasOwn(CODES, code))
      yield [code, { severity: "error", title: `Operands that do not fit ${calls[0]}`, text: null }];
  }
}

/** Every code with its entry, by name. */
export const entries = (): readonly (readonly [string, CodeEntry])[] =>
  [...Object.entries<CodeEntry>(CODES), ...ofOperations()].sort(([a], [b]) => (a < b ? -1 : 1));

/** The page in Markdown, a table for each theme. */
export function diagnosticsPage(): string {
  const codes = entries();
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
