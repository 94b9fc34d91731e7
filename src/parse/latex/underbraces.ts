/**
 * `\underbrace{w x + b}_{\hat y}`: a part with a name. Where the name stands elsewhere in the text, and nothing else says what
 * it is, the brace defines it: the name takes the place of the part, and its equation is a row behind the formula. Else what
 * stands at a brace is a remark.
 */
import { LETTER_COMMANDS } from "../../names/canonical.js";
import type { Raw } from "./reader.js";

const BRACES: ReadonlySet<string> = new Set(["\\underbrace", "\\overbrace", "\\underbracket", "\\overbracket"]);

/** A part with a brace, `to` is behind all of it. */
interface Braced<T> {
  readonly part: T;
  readonly label: T;
  readonly to: number;
}

/** The names of parts, spelled without spaces and braces, that stand elsewhere in stretches of LaTeX and are defined by none. */
export function labelsOfBraces(stretches: readonly string[]): ReadonlySet<string> {
  const out = new Set<string>();
  if (!stretches.some((s) => /\\(?:under|over)(?:brace|bracket)/.test(s))) return out;
  const met = new Map<string, number>();
  const rest = stretches.map((s) => {
    let text = s;
    for (const m of s.matchAll(/\\(?:under|over)(?:brace|bracket)(?![A-Za-z])/g)) {
      const found = bracedText(s, m.index + m[0].length);
      if (found === null) continue;
      const name = spelled(found.label);
      met.set(name, (met.get(name) ?? 0) + 1);
      const at = found.to - found.label.length - 1;
      text = text.slice(0, at) + " ".repeat(found.to - at) + text.slice(found.to);
    }
    return text.replace(/\\(?:text[a-z]*|mathrm|operatorname|mbox|begin|end)\*?\s{0,9}\{[^{}]{0,200}\}/g, " ");
  });
  for (const [name, count] of [...met].slice(0, MOST_LABELS)) {
    const pattern = isName(name) ? patternOf(name) : null;
    if (pattern === null || count > 1) continue;
    const isDefined = new RegExp(`(?<!\\\\partial[\\s{]{0,9}|(?<![A-Za-z\\\\])d)${pattern}[\\s}]{0,9}&?\\s{0,9}:?=`);
    if (rest.some((t) => new RegExp(pattern).test(t)) && !rest.some((t) => isDefined.test(t))) out.add(name);
  }
  return out;
}

/** The pieces with names in the place of their parts, and with the equations of these; null where there are none. */
export function withLabels(raws: readonly Raw[], labels: ReadonlySet<string>): Raw[] | null {
  if (labels.size === 0) return null;
  let now = [...raws];
  let isChanged = false;
  const left = new Set(labels);
  for (let i = 0; i < now.length; i++) {
    const found = BRACES.has((now[i] as Raw).value) ? bracedAt(now, i) : null;
    if (found === null || found.part.some(isNoValue)) continue;
    const name = found.label.filter((r) => !/^[=:]*$/.test(r.value.trim()));
    if (!left.delete(spelled(name.map((r) => r.value).join("")))) continue;
    const { start, end } = now[i] as Raw;
    const piece = (type: string, value: string): Raw => ({ type, value, start, end });
    const equation = [piece("row", "\\\\"), ...name.map((r) => ({ ...r })), piece("equals", "="), ...found.part];
    const space = piece("space", " ");
    now = [...now.slice(0, i), space, ...name, space, ...now.slice(found.to), ...equation];
    isChanged = true;
  }
  return isChanged ? now : null;
}

/** Rows, relations and dots: what is no value by itself. */
const isNoValue = ({ type, value }: Raw): boolean =>
  type === "row" || type === "equals" || type === "dots" || value === "&" || /^\\[cl]?dots$/.test(value);

function bracedText(text: string, after: number): Braced<string> | null {
  const close = (at: number): number => closeOf((i) => text[i], at);
  const open = skip(text, after);
  const end = close(open);
  const script = skip(text, end + 1);
  if (end < 0 || !/[_^]/.test(text[script] ?? "")) return null;
  const at = skip(text, script + 1);
  const last = close(at);
  const to = last >= 0 ? last + 1 : at + (/^\\[A-Za-z]+|^./s.exec(text.slice(at, at + 40))?.[0].length ?? 0);
  return { part: text.slice(open + 1, end), label: text.slice(script + 1, to), to };
}

function skip(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text[at] ?? "")) at++;
  return at;
}

function bracedAt(raws: readonly Raw[], from: number): Braced<readonly Raw[]> | null {
  const behind = (at: number): number => {
    let i = at;
    while (raws[i]?.type === "space" || raws[i]?.type === "newline") i++;
    return i;
  };
  const closing = (at: number): number => closeOf((i) => raws[i]?.value, at);
  const open = behind(from + 1);
  const close = closing(open);
  const script = behind(close + 1);
  if (close < 0 || !/^[_^]$/.test(raws[script]?.value ?? "")) return null;
  const at = behind(script + 1);
  const end = closing(at);
  const label = end < 0 ? raws.slice(at, at + 1) : raws.slice(at + 1, end);
  return { part: raws.slice(open + 1, close), label, to: (end < 0 ? at : end) + 1 };
}

/** Pieces of a part that has a name, and names that are looked for: a text that has more is none. */
const LONGEST = 4000;
const MOST_LABELS = 50;

/** The place of the `}` of the braces that open at a place, or -1; `at` gives the pieces. */
function closeOf(at: (i: number) => string | undefined, open: number): number {
  if (at(open) !== "{") return -1;
  let depth = 0;
  for (let i = open; i < open + LONGEST; i++) {
    const piece = at(i);
    if (piece === undefined) return -1;
    if (piece === "{" && at(i - 1) !== "\\") depth += 1;
    if (piece === "}" && at(i - 1) !== "\\") depth -= 1;
    if (depth === 0) return i;
  }
  return -1;
}

/** A label without what only sets it, `=: \hat{y}` as `\haty`. */
const spelled = (label: string): string => label.replace(/[\s{}]/g, "").replace(/^[=:]+/, "");

const ACCENT = /^(?:\\(?:hat|bar|tilde|vec|dot|widehat|overline|mathbf|boldsymbol|bm))+/;

/** One letter with its marks and a subscript; `\underbrace{A \cdots A}_{n}` counts, and names nothing. */
function isName(name: string): boolean {
  const letter = name.replace(ACCENT, "").replace(/_\w{1,40}$/, "");
  if (/^(?:[dei-nT]|[DKMN])$/.test(name)) return false;
  return /^[A-Za-z]$/.test(letter) || (letter.startsWith("\\") && LETTER_COMMANDS.has(letter.slice(1)));
}

/** The name however its braces and spaces are typed, with nothing more below it. */
function patternOf(name: string): string {
  const pieces = name.match(new RegExp(`${ACCENT.source.slice(1)}|\\\\[A-Za-z]+|.`, "g")) ?? [];
  const all = pieces.flatMap(
    (p) => p.match(/\\(?:hat|bar|tilde|vec|dot|widehat|overline|mathbf|boldsymbol|bm)|\\[A-Za-z]+|./g) ?? [],
  );
  const joined = all.map((p) => p.replace("\\", "\\\\")).join("[\\s{}]{0,9}");
  const isCommand = /\\[A-Za-z]+$/.test(name) && !ACCENT.test(name);
  const before = name.startsWith("\\") ? "" : "(?<!\\\\[A-Za-z]{0,20})";
  return `${before}${joined}${isCommand ? "(?![A-Za-z])" : ""}${name.includes("_") ? "" : "(?![\\s}]{0,9}_)"}`;
}
