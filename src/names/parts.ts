/**
 * The parts of a canonical name: `x_window` is x with the word "window" below, `y_hat` (and `yhat`)
 * a y with a hat, `h_t_minus_1` an h with t − 1 below, `W1` and `W_1` a W with 1 below.
 */

import { GREEK } from "./greek.js";

/** `bold` is the face of a letter beside a plain one that is another name. */
type Accent = "hat" | "tilde" | "bar" | "bold";

export interface NameParts {
  /** A letter, a spelled Greek letter, or a word. */
  readonly base: string;
  readonly accent: Accent | null;
  /** The name is a square: σ² of a text that has no σ, `sigma_squared`. */
  readonly squared: boolean;
  /** `1`, `i`, `t-1`, `window`. */
  readonly subscripts: readonly string[];
}

const isAccent = (s: string | undefined): s is Accent => /^(?:hat|tilde|bar|bold)$/.test(s ?? "");

/** Whether a base is one letter: Latin, or a spelled Greek one. */
export const isLetter = (base: string): boolean => /^[A-Za-z]$/.test(base) || GREEK.has(base) || /^\p{L}$/u.test(base);

/** The letter of a difference, x of `Deltax`, which is written `Δx`; null for any other base. */
export function differenceOf(base: string): string | null {
  const of = /^Delta(.+)$/u.exec(base)?.[1];
  return of !== undefined && isLetter(of) ? of : null;
}

/** Takes a canonical name apart. A name that is not built so (`__proto__`) is all base. */
export function partsOf(name: string): NameParts {
  // Most names are a letter, or a letter and a number.
  const plain = /^([A-Za-z])(\d*)$/.exec(name);
  if (plain !== null) {
    const [, base = "", number = ""] = plain;
    return { base, accent: null, squared: false, subscripts: number === "" ? [] : [number] };
  }
  const all = name.split("_");
  if (all.includes("") || !/^\p{L}/u.test(name)) return { base: name, accent: null, squared: false, subscripts: [] };
  const at = squareIn(all);
  const pieces = at < 0 ? all : all.toSpliced(at, 1);
  return { ...unsquared(pieces), squared: at >= 0 };
}

/** Where the name of a letter says that it is a square, behind its accent; -1 for any other name. */
function squareIn(pieces: readonly string[]): number {
  const at = isAccent(pieces[1]) ? 2 : 1;
  return pieces[at] === "squared" && isLetter(/^(\D*)\d*$/.exec(pieces[0] as string)?.[1] ?? "") ? at : -1;
}

/** The name of what a name is the square of, `sigma_0` of `sigma_squared_0`; null where it is none. */
export function rootOf(name: string): string | null {
  if (!partsOf(name).squared) return null;
  const pieces = name.split("_");
  return pieces.toSpliced(squareIn(pieces), 1).join("_");
}

function unsquared(pieces: readonly string[]): Omit<NameParts, "squared"> {
  const [, head = "", digits = ""] = /^(.*?)((?<!\d)\d+|)$/u.exec(pieces[0] as string) ?? [];
  const rest = pieces.slice(1);
  const numbered = digits === "" ? [] : [digits];
  const spelled = /^(.+)(hat|tilde|bar)$/u.exec(head);
  if (spelled !== null && isLetter(spelled[1] as string))
    return { base: spelled[1] as string, accent: spelled[2] as Accent, subscripts: [...numbered, ...offsets(rest)] };
  if (digits === "" && isAccent(rest[0])) return { base: head, accent: rest[0], subscripts: offsets(rest.slice(1)) };
  return { base: head, accent: null, subscripts: [...numbered, ...offsets(rest)] };
}

/** `t`, `minus`, `1` is the one subscript t-1. */
function offsets(pieces: readonly string[]): readonly string[] {
  const out: string[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const sign = pieces[i] === "minus" ? "-" : pieces[i] === "plus" ? "+" : null;
    if (sign !== null && out.length > 0 && i + 1 < pieces.length) {
      i += 1;
      out[out.length - 1] += sign + pieces[i];
    } else out.push(pieces[i] as string);
  }
  return out;
}
