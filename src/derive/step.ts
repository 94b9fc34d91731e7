/** One line of a derivation: which rule or law, what it says in general letters, what it became here. */
import type { Expr } from "../core/expr.js";
import { gathered } from "../rewrite/gather.js";
import { shortenings } from "../rewrite/shorten.js";
import type { LawBook, Line } from "../rewrite/simplify.js";
import { linesOf, simplify } from "../rewrite/simplify.js";

export interface Step {
  /** A short key: the name of an operation, `law`, `chain`, `substitute`, `reuse` … */
  readonly rule: string;
  readonly title: string;
  readonly statement: string;
  readonly cite: string;
  /** What the line is about (`∂s/∂b`), where it starts a new equation; null where it goes on. */
  readonly left: Expr | null;
  readonly before: Expr;
  readonly after: Expr;
  /** The part that the law changed and what it became, for a line of rewriting. */
  readonly part: { readonly before: Expr; readonly after: Expr } | null;
  /** A line that only `full` shows: the rule of one operation inside a right side. */
  readonly detail: boolean;
  /** Why the sizes ask for it: `δᵀ is 1×n, x is m×1 …`; null for most lines. */
  readonly why: string | null;
}

export const step = (
  rule: string,
  title: string,
  statement: string,
  cite: string,
  left: Expr | null,
  before: Expr,
  after: Expr,
  why: string | null = null,
): Step => ({ rule, title, statement, cite, left, before, after, part: null, detail: false, why });

const fromLine = (line: Line, before: Expr): Step => ({
  rule: line.law.name,
  title: line.law.name,
  statement: line.law.statement,
  cite: line.law.cite,
  left: null,
  before,
  after: line.whole,
  part: { before: line.before, after: line.after },
  detail: false,
  why: null,
});

/** Lines beyond this many at one place help nobody; the end of the way is shown in one. */
const MOST_LINES = 40;

/** The lines from an expression to its normal form, one law a line. */
export function lawSteps(from: Expr, book: LawBook): readonly Step[] {
  const steps: Step[] = [];
  let whole = from;
  for (const line of linesOf(from, book, MOST_LINES)) {
    // Transposes that only travel are no step: every line is read with its fewest transposes.
    const after = gathered(line.whole);
    if (after === whole || after === gathered(whole)) continue;
    steps.push(fromLine({ ...line, whole: after }, whole));
    whole = after;
  }
  return steps;
}

/** The lines from a normal form to the form that is shown. */
export function shorteningSteps(from: Expr, book: LawBook): readonly Step[] {
  let before = from;
  return shortenings(from, book).flatMap(({ law, after }) => {
    if (gathered(after) === gathered(before)) return [];
    const s = step(law.name, law.name, law.statement, law.cite, null, before, gathered(after));
    before = after;
    return [s];
  });
}

/** Both, one after the other. */
export const allSteps = (from: Expr, book: LawBook): readonly Step[] => [
  ...lawSteps(from, book),
  ...shorteningSteps(simplify(from, book), book),
];
