/** One side against the values that it may have. */
import type { Expr } from "../../core/expr.js";
import { BudgetError } from "../../core/expr.js";
import { NotDifferentiable, ShapeError } from "../../core/op.js";
import { has } from "../../core/own.js";
import { isScalar, isVector, sameShape } from "../../core/shape.js";
import { holdsDerivative } from "../../derive/expand.js";
import type { Side } from "../../model/model.js";
import { EvaluationError } from "../../numeric/fault.js";
import { isNought } from "../../ops/number.js";
import { isZeros } from "../../ops/zeros.js";
import { type Expression, operands, ungrouped } from "../../parse/ast.js";
import { agree, type Counterexample } from "../agree.js";
import { compare } from "../compare.js";
import { lettersIn } from "../letters.js";
import { withElementwiseFirst, withGradients, withSpread } from "../repair.js";
import { differAtLetters, type Limits, NO_LIMITS } from "./at-letters.js";
import { type Introduced, readAt } from "./reader.js";
import { inside, type Truth } from "./truth.js";
import { turned } from "./variants.js";

/** Where a side is read, and what names stand for there. */
export interface Place {
  readonly side: Side;
  readonly introduced: ReadonlyMap<string, Introduced>;
  /** Where the letters of its line run. */
  readonly limits?: Limits;
}

export type Verdict =
  | { readonly type: "right"; readonly value: Expr }
  | {
      readonly type: "wrong";
      readonly value: Expr;
      readonly meant: Expr;
      readonly counterexample: Counterexample | null;
    }
  | { readonly type: "misfit" }
  | { readonly type: "open"; readonly why: string };

/** Leaves a side unblamed where its numbers cannot be worked out. */
export function attempt<T>(work: () => T, otherwise: (why: string) => T): T {
  try {
    return work();
  } catch (error) {
    if (
      error instanceof NotDifferentiable ||
      error instanceof BudgetError ||
      error instanceof ShapeError ||
      error instanceof EvaluationError
    )
      return otherwise(error.message);
    throw error;
  }
}

/** The values that a side may be read as; null with a reason where it is none, or its shapes do not fit. */
export function valuesOf(place: Place, e: Expression): readonly Expr[] | "misfit" | { readonly why: string } {
  const out: Expr[] = [];
  const read = readAt(place.side, e, place.introduced);
  if (read.type === "unread") return { why: read.why };
  const add = (value: Expr | null): void => {
    if (value === null) return;
    for (const direct of holdsDerivative(value) ? [false, true] : [false])
      attempt(
        () => void out.push(inside(value, direct)),
        () => undefined,
      );
  };
  if (read.type === "value") add(read.value);
  const again: Side = { ...place.side, syntax: e, reread: (x) => valueAt(place, x) };
  const inShape = (x: Side) => withGradients(x)?.value ?? null;
  for (const reading of [inShape, withSpread, withElementwiseFirst, withColumns]) add(reading(again));
  const distinct = [...new Set(out)];
  return distinct.length > 0 ? distinct : read.type === "misfit" ? "misfit" : { why: "it could not be worked out" };
}

function valueAt(place: Place, e: Expression): Expr | null {
  const found = readAt(place.side, e, place.introduced);
  return found.type === "value" ? found.value : null;
}

/** `uᵀ ∘ f′(z)` as a whole side, with its rows as columns. */
function withColumns(side: Side): Expr | null {
  const e = ungrouped(side.syntax);
  if (e.type !== "elementwise" || side.reread(e) !== null) return null;
  const columns = operands(e).map((x) => {
    const value = side.reread(x);
    return value !== null && isVector(value.shape) && !isScalar(value.shape) && String(value.shape.rows) === "1"
      ? turned(x)
      : x;
  });
  const [first, ...rest] = columns;
  return side.reread({
    ...e,
    first: first as Expression,
    rest: e.rest.map((r, i) => ({ ...r, operand: rest[i] as Expression })),
  });
}

const DRAWS = 3;

/** Models that are looked at where there are letters: each has many values. */
const MODELS = 4;

/** Where two values differ, looked for wherever an input may be once a few draws agree, or why that is not known. */
function differAnywhere(
  v: Expr,
  t: Expr,
  also: readonly Expr[],
  limits: Limits,
): Counterexample | "same" | { readonly why: string } {
  if (lettersIn([v, t]).length > 0) {
    const found = differAtLetters(v, t, also, { models: MODELS, limits });
    return found ?? { why: "at no value of its letters it could be worked out" };
  }
  const glance = differ(v, t, also, 1);
  if (glance !== "same" && glance !== null) return glance;
  const of = also[0] ?? t;
  const found = compare({ of, onto: (e) => e, options: { draws: DRAWS, smooth: [of] }, known: new Map() }, v, t);
  switch (found.type) {
    case "same":
      return "same";
    case "open":
      return { why: found.drawn ? found.why : `no numbers could be drawn: ${found.why}` };
    default:
      return found.counterexample;
  }
}

/** Whether two values agree at a few draws; null where none could be drawn. */
export function differ(
  v: Expr,
  t: Expr,
  also: readonly Expr[],
  draws = DRAWS,
  limits: Limits = NO_LIMITS,
): Counterexample | "same" | null {
  if (isNought(v) && isZeros(t)) return "same";
  if (lettersIn([v, t]).length > 0) return differAtLetters(v, t, also, { models: draws, limits });
  const found = agree(v, t, { draws, smooth: also.length === 0 ? [t] : also, seed: 7 }, also);
  if (found.verdict === "undrawn") return null;
  return found.verdict === "agree" ? "same" : found.counterexample;
}

/** Judges a side by itself. */
export function judgeSide(place: Place, e: Expression, truth: Truth): Verdict {
  const values = valuesOf(place, e);
  if (values === "misfit") return { type: "misfit" };
  if (!Array.isArray(values)) return { type: "open", why: (values as { readonly why: string }).why };
  return attempt(
    () => judgeValues(values as readonly Expr[], truth, place.limits ?? NO_LIMITS),
    (why): Verdict => ({ type: "open", why }),
  );
}

function judgeValues(values: readonly Expr[], { values: right, doubtful, also }: Truth, limits: Limits): Verdict {
  let wrong: Verdict | null = null;
  let open: string | null = null;
  for (const v of values) {
    for (const t of right) {
      if (isNought(v) && isZeros(t)) return { type: "right", value: v };
      if (!sameShape(v.shape, t.shape)) continue;
      const found = differAnywhere(v, t, also, limits);
      if (found === "same") return { type: "right", value: v };
      if (has(found, "why")) open = found.why;
      else wrong ??= { type: "wrong", value: v, meant: t, counterexample: found };
    }
  }
  for (const v of values)
    for (const t of doubtful)
      if (sameShape(v.shape, t.shape) && differ(v, t, also, DRAWS, limits) === "same")
        return { type: "open", why: "it is the transpose of the Jacobian, which some books call so" };
  if (open !== null) return { type: "open", why: open };
  const [v, t] = [values[0] as Expr, right[0] as Expr];
  return wrong ?? { type: "wrong", value: v, meant: t, counterexample: null };
}

/** Whether another expression in the place of a side would be right; looks at one draw, and at more where that fits. */
export function wouldBeRight(place: Place, e: Expression, { values: right, also }: Truth): boolean {
  return attempt(
    () => {
      const values = valuesOf(place, e);
      if (!Array.isArray(values)) return false;
      return (values as readonly Expr[]).some((v) =>
        right.some(
          (t) =>
            sameShape(v.shape, t.shape) &&
            differ(v, t, also, 1, place.limits) === "same" &&
            differ(v, t, also, DRAWS, place.limits) === "same",
        ),
      );
    },
    () => false,
  );
}
