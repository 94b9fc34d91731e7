/** Many gradients of one output against differences at once: a look at each right side, where one by one each would be a look at all. */
import type { Expr } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { draw } from "./draw.js";
import { hasIndices } from "./evaluate.js";
import type { Matrix } from "./matrix.js";
import { largest } from "./matrix.js";
import { alongNames } from "./names.js";
import { random } from "./random.js";
import { entriesIn, gradientIn, LARGE, type Question, TOLERANCE, type VerifyOptions } from "./verify.js";

/** Gradients of one output below which each is looked at by itself. */
const MANY = 8;

/** An answer to a question. */
export interface Asked {
  readonly answer: Expr;
  readonly question: Question;
}

/** How far an answer is from differences at all draws. */
export interface Held {
  readonly draws: number;
  readonly worst: number;
}

/** The answers that hold name by name at so many draws; of the others nothing is said, and {@link verify} looks at them. */
export function verifyTogether(
  asked: readonly Asked[],
  options: VerifyOptions & { readonly draws: number },
): ReadonlyMap<Asked, Held> {
  const groups = new Map<Expr, Asked[]>();
  for (const a of asked) groups.set(a.question.of, [...(groups.get(a.question.of) ?? []), a]);
  return new Map([...groups].flatMap(([y, those]) => (those.length < MANY ? [] : [...heldBy(y, those, options)])));
}

function heldBy(
  y: Expr,
  asked: readonly Asked[],
  options: VerifyOptions & { readonly draws: number },
): ReadonlyMap<Asked, Held> {
  const source = random(options.seed ?? 1);
  const tolerance = options.tolerance ?? TOLERANCE;
  // Of several answers by one variable the first.
  const first = new Map([...asked].reverse().map((a) => [nth(a.question.wrt, 0), a]));
  if (hasIndices([y, ...first.keys()])) return new Map();
  const held = new Map<Asked, Held>([...first.values()].map((a) => [a, { draws: options.draws, worst: 0 }]));
  const roots = [y, ...[...first].flatMap(([x, { answer }]) => [answer, x])];
  for (let draws = 0; draws < options.draws && held.size > 0; draws++) {
    const drawn = draw(roots, source, { ...options, smooth: [y] });
    if (!drawn.drawn || entriesIn(drawn.values) > LARGE) return new Map();
    const gradients = new Map<Expr, Matrix>();
    for (const a of held.keys()) {
      const { answer, question } = a;
      const gradient = gradientIn(question, drawn.values.get(answer) as Matrix, drawn.env);
      // Zeros, of units that are all off, tell little.
      if (gradient === null || largest(gradient) === 0) held.delete(a);
      else gradients.set(nth(question.wrt, 0), gradient);
    }
    const errors = alongNames(y, gradients, drawn.env, source);
    for (const [a, { worst }] of held) {
      const error = errors.get(nth(a.question.wrt, 0));
      if (error !== undefined && error <= tolerance)
        held.set(a, { draws: options.draws, worst: Math.max(worst, error) });
      else held.delete(a);
    }
  }
  return held;
}
