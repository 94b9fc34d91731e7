/**
 * Claims: `∂s/∂b = … = …` judged side by side against the derivative.
 *
 * A side is equal where laws make it the derivative in gradient or in Jacobian layout, or where both
 * have the same value at draws that have seen everything. It is different only with a
 * counterexample, and only where differences agree with the derivative that it is measured by.
 */
import { lineStarts, locate } from "../core/diagnostic.js";
import { BudgetError, type Expr } from "../core/expr.js";
import { NotDifferentiable, ShapeError } from "../core/op.js";
import { walk } from "../core/walk.js";
import { conditionsBeyond } from "../derive/conditions.js";
import type { Derivation } from "../derive/derivation.js";
import { listed } from "../derive/step.js";
import type { Claim, Model, Query, Side } from "../model/model.js";
import { Apply, primesOf } from "../ops/apply.js";
import { functionOf, GradientFunction, ScalarFunction } from "../ops/scalarfunction.js";
import { printUnicode } from "../print/unicode.js";
import { type ClaimReport, isWrong } from "../report/report.js";
import { sideLatex, sideText } from "../report/side.js";
import { counterexampleReport } from "./counterexample.js";
import { found, type Judgement, type JudgeOptions } from "./judgement.js";
import { inEitherReading, withDelta } from "./readings.js";
import { type Trial, trialOf } from "./trial.js";

/** Draws for a claim. A factor 2 that should be n is seen by the first n that is not 2. */
const DRAWS = 5;

/** The verdicts of `interfaces.md` on each side of a claim, for the report. */
export function judge(
  model: Model,
  claim: Claim,
  derived: Derivation,
  options: JudgeOptions = {},
): readonly ClaimReport[] {
  const starts = lineStarts(model.source);
  const found = judgements(claim, derived, { beside: besideOf(model, claim), ...options });
  const wrong = found.findIndex((j) => isWrong(j.verdict)) + 1;
  return found.map(({ side, verdict, by, holds, layout, why, counterexample }) => ({
    text: side.text,
    unicode: sideText(side),
    latex: sideLatex(side),
    verdict,
    by,
    holds,
    layout,
    why,
    counterexample: counterexample === null ? null : counterexampleReport(counterexample, wrong),
    ...locate(starts, side.span.start),
  }));
}

/** The questions of the other claims of a text. */
export const besideOf = ({ asked }: Model, claim: Claim): readonly Query[] =>
  asked.flatMap((a) => (a.type === "claim" && a.claim !== claim ? [a.claim.query] : []));

/** Judges each side of a claim, in order; where the chain goes wrong is said at the side that does. */
export function judgements(claim: Claim, derived: Derivation, options: JudgeOptions = {}): readonly Judgement[] {
  const judgeSide = sideJudge(claim, derived, { draws: DRAWS, ...options });
  let wrong = 0;
  return claim.sides.map((side, i) => {
    const found = judgeSide(side);
    if (claim.sides.length === 1 || !isWrong(found.verdict)) return found;
    const before = wrong;
    if (wrong === 0) wrong = i + 1;
    const said =
      before === 0
        ? `the chain goes wrong here, at its ${ordinal(wrong)} =`
        : `the chain is wrong from its ${ordinal(before)} = on`;
    return { ...found, why: `${said}: ${found.why}` };
  });
}

const ordinal = (n: number): string => `${n}${["st", "nd", "rd"][n - 1] ?? "th"}`;

function sideJudge(claim: Claim, derived: Derivation, options: JudgeOptions): (side: Side) => Judgement {
  const trial = trialOf(derived, options);
  return (side) => {
    if (claim.unjudged !== null) return found(side, "not judged", claim.unjudged);
    try {
      const judged = withSizes(withConditions(trial, withDelta(trial, side) ?? inEitherReading(trial, side)));
      const open = isWrong(judged.verdict) ? openFunction(trial, side) : null;
      return open === null ? judged : found(side, "not judged", open);
    } catch (error) {
      if (error instanceof NotDifferentiable || error instanceof BudgetError || error instanceof ShapeError)
        return found(side, "not judged", error.message, { undecided: true });
      throw error;
    }
  };
}

/** `f′(x) = 3 x²` of an f that nobody defines says what its slope is, and is neither right nor wrong. */
function openFunction({ of, by }: Trial, side: Side): string | null {
  const name = of.args.length === 1 && of.args[0] === by ? nameOfOpen(of) : null;
  if (name === null) return null;
  if (side.value !== null && walk([side.value]).some((e) => nameOfOpen(e) === name)) return null;
  return `it says what the derivative of ${name} is, which nothing defines`;
}

/** The name of a function that nobody defines, applied or differentiated; null of anything else. */
function nameOfOpen(e: Expr): string | null {
  if (e.op === Apply) {
    const { name } = primesOf(e.data as string);
    return e.home.functions.get(name) === undefined ? name : null;
  }
  return e.op === ScalarFunction || e.op === GradientFunction ? functionOf(e).name : null;
}

/** A side that holds says where it does, if that is more than the derivative asks. */
function withConditions({ derived, of }: Trial, judged: Judgement): Judgement {
  const { value, why, verdict } = judged;
  if (value === null || why === null || (verdict !== "equal" && verdict !== "equal up to a transpose")) return judged;
  const more = conditionsBeyond(value, of, derived.query.wrt, derived.value);
  return more.length === 0 ? judged : { ...judged, why: `${why}, where ${listed(more.map((c) => c(printUnicode)))}` };
}

/** The name of a size in the side is said with the verdict that rests on it. */
function withSizes(judged: Judgement): Judgement {
  const { side, why } = judged;
  if (side.sizes.length === 0) return judged;
  const taken = `with ${side.sizes.join(", ")}`;
  return { ...judged, why: why === null ? taken : `${why}, ${taken}` };
}
