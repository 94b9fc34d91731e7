/** Numbers as they are written. */
import { losesDigits, parseRational, toNumber } from "../../core/rational.js";
import { SCALAR } from "../../core/shape.js";
import type { Expression } from "../../parse/ast.js";
import { fault, type Scope } from "../scope.js";
import { NO_PARTS, poison, type Term } from "../terms.js";

/** A number that a double cannot hold, or a whole one that it would round, is refused and not replaced. */
export function numberTerm(scope: Scope, e: Extract<Expression, { readonly type: "number" }>): Term {
  const value = parseRational(e.value);
  const held = value.numerator / value.denominator;
  const lost = !Number.isFinite(held) || (held === 0 && /[1-9]/.test(e.value.split(/[eE]/)[0] ?? ""));
  const rounded = (/^\d+$/.test(e.value) && !Number.isSafeInteger(held)) || losesDigits(e.value);
  if (!lost && !rounded) return { type: "number", value, span: e.span, shape: SCALAR, parts: NO_PARTS };
  fault(scope, "number/range", e.span, `the number ${e.value.slice(0, 40)} cannot be held exactly`, {
    hint: "whole numbers go to 2^53, others from 1e-300 to 1e300 with 15 digits",
  });
  return poison(e.span);
}

/** A number as it is written, `0`, `-1/2`. */
export function isLiteral(t: Term | undefined): boolean {
  if (t?.type === "sum" && t.parts.length === 1) return isLiteral(t.parts[0]);
  if (t?.type === "product") return t.parts.every((p, i) => p.type === "number" && t.divides[i] === i > 0);
  return t?.type === "number";
}

/** The number that a literal is, 0 for anything else. */
export function literalValue(t: Term): number {
  if (t.type === "sum" && t.parts.length === 1) return literalValue(t.parts[0] as Term);
  return t.type === "number" ? toNumber(t.value) : 0;
}
