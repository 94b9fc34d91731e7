/** `docs/stability.md`: what other programs may build on, listed from the code. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command } from "commander";
import ts from "typescript";
import manifest from "../package.json" with { type: "json" };
import { EXIT } from "../src/cli/command.js";
import { globalFlags } from "../src/cli/flags.js";
import { COMMANDS } from "../src/cli/program.js";
import { catalogue } from "../src/report/catalogue.js";
import { entries } from "../src/report/diagnostics-page.js";

export function stabilityPage(): string {
  return `# What may change, and when

This page is made from the code by \`npm run docs\`; a test compares the two, so that nothing of it changes unseen.

Versions follow [Semantic Versioning](https://semver.org). Until 1.0 a minor version may change what is listed here, and the [changelog](../CHANGELOG.md) says so; from 1.0 on:

| | patch | minor | major |
| --- | --- | --- | --- |
| names of the library, commands, flags, exit codes | stay | are added | are removed or renamed |
| fields of JSON ([schema](schema.json)) | stay | are added; read those you know and pass over the rest | are removed, renamed, or of another type |
| codes of diagnostics, ids of rules | stay | are added; a text that was refused may be read | are removed or renamed |
| what a derivative comes to | only where it was wrong | the same | the same |
| how an answer is written: order of terms, names of parts, words of messages and titles | may change | may change | may change |
| readings of a text | only where they were wrong: then it is refused or said | more is read | what was read may be read otherwise |
| versions of Node | stay | those that are no longer maintained are dropped | |

Whatever is not listed here, files below \`dist/\` above all, is nobody's to import.

## Library

Names of each entry; *types* after the values.

${Object.entries(ENTRIES).map(entryLines).join("\n")}

## Commands

Exit codes: ${Object.entries(EXIT)
    .map(([name, code]) => `${code} ${name}`)
    .join(", ")}.

| command | flags |
| --- | --- |
${commandLines().join("\n")}

## JSON

Fields of \`--format json\`, by the type that [docs/schema.json](schema.json) describes.

${jsonLines().join("\n")}

## Codes of diagnostics

Each with an example in [diagnostics](diagnostics.md).

${byTheme(entries().map(([code]) => code))}

## Rules of derivations

\`rule\` of a step, and the names that \`chainrule rules\` knows.

${rules()}
`;
}

/** The subpaths of the package that are modules, with their sources. */
const ENTRIES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(manifest.exports).flatMap(([subpath, to]) =>
    typeof to === "string"
      ? []
      : [[`chainrule${subpath.slice(1)}`, to.default.replace("./dist/", "src/").replace(/\.js$/, ".ts")]],
  ),
);

function entryLines([name, source]: [string, string]): string {
  const all = [...exportsOf(source)].sort(([a], [b]) => (a < b ? -1 : 1));
  const written = (isType: boolean): string =>
    all
      .filter(([, type]) => type === isType)
      .map(([n]) => `\`${n}\``)
      .join(", ");
  return `- \`${name}\`: ${[written(false), written(true)].filter((t) => t !== "").join("; *types* ")}`;
}

/** The names that a module exports, itself and by way of others, with whether each is a type alone. */
function exportsOf(file: string): ReadonlyMap<string, boolean> {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  const found = new Map<string, boolean>();
  for (const s of source.statements) {
    if (ts.isExportDeclaration(s)) {
      const isType = s.isTypeOnly;
      if (s.exportClause !== undefined && ts.isNamedExports(s.exportClause))
        for (const e of s.exportClause.elements) found.set(e.name.text, isType || e.isTypeOnly);
      else if (s.moduleSpecifier !== undefined && ts.isStringLiteral(s.moduleSpecifier))
        for (const [name, type] of exportsOf(join(dirname(file), s.moduleSpecifier.text.replace(/\.js$/, ".ts"))))
          found.set(name, isType || type);
      continue;
    }
    const modifiers = ts.canHaveModifiers(s) ? (ts.getModifiers(s) ?? []) : [];
    if (!modifiers.some((m) => m.kind === ts.SyntaxKind.ExportKeyword)) continue;
    const isDefault = modifiers.some((m) => m.kind === ts.SyntaxKind.DefaultKeyword);
    if (isDefault) found.set("default", false);
    else if (ts.isVariableStatement(s))
      for (const d of s.declarationList.declarations) if (ts.isIdentifier(d.name)) found.set(d.name.text, false);
    if (isDefault || !ts.isDeclarationStatement(s) || s.name === undefined || !ts.isIdentifier(s.name)) continue;
    found.set(s.name.text, ts.isInterfaceDeclaration(s) || ts.isTypeAliasDeclaration(s));
  }
  return found;
}

function commandLines(): readonly string[] {
  const every = new Command();
  globalFlags(every);
  const row = (name: string, command: Command): string => `| ${name} | ${flagsOf(command).join(" ")} |`;
  return [
    row("every command", every),
    ...COMMANDS.map(({ name, operands, flags }) => {
      const command = new Command();
      flags(command);
      return row(`\`${[name, operands].join(" ").trim()}\``, command);
    }),
  ];
}

const flagsOf = (command: Command): readonly string[] =>
  command.options
    .filter((o) => !o.hidden)
    .map((o) => `\`${o.flags}${o.argChoices === undefined ? "" : ` = ${o.argChoices.join("\\|")}`}\``);

interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
}

function jsonLines(): readonly string[] {
  const { $defs } = JSON.parse(readFileSync("docs/schema.json", "utf8")) as { readonly $defs: Record<string, Schema> };
  return Object.entries($defs).map(([name, schema]) => {
    const words = schema.enum?.map((w) => `\`${String(w)}\``) ?? [];
    const fields = [...new Set(fieldsOf(schema))].map((f) => `\`${f}\``);
    return `- **${name}**: ${[...words, ...fields].join(", ") || "a value"}`;
  });
}

/** The paths of all fields, those of lists and of alternatives among them. */
function fieldsOf(s: Schema): readonly string[] {
  const below = [...(s.anyOf ?? []), ...(s.items === undefined ? [] : [s.items])].flatMap(fieldsOf);
  return [
    ...below,
    ...Object.entries(s.properties ?? {}).flatMap(([key, of]) => [
      `${key}${s.required?.includes(key) === false ? "?" : ""}`,
      ...fieldsOf(of).map((f) => `${key}.${f}`),
    ]),
  ];
}

function byTheme(codes: readonly string[]): string {
  const themes = new Map<string, string[]>();
  for (const code of [...codes].sort()) {
    const [theme = "", ...rest] = code.split("/");
    themes.set(theme, [...(themes.get(theme) ?? []), `\`${rest.join("/")}\``]);
  }
  return [...themes].map(([theme, names]) => `- \`${theme}/\`: ${names.join(", ")}`).join("\n");
}

function rules(): string {
  const kinds = new Map<string, string[]>();
  for (const { kind, name } of catalogue()) kinds.set(kind, [...(kinds.get(kind) ?? []), `\`${name}\``]);
  return [...kinds].map(([kind, names]) => `- ${kind}: ${names.sort().join(", ")}`).join("\n");
}
