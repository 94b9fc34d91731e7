/** When a note is blamed: what must not hold before a claim that is not equal is called wrong. */
import { answer } from "../api/answer.js";
import { reachedBy } from "../core/walk.js";
import { type Expression, expressionsOf, type Name, postorder } from "../parse/ast.js";
import { unicodeName } from "../print/unicode.js";
import { type ClaimReport, isWrong, type Verdict } from "../report/report.js";
import { isDenied } from "./facts.js";
import { type Attempt, attempt, type Context, RANK, readings, within, withWholeOperands } from "./readings.js";
import { type Cut, headsOf, isDeclaration, namesIn, OPENING } from "./statements.js";
import { definitionBehind, escaped, isUnknown, typedIn, unknownValue, withVectorFunctions } from "./unknown.js";

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

/** The text of a claim with numbers in its sums spread over entries, and powers of columns elementwise. */
function inEntries({ statement, text }: Cut, columns: ReadonlySet<string>): string {
  if (statement.type !== "claim") return text;
  const isColumn = (e: Expression): boolean => e.type === "name" && columns.has(e.name);
  const changes: { readonly at: number; readonly added: string }[] = [];
  for (const e of statement.sides.flatMap((s) => postorder(s)))
    if (e.type === "sum") {
      for (const { term } of e.terms)
        if (term.type === "number") changes.push({ at: term.span.end, added: "\\,\\mathbf{1}" });
    } else if (e.type === "postfix" && isColumn(e.operand.type === "group" ? e.operand.operand : e.operand)) {
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
  /\^\s*(?:\{\s*)?(?:-1|\\top|\\intercal|\\mathsf|T(?![a-zA-Z])|⊤)|\\\||‖|\\[lr]?Vert|\\(?:odot|otimes|circ|langle|mathbf|bm|boldsymbol|vec|det)(?![a-zA-Z])|\b(?:tr|Tr|diag|det|softmax|vec|sum|matrix|vector)\b|[⊙⊗ᵀ∘]|\\mathbb\{R\}|\.\*/;

/**
 * Where nothing in the text speaks of entries, every letter may be a number, `P = n R T / V`; elsewhere those that are only
 * added, `J = L + s`.
 */
function asNumbers(context: Context, cut: Cut, best: Attempt): Excuse | null {
  const source = `${best.behind.source} ${cut.text}`;
  const free = best.report.symbols.filter(
    (s) => s.assumed && s.role === "input" && (s.kind === "matrix" || s.kind === "vector"),
  );
  if (free.length === 0 || ENTRIES.test(source) || speaksOfMembers(cut)) return null;
  if (context.speaksOfEntries) {
    const names = new Set(free.map((s) => s.name));
    const all = [...best.behind.cuts, cut].flatMap((c) => {
      const { stated, claimed } = expressionsOf(c.statement);
      return nodesOf([...stated, ...claimed]);
    });
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
const speaksOfMembers = ({ statement }: Cut): boolean =>
  statement.type === "claim" &&
  nodesOf([statement.value]).some(
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

/** Where the note limits the letters for which a claim holds, `for j \ne i`, it is right as far as it goes. */
const isLimited = ({ prose, item }: Context, { claims }: Attempt): boolean =>
  claims.some((c) => c.holds !== null || c.why?.includes("at some values of its letters") === true) &&
  [...prose, item.text].some((p) => /\\ne(?:q)?(?![a-z])|\u2260|!=/.test(p));

/** `A(p)` of an A that nobody defines as a function, read as a product. */
function calledAsFactor({ statement }: Cut, { behind, report }: Attempt): string | null {
  const all = [statement, ...behind.cuts.map((c) => c.statement)].flatMap((s) => {
    const { stated, claimed } = expressionsOf(s);
    return nodesOf([...stated, ...claimed]);
  });
  const inputs = new Set(report.symbols.flatMap((s) => (s.role === "input" ? [s.name] : [])));
  for (const e of all)
    if (e.type === "call" && e.args[0]?.type === "name" && e.args.length === 1 && inputs.has(e.callee.name))
      return `${unicodeName(e.callee.name)}(${unicodeName(e.args[0].name)}) may be a function of ${unicodeName(e.args[0].name)}`;
  return null;
}

/** The names of what is differentiated: f of `f(x)`, all of an expression but what it is differentiated by. */
export function namesAsked({ of, variables }: Extract<Expression, { type: "derivative" }>): readonly string[] {
  const e = of.type === "group" ? of.operand : of;
  if (e.type === "call") return [e.callee.name];
  return [...namesIn(e)].filter((n) => !variables.some((v) => v.name === n));
}

/** A name that is defined only below a claim, and as several things there: which of them is meant nobody can tell. */
function definedBelow({ known, time }: Context, { statement }: Cut, { behind }: Attempt): string | null {
  if (statement.type !== "claim" || statement.value.type !== "derivative") return null;
  for (const name of namesAsked(statement.value)) {
    const k = behind.cuts.findLastIndex((c) => !isDeclaration(c.statement) && headsOf(c.statement).includes(name));
    const place = behind.places[k];
    if (place !== undefined && place.time > time && known.versions(name) > 1)
      return `${unicodeName(name)} is defined only further down, and as several things`;
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
export function withheld(context: Context, best: Attempt, siblings: readonly Cut[]): string | null {
  const { report, behind, cut } = best;
  const { statement } = cut;
  if (statement.type === "claim" && (statement.sides.some(byMatrix(report)) || isOtherLayout(context, cut, best)))
    return "it holds the derivative of a matrix by a matrix, which has no agreed layout";
  if (best.claims.some((c) => isBlank(c) && isNumbers(c.text)) || endsInValue(best))
    return "a value, and nothing says at which point";
  if (/\)\s{0,9}(?:'|\u2032|\^\s{0,9}\{?\s{0,9}(?:'|\\prime))/.test(cut.text) && isPrimedSum(statement))
    return "a prime behind parentheses may be a derivative";
  if (best.claims.some((c) => isWrong(c.verdict) && PRIMED_NAME.test(c.text)))
    return "a prime behind a name may be a derivative";
  if (
    best.claims.some((c) => c.verdict === "ill-shaped" && c.why?.includes("asks for the gradient of a scalar") === true)
  )
    return "what is defined as no scalar here is differentiated as one";
  if (speaksOfMembers(cut) && best.claims.every((c) => c.verdict !== "different"))
    return "what its letters count could only be guessed";
  if (SERIES.test(`${cut.text} ${behind.source}`) && takesMatrix(cut, report))
    return "a function of a square matrix may be meant as a power series";
  return (
    (isLimited(context, best) ? "it holds where its letters differ, and the text says so of some" : null) ??
    definedBelow(context, cut, best) ??
    calledAsFactor(cut, best) ??
    brokenName(context, cut, best) ??
    restated(cut) ??
    // Above one layer every loss is linked.
    (best.typed === undefined ? missingLink(context, cut, behind) : null) ??
    ownName(context, cut, best, siblings) ??
    strayName(context, cut, best) ??
    ofOneRow(context, cut) ??
    statedSlope(cut, behind)
  );
}

/** Why no side of a chain is blamed that another side excuses: what it speaks of is not what is defined. */
export const doubtOfChain = (context: Context, { cut, behind, typed }: Attempt): string | null =>
  restated(cut) ?? (typed === undefined ? missingLink(context, cut, behind) : null);

/** `= 2x = 6`: what is right up to a number, which is the value somewhere. */
const endsInValue = ({ claims, result }: Attempt): boolean =>
  /[A-Za-z]/.test(result?.text ?? "") &&
  claims.every((c) => c.verdict === "equal" || /^\s*-?\d{1,20}(?:\.\d{1,20})?\s*(?:[.,;]\s*)?$/.test(c.text));

/** `y'` and nothing else, as one more way to write the derivative. */
const PRIMED_NAME = /^\s{0,9}\\?[A-Za-z]{1,20}\s{0,9}(?:'|\u2032|\^\s{0,9}\{?\s{0,9}\\prime\s{0,9}\}?)\s{0,9}$/;

/** `(a + b)'`, which is no transpose where it is a number. */
const isPrimedSum = (statement: Cut["statement"]): boolean =>
  statement.type === "claim" &&
  nodesOf(statement.sides).some((e) => e.type === "postfix" && e.operand.type === "group");

/** A side whose shape alone is another one. */
const isBlank = (c: ClaimReport): boolean => c.verdict === "different" && c.by === "laws";

/** The derivative of a matrix by a matrix, and a side in the shape of no layout of ours. */
const isOtherLayout = ({ speaksOfEntries }: Context, cut: Cut, { result, report, claims, behind }: Attempt): boolean =>
  (speaksOfEntries || ENTRIES.test(`${behind.source} ${cut.text}`)) &&
  result?.layout === "jacobian" &&
  /[ ^]/.test(result.shape[0]) &&
  named(report, "matrix").has(result.wrt) &&
  claims.some(isBlank);

/** Digits, signs and brackets alone. */
const LISTED = /^(?=[^\d]{0,99}\d)[\s\d.,;&()[\]{}+-]*$/;

/** `[6, 8]^T`: a list of numbers and nothing else. */
const isNumbers = (text: string): boolean =>
  LISTED.test(
    text.replace(
      /\^\s{0,9}\{?\s{0,9}(?:\\top|\\intercal|\\mathrm\s{0,9}\{?\s{0,9}T\s{0,9}\}?|T)\s{0,9}\}?|\\(?:left|right|begin|end|,|\\)(?:\{[a-z]*matrix\})?/g,
      "",
    ),
  ) && /[,&\\]/.test(text);

/** What is an input only because its definition could not be read is anything, and so is what this section defines so. */
function brokenName({ broken, item }: Context, cut: Cut, { report, behind }: Attempt): string | null {
  const names = new Set([...behind.names, ...cut.mentions]);
  const isBroken = (n: string): boolean =>
    broken.get(n)?.has(item.section) === true ||
    (broken.has(n) && report.symbols.some((s) => s.role === "input" && s.name === n));
  const found = [...names].find(isBroken);
  return found === undefined ? null : `the definition of ${unicodeName(found)} could not be read`;
}

/** `∂P/∂θ = ∂/∂θ θ⁹(1 − θ)⁴` says what P is where it stands, whatever it was before. */
function restated({ statement }: Cut): string | null {
  if (statement.type !== "claim" || statement.value.type !== "derivative") return null;
  const { of } = statement.value;
  const name = of.type === "name" ? of : of.type === "call" && of.primes === 0 ? of.callee : null;
  if (name === null) return null;
  const by = statement.value.variables[0]?.name;
  const isOther = statement.sides.some((side) => {
    const s = side.type === "product" ? side.first : side;
    return s.type === "derivative" && s.of.type !== "name" && s.of.type !== "call" && s.variables[0]?.name === by;
  });
  return isOther ? `it says what ${unicodeName(name.name)} is, by a formula of its own` : null;
}

const nodesOf = (all: readonly Expression[]): readonly Expression[] => all.flatMap((e) => [...postorder(e)]);

/** A derivative within a side of what does not depend on its variable, or a sum over paths: of which links it speaks is not said. */
function missingLink({ known, item, time }: Context, { statement }: Cut, { heads }: Attempt["behind"]): string | null {
  if (statement.type !== "claim") return null;
  const view = { time, section: item.section, declarations: true, only: false };
  for (const e of nodesOf(statement.sides)) {
    if (e.type !== "derivative" || e.of.type !== "name") continue;
    const { name } = e.of;
    const [variable] = e.variables;
    if (variable === undefined || variable.name === name || !heads.has(name)) continue;
    if (!known.behind([name], view).names.has(variable.name))
      return `${unicodeName(name)} does not depend on ${unicodeName(variable.name)} in what is defined so far`;
  }
  const paths = statement.sides.some(
    (side) =>
      side.type === "sum" &&
      side.terms.filter(({ term }) => postorder(term).filter((p) => p.type === "derivative").length > 1).length > 1,
  );
  return paths ? "in a sum over paths its partial derivatives may be those of one path or of all" : null;
}

/** A name that nothing says anything of and on which a side rests, though nothing that is differentiated does. */
function strayName(
  { known, item, time }: Context,
  { statement }: Cut,
  { report, behind, upstream, typed }: Attempt,
): string | null {
  // Above one layer every loss is linked.
  if (statement.type !== "claim" || statement.value.type !== "derivative" || typed !== undefined) return null;
  const restsOn = reachedBy(
    new Map(behind.cuts.flatMap((c) => headsOf(c.statement).map((h) => [h, [...c.mentions]] as const))),
  );
  const reached = (names: Iterable<string>): ReadonlySet<string> =>
    new Set([...names].flatMap((n) => [n, ...restsOn(n)]));
  const asked = reached([...namesIn(statement.value), ...(upstream?.above ?? [])]);
  const inputs = new Set(report.symbols.flatMap((s) => (s.role === "input" ? [s.name] : [])));
  const own = new Set([...statement.sides, statement.value].flatMap((side) => [...namesIn(side)]));
  const stray = [...reached(own)].find(
    (n) => inputs.has(n) && !own.has(n) && !asked.has(n) && !known.isDeclared(n, item.section, time),
  );
  return stray === undefined
    ? null
    : `it rests on ${unicodeName(stray)}, which nothing defines and what is differentiated does not rest on`;
}

/** `G_i` of a matrix G, which is one of its rows or columns. */
function ofOneRow({ known }: Context, cut: Cut): string | null {
  const [row] = rowsIn(cut).filter(({ scripts }) => scripts !== undefined && known.isKnown(scripts.base));
  if (row?.scripts === undefined) return null;
  const { base } = row.scripts;
  return `${unicodeName(row.name)} may be a row or a column of ${unicodeName(base)}`;
}

/** Matrices with one letter below them, as names that sides hold; below an identity stands its size. */
const rowsIn = ({ statement }: Cut): readonly Name[] =>
  statement.type !== "claim"
    ? []
    : nodesOf(statement.sides).flatMap((e) =>
        e.type === "name" &&
        /^[A-HJ-Z]$/.test(e.scripts?.base ?? "") &&
        e.scripts?.above.length === 0 &&
        e.scripts.below.length === 1 &&
        /^\s{0,9}[a-z]\s{0,9}$/.test(e.scripts.below[0]?.text ?? "")
          ? [e]
          : [],
      );

/** A name that stands in no definition, or that of a relative which the same formula defines: what is meant is the note's own. */
function ownName(
  { known, item, time }: Context,
  { statement }: Cut,
  { behind, report }: Attempt,
  siblings: readonly Cut[],
): string | null {
  if (statement.type !== "claim" || statement.value.type !== "derivative") return null;
  const asked = new Set(namesIn(statement.value));
  const names = new Set(behind.cuts.filter((c) => !isDeclaration(c.statement)).flatMap((c) => [...c.mentions]));
  const isInput = (n: string): boolean => report.symbols.some((s) => s.name === n && s.role === "input");
  for (const side of statement.sides)
    for (const n of namesIn(side))
      if (
        !asked.has(n) &&
        !names.has(n) &&
        isInput(n) &&
        known.isKnown(n) &&
        !known.isUsed(n, item.section) &&
        !known.isDeclared(n, item.section, time)
      )
        return `${unicodeName(n)} stands in nothing that is defined`;
  const { of } = statement.value;
  if (of.type !== "name") return null;
  // The last definition before it in the formula.
  const before = siblings.filter((c) => c.statement.span.end <= statement.span.start && !isDeclaration(c.statement));
  const heads = before.map((c) => headsOf(c.statement)).findLast((h) => h.length > 0) ?? [];
  const relative = heads.find((h) => h.startsWith(`${of.name}_`));
  return relative === undefined
    ? null
    : `the formula defines ${unicodeName(relative)}, which may be meant by ${unicodeName(of.name)}`;
}

/** The derivative of a function that nobody defines, as a formula without its slope: it says what the slope is. */
function statedSlope({ statement }: Cut, behind: Attempt["behind"]): string | null {
  if (statement.type !== "claim" || statement.value.type !== "derivative") return null;
  const e = statement.value.of.type === "group" ? statement.value.of.operand : statement.value.of;
  const definition = e.type === "name" ? definitionBehind(behind, e.name) : null;
  const callee =
    e.type === "call" && isUnknown(e.callee.name, behind.heads)
      ? e.callee.name
      : definition === null
        ? null
        : (unknownValue(definition, behind.heads)?.callee.name ?? null);
  if (callee === null) return null;
  const speaks = nodesOf(statement.sides).some(
    (n) => n.type === "derivative" || (n.type === "call" && n.primes > 0 && n.callee.name === callee),
  );
  return speaks ? null : `it says what the derivative of ${unicodeName(callee)} is, which nothing defines`;
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
    if (e.type === "group") return isMatrix(e.operand);
    if (e.type === "call" && /^(?:det|tr|sum|norm\w{0,9})$/.test(e.callee.name)) return false;
    const within = [...namesIn(e)];
    return within.some((n) => names.has(n)) && !within.some((n) => columns.has(n));
  };
  return [statement.value, ...statement.sides]
    .flatMap((side) => postorder(side))
    .some((e) => e.type === "call" && SERIES.test(`\\${e.callee.name}`) && e.args.some(isMatrix));
}
