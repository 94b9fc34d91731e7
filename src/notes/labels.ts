/** Numbers of equations and figures, and what refers to them. */
import type { Token } from "markdown-it";
import { itemOf, type MarkdownDocument } from "./markdown.js";

export interface Label {
  readonly kind: "equation" | "figure";
  readonly number: number;
  /** The file of the note, below the root of the site. */
  readonly file: string;
}

/** Numbers of one note: by item, and by the label that others refer to. */
export interface Numbering {
  readonly equations: ReadonlyMap<number, number>;
  readonly figures: ReadonlyMap<number, number>;
  readonly labels: ReadonlyMap<string, Label>;
}

const WITHIN = /\\label\s*\{([^{}]*)\}/;

/** The label of a display, written behind it or within. */
const labelOf = (label: string | null, formula: string): string | null =>
  label ?? WITHIN.exec(formula)?.[1]?.trim() ?? null;

/** Numbers the labelled equations and all figures of a note, in order. */
export function numbering(document: MarkdownDocument, file: string): Numbering {
  const equations = new Map<number, number>();
  const figures = new Map<number, number>();
  const labels = new Map<string, Label>();
  const visit = (token: Token): void => {
    const meta = itemOf(token);
    const item = meta === null ? undefined : document.items[meta.item];
    if (meta !== null && item !== undefined) {
      const label = labelOf(meta.label, item.text);
      if (item.options?.graph === true) figures.set(meta.item, figures.size + 1);
      const isFigure = item.options?.graph === true && label?.startsWith("eq") !== true;
      if (label !== null && item.kind !== "inline") {
        if (!isFigure) equations.set(meta.item, equations.size + 1);
        const number = (isFigure ? figures : equations).get(meta.item) ?? 0;
        if (!labels.has(label)) labels.set(label, { kind: isFigure ? "figure" : "equation", number, file });
      }
    }
    for (const child of token.children ?? []) visit(child);
  };
  for (const token of document.tokens) visit(token);
  return { equations, figures, labels };
}

/** `\eqref{eq:loss}`, `[@eq:loss]`, `@fig:net` in a sentence. */
export const REFERENCE = /\\(eq)?ref\{([\w:.-]+)\}|\[@((?:eq|fig)[:-][\w:.-]*\w)\]|@((?:eq|fig)[:-][\w:.-]*\w)/g;

/** The words that stand for a reference. */
export const referenceText = ({ kind, number }: Label): string =>
  kind === "equation" ? `(${number})` : `Figure ${number}`;

/** A label as part of an address. */
export const labelId = (label: string): string => `ref-${label.replace(/[^\w-]+/g, "-")}`;
