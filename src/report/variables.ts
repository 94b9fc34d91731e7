/** What is derived, and derived by, in words: a name, a member, an entry, a family as one vector. */
import type { Expr } from "../core/expr.js";
import { isMember } from "../ops/member.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { familyOfWhole } from "../ops/whole-family.js";
import { NO_NAMES } from "../print/pretty.js";
import { type Spelled, spelled, spelledName } from "../print/spelling.js";

/** Whether an expression is called by a name: a symbol, a member of a family, a whole family. */
export const isCalled = (e: Expr): boolean => isSymbol(e) || isMember(e) || familyOfWhole(e) !== null;

/** A variable in each spelling. */
export function spelledVariable(e: Expr): Spelled {
  if (isSymbol(e)) return spelledName(nameOf(e), e);
  const whole = familyOfWhole(e);
  return whole === null ? spelled(e, NO_NAMES) : spelledName(whole.name, e);
}

/** The canonical text of a variable: `W`, `x_j`, `W_ij`. */
export const variableText = (e: Expr): string => spelledVariable(e).text;
