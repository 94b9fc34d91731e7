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

export const isRight = (f: Finding): boolean => f.verdict === "equal" || f.verdict.startsWith("right if");

/** Of the findings about the parts of a whole the one that decides it; null where one could not be read or there are none. */
export function worstOf(found: readonly (Finding | null)[]): Finding | null {
  const [worst] = [
    ...found.filter((f) => f === null || f.verdict === "not judged" || f.verdict === "condition"),
    ...found.filter((f) => f !== null && !isRight(f)),
    ...found.filter((f) => f !== null && f.verdict !== "equal"),
    ...found,
  ];
  return worst ?? null;
}
