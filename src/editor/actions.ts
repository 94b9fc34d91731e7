/** Changes that mend what is wrong: hints that are followed, and a derivative in the place of a wrong side. */
import { type CodeAction, CodeActionKind, type Range, type TextEdit } from "vscode-languageserver";
import { isWrong } from "../report/report.js";
import { diagnosticsOf } from "./diagnostics.js";
import type { OpenEquations, Opened } from "./opened.js";
import { editTo, rangeAt, touches } from "./places.js";

export function actionsAt(opened: Opened, at: Range): CodeAction[] {
  const { document } = opened;
  const faults = diagnosticsOf(opened);
  const action = (title: string, where: Range, edit: TextEdit): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: faults.filter((d) => touches(document, d.range, where)),
    edit: { changes: { [document.uri]: [edit] } },
  });
  if (opened.type === "equations")
    return opened.said.faults.flatMap((fault, i) => {
      const where = faults[i]?.range;
      if (where === undefined || !touches(document, where, at)) return [];
      const fixes = fault.fixes.map((fix) => action(fix.label, where, editTo(document, fix.text)));
      const right = rightSide(opened, fault.line, where);
      if (right === null) return fixes;
      return [...fixes, action(`write the derivative: ${right}`, where, { range: where, newText: right })];
    });
  if (opened.type === "note")
    return opened.placed.findings.flatMap(({ right, verdict, range }) => {
      if (right === null || right.where.length > 0 || !isWrong(verdict)) return [];
      const where = rangeAt(range);
      const [, side, ...more] = right.latex.split(" = ");
      if (side === undefined || more.length > 0 || !touches(document, where, at)) return [];
      const newText = opened.kind === "notebook" ? JSON.stringify(side).slice(1, -1) : side;
      return [action(`write the derivative: ${right.unicode}`, where, { range: where, newText })];
    });
  return [];
}

/** The derivative that a wrong claim states wrongly, in the spelling of the claim. */
function rightSide(opened: OpenEquations, line: number, where: Range): string | null {
  const { report } = opened.session;
  for (const result of report.results)
    for (const claim of result.claims) {
      if (!isWrong(claim.verdict) || claim.line !== line || claim.column !== where.start.character + 1) continue;
      // A name of a part that the text does not have would be read as another input.
      if (result.uses.length > 0) return null;
      if (claim.text.includes("\\")) return result.latex;
      return /[^\x20-\x7e]/.test(claim.text) ? result.unicode : result.text;
    }
  return null;
}
