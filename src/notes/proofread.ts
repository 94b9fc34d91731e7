/** Reads the formulas of notes in order, and judges every derivative that they state. */

import { answer, type DeriveOptions } from "../api/answer.js";
import type { Diagnostic } from "../core/diagnostic.js";
import { ownOf } from "../core/own.js";
import type { Expression } from "../parse/ast.js";
import {
  type ClaimReport,
  isWrong,
  type Report,
  type ResultReport,
  type Verdict,
  type VerdictKind,
  verdictKind,
  type WhereReport,
} from "../report/report.js";
import { excused, namesAsked, openFunctions, withheld } from "./blame.js";
import { remarksOf } from "./derivations.js";
import { differentialClaims } from "./differentials.js";
import type { Item, NotesDocument, Place, Remark } from "./document.js";
import { statedFacts } from "./facts.js";
import { type ReadItem, readItems, type Taken, takenIn } from "./items.js";
import { type Part, type Parts, partsOf } from "./parts.js";
import { type Attempt, attempts, type Context, isIndependent, RANK, within, withNote } from "./readings.js";
import { joined } from "./scope.js";
import type { Signatures } from "./spelling.js";
import { partsTyped, statedIn } from "./stated.js";
import { type Cut, formulaStatements, headsOf, isDeclaration, type Statements } from "./statements.js";
import { tidied } from "./tidy.js";
import { bareNames } from "./unknown.js";
import { gradientClaims } from "./unnamed-gradients.js";
import { withAbove } from "./upstream.js";

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

/** An item with its judgements, for whoever renders it. */
export interface Outcome {
  readonly findings: readonly Finding[];
  /** Of a block or a question: the answer. */
  readonly report: Report | null;
  /** The formula without macro definitions, macros written out; null where that was refused. */
  readonly formula: string | null;
  /** The faults of a block or question, at lines of the notes. */
  readonly faults: readonly Remark[];
  readonly cuts: readonly Cut[];
  /** Of a block: its text with the definitions behind it. */
  readonly source: string | null;
}

/** A general definition, a sketch, a formula without an `=`: read, and nothing to judge. */
export interface Summary {
  readonly formulas: number;
  readonly blocks: number;
  readonly definitions: number;
  readonly repeats: number;
  readonly scopes: number;
  readonly declarations: number;
  readonly queries: number;
  readonly verdicts: Readonly<Record<VerdictKind, number>>;
  readonly notClaims: readonly { readonly line: number; readonly why: string }[];
  readonly unread: readonly { readonly line: number; readonly why: string }[];
  /** Formulas that only mention something: `$x$`. */
  readonly mentions: number;
}

export interface Proofread {
  readonly outcomes: readonly Outcome[];
  readonly findings: readonly Finding[];
  readonly remarks: readonly Remark[];
  readonly summary: Summary;
  readonly place: (line: number) => Place;
}

/** Judges a document. Never throws, whatever the text. */
export function proofread(document: NotesDocument, given: ProofreadOptions = {}): Proofread {
  const options = ownOf(given);
  const read = readItems(document, { entries: true });
  const { known, times, taken } = takenIn(read.items);
  const remarks: Remark[] = [...document.remarks, ...read.remarks];
  for (const d of document.derivations ?? []) remarks.push(...remarksOf(d));
  const outcomes: Outcome[] = [];
  const unread: { line: number; why: string }[] = [];
  let mentions = 0;

  const broken = new Map<string, Set<number>>();
  for (const { item, broken: names } of read.items)
    for (const n of names) broken.set(n, (broken.get(n) ?? new Set()).add(item.section));
  const facts = statedFacts(document, read.macros);
  const prose = (document.prose ?? []).map((p) => p.text);
  const speaksOfEntries = prose.some((p) => ENTRIES_IN_WORDS.test(p));
  const claims: (Judged & { readonly section: number; readonly index: number })[] = [];

  read.items.forEach((readItem, index) => {
    const { item, statements, formula } = readItem;
    const time = times[index] ?? 0;
    const context: Context = {
      known,
      facts,
      broken,
      prose,
      speaksOfEntries,
      options,
      item,
      index,
      time,
      siblings: statements.cuts,
    };
    let outcome: Outcome;
    if (item.kind === "block" || item.kind === "ask") outcome = ofBlock(context, statements);
    else {
      const found = asTyped(
        item.text,
        formula ?? item.text,
        statements.cuts,
        statements.cuts.filter((c) => c.statement.type === "claim").map((c) => judged(context, c)),
      );
      const isWhole = statements.unread.length === 0 && !statements.cuts.some(isEntrywise);
      const inUnread = isWhole ? [] : unreadFindings(context, readItem, read.signatures);
      for (const j of [...inUnread, ...found]) claims.push({ ...j, section: item.section, index });
      outcome = { findings: [], report: null, formula, faults: [], cuts: statements.cuts, source: null };
      if (statements.cuts.length === 0 && !/=|\\partial|\\nabla|∂|∇/.test(item.text)) mentions++;
      else for (const u of statements.unread) unread.push({ line: item.line + u.below, why: u.message });
    }
    outcomes.push(outcome);
    for (const f of outcome.faults) remarks.push(f);
    options.progress?.(index + 1, read.items.length);
  });

  withTrust(claims).forEach((found, k) => {
    const index = claims[k]?.index ?? 0;
    const outcome = outcomes[index] as Outcome;
    outcomes[index] = { ...outcome, findings: [...outcome.findings, ...found] };
  });
  const findings = outcomes.flatMap((o) => o.findings);
  const isBlock = (i: Item): boolean => i.kind === "block" || i.kind === "ask";
  return {
    outcomes,
    findings,
    remarks,
    place: document.place,
    summary: {
      formulas: document.items.filter((i) => !isBlock(i)).length,
      blocks: document.items.filter(isBlock).length,
      ...countsIn(taken),
      mentions,
      verdicts: countsOf(findings),
      unread,
    },
  };
}

/** How often each verdict was found. */
export function countsOf(findings: readonly Finding[]): Readonly<Record<VerdictKind, number>> {
  const verdicts: Record<VerdictKind, number> = {
    equal: 0,
    "equal up to a transpose": 0,
    "ill-shaped": 0,
    different: 0,
    "not judged": 0,
    "right if": 0,
    condition: 0,
    definition: 0,
    value: 0,
  };
  for (const f of findings) verdicts[verdictKind(f.verdict)]++;
  return verdicts;
}

/** What became of the statements of a document. */
function countsIn(
  taken: readonly Taken[],
): Pick<Summary, "definitions" | "repeats" | "scopes" | "declarations" | "queries" | "notClaims"> {
  const count = (...kinds: readonly Taken["became"][]): number => taken.filter((t) => kinds.includes(t.became)).length;
  return {
    definitions: count("new", "repeat", "conflict"),
    repeats: count("repeat"),
    scopes: 1 + count("conflict"),
    declarations: count("declared"),
    queries: count("query"),
    notClaims: taken.flatMap(({ cut: { statement }, became, line }) => {
      if (statement.type === "scheme") return [{ line, why: SCHEMES[statement.reason] }];
      if (became === "size") return [{ line, why: "about a size, no definition" }];
      return became === "update" ? [{ line, why: "an update of a name by itself, no definition" }] : [];
    }),
  };
}

/** Words after which a letter is not taken for a number. */
const ENTRIES_IN_WORDS =
  /\bmatri|\bvector|\blayer|\bnetwork|\bweights?\b|matrix|vektor|행렬|벡터|신경망|矩阵|矩陣|向量|网络|行列|ベクトル/i;

const SCHEMES = {
  dots: "a general definition or a sketch with dots, not a claim",
  entrywise: "about single entries, not a claim about the whole",
} as const;

// ---------------------------------------------------------------- claims

/** Sides as the note has them: what was respelled or written out to be read is shown as typed. */
function asTyped(typed: string, formula: string, cuts: readonly Cut[], found: readonly Judged[]): readonly Judged[] {
  const stated = statedIn(formula);
  // Sketches state something too, and stand between the claims.
  const states = cuts.filter((c) => c.statement.type === "claim" || statedIn(bodyOf(c)).length > 0);
  if (stated.length !== states.length) return found;
  const parts = partsTyped(typed);
  const isParallel = typed === formula || parts.length === partsTyped(formula).length;
  const sides = stated.flatMap((s, k) =>
    states[k]?.statement.type !== "claim" ? [] : isParallel ? s.parts.map((part) => parts[part] ?? "") : s.sides,
  );
  if (sides.length !== found.reduce((n, j) => n + j.findings.length, 0)) return found;
  let k = 0;
  const trimmed = (text: string | undefined): string | undefined => text?.trimEnd().replace(/\s{0,20}[.,;]$/, "");
  return found.map((j) => ({
    ...j,
    findings: j.findings.map((f) => ({ ...f, text: trimmed(sides[k++]) || f.text })),
  }));
}

/** The findings of a claim, and the other sections whose definitions it rests on. */
interface Judged {
  readonly findings: readonly Finding[];
  readonly sections: readonly number[];
}

/** Judges the sides of a claim; a throw inside one is its own verdict and ends nothing else. */
function judged(context: Context, cut: Cut): Judged {
  try {
    return judgedInNotes(context, cut);
  } catch (error) {
    const why = `it could not be judged: ${error instanceof Error ? error.message : String(error)}`;
    return { findings: unjudged(context, cut, why), sections: [] };
  }
}

/** Judges the sides of a claim, in the reading that does it most justice. */
function judgedInNotes(context: Context, cut: Cut): Judged {
  const { item, index } = context;
  const likeliest = bestAttempt(context, cut);
  if (likeliest === null) return { findings: [], sections: [] };
  const sections = [...likeliest.behind.sections].filter((s) => s !== item.section);
  const away = sections.length === likeliest.behind.sections.size ? sections : sectionsOfAsked(likeliest, item);
  if (cut.statement.type === "claim" && cut.statement.value.type === "entry" && isDerivative(cut.statement.sides[0]))
    return {
      findings: unjudged(context, cut, "how the entries of the derivative are counted", "definition"),
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
  const findings = claims.map((c): Finding => {
    const line = model.lines[c.line - 1] ?? item.line;
    const place = { line, item: index, of: result.left.unicode, text: oneLine(c.text) };
    const none = { by: null, holds: null, counterexample: null, right: null };
    if (isWrong(c.verdict) && isCondition(c))
      return {
        ...place,
        ...none,
        verdict: "condition",
        layout: null,
        why: "a condition, under which the derivative is 0",
      };
    if (isWrong(c.verdict) && (isIndependent(report) || doubt !== null)) {
      const unlinked = `${result.of} does not depend on ${result.wrt} in what is defined so far`;
      return { ...place, ...none, verdict: "not judged", layout: c.layout, why: doubt ?? unlinked };
    }
    if (c.verdict === "equal" && open !== null)
      return { ...place, ...none, verdict: "not judged", layout: null, why: open };
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

function bestAttempt(context: Context, cut: Cut): Attempt | null {
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
const isCondition = ({ text }: ClaimReport): boolean =>
  /^\s*(?:&\s*)?(?:\\(?:mathbf|bm|boldsymbol|vec|mathrm|textbf)\s*)?(?:\{\s*)?0(?:_\{?\w+\}?)?\s*(?:\}\s*)?(?:[.,;]\s*)?$/.test(
    text,
  );

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
  return sides.map((text) => ({ line, item: index, of: of ?? "", text, verdict, why, ...none }));
}

const isEntrywise = ({ statement }: Cut): boolean => statement.type === "scheme" && statement.reason === "entrywise";

/** Derivatives that a formula states in what could not be read of it, judged where that can be in parts. */
function unreadFindings(
  context: Context,
  { item, statements, formula }: ReadItem,
  signatures: Signatures,
): readonly Judged[] {
  const why = statements.unread[0]?.message ?? SCHEMES.entrywise;
  const bare = (text: string): string => text.replace(/[\s&.,;{}]+/g, "");
  const read = statements.cuts.filter((c) => c.statement.type === "claim").map((c) => bare(c.text));
  const isScheme = statements.unread.length === 0;
  return statedIn(formula ?? item.text).flatMap(({ of, sides, below }) => {
    // What says of the whole which entries it has is a definition.
    if (isScheme && !/[_^]/.test(of)) return [];
    if (read.some((r) => r.includes(bare(sides[0] ?? "")) && r.includes(bare(of)))) return [];
    return sides.map((text): Judged => {
      const place = { line: item.line + below, item: context.index, of, text };
      const part = inParts(context, tidied(of), tidied(text), signatures);
      return { findings: [{ ...NOT_JUDGED, why, ...part?.findings[0], ...place }], sections: part?.sections ?? [] };
    });
  });
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
    for (const claim of gradientClaims(context, of, side)) {
      const { findings, sections } = judged(context, claim);
      const [found] = findings;
      if (found !== undefined && isRight(found)) return { findings: [{ ...found, right: null }], sections };
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

const isRight = (f: Finding): boolean => f.verdict === "equal" || f.verdict.startsWith("right if");

/** Of the findings about the parts of a whole the one that decides it; null where one could not be read or there are none. */
function worstOf(found: readonly (Finding | null)[]): Finding | null {
  const [worst] = [
    ...found.filter((f) => f === null || f.verdict === "not judged" || f.verdict === "condition"),
    ...found.filter((f) => f !== null && !isRight(f)),
    ...found.filter((f) => f !== null && f.verdict !== "equal"),
    ...found,
  ];
  return worst ?? null;
}

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

/** A claim is blamed by definitions of another section only where a claim of its own rests on them and is right. */
function withTrust(all: readonly (Judged & { readonly section: number })[]): readonly (readonly Finding[])[] {
  const trusted = new Set<string>();
  for (const { findings, sections, section } of all)
    if (findings.some((f) => f.verdict === "equal")) for (const s of sections) trusted.add(`${section} ${s}`);
  return all.map(({ findings, sections, section }) => {
    if (sections.length === 0 || sections.every((s) => trusted.has(`${section} ${s}`))) return findings;
    const why = "what it rests on is defined in another section, and no right claim of this one rests on that";
    return findings.map((f): Finding => {
      if (!isWrong(f.verdict)) return f;
      return { ...f, verdict: "not judged", by: null, holds: null, counterexample: null, right: null, why };
    });
  });
}

const oneLine = (text: string): string => text.replace(/[\s&]+/g, " ").trim();

/** A claim as typed, cut at its `=`: for claims that could not be read as such. */
const sidesOf = (cut: Cut): readonly string[] => bodyOf(cut).split("=").map(oneLine);

/** A statement without what makes it a text of its own. */
const bodyOf = (cut: Cut): string => cut.text.replace(/^\$\$\\begin\{aligned\} |\n\\end\{aligned\}\$\$$/g, "");

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

const asRight = ({ left, text, unicode, latex, layout }: ResultReport, { where }: Report): RightFormula => ({
  text: `${left.text} = ${text}`,
  unicode: `${left.unicode} = ${unicode}`,
  latex: `${left.latex} = ${latex}`,
  layout,
  where,
});

// ---------------------------------------------------------------- blocks

/** Derives what a block asks, in the light of what stands before it. */
function ofBlock(context: Context, statements: Statements): Outcome {
  const { known, options, item, index, time } = context;
  const own = new Set(statements.cuts.flatMap((c) => headsOf(c.statement)));
  const names = new Set(statements.cuts.flatMap((c) => [...c.mentions]));
  const behind = known.behind(names, { time, section: -1, declarations: true, only: false }, own);
  const text = joined([
    { text: behind.source, line: 0 },
    { text: item.text, line: item.line },
  ]);
  const lines = text.lines.map((l, k) => behind.lines[k] ?? l);
  const lineOf = (line: number): number => lines[line - 1] ?? item.line;
  const asks = statements.cuts.some((c) => c.statement.type === "query" || c.statement.type === "claim");
  const steps = item.options?.steps === "chain" || item.options === null ? options.steps : item.options.steps;
  const report = answer(text.source, { ...within(options), steps: steps ?? "chain" });
  const findings = report.results.flatMap((r) =>
    r.claims.map((c): Finding => {
      const wrong = c.verdict !== "equal" && c.verdict !== "not judged";
      const right = wrong ? asRight(r, report) : null;
      const place = { line: lineOf(c.line), item: index, of: r.left.unicode, text: oneLine(c.text) };
      const { verdict, by, holds, counterexample, layout, why } = c;
      return { ...place, verdict, by, holds, counterexample, layout, why, right };
    }),
  );
  const faults = report.diagnostics.filter((d) => !d.code.startsWith("claim/")).map((d) => remarkOf(d, lineOf));
  // A block that asks nothing only defines: no derivative is shown in the place of a question.
  const shown = asks ? report : { ...report, results: [], where: [] };
  return { findings, report: shown, formula: item.text, faults, cuts: statements.cuts, source: text.source };
}

const remarkOf = (d: Diagnostic, lineOf: (line: number) => number): Remark => ({
  severity: d.severity,
  code: d.code,
  message: d.hint === null ? d.message : `${d.message} (${d.hint})`,
  line: lineOf(d.line),
});
