/** Words in a formula, `\text{…}`: what they say more of it, and where they stand for what is not written out. */
import type { LexicalKind, Token } from "../lex/tokens.js";

/** Words that say more of a formula that ends before them. */
const BEHIND =
  /^\W*(?:with|where|at|of|for|in|on|by|s\.\s?t\.|subject|such|given|is|are|when|if|as|from|here|denotes?)(?![A-Za-z])/i;

/** What has a term behind it: `x^2 + \text{terms in } w`, `= \text{slope } x`. */
const AWAITING: ReadonlySet<LexicalKind> = new Set<LexicalKind>(["EQ", "SIGN", "TIMES", "MUL", "EW"]);

/** Tokens that are an operand by themselves or hold one. */
export const OPERANDS: ReadonlySet<LexicalKind> = new Set([
  "NUM",
  "NAME",
  "LP",
  "RP",
  "LC",
  "RC",
  "RB",
  "FRAC",
  "SQRT",
]);

/** What words speak of: names in a list. */
const AFTER_WORDS: ReadonlySet<LexicalKind> = new Set<LexicalKind>(["NAME", "COMMA", "PROSE", "QUAD", "STOP"]);

/** Where what is said more ends, or why the words are refused. */
type Words =
  | { readonly aside: number }
  | { readonly aside?: undefined; readonly message: string; readonly hint: string };

/**
 * `y = a x^2 \text{ with } a`: words between two operands are no product. Names behind words that say more of a formula are
 * left out with them, and anything else is refused, as are words in the place of a term.
 */
export function wordsWithin(tokens: readonly Token[], before: Token | undefined, i: number): Words | null {
  const next = tokens.slice(i + 1, i + 3).find((x) => x.type !== "PROSE" && x.type !== "QUAD");
  if (before === undefined) return null;
  if (AWAITING.has(before.type))
    return {
      message: "words stand in the place of a term",
      hint: "a term that is not written out has a name, one word: \\text{rest}",
    };
  if (next === undefined || !OPERANDS.has(before.type) || !OPERANDS.has(next.type)) return null;
  let end = i + 1;
  while (end < tokens.length && AFTER_WORDS.has((tokens[end] as Token).type)) end++;
  const isEnd = end === tokens.length || tokens[end]?.type === "BREAK";
  const text = (tokens[i] as Token).value.replace(/^\\[A-Za-z]+\s?\{?|\}$/g, "");
  if (isEnd && BEHIND.test(text)) return { aside: end };
  return {
    message: "words stand between two factors",
    hint: "a formula ends before words about it; what follows stands in a line of its own",
  };
}
