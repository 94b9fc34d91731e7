/** The elementwise functions of the language, each with its derivative: the table of every new context. */

import { type BuiltinFunction, type Context, context, type ModelFunction, type ScalarFunction } from "../core/expr.js";
import { ownOf } from "../core/own.js";
import { BESSEL } from "./bessel.js";
import { EXPONENTIAL } from "./exponential.js";
import { GAMMA } from "./gamma.js";
import { HYPERBOLIC } from "./hyperbolic.js";
import { NORMAL } from "./normal.js";
import { PIECEWISE } from "./piecewise.js";
import { TRIGONOMETRIC } from "./trigonometric.js";

const FUNCTIONS = { ...EXPONENTIAL, ...TRIGONOMETRIC, ...HYPERBOLIC, ...PIECEWISE, ...NORMAL, ...GAMMA, ...BESSEL };

/** Tables by function `satisfies Record<FunctionName, …>`: the compiler names those that lack a new one. */
export type FunctionName = keyof typeof FUNCTIONS;

export const LIBRARY: ReadonlyMap<string, BuiltinFunction> = new Map(
  Object.entries<Omit<BuiltinFunction, "name">>(FUNCTIONS).map(([name, f]) => [
    name,
    ownOf<BuiltinFunction>({ name, ...f }),
  ]),
);

/** Functions whose names are the model's wherever it takes them, by every spelling. */
export const YIELDING_FUNCTIONS: ReadonlyMap<string, BuiltinFunction> = new Map(
  [...LIBRARY.values()]
    .filter((f) => f.yields !== undefined)
    .flatMap((f) => [f.name, ...(f.aliases ?? [])].map((name) => [name, f] as const)),
);

const NONE: ReadonlyMap<string, ModelFunction> = new Map();

/**
 * A context for one model, with the functions of the language and those of the model; of those that yield it has none
 * whose name the model has `taken`.
 */
export function newContext(
  maxNodes?: number,
  defined: ReadonlyMap<string, ModelFunction> = NONE,
  taken: (name: string) => boolean = () => false,
): Context {
  const own = [...LIBRARY].filter(([name, f]) => f.yields === undefined || !taken(name));
  const isWhole = defined.size === 0 && own.length === LIBRARY.size;
  return context(isWhole ? LIBRARY : new Map<string, ScalarFunction>([...own, ...defined]), maxNodes);
}
