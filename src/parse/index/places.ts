/**
 * A script as places. Which reading is meant depends on what binds its letters, so all of them are given: `ij` is i and j,
 * or one name; `2k` is twice k, or 2 and k.
 */
import { type Expression, type Name, postorder, rebuiltBy, type Script } from "../ast.js";
import { latexTokens } from "../latex/latex.js";
import { NO_RUNS } from "../latex/runs.js";
import { plainTokens } from "../lex/plain.js";
import type { Token } from "../lex/tokens.js";
import { atom, type Cursor, peek, productOf, sumOf } from "./cursor.js";

/** Places side by side: `i, j + 1`. */
export type Places = readonly Expression[];

const KNOWN = new WeakMap<Script, readonly Places[]>();

/** Characters of a script that is read as places: longer ones are words. */
const LONGEST = 200;

/** Places that one script holds, as T_{ijkl} does; more letters side by side are a word. */
export const MOST_PLACES = 4;

/** The readings of a script as places, the likeliest first; none where it holds anything else: `\text{old}`, `:`. */
export function placesIn(script: Script): readonly Places[] {
  let readings = KNOWN.get(script);
  if (readings === undefined) {
    readings = script.text.length > LONGEST ? [] : readingsOf(cursorIn(script));
    KNOWN.set(script, readings);
  }
  return readings;
}

/** What a letter of a script stands for; undefined where it stands for itself. */
export type PlaceOf = (letter: Name) => Expression | undefined;

/**
 * A script with places for some of its letters: `{kj}` with y_i for k. The same script where none of them stands in it.
 * Its text is for people; what it reads as is what the old one does, with those places.
 */
export function withPlacesFor(script: Script, placeOf: PlaceOf): Script {
  const readings = placesIn(script);
  const put = (e: Expression): Expression => (e.type === "name" ? placed(e, placeOf) : e);
  const made = readings.map((r) => r.map((p) => rebuiltBy(p, put)));
  const changed = readings
    .flat()
    .flatMap((p) => postorder(p).flatMap((e) => (e.type === "name" && placed(e, placeOf) !== e ? [e] : [])));
  if (changed.length === 0) return script;
  let { text, label } = script;
  const seen = new Set<number>();
  for (const n of changed.sort((x, y) => y.span.start - x.span.start)) {
    if (seen.has(n.span.start)) continue;
    seen.add(n.span.start);
    const place = placed(n, placeOf);
    const own = place.type === "name" ? place.name : place.type === "number" ? place.value : "place";
    const start = n.span.start - script.span.start;
    text = `${text.slice(0, start)}${own}${text.slice(start + n.typed.length)}`;
    label = label === n.name ? own : `${label}_${own}`;
  }
  const out: Script = { ...script, text, label };
  KNOWN.set(out, made);
  return out;
}

/** A name of a script: what its letter stands for, or itself with places for the letters of its own scripts. */
function placed(n: Name, placeOf: PlaceOf): Expression {
  if (n.scripts === undefined) return placeOf(n) ?? n;
  const { base, below, above } = n.scripts;
  const scripts = {
    base,
    below: below.map((s) => withPlacesFor(s, placeOf)),
    above: above.map((s) => withPlacesFor(s, placeOf)),
  };
  const all = [...scripts.below, ...scripts.above];
  if ([...below, ...above].every((s, i) => s === all[i])) return n;
  return { ...n, scripts, name: [base, ...all.map((s) => s.label)].join("_") };
}

/** The tokens of a script, at their places in the whole text. */
function scriptTokens({ text, latex, span }: Script): Token[] {
  const out: Token[] = [];
  const all = { start: 0, end: text.length };
  if (latex) latexTokens(text, { ...all, display: true }, { out, spellings: [], words: NO_WORDS, runs: NO_RUNS });
  else plainTokens(text, all, out);
  for (const t of out) {
    t.start += span.start;
    t.end += span.start;
    if (t.scripts !== null) {
      const moved = (s: Script): Script => ({
        ...s,
        span: { start: s.span.start + span.start, end: s.span.end + span.start },
      });
      t.scripts = { ...t.scripts, below: t.scripts.below.map(moved), above: t.scripts.above.map(moved) };
    }
  }
  return out;
}

const NO_WORDS: ReadonlySet<string> = new Set();

/** A cursor at the first token of a script. */
export const cursorIn = (script: Script): Cursor => ({
  tokens: scriptTokens(script),
  typed: (t) => script.text.slice(t.start - script.span.start, t.end - script.span.start),
  at: 0,
});

/** An atom of a script, with what stands before it: nothing where it is the first of its place, or side by side. */
interface Piece {
  readonly operator: "" | "+" | "-" | "*";
  readonly value: Expression;
}

function readingsOf(c: Cursor): readonly Places[] {
  const items: Piece[][] = [];
  for (;;) {
    const item = pieces(c);
    if (item === null) return [];
    items.push(item);
    const next = peek(c);
    if (next === undefined) break;
    if (!isSeparator(next)) return [];
    c.at++;
  }
  const readings = new Map<string, Places>();
  for (const split of SPLITS) {
    const places = items.flatMap((item) => placesOf(cut(item, split), split.joins));
    const key = places.map((p) => `${p.span.start}-${p.span.end}:${p.type}`).join();
    if (places.length > 0 && places.length <= MOST_PLACES && !readings.has(key)) readings.set(key, places);
  }
  return [...readings.values()];
}

/** `W_{i,j}`, and the `p_{j|i}` of a probability. */
const isSeparator = (t: Token): boolean => t.type === "COMMA" || t.type === "BAR";

/** How the pieces of a script are read: letters of a word apart, digits of a number apart, a number times what follows. */
interface Split {
  readonly letters: boolean;
  readonly digits: boolean;
  readonly joins: boolean;
}

const SPLITS: readonly Split[] = [
  { letters: false, digits: false, joins: true },
  { letters: true, digits: false, joins: true },
  { letters: true, digits: false, joins: false },
  { letters: true, digits: true, joins: false },
];

function pieces(c: Cursor): Piece[] | null {
  const out: Piece[] = [];
  for (;;) {
    const t = peek(c);
    if (t === undefined || isSeparator(t)) return out.length === 0 ? null : out;
    let operator: Piece["operator"] = "";
    if (t.type === "SIGN" || (t.type === "MUL" && t.value === "*")) {
      operator = t.type === "MUL" ? "*" : t.value === "-" ? "-" : "+";
      if (operator === "*" && out.length === 0) return null;
      c.at++;
    }
    const value = atom(c);
    if (value === null) return null;
    out.push({ operator, value });
  }
}

/** Longest word whose letters may be indices of their own: W_{ijkl} has four. */
const MOST_LETTERS = MOST_PLACES;

function cut(item: readonly Piece[], split: Split): readonly Piece[] {
  return item.flatMap((piece): readonly Piece[] => {
    const { value, operator } = piece;
    const isWord =
      split.letters && value.type === "name" && value.latex !== true && /^[A-Za-z0-9]{2,4}$/.test(value.typed);
    const isNumber = split.digits && value.type === "number" && value.value.length <= MOST_LETTERS;
    if (!isWord && !isNumber) return [piece];
    const letters = value.type === "name" ? value.typed : (value as { readonly value: string }).value;
    return [...letters].map((letter, i): Piece => {
      const span = { start: value.span.start + i, end: value.span.start + i + 1 };
      const one: Expression = /\d/.test(letter)
        ? { type: "number", value: letter, span }
        : { type: "name", at: undefined, name: letter, typed: letter, face: "plain", latex: false, span };
      return { operator: i === 0 ? operator : "", value: one };
    });
  });
}

function placesOf(item: readonly Piece[], joins: boolean): Expression[] {
  const places: Expression[] = [];
  let terms: { sign: 1 | -1; factors: Expression[]; start: number }[] = [];
  const flush = (): void => {
    const place = sumOf(
      terms.map(({ sign, factors, start }) => {
        const [first, ...rest] = factors as [Expression, ...Expression[]];
        const term = productOf(
          first,
          rest.map((operand) => ({ operator: "times", operand, span: operand.span })),
        );
        return { sign, term, operator: { start, end: start } };
      }),
    );
    if (place !== null) places.push(place);
    terms = [];
  };
  for (const { operator, value } of item) {
    const last = terms[terms.length - 1];
    const before = last?.factors[last.factors.length - 1];
    const isMultiple = joins && before?.type === "number" && value.type !== "number";
    if (last !== undefined && (operator === "*" || (operator === "" && isMultiple))) {
      last.factors.push(value);
      continue;
    }
    if (operator === "" && terms.length > 0) flush();
    terms.push({ sign: operator === "-" ? -1 : 1, factors: [value], start: value.span.start });
  }
  flush();
  return places;
}
