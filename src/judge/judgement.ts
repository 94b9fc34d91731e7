/** What is found of one side of a claim. */
import type { Expr } from "../core/expr.js";
import type { Symmetric } from "../derive/constrained.js";
import type { Query, Side } from "../model/model.js";
import type { ClaimReport, Verdict } from "../report/report.js";
import type { Counterexample } from "./agree.js";
import type { Target } from "./targets.js";

export interface JudgeOptions {
  readonly seed?: number;
  /** Draws at which values are compared. */
  readonly draws?: number;
  /** Entries that one value may have. */
  readonly maxEntries?: number;
  /** Questions of other claims of the text: one may be for the values of the letters at which this one does not hold. */
  readonly beside?: readonly Query[];
}

/** The judgement of one side. */
export interface Judgement {
  readonly side: Side;
  readonly verdict: Verdict;
  readonly by: ClaimReport["by"];
  readonly layout: "gradient" | "jacobian" | null;
  readonly why: string | null;
  readonly counterexample: Counterexample | null;
  /** The side that holds, turned and repaired, in `layout`; null where nothing was. */
  readonly value: Expr | null;
  /** The condition on the letters of the question under which it holds; null where that is all, none, or not known. */
  readonly holds: string | null;
  /** How a gradient by a symmetric matrix was read. */
  readonly symmetric: Symmetric;
  /** Not judged although it should have been: no numbers could be drawn, or there is no derivative to compare with. */
  readonly undecided: boolean;
}

/** A derivative that a side is, and how that is known. */
export interface Found {
  readonly target: Target;
  readonly by: "laws" | "numbers";
  readonly why: string;
}

export const found = (side: Side, verdict: Verdict, why: string | null, more: Partial<Judgement> = {}): Judgement => ({
  side,
  verdict,
  by: null,
  layout: null,
  why,
  counterexample: null,
  value: null,
  holds: null,
  symmetric: "projected",
  undecided: false,
  ...more,
});

export const holds = (side: Side, verdict: Verdict, why: string, { by, target }: Found, value: Expr): Judgement =>
  found(side, verdict, why, { by, layout: target.layout, symmetric: target.symmetric, value });
