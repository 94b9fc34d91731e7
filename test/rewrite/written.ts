import { expect } from "vitest";
import type { Expr } from "../../src/core/expr.js";
import { read } from "../../src/elaborate/parse.js";

/** The value that a model defines last, known by no name. */
export function written(source: string): Expr {
  const model = read(source);
  expect(model.diagnostics.filter((d) => d.severity === "error").map((d) => d.message)).toEqual([]);
  const { name, value } = model.equations.at(-1) as { name: string; value: Expr };
  model.context.definitions.delete(name);
  return value;
}
