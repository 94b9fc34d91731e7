/**
 * Functions of numbers that have a sense of their own for matrices: `tr(e^X)` is of the matrix exponential in every book,
 * and in TeX it is so here; in plain text, where exp(X) is by entries, it is refused.
 */
import { ONE } from "../../core/dim.js";
import { isScalar, type Shape } from "../../core/shape.js";
import { isOfMatrices } from "../../functions/matrix-senses.js";
import { isMatrixFunction } from "../../ops/matrixfunction.js";
import { fault, remark, resolved, type Scope, typed, warn } from "../scope.js";
import type { Term } from "../terms.js";
import { assumedIn } from "./lone-number.js";
import { shapeOf } from "./operands.js";

/** The functions of a matrix that an operand is, or is made of by sums, products and transposes. */
function functionsIn(root: Term, isDeep: boolean): readonly Term[] {
  const out: Term[] = [];
  const todo = [root];
  for (let t = todo.pop(), looked = 0; t !== undefined && looked < LOOKED; t = todo.pop(), looked++) {
    if (t.type === "apply" && t.primes === 0 && isOfMatrices(t.name)) out.push(t);
    else if ((t.type === "call" && t.name === "transpose") || (isDeep && (t.type === "sum" || t.type === "product")))
      todo.push(...t.parts.slice(0, LOOKED));
  }
  return out;
}

const LOOKED = 100;

/** As TeX writes it, or `e^X`: in plain text exp(X) is by entries, and exp.(X) everywhere. */
const isMatrixLike = (text: string): boolean => /^(?:\\|\{?e\}?\s*\^)/.test(text);

/** `exp.(X)`, `\log.\left(X\right)`: each entry. */
const isDotted = (text: string): boolean => /^(?:\\operatorname\{\w+\}|\\?\w+)\.(?:\\left)?\(/.test(text);

const isSquare = (s: Shape): boolean => s.rows === s.cols && !isScalar(s);

/** `exp(A)` of a letter whose sizes nothing states: what else would have made it square was the function of the matrix. */
function mayBeSquare(scope: Scope, t: Term): boolean {
  const { rows, cols } = resolved(scope, shapeOf(t));
  if (rows === ONE || cols === ONE) return false;
  const [names, others] = [assumedIn(scope, t), namesIn(t)];
  return names.length === others.size && names.filter((n) => n.kind === "matrix").length === 1;
}

/** Names that an operand is made of. */
function namesIn(root: Term): ReadonlySet<string> {
  const out = new Set<string>();
  const todo = [root];
  for (let t = todo.pop(), looked = 0; t !== undefined && looked < LOOKED; t = todo.pop(), looked++) {
    if (t.type === "symbol") out.add(t.name);
    todo.push(...t.parts.slice(0, LOOKED));
  }
  return out;
}

/** Looks at the factors of a product once their sizes are known. */
export function checkFactors(scope: Scope, values: readonly Term[]): void {
  const found = values.flatMap((v) => functionsIn(v, false).map((t) => ({ t, v })));
  if (found.length === 0) return;
  const { owner } = scope;
  scope.checks.push(() => {
    for (const { t, v } of found) {
      const others = values.filter((x) => x !== v && x.shape !== null && !isScalar(resolved(scope, x.shape)));
      if (others.length > 0) say(scope, t, owner, false);
    }
  });
}

/** Looks at what a trace is taken of. */
export function checkTrace(scope: Scope, operand: Term): void {
  const found = functionsIn(operand, true);
  const { owner } = scope;
  if (found.length === 0) return;
  scope.checks.push(() => {
    for (const t of found) say(scope, t, owner, true);
  });
}

function say(scope: Scope, t: Term, owner: Scope["owner"], isTraced: boolean): void {
  const text = scope.source.slice(t.span.start, t.span.end);
  if (t.type !== "apply" || t.shape === null || owner.faulty || isDotted(text)) return;
  if (!isSquare(resolved(scope, t.shape)) && !mayBeSquare(scope, t)) return;
  const shown = typed(scope, t.span);
  const readings = `${shown} is ${t.name} of each entry, or the function of the matrix`;
  const isKnown = isMatrixFunction(t.name);
  const whole = isKnown ? `${t.name}m(X) is of the matrix` : "the function of the matrix is not part of the language";
  const hint = `${t.name}.(X) is by entries; ${whole}`;
  if (isKnown && isMatrixLike(text) && isSquare(resolved(scope, t.shape))) {
    if (scope.wholes.has(t)) return;
    scope.wholes.add(t);
    const message = `${shown} is ${t.name} of the matrix, ${t.name}m; ${t.name}.(X) is that of each entry`;
    remark(scope, "reading/matrix", t.span, message, owner);
  } else if (isTraced || isMatrixLike(text))
    fault(scope, "function/matrix", t.span, `two readings: ${readings}`, { hint }, owner);
  else
    warn(
      scope,
      "function/entrywise",
      t.span,
      `${shown} is taken entry by entry, and is no matrix ${t.name}`,
      hint,
      owner,
    );
}
