import { type Expr, intern } from "../core/expr.js";
import { defineOp, NotDifferentiable } from "../core/op.js";
import { nth } from "../core/operands.js";
import { entries, isScalar, type Shape, shape } from "../core/shape.js";

/**
 * ∂Y/∂X as it stands inside an expression: a name for what `derive/` works out before anything else
 * is done with it. `data` is the layout: `gradient` (the shape of X), `jacobian`, or `hessian`.
 */
export const Derivative = defineOp({
  name: "derivative",
  title: "derivative within an expression",
  line: "∂Y/∂X stands for its Jacobian",
  cite: "",
  shape: (args, data): Shape => {
    const [Y, X, Z] = [nth(args, 0), nth(args, 1), args[2]];
    if (data === "gradient") return isScalar(X.shape) ? Y.shape : X.shape;
    // By numbers alone a derivative keeps the shape of what is differentiated.
    if (data === "hessian" && isScalar(X.shape) && isScalar((Z ?? X).shape)) return Y.shape;
    if (data === "hessian")
      return shape(
        isScalar(Y.shape) ? entries(X.shape) : entries({ rows: entries(Y.shape), cols: entries(X.shape) }),
        entries((Z ?? X).shape),
      );
    return shape(entries(Y.shape), entries(X.shape));
  },
  differential: () => {
    throw new NotDifferentiable(
      "derivative",
      "a derivative within an expression is worked out before it is differentiated",
    );
  },
});

/** ∂Y/∂X in a layout; with two variables the second derivative. */
export const derivative = (layout: "gradient" | "jacobian" | "hessian", Y: Expr, ...variables: readonly Expr[]): Expr =>
  intern(Y.home, Derivative, [Y, ...variables], layout);
