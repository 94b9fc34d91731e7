/**
 * chainrule: derivatives of matrix expressions, derived step by step, in matrix notation.
 *
 * `derive` takes equations (or a model that `parse` has read) and gives each derivative in plain
 * text, Unicode and LaTeX, with its shape and the lines that lead to it.
 */

import { ChainruleError } from "../core/diagnostic.js";
import { ownOf } from "../core/own.js";
import { read } from "../elaborate/parse.js";
import type { Model } from "../model/model.js";
import type { Report } from "../report/report.js";
import { answer, type DeriveOptions } from "./answer.js";
import { requireArguments } from "./arguments.js";

export { ChainruleError, type Diagnostic, type Note, type Severity } from "../core/diagnostic.js";
export type { Claim, Equation, Model, ModelSymbol, Query } from "../model/model.js";
export { loadMathjs } from "../numeric/mathjs.js";
export type {
  ClaimReport,
  FactorReport,
  Report,
  ResultReport,
  ShapeText,
  StepReport,
  Verdict,
  WhereReport,
} from "../report/report.js";
export type { Budgets, DeriveOptions } from "./answer.js";

export interface ParseOptions {
  /** Nothing is assumed about undeclared names: each is an error with the nearest known name. */
  readonly strict?: boolean;
}

/**
 * Reads equations in plain text, Unicode or LaTeX into a model: symbols with kinds, shapes and
 * facts, equations, queries and claims.
 *
 * @throws {ChainruleError} with every fault of the text; `partial` is the model without them.
 */
export function parse(source: string, options: ParseOptions = {}): Model {
  requireArguments(source);
  const model = read(source, ownOf(options));
  if (model.diagnostics.some((d) => d.severity === "error")) throw new ChainruleError(model.diagnostics, model);
  return model;
}

/**
 * Derives what the text asks for, or what `of` and `wrt` name: `derive("y = x^T A x", { wrt: ["x"] })`
 * gives `(A + A^T) x`, m×1. A scalar's derivative has the shape of the variable (`gradient`), any
 * other is the Jacobian over vec in numerator layout, unless `layout` says otherwise. A model is not
 * changed, and gives the same answers whatever was asked before.
 *
 * @throws {ChainruleError} with every fault; `partial` holds the results that the faults do not touch.
 */
export function derive(source: string | Model, options: DeriveOptions = {}): Report {
  requireArguments(source, options);
  const report = answer(source, options);
  if (report.diagnostics.some((d) => d.severity === "error")) throw new ChainruleError(report.diagnostics, report);
  return report;
}
