/** Queries, and the left sides of claims: a derivative by itself, or a Hessian times a vector. */

import { ONE } from "../../core/dim.js";
import { nearest } from "../../core/nearest.js";
import { entries, isScalar, type Shape, shape } from "../../core/shape.js";
import {
  type Derivative,
  type Expression,
  type Product,
  postorder,
  type Statement,
  ungrouped,
} from "../../parse/ast.js";
import { shows } from "../names/evidence.js";
import { read, readingIn } from "../reading.js";
import { fault, type Owner, resolved, type Scope, typed, warn } from "../scope.js";
import { derivativeTerm, nameWithoutDefinition, strangeVariable } from "../shapes/derivative.js";
import { elaborate } from "../shapes/expressions.js";
import { wholeTerm } from "../shapes/indexed.js";
import { type Complaint, complain, sameShapes } from "../shapes/infer.js";
import type { Term } from "../terms.js";

/** A query or the left side of a claim, its shapes inferred but not yet built. */
export interface AskedTerm {
  readonly statement: Statement & { readonly type: "query" | "claim" };
  readonly owner: Owner;
  readonly ast: Derivative;
  /** The numerator as it is shown. */
  readonly text: string;
  readonly of: Term;
  readonly variables: readonly Term[];
  readonly direction: Term | null;
  /** The derivative as a whole, in the layout that it has when nothing is asked for. */
  readonly whole: Term;
  /** Why nothing can be asked of it although nothing is wrong with it. */
  readonly unjudged: string | null;
}

/** Reads what is asked; null where a fault was reported. */
export function ask(scope: Scope, s: AskedTerm["statement"]): AskedTerm | null {
  const form = formOf(s.value);
  if (form === null) {
    fault(scope, "query/form", s.value.span, "what is asked for is a derivative", {
      hint: formHint(scope, s.value),
    });
    return null;
  }
  const ast = form.derivative;
  const undefinedName = nameWithoutDefinition(scope, ast);
  const evidence = undefinedName === null ? undefined : scope.names.get(undefinedName.name)?.evidence;
  const isUsed = evidence !== undefined && shows(evidence, "used");
  if (undefinedName !== null && s.type === "query" && !isUsed) {
    fault(
      scope,
      "query/undefined",
      undefinedName.span,
      `${typed(scope, undefinedName.span)} is not defined, so there is nothing to derive`,
    );
    return null;
  }
  const numerator = read(ast.of, readingIn(scope));
  const of = wholeTerm(scope, numerator) ?? elaborate(scope, numerator);
  if (of.shape === null && of.type !== "function") return null;
  const strange = undefinedName === null ? strangeVariable(scope, ast) : null;
  if (strange !== null && s.type === "query") {
    const close = nearestOf(scope, strange.name);
    fault(
      scope,
      "query/stranger",
      strange.span,
      `${strange.name} stands in this question only, so nothing depends on it`,
      {
        hint: close === null ? "ask by a name of the text" : `did you mean ${close}?`,
      },
    );
    return null;
  }
  const variables = ast.variables.map((v) => wholeTerm(scope, v) ?? elaborate(scope, v));
  const whole = derivativeTerm(scope, ast, [of, ...variables], "gradient");
  if (whole.shape === null || of.shape === null) return null;
  sayRow(scope, ast, whole);
  const direction = form.direction === null ? null : directionTerm(scope, form.direction, variables);
  if (scope.owner.faulty) return null;
  const unjudged =
    undefinedName !== null
      ? `${undefinedName.name} is not defined in this text`
      : strange !== null
        ? `${numeratorText(scope, numerator)} does not depend on ${strange.name}, which stands nowhere else in the text`
        : null;
  const text = numeratorText(scope, numerator);
  return { statement: s, owner: scope.owner, ast, text, of, variables, direction, whole, unjudged };
}

/** `\frac{\partial s}{\partial x^\top}` is the row of textbooks; a question is answered in the layout that is asked for. */
function sayRow(scope: Scope, ast: Derivative, whole: Term): void {
  const variable = ast.variables[0];
  const behind = variable === undefined ? "" : scope.source.slice(variable.span.end, variable.span.end + MOST_BEHIND);
  if (ast.order !== 1 || ast.nabla || !TRANSPOSED.test(behind)) return;
  // The prime of x' that is a label.
  if (variable !== undefined && /_prime(?:_|$)/.test(variable.name)) return;
  const { owner } = scope;
  scope.checks.push(() => {
    if (owner.faulty || whole.type !== "derivative" || whole.layout !== "gradient") return;
    const s = resolved(scope, whole.shape as Shape);
    if (isScalar(s) || !whole.parts.slice(0, 2).some((t) => isScalar(resolved(scope, t.shape as Shape)))) return;
    const message = `${typed(scope, ast.span)} is a row, and what is given by default is the gradient, a column`;
    warn(scope, "query/row", ast.span, message, "--layout jacobian gives rows", owner);
  });
}

const MOST_BEHIND = 24;
const TRANSPOSED =
  /^\s{0,9}(?:\^\s{0,9}\{?\s{0,9}(?:\\top|\\intercal|\\(?:math\w+|text\w*)\s{0,9}\{?\s{0,9}T|T|⊤)(?![A-Za-z])|['′ᵀ⊤])/;

/** A name of the text that is like this one: in another case, or a slip away. */
function nearestOf(scope: Scope, name: string): string | null {
  const names = [...scope.names.values()].filter((n) => n.name !== name && n.inModel && shows(n.evidence, "used"));
  const other = names.find((n) => n.name.toLowerCase() === name.toLowerCase());
  return (
    other?.name ??
    nearest(
      name,
      names.map((n) => n.name),
    )
  );
}

/** Hints at the derivative that was meant where none is asked for: an operator in front takes its first term only. */
function formHint(scope: Scope, value: Expression): string {
  const e = ungrouped(value);
  const [term] = e.type === "sum" ? e.terms : [];
  const product = term?.sign === 1 ? ungrouped(term.term) : e;
  const first = product.type === "product" ? ungrouped(product.first) : product;
  const operand = first.type === "postfix" ? first.operand : first;
  if (operand.type === "derivative" && operand.order === 1 && (product.type === "product" || e.type === "sum")) {
    const [head, whole] = [
      { ...operand.span, end: operand.of.span.start },
      { ...e.span, start: operand.of.span.start },
    ];
    const isInFront = operand.of.span.start > (operand.variables[0]?.span.end ?? Number.POSITIVE_INFINITY);
    return isInFront
      ? `parentheses say what is derived: ${typed(scope, head)} (${typed(scope, whole)})`
      : "parentheses say what is derived: ∂/∂x (x^T A x)";
  }
  const step =
    e.type === "sum" ? e.terms.flatMap((t) => postorder(t.term)).find((x) => x.type === "derivative") : undefined;
  if (step !== undefined)
    return `the derivative is asked for as ${typed(scope, step.span)}; a step along it has a left side: w_2 = …`;
  if (e.type === "postfix" && operand.type === "derivative")
    return "ask for ∂s/∂x: --layout jacobian and --layout denominator say which way it lies";
  return "write ∂s/∂x, or ∂²s/∂x² v for a Hessian times a vector";
}

/** The derivative that is asked for, and what it is multiplied by. */
function formOf(value: Expression): { readonly derivative: Derivative; readonly direction: Expression | null } | null {
  const e = ungrouped(value);
  const whole = turned(e);
  if (whole.type === "derivative") return { derivative: whole, direction: null };
  if (e.type !== "product") return null;
  const derivative = turned(ungrouped(e.first));
  if (derivative.type !== "derivative" || derivative.order !== 2) return null;
  if (e.rest.some((r) => r.operator === "divide")) return null;
  return { derivative, direction: restOf(e) };
}

/** `∂²s/∂x∂xᵀ`, as textbooks write the Hessian whose rows are x, is ∂²s/∂x∂x. */
function turned(e: Expression): Expression {
  if (e.type !== "postfix" || e.operators.length !== 1) return e;
  const { operand } = e;
  const turns = e.operators[0]?.type === "transpose" || e.operators[0]?.type === "prime";
  return turns && operand.type === "derivative" && operand.order === 2 && !operand.nabla ? operand : e;
}

function restOf(e: Product): Expression {
  const [second, ...rest] = e.rest;
  const first = (second as Product["rest"][number]).operand;
  return rest.length === 0
    ? first
    : { type: "product", first, rest, span: { start: first.span.start, end: e.span.end } };
}

/** The vector of a Hessian-vector product: one entry for each of the variable, or of its shape. */
function directionTerm(scope: Scope, e: Expression, variables: readonly Term[]): Term | null {
  const v = elaborate(scope, read(e, readingIn(scope)));
  const X = variables[variables.length - 1];
  if (v.type === "function" || v.shape === null || X?.shape === null || X === undefined) return null;
  const s = resolved(scope, X.shape);
  const blame = (): Complaint => ({
    code: "shape/direction",
    span: e.span,
    message: (show) =>
      `the second derivative by ${typed(scope, X.span)} (${show(s)}) does not multiply ${typed(scope, e.span)} (${show(v.shape as Shape)})`,
    about: [X, v],
  });
  if (sameShapes(scope, v.shape, s, blame) || sameShapes(scope, v.shape, shape(entries(s), ONE), blame)) return v;
  complain(scope, blame);
  return null;
}

/** The numerator as it is shown: a name, or the expression as typed without its parentheses. */
function numeratorText(scope: Scope, numerator: Expression): string {
  const of = ungrouped(numerator);
  return of.type === "name" ? of.name : scope.source.slice(of.span.start, of.span.end).replace(/\s+/g, " ").trim();
}
