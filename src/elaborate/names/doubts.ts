/**
 * Readings that are right by the rules for undeclared names, and seldom what was meant.
 *
 * A name in upper case that comes out as a row or a column says that something beside it was taken for a scalar.
 */

import { ONE } from "../../core/dim.js";
import { isScalar } from "../../core/shape.js";
import { type Entry, fault, ownerOf, resolved, type Scope, typed, warn } from "../scope.js";
import { hasArrays } from "./capitals.js";
import { bare, isStated, shows } from "./evidence.js";

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
    warn(
      scope,
      "name/flat",
      entry.span,
      `${entry.name}, in upper case, comes out as ${kind}`,
      hintOf(scope, entry),
      ownerOf(faults),
    );
  }
}

/** Which line would make an array of what is taken for a scalar, or a number of what nothing but its case makes an array. */
function hintOf(scope: Scope, { name }: Entry): string {
  if (!hasArrays(scope))
    return `if it is a number, say so: ${name} : scalar; a matrix is declared: ${name} : matrix(n, m)`;
  const scalar = [...scope.names.values()].find(
    (n) => n.assumed && n.evidence.declared === null && n.kind === "scalar" && n.inModel && bare(n.evidence) > 0,
  );
  return scalar === undefined
    ? `declare it: ${name} : matrix(n, m)`
    : `${scalar.name} is taken for a scalar: if it is none, declare ${scalar.name} : vector(n)`;
}

/** Says of `‖w‖²` in a text where w comes out as a number, that bars speak of a vector: what it multiplies was taken for a number. */
export function sayNormed(scope: Scope): void {
  for (const n of scope.names.values()) {
    if (!n.assumed || n.faulty || n.shape === null || n.because?.text !== NORMED) continue;
    if (!isScalar(resolved(scope, n.shape)) || scope.strict || shows(n.evidence, "upper")) continue;
    const behind = scope.source.split(typed(scope, n.span)).slice(1, MOST);
    const beside = behind.map((rest) => MEMBER.exec(rest)?.[1]).find((x) => x !== undefined);
    const family =
      beside === undefined ? "" : `; so are the ${beside}_i that it multiplies: ${beside}_i : vector(d) for i in 1..N`;
    warn(
      scope,
      "name/flat",
      n.span,
      `${n.name}, between the bars of a norm, comes out as a number`,
      `a vector is declared: ${n.name} : vector(d)${family}`,
      ownerOf(scope.owner.faults),
    );
  }
}

/** ` · xᵢ`, `\\cdot x_i`: what a name multiplies at a place. */
const MEMBER = /^\s?(?:·|\\cdot|\*)?\s?(\p{L})(?:_|[ᵢⱼₖ])/u;

const NORMED = "it stands within the bars of a norm";

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
