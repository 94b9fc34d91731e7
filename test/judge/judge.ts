/** Judges the claims of a text, for tests. */
import { derivations, isRefusal } from "../../src/derive/derivation.js";
import { read } from "../../src/elaborate/parse.js";
import { judgements } from "../../src/judge/claims.js";
import type { Judgement } from "../../src/judge/judgement.js";

/** Every side of every claim of a text, in order. Throws for a text with faults. */
export const judged = (...lines: readonly string[]): readonly Judgement[] => judgedFrom(undefined, ...lines);

/** The same with draws from a seed. */
export function judgedFrom(seed: number | undefined, ...lines: readonly string[]): readonly Judgement[] {
  const model = read(lines.join("\n"));
  const fault = model.diagnostics.find((d) => d.severity === "error");
  if (fault !== undefined) throw new Error(`${fault.line}:${fault.column}: ${fault.message}\n${model.source}`);
  return model.asked.flatMap((a) => {
    if (a.type === "query") return [];
    const [derived] = derivations(model, [a.claim.query], { steps: "none" }).results;
    if (derived === undefined || isRefusal(derived)) throw new Error(derived?.message ?? "nothing derived");
    return judgements(a.claim, derived, seed === undefined ? {} : { seed });
  });
}

/** `equal (gradient)`, `different`: a verdict with its layout. */
export const told = ({ verdict, layout }: Judgement): string => (layout === null ? verdict : `${verdict} (${layout})`);
