/** `\mathcal{L}` beside `L`: one name, unless the plain letter stands for another thing, a number of layers or of terms. */
import type { Token } from "../lex/tokens.js";
import type { Spelling } from "./reader.js";

/**
 * Gives a calligraphic letter a name of its own, `L_cal`, where the plain one is another thing. A derivative of a letter
 * that is only a size, `∂L/∂w`, is one of the calligraphic. Returns the spellings that may still be two of one name.
 */
export function calligraphic(
  source: string,
  tokens: readonly Token[],
  spellings: readonly Spelling[],
): readonly Spelling[] {
  const letters = new Set(spellings.flatMap((s) => (s.distinct === null ? [] : [s.distinct.base])));
  if (letters.size === 0) return spellings;
  const apart = new Set(spellings.flatMap((s) => (s.distinct === null ? [] : [s.distinct.token])));
  const values = new Set<string>();
  const sizes = new Set<string>();
  const asked: Token[] = [];
  tokens.forEach((t, i) => {
    for (const text of textsAt(source, t)) for (const [letter] of text.matchAll(CAPITAL)) sizes.add(letter);
    if (t.type !== "NAME" || apart.has(t)) return;
    const base = t.scripts?.base ?? t.value;
    if (!letters.has(base)) return;
    if (tokens[i - 1]?.type === "D") asked.push(t);
    else values.add(base);
  });
  const isOther = (base: string): boolean => values.has(base) || sizes.has(base);
  for (const { distinct } of spellings)
    if (distinct !== null && isOther(distinct.base)) rename(distinct.token, distinct.base);
  for (const t of asked) {
    const base = t.scripts?.base ?? t.value;
    if (sizes.has(base) && !values.has(base)) rename(t, base);
  }
  return spellings.filter((s) => s.distinct === null);
}

function rename(t: Token, base: string): void {
  const renamed = (name: string): string => `${base}_cal${name.slice(base.length)}`;
  t.value = renamed(t.value);
  if (t.scripts !== null) t.scripts = { ...t.scripts, base: renamed(t.scripts.base) };
}

const CAPITAL = /(?<![\\A-Za-z{])[A-Z](?![A-Za-z])/g;

/** Texts at a token in which a capital is a size: ranges of letters, and layers, `a^{[L]}`. Others are labels. */
function textsAt(source: string, { type, scripts, start, end }: Token): readonly string[] {
  if (type === "RANGE" || type === "BIND") return [source.slice(start, end)];
  return scripts === null ? [] : scripts.above.filter((s) => s.bracket === "[").map((s) => s.text);
}
