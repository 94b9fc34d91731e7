import { dim, ONE } from "../core/dim.js";
import { type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { nth, one, two } from "../core/operands.js";
import { eye } from "./eye.js";
import { eachInTurn } from "./linear.js";
import { negate } from "./scale.js";
import { cols } from "./slice.js";
import { beside } from "./stack.js";
import { T } from "./transpose.js";
import { vec } from "./vec.js";

/** a × b of two vectors of space. */
export const Cross = defineOp({
  name: "cross",
  title: "cross product",
  line: "d(a × b) = da × b + a × db",
  cite: "Barfoot, State Estimation for Robotics, ch. 7; (a × b) = [a]_× b = -[b]_× a",
  example: "a, b : vector(3); y = cross(a, b)",
  calls: ["cross"],
  signature: "3×1, 3×1 -> 3×1",
  hint: "a cross product is of two vectors of length 3",
  differential: eachInTurn((args) => cross(...two(args))),
  // ȳᵀ (a × b) is the same when the three go round: bᵀ (ȳ × a), aᵀ (b × ȳ).
  adjoint: (ybar, i, self) => (i === 0 ? cross(nth(self.args, 1), ybar) : cross(ybar, one(self.args))),
  jacobian: (i, self) => (i === 0 ? negate(crossMatrix(nth(self.args, 1))) : crossMatrix(one(self.args))),
});

/** [a]_×, the matrix by which a × b is a product of b. */
export const CrossMatrix = defineOp({
  name: "crossmatrix",
  title: "matrix of a cross product",
  line: "d [a]_× = [da]_×",
  cite: "Barfoot, State Estimation for Robotics, ch. 7",
  example: "a : vector(3); B : matrix(3, 3); y = tr(B crossmatrix(a))",
  calls: ["crossmatrix"],
  signature: "3×1 -> 3×3",
  hint: "it is made of a vector of length 3",
  differential: eachInTurn((args) => crossMatrix(one(args))),
  adjoint: (Ybar) => axial(Ybar),
  jacobian: (_, self) => unitsOf(self, (e) => vec(crossMatrix(e))),
});

/** The a with ⟨M, [b]_×⟩ = aᵀ b: M₃₂ − M₂₃ and so on, of [b]_× itself 2 b. */
export const Axial = defineOp({
  name: "axial",
  title: "axial vector of a matrix",
  line: "d axial(M) = axial(dM)",
  cite: "⟨M, [b]_×⟩ = axial(M)^T b",
  example: "M : matrix(3, 3); y = axial(M)",
  calls: ["axial"],
  signature: "3×3 -> 3×1",
  differential: eachInTurn((args) => axial(one(args))),
  adjoint: (ybar) => crossMatrix(ybar),
  jacobian: (_, self) => T(unitsOf(self, (e) => vec(crossMatrix(e)))),
});

/** What a map is of each unit vector of space, side by side. */
const unitsOf = (at: Expr, map: (e: Expr) => Expr): Expr =>
  beside(...[ONE, dim(2), dim(3)].map((i) => map(cols(eye(dim(3), at), i, i))));

export const cross = (a: Expr, b: Expr): Expr => intern(a.home, Cross, [a, b], null);
export const crossMatrix = (a: Expr): Expr => intern(a.home, CrossMatrix, [a], null);
export const axial = (M: Expr): Expr => intern(M.home, Axial, [M], null);
