/** Pandoc's document tree (JSON), as its filters get it: for pandoc and Quarto. */
import { has } from "../core/own.js";
import { derivationBlocks } from "./derivations.js";
import { ASKED, type Collected, collect, collectBlock, collection, documentOf, type Item, isOurs } from "./document.js";
import type { Steps } from "./finding.js";
import { type Forms, inlineOf, replacement } from "./pieces.js";
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

/** The classes of an element with attributes `[id, classes, pairs]`. */
const classesOf = (c: unknown): readonly string[] => {
  const attributes = Array.isArray(c) ? (c[0] as unknown) : null;
  const classes = Array.isArray(attributes) ? (attributes[1] as unknown) : null;
  return Array.isArray(classes) ? classes.filter((x) => typeof x === "string") : [];
};

const EMPTY = ["", [], []];

/** Replaces the chainrule blocks and questions of a pandoc document, in place. Lines are not known here: items are counted. */
export function deriveInPandoc(document: unknown, steps: Steps = "chain"): Proofread {
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
    const answered = replacement(found.items, index, proof, FORMS);
    if (answered !== null) put(place, has(answered, "blocks") ? answered.blocks : [inlineOf(answered.part, FORMS)]);
  }
  for (const d of found.derivations) put(d.place, derivationBlocks(d, FORMS));
  return proof;
}

function visit(place: Place, into: Collected<Place>): void {
  const { t, c } = place.element;
  const line = into.items.length + 1;
  const add = (kind: Item["kind"], text: string): void => collect(into, { kind, text, line }, place);
  if (t === "Header") into.section++;
  if (!Array.isArray(c)) return;
  const text = String(c[1]);
  if (t === "Math") add((c[0] as { t?: unknown } | null)?.t === "DisplayMath" ? "display" : "inline", text);
  else if (t === "CodeBlock" && classesOf(c).some(isOurs))
    collectBlock(into, { info: classesOf(c).join(" "), body: text, line: null }, place);
  else if (t === "Code" && classesOf(c).includes("chainrule")) add("ask", text);
  else if (t === "Code" && ASKED.test(text)) add("ask", text.replace(ASKED, ""));
  else if (t === "RawInline" && c[0] === "chainrule") add("ask", text);
}

const mathOf = (latex: string, kind: "InlineMath" | "DisplayMath"): PandocElement => ({
  t: "Math",
  c: [{ t: kind }, latex],
});

const FORMS: Forms<PandocElement, PandocElement> = {
  display: (latex) => ({ t: "Para", c: [mathOf(latex, "DisplayMath")] }),
  paragraph: (c) => ({ t: "Para", c }),
  formula: (latex) => mathOf(latex, "InlineMath"),
  code: (text) => ({ t: "Code", c: [EMPTY, text] }),
  text: (c) => ({ t: "Str", c }),
  strong: (c) => ({ t: "Strong", c }),
  listing: (text) => ({ t: "CodeBlock", c: [EMPTY, text] }),
  picture: (address, caption) => ({ t: "Image", c: [EMPTY, [{ t: "Str", c: caption }], [address, ""]] }),
};
