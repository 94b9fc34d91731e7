/** Questions that could be asked, above the equation that they are about; one is written into the text at a press. */
import type { CodeLens, TextEdit } from "vscode-languageserver";
import { asking } from "../live/declare.js";
import type { Said } from "../live/messages.js";
import type { Opened } from "./opened.js";
import { editTo, rangeBetween } from "./places.js";

/** The command of a lens; its arguments are the document and the question. */
export const ASK = "chainrule.ask";

const MOST_LENSES = 12;

/** Questions that do not stand in the text: what a text without questions is asked is not written there either. */
export const unasked = ({ questions, written }: Said): Said["questions"] =>
  written ? questions.filter((q) => !q.asked) : questions;

export function lensesIn(opened: Opened): CodeLens[] {
  if (opened.type !== "equations") return [];
  const { document, said } = opened;
  return unasked(said)
    .slice(0, MOST_LENSES)
    .map(({ text, shown }) => {
      const of = /^∂([^∂/]+)\//u.exec(text)?.[1] ?? "";
      const [start, end] = said.places.find(([name]) => name === of)?.[1] ?? [0, 0];
      return {
        range: rangeBetween(document, start, end),
        command: { title: shown, command: ASK, arguments: [document.uri, text] },
      };
    });
}

/** The change that asks a question beside those that the text asks; null where it cannot be asked. */
export function askEdit(opened: Opened, question: string): TextEdit | null {
  if (opened.type !== "equations" || !unasked(opened.said).some((q) => q.text === question)) return null;
  const { document, said } = opened;
  const asked = said.written ? said.questions.filter((q) => q.asked).map((q) => q.text) : [];
  return editTo(document, asking(document.getText(), [...asked, question]));
}
