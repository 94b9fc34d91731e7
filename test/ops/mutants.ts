/** Planted faults: what a rule says, with one thing wrong in it. */
import type { Data, Expr } from "../../src/core/expr.js";
import { intern } from "../../src/core/expr.js";
import { ShapeError } from "../../src/core/op.js";
import type { Rational } from "../../src/core/rational.js";
import { walk } from "../../src/core/walk.js";
import { eye } from "../../src/ops/eye.js";
import { matrixFunction } from "../../src/ops/matrixfunction.js";
import { number } from "../../src/ops/number.js";
import { ones } from "../../src/ops/ones.js";
import { product } from "../../src/ops/product.js";
import { negate } from "../../src/ops/scale.js";
import { sum } from "../../src/ops/sum.js";
import { T } from "../../src/ops/transpose.js";
import { zeros } from "../../src/ops/zeros.js";

export interface Mutant {
  /** The change: `lose the transpose of transpose #4`. */
  readonly what: string;
  /** The faulty expression, or the message of the shape rule that refuses it. */
  readonly expr: Expr | string;
}

const without = <X>(list: readonly X[], i: number): X[] => list.filter((_, j) => j !== i);

function swapped(args: readonly Expr[], i: number): Expr[] {
  const out = args.slice();
  [out[i], out[i + 1]] = [args[i + 1] as Expr, args[i] as Expr];
  return out;
}

const remade = (e: Expr, args: readonly Expr[], data: Data = e.data): Expr => intern(e.home, e.op, args, data);

/** Each way to get one node wrong; a way that gives no well-shaped node throws. */
function wrongs(e: Expr): (readonly [string, () => Expr])[] {
  const out: (readonly [string, () => Expr])[] = [];
  const neighbours = e.args.slice(1).map((_, i) => i);
  switch (e.op.name) {
    case "transpose":
      out.push(["lose the transpose", () => e.args[0] as Expr]);
      break;
    case "product":
      for (const i of neighbours) out.push([`swap factors ${i} and ${i + 1}`, () => remade(e, swapped(e.args, i))]);
      e.args.forEach((A, i) => {
        out.push([`transpose factor ${i}`, () => remade(e, e.args.with(i, T(A)))]);
        if (e.args.length > 2) out.push([`drop factor ${i}`, () => remade(e, without(e.args, i))]);
        else out.push([`drop factor ${i}`, () => e.args[1 - i] as Expr]);
      });
      break;
    case "sum":
      e.args.forEach((A, i) => {
        out.push([`flip the sign of term ${i}`, () => remade(e, e.args.with(i, negate(A)))]);
        out.push([`drop term ${i}`, () => sum(...without(e.args, i))]);
        out.push([`count term ${i} twice`, () => sum(...e.args, A)]);
      });
      break;
    case "hadamard":
    case "times":
      e.args.forEach((_, i) => {
        out.push([
          `drop factor ${i}`,
          () => (e.args.length > 2 ? remade(e, without(e.args, i)) : (e.args[1 - i] as Expr)),
        ]);
      });
      break;
    case "scale":
      out.push(["drop the scalar", () => e.args[1] as Expr]);
      break;
    case "kron":
    case "stack":
    case "beside":
      for (const i of neighbours) out.push([`swap blocks ${i} and ${i + 1}`, () => remade(e, swapped(e.args, i))]);
      break;
    case "number": {
      const { numerator, denominator } = e.data as Rational;
      out.push(["flip the sign", () => number({ numerator: -numerator, denominator }, e)]);
      out.push(["add one", () => number({ numerator: numerator + denominator, denominator }, e)]);
      break;
    }
    case "inverse":
      out.push(["lose the inverse", () => e.args[0] as Expr]);
      break;
    case "comm":
    case "unvec": {
      const [a, b] = e.data as unknown as readonly [never, never];
      out.push(["swap the sizes", () => remade(e, e.args, [b, a])]);
      break;
    }
    case "vec":
      out.push(["go row by row", () => remade(e, [T(e.args[0] as Expr)])]);
      break;
    case "apply":
      out.push(["lose the function", () => e.args[0] as Expr]);
      out.push(["differentiate once more", () => remade(e, e.args, `${e.data}'`)]);
      break;
    case "softmax":
      out.push(["lose the softmax", () => e.args[0] as Expr]);
      break;
    case "eye":
      out.push(["put ones everywhere", () => ones(e.shape.rows, e.shape.cols, e)]);
      break;
    case "ones":
      out.push(["put zeros", () => zeros(e.shape.rows, e.shape.cols, e)]);
      break;
    case "zeros":
      out.push(["put ones", () => ones(e.shape.rows, e.shape.cols, e)]);
      break;
    case "diag":
      out.push(["put the identity", () => eye(e.shape.rows, e)]);
      break;
    case "diagvec":
      out.push(["put ones", () => ones(e.shape.rows, e.shape.cols, e)]);
      break;
    case "trace":
      out.push(["put the number of rows", () => number(2, e)]);
      break;
    case "pinv":
      out.push(["take the transpose", () => T(e.args[0] as Expr)]);
      break;
    case "lowerhalf":
    case "polar":
      out.push([`lose ${e.op.name}`, () => e.args[0] as Expr]);
      break;
    case "eigengaps":
      out.push(["turn the gaps around", () => negate(e)]);
      break;
    case "matrixfunction":
      out.push(["lose the function", () => e.args[0] as Expr]);
      break;
    case "frechet":
      out.push(["take the product", () => product(matrixFunction("exp", e.args[0] as Expr), e.args[1] as Expr)]);
      break;
    case "powersum":
      out.push(["take one power less", () => remade(e, [e.args[0] as Expr, number(2, e), e.args[2] as Expr])]);
      break;
    default:
      break;
  }
  return out;
}

/** `e` with `from` replaced by `to` throughout, shapes checked again on the way up. */
function replaced(e: Expr, from: Expr, to: Expr): Expr {
  const made = new Map<Expr, Expr>([[from, to]]);
  for (const t of walk([e], (s) => s === from)) {
    const args = t.args.map((a) => made.get(a) ?? a);
    made.set(t, args.some((a, i) => a !== t.args[i]) ? remade(t, args) : t);
  }
  return made.get(e) as Expr;
}

/** Every expression that differs from `e` by one wrong at one node, and `e` with its sign flipped. */
export function mutants(e: Expr): readonly Mutant[] {
  const out: Mutant[] = [{ what: "flip the sign of it all", expr: negate(e) }];
  walk([e]).forEach((node, place) => {
    for (const [what, make] of wrongs(node)) {
      const name = `${what} of ${node.op.name} #${place}`;
      try {
        const expr = replaced(e, node, make());
        if (expr !== e) out.push({ what: name, expr });
      } catch (error) {
        if (!(error instanceof ShapeError)) throw error;
        out.push({ what: name, expr: error.message });
      }
    }
  });
  return out;
}
