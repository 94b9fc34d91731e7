/** The elementwise functions of the language, each with its derivative: the table of every new context. */
import { type BuiltinFunction, type Context, context, type ModelFunction, type ScalarFunction } from "../core/expr.js";
import { EXPONENTIAL } from "./exponential.js";
import { HYPERBOLIC } from "./hyperbolic.js";
import { NORMAL } from "./normal.js";
import { PIECEWISE } from "./piecewise.js";
import { TRIGONOMETRIC } from "./trigonometric.js";

export const LIBRARY: ReadonlyMap<string, BuiltinFunction> = new Map(
  [...EXPONENTIAL, ...TRIGONOMETRIC, ...HYPERBOLIC, ...PIECEWISE, ...NORMAL].map((f) => [f.name, f]),
);

const NONE: ReadonlyMap<string, ModelFunction> = new Map();

/** A context for one model, with the functions of the language and those of the model. */
export const newContext = (maxNodes?: number, defined: ReadonlyMap<string, ModelFunction> = NONE): Context =>
  context(defined.size === 0 ? LIBRARY : new Map<string, ScalarFunction>([...LIBRARY, ...defined]), maxNodes);
