/** Members, entries, conditions, sums over an index: what is taken at places. */
import { ONE, symbolsOf } from "../../core/dim.js";
import { shifted } from "../../core/place.js";
import { isNonNegative, isWithin } from "../../core/ranges.js";
import { isScalar, SCALAR, type Shape, shape } from "../../core/shape.js";
import {
  type Condition,
  type Entry,
  type Expression,
  type Letter,
  type Name,
  postorder,
  type Reduction,
} from "../../parse/ast.js";
import { isNumber } from "../index/check-places.js";
import { letterAt } from "../index/families.js";
import { extentOf, placeIn, resolvedExtent } from "../index/places.js";
import { shapeAt } from "../index/widths.js";
import { fault, type Entry as NameEntry, resolved, type Scope, typed } from "../scope.js";
import { NO_PARTS, poison, type Term } from "../terms.js";
import { type Complaint, complain, equal } from "./infer.js";
import { shapeOf } from "./operands.js";
import { hasUnknown } from "./unify.js";

/** A letter or a label as a number: 1 / t. */
export const placeTerm = (e: Name): Term => ({ type: "place", place: e, span: e.span, shape: SCALAR, parts: NO_PARTS });

/** A member of a family: its sizes are those at its places. */
export function memberTerm(scope: Scope, e: Name, entry: NameEntry): Term {
  const at = e.at ?? [];
  // A letter that only an expression in the place of a side has runs where there are members.
  for (const [k, p] of at.entries()) {
    const [letter, domain] = [p.type === "name" ? p.letter : undefined, entry.family?.domain[k] ?? null];
    const { extents } = scope.indices;
    if (letter !== undefined && domain !== null && !extents.has(letter)) extents.set(letter, domain);
  }
  const of = shapeAt(scope, entry, at, e.span);
  return { type: "member", name: e.name, at, span: e.span, shape: of, parts: NO_PARTS };
}

/** A family as one vector or matrix, in a question that names it without letters; null for anything else. */
export function wholeTerm(scope: Scope, e: Expression): Term | null {
  if (e.type !== "name" || e.at !== undefined || e.letter !== undefined) return null;
  const entry = scope.names.get(e.name);
  const family = entry?.family ?? null;
  if (entry === undefined || family === null || entry.faulty || entry.shape === null) return null;
  const sides = (family.ranges ?? family.domain).map((d) => d && resolvedExtent(scope, d));
  const s = entry.shape;
  const { owner } = scope;
  const refuse = (): void =>
    fault(
      scope,
      "index/whole",
      e.span,
      `${typed(scope, e.span)} stands for many: which of them is meant, its index says`,
      { hint: `ask by one of them: ${e.name}_${letterAt(family, 0)}` },
      owner,
    );
  const [rows, cols] = sides;
  if (sides.length > 2 || !rows || (sides.length === 2 && !cols) || sides.some((d) => d?.lo !== ONE)) {
    refuse();
    return poison(e.span);
  }
  scope.checks.push(() => {
    if (!owner.faulty && !isScalar(resolved(scope, s))) refuse();
  });
  return { type: "whole", name: e.name, span: e.span, shape: shape(rows.hi, cols?.hi ?? ONE), parts: NO_PARTS };
}

/** `A_{12}` of a matrix A: one of its entries, or a block that has a name of its own. */
function entryHint(text: string): string {
  const [, base, row, column] = /^([^_]+)_\{?(\d)(\d)\}?$/.exec(text) ?? [];
  return base === undefined
    ? "an entry of a matrix has two indices: W_{ij}"
    : `the entry is ${base}_{${row},${column}}, where ${base} has a size in numbers; a name of its own is declared: ${text} : matrix(p, q)`;
}

/** Whether a term is typed `A_{12}`, an entry of a matrix in upper case whose sizes are letters. */
function mayBeBlock(scope: Scope, t: Term): boolean {
  if (t.type !== "entry" || t.at.length !== 2 || !/^[A-Z][^_]*_\{?\d\d\}?$/.test(typed(scope, t.span))) return false;
  const { rows, cols } = resolved(scope, shapeOf(t.parts[0]));
  return symbolsOf(rows).length > 0 && symbolsOf(cols).length > 0;
}

/** Refuses `A_{12} x_2` and `S_{12} S_{22}^{-1}` of a matrix whose sizes are letters: a block of it as likely as an entry. */
export function checkBlocks(scope: Scope, factors: readonly Term[]): void {
  if (factors.every((t) => t.type !== "entry")) return;
  const { owner } = scope;
  scope.checks.push(() => {
    const blocks = factors.filter((t) => mayBeBlock(scope, t));
    const [block] = blocks;
    const isBeside = factors.some((t) => !isScalar(resolved(scope, shapeOf(t))));
    if (owner.faulty || block === undefined || !(isBeside || blocks.length > 1)) return;
    const text = typed(scope, block.span);
    const message = `${text} beside ${blocks.length > 1 ? "another such" : "an array"} may be an entry of a matrix, or a block of it`;
    fault(scope, "shape/entry", block.span, message, { hint: entryHint(text) }, owner);
  });
}

/** `x_i`, `(A x)_i`: an entry of a column has one place, of a matrix two. */
export function entryTerm(scope: Scope, e: Entry, operand: Term): Term {
  const at = e.at ?? [];
  const s = shapeOf(operand);
  const blame = (): Complaint => ({
    code: "shape/entry",
    span: e.span,
    message: (show) =>
      `${typed(scope, e.operand.span)} is ${show(resolved(scope, s))}, and ${typed(scope, e.span)} would be an entry of a ${at.length === 1 ? "column" : "matrix"}`,
    hint: () => (at.length === 1 ? entryHint(typed(scope, e.span)) : null),
    about: [operand],
  });
  if (at.length > 2 || at.length === 0 || (at.length === 1 && !equal(scope, s.cols, ONE, blame))) {
    complain(scope, blame);
    return poison(e.span);
  }
  at.forEach((place, k) => {
    if (place.type === "name") runOver(scope, place, k === 0 ? s.rows : s.cols);
    checkWithin(scope, e, place, k, s);
  });
  return { type: "entry", at, span: e.span, shape: SCALAR, parts: [operand] };
}

/** A letter or label whose range is open runs over what it picks entries of; what has an open size has that of the letter. */
function runOver(scope: Scope, { letter, name }: Name, side: Shape["rows"]): void {
  const label = scope.indices.labels.get(name)?.extent;
  const own = letter !== undefined ? extentOf(scope, letter) : label ? resolvedExtent(scope, label) : null;
  if (own === null && letter !== undefined) scope.indices.extents.set(letter, { lo: ONE, hi: side });
  if (own === null || own.lo !== ONE || own.hi === side) return;
  if (hasUnknown(own.hi) || hasUnknown(scope.sizes.resolve(side))) scope.sizes.equate(own.hi, side);
}

/** Refuses an entry of an expression that it does not have; those of names are looked at with all their places. */
function checkWithin(scope: Scope, e: Entry, at: Expression, k: number, s: Shape): void {
  if (e.operand.type === "name") return;
  const { owner } = scope;
  scope.checks.push(() => {
    const place = placeIn(scope, at);
    const side = scope.sizes.resolve(k === 0 ? s.rows : s.cols);
    const extent = { lo: ONE, hi: side };
    if (owner.faulty || place === null || isWithin(place, extent) === true) return;
    // Who writes (A x)_3 has three entries at least.
    if (isNumber(place, extent) && isNonNegative(shifted(place, -1)) === true) return;
    fault(
      scope,
      "index/outside",
      at.span,
      `${typed(scope, e.operand.span)} has entries from 1 to ${side}, and ${typed(scope, at.span)} goes beyond`,
      {},
      owner,
    );
  });
}

export const conditionTerm = (e: Condition): Term => ({
  type: "condition",
  relations: e.relations,
  span: e.span,
  shape: SCALAR,
  parts: NO_PARTS,
});

/** Σ or Π: of the shape of its body. */
export function reductionTerm(scope: Scope, e: Reduction, body: Term): Term {
  const { operation } = e;
  if (operation !== "sum" && operation !== "prod") return poison(e.span);
  for (const r of e.ranges)
    for (const n of r.letters) {
      const isOpen = r.from === null && r.to === null && r.set === null;
      if (!isOpen || n.letter === undefined || holds(e, n.letter)) continue;
      fault(
        scope,
        "index/nothing",
        e.head,
        `nothing in ${typed(scope, e.body.span)} depends on ${n.name}, and its range is not given`,
        {
          hint: `say where it runs: \\sum_{${n.name}=1}^{N}, sum(${n.name} = 1..N, …)`,
        },
      );
      return poison(e.span);
    }
  const s = shapeOf(body);
  if (operation === "prod") {
    const blame = (): Complaint => ({
      code: "shape/pi",
      span: e.span,
      message: (show) =>
        `the factors of a product over an index are scalars, and ${typed(scope, e.body.span)} is ${show(s)}`,
      hint: () =>
        "a product of matrices is a recursion, which says their order: P_t = A_t P_{t-1} for t in 1..T with P_0 = eye(n) is A_T ⋯ A_1",
      about: [body],
    });
    if (!equal(scope, s.rows, ONE, blame) || !equal(scope, s.cols, ONE, blame)) {
      complain(scope, blame);
      return poison(e.span);
    }
  }
  return {
    type: "reduction",
    operation,
    ranges: e.ranges,
    conditions: e.conditions,
    span: e.span,
    shape: s,
    parts: [body],
  };
}

/** Whether a letter stands in the body or in a condition of a sum. */
function holds(e: Reduction, letter: Letter): boolean {
  const names = (x: Expression): readonly Name[] =>
    postorder(x).flatMap((y): readonly Name[] => {
      if (y.type === "name") return [y, ...(y.at ?? []).flatMap(names)];
      if (y.type === "call") return (y.callee.at ?? []).flatMap(names);
      if (y.type === "entry") return (y.at ?? []).flatMap(names);
      if (y.type === "condition") return y.relations.flatMap((r) => [...names(r.left), ...names(r.right)]);
      if (y.type === "reduction")
        return [
          ...y.conditions.flatMap((r) => [...names(r.left), ...names(r.right)]),
          ...y.ranges.flatMap((r) => [r.from, r.to].flatMap((end) => (end === null ? [] : names(end)))),
        ];
      return [];
    });
  const sides = e.conditions.flatMap((r) => [r.left, r.right]);
  return [e.body, ...sides].flatMap(names).some((n) => n.letter === letter);
}
