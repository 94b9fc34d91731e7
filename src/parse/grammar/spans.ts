/** Leaves of the tree, and places in the text. */
import type { Expression, Name, Span } from "../ast.js";
import type { Token } from "../lex/tokens.js";

export const spanOf = (t: Token): Span => ({ start: t.start, end: t.end });

export const across = (from: { readonly span: Span }, to: { readonly span: Span }): Span => ({
  start: from.span.start,
  end: to.span.end,
});

export const nameOf = (t: Token, source: string): Name => ({
  type: "name",
  name: t.value,
  typed: source.slice(t.start, t.end),
  face: t.face,
  latex: t.latex,
  span: spanOf(t),
});

export const numberOf = (t: Token): Expression => ({ type: "number", value: t.value, span: spanOf(t) });
