/** What may be typed at a place: names of the text, functions, facts, Greek letters, questions. */
import { type CompletionItem, CompletionItemKind, type Position } from "vscode-languageserver";
import { GREEK } from "../names/greek.js";
import { unasked } from "./lens.js";
import type { Opened } from "./opened.js";
import { rangeBetween } from "./places.js";

const KIND = {
  variable: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
  keyword: CompletionItemKind.Keyword,
  constant: CompletionItemKind.Constant,
} as const;

/** What triggers a completion besides a letter. */
export const TRIGGERS: readonly string[] = ["\\", "∂"];

export function completionsAt(opened: Opened, at: Position): CompletionItem[] {
  if (opened.type !== "equations") return [];
  const { document, said } = opened;
  const offset = document.offsetAt(at);
  const line = document.getText({ start: { line: at.line, character: 0 }, end: at });
  const command = /\\[A-Za-z]*$/.exec(line)?.[0];
  if (command !== undefined) return greek(offset, command.length, opened);
  const question = questionBefore(line);
  const questions =
    question === undefined
      ? []
      : unasked(said).map(
          (q): CompletionItem => ({
            label: q.shown,
            filterText: q.text,
            kind: CompletionItemKind.Event,
            detail: "question",
            textEdit: { range: rangeBetween(document, offset - question.length, offset), newText: q.text },
          }),
        );
  const words = said.words.map((w): CompletionItem => {
    const chip = said.chips.find((c) => c.name === w.label);
    return { label: w.label, kind: KIND[w.type], ...(chip === undefined ? {} : { detail: chip.said }) };
  });
  return [...questions, ...words];
}

/** The question that a line ends in, `∂s/∂`; nothing where a line is empty and one may begin; undefined elsewhere. */
function questionBefore(line: string): string | undefined {
  if (line.trim() === "") return "";
  const last = line.slice(Math.max(line.lastIndexOf(" "), line.lastIndexOf(","), line.lastIndexOf("\t")) + 1);
  return last.startsWith("∂") ? last : undefined;
}

/** `\alpha` becomes the letter in a text that has no commands, and stays a command in one that has. */
function greek(offset: number, length: number, { document }: Opened): CompletionItem[] {
  const isLatex = /\\(?:frac|partial|mathbf|begin)|\$/.test(document.getText());
  const range = rangeBetween(document, offset - length, offset);
  return [...GREEK].map(([name, { letter, latex }]) => ({
    label: `\\${name}`,
    kind: CompletionItemKind.Text,
    detail: letter,
    textEdit: { range, newText: isLatex ? latex : letter },
  }));
}
