/**
 * `F = e E`, `e^2 / (4 π ε r)`, `1 + e cos θ`: a charge or an eccentricity to whoever writes it. As a factor beside names
 * Euler's number is rare, so that reading is said.
 */
import { type Expression, expressionsOf, type Name, postorder, type Statement, ungrouped } from "../../parse/ast.js";
import type { Misread } from "../misread.js";

/** Warns of the first e that is a factor beside names, where the text says nothing of it. */
export function eulersNumber(s: Statement, source: string, isKnown: (name: string) => boolean): Misread | null {
  if (s.type !== "definition" && s.type !== "functionDefinition") return null;
  if (isKnown("e") || (s.type === "functionDefinition" && s.parameters.some(isE))) return null;
  for (const root of expressionsOf(s).stated)
    for (const e of postorder(root)) {
      const factors = factorsIn(e).map(ungrouped);
      const found = factors.find(isFactor);
      if (found === undefined || !factors.some((f) => f !== found && hasNames(f))) continue;
      const text = source.slice(found.span.start, found.span.end);
      return {
        severity: "warning",
        code: "name/second",
        span: found.span,
        message: `${text} is read with Euler's number, e = 2.718…`,
        hint: "a value called e is declared, e : scalar; the exponential function is exp(x) beside it",
      };
    }
  return null;
}

/** Of the `n / e` of Stirling's formula none. */
function factorsIn(e: Expression): readonly Expression[] {
  if (e.type !== "product" && e.type !== "fraction") return [];
  if (e.type === "fraction") {
    const inner = factorsIn(e.numerator);
    return inner.length === 0 && isFactor(ungrouped(e.denominator)) ? [] : [...inner, e.numerator, e.denominator];
  }
  const [second, third] = e.rest;
  if (second?.operator === "divide" && third === undefined && isFactor(ungrouped(second.operand))) return [];
  return [e.first, ...e.rest.map((r) => r.operand)];
}

/** `e`, `e^2`: the higher powers of a number that nobody writes as exp(2). */
function isFactor(e: Expression): boolean {
  if (e.type === "name") return isE(e);
  const [power, ...rest] = e.type === "postfix" && e.operand.type === "name" && isE(e.operand) ? e.operators : [];
  return (
    power?.type === "power" &&
    rest.length === 0 &&
    power.exponent.type === "number" &&
    /^\d$/.test(power.exponent.value)
  );
}

const isE = (n: Name): boolean => n.name === "e" && n.face !== "bold" && n.at === undefined;

const hasNames = (e: Expression): boolean => postorder(e).some((x) => x.type === "name" && x.name !== "pi" && !isE(x));
