/** `$T : scalar$`: TeX sets the word of a kind or a fact letter by letter, and behind the colon of a declaration it is that word. */
import { FACT_NAMES, KINDS } from "../../names/words.js";
import type { Token } from "../lex/tokens.js";

/** The tokens with such words in one piece. */
export function withKinds(tokens: readonly Token[]): readonly Token[] {
  let out: Token[] | null = null;
  let isDeclared = false;
  for (let i = 0; i < tokens.length; i++) {
    const t = tokens[i] as Token;
    if (t.type === "BREAK" || t.type === "SEMI" || t.type === "EQ") isDeclared = false;
    if (t.type === "COLON") isDeclared = wordAt(tokens, i + 1, KINDS) > 0;
    const length = isDeclared ? Math.max(wordAt(tokens, i, KINDS), wordAt(tokens, i, FACT_NAMES)) : 0;
    if (length > 0) {
      out ??= tokens.slice(0, i);
      const word = tokens.slice(i, i + length);
      out.push({ ...t, value: word.map((x) => x.value).join(""), end: (word.at(-1) as Token).end });
      i += length - 1;
    } else out?.push(t);
  }
  return out ?? tokens;
}

/** As many letters as a word of a list has that stands at a place with nothing between them; else 0. */
function wordAt(tokens: readonly Token[], at: number, words: { has(word: string): boolean }): number {
  let word = "";
  let found = 0;
  for (let i = at; i < tokens.length && i < at + LONGEST; i++) {
    const t = tokens[i] as Token;
    const isLetter = t.type === "NAME" && t.latex && t.end - t.start === 1 && t.scripts === null;
    if (!isLetter || (i > at && tokens[i - 1]?.end !== t.start)) break;
    word += t.value;
    if (word.length > 1 && words.has(word)) found = word.length;
  }
  return found;
}

/** Of `simplexrows`. */
const LONGEST = 12;
