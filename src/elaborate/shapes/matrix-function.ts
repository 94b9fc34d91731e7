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
import { definitionOf } from "./lone-number.js";
import { shapeOf } from "./operands.js";

/** Operations that are of matrices as much as products are: what stands within them is no less of the whole. */
const OF_WHOLES: ReadonlySet<string> = new Set(["transpose", "inverse", "power"]);

/** The functions of a matrix that an operand is, or is made of by what is done to matrices as wholes. */
function functionsIn(root: Term): readonly Term[] {
  const out: Term[] = [];
  const todo = [root];
  for (let t = todo.pop(), looked = 0; t !== undefined && looked < LOOKED; t = todo.pop(), looked++) {
    if (t.type === "apply" && t.primes === 0 && isOfMatrices(t.name)) out.push(t);
    else if (isOfWholes(t)) todo.push(...t.parts.slice(0, LOOKED));
  }
  return out;
}

/** What a number is added to entry by entry is none. */
const isOfWholes = (t: Term): boolean =>
  t.type === "product" ||
  (t.type === "sum" && t.parts.every((p) => p.type !== "spread")) ||
  (t.type === "call" && OF_WHOLES.has(t.name));

const LOOKED = 100;

/** As TeX writes it, or `e^X`: in plain text exp(X) is by entries, and exp.(X) everywhere. */
const isMatrixLike = (text: string): boolean => /^(?:\\|\{?e\}?\s*\^)/.test(text);

/** `exp.(X)`, `\log.\left(X\right)`: each entry. */
const isDotted = (text: string): boolean => /^(?:\\operatorname\{\w+\}|\\?\w+)\.(?:\\left)?\(/.test(text);

const isSquare = (s: Shape): boolean => s.rows === s.cols && !isScalar(s);

/**
 * Whether an argument may be square for all that is stated: its sizes can be one, no name in it is stated to be of two
 * sizes, and nothing is transposed beside another matrix, as in `exp(Q K^T)`, which is of factors that are no squares.
 */
function mayBeSquare(scope: Scope, t: Term): boolean {
  const { rows, cols } = resolved(scope, shapeOf(t));
  if (rows === ONE || cols === ONE) return false;
  const terms = termsIn(scope, t);
  const matrices = new Set(terms.flatMap((x) => (x.type === "symbol" ? [scope.names.get(x.name)] : [])));
  const shapes = [...matrices].flatMap((n) => {
    const s = n === undefined || n.shape === null ? null : resolved(scope, n.shape);
    return s === null || s.rows === ONE || s.cols === ONE ? [] : [{ s, isStated: n?.evidence.declared !== null }];
  });
  const isRectangular = shapes.some(({ s, isStated }) => isStated && s.rows !== s.cols);
  const isCrossed = shapes.length > 1 && terms.some((x) => x.type === "call" && x.name === "transpose");
  return !isRectangular && !isCrossed && scope.sizes.trial(() => scope.sizes.equate(rows, cols) === "solved");
}

/** The log of a softmax taken row by row is that of each of its shares: nobody takes the logarithm of that matrix. */
function isOfShares(scope: Scope, argument: Term): boolean {
  const t = definitionOf(scope, argument) ?? argument;
  return t.type === "call" && t.name === "softmaxrows";
}

/** `log(A^-1 B)`: the way from one matrix to another. */
const isTurned = (t: Term): boolean =>
  t.type === "product" && t.parts.some((p) => p.type === "call" && p.name === "inverse");

/** What an operand is made of, through the names that the text defines. */
function termsIn(scope: Scope, root: Term): readonly Term[] {
  const out = new Set<Term>();
  const todo = [root];
  for (let t = todo.pop(); t !== undefined && out.size < LOOKED; t = todo.pop()) {
    if (out.has(t)) continue;
    out.add(t);
    const given = t.type === "symbol" ? scope.values.get(t.name) : undefined;
    todo.push(...(given === undefined ? t.parts : [given]).slice(0, LOOKED));
  }
  return [...out];
}

/** How a function of a matrix is met: in a product of matrices, by a name that stands in one, under a trace, alone. */
type Place = "factor" | "named" | "traced" | "alone";

/** Looks at the factors of a product once their sizes are known. */
export function checkFactors(scope: Scope, values: readonly Term[]): void {
  const found = values.flatMap((v) => {
    const given = v.type === "symbol" ? scope.values.get(v.name) : undefined;
    const named = given === undefined ? [] : functionsIn(given).map((t) => ({ t, v, place: "named" as const }));
    return [...functionsIn(v).map((t) => ({ t, v, place: "factor" as const })), ...named];
  });
  if (found.length === 0) return;
  const { owner } = scope;
  scope.checks.push(() => {
    for (const { t, v, place } of found) {
      const others = values.filter((x) => x !== v && x.shape !== null && !isScalar(resolved(scope, x.shape)));
      if (others.length > 0) say(scope, t, owner, place);
    }
  });
}

/** Looks at what a trace is taken of. */
export const checkTrace = (scope: Scope, operand: Term): void => checkAll(scope, operand, "traced");

/** Looks at what a name is defined as, or a determinant is taken of: where it is square for certain. */
export const checkValue = (scope: Scope, value: Term): void => checkAll(scope, value, "alone");

function checkAll(scope: Scope, operand: Term, place: Place): void {
  const found = functionsIn(operand);
  const { owner } = scope;
  if (found.length === 0) return;
  scope.checks.push(() => {
    for (const t of found) say(scope, t, owner, place);
  });
}

function say(scope: Scope, t: Term, owner: Scope["owner"], place: Place): void {
  const text = scope.source.slice(t.span.start, t.span.end);
  if (t.type !== "apply" || t.shape === null || owner.faulty || isDotted(text) || scope.wholes.has(t)) return;
  if (isOfShares(scope, t.parts[0] as Term)) return;
  const isCertain = isSquare(resolved(scope, t.shape));
  const of = t.parts[0] as Term;
  if (!isCertain && ((place === "alone" && !isTurned(of)) || !mayBeSquare(scope, of))) return;
  const shown = typed(scope, t.span);
  const readings = `${shown} is ${t.name} of each entry, or the function of the matrix`;
  const isKnown = isMatrixFunction(t.name);
  const whole = isKnown ? `${t.name}m(X) is of the matrix` : "the function of the matrix is not part of the language";
  const hint = `${t.name}.(X) is by entries; ${whole}`;
  const isRefused = place === "traced" || (place === "factor" && isMatrixLike(text));
  if (isRefused && isKnown && isMatrixLike(text) && isCertain) {
    scope.wholes.add(t);
    const message = `${shown} is ${t.name} of the matrix, ${t.name}m; ${t.name}.(X) is that of each entry`;
    remark(scope, "reading/matrix", t.span, message, owner);
  } else if (isRefused) fault(scope, "function/matrix", t.span, `two readings: ${readings}`, { hint }, owner);
  else if (!isTold(scope, t)) {
    const message = `${shown} is taken entry by entry, and is no matrix ${t.name}`;
    warn(scope, "function/entrywise", t.span, message, hint, owner);
  }
}

const TOLD = new WeakMap<Scope["names"], Set<Term>>();

/** Whether a function was said already to be taken entry by entry: once, wherever it stands. */
export function isTold({ names }: Scope, t: Term): boolean {
  const told = TOLD.get(names) ?? new Set();
  TOLD.set(names, told);
  return told.has(t) || !told.add(t);
}
