/**
 * Whether a claim and a derivative have the same value wherever the derivative has one, judged by numbers at draws
 * that have seen every orthant, magnitude and size and both sides of every kink.
 */

import type { Expr } from "../core/expr.js";
import { ownOf } from "../core/own.js";
import { type DrawOptions, draw } from "../numeric/draw.js";
import { type Counterexample, inShortNumbers } from "./agree.js";
import { lookBetween } from "./between.js";
import { climb, faintTerms, hiddenFlats } from "./climb.js";
import { lookEverywhere } from "./draws.js";
import { seek, unseen } from "./seek.js";
import { expressionText, type Kink, kinkText } from "./sides.js";
import { seekStill, stillOf, unreached } from "./still.js";
import { look, type Study, studyOf } from "./study.js";

export type Verdict =
  /** `seen` says at what: `at 24 draws, both sides of relu(m − D)`. */
  | { readonly verdict: "same"; readonly draws: number; readonly seen: string }
  | { readonly verdict: "differ"; readonly counterexample: Counterexample }
  /** The same wherever the claim has a value, and it has none where the derivative has one. */
  | { readonly verdict: "valueless"; readonly counterexample: Counterexample }
  /** No numbers could be drawn, or no draw is on some side: nothing is known. */
  | { readonly verdict: "open"; readonly why: string; readonly drawn: boolean };

export interface EverywhereOptions extends DrawOptions {
  readonly seed?: number;
  /** Draws near 1, of which a counterexample is shortest. */
  readonly draws?: number;
}

const SEED = 1;
const DRAWS = 5;
/** A counterexample's inputs are rounded where its values stay as far apart. */
const CLEAR = 1e-8;

/** Compares `claimed` with `derived`, the derivative of `of`. */
export function everywhere(claimed: Expr, derived: Expr, of: readonly Expr[], given: EverywhereOptions = {}): Verdict {
  const options = ownOf(given);
  const study = studyOf(claimed, derived, of, options.seed ?? SEED, options);
  const differs = (counterexample: Counterexample): Verdict => ({
    verdict: "differ",
    counterexample:
      counterexample.between === undefined ? inShortNumbers(claimed, derived, counterexample, CLEAR) : counterexample,
  });
  let refused: string | null = null;
  const roots = [claimed, derived, ...of];
  for (let i = 0; i < (options.draws ?? DRAWS); i++) {
    const drawn = draw(roots, study.random, options);
    if (!drawn.drawn) {
      refused = drawn.why;
      break;
    }
    const found = look(study, drawn.env);
    if (found.type === "differ") return differs(found.counterexample);
  }
  for (const looks of [lookEverywhere, seek, lookBetween, climb, seekStill]) {
    const found = looks(study);
    if (found?.type === "differ") return differs(found.counterexample);
    // A fact that is only supposed and leaves places without a value is not the one that lacks.
    if (study.valueless !== null && options.supposed !== undefined) break;
  }
  if (study.valueless !== null) return { verdict: "valueless", counterexample: study.valueless };
  if (study.usable.length === 0)
    return { verdict: "open", why: study.doubt ?? refused ?? "the derivative has no value at any draw", drawn: false };
  const few = tooFew(study);
  if (few !== null) return { verdict: "open", why: few, drawn: true };
  if (study.doubt !== null) return { verdict: "open", why: study.doubt, drawn: true };
  const [missing] = unseen(study);
  if (missing !== undefined) return { verdict: "open", why: unseenText(missing.kink, missing.side), drawn: true };
  const hidden = hiddenText(study);
  if (hidden !== null) return { verdict: "open", why: hidden, drawn: true };
  return { verdict: "same", draws: study.usable.length, seen: seenText(study) };
}

/** Draws that prove something; by luck one or two are met where facts leave hardly any numbers. */
const FEWEST = 3;

function tooFew({ usable, needs, options }: Study): string | null {
  if (needs.inputs.length + needs.sizes.length === 0) return null;
  if (usable.length < FEWEST) return `numbers could be drawn ${usable.length === 1 ? "once" : "twice"} only`;
  const free = needs.sizes.filter((n) => options.sizes?.has(n) !== true);
  const larger = free.length === 0 || usable.some(({ sizes }) => free.some((n) => (sizes.get(n) ?? 1) > 1));
  return larger ? null : "numbers could be drawn at sizes of 1 only";
}

const unseenText = (k: Kink, side: 1 | -1): string =>
  k.node.op.name === "iverson"
    ? `${kinkText(k)} is ${side === 1 ? 0 : 1} at every draw, and nothing shows that it is always`
    : `no draw has the argument of ${kinkText(k)} ${side === 1 ? "positive" : "negative"}, and nothing shows that it cannot be`;

/** Names a part of the difference that no draw shows; null where draws show all of it. */
function hiddenText(study: Study): string | null {
  const [flat] = hiddenFlats(study);
  if (flat !== undefined) return `no draw has ${kinkText(flat)} where it is neither flat nor huge`;
  const [faint] = faintTerms(study);
  if (faint !== undefined) return `${expressionText(faint)} is not 0, and at every draw too small to be seen`;
  const empty = unreached(study);
  if (empty !== null) return `no draw has a term of ${expressionText(empty)}`;
  const [still] = stillOf(study);
  return still === undefined
    ? null
    : `${expressionText(still.product)} is 0 at every draw, and nothing shows that it is everywhere`;
}

/** Kinks that a reason lists. */
const LISTED = 3;

function seenText(study: Study): string {
  const { usable, kinks, seen } = study;
  const draws = `at ${usable.length} ${usable.length === 1 ? "draw" : "draws"}`;
  const both = kinks.filter((k) => k.needed && seen.get(k)?.positive === true && seen.get(k)?.negative === true);
  const texts = [...new Set(both.map(kinkText))];
  if (texts.length === 0) return draws;
  const listed = texts.slice(0, LISTED).join(", ");
  return `${draws}, both sides of ${listed}${texts.length > LISTED ? ` and ${texts.length - LISTED} more` : ""}`;
}
