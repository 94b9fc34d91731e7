/** The names that the language knows by itself, with what they take: data for reading, hints and printing. */
import { FACTS } from "../core/facts.js";

/**
 * What stands at one place of a call: an expression of any shape, or of the shape named; a size is a polynomial of
 * size symbols.
 */
type ArgumentKind = "any" | "scalar" | "vector" | "matrix" | "square" | "size";

type BuiltinFamily = "elementwise" | "reduction" | "vector" | "matrix" | "constant";

export interface Builtin {
  readonly name: string;
  /** Other spellings: `ln`, `trace`. */
  readonly aliases: readonly string[];
  readonly family: BuiltinFamily;
  readonly args: readonly ArgumentKind[];
  /** How many of the arguments must be given; the rest is inferred. */
  readonly required: number;
}

const builtin = (
  family: BuiltinFamily,
  name: string,
  args: readonly ArgumentKind[] = ["any"],
  aliases: readonly string[] = [],
  required: number = args.length,
): Builtin => ({ name, aliases, family, args, required });

/** Applied entry by entry. `max` and `min` take a number on either side too. */
export const ELEMENTWISE: readonly Builtin[] = [
  builtin("elementwise", "exp"),
  builtin("elementwise", "log", ["any"], ["ln"]),
  ...["sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "sigmoid"].map((f) =>
    builtin("elementwise", f),
  ),
  builtin("elementwise", "relu", ["any"], ["ReLU"]),
  ...["softplus", "abs", "sign", "step", "sqrt", "erf", "gelu"].map((f) => builtin("elementwise", f)),
  builtin("elementwise", "max", ["any", "any"]),
  builtin("elementwise", "min", ["any", "any"]),
];

/** To a scalar. */
export const REDUCTIONS: readonly Builtin[] = [
  builtin("reduction", "sum"),
  builtin("reduction", "mean"),
  builtin("reduction", "norm1"),
  builtin("reduction", "norm2", ["vector"]),
  builtin("reduction", "normF"),
  builtin("reduction", "norm"),
  builtin("reduction", "logsumexp", ["vector"]),
  builtin("reduction", "dot", ["any", "any"]),
  builtin("reduction", "cross_entropy", ["any", "any"]),
];

export const VECTORS: readonly Builtin[] = [
  builtin("vector", "softmax", ["vector"]),
  builtin("vector", "softmaxrows", ["matrix"]),
  builtin("vector", "softmaxcols", ["matrix"]),
  builtin("vector", "diag"),
  builtin("vector", "diagvec", ["square"]),
];

export const MATRICES: readonly Builtin[] = [
  builtin("matrix", "tr", ["square"], ["trace", "Tr"]),
  builtin("matrix", "det", ["square"]),
  builtin("matrix", "logdet", ["square"]),
  builtin("matrix", "inv", ["square"]),
  builtin("matrix", "vec"),
  builtin("matrix", "unvec", ["vector", "size", "size"]),
  builtin("matrix", "kron", ["any", "any"]),
  builtin("matrix", "comm", ["size", "size"]),
  builtin("matrix", "rows", ["any", "size", "size"]),
  builtin("matrix", "cols", ["any", "size", "size"]),
];

/** `ones`, `zeros` and `eye` may leave their sizes to be inferred; `e`, `pi`, `I` yield to names of the model. */
export const CONSTANTS: readonly Builtin[] = [
  builtin("constant", "eye", ["size"], [], 0),
  builtin("constant", "ones", ["size", "size"], [], 0),
  builtin("constant", "zeros", ["size", "size"], [], 0),
  builtin("constant", "pi", []),
  builtin("constant", "e", []),
  builtin("constant", "I", []),
];

/** Constants that a model may take for names of its own. */
export const YIELDING: ReadonlySet<string> = new Set(["e", "pi", "I"]);

export const BUILTINS: readonly Builtin[] = [...ELEMENTWISE, ...REDUCTIONS, ...VECTORS, ...MATRICES, ...CONSTANTS];

/** Every spelling of a built-in, aliases included. */
export const BUILTIN_BY_NAME: ReadonlyMap<string, Builtin> = new Map(
  BUILTINS.flatMap((b) => [b.name, ...b.aliases].map((name) => [name, b] as const)),
);

/** Whether the name is a built-in that is applied to arguments. */
export function isBuiltinFunction(name: string): boolean {
  const b = BUILTIN_BY_NAME.get(name);
  return b !== undefined && b.args.length > 0;
}

/** Whether the name is a built-in that takes one value: what LaTeX writes without parentheses. */
export function isBuiltinOperator(name: string): boolean {
  const b = BUILTIN_BY_NAME.get(name);
  return b !== undefined && b.args.length === 1 && b.args[0] !== "size";
}

/** Kinds of a declaration, with the number of sizes that each states; none at all leaves them to be inferred. */
export const KINDS: ReadonlyMap<string, number> = new Map([
  ["scalar", 0],
  ["vector", 1],
  ["matrix", 2],
  ["function", 0],
  ["size", 0],
]);

export const FACT_NAMES: ReadonlySet<string> = new Set(FACTS);
