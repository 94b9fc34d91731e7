/**
 * Syntax trees in the manner of mdast, as remark and MyST have them: formulas are read, blocks are
 * replaced by `math` nodes and sentences, so that the host renders them as it renders all else.
 */
import { has } from "../core/own.js";
import { ASKED, blockOptions, type Item, isOurs, samePlace } from "./document.js";
import { askPiece, blockPieces, type Part, type Piece, svgAddress } from "./pieces.js";
import { type Engine, type Proofread, proofread } from "./proofread.js";

/** As much of a node as is read here. */
export interface TreeNode {
  type: string;
  value?: string | undefined;
  lang?: string | null | undefined;
  meta?: string | null | undefined;
  children?: TreeNode[] | undefined;
  position?: { readonly start: { readonly line: number } } | undefined;
  data?: object | undefined;
  [field: string]: unknown;
}

type Answered = { readonly node: TreeNode; readonly parent: TreeNode; readonly item: number };

/** Derives what the blocks of a tree ask, in place, and judges what its formulas state. */
export function deriveInTree(root: TreeNode, engine: Engine, steps: "chain" | "none" | "full" = "chain"): Proofread {
  const items: Item[] = [];
  const asked: Answered[] = [];
  let section = 0;
  const line = (node: TreeNode): number => node.position?.start.line ?? 1;
  const visit = (node: TreeNode, parent: TreeNode): void => {
    if (node.type === "heading") section++;
    const text = node.value ?? "";
    const add = (item: Omit<Item, "section">): void => {
      if (item.kind === "block" || item.kind === "ask") asked.push({ node, parent, item: items.length });
      items.push({ ...item, section });
    };
    if (node.type === "math" || node.type === "inlineMath") {
      // The formula of a display begins on the line after its fence, where it has one.
      const fenced = node.type === "math" && node.position !== undefined ? 1 : 0;
      add({ kind: node.type === "math" ? "display" : "inline", text, line: line(node) + fenced, options: null });
    } else if (node.type === "code" && isOurs(`${node.lang ?? ""} ${node.meta ?? ""}`)) {
      const { text: body, skipped, options } = blockOptions(text);
      add({ kind: "block", text: body, line: line(node) + 1 + skipped, options });
    } else if (node.type === "inlineCode") {
      const after = parent.children?.[parent.children.indexOf(node) + 1];
      const mark = /^\{[=.]?chainrule\}/;
      if (after?.type === "text" && mark.test(after.value ?? "")) {
        after.value = (after.value ?? "").replace(mark, "");
        add({ kind: "ask", text, line: line(node), options: null });
      } else if (ASKED.test(text)) add({ kind: "ask", text: text.replace(ASKED, ""), line: line(node), options: null });
    }
  };
  // Depth first, without recursion: quotes may nest by the thousand.
  const todo: { node: TreeNode; parent: TreeNode }[] = [{ node: root, parent: root }];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    visit(at.node, at.parent);
    const { node } = at;
    for (const child of [...(node.children ?? [])].reverse()) todo.push({ node: child, parent: node });
  }

  const proof = proofread({ items, remarks: [], place: samePlace }, engine, { steps });
  for (const { node, parent, item } of asked) {
    const outcome = proof.outcomes[item];
    const where = parent.children?.indexOf(node) ?? -1;
    if (outcome === undefined || where < 0) continue;
    const what = items[item] as Item;
    let made: TreeNode[];
    if (what.kind === "block") made = blockPieces(what, item, outcome).map(nodeOf);
    else {
      const said = askPiece(outcome);
      made = [has(said, "latex") ? inlineMath(said.latex) : text(`${what.text} (${said.fault})`)];
    }
    parent.children?.splice(where, 1, ...made);
  }
  return proof;
}

const text = (value: string): TreeNode => ({ type: "text", value });

/** The nodes of remark-math, with what remark-rehype makes of them. */
const math = (value: string): TreeNode => ({
  type: "math",
  meta: null,
  value,
  data: {
    hName: "pre",
    hChildren: [
      {
        type: "element",
        tagName: "code",
        properties: { className: ["language-math", "math-display"] },
        children: [text(value)],
      },
    ],
  },
});

const inlineMath = (value: string): TreeNode => ({
  type: "inlineMath",
  value,
  data: {
    hName: "code",
    hProperties: { className: ["language-math", "math-inline"] },
    hChildren: [text(value)],
  },
});

const partNode = (part: Part): TreeNode =>
  has(part, "latex")
    ? inlineMath(part.latex)
    : has(part, "code")
      ? { type: "inlineCode", value: part.code }
      : text(part.text);

function nodeOf(piece: Piece): TreeNode {
  if (piece.type === "math") return math(piece.latex);
  if (piece.type === "graph")
    return {
      type: "paragraph",
      children: [{ type: "image", url: svgAddress(piece.svg), title: null, alt: piece.caption }],
    };
  const children = piece.parts.map(partNode);
  return { type: "paragraph", children: piece.tone === "error" ? [{ type: "strong", children }] : children };
}
