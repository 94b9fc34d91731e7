/** Derivatives that notes state in what could not be read as a whole: judged in parts, side by side, or listed. */
import { answer } from "../api/answer.js";
import { isWrong } from "../report/report.js";
import { differentialClaims } from "./differentials.js";
import { type Finding, isRight, type Judged, worstOf } from "./finding.js";
import type { ReadItem, ReadItems } from "./items.js";
import { asRight, bestAttempt, ENTRIES_COUNTED, judged } from "./judged.js";
import { isLimitOf } from "./limits.js";
import { countsEntries } from "./listed.js";
import { alone, type Part, type Parts, partsOf } from "./parts.js";
import { type Context, within } from "./readings.js";
import { NO_RULE } from "./rules.js";
import type { Signatures } from "./spelling.js";
import { statedIn } from "./stated.js";
import { type Cut, formulaStatements, headsOf, type Statements } from "./statements.js";
import { tidied } from "./tidy.js";
import { bareNames } from "./unknown.js";
import { gradientClaims } from "./unnamed-gradients.js";

/** Why what is read is no claim. */
export const SCHEMES = {
  dots: "a general definition or a sketch with dots, not a claim",
  entrywise: "about single entries, not a claim about the whole",
} as const;

/** Derivatives that a formula states in what could not be read of it, judged where that can be in parts. */
export function unreadFindings(
  context: Context,
  { item, statements, formula, signatures }: ReadItem,
  { readAlone }: Pick<ReadItems, "readAlone">,
): readonly Judged[] {
  const why = statements.unread[0]?.message ?? SCHEMES.entrywise;
  const bare = (text: string): string => text.replace(/[\s&.,;{}]+/g, "");
  const read = statements.cuts.filter((c) => c.statement.type === "claim").map((c) => bare(c.text));
  const isScheme = statements.unread.length === 0;
  return statedIn(formula ?? item.text).flatMap(({ of, sides, below }) => {
    // What says of the whole which entries it has is a definition.
    if (isScheme && !/[_^]/.test(of)) return [];
    if (read.some((r) => r.includes(bare(sides[0] ?? "")) && r.includes(bare(of)))) return [];
    return sides.filter(isSide).map((text): Judged => {
      const place = { line: item.line + below, item: context.index, of, text };
      const part =
        inParts(context, tidied(of), tidied(text), signatures) ??
        asClaim(context, readAlone(`${of} = ${text}`, signatures));
      const found = { ...NOT_JUDGED, why, ...part?.findings[0], ...place };
      const isOpen = found.verdict === "not judged";
      const means = isOpen && countsEntries(of, text) ? ENTRIES_COUNTED : isOpen && isLimitOf(of, text) ? AS_LIMIT : {};
      return { findings: [{ ...found, ...means }], sections: part?.sections ?? [] };
    });
  });
}

const AS_LIMIT = { verdict: "definition", why: "the derivative as the limit that it is" } as const;

/** An end that is left open, `= ?`, states nothing. */
const isSide = (text: string): boolean => !/^(?:\\[,;:! ]|\s|[?.,;])*$/.test(text);

/** Words and signs that say when something holds. */
const LIMITS =
  /\\neq?(?![a-zA-Z])|\\not(?![a-zA-Z])|\u2260|!=|\\(?:forall|begin\s{0,9}\{(?:cases|array))|\b(?:if|when|where|for|otherwise|wenn|falls)\b|若|当|如果|만약|일\s{0,9}때|とき/;

/** The verdict of one side of a chain that could not be read as a whole; null where it cannot be read by itself either. */
function asClaim(context: Context, { cuts, unread }: Statements): Judged | null {
  const [cut] = cuts;
  if (unread.length > 0 || cuts.length !== 1 || cut?.statement.type !== "claim") return null;
  const alone = judged(context, cut);
  const [found, ...others] = alone.findings;
  if (found === undefined || others.length > 0) return null;
  // For which values it holds may stand in what could not be read.
  return isWrong(found.verdict) && LIMITS.test(context.item.text) ? null : alone;
}

const NOT_JUDGED = {
  verdict: "not judged",
  by: null,
  holds: null,
  counterexample: null,
  layout: null,
  right: null,
} as const satisfies Partial<Finding>;

/** The verdict of a derivative that is stated entry by entry or at a point; null where it is not. */
function inParts(context: Context, of: string, side: string, signatures: Signatures): Judged | null {
  const stated = partsOf(of, side, signatures);
  if (stated === null) {
    const slope = asSlope(context, of, side, signatures);
    if (slope !== null) return slope;
    for (const claim of gradientClaims(context, of, side)) {
      const { findings, sections } = judged(context, claim);
      const [found] = findings;
      if (found !== undefined && (isRight(found) || found.why === NO_RULE))
        return { findings: [{ ...found, right: null }], sections };
    }
    const wholes = differentialClaims(context, of, side).map((claim) => judged(context, claim));
    const found = wholes.map((w) => w.findings[0] ?? null);
    const worst = worstOf(found);
    // What was read of the sides alone accuses nobody of a shape.
    if (worst === null || worst.verdict === "ill-shaped" || (worst.verdict === "different" && worst.by === "laws"))
      return null;
    return { findings: [{ ...worst, right: null }], sections: wholes.flatMap((w) => w.sections) };
  }
  const sections = new Set<number>();
  const found = stated.parts.map((part) => {
    const [cut] = formulaStatements(`${part.left} = ${part.side}`).cuts;
    if (cut?.statement.type !== "claim") return null;
    const whole = stated.point.length === 0 ? judged(context, cut) : null;
    for (const at of whole?.sections ?? []) sections.add(at);
    return (whole === null ? atPoint(context, cut, part, stated.point) : whole.findings[0]) ?? null;
  });
  const worst = worstOf(found);
  return worst === null ? null : { findings: [worst], sections: [...sections] };
}

/** `σ'(X_{ij}) = Y_{ij} (1 − Y_{ij})`, `f''(x_1) = …`: the slope of a function at a name is its derivative by that. */
function asSlope(context: Context, of: string, side: string, signatures: Signatures): Judged | null {
  const [, f = "", primes = "", at = ""] = SLOPE.exec(of) ?? [];
  // What speaks of the variable besides is about no one point.
  const isBoth = signatures.get(f)?.some((p) => p !== at && alone(p).test(side)) === true;
  if (f === "" || isBoth) return null;
  const square = primes.length === 1 ? "" : "^2";
  const [cut, ...others] = formulaStatements(
    `\\frac{\\partial${square} ${f}(${at})}{\\partial ${at}${square}} = ${side}`,
  ).cuts;
  if (cut?.statement.type !== "claim" || others.length > 0) return null;
  const { findings, sections } = judged(context, cut);
  const [found, ...more] = findings;
  if (found === undefined || more.length > 0 || found.verdict === "not judged") return null;
  return found.verdict === "ill-shaped" || (isWrong(found.verdict) && found.by !== "numbers")
    ? null
    : { findings, sections };
}

const SLOPE =
  /^(\\?[A-Za-z]+)\s{0,9}('{1,2})\s{0,9}(?:\\left)?\(\s{0,9}((?:\\(?:mathbf|bm|boldsymbol)\s{0,9}\{[A-Za-z]\}|\\?[A-Za-z]+)(?:[_^](?:\w|\*|\{[\w,()*]{1,9}\})){0,2})\s{0,9}(?:\\right)?\)$/;

/** A value at a point: the derivative, with numbers in the place of its variables, beside the value. */
function atPoint(context: Context, cut: Cut, { side }: Part, point: Parts["point"]): Finding | null {
  const general = bestAttempt(context, cut);
  if (general?.result == null || general.report.where.length > 0) return null;
  const names = new Set(point.map(([name]) => name.replace(/^\\/, "")));
  const others = general.behind.cuts.filter((c) => !headsOf(c.statement).some((h) => names.has(h)));
  const behind = bareNames(general.behind)(others.map((c) => c.text).join("\n"));
  const given = [behind, ...point.map(([name, value]) => `${name.replace(/^\\/, "")} = ${value}`)].join("\n");
  // The derivative of t R by t is R, and what is stated of it is a claim like any other.
  const text = `t_point : scalar\n${given}\nq_point = t_point * (${general.result.text})\n$$\\frac{\\partial q_{point}}{\\partial t_{point}} = ${side}$$`;
  const report = answer(text, { ...within(context.options), steps: "none" });
  const [claim] = report.results[report.results.length - 1]?.claims ?? [];
  if (claim === undefined || (claim.verdict !== "equal" && claim.by !== "numbers")) return null;
  const { by, holds, layout, why } = claim;
  const isRounded = isRoundedFrom(side, claim.counterexample?.derived ?? null);
  const verdict = isRounded ? "equal" : claim.verdict;
  const counterexample = isRounded ? null : claim.counterexample;
  const right = verdict === "equal" ? null : asRight(general.result, general.report);
  return {
    line: 0,
    item: context.index,
    of: "",
    text: side,
    verdict,
    by,
    holds,
    counterexample,
    layout,
    why: isRounded ? null : why,
    right,
  };
}

/** Whether a decimal number is another one to as many digits as it has. */
function isRoundedFrom(side: string, derived: unknown): boolean {
  const digits = /^\s*-?\d{1,20}\.(\d{1,20})\s*(?:[.,;]\s*)?$/.exec(side)?.[1]?.length;
  if (digits === undefined || typeof derived !== "number") return false;
  return Math.abs(Number.parseFloat(side) - derived) <= 0.5000001 * 10 ** -digits;
}
