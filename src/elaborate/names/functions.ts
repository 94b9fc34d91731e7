/**
 * Functions that a model defines: by a formula, `swish(t) = t sigmoid(t)`, or by composition,
 * `f = g ∘ k`. A formula is one of scalars and is applied entry by entry.
 */
import type { Context, Expr, Formula, ModelFunction } from "../../core/expr.js";
import { nth, one, two } from "../../core/operands.js";
import { isZero, losesDigits, parseRational } from "../../core/rational.js";
import { SCALAR } from "../../core/shape.js";
import { LIBRARY, newContext } from "../../functions/library.js";
import { MAX_SIZE, modelFunction, ORDERS, sizeOf } from "../../functions/model-functions.js";
import { apply } from "../../ops/apply.js";
import { Constant, constant } from "../../ops/constant.js";
import { hadamard } from "../../ops/hadamard.js";
import { maximum, minimum } from "../../ops/maximum.js";
import { isNumber, number, rationalOf } from "../../ops/number.js";
import { power, reciprocal } from "../../ops/power.js";
import { negate } from "../../ops/scale.js";
import { sum, sumOf } from "../../ops/sum.js";
import { nameOf, symbol } from "../../ops/symbol.js";
import { times } from "../../ops/times.js";
import { type Expression, type Name, operands, postorder, type Span } from "../../parse/ast.js";
import { replaced } from "../../rewrite/simplify.js";
import { type Application, plainApplication } from "../build/application.js";
import { type Reading, read } from "../reading.js";
import { fault, type Scope, typed } from "../scope.js";
import { canonical } from "./calls.js";
import { isBuiltin, isConstant } from "./kinds.js";

/** A function by its formula, before its body is read. */
export interface Written {
  readonly name: Name;
  readonly parameter: Name;
  readonly value: Expression;
  readonly span: Span;
}

/** A function as the composition of others, outermost first. */
export interface Composed {
  readonly name: Name;
  readonly parts: readonly Name[];
  readonly span: Span;
}

/** `g ∘ k` as its names, or null where it is anything else. */
export function compositionOf(value: Expression): readonly Name[] | null {
  let e = value;
  while (e.type === "group") e = e.operand;
  if (e.type !== "elementwise" || e.rest.some((r) => r.operator !== "hadamard")) return null;
  const names = operands(e);
  return names.every((n): n is Name => n.type === "name") ? names : null;
}

/**
 * Which candidates compose functions: those that are applied, or that hold a function, and then all
 * that they hold; a breadth-first walk over candidates that share a name.
 */
export function compositions(
  candidates: readonly Composed[],
  isFunction: (name: string) => boolean,
): ReadonlySet<Composed> {
  const byName = new Map<string, Composed[]>();
  for (const c of candidates)
    for (const n of [c.name, ...c.parts]) {
      const list = byName.get(n.name);
      if (list === undefined) byName.set(n.name, [c]);
      else list.push(c);
    }
  const found = new Set<Composed>();
  const todo = [...byName.keys()].filter(isFunction);
  const seen = new Set(todo);
  for (let name = todo.pop(); name !== undefined; name = todo.pop())
    for (const c of byName.get(name) ?? []) {
      if (found.has(c)) continue;
      found.add(c);
      for (const n of [c.name, ...c.parts])
        if (!seen.has(n.name)) {
          seen.add(n.name);
          todo.push(n.name);
        }
    }
  return found;
}

// ---------------------------------------------------------------- formulas

/** The state of reading formulas; null stands for a function that is still being read, or that failed. */
interface Reader {
  readonly scope: Scope;
  readonly reading: Reading;
  /** Where formulas live: no letter of theirs is one of the model's. */
  readonly home: Context;
  readonly formulas: Map<string, Formula | null>;
}

/** The functions written as formulas: their entries for the context's table. */
export function writtenFunctions(
  scope: Scope,
  all: readonly Written[],
  reading: Reading,
): ReadonlyMap<string, ModelFunction> {
  const table = new Map<string, ModelFunction>();
  const reader: Reader = { scope, reading, home: newContext(), formulas: new Map() };
  const { formulas } = reader;
  const byName = new Map(all.map((w) => [w.name.name, w]));
  for (const root of all) {
    // A function after those that it calls; one that is met again on the way calls itself.
    const path: { readonly w: Written; readonly calls: Iterator<Name> }[] = [];
    const opened = new Set<Written>();
    const open = (w: Written): void => {
      formulas.set(w.name.name, null);
      opened.add(w);
      path.push({ w, calls: calledIn(w.value, byName)[Symbol.iterator]() });
    };
    if (!formulas.has(root.name.name)) open(root);
    for (let top = path[0]; top !== undefined; top = path[path.length - 1]) {
      const step = top.calls.next();
      if (step.done !== true) {
        const next = byName.get(step.value.name);
        if (next === undefined) continue;
        if (opened.has(next)) circle(scope, next, step.value.span);
        else if (!formulas.has(next.name.name)) open(next);
        continue;
      }
      path.pop();
      const { w } = top;
      opened.delete(w);
      const entry = scope.names.get(w.name.name);
      const formula = entry?.faulty === true ? null : formulaOf(reader, w);
      formulas.set(w.name.name, formula);
      if (formula === null) {
        if (entry !== undefined) entry.faulty = true;
        continue;
      }
      const text = scope.source.slice(w.value.span.start, w.value.span.end).replace(/\s+/g, " ");
      for (const f of modelFunction(w.name.name, formula, text)) table.set(f.name, f);
    }
  }
  return table;
}

function circle(scope: Scope, w: Written, span: Span): void {
  const entry = scope.names.get(w.name.name);
  if (entry !== undefined) entry.faulty = true;
  fault(scope, "definition/circle", span, `the function ${w.name.name} is defined by itself`);
}

function* calledIn(value: Expression, byName: ReadonlyMap<string, Written>): Generator<Name> {
  for (const e of postorder(value)) {
    if (e.type === "call" && byName.has(e.callee.name)) yield e.callee;
    else if (e.type === "name" && byName.has(e.name)) yield e;
  }
}

/** The formula of a function's body, or null where a fault was reported. */
function formulaOf(reader: Reader, w: Written): Formula | null {
  const { scope, reading, home } = reader;
  const parameter = w.parameter.name;
  const isFunction = (n: string): boolean => n !== parameter && (reading.isFunction(n) || isSigmoid(scope, n));
  const body = read(w.value, { ...reading, isFunction });
  const t = symbol(home, parameter, SCALAR);
  const stack: Expr[] = [];
  let met = 0;
  for (const e of postorder(body)) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    const value = expressionOf(reader, e, parts, t);
    if (value === null) return null;
    stack.push(value);
    met += 1;
    if (met > 8 * MAX_SIZE || sizeOf(value) > MAX_SIZE) {
      fault(scope, "function/size", w.span, `${w.name.name} is too long for a function of one variable`);
      return null;
    }
  }
  const [value] = stack;
  return value === undefined ? null : { parameters: [t], value };
}

/** The σ of `t σ(t)`, as it is outside of formulas, of a text that says nothing else of it. */
function isSigmoid(scope: Scope, name: string): boolean {
  const entry = scope.names.get(name);
  return name === "sigma" && (entry === undefined || entry.alias === "sigmoid");
}

function expressionOf(reader: Reader, e: Expression, parts: readonly Expr[], t: Expr): Expr | null {
  const { scope, home } = reader;
  const parameter = nameOf(t);
  const refuse = (what: string, hint?: string): null => {
    fault(scope, "function/body", e.span, what, hint === undefined ? {} : { hint });
    return null;
  };
  const quotient = (a: Expr, b: Expr): Expr | null =>
    isNumber(b) && isZero(rationalOf(b)) ? refuse("division by zero") : times(a, reciprocal(b));
  /** From left to right; `divides` says which factors behind the first are divisors. */
  const product = (divides: readonly boolean[]): Expr | null => {
    let value: Expr | null = one(parts);
    for (const [i, d] of divides.entries()) {
      const factor = nth(parts, i + 1);
      value = value && (d ? quotient(value, factor) : times(value, factor));
    }
    return value;
  };
  switch (e.type) {
    case "name":
      if (e.name === parameter) return t;
      if (isConstant(scope, e.name) && e.name !== "I") return constant(home, e.name as "pi" | "e");
      return refuse(
        `a function of ${parameter} is written in numbers and ${parameter}: ${typed(scope, e.span)} is neither`,
        "a formula with other names is a definition: y = …",
      );
    case "number":
      if (losesDigits(e.value))
        return refuse(`the number ${e.value.slice(0, 40)} cannot be held exactly`, "15 digits of a number are kept");
      return number(parseRational(e.value), home);
    case "group":
      return one(parts);
    case "negation":
      return negate(one(parts));
    case "sum":
      return sumOf(e.terms.map((term, i) => (term.sign === 1 ? nth(parts, i) : negate(nth(parts, i)))));
    case "elementwise":
      if (e.rest.some((r) => r.operator === "kronecker" || r.operator === "cross"))
        return refuse("a scalar has no Kronecker product and no cross product");
      return product(e.rest.map((r) => r.operator === "quotient"));
    case "product":
      return product(e.rest.map((r) => r.operator === "divide"));
    case "fraction":
      return quotient(...two(parts));
    case "postfix":
      return powers(e, parts) ?? refuse(`a function of ${parameter} is one of scalars: there is nothing to transpose`);
    case "call":
      return called(reader, e, parts);
    case "bars":
      return e.double
        ? refuse(`a function of ${parameter} is one of scalars: a norm is of vectors`)
        : apply("abs", one(parts));
    default:
      return refuse(`this cannot stand in a function of ${parameter}`);
  }
}

/** Powers and reciprocals of a scalar; null where something else stands behind it. */
function powers(e: Expression & { type: "postfix" }, parts: readonly Expr[]): Expr | null {
  let next = 1;
  let value = nth(parts, 0);
  for (const o of e.operators) {
    if (o.type === "power" || o.type === "elementwisePower") {
      const exponent = nth(parts, next++);
      value = value.op === Constant && value.data === "e" ? apply("exp", exponent) : power(value, exponent);
    } else if (o.type === "inverse") value = reciprocal(value);
    else return null;
  }
  return value;
}

/** Operations of numbers beside the elementwise functions. */
const OF_TWO: ReadonlyMap<string, (a: Expr, b: Expr) => Expr> = new Map([
  ["max", maximum],
  ["min", minimum],
]);

function called(reader: Reader, e: Expression & { type: "call" }, parts: readonly Expr[]): Expr | null {
  const { scope, formulas } = reader;
  const isKnown = isBuiltin(scope, e.callee.name);
  const name = isKnown ? canonical(e.callee.name) : isSigmoid(scope, e.callee.name) ? "sigmoid" : e.callee.name;
  const [argument, second] = parts;
  const refuse = (what: string, hint?: string): null => {
    fault(scope, "function/body", e.callee.span, what, hint === undefined ? {} : { hint });
    return null;
  };
  const formula = formulas.get(name);
  if (formula !== undefined && e.primes === 0 && argument !== undefined)
    return formula === null ? silent(scope) : replaced(formula.value, nth(formula.parameters, 0), argument);
  if (e.primes > 0) return refuse("a derivative cannot stand in a function's formula");
  if (argument !== undefined && (isKnown || name === "sigmoid") && LIBRARY.has(name) && parts.length === 1)
    return apply(name, argument);
  const ofTwo = OF_TWO.get(name);
  if (argument !== undefined && second !== undefined && ofTwo !== undefined && parts.length === 2)
    return ofTwo(argument, second);
  if (isKnown)
    return refuse(
      `${name} cannot stand in a function's formula: it is not a function of numbers`,
      `apply ${name} in a definition instead: h = ${name}(z)`,
    );
  return refuse(`${name} has no formula`, "only built-in functions and those with a formula can stand here");
}

function silent(scope: Scope): null {
  scope.owner.faulty = true;
  return null;
}

// ---------------------------------------------------------------- compositions

/** Functions that a composition may hold in all, once those within it are opened. */
const MAX_PARTS = 1000;

/**
 * Opens each composed function into functions that are not composed, innermost first. A circle, a name that is no
 * function and a composition that doubles too often are reported.
 */
export function flattened(scope: Scope, all: readonly Composed[]): ReadonlyMap<string, readonly string[]> {
  const out = new Map<string, readonly string[]>();
  const byName = new Map(all.map((c) => [c.name.name, c]));
  const state = new Map<string, "open" | "done">();
  for (const root of all) {
    const path = [root];
    for (let c = path[path.length - 1]; c !== undefined; c = path[path.length - 1]) {
      const name = c.name.name;
      if (state.get(name) === "done") {
        path.pop();
        continue;
      }
      state.set(name, "open");
      const waiting = c.parts.find((p) => byName.has(p.name) && state.get(p.name) === undefined);
      if (waiting !== undefined) {
        path.push(byName.get(waiting.name) as Composed);
        continue;
      }
      state.set(name, "done");
      path.pop();
      const parts = partsOf(scope, c, byName, state, out);
      if (parts !== null) out.set(name, parts);
      else {
        const entry = scope.names.get(name);
        if (entry !== undefined) entry.faulty = true;
      }
    }
  }
  return out;
}

function partsOf(
  scope: Scope,
  c: Composed,
  byName: ReadonlyMap<string, Composed>,
  state: ReadonlyMap<string, "open" | "done">,
  known: ReadonlyMap<string, readonly string[]>,
): readonly string[] | null {
  const parts: string[] = [];
  for (const p of c.parts.toReversed()) {
    if (byName.has(p.name)) {
      const inner = known.get(p.name);
      if (inner === undefined) {
        if (state.get(p.name) === "open" || p.name === c.name.name)
          fault(scope, "definition/circle", p.span, `the function ${p.name} is defined by itself`);
        return null;
      }
      parts.push(...inner.slice(0, MAX_PARTS + 1));
    } else {
      const entry = scope.names.get(p.name);
      if (entry?.faulty === true) return null;
      const name = isBuiltin(scope, p.name) ? canonical(p.name) : null;
      const isKnown = name !== null && LIBRARY.has(name);
      if (!isKnown && entry?.kind !== "function") {
        fault(
          scope,
          "function/composition",
          p.span,
          `${typed(scope, p.span)} is no function, so ${c.name.name} cannot be composed of it`,
        );
        return null;
      }
      parts.push(isKnown ? name : p.name);
    }
    if (parts.length > MAX_PARTS) {
      fault(scope, "function/composition", c.span, `${c.name.name} is composed of more than ${MAX_PARTS} functions`);
      return null;
    }
  }
  return parts;
}

/** Primes that a function can carry: those of a composed one are written out, f' and f''. */
export const primesOf = (
  scope: Scope,
  name: string,
  written: ReadonlySet<string>,
  composed: ReadonlyMap<string, readonly string[]>,
): number =>
  composed.has(name)
    ? 2
    : written.has(name) || (isBuiltin(scope, name) && LIBRARY.has(name))
      ? ORDERS
      : Number.POSITIVE_INFINITY;

/** Applies functions, opening those that are composed: f(z) is g(k(z)), f'(z) is g'(k(z)) ∘ k'(z). */
export const applicationOf =
  (composed: ReadonlyMap<string, readonly string[]>): Application =>
  (home, name, primes, Z) => {
    const parts = composed.get(name);
    return parts === undefined ? plainApplication(home, name, primes, Z) : chained(home, parts, primes, Z);
  };

/**
 * The chain rule for one entry, and once more for f'':
 * (g ∘ k)' = g'(k) k' and (g ∘ k)'' = g''(k) k'^2 + g'(k) k''.
 */
function chained(home: Context, parts: readonly string[], primes: number, Z: Expr): Expr {
  let value = Z;
  let first: Expr | null = null;
  let second: Expr | null = null;
  for (const f of parts) {
    const slope = plainApplication(home, f, 1, value);
    if (primes === 2) {
      const bend: Expr = plainApplication(home, f, 2, value);
      const direct: Expr = first === null ? bend : hadamard(bend, power(first, number(2, Z)));
      second = second === null ? direct : sum(direct, hadamard(slope, second));
    }
    if (primes > 0) first = first === null ? slope : hadamard(slope, first);
    value = apply(f, value);
  }
  return primes === 0 ? value : ((primes === 1 ? first : second) ?? value);
}
