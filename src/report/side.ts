import type { Side } from "../model/model.js";
import { printLatex } from "../print/latex.js";
import { unlessTooLong } from "../print/pretty.js";
import { printUnicode } from "../print/unicode.js";

/** A side as it was read; as typed where it could not be, where a kind was guessed, or where it is long. */
export function sideText(side: Side): string {
  if (side.value === null || side.guessed.length > 0) return side.text;
  const { value } = side;
  return unlessTooLong(() => printUnicode(value, new Map(), LONGEST)) ?? side.text;
}

/** A side as LaTeX; null where {@link sideText} tells it as it was typed. */
export function sideLatex({ value, guessed }: Side): string | null {
  if (value === null || guessed.length > 0) return null;
  return unlessTooLong(() => printLatex(value, new Map(), LONGEST));
}

/** Characters beyond which a side is told as it was typed. */
const LONGEST = 2000;
