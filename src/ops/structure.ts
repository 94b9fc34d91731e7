import { type Expr, intern } from "../core/expr.js";
import { type Call, defineCall, defineOp } from "../core/op.js";
import { one } from "../core/operands.js";
import { isColumn } from "../core/shape.js";
import { diag } from "./diag.js";
import { eye } from "./eye.js";
import { kron } from "./kron.js";
import { eachInTurn } from "./linear.js";
import { ones } from "./ones.js";
import { vec } from "./vec.js";

/** Maps that choose, add up or turn round the entries of an array, each with the one that pulls a cotangent back. */
const ADJOINTS = {
  tril: "tril",
  triu: "triu",
  cumsum: "revcumsum",
  revcumsum: "cumsum",
  flip: "flip",
} as const;

export type Structured = keyof typeof ADJOINTS;

/** Of these each entry is that of the operand, or 0; the others go down each column. */
const isMask = (name: Structured): boolean => name === "tril" || name === "triu";

export const structureOf = (e: Expr): Structured => e.data as Structured;

/** tril(A), triu(A), cumsum(X), revcumsum(X), flip(X): linear, and the same for all numbers. */
export const Structure = defineOp({
  name: "structure",
  title: "linear map of entries",
  line: "d tril(X) = tril(dX), d cumsum(X) = cumsum(dX)",
  cite: "Magnus & Neudecker, Linear structures, ch. 1; adjoints by ⟨Y, L(X)⟩ = ⟨L*(Y), X⟩",
  example: "sum(tril(X))",
  signature: "n×m -> n×m",
  differential: eachInTurn((args, self) => structured(structureOf(self), one(args))),
  adjoint: (Ybar, _, self) => structured(ADJOINTS[structureOf(self)], Ybar),
  jacobian: (_, self) => {
    const name = structureOf(self);
    const { rows: n, cols: m } = self.shape;
    if (isMask(name)) return diag(vec(structured(name, ones(n, m, self))));
    const each = structured(name, eye(n, self));
    return isColumn(self.shape) ? each : kron(eye(m, self), each);
  },
  facts: (self, of) => {
    const facts = of(one(self.args));
    if (isMask(structureOf(self))) return facts.has("diagonal") ? ["diagonal", "symmetric"] : [];
    return facts.has("positive") ? ["positive"] : [];
  },
});

/** The map of this name, of X. */
export const structured = (name: Structured, X: Expr): Expr => intern(X.home, Structure, [X], name);

const named = (name: Structured, calls: readonly string[], signature: string): Call =>
  defineCall({ calls, signature, build: (args) => structured(name, one(args)) });

/** The triangles of a matrix, and what goes down the entries of a column, or of each column. */
export const STRUCTURE_CALLS: readonly Call[] = [
  named("tril", ["tril"], "n×m -> n×m (n > 1, m > 1)"),
  named("triu", ["triu"], "n×m -> n×m (n > 1, m > 1)"),
  named("cumsum", ["cumsum"], "n×m -> n×m (n > 1)"),
  named("revcumsum", ["revcumsum"], "n×m -> n×m (n > 1)"),
  named("flip", ["flip", "flipud"], "n×m -> n×m (n > 1)"),
];
