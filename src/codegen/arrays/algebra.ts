/** The state in which views become arrays: the graph that is built, and by what the order of products is decided. */
import type { Dim } from "../../core/dim.js";
import type { ArrayExpr } from "./array.js";
import * as build from "./build.js";
import type { View, ViewOf } from "./view.js";

/** Decides the order of products. */
export interface Choices {
  readonly size: (d: Dim) => number;
  /** Whether the inverse of this factorised matrix is needed as an array anyway. */
  readonly inverts: (factored: ArrayExpr) => boolean;
  /** Whether another product computes this stretch of factors. */
  readonly known: (stretch: string, chain: string) => boolean;
  /** Told of each stretch that is computed, for the next round. */
  readonly computed: (stretch: string, chain: string) => void;
}

/** The order in which a chain of factors is multiplied: where each stretch of them is split. */
export interface Plan {
  readonly cost: (i: number, j: number) => number;
  readonly split: (i: number, j: number) => number;
}

export interface Algebra extends build.Graph, Choices {
  /** The array that a view has become. */
  readonly forced: Map<View, ArrayExpr>;
  /** The orders in which products are multiplied, by their factors. */
  readonly plans: Map<string, Plan>;
}

export const newAlgebra = (graph: build.Graph, choices: Choices): Algebra => ({
  ...graph,
  ...choices,
  forced: new Map(),
  plans: new Map(),
});

/** The array of a view, made once. */
export function remembered(g: Algebra, v: View, make: () => ArrayExpr): ArrayExpr {
  const known = g.forced.get(v);
  if (known !== undefined) return known;
  const made = make();
  g.forced.set(v, made);
  return made;
}

/** The array that a view has become, if it has. */
export const made = (g: Algebra, v: View): ArrayExpr | undefined =>
  v.kind === "scalar" || v.kind === "array" ? v.node : g.forced.get(v);

/** The array of a view that is a node already, or spreads one. */
export function plainArray(g: Algebra, v: ViewOf<"scalar" | "array" | "column" | "row">): ArrayExpr {
  if (v.kind === "scalar" || v.kind === "array") return v.node;
  return v.kind === "column" ? build.column(g, v.vector, v.cols) : build.row(g, v.vector, v.rows);
}

export function transposed(g: Algebra, v: View): View {
  const turned = { rows: v.cols, cols: v.rows };
  switch (v.kind) {
    case "scalar":
    case "diagonal":
      return v;
    case "array":
      return { ...v, ...turned, node: build.transpose(g, v.node) };
    case "fill":
      return { ...v, ...turned };
    case "column":
    case "row":
      return { ...v, ...turned, kind: v.kind === "row" ? "column" : "row" };
    case "inverse":
      return { ...v, ...turned, transposed: !v.transposed && !build.isSymmetric(g, v.factored.args[0] as ArrayExpr) };
    case "kron":
      return { ...v, ...turned, left: transposed(g, v.left), right: transposed(g, v.right) };
    case "comm":
      return { ...v, m: v.n, n: v.m };
    case "chain":
      return { ...v, ...turned, factors: v.factors.map((v) => transposed(g, v)).reverse() };
    case "sum":
      return { ...v, ...turned, terms: v.terms.map((v) => transposed(g, v)) };
  }
}

export const ones = (g: Algebra, rows: Dim, cols: Dim): View => ({ kind: "fill", value: build.one(g), rows, cols });

export const isFill = (v: View): v is ViewOf<"fill"> => v.kind === "fill";

export const entries = (g: Algebra, v: { readonly rows: Dim; readonly cols: Dim }): number =>
  g.size(v.rows) * g.size(v.cols);
