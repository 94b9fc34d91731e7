/** The readings of a claim: what its names may stand for in the notes, likeliest first. */
import { answer, type DeriveOptions } from "../api/answer.js";
import { type Expression, expressionsOf, postorder } from "../parse/ast.js";
import { unicodeName } from "../print/unicode.js";
import { type ClaimReport, isWrong, type Report, type ResultReport } from "../report/report.js";
import { withBias } from "./bias.js";
import type { Item } from "./document.js";
import { factLines, type StatedFact } from "./facts.js";
import type { ProofreadOptions } from "./finding.js";
import { localOf, namesOf, statementsIn } from "./local.js";
import { type Behind, joined, type ModelText, type Own, type Scope, type View } from "./scope.js";
import { inEntries, raisedNumbers } from "./spread.js";
import { CLOSING, type Cut, namesIn, OPENING } from "./statements.js";
import { leftOf, typedIn, withBareFunctions } from "./unknown.js";
import { isOnlyThrough, localUpstreamOf, lossOf, rewritten, type Upstream, upstreamOf } from "./upstream.js";

export interface Context {
  readonly known: Scope;
  readonly facts: readonly StatedFact[];
  /** Names that the notes define by what could not be read, and in which sections. */
  readonly broken: ReadonlyMap<string, ReadonlySet<number>>;
  /** The words speak of vectors or matrices somewhere. */
  readonly speaksOfEntries: boolean;
  /** The words of the note, a paragraph each. */
  readonly prose: readonly string[];
  readonly options: ProofreadOptions;
  readonly item: Item;
  readonly index: number;
  readonly time: number;
  /** When the claim is made: in the formula somewhere, or at one time. */
  readonly own: Own;
  /** The statements of the same formula. */
  readonly siblings: readonly Cut[];
}

/** One way to read a claim: what the names stand for, and which letters are vectors. */
export interface Attempt {
  readonly report: Report;
  readonly model: ModelText;
  readonly result: ResultReport | null;
  readonly claims: readonly ClaimReport[];
  /** The claim as it was read. */
  readonly cut: Cut;
  /** How names were read, where that is not by the rules for undeclared ones. */
  readonly note: string | null;
  readonly rank: number;
  readonly behind: Behind;
  /** Lines that stand before the definitions: facts and kinds. */
  readonly given: readonly string[];
  /** Of a loss that nobody defines: what stands for its derivatives from above. */
  readonly upstream?: Upstream;
  /** Of a claim about one layer: a text with its letter in the place of numbers. */
  readonly typed?: (text: string) => string;
  /** The definitions are well shaped, and no matrix became a row or a column to make them so. */
  readonly sound: boolean;
}

export const withNote = (why: string | null, note: string | null): string | null =>
  note === null ? why : why === null ? note : `${why} (${note})`;

export const RANK = { broken: 0, unjudged: 1, wrong: 2, transposed: 3, equal: 4 } as const;

export const isIndependent = (report: Report): boolean => report.diagnostics.some((d) => d.code === "derive/constant");

function rankOf(report: Report, claims: readonly ClaimReport[]): number {
  if (claims.length === 0) return RANK.broken;
  const share = claims.filter((c) => c.verdict === "equal").length / (claims.length + 1);
  if (claims.some((c) => isWrong(c.verdict))) return isIndependent(report) ? RANK.unjudged : RANK.wrong + share;
  if (claims.every((c) => c.verdict === "equal")) return RANK.equal;
  const isJudged = claims.some((c) => c.verdict !== "not judged");
  return isJudged ? RANK.transposed + share : RANK.unjudged;
}

/** `∇_A tr A Aᵀ = …`: on a left side an operator takes the whole product, for what is asked is a derivative. */
function withWholeOperand(cut: Cut): Cut {
  const { statement } = cut;
  if (statement.type !== "claim" || statement.value.type !== "product") return cut;
  const { first, rest } = statement.value;
  if (first.type !== "derivative" || !isInFront(first)) return cut;
  if (rest.some((r) => r.operator !== "juxtaposition")) return cut;
  const operand = { start: first.of.span.start, end: statement.value.span.end };
  const typed = typedIn(cut, { ...first.of, span: operand });
  return rewritten(cut, [{ span: operand, text: `(${typed})` }]);
}

/** A claim in whose sides an operator in front takes the whole product behind it; null where there is none. */
export function withWholeOperands(cut: Cut): Cut | null {
  const { statement } = cut;
  if (statement.type !== "claim") return null;
  const changes = statement.sides
    .flatMap((side) => [...postorder(side)])
    .flatMap((e) => {
      if (e.type !== "product") return [];
      const factors = [e.first, ...e.rest.map((r) => r.operand)].map((f) => (f.type === "postfix" ? f.operand : f));
      const at = factors.findIndex((f) => f.type === "derivative" && isInFront(f));
      const operator = factors[at];
      if (operator?.type !== "derivative" || at === factors.length - 1) return [];
      if (e.rest.slice(at).some((r) => r.operator !== "juxtaposition")) return [];
      const operand = { start: operator.reach?.operator.end ?? operator.of.span.start, end: e.span.end };
      return [{ span: operand, text: `(${typedIn(cut, { ...e, span: operand })})` }];
    });
  return changes.length === 0 ? null : rewritten(cut, changes);
}

/** `∇_x A x`, as which notes write the derivative of a vector; null where the left side is no ∇. */
function ofVector(cut: Cut): Cut | null {
  const { statement } = cut;
  if (statement.type !== "claim" || statement.value.type !== "derivative" || !cut.text.startsWith(OPENING)) return null;
  const { nabla, order, of, variables, span } = statement.value;
  const [by, ...others] = variables;
  if (!nabla || order === 2 || by === undefined || others.length > 0) return null;
  return rewritten(cut, [{ span, text: `\\frac{\\partial (${typedIn(cut, of)})}{\\partial ${by.typed}}` }]);
}

/** `∇_x f` and `∂/∂x f`, where the variable stands before what is differentiated. */
const isInFront = (e: Extract<Expression, { type: "derivative" }>): boolean =>
  e.variables[0] !== undefined && e.variables[0].span.start < e.of.span.start;

/** The readings of a claim, likeliest first. */
export function* attempts(context: Context, asked: Cut): Generator<Attempt> {
  const cut = withWholeOperand(asked);
  const { known, item, time, own: moment } = context;
  const here: View = { time, section: item.section, declarations: true, only: true };
  const now: View = { ...here, only: false };
  // In a list, `z = xy: ∂z/∂x = y; z = x^2: …`, a claim is about the definition in front of it.
  const isListed = moment.from === moment.to && known.isNearer(cut.mentions, moment.from, now);
  const { open, past } = known.before(cut.mentions, { left: leftOf(asked), key: asked.key }, now, moment);
  const times = [...(isListed ? [moment.from] : []), time, ...open];
  const views: { readonly view: View; readonly note: string | null }[] = [];
  for (const [k, at] of times.entries()) {
    const isAnew = isListed && at === time;
    const note = k === 0 ? null : isAnew ? "by what its names stand for further down" : BEFORE;
    for (const declarations of [true, false])
      views.push({ view: { time: at, section: item.section, declarations, only: false }, note });
  }
  views.push({ view: here, note: "by the definitions of this section alone" });
  const data = withoutMeasured(context, cut, now);
  if (data !== null) yield* readings(context, cut, data.behind, data.note);
  const tried = new Set<string>();
  let isJudged = false;
  for (const { view, note } of views) {
    const behind = known.behind(cut.mentions, view);
    if (tried.has(behind.source)) continue;
    tried.add(behind.source);
    const codes = new Set<string>();
    for (const read of readings(context, cut, behind, note)) {
      for (const d of read.report.diagnostics) codes.add(d.code);
      isJudged ||= read.rank >= RANK.wrong;
      yield read;
    }
    if (codes.has("shape/sum")) yield* spread(context, cut, behind);
    const turned = codes.has("shape/gradient") ? ofVector(cut) : null;
    if (turned !== null) yield* readings(context, turned, behind, note);
    if (codes.has("syntax/cross")) yield* ofNumbers(context, cut, behind);
    const undefinedFacts = factsOfDefined(context, cut, behind, view);
    if (undefinedFacts !== null) yield attempt(context, cut, undefinedFacts.behind, [], note, undefinedFacts.lines);
    const bare = withBareFunctions(behind, cut);
    if (bare !== null) yield attempt(context, bare.cut, bare.behind, [], note);
  }
  yield* rightElsewhere(context, cut, [time, ...(isJudged ? [] : past)], tried);
  const entries = known.behind(cut.mentions, { ...here, only: false });
  const asInputs = withoutValues(entries);
  if (asInputs !== null)
    yield attempt(context, cut, asInputs, [], "numbers assigned to names read as values of theirs");
  const own = ofItsFirstSide(context, cut, { ...here, only: false });
  if (own !== null) yield own;
  const kinds = kindsByEntries(cut, entries);
  if (kinds.length > 0) yield attempt(context, cut, entries, [], null, kinds);
  const numbers = raisedNumbers([...entries.cuts, cut], entries.heads);
  if (numbers.length > 0) yield attempt(context, cut, entries, [], null, numbers);
  const capital = withCapitals(cut, entries);
  if (capital !== null) {
    yield attempt(context, capital.cut, capital.behind, [], capital.note);
    yield* ofOneStep(context, capital.cut, capital.behind);
  }
  yield* ofOneStep(context, cut, factsOfDefined(context, cut, entries, now)?.behind ?? entries);
  yield* forEveryLoss(context, cut, entries);
  const summed = withRowSums(cut);
  if (summed !== null)
    for (const read of attempts(context, summed)) {
      const claims = read.claims.map((c, k) => ({ ...c, text: typedSides(cut)[k] ?? c.text }));
      yield { ...read, claims, note: read.note ?? "a letter below a matrix read as its row" };
    }
}

/**
 * `y = X β + ε` with an ε that nothing else speaks of says how data came about: in `(y − X β)ᵀ (y − X β)` y is what was
 * measured, and does not move with β. Null where there is no such equation.
 */
function withoutMeasured(
  { known }: Context,
  cut: Cut,
  view: View,
): { readonly behind: Behind; readonly note: string } | null {
  const all = known.behind(cut.mentions, view);
  const mentions = [...all.cuts, cut].flatMap((c) => [...c.mentions]);
  const isAlone = (e: Expression): boolean =>
    e.type === "name" &&
    NOISE.test(e.name) &&
    !all.heads.has(e.name) &&
    mentions.filter((m) => m === e.name).length === 1;
  const measured = all.cuts.flatMap(({ statement: s }) =>
    s.type === "definition" && s.value.type === "sum" && s.value.terms.some(({ term }) => isAlone(term))
      ? [s.name.name]
      : [],
  );
  const asked = cut.statement.type === "claim" ? [...namesIn(cut.statement.value)] : [];
  if (measured.length === 0 || measured.some((n) => asked.includes(n))) return null;
  const note = `${measured.map((n) => unicodeName(n)).join(", ")} read as data`;
  return { behind: known.behind(cut.mentions, view, new Set(measured)), note };
}

/** The customary letters of what is added to what is measured; a bias b is no noise. */
const NOISE = /^(?:epsilon|varepsilon|eta|xi|nu|zeta|e|u|v|w|n|r)(?:_\w+)?$/;

const BEFORE = "by what its names stood for before they were defined anew";

/**
 * What is right of what its section defines only further down, `… where v = W x`, whatever v is in others; and of what its
 * names were, where what they are now says nothing of it: `e = 2` behind `e = ŷ − y`.
 */
function* rightElsewhere(context: Context, cut: Cut, times: readonly number[], tried: Set<string>): Generator<Attempt> {
  const { known, item } = context;
  for (const time of times)
    for (const ahead of [false, true]) {
      const view = { time, section: item.section, declarations: true, only: false, ahead };
      const behind = known.behind(cut.mentions, view);
      if (tried.has(behind.source)) continue;
      tried.add(behind.source);
      const note = time === context.time ? "by what its section defines" : BEFORE;
      for (const read of readings(context, cut, behind, note))
        if (read.rank >= RANK.equal && !isIndependent(read.report)) yield read;
    }
}

/** What is right whatever the loss is, of one that is defined: `∂L/∂z_i = Σ_j g_j ∂y_j/∂z_i` with g_j = ∂L/∂y_j. */
function* forEveryLoss(context: Context, cut: Cut, { heads, cuts }: Behind): Generator<Attempt> {
  const { known, item, time } = context;
  const { statement } = cut;
  const loss = statement.type === "claim" && statement.value.type === "derivative" ? lossOf(statement.value) : null;
  const by =
    statement.type === "claim" && statement.value.type === "derivative" ? statement.value.variables[0] : undefined;
  if (loss === null || by === undefined || !heads.has(loss.name)) return;
  const roots = [cut, ...cuts].flatMap((c) => Object.values(expressionsOf(c.statement)).flat());
  const isNamed = roots
    .flatMap((r) => [...postorder(r)])
    .some(
      (e) =>
        e.type === "derivative" &&
        (statement.type !== "claim" || e !== statement.value) &&
        lossOf(e)?.name === loss.name,
    );
  if (!isNamed) return;
  const view = { time, section: item.section, declarations: true, only: false };
  const open = known.behind(cut.mentions, view, new Set([loss.name]));
  const text = inEntries(cut, new Set());
  for (const as of text === cut.text ? [cut] : [cut, { ...cut, text }])
    for (const read of [...readings(context, as, open, "whatever the loss is"), ...ofOneStep(context, as, open)]) {
      if (read.upstream === undefined || read.rank < RANK.equal) continue;
      if (!isOnlyThrough(cuts, loss, read.upstream, by)) continue;
      yield { ...read, claims: read.claims.map((c, k) => ({ ...c, text: typedSides(cut)[k] ?? c.text })) };
    }
}

const typedSides = (cut: Cut): readonly string[] =>
  cut.statement.type === "claim" ? cut.statement.sides.map((side) => typedIn(cut, side)) : [];

/** `Σ_i G_i` over the rows of a matrix, `Gᵀ 1`; null where there is none. */
function withRowSums(cut: Cut): Cut | null {
  const text = cut.text.replace(
    SUM_OF_ROWS,
    (whole, letter: string, matrix: string, braced: string | undefined, bare: string | undefined) =>
      letter === (braced ?? bare) ? `{${matrix}}^\\top \\mathbf{1}` : whole,
  );
  const [claim] = text === cut.text ? [] : statementsIn(text);
  return claim?.statement.type === "claim" ? { ...claim, below: cut.below } : null;
}

const SUM_OF_ROWS =
  /\\sum(?:\\limits)?\s{0,9}_\s{0,9}\{\s{0,9}([a-z])\s{0,9}=[^{}]{1,9}\}\s{0,9}\^\s{0,9}(?:\w|\{[^{}]{1,9}\})\s{0,9}([A-Z]|\([A-Z]_(?:\w|\{\w{1,9}\})\))\s{0,9}_\s{0,9}(?:\{\s{0,9}([a-z])\s{0,9}\}|([a-z])(?![a-z,]))/g;

/** The definitions without those that are numbers, `t = 0`: a value that a name has somewhere; null where there are none. */
function withoutValues(behind: Behind): Behind | null {
  const isValue = ({ statement: s }: Cut): boolean => {
    const value = s.type !== "definition" ? null : s.value.type === "negation" ? s.value.operand : s.value;
    return value?.type === "number";
  };
  const cuts = behind.cuts.filter((c) => !isValue(c));
  if (cuts.length === behind.cuts.length) return null;
  return { ...behind, cuts, source: cuts.map((c) => c.text).join("\n"), lines: [] };
}

/** `∂ξ/∂y = ∂(−t log y)/∂y = −t/y` says itself what ξ is: the sides that follow are judged by it. */
function ofItsFirstSide(context: Context, cut: Cut, view: View): Attempt | null {
  const { statement } = cut;
  if (statement.type !== "claim" || statement.value.type !== "derivative" || !cut.text.startsWith(OPENING)) return null;
  const [first, ...others] = statement.sides;
  const [by] = statement.value.variables;
  if (first?.type !== "derivative" || others.length === 0 || first.order !== statement.value.order) return null;
  const of = first.of.type === "group" ? first.of.operand : first.of;
  if (of.type === "name" || of.type === "call" || first.variables.length > 1 || first.variables[0]?.name !== by?.name)
    return null;
  const sides = [first, ...others].map((side) => typedIn(cut, side));
  const [claim] = statementsIn(`${OPENING}${sides.join(" = ")}${CLOSING}`);
  if (claim?.statement.type !== "claim" || claim.statement.sides.length !== others.length) return null;
  const behind = context.known.behind(claim.mentions, view, new Set([by?.name ?? ""]));
  const read = attempt(context, { ...claim, below: cut.below }, withoutValues(behind) ?? behind, [], null);
  const [model] = read.claims;
  if (model === undefined || read.claims.length !== others.length) return null;
  const lead = { ...model, text: sides[0] ?? "", verdict: "definition", by: null, holds: null, layout: null } as const;
  const why = "it says what is differentiated, and the sides that follow are judged by it";
  const left = typedIn(cut, statement.value);
  const result = read.result === null ? null : { ...read.result, left: { text: left, unicode: left, latex: left } };
  return { ...read, result, claims: [{ ...lead, why, counterexample: null }, ...read.claims] };
}

/** What entries say of names that stand as a whole too, and that nothing else tells of: `X_{kl}` beside `det X`. */
function kindsByEntries(cut: Cut, { heads }: Behind): readonly string[] {
  const { stated, claimed } = expressionsOf(cut.statement);
  const kinds = new Map<string, string>();
  const wholes = new Set(
    [...stated, ...claimed].flatMap(namesOf).flatMap((n) => (n.scripts === undefined ? [n.name] : [])),
  );
  for (const { scripts } of [...stated, ...claimed].flatMap(namesOf)) {
    const letters = scripts?.below
      .find((s) => /^\s{0,9}[a-z](?:\s{0,9},?\s{0,9}[a-z])?\s{0,9}$/.test(s.text))
      ?.text.replace(/[^a-z]/g, "");
    if (scripts === undefined || letters === undefined || heads.has(scripts.base) || scripts.above.length > 0) continue;
    if (wholes.has(scripts.base)) kinds.set(scripts.base, letters.length > 1 ? "matrix" : "vector");
  }
  return [...kinds].map(([name, kind]) => `${name} : ${kind}`);
}

/** `a_{ij}` as the entries of A, where A stands somewhere and is nothing else. */
function withCapitals(
  cut: Cut,
  behind: Behind,
): { readonly cut: Cut; readonly behind: Behind; readonly note: string } | null {
  const text = `${behind.source}\n${cut.text}`;
  const small = [...new Set([...text.matchAll(ENTRY)].map((m) => m[1] ?? ""))].filter(
    (a) =>
      !behind.heads.has(a) &&
      new RegExp(`(?<![A-Za-z\\\\{])(?:\\\\math(?:bf|rm)\\s*\\{)?${a.toUpperCase()}(?![A-Za-z_(])`).test(text) &&
      !new RegExp(`(?<![A-Za-z\\\\])${a}(?!\\s*_\\s*\\{?\\s*[a-z]\\s*,?\\s*[a-z]|[A-Za-z])`).test(text),
  );
  if (small.length === 0) return null;
  const written = (t: string): string =>
    t.replace(ENTRY, (whole, a: string, letters: string) =>
      small.includes(a) ? `${a.toUpperCase()}_{${letters}}` : whole,
    );
  const [claim] = statementsIn(written(cut.text));
  if (claim === undefined) return null;
  const cuts = behind.cuts.map((c) => ({ ...c, text: written(c.text) }));
  const made = { ...behind, cuts, source: cuts.map((c) => c.text).join("\n") };
  const note = `${small.map((a) => `${a} with two indices`).join(", ")} read as ${small.length === 1 ? "an entry" : "entries"} of ${small.map((a) => a.toUpperCase()).join(", ")}`;
  return { cut: { ...claim, below: cut.below }, behind: made, note };
}

const ENTRY = /(?<![A-Za-z\\])([a-z])\s{0,9}_\s{0,9}\{\s{0,9}([a-z]\s{0,9},?\s{0,9}[a-z])\s{0,9}\}/g;

/** `a × (1 − a) × x`: beside a sum with a number in it × is a product of numbers, and so it is where it is used so. */
function* ofNumbers(context: Context, cut: Cut, behind: Behind): Generator<Attempt> {
  if (!TIMES_A_SUM.test(`${behind.source} ${cut.text}`) || context.prose.some((p) => /vector|cross/i.test(p))) return;
  const [claim] = statementsIn(cut.text.replace(TIMES, "\\cdot"));
  if (claim?.statement.type !== "claim") return;
  const cuts = behind.cuts.map((c) => ({ ...c, text: c.text.replace(TIMES, "\\cdot") }));
  const products = { ...behind, cuts, source: behind.source.replace(TIMES, "\\cdot") };
  const read = attempt(context, { ...claim, below: cut.below }, products, [], null);
  if (read.report.symbols.some((s) => s.role === "input" && s.kind !== "scalar")) return;
  yield { ...read, claims: read.claims.map((c, k) => ({ ...c, text: typedSides(cut)[k] ?? c.text })) };
}

const TIMES = /\\times(?![a-zA-Z])|\u00d7/g;
const TIMES_A_SUM =
  /(?:\\times|\u00d7)\s{0,9}(?:\\left)?\(\s{0,9}\d[\d.]{0,9}\s{0,9}[+-]|[+-]\s{0,9}\d[\d.]{0,9}\s{0,9}(?:\\right)?\)\s{0,9}(?:\\times|\u00d7)/;

/** The readings in which a bias stands for as many as there are examples. */
function* spread(context: Context, cut: Cut, behind: Behind): Generator<Attempt> {
  for (const { behind: own, given } of withBias(behind)) {
    const upstream = upstreamOf(cut, own, context);
    const lines = [...given, ...(upstream?.lines ?? [])];
    const read = attempt(context, cut, upstream?.behind ?? own, [], "the bias read as one for each example", lines);
    yield upstream === null ? read : { ...read, upstream };
  }
}

/** The readings of a claim about one layer or step, for which the loss is open above it. */
function* ofOneStep(context: Context, cut: Cut, behind: Behind): Generator<Attempt> {
  const local = localOf(cut, behind);
  const found = local === null ? null : localUpstreamOf(local);
  if (local === null || found === null || cut.statement.type !== "claim") return;
  const { upstream } = found;
  const sides = cut.statement.sides.map((side) => typedIn(cut, side));
  const left = typedIn(cut, cut.statement.value);
  const typed = (text: string | null): string | null => (text === null ? null : local.typed(text));
  const names = new Set([...behind.names, ...cut.mentions]);
  const facts = factLines(context.facts, names, (name) => behind.heads.has(name), context.item.section);
  const ways = [
    { behind: upstream.behind, lines: upstream.lines },
    { behind: upstream.behind, lines: upstream.scalars },
    ...withBias(upstream.behind).map((w) => ({ behind: w.behind, lines: [...w.given, ...upstream.lines] })),
  ];
  let misfit = false;
  for (const { behind: own, lines } of ways) {
    if (own !== upstream.behind && !misfit) return;
    const read = attempt(context, found.cut, own, [], null, [...facts, ...lines]);
    misfit ||= read.report.diagnostics.some((d) => d.code === "shape/sum");
    const isNumber = (n: string): boolean => read.report.symbols.some((s) => s.name === n && s.kind === "scalar");
    if (lines === upstream.scalars && !upstream.above.every(isNumber)) continue;
    const result = read.result === null ? null : { ...read.result, left: { text: left, unicode: left, latex: left } };
    const claims = read.claims.map((c, k) => ({ ...c, text: sides[k] ?? c.text, why: typed(c.why) }));
    // What is wrong of one layer is so for a reason that can be read.
    const rank = Math.floor(read.rank) === RANK.wrong ? read.rank + 1 / 2 : read.rank;
    yield { ...read, result, claims, rank, upstream, typed: local.typed };
  }
}

/** What is defined and said to be symmetric besides is read as any symmetric matrix; null where nothing is. */
function factsOfDefined(
  { known, facts, item }: Context,
  cut: Cut,
  behind: Behind,
  view: View,
): { readonly behind: Behind; readonly lines: readonly string[] } | null {
  const said = new Set(facts.flatMap((f) => (f.denied || !behind.heads.has(f.name) ? [] : [f.name])));
  if (said.size === 0) return null;
  const without = known.behind(cut.mentions, view, said);
  const names = new Set([...without.names, ...cut.mentions]);
  const lines = factLines(facts, names, (name) => without.heads.has(name), item.section);
  return lines.length === 0 ? null : { behind: without, lines };
}

/** A plain lower-case letter of LaTeX is a scalar to the language, where lecturers may well mean a vector. */
export function* readings(context: Context, cut: Cut, behind: Behind, note: string | null): Generator<Attempt> {
  const names = new Set([...behind.names, ...cut.mentions]);
  const isTaken = (name: string): boolean => behind.heads.has(name);
  // A fact of what is differentiated by changes the gradient, so the free reading comes first.
  const by = new Set(
    cut.statement.type === "claim" && cut.statement.value.type === "derivative"
      ? cut.statement.value.variables.map((v) => v.name)
      : [],
  );
  const all = factLines(context.facts, names, isTaken, context.item.section);
  const facts = factLines(context.facts, names, (n) => isTaken(n) || by.has(n), context.item.section);
  const upstream = upstreamOf(cut, behind, context);
  if (facts.length > 0 || upstream !== null) {
    const base = upstream?.behind ?? behind;
    const given = attempt(context, cut, base, [], note, [...facts, ...(upstream?.lines ?? [])]);
    yield upstream === null ? given : { ...given, upstream };
    if (upstream !== null) {
      // A lower-case letter that nothing makes a vector is a number, and so is what comes from above to it.
      const read = attempt(context, cut, base, [], note, [...facts, ...upstream.scalars]);
      const isNumber = (n: string): boolean => read.report.symbols.some((s) => s.name === n && s.kind === "scalar");
      if (upstream.above.every(isNumber)) yield { ...read, upstream };
      if (upstream.isUndefined) return;
    }
  }
  if (all.length > facts.length) yield attempt(context, cut, behind, [], note, all);
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

/** Judges a claim as it reads with `given` lines before its definitions. */
export function attempt(
  context: Context,
  cut: Cut,
  behind: Behind,
  vectors: readonly string[],
  why: string | null,
  given: readonly string[] = [],
): Attempt {
  const { options, item } = context;
  const facts = [...vectors.map((n) => `${n} : vector`), ...given].join("\n");
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
    cut,
    behind,
    given,
    result,
    claims,
    note,
    rank: rankOf(report, claims),
    sound: isSound(report),
  };
}

export const within = ({ strict, budgets }: ProofreadOptions): DeriveOptions => ({
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
