/**
 * What a text shows as a whole: that it has matrices and vectors, or that it is about numbers.
 *
 * A letter in upper case is a matrix where nothing else is known of it. How far that is to be trusted depends on what
 * stands around it.
 */
import { isScalar } from "../../core/shape.js";
import {
  type Expression,
  type Name,
  type PostfixOperator,
  type Product,
  postorder,
  ungrouped,
} from "../../parse/ast.js";
import { CALLS, canonical } from "./calls.js";
import { GREEK_LETTER, isUpper } from "./evidence.js";

/** A sign of arrays, of numbers, or of a number that stands before what it scales: `½ C V²`, `-10 \\log P`. */
export type Surrounding = "arrays" | "numbers" | "scaled";

/** What an expression shows of the text that it stands in, its parts aside. */
export function surroundingsIn(e: Expression): readonly Surrounding[] {
  if (showsArrays(e)) return ["arrays"];
  const out: Surrounding[] = [];
  if (showsNumbers(e)) out.push("numbers");
  if (isScaled(e)) out.push("scaled");
  return out;
}

// ---------------------------------------------------------------- arrays

function showsArrays(e: Expression): boolean {
  switch (e.type) {
    case "name":
      return e.face === "bold" || (e.at?.length ?? 0) > 1;
    case "postfix":
      return e.operators.some((o) => isOfArrays(o, e.operand));
    case "bars":
      return e.double;
    case "elementwise":
      return true;
    // [S] is a concentration.
    case "blocks":
      return e.rows.flat().length > 1;
    case "derivative":
      return e.nabla;
    case "entry":
      return e.operand.type === "group" || (e.at?.length ?? 0) > 1;
    case "call":
      return isOperation(canonical(e.callee.name)) || (e.callee.at?.length ?? 0) > 1;
    default:
      return false;
  }
}

/** Operations that numbers have as well, `max(S - K, 0)`. */
const OF_BOTH: ReadonlySet<string> = new Set(["max", "min", "clip"]);

function isOperation(name: string): boolean {
  const forms = OF_BOTH.has(name) ? [] : (CALLS.get(name)?.takes.forms ?? []);
  return forms.some((f) => f.operands.some((o) => o.shapes.some((s) => !isScalar(s))) || !isScalar(f.result));
}

/** `A^T`, `u'`, `X^-1`, `x .^ 2`; the reciprocal of a sum is one of numbers, `(1 + R)^-1`. */
function isOfArrays(o: PostfixOperator, operand: Expression): boolean {
  if (o.type === "transpose" || o.type === "inverseTranspose" || o.type === "elementwisePower") return true;
  if (o.type === "prime") return operand.type !== "call";
  if (o.type !== "inverse") return false;
  return (
    postorder(operand).every((e) => e.type !== "number" && e.type !== "fraction" && !divides(e)) && holdsUpper(operand)
  );
}

const divides = (e: Expression): boolean => e.type === "product" && e.rest.some((r) => r.operator === "divide");

const holdsUpper = (root: Expression): boolean => postorder(root).some((e) => e.type === "name" && isUpper(e.name));

// ---------------------------------------------------------------- numbers

/** Functions of numbers; hyperbolic ones are of each entry to many. */
const OF_NUMBERS: ReadonlySet<string> = new Set(["sqrt", "exp", "log", "log10", "log2", "sin", "cos"]);

const isOfNumbers = (e: Expression): boolean => e.type === "call" && OF_NUMBERS.has(canonical(e.callee.name));

/** `10^x`, `T^4`, `(1 + r)^n`, `e^x`, a root, a logarithm, a difference `ΔT`. */
function showsNumbers(e: Expression): boolean {
  if (e.type === "name") return /^Delta[A-Z]/.test(e.name);
  if (isOfNumbers(e)) return true;
  if (e.type !== "postfix") return false;
  const { operand } = e;
  return e.operators.some(
    (o) =>
      o.type === "power" &&
      (operand.type === "number" ||
        holdsGreek(o.exponent) ||
        isE(operand) ||
        isWritten(o.exponent) ||
        (operand.type === "group" && isLower(o.exponent))),
  );
}

/** `K^α`, `C^{1 - γ}`: whole numbers have Latin letters. */
const holdsGreek = (e: Expression): boolean => postorder(e).some((x) => x.type === "name" && GREEK_LETTER.test(x.name));

const isE = (e: Expression): boolean => e.type === "name" && e.name === "e" && e.face !== "bold";

const isWritten = (e: Expression): boolean => e.type === "number" && e.value !== "1";

const isLower = (e: Expression): boolean => postorder(e).some((x) => x.type === "name" && !isUpper(x.name));

/** A number in front of a function of numbers, one half in front of a letter. */
function isScaled(e: Expression): boolean {
  const factors = factorsOf(e);
  const [first, second] = factors;
  if (first === undefined || second === undefined) return false;
  if (first.type === "number" && isOfNumbers(second)) return true;
  const next = isHalf(first)
    ? second
    : first.type === "number" && isDivided(e) && second.type === "number"
      ? factors[2]
      : undefined;
  return next !== undefined && (next.type === "name" || (next.type === "postfix" && next.operand.type === "name"));
}

const isDivided = (e: Expression): boolean => e.type === "product" && e.rest[0]?.operator === "divide";

/** ½, 0.5, `\\frac{1}{2}`. */
function isHalf(e: Expression): boolean {
  if (e.type === "number") return Number(e.value) === 0.5;
  return e.type === "fraction" && e.numerator.type === "number" && e.denominator.type === "number";
}

const factorsOf = (e: Expression): readonly Expression[] =>
  e.type === "product" && e.rest.length <= MOST_FACTORS ? [e.first, ...e.rest.map((r) => ungrouped(r.operand))] : [];

const MOST_FACTORS = 20;

/** The names of `A \\cos(ω t)`, `N_0 e^{-λ t}`, `V (1 - e^{-t})`: what stands in front of a wave or a decay. */
export function amplitudesIn(e: Expression): readonly Name[] {
  if (e.type !== "product" || e.rest.length > MOST_FACTORS) return [];
  return amplitudes(e);
}

function amplitudes({ first, rest }: Product): readonly Name[] {
  const out: Name[] = [];
  let before = first;
  for (const { operator, operand } of rest) {
    if (before.type === "name" && operator !== "divide" && isWave(operand)) out.push(before);
    before = operand;
  }
  return out;
}

function isWave(root: Expression): boolean {
  const e = ungrouped(root);
  if (e.type === "sum") {
    const [one, other] = e.terms;
    return (
      e.terms.length === 2 && one?.term.type === "number" && other !== undefined && isExponential(other.term) !== null
    );
  }
  const exponent = isExponential(e);
  if (exponent !== null) return exponent.type === "negation" || isNegative(exponent) || isGreekFirst(exponent);
  const [arg] = e.type === "call" && /^(?:sin|cos)$/.test(e.callee.name) ? e.args : [];
  return arg !== undefined && isGreekFirst(arg);
}

/** The exponent of `e^x`, `exp(x)`, or null. */
function isExponential(e: Expression): Expression | null {
  if (e.type === "call" && canonical(e.callee.name) === "exp") return ungrouped(e.args[0] as Expression);
  if (e.type !== "postfix" || !isE(e.operand)) return null;
  const [power] = e.operators;
  return power?.type === "power" ? ungrouped(power.exponent) : null;
}

const isNegative = (e: Expression): boolean =>
  (e.type === "sum" && e.terms[0]?.sign === -1) || (e.type === "fraction" && e.numerator.type === "negation");

/** Whether what stands first is a Greek letter, behind a sign and a number: `2π f t`, `-λ t`. */
function isGreekFirst(root: Expression): boolean {
  let e = ungrouped(root);
  for (let depth = 0; depth < MOST_FACTORS; depth++) {
    if (e.type === "name") return GREEK_LETTER.test(e.name) || e.name === "pi";
    if (e.type === "negation") e = ungrouped(e.operand);
    else if (e.type === "sum" && e.terms[0] !== undefined) e = ungrouped(e.terms[0].term);
    else if (e.type === "product") e = ungrouped(e.first.type === "number" ? (e.rest[0]?.operand ?? e.first) : e.first);
    else return false;
  }
  return false;
}
