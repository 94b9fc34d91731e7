/** A minus above a letter in TeX, which sets one character: `P^-H` is a label before a matrix, `x^-k` may be a power. */
import { LETTER_COMMANDS } from "../../names/canonical.js";
import type { Token } from "../lex/tokens.js";
import { command } from "./commands.js";
import type { Raw, Reader } from "./reader.js";

/** Says of `x^-k` that TeX sets the sign alone above x: a power was meant, or a label before a factor. */
export function doubtPower(r: Reader, exponent: Raw, name: Token | undefined): void {
  const isLetter = exponent.type === "letter" || LETTER_COMMANDS.has(exponent.value.slice(1));
  const t = r.out[r.out.length - 1];
  // No number and no e has a label, and X^-T is read so everywhere.
  if (t === undefined || name === undefined || !r.parts.has(name) || !isLetter || t.value === "T") return;
  if (name.value === "e" && name.face !== "bold") return;
  const shown = exponent.type === "letter" ? exponent.value : `${exponent.value} `;
  t.doubt = {
    code: "syntax/script",
    message: `TeX takes one character without braces: ^-${shown} is ^{-} ${shown}, and is read as ^{-${shown}}`,
    hint: `^{-${shown}} says what is read; with a label it is ^{-} ${shown}`,
  };
}

/** What a sign above a name may be the sign of: `x^-1`, `x^-y`. */
export const isOperand = (raw: Raw | undefined): boolean =>
  raw !== undefined && (raw.type === "number" || raw.type === "letter" || raw.type === "command" || raw.value === "{");

/** `P^-H^T`, `\\mathbf{P}^-\\mathbf{H}`: no exponent is a matrix. A T is a transposition. */
export function isMatrixAt(r: Reader, at: number): boolean {
  const raw = r.raws[at];
  if (raw?.type === "letter") return /^(?!T$)\p{Lu}/u.test(raw.value);
  const c = raw?.type === "command" ? command(raw.value.slice(1)) : null;
  if (c?.does === "letter") return /^[A-Z]/.test(c.name);
  return c?.does === "font" && !r.raws.slice(at + 1, at + 3).some((x) => x.value === "T");
}
