/**
 * Derivatives of models with families and entries: by a symbol, a member x_j, an entry W_ij, or a whole
 * family of numbers. The equations are gone through once for each scalar output (see adjoints.ts); the
 * derivative of a vector is put together from those of its entries, Σ_k e_k (∂y_k/∂x)ᵀ.
 */

import { ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { NotDifferentiable } from "../core/op.js";
import { nth, operand } from "../core/operands.js";
import { has } from "../core/own.js";
import { bare, type Index, letterIndex, type Place, placeOf } from "../core/place.js";
import { isColumn, isScalar, sameShape } from "../core/shape.js";
import type { Query } from "../model/model.js";
import { binderOf, bodyAt, freshLetter, placesOf, substituteAll } from "../ops/binder.js";
import { derivative } from "../ops/derivative.js";
import { Entry, entry } from "../ops/entry.js";
import { type Family, familiesOf, familyNamed } from "../ops/family.js";
import { familyOf, isMember, isRecursive, member } from "../ops/member.js";
import { product } from "../ops/product.js";
import { scale } from "../ops/scale.js";
import { Sigma, sigma } from "../ops/sigma.js";
import { isSymbol } from "../ops/symbol.js";
import { inner } from "../ops/trace.js";
import { T } from "../ops/transpose.js";
import { unit } from "../ops/unit.js";
import { unvec } from "../ops/unvec.js";
import { vec } from "../ops/vec.js";
import { familyOfWhole } from "../ops/whole-family.js";
import { lengthOf } from "../rewrite/length.js";
import { type Adjoints, adjoints } from "./adjoints.js";
import { boundBy, constrained, constrainedSteps, type Entries, type Symmetric } from "./constrained.js";
import { knownStep } from "./cotangents.js";
import { calledBy, circlesOf, equationsBehind, isNamed, leadingTo } from "./equations.js";
import { linesAgain } from "./indexed-again.js";
import { asQuestion } from "./indexed-lines.js";
import { endedWith, gradientSteps, namedSteps, type Told } from "./indexed-route.js";
import { jacobian } from "./jacobian.js";
import { type JacobianProduct, jacobianOfMembers } from "./jacobian-product.js";
import { normalForm, shownForm } from "./normal.js";
import { ALONG, ENTRIES, READ, SIMPLIFIED } from "./rules.js";
import { type Step, step } from "./step.js";

/** A derivative, and the cotangents that it calls by a name, each a family with its equation. */
export interface IndexedAnswer {
  readonly value: Expr;
  readonly named: readonly Family[];
  /** Whether the variable occurs behind the output at all. */
  readonly depends: boolean;
  /** The Jacobian of a member by another of its recursion as a product of local ones. */
  readonly product: JacobianProduct | null;
  /** Whether it is a Jacobian that the differential of the whole gives, as where there are no letters. */
  readonly isPlain: boolean;
  /** The lines that lead to it. */
  readonly steps: () => readonly Step[];
}

/** What is asked, in whatever words. */
type Asked = Pick<Query, "of" | "wrt" | "direction">;

/** Whether a question has to do with indices at all. */
export function isIndexed({ of, wrt }: Asked): boolean {
  if (of.free.length > 0 || wrt.some((x) => !isSymbol(x))) return true;
  return familiesOf(of.home).length > 0 && equationsBehind(of).some((q) => q.formals.length > 0);
}

/** The name that a variable is asked by: that of an entry is its vector's, of a stacked family the family's. */
function baseOf(x: Expr): Expr {
  if (isNamed(x)) return x;
  if (x.op === Entry) return baseOf(operand(x));
  const whole = familyOfWhole(x);
  if (whole === null) throw new NotDifferentiable("variable", "a derivative is by a name, a member or an entry");
  return member(whole, ...whole.formals.map(placeOf));
}

/** Answers the questions of one model; what is asked of one output is worked out by one sweep over the equations. */
export function indexedAnswers(
  queries: readonly Asked[],
  taken: (name: string) => boolean,
  symmetric: Symmetric = "projected",
): (query: Asked) => IndexedAnswer {
  const wanted = new Set(queries.flatMap((q) => q.wrt).map((x) => calledBy(baseOf(x))));
  const known = new Map<Expr, Adjoints>();
  const adjointsOf = (y: Expr): Adjoints => {
    let found = known.get(y);
    if (found === undefined) {
      const isTaken = (name: string): boolean => taken(name) || familyNamed(y.home, name) !== null;
      // δ is a gradient everywhere; a matrix of derivatives is called J.
      const base = isScalar(y.shape) ? "delta" : "J";
      found = adjoints(y, wanted, (name, only) => clear(only ? base : `${base}_${name}`, isTaken));
      known.set(y, found);
    }
    return found;
  };
  const told = new Map<Expr, Told>();
  /** What the lines of earlier answers of an output have told. */
  const toldOf = (y: Expr): Told => {
    const known = told.get(y) ?? new Set();
    told.set(y, known);
    return known;
  };
  return ({ of: y, wrt, direction }) => {
    const ways: Way[] = [];
    const [x, z] = [nth(wrt, 0), wrt[1]];
    // By a whole matrix a Jacobian and a Hessian take its entries as free.
    const isFree = z !== undefined || !isScalar(y.shape);
    const by = (of: Expr, v: Expr): Expr => {
      const entries: Entries = isFree && isNamed(v) ? "free" : symmetric;
      const own = adjointsOf(of);
      const found = { y: of, x: v, entries, adjoints: own, value: gradientBy(own, v, entries) };
      ways.push(found);
      return found.value;
    };
    /** The Jacobian by one sweep, in the shape of an answer. */
    const atOnce = (of: Expr, v: Expr): Expr => {
      const own = adjointsOf(of);
      const J = jacobianBy(own, v);
      ways.push({ y: of, x: v, entries: "free", adjoints: own, value: J });
      return isScalar(v.shape) && !isColumn(of.shape) ? shownForm(unvec(J, of.shape.rows, of.shape.cols)) : J;
    };
    const first = (of: Expr, v: Expr): Expr => {
      if (isScalar(of.shape)) return by(of, v);
      return byJacobian(of, v) ?? (isColumn(of.shape) && !isCircular(of, v) ? shorterOf(of, v) : atOnce(of, v));
    };
    const shorterOf = (of: Expr, v: Expr): Expr => {
      const entries = byEntries(of, v, by);
      if (!isNamed(v) || isScalar(v.shape)) return entries;
      const before = [...ways];
      const whole = atOnce(of, v);
      if (lengthOf(whole) < lengthOf(entries)) return whole;
      ways.splice(0, ways.length, ...before);
      return entries;
    };
    const isFirst = z === undefined && direction === null;
    const members = isFirst ? jacobianOfMembers(y, x, ENTRY_LETTERS) : null;
    const counted = members !== null && has(members, "value") ? members.value : null;
    const g = counted ?? first(y, x);
    // H v is the gradient of g^T v, which needs no Hessian.
    if (direction !== null && !(isScalar(y.shape) && isColumn(x.shape) && sameShape(g.shape, direction.shape)))
      throw new NotDifferentiable("direction", "a Hessian times a vector is derived of a number by a vector");
    const value = shownForm(direction !== null ? by(inner(g, direction), x) : z === undefined ? g : first(g, z));
    const named = new Set(usedIn(value, new Set(ways.flatMap((w) => w.adjoints.named))));
    const H = z === undefined ? derivative(usualLayout(y, x), y, x) : derivative("hessian", y, x, z);
    const left = direction === null ? H : product(H, direction);
    return {
      value,
      named: [...named],
      depends: isBehind(y, x),
      product: members !== null && has(members, "product") ? members.product : null,
      isPlain: ways.length === 0 && !equationsBehind(y).some((q) => q.formals.length > 0 && q.value !== null),
      steps: () =>
        endedWith(
          value,
          counted !== null
            ? [step(READ.jacobian, left, left, value)]
            : [
                ...ways.flatMap((w) => wayOf(w, named, toldOf(w.y))),
                ...(direction !== null
                  ? [step(ALONG, left, left, value)]
                  : ((z === undefined ? null : againLines(y, x, z, g)) ?? lastLines(ways, left, value))),
              ],
        ),
    };
  };
}

/** The lines of a second derivative of which the first is known; null where they are those of entries. */
function againLines(y: Expr, x: Expr, z: Expr, g: Expr): readonly Step[] | null {
  const lines = linesAgain(derivative("hessian", y, x, z), g, z);
  return lines && [knownStep(y, x, g), ...lines];
}

/** One sweep that took part in an answer. */
interface Way {
  readonly y: Expr;
  readonly x: Expr;
  readonly entries: Entries;
  readonly adjoints: Adjoints;
  readonly value: Expr;
}

function wayOf({ y, x, adjoints: of }: Way, used: ReadonlySet<Family>, told: Told): readonly Step[] {
  const leaf = baseOf(x);
  const named = namedSteps(y, of, used, told);
  const own = gradientSteps(y, leaf, of, told);
  return [
    ...withoutSame(
      named,
      own,
      leaf,
      of.named.map(of.leafOf).flatMap((l) => [l, asQuestion(l)]),
    ),
    ...own,
  ];
}

/**
 * The lines to named cotangents without those that the question has too: δ_t is for t in 1..T what ∂L/∂h_t is for t in
 * 0..T, and one place of letters is put for the other to see it.
 */
function withoutSame(
  named: readonly Step[],
  own: readonly Step[],
  leaf: Expr,
  leaves: readonly Expr[],
): readonly Step[] {
  const letters = isMember(leaf) ? placesOf(leaf).map(bare) : [];
  if (own.length === 0 || letters.length === 0 || letters.includes(null)) return named;
  for (const like of leaves) {
    if (like === leaf || !isMember(like) || calledBy(like) !== calledBy(leaf)) continue;
    const put = (e: Expr): Expr => substituteAll(e, letters as readonly Index[], placesOf(like));
    const lines = own.map((s) => [put(s.before), put(s.after)] as const);
    const isHere = (k: number): boolean =>
      lines.every(([before, after], n) => named[k + n]?.before === before && named[k + n]?.after === after);
    const at = [...named.keys()].find(isHere);
    if (at !== undefined) return [...named.slice(0, at), ...named.slice(at + own.length)];
  }
  return named;
}

/** The line that binds entries to one another, or puts them together, where the answer is not what the last sweep found. */
function lastLines(ways: readonly Way[], left: Expr, value: Expr): readonly Step[] {
  const last = ways[ways.length - 1];
  if (last === undefined || last.value !== value || !isNamed(last.x)) return [step(ENTRIES, left, left, value)];
  const G = last.adjoints.of(last.x);
  return constrainedSteps([step(SIMPLIFIED, null, G, G)], G, last.x, last.entries).slice(1);
}

const usualLayout = (y: Expr, x: Expr): "gradient" | "jacobian" =>
  isScalar(y.shape) || isScalar(x.shape) ? "gradient" : "jacobian";

/** Whether a variable stands behind an expression. */
function isBehind(e: Expr, v: Expr): boolean {
  const name = calledBy(baseOf(v));
  return (isNamed(e) && calledBy(e) === name) || equationsBehind(e).some((q) => q.name === name);
}

/** A name that nobody else has: `delta`, `delta_1`, …. */
function clear(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  for (let k = 1; ; k++) if (!isTaken(`${name}_${k}`)) return `${name}_${k}`;
}

/** ∂y/∂x of a scalar in the shape of x. */
function gradientBy(of: Adjoints, x: Expr, entries: Entries): Expr {
  if (isNamed(x)) {
    const G = of.of(x);
    return entries === "free" || boundBy(x) === null ? G : shownForm(constrained(G, x, entries));
  }
  if (x.op === Entry) return shownForm(entry(gradientBy(of, operand(x), entries), ...placesOf(x)));
  // A stacked family has for its gradient the stack of the gradients.
  if (x.op === Sigma) {
    const letter = freshLetter(binderOf(x), x);
    return shownForm(sigma(letter, gradientBy(of, bodyAt(x, letter), entries)));
  }
  const [s, place] = [operand(x), operand(x, 1)];
  return scale(gradientBy(of, s, entries), place);
}

/** Letters for an entry of an output: one of the question, over which nothing is summed on the way. */
const ENTRY_LETTERS: readonly string[] = [..."kijlmnpqr"];

/** The Jacobian of a vector by a vector or matrix at once; null where equations draw on one another, or by anything else. */
function byJacobian(y: Expr, x: Expr): Expr | null {
  if (!isSymbol(x) || isScalar(x.shape) || !isColumn(y.shape) || familiesOf(y.home).some(isRecursive)) return null;
  return jacobian(y, x, normalForm);
}

/** Whether y depends on x through equations that draw on one another: then its Jacobian has equations of its own. */
function isCircular(y: Expr, x: Expr): boolean {
  const all = equationsBehind(y);
  return circlesOf(all, leadingTo(all, new Set([calledBy(baseOf(x))]))).length > 0;
}

/** The Jacobian of a column by a name or member, by an entry of one, by the vector of a family of numbers. */
function jacobianBy(of: Adjoints, x: Expr): Expr {
  if (isNamed(x)) return of.calledAt(x) ?? of.of(x);
  if (x.op === Entry) {
    const [i, j] = placesOf(x);
    const X = operand(x);
    const e = unit(i as Place, X.shape.rows, x);
    const E = j === undefined ? e : product(e, T(unit(j, X.shape.cols, x)));
    return shownForm(product(jacobianBy(of, X), vec(E)));
  }
  if (x.op === Sigma && isColumn(x.shape)) {
    const letter = freshLetter(binderOf(x), x);
    const body = bodyAt(x, letter);
    return shownForm(sigma(letter, product(jacobianBy(of, operand(body)), T(operand(body, 1)))));
  }
  throw new NotDifferentiable("recursion", "a Jacobian through a recursion is by a name, a member or an entry");
}

/** ∂y/∂x of a vector y by its entries: a column by a number, the Jacobian by anything else. */
function byEntries(y: Expr, x: Expr, by: (y: Expr, x: Expr) => Expr): Expr {
  const taken = new Set([...y.free, ...x.free].map((i) => i.letter));
  const letter = ENTRY_LETTERS.find((l) => !taken.has(l)) ?? "☆";
  const k = letterIndex("asked", letter, ONE, y.shape.rows);
  const g = by(entry(y, placeOf(k)), x);
  const e = unit(placeOf(k), y.shape.rows, y);
  if (isScalar(x.shape)) return sigma(k, scale(g, e));
  return sigma(k, product(e, T(isColumn(x.shape) ? g : vec(g))));
}

/** The cotangents that an answer calls by their names, at some remove. */
function usedIn(value: Expr, named: ReadonlySet<Family>): readonly Family[] {
  const found = new Set(equationsBehind(value).flatMap((q) => (isMember(q.leaf) ? [familyOf(q.leaf)] : [])));
  return [...named].filter((f) => found.has(f));
}
