/** `x_1, \dots, x_N \in \mathbb{R}^d`: a family that is declared by its first and last member. */
import type { Name, Range, Script, Scripts } from "../ast.js";
import type { Token } from "../lex/tokens.js";
import { bound } from "./cursor.js";
import { cursorIn } from "./places.js";
import { isDots, rangeOf } from "./ranges.js";
import { plainScripts } from "./scripts.js";

/** The member that stands for all of a list that a declaration follows, with its range, and the index behind the list. */
export function membersAt(
  tokens: readonly Token[],
  i: number,
  source: string,
): { readonly member: Token; readonly after: number } | null {
  const first = tokens[i] as Token;
  let at = i;
  while (tokens[at + 1]?.type === "COMMA" && tokens[at + 2]?.type === "NAME" && at < i + 6) at += 2;
  const [comma, dots, other, last, next] = tokens.slice(at + 1, at + 6);
  if (comma?.type !== "COMMA" || !isDots(dots) || other?.type !== "COMMA" || last?.type !== "NAME") return null;
  if (next?.type !== "IN" && next?.type !== "COLON") return null;
  const scripts = scriptsOf(first, source);
  const ends = [first, last].map((t) => placeOf(scriptsOf(t, source)));
  const [from, to] = ends;
  if (scripts === null || from == null || to == null || from.base !== to.base) return null;
  const letter: Name = {
    type: "name",
    at: undefined,
    name: "i",
    typed: "",
    face: "plain",
    latex: first.latex,
    span: from.script.span,
  };
  const script: Script = { ...from.script, text: "i", label: "i" };
  const isAbove = scripts.above.length > 0;
  const below = isAbove ? scripts.below : [script];
  const above = isAbove ? [script] : scripts.above;
  const range: Range = rangeOf([letter], { from: from.place, to: to.place }, { start: first.start, end: last.end });
  const member: Token = {
    ...first,
    value: `${scripts.base}_i`,
    end: last.end,
    scripts: { ...scripts, below, above },
    head: { ranges: [range], conditions: [] },
  };
  return { member, after: at + 5 };
}

const scriptsOf = (t: Token, source: string): Scripts | null =>
  t.scripts ?? (t.latex ? null : plainScripts(source.slice(t.start, t.end), t.start, t.value));

/** The one place at a name. */
function placeOf(scripts: Scripts | null) {
  const [script, second] = scripts === null ? [] : [...scripts.below, ...scripts.above];
  if (scripts === null || script === undefined || second !== undefined) return null;
  const c = cursorIn(script);
  const place = bound(c);
  return place === null || c.at < c.tokens.length ? null : { base: scripts.base, script, place };
}
