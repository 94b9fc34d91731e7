/**
 * Names: a part of an answer that is the right side of a definition is called by its name, and
 * exp(z) over its sum is softmax(z).
 */
import { bitOf, type Context, type Expr, mayHold, memoOf } from "../core/expr.js";
import { isZero, type Rational, rational } from "../core/rational.js";
import { entries, isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { OPERATIONS } from "../ops/all.js";
import { Apply, apply } from "../ops/apply.js";
import { Diag, diag } from "../ops/diag.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { Mean } from "../ops/mean.js";
import { isNought, isNumber, isOne, number, rationalOf } from "../ops/number.js";
import { isOnes, ones } from "../ops/ones.js";
import { Power, power, reciprocal } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { Scale, scale } from "../ops/scale.js";
import { size } from "../ops/size.js";
import { Cols, Rows } from "../ops/slice.js";
import { Softmaxcols, Softmaxrows, softmax } from "../ops/softmax.js";
import { Beside, Stack } from "../ops/stack.js";
import { Sum, sum } from "../ops/sum.js";
import { definitionOf, SymbolOp, symbol } from "../ops/symbol.js";
import { Times, times, timesAll } from "../ops/times.js";
import { Total, total } from "../ops/total.js";
import { T, Transpose } from "../ops/transpose.js";
import { functionLaw, type Law } from "../rewrite/law.js";
import { lawBook, replaced, simplify } from "../rewrite/simplify.js";
import { isNegative, powerOf, scalarsOf, withScalars } from "../rewrite/term.js";
import { ARITHMETIC } from "./arithmetic.js";
import { canonicalKey } from "./canonical.js";
import { DIAGONAL } from "./diagonal.js";
import { KRONECKER } from "./kronecker.js";
import { LINEAR } from "./linear.js";
import { PRODUCT } from "./product.js";
import { TRACE } from "./trace.js";
import { TRANSPOSE } from "./transpose.js";

/** The laws without names: what right sides are brought to, so that they are recognised. */
const NAMELESS = lawBook(
  "without names",
  [...TRANSPOSE, ...LINEAR, ...ARITHMETIC, ...PRODUCT, ...DIAGONAL, ...KRONECKER, ...TRACE],
  "nameless",
);

interface Names {
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
  const { data } = e.op === Transpose ? (e.args[0] as Expr) : e;
  return (
    (Math.imul(e.holds & UNEXCHANGED, 31) + Math.imul(e.leaves, 7) + (typeof data === "string" ? data.length : 0)) | 0
  );
}

/** z for sigmoid(z) and for 1 / (1 + exp(−z)), which are one function; null for anything else. */
function logitOf(e: Expr): Expr | null {
  if (e.op === Apply && e.data === "sigmoid") return e.args[0] as Expr;
  const { base, exponent } = powerOf(e);
  if (base.op !== Sum || base.args.length !== 2 || !isNumber(exponent) || !isMinusOne(rationalOf(exponent)))
    return null;
  const grown = base.args.find((t) => t.op === Apply && t.data === "exp");
  return grown !== undefined && base.args.some((t) => isOne(t) || isOnes(t)) ? negative(grown.args[0] as Expr) : null;
}

const isMinusOne = (r: Rational): boolean => r.numerator === -1 && r.denominator === 1;
const negative = (e: Expr): Expr => (isScalar(e.shape) ? times(number(-1, e), e) : scale(number(-1, e), e));

/** sigmoid(−z) and what it is where y = sigmoid(z) has been worked out: 1 − y. */
function complementOf(z: Expr, y: Expr): { readonly normal: Expr; readonly named: Expr } {
  const one = isScalar(z.shape) ? number(1, z) : ones(z.shape.rows, z.shape.cols, z);
  return { normal: simplify(apply("sigmoid", negative(z)), NAMELESS), named: sum(one, negative(y)) };
}

/** The name of an expression that is a right side, or null. Right sides are looked at closely only when something like them is asked for. */
function nameFor(e: Expr, { whole, waiting, held }: Names): Expr | null {
  const signature = heldBy(e);
  const list = waiting.get(signature);
  if (list !== undefined) {
    waiting.delete(signature);
    held.add(signature);
    for (const { normal, named } of list) {
      const key = canonicalKey(normal);
      if (whole.has(key)) continue;
      whole.set(key, named);
      if (normal.op === Apply && normal.data === "relu" && (normal.args[0] as Expr).args.length > 0)
        whole.set(canonicalKey(apply("step", normal.args[0] as Expr)), apply("step", named));
      // f(z) beside y = f(z)ᵀ is no longer than yᵀ, and its laws know it as f(z).
      if (isScalar(normal.shape) || (normal.op === Transpose && (normal.args[0] as Expr).op === Apply)) continue;
      const turned = simplify(T(normal), NAMELESS);
      const other = canonicalKey(turned);
      if (turned.args.length > 0 && !whole.has(other)) whole.set(other, T(named));
    }
  }
  return held.has(signature) ? (whole.get(canonicalKey(e)) ?? null) : null;
}

/** The right sides of a model, each brought to its normal form with earlier names in it. */
function namesOf(home: Context): Names {
  return memoOf(home, KEY, () => {
    const runs = new Map<Expr, { factors: readonly Expr[]; name: Expr }[]>();
    const multiples = new Map<Expr, { scalars: readonly Expr[]; name: Expr }>();
    const ratios: { scalars: readonly Expr[]; name: Expr }[] = [];
    const entrywise = new Map<Expr, { factors: readonly Expr[]; name: Expr }[]>();
    const names: Names = { whole: new Map(), waiting: new Map(), held: new Set(), runs, entrywise, multiples, ratios };
    const addTo = (by: typeof runs, factors: readonly Expr[], name: Expr) => {
      const first = factors[0] as Expr;
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

const theme = "name";
const everything = OPERATIONS.filter(
  (op) => !["symbol", "number", "eye", "ones", "zeros", "differential", "size", "constant"].includes(op.name),
);

const byName = functionLaw(
  theme,
  "by its name",
  "z stands for W x + b  (where z = W x + b)",
  everything,
  (e) => nameFor(e, namesOf(e.home)),
  "the model",
);

const runByName = functionLaw(
  theme,
  "a run of factors by its name",
  "z stands for W x  (where z = W x)",
  [Product],
  (e) => {
    const { runs } = namesOf(e.home);
    if (runs.size === 0) return null;
    for (let i = 0; i < e.args.length; i++) {
      for (const { factors, name } of runs.get(e.args[i] as Expr) ?? []) {
        if (factors.length >= e.args.length || !factors.every((f, j) => e.args[i + j] === f)) continue;
        return product(...e.args.slice(0, i), name, ...e.args.slice(i + factors.length));
      }
    }
    return null;
  },
  "the model",
);

/** Where factors stand among others, one place for each: of o ∘ o ∘ c, o ∘ c takes one o. Null where one has no place. */
function placesOf(factors: readonly Expr[], among: readonly Expr[]): ReadonlySet<number> | null {
  const taken = new Set<number>();
  for (const f of factors) {
    const at = among.findIndex((g, i) => g === f && !taken.has(i));
    if (at < 0) return null;
    taken.add(at);
  }
  return taken;
}

const factorsByName = functionLaw(
  theme,
  "factors by their name",
  "h stands for o .* tanh(c)  (where h = o .* tanh(c))",
  [Hadamard],
  (e) => {
    const { entrywise } = namesOf(e.home);
    if (entrywise.size === 0) return null;
    for (const { factors, name } of e.args.flatMap((f) => entrywise.get(f) ?? [])) {
      const taken = factors.length < e.args.length ? placesOf(factors, e.args) : null;
      if (taken === null) continue;
      const first = Math.min(...taken);
      return hadamard(...e.args.flatMap((f, i) => (i === first ? [name] : taken.has(i) ? [] : [f])));
    }
    return null;
  },
  "the model",
);

/** The expression with one factor X replaced, where X stands as a factor; null where it does not. */
function withFactor(e: Expr, X: Expr, by: Expr, depth = 4): Expr | null {
  if (e === X) return by;
  if (depth === 0) return null;
  if (e.op === Transpose && e.args[0] === X) return T(by);
  if (e.op === Diag) {
    const inside = withFactor(e.args[0] as Expr, X, by, depth - 1);
    return inside === null ? null : diag(inside);
  }
  if (e.op === Total) {
    const inside = withFactor(e.args[0] as Expr, X, by, depth - 1);
    return inside === null ? null : total(inside);
  }
  if (e.op !== Product && e.op !== Hadamard) return null;
  for (let i = 0; i < e.args.length; i++) {
    const inside = withFactor(e.args[i] as Expr, X, by, depth - 1);
    if (inside === null) continue;
    const args = e.args.map((f, j) => (j === i ? inside : f));
    return e.op === Product ? product(...args) : hadamard(...args);
  }
  return null;
}

/** `scalars` without `taken`, by subtracting exponents of the same sign; null where they are not all there. */
function without(scalars: readonly Expr[], taken: readonly Expr[]): readonly Expr[] | null {
  let left = [...scalars];
  for (const t of taken) {
    const { base, exponent } = powerOf(t);
    if (!isNumber(exponent)) return null;
    const at = left.findIndex((s) => powerOf(s).base === base && isNumber(powerOf(s).exponent));
    if (at < 0) return null;
    const have = rationalOf(powerOf(left[at] as Expr).exponent);
    const want = rationalOf(exponent);
    if (Math.sign(have.numerator) !== Math.sign(want.numerator)) return null;
    const rest: Rational = rational(
      have.numerator * want.denominator - want.numerator * have.denominator,
      have.denominator * want.denominator,
    );
    if (!isZero(rest) && Math.sign(rest.numerator) !== Math.sign(want.numerator)) return null;
    left = isZero(rest)
      ? left.filter((_, i) => i !== at)
      : left.map((s, i) => (i === at ? power(base, number(rest, base)) : s));
  }
  return left;
}

/** The candidates for X in a multiple: the definitions of the model, and exp(z) over its sum. */
function multiplesIn(
  scalars: readonly Expr[],
  home: Context,
): readonly { X: Expr; scalars: readonly Expr[]; by: Expr }[] {
  const out = [...namesOf(home).multiples].map(([X, { scalars, name }]) => ({ X, scalars, by: name }));
  for (const s of scalars) {
    const { base, exponent } = powerOf(s);
    if (s.op !== Power || base.op !== Total || !isNumber(exponent) || !isNegative(exponent)) continue;
    const X = base.args[0] as Expr;
    if (X.op === Apply && X.data === "exp" && X.shape.cols === "1")
      out.push({ X, scalars: [power(base, number(-1, base))], by: softmax(X.args[0] as Expr) });
  }
  return out;
}

const TOTAL = bitOf(Total);

const multipleByName = functionLaw(
  theme,
  "exp over its sum is softmax",
  "exp(z) / sum(exp(z)) = softmax(z)",
  [Scale, Times],
  (e) => {
    if (namesOf(e.home).multiples.size === 0 && !mayHold(e, TOTAL)) return null;
    const { scalars, core } = scalarsOf(e);
    for (const m of multiplesIn(scalars, e.home)) {
      const left = without(scalars, m.scalars);
      if (left === null) continue;
      const whole = core === null ? null : withFactor(core, m.X, m.by);
      if (whole !== null) return withScalars(left, whole, e);
      for (let i = 0; i < left.length; i++) {
        const inside = withFactor(left[i] as Expr, m.X, m.by);
        if (inside !== null)
          return core === null
            ? timesAll(
                left.map((s, j) => (j === i ? inside : s)),
                e,
              )
            : withScalars(
                left.map((s, j) => (j === i ? inside : s)),
                core,
                e,
              );
      }
    }
    return null;
  },
);

const ratioByName = functionLaw(
  theme,
  "ratio by its name",
  "r stands for a / b  (where r = a / b)",
  [Scale, Times],
  (e) => {
    const { ratios } = namesOf(e.home);
    if (ratios.length === 0) return null;
    const { scalars, core } = scalarsOf(e);
    for (const { scalars: wanted, name } of ratios) {
      const left = without(scalars, wanted);
      if (left !== null) return withScalars([...left, name], core, e);
    }
    return null;
  },
  "the model",
);

const CENTERED = Symbol("vectors whose entries sum to zero");

/** Names looked behind to see that a vector is centered; longer ways are not taken. */
const DEEPEST = 3;

/** Whether the entries of a name sum to zero by its definition: x − mean(x) 1, or a multiple of such a name. */
function isCentered(name: Expr, depth = DEEPEST): boolean {
  const value = definitionOf(name);
  if (value === null || depth === 0) return false;
  const memo = memoOf(name.home, CENTERED, () => new Map<Expr, boolean>());
  const known = memo.get(name);
  if (known !== undefined) return known;
  const { core } = scalarsOf(simplify(value, NAMELESS));
  const found =
    core !== null && core.op === SymbolOp
      ? isCentered(core, depth - 1)
      : core !== null &&
        core.op === Sum &&
        core.args.length <= 4 &&
        isNought(simplify(spelledOut(total(core)), NAMELESS));
  memo.set(name, found);
  return found;
}

/** An expression with the scalar names in it written out by their definitions, once, and means as sums over a number. */
function spelledOut(e: Expr): Expr {
  const opened = walk([e])
    .filter((x) => x.op === SymbolOp && isScalar(x.shape) && definitionOf(x) !== null)
    .reduce((all, x) => replaced(all, x, definitionOf(x) as Expr), simplify(e, NAMELESS));
  return walk([opened])
    .filter((x) => x.op === Mean)
    .reduce((all, x) => {
      const X = x.args[0] as Expr;
      return replaced(all, x, times(total(X), reciprocal(size(X.home, entries(X.shape)))));
    }, opened);
}

const centeredSum = functionLaw(
  theme,
  "a centered vector sums to zero",
  "sum(v) = 0  (where v = x - sum(x) / n ones(n))",
  [Total],
  (e) => {
    const X = e.args[0] as Expr;
    return X.op === SymbolOp && isCentered(X) ? number(0, e) : null;
  },
  "the model",
);

export const DEFINITION: readonly Law[] = [centeredSum, byName, runByName, factorsByName, multipleByName, ratioByName];
