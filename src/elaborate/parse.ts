/** From text to model: syntax, then elaboration. */

import { reporter } from "../core/diagnostic.js";
import { ownOf } from "../core/own.js";
import type { Model } from "../model/model.js";

import { elaborateModel, type ParseOptions } from "./elaborate.js";
import { readStatements } from "./index/entries.js";

export interface ReadOptions extends ParseOptions {
  /** Bytes (UTF-8) of a source before `budget/input` is reported. */
  readonly maxInput?: number;
}

/** A source beyond this many bytes is not read unless the budget is raised. */
export const MAX_INPUT = 8_000_000;

/** Notices that a reader of the model should hear of; a row of prose is skipped without a word. */
const SAID: ReadonlySet<string> = new Set(["syntax/dots", "syntax/entrywise", "syntax/unnamed"]);

/** The model that a text states. Never throws: every fault is among its diagnostics. */
export function read(source: string, given: ReadOptions = {}): Model {
  const options = ownOf(given);
  const said = reporter(source);
  const limit = options.maxInput ?? MAX_INPUT;
  // A UTF-16 unit is at most three bytes, so that most texts need not be measured.
  if (source.length * 3 > limit && new TextEncoder().encode(source).length > limit) {
    said.report("error", "budget/input", { start: 0, end: 0 }, `the text is longer than ${limit} bytes`, {
      hint: "raise --max-input, or split the model",
    });
    return elaborateModel("", [], said, options);
  }
  const { statements, notices, broken, clashing } = readStatements(source, said);
  for (const n of notices) if (SAID.has(n.code)) said.report("warning", n.code, n.span, n.message);
  return elaborateModel(source, statements, said, { ...options, unread: broken.map((b) => b.name), clashing });
}
