/** `chainrule notes check`: proofreads the derivatives that notes state. */
import type { Diagnostic } from "../core/diagnostic.js";
import type { Proofread } from "../notes/proofread.js";
import { isWrong, type VerdictKind, verdictKind } from "../report/report.js";
import { paint, visible } from "./colour.js";
import { EXIT, UsageError } from "./command.js";
import { formatOption, strictOption } from "./flags.js";
import { defineCommand, jsonArray, jsonObject, onTexts, pendingTexts, type Run, raise, type Text } from "./run.js";

interface Flags {
  readonly format: "text" | "json";
  readonly strict?: boolean;
}

export const notesCheckCommand = defineCommand<Flags>({
  name: "notes check",
  operands: "<PATH...>",
  summary: "proofread the derivatives that Markdown, notebooks and LaTeX files state",
  examples: ["chainrule notes check lecture.md", "chainrule notes check notes/ --format json"],
  options: () => [formatOption(["text", "json"], "how the findings are written"), strictOption()],
  run: checkNotes,
});

async function checkNotes(run: Run<Flags>): Promise<void> {
  // Loaded here and not above: --help and --version need no mathematics.
  const { MAX_INPUT } = await import("../elaborate/parse.js");
  const { proofread } = await import("../notes/proofread.js");
  const { noteFiles, readNote } = await import("./notes-files.js");
  const { flags, limits, world, outColour } = run;
  const paths = noteFiles(run, () => true).map((f) => f.path);
  if (paths.length === 0 && run.code === EXIT.fine)
    throw new UsageError("there are no notes (.md, .ipynb, .tex) in what is named");
  const pending = pendingTexts(run, MAX_INPUT, paths);
  const json = jsonArray((text) => world.out(text));
  const lost = (file: string, fault: Diagnostic): void => {
    if (flags.format === "json") json.add(jsonObject(file, { claims: [], diagnostics: [fault] }));
  };
  const check = ({ file, text, index }: Text): void => {
    const found = proofread(readNote(file, text), { strict: flags.strict === true, budgets: limits });
    const isFaulty = found.remarks.some((r) => r.severity === "error");
    if (isFaulty || found.findings.some((f) => isWrong(f.verdict))) raise(run, EXIT.fault);
    if (flags.format === "json") json.add(jsonOf(file, found));
    else world.out(`${index === 0 ? "" : "\n"}${textOf(file, found, outColour)}`);
  };
  onTexts(run, pending, check, lost);
  if (flags.format === "json") json.end();
}

function jsonOf(file: string, found: Proofread): object {
  const at = (line: number): object => found.place(line);
  return jsonObject(file, {
    claims: found.findings.map(({ line, of, text, verdict, by, layout, why, holds, counterexample, right }) => ({
      ...at(line),
      of,
      text,
      verdict,
      by,
      layout,
      why,
      holds,
      counterexample,
      right: right === null ? null : { text: right.text, latex: right.latex, layout: right.layout },
    })),
    summary: {
      ...found.summary,
      notClaims: found.summary.notClaims.map((n) => ({ ...n, ...at(n.line) })),
      unread: found.summary.unread.map((n) => ({ ...n, ...at(n.line) })),
    },
    diagnostics: found.remarks.map((r) => ({ ...r, ...at(r.line) })),
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
function textOf(file: string, found: Proofread, colour: boolean): string {
  const { summary: s } = found;
  const place = (line: number): string => {
    const { line: real, cell } = found.place(line);
    const inCell = cell === null ? "" : ` (cell ${cell.number}, line ${cell.line})`;
    return paint(colour, "bold", `${visible(file)}:${real}${inCell}`);
  };
  const out: string[] = [];
  for (const r of found.remarks)
    out.push(
      `${place(r.line)}: ${paint(colour, r.severity === "error" ? "red" : "yellow", r.severity)}: ${visible(r.message)}`,
    );
  for (const f of found.findings) {
    const layout = f.layout === null ? "" : ` (${f.layout} layout)`;
    out.push(
      `${place(f.line)}: ${paint(colour, STYLE[verdictKind(f.verdict)], f.verdict)}${layout}${f.verdict === "equal" && f.why !== null ? `, ${visible(f.why)}` : ""}`,
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
  for (const n of skipped.slice(0, LISTED))
    out.push(`${place(n.line)}: ${paint(colour, "dim", n.what)}: ${visible(n.why)}`);
  if (skipped.length > LISTED) out.push(`${visible(file)}: ${skipped.length - LISTED} more formulas not read`);
  out.push(...summaryOf(file, found));
  return `${out.join("\n")}\n`;
}

const many = (count: number, one: string, several = `${one}s`): string => `${count} ${count === 1 ? one : several}`;

function summaryOf(file: string, { summary: s, findings }: Proofread): readonly string[] {
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
    `${visible(file)}: ${many(findings.length, "derivative")} stated${verdicts.length === 0 ? "" : `: ${verdicts.join(", ")}`}${left.length === 0 ? "" : `; ${left.join(", ")}`}`,
  ];
}
