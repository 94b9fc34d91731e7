import { type Expr, intern } from "../core/expr.js";
import { defineOp, ShapeError } from "../core/op.js";
import { two } from "../core/operands.js";
import { entries, isScalar, showShape } from "../core/shape.js";
import { eye } from "./eye.js";
import { eachInTurn } from "./linear.js";
import { number } from "./number.js";
import { times } from "./times.js";
import { inner } from "./trace.js";
import { vec } from "./vec.js";

/** c X, a scalar times a vector or matrix. */
export const Scale = defineOp({
  name: "scale",
  title: "scalar multiple",
  line: "d(c X) = dc X + c dX",
  cite: "Magnus & Neudecker, ch. 8; Matrix Cookbook (34)",
  example: "c : scalar; x : vector(n); y = c x",
  shape: (args) => {
    const [c, X] = two(args);
    if (!isScalar(c.shape)) throw new ShapeError("shape/scale", `a scalar is needed, not ${showShape(c.shape)}`, [c]);
    return X.shape;
  },
  rebuild: (_, args) => scale(...two(args)),
  differential: eachInTurn((args) => scale(...two(args))),
  adjoint: (Ybar, i, self) => {
    const [c, X] = two(self.args);
    return i === 1 ? scale(c, Ybar) : inner(Ybar, X);
  },
  jacobian: (i, self) => {
    const [c, X] = two(self.args);
    return i === 1 ? scale(c, eye(entries(X.shape), X)) : vec(X);
  },
  facts: (self, of) => {
    const [c, X] = two(self.args);
    const kept = (["symmetric", "diagonal"] as const).filter((f) => of(X).has(f));
    return of(c).has("positive")
      ? [...kept, ...(["posdef", "positive", "invertible"] as const).filter((f) => of(X).has(f))]
      : kept;
  },
});

/** c X; of two scalars the scalar product. */
export const scale = (c: Expr, X: Expr): Expr =>
  isScalar(X.shape) ? times(c, X) : intern(X.home, Scale, [c, X], null);

/** −X. */
export const negate = (X: Expr): Expr => scale(number(-1, X), X);
