/** A request of a page to its reply. What only some requests need is loaded when the first of them comes. */
import { tokens } from "../parse/tokens.js";
import type { Pen } from "../report/answer.js";
import type { Judge } from "../report/compose.js";
import { answersOf, drawnLines } from "./answers.js";
import type { Ask, Document, Replies, Request, Told } from "./messages.js";
import { type Session, sessionOf } from "./session.js";

/** Characters of a text that is coloured. */
const MOST_COLOURED = 200_000;

/** Lines that are drawn at a key, which fill a screen, and lines that are drawn at once afterwards. */
const AT_A_KEY = 12;
const TOGETHER = 24;

const judgeOf = async (): Promise<Judge> => (await import("../judge/claims.js")).judge;

/** Answers requests, the last text kept: what is asked of it next is there. */
export function respondent(draw: Pen, loadCheck: () => Promise<void>): (request: Request) => Promise<Told> {
  let kept: { readonly document: Document; readonly session: Promise<Session> } | null = null;
  const sessionFor = (document: Document): Promise<Session> => {
    if (kept === null || kept.document.text !== document.text || kept.document.way !== document.way)
      kept = { document, session: sessionOf(document, { draw, judge: judgeOf }) };
    return kept.session;
  };
  const replyTo = async (document: Document, ask: Ask): Promise<Replies[Ask["ask"]]> => {
    if (ask.ask === "colour") return document.text.length > MOST_COLOURED ? [] : tokens(document.text);
    const session = await sessionFor(document);
    if (ask.ask === "answers") return answersOf(session, AT_A_KEY);
    if (ask.ask === "lines") return { html: drawnLines(session, ask.result, ask.line, TOGETHER) };
    if (ask.ask === "unfold") {
      const { unfolded } = await import("./unfold.js");
      return { html: unfolded(session, ask.result, ask.line, ask.values) };
    }
    const tabs = await import("./tabs.js");
    if (ask.ask === "graph") return tabs.graphOf(session, ask);
    if (ask.ask === "code") return tabs.codeOf(session, ask.target);
    if (ask.ask === "text") return { text: tabs.textOf(session, ask.format) };
    await loadCheck();
    return ask.ask === "check" ? { html: tabs.checkHtml(session) } : tabs.firstWrongOf(session, ask.written);
  };
  return async ({ id, document, ask }) => {
    try {
      return { id, reply: await replyTo(document, ask) };
    } catch (error) {
      kept = null;
      return { id, failure: error instanceof Error ? error.message : String(error) };
    }
  };
}
