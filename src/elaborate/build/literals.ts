/** Numbers that are written out: one number where they stand together, and no division by a zero among them. */
import type { Expr } from "../../core/expr.js";
import { ShapeError } from "../../core/op.js";
import {
  addRational,
  forgetsOne,
  isInteger,
  isZero,
  multiplyRational,
  negated as negatedRational,
  powerRational,
  type Rational,
  rational,
  toNumber,
} from "../../core/rational.js";
import { isScalar } from "../../core/shape.js";
import { walk } from "../../core/walk.js";
import { isNumber, isOne, number, rationalOf } from "../../ops/number.js";
import { Power, reciprocal } from "../../ops/power.js";
import { negate, Scale, scale } from "../../ops/scale.js";
import { Sum } from "../../ops/sum.js";
import { Times, times } from "../../ops/times.js";
import { many } from "./products.js";

/** Nodes of a number that is written out, `1 - 1`, which are looked through for its value. */
const WRITTEN_OUT = 64;

/** The value of an expression of numbers alone, or null. */
function constantOf(e: Expr): Rational | null {
  if (isNumber(e)) return rationalOf(e);
  if (!isScalar(e.shape) || e.args.length === 0) return null;
  // What is longer is not walked to its end: each of many nested powers asks this of the one within.
  let met = 0;
  const nodes = walk([e], () => ++met > WRITTEN_OUT);
  if (met > WRITTEN_OUT) return null;
  const values = new Map<Expr, Rational>();
  for (const x of nodes) {
    const parts = x.args.map((a) => values.get(a));
    const [a, b] = parts;
    if (isNumber(x)) values.set(x, rationalOf(x));
    else if (a === undefined || parts.includes(undefined)) return null;
    else if (x.op === Sum) {
      const [first, ...others] = parts as [Rational, ...Rational[]];
      let sum = first;
      for (const k of others) {
        if (forgetsOne(sum, k)) return null;
        sum = addRational(sum, k);
      }
      values.set(x, sum);
    } else if (x.op === Times || x.op === Scale) values.set(x, (parts as Rational[]).reduce(multiplyRational));
    else if (x.op === Power && b !== undefined) {
      const value = isZero(a) && b.numerator < 0 ? null : powerRational(a, b);
      if (value === null) return null;
      values.set(x, value);
    } else return null;
  }
  return values.get(e) ?? null;
}

/** A scalar that one divides by; refused where it is zero, however that is written. */
export function divisor(c: Expr): Expr {
  const value = constantOf(c);
  if (value !== null && isZero(value)) throw new ShapeError("arithmetic/zero", "division by zero", [c]);
  return c;
}

/** The base of a power; a zero has no power but of a number, and no negative one. */
export function base(c: Expr, k: Expr): Expr {
  const value = constantOf(c);
  if (value === null) return c;
  const exponent = constantOf(k);
  if (value.numerator < 0 && exponent !== null && !isInteger(exponent))
    throw new ShapeError("arithmetic/domain", `a root of ${toNumber(value)} has no value`, [c]);
  if (!isZero(value)) return c;
  if (exponent === null)
    throw new ShapeError("arithmetic/zero", "a power of zero has a derivative only where its exponent is a number", [
      c,
    ]);
  if (exponent.numerator < 0) throw new ShapeError("arithmetic/zero", "division by zero", [c]);
  return c;
}

/** The argument of a function; refused where it is a number at which the function has no value, `log(0)`. */
export function argument(name: string, Z: Expr): Expr {
  const f = Z.home.functions.get(name);
  if (f === undefined || f.formula !== undefined || (f.domain === undefined && f.poles !== true)) return Z;
  const value = constantOf(Z);
  if (value !== null && !Number.isFinite(f.value(toNumber(value))))
    throw new ShapeError("arithmetic/domain", `${name}(${toNumber(value)}) has no value`, [Z]);
  return Z;
}

/** 1 / c, a number where c is one. */
export function inverted(c: Expr): Expr {
  if (!isNumber(c)) return reciprocal(divisor(c));
  const { numerator, denominator } = nonZero(c);
  return number(rational(denominator, numerator), c);
}

/** The number that one divides by. */
function nonZero(c: Expr): Rational {
  const r = rationalOf(c);
  if (isZero(r)) throw new ShapeError("arithmetic/zero", "division by zero", [c]);
  return r;
}

/** p / c of a literal p. */
export function divided(p: Expr, c: Expr): Expr {
  if (!isNumber(c)) return isOne(p) ? reciprocal(divisor(c)) : times(p, reciprocal(divisor(c)));
  const [a, b] = [rationalOf(p), nonZero(c)];
  return number(rational(a.numerator * b.denominator, a.denominator * b.numerator), c);
}

/** −e, where the sign of a leading number is part of the number: `-0.5 x`. */
export function negated(e: Expr): Expr {
  if (isNumber(e)) return number(negatedRational(rationalOf(e)), e);
  const [c, ...rest] = e.args;
  if (c !== undefined && e.op === Times && isNumber(c)) return many(times, [negated(c), ...rest]);
  if (c !== undefined && e.op === Scale && (isNumber(c) || (c.op === Times && isNumber(c.args[0] as Expr))))
    return scale(negated(c), rest[0] as Expr);
  return negate(e);
}
