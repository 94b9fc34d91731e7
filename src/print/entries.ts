/**
 * One entry of each operation: `(A B)_ij = Σ_k A_ik B_kj`, `(A ⊗ B)_(ip)(jq) = A_ij B_pq`.
 * Operations without a formula of their entries (the inverse, softmax) stay whole: `(X⁻¹)_ij`.
 */

import { type Dim, dimOf, ONE, polynomialOf, powersOf, times as sizeProduct } from "../core/dim.js";
import { BudgetError, type Expr } from "../core/expr.js";
import { has } from "../core/own.js";
import { entries as entryCount, isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import type { OpName } from "../ops/all.js";
import { apply } from "../ops/apply.js";
import { commSizes } from "../ops/comm.js";
import { constant } from "../ops/constant.js";
import { maximum, minimum } from "../ops/maximum.js";
import { number, rationalOf } from "../ops/number.js";
import { power, reciprocal } from "../ops/power.js";
import { size, sizeOf } from "../ops/size.js";
import { isSymbol } from "../ops/symbol.js";
import { type Entry, type Index, indexTerms, type Terms } from "./index-terms.js";
import type { Names } from "./pretty.js";

/** How the sides of an expression are made up, the outermost part first; a side of length 1 has no part. */
interface Sides {
  readonly rows: readonly Dim[];
  readonly cols: readonly Dim[];
}

export interface Entries extends Terms {
  /** A fresh index along a side that is made up so. */
  readonly index: (side: readonly Dim[]) => Index;
  readonly sidesOf: (e: Expr) => Sides;
  /** The entry of `e` at a place. What has a name is not looked into, but `e` itself is. */
  readonly entryOf: (e: Expr, row: Index, col: Index) => Expr;
}

/** The entry of a part, asked for and answered: rules never call each other, so that depth costs no stack. */
type Asking = Generator<Entry, Expr, Expr>;
type Rule = (e: Expr, row: Index, col: Index, at: Working) => Asking | Expr;

interface Working extends Terms {
  readonly index: (side: readonly Dim[]) => Index;
  readonly sidesOf: (e: Expr) => Sides;
  /** The expression as a whole, at a place. */
  readonly whole: (e: Expr, row: Index, col: Index) => Expr;
}

const side = (d: Dim): readonly Dim[] => (d === ONE ? [] : [d]);

/** a / b of two products of sizes, or null where b does not divide a. */
function ratio(a: Dim, b: Dim): Dim | null {
  const [[p, pc] = ["", 0], ...moreA] = polynomialOf(a);
  const [[q, qc] = ["", 0], ...moreB] = polynomialOf(b);
  if (moreA.length + moreB.length > 0 || qc === 0 || !Number.isInteger(pc / qc)) return null;
  const powers = new Map<string, number>();
  const count = (monomial: string, sign: number) => {
    for (const [name, k] of powersOf(monomial)) powers.set(name, (powers.get(name) ?? 0) + sign * k);
  };
  count(p, 1);
  count(q, -1);
  let out = dimOf(new Map([["", pc / qc]]));
  for (const [name, k] of powers) {
    if (k < 0) return null;
    for (let i = 0; i < k; i++) out = sizeProduct(out, dimOf(new Map([[name, 1]])));
  }
  return out;
}

/** The finest of two ways to make up one side, or null where they cross: n m and m n. */
export function refined(a: readonly Dim[], b: readonly Dim[]): readonly Dim[] | null {
  const out: Dim[] = [];
  const [left, right] = [[...a], [...b]];
  while (left.length > 0 && right.length > 0) {
    const [x, y] = [left[0] as Dim, right[0] as Dim];
    const [small, rest, long] = ratio(y, x) === null ? [y, ratio(x, y), left] : [x, ratio(y, x), right];
    if (rest === null) return null;
    out.push(small);
    left.shift();
    right.shift();
    if (rest !== ONE) long.unshift(rest);
  }
  return out;
}

const finest = (sides: readonly (readonly Dim[])[]): readonly Dim[] => sides.reduce((a, b) => refined(a, b) ?? a);

/** The sides of one operation from those of its operands. */
function sidesFrom(e: Expr, of: (a: Expr) => Sides): Sides {
  const [X, Y] = e.args;
  switch (e.op.name as OpName) {
    case "sum":
    case "hadamard":
      return { rows: finest(e.args.map((a) => of(a).rows)), cols: finest(e.args.map((a) => of(a).cols)) };
    case "scale":
      return of(Y as Expr);
    case "power":
    case "apply":
    case "differential":
    case "group":
      return of(X as Expr);
    case "product":
      return { rows: of(X as Expr).rows, cols: of(e.args[e.args.length - 1] as Expr).cols };
    case "transpose":
      return { rows: of(X as Expr).cols, cols: of(X as Expr).rows };
    case "diag":
      return { rows: of(X as Expr).rows, cols: of(X as Expr).rows };
    case "diagvec":
      return { rows: finest([of(X as Expr).rows, of(X as Expr).cols]), cols: [] };
    case "vec":
      return { rows: [...of(X as Expr).cols, ...of(X as Expr).rows], cols: [] };
    case "kron":
      return {
        rows: [...of(X as Expr).rows, ...of(Y as Expr).rows],
        cols: [...of(X as Expr).cols, ...of(Y as Expr).cols],
      };
    case "comm": {
      const [m, n] = commSizes(e);
      return { rows: [...side(m), ...side(n)], cols: [...side(n), ...side(m)] };
    }
    default:
      return { rows: side(e.shape.rows), cols: side(e.shape.cols) };
  }
}

/** The letters of an index apart: an inner part of size `inner` and what is outside of it. */
export function split(i: Index, inner: Dim): readonly [Index, Index] | null {
  let size: Dim = ONE;
  for (let at = i.length; at >= 0; at--) {
    if (size === inner) return [i.slice(0, at), i.slice(at)];
    if (at > 0) size = sizeProduct((i[at - 1] as Index[number]).size, size);
  }
  return null;
}

const first = (e: Expr): Expr => e.args[0] as Expr;

/** Entries that stay whole. */
const whole: Rule = (e, row, col, at) => at.whole(e, row, col);

/** The same operation on the entries of the operands; a number stands for all entries. */
const entrywise = (build: (args: readonly Expr[]) => Expr): Rule =>
  function* (e, row, col) {
    const args: Expr[] = [];
    for (const a of e.args) args.push(yield isScalar(a.shape) ? { of: a, row: [], col: [] } : { of: a, row, col });
    return build(args);
  };

const product: Rule = function* (e, row, col, at) {
  const inner: Index[] = [];
  for (let i = 1; i < e.args.length; i++) {
    const [A, B] = [e.args[i - 1] as Expr, e.args[i] as Expr];
    inner.push(at.index(finest([at.sidesOf(A).cols, at.sidesOf(B).rows])));
  }
  const factors: Expr[] = [];
  for (const [i, of] of e.args.entries()) factors.push(yield { of, row: inner[i - 1] ?? row, col: inner[i] ?? col });
  return at.sigma(inner.flat(), ...factors);
};

const RULES = {
  symbol: whole,
  number: (e, _row, _col, at) => number(rationalOf(e), at.home),
  constant: (e, _row, _col, at) => constant(at.home, e.data as "pi" | "e"),
  size: (e, _row, _col, at) => size(at.home, sizeOf(e)),
  eye: (_e, row, col, at) => at.delta(row, col),
  ones: (_e, _row, _col, at) => number(1, at.home),
  zeros: (_e, _row, _col, at) => number(0, at.home),
  comm: (e, row, col, at) => {
    const [m, n] = commSizes(e);
    const [r, c] = [split(row, n), split(col, m)];
    return r === null || c === null ? at.whole(e, row, col) : at.mul(at.delta(r[1], c[0]), at.delta(r[0], c[1]));
  },
  differential: (e, row, col, at) => {
    const X = first(e);
    return isSymbol(X) ? at.leaf({ kind: "differential", entry: { of: X, row, col } }) : at.whole(e, row, col);
  },
  group: function* (e, row, col) {
    return yield { of: first(e), row, col };
  },
  sum: function* (e, row, col, at) {
    const terms: Expr[] = [];
    for (const of of e.args) terms.push(yield { of, row, col });
    return at.add(...terms);
  },
  times: function* (e, _row, _col, at) {
    const factors: Expr[] = [];
    for (const of of e.args) factors.push(yield { of, row: [], col: [] });
    return at.mul(...factors);
  },
  scale: function* (e, row, col, at) {
    const c = yield { of: first(e), row: [], col: [] };
    return at.mul(c, yield { of: e.args[1] as Expr, row, col });
  },
  product,
  transpose: function* (e, row, col) {
    return yield { of: first(e), row: col, col: row };
  },
  hadamard: function* (e, row, col, at) {
    const factors: Expr[] = [];
    for (const of of e.args) factors.push(yield { of, row, col });
    return at.mul(...factors);
  },
  power: entrywise(([X, k]) => power(X as Expr, k as Expr)),
  apply: function* (e, row, col) {
    return apply(e.data as string, yield { of: first(e), row, col });
  },
  maximum: entrywise(([a, b]) => maximum(a as Expr, b as Expr)),
  minimum: entrywise(([a, b]) => minimum(a as Expr, b as Expr)),
  diag: function* (e, row, col, at) {
    return at.mul(at.delta(row, col), yield { of: first(e), row, col: [] });
  },
  diagvec: function* (e, row) {
    return yield { of: first(e), row, col: row };
  },
  trace: function* (e, _row, _col, at) {
    const { rows, cols } = at.sidesOf(first(e));
    const i = at.index(finest([rows, cols]));
    return at.sigma(i, yield { of: first(e), row: i, col: i });
  },
  det: whole,
  logdet: whole,
  inverse: whole,
  implicit: whole,
  matrixfunction: whole,
  sylvester: whole,
  cross: whole,
  crossmatrix: whole,
  axial: whole,
  structure: whole,
  conv: whole,
  correlate: whole,
  frechet: whole,
  pinv: whole,
  adjugate: whole,
  cholesky: whole,
  lowerhalf: whole,
  eigenvalue: whole,
  eigenvector: whole,
  eigenvalues: whole,
  eigenvectors: whole,
  eigengaps: whole,
  specnorm: whole,
  leftvector: whole,
  rightvector: whole,
  nuclear: whole,
  polar: whole,
  dominanteigenvalue: whole,
  dominantvector: whole,
  qfactor: whole,
  rfactor: whole,
  lfactor: whole,
  ufactor: whole,
  cumprod: whole,
  largest: whole,
  islargest: whole,
  matrixpower: whole,
  powersum: whole,
  total: function* (e, _row, _col, at) {
    const { rows, cols } = at.sidesOf(first(e));
    const [row, col] = [at.index(rows), at.index(cols)];
    return at.sigma([...row, ...col], yield { of: first(e), row, col });
  },
  mean: function* (e, _row, _col, at) {
    const { rows, cols } = at.sidesOf(first(e));
    const [row, col] = [at.index(rows), at.index(cols)];
    const sum = at.sigma([...row, ...col], yield { of: first(e), row, col });
    return at.mul(reciprocal(size(at.home, entryCount(first(e).shape))), sum);
  },
  norm1: whole,
  norm2: whole,
  normF: whole,
  vec: function* (e, row, col, at) {
    const parts = split(row, first(e).shape.rows);
    return parts === null ? at.whole(e, row, col) : yield { of: first(e), row: parts[1], col: parts[0] };
  },
  unvec: function* (e, row, col) {
    const place = [...col, ...row];
    const v = first(e);
    return yield v.shape.cols === ONE ? { of: v, row: place, col: [] } : { of: v, row: [], col: place };
  },
  kron: function* (e, row, col, at) {
    const [A, B] = e.args as readonly [Expr, Expr];
    const [r, c] = [split(row, B.shape.rows), split(col, B.shape.cols)];
    if (r === null || c === null) return at.whole(e, row, col);
    // The inner factor first: the entry of (B^T ⊗ A) reads A_ik B_lj, as in A X B.
    const inner = yield { of: B, row: r[1], col: c[1] };
    return at.mul(inner, yield { of: A, row: r[0], col: c[0] });
  },
  stack: whole,
  beside: whole,
  rows: whole,
  cols: whole,
  softmax: whole,
  softmaxrows: whole,
  softmaxcols: whole,
  logsumexp: whole,
  cross_entropy: whole,
  derivative: (e, row, col, at) => {
    const [Y, X] = e.args as readonly [Expr, Expr];
    const [r, c] = [split(row, Y.shape.rows), split(col, X.shape.rows)];
    if (e.data !== "jacobian" || r === null || c === null) return at.whole(e, row, col);
    return at.leaf({
      kind: "partial",
      entry: { of: Y, row: r[1], col: r[0] },
      by: [{ of: X, row: c[1], col: c[0] }],
    });
  },
  member: whole,
  entry: whole,
  unit: whole,
  iverson: whole,
  place: whole,
  sigma: whole,
  pi: whole,
  scalarfunction: whole,
  gradientfunction: whole,
  fit: whole,
} satisfies Record<OpName, Rule>;

/** Nodes, and questions, that one entry may take; what needs more stays whole. */
const MAX_NODES = 20_000;

/** Entries of the expressions of one model; parts with a name stay whole under it. */
export function entriesOf(at: Expr, names: Names): Entries {
  const terms = indexTerms(at.home.functions, MAX_NODES);
  const index = (of: readonly Dim[]): Index => of.map(terms.atom);
  const sides = new Map<Expr, Sides>();
  const sidesOf = (e: Expr): Sides => {
    for (const part of walk([e], (p) => sides.has(p)))
      sides.set(
        part,
        sidesFrom(part, (a) => sides.get(a) as Sides),
      );
    return sides.get(e) as Sides;
  };
  const wholeOf = (of: Expr, row: Index, col: Index): Expr => terms.leaf({ kind: "entry", entry: { of, row, col } });
  const working: Working = { ...terms, index, sidesOf, whole: wholeOf };

  /** Answers what the rules ask for, each question a frame of one stack. */
  function run(root: Entry): Expr {
    const stack: Asking[] = [];
    let asked = 0;
    let question: Entry | null = root;
    let answer: Expr | undefined;
    for (;;) {
      if (question !== null) {
        const { of, row, col }: Entry = question;
        if (++asked > MAX_NODES) throw new BudgetError(MAX_NODES);
        const named: boolean = asked > 1 && names.has(of);
        const made: Asking | Expr = named ? wholeOf(of, row, col) : RULES[of.op.name as OpName](of, row, col, working);
        if (has(made, "op")) answer = made;
        else {
          stack.push(made);
          answer = undefined;
        }
        question = null;
      }
      const top = stack[stack.length - 1];
      if (top === undefined) return answer as Expr;
      const step: IteratorResult<Entry, Expr> = answer === undefined ? top.next() : top.next(answer);
      if (step.done === true) {
        stack.pop();
        answer = step.value;
      } else question = step.value;
    }
  }

  return {
    ...terms,
    index,
    sidesOf,
    entryOf: (of, row, col) => {
      // Made first: when the context is full it takes no further node.
      const asWhole = wholeOf(of, row, col);
      try {
        return run({ of, row, col });
      } catch (error) {
        if (!(error instanceof BudgetError)) throw error;
        return asWhole;
      }
    },
  };
}
