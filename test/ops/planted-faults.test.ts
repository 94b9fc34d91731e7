/**
 * The checks of this directory, checked: every rule is made wrong in every small way (a sign, a
 * transpose, a factor, a swap, a size), and each time the check of that rule must see it. A wrong
 * that has the same value as the right one at every draw is no fault, and is counted as such.
 */
import { describe, expect, it } from "vitest";
import type { Expr } from "../../src/core/expr.js";
import type { Fact } from "../../src/core/facts.js";
import type { Op } from "../../src/core/op.js";
import { sameShape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import { agree } from "../../src/judge/agree.js";
import { OPERATIONS, type OpName } from "../../src/ops/all.js";
import { symbol } from "../../src/ops/symbol.js";
import { EXAMPLES, operands } from "./examples.js";
import { type Mutant, mutants } from "./mutants.js";
import {
  directionOf,
  faultOfAdjoint,
  faultOfDifferential,
  faultOfFacts,
  faultOfJacobian,
  linearIn,
  movable,
  NoDraw,
} from "./rules.js";

const examplesIn = (op: Op) => EXAMPLES[op.name as OpName](operands(newContext()));
/** Each example in a context of its own, so that names of directions have one shape. */
const examplesOf = (op: Op): readonly Expr[] => examplesIn(op).map((_, i) => examplesIn(op)[i] as Expr);

/** The planted faults in `right` that `check` does not see, and how many were planted. */
function survivors(right: Expr, check: (wrong: Expr) => string | null): { planted: number; survived: string[] } {
  const survived: string[] = [];
  let planted = 0;
  for (const { what, expr } of mutants(right)) {
    if (isEquivalent(right, expr)) continue;
    planted += 1;
    // What a shape rule refuses is seen without numbers.
    if (typeof expr !== "string" && passes(() => check(expr))) survived.push(what);
  }
  return { planted, survived };
}

/** A rule whose domain is empty ends its check with an error: that is seen too. */
function passes(check: () => string | null): boolean {
  try {
    return check() === null;
  } catch (error) {
    if (error instanceof NoDraw) return false;
    throw error;
  }
}

/** Other seeds than the checks use, so that this is not the same question twice. */
const isEquivalent = (right: Expr, wrong: Mutant["expr"]): boolean =>
  typeof wrong !== "string" &&
  sameShape(right.shape, wrong.shape) &&
  agree(right, wrong, { seed: 1000, draws: 4 }).verdict === "agree";

/** The rule that says `wrong` where it said `right`. */
const spoilt =
  <A extends readonly unknown[], R>(rule: (...args: A) => R, right: R, wrong: R) =>
  (...args: A): R => {
    const said = rule(...args);
    return said === right ? wrong : said;
  };

describe.each(
  OPERATIONS.filter((op: Op) => op.differential !== undefined && op.name !== "derivative" && !op.indexed).map(
    (op) => [op.name, op as Op] as const,
  ),
)("faults planted in %s", (_, op) => {
  it("its differential", () => {
    let planted = 0;
    for (const e of examplesOf(op)) {
      const rule = op.differential as NonNullable<Op["differential"]>;
      const places = movable(e);
      const d = e.args.map((a, i) => (places.includes(i) ? directionOf(a) : null));
      const right = rule(e.args, d, e);
      if (right === null) continue;
      const found = survivors(right, (wrong) => faultOfDifferential(e, spoilt(rule, right, wrong)));
      expect(found.survived).toEqual([]);
      planted += found.planted;
    }
    expect(planted).toBeGreaterThan(0);
  });

  if (op.adjoint !== undefined)
    it("its adjoint", () => {
      let planted = 0;
      for (const e of examplesOf(op)) {
        const rule = op.adjoint as NonNullable<Op["adjoint"]>;
        for (const i of linearIn(e).filter((k) => e.args.filter((a) => a === e.args[k]).length === 1)) {
          const right = rule(symbol(e.home, "Ybar", e.shape), i, e);
          const found = survivors(right, (wrong) =>
            faultOfAdjoint(e, (Ybar, k, self) => (k === i ? wrong : rule(Ybar, k, self))),
          );
          expect(found.survived).toEqual([]);
          planted += found.planted;
        }
      }
      expect(planted).toBeGreaterThan(0);
    });

  if (op.jacobian !== undefined)
    it("its Jacobian", () => {
      let planted = 0;
      // Of twice as many rows as vec X has: one function of matrices says what three would.
      for (const e of examplesOf(op).slice(0, op.name === "frechet" ? 1 : undefined)) {
        const rule = op.jacobian as NonNullable<Op["jacobian"]>;
        for (const i of linearIn(e).filter((k) => e.args.filter((a) => a === e.args[k]).length === 1)) {
          const right = rule(i, e);
          const found = survivors(right, (wrong) => faultOfJacobian(e, (k, self) => (k === i ? wrong : rule(k, self))));
          expect(found.survived).toEqual([]);
          planted += found.planted;
        }
      }
      expect(planted).toBeGreaterThan(0);
    });
});

describe("false facts", () => {
  const false_: readonly (readonly [OpName, Fact])[] = [
    ["sum", "orthogonal"],
    ["sum", "invertible"],
    ["product", "posdef"],
    ["product", "symmetric"],
    ["product", "positive"],
    ["hadamard", "orthogonal"],
    ["scale", "orthogonal"],
    ["scale", "posdef"],
    ["transpose", "simplex"],
    ["power", "posdef"],
    ["inverse", "positive"],
    ["kron", "simplexrows"],
    ["stack", "symmetric"],
    ["softmaxrows", "simplex"],
    ["softmaxcols", "simplexrows"],
    ["diag", "posdef"],
    ["det", "positive"],
    ["trace", "positive"],
    ["apply", "positive"],
    ["ones", "diagonal"],
    ["comm", "symmetric"],
  ];
  it.each(false_)("that %s is always %s is not believed", (name, fact) => {
    const op = OPERATIONS.find((o) => o.name === name) as Op;
    const faults = examplesOf(op).map(
      (_, i) =>
        faultOfFacts(
          () => examplesOf(op)[i] as Expr,
          () => [fact],
        ).fault,
    );
    expect(faults.some((f) => f !== null)).toBe(true);
  });
});
