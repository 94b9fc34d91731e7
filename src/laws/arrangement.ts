/** Entries in the other order beside what is done with each of them. */
import type { Expr } from "../core/expr.js";
import { one } from "../core/operands.js";
import { Apply, apply } from "../ops/apply.js";
import { Structure, structured, structureOf } from "../ops/structure.js";
import { Total, total } from "../ops/total.js";
import { type Law, law } from "../rewrite/law.js";

/** X where an expression is flip(X), else null. */
const flipped = (e: Expr): Expr | null => (e.op === Structure && structureOf(e) === "flip" ? one(e.args) : null);

export const ARRANGEMENTS: readonly Law[] = [
  law({
    theme: "order of entries",
    name: "turned round twice",
    at: Structure,
    statement: "flip(flip(X)) = X",
    cite: "definition",
    example: "x : vector(n); y = flip(flip(x))",
    step: (e) => {
      const X = flipped(e);
      return X === null ? null : flipped(X);
    },
  }),
  law({
    theme: "order of entries",
    name: "each entry of what is turned round",
    at: Apply,
    statement: "f(flip(X)) = flip(f(X))",
    cite: "definition",
    example: "x : vector(n); y = exp(flip(x))",
    among: [Structure],
    step: (e) => {
      const X = flipped(one(e.args));
      return X === null ? null : structured("flip", apply(e.data as string, X));
    },
  }),
  law({
    theme: "order of entries",
    name: "all entries of what is turned round",
    at: Total,
    statement: "sum(flip(X)) = sum(X)",
    cite: "definition",
    example: "x : vector(n); y = sum(flip(x))",
    among: [Structure],
    step: (e) => {
      const X = flipped(one(e.args));
      return X === null ? null : total(X);
    },
  }),
];
