/**
 * Names that read like products without their spaces.
 *
 * `Wx` without a space is one name: where nothing declares or defines it and its letters are names of the text, a
 * product was meant more likely than not, and a derivative by W would lack it. One letter that is such a name is
 * enough to say so, for then the other may stand nowhere else: `xy + x`.
 */
import { canonicalName } from "../../names/canonical.js";
import { GREEK } from "../../names/greek.js";
import { BELOW, MARKED_LETTER } from "../../names/letters.js";
import { type Entry, fault, type Scope, typed, warn } from "../scope.js";
import { isOnlyApplied, isStated, type Sign, shows } from "./evidence.js";

/** Doubts of one kind: each costs a look at all names, and more say nothing new. */
const MOST = 10;

/** Longer names are words. */
const LONGEST = 8;

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
    const lost = parts.names.some((n) => isLost(scope.names.get(n))) || (parts.known === "some" && parts.isBehind);
    const stated = parts.known === "all" && parts.names.every((n) => isStatedName(scope.names.get(n)));
    if (!lost && !stated && !/[ᵀ'′)]/.test(scope.source.charAt(entry.span.start - 1))) {
      warn(scope, "name/glued", entry.span, message, hint);
      continue;
    }
    entry.faulty = true;
    fault(scope, "name/glued", entry.span, message, { hint: `${hint}; a name of its own is declared` });
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

interface Split {
  readonly names: readonly string[];
  readonly shown: string;
}

interface Parts extends Split {
  /** Which of them are names of the model. */
  readonly known: "all" | "some" | "none";
  /** Whether what stands last in it is one: `Xw`, `mc` beside w and c. */
  readonly isBehind: boolean;
}

/** The product that a name reads like: its parts are names, or one letter of few is, or the letters look like one. */
function partsOf(scope: Scope, entry: Entry): Parts | null {
  const { name, span } = entry;
  const isKnown = (part: string): boolean => {
    const n = scope.names.get(part);
    return n !== undefined && n !== entry && n.kind !== "size" && n.kind !== "function";
  };
  const made = (known: Parts["known"], of: Split): Parts => ({
    ...of,
    known,
    isBehind: isKnown(of.names.at(-1) as string),
  });
  const letters = lettersOf(scope, entry);
  if (letters !== null && isDifference(letters.names, isKnown)) return null;
  if (letters?.names.every(isKnown)) return made("all", letters);
  if (letters !== null && isHalfKnown(letters.names, isKnown)) return made("some", letters);
  if (name.length < 2 || name.length > LONGEST || !/^[A-Za-z][A-Za-z0-9]*$/.test(name) || GREEK.has(name)) return null;
  const found = split(name, isKnown);
  if (found !== null) return made("all", found);
  // `Xw`, `W1x`, `xTAx` beside w or x.
  const isLetter = (part: string) => /^[A-Za-z]\d*$/.test(part) || GREEK.has(part);
  const some = span.end - span.start > 5 ? null : split(name, isLetter);
  if (some !== null && some.names.length <= 3 && isKnown(some.names.at(-1) as string)) return made("some", some);
  // `Wx`, `xTAx` of letters that stand nowhere else, and `AX` where the derivative by X is asked for.
  const short = name.length > 4 ? null : split(name, (part) => part.length === 1);
  if (short === null || FAMILIES.some((sign) => shows(entry.evidence, sign))) return null;
  const looksLike =
    /^(?:(?:[a-z]T)?[A-Z]{1,2}[a-z]|[A-Z]{2,3})$/.test(name) ||
    short.names.some((n) => isOnlyAsked(scope.names.get(n)));
  return looksLike ? made("none", short) : null;
}

/** What stands at places is one name, `CF_t`: two letters do not share a subscript. */
const FAMILIES = ["member", "cell", "indexed", "paired"] as const satisfies readonly Sign[];

/** A letter as it stands in a name, with its digits or a short subscript. */
const LETTERS = new RegExp(String.raw`${MARKED_LETTER}(?:[${BELOW}]+|_\d+|_[A-Za-z](?![A-Za-z0-9_])|\d+)?`, "g");

/** The letters that a name was typed of, by the names that they are; `T` behind a letter is a transposition. */
function lettersOf(scope: Scope, { name, span }: Entry): Split | null {
  const text = typed(scope, span);
  // A Greek letter that is spelled: mu beside u.
  if (GREEK.has(text)) return null;
  const letters = text.match(LETTERS) ?? [];
  if (letters.length < 2 || letters.length > 5 || letters.join("") !== text || canonicalName(text) !== name)
    return null;
  const names: string[] = [];
  let shown = "";
  for (const letter of letters) {
    const part = canonicalName(letter);
    if (letter === "T" && names.length > 0) shown += "^T";
    else {
      names.push(part);
      shown += shown === "" ? part : ` ${part}`;
    }
  }
  return names.length < 2 ? null : { names, shown };
}

/** A differential or a difference in front of what it is of: `dx`, `Δt`. */
const DIFFERENCES: ReadonlySet<string> = new Set(["d", "delta", "Delta"]);

const isDifference = ([first, ...rest]: readonly string[], isKnown: (part: string) => boolean): boolean =>
  first !== undefined && DIFFERENCES.has(first) && !isKnown(first) && rest.length === 1;

/** One of two letters, two of three: more letters are a word. */
function isHalfKnown(names: readonly string[], isKnown: (part: string) => boolean): boolean {
  const known = names.filter(isKnown).length;
  return names.length <= 3 && known > 0 && known >= names.length - 1;
}

/** Splits a name into parts, the fewest first; `T` behind a letter is a transposition. */
function split(name: string, isPart: (part: string) => boolean): Split | null {
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
