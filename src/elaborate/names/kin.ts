/**
 * Names that mathematics takes for a whole and its parts, X and its rows x_i, W and its entries w_ij, x and x_1, where
 * the text does not say how one is made of the other. Each is a name of its own then: what moves one holds the other.
 */
import { ONE } from "../../core/dim.js";
import { isScalar, kindOf, type Shape } from "../../core/shape.js";
import type { Kin } from "../../model/model.js";
import { canonicalName } from "../../names/canonical.js";
import { isLetter, partsOf } from "../../names/parts.js";
import { letterAt, wholeShape } from "../index/families.js";
import { resolvedExtent } from "../index/places.js";
import { type Entry, resolved, type Scope } from "../scope.js";
import { isUpper, shows } from "./evidence.js";
import { isCounted } from "./glued.js";

interface Part {
  readonly entry: Entry;
  readonly base: string;
  /** As many as it has places: letters, or numbers that count. */
  readonly places: readonly string[];
}

/** Letters below a name that count what it stands for; others are labels, W_q. */
const COUNTING = /^(?:[i-nt]|0|[1-9]\d?)$/;

/** The same below a number beside a vector of its letter, where any letter may pick one entry: z_y, x_N. */
const PICKING = /^(?:[a-zN]|[1-9]\d?)$/;

/** The same of entries of a matrix. */
const PAIRED = /^(?:[i-np-t]|[1-9]\d?)$/;

/** The pairs of names of which one would be held while the other moves. */
export function kinOf(scope: Scope): readonly Kin[] {
  const known = [...scope.names.values()].filter(
    (n) => isValue(n) && (shows(n.evidence, "used") || shows(n.evidence, "by") || n.evidence.defined !== null),
  );
  const wholes = known.filter((n) => n.family === null || wholeShape(scope, n) !== null);
  const parts = known.flatMap((n) => partOf(scope, n));
  return [
    ...wholes.flatMap((whole) => parts.filter((p) => isOne(scope, whole, p, parts)).map((p) => kin(scope, whole, p))),
    ...known.flatMap((n) => meanOf(scope, n, known)),
    ...(RAISED.test(scope.source) ? [] : known.flatMap((n) => powerOf(scope, n))),
  ];
}

/** Powers as a text writes them; who has one writes all. */
const RAISED = /\^\s?[{(]?\s?\d|\*\*|[²³⁴-⁹]/;

/** `x3 - 2x2 + x`: a power that lost its place would be held while its base moves. */
function powerOf(scope: Scope, power: Entry): readonly Kin[] {
  const [, base = "", exponent] = /^([a-z])([2-9])$/.exec(power.name) ?? [];
  const whole = scope.names.get(base);
  if (whole === undefined || !isValue(whole) || !power.assumed || isCounted(scope, base)) return [];
  if (!shows(whole.evidence, "used") || !shows(power.evidence, "typed") || power.family !== null) return [];
  const [x, p] = [shapeOf(scope, whole), shapeOf(scope, power)];
  const isNumber = isScalar(x) || whole.because?.strength === "letter";
  if (!isNumber || x.rows !== p.rows || x.cols !== ONE || p.cols !== ONE) return [];
  const kind = isScalar(p) ? "scalar" : `vector(${p.rows})`;
  const hint = `a power is ${base}^${exponent}; ${power.name} : ${kind} is a name of its own`;
  return [{ whole: base, part: power.name, shown: power.name, whenWhole: hint, whenPart: null }];
}

/** `\bar x` beside x_i: a mean that nothing defines would be held while what it is of moves. */
function meanOf(scope: Scope, mean: Entry, known: readonly Entry[]): readonly Kin[] {
  const base = /^(.+)_bar$/.exec(mean.name)?.[1];
  if (base === undefined || !mean.assumed || mean.family !== null) return [];
  const of = known.find((n) => (n.family?.shown ?? n.name) === base && n !== mean);
  if (of === undefined || (of.family?.arity ?? 1) !== 1) return [];
  const whole = wholeShape(scope, of) ?? (of.family === null ? resolved(scope, of.shape as Shape) : null);
  // A vector beside a vector is a point of its own, as the state that a controller holds; a number is a mean.
  if (whole !== null && (kindOf(whole) !== "vector" || !isScalar(resolved(scope, mean.shape as Shape)))) return [];
  const [range] = of.family?.domain.map((d) => d && resolvedExtent(scope, d)) ?? [];
  const i = of.family === null ? "" : letterAt(of.family, 0);
  const shown = of.family === null ? base : `${base}_${i}`;
  const line = !range
    ? `${mean.name} = mean(${base})`
    : `${mean.name} = 1/${range.hi} sum(${i}=1..${range.hi}, ${shown})`;
  const kind = isScalar(resolved(scope, mean.shape as Shape))
    ? "scalar"
    : `vector(${resolved(scope, mean.shape as Shape).rows})`;
  const hint = `${line} says that it is their mean; ${mean.name} : ${kind} holds it`;
  return [{ whole: of.name, part: mean.name, shown: mean.name, whenWhole: hint, whenPart: null }];
}

const isValue = (n: Entry): boolean =>
  !n.faulty && n.inModel && n.shape !== null && n.kind !== "function" && n.kind !== "size";

function partOf(scope: Scope, entry: Entry): readonly Part[] {
  const { base, accent, squared, subscripts } = partsOf(entry.name);
  if (accent !== null || squared) return [];
  if (entry.family !== null) {
    if (wholeShape(scope, entry) !== null && entry.family.arity === 1) return [];
    const { family } = entry;
    return [{ entry, base: family.shown, places: Array.from({ length: family.arity }, (_, k) => letterAt(family, k)) }];
  }
  if (!isLetter(base) || subscripts.length === 0) return [];
  const places = subscripts.flatMap((s) => (/^[i-np-t]{2}$/.test(s) ? [...s] : s.split(",")));
  const counts = places.length === 2 ? PAIRED : PICKING;
  // θ_0 beside θ_1 is the first entry to whoever counts from 0.
  const isFirst =
    places.join() === "0" && new RegExp(`(?<![\\p{L}\\d])${base}(?:_1|_\\{1\\}|₁)(?!\\d)`, "u").test(glyphs(scope));
  const own = isFirst || places.every((p) => counts.test(p)) ? [{ entry, base, places }] : [];
  // A_12 is as well the entry of the first row and the second column.
  const [pair] = places.length === 1 ? places : [];
  return pair !== undefined && /^[1-9]{2}$/.test(pair) ? [...own, { entry, base, places: [...pair] }] : own;
}

/** The text with Greek letters as their names. */
const glyphs = ({ source }: Scope): string =>
  source.replace(/[α-ω]/g, (g) => canonicalName(g)).replace(/\\(?=[a-z]+_)/g, "");

const shapeOf = (scope: Scope, n: Entry): Shape => wholeShape(scope, n) ?? resolved(scope, n.shape as Shape);

/** Whether a part is one of a whole: an entry or a row of it by its letter, its kind and its places. */
function isOne(scope: Scope, whole: Entry, { entry, base, places }: Part, all: readonly Part[]): boolean {
  if (entry === whole || whole.name.toLowerCase() !== base.toLowerCase()) return false;
  if (whole.evidence.defined !== null && entry.evidence.defined !== null) return false;
  const isNumbered = entry.family === null && places.every((p) => /^\d/.test(p));
  if (whole.evidence.declared !== null && entry.evidence.declared !== null && entry.family === null) return false;
  const [W, p] = [kindOf(shapeOf(scope, whole)), resolved(scope, entry.shape as Shape)];
  if (W === "scalar") return false;
  const isCounted = places.every((p) => COUNTING.test(p));
  // W11 beside a W that is declared: a matrix for its letter alone, and an entry to anyone.
  const isLettered = entry.because?.strength === "letter" && whole.evidence.declared !== null;
  if (W === "matrix" && places.length === 2 && isNumbered && isLettered) return true;
  if (isScalar(p) || (entry.family !== null && wholeShape(scope, entry) !== null)) {
    if (places.length === 2) return W === "matrix";
    return (
      W === "vector" &&
      whole.name === base &&
      (isCounted || (entry.evidence.declared === null && whole.family === null))
    );
  }
  // -log p_k of a p: a vector for its letter alone, of a size that is not that of p.
  if (W === "vector" && whole.name === base && isCounted && places.length === 1 && entry.because?.strength === "letter")
    return kindOf(p) === "vector" && p.rows !== shapeOf(scope, whole).rows;
  if (!isCounted && places.length === 1) return false;
  if (W !== "matrix" || kindOf(p) !== "vector" || places.length !== 1 || !isUpper(whole.name)) return false;
  // One w_1 beside W is a name of its own as likely; w_1 and w_2 are its rows.
  const beside = all.filter((o) => o.base === base && o.entry.family === null).length;
  return !isNumbered || beside > 1;
}

/** The line that makes a name with places an entry of its whole. */
function entryLine(scope: Scope, whole: Entry, places: readonly string[]): string {
  const [rows = "q", cols = "r"] = ["n", "d", "K", "m", "p"].filter((n) => !scope.names.has(n) && !places.includes(n));
  const labels = places.flatMap((p, i) => (/^\d/.test(p) ? [] : [`; ${p} : label(1..${i === 0 ? rows : cols})`]));
  const isVector = kindOf(shapeOf(scope, whole)) === "vector";
  return `${whole.name} : ${isVector ? `vector(${rows})` : `matrix(${rows}, ${cols})`}${labels.join("")}`;
}

/** Both as they are shown, with what says how each is made of the other. */
function kin(scope: Scope, whole: Entry, { entry, places }: Part): Kin {
  const apart = `if they have nothing to do with one another, give one of them another letter`;
  const { family } = entry;
  if (family === null && places.join() === "0") {
    const hint = `entries are counted from 1; ${entry.name} : scalar is a number of its own`;
    return { whole: whole.name, part: entry.name, shown: entry.name, whenWhole: hint, whenPart: hint };
  }
  if (family === null) {
    const at = `${whole.name}_${places.length === 1 ? places[0] : `{${places.join(",")}}`}`;
    const say =
      whole.evidence.declared !== null && entry.name !== at
        ? `its entry is ${at}`
        : `${entryLine(scope, whole, places)} says that ${entry.name} is an entry of it`;
    return {
      whole: whole.name,
      part: entry.name,
      shown: entry.name,
      whenWhole: `${say}; ${apart}`,
      whenPart: `${say}; ${apart}`,
    };
  }
  const letters = places.join(",");
  const [above, below] =
    family.raised > 0 ? [`^[${letters}]`, ""] : ["", letters.length > 1 ? `_{${letters}}` : `_${letters}`];
  const shown = `${family.shown}${above}${below}`;
  const [range] = family.domain.map((d) => d && resolvedExtent(scope, d));
  if (places.length !== 1 || !range || range.lo !== ONE)
    return { whole: whole.name, part: entry.name, shown, whenWhole: apart, whenPart: apart };
  const [i = "i"] = places;
  const unit = `unit(${i}, ${range.hi})`;
  const [X, run] = [whole.name, `${i} in 1..${range.hi}`];
  return {
    whole: X,
    part: entry.name,
    shown,
    whenWhole: `${shown} = ${X}^T ${unit} for ${run} says that it is a row of ${X}, ${shown} = ${X} ${unit} for ${run} a column; ${apart}`,
    whenPart: `${X} = sum(${i}=1..${range.hi}, ${unit} ${shown}^T) says that it is a row of ${X}, ${X} = sum(${i}=1..${range.hi}, ${shown} ${unit}^T) a column; ${apart}`,
  };
}
