/**
 * Readings that are right by the rules for undeclared names, and seldom what was meant.
 *
 * A name in upper case that comes out as a row or a column says that something beside it was taken for a scalar.
 */

import { ONE } from "../../core/dim.js";
import { isScalar } from "../../core/shape.js";
import { type Entry, fault, ownerOf, resolved, type Scope, warn } from "../scope.js";
import { bare, isStated, shows } from "./evidence.js";
import { isConstant } from "./kinds.js";

/** Doubts of one kind: each costs a look at all names, and more say nothing new. */
const MOST = 10;

/** Says of undeclared names in upper case that they are no matrices, once sizes are known. */
export function sayFlat(scope: Scope): void {
  const { faults } = scope.owner;
  let said = 0;
  for (const entry of scope.names.values()) {
    if (said === MOST) return;
    if (isBold(entry)) {
      const what = boldAs(scope, entry);
      const light = lightIn(scope, entry);
      // A bold letter is a matrix to some, for a stress or a covariance.
      if (what === null || (what === "a matrix" && light === undefined)) continue;
      said += 1;
      const hint = light === undefined ? `set ${entry.name} plain` : `a vector is declared: ${light.name} : vector(n)`;
      warn(scope, "name/flat", entry.span, `${entry.name}, in bold, comes out as ${what}`, hint, ownerOf(faults));
      continue;
    }
    if (!entry.assumed || entry.faulty || entry.evidence.declared !== null || entry.kind !== "matrix") continue;
    if (entry.shape === null || !entry.inModel || scope.told.has(entry)) continue;
    const { rows, cols } = resolved(scope, entry.shape);
    if ((rows === ONE) === (cols === ONE)) continue;
    said += 1;
    const kind = cols === ONE ? `a vector, ${rows}×1` : `a row, 1×${cols}`;
    const scalar = [...scope.names.values()].find(
      (n) => n.assumed && n.evidence.declared === null && n.kind === "scalar" && n.inModel && bare(n.evidence) > 0,
    );
    const hint =
      scalar === undefined
        ? `declare it: ${entry.name} : matrix(n, m)`
        : `${scalar.name} is taken for a scalar: if it is none, declare ${scalar.name} : vector(n)`;
    warn(scope, "name/flat", entry.span, `${entry.name}, in upper case, comes out as ${kind}`, hint, ownerOf(faults));
  }
}

/** A lower-case letter in bold that is defined, and not by its entries. */
const isBold = ({ evidence, faulty, shape, name, family }: Entry): boolean =>
  family?.isArray !== true &&
  shows(evidence, "bold") &&
  !shows(evidence, "upper") &&
  evidence.defined !== null &&
  evidence.declared === null &&
  !faulty &&
  shape !== null &&
  !/_(?!hat|bar|tilde|star)/.test(name);

/** What a bold letter comes out as that is no vector; null where it is one, or a row. */
function boldAs(scope: Scope, { shape }: Entry): "a scalar" | "a matrix" | null {
  if (shape === null) return null;
  const s = resolved(scope, shape);
  if (isScalar(s)) return "a scalar";
  return s.rows === ONE || s.cols === ONE ? null : "a matrix";
}

/** A plain letter of a definition that was taken for a scalar because others are bold. */
function lightIn(scope: Scope, { name }: Entry): Entry | undefined {
  const own = scope.mentions.get(name) ?? new Set();
  const isLight = ({ evidence: e }: Entry) => shows(e, "light") && !shows(e, "greek");
  return [...scope.names.values()].find((n) => own.has(n.name) && n.assumed && n.kind === "scalar" && isLight(n));
}

/** Signs of a text that has matrices: transposes, inverses, traces, norms, bold and blackboard letters. */
const OF_ARRAYS =
  /\b(?:tr|trace|det|logdet|inv|diag|vec|kron|eye|norm|normF|softmax|sum|mean|matrix|vector)\b|\\(?:tr|det|mathbf|boldsymbol|bm|vec|mathbb|top|intercal|odot|otimes|\||lVert|Vert)(?![A-Za-z])|[ᵀ⊤‖ℝ∘⊙⊗∇]|⁻¹|\^\{?\s?(?:-1|T(?![A-Za-z]))|\.\*|\\nabla|\)_\{?\s?[i-n]\s?,?\s?[i-n]/;

/** `T^4`, `T⁴`, `10^{-x}`, a root, an exponential or a logarithm, as numbers have them, and a difference, `ΔT`. */
const OF_NUMBERS =
  /\d\s{0,3}\^|Δ[A-Z]|\\Delta\s{0,3}[A-Z]|\^\{?[2-9]|[²³⁴-⁹√]|\\?(?:sqrt|exp|log(?:10|2)?|ln|sin|cos)\b|(?<![A-Za-z\\])e\^/;

/** `-10 log10(P)`: a number in front of what it multiplies. */
const FACTOR = /(?<![\p{L}\d^{_.])\d+(?:\.\d+)?\s{0,3}\\?(?:log|ln|exp|sqrt)/u;

/**
 * Says of `E = σ T^4`, where nothing is transposed, inverted or put between bars, that T is a matrix for its letter alone:
 * beside numbers, and under what numbers have, it is a number more likely.
 */
export function sayCapitals(scope: Scope): void {
  const { source } = scope;
  if (scope.strict || OF_ARRAYS.test(source) || (/\bI\b/.test(source) && isConstant(scope, "I"))) return;
  const names = [...scope.names.values()].filter((n) => n.inModel && !n.faulty && n.shape !== null);
  const shapeIn = (n: Entry) => resolved(scope, n.shape as NonNullable<Entry["shape"]>);
  // A column or a row is what a matrix multiplies.
  if (names.some((n) => (shapeIn(n).rows === ONE) !== (shapeIn(n).cols === ONE))) return;
  const isNumber = (n: Entry) => n.assumed && n.kind !== "size" && n.kind !== "function" && isScalar(shapeIn(n));
  // What has entries is no number.
  const isTaken = ({ evidence: e }: Entry) => shows(e, "paired") || shows(e, "indexed");
  const capitals = names.filter((n) => n.assumed && n.kind === "matrix" && !isScalar(shapeIn(n)) && !isTaken(n));
  const [first] = capitals;
  if (first === undefined || scope.told.has(first) || names.some((n) => n.evidence.declared !== null)) return;
  const numbers = names.filter(isNumber);
  // In C = Q/(V_1 - V_2) what divides is a number, whatever its case.
  const isOfNumbers = OF_NUMBERS.test(source) || numbers.some((n) => shows(n.evidence, "upper"));
  // pH = -log10(H): who writes a matrix writes it in upper case on both sides.
  const isLower = (n: Entry) => n.evidence.defined !== null && !shows(n.evidence, "upper") && !isScalar(shapeIn(n));
  const isBeside = numbers.length > 0 || names.some((n) => /^Delta[A-Z]/.test(n.name) || isLower(n));
  if (!isOfNumbers || !(isBeside || FACTOR.test(source))) return;
  const hint = capitals.slice(0, 3).map((n) => `${n.name} : scalar`);
  const message = `${first.name} is taken for a matrix for its letter alone, beside numbers`;
  warn(
    scope,
    "name/lonely",
    first.span,
    message,
    `if it is a number, say so: ${hint.join(", ")}`,
    ownerOf(scope.owner.faults),
  );
}

/** A name at a step: h, t and -1 of `h_{t-1}`. */
function stepOf(name: string): { readonly of: string; readonly at: number } | null {
  const [, base, letter, sign, by] = /^(.+)_([a-z])(?:_(minus|plus)_(\d+))?$/.exec(name) ?? [];
  if (base === undefined) return null;
  return { of: `${base}_${letter}`, at: sign === undefined ? 0 : sign === "minus" ? -Number(by) : Number(by) };
}

/** Says of `h_{t-1}` beside a definition of `h_t`, of `v_{t+1}` beside one of `v_t`, that it is an input like any other. */
export function sayHeld(scope: Scope): void {
  const defined = new Map<string, { readonly entry: Entry; readonly at: number }>();
  for (const entry of scope.names.values()) {
    const step = entry.evidence.defined === null ? null : stepOf(entry.name);
    if (step !== null) defined.set(step.of, { entry, at: step.at });
  }
  if (defined.size === 0) return;
  for (const entry of scope.names.values()) {
    if (!entry.assumed || entry.faulty || !entry.inModel) continue;
    const step = stepOf(entry.name);
    const next = step === null ? undefined : defined.get(step.of);
    if (step === null || next === undefined || next.at === step.at) continue;
    // Who derives one step by the other asks of that step alone.
    if (step.at >= 0 && shows(entry.evidence, "by")) continue;
    const { name } = next.entry;
    const which = step.at < next.at ? "before" : "after";
    const message = `${entry.name} is an input of its own, and held fixed: it is not ${name} of the step ${which}`;
    warn(scope, "name/held", entry.span, message, `derivatives are those of one step; ${name} is defined once`);
  }
}

/** `y_i` in a plain text. */
const AT_I = /(?<![\p{L}\d_\\])[a-z](?:_i|_\{i\}|ᵢ)(?![\p{L}\d_])/u;

/**
 * Refuses `pi` beside yi, and says of `xi` there that it is one name with ξ: in a text that glues its index to the letters
 * these are p and x at i more likely than Greek letters.
 */
export function sayIndexed(scope: Scope): void {
  const { source } = scope;
  const isTyped = (n: Entry, name: string): boolean =>
    source.startsWith(name, n.span.start) && shows(n.evidence, "typed");
  const beside = [...scope.names.values()].find(
    (n) => /^(?![px])[a-z]i$/.test(n.name) && n.assumed && isTyped(n, n.name),
  );
  // 2 pi beside x_i is the number, and xi_i a family of its own.
  const indexed = /(?<![\p{L}\d_])xi(?![\p{L}\d_])/u.test(source) ? AT_I.exec(source)?.[0] : undefined;
  const shown = beside?.name ?? indexed;
  if (shown === undefined) return;
  for (const name of beside === undefined ? ["xi"] : ["pi", "xi"]) {
    const n = scope.names.get(name);
    if (n === undefined || isStated(n.evidence) || n.faulty || !isTyped(n, name)) continue;
    const letter = name.charAt(0);
    const hint = `${letter} at i is ${letter}_i; ${name === "pi" ? "the number is π" : `a name of its own is declared: ${name} : scalar`}`;
    if (name === "xi") warn(scope, "name/glued", n.span, `xi is read as the Greek letter, beside ${shown}`, hint);
    else {
      n.faulty = true;
      fault(scope, "name/glued", n.span, `pi beside ${shown} may be p at i, or the number`, { hint });
    }
  }
}

/** Words that no formula has, and that people write around one. */
const PROSE: ReadonlySet<string> = new Set(
  "of the wrt with respect where and is let find compute calculate derive derivative gradient hessian jacobian minimize maximize minimise maximise subject given such that in if then else import from as def return for over mod lim times plus minus when while otherwise".split(
    " ",
  ),
);

/** Says of the first word of prose in a plain text that it is none of a formula. */
export function sayProse(scope: Scope): void {
  const words = [...scope.names.values()].filter(
    (n) => n.assumed && shows(n.evidence, "typed") && bare(n.evidence) > 0 && PROSE.has(n.name.toLowerCase()),
  );
  for (const n of words) n.faulty = true;
  const first = words.sort((a, b) => a.span.start - b.span.start)[0];
  if (first === undefined) return;
  const hint = `a derivative is asked for as ∂s/∂x; a name of the model is declared: ${first.name} : scalar`;
  fault(scope, "name/prose", first.span, `${first.name} is a word, and read as a name`, { hint });
}
