/** Derivatives of entries and by them: read where the text says what they are entries of, else sketches as ever. */
import { type Diagnostic, lineStarts, locate, type Reporter, reporter } from "../../core/diagnostic.js";
import { type Expression, type Name, nodesOf, type Span, type Statement } from "../../parse/ast.js";
import { parseSyntax, type Syntax } from "../../parse/syntax.js";
import { binding } from "./binding.js";
import { rewrite } from "./rewrite.js";

/** The statements of a text; letters that stand in bold and plain in one formula are one name, or two. */
export function readStatements(source: string, said: Reporter, faces: "one" | "two"): Syntax {
  const plain = reporter(source);
  const first = parseSyntax(source, plain, { faces });
  const isAbout =
    first.statements.some((s) => s.type === "scheme" && s.reason === "entrywise") ||
    plain.diagnostics.some((d) => d.code === "syntax/entry");
  if (!isAbout) {
    said.diagnostics.push(...plain.diagnostics);
    return first;
  }
  const full = reporter(source);
  const second = parseSyntax(source, full, { entries: true, faces });
  const known = new Set(first.statements.filter((s) => s.type !== "scheme").map((s) => s.span.start));
  const readable = readableIn(second.statements);
  const taken = second.statements.filter((s) => !known.has(s.span.start) && readable.has(s));
  const isTaken = spansOf(source, taken);
  said.diagnostics.push(...plain.diagnostics.filter((d) => !isTaken(d)), ...full.diagnostics.filter((d) => isTaken(d)));
  const starts = new Set(taken.map((s) => s.span.start));
  const kept = first.statements.filter((s) => !starts.has(s.span.start));
  return {
    ...first,
    statements: [...kept, ...taken].sort((a, b) => a.span.start - b.span.start),
    notices: first.notices.filter((n) => !starts.has(n.span.start)),
  };
}

/** Whether a diagnostic stands in one of these statements. */
function spansOf(source: string, statements: readonly Statement[]): (d: Diagnostic) => boolean {
  const starts = lineStarts(source);
  const spans = statements.map(({ span }) => [locate(starts, span.start), locate(starts, span.end)] as const);
  const isBefore = (a: { line: number; column: number }, b: { line: number; column: number }): boolean =>
    a.line < b.line || (a.line === b.line && a.column <= b.column);
  return (d) => spans.some(([from, to]) => isBefore(from, d) && isBefore(d, to));
}

/** The statements whose entries are all entries of something. */
function readableIn(statements: readonly Statement[]): ReadonlySet<Statement> {
  const b = binding(statements);
  if (b === null) return new Set();
  const faulty = new Set<Span>();
  const found = rewrite(b, statements, (s) => faulty.add(s.span));
  const bySpan = new Map(found.statements.map((s) => [s.span, s]));
  return new Set(
    statements.filter((s) => {
      // What is taken and cannot be read is told by the reader of indices.
      if (faulty.has(s.span)) return true;
      const read = bySpan.get(s.span);
      return read !== undefined && !namesIn(read).some((n) => isOpenEntry(n, b.stated, b.whole));
    }),
  );
}

/** `z_i`, `W_ij` where the text has no such name, and nothing that it is an entry of. */
const isOpenEntry = (n: Name, ...known: readonly ReadonlySet<string>[]): boolean =>
  n.scripts !== undefined &&
  n.at === undefined &&
  /_(?:[ijkl](?:_?[ijkl]){0,3}|\d+)$/.test(n.name) &&
  !known.some((names) => names.has(n.name));

function namesIn(s: Statement): readonly Name[] {
  const isName = (e: Expression): e is Name => e.type === "name";
  return nodesOf(s).filter(isName);
}
