/**
 * The last steps before an answer is shown, which no law keeps: diag(A 1) B is written (A 1 1ᵀ) ∘ B,
 * which is shorter, and in X + Y a term Y that is Xᵀ is written so.
 */

import { type Dim, ONE } from "../core/dim.js";
import { bitOf, type Expr, mayHold, memoOf } from "../core/expr.js";
import { withArgs } from "../core/op.js";
import { last, lookup, nth, operand } from "../core/operands.js";
import { isScalar, isSquare, isVector } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { Diag, diag } from "../ops/diag.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { Inverse } from "../ops/inverse.js";
import { isOnes, Ones, ones } from "../ops/ones.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { Sum, sum } from "../ops/sum.js";
import { T, Transpose } from "../ops/transpose.js";
import { lengthOf } from "./length.js";
import { isKnown } from "./signed.js";
import { type LawBook, simplify } from "./simplify.js";
import { opposite } from "./term.js";

const SPREAD = Symbol("sums of rows spread out");
const ALIKE = Symbol("rows scaled alike");
const MIRRORED = Symbol("terms that are transposes of others");
const DIAG = bitOf(Diag);
const TRANSPOSE = bitOf(Transpose);

/** The expression with each node rebuilt from its parts and then changed, once for each node. */
export function rebuilt(root: Expr, memo: Map<Expr, Expr>, change: (e: Expr) => Expr): Expr {
  for (const e of walk([root], (x) => memo.has(x))) {
    const args = e.args.map((a) => lookup(memo, a));
    memo.set(e, change(args.every((a, i) => a === e.args[i]) ? e : withArgs(e, args)));
  }
  return lookup(memo, root);
}

/** A 1 1ᵀ, n×m, for diag(A 1); null for anything else. */
function spreadSums(D: Expr, m: Dim): Expr | null {
  const sums = D.op === Diag ? operand(D) : null;
  const end = sums?.op === Product ? last(sums.args) : null;
  if (sums === null || end === null || !isOnes(end)) return null;
  return product(...sums.args.slice(0, -1), ones(end.shape.rows, m, D));
}

/** diag(A 1) B as (A 1 1ᵀ) ∘ B, and Bᵀ diag(A 1) as the transpose of that. */
function spread(e: Expr): Expr {
  if (e.op !== Product) return e;
  const wide = spreadSums(operand(e), e.shape.cols);
  if (wide !== null) return hadamard(wide, product(...e.args.slice(1)));
  const high = spreadSums(last(e.args), e.shape.rows);
  if (high === null || !e.args.slice(0, -1).every((f) => f.op === Transpose)) return e;
  return T(
    hadamard(
      high,
      product(
        ...e.args
          .slice(0, -1)
          .map((f) => operand(f))
          .reverse(),
      ),
    ),
  );
}

const isDiagonal = (D: Expr): boolean => D.op === Diag || (D.op === Inverse && operand(D).op === Diag);

/** (A 1 1ᵀ) ∘ B as diag(A 1) B again; what is written otherwise stays. */
function narrowed(term: Expr): Expr {
  const { scalars, core } = scalarsOf(term);
  if (core?.op !== Hadamard) return term;
  const wide = core.args.find((f) => f.op === Product && last(f.args).op === Ones && !isVector(last(f.args).shape));
  if (wide === undefined) return term;
  const sums = product(...wide.args.slice(0, -1), ones(last(wide.args).shape.rows, ONE, wide));
  return withScalars(scalars, product(diag(sums), hadamard(...core.args.filter((f) => f !== wide))), term);
}

/** diag(c)⁻¹ (G − diag(A 1) B): rows that are scaled by a diagonal matrix are so throughout. */
function alikeScaled(e: Expr): Expr {
  const at = e.args.findIndex((f, i) => f.op === Sum && i > 0 && isDiagonal(nth(e.args, i - 1)));
  if (e.op !== Product || at < 0) return e;
  const S = nth(e.args, at);
  const to = narrowedTerms(S);
  return to === S ? e : product(...e.args.slice(0, at), to, ...e.args.slice(at + 1));
}

/** The terms of a sum narrowed, those of a multiple of a sum too: G − ((A 1 1ᵀ) ∘ B + C) / d. */
function narrowedTerms(S: Expr): Expr {
  const terms = S.args.map((t) => {
    const { scalars, core } = scalarsOf(t);
    return core?.op === Sum ? withScalars(scalars, narrowedSum(core), t) : narrowed(t);
  });
  return terms.every((t, i) => t === S.args[i]) ? S : sum(...terms);
}

const narrowedSum = (S: Expr): Expr => sum(...S.args.map(narrowed));

/** The form in which sums of rows that scale rows are spread out. */
export const spreadOut = (root: Expr): Expr =>
  mayHold(root, DIAG)
    ? rebuilt(
        root,
        memoOf(root.home, SPREAD, () => new Map<Expr, Expr>()),
        spread,
      )
    : root;

/** The same, but where a diagonal matrix scales the rows too. */
export const spreadForReaders = (root: Expr): Expr =>
  mayHold(root, DIAG)
    ? rebuilt(
        spreadOut(root),
        memoOf(root.home, ALIKE, () => new Map<Expr, Expr>()),
        alikeScaled,
      )
    : root;

/** Sums of more terms are left as they stand. */
const MOST_TERMS = 6;
/** Terms of fewer operations are written out, turned or not. */
const SHORT = 3;

function mirrored(e: Expr, book: LawBook): Expr {
  if (e.op !== Sum || e.args.length > MOST_TERMS || !isSquare(e.shape) || isScalar(e.shape) || !mayHold(e, TRANSPOSE))
    return e;
  const terms = [...e.args];
  for (const [i, X] of e.args.entries()) {
    const { scalars, core: behind } = scalarsOf(X);
    const core = behind ?? X;
    // Short ones are as books write them: b cᵀ + c bᵀ.
    if (terms[i] !== X || core.op === Transpose || factsOf(core).has("symmetric") || lengthOf(core) < SHORT) continue;
    const turned = simplify(T(X), book);
    const other = simplify(opposite(turned), book);
    const at = e.args.findIndex((Y, j) => j !== i && terms[j] === Y && [turned, other].includes(simplify(Y, book)));
    const written = withScalars(scalars, T(core), X);
    // Bᵀ Aᵀ + A B, and not Bᵀ Aᵀ + (Bᵀ Aᵀ)ᵀ: what is turned is the shorter of the two.
    if (at < 0 || lengthOf(scalarsOf(nth(e.args, at)).core ?? X) < lengthOf(core)) continue;
    terms[at] = simplify(nth(e.args, at), book) === turned ? written : opposite(written);
  }
  return terms.every((t, i) => t === e.args[i]) ? e : sum(...terms);
}

/** The transpose of a product or a name, factor by factor. */
function turnedTerm(t: Expr): Expr {
  const { scalars, core } = scalarsOf(t);
  const flip = (f: Expr): Expr => (f.op === Transpose ? operand(f) : factsOf(f).has("symmetric") ? f : T(f));
  if (core === null) return t;
  return withScalars(scalars, core.op === Product ? product(...core.args.map(flip).reverse()) : flip(core), t);
}

/** (U Vᵀ − X)ᵀ for V Uᵀ − Xᵀ, where the model has X − U Vᵀ: nobody looks for it turned. */
function residualKept(e: Expr): Expr {
  if (e.op !== Sum || e.args.length > MOST_TERMS || isVector(e.shape) || !mayHold(e, TRANSPOSE)) return e;
  const S = sum(...e.args.map(turnedTerm));
  const whole = S.op === Sum && isKnown(S) && !isKnown(e) ? T(S) : e;
  return lengthOf(whole) <= lengthOf(e) ? whole : e;
}

/** C + Cᵀ for (C + Cᵀ)ᵀ: a transpose around terms that are all there again when they are turned. */
function turnedOnce(e: Expr, book: LawBook): Expr {
  const S = e.op === Transpose ? operand(e) : e;
  if (S === e || S.op !== Sum || S.args.length > MOST_TERMS || !isSquare(S.shape)) return e;
  const terms = new Set(S.args.map((t) => simplify(t, book)));
  const isOwn = S.args.every((t) => terms.has(simplify(T(t), book)));
  return isOwn ? S : e;
}

/** The form in which a term that is the transpose of another is written so, and a residual of the model as it stands there. */
export const mirroredIn = (root: Expr, book: LawBook): Expr =>
  mayHold(root, TRANSPOSE)
    ? rebuilt(
        root,
        memoOf(root.home, MIRRORED, () => new Map<Expr, Expr>()),
        (e) => turnedOnce(residualKept(mirrored(e, book)), book),
      )
    : root;
