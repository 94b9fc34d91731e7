/** What a host tells of a note: a sentence for each statement that is not plainly right, and for each remark. */
import { isWrong, type Verdict } from "../report/report.js";
import type { Proofread } from "./proofread.js";

export interface Told {
  readonly line: number;
  readonly sentence: string;
  /** Not to be published. */
  readonly wrong: boolean;
}

const UNSAID: ReadonlySet<Verdict> = new Set<Verdict>(["equal", "not judged", "definition", "value"]);

/** The sentences on a note, those on its statements first. */
export function toldOf({ findings, remarks }: Proofread): readonly Told[] {
  return [
    ...findings
      .filter((f) => !UNSAID.has(f.verdict))
      .map((f) => {
        const right = f.right === null ? "" : `; it is ${f.right.unicode}`;
        const sentence = `${f.of} = ${f.text} is ${f.verdict}: ${f.why ?? ""}${right}`;
        return { line: f.line, sentence, wrong: isWrong(f.verdict) };
      }),
    ...remarks.map((r) => ({
      line: r.line,
      sentence: r.message,
      // A question that has no answer says so where it stands.
      wrong: r.severity === "error" && r.code.startsWith("notes/"),
    })),
  ];
}
