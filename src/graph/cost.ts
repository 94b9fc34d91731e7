/**
 * The reason for back propagation in numbers: multiplications forward, back with every gradient
 * worked out once, and back path by path, each path from the output to an input by itself.
 *
 * An L-layer network has O(L) edges and O(L²) of them on all its paths together; where layers branch
 * the paths double with each (Griewank & Walther, Evaluating Derivatives, 3.1).
 */
import type { Expr } from "../core/expr.js";
import { walk } from "../core/walk.js";
import { leftToRight, type Order } from "../cost/chain-order.js";
import { addCost, type Cost, costOf, FREE, linkOf, ordersOf } from "../cost/multiplications.js";
import {
  atMost,
  type Count,
  countAt,
  grouped,
  minus,
  partly,
  showCount,
  showCountBy,
  showPositive,
  times,
  whole,
} from "../cost/polynomial.js";
import type { Model } from "../model/model.js";
import { byCanonicalName } from "../names/canonical.js";
import { Derivative } from "../ops/derivative.js";
import { Product } from "../ops/product.js";
import { SymbolOp } from "../ops/symbol.js";
import { type ComputationGraph, computationGraph, type GraphNode } from "./computation-graph.js";
import { notationOf } from "./notation.js";

/** One way to multiply a product of three or more factors. */
export interface OrderReport {
  /** With parentheses: `δᵀ (W x)`. */
  readonly written: string;
  readonly cost: Count;
  /** `m < n`, where it is the cheapest only then; null where it always is. */
  readonly when: string | null;
}

export interface ProductReport {
  /** As it stands in the model or in a gradient. */
  readonly product: string;
  /** The cheapest orders; several where that depends on the sizes. */
  readonly best: readonly OrderReport[];
  /** Left to right, for comparison; null where that is among the best. */
  readonly leftToRight: Count | null;
}

export interface CostReport {
  readonly of: string;
  readonly sizes: ReadonlyMap<string, number>;
  readonly forward: Cost;
  /** Every edge once. */
  readonly reused: Cost;
  /** Every edge as often as paths go over it. */
  readonly pathByPath: Cost;
  readonly paths: bigint;
  readonly edges: number;
  readonly inputs: number;
  readonly products: readonly ProductReport[];
}

/**
 * Counts for the scalar output of a model (by default the last one), over its operations. Sizes that
 * are not given stay symbols. Null where there is no gradient to count. Throws {@link OutputNameError}.
 */
export function costReport(
  model: Model,
  options: { readonly of?: string; readonly sizes?: ReadonlyMap<string, number> } = {},
): CostReport | null {
  const sizes = byCanonicalName(options.sizes ?? []);
  const graph = computationGraph(model, { ...options, grain: "operation" });
  if (graph.output === null || graph.output.upstream === null) return null;
  const values = graph.nodes.flatMap((n) => n.value ?? []);
  const forwardParts = new Set(walk(values));
  // On the way back all that the forward pass has is at hand, and so is the gradient that arrives.
  const known = (e: Expr): boolean => e.op === SymbolOp || e.op === Derivative || forwardParts.has(e);
  const back = graph.edges.filter((e) => e.downstream !== null);
  const [over, total, inputs] = pathsOver(graph);
  let pathByPath = FREE;
  for (const e of back) {
    const once = costOf([e.downstream as Expr], { sizes, known });
    pathByPath = addCost(pathByPath, manyTimes(over(e.from, e.to), once));
  }
  return {
    of: graph.output.name,
    sizes,
    forward: costOf(values, { sizes, known: (e) => e.op === SymbolOp }),
    reused: costOf(
      back.map((e) => e.downstream as Expr),
      { sizes, known },
    ),
    pathByPath,
    paths: total,
    edges: back.length,
    inputs,
    products: productsOf(computationGraph(model, options), sizes),
  };
}

const manyTimes = (k: bigint, { multiplications, calls }: Cost): Cost => ({
  multiplications: times(whole(k), multiplications),
  calls: times(whole(k), calls),
});

/** How many paths from the output to an input go over an edge, how many there are, and to how many inputs. */
function pathsOver(graph: ComputationGraph): readonly [(from: GraphNode, to: GraphNode) => bigint, bigint, number] {
  const fromOutput = new Map<GraphNode, bigint>();
  const toInputs = new Map<GraphNode, bigint>();
  const carrying = (n: GraphNode) => (graph.entering.get(n) ?? []).filter((e) => e.downstream !== null);
  for (const n of graph.nodes) {
    if (n.upstream === null) continue;
    toInputs.set(n, n.kind === "input" ? 1n : carrying(n).reduce((s, e) => s + (toInputs.get(e.from) ?? 0n), 0n));
  }
  if (graph.output !== null) fromOutput.set(graph.output, 1n);
  for (const n of [...graph.nodes].reverse())
    for (const e of carrying(n)) fromOutput.set(e.from, (fromOutput.get(e.from) ?? 0n) + (fromOutput.get(n) ?? 0n));
  const total = graph.output === null ? 0n : (toInputs.get(graph.output) ?? 0n);
  const inputs = graph.nodes.filter((n) => n.kind === "input" && n.upstream !== null).length;
  return [(from, to) => (fromOutput.get(to) ?? 0n) * (toInputs.get(from) ?? 0n), total, inputs];
}

/** Products of three factors and more, in the equations, on their edges, and in gradients short enough to be written out. */
function productsOf(graph: ComputationGraph, sizes: ReadonlyMap<string, number>): readonly ProductReport[] {
  const values = graph.nodes.flatMap((n) => n.value ?? []);
  const downstreams = graph.edges.flatMap((e) => e.downstream ?? []);
  const forward = new Set(walk(values));
  const known = (e: Expr): boolean => e.op === SymbolOp || e.op === Derivative || forward.has(e);
  const notation = notationOf(graph);
  const full = graph.nodes.flatMap((n) => n.gradient ?? []);
  const found = new Set<Expr>();
  for (const e of walk([...values, ...downstreams, ...full])) if (e.op === Product && e.args.length > 2) found.add(e);
  return [...found].map((e): ProductReport => {
    // In an equation nothing is at hand yet but names.
    const orders = ordersOf(e.args, { sizes, known: forward.has(e) ? (x) => x.op === SymbolOp : known });
    const factors = e.args.map(notation.factor);
    const asRead = partly(leftToRight(e.args.map(linkOf)), sizes);
    const beaten = orders.every((o) => atMost(asRead, o.cost) !== true);
    return {
      product: notation.of(e).unicode,
      best: orders.map((o, i) => ({
        written: written(o.order, factors),
        cost: o.cost,
        when:
          orders.length === 1
            ? null
            : condition(
                o.cost,
                orders.filter((_, j) => j !== i).map((x) => x.cost),
              ),
      })),
      leftToRight: beaten ? asRead : null,
    };
  });
}

/** The product with its parentheses. The tree is no deeper than the longest chain that is ordered. */
function written(order: Order, factors: readonly string[]): string {
  if (typeof order === "number") return factors[order] as string;
  const side = (o: Order) => (typeof o === "number" ? written(o, factors) : `(${written(o, factors)})`);
  return `${side(order.left)} ${side(order.right)}`;
}

/** When a cost is below others: `m < n`. */
const condition = (cost: Count, others: readonly Count[]): string =>
  others.map((other) => showPositive(minus(other, cost))).join(" and ");

/** The report as text. */
export function costText(report: CostReport, name: (n: string) => string = (n) => n): string {
  const { sizes } = report;
  const rows = [
    ["forward", report.forward],
    ["back, every gradient worked out once", report.reused],
    ["back, path by path", report.pathByPath],
  ] as const;
  const stated = [...sizes].map(([n, k]) => `${name(n)} = ${k}`).join(", ");
  const table = [
    ["", "multiplications", "calls of functions"],
    ...rows.map(([title, c]) => [title, showCountBy(c.multiplications, name), showCountBy(c.calls, name)]),
  ];
  const lines = [
    `${name(report.of)}${stated === "" ? "" : `, ${stated}`}: ${plural(report.inputs, "input")}, ${plural(report.edges, "edge")}, ${grouped(report.paths)} ${report.paths === 1n ? "path" : "paths"} from the output to an input`,
    "",
    ...aligned(table),
  ];
  const ratio = ratioOf(report.pathByPath.multiplications, report.reused.multiplications);
  if (ratio !== null) lines.push("", `path by path is ${ratio} times the work of back propagation`);
  if (report.products.length > 0) {
    lines.push("", "products of three factors and more, in their cheapest order");
    for (const p of report.products) {
      for (const o of p.best.slice(0, MOST_ORDERS)) {
        const when = o.when === null ? "" : p.best.length > 2 ? ", for some sizes" : `, the cheapest where ${o.when}`;
        lines.push(`  ${o.written}   ${showCountBy(o.cost, name)}${when}`);
      }
      const more = p.best.length - MOST_ORDERS;
      if (more > 0) lines.push(`    and ${more} more orders, each the cheapest for some sizes`);
      if (p.leftToRight !== null) lines.push(`    left to right it would be ${showCountBy(p.leftToRight, name)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

const plural = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

/** Orders of one product that are listed where it depends on the sizes which is the cheapest. */
const MOST_ORDERS = 3;

/** a / b to two digits, where both are numbers. */
function ratioOf(a: Count, b: Count): string | null {
  const [x, y] = [countAt(a, new Map()), countAt(b, new Map())];
  if (x === null || y === null || y === 0n) return null;
  const hundredths = (x * 100n) / y;
  return hundredths >= 1000n ? grouped(hundredths / 100n) : (Number(hundredths) / 100).toString();
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, j) => rows.reduce((w, r) => Math.max(w, [...(r[j] ?? "")].length), 0));
  return rows.map((r) =>
    `  ${r.map((c, j) => c + " ".repeat((widths[j] as number) - [...c].length)).join("   ")}`.trimEnd(),
  );
}

/** The report as data: counts as text, and as whole numbers (in text, since they may be large) where all sizes are given. */
export function costData(report: CostReport) {
  const count = (c: Count) => ({ formula: showCount(c), value: countAt(c, new Map())?.toString() ?? null });
  const cost = (c: Cost) => ({ multiplications: count(c.multiplications), calls: count(c.calls) });
  return {
    of: report.of,
    sizes: Object.fromEntries(report.sizes),
    forward: cost(report.forward),
    reused: cost(report.reused),
    pathByPath: cost(report.pathByPath),
    paths: report.paths.toString(),
    edges: report.edges,
    inputs: report.inputs,
    products: report.products.map((p) => ({
      product: p.product,
      best: p.best.map((o) => ({ written: o.written, cost: count(o.cost), when: o.when })),
      leftToRight: p.leftToRight === null ? null : count(p.leftToRight),
    })),
  };
}
