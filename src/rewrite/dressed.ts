/**
 * The order in which a form is written, which changes no value and is no line of a derivation: names before what is
 * applied to them (γ p log p), A before Aᵀ, I before K.
 */

import { bitOf, type Context, type Expr, mayHold, memoOf } from "../core/expr.js";
import { withArgs } from "../core/op.js";
import { lookup, operand } from "../core/operands.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { Apply } from "../ops/apply.js";
import { Comm } from "../ops/comm.js";
import { Differential } from "../ops/differential.js";
import { Eye } from "../ops/eye.js";
import { Hadamard } from "../ops/hadamard.js";
import { isNumber } from "../ops/number.js";
import { Product } from "../ops/product.js";
import { Sum } from "../ops/sum.js";
import { definitionOf, SymbolOp } from "../ops/symbol.js";
import { Times } from "../ops/times.js";
import { Total } from "../ops/total.js";
import { Trace } from "../ops/trace.js";
import { T, Transpose } from "../ops/transpose.js";
import { definedScalars } from "./authored.js";
import { runsTogether } from "./runs.js";
import { isNegative, powerOf } from "./term.js";

const DRESSED = Symbol("written in order");
const DIFFERENTIAL = bitOf(Differential);
const ORDERED = bitOf(Times) | bitOf(Sum) | bitOf(Hadamard) | bitOf(Product);

const holdsDifferential = (e: Expr): boolean =>
  mayHold(e, DIFFERENTIAL) && walk([e]).some((x) => x.op === Differential);

const isApplied = (f: Expr): boolean => f.op === Apply || f.op === Trace || f.op === Total;
const isName = (f: Expr): boolean => powerOf(f).base.op === SymbolOp;

/** Names that stand behind a function stand before it; a differential keeps the place in which a rule has it. */
function factorsInOrder(args: readonly Expr[]): readonly Expr[] {
  if (args.some(holdsDifferential)) return args;
  const at = args.findIndex(isApplied);
  const names = at < 0 ? [] : args.slice(at).filter(isName);
  const fronted = [...args.slice(0, at), ...names, ...args.slice(at).filter((f) => !names.includes(f))];
  return givenFirst(names.length === 0 ? args : fronted);
}

/** 2 x y where y is defined by x: what is given stands before what is made of it, within a run of names. */
function givenFirst(args: readonly Expr[]): readonly Expr[] {
  const isPlain = (f: Expr): boolean => f.op === SymbolOp;
  const from = args.findIndex(isPlain);
  if (from < 0) return args;
  const length = args.slice(from).findIndex((f) => !isPlain(f));
  const run = args.slice(from, length < 0 ? undefined : from + length);
  const isGiven = (f: Expr): boolean => definitionOf(f) === null;
  const ordered = [...run.filter(isGiven), ...run.filter((f) => !isGiven(f))];
  return [...args.slice(0, from), ...ordered, ...args.slice(from + run.length)];
}

/** Whether the first of two terms is written behind the second. */
const isBehind = (a: Expr, b: Expr): boolean => a.op === Comm && b.op === Eye;

function termsInOrder(args: readonly Expr[]): readonly Expr[] {
  const swapped = [...args];
  for (const [i, a] of args.entries()) {
    const j = args.findIndex((b, k) => k > i && isBehind(a, b));
    if (j >= 0 && swapped[i] === a) [swapped[i], swapped[j]] = [args[j] as Expr, a];
  }
  // A + Aᵀ − (B + Bᵀ): what is the transpose of a term stands behind it.
  const out = swapped.filter((t) => !(t.op === Transpose && swapped.includes(operand(t))));
  for (const t of swapped) if (!out.includes(t)) out.splice(out.indexOf(operand(t)) + 1, 0, t);
  // γ p log p + p − 1: a number that is taken away stands last.
  const taken = out.filter((t, i) => i > 0 && isNumber(t) && isNegative(t));
  return taken.length === 0 ? out : [...out.filter((t) => !taken.includes(t)), ...taken];
}

/** y ∘ f(z), and not f(z) ∘ y. */
function entriesInOrder(args: readonly Expr[]): readonly Expr[] {
  const at = args.findIndex((f) => f.op === Apply);
  const names =
    at < 0 || args.some(holdsDifferential)
      ? []
      : args.slice(at).filter((f) => f.op === SymbolOp && definitionOf(f) === null);
  return names.length === 0
    ? args
    : [...args.slice(0, at), ...names, ...args.slice(at).filter((f) => !names.includes(f))];
}

const PLACES = Symbol("places of definitions");

const placesOf = (home: Context): ReadonlyMap<string, number> =>
  memoOf(home, PLACES, () => new Map([...home.definitions.keys()].map((name, i) => [name, i])));

/** uᵀ v, and not vᵀ u, of two names that the model defines in this order, where it does not write their product itself. */
function namesInOrder(e: Expr, args: readonly Expr[]): readonly Expr[] {
  const [row, v] = args;
  const u = row?.op === Transpose ? operand(row) : row;
  if (args.length !== 2 || !isScalar(e.shape) || u?.op !== SymbolOp || v?.op !== SymbolOp) return args;
  if (definitionOf(u) === null || definitionOf(v) === null || definedScalars(e.home).has(e)) return args;
  const places = placesOf(e.home);
  const isLater = (places.get(String(u.data)) ?? 0) > (places.get(String(v.data)) ?? 0);
  return isLater && !isScalar(u.shape) ? [T(v), u] : args;
}

function inOrder(e: Expr, args: readonly Expr[]): readonly Expr[] {
  if (e.op === Times) return factorsInOrder(args);
  if (e.op === Product) return namesInOrder(e, args);
  if (e.op === Hadamard) return entriesInOrder(args);
  return e.op === Sum ? runsTogether(termsInOrder(args)) : args;
}

/** The expression with factors and terms in the order in which they are written. */
export function dressed(root: Expr): Expr {
  if (!mayHold(root, ORDERED)) return root;
  const memo = memoOf(root.home, DRESSED, () => new Map<Expr, Expr>());
  for (const e of walk([root], (x) => memo.has(x))) {
    const args = e.args.map((a) => lookup(memo, a));
    const ordered = inOrder(e, args);
    memo.set(e, ordered.every((a, i) => a === e.args[i]) ? e : withArgs(e, ordered));
  }
  return lookup(memo, root);
}
