/**
 * The way to a derivative, as a lecturer would go it: which rule gives which factor, in which order.
 *
 * On a single path of vectors it is the product of local Jacobians; at a matrix, and where paths
 * meet, cotangents are passed from name to name. The value itself comes from the reverse sweep; the
 * tests hold the end of each route against it.
 */
import type { Expr } from "../core/expr.js";
import { isColumn, isScalar, showShape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { STANDARD } from "../laws/standard.js";
import { TIDY } from "../laws/tidy.js";
import { derivative } from "../ops/derivative.js";
import { differential } from "../ops/differential.js";
import { number } from "../ops/number.js";
import { product } from "../ops/product.js";
import { sum } from "../ops/sum.js";
import { SymbolOp } from "../ops/symbol.js";
import { inner } from "../ops/trace.js";
import { T } from "../ops/transpose.js";
import { gathered } from "../rewrite/gather.js";
import { simplify, withArgs } from "../rewrite/simplify.js";
import { sharesThrough } from "./gradient.js";
import { localJacobian } from "./jacobian.js";
import { dependence, differentialOf, rightSideOf } from "./linearise.js";
import { normalForm, shownForm } from "./normal.js";
import { allSteps, lawSteps, type Step, shorteningSteps, step } from "./step.js";
import { localTangent } from "./tangent.js";

const asIs = (e: Expr): Expr => e;
const tidied = (e: Expr): Expr => gathered(simplify(e, TIDY));

/** The names in an expression, each once, in the order of a walk. */
const namesIn = (e: Expr): readonly Expr[] => walk([e]).filter((x) => x.op === SymbolOp);

/** How the names between an output and a variable hang together. */
export interface Paths {
  /** The names (and the output) that depend on x, output last; x itself is not among them. */
  readonly between: readonly Expr[];
  /** For each of them, the names in its right side that depend on x (or are x). */
  readonly uses: ReadonlyMap<Expr, readonly Expr[]>;
}

/** What an output is made of: the right side of a name, or the expression itself. */
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

/** The chain y, h, z, …, x where there is one path only; null where paths branch. */
export function singlePath(y: Expr, x: Expr, paths: Paths): readonly Expr[] | null {
  const chain = [y];
  for (let v = y; v !== x; ) {
    const next: readonly Expr[] = paths.uses.get(v) ?? [];
    if (next.length !== 1) return null;
    v = next[0] as Expr;
    chain.push(v);
  }
  return chain;
}

const isVectorial = (e: Expr): boolean => isColumn(e.shape);

interface RulesText {
  readonly rule: string;
  readonly title: string;
  readonly statement: string;
  readonly cite: string;
}

/** The rules at work in a right side on the way to a name: "sum rule, product rule". */
const rulesBetween = (value: Expr, name: Expr): RulesText => rulesAt([{ value, name }]);

/** The rules at work in several right sides, each once. */
function rulesAt(places: readonly { readonly value: Expr; readonly name: Expr }[]): RulesText {
  const ops = new Map<string, Expr["op"]>();
  for (const { value, name } of places) {
    const { active } = dependence([value], new Set([name]), "local");
    const stack = [value];
    const seen = new Set<Expr>();
    while (stack.length > 0) {
      const e = stack.pop() as Expr;
      if (!active.has(e) || e.op === SymbolOp || seen.has(e)) continue;
      seen.add(e);
      ops.set(e.op.name, e.op);
      stack.push(...[...e.args].reverse());
    }
  }
  const list = [...ops.values()];
  const telling = list.filter((o) => o.name !== "sum" || list.length === 1);
  const shown = telling.slice(0, 3);
  return {
    rule: shown[0]?.name ?? "identity",
    title: shown.map((o) => o.title).join(", ") || "identity",
    statement: shown.map((o) => o.line).join("; ") || "dx = dx",
    cite: [...new Set(shown.map((o) => o.cite).filter((c) => c !== ""))].join("; "),
  };
}

/** Operations that a reader differentiates without being told how. */
const PLAIN: ReadonlySet<string> = new Set(["sum", "transpose"]);

/**
 * One line for each operation inside a right side, outermost first: d‖r‖² = 2 ‖r‖ d‖r‖, then
 * d‖r‖ = rᵀ dr / ‖r‖, then dr = A dx. None where a single rule is at work. What else moves with the
 * name but is `held` fixed in these lines is said: its share comes along another path.
 */
function insideSteps(v: Expr, value: Expr, name: Expr, held: readonly Expr[] = []): readonly Step[] {
  const { order, active } = dependence([value], new Set([name]), "local");
  const nodes = [...order].reverse().filter((e) => active.has(e) && e !== name);
  if (nodes.filter((e) => !PLAIN.has(e.op.name)).length < 2 || nodes.length > MOST_INSIDE) return [];
  return nodes.map((e, i) => {
    const left = differential(e === value ? v : e);
    const why = i === 0 ? heldReason(held) : null;
    const line = tidied(differentialOf(e, (a) => active.has(a)));
    return { ...step(e.op.name, e.op.title, e.op.line, e.op.cite, left, left, line, why), detail: true };
  });
}

const heldReason = (held: readonly Expr[]): string | null =>
  held.length === 0
    ? null
    : `${held.map(nameText).join(", ")} held fixed: what moves through ${held.length === 1 ? "it is the share" : "them are the shares"} of another path`;

/** A right side of more operations than this is differentiated in one line. */
const MOST_INSIDE = 12;

const CHAIN = {
  rule: "chain",
  title: "chain rule",
  statement: "∂s/∂x = ∂s/∂y ∂y/∂x",
  cite: "Magnus & Neudecker, ch. 5.12; CS224N, gradient notes (Clark)",
};

/** ∂y/∂x as it is written before it is known. */
const asked = (y: Expr, x: Expr): Expr => derivative("jacobian", y, x);
const askedGradient = (y: Expr, x: Expr): Expr => derivative("gradient", y, x);

/** Chain, local Jacobians, substitution, laws: the product of local Jacobians along one path. */
export function chainSteps(path: readonly Expr[]): {
  readonly steps: readonly Step[];
  readonly end: Expr;
  readonly chain: Expr | null;
} {
  const links = path.slice(0, -1).map((v, i) => ({ from: v, to: path[i + 1] as Expr }));
  const [y, x] = [path[0] as Expr, path[path.length - 1] as Expr];
  const left = asked(y, x);
  const chain = product(...links.map((l) => asked(l.from, l.to)));
  const steps: Step[] =
    links.length > 1 ? [step(CHAIN.rule, CHAIN.title, CHAIN.statement, CHAIN.cite, left, left, chain)] : [];
  const locals = links.map((l) => {
    const value = rightHandOf(l.from);
    const M = gathered(normalForm(localJacobian(value, l.to, normalForm) as Expr));
    const r = rulesBetween(value, l.to);
    const link = asked(l.from, l.to);
    steps.push(...insideSteps(l.from, value, l.to));
    steps.push(step(r.rule, r.title, r.statement, r.cite, link, link, M));
    return M;
  });
  const raw = product(...locals);
  if (links.length > 1) steps.push(step("substitute", "substitute", "each factor by what it is", "", left, chain, raw));
  steps.push(...lawSteps(raw, STANDARD));
  return { steps, end: normalForm(raw), chain: links.length > 1 ? chain : null };
}

/** The differential of a right side by one name, written with dx: `ds = δᵀ dW x`. */
const differentialBy = (value: Expr, x: Expr): Expr => localTangent(value, new Map([[x, differential(x)]]), normalForm);

const REUSE = "worked out once, used wherever paths meet";

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
  const shares: Expr[] = [];
  for (const v of users) {
    const value = rightHandOf(v);
    const bar = v === y ? number(1, y) : cotangentOf(v);
    if (v !== y && known.has(v)) {
      const before = askedGradient(y, v);
      steps.push(
        step(
          "reuse",
          `∂${nameText(y)}/∂${nameText(v)} is already known`,
          REUSE,
          "reverse accumulation: Griewank & Walther, ch. 3",
          before,
          before,
          bar,
        ),
      );
    }
    const line = gathered(differentialBy(value, x));
    const held = namesIn(value).filter((n) => n !== x && movesWith(n, x));
    steps.push(...insideSteps(v, value, x, held));
    // The cotangent stays as it is, so that it can stand there by its name.
    moves.push(v === y ? line : simplify(inner(bar, line), TIDY));
    shares.push(tidied(sharesThrough(value, bar, [x], asIs).get(x) as Expr));
  }
  // Where paths meet, one line holds them all: ds along one of them alone would be no differential of s.
  const whole = added(moves);
  const raw = added(shares);
  const r = rulesAt(users.map((v) => ({ value: rightHandOf(v), name: x })));
  const dy = differential(y);
  steps.push(step("differential", r.title, r.statement, r.cite, dy, dy, whole));
  const [only] = users.length === 1 ? users : [];
  const why = isScalar(x.shape)
    ? null
    : only === undefined
      ? sharesReason(x)
      : shapeReason(only === y ? number(1, y) : cotangentOf(only), only, x);
  steps.push(
    only === undefined
      ? step(
          "contributions",
          "contributions add",
          SHARES,
          "Griewank & Walther, ch. 3",
          askedGradient(y, x),
          whole,
          raw,
          why,
        )
      : step(
          "adjoint",
          "read off the gradient",
          READ_OFF,
          "Magnus & Neudecker, ch. 9.2",
          askedGradient(y, x),
          whole,
          raw,
          why,
        ),
  );
  steps.push(...allSteps(raw, STANDARD));
  return { steps, end: shownForm(raw) };
}

const READ_OFF = "ds = tr(G^T dX) gives ∂s/∂X = G";
const SHARES = "ds = tr(G^T dX) + tr(H^T dX) gives ∂s/∂X = G + H";

const added = (terms: readonly Expr[]): Expr => (terms.length === 1 ? (terms[0] as Expr) : sum(...terms));

const nameText = (e: Expr): string => (e.op === SymbolOp ? (e.data as string) : "y");

/** `∂s/∂z is n×1; ∂s/∂W must be n×m like W`. */
const shapeReason = (bar: Expr, v: Expr, x: Expr): string =>
  isScalar(bar.shape)
    ? `∂/∂${nameText(x)} must be ${showShape(x.shape)}, like ${nameText(x)}`
    : `the gradient by ${nameText(v)} is ${showShape(bar.shape)}; the one by ${nameText(x)} must be ${showShape(x.shape)}, like ${nameText(x)}`;

const sharesReason = (x: Expr): string =>
  `${nameText(x)} is ${showShape(x.shape)}: each path to it gives a share of that shape`;

/** The turn from a row to the shape of the variable. */
export function turnSteps(row: Expr, y: Expr, x: Expr): { readonly steps: readonly Step[]; readonly end: Expr } {
  const turned = normalForm(T(row));
  const steps: Step[] = [];
  if (!isScalar(row.shape))
    steps.push(
      step(
        "layout",
        "to the shape of the variable",
        "gradient = Jacobian^T",
        "shape convention: CS224N, gradient notes (Clark)",
        askedGradient(y, x),
        row,
        turned,
        `the Jacobian is ${showShape(row.shape)}; ${nameText(x)} is ${showShape(x.shape)}, so its gradient is the transpose`,
      ),
    );
  steps.push(...shorteningSteps(turned, STANDARD));
  return { steps, end: shownForm(turned) };
}

/** Whether the chain of local Jacobians is the way to show it: one path, vectors or scalars all along. */
export const isVectorPath = (path: readonly Expr[] | null): path is readonly Expr[] =>
  path !== null && path.length <= LONGEST_CHAIN && path.every(isVectorial);

/** Factors that fit on a slide; a longer chain is shown name by name. */
const LONGEST_CHAIN = 9;

/** ∂y/∂x for names in order, by paths: ∂y/∂x = Σ ∂y/∂v ∂v/∂x with each ∂v/∂x worked out before. */
export function forwardSteps(
  y: Expr,
  x: Expr,
  paths: Paths,
  byScalar: boolean,
): { readonly steps: readonly Step[]; readonly end: Expr } {
  const steps: Step[] = [];
  const known = new Map<Expr, Expr>();
  let end: Expr = y;
  for (const v of paths.between) {
    const value = rightHandOf(v);
    const users = paths.uses.get(v) ?? [];
    const open = byScalar ? openTangent(value, x, users) : openJacobian(value, x, users);
    const left = byScalar ? askedGradient(v, x) : asked(v, x);
    const r = rulesBetween(value, users[0] as Expr);
    steps.push(step(r.rule, r.title, r.statement, r.cite, left, left, open));
    const raw = filled(open, known);
    if (raw !== open) steps.push(step("substitute", "substitute", "what is known already", "", left, open, raw));
    steps.push(...allSteps(raw, STANDARD));
    end = shownForm(raw);
    known.set(left, end);
  }
  return { steps, end };
}

/** The differential of a right side with dv written ∂v/∂x, and dx as 1. */
const openTangent = (value: Expr, x: Expr, users: readonly Expr[]): Expr =>
  tidied(localTangent(value, new Map(users.map((u) => [u, u === x ? number(1, x) : askedGradient(u, x)])), asIs));

/** Σ (local Jacobian by u) ∂u/∂x over the names u of a right side. */
function openJacobian(value: Expr, x: Expr, users: readonly Expr[]): Expr {
  return sum(
    ...users.map((u) => {
      const M = localJacobian(value, u, normalForm) as Expr;
      return u === x ? M : product(M, asked(u, x));
    }),
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
            n.args.map((a) => known.get(a) ?? (out.get(a) as Expr)),
          ),
    );
  return known.get(e) ?? (out.get(e) as Expr);
}
