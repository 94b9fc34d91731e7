/** Findings as an editor or a review shows them: a level, a code, a message, a range. */
import { isWrong, verdictKind } from "../report/report.js";
import type { Finding } from "./finding.js";
import type { Proofread } from "./proofread.js";
import type { Range } from "./ranges.js";

/** A note that was proofread, with where its findings stand. */
export interface Placed {
  readonly found: Proofread;
  readonly rangeOf: (finding: Finding) => Range;
}

/** Something to point at: a finding that is not plainly right, or a remark on the note. */
export interface Annotation {
  readonly level: "error" | "warning" | "note";
  /** `claim/different`, or the code of a remark. */
  readonly rule: string;
  readonly message: string;
  readonly range: Range;
  /** The statement without its place, so that it is known again after lines have moved. */
  readonly key: string;
}

/** What is worth pointing at in a note; with `exactShape`, an answer that a transpose repairs is an error. */
export const annotationsOf = ({ found, rangeOf }: Placed, exactShape: boolean): readonly Annotation[] => [
  ...found.remarks.map((r): Annotation => {
    const { line } = found.place(r.line);
    const range = { line, column: 1, endLine: line, endColumn: 1 };
    return { level: r.severity, rule: r.code, message: r.message, range, key: `${r.code} ${r.message}` };
  }),
  ...found.findings.flatMap((f): readonly Annotation[] => {
    const level = levelOf(f, exactShape);
    if (level === null) return [];
    const right = f.right === null ? "" : `; right is ${f.right.unicode}`;
    const message = `${f.of} = ${f.text} is ${f.verdict}${f.why === null ? "" : `: ${f.why}`}${right}`;
    return [{ level, rule: ruleOf(f), message, range: rangeOf(f), key: keyOf(f) }];
  }),
];

/** A finding without its place. */
export const keyOf = (f: Finding): string => `${ruleOf(f)} ${f.of} = ${f.text}`.replace(/\s+/g, " ");

const ruleOf = ({ verdict }: Finding): string => `claim/${verdictKind(verdict).replaceAll(" ", "-")}`;

function levelOf({ verdict }: Finding, exactShape: boolean): Annotation["level"] | null {
  if (isWrong(verdict)) return "error";
  if (verdict === "equal up to a transpose") return exactShape ? "error" : "warning";
  return verdictKind(verdict) === "right if" ? "note" : null;
}
