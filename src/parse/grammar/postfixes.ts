/** Exponents: `T` and `-1` are a transposition and an inverse, whatever names the model has. */
import type { Expression, PostfixOperator } from "../ast.js";
import type { Token } from "../lex/tokens.js";
import type { Building } from "./build.js";

/** A postfix, and the offset behind it without the rest of a long exponent: where a tower is shown to end. */
export interface ReadPostfix {
  readonly operator: PostfixOperator;
  readonly end: number;
}

export const isPower = ({ type }: PostfixOperator): boolean =>
  type === "power" || type === "elementwisePower" || type === "inverse";

/** The postfix that `^` or `.^` makes of an exponent, whose parentheses say nothing. */
export function exponentOf(operator: Token, written: Expression, b: Building): ReadPostfix {
  const { start } = operator;
  let end = operator.end;
  let exponent = written;
  if (written.type === "group" && !b.signed.has(written)) {
    exponent = b.inner.get(written) ?? written.operand;
    end = Math.max(end, written.span.end);
  }
  const raised = (type: "power" | "elementwisePower"): ReadPostfix => ({
    operator: { type, exponent, span: { start, end: Math.max(end, exponent.span.end) } },
    end,
  });
  if (operator.value === ".^") return raised("elementwisePower");
  if (b.signed.get(exponent)?.operand === exponent) return raised("power");
  const base = exponent.type === "negation" ? exponent.operand : exponent;
  const isNegated = base !== exponent;
  if (base.type === "name" || base.type === "number") end = Math.max(end, base.span.end);
  const short = (type: "transpose" | "inverse" | "inverseTranspose"): ReadPostfix => ({
    operator: { type, span: { start, end } },
    end,
  });
  if (base.type === "name" && base.name === "T" && !b.parenthesized.has(base))
    return short(isNegated ? "inverseTranspose" : "transpose");
  if (isNegated && base.type === "number" && base.value === "1") return short("inverse");
  return raised("power");
}
