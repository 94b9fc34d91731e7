/** When a note is blamed: what must not hold before a claim that is not equal is called wrong. */
import { answer } from "../api/answer.js";
import { type Expression, postorder } from "../parse/ast.js";
import { unicodeName } from "../print/unicode.js";
import type { Verdict } from "../report/report.js";
import { isDenied } from "./facts.js";
import { type Attempt, attempt, type Context, RANK, within } from "./readings.js";
import { type Cut, namesIn, OPENING } from "./statements.js";
import { typedIn, withVectorFunctions } from "./unknown.js";

/** A reading or a supposed fact that makes a claim right which the likeliest reading calls wrong. */
export interface Excuse {
  readonly attempt: Attempt;
  /** In the place of "equal", where a fact that the text does not state is needed. */
  readonly supposed: Extract<Verdict, `right if ${string}`> | null;
}

/** Inputs of which a fact or a kind is supposed, at most. */
const MOST_INPUTS = 4;

/** The reading of undeclared names, or the lone fact, that makes a claim right; null where none does. */
export function excused(context: Context, cut: Cut, best: Attempt): Excuse | null {
  return asNumbers(context, cut, best) ?? entryByEntry(context, cut, best) ?? withFact(context, cut, best);
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

/** The text of a claim with numbers in its sums spread over entries, and powers of columns elementwise. */
function inEntries({ statement, text }: Cut, columns: ReadonlySet<string>): string {
  if (statement.type !== "claim") return text;
  const changes: { readonly at: number; readonly added: string }[] = [];
  for (const e of statement.sides.flatMap((s) => postorder(s)))
    if (e.type === "sum") {
      for (const { term } of e.terms)
        if (term.type === "number") changes.push({ at: term.span.end, added: "\\,\\mathbf{1}" });
    } else if (e.type === "postfix" && e.operand.type === "name" && columns.has(e.operand.name)) {
      for (const o of e.operators)
        if (o.type === "power") {
          const braced = text.charAt(o.exponent.span.start - statement.span.start + OPENING.length - 1) === "{";
          changes.push({ at: o.exponent.span.start, added: braced ? "\\odot " : "{\\odot " });
          if (!braced) changes.push({ at: o.exponent.span.end, added: "}" });
        }
    }
  let out = text;
  for (const { at, added } of changes.sort((a, b) => b.at - a.at)) {
    const k = at - statement.span.start + OPENING.length;
    out = out.slice(0, k) + added + out.slice(k);
  }
  return out;
}

/** Anything that makes a name a vector or a matrix, to the eye of a reader. */
const ENTRIES =
  /\^\s*(?:\{\s*)?(?:-1|\\top|\\intercal|\\mathsf|T(?![a-zA-Z])|⊤)|\\\||‖|\\[lr]?Vert|\\(?:odot|otimes|circ|mathbf|bm|boldsymbol|vec|det)(?![a-zA-Z])|\b(?:tr|Tr|diag|det|softmax|vec|sum|matrix|vector)\b|[⊙⊗ᵀ∘]|\\mathbb\{R\}|\.\*/;

/** Where nothing in the text speaks of entries, every letter may be a number: `P = n R T / V`. */
function asNumbers(context: Context, cut: Cut, best: Attempt): Excuse | null {
  if (context.speaksOfEntries || ENTRIES.test(`${best.behind.source} ${cut.text}`)) return null;
  const kinds = best.report.symbols
    .filter((s) => s.assumed && s.role === "input" && (s.kind === "matrix" || s.kind === "vector"))
    .map((s) => `${s.name} : scalar`);
  if (kinds.length === 0) return null;
  const read = attempt(context, cut, best.behind, [], "every letter read as a number", kinds);
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

/** Functions of calculus, which of a square matrix may be meant as power series. */
const SERIES = /\\(?:sin|cos|tan|exp|log|ln|sinh|cosh)(?![a-zA-Z])|\b(?:sin|cos|exp|log|ln)\b/;

/** Why nobody is blamed although no reading makes the claim right; null where it is certainly wrong. */
export function withheld(cut: Cut, best: Attempt): string | null {
  const { statement } = cut;
  const { report, behind } = best;
  if (statement.type === "claim" && statement.sides.some(byMatrix(report)))
    return "it holds the derivative of a matrix by a matrix, which has no agreed layout";
  if (SERIES.test(`${cut.text} ${behind.source}`) && takesMatrix(cut, report))
    return "a function of a square matrix may be meant as a power series";
  return null;
}

/**
 * Why what is equal is not called so: it holds entry by entry, where the text speaks of vectors and does not say that the
 * function which nobody defines is one of entries. Null where it holds of any function.
 */
export function openFunctions(context: Context, cut: Cut, best: Attempt): string | null {
  if (!context.speaksOfEntries && !ENTRIES.test(cut.text)) return null;
  const general = withVectorFunctions(best.behind, cut, context.prose);
  if (general === null) return null;
  const read = attempt(context, cut, general, [], null, best.given);
  return read.rank >= RANK.equal ? null : "it holds where its functions act entry by entry, which nothing says of them";
}

const named = ({ symbols }: Attempt["report"], kind: string): ReadonlySet<string> =>
  new Set(symbols.filter((s) => s.kind === kind).map((s) => s.name));

function byMatrix(report: Attempt["report"]): (side: Expression) => boolean {
  const names = named(report, "matrix");
  return (side) =>
    postorder(side).some(
      (e) =>
        e.type === "derivative" &&
        e.of.type === "name" &&
        names.has(e.of.name) &&
        e.variables.some((v) => names.has(v.name)),
    );
}

/** Whether a function of calculus is applied to matrices, with no vector among them. */
function takesMatrix({ statement }: Cut, report: Attempt["report"]): boolean {
  if (statement.type !== "claim") return false;
  const [names, columns] = [named(report, "matrix"), named(report, "vector")];
  const isMatrix = (e: Expression): boolean => {
    const within = [...namesIn(e)];
    return within.some((n) => names.has(n)) && !within.some((n) => columns.has(n));
  };
  return [statement.value, ...statement.sides]
    .flatMap((side) => postorder(side))
    .some((e) => e.type === "call" && SERIES.test(`\\${e.callee.name}`) && e.args.some(isMatrix));
}
