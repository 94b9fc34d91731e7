/** The page with a text and its answers in it: read at once, also where no script runs. */
import { ownOf } from "../core/own.js";
import { tokens } from "../parse/tokens.js";
import { type Pen, pen } from "../report/answer.js";
import { escapeHtml, type Katex, requireKatex } from "../report/katex.js";
import { answersOf } from "./answers.js";
import type { Block, Way } from "./messages.js";
import { sessionOf } from "./session.js";

const blocks = (all: readonly Block[]): string =>
  all.map(({ key, html }) => `<div data-key="${key}">${html}</div>`).join("");

/** JSON that stands in a page: nothing in it ends its element. */
const embedded = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/** What a page is filled with. */
export interface LivePage {
  readonly text: string;
  readonly title: string;
  readonly way?: Way;
  /** Numbers as `--at` reads them; empty where the page finds some itself. */
  readonly values?: string;
  /** KaTeX, where it cannot be read from Node's modules. */
  readonly katex?: Katex;
}

/**
 * Fills a template, the built page with `{{name}}` where something belongs, with a text. The page lives where scripts
 * run, and is a page of derivations where none do.
 */
export async function filledPage(template: string, page: LivePage): Promise<string> {
  const { text, title, way = "chain", values = "", katex = requireKatex() } = ownOf(page);
  const draw: Pen = pen(katex);
  const session = await sessionOf(
    { text, way },
    { draw, judge: async () => (await import("../judge/claims.js")).judge },
  );
  const { results, derivations, equations, ...answers } = answersOf(session);
  const parts: Readonly<Record<string, string>> = {
    title: escapeHtml(title),
    text: escapeHtml(text),
    results: blocks(results),
    derivations: blocks(derivations),
    equations: blocks(equations),
    first: embedded({ text, way, values, tokens: tokens(text), answers }),
  };
  return template.replace(/\{\{(\w{1,20})\}\}/g, (whole, name: string) => parts[name] ?? whole);
}
