import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Expr } from "../../src/core/expr.js";
import type { Op } from "../../src/core/op.js";
import { showShape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import { CALLS, OPERATIONS, type OpName } from "../../src/ops/all.js";
import { derivative } from "../../src/ops/derivative.js";
import { EXAMPLES, m, n, operands, p } from "./examples.js";
import { faultOfAdjoint, faultOfDifferential, faultOfFacts, faultOfJacobian } from "./rules.js";

/** Operations that hold no operand to differentiate: leaves, and a derivative that is worked out before. */
const LEAVES: readonly OpName[] = [
  "symbol",
  "number",
  "constant",
  "size",
  "eye",
  "ones",
  "zeros",
  "comm",
  "differential",
  "member",
  "unit",
  "iverson",
  "place",
];

const examplesOf = (op: Op) => EXAMPLES[op.name as OpName](operands(newContext()));

describe("every operation", () => {
  it("is in the list once, under its own name", () => {
    const names = OPERATIONS.map((op) => op.name);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(EXAMPLES).sort()).toEqual([...names].sort());
    expect(new Set(OPERATIONS.map((op) => op.index)).size).toBe(names.length);
  });

  it("that a file of src/ops defines is in the list", async () => {
    const room = new URL("../../src/ops/", import.meta.url);
    const calls: readonly object[] = CALLS;
    const listed = new Set<unknown>([...OPERATIONS, ...calls]);
    let defined = 0;
    for (const file of readdirSync(room).filter((f) => f.endsWith(".ts") && f !== "all.ts")) {
      const exported: Record<string, unknown> = await import(new URL(file, room).href);
      for (const [name, value] of Object.entries(exported)) {
        if (typeof value !== "object" || value === null || !Object.hasOwn(value, "calls")) continue;
        defined += 1;
        expect([file, name, listed.has(value)]).toEqual([file, name, true]);
      }
    }
    expect(defined).toBeGreaterThanOrEqual(OPERATIONS.length);
  });

  it.each(OPERATIONS.map((op) => [op.name, op] as const))("%s has examples of itself", (_, op) => {
    const made = examplesOf(op).map((e) => e.op.name);
    expect(made.length).toBeGreaterThan(0);
    expect(new Set(made)).toEqual(new Set([op.name]));
  });

  it("that is linear has an adjoint and a Jacobian, a nonlinear one neither", () => {
    const halves = OPERATIONS.filter((op: Op) => (op.adjoint === undefined) !== (op.jacobian === undefined));
    expect(halves).toEqual([]);
  });

  it("has a differential, but for the leaves", () => {
    const without = OPERATIONS.filter((op: Op) => op.differential === undefined).map((op) => op.name);
    expect(without.sort()).toEqual([...LEAVES].sort());
  });
});

describe.each(
  OPERATIONS.filter((op: Op) => op.differential !== undefined && op.name !== "derivative" && !op.indexed).map(
    (op) => [op.name, op as Op] as const,
  ),
)("%s", (name, op) => {
  const count = examplesOf(op).length;
  const each = Array.from({ length: count }, (_, i) => i);
  const example = (i: number) => {
    const e = examplesOf(op)[i];
    if (e === undefined) throw new Error(`no example ${i} of ${name}`);
    return e;
  };

  it.each(each)("example %i: the differential is the directional derivative", (i) => {
    expect(faultOfDifferential(example(i))).toBeNull();
  });
  if (op.adjoint !== undefined)
    it.each(each)("example %i: the adjoint is the transpose of the differential", (i) => {
      expect(faultOfAdjoint(example(i))).toBeNull();
    });
  if (op.jacobian !== undefined)
    it.each(each)("example %i: the Jacobian maps vec dX to vec dY", (i) => {
      expect(faultOfJacobian(example(i))).toBeNull();
    });
});

describe("a derivative within an expression has the shape of its layout", () => {
  const o = operands(newContext());
  const [a, t] = [o.scalar("a"), o.scalar("t")];
  const [x, y, X] = [o.vector("x", n), o.vector("y", m), o.matrix("X", n, p)];
  it.each<[string, Expr, string]>([
    ["the gradient of a scalar", derivative("gradient", a, X), "n×p"],
    ["the derivative by a scalar", derivative("gradient", X, t), "n×p"],
    ["a Jacobian", derivative("jacobian", y, X), "m×(n p)"],
    ["the Hessian by one variable", derivative("hessian", a, x), "n×n"],
    ["the Hessian by two", derivative("hessian", a, x, X), "n×(n p)"],
    ["the second derivative of a vector by one variable", derivative("hessian", y, x), "(m n)×n"],
    ["the second derivative of a vector by two", derivative("hessian", y, x, t), "(m n)×1"],
  ])("%s", (_, e, expected) => {
    expect(showShape(e.shape)).toBe(expected);
  });
});

describe("facts", () => {
  it.each(
    OPERATIONS.filter((op: Op) => op.facts !== undefined && !op.indexed).map((op) => [op.name, op as Op] as const),
  )("that %s claims hold", (_, op) => {
    let claims = 0;
    examplesOf(op).forEach((__, i) => {
      const judged = faultOfFacts(() => examplesOf(op)[i] as ReturnType<typeof examplesOf>[number]);
      expect(judged.fault).toBeNull();
      claims += judged.claims;
    });
    expect(claims).toBeGreaterThan(0);
  });
});
