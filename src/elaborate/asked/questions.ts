/** Queries and claims, built. */

import type { Diagnostic } from "../../core/diagnostic.js";
import { type Dim, dim } from "../../core/dim.js";
import type { Context, Expr } from "../../core/expr.js";
import type { Shape } from "../../core/shape.js";
import type { Claim, Model, Query, Side } from "../../model/model.js";
import { lettersOf } from "../../model/questions.js";
import { symbol } from "../../ops/symbol.js";
import { type Expression, postorder } from "../../parse/ast.js";
import type { Application } from "../build/application.js";
import { build } from "../build/build.js";
import { built, guarded } from "../build/equations.js";
import { shows } from "../names/evidence.js";
import { freeIn } from "../names/free-sizes.js";
import { type Fault, fault, mentionsFaulty, type Owner, ownerOf, resolved, type Scope, within } from "../scope.js";
import { elaborate } from "../shapes/expressions.js";
import { decideAll } from "../shapes/infer.js";
import { hasUnknown } from "../shapes/unify.js";
import type { Term } from "../terms.js";
import type { AskedTerm } from "./ask.js";
import { expected, type SideTerm } from "./sides.js";

/** Makes diagnostics that are not among the model's. */
export type Aside = (f: Fault) => Diagnostic;

/** Builds a question; null where it uses a name that has a fault. */
export function question(
  outer: Scope,
  home: Context,
  a: AskedTerm,
  sides: readonly SideTerm[],
  applied: Application,
  aside: Aside,
): Model["asked"][number] | null {
  const { ast, owner } = a;
  const scope = within(outer, { owner });
  const mentioned = [a.of, ...a.variables, ...(a.direction === null ? [] : [a.direction])];
  if (owner.faulty || mentioned.some((t) => mentionsFaulty(scope, t))) return null;
  const of = built(scope, home, a.of, applied);
  const direction = a.direction === null ? null : built(scope, home, a.direction, applied);
  if (of === null || owner.faulty) return null;
  const wrt = guarded(scope, ast.span, () => a.variables.map((v) => variable(scope, home, v, applied)));
  if (wrt === null) return null;
  const { order, nabla } = ast;
  const letters = lettersOf([of, ...wrt]);
  const twice = a.statement.type === "query" ? letters.find((l) => isVariable(scope, l.letter)) : undefined;
  if (twice !== undefined) {
    const { letter } = twice;
    const other = [..."ijklmpqr"].find((l) => !scope.names.has(l)) ?? `${letter}2`;
    fault(scope, "index/letter", ast.span, `${letter} is a name of the text, and would be a letter of this question`, {
      hint: `ask with a letter that stands for nothing else: ${other}`,
    });
    return null;
  }
  const query: Query = { of, ofText: a.text, wrt, order, nabla, letters, direction, span: a.statement.span };
  if (a.statement.type === "query") return { type: "query", query };
  const claim: Claim = {
    query,
    sides: sides.map((s) => sideOf(scope, home, a, s, applied, aside)),
    unjudged: a.unjudged,
    span: a.statement.span,
  };
  return { type: "claim", claim };
}

/** Whether a letter is also a value that the text works with: an answer with both could not be read. */
function isVariable(scope: Scope, letter: string): boolean {
  const entry = scope.names.get(letter);
  return entry?.inModel === true && entry.kind !== "size" && entry.kind !== "function" && shows(entry.evidence, "used");
}

/** What is derived by: a name, a member of a family, an entry of a name. */
function variable(scope: Scope, home: Context, v: Term, applied: Application): Expr {
  if (v.type === "symbol") return symbol(home, v.name, resolved(scope, v.shape as Shape));
  return build(scope, home, v, applied);
}

function sideOf(outer: Scope, home: Context, a: AskedTerm, s: SideTerm, applied: Application, aside: Aside): Side {
  const scope = within(outer, { owner: s.owner });
  const text = scope.source.slice(s.span.start, s.span.end).replace(/\s+/g, " ").trim();
  const sound = s.term !== null && !s.owner.faulty && !mentionsFaulty(scope, s.term);
  const value = sound ? built(scope, home, s.term as Term, applied) : null;
  const again = (e: Expression, shapes: ReadonlyMap<string, Shape>) =>
    reread(within(scope, { standIns: shapes }), home, a, s, e, applied);
  const side = {
    text,
    value,
    span: s.span,
    guessed: guessedIn(scope, s.syntax),
    ...sizesOf(scope, s),
    syntax: s.syntax,
    reread: (e: Expression, shapes: ReadonlyMap<string, Shape> = NO_SHAPES) => again(e, shapes).value,
    again,
  };
  if (value !== null) return { ...side, fault: null };
  const isError = (f: Fault) => f.severity === "error";
  if (!s.owner.faults.some(isError)) fault(scope, "claim/depends", s.span, "it uses a name that has a fault");
  return { ...side, fault: aside(s.owner.faults.find(isError) as Fault) };
}

/** The free sizes of a side as they turned out, and those that nothing tells. */
function sizesOf(scope: Scope, { syntax, free, swappable }: SideTerm): Pick<Side, "sizes" | "open"> {
  const names = freeIn(scope, syntax);
  const is = (n: string) => scope.sizes.resolve(free.get(n) ?? dim(n));
  return {
    sizes: names.filter((n) => is(n) !== n).map((n) => `${n} = ${is(n)}`),
    open: names.filter((n) => swappable.includes(n) || (scope.open.has(n) && scope.names.get(n)?.inModel === false)),
  };
}

const NO_SHAPES: ReadonlyMap<string, Shape> = new Map();

/** The value of an expression in the place of a side, or its fault. Leaves no trace: no fault is said, no size is bound. */
function reread(
  outer: Scope,
  home: Context,
  a: AskedTerm,
  { free }: SideTerm,
  e: Expression,
  applied: Application,
): ReturnType<Side["again"]> {
  const owner: Owner = ownerOf([]);
  return outer.sizes.trial(() => {
    // A free size that nothing told may be told by what was meant.
    const untold = new Map([...free].map(([n, u]) => [n, outer.open.has(n) ? outer.sizes.fresh(true) : u]));
    const own = { pending: [], later: [], told: new Set(outer.told), beside: new Set<Dim>(), mended: new Set<Term>() };
    const scope: Scope = { ...outer, ...own, owner, free: untold };
    const term = elaborate(scope, e);
    if (term.type !== "function" && term.shape !== null && !owner.faulty) expected(scope, a, term.shape);
    decideAll(scope);
    const sound = term.shape !== null && !owner.faulty && !mentionsFaulty(scope, term);
    const value = sound ? built(within(outer, { owner }), home, term, applied) : null;
    if (value === null || hasUnknown(value.shape.rows) || hasUnknown(value.shape.cols))
      return { value: null, code: owner.faults.find((f) => f.severity === "error")?.code ?? null };
    return { value, code: null };
  });
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
