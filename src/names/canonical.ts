/**
 * Canonical names: one plain spelling for every way to write a name.
 *
 * `W₁`, `W_{1}` and `W_1` are `W_1`; `ŷ` and `\hat y` are `y_hat`; `α`, `\alpha` and `alpha` are `alpha`;
 * `h_{t-1}` is `h_t_minus_1`.
 */
import { GREEK_COMMANDS, GREEK_NAMES } from "./greek.js";
import { BELOW, LETTER } from "./letters.js";

/** Commands that are letters, with their canonical names. */
export const LETTER_COMMANDS: ReadonlyMap<string, string> = new Map([
  ...GREEK_COMMANDS,
  ["ell", "ell"],
  ["hbar", "hbar"],
  ["imath", "i"],
  ["jmath", "j"],
]);

/** Combining marks that LaTeX writes as accents. */
const MARKS: ReadonlyMap<string, string> = new Map([
  ["\u0302", "hat"],
  ["\u0303", "tilde"],
  ["\u0304", "bar"],
  ["\u0305", "bar"],
  ["\u0307", "dot"],
  ["\u0308", "ddot"],
]);

/** The combining arrow over a letter says that it is a vector; it is no part of the name. */
const ARROW = "\u20d7";

const SUBSCRIPTS = new RegExp(`[${BELOW}]`);
const STARTS_WITH_LETTER = new RegExp(`^${LETTER}`);
const ALPHANUMERIC = /^[A-Za-z0-9]+$/;
const PLAIN = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Spells out what a subscript may hold besides letters and digits. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ["+", "_plus_"],
  ["-", "_minus_"],
  ["−", "_minus_"],
  ["*", "_star_"],
  ["'", "_prime_"],
  ["∞", "_infty_"],
]);

/** A subscript as it stands in a canonical name: `t-1` is `t_minus_1`, `i,j` is `i_j`. */
export function subscript(text: string): string {
  if (ALPHANUMERIC.test(text)) return text;
  let out = "";
  for (const c of text.normalize("NFKC")) {
    const sign = SIGNS.get(c);
    if (sign !== undefined) out += sign;
    else if (/[0-9]/.test(c) || STARTS_WITH_LETTER.test(c)) out += GREEK_NAMES.get(c) ?? c;
    else if (MARKS.has(c)) out += `_${MARKS.get(c)}`;
    else out += "_";
  }
  return out.replace(/_+/g, "_").replace(/^_|_$/g, "");
}

/** The canonical form of a name that is typed in plain text or Unicode. */
export function canonicalName(typed: string): string {
  if (PLAIN.test(typed)) return typed;
  if (typed.endsWith("_∞")) return `${canonicalName(typed.slice(0, -2))}_infty`;
  const brace = typed.indexOf("_{");
  const head = brace < 0 ? typed : typed.slice(0, brace);
  const tail = brace < 0 ? "" : `_${subscript(typed.slice(brace + 2, typed.lastIndexOf("}")))}`;
  const at = head.search(SUBSCRIPTS);
  if (at < 0) return accented(head) + tail;
  const below = subscript(head.slice(at));
  const base = accented(head.slice(0, at));
  return `${base.endsWith("_") ? base : `${base}_`}${below}${tail}`;
}

/** Letters below and above a name as plain text has them: `W^[l]_{j,k}`, `p_{j|i}`. */
export function atLetters(
  name: string,
  letters: readonly string[],
  { raised, barred }: { readonly raised: number; readonly barred: number } = { raised: 0, barred: 0 },
): string {
  const [above, rest] = [letters.slice(0, raised), letters.slice(raised)];
  const parts = barred === 0 ? [rest] : [rest.slice(0, barred), rest.slice(barred)];
  const below = parts.map((p) => p.join(",")).join("|");
  const lowered = below === "" ? "" : below.length === 1 ? `_${below}` : `_{${below}}`;
  return `${name}${above.length === 0 ? "" : `^[${above.join(",")}]`}${lowered}`;
}

/** A table by names that are typed in any spelling. */
export const byCanonicalName = <T>(typed: Iterable<readonly [string, T]>): ReadonlyMap<string, T> =>
  new Map([...typed].map(([name, value]) => [canonicalName(name), value]));

/** Letters by their canonical names; a mark on the only letter of a base is an accent: `ŷ_1` is `y_hat_1`. */
function accented(text: string): string {
  // ℓ is l to NFKC, and `\ell` to everyone who writes it.
  const letters = text.replaceAll("ℓ", "ell").normalize("NFKC");
  const parts = letters.normalize("NFD").replaceAll(ARROW, "");
  const [letter = "", sign = "", next = ""] = parts;
  const mark = STARTS_WITH_LETTER.test(next) ? undefined : MARKS.get(sign);
  const source = mark === undefined ? parts.normalize("NFC") : `${letter}_${mark}${parts.slice(letter.length + 1)}`;
  let out = "";
  for (const c of source) out += GREEK_NAMES.get(c) ?? c;
  return out;
}

/** The canonical name of a letter in a LaTeX text. */
export const letterName = (letter: string): string => (/[A-Za-z]/.test(letter) ? letter : canonicalName(letter));

/** Letters of the bold faces of Unicode: upright, italic, and the Greek of both. */
export const BOLD_LETTER = String.raw`\ud835(?:[\udc00-\udc33\udc68-\udc9b]|[\udea8-\udee1\udf1c-\udf55])`;
const BOLD = new RegExp(`^${BOLD_LETTER}`);

/** Whether a plain name is set in the bold letters of Unicode, which say that it is a vector or a matrix. */
export const isBoldLetter = (typed: string): boolean => BOLD.test(typed) || typed.includes(ARROW);
