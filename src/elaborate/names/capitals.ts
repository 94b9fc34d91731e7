/**
 * Letters in upper case that are matrices for their case alone, in a text that shows no matrix otherwise: physics and
 * economics write numbers so.
 */
import { ONE } from "../../core/dim.js";
import { isScalar } from "../../core/shape.js";
import { type Derivative, type Product, postorder, ungrouped } from "../../parse/ast.js";
import { type Entry, ownerOf, resolved, type Scope, typed, warn } from "../scope.js";
import type { Definition } from "./definition.js";
import { arraySign, type Evidence, shows } from "./evidence.js";
import { isConstant } from "./kinds.js";

/** Whether a text shows that it has vectors or matrices, by more than the case of its letters. */
export function hasArrays({ names, surroundings }: Scope): boolean {
  return surroundings.has("arrays") || [...names.values()].some(({ evidence: e }) => isDeclaredArray(e) || isShown(e));
}

const isDeclaredArray = ({ declared }: Evidence): boolean => declared?.kind === "vector" || declared?.kind === "matrix";

/** A lower-case letter behind a capital is multiplied by a matrix where that is one, which is in question here. */
const isShown = (e: Evidence): boolean => {
  const sign = arraySign(e);
  return shows(e, "arrow") || (sign !== null && sign !== "multiplied");
};

/** Letters that matrices have in books of matrices, and numbers seldom. */
const CUSTOMARY = /^(?:[ABMWXYZ]|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega)(?![a-z])/;

/** Matrices that are so for their case alone, and not by what is done to them, with what says that they may be numbers. */
interface Lonely {
  readonly capitals: readonly Entry[];
  readonly why: string;
}

/**
 * Says of `E = σ T^4`, where nothing is transposed, inverted or put between bars, that T is a matrix for its letter alone:
 * beside numbers, under what numbers have, or where a derivative by it is asked for with the letter d, it is a number
 * more likely.
 */
export function sayCapitals(scope: Scope, asked: readonly Derivative[]): void {
  const found = scope.strict || hasArrays(scope) ? null : lonelyIn(scope, asked);
  const [first] = found?.capitals ?? [];
  if (found === null || first === undefined || scope.told.has(first)) return;
  const numbers = found.capitals.slice(0, 4).map((n) => `${n.name} : scalar`);
  warn(
    scope,
    "name/lonely",
    first.span,
    `${first.name} is taken for a matrix for its letter alone, ${found.why}`,
    `if it is a number, say so: ${numbers.join(", ")}; a matrix is declared: ${first.name} : matrix(n, m)`,
    ownerOf(scope.owner.faults),
  );
}

function lonelyIn(scope: Scope, asked: readonly Derivative[]): Lonely | null {
  const names = [...scope.names.values()].filter((n) => n.inModel && !n.faulty && n.shape !== null);
  const shapeIn = (n: Entry) => resolved(scope, n.shape as NonNullable<Entry["shape"]>);
  // What has entries is no number.
  const isTaken = ({ evidence: e }: Entry) => shows(e, "paired") || shows(e, "indexed");
  const capitals = names.filter((n) => n.assumed && n.kind === "matrix" && !isScalar(shapeIn(n)) && !isTaken(n));
  const isFlat = (n: Entry): boolean => (shapeIn(n).rows === ONE) !== (shapeIn(n).cols === ONE);
  const isPlainly = (d: Derivative): boolean => !/[∂∇]|\\partial/.test(typed(scope, d.span));
  // pH = -log10(H), π = p Q - w L: who has a matrix on the right has one on the left.
  const isOdd = (n: Entry) =>
    n.evidence.defined !== null && !shows(n.evidence, "upper") && !isScalar(shapeIn(n)) && !isFlat(n);
  // F = A X B by X is of matrices to whoever asks so; F = U - T S by T is not.
  const isDoubted = (d: Derivative): boolean =>
    isPlainly(d) || names.some(isOdd) || capitals.some((n) => !CUSTOMARY.test(n.name));
  const isAsked = (d: Derivative): boolean =>
    d.variables.some((v) => capitals.some((n) => n.name === v.name)) && isDoubted(d);
  const amplitudes = capitals.filter((n) => !isFlat(n) && shows(n.evidence, "amplitude"));
  if (amplitudes.length > 0)
    return {
      capitals: [...new Set([...amplitudes, ...capitals.filter((n) => !isFlat(n))])],
      why: "in front of a function of numbers",
    };
  // A column or a row is what a matrix multiplies, but for one that stands behind a power of what is derived by.
  if (names.some(isFlat)) {
    const isRaised = ({ name, evidence }: Entry): boolean =>
      shows(evidence, "raised") && asked.some((d) => d.variables.some((v) => v.name === name));
    const isCapital = (n: Entry): boolean => n.evidence.defined !== null && isCapitalColumn(scope, n);
    // di/dt of a t that is a vector for what stands in front of it: nobody derives by times.
    const isTime = (d: Derivative): boolean =>
      d.variables.some((v) => v.name === "t" && names.some((n) => n.name === "t" && isFlat(n)));
    const isAll = asked.some(isTime) || (asked.some(isAsked) && names.some(isCapital));
    const found = isAll ? capitals : capitals.filter(isRaised);
    return found.length > 0 ? { capitals: found, why: "and derived by" } : null;
  }
  if (asked.some(isAsked)) return { capitals, why: "and nothing else says that it is one" };
  if (/\bI\b/.test(scope.source) && isConstant(scope, "I")) return null;
  const isNumber = (n: Entry) => n.assumed && n.kind !== "size" && n.kind !== "function" && isScalar(shapeIn(n));
  const numbers = names.filter(isNumber);
  // In C = Q/(V_1 - V_2) what divides is a number, whatever its case.
  const isOfNumbers = scope.surroundings.has("numbers") || numbers.some((n) => shows(n.evidence, "upper"));
  const isBeside = numbers.length > 0 || names.some((n) => /^Delta[A-Z]/.test(n.name) || isOdd(n));
  return isOfNumbers && (isBeside || scope.surroundings.has("scaled")) ? { capitals, why: "beside numbers" } : null;
}

/** A Greek letter in lower case that nothing makes an array, and nothing declares. */
const isGreekNumber = (scope: Scope, n: Entry | undefined): n is Entry =>
  n?.assumed === true && shows(n.evidence, "greek") && n.shape !== null && isScalar(resolved(scope, n.shape));

/** `E = -μ · B`: with the dot of an inner product, where the capital on the left comes out as a matrix. */
function sayDottedField(scope: Scope, own: Entry, mu: Entry, B: Entry, shown: string): void {
  if (CUSTOMARY.test(own.name) || hasArrays(scope) || scope.told.has(mu)) return;
  scope.told.add(mu);
  warn(
    scope,
    "name/second",
    mu.span,
    `${mu.name} is read as a number, and ${own.name} is a matrix; of vectors ${shown} would be an inner product, and ${own.name} a number`,
    `declare what is meant: ${mu.name}, ${B.name} : vector(n), or ${mu.name}, ${B.name} : scalar`,
    ownerOf(scope.owner.faults),
  );
}

/**
 * Says of `P = F · v`, a capital that comes out as a vector, that with F as a vector it is the number which both the dot
 * and its own letter speak of.
 */
export function sayDotted(scope: Scope, definitions: readonly Definition[]): void {
  if (scope.strict) return;
  for (const { name, value } of definitions) {
    const own = scope.names.get(name.name);
    const whole = ungrouped(value);
    const e = whole.type === "negation" ? ungrouped(whole.operand) : whole;
    if (own === undefined || e.type !== "product") continue;
    const [last, before] = [e.rest.at(-1), e.rest.at(-2)?.operand ?? e.first];
    if (last?.operand.type !== "name" || before.type !== "name") continue;
    const between = scope.source.slice(before.span.end, last.operand.span.start);
    const F = scope.names.get(before.name);
    if (!/^[}\s]*(?:[·⋅•]|\\cdot)/.test(between)) continue;
    const shown = typed(scope, { start: before.span.start, end: last.operand.span.end });
    const B = scope.names.get(last.operand.name);
    if (isGreekNumber(scope, F) && B?.kind === "matrix" && B.assumed && shows(own.evidence, "upper")) {
      sayDottedField(scope, own, F, B, shown);
      continue;
    }
    if (!isCapitalColumn(scope, own) || F?.kind !== "matrix" || !F.assumed || scope.told.has(F)) continue;
    scope.told.add(F);
    warn(
      scope,
      "name/second",
      F.span,
      `${F.name} is read as a matrix, and ${own.name} is a vector; with ${F.name} : vector(n) ${shown} would be an inner product, and ${own.name} a number`,
      `declare the one that is meant: ${F.name} : vector(n), or ${F.name} : matrix(n, m)`,
      ownerOf(scope.owner.faults),
    );
  }
}

/**
 * Says of `L = f(x) - λ g(x)`, where x is a vector for its letter alone and L comes out as one, that functions of vectors
 * would make the number of it that its letter speaks of.
 */
export function sayObjective(scope: Scope, definitions: readonly Definition[]): void {
  if (scope.strict) return;
  for (const { name, value } of definitions) {
    const own = scope.names.get(name.name);
    if (own === undefined || !isCapitalColumn(scope, own) || !/^[A-Z]$/.test(own.name)) continue;
    const functions = new Set<Entry>();
    for (const e of postorder(value)) {
      if (e.type !== "call" || e.primes > 0) continue;
      const [f, arg] = [scope.names.get(e.callee.name), e.args.length === 1 ? e.args[0] : undefined];
      const x = arg?.type === "name" ? scope.names.get(arg.name) : undefined;
      const isUnknown = f?.kind === "function" && f.assumed && f.alias === null && !f.isScalarFunction;
      if (isUnknown && x?.assumed === true && x.because?.strength === "letter") functions.add(f);
    }
    const [f] = functions;
    if (f === undefined) continue;
    warn(
      scope,
      "name/second",
      f.span,
      `${f.name} is read as a function of each entry, so that ${own.name}, in upper case, is a vector; of a vector as a whole it makes a number`,
      `declare the one that is meant: ${[...functions].map((n) => n.name).join(", ")} : function(vector), or ${f.name} : function`,
      ownerOf(scope.owner.faults),
    );
  }
}

/**
 * Says of `L = max(0, 1 - y w^T x) + λ ‖w‖^2`, where y is a vector for its letter alone and L comes out as one, that a
 * number y would make the number of it that its letter speaks of.
 */
export function sayScaled(scope: Scope, definitions: readonly Definition[]): void {
  if (scope.strict) return;
  for (const { name, value } of definitions) {
    const own = scope.names.get(name.name);
    if (own === undefined || !isCapitalColumn(scope, own) || !/^[A-Z]$/.test(own.name)) continue;
    const scaled = new Set(postorder(value).flatMap((e) => (e.type === "product" ? (scalerIn(scope, e) ?? []) : [])));
    // A Greek letter is a vector for what it is added to.
    const y = [...scaled].find((n) => !shows(n.evidence, "greek"));
    if (y === undefined || scope.told.has(y)) continue;
    scope.told.add(y);
    const names = [...scaled].map((n) => n.name).join(", ");
    warn(
      scope,
      "name/lonely",
      y.span,
      `${y.name} is taken for a vector for its letter alone, in front of a number, so that ${own.name}, in upper case, is one`,
      `if it is a number, say so: ${names} : scalar; a vector is declared: ${y.name} : vector(n)`,
      ownerOf(scope.owner.faults),
    );
  }
}

/** The vector by its letter that stands in front of an inner product or of the power of a norm; null where none does. */
function scalerIn(scope: Scope, { first, rest }: Product): Entry | null {
  const [one, two, more] = rest.map((r) => r.operand);
  const n = first.type === "name" ? scope.names.get(first.name) : undefined;
  if (n?.shape == null || !n.assumed || n.evidence.declared !== null || one === undefined || more !== undefined)
    return null;
  const isInner = one.type === "postfix" && one.operators.at(-1)?.type === "transpose" && two?.type === "name";
  const isNorm = two === undefined && one.type === "postfix" && one.operand.type === "bars" && one.operand.double;
  const s = resolved(scope, n.shape);
  return (isInner || isNorm) && s.rows !== ONE && s.cols === ONE && !shows(n.evidence, "upper") ? n : null;
}

/** Whether a name in plain upper case that nothing declares comes out as a column. */
function isCapitalColumn(scope: Scope, { evidence, faulty, shape }: Entry): boolean {
  if (shape === null || faulty || !shows(evidence, "upper") || shows(evidence, "bold")) return false;
  const s = resolved(scope, shape);
  return evidence.declared === null && s.rows !== ONE && s.cols === ONE;
}
