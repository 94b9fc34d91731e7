/** Reads the formulas of notes in order, and judges every derivative that they state. */

import { answer } from "../api/answer.js";
import type { Diagnostic } from "../core/diagnostic.js";
import { ownOf } from "../core/own.js";
import { isWrong, type Report, type VerdictKind, verdictKind } from "../report/report.js";
import { remarksOf } from "./derivations.js";
import type { Item, NotesDocument, Place, Remark } from "./document.js";
import { statedFacts } from "./facts.js";
import type { Finding, Judged, ProofreadOptions } from "./finding.js";
import { readItems, type Taken, takenIn } from "./items.js";
import { asRight, judged, oneLine } from "./judged.js";
import { type Context, within } from "./readings.js";
import { joined } from "./scope.js";
import { partsTyped, statedIn } from "./stated.js";
import { bodyOf, type Cut, headsOf, type Statements } from "./statements.js";
import { SCHEMES, unreadFindings } from "./unread.js";

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
  const { known, times, stated, taken } = takenIn(read.items);
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
      own: { from: times[index - 1] ?? 0, to: time },
      siblings: statements.cuts,
    };
    let outcome: Outcome;
    if (item.kind === "block" || item.kind === "ask") outcome = ofBlock(context, statements);
    else {
      const found = asTyped(
        item.text,
        formula ?? item.text,
        statements.cuts,
        statements.cuts
          .filter((c) => c.statement.type === "claim")
          .map((c) => judged({ ...context, own: momentOf(stated.get(c), context) }, c)),
      );
      const isWhole = statements.unread.length === 0 && !statements.cuts.some(isEntrywise);
      const inUnread = isWhole ? [] : unreadFindings(context, readItem, read);
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

/** A claim is made at a time; of what a formula states in what could not be read, it is that of the formula. */
const momentOf = (at: number | undefined, { own }: Context): Context["own"] =>
  at === undefined ? own : { from: at, to: at };

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

// ---------------------------------------------------------------- claims

/** Sides as the note has them: what was respelled or written out to be read is shown as typed. */
function asTyped(typed: string, formula: string, cuts: readonly Cut[], found: readonly Judged[]): readonly Judged[] {
  const stated = statedIn(formula);
  // Sketches state something too, and stand between the claims.
  const states = cuts.filter((c) => c.statement.type === "claim" || statedIn(bodyOf(c.text)).length > 0);
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

const isEntrywise = ({ statement }: Cut): boolean => statement.type === "scheme" && statement.reason === "entrywise";

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
