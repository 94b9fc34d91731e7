/**
 * Text in a picture: how wide it will be, without a browser to ask, and which letters are bold or
 * italic, as mathematics is set.
 */

/** How a run of text is set. */
export type Face = "plain" | "bold" | "italic" | "below";

export interface Run {
  readonly text: string;
  readonly face: Face;
}

/**
 * Widths in parts of the font size: those of Times, widened until DejaVu Serif, which stands in for
 * it on many a Linux machine, fits as well. A box may be a little wide; text never leaves it.
 */
function widthOf(c: string): number {
  if (/\p{M}/u.test(c)) return 0;
  if (/[ijlt.,;:|!'′()[\]{}f ‖]/.test(c)) return 0.36;
  if (/[ᵀ⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀-₉ₐ-ₜ₊₋ᵢᵣᵤᵥₓᵦᵧᵨᵩᵪ·]/u.test(c)) return 0.46;
  if (/[mwMW@…]/.test(c)) return 0.92;
  if (/[A-Z∂∇Σ]/u.test(c)) return 0.76;
  if (/[=+−×→←↔<>≤≥∘⊗⊘±≠]/u.test(c)) return 0.8;
  if (/[\d\p{Ll}\p{Lu}_^/-]/u.test(c)) return 0.6;
  return 1.05;
}

/** About how wide a text is at this font size; never less than it is. */
export function measure(text: string, size: number, face: Face = "plain"): number {
  let width = 0;
  for (const c of text) width += widthOf(c);
  return width * size * (face === "bold" ? 1.08 : 1);
}

/** A name, with its digits and subscripts; the transpose is no part of it. */
const WORD = /(?!ᵀ)[\p{L}](?:(?!ᵀ)[\p{L}\p{M}\d_₊₋₀-₉])*/gu;

/** A subscript that Unicode has no letters for: the printers write it after a low line. */
const BELOW = /_[\p{L}\p{M}\d+-]+/gu;

/** `W x + b` in runs: vectors and matrices bold, scalars and sizes italic, functions as they are. */
export function runsOf(text: string, faceOf: (name: string) => Face | undefined): readonly Run[] {
  const runs: Run[] = [];
  const push = (part: string, face: Face): void => {
    let at = 0;
    for (const match of part.matchAll(BELOW)) {
      if (match.index > at) runs.push({ text: part.slice(at, match.index), face });
      runs.push({ text: match[0].slice(1), face: "below" });
      at = match.index + match[0].length;
    }
    if (at < part.length) runs.push({ text: part.slice(at), face });
  };
  let at = 0;
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    const face = faceOf(word) ?? (/^I(?![A-Za-z])/u.test(word) ? "bold" : "plain");
    if (face === "plain") continue;
    if (match.index > at) push(text.slice(at, match.index), "plain");
    push(word, face);
    at = match.index + word.length;
  }
  if (at < text.length) push(text.slice(at), "plain");
  return runs;
}

/** Shortened in the middle where it would be wider than `most`. */
export function clipped(text: string, size: number, most: number): string {
  if (measure(text, size) <= most) return text;
  const letters = [...text];
  let keep = letters.length - 1;
  while (keep > 3 && measure(letters.slice(0, keep).join(""), size) + size > most) keep -= 1;
  return `${letters.slice(0, keep).join("").trimEnd()} …`;
}

/** Lines no wider than `most`, broken at spaces. */
export function wrapped(text: string, size: number, most: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && measure(longer, size) > most) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
