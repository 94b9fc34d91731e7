/** What is derived, and derived by, in words: a name, a member, an entry, a family as one vector. */
import type { Expr } from "../core/expr.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { familyOf, isMember } from "../ops/member.js";
import { Sigma } from "../ops/sigma.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { NO_NAMES } from "../print/pretty.js";
import { type Spelled, spelled, spelledName } from "../print/spelling.js";

/** The family that a vector or matrix of all its members is made of; null for anything else. */
export function wholeFamily(e: Expr): string | null {
  if (e.op !== Sigma || isScalar(e.shape)) return null;
  const members = walk([e]).filter(isMember);
  return members.length === 1 && members[0] !== undefined ? familyOf(members[0]).name : null;
}

/** Whether an expression is called by a name: a symbol, a member of a family, a whole family. */
export const isCalled = (e: Expr): boolean => isSymbol(e) || isMember(e) || wholeFamily(e) !== null;

/** A variable in each spelling. */
export function spelledVariable(e: Expr): Spelled {
  if (isSymbol(e)) return spelledName(nameOf(e), e);
  const whole = wholeFamily(e);
  return whole === null ? spelled(e, NO_NAMES) : spelledName(whole, e);
}

/** The canonical text of a variable: `W`, `x_j`, `W_ij`. */
export const variableText = (e: Expr): string => spelledVariable(e).text;
