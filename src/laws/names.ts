/** The names of a model: its right sides in normal form, by what they hold, so that a part of an answer finds its name. */

import { bitOf, type Context, type Expr, memoOf } from "../core/expr.js";
import { one } from "../core/operands.js";
import { isScalar } from "../core/shape.js";
import { Apply, apply } from "../ops/apply.js";
import { Hadamard } from "../ops/hadamard.js";
import { isExactly, isNumber, number } from "../ops/number.js";
import { ones } from "../ops/ones.js";
import { Product } from "../ops/product.js";
import { scale } from "../ops/scale.js";
import { Cols, Rows } from "../ops/slice.js";
import { Softmaxcols, Softmaxrows } from "../ops/softmax.js";
import { Beside, Stack } from "../ops/stack.js";
import { sum } from "../ops/sum.js";
import { symbol } from "../ops/symbol.js";
import { times } from "../ops/times.js";
import { Total } from "../ops/total.js";
import { T, Transpose } from "../ops/transpose.js";
import { lawBook, replaced, simplify } from "../rewrite/simplify.js";
import { powerOf, scalarsOf } from "../rewrite/term.js";
import { ARITHMETIC } from "./arithmetic.js";
import { canonicalKey } from "./canonical.js";
import { DIAGONAL } from "./diagonal.js";
import { grownIn } from "./elementwise.js";
import { KRONECKER } from "./kronecker.js";
import { LINEAR } from "./linear.js";
import { PRODUCT } from "./product.js";
import { TRACE } from "./trace.js";
import { TRANSPOSE } from "./transpose.js";

/** The laws without names: what right sides are brought to, so that they are recognised. */
export const NAMELESS = lawBook(
  "without names",
  [...TRANSPOSE, ...LINEAR, ...ARITHMETIC, ...PRODUCT, ...DIAGONAL, ...KRONECKER, ...TRACE],
  "nameless",
);

export interface Names {
  /** Normal right sides (or their transposes) → the name (or its transpose), by what they hold; see {@link nameFor}. */
  readonly whole: Map<Expr, Expr>;
  /** Right sides that are not in `whole` yet, by what they hold. */
  readonly waiting: Map<number, { readonly normal: Expr; readonly named: Expr }[]>;
  /** What the right sides in `whole` hold. */
  readonly held: Set<number>;
  /** Products by their first factor: a run of factors may be a name. */
  readonly runs: ReadonlyMap<Expr, readonly { readonly factors: readonly Expr[]; readonly name: Expr }[]>;
  /** Right sides `c X`, by X: `exp(x) / sum(exp(x))`. */
  readonly multiples: ReadonlyMap<Expr, { readonly scalars: readonly Expr[]; readonly name: Expr }>;
  /** Hadamard products by their first factor: some of the factors of another may be a name. */
  readonly entrywise: ReadonlyMap<Expr, readonly { readonly factors: readonly Expr[]; readonly name: Expr }[]>;
  /** Scalar right sides that are products: `(x^T A x) / (x^T x)`. */
  readonly ratios: readonly { readonly scalars: readonly Expr[]; readonly name: Expr }[];
}

const KEY = Symbol("names of right sides");

/** What a canonical key or a transpose exchanges: vᵀ w and the sum of v ∘ w, blocks below and beside each other. */
const EXCHANGED = [Transpose, Product, Total, Hadamard, Stack, Beside, Rows, Cols, Softmaxrows, Softmaxcols];
const UNEXCHANGED = ~EXCHANGED.reduce((bits, op) => bits | bitOf(op), 0);

/**
 * A number from the operations within (but for those exchanged), the names, and the function at the
 * root: equal for expressions of one canonical key, and for an expression and its transpose. Were it
 * not, what is known by name would depend on which operations and names happen to share a bit.
 */
export function heldBy(e: Expr): number {
  const { data } = e.op === Transpose ? one(e.args) : e;
  return (
    (Math.imul(e.holds & UNEXCHANGED, 31) + Math.imul(e.leaves, 7) + (typeof data === "string" ? data.length : 0)) | 0
  );
}

/** z for sigmoid(z) and for 1 / (1 + exp(−z)), which are one function; null for anything else. */
function logitOf(e: Expr): Expr | null {
  if (e.op === Apply && e.data === "sigmoid") return one(e.args);
  const { base, exponent } = powerOf(e);
  const grown = isExactly(exponent, -1) ? grownIn(base) : null;
  return grown === null ? null : negative(one(grown.args));
}

const negative = (e: Expr): Expr => (isScalar(e.shape) ? times(number(-1, e), e) : scale(number(-1, e), e));

/** sigmoid(−z) and what it is where y = sigmoid(z) has been worked out: 1 − y. */
function complementOf(z: Expr, y: Expr): { readonly normal: Expr; readonly named: Expr } {
  const one = isScalar(z.shape) ? number(1, z) : ones(z.shape.rows, z.shape.cols, z);
  return { normal: simplify(apply("sigmoid", negative(z)), NAMELESS), named: sum(one, negative(y)) };
}

/** The name of an expression that is a right side, or null. Right sides are looked at closely only when something like them is asked for. */
export function nameFor(e: Expr, { whole, waiting, held }: Names): Expr | null {
  const signature = heldBy(e);
  const list = waiting.get(signature);
  if (list !== undefined) {
    waiting.delete(signature);
    held.add(signature);
    for (const { normal, named } of list) {
      const key = canonicalKey(normal);
      if (whole.has(key)) continue;
      whole.set(key, named);
      const [rectified] = normal.op === Apply && normal.data === "relu" ? normal.args : [];
      if (rectified !== undefined && rectified.args.length > 0)
        whole.set(canonicalKey(apply("step", rectified)), apply("step", named));
      // f(z) beside y = f(z)ᵀ is no longer than yᵀ, and its laws know it as f(z).
      if (isScalar(normal.shape) || (normal.op === Transpose && one(normal.args).op === Apply)) continue;
      const turned = simplify(T(normal), NAMELESS);
      const other = canonicalKey(turned);
      if (turned.args.length > 0 && !whole.has(other)) whole.set(other, T(named));
    }
  }
  return held.has(signature) ? (whole.get(canonicalKey(e)) ?? null) : null;
}

/** The right sides of a model, each brought to its normal form with earlier names in it. */
export function namesOf(home: Context): Names {
  return memoOf(home, KEY, () => {
    const runs = new Map<Expr, { factors: readonly Expr[]; name: Expr }[]>();
    const multiples = new Map<Expr, { scalars: readonly Expr[]; name: Expr }>();
    const ratios: { scalars: readonly Expr[]; name: Expr }[] = [];
    const entrywise = new Map<Expr, { factors: readonly Expr[]; name: Expr }[]>();
    const names: Names = { whole: new Map(), waiting: new Map(), held: new Set(), runs, entrywise, multiples, ratios };
    const addTo = (by: typeof runs, factors: readonly Expr[], name: Expr) => {
      const [first] = factors;
      if (first === undefined) return;
      const list = by.get(first);
      if (list === undefined) by.set(first, [{ factors, name }]);
      else list.push({ factors, name });
    };
    const wait = (normal: Expr, named: Expr) => {
      const signature = heldBy(normal);
      const list = names.waiting.get(signature);
      if (list === undefined) names.waiting.set(signature, [{ normal, named }]);
      else list.push({ normal, named });
    };
    const complements: ReturnType<typeof complementOf>[] = [];
    for (const [name, value] of home.definitions) {
      if (value.hasDifferential || value.args.length === 0) continue;
      let normal = simplify(value, NAMELESS);
      for (const part of normal.args) {
        if (part.args.length === 0) continue;
        const known = nameFor(part, names);
        if (known !== null) normal = simplify(replaced(normal, part, known), NAMELESS);
      }
      if (normal.args.length === 0) continue;
      const named = symbol(home, name, value.shape);
      wait(normal, named);
      const logit = logitOf(normal);
      if (logit !== null) complements.push(complementOf(logit, named));
      const { scalars, core } = scalarsOf(normal);
      if (core !== null && scalars.some((s) => !isNumber(s)) && !multiples.has(core))
        multiples.set(core, { scalars, name: named });
      if (core === null && scalars.length > 1) ratios.push({ scalars, name: named });
      if (normal.op === Hadamard) addTo(entrywise, normal.args, named);
      if (normal.op !== Product || isScalar(normal.shape)) continue;
      addTo(runs, normal.args, named);
      addTo(runs, normal.args.map((f) => simplify(T(f), NAMELESS)).reverse(), T(named));
    }
    // Last, so that sigmoid(-z) keeps a name of its own.
    for (const { normal, named } of complements) wait(normal, named);
    return names;
  });
}
