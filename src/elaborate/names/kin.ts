/**
 * Names that mathematics takes for a whole and its parts, X and its rows x_i, W and its entries w_ij, x and x_1, where
 * the text does not say how one is made of the other. Each is a name of its own then: what moves one holds the other.
 */
import { ONE } from "../../core/dim.js";
import { isScalar, kindOf, type Shape } from "../../core/shape.js";
import type { Kin } from "../../model/model.js";
import { isLetter, partsOf } from "../../names/parts.js";
import { letterAt, wholeShape } from "../index/families.js";
import { resolvedExtent } from "../index/places.js";
import { type Entry, resolved, type Scope } from "../scope.js";
import { isUpper, shows } from "./evidence.js";

interface Part {
  readonly entry: Entry;
  readonly base: string;
  /** As many as it has places: letters, or numbers that count. */
  readonly places: readonly string[];
}

/** Letters below a name that count what it stands for; others are labels, W_q. */
const COUNTING = /^(?:[i-nt]|[1-9]\d?)$/;

/** The same of entries of a matrix. */
const PAIRED = /^(?:[i-np-t]|[1-9]\d?)$/;

/** The pairs of names of which one would be held while the other moves. */
export function kinOf(scope: Scope): readonly Kin[] {
  const known = [...scope.names.values()].filter(
    (n) => isValue(n) && (shows(n.evidence, "used") || n.evidence.defined !== null),
  );
  const wholes = known.filter((n) => n.family === null || wholeShape(scope, n) !== null);
  const parts = known.flatMap((n) => partOf(scope, n));
  return wholes.flatMap((whole) => parts.filter((p) => isOne(scope, whole, p, parts)).map((p) => kin(scope, whole, p)));
}

const isValue = (n: Entry): boolean =>
  !n.faulty && n.inModel && n.shape !== null && n.kind !== "function" && n.kind !== "size";

function partOf(scope: Scope, entry: Entry): readonly Part[] {
  const { base, accent, subscripts } = partsOf(entry.name);
  if (accent !== null) return [];
  if (entry.family !== null) {
    if (wholeShape(scope, entry) !== null && entry.family.arity === 1) return [];
    const { family } = entry;
    return [{ entry, base: family.shown, places: Array.from({ length: family.arity }, (_, k) => letterAt(family, k)) }];
  }
  const places = subscripts.flatMap((s) => (/^[i-np-t]{2}$/.test(s) ? [...s] : s.split(",")));
  const counts = places.length === 2 ? PAIRED : COUNTING;
  return isLetter(base) && places.length > 0 && places.every((p) => counts.test(p)) ? [{ entry, base, places }] : [];
}

const shapeOf = (scope: Scope, n: Entry): Shape => wholeShape(scope, n) ?? resolved(scope, n.shape as Shape);

/** Whether a part is one of a whole: an entry or a row of it by its letter, its kind and its places. */
function isOne(scope: Scope, whole: Entry, { entry, base, places }: Part, all: readonly Part[]): boolean {
  if (entry === whole || whole.name.toLowerCase() !== base.toLowerCase()) return false;
  if (whole.evidence.defined !== null && entry.evidence.defined !== null) return false;
  const isNumbered = entry.family === null && places.every((p) => /^\d/.test(p));
  if (whole.evidence.declared !== null && entry.evidence.declared !== null && entry.family === null) return false;
  const [W, p] = [kindOf(shapeOf(scope, whole)), resolved(scope, entry.shape as Shape)];
  if (W === "scalar") return false;
  if (isScalar(p) || (entry.family !== null && wholeShape(scope, entry) !== null))
    return places.length === 2 ? W === "matrix" : W === "vector" && whole.name === base;
  if (W !== "matrix" || kindOf(p) !== "vector" || places.length !== 1 || !isUpper(whole.name)) return false;
  // One w_1 beside W is a name of its own as likely; w_1 and w_2 are its rows.
  const beside = all.filter((o) => o.base === base && o.entry.family === null).length;
  return !isNumbered || beside > 1;
}

/** Both as they are shown, with what says how each is made of the other. */
function kin(scope: Scope, whole: Entry, { entry, places }: Part): Kin {
  const apart = `if they have nothing to do with one another, give one of them another letter`;
  const { family } = entry;
  if (family === null) {
    const isVector = kindOf(shapeOf(scope, whole)) === "vector";
    const counted = places.every((p) => /^\d/.test(p));
    const say =
      isVector && counted
        ? `${whole.name} : vector(${scope.names.has("n") ? "d" : "n"}) says that ${entry.name} is an entry of it`
        : `say for which values it holds, for ${places.map((p) => `${p} in 1..n`).join(", ")} behind the equation`;
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
