/** Markdown to tokens and items: every formula, every `chainrule` block, every question in a sentence. */
import Markdown, { type Env, type MarkdownIt, type Token } from "markdown-it";
import {
  ASKED,
  attributesIn,
  blockOptions,
  type DerivationBlock,
  type Item,
  isMath,
  isOurs,
  isSteps,
  type NotesDocument,
  type Prose,
  type Remark,
  samePlace,
  unknownOption,
} from "./document.js";
import { exercisesOfMarkdown } from "./exercises.js";
import { type MathMeta, mathRules } from "./markdown-math.js";
import { plainFormula } from "./spelling.js";

/** A document with the tokens to be rendered; a token that holds an item has its index as `meta.item`. */
export interface MarkdownDocument extends NotesDocument {
  readonly tokens: readonly Token[];
  readonly env: Env;
  /** From the front matter, else the first heading, else null. */
  readonly title: string | null;
  readonly lang: string | null;
}

/** Carried by the tokens of items, for the renderer. */
export interface ItemMeta {
  readonly item: number;
  readonly display: boolean;
  readonly label: string | null;
}

export const itemOf = (token: Token): ItemMeta | null =>
  typeof token.meta?.item === "number" ? (token.meta as unknown as ItemMeta) : null;

/** The reader. With `html`, raw HTML becomes tokens, to be sanitised by whoever renders them. */
export function markdownReader(html: boolean): MarkdownIt {
  // Without linkify: nothing becomes a link that the author did not make one.
  const md = new Markdown({ html, linkify: false, typographer: false, maxNesting: 60 });
  mathRules(md);
  return md;
}

const FRONT_MATTER = /^---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/;

/** Blank lines in the place of the front matter, so that line numbers stay. */
function withoutFrontMatter(text: string): { readonly body: string; readonly matter: string } {
  const found = FRONT_MATTER.exec(text);
  if (found === null) return { body: text, matter: "" };
  return { body: found[0].replace(/[^\n]/g, "") + text.slice(found[0].length), matter: found[1] ?? "" };
}

/** Formulas in script tags, of MathJax and old kramdown, between dollars; the lines stay. */
const withoutScripts = (text: string): string =>
  text.includes("math/tex")
    ? text.replace(
        /<script type="math\/tex(;\s*mode=display)?">([\s\S]*?)<\/script>/g,
        (_, display: string | undefined, formula: string) =>
          display === undefined ? `$${formula.trim()}$` : `$$${formula}$$`,
      )
    : text;

const field = (matter: string, key: string): string | null => {
  const value = new RegExp(`^${key}:[ \\t]*(.+)$`, "m").exec(matter)?.[1]?.trim();
  return value === undefined ? null : value.replace(/^(["'])(.*)\1$/, "$2");
};

/** Notes to the largest size are read; a longer paragraph or deeper list than any author writes is cut short. */
export function readMarkdown(text: string, md: MarkdownIt = markdownReader(false)): MarkdownDocument {
  const { body, matter } = withoutFrontMatter(text);
  const read = withoutScripts(body);
  const env: Env = {};
  const remarks: Remark[] = [];
  const items: Item[] = [];
  const prose: Prose[] = [];
  const derivations: DerivationBlock[] = [];
  let tokens: Token[] = [];
  try {
    tokens = md.parse(read, env);
  } catch (error) {
    // Only a defect of the reader or an exhausted stack ends here; the other notes are still built.
    const message = `the Markdown cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    remarks.push({ severity: "error", code: "notes/markdown", message, line: 1 });
  }
  let section = 0;
  let line = 1;
  let heading: string | null = null;
  const add = (item: Omit<Item, "section">): number => items.push({ ...item, section }) - 1;

  const exercises = exercisesOfMarkdown(tokens, read.split("\n"));

  tokens.forEach((token, k) => {
    if (token.map !== null) line = token.map[0] + 1;
    if (token.type === "heading_open" || exercises.has(token)) section++;
    if (token.type === "heading_open") {
      if (heading === null) heading = plainText(tokens[k + 1]);
    } else if (token.type === "chainrule_display") {
      const { label } = token.meta as unknown as MathMeta;
      const item = add({ kind: "display", text: token.content, line, options: null });
      token.meta = { item, display: true, label } satisfies ItemMeta;
    } else if (token.type === "fence" && isSteps(token.info)) {
      derivations.push({ text: token.content, line: line + 1 });
      token.type = "chainrule_steps";
    } else if (token.type === "fence" && isOurs(token.info)) {
      const { text: asked, skipped, options, unknown } = blockOptions(token.content, attributesIn(token.info));
      remarks.push(...unknown.map((word) => unknownOption(word, line)));
      const item = add({ kind: "block", text: asked, line: line + 1 + skipped, options });
      token.type = "chainrule_block";
      token.meta = { item, display: true, label: options.label } satisfies ItemMeta;
    } else if (token.type === "fence" && isMath(token.info)) {
      const label = /^:(?:label|name):[ \t]+(\S+)/m.exec(token.content)?.[1] ?? null;
      const formula = token.content.replace(/^:[a-z]+:.*$/gm, "");
      const item = add({ kind: "display", text: formula, line: line + 1, options: null });
      token.type = "chainrule_display";
      token.content = formula;
      token.meta = { item, display: true, label } satisfies ItemMeta;
    } else if (token.type === "inline" && token.children !== null) {
      prose.push({ text: token.content, section });
      for (const child of token.children)
        if (child.type === "chainrule_inline") {
          const { display, below } = child.meta as unknown as MathMeta;
          const kind = display ? "display" : "inline";
          const item = add({ kind, text: child.content, line: line + below, options: null });
          child.meta = { item, display, label: null } satisfies ItemMeta;
        }
      askedIn(token.children, line, add);
      for (const [below, words] of token.content.split("\n").entries()) {
        const formula = plainFormula(words);
        if (formula !== null) add({ kind: "inline", text: formula, line: line + below, options: null, unmarked: true });
      }
    }
  });
  return {
    items,
    prose,
    derivations,
    remarks,
    place: samePlace,
    tokens,
    env,
    title: field(matter, "title") ?? heading,
    lang: field(matter, "lang"),
  };
}

/** The words of a heading, formulas as their source. */
function plainText(inline: Token | undefined): string | null {
  const words = (inline?.children ?? []).map((t) =>
    t.type === "softbreak" ? " " : t.type === "html_inline" ? "" : t.content,
  );
  const text = words.join("").replace(/\s+/g, " ").trim();
  return text === "" ? null : text;
}

const BEFORE = /\{chainrule\}$/;
const AFTER = /^\{[=.]?chainrule\}/;

/** `` `∂s/∂b`{=chainrule} ``, `` {chainrule}`∂s/∂b` `` (MyST) and the plain `` `chainrule ∂s/∂b` ``. */
function askedIn(children: Token[], line: number, add: (item: Omit<Item, "section">) => number): void {
  let below = 0;
  children.forEach((token, k) => {
    if (token.type === "softbreak" || token.type === "hardbreak") below++;
    if (token.type !== "code_inline") return;
    const before = children[k - 1];
    const after = children[k + 1];
    let asked = token.content;
    if (after?.type === "text" && AFTER.test(after.content)) after.content = after.content.replace(AFTER, "");
    else if (before?.type === "text" && BEFORE.test(before.content))
      before.content = before.content.replace(BEFORE, "");
    else if (ASKED.test(asked)) asked = asked.replace(ASKED, "");
    else return;
    const item = add({ kind: "ask", text: asked, line: line + below, options: null });
    token.type = "chainrule_ask";
    token.content = asked;
    token.meta = { item, display: false, label: null } satisfies ItemMeta;
  });
}
