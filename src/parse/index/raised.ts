/**
 * Labels above names in plain text: `W^[l]`, `a^{[l-1]}`, and `z^(l)` where l is bound. `g^(T-t)` of a g that nothing
 * states or has with a label alone is a power, which plain text cannot write without these parentheses.
 */
import type { Script } from "../ast.js";
import type { Token } from "../lex/tokens.js";
import { atom, type Cursor } from "./cursor.js";
import type { Marker } from "./marker.js";
import { plainScript, plainScripts } from "./scripts.js";

/** Joins what stands above a name in plain text to the name. */
export function raisedLabels(m: Marker): readonly Token[] {
  const { out, source } = m;
  if (!out.some((t) => t.type === "POWER" && !t.latex)) return out;
  const layered = layeredNames(m);
  const counted = countedNames(m);
  const kept: Token[] = [];
  for (let i = 0; i < out.length; i++) {
    const t = out[i] as Token;
    const name = kept[kept.length - 1];
    const isAbove = t.type === "POWER" && t.glued && !t.latex && name?.type === "NAME";
    const raised = isAbove ? aboveAt(m, i, counted.get(baseOf(name)) ?? null, layered.has(name.value)) : null;
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
    const isFirst = isStart(before);
    // In LaTeX the letter has become part of the name already.
    if (isFirst && t.type === "NAME" && t.scripts?.above.some((a) => bound.has(a.text)) && power?.type === "EQ")
      found.add(t.scripts.base);
    const isHead = next?.type === "EQ" || next?.type === "COLON" || next?.type === "COMMA";
    const isPower = power?.type === "POWER" && power.glued && !power.latex;
    if (isFirst && t.type === "NAME" && isPower && letter?.type === "NAME" && bound.has(letter.value) && isHead)
      found.add(t.value);
  });
  return found;
}

/** What stands above a name: its bracket elsewhere says whether `(T-t)` is a label, and that `(L)` is one. */
function aboveAt(m: Marker, i: number, bracket: string | null, isLayered: boolean): RaisedLabel | null {
  const label = labelAt(m, i, bracket === "(");
  if (label !== null && (bracket !== null || isLayered || !isCompound(m, label))) return label;
  return isLayered ? layerAt(m, i) : null;
}

/** Names that have a label alone above them somewhere, `z^(l)`, `W^[l-1]`, or any on the left of an equation, `x^(t+1) = …`; each with its bracket. */
function countedNames(m: Marker): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  m.out.forEach((t, i) => {
    const name = m.out[i - 1];
    if (t.type !== "POWER" || !t.glued || t.latex || name?.type !== "NAME") return;
    const label = labelAt(m, i, false);
    if (label === null) return;
    const [before, next] = [m.out[i - 2], m.out[label.end + 1]];
    const isLeft = isStart(before) && (next?.type === "EQ" || next?.type === "COLON");
    if (isLeft || !isCompound(m, label)) found.set(baseOf(name), m.out[label.open]?.type === "LP" ? "(" : "[");
  });
  return found;
}

const isStart = (before: Token | undefined): boolean =>
  before === undefined || ["BREAK", "COMMA", "QUAD"].includes(before.type);

/** `(T-t)`: parentheses around more than one sign. */
const isCompound = ({ out }: Marker, { open, close }: RaisedLabel): boolean =>
  out[open]?.type === "LP" && close > open + 2;

const baseOf = ({ value, scripts }: Token): string => scripts?.base ?? value;

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

/** `[l]`, `(l)` with a bound letter in it, or any place where the name is known to be counted. */
function labelAt({ out, bound, source }: Marker, i: number, isCounted: boolean): RaisedLabel | null {
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
  const isBound = isCounted || inside.some((t) => t.type === "NAME" && bound.has(t.value));
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
