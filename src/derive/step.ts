/** One line of a derivation: which rule or law, what it says in general letters, what it became here. */
import type { Expr } from "../core/expr.js";
import { QUIET } from "../laws/tidy.js";
import { isMember, meaningOfMember } from "../ops/member.js";
import { Sum } from "../ops/sum.js";
import { definitionOf } from "../ops/symbol.js";
import { dressed } from "../rewrite/dressed.js";
import { gathered } from "../rewrite/gather.js";
import type { Law } from "../rewrite/law.js";
import { shortenings } from "../rewrite/shorten.js";
import type { LawBook } from "../rewrite/simplify.js";
import { linesOf, simplify } from "../rewrite/simplify.js";
import { termOf } from "../rewrite/term.js";

/** Prose about expressions: who prints it says how they are spelled. */
export type Words = string | ((spell: (e: Expr) => string) => string);

export const inWords = (words: Words, spell: (e: Expr) => string): string =>
  typeof words === "string" ? words : words(spell);

/** `a`, `a and b`, `a, b and c`. */
export const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;

/** The name of a rule, what it says in general letters, where it is from. */
export interface Rule {
  /** A short key: the name of an operation, of a law, or `chain`, `substitute`, `reuse` … */
  readonly rule: string;
  readonly title: Words;
  readonly statement: Words;
  readonly cite: string;
}

export interface Step extends Rule {
  /** The subject of the line (`∂s/∂b`), where it starts a new equation; null where it goes on. */
  readonly left: Expr | null;
  readonly before: Expr;
  readonly after: Expr;
  /** The part that the law changed and what it became, for a line of rewriting. */
  readonly part: { readonly before: Expr; readonly after: Expr } | null;
  /** The rule of one operation inside a right side. */
  readonly detail: boolean;
  /** A line that only brings the one before to the form from which the derivative is read. */
  readonly move: boolean;
  /** The name that alone moves in this line, while others that move with it are held fixed. */
  readonly through: Expr | null;
  /** What else a reader may ask of the line: what is fixed in it, what it is made of; null for most lines. */
  readonly why: Words | null;
}

/** A step but for its equation. */
type More = Partial<Pick<Step, "part" | "detail" | "move" | "through" | "why">>;

export const step = (rule: Rule, left: Expr | null, before: Expr, after: Expr, more: More = {}): Step => ({
  rule: rule.rule,
  title: rule.title,
  statement: rule.statement,
  cite: rule.cite,
  left,
  before,
  after,
  part: null,
  detail: false,
  move: false,
  through: null,
  why: null,
  ...more,
});

/** Lines beyond this many at one place help nobody; the end of the way is shown in one. */
const MOST_LINES = 40;

/** Numbers and scalars to the front, fewest transposes: done along with a line, and no line. */
const quiet = (e: Expr): Expr => dressed(gathered(simplify(e, QUIET)));

/**
 * A law as a rule. Where it calls a part by its name in the model, the line says which name and what
 * that stands for.
 */
function ruleOfLaw({ name, theme, statement, cite }: Law, before?: Expr, after?: Expr): Rule {
  const plain: Rule = { rule: name, title: name, statement, cite };
  if (name === "like terms" && before !== undefined && after !== undefined && cancels(before, after))
    return { ...plain, statement: "A - A = 0" };
  if (!["name", NAMED_AT_PLACES].includes(name === NAMED_AT_PLACES ? name : theme)) return plain;
  if (before === undefined || after === undefined) return plain;
  const old = namesCounted(before);
  const [met, ...more] = [...namesCounted(after)].flatMap(([name, n]) => (n > (old.get(name) ?? 0) ? [name] : []));
  const meaning = met === undefined ? null : meaningOf(met);
  if (met === undefined || meaning === null || more.length > 0) return plain;
  return {
    ...plain,
    title: (spell) => `by definition of ${spell(met)}`,
    statement: (spell) => `${spell(met)} = ${spell(meaning)}`,
  };
}

/** The law by which parts are called by members of families. */
const NAMED_AT_PLACES = "by its name, at a place";

/** What a name or a member at places stands for. */
const meaningOf = (e: Expr): Expr | null => (isMember(e) ? meaningOfMember(e) : definitionOf(e));

/** Whether summands cancel: more of them are gone than are together now. */
function cancels(before: Expr, after: Expr): boolean {
  const terms = (e: Expr): readonly Expr[] => (e.op === Sum ? e.args : [e]).map((t) => termOf(t).rest);
  const left = new Set(terms(after));
  return terms(before).some((t) => !left.has(t));
}

/** Places that are looked through for names; in a longer part nobody counts them. */
const MOST_PLACES = 400;

/** How often each defined name stands in an expression. */
function namesCounted(e: Expr): ReadonlyMap<Expr, number> {
  const counts = new Map<Expr, number>();
  const stack = [e];
  for (let k = 0; k < MOST_PLACES && stack.length > 0; k++) {
    const x = stack.pop() as Expr;
    if (isMember(x) || definitionOf(x) !== null) counts.set(x, (counts.get(x) ?? 0) + 1);
    stack.push(...x.args);
  }
  return counts;
}

/** The lines from an expression to its normal form, one law a line. */
export function lawSteps(from: Expr, book: LawBook): readonly Step[] {
  const steps: Step[] = [];
  let whole = from;
  for (const line of linesOf(from, book, MOST_LINES)) {
    const after = quiet(line.whole);
    if (after === whole || after === dressed(gathered(whole))) continue;
    const rule = ruleOfLaw(line.law, line.before, line.after);
    steps.push(step(rule, null, whole, after, { part: { before: line.before, after: line.after } }));
    whole = after;
  }
  return steps;
}

/** The lines from a normal form to the form that is shown. */
function shorteningSteps(from: Expr, book: LawBook): readonly Step[] {
  let before = dressed(gathered(from));
  return shortenings(from, book).flatMap(({ law, after }) => {
    const shown = quiet(after);
    if (shown === before) return [];
    const s = step(ruleOfLaw(law, before, shown), null, before, shown);
    before = shown;
    return [s];
  });
}

/** Both, one after the other, without lines that lead back to an earlier one. */
export function allSteps(from: Expr, book: LawBook): readonly Step[] {
  const start = quiet(from);
  const steps: Step[] = [];
  for (const s of [...lawSteps(from, book), ...shorteningSteps(simplify(from, book), book)]) {
    const back = s.after === start ? 0 : steps.findIndex((e) => e.after === s.after) + 1;
    const last = steps.at(-1);
    if (s.after === start || back > 0) steps.splice(back);
    // −y (1 − p) is multiplied out at once, and not first turned into y (p − 1).
    else if (s.rule === "expand" && last?.rule === "distribute the minus sign")
      steps.splice(-1, 1, { ...s, left: last.left, before: last.before, part: null });
    else steps.push(s);
  }
  return steps;
}
