/** `|a|`, `‖x‖`, `\|X\|_F`. */
import { shapeCode } from "../../core/codes.js";
import { ONE } from "../../core/dim.js";
import { takesAnyVector } from "../../core/signature.js";
import type { Bars } from "../../parse/ast.js";
import { CALLS, complaintOf, shapeOfCall } from "../names/calls.js";
import { shows } from "../names/evidence.js";
import { fault, resolved, type Scope, typed, warn } from "../scope.js";
import { poison, type Term } from "../terms.js";
import { type Complaint, complain } from "./infer.js";
import { assumedIn, flattens } from "./lone-number.js";
import { checkValue } from "./matrix-function.js";
import { shapeOf, value } from "./operands.js";

/** ‖A‖₁ of a matrix is the norm of its entries here, and a norm of operators in many books. */
function sayEntries(scope: Scope, e: Bars, operand: Term): void {
  const { owner } = scope;
  scope.later.push(() => {
    const s = resolved(scope, shapeOf(operand));
    if (owner.faulty || s.cols === ONE || s.rows === ONE) return;
    const message = `${typed(scope, e.span)} is the sum of absolute entries, and not the norm of an operator`;
    warn(scope, "function/norm", e.span, message, "norm1(A) says so", owner);
  });
}

/** `‖W‖_2^2` of a matrix is the Frobenius norm squared in as many texts as it is the other, and is refused. */
const isSquared = (scope: Scope, e: Bars): boolean =>
  /^(?:₂|_2|_\{2\})?(?:²|\^2|\^\{2)/.test(scope.source.slice(e.span.end, e.span.end + 20).replaceAll(" ", ""));

/** ‖A‖₂ of a matrix is its largest singular value, and by some meant as the root of the sum of squares. */
function saySpectral(scope: Scope, e: Bars, operand: Term): void {
  const { owner } = scope;
  scope.later.push(() => {
    const s = resolved(scope, shapeOf(operand));
    if (owner.faulty || s.cols === ONE || s.rows === ONE) return;
    const message = `${typed(scope, e.span)} is the largest singular value, and not the Frobenius norm`;
    warn(scope, "function/norm", e.span, message, "specnorm(A) says so; the other is normF(A)", owner);
  });
}

/** Where bars stand: where a number is meant, `\log |X|`, or where entries are, `sum(|x|)`. */
export type Within = "number" | "entries" | null;

export function barsTerm(scope: Scope, e: Bars, of: Term, within: Within = null): Term {
  const operand = value(scope, of, e.operand);
  if (operand.shape === null) return poison(e.span);
  const s = resolved(scope, shapeOf(operand));
  if (!e.double) {
    const isMatrix = s.cols !== ONE && s.rows !== ONE;
    if (isMatrix && (within === "number" || s.rows === s.cols)) return operationTerm(scope, e, "det", operand);
    if (isMatrix) {
      fault(scope, "shape/bars", e.span, `|${typed(scope, operand.span)}| of a matrix: is det or abs meant?`, {
        hint: "write det(X) or abs(X)",
        about: [operand],
      });
      return poison(e.span);
    }
    if (s.rows !== ONE && hasBold(scope, operand)) {
      fault(scope, "shape/bars", e.span, `|${typed(scope, operand.span)}| of a vector: is its norm or abs meant?`, {
        hint: "write norm2(x), or abs(x) for that of each entry",
        about: [operand],
      });
      return poison(e.span);
    }
    if (within !== "entries") sayAbs(scope, e, operand);
    return { type: "apply", name: "abs", primes: 0, span: e.span, shape: s, parts: [operand] };
  }
  if (e.subscript === "star") return operationTerm(scope, e, "nuclear", operand);
  if (e.subscript === "2" && s.cols !== ONE && s.rows !== ONE && !isSquared(scope, e)) {
    saySpectral(scope, e, operand);
    return operationTerm(scope, e, "specnorm", operand);
  }
  return operationTerm(scope, e, e.subscript === null ? "norm" : `norm${e.subscript}`, operand);
}

/** `|x - y|` of declared vectors is that of each entry here, and their distance in many books. */
function sayAbs(scope: Scope, e: Bars, operand: Term): void {
  const { owner } = scope;
  scope.later.push(() => {
    if (owner.faulty || resolved(scope, shapeOf(operand)).rows === ONE) return;
    const text = typed(scope, operand.span);
    const message = `${typed(scope, e.span)} is taken entry by entry, and is no length`;
    warn(scope, "function/norm", e.span, message, `abs(${text}) says so; the length is norm2(${text})`, owner);
  });
}

/** Whether a vector is made of vectors by how they are set: bars around it are its length in most books. */
function hasBold(scope: Scope, operand: Term): boolean {
  if (operand.type !== "symbol") return assumedIn(scope, operand).some((n) => shows(n.evidence, "bold"));
  const n = scope.names.get(operand.name);
  return n?.evidence.declared === null && shows(n.evidence, "bold");
}

function operationTerm(scope: Scope, e: Bars, name: string, operand: Term): Term {
  const s = resolved(scope, shapeOf(operand));
  const op = CALLS.get(name);
  const blame = (): Complaint => ({
    code: shapeCode(name),
    span: e.span,
    message: (show) => (op === undefined ? "" : complaintOf(op, [s], [], show)),
    hint: () => op?.hint ?? null,
    about: [operand],
  });
  const isFlat = op !== undefined && takesAnyVector(op.takes) && flattens(scope, operand, [s.cols]);
  const result = isFlat ? "false" : op === undefined ? null : shapeOfCall(scope, op, [s], [], blame);
  if (result === "false") complain(scope, blame);
  if (result === "false" || result === null) return poison(e.span);
  if (name === "norm1") sayEntries(scope, e, operand);
  if (name === "det") checkValue(scope, operand);
  return { type: "call", name, sizes: [], span: e.span, shape: result, parts: [operand] };
}
