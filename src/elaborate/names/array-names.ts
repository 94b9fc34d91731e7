/**
 * Names that are used as no scalar is: transposed, within the bars of a norm, behind a matrix, entry by entry, in a
 * function of vectors.
 *
 * Of a Greek letter, and of any in LaTeX without bold letters, that is what tells a vector from a number.
 */

import { isVectorAt, takesVector } from "../../core/signature.js";
import { BUILTIN_BY_NAME } from "../../functions/builtins.js";
import { type Expression, type Name, ungrouped } from "../../parse/ast.js";
import { type ArraySign, isUpper } from "./evidence.js";

/** A name and what shows that it is an array. */
export interface ArrayName {
  readonly name: Name;
  readonly sign: ArraySign;
}

const NONE: readonly ArrayName[] = [];

const NOBODY = (): boolean => false;

/** The names that an expression shows to be arrays by what it does with its operands; a declared number is no matrix. */
export function arrayNames(e: Expression, isNumber: (name: string) => boolean = NOBODY): readonly ArrayName[] {
  switch (e.type) {
    case "postfix": {
      const [first] = e.operators;
      if (first?.type === "prime") return e.operand.type === "call" ? NONE : signed(e.operand, "dashed");
      return first?.type === "transpose" || first?.type === "inverseTranspose" ? signed(e.operand, "transposed") : NONE;
    }
    case "bars":
      return e.double ? signed(e.operand, "normed") : NONE;
    case "call": {
      const { signature = null } = BUILTIN_BY_NAME.get(e.callee.name) ?? {};
      const takesArrays =
        (signature !== null && takesVector(signature)) || /^(norm[12F]?|dot|diag|sum|mean)$/.test(e.callee.name);
      // Of normp(x, p) the second is a number.
      const isArray = (i: number): boolean => i === 0 || signature === null || isVectorAt(signature, i);
      return takesArrays ? e.args.filter((_, i) => isArray(i)).flatMap((x) => signed(x, "argument")) : NONE;
    }
    case "elementwise":
      return [e.first, ...e.rest.map((r) => r.operand)].flatMap((x) => signed(x, "entrywise"));
    case "product": {
      const out: ArrayName[] = [];
      e.rest.forEach(({ operator, operand }, i) => {
        const before = i === 0 ? e.first : e.rest[i - 1]?.operand;
        if (operator !== "divide" && before !== undefined && isMatrix(before, isNumber))
          out.push(...signed(operand, "multiplied"));
      });
      return out;
    }
    default:
      return NONE;
  }
}

/** A name in upper case, transposed or inverted. */
function isMatrix(e: Expression, isNumber: (name: string) => boolean): boolean {
  const base = e.type === "postfix" ? e.operand : e;
  return (
    base.type === "name" && base.at === undefined && isUpper(base.name) && base.name !== "I" && !isNumber(base.name)
  );
}

const signed = (e: Expression, sign: ArraySign): readonly ArrayName[] => named(e).map((name) => ({ name, sign }));

/** The name that an expression is, or the terms of a sum in parentheses; few, for what is longer is no name. */
function named(e: Expression): readonly Name[] {
  if (e.type === "name") return isUpper(e.name) ? [] : [e];
  if (e.type === "group") return named(e.operand);
  if (e.type === "sum" && e.terms.length <= 8)
    return e.terms.map(({ term }) => ungrouped(term)).flatMap((term) => (term.type === "name" ? named(term) : []));
  return [];
}
