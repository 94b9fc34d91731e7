/**
 * Readings that are right by the rules for undeclared names, and seldom what was meant.
 *
 * `Wx` without a space is one name: where nothing declares or defines it and its letters are names of the model, a
 * product was meant more likely than not, and a derivative by W would be zero. A name in upper case that comes out as
 * a row or a column says that something beside it was taken for a scalar.
 */

import { ONE } from "../../core/dim.js";
import { GREEK } from "../../names/greek.js";
import { type Entry, fault, ownerOf, resolved, type Scope, warn } from "../scope.js";
import { bare, isOnlyApplied, isStated, shows } from "./evidence.js";

/** Doubts of one kind: each costs a look at all names, and more say nothing new. */
const MOST = 10;

/** Says of undeclared names in upper case that they are no matrices, once sizes are known. */
export function sayFlat(scope: Scope): void {
  const { faults } = scope.owner;
  let said = 0;
  for (const entry of scope.names.values()) {
    if (said === MOST) return;
    if (!entry.assumed || entry.faulty || entry.evidence.declared !== null || entry.kind !== "matrix") continue;
    if (entry.shape === null || !entry.inModel || scope.told.has(entry)) continue;
    const { rows, cols } = resolved(scope, entry.shape);
    if ((rows === ONE) === (cols === ONE)) continue;
    said += 1;
    const kind = cols === ONE ? `a vector, ${rows}×1` : `a row, 1×${cols}`;
    const scalar = [...scope.names.values()].find(
      (n) => n.assumed && n.evidence.declared === null && n.kind === "scalar" && n.inModel && bare(n.evidence) > 0,
    );
    const hint =
      scalar === undefined
        ? `declare it: ${entry.name} : matrix(n, m)`
        : `${scalar.name} is taken for a scalar: if it is none, declare ${scalar.name} : vector(n)`;
    warn(scope, "name/flat", entry.span, `${entry.name}, in upper case, comes out as ${kind}`, hint, ownerOf(faults));
  }
}

/** Says of `h_{t-1}` beside a definition of `h_t` that it is an input like any other. */
export function sayHeld(scope: Scope): void {
  for (const entry of scope.names.values()) {
    if (!entry.assumed || entry.faulty || !entry.inModel) continue;
    const [, base = "", letter = ""] = /^(.+)_([a-z])_minus_\d+$/.exec(entry.name) ?? [];
    const next = scope.names.get(`${base}_${letter}`);
    if (next === undefined || next.evidence.defined === null) continue;
    const message = `${entry.name} is an input of its own, and held fixed: it is not ${next.name} of the step before`;
    warn(scope, "name/held", entry.span, message, `derivatives are those of one step; ${next.name} is defined once`);
  }
}

/** Longer names are words. */
const LONGEST = 8;

/** Words that no formula has, and that people write around one. */
const PROSE: ReadonlySet<string> = new Set(
  "of the wrt with respect where and is let find compute calculate derive derivative gradient hessian jacobian minimize maximize minimise maximise subject given such that in if then else import from as def return for over mod lim times plus minus when while otherwise".split(
    " ",
  ),
);

/** Says of the first word of prose in a plain text that it is none of a formula. */
export function sayProse(scope: Scope): void {
  const words = [...scope.names.values()].filter(
    (n) => n.assumed && shows(n.evidence, "typed") && bare(n.evidence) > 0 && PROSE.has(n.name.toLowerCase()),
  );
  for (const n of words) n.faulty = true;
  const first = words.sort((a, b) => a.span.start - b.span.start)[0];
  if (first === undefined) return;
  const hint = `a derivative is asked for as ∂s/∂x; a name of the model is declared: ${first.name} : scalar`;
  fault(scope, "name/prose", first.span, `${first.name} is a word, and read as a name`, { hint });
}

/** Says of undeclared names that read like products what they may mean. */
export function sayGlued(scope: Scope): void {
  let looked = 0;
  for (const entry of scope.names.values()) {
    if (looked === MOST) return;
    if (
      !entry.assumed ||
      entry.faulty ||
      !shows(entry.evidence, "typed") ||
      shows(entry.evidence, "size") ||
      entry.kind === "size"
    )
      continue;
    if (isOnlyApplied(entry.evidence)) continue;
    const parts = partsOf(scope, entry);
    if (parts === null) continue;
    looked += 1;
    if (parts.known !== "all" && isSeries(scope, entry.name, parts.names)) continue;
    scope.told.add(entry);
    const hint = `a product has spaces: ${parts.shown}`;
    const message = `${entry.name} is read as one name`;
    // Asked for by name and standing nowhere else: without the product the answer would be zero.
    const lost = parts.known === "some" || parts.names.some((n) => isLost(scope.names.get(n)));
    const stated = parts.known === "all" && parts.names.every((n) => isStatedName(scope.names.get(n)));
    if (!lost && !stated && !/[ᵀ'′)]/.test(scope.source.charAt(entry.span.start - 1))) {
      warn(scope, "name/glued", entry.span, message, hint);
      continue;
    }
    entry.faulty = true;
    fault(scope, "name/glued", entry.span, message, { hint });
  }
}

/** Whether a derivative by a name is asked for, in which what is glued to it would be missing. */
const isLost = (n: Entry | undefined): boolean => isOnlyAsked(n) || (n !== undefined && shows(n.evidence, "by"));

/** Whether a name stands in queries and claims only, so that what is asked of it can but be zero. */
const isOnlyAsked = (n: Entry | undefined): boolean =>
  n !== undefined && !isStated(n.evidence) && !shows(n.evidence, "used") && n.inModel;

const isStatedName = (n: Entry | undefined): boolean => n !== undefined && isStated(n.evidence);

/** `Wx x + Wh h`: weights that are called by what they multiply, or one of several of a letter. */
function isSeries(scope: Scope, name: string, parts: readonly string[]): boolean {
  const suffix = parts[parts.length - 1] ?? "";
  if (new RegExp(`${name}\\s*[*@]?\\s*\\(?${suffix}(?![A-Za-z0-9])`).test(scope.source)) return true;
  const stem = name.slice(0, name.length - suffix.length);
  for (const other of scope.names.keys())
    if (other !== name && other.length === name.length && other.startsWith(stem)) return true;
  return false;
}

interface Parts {
  readonly names: readonly string[];
  readonly shown: string;
  /** Which of them are names of the model. */
  readonly known: "all" | "some" | "none";
}

/** The product that a name reads like: all its parts are names, or a letter in upper case before one in lower case. */
function partsOf(scope: Scope, { name, span }: Entry): Parts | null {
  if (name.length < 2 || name.length > LONGEST || !/^[A-Za-z][A-Za-z0-9]*$/.test(name) || GREEK.has(name)) return null;
  const isKnown = (part: string): boolean => {
    const n = scope.names.get(part);
    return n !== undefined && n.kind !== "size" && n.kind !== "function";
  };
  const found = split(name, isKnown);
  if (found !== null) return { ...found, known: "all" };
  // `Xw`, `W1x`, `xTAx` beside w or x.
  const isLetter = (part: string) => /^[A-Za-z]\d*$/.test(part) || GREEK.has(part);
  const some = span.end - span.start > 5 ? null : split(name, isLetter);
  if (some !== null && some.names.length <= 3 && isKnown(some.names.at(-1) as string))
    return { ...some, known: "some" };
  // `Wx`, `xTAx` of letters that stand nowhere else, and `AX` where the derivative by X is asked for.
  const letters = name.length > 4 ? null : split(name, (part) => part.length === 1);
  if (letters === null) return null;
  const looksLike =
    /^(?:(?:[a-z]T)?[A-Z]{1,2}[a-z]|[A-Z]{2,3})$/.test(name) ||
    letters.names.some((n) => isOnlyAsked(scope.names.get(n)));
  return looksLike ? { ...letters, known: "none" } : null;
}

/** Splits a name into parts, the fewest first; `T` behind a letter is a transposition. */
function split(
  name: string,
  isPart: (part: string) => boolean,
): { readonly names: readonly string[]; readonly shown: string } | null {
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
