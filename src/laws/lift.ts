/**
 * From indices to matrices: Σ_i s_i x_i = Xᵀ s, Σ_j W_ij x_j = (W x)_i, Σ_i s_i e_i = s. One question is asked of a
 * scalar with an index: which vector has it for its i-th entry? The laws are a book of their own beside the
 * standard one, so that both forms of an answer exist; both sides are equal.
 */
import { ONE } from "../core/dim.js";
import { type Context, type Expr, memoOf } from "../core/expr.js";
import { nth, operand } from "../core/operands.js";
import { bare, type Index, type Place, placeOf, solvedFor } from "../core/place.js";
import { isWithin } from "../core/ranges.js";
import { isColumn, isScalar, type Shape, shape } from "../core/shape.js";
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
/** Names for whole families: the vector of its numbers, the matrix whose rows are its vectors. */
const stacksOf = (home: Context): Map<string, Family> => memoOf(home, STACKS, () => new Map());

/** The families of which an expression holds all members under one name. */
export const stacksIn = (e: Expr): readonly { readonly name: string; readonly family: Family }[] =>
  [...new Set(walk([e]).filter(isSymbol).map(nameOf))].flatMap((name) => {
    const family = stacksOf(e.home).get(name);
    return family === undefined ? [] : [{ name, family }];
  });

/** The shape of all members: numbers over one or two ranges from 1, vectors over one; null for other families. */
function stackedShape({ formals, shape: of }: Family): Shape | null {
  const [i, j, ...more] = formals;
  if (i === undefined || more.length > 0 || formals.some((f) => f.lo !== ONE) || !isColumn(of)) return null;
  if (!isScalar(of)) return j === undefined ? shape(i.hi, of.rows) : null;
  return shape(i.hi, j?.hi ?? ONE);
}

/** The name for all members of a family: a vector of numbers is called as they are, a matrix by the capital letter, or `X_all` beside another X. */
function stackName(home: Context, family: Family, of: Shape): string {
  const known = [...stacksOf(home)].find(([, f]) => f === family);
  if (known !== undefined) return known[0];
  const upper = family.shown.charAt(0).toUpperCase() + family.shown.slice(1);
  if (isColumn(of)) return family.name;
  for (let k = 0; ; k++) {
    const name = k === 0 ? upper : k === 1 ? `${upper}_all` : `${upper}_all${k}`;
    if (name === family.name ? k === 0 : !isTaken(home, name)) return name;
  }
}

/** All members of a family as one name, whose definition says what it stands for: Σ_i e_i x_iᵀ. */
function stacked(family: Family): Expr | null {
  const { home, formals } = family;
  const of = stackedShape(family);
  if (of === null) return null;
  const name = stackName(home, family, of);
  if (!stacksOf(home).has(name)) {
    const x = member(family, ...formals.map(placeOf));
    const [i, j] = formals;
    const row = unit(placeOf(i as Index), of.rows, x);
    const column = j === undefined ? x : scale(x, unit(placeOf(j), of.cols, x));
    const all = isScalar(column.shape) ? scale(column, row) : product(row, T(column));
    stacksOf(home).set(name, family);
    if (family.facts.has("positive")) home.facts.set(name, new Set(["positive"]));
    home.definitions.set(
      name,
      formals.reduceRight((e, f) => sigma(f, e), all),
    );
  }
  return symbol(home, name, of);
}

const isPlain = (p: Place | undefined, i: Index): boolean => p !== undefined && bare(p) === i;

/** The matrix with the rows x_iᵀ, where e is x_i over the whole range of i, or A x_i. */
function rowsOf(e: Expr, i: Index): Expr | null {
  if (e.op === Product) {
    const X = rowsOf(nth(e.args, e.args.length - 1), i);
    const before = e.args.slice(0, -1);
    return X === null || before.some((f) => holdsIndex(f, i)) ? null : product(X, T(product(...before)));
  }
  if (!isMember(e) || isScalar(e.shape) || placesOf(e).length !== 1 || !isPlain(placesOf(e)[0], i)) return null;
  const family = familyOf(e);
  return family.formals[0]?.hi === i.hi && i.lo === ONE ? stacked(family) : null;
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
  const own = rowsOf(core, i);
  if (own !== null) return out(product(T(own), weights));
  if (core.op === Sum) return sum(...core.args.map((t) => out(sigma(i, withScalars(moving, t, e)))));
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
