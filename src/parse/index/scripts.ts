/** Names of plain text taken apart: what stands below the letter of `x_i`, `W_{i,j}`, `y_hat_i`, `xᵢⱼ`. */
import { canonicalName, subscript } from "../../names/canonical.js";
import { BELOW } from "../../names/letters.js";
import type { Script, Scripts } from "../ast.js";

const ACCENT = /^(?:hat|tilde|bar|dot|ddot|prime|star|check|breve|acute|grave|mathring)$/;
const LOWERED = new RegExp(`[${BELOW}]`);

/** A script of plain text; raised and lowered letters are their letters on the line, one for one. */
export function plainScript(text: string, start: number, bracket: Script["bracket"] = null): Script {
  const letters = text.normalize("NFKC").replaceAll("−", "-");
  return {
    text: letters.length === text.length ? letters : text,
    label: subscript(text),
    bracket,
    latex: false,
    span: { start, end: start + text.length },
  };
}

/** Adds a script; `t`, `minus`, `1` are the one script t - 1, as canonical names spell it. */
function put(below: Script[], word: string, start: number): void {
  const sign = below[below.length - 2];
  const before = below[below.length - 1];
  const isShift = before !== undefined && /^(?:plus|minus)$/.test(before.text) && sign !== undefined;
  if (!isShift) {
    below.push(plainScript(word, start));
    return;
  }
  below.length -= 2;
  const text = `${sign.text}${before.text === "minus" ? "-" : "+"}${word}`;
  const label = `${sign.label}_${before.text}_${word}`;
  below.push({ ...sign, text, label, span: { start: sign.span.start, end: start + word.length } });
}

/** The parts of a name as typed in plain text from offset `start`, or null where it is all base. */
export function plainScripts(typed: string, start: number, name: string): Scripts | null {
  const brace = typed.indexOf("_{");
  const head = brace < 0 ? typed : typed.slice(0, brace);
  const lowered = head.search(LOWERED);
  const words = (lowered < 0 ? head : head.slice(0, lowered)).replace(/_$/, "").split("_");
  if (words.includes("")) return null;
  let count = 1;
  while (ACCENT.test(words[count] ?? "")) count++;
  const below: Script[] = [];
  let at = 0;
  words.forEach((word, i) => {
    if (i >= count) put(below, word, start + at);
    at += word.length + 1;
  });
  if (lowered >= 0) below.push(plainScript(head.slice(lowered), start + lowered));
  if (brace >= 0) below.push(plainScript(typed.slice(brace + 2, typed.lastIndexOf("}")), start + brace + 2));
  const base = canonicalName(words.slice(0, count).join("_"));
  const isWhole = [base, ...below.map((s) => s.label)].join("_") === name;
  return below.length > 0 && isWhole ? { base, below, above: [] } : null;
}
