/**
 * The way to a derivative, as a lecturer would go it: which rule gives which factor, in which order.
 *
 * On a single path of vectors it is the product of local Jacobians; at a matrix, and where paths
 * meet, cotangents are passed from name to name. The value itself comes from the reverse sweep; the
 * tests hold the end of each route against it.
 */

import { type Expr, memoOf } from "../core/expr.js";
import { withArgs } from "../core/op.js";
import { last, lookup, nth, operand } from "../core/operands.js";
import { isColumn, isRow, isScalar, showShape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { canonicalKey } from "../laws/canonical.js";
import { STANDARD } from "../laws/standard.js";
import { FRONT, QUIET } from "../laws/tidy.js";
import { derivative } from "../ops/derivative.js";
import { differential } from "../ops/differential.js";
import { kept } from "../ops/group.js";
import { number } from "../ops/number.js";
import { Product, product } from "../ops/product.js";
import { Scale } from "../ops/scale.js";
import { sum, sumOf } from "../ops/sum.js";
import { definitionOf, SymbolOp } from "../ops/symbol.js";
import { times } from "../ops/times.js";
import { inner, trace } from "../ops/trace.js";
import { T, Transpose } from "../ops/transpose.js";
import { gathered } from "../rewrite/gather.js";
import { replaced, simplify } from "../rewrite/simplify.js";
import { readOff } from "./gradient.js";
import { insideSteps, rulesAt } from "./inside.js";
import { localJacobian } from "./jacobian.js";
import { dependence, rightSideOf } from "./linearise.js";
import { normalForm, shownForm } from "./normal.js";
import { allSteps, inWords, lawSteps, type Rule, type Step, step, type Words } from "./step.js";
import { localTangent } from "./tangent.js";

/** The derivatives that have been told, with their values: what later lines may call known. */
export type Told = Map<Expr, Expr>;

const asIs = (e: Expr): Expr => e;
/** As it is written: numbers and scalars in front, no factor 1 or I, fewest transposes. */
const tidied = (e: Expr): Expr => gathered(simplify(e, QUIET));

/** The names in an expression, each once, in the order of a walk. */
const namesIn = (e: Expr): readonly Expr[] => walk([e]).filter((x) => x.op === SymbolOp);

/** How the names between an output and a variable hang together. */
export interface Paths {
  /** The names (and the output) that depend on x, output last; x itself is not among them. */
  readonly between: readonly Expr[];
  /** For each of them, the names in its right side that depend on x (or are x). */
  readonly uses: ReadonlyMap<Expr, readonly Expr[]>;
}

/** The right side of a name, or the expression itself. */
const rightHandOf = (y: Expr): Expr => rightSideOf(y) ?? y;

export function pathsTo(y: Expr, x: Expr): Paths {
  const { active } = dependence([y], new Set([x]), "cut");
  const uses = new Map<Expr, readonly Expr[]>();
  const usesOf = (v: Expr): readonly Expr[] => {
    const known = uses.get(v);
    if (known !== undefined) return known;
    const found = namesIn(rightHandOf(v)).filter((n) => active.has(n) && n !== v);
    uses.set(v, found);
    return found;
  };
  const between = walk([y], (v) => v === x, usesOf).filter((v) => v !== x);
  for (const v of between) usesOf(v);
  return { between, uses };
}

/** The names behind an output: in whose right sides each of them stands, and where it comes in the order of the model. */
export interface Users {
  readonly of: ReadonlyMap<Expr, readonly Expr[]>;
  readonly position: ReadonlyMap<Expr, number>;
}

const USERS = Symbol("the names behind an output");

/** One walk for all variables: many results of a deep model ask for their users, and few for the whole way. */
export function usersBehind(y: Expr): Users {
  const memo = memoOf(y.home, USERS, () => new Map<Expr, Users>());
  const known = memo.get(y);
  if (known !== undefined) return known;
  const uses = new Map<Expr, readonly Expr[]>();
  const usesOf = (v: Expr): readonly Expr[] => {
    const names = uses.get(v) ?? namesIn(rightHandOf(v)).filter((n) => n !== v);
    uses.set(v, names);
    return names;
  };
  const order = walk([y], undefined, usesOf);
  const of = new Map<Expr, Expr[]>();
  for (const v of order)
    for (const n of usesOf(v)) {
      const those = of.get(n);
      if (those === undefined) of.set(n, [v]);
      else those.push(v);
    }
  const users: Users = { of, position: new Map(order.map((v, i) => [v, i])) };
  memo.set(y, users);
  return users;
}

/** The chain y, h, z, …, x where there is one path only; null where paths branch. */
export function singlePath(y: Expr, x: Expr, paths: Paths): readonly Expr[] | null {
  const chain = [y];
  for (let v = y; v !== x; ) {
    const next: readonly Expr[] = paths.uses.get(v) ?? [];
    if (next.length !== 1) return null;
    v = nth(next, 0);
    chain.push(v);
  }
  return chain;
}

const isVectorial = (e: Expr): boolean => isColumn(e.shape);

const CHAIN: Rule = {
  rule: "chain",
  title: "chain rule",
  statement: "∂s/∂x = ∂s/∂y ∂y/∂x",
  cite: "Magnus & Neudecker, ch. 5.12; CS224N, gradient notes (Clark)",
};

const SUBSTITUTE: Rule = { rule: "substitute", title: "substitute", statement: "each factor by what it is", cite: "" };
const KNOWN: Rule = { ...SUBSTITUTE, statement: "what is known already" };

/** Lines of detail drawn together to one. */
const TOGETHER = { title: "put together", statement: "one line into the other" };
const JACOBIAN = { title: "read off the Jacobian", statement: "dy = J dx gives ∂y/∂x = J" };

/** ∂y/∂x as it is written before it is known. */
export const asked = (y: Expr, x: Expr): Expr => derivative("jacobian", y, x);
export const askedGradient = (y: Expr, x: Expr): Expr => derivative("gradient", y, x);

const only = (x: Expr): ReadonlySet<Expr> => new Set([x]);

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
  const steps: Step[] = links.length > 1 ? [step(CHAIN, left, left, chain)] : [];
  let known = 0;
  const locals = links.map((l) => {
    const value = l.from === l.to ? l.from : rightHandOf(l.from);
    const M = gathered(normalForm(localJacobian(value, l.to, normalForm) as Expr));
    const link = asked(l.from, l.to);
    if (links.length > 1 && told.get(link) === M) {
      known += 1;
      return M;
    }
    told.set(link, M);
    const inside = insideSteps(l.from, value, only(l.to));
    const rule = rulesAt([{ value, names: only(l.to) }]);
    const why = meaningOf(M, [value, ...inside.map((s) => s.after)]);
    const joined = joinedFor(l.from, l.to, value);
    steps.push(
      ...inside,
      step(rule, link, link, M, { joined: joined === null || why === null ? joined : { why, ...joined }, why }),
    );
    return M;
  });
  const raw = product(...locals);
  const written = links.length > 1 ? gathered(simplify(raw, FRONT)) : raw;
  if (links.length > 1)
    steps.push(
      step(
        known > 0 ? { ...SUBSTITUTE, statement: "each factor by what it is, as above" } : SUBSTITUTE,
        left,
        chain,
        written,
      ),
    );
  steps.push(...lawSteps(written, STANDARD));
  return { steps, end: normalForm(raw), chain: links.length > 1 ? chain : null };
}

/** Definitions of the names in a line that are not in the lines before it: `r = (xᵀ A x) / (xᵀ x)`. */
function meaningOf(line: Expr, before: readonly Expr[], bars: ReadonlySet<Expr> = new Set()): Words | null {
  // A cotangent stands on both sides, and may be as long as the network is deep.
  const isBar = (e: Expr): boolean => bars.has(e);
  const known = new Set(walk(before, isBar));
  const met = walk([line], isBar).filter((n) => n.op === SymbolOp && !known.has(n) && definitionOf(n) !== null);
  if (met.length === 0) return null;
  return (spell) => met.map((n) => `${spell(n)} = ${spell(definitionOf(n) as Expr)}`).join(", ");
}

/** For a matrix the line with dX is rolled out; for vectors the factor before dx is the Jacobian. */
const joinedFor = (of: Expr, by: Expr, value: Expr): Step["joined"] =>
  isVectorial(of) && isVectorial(by)
    ? JACOBIAN
    : { title: "vec of both sides", statement: "vec(dY) = J vec(dX) gives ∂Y/∂X = J", ...rolledOut(value, by) };

/** How vec goes through the operations on the way to a matrix. */
const ROLLED: ReadonlyMap<string, string> = new Map([
  ["product", "vec(A X B) = (Bᵀ ⊗ A) vec(X)"],
  ["inverse", "vec(A X B) = (Bᵀ ⊗ A) vec(X)"],
  ["matrixpower", "vec(A X B) = (Bᵀ ⊗ A) vec(X)"],
  ["transpose", "vec(Xᵀ) = comm(n, m) vec(X) for an n×m matrix X"],
  ["hadamard", "vec(A ∘ X) = diag(vec(A)) vec(X)"],
  ["kron", "vec(X ⊗ Y) = (I ⊗ comm ⊗ I) (vec(X) ⊗ vec(Y))"],
]);

function rolledOut(value: Expr, by: Expr): { readonly why?: string } {
  const { order, active } = dependence([value], only(by), "local");
  const said = new Set(order.filter((e) => active.has(e) && e !== by).map((e) => ROLLED.get(e.op.name)));
  const known = [...said].filter((t) => t !== undefined);
  return known.length === 0 ? {} : { why: known.join("; ") };
}

/** The differential of a right side by one name, written with dx: `ds = δᵀ dW x`. */
const differentialBy = (value: Expr, x: Expr): Expr => localTangent(value, new Map([[x, differential(x)]]), normalForm);

/**
 * The lines that give the cotangent of x from the cotangents of the names whose right sides hold it:
 * what is known already, the differential along every path, what is read off, laws.
 */
export function cotangentSteps(
  y: Expr,
  x: Expr,
  users: readonly Expr[],
  cotangentOf: (v: Expr) => Expr,
  known: ReadonlySet<Expr>,
  movesWith: (name: Expr, x: Expr) => boolean,
): { readonly steps: readonly Step[]; readonly end: Expr } {
  const steps: Step[] = [];
  const moves: Expr[] = [];
  const through: Expr[] = [];
  const bars = new Set<Expr>();
  for (const v of users) {
    const value = rightHandOf(v);
    if (v !== y && known.has(v)) steps.push(knownStep(y, v, cotangentOf(v)));
    const bar = v === y ? number(1, y) : kept(cotangentOf(v));
    bars.add(bar);
    const line = gathered(differentialBy(value, x));
    const held = namesIn(value).filter((n) => n !== x && movesWith(n, x));
    // Where y stands for itself the line of its one rule is the line that follows.
    const inside = insideSteps(v, value, only(x), { held, always: v !== y });
    const [first] = inside;
    const repeated =
      v === y && users.length === 1 && inside.length === 1 && first !== undefined && first.after === line;
    if (!repeated) steps.push(...inside);
    // The cotangent stays as it is, so that it can stand there by its name.
    moves.push(v === y ? line : beside(bar, line));
    through.push(v === y ? line : beside(bar, differential(v)));
  }
  // Where paths meet, one line holds them all: ds along one of them alone would be no differential of s.
  const whole = added(moves);
  const raw = tidied(readOff(whole, x));
  const rule = rulesAt(users.map((v) => ({ value: rightHandOf(v), names: only(x) })));
  const dy = differential(y);
  const straight = users.length === 1 && users[0] === y;
  const into = added(through);
  const meaning = meaningOf(whole, [...users.map(rightHandOf), ...steps.map((s) => s.after), ...through], bars);
  steps.push(
    step(rule, dy, dy, whole, {
      why: meaning,
      joined: { ...TOGETHER, ...why(straight ? null : (spell) => `into ${spell(dy)} = ${spell(into)}`, meaning) },
    }),
  );
  steps.push(
    step(users.length === 1 ? READ_OFF : SHARES, askedGradient(y, x), whole, raw, {
      why: isScalar(x.shape) ? null : users.length === 1 ? sizesReason(y, x, raw) : sharesReason(x),
    }),
  );
  steps.push(...allSteps(raw, STANDARD));
  return { steps, end: shownForm(raw) };
}

/** Reasons one after the other, as the part of a step that holds them. */
function why(...reasons: readonly (Words | null)[]): { readonly why?: Words } {
  const given = reasons.filter((r) => r !== null);
  return given.length === 0 ? {} : { why: (spell) => given.map((r) => inWords(r, spell)).join("; ") };
}

/** ⟨Z̄, dZ⟩ with the differential last, as it was worked out: (V g)ᵀ da and not daᵀ V g. */
function beside(bar: Expr, line: Expr): Expr {
  const row = bar.op === Transpose ? operand(bar) : T(bar);
  const whole = isScalar(bar.shape)
    ? times(bar, line)
    : isColumn(bar.shape)
      ? product(row, line)
      : isRow(bar.shape)
        ? inner(bar, line)
        : trace(product(row, line));
  return simplify(whole, QUIET);
}

const REUSE: Rule = {
  rule: "reuse",
  title: "∂s/∂z is already known",
  statement: "worked out once, used wherever paths meet",
  cite: "reverse accumulation: Griewank & Walther, ch. 3",
};

/** `∂s/∂z is already known`. */
export const knownStep = (y: Expr, v: Expr, bar: Expr, layout: "gradient" | "jacobian" = "gradient"): Step => {
  const left = derivative(layout, y, v);
  return step({ ...REUSE, title: (spell) => `∂${spell(y)}/∂${spell(v)} is already known` }, left, left, bar);
};

const READ_OFF: Rule = {
  rule: "adjoint",
  title: "read off the gradient",
  statement: "ds = tr(G^T dX) gives ∂s/∂X = G",
  cite: "Magnus & Neudecker, ch. 9.2",
};
const SHARES: Rule = {
  rule: "contributions",
  title: "contributions add",
  statement: "ds = tr(G^T dX) + tr(H^T dX) gives ∂s/∂X = G + H",
  cite: "Griewank & Walther, ch. 3",
};

const added = (terms: readonly Expr[]): Expr => (terms.length === 1 ? nth(terms, 0) : sumOf(terms));

const TURNED = Symbol("whether an expression holds a transpose");

/** Whether anything in an expression is turned; cotangents of a deep model share most of their parts, and each is looked at once. */
function holdsTranspose(e: Expr): boolean {
  const memo = memoOf(e.home, TURNED, () => new Map<Expr, boolean>());
  for (const x of walk([e], (t) => memo.has(t)))
    memo.set(x, x.op === Transpose || x.args.some((a) => memo.get(a) === true));
  return memo.get(e) === true;
}

/** `δ is n×1, x is m×1; ∂s/∂W must be n×m like W, so δ xᵀ`. */
function sizesReason(y: Expr, x: Expr, raw: Expr): Words | null {
  const core = raw.op === Scale ? operand(raw, 1) : raw;
  const factors = (core.op === Product ? core.args : [core]).map((f) => (f.op === Transpose ? operand(f) : f));
  const parts = [...new Set(factors)];
  const must = (spell: (e: Expr) => string) =>
    `∂${spell(y)}/∂${spell(x)} must be ${showShape(x.shape)} like ${spell(x)}`;
  if (core.op !== Product || parts.length > MOST_SIZES) return holdsTranspose(core) ? must : null;
  return (spell) =>
    `${parts.map((f) => `${spell(f)} is ${showShape(f.shape)}`).join(", ")}; ${must(spell)}, so ${spell(core)}`;
}

/** Factors whose sizes a reader compares at a glance. */
const MOST_SIZES = 3;

const sharesReason =
  (x: Expr): Words =>
  (spell) =>
    `${spell(x)} is ${showShape(x.shape)}: each path to it gives a share of that shape`;

const LAYOUT: Rule = {
  rule: "layout",
  title: "to the shape of the variable",
  statement: "gradient = Jacobian^T",
  cite: "shape convention: CS224N, gradient notes (Clark)",
};

/** The moves of a derivation that are no rule of one operation, for whoever looks a title up. */
export const MOVES: readonly Rule[] = [
  CHAIN,
  SUBSTITUTE,
  { ...TOGETHER, rule: "together", cite: "" },
  { ...JACOBIAN, rule: "jacobian", cite: "Magnus & Neudecker, ch. 5" },
  READ_OFF,
  REUSE,
  SHARES,
  LAYOUT,
];

/** The turn from a row to the shape of the variable. */
export function turnSteps(row: Expr, y: Expr, x: Expr): { readonly steps: readonly Step[]; readonly end: Expr } {
  const turned = gathered(T(row));
  const steps: Step[] = [];
  if (!isScalar(row.shape))
    steps.push(
      step(LAYOUT, askedGradient(y, x), row, turned, {
        why: (spell) =>
          `the Jacobian is ${showShape(row.shape)}; ${spell(x)} is ${showShape(x.shape)}, so its gradient is the transpose`,
      }),
    );
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
    const value = rightHandOf(v);
    const users = paths.uses.get(v) ?? [];
    const names = new Set(users);
    const left = byScalar ? askedGradient(v, x) : asked(v, x);
    const before = byScalar ? told.get(left) : (turnedGradient(told, v, x) ?? told.get(left));
    if (before !== undefined && v !== y) {
      known.set(left, before);
      continue;
    }
    const open = calledBy(v, value, byScalar ? openTangent(value, x, users) : openJacobian(value, x, users));
    steps.push(...insideSteps(v, value, names));
    const joined = byScalar ? TOGETHER : joinedFor(v, users.find((u) => !isVectorial(u)) ?? x, value);
    steps.push(step(rulesAt([{ value, names }]), left, left, open, { joined }));
    const raw = filled(open, known);
    const written = gathered(simplify(raw, FRONT));
    if (raw !== open) steps.push(step(KNOWN, null, open, written));
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
    return [...inside, step(rulesAt([{ value, names }]), dv, dv, line, { joined: TOGETHER })];
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
