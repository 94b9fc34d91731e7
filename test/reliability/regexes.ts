/** Every regular expression that is written out in src, and what a checker says of the time it needs. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { analyse } from "scslre";
import ts from "typescript";

export interface Regex {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** Whether some text makes it need more than linear time, and whether even exponential. */
  readonly verdict: "linear" | "polynomial" | "exponential";
}

/** Asks the checker how the time of one expression grows. */
export function verdictOf(text: string): Regex["verdict"] {
  const end = text.lastIndexOf("/");
  const { reports } = analyse(new RegExp(text.slice(1, end), text.slice(end + 1)), { assumeRejectingSuffix: false });
  if (reports.some((r) => r.exponential)) return "exponential";
  return reports.length > 0 ? "polynomial" : "linear";
}

/** The expressions of all files of a directory; those that are put together from parts are not among them. */
export function regexesIn(directory: string): readonly Regex[] {
  const out: Regex[] = [];
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((f) => f.endsWith(".ts") && !f.includes("generated"))
    .sort();
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(join(directory, file), "utf8"), ts.ScriptTarget.ESNext, true);
    const todo: ts.Node[] = [source];
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      if (ts.isRegularExpressionLiteral(node)) {
        const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
        out.push({ file, line, text: node.text, verdict: verdictOf(node.text) });
      }
      ts.forEachChild(node, (child) => void todo.push(child));
    }
  }
  return out;
}
