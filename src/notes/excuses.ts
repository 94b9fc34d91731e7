/** Excuses of a claim: readings and supposed facts that make right what the likeliest reading calls wrong. */
import { answer } from "../api/answer.js";
import { type Expression, nodesOf, postorder } from "../parse/ast.js";
import { unicodeName } from "../print/unicode.js";
import type { Verdict } from "../report/report.js";
import { isDenied } from "./facts.js";
import { type Attempt, attempt, type Context, RANK, readings, within, withWholeOperands } from "./readings.js";
import { ENTRIES, inEntries } from "./spread.js";
import { type Cut, headsOf, isDeclaration, namesIn, OPENING } from "./statements.js";
import { escaped, typedIn } from "./unknown.js";

/** A reading or a supposed fact that makes a claim right which the likeliest reading calls wrong. */
export interface Excuse {
  readonly attempt: Attempt;
  /** In the place of "equal", where a fact that the text does not state is needed. */
  readonly supposed: Extract<Verdict, `right if ${string}`> | null;
}

/** Inputs of which a fact or a kind is supposed, at most. */
const MOST_INPUTS = 4;

/** The reading of undeclared names, or the lone fact, that makes a claim right; null where none does. */
export function excused(context: Context, best: Attempt): Excuse | null {
  const { cut } = best;
  const found =
    asNumbers(context, cut, best) ??
    entryByEntry(context, cut, best) ??
    byEntries(context, cut, best) ??
    asIdentity(context, cut, best) ??
    asLabel(context, cut, best) ??
    ofWholeProducts(context, cut, best) ??
    withFewer(context, cut, best) ??
    withFact(context, cut, best);
  if (found === null || best.typed === undefined) return found;
  // Of one layer, what is read has numbers for letters.
  const claims = found.attempt.claims.map((c, k) => ({ ...c, text: best.claims[k]?.text ?? c.text }));
  return { ...found, attempt: { ...found.attempt, result: best.result, claims, typed: best.typed } };
}

/** `1 − h` and `a²` of a vector, entry by entry: no shape clashes in the mathematics of a lecture. */
function entryByEntry(context: Context, cut: Cut, best: Attempt): Excuse | null {
  if (!best.claims.some((c) => c.verdict === "ill-shaped") || !cut.text.startsWith(OPENING)) return null;
  const columns = new Set(best.report.symbols.filter((s) => s.kind === "vector").map((s) => s.name));
  const text = inEntries(cut, columns);
  if (text === cut.text) return null;
  const read = attempt(
    context,
    { ...cut, text },
    best.behind,
    [],
    "numbers and powers read entry by entry",
    best.given,
  );
  if (read.rank < RANK.equal) return null;
  const claims = read.claims.map((c, k) => ({ ...c, text: best.claims[k]?.text ?? c.text }));
  return { attempt: { ...read, claims }, supposed: null };
}

/** `δ * g'(z)`: a star between two of one shape, which fits no product, is as programs mean it. */
function byEntries(context: Context, cut: Cut, best: Attempt): Excuse | null {
  if (!best.claims.some((c) => c.verdict === "ill-shaped")) return null;
  const text = cut.text.replace(/(?<=[^^_{\s])\s{0,9}\*\s{0,9}(?=[^}\s])/g, " \\odot ");
  if (text === cut.text) return null;
  const read = attempt(context, { ...cut, text }, best.behind, [], "* read entry by entry", best.given);
  if (read.rank < RANK.equal) return null;
  const claims = read.claims.map((c, k) => ({ ...c, text: best.claims[k]?.text ?? c.text }));
  return { attempt: { ...read, claims }, supposed: null };
}

/**
 * Where nothing in the text speaks of entries, every letter may be a number, `P = n R T / V`; elsewhere those that are only
 * added, `J = L + s`.
 */
function asNumbers(context: Context, cut: Cut, best: Attempt): Excuse | null {
  const source = `${best.behind.source} ${cut.text}`;
  const free = best.report.symbols.filter(
    (s) => s.assumed && s.role === "input" && (s.kind === "matrix" || s.kind === "vector"),
  );
  if (free.length === 0 || ENTRIES.test(source) || speaksOfMembers(cut) || holdsGradient(cut)) return null;
  if (context.speaksOfEntries) {
    const names = new Set(free.map((s) => s.name));
    const all = [...best.behind.cuts, cut].flatMap((c) => nodesOf(c.statement));
    const isAdded = all.every((e) => !/^(?:product|elementwise|postfix|call)$/.test(e.type) || !holdsName(e, names));
    // Of one letter that nothing but numbers stands beside no array is made: `g(w) = e^w`.
    const isAlone =
      free.length === 1 &&
      free.every((s) => s.kind === "vector") &&
      best.report.symbols.every((s) => s.role !== "input" || s.kind === "scalar" || names.has(s.name));
    if (!isAdded && !isAlone) return null;
  }
  const kinds = free.map((s) => `${s.name} : scalar`);
  const read = attempt(context, cut, best.behind, [], "every letter read as a number", kinds);
  // A loss that nobody defines is one of arrays: among numbers every order of its factors would be right.
  const isOpen = read.report.diagnostics.some((d) => d.code === "name/open-loss");
  return read.rank >= RANK.equal && !isOpen ? { attempt: read, supposed: null } : null;
}

/** `T ∇f(T y)`: a gradient within a side is an array, and among numbers every order of its factors would be right. */
const holdsGradient = ({ statement }: Cut): boolean =>
  statement.type === "claim" &&
  nodesIn(statement.sides).some((e) =>
    e.type === "derivative" ? e.nabla : e.type === "call" && e.gradient !== undefined,
  );

/** `u_o` beside a sum over all u_k: a letter that nothing counts is a label, and what bears it no member. */
function asLabel(context: Context, cut: Cut, best: Attempt): Excuse | null {
  const { statement } = cut;
  if (statement.type !== "claim" || statement.value.type !== "derivative") return null;
  const [variable] = statement.value.variables;
  const [letter] = variable?.scripts?.below ?? [];
  if (variable === undefined || letter === undefined || !/^[a-z]$/.test(letter.text)) return null;
  const source = `${best.behind.source} ${cut.text}`;
  const l = letter.text;
  if (
    new RegExp(
      `\\\\(?:sum|prod)(?:\\\\limits)?\\s*_(?:\\s*\\{)?[^{}=]*\\b${l}\\b|\\b${l}\\s*(?:=|\\\\in|\\bin\\b)`,
    ).test(source)
  )
    return null;
  const base = variable.typed.slice(0, variable.typed.lastIndexOf("_"));
  const own = new RegExp(`${escaped(base)}\\s*_\\s*(?:\\{\\s*${l}\\s*\\}|${l}(?![A-Za-z]))`, "g");
  const named = (text: string): string => text.replace(own, () => `\\tilde{${base}}`);
  const cuts = best.behind.cuts.map((c) => ({ ...c, text: named(c.text) }));
  const behind = { ...best.behind, cuts, source: named(best.behind.source) };
  const read = attempt(context, { ...cut, text: named(cut.text) }, behind, [], `${l} read as a label`, best.given);
  if (read.rank < RANK.equal) return null;
  const claims = read.claims.map((c, k) => ({ ...c, text: best.claims[k]?.text ?? c.text }));
  return { attempt: { ...read, claims }, supposed: null };
}

/** `½ ∇_x (A x − b)ᵀ(A x − b)` within a side: an operator in front takes the whole product. */
function ofWholeProducts(context: Context, cut: Cut, best: Attempt): Excuse | null {
  const whole = withWholeOperands(cut);
  if (whole === null) return null;
  const read = attempt(context, whole, best.behind, [], null, best.given);
  if (read.rank < RANK.equal) return null;
  const claims = read.claims.map((c, k) => ({ ...c, text: best.claims[k]?.text ?? c.text }));
  return { attempt: { ...read, claims }, supposed: null };
}

/**
 * Without what is defined only later (`α = 2 uᵀS v` solves for what stands free in the claim) or in other sections (an A
 * that was a product of three there): what is right of any such name is right.
 */
function withFewer(context: Context, cut: Cut, best: Attempt): Excuse | null {
  const { known, item, time } = context;
  const view = { time, section: item.section, declarations: true, only: false };
  const headsWhere = (isIn: (p: { readonly time: number; readonly section: number }) => boolean): readonly string[] =>
    best.behind.cuts.flatMap((c, k) => {
      const place = best.behind.places[k];
      return place === undefined || isDeclaration(c.statement) || !isIn(place) ? [] : headsOf(c.statement);
    });
  const [later, away] = [headsWhere((p) => p.time > time), headsWhere((p) => p.section !== item.section)];
  const tried = new Set([best.behind.source]);
  for (const names of [later, away, [...later, ...away]]) {
    if (names.length === 0) continue;
    const behind = known.behind(cut.mentions, view, new Set(names));
    if (tried.has(behind.source)) continue;
    tried.add(behind.source);
    for (const read of readings(context, cut, behind, null))
      if (read.rank >= RANK.equal) return { attempt: read, supposed: null };
      else {
        const fact = withFact(context, cut, read);
        if (fact !== null) return fact;
      }
  }
  return null;
}

const holdsName = (e: Expression, names: ReadonlySet<string>): boolean => [...namesIn(e)].some((n) => names.has(n));

/** Whether a claim is about single entries or members: `∂q_i/∂c_j`. */
export const speaksOfMembers = ({ statement }: Cut): boolean =>
  statement.type === "claim" &&
  nodesIn([statement.value]).some(
    (e) =>
      e.type === "derivative" &&
      e.variables.some((v) => v.scripts?.below.some((s) => /^[a-z](?:$|[,\s]|[a-z]$)/.test(s.text)) === true),
  );

/** `1` in bold for the identity, where a column of ones does not fit. */
function asIdentity(context: Context, cut: Cut, best: Attempt): Excuse | null {
  const text = cut.text.replace(/\\(mathbf|bm|boldsymbol|mathbb)\s*(?:\{\s*1\s*\}|1)(?!_)/g, "\\mathbf{I}");
  if (text === cut.text) return null;
  const read = attempt(context, { ...cut, text }, best.behind, [], "1 read as the identity", best.given);
  return read.rank >= RANK.equal ? { attempt: read, supposed: null } : null;
}

function withFact(context: Context, cut: Cut, best: Attempt): Excuse | null {
  const { result } = best;
  if (result === null) return null;
  const { section } = context.item;
  const candidates = best.report.symbols
    .filter((s) => s.assumed && s.role === "input" && s.name !== result.wrt)
    .slice(0, 2 * MOST_INPUTS);
  const taken = new Set(best.given.map((l) => l.split(" ")[0]));
  for (const s of candidates) {
    if (taken.has(s.name)) continue;
    const isSquare = s.kind === "matrix" && s.shape[0] === s.shape[1];
    const fact = isSquare ? "symmetric" : s.kind === "vector" ? "simplex" : null;
    if (fact === null || isDenied(context.facts, s.name, fact, section)) continue;
    if (fact === "simplex" && !/log|ln|ell|CE|entropy/.test(best.behind.source)) continue;
    const lines = [...best.given, `${s.name} : ${s.kind} ${fact}`];
    const read = attempt(context, cut, best.behind, [], best.note, lines);
    if (read.rank < RANK.equal) continue;
    if (fact === "symmetric" && !seesSymmetricPart(context, cut, best, s.name)) continue;
    const what =
      fact === "symmetric" ? `${unicodeName(s.name)} is symmetric` : `the entries of ${unicodeName(s.name)} sum to 1`;
    return { attempt: read, supposed: `right if ${what}` };
  }
  return null;
}

/** Whether nothing but the symmetric part of a matrix matters in what is differentiated: then its own gradient is symmetric. */
function seesSymmetricPart(context: Context, cut: Cut, best: Attempt, name: string): boolean {
  const { statement } = cut;
  if (statement.type !== "claim" || statement.value.type !== "derivative") return false;
  const of = statement.value.of;
  const latex = cut.text.startsWith(OPENING);
  const typed = typedIn(cut, of);
  const probe = latex ? `${OPENING}q_{probe} = ${typed}\n\\end{aligned}$$` : `q_probe = ${typed}`;
  const source = [...best.given, best.behind.source, probe].join("\n");
  const gradient = ask(context, `${source}\n∂q_probe/∂${name}`);
  if (gradient === null || !gradient.isScalar) return false;
  const turned = ask(context, `${source}\n∂q_probe/∂${name} = (${gradient.text})^T`);
  return turned?.verdict === "equal";
}

function ask(
  { options }: Context,
  text: string,
): { readonly text: string; readonly isScalar: boolean; readonly verdict: Verdict | null } | null {
  const report = answer(text, { ...within(options), steps: "none" });
  const result = report.results[report.results.length - 1];
  if (result === undefined) return null;
  return { text: result.text, isScalar: result.layout === "gradient", verdict: result.claims[0]?.verdict ?? null };
}

/** Expressions with all that they hold. */
export const nodesIn = (all: readonly Expression[]): readonly Expression[] => all.flatMap((e) => [...postorder(e)]);
