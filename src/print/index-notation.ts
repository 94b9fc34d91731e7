/**
 * The view "index": a derivative entry by entry, `∂z_i/∂W_jk = δ_ij x_k`. It exists for every
 * answer; what has no formula of its entries stands whole, `(X⁻¹)_ij`.
 */
import { type Dim, ONE, times as sizeProduct, symbolsOf } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { entries, isScalar, SCALAR } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { partsOf } from "../names/parts.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { type Entries, entriesOf, refined, split } from "./entries.js";
import { type Atom, type Entry, type Index, type Leaf, Sigma } from "./index-terms.js";
import { LATEX, latexName } from "./latex.js";
import {
  type Form,
  type Language,
  LEVEL,
  type Names,
  NO_NAMES,
  type Piece,
  piece,
  piecePrinter,
  printer,
  takesIndex,
} from "./pretty.js";
import { UNICODE, unicodeName } from "./unicode.js";

export interface IndexView {
  readonly unicode: string;
  readonly latex: string;
}

/** A derivative to be shown entry by entry. */
export interface Derived {
  readonly value: Expr;
  readonly of: Expr;
  /** One variable, or two for a second derivative. */
  readonly wrt: readonly Expr[];
  /** How `value` is laid out; a second derivative is always over vec, rows for the first variable. */
  readonly layout: "gradient" | "jacobian" | "denominator";
}

/** Letters for indices, in order. Those that are names of the expression are left out. */
const LETTERS = [..."ijklpqrstuvwabcdegh"];

/** The differences between the two spellings of an index. */
interface Spelling {
  readonly language: Language;
  readonly name: (name: string) => string;
  readonly below: (index: string) => string;
  readonly size: (d: Dim) => string;
  readonly minus: string;
  readonly sum: (index: string) => string;
  readonly delta: (index: string) => string;
  readonly equal: (a: string, b: string) => string;
  readonly differential: (entry: string) => string;
  readonly partial: (of: string, by: readonly string[]) => string;
}

const UNICODE_SPELLING: Spelling = {
  language: UNICODE,
  name: unicodeName,
  below: (index) => (/^[a-z]+$/.test(index) ? `_${index}` : `_{${index}}`),
  size: (d) => (/^[\p{L}\d_]+$/u.test(d) ? d : `(${d})`),
  minus: "−",
  sum: (index) => `Σ_${/^[a-z]+$/.test(index) ? index : `{${index}}`} `,
  delta: (index) => `δ${/^[a-z]+$/.test(index) ? `_${index}` : `_{${index}}`}`,
  equal: (a, b) => `[${a} = ${b}]`,
  differential: (entry) => `d${entry}`,
  partial: (of, by) => `∂${by.length > 1 ? "²" : ""}${of}/${by.map((b) => `∂${b}`).join("")}`,
};

const LATEX_SPELLING: Spelling = {
  language: LATEX,
  name: (name) => latexName(name, SCALAR),
  below: (index) => `_{${index}}`,
  size: (d) => (/^[A-Za-z\d]$/.test(d) ? d : `(${d.replace(/\p{L}[\p{L}\d_]*/gu, (n) => latexName(n, SCALAR))})`),
  minus: "-",
  sum: (index) => `\\sum_{${index}} `,
  delta: (index) => `\\delta_{${index}}`,
  equal: (a, b) => `[${a} = ${b}]`,
  differential: (entry) => `\\mathrm{d}${entry}`,
  partial: (of, by) =>
    `\\frac{\\partial${by.length > 1 ? "^{2}" : ""} ${of}}{${by.map((b) => `\\partial ${b}`).join(" \\, ")}}`,
};

/** The letters of every index in an equation: the free ones first, then those of sums from within. */
function lettersOf(
  free: readonly Atom[],
  right: Expr,
  at: Entries,
  avoid: ReadonlySet<string>,
): ReadonlyMap<Atom, string> {
  const pool = LETTERS.filter((c) => !avoid.has(c));
  const letter = (k: number) => pool[k] ?? `i${k - pool.length + 1}`;
  const letters = new Map(free.map((a, k) => [a, letter(k)]));
  // Sums that stand in one another need letters of their own; those side by side may share.
  const heights = new Map<Expr, number>();
  for (const e of walk([right])) {
    let height = e.args.reduce((h, a) => Math.max(h, heights.get(a) as number), 0);
    if (e.op === Sigma) for (const a of at.boundBy(e)) letters.set(a, letter(free.length + height++));
    heights.set(e, height);
  }
  return letters;
}

/** The place as one number where several letters make up one side of a name: `(j − 1) n + i`. */
function position(index: Index, letters: ReadonlyMap<Atom, string>, { size, minus }: Spelling): string {
  let text = "";
  index.forEach((a, k) => {
    const own = letters.get(a) as string;
    text = k === 0 ? own : `(${text}${minus}1)${size(a.size)}+${own}`;
  });
  return text;
}

/** Letters side by side where each is one, else with commas. */
function places(sides: readonly Index[], letters: ReadonlyMap<Atom, string>, spelling: Spelling): string {
  const texts = sides.filter((s) => s.length > 0).map((s) => position(s, letters, spelling));
  return texts.every((t) => /^[a-z]$/.test(t)) ? texts.join("") : texts.join(",");
}

/** Prints entries in one spelling. */
function entryPrinter(
  at: Entries,
  letters: ReadonlyMap<Atom, string>,
  names: Names,
  spelling: Spelling,
  iverson: boolean,
) {
  const { language, name, below } = spelling;
  const matrices = piecePrinter(language, names);

  const entry = ({ of, row, col }: Entry): Piece => {
    const place = places([row, col], letters, spelling);
    const called = names.get(of) ?? (isSymbol(of) ? nameOf(of) : null);
    if (called !== null) {
      if (place === "") return language.name(called, SCALAR);
      const { squared, subscripts } = partsOf(called);
      const head = squared || subscripts.length > 0 ? `(${name(called)})` : name(called);
      return piece(head + below(place));
    }
    const p = matrices(of);
    if (place === "") return p;
    return piece((takesIndex(p) ? p.text : language.parenthesise(p)) + below(place));
  };

  const delta = (a: Index, b: Index): Piece => {
    const texts = [position(a, letters, spelling), position(b, letters, spelling)] as const;
    const single = a.length === 1 && b.length === 1;
    const [first, second] = single ? ([...texts].sort(byLetter) as [string, string]) : texts;
    if (iverson) return piece(spelling.equal(first, second));
    return piece(spelling.delta(single && (first + second).length === 2 ? first + second : `${first},${second}`));
  };

  const spell = (leaf: Leaf): Piece => {
    switch (leaf.kind) {
      case "entry":
        return entry(leaf.entry);
      case "delta":
        return delta(leaf.row, leaf.col);
      case "differential":
        return piece(spelling.differential(entry(leaf.entry).text), LEVEL.postfix);
      case "partial":
        return piece(partial(leaf.entry, leaf.by), LEVEL.postfix);
    }
  };

  const partial = (of: Entry, by: readonly Entry[]): string => {
    const p = entry(of);
    const above = p.level === LEVEL.primary ? p.text : language.parenthesise(p);
    return spelling.partial(
      above,
      by.map((b) => entry(b).text),
    );
  };

  const symbol: Form = (e) => spell(at.leafOf(e) as Leaf);
  const sigma: Form = (e, printing) => {
    const over = places(
      at.boundBy(e).map((a) => [a]),
      letters,
      spelling,
    );
    return piece(spelling.sum(over) + printing.wrap(e.args[0] as Expr, LEVEL.product), LEVEL.product);
  };
  // The scratch context's own operation stands beside those of the language.
  const forms = { ...language.forms, symbol, indexsum: sigma };
  return { entry, partial, right: printer({ ...language, forms }) };
}

const byLetter = (a: string, b: string) => LETTERS.indexOf(a) - LETTERS.indexOf(b);

/** Names that index letters keep clear of, and whether one of them is a δ. */
function namesIn(roots: readonly Expr[], names: Names): ReadonlySet<string> {
  const out = new Set<string>();
  for (const e of walk(roots)) {
    const name = names.get(e);
    if (name !== undefined) out.add(name);
    if (isSymbol(e)) out.add(nameOf(e));
    for (const d of [e.shape.rows, e.shape.cols]) for (const s of symbolsOf(d)) out.add(s);
  }
  return out;
}

/** A fresh index for sizes side by side, split as finely as `structure` asks, and its letters for each of them. */
function placed(
  sizes: readonly Dim[],
  structure: readonly Dim[],
  at: Entries,
): { all: Index; parts: readonly Index[] } {
  const own = sizes.filter((d) => d !== ONE);
  const all = at.index(refined(own, structure) ?? own);
  const parts: Index[] = [];
  let rest: Index = all;
  for (const d of [...sizes].reverse()) {
    const [before, part] = split(rest, d) as readonly [Index, Index];
    parts.unshift(part);
    rest = before;
  }
  return { all, parts };
}

/** An equation in both spellings. `free` are the letters of the left side in the order in which they are read. */
function equation(
  left: { readonly entry: Entry; readonly by: readonly Entry[] },
  right: Expr,
  at: Entries,
  names: Names,
  roots: readonly Expr[],
): IndexView {
  const free = [left.entry, ...left.by].flatMap((e) => [...e.row, ...e.col]);
  const avoid = namesIn(roots, names);
  const letters = lettersOf(free, right, at, avoid);
  // Where a δ of the model stands beside Kronecker's, his is written [i = j].
  const iverson = [...avoid].some((name) => partsOf(name).base === "delta");
  const show = (spelling: Spelling) => {
    const print = entryPrinter(at, letters, names, spelling, iverson);
    const lhs = left.by.length === 0 ? print.entry(left.entry).text : print.partial(left.entry, left.by);
    return `${lhs} = ${print.right(right)}`;
  };
  return { unicode: show(UNICODE_SPELLING), latex: show(LATEX_SPELLING) };
}

/** `δ_i = u_i f′(z_i)`: the entries of a named expression. */
export function indexDefinition(name: Expr, value: Expr, names: Names = NO_NAMES): IndexView {
  const at = entriesOf(value, names);
  const { rows, cols } = at.sidesOf(value);
  const row = placed([value.shape.rows], rows, at).all;
  const col = placed([value.shape.cols], cols, at).all;
  const right = at.entryOf(value, row, col);
  return equation({ entry: { of: name, row, col }, by: [] }, right, at, names, [name, value]);
}

/** `∂z_i/∂W_jk = δ_ij x_k`: the entries of a derivative. Throws OutputError where it would be too long. */
export function indexView(derived: Derived, names: Names = NO_NAMES): IndexView {
  const { value, of, wrt, layout } = derived;
  const at = entriesOf(value, names);
  const { rows, cols } = at.sidesOf(value);
  const X = wrt[0] as Expr;
  const Z = wrt[1];
  const over = (e: Expr): readonly Dim[] => [e.shape.cols, e.shape.rows];
  const vectorised = (e: Expr, [col, row]: readonly [Index, Index]): Entry => ({ of: e, row, col });

  let left: { entry: Entry; by: Entry[] } | null = null;
  let row: Index = [];
  let col: Index = [];
  /** Rows and columns over vec of some expressions, the outermost first. */
  const jacobian = (above: readonly Expr[], beside: readonly Expr[]) => {
    const r = placed(above.flatMap(over), rows, at);
    const c = placed(beside.flatMap(over), cols, at);
    [row, col] = [r.all, c.all];
    const take = (all: readonly Expr[], parts: readonly Index[]) =>
      all.map((e, k) => vectorised(e, parts.slice(2 * k, 2 * k + 2) as unknown as readonly [Index, Index]));
    return [...take(above, r.parts), ...take(beside, c.parts)];
  };
  const fits = (r: Dim, c: Dim) => value.shape.rows === r && value.shape.cols === c;
  const size = (...all: readonly Expr[]) => all.map((e) => entries(e.shape)).reduce(sizeProduct, ONE);

  if (Z !== undefined) {
    if (isScalar(of.shape) && fits(size(X), size(Z))) {
      const [x, z] = jacobian([X], [Z]) as [Entry, Entry];
      left = { entry: { of, row: [], col: [] }, by: [x, z] };
    } else if (fits(size(X, of), size(Z))) {
      const [x, y, z] = jacobian([X, of], [Z]) as [Entry, Entry, Entry];
      left = { entry: y, by: [x, z] };
    }
  } else if (layout === "gradient" && (isScalar(of.shape) || isScalar(X.shape))) {
    const shaped = isScalar(X.shape) ? of : X;
    if (fits(shaped.shape.rows, shaped.shape.cols)) {
      row = placed([shaped.shape.rows], rows, at).all;
      col = placed([shaped.shape.cols], cols, at).all;
      const none: Entry = { of, row: [], col: [] };
      left =
        shaped === X
          ? { entry: none, by: [{ of: X, row, col }] }
          : { entry: { of, row, col }, by: [{ of: X, row: [], col: [] }] };
    }
  } else if (layout === "denominator" && fits(size(X), size(of))) {
    const [x, y] = jacobian([X], [of]) as [Entry, Entry];
    left = { entry: y, by: [x] };
  } else if (fits(size(of), size(X))) {
    const [y, x] = jacobian([of], [X]) as [Entry, Entry];
    left = { entry: y, by: [x] };
  }
  if (left === null) {
    // Laid out in no way known here: the entries of the value itself.
    row = placed([value.shape.rows], rows, at).all;
    col = placed([value.shape.cols], cols, at).all;
    left = { entry: { of: value, row, col }, by: [] };
  }
  return equation(left, at.entryOf(value, row, col), at, names, [value, of, ...wrt]);
}
