import { type Context, type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import type { Shape } from "../core/shape.js";

/** A name of the model: an input, or a defined name, whose definition the context holds. */
export const SymbolOp = defineOp({
  name: "symbol",
  title: "name",
  line: "d x = dx",
  cite: "",
  example: "x",
  signature: "-> 1×1",
});

/** The symbol of a name. One name has one shape in a context. */
export const symbol = (home: Context, name: string, shape: Shape): Expr => intern(home, SymbolOp, [], name, shape);

export const nameOf = (e: Expr): string => e.data as string;
export const isSymbol = (e: Expr): boolean => e.op === SymbolOp;

/** The definition of a name, or null for an input. */
export const definitionOf = (e: Expr): Expr | null =>
  e.op === SymbolOp ? (e.home.definitions.get(e.data as string) ?? null) : null;

/** The parts for a walk that looks behind names, which are atoms to it otherwise. */
export const throughNames = (e: Expr): readonly Expr[] => {
  const definition = definitionOf(e);
  return definition === null ? e.args : [definition];
};
