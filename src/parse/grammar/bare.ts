/** Operators without parentheses, `\log x`, `\sin 2x`, `\tr A X`: what they take of the product that they stand in. */
import { GREEK } from "../../names/greek.js";
import type { Expression, Product, Span } from "../ast.js";
import type { Building } from "./build.js";
import { across } from "./spans.js";

type Factor = Product["rest"][number];

/** An operator of a matrix takes the product behind it, `tr A X`; one of a number takes letters and numbers, `\sin 2x`. */
export function reached(factors: readonly Factor[], b: Building): readonly Factor[] {
  if (!factors.some((f) => b.bare.has(f.operand))) return factors;
  const out: Factor[] = [];
  for (let i = 0; i < factors.length; i++) {
    const factor = factors[i] as Factor;
    const bare = b.bare.get(factor.operand);
    const isOpen = bare !== undefined && reach(bare.name, bare.operand);
    let end = i + 1;
    let isLed = bare !== undefined && isConstantLetter(bare.operand);
    while (isOpen && end < factors.length && takes(bare.name, factors[end] as Factor, isLed)) {
      isLed &&= isConstantLetter((factors[end] as Factor).operand);
      end++;
    }
    if (bare === undefined || end === i + 1) {
      out.push(factor);
      continue;
    }
    const operand = bare.make(joined(bare.operand, factors.slice(i + 1, end)));
    out.push({ ...factor, operand });
    const taken = factors.slice(i + 1, end).map((x) => x.operand);
    i = end - 1;
    const next = factors[end];
    // What stands behind is warned of with all that is taken.
    const isFollowed =
      next?.operator === "divide" || (next?.operator === "juxtaposition" && isExponential(next.operand));
    // Whether a letter before a parenthesis is a factor is known once names have kinds, and said then.
    if (isFollowed || taken.some((e) => e.type === "call") || isCertain(bare.name, bare.operand, taken)) continue;
    if (isFrequency(bare.name, bare.operand, taken, b.source)) continue;
    b.warnings.push({
      fault: {
        code: "syntax/bare-call",
        message: `${bare.name} is taken of the whole product`,
        hint: reachHint(
          factor.operand.span.start,
          likelyPart(bare.operand, taken),
          { start: bare.operand.span.start, end: operand.span.end },
          b.source,
        ),
      },
      start: factor.operand.span.start,
      end: operand.span.end,
    });
  }
  return out;
}

const CONSTANT = /^(?:pi|e|\d+(?:\.\d+)?)$/;
const isConstantLetter = (e: Expression): boolean =>
  (e.type === "number" && CONSTANT.test(e.value)) || (e.type === "name" && e.name === "pi");

/**
 * Where nobody reads the other way: `\log 2\pi` of constants, `\cos \pi x` of a multiple, for the cosine of a constant is a
 * number that nobody writes so, and `\tr A X` of matrices, of which I alone is a factor as often.
 */
function isCertain(name: string, first: Expression, taken: readonly Expression[]): boolean {
  if (/^(?:tr|trace|Tr)$/.test(name))
    return [first, ...taken].every((e) => isArray(e) && !(e.type === "name" && e.name.startsWith("I")));
  if (!isConstantLetter(first)) return false;
  const behind = taken.slice(taken.findIndex((e) => !isConstantLetter(e)) + 1);
  if (behind.some((e) => e.type === "postfix")) return false;
  return taken.every(isConstantLetter) || /^(?:sin|cos|tan|cot|sec|csc)$/.test(name);
}

/** Greek letters of frequencies and wave numbers; the cosine of an angle, `\cos\theta x`, may be a factor. */
const FREQUENCY = /^(?:alpha|beta|kappa|lambda|mu|nu|omega)(?:_|$)/;

/** A text that is not searched once more for each of its operators. */
const LONG = 20_000;

/**
 * `\sin\omega t`, `\cos\kappa x`: a frequency and what it goes with, of which nobody takes the sine of the first alone, unless
 * the text has that, too, or has another letter behind it, as a rotation does.
 */
function isFrequency(name: string, first: Expression, taken: readonly Expression[], source: string): boolean {
  const [last] = taken;
  if (!/^(?:sin|cos|tan)$/.test(name) || taken.length !== 1 || first.type !== "name" || last?.type !== "name")
    return false;
  if (!FREQUENCY.test(first.name) || !/^(?:[txzs]|tau)$/.test(last.name)) return false;
  const [own, behind] = [first, last].map(({ span }) => source.slice(span.start, span.end)) as [string, string];
  const pieces = source.length > LONG ? [] : source.split(own);
  const isCalled = (i: number): boolean => /\\(?:sin|cos|tan)\s{0,3}$/.test(pieces[i - 1] as string);
  return (
    pieces.length > 1 && pieces.every((piece, i) => i === 0 || !isCalled(i) || piece.trimStart().startsWith(behind))
  );
}

/** The part that is meant as often: constants with the letter that they lead, `\cos 2\theta\, r^2`, or else the first alone. */
function likelyPart(first: Expression, taken: readonly Expression[]): Span {
  const at = isConstantLetter(first) ? taken.findIndex((e) => !isConstantLetter(e)) : -1;
  const last = at === taken.length - 1 ? taken[at - 1] : taken[at];
  return last === undefined ? first.span : across(first, last);
}

/** Operators of a whole matrix: what stands behind one is a product, for alone it would be a factor of little use. */
export const OF_MATRICES: ReadonlySet<string> = new Set(["tr", "trace", "Tr", "det", "logdet"]);

/** Whether an operator may take more than the factor behind it: one of numbers takes no bold letter with it. */
const reach = (name: string, operand: Expression): boolean =>
  OF_MATRICES.has(name) ? operand.type !== "bars" && operand.type !== "call" : isLetter(operand) && !isArray(operand);

const takes = (name: string, { operator, operand }: Factor, isLed: boolean): boolean =>
  operator === "juxtaposition" &&
  (OF_MATRICES.has(name)
    ? !(operand.type === "call" && operand.bare) && operand.type !== "derivative"
    : (isLetter(operand) && !isArray(operand) && !isExponential(operand)) || (isLed && isApplied(operand)));

/** `\sin 2f(x)`, `\exp 2x(x + 1)`: a letter that touches a parenthesis; behind a constant no operator ends before it. */
const isApplied = (e: Expression): boolean =>
  e.type === "call" && !e.bare && e.args.length === 1 && isOneLetter(e.callee.name) && !isArray(e.callee);

const isOneLetter = (name: string): boolean => {
  const [base = ""] = name.split("_", 1);
  return base.length === 1 || GREEK.has(base);
};

/** `\sin 2x\, e^x`: a power of e is a factor of its own. */
const isExponential = (e: Expression): boolean =>
  e.type === "postfix" &&
  e.operand.type === "name" &&
  e.operand.name === "e" &&
  e.operators.some((o) => o.type === "power");

/** A number or a name, raised or not. */
function isLetter(e: Expression): boolean {
  const base = e.type === "postfix" ? e.operand : e;
  return base.type === "number" || base.type === "name";
}

/** A name in bold or in upper case. */
function isArray(e: Expression): boolean {
  const base = e.type === "postfix" ? e.operand : e;
  return base.type === "name" && (base.face === "bold" || /^\p{Lu}/u.test(base.name));
}

export function joined(first: Expression, rest: readonly Factor[]): Expression {
  const last = rest[rest.length - 1];
  return last === undefined ? first : { type: "product", first, rest, span: across(first, last.operand) };
}

/** `\operatorname{tr} A B` is (tr A) B and `\log x/y` is (log x)/y, which is seldom meant. */
export function warnOfBareCall(operand: Expression, next: Factor | undefined, b: Building): void {
  const isDivided = next?.operator === "divide";
  const call = isDivided ? unraised(operand) : operand;
  if (call.type !== "call" || !call.bare || next === undefined || next.operator === "times") return;
  const after = next.operand;
  if ((after.type === "call" && after.bare) || after.type === "derivative") return;
  const [argument] = call.args;
  if (argument === undefined || (isDivided && (OF_MATRICES.has(call.callee.name) || !isOfLetters(argument)))) return;
  const { name } = call.callee;
  b.warnings.push({
    fault: {
      code: "syntax/bare-call",
      message: isDivided ? `${name} is taken before the division` : `${name} takes the next factor only`,
      hint: reachHint(operand.span.start, argument.span, { start: argument.span.start, end: after.span.end }, b.source),
    },
    start: operand.span.start,
    end: after.span.end,
  });
}

/** The operator of `\cos^2 θ`, or the factor itself. */
function unraised(e: Expression): Expression {
  const group = e.type === "postfix" ? e.operand : e;
  return group.type === "group" && group.operand.type === "call" && group.operand.bare ? group.operand : e;
}

/** A number or a name, or several: `\sin 2\pi x/λ`. */
const isOfLetters = (e: Expression): boolean =>
  isLetter(e) || (e.type === "product" && isLetter(e.first) && e.rest.every((r) => isLetter(r.operand)));

/** `\log 1 + x` is log(1) + x: a constant, which nobody writes so; nor does anybody divide by 1, `x/1 - x`. */
export function warnOfBareNumber(term: Expression, next: Expression, b: Building): void {
  warnOfBareOne(term, next, b);
  const argument = term.type === "call" && term.bare ? term.args[0] : undefined;
  if (term.type !== "call" || argument?.type !== "number") return;
  b.warnings.push({
    fault: {
      code: "syntax/bare-call",
      message: `${term.callee.name} is taken of the number only`,
      hint: reachHint(term.span.start, argument.span, { start: argument.span.start, end: next.span.end }, b.source),
    },
    start: term.span.start,
    end: next.span.end,
  });
}

function warnOfBareOne(term: Expression, next: Expression, b: Building): void {
  const last = term.type === "product" ? term.rest.at(-1) : undefined;
  const { operator, operand } = last ?? { operator: "times", operand: term };
  if (operator !== "divide" || operand.type !== "number" || operand.value !== "1") return;
  const { start } = operand.span;
  const text = b.source.slice(start, next.span.end).replace(/\s+/g, " ");
  b.warnings.push({
    fault: {
      code: "product/divided",
      message: "this divides by 1 alone, and adds what follows",
      hint: `write /(${text}) to divide by both`,
    },
    start,
    end: next.span.end,
  });
}

/** Both readings of an operator without parentheses that begins at `start`, as they are written. */
export function reachHint(start: number, own: Span, whole: Span, source: string): string {
  const text = (span: Span) => source.slice(span.start, span.end).replace(/\s+/g, " ");
  const name = text({ start, end: own.start }).replace(/[\s({]{1,20}$/, "");
  return `parentheses say what it is taken of: ${name}(${text(whole)}) or ${name}(${text(own)})`;
}
