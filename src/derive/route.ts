/**
 * The way to a derivative, as a lecturer would go it: which rule gives which factor, in which order.
 *
 * On a single path of vectors it is the product of local Jacobians; at a matrix, and where paths
 * meet, cotangents are passed from name to name. The value itself comes from the reverse sweep; the
 * tests hold the end of each route against it.
 */

import type { Expr } from "../core/expr.js";
import { withArgs } from "../core/op.js";
import { last, lookup, nth } from "../core/operands.js";
import { isColumn, isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { canonicalKey } from "../laws/canonical.js";
import { STANDARD } from "../laws/standard.js";
import { FRONT, QUIET } from "../laws/tidy.js";
import { derivative } from "../ops/derivative.js";
import { Differential, differential } from "../ops/differential.js";
import { number } from "../ops/number.js";
import { product } from "../ops/product.js";
import { sum } from "../ops/sum.js";
import { definitionOf, SymbolOp } from "../ops/symbol.js";
import { T } from "../ops/transpose.js";
import { gathered } from "../rewrite/gather.js";
import { replaced, simplify } from "../rewrite/simplify.js";
import { fixedReason, insideSteps, lineBy, lineInside, rulesAt } from "./inside.js";
import { localJacobian } from "./jacobian.js";
import { jacobianMoves } from "./jacobian-moves.js";
import { dependence } from "./linearise.js";
import { normalForm, shownForm } from "./normal.js";
import { type Paths, rightHandOf } from "./paths.js";
import { reasons } from "./reasons.js";
import { CHAIN, PUT_IN, READ, REPLACE, substituting, turning } from "./rules.js";
import { allSteps, lawSteps, type Rule, type Step, step, type Words } from "./step.js";
import { localTangent } from "./tangent.js";
import { upstreamBy, upstreamStep } from "./upstream.js";

/** The derivatives that have been told, with their values: what later lines may call known. */
export type Told = Map<Expr, Expr>;

const asIs = (e: Expr): Expr => e;
/** As it is written: numbers and scalars in front, no factor 1 or I, fewest transposes. */
export const tidied = (e: Expr): Expr => gathered(simplify(e, QUIET));

const isVectorial = (e: Expr): boolean => isColumn(e.shape);

/** ∂y/∂x as it is written before it is known. */
export const asked = (y: Expr, x: Expr): Expr => derivative("jacobian", y, x);
export const askedGradient = (y: Expr, x: Expr): Expr => derivative("gradient", y, x);

export const only = (x: Expr): ReadonlySet<Expr> => new Set([x]);

/** Chain, local Jacobians, substitution, laws: the product of local Jacobians along one path. */
export function chainSteps(
  path: readonly Expr[],
  told: Told = new Map(),
): {
  readonly steps: readonly Step[];
  readonly end: Expr;
  readonly chain: Expr | null;
} {
  const [y, x] = [nth(path, 0), last(path)];
  // A name by itself is one step, of what it is and not of what it is defined by.
  const links = y === x ? [{ from: y, to: x }] : path.slice(0, -1).map((v, i) => ({ from: v, to: nth(path, i + 1) }));
  const left = asked(y, x);
  const chain = product(...links.map((l) => asked(l.from, l.to)));
  const steps: Step[] = links.length > 1 ? [...givenFirst(path, told), step(CHAIN, left, left, chain)] : [];
  const known: Words[] = [];
  const locals = links.map((l) => {
    const value = l.from === l.to ? l.from : rightHandOf(l.from, l.to);
    const M = gathered(normalForm(localJacobian(value, l.to, normalForm) as Expr));
    const link = asked(l.from, l.to);
    if (links.length > 1 && upstreamBy(l.from, l.to) !== null) {
      known.push((spell) => `${spell(link)} = (${spell(askedGradient(l.from, l.to))})ᵀ`);
      told.set(link, M);
      return M;
    }
    if (links.length > 1 && told.get(link) === M) {
      known.push((spell) => `${spell(link)} as above`);
      return M;
    }
    told.set(link, M);
    steps.push(...linkSteps(l.from, l.to, value, M));
    return M;
  });
  const raw = product(...locals);
  const written = links.length > 1 ? gathered(simplify(raw, FRONT)) : raw;
  if (links.length > 1) {
    steps.push(step({ ...REPLACE, statement: "" }, left, chain, written, { why: reasons(...known) }));
  }
  steps.push(...lawSteps(written, STANDARD));
  return { steps, end: normalForm(raw), chain: links.length > 1 ? chain : null };
}

/** The upstream gradient where a chain begins with one, unless it has been told: a row in the chain. */
function givenFirst(path: readonly Expr[], told: Told): readonly Step[] {
  const [y, z] = [nth(path, 0), nth(path, 1)];
  const given = upstreamStep(y, z);
  if (given === null || told.has(askedGradient(y, z))) return [];
  told.set(askedGradient(y, z), given.after);
  return [given];
}

/** The lines for one local Jacobian: the differential, the moves that bring dx to its end, what stands before it. */
function linkSteps(from: Expr, to: Expr, value: Expr, M: Expr): readonly Step[] {
  const [link, names] = [asked(from, to), only(to)];
  const single = lineInside(from, value, names);
  const inside = insideSteps(from, value, names);
  const before = [value, ...inside.map((s) => s.after)];
  const [dy, dx] = [differential(from), differential(to)];
  const plain = rulesAt([{ value, names }]);
  const whole = lineBy(from, value, to);
  const wholeLine = [wholeStep(dy, whole, inside, plain, meaningOf(whole, before))];
  if (!isVectorial(from) || !isVectorial(to)) {
    const why = reasons(
      single === null ? null : differentialReason(dy, single),
      rolledOut(value, to),
      meaningOf(M, before),
    );
    const rule = inside.length > 0 ? READ.vec : plain;
    return [...inside, ...(inside.length > 0 ? wholeLine : []), step(rule, link, link, M, { why })];
  }
  const moves = jacobianMoves(whole, to);
  const raw = moves === null ? null : tidied(moves.jacobian);
  const laws = raw === null ? null : lawsTo(raw, M);
  if (moves === null || raw === null || laws === null) {
    const rule = inside.length === 0 ? plain : isScalar(from.shape) && isScalar(to.shape) ? READ.scalar : READ.jacobian;
    const why = reasons(single === null ? null : differentialReason(dy, single), meaningOf(M, before));
    return [...inside, ...(inside.length > 0 ? wholeLine : []), step(rule, link, link, M, { why })];
  }
  const final = laws.length === 0 ? M : raw;
  if (single === whole && moves.steps.length < 2) {
    // One rule: the differential is the reason beside the Jacobian.
    const moved = isScalar(to.shape) ? moves.end : tidied(product(final, dx));
    const why: Words = (spell) => {
      const [line, then] = [`${spell(dy)} = ${spell(whole)}`, spell(moved)];
      return then === spell(whole) ? line : `${line} = ${then}`;
    };
    return [step(plain, link, link, final, { why: reasons(fixedReason(value, names), why) }), ...laws];
  }
  const reading = isScalar(from.shape) && isScalar(to.shape) ? READ.scalar : READ.jacobian;
  return [...inside, ...wholeLine, ...moves.steps, step(reading, link, moves.end, final), ...laws];
}

const differentialReason =
  (dy: Expr, line: Expr): Words =>
  (spell) =>
    `${spell(dy)} = ${spell(line)}`;

/** The laws from a Jacobian as it is read to the form that is kept; null where they lead elsewhere. */
function lawsTo(raw: Expr, M: Expr): readonly Step[] | null {
  if (raw === M) return [];
  const laws = normalForm(raw) === normalForm(M) ? lawSteps(raw, STANDARD) : allSteps(raw, STANDARD);
  const end = laws[laws.length - 1]?.after ?? raw;
  if (end !== M && !isReordered(end, M)) return null;
  return laws.map((s, i) => (i === laws.length - 1 ? { ...s, after: M } : s));
}

/** The differential of a name as a whole, once the lines of its parts have been told. */
const wholeStep = (dy: Expr, whole: Expr, inside: readonly Step[], plain: Rule, why: Words | null): Step =>
  step(inside.length > 0 ? substituting(putIn(inside)) : plain, dy, dy, whole, { why });

/** The left sides of the lines within a right side: what is put into its first line. */
export const putIn = (inside: readonly Step[]): readonly Expr[] =>
  inside
    .filter((s) => s.left?.op === Differential)
    .slice(1)
    .flatMap((s) => (s.left === null ? [] : [s.left]));

/** Definitions of the names in a line that are not in the lines before it: `r = (xᵀ A x) / (xᵀ x)`. */
export function meaningOf(line: Expr, before: readonly Expr[], bars: ReadonlySet<Expr> = new Set()): Words | null {
  // A cotangent stands on both sides, and may be as long as the network is deep.
  const isBar = (e: Expr): boolean => bars.has(e);
  const known = new Set(walk(before, isBar));
  const met = walk([line], isBar).filter((n) => n.op === SymbolOp && !known.has(n) && definitionOf(n) !== null);
  if (met.length === 0) return null;
  return (spell) => met.map((n) => `${spell(n)} = ${spell(definitionOf(n) as Expr)}`).join(", ");
}

/** How vec goes through the operations on the way to a matrix. */
const ROLLED: ReadonlyMap<string, string> = new Map([
  ["product", "vec(A X B) = (Bᵀ ⊗ A) vec(X)"],
  ["inverse", "vec(A X B) = (Bᵀ ⊗ A) vec(X)"],
  ["matrixpower", "vec(A X B) = (Bᵀ ⊗ A) vec(X)"],
  ["transpose", "vec(Xᵀ) = comm(n, m) vec(X) for an n×m matrix X"],
  ["hadamard", "vec(A ∘ X) = diag(vec(A)) vec(X)"],
  ["kron", "vec(X ⊗ Y) = (I ⊗ comm ⊗ I) (vec(X) ⊗ vec(Y))"],
]);

function rolledOut(value: Expr, by: Expr): Words | null {
  const { order, active } = dependence([value], only(by), "local");
  const said = new Set(order.filter((e) => active.has(e) && e !== by).map((e) => ROLLED.get(e.op.name)));
  const known = [...said].filter((t) => t !== undefined);
  return known.length === 0 ? null : known.join("; ");
}

/** The turn from a row to the shape of the variable. */
export function turnSteps(row: Expr, y: Expr, x: Expr): { readonly steps: readonly Step[]; readonly end: Expr } {
  const turned = gathered(T(row));
  const steps: Step[] = [];
  if (!isScalar(row.shape)) steps.push(step(turning(x), askedGradient(y, x), row, turned));
  steps.push(...allSteps(turned, STANDARD));
  return { steps, end: shownForm(turned) };
}

/** Whether the chain of local Jacobians is the way to show it: one path, vectors or scalars all along. */
export const isVectorPath = (path: readonly Expr[] | null): path is readonly Expr[] =>
  path !== null && path.length <= LONGEST_CHAIN && path.every(isVectorial);

/** Whether two forms are one but for the order of what commutes. */
export const isReordered = (a: Expr, b: Expr): boolean => a === b || canonicalKey(a) === canonicalKey(b);

/** Factors that fit on a slide; a longer chain is shown name by name. */
const LONGEST_CHAIN = 9;

/** ∂y/∂x for names in order, by paths: ∂y/∂x = Σ ∂y/∂v ∂v/∂x with each ∂v/∂x worked out before. */
export function forwardSteps(
  y: Expr,
  x: Expr,
  paths: Paths,
  byScalar: boolean,
  told: Told = new Map(),
): { readonly steps: readonly Step[]; readonly end: Expr } {
  const steps: Step[] = [];
  const known = new Map<Expr, Expr>();
  let end: Expr = y;
  for (const v of paths.between) {
    const value = rightHandOf(v, x);
    const users = paths.uses.get(v) ?? [];
    const names = new Set(users);
    const left = byScalar ? askedGradient(v, x) : asked(v, x);
    const before = byScalar ? told.get(left) : (turnedGradient(told, v, x) ?? told.get(left));
    if (before !== undefined && v !== y) {
      known.set(left, before);
      continue;
    }
    const open = calledBy(v, value, byScalar ? openTangent(value, x, users) : openJacobian(value, x, users));
    const inside = insideSteps(v, value, names);
    const matrix = byScalar ? undefined : [...users, v].find((u) => !isVectorial(u));
    const rule =
      inside.length === 0
        ? rulesAt([{ value, names }])
        : matrix !== undefined
          ? READ.vec
          : byScalar
            ? READ.scalar
            : READ.jacobian;
    const why =
      inside.length === 0 || matrix === undefined ? null : rolledOut(value, users.find((u) => !isVectorial(u)) ?? x);
    // (2 Xᵀ) ∂r/∂w is 2 Xᵀ ∂r/∂w.
    steps.push(...inside, step(rule, left, left, simplify(open, FRONT), { why }));
    const raw = filled(open, known);
    const written = gathered(simplify(raw, FRONT));
    if (raw !== open) steps.push(step({ ...PUT_IN, statement: "" }, null, open, written));
    steps.push(...allSteps(written, STANDARD));
    end = shownForm(raw);
    known.set(left, end);
    told.set(left, end);
  }
  return { steps, end };
}

/** The Jacobian of a scalar whose gradient has been told, as a row. */
function turnedGradient(told: Told, v: Expr, x: Expr): Expr | undefined {
  const gradient = told.get(askedGradient(v, x));
  return gradient === undefined || !isScalar(v.shape) || !isColumn(x.shape) ? undefined : gathered(T(gradient));
}

/** A right side that occurs in its own derivative goes by its name: dF = −F dX F for F = X⁻¹. */
const calledBy = (v: Expr, value: Expr, e: Expr): Expr =>
  v.op === SymbolOp && value.args.length > 0 ? gathered(replaced(e, value, v)) : e;

/** The lines for the change of g along a direction: each name's differential, with dz = v at the end. */
export function directionSteps(paths: Paths): readonly Step[] {
  return paths.between.flatMap((v) => {
    const value = rightHandOf(v);
    const names = new Set(paths.uses.get(v) ?? []);
    const inside = insideSteps(v, value, names);
    const dv = differential(v);
    const moved = new Map([...names].map((n) => [n, differential(n)] as const));
    const line = gathered(localTangent(value, moved, normalForm));
    const told = inside[inside.length - 1]?.after === line && inside.length === 1;
    return told ? inside : [...inside, wholeStep(dv, line, inside, rulesAt([{ value, names }]), null)];
  });
}

/** The differential of a right side with dv written ∂v/∂x, and dx as 1. */
const openTangent = (value: Expr, x: Expr, users: readonly Expr[]): Expr =>
  tidied(localTangent(value, new Map(users.map((u) => [u, u === x ? number(1, x) : askedGradient(u, x)])), asIs));

/** Σ (local Jacobian by u) ∂u/∂x over the names u of a right side. */
function openJacobian(value: Expr, x: Expr, users: readonly Expr[]): Expr {
  return gathered(
    sum(
      ...users.map((u) => {
        const M = localJacobian(value, u, normalForm) as Expr;
        return u === x ? M : product(M, asked(u, x));
      }),
    ),
  );
}

/** An expression with the derivatives in it that are known replaced by their values. */
function filled(e: Expr, known: ReadonlyMap<Expr, Expr>): Expr {
  const out = new Map<Expr, Expr>();
  for (const n of walk([e], (x) => known.has(x)))
    out.set(
      n,
      n.args.length === 0
        ? n
        : withArgs(
            n,
            n.args.map((a) => known.get(a) ?? lookup(out, a)),
          ),
    );
  return known.get(e) ?? lookup(out, e);
}
