/**
 * Building array expressions. Equal ones are the same object, so that what the formulas share is
 * computed once. Unlike the builders of mathematics these do simplify: ones and zeros, signs and
 * reciprocals are settled here, because nothing is shown of how they went away.
 */
import { type Dim, ONE, times } from "../../core/dim.js";
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
import { type ArrayExpr, isEntrywise, type Kernel } from "./array.js";

export interface Graph {
  readonly table: Map<string, ArrayExpr>;
  /** Entrywise matrices that so far are made of columns (or of rows) alone: as arrays they are smaller than they stand for. */
  readonly partial: Map<ArrayExpr, "column" | "row">;
  /** Matrices that are their own transpose. */
  readonly symmetric: Set<ArrayExpr>;
  /** What has been built since the last way of computing was given up. */
  readonly live: Set<ArrayExpr>;
}

export const newGraph = (): Graph => ({
  table: new Map(),
  partial: new Map(),
  symmetric: new Set(),
  live: new Set(),
});

interface Spec {
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
  const { data = "", dims = [], number = null } = spec;
  const [rank, rows, cols] = shape;
  const made: ArrayExpr = { id: g.table.size, kernel, args, data, dims, number, rank, rows, cols };
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
const vectorOf = (n: Dim): Shape => [1, n, ONE];
const matrixOf = (r: Dim, c: Dim): Shape => [2, r, c];
const like = (e: ArrayExpr): Shape => [e.rank, e.rows, e.cols];

/** The array operations of one graph. */
export function builders(g: Graph) {
  const number = (r: Rational | number): ArrayExpr => {
    const value = typeof r === "number" ? rational(r) : r;
    if (!Number.isFinite(toNumber(value))) throw new NoCode("a number beyond 1e308 cannot be written down");
    return make(g, "number", [], SCALAR, { number: value });
  };
  const one = number(UNIT);
  const isNumber = (e: ArrayExpr, r: Rational): boolean => e.number !== null && equals(e.number, r);

  const size = (d: Dim): ArrayExpr =>
    /^-?\d+$/.test(d) ? number(Number(d)) : make(g, "size", [], SCALAR, { data: d, dims: [d] });

  // ---------------------------------------------------------------- entry by entry

  /** Whether the transpose of an array may be there already. */
  const mayBeTurned = (a: ArrayExpr): boolean => {
    const X = a.kernel === "neg" ? (a.args[0] as ArrayExpr) : a;
    return X.kernel === "transpose" || X.kernel === "matmul";
  };

  /** An entrywise kernel; as the transpose of one of transposes where that is there. */
  const entrywise = (kernel: Kernel, args: readonly ArrayExpr[], spec: Spec = {}): ArrayExpr => {
    const shape = widest(args);
    if (shape[0] === 2 && args.some(mayBeTurned)) {
      const turned = args.map((a) => (a.rank === 2 ? transpose(a) : a));
      const there = found(g, kernel, turned, widest(turned), spec);
      if (there !== null && !g.symmetric.has(there) && turned.some((a, i) => a !== args[i])) return transpose(there);
    }
    return make(g, kernel, args, shape, spec);
  };

  /** The shape of an entrywise result: the operand of the highest rank has it. */
  const widest = (args: readonly ArrayExpr[]) => like(args.reduce((a, b) => (b.rank > a.rank ? b : a)));

  const neg = (a: ArrayExpr): ArrayExpr => {
    if (a.number !== null) return number(negated(a.number));
    if (a.kernel === "neg") return a.args[0] as ArrayExpr;
    if (a.kernel === "mul" && a.args[0]?.number) {
      const [c, x] = a.args as readonly [ArrayExpr, ArrayExpr];
      return scaled(number(negated(c.number as Rational)), x);
    }
    return make(g, "neg", [a], like(a));
  };

  const add = (terms: readonly ArrayExpr[]): ArrayExpr => {
    const useful = terms.filter((t) => !isNumber(t, ZERO));
    if (useful.length === 0) return number(ZERO);
    if (useful.length === 1) return useful[0] as ArrayExpr;
    // A sign that all terms have is one sign, which may cancel another further out.
    if (useful.every((t) => t.kernel === "neg")) return neg(add(useful.map((t) => t.args[0] as ArrayExpr)));
    return opposite(useful) ?? entrywise("add", useful);
  };

  /** y − x where x − y is there. */
  const opposite = (terms: readonly ArrayExpr[]): ArrayExpr | null => {
    const [p, q] = terms as readonly [ArrayExpr, ArrayExpr];
    if (terms.length > 2 || terms.some((t) => t.number !== null && t.number.numerator < 0)) return null;
    const minus = [p, q].find((t) => t.kernel === "neg");
    if (minus === undefined) return null;
    const [a, c] = [neg(p), neg(q)];
    const there = found(g, "add", [c, a], widest(terms)) ?? found(g, "add", [a, c], widest(terms));
    return there === null ? null : make(g, "neg", [there], like(there));
  };

  /** s X for a scalar s that may be a number or a reciprocal. */
  const scaled = (s: ArrayExpr, x: ArrayExpr): ArrayExpr => {
    if (isNumber(s, UNIT)) return x;
    if (isNumber(s, ZERO)) return x.rank === 0 ? s : fill(s, x);
    if (isNumber(s, MINUS_UNIT)) return neg(x);
    if (isNumber(x, UNIT)) return s;
    if (s.kernel === "neg") return neg(scaled(s.args[0] as ArrayExpr, x));
    if (s.kernel === "div" && isNumber(s.args[0] as ArrayExpr, UNIT)) return over(x, s.args[1] as ArrayExpr);
    if (x.kernel === "mul" && s.number !== null && x.args[0]?.number) {
      const c = multiplyRational(s.number, x.args[0].number as Rational);
      return scaled(number(c), x.args[1] as ArrayExpr);
    }
    if (s.number !== null && x.number !== null) return number(multiplyRational(s.number, x.number));
    return entrywise("mul", [s, x]);
  };

  const over = (a: ArrayExpr, b: ArrayExpr): ArrayExpr => {
    if (isNumber(b, UNIT)) return a;
    if (a.kernel === "neg") return neg(over(a.args[0] as ArrayExpr, b));
    if (b.kernel === "neg") return neg(over(a, b.args[0] as ArrayExpr));
    if (b.number !== null && !isZero(b.number)) {
      const inverse = powerRational(b.number, MINUS_UNIT);
      if (inverse !== null) return scaled(number(inverse), a);
    }
    return stableQuotient(a, b) ?? entrywise("div", [a, b]);
  };

  const isExp = (e: ArrayExpr): boolean => e.kernel === "apply" && e.data === "exp";

  /** The z of 1 + exp(z). */
  const aboveOne = (e: ArrayExpr): ArrayExpr | null => {
    const [p, q] = e.args as readonly [ArrayExpr, ArrayExpr];
    if (e.kernel !== "add" || e.args.length !== 2) return null;
    const power = isNumber(p, UNIT) ? q : isNumber(q, UNIT) ? p : null;
    return power !== null && isExp(power) ? (power.args[0] as ArrayExpr) : null;
  };

  /** Quotients of exponentials that are a sigmoid or a softmax: written out they would be ∞ / ∞. */
  const stableQuotient = (a: ArrayExpr, b: ArrayExpr): ArrayExpr | null => {
    const z = aboveOne(b);
    if (z !== null && isNumber(a, UNIT)) return apply("sigmoid", neg(z));
    const isSoftmax = b.kernel === "total" && b.args[0] === a && isExp(a) && a.rank === 1;
    return isSoftmax ? ofSameShape("softmax", a.args[0] as ArrayExpr) : null;
  };

  /** exp(z) sigmoid(−z), which is how exp(z) / (1 + exp(z)) comes, is sigmoid(z): written out it would be ∞ · 0. */
  const stableFactors = (factors: readonly ArrayExpr[]): readonly ArrayExpr[] => {
    const out = [...factors];
    for (const f of factors.filter(isExp)) {
      const z = f.args[0] as ArrayExpr;
      const minus = neg(z);
      const at = out.findIndex((g) => g.kernel === "apply" && g.data === "sigmoid" && g.args[0] === minus);
      if (at < 0) continue;
      out[at] = apply("sigmoid", z);
      out.splice(out.indexOf(f), 1);
    }
    return out;
  };

  /** A product entry by entry, smaller operands first: columns are multiplied before they are spread over a matrix. */
  const mul = (factors: readonly ArrayExpr[]): ArrayExpr => {
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
      list.length === 0 ? null : stableFactors(list).reduce((a, b) => entrywise("mul", [a, b]));
    const quotient = (group: { above: ArrayExpr[]; below: ArrayExpr[] } | undefined): ArrayExpr | null => {
      if (group === undefined) return null;
      const [above, below] = [chain(group.above), chain(group.below)];
      return below === null ? above : over(above ?? one, below);
    };
    const scalar = quotient(groups.get("scalar"));
    const [u, w] = [quotient(groups.get("column")), quotient(groups.get("row"))];
    const array = quotient(groups.get("array"));
    let result = array;
    if (u !== null || w !== null) {
      const before = u === null ? [] : [column(u, factors)];
      const after = w === null ? [] : [row(w, factors)];
      const spread = [...before, ...after];
      const all = [...before, ...(array === null ? [] : [array]), ...after];
      // v ./ A and the like: the reciprocal of a matrix takes the column above it.
      result =
        array !== null && array.kernel === "div" && isNumber(array.args[0] as ArrayExpr, UNIT)
          ? over(chain(spread) as ArrayExpr, array.args[1] as ArrayExpr)
          : (chain(all) as ArrayExpr);
    }
    if (result === null) return scaled(number(constant), scalar ?? one);
    const coefficient = scalar === null ? number(constant) : scaled(number(constant), scalar);
    return scaled(coefficient, result);
  };

  /** A column or a row as operand, in the shape of the matrix that the factors make. */
  const column = (v: ArrayExpr, among: readonly ArrayExpr[] | Dim): ArrayExpr =>
    make(g, "column", [v], matrixOf(v.rows, typeof among === "string" ? among : colsAmong(among)));
  const row = (v: ArrayExpr, among: readonly ArrayExpr[] | Dim): ArrayExpr =>
    make(g, "row", [v], matrixOf(typeof among === "string" ? among : rowsAmong(among), v.rows));
  const colsAmong = (among: readonly ArrayExpr[]): Dim => (among.find((e) => e.rank === 2) as ArrayExpr).cols;
  const rowsAmong = (among: readonly ArrayExpr[]): Dim => (among.find((e) => e.rank === 2) as ArrayExpr).rows;

  const pow = (x: ArrayExpr, k: ArrayExpr): ArrayExpr => {
    if (k.number === null) return entrywise("pow", [x, k]);
    if (isUnit(k.number)) return x;
    if (isZero(k.number)) return x.rank === 0 ? one : fill(one, x);
    if (k.number.numerator < 0) return over(one, pow(x, number(negated(k.number))));
    if (equals(k.number, rational(1, 2))) return apply("sqrt", x);
    if (x.number !== null && isInteger(k.number)) {
      const exact = powerRational(x.number, k.number);
      if (exact !== null) return number(exact);
    }
    return entrywise("pow", [x, k]);
  };

  const apply = (name: string, x: ArrayExpr): ArrayExpr => entrywise("apply", [x], { data: name });
  const extremum = (kernel: "max" | "min", a: ArrayExpr, b: ArrayExpr): ArrayExpr => entrywise(kernel, [a, b]);

  /** An array in which every entry is s, of the shape of `of`. */
  const fill = (s: ArrayExpr, of: { readonly rank: 0 | 1 | 2; readonly rows: Dim; readonly cols: Dim }): ArrayExpr =>
    of.rank === 0 ? s : make(g, "fill", [s], [of.rank, of.rows, of.cols]);

  const isSpread = (e: ArrayExpr): boolean => e.kernel === "column" || e.kernel === "row";
  /** An operand for a kernel that wants a whole matrix. */
  const whole = (e: ArrayExpr): ArrayExpr => (g.partial.has(e) ? make(g, "spread", [e], like(e)) : e);

  // ---------------------------------------------------------------- linear algebra

  const transpose = (A: ArrayExpr): ArrayExpr => {
    if (A.rank < 2 || g.symmetric.has(A)) return A;
    if (A.kernel === "transpose") return A.args[0] as ArrayExpr;
    if (A.kernel === "column") return row(A.args[0] as ArrayExpr, A.cols);
    if (A.kernel === "row") return column(A.args[0] as ArrayExpr, A.rows);
    if (A.kernel === "outer") return outer(A.args[1] as ArrayExpr, A.args[0] as ArrayExpr);
    if (A.kernel === "fill") return fill(A.args[0] as ArrayExpr, { rank: 2, rows: A.cols, cols: A.rows });
    if (A.kernel === "neg") return neg(transpose(A.args[0] as ArrayExpr));
    return make(g, "transpose", [whole(A)], matrixOf(A.cols, A.rows));
  };

  const matmul = (A: ArrayExpr, B: ArrayExpr): ArrayExpr => {
    // Bᵀ Aᵀ is the transpose of A B, which may be there already.
    if (A.kernel === "transpose" && B.kernel === "transpose")
      return transpose(matmul(B.args[0] as ArrayExpr, A.args[0] as ArrayExpr));
    if (A.kernel === "neg") return neg(matmul(A.args[0] as ArrayExpr, B));
    if (B.kernel === "neg") return neg(matmul(A, B.args[0] as ArrayExpr));
    const [left, right] = [whole(transpose(B)), whole(transpose(A))];
    const there = found(g, "matmul", [left, right], matrixOf(B.cols, A.rows));
    const made = there === null ? make(g, "matmul", [whole(A), whole(B)], matrixOf(A.rows, B.cols)) : null;
    if (left === A && right === B) return symmetric(made ?? (there as ArrayExpr));
    return made ?? transpose(there as ArrayExpr);
  };
  /** Notes that a matrix is its own transpose. */
  const symmetric = (A: ArrayExpr): ArrayExpr => {
    g.symmetric.add(A);
    return A;
  };
  const isSymmetric = (A: ArrayExpr): boolean => g.symmetric.has(A);
  const matvec = (A: ArrayExpr, v: ArrayExpr): ArrayExpr =>
    v.kernel === "neg" ? neg(matvec(A, v.args[0] as ArrayExpr)) : make(g, "matvec", [whole(A), v], vectorOf(A.rows));
  const dot = (v: ArrayExpr, w: ArrayExpr): ArrayExpr => {
    if (v.kernel === "neg") return neg(dot(v.args[0] as ArrayExpr, w));
    if (w.kernel === "neg") return neg(dot(v, w.args[0] as ArrayExpr));
    return g.table.get(keyOf("dot", [w, v], SCALAR, {})) ?? make(g, "dot", [v, w], SCALAR);
  };
  const inner = (A: ArrayExpr, B: ArrayExpr): ArrayExpr => {
    if (A.kernel === "neg") return neg(inner(A.args[0] as ArrayExpr, B));
    if (B.kernel === "neg") return neg(inner(A, B.args[0] as ArrayExpr));
    if (A.kernel === "transpose" && B.kernel === "transpose")
      return inner(A.args[0] as ArrayExpr, B.args[0] as ArrayExpr);
    return make(g, "inner", [whole(A), whole(B)], SCALAR);
  };
  const outer = (v: ArrayExpr, w: ArrayExpr): ArrayExpr => {
    if (v.kernel === "neg") return neg(outer(v.args[0] as ArrayExpr, w));
    if (w.kernel === "neg") return neg(outer(v, w.args[0] as ArrayExpr));
    return make(g, "outer", [v, w], matrixOf(v.rows, w.rows));
  };
  const lu = (A: ArrayExpr): ArrayExpr => make(g, "lu", [whole(A)], like(A));
  const solve = (F: ArrayExpr, X: ArrayExpr, transposed: boolean): ArrayExpr =>
    X.kernel === "neg"
      ? neg(solve(F, X.args[0] as ArrayExpr, transposed))
      : make(g, "solve", [F, whole(X)], like(X), {
          data: transposed && !isSymmetric(F.args[0] as ArrayExpr) ? "T" : "",
        });
  const inverse = (F: ArrayExpr): ArrayExpr => {
    const made = make(g, "inverse", [F], like(F));
    return isSymmetric(F.args[0] as ArrayExpr) ? symmetric(made) : made;
  };
  const ofFactors = (kernel: "det" | "logdet", F: ArrayExpr): ArrayExpr => make(g, kernel, [F], SCALAR);
  const matrixpower = (A: ArrayExpr, k: ArrayExpr): ArrayExpr => make(g, "matrixpower", [whole(A), k], like(A));
  const powersum = (A: ArrayExpr, k: ArrayExpr, B: ArrayExpr): ArrayExpr =>
    make(g, "powersum", [whole(A), k, whole(B)], like(B));
  const trace = (A: ArrayExpr): ArrayExpr => make(g, "trace", [whole(A)], SCALAR);
  const diagonal = (v: ArrayExpr): ArrayExpr => make(g, "diagonal", [v], matrixOf(v.rows, v.rows));
  const diagvec = (A: ArrayExpr): ArrayExpr =>
    A.kernel === "diagonal" ? (A.args[0] as ArrayExpr) : make(g, "diagvec", [whole(A)], vectorOf(A.rows));
  const adddiagonal = (A: ArrayExpr, v: ArrayExpr): ArrayExpr => make(g, "adddiagonal", [whole(A), v], like(A));
  const eye = (n: Dim): ArrayExpr => make(g, "eye", [], matrixOf(n, n), { dims: [n] });
  const comm = (m: Dim, n: Dim): ArrayExpr => make(g, "comm", [], matrixOf(times(m, n), times(m, n)), { dims: [m, n] });
  const kron = (A: ArrayExpr, B: ArrayExpr): ArrayExpr =>
    A.rank === 1
      ? make(g, "kron", [A, B], vectorOf(times(A.rows, B.rows)))
      : make(g, "kron", [whole(A), whole(B)], matrixOf(times(A.rows, B.rows), times(A.cols, B.cols)));
  const kronapply = (A: ArrayExpr, B: ArrayExpr, C: ArrayExpr): ArrayExpr =>
    make(g, "kronapply", [whole(A), whole(B), whole(C)], matrixOf(times(A.rows, B.rows), C.cols));
  const commute = (sizes: readonly Dim[], A: ArrayExpr): ArrayExpr =>
    make(g, "commute", [whole(A)], like(A), { dims: sizes });

  // ---------------------------------------------------------------- reductions

  const total = (X: ArrayExpr): ArrayExpr => {
    if (X.kernel === "fill") return mul([X.args[0] as ArrayExpr, size(times(X.rows, X.cols))]);
    if (X.kernel === "neg") return neg(total(X.args[0] as ArrayExpr));
    if (X.kernel === "mul") {
      const [a, b] = X.args as readonly [ArrayExpr, ArrayExpr];
      if (a.rank === 0) return mul([a, total(b)]);
      if (a.rank === 1 && b.rank === 1) return dot(a, b);
      if (a.rank === 2 && b.rank === 2 && !isSpread(a) && !isSpread(b)) return inner(a, b);
    }
    if (X.kernel === "div" && (X.args[1] as ArrayExpr).rank === 0)
      return over(total(X.args[0] as ArrayExpr), X.args[1] as ArrayExpr);
    if (X.kernel === "pow" && X.args[1]?.number && equals(X.args[1].number, rational(2))) {
      const x = X.args[0] as ArrayExpr;
      return x.rank === 1 ? dot(x, x) : isSpread(x) ? make(g, "total", [whole(X)], SCALAR) : inner(x, x);
    }
    if (X.kernel === "transpose") return total(X.args[0] as ArrayExpr);
    if (X.kernel === "outer") return mul([total(X.args[0] as ArrayExpr), total(X.args[1] as ArrayExpr)]);
    return make(g, "total", [whole(X)], SCALAR);
  };
  const rowsums = (A: ArrayExpr): ArrayExpr =>
    A.kernel === "transpose"
      ? make(g, "colsums", [A.args[0] as ArrayExpr], vectorOf(A.rows))
      : make(g, "rowsums", [whole(A)], vectorOf(A.rows));
  const norm = (kernel: "norm1" | "norm", X: ArrayExpr): ArrayExpr =>
    X.rank === 0 ? apply("abs", X) : make(g, kernel, [whole(X)], SCALAR);

  // ---------------------------------------------------------------- arrangement

  const vec = (X: ArrayExpr): ArrayExpr => {
    if (X.rank < 2) return X;
    if (X.kernel === "unvec") return X.args[0] as ArrayExpr;
    if (X.kernel === "fill") return fill(X.args[0] as ArrayExpr, { rank: 1, rows: times(X.rows, X.cols), cols: ONE });
    if (X.kernel === "neg") return neg(vec(X.args[0] as ArrayExpr));
    return make(g, "vec", [whole(X)], vectorOf(times(X.rows, X.cols)));
  };
  const unvec = (v: ArrayExpr, rows: Dim, cols: Dim): ArrayExpr => {
    if (rows === ONE || cols === ONE) return v;
    const X = v.kernel === "vec" ? (v.args[0] as ArrayExpr) : null;
    if (X !== null && X.rows === rows && X.cols === cols) return X;
    if (v.kernel === "neg") return neg(unvec(v.args[0] as ArrayExpr, rows, cols));
    return make(g, "unvec", [v], matrixOf(rows, cols), { dims: [rows, cols] });
  };
  const concat = (parts: readonly ArrayExpr[], n: Dim): ArrayExpr => make(g, "concat", parts, vectorOf(n));
  const vstack = (parts: readonly ArrayExpr[], rows: Dim, cols: Dim): ArrayExpr =>
    make(g, "vstack", parts.map(whole), matrixOf(rows, cols));
  const hstack = (parts: readonly ArrayExpr[], rows: Dim, cols: Dim): ArrayExpr =>
    make(g, "hstack", parts.map(whole), matrixOf(rows, cols));
  const rows = (A: ArrayExpr, from: Dim, to: Dim, n: Dim): ArrayExpr =>
    make(g, "rows", [whole(A)], matrixOf(n, A.cols), { dims: [from, to] });
  const cols = (A: ArrayExpr, from: Dim, to: Dim, n: Dim): ArrayExpr =>
    make(g, "cols", [whole(A)], matrixOf(A.rows, n), { dims: [from, to] });
  const slice = (v: ArrayExpr, from: Dim, to: Dim, n: Dim): ArrayExpr =>
    make(g, "slice", [v], vectorOf(n), { dims: [from, to] });
  const rowat = (A: ArrayExpr, i: Dim): ArrayExpr => make(g, "rowat", [whole(A)], vectorOf(A.cols), { dims: [i, i] });
  const colat = (A: ArrayExpr, j: Dim): ArrayExpr => make(g, "colat", [whole(A)], vectorOf(A.rows), { dims: [j, j] });
  const entry = (v: ArrayExpr, i: Dim): ArrayExpr => make(g, "entry", [v], SCALAR, { dims: [i, i] });
  const asrow = (v: ArrayExpr): ArrayExpr => make(g, "asrow", [v], matrixOf(ONE, v.rows));
  const ascol = (v: ArrayExpr): ArrayExpr => make(g, "ascol", [v], matrixOf(v.rows, ONE));
  const copy = (X: ArrayExpr): ArrayExpr => make(g, "copy", [X], like(X));

  // ---------------------------------------------------------------- stable functions

  const ofSameShape = (
    kernel: "softmax" | "softmaxrows" | "softmaxcols" | "logsoftmax" | "logsoftmaxrows" | "logsoftmaxcols",
    X: ArrayExpr,
  ): ArrayExpr => make(g, kernel, [whole(X)], like(X));
  const logsumexp = (z: ArrayExpr): ArrayExpr => make(g, "logsumexp", [z], SCALAR);
  const crossentropy = (y: ArrayExpr, p: ArrayExpr): ArrayExpr => make(g, "crossentropy", [whole(y), whole(p)], SCALAR);

  const input = (name: string, rank: 0 | 1 | 2, r: Dim, c: Dim): ArrayExpr =>
    make(g, "input", [], [rank, r, c], { data: name });
  const constant = (name: string): ArrayExpr => make(g, "constant", [], SCALAR, { data: name });

  /** −(v wᵀ) as (−v) wᵀ: where it stands alone, turning the sign of a vector is less work. */
  const settled = (e: ArrayExpr): ArrayExpr => {
    const X = e.kernel === "neg" ? (e.args[0] as ArrayExpr) : e;
    if (X === e || X.kernel !== "outer") return e;
    const [v, w] = X.args as readonly [ArrayExpr, ArrayExpr];
    return make(g, "outer", [neg(v), w], like(X));
  };

  return {
    settled,
    aboveOne,
    symmetric,
    isSymmetric,
    number,
    one,
    isNumber,
    size,
    neg,
    add,
    scaled,
    over,
    mul,
    column,
    row,
    pow,
    apply,
    extremum,
    fill,
    whole,
    transpose,
    matmul,
    matvec,
    dot,
    inner,
    outer,
    lu,
    solve,
    inverse,
    ofFactors,
    matrixpower,
    powersum,
    trace,
    diagonal,
    diagvec,
    adddiagonal,
    eye,
    comm,
    kron,
    kronapply,
    commute,
    total,
    rowsums,
    norm,
    vec,
    unvec,
    concat,
    vstack,
    hstack,
    rows,
    cols,
    slice,
    rowat,
    colat,
    entry,
    asrow,
    ascol,
    copy,
    ofSameShape,
    logsumexp,
    crossentropy,
    input,
    constant,
  };
}

export type Build = ReturnType<typeof builders>;
