/** What is said of a place: of a name its kind, size and where it comes from; of a question its derivation. */
import { type Hover, MarkupKind, type Position, type Range } from "vscode-languageserver";
import { BUILTINS } from "../functions/builtins.js";
import { reportOf } from "../report/compose.js";
import { counterexampleLines } from "../report/counterexample.js";
import type { Report } from "../report/report.js";
import { terminal } from "../report/terminal.js";
import type { OpenEquations, Opened, OpenNote } from "./opened.js";
import { rangeAt, rangeBetween, touches } from "./places.js";
import { nameAt } from "./symbols.js";

/** Columns of a derivation in a window of an editor, and characters of it. */
const COLUMNS = 76;
const MOST_SHOWN = 8000;

/** A block of text as it stands; a fence in it does not end it. */
function fenced(text: string): string {
  const cut = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}\n…` : text;
  return `\`\`\`\`text\n${cut.replaceAll("````", "").trimEnd()}\n\`\`\`\``;
}

const derivation = (report: Report): string => fenced(terminal(report, { colour: false, columns: COLUMNS }));

const hover = (value: string, range: Range): Hover => ({ contents: { kind: MarkupKind.Markdown, value }, range });

export function hoverAt(opened: Opened, at: Position): Hover | null {
  if (opened.type === "equations") return overEquations(opened, at);
  return opened.type === "note" ? overNote(opened, at) : null;
}

function overEquations(opened: OpenEquations, at: Position): Hover | null {
  const { document, session, said } = opened;
  const offset = document.offsetAt(at);
  const { model, report } = session;
  const asked = model.asked
    .map((a) => (a.type === "query" ? a.query : a.claim.query))
    .find((q) => q.span.start <= offset && offset <= q.span.end);
  if (asked !== undefined) {
    const { results, ...rest } = reportOf(model, { asked: [asked], steps: "chain" });
    if (results.length > 0)
      return hover(derivation({ ...rest, results }), rangeBetween(document, asked.span.start, asked.span.end));
  }
  const found = nameAt(opened, at)?.here;
  if (found === undefined) return null;
  const range = rangeBetween(document, found.start, found.end);
  const chip = said.chips.find((c) => c.name === found.name);
  if (chip !== undefined) {
    const equation = report.equations.find((q) => q.name === found.name);
    const head = `${chip.shown} : ${chip.said}`;
    const lines = equation === undefined ? [head] : [head, `${chip.shown} = ${equation.unicode}`];
    const whence = chip.assumed ? "assumed" : chip.role;
    return hover(`${fenced(lines.join("\n"))}\n\n${whence}${chip.why === "" ? "" : `: ${escaped(chip.why)}`}`, range);
  }
  const builtin = BUILTINS.find((b) => b.spellings.includes(found.name));
  return builtin === undefined ? null : hover(fenced(builtin.spellings.join(", ")), range);
}

/** Words in Markdown: no mark of them means anything. */
const escaped = (text: string): string => text.replace(/[\\`*_[\]<>#|$~]/g, (c) => `\\${c}`);

function overNote(opened: OpenNote, at: Position): Hover | null {
  const { document, proof, notes } = opened;
  const here: Range = { start: at, end: at };
  for (const finding of opened.placed.findings) {
    const range = rangeAt(finding.range);
    if (!touches(document, range, here)) continue;
    const { of, text, verdict, by, why, right, counterexample } = finding;
    const head = [`${of} = ${text}`, `${verdict}${by === null ? "" : ` by ${by}`}${why === null ? "" : `: ${why}`}`];
    if (right !== null) head.push(`right is ${right.unicode}`);
    if (counterexample !== null) head.push(...counterexampleLines(counterexample));
    return hover(fenced(head.join("\n")), range);
  }
  for (const [i, { report }] of proof.outcomes.entries()) {
    const item = notes.items[i];
    if (item === undefined || report === null || report.results.length === 0) continue;
    const { line } = proof.place(item.line);
    const last = line + item.text.split("\n").length - 1;
    if (at.line + 1 >= line && at.line + 1 <= last)
      return hover(derivation(report), {
        start: { line: line - 1, character: 0 },
        end: { line: last, character: 0 },
      });
  }
  return null;
}
