/**
 * The cheapest order of a product, by dynamic programming over the chain (Godbole 1973; Cormen et al., ch. 15.2).
 * Sizes that are not given count as one large number, which puts vectors first.
 */
import { type Dim, ONE } from "../../core/dim.js";
import { overStretches } from "../../cost/chain-order.js";
import { type Algebra, entries, isFill, type Plan, plainArray, remembered, transposed } from "./algebra.js";
import * as build from "./build.js";
import { arrayView, type View, type ViewOf } from "./view.js";

/** Chains longer than this are multiplied from the side of a vector; the exact order costs their cube. */
export const LONGEST = 24;

/** Traces of longer products are not turned round. */
const LONGEST_TRACE = 8;

/** A name for a stretch of factors: the same for its transpose, which is the same work. */
export function nameOf(g: Algebra, factors: readonly View[]): string {
  const [name = ""] = [written(g, factors), written(g, turned(g, factors))].sort();
  return name;
}

const written = (g: Algebra, factors: readonly View[]): string => factors.map((v) => keyOf(g, v)).join(" ");

const turned = (g: Algebra, factors: readonly View[]): readonly View[] =>
  factors.map((v) => transposed(g, v)).reverse();

function keyOf(g: Algebra, v: View): string {
  switch (v.kind) {
    case "fill":
      return `1:${v.rows},${v.cols}`;
    case "diagonal":
      return `diag${v.entries.id}`;
    case "inverse":
      return `inv${v.factored.id}${v.transposed ? "T" : ""}`;
    case "kron":
      return `(${keyOf(g, v.left)}⊗${keyOf(g, v.right)})`;
    case "comm":
      return `comm${v.m},${v.n},${v.before},${v.after}`;
    case "chain":
      return `(${v.factors.map((v) => keyOf(g, v)).join(" ")})`;
    case "sum":
      return `(${v.coefficient.id} ${v.terms.map((v) => keyOf(g, v)).join("+")})`;
    default:
      return String(remembered(g, v, () => plainArray(g, v)).id);
  }
}

/** The multiplications of a product of the stretch i…k by the stretch k+1…j. */
function costOfSplit(
  g: Algebra,
  f: readonly View[],
  i: number,
  k: number,
  j: number,
  diagonal: readonly (readonly boolean[])[],
): number {
  const [r, inside, c] = [g.size((f[i] as View).rows), g.size((f[k] as View).cols), g.size((f[j] as View).cols)];
  const [left, right] = [f[i] as View, f[j] as View];
  if (diagonal[i]?.[k] && diagonal[k + 1]?.[j]) return r;
  if (diagonal[i]?.[k] || diagonal[k + 1]?.[j]) return r * c;
  // A column of ones beside a row spreads it, which costs nothing.
  if (inside === 1 && ((i === k && isFill(left)) || (k + 1 === j && isFill(right)))) return 0;
  if ((i === k && isFill(left)) || (k + 1 === j && isFill(right))) return 0.5 * r * inside * c;
  if (i === k && left.kind === "kron") return kronCost(g, left) * c;
  if (k + 1 === j && right.kind === "kron") return kronCost(g, right) * r;
  if ((i === k && left.kind === "comm") || (k + 1 === j && right.kind === "comm")) return 0.5 * r * c;
  return r * inside * c;
}

function kronCost(g: Algebra, { left: A, right: B }: ViewOf<"kron">): number {
  const n = (d: Dim) => g.size(d);
  const byA = A.kind === "diagonal" ? 0 : n(A.rows) * n(A.cols) * n(B.cols);
  const byB = B.kind === "diagonal" ? 0 : n(A.rows) * n(B.rows) * n(B.cols);
  return byA + byB;
}

/** Costs and splits of every stretch; of a product whose transpose has a plan the same from the other side. */
export function planned(g: Algebra, f: readonly View[], key: string): Plan {
  const own = `${key}: ${written(g, f)}`;
  const known = g.plans.get(own);
  if (known !== undefined) return known;
  const other = g.plans.get(`${key}: ${written(g, turned(g, f))}`);
  const plan = other === undefined ? planFor(g, f, key) : mirrored(other, f.length - 1);
  g.plans.set(own, plan);
  return plan;
}

const mirrored = ({ cost, split }: Plan, last: number): Plan => ({
  cost: (i, j) => cost(last - j, last - i),
  split: (i, j) => (i === j ? i : last - split(last - j, last - i) - 1),
});

function planFor(g: Algebra, f: readonly View[], key: string): Plan {
  const diagonal = f.map((_, i) => {
    let all = true;
    return f.map((v, j) => {
      if (j < i) return false;
      all = all && v.kind === "diagonal";
      return all;
    });
  });
  const at = overStretches<{ readonly cost: number; readonly split: number }>(f.length, (i, j, known) => {
    if (i === j) return { cost: 0, split: i };
    let [best, split] = [Infinity, i];
    for (let k = i; k < j; k++) {
      const cost = known(i, k).cost + known(k + 1, j).cost + costOfSplit(g, f, i, k, j, diagonal);
      // Of equal ways the one that reads from the left.
      if (cost <= best) [best, split] = [cost, k];
    }
    const isWhole = j - i + 1 === f.length;
    return { cost: !isWhole && g.known(nameOf(g, f.slice(i, j + 1)), key) ? 0 : best, split };
  });
  return { cost: (i, j) => at(i, j).cost, split: (i, j) => at(i, j).split };
}

/** The cost of a product of factors; sums among them count as arrays. */
export const costOfProduct = (g: Algebra, f: readonly View[]): number => planFor(g, f, "").cost(0, f.length - 1);

/** An array of these sizes that is there already, to be counted with. */
export const blank = (g: Algebra, { rows, cols }: View): View =>
  arrayView({ ...build.one(g), id: -1, kernel: "input", rank: 2, rows, cols }, rows, cols);

/** The cost of having a view as an array. An addition counts half a multiplication here. */
export function formingCost(g: Algebra, v: View): number {
  switch (v.kind) {
    case "chain":
      return costOfProduct(
        g,
        v.factors.map((x) => (x.kind === "sum" ? blank(g, x) : x)),
      );
    case "sum":
      return v.terms.reduce((s, t) => s + formingCost(g, t), 0) + 0.5 * entries(g, v) * (v.terms.length - 1);
    case "inverse":
      return entries(g, v) * g.size(v.rows);
    case "kron":
    case "comm":
      return entries(g, v);
    default:
      return 0;
  }
}

interface TracePlan {
  readonly cost: number;
  /** The factors, turned round. */
  readonly at: readonly View[];
  readonly plan: Plan;
  /** The last factor of the left of two parts; −1 where the whole is a number. */
  readonly split: number;
  readonly key: string;
}

/** The cheapest turn and split of the trace of a product; null where it is too long to look. */
export function bestTrace(g: Algebra, f: readonly View[]): TracePlan | null {
  const n = f.length;
  const turns = n <= LONGEST_TRACE ? n : 1;
  let best: TracePlan | null = null;
  for (let s = 0; s < turns; s++) {
    const at = [...f.slice(s), ...f.slice(0, s)];
    const key = `tr ${nameOf(g, at)}`;
    if (n > LONGEST) break;
    const plan = planned(g, at, key);
    const [r, last] = [g.size((at[0] as View).rows), n - 1];
    if ((at[0] as View).rows === ONE) {
      const cost = plan.cost(0, last);
      if (best === null || cost < best.cost) best = { cost, at, plan, split: -1, key };
      continue;
    }
    for (let k = 0; k < last; k++) {
      const diagonal = [at.slice(0, k + 1), at.slice(k + 1)].some((part) => part.every((x) => x.kind === "diagonal"));
      const own = diagonal ? r : r * g.size((at[k] as View).cols);
      const cost = plan.cost(0, k) + plan.cost(k + 1, last) + own;
      if (best === null || cost < best.cost || (cost === best.cost && best.at === at))
        best = { cost, at, plan, split: k, key };
    }
  }
  return best;
}
