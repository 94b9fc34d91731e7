/** Removes what nobody would write at the board: a factor 1, an exponent 1, a number times a number. */
import type { Expr } from "../core/expr.js";
import { multiplyRational } from "../core/rational.js";
import { isNumber, isOne, number, rationalOf } from "../ops/number.js";
import { Power } from "../ops/power.js";
import { Scale } from "../ops/scale.js";
import { Sum } from "../ops/sum.js";
import { Times, timesAll } from "../ops/times.js";
import { isZeros } from "../ops/zeros.js";
import { law } from "../rewrite/law.js";
import { lawBook } from "../rewrite/simplify.js";
import { onesInHadamard, productOfNumbers, scalarOut, scaleMerged } from "./arithmetic.js";
import { scalarOut as outOfLinear } from "./linear.js";
import { powersOfOneBase } from "./powers.js";
import { identity } from "./product.js";
import { powersumLaw } from "./trace.js";
import { ofScale } from "./transpose.js";

const theme = "arithmetic";

function numbersTogether(e: Expr): Expr | null {
  if (e.op !== Times) return null;
  const numbers = e.args.filter(isNumber);
  if (numbers.length < 2 && !numbers.some(isOne)) return null;
  const k = number(numbers.map(rationalOf).reduce(multiplyRational), e);
  const rest = e.args.filter((f) => !isNumber(f));
  return timesAll(isOne(k) ? rest : [k, ...rest], e);
}

const PLAIN = [
  law({
    theme,
    name: "factor 1",
    at: [Scale, Times],
    text: "1 A = A",
    example: "y = 1 A",
    step: numbersTogether,
  }),
  law({ theme, name: "exponent 1", at: Power, text: "A .^ 1 = A", statement: "A^1 = A", example: "y = alpha^1" }),
  law({
    theme,
    name: "term 0",
    at: Sum,
    text: ["A + zeros(n, m) = A", "A + 0 = A"],
    when: ({ of }) => !isZeros(of("A")),
    throughout: true,
    statement: "A + 0 = A",
    example: "A : matrix(n, m); y = A + zeros(n, m)",
  }),
];

export const TIDY = lawBook("tidy", PLAIN);

/** Numbers and scalars to the front: what is done along with another step, without a line of its own. */
const FRONTING = [...PLAIN, productOfNumbers, scaleMerged, scalarOut, outOfLinear, ofScale];

export const FRONT = lawBook("front", FRONTING);

/** The same, and factors that are 1 or I are not written; nobody writes 1 / (s s). */
export const QUIET = lawBook("quiet", [...FRONTING, onesInHadamard, identity, powersumLaw, powersOfOneBase]);
