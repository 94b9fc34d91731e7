/** From text to model: syntax, then elaboration. */
import { reporter } from "../core/diagnostic.js";
import { elaborateModel, type ParseOptions } from "./elaborate.js";
import type { Model } from "./model.js";
import { parseSyntax } from "./syntax.js";

export interface ReadOptions extends ParseOptions {
  /** Bytes (UTF-8) of a source before `budget/input` is reported. */
  readonly maxInput?: number;
}

/** A source beyond this many bytes is not read unless the budget is raised. */
export const MAX_INPUT = 8_000_000;

/** The model that a text states. Never throws: every fault is among its diagnostics. */
export function read(source: string, options: ReadOptions = {}): Model {
  const said = reporter(source);
  const limit = options.maxInput ?? MAX_INPUT;
  // A UTF-16 unit is at most three bytes, so that most texts need not be measured.
  if (source.length * 3 > limit && new TextEncoder().encode(source).length > limit) {
    said.report("error", "budget/input", { start: 0, end: 0 }, `the text is longer than ${limit} bytes`, {
      hint: "raise --max-input, or split the model",
    });
    return elaborateModel("", [], said, options);
  }
  return elaborateModel(source, parseSyntax(source, said).statements, said, options);
}
