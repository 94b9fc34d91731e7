/**
 * How a name that is typed without spaces may be read: as letters side by side, `kx`, `2πft`, `xTAx`, as names of the
 * text, `lrloss`, or as a function and what it is of, `sinx`, `n logσ`.
 */
import { isBuiltinFunction, isYieldingOperator } from "../../functions/builtins.js";
import { canonicalName } from "../../names/canonical.js";
import { GREEK } from "../../names/greek.js";
import { BELOW, MARKED_LETTER } from "../../names/letters.js";

/** A name by its parts. */
export interface Split {
  /** Those that may be names of the text: functions, numbers and constants are none. */
  readonly names: readonly string[];
  /** With its spaces and parentheses. */
  readonly shown: string;
}

/** A letter as it stands in a name, with its digits or a short subscript. */
const LETTERS = new RegExp(
  String.raw`${MARKED_LETTER}(?:[${BELOW}]+|_\{[^{}]{1,20}\}|_\d+|_[A-Za-z](?![A-Za-z0-9_])|\d+)?`,
  "g",
);

/** More letters are a word. */
const MOST = 5;

/** The letters that a name was typed of, by the names that they are; `T` behind a letter is a transposition. */
export function lettersOf(text: string): Split | null {
  // A Greek letter that is spelled: mu beside u.
  if (GREEK.has(text)) return null;
  const letters = text.match(LETTERS) ?? [];
  if (letters.length < 1 || letters.length > MOST || letters.join("") !== text) return null;
  const names: string[] = [];
  let shown = "";
  for (const letter of letters) {
    const part = canonicalName(letter);
    if (letter === "T" && shown !== "") shown += "^T";
    else {
      if (letter !== "π") names.push(part);
      shown += shown === "" ? part : ` ${part}`;
    }
  }
  return { names, shown };
}

/** Whether a text has a Greek letter by its glyph, as no word has. */
const hasGlyph = (text: string): boolean => /[\u0370-\u03ff]/.test(text);

/** The longest name of a function. */
const LONGEST = 12;

/** A function that a text begins with, two letters and more, the longest first. */
function functionAt(text: string): string | null {
  for (let end = Math.min(text.length, LONGEST); end > 1; end--) {
    const word = text.slice(0, end);
    if (/^[a-z]+\d*$/.test(word) && !GREEK.has(word) && (isBuiltinFunction(word) || isYieldingOperator(word)))
      return word;
  }
  return null;
}

/**
 * A function with what it is of, or factors before one: `sinx`, `sin2t`, `logdetA`, `rcosθ`, `log10x`. What it is of is
 * known, or no word has such letters: `cosθ`, `trA`.
 */
export function appliedIn(text: string, isKnown: (part: string) => boolean): Split | null {
  for (let at = 0; at < Math.min(text.length - 2, MOST); at++) {
    const before = at === 0 ? { names: [], shown: "" } : lettersOf(text.slice(0, at));
    const f = functionAt(text.slice(at));
    // One letter may stand nowhere else, n logσ; more of them are a word.
    const isFactor = (n: string) =>
      isKnown(n) || hasGlyph(text.slice(0, at)) || (at === 1 && f !== null && f.length > 2);
    if (before === null || !before.names.every(isFactor)) continue;
    const of = f === null ? null : operandOf(text.slice(at + f.length), isKnown);
    if (f === null || of === null) continue;
    const call = `${f}(${of.shown})`;
    return { names: [...before.names, ...of.names], shown: before.shown === "" ? call : `${before.shown} ${call}` };
  }
  return null;
}

function operandOf(text: string, isKnown: (part: string) => boolean): Split | null {
  const number = /^\d+/.exec(text)?.[0] ?? "";
  const rest = text.slice(number.length);
  if (rest === "") return null;
  const found = operandNamed(rest, isKnown) ?? appliedIn(rest, isKnown);
  return found === null || number === "" ? found : { ...found, shown: `${number} ${found.shown}` };
}

function operandNamed(text: string, isKnown: (part: string) => boolean): Split | null {
  const whole = canonicalName(text);
  if (isKnown(whole)) return { names: [whole], shown: whole };
  const letters = lettersOf(text);
  if (letters === null || letters.names.length === 0) return letters;
  return /^[A-Z]+$/.test(text) || hasGlyph(text) || letters.names.every(isKnown) ? letters : null;
}

/** Splits a name into parts, the fewest first; `T` behind a letter is a transposition. */
export function split(name: string, isPart: (part: string) => boolean): Split | null {
  let paths: { readonly at: number; readonly names: readonly string[]; readonly shown: string }[] = [
    { at: 0, names: [], shown: "" },
  ];
  while (paths.length > 0) {
    const next: typeof paths = [];
    for (const p of paths) {
      if (p.at === name.length && p.names.length > 1) return p;
      for (let end = p.at + 1; end <= name.length; end++) {
        const part = name.slice(p.at, end);
        if (part === name) continue;
        if (part === "T" && p.names.length > 0) next.push({ ...p, at: end, shown: `${p.shown}^T` });
        else if (isPart(part))
          next.push({ at: end, names: [...p.names, part], shown: p.shown === "" ? part : `${p.shown} ${part}` });
      }
    }
    paths = next.slice(0, 64);
  }
  return null;
}
