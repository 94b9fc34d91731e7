/** Operands: their values, their shapes, and how a message quotes them. */
import type { Shape } from "../../core/shape.js";
import type { Expression, Span } from "../../parse/ast.js";
import { inverseFunction } from "../names/kinds.js";
import { fault, resolved, type Scope, type Show, typed } from "../scope.js";
import { poison, type Term } from "../terms.js";

export const shapeOf = (t: Term | undefined): Shape => (t as Term).shape as Shape;

/** A term that must be a value: a function by itself is none, and its inverse is not read. */
export function value(scope: Scope, t: Term, e: Expression, isInverted = false, hint?: string): Term {
  if (t.type !== "function") return t;
  const name = `${t.name}${"'".repeat(t.primes)}`;
  if (isInverted) {
    const said = inverseFunction(name);
    fault(scope, "name/inverse-function", e.span, said.message, { hint: said.hint });
    return poison(e.span);
  }
  fault(scope, "name/function", e.span, `${name} is a function`, { hint: hint ?? `apply it: ${name}(…)` });
  return poison(e.span);
}

/** The text of the operands from the first to this one, for naming what stands left of an operator. */
export const reach = (from: Expression, to: Expression): Span => ({ start: from.span.start, end: to.span.end });

export const shown = (scope: Scope, span: Span, s: Shape) => {
  const at = resolved(scope, s);
  return (show: Show) => `${typed(scope, span)} (${show(at)})`;
};
