/**
 * Syntax trees in the manner of mdast, as remark and MyST have them: formulas are read, blocks are
 * replaced by `math` nodes and sentences, so that the host renders them as it renders all else.
 */
import { has } from "../core/own.js";
import { derivationBlocks } from "./derivations.js";
import { ASKED, type Collected, collect, collectBlock, collection, documentOf, isOurs, MARK } from "./document.js";
import type { Steps } from "./finding.js";
import { type Forms, inlineOf, replacement } from "./pieces.js";
import { type Proofread, proofread } from "./proofread.js";

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

interface Place {
  readonly node: TreeNode;
  readonly parent: TreeNode;
}

/** Derives what the blocks of a tree ask, in place, and judges what its formulas state. */
export function deriveInTree(root: TreeNode, steps: Steps = "chain"): Proofread {
  const found = collection<Place>();
  // Depth first, without recursion: quotes may nest by the thousand.
  const todo: Place[] = [{ node: root, parent: root }];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    visit(at, found);
    const { node } = at;
    for (const child of [...(node.children ?? [])].reverse()) todo.push({ node: child, parent: node });
  }
  const proof = proofread(documentOf(found), { steps });
  const put = ({ node, parent }: Place, nodes: readonly TreeNode[]): void => {
    const where = parent.children?.indexOf(node) ?? -1;
    if (where >= 0) parent.children?.splice(where, 1, ...nodes);
  };
  for (const { place, index } of found.asked) {
    const answered = replacement(found.items, index, proof, FORMS);
    if (answered !== null) put(place, has(answered, "blocks") ? answered.blocks : [inlineOf(answered.part, FORMS)]);
  }
  for (const d of found.derivations) put(d.place, derivationBlocks(d, FORMS));
  return proof;
}

function visit(place: Place, into: Collected<Place>): void {
  const { node, parent } = place;
  const line = node.position?.start.line ?? 1;
  const text = node.value ?? "";
  if (node.type === "heading") into.section++;
  else if (node.type === "inlineMath") collect(into, { kind: "inline", text, line }, place);
  else if (node.type === "math") {
    // The formula of a display begins on the line after its fence, where it has one.
    const fence = node.position === undefined ? 0 : 1;
    collect(into, { kind: "display", text, line: line + fence }, place);
  } else if (node.type === "code" && isOurs(node.lang ?? ""))
    collectBlock(into, { info: `${node.lang ?? ""} ${node.meta ?? ""}`, body: text, line: line + 1 }, place);
  else if (node.type === "inlineCode") {
    const after = parent.children?.[parent.children.indexOf(node) + 1];
    if (after?.type === "text" && MARK.test(after.value ?? "")) {
      after.value = (after.value ?? "").replace(MARK, "");
      collect(into, { kind: "ask", text, line }, place);
    } else if (ASKED.test(text)) collect(into, { kind: "ask", text: text.replace(ASKED, ""), line }, place);
  }
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

const FORMS: Forms<TreeNode, TreeNode> = {
  display: math,
  paragraph: (children) => ({ type: "paragraph", children: [...children] }),
  formula: inlineMath,
  code: (value) => ({ type: "inlineCode", value }),
  text,
  strong: (children) => ({ type: "strong", children: [...children] }),
  listing: (value) => ({ type: "code", lang: null, meta: null, value }),
  picture: (url, alt) => ({ type: "image", url, title: null, alt }),
};
