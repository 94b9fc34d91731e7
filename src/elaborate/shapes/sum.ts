/** `a + b - c`: terms of one shape, and what is added to every entry or row of them. */
import { ONE } from "../../core/dim.js";
import { isScalar } from "../../core/shape.js";
import type { Sum } from "../../parse/ast.js";
import { hasArrays } from "../names/capitals.js";
import { arraySign, bare } from "../names/evidence.js";
import { type Entry, resolved, type Scope, type Show, typed } from "../scope.js";
import { poison, type Term } from "../terms.js";
import { checkFlattened, checkRaisedSums } from "./exponents.js";
import { type Complaint, complain, sameShapes } from "./infer.js";
import { assumedIn, dimsOf, flattens, numberAndOther, sayScalar } from "./lone-number.js";
import { reach, shapeOf, shown } from "./operands.js";
import { biasHint, biasTerm, isLone, isVector, matrixProduct, spreadTerm } from "./spread.js";
import { isUnknown } from "./unify.js";

export function sumTerm(scope: Scope, e: Sum, values: readonly Term[]): Term {
  checkRaisedSums(scope, e);
  checkFlattened(scope, e);
  const parts = scope.strict ? null : spreadParts(scope, e, values);
  if (parts === undefined) return poison(e.span);
  if (parts !== null) return { type: "sum", signs: e.terms.map((t) => t.sign), span: e.span, ...parts };
  if (!alike(scope, e, values, values)) return poison(e.span);
  return { type: "sum", signs: e.terms.map((t) => t.sign), span: e.span, shape: shapeOf(values[0]), parts: values };
}

/**
 * The terms with those put in that stand for many, and the shape of all: null where there are none of them, undefined
 * where a fault was reported.
 */
function spreadParts(scope: Scope, e: Sum, values: readonly Term[]): Pick<Term, "parts" | "shape"> | null | undefined {
  const full = values.filter((v) => !isLone(scope, v));
  const product = matrixProduct(scope, full);
  const biases = product === undefined ? [] : full.filter((v) => isVector(scope, v));
  if (full.length === 0 || (full.length === values.length && biases.length === 0)) return null;
  const rest = full.filter((v) => !biases.includes(v));
  if (!alike(scope, e, rest, values)) return undefined;
  const made = new Map<Term, Term>();
  for (const b of biases) {
    const bias = biasTerm(scope, b, product as Term, () => complaint(scope, e, values, product as Term, b));
    if (bias === null) return undefined;
    made.set(b, bias);
  }
  const base = rest[0] as Term;
  for (const v of values) if (!full.includes(v)) made.set(v, spreadTerm(scope, v, base));
  return { shape: base.shape, parts: values.map((v) => made.get(v) ?? v) };
}

/** Makes terms equal in shape; false where a fault was reported. */
function alike(scope: Scope, e: Sum, terms: readonly Term[], values: readonly Term[]): boolean {
  const [first] = terms;
  for (const next of terms.slice(1)) {
    const blame = () => complaint(scope, e, values, first as Term, next);
    const bound = numberAndOther(scope, first as Term, next);
    if (bound !== null) freeCoefficient(scope, bound[1]);
    if (
      (bound !== null && flattens(scope, bound[1], dimsOf(bound[1]))) ||
      !sameShapes(scope, shapeOf(first), shapeOf(next), blame)
    ) {
      complain(scope, blame);
      return false;
    }
    if (bound !== null) sayScalar(scope, ...bound);
  }
  return true;
}

/**
 * `‖w‖² + C Σ_i ξ_i`: a letter that is a matrix for its case alone, in front of a sum over a letter that is added to a
 * number, is a number as a whole; half of it would make a row.
 */
function freeCoefficient(scope: Scope, term: Term): void {
  if (term.type !== "product" || scope.strict) return;
  const at = term.parts.findIndex((t) => t.type === "reduction");
  for (const t of term.parts.slice(0, Math.max(at, 0))) {
    const n = t.type === "symbol" ? scope.names.get(t.name) : undefined;
    if (n?.kind !== "matrix" || n.shape === null || !n.assumed || n.because?.text !== "it is in upper case") continue;
    if (bare(n.evidence) > 1 || arraySign(n.evidence) !== null) continue;
    const { rows, cols } = resolved(scope, n.shape);
    if (isUnknown(rows) && isUnknown(cols)) for (const side of [rows, cols]) scope.sizes.equate(side, ONE);
  }
}

function complaint(scope: Scope, e: Sum, values: readonly Term[], first: Term, next: Term): Complaint {
  const i = Math.max(1, values.indexOf(next));
  const term = e.terms[i] as Sum["terms"][number];
  return {
    code: "shape/sum",
    span: term.operator,
    message: (show) => {
      const start = first === values[0] ? (e.terms[0] as Sum["terms"][number]).term : null;
      const left = start === null ? first.span : reach(start, (e.terms[i - 1] as Sum["terms"][number]).term);
      const [a, b] = [
        shown(scope, left, shapeOf(first))(show),
        shown(scope, values[i] === next ? term.term.span : next.span, shapeOf(next))(show),
      ];
      return term.sign === 1 ? `cannot add ${a} and ${b}` : `cannot subtract ${b} from ${a}`;
    },
    hint: (show) => {
      const product = matrixProduct(scope, [first, next]);
      const vector = product === undefined ? undefined : [first, next].find((t) => isVector(scope, t));
      if (product !== undefined && vector !== undefined)
        return `${biasHint(scope, e, vector, product, show)}${numbersHint(scope, product, vector)}`;
      return onesHint(scope, first, next, show);
    },
    about: [first, next],
  };
}

/** `r + γ V` of a V that is a matrix for its case alone: the line that makes numbers of both. */
function numbersHint(scope: Scope, product: Term, vector: Term): string {
  const isLoose = (n: Entry): boolean => n.evidence.declared === null && n.because?.strength === "letter";
  const all = assumedIn(scope, product);
  const matrices = all.filter((n) => n.kind === "matrix");
  const isColumn = (t: Term): boolean => t.type === "blocks" || t.parts.some(isColumn);
  if (
    isColumn(product) ||
    all.some((n) => n.shape !== null && n.kind === "vector" && !scope.sizes.mayBeOne(resolved(scope, n.shape).rows))
  )
    return "";
  const [V] = matrices;
  if (V === undefined || matrices.length > 1 || !isLoose(V) || hasArrays(scope)) return "";
  const names = [V, ...assumedIn(scope, vector).filter((n) => n.evidence.declared === null)];
  return `; if they are numbers, say so: ${names.map((n) => n.name).join(", ")} : scalar`;
}

/** `x + c` of a vector is `x + c ones(n)`. */
function onesHint(scope: Scope, a: Term, b: Term, show: Show): string | null {
  const [A, B] = [resolved(scope, shapeOf(a)), resolved(scope, shapeOf(b))];
  if (isScalar(A) === isScalar(B)) return null;
  const [lone, full] = isScalar(A) ? [a, B] : [b, A];
  const [rows, cols] = show(full).split("×");
  const ones = cols === "1" ? `ones(${rows})` : `ones(${rows}, ${cols})`;
  const text = typed(scope, lone.span);
  const scaled =
    lone.type === "number" && text === "1" ? ones : `${/^[\w.]+$/.test(text) ? text : `(${text})`} ${ones}`;
  return `to add it to every entry, write ${scaled}`;
}
