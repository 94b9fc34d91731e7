/** Queries and claims: what a model asks for, and what it says the answer is. */

import type { Diagnostic } from "../core/diagnostic.js";
import { type Dim, dim, ONE } from "../core/dim.js";
import type { Context, Expr } from "../core/expr.js";
import { entries, type Shape, shape, transposed } from "../core/shape.js";
import type { Claim, Model, Query, Side } from "../model/model.js";
import { symbol } from "../ops/symbol.js";
import {
  type Derivative,
  type Expression,
  type Product,
  postorder,
  type Span,
  type Statement,
  ungrouped,
} from "../parse/ast.js";
import type { Application } from "./build.js";
import { built, guarded } from "./definitions.js";
import { freeIn } from "./names/kinds.js";
import { type Reading, read } from "./reading.js";
import {
  type Fault,
  fault,
  mentionsFaulty,
  type Owner,
  ownerOf,
  resolved,
  type Scope,
  sizeNamed,
  typed,
} from "./scope.js";
import { derivativeTerm, nameWithoutDefinition, strangeVariable } from "./shapes/derivative.js";
import { elaborate } from "./shapes/expressions.js";
import { type Complaint, complain, decideAll, sameShapes } from "./shapes/infer.js";
import { hasUnknown, isUnknown } from "./shapes/unify.js";
import type { Term } from "./terms.js";

/** A query or the left side of a claim, its shapes inferred but not yet built. */
export interface AskedTerm {
  readonly statement: Statement & { readonly type: "query" | "claim" };
  readonly owner: Owner;
  readonly ast: Derivative;
  /** The numerator as it is shown. */
  readonly text: string;
  readonly of: Term;
  readonly variables: readonly Term[];
  readonly direction: Term | null;
  /** The derivative as a whole, in the layout that it has when nothing is asked for. */
  readonly whole: Term;
  /** Why nothing can be asked of it although nothing is wrong with it. */
  readonly unjudged: string | null;
}

/** Reads what is asked; null where a fault was reported. */
export function ask(scope: Scope, s: AskedTerm["statement"], reading: Reading): AskedTerm | null {
  const form = formOf(s.value);
  if (form === null) {
    fault(scope, "query/form", s.value.span, "what is asked for is a derivative", {
      hint: formHint(s.value),
    });
    return null;
  }
  const ast = form.derivative;
  const undefinedName = nameWithoutDefinition(scope, ast);
  const isUsed = undefinedName !== null && scope.names.get(undefinedName.name)?.seen.used === true;
  if (undefinedName !== null && s.type === "query" && !isUsed) {
    fault(
      scope,
      "query/undefined",
      undefinedName.span,
      `${typed(scope, undefinedName.span)} is not defined, so there is nothing to derive`,
    );
    return null;
  }
  const numerator = read(ast.of, reading);
  const of = elaborate(scope, numerator);
  const variables = ast.variables.map((v) => elaborate(scope, v));
  const whole = derivativeTerm(scope, ast, [of, ...variables], "gradient");
  if (whole.shape === null || of.shape === null) return null;
  const direction = form.direction === null ? null : directionTerm(scope, form.direction, variables, reading);
  if (scope.owner.faulty) return null;
  const strange = undefinedName === null ? strangeVariable(scope, ast) : null;
  const unjudged =
    undefinedName !== null
      ? `${undefinedName.name} is not defined in this text`
      : strange !== null
        ? `${numeratorText(scope, numerator)} does not depend on ${strange.name}, which stands nowhere else in the text`
        : null;
  const text = numeratorText(scope, numerator);
  return { statement: s, owner: scope.owner, ast, text, of, variables, direction, whole, unjudged };
}

/** What is asked for that is no derivative by itself: an operator in front of a product takes its first factor only. */
function formHint(value: Expression): string {
  const e = ungrouped(value);
  const first = e.type === "product" ? ungrouped(e.first) : e;
  const operand = first.type === "postfix" ? first.operand : first;
  if (e.type === "product" && operand.type === "derivative" && operand.order === 1)
    return "parentheses say what is derived: ∂/∂x (x^T A x)";
  if (e.type === "postfix" && operand.type === "derivative")
    return "ask for ∂s/∂x: --layout jacobian and --layout denominator say which way it lies";
  return "write ∂s/∂x, or ∂²s/∂x² v for a Hessian times a vector";
}

/** The derivative that is asked for, and what it is multiplied by. */
function formOf(value: Expression): { readonly derivative: Derivative; readonly direction: Expression | null } | null {
  const e = ungrouped(value);
  const whole = turned(e);
  if (whole.type === "derivative") return { derivative: whole, direction: null };
  if (e.type !== "product") return null;
  const derivative = turned(ungrouped(e.first));
  if (derivative.type !== "derivative" || derivative.order !== 2) return null;
  if (e.rest.some((r) => r.operator === "divide")) return null;
  return { derivative, direction: restOf(e) };
}

/** `∂²s/∂x∂xᵀ`, as textbooks write the Hessian whose rows are x, is ∂²s/∂x∂x. */
function turned(e: Expression): Expression {
  if (e.type !== "postfix" || e.operators.length !== 1) return e;
  const { operand } = e;
  const turns = e.operators[0]?.type === "transpose" || e.operators[0]?.type === "prime";
  return turns && operand.type === "derivative" && operand.order === 2 && !operand.nabla ? operand : e;
}

function restOf(e: Product): Expression {
  const [second, ...rest] = e.rest;
  const first = (second as Product["rest"][number]).operand;
  return rest.length === 0
    ? first
    : { type: "product", first, rest, span: { start: first.span.start, end: e.span.end } };
}

/** The vector of a Hessian-vector product: one entry for each of the variable, or of its shape. */
function directionTerm(scope: Scope, e: Expression, variables: readonly Term[], reading: Reading): Term | null {
  const v = elaborate(scope, read(e, reading));
  const X = variables[variables.length - 1];
  if (v.type === "function" || v.shape === null || X?.shape === null || X === undefined) return null;
  const s = resolved(scope, X.shape);
  const blame = (): Complaint => ({
    code: "shape/direction",
    span: e.span,
    message: (show) =>
      `the second derivative by ${typed(scope, X.span)} (${show(s)}) does not multiply ${typed(scope, e.span)} (${show(v.shape as Shape)})`,
    about: [X, v],
  });
  if (sameShapes(scope, v.shape, s, blame) || sameShapes(scope, v.shape, shape(entries(s), ONE), blame)) return v;
  complain(scope, blame);
  return null;
}

// ---------------------------------------------------------------- sides of claims

export interface SideTerm {
  readonly span: Span;
  readonly syntax: Expression;
  readonly term: Term | null;
  readonly owner: Owner;
  /** What the free sizes stand for in this side. */
  readonly free: Scope["free"];
  /** Those that could as well stand for one another. */
  readonly swappable: readonly string[];
}

/**
 * The sides of a claim, each by itself: a side that is ill-shaped is a fault of the side and not of
 * the model, and binds no size. What a side leaves open (`I` without a size, `ones(n)` with an `n`
 * that the model does not have) is taken from the derivative that it claims to be.
 */
export function sideTerms(scope: Scope, a: AskedTerm, reading: Reading): readonly SideTerm[] {
  if (a.statement.type !== "claim") return [];
  return a.statement.sides.map((written) => {
    const side = read(written, reading);
    const known = freeIn(scope, side).filter((n) => !hasUnknown(scope.sizes.resolve(sizeNamed(scope, n))));
    const mark = scope.sizes.mark();
    let found = sideTerm(scope, a, written.span, side);
    if (!found.fits && known.length > 0) {
      // What an earlier claim calls n need not be what this one calls so.
      const { free } = scope;
      scope.sizes.undo(mark);
      scope.free = new Map([...free, ...known.map((n) => [n, scope.sizes.fresh(true)] as const)]);
      const other = sideTerm(scope, a, written.span, side);
      if (!other.fits) scope.sizes.undo(mark);
      scope.free = free;
      found = other.fits ? other : sideTerm(scope, a, written.span, side);
    }
    scope.sizes.settle();
    return found.side;
  });
}

/** One side, and whether its shape is that of the derivative in some layout. */
function sideTerm(
  scope: Scope,
  a: AskedTerm,
  span: Span,
  syntax: Expression,
): { readonly side: SideTerm; readonly fits: boolean } {
  const owner: Owner = ownerOf([]);
  scope.owner = owner;
  const mark = scope.sizes.mark();
  const term = elaborate(scope, syntax);
  let fits = false;
  let swappable: readonly string[] = [];
  if (term.type === "function")
    fault(scope, "name/function", syntax.span, `${typed(scope, syntax.span)} is a function, not a value`);
  else if (term.shape !== null && !owner.faulty) {
    fits = expected(scope, a, term.shape);
    swappable = inOrder(scope, a, term.shape, syntax);
  }
  const sound = term.shape !== null && !owner.faulty;
  if (!sound) scope.sizes.undo(mark);
  return { side: { span, syntax, term: sound ? term : null, owner, free: scope.free, swappable }, fits };
}

/**
 * `eye(n m)` where neither size is the model's: n and m are the rows and columns of the variable in
 * the order in which they stand. The names so told, or none.
 */
function inOrder(scope: Scope, a: AskedTerm, found: Shape, syntax: Expression): readonly string[] {
  const s = resolved(scope, found);
  if (!hasUnknown(s.rows) && !hasUnknown(s.cols)) return [];
  const names = freeIn(scope, syntax).filter((n) => isUnknown(scope.sizes.resolve(sizeNamed(scope, n))));
  const X = resolved(scope, (a.variables[0] as Term).shape as Shape);
  const sizes = [X.rows, X.cols];
  if (names.length !== 2 || sizes.some((d) => d === ONE || hasUnknown(d))) return [];
  names.forEach((n, i) => {
    scope.sizes.equate(sizeNamed(scope, n), sizes[i] as Dim);
  });
  return names;
}

/**
 * Gives a side whose size is open the shape of the derivative, in the first layout that fits, at
 * last of its transpose. Whether there is one.
 */
function expected(scope: Scope, a: AskedTerm, found: Shape): boolean {
  const s = resolved(scope, found);
  const whole = resolved(scope, a.whole.shape as Shape);
  const [Y, X] = [a.of, a.variables[0] as Term].map((t) => resolved(scope, t.shape as Shape)) as [Shape, Shape];
  const jacobian = shape(entries(Y), entries(X));
  const silent = (): Complaint => ({
    code: "size/untold",
    span: a.ast.span,
    message: () => "nothing says what its sizes are",
    about: [],
  });
  const layouts = [whole, jacobian, transposed(whole), transposed(jacobian)];
  // What is tried and does not fit is asked for again by nobody.
  const { owner } = scope;
  scope.owner = ownerOf([]);
  const fits = layouts.some((layout) => {
    const mark = scope.sizes.mark();
    const now = sameShapes(scope, s, layout, silent) ? resolved(scope, s) : null;
    const told = now !== null && !hasUnknown(now.rows) && !hasUnknown(now.cols);
    if (!told) scope.sizes.undo(mark);
    return told;
  });
  scope.owner = owner;
  return fits;
}

// ---------------------------------------------------------------- results

/** The numerator as it is shown: a name, or the expression as typed without its parentheses. */
function numeratorText(scope: Scope, numerator: Expression): string {
  const of = ungrouped(numerator);
  return of.type === "name" ? of.name : scope.source.slice(of.span.start, of.span.end).replace(/\s+/g, " ").trim();
}

/** Makes diagnostics that are not among the model's. */
export type Aside = (f: Fault) => Diagnostic;

/** What is asked, built; null where it uses a name that has a fault. */
export function question(
  scope: Scope,
  home: Context,
  a: AskedTerm,
  sides: readonly SideTerm[],
  applied: Application,
  aside: Aside,
): Model["asked"][number] | null {
  const { ast, owner } = a;
  scope.owner = owner;
  const mentioned = [a.of, ...a.variables, ...(a.direction === null ? [] : [a.direction])];
  if (owner.faulty || mentioned.some((t) => mentionsFaulty(scope, t))) return null;
  const of = built(scope, home, a.of, applied);
  const direction = a.direction === null ? null : built(scope, home, a.direction, applied);
  if (of === null || owner.faulty) return null;
  const wrt = guarded(scope, ast.span, () =>
    a.variables.map((v) => symbol(home, v.type === "symbol" ? v.name : "", resolved(scope, v.shape as Shape))),
  );
  if (wrt === null) return null;
  const { order, nabla } = ast;
  const query: Query = { of, ofText: a.text, wrt, order, nabla, direction, span: a.statement.span };
  if (a.statement.type === "query") return { type: "query", query };
  const claim: Claim = {
    query,
    sides: sides.map((s) => sideOf(scope, home, a, s, applied, aside)),
    unjudged: a.unjudged,
    span: a.statement.span,
  };
  return { type: "claim", claim };
}

function sideOf(scope: Scope, home: Context, a: AskedTerm, s: SideTerm, applied: Application, aside: Aside): Side {
  scope.owner = s.owner;
  const text = scope.source.slice(s.span.start, s.span.end).replace(/\s+/g, " ").trim();
  const sound = s.term !== null && !s.owner.faulty && !mentionsFaulty(scope, s.term);
  const value = sound ? built(scope, home, s.term as Term, applied) : null;
  const side = {
    text,
    value,
    span: s.span,
    guessed: guessedIn(scope, s.syntax),
    ...sizesOf(scope, s),
    syntax: s.syntax,
    reread: (e: Expression, shapes?: ReadonlyMap<string, Shape>) => {
      for (const [name, as] of shapes ?? []) scope.standIns.set(name, as);
      const value = reread(scope, home, a, s, e, applied);
      scope.standIns.clear();
      return value;
    },
  };
  if (value !== null) return { ...side, fault: null };
  if (s.owner.faults.length === 0) fault(scope, "claim/depends", s.span, "it uses a name that has a fault");
  return { ...side, fault: aside(s.owner.faults[0] as Fault) };
}

/** What the free sizes of a side turned out to be, and those that nothing tells. */
function sizesOf(scope: Scope, { syntax, free, swappable }: SideTerm): Pick<Side, "sizes" | "open"> {
  const names = freeIn(scope, syntax);
  const is = (n: string) => scope.sizes.resolve(free.get(n) ?? dim(n));
  return {
    sizes: names.filter((n) => is(n) !== n).map((n) => `${n} = ${is(n)}`),
    open: names.filter((n) => swappable.includes(n) || (scope.open.has(n) && scope.names.get(n)?.inModel === false)),
  };
}

/** The value of an expression in the place of a side. Leaves no trace: no fault is said, no size is bound. */
function reread(
  scope: Scope,
  home: Context,
  a: AskedTerm,
  { free }: SideTerm,
  e: Expression,
  applied: Application,
): Expr | null {
  const owner: Owner = ownerOf([]);
  scope.owner = owner;
  const shared = scope.free;
  // A free size that nothing told may be told by what was meant.
  scope.free = new Map([...free].map(([n, u]) => [n, scope.open.has(n) ? scope.sizes.fresh(true) : u]));
  const mark = scope.sizes.mark();
  const term = elaborate(scope, e);
  if (term.type !== "function" && term.shape !== null && !owner.faulty) expected(scope, a, term.shape);
  decideAll(scope);
  scope.free = shared;
  const sound = term.shape !== null && !owner.faulty && !mentionsFaulty(scope, term);
  const value = sound ? built(scope, home, term, applied) : null;
  scope.sizes.undo(mark);
  return value === null || hasUnknown(value.shape.rows) || hasUnknown(value.shape.cols) ? null : value;
}

/** Names of a side that stand in no other statement, each once, in the order written. */
function guessedIn(scope: Scope, side: Expression): readonly string[] {
  const out = new Set<string>();
  for (const e of postorder(side)) {
    const name = e.type === "name" ? e.name : e.type === "call" ? e.callee.name : null;
    const entry = name === null ? undefined : scope.names.get(name);
    if (entry?.assumed && !entry.inModel && entry.kind !== "size" && entry.alias === null) out.add(entry.name);
  }
  return [...out];
}
