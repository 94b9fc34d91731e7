/** Diagnostics as a person reads them, on standard error. */
import type { Code } from "../core/codes.js";
import { type Diagnostic, frame } from "../core/diagnostic.js";
import { paint, visible } from "./colour.js";

/** A diagnostic about a source as a whole, such as one that cannot be read. */
export function wholeSource(code: Code, message: string, hint: string | null = null): Diagnostic {
  return { severity: "error", code, message, line: 1, column: 1, endLine: 1, endColumn: 1, hint, notes: [] };
}

/**
 * `net.eq:3:9: error: cannot multiply … [shape/product]`, the source line with a caret, notes with their places, and
 * the hint. `source` is null where there is no text to point into.
 */
export function diagnosticText(file: string, source: string | null, d: Diagnostic, colour: boolean): string {
  const name = visible(file);
  const place = source === null ? name : `${name}:${d.line}:${d.column}`;
  const severity = paint(colour, d.severity === "error" ? "red" : "yellow", d.severity);
  const lines = [
    `${paint(colour, "bold", place)}: ${severity}: ${visible(d.message)} ${paint(colour, "dim", `[${d.code}]`)}`,
  ];
  if (source !== null) lines.push(...visible(frame(source, d)).split("\n"));
  for (const note of d.notes) {
    const at = note.line === null ? "" : ` (line ${note.line})`;
    lines.push(`  ${paint(colour, "cyan", "note")}: ${visible(note.message)}${at}`);
  }
  if (d.hint !== null) lines.push(`  ${paint(colour, "cyan", "hint")}: ${visible(d.hint)}`);
  return `${lines.join("\n")}\n`;
}
