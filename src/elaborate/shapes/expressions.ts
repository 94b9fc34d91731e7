/** From the syntax tree to terms: names looked up, shapes unified, faults reported where they are. */

import { type Dim, ONE, plus } from "../../core/dim.js";
import { has } from "../../core/own.js";
import { parseRational, toNumber } from "../../core/rational.js";
import { entries, isScalar, SCALAR, type Shape, sameShape, shape, transposed } from "../../core/shape.js";
import { LIBRARY } from "../../functions/library.js";
import { standIn } from "../../model/model.js";
import {
  type Bars,
  type Blocks,
  type Call,
  type Derivative,
  type Elementwise,
  type Expression,
  type Name,
  operands,
  type Postfix,
  type PostfixOperator,
  type Product,
  postorder,
  type Span,
  type Sum,
} from "../../parse/ast.js";
import { CALLS, canonical, FILLS, kronecker, sizesFrom } from "../names/calls.js";
import { identitySize, inverseFunction, isBuiltin, isConstant } from "../names/kinds.js";
import { type Entry, fault, ownerOf, resolved, type Scope, type Show, sizeNamed, typed, warn } from "../scope.js";
import { isEmptySize, type SizeFault, sizeOf } from "../sizes.js";
import { NO_PARTS, poison, type Term } from "../terms.js";
import { type Blame, type Complaint, complain, decide, multiplied, sameShapes, scalar, square } from "./infer.js";
import { hasUnknown } from "./unify.js";

/** The term of an expression whose calls have been read. */
export function elaborate(scope: Scope, root: Expression): Term {
  const stack: Term[] = [];
  for (const e of postorder(root)) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    stack.push(termOf(scope, e, parts));
  }
  return stack[0] as Term;
}

/** A number that a double cannot hold, or a whole one that it would round, is refused and not replaced. */
function numberTerm(scope: Scope, e: Extract<Expression, { readonly type: "number" }>): Term {
  const value = parseRational(e.value);
  const held = value.numerator / value.denominator;
  const lost = !Number.isFinite(held) || (held === 0 && /[1-9]/.test(e.value.split(/[eE]/)[0] ?? ""));
  const rounded = /^\d+$/.test(e.value) && !Number.isSafeInteger(held);
  if (!lost && !rounded) return { type: "number", value, span: e.span, shape: SCALAR, parts: NO_PARTS };
  fault(scope, "number/range", e.span, `the number ${e.value.slice(0, 40)} cannot be held exactly`, {
    hint: "whole numbers go to 2^53, others from 1e-300 to 1e300",
  });
  return poison(e.span);
}

function termOf(scope: Scope, e: Expression, parts: readonly Term[]): Term {
  switch (e.type) {
    case "name":
      return nameTerm(scope, e);
    case "number":
      return numberTerm(scope, e);
    case "group":
      return parts[0] as Term;
    case "derivative":
      return derivativeTerm(scope, e, parts, "jacobian");
    case "call":
      return callTerm(scope, e, parts);
    default:
  }
  const nodes = operands(e);
  const isInverted = e.type === "postfix" && e.operators.some((o) => o.type === "inverse");
  const values = parts.map((p, i) => value(scope, p, nodes[i] ?? e, isInverted));
  if (values.some((v) => v.shape === null)) return poison(e.span);
  switch (e.type) {
    case "sum":
      return sumTerm(scope, e, values);
    case "negation":
      return { type: "sum", signs: [-1], span: e.span, shape: shapeOf(values[0]), parts: values };
    case "elementwise":
      return elementwiseTerm(scope, e, values);
    case "product":
      return productTerm(scope, e, values);
    case "postfix":
      return postfixTerm(scope, e, values);
    case "blocks":
      return blocksTerm(scope, e, values);
    case "bars":
      return barsTerm(scope, e, values[0] as Term);
    case "fraction":
      return fractionTerm(scope, e, values);
  }
}

const shapeOf = (t: Term | undefined): Shape => (t as Term).shape as Shape;

/** A term that must be a value: a function by itself is none, and its inverse is not read. */
function value(scope: Scope, t: Term, e: Expression, isInverted = false, hint?: string): Term {
  if (t.type !== "function") return t;
  const name = `${t.name}${"'".repeat(t.primes)}`;
  if (isInverted) {
    const said = inverseFunction(name);
    fault(scope, "name/inverse-function", e.span, said.message, { hint: said.hint });
    return poison(e.span);
  }
  fault(scope, "name/function", e.span, `${name} is a function`, { hint: hint ?? `apply it: ${name}(…)` });
  return poison(e.span);
}

function nameTerm(scope: Scope, e: Name): Term {
  const { name, span } = e;
  const entry = scope.names.get(name);
  if (isConstant(scope, name)) {
    if (name === "I") return fill(scope, "eye", span, scope.sizes.fresh());
    return { type: "constant", name: name as "pi" | "e", span, shape: SCALAR, parts: NO_PARTS };
  }
  if (isBuiltin(name)) {
    if (name === "eye") return fill(scope, "eye", span, scope.sizes.fresh());
    if (name === "ones" || name === "zeros") return fill(scope, name, span, scope.sizes.fresh(), ONE);
    return { type: "function", name: canonical(name), primes: 0, span, shape: null, parts: NO_PARTS };
  }
  const size = identitySize(scope, name);
  if (size !== null) {
    if (/^\d+$/.test(size) || scope.names.get(size)?.kind === "size")
      return fill(scope, "eye", span, sizeNamed(scope, size));
    fault(scope, "size/not-a-size", span, `${size} is not a size, so ${typed(scope, span)} is no identity matrix`);
    return poison(span);
  }
  if (entry === undefined || entry.faulty) {
    scope.owner.faulty = true;
    return poison(span);
  }
  if (entry.kind === "function") return { type: "function", name, primes: 0, span, shape: null, parts: NO_PARTS };
  if (entry.kind === "size")
    return { type: "size", size: sizeNamed(scope, name), span, shape: SCALAR, parts: NO_PARTS };
  if (entry.shape === null) {
    scope.owner.faulty = true;
    return poison(span);
  }
  const other = scope.standIns.get(name);
  return other === undefined
    ? { type: "symbol", name, span, shape: entry.shape, parts: NO_PARTS }
    : { type: "symbol", name: standIn(name, other), span, shape: other, parts: NO_PARTS };
}

function fill(_: Scope, what: "eye" | "ones" | "zeros" | "comm", span: Span, n: Dim, m: Dim = n): Term {
  const made = what === "comm" ? squareOf(entries(shape(n, m))) : shape(n, what === "eye" ? n : m);
  return { type: "fill", fill: what, sizes: [n, m], span, shape: made, parts: NO_PARTS };
}

const squareOf = (n: Dim) => shape(n, n);

// ---------------------------------------------------------------- calls

function callTerm(scope: Scope, e: Call, parts: readonly Term[]): Term {
  const { name } = e.callee;
  const entry = scope.names.get(name);
  if (entry?.faulty === true) {
    scope.owner.faulty = true;
    return poison(e.span);
  }
  if (isBuiltin(name)) return builtinTerm(scope, e, canonical(name), parts);
  if (entry !== undefined && entry.kind !== "function") {
    fault(
      scope,
      "call/not-a-function",
      e.callee.span,
      `${typed(scope, e.callee.span)} is a ${entry.kind}, not a function`,
    );
    return poison(e.span);
  }
  return applied(scope, e, entry?.alias ?? name, parts);
}

/** f(Z), f'(Z): a scalar function, entry by entry. */
function applied(scope: Scope, e: Call, name: string, parts: readonly Term[]): Term {
  const Z = parts[0];
  if (parts.length !== 1 || Z === undefined) {
    arity(scope, e, 1, 1);
    return poison(e.span);
  }
  const argument = value(scope, Z, e.args[0] as Expression);
  if (argument.shape === null) return poison(e.span);
  const most = scope.primes(name);
  if (e.primes > most) {
    fault(scope, "call/primes", e.callee.span, `${name} is differentiated up to ${most} times, not ${e.primes}`);
    return poison(e.span);
  }
  return { type: "apply", name, primes: e.primes, span: e.span, shape: argument.shape, parts: [argument] };
}

const plural = (k: number, one: string) => `${k} ${one}${k === 1 ? "" : "s"}`;

function arity(scope: Scope, e: Call, least: number, most: number): void {
  const wanted = least === most ? plural(most, "argument") : `${least} or ${plural(most, "argument")}`;
  const hint = e.args.length === 1 ? EXTREMES.get(e.callee.name) : undefined;
  fault(
    scope,
    "call/arity",
    e.callee.span,
    `${e.callee.name} takes ${wanted}, not ${e.args.length}`,
    hint === undefined ? {} : { hint },
  );
}

/** What is said of the largest and the smallest entry of one vector. */
const EXTREMES: ReadonlyMap<string, string> = new Map([
  ["max", "max(a, b) is taken entry by entry; logsumexp(x) is a smooth maximum of the entries of x"],
  ["min", "min(a, b) is taken entry by entry; -logsumexp(-x) is a smooth minimum of the entries of x"],
]);

function builtinTerm(scope: Scope, e: Call, name: string, parts: readonly Term[]): Term {
  if (LIBRARY.has(name)) return applied(scope, e, name, parts);
  if (e.primes > 0) {
    fault(scope, "call/prime", e.callee.span, `${name} has no derivative by ': it is not applied entry by entry`);
    return poison(e.span);
  }
  const from = sizesFrom(name);
  const sizes = from === null ? [] : sizeArguments(scope, e.args.slice(from));
  const range = FILLS.get(name);
  if (range !== undefined) {
    const [least, most] = range;
    if (e.args.length < least || e.args.length > most) {
      arity(scope, e, least, most);
      return poison(e.span);
    }
    if (sizes === null) return poison(e.span);
    const n = sizes[0] as Dim;
    return fill(scope, name as "eye", e.span, n, name === "eye" ? n : (sizes[1] ?? ONE));
  }
  if (name === "vector" || name === "matrix") return constantTerm(scope, e, name, parts);
  const op = CALLS.get(name);
  if (op === undefined) return poison(e.span);
  if (e.args.length !== op.values + op.sizes) {
    arity(scope, e, op.values + op.sizes, op.values + op.sizes);
    return poison(e.span);
  }
  const values = parts.slice(0, op.values).map((p, i) => value(scope, p, e.args[i] as Expression));
  if (sizes === null || values.some((v) => v.shape === null)) return poison(e.span);
  const shapes = values.map((v) => shapeOf(v));
  const blame = (): Complaint => ({
    code: `shape/${name}`,
    span: e.callee.span,
    message: (show) => op.needs(shapes, sizes, show),
    ...(op.hint === undefined ? {} : { hint: () => op.hint ?? null }),
    about: values,
  });
  const [a, b] = values;
  let result: Shape | null | "false";
  // A number reaches every entry of the other operand of max and min.
  if ((name === "max" || name === "min") && isLiteral(a)) result = shapeOf(b);
  else if ((name === "max" || name === "min") && isLiteral(b)) result = shapeOf(a);
  else if (COLUMNS.has(name) && a !== undefined && flattens(scope, a, [shapeOf(a).cols])) result = "false";
  else result = op.shape(scope, shapes, sizes, blame);
  if (result === "false") complain(scope, blame);
  if (result === "false" || result === null) return poison(e.span);
  return { type: "call", name, sizes, span: e.span, shape: result, parts: values };
}

/** Operations of a column: a matrix that nothing else calls one is not made one. */
const COLUMNS: ReadonlySet<string> = new Set(["softmax", "logsumexp", "norm2"]);

/** A number as it is written, `0`, `-1/2`. */
function isLiteral(t: Term | undefined): boolean {
  if (t?.type === "sum" && t.parts.length === 1) return isLiteral(t.parts[0]);
  if (t?.type === "product") return t.parts.every((p, i) => p.type === "number" && t.divides[i] === i > 0);
  return t?.type === "number";
}

/** The number that a literal is, 0 for anything else. */
function literalValue(t: Term): number {
  if (t.type === "sum" && t.parts.length === 1) return literalValue(t.parts[0] as Term);
  return t.type === "number" ? toNumber(t.value) : 0;
}

/** matrixcalculus.org's `vector(1)` and `matrix(1)`: ones of whatever size fits. */
function constantTerm(scope: Scope, e: Call, name: "vector" | "matrix", parts: readonly Term[]): Term {
  const [c] = parts;
  const number = c?.type === "number" && c.value.denominator === 1 ? c.value.numerator : null;
  if (parts.length !== 1 || (number !== 0 && number !== 1)) {
    fault(scope, "call/constant", e.callee.span, `${name}(1) and ${name}(0) are the constants of this name`, {
      hint: "ones(n) and zeros(n) state their size",
    });
    return poison(e.span);
  }
  const cols = name === "vector" ? ONE : scope.sizes.fresh();
  return fill(scope, number === 1 ? "ones" : "zeros", e.span, scope.sizes.fresh(), cols);
}

/** The sizes that arguments state, or null where a fault was reported. */
function sizeArguments(scope: Scope, args: readonly Expression[]): readonly Dim[] | null {
  const out: Dim[] = [];
  for (const a of args) {
    const d = statedSize(scope, a);
    if (d === null) return null;
    if (isEmptySize(d)) {
      fault(scope, "size/empty", a.span, `a size is at least 1, not ${d}`);
      return null;
    }
    out.push(d);
  }
  return out;
}

/** The size that an expression states, or null where a fault was reported. */
export function statedSize(scope: Scope, e: Expression): Dim | null {
  let silent = false;
  const found: Dim | SizeFault = sizeOf(e, (name) => {
    const entry = scope.names.get(name);
    if (entry?.faulty === true) silent = true;
    return entry?.kind === "size" ? sizeNamed(scope, name) : null;
  });
  if (typeof found === "string") return found;
  scope.owner.faulty = true;
  if (silent) return null;
  const entry = found.at.type === "name" ? scope.names.get(found.at.name) : undefined;
  const isVariable = entry !== undefined && (entry.declared !== null || entry.defined !== null);
  if (isVariable)
    fault(
      scope,
      "name/size",
      found.at.span,
      `${entry.name} is ${entry.declared === null ? "defined" : `a ${entry.kind}`}: no name is a size and a variable`,
    );
  else fault(scope, "size/not-a-size", found.at.span, found.why);
  return null;
}

// ---------------------------------------------------------------- operators

/** The text of the operands from the first to this one, for naming what stands left of an operator. */
const reach = (from: Expression, to: Expression): Span => ({ start: from.span.start, end: to.span.end });

const shown = (scope: Scope, span: Span, s: Shape) => {
  const at = resolved(scope, s);
  return (show: Show) => `${typed(scope, span)} (${show(at)})`;
};

function sumTerm(scope: Scope, e: Sum, values: readonly Term[]): Term {
  const first = shapeOf(values[0]);
  for (let i = 1; i < values.length; i++) {
    const next = shapeOf(values[i]);
    const term = e.terms[i] as Sum["terms"][number];
    const blame = (): Complaint => ({
      code: "shape/sum",
      span: term.operator,
      message: (show) => {
        const left = reach((e.terms[0] as Sum["terms"][number]).term, (e.terms[i - 1] as Sum["terms"][number]).term);
        const [a, b] = [shown(scope, left, first)(show), shown(scope, term.term.span, next)(show)];
        return term.sign === 1 ? `cannot add ${a} and ${b}` : `cannot subtract ${b} from ${a}`;
      },
      hint: (show) => spread(scope, values[0] as Term, values[i] as Term, show),
      about: [values[0] as Term, values[i] as Term],
    });
    const bound = numberAndOther(scope, values[0] as Term, values[i] as Term);
    if ((bound !== null && flattens(scope, bound[1], dimsOf(bound[1]))) || !sameShapes(scope, first, next, blame)) {
      complain(scope, blame);
      return poison(e.span);
    }
    if (bound !== null) sayScalar(scope, ...bound);
  }
  return { type: "sum", signs: e.terms.map((t) => t.sign), span: e.span, shape: first, parts: values };
}

/** Names of which it is said that a number makes a scalar of them: more say nothing new. */
const TOLD = 5;

/** Symbols of a term that are looked at for what a sum makes of them. */
const LOOKED = 100;

/** The undeclared names of a term, as far as it is worth looking. */
function assumedIn(scope: Scope, root: Term): readonly Entry[] {
  const out = new Set<Entry>();
  const todo: Term[] = [root];
  for (let t = todo.pop(), looked = 0; t !== undefined && looked < LOOKED; t = todo.pop(), looked++) {
    const n = t.type === "symbol" ? scope.names.get(t.name) : undefined;
    if (n?.assumed === true && n.declared === null) out.add(n);
    if (t.parts.length <= LOOKED) todo.push(...t.parts);
  }
  return [...out];
}

/** Of two terms the one that is a number for certain and the one that is not yet, in this order. */
function numberAndOther(scope: Scope, a: Term, b: Term): readonly [Term, Term] | null {
  const [A, B] = [resolved(scope, shapeOf(a)), resolved(scope, shapeOf(b))];
  if (isScalar(A) === isScalar(B)) return null;
  const [lone, other, s] = isScalar(A) ? [a, b, B] : [b, a, A];
  return hasUnknown(s.rows) || hasUnknown(s.cols) ? [lone, other] : null;
}

const dimsOf = (t: Term): readonly Dim[] => [shapeOf(t).rows, shapeOf(t).cols];

/**
 * Whether making these sizes 1 would make a row or a column of a matrix that nothing else calls one: `1 + exp(X w)` is
 * a vector of the author's, and ones are missing. That a name as a whole is a scalar is a reading, that half of it is
 * one is none.
 */
function flattens(scope: Scope, term: Term, sizes: readonly Dim[]): boolean {
  const known = sizes.map((d) => scope.sizes.resolve(d)).filter(hasUnknown);
  if (known.length === 0) return false;
  return assumedIn(scope, term).some((n) => {
    if (n.kind !== "matrix" || n.shape === null) return false;
    const s = resolved(scope, n.shape);
    return known.includes(s.rows) !== known.includes(s.cols) && s.rows !== ONE && s.cols !== ONE;
  });
}

/** Says that a name is a scalar only because a number is added: NumPy would add it to every entry. */
function sayScalar(scope: Scope, lone: Term, other: Term): void {
  if (lone.type !== "number") return;
  const text = typed(scope, lone.span);
  sayMade(
    scope,
    other,
    `${text} is added to it`,
    `of a vector write ${text === "1" ? "" : `${text} `}ones(n) in place of ${text}`,
  );
}

/** `x ./ sum(x)`: the same of a number that meets a vector entry by entry. */
const sayLone = (scope: Scope, lone: Term, other: Term): void =>
  sayMade(scope, other, `${typed(scope, lone.span)} is one`, "a scalar multiplies and divides without the dot: x / c");

function sayMade(scope: Scope, other: Term, why: string, hint: string): void {
  const n = assumedIn(scope, other).find((x) => x.kind === "vector" && x.seen.typed && x.shape !== null);
  if (n === undefined || scope.told.has(n) || scope.told.size === TOLD) return;
  scope.told.add(n);
  scope.later.push(() => {
    if (n.shape === null || n.faulty || !isScalar(resolved(scope, n.shape))) return;
    warn(
      scope,
      "name/scalar",
      n.span,
      `${n.name} is taken for a scalar, for ${why}`,
      hint,
      ownerOf(scope.owner.faults),
    );
  });
}

/** `x + 1` of a vector is `x + ones(n)`. */
function spread(scope: Scope, a: Term, b: Term, show: Show): string | null {
  const [A, B] = [resolved(scope, shapeOf(a)), resolved(scope, shapeOf(b))];
  if (isScalar(A) === isScalar(B)) return null;
  const [lone, full] = isScalar(A) ? [a, B] : [b, A];
  const [rows, cols] = show(full).split("×");
  const ones = cols === "1" ? `ones(${rows})` : `ones(${rows}, ${cols})`;
  const text = typed(scope, lone.span);
  const scaled =
    lone.type === "number" && text === "1" ? ones : `${/^[\w.]+$/.test(text) ? text : `(${text})`} ${ones}`;
  return `to add it to every entry, write ${scaled}`;
}

function elementwiseTerm(scope: Scope, e: Elementwise, values: readonly Term[]): Term {
  let result = shapeOf(values[0]);
  for (let i = 1; i < values.length; i++) {
    const link = e.rest[i - 1] as Elementwise["rest"][number];
    const next = shapeOf(values[i]);
    if (link.operator === "kronecker") {
      result = kronecker(resolved(scope, result), resolved(scope, next));
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
    if (!sameShapes(scope, result, next, blame)) {
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

/** `A .* B * C` is `A .* (B C)`; MATLAB reads `(A .* B) C`, which is worth a word where it fits as well. */
function otherReading(scope: Scope, e: Elementwise, i: number, values: readonly Term[]): void {
  const link = e.rest[i - 1] as Elementwise["rest"][number];
  const node = link.operand;
  const part = values[i] as Term;
  if (link.operator === "kronecker" || node.type !== "product" || node.rest[0]?.operator !== "times") return;
  const [left, right] = [values[i - 1] as Term, part.parts[0] as Term];
  const { owner } = scope;
  scope.later.push(() => {
    if (owner.faulty) return;
    const [A, B, C] = [left, right, part.parts[1] as Term].map((t) => resolved(scope, shapeOf(t))) as [
      Shape,
      Shape,
      Shape,
    ];
    if (!sameShape(A, B) || isScalar(B) || isScalar(C)) return;
    const [a, b] = [typed(scope, link.span), typed(scope, node.span)];
    const message = `this multiplies by (${b}): a product binds tighter than ${a}, which MATLAB reads from the left`;
    warn(scope, "product/mixed", node.span, message, "parentheses say which is meant", owner);
  });
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

function productTerm(scope: Scope, e: Product, values: readonly Term[]): Term {
  const nodes = [e.first, ...e.rest.map((r) => r.operand)];
  let result = shapeOf(values[0]);
  // Where the chain of matrices began that a message names: behind the last factor that was a scalar.
  let start = 0;
  for (let i = 1; i < values.length; i++) {
    const link = e.rest[i - 1] as Product["rest"][number];
    const next = shapeOf(values[i]);
    const node = nodes[i] as Expression;
    if (link.operator === "divide") {
      if (
        !divisible(
          scope,
          link.span,
          reach(nodes[start] as Expression, nodes[i - 1] as Expression),
          result,
          values[i] as Term,
          node,
        )
      )
        return poison(e.span);
      continue;
    }
    const before = resolved(scope, result);
    const from = nodes[start] as Expression;
    const blame = () =>
      productComplaint(
        scope,
        reach(from, nodes[i - 1] as Expression),
        before,
        values[i - 1] as Term,
        values[i] as Term,
        node,
      );
    if (isScalar(before)) start = i;
    const now = multiplied(scope, before, next, blame, false);
    if (typeof now !== "string") {
      result = now;
      continue;
    }
    const found = decide(scope, [before.rows, before.cols, next.rows, next.cols], blame, (last) =>
      multiplied(scope, before, next, blame, last),
    );
    if (found === null) return poison(e.span);
    result = found;
  }
  const divides = [false, ...e.rest.map((r) => r.operator === "divide")];
  return { type: "product", divides, span: e.span, shape: result, parts: values };
}

function productComplaint(scope: Scope, left: Span, before: Shape, a: Term, b: Term, node: Expression): Complaint {
  const B = shapeOf(b);
  const [l, r] = [shown(scope, left, before), shown(scope, node.span, B)];
  return {
    code: "shape/product",
    span: node.span,
    message: (show) => {
      const [inner, outer] = [show(before).split("×")[1], show(resolved(scope, B)).split("×")[0]];
      return `cannot multiply ${l(show)} by ${r(show)}: ${inner} ≠ ${outer}`;
    },
    hint: () => {
      const [A, C] = [resolved(scope, before), resolved(scope, B)];
      if (A.cols === ONE && C.cols === ONE && A.rows === C.rows)
        return "x^T y is the inner product, x y^T the outer product, x .* y the product entry by entry";
      if (A.rows === C.rows && A.cols !== ONE && isName(a))
        return `did you mean ${transposedText(scope, a)} ${typed(scope, node.span)}?`;
      return null;
    },
    about: [a, b],
  };
}

const isName = (t: Term): boolean =>
  t.type === "symbol" || (t.type === "call" && t.name === "transpose" && isNamed(t.parts[0]));
const isNamed = (t: Term | undefined): boolean => t?.type === "symbol";

/** The transpose of a name, or of its transpose. */
const transposedText = (scope: Scope, t: Term): string =>
  t.type === "symbol" ? `${typed(scope, t.span)}^T` : typed(scope, (t.parts[0] as Term).span);

/** Whether the divisor is a scalar. */
function divisible(scope: Scope, at: Span, left: Span, above: Shape, below: Term, node: Expression): boolean {
  const s = shapeOf(below);
  const [l, r] = [shown(scope, left, above), shown(scope, node.span, s)];
  const blame = (): Complaint => ({
    code: "shape/division",
    span: at,
    message: (show) => `cannot divide ${l(show)} by ${r(show)}: only a scalar divides`,
    hint: () => {
      const [A, B] = [resolved(scope, above), resolved(scope, s)];
      if (A.rows === B.rows && A.cols === B.cols) return "./ divides entry by entry";
      return B.rows === B.cols ? "multiply by the inverse: A^-1" : null;
    },
    about: [below],
  });
  if (!scalar(scope, s, blame)) {
    complain(scope, blame);
    return false;
  }
  if (below.type === "number" && below.value.numerator === 0) {
    fault(scope, "arithmetic/zero", at, "division by zero");
    return false;
  }
  return true;
}

function fractionTerm(scope: Scope, e: Expression & { type: "fraction" }, values: readonly Term[]): Term {
  const [above, below] = values as [Term, Term];
  if (!divisible(scope, e.span, e.numerator.span, shapeOf(above), below, e.denominator)) return poison(e.span);
  return { type: "product", divides: [false, true], span: e.span, shape: above.shape, parts: values };
}

function postfixTerm(scope: Scope, e: Postfix, values: readonly Term[]): Term {
  let base = values[0] as Term;
  let next = 1;
  const isE = e.operand.type === "name" && e.operand.name === "e" && base.type === "constant";
  let end = e.operand.span.end;
  for (const o of e.operators) {
    const exponent = has(o, "exponent") ? (values[next++] as Term) : null;
    const left: Span = { start: e.operand.span.start, end };
    end = o.span.end;
    const span: Span = { start: e.span.start, end };
    if (isE && o.type === "power" && base.type === "constant" && exponent !== null) {
      sayEntrywise(scope, exponent, span);
      base = { type: "apply", name: "exp", primes: 0, span, shape: exponent.shape, parts: [exponent] };
    } else {
      const made = raised(scope, o, base, exponent, left, span);
      if (made === null) return poison(e.span);
      base = made;
    }
  }
  return base;
}

/** `e^A` of a square matrix is the matrix exponential in every textbook, and exp entry by entry here. */
function sayEntrywise(scope: Scope, exponent: Term, span: Span): void {
  const { owner } = scope;
  scope.later.push(() => {
    const s = resolved(scope, shapeOf(exponent));
    if (owner.faulty || isScalar(s) || s.cols === ONE) return;
    const message = `exp of a matrix is taken entry by entry: ${typed(scope, span)} is no matrix exponential`;
    warn(scope, "function/entrywise", span, message, "exp(X) says so", owner);
  });
}

/** One postfix: transpose, inverse, power. */
function raised(
  scope: Scope,
  o: PostfixOperator,
  base: Term,
  exponent: Term | null,
  left: Span,
  span: Span,
): Term | null {
  const s = shapeOf(base);
  const call = (name: string, parts: readonly Term[], result: Shape): Term => ({
    type: "call",
    name,
    sizes: [],
    span,
    shape: result,
    parts,
  });
  if (o.type === "transpose" && literalValue(base) === 1)
    warn(
      scope,
      "number/transposed",
      span,
      "1 is the number one, and so is its transpose",
      "a row of ones is ones(n)^T, in LaTeX \\mathbf{1}^\\top",
    );
  if (o.type === "transpose" || o.type === "prime") return call("transpose", [base], transposed(s));
  if (exponent !== null && !isExponent(scope, o, exponent)) return null;
  if (exponent !== null && Math.abs(literalValue(exponent)) > scope.maxExponent) {
    fault(scope, "budget/exponent", o.span, `the exponent is larger than ${scope.maxExponent}`, {
      hint: "raise --max-exponent",
    });
    return null;
  }
  if (o.type === "elementwisePower") return call("elementwisePower", [base, exponent as Term], s);
  const quoted = shown(scope, left, s);
  const blame = (): Complaint => ({
    code: o.type === "power" ? "shape/power" : "shape/inverse",
    span: o.span,
    message: (show) =>
      o.type === "power"
        ? `${quoted(show)} has no power: only a scalar and a square matrix have`
        : `${quoted(show)} has no inverse: only a scalar and a square matrix have`,
    hint: () => {
      if (o.type === "power") return ".^ is the power of each entry";
      return resolved(scope, s).cols === ONE ? ".^ -1 is the reciprocal of each entry" : "did you mean (X^T X)^-1 X^T?";
    },
    about: [base],
  });
  const isFlat = o.type === "power" && resolved(scope, s).cols === ONE && flattens(scope, base, [s.rows]);
  if (isFlat || !square(scope, s, blame)) {
    complain(scope, blame);
    return null;
  }
  return exponent === null ? call(o.type, [base], s) : call("power", [base, exponent], s);
}

function isExponent(scope: Scope, o: PostfixOperator, exponent: Term): boolean {
  const s = shapeOf(exponent);
  const blame = (): Complaint => ({
    code: "shape/exponent",
    span: o.span,
    message: (show) => `an exponent is a scalar, not ${typed(scope, exponent.span)} (${show(s)})`,
    about: [exponent],
  });
  if (scalar(scope, s, blame)) return true;
  complain(scope, blame);
  return false;
}

function blocksTerm(scope: Scope, e: Blocks, values: readonly Term[]): Term {
  let next = 0;
  let result: Shape | null = null;
  for (const row of e.rows) {
    let line: Shape | null = null;
    for (const block of row) {
      const term = values[next++] as Term;
      const s = resolved(scope, shapeOf(term));
      if (line === null) line = s;
      else {
        const before: Shape = line;
        const blame = (): Complaint => ({
          code: "shape/beside",
          span: block.span,
          message: (show) =>
            `cannot put ${typed(scope, block.span)} (${show(s)}) beside ${show(before)}: the numbers of rows differ`,
          about: [term],
        });
        if (!equalRows(scope, before, s, blame)) return poison(e.span);
        line = shape(before.rows, plus(before.cols, s.cols));
      }
    }
    if (line === null) continue;
    if (result === null) result = line;
    else {
      const above: Shape = result;
      const below: Shape = line;
      const at = row[0] as Expression;
      const blame = (): Complaint => ({
        code: "shape/stack",
        span: at.span,
        message: (show) =>
          `cannot stack ${show(above)} on ${typed(scope, reach(at, row[row.length - 1] as Expression))} (${show(below)}): the numbers of columns differ`,
        hint: () => null,
        about: values,
      });
      if (!equalRows(scope, transposed(above), transposed(below), blame)) return poison(e.span);
      result = shape(plus(above.rows, below.rows), above.cols);
    }
  }
  if (result === null) {
    fault(scope, "syntax/empty", e.span, "there is nothing between the brackets");
    return poison(e.span);
  }
  const [row, below] = e.rows;
  const isNested = (b: Expression) => b.type === "blocks" && b.rows.length === 1 && (b.rows[0]?.length ?? 0) > 1;
  if (row !== undefined && below === undefined && row.length > 1 && row.every(isNested)) {
    const message = `rows beside one another are one row, 1×${row.reduce((k, b) => k + operands(b).length, 0)}`;
    warn(scope, "blocks/nested", e.span, message, "rows stand under one another with a semicolon: [1, 2; 3, 4]");
  }
  return { type: "blocks", widths: e.rows.map((r) => r.length), span: e.span, shape: result, parts: values };
}

function equalRows(scope: Scope, a: Shape, b: Shape, blame: Blame): boolean {
  const s = (x: Shape) => shape(x.rows, ONE);
  if (sameShapes(scope, s(a), s(b), blame)) return true;
  complain(scope, blame);
  return false;
}

function barsTerm(scope: Scope, e: Bars, operand: Term): Term {
  const s = resolved(scope, shapeOf(operand));
  if (!e.double) {
    const isMatrix = s.cols !== ONE && s.rows !== ONE;
    if (isMatrix) {
      fault(scope, "shape/bars", e.span, `|${typed(scope, operand.span)}| of a matrix: is det or abs meant?`, {
        hint: "write det(X) or abs(X)",
        about: [operand],
      });
      return poison(e.span);
    }
    return { type: "apply", name: "abs", primes: 0, span: e.span, shape: s, parts: [operand] };
  }
  const name = e.subscript === null ? "norm" : `norm${e.subscript}`;
  const op = CALLS.get(name);
  const blame = (): Complaint => ({
    code: `shape/${name}`,
    span: e.span,
    message: (show) => op?.needs([s], [], show) ?? "",
    hint: () => op?.hint ?? null,
    about: [operand],
  });
  const result = op?.shape(scope, [s], [], blame) ?? null;
  if (result === "false") complain(scope, blame);
  if (result === "false" || result === null) return poison(e.span);
  return { type: "call", name, sizes: [], span: e.span, shape: result, parts: [operand] };
}

// ---------------------------------------------------------------- derivatives

/**
 * A derivative as a value: its Jacobian (numerator layout), or the gradient where `layout` asks for
 * it and the output or the variable is a scalar.
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
  if (e.nabla && !isScalar(Y)) {
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
  const gradient = e.nabla || (layout === "gradient" && (isScalar(Y) || isScalar(resolved(scope, X))));
  if (gradient) {
    const s = isScalar(resolved(scope, X)) ? Y : X;
    return { type: "derivative", layout: "gradient", span: e.span, shape: s, parts: all };
  }
  return { type: "derivative", layout: "jacobian", span: e.span, shape: shape(entries(Y), entries(X)), parts: all };
}

/** Whether one can differentiate by this; functions, sizes and numbers are refused by name. */
function isVariable(scope: Scope, t: Term, at: Name): boolean {
  if (t.type === "symbol") return true;
  if (t.type === "poison") return false;
  const what = t.type === "size" ? "the size" : t.type === "function" ? "the function" : "the constant";
  fault(scope, "derivative/variable", at.span, `cannot differentiate by ${what} ${typed(scope, at.span)}`, {
    hint: "only by a name that is a scalar, a vector or a matrix",
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
  const isStrange = (v: Name): boolean => {
    const entry = scope.names.get(v.name);
    return entry?.assumed === true && entry.declared === null && !entry.seen.used && !entry.seen.listed;
  };
  const strange = ast.variables.find(isStrange);
  if (strange === undefined) return null;
  for (const e of postorder(ast.of)) if (e.type === "name" && e.name === strange.name) return null;
  return strange;
}

export function ungrouped(e: Expression): Expression {
  let inner = e;
  while (inner.type === "group") inner = inner.operand;
  return inner;
}
