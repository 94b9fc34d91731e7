/**
 * From indices to matrices: Σ_i s_i x_i = Xᵀ s, Σ_j W_ij x_j = (W x)_i, Σ_i s_i e_i = s. One question is asked of a
 * scalar with an index: which vector has it for its i-th entry? The laws are a book of their own beside the
 * standard one, so that both forms of an answer exist; both sides are equal.
 */
import { ONE } from "../core/dim.js";
import { type Context, type Expr, memoOf } from "../core/expr.js";
import { nth, operand } from "../core/operands.js";
import {
  bare,
  hasPlace,
  type Index,
  lessPlace,
  letterIndex,
  type Place,
  placeOf,
  shifted,
  solvedFor,
} from "../core/place.js";
import { isWithin } from "../core/ranges.js";
import { isColumn, isScalar, type Shape, sameShape, shape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { apply } from "../ops/apply.js";
import { binderOf, holdsIndex, placesOf } from "../ops/binder.js";
import { diag } from "../ops/diag.js";
import type { Family } from "../ops/family.js";
import { hadamard } from "../ops/hadamard.js";
import { conditionOf, isCondition } from "../ops/iverson.js";
import { maximum, minimum } from "../ops/maximum.js";
import { familyOf, isMember, member } from "../ops/member.js";
import { ones } from "../ops/ones.js";
import { Pi } from "../ops/pi.js";
import { power } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { scale } from "../ops/scale.js";
import { Sigma, sigma } from "../ops/sigma.js";
import { Sum, sum } from "../ops/sum.js";
import { isSymbol, nameOf, symbol } from "../ops/symbol.js";
import { isTaken } from "../ops/taken.js";
import { times } from "../ops/times.js";
import { total } from "../ops/total.js";
import { T, Transpose } from "../ops/transpose.js";
import { isUnitVector, unit } from "../ops/unit.js";
import { law } from "../rewrite/law.js";
import { shorten } from "../rewrite/shorten.js";
import { lawBook, simplify } from "../rewrite/simplify.js";
import { STANDARD } from "./standard.js";

const theme = "matrices for indices";

const STACKS = Symbol("families as one matrix");
/** All members of a family under one name, or those before or behind the values of an index: h_{t-1} for t in 1..T. */
interface Stack {
  readonly family: Family;
  readonly row: Expr;
}

/** Names for whole families: the vector of its numbers, the matrix whose rows are its vectors. */
const stacksOf = (home: Context): Map<string, Stack> => memoOf(home, STACKS, () => new Map());

/** The families of which an expression holds all members under one name. */
export const stacksIn = (e: Expr): readonly (Stack & { readonly name: string })[] =>
  [...new Set(walk([e]).filter(isSymbol).map(nameOf))].flatMap((name) => {
    const stack = stacksOf(e.home).get(name);
    return stack === undefined ? [] : [{ name, ...stack }];
  });

/** The shape of all members: numbers over one or two ranges from 1, vectors over one; null for other families. */
function stackedShape({ formals, shape: of }: Family): Shape | null {
  const [i, j, ...more] = formals;
  if (i === undefined || more.length > 0 || formals.some((f) => f.lo !== ONE) || !isColumn(of)) return null;
  if (!isScalar(of)) return j === undefined ? shape(i.hi, of.rows) : null;
  return shape(i.hi, j?.hi ?? ONE);
}

/** The name for all members of a family: a vector of numbers is called as they are, a matrix by the capital letter, or `X_all` beside another X. */
function stackName(home: Context, { family, row }: Stack, of: Shape, beside = ""): string {
  const known = [...stacksOf(home)].find(([, s]) => s.row === row);
  if (known !== undefined) return known[0];
  const upper = family.shown.charAt(0).toUpperCase() + family.shown.slice(1) + beside;
  if (isColumn(of)) return family.name;
  for (let k = 0; ; k++) {
    const name = k === 0 ? upper : k === 1 ? `${upper}_all` : `${upper}_all${k}`;
    // A family that is written W has a whole of that name already, of another shape than its rows.
    const isFree = name === family.name ? k === 0 && sameShape(symbol(home, name, of).shape, of) : !isTaken(home, name);
    if (isFree) return name;
  }
}

/** All members of a family as one name, whose definition says what it stands for: Σ_i e_i x_iᵀ. */
function stacked(family: Family): Expr | null {
  const { home, formals } = family;
  const of = stackedShape(family);
  if (of === null) return null;
  const x = member(family, ...formals.map(placeOf));
  const name = stackName(home, { family, row: x }, of);
  if (!stacksOf(home).has(name)) {
    const [i, j] = formals;
    const row = unit(placeOf(i as Index), of.rows, x);
    const column = j === undefined ? x : scale(x, unit(placeOf(j), of.cols, x));
    const all = isScalar(column.shape) ? scale(column, row) : product(row, T(column));
    stacksOf(home).set(name, { family, row: x });
    if (family.facts.has("positive")) home.facts.set(name, new Set(["positive"]));
    home.definitions.set(
      name,
      formals.reduceRight((e, f) => sigma(f, e), all),
    );
  }
  return symbol(home, name, of);
}

/** The matrix with the rows h_{t-1}ᵀ for the values 1..T of t. */
function stackedBeside(family: Family, i: Index, by: number): Expr {
  const letter = letterIndex("formal", nth(family.formals, 0).letter, i.lo, i.hi);
  const row = member(family, shifted(placeOf(letter), by));
  const of = shape(i.hi, row.shape.rows);
  const { home } = family;
  const name = stackName(home, { family, row }, of, by < 0 ? "_prev" : "_next");
  if (!stacksOf(home).has(name)) {
    stacksOf(home).set(name, { family, row });
    home.definitions.set(name, sigma(letter, product(unit(placeOf(letter), i.hi, row), T(row))));
  }
  return symbol(home, name, of);
}

/** How far a place is from an index, `t - 1` from t: -1; null where it is no such place. */
function distance(p: Place, i: Index): number | null {
  const off = lessPlace(p, placeOf(i));
  return off.terms.length === 0 && /^-?\d+$/.test(off.rest) ? Number(off.rest) : null;
}

const isPlain = (p: Place | undefined, i: Index): boolean => p !== undefined && bare(p) === i;

/** The matrix with the rows x_iᵀ, where e is x_i over the whole range of i, A x_i, or made of such entry by entry. */
function rowsOf(e: Expr, i: Index): Expr | null {
  const parts = (x: Expr): readonly Expr[] =>
    ROWWISE.has(x.op.name) ? x.args : x.op === Product ? x.args.slice(-1) : [];
  const found = new Map<Expr, Expr | null>();
  for (const x of walk([e], (y) => !holdsIndex(y, i), parts)) {
    const each = (a: Expr): Expr | null =>
      holdsIndex(a, i) ? (found.get(a) ?? null) : product(ones(i.hi, ONE, e), T(a));
    found.set(x, rowsFrom(x, i, each));
  }
  return holdsIndex(e, i) ? (found.get(e) ?? null) : null;
}

const ROWWISE: ReadonlySet<string> = new Set(["hadamard", "sum", "apply", "power", "scale", "group"]);

/** The rows of one operation by those of its operands. */
function rowsFrom(e: Expr, i: Index, of: (a: Expr) => Expr | null): Expr | null {
  if (isMember(e)) return rowsOfMember(e, i);
  if (!isColumn(e.shape) || isScalar(e.shape)) return null;
  const all = (join: (...rows: readonly Expr[]) => Expr): Expr | null => {
    const rows = e.args.map(of);
    return rows.every((r) => r !== null) ? join(...rows) : null;
  };
  switch (e.op.name) {
    case "product": {
      const X = of(nth(e.args, e.args.length - 1));
      const before = e.args.slice(0, -1);
      return X === null || before.some((f) => holdsIndex(f, i)) ? null : product(X, T(product(...before)));
    }
    case "hadamard":
      return all(hadamard);
    case "sum":
      return all(sum);
    case "group":
      return all((X) => X as Expr);
    case "apply":
      return all((X) => apply(String(e.data), X as Expr));
    case "power": {
      const X = holdsIndex(operand(e, 1), i) ? null : of(operand(e));
      return X === null ? null : power(X, operand(e, 1));
    }
    case "scale": {
      const X = holdsIndex(operand(e), i) ? null : of(operand(e, 1));
      return X === null ? null : scale(operand(e), X);
    }
    default:
      return null;
  }
}

/** The rows x_iᵀ of a family, or those beside them, h_{t-1}ᵀ. */
function rowsOfMember(e: Expr, i: Index): Expr | null {
  const [p, second] = placesOf(e);
  if (!isColumn(e.shape) || isScalar(e.shape) || p === undefined || second !== undefined) return null;
  const family = familyOf(e);
  const by = distance(p, i);
  if (by !== null && by !== 0 && i.lo === ONE && !hasPlace(e.shape.rows)) return stackedBeside(family, i, by);
  return by === 0 && family.formals[0]?.hi === i.hi && i.lo === ONE ? stacked(family) : null;
}

/** The vector of X_{i q} or X_{p i} over all i, where X does not hang on i. */
function lineOf(X: Expr, [p, q]: readonly Place[], i: Index): Expr | null {
  if (p === undefined || holdsIndex(X, i)) return null;
  if (q === undefined) return isPlain(p, i) && X.shape.rows === i.hi ? X : null;
  if (isPlain(p, i) && !q.free.includes(i) && X.shape.rows === i.hi) return product(X, unit(q, X.shape.cols, X));
  return isPlain(q, i) && !p.free.includes(i) && X.shape.cols === i.hi ? product(T(X), unit(p, X.shape.rows, X)) : null;
}

/** The vector whose i-th entry is an expression that is not made of scalars that hang on i. */
function vectorOfLeaf(e: Expr, i: Index): Expr | null {
  if (e.op.name === "entry") return lineOf(operand(e), placesOf(e), i);
  if (isMember(e)) {
    const X = stacked(familyOf(e));
    return X === null ? null : lineOf(X, placesOf(e), i);
  }
  if (isCondition(e, "=")) {
    const at = solvedFor(conditionOf(e), i);
    return at !== null && isWithin(at, i) === true ? unit(at, i.hi, e) : null;
  }
  if (e.op !== Product) return null;
  // x_iᵀ A w is the i-th entry of X A w, wᵀ A x_i the same turned.
  const isFirst = holdsIndex(nth(e.args, 0), i);
  const [first, ...rest] = isFirst ? e.args : e.args.map((f) => simplify(T(f), STANDARD)).reverse();
  if (first === undefined || first.op !== Transpose || rest.some((f) => holdsIndex(f, i))) return null;
  const X = rowsOf(operand(first), i);
  return X === null ? null : product(X, ...rest);
}

const ENTRYWISE: ReadonlySet<string> = new Set(["times", "sum", "apply", "power", "maximum", "minimum", "group"]);

/** The vector of an operation on scalars from those of its operands; an operand that does not hang on i stands for itself. */
function vectorFrom(e: Expr, i: Index, of: (a: Expr) => Expr | null): Expr | null {
  const all = (parts: readonly Expr[], join: (...vs: readonly Expr[]) => Expr): Expr | null => {
    const vs = parts.map((p) => (holdsIndex(p, i) ? of(p) : scale(p, ones(i.hi, ONE, e))));
    return vs.every((v) => v !== null) ? join(...vs) : null;
  };
  switch (e.op.name) {
    case "times": {
      const v = all(
        e.args.filter((f) => holdsIndex(f, i)),
        hadamard,
      );
      return v === null
        ? null
        : withScalars(
            e.args.filter((f) => !holdsIndex(f, i)),
            v,
            v,
          );
    }
    case "sum":
      return all(e.args, sum);
    case "group":
      return all(e.args, (v) => v as Expr);
    case "apply":
      return all(e.args, (v) => apply(String(e.data), v as Expr));
    case "power":
      return holdsIndex(operand(e, 1), i) ? null : all([operand(e)], (v) => power(v as Expr, operand(e, 1)));
    case "maximum":
      return all(e.args, (a, b) => maximum(a as Expr, b as Expr));
    case "minimum":
      return all(e.args, (a, b) => minimum(a as Expr, b as Expr));
    default:
      return null;
  }
}

/** The vector of i.hi entries whose i-th entry is the scalar e, or null. */
function vectorOf(e: Expr, i: Index): Expr | null {
  if (i.lo !== ONE) return null;
  if (!holdsIndex(e, i)) return scale(e, ones(i.hi, ONE, e));
  const isInside = (x: Expr): boolean => ENTRYWISE.has(x.op.name) && isScalar(x.shape);
  const vectors = new Map<Expr, Expr | null>();
  const parts = (x: Expr): readonly Expr[] => (isInside(x) ? x.args : []);
  for (const x of walk([e], (y) => !holdsIndex(y, i), parts))
    vectors.set(x, isInside(x) ? vectorFrom(x, i, (a) => vectors.get(a) ?? null) : vectorOfLeaf(x, i));
  return vectors.get(e) ?? null;
}

/** Σ over the whole range of i as a product of matrices. */
function lifted(e: Expr): Expr | null {
  const i = binderOf(e);
  const body = operand(e);
  if (i.lo !== ONE || !holdsIndex(body, i)) return null;
  if (body.op === Sum) {
    const terms = body.args.map((t) => simplify(sigma(i, t), LIFTED));
    return terms.some((t) => walk([t]).some((x) => x.op === Sigma)) ? null : sum(...terms);
  }
  const { scalars, core } = scalarsOf(body);
  const still = scalars.filter((s) => !holdsIndex(s, i));
  const moving = scalars.filter((s) => holdsIndex(s, i));
  const vectors = moving.map((s) => vectorOf(s, i));
  if (!vectors.every((v) => v !== null)) return null;
  if (core === null) {
    const [first, ...rest] = vectors;
    if (first === undefined) return null;
    return times(...still, rest.length === 0 ? total(first) : product(T(first), hadamard(...rest)));
  }
  const out = (X: Expr): Expr => withScalars(still, X, e);
  const weights = vectors.length === 0 ? ones(i.hi, ONE, e) : hadamard(...vectors);
  if (isUnitVector(core)) return isPlain(placesOf(core)[0], i) && core.shape.rows === i.hi ? out(weights) : null;
  // Σ_i s_i (x_i − μ) is Σ_i s_i x_i less (Σ_i s_i) μ: no matrix of equal rows is made where none is needed.
  if (core.op === Sum) return sum(...core.args.map((t) => out(sigma(i, withScalars(moving, t, e)))));
  const own = rowsOf(core, i);
  if (own !== null) return out(product(T(own), weights));
  if (core.op !== Product || core.args.length !== 2) return null;
  // Σ_i s_i x_i y_iᵀ with the rows X and Y: Xᵀ diag(s) Y. A matrix by its rows: Σ_i e_i y_iᵀ = Y.
  const [left, right] = [operand(core), operand(core, 1)];
  if (right.op !== Transpose) return null;
  const [L, R] = [sideOf(left, i), sideOf(operand(right), i)];
  if (L === null || R === null) return null;
  const middle = vectors.length === 0 && !(L === "identity" && R === "identity") ? [] : [diag(weights)];
  return out(product(...(L === "identity" ? [] : [T(L)]), ...middle, ...(R === "identity" ? [] : [R])));
}

/** The rows of one side of x_i y_iᵀ, which is the identity where that side is e_i. */
function sideOf(f: Expr, i: Index): Expr | "identity" | null {
  if (isUnitVector(f)) return isPlain(placesOf(f)[0], i) && f.shape.rows === i.hi ? "identity" : null;
  return rowsOf(f, i);
}

/** The law that lifts one sum. */
export const LIFT = law({
  theme,
  name: "a sum over an index as a product",
  at: Sigma,
  statement: "Σ_i s_i x_i = X^T s  (X with the rows x_i^T)",
  cite: "Magnus & Neudecker, ch. 1.2",
  example: null,
  step: lifted,
});

/** The standard laws with the one that lifts sums. */
const LIFTED = lawBook("matrices for indices", [LIFT, ...STANDARD.laws]);

/** The form in matrices, of an expression whose every sum and product over an index has one; null for any other. */
export function inMatrices(e: Expr): Expr | null {
  if (e.level === 0) return null;
  const made = shorten(simplify(e, LIFTED), LIFTED);
  return made !== e && !walk([made]).some((x) => x.op === Sigma || x.op === Pi) ? made : null;
}
