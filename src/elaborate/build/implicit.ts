/** Names that an equation defines: `z = tanh(W z + x)`, and `x : vector(n) where A x = b`. */
import type { Context, Expr } from "../../core/expr.js";
import type { Op } from "../../core/op.js";
import { isColumn, isScalar } from "../../core/shape.js";
import { walk } from "../../core/walk.js";
import { Hadamard } from "../../ops/hadamard.js";
import { implicit } from "../../ops/implicit.js";
import { Product } from "../../ops/product.js";
import { negate, Scale } from "../../ops/scale.js";
import { Sum, sum } from "../../ops/sum.js";
import { symbol } from "../../ops/symbol.js";
import { Times } from "../../ops/times.js";
import { Transpose } from "../../ops/transpose.js";
import type { Definition } from "../names/definition.js";
import { type Entry, fault, type Scope, typed, warn } from "../scope.js";

/** The solution of the equation of a name, `value` being its right side, or what is to be zero; null where it is refused. */
export function solution(scope: Scope, home: Context, d: Definition, entry: Entry, value: Expr): Expr | null {
  const z = symbol(home, entry.name, value.shape);
  const name = typed(scope, d.name.span);
  const nodes = walk([value]);
  if (nodes.some((e) => e.op.indexed || e.free.length > 0)) {
    fault(scope, "definition/circle", d.span, `${name} is defined by itself, in an equation with indices`, {
      hint: "an equation of matrices and vectors has a solution here",
    });
    return null;
  }
  if (!nodes.includes(z)) {
    fault(scope, "definition/circle", d.span, `${name} does not stand in the equation that is to define it`);
    return null;
  }
  if (d.solves) return implicit({ name: z, residual: value, fixedPoint: null });
  if (holdsItself(value, z) || vanishesWith(value, z)) {
    fault(scope, "definition/update", d.span, `${name} is defined by itself, as a new value is by the one before`, {
      hint: `values one after another have an index: ${/_[a-z]$/.test(name) ? `${name.slice(0, -2)}_{${name.slice(-1)}-1} is the one before` : `${name}_t = …`}; an equation says so: ${name} : ${kindText(z)} where …`,
    });
    return null;
  }
  warn(
    scope,
    "definition/implicit",
    d.name.span,
    `${name} stands on both sides: it is read as the solution of its equation`,
    `${name} : ${kindText(z)} where … says so; in a recursion names have an index`,
  );
  return implicit({ name: z, residual: sum(z, negate(value)), fixedPoint: value });
}

const kindText = ({ shape }: Expr): string =>
  isScalar(shape) ? "scalar" : isColumn(shape) ? "vector(n)" : "matrix(n, m)";

/** Whether a name is a term of the value, or a multiple of it is: `w - eta g` with w in the place of a new w. */
function holdsItself(value: Expr, z: Expr): boolean {
  const isMultiple = (t: Expr): boolean =>
    t === z || ((t.op === Scale || t.op === Hadamard || t.op === Times) && t.args.includes(z));
  return (value.op === Sum ? value.args : [value]).some(isMultiple);
}

const FACTORS: ReadonlySet<Op> = new Set<Op>([Product, Scale, Hadamard, Times, Transpose]);

/** Whether 0 solves it, `x = A x`: then it is a step more likely. */
function vanishesWith(value: Expr, z: Expr): boolean {
  const none = new Set<Expr>([z]);
  for (const e of walk([value])) {
    const isNone = (a: Expr): boolean => none.has(a);
    if (FACTORS.has(e.op) ? e.args.some(isNone) : e.op === Sum && e.args.every(isNone)) none.add(e);
  }
  return none.has(value);
}
