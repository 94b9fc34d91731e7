/** `chainrule rules`: the catalogue of rules and laws. */
import type { CatalogueEntry } from "../report/catalogue.js";
import { paint } from "./colour.js";
import { UsageError } from "./command.js";
import { formatOption } from "./flags.js";
import { defineCommand, jsonText, type Run } from "./run.js";

const FORMATS = ["text", "latex", "json"] as const;

interface Flags {
  readonly format: (typeof FORMATS)[number];
}

export const rulesCommand = defineCommand<Flags>({
  name: "rules",
  operands: "[NAME]",
  summary: "list every rule and law with its statement, source and example",
  examples: ["chainrule rules", "chainrule rules det", "chainrule rules transpose --format latex"],
  options: () => [formatOption(FORMATS, "how the entries are written")],
  run: rules,
});

async function rules({ operands, flags, world, outColour }: Run<Flags>): Promise<void> {
  const { catalogue, entriesFor } = await import("../report/catalogue.js");
  const { nearest } = await import("../core/nearest.js");
  if (operands.length > 1) throw new UsageError("rules takes one name, in quotes where it has spaces");
  const all = catalogue();
  const wanted = operands[0];
  const titled = wanted === undefined ? all : entriesFor(all, wanted);
  // What is no title of a line is looked for within names, titles and themes.
  const key = (wanted ?? "").toLowerCase();
  const within = (e: CatalogueEntry) => [e.name, e.title, e.theme].some((t) => t.toLowerCase().includes(key));
  const found = titled.length > 0 ? titled : all.filter(within);
  if (wanted !== undefined && found.length === 0) {
    const near = nearest(
      wanted,
      all.map((e) => e.name),
    );
    throw new UsageError(`there is no rule named ${wanted}${near === null ? "" : `; did you mean ${near}?`}`);
  }
  if (flags.format === "json") world.out(`${jsonText(found)}\n`);
  else if (flags.format === "latex") world.out(found.map(latexEntry).join(""));
  else world.out(textOf(found, outColour));
}

function textOf(entries: readonly CatalogueEntry[], colour: boolean): string {
  let theme = "";
  let text = "";
  for (const e of entries) {
    if (e.theme !== theme) {
      text += `${text === "" ? "" : "\n"}${paint(colour, "bold", e.theme)}\n`;
      theme = e.theme;
    }
    text += `\n  ${paint(colour, "bold", e.name)}${e.title === e.name ? "" : `, ${e.title}`}\n`;
    text += `    ${e.unicode}\n`;
    text += `    ${paint(colour, "dim", "proof")} ${e.proof}\n`;
    if (e.entries !== null) text += `    ${paint(colour, "dim", "by entries")} ${e.entries}\n`;
    if (e.worked !== null) text += `    ${paint(colour, "dim", "in numbers")} ${e.worked}\n`;
    if (e.example !== null) text += `    ${paint(colour, "dim", "for example")} ${e.example.unicode}\n`;
    if (e.cite !== "") text += `    ${paint(colour, "dim", e.cite)}\n`;
  }
  return text;
}

const latexEntry = (e: CatalogueEntry): string =>
  `% ${e.name}: ${e.statement}${e.cite === "" ? "" : ` (${e.cite})`}\n${e.example === null ? "" : `\\[ ${e.example.latex} \\]\n`}\n`;
