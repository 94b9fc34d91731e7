/** What is found of one derivative that notes state. */
import type { DeriveOptions } from "../api/answer.js";
import type { ClaimReport, ResultReport, Verdict, WhereReport } from "../report/report.js";

export type Steps = "chain" | "none" | "full";

export interface ProofreadOptions extends Pick<DeriveOptions, "strict" | "budgets"> {
  readonly steps?: Steps;
  /** Told after each item, of how many. */
  readonly progress?: (done: number, of: number) => void;
}

/** The derivative as it should read. */
export interface RightFormula {
  readonly text: string;
  readonly unicode: string;
  readonly latex: string;
  readonly layout: ResultReport["layout"];
  readonly where: readonly Pick<WhereReport, "name" | "text" | "unicode" | "latex" | "symbol">[];
}

/** One `=` of a stated derivative, judged. */
export interface Finding {
  readonly line: number;
  readonly item: number;
  /** `∂s/∂b`, and the side as typed. */
  readonly of: string;
  readonly text: string;
  readonly verdict: Verdict;
  readonly by: ClaimReport["by"];
  readonly holds: string | null;
  readonly counterexample: ClaimReport["counterexample"];
  readonly layout: "gradient" | "jacobian" | null;
  readonly why: string | null;
  /** Where the verdict is not plainly equal and there is a derivative. */
  readonly right: RightFormula | null;
}

/** The findings of a claim, and the other sections whose definitions it rests on. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly sections: readonly number[];
}
