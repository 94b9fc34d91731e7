/** Single entries, `z_i` and `W_ij`, where the model has no such name. */
import type { Token } from "../lex/tokens.js";
import { type Filter, fault, last } from "./around.js";

/** `z_i` in a derivative, where it is no name of the model: an entry, so that the statement is not judged. */
export function isEntry(f: Filter, t: Token): boolean {
  const before = last(f)?.type;
  return (before === "D" || before === "DV") && isIndexed(f, t.value);
}

/** `W_ij`, and `W_12` where W is a name of the model and W_12 is none. */
export function isIndexed({ known, parameters }: Filter, name: string): boolean {
  const match = /^(.+)_(?:[ijkl](?:_?[ijkl]){0,3}|(\d+))$/.exec(name);
  if (match === null || parameters.has(name) || known.variables.has(name) || known.used.has(name)) return false;
  return match[2] === undefined || known.used.has(match[1] ?? "") || known.variables.has(match[1] ?? "");
}

/** Whether a token is a letter that something binds, or a bracket with one below it. */
export function isPlace(t: Token, bound: ReadonlySet<string>): boolean {
  if (bound.size === 0) return false;
  if (t.type === "NAME") return bound.has(t.value) || t.value.split("_").some((part) => bound.has(part));
  const parts = t.sub?.split("_") ?? [];
  return parts.some((part) => bound.has(part) || (/^[a-z]{2,3}$/.test(part) && [...part].some((c) => bound.has(c))));
}

/** A derivative by one entry is asked for: what can be had is the derivative by all of them. */
export function refuseEntry(f: Filter): void {
  const at = f.tokens.find((t) => t.type === "NAME" && isIndexed(f, t.value));
  if (at === undefined || f.tokens.some((t) => t.type === "EQ")) return;
  const whole = at.value.replace(/_[^_]*$/, "");
  f.scheme = null;
  fault(f, {
    code: "entry",
    message: `${at.value} is one entry, and derivatives are taken by whole names`,
    at: at,
    hint: `ask for the derivative by ${whole}; its entries are shown by --view index`,
  });
}
