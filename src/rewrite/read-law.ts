/** Laws read from text: `law("diagonal", "row times diagonal", "v' diag(w) = (v .* w)'")`. */
import type { Expr } from "../core/expr.js";
import type { Fact } from "../core/facts.js";
import type { Op } from "../core/op.js";
import { isSquare } from "../core/shape.js";
import { factsOf } from "../ops/facts.js";
import { Transpose } from "../ops/transpose.js";
import type { Law } from "./law.js";
import { type Bindings, build, occurrence } from "./match.js";
import { type Pattern, readPattern } from "./pattern.js";

/** `A symmetric`, `A square`: a fact that the model must know before the law may be used. */
interface Requirement {
  readonly letter: string;
  readonly fact: Fact | "square";
}

export interface LawOptions {
  /** `A symmetric, B square`. */
  readonly where?: string;
  readonly cite?: string;
}

function requirements(where: string): readonly Requirement[] {
  return where.split(",").map((part) => {
    const [letter = "", fact = ""] = part.trim().split(/\s+/);
    return { letter, fact: fact as Requirement["fact"] };
  });
}

const holds = (r: Requirement, b: Bindings): boolean => {
  const e = b.get(r.letter) as Expr;
  return r.fact === "square" ? isSquare(e.shape) : factsOf(e).has(r.fact);
};

/** The operations that must stand among the operands of a node for the pattern to fit it. */
function operandsOf(p: Pattern): readonly Op[] {
  if (p.type !== "node") return [];
  // A row `v'` may be written without a transpose.
  return p.args.flatMap((a) => (a.type === "node" && a.op !== Transpose ? [a.op] : []));
}

/** A law from its text. Sides are read when the law is first tried, so that starting up costs nothing. */
export function law(theme: string, name: string, root: Op, statement: string, options: LawOptions = {}): Law {
  let sides: { readonly left: Pattern; readonly right: Pattern; readonly needs: readonly Requirement[] } | null = null;
  const read = () => {
    const [left = "", right = ""] = statement.split("=");
    sides = {
      left: readPattern(left),
      right: readPattern(right),
      needs: options.where === undefined ? [] : requirements(options.where),
    };
    return sides;
  };
  return {
    theme,
    name,
    statement: options.where === undefined ? statement : `${statement}  (${options.where})`,
    cite: options.cite ?? "Magnus & Neudecker, ch. 1-3",
    roots: [root],
    requires: () => operandsOf((sides ?? read()).left),
    apply(e: Expr): Expr | null {
      const { left, right, needs } = sides ?? read();
      const found = occurrence(left, e);
      if (found === null || !needs.every((r) => holds(r, found.bindings))) return null;
      const after = found.replace(build(right, found.bindings, found.matched));
      return after === e ? null : after;
    },
  };
}
