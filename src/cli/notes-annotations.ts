/** Findings for machines that annotate: SARIF, and the workflow commands of GitHub. */
import { pathToFileURL } from "node:url";
import manifest from "../../package.json" with { type: "json" };
import type { Annotation } from "../notes/annotations.js";

/** One log of SARIF 2.1.0 for all notes of a run. */
export function sarifOf(
  notes: readonly { readonly file: string; readonly annotations: readonly Annotation[] }[],
): object {
  const rules = [...new Set(notes.flatMap((n) => n.annotations.map((a) => a.rule)))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "chainrule", version: manifest.version, rules: rules.map((id) => ({ id })) },
        },
        columnKind: "utf16CodeUnits",
        results: notes.flatMap(({ file, annotations }) =>
          annotations.map(({ level, rule, message, range, key }) => ({
            ruleId: rule,
            ruleIndex: rules.indexOf(rule),
            level,
            message: { text: message },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: uriOf(file) },
                  region: {
                    startLine: range.line,
                    startColumn: range.column,
                    endLine: range.endLine,
                    endColumn: range.endColumn,
                  },
                },
              },
            ],
            partialFingerprints: { "chainrule/v1": key },
          })),
        ),
      },
    ],
  };
}

/** A path as SARIF wants it: relative as it is, absolute as a file URI. */
const uriOf = (file: string): string =>
  /^(?:\/|[A-Za-z]:[\\/])/.test(file)
    ? pathToFileURL(file).href
    : file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");

const LEVELS = { error: "error", warning: "warning", note: "notice" } as const;

/** `::error file=…,line=…::message`, a line for each annotation. */
export const githubOf = (file: string, annotations: readonly Annotation[]): string =>
  annotations
    .map(({ level, rule, message, range }) => {
      const { line, column, endLine, endColumn } = range;
      // Columns are drawn only within one line.
      const columns = line === endLine ? `,col=${column},endColumn=${endColumn}` : "";
      const place = `file=${property(file)},line=${line},endLine=${endLine}${columns}`;
      return `::${LEVELS[level]} ${place},title=${property(rule)}::${data(message)}\n`;
    })
    .join("");

const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
