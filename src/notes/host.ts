/**
 * Chainrule blocks within a markdown-it of somebody else's: VitePress, the preview of VS Code. Where
 * the host renders formulas, its own tokens are emitted; else MathML, which browsers draw themselves.
 */

import type { MarkdownIt, StateCore, Token } from "markdown-it";
import { has } from "../core/own.js";
import { escapeHtml, type Katex, mathParts } from "../report/katex.js";
import { isWrong } from "../report/report.js";
import { derivationBlocks, wrongSteps } from "./derivations.js";
import { ASKED, type Collected, collect, collectBlock, collection, documentOf, isOurs, MARK } from "./document.js";
import type { Steps } from "./finding.js";
import { type Forms, type Part, replacement } from "./pieces.js";
import { type Proofread, proofread } from "./proofread.js";

export interface HostOptions {
  readonly katex: () => Katex;
  readonly steps?: Steps;
  /** Called with the judgements of each text. */
  readonly onChecked?: (proof: Proofread) => void;
}

/** Installs the rule that replaces blocks and questions by what they ask for. */
export function derivingRule(md: MarkdownIt, options: HostOptions): void {
  const { steps, katex, onChecked } = options;
  md.core.ruler.push("chainrule", (state) => {
    const found = collected(state);
    if (found.items.length === 0 && found.derivations.length === 0) return;
    const proof = proofread(documentOf(found), steps === undefined ? {} : { steps });
    onChecked?.(proof);
    const host = hostOf(md, state, katex);
    const answers = new Map<Token, readonly Token[]>();
    for (const { place, index } of found.asked) {
      const answered = replacement(found.items, index, proof, host.forms);
      if (answered !== null)
        answers.set(place, has(answered, "blocks") ? answered.blocks : [host.sentence(answered.part)]);
    }
    for (const d of found.derivations) answers.set(d.place, derivationBlocks(d, host.forms));
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
  /** Blocks as tokens, their sentences as HTML. */
  readonly forms: Forms<Token, string>;
  /** The answer to a question as a token of its sentence. */
  readonly sentence: (part: Part) => Token;
}

function hostOf(md: MarkdownIt, state: StateCore, katex: () => Katex): Host {
  const token = (type: string, content: string, markup = ""): Token => {
    const t = new state.Token(type, "", 0);
    t.content = content;
    t.block = type.endsWith("block");
    t.markup = markup;
    return t;
  };
  const drawn = (latex: string, display: boolean): string => {
    const parts = mathParts(latex, { display }, katex());
    return parts === null ? code(latex) : parts.read.replace(/^<span class="cr-read">([\s\S]*)<\/span>$/, "$1");
  };
  const code = (text: string): string => `<code>${escapeHtml(text)}</code>`;
  const paragraph = (html: string): Token => token("html_block", `<p>${html}</p>\n`);
  const draws = (type: string): boolean => md.renderer.rules[type] !== undefined;
  const display = (latex: string): Token =>
    draws("math_block") ? token("math_block", latex, "$$") : paragraph(drawn(latex, true));
  const inline = (latex: string): Token =>
    draws("math_inline") ? token("math_inline", latex, "$") : token("html_inline", drawn(latex, false));
  return {
    sentence: (part) =>
      has(part, "latex") ? inline(part.latex) : token("text", has(part, "code") ? part.code : part.text),
    forms: {
      display,
      paragraph: (parts) => paragraph(parts.join("")),
      formula: (latex) => drawn(latex, false),
      code,
      text: escapeHtml,
      strong: (parts) => `<strong>${parts.join("")}</strong>`,
      listing: (text) => token("code_block", text),
      picture: (address, caption) => `<img src="${escapeHtml(address)}" alt="${escapeHtml(caption)}">`,
    },
  };
}

/** The wrong statements of a text, in sentences. */
export const wrongIn = (proof: Proofread): readonly string[] => [
  ...proof.findings
    .filter((f) => isWrong(f.verdict))
    .map((f) => `line ${f.line}: ${f.of} = ${f.text} is ${f.verdict}: ${f.why ?? ""}`),
  ...wrongSteps(proof.remarks).map((r) => `line ${r.line}: ${r.message}`),
];
