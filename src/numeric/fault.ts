/** Why there is no number. */
import type { Expr } from "../core/expr.js";

/** The most entries of one value, unless `--max-entries` raises it: a matrix of a thousand rows and columns. */
const MAX_ENTRIES = 1_000_000;

/** Why a value of this many entries is not worked out, or null where it is. */
export const overEntries = (entries: number, limit = MAX_ENTRIES): string | null =>
  entries <= limit ? null : `it has ${entries} entries, more than ${limit}; --max-entries raises the limit`;

/**
 * Why there is no number: a name, differential or function without a value (`unbound`), a size
 * without one (`size`), a value of another shape than stated (`shape`), a singular matrix where an
 * inverse is needed (`singular`), a power that is not whole (`exponent`), a derivative that stands
 * within the expression (`derivative`), a name that needs itself at the same places (`circular`), a place beyond its
 * range (`beyond`), more entries than allowed (`budget`).
 */
export type EvaluationFault =
  | "unbound"
  | "size"
  | "shape"
  | "singular"
  | "exponent"
  | "derivative"
  | "circular"
  | "beyond"
  | "budget";

/** Evaluation that cannot go on; `node` is the expression at fault. A logarithm of a negative number is NaN, no error. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
  constructor(
    readonly fault: EvaluationFault,
    readonly node: Expr,
    message: string,
  ) {
    super(message);
  }
}
