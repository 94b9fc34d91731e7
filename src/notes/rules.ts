/**
 * Rules for what nobody defines: `∇(p q) = q ∇p + p ∇q` holds for all fields p and q or for none. Both sides speak of the
 * values and the slopes at one point, which are any where the fields are linear: so it is judged for these.
 */
import { type Expression, type Name, postorder, type Span } from "../parse/ast.js";
import { type ClaimReport, isWrong } from "../report/report.js";
import { namesOf, statementsIn } from "./local.js";
import { attempt, type Context } from "./readings.js";
import { type Cut, namesIn } from "./statements.js";
import { typedIn } from "./unknown.js";
import { rewritten } from "./upstream.js";

type Kind = "scalar" | "vector" | "matrix";

/** What is differentiated in the sides and that nothing defines. */
interface Field {
  readonly typed: string;
  readonly spans: readonly Span[];
  readonly kind: Kind;
}

/** Why a rule is blamed. */
export const NO_RULE = "as a rule it does not hold";

/** Fields of one rule, at most. */
const MOST_FIELDS = 4;

/** The verdict of a claim with one side about fields that nobody defines; null where it is no rule, or not decided so. */
export function byRule(
  context: Context,
  cut: Cut,
): Pick<ClaimReport, "verdict" | "by" | "counterexample" | "why"> | null {
  const { statement } = cut;
  if (statement.type !== "claim" || statement.value.type !== "derivative" || statement.sides.length !== 1) return null;
  const { of, order, variables, nabla } = statement.value;
  const [by, ...others] = variables;
  if (by === undefined || order === 2 || others.length > 0 || of.type === "name" || isKnown(context, by)) return null;
  const fields = fieldsIn(context, cut, by);
  if (fields === null) return null;
  const isWhole = [...namesIn(of)].every((n) => n === by.name || fields.some((f) => f.names.has(n)));
  const lower = nabla ? "vector" : kindOf(by.typed, cut.text);
  const ways = new Set([lower, ...(lower === "scalar" ? (["vector"] as const) : [])]);
  let accused: ClaimReport | null = null;
  for (const at of ways) {
    const claim = ofLinear(context, cut, by, fields, at);
    if (claim === null) continue;
    const names = fields.map((f) => f.typed).join(", ");
    const { by: how, verdict } = claim;
    if (verdict === "equal") return { verdict, by: how, counterexample: null, why: `a rule, for any ${names}` };
    if (isWrong(claim.verdict) && claim.by === "numbers") accused ??= claim;
    else if (claim.verdict !== "different") return null;
  }
  const isCertain = isWhole && fields.every((f) => f.kind === "scalar") && accused !== null;
  if (!isCertain || accused === null) return null;
  return { verdict: accused.verdict, by: accused.by, counterexample: null, why: NO_RULE };
}

/** The claim for linear fields; null where it could not be read so. */
function ofLinear(context: Context, cut: Cut, by: Name, fields: readonly Field[], at: Kind): ClaimReport | null {
  const point = LETTERS[at]("r", "at");
  const spans = spansOf(cut, (n) => n.name === by.name);
  const changes = spans.map((span) => ({ span, text: `{${point}}` }));
  const lines: string[] = [];
  for (const [k, { spans: own, kind }] of fields.entries()) {
    const name = LETTERS[kind]("q", `u${k + 1}`);
    const slope = slopeOf(kind, at, `u${k + 1}`, point);
    if (slope === null) return null;
    lines.push(`$$\\begin{aligned} ${name} = ${LETTERS[kind]("c", `u${k + 1}`)} + ${slope}\n\\end{aligned}$$`);
    changes.push(...own.map((span) => ({ span, text: `${name} ` })));
  }
  const claim = rewritten(cut, changes);
  const [single, ...more] = statementsIn(claim.text);
  if (claim === cut || single?.statement.type !== "claim" || more.length > 0) return null;
  const view = { time: context.time, section: context.item.section, declarations: true, only: false };
  const behind = context.known.behind(claim.mentions, view);
  const read = attempt(context, { ...single, below: cut.below }, behind, [], null, [`r_at : ${at}`, ...lines]);
  return read.sound ? (read.claims[0] ?? null) : null;
}

const LETTERS: Readonly<Record<Kind, (letter: string, label: string) => string>> = {
  scalar: (letter, label) => `${letter}_{${label}}`,
  vector: (letter, label) => `\\mathbf{${letter}}_{${label}}`,
  matrix: (letter, label) => `${letter.toUpperCase()}_{${label}}`,
};

/** What a linear field of one kind adds to its constant along a variable of another; null where no note has such a slope. */
function slopeOf(kind: Kind, at: Kind, label: string, point: string): string | null {
  // The slope of a matrix along a number is a column to the language, and a matrix to notes.
  if (kind === "matrix") return null;
  if (at === "scalar") return `${LETTERS[kind]("b", label)} ${point}`;
  if (kind === "scalar")
    return at === "vector" ? `\\mathbf{b}_{${label}}^T ${point}` : `\\operatorname{tr}(B_{${label}}^T ${point})`;
  return at === "vector" ? `B_{${label}} ${point}` : null;
}

function fieldsIn(
  context: Context,
  cut: Cut,
  by: Name,
): readonly (Field & { readonly names: ReadonlySet<string> })[] | null {
  const { statement } = cut;
  if (statement.type !== "claim") return null;
  const found = new Map<string, Field & { readonly names: ReadonlySet<string> }>();
  for (const d of statement.sides.flatMap((s) => [...postorder(s)])) {
    if (d.type !== "derivative") continue;
    const of = d.of.type === "group" ? d.of.operand : d.of;
    const name = of.type === "name" ? of : of.type === "call" && of.primes === 0 && !of.bare ? of.callee : null;
    if (name === null || d.order === 2 || d.variables[0]?.name !== by.name || isKnown(context, name)) return null;
    if (name.name === by.name) return null;
    const typed = typedIn(cut, of).trim();
    if (found.has(typed)) continue;
    const spans = partsIn(cut).flatMap((e) => (e.type === of.type && typedIn(cut, e).trim() === typed ? [e.span] : []));
    found.set(typed, { typed, spans: once(spans), kind: kindOf(name.typed, cut.text), names: new Set(namesIn(of)) });
  }
  const fields = [...found.values()];
  const isIn = fields.every((f) => [...f.names].some((n) => [...namesIn(statement.value)].includes(n)));
  return fields.length === 0 || fields.length > MOST_FIELDS || !isIn ? null : fields;
}

const isKnown = ({ known, item, time }: Context, { name, scripts }: Name): boolean =>
  known.versions(name) > 0 || known.isDeclared(name, item.section, time) || scripts?.below.some(isLetter) === true;

/** An index: entries are no fields of their own. */
const isLetter = ({ text }: { readonly text: string }): boolean =>
  /^\s{0,9}[a-z](?:\s{0,9},?\s{0,9}[a-z])?\s{0,9}$/.test(text);

function kindOf(typed: string, text: string): Kind {
  const letter = /[A-Za-z](?=\}?(?:$|\s|_))|[A-Za-z]$/.exec(typed.replace(/\\[a-zA-Z]+/g, ""))?.[0] ?? "a";
  const isBold = /\\(?:mathbf|bm|boldsymbol|vec)(?![a-zA-Z])/.test(typed);
  const isUpper = letter !== letter.toLowerCase() && !/\\math(?:cal|scr)/.test(typed);
  if (isUpper) return "matrix";
  const isTurned = text.includes(`${typed}^T`) || text.includes(`${typed}^\\top`) || text.includes(`${typed}^{T}`);
  return isBold || isTurned ? "vector" : "scalar";
}

const partsIn = ({ statement }: Cut): readonly Expression[] =>
  statement.type === "claim" ? [statement.value, ...statement.sides].flatMap((e) => [...postorder(e)]) : [];

/** Where a name stands, also as what is differentiated by. */
const spansOf = ({ statement }: Cut, isIt: (n: Name) => boolean): readonly Span[] =>
  statement.type === "claim"
    ? once([statement.value, ...statement.sides].flatMap((e) => namesOf(e).flatMap((n) => (isIt(n) ? [n.span] : []))))
    : [];

const once = (spans: readonly Span[]): readonly Span[] => [...new Map(spans.map((s) => [s.start, s])).values()];
