/**
 * Chainrule blocks within a markdown-it of somebody else's: VitePress, the preview of VS Code. Where
 * the host renders formulas, its own tokens are emitted; else MathML, which browsers draw themselves.
 */

import type { MarkdownIt, StateCore, Token } from "markdown-it";
import { has } from "../core/own.js";
import { escapeHtml, type Katex, mathParts } from "../report/katex.js";
import { isWrong } from "../report/report.js";
import { ASKED, blockOptions, type Item, isOurs, samePlace } from "./document.js";
import { askPiece, blockPieces, type Part, type Piece, svgAddress } from "./pieces.js";
import { type Engine, type Proofread, proofread } from "./proofread.js";

export interface HostOptions {
  readonly engine: Engine;
  readonly katex: () => Katex;
  readonly steps?: "chain" | "none" | "full";
  /** What was found, after each text. */
  readonly onChecked?: (proof: Proofread) => void;
}

/** Installs the rule that replaces blocks and questions by what they ask for. */
export function derivingRule(md: MarkdownIt, options: HostOptions): void {
  md.core.ruler.push("chainrule", (state) => {
    const { items, asked } = collected(state);
    if (items.length === 0) return;
    const { steps, engine } = options;
    const proof = proofread({ items, remarks: [], place: samePlace }, engine, steps === undefined ? {} : { steps });
    options.onChecked?.(proof);
    const host = hostOf(md, state, options);
    const made = new Map<Token, readonly Token[]>();
    for (const [token, index] of asked) {
      const outcome = proof.outcomes[index];
      const item = items[index];
      if (outcome === undefined || item === undefined) continue;
      if (item.kind === "block") made.set(token, blockPieces(item, index, outcome).flatMap(host.piece));
      else {
        const said = askPiece(outcome);
        made.set(token, [has(said, "latex") ? host.inline(said.latex) : host.text(`${item.text} (${said.fault})`)]);
      }
    }
    const replaced = (tokens: readonly Token[]): Token[] => tokens.flatMap((t) => made.get(t) ?? [t]);
    for (const t of state.tokens) if (t.children !== null) t.children = replaced(t.children);
    state.tokens = replaced(state.tokens);
  });
}

/** The formulas of the host, whatever its rule calls them, and blocks and questions of ours. */
function collected(state: StateCore): { readonly items: readonly Item[]; readonly asked: Map<Token, number> } {
  const items: Item[] = [];
  const asked = new Map<Token, number>();
  let section = 0;
  let line = 1;
  const add = (item: Omit<Item, "section">): void => {
    items.push({ ...item, section });
  };
  for (const token of state.tokens) {
    if (token.map !== null) line = token.map[0] + 1;
    if (token.type === "heading_open") section++;
    else if (token.type === "fence" && isOurs(token.info)) {
      const { text, skipped, options } = blockOptions(token.content);
      asked.set(token, items.length);
      add({ kind: "block", text, line: line + 1 + skipped, options });
    } else if (/math/.test(token.type) && token.content !== "")
      add({ kind: "display", text: token.content, line, options: null });
    const children = token.children ?? [];
    children.forEach((child, k) => {
      if (/math/.test(child.type)) add({ kind: "inline", text: child.content, line, options: null });
      if (child.type !== "code_inline") return;
      const after = children[k + 1];
      const mark = /^\{[=.]?chainrule\}/;
      let text = child.content;
      if (after?.type === "text" && mark.test(after.content)) after.content = after.content.replace(mark, "");
      else if (ASKED.test(text)) text = text.replace(ASKED, "");
      else return;
      asked.set(child, items.length);
      add({ kind: "ask", text, line, options: null });
    });
  }
  return { items, asked };
}

interface Host {
  readonly piece: (piece: Piece) => readonly Token[];
  readonly inline: (latex: string) => Token;
  readonly text: (text: string) => Token;
}

function hostOf(md: MarkdownIt, state: StateCore, { katex }: HostOptions): Host {
  const token = (type: string, content: string): Token => {
    const t = new state.Token(type, "", 0);
    t.content = content;
    t.block = type.endsWith("block");
    return t;
  };
  const drawn = (latex: string, display: boolean): string => {
    const parts = mathParts(latex, { display }, katex());
    return parts === null
      ? `<code>${escapeHtml(latex)}</code>`
      : parts.read.replace(/^<span class="cr-read">([\s\S]*)<\/span>$/, "$1");
  };
  const named = (type: string): boolean => md.renderer.rules[type] !== undefined;
  const block = (latex: string): Token => {
    if (!named("math_block")) return token("html_block", `<p>${drawn(latex, true)}</p>\n`);
    const t = token("math_block", latex);
    t.markup = "$$";
    return t;
  };
  const inline = (latex: string): Token => {
    if (!named("math_inline")) return token("html_inline", drawn(latex, false));
    const t = token("math_inline", latex);
    t.markup = "$";
    return t;
  };
  const part = (p: Part): string =>
    has(p, "latex")
      ? drawn(p.latex, false)
      : has(p, "code")
        ? `<code>${escapeHtml(p.code)}</code>`
        : escapeHtml(p.text);
  return {
    inline,
    text: (text) => token("text", text),
    piece: (piece) => {
      if (piece.type === "math") return [block(piece.latex)];
      if (piece.type === "graph") {
        const picture = `<img src="${escapeHtml(svgAddress(piece.svg))}" alt="${escapeHtml(piece.caption)}">`;
        return [token("html_block", `<p>${picture}</p>\n`)];
      }
      const words = piece.parts.map(part).join("");
      return [token("html_block", `<p>${piece.tone === "error" ? `<strong>${words}</strong>` : words}</p>\n`)];
    },
  };
}

/** What is stated wrong, in sentences. */
export const wrongIn = (proof: Proofread): readonly string[] =>
  proof.findings
    .filter((f) => isWrong(f.verdict))
    .map((f) => `line ${f.line}: ${f.of} = ${f.text} is ${f.verdict}: ${f.why ?? ""}`);
