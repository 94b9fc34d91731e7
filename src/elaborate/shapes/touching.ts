/** `\\pi(R p + t)`, `Φ((x - μ)/σ)`: factors that touch a parenthesis, as what is applied does, and are no functions. */
import { isScalar } from "../../core/shape.js";
import { type Expression, type Product, postorder } from "../../parse/ast.js";
import { shows } from "../names/evidence.js";
import { bothReadings, loneName, moves } from "../names/lone.js";
import { fault, resolved, type Scope, typed, warn } from "../scope.js";
import type { Term } from "../terms.js";
import { shapeOf } from "./operands.js";

/** `\pi(R p + t)`: the number before a vector in parentheses that it touches, where robots have a projection and agents a policy. */
export function checkProjection(scope: Scope, e: Product, values: readonly Term[]): void {
  const { owner } = scope;
  const nodes = [e.first, ...e.rest.map((r) => r.operand)];
  values.slice(0, -1).forEach((v, i) => {
    const next = nodes[i + 1] as Expression;
    const isPi = v.type === "constant" && /^(?:π|pi|\\pi)$/.test(typed(scope, v.span));
    if (!isPi || next.type !== "group" || v.span.end !== next.span.start || scope.strict) return;
    scope.later.push(() => {
      if (owner.faulty || isScalar(resolved(scope, shapeOf(values[i + 1])))) return;
      const name = typed(scope, v.span);
      const message = `${name}(…) of a vector is read as 3.14159 times it`;
      warn(
        scope,
        "call/factor",
        v.span,
        message,
        `a function has a letter of functions, g(…); the product is ${name} * (…)`,
        owner,
      );
    });
  });
}

/** Capitals that books apply as often as they multiply by them: a distribution, a potential, a utility, a wave. */
const APPLIED = /^(?:Phi|Psi|N|U|V)(?:_|$)/;

/**
 * `Φ((x - μ)/σ)`, `V(x - x_0)`: a capital that stands nowhere but before parentheses is a matrix for its case alone, where
 * a function was meant as likely. W(h + u) of columns stays what it is.
 */
export function checkCapitals(scope: Scope, e: Product, values: readonly Term[]): void {
  if (scope.strict) return;
  const { owner } = scope;
  const nodes = [e.first, ...e.rest.map((r) => r.operand)];
  values.slice(0, -1).forEach((v, i) => {
    const next = nodes[i + 1] as Expression;
    const entry = v.type === "symbol" ? scope.names.get(v.name) : undefined;
    if (entry === undefined || next.type !== "group" || v.span.end !== next.span.start) return;
    const { evidence } = entry;
    const isOpen = evidence.declared === null && evidence.defined === null && entry.kind === "matrix";
    const isBare = !shows(evidence, "alone") && !shows(evidence, "bold");
    if (!isOpen || !isBare || e.rest[i]?.operator !== "juxtaposition" || loneName(next.operand) !== null) return;
    scope.checks.push(() => {
      if (owner.faulty || isScalar(resolved(scope, shapeOf(v)))) return;
      const isOfNumber = isScalar(resolved(scope, shapeOf(values[i + 1])));
      if (!isOfNumber && !APPLIED.test(entry.name) && !isScaled(next.operand)) return;
      const [name, of] = [typed(scope, v.span), typed(scope, next.operand.span)];
      const span = { start: v.span.start, end: next.span.end };
      const [whole, hint] = [typed(scope, span), bothReadings(entry.name)];
      const decides = isOfNumber && postorder(next.operand).some((n) => n.type === "name" && moves(scope, n.name));
      if (decides)
        fault(
          scope,
          "name/unknown-function",
          span,
          `${whole} may be a function of ${of}, or a product`,
          { hint },
          owner,
        );
      else warn(scope, "call/factor", span, `${whole} is read as the product of ${name} and ${of}`, hint, owner);
    });
  });
}

/** Letters of signals, which are no slopes of a line, `b(t - 1)`. */
const SIGNALS = /^[xyuhsed]$/;

/**
 * `\\sum_k b_k x(n-k)`: x at a shifted place, as signals are written; of a name that stands nowhere else the product by
 * n - k is as likely as none.
 */
export function checkShifts(scope: Scope, e: Product): void {
  if (scope.strict) return;
  const nodes = [e.first, ...e.rest.map((r) => r.operand)];
  nodes.slice(0, -1).forEach((x, i) => {
    const next = nodes[i + 1] as Expression;
    const isSignal = x.type === "name" && x.at === undefined && x.letter === undefined && SIGNALS.test(x.name);
    const entry = isSignal ? scope.names.get(x.name) : undefined;
    if (entry === undefined || next.type !== "group" || x.span.end !== next.span.start) return;
    const { declared, defined } = entry.evidence;
    const isOpen = declared === null && defined === null && !shows(entry.evidence, "alone");
    if (!isOpen || e.rest[i]?.operator !== "juxtaposition" || !isShift(next.operand)) return;
    const [name, at] = [typed(scope, x.span), typed(scope, next.operand.span)];
    const whole = typed(scope, { start: x.span.start, end: next.span.end });
    fault(scope, "call/value", next.span, `${whole} may be ${name} at ${at}, or a product by ${at}`, {
      hint: `a place stands below its name, ${name}_{${at}}; a product is ${name} * (${at})`,
    });
  });
}

/** `n - k`, `k + 1`: names and numbers, one of which a sum binds. */
const isShift = (e: Expression): boolean =>
  e.type === "sum" &&
  e.terms.every(({ term }) => term.type === "number" || (term.type === "name" && term.at === undefined)) &&
  e.terms.some(({ term }) => term.type === "name" && term.letter !== undefined);

/** `(x/σ)`: in parentheses, which a matrix needs of no fraction. */
const isScaled = (e: Expression): boolean =>
  e.type === "fraction" || (e.type === "product" && e.rest.some((r) => r.operator === "divide"));
