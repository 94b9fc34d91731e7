/** Leaves of the tree, and places in the text. */
import type { Expression, Name, Span } from "../ast.js";
import { plainScripts } from "../index/scripts.js";
import type { Token } from "../lex/tokens.js";

export const spanOf = (t: Token): Span => ({ start: t.start, end: t.end });

export const across = (from: { readonly span: Span }, to: { readonly span: Span }): Span => ({
  start: from.span.start,
  end: to.span.end,
});

export const nameOf = (t: Token, source: string): Name => nameTyped(t, source.slice(t.start, t.end));

/** A name by its token and the text as typed. */
export function nameTyped(t: Token, typed: string): Name {
  const { value, face, latex } = t;
  const span = spanOf(t);
  const scripts = t.scripts ?? (latex || !value.includes("_") ? null : plainScripts(typed, t.start, value));
  return scripts === null
    ? { type: "name", at: undefined, name: value, typed, face, latex, span }
    : { type: "name", at: undefined, name: value, typed, face, latex, scripts, span };
}

export const numberOf = (t: Token): Expression => ({ type: "number", value: t.value, span: spanOf(t) });
