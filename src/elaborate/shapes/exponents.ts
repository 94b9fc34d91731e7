/**
 * Exponents without parentheses, `e^-t/τ`, `e^2x`, `D^-1/2`: `^` takes one number or name by the rules, and many read on.
 *
 * Typeset exponents show where they end; these do in plain text only.
 */
import { type Expression, type Product, postorder, type Sum } from "../../parse/ast.js";
import { shows } from "../names/evidence.js";
import { isConstant } from "../names/kinds.js";
import { type Scope, typed, warn } from "../scope.js";
import { reach } from "./operands.js";

type Link = Product["rest"][number];

interface Power {
  readonly base: Expression;
  /** The exponent as typed, with its sign. */
  readonly typed: string;
  readonly isSigned: boolean;
  /** Null where it is a number. */
  readonly name: string | null;
  /** Whether it is a power of e. */
  readonly isExp: boolean;
}

/** Says of a power and what stands behind it that the exponent ends before that, where it may be read on. */
export function checkExponents(scope: Scope, e: Product): void {
  e.rest.forEach((link, i) => {
    const before = i === 0 ? e.first : (e.rest[i - 1] as Link).operand;
    const power = powerOf(scope, before);
    if (power === null) return;
    const isDivided = link.operator === "divide";
    const touches = isDivided
      ? before.span.end === link.span.start && link.span.end === link.operand.span.start
      : before.span.end === link.operand.span.start;
    const reads = isDivided ? touches && readsDivisor(power, link.operand) : readsFactor(scope, power, link, touches);
    if (!reads || postorder(e).some(isTypeset)) return;
    const both = reach(before, link.operand);
    const [alone, behind] = [typed(scope, before.span), typed(scope, link.operand.span)];
    const sign = isDivided ? "/" : " ";
    const whole = `${typed(scope, power.base.span)}^(${power.typed}${sign}${behind})`;
    const message = `${typed(scope, both)} is (${alone})${sign}${behind}`;
    const hint = `parentheses say which is meant: ${whole} or (${alone})${sign}${behind}`;
    warn(scope, "product/root", both, message, hint);
  });
}

/**
 * Says of `a r^n-1` that the exponent ends before the sign, where other signs have spaces; in parentheses of its own,
 * `(r^n-1)`, it is a difference to anyone.
 */
export function checkRaisedSums(scope: Scope, e: Sum): void {
  const { source } = scope;
  const isTight = (i: number): boolean => {
    const [before, next] = [e.terms[i - 1]?.term, e.terms[i]?.term];
    return before !== undefined && next !== undefined && !/\s/.test(source.slice(before.span.end, next.span.start));
  };
  if (source[e.span.start - 1] === "(" || e.terms.filter((_, i) => isTight(i)).length > 1) return;
  e.terms.forEach(({ term }, i) => {
    const next = e.terms[i + 1];
    const last =
      term.type === "product" ? (term.rest.at(-1)?.operand ?? term) : term.type === "negation" ? term.operand : term;
    const power = next?.term.type === "number" ? powerOf(scope, last) : null;
    if (next === undefined || power?.name == null || !/^[ijkmntNT]$/.test(power.name)) return;
    const sign = source.slice(last.span.end, next.term.span.start);
    if (!/^[-−+]$/.test(sign) || isTypeset(last) || postorder(last).some(isTypeset)) return;
    const span = { start: last.span.start, end: next.term.span.end };
    const [alone, behind] = [typed(scope, last.span), typed(scope, next.term.span)];
    const message = `${typed(scope, span)} is (${alone}) ${sign} ${behind}`;
    const whole = `${typed(scope, power.base.span)}^(${power.typed}${sign}${behind})`;
    warn(
      scope,
      "product/root",
      span,
      message,
      `parentheses or spaces say which is meant: ${whole} or ${alone} ${sign} ${behind}`,
    );
  });
}

const isTypeset = (e: Expression): boolean => e.type === "name" && e.latex === true;

/** A power whose exponent is one number or name, typed without parentheses. */
function powerOf(scope: Scope, e: Expression): Power | null {
  if (e.type !== "postfix" || e.operators.length !== 1) return null;
  const { operand, operators } = e;
  const [operator] = operators;
  if (operator?.type !== "power" && operator?.type !== "inverse") return null;
  const [, sign, exponent] =
    /^\^([-−+]?)([\p{L}\d][\p{L}\p{M}\d_.₀-ₜ]*)$/u.exec(scope.source.slice(operand.span.end, e.span.end)) ?? [];
  if (sign === undefined || exponent === undefined) return null;
  const exponentNode = operator.type === "power" ? operator.exponent : null;
  const inner = exponentNode?.type === "negation" ? exponentNode.operand : exponentNode;
  return {
    base: operand,
    typed: `${sign}${exponent}`,
    isSigned: sign !== "",
    name: inner?.type === "name" ? inner.name : null,
    isExp: operand.type === "name" && operand.name === "e" && isConstant(scope, "e"),
  };
}

/**
 * `x^1/2`, `D^-1/2` are written for roots, `x^n/2` for a half of n in the exponent, and `e^-t/τ` for a rate; nobody reads
 * `x^2/2` or `x^k/k` so.
 */
function readsDivisor(power: Power, divisor: Expression): boolean {
  const { name, isSigned, isExp } = power;
  if (divisor.type !== "number") {
    const isSame = divisor.type === "name" && divisor.name === name;
    return isExp && isSigned && !isSame;
  }
  if (name !== null) return true;
  const size = Number(power.typed.replace(/^[-−+]/, ""));
  return isExp ? isSigned : size % 2 === 1 && (size === 1 || isSigned || divisor.value === "2");
}

/** Letters of whole numbers, which stand in exponents: `x^2n`. */
const COUNTS = /^[ijkmn]$/;

/** `e^2x`, `10^2x`, `e^-λ t`, `x^2n`, `(1+r)^2t`; but `A^-1x`, `k^2x` and `e^-x sin(x)` as they stand. */
function readsFactor(scope: Scope, power: Power, { operator, operand }: Link, touches: boolean): boolean {
  if (operator !== "juxtaposition") return false;
  const behind = operand.type === "postfix" ? operand.operand : operand;
  if (!power.isExp) {
    if (!touches || power.name !== null || behind.type !== "name") return false;
    const isRate = power.base.type === "group" && /^[tT]$/.test(behind.name);
    return power.base.type === "number" || isRate || COUNTS.test(behind.name);
  }
  if (touches && power.name === null)
    return behind.type === "name" || behind.type === "group" || behind.type === "call";
  if (behind.type !== "name") return false;
  return power.isSigned || (isBy(scope, behind.name) && power.name !== null && !isBy(scope, power.name));
}

/** Whether a derivative by a name is asked for: `e^λ t` by t is more likely one of the exponent. */
function isBy(scope: Scope, name: string): boolean {
  const entry = scope.names.get(name);
  return entry !== undefined && shows(entry.evidence, "by");
}
