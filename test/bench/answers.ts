/** Answers a model without reports: derived, shared parts named, printed, so that benchmarks can time each. */
import type { Expr } from "../../src/core/expr.js";
import { derivations } from "../../src/derive/derivation.js";
import type { Model, Query } from "../../src/model/model.js";
import { printLatex } from "../../src/print/latex.js";
import { type Shared, share } from "../../src/print/share.js";

export interface Answers extends Shared {
  readonly values: readonly Expr[];
}

/** The queries that the text asks. */
export const askedOf = (model: Model): readonly Query[] =>
  model.asked.flatMap((a) => (a.type === "query" ? [a.query] : []));

export function derived(model: Model, queries: readonly Query[]): Answers {
  const { results, cotangents } = derivations(model, queries, { steps: "none" });
  const values = results.flatMap((r) => ("value" in r ? [r.value] : []));
  return { values, ...share(values, { taken: new Set(model.symbols.keys()), prefer: new Set(cotangents.values()) }) };
}

/** The answers and the shared parts as LaTeX: the characters. */
export function printed({ values, where, names }: Answers): number {
  let characters = 0;
  for (const value of values) characters += (names.get(value) ?? printLatex(value, names)).length;
  for (const w of where) characters += printLatex(w.value, names).length;
  return characters;
}
