/** Pandoc's document tree (JSON), as its filters get it: for pandoc and Quarto. */
import { has } from "../core/own.js";
import { ASKED, blockOptions, type Item, isOurs, samePlace } from "./document.js";
import { askPiece, blockPieces, type Part, type Piece, svgAddress } from "./pieces.js";
import { type Engine, type Proofread, proofread } from "./proofread.js";

/** An element: `{ t: "CodeBlock", c: [attributes, text] }`. */
interface PandocElement {
  readonly t: string;
  readonly c?: unknown;
}

type Place = { readonly list: unknown[]; readonly item: number };

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
export function deriveInPandoc(
  document: unknown,
  engine: Engine,
  steps: "chain" | "none" | "full" = "chain",
): Proofread {
  const items: Item[] = [];
  const places: Place[] = [];
  let section = 0;
  const visit = (list: unknown[], element: PandocElement): void => {
    const { t, c } = element;
    const add = (kind: Item["kind"], text: string, options: Item["options"]): void => {
      if (kind === "block" || kind === "ask") places.push({ list, item: items.length });
      items.push({ kind, text, line: items.length + 1, section, options });
      if (kind === "block" || kind === "ask") targets.push(element);
    };
    if (t === "Header") section++;
    else if (t === "Math" && Array.isArray(c)) {
      const kind = (c[0] as { t?: unknown } | null)?.t === "DisplayMath" ? "display" : "inline";
      add(kind, String(c[1]), null);
    } else if (t === "CodeBlock" && Array.isArray(c) && classesOf(c).some(isOurs)) {
      const { text, options } = blockOptions(String(c[1]));
      add("block", text, options);
    } else if (t === "Code" && Array.isArray(c)) {
      const text = String(c[1]);
      if (classesOf(c).includes("chainrule")) add("ask", text, null);
      else if (ASKED.test(text)) add("ask", text.replace(ASKED, ""), null);
    } else if (t === "RawInline" && Array.isArray(c) && c[0] === "chainrule") add("ask", String(c[1]), null);
  };
  const targets: PandocElement[] = [];
  // In the order of the text, without recursion.
  const todo: { value: unknown; list: unknown[] }[] = [
    { value: (document as { blocks?: unknown } | null)?.blocks, list: [] },
  ];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const { value, list } = at;
    if (Array.isArray(value)) for (let i = value.length - 1; i >= 0; i--) todo.push({ value: value[i], list: value });
    else if (isElement(value)) {
      visit(list, value);
      todo.push({ value: value.c, list });
    }
  }
  const proof = proofread({ items, remarks: [], place: samePlace }, engine, { steps });
  places.forEach(({ list, item }, k) => {
    const outcome = proof.outcomes[item];
    const where = list.indexOf(targets[k]);
    const what = items[item] as Item;
    if (outcome === undefined || where < 0) return;
    if (what.kind === "block") list.splice(where, 1, ...blockPieces(what, item, outcome).map(blockOf));
    else {
      const said = askPiece(outcome);
      list.splice(
        where,
        1,
        has(said, "latex") ? mathOf(said.latex, "InlineMath") : { t: "Str", c: `${what.text} (${said.fault})` },
      );
    }
  });
  return proof;
}

const mathOf = (latex: string, kind: "InlineMath" | "DisplayMath"): PandocElement => ({
  t: "Math",
  c: [{ t: kind }, latex],
});

const partOf = (part: Part): PandocElement =>
  has(part, "latex")
    ? mathOf(part.latex, "InlineMath")
    : has(part, "code")
      ? { t: "Code", c: [EMPTY, part.code] }
      : { t: "Str", c: part.text };

function blockOf(piece: Piece): PandocElement {
  if (piece.type === "math") return { t: "Para", c: [mathOf(piece.latex, "DisplayMath")] };
  if (piece.type === "graph")
    return {
      t: "Para",
      c: [{ t: "Image", c: [EMPTY, [{ t: "Str", c: piece.caption }], [svgAddress(piece.svg), ""]] }],
    };
  const words = piece.parts.map(partOf);
  return { t: "Para", c: piece.tone === "error" ? [{ t: "Strong", c: words }] : words };
}
