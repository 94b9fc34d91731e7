/** Labels above names in plain text: `W^[l]`, `a^{[l-1]}`, and `z^(l)` where l is bound. */
import type { Script } from "../ast.js";
import type { Token } from "../lex/tokens.js";
import { atom, type Cursor } from "./cursor.js";
import type { Marker } from "./marker.js";
import { plainScript, plainScripts } from "./scripts.js";

/** `W^[l]`, `a^{[l-1]}`, and `z^(l)` where l is bound: in plain text a name with what stands above it. */
export function raisedLabels(m: Marker): readonly Token[] {
  const { out, source } = m;
  if (!out.some((t) => t.type === "POWER" && !t.latex)) return out;
  const layered = layeredNames(m);
  const kept: Token[] = [];
  for (let i = 0; i < out.length; i++) {
    const t = out[i] as Token;
    const name = kept[kept.length - 1];
    const isAbove = t.type === "POWER" && t.glued && !t.latex && name?.type === "NAME";
    const raised = isAbove ? (labelAt(m, i) ?? (layered.has(name.value) ? layerAt(m, i) : null)) : null;
    if (raised === null || name === undefined) {
      kept.push(t);
      continue;
    }
    const open = out[raised.open] as Token;
    const close = out[raised.close] as Token;
    const bracket = open.type === "LB" ? "[" : open.type === "LP" ? "(" : null;
    const [start, end] = raised.open === raised.close ? [open.start, close.end] : [open.end, close.start];
    const above = plainScript(source.slice(start, end), start, bracket);
    kept[kept.length - 1] = withLabel(name, source, above, close.scripts?.below ?? [], (out[raised.end] as Token).end);
    i = raised.end;
  }
  return kept;
}

/** Names that an equation or a declaration has with a bound letter above them, `z^l = …`, `W^l : matrix(n, n)`. */
function layeredNames({ out, bound }: Marker): ReadonlySet<string> {
  const found = new Set<string>();
  out.forEach((t, i) => {
    const before = out[i - 1];
    const [power, letter, next] = [out[i + 1], out[i + 2], out[i + 3]];
    const isStart = before === undefined || ["BREAK", "COMMA", "QUAD"].includes(before.type);
    // In LaTeX the letter has become part of the name already.
    if (isStart && t.type === "NAME" && t.scripts?.above.some((a) => bound.has(a.text)) && power?.type === "EQ")
      found.add(t.scripts.base);
    const isHead = next?.type === "EQ" || next?.type === "COLON" || next?.type === "COMMA";
    const isPower = power?.type === "POWER" && power.glued && !power.latex;
    if (isStart && t.type === "NAME" && isPower && letter?.type === "NAME" && bound.has(letter.value) && isHead)
      found.add(t.value);
  });
  return found;
}

/** What stands above a name that has places there: `z^l`, `a^{l-1}`, `a^0`, `a^L`. */
function layerAt({ out, source }: Marker, i: number): RaisedLabel | null {
  const first = out[i + 1];
  if (first?.type === "NAME" || first?.type === "NUM") return { open: i + 1, close: i + 1, end: i + 1 };
  if (first?.type !== "LC") return null;
  const close = out.findIndex((t, k) => k > i + 1 && t.type === "RC");
  if (close < 0 || close > i + 8) return null;
  const c: Cursor = { tokens: out.slice(i + 2, close), typed: (t) => source.slice(t.start, t.end), at: 0 };
  return atom(c) === null ? null : { open: i + 1, close, end: close };
}

interface RaisedLabel {
  readonly open: number;
  readonly close: number;
  readonly end: number;
}

function labelAt({ out, bound, source }: Marker, i: number): RaisedLabel | null {
  const braces = out[i + 1]?.type === "LC";
  const open = braces ? i + 2 : i + 1;
  const first = out[open];
  if (first?.type !== "LB" && first?.type !== "LP") return null;
  const close = first.type === "LB" ? "RB" : "RP";
  let at = open + 1;
  while (at < out.length && at < open + 12 && out[at]?.type !== close) at++;
  if (out[at]?.type !== close || (braces && out[at + 1]?.type !== "RC")) return null;
  const inside = out.slice(open + 1, at);
  const c: Cursor = { tokens: inside, typed: (t) => source.slice(t.start, t.end), at: 0 };
  // In parentheses l + 1 is an exponent, unless l is an index.
  const isBound = inside.some((t) => t.type === "NAME" && bound.has(t.value));
  if (inside.length === 0 || (first.type === "LP" && !isBound) || atom(c) === null) return null;
  return { open, close: at, end: braces ? at + 1 : at };
}

/** A plain name with a script above it, and those that stand behind the bracket below it. */
function withLabel(name: Token, source: string, above: Script, below: readonly Script[], end: number): Token {
  const typed = source.slice(name.start, name.end);
  const whole = { base: name.value, below: [], above: [] };
  const scripts = name.scripts ?? plainScripts(typed, name.start, name.value) ?? whole;
  const all = { base: scripts.base, below: [...scripts.below, ...below], above: [...scripts.above, above] };
  const value = [all.base, ...all.below.map((s) => s.label), ...all.above.map((s) => s.label)].join("_");
  return { ...name, value, scripts: all, end };
}
