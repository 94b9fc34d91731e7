/** Findings as an editor or a review shows them: a level, a code, a message, a range. */
import { isWrong, verdictKind } from "../report/report.js";
import type { Place, Remark } from "./document.js";
import type { Finding } from "./finding.js";
import type { Summary } from "./proofread.js";
import type { Range } from "./ranges.js";

/** What was found in a note, with where in its file it stands: data alone, that goes from thread to thread. */
export interface PlacedNote {
  readonly findings: readonly PlacedFinding[];
  readonly remarks: readonly (Remark & Place)[];
  readonly summary: Omit<Summary, "notClaims" | "unread"> & {
    readonly notClaims: readonly (Summary["notClaims"][number] & Place)[];
    readonly unread: readonly (Summary["unread"][number] & Place)[];
  };
}

/** A finding at its line in the file. */
export interface PlacedFinding extends Finding, Place {
  readonly range: Range;
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
export const annotationsOf = ({ remarks, findings }: PlacedNote, exactShape: boolean): readonly Annotation[] => [
  ...remarks.map(({ line, severity, code, message }): Annotation => {
    const range = { line, column: 1, endLine: line, endColumn: 1 };
    return { level: severity, rule: code, message, range, key: `${code} ${message}` };
  }),
  ...findings.flatMap((f): readonly Annotation[] => {
    const level = levelOf(f, exactShape);
    if (level === null) return [];
    const right = f.right === null ? "" : `; right is ${f.right.unicode}`;
    const message = `${f.of} = ${f.text} is ${f.verdict}${f.why === null ? "" : `: ${f.why}`}${right}`;
    return [{ level, rule: ruleOf(f), message, range: f.range, key: keyOf(f) }];
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
