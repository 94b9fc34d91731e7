/** Jupyter notebooks: the Markdown of their cells, and where its lines stand in the file. */
import { type JSONPath, visit } from "jsonc-parser";
import type { DerivationBlock, Item, NotesDocument, Place, Prose, Remark } from "./document.js";
import { type MarkdownDocument, markdownReader, readMarkdown } from "./markdown.js";

/** A string of the file that is source of a cell, with its line. */
interface Source {
  readonly cell: number;
  readonly text: string;
  readonly line: number;
}

/** Deeper JSON than any notebook is not looked into: outputs may nest without end. */
const SOURCE_DEPTH = 4;

/** A cell, its text, and where each line of it stands. */
interface Cell {
  readonly kind: string;
  readonly body: string;
  readonly places: readonly Place[];
}

/** The cells of a file; what is wrong with one that is no notebook. */
function cellsOf(text: string): readonly Cell[] | string {
  const sources: Source[] = [];
  const kinds = new Map<number, string>();
  let isNotebook = false;
  let faulty: number | null = null;
  try {
    visit(text, {
      onLiteralValue: (value, _offset, _length, startLine, _column, pathOf) => {
        const path: JSONPath = pathOf();
        if (path[0] !== "cells" || path.length > SOURCE_DEPTH || typeof value !== "string") return;
        isNotebook = true;
        const cell = Number(path[1]);
        if (path[2] === "cell_type") kinds.set(cell, value);
        else if (path[2] === "source") sources.push({ cell, text: value, line: startLine + 1 });
      },
      onError: (_error, _offset, _length, startLine) => {
        faulty ??= startLine + 1;
      },
    });
  } catch {
    return "this is no notebook: it nests too deep to be read";
  }
  if (faulty !== null) return `this is no notebook: line ${faulty} is not JSON`;
  if (!isNotebook && !/"cells"\s*:\s*\[\s*\]/.test(text)) return "this is no notebook: it has no cells";
  const cells = new Map<number, Source[]>();
  for (const s of sources) cells.set(s.cell, [...(cells.get(s.cell) ?? []), s]);
  return [...cells].map(([cell, parts]) => ({
    kind: kinds.get(cell) ?? "",
    body: parts
      .map((part) => part.text)
      .join("")
      .replace(/\r\n?/g, "\n"),
    places: placesOf(cell, parts),
  }));
}

function placesOf(cell: number, parts: readonly Source[]): readonly Place[] {
  const places: Place[] = [];
  let isOpen = false;
  for (const part of parts) {
    // A string holds a line, or in some notebooks a whole cell: then every line of it stands on one of the file's.
    const lines = part.text.split("\n");
    lines.forEach((l, k) => {
      const isLast = k === lines.length - 1;
      if (!isOpen && !(isLast && l === ""))
        places.push({ line: part.line, cell: { number: cell + 1, line: places.length + 1 } });
      isOpen = isLast && l !== "";
    });
  }
  return places;
}

const noNotebook = (message: string): NotesDocument => ({
  items: [],
  remarks: [{ severity: "error", code: "notes/notebook", message, line: 1 }],
  place: (line) => ({ line, cell: null }),
});

/** Reads `.ipynb`; a file that is none is one remark. */
export function readNotebook(text: string): NotesDocument {
  const cells = cellsOf(text);
  if (typeof cells === "string") return noNotebook(cells);
  // One numbering of lines for all cells; `places` leads back to the file.
  const places: Place[] = [];
  const items: Item[] = [];
  const prose: Prose[] = [];
  const derivations: DerivationBlock[] = [];
  const remarks: Remark[] = [];
  let sections = 0;
  for (const { body, places: own } of cells.filter((c) => c.kind === "markdown")) {
    const first = places.length;
    places.push(...own);
    const read = readMarkdown(body);
    for (const i of read.items) items.push({ ...i, line: i.line + first, section: i.section + sections });
    for (const d of read.derivations ?? []) derivations.push({ ...d, line: d.line + first });
    for (const p of read.prose ?? []) prose.push({ ...p, section: p.section + sections });
    for (const r of read.remarks) remarks.push({ ...r, line: r.line + first });
    // A heading is prose too, so that a cell with nothing but headings counts.
    sections += read.prose?.at(-1)?.section ?? 0;
  }
  return { items, prose, derivations, remarks, place: (line) => places[line - 1] ?? { line, cell: null } };
}

/** A fence that nothing in `body` ends. */
const fenceFor = (body: string): string =>
  "`".repeat(Math.max(3, ...[...body.matchAll(/`+/g)].map((run) => run[0].length + 1)));

/** A notebook as one Markdown document to be drawn, its code in fences; outputs are left out. */
export function notebookPage(text: string): MarkdownDocument {
  const cells = cellsOf(text);
  if (typeof cells === "string") return { ...readMarkdown("", markdownReader(true)), ...noNotebook(cells) };
  const language = /"language"\s*:\s*"([A-Za-z+#]{1,20})"/.exec(text)?.[1] ?? "python";
  const lines: string[] = [];
  const places: (Place | null)[] = [];
  for (const { kind, body, places: own } of cells) {
    const isCode = kind === "code";
    const fence = fenceFor(body);
    if (isCode) lines.push(`${fence}${language}`);
    while (places.length < lines.length) places.push(null);
    lines.push(...body.replace(/\n$/, "").split("\n"));
    places.push(...own);
    if (isCode) lines.push(fence);
    lines.push("");
    while (places.length < lines.length) places.push(null);
  }
  const read = readMarkdown(lines.join("\n"), markdownReader(true));
  return { ...read, place: (line) => places[line - 1] ?? { line, cell: null } };
}
