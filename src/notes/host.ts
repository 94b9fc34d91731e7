/**
 * Chainrule blocks within a markdown-it of somebody else's: VitePress, the preview of VS Code. Where
 * the host renders formulas, its own tokens are emitted; else MathML, which browsers draw themselves.
 */

import type { MarkdownIt, StateCore, Token } from "markdown-it";
import { has } from "../core/own.js";
import { escapeHtml, type Katex, mathParts } from "../report/katex.js";
import { derivationBlocks } from "./derivations.js";
import { ASKED, type Collected, collect, collectBlock, collection, documentOf, isOurs, MARK } from "./document.js";
import type { Steps } from "./finding.js";
import { type Forms, inlineOf, type Part, replacement, svgAddress } from "./pieces.js";
import { type Proofread, proofread } from "./proofread.js";
import { toldOf } from "./told.js";

export interface HostOptions {
  readonly katex: () => Katex;
  readonly steps?: Steps;
  /** Called with the judgements of each text. */
  readonly onChecked?: (proof: Proofread, env: unknown) => void;
}

/** Installs the rule that replaces blocks and questions by what they ask for. */
export function derivingRule(md: MarkdownIt, options: HostOptions): void {
  const { steps, katex, onChecked } = options;
  md.core.ruler.push("chainrule", (state) => {
    const found = collected(state);
    if (found.items.length === 0 && found.derivations.length === 0) return;
    const proof = proofread(documentOf(found), steps === undefined ? {} : { steps });
    onChecked?.(proof, state.env);
    const host = hostOf(md, state, katex);
    const answers = new Map<Token, readonly Token[]>();
    for (const { place, index } of found.asked) {
      const answered = replacement(found.items, index, proof, host.forms);
      if (answered !== null)
        answers.set(place, has(answered, "blocks") ? answered.blocks.flat() : host.sentence(answered.part));
    }
    for (const d of found.derivations) answers.set(d.place, derivationBlocks(d, host.forms).flat());
    const replaced = (tokens: readonly Token[]): Token[] => tokens.flatMap((t) => answers.get(t) ?? [t]);
    for (const t of state.tokens) if (t.children !== null) t.children = replaced(t.children);
    state.tokens = replaced(state.tokens);
  });
}

/** The formulas of the host, whatever its rule calls them, and chainrule blocks and questions. */
function collected(state: StateCore): Collected<Token> {
  const into = collection<Token>();
  let line = 1;
  for (const token of state.tokens) {
    if (token.map !== null) line = token.map[0] + 1;
    if (token.type === "heading_open") into.section++;
    else if (token.type === "fence" && isOurs(token.info))
      collectBlock(into, { info: token.info, body: token.content, line: line + 1 }, token);
    else if (/math/.test(token.type) && token.content !== "")
      collect(into, { kind: "display", text: token.content, line }, token);
    if (token.type === "inline") into.prose.push({ text: token.content, section: into.section });
    const children = token.children ?? [];
    for (const [k, child] of children.entries()) {
      if (/math/.test(child.type)) collect(into, { kind: "inline", text: child.content, line }, child);
      if (child.type !== "code_inline") continue;
      const after = children[k + 1];
      let text = child.content;
      if (after?.type === "text" && MARK.test(after.content)) after.content = after.content.replace(MARK, "");
      else if (ASKED.test(text)) text = text.replace(ASKED, "");
      else continue;
      collect(into, { kind: "ask", text, line }, child);
    }
  }
  return into;
}

interface Host {
  readonly forms: Forms<readonly Token[], readonly Token[]>;
  readonly sentence: (part: Part) => readonly Token[];
}

/** What a host calls its rule that draws formulas: `math_block`, Marp's `marp_math_block`. */
const ruleOf = ({ renderer }: MarkdownIt, name: string): string | null =>
  Object.keys(renderer.rules).find((rule) => rule === name || rule.endsWith(`_${name}`)) ?? null;

/** Everything in tokens of the host's own, so that it draws ours as it draws all others. */
function hostOf(md: MarkdownIt, state: StateCore, katex: () => Katex): Host {
  const token = (type: string, content = "", fields: Partial<Token> = {}): Token =>
    Object.assign(new state.Token(type, "", 0), { content, ...fields });
  const pair = (type: string, tag: string, within: readonly Token[], block = false): readonly Token[] => [
    Object.assign(new state.Token(`${type}_open`, tag, 1), { block }),
    ...within,
    Object.assign(new state.Token(`${type}_close`, tag, -1), { block }),
  ];
  const code = (text: string): Token => token("code_inline", text, { tag: "code", markup: "`" });
  const drawn = (latex: string, display: boolean): Token => {
    const parts = mathParts(latex, { display }, katex());
    if (parts === null) return code(latex);
    return token("html_inline", parts.read.replace(/^<span class="cr-read">([\s\S]*)<\/span>$/, "$1"));
  };
  const paragraph = (children: readonly Token[], id: string | null = null): readonly Token[] => {
    const text = children.map((c) => c.content).join("");
    const inline = token("inline", text, { block: true, children: [...children] });
    const tokens = pair("paragraph", "p", [inline], true);
    if (id !== null) tokens[0]?.attrSet("id", id);
    return tokens;
  };
  /** What a reference leads to, where the host draws the formula. */
  const anchor = (id: string | null): readonly Token[] =>
    id === null ? [] : [token("html_block", `<span id="${escapeHtml(id)}"></span>\n`, { block: true })];
  const [block, inline] = [ruleOf(md, "math_block"), ruleOf(md, "math_inline")];
  const display = (latex: string, label: string | null): readonly Token[] =>
    block === null
      ? paragraph([drawn(latex, true)], label)
      : [...anchor(label), token(block, latex, { markup: "$$", block: true })];
  const formula = (latex: string): readonly Token[] => [
    inline === null ? drawn(latex, false) : token(inline, latex, { markup: "$" }),
  ];
  const text = (words: string): readonly Token[] => [token("text", words)];
  const forms: Host["forms"] = {
    display,
    paragraph: (parts) => paragraph(parts.flat()),
    formula,
    code: (words) => [code(words)],
    text,
    strong: (parts) => pair("strong", "strong", parts.flat()),
    listing: (words) => [token("code_block", `${words}\n`, { tag: "code", block: true })],
    picture: ({ svg, caption, label }) => {
      const image = token("image", caption, { tag: "img", children: [...text(caption)] });
      image.attrs = [
        ["src", svgAddress(svg)],
        ["alt", ""],
      ];
      return paragraph([image], label);
    },
  };
  return { forms, sentence: (part) => inlineOf(part, forms) };
}

/** The wrong statements of a text, in sentences. */
export const wrongIn = (proof: Proofread): readonly string[] =>
  toldOf(proof)
    .filter((t) => t.wrong)
    .map((t) => `line ${t.line}: ${t.sentence}`);
