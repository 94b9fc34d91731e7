/** Cotangents from name to name: the lines that lead from ∂s/∂z to ∂s/∂W. */
import type { Expr } from "../core/expr.js";
import { operand } from "../core/operands.js";
import { isColumn, isRow, isScalar, showShape } from "../core/shape.js";
import { STANDARD } from "../laws/standard.js";
import { QUIET } from "../laws/tidy.js";
import { derivative } from "../ops/derivative.js";
import { differential } from "../ops/differential.js";
import { kept } from "../ops/group.js";
import { number } from "../ops/number.js";
import { Ones } from "../ops/ones.js";
import { Product, product } from "../ops/product.js";
import { Scale } from "../ops/scale.js";
import { Sum, sumOf } from "../ops/sum.js";
import { times } from "../ops/times.js";
import { trace } from "../ops/trace.js";
import { T, Transpose } from "../ops/transpose.js";
import { simplify } from "../rewrite/simplify.js";
import { readOff } from "./gradient.js";
import { fixedReason, heldReason, insideSteps, lineBy, rulesAt } from "./inside.js";
import { type Moves, movesTo } from "./moves.js";
import { normalForm, shownForm } from "./normal.js";
import { namesIn, rightHandOf } from "./paths.js";
import { reasons } from "./reasons.js";
import { askedGradient, meaningOf, only, putIn, type Told, tidied } from "./route.js";
import { readingOf, reusing, substituting } from "./rules.js";
import { allSteps, lawSteps, listed, type Rule, type Step, step, type Words } from "./step.js";
import { upstreamStep } from "./upstream.js";

/** What else moves on the way that the lines tell. */
export interface Way {
  /** Whether a name moves while x does, so that it is held fixed in a line of x alone. */
  readonly movesWith: (name: Expr, x: Expr) => boolean;
  /** Whether some path does not go through x: a differential in dx is not the whole then. */
  readonly isBypassed: (x: Expr) => boolean;
}

/**
 * The lines that give the cotangent of x from the cotangents of the names whose right sides hold it:
 * what is known already, the differential along every path, the moves that bring dx to its end, laws.
 */
export function cotangentSteps(
  y: Expr,
  x: Expr,
  users: readonly Expr[],
  cotangentOf: (v: Expr) => Expr,
  known: ReadonlySet<Expr>,
  { movesWith, isBypassed }: Way,
  told: Told = new Map(),
): { readonly steps: readonly Step[]; readonly end: Expr } {
  const given = users.length === 1 && users[0] === y ? upstreamStep(y, x) : null;
  if (given !== null) return { steps: [given], end: given.after };
  const steps: Step[] = [];
  const moved: Expr[] = [];
  const through: Expr[] = [];
  const bars = new Set<Expr>();
  const dy = differential(y);
  const straight = users.length === 1 && users[0] === y;
  const heldIn = (value: Expr): readonly Expr[] => namesIn(value).filter((n) => n !== x && movesWith(n, x));
  const standing = (value: Expr): Words | null => {
    const held = heldIn(value);
    return held.length > 0 ? heldReason(held) : fixedReason(value, only(x));
  };
  for (const v of users) {
    const value = rightHandOf(v, x);
    if (v !== y && known.has(v))
      steps.push(knownStep(y, v, cotangentOf(v), "gradient", told.get(sameAs(y, v)) ?? null));
    const bar = v === y ? number(1, y) : kept(cotangentOf(v));
    bars.add(bar);
    const line = lineBy(v, value, x);
    const held = heldIn(value);
    const inside = insideSteps(v, value, only(x), { held, always: v !== y || users.length > 1 });
    steps.push(...inside);
    const [lone] = inside;
    if (inside.length === 1 && lone !== undefined && lone.after !== line && v !== y)
      steps.push(...lawSteps(lone.after, STANDARD).map((s) => ({ ...s, detail: true })));
    const summed = inside.some((s) => s.detail && s.left === differential(v) && s.after === line);
    if (inside.length > 1 && !summed && users.length > 1)
      steps.push(
        step(substituting(putIn(inside)), differential(v), differential(v), line, {
          detail: true,
          through: held.length === 0 ? null : x,
        }),
      );
    // The cotangent stays as it is, so that it can stand there by its name.
    moved.push(v === y ? line : beside(bar, line));
    through.push(v === y ? differential(v) : beside(bar, differential(v)));
  }
  // Where paths meet, one line holds them all: ds along one of them alone would be no differential of s.
  const whole = sumOf(moved);
  const inside = steps.filter((s) => s.detail);
  const isTold = straight && inside.length === 1 && inside[0]?.after === whole;
  if (!isTold) {
    const into = sumOf(through);
    const parts = straight ? putIn(inside) : users.map((v) => differential(v));
    const rule: Rule =
      straight && inside.length === 0
        ? rulesAt(users.map((v) => ({ value: rightHandOf(v, x), names: only(x) })))
        : substituting(parts, straight || users.includes(y) ? null : [dy, into]);
    const before = [...users.map((v) => rightHandOf(v, x)), ...steps.map((s) => s.after), ...through];
    const fixed = straight && inside.length === 0 ? standing(rightHandOf(y, x)) : null;
    const paths = users.length > 1 ? pathsReason(y, x, users) : null;
    const why = reasons(paths, fixed, meaningOf(whole, before, bars));
    steps.push(step(rule, dy, dy, whole, { why, through: isBypassed(x) ? x : null }));
  }
  const raw = tidied(readOff(whole, x));
  const moves = movesTo(whole, x);
  const shown = moves === null || normalForm(tidied(moves.gradient)) !== normalForm(raw) ? null : moves;
  steps.push(...gradientSteps(y, x, whole, raw, shown));
  return { steps, end: shownForm(raw) };
}

/** `c affects L through v and x̂`: the paths, before what comes along them is added. */
const pathsReason =
  (y: Expr, x: Expr, users: readonly Expr[]): Words =>
  (spell) => {
    const names = users.filter((u) => u !== y).map((u) => spell(u));
    const direct = users.includes(y) ? " and directly" : "";
    return `${spell(x)} affects ${spell(y)} through ${listed(names)}${direct}`;
  };

/** The moves, the gradient that stands in their last line, and the laws that bring it to its form. */
function gradientSteps(y: Expr, x: Expr, whole: Expr, raw: Expr, moves: Moves | null): readonly Step[] {
  const left = askedGradient(y, x);
  if (moves === null) return [step(readingOf(x, whole.op === Sum), left, whole, raw), ...allSteps(raw, STANDARD)];
  const G = tidied(moves.gradient);
  const rule = readingOf(x, moves.several);
  const why = isScalar(x.shape) ? null : reasons(turnedReason(y, x, moves.factor), sizesReason(x, G));
  return [...moves.steps, step(rule, left, moves.end, G, { why }), ...allSteps(G, STANDARD)];
}

/** `so (∂s/∂W)ᵀ = x δᵀ`; null where what stands with dX is a name that a reader turns at a glance. */
export function turnedReason(y: Expr, x: Expr, factor: Expr | null): Words | null {
  if (factor === null) return null;
  const shown = simplify(factor, QUIET);
  const core = shown.op === Scale ? operand(shown, 1) : shown;
  if (core.op === Transpose || core.op === Ones) return null;
  return (spell) => `so (∂${spell(y)}/∂${spell(x)})ᵀ = ${spell(shown)}`;
}

/** ⟨Z̄, dZ⟩ with the differential last, as it was worked out: (V g)ᵀ da and not daᵀ V g. */
export function beside(bar: Expr, line: Expr): Expr {
  const row = bar.op === Transpose ? operand(bar) : T(bar);
  const whole = isScalar(bar.shape)
    ? times(bar, line)
    : isColumn(bar.shape)
      ? product(row, line)
      : isRow(bar.shape)
        ? product(line, row)
        : trace(product(row, line));
  return simplify(whole, QUIET);
}

/** Under which a chain notes that ∂s/∂z is the derivative at its end, ∂s/∂b: no expression of a model. */
export const sameAs = (y: Expr, v: Expr): Expr => derivative("hessian", y, v);

/** A derivative that has been told, with its value; that of another name where both are one, as ∂z/∂b = I. */
export const knownStep = (
  y: Expr,
  v: Expr,
  bar: Expr,
  layout: "gradient" | "jacobian" = "gradient",
  same: Expr | null = null,
): Step => {
  const left = derivative(layout, y, v);
  if (same === null) return step(reusing(y, v), left, left, bar);
  const why: Words = (spell) =>
    `∂${spell(v)}/∂${spell(same)} = I, so ∂${spell(y)}/∂${spell(v)} = ∂${spell(y)}/∂${spell(same)}`;
  return step(reusing(y, same), left, left, bar, { why });
};

/** Factors whose sizes a reader compares at a glance. */
const MOST_SIZES = 3;

/** `n×1 · 1×m = n×m, like W`. */
export function sizesReason(x: Expr, G: Expr): Words | null {
  const core = G.op === Scale ? operand(G, 1) : G;
  if (core.op !== Product || core.args.length > MOST_SIZES) return null;
  const sizes = core.args.map((f) => showShape(f.shape)).join(" · ");
  return (spell) => `${sizes} = ${showShape(x.shape)}, like ${spell(x)}`;
}
