/** `a .* b ./ c`, and the Kronecker product among them. */
import { type Dim, dim, ONE } from "../../core/dim.js";
import { isScalar, SCALAR, type Shape, shape } from "../../core/shape.js";
import { type Elementwise, type Expression, postorder, type Span, ungrouped } from "../../parse/ast.js";
import { shapeOfAny } from "../names/calls.js";
import { isUpper } from "../names/evidence.js";
import { fault, resolved, type Scope, typed, warn } from "../scope.js";
import { hasUnfoldings, statedSigns } from "../signs.js";
import { poison, type Term } from "../terms.js";
import { type Complaint, complain, sameShapes } from "./infer.js";
import { dimsOf, flattens, numberAndOther, sayLone } from "./lone-number.js";
import { isLiteral } from "./number.js";
import { reach, shapeOf, shown } from "./operands.js";

export function elementwiseTerm(scope: Scope, e: Elementwise, values: readonly Term[]): Term {
  if (isOfColumns(scope, e)) {
    const message = `${typed(scope, e.span)} beside an unfolded tensor is a product by columns, and not by entries`;
    const hint =
      "the product by columns is khatrirao(A, B), or words say it: ⊙ is the Khatri-Rao product; by entries it is A .* B";
    fault(scope, "product/khatri-rao", e.span, message, { hint });
    return poison(e.span);
  }
  let result = shapeOf(values[0]);
  for (let i = 1; i < values.length; i++) {
    const link = e.rest[i - 1] as Elementwise["rest"][number];
    const next = shapeOf(values[i]);
    if (link.operator === "kronecker") {
      sayKronecker(scope, link.span, values[i - 1] as Term, values[i] as Term);
      result = shapeOfAny("kron", [resolved(scope, result), resolved(scope, next)]);
      continue;
    }
    if (link.operator === "cross") {
      const before = i === 1 ? e.first : (e.rest[i - 2] as Elementwise["rest"][number]).operand;
      result = crossed(scope, link.span, [before, link.operand], [result, next]);
      continue;
    }
    const left = reach(e.first, i === 1 ? e.first : (e.rest[i - 2] as Elementwise["rest"][number]).operand);
    const a = shown(scope, left, result);
    const b = shown(scope, link.operand.span, next);
    const before = result;
    const blame = (): Complaint => ({
      code: link.operator === "hadamard" ? "shape/hadamard" : "shape/quotient",
      span: link.span,
      message: (show) =>
        `cannot ${link.operator === "hadamard" ? "multiply" : "divide"} ${a(show)} ${link.operator === "hadamard" ? "and" : "by"} ${b(show)} entry by entry`,
      hint: () => elementwiseHint(scope, link.operator === "hadamard", values[i - 1] as Term, before, next),
      about: [values[i - 1] as Term, values[i] as Term],
    });
    const bound = i === 1 ? numberAndOther(scope, values[0] as Term, values[1] as Term) : null;
    // A number stands for no vector here, and what is divided entry by entry is meant as one.
    const makesScalar = bound !== null && (isLiteral(bound[0]) || flattens(scope, bound[1], dimsOf(bound[1])));
    if ((makesScalar && !scope.strict) || !sameShapes(scope, result, next, blame)) {
      complain(scope, blame);
      return poison(e.span);
    }
    if (bound !== null) sayLone(scope, ...bound);
  }
  for (let i = 1; i < values.length; i++) otherReading(scope, e, i, values);
  return {
    type: "elementwise",
    operators: [null, ...e.rest.map((r) => r.operator)],
    span: e.span,
    shape: result,
    parts: values,
  };
}

/** `\\mathbf{C} \\odot \\mathbf{B}` in a text with unfoldings: the product of Khatri and Rao. */
function isOfColumns({ source }: Scope, e: Elementwise): boolean {
  const factors = [e.first, ...e.rest.map((r) => r.operand)].map(ungrouped);
  const isSign = e.rest.every((r) => /\\odot|⊙/.test(source.slice(r.span.start, r.span.end)));
  return (
    isSign &&
    statedSigns(source).odot === null &&
    factors.every((f) => f.type === "name" && isUpper(f.name)) &&
    hasUnfoldings(source)
  );
}

const SPACE = shape(dim("3"), ONE);

/** Signs that a text has vectors of three entries. */
const OF_SPACE = /vector\(\s?3\s?\)|\^\s?\{?\s?3\b|[³[]|\\(?:math|bold|bm|vec|begin)|cross/;

/** Whether two sides that × stands between are letters that nothing can make vectors of space. */
const areLetters = (scope: Scope, sides: readonly Expression[]): boolean =>
  !OF_SPACE.test(scope.source) &&
  sides.every((s) => s.type === "name" && scope.names.get(s.name)?.evidence.declared === null);

/**
 * a × b, of two vectors of space: letters in bold are, and what has three entries by what the text says elsewhere. Any other
 * may be numbers, of which it is the product where they are declared.
 */
function crossed(scope: Scope, at: Span, sides: readonly Expression[], shapes: readonly Shape[]): Shape {
  const isBold = sides.every((s) => postorder(s).some((x) => x.type === "name" && x.face === "bold"));
  const isSpace = (s: Shape): boolean => s.rows === SPACE.rows && s.cols === ONE;
  const { owner } = scope;
  const refuse = (): void => {
    if (owner.faulty || shapes.every((s) => isSpace(resolved(scope, s)))) return;
    const hint =
      "a product of numbers is a b or a * b, kron(A, B) is ⊗; vectors of a cross product are declared: a, b : vector(3)";
    fault(scope, "syntax/cross", at, "× is the cross product of two vectors of length 3", { hint }, owner);
  };
  const blame = (): Complaint => ({
    code: "syntax/cross",
    span: at,
    message: () => "× is the cross product of two vectors of length 3",
    about: [],
  });
  if (shapes.every((s) => isScalar(resolved(scope, s)))) return SCALAR;
  if (!isBold && areLetters(scope, sides)) refuse();
  else if (!isBold) scope.checks.push(refuse);
  else if (!shapes.every((s) => sameShapes(scope, s, SPACE, blame))) complain(scope, blame);
  return SPACE;
}

/** a ⊗ b of two vectors is often written for the outer product a bᵀ. */
function sayKronecker(scope: Scope, at: Span, a: Term, b: Term): void {
  const { owner } = scope;
  scope.later.push(() => {
    const shapes = [a, b].map((t) => resolved(scope, shapeOf(t)));
    if (owner.faulty || shapes.some((s) => s.cols !== ONE || s.rows === ONE)) return;
    const message = "⊗ of two vectors is their Kronecker product, a vector; their outer product is a matrix";
    warn(scope, "product/kronecker", at, message, "the outer product is a b^T; kron(a, b) says the other", owner);
  });
}

/**
 * `A .* B C` is `A .* (B C)`, and `x ./ s c` divides by all of `s c`; programs read both from the left, which is worth a
 * word where it fits as well and comes to something else.
 */
function otherReading(scope: Scope, e: Elementwise, i: number, values: readonly Term[]): void {
  const link = e.rest[i - 1] as Elementwise["rest"][number];
  const node = link.operand;
  const part = values[i] as Term;
  if (link.operator === "kronecker" || link.operator === "cross" || node.type !== "product") return;
  const divides = link.operator === "quotient";
  const [left, first] = [values[i - 1] as Term, part.parts[0] as Term];
  const { owner } = scope;
  const behind = part.parts.slice(1);
  scope.checks.push(() => {
    if (owner.faulty) return;
    const [A, B] = [left, first].map((t) => resolved(scope, shapeOf(t))) as [Shape, Shape];
    const areColumns = A.cols === ONE && B.cols === ONE;
    const moves = behind.some((t) => divides || !isScalar(resolved(scope, shapeOf(t))));
    // A column that meets a matrix, f'(z) .* W^T d, could not do so alone.
    if (isScalar(B) || !moves || (!areColumns && (A.cols === ONE || B.cols === ONE))) return;
    if (!scope.sizes.trial(() => fitsAlone(scope, A, B, behind))) return;
    const [a, b] = [typed(scope, link.span), typed(scope, node.span)];
    const does = divides ? "divides" : "multiplies";
    const message = `this ${does} by (${b}): a product binds tighter than ${a}, which programs read from the left`;
    const alone = `(${typed(scope, reach(e.first, node.first))}) ${typed(scope, { start: node.first.span.end, end: node.span.end })}`;
    const whole = `${typed(scope, { start: e.span.start, end: link.span.end })} (${b})`;
    warn(scope, "product/mixed", node.span, message, `parentheses say which is meant: ${whole} or ${alone}`, owner);
  });
}

/** Whether A and B have one shape, and what stands behind B multiplies that. */
function fitsAlone(scope: Scope, A: Shape, B: Shape, behind: readonly Term[]): boolean {
  const same = (a: Dim, b: Dim): boolean => a === b || scope.sizes.equate(a, b) === "solved";
  if (!same(A.rows, B.rows) || !same(A.cols, B.cols)) return false;
  let { cols } = A;
  for (const t of behind) {
    const s = resolved(scope, shapeOf(t));
    if (isScalar(s)) continue;
    if (!same(cols, s.rows)) return false;
    cols = s.cols;
  }
  // The whole has the shape that it has in the reading that was taken.
  return same(cols, A.cols);
}

function elementwiseHint(scope: Scope, hadamard: boolean, left: Term, a: Shape, b: Shape): string | null {
  const [A, B] = [resolved(scope, a), resolved(scope, b)];
  if (isScalar(A) !== isScalar(B)) {
    if (hadamard) return "a scalar multiplies without the dot: c x";
    if (isScalar(B)) return "a scalar divides without the dot: x / c";
    const text = typed(scope, left.span);
    return B.cols === ONE && text === "1" ? `ones(${B.rows}) ./ x, or x .^ -1` : "ones(n) ./ x, or x .^ -1";
  }
  if (A.rows === B.cols && A.cols === B.rows) return "one of them is transposed";
  return null;
}
