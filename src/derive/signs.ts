/** The sign of every entry of an expression, as far as its operations say. */
import { type Expr, memoOf } from "../core/expr.js";
import { isInteger } from "../core/rational.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { Apply } from "../ops/apply.js";
import { Constant } from "../ops/constant.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard } from "../ops/hadamard.js";
import { Maximum, Minimum } from "../ops/maximum.js";
import { Norm1, Norm2, NormF } from "../ops/norm.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { isOnes } from "../ops/ones.js";
import { Power } from "../ops/power.js";
import { Product } from "../ops/product.js";
import { Scale } from "../ops/scale.js";
import { Size } from "../ops/size.js";
import { Sum } from "../ops/sum.js";
import { SymbolOp, throughNames } from "../ops/symbol.js";
import { Times } from "../ops/times.js";
import { Total } from "../ops/total.js";
import { Transpose } from "../ops/transpose.js";
import { Zeros } from "../ops/zeros.js";
import { rightSideOf } from "./linearise.js";

/** What the entries may be; a set with all three says nothing. */
export interface Sign {
  readonly negative: boolean;
  readonly zero: boolean;
  readonly positive: boolean;
}

const ANY: Sign = { negative: true, zero: true, positive: true };
const POSITIVE: Sign = { negative: false, zero: false, positive: true };
const ZERO: Sign = { negative: false, zero: true, positive: false };
const NONNEGATIVE: Sign = { negative: false, zero: true, positive: true };

const opposite = ({ negative, zero, positive }: Sign): Sign => ({ negative: positive, zero, positive: negative });

const plus = (a: Sign, b: Sign): Sign => ({
  negative: a.negative || b.negative,
  zero: (a.zero && b.zero) || (a.negative && b.positive) || (a.positive && b.negative),
  positive: a.positive || b.positive,
});

const times = (a: Sign, b: Sign): Sign => ({
  negative: (a.negative && b.positive) || (a.positive && b.negative),
  zero: a.zero || b.zero,
  positive: (a.positive && b.positive) || (a.negative && b.negative),
});

/** Functions with the sign of their argument, and those that are never negative. */
const ODD: ReadonlySet<string> = new Set("sinh tanh asinh atan cbrt erf sign softsign hardtanh expm1".split(" "));
const EVEN: ReadonlySet<string> = new Set(["abs", "sqrt", "acosh"]);
const UPPER: ReadonlySet<string> = new Set(["relu", "step"]);

function ofPower(X: Expr, k: Expr, base: Sign): Sign {
  const exponent = isNumber(k) ? rationalOf(k) : null;
  if (base.positive && !base.negative && !base.zero) return POSITIVE;
  if (exponent === null) return base.negative ? ANY : NONNEGATIVE;
  if (!isInteger(exponent)) return NONNEGATIVE;
  const isEven = exponent.numerator % 2 === 0;
  const whole = isEven ? times(base, base) : base;
  const sign = isEven ? { ...whole, negative: false, positive: base.negative || base.positive } : whole;
  return exponent.numerator < 0
    ? { ...sign, zero: false }
    : factsOf(X).has("invertible")
      ? { ...sign, zero: false }
      : sign;
}

/** Whether a product of two is a sum of squares: xᵀ x. */
const isSquare = (e: Expr): boolean => {
  const [a, b] = e.args as readonly [Expr, Expr];
  if (e.args.length !== 2 || !isScalar(e.shape)) return false;
  return (a.op === Transpose && a.args[0] === b) || (b.op === Transpose && b.args[0] === a);
};

function signAt(e: Expr, of: (e: Expr) => Sign): Sign {
  if (isNumber(e)) {
    const { numerator } = rationalOf(e);
    return numerator > 0 ? POSITIVE : numerator === 0 ? ZERO : opposite(POSITIVE);
  }
  if (isOnes(e) || e.op === Size || e.op === Constant || factsOf(e).has("positive")) return POSITIVE;
  const [X, k] = e.args as readonly [Expr, Expr];
  switch (e.op) {
    case Zeros:
      return ZERO;
    case Sum:
      return e.args.map(of).reduce(plus);
    case Times:
    case Scale:
    case Hadamard:
      return e.args.map(of).reduce(times);
    case Product:
      if (isSquare(e)) return NONNEGATIVE;
      // Sums of products of entries: of nonnegative ones nothing cancels, but all may be 0.
      return e.args.map(of).every((s) => !s.negative) ? NONNEGATIVE : ANY;
    case Transpose:
    case Total:
      return of(X);
    case Norm1:
    case Norm2:
    case NormF:
      return NONNEGATIVE;
    case Power:
      return ofPower(X, k, of(X));
    case Maximum: {
      const signs = e.args.map(of);
      const [least, above] = [signs.some((s) => !s.negative), signs.some((s) => !s.negative && !s.zero)];
      return above ? POSITIVE : least ? NONNEGATIVE : ANY;
    }
    case Minimum: {
      const signs = e.args.map(of);
      return signs.every((s) => !s.negative && !s.zero)
        ? POSITIVE
        : signs.every((s) => !s.negative)
          ? NONNEGATIVE
          : ANY;
    }
    case Apply:
      return ofFunction(e.data as string, of(X));
    default:
      return ANY;
  }
}

function ofFunction(name: string, at: Sign): Sign {
  if (ODD.has(name)) return at;
  if (EVEN.has(name)) return { negative: false, zero: name === "abs" ? at.zero : true, positive: true };
  return UPPER.has(name) ? (at.negative || at.zero ? NONNEGATIVE : POSITIVE) : ANY;
}

const SIGNS = Symbol("signs of entries");

/** Signs that every entry of an expression may have. */
export function signOf(e: Expr): Sign {
  const memo = memoOf(e.home, SIGNS, () => new Map<Expr, Sign>());
  const of = (x: Expr): Sign => memo.get(x) ?? ANY;
  for (const x of walk([e], (y) => memo.has(y), throughNames)) {
    const behind = x.op === SymbolOp ? rightSideOf(x) : null;
    memo.set(x, behind === null || factsOf(x).has("positive") ? signAt(x, of) : of(behind));
  }
  return of(e);
}
