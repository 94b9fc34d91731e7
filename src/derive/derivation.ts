/** A derivation: what was asked, its value, and the lines that lead to it. */

import type { Code } from "../core/codes.js";
import { BudgetError, bitOf, type Expr, mayHold } from "../core/expr.js";
import { NotDifferentiable } from "../core/op.js";
import { lookup, nth } from "../core/operands.js";
import { has, ownOf } from "../core/own.js";
import { isColumn, isScalar, sameShape, showShape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { STANDARD } from "../laws/standard.js";
import type { Model, Query } from "../model/model.js";
import { Derivative, derivative } from "../ops/derivative.js";
import type { Family } from "../ops/family.js";
import { isMember } from "../ops/member.js";
import { isWhole, Powersum } from "../ops/powersum.js";
import { product } from "../ops/product.js";
import { scale } from "../ops/scale.js";
import { definitionOf } from "../ops/symbol.js";
import { times } from "../ops/times.js";
import { T } from "../ops/transpose.js";
import { unvec } from "../ops/unvec.js";
import { vec } from "../ops/vec.js";
import { constrained, constrainedSteps, type Entries, type Symmetric } from "./constrained.js";
import { cotangentSteps, knownStep, sameAs, type Way } from "./cotangents.js";
import { expandDefinitions, holdsDerivative, workedOut } from "./expand.js";
import { isBound } from "./fork.js";
import { type IndexedAnswer, indexedAnswers, isIndexed } from "./indexed.js";
import { endedWith } from "./indexed-route.js";
import type { JacobianProduct } from "./jacobian-product.js";
import { defaultLayout, type Layout, rowOf } from "./layout.js";
import { dependence } from "./linearise.js";
import { withSlopes } from "./model-functions.js";
import { normalForm, shownForm } from "./normal.js";
import { bottlenecks, namesIn, type Paths, pathsTo, rightHandOf, singlePath, usersBehind } from "./paths.js";
import {
  askedGradient,
  asked as askedJacobian,
  chainSteps,
  directionSteps,
  forwardSteps,
  isReordered,
  isVectorPath,
  type Told,
  turnSteps,
} from "./route.js";
import { AGAIN, ALONG, CONSTANT, LAYOUTS, SIMPLIFIED, TRANSPOSES } from "./rules.js";
import { allSteps, type Step, step } from "./step.js";
import { upstreamStep } from "./upstream.js";
import { firstDerivative, firstOfTwo, type Sweep, secondDerivative, sweeper } from "./value.js";

export interface DerivationOptions {
  readonly layout?: Layout;
  readonly symmetric?: Symmetric;
  readonly steps?: "none" | "chain" | "full";
  readonly convention?: "jacobian-first" | "shape-first";
}

export interface Derivation {
  readonly query: Query;
  readonly layout: Layout;
  readonly value: Expr;
  /** ∂s/∂h ∂h/∂z ∂z/∂b, where the derivation is shown as a chain. */
  readonly chain: Expr | null;
  readonly steps: readonly Step[];
  /** Whether the variable occurs in the output at all. */
  readonly depends: boolean;
  /** How the entries of a symmetric variable are counted. */
  readonly symmetric: Symmetric;
  /** The cotangents that the value calls by a name of their own, families with an equation each. */
  readonly named: readonly Family[];
  /** The same as a product of local Jacobians, where it is one. */
  readonly product: JacobianProduct | null;
}

/** A fault of one query; the others are derived all the same. */
export interface Refusal {
  readonly query: Query;
  readonly code: Code;
  readonly message: string;
  readonly hint: string | null;
}

export interface Derivations {
  readonly results: readonly (Derivation | Refusal)[];
  /** Cotangents of names on the way, in the order of the network: what shared parts are best named after. */
  readonly cotangents: ReadonlyMap<Expr, Expr>;
  /** The question from whose output each of them comes. */
  readonly outputs: ReadonlyMap<Expr, Query>;
}

export const isRefusal = (r: Derivation | Refusal): r is Refusal => has(r, "code");

/** A model as far as a derivation needs it: the names that answers keep clear of. */
type Named = Pick<Model, "context"> & { readonly symbols: Pick<Model["symbols"], "has"> };

/** Derives each query of a model. The model is not changed; faults are refusals, by query. */
export function derivations(model: Named, queries: readonly Query[], given: DerivationOptions = {}): Derivations {
  const options = ownOf(given);
  // Members are the indexed questions' own: they stand in no sweep of the others.
  const wanted = [...new Set(queries.flatMap((q) => q.wrt))].filter((x) => !isMember(x));
  const sweep = sweeper(wanted);
  const told: Told = new Map();
  const cotangents = new Map<Expr, Expr>();
  const outputs = new Map<Expr, Query>();
  const written = new Set<string>();
  const swept = new Set<Expr>();
  const looked = new Set<Expr>();
  const read = new Set<Expr>();
  let broken: unknown = null;
  try {
    expandDefinitions(model.context);
  } catch (error) {
    broken = error;
  }
  const indexed = indexedAnswers(queries.filter(isIndexed), (name) => model.symbols.has(name), options.symmetric);
  const results = queries.map((query): Derivation | Refusal => {
    const seen = told.size;
    try {
      if (broken !== null) throw broken;
      const found = isIndexed(query) ? indexed(query) : null;
      if (found !== null && !found.isPlain) return derivedIndexed(query, found, options);
      const derived = derivedOne(query, sweep, told, options);
      refuseOpenPowers(derived.value, looked);
      if (isScalar(query.of.shape) && !swept.has(query.of)) {
        swept.add(query.of);
        collect(query.of, sweep, cotangents);
        for (const name of cotangents.keys()) if (!outputs.has(name)) outputs.set(name, query);
      }
      return { ...derived, steps: withSlopes(derived.steps, written, read) };
    } catch (error) {
      forgetAfter(seen, told);
      return refusal(query, error);
    }
  });
  return { results, cotangents, outputs };
}

/** Forgets what a question has told before it was refused: no reader has seen its lines. */
function forgetAfter(seen: number, told: Told): void {
  for (const key of [...told.keys()].slice(seen)) told.delete(key);
}

function refusal(query: Query, error: unknown): Refusal {
  if (error instanceof NotDifferentiable)
    return { query, code: "derive/not-differentiable", message: error.message, hint: error.hint };
  if (error instanceof BudgetError)
    return { query, code: "budget/nodes", message: error.message, hint: "raise --max-nodes, or split the model" };
  if (error instanceof LayoutError) return { query, code: "derive/layout", message: error.message, hint: error.hint };
  throw error;
}

class LayoutError extends Error {
  readonly hint = "use --layout jacobian: rows are entries of the output, columns entries of the variable";
}

const noGradient = (y: Expr, x: Expr): LayoutError =>
  new LayoutError(
    `the gradient layout is for a scalar output or a scalar variable; this is ${showShape(y.shape)} by ${showShape(x.shape)}`,
  );

const POWERSUM = bitOf(Powersum);

/** Throws where the sum of powers of an exponent is left in an answer that nothing says to be whole. `looked` holds what needs no second look. */
function refuseOpenPowers(value: Expr, looked: Set<Expr>): void {
  if (!mayHold(value, POWERSUM)) return;
  for (const e of walk([value], (x) => looked.has(x))) {
    if (e.op === Powersum && !isWhole(nth(e.args, 1)))
      throw new NotDifferentiable(
        "matrix power",
        "the derivative of X^k by X for a symbolic k has a closed form only under tr and det",
        "give k a value, or take a trace; k : scalar integer says that it is whole",
      );
    looked.add(e);
  }
}

/** The cotangents of defined names, output first: what later results may share. */
function collect(of: Expr, sweep: Sweep, into: Map<Expr, Expr>): void {
  for (const [name, bar] of sweep(of))
    if (name !== of && !into.has(name) && definitionOf(name) !== null) into.set(name, bar);
}

function derivedOne(query: Query, sweep: Sweep, told: Told, options: DerivationOptions): Derivation {
  const y = holdsDerivative(query.of) ? workedOut(query.of) : query.of;
  const [x, z] = [nth(query.wrt, 0), query.wrt[1]];
  const depends = isScalar(y.shape) ? sweep(y).has(x) : dependence([y], new Set([x]), "cut").active.has(y);
  const withSteps = options.steps !== "none";
  const symmetric = options.symmetric ?? "projected";
  if (query.order === 2) {
    const second = z ?? x;
    const value = secondDerivative(y, x, second, query.direction, sweep);
    const steps = withSteps ? secondSteps(query, y, x, second, value, sweep, told, options) : [];
    return {
      query,
      layout:
        isScalar(y.shape) && isScalar(x.shape) && isScalar(second.shape)
          ? "gradient"
          : query.direction !== null
            ? "gradient"
            : "jacobian",
      value,
      chain: null,
      steps,
      depends,
      symmetric,
      named: [],
      product: null,
    };
  }
  const layout = options.layout ?? (query.nabla ? "gradient" : defaultLayout(y, x));
  if (layout === "gradient" && !isScalar(y.shape) && !isScalar(x.shape)) throw noGradient(y, x);
  const value = firstDerivative(y, x, layout, sweep, symmetric);
  if (!withSteps) return { query, layout, value, chain: null, steps: [], depends, symmetric, named: [], product: null };
  const { steps, chain } = depends
    ? firstSteps(y, x, layout, sweep, told, options)
    : { steps: zeroSteps(y, x, layout, value), chain: null };
  return { query, layout, value, chain, steps: closed(steps, value), depends, symmetric, named: [], product: null };
}

/** The answer to a question that has to do with indices. */
function derivedIndexed(
  query: Query,
  { value: found, named, depends, product, steps: lines }: IndexedAnswer,
  options: DerivationOptions,
): Derivation {
  const y = query.of;
  const x = nth(query.wrt, 0);
  const layout = query.order === 2 ? "jacobian" : (options.layout ?? (query.nabla ? "gradient" : defaultLayout(y, x)));
  const usual = query.order === 2 ? "jacobian" : defaultLayout(y, x);
  if (layout === "gradient" && usual === "jacobian") throw noGradient(y, x);
  const row = isScalar(y.shape);
  const turned = layout === "jacobian" ? (row ? rowOf(found) : vec(found)) : row ? vec(found) : T(found);
  const value =
    layout === usual ? found : shownForm(layout === "denominator" && usual === "jacobian" ? T(found) : turned);
  const isFlat = query.order === 2 && value.shape === found.shape && isScalar(value.shape);
  const shown = isFlat || query.direction !== null ? "gradient" : layout;
  const steps = options.steps === "none" ? [] : endedWith(value, lines());
  const symmetric = options.symmetric ?? "projected";
  return {
    query,
    layout: shown,
    value,
    chain: null,
    steps,
    depends,
    symmetric,
    named,
    product: layout === usual ? product : null,
  };
}

/**
 * The last line is the result. Where the way ends in another order of what commutes, the last line is
 * written in the order of the text; where in another form, one line more says so.
 */
function closed(steps: readonly Step[], value: Expr): readonly Step[] {
  const last = steps[steps.length - 1];
  if (last === undefined || last.after === value)
    return last === undefined ? [step(SIMPLIFIED, null, value, value)] : steps;
  if (isReordered(last.after, value)) return [...steps.slice(0, -1), { ...last, after: value }];
  const turned = normalForm(last.after) === normalForm(value);
  if (turned && last.rule !== "symmetric") return [...steps.slice(0, -1), { ...last, after: value }];
  const why = turned ? TRANSPOSES : isConstantOf(last.after) ? CONSTANT : SIMPLIFIED;
  return [...steps, step(why, null, last.after, value)];
}

/** ∂y/∂x as it is written in a layout; the denominator layout is the transpose of the Jacobian. */
const asked = (y: Expr, x: Expr, layout: Layout): Expr =>
  layout === "denominator" ? T(derivative("jacobian", y, x)) : derivative(layout, y, x);

/** Whether this is the derivative of what does not depend on the variable. */
function isConstantOf(e: Expr): boolean {
  if (e.op !== Derivative) return false;
  const [of, by] = e.args as [Expr, Expr];
  return !dependence([of], new Set([by]), "cut").active.has(of);
}

const zeroSteps = (y: Expr, x: Expr, layout: Layout, value: Expr): readonly Step[] => {
  const left = asked(y, x, layout);
  return [step(CONSTANT, left, left, value)];
};

/** The lines for a first derivative, before they are closed with the result. */
function firstSteps(
  y: Expr,
  x: Expr,
  layout: Layout,
  sweep: Sweep,
  told: Told,
  options: DerivationOptions,
  entries: Entries = options.symmetric ?? "projected",
): { readonly steps: readonly Step[]; readonly chain: Expr | null } {
  if (y === x) {
    const { steps, end } = chainSteps([y]);
    const from: Layout = isScalar(y.shape) ? "gradient" : "jacobian";
    return { steps: [...steps, ...laidOut(y, x, from, layout, shownForm(end))], chain: null };
  }
  const given = isScalar(y.shape) && !told.has(askedGradient(y, x)) ? upstreamStep(y, x) : null;
  if (given !== null && usersBehind(y).of.get(x)?.length === 1) {
    told.set(askedGradient(y, x), given.after);
    return finished(y, x, layout, given.after, { steps: [given], chain: null }, entries);
  }
  const beside = isScalar(y.shape) ? besideKnown(y, x, sweep(y), told) : null;
  if (beside !== null) return finished(y, x, layout, sweep(y).get(x) as Expr, { steps: beside, chain: null }, entries);
  const paths = pathsTo(y, x);
  const path = singlePath(y, x, paths);
  if (!isScalar(y.shape)) {
    const route =
      path !== null && !isScalar(x.shape) && path.length <= 9
        ? chainSteps(path, told)
        : { ...forwardSteps(y, x, paths, isScalar(x.shape), told), chain: null };
    const from: Layout = isScalar(x.shape) ? "gradient" : "jacobian";
    const steps = [...route.steps, ...allSteps(route.end, STANDARD)];
    return { steps: [...steps, ...laidOut(y, x, from, layout, shownForm(route.end))], chain: route.chain };
  }
  const bars = sweep(y);
  const G = lookup(bars, x);
  const reusable = path?.slice(1, -1).some((v) => isTold(told, y, v, bars)) ?? false;
  const shapeFirst = options.convention === "shape-first";
  if (isVectorPath(path) && !reusable && !shapeFirst && !isMet(path, bars)) {
    const trial: Told = new Map(told);
    const { steps, end, chain } = chainSteps(path, trial);
    const turn = turnSteps(end, y, x);
    // Where the chain does not lead to the answer by laws (a block of a stack, a diagonal), cotangents do.
    if (isReordered(turn.end, G)) {
      for (const [asked, value] of trial) told.set(asked, value);
      remember(y, path, bars, told);
      if (layout === "jacobian") return { steps: [...steps, ...allSteps(end, STANDARD)], chain };
      return {
        steps:
          layout === "denominator"
            ? [...steps, ...turn.steps]
            : constrainedSteps([...steps, ...turn.steps], turn.end, x, entries),
        chain,
      };
    }
  }
  return finished(y, x, layout, G, cotangentRoute(y, x, paths, bars, told, shapeFirst), entries);
}

/** Lines for a variable whose entries may not be free, in the layout that is asked for. */
function finished(
  y: Expr,
  x: Expr,
  layout: Layout,
  G: Expr,
  { steps, chain }: { readonly steps: readonly Step[]; readonly chain: Expr | null },
  entries: Entries,
): { readonly steps: readonly Step[]; readonly chain: Expr | null } {
  const all = constrainedSteps(steps, G, x, entries);
  if (layout === "gradient") return { steps: all, chain };
  return {
    steps: [
      ...all,
      ...laidOut(y, x, "gradient", layout, shownForm(entries === "free" ? G : constrained(G, x, entries))),
    ],
    chain,
  };
}

/** Whether the cotangent of a name has been worked out in a line that a reader has seen. */
const isTold = (told: Told, y: Expr, v: Expr, bars: ReadonlyMap<Expr, Expr>): boolean => {
  const value = told.get(askedGradient(y, v));
  return value !== undefined && value === bars.get(v);
};

/** The line from one layout to another, and the laws that shorten it. */
function laidOut(y: Expr, x: Expr, from: Layout, to: Layout, value: Expr): readonly Step[] {
  if (from === to) return [];
  const rolled = from === "gradient" ? vec(value) : value;
  const row = isScalar(y.shape);
  const turned = from === "jacobian" ? T(value) : (to === "jacobian") === row ? T(rolled) : rolled;
  const after = normalForm(turned);
  if (after === value) return [];
  const rule = to === "denominator" ? LAYOUTS.denominator : row ? LAYOUTS.row : LAYOUTS.column;
  return [step(rule, asked(y, x, to), value, after), ...allSteps(after, STANDARD)];
}

/**
 * Cotangents that a chain has told: that of its end, that of its first name (as a row), and those
 * that are the same as its end's.
 */
function remember(y: Expr, path: readonly Expr[], bars: ReadonlyMap<Expr, Expr>, told: Told): void {
  const x = nth(path, path.length - 1);
  const end = bars.get(x);
  path.forEach((v, i) => {
    const bar = bars.get(v);
    if (bar === undefined || !(i === 1 || bar === end)) return;
    // What no line has shown by itself is known because it is the same as the end's.
    if (i > 1 && v !== x) told.set(sameAs(y, v), x);
    told.set(askedGradient(y, v), bar);
  });
}

/**
 * Whether paths of other questions meet a chain at a name well before its end. The derivative there is theirs too, and a
 * chain would pass it by: an LSTM's ∂L/∂c, which all gates need.
 */
const isMet = (path: readonly Expr[], bars: ReadonlyMap<Expr, Expr>): boolean =>
  path.slice(1, -2).some((v) => namesIn(rightHandOf(v)).filter((n) => bars.has(n)).length > 1);

/** Cotangents from name to name, output first; a vector path to the last of them is shown as a chain. */
function cotangentRoute(
  y: Expr,
  x: Expr,
  paths: Paths,
  bars: ReadonlyMap<Expr, Expr>,
  told: Told,
  shapeFirst: boolean,
): { readonly steps: readonly Step[]; readonly chain: Expr | null } {
  const steps: Step[] = [];
  let chain: Expr | null = null;
  const users = new Map<Expr, Expr[]>();
  for (const v of paths.between) for (const u of paths.uses.get(v) ?? []) users.set(u, [...(users.get(u) ?? []), v]);
  const barOf = (v: Expr): Expr => lookup(bars, v);
  const between = new Set(paths.between);
  const known = new Set(paths.between.filter((v) => isTold(told, y, v, bars)));
  /** Whether a name moves with x, and so with any name of the way: c and s both do in c / s. */
  const movesWith = (name: Expr): boolean => name === x || between.has(name);
  const all = bottlenecks(paths, x);
  const way: Way = { movesWith, isBypassed: (v) => v !== x && !all.has(v) };
  const order = [...paths.between].reverse().filter((v) => v !== y);
  const last = (users.get(x) ?? [])[0];
  const single =
    users.get(x)?.length === 1 && last !== undefined && last !== y ? singlePath(y, last, pathsTo(y, last)) : null;
  const byChain =
    isVectorPath(single) && !shapeFirst && !isMet(single, bars) && !single.slice(1).some((v) => known.has(v));
  const c = byChain ? chainSteps(single, told) : null;
  const turn = c === null ? null : turnSteps(c.end, y, last as Expr);
  if (c !== null && turn !== null && isReordered(turn.end, barOf(last as Expr))) {
    chain = c.chain;
    steps.push(...closed([...c.steps, ...turn.steps], barOf(last as Expr)));
    remember(y, single as readonly Expr[], bars, told);
  } else {
    const needed = neededFor(x, users, known);
    for (const v of order) {
      if (!needed.has(v)) continue;
      const s = cotangentSteps(y, v, users.get(v) ?? [], barOf, known, way, told);
      steps.push(...closed(s.steps, barOf(v)));
      told.set(askedGradient(y, v), barOf(v));
    }
  }
  const s = cotangentSteps(y, x, users.get(x) ?? [], barOf, known, way, told);
  for (const t of s.steps) steps.push(t);
  told.set(askedGradient(y, x), barOf(x));
  return { steps, chain };
}

/**
 * The lines for a variable all of whose users are told: what the way from the output would come to, without going it. A
 * network asks for two results a layer, and each would walk the whole of it.
 */
function besideKnown(y: Expr, x: Expr, bars: ReadonlyMap<Expr, Expr>, told: Told): readonly Step[] | null {
  const { of, position } = usersBehind(y);
  const users = of.get(x) ?? [];
  if (users.length === 0 || users.some((v) => v === y || !isTold(told, y, v, bars))) return null;
  const at = (v: Expr): number => position.get(v) as number;
  const first = users.reduce((least, v) => Math.min(least, at(v)), Infinity);
  let above: ReadonlySet<Expr> | null = null;
  /** Whether a name depends on x: what comes before all users of x does not. */
  const movesWith = (name: Expr): boolean => {
    if (at(name) < first) return false;
    above ??= neededFor(x, of, new Set());
    return above.has(name);
  };
  const barOf = (v: Expr): Expr => lookup(bars, v);
  const { steps } = cotangentSteps(y, x, users, barOf, new Set(users), { movesWith, isBypassed: () => false }, told);
  told.set(askedGradient(y, x), barOf(x));
  return steps;
}

/** The names whose cotangents x needs when the known ones are not gone behind. */
function neededFor(x: Expr, users: ReadonlyMap<Expr, readonly Expr[]>, known: ReadonlySet<Expr>): ReadonlySet<Expr> {
  const seen = new Set<Expr>();
  const stack = [...(users.get(x) ?? [])];
  while (stack.length > 0) {
    const u = stack.pop() as Expr;
    if (seen.has(u) || known.has(u)) continue;
    seen.add(u);
    for (const user of users.get(u) ?? []) stack.push(user);
  }
  return seen;
}

/** M vec(v) in the shape of the change that it is. */
function timesVector(M: Expr, v: Expr, like: Expr): Expr {
  const moved = !isScalar(v.shape)
    ? product(M, isColumn(v.shape) ? v : vec(v))
    : isScalar(M.shape)
      ? times(M, v)
      : scale(v, M);
  return sameShape(moved.shape, like.shape) ? moved : unvec(moved, like.shape.rows, like.shape.cols);
}

/** A second derivative: the first, and its derivative again. */
function secondSteps(
  query: Query,
  y: Expr,
  x: Expr,
  z: Expr,
  value: Expr,
  sweep: Sweep,
  told: Told,
  options: DerivationOptions,
): readonly Step[] {
  const g = firstOfTwo(y, x, sweep);
  const layout: Layout = isScalar(y.shape) || isScalar(x.shape) ? "gradient" : "jacobian";
  const before = layout === "gradient" ? askedGradient(y, x) : askedJacobian(y, x);
  const first =
    told.get(before) === g
      ? [knownStep(y, x, g, layout)]
      : dependence([y], new Set([x]), "cut").active.has(y)
        ? closed(firstSteps(y, x, layout, sweep, told, options, "free").steps, g)
        : zeroSteps(y, x, layout, g);
  told.set(before, g);
  const H = derivative("hessian", y, x, z);
  // By a scalar after a matrix the Hessian is a column over vec, like any other.
  const flat: Layout = isScalar(z.shape) && (isScalar(x.shape) || isScalar(g.shape)) ? "gradient" : "jacobian";
  const J = derivative(flat, g, z);
  const along = (M: Expr) => (query.direction === null ? M : timesVector(M, query.direction, value));
  const left = along(H);
  const again = step(AGAIN, left, left, along(J));
  if (!dependence([g], new Set([z]), "cut").active.has(g)) return closed([...first, again], value);
  if (isBound(z))
    return [
      ...first,
      step({ ...AGAIN, statement: "its entries taken as free, as the first derivative was" }, left, g, value),
    ];
  const paths = pathsTo(g, z);
  if (query.direction !== null) {
    const v = query.direction;
    const why: Step["why"] = (spell) => `d${spell(z)} = ${spell(v)} in the lines above`;
    return [...first, again, ...directionSteps(paths), step(ALONG, left, left, value, { why })];
  }
  const byScalar = isScalar(z.shape);
  const route = forwardSteps(g, z, paths, byScalar, told);
  const over = laidOut(g, z, byScalar ? "gradient" : "jacobian", flat, route.end);
  return closed([...first, again, ...route.steps, ...over], value);
}
