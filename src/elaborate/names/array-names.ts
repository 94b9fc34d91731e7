/**
 * Names that are used as no scalar is: transposed, within the bars of a norm, behind a matrix, in a function of vectors.
 *
 * In LaTeX without bold letters that is what tells a vector from a number.
 */

import { takesVector } from "../../core/signature.js";
import { BUILTIN_BY_NAME } from "../../functions/builtins.js";
import type { Expression } from "../../parse/ast.js";

const NONE: readonly string[] = [];

const isUpper = (name: string): boolean => name.charAt(0) !== name.charAt(0).toLowerCase();

/** The names that an expression shows to be arrays by what it does with its operands. */
export function arrayNames(e: Expression): readonly string[] {
  switch (e.type) {
    case "postfix":
      return e.operators[0]?.type === "transpose" || e.operators[0]?.type === "inverseTranspose"
        ? named(e.operand)
        : e.operators[0]?.type === "prime" && e.operand.type !== "call"
          ? named(e.operand)
          : NONE;
    case "bars":
      return e.double ? named(e.operand) : NONE;
    case "call": {
      const { signature = null } = BUILTIN_BY_NAME.get(e.callee.name) ?? {};
      const takesArrays =
        (signature !== null && takesVector(signature)) || /^(norm[12F]?|dot|diag|sum|mean)$/.test(e.callee.name);
      return takesArrays ? e.args.flatMap(named) : NONE;
    }
    case "product": {
      const out: string[] = [];
      e.rest.forEach(({ operator, operand }, i) => {
        const before = i === 0 ? e.first : e.rest[i - 1]?.operand;
        if (operator !== "divide" && before !== undefined && isMatrix(before)) out.push(...named(operand));
      });
      return out;
    }
    default:
      return NONE;
  }
}

/** A name in upper case, transposed or inverted. */
function isMatrix(e: Expression): boolean {
  const base = e.type === "postfix" ? e.operand : e;
  return base.type === "name" && isUpper(base.name) && base.name !== "I";
}

/** The name that an expression is, or the terms of a sum in parentheses; few, for what is longer is no name. */
function named(e: Expression): readonly string[] {
  if (e.type === "name") return isUpper(e.name) ? NONE : [e.name];
  if (e.type === "group") return named(e.operand);
  if (e.type === "sum" && e.terms.length <= 8)
    return e.terms.flatMap(({ term }) => (term.type === "name" ? named(term) : []));
  return NONE;
}
