/**
 * Softmax with cross entropy by log-sum-exp, as the book goes: log p = z − logsumexp(z) 1, so that −yᵀ log p is
 * logsumexp(z) − yᵀ z where the labels sum to 1, and no Jacobian of softmax is needed.
 */
import { ONE } from "../core/dim.js";
import { bitOf, type Expr, mayHold, memoOf } from "../core/expr.js";
import { withArgs } from "../core/op.js";
import { lookup, operand } from "../core/operands.js";
import { isColumn } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { QUIET } from "../laws/tidy.js";
import { Apply, apply } from "../ops/apply.js";
import { CrossEntropy } from "../ops/crossentropy.js";
import { closure, factsOf } from "../ops/facts.js";
import { logsumexp } from "../ops/logsumexp.js";
import { isExactly } from "../ops/number.js";
import { ones } from "../ops/ones.js";
import { Product, product } from "../ops/product.js";
import { negate, scale } from "../ops/scale.js";
import { Softmax } from "../ops/softmax.js";
import { sum } from "../ops/sum.js";
import { definitionOf, SymbolOp } from "../ops/symbol.js";
import { Times, times } from "../ops/times.js";
import { T, Transpose } from "../ops/transpose.js";
import { simplify } from "../rewrite/simplify.js";
import { CROSS_ENTROPY, LABELS, LOG_SOFTMAX, substituting } from "./rules.js";
import { type Step, step, type Words } from "./step.js";

/** A right side without the softmax in it. */
export interface ShortSide {
  /** What stood for a softmax and is no longer in it. */
  readonly without: ReadonlySet<Expr>;
  readonly value: Expr;
  /** The lines from the right side as it is written to this one. */
  readonly steps: readonly Step[];
}

const SHORT = Symbol("right sides by log-sum-exp");
const CROSS = bitOf(CrossEntropy);
const APPLY = bitOf(Apply);

/** The score z of a softmax, or behind the name of one. */
function scoreOf(p: Expr): Expr | null {
  const value = p.op === SymbolOp ? definitionOf(p) : p;
  return value?.op === Softmax && isColumn(value.shape) ? operand(value) : null;
}

const isLabel = (y: Expr): boolean => isColumn(y.shape) && closure(factsOf(y)).has("simplex");

/** y and p of yᵀ log p, or of a cross entropy. */
function labelled(e: Expr): { readonly y: Expr; readonly p: Expr } | null {
  if (e.op === CrossEntropy) return { y: operand(e), p: operand(e, 1) };
  const [row, log] = e.args;
  if (e.op !== Product || e.args.length !== 2 || row?.op !== Transpose || log?.op !== Apply || log.data !== "log")
    return null;
  return { y: operand(row), p: operand(log) };
}

/** The right side of `v` with log softmax written out, and the lines to it; null where there is none in it, or p stays. */
export function shortSideOf(v: Expr, value: Expr): ShortSide | null {
  if (v.op !== SymbolOp || !(mayHold(value, CROSS) || mayHold(value, APPLY))) return null;
  const memo = memoOf(v.home, SHORT, () => new Map<Expr, ShortSide | null>());
  const known = memo.get(v);
  if (known !== undefined) return known;
  const short = shortened(v, value);
  memo.set(v, short);
  return short;
}

function shortened(v: Expr, value: Expr): ShortSide | null {
  const all = walk([value]);
  const places = all.flatMap((e) => {
    const found = labelled(e);
    const z = found === null ? null : scoreOf(found.p);
    if (found === null || z === null || !isLabel(found.y)) return [];
    // The sign before a product goes into its terms.
    const minus = all.find((q) => q.op === Times && q.args.length === 2 && q.args[1] === e && isMinusOne(q));
    const negative = (minus !== undefined) !== (e.op === CrossEntropy);
    return [{ e: minus ?? e, z, negative, written: e.op === CrossEntropy, ...found }];
  });
  if (places.length === 0) return null;
  const exchanged = (make: (place: (typeof places)[number]) => Expr): Expr => {
    const made = new Map(places.map((place) => [place.e, make(place)] as const));
    const out = new Map<Expr, Expr>(made);
    for (const e of walk([value], (x) => made.has(x)))
      out.set(
        e,
        e.args.length === 0
          ? e
          : withArgs(
              e,
              e.args.map((a) => lookup(out, a)),
            ),
      );
    return simplify(lookup(out, value), QUIET);
  };
  const signed = (negative: boolean, X: Expr): Expr => (negative ? negate(X) : X);
  const logs = exchanged(({ y, p, negative }) => signed(negative, product(T(y), apply("log", p))));
  const terms = (y: Expr, z: Expr, lse: Expr, negative: boolean): Expr =>
    negative ? sum(lse, negate(product(T(y), z))) : sum(product(T(y), z), negate(lse));
  const open = exchanged(({ y, z, negative }) => {
    const labels = product(T(y), ones(z.shape.rows, ONE, z));
    return terms(y, z, times(logsumexp(z), labels), negative);
  });
  const end = exchanged(({ y, z, negative }) => terms(y, z, logsumexp(z), negative));
  const without = new Set(places.map(({ p }) => p));
  if (walk([end]).some((e) => without.has(e))) return null;
  const written = places.some((place) => place.written);
  const steps = [
    ...(written ? [step(CROSS_ENTROPY, v, value, logs)] : []),
    ...[...new Map(places.map((place) => [place.p, place.z])).entries()].map(([p, z]) => {
      const log = apply("log", p);
      const why: Words | null = p.op === SymbolOp ? (spell) => `${spell(p)} = softmax(${spell(z)})` : null;
      return step(LOG_SOFTMAX, log, log, sum(z, negate(scale(logsumexp(z), ones(z.shape.rows, ONE, z)))), { why });
    }),
    step(substituting([...without].map((p) => apply("log", p))), v, logs, open),
    step(LABELS, null, open, end),
  ];
  return { without, value: end, steps };
}

const isMinusOne = (q: Expr): boolean => isExactly(operand(q), -1);
