/** How an answer grows with its model: nodes, lines, characters, all counted and none timed. */

import { answer } from "../../src/api/answer.js";
import type { Expr } from "../../src/core/expr.js";
import { walk } from "../../src/core/walk.js";
import { derivations, isRefusal } from "../../src/derive/derivation.js";
import { read } from "../../src/elaborate/parse.js";
import { defaultQueries } from "../../src/model/questions.js";

const lines = (n: number, line: (i: number) => string): readonly string[] =>
  Array.from({ length: n }, (_, i) => line(i + 1));

/** Networks of n layers, by all of their inputs. */
export const NETWORKS: ReadonlyMap<string, (n: number) => string> = new Map<string, (n: number) => string>([
  ["dense layers", (n) => [...lines(n, (i) => `h${i} = f(W${i} h${i - 1} + b${i})`), `s = u^T h${n}`].join("\n")],
  ["layers of one matrix", (n) => [...lines(n, (i) => `h${i} = f(W h${i - 1})`), `s = u^T h${n}`].join("\n")],
  [
    "residual layers",
    (n) => [...lines(n, (i) => `h${i} = h${i - 1} + f(W${i} h${i - 1})`), `s = u^T h${n}`].join("\n"),
  ],
]);

/** One long expression, by one variable or by all. */
export const EXPRESSIONS: ReadonlyMap<string, (n: number) => string> = new Map<string, (n: number) => string>([
  ["compositions f(f(… x))", (n) => `x : scalar; y = ${"f(".repeat(n)}x${")".repeat(n)}`],
  ["compositions tanh(tanh(… x))", (n) => `x : scalar; y = ${"tanh(".repeat(n)}x${")".repeat(n)}`],
  ["sums of products a_i x_i", (n) => `y = ${lines(n, (i) => `a_${i}^T x_${i}`).join(" + ")}; ∂y/∂x_1`],
  [
    "products x_1 … x_n of scalars, by one",
    (n) => `${lines(n, (i) => `x_${i}`).join(", ")} : scalar; y = ${lines(n, (i) => `x_${i}`).join(" ")}; ∂y/∂x_1`,
  ],
  ["products f_1(x) … f_n(x) of one scalar", (n) => `x : scalar; y = ${lines(n, (i) => `f_${i}(x)`).join(" ")}`],
  ["chains A_1 … A_n x of matrices", (n) => `x : vector(n); y = ${lines(n, (i) => `A_${i}`).join(" ")} x; ∂y/∂x`],
  ["quadratic chains x^T A_1 … A_n x", (n) => `x : vector(n); y = x^T ${lines(n, (i) => `A_${i}`).join(" ")} x; ∂y/∂x`],
  ["nested squares ((x^2 + 1)^2 + 1)^2", (n) => `x : scalar; y = ${"(".repeat(n)}x${" + 1)^2".repeat(n)}`],
  ["nested exponents x^(x^(…))", (n) => `x : scalar; y = ${"x^(".repeat(n)}x${")".repeat(n)}`],
]);

export interface Size {
  /** Nodes and places of operands of the equations. */
  readonly model: number;
  /** Nodes of the answers. */
  readonly answers: number;
  /** Places of operands: what a flat sum of many terms costs, though it is one node. */
  readonly edges: number;
  /** Lines and characters that are printed: shared parts and results. */
  readonly lines: number;
  readonly characters: number;
}

const edgesOf = (all: readonly Expr[]): number => all.reduce((n, e) => n + e.args.length, 0);

/** Counts what a text's answers are made of. */
export function sizeOf(text: string): Size {
  const model = read(text);
  const fault = model.diagnostics.find((d) => d.severity === "error");
  if (fault !== undefined) throw new Error(`${fault.code}: ${fault.message}`);
  const asked = model.asked.flatMap((a) => (a.type === "query" ? [a.query] : []));
  const queries = asked.length > 0 ? asked : defaultQueries(model);
  const { results } = derivations(model, queries, { steps: "none" });
  const values = results.flatMap((r) => (isRefusal(r) ? [] : [r.value]));
  const report = answer(model, { steps: "none" });
  const printed = [...report.where, ...report.results].map((r) => r.text);
  const nodes = walk(values);
  const asWritten = walk(model.equations.map((q) => q.value));
  return {
    model: asWritten.length + edgesOf(asWritten),
    answers: nodes.length,
    edges: edgesOf(nodes),
    lines: printed.length,
    characters: printed.reduce((n, t) => n + t.length, 0),
  };
}

/** A gradient by the variable that is farthest away, and all lines of its derivation. */
export const WAYS: ReadonlyMap<string, (n: number) => string> = new Map<string, (n: number) => string>([
  ["dense layers, by the first weights", (n) => `${NETWORKS.get("dense layers")?.(n)}\n∂s/∂W1`],
  ["layers of one matrix, by the input", (n) => `${NETWORKS.get("layers of one matrix")?.(n)}\n∂s/∂h0`],
  ["residual layers, by the first weights", (n) => `${NETWORKS.get("residual layers")?.(n)}\n∂s/∂W1`],
]);

/** Characters of all lines of the derivations that a text asks for, with the reasons beside them. */
export function lengthOfWay(text: string): number {
  const { diagnostics, results } = answer(read(text), { steps: "chain" });
  const fault = diagnostics.find((d) => d.severity === "error");
  if (fault !== undefined) throw new Error(`${fault.code}: ${fault.message}`);
  return results
    .flatMap((r) => r.steps)
    .reduce((n, s) => n + s.before.length + s.unicode.length + (s.why?.length ?? 0), 0);
}

/** Whether three counts at n, 2n and 3n lie on a line. */
export const isAffine = ([a, b, c]: readonly [number, number, number]): boolean => c - b === b - a;
