/** Parts beside an index that are equal but for the order of their operands are written alike, so that laws see them as one. */
import type { Expr } from "../core/expr.js";
import type { Op } from "../core/op.js";
import { operand } from "../core/operands.js";
import { type Index, isIndex, type Place } from "../core/place.js";
import { isInteger, isUnit, multiplyRational, type Rational } from "../core/rational.js";
import { walk } from "../core/walk.js";
import { binderOf, placesOf } from "../ops/binder.js";
import { Entry, entry } from "../ops/entry.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard } from "../ops/hadamard.js";
import { Member } from "../ops/member.js";
import { Product } from "../ops/product.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { Scale } from "../ops/scale.js";
import { Sigma, sigma } from "../ops/sigma.js";
import { Sum, sum } from "../ops/sum.js";
import { Times } from "../ops/times.js";
import { type Law, law } from "../rewrite/law.js";
import { replaced } from "../rewrite/simplify.js";
import { termOf, withCoefficient } from "../rewrite/term.js";
import { canonicalKey } from "./canonical.js";

const theme = "sum over an index";

/** Operations whose operands may stand in another order, or turned around. */
const ORDERED: ReadonlySet<Op> = new Set<Op>([Sum, Times, Hadamard, Product]);

/** Parts looked at in one sum; a longer one is left as it is. */
const MOST = 200;

/** The first two parts of an expression that are equal but for their order, the later one second. */
function unlike(e: Expr): readonly [Expr, Expr] | null {
  const seen = new Map<Expr, Expr>();
  const parts = walk([e]);
  if (parts.length > MOST) return null;
  for (const x of parts) {
    if (x === e || !ORDERED.has(x.op) || x.free.length === 0) continue;
    const key = canonicalKey(x);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, x);
    else if (first.shape.rows === x.shape.rows && first.shape.cols === x.shape.cols) return [first, x];
  }
  return null;
}

function writtenAlike(e: Expr): Expr | null {
  const pair = unlike(e);
  return pair === null ? null : replaced(e, pair[1], pair[0]);
}

/** Letters of a question first, then those of equations, then bound indices from the outermost. */
function rankOfPlace(p: Place): string {
  const rank = (i: Index) =>
    i.kind === "asked" ? "a" : i.kind === "formal" ? "b" : `c${String(99 - i.level).padStart(2, "0")}`;
  return `${p.terms.map(([a]) => (isIndex(a) ? rank(a) : "d")).join("")} ${p.key}`;
}

/** The order in which the indices of something symmetric are written; null where they stand so. */
export function inOneOrder(at: readonly Place[]): readonly Place[] | null {
  const [p, q] = at;
  return p !== undefined && q !== undefined && rankOfPlace(q) < rankOfPlace(p) ? [q, p] : null;
}

function symmetricEntry(e: Expr): Expr | null {
  const turned = factsOf(operand(e)).has("symmetric") ? inOneOrder(placesOf(e)) : null;
  return turned === null ? null : entry(operand(e), ...turned);
}

/** The terms of a sum times c, if that makes whole numbers of all their fractions. */
function whole(terms: readonly Expr[], c: Rational): Expr | null {
  const own = terms.map(termOf);
  const counted = own.map((t) => ({ ...t, coefficient: multiplyRational(c, t.coefficient) }));
  return own.every((t) => !isInteger(t.coefficient)) && counted.every((t) => isInteger(t.coefficient))
    ? sum(...counted.map(withCoefficient))
    : null;
}

/** 2 Σ_i (a_i / 2 − b_i / 2) = Σ_i (a_i − b_i). */
function numberIntoSum(e: Expr): Expr | null {
  const { coefficient, rest } = termOf(e);
  if (isUnit(coefficient)) return null;
  const { scalars, core } = scalarsOf(rest);
  for (const [k, s] of [...scalars, ...(core === null ? [] : [core])].entries()) {
    if (s.op !== Sigma) continue;
    const inside = scalarsOf(operand(s));
    const parts = [...inside.scalars, ...(inside.core === null ? [] : [inside.core])];
    for (const [l, f] of parts.entries()) {
      const by = f.op === Sum ? whole(f.args, coefficient) : null;
      if (by === null) continue;
      const put = <T>(list: readonly T[], at: number, x: T): readonly T[] => list.map((y, m) => (m === at ? x : y));
      const isCore = l === inside.scalars.length;
      const body = withScalars(isCore ? inside.scalars : put(inside.scalars, l, by), isCore ? by : inside.core, s);
      const made = sigma(binderOf(s), body);
      return k === scalars.length ? withScalars(scalars, made, e) : withScalars(put(scalars, k, made), core, e);
    }
  }
  return null;
}

export const ALIKE: readonly Law[] = [
  law({
    theme,
    name: "parts written alike",
    at: Sum,
    statement: "a_i / (x_i + y_i) + b_i / (y_i + x_i) = a_i / (x_i + y_i) + b_i / (x_i + y_i)",
    cite: "commutativity",
    example: "A : matrix(n, n); x : vector(n); s = Σ_{i=1}^n Σ_{j=1}^n (A_ij / (x_i + x_j) + 1 / (x_j + x_i))",
    within: [Entry, Member],
    step: writtenAlike,
  }),
  law({
    theme: "entries",
    name: "entries of a symmetric matrix",
    at: Entry,
    statement: "A_ji = A_ij  (A symmetric)",
    cite: "definition",
    example: "A : matrix(n, n) symmetric; x, y : vector(n); s = Σ_{i=1}^n Σ_{j=1}^n (A_ij + A_ji) x_i y_j^2",
    step: symmetricEntry,
  }),
  law({
    theme,
    name: "a number into a sum",
    at: [Times, Scale],
    statement: "2 Σ_i (a_i / 2 - b_i / 2) = Σ_i (a_i - b_i)",
    cite: "distributivity",
    example: "x, y : vector(n); s = 2 Σ_{i=1}^n (1/2 x_i^2 - 1/2 y_i)",
    within: [Sigma],
    step: numberIntoSum,
  }),
];
