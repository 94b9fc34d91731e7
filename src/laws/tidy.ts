/** What nobody would write down at the board: a factor 1, an exponent 1, a number times a number. */
import type { Expr } from "../core/expr.js";
import { multiplyRational } from "../core/rational.js";
import { isNought, isNumber, isOne, number, rationalOf } from "../ops/number.js";
import { Power } from "../ops/power.js";
import { Scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { Times, timesAll } from "../ops/times.js";
import { isZeros } from "../ops/zeros.js";
import { functionLaw } from "../rewrite/law.js";
import { lawBook } from "../rewrite/simplify.js";
import { onesInHadamard, productOfNumbers, scalarOut, scaleMerged } from "./arithmetic.js";
import { scalarOut as outOfLinear } from "./linear.js";
import { identity } from "./product.js";
import { powersumLaw } from "./trace.js";
import { ofScale } from "./transpose.js";

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

const zeroTerm = functionLaw(theme, "term 0", "A + 0 = A", [Sum], (e) => {
  const rest = e.args.filter((t) => !isZeros(t) && !isNought(t));
  return rest.length === 0 || rest.length === e.args.length ? null : sum(...rest);
});

const PLAIN = [unitFactor, unitExponent, zeroTerm];

export const TIDY = lawBook("tidy", PLAIN);

/** Numbers and scalars to the front: what is done along with another step, without a line of its own. */
const FRONTING = [...PLAIN, productOfNumbers, scaleMerged, scalarOut, outOfLinear, ofScale];

export const FRONT = lawBook("front", FRONTING);

/** The same, and factors that are 1 or I are not written. */
export const QUIET = lawBook("quiet", [...FRONTING, onesInHadamard, identity, powersumLaw]);
