/** The known name that a mistyped one was probably meant to be. */

/** Names beyond this number are not compared: a hint is not worth more. */
const COMPARED = 2000;

/**
 * The nearest of `known` to `name`, or null where none is near: one edit away for names of four
 * letters, two from seven on. Short names are all near one another, so they have no neighbours.
 */
export function nearest(name: string, known: Iterable<string>): string | null {
  const allowed = name.length >= 7 ? 2 : name.length >= 4 ? 1 : 0;
  if (allowed === 0 || name.length > 64) return null;
  let best: string | null = null;
  let least = allowed + 0.5;
  let compared = 0;
  for (const candidate of known) {
    if (++compared > COMPARED) break;
    if (candidate === name || candidate.length < 3 || Math.abs(candidate.length - name.length) > allowed) continue;
    // Of two that are equally far the one of the same length: letters are swapped more often than lost.
    const d = distance(name, candidate) + Math.abs(candidate.length - name.length) / 10;
    if (d < least) [best, least] = [candidate, d];
  }
  return best;
}

/** Edits between two names: insert, delete, replace, swap neighbours (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] as number) + 1);
      next.push(cost);
    }
    [before, row] = [row, next];
  }
  return row[b.length] as number;
}
