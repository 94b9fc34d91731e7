/**
 * From operations of mathematics to array expressions: one entry for each operation, and with it the
 * operation is code in every language.
 */
import { type Dim, ONE, times } from "../../core/dim.js";
import type { Expr } from "../../core/expr.js";
import type { Facts } from "../../core/facts.js";
import { equals, isInteger, MINUS_UNIT, type Rational, rational, toNumber, UNIT, ZERO } from "../../core/rational.js";
import { walk } from "../../core/walk.js";
import type { OpName } from "../../ops/all.js";
import { Norm2, NormF } from "../../ops/norm.js";
import { isSymbol, nameOf } from "../../ops/symbol.js";
import { NoCode } from "../no-code.js";
import type { ArrayExpr } from "./array.js";
import type { Build } from "./build.js";
import type { Algebra } from "./chain.js";
import { arrayView, isScalarView, isVectorView, rankOf, scalarView, type View } from "./view.js";

interface At {
  readonly b: Build;
  readonly a: Algebra;
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
    scalarView(f(at.a.force(X as View), at));

// ---------------------------------------------------------------- sums and entrywise products

const hadamard: Lowering = (args, e, { a, b }) => {
  const { rows, cols } = e.shape;
  if (!args.some((v) => v.kind === "diagonal")) return a.entrywise(args, rows, cols, b.mul);
  // Off the diagonal there is nothing: only the diagonals are multiplied.
  const entries = args.map((v) => a.entriesOf(a.diagonalOf(v)));
  return { kind: "diagonal", entries: b.mul(entries), rows, cols };
};

const power: Lowering = (args, e, { a, b }) => {
  const [X, k] = args as readonly [View, View];
  const base = e.args[0] as Expr;
  const exponent = a.force(k);
  if (exponent.number !== null && equals(exponent.number, rational(2)) && (base.op === Norm2 || base.op === NormF)) {
    // The square of a norm needs no root; that of a number is its absolute value.
    const N = a.force(X);
    if (N.kernel === "norm") return scalarView(b.total(b.pow(N.args[0] as ArrayExpr, exponent)));
  }
  const isPositive = exponent.number !== null && toNumber(exponent.number) > 0;
  if (X.kind === "diagonal" && isPositive) return { ...X, entries: b.pow(X.entries, exponent) };
  return a.entrywise([X], e.shape.rows, e.shape.cols, ([x]) => b.pow(x as ArrayExpr, exponent));
};

// ---------------------------------------------------------------- functions

/** log of something that is known to be an exponential in disguise is written so that it cannot be log 0. */
function logOf(x: ArrayExpr, b: Build): ArrayExpr {
  const inside = x.args[0] as ArrayExpr;
  switch (x.kernel) {
    case "softmax":
      return b.ofSameShape("logsoftmax", inside);
    case "softmaxrows":
      return b.ofSameShape("logsoftmaxrows", inside);
    case "softmaxcols":
      return b.ofSameShape("logsoftmaxcols", inside);
    case "det":
      return b.ofFactors("logdet", inside);
    case "total":
      if (inside.kernel === "apply" && inside.data === "exp" && inside.rank === 1)
        return b.logsumexp(inside.args[0] as ArrayExpr);
      break;
    case "apply":
      if (x.data === "sigmoid") return b.neg(b.apply("softplus", b.neg(inside)));
      if (x.data === "exp") return inside;
      break;
    case "neg":
    case "add": {
      const z = complementOfSigmoid(x, b);
      if (z !== null) return b.neg(b.apply("softplus", z));
      const power = b.aboveOne(x);
      if (power !== null) return b.apply("softplus", power);
      break;
    }
  }
  return b.apply("log", x);
}

/** The z of 1 − sigmoid(z), or of −(sigmoid(z) − 1). */
function complementOfSigmoid(x: ArrayExpr, b: Build): ArrayExpr | null {
  const terms = x.kernel === "neg" && x.args[0]?.kernel === "add" ? x.args[0].args.map(b.neg) : x.args;
  if (terms.length !== 2) return null;
  const one = terms.find((t) => t.number !== null && equals(t.number, UNIT));
  const minus = terms.find((t) => t.kernel === "neg")?.args[0];
  if (one === undefined || minus === undefined || minus.kernel !== "apply" || minus.data !== "sigmoid") return null;
  return minus.args[0] as ArrayExpr;
}

const apply: Lowering = ([X], e, { a, b }) => {
  const name = e.data as string;
  return a.entrywise([X as View], e.shape.rows, e.shape.cols, ([x]) => {
    const z = x as ArrayExpr;
    return name === "log" ? logOf(z, b) : b.apply(name, z);
  });
};

const extremum =
  (kernel: "max" | "min"): Lowering =>
  (args, e, { a, b }) =>
    a.entrywise(args, e.shape.rows, e.shape.cols, ([x, y]) => b.extremum(kernel, x as ArrayExpr, y as ArrayExpr));

/** −sum(y ∘ log p), from what is under the softmax or the sigmoid where p is one. */
const crossEntropy: Lowering = (args, e, { a, b, facts }) => {
  const [y, p] = args.map(a.force) as unknown as readonly [ArrayExpr, ArrayExpr];
  const together = (l: ArrayExpr): ArrayExpr =>
    y.rank === 0 ? b.mul([y, l]) : y.rank === 1 ? b.dot(y, l) : b.inner(y, l);
  const z = p.args[0] as ArrayExpr;
  if (p.kernel === "softmax") {
    const all = facts(e.args[0] as Expr).has("simplex") ? b.logsumexp(z) : b.mul([b.total(y), b.logsumexp(z)]);
    return scalarView(b.add([all, b.neg(b.dot(y, z))]));
  }
  const l = logOf(p, b);
  if (l.kernel !== "apply" || l.data !== "log") return scalarView(b.neg(together(l)));
  return scalarView(b.crossentropy(y, p));
};

/** Each row, or each column, of a vector is one entry where it lies across. */
const softmaxBy =
  (side: "softmaxrows" | "softmaxcols"): Lowering =>
  ([Z], e, { a, b }) => {
    const { rows, cols } = e.shape;
    const across = side === "softmaxrows" ? cols : rows;
    if (across === ONE)
      return rows === ONE && cols === ONE ? scalarView(b.one) : { kind: "fill", value: b.one, rows, cols };
    return arrayLike(b.ofSameShape(isVectorView(e.shape) ? "softmax" : side, a.force(Z as View)), e);
  };

// ---------------------------------------------------------------- matrices

const inverse: Lowering = ([X], e, { a, b, facts }) => {
  const v = X as View;
  if (v.kind === "scalar") return scalarView(b.over(b.one, v.node));
  const waits = v.kind === "sum" || v.kind === "chain";
  if (waits && facts(e.args[0] as Expr).has("symmetric")) b.symmetric(a.force(v));
  return invert(v, e.shape.rows, a, b);
};

function invert(v: View, n: Dim, a: Algebra, b: Build): View {
  if (v.kind === "diagonal") return { ...v, entries: b.over(b.one, v.entries) };
  if (v.kind === "inverse") {
    const A = v.factored.args[0] as ArrayExpr;
    return arrayView(v.transposed ? b.transpose(A) : A, n, n);
  }
  if (v.kind === "kron" && v.left.rows === v.left.cols && v.right.rows === v.right.cols)
    return { ...v, left: invert(v.left, v.left.rows, a, b), right: invert(v.right, v.right.rows, a, b) };
  const A = a.force(v);
  // One factorisation serves A and Aᵀ.
  const turned = A.kernel === "transpose";
  return {
    kind: "inverse",
    factored: b.lu(turned ? (A.args[0] as ArrayExpr) : A),
    transposed: turned,
    rows: n,
    cols: n,
  };
}

const determinant =
  (kernel: "det" | "logdet"): Lowering =>
  ([X], _, { a, b }) => {
    const v = X as View;
    if (v.kind === "scalar") return scalarView(kernel === "det" ? v.node : b.apply("log", v.node));
    const A = a.force(v);
    return scalarView(b.ofFactors(kernel, b.lu(A.kernel === "transpose" ? (A.args[0] as ArrayExpr) : A)));
  };

/** Powers up to this are written out within products, so that X³ v is X (X (X v)). */
const WRITTEN_OUT = 3;

const matrixPower: Lowering = (args, e, { a, b }) => {
  const [X, k] = args as readonly [View, View];
  const { rows, cols } = e.shape;
  const exponent = a.force(k);
  const r: Rational | null = exponent.number;
  if (r !== null && !isInteger(r))
    throw new NoCode(
      "a fractional power of a matrix has no code here",
      "write it with an eigenvalue decomposition in the target language",
    );
  if (X.kind === "scalar") return scalarView(b.pow(X.node, exponent));
  if (r !== null && X.kind === "diagonal") return { ...X, entries: b.pow(X.entries, exponent) };
  if (r !== null && equals(r, ZERO)) return { kind: "diagonal", entries: b.one, rows, cols };
  if (r !== null && equals(r, UNIT)) return X;
  if (r !== null && equals(r, MINUS_UNIT)) return invert(X, rows, a, b);
  if (r !== null && Math.abs(r.numerator) <= WRITTEN_OUT) {
    const factor = r.numerator < 0 ? invert(X, rows, a, b) : X;
    return a.chain(new Array<View>(Math.abs(r.numerator)).fill(factor), rows, cols);
  }
  return arrayLike(b.matrixpower(a.force(X), exponent), e);
};

const kron: Lowering = (args, e, { a, b }) => {
  const [left, right] = args as readonly [View, View];
  const { rows, cols } = e.shape;
  const isEye = (v: View): boolean => v.kind === "diagonal" && b.isNumber(v.entries, UNIT);
  // Beside identities a commutation matrix only moves entries, too.
  if (left.kind === "comm" && isEye(right)) return { ...left, after: times(left.after, right.rows), rows, cols };
  if (right.kind === "comm" && isEye(left)) return { ...right, before: times(left.rows, right.before), rows, cols };
  // v ⊗ w is a vector like any other; there is no Kronecker product to put off.
  if (left.cols === ONE && right.cols === ONE) return arrayView(b.kron(a.force(left), a.force(right)), rows, cols);
  return { kind: "kron", left, right, rows, cols };
};

const norm =
  (kernel: "norm1" | "norm"): Lowering =>
  ([X], _, { a, b }) =>
    scalarView(b.norm(kernel, a.force(X as View)));

// ---------------------------------------------------------------- arrangement

const vec: Lowering = ([X], e, { a, b }) => {
  const v = X as View;
  if (v.kind === "scalar") return v;
  if (v.kind === "fill") return sameSizes(v, e);
  return arrayLike(b.vec(a.force(v)), e);
};

const unvec: Lowering = ([v], e, { a, b }) => {
  const x = v as View;
  if (x.kind === "scalar") return x;
  if (x.kind === "fill") return sameSizes(x, e);
  return arrayLike(b.unvec(a.force(x), e.shape.rows, e.shape.cols), e);
};

/** Blocks under one another (or, turned, side by side): numbers make a vector, everything else a matrix. */
const blocks =
  (along: "rows" | "cols"): Lowering =>
  (args, e, { a, b }) => {
    const { rows, cols } = e.shape;
    if ((along === "rows" ? cols : rows) === ONE)
      return arrayLike(b.concat(args.map(a.force), along === "rows" ? rows : cols), e);
    const parts = args.map(a.matrixOf);
    return arrayLike(along === "rows" ? b.vstack(parts, rows, cols) : b.hstack(parts, rows, cols), e);
  };

const sliced =
  (along: "rows" | "cols"): Lowering =>
  ([A], e, { a, b }) => {
    const v = A as View;
    const [from, to] = sizes(e);
    const { rows, cols } = e.shape;
    if (v.kind === "scalar") return v;
    if (v.kind === "fill") return isScalarView(e.shape) ? scalarView(v.value) : sameSizes(v, e);
    const X = a.force(v);
    const n = along === "rows" ? rows : cols;
    if (X.rank === 1) {
      // Of a row its one row is all of it.
      if ((along === "rows" ? v.rows : v.cols) === ONE) return v;
      return n === ONE ? scalarView(b.entry(X, from)) : arrayLike(b.slice(X, from, to, n), e);
    }
    if (n !== ONE)
      return arrayLike(along === "rows" ? b.rows(b.whole(X), from, to, n) : b.cols(b.whole(X), from, to, n), e);
    return arrayLike(along === "rows" ? b.rowat(X, from) : b.colat(X, from), e);
  };

const notLowered =
  (what: string): Lowering =>
  () => {
    throw new NoCode(what);
  };

const LOWERINGS = {
  // An input is lowered where it is met; here is what stands for a name.
  symbol: ([definition]) => definition as View,
  number: (_, e, { b }) => {
    const r = e.data as Rational;
    if (!Number.isFinite(toNumber(r))) throw new NoCode(`${toNumber(r)} is no number that a program can start from`);
    return scalarView(b.number(r));
  },
  constant: (_, e, { b }) => scalarView(b.constant(e.data as string)),
  size: (_, e, { b }) => scalarView(b.size(e.data as Dim)),
  eye: (_, e, { b }) => ({ kind: "diagonal", entries: b.one, ...e.shape }),
  ones: (_, e, { b }) => ({ kind: "fill", value: b.one, ...e.shape }),
  zeros: (_, e, { b }) => ({ kind: "fill", value: b.number(ZERO), ...e.shape }),
  comm: (_, e) => ({ kind: "comm", m: sizes(e)[0], n: sizes(e)[1], before: ONE, after: ONE, ...e.shape }),
  differential: notLowered("a differential is no number"),
  group: ([Y]) => Y as View,
  sum: (args, e, { a }) => a.sumOf(args, e.shape.rows, e.shape.cols),
  times: (args, _, { a, b }) => scalarView(b.mul(args.map(a.force))),
  scale: (args, _, { a }) => a.scaled(a.force(args[0] as View), args[1] as View),
  product: (args, e, { a }) => a.chain(args, e.shape.rows, e.shape.cols),
  transpose: ([X], _, { a }) => a.transposed(X as View),
  hadamard,
  power,
  apply,
  maximum: extremum("max"),
  minimum: extremum("min"),
  diag: ([v], e, { a }) => {
    const x = v as View;
    if (x.kind === "scalar") return x;
    return { kind: "diagonal", entries: a.entriesOf(x), ...e.shape };
  },
  diagvec: ([A], _, { a }) => a.diagonalOf(A as View),
  trace: ([A], _, { a }) => scalarView(a.traceOf(A as View)),
  det: determinant("det"),
  logdet: determinant("logdet"),
  inverse,
  matrixpower: matrixPower,
  powersum: (args, e, { a, b }) => {
    const [X, k, Y] = args.map(a.force) as unknown as readonly [ArrayExpr, ArrayExpr, ArrayExpr];
    if (X.rank === 0) return scalarView(b.mul([k, b.pow(X, b.add([k, b.number(-1)])), Y]));
    return arrayLike(b.powersum(X, k, Y), e);
  },
  total: ([X], _, { a }) => scalarView(a.totalOf(X as View)),
  mean: ([X], e, { a, b }) => {
    const { rows, cols } = (e.args[0] as Expr).shape;
    return scalarView(b.over(a.totalOf(X as View), b.mul([b.size(rows), b.size(cols)])));
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
  softmax: ([z], e, { a, b }) => {
    const x = a.force(z as View);
    return x.rank === 0 ? scalarView(b.one) : arrayLike(b.ofSameShape("softmax", x), e);
  },
  softmaxrows: softmaxBy("softmaxrows"),
  softmaxcols: softmaxBy("softmaxcols"),
  logsumexp: scalarOf((z, { b }) => (z.rank === 0 ? z : b.logsumexp(z))),
  cross_entropy: crossEntropy,
  derivative: notLowered("a derivative within an expression is worked out before it is code"),
} satisfies Record<OpName, Lowering>;

export interface Lowered {
  readonly view: (e: Expr) => View;
  /** What has become an array: each array with the first expression that it is the value of. */
  readonly origins: () => ReadonlyMap<ArrayExpr, Expr>;
}

/**
 * The views of everything below `roots`, each node lowered once, operands first. `meaning` says what
 * a name stands for, or null for an input. Throws {@link NoCode}.
 */
export function lower(roots: readonly Expr[], meaning: (symbol: Expr) => Expr | null, at: At): Lowered {
  const { a, b } = at;
  const views = new Map<Expr, View>();
  const meant = (e: Expr): Expr | null => (isSymbol(e) ? meaning(e) : null);
  const parts = (e: Expr): readonly Expr[] => {
    const value = meant(e);
    return value === null ? e.args : [value];
  };
  for (const e of walk(roots, undefined, parts)) {
    const { rows, cols } = e.shape;
    if (isSymbol(e) && meant(e) === null) {
      const rank = rankOf(e.shape);
      const node = b.input(nameOf(e), rank, rank === 2 || cols === ONE ? rows : cols, rank === 2 ? cols : ONE);
      const facts = at.facts(e);
      const isDiagonal = rank === 2 && facts.has("diagonal");
      if (isDiagonal) views.set(e, { kind: "diagonal", entries: b.diagvec(node), rows, cols });
      else views.set(e, arrayView(facts.has("symmetric") ? b.symmetric(node) : node, rows, cols));
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
    if (waits && (isSymbol(e) || isScalarView(view))) view = arrayLike(b.settled(a.force(view)), e);
    if (view.kind === "array" && at.facts(e).has("symmetric")) b.symmetric(view.node);
    views.set(e, view);
  }
  return {
    view: (e) => views.get(e) as View,
    origins: () => {
      const out = new Map<ArrayExpr, Expr>();
      for (const [e, view] of views) {
        const node = a.made(view);
        if (node !== undefined && !isSymbol(e) && !out.has(node)) out.set(node, e);
      }
      return out;
    },
  };
}
