/**
 * `y * log(p)` of a vector p, where nothing says what y is: in programs a product entry by entry. A number y is a solution
 * of the shapes, for two columns have no product, and nobody's meaning.
 */
import { ONE } from "../../core/dim.js";
import { isScalar } from "../../core/shape.js";
import type { Span } from "../../parse/ast.js";
import { shows } from "../names/evidence.js";
import { type Entry, fault, resolved, type Scope, typed } from "../scope.js";
import type { Term } from "../terms.js";
import { shapeOf } from "./operands.js";

/** Terms of a sum that are looked at. */
const LOOKED = 100;

/** `sum(w * tanh(x))`: refuses a letter of vectors that is a number only because it multiplies one, entry by entry summed. */
export function checkSummed(scope: Scope, root: Term): void {
  if (scope.strict) return;
  const todo: Term[] = [root];
  for (let t = todo.pop(), looked = 0; t !== undefined && looked < LOOKED; t = todo.pop(), looked++) {
    if (t.type === "sum") todo.push(...t.parts);
    if (t.type !== "product") continue;
    const n = t.parts.map((p) => nameOf(scope, p)).find((x) => x !== null);
    const isLabel = n != null && shows(n.evidence, "label");
    if (n != null && (isLabel || (shows(n.evidence, "lower") && !scope.soft.has(n)))) refuse(scope, n, t, t.span);
  }
}

/** `y log(p) + (1 - y) log(1 - p)`: refuses a number y beside a vector p, for there is a y for each entry of p. */
export function checkLabels(scope: Scope, parts: readonly Term[], span: Span): void {
  const log = parts.find((p) => (p.type === "apply" || p.type === "call") && p.name === "log");
  const n = parts.map((p) => nameOf(scope, p)).find((x) => x != null && shows(x.evidence, "label"));
  if (log === undefined || n == null) return;
  // What a sum over entries refuses is refused there.
  scope.checks.push(() => {
    scope.checks.push(() => {
      if (!scope.owner.faulty && isScalar(resolved(scope, n.shape ?? shapeOf(log)))) makeNumber(scope, log);
    });
    refuse(scope, n, log, span);
  });
}

/** Where the size of a column is one of letters alone, they are numbers: `p = σ(z)`. */
function makeNumber(scope: Scope, { shape: own }: Term): void {
  if (own === null) return;
  const { rows } = resolved(scope, own);
  if (rows === ONE || !scope.sizes.mayBeOne(rows)) return;
  for (const n of scope.names.values()) {
    if (n.kind !== "matrix" || n.shape === null) continue;
    const s = resolved(scope, n.shape);
    if (s.rows === rows || s.cols === rows) return;
  }
  if (scope.sizes.equate(rows, ONE) === "solved") scope.sizes.settle();
}

/** The name of a term that nothing states, of one letter's kind; null for any other term. */
function nameOf(scope: Scope, t: Term): Entry | null {
  const n = t.type === "symbol" ? scope.names.get(t.name) : undefined;
  return n?.assumed === true && n.kind === "vector" && n.evidence.declared === null ? n : null;
}

function refuse(scope: Scope, n: Entry, beside: Term, span: Span): void {
  scope.checks.push(() => {
    if (scope.owner.faulty || n.faulty || n.shape === null || !isScalar(resolved(scope, n.shape))) return;
    const { rows, cols } = resolved(scope, shapeOf(beside));
    if (rows === ONE || cols !== ONE) return;
    const name = typed(scope, n.span);
    const message = `${name} would be a number here, and ${typed(scope, span)} is no product of two vectors`;
    const hint = `entry by entry it is ${name} .* …; a number is declared: ${n.name} : scalar`;
    fault(scope, "name/kind", span, message, { hint });
  });
}
