/** `chainrule rules`: the catalogue of rules and laws. */
import { Option } from "commander";
import type { CatalogueEntry } from "../report/catalogue.js";
import { coloured, paint } from "./colour.js";
import { type CliCommand, EXIT, type ExitCode, UsageError, type World } from "./command.js";

const FORMATS = ["text", "latex", "json"] as const;

interface Flags {
  readonly format: (typeof FORMATS)[number];
  readonly color?: boolean;
}

export const rulesCommand: CliCommand = {
  name: "rules",
  operands: "[NAME]",
  summary: "list every rule and law with its statement, source and example",
  examples: ["chainrule rules", "chainrule rules det", "chainrule rules transpose --format latex"],
  flags: (command) => {
    command.addOption(new Option("--format <format>", "how the entries are written").choices(FORMATS).default("text"));
  },
  run: (operands, flags, world) => run(operands, flags as unknown as Flags, world),
};

async function run(operands: readonly string[], flags: Flags, world: World): Promise<ExitCode> {
  const { catalogue } = await import("../report/catalogue.js");
  const { nearest } = await import("../core/nearest.js");
  if (operands.length > 1) throw new UsageError("rules takes one name, in quotes where it has spaces");
  const all = catalogue();
  const wanted = operands[0];
  const found = wanted === undefined ? all : matching(all, wanted);
  if (wanted !== undefined && found.length === 0) {
    const near = nearest(
      wanted,
      all.map((e) => e.name),
    );
    throw new UsageError(`there is no rule named ${wanted}${near === null ? "" : `; did you mean ${near}?`}`);
  }
  if (flags.format === "json") world.out(`${JSON.stringify(found, null, 2)}\n`);
  else if (flags.format === "latex") world.out(found.map(latexEntry).join(""));
  else world.out(textOf(found, coloured(flags.color, world.stdoutIsTerminal, world.env)));
  return EXIT.fine;
}

/** Entries of that name; else those whose name, title or theme holds it. */
function matching(all: readonly CatalogueEntry[], wanted: string): readonly CatalogueEntry[] {
  const key = wanted.toLowerCase();
  const exact = all.filter((e) => e.name.toLowerCase() === key);
  if (exact.length > 0) return exact;
  return all.filter((e) => [e.name, e.title, e.theme].some((t) => t.toLowerCase().includes(key)));
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
    if (e.example !== null) text += `    ${paint(colour, "dim", "for example")} ${e.example.unicode}\n`;
    if (e.cite !== "") text += `    ${paint(colour, "dim", e.cite)}\n`;
  }
  return text;
}

const latexEntry = (e: CatalogueEntry): string =>
  `% ${e.name}: ${e.statement}${e.cite === "" ? "" : ` (${e.cite})`}\n${e.example === null ? "" : `\\[ ${e.example.latex} \\]\n`}\n`;
