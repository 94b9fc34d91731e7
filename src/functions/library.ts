/** The elementwise functions of the language, each with its derivative: the table of every new context. */
import { type BuiltinFunction, type Context, context, type ModelFunction, type ScalarFunction } from "../core/expr.js";
import { EXPONENTIAL } from "./exponential.js";
import { HYPERBOLIC } from "./hyperbolic.js";
import { NORMAL } from "./normal.js";
import { PIECEWISE } from "./piecewise.js";
import { TRIGONOMETRIC } from "./trigonometric.js";

const FUNCTIONS = { ...EXPONENTIAL, ...TRIGONOMETRIC, ...HYPERBOLIC, ...PIECEWISE, ...NORMAL };

/** Tables by function `satisfies Record<FunctionName, …>`: the compiler names those that lack a new one. */
export type FunctionName = keyof typeof FUNCTIONS;

export const LIBRARY: ReadonlyMap<string, BuiltinFunction> = new Map(
  Object.entries<Omit<BuiltinFunction, "name">>(FUNCTIONS).map(([name, f]) => [name, { name, ...f }]),
);

const NONE: ReadonlyMap<string, ModelFunction> = new Map();

/** A context for one model, with the functions of the language and those of the model. */
export const newContext = (maxNodes?: number, defined: ReadonlyMap<string, ModelFunction> = NONE): Context =>
  context(defined.size === 0 ? LIBRARY : new Map<string, ScalarFunction>([...LIBRARY, ...defined]), maxNodes);
