/**
 * Where smooth expressions are anything but flat: exp(-10^4 (a - 2)^2) is 0 to rounding at nearly every draw, and 1 at
 * a = 2. Each is a kink of which one side must be seen, the one on which its argument is moderate.
 */
import type { Expr, ScalarFunction } from "../core/expr.js";
import { operand } from "../core/operands.js";
import { toNumber } from "../core/rational.js";
import { type Matrix, mapped, scalarMatrix } from "../numeric/matrix.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { Sum } from "../ops/sum.js";
import { below, type Kink, withinFormula } from "./sides.js";

/** Arguments of exp beyond which it hides, or is hidden, by so much that a short counterexample would not show it. */
const MODERATE = 8;
/** Arguments so large that a function is straight there, if it is anywhere. */
const FAR = 60;
const STRAIGHT = 1e-12;
/** Whole powers below this are no bumps. */
const STEEP = 4;
/** Flat parts of an expression that are looked for. */
const MOST_FLATS = 40;

/** The parts of an expression that are flat but where their argument is moderate, each once. */
export function flatsOf(root: Expr): readonly Kink[] {
  const found: Kink[] = [];
  for (const e of below([root])) {
    if (found.length >= MOST_FLATS) break;
    found.push(...flatsAt(e));
  }
  return found;
}

function flatsAt(e: Expr): readonly Kink[] {
  const flat = (argument: Expr, size: (x: number) => number): Kink => ({
    node: e,
    argument,
    signed: (A) => mapped(A, (x) => MODERATE - Math.abs(size(x))),
    signedPrecisely: () => null,
    needed: true,
    without: { positive: false, negative: true },
  });
  switch (e.op.name) {
    case "apply": {
      const f = e.home.functions.get(e.data as string);
      if (f?.formula !== undefined) return withinFormula(e, f, flatsOf);
      return f !== undefined && isStraightFarOut(f) ? [flat(operand(e), (x) => x)] : [];
    }
    case "power": {
      const [base, k] = [operand(e), operand(e, 1)];
      if (!isNumber(k)) {
        const factor = isNumber(base) ? Math.log(Math.abs(toNumber(rationalOf(base)))) : 1;
        return [flat(k, (x) => factor * x)];
      }
      const exponent = toNumber(rationalOf(k));
      return exponent > 0 && exponent < STEEP ? [] : [flat(base, (x) => exponent * Math.log(Math.abs(x)))];
    }
    case "softmax":
    case "logsumexp":
      return [{ ...flat(operand(e), (x) => x), signed: betweenLargest }];
    default:
      return [];
  }
}

/** How far the two largest entries are within reach of each other. */
function betweenLargest(A: Matrix): Matrix {
  const [first, second] = [...A.data].sort((a, b) => b - a);
  return scalarMatrix(first === undefined || second === undefined ? 0 : MODERATE - (first - second));
}

/** Whether a smooth function of the language is a line for large or for small arguments: exp, tanh; not sin. */
function isStraightFarOut(f: ScalarFunction): boolean {
  if (f.formula !== undefined || (f.kinks ?? []).length > 0) return false;
  const bend = (x: number): number => Math.abs(f.value(x - 1) - 2 * f.value(x) + f.value(x + 1));
  return bend(FAR) < STRAIGHT || bend(-FAR) < STRAIGHT;
}

/** The summands of an expression. */
export const termsOf = (e: Expr): readonly Expr[] => (e.op === Sum ? e.args : [e]);

/** Whether an expression is not 0 by its form, its parts being `clear` of 0: exp(z) where it underflows too. */
export function isNonzero(root: Expr, clear: (e: Expr) => boolean): boolean {
  const open = [root];
  while (open.length > 0) {
    const e = open.pop() as Expr;
    const { name } = e.op;
    if (name === "scale" || name === "times") open.push(...e.args);
    else if (name === "power") open.push(operand(e));
    else if ((name !== "apply" || e.home.functions.get(e.data as string)?.positive !== true) && !clear(e)) return false;
  }
  return true;
}
