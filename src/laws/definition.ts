/**
 * Names: a part of an answer that is the right side of a definition is called by its name, and
 * exp(z) over its sum is softmax(z).
 */

import { bitOf, type Context, type Expr, mayHold, memoOf } from "../core/expr.js";
import { withArgs } from "../core/op.js";
import { nth, one } from "../core/operands.js";
import { entries, isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { OPERATIONS } from "../ops/all.js";
import { Apply } from "../ops/apply.js";
import { Diag, diag } from "../ops/diag.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { Mean } from "../ops/mean.js";
import { isNought, number } from "../ops/number.js";
import { isNegativePower, power, reciprocal } from "../ops/power.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { Scale } from "../ops/scale.js";
import { size } from "../ops/size.js";
import { softmax } from "../ops/softmax.js";
import { Sum } from "../ops/sum.js";
import { definitionOf, SymbolOp } from "../ops/symbol.js";
import { Times, times, timesAll } from "../ops/times.js";
import { Total, total } from "../ops/total.js";
import { T, Transpose } from "../ops/transpose.js";
import { type Law, law } from "../rewrite/law.js";
import { replaced, simplify } from "../rewrite/simplify.js";
import { opposite, powerOf } from "../rewrite/term.js";
import { isSame } from "./canonical.js";
import { NAMELESS, nameFor, namesOf, singleFactors } from "./names.js";
import { placesOf, without } from "./parts.js";

const theme = "name";
const everything = OPERATIONS.filter(
  (op) => !["symbol", "number", "eye", "ones", "zeros", "differential", "size", "constant"].includes(op.name),
);

/** Whether a factor is that of a definition, or a sum with the other sign. */
const isUpToSign = (g: Expr, f: Expr): boolean => g === f || (f.op === Sum && isSame(g, opposite(f)));

function runNamed(e: Expr): Expr | null {
  const { runs } = namesOf(e.home);
  if (runs.size === 0) return null;
  const all = singleFactors(e.args);
  for (const [i, f] of all.entries()) {
    for (const { factors, name } of runs.get(f) ?? []) {
      const found = all.slice(i, i + factors.length);
      if (factors.length > found.length || !found.every((g, j) => isUpToSign(g, nth(factors, j)))) continue;
      const turned = found.filter((g, j) => g !== factors[j]).length % 2 === 1;
      if (!turned && factors.length === all.length) continue;
      const by = product(...all.slice(0, i), name, ...all.slice(i + factors.length));
      return turned ? opposite(by) : by;
    }
  }
  return null;
}

function factorsNamed(e: Expr): Expr | null {
  const { entrywise } = namesOf(e.home);
  if (entrywise.size === 0) return null;
  for (const { factors, name } of e.args.flatMap((f) => entrywise.get(f) ?? [])) {
    const taken = factors.length < e.args.length ? placesOf(factors, e.args) : null;
    if (taken === null) continue;
    const first = Math.min(...taken);
    return hadamard(...e.args.flatMap((f, i) => (i === first ? [name] : taken.has(i) ? [] : [f])));
  }
  return null;
}

/** Where a run of factors begins; −1 where it does not stand there. */
const placeOfRun = (factors: readonly Expr[], run: readonly Expr[]): number =>
  factors.findIndex((_, i) => run.every((f, j) => factors[i + j] === f));

/** The expression with one factor X, or a run of factors, replaced, where X stands as a factor; null where it does not. */
function withFactor(e: Expr, X: Expr, by: Expr, depth = 4): Expr | null {
  if (isSame(e, X)) return by;
  if (depth === 0) return null;
  if (e.op === Transpose && one(e.args) === X) return T(by);
  if (e.op === Diag) {
    const inside = withFactor(one(e.args), X, by, depth - 1);
    return inside === null ? null : diag(inside);
  }
  if (e.op === Total) {
    const inside = withFactor(one(e.args), X, by, depth - 1);
    return inside === null ? null : total(inside);
  }
  if (e.op !== Product && e.op !== Hadamard) return null;
  const run = e.op === Product && X.op === Product ? placeOfRun(e.args, X.args) : -1;
  if (run >= 0) return product(...e.args.slice(0, run), by, ...e.args.slice(run + X.args.length));
  for (const [i, part] of e.args.entries()) {
    const inside = withFactor(part, X, by, depth - 1);
    if (inside !== null)
      return withArgs(
        e,
        e.args.map((f, j) => (j === i ? inside : f)),
      );
  }
  return null;
}

/** The candidates for X in a multiple: the definitions of the model, and exp(z) over its sum. */
function multiplesIn(
  scalars: readonly Expr[],
  home: Context,
): readonly { X: Expr; scalars: readonly Expr[]; by: Expr }[] {
  const out = namesOf(home).multiples.map(({ X, scalars, name }) => ({ X, scalars, by: name }));
  for (const s of scalars) {
    const { base } = powerOf(s);
    if (base.op !== Total || !isNegativePower(s)) continue;
    const X = one(base.args);
    if (X.op === Apply && X.data === "exp" && X.shape.cols === "1")
      out.push({ X, scalars: [power(base, number(-1, base))], by: softmax(one(X.args)) });
  }
  return out;
}

const TOTAL = bitOf(Total);

function multipleNamed(e: Expr): Expr | null {
  if (namesOf(e.home).multiples.length === 0 && !mayHold(e, TOTAL)) return null;
  const { scalars, core } = scalarsOf(e);
  for (const m of multiplesIn(scalars, e.home)) {
    const left = without(scalars, m.scalars);
    if (left === null) continue;
    const whole = core === null ? null : withFactor(core, m.X, m.by);
    if (whole !== null) return withScalars(left, whole, e);
    for (const [i, s] of left.entries()) {
      const inside = withFactor(s, m.X, m.by);
      if (inside !== null)
        return core === null
          ? timesAll(
              left.map((f, j) => (j === i ? inside : f)),
              e,
            )
          : withScalars(
              left.map((f, j) => (j === i ? inside : f)),
              core,
              e,
            );
    }
  }
  return null;
}

function ratioNamed(e: Expr): Expr | null {
  const { ratios } = namesOf(e.home);
  if (ratios.length === 0) return null;
  const { scalars, core } = scalarsOf(e);
  for (const { scalars: wanted, name } of ratios) {
    const left = without(scalars, wanted);
    if (left !== null) return withScalars([...left, name], core, e);
  }
  return null;
}

const CENTERED = Symbol("vectors whose entries sum to zero");

/** Names looked behind to see that a vector is centered; longer ways are not taken. */
const DEEPEST = 3;

/** Whether the entries of a name sum to zero by its definition: x − mean(x) 1, or a multiple of such a name. */
function isCentered(name: Expr, depth = DEEPEST): boolean {
  const value = definitionOf(name);
  if (value === null || depth === 0) return false;
  const memo = memoOf(name.home, CENTERED, () => new Map<Expr, boolean>());
  const known = memo.get(name);
  if (known !== undefined) return known;
  const { core } = scalarsOf(simplify(value, NAMELESS));
  const found =
    core !== null && core.op === SymbolOp
      ? isCentered(core, depth - 1)
      : core !== null &&
        core.op === Sum &&
        core.args.length <= 4 &&
        isNought(simplify(spelledOut(total(core)), NAMELESS));
  memo.set(name, found);
  return found;
}

/** An expression with the scalar names in it written out by their definitions, once, and means as sums over a number. */
function spelledOut(e: Expr): Expr {
  const opened = walk([e])
    .filter((x) => x.op === SymbolOp && isScalar(x.shape) && definitionOf(x) !== null)
    .reduce((all, x) => replaced(all, x, definitionOf(x) ?? x), simplify(e, NAMELESS));
  return walk([opened])
    .filter((x) => x.op === Mean)
    .reduce((all, x) => {
      const X = one(x.args);
      return replaced(all, x, times(total(X), reciprocal(size(X.home, entries(X.shape)))));
    }, opened);
}

function centeredSum(e: Expr): Expr | null {
  const X = one(e.args);
  return X.op === SymbolOp && isCentered(X) ? number(0, e) : null;
}

export const DEFINITION: readonly Law[] = [
  law({
    theme,
    name: "a centered vector sums to zero",
    at: Total,
    statement: "sum(v) = 0  (where v = x - sum(x) / n ones(n))",
    cite: "the model",
    example: "x : vector(n); v = x - sum(x) / n ones(n); y = sum(v)",
    step: centeredSum,
  }),
  law({
    theme,
    name: "by its name",
    at: everything,
    statement: "z stands for W x + b  (where z = W x + b)",
    cite: "the model",
    example: "z = W x + b; y = f(W x + b)",
    step: (e) => nameFor(e, namesOf(e.home)),
  }),
  law({
    theme,
    name: "a run of factors by its name",
    at: Product,
    statement: "z stands for W x  (where z = W x)",
    cite: "the model",
    example: "z = W x; y = A W x",
    step: runNamed,
  }),
  law({
    theme,
    name: "factors by their name",
    at: Hadamard,
    statement: "h stands for o .* tanh(c)  (where h = o .* tanh(c))",
    cite: "the model",
    example: "h = o .* tanh(c); y = g .* tanh(c) .* o",
    step: factorsNamed,
  }),
  law({
    theme,
    name: "exp over its sum is softmax",
    at: [Scale, Times],
    statement: "exp(z) / sum(exp(z)) = softmax(z)",
    example: "z : vector(n); y = exp(z) / sum(exp(z))",
    step: multipleNamed,
  }),
  law({
    theme,
    name: "ratio by its name",
    at: [Scale, Times],
    statement: "r stands for a / b  (where r = a / b)",
    cite: "the model",
    example: "r = (x^T A x) / (x^T x); y = 2 (x^T A x) / (x^T x) b",
    step: ratioNamed,
  }),
];
