import { describe, expect, it } from "vitest";
import { dim, ONE } from "../../src/core/dim.js";
import { context, type Expr, type ScalarFunction } from "../../src/core/expr.js";
import { NotDifferentiable, type Op, ShapeError } from "../../src/core/op.js";
import { LIBRARY, newContext } from "../../src/functions/library.js";
import { apply } from "../../src/ops/apply.js";
import { crossEntropy } from "../../src/ops/crossentropy.js";
import { derivative } from "../../src/ops/derivative.js";
import { det } from "../../src/ops/det.js";
import { diag } from "../../src/ops/diag.js";
import { diagvec } from "../../src/ops/diagvec.js";
import { hadamard } from "../../src/ops/hadamard.js";
import { inverse } from "../../src/ops/inverse.js";
import { logdet } from "../../src/ops/logdet.js";
import { logsumexp } from "../../src/ops/logsumexp.js";
import { matrixpower } from "../../src/ops/matrixpower.js";
import { maximum, minimum } from "../../src/ops/maximum.js";
import { norm2 } from "../../src/ops/norm.js";
import { power } from "../../src/ops/power.js";
import { Powersum, powersum } from "../../src/ops/powersum.js";
import { product } from "../../src/ops/product.js";
import { scale } from "../../src/ops/scale.js";
import { cols, rows } from "../../src/ops/slice.js";
import { softmax } from "../../src/ops/softmax.js";
import { beside, stack } from "../../src/ops/stack.js";
import { sum } from "../../src/ops/sum.js";
import { times } from "../../src/ops/times.js";
import { trace } from "../../src/ops/trace.js";
import { unvec } from "../../src/ops/unvec.js";
import { m, n, operands, p } from "./examples.js";

const o = operands(newContext());
const [A, B] = [o.matrix("A", n, m), o.matrix("B", n, p)];
const S = o.matrix("S", n, n);
const [x, y] = [o.vector("x", n), o.vector("y", m)];
const [r, a] = [o.row("r", n), o.scalar("a")];

/** The error that a builder throws. */
function refusal(build: () => Expr): ShapeError {
  try {
    build();
  } catch (error) {
    if (error instanceof ShapeError) return error;
    throw error;
  }
  throw new Error("accepted");
}

describe("shapes that do not fit are refused, naming operands and shapes", () => {
  it.each<[string, () => Expr, string, readonly Expr[], string]>([
    ["sum", () => sum(A, B), "shape/sum", [A, B], "cannot add n×m and n×p"],
    ["hadamard", () => hadamard(x, y), "shape/hadamard", [x, y], "cannot multiply n×1 and m×1 entry by entry"],
    ["product", () => product(A, B), "shape/product", [A, B], "cannot multiply n×m by n×p"],
    ["product of three", () => product(r, A, x), "shape/product", [A, x], "cannot multiply n×m by n×1"],
    ["scale", () => scale(x, A), "shape/scale", [x], "a scalar is needed, not n×1"],
    ["times", () => times(a, x), "shape/scale", [x], "a scalar is needed here, not n×1"],
    ["power", () => power(A, x), "shape/exponent", [x], "an exponent is a scalar, not n×1"],
    [
      "matrix power of a rectangle",
      () => matrixpower(A, a),
      "shape/square",
      [A],
      "a power needs a square matrix, not n×m",
    ],
    ["matrix power to a vector", () => matrixpower(S, x), "shape/exponent", [x], "an exponent is a scalar, not n×1"],
    ["maximum", () => maximum(x, y), "shape/max", [x, y], "max of n×1 and m×1: the shapes differ"],
    ["maximum by a scalar name", () => maximum(x, a), "shape/max", [x, a], "max of n×1 and 1×1: the shapes differ"],
    ["minimum", () => minimum(x, y), "shape/min", [x, y], "min of n×1 and m×1: the shapes differ"],
    ["diag", () => diag(A), "shape/diag", [A], "diag needs a column vector, not n×m"],
    ["diagvec", () => diagvec(A), "shape/diagvec", [A], "diagvec needs a square matrix, not n×m"],
    ["diagvec of a scalar", () => diagvec(a), "shape/diagvec", [a], "diagvec needs a square matrix, not 1×1"],
    ["trace", () => trace(A), "shape/tr", [A], "tr needs a square matrix, not n×m"],
    ["det", () => det(A), "shape/det", [A], "det needs a square matrix, not n×m"],
    ["logdet", () => logdet(A), "shape/logdet", [A], "logdet needs a square matrix, not n×m"],
    ["inverse", () => inverse(A), "shape/inv", [A], "inv needs a square matrix, not n×m"],
    ["norm2", () => norm2(A), "shape/norm2", [A], "norm2 needs a vector, not n×m"],
    ["unvec", () => unvec(x, n, m), "shape/unvec", [x], "unvec needs a vector of m n entries, not n×1"],
    ["stack", () => stack(x, y, A), "shape/stack", [x, A], "cannot stack n×1 on n×m"],
    ["beside", () => beside(A, y), "shape/beside", [A, y], "cannot put n×m beside m×1"],
    ["rows from 0", () => rows(A, dim(0), dim(2)), "shape/slice", [A], "rows 0 to 2 of a n×m do not exist"],
    ["rows backwards", () => rows(A, dim(3), dim(2)), "shape/slice", [A], "rows 3 to 2 of a n×m do not exist"],
    ["columns beyond the last", () => cols(x, ONE, dim(2)), "shape/slice", [x], "columns 1 to 2 of a n×1 do not exist"],
    ["softmax", () => softmax(r), "shape/softmax", [r], "softmax needs a column vector, not 1×n"],
    ["logsumexp", () => logsumexp(r), "shape/logsumexp", [r], "logsumexp needs a column vector, not 1×n"],
    [
      "cross_entropy",
      () => crossEntropy(x, y),
      "shape/cross_entropy",
      [x, y],
      "cross_entropy of n×1 and m×1: the shapes differ",
    ],
  ])("%s", (_, build, code, at, message) => {
    const error = refusal(build);
    expect(error.code).toBe(code);
    expect(error.operands).toEqual(at);
    expect(error.message).toBe(message);
  });

  it("with a hint where another operation is meant", () => {
    expect(refusal(() => det(A)).hint).toBe("did you mean det(X^T X)?");
    expect(refusal(() => diag(S)).hint).toBe("diagvec(M) takes the diagonal of a square matrix");
    expect(refusal(() => softmax(A)).hint).toContain("softmaxrows");
    expect(refusal(() => norm2(A)).hint).toContain("normF");
  });
});

/** The differential of e when one operand moves. */
const moving = (e: Expr, i: number) =>
  (e.op as Op).differential?.(
    e.args,
    e.args.map((t, j) => (j === i ? t : null)),
    e,
  );

describe("what has no derivative in matrix notation is refused by name, never taken as zero", () => {
  const k = o.scalar("k", "integer");

  it("a power of a matrix by its exponent, and a fractional power", () => {
    expect(() => moving(matrixpower(S, k), 1)).toThrow(NotDifferentiable);
    expect(() => moving(matrixpower(S, o.number(1, 2)), 0)).toThrow(/fractional power/);
    expect(moving(matrixpower(S, k), 0)?.op.name).toBe("powersum");
  });

  it("a sum of powers by its exponent; by its base it is a block of another one where it is not written out", () => {
    const Y = o.matrix("Y", n, n);
    for (const many of [k, o.number(1000)]) expect(moving(powersum(S, many, Y), 0)?.op.name).toBe("cols");
    expect(() => moving(powersum(S, k, Y), 1)).toThrow(/exponent/);
    expect(Powersum.jacobian?.(2, powersum(S, k, Y)).op.name).toBe("cols");
    expect(moving(powersum(S, k, Y), 2)?.op.name).toBe("powersum");
  });

  it("a function without a slope, with its reason", () => {
    const floor: ScalarFunction = { name: "floor", slope: null, line: "", cite: "", value: Math.floor };
    const slopeOf = (f: ScalarFunction) => {
      const own = operands(context(new Map([...LIBRARY, ["floor", f]])));
      return () => moving(apply("floor", own.vector("z", n)), 0);
    };
    expect(slopeOf({ ...floor, why: "it jumps" })).toThrow("floor has no derivative here: it jumps");
    expect(slopeOf(floor)).toThrow("floor has no derivative here: it is not differentiable");
  });

  it("a derivative that was not worked out before", () => {
    expect(() => moving(derivative("gradient", a, x), 0)).toThrow(NotDifferentiable);
  });
});
