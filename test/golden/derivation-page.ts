/** Golden derivations: Markdown pages whose blocks of equations are followed by what is derived from them. */
import { answer } from "../../src/answer.js";
import { shapeText, statementInUnicode } from "../../src/print/lines.js";
import type { Report, ResultReport } from "../../src/print/report.js";

const OPEN = "<!-- derived -->";
const CLOSE = "<!-- end -->";

/** The page with each derivation written anew from the block before it. */
export function rederived(page: string): string {
  return page.replace(
    /(```chainrule\n([\s\S]*?)```\n)(?:\n<!-- derived -->\n[\s\S]*?<!-- end -->\n)?/g,
    (_, block: string, source: string) => `${block}\n${OPEN}\n${derivationOf(source)}${CLOSE}\n`,
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
  return `
**${r.left.unicode}**, ${shapeText(r.shape)}

| line | shapes | rule |
| --- | --- | --- |
${rows.join("")}
$$${r.left.latex} = ${r.latex}${where.join("")}$$
`;
}
