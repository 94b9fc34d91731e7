/** The elementwise functions of the language, each with its derivative: the table of every new context. */
import { type Context, context, type ScalarFunction } from "../core/expr.js";
import { EXPONENTIAL } from "./exponential.js";
import { HYPERBOLIC } from "./hyperbolic.js";
import { NORMAL } from "./normal.js";
import { PIECEWISE } from "./piecewise.js";
import { TRIGONOMETRIC } from "./trigonometric.js";

export const LIBRARY: ReadonlyMap<string, ScalarFunction> = new Map(
  [...EXPONENTIAL, ...TRIGONOMETRIC, ...HYPERBOLIC, ...PIECEWISE, ...NORMAL].map((f) => [f.name, f]),
);

/** A context for one model, with the functions of the language. */
export const newContext = (maxNodes?: number): Context => context(LIBRARY, maxNodes);
