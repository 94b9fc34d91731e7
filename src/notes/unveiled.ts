/**
 * Definitions that only a claim unveils: `∂ξ/∂z = −Σ_j ∂(t_j log y_j)/∂z = …` says what ξ is as far as z goes, and
 * `∂ℓ/∂φ ∂φ/∂ρ = ∂ℓ/∂φ ∂(log ρ)/∂ρ` what φ is. What follows in the section is judged by it.
 */
import { type Expression, type Name, postorder, type Span } from "../parse/ast.js";
import { factorsOf, isChainRule } from "./chain-rules.js";
import { statementsIn } from "./local.js";
import type { Scope } from "./scope.js";
import { CLOSING, type Cut, namesIn, OPENING } from "./statements.js";
import { typedIn } from "./unknown.js";

type Derivative = Extract<Expression, { type: "derivative" }>;

/** What is defined so by a claim, at a place in the notes; nothing where its names are defined anywhere. */
export function unveiled(known: Scope, cut: Cut, section: number): readonly Cut[] {
  const { statement } = cut;
  if (statement.type !== "claim" || statement.value.type !== "derivative" || statement.value.order !== 1) return [];
  const [by, ...others] = statement.value.variables;
  if (by === undefined || others.length > 0) return [];
  const isMoving = dependsOn(known, by, section);
  const isOpen = (name: Name): boolean => known.versions(name.name) === 0;
  const whole = nameIn(statement.value.of);
  const [first] = statement.sides;
  // A lone derivative is a definition of its own claim.
  const isLone = first === undefined || isOperator(first, by);
  const changes = whole === null || !isOpen(whole) || isLone ? null : withoutOperators(first, by, isMoving);
  if (changes !== null && changes.length > 0 && first !== undefined)
    return defined(typedIn(cut, statement.value.of), replacedIn(cut, first, changes));
  return statement.sides.flatMap((side, k) => {
    const before = statement.sides[k - 1];
    return before === undefined || statement.value.type !== "derivative" || !isChainRule(statement.value, before)
      ? []
      : ofFactor(cut, before, side, isOpen);
  });
}

const defined = (head: string, value: string): readonly Cut[] => {
  const [cut, ...more] = statementsIn(`${OPENING}${head} = ${value}${CLOSING}`);
  const { type } = cut?.statement ?? { type: "scheme" };
  return cut !== undefined && more.length === 0 && (type === "definition" || type === "functionDefinition")
    ? [cut]
    : [];
};

/** `φ = log ρ` of the factors `∂φ/∂ρ` and `∂(log ρ)/∂ρ`, where all others are the same. */
function ofFactor(cut: Cut, before: Expression, side: Expression, isOpen: (name: Name) => boolean): readonly Cut[] {
  const [own, next] = [factorsOf(before), factorsOf(side)];
  if (own.length !== next.length) return [];
  const textOf = (e: Expression): string => typedIn(cut, e).replace(/[\s{}]/g, "");
  const apart = own.flatMap((e, k) => (textOf(e) === textOf(next[k] as Expression) ? [] : [k]));
  const [k = 0] = apart;
  const [d, e] = [own[k], next[k]];
  if (apart.length !== 1 || d?.type !== "derivative" || e?.type !== "derivative") return [];
  const name = nameIn(d.of);
  if (name === null || !isOpen(name) || nameIn(e.of) !== null || d.variables[0]?.name !== e.variables[0]?.name)
    return [];
  return defined(name.typed, typedIn(cut, e.of));
}

function nameIn(e: Expression): Name | null {
  const of = e.type === "group" ? e.operand : e;
  if (of.type === "call" && of.primes === 0 && !of.bare && of.args.every((a) => a.type === "name")) return of.callee;
  return of.type === "name" ? of : null;
}

interface Change {
  readonly span: Span;
  readonly of: Expression;
}

/**
 * The operators of a side that is linear in derivatives by one variable, of formulas and not of names alone; null where it
 * is anything else. What else stands in it must not move.
 */
function withoutOperators(side: Expression, by: Name, isMoving: (e: Expression) => boolean): readonly Change[] | null {
  const found: Change[] = [];
  const todo = [side];
  for (let e = todo.pop(); e !== undefined; e = todo.pop()) {
    if (isOperator(e, by)) found.push({ span: e.span, of: e.of });
    else if (e.type === "group" || e.type === "negation") todo.push(e.operand);
    else if (e.type === "reduction" && e.operation === "sum") todo.push(e.body);
    else if (e.type === "sum") todo.push(...e.terms.map((t) => t.term));
    else if (e.type === "product" && e.rest.every((r) => r.operator !== "divide")) {
      const factors = factorsOf(e);
      const moving = factors.filter(isMoving);
      if (moving.length !== 1) return null;
      todo.push(...moving);
    } else if (e.type === "fraction" && !isMoving(e.denominator)) todo.push(e.numerator);
    else return null;
  }
  return found.some(({ of }) => nameIn(of) === null) ? found : null;
}

const isOperator = (e: Expression, by: Name): e is Derivative =>
  e.type === "derivative" &&
  e.order === 1 &&
  e.variables.length === 1 &&
  e.variables[0]?.name === by.name &&
  (e.reach === undefined || e.reach.behind.length === 0);

/** Whether an expression moves with a variable: it holds it, rests on it or is differentiated. */
function dependsOn(known: Scope, by: Name, section: number): (e: Expression) => boolean {
  const keys = [by.name, ...(by.scripts === undefined ? [] : [by.scripts.base, `~${by.scripts.base}`])];
  const view = { time: Number.POSITIVE_INFINITY, section, declarations: false, only: false };
  return (e) => {
    if ([...postorder(e)].some((p) => p.type === "derivative")) return true;
    const names = [...namesIn(e)];
    const all = new Set([...names, ...known.behind(names, view).names]);
    return keys.some((key) => all.has(key));
  };
}

function replacedIn(cut: Cut, side: Expression, changes: readonly Change[]): string {
  let out = typedIn(cut, side);
  for (const { span, of } of [...changes].sort((a, b) => b.span.start - a.span.start))
    out = `${out.slice(0, span.start - side.span.start)}(${typedIn(cut, of)})${out.slice(span.end - side.span.start)}`;
  return out;
}
