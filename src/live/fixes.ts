/** Hints that are followed at a press: a change is offered only where the text is better after it. */
import type { Diagnostic } from "../core/diagnostic.js";
import { read } from "../elaborate/parse.js";
import { declared } from "./declare.js";
import type { Fix } from "./messages.js";

/** Texts of more characters are not read again for a hint. */
const MOST_TRIED = 20_000;
const MOST_FIXES = 3;

const KIND = / : ((?:scalar|vector\([^()]{1,40}\)|matrix\([^()]{1,40}\)|function)(?: [a-z]{1,20})?)/g;
const NAME = /^[\p{L}][\p{L}\p{N}_]*$/u;
/** What a hint says to write: `a product has spaces: W x; a name of its own is declared`. */
const WRITTEN = /: ([^:;]{1,80})(?:;|$)/;
const MEANT = /did you mean ([^\s?]{1,40})\?/;

/** The names that a declaration in a hint begins with: `m` of `if it is a number, say so: m : scalar`. */
function namesBefore(hint: string, at: number): readonly string[] {
  const words = hint.slice(Math.max(0, at - 80), at).split(" ");
  const names: string[] = [];
  for (let word = words.pop(); word !== undefined; word = words.pop()) {
    if (!NAME.test(word.replace(/,$/, "")) || (names.length > 0 && !word.endsWith(","))) break;
    names.unshift(word.replace(/,$/, ""));
  }
  return names;
}

/** What a hint says to write, as texts; none where it says nothing that could be written. */
function candidates(text: string, start: number, end: number, hint: string): readonly Fix[] {
  const out: Fix[] = [];
  const meant = MEANT.exec(hint)?.[1];
  if (meant !== undefined && end > start)
    out.push({ label: `write ${meant}`, text: text.slice(0, start) + meant + text.slice(end) });
  for (const { 1: kind = "", index } of hint.slice(0, 500).matchAll(KIND))
    for (const name of namesBefore(hint, index)) {
      const next = declared(text, { name, kind });
      out.push({ label: `declare ${name} : ${kind}`, text: next });
    }
  const written = WRITTEN.exec(hint.slice(0, 500))?.[1];
  if (out.length === 0 && written !== undefined && end > start)
    out.push({ label: `write ${written}`, text: text.slice(0, start) + written + text.slice(end) });
  return out.slice(0, MOST_FIXES);
}

const faultsIn = (text: string, severity: Diagnostic["severity"]): number =>
  read(text).diagnostics.filter((d) => d.severity === severity || d.severity === "error").length;

/** The changes that a hint asks for and that mend something. */
export function fixesOf(text: string, { severity, hint }: Diagnostic, start: number, end: number): readonly Fix[] {
  if (hint === null || severity === "note" || text.length > MOST_TRIED) return [];
  const tried = candidates(text, start, end, hint);
  if (tried.length === 0) return [];
  const now = faultsIn(text, severity);
  return tried.filter((fix) => faultsIn(fix.text, severity) < now);
}
