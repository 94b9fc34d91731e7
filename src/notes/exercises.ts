/**
 * Lists whose items are exercises: where two items state the derivative of one name, each speaks of its own. What one of
 * them defines is to another what another section's definition is.
 */

import type { Token } from "markdown-it";

/** `∇f =`, `df =`, `∂f/∂x =`, as typed: up to the sign of equality. */
const STATED =
  /(?:\\nabla(?![a-zA-Z])\s{0,9}(?:_\s{0,9}(?:\{[^{}]{0,40}\}|\\?[a-zA-Z]{1,20}))?|\u2207|(?<![A-Za-z\\{])d)\s{0,9}(?:\\[a-zA-Z]{1,20}|[A-Za-z])\s{0,9}(?:\([^()]{0,40}\))?\s{0,9}&?=|\\[dt]?frac\s{0,9}\{\s{0,9}(?:\\partial|d)[^{}]{1,40}\}\s{0,9}\{\s{0,9}(?:\\partial|d)[^{}]{1,40}\}\s{0,9}&?=/g;

/** Whether two of the items state one derivative. */
function areExercises(items: readonly string[]): boolean {
  const stated = new Map<string, number>();
  for (const [k, item] of items.entries())
    for (const [left] of item.matchAll(STATED)) {
      const name = left.replace(/[\s&]/g, "");
      const before = stated.get(name);
      if (before !== undefined && before !== k) return true;
      stated.set(name, k);
    }
  return false;
}

const LISTS = /\\(?:(?<begin>begin)|(?<end>end))\{(?:enumerate|itemize)\}|\\(?<item>item)(?![a-zA-Z])/g;

/** Where the exercises of a LaTeX text begin, and where their lists end. */
export function exercisesOfLatex(text: string): readonly number[] {
  const breaks: number[] = [];
  const open: number[][] = [];
  // Comments are blank, so that what follows keeps its place.
  for (const found of text.replace(/(?<!\\)%.*/g, (c) => " ".repeat(c.length)).matchAll(LISTS)) {
    const { begin, end } = found.groups ?? {};
    if (begin !== undefined) open.push([]);
    else if (end === undefined) open.at(-1)?.push(found.index);
    else {
      const starts = open.pop() ?? [];
      const items = starts.map((at, k) => text.slice(at, starts[k + 1] ?? found.index));
      if (areExercises(items)) breaks.push(...starts, found.index);
    }
  }
  return breaks.sort((a, b) => a - b);
}

/** Tokens of Markdown at which an exercise begins, or a list of them ends; `lines` are those of the text. */
export function exercisesOfMarkdown(tokens: readonly Token[], lines: readonly string[]): ReadonlySet<Token> {
  const breaks = new Set<Token>();
  const open: Token[][] = [];
  for (const token of tokens) {
    if (/^(?:ordered|bullet)_list_open$/.test(token.type)) open.push([]);
    else if (token.type === "list_item_open") open.at(-1)?.push(token);
    else if (/^(?:ordered|bullet)_list_close$/.test(token.type)) {
      const items = open.pop() ?? [];
      const texts = items.map(({ map }) => (map === null ? "" : lines.slice(map[0], map[1]).join("\n")));
      if (areExercises(texts)) for (const t of [...items, token]) breaks.add(t);
    }
  }
  return breaks;
}
