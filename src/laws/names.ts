/** The names of a model: its right sides in normal form, by what they hold, so that a part of an answer finds its name. */

import { bitOf, type Context, type Expr, mayHold, memoOf } from "../core/expr.js";
import { last, nth, one } from "../core/operands.js";
import { equals, isInteger, MINUS_UNIT, toNumber } from "../core/rational.js";
import { isScalar } from "../core/shape.js";
import { Apply, apply } from "../ops/apply.js";
import { Diag } from "../ops/diag.js";
import { Hadamard } from "../ops/hadamard.js";
import { inverse } from "../ops/inverse.js";
import { MatrixPower } from "../ops/matrixpower.js";
import { isExactly, isNumber, rationalOf } from "../ops/number.js";
import { ones } from "../ops/ones.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf } from "../ops/scalars.js";
import { Cols, Rows } from "../ops/slice.js";
import { Softmaxcols, Softmaxrows } from "../ops/softmax.js";
import { Beside, Stack } from "../ops/stack.js";
import { Sum, sum } from "../ops/sum.js";
import { symbol } from "../ops/symbol.js";
import { Total } from "../ops/total.js";
import { T, Transpose } from "../ops/transpose.js";
import { lawBook, replaced, simplify } from "../rewrite/simplify.js";
import { opposite, powerOf, type Term, termOf } from "../rewrite/term.js";
import { ARITHMETIC } from "./arithmetic.js";
import { BLOCKS } from "./block.js";
import { canonicalKey } from "./canonical.js";
import { CONDITIONS } from "./conditions.js";
import { DIAGONAL } from "./diagonal.js";
import { grownIn, rectifiedIn } from "./elementwise.js";
import { ENTRIES } from "./entries.js";
import { KRONECKER } from "./kronecker.js";
import { LINEAR } from "./linear.js";
import { PRODUCT } from "./product.js";
import { SUMS } from "./sums.js";
import { TRACE } from "./trace.js";
import { TRANSPOSE } from "./transpose.js";

/** The laws without names: what right sides are brought to, so that they are recognised. */
export const NAMELESS = lawBook(
  "without names",
  [
    ...CONDITIONS,
    ...ENTRIES,
    ...SUMS,
    ...TRANSPOSE,
    ...LINEAR,
    ...ARITHMETIC,
    ...PRODUCT,
    ...DIAGONAL,
    ...KRONECKER,
    ...BLOCKS,
    ...TRACE,
  ],
  "nameless",
);

/** A right side X times scalars. */
export interface Multiple {
  readonly X: Expr;
  readonly scalars: readonly Expr[];
  readonly name: Expr;
}

/** A right side X of which each row (or column) is scaled, by the entries of a Hadamard product of these. */
export interface Scaled {
  readonly X: Expr;
  readonly side: "left" | "right";
  readonly factors: readonly Expr[];
  readonly name: Expr;
}

export interface Names {
  /** Normal right sides (or their transposes) → the name (or its transpose), by what they hold; see {@link nameFor}. */
  readonly whole: Map<Expr, Expr>;
  /** Right sides that are not in `whole` yet, by what they hold. */
  readonly waiting: Map<number, { readonly normal: Expr; readonly named: Expr }[]>;
  /** Signatures of the right sides in `whole`: they rule out most expressions before a canonical key is built. */
  readonly held: Set<number>;
  /** Products by their first factor: a run of factors may be a name. */
  readonly runs: ReadonlyMap<Expr, readonly { readonly factors: readonly Expr[]; readonly name: Expr }[]>;
  /** Right sides `c X`: `exp(x) / sum(exp(x))`. */
  readonly multiples: readonly Multiple[];
  /** Right sides `diag(w) X` and `X diag(w)`: rows or columns that are scaled. */
  readonly scaled: readonly Scaled[];
  /** Sums by what stands behind the number of a term: some of the terms of another may be a name. */
  readonly sums: ReadonlyMap<Expr, readonly { readonly terms: readonly Term[]; readonly name: Expr }[]>;
  /** q for a name of sqrt(q). */
  readonly roots: ReadonlyMap<Expr, Expr>;
  /** a for a name of relu(a) or max(a, 0). */
  readonly rectified: ReadonlyMap<Expr, Expr>;
  /** Hadamard products by their first factor: some of the factors of another may be a name. */
  readonly entrywise: ReadonlyMap<Expr, readonly { readonly factors: readonly Expr[]; readonly name: Expr }[]>;
  /** Scalar right sides that are products: `(x^T A x) / (x^T x)`. */
  readonly ratios: readonly { readonly scalars: readonly Expr[]; readonly name: Expr }[];
}

/** Powers beyond this are left as they stand. */
const MOST_SINGLE = 8;

/** A⁻² B as A⁻¹ A⁻¹ B: a name may stand for a run that ends within a power. */
export function singleFactors(factors: readonly Expr[]): readonly Expr[] {
  if (!factors.some((f) => mayHold(f, MATRIX_POWER))) return factors;
  return factors.flatMap((f) => {
    const P = f.op === Transpose ? one(f.args) : f;
    const k = P.op === MatrixPower ? nth(P.args, 1) : null;
    if (k === null || !isNumber(k) || !isInteger(rationalOf(k))) return [f];
    const times = toNumber(rationalOf(k));
    if (Math.abs(times) > MOST_SINGLE) return [f];
    const A = times < 0 ? inverse(one(P.args)) : one(P.args);
    return Array.from({ length: Math.abs(times) }, () => (P === f ? A : T(A)));
  });
}

const MATRIX_POWER = bitOf(MatrixPower);
const KEY = Symbol("names of right sides");

/** Operations that a canonical key or a transpose exchanges: vᵀ w and the sum of v ∘ w, blocks below and beside. */
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
  return grown === null ? null : opposite(one(grown.args));
}

/** sigmoid(−z) and what it is where y = sigmoid(z) has been worked out: 1 − y. */
function complementOf(z: Expr, y: Expr): { readonly normal: Expr; readonly named: Expr } {
  const unit = ones(z.shape.rows, z.shape.cols, z);
  return { normal: simplify(apply("sigmoid", opposite(z)), NAMELESS), named: sum(unit, opposite(y)) };
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
      const rectified = rectifiedIn(normal);
      if (rectified !== null && rectified.args.length > 0)
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

/** The terms of a sum that a transpose has become. */
function addTurned(sums: Map<Expr, { terms: readonly Term[]; name: Expr }[]>, turned: Expr, name: Expr): void {
  if (turned.op === Sum) addTo(sums, termOf(one(turned.args)).rest, { terms: turned.args.map(termOf), name });
}

function addTo<V>(by: Map<Expr, V[]>, key: Expr | undefined, value: V): void {
  if (key === undefined) return;
  const list = by.get(key);
  if (list === undefined) by.set(key, [value]);
  else list.push(value);
}

/** (b − a) / c as −r where r = (a − b) / c. */
const turnedRatios = (scalars: readonly Expr[], name: Expr): Names["ratios"] =>
  scalars.flatMap((s, i) =>
    s.op === Sum ? [{ scalars: scalars.map((t, j) => (i === j ? opposite(s) : t)), name: opposite(name) }] : [],
  );

/** The right side of a definition in normal form, with earlier names in it. */
function normalOf(value: Expr, names: Names): Expr {
  let normal = simplify(value, NAMELESS);
  for (const part of normal.args) {
    if (part.args.length === 0) continue;
    const known = nameFor(part, names);
    if (known !== null) normal = simplify(replaced(normal, part, known), NAMELESS);
  }
  return normal;
}

/** diag(w) X and X diag(w), by the factors of w. */
function scaledParts(normal: Expr, name: Expr): readonly Scaled[] {
  if (normal.op !== Product) return [];
  const [first, final] = [one(normal.args), last(normal.args)];
  const factorsOf = (D: Expr) => (one(D.args).op === Hadamard ? one(D.args).args : D.args);
  return [
    ...(first.op === Diag
      ? [{ X: product(...normal.args.slice(1)), side: "left", factors: factorsOf(first), name } as const]
      : []),
    ...(final.op === Diag
      ? [{ X: product(...normal.args.slice(0, -1)), side: "right", factors: factorsOf(final), name } as const]
      : []),
  ];
}

/** The right sides of a model, each brought to its normal form with earlier names in it. */
export function namesOf(home: Context): Names {
  return memoOf(home, KEY, () => {
    const runs = new Map<Expr, { factors: readonly Expr[]; name: Expr }[]>();
    const entrywise = new Map<Expr, { factors: readonly Expr[]; name: Expr }[]>();
    const sums = new Map<Expr, { terms: readonly Term[]; name: Expr }[]>();
    const multiples: Multiple[] = [];
    const scaled: Scaled[] = [];
    const roots = new Map<Expr, Expr>();
    const rectified = new Map<Expr, Expr>();
    const ratios: { scalars: readonly Expr[]; name: Expr }[] = [];
    const lists = { runs, entrywise, sums, multiples, scaled, roots, rectified, ratios };
    const names: Names = { whole: new Map(), waiting: new Map(), held: new Set(), ...lists };
    const wait = (normal: Expr, named: Expr) => {
      const signature = heldBy(normal);
      const list = names.waiting.get(signature);
      if (list === undefined) names.waiting.set(signature, [{ normal, named }]);
      else list.push({ normal, named });
    };
    const later: { readonly normal: Expr; readonly named: Expr }[] = [];
    for (const [defined, value] of home.definitions) {
      if (value.hasDifferential || value.args.length === 0) continue;
      const normal = normalOf(value, names);
      if (normal.args.length === 0) continue;
      const name = symbol(home, defined, value.shape);
      wait(normal, name);
      const logit = logitOf(normal);
      if (logit !== null) later.push(complementOf(logit, name));
      const a = rectifiedIn(normal);
      if (a !== null) rectified.set(name, a);
      if (normal.op === Apply && normal.data === "sqrt") roots.set(canonicalKey(one(normal.args)), name);
      if (normal.op === Sum) {
        const terms = normal.args.map(termOf);
        later.push({ normal: opposite(normal), named: opposite(name) });
        addTo(sums, terms.find((t) => !isNumber(t.rest))?.rest, { terms, name });
        if (!isScalar(normal.shape)) addTurned(sums, simplify(T(normal), NAMELESS), T(name));
      }
      const { coefficient, rest } = termOf(normal);
      if (equals(coefficient, MINUS_UNIT) && rest.args.length > 0) later.push({ normal: rest, named: opposite(name) });
      const { scalars, core } = scalarsOf(normal);
      if (core !== null && scalars.some((s) => !isNumber(s)) && !multiples.some((m) => m.X === core)) {
        const turned = simplify(T(core), NAMELESS);
        for (const [X, by] of turned.args.length > 0
          ? ([
              [core, name],
              [turned, T(name)],
            ] as const)
          : ([[core, name]] as const)) {
          multiples.push({ X, scalars, name: by });
          if (core.op === Sum) multiples.push({ X: opposite(X), scalars, name: opposite(by) });
        }
      }
      if (core === null && scalars.length > 1) ratios.push({ scalars, name }, ...turnedRatios(scalars, name));
      if (normal.op === Hadamard) addTo(entrywise, normal.args[0], { factors: normal.args, name });
      scaled.push(...scaledParts(normal, name));
      if (normal.op !== Product || isScalar(normal.shape)) continue;
      const turned = normal.args.map((f) => simplify(T(f), NAMELESS)).reverse();
      for (const [factors, by] of [
        [singleFactors(normal.args), name],
        [singleFactors(turned), T(name)],
      ] as const) {
        const [first] = factors;
        addTo(runs, first, { factors, name: by });
        if (first?.op === Sum) addTo(runs, opposite(first), { factors, name: by });
      }
    }
    // Last, so that sigmoid(-z) and b - a keep names of their own.
    for (const { normal, named } of later) wait(normal, named);
    return names;
  });
}
