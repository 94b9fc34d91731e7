/** Judges what notes claim of a derivative: a chain as a whole, then side by side. */
import { answer } from "../api/answer.js";
import { type Expression, postorder } from "../parse/ast.js";
import { unicodeName } from "../print/unicode.js";
import { type ClaimReport, isWrong, type Report, type ResultReport } from "../report/report.js";
import { doubtOfChain, namesAsked, openFunctions, withheld } from "./blame.js";
import { chainRules } from "./chain-rules.js";
import type { Item } from "./document.js";
import { excused } from "./excuses.js";
import { type Finding, isRight, type Judged, type RightFormula, worstOf } from "./finding.js";
import { countsEntries, entryParts } from "./listed.js";
import { statementsIn } from "./local.js";
import { type Attempt, attempts, type Context, isIndependent, RANK, within, withNote } from "./readings.js";
import { byRule } from "./rules.js";
import { splitAtEquals } from "./stated.js";
import { bodyOf, CLOSING, type Cut, headsOf, isDeclaration, OPENING, sideAlone } from "./statements.js";
import { typedIn } from "./unknown.js";
import { withAbove } from "./upstream.js";

/** Judges the sides of a claim; a throw inside one is its own verdict and ends nothing else. */
export function judged(context: Context, cut: Cut): Judged {
  try {
    return judgedInNotes(context, cut);
  } catch (error) {
    const why = `it could not be judged: ${error instanceof Error ? error.message : String(error)}`;
    return { findings: unjudged(context, cut, why), sections: [] };
  }
}

/** Judges the sides of a claim, in the reading that does it most justice. */
function judgedInNotes(context: Context, cut: Cut): Judged {
  const likeliest = bestAttempt(context, cut);
  const whole = judgedAsRead(context, cut, likeliest);
  const isOpen = whole.findings.some((f) => f.verdict === "not judged" || isWrong(f.verdict));
  const [first, ...others] = whole.findings;
  // One reason of all sides is one of what is asked, and what the first side defines only the chain tells.
  const isOfAsked =
    first?.verdict === "definition" || others.every((f) => f.verdict === "not judged" && f.why === first?.why);
  const sides = isOpen && !isOfAsked && likeliest !== null ? sideBySide(context, cut, likeliest, whole) : whole;
  return isOpen ? withTheorems(context, cut, sides) : sides;
}

/** What is a chain rule, another rule or a condition, whatever its names are. */
function withTheorems(context: Context, cut: Cut, judged: Judged): Judged {
  const chains = chainRules(context.known, cut);
  const findings = judged.findings.map((asWhole, k): Finding => {
    const f =
      isWrong(asWhole.verdict) || asWhole.verdict === "not judged" ? byEntry(context, cut, k, asWhole) : asWhole;
    if (f.verdict !== "not judged") return f;
    const chain = chains.get(k);
    if (chain !== undefined) return { ...f, verdict: "equal", by: "laws", why: chain, right: null };
    if (isCondition(f)) return { ...f, verdict: "condition", why: CONDITION };
    const alone = judged.findings.length === 1 ? cut : sideAlone(cut, k);
    const rule = alone === null ? null : byRule(context, alone);
    return rule === null ? f : { ...f, ...rule, right: null };
  });
  return { ...judged, findings };
}

/** A side that lists entries, each judged as one; the finding as it is where it does not. */
function byEntry(context: Context, cut: Cut, k: number, finding: Finding): Finding {
  const { statement } = cut;
  const alone = typedSide(cut, k);
  if (alone === null || statement.type !== "claim" || statement.value.type !== "derivative") return finding;
  const { of, order, variables } = statement.value;
  const [by, ...others] = variables;
  if (finding.verdict === "not judged" && countsEntries(alone.left, alone.side))
    return { ...finding, ...ENTRIES_COUNTED };
  if (by === undefined || order !== 1 || others.length > 0 || by.scripts !== undefined) return finding;
  const whole = of.type === "call" && of.primes === 0 ? of.callee : of.type === "group" ? of.operand : of;
  const parts = entryParts(whole.type === "name" ? whole.typed : `(${typedIn(cut, whole)})`, by.typed, alone.side);
  if (parts === null) return finding;
  const found = parts.map(({ left, side }): Finding | null => {
    const [claim, ...more] = statementsIn(`${OPENING}${left} = ${side}${CLOSING}`);
    if (claim?.statement.type !== "claim" || more.length > 0) return null;
    return judgedInNotes(context, { ...claim, below: cut.below }).findings[0] ?? null;
  });
  const worst = worstOf(found);
  const { line, item, of: left, text } = finding;
  if (worst !== null && isRight(worst)) return { ...worst, line, item, of: left, text, right: null };
  if (finding.verdict === "not judged") return finding;
  const isCertain = worst !== null && isWrong(worst.verdict) && worst.by === "numbers";
  const why = "its entries are listed, and one of them could not be judged";
  return isCertain
    ? { ...worst, line, item, of: left, text }
    : { ...finding, verdict: "not judged", by: null, holds: null, counterexample: null, right: null, why };
}

/** A left side and one of its sides, as typed. */
function typedSide(cut: Cut, k: number): { readonly left: string; readonly side: string } | null {
  const [left = "", ...sides] = splitAtEquals(bodyOf(cut.text));
  const side = sides[k];
  const isWhole = cut.statement.type === "claim" && sides.length === cut.statement.sides.length;
  return side === undefined || !isWhole ? null : { left: oneLine(left), side: oneLine(side) };
}

/** The verdict of what says how entries are counted. */
export const ENTRIES_COUNTED = {
  verdict: "definition",
  why: "how the entries of the derivative are counted",
  right: null,
} as const satisfies Partial<Finding>;

const CONDITION = "a condition, under which the derivative is 0";

/**
 * The sides of a chain that no reading makes right as a whole, each judged by itself: what excuses one side, or hides it
 * from us, says nothing of another.
 */
function sideBySide(context: Context, cut: Cut, likeliest: Attempt, whole: Judged): Judged {
  const sections = new Set(whole.sections);
  const isAnother = doubtOfChain(context, likeliest) !== null;
  const findings = whole.findings.map((f, k): Finding => {
    if (f.verdict !== "not judged" && !isWrong(f.verdict)) return f;
    const alone = sideAlone(cut, k);
    const judged = alone === null ? null : judgedAsRead(context, alone, bestAttempt(context, alone));
    const [found] = judged?.findings ?? [];
    if (judged === null || found === undefined || judged.findings.length !== 1) return f;
    // What a shape alone tells, the side that kept it from being told may know better.
    if (isWrong(found.verdict) && (isWrong(f.verdict) || isAnother || found.by !== "numbers")) return f;
    if (found.verdict === "not judged" && f.verdict === "not judged") return f;
    for (const at of judged.sections) sections.add(at);
    return { ...found, of: f.of, line: f.line, text: f.text };
  });
  return { findings, sections: [...sections] };
}

/** Judges the sides of a claim as `likeliest` reads them all. */
function judgedAsRead(context: Context, cut: Cut, likeliest: Attempt | null): Judged {
  const { item, index } = context;
  if (likeliest === null) return { findings: [], sections: [] };
  const sections = [...likeliest.behind.sections].filter((s) => s !== item.section);
  const away = sections.length === likeliest.behind.sections.size ? sections : sectionsOfAsked(likeliest, item);
  if (cut.statement.type === "claim" && cut.statement.value.type === "entry" && isDerivative(cut.statement.sides[0]))
    return {
      findings: unjudged(context, cut, ENTRIES_COUNTED.why, "definition"),
      sections: [],
    };
  if (likeliest.result === null || likeliest.claims.length === 0) {
    const error = likeliest.report.diagnostics.find((d) => d.severity === "error");
    return { findings: unjudged(context, cut, error?.message ?? "it could not be read"), sections: [] };
  }
  const independent = isIndependent(likeliest.report);
  const accused = likeliest.claims.some((c) => isWrong(c.verdict) && !isCondition(c)) && !independent;
  const excuse = accused ? excused(context, likeliest) : null;
  const best = excuse?.attempt ?? likeliest;
  const { report, result, claims, model } = best;
  if (result === null) return { findings: [], sections: [] };
  const doubt = accused && excuse === null ? withheld(context, best, context.siblings) : null;
  const open = claims.some((c) => c.verdict === "equal") ? openFunctions(context, cut, best) : null;
  const right = claims.some((c) => !["equal", "not judged", "definition"].includes(c.verdict))
    ? rightFormula(context, best, claims)
    : null;
  const findings = claims.map((c, k): Finding => {
    const line = model.lines[c.line - 1] ?? item.line;
    const place = { line, item: index, of: result.left.unicode, text: oneLine(c.text) };
    const none = { by: null, holds: null, counterexample: null, right: null };
    if (isWrong(c.verdict) && isCondition(c))
      return {
        ...place,
        ...none,
        verdict: "condition",
        layout: null,
        why: CONDITION,
      };
    if (isWrong(c.verdict) && (isIndependent(report) || doubt !== null)) {
      return { ...place, ...none, verdict: "not judged", layout: c.layout, why: doubt ?? unlinkedOf(result) };
    }
    if (c.verdict === "equal" && open !== null)
      return { ...place, ...none, verdict: "not judged", layout: null, why: open };
    // Zero on both sides says nothing of a slope that nothing gives.
    if (c.verdict === "equal" && holdsOpenSlope(best, k))
      return { ...place, ...none, verdict: "not judged", layout: null, why: unlinkedOf(result) };
    const verdict = c.verdict === "equal" && excuse?.supposed ? excuse.supposed : c.verdict;
    const { by, holds, counterexample, layout } = c;
    const why = withNote(c.why, c.verdict === "not judged" ? null : best.note);
    const isRight = verdict === "equal" || verdict === "not judged" || verdict === "definition";
    return { ...place, verdict, by, holds, counterexample, layout, why, right: isRight ? null : right };
  });
  return { findings, sections: away };
}

/** The sections in which what is differentiated is defined, where its own is not among them. */
function sectionsOfAsked({ behind, cut: { statement } }: Attempt, { section }: Item): readonly number[] {
  if (statement.type !== "claim" || statement.value.type !== "derivative") return [];
  const asked = new Set(namesAsked(statement.value));
  const sections = behind.cuts.flatMap((c, k) =>
    !isDeclaration(c.statement) && headsOf(c.statement).some((h) => asked.has(h))
      ? [behind.places[k]?.section ?? 0]
      : [],
  );
  return sections.includes(section) ? [] : sections;
}

export function bestAttempt(context: Context, cut: Cut): Attempt | null {
  let best: Attempt | null = null;
  for (const attempt of attempts(context, cut)) {
    // A reading in which a matrix shrinks to a row is taken only where there is no other.
    if (best === null || Number(attempt.sound) - Number(best.sound) || attempt.rank > best.rank)
      if (best === null || attempt.sound || !best.sound) best = attempt;
    if (best.sound && best.rank >= RANK.equal) break;
  }
  return best;
}

/** A side that is 0 where the derivative is not: what notes solve for. */
const isCondition = ({ text }: Pick<ClaimReport, "text">): boolean =>
  /^\s*(?:&\s*)?(?:\\(?:mathbf|bm|boldsymbol|vec|mathrm|textbf)\s*)?(?:\{\s*)?0(?:_\{?\w+\}?)?\s*(?:\}\s*)?(?:[.,;]\s*)?$/.test(
    text,
  );

const unlinkedOf = ({ of, wrt }: ResultReport): string => `${of} does not depend on ${wrt} in what is defined so far`;

/** Whether a side holds the derivative of a name that is data here: 0, where the note means the slope that it has. */
function holdsOpenSlope({ cut: { statement }, report }: Attempt, k: number): boolean {
  const side = statement.type === "claim" ? statement.sides[k] : undefined;
  if (side === undefined) return false;
  const data = new Set(report.symbols.flatMap((s) => (s.role === "input" ? [s.name] : [])));
  return postorder(side).some((e) => {
    const of = e.type !== "derivative" ? null : e.of.type === "group" ? e.of.operand : e.of;
    return (
      e.type === "derivative" &&
      of?.type === "name" &&
      data.has(of.name) &&
      e.variables.every((v) => v.name !== of.name && (of.scripts === undefined || v.scripts?.base !== of.scripts.base))
    );
  });
}

/** `∂f_i/∂x_j` and nothing else. */
const isDerivative = (side: Expression | undefined): boolean => side?.type === "derivative";

function unjudged(
  { item, index }: Context,
  cut: Cut,
  why: string,
  verdict: "not judged" | "definition" = "not judged",
): readonly Finding[] {
  const [of, ...sides] = sidesOf(cut);
  const line = item.line + cut.below;
  const none = { by: null, holds: null, counterexample: null, layout: null, right: null };
  const asked = derivativeOfNames(cut) ?? of ?? "";
  return sides.map((text) => ({ line, item: index, of: asked, text, verdict, why, ...none }));
}

/** `∂y/∂x` of a claim about names without scripts; null for any other, which is shown as it is typed. */
function derivativeOfNames({ statement }: Cut): string | null {
  if (statement.type !== "claim" || statement.value.type !== "derivative") return null;
  const { of, order, variables } = statement.value;
  const [by, ...others] = variables;
  if (order !== 1 || others.length > 0 || by === undefined || of.type !== "name") return null;
  if (of.scripts !== undefined || by.scripts !== undefined) return null;
  return `∂${unicodeName(of.name)}/∂${unicodeName(by.name)}`;
}

export const oneLine = (text: string): string => text.replace(/[\s&]+/g, " ").trim();

/** A claim as typed, cut at its `=`: for claims that could not be read as such. */
const sidesOf = (cut: Cut): readonly string[] => splitAtEquals(bodyOf(cut.text)).map(oneLine);

/** The derivative as it should stand, in the layout in which the claim was written as far as one can tell. */
function rightFormula(context: Context, best: Attempt, claims: readonly ClaimReport[]): RightFormula | null {
  const { options } = context;
  const layout = claims.find((c) => c.layout !== null)?.layout ?? null;
  let { report, result } = best;
  if (result === null) return null;
  if (layout === "jacobian" && result.layout === "gradient") {
    const again = answer(best.model.source, { ...within(options), steps: "none", layout });
    const turned = again.results[again.results.length - 1];
    if (turned !== undefined) {
      report = again;
      result = turned;
    }
  }
  const right = asRight(result, report);
  const { upstream, typed } = best;
  const above = upstream === undefined ? right : withAbove(right, upstream);
  if (typed === undefined) return above;
  const { text, unicode, latex, layout: of } = above;
  return { text: typed(text), unicode: typed(unicode), latex: typed(latex), layout: of, where: [] };
}

export const asRight = ({ left, text, unicode, latex, layout }: ResultReport, { where }: Report): RightFormula => ({
  text: `${left.text} = ${text}`,
  unicode: `${left.unicode} = ${unicode}`,
  latex: `${left.latex} = ${latex}`,
  layout,
  where,
});
