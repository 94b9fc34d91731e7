/**
 * A right claim in another form: sums turned round, products opened, sides transposed, scalars as
 * traces, products by vec and Kronecker products, diagonal factors elementwise, functions written out. Each way is a law of the textbooks, written here by hand and apart from the engine's.
 */

import { ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { withArgs } from "../../src/core/op.js";
import { isColumn, isRow, isScalar, isSquare } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import type { Random } from "../../src/numeric/random.js";
import { apply } from "../../src/ops/apply.js";
import { diag } from "../../src/ops/diag.js";
import { eye } from "../../src/ops/eye.js";
import { hadamard } from "../../src/ops/hadamard.js";
import { inverse } from "../../src/ops/inverse.js";
import { kron } from "../../src/ops/kron.js";
import { isNumber, number } from "../../src/ops/number.js";
import { ones } from "../../src/ops/ones.js";
import { power } from "../../src/ops/power.js";
import { product } from "../../src/ops/product.js";
import { negate, scale } from "../../src/ops/scale.js";
import { sum } from "../../src/ops/sum.js";
import { times } from "../../src/ops/times.js";
import { total } from "../../src/ops/total.js";
import { trace } from "../../src/ops/trace.js";
import { T } from "../../src/ops/transpose.js";
import { unvec } from "../../src/ops/unvec.js";
import { vec } from "../../src/ops/vec.js";

/** The ways to write one node otherwise, where there are any. */
function ways(e: Expr): readonly (() => Expr)[] {
  const args = e.args;
  const [a, b] = args as readonly [Expr, Expr];
  const name = e.op.name;
  const out: (() => Expr)[] = [];
  const all = (X: Expr) => ones(X.shape.rows, X.shape.cols, X);
  if (name === "sum") out.push(() => sum(...args.toReversed()));
  if (name === "hadamard") {
    out.push(() => hadamard(...args.toReversed()));
    if (isColumn(e.shape)) out.push(() => product(diag(a), hadamard(...args.slice(1))));
  }
  if (name === "times") out.push(() => times(...args.toReversed()));
  if (name === "product") {
    out.push(() => T(product(...args.map((x) => T(x)).toReversed())));
    if (isScalar(e.shape)) out.push(() => trace(product(...args.slice(1), a)));
    const i = args.findIndex((f) => f.op.name === "sum");
    if (i >= 0)
      out.push(() => sum(...(args[i] as Expr).args.map((t) => product(...args.slice(0, i), t, ...args.slice(i + 1)))));
    if (!isScalar(e.shape)) out.push(() => product(eye(e.shape.rows, e), ...args));
    if (args.length === 2 && isColumn(a.shape) && isRow(b.shape) && !isScalar(b.shape))
      out.push(() => unvec(kron(T(b), a), e.shape.rows, e.shape.cols));
    if (args.length === 2 && !isScalar(e.shape) && !isColumn(e.shape) && !isRow(e.shape))
      out.push(() => unvec(product(kron(eye(e.shape.cols, e), a), vec(b)), e.shape.rows, e.shape.cols));
    if (a.op.name === "diag" && !isScalar(e.shape)) {
      const rest = product(...args.slice(1));
      out.push(() => hadamard(product(a.args[0] as Expr, ones(ONE, rest.shape.cols, e)), rest));
    }
  }
  if (name === "trace") {
    out.push(() => total(hadamard(eye(a.shape.rows, e), a)));
    if (a.op.name === "product")
      out.push(() => product(T(vec(T(a.args[0] as Expr))), vec(product(...a.args.slice(1)))));
  }
  if (name === "scale") {
    if (b.op.name === "sum") out.push(() => sum(...b.args.map((t) => scale(a, t))));
    if (isNumber(a)) out.push(() => sum(scale(times(number(2, a), a), b), negate(scale(a, b))));
  }
  if (name === "transpose" && ["sum", "hadamard"].includes(a.op.name))
    out.push(() =>
      withArgs(
        a,
        a.args.map((x) => T(x)),
      ),
    );
  if (name === "inverse" && a.op.name === "product" && a.args.every((f) => isSquare(f.shape)))
    out.push(() => product(...a.args.map((f) => inverse(f)).toReversed()));
  if (name === "diag" && a.op.name === "hadamard") out.push(() => product(...a.args.map((f) => diag(f))));
  if (name === "apply" && e.data === "sigmoid")
    out.push(() => power(sum(all(e), apply("exp", negate(a))), number(-1, e)));
  if (name === "apply" && e.data === "tanh")
    out.push(() => sum(scale(number(2, e), apply("sigmoid", scale(number(2, a), a))), negate(all(e))));
  if (e.args.length === 0 && name === "symbol" && !isScalar(e.shape)) out.push(() => T(T(e)));
  return out;
}

/** The same expression in another form: about `share` of the nodes that can be, written otherwise. */
export function rephrased(root: Expr, share: number, random: Random): Expr {
  const out = new Map<Expr, Expr>();
  for (const e of walk([root])) {
    const made =
      e.args.length === 0
        ? e
        : withArgs(
            e,
            e.args.map((a) => out.get(a) as Expr),
          );
    const found = random.next() < share ? ways(made) : [];
    out.set(e, found.length === 0 ? made : random.pick(found)());
  }
  return out.get(root) as Expr;
}
