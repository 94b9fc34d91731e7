/**
 * From operations of mathematics to array expressions: one entry for each operation, and with it the
 * operation is code in every language.
 */

import { type Dim, ONE, times } from "../../core/dim.js";
import { type Expr, mayHold } from "../../core/expr.js";
import type { Facts } from "../../core/facts.js";
import { operand } from "../../core/operands.js";
import { equals, isInteger, MINUS_UNIT, type Rational, rational, toNumber, UNIT, ZERO } from "../../core/rational.js";
import { isScalar } from "../../core/shape.js";
import { walk } from "../../core/walk.js";
import type { OpName } from "../../ops/all.js";
import { endOf } from "../../ops/eigen.js";
import { blockOf } from "../../ops/largest.js";
import { byExponential, functionOf } from "../../ops/matrixfunction.js";
import { familyOf, isMember, rightSides } from "../../ops/member.js";
import { Norm2, NormF } from "../../ops/norm.js";
import { Sigma } from "../../ops/sigma.js";
import { spelledOut } from "../../ops/spelled-out.js";
import { structureOf } from "../../ops/structure.js";
import { isSymbol, nameOf } from "../../ops/symbol.js";
import { NoCode } from "../no-code.js";
import { type Algebra, made, transposed } from "./algebra.js";
import type { ArrayExpr } from "./array.js";
import * as build from "./build.js";
import { chain, entriesOf, entrywise, force, matrixOf, scaled, sumOf } from "./products.js";
import { diagonalOf, totalOf, traceOf } from "./readings.js";
import { arrayView, isScalarView, isVectorView, rankOf, scalarView, type View } from "./view.js";

interface At extends Algebra {
  readonly facts: (e: Expr) => Facts;
}

type Lowering = (args: readonly View[], e: Expr, at: At) => View;

const sizes = (e: Expr) => e.data as unknown as readonly [Dim, Dim];
const sameSizes = (v: View, e: Expr): View => ({ ...v, rows: e.shape.rows, cols: e.shape.cols });
const arrayLike = (node: ArrayExpr, e: Expr): View => arrayView(node, e.shape.rows, e.shape.cols);

/** A scalar from the array of the one operand. */
const scalarOf =
  (f: (X: ArrayExpr, at: At) => ArrayExpr): Lowering =>
  ([X], _, at) =>
    scalarView(f(force(at, X as View), at));

// ---------------------------------------------------------------- sums and entrywise products

const hadamard: Lowering = (args, e, at) => {
  const { rows, cols } = e.shape;
  if (!args.some((v) => v.kind === "diagonal")) return entrywise(at, args, rows, cols, (nodes) => build.mul(at, nodes));
  // Off the diagonal there is nothing: only the diagonals are multiplied.
  const entries = args.map((v) => entriesOf(at, diagonalOf(at, v)));
  return { kind: "diagonal", entries: build.mul(at, entries), rows, cols };
};

const power: Lowering = (args, e, at) => {
  const [X, k] = args as readonly [View, View];
  const base = operand(e);
  const exponent = force(at, k);
  if (exponent.number !== null && equals(exponent.number, rational(2)) && (base.op === Norm2 || base.op === NormF)) {
    // The square of a norm needs no root; that of a number is its absolute value.
    const N = force(at, X);
    if (N.kernel === "norm") return scalarView(build.total(at, build.pow(at, N.args[0] as ArrayExpr, exponent)));
  }
  const isPositive = exponent.number !== null && toNumber(exponent.number) > 0;
  if (X.kind === "diagonal" && isPositive) return { ...X, entries: build.pow(at, X.entries, exponent) };
  return entrywise(at, [X], e.shape.rows, e.shape.cols, ([x]) => build.pow(at, x as ArrayExpr, exponent));
};

// ---------------------------------------------------------------- functions

/** log of something that is known to be an exponential in disguise is written so that it cannot be log 0. */
function logOf(x: ArrayExpr, at: At): ArrayExpr {
  const inside = x.args[0] as ArrayExpr;
  switch (x.kernel) {
    case "softmax":
      return build.ofSameShape(at, "logsoftmax", inside);
    case "softmaxrows":
      return build.ofSameShape(at, "logsoftmaxrows", inside);
    case "softmaxcols":
      return build.ofSameShape(at, "logsoftmaxcols", inside);
    case "det":
      return build.ofFactors(at, "logdet", inside);
    case "total":
      if (inside.kernel === "apply" && inside.data === "exp" && inside.rank === 1)
        return build.logsumexp(at, inside.args[0] as ArrayExpr);
      break;
    case "apply":
      if (x.data === "sigmoid") return build.neg(at, build.apply(at, "softplus", build.neg(at, inside)));
      if (x.data === "exp") return inside;
      break;
    case "neg":
    case "add": {
      const z = complementOfSigmoid(x, at);
      if (z !== null) return build.neg(at, build.apply(at, "softplus", z));
      const power = build.aboveOne(x);
      if (power !== null) return build.apply(at, "softplus", power);
      break;
    }
  }
  return build.apply(at, "log", x);
}

/** The z of 1 − sigmoid(z), or of −(sigmoid(z) − 1). */
function complementOfSigmoid(x: ArrayExpr, at: At): ArrayExpr | null {
  const terms =
    x.kernel === "neg" && x.args[0]?.kernel === "add" ? x.args[0].args.map((t) => build.neg(at, t)) : x.args;
  if (terms.length !== 2) return null;
  const one = terms.find((t) => t.number !== null && equals(t.number, UNIT));
  const minus = terms.find((t) => t.kernel === "neg")?.args[0];
  if (one === undefined || minus === undefined || minus.kernel !== "apply" || minus.data !== "sigmoid") return null;
  return minus.args[0] as ArrayExpr;
}

const apply: Lowering = ([X], e, at) => {
  const name = e.data as string;
  return entrywise(at, [X as View], e.shape.rows, e.shape.cols, ([x]) => {
    const z = x as ArrayExpr;
    return name === "log" ? logOf(z, at) : build.apply(at, name, z);
  });
};

const extremum =
  (kernel: "max" | "min"): Lowering =>
  (args, e, at) =>
    entrywise(at, args, e.shape.rows, e.shape.cols, ([x, y]) =>
      build.extremum(at, kernel, x as ArrayExpr, y as ArrayExpr),
    );

/** −sum(y ∘ log p), from what is under the softmax or the sigmoid where p is one. */
const crossEntropy: Lowering = (args, e, at) => {
  const [y, p] = args.map((v) => force(at, v)) as unknown as readonly [ArrayExpr, ArrayExpr];
  const together = (l: ArrayExpr): ArrayExpr =>
    y.rank === 0 ? build.mul(at, [y, l]) : y.rank === 1 ? build.dot(at, y, l) : build.inner(at, y, l);
  const z = p.args[0] as ArrayExpr;
  if (p.kernel === "softmax") {
    const all = at.facts(operand(e)).has("simplex")
      ? build.logsumexp(at, z)
      : build.mul(at, [build.total(at, y), build.logsumexp(at, z)]);
    return scalarView(build.add(at, [all, build.neg(at, build.dot(at, y, z))]));
  }
  const l = logOf(p, at);
  if (l.kernel !== "apply" || l.data !== "log") return scalarView(build.neg(at, together(l)));
  return scalarView(build.crossentropy(at, y, p));
};

/** Each row, or each column, of a vector is one entry where it lies across. */
const softmaxBy =
  (side: "softmaxrows" | "softmaxcols"): Lowering =>
  ([Z], e, at) => {
    const { rows, cols } = e.shape;
    const across = side === "softmaxrows" ? cols : rows;
    if (across === ONE)
      return rows === ONE && cols === ONE
        ? scalarView(build.one(at))
        : { kind: "fill", value: build.one(at), rows, cols };
    return arrayLike(build.ofSameShape(at, isVectorView(e.shape) ? "softmax" : side, force(at, Z as View)), e);
  };

// ---------------------------------------------------------------- matrices

const inverse: Lowering = ([X], e, at) => {
  const v = X as View;
  if (v.kind === "scalar") return scalarView(build.over(at, build.one(at), v.node));
  const waits = v.kind === "sum" || v.kind === "chain";
  if (waits) build.known(at, force(at, v), at.facts(operand(e)));
  return invert(v, e.shape.rows, at);
};

function invert(v: View, n: Dim, at: At): View {
  if (v.kind === "diagonal") return { ...v, entries: build.over(at, build.one(at), v.entries) };
  if (v.kind === "inverse") {
    const A = v.factored.args[0] as ArrayExpr;
    return arrayView(v.transposed ? build.transpose(at, A) : A, n, n);
  }
  if (v.kind === "kron" && v.left.rows === v.left.cols && v.right.rows === v.right.cols)
    return { ...v, left: invert(v.left, v.left.rows, at), right: invert(v.right, v.right.rows, at) };
  const A = force(at, v);
  // One factorisation serves A and Aᵀ.
  const turned = A.kernel === "transpose";
  return {
    kind: "inverse",
    factored: build.lu(at, turned ? (A.args[0] as ArrayExpr) : A),
    transposed: turned,
    rows: n,
    cols: n,
  };
}

const determinant =
  (kernel: "det" | "logdet"): Lowering =>
  ([X], e, at) => {
    const v = X as View;
    if (v.kind === "scalar") return scalarView(kernel === "det" ? v.node : build.apply(at, "log", v.node));
    const A = build.known(at, force(at, v), at.facts(operand(e)));
    return scalarView(
      build.ofFactors(at, kernel, build.lu(at, A.kernel === "transpose" ? (A.args[0] as ArrayExpr) : A)),
    );
  };

/** Powers up to this are written out within products, so that X³ v is X (X (X v)). */
const WRITTEN_OUT = 3;

const matrixPower: Lowering = (args, e, at) => {
  const [X, k] = args as readonly [View, View];
  const { rows, cols } = e.shape;
  const exponent = force(at, k);
  const r: Rational | null = exponent.number;
  if (r !== null && !isInteger(r))
    throw new NoCode(
      "a fractional power of a matrix has no code here",
      "write it with an eigenvalue decomposition in the target language",
    );
  if (X.kind === "scalar") return scalarView(build.pow(at, X.node, exponent));
  if (r !== null && X.kind === "diagonal") return { ...X, entries: build.pow(at, X.entries, exponent) };
  if (r !== null && equals(r, ZERO)) return { kind: "diagonal", entries: build.one(at), rows, cols };
  if (r !== null && equals(r, UNIT)) return X;
  if (r !== null && equals(r, MINUS_UNIT)) return invert(X, rows, at);
  if (r !== null && Math.abs(r.numerator) <= WRITTEN_OUT) {
    const factor = r.numerator < 0 ? invert(X, rows, at) : X;
    return chain(at, new Array<View>(Math.abs(r.numerator)).fill(factor), rows, cols);
  }
  return arrayLike(build.matrixpower(at, force(at, X), exponent), e);
};

const kron: Lowering = (args, e, at) => {
  const [left, right] = args as readonly [View, View];
  const { rows, cols } = e.shape;
  const isEye = (v: View): boolean => v.kind === "diagonal" && build.isNumber(v.entries, UNIT);
  // Beside identities a commutation matrix only moves entries, too.
  if (left.kind === "comm" && isEye(right)) return { ...left, after: times(left.after, right.rows), rows, cols };
  if (right.kind === "comm" && isEye(left)) return { ...right, before: times(left.rows, right.before), rows, cols };
  // v ⊗ w is a vector like any other; there is no Kronecker product to put off.
  if (left.cols === ONE && right.cols === ONE)
    return arrayView(build.kron(at, force(at, left), force(at, right)), rows, cols);
  return { kind: "kron", left, right, rows, cols };
};

const norm =
  (kernel: "norm1" | "norm"): Lowering =>
  ([X], _, at) =>
    scalarView(build.norm(at, kernel, force(at, X as View)));

// ---------------------------------------------------------------- arrangement

const vec: Lowering = ([X], e, at) => {
  const v = X as View;
  if (v.kind === "scalar") return v;
  if (v.kind === "fill") return sameSizes(v, e);
  return arrayLike(build.vec(at, force(at, v)), e);
};

const unvec: Lowering = ([v], e, at) => {
  const x = v as View;
  if (x.kind === "scalar") return x;
  if (x.kind === "fill") return sameSizes(x, e);
  return arrayLike(build.unvec(at, force(at, x), e.shape.rows, e.shape.cols), e);
};

/** Blocks under one another (or, turned, side by side): numbers make a vector, everything else a matrix. */
const blocks =
  (along: "rows" | "cols"): Lowering =>
  (args, e, at) => {
    const { rows, cols } = e.shape;
    if ((along === "rows" ? cols : rows) === ONE)
      return arrayLike(
        build.concat(
          at,
          args.map((v) => force(at, v)),
          along === "rows" ? rows : cols,
        ),
        e,
      );
    const parts = args.map((v) => matrixOf(at, v));
    return arrayLike(along === "rows" ? build.vstack(at, parts, rows, cols) : build.hstack(at, parts, rows, cols), e);
  };

const sliced =
  (along: "rows" | "cols"): Lowering =>
  ([A], e, at) => {
    const v = A as View;
    const [from, to] = sizes(e);
    const { rows, cols } = e.shape;
    if (v.kind === "scalar") return v;
    if (v.kind === "fill") return isScalarView(e.shape) ? scalarView(v.value) : sameSizes(v, e);
    const X = force(at, v);
    const n = along === "rows" ? rows : cols;
    if (X.rank === 1) {
      // Of a row its one row is all of it.
      if ((along === "rows" ? v.rows : v.cols) === ONE) return v;
      return n === ONE ? scalarView(build.entry(at, X, from)) : arrayLike(build.slice(at, X, from, to, n), e);
    }
    if (n !== ONE)
      return arrayLike(
        along === "rows"
          ? build.rows(at, build.whole(at, X), from, to, n)
          : build.cols(at, build.whole(at, X), from, to, n),
        e,
      );
    return arrayLike(along === "rows" ? build.rowat(at, X, from) : build.colat(at, X, from), e);
  };

const notLowered =
  (what: string): Lowering =>
  () => {
    throw new NoCode(what);
  };

/** What is short for other operations is these. */
const inOthers: Lowering = ([spelled]) => spelled as View;

/** A function of a module, by its name, of arrays. */
const helped =
  (name: (e: Expr) => string): Lowering =>
  (args, e, at) => {
    const arrays = args.map((a) => force(at, a));
    if (isScalar(e.shape) || arrays.some((a) => a.rank === 0 || (arrays.length > 1 && a.rank > 1)))
      throw new NoCode(`${name(e)} of these arrays has no code`);
    return arrayLike(build.helped(at, name(e), arrays, [rankOf(e.shape), e.shape.rows, e.shape.cols]), e);
  };

/** An array, the rows and columns of its blocks, and its own columns. */
function blocked(A: ArrayExpr, e: Expr, at: At): readonly ArrayExpr[] {
  const [rows, cols] = blockOf(e);
  // An array of one axis is taken for a column, also where it is a row of the model.
  const sides = A.rank === 1 ? [times(rows, cols), ONE, ONE] : [rows, cols, operand(e).shape.cols];
  return [A, ...sides.map((d) => build.size(at, d))];
}

/** Operations with indices are lowered whole, with all that is within them. */
const indexed: Lowering = (args, e, at) => {
  const nodes = args.map((v) => build.whole(at, force(at, v)));
  return arrayLike(
    build.indexed(at, nodes, { of: e, letters: [], parts: outsideOf(e) }, [
      rankOf(e.shape),
      e.shape.rows,
      e.shape.cols,
    ]),
    e,
  );
};

/** The parts of something with indices that have nothing to do with them, behind families too. */
export const outsideOf = (e: Expr): readonly Expr[] =>
  walk([e], undefined, (x) => (isOutside(x) ? [] : isMember(x) ? rightSides(familyOf(x)) : x.args)).filter(isOutside);

/** Whether an expression has nothing to do with indices. */
export const isOutside = (e: Expr): boolean => !mayHold(e, Sigma.bit);

/** What a helper makes of a matrix: a vector of a length, or a matrix. */
const madeOf = (helper: string, args: readonly View[], at: At, rows: Dim, cols?: Dim): ArrayExpr =>
  build.decomposed(at, helper, force(at, args[0] as View), cols === undefined ? 1 : 2, rows, cols ?? ONE);

const decomposed =
  (helper: string): Lowering =>
  (args, e, at) => {
    const { rows, cols } = e.shape;
    return arrayLike(cols === ONE ? madeOf(helper, args, at, rows) : madeOf(helper, args, at, rows, cols), e);
  };

const LOWERINGS = {
  // An input is lowered where it is met; here is what stands for a name.
  symbol: ([definition]) => definition as View,
  number: (_, e, at) => {
    const r = e.data as Rational;
    if (!Number.isFinite(toNumber(r))) throw new NoCode(`${toNumber(r)} is no number that a program can start from`);
    return scalarView(build.number(at, r));
  },
  constant: (_, e, at) => scalarView(build.constant(at, e.data as string)),
  size: (_, e, at) => scalarView(build.size(at, e.data as Dim)),
  eye: (_, e, at) => ({ kind: "diagonal", entries: build.one(at), ...e.shape }),
  ones: (_, e, at) => ({ kind: "fill", value: build.one(at), ...e.shape }),
  zeros: (_, e, at) => ({ kind: "fill", value: build.number(at, ZERO), ...e.shape }),
  comm: (_, e) => ({ kind: "comm", m: sizes(e)[0], n: sizes(e)[1], before: ONE, after: ONE, ...e.shape }),
  differential: notLowered("a differential is no number"),
  group: ([Y]) => Y as View,
  sum: (args, e, at) => sumOf(at, args, e.shape.rows, e.shape.cols),
  times: (args, _, at) =>
    scalarView(
      build.mul(
        at,
        args.map((v) => force(at, v)),
      ),
    ),
  scale: (args, _, at) => scaled(at, force(at, args[0] as View), args[1] as View),
  product: (args, e, at) => chain(at, args, e.shape.rows, e.shape.cols),
  transpose: ([X], _, at) => transposed(at, X as View),
  hadamard,
  power,
  apply,
  maximum: extremum("max"),
  minimum: extremum("min"),
  diag: ([v], e, at) => {
    const x = v as View;
    if (x.kind === "scalar") return x;
    return { kind: "diagonal", entries: entriesOf(at, x), ...e.shape };
  },
  diagvec: ([A], _, at) => diagonalOf(at, A as View),
  trace: ([A], _, at) => scalarView(traceOf(at, A as View)),
  det: determinant("det"),
  logdet: determinant("logdet"),
  inverse,
  matrixpower: matrixPower,
  powersum: (args, e, at) => {
    const [X, k, Y] = args.map((v) => force(at, v)) as unknown as readonly [ArrayExpr, ArrayExpr, ArrayExpr];
    if (X.rank === 0)
      return scalarView(build.mul(at, [k, build.pow(at, X, build.add(at, [k, build.number(at, -1)])), Y]));
    return arrayLike(build.powersum(at, X, k, Y), e);
  },
  matrixfunction: ([A], e, at) => {
    if (byExponential(e) !== null) return A as View;
    const X = force(at, A as View);
    const f = functionOf(e);
    return X.rank === 0 ? scalarView(build.apply(at, f, X)) : arrayLike(build.matrixfunction(at, f, X), e);
  },
  frechet: ([A, B], e, at) =>
    byExponential(e) === null
      ? arrayLike(build.frechet(at, functionOf(e), force(at, A as View), force(at, B as View)), e)
      : (A as View),
  sylvester: inOthers,
  cross: inOthers,
  crossmatrix: inOthers,
  axial: inOthers,
  structure: helped(structureOf),
  conv: helped(() => "conv"),
  correlate: helped(() => "correlate"),
  implicit: notLowered("the solution of an equation has no code yet"),
  pinv: decomposed("pseudoinverse"),
  adjugate: ([A], e, at) => scaled(at, force(at, determinant("det")([A as View], e, at)), inverse([A as View], e, at)),
  cholesky: decomposed("choleskyfactor"),
  lowerhalf: decomposed("lowerhalf"),
  eigenvalue: (args, e, at) => {
    const values = madeOf("eigenvalues", args, at, operand(e).shape.rows);
    return scalarView(build.entry(at, values, endOf(e) === "max" ? operand(e).shape.rows : ONE));
  },
  eigenvector: (args, e, at) => {
    const { rows } = e.shape;
    const vectors = madeOf("eigenvectors", args, at, rows, rows);
    return arrayLike(build.colat(at, vectors, endOf(e) === "max" ? rows : ONE), e);
  },
  eigenvalues: decomposed("eigenvalues"),
  eigenvectors: decomposed("eigenvectors"),
  eigengaps: decomposed("eigengaps"),
  specnorm: (args, e, at) =>
    scalarView(build.entry(at, madeOf("singularvalues", args, at, operand(e).shape.cols), ONE)),
  leftvector: decomposed("leftvector"),
  rightvector: decomposed("rightvector"),
  nuclear: (args, e, at) => scalarView(build.total(at, madeOf("singularvalues", args, at, operand(e).shape.cols))),
  polar: decomposed("polarfactor"),
  dominanteigenvalue: (args, e, at) => {
    const v = madeOf("dominantvector", args, at, operand(e).shape.rows);
    return scalarView(build.dot(at, v, build.matvec(at, build.whole(at, force(at, args[0] as View)), v)));
  },
  dominantvector: decomposed("dominantvector"),
  qfactor: decomposed("qfactor"),
  rfactor: decomposed("rfactor"),
  lfactor: decomposed("lfactor"),
  ufactor: decomposed("ufactor"),
  largest: ([X], e, at) => {
    const A = force(at, X as View);
    if (A.rank === 0) return scalarView(A);
    const { rows, cols } = e.shape;
    const all = build.helped(
      at,
      "blockmax",
      blocked(A, e, at),
      A.rank === 1 ? [1, times(rows, cols), ONE] : [2, rows, cols],
    );
    if (isScalar(e.shape)) return scalarView(build.entry(at, A.rank === 1 ? all : build.colat(at, all, ONE), ONE));
    if (A.rank === 1 || !isVectorView(e.shape)) return arrayLike(all, e);
    return arrayLike(cols === ONE ? build.colat(at, all, ONE) : build.rowat(at, all, ONE), e);
  },
  islargest: ([X], e, at) => {
    const A = force(at, X as View);
    if (A.rank === 0) return scalarView(build.one(at));
    return arrayLike(
      build.helped(at, "blockismax", blocked(A, e, at), [rankOf(e.shape), e.shape.rows, e.shape.cols]),
      e,
    );
  },
  cumprod: helped(() => "runningproducts"),
  total: ([X], _, at) => scalarView(totalOf(at, X as View)),
  mean: ([X], e, at) => {
    const { rows, cols } = operand(e).shape;
    return scalarView(
      build.over(at, totalOf(at, X as View), build.mul(at, [build.size(at, rows), build.size(at, cols)])),
    );
  },
  norm1: norm("norm1"),
  norm2: norm("norm"),
  normF: norm("norm"),
  vec,
  unvec,
  kron,
  stack: blocks("rows"),
  beside: blocks("cols"),
  rows: sliced("rows"),
  cols: sliced("cols"),
  softmax: ([z], e, at) => {
    const x = force(at, z as View);
    return x.rank === 0 ? scalarView(build.one(at)) : arrayLike(build.ofSameShape(at, "softmax", x), e);
  },
  softmaxrows: softmaxBy("softmaxrows"),
  softmaxcols: softmaxBy("softmaxcols"),
  logsumexp: scalarOf((z, at) => (z.rank === 0 ? z : build.logsumexp(at, z))),
  cross_entropy: crossEntropy,
  derivative: notLowered("a derivative within an expression is worked out before it is code"),
  member: indexed,
  entry: indexed,
  unit: indexed,
  iverson: indexed,
  place: indexed,
  sigma: indexed,
  pi: indexed,
  scalarfunction: indexed,
  gradientfunction: indexed,
  fit: indexed,
} satisfies Record<OpName, Lowering>;

export interface Lowered {
  readonly view: (e: Expr) => View;
  /** Each array that has been made, with the first expression that it is the value of. */
  readonly origins: () => ReadonlyMap<ArrayExpr, Expr>;
}

/**
 * The views of everything below `roots`, each node lowered once, operands first. `meaning` says what
 * a name stands for, or null for an input. Throws {@link NoCode}.
 */
export function lower(roots: readonly Expr[], meaning: (symbol: Expr) => Expr | null, at: At): Lowered {
  const views = new Map<Expr, View>();
  const meant = (e: Expr): Expr | null => (isSymbol(e) ? meaning(e) : spelledOut(e));
  const parts = (e: Expr): readonly Expr[] => {
    if (e.op.indexed) return outsideOf(e);
    const value = meant(e);
    return value === null ? e.args : [value];
  };
  for (const e of walk(roots, undefined, parts)) {
    const { rows, cols } = e.shape;
    if (isSymbol(e) && meant(e) === null) {
      const rank = rankOf(e.shape);
      const node = build.input(at, nameOf(e), rank, rank === 2 || cols === ONE ? rows : cols, rank === 2 ? cols : ONE);
      const facts = at.facts(e);
      const isDiagonal = rank === 2 && facts.has("diagonal");
      if (isDiagonal) views.set(e, { kind: "diagonal", entries: build.diagvec(at, node), rows, cols });
      else views.set(e, arrayView(build.known(at, node, facts), rows, cols));
      continue;
    }
    const lowering: Lowering = LOWERINGS[e.op.name as OpName];
    let view = lowering(
      parts(e).map((x) => views.get(x) as View),
      e,
      at,
    );
    // A named product is one array for all who use it; a scalar is one number.
    const waits = view.kind === "chain" || view.kind === "sum";
    if (waits && (isSymbol(e) || isScalarView(view))) view = arrayLike(build.settled(at, force(at, view)), e);
    if (view.kind === "array") build.known(at, view.node, at.facts(e));
    views.set(e, view);
  }
  return {
    view: (e) => views.get(e) as View,
    origins: () => {
      const out = new Map<ArrayExpr, Expr>();
      for (const [e, view] of views) {
        const node = made(at, view);
        if (node !== undefined && !isSymbol(e) && !out.has(node)) out.set(node, e);
      }
      return out;
    },
  };
}
