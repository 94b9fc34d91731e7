/** Names that are applied: which of them are functions, and which stand for a factor before a parenthesis. */
import { GREEK } from "../../names/greek.js";

/** Letters that a text has for functions; `σ(…)` is sigmoid. */
const FUNCTIONS: ReadonlySet<string> = new Set("f g h F G phi psi rho sigma ell".split(" "));

/** The letter of a name without its labels: `h` of `h_theta` and of `h1`. */
const letterOf = (name: string): string => (name.split("_", 1)[0] ?? name).replace(/(?<!\d)\d+$/, "");

/** Whether a name is written for a function: a letter of them, or a word of lower case. */
export function isFunctional(name: string): boolean {
  const letter = letterOf(name);
  return FUNCTIONS.has(letter) || (/^[a-z][A-Za-z]+$/.test(letter) && !GREEK.has(letter));
}

/** Whether a name is a word in upper case that is no matrix with an index: `FFN`, `CE`, `Softmax`, and not `Wh`. */
export const isUpperWord = (name: string): boolean =>
  /^(?:[A-Z]{2}|[A-Z][A-Za-z]{2})[A-Za-z0-9]*$/.test(name) && !GREEK.has(name);
