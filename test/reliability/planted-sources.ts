/**
 * Faults in the sources of laws about indices. Where a law only simplifies less with a line of it made worse, that is no
 * fault; these change a value somewhere.
 */
import type { Fault } from "../planted.js";

/** A fault of one edit. */
const one = (name: string, file: string, from: string, to: string): Fault => ({ name, edits: [[file, from, to]] });

const FAMILIES = "laws/families.ts";
const LIFT = "laws/lift.ts";
const SUMS = "laws/sums.ts";
const CONDITIONS = "laws/conditions.ts";
const ENTRIES = "laws/entries.ts";
const ALIKE = "laws/alike.ts";

export const FAULTS: readonly Fault[] = [
  one(
    "a name where its equation does not hold",
    FAMILIES,
    "return all.filter((at) => holdsAt(family, at) === true);",
    "return all;",
  ),
  one(
    "the name of what only looks alike",
    FAMILIES,
    " && canonicalKey(there) === canonicalKey(e)) return member",
    ") return member",
  ),
  one(
    "the sign of an even factor",
    FAMILIES,
    "const isOdd = exponent.denominator === 1 && exponent.numerator % 2 !== 0;",
    "const isOdd = true;",
  ),
  one("no sign for a factor that is turned", FAMILIES, "if (found?.turned === true) left.push(number(-1, t));", ""),
  one("the factor that is missing on the wrong side", FAMILIES, "left.push(power(t, number(-1, t)));", "left.push(t);"),
  one("a missing factor is forgotten", FAMILIES, "left.push(power(t, number(-1, t)));", ""),
  one(
    "what is left of a power is lost",
    FAMILIES,
    "const by = isZero(rest) ? [] : [isUnit(rest) ? base : power(base, number(rest, base))];",
    "const by: Expr[] = [];",
  ),
  one(
    "what is left of a power is one of it",
    FAMILIES,
    "[isUnit(rest) ? base : power(base, number(rest, base))]",
    "[base]",
  ),
  one(
    "a factor that is taken stays",
    FAMILIES,
    "left = left.flatMap((s, k) => (k === at ? by : [s]));",
    "left = left.flatMap((s, k) => (k === at ? [s, ...by] : [s]));",
  ),
  one(
    "a factor outside is kept",
    FAMILIES,
    "return { outer, sum: sigma(i, withScalars(",
    "return { outer: outside, sum: sigma(i, withScalars(",
  ),
  one(
    "every family of two letters is symmetric",
    FAMILIES,
    "known.set(family, isSame);\n  return isSame;",
    "known.set(family, isPair);\n  return isPair;",
  ),
  one(
    "a part of a simplex sums to 1",
    FAMILIES,
    " && i.lo === ONE && i.hi === X.shape.rows;\n    if (isWhole",
    ";\n    if (isWhole",
  ),
  one("every vector sums to 1", FAMILIES, 'isWhole && factsOf(X).has("simplex")', "isWhole"),
  one(
    "a name stands for its first member",
    FAMILIES,
    "return member(family, ...at);",
    "return member(family, ...at.map(() => placeOf(family.formals[0] as never)));",
  ),

  one(
    "rows of a part of a family",
    LIFT,
    "by === 0 && family.formals[0]?.hi === i.hi && i.lo === ONE ? stacked(family) : null",
    "by === 0 ? stacked(family) : null",
  ),
  one(
    "a column for a row of a matrix",
    LIFT,
    "product(T(X), unit(p, X.shape.rows, X))",
    "product(X, unit(p, X.shape.cols, X))",
  ),
  one(
    "a part of a vector as the whole",
    LIFT,
    "if (q === undefined) return isPlain(p, i) && X.shape.rows === i.hi ? X : null;",
    "if (q === undefined) return X;",
  ),
  one(
    "factors that do not move are lost",
    LIFT,
    "e.args.filter((f) => !holdsIndex(f, i)),\n            v,",
    "[],\n            v,",
  ),
  one(
    "a number as one entry of ones",
    LIFT,
    "holdsIndex(p, i) ? of(p) : scale(p, ones(i.hi, ONE, e))",
    "holdsIndex(p, i) ? of(p) : ones(i.hi, ONE, e)",
  ),
  {
    name: "a sum from 2 as one from 1",
    edits: [
      [
        LIFT,
        "if (i.lo !== ONE || !holdsIndex(body, i)) return null;\n  if (body.op === Sum)",
        "if (!holdsIndex(body, i)) return null;\n  if (body.op === Sum)",
      ],
      [LIFT, "if (i.lo !== ONE) return null;\n  if (!holdsIndex(e, i))", "if (!holdsIndex(e, i))"],
    ],
  },
  one(
    "min for max",
    LIFT,
    "return all(e.args, (a, b) => maximum(a as Expr, b as Expr));",
    "return all(e.args, (a, b) => minimum(a as Expr, b as Expr));",
  ),
  one(
    "weights are forgotten",
    LIFT,
    "if (own !== null) return out(product(T(own), weights));",
    "if (own !== null) return out(product(T(own), ones(i.hi, ONE, e)));",
  ),
  one("no diagonal of weights", LIFT, "[diag(weights)];", "[];"),
  one("the sum of the first factor alone", LIFT, "product(T(first), hadamard(...rest))", "total(first)"),
  one(
    "terms of a sum are the first one",
    LIFT,
    "sum(...core.args.map((t) => out(sigma(i, withScalars(moving, t, e)))))",
    "sum(...core.args.slice(0, 1).map((t) => out(sigma(i, withScalars(moving, t, e)))))",
  ),

  one(
    "δ picks beyond the range",
    SUMS,
    "return isWithin(at, i) === true ? term : scale(inRange(at, i, e), term);",
    "return term;",
  ),
  one("a unit vector beside a sum picks all", SUMS, "scale(delta(t.place, nth(placesOf(u), 0), e), t.rest)", "t.rest"),
  one(
    "a unit vector on the wrong side of a sum",
    SUMS,
    '{ side: "left", at: k - 1, u: row },',
    '{ side: "right", at: k - 1, u: row },',
  ),
  one(
    "a range that begins one late",
    SUMS,
    "return c === 1 ? { lo: edge, hi: i.hi } : { lo: i.lo, hi: edge };",
    "return c === 1 ? { lo: minus(edge, dim(-1)), hi: i.hi } : { lo: i.lo, hi: edge };",
  ),
  one("a range that becomes longer", SUMS, "if (isNonNegative(inside) !== true) return null;", ""),
  one(
    "a condition is dropped",
    SUMS,
    "return c === 1 ? { lo: edge, hi: i.hi } : { lo: i.lo, hi: edge };",
    "return { lo: i.lo, hi: i.hi };",
  ),
  one(
    "a factor that stands still is lost",
    SUMS,
    "times(...still, sigma(i, timesAll(moving, e)))",
    "sigma(i, timesAll(moving, e))",
  ),
  one(
    "factors in another order",
    SUMS,
    "product(...args.slice(0, from), inner(product(...middle)), ...args.slice(to))",
    "product(...args.slice(to), inner(product(...middle)), ...args.slice(0, from))",
  ),
  one(
    "terms beside a δ are lost",
    SUMS,
    "return sum(...picks, ...(rest.length === 0 ? [] : [sigma(i, wrap(sum(...rest)))]));",
    "return sum(...picks);",
  ),
  one("sums over other ranges together", SUMS, "return own.lo === lo && own.hi === hi;", "return own.hi === hi;"),
  one(
    "a coefficient before a sum is lost",
    SUMS,
    "return isUnit(coefficient) ? nth(bodies, n) : scale(number(coefficient, e), nth(bodies, n));",
    "return nth(bodies, n);",
  ),
  one(
    "N times what hangs on the index",
    SUMS,
    "return holdsIndex(operand(e), i) || !counts(i) ? null : scale(size(e.home, sizeOfRange(i)), operand(e));",
    "return !counts(i) ? null : scale(size(e.home, sizeOfRange(i)), operand(e));",
  ),
  one(
    "a product of factors as a sum of them",
    SUMS,
    "counts(i) ? power(X, size(e.home, sizeOfRange(i))) : null",
    "counts(i) ? scale(size(e.home, sizeOfRange(i)), X) : null",
  ),
  one("the exponential of a product", SUMS, 'apply("exp", sigma(i, operand(X)))', 'apply("exp", operand(X))'),

  one(
    "an index for another that is not equal",
    CONDITIONS,
    'if (!isCondition(f, "=")) continue;\n    const others',
    "const others",
  ),
  one(
    "at least is more",
    CONDITIONS,
    "isAbove(scalePlace(q, -1), 1) ? false : null;\n  const",
    "isAbove(scalePlace(q, -1), 0) ? false : null;\n  const",
  ),
  one(
    "either of two that overlap",
    CONDITIONS,
    'return both.rest === "-1" ? number(1, f) : null;',
    "return number(1, f);",
  ),
  one("conditions with other factors together", CONDITIONS, "a.length === b.length && a.every(", "a.every("),
  one(
    "conditions with other numbers together",
    CONDITIONS,
    "a.coefficient.numerator !== b.coefficient.numerator ||",
    "a.coefficient.numerator === 0 ||",
  ),

  one(
    "an entry of a product by the wrong place",
    ENTRIES,
    "entryAlong(product(...args.slice(split)), q ?? p)",
    "entryAlong(product(...args.slice(split)), p)",
  ),
  one(
    "an entry of a diagonal matrix's other side",
    ENTRIES,
    "return times(entry(operand(first), p), entry(product(...args.slice(1)), ...at));",
    "return entry(product(...args.slice(1)), ...at);",
  ),
  one(
    "an entry of a slice counted in the slice",
    ENTRIES,
    "addPlaces(p, constantPlace(minus(boundsOf(slice)[0], ONE)))",
    "p",
  ),
  one(
    "an entry of a transpose at the same place",
    ENTRIES,
    "q === undefined ? [constantPlace(ONE), p] : [q, p]",
    "q === undefined ? [p, constantPlace(ONE)] : [p, q]",
  ),
  one(
    "a diagonal matrix without δ",
    ENTRIES,
    "return times(delta(p, q ?? p, e), entry(operand(X), p));",
    "return entry(operand(X), p);",
  ),
  one("the identity is 1 everywhere", ENTRIES, "return delta(p, q ?? p, e);", "return number(1, e);"),
  one(
    "unit vectors on both sides pick the turned entry",
    ENTRIES,
    "entry(product(...inner), left, right)",
    "entry(product(...inner), right, left)",
  ),
  one(
    "a listed vector without its numbers",
    ENTRIES,
    "sigma(i, scale(entry(others, placeIn(unit)), body))",
    "sigma(i, scale(entry(others, placeIn(unit)), unit))",
  ),
  one(
    "the sum of a listed vector is their count",
    ENTRIES,
    "times(timesAll(scalars, v), term) : scale",
    "term : scale",
  ),

  one(
    "every matrix is symmetric",
    ALIKE,
    'factsOf(operand(e)).has("symmetric") ? inOneOrder(placesOf(e)) : null;',
    "inOneOrder(placesOf(e));",
  ),
];
