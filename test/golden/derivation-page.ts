/** Golden derivations: Markdown pages whose blocks of equations are followed by what is derived from them. */
import { answer } from "../../src/api/answer.js";
import type { Expr } from "../../src/core/expr.js";
import { read } from "../../src/elaborate/parse.js";
import { STANDARD } from "../../src/laws/standard.js";
import { printUnicode } from "../../src/print/unicode.js";
import { conditionPhrase, shapeText, statementInUnicode } from "../../src/report/lines.js";
import type { Report, ResultReport } from "../../src/report/report.js";
import { terminal } from "../../src/report/terminal.js";
import type { Law } from "../../src/rewrite/law.js";
import { shortenings } from "../../src/rewrite/shorten.js";
import { linesOf, simplify } from "../../src/rewrite/simplify.js";

const OPEN = "<!-- derived -->";
const CLOSE = "<!-- end -->";

/** The page with each derivation written anew from the block before it. */
export function rederived(page: string): string {
  return page.replace(
    /(```chainrule\n([\s\S]*?)```\n)(?:\n<!-- derived -->\n[\s\S]*?<!-- end -->\n)?/g,
    (_, block: string, source: string) => `${block}\n${OPEN}\n${derivationOf(source)}${CLOSE}\n`,
  );
}

/** The page with each derivation as it stands on a terminal, in the convention that its block names. */
export function lectured(page: string): string {
  return page.replace(
    /(```chainrule(?: (shape-first))?\n([\s\S]*?)```\n)(?:\n```text\n[\s\S]*?```\n)?/g,
    (_, block: string, convention: "shape-first" | undefined, source: string) => {
      const report = answer(source, { steps: "chain", ...(convention === undefined ? {} : { convention }) });
      const shown = terminal({ ...report, assumptions: [] }).replace(/\n\nsources\n[\s\S]*$/, "\n");
      return `${block}\n\`\`\`text\n${shown}\`\`\`\n`;
    },
  );
}

function derivationOf(source: string): string {
  const report = answer(source, { steps: "full" });
  const errors = report.diagnostics.filter((d) => d.severity === "error");
  if (errors.length > 0) throw new Error(errors.map((d) => `${d.line}:${d.column}: ${d.message}`).join("\n"));
  return report.results.map((r) => section(r, report)).join("");
}

const cell = (text: string): string => text.replaceAll("|", "\\|");

function section(r: ResultReport, report: Report): string {
  const rows = r.steps.map((s) => {
    const shapes = s.factors.map((f) => shapeText(f.shape)).join(" · ");
    const rule = s.statement === "" ? s.title : `${s.title}: \`${statementInUnicode(s.statement)}\``;
    const why = s.why === null ? "" : `<br>${s.why}`;
    return `| \`${cell(s.unicode)}\` | ${shapes} | ${cell(rule)}${cell(why)} |\n`;
  });
  const where = report.where
    .filter((w) => r.uses.includes(w.name))
    .map((w) => `, \\quad ${w.symbol.latex} = ${w.latex}`);
  const conditions = r.conditions.length === 0 ? "" : `\n${conditionPhrase(r.conditions)}\n`;
  return `
**${r.left.unicode}**, ${shapeText(r.shape)}

| line | shapes | rule |
| --- | --- | --- |
${rows.join("")}
$$${r.left.latex} = ${r.latex}${where.join("")}$$
${conditions}`;
}

/** The value that an example of a law defines last, as it stands and not called by that name. */
function exampleOf(source: string): Expr {
  const model = read(source);
  const last = model.equations[model.equations.length - 1];
  if (last === undefined) throw new Error(`the example "${source}" defines nothing`);
  model.context.definitions.delete(last.name);
  return last.value;
}

interface LawLine {
  readonly law: Law;
  readonly after: Expr;
}

/** The lines from the example of a law to its shortest form, every transpose where the law leaves it. */
export function linesFor(source: string): readonly LawLine[] {
  const from = exampleOf(source);
  const normal = linesOf(from, STANDARD).map(({ law, whole }) => ({ law, after: whole }));
  return [...normal, ...shortenings(simplify(from, STANDARD), STANDARD)];
}

/** One law: its name, its example, and the lines that bring that to its shortest form. */
export function lawSection(name: string, source: string): string {
  const from = exampleOf(source);
  const rows = linesFor(source).map((s) => {
    const rule = `${s.law.name}: \`${statementInUnicode(s.law.statement)}\``;
    return `| \`= ${cell(printUnicode(s.after))}\` | ${cell(rule)} |\n`;
  });
  return `\n## ${name}\n\n\`${source}\`\n\n| line | law |\n| --- | --- |\n| \`${cell(printUnicode(from))}\` | |\n${rows.join("")}`;
}
