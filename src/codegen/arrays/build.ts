/**
 * Building array expressions. Equal ones are the same object, so that what the formulas share is
 * computed once. Unlike the builders of mathematics these do simplify: ones and zeros, signs and
 * reciprocals are settled here, because nothing is shown of how they went away.
 */
import { type Dim, ONE, times } from "../../core/dim.js";
import type { Facts } from "../../core/facts.js";
import {
  equals,
  isInteger,
  isUnit,
  isZero,
  MINUS_UNIT,
  multiplyRational,
  negated,
  powerRational,
  type Rational,
  rational,
  toNumber,
  UNIT,
  ZERO,
} from "../../core/rational.js";
import { NoCode } from "../no-code.js";
import { type ArrayExpr, type IndexedArray, isEntrywise, type Kernel, POSDEF } from "./array.js";

export interface Graph {
  readonly table: Map<string, ArrayExpr>;
  /** Entrywise matrices that so far are made of columns (or of rows) alone: as arrays they are smaller than they stand for. */
  readonly partial: Map<ArrayExpr, "column" | "row">;
  /** Matrices that are their own transpose. */
  readonly symmetric: Set<ArrayExpr>;
  /** Matrices that have a Cholesky factor. */
  readonly posdef: Set<ArrayExpr>;
  /** Nodes that have been built since the last way of computing was given up. */
  readonly live: Set<ArrayExpr>;
}

export const newGraph = (): Graph => ({
  table: new Map(),
  partial: new Map(),
  symmetric: new Set(),
  posdef: new Set(),
  live: new Set(),
});

interface Spec {
  readonly indexed?: IndexedArray;
  readonly data?: string;
  readonly dims?: readonly Dim[];
  readonly number?: Rational;
}

type Shape = readonly [0 | 1 | 2, Dim, Dim];

function keyOf(kernel: Kernel, args: readonly ArrayExpr[], shape: Shape, { data, dims, number }: Spec): string {
  const operands = args.map((a) => a.id).join(",");
  const own = `${data ?? ""}|${dims?.join(",") ?? ""}|${number ? `${number.numerator}/${number.denominator}` : ""}`;
  return `${kernel}|${operands}|${own}|${shape.join(",")}`;
}

function make(g: Graph, kernel: Kernel, args: readonly ArrayExpr[], shape: Shape, spec: Spec = {}): ArrayExpr {
  const key = keyOf(kernel, args, shape, spec);
  const known = g.table.get(key);
  if (known !== undefined) {
    g.live.add(known);
    return known;
  }
  const { data = "", dims = [], number = null, indexed } = spec;
  const [rank, rows, cols] = shape;
  const plain = { id: g.table.size, kernel, args, data, dims, number, rank, rows, cols };
  const made: ArrayExpr = indexed === undefined ? plain : { ...plain, indexed };
  g.table.set(key, made);
  g.live.add(made);
  if (kernel === "column" || kernel === "row") g.partial.set(made, kernel);
  else if (rank === 2 && isEntrywise(made) && kernel !== "spread") {
    const sides = new Set(args.filter((a) => a.rank === 2).map((a) => g.partial.get(a)));
    const [side] = sides;
    if (sides.size === 1 && side !== undefined) g.partial.set(made, side);
  }
  return made;
}

/** The node, if the way of computing that is being built has it already. */
function found(g: Graph, kernel: Kernel, args: readonly ArrayExpr[], shape: Shape, spec: Spec = {}): ArrayExpr | null {
  const known = g.table.get(keyOf(kernel, args, shape, spec));
  return known !== undefined && g.live.has(known) ? known : null;
}

const SCALAR: Shape = [0, ONE, ONE];

/** An array over indices, made of arrays that have nothing to do with them. */
export const indexed = (
  g: Graph,
  args: readonly ArrayExpr[],
  of: IndexedArray,
  [rank, rows, cols]: readonly [0 | 1 | 2, Dim, Dim],
): ArrayExpr => {
  const data = `${of.of.id} ${of.letters.map((i) => i.key).join(" ")}`;
  return make(g, "indexed", args, [rank, rank === 1 && rows === ONE ? cols : rows, rank === 1 ? ONE : cols], {
    indexed: of,
    data,
  });
};
const vectorOf = (n: Dim): Shape => [1, n, ONE];
const matrixOf = (r: Dim, c: Dim): Shape => [2, r, c];
const like = (e: ArrayExpr): Shape => [e.rank, e.rows, e.cols];

export const number = (g: Graph, r: Rational | number): ArrayExpr => {
  const value = typeof r === "number" ? rational(r) : r;
  if (!Number.isFinite(toNumber(value))) throw new NoCode("a number beyond 1e308 cannot be written down");
  return make(g, "number", [], SCALAR, { number: value });
};
export const one = (g: Graph): ArrayExpr => number(g, UNIT);
export const isNumber = (e: ArrayExpr, r: Rational): boolean => e.number !== null && equals(e.number, r);

export const size = (g: Graph, d: Dim): ArrayExpr =>
  /^-?\d+$/.test(d) ? number(g, Number(d)) : make(g, "size", [], SCALAR, { data: d, dims: [d] });

// ---------------------------------------------------------------- entry by entry

/** Whether the transpose of an array may be there already. */
const mayBeTurned = (a: ArrayExpr): boolean => {
  const X = a.kernel === "neg" ? (a.args[0] as ArrayExpr) : a;
  return X.kernel === "transpose" || X.kernel === "matmul";
};

/** An entrywise kernel; one that is there with its two operands in the other order, or as its transpose, is that. */
const entrywise = (g: Graph, kernel: Kernel, args: readonly ArrayExpr[], spec: Spec = {}): ArrayExpr =>
  there(g, kernel, args, spec) ?? make(g, kernel, args, widest(args), spec);

/** What an entrywise result is of those that are there. */
function there(g: Graph, kernel: Kernel, args: readonly ArrayExpr[], spec: Spec = {}): ArrayExpr | null {
  const swapped = args.length === 2 && (kernel === "add" || kernel === "mul") ? [args.toReversed()] : [];
  for (const operands of [args, ...swapped]) {
    const known = found(g, kernel, operands, widest(operands), spec) ?? turnedThere(g, kernel, operands, spec);
    if (known !== null) return known;
  }
  return null;
}

/** What is the transpose of an entrywise result that is there. */
function turnedThere(g: Graph, kernel: Kernel, args: readonly ArrayExpr[], spec: Spec): ArrayExpr | null {
  if (widest(args)[0] !== 2 || !args.some(mayBeTurned)) return null;
  const turned = args.map((a) => (a.rank === 2 ? transpose(g, a) : a));
  const known = found(g, kernel, turned, widest(turned), spec);
  const isOther = known !== null && !g.symmetric.has(known) && turned.some((a, i) => a !== args[i]);
  return isOther ? transpose(g, known) : null;
}

/** The shape of an entrywise result: the operand of the highest rank has it. */
const widest = (args: readonly ArrayExpr[]) => like(args.reduce((a, b) => (b.rank > a.rank ? b : a)));

export const neg = (g: Graph, a: ArrayExpr): ArrayExpr => {
  if (a.number !== null) return number(g, negated(a.number));
  if (a.kernel === "neg") return a.args[0] as ArrayExpr;
  if (a.kernel === "mul" && a.args[0]?.number) {
    const [c, x] = a.args as readonly [ArrayExpr, ArrayExpr];
    return scaled(g, number(g, negated(c.number as Rational)), x);
  }
  return make(g, "neg", [a], like(a));
};

export const add = (g: Graph, terms: readonly ArrayExpr[]): ArrayExpr => {
  const useful = terms.filter((t) => !isNumber(t, ZERO));
  if (useful.length === 0) return number(g, ZERO);
  if (useful.length === 1) return useful[0] as ArrayExpr;
  // A sign that all terms have is one sign, which may cancel another further out.
  if (useful.every((t) => t.kernel === "neg"))
    return neg(
      g,
      add(
        g,
        useful.map((t) => t.args[0] as ArrayExpr),
      ),
    );
  return opposite(g, useful) ?? entrywise(g, "add", useful);
};

/** y − x where x − y, or its transpose, is there. */
const opposite = (g: Graph, terms: readonly ArrayExpr[]): ArrayExpr | null => {
  const [p, q] = terms as readonly [ArrayExpr, ArrayExpr];
  if (terms.length > 2 || terms.some((t) => t.number !== null && t.number.numerator < 0)) return null;
  const minus = [p, q].find((t) => t.kernel === "neg");
  if (minus === undefined) return null;
  const [a, c] = [neg(g, p), neg(g, q)];
  const minuend = there(g, "add", [c, a]);
  return minuend === null ? null : make(g, "neg", [minuend], like(minuend));
};

/** s X for a scalar s that may be a number or a reciprocal. */
export const scaled = (g: Graph, s: ArrayExpr, x: ArrayExpr): ArrayExpr => {
  if (isNumber(s, UNIT)) return x;
  if (isNumber(s, ZERO)) return x.rank === 0 ? s : fill(g, s, x);
  if (isNumber(s, MINUS_UNIT)) return neg(g, x);
  if (isNumber(x, UNIT)) return s;
  if (s.kernel === "neg") return neg(g, scaled(g, s.args[0] as ArrayExpr, x));
  if (s.kernel === "div" && isNumber(s.args[0] as ArrayExpr, UNIT)) return over(g, x, s.args[1] as ArrayExpr);
  if (s.number !== null && x.kernel === "div" && x.args[0]?.number)
    return over(g, number(g, multiplyRational(s.number, x.args[0].number)), x.args[1] as ArrayExpr);
  if (x.kernel === "mul" && s.number !== null && x.args[0]?.number) {
    const c = multiplyRational(s.number, x.args[0].number as Rational);
    return scaled(g, number(g, c), x.args[1] as ArrayExpr);
  }
  if (s.number !== null && x.number !== null) return number(g, multiplyRational(s.number, x.number));
  return entrywise(g, "mul", [s, x]);
};

export const over = (g: Graph, a: ArrayExpr, b: ArrayExpr): ArrayExpr => {
  if (isNumber(b, UNIT)) return a;
  if (a.kernel === "neg") return neg(g, over(g, a.args[0] as ArrayExpr, b));
  if (b.kernel === "neg") return neg(g, over(g, a, b.args[0] as ArrayExpr));
  if (b.number !== null && !isZero(b.number)) {
    const inverse = powerRational(b.number, MINUS_UNIT);
    if (inverse !== null) return scaled(g, number(g, inverse), a);
  }
  return stableQuotient(g, a, b) ?? entrywise(g, "div", [a, b]);
};

const isExp = (e: ArrayExpr): boolean => e.kernel === "apply" && e.data === "exp";

/** The z of 1 + exp(z). */
export const aboveOne = (e: ArrayExpr): ArrayExpr | null => {
  const [p, q] = e.args as readonly [ArrayExpr, ArrayExpr];
  if (e.kernel !== "add" || e.args.length !== 2) return null;
  const power = isNumber(p, UNIT) ? q : isNumber(q, UNIT) ? p : null;
  return power !== null && isExp(power) ? (power.args[0] as ArrayExpr) : null;
};

/** Quotients of exponentials that are a sigmoid or a softmax: written out they would be ∞ / ∞. */
const stableQuotient = (g: Graph, a: ArrayExpr, b: ArrayExpr): ArrayExpr | null => {
  const z = aboveOne(b);
  if (z !== null && isNumber(a, UNIT)) return apply(g, "sigmoid", neg(g, z));
  const isSoftmax = b.kernel === "total" && b.args[0] === a && isExp(a) && a.rank === 1;
  return isSoftmax ? ofSameShape(g, "softmax", a.args[0] as ArrayExpr) : null;
};

/** exp(z) sigmoid(−z), which is how exp(z) / (1 + exp(z)) comes, is sigmoid(z): written out it would be ∞ · 0. */
const stableFactors = (g: Graph, factors: readonly ArrayExpr[]): readonly ArrayExpr[] => {
  const out = [...factors];
  for (const f of factors.filter(isExp)) {
    const z = f.args[0] as ArrayExpr;
    const minus = neg(g, z);
    const at = out.findIndex((g) => g.kernel === "apply" && g.data === "sigmoid" && g.args[0] === minus);
    if (at < 0) continue;
    out[at] = apply(g, "sigmoid", z);
    out.splice(out.indexOf(f), 1);
  }
  return out;
};

/** A product entry by entry, smaller operands first: columns are multiplied before they are spread over a matrix. */
export const mul = (g: Graph, factors: readonly ArrayExpr[]): ArrayExpr => {
  let constant = UNIT;
  let minus = false;
  const groups = new Map<string, { above: ArrayExpr[]; below: ArrayExpr[] }>();
  const put = (e: ArrayExpr, below: boolean): void => {
    const spreads = e.kernel === "column" || e.kernel === "row";
    const key = e.rank === 0 ? "scalar" : spreads ? e.kernel : "array";
    const group = groups.get(key) ?? { above: [], below: [] };
    groups.set(key, group);
    group[below ? "below" : "above"].push(spreads ? (e.args[0] as ArrayExpr) : e);
  };
  for (let f of factors) {
    if (f.kernel === "neg") {
      minus = !minus;
      f = f.args[0] as ArrayExpr;
    }
    if (f.kernel === "mul" && f.args[0]?.number) {
      constant = multiplyRational(constant, f.args[0].number as Rational);
      f = f.args[1] as ArrayExpr;
    }
    if (f.number !== null) constant = multiplyRational(constant, f.number);
    else if (f.kernel === "div") {
      const [a, b] = f.args as readonly [ArrayExpr, ArrayExpr];
      if (a.number !== null) {
        constant = multiplyRational(constant, a.number);
        put(b, true);
      } else if (f.rank === 0 || a.rank < b.rank) {
        put(a, false);
        put(b, true);
      } else put(f, false);
    } else put(f, false);
  }
  if (minus) constant = negated(constant);
  const chain = (list: readonly ArrayExpr[]): ArrayExpr | null =>
    list.length === 0 ? null : stableFactors(g, list).reduce((a, b) => entrywise(g, "mul", [a, b]));
  const quotient = (group: { above: ArrayExpr[]; below: ArrayExpr[] } | undefined): ArrayExpr | null => {
    if (group === undefined) return null;
    const [above, below] = [chain(group.above), chain(group.below)];
    return below === null ? above : over(g, above ?? one(g), below);
  };
  const scalar = quotient(groups.get("scalar"));
  const [u, w] = [quotient(groups.get("column")), quotient(groups.get("row"))];
  const array = quotient(groups.get("array"));
  let result = array;
  if (u !== null || w !== null) {
    const before = u === null ? [] : [column(g, u, factors)];
    const after = w === null ? [] : [row(g, w, factors)];
    const spread = [...before, ...after];
    const all = [...before, ...(array === null ? [] : [array]), ...after];
    // v ./ A and the like: the reciprocal of a matrix takes the column above it.
    result =
      array !== null && array.kernel === "div" && isNumber(array.args[0] as ArrayExpr, UNIT)
        ? over(g, chain(spread) as ArrayExpr, array.args[1] as ArrayExpr)
        : (chain(all) as ArrayExpr);
  }
  if (result === null) return scaled(g, number(g, constant), scalar ?? one(g));
  const coefficient = scalar === null ? number(g, constant) : scaled(g, number(g, constant), scalar);
  return scaled(g, coefficient, result);
};

/** A column or a row as operand, in the shape of the matrix that the factors make. */
export const column = (g: Graph, v: ArrayExpr, among: readonly ArrayExpr[] | Dim): ArrayExpr =>
  make(g, "column", [v], matrixOf(v.rows, typeof among === "string" ? among : colsAmong(among)));
export const row = (g: Graph, v: ArrayExpr, among: readonly ArrayExpr[] | Dim): ArrayExpr =>
  make(g, "row", [v], matrixOf(typeof among === "string" ? among : rowsAmong(among), v.rows));
const colsAmong = (among: readonly ArrayExpr[]): Dim => (among.find((e) => e.rank === 2) as ArrayExpr).cols;
const rowsAmong = (among: readonly ArrayExpr[]): Dim => (among.find((e) => e.rank === 2) as ArrayExpr).rows;

export const pow = (g: Graph, x: ArrayExpr, k: ArrayExpr): ArrayExpr => {
  if (k.number === null) return entrywise(g, "pow", [x, k]);
  if (isUnit(k.number)) return x;
  if (isZero(k.number)) return x.rank === 0 ? one(g) : fill(g, one(g), x);
  if (k.number.numerator < 0) return over(g, one(g), pow(g, x, number(g, negated(k.number))));
  if (equals(k.number, rational(1, 2))) return apply(g, "sqrt", x);
  if (x.number !== null && isInteger(k.number)) {
    const exact = powerRational(x.number, k.number);
    if (exact !== null) return number(g, exact);
  }
  return entrywise(g, "pow", [x, k]);
};

export const apply = (g: Graph, name: string, x: ArrayExpr): ArrayExpr => entrywise(g, "apply", [x], { data: name });
export const extremum = (g: Graph, kernel: "max" | "min", a: ArrayExpr, b: ArrayExpr): ArrayExpr =>
  entrywise(g, kernel, [a, b]);

/** An array in which every entry is s, of the shape of `of`. */
export const fill = (
  g: Graph,
  s: ArrayExpr,
  of: { readonly rank: 0 | 1 | 2; readonly rows: Dim; readonly cols: Dim },
): ArrayExpr => (of.rank === 0 ? s : make(g, "fill", [s], [of.rank, of.rows, of.cols]));

const isSpread = (e: ArrayExpr): boolean => e.kernel === "column" || e.kernel === "row";
/** An operand for a kernel that wants a whole matrix. */
export const whole = (g: Graph, e: ArrayExpr): ArrayExpr => (g.partial.has(e) ? make(g, "spread", [e], like(e)) : e);

// ---------------------------------------------------------------- linear algebra

export const transpose = (g: Graph, A: ArrayExpr): ArrayExpr => {
  if (A.rank < 2 || g.symmetric.has(A)) return A;
  if (A.kernel === "transpose") return A.args[0] as ArrayExpr;
  if (A.kernel === "column") return row(g, A.args[0] as ArrayExpr, A.cols);
  if (A.kernel === "row") return column(g, A.args[0] as ArrayExpr, A.rows);
  if (A.kernel === "outer") return outer(g, A.args[1] as ArrayExpr, A.args[0] as ArrayExpr);
  if (A.kernel === "fill") return fill(g, A.args[0] as ArrayExpr, { rank: 2, rows: A.cols, cols: A.rows });
  if (A.kernel === "neg") return neg(g, transpose(g, A.args[0] as ArrayExpr));
  return make(g, "transpose", [whole(g, A)], matrixOf(A.cols, A.rows));
};

export const matmul = (g: Graph, A: ArrayExpr, B: ArrayExpr): ArrayExpr => {
  // Bᵀ Aᵀ is the transpose of A B, which may be there already.
  if (A.kernel === "transpose" && B.kernel === "transpose")
    return transpose(g, matmul(g, B.args[0] as ArrayExpr, A.args[0] as ArrayExpr));
  if (A.kernel === "neg") return neg(g, matmul(g, A.args[0] as ArrayExpr, B));
  if (B.kernel === "neg") return neg(g, matmul(g, A, B.args[0] as ArrayExpr));
  const [left, right] = [whole(g, transpose(g, B)), whole(g, transpose(g, A))];
  const there = found(g, "matmul", [left, right], matrixOf(B.cols, A.rows));
  const made = there === null ? make(g, "matmul", [whole(g, A), whole(g, B)], matrixOf(A.rows, B.cols)) : null;
  if (left === A && right === B) return symmetric(g, made ?? (there as ArrayExpr));
  return made ?? transpose(g, there as ArrayExpr);
};
/** Notes that a matrix is its own transpose. */
export const symmetric = (g: Graph, A: ArrayExpr): ArrayExpr => {
  g.symmetric.add(A);
  return A;
};
/** Notes what is known of the matrix of an expression. */
export const known = (g: Graph, A: ArrayExpr, facts: Facts): ArrayExpr => {
  if (facts.has("posdef")) g.posdef.add(A);
  return facts.has("symmetric") ? symmetric(g, A) : A;
};
export const isSymmetric = (g: Graph, A: ArrayExpr): boolean => g.symmetric.has(A);
export const matvec = (g: Graph, A: ArrayExpr, v: ArrayExpr): ArrayExpr =>
  v.kernel === "neg"
    ? neg(g, matvec(g, A, v.args[0] as ArrayExpr))
    : make(g, "matvec", [whole(g, A), v], vectorOf(A.rows));
export const dot = (g: Graph, v: ArrayExpr, w: ArrayExpr): ArrayExpr => {
  if (v.kernel === "neg") return neg(g, dot(g, v.args[0] as ArrayExpr, w));
  if (w.kernel === "neg") return neg(g, dot(g, v, w.args[0] as ArrayExpr));
  return g.table.get(keyOf("dot", [w, v], SCALAR, {})) ?? make(g, "dot", [v, w], SCALAR);
};
export const inner = (g: Graph, A: ArrayExpr, B: ArrayExpr): ArrayExpr => {
  if (A.kernel === "neg") return neg(g, inner(g, A.args[0] as ArrayExpr, B));
  if (B.kernel === "neg") return neg(g, inner(g, A, B.args[0] as ArrayExpr));
  if (A.kernel === "transpose" && B.kernel === "transpose")
    return inner(g, A.args[0] as ArrayExpr, B.args[0] as ArrayExpr);
  return make(g, "inner", [whole(g, A), whole(g, B)], SCALAR);
};
export const outer = (g: Graph, v: ArrayExpr, w: ArrayExpr): ArrayExpr => {
  if (v.kernel === "neg") return neg(g, outer(g, v.args[0] as ArrayExpr, w));
  if (w.kernel === "neg") return neg(g, outer(g, v, w.args[0] as ArrayExpr));
  return make(g, "outer", [v, w], matrixOf(v.rows, w.rows));
};
export const lu = (g: Graph, A: ArrayExpr): ArrayExpr =>
  make(g, "lu", [whole(g, A)], like(A), { data: g.posdef.has(A) ? POSDEF : "" });
export const solve = (g: Graph, F: ArrayExpr, X: ArrayExpr, transposed: boolean): ArrayExpr =>
  X.kernel === "neg"
    ? neg(g, solve(g, F, X.args[0] as ArrayExpr, transposed))
    : make(g, "solve", [F, whole(g, X)], like(X), {
        data: transposed && !isSymmetric(g, F.args[0] as ArrayExpr) ? "T" : "",
      });
export const inverse = (g: Graph, F: ArrayExpr): ArrayExpr => {
  const made = make(g, "inverse", [F], like(F));
  return isSymmetric(g, F.args[0] as ArrayExpr) ? symmetric(g, made) : made;
};
export const ofFactors = (g: Graph, kernel: "det" | "logdet", F: ArrayExpr): ArrayExpr => make(g, kernel, [F], SCALAR);
export const matrixpower = (g: Graph, A: ArrayExpr, k: ArrayExpr): ArrayExpr =>
  make(g, "matrixpower", [whole(g, A), k], like(A));
export const powersum = (g: Graph, A: ArrayExpr, k: ArrayExpr, B: ArrayExpr): ArrayExpr =>
  make(g, "powersum", [whole(g, A), k, whole(g, B)], like(B));
export const matrixfunction = (g: Graph, f: string, A: ArrayExpr): ArrayExpr =>
  make(g, "matrixfunction", [whole(g, A)], like(A), { data: f });
export const frechet = (g: Graph, f: string, A: ArrayExpr, B: ArrayExpr): ArrayExpr =>
  make(g, "frechet", [whole(g, A), whole(g, B)], like(B), { data: f });
export const decomposed = (g: Graph, helper: string, A: ArrayExpr, rank: 1 | 2, rows: Dim, cols: Dim): ArrayExpr =>
  make(g, "decomposed", [whole(g, A)], [rank, rows, cols], { data: helper });
/** A function that the module brings along, of whole arrays. */
export const helped = (g: Graph, name: string, args: readonly ArrayExpr[], shape: Shape): ArrayExpr =>
  make(
    g,
    "helped",
    args.map((a) => whole(g, a)),
    shape,
    { data: name },
  );
export const trace = (g: Graph, A: ArrayExpr): ArrayExpr => make(g, "trace", [whole(g, A)], SCALAR);
export const diagonal = (g: Graph, v: ArrayExpr): ArrayExpr => make(g, "diagonal", [v], matrixOf(v.rows, v.rows));
export const diagvec = (g: Graph, A: ArrayExpr): ArrayExpr =>
  A.kernel === "diagonal" ? (A.args[0] as ArrayExpr) : make(g, "diagvec", [whole(g, A)], vectorOf(A.rows));
export const adddiagonal = (g: Graph, A: ArrayExpr, v: ArrayExpr): ArrayExpr =>
  make(g, "adddiagonal", [whole(g, A), v], like(A));
export const eye = (g: Graph, n: Dim): ArrayExpr => make(g, "eye", [], matrixOf(n, n), { dims: [n] });
export const comm = (g: Graph, m: Dim, n: Dim): ArrayExpr =>
  make(g, "comm", [], matrixOf(times(m, n), times(m, n)), { dims: [m, n] });
export const kron = (g: Graph, A: ArrayExpr, B: ArrayExpr): ArrayExpr =>
  A.rank === 1
    ? make(g, "kron", [A, B], vectorOf(times(A.rows, B.rows)))
    : make(g, "kron", [whole(g, A), whole(g, B)], matrixOf(times(A.rows, B.rows), times(A.cols, B.cols)));
export const kronapply = (g: Graph, A: ArrayExpr, B: ArrayExpr, C: ArrayExpr): ArrayExpr =>
  make(g, "kronapply", [whole(g, A), whole(g, B), whole(g, C)], matrixOf(times(A.rows, B.rows), C.cols));
export const commute = (g: Graph, sizes: readonly Dim[], A: ArrayExpr): ArrayExpr =>
  make(g, "commute", [whole(g, A)], like(A), { dims: sizes });

// ---------------------------------------------------------------- reductions

export const total = (g: Graph, X: ArrayExpr): ArrayExpr => {
  if (X.kernel === "fill") return mul(g, [X.args[0] as ArrayExpr, size(g, times(X.rows, X.cols))]);
  if (X.kernel === "neg") return neg(g, total(g, X.args[0] as ArrayExpr));
  if (X.kernel === "mul") {
    const [a, b] = X.args as readonly [ArrayExpr, ArrayExpr];
    if (a.rank === 0) return mul(g, [a, total(g, b)]);
    if (a.rank === 1 && b.rank === 1) return dot(g, a, b);
    if (a.rank === 2 && b.rank === 2 && !isSpread(a) && !isSpread(b)) return inner(g, a, b);
  }
  if (X.kernel === "div" && (X.args[1] as ArrayExpr).rank === 0)
    return over(g, total(g, X.args[0] as ArrayExpr), X.args[1] as ArrayExpr);
  if (X.kernel === "pow" && X.args[1]?.number && equals(X.args[1].number, rational(2))) {
    const x = X.args[0] as ArrayExpr;
    return x.rank === 1 ? dot(g, x, x) : isSpread(x) ? make(g, "total", [whole(g, X)], SCALAR) : inner(g, x, x);
  }
  if (X.kernel === "transpose") return total(g, X.args[0] as ArrayExpr);
  if (X.kernel === "outer") return mul(g, [total(g, X.args[0] as ArrayExpr), total(g, X.args[1] as ArrayExpr)]);
  return make(g, "total", [whole(g, X)], SCALAR);
};
export const rowsums = (g: Graph, A: ArrayExpr): ArrayExpr =>
  A.kernel === "transpose"
    ? make(g, "colsums", [A.args[0] as ArrayExpr], vectorOf(A.rows))
    : make(g, "rowsums", [whole(g, A)], vectorOf(A.rows));
export const norm = (g: Graph, kernel: "norm1" | "norm", X: ArrayExpr): ArrayExpr =>
  X.rank === 0 ? apply(g, "abs", X) : make(g, kernel, [whole(g, X)], SCALAR);

// ---------------------------------------------------------------- arrangement

export const vec = (g: Graph, X: ArrayExpr): ArrayExpr => {
  if (X.rank < 2) return X;
  if (X.kernel === "unvec") return X.args[0] as ArrayExpr;
  if (X.kernel === "fill") return fill(g, X.args[0] as ArrayExpr, { rank: 1, rows: times(X.rows, X.cols), cols: ONE });
  if (X.kernel === "neg") return neg(g, vec(g, X.args[0] as ArrayExpr));
  return make(g, "vec", [whole(g, X)], vectorOf(times(X.rows, X.cols)));
};
export const unvec = (g: Graph, v: ArrayExpr, rows: Dim, cols: Dim): ArrayExpr => {
  if (rows === ONE || cols === ONE) return v;
  const X = v.kernel === "vec" ? (v.args[0] as ArrayExpr) : null;
  if (X !== null && X.rows === rows && X.cols === cols) return X;
  if (v.kernel === "neg") return neg(g, unvec(g, v.args[0] as ArrayExpr, rows, cols));
  return make(g, "unvec", [v], matrixOf(rows, cols), { dims: [rows, cols] });
};
export const concat = (g: Graph, parts: readonly ArrayExpr[], n: Dim): ArrayExpr =>
  make(g, "concat", parts, vectorOf(n));
export const vstack = (g: Graph, parts: readonly ArrayExpr[], rows: Dim, cols: Dim): ArrayExpr =>
  make(
    g,
    "vstack",
    parts.map((e) => whole(g, e)),
    matrixOf(rows, cols),
  );
export const hstack = (g: Graph, parts: readonly ArrayExpr[], rows: Dim, cols: Dim): ArrayExpr =>
  make(
    g,
    "hstack",
    parts.map((e) => whole(g, e)),
    matrixOf(rows, cols),
  );
export const rows = (g: Graph, A: ArrayExpr, from: Dim, to: Dim, n: Dim): ArrayExpr =>
  make(g, "rows", [whole(g, A)], matrixOf(n, A.cols), { dims: [from, to] });
export const cols = (g: Graph, A: ArrayExpr, from: Dim, to: Dim, n: Dim): ArrayExpr =>
  make(g, "cols", [whole(g, A)], matrixOf(A.rows, n), { dims: [from, to] });
export const slice = (g: Graph, v: ArrayExpr, from: Dim, to: Dim, n: Dim): ArrayExpr =>
  make(g, "slice", [v], vectorOf(n), { dims: [from, to] });
export const rowat = (g: Graph, A: ArrayExpr, i: Dim): ArrayExpr =>
  make(g, "rowat", [whole(g, A)], vectorOf(A.cols), { dims: [i, i] });
export const colat = (g: Graph, A: ArrayExpr, j: Dim): ArrayExpr =>
  make(g, "colat", [whole(g, A)], vectorOf(A.rows), { dims: [j, j] });
export const entry = (g: Graph, v: ArrayExpr, i: Dim): ArrayExpr => make(g, "entry", [v], SCALAR, { dims: [i, i] });
export const asrow = (g: Graph, v: ArrayExpr): ArrayExpr => make(g, "asrow", [v], matrixOf(ONE, v.rows));
export const ascol = (g: Graph, v: ArrayExpr): ArrayExpr => make(g, "ascol", [v], matrixOf(v.rows, ONE));
export const copy = (g: Graph, X: ArrayExpr): ArrayExpr => make(g, "copy", [X], like(X));

// ---------------------------------------------------------------- stable functions

export const ofSameShape = (
  g: Graph,
  kernel: "softmax" | "softmaxrows" | "softmaxcols" | "logsoftmax" | "logsoftmaxrows" | "logsoftmaxcols",
  X: ArrayExpr,
): ArrayExpr => make(g, kernel, [whole(g, X)], like(X));
export const logsumexp = (g: Graph, z: ArrayExpr): ArrayExpr => make(g, "logsumexp", [z], SCALAR);
export const crossentropy = (g: Graph, y: ArrayExpr, p: ArrayExpr): ArrayExpr =>
  make(g, "crossentropy", [whole(g, y), whole(g, p)], SCALAR);

export const input = (g: Graph, name: string, rank: 0 | 1 | 2, r: Dim, c: Dim): ArrayExpr =>
  make(g, "input", [], [rank, r, c], { data: name });
export const constant = (g: Graph, name: string): ArrayExpr => make(g, "constant", [], SCALAR, { data: name });

/** −(v wᵀ) as (−v) wᵀ: where it stands alone, turning the sign of a vector is less work. */
export const settled = (g: Graph, e: ArrayExpr): ArrayExpr => {
  const X = e.kernel === "neg" ? (e.args[0] as ArrayExpr) : e;
  if (X === e || X.kernel !== "outer") return e;
  const [v, w] = X.args as readonly [ArrayExpr, ArrayExpr];
  return make(g, "outer", [neg(g, v), w], like(X));
};
