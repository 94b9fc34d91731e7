/** Derivations and checks of what a document states: those of its models, with the places of the file. */
import { answer, type DeriveOptions } from "../api/answer.js";
import { type CheckOptions, type CheckReport, checkReport } from "../api/check.js";
import type { Diagnostic } from "../core/diagnostic.js";
import type { Report } from "../report/report.js";
import type { NotesDocument } from "./document.js";
import { type DocumentModel, type DocumentModels, modelsIn } from "./models.js";
import type { Range, Ranges } from "./ranges.js";

/** The answers to what a document asks, or to what `of` and `wrt` ask of what it defines. */
export function answerDocument(document: NotesDocument, ranges: Ranges, options: DeriveOptions): Report {
  const found = modelsIn(document, ranges, options.of === undefined && options.wrt === undefined);
  const taken = new Set<string>();
  const reports = found.models.map((model) => {
    const report = answer(model.source, options, { taken });
    for (const w of report.where) taken.add(w.name);
    return placed(report, model);
  });
  return {
    symbols: firstOf(
      reports.flatMap((r) => r.symbols),
      (s) => s.name,
    ),
    equations: firstOf(
      reports.flatMap((r) => r.equations),
      (q) => `${q.name} = ${q.text}`,
    ),
    where: reports.flatMap((r) => r.where),
    results: reports.flatMap((r) => r.results),
    assumptions: firstOf(
      reports.flatMap((r) => r.assumptions),
      (a) => a,
    ),
    assumptionsExplained: firstOf(
      reports.flatMap((r) => r.assumptionsExplained),
      (a) => a.text,
    ),
    diagnostics: allDiagnostics(
      document,
      found,
      reports.flatMap((r) => r.diagnostics),
    ),
  };
}

/** The checks of what a document states. */
export function checkDocument(document: NotesDocument, ranges: Ranges, options: CheckOptions): CheckReport {
  const found = modelsIn(document, ranges, true);
  const reports = found.models.map((model): CheckReport => {
    const report = checkReport(model.source, options);
    return {
      ...report,
      checks: report.checks.map((c) => ({ ...c, ...placeOf(model, c) })),
      diagnostics: report.diagnostics.map((d) => ({ ...d, ...rangeOf(model, d) })),
    };
  });
  const count = (outcome: keyof CheckReport["counts"]): number => reports.reduce((n, r) => n + r.counts[outcome], 0);
  const diagnostics = allDiagnostics(
    document,
    found,
    reports.flatMap((r) => r.diagnostics),
  );
  return {
    seed: reports[0]?.seed ?? 0,
    samples: reports[0]?.samples ?? 0,
    passed: reports.every((r) => r.passed) && diagnostics.every((d) => d.severity !== "error"),
    counts: { passed: count("passed"), failed: count("failed"), notJudged: count("notJudged") },
    checks: reports.flatMap((r) => r.checks),
    assumptions: firstOf(
      reports.flatMap((r) => r.assumptions),
      (a) => a,
    ),
    diagnostics,
  };
}

const firstOf = <T>(all: readonly T[], key: (one: T) => string): readonly T[] => {
  const seen = new Set<string>();
  return all.filter((one) => !seen.has(key(one)) && seen.add(key(one)).size > 0);
};

const rangeOf = (model: DocumentModel, { line, column, endLine, endColumn }: Range): Range =>
  model.place({ line, column, endLine, endColumn });

const placeOf = (
  model: DocumentModel,
  { line, column }: Pick<Range, "line" | "column">,
): Pick<Range, "line" | "column"> => {
  const range = model.place({ line, column, endLine: line, endColumn: column });
  return { line: range.line, column: range.column };
};

const placed = (report: Report, model: DocumentModel): Report => ({
  ...report,
  results: report.results.map((r) => ({ ...r, claims: r.claims.map((c) => ({ ...c, ...placeOf(model, c) })) })),
  diagnostics: report.diagnostics.map((d) => ({
    ...d,
    ...rangeOf(model, d),
    notes: d.notes.map((n) => {
      const { message, line, column } = n;
      return line === null || column === null ? n : { message, ...placeOf(model, { line, column }) };
    }),
  })),
});

/** Faults of the models, once each, with remarks on the document and with claims about what it does not define. */
function allDiagnostics(
  document: NotesDocument,
  { unlinked }: DocumentModels,
  own: readonly Diagnostic[],
): readonly Diagnostic[] {
  const remarks = document.remarks.map((r): Diagnostic => {
    const { line } = document.place(r.line);
    return { severity: r.severity, code: r.code, message: r.message, ...at(line), hint: null, notes: [] };
  });
  const left = unlinked.map(({ range, name }): Diagnostic => {
    const message = `the claim is not judged: ${name} is not defined in this text`;
    return { severity: "warning", code: "claim/not-judged", message, ...range, hint: null, notes: [] };
  });
  const all = [...remarks, ...left, ...own].sort((a, b) => a.line - b.line || a.column - b.column);
  return firstOf(all, (d) => `${d.code} ${d.line} ${d.column} ${d.message}`);
}

const at = (line: number): Range => ({ line, column: 1, endLine: line, endColumn: 1 });
