/** The equations of sound definitions, and what a builder refuses, as faults. */

import { BudgetError, type Context, type Expr, forgetting } from "../../core/expr.js";
import type { Fact, Facts } from "../../core/facts.js";
import { NotDifferentiable, ShapeError } from "../../core/op.js";
import { nth, operand } from "../../core/operands.js";
import { bare, isIndex, type Place, placeOf, showCount } from "../../core/place.js";
import { kindOf } from "../../core/shape.js";
import { STANDARD } from "../../laws/standard.js";
import type { Equation, FamilyEquation } from "../../model/model.js";
import { substitute } from "../../ops/binder.js";
import { closure, factsOf } from "../../ops/facts.js";
import { defineBase, defineFamily, type Family, familyNamed, restateFacts } from "../../ops/family.js";
import { member } from "../../ops/member.js";
import { Product, product } from "../../ops/product.js";
import { Scale, scale } from "../../ops/scale.js";
import { Sum } from "../../ops/sum.js";
import { symbol } from "../../ops/symbol.js";
import { T, Transpose } from "../../ops/transpose.js";
import type { Span } from "../../parse/ast.js";
import { shorten } from "../../rewrite/shorten.js";
import { lawBook, simplify } from "../../rewrite/simplify.js";
import type { Nodes } from "../definitions.js";
import { type Definition, isGeneral, isImplicit } from "../names/definition.js";
import { type Entry, fault, type Owner, type Scope, warn, within } from "../scope.js";
import type { Term } from "../terms.js";
import type { Application } from "./application.js";
import { build, UnknownSize } from "./build.js";
import { solution } from "./implicit.js";
import { buildFamilies, OpenRange, placeAt, shiftLetters } from "./indexed.js";

/** The equations of sound definitions; fills the context with definitions and facts. */
export function buildEquations(
  scope: Scope,
  home: Context,
  { definitions, order, owners, terms }: Nodes,
  applied: Application,
): { readonly equations: readonly Equation[]; readonly families: readonly FamilyEquation[] } {
  const equations: Equation[] = [];
  const families: FamilyEquation[] = [];
  for (const entry of scope.names.values())
    if (entry.definition === null && entry.facts.size > 0) home.facts.set(entry.name, entry.facts);
  buildFamilies(scope, home);
  for (const i of order) {
    const d = definitions[i] as Definition;
    const owner = owners[i] as Owner;
    const entry = scope.names.get(d.name.name) as Entry;
    const term = terms.get(i);
    for (const n of d.needs) if (scope.names.get(n.name)?.faulty === true) owner.faulty = true;
    if (d.name.at !== undefined && isGeneral(d.name)) shiftLetters(scope, entry, d.name.at);
    const written = term === undefined || owner.faulty ? null : built(within(scope, { owner }), home, term, applied);
    const value =
      written === null || !isImplicit(d) ? written : solution(within(scope, { owner }), home, d, entry, written);
    if (d.name.at !== undefined) {
      if (value !== null && entry.facts.size > 0) restate(within(scope, { owner }), home, d, entry, value);
      const stated = value === null ? null : equationOfFamily(within(scope, { owner }), home, d, value);
      if (stated === null) entry.faulty = true;
      else families.push(stated);
      continue;
    }
    const atom =
      value === null ? null : guarded(within(scope, { owner }), d.span, () => symbol(home, entry.name, value.shape));
    if (value === null || atom === null) {
      entry.faulty = true;
      continue;
    }
    if (entry.evidence.declared === null) entry.kind = kindOf(value.shape);
    entry.shape = value.shape;
    const isTurned = entry.facts.has("symmetric") && isOwnTranspose(value);
    const own = isTurned ? closure([...factsOf(value), "symmetric"]) : factsOf(value);
    // Once it has its name, the value is called by it.
    const found = entry.facts.size === 0 ? own : shownBy(value, own);
    home.definitions.set(entry.name, value);
    entry.facts = entry.facts.size === 0 ? found : keptFacts(within(scope, { owner }), d, entry, found);
    if (entry.facts.size > 0) home.facts.set(entry.name, entry.facts);
    equations.push({ name: entry.name, symbol: atom, value, span: d.span });
  }
  return { equations, families };
}

/** The standard laws while equations are still being stated: a normal form without the names to come is not that of the model. */
const UNFINISHED = lawBook("before all equations stand", STANDARD.laws, null, STANDARD);

/** The facts that a value shows, as it is or by the laws: exp(z) / sum(exp(z)) is a softmax. */
const shownBy = (value: Expr, found: Facts): Facts =>
  forgetting(value.home, () => closure([...found, ...factsOf(shorten(simplify(value, UNFINISHED), UNFINISHED))]));

/** What is declared of a family holds of its members as far as the equation for all of them shows it. */
function restate(scope: Scope, home: Context, d: Definition, entry: Entry, value: Expr): void {
  const of = familyNamed(home, entry.name);
  if (of === null || !isGeneral(d.name)) return;
  entry.facts = keptFacts(scope, d, entry, shownBy(value, factsOf(value)));
  restateFacts(of, entry.facts);
}

/** Facts that may be asked of the inputs, so that answers hold where they are met; the others hold everywhere or nowhere. */
const ASKED: ReadonlySet<Fact> = new Set(["positive", "invertible", "posdef"]);

/**
 * The facts of a defined name: those that follow from its definition, and those stated that its inputs can be chosen to
 * meet, which answers say as a condition. Any other is told, and not used.
 */
function keptFacts(scope: Scope, d: Definition, entry: Entry, found: Facts): Facts {
  const beyond = [...entry.facts].filter((f) => f !== "data" && !found.has(f));
  const isAsked = (f: Fact) => ASKED.has(f) && (f !== "posdef" || found.has("symmetric"));
  const dropped = beyond.filter((f) => !isAsked(f));
  const kept = closure([...[...entry.facts].filter((f) => f === "data" || isAsked(f)), ...found]);
  const told = dropped.filter((f) => !dropped.some((g) => g !== f && closure([g]).has(f)));
  if (told.length > 0) {
    const facts = told.join(" and ");
    const message = `${entry.name} is declared ${facts}, which its definition does not show: the fact is not used`;
    const hint = `what ${entry.name} is made of may have facts; without its definition ${entry.name} is an input that is ${facts}`;
    warn(scope, "fact/defined", d.span, message, hint);
  }
  return kept;
}

/** Whether the terms of a sum are their own transposes or one another's, `B + B^T`. */
function isOwnTranspose(value: Expr): boolean {
  const inner = value.op === Scale ? operand(value, 1) : value;
  const terms = new Set(inner.op === Sum ? inner.args : [inner]);
  return [...terms].every((t) => factsOf(t).has("symmetric") || terms.has(turned(t)));
}

function turned(e: Expr): Expr {
  if (e.op === Scale) {
    const [c, X] = [operand(e), operand(e, 1)];
    return scale(c, X.op === Scale ? T(X) : turnedProduct(X));
  }
  return turnedProduct(e);
}

function turnedProduct(e: Expr): Expr {
  const factor = (x: Expr) => (x.op === Transpose ? operand(x) : factsOf(x).has("symmetric") ? x : T(x));
  return e.op === Product ? product(...[...e.args].reverse().map(factor)) : factor(e);
}

/** States the equation of a family, or of one member; null where that was refused. */
function equationOfFamily(scope: Scope, home: Context, d: Definition, value: Expr): FamilyEquation | null {
  const of = familyNamed(home, d.name.name);
  if (of === null) {
    fault(scope, "index/no-range", d.name.span, `nothing says for which ${d.name.name} this holds`, {
      hint: "write it behind the equation: for i in 1..N",
    });
    return null;
  }
  const isAll = isGeneral(d.name);
  return guarded(scope, d.name.span, () => {
    const at = isAll ? of.formals.map(placeOf) : (d.name.at ?? []).map((p) => placeAt(scope, p));
    if (isAll) defineFamily(of, value);
    else defineBase(of, ...inFormals(of, at, value));
    const letters = isAll ? of.formals.map((i) => ({ letter: i.letter, from: i.lo, to: i.hi })) : [];
    return { family: of.name, member: member(of, ...at), value, letters, span: d.span };
  });
}

/** A base equation in the letters of its family, where these run as its own do. */
function inFormals(of: Family, at: readonly Place[], value: Expr): readonly [readonly Place[], Expr] {
  if (at.length !== of.formals.length) {
    throw new ShapeError(
      "shape/entry",
      `${of.name} stands at ${showCount(of.formals)} elsewhere, and at ${at.length} here`,
      [],
    );
  }
  let own = value;
  const places = at.map((p, k) => {
    const [letter, formal] = [bare(p), nth(of.formals, k)];
    if (letter === null || !isIndex(letter) || letter.lo !== formal.lo || letter.hi !== formal.hi) return p;
    own = substitute(own, letter, placeOf(formal));
    return placeOf(formal);
  });
  const odd = places.find((p) => p.terms.length > 0 && bare(p) === null);
  if (odd !== undefined)
    throw new ShapeError("index/left", `${of.name} begins at a place that is no number and no letter by itself`, []);
  return [places, own];
}

/** The expression of a term, or null where building it reports a fault. */
export function built(scope: Scope, home: Context, term: Term, applied: Application): Expr | null {
  return guarded(scope, term.span, () => build(scope, home, term, applied));
}

/** The value of `make`, or null where a builder refuses; the model's budget is exceeded once and not again. */
export function guarded<T>(scope: Scope, span: Span, make: () => T): T | null {
  if (scope.budget.exhausted) {
    scope.owner.faulty = true;
    return null;
  }
  try {
    return make();
  } catch (e) {
    if (e instanceof ShapeError) fault(scope, e.code, span, e.message, e.hint === null ? {} : { hint: e.hint });
    else if (e instanceof UnknownSize) fault(scope, "size/unknown", e.span, e.message, { hint: e.hint });
    else if (e instanceof OpenRange)
      fault(scope, "index/no-range", e.span, e.message, { hint: "write it behind the equation: for i in 1..N" });
    else if (e instanceof NotDifferentiable)
      fault(scope, "derivative/none", span, e.message, e.hint === null ? {} : { hint: e.hint });
    else if (e instanceof BudgetError) {
      scope.budget.exhausted = true;
      fault(scope, "budget/nodes", span, e.message, { hint: "raise --max-nodes, or split the model" });
    } else throw e;
    return null;
  }
}
