/**
 * Terms within a term of their kind, handed over as parts of it.
 *
 * Builders flatten sums and products within one another: `a + (b + (c + …))` is built once, with all its terms, and not
 * once for each parenthesis.
 */
import { ONE } from "../../core/dim.js";
import { isScalar, type Shape } from "../../core/shape.js";
import { resolved, type Scope } from "../scope.js";
import type { Term } from "../terms.js";

type SumTerm = Term & { type: "sum" };

export type ProductTerm = Term & { type: "product" };

export type ElementwiseTerm = Term & { type: "elementwise" };

export const shapeOf = (scope: Scope, t: Term): Shape => resolved(scope, t.shape as Shape);

const scalarTerm = (scope: Scope, t: Term): boolean => isScalar(shapeOf(scope, t));

export function leavesOf(scope: Scope, t: Term): readonly Term[] {
  if (t.type === "sum") return sumLeaves(t).map((l) => l.term);
  if (t.type === "product")
    return t.parts.flatMap((p, i) => factorLeaves(scope, p, t.divides[i] === true).map((l) => l.term));
  if (t.type === "elementwise")
    return t.parts.flatMap((p, i) => {
      const whole = t.operators[i] !== "hadamard" && t.operators[i] !== null;
      return whole ? [p] : elementwiseLeaves(scope, p).map((l) => l.term);
    });
  return t.parts;
}

interface Leaf {
  readonly term: Term;
  /** Subtracted in a sum; behind a `/` or `./` in a product. */
  readonly inverted: boolean;
}

/** Everything that `expand` opens, in order, without recursion. */
function unfold(root: Leaf, expand: (t: Leaf) => readonly Leaf[] | null): readonly Leaf[] {
  const out: Leaf[] = [];
  const todo: Leaf[] = [root];
  for (let leaf = todo.pop(); leaf !== undefined; leaf = todo.pop()) {
    const parts = expand(leaf);
    if (parts === null) out.push(leaf);
    else for (let i = parts.length - 1; i >= 0; i--) todo.push(parts[i] as Leaf);
  }
  return out;
}

/** The terms of a sum, those of added sums within it included. */
export const sumLeaves = (t: SumTerm): readonly Leaf[] =>
  unfold({ term: t, inverted: false }, ({ term, inverted }) =>
    term.type === "sum" && !inverted ? term.parts.map((p, i) => ({ term: p, inverted: term.signs[i] === -1 })) : null,
  );

/** Whether a product is matrices only, none of whose beginnings is a scalar: flattened as a whole. */
function isChain(scope: Scope, t: Term): t is ProductTerm {
  if (t.type !== "product" || t.divides.includes(true) || scalarTerm(scope, t)) return false;
  const shapes = t.parts.map((p) => shapeOf(scope, p));
  if (shapes.some(isScalar)) return false;
  return shapes[0]?.rows !== ONE || shapes.slice(0, -1).every((s) => s.cols !== ONE);
}

/** Whether a product is of scalars only: flattened as a whole. */
const isScalars = (scope: Scope, t: Term): t is ProductTerm =>
  t.type === "product" && t.parts.every((p) => scalarTerm(scope, p));

/** The leaves of one factor of a product: itself, or the factors of a product that it is. */
export function factorLeaves(scope: Scope, part: Term, divides: boolean): readonly Leaf[] {
  return unfold({ term: part, inverted: divides }, ({ term, inverted }) => {
    if (inverted || !(isChain(scope, term) || isScalars(scope, term))) return null;
    return (term as ProductTerm).parts.map((p, i) => ({
      term: p,
      inverted: (term as ProductTerm).divides[i] === true,
    }));
  });
}

/** The leaves of one operand of an elementwise product. */
export const elementwiseLeaves = (scope: Scope, part: Term): readonly Leaf[] =>
  unfold({ term: part, inverted: false }, ({ term, inverted }) => {
    if (inverted) return null;
    if (isScalars(scope, term) && !term.divides.includes(true))
      return term.parts.map((p) => ({ term: p, inverted: false }));
    if (term.type !== "elementwise" || term.operators.some((o) => o === "kronecker" || o === "cross")) return null;
    return term.parts.map((p, i) => ({ term: p, inverted: (term as ElementwiseTerm).operators[i] === "quotient" }));
  });
