/** The findings of one note as text and as data. */
import type { PlacedNote } from "../notes/annotations.js";
import type { Place } from "../notes/document.js";
import { type VerdictKind, verdictKind } from "../report/report.js";
import { paint, visible } from "./colour.js";
import { jsonObject } from "./run.js";

/** A note that was proofread, and its file. */
export interface Checked extends PlacedNote {
  readonly file: string;
}

/** The note as `--format json` prints it. */
export function jsonOf({ file, findings, summary, remarks }: Checked) {
  return jsonObject(file, {
    claims: findings.map((f) => {
      const { range, line, cell, of, text, verdict, by, layout, why, holds, counterexample, right } = f;
      return {
        ...range,
        line,
        cell,
        of,
        text,
        verdict,
        by,
        layout,
        why,
        holds,
        counterexample,
        right: right === null ? null : { text: right.text, latex: right.latex, layout: right.layout },
      };
    }),
    summary,
    diagnostics: remarks,
  });
}

const STYLE = {
  equal: "green",
  "equal up to a transpose": "yellow",
  "ill-shaped": "red",
  different: "red",
  "not judged": "dim",
  "right if": "yellow",
  condition: "dim",
  definition: "dim",
  value: "dim",
} as const satisfies Record<VerdictKind, Parameters<typeof paint>[1]>;

/** Formulas that are not read are listed as far as a reader looks at them. */
const LISTED = 20;

/** A paragraph for each finding, what was not read, and what all of it comes to. */
export function textOf({ file, findings, summary: s, remarks }: Checked, colour: boolean): string {
  const place = ({ line, cell }: Place, column: number | null = null): string => {
    const inCell = cell === null ? "" : ` (cell ${cell.number}, line ${cell.line})`;
    return paint(colour, "bold", `${visible(file)}:${line}${column === null ? "" : `:${column}`}${inCell}`);
  };
  const out: string[] = [];
  for (const r of remarks)
    out.push(
      `${place(r)}: ${paint(colour, r.severity === "error" ? "red" : "yellow", r.severity)}: ${visible(r.message)}`,
    );
  for (const f of findings) {
    const layout = f.layout === null ? "" : ` (${f.layout} layout)`;
    out.push(
      `${place(f, f.range.column)}: ${paint(colour, STYLE[verdictKind(f.verdict)], f.verdict)}${layout}${f.verdict === "equal" && f.why !== null ? `, ${visible(f.why)}` : ""}`,
    );
    out.push(`    ${visible(f.of)} = ${visible(f.text)}`);
    if (f.why !== null && f.verdict !== "equal") out.push(`    ${paint(colour, "cyan", "why")}    ${visible(f.why)}`);
    if (f.right !== null) {
      out.push(`    ${paint(colour, "cyan", "right")}  ${visible(f.right.unicode)}`);
      for (const w of f.right.where)
        if (f.right.text.includes(w.name))
          out.push(`           where ${visible(`${w.symbol.unicode} = ${w.unicode}`)}`);
    }
  }
  const skipped = [
    ...s.notClaims.map((n) => ({ ...n, what: "not a claim" })),
    ...s.unread.map((n) => ({ ...n, what: "not read" })),
  ].sort((a, b) => a.line - b.line);
  for (const n of skipped.slice(0, LISTED)) out.push(`${place(n)}: ${paint(colour, "dim", n.what)}: ${visible(n.why)}`);
  if (skipped.length > LISTED) out.push(`${visible(file)}: ${skipped.length - LISTED} more formulas not read`);
  out.push(...summaryOf(file, s, findings.length));
  return `${out.join("\n")}\n`;
}

const many = (count: number, one: string, several = `${one}s`): string => `${count} ${count === 1 ? one : several}`;

function summaryOf(file: string, s: Checked["summary"], stated: number): readonly string[] {
  const verdicts = Object.entries(s.verdicts)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`);
  const repeats = s.repeats === 0 ? "" : ` (${many(s.repeats, "repeat")})`;
  const read = [
    many(s.formulas, "formula"),
    ...(s.blocks === 0 ? [] : [many(s.blocks, "chainrule block")]),
    `${many(s.definitions, "definition")}${repeats}`,
    ...(s.scopes < 2 ? [] : [many(s.scopes, "scope")]),
    ...(s.declarations === 0 ? [] : [many(s.declarations, "declaration")]),
  ];
  const left = [
    ...(s.notClaims.length === 0 ? [] : [`${s.notClaims.length} not a claim`]),
    ...(s.unread.length === 0 ? [] : [`${s.unread.length} not read`]),
    ...(s.mentions === 0 ? [] : [`${s.mentions} only mention a name`]),
  ];
  return [
    `${visible(file)}: read ${read.join(", ")}`,
    `${visible(file)}: ${many(stated, "derivative")} stated${verdicts.length === 0 ? "" : `: ${verdicts.join(", ")}`}${left.length === 0 ? "" : `; ${left.join(", ")}`}`,
  ];
}
