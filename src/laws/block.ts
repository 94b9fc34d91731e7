/** Blocks and slices. */
import { type Dim, minus, ONE, plus } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { type Op, withArgs } from "../core/op.js";
import { nth, one } from "../core/operands.js";
import { isOnes, ones } from "../ops/ones.js";
import { Product } from "../ops/product.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { boundsOf, Cols, Rows } from "../ops/slice.js";
import { Beside, beside, Stack, stack } from "../ops/stack.js";
import { Sum, sum } from "../ops/sum.js";
import { Transpose } from "../ops/transpose.js";
import { isZeros, zeros } from "../ops/zeros.js";
import { type Found, type Law, law } from "../rewrite/law.js";

const theme = "block";
const cite = "Magnus & Neudecker, ch. 1.11";

/** Whether the blocks of a row and a column of blocks fit one by one. */
function blocksFit({ of, run }: Found): boolean {
  const [left, right] = [
    [of("A"), ...run("B")],
    [of("C"), ...run("D")],
  ];
  return left.length === right.length && left.every((a, i) => a.shape.cols === right[i]?.shape.rows);
}

/** The block of a stack (or of blocks side by side) that stands from one row to another; null where no block does. */
function blockWithin(X: Expr, [from, to]: readonly Dim[]): Expr | null {
  let at = ONE;
  for (const block of X.args) {
    const end = minus(plus(at, X.op === Stack ? block.shape.rows : block.shape.cols), ONE);
    if (at === from && end === to) return block;
    at = plus(end, ONE);
  }
  return null;
}

/** The parts of a block beside (or under) others where it is cut at these places, counted from its start; null where it cannot be cut. */
function cutAt(block: Expr, length: readonly Dim[], op: Op): readonly Expr[] | null {
  if (length.length === 1) return [block];
  const { rows, cols } = block.shape;
  const build = isZeros(block) ? zeros : isOnes(block) ? ones : null;
  return build === null ? null : length.map((n) => (op === Stack ? build(n, cols, block) : build(rows, n, block)));
}

/** Where the blocks end, counted from the first. */
function endsOf(e: Expr): readonly Dim[] {
  const lengths = e.args.map((b) => (e.op === Stack ? b.shape.rows : b.shape.cols));
  return lengths.map((_, i) => lengths.slice(0, i + 1).reduce(plus));
}

/** [A; 0] + [0; B] = [A; B]: sums of blocks, cut where the blocks of any of them end. */
function blocksAdded(e: Expr): Expr | null {
  for (const op of [Stack, Beside]) {
    const at = e.args.flatMap((t, i) => (scalarsOf(t).core?.op === op ? [i] : []));
    if (at.length < 2) continue;
    const terms = at.map((i) => nth(e.args, i)).map((t) => ({ ...scalarsOf(t), t }));
    const cut = terms.map(({ core, scalars, t }) => ({ scalars, t, core: core ?? t }));
    const ends = commonEnds(cut.map(({ core }) => endsOf(core)));
    const cells =
      ends === null ? null : cut.map((c) => cellsOf(c.core, ends)?.map((b) => withScalars(c.scalars, b, c.t)));
    if (cells === null || cells.some((c) => c === undefined)) continue;
    const sums = (cells[0] ?? []).map((_, k) => sum(...cells.map((c) => nth(c ?? [], k))));
    const merged = op === Stack ? stack(...sums) : beside(...sums);
    return sum(...e.args.flatMap((t, i) => (i === at[0] ? [merged] : at.includes(i) ? [] : [t])));
  }
  return null;
}

/** All the ends in their order, where one list of sizes tells it: one of them has all, or they differ by whole numbers. */
function commonEnds(lists: readonly (readonly Dim[])[]): readonly Dim[] | null {
  const all = [...new Set(lists.flat())];
  const known = (d: Dim) => {
    const difference = minus(d, all[0] ?? d);
    return /^-?\d+$/.test(difference) ? Number(difference) : null;
  };
  const longest = lists.reduce((a, b) => (b.length > a.length ? b : a));
  if (all.every((d) => longest.includes(d))) return longest;
  const places = all.map(known);
  if (places.includes(null)) return null;
  return [...all].sort((a, b) => (known(a) ?? 0) - (known(b) ?? 0));
}

/** The blocks of `e` cut at these ends; undefined where one cannot be cut there. */
function cellsOf(e: Expr, ends: readonly Dim[]): readonly Expr[] | undefined {
  const own = endsOf(e);
  const cells: Expr[] = [];
  let from = 0;
  for (const [i, block] of e.args.entries()) {
    const to = ends.indexOf(nth(own, i));
    const lengths = ends.slice(from, to + 1).map((d, k) => (from + k === 0 ? d : minus(d, nth(ends, from + k - 1))));
    const parts = cutAt(block, lengths, e.op);
    if (parts === null) return undefined;
    cells.push(...parts);
    from = to + 1;
  }
  return cells;
}

/** Whether the slice of one of the terms is one of its blocks. */
const isCutAway =
  (op: Op, bounds: readonly Dim[]) =>
  (term: Expr): boolean => {
    const X = scalarsOf(term).core ?? term;
    return X.op === (op === Rows ? Stack : Beside) && blockWithin(X, bounds) !== null;
  };

export const BLOCKS: readonly Law[] = [
  law({
    theme: "product",
    name: "blocks times blocks",
    at: Product,
    text: "[A, B…] [C; D…] = A C + (B D)…",
    when: blocksFit,
    statement: "[A, B] [C; D] = A C + B D",
    cite,
    example: "A : matrix(n, m); B : matrix(n, k); C : matrix(m, p); D : matrix(k, p); y = [A, B] [C; D]",
  }),
  law({
    theme,
    name: "slice of everything",
    at: [Rows, Cols],
    text: [
      { text: "rows(A, 1, n) = A", where: "A n×m" },
      { text: "cols(A, 1, m) = A", where: "A n×m" },
    ],
    statement: "rows(A, 1, n) = A  (A has n rows)",
    example: "A : matrix(n, m); y = rows(A, 1, n)",
  }),
  law({
    theme,
    name: "slice of blocks",
    at: [Rows, Cols],
    statement: "rows([A; B], 1, n) = A  (A has n rows)",
    example: "A : matrix(n, m); B : matrix(p, m); y = rows([A; B], 1, n)",
    step: (e) => (one(e.args).op === (e.op === Rows ? Stack : Beside) ? blockWithin(one(e.args), boundsOf(e)) : null),
  }),
  law({
    theme,
    name: "slice of ones",
    at: [Rows, Cols],
    text: ["rows(ones(n, m), i, j) = ones(k, l)", "cols(ones(n, m), i, j) = ones(k, l)"],
    statement: "rows(ones(n, m), 1, k) = ones(k, m)",
    cite,
    example: "y = rows(ones(n, m), 1, 2)",
  }),
  law({
    theme,
    name: "slice of a symmetric matrix",
    at: [Transpose, Product],
    text: [
      { text: "cols(A, i, j)^T = rows(A, i, j)", where: "A symmetric" },
      { text: "cols(rows(A, i, j), k, l)^T = cols(rows(A, k, l), i, j)", where: "A symmetric" },
      { text: "rows(cols(A, i, j), k, l)^T = rows(cols(A, k, l), i, j)", where: "A symmetric" },
      { text: "v^T cols(A, i, i) = rows(A, i, i) v", where: "A symmetric" },
    ],
    statement: "cols(A, 1, k)^T = rows(A, 1, k)  (A symmetric)",
    cite,
    example: "A : matrix(n, n) symmetric; y = cols(A, 1, 2)^T",
  }),
  law({
    theme,
    name: "slice of a transpose",
    at: [Rows, Cols],
    text: ["rows(A^T, i, j) = cols(A, i, j)^T", "cols(A^T, i, j) = rows(A, i, j)^T"],
    statement: "rows(A^T, 1, k) = cols(A, 1, k)^T",
    cite,
    example: "A : matrix(n, m); y = rows(A^T, 1, 2)",
  }),
  law({
    theme,
    name: "slice of a product",
    at: [Rows, Cols],
    text: ["rows(A B…, i, j) = rows(A, i, j) B…", "cols(A… B, i, j) = A… cols(B, i, j)"],
    statement: "rows(A B, 1, k) = rows(A, 1, k) B",
    cite,
    example: "A : matrix(n, m); B : matrix(m, p); y = rows(A B, 1, 2)",
  }),
  // Where one of the terms is cut at its blocks; rows(A + B) else, which is shorter.
  law({
    theme,
    name: "slice of a sum",
    at: [Rows, Cols],
    statement: "rows([A; B] + C, 1, n) = A + rows(C, 1, n)  (A has n rows)",
    cite,
    example: "A : matrix(n, m); B : matrix(p, m); C : matrix(n + p, m); y = rows([A; B] + C, 1, n)",
    among: [Sum],
    step: (e) => {
      const X = one(e.args);
      const bounds = boundsOf(e);
      if (X.op !== Sum || !X.args.some(isCutAway(e.op, bounds))) return null;
      return sum(...X.args.map((t) => withArgs(e, [t])));
    },
  }),
  law({
    theme,
    name: "sum of blocks",
    at: Sum,
    statement: "[A; zeros(p, m)] + [zeros(n, m); B] = [A; B]",
    cite,
    example: "A : matrix(n, m); B : matrix(p, m); y = [A; zeros(p, m)] + [zeros(n, m); B]",
    within: [Stack, Beside],
    step: blocksAdded,
  }),
];
