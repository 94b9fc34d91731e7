/** Jupyter notebooks: the Markdown of their cells, and where its lines stand in the file. */
import { type JSONPath, visit } from "jsonc-parser";
import type { DerivationBlock, Item, NotesDocument, Place, Prose, Remark } from "./document.js";
import { readMarkdown } from "./markdown.js";

/** A string of the file that is source of a cell, with its line. */
interface Source {
  readonly cell: number;
  readonly text: string;
  readonly line: number;
}

/** Deeper JSON than any notebook is not looked into: outputs may nest without end. */
const SOURCE_DEPTH = 4;

/** Reads `.ipynb`; a file that is none is one remark. */
export function readNotebook(text: string): NotesDocument {
  const nothing = (message: string): NotesDocument => ({
    items: [],
    remarks: [{ severity: "error", code: "notes/notebook", message, line: 1 }],
    place: (line) => ({ line, cell: null }),
  });
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
    return nothing("this is no notebook: it nests too deep to be read");
  }
  if (faulty !== null) return nothing(`this is no notebook: line ${faulty} is not JSON`);
  if (!isNotebook && !/"cells"\s*:\s*\[\s*\]/.test(text)) return nothing("this is no notebook: it has no cells");

  // One numbering of lines for all cells; `places` leads back to the file.
  const places: Place[] = [];
  const items: Item[] = [];
  const prose: Prose[] = [];
  const derivations: DerivationBlock[] = [];
  const remarks: Remark[] = [];
  let sections = 0;
  const cells = new Map<number, Source[]>();
  for (const s of sources) if (kinds.get(s.cell) === "markdown") cells.set(s.cell, [...(cells.get(s.cell) ?? []), s]);
  for (const [cell, parts] of cells) {
    const first = places.length;
    let inCell = 1;
    let isOpen = false;
    let body = "";
    for (const part of parts) {
      // A string holds a line, or in some notebooks a whole cell: then every line of it stands on one of the file's.
      const lines = part.text.split("\n");
      lines.forEach((l, k) => {
        if (!isOpen && !(k === lines.length - 1 && l === ""))
          places.push({ line: part.line, cell: { number: cell + 1, line: inCell++ } });
        isOpen = k === lines.length - 1 && l !== "";
      });
      body += part.text;
    }
    const read = readMarkdown(body.replace(/\r\n?/g, "\n"));
    for (const i of read.items) items.push({ ...i, line: i.line + first, section: i.section + sections });
    for (const d of read.derivations ?? []) derivations.push({ ...d, line: d.line + first });
    for (const p of read.prose ?? []) prose.push({ ...p, section: p.section + sections });
    for (const r of read.remarks) remarks.push({ ...r, line: r.line + first });
    // A heading is prose too, so that a cell with nothing but headings counts.
    sections += read.prose?.at(-1)?.section ?? 0;
  }
  return { items, prose, derivations, remarks, place: (line) => places[line - 1] ?? { line, cell: null } };
}
