/** Names the mistake of a wrong side, by what would put it right. */
import { evaluateDim } from "../../core/dim.js";
import type { Expr } from "../../core/expr.js";
import { isScalar, sameShape } from "../../core/shape.js";
import type { Model } from "../../model/model.js";
import { draw } from "../../numeric/draw.js";
import { largest, type Matrix } from "../../numeric/matrix.js";
import { random } from "../../numeric/random.js";
import { isCondition } from "../../ops/iverson.js";
import { isMember, meaningOfMember } from "../../ops/member.js";
import { scalarsOf, withScalars } from "../../ops/scalars.js";
import { Sum, sum } from "../../ops/sum.js";
import { symbol } from "../../ops/symbol.js";
import type { Expression } from "../../parse/ast.js";
import { expansions } from "../../rewrite/expand.js";
import { replaced } from "../../rewrite/simplify.js";
import type { Limits } from "./at-letters.js";
import { withIndices, withTwin } from "./index-slips.js";
import { attempt, differ, type Place, wouldBeRight } from "./side.js";
import type { Truth } from "./truth.js";
import { withBothTurns, withTurns } from "./turns.js";
import {
  nameNode,
  namesOf,
  negated,
  numberNode,
  quotient,
  siblingsOf,
  withFactors,
  withNames,
  withOrders,
  withoutSummand,
  withRegrouping,
  withScaledArguments,
  withSiblings,
  withSigns,
} from "./variants.js";

export type Mistake = "sign" | "factor" | "transpose" | "order" | "path" | "index" | "layer" | "place" | "other";

/** Each mistake in words. */
export const MISTAKES = {
  sign: "a sign is wrong",
  factor: "a factor is wrong",
  transpose: "a transpose is missing or too many",
  order: "the factors stand in the wrong order",
  path: "a path is missing or too many",
  index: "an index is wrong",
  layer: "a name stands where its sibling belongs",
  place: "a function is taken at the wrong place",
  other: "it is not equal to its left side",
} as const satisfies Readonly<Record<Mistake, string>>;

export interface Diagnosis {
  readonly mistake: Mistake;
  /** The side put right; null where only its true value is known. */
  readonly side: Expression | null;
}

interface Surroundings {
  readonly place: Place;
  readonly model: Model;
  readonly truth: Truth;
  /** Names that may stand in a line: those of the model and those that lines introduced. */
  readonly names: ReadonlySet<string>;
  /** The left side, whose letters are in scope; null where it is none of the model's derivatives. */
  readonly left: Expression | null;
  /** Functions that the model applies. */
  readonly functions: readonly string[];
}

/** Sides that are tried for one kind of mistake. */
const MOST = 400;
/** Nodes of a side in which two operands are turned at once. */
const FEW_NODES = 14;

/** The first kind of the list that explains a side. `value` is null where its shapes do not fit. */
export function diagnosis(around: Surroundings, e: Expression, value: Expr | null): Diagnosis {
  const { place, truth } = around;
  const first = (candidates: Iterable<Expression>): Expression | null => {
    let tries = 0;
    for (const c of candidates) {
      if (tries++ === MOST) return null;
      if (wouldBeRight(place, c, truth)) return c;
    }
    return null;
  };
  if (value !== null && isPartOfSum(value, truth, place.limits)) return { mistake: "path", side: null };
  const proportion = value === null ? null : proportional(around, value);
  const tries: readonly (readonly [Mistake, () => Iterable<Expression>])[] = [
    ["path", () => [...withoutSummand(e), ...withTwin(e)]],
    ["index", () => withIndices(e, around.left)],
    ["layer", () => withSiblings(e, around.names)],
    ["place", () => withOtherNames(around, e)],
    ["factor", () => (proportion === "factor" ? [] : withFactors(e, factorsOf(around)))],
    ["sign", () => [negated(e), ...withSigns(e)]],
    ["transpose", () => withTurns(e, FEW_NODES)],
    ["order", () => withOrders(e)],
    ["transpose", () => withBothTurns(e)],
    ["place", () => withScaledArguments(e)],
    ["layer", () => each(withRegrouping(e), (x) => withSiblings(x, around.names))],
    ["place", () => each(withRegrouping(e), (x) => withOtherNames(around, x))],
  ];
  for (const [mistake, candidates] of tries) {
    const side = first(candidates());
    if (side !== null) return { mistake, side };
    if (mistake === "factor" && proportion === "factor") return { mistake, side: null };
  }
  return { mistake: proportion === "sign" ? "sign" : "other", side: null };
}

function* each(sides: Iterable<Expression>, by: (e: Expression) => Iterable<Expression>): Generator<Expression> {
  for (const e of sides) yield* by(e);
}

/** Summands that are tried in every choice. */
const MOST_SUMMANDS = 6;

/** Whether a value is a part of the sum that it should be. */
function isPartOfSum(value: Expr, { values, also }: Truth, limits: Limits | undefined): boolean {
  return values.flatMap(asSums).some((t) => {
    if (t.args.length > MOST_SUMMANDS || !sameShape(t.shape, value.shape)) return false;
    for (let bits = 1; bits < 2 ** t.args.length - 1; bits++) {
      const some = t.args.filter((_, i) => ((bits >> i) & 1) === 1);
      const part = some.length === 1 ? (some[0] as Expr) : sum(...some);
      const same = attempt(
        () => differ(value, part, also, 1, limits) === "same",
        () => false,
      );
      if (same) return true;
    }
    return false;
  });
}

/** A product with what its factors stand for, where they stand for sums. */
function withMeanings(e: Expr): Expr {
  let out = e;
  for (const factor of e.args) {
    const meaning = isMember(factor) ? meaningOfMember(factor) : null;
    if (meaning?.op === Sum) out = replaced(out, factor, sum(...meaning.args.map(unconditioned)));
  }
  return out;
}

/** A summand without the conditions under which it stands. */
function unconditioned(e: Expr): Expr {
  const { scalars, core } = scalarsOf(e);
  const kept = scalars.filter((s) => !isCondition(s));
  return kept.length === scalars.length ? e : withScalars(kept, core, e);
}

/** Names that stand for names that stand for …, at most. */
const DEEPEST = 3;

/** A value as the sums that it is: as it stands, multiplied out, and by what a member stands for. */
function asSums(value: Expr): readonly Expr[] {
  let e = value;
  for (let k = 0; k < DEEPEST && isMember(e); k++) e = meaningOfMember(e) ?? e;
  const opened = withMeanings(e);
  const forms = [value, e, opened, ...(e.op === Sum ? e.args.map(unconditioned) : [])];
  return [...new Set([...forms, ...forms.flatMap(expansions)])].filter((x) => x.op === Sum);
}

/** Other names of the same shape in the place of one, functions of it, and other arguments of functions. */
function* withOtherNames({ place, model, names, functions }: Surroundings, e: Expression): Generator<Expression> {
  const shapeOf = (n: string) => place.introduced.get(n)?.shape ?? model.symbols.get(n)?.shape ?? null;
  const isName = (n: string) =>
    place.introduced.has(n) || !["function", "size"].includes(model.symbols.get(n)?.kind ?? "size");
  for (const n of namesOf(e)) {
    const shape = shapeOf(n);
    if (shape === null || !isName(n)) continue;
    const skipped = new Set([n, ...siblingsOf(n, names)]);
    for (const other of names) {
      const its = shapeOf(other);
      if (skipped.has(other) || its === null || !isName(other) || !sameShape(its, shape)) continue;
      yield* withNames(e, n, nameNode(other));
    }
    for (const f of functions)
      yield* withNames(e, n, {
        type: "call",
        callee: nameNode(f),
        primes: 0,
        args: [nameNode(n)],
        bare: false,
        applied: "call",
        span: e.span,
      });
  }
}

/** Numbers, scalars and sizes by which a summand may be off. */
function factorsOf({ model, names }: Surroundings): readonly Expression[] {
  const out: Expression[] = [];
  for (const k of ["2", "3", "4"]) out.push(numberNode(k), quotient(numberNode("1"), numberNode(k)));
  for (const n of names) {
    const s = model.symbols.get(n);
    if (s === undefined || s.kind === "function" || !isScalar(s.shape)) continue;
    out.push(nameNode(n), quotient(numberNode("1"), nameNode(n)));
  }
  return out.slice(0, 20);
}

/** Whether a value is a number, a size or a scalar times what it should be. */
function proportional({ truth, model }: Surroundings, v: Expr): "sign" | "factor" | null {
  for (const t of truth.values) {
    if (!sameShape(t.shape, v.shape)) continue;
    const found = attempt(
      () => proportion(model, v, t, truth.also),
      () => null,
    );
    if (found !== null) return found;
  }
  return null;
}

const DRAWS = 3;
const CLOSE = 1e-7;

function proportion(model: Model, v: Expr, t: Expr, also: readonly Expr[]): "sign" | "factor" | null {
  const source = random(3);
  const ratios: number[] = [];
  const candidates: (readonly number[])[] = [];
  const scalars = model.equations.map((q) => q.symbol).filter((s) => isScalar(s.shape));
  for (const s of model.symbols.values())
    if (s.kind === "scalar" && s.role === "input") scalars.push(symbol(v.home, s.name, s.shape));
  for (let i = 0; i < DRAWS; i++) {
    const drawn = draw([v, t, ...also], source, { smooth: also.length === 0 ? [t] : also });
    if (!drawn.drawn) return null;
    const [a, b] = [drawn.values.get(v) as Matrix, drawn.values.get(t) as Matrix];
    const c = ratioOf(a, b);
    if (c === null) return null;
    ratios.push(c);
    const here = [...drawn.env.sizes.keys()].map((n) => evaluateDim(n as never, drawn.env.sizes));
    for (const s of scalars) {
      const x = drawn.values.get(s)?.data[0];
      here.push(x ?? Number.NaN);
    }
    candidates.push(here);
  }
  const [c] = ratios as [number, ...number[]];
  if (ratios.every((r) => Math.abs(r - c) <= CLOSE * Math.abs(c)))
    return Math.abs(c + 1) < CLOSE ? "sign" : isSimple(c) ? "factor" : null;
  if (!isScalar(v.shape)) return "factor";
  const width = candidates[0]?.length ?? 0;
  for (let k = 0; k < width; k++)
    for (const power of [1, -1]) {
      const each = ratios.map((r, i) => r / (candidates[i]?.[k] as number) ** power);
      const [q] = each as [number, ...number[]];
      if (isSimple(q) && each.every((x) => Math.abs(x - q) <= CLOSE * Math.abs(q))) return "factor";
    }
  return null;
}

const isSimple = (c: number): boolean =>
  [1, 2, 3, 4, 6, 8].some(
    (d) => Math.abs(c * d - Math.round(c * d)) < CLOSE && Math.abs(Math.round(c * d)) <= 12 && c !== 0,
  );

function ratioOf(a: Matrix, b: Matrix): number | null {
  const scale = largest(b);
  if (scale === 0 || largest(a) === 0) return null;
  const k = b.data.findIndex((x) => Math.abs(x) === scale);
  const c = (a.data[k] as number) / (b.data[k] as number);
  return c !== 0 && a.data.every((x, i) => Math.abs(x - c * (b.data[i] as number)) <= CLOSE * Math.abs(c) * scale)
    ? c
    : null;
}
