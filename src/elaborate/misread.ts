/**
 * Statements that have a reading which nobody means: a number of an equation that was copied along would be a factor,
 * `y = W x + b   (2)`, and `f^-1(x)` of a function of the text one over its value. They are left out.
 */
import type { Diagnostic, Reporter } from "../core/diagnostic.js";
import { isBuiltinFunction } from "../functions/builtins.js";
import {
  definedIn,
  type Expression,
  expressionsOf,
  type Product,
  postorder,
  type Span,
  type Statement,
} from "../parse/ast.js";
import { flatStep } from "./index/flat-steps.js";
import { gluedLetter } from "./index/glued-letters.js";
import { reboundLetter } from "./index/rebound-letters.js";
import { type Exempt, labelledBySizes, repeatedLetters } from "./index/repeated-letters.js";
import { unsaidGamma } from "./multivariate-gamma.js";
import { isFunctional } from "./names/applied.js";
import { eulersNumber } from "./names/eulers-number.js";
import { inverseFunction } from "./names/kinds.js";
import { quotedRate, statedRate, valuesOf } from "./names/stated-rates.js";
import { unitsIn } from "./units.js";

export interface Misread {
  readonly code: Diagnostic["code"];
  readonly span: Span;
  readonly message: string;
  readonly hint: string;
  /** A fault unless it says that it is none. */
  readonly severity?: "error" | "warning";
}

interface Kept {
  readonly kept: readonly Statement[];
  /** Names of statements that are left out. */
  readonly left: readonly string[];
}

/** The statements without those that are refused. */
export function refuseMisread(statements: readonly Statement[], source: string, said: Reporter): Kept {
  const functions = new Set(statements.flatMap((s) => (s.type === "functionDefinition" ? [s.name.name] : [])));
  const raised = raisedFunctions(statements, functions);
  const labelled = labelledBySizes(statements);
  const signed = signedLetters(statements);
  const unitsOf = unitsIn(statements, source);
  const known = new Set(statements.flatMap(statedNames));
  const defined = definedIn(statements);
  const values = valuesOf(statements);
  const variables = variablesOf(statements);
  const isVariable = (name: string): boolean => variables.has(name);
  const isKnown = (name: string): boolean => known.has(name);
  const kept: Statement[] = [];
  const left: string[] = [];
  for (const s of statements) {
    const { stated, claimed } = expressionsOf(s);
    const all = s.type === "declaration" ? [] : [...stated, ...claimed];
    const found: Misread | null | undefined = all
      .map(
        (e) =>
          equationNumber(e, source) ??
          inverseOf(e, functions) ??
          appliedAbove(e, raised, source) ??
          flatScript(e, source) ??
          mixedNumber(e, source) ??
          onesBefore(e, source, isVariable) ??
          unsaidGamma(e, source, isKnown),
      )
      .concat(unitsOf(s))
      .concat(unsigned(s, source, { labelled, signed: s.type === "claim" ? signed : new Set() }))
      .find((m) => m !== null);
    const doubted =
      found ??
      reboundLetter(s, source) ??
      gluedLetter(s, source, isKnown) ??
      flatStep(s, source, defined) ??
      statedRate(s, source, values) ??
      quotedRate(s, source, isVariable) ??
      eulersNumber(s, source, isVariable);
    if (doubted === null || doubted.severity === "warning") {
      if (doubted !== null) said.report("warning", doubted.code, doubted.span, doubted.message, { hint: doubted.hint });
      kept.push(s);
      continue;
    }
    said.report("error", doubted.code, doubted.span, doubted.message, { hint: doubted.hint });
    if (s.type === "definition" || s.type === "functionDefinition") left.push(s.name.name);
  }
  return { kept, left };
}

/** Names that are declared, defined or derived by. */
const variablesOf = (statements: readonly Statement[]): ReadonlySet<string> =>
  new Set(
    statements.flatMap((s) => [
      ...statedNames(s),
      ...(s.type === "query" || s.type === "claim" ? postorder(s.value) : []).flatMap((e) =>
        e.type === "derivative" ? e.variables.map((v) => v.name) : [],
      ),
    ]),
  );

/** Letters that count entries; others in parentheses behind a bold 1 are vectors that it multiplies. */
const SIZES = /^(?:[nmkdpqrNMKDTBC]|n_.*)$/;

/** `\\mathbf 1(b)^\\top`: so many ones, or ones times b. */
function onesBefore(root: Expression, source: string, isVariable: (name: string) => boolean): Misread | null {
  for (const e of postorder(root)) {
    const arg = e.type === "call" && e.callee.name === "ones" && e.args.length === 1 ? e.args[0] : undefined;
    if (e.type !== "call" || arg?.type !== "name" || (SIZES.test(arg.name) && !isVariable(arg.name))) continue;
    const one = source.slice(e.callee.span.start, e.callee.span.end);
    // What stands below a 1, `1ₙ`, is a number of ones without a doubt.
    const isApplied = /^[\s}]*\(/.test(source.slice(e.callee.span.end, arg.span.start));
    if (one === "ones" || !isApplied) continue;
    const of = source.slice(arg.span.start, arg.span.end);
    return {
      code: "call/value",
      span: e.span,
      message: `${source.slice(e.span.start, e.span.end)} may be as many ones as ${of} says, or the product of ones and ${of}`,
      hint: `so many ones are ${one}_{${of}}; a product has no parentheses: ${one} ${of}`,
    };
  }
  return null;
}

function statedNames(s: Statement): readonly string[] {
  if (s.type === "declaration") return s.names.map((n) => n.name);
  return s.type === "definition" || s.type === "functionDefinition" ? [s.name.name] : [];
}

/** Letters over which the formulas of a text sum with a sign: there a claim without one has lost it, which is judged. */
function signedLetters(statements: readonly Statement[]): ReadonlySet<string> {
  const stated = statements.flatMap((s) => (s.type === "declaration" ? [] : expressionsOf(s).stated));
  const sums = stated.flatMap(postorder).filter((e) => e.type === "reduction");
  return new Set(sums.flatMap((e) => e.ranges.flatMap((r) => r.letters.map((n) => n.typed.trim()))));
}

/** `x_i A_ij x_j`, which sums over i and j to whoever leaves out the sign. */
function unsigned(s: Statement, source: string, exempt: Exempt): Misread | null {
  const found = repeatedLetters(s, exempt);
  if (found === null) return null;
  const { span } = found.in;
  const text = source.slice(span.start, span.end);
  const [signs, letters] = [found.letters.map((l) => `Σ_${l}`).join(" "), found.letters.join(" and ")];
  return {
    code: "index/repeated",
    span,
    message: `nothing binds ${letters}, which stands twice: a sum is meant where its sign is left out`,
    hint: `a sum has its sign: ${signs} ${text}; a matrix product has no letters`,
  };
}

/** `y = W x + b   (2)`, `… [3]`: a number in parentheses of its own, with a space before it, at the end of a formula. */
function equationNumber(root: Expression, source: string): Misread | null {
  const term = root.type === "sum" ? root.terms.at(-1)?.term : root;
  const product = term?.type === "negation" ? term.operand : term;
  const last = product?.type === "product" ? product.rest.at(-1) : undefined;
  if (product?.type !== "product" || last?.operator !== "juxtaposition") return null;
  const { operand } = last;
  const number = operand.type === "group" ? operand.operand : operand.type === "blocks" ? operand.rows.flat() : [];
  const numbers = Array.isArray(number) ? number : [number];
  const before = product.rest.length > 1 ? product.rest.at(-2)?.operand : product.first;
  if (numbers.length !== 1 || numbers[0]?.type !== "number" || before === undefined) return null;
  // 2 (3) is a product of numbers, and x(2) an entry as programs write it.
  if (before.type === "number" || before.span.end === operand.span.start) return null;
  const text = source.slice(operand.span.start, operand.span.end);
  return {
    code: "syntax/numbers",
    span: operand.span,
    message: `${text} may be the number of an equation, or a factor`,
    hint: `leave a number of an equation out; a factor stands in front: ${source.slice(numbers[0].span.start, numbers[0].span.end)} (…)`,
  };
}

/** `f^-1(x)` where the text says f(x) = …. */
function inverseOf(root: Expression, functions: ReadonlySet<string>): Misread | null {
  if (functions.size === 0) return null;
  for (const e of postorder(root)) {
    const found = e.type === "product" ? invertedIn(e, functions) : null;
    if (found !== null) return found;
  }
  return null;
}

function invertedIn({ first, rest }: Product, functions: ReadonlySet<string>): Misread | null {
  let before = first;
  for (const { operator, operand } of rest) {
    const group = operand.type === "postfix" ? operand.operand : operand;
    if (operator === "juxtaposition" && group.type === "group" && before.type === "postfix") {
      const { operand: f, operators } = before;
      const isInverse = operators.length === 1 && operators[0]?.type === "inverse";
      const touches = f.type === "name" && (f.latex === true || before.span.end === operand.span.start);
      if (f.type === "name" && isInverse && touches && functions.has(f.name))
        return {
          code: "name/inverse-function",
          span: { start: before.span.start, end: group.span.end },
          ...inverseFunction(f.name),
        };
    }
    before = operand;
  }
  return null;
}

/** Whether a name that touches a parenthesis above another is a function: one that the text has, or a letter of them. */
function raisedFunctions(statements: readonly Statement[], defined: ReadonlySet<string>): (name: string) => boolean {
  const [functions, values] = [new Set(defined), new Set<string>()];
  for (const s of statements) {
    if (s.type === "definition") values.add(s.name.name);
    else if (s.type === "declaration")
      for (const n of s.names) (s.kind.name === "function" ? functions : values).add(n.name);
  }
  const isLetter = (name: string): boolean => /^(?:.|phi|psi)$/.test(name) && isFunctional(name);
  return (name) => functions.has(name) || (!values.has(name) && (isBuiltinFunction(name) || isLetter(name)));
}

/** `x^f(x)`: `^` takes the name alone, and what is in the parenthesis would be a factor. */
function appliedAbove(root: Expression, isFunction: (name: string) => boolean, source: string): Misread | null {
  for (const e of postorder(root)) {
    if (e.type !== "product") continue;
    let before = e.first;
    for (const { operator, operand } of e.rest) {
      const group = operand.type === "postfix" ? operand.operand : operand;
      const touches = before.span.end === operand.span.start && operator === "juxtaposition" && group.type === "group";
      const power = touches && before.type === "postfix" ? before.operators.at(-1) : undefined;
      const exponent = power?.type === "power" ? power.exponent : undefined;
      const name = exponent?.type === "negation" ? exponent.operand : exponent;
      if (name?.type === "name" && name.latex !== true && isFunction(name.name)) {
        const end = operand.span.end;
        const [whole, base] = [before.span.start, name.span.start].map((start) => source.slice(start, end));
        const at = source.lastIndexOf("^", name.span.start) + 1;
        const above = `${source.slice(before.span.start, at)}(${source.slice(at, end)})`;
        const beside = `${source.slice(before.span.start, name.span.end)} * ${source.slice(operand.span.start, end)}`;
        const hint = isBuiltinFunction(name.name) ? `write ${above}` : `write ${above}; for the product ${beside}`;
        const message = `${whole} takes ${source.slice(name.span.start, name.span.end)} alone above, and ${base} is a function`;
        return { code: "product/root", span: { start: before.span.start, end }, message, hint };
      }
      before = operand;
    }
  }
  return null;
}

/** `‖x‖22`, `||X||F^2`, `(a x + b)2`: a number or an F that touches what it stood above or below. */
function flatScript(root: Expression, source: string): Misread | null {
  for (const e of postorder(root)) {
    if (e.type !== "product") continue;
    let before = e.first;
    for (const { operator, operand } of e.rest) {
      const script = operand.type === "postfix" ? operand.operand : operand;
      const isNorm = before.type === "bars" && before.double;
      const isLabel = script.type === "number" || (isNorm && script.type === "name" && /^(?:F|inf)$/.test(script.name));
      const touches = before.span.end === operand.span.start && operator === "juxtaposition";
      if (touches && isLabel && (isNorm || (before.type === "group" && script.type === "number"))) {
        const [whole, text] = [before, script].map(({ span }) => source.slice(span.start, span.end)) as [
          string,
          string,
        ];
        const label = isNorm ? `, a norm by its label ${whole}_${text.slice(0, 1)}` : "";
        return {
          code: "syntax/numbers",
          span: { start: before.span.start, end: operand.span.end },
          message: `${text} behind ${isNorm ? "a norm" : "a parenthesis"} may have stood above or below it, or be a factor`,
          hint: `a power is ${whole}^2${label}; a factor stands in front`,
        };
      }
      before = operand;
    }
  }
  return null;
}

/** `2\frac12`: two and a half to many, and in LaTeX a product; `\frac{3}{2}` behind a number is a factor. */
function mixedNumber(root: Expression, source: string): Misread | null {
  const whole = (e: Expression | undefined): string | null =>
    e?.type === "number" && /^\d+$/.test(e.value) ? e.value : null;
  for (const e of postorder(root)) {
    if (e.type !== "product") continue;
    let before = whole(e.first);
    for (const { operator, operand } of e.rest) {
      const [above, below] = operand.type === "fraction" ? [whole(operand.numerator), whole(operand.denominator)] : [];
      if (
        before !== null &&
        operator === "juxtaposition" &&
        above != null &&
        below != null &&
        Number(above) < Number(below)
      )
        return {
          code: "syntax/numbers",
          span: operand.span,
          message: `${before}${source.slice(operand.span.start, operand.span.end)} may be a sum or a product`,
          hint: `write (${before} + ${above}/${below}) or ${before} (${above}/${below})`,
        };
      before = whole(operand);
    }
  }
  return null;
}
