/** Pandoc's document tree (JSON), as its filters get it: for pandoc and Quarto. */
import { has } from "../core/own.js";
import { marksPreamble } from "../report/marks.js";
import { derivationBlocks } from "./derivations.js";
import {
  ASKED,
  type Attribute,
  type Collected,
  collect,
  collectBlock,
  collection,
  documentOf,
  type Item,
  isOurs,
  type Remark,
} from "./document.js";
import type { Steps } from "./finding.js";
import { type Forms, inlineOf, replacement, svgAddress } from "./pieces.js";
import { type Proofread, proofread } from "./proofread.js";

/** An element: `{ t: "CodeBlock", c: [attributes, text] }`. */
interface PandocElement {
  readonly t: string;
  readonly c?: unknown;
}

interface Place {
  readonly list: unknown[];
  readonly element: PandocElement;
}

const isElement = (x: unknown): x is PandocElement =>
  typeof x === "object" && x !== null && typeof (x as { t?: unknown }).t === "string";

const isText = (x: unknown): x is string => typeof x === "string";

/** A part of the attributes `[id, classes, pairs]` of an element. */
const attributeOf = (c: unknown, part: 0 | 1 | 2): unknown =>
  Array.isArray(c) && Array.isArray(c[0]) ? (c[0][part] as unknown) : null;

const classesOf = (c: unknown): readonly string[] => {
  const classes = attributeOf(c, 1);
  return Array.isArray(classes) ? classes.filter(isText) : [];
};

/** The options that stand behind a fence. */
function optionsOf(c: unknown): readonly Attribute[] {
  const [id, pairs] = [attributeOf(c, 0), attributeOf(c, 2)];
  const named = (Array.isArray(pairs) ? (pairs as readonly unknown[]) : []).flatMap((p): readonly Attribute[] =>
    Array.isArray(p) && isText(p[0]) && isText(p[1]) ? [[p[0], p[1]]] : [],
  );
  return isText(id) && id !== "" ? [["label", id], ...named] : named;
}

const EMPTY = ["", [], []];

export interface PandocOptions {
  /** The format that pandoc writes, which it tells its filters. */
  readonly target?: string | undefined;
  /** The address of a picture; by default one that holds it, which pandoc leaves out of a LaTeX file. */
  readonly picture?: ((svg: string) => string) | undefined;
}

/** Replaces the chainrule blocks and questions of a pandoc document, in place. Lines are not known here: items are counted. */
export function deriveInPandoc(
  document: unknown,
  steps: Steps = "chain",
  { target = "", picture = svgAddress }: PandocOptions = {},
): Proofread {
  const forms: PandocForms = { ...FORMS, picture: pictureAt(picture) };
  const found = collection<Place>();
  // In the order of the text, without recursion.
  const todo: { value: unknown; list: unknown[] }[] = [
    { value: (document as { blocks?: unknown } | null)?.blocks, list: [] },
  ];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const { value, list } = at;
    if (Array.isArray(value)) for (let i = value.length - 1; i >= 0; i--) todo.push({ value: value[i], list: value });
    else if (isElement(value)) {
      visit({ list, element: value }, found);
      todo.push({ value: value.c, list });
    }
  }
  const proof = proofread(documentOf(found), { steps });
  const put = ({ list, element }: Place, elements: readonly PandocElement[]): void => {
    const where = list.indexOf(element);
    if (where >= 0) list.splice(where, 1, ...elements);
  };
  for (const { place, index } of found.asked) {
    const answered = replacement(found.items, index, proof, forms);
    if (answered !== null) put(place, has(answered, "blocks") ? answered.blocks : [inlineOf(answered.part, forms)]);
  }
  for (const d of found.derivations) put(d.place, derivationBlocks(d, forms));
  if (target === "latex" || target === "beamer") withPreamble(document);
  return proof;
}

function visit(place: Place, into: Collected<Place>): void {
  const { t, c } = place.element;
  const line = into.items.length + 1;
  const add = (kind: Item["kind"], text: string): void => collect(into, { kind, text, line }, place);
  if (t === "Header") into.section++;
  if (PROSE.has(t))
    into.prose.push({ text: wordsOf(t === "Header" && Array.isArray(c) ? c[2] : c), section: into.section });
  if (t === "Str" && isText(c) && c.startsWith("```chainrule")) into.remarks.push(unread(line));
  if (!Array.isArray(c)) return;
  const text = String(c[1]);
  if (t === "Math") add((c[0] as { t?: unknown } | null)?.t === "DisplayMath" ? "display" : "inline", text);
  else if (t === "CodeBlock" && classesOf(c).some(isOurs))
    collectBlock(into, { info: classesOf(c).join(" "), body: text, line: null, attributes: optionsOf(c) }, place);
  else if (t === "Code" && classesOf(c).includes("chainrule")) add("ask", text);
  else if (t === "Code" && ASKED.test(text)) add("ask", text.replace(ASKED, ""));
  else if (t === "RawInline" && c[0] === "chainrule") add("ask", text);
}

/** Lets LaTeX show the marks that stand in code: what is typed stays as it is typed. */
function withPreamble(document: unknown): void {
  const preamble = marksPreamble(JSON.stringify(document));
  const { meta } = document as { readonly meta?: Record<string, PandocElement> };
  if (preamble === "" || meta === undefined) return;
  const raw = { t: "MetaBlocks", c: [{ t: "RawBlock", c: ["latex", preamble] }] };
  const given = Object.hasOwn(meta, "header-includes") ? meta["header-includes"] : undefined;
  const others: readonly unknown[] =
    given === undefined ? [] : Array.isArray(given.c) && given.t === "MetaList" ? given.c : [given];
  meta["header-includes"] = { t: "MetaList", c: [raw, ...others] };
}

/** A fence of two words, which pandoc takes for text. */
const unread = (line: number): Remark => ({
  severity: "error",
  code: "notes/option",
  message: "pandoc reads no fence with words behind it: write ```{.chainrule .steps}",
  line,
});

const PROSE: ReadonlySet<string> = new Set(["Para", "Plain", "Header"]);

/** The words of a paragraph with its formulas as typed, without recursion. */
function wordsOf(inlines: unknown): string {
  let words = "";
  const todo: unknown[] = [inlines];
  while (todo.length > 0) {
    const at = todo.pop();
    if (Array.isArray(at)) todo.push(...[...(at as readonly unknown[])].reverse());
    else if (isElement(at)) {
      const text = Array.isArray(at.c) ? at.c[1] : at.c;
      if (at.t === "Str" && isText(at.c)) words += at.c;
      else if (at.t === "Space" || at.t === "SoftBreak" || at.t === "LineBreak") words += " ";
      else if (at.t === "Math" && isText(text)) words += `$${text}$`;
      else if (at.t === "Code" && isText(text)) words += text;
      else todo.push(at.c);
    }
  }
  return words;
}

const mathOf = (latex: string, kind: "InlineMath" | "DisplayMath"): PandocElement => ({
  t: "Math",
  c: [{ t: kind }, latex],
});

type PandocForms = Forms<PandocElement, PandocElement>;

/** A paragraph of nothing but a picture with this title is a figure of pandoc. */
const pictureAt =
  (address: (svg: string) => string): PandocForms["picture"] =>
  ({ svg, caption, label }) => ({
    t: "Para",
    c: [{ t: "Image", c: [[label ?? "", [], []], [{ t: "Str", c: caption }], [address(svg), "fig:"]] }],
  });

const FORMS: Omit<PandocForms, "picture"> = {
  display: (latex, label) => {
    const math = mathOf(latex, "DisplayMath");
    return { t: "Para", c: [label === null ? math : { t: "Span", c: [[label, [], []], [math]] }] };
  },
  paragraph: (c) => ({ t: "Para", c }),
  formula: (latex) => mathOf(latex, "InlineMath"),
  code: (text) => ({ t: "Code", c: [EMPTY, text] }),
  text: (c) => ({ t: "Str", c }),
  strong: (c) => ({ t: "Strong", c }),
  listing: (text) => ({ t: "CodeBlock", c: [EMPTY, text] }),
};
