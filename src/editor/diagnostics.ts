/** What is wrong in a document, as an editor underlines it. */
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import type { Severity } from "../core/diagnostic.js";
import { annotationsOf } from "../notes/annotations.js";
import type { Opened } from "./opened.js";
import { rangeAt, rangeBetween } from "./places.js";

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
};

/** A claim that is not so is an error in a text that somebody writes, whatever it is to a derivation. */
const WRONG: ReadonlySet<string> = new Set(["claim/different", "claim/ill-shaped"]);

const source = "chainrule";

export function diagnosticsOf(opened: Opened): Diagnostic[] {
  const { document } = opened;
  if (opened.type === "equations")
    return opened.said.faults.map(({ severity, code, message, hint, start, end }) => ({
      range: rangeBetween(document, start, Math.max(end, start)),
      severity: WRONG.has(code) ? DiagnosticSeverity.Error : SEVERITY[severity],
      code,
      source,
      message: hint === null ? message : `${message}\n${hint}`,
    }));
  if (opened.type === "note")
    return annotationsOf(opened.placed, false).map(({ level, rule, message, range }) => ({
      range: rangeAt(range),
      severity: SEVERITY[level],
      code: rule,
      source,
      message,
    }));
  if (opened.type === "other") return [];
  const start = { line: 0, character: 0 };
  return [
    {
      range: { start, end: start },
      severity: DiagnosticSeverity.Information,
      code: "budget/input",
      source,
      message: "this is too long to be read while it is typed; `chainrule check` and `chainrule notes check` read it",
    },
  ];
}
