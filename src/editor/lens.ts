/** Questions that could be asked, above the equation that they are about; one is written into the text at a press. */
import type { CodeLens, TextEdit } from "vscode-languageserver";
import { asking } from "../live/declare.js";
import type { Opened } from "./opened.js";
import { editTo, rangeBetween } from "./places.js";

/** The command of a lens; its arguments are the document and the question. */
export const ASK = "chainrule.ask";

const MOST_LENSES = 12;

export function lensesIn(opened: Opened): CodeLens[] {
  if (opened.type !== "equations") return [];
  const { document, said } = opened;
  return said.questions
    .filter((q) => !q.asked)
    .slice(0, MOST_LENSES)
    .map(({ text, shown }) => {
      const of = /^∂([^∂/]+)\//u.exec(text)?.[1] ?? "";
      const [start, end] = said.places[of] ?? [0, 0];
      return {
        range: rangeBetween(document, start, end),
        command: { title: shown, command: ASK, arguments: [document.uri, text] },
      };
    });
}

/** The change that asks a question beside those that the text asks; null where it cannot be asked. */
export function askEdit(opened: Opened, question: string): TextEdit | null {
  if (opened.type !== "equations" || !opened.said.questions.some((q) => q.text === question && !q.asked)) return null;
  const { document, said } = opened;
  const asked = said.written ? said.questions.filter((q) => q.asked).map((q) => q.text) : [];
  return editTo(document, asking(document.getText(), [...asked, question]));
}
