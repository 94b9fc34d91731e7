/** Derivatives as values: `∂s/∂W` within an expression, or asked for. */

import { entries, isScalar, type Shape, shape } from "../../core/shape.js";
import { type Derivative, type Name, postorder, ungrouped } from "../../parse/ast.js";
import { shows } from "../names/evidence.js";
import { fault, resolved, type Scope, typed } from "../scope.js";
import { poison, type Term } from "../terms.js";
import { type Complaint, complain, decide, scalar } from "./infer.js";
import { shapeOf, value } from "./operands.js";

/**
 * A derivative as a value: its Jacobian (numerator layout), or the gradient where `layout` asks for
 * it and the output or the variable is a scalar, which may be known only later.
 */
export function derivativeTerm(
  scope: Scope,
  e: Derivative,
  parts: readonly Term[],
  layout: "gradient" | "jacobian",
): Term {
  const [numerator, ...variables] = parts;
  const of =
    numerator === undefined ? undefined : value(scope, numerator, e.of, false, "give it a value: y = f(x); ∂y/∂x");
  if (of === undefined || !variables.every((v, i) => isVariable(scope, v, e.variables[i] as Name)))
    return poison(e.span);
  if (of.shape === null || variables.some((v) => v.shape === null)) return poison(e.span);
  const Y = resolved(scope, of.shape);
  const X = shapeOf(variables[0]);
  const all = [of, ...variables];
  if (e.order === 2) {
    const second = shapeOf(variables[variables.length - 1]);
    const rows = isScalar(Y) ? entries(X) : entries({ rows: entries(Y), cols: entries(X) });
    return { type: "derivative", layout: "hessian", span: e.span, shape: shape(rows, entries(second)), parts: all };
  }
  const isByNumber = e.inShape === true && isScalar(resolved(scope, X));
  if ((e.nabla || e.inShape === true) && !isScalar(Y) && !isByNumber) {
    const blame = (): Complaint => ({
      code: "shape/gradient",
      span: e.span,
      message: (show) => `∇ asks for the gradient of a scalar, and ${typed(scope, of.span)} is ${show(Y)}`,
      hint: () => "∂y/∂x is its Jacobian",
      about: [of],
    });
    if (!scalar(scope, Y, blame)) {
      complain(scope, blame);
      return poison(e.span);
    }
  }
  const common = { type: "derivative", span: e.span, parts: all } as const;
  if (e.nabla || e.inShape === true)
    return { ...common, layout: "gradient", shape: isScalar(resolved(scope, X)) ? Y : X };
  if (layout === "jacobian") return { ...common, layout, shape: shape(entries(Y), entries(X)) };
  // A letter that may be a number decides whether there is a gradient: of ∂(λ w^T w)/∂w once λ is known.
  const asks = shapeOfGradient(scope, Y, X);
  const blame = (): Complaint => ({
    code: "shape/gradient",
    span: e.span,
    message: (show) => `${typed(scope, e.span)} is ${show(asks(true) as Shape)}, and stands where that does not fit`,
    about: all,
  });
  const s = decide(scope, [Y.rows, Y.cols, X.rows, X.cols], blame, asks);
  return s === null ? poison(e.span) : { ...common, layout, shape: s };
}

/** The shape of what is asked for: a gradient where the output or the variable is a scalar, else a Jacobian. */
const shapeOfGradient =
  (scope: Scope, of: Shape, by: Shape) =>
  (last: boolean): Shape | "open" => {
    const [Y, X] = [resolved(scope, of), resolved(scope, by)];
    if (isScalar(X)) return Y;
    if (isScalar(Y)) return X;
    const isOpen = !last && [Y, X].some((s) => scope.sizes.mayBeOne(s.rows) && scope.sizes.mayBeOne(s.cols));
    return isOpen ? "open" : shape(entries(Y), entries(X));
  };

/** Whether one can differentiate by this; functions, sizes and numbers are refused by name. */
function isVariable(scope: Scope, t: Term, at: Name): boolean {
  if (t.type === "symbol" || t.type === "member" || t.type === "entry" || t.type === "whole") return true;
  if (t.type === "poison") return false;
  const what = t.type === "size" ? "the size" : t.type === "function" ? "the function" : "the constant";
  fault(scope, "derivative/variable", at.span, `cannot differentiate by ${what} ${typed(scope, at.span)}`, {
    hint:
      what === "the constant" && /^\w+$/.test(typed(scope, at.span))
        ? `if it is a name, say so: ${typed(scope, at.span)} : scalar`
        : "only by a name that is a scalar, a vector or a matrix",
  });
  return false;
}

/** The name of the numerator where nothing says what it is; by itself it can be differentiated all the same. */
export function nameWithoutDefinition(scope: Scope, ast: Derivative): Name | null {
  const of = ungrouped(ast.of);
  if (of.type !== "name" || ast.variables.some((v) => v.name === of.name)) return null;
  const entry = scope.names.get(of.name);
  return entry?.assumed && !entry.faulty && entry.kind !== "size" && entry.kind !== "function" ? of : null;
}

/** A variable that nothing else in the text speaks of: that ∂s/∂y is zero is not what a claim is wrong about. */
export function strangeVariable(scope: Scope, ast: Derivative): Name | null {
  // h_0 stands in the equation of h_t, where that takes h_{t-1} at the first t.
  const begun = new Set(scope.indices.bases.values());
  const isStrange = (v: Name): boolean => {
    if (begun.has(v.name)) return false;
    const entry = scope.names.get(v.name);
    return (
      entry?.assumed === true &&
      entry.evidence.declared === null &&
      !shows(entry.evidence, "used") &&
      !shows(entry.evidence, "listed")
    );
  };
  const strange = ast.variables.find(isStrange);
  if (strange === undefined) return null;
  for (const e of postorder(ast.of)) if (e.type === "name" && e.name === strange.name) return null;
  return strange;
}
