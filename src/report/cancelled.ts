/** A derivative that is zero because a definition moves with the variable: Σ (y_i − β x_i)² of y_i = β x_i + ε_i by β. */
import type { Reporter } from "../core/diagnostic.js";
import { isZero } from "../core/rational.js";
import type { Derivation } from "../derive/derivation.js";
import { calledBy, equationsBehind, isNamed, leadingTo } from "../derive/equations.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { isZeros } from "../ops/zeros.js";
import { variableText } from "./variables.js";

/** Warns where the variable stands beside a name that is defined by it, and both come to nothing. */
export function sayCancelled({ query, value, depends }: Derivation, said: Reporter): void {
  const isNothing = isZeros(value) || (isNumber(value) && isZero(rationalOf(value)));
  if (!isNothing || !depends || !isNamed(query.of)) return;
  const wanted = new Set(query.wrt.filter(isNamed).map(calledBy));
  const behind = equationsBehind(query.of);
  const moved = leadingTo(behind, wanted);
  const beside = behind.filter((q) => q.name === calledBy(query.of)).flatMap((q) => q.leaves.map(calledBy));
  const through = beside.find((n) => !wanted.has(n) && [...moved].some((q) => q.name === n && q.value !== null));
  if (through === undefined || !beside.some((n) => wanted.has(n))) return;
  const by = [...new Set(query.wrt.map(variableText))].join(" and ");
  said.report(
    "warning",
    "derive/cancels",
    query.span,
    `${query.ofText} is the same for every ${by}, for ${through} is defined by it`,
    { hint: `where ${through} is given, leave its equation out` },
  );
}
