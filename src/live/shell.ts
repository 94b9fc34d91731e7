/** The page with a text and its answers in it: read at once, also where no script runs. */
import { tokens } from "../parse/tokens.js";
import { type Pen, pen } from "../report/answer.js";
import { escapeHtml, type Katex } from "../report/katex.js";
import { answersOf } from "./answers.js";
import type { Block } from "./messages.js";
import { sessionOf } from "./session.js";

const blocks = (all: readonly Block[]): string =>
  all.map(({ key, html }) => `<div data-key="${key}">${html}</div>`).join("");

/** JSON that stands in a page: nothing in it ends its element. */
const embedded = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/**
 * Fills a template, the built page with `{{name}}` where something belongs, with a text. The page lives where scripts
 * run, and is a page of derivations where none do.
 */
export async function filledPage(
  template: string,
  { text, title, katex }: { readonly text: string; readonly title: string; readonly katex: Katex },
): Promise<string> {
  const draw: Pen = pen(katex);
  const session = await sessionOf(
    { text, way: "chain" },
    { draw, judge: async () => (await import("../judge/claims.js")).judge },
  );
  const { results, derivations, equations, ...answers } = answersOf(session);
  const parts: Readonly<Record<string, string>> = {
    title: escapeHtml(title),
    text: escapeHtml(text),
    results: blocks(results),
    derivations: blocks(derivations),
    equations: blocks(equations),
    first: embedded({ text, tokens: tokens(text), answers }),
  };
  return template.replace(/\{\{(\w{1,20})\}\}/g, (whole, name: string) => parts[name] ?? whole);
}
