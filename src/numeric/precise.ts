/**
 * Values at 64 digits, for two values that doubles cannot tell apart. The arithmetic is that of mathjs (decimal.js);
 * where mathjs is out of reach there are no such values.
 *
 * The forms stand beside those of `evaluate.ts` because a double knows no precision; a test holds every form of one
 * against the same form of the other.
 */
import type { Dim } from "../core/dim.js";
import type { Expr, ModelFunction } from "../core/expr.js";
import { type Facts, NO_FACTS } from "../core/facts.js";
import { lookup, nth } from "../core/operands.js";
import { type Free, NO_INDICES, united } from "../core/place.js";
import type { Rational } from "../core/rational.js";
import { formulaOf } from "../derive/model-functions.js";
import type { OpName } from "../ops/all.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { type Arithmetic, cells } from "./cells.js";
import { type Counting, NOWHERE, sizeIn } from "./counting.js";
import { type Decimal, Imprecise, type Make } from "./decimal.js";
import { type Smooth, smoothOf } from "./draw.js";
import { beyondAt, countingIn, type Environment, isIndexed, meaningOf, type Program, programOf } from "./evaluate.js";
import { mathjs } from "./mathjs.js";
import type { Matrix } from "./matrix.js";
import { FUNCTIONS, tanh } from "./precise-functions.js";
import { seedOfScalars, weightsOf } from "./scalars.js";

export interface PreciseMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: readonly Decimal[];
}

/** Numbers at 64 digits, or at fewer; null where mathjs is out of reach. */
export function decimals(digits?: number): Make | null {
  const bignumber = mathjs()?.bignumber;
  if (bignumber === undefined) return null;
  if (digits === undefined) return (x) => bignumber(x);
  const Fewer = constructorOf(bignumber(0)).clone({ precision: digits });
  return (x) => new Fewer(x);
}

interface DecimalConstructor {
  new (x: number | string | Decimal): Decimal;
  clone(settings: { readonly precision: number }): DecimalConstructor;
}

const constructorOf = (x: Decimal) => (x as unknown as { readonly constructor: DecimalConstructor }).constructor;

/** Values of inputs by name, more exact than those of an environment. */
export type PreciseValues = ReadonlyMap<string, PreciseMatrix>;

interface At {
  readonly make: Make;
  /** Inputs by name that have more digits than a double. */
  readonly given?: PreciseValues;
  size(d: Dim): number;
  function(name: string, e: Expr): (x: Decimal) => Decimal;
}

type Operands = readonly PreciseMatrix[] & readonly [PreciseMatrix, PreciseMatrix, PreciseMatrix];
type Form = (args: Operands, e: Expr, at: At) => PreciseMatrix;

const build = (rows: number, cols: number, entry: (i: number, j: number) => Decimal): PreciseMatrix => ({
  rows,
  cols,
  data: Array.from({ length: rows * cols }, (_, k) => entry(Math.floor(k / cols), k % cols)),
});
const pick = (A: PreciseMatrix, i: number, j: number): Decimal => A.data[i * A.cols + j] as Decimal;
const only = (A: PreciseMatrix): Decimal => A.data[0] as Decimal;
const scalar = (x: Decimal): PreciseMatrix => ({ rows: 1, cols: 1, data: [x] });
const mapped = (A: PreciseMatrix, f: (x: Decimal) => Decimal): PreciseMatrix => ({ ...A, data: A.data.map(f) });
const zipped = (A: PreciseMatrix, B: PreciseMatrix, f: (a: Decimal, b: Decimal) => Decimal): PreciseMatrix => ({
  ...A,
  data: A.data.map((a, k) => f(a, B.data[k] as Decimal)),
});
const added = (A: PreciseMatrix, B: PreciseMatrix): PreciseMatrix => zipped(A, B, (a, b) => a.plus(b));
const turned = (A: PreciseMatrix): PreciseMatrix => build(A.cols, A.rows, (i, j) => pick(A, j, i));
const total = (list: readonly Decimal[]): Decimal => list.reduce((a, b) => a.plus(b));

function multiply(A: PreciseMatrix, B: PreciseMatrix): PreciseMatrix {
  return build(A.rows, B.cols, (i, j) => {
    let s = pick(A, i, 0).times(pick(B, 0, j));
    for (let k = 1; k < A.cols; k++) {
      const a = pick(A, i, k);
      if (!a.isZero()) s = s.plus(a.times(pick(B, k, j)));
    }
    return s;
  });
}

const identity = (n: number, { make }: At): PreciseMatrix => build(n, n, (i, j) => make(i === j ? 1 : 0));
const stacked = (blocks: readonly PreciseMatrix[]): PreciseMatrix => ({
  rows: blocks.reduce((n, B) => n + B.rows, 0),
  cols: (blocks[0] as PreciseMatrix).cols,
  data: blocks.flatMap((B) => B.data),
});

/** Rows `from` to `to`, counted from 1. */
const rowsOf = (A: PreciseMatrix, from: number, to: number): PreciseMatrix => ({
  rows: to - from + 1,
  cols: A.cols,
  data: A.data.slice((from - 1) * A.cols, to * A.cols),
});

/** [A | B] brought to [I | A⁻¹ B] with its largest pivots, and det A; B alone tells nothing where A is singular. */
function eliminated(A: PreciseMatrix, B: PreciseMatrix, { make }: At): { X: PreciseMatrix | null; det: Decimal } {
  const n = A.rows;
  const rows = Array.from({ length: n }, (_, i) => [
    ...A.data.slice(i * n, (i + 1) * n),
    ...B.data.slice(i * B.cols, (i + 1) * B.cols),
  ]);
  let det = make(1);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    const size = (i: number) => ((rows[i] as Decimal[])[k] as Decimal).abs();
    for (let i = k + 1; i < n; i++) if (size(i).cmp(size(pivot)) > 0) pivot = i;
    const top = rows[pivot] as Decimal[];
    const head = top[k] as Decimal;
    if (head.isZero()) return { X: null, det: make(0) };
    if (pivot !== k) {
      rows[pivot] = rows[k] as Decimal[];
      rows[k] = top;
      det = det.neg();
    }
    det = det.times(head);
    const row = top.map((x) => x.div(head));
    rows[k] = row;
    for (let i = 0; i < n; i++) {
      const factor = (rows[i] as Decimal[])[k] as Decimal;
      if (i === k || factor.isZero()) continue;
      rows[i] = (rows[i] as Decimal[]).map((x, j) => x.minus(factor.times(row[j] as Decimal)));
    }
  }
  return { X: { rows: n, cols: B.cols, data: rows.flatMap((r) => r.slice(n)) }, det };
}

function inverseOf(A: PreciseMatrix, at: At): PreciseMatrix {
  const { X } = eliminated(A, identity(A.rows, at), at);
  if (X === null) throw new Imprecise("singular");
  return X;
}

/** ∏ᵢ ‖aᵢ‖₂ over the rows of A: by its rounding a determinant may be wrong. */
const hadamardBound = ({ rows, cols, data }: PreciseMatrix, { make }: At): Decimal =>
  Array.from({ length: rows }, (_, i) =>
    data.slice(i * cols, (i + 1) * cols).reduce((sum, x) => sum.plus(x.times(x)), make(0)),
  ).reduce((all, square) => all.times(square.sqrt()), make(1));

const detOf = (A: PreciseMatrix, at: At): Decimal => eliminated(A, { rows: A.rows, cols: 0, data: [] }, at).det;

function whole(k: PreciseMatrix): number {
  const n = only(k).toNumber();
  if (!Number.isSafeInteger(n) || Math.abs(n) > 64) throw new Imprecise("exponent");
  return n;
}

function powerOf(A: PreciseMatrix, k: number, at: At): PreciseMatrix {
  const base = k < 0 ? inverseOf(A, at) : A;
  let out = identity(A.rows, at);
  for (let i = 0; i < Math.abs(k); i++) out = multiply(out, base);
  return out;
}

function sumOfPowers(X: PreciseMatrix, k: number, Y: PreciseMatrix, at: At): PreciseMatrix {
  const base = k < 0 ? inverseOf(X, at) : X;
  let sum = mapped(Y, () => at.make(0));
  let right = Y;
  for (let j = 0; j < Math.abs(k); j++) {
    sum = added(multiply(base, sum), right);
    right = multiply(right, base);
  }
  return k < 0 ? mapped(multiply(multiply(base, sum), base), (x) => x.neg()) : sum;
}

const most = (list: readonly Decimal[]): Decimal => list.reduce((a, b) => (b.cmp(a) > 0 ? b : a));

function softmaxOfRows(Z: PreciseMatrix): PreciseMatrix {
  const rows = Array.from({ length: Z.rows }, (_, i) => Z.data.slice(i * Z.cols, (i + 1) * Z.cols));
  return {
    ...Z,
    data: rows.flatMap((row) => {
      const top = most(row);
      const powers = row.map((x) => x.minus(top).exp());
      const sum = total(powers);
      return powers.map((p) => p.div(sum));
    }),
  };
}

/** x^y; a fractional power of a negative number is none. */
const raised = (x: Decimal, y: Decimal): Decimal => x.pow(y.isInteger() ? y.toNumber() : y);

const frobenius = (A: PreciseMatrix): Decimal => total(A.data.map((x) => x.times(x))).sqrt();

const dims = (e: Expr) => e.data as unknown as readonly [Dim, Dim];
const filled = (e: Expr, x: number, { make, size }: At): PreciseMatrix =>
  build(size(e.shape.rows), size(e.shape.cols), () => make(x));

const extremum =
  (sign: number): Form =>
  ([a, b], e, at) => {
    const spread = (A: PreciseMatrix) =>
      A.data.length === 1 ? build(at.size(e.shape.rows), at.size(e.shape.cols), () => only(A)) : A;
    return zipped(spread(a as PreciseMatrix), spread(b as PreciseMatrix), (x, y) => (sign * x.cmp(y) >= 0 ? x : y));
  };

/** Where the largest entry of a block is that begins at a row and a column: the first of several, row by row. */
function largestAt(X: PreciseMatrix, row: number, col: number, rows: number, cols: number): readonly [number, number] {
  let best: readonly [number, number] = [row, col];
  for (let i = row; i < row + rows; i++)
    for (let j = col; j < col + cols; j++) if (pick(X, i, j).cmp(pick(X, best[0], best[1])) > 0) best = [i, j];
  return best;
}

const diagonalOf = (A: PreciseMatrix): PreciseMatrix => build(Math.min(A.rows, A.cols), 1, (i) => pick(A, i, i));
const vecOf = (A: PreciseMatrix): PreciseMatrix => ({ rows: A.rows * A.cols, cols: 1, data: turned(A).data });

/** Forms by operation; one that is missing has no value here. */
const FORMS: Partial<Record<OpName, Form>> = {
  number: (_, e, { make }) => {
    const { numerator, denominator } = e.data as Rational;
    return scalar(make(numerator).div(make(denominator)));
  },
  constant: (_, e, { make }) => scalar(e.data === "pi" ? make(-1).acos() : make(1).exp()),
  size: (_, e, at) => scalar(at.make(at.size(e.data as Dim))),
  eye: (_, e, at) => identity(at.size(e.shape.rows), at),
  ones: (_, e, at) => filled(e, 1, at),
  zeros: (_, e, at) => filled(e, 0, at),
  comm: (_, e, at) => {
    const [m, n] = dims(e).map((d) => at.size(d)) as [number, number];
    // A_ij stands at i + j m in vec A and at j + i n in vec Aᵀ.
    return build(m * n, m * n, (r, c) => at.make(Math.floor(r / n) === c % m && r % n === Math.floor(c / m) ? 1 : 0));
  },
  group: ([Y]) => Y,
  sum: (args) => args.reduce(added),
  times: (args) => scalar(args.map(only).reduce((a, b) => a.times(b))),
  scale: ([c, X]) => mapped(X, (x) => only(c).times(x)),
  product: (args) => args.reduce(multiply),
  transpose: ([X]) => turned(X),
  hadamard: (args) => args.reduce((A, B) => zipped(A, B, (a, b) => a.times(b))),
  power: ([X, k]) => mapped(X, (x) => raised(x, only(k))),
  apply: ([Z], e, at) => mapped(Z, at.function(e.data as string, e)),
  maximum: extremum(1),
  minimum: extremum(-1),
  diag: ([v], _, { make }) =>
    build(v.data.length, v.data.length, (i, j) => (i === j ? (v.data[i] as Decimal) : make(0))),
  diagvec: ([A]) => diagonalOf(A),
  trace: ([A]) => scalar(total(diagonalOf(A).data)),
  det: ([A], _, at) => scalar(detOf(A, at)),
  logdet: ([A], _, at) => scalar(detOf(A, at).ln()),
  inverse: ([A], _, at) => inverseOf(A, at),
  adjugate: ([A], _, at) => {
    const det = detOf(A, at);
    return mapped(inverseOf(A, at), (x) => det.times(x));
  },
  lowerhalf: ([A], _, { make }) =>
    build(A.rows, A.cols, (i, j) => (i > j ? pick(A, i, j) : i === j ? pick(A, i, i).div(2) : make(0))),
  eigengaps: ([x], _, { make }) =>
    build(x.data.length, x.data.length, (i, j) =>
      i === j ? make(0) : make(1).div((x.data[j] as Decimal).minus(x.data[i] as Decimal)),
    ),
  matrixpower: ([X, k], _, at) => powerOf(X, whole(k), at),
  powersum: ([X, k, Y], _, at) => sumOfPowers(X, whole(k), Y, at),
  total: ([X]) => scalar(total(X.data)),
  mean: ([X]) => scalar(total(X.data).div(X.data.length)),
  norm1: ([X]) => scalar(total(X.data.map((x) => x.abs()))),
  norm2: ([x]) => scalar(frobenius(x)),
  normF: ([X]) => scalar(frobenius(X)),
  vec: ([X]) => vecOf(X),
  unvec: ([v], e, at) => turned({ rows: at.size(dims(e)[1]), cols: at.size(dims(e)[0]), data: v.data }),
  kron: ([A, B]) =>
    build(A.rows * B.rows, A.cols * B.cols, (i, j) =>
      pick(A, Math.floor(i / B.rows), Math.floor(j / B.cols)).times(pick(B, i % B.rows, j % B.cols)),
    ),
  stack: (blocks) => stacked(blocks),
  beside: (blocks) => turned(stacked(blocks.map(turned))),
  rows: ([A], e, at) => rowsOf(A, at.size(dims(e)[0]), at.size(dims(e)[1])),
  cols: ([A], e, at) => turned(rowsOf(turned(A), at.size(dims(e)[0]), at.size(dims(e)[1]))),
  softmax: ([z]) => turned(softmaxOfRows(turned(z))),
  softmaxrows: ([Z]) => softmaxOfRows(Z),
  softmaxcols: ([Z]) => turned(softmaxOfRows(turned(Z))),
  largest: ([X], e, at) => {
    const [rows, cols] = [at.size(dims(e)[0]), at.size(dims(e)[1])];
    return build(X.rows / rows, X.cols / cols, (i, j) => {
      const [r, c] = largestAt(X, i * rows, j * cols, rows, cols);
      return pick(X, r, c);
    });
  },
  islargest: ([X], e, at) => {
    const [rows, cols] = [at.size(dims(e)[0]), at.size(dims(e)[1])];
    return build(X.rows, X.cols, (i, j) => {
      const [r, c] = largestAt(X, i - (i % rows), j - (j % cols), rows, cols);
      return at.make(r === i && c === j ? 1 : 0);
    });
  },
  logsumexp: ([z]) => {
    const top = most(z.data);
    return scalar(top.plus(total(z.data.map((x) => x.minus(top).exp())).ln()));
  },
  cross_entropy: ([y, p]) =>
    scalar(total(y.data.map((a, k) => (a.isZero() ? a : a.times((p.data[k] as Decimal).ln())))).neg()),
};

const FORM_OF: ReadonlyMap<string, Form> = new Map(Object.entries(FORMS));

/** A drawn function, see `smoothFunction`. */
function smooth({ wave, bend, line, order }: Smooth, make: Make): (x: Decimal) => Decimal {
  const [a, b, c] = wave.map((v) => make(v)) as [Decimal, Decimal, Decimal];
  const [p, q, r] = bend.map((v) => make(v)) as [Decimal, Decimal, Decimal];
  const [k, l] = line.map((v) => make(v)) as [Decimal, Decimal];
  let P: readonly number[] = [0, 1];
  for (let i = 0; i < order; i++) {
    const slope = P.slice(1).map((w, j) => w * (j + 1));
    P = Array.from({ length: slope.length + 2 }, (_, j) => (slope[j] ?? 0) - (slope[j - 2] ?? 0));
  }
  const [height, steepness] = [a.times(b.pow(order)), p.times(q.pow(order))];
  return (x) => {
    const angle = x.times(b).plus(c);
    const t = tanh(x.times(q).plus(r));
    const turnedWave = [angle.sin(), angle.cos(), angle.sin().neg(), angle.cos().neg()][order % 4] as Decimal;
    const polynomial = P.reduceRight((s, w) => s.times(t).plus(w), make(0));
    const rest = order === 0 ? x.times(k).plus(l) : order === 1 ? k : make(0);
    return turnedWave.times(height).plus(polynomial.times(steepness)).plus(rest);
  };
}

const WITHOUT: Environment = { sizes: new Map(), values: new Map() };

/** A function of the model by its formula. */
function ofModel(f: ModelFunction, at: At): (x: Decimal) => Decimal {
  const { parameters, value } = formulaOf(f);
  const { nodes } = programOf([value]);
  return (x) => {
    const values = new Map(parameters.map((t) => [t, scalar(x)]));
    for (const e of nodes)
      if (!values.has(e))
        values.set(
          e,
          nodeAt(e, values, WITHOUT, at, () => NO_FACTS),
        );
    return only(lookup(values, value));
  };
}

/** Multiplications beyond which more digits cost too much. */
const MOST_WORK = 300_000;

/** A matrix of doubles with its facts to all digits: what sums to 1 to a double's rounding does not here. */
function exactly(A: Matrix, facts: Facts, at: Pick<At, "make">): PreciseMatrix {
  const data = Array.from(A.data, at.make);
  const B: PreciseMatrix = { rows: A.rows, cols: A.cols, data };
  if (facts.has("simplex"))
    return mapped(
      B,
      (
        (s) => (x: Decimal) =>
          x.div(s)
      )(total(data)),
    );
  if (facts.has("simplexrows"))
    return build(A.rows, A.cols, (i, j) => pick(B, i, j).div(total(data.slice(i * A.cols, (i + 1) * A.cols))));
  if (!facts.has("orthogonal")) return B;
  if (facts.has("diagonal") || facts.has("posdef")) return mapped(B, (x) => at.make(Math.round(x.toNumber())));
  if (facts.has("symmetric")) throw new Imprecise("symmetric and orthogonal");
  return orthonormal(B);
}

/** Gram–Schmidt on the columns. */
function orthonormal(Q: PreciseMatrix): PreciseMatrix {
  const columns: Decimal[][] = [];
  for (let j = 0; j < Q.cols; j++) {
    let column = Array.from({ length: Q.rows }, (_, i) => pick(Q, i, j));
    for (const before of columns) {
      const along = total(column.map((x, i) => x.times(before[i] as Decimal)));
      column = column.map((x, i) => x.minus(along.times(before[i] as Decimal)));
    }
    const length = total(column.map((x) => x.times(x))).sqrt();
    columns.push(column.map((x) => x.div(length)));
  }
  return build(Q.rows, Q.cols, (i, j) => (columns[j] as Decimal[])[i] as Decimal);
}

/** A value in a parameter of a function of the model, entry by entry of what the parameter is. */
export function preciseFormula(
  value: Expr,
  parameters: readonly Expr[],
  then: (A: PreciseMatrix) => PreciseMatrix | null,
): (A: PreciseMatrix) => PreciseMatrix | null {
  const program = programOf([value]);
  return (A) => {
    const entries: Decimal[] = [];
    for (const x of A.data) {
      const given = new Map(parameters.map((t) => [nameOf(t), scalar(x)]));
      const found = precisely(program, [value], WITHOUT, () => NO_FACTS, given);
      const entry = found === null ? null : then(found.values[0] as PreciseMatrix);
      if (entry === null) return null;
      entries.push(only(entry));
    }
    return { ...A, data: entries };
  };
}

/** The inputs on the line through two points, at 64 digits; null where there are no more digits. */
export function preciseLine(
  inputs: readonly { readonly key: string; readonly from: Matrix; readonly to: Matrix; readonly facts: Facts }[],
): ((t: Decimal) => PreciseValues) | null {
  const make = decimals();
  if (make === null) return null;
  const at = { make };
  try {
    const ends = inputs.map(({ key, from, to, facts }) => {
      const [A, B] = [exactly(from, facts, at), exactly(to, facts, at)];
      return { key, A, way: zipped(A, B, (a, b) => b.minus(a)) };
    });
    return (t) => new Map(ends.map(({ key, A, way }) => [key, zipped(A, way, (a, d) => a.plus(d.times(t)))]));
  } catch (error) {
    if (error instanceof Imprecise) return null;
    throw error;
  }
}

/** The same numbers, with which another precision reckons. */
const remade = (given: PreciseValues, make: Make): PreciseValues =>
  new Map([...given].map(([key, A]) => [key, mapped(A, (x) => make(String(x)))]));

/**
 * The values of some of the nodes of a program at 64 digits (or `digits`), or null where there are none: no arithmetic at hand, an
 * operation without a form, too much work. `factsOf` says what an input is to have exactly.
 */
export function precisely(
  program: Program,
  wanted: readonly Expr[],
  env: Environment,
  factsOf: (input: Expr) => Facts,
  given?: PreciseValues,
  digits?: number,
): { readonly values: readonly PreciseMatrix[]; readonly largest: Decimal } | null {
  const make = decimals(digits);
  if (make === null) return null;
  const at: At = {
    make,
    ...(given === undefined ? {} : { given: digits === undefined ? given : remade(given, make) }),
    size: (d) => sizeIn(d, env.sizes),
    function(name, e) {
      const f = e.home.functions.get(name);
      if (f?.formula !== undefined) return ofModel(f, at);
      const known = f === undefined ? undefined : FUNCTIONS.get(name);
      if (known !== undefined) return (x) => known(x, make);
      const drawn = env.functions?.get(name);
      const form = drawn === undefined ? null : smoothOf(drawn);
      if (form === null) throw new Imprecise(name);
      return smooth(form, make);
    },
  };
  if (Object.hasOwn(env, "axes") || program.nodes.some(isIndexed)) return overAxes(wanted, env, at, factsOf);
  const values = new Map<Expr, PreciseMatrix>();
  let largest = make(0);
  let work = 0;
  try {
    for (const e of program.nodes) {
      work += at.size(e.shape.rows) * at.size(e.shape.cols) * (e.op.name === "product" ? (e.args.length - 1) * 8 : 1);
      if (work > MOST_WORK) return null;
      const value = nodeAt(e, values, env, at, factsOf);
      values.set(e, value);
      const products = e.op.name === "det" ? [hadamardBound(values.get(e.args[0] as Expr) as PreciseMatrix, at)] : [];
      for (const x of [...value.data, ...products]) if (x.isFinite() && x.abs().cmp(largest) > 0) largest = x.abs();
    }
  } catch (error) {
    if (error instanceof Imprecise) return null;
    throw error;
  }
  return { values: wanted.map((e) => values.get(e) as PreciseMatrix), largest };
}

/** As {@link precisely} for what has indices: an array of cells for each node. */
function overAxes(
  wanted: readonly Expr[],
  env: Environment,
  at: At,
  factsOf: (input: Expr) => Facts,
): ReturnType<typeof precisely> {
  const count = countingIn(env);
  const found = cells(decimalsOf(env, at, count, factsOf), count);
  const letters = env.letters ?? NOWHERE;
  try {
    const free = (e: Expr): Free => united([e.free, env.axes ?? NO_INDICES]);
    const values = wanted.map((e) => together(count.box(free(e), letters).map((where) => found.value(e, where))));
    let largest = at.make(0);
    for (const { value } of found.done)
      for (const x of value?.data ?? []) if (x.isFinite() && x.abs().cmp(largest) > 0) largest = x.abs();
    return { values, largest };
  } catch (error) {
    if (error instanceof Imprecise || error instanceof RangeError) return null;
    throw error;
  }
}

/** Matrices under one another, as one column where their widths differ. */
function together(list: readonly PreciseMatrix[]): PreciseMatrix {
  const [first] = list;
  if (first === undefined) return { rows: 0, cols: 1, data: [] };
  if (list.every((A) => A.cols === first.cols)) return stacked(list);
  const data = list.flatMap((A) => A.data);
  return { rows: data.length, cols: 1, data };
}

function decimalsOf(
  env: Environment,
  at: At,
  count: Counting,
  factsOf: (input: Expr) => Facts,
): Arithmetic<PreciseMatrix> {
  const { make } = at;
  let now = NOWHERE;
  let work = 0;
  const here: At = { ...at, size: (d) => count.size(d, now) };
  const fail = (_: unknown, e: Expr): never => {
    throw new Imprecise(e.op.name);
  };
  return {
    bound: (e) => {
      const value = env.nodes?.get(e);
      return value && exactly(value, NO_FACTS, at);
    },
    given: (key, e) => {
      const known = at.given?.get(key);
      if (known !== undefined) return known;
      const value = env.values.get(key);
      return value && exactly(value, factsOf(e), at);
    },
    meaning: meaningOf,
    form(e, args, where) {
      now = where;
      const form = FORM_OF.get(e.op.name);
      if (form === undefined) throw new Imprecise(e.op.name);
      return form(args as unknown as Operands, e, here);
    },
    number: (x) => scalar(make(x)),
    zeros: (rows, cols) => build(rows, cols, () => make(0)),
    added,
    times: (a, b) => scalar(only(a).times(only(b))),
    isZero: (a) => only(a).isZero(),
    entry: (A, i, j) => scalar(pick(A, i, j)),
    unit: (n, i) => build(n, 1, (k) => make(k === i ? 1 : 0)),
    beyond: (key, rows, cols, e) => exactly(beyondAt(key, rows, cols, e, env), NO_FACTS, at),
    unknown: (key, args, by) => unknownAt(key, args, by, env, at),
    fail,
    blame: (error) => {
      throw error;
    },
    allow(e, rows, cols) {
      work += rows * cols * (e.op.name === "product" ? (e.args.length - 1) * 8 : 1);
      if (work > MOST_WORK) throw new Imprecise("work");
    },
    check: () => undefined,
  };
}

/** A drawn scalar function or a gradient of it: see `drawnScalars`. */
function unknownAt(
  key: string,
  args: readonly PreciseMatrix[],
  by: number | null,
  env: Environment,
  { make }: At,
): PreciseMatrix {
  const seed = env.scalars === undefined ? null : seedOfScalars(env.scalars);
  if (seed === null) throw new Imprecise(key);
  const x = args.flatMap((A) => A.data);
  const weights = weightsOf(key, seed, x.length).map((w) => w.map(make) as [Decimal, Decimal, Decimal]);
  const inner = weights.reduce((s, [, , c], k) => s.plus(c.times(x[k] as Decimal)), make(0));
  if (by === null)
    return scalar(
      weights.reduce((s, [a, b], k) => {
        const t = x[k] as Decimal;
        return s.plus(a.times(t)).plus(b.times(t).times(t).div(2));
      }, inner.sin()),
    );
  const from = args.slice(0, by).reduce((n, A) => n + A.data.length, 0);
  const slope = inner.cos();
  const X = nth(args, by);
  return {
    ...X,
    data: X.data.map((t, k) => {
      const [a, b, c] = weights[from + k] as [Decimal, Decimal, Decimal];
      return a.plus(b.times(t)).plus(c.times(slope));
    }),
  };
}

function nodeAt(
  e: Expr,
  values: ReadonlyMap<Expr, PreciseMatrix>,
  env: Environment,
  at: At,
  factsOf: (input: Expr) => Facts,
): PreciseMatrix {
  const bound = env.nodes?.get(e);
  if (bound !== undefined) return exactly(bound, new Set(), at);
  if (isSymbol(e)) {
    const meaning = meaningOf(e);
    if (meaning !== null) return values.get(meaning) as PreciseMatrix;
    const known = at.given?.get(nameOf(e));
    if (known !== undefined) return known;
    const value = env.values.get(nameOf(e));
    if (value === undefined) throw new Imprecise(nameOf(e));
    return exactly(value, factsOf(e), at);
  }
  const form = FORM_OF.get(e.op.name);
  if (form === undefined) throw new Imprecise(e.op.name);
  return form(e.args.map((a) => values.get(a) as PreciseMatrix) as unknown as Operands, e, at);
}
