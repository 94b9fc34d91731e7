import type { BuiltinFunction } from "../core/expr.js";

/** Functions by their names. */
export type FunctionTable = Readonly<Record<string, Omit<BuiltinFunction, "name">>>;
