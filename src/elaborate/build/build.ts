/** From terms to expressions, once every size is known. */

import { ONE } from "../../core/dim.js";
import type { Context, Expr } from "../../core/expr.js";
import { isScalar, type Shape, sameShape } from "../../core/shape.js";
import { constant } from "../../ops/constant.js";
import { derivative } from "../../ops/derivative.js";
import { inverse } from "../../ops/inverse.js";
import { type MatrixFunctionName, matrixFunction } from "../../ops/matrixfunction.js";
import { matrixpower } from "../../ops/matrixpower.js";
import { isOne, number } from "../../ops/number.js";
import { ones } from "../../ops/ones.js";
import { power, reciprocal } from "../../ops/power.js";
import { product } from "../../ops/product.js";
import { scale } from "../../ops/scale.js";
import { size } from "../../ops/size.js";
import { beside, stack } from "../../ops/stack.js";
import { sum } from "../../ops/sum.js";
import { symbol } from "../../ops/symbol.js";
import { times } from "../../ops/times.js";
import { T } from "../../ops/transpose.js";
import type { Span } from "../../parse/ast.js";
import { CALLS, type Operation } from "../names/calls.js";
import type { Scope } from "../scope.js";
import { hasUnknown } from "../shapes/unify.js";
import type { Term } from "../terms.js";
import type { Application } from "./application.js";
import { leavesOf, shapeOf, sumLeaves } from "./flatten.js";
import {
  builtEntry,
  builtMember,
  builtPlace,
  builtReduction,
  builtUnit,
  builtUnknown,
  builtWhole,
  conditionsOf,
} from "./indexed.js";
import { argument, base, divisor, negated } from "./literals.js";
import { elementwise, many, multiplication } from "./products.js";

interface Frame {
  readonly term: Term;
  /** The terms it is built from, which are its parts or, where it is flattened, parts of its parts. */
  readonly from: readonly Term[];
  next: number;
}

/** The expression of a term without faults. Throws ShapeError, BudgetError. */
export function build(scope: Scope, home: Context, root: Term, applied: Application): Expr {
  const values = new Map<Term, Expr>();
  const of = (t: Term): Expr => values.get(t) as Expr;
  const frames: Frame[] = [{ term: root, from: leavesOf(scope, root), next: 0 }];
  for (let top = frames[0]; top !== undefined; top = frames[frames.length - 1]) {
    const child = top.from[top.next];
    if (child === undefined) {
      values.set(top.term, one(scope, home, top.term, of, applied));
      frames.pop();
      continue;
    }
    top.next += 1;
    if (!values.has(child)) frames.push({ term: child, from: leavesOf(scope, child), next: 0 });
  }
  return of(root);
}

function one(scope: Scope, home: Context, t: Term, of: (t: Term) => Expr, applied: Application): Expr {
  const part = (i: number): Expr => of(t.parts[i] as Term);
  switch (t.type) {
    case "symbol":
      return symbol(home, t.name, shapeOf(scope, t));
    case "number":
      return number(t.value, home);
    case "constant":
      return constant(home, t.name);
    case "size":
      return size(home, scope.sizes.resolve(t.size));
    case "fill":
      return filled(scope, home, t);
    case "spread":
      return spread(part(0), shapeOf(scope, t));
    case "sum":
      return many(
        sum,
        sumLeaves(t).map((l) => (l.inverted ? negated(of(l.term)) : of(l.term))),
      );
    case "product":
      return multiplication(scope, t, of);
    case "elementwise":
      return elementwise(scope, t, of);
    case "apply":
      if (scope.wholes.has(t)) return matrixFunction(t.name as MatrixFunctionName, part(0));
      return applied(home, t.name, t.primes, argument(t.name, part(0)));
    case "blocks": {
      let next = 0;
      const rows = t.widths.map((w) =>
        many(
          beside,
          Array.from({ length: w }, () => part(next++)),
        ),
      );
      return many(stack, rows);
    }
    case "derivative":
      return derivativeIn(t.layout, part(0), t.parts.slice(1).map(of));
    case "call":
      return called(t, t.parts.map(of), scope);
    case "member":
      return builtMember(scope, home, t);
    case "whole":
      return builtWhole(scope, home, t);
    case "entry":
      return builtEntry(scope, part(0), t);
    case "place":
      return builtPlace(scope, home, t);
    case "unit":
      return builtUnit(scope, home, t);
    case "condition":
      return many(times, [...conditionsOf(scope, home, t.relations)]);
    case "reduction":
      return builtReduction(scope, home, part(0), t);
    case "unknown":
      return builtUnknown(scope, t.parts.map(of), t);
    default:
      throw new TypeError(`a ${t.type} has no value`);
  }
}

/** A gradient that is asked for is a Jacobian where neither side of it is a scalar. */
function derivativeIn(layout: (Term & { type: "derivative" })["layout"], Y: Expr, variables: readonly Expr[]): Expr {
  const isGradient = [Y, variables[0] as Expr].some((x) => isScalar(x.shape));
  return derivative(layout === "gradient" && !isGradient ? "jacobian" : layout, Y, ...variables);
}

/** As many of a scalar, or of the transpose of a column, as the shape asks for. */
function spread(X: Expr, s: Shape): Expr {
  if (sameShape(X.shape, s)) return X;
  if (!isScalar(X.shape)) return product(ones(s.rows, ONE, X), T(X));
  return isOne(X) ? ones(s.rows, s.cols, X) : scale(X, ones(s.rows, s.cols, X));
}

/** A constant whose size nothing in the model determines. */
export class UnknownSize extends Error {
  override readonly name = "UnknownSize";
  constructor(
    readonly span: Span,
    readonly hint: string,
  ) {
    super("nothing says what size this has");
  }
}

function filled(scope: Scope, home: Context, t: Term & { type: "fill" }): Expr {
  const sizes = t.sizes.map((d) => scope.sizes.resolve(d));
  if (sizes.some(hasUnknown)) throw new UnknownSize(t.span, `state it: ${t.fill}(n)`);
  return operation(t.fill).build([], sizes, home);
}

function called(t: Term & { type: "call" }, args: readonly Expr[], scope: Scope): Expr {
  const [X, k] = args as [Expr, Expr];
  switch (t.name) {
    case "transpose":
      return T(X);
    case "inverse":
      return isScalar(X.shape) ? reciprocal(divisor(X)) : inverse(X);
    case "inverseTranspose":
      return isScalar(X.shape) ? reciprocal(divisor(X)) : T(inverse(X));
    case "power":
      return isScalar(X.shape) ? power(base(X, k), k) : matrixpower(X, k);
    case "elementwisePower":
      return isScalar(X.shape) ? power(base(X, k), k) : power(X, k);
    default:
      return operation(t.name).build(
        args,
        t.sizes.map((d) => scope.sizes.resolve(d)),
        X.home,
      );
  }
}

function operation(name: string): Operation {
  const op = CALLS.get(name);
  if (op === undefined) throw new TypeError(`no operation ${name}`);
  return op;
}
