/** Functions of numbers that have another sense for matrices: e^X is the matrix exponential in every book. */
import { ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import type { Shape } from "../core/shape.js";

const OF_MATRICES: ReadonlySet<string> = new Set("exp log sqrt sin cos tan sinh cosh".split(" "));

export const isOfMatrices = (name: string): boolean => OF_MATRICES.has(name);

const isSquare = ({ rows, cols }: Shape): boolean => rows === cols && rows !== ONE;

/** The dot of `exp.(X)`, of each entry, where exp(X) could be the function of the matrix. */
export const entrywiseDot = ({ data, shape }: Expr): "." | "" =>
  isOfMatrices(data as string) && isSquare(shape) ? "." : "";
