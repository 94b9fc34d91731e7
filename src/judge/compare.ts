/** Compares what is claimed with the derivative: by laws, which cost no draw, else by numbers. */
import type { Expr } from "../core/expr.js";
import { draw } from "../numeric/draw.js";
import type { Matrix } from "../numeric/matrix.js";
import { random } from "../numeric/random.js";
import type { Counterexample } from "./agree.js";
import { type EverywhereOptions, everywhere } from "./everywhere.js";
import type { Freed } from "./freed.js";
import { factorByLaws, sameByLaws } from "./laws.js";

export type Comparison =
  | { readonly type: "same"; readonly by: "laws" | "numbers"; readonly why: string }
  | { readonly type: "differ"; readonly counterexample: Counterexample }
  /** The same wherever the claim has a value, and it has none where the derivative has one. */
  | { readonly type: "valueless"; readonly counterexample: Counterexample }
  /** Nothing is known; `drawn` where numbers could be drawn, and did not see everything. */
  | { readonly type: "open"; readonly why: string; readonly drawn: boolean };

export interface Comparer {
  /** The differentiated expression: draws keep to its domain. */
  readonly of: Expr;
  /** Brings a derivative to the matrices that its variables may be. */
  readonly onto: (e: Expr) => Expr;
  readonly options: EverywhereOptions;
  /** Where the variable, which the text defines, is free; null where it has no definition. */
  readonly freed?: Freed | null;
  readonly known: Map<Expr, Map<Expr, Comparison>>;
}

export function compare(comparer: Comparer, claimed: Expr, derived: Expr): Comparison {
  const { known } = comparer;
  const row = known.get(claimed) ?? new Map<Expr, Comparison>();
  known.set(claimed, row);
  const found = row.get(derived) ?? compared(comparer, claimed, derived);
  row.set(derived, found);
  return found;
}

function compared(comparer: Comparer, claimed: Expr, derived: Expr): Comparison {
  const { freed, options, onto } = comparer;
  if (freed?.tellsOf(claimed) !== true) return comparedAt(comparer, claimed, derived);
  const there = { of: freed.of, onto, options: { ...options, smooth: [freed.of] } };
  return comparedAt(there, freed.there(claimed), freed.there(derived));
}

type Place = Pick<Comparer, "of" | "onto" | "options">;

function comparedAt({ of, onto, options }: Place, claimed: Expr, derived: Expr): Comparison {
  if (sameByLaws(claimed, derived, [of])) return { type: "same", by: "laws", why: "by rewriting" };
  const [v, t] = [onto(claimed), onto(derived)];
  const found = everywhere(v, t, [of], options);
  switch (found.verdict) {
    case "differ":
      return { type: "differ", counterexample: found.counterexample };
    case "valueless":
      return { type: "valueless", counterexample: found.counterexample };
    case "open":
    case "same": {
      const factor = factorByLaws(claimed, derived);
      const example = factor === null ? null : somewhere(v, t, of, options);
      if (example !== null) return { type: "differ", counterexample: example };
      return found.verdict === "open"
        ? { type: "open", why: found.why, drawn: found.drawn }
        : { type: "same", by: "numbers", why: found.seen };
    }
  }
}

/** Two values at a draw: laws say that one is a multiple of the other, which no double shows. */
function somewhere(v: Expr, t: Expr, of: Expr, options: EverywhereOptions): Counterexample | null {
  const drawn = draw([v, t, of], random(options.seed ?? 1), options);
  if (!drawn.drawn) return null;
  const [left, right] = [drawn.values.get(v) as Matrix, drawn.values.get(t) as Matrix];
  const at = Math.max(
    0,
    right.data.findIndex((x) => x !== 0),
  );
  return {
    env: drawn.env,
    left,
    right,
    entries: [[Math.floor(at / left.cols) + 1, (at % left.cols) + 1]],
  };
}
