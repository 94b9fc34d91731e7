/**
 * Exponents without parentheses, `e^-t/τ`, `e^2x`, `D^-1/2`: `^` takes one number or name by the rules, and many read on.
 *
 * Typeset exponents show where they end; these do in plain text only.
 */
import { isScalar } from "../../core/shape.js";
import { type Expression, namesIn, type Product, postorder, type Sum } from "../../parse/ast.js";
import { shows } from "../names/evidence.js";
import { isConstant } from "../names/kinds.js";
import { fault, resolved, type Scope, typed, warn } from "../scope.js";
import type { Term } from "../terms.js";
import { reach } from "./operands.js";

type Link = Product["rest"][number];

interface Power {
  readonly base: Expression;
  /** The exponent as typed, with its sign. */
  readonly typed: string;
  readonly isSigned: boolean;
  /** Null where it is a number, or stands in parentheses. */
  readonly name: string | null;
  /** The parenthesis behind its sign, `e^-(t-s)`, which ends it only to who counts the sign in. */
  readonly group: Expression | null;
  /** Whether it is a power of e. */
  readonly isExp: boolean;
}

/** Says of a power and what stands behind it that the exponent ends before that, where it may be read on. */
export function checkExponents(scope: Scope, e: Product, values: readonly Term[]): void {
  e.rest.forEach((link, i) => {
    const before = i === 0 ? e.first : (e.rest[i - 1] as Link).operand;
    const power = powerOf(scope, before);
    if (power === null) return;
    const between = scope.source.slice(before.span.end, link.operand.span.start);
    const reads =
      link.operator === "divide"
        ? readsDivisor(scope, power, link.operand, between.length === 1)
        : link.operator === "juxtaposition"
          ? readsFactor(scope, power, link.operand, between === "")
          : /^[*·]$/.test(between) && readsTimes(power, link.operand);
    if (!reads || postorder(e).some(isTypeset)) return;
    const both = reach(before, link.operand);
    const [alone, behind] = [typed(scope, before.span), typed(scope, link.operand.span)];
    const sign = link.operator === "juxtaposition" ? " " : between;
    const whole = `${typed(scope, power.base.span)}^(${power.typed}${sign}${behind})`;
    const message = `${typed(scope, both)} is (${alone})${sign}${behind}`;
    const hint = `parentheses say which is meant: ${whole} or (${alone})${sign}${behind}`;
    const { owner } = scope;
    const tell = (): void => warn(scope, "product/root", both, message, hint, owner);
    if (link.operator !== "divide" || power.name !== null || power.isExp || link.operand.type === "number") tell();
    else
      scope.later.push(() => {
        // A matrix has no root of a letter: (A^-1)/c.
        const of = (values[i] as Term).shape;
        if (of !== null && isScalar(resolved(scope, of))) tell();
      });
  });
}

/**
 * Says of `a r^n-1` that the exponent ends before the sign, where other signs have spaces; in parentheses of its own,
 * `(r^n-1)`, it is a difference to anyone. `(1-p)^1-y` is refused, for nobody writes a first power.
 */
export function checkRaisedSums(scope: Scope, e: Sum): void {
  const { source } = scope;
  const isTight = (i: number): boolean => {
    const [before, next] = [e.terms[i - 1]?.term, e.terms[i]?.term];
    return before !== undefined && next !== undefined && !/\s/.test(source.slice(before.span.end, next.span.start));
  };
  const isPlain = source[e.span.start - 1] === "(" || e.terms.filter((_, i) => isTight(i)).length > 1;
  e.terms.forEach(({ term }, i) => {
    const next = e.terms[i + 1]?.term;
    const last = factorsOf(term).at(-1) as Expression;
    const power = next === undefined ? null : powerOf(scope, last);
    if (next === undefined || power === null) return;
    const first = next.type === "product" ? next.first : next;
    const sign = source.slice(last.span.end, first.span.start);
    const reads = readsTerm(scope, power, { e, term, next, first, isAlone: first === next, isPlain });
    if (reads === null || !/^[-−+]$/.test(sign) || isTypeset(last) || postorder(last).some(isTypeset)) return;
    const span = { start: last.span.start, end: first.span.end };
    const [alone, behind] = [typed(scope, last.span), typed(scope, first.span)];
    const message = `${typed(scope, span)} is (${alone}) ${sign} ${behind}`;
    const whole = `${typed(scope, power.base.span)}^(${power.typed}${sign}${behind})`;
    const hint = `parentheses or spaces say which is meant: ${whole} or ${alone} ${sign} ${behind}`;
    if (reads === "surely") fault(scope, "product/root", span, message, { hint });
    else warn(scope, "product/root", span, message, hint);
  });
}

/** The factors of a term, without its sign. */
function factorsOf(term: Expression): readonly Expression[] {
  const inner = term.type === "negation" ? term.operand : term;
  return inner.type === "product" ? [inner.first, ...inner.rest.map((r) => r.operand)] : [inner];
}

interface Behind {
  readonly e: Sum;
  /** The term that the power ends, and what stands behind the sign. */
  readonly term: Expression;
  readonly next: Expression;
  readonly first: Expression;
  readonly isAlone: boolean;
  /** Whether other signs are as tight, or parentheses stand around both. */
  readonly isPlain: boolean;
}

/** How likely an exponent takes the sign behind it: `L^1-α`, `p^k (1-p)^n-k`, `x^α-1 (1-x)^β-1`, `a r^n-1`. */
function readsTerm(
  scope: Scope,
  power: Power,
  { e, term, next, first, isAlone, isPlain }: Behind,
): "surely" | "maybe" | null {
  const { name } = power;
  if (power.typed === "1") return isPolynomial(scope, e, power) ? null : "surely";
  if (name === null) return null;
  if (first.type === "name") return COUNTS.test(name) && isExponent(scope, term, first.name) ? "maybe" : null;
  if (first.type !== "number") return null;
  // Nobody writes 1 as a factor, x^α-1 (1-x), and x^n+1/(n+1) is an integral.
  if (!isAlone) return first.value === "1" && (!isDivided(scope, first) || isOver(next, name)) ? "maybe" : null;
  return !isPlain && /^[ijkmntNT]$/.test(name) ? "maybe" : null;
}

/** Whether what a product divides by first has this name in it. */
const isOver = (e: Expression, name: string): boolean =>
  e.type === "product" && e.rest[0]?.operator === "divide" && namesIn(e.rest[0].operand).includes(name);

const isDivided = ({ source }: Scope, e: Expression): boolean =>
  /^\s{0,9}[/÷]/.test(source.slice(e.span.end, e.span.end + 10));

/** Whether a name is the exponent of another factor, `p^k` in front of `(1-p)^n-k`. */
const isExponent = (scope: Scope, term: Expression, name: string): boolean =>
  factorsOf(term).some((f) => powerOf(scope, f)?.name === name);

/** `c_1 x^1+c_2 x^2`: a first power that is one of several. */
const isPolynomial = (scope: Scope, e: Sum, { base }: Power): boolean =>
  e.terms.some(({ term }) =>
    factorsOf(term).some((f) => {
      const other = powerOf(scope, f);
      const isSame = other !== null && typed(scope, other.base.span) === typed(scope, base.span);
      return isSame && other.name === null && other.typed !== "1";
    }),
  );

/**
 * Refuses `e−x` and `A-1 B`, superscripts that a copied text has lost: nobody takes a name from the number e, or writes 1
 * as a factor.
 */
export function checkFlattened(scope: Scope, e: Sum): void {
  const { source } = scope;
  e.terms.forEach(({ term }, i) => {
    const next = e.terms[i + 1]?.term;
    const before = factorsOf(term).at(-1) as Expression;
    if (next === undefined || isTypeset(before)) return;
    const [first, second] = factorsOf(next);
    if (first === undefined || !/^[-−]$/.test(source.slice(before.span.end, first.span.start))) return;
    const isE = before.type === "name" && before.name === "e" && isConstant(scope, "e") && first.type === "name";
    const gap = second === undefined ? "" : source.slice(first.span.end, second.span.start);
    // Of x^a-1 (1-x) it is said that the exponent may take the sign.
    const isRaised = typeof powerOf(scope, before)?.name === "string";
    const isOne =
      first.type === "number" && first.value === "1" && second !== undefined && /^\s*$/.test(gap) && !isRaised;
    if (!isE && !isOne) return;
    const [base, exponent] = [typed(scope, before.span), typed(scope, first.span)];
    const span = { start: before.span.start, end: first.span.end };
    const message = `${typed(scope, span)} is ${base} less ${exponent}, and may have lost its superscript`;
    const hint = `a power is ${base}^-${exponent}; a difference has spaces: ${base} - ${exponent}`;
    fault(scope, "product/root", span, message, { hint });
  });
}

const isTypeset = (e: Expression): boolean => e.type === "name" && e.latex === true;

const BARE = /^\^([-−+]?)([\p{L}\d½⅓⅔¼¾][\p{L}\p{M}\d_.₀-ₜ]*)$/u;
const GROUPED = /^\^([-−+])(\(.*\))$/su;

/** A power whose exponent is one number or name, typed without parentheses, or a parenthesis with a sign before it. */
function powerOf(scope: Scope, e: Expression): Power | null {
  if (e.type !== "postfix" || e.operators.length !== 1) return null;
  const { operand, operators } = e;
  const [operator] = operators;
  if (operator?.type !== "power" && operator?.type !== "inverse") return null;
  const exponentNode = operator.type === "power" ? operator.exponent : null;
  const inner = exponentNode?.type === "negation" ? exponentNode.operand : exponentNode;
  const text = scope.source.slice(operand.span.end, e.span.end);
  const group = inner?.type === "group" && /^\^[-−+]\(/.test(text) ? inner : null;
  const [, sign, exponent] = (group === null ? BARE : GROUPED).exec(text) ?? [];
  if (sign === undefined || exponent === undefined) return null;
  return {
    base: operand,
    typed: `${sign}${exponent}`,
    isSigned: sign !== "",
    name: inner?.type === "name" ? inner.name : null,
    group,
    isExp: operand.type === "name" && operand.name === "e" && isConstant(scope, "e"),
  };
}

/**
 * `x^1/2`, `D^-1/2`, `s^1/ρ` are written for roots, `x^n/2` for a half of n in the exponent, and `e^-t/τ` for a rate;
 * nobody reads `x^2/2`, `x^k/k` or `e^-λ/k!` so. With spaces only what makes little sense alone is read on.
 */
function readsDivisor(scope: Scope, power: Power, divisor: Expression, isTight: boolean): boolean {
  const { name, group, isSigned, isExp } = power;
  const size = name === null && group === null ? Number(power.typed.replace(/^[-−+]/, "")) : Number.NaN;
  if (isFactorial(scope, divisor)) return false;
  if (size === 1 && !(isExp && !isSigned && divisor.type !== "number")) return isTight || !isSigned;
  if (isBase(power) && isSigned) return isExponential(power, divisor, isTight);
  if (divisor.type !== "number" || !isTight || group !== null) return false;
  if (name !== null) return true;
  return !isExp && isFraction(size, Number(divisor.value), isSigned);
}

/** `e^-t/τ`, `e^-(t-s)/τ`, `2^-t/T`; not `e^-x/(1+e^-x)`, for a rate has nothing of what it divides. */
function isExponential({ name, group, isExp }: Power, divisor: Expression, isTight: boolean): boolean {
  if (divisor.type === "number" && !isTight) return false;
  if (!isExp && name === null && group === null) return false;
  const own = exponentNames(name, group);
  return namesIn(divisor).every((n) => !own.includes(n));
}

const exponentNames = (name: string | null, group: Expression | null): readonly string[] =>
  name !== null ? [name] : group !== null ? namesIn(group) : [];

/** `x^3/2`, `ρ^4/3`, `x^2/3`: exponents that are met; `x^3/6` and `x^2/5` are terms of a series. */
function isFraction(above: number, below: number, isSigned: boolean): boolean {
  if (!Number.isInteger(above) || !Number.isInteger(below) || below < 2 || above % below === 0) return false;
  if (below % 2 === 0 && above % 2 === 0) return false;
  if (isSigned || (above % 2 === 1 && below === 2)) return true;
  return below <= 5 && Math.abs(above - below) <= 2;
}

/** `k!`, `factorial(n)`. */
const isFactorial = ({ source }: Scope, e: Expression): boolean =>
  (e.type === "call" && e.callee.name === "factorial") || source.charAt(e.span.end) === "!";

/** Letters of whole numbers, which stand in exponents: `x^2n`. */
const COUNTS = /^[ijkmn]$/;

/** Bases of powers that are exponentials more often than squares of a factor. */
const isBase = ({ base, isExp }: Power): boolean => isExp || base.type === "number";

/** `e^2x`, `10^2x`, `e^-λ t`, `e^-k(x - 1)`, `x^2n`, `(1+r)^2t`; but `A^-1x`, `k^2x`, `e^-x(x + 1)` as they stand. */
function readsFactor(scope: Scope, power: Power, operand: Expression, touches: boolean): boolean {
  const behind = operand.type === "postfix" ? operand.operand : operand;
  if (power.group !== null)
    return isBase(power) && behind.type === "name" && !namesIn(power.group).includes(behind.name);
  if (behind.type === "group") return isBase(power) && readsGroup(scope, power, behind, touches);
  const { base, name, isSigned, isExp } = power;
  if (!isExp) {
    if (!touches || name !== null || behind.type !== "name") return false;
    if (base.type === "number" || COUNTS.test(behind.name)) return true;
    if (base.type === "group") return /^[tT]$/.test(behind.name);
    return base.type === "name" && /^[ab]$/.test(base.name) && isBy(scope, behind.name) && !isBy(scope, base.name);
  }
  if (touches && name === null) return behind.type === "name" || behind.type === "call";
  if (behind.type !== "name") return false;
  return isSigned || (isBy(scope, behind.name) && name !== null && !isBy(scope, name));
}

/** `e^-k(x - 1)`, `e^-½ (x - μ)²`, but `e^-x(x + 1)`, `10^-3(x + 1)`, `2^n(x + 1)`. */
function readsGroup(scope: Scope, power: Power, behind: Expression, touches: boolean): boolean {
  const { base, name, isSigned, isExp } = power;
  if (name === null) {
    if (!touches) return isExp && isSigned && /[.½⅓⅔¼¾]/.test(power.typed);
    return isExp || (isSigned && base.type === "number" && base.value !== "10");
  }
  const names = postorder(behind).flatMap((e) => (e.type === "name" ? [e.name] : []));
  if (!touches || names.includes(name)) return false;
  const isRate = isExp || !COUNTS.test(name);
  return isSigned || (isRate && names.some((n) => isBy(scope, n)) && !isBy(scope, name));
}

/** `e^-k*x`, `e^-(a+b)*t`, `e^-0.5*x^2` without spaces; `e^-x*x`, `e^-x*sin(y)` and `10^-3*x` are products to programs and people. */
function readsTimes({ isExp, isSigned, name, group }: Power, operand: Expression): boolean {
  const behind = operand.type === "postfix" ? operand.operand : operand;
  const own = exponentNames(name, group);
  return isExp && (isSigned || name === null) && behind.type === "name" && !own.includes(behind.name);
}

/** Whether a derivative by a name is asked for: `e^λ t` by t is more likely one of the exponent. */
function isBy(scope: Scope, name: string): boolean {
  const entry = scope.names.get(name);
  return entry !== undefined && shows(entry.evidence, "by");
}
