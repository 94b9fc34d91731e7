/** How well locations are found: precision, recall and F1 over words, for the network and for two rules of thumb. */
import { type Sentence, words } from "./conll.js";

export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** A rule: for a sentence, which of its words are locations. */
export type Finder = (sentence: readonly string[]) => readonly boolean[];

export function scoreOf(finder: Finder, sentences: readonly Sentence[]): Score {
  let [right, found, there] = [0, 0, 0];
  for (const s of sentences) {
    const answer = finder(words(s));
    s.forEach((t, i) => {
      if (answer[i] === true) found += 1;
      if (t.isLocation) there += 1;
      if (t.isLocation && answer[i] === true) right += 1;
    });
  }
  const precision = found === 0 ? 0 : right / found;
  const recall = there === 0 ? 0 : right / there;
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

/** Every capitalised word. */
export const capitalised: Finder = (sentence) => sentence.map((w) => /^\p{Lu}/u.test(w));

/** The words that are locations somewhere in the training sentences. */
export function seenAsLocation(train: readonly Sentence[]): Finder {
  const seen = new Set(train.flatMap((s) => s.filter((t) => t.isLocation).map((t) => t.word)));
  return (sentence) => sentence.map((w) => seen.has(w));
}

/** The words that are locations more often than not in the training sentences: the stronger list. */
export function mostlyLocation(train: readonly Sentence[]): Finder {
  const balance = new Map<string, number>();
  for (const s of train) for (const t of s) balance.set(t.word, (balance.get(t.word) ?? 0) + (t.isLocation ? 1 : -1));
  return (sentence) => sentence.map((w) => (balance.get(w) ?? 0) > 0);
}

/** The threshold on probabilities with the best F1, by one pass over the words in falling probability. */
export function bestThreshold(scored: readonly { readonly p: number; readonly isLocation: boolean }[]): number {
  const there = scored.filter((t) => t.isLocation).length;
  let [right, best, threshold] = [0, 0, 0.5];
  const falling = [...scored].sort((a, b) => b.p - a.p);
  falling.forEach((t, i) => {
    if (t.isLocation) right += 1;
    const f1 = (2 * right) / (i + 1 + there);
    const next = falling[i + 1]?.p ?? 0;
    if (f1 > best && next < t.p) {
      best = f1;
      threshold = (t.p + next) / 2;
    }
  });
  return threshold;
}
