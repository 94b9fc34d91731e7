/**
 * Word vectors: each word is the sum of the vectors of its parts, the word itself (if it was seen
 * often enough), its shape (Xxx, xxx, 99) and its last letters. Words that training never saw have
 * a vector by their shape and ending. Since a sum distributes, the gradient of each part is ∂J/∂x.
 */
import type { Random } from "../../src/numeric/random.js";
import { type Sentence, words } from "./conll.js";

/** Stands beyond both ends of a sentence. */
const EDGE = "\u0000";
/** Words seen at least so often have a vector of their own. */
const OFTEN = 2;

export interface Lexicon {
  /** The vectors, one after the other. */
  readonly vectors: Float64Array;
  readonly size: number;
  /** Places of the parts of a word in `vectors`; undefined stands beyond the ends of a sentence. */
  readonly partsOf: (word: string | undefined) => readonly number[];
}

const shapeOf = (word: string): string => {
  if (/^[#@]/.test(word) || /^https?:/.test(word)) return "shape:@";
  if (/\d/.test(word)) return "shape:9";
  if (/^\p{Lu}[\p{Ll}'’]*$/u.test(word)) return "shape:Xx";
  if (/^\p{Lu}+$/u.test(word)) return "shape:XX";
  if (/^\p{Lu}/u.test(word)) return "shape:Xy";
  return /^\p{L}/u.test(word) ? "shape:xx" : "shape:.";
};

const namesOf = (word: string): readonly string[] => {
  const small = word.toLowerCase();
  return [`word:${word}`, `small:${small}`, shapeOf(word), `end:${small.slice(-3)}`];
};

/** Vectors of length `size` for the words of the training sentences, small and random. */
export function lexiconOf(sentences: readonly Sentence[], size: number, source: Random): Lexicon {
  const count = new Map<string, number>();
  for (const s of sentences)
    for (const w of words(s)) for (const part of namesOf(w)) count.set(part, (count.get(part) ?? 0) + 1);
  const place = new Map<string, number>([[EDGE, 0]]);
  for (const [part, n] of count) if (n >= OFTEN || part.startsWith("shape:")) place.set(part, place.size * size);
  const vectors = Float64Array.from({ length: place.size * size }, () => source.between(-0.1, 0.1));
  const known = new Map<string, readonly number[]>();
  return {
    vectors,
    size,
    partsOf: (word) => {
      const key = word ?? EDGE;
      let parts = known.get(key);
      if (parts === undefined) {
        parts = word === undefined ? [0] : namesOf(word).flatMap((name) => place.get(name) ?? []);
        known.set(key, parts);
      }
      return parts;
    },
  };
}
