/** Reads the formulas of notes in order, and judges every derivative that they state. */
import { answer, type DeriveOptions } from "../api/answer.js";
import type { Diagnostic } from "../core/diagnostic.js";
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
import type { Item, NotesDocument, Place, Remark } from "./document.js";
import { expandMacros, type Macros } from "./macros.js";
import { type Behind, joined, type ModelText, type Scope, scope, type View } from "./scope.js";
import { blockStatements, type Cut, formulaStatements, headsOf, namesIn, type Statements } from "./statements.js";

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

/** A formula longer than this is not read: nobody checks it by eye either. */
const MAX_FORMULA = 50_000;

/** Judges a document. Never throws, whatever the text. */
export function proofread(document: NotesDocument, options: ProofreadOptions = {}): Proofread {
  const read = readItems(document);
  const known = scope();
  const remarks: Remark[] = [...document.remarks, ...read.remarks];
  const outcomes: Outcome[] = [];
  const counts = { definitions: 0, repeats: 0, scopes: 1, declarations: 0, queries: 0, mentions: 0 };
  const notClaims: { line: number; why: string }[] = [];
  const unread: { line: number; why: string }[] = [];

  // `with n = m` speaks of sizes and defines no name of the model.
  const sizes = new Set(read.items.flatMap((i) => i.statements.cuts.flatMap(sizesIn)));

  // Definitions are taken in first, so that a claim may look ahead within its section; the time of each item is kept.
  const times: number[] = [];
  for (const { item, statements } of read.items) {
    for (const cut of statements.cuts) takeIn(cut, item);
    times.push(known.now());
  }

  function takeIn(cut: Cut, item: Item): void {
    const { type } = cut.statement;
    const line = item.line + cut.below;
    if (type === "scheme") {
      notClaims.push({ line, why: cut.statement.type === "scheme" ? SCHEMES[cut.statement.reason] : "" });
    } else if (type === "query") counts.queries++;
    else if (type === "declaration" || type === "input") {
      counts.declarations++;
      known.take(cut, line, item.section);
    } else if (type === "definition" || type === "functionDefinition") {
      if (isAboutSizes(cut, sizes)) {
        notClaims.push({ line, why: "about a size, no definition" });
        return;
      }
      if (type === "definition" && isUpdate(cut)) {
        notClaims.push({ line, why: "an update of a name by itself, no definition" });
        return;
      }
      counts.definitions++;
      const found = known.take(cut, line, item.section);
      if (found === "repeat") counts.repeats++;
      else if (found === "conflict") counts.scopes++;
    } else
      for (const named of namedByClaim(cut)) if (!known.isKnown(named.name)) known.take(named.cut, line, item.section);
  }

  read.items.forEach(({ item, statements, formula }, index) => {
    const time = times[index] ?? 0;
    const context: Context = { known, options, item, index, time };
    let outcome: Outcome;
    if (item.kind === "block" || item.kind === "ask") outcome = ofBlock(context, statements);
    else {
      const findings = statements.cuts.flatMap((c) => (c.statement.type === "claim" ? judged(context, c) : []));
      outcome = { findings, report: null, formula, faults: [], cuts: statements.cuts, source: null };
      if (statements.cuts.length === 0 && !/=|\\partial|\\nabla|∂|∇/.test(item.text)) counts.mentions++;
      else for (const u of statements.unread) unread.push({ line: item.line + u.below, why: u.message });
    }
    outcomes.push(outcome);
    remarks.push(...outcome.faults);
    options.progress?.(index + 1, read.items.length);
  });

  const findings = outcomes.flatMap((o) => o.findings);
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
  const isBlock = (i: Item): boolean => i.kind === "block" || i.kind === "ask";
  return {
    outcomes,
    findings,
    remarks,
    place: document.place,
    summary: {
      formulas: document.items.filter((i) => !isBlock(i)).length,
      blocks: document.items.filter(isBlock).length,
      ...counts,
      verdicts,
      notClaims,
      unread,
    },
  };
}

const SCHEMES = {
  dots: "a general definition or a sketch with dots, not a claim",
  entrywise: "about single entries, not a claim about the whole",
} as const;

interface ReadItem {
  readonly item: Item;
  readonly statements: Statements;
  readonly formula: string | null;
}

const NOTHING: Statements = { cuts: [], unread: [] };

function readItems(document: NotesDocument): { readonly items: readonly ReadItem[]; readonly remarks: Remark[] } {
  let macros: Macros = new Map();
  const remarks: Remark[] = [];
  const items = document.items.map((item): ReadItem => {
    if (item.text.length > MAX_FORMULA) {
      const message = `this formula is longer than ${MAX_FORMULA} characters and is not read`;
      remarks.push({ severity: "warning", code: "notes/long", message, line: item.line });
      return { item, statements: NOTHING, formula: null };
    }
    const expansion = expandMacros(item.text, macros);
    macros = expansion.macros;
    for (const why of expansion.refused)
      remarks.push({ severity: "warning", code: "notes/macro", message: `macro refused: ${why}`, line: item.line });
    const { text } = expansion;
    if (text === null || text.trim() === "") return { item, statements: NOTHING, formula: text };
    const statements = item.kind === "block" || item.kind === "ask" ? blockStatements(text) : formulaStatements(text);
    return { item, statements, formula: text };
  });
  return { items, remarks };
}

/** `θ = θ − α g`: what notes write for a step of a method. */
const isUpdate = ({ statement }: Cut): boolean => {
  if (statement.type !== "definition") return false;
  for (const n of namesIn(statement.value)) if (n === statement.name.name) return true;
  return false;
};

/** `m = 5 d`, `n = m`: nothing but sizes and numbers on both sides. */
function isAboutSizes({ statement }: Cut, sizes: ReadonlySet<string>): boolean {
  if (statement.type !== "definition" || !sizes.has(statement.name.name)) return false;
  for (const n of namesIn(statement.value)) if (!sizes.has(n)) return false;
  return true;
}

const sizesIn = ({ statement }: Cut): readonly string[] =>
  statement.type === "declaration" ? statement.kind.sizes.flatMap((e) => [...namesIn(e)]) : [];

/** `∂s/∂z = δ`: a side that is one name, unknown until then, names the derivative for what follows. */
function namedByClaim(cut: Cut): readonly { readonly name: string; readonly cut: Cut }[] {
  const { statement } = cut;
  if (statement.type !== "claim" || statement.value.type !== "derivative") return [];
  const left = /^[^=]*/.exec(cut.text.replace("$$\\begin{aligned} ", ""))?.[0].replace(/&\s*$/, "").trim() ?? "";
  return statement.sides.flatMap((side) => {
    if (side.type !== "name" || [...namesIn(statement.value)].includes(side.name)) return [];
    const text = `$$\\begin{aligned} ${side.typed} = ${left}\n\\end{aligned}$$`;
    const [named] = blockStatements(text).cuts;
    return named?.statement.type === "definition" ? [{ name: side.name, cut: named }] : [];
  });
}

interface Context {
  readonly known: Scope;
  readonly options: ProofreadOptions;
  readonly item: Item;
  readonly index: number;
  readonly time: number;
}

// ---------------------------------------------------------------- claims

/** One way to read a claim: what the names stand for, and which letters are vectors. */
interface Attempt {
  readonly report: Report;
  readonly model: ModelText;
  readonly result: ResultReport | null;
  readonly claims: readonly ClaimReport[];
  /** How names were read, where that is not by the rules for undeclared ones. */
  readonly note: string | null;
  readonly rank: number;
  /** The definitions are well shaped, and no matrix became a row or a column to make them so. */
  readonly sound: boolean;
}

/** Judges the sides of a claim, in the reading that does it most justice. */
function judged(context: Context, cut: Cut): readonly Finding[] {
  const { item, index } = context;
  let best: Attempt | null = null;
  for (const attempt of attempts(context, cut)) {
    // A reading in which a matrix shrinks to a row is taken only where there is no other.
    if (best === null || Number(attempt.sound) - Number(best.sound) || attempt.rank > best.rank)
      if (best === null || attempt.sound || !best.sound) best = attempt;
    if (best.sound && best.rank >= RANK.equal) break;
  }
  if (best === null) return [];
  const { report, result, claims, model } = best;
  if (result === null || claims.length === 0) {
    const why = report.diagnostics.find((d) => d.severity === "error")?.message ?? "it could not be read";
    const [of, ...sides] = sidesOf(cut);
    return sides.map((text) => ({
      line: item.line + cut.below,
      item: index,
      of: of ?? "",
      text,
      verdict: "not judged",
      by: null,
      holds: null,
      counterexample: null,
      layout: null,
      why,
      right: null,
    }));
  }
  const right = claims.some((c) => c.verdict !== "equal" && c.verdict !== "not judged")
    ? rightFormula(context, best, claims)
    : null;
  return claims.map((c): Finding => {
    const missing = isWrong(c.verdict) && isIndependent(report) && !/^\s*(?:\\mathbf\{)?0/.test(c.text);
    return {
      line: model.lines[c.line - 1] ?? item.line,
      item: index,
      of: result.left.unicode,
      text: oneLine(c.text),
      verdict: missing ? "not judged" : c.verdict,
      by: missing ? null : c.by,
      holds: missing ? null : c.holds,
      counterexample: missing ? null : c.counterexample,
      layout: c.layout,
      why: missing
        ? `${result.of} does not depend on ${result.wrt} in what is defined so far`
        : withNote(c.why, c.verdict === "not judged" ? null : best.note),
      right: c.verdict === "equal" || c.verdict === "not judged" || missing ? null : right,
    };
  });
}

const withNote = (why: string | null, note: string | null): string | null =>
  note === null ? why : why === null ? note : `${why} (${note})`;

const oneLine = (text: string): string => text.replace(/[\s&]+/g, " ").trim();

/** A claim as typed, cut at its `=`: for claims that could not be read as such. */
const sidesOf = (cut: Cut): readonly string[] =>
  cut.text
    .replace(/^\$\$\\begin\{aligned\} |\n\\end\{aligned\}\$\$$/g, "")
    .split("=")
    .map(oneLine);

const RANK = { broken: 0, unjudged: 1, wrong: 2, transposed: 3, equal: 4 } as const;

const isIndependent = (report: Report): boolean => report.diagnostics.some((d) => d.code === "derive/constant");

function rankOf(report: Report, claims: readonly ClaimReport[]): number {
  if (claims.length === 0) return RANK.broken;
  const share = claims.filter((c) => c.verdict === "equal").length / (claims.length + 1);
  if (claims.some((c) => isWrong(c.verdict))) return isIndependent(report) ? RANK.unjudged : RANK.wrong + share;
  if (claims.every((c) => c.verdict === "equal")) return RANK.equal;
  const isJudged = claims.some((c) => c.verdict !== "not judged");
  return isJudged ? RANK.transposed + share : RANK.unjudged;
}

/** The readings of a claim, likeliest first. */
function* attempts(context: Context, cut: Cut): Generator<Attempt> {
  const { known, item, time } = context;
  const times = [time, ...known.before().filter((t) => t < time)];
  const views: { readonly view: View; readonly note: string | null }[] = [];
  for (const [k, at] of times.entries()) {
    const note = k === 0 ? null : "by what its names stood for before they were defined anew";
    for (const declarations of [true, false])
      views.push({ view: { time: at, section: item.section, declarations, only: false }, note });
  }
  const here: View = { time, section: item.section, declarations: true, only: true };
  views.push({ view: here, note: "by the definitions of this section alone" });
  const tried = new Set<string>();
  for (const { view, note } of views) {
    const behind = known.behind(cut.mentions, view);
    if (tried.has(behind.source)) continue;
    tried.add(behind.source);
    yield* readings(context, cut, behind, note);
  }
}

/** A plain lower-case letter of LaTeX is a scalar to the language, where lecturers may well mean a vector. */
function* readings(context: Context, cut: Cut, behind: Behind, note: string | null): Generator<Attempt> {
  const first = attempt(context, cut, behind, [], note);
  const stands = new Set([...behind.names, ...(cut.statement.type === "claim" ? namesIn(cut.statement.value) : [])]);
  const letters = lettersReadAsScalars(first.report, `${behind.source} ${cut.text}`, stands);
  if (letters.all.length === 0 || letters.vectors.length === 0) {
    yield first;
    if (letters.all.length > 0) yield attempt(context, cut, behind, letters.all, note);
    return;
  }
  yield attempt(context, cut, behind, letters.all, note);
  if (letters.vectors.length < letters.all.length) yield attempt(context, cut, behind, letters.vectors, note);
}

function attempt(
  context: Context,
  cut: Cut,
  behind: ModelText,
  vectors: readonly string[],
  why: string | null,
): Attempt {
  const { options, item } = context;
  const facts = vectors.map((n) => `${n} : vector`).join("\n");
  const note =
    vectors.length === 0
      ? why
      : withNote(why, `${vectors.join(", ")} read as ${vectors.length === 1 ? "a vector" : "vectors"}`);
  const parts = [
    { text: behind.source, line: 0 },
    { text: cut.text, line: item.line + cut.below },
  ];
  if (facts !== "") parts.unshift({ text: facts, line: 0 });
  const text = joined(parts);
  const offset = facts === "" ? 0 : facts.split("\n").length;
  const lines = text.lines.map((l, k) => behind.lines[k - offset] ?? l);
  const report = answer(text.source, { ...within(options), steps: "none" });
  const result = report.results[report.results.length - 1] ?? null;
  const claims = result?.claims ?? [];
  return {
    report,
    model: { source: text.source, lines },
    result,
    claims,
    note,
    rank: rankOf(report, claims),
    sound: isSound(report),
  };
}

const within = ({ strict, budgets }: ProofreadOptions): DeriveOptions => ({
  ...(strict === true ? { strict } : {}),
  ...(budgets === undefined ? {} : { budgets }),
});

const isSound = ({ diagnostics, symbols }: Report): boolean =>
  diagnostics.every((d) => d.severity !== "error") &&
  symbols.every((s) => !s.assumed || s.kind !== "matrix" || (s.shape[0] !== "1" && s.shape[1] !== "1"));

/** Plain lower-case letters; `vectors` are those that are transposed, normed, or stand to the right of a matrix. */
function lettersReadAsScalars(
  report: Report,
  source: string,
  stands: ReadonlySet<string>,
): { readonly all: readonly string[]; readonly vectors: readonly string[] } {
  const all = report.symbols
    .filter((s) => s.assumed && s.kind === "scalar" && s.role === "input" && /^[a-z](?:_\w+)?$/.test(s.name))
    .map((s) => s.name)
    // Of a name that only the claim holds, the kind could but be guessed.
    .filter((n) => stands.has(n))
    .filter((n) => !new RegExp(`\\\\frac\\{[^{}]*\\}\\{${n}\\}|/ *${n}(?![a-z])`).test(source));
  const vectors = all.filter((n) => {
    const letter = `(?<![\\\\a-zA-Z])${n.charAt(0)}(?:_\\{?\\w+\\}?)?`;
    const transposed = `${letter}\\s*\\^\\{?(?:\\\\top|\\\\intercal|\\\\mathsf|\\\\mathrm|T)`;
    const normed = `(?:\\\\\\||\\\\[lr]?Vert)\\s*${letter}`;
    const timed = `(?:[A-Z]|\\})(?:[_^](?:\\{[^{}]*\\}|\\w|\\\\top))*\\s*${letter.replace("(?<![\\\\a-zA-Z])", "")}(?![a-zA-Z(])`;
    return new RegExp(`${transposed}|${normed}|${timed}`).test(source);
  });
  return { all, vectors };
}

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
  return asRight(result, report);
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
