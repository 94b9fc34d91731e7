/**
 * Chain rules of what nobody defines: `∂ℓ/∂x = ∂ℓ/∂u ∂u/∂x` is a theorem, whatever ℓ and u are, as long as each factor ends
 * in what the next one begins with.
 */
import type { Expression, Name } from "../parse/ast.js";
import { unicodeName } from "../print/unicode.js";
import type { Scope } from "./scope.js";
import type { Cut } from "./statements.js";

type Derivative = Extract<Expression, { type: "derivative" }>;

/** `∂of/∂by`, on a way from one end to the other. */
interface Link {
  readonly of: string;
  readonly by: string;
  /** What is differentiated, as a reason calls it. */
  readonly shown: string;
  readonly isTurned: boolean;
}

/** The names by way of which a side is a chain rule for the derivative; null where it is none. */
function waysOf(value: Derivative, side: Expression): readonly string[] | null {
  const whole = linkOf(value);
  const paths = pathsIn(side);
  if (whole === null || paths === null) return null;
  const names = paths.map((links) => between(whole, links));
  if (names.some((n) => n === null) || new Set(names.map((n) => n?.join())).size < names.length) return null;
  return names.flatMap((n) => n ?? []);
}

export const isChainRule = (value: Derivative, side: Expression): boolean => waysOf(value, side) !== null;

/** The sides of a claim that are chain rules, where not all that stands on the way is defined; by their numbers. */
export function chainRules(known: Scope, { statement }: Cut): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  if (statement.type !== "claim" || statement.value.type !== "derivative") return found;
  const whole = linkOf(statement.value);
  for (const [k, side] of statement.sides.entries()) {
    const ways = waysOf(statement.value, side);
    if (ways === null || whole === null) continue;
    const names = [...derivativesIn(side)].flatMap((d) => nameOf(d.of) ?? []);
    if (names.every((n) => known.versions(n.name) > 0)) continue;
    found.set(k, `the chain rule, by way of ${ways.join(", ")}`);
  }
  return found;
}

/** Whether links lead from one end to the other: as Jacobians, or as gradients from the other end, turned or not. */
function between({ of, by }: Link, links: readonly Link[]): readonly string[] | null {
  const backwards = [...links].reverse();
  const [first] = backwards;
  const isTurned = first !== undefined && backwards.slice(1).every((l) => l.isTurned) && !first.isTurned;
  const isPlain = links.every((l) => !l.isTurned);
  for (const way of [...(isPlain ? [links] : []), ...(isPlain || isTurned ? [backwards] : [])]) {
    const isWay = way.every((l, k) => l.of === (k === 0 ? of : way[k - 1]?.by)) && way.at(-1)?.by === by;
    if (isWay && way.length > 1) return way.slice(1).map((l) => l.shown);
  }
  return null;
}

/** The factors of each term; null where anything but derivatives is a factor. */
function pathsIn(side: Expression): readonly (readonly Link[])[] | null {
  const e = side.type === "group" ? side.operand : side;
  if (e.type === "reduction") return e.operation === "sum" && e.conditions.length === 0 ? pathsIn(e.body) : null;
  if (e.type === "sum") {
    const all = e.terms.map(({ sign, term }) => (sign === 1 ? pathsIn(term) : null));
    return all.some((p) => p === null) ? null : all.flatMap((p) => p ?? []);
  }
  const links = factorsOf(e).map(linkOf);
  return links.some((l) => l === null) ? null : [links.flatMap((l) => l ?? [])];
}

/** The factors of a product, as arrays or by entries; of anything else itself. */
export function factorsOf(e: Expression): readonly Expression[] {
  if (e.type === "product" && e.rest.every((r) => r.operator !== "divide"))
    return [e.first, ...e.rest.map((r) => r.operand)];
  if (e.type === "elementwise" && e.rest.every((r) => r.operator === "hadamard"))
    return [e.first, ...e.rest.map((r) => r.operand)];
  return [e];
}

function linkOf(factor: Expression): Link | null {
  if (factor.type === "group") return linkOf(factor.operand);
  if (factor.type === "postfix") {
    const [operator, ...others] = factor.operators;
    const link = operator?.type === "transpose" && others.length === 0 ? linkOf(factor.operand) : null;
    return link === null || link.isTurned ? null : { ...link, isTurned: true };
  }
  const [by, ...others] = factor.type === "derivative" ? factor.variables : [];
  const of = factor.type === "derivative" ? nameOf(factor.of) : null;
  if (factor.type !== "derivative" || factor.order !== 1 || by === undefined || of === null || others.length > 0)
    return null;
  return { of: textOf(of), by: textOf(by), shown: unicodeName(of.name), isTurned: false };
}

function nameOf(e: Expression): Name | null {
  if (e.type === "group") return nameOf(e.operand);
  if (e.type === "call" && e.primes === 0 && !e.bare) return e.callee;
  return e.type === "name" ? e : null;
}

const textOf = ({ typed }: Name): string => typed.replace(/[\s{}]/g, "");

function* derivativesIn(side: Expression): Generator<Derivative> {
  const todo = [side];
  for (let e = todo.pop(); e !== undefined; e = todo.pop()) {
    if (e.type === "derivative") yield e;
    else if (e.type === "group" || e.type === "postfix") todo.push(e.operand);
    else if (e.type === "reduction") todo.push(e.body);
    else if (e.type === "sum") todo.push(...e.terms.map((t) => t.term));
    else if (e.type === "product" || e.type === "elementwise") todo.push(...factorsOf(e).filter((f) => f !== e));
  }
}
