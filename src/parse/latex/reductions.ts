/** `\sum_{i=1}^{N}` and `\prod`: the sign, with what stands under and over it as scripts. */
import type { Script, Span } from "../ast.js";
import { command } from "./commands.js";
import { closing, firstDigit, isSign, latexScript, put, type Raw, type Reader, skipSpace } from "./reader.js";

const BETWEEN: ReadonlySet<string> = new Set(["\\limits", "\\nolimits", "\\displaylimits"]);

export function readReduction(r: Reader, raw: Raw, name: "sum" | "prod"): void {
  let below: Script | null = null;
  let above: Script | null = null;
  let end = raw.end;
  for (;;) {
    const at = skipSpace(r, r.i);
    const sign = r.raws[at];
    if (BETWEEN.has(sign?.value ?? "")) {
      r.i = at + 1;
      continue;
    }
    const isBelow = isSign(sign, "_");
    if (sign === undefined || (!isBelow && !isSign(sign, "^")) || (isBelow ? below : above) !== null) break;
    r.i = at + 1;
    const script = argument(r);
    if (isBelow) below = script;
    else above = script;
    end = r.raws[r.i - 1]?.end ?? end;
  }
  const t = put(r, "BIND", name, { start: raw.start, end });
  t.scripts = { base: name, below: below === null ? [] : [below], above: above === null ? [] : [above] };
}

/** The argument of a script: braces, or one letter, digit or command. */
function argument(r: Reader): Script {
  const at = skipSpace(r, r.i);
  const arg = r.raws[at];
  const close = closing(r, at);
  const script = (span: Span): Script => latexScript(r.source, span, "", null);
  const end = arg?.end ?? r.source.length;
  if (close >= 0) {
    r.i = close + 1;
    return substack(r, at, close) ?? script({ start: end, end: r.raws[close]?.start ?? end });
  }
  if (arg?.type === "number" && arg.value.length > 1) {
    r.i = at;
    firstDigit(arg);
    return script({ start: arg.start - 1, end: arg.start });
  }
  r.i = Math.min(at + 1, r.raws.length);
  // `\sum_\mathcal{S}`: the face with its letter.
  const c = arg?.type === "command" ? command(arg.value.slice(1)) : null;
  const brace = c !== null && c.does !== "letter" ? closing(r, skipSpace(r, r.i)) : -1;
  if (brace >= 0) r.i = brace + 1;
  return script({ start: arg?.start ?? end, end: r.raws[r.i - 1]?.end ?? end });
}

/** The rows of `{\substack{j=1 \\ j \ne i}}`, which are read as if they stood in a row. */
function substack(r: Reader, open: number, close: number): Script | null {
  const at = skipSpace(r, open + 1);
  if (r.raws[at]?.value !== "\\substack") return null;
  const brace = skipSpace(r, at + 1);
  const end = closing(r, brace);
  if (end < 0 || skipSpace(r, end + 1) !== close) return null;
  return latexScript(r.source, { start: r.raws[brace]?.end ?? 0, end: r.raws[end]?.start ?? 0 }, "", null);
}
