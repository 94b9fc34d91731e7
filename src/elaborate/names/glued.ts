/**
 * Names that read like products without their spaces, or like functions without their parentheses.
 *
 * `Wx` without a space is one name: where nothing declares or defines it and its letters are names of the text, a
 * product was meant more likely than not, and a derivative by W would lack it. One letter that is such a name is
 * enough to say so, for then the other may stand nowhere else: `xy + x`. Every name of a text is looked at, one that
 * stands at places, `wxᵢ`, and one that stands in squares only, `σ²`, among them.
 */
import { canonicalName } from "../../names/canonical.js";
import { GREEK } from "../../names/greek.js";
import { BELOW } from "../../names/letters.js";
import { type Entry, fault, type Scope, typed, warn } from "../scope.js";
import { bare, isOnlyApplied, isStated, type Sign, shows } from "./evidence.js";
import { hangsOn } from "./lone.js";
import { appliedIn, lettersOf, type Split, split } from "./split.js";

/** Warnings of one kind: more say nothing new. */
const MOST = 10;

/** Longer names are words. */
const LONGEST = 8;

/** Says of undeclared names that read like products what they may mean. */
export function sayGlued(scope: Scope): void {
  let said = 0;
  refuseTurned(scope);
  for (const entry of [...scope.names.values()]) {
    if (!mayBeGlued(entry)) continue;
    const parts = partsOf(scope, entry);
    if (parts === null || (parts.isApplied && parts.names.some((n) => isMadeOf(scope, n, entry)))) continue;
    // Asked for by name and standing nowhere else: without the product the answer would be zero.
    const asked = parts.names.some((n) => isLost(partNamed(scope, n)));
    const lost = asked || (parts.known === "some" && parts.isBehind);
    const series =
      parts.known !== "all" && !parts.isApplied && said < MOST ? seriesOf(scope, entry, parts.names) : null;
    if (series === "named" || (series === "lettered" && !asked)) continue;
    scope.told.add(entry);
    const [script = ""] = /\^.$/.exec(parts.names.length === 1 ? parts.shown : "") ?? [];
    const what = script === "^T" ? "a transpose is" : script === "" ? "a product has spaces:" : "a power is";
    const hint = parts.isApplied ? `it is ${parts.shown}` : `${what} ${parts.shown}`;
    const message = `${entry.name} is read as one name`;
    const stated = parts.known === "all" && parts.names.every((n) => isStatedName(partNamed(scope, n)));
    const isCut = parts.isPower || parts.isTurned || /[ᵀ'′)]/.test(scope.source.charAt(entry.span.start - 1));
    if (series !== null || (!lost && !stated && !isCut)) {
      if (said < MOST) warn(scope, "name/glued", entry.span, message, hint);
      said += 1;
      continue;
    }
    entry.faulty = true;
    fault(scope, "name/glued", entry.span, message, { hint: `${hint}; a name of its own is declared` });
  }
}

/** `(A x - b)T (A x - b)`: refuses a T that stands behind closed brackets only, where it lost its place above them. */
function refuseTurned(scope: Scope): void {
  const T = scope.names.get("T");
  if (T === undefined || !mayBeGlued(T) || scope.strict) return;
  const behind = scope.source.match(/[)\]]T(?![\p{L}\d_^'])/gu) ?? [];
  if (behind.length === 0 || behind.length !== bare(T.evidence)) return;
  T.faulty = true;
  fault(scope, "name/glued", T.span, "T behind a bracket is read as a factor", {
    hint: "a transpose is (…)^T; a name of its own is declared: T : scalar",
  });
}

const mayBeGlued = ({ assumed, faulty, kind, evidence }: Entry): boolean =>
  assumed &&
  !faulty &&
  kind !== "size" &&
  shows(evidence, "typed") &&
  !shows(evidence, "size") &&
  !isOnlyApplied(evidence);

/** The name of a text that a part is; σ where σ² is a name of its own. */
const partNamed = ({ names }: Scope, part: string): Entry | undefined =>
  names.get(part) ?? names.get(`${part}_squared`);

/** Whether a name is defined by the function that would be of it: `p = exp(logp)`. */
function isMadeOf(scope: Scope, part: string, whole: Entry): boolean {
  const own = partNamed(scope, part);
  return own !== undefined && own.evidence.defined !== null && hangsOn(scope, own.name, (n) => n === whole.name);
}

/** Whether a derivative by a name is asked for, in which what is glued to it would be missing. */
const isLost = (n: Entry | undefined): boolean => isOnlyAsked(n) || (n !== undefined && shows(n.evidence, "by"));

/** Whether a name stands in queries and claims only, so that what is asked of it can but be zero. */
const isOnlyAsked = (n: Entry | undefined): boolean =>
  n !== undefined && !isStated(n.evidence) && !shows(n.evidence, "used") && n.inModel;

const isStatedName = (n: Entry | undefined): boolean => n !== undefined && isStated(n.evidence);

/**
 * `Wx x + Wh h`: a weight that is called by what it multiplies, or one of several of a letter. Where the letter is a name
 * of its own, `kx + kt + k`, several of it are products.
 */
function seriesOf(scope: Scope, { name }: Entry, parts: readonly string[]): "named" | "lettered" | null {
  const suffix = parts[parts.length - 1] ?? "";
  if (new RegExp(`${name}\\s*[*@]?\\s*\\(?${suffix}(?![A-Za-z0-9])`).test(scope.source)) return "named";
  if (parts.slice(0, -1).every((n) => partNamed(scope, n) !== undefined)) return null;
  const stem = name.slice(0, name.length - suffix.length);
  for (const other of scope.names.keys())
    if (other !== name && other.length === name.length && other.startsWith(stem)) return "lettered";
  return null;
}

interface Parts extends Split {
  /** Which of them are names of the model. */
  readonly known: "all" | "some" | "none";
  /** Whether what stands last in it is one: `Xw`, `mc` beside w and c. */
  readonly isBehind: boolean;
  /** Whether a function is one of them: `sinx`. */
  readonly isApplied: boolean;
  /** Whether e stands last in it, with an exponent: `ae^x`. */
  readonly isPower: boolean;
  /** Whether T stands behind a name of the text: `xT A x`. */
  readonly isTurned: boolean;
}

/** What stood above a letter and lost its place: `xT`, `v2`, beside x and v. */
function flattenedIn(scope: Scope, entry: Entry, text: string, isKnown: (part: string) => boolean): Parts | null {
  const [, base = "", script = ""] = /^(\p{L}(?=T|.$)|\p{L}\d(?=T))(T|[2-9])$/u.exec(text) ?? [];
  const name = canonicalName(base);
  const of = partNamed(scope, name);
  const flattened = { isBehind: false, isApplied: false, isPower: false };
  if (script === "T") {
    const isFactor = shows(entry.evidence, "front") && /^[a-z]$/.test(base);
    if (DIFFERENCES.has(name) || (!isKnown(name) && !isFactor)) return null;
    const isTurned = isKnown(name);
    const shown = isKnown("T") ? `${base} T` : `${base}^T`;
    return { ...flattened, names: [name], shown, known: isTurned ? "all" : "none", isTurned };
  }
  if (of === undefined || !isKnown(name) || !isLost(of) || shows(of.evidence, "used") || isCounted(scope, base))
    return null;
  return { ...flattened, names: [name], shown: `${base}^${script}`, known: "all", isTurned: false };
}

/** Whether a letter stands with a 0 or 1 as well, so that digits behind it count. */
export const isCounted = ({ names }: Scope, base: string): boolean =>
  [0, 1].some((k) => names.has(`${base}${k}`) || names.has(`${base}_${k}`));

/** What was typed for a name, without the places that it is taken at. */
function letteringOf(scope: Scope, { name, span }: Entry): string | null {
  const text = typed(scope, span);
  if (canonicalName(text) === name) return text;
  const base = text.replace(AT_PLACES, "");
  return scope.indices.families.has(name) && canonicalName(base) === name ? base : null;
}

const AT_PLACES = new RegExp(String.raw`(?:[${BELOW}]+|_\{[^{}]*\}|_[A-Za-z0-9]+)$`);

/** The product that a name reads like: its parts are names, or one letter of few is, or the letters look like one. */
function partsOf(scope: Scope, entry: Entry): Parts | null {
  const { name, span } = entry;
  const isKnown = (part: string): boolean => {
    const n = partNamed(scope, part);
    return n !== undefined && n !== entry && n.kind !== "size" && n.kind !== "function";
  };
  const made = (known: Parts["known"], of: Split, own: Partial<Parts> = {}): Parts => ({
    ...of,
    known,
    isBehind: of.names.length > 0 && isKnown(of.names.at(-1) as string),
    isApplied: false,
    isPower: false,
    isTurned: false,
    ...own,
  });
  const text = letteringOf(scope, entry) ?? name;
  if (text.length > 4 * LONGEST || GREEK.has(name)) return null;
  const flattened = flattenedIn(scope, entry, text, isKnown);
  if (flattened !== null) return flattened;
  const isOperand = (part: string): boolean => isKnown(part) || partNamed(scope, part)?.kind === "size";
  const applied = appliedIn(text, isOperand);
  if (applied !== null)
    return made(applied.names.every(isOperand) ? "all" : "none", applied, { isApplied: true, isBehind: false });
  const letters = lettersOf(text);
  const power = letters === null || !isRaised(scope, entry, text) ? null : lettersOf(text.slice(0, -1));
  if (power !== null && power.names.length > 0 && power.names.length < 3)
    return made("none", { ...power, shown: `${power.shown} e` }, { isPower: true });
  const isPi = /π./.test(text) && !/^π[_₀-ₜ\d]/.test(text);
  if (letters !== null && letters.names.length > (isPi ? 0 : 1)) {
    if (isDifference(letters.names, isKnown)) return null;
    if (letters.names.every(isKnown)) return made("all", letters);
    if (isHalfKnown(letters.names, isKnown)) return made("some", letters);
    if (isPi) return made("none", letters);
  }
  if (name.length < 2 || name.length > LONGEST || !/^[A-Za-z][A-Za-z0-9]*$/.test(name)) return null;
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

/** `ae^x`, `Ae^(-kt)`, `Neˣ`: e behind a letter, with an exponent that is no number and no transposition. */
const isRaised = ({ source }: Scope, { span }: Entry, text: string): boolean =>
  /^.{1,2}e$/u.test(text) &&
  /^(?:\^[({\s]{0,3}[-−]?\s?[\d.]{0,8}\s?[\p{L}(](?<!\^T)|[⁰¹²³⁴-⁹⁻ᐟ]{0,8}[ᵃ-ᶻˣʸ\u1d2c-\u1d6a])/u.test(
    source.slice(span.end, span.end + 24),
  );

/** A differential or a difference in front of what it is of: `dx`, `Δt`. */
const DIFFERENCES: ReadonlySet<string> = new Set(["d", "delta", "Delta"]);

const isDifference = ([first, ...rest]: readonly string[], isKnown: (part: string) => boolean): boolean =>
  first !== undefined && DIFFERENCES.has(first) && !isKnown(first) && rest.length === 1;

/** One of two letters, two of three: more letters are a word. */
function isHalfKnown(names: readonly string[], isKnown: (part: string) => boolean): boolean {
  const known = names.filter(isKnown).length;
  return names.length <= 3 && known > 0 && known >= names.length - 1;
}
