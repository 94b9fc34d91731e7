/** What nobody would write down at the board: a factor 1, an exponent 1, a number times a number. */
import type { Expr } from "../core/expr.js";
import { multiplyRational } from "../core/rational.js";
import { isNumber, isOne, number, rationalOf } from "../ops/number.js";
import { Power } from "../ops/power.js";
import { Scale } from "../ops/scale.js";
import { Times, timesAll } from "../ops/times.js";
import { functionLaw } from "../rewrite/law.js";
import { lawBook } from "../rewrite/simplify.js";

const theme = "arithmetic";

const unitFactor = functionLaw(theme, "factor 1", "1 A = A", [Scale, Times], (e) => {
  if (e.op === Scale) return isOne(e.args[0] as Expr) ? (e.args[1] as Expr) : null;
  const numbers = e.args.filter(isNumber);
  if (numbers.length < 2 && !numbers.some(isOne)) return null;
  const k = number(numbers.map(rationalOf).reduce(multiplyRational), e);
  const rest = e.args.filter((f) => !isNumber(f));
  return timesAll(isOne(k) ? rest : [k, ...rest], e);
});

const unitExponent = functionLaw(theme, "exponent 1", "A^1 = A", [Power], (e) =>
  isOne(e.args[1] as Expr) ? (e.args[0] as Expr) : null,
);

export const TIDY = lawBook("tidy", [unitFactor, unitExponent]);
