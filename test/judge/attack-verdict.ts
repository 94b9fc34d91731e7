import type { Verdict } from "../../src/report/report.js";
import type { Attack } from "./attack.js";

/** How a verdict on a claim of known truth is wrong, or null: `equal` of what is false, anything else of what is true. */
export function wrongVerdict({ text, kind, isTrue }: Attack, verdict: Verdict | undefined): string | null {
  const said = `${verdict} (${kind}): ${text.split("\n").slice(11).join("; ")}`;
  if (isTrue) return verdict === "equal" ? null : `true, called ${said}`;
  return verdict === "equal" || verdict === "equal up to a transpose" ? `false, called ${said}` : null;
}
