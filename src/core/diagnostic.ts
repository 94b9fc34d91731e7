/**
 * Diagnostics: a code, a sentence, a place, a hint.
 *
 * Diagnostics are data, positions are offsets in the text as typed; {@link locate} and {@link frame}
 * turn an offset into line, column and a caret only when a person is to read it.
 */

import type { Code } from "./codes.js";
import { ownOf } from "./own.js";

/** A note fails nothing and warns of nothing. */
export type Severity = "error" | "warning" | "note";

/** A second place that explains the first: `W : matrix(n, m)` at its declaration. */
export interface Note {
  readonly message: string;
  readonly line: number | null;
  readonly column: number | null;
}

export interface Diagnostic {
  readonly severity: Severity;
  /** `theme/what`, for instance `shape/product`, `syntax/unexpected`, `name/undeclared`. */
  readonly code: Code;
  readonly message: string;
  /** 1-based; the column counts UTF-16 units of the line as typed. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly hint: string | null;
  readonly notes: readonly Note[];
}

/** The one error that leaves the library. `partial` holds what the faults do not touch. */
export class ChainruleError extends Error {
  // A field, not an assignment: beside a frozen Error.prototype an assignment throws.
  override readonly name = "ChainruleError";
  readonly diagnostics: readonly Diagnostic[];
  readonly partial: unknown;
  constructor(diagnostics: readonly Diagnostic[], partial: unknown = null) {
    super(diagnostics.map((d) => `${d.line}:${d.column}: ${d.message}`).join("\n"));
    this.diagnostics = diagnostics;
    this.partial = partial;
  }
}

/** Offsets at which the lines of a text begin; computed once for each text. */
export function lineStarts(source: string): readonly number[] {
  const starts = [0];
  for (let i = source.indexOf("\n"); i >= 0; i = source.indexOf("\n", i + 1)) starts.push(i + 1);
  return starts;
}

/** The 1-based line and column of an offset, by binary search. */
export function locate(starts: readonly number[], offset: number): { readonly line: number; readonly column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** Makes diagnostics for one text. */
export interface Reporter {
  /** Reports a fault at `span`; the same code with the same words at the same place counts once. */
  report(
    severity: Severity,
    code: Code,
    span: { readonly start: number; readonly end: number },
    message: string,
    more?: {
      readonly hint?: string;
      readonly notes?: readonly {
        readonly message: string;
        readonly span?: { readonly start: number; readonly end: number };
      }[];
    },
  ): void;
  readonly diagnostics: Diagnostic[];
  /** Takes back all but the first so many: they count as not said. */
  takeBack(count: number): void;
}

/** A reporter whose diagnostics carry lines and columns of `source`. */
export function reporter(source: string): Reporter {
  const starts = lineStarts(source);
  // In the order of the diagnostics, which a set keeps.
  const said = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    takeBack(count) {
      for (const key of [...said].slice(count)) said.delete(key);
      diagnostics.length = count;
    },
    report(severity, code, span, message, more = {}) {
      const key = `${code}@${span.start}:${message}`;
      if (said.has(key)) return;
      said.add(key);
      const { hint = null, notes = [] } = ownOf(more);
      const from = locate(starts, span.start);
      const to = locate(starts, Math.max(span.end, span.start));
      diagnostics.push({
        severity,
        code,
        message,
        line: from.line,
        column: from.column,
        endLine: to.line,
        endColumn: to.column,
        hint,
        notes: notes.map((n) => {
          const at = n.span === undefined ? null : locate(starts, n.span.start);
          return { message: n.message, line: at?.line ?? null, column: at?.column ?? null };
        }),
      });
    },
  };
}

/** The widest part of a source line that a caret frame shows; a 1 MB line is cut around the caret. */
const FRAME_WIDTH = 100;

/** The source line with a caret under the place of a diagnostic, for a person to read. */
export function frame(source: string, d: Diagnostic): string {
  const text = source.split("\n", d.line)[d.line - 1] ?? "";
  const from = Math.max(0, d.column - 1 - FRAME_WIDTH / 2);
  const shown = text.slice(from, from + FRAME_WIDTH).replace(/\t/g, " ");
  const lead = from > 0 ? "…" : "";
  const length = d.endLine === d.line ? Math.max(1, d.endColumn - d.column) : 1;
  const gutter = `${d.line} | `;
  const caret = " ".repeat(gutter.length + lead.length + d.column - 1 - from);
  return `${gutter}${lead}${shown}\n${caret}${"^".repeat(Math.min(length, Math.max(1, shown.length - (d.column - 1 - from))))}`;
}
