/** When a note is blamed: what must not hold before a claim that is not equal is called wrong. */
import { reachedBy } from "../core/walk.js";
import { type Expression, type Name, nodesOf, postorder } from "../parse/ast.js";
import { unicodeName } from "../print/unicode.js";
import { type ClaimReport, isWrong } from "../report/report.js";
import { nodesIn, speaksOfMembers } from "./excuses.js";
import { type Attempt, attempt, type Context, RANK } from "./readings.js";
import { countedConditional } from "./spelling.js";
import { ENTRIES } from "./spread.js";
import { type Cut, headsOf, isDeclaration, namesIn } from "./statements.js";
import { definitionBehind, isUnknown, unknownValue, withVectorFunctions } from "./unknown.js";

/** Where the note limits the letters for which a claim holds, `for j \ne i`, it is right as far as it goes. */
const isLimited = ({ prose, item }: Context, { claims }: Attempt): boolean =>
  claims.some((c) => c.holds !== null || c.why?.includes("at some values of its letters") === true) &&
  [...prose, item.text].some((p) => /\\ne(?:q)?(?![a-z])|\u2260|!=/.test(p));

/** `A(p)` of an A that nobody defines as a function, read as a product. */
function calledAsFactor({ statement }: Cut, { behind, report }: Attempt): string | null {
  const all = [statement, ...behind.cuts.map((c) => c.statement)].flatMap(nodesOf);
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
    countedName(context) ??
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
  nodesIn(statement.sides).some((e) => e.type === "postfix" && e.operand.type === "group");

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

/** `\\sum_j p(x_j | μ_j)`, of which a name for each j could only be guessed. */
function countedName({ item }: Context): string | null {
  const found = countedConditional(item.text);
  return found === null ? null : `${found} is another one for each letter of a sum`;
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

/** A derivative within a side of what does not depend on its variable, or a sum over paths: of which links it speaks is not said. */
function missingLink({ known, item, time }: Context, { statement }: Cut, { heads }: Attempt["behind"]): string | null {
  if (statement.type !== "claim") return null;
  const view = { time, section: item.section, declarations: true, only: false };
  for (const e of nodesIn(statement.sides)) {
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
    : nodesIn(statement.sides).flatMap((e) =>
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
  const speaks = nodesIn(statement.sides).some(
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
