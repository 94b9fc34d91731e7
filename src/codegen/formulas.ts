/** The functions that a model writes out, as bodies of functions in the target. */
import { dim, ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { lookup, one, two } from "../core/operands.js";
import { isScalar, SCALAR, type Shape, sameShape, shape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { formulaOf } from "../derive/model-functions.js";
import { normalForm } from "../derive/normal.js";
import { newContext } from "../functions/library.js";
import { Apply, apply } from "../ops/apply.js";
import { Constant, constant } from "../ops/constant.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { Maximum, Minimum, maximum, minimum } from "../ops/maximum.js";
import { isNumber, NumberOp, number, rationalOf } from "../ops/number.js";
import { Ones, ones } from "../ops/ones.js";
import { Power, power } from "../ops/power.js";
import { Scale, scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { isSymbol, nameOf, SymbolOp, symbol } from "../ops/symbol.js";
import { Times, times } from "../ops/times.js";
import { Zeros } from "../ops/zeros.js";
import { printText } from "../print/text.js";
import { type Body, bodyOf } from "./arrays/body.js";
import type { KnownFunction } from "./program.js";

export interface FormulaBody {
  readonly body: Body;
  /** `swish'(t) = …`, in the equation language. */
  readonly text: string;
}

/**
 * f, f′, … up to the highest derivative that is called, each as a body with the one result `value`.
 * `entrywise`: for languages in which a function is handed a whole array and says so in its operators.
 */
export function formulaBody(f: KnownFunction, entrywise: boolean): readonly FormulaBody[] {
  return Array.from({ length: f.primes + 1 }, (_, primes) => {
    const { value } = formulaOf({ formula: f.formula, primes });
    // A constant has no entries: it is a number, whatever the function is handed.
    const of = entrywise && walk([value]).some(isSymbol) ? shape(dim("N"), ONE) : SCALAR;
    return {
      body: bodyOf([{ key: "value", value: normalForm(overArrays(value, of)), letters: [] }], {
        meaning: () => null,
        size: () => 1,
        factorises: false,
        names: [],
        marked: [],
      }),
      text: `${f.name}${"'".repeat(primes)}(${f.parameter}) = ${primes === 0 ? f.text : printText(value)}`,
    };
  });
}

/** An expression of scalar parameters as one of arrays of a shape, entry by entry, in a context of its own. */
function overArrays(value: Expr, of: Shape): Expr {
  const home = newContext();
  const like = (e: Expr): Expr => (sameShape(e.shape, of) ? e : scale(e, ones(of.rows, of.cols, home)));
  const product = (a: Expr, b: Expr): Expr => {
    if (isScalar(a.shape)) return isScalar(b.shape) ? times(a, b) : scale(a, b);
    return isScalar(b.shape) ? scale(b, a) : hadamard(a, b);
  };
  const alike = (args: readonly Expr[]): readonly Expr[] =>
    args.every((e) => isScalar(e.shape)) ? args : args.map((e) => (isNumber(e) ? e : like(e)));
  const out = new Map<Expr, Expr>();
  const built = (e: Expr): Expr => {
    const args = e.args.map((x) => lookup(out, x));
    switch (e.op) {
      case SymbolOp:
        return symbol(home, nameOf(e), of);
      case NumberOp:
        return number(rationalOf(e), home);
      case Constant:
        return constant(home, e.data as "pi" | "e");
      case Ones:
      case Zeros:
        return number(e.op === Ones ? 1 : 0, home);
      case Apply:
        return apply(e.data as string, one(args));
      case Power: {
        const [a, b] = two(args);
        // A power whose exponent moves is an exponential.
        return walk([b]).some(isSymbol) ? apply("exp", product(b, apply("log", a))) : power(a, b);
      }
      case Sum:
        return sum(...(args.every((x) => isScalar(x.shape)) ? args : args.map(like)));
      case Times:
      case Scale:
      case Hadamard:
        return args.reduce(product);
      case Maximum:
      case Minimum: {
        const [x, y] = two(alike(args));
        return e.op === Maximum ? maximum(x, y) : minimum(x, y);
      }
      default:
        throw new TypeError(`${e.op.name} is no operation of numbers`);
    }
  };
  for (const e of walk([value])) out.set(e, built(e));
  return like(lookup(out, value));
}
