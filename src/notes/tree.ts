/**
 * Syntax trees in the manner of mdast, as remark and MyST have them: formulas are read, blocks are
 * replaced by `math` nodes and sentences, so that the host renders them as it renders all else.
 */
import { has } from "../core/own.js";
import { derivationBlocks } from "./derivations.js";
import { ASKED, type Collected, collect, collectBlock, collection, documentOf, isOurs, MARK } from "./document.js";
import type { Steps } from "./finding.js";
import { type Forms, inlineOf, replacement, svgAddress } from "./pieces.js";
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

/** How a tree is written: pictures are paragraphs where no host says that it has figures. */
export interface TreeOptions {
  readonly steps?: Steps;
  readonly picture?: Forms<TreeNode, TreeNode>["picture"];
}

/** Derives what the blocks of a tree ask, in place, and judges what its formulas state. */
export function deriveInTree(root: TreeNode, { steps = "chain", picture }: TreeOptions = {}): Proofread {
  const forms: Forms<TreeNode, TreeNode> = picture === undefined ? FORMS : { ...FORMS, picture };
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
    const answered = replacement(found.items, index, proof, forms);
    if (answered !== null) put(place, has(answered, "blocks") ? answered.blocks : [inlineOf(answered.part, forms)]);
  }
  for (const d of found.derivations) put(d.place, derivationBlocks(d, forms));
  return proof;
}

function visit(place: Place, into: Collected<Place>): void {
  const { node, parent } = place;
  const line = node.position?.start.line ?? 1;
  const text = node.value ?? "";
  if (node.type === "heading") into.section++;
  if (PROSE.has(node.type)) into.prose.push({ text: wordsOf(node), section: into.section });
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

const PROSE: ReadonlySet<string> = new Set(["paragraph", "heading", "tableCell"]);

/** The words of a paragraph with its formulas as typed. */
function wordsOf(paragraph: TreeNode): string {
  let words = "";
  const todo = [...(paragraph.children ?? [])].reverse();
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    words += node.type === "inlineMath" ? `$${node.value ?? ""}$` : (node.value ?? "");
    todo.push(...[...(node.children ?? [])].reverse());
  }
  return words;
}

/** A label as MyST knows it. */
const marked = (label: string | null): object =>
  label === null
    ? {}
    : { label, identifier: label.toLowerCase(), html_id: label.toLowerCase().replaceAll(/[^a-z\d]+/g, "-") };

const text = (value: string): TreeNode => ({ type: "text", value });

/** The nodes of remark-math, with what remark-rehype makes of them. */
const math = (value: string, label: string | null): TreeNode => ({
  type: "math",
  meta: null,
  value,
  ...marked(label),
  // MyST numbers what is not told otherwise.
  enumerated: label !== null,
  data: {
    hName: "pre",
    ...(label === null ? {} : { hProperties: { id: label } }),
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

/** A figure of MyST, which numbers it and lets other places refer to it. */
export const figure: Forms<TreeNode, TreeNode>["picture"] = ({ svg, caption, label }) => ({
  type: "container",
  kind: "figure",
  ...marked(label),
  children: [
    { type: "image", url: svgAddress(svg), title: null, alt: caption },
    { type: "caption", children: [{ type: "paragraph", children: [text(caption)] }] },
  ],
});

const FORMS: Forms<TreeNode, TreeNode> = {
  display: math,
  paragraph: (children) => ({ type: "paragraph", children: [...children] }),
  formula: inlineMath,
  code: (value) => ({ type: "inlineCode", value }),
  text,
  strong: (children) => ({ type: "strong", children: [...children] }),
  listing: (value) => ({ type: "code", lang: "text", meta: null, value }),
  picture: ({ svg, caption, label }) => ({
    type: "paragraph",
    ...(label === null ? {} : { data: { hProperties: { id: label } } }),
    children: [{ type: "image", url: svgAddress(svg), title: null, alt: caption }],
  }),
};
