/**
 * Derivatives that notes list entry by entry: `∇f(x) = (2x_1, 4x_2)ᵀ` of a vector that has as many entries as are listed,
 * and `∇f = (∂f/∂x_1, …, ∂f/∂x_n)ᵀ`, which only says how entries are counted.
 */
import { entriesOf, type Part } from "./parts.js";

const FACE =
  /\\(?:mathbf|mathrm|mathsf|mathcal|bm|boldsymbol|vec|vecr|matr)\s{0,9}(?:\{\s{0,9}(\\?[A-Za-z]+)\s{0,9}\}|(?=\s*[A-Za-z]))/g;
const withoutFaces = (text: string): string => text.replace(FACE, (_, letter?: string) => letter ?? "");

const D = String.raw`(?:\\partial(?![a-zA-Z])|\u2202|d(?![a-zA-Z]{2})|\\mathrm\s*\{\s*d\s*\})`;
/** `∂y_1/∂x_2`, with what is differentiated and by what. */
const QUOTIENT = new RegExp(
  String.raw`^\\[cdt]?frac\s*\{\s*${D}\s*((?:[^{}]|\{[^{}]*\})*)\}\s*\{\s*${D}\s*((?:[^{}]|\{[^{}]*\})*)\}$`,
  "s",
);
const NABLA = /^(?:\\nabla(?![a-zA-Z])|\u2207)\s*(?:_\s*(?:\{([^{}]*)\}|(\\?[a-zA-Z]+)))?(.*)/s;
const DOTS = /^(?:\\(?:[cvdl]?dots|ddots|hdots)(?![a-zA-Z])|\u2026|\.{3})?$/;

/** The name of a thing without faces, scripts and arguments, in lower case: entries of Z are written z. */
const letterOf = (typed: string): string =>
  (/^\s*(\\?[A-Za-z]+)/.exec(withoutFaces(typed))?.[1] ?? "").replace(/^([A-Za-z])\(?.*$/s, "$1").toLowerCase();

/** Whether a side holds nothing but the derivatives of the entries of what stands on the left. */
export function countsEntries(of: string, side: string): boolean {
  const quotient = QUOTIENT.exec(of.trim());
  const nabla = quotient === null ? NABLA.exec(of.trim()) : null;
  if (quotient === null && nabla === null) return false;
  const what = letterOf(quotient?.[1] ?? nabla?.[3] ?? "");
  const by = quotient?.[2] ?? nabla?.[1] ?? nabla?.[2] ?? null;
  const cells = entriesOf(side)?.map((c) => c.replace(/^\[[^\]]*\]/, "").trim()) ?? [];
  const entries = cells.filter((c) => !DOTS.test(c)).map((c) => QUOTIENT.exec(c));
  return (
    what !== "" &&
    cells.length > 1 &&
    entries.length > 0 &&
    entries.every((e) => e !== null && letterOf(e[1] ?? "") === what && (by === null || isEntryOf(e[2] ?? "", by)))
  );
}

const isEntryOf = (entry: string, whole: string): boolean =>
  letterOf(entry) === letterOf(whole) && /[_^]/.test(entry) && !/[_^]/.test(whole);

/** One derivative for each entry of a list; null where the side is none, or the variable is an entry itself. */
export function entryParts(of: string, by: string, side: string): readonly Part[] | null {
  const variable = withoutFaces(by).trim();
  const entries = /^\\?[A-Za-z]+$/.test(variable) ? entriesOf(side) : null;
  if (entries === null || entries.length < 2 || entries.some((e) => DOTS.test(e))) return null;
  // A list speaks of entries itself; any other may be one of blocks.
  if (!entries.some((e) => new RegExp(`(?<![A-Za-z\\\\])${variable.replace("\\", "\\\\")}\\s*_`).test(e))) return null;
  return entries.map((entry, k) => ({
    left: `\\frac{\\partial ${of}}{\\partial ${variable}_{${k + 1}}}`,
    side: entry,
  }));
}
