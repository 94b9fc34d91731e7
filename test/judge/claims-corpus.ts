/** Claims made of the published problems: right ones in another form, wrong ones with one slip, judged against truth. */

import type { Judgement } from "../../src/judge/judgement.js";
import { random } from "../../src/numeric/random.js";
import { printText } from "../../src/print/text.js";
import { type Case, cases, claimText, type Truth, truths } from "../numeric/cases.js";
import { judged } from "./judge.js";
import { relation, restsOnNumbers, type Slip, slips } from "./mutants.js";
import { rephrased } from "./rephrase.js";

/** Problems whose published answer holds for every draw that the text allows. */
export const sound = (): readonly Case[] => cases().filter((c) => !restsOnNumbers(c));

/** The numbers of each problem, by its id. */
export function truthById(): ReadonlyMap<string, readonly Truth[]> {
  const out = new Map<string, Truth[]>();
  for (const t of truths()) out.set(t.id, [...(out.get(t.id) ?? []), t]);
  return out;
}

/** The judgement of a side of a problem; null where the text is no claim (a slip can spoil a size). */
export function judgedSide(c: Case, side: string): Judgement | null {
  try {
    return judged(claimText(c, side))[0] ?? null;
  } catch {
    return null;
  }
}

/** A published answer in another form, or null where chance leaves it as it is. */
export function inAnotherForm(c: Case, seed: number): string | null {
  const value = judgedSide(c, c.expected)?.side.value ?? null;
  if (value === null) return null;
  const other = rephrased(value, 0.4, random(seed));
  return other === value ? null : printText(other);
}

export interface Told {
  readonly slip: Slip;
  readonly verdict: Judgement["verdict"];
  /** The way in which the verdict contradicts the numbers, or null. */
  readonly fault: string | null;
}

/** The verdicts on slips of a problem, those that `chosen` keeps, each held against the problem's numbers. */
export function* toldOfSlips(
  c: Case,
  truth: ReadonlyMap<string, readonly Truth[]>,
  chosen: (slip: Slip, i: number) => boolean,
): Generator<Told> {
  const known = truth.get(c.id) ?? [];
  const seen = new Map<Slip, number>();
  for (const [slip, text] of slips(c.expected)) {
    const i = seen.get(slip) ?? 0;
    seen.set(slip, i + 1);
    if (!chosen(slip, i)) continue;
    const found = judgedSide(c, text);
    if (found === null) continue;
    const { verdict, side, value } = found;
    const is = relation(c, known, side.value);
    const right =
      side.value === null
        ? // Of what does not fit, what is said to be meant must be the derivative.
          verdict === "ill-shaped" || (verdict === "equal up to a transpose" && relation(c, known, value) === "equal")
        : verdict === { equal: "equal", transposed: "equal up to a transpose", neither: "different" }[is];
    const fault = right ? null : `${c.id}: ${c.expected} => ${text}: ${verdict}, but ${is} in truth`;
    yield { slip, verdict, fault };
  }
}
