/**
 * Derivatives by names and by members of families: the sweep over equations, each taken once for all
 * values of its letters. A member v_p in the equation of u_g gives v_f the share Σ_g [p = f] (…). What
 * refers to itself gets a cotangent with a name and an equation of its own and is never unrolled.
 */
import type { Expr } from "../core/expr.js";
import { NotDifferentiable } from "../core/op.js";
import { nth } from "../core/operands.js";
import {
  dimAt,
  type Index,
  isAxis,
  lessPlace,
  letterIndex,
  type Place,
  placeOf,
  placeWith,
  solvedFor,
} from "../core/place.js";
import { entries, isScalar, type Shape, shape as shapeFrom } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { apartFrom, inOrder, placesOf, substituteAll } from "../ops/binder.js";
import { eye } from "../ops/eye.js";
import { defineFamily, equationOf, type Family, family, forgetFamily, shapeAt } from "../ops/family.js";
import { fitted } from "../ops/fit.js";
import { iverson } from "../ops/iverson.js";
import { familyOf, holdsAt, isMember, member } from "../ops/member.js";
import { number } from "../ops/number.js";
import { scale } from "../ops/scale.js";
import { sigma } from "../ops/sigma.js";
import { sumOf } from "../ops/sum.js";
import { isSymbol } from "../ops/symbol.js";
import { times } from "../ops/times.js";
import { zeros } from "../ops/zeros.js";
import { lengthOf } from "../rewrite/length.js";
import { calledBy, circlesOf, type Equation, equationsBehind, hasOrder, isNamed, leadingTo } from "./equations.js";
import { sharesThrough, summedOver } from "./gradient.js";
import { jacobiansThrough } from "./jacobian.js";
import { normalForm, shownForm } from "./normal.js";

/** How the cotangent of a name is called; `only` where it is the only one that has a name. */
export type Naming = (name: string, only: boolean) => string;

/** Cotangents of y by names and members. */
export interface Adjoints {
  /** Whether ∂y/∂v has the shape of v, as for a number y, or a row for each entry of y and a column for each of v. */
  readonly layout: "gradient" | "jacobian";
  /** ∂y/∂v by a symbol, or by a member at any places. */
  of(leaf: Expr): Expr;
  /** The name of the cotangent of a member for whose place its equation is stated. */
  calledAt(leaf: Expr): Expr | null;
  /** A named cotangent at the places of the member whose it is. */
  calledAs(named: Family, at: readonly Place[]): Expr;
  /** The cotangents that have a name, each a family with its equation, in the order in which they are met from y. */
  readonly named: readonly Family[];
  /** The name or member whose cotangent a named one is, in the letters of its equation. */
  leafOf(named: Family): Expr;
  /** What ∂y/∂v adds up, before any law: from each equation in which v stands. */
  contributions(leaf: Expr): readonly Contribution[];
}

/** One way to a name: its part of the cotangent, from the left side of the equation in which the name stands. */
export interface Contribution {
  readonly part: Expr;
  /** z_{t+1}, in whose equation h stands as h_{(t+1)−1}; null for y itself. */
  readonly from: Expr | null;
  /** The same in the letters of its equation, where its cotangent is not called by a name: then it needs lines of its own. */
  readonly unnamed: Expr | null;
  /** The equation in which it stands, and where; null for y itself. */
  readonly in: Equation | null;
  readonly at: readonly Place[];
  readonly axes: readonly Index[];
  /** The family by which the cotangent of the equation's left side is called. */
  readonly called: Family | null;
}

/** A name in an equation and what it gets from there, for all values of the axes. */
interface Share {
  readonly at: readonly Place[];
  readonly axes: readonly Index[];
  readonly what: Expr;
  /** The equation; null for y. */
  readonly in: Equation | null;
}

/** Operations in a cotangent on the way round that is written out where it is used again. */
const SHORT = 3;
/** Ways to cut all circles that are compared. */
const MOST_CUTS = 6;
/** Equations of one circle among which the fewest to cut are sought; beyond that each is cut that has several users. */
const MOST_CIRCULAR = 16;

/**
 * The cotangents of the names behind y, on the way to those wanted: gradients of a number, else Jacobians.
 *
 * Throws {@link NotDifferentiable} for a circle of equations without an order.
 */
export function adjoints(y: Expr, wanted: ReadonlySet<string>, naming: Naming): Adjoints {
  const all = equationsBehind(y);
  const active = leadingTo(all, wanted);
  const circles = circlesOf(all, active);
  for (const circle of circles) if (!hasOrder(circle)) throw withoutOrder(circle);
  const layout = isScalar(y.shape) ? "gradient" : "jacobian";
  const network: Network = { y, layout, active, all: all.filter((q) => active.has(q)), circles };
  const cuts = cutsOf(circles);
  if (cuts.length === 1) return swept(network, nth(cuts, 0), naming);
  // Of several ways to cut, the one whose answers are shortest; each is tried under names that are nobody else's.
  let best = { cut: nth(cuts, 0), length: Number.POSITIVE_INFINITY };
  for (const cut of cuts) {
    // A name has one shape in a context.
    const tried = swept(network, cut, (name) => `∂${entries(y.shape)}/∂${name}`);
    const length = lengthOfAll(tried, network, wanted);
    for (const f of tried.named) forgetFamily(f);
    if (length < best.length) best = { cut, length };
  }
  return swept(network, best.cut, naming);
}

/** The equations that take part, and the circles among them. */
interface Network {
  readonly y: Expr;
  readonly layout: Adjoints["layout"];
  readonly active: ReadonlySet<Equation>;
  /** Those that are active, in the order of the text. */
  readonly all: readonly Equation[];
  readonly circles: readonly (readonly Equation[])[];
}

function withoutOrder(circle: readonly Equation[]): NotDifferentiable {
  const names = [...new Set(circle.map((q) => q.name))].join(", ");
  return new NotDifferentiable(
    "recursion",
    `${names}: there is no order in which these equations can be worked out, as neither earlier nor later members alone are needed`,
    "let each equation use members on one side only, h_t from h_{t-1} or from h_{t+1}",
  );
}

function lengthOfAll(of: Adjoints, { all }: Network, wanted: ReadonlySet<string>): number {
  const answers = all.filter((q) => wanted.has(q.name)).map((q) => of.of(q.leaf));
  const equations = of.named.map((f) => equationOf(f)).filter((e) => e !== null);
  return [...answers, ...equations].reduce((n, e) => n + lengthOf(e), 0);
}

/** The sets of equations to cut that are compared: for all circles together, the smallest of each. */
function cutsOf(circles: readonly (readonly Equation[])[]): readonly ReadonlySet<Equation>[] {
  let cuts: readonly (readonly Equation[])[] = [[]];
  for (const circle of circles) {
    const own = cutsOfOne(circle);
    cuts = cuts.flatMap((cut) => own.map((more) => [...cut, ...more])).slice(0, MOST_CUTS);
  }
  return cuts.map((cut) => new Set(cut));
}

/** The smallest sets of equations without which a circle has no way round. */
function cutsOfOne(circle: readonly Equation[]): readonly (readonly Equation[])[] {
  const isCut = (some: readonly Equation[]): boolean =>
    circlesOf(circle, new Set(circle.filter((q) => !some.includes(q)))).length === 0;
  if (circle.length > MOST_CIRCULAR) return [circle];
  for (let size = 1; size < circle.length; size++) {
    const found = subsetsOf(circle, size).filter(isCut);
    if (found.length > 0) return found.slice(0, MOST_CUTS);
  }
  return [circle];
}

function subsetsOf<T>(of: readonly T[], size: number): readonly (readonly T[])[] {
  let found: readonly { readonly chosen: readonly T[]; readonly from: number }[] = [{ chosen: [], from: 0 }];
  for (let k = 0; k < size; k++)
    found = found.flatMap(({ chosen, from }) =>
      of.slice(from).map((t, i) => ({ chosen: [...chosen, t], from: from + i + 1 })),
    );
  return found.map((f) => f.chosen);
}

/** What arrives at the names while the equations are gone through. */
interface Ledger {
  readonly network: Network;
  readonly names: ReadonlySet<string>;
  readonly shares: Map<string, Share[]>;
}

/** The shape of ∂y/∂v by the shapes of v and y. */
const shapeOfBar = ({ y, layout }: Network, v: Shape, of: Shape = y.shape): Shape =>
  layout === "gradient" ? v : shapeFrom(entries(of), entries(v));

const shapeWith = ({ rows, cols }: Shape, letters: readonly Index[], at: readonly Place[]): Shape =>
  shapeFrom(dimAt(rows, letters, at), dimAt(cols, letters, at));

/** One sweep over the equations, those cut first called by the names of their cotangents. */
function swept(network: Network, cut: ReadonlySet<Equation>, naming: Naming): Adjoints {
  const { y, layout, active, all, circles } = network;
  const ledger: Ledger = { network, names: new Set(all.map((q) => q.name)), shares: new Map() };
  const circular = new Set(circles.flat());
  const bars = new Map<Equation, Family>();
  // Where y is asked for at letters, a cotangent is another one for each of their values.
  const asked = inOrder(y.free.filter((i) => i.kind === "asked"));
  const calledAs = (bar: Family, at: readonly Place[]): Expr => member(bar, ...at, ...asked.map(placeOf));
  const name = (q: Equation): Family => {
    const of = familyOf(q.leaf);
    const letters = asked.map(({ letter, lo, hi }) => letterIndex("formal", letter, lo, hi));
    const own = clearOf(asked, of.formals);
    const bar = family(y.home, {
      name: naming(q.name, cut.size === 1 && cut.has(q)),
      shape: shapeOfBar(network, shapeAt(of, own.map(placeOf)), shapeWith(y.shape, asked, letters.map(placeOf))),
      formals: [...own, ...letters],
      raised: of.raised,
      barred: of.barred,
    });
    bars.set(q, bar);
    return bar;
  };
  const define = (q: Equation, bar: Family): void => {
    const at = q.at.map((p) => inLetters(p, q, bar));
    const value = total(q.leaf, at, ledger);
    const letters = bar.formals.slice(at.length).map(placeOf);
    defineFamily(bar, asked.length === 0 ? value : shownForm(substituteAll(value, asked, letters)));
  };
  for (const q of cut) name(q);
  pass(null, y, layout === "gradient" ? number(1, y) : eye(entries(y.shape), y), ledger);
  for (const q of inTurn(all, cut)) {
    if (q.value === null) continue;
    let bar = bars.get(q);
    let arrived: Expr | null = null;
    if (bar === undefined) {
      arrived = total(q.leaf, q.at, ledger);
      // What goes on to more than one name on a way round is worth a name too.
      const goesOn = q.uses.filter((p) => active.has(p)).length > 1;
      if (circular.has(q) && goesOn && lengthOf(arrived) > SHORT) {
        bar = name(q);
        define(q, bar);
      }
    }
    pass(q, q.value, bar === undefined ? (arrived as Expr) : calledAs(bar, q.at), ledger);
  }
  for (const q of cut) define(q, bars.get(q) as Family);
  const totals = new Map<Expr, Expr>();
  return {
    layout,
    of: (leaf) => {
      const found = totals.get(leaf) ?? total(leaf, placesOf(leaf), ledger);
      totals.set(leaf, found);
      return found;
    },
    calledAt: (leaf) => {
      const own = [...bars].find(([q]) => !q.isBase && q.name === calledBy(leaf));
      return own === undefined || !isMember(leaf) || holdsAt(familyOf(leaf), placesOf(leaf)) !== true
        ? null
        : calledAs(own[1], placesOf(leaf));
    },
    calledAs,
    named: [...bars.values()],
    leafOf: (f) => {
      const own = [...bars].find(([, bar]) => bar === f);
      const q = nth(own ?? [], 0) as Equation;
      return member(familyOf(q.leaf), ...q.at.map((p) => inLetters(p, q, f)));
    },
    contributions: (leaf) =>
      (ledger.shares.get(calledBy(leaf)) ?? []).map((s) => ({
        part: collected(s, placesOf(leaf), shapeOfBar(network, leaf.shape)),
        from: userOf(s, placesOf(leaf)),
        unnamed: s.in === null || s.in.leaf === y || bars.has(s.in) ? null : leafOf(s.in),
        in: s.in,
        at: s.at,
        axes: s.axes,
        called: (s.in && bars.get(s.in)) ?? null,
      })),
  };
}

/** A place of an equation in the letters of the cotangent of its left side. */
const inLetters = (p: Place, q: Equation, bar: Family): Place =>
  familyOf(q.leaf).formals.reduce((at, f, k) => placeWith(at, f, placeOf(nth(bar.formals, k))), p);

/** Letters for the equation of a cotangent, none of them one of the question: ∂h_t/∂h_k has its J_{st}. */
function clearOf(asked: readonly Index[], formals: readonly Index[]): readonly Index[] {
  const taken = new Set([...asked, ...formals].map((i) => i.letter));
  return formals.map(({ letter, lo, hi }) => {
    const isAsked = asked.some((i) => i.letter === letter);
    const other = isAsked ? OTHER_LETTERS.find((l) => !taken.has(l)) : undefined;
    if (other === undefined) return letterIndex("formal", letter, lo, hi);
    taken.add(other);
    return letterIndex("formal", other, lo, hi);
  });
}

const OTHER_LETTERS: readonly string[] = [..."sjiklmnpqrt"];

/** The left side of an equation. */
const leafOf = ({ leaf, at }: Equation): Expr => (isSymbol(leaf) ? leaf : member(familyOf(leaf), ...at));

/** The equations, each after all that draw on it; what is cut has a name to pass on and waits for nothing. */
function inTurn(all: readonly Equation[], cut: ReadonlySet<Equation>): readonly Equation[] {
  const missing = new Map<Equation, number>(all.map((q) => [q, 0]));
  for (const q of all) for (const p of q.uses) missing.set(p, (missing.get(p) ?? 0) + 1);
  const order = all.filter((q) => cut.has(q) || missing.get(q) === 0);
  for (let k = 0; k < order.length; k++) {
    for (const p of nth(order, k).uses) {
      const left = (missing.get(p) ?? 0) - 1;
      missing.set(p, left);
      if (left === 0 && !cut.has(p)) order.push(p);
    }
  }
  const inside = new Set(all);
  return order.filter((q) => inside.has(q));
}

/** Pulls the cotangent of the right side of an equation, or of y, back to the names in it. */
function pass(of: Equation | null, value: Expr, bar: Expr, { network, names, shares }: Ledger): void {
  const inside = walk([value]).filter((e) => isNamed(e) && names.has(calledBy(e)));
  if (inside.length === 0) return;
  const whole = normalForm(summedOver({ free: of?.formals ?? [] }, value, bar));
  const through = network.layout === "gradient" ? sharesThrough : jacobiansThrough;
  for (const [leaf, what] of through(value, whole, inside, normalForm)) {
    const share = { at: placesOf(leaf), axes: leaf.free.filter(isAxis), what, in: of };
    const known = shares.get(calledBy(leaf));
    if (known === undefined) shares.set(calledBy(leaf), [share]);
    else known.push(share);
  }
}

/** All that arrives at a symbol, or at a member at places. */
function total(leaf: Expr, at: readonly Place[], { network, shares }: Ledger): Expr {
  const shape = shapeOfBar(network, (isSymbol(leaf) ? leaf : member(familyOf(leaf), ...at)).shape);
  const parts = (shares.get(calledBy(leaf)) ?? []).map((s) => normalForm(collected(s, at, shape)));
  return parts.length === 0 ? zeros(shape.rows, shape.cols, leaf) : shownForm(sumOf(parts));
}

/** Σ_g [p = f] share, the letters of the place asked for kept apart from those of the equation. */
function collected({ at: places, axes, what }: Share, at: readonly Place[], shape: Shape): Expr {
  const { letters, made, place } = apartFrom(inOrder(axes), [what], [...places, ...at]);
  // The sizes are those at `at` where the conditions hold, and nothing elsewhere.
  const share = fitted(nth(made, 0), shape);
  const conditions = places.map((p, k) => iverson("=", lessPlace(place(p), nth(at, k)), share));
  const whole = conditions.length === 0 ? share : scale(times(...conditions), share);
  return letters.reduceRight((e, i) => sigma(i, e), whole);
}

/** The left side of the equation that a share is from, at the place that follows: h_t stands in that of z_{t+1}. */
function userOf({ at: places, in: of }: Share, at: readonly Place[]): Expr | null {
  if (of === null) return null;
  if (isSymbol(of.leaf)) return of.leaf;
  if (of.isBase) return member(familyOf(of.leaf), ...of.at);
  // The letters of the equation are not those of the place asked for, though they may look like them.
  const { letters, place } = apartFrom(of.formals, [], [...places, ...at]);
  const found = letters.map((letter, k) => {
    const solved = places.map((p, n) => solvedFor(lessPlace(place(p), nth(at, n)), letter)).find((p) => p !== null);
    return solved ?? nth(of.at, k);
  });
  return member(familyOf(of.leaf), ...found);
}
