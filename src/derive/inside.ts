/**
 * The lines inside one right side: d log det X = d(det X) / det X, then d(det X) = det X tr(X⁻¹ dX).
 *
 * One line for each operation that has a rule to learn, outermost first and in the order of the
 * text. Sums, transposes and constant factors are gone through on the way: nobody gives d(−p) = −dp
 * a line of its own.
 */

import type { Expr } from "../core/expr.js";
import type { Op } from "../core/op.js";
import { operand, two } from "../core/operands.js";
import { addRational, rational } from "../core/rational.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { PREPARATION } from "../laws/preparation.js";
import { raisedMatrix } from "../laws/product.js";
import { QUIET } from "../laws/tidy.js";
import { Apply } from "../ops/apply.js";
import { binderOf } from "../ops/binder.js";
import { Differential, differential } from "../ops/differential.js";
import { factsOf } from "../ops/facts.js";
import { Implicit } from "../ops/implicit.js";
import { MatrixPower } from "../ops/matrixpower.js";
import { isMember } from "../ops/member.js";
import { Norm2, NormF } from "../ops/norm.js";
import { isExactly, isNumber, number, rationalOf } from "../ops/number.js";
import { Power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { Scale } from "../ops/scale.js";
import { Sigma, sigma } from "../ops/sigma.js";
import { Sum, sum } from "../ops/sum.js";
import { definitionOf, SymbolOp } from "../ops/symbol.js";
import { Times, times } from "../ops/times.js";
import { Total } from "../ops/total.js";
import { inner, Trace, trace } from "../ops/trace.js";
import { Transpose } from "../ops/transpose.js";
import { gathered } from "../rewrite/gather.js";
import { lengthOf } from "../rewrite/length.js";
import { replaced, simplify } from "../rewrite/simplify.js";
import { rebuilt } from "../rewrite/spelled.js";
import { termOf, withCoefficient } from "../rewrite/term.js";
import { differentiated } from "./implicit.js";
import { dependence, differentialOf, expandedDefinitions, rightSideOf } from "./linearise.js";
import { shortSideOf } from "./log-softmax.js";
import { normalForm } from "./normal.js";
import { reasons, symmetryReason } from "./reasons.js";
import {
  BOTH_SIDES,
  CONSTANT_FACTOR,
  QUADRATIC_FORM,
  SQUARED_FROBENIUS,
  SQUARED_NORM,
  TRACE_OF_POWER,
} from "./rules.js";
import { inWords, lawSteps, listed, type Rule, type Step, step, type Words } from "./step.js";
import { localTangent } from "./tangent.js";

/** A right side of more operations than this is differentiated in one line. */
const MOST_INSIDE = 24;

/** An operation of another that has a line of its own: the part that moves, its rule, the line in dX. */
interface Short {
  readonly of: Expr;
  readonly rule: Rule;
  readonly line: (dX: Expr) => Expr;
}

type Moves = (a: Expr) => boolean;

/** xᵀ S x with a symmetric S that is fixed: the x that moves. */
function quadraticForm(e: Expr, moves: Moves): Expr | null {
  const [left, S, x] = e.op === Product && e.args.length === 3 && isScalar(e.shape) ? e.args : [];
  if (left === undefined || S === undefined || x === undefined || !factsOf(S).has("symmetric") || moves(S)) return null;
  return left.op === Transpose && operand(left) === x ? x : null;
}

/** d‖r‖² = 2 rᵀ dr needs no division by ‖r‖, and d tr(X³) = 3 tr(X² dX) no sum of three terms. */
function shortOf(e: Expr, moves: Moves): Short | null {
  const x = quadraticForm(e, moves);
  if (x !== null) {
    const row = product(...e.args.slice(0, 2));
    return { of: x, rule: QUADRATIC_FORM, line: (dX) => times(number(2, e), product(row, dX)) };
  }
  const [base, exponent] = e.args;
  if (base === undefined) return null;
  if (e.op === Power && exponent !== undefined && isExactly(exponent, 2) && (base.op === Norm2 || base.op === NormF)) {
    const X = operand(base);
    const rule = base.op === Norm2 ? SQUARED_NORM : SQUARED_FROBENIUS;
    return { of: X, rule, line: (dX) => times(number(2, e), inner(X, dX)) };
  }
  if (
    e.op === Product &&
    e.args.length === 2 &&
    base.op === Transpose &&
    operand(base) === exponent &&
    isScalar(e.shape)
  )
    return { of: operand(base), rule: SQUARED_NORM, line: (dX) => times(number(2, e), inner(operand(base), dX)) };
  if (e.op === Trace && base.op === MatrixPower) {
    const [X, k] = two(base.args);
    const lower = isNumber(k) ? number(addRational(rationalOf(k), rational(-1)), k) : sum(k, number(-1, k));
    return { of: X, rule: TRACE_OF_POWER, line: (dX) => times(k, trace(product(raisedMatrix(X, lower), dX))) };
  }
  return null;
}

/** The rule for one operation; of a known function its own derivative. `moves` says which operands do. */
function ruleOf(e: Expr, moves: Moves): Rule {
  const short = shortOf(e, moves);
  if (short !== null) return short.rule;
  const { name: rule, title, line: statement, cite } = e.op;
  if ((e.op === Times || e.op === Scale) && e.args.filter(moves).length === 1) return CONSTANT_FACTOR;
  const known = e.op === Apply ? e.home.functions.get(e.data as string) : undefined;
  // The derivative of a function that the model defines is written out in a line of its own.
  if (known === undefined || known.formula !== undefined) return { rule, title, statement, cite };
  return { rule, title: `derivative of ${known.name}`, statement: known.line, cite: known.cite };
}

/** The rules at work in several right sides on the way to their names, each once: "sum rule, product rule". */
export function rulesAt(places: readonly { readonly value: Expr; readonly names: ReadonlySet<Expr> }[]): Rule {
  const rules = new Map<string, Rule>();
  for (const { value, names } of places) {
    const { active } = dependence([value], names, "local");
    const stack = [value];
    const seen = new Set<Expr>();
    while (stack.length > 0) {
      const e = stack.pop() as Expr;
      if (!active.has(e) || e.op === SymbolOp || seen.has(e)) continue;
      seen.add(e);
      const rule = ruleOf(e, (a) => active.has(a));
      rules.set(inWords(rule.title, String), rule);
      const short = shortOf(e, (a) => active.has(a));
      stack.push(...(short === null ? [...e.args].reverse() : [short.of]));
    }
  }
  const list = [...rules.values()];
  const telling = list.filter(
    (r) => !["sum", "transpose", "trace", "total"].includes(r.rule) && r.title !== CONSTANT_FACTOR.title,
  );
  const shown = (telling.length === 0 ? list : telling).slice(0, 3);
  return {
    rule: shown[0]?.rule ?? "identity",
    title: shown.map((r) => inWords(r.title, String)).join(", ") || "identity",
    statement: shown.map((r) => inWords(r.statement, String)).join("; ") || "dx = dx",
    cite: [...new Set(shown.map((r) => r.cite).filter((c) => c !== ""))].join("; "),
  };
}

interface Inside {
  readonly rule: Rule;
  readonly of: Expr;
  readonly line: Expr;
}

/** Operations that are gone through on the way: nobody gives d tr(A X) = tr(d(A X)) a line of its own. */
const PLAIN: ReadonlySet<Op> = new Set<Op>([Sum, Transpose, Trace, Total]);

/** The lines of a right side, the outermost first; null where there are too many to be read. */
function linesInside(v: Expr, value: Expr, names: ReadonlySet<Expr>): readonly Inside[] | null {
  const { order, active } = dependence([value], names, "local");
  if (order.filter((e) => active.has(e) && !names.has(e)).length > MOST_INSIDE) return null;
  const known = new Set(order);
  // A binder's line may have its body at an index of another level, which is another node.
  const moves = (a: Expr) => active.has(a) || (!known.has(a) && dependence([a], names, "local").active.has(a));
  const isPlain = (e: Expr) =>
    (PLAIN.has(e.op) && shortOf(e, moves) === null) ||
    ((e.op === Times || e.op === Scale) && e.args.filter(moves).length === 1);
  const open = (line: Expr, which: (e: Expr) => boolean) =>
    walk([line]).filter((d) => d.op === Differential && !names.has(operand(d)) && which(operand(d)));
  /** The differential of one operation, plain ones below it gone through; what the line shows, if that is only a factor. */
  const lineOf = (e: Expr): { readonly line: Expr; readonly rule: Rule } => {
    const short = shortOf(e, moves);
    let line = short === null ? differentialOf(e, moves) : short.line(differential(short.of));
    let rule = ruleOf(e, moves);
    for (;;) {
      const [d] = open(line, isPlain);
      if (d === undefined) return { line, rule };
      // −(a + b) is a sum to the eye, and −1 a factor of it.
      if (rule === CONSTANT_FACTOR) rule = ruleOf(operand(d), moves);
      line = replaced(line, d, differentialOf(operand(d), moves));
    }
  };
  const out: Inside[] = [];
  const done = new Set<Expr>();
  const stack = [value];
  while (stack.length > 0) {
    const e = stack.pop() as Expr;
    if (done.has(e)) continue;
    done.add(e);
    let { line, rule } = lineOf(e);
    // −log(s) is differentiated in one line, as log(s) is.
    const below = isPlain(e) ? open(line, () => true) : [];
    const [only] = below;
    if (e === value && only !== undefined && below.length === 1) {
      const inner = operand(only);
      done.add(inner);
      line = replaced(line, only, lineOf(inner).line);
      rule = ruleOf(inner, moves);
    }
    out.push({ rule, of: e === value ? v : e, line });
    stack.push(
      ...open(line, () => true)
        .map((d) => operand(d))
        .reverse(),
    );
  }
  const named =
    (v.op === SymbolOp || isMember(v)) && value.args.length > 0 ? (e: Expr) => replaced(e, value, v) : (e: Expr) => e;
  return out.map((l) => ({ ...l, line: shown(named(l.line)) }));
}

/** A line as it is written: scalars in front, d(X³) = dX X² + X dX X + X² dX. */
const shown = (line: Expr): Expr => gathered(simplify(line, QUIET));

/** Names that are said to be fixed; of more it is said that all others are. */
const MOST_FIXED = 3;

/**
 * The lines of detail for `v = value` where `names` move; none where one rule alone is at work, unless they are `always`
 * wanted. What else moves but is `held` fixed in these lines is said: the path through it is counted separately.
 */
export function insideSteps(
  v: Expr,
  value: Expr,
  names: ReadonlySet<Expr>,
  { held = [], always = false, isPrepared = false }: InsideOptions = {},
): readonly Step[] {
  if (names.has(value)) return [];
  const lines = linesInside(v, value, names) ?? [];
  const equation = value.op === Implicit ? [equationStep(value, names)] : [];
  const told = lines.length === 1 && !always && equation.length === 0 ? [] : lines;
  const [through] = held.length === 0 ? [] : [...names];
  const details = told.map(({ rule, of, line }, i) => {
    const left = differential(of);
    const kept = i > 0 ? null : held.length > 0 ? heldReason(held) : fixedReason(value, names);
    const why = reasons(kept, turnedReason(rule, of === v ? value : of, line));
    return step(rule, left, left, line, { detail: true, why, through: through ?? null });
  });
  return isPrepared ? details : [...preparedSteps(v, value), ...equation, ...details];
}

/** Why Wᵀ W − I stands where the rule has Xᵀ: it is symmetric. */
function turnedReason(rule: Rule, of: Expr, line: Expr): Words | null {
  if (rule !== SQUARED_FROBENIUS) return null;
  const within = new Set(walk([line]));
  const operands = of.args.flatMap((X) => [X, ...X.args]);
  return symmetryReason(operands.filter((X) => within.has(X) && X.op !== SymbolOp));
}

/** The line of an equation that a name solves: both of its sides move alike. */
function equationStep(solution: Expr, names: ReadonlySet<Expr>): Step {
  const [left, right] = differentiated(solution, names).map(shown) as [Expr, Expr];
  return step(BOTH_SIDES, left, left, right, { detail: true });
}

interface InsideOptions {
  /** Names that move too, whose paths are counted separately. */
  readonly held?: readonly Expr[];
  /** Whether a line is given where one rule alone is at work. */
  readonly always?: boolean;
  /** Whether the right side is no more what the text defines, but what lines have made of it. */
  readonly isPrepared?: boolean;
}

/** The one line of a right side with one rule: `dh = f′(z) ∘ dz`; null where there are more. */
export function lineInside(v: Expr, value: Expr, names: ReadonlySet<Expr>): Expr | null {
  const lines = names.has(value) ? null : linesInside(v, value, names);
  return lines?.length === 1 ? (lines[0]?.line ?? null) : null;
}

/** The differential of a right side by one name, written with dx: `ds = δᵀ dW x`. */
export const differentialBy = (value: Expr, x: Expr): Expr =>
  localTangent(value, new Map([[x, differential(x)]]), normalForm);

/** The same as the lines of the right side lead to it. */
export function lineBy(v: Expr, value: Expr, x: Expr): Expr {
  const short = shortLine(v, value, x);
  if (short !== null) return short;
  const whole = gathered(differentialBy(value, x));
  // Among numbers the normal form is no shorter than what the lines lead to, and hides moves: (1 − y) (−a) as (y − 1) a.
  const isPlain = walk([whole]).every((e) => isScalar(e.shape));
  if (value === x || (!isPlain && !sums(whole))) return whole;
  const told = linesOver(v, value, x);
  if (told === null) return whole;
  if (isPlain) return lengthOf(told) <= lengthOf(whole) ? told : whole;
  // 1ᵀ A dx is a sum in the normal form, which is a move of its own.
  return sums(told) ? whole : told;
}

/** Whether what moves stands under a sum of entries. */
const sums = (line: Expr): boolean =>
  walk([line], (e) => !e.hasDifferential).some((e) => e.op === Total && e.hasDifferential);

/** The lines of a right side, each put into those before; null where there are too many to be read. */
function linesOver(v: Expr, value: Expr, x: Expr): Expr | null {
  const [first, ...others] = linesInside(v, value, new Set([x])) ?? [];
  if (first === undefined) return null;
  const whole = others.reduce((line, l) => replaced(line, shown(differential(l.of)), l.line), first.line);
  const isOpen = walk([whole]).some((d) => d.op === Differential && operand(d) !== x);
  return isOpen ? null : shown(numbersOut(whole));
}

/** The differential of a right side that holds a quadratic form, of which the two terms are one. */
function shortLine(v: Expr, value: Expr, x: Expr): Expr | null {
  const names = new Set([x]);
  const { active } = dependence([value], names, "local");
  const holdsForm = walk([value]).some((e) => active.has(e) && quadraticForm(e, (a) => active.has(a)) !== null);
  if (!holdsForm || names.has(value)) return null;
  const lines = linesInside(v, value, names) ?? [];
  if (lines.length < 2) return lines[0]?.line ?? null;
  // Outside of a sum over an index the normal form makes one term of both, and calls parts by their names.
  return walk([value]).some((e) => e.op === Sigma) ? linesOver(v, value, x) : null;
}

/** −½ Σ (−2 a_i) as Σ a_i: numbers before the sums over an index. */
const numbersOut = (e: Expr): Expr =>
  rebuilt(e, new Map(), (S) => {
    if (S.op !== Sigma) return S;
    const { coefficient, rest } = termOf(operand(S));
    return withCoefficient({ coefficient, rest: sigma(binderOf(S), rest) });
  });

/** Prepares a right side as the book does before it differentiates: tr(A ⊗ B) = tr(A) tr(B). */
function preparedSteps(v: Expr, value: Expr): readonly Step[] {
  const definition = definitionOf(v);
  const written = definition === null ? null : (expandedDefinitions(v.home).get(definition) ?? definition);
  if (written === null || written === value) return [];
  const short = shortSideOf(v, rightSideOf(v) ?? written);
  if (short?.value === value) return short.steps.map((s) => ({ ...s, detail: true }));
  return lawSteps(written, PREPARATION).map((s, i) => ({ ...s, left: i === 0 ? v : null, detail: true }));
}

export const heldReason =
  (held: readonly Expr[]): Words =>
  (spell) =>
    `hold ${listed(held.map((e) => spell(e)))} fixed here; the path${held.length === 1 ? "" : "s"} through ${held.length === 1 ? "it is" : "them are"} counted separately`;

/** A member at an index of a sum: no name of its own. */
const holdsBound = (e: Expr): boolean => e.free.some((i) => i.kind === "bound");

/** `x and b are fixed`; null where nothing else stands there. */
export function fixedReason(value: Expr, names: ReadonlySet<Expr>): Words | null {
  const fixed = walk([value]).filter((e) => (e.op === SymbolOp || isMember(e)) && !names.has(e) && !holdsBound(e));
  if (fixed.length === 0 || fixed.length > MOST_FIXED) return null;
  return (spell) => `${listed(fixed.map((e) => spell(e)))} ${fixed.length === 1 ? "is" : "are"} fixed`;
}
