/** A derivation as a student writes it: the first line that is wrong, and what it should have been. */
import { ownOf } from "../core/own.js";
import { MAX_INPUT } from "../elaborate/parse.js";
import { type StepsReport, stepsOf } from "../judge/steps/steps.js";
import type { Model } from "../model/model.js";
import type { DeriveOptions } from "./answer.js";
import { requireArguments } from "./arguments.js";

export type { StepsReport, UnjudgedStep, WrongStep } from "../judge/steps/steps.js";

/**
 * Judges a derivation line by line, each side by itself against the true value of its left side. What the text says
 * never throws: what cannot be read is among `notJudged`.
 *
 * @throws {ChainruleError} where the source is no text.
 */
export function checkSteps(source: string | Model, options: Pick<DeriveOptions, "budgets"> = {}): StepsReport {
  requireArguments(source);
  const text = typeof source === "string" ? source : source.source;
  const limit = ownOf(options).budgets?.input ?? MAX_INPUT;
  if (text.length <= limit) return stepsOf(text);
  const why = `the text is longer than ${limit} bytes`;
  return { firstWrong: null, notJudged: [{ line: 1, column: 1, why }], judged: 0, fault: why };
}
