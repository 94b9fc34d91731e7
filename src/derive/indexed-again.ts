/** The lines of a second derivative over a sum: each name's differential, put into that of the gradient, the moves, the matrix. */
import type { Expr } from "../core/expr.js";
import { NotDifferentiable, ShapeError } from "../core/op.js";
import { operand } from "../core/operands.js";
import { type Index, letterIndex, placeOf } from "../core/place.js";
import { isColumn } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { STANDARD } from "../laws/standard.js";
import { binderOf, substitute } from "../ops/binder.js";
import { derivative } from "../ops/derivative.js";
import { differential } from "../ops/differential.js";
import { Scale, scale } from "../ops/scale.js";
import { Sigma, sigma } from "../ops/sigma.js";
import { OUTSIDE } from "../print/letters.js";
import { gathered } from "../rewrite/gather.js";
import { calledBy, equationsBehind, isNamed } from "./equations.js";
import { differentialBy, insideSteps, rulesAt } from "./inside.js";
import { jacobianMoves } from "./jacobian-moves.js";
import { rightSideOf } from "./linearise.js";
import { normalForm } from "./normal.js";
import { only, putIn, tidied } from "./route.js";
import { AGAIN, READ, substituting } from "./rules.js";
import { allSteps, type Step, step } from "./step.js";
import { localTangent } from "./tangent.js";

/** The lines to ∂g/∂z of a column g, a sum or not, by a column z; null where g moves with z in a way that no line has. */
export function linesAgain(left: Expr, g: Expr, z: Expr): readonly Step[] | null {
  if (!isColumn(g.shape) || !isColumn(z.shape)) return null;
  try {
    return lines(left, g, z);
  } catch (error) {
    if (error instanceof NotDifferentiable || error instanceof ShapeError) return null;
    throw error;
  }
}

function lines(left: Expr, g: Expr, z: Expr): readonly Step[] | null {
  const { body, around } = opened(g);
  const steps: Step[] = [step(AGAIN, left, left, derivative("jacobian", g, z))];
  const names = walk([body]).filter((n) => isNamed(n) && !isBound(n) && (n === z || movesWith(n, z)));
  const tangents = new Map<Expr, Expr>();
  for (const n of names) {
    const value = n === z ? null : rightSideOf(n);
    if (n === z) tangents.set(n, differential(z));
    if (value === null) continue;
    // A name behind a name is a longer way than these lines go.
    if (walk([value]).some((m) => isNamed(m) && m !== z && movesWith(m, z))) return null;
    const inside = insideSteps(n, value, only(z), { always: true, isPrepared: true });
    const whole = inside.at(-1)?.after;
    const line = inside.length === 1 && whole !== undefined ? whole : gathered(differentialBy(value, z));
    steps.push(...inside);
    if (inside.length > 1)
      steps.push(step(substituting(putIn(inside)), differential(n), differential(n), line, { detail: true }));
    tangents.set(n, line);
  }
  if (names.length === 0) return null;
  const dg = differential(g);
  const open = gathered(localTangent(body, new Map(names.map((n) => [n, differential(n)])), normalForm));
  const { name: rule, title, line: statement, cite } = Sigma;
  const isSum = around(body) !== body;
  const first = isSum ? { rule, title, statement, cite } : rulesAt([{ value: body, names: new Set(names) }]);
  steps.push(step(first, dg, dg, around(open)));
  const full = gathered(localTangent(body, tangents, normalForm));
  const others = names.filter((n) => n !== z);
  if (others.length > 0) steps.push(step(substituting(others.map(differential)), null, around(open), around(full)));
  const moves = jacobianMoves(full, z);
  if (moves === null) return null;
  for (const s of moves.steps) steps.push({ ...s, before: around(s.before), after: around(s.after) });
  const raw = around(tidied(moves.jacobian));
  return [...steps, step(READ.jacobian, left, around(moves.end), raw), ...allSteps(raw, STANDARD)];
}

const isBound = (e: Expr): boolean => e.free.some((i) => i.kind === "bound");
const movesWith = (n: Expr, z: Expr): boolean => equationsBehind(n).some((q) => q.name === calledBy(z) && q.leaf !== n);

/** c Σ_i b_i as its body at a letter of a question, which is fixed while the body is differentiated. */
function opened(g: Expr): { readonly body: Expr; readonly around: (e: Expr) => Expr } {
  const [c, S] = g.op === Scale ? [operand(g), operand(g, 1)] : [null, g];
  if (S.op !== Sigma) return { body: g, around: (e) => e };
  const own = binderOf(S);
  const letter: Index = letterIndex("asked", OUTSIDE.within(S).of(own), own.lo, own.hi);
  const around = (e: Expr): Expr => (c === null ? sigma(letter, e) : scale(c, sigma(letter, e)));
  return { body: substitute(operand(S), own, placeOf(letter)), around };
}
