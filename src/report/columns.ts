/** Text on a terminal. */

/** Latin, Greek, raised letters (the transpose sign), primes and mathematics, one column each: nearly all there is, and asked without the classes of Unicode, which take a millisecond to load. */
const isPlain = (code: number): boolean =>
  (code < 0x300 && code !== 0xad) ||
  (code >= 0x370 && code < 0x483) ||
  (code >= 0x1d00 && code < 0x1dc0) ||
  (code >= 0x2030 && code < 0x2060) ||
  (code >= 0x2070 && code < 0x20d0) ||
  (code >= 0x2100 && code < 0x2c00);

/** Columns that a text takes: marks above letters take none, wide letters two. */
export function width(text: string): number {
  let columns = 0;
  for (const c of text) {
    if (isPlain(c.codePointAt(0) as number)) {
      columns += 1;
      continue;
    }
    if (/\p{M}|\p{Cf}/u.test(c)) continue;
    columns += /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff01-\uff60]/u.test(c) ? 2 : 1;
  }
  return columns;
}
