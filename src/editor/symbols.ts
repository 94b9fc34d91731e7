/** Where names come from and stand: definitions, places, the outline of a text. */
import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentSymbol,
  type Location,
  type Position,
  SymbolKind,
} from "vscode-languageserver";
import { type PlacedName, placedNames } from "../parse/tokens.js";
import type { OpenEquations, Opened } from "./opened.js";
import { rangeBetween } from "./places.js";

/** The name at a place, with all places where it stands. */
export function nameAt(
  { document }: OpenEquations,
  at: Position,
): { readonly here: PlacedName; readonly all: readonly PlacedName[] } | null {
  const offset = document.offsetAt(at);
  const placed = placedNames(document.getText());
  const here = placed.find((n) => n.start <= offset && offset <= n.end);
  return here === undefined ? null : { here, all: placed.filter((n) => n.name === here.name) };
}

/** The equation that defines a name, else the first place where it stands: its declaration, where it has one. */
export function definitionAt(opened: Opened, at: Position): Location | null {
  if (opened.type !== "equations") return null;
  const { document, said } = opened;
  const found = nameAt(opened, at);
  if (found === null) return null;
  const [start, end] = said.places.find(([name]) => name === found.here.name)?.[1] ?? [
    found.all[0]?.start ?? 0,
    found.all[0]?.end ?? 0,
  ];
  return { uri: document.uri, range: rangeBetween(document, start, end) };
}

export function referencesAt(opened: Opened, at: Position): Location[] {
  if (opened.type !== "equations") return [];
  const { document } = opened;
  return (nameAt(opened, at)?.all ?? []).map((n) => ({
    uri: document.uri,
    range: rangeBetween(document, n.start, n.end),
  }));
}

export const highlightsAt = (opened: Opened, at: Position): DocumentHighlight[] =>
  referencesAt(opened, at).map(({ range }) => ({ range, kind: DocumentHighlightKind.Text }));

export function symbolsIn(opened: Opened): DocumentSymbol[] {
  if (opened.type !== "equations") return [];
  const { document, session } = opened;
  const { equations, functions, families } = session.model;
  const shown = new Map(opened.said.chips.map((c) => [c.name, c]));
  return [
    ...equations.map(({ name, span }) => ({ name, span, kind: SymbolKind.Variable })),
    ...functions.map(({ name, span }) => ({ name, span, kind: SymbolKind.Function })),
    ...families.map(({ family, span }) => ({ name: family, span, kind: SymbolKind.Array })),
  ]
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ name, span, kind }) => {
      const range = rangeBetween(document, span.start, span.end);
      const chip = shown.get(name);
      return { name: chip?.shown ?? name, detail: chip?.said ?? "", kind, range, selectionRange: range };
    });
}
