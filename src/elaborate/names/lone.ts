/**
 * A name in front of parentheses with one name in them, `V(r)`: nobody multiplies so, and whoever applies a function
 * does. Where the name in front is no function, the reading as a product is refused if it decides the derivative, else said.
 */
import type { Expression, Name, PostfixOperator, Span } from "../../parse/ast.js";
import { fault, type Scope, typed, warn } from "../scope.js";
import { shows } from "./evidence.js";

/** What stands alone in parentheses: a name, or one with a number, `V(2 r)`; null where it is anything else. */
export function loneName(e: Expression): Name | null {
  if (e.type === "name") return e;
  if (e.type === "negation") return loneName(e.operand);
  if (e.type !== "product" || e.first.type !== "number" || e.rest.length !== 1) return null;
  const [link] = e.rest;
  return link?.operator !== "divide" && link?.operand.type === "name" ? link.operand : null;
}

/** The vectors of `x^\\top β`, which is a number; none of anything else. */
function innerProduct(e: Expression): readonly Name[] {
  if (e.type !== "product" || e.rest.length !== 1) return [];
  const [left, right] = [e.first, e.rest[0]?.operand];
  if (left.type !== "postfix" || left.operators.length !== 1 || left.operators[0]?.type !== "transpose") return [];
  const names = [left.operand, right].flatMap((x) => (x?.type === "name" ? [x] : []));
  return names.length === 2 && names.every((n) => /^\p{Ll}/u.test(n.name)) ? names : [];
}

/** Whether a name is one of these or is defined, over any number of names, by one of them. */
export function hangsOn(scope: Scope, name: string, on: (name: string) => boolean): boolean {
  const seen = new Set([name]);
  for (const n of seen) {
    if (on(n)) return true;
    for (const m of scope.mentions.get(n) ?? []) seen.add(m);
  }
  return false;
}

/** Whether a derivative is asked for by a name, or by one that it is defined by. */
export const moves = (scope: Scope, name: string): boolean =>
  hangsOn(scope, name, (n) => {
    const entry = scope.names.get(n);
    return entry !== undefined && shows(entry.evidence, "by");
  });

/** `V(r)` of a name that is no function: which of both readings is taken, and how each is written. */
export function sayLone(scope: Scope, callee: Name, arg: Expression, span: Span): void {
  const entry = scope.names.get(callee.name);
  if (entry === undefined || entry.faulty) return;
  const { evidence } = entry;
  const lone = loneName(arg);
  if (lone?.letter !== undefined && evidence.defined === null && entry.kind !== "function") {
    refusePlace(scope, callee, lone, span);
    return;
  }
  if (evidence.declared !== null) return;
  // Φ(xᵀβ): a capital that stands nowhere else, in front of an inner product, is a function and no matrix.
  const isApplied = shows(evidence, "upper") && !shows(evidence, "alone");
  const inside = lone !== null ? [lone] : isApplied ? innerProduct(arg) : [];
  if (inside.length === 0) return;
  const [name, of, whole] = [typed(scope, callee.span), typed(scope, arg.span), typed(scope, span)];
  if (evidence.defined !== null) {
    fault(scope, "call/value", span, `${whole} may be ${name} at ${of}, or a product: ${name} is defined as a value`, {
      hint: `a function is defined as one, ${callee.name}(t) = …; a product is ${callee.name} * (…)`,
    });
    return;
  }
  // λ(g) of a constraint, where the multiplier is a variable itself.
  if (shows(evidence, "by") && shows(evidence, "greek")) return;
  const hint = bothReadings(callee.name);
  if (shows(evidence, "by") || inside.some((n) => moves(scope, n.name)))
    fault(scope, "name/unknown-function", span, `${whole} may be a function of ${of}, or a product`, { hint });
  else warn(scope, "call/factor", span, `${whole} is read as the product of ${name} and ${of}`, hint);
}

/** `α_t(i)` under a sum over i: a member in some books, and never a multiple of i. */
function refusePlace(scope: Scope, callee: Name, letter: Name, span: Span): void {
  const [name, i] = [typed(scope, callee.span), typed(scope, letter.span)];
  const [base, below = ""] = name.split("_");
  const places = [...(below === "" ? [] : [below.replace(/[{}]/g, "")]), i].join(",");
  fault(scope, "call/value", span, `${typed(scope, span)} may be the member at ${i}, or a product by ${i}`, {
    hint: `a place stands below its name, ${base}_{${places}}; a product is ${name} * (${i})`,
  });
}

/** How a name is said to be a function, and how a product is written. */
export function bothReadings(name: string): string {
  const known = name === "Phi" ? "; that of the normal distribution is normcdf" : "";
  return `${name} : function declares a function of numbers${known}; a product is ${name} * (…)`;
}

/** A name with a power before the parentheses that it touches, `f^2(x)`; null for anything else. */
export function raisedName(before: Expression, next: Expression): Raised | null {
  const group = next.type === "postfix" ? next.operand : next;
  if (before.type !== "postfix" || before.operand.type !== "name" || group.type !== "group") return null;
  const [power] = before.operators;
  if (before.operators.length !== 1 || power?.type !== "power" || power.exponent.type !== "number") return null;
  const touches = before.operand.latex === true || power.span.end === group.span.start;
  return touches ? { name: before.operand, power, of: group.operand } : null;
}

interface Raised {
  readonly name: Name;
  readonly power: PostfixOperator;
  readonly of: Expression;
}

/** `f^2(x)`: of a function its square, and in some books f(f(x)); of anything else a value at x, or a product. */
export function sayRaised(
  scope: Scope,
  f: Name,
  arg: Expression,
  span: Span,
  exponent: Span,
  isApplied: boolean,
): void {
  const entry = scope.names.get(f.name);
  if (entry === undefined || entry.faulty) return;
  const [name, of, whole] = [typed(scope, f.span), typed(scope, arg.span), typed(scope, span)];
  const square = `(${name}(${of}))${typed(scope, exponent)}`;
  if (isApplied) {
    const message = `${whole} is read as ${square}, and not as ${name} applied to what it gives`;
    warn(scope, "call/raised", span, message, `parentheses say so: ${square}, or ${name}(${name}(${of}))`);
    return;
  }
  if (loneName(arg) === null || entry.evidence.declared !== null) return;
  const power = entry.evidence.defined === null ? `${square}, with ${f.name} : function` : square;
  fault(scope, "call/value", span, `${whole} may be a power of ${name} at ${of}, or a product`, {
    hint: `the power of a function is ${power}; a product is ${name}${typed(scope, exponent)} * (…)`,
  });
}
