/**
 * The spelling of sums, members, entries and conditions, one for three languages: `sum(i=1..N, x_i)`,
 * `Σ_{i=1}^N x_i`, `\sum_{i=1}^{N} \mathbf{x}_{i}`. What differs is in {@link IndexSpelling}.
 */
import { type Dim, polynomialOf } from "../core/dim.js";
import type { Context, Expr } from "../core/expr.js";
import { nth, operand } from "../core/operands.js";
import { bare, type Index, isIndex, type Place, placeOf, sizeOfSymbol } from "../core/place.js";
import { SCALAR, type Shape } from "../core/shape.js";
import { type NameParts, partsOf, rootOf } from "../names/parts.js";
import type { OpName } from "../ops/all.js";
import { binderOf, holdsIndex, placesOf } from "../ops/binder.js";
import { familiesOf } from "../ops/family.js";
import { conditionOf, isCondition, type Relation, relationOf } from "../ops/iverson.js";
import { familyOf, isMember } from "../ops/member.js";
import { Pi } from "../ops/pi.js";
import { Power } from "../ops/power.js";
import { functionOf } from "../ops/scalarfunction.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { type Form, LEVEL, type Piece, type Printer, piece, takesIndex } from "./pretty.js";

type Sign = "=" | "≠" | "≥" | "≤" | "<" | ">";

export interface IndexSpelling {
  readonly name: (name: string, shape: Shape) => string;
  /** A name with a subscript of its own, beside which an index stands: δ^z_t. */
  readonly labelled: (base: string, label: string, shape: Shape) => string;
  readonly size: (d: string) => string;
  /** Letters of one character stand side by side. */
  readonly joined: boolean;
  /** A sign stands before its body; in a language that calls it, parentheses are around both. */
  readonly before: boolean;
  /** Places below or above a name. */
  readonly below: (text: string) => string;
  readonly above: (text: string) => string;
  /** Between what is and what is given, p_{j|i}. */
  readonly bar: string;
  /** What stands behind the places of a name that is a square, σ_t²; null where its name says so. */
  readonly square: string | null;
  readonly minus: string;
  readonly signs: Readonly<Record<Sign, string>>;
  /** A Σ or Π over a letter, the conditions under it beside its range, and its body. */
  readonly binder: (mark: "sum" | "prod", range: Range, conditions: readonly string[], body: Piece) => Piece;
  /** Kronecker's δ where the language has it. */
  readonly delta: ((letters: string) => string) | null;
  readonly unit: (i: string, n: string) => Piece;
  /** ∇, by the k-th operand where there are several. */
  readonly nabla: (k: number | null) => string;
  readonly call: (name: string, args: readonly Piece[]) => Piece;
  readonly parenthesise: (p: Piece) => string;
}

export interface Range {
  readonly letter: string;
  readonly lo: string;
  readonly hi: string;
}

/** A summand of a place: its coefficient and its text. */
type Summand = readonly [number, string];

type IndexForms = Readonly<
  Record<
    Extract<
      OpName,
      "member" | "entry" | "unit" | "iverson" | "place" | "sigma" | "pi" | "scalarfunction" | "gradientfunction" | "fit"
    >,
    Form
  >
>;

const counted = ([c, text]: Summand): string =>
  text === "" ? String(Math.abs(c)) : Math.abs(c) === 1 ? text : `${Math.abs(c)} ${text}`;

const byText = ([, a]: Summand, [, b]: Summand): number => (a < b ? -1 : 1);

/** `3 n m_l` as a summand for each monomial of a size; the number has no text. */
const sizeSummands = (d: Dim, s: IndexSpelling, at: Printer): readonly Summand[] =>
  [...polynomialOf(d)].filter(([, c]) => c !== 0).map(([m, c]) => [c, m === "" ? "" : spellDim(m, s, at)] as const);

/** A size with the places in it spelled: `n_l`, `n_{l-1}`. */
const spellDim = (d: string, s: IndexSpelling, at: Printer): string => withPlaces(s.size(d), d, s, at);

/** The piece of a node whose sizes still hold their places in numbers. */
export function placesSpelled(p: Piece, e: Expr, s: IndexSpelling, at: Printer): Piece {
  if (e.args.length > 0 && !Array.isArray(e.data)) return p;
  const symbols = [e.shape.rows, e.shape.cols, ...(Array.isArray(e.data) ? (e.data as readonly Dim[]) : [])];
  const spell = (text: string) => symbols.reduce<string>((t, d) => withPlaces(t, d, s, at), text);
  return { ...p, text: spell(p.text), minus: p.minus === null ? null : spell(p.minus) };
}

/** The text of a size, in which the place of a symbol still stands in numbers. */
function withPlaces(text: string, d: string, s: IndexSpelling, at: Printer): string {
  if (!d.includes("@")) return text;
  let out = text;
  for (const symbol of d.split(/[\s^]/).filter((part) => part.includes("@"))) {
    const own = sizeOfSymbol(symbol);
    if (own !== null) out = out.replaceAll(symbol.slice(own.name.length), s.below(spellPlace(own.at, s, at)));
  }
  return out;
}

/** `i+k-1`: what counts up first, sizes and the number last. */
function spellPlace(p: Place, s: IndexSpelling, at: Printer, plus = "+", minus = s.minus): string {
  const atoms = p.terms
    .map(
      ([a, c]): Summand => [
        c,
        isIndex(a)
          ? s.name(at.letter(a), SCALAR)
          : a.places.length === 0
            ? s.name(a.name, SCALAR)
            : named(a.name, SCALAR, s) + below(a.places, s, at),
      ],
    )
    .sort(byText);
  const parts = [...atoms.filter(([c]) => c > 0), ...atoms.filter(([c]) => c < 0), ...sizeSummands(p.rest, s, at)];
  let text = "";
  for (const part of parts)
    text +=
      text === ""
        ? part[0] < 0
          ? `${s.minus}${counted(part)}`
          : counted(part)
        : (part[0] < 0 ? minus : plus) + counted(part);
  return text === "" ? "0" : text;
}

/** A name to which places are put. */
function named(name: string, shape: Shape, s: IndexSpelling): string {
  const { subscripts } = partsOf(name);
  if (subscripts.length === 0) return s.name(name, shape);
  const label = subscripts.join("_");
  if (!name.endsWith(label)) return s.name(name, shape);
  const head = name.slice(0, name.length - label.length);
  if (head.endsWith("_")) return s.labelled(head.slice(0, -1), label, shape);
  // z0: the number is part of the name as it is typed.
  const own = s.name(name, shape);
  return own.includes("_") ? `{${own}}` : own;
}

/** Places below a name. */
function below(places: readonly Place[], s: IndexSpelling, at: Printer, barred = 0): string {
  if (places.length === 0) return "";
  const parts = barred === 0 ? [places] : [places.slice(0, barred), places.slice(barred)];
  return s.below(parts.map((p) => listedPlaces(p, s, at)).join(s.bar));
}

function listedPlaces(places: readonly Place[], s: IndexSpelling, at: Printer): string {
  const texts = places.map((p) => spellPlace(p, s, at));
  return texts.join(s.joined && texts.every((t) => /^(\p{L}|\\[a-z]+)$/u.test(t)) ? "" : ",");
}

/** A condition as two sides, what counts up and what counts down, the index that it is about alone: `j ≥ 2`, `j+1 ≤ i`. */
function relation(e: Expr, s: IndexSpelling, at: Printer, about: Index | null = null): string {
  const p = conditionOf(e);
  const rankOfIndex = (i: Index) => (about === null || i === about ? 2 : 1);
  const parts = [
    ...p.terms.map(([a, c]) => [c, spellPlace(placeOf(a), s, at), isIndex(a) ? rankOfIndex(a) : 0] as const),
    ...sizeSummands(p.rest, s, at)
      .filter(([, t]) => t !== "")
      .map(([c, t]) => [c, t, 0] as const),
  ];
  const constant = polynomialOf(p.rest).get("") ?? 0;
  const side = (sign: 1 | -1) => parts.filter(([c]) => c * sign > 0);
  const rank = (sign: 1 | -1) => Math.max(0, ...side(sign).map(([, , r]) => r));
  const strict = isCondition(e, "≥") && constant === -1 && side(-1).length > 0;
  const number = strict ? 0 : constant;
  const text = (sign: 1 | -1): string => {
    const all = side(sign)
      .map(([c, t]): Summand => [c, t])
      .sort(byText)
      .map(counted);
    return [...all, ...(number * sign > 0 ? [String(Math.abs(number))] : [])].join(" + ") || "0";
  };
  const isEven = rank(-1) === rank(1);
  const turned = isEven ? relationOf(e) !== "≥" && isBefore(text(-1), text(1)) : rank(-1) > rank(1);
  const [left, right] = turned ? [text(-1), text(1)] : [text(1), text(-1)];
  return `${left} ${s.signs[signOf(relationOf(e), strict, turned)]} ${right}`;
}

/** i = j + 1 and i = j: the shorter side first, then by letter. */
const isBefore = (a: string, b: string): boolean => (a.length === b.length ? a < b : a.length < b.length);

function signOf(of: Relation, strict: boolean, turned: boolean): Sign {
  if (of !== "≥") return of;
  if (strict) return turned ? "<" : ">";
  return turned ? "≤" : "≥";
}

/** Conditions on the index of a binder that stand under it, and what is left of its body. For Π they are exponents. */
function conditionsOf(e: Expr): { readonly conditions: readonly Expr[]; readonly rest: Expr } {
  const body = operand(e);
  const own = binderOf(e);
  const isUnder = (f: Expr): boolean => isCondition(f) && !isCondition(f, "=") && holdsIndex(f, own);
  if (e.op === Pi) {
    const exponent = body.op === Power ? operand(body, 1) : null;
    return exponent !== null && isUnder(exponent)
      ? { conditions: [exponent], rest: operand(body) }
      : { conditions: [], rest: body };
  }
  const { scalars, core } = scalarsOf(body);
  const conditions = scalars.filter(isUnder);
  if (conditions.length === 0) return { conditions, rest: body };
  const others = scalars.filter((f) => !isUnder(f));
  return { conditions, rest: withScalars(others, core, body) };
}

/** Whether the model has a δ of its own, beside which Kronecker's is written [i = j]. */
const hasDelta = (home: Context): boolean =>
  [...home.definitions.keys(), ...home.facts.keys(), ...familiesOf(home).map((f) => f.name)].some(
    (name) => partsOf(name).base === "delta",
  );

/** Bold is for whole vectors and matrices: an entry of \mathbf{W} is W_{ij}. */
const plainFace = (text: string): string => text.replace(/^\\(?:mathbf|boldsymbol)\{([^{}]*)\}/, "$1");

const NO_PARTS: NameParts = { base: "", accent: null, squared: false, subscripts: [] };

/** The forms of a language. */
export function indexForms(s: IndexSpelling): IndexForms {
  const member: Form = (e, at) => {
    const { shown, raised, barred } = familyOf(e);
    const places = placesOf(e);
    const above = places.slice(0, raised).map((p) => s.above(spellPlace(p, s, at)));
    const root = s.square === null ? null : rootOf(shown);
    const text = named(root ?? shown, e.shape, s) + above.join("") + below(places.slice(raised), s, at, barred);
    if (root !== null) return piece(text + s.square, LEVEL.postfix);
    return piece(text, raised > 0 ? LEVEL.postfix : LEVEL.primary);
  };
  const entry: Form = (e, at) => {
    const X = operand(e);
    const index = below(placesOf(e), s, at);
    const { base, squared, subscripts } = isSymbol(X) ? partsOf(nameOf(X)) : NO_PARTS;
    if (at.named(X)) return piece(plainFace(at.of(X).text) + index);
    if (base !== "") {
      const root = s.square === null || subscripts.length > 0 ? null : rootOf(nameOf(X));
      if (root !== null) return piece(s.name(root, SCALAR) + index + s.square, LEVEL.postfix);
      const name = s.name(nameOf(X), SCALAR);
      return piece((squared || subscripts.length > 0 ? `(${name})` : name) + index);
    }
    // W^[l]_jk: above and below do not meet.
    if (isMember(X) && familyOf(X).raised === placesOf(X).length) return piece(plainFace(at.of(X).text) + index);
    const p = at.of(X);
    return piece((takesIndex(p) && !isMember(X) ? p.text : s.parenthesise(p)) + index);
  };
  const binder =
    (mark: "sum" | "prod"): Form =>
    (e, outside) => {
      const own = binderOf(e);
      const at = outside.under(e);
      const { conditions, rest } = conditionsOf(e);
      // Π_j x_j c may be read as (Π_j x_j) c: what does not hang on the letter stands in parentheses with what does.
      const isOpen = e.op === Pi && scalarsOf(rest).scalars.some((f) => !holdsIndex(f, own));
      const inner = at.of(rest);
      const body = isOpen && s.before && inner.level === LEVEL.product ? piece(s.parenthesise(inner)) : inner;
      const range = {
        letter: s.name(at.letter(own), SCALAR),
        lo: spellDim(own.lo, s, at),
        hi: spellDim(own.hi, s, at),
      };
      return s.binder(
        mark,
        range,
        conditions.map((c) => relation(c, s, at, own)),
        body,
      );
    };
  const called =
    (mark: (e: Expr) => string): Form =>
    (e, at) =>
      s.call(
        mark(e) + named(functionOf(e).name, SCALAR, s) + below(placesOf(e), s, at),
        e.args.map((a) => at.of(a)),
      );
  return {
    member,
    entry,
    unit: (e, at) => s.unit(listedPlaces(placesOf(e), s, at), spellDim(e.shape.rows, s, at)),
    iverson: (e, at) => {
      const text = relation(e, s, at);
      const letters = conditionOf(e).terms.map(([a]) => (isIndex(a) ? at.letter(a) : ""));
      const isPlain =
        isCondition(e, "=") &&
        text === text.replace(/\d/g, "") &&
        letters.length === 2 &&
        letters.every((l) => /^[a-z]$/.test(l));
      return isPlain && s.delta !== null && !hasDelta(e.home)
        ? piece(s.delta([...letters].sort().join("")))
        : piece(`[${text}]`);
    },
    place: (e, at) => {
      const p = nth(placesOf(e), 0);
      return piece(spellPlace(p, s, at, " + ", ` ${s.minus} `), bare(p) === null ? LEVEL.sum : LEVEL.primary);
    },
    sigma: binder("sum"),
    pi: binder("prod"),
    scalarfunction: called(() => ""),
    gradientfunction: called((e) => s.nabla(e.args.length === 1 ? null : (functionOf(e).by ?? 0) + 1)),
    fit: (e, at) => at.of(operand(e)),
  };
}
