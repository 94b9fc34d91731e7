/** The derivatives that a side of a claim may be: in each layout and convention, off symmetric matrices brought to them. */
import { symbolsOf } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { rational } from "../core/rational.js";
import { entries, isRow, isScalar, isVector, sameShape, showShape } from "../core/shape.js";
import { asCookbook, asProjected, boundBy, boundMatrixOf, type Symmetric } from "../derive/constrained.js";
import type { Derivation } from "../derive/derivation.js";
import { rowOf } from "../derive/layout.js";
import { shownForm } from "../derive/normal.js";
import { firstDerivative, sweeper } from "../derive/value.js";
import type { Question } from "../numeric/verify.js";
import { comm } from "../ops/comm.js";
import { diag } from "../ops/diag.js";
import { eye } from "../ops/eye.js";
import { closure, factsOf } from "../ops/facts.js";
import { familiesOf } from "../ops/family.js";
import { Kron, kron } from "../ops/kron.js";
import { number } from "../ops/number.js";
import { product } from "../ops/product.js";
import { Scale, scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { T, Transpose } from "../ops/transpose.js";
import { Vec, vec } from "../ops/vec.js";
import { printUnicode } from "../print/unicode.js";

/** A derivative that a side may be. */
export interface Target {
  readonly layout: "gradient" | "jacobian";
  readonly value: Expr;
  readonly symmetric: Symmetric;
}

/** The question that a derivation answers, for differences. */
export const questionOf = (
  { query, symmetric: taken }: Derivation,
  of: Expr,
  layout: Derivation["layout"],
  symmetric: Symmetric = taken,
): Question => ({
  of,
  wrt: query.order === 2 && query.wrt.length === 1 ? [query.wrt[0] as Expr, query.wrt[0] as Expr] : query.wrt,
  layout,
  direction: query.direction,
  symmetric,
});

/** The derivative in each layout, and by a symmetric matrix in each convention; that of the report first. */
const inLayout = (G: Expr, y: Expr, as: "gradient" | "jacobian"): Expr =>
  as === "gradient" ? G : isScalar(y.shape) ? rowOf(G) : vec(G);

export function targetsOf(derived: Derivation, y: Expr, x: Expr): readonly Target[] {
  const { query, layout, value } = derived;
  const only = layout === "gradient" ? "gradient" : "jacobian";
  if (query.order === 2) return [{ layout: only, value, symmetric: "projected" }];
  // Members and entries, and what families stand behind, are derived over equations: their gradient is the value.
  const isSwept = isSymbol(x) && familiesOf(y.home).length === 0;
  const sweep = sweeper([x]);
  const first = (as: "gradient" | "jacobian", symmetric: Symmetric): Expr =>
    isSwept
      ? firstDerivative(y, x, as, sweep, symmetric)
      : shownForm(inLayout(inConvention(derived, x, symmetric), y, as));
  if (!isSwept && layout !== "gradient") return [{ layout: "jacobian", value, symmetric: "projected" }];
  if (!isScalar(y.shape) && !isScalar(x.shape))
    return [
      {
        layout: "jacobian",
        value: layout === "jacobian" ? value : first("jacobian", "projected"),
        symmetric: "projected",
      },
    ];
  const X = boundMatrixOf(x) ?? x;
  const free = !isScalar(y.shape) || boundBy(X) === null;
  const conventions: readonly Symmetric[] =
    free || boundBy(X) === "diagonal" ? ["projected"] : ["projected", "cookbook"];
  const out: Target[] = [];
  for (const symmetric of conventions) {
    const G = free && layout === "gradient" ? value : first("gradient", symmetric);
    const J = isScalar(y.shape) ? shownForm(rowOf(G)) : shownForm(vec(G));
    out.push({ layout: "gradient", value: G, symmetric });
    if (J !== G) out.push({ layout: "jacobian", value: J, symmetric });
  }
  return out;
}

/**
 * The derivatives in which the entries of a matrix are counted row by row, `K J Kᵀ` and vec(Gᵀ), where all sizes are
 * numbers: who writes every entry out may count them so.
 */
export function byRows(targets: readonly Target[], y: Expr, x: Expr): readonly (Target & { readonly counted: Expr })[] {
  const isCounted = ({ shape }: Expr): boolean => symbolsOf(shape.rows).length + symbolsOf(shape.cols).length === 0;
  if (!isCounted(x) || !isCounted(y)) return [];
  const turn = ({ shape, home }: Expr): Expr | null => (isVector(shape) ? null : comm(shape.rows, shape.cols, home));
  const [Y, X] = [turn(y), turn(x)];
  if (Y === null && X === null) return [];
  return targets.flatMap((target) => {
    const { layout, value } = target;
    if (layout === "gradient") return isScalar(y.shape) && X !== null ? [{ ...target, counted: vec(T(value)) }] : [];
    if (isScalar(y.shape)) return [];
    const rows = Y === null ? value : product(Y, value);
    return [{ ...target, counted: X === null ? rows : product(rows, T(X)) }];
  });
}

/** The gradient of a scalar by X, or by an entry, whatever convention the report takes. */
function inConvention({ value, symmetric: from }: Derivation, x: Expr, symmetric: Symmetric): Expr {
  if (from === symmetric) return value;
  return symmetric === "cookbook" ? asCookbook(value, x) : asProjected(value, x);
}

/** What a message calls a variable: a name, `x_j` of a family. */
const calledBy = (x: Expr): string => (isSymbol(x) ? nameOf(x) : printUnicode(x));

const matrixCalledBy = (x: Expr): string => calledBy(boundMatrixOf(x) ?? x);

export const conventionOf = ({ symmetric }: Target, x: Expr): string | null =>
  symmetric === "cookbook"
    ? `in the convention of the Matrix Cookbook, ${matrixCalledBy(x)}_ij and ${matrixCalledBy(x)}_ji being one variable: G + Gᵀ − G ∘ I`
    : null;

/**
 * Brings a Jacobian or a Hessian to the matrices that the variables may be: by a symmetric X it may
 * be stated off the symmetric matrices in many ways, which are all the same on them.
 */
export function projector({ query }: Derivation, y: Expr, x: Expr): (e: Expr) => Expr {
  const z = query.wrt[1] ?? x;
  if (query.direction !== null || (query.order === 1 && isScalar(y.shape))) return (e) => e;
  if (query.order === 1) {
    const P = projection(x);
    return (e) => (P === null ? e : product(e, P));
  }
  const [P, Q] = [projection(x), projection(z)];
  const L = P === null || isScalar(y.shape) ? P : kron(P, eye(entries(y.shape), y));
  return (e) => {
    const right = Q === null ? e : product(e, Q);
    return L === null ? right : product(L, right);
  };
}

/** The projection of vec X on the matrices that X may be, or null where its entries are free. */
function projection(X: Expr): Expr | null {
  if (isScalar(X.shape)) return null;
  const { rows } = X.shape;
  const facts = closure(factsOf(X));
  if (facts.has("diagonal")) return diag(vec(eye(rows, X)));
  if (!facts.has("symmetric")) return null;
  return scale(number(rational(1, 2), X), sum(eye(entries(X.shape), X), comm(rows, rows, X)));
}

/** The matrix G of a row that is vec(G)ᵀ by its form: xᵀ ⊗ vᵀ is that of v xᵀ. Null for any other row; a normal form is flat. */
export function unrolled(row: Expr, depth = 3): Expr | null {
  if (depth < 0) return null;
  const [a, b] = row.args as readonly [Expr, Expr];
  if (row.op === Sum) {
    const parts = row.args.map((r) => unrolled(r, depth - 1));
    const like = parts[0];
    return like && parts.every((p) => p !== null && sameShape(p.shape, like.shape)) ? sum(...(parts as Expr[])) : null;
  }
  if (row.op === Scale) {
    const X = unrolled(b, depth - 1);
    return X === null ? null : scale(a, X);
  }
  if (row.op === Transpose && a.op === Vec) return a.args[0] as Expr;
  if (row.op === Kron && isRow(a.shape) && isRow(b.shape)) return product(T(b), a);
  return null;
}

export function transposedText(v: Expr, { layout, value }: Target, of: string, x: Expr): string {
  const by = calledBy(x);
  const its = `its transpose is the ${layout === "gradient" ? "gradient" : "Jacobian"}`;
  if (!sameShape(v.shape, value.shape))
    return `it is ${showShape(v.shape)}, ∂${of}/∂${by} is ${showShape(value.shape)}: ${its}`;
  return layout === "gradient" ? its : `${its}, whose rows belong to ${of} and whose columns to ${by}`;
}
