/**
 * Letters that came out as numbers where what is done to them speaks of arrays: under a trace, in `q p q^-1`, before the
 * dot of an inner product, as the weights of a layer. Nothing in shapes decides, so both readings are said.
 */
import { ONE } from "../../core/dim.js";
import { isScalar } from "../../core/shape.js";
import type { Name, Product } from "../../parse/ast.js";
import { isPlain, shows } from "../names/evidence.js";
import { type Entry, resolved, type Scope, typed, warn } from "../scope.js";
import type { Term } from "../terms.js";

/** The name of a term that nothing states. */
function assumedOf(scope: Scope, t: Term | undefined): Entry | null {
  const n = t?.type === "symbol" ? scope.names.get(t.name) : undefined;
  return n?.assumed === true && n.evidence.declared === null && !scope.strict ? n : null;
}

const isNumber = (scope: Scope, t: Term | undefined): boolean => t?.shape != null && isScalar(resolved(scope, t.shape));

/** Says it once sizes are known, and of each name once. */
function say(scope: Scope, n: Entry, doubt: () => { readonly message: string; readonly hint: string } | null): void {
  const { owner } = scope;
  scope.later.push(() => {
    if (owner.faulty || n.faulty || scope.told.has(n)) return;
    const said = doubt();
    if (said === null) return;
    scope.told.add(n);
    warn(scope, "name/second", n.span, said.message, said.hint, owner);
  });
}

/** Looks at the factors of a product. */
export function checkNumbers(scope: Scope, e: Product, values: readonly Term[]): void {
  checkTurned(scope, e, values);
  checkDots(scope, e, values);
  checkWeights(scope, e, values);
}

const isInverseOf = (t: Term, n: Entry): boolean =>
  t.type === "call" && t.name === "inverse" && t.parts[0]?.type === "symbol" && t.parts[0].name === n.name;

/** `q p q^{-1}`: of numbers nobody writes it, for they cancel. */
function checkTurned(scope: Scope, e: Product, values: readonly Term[]): void {
  values.forEach((v, i) => {
    const n = assumedOf(scope, v);
    const at = n === null ? -1 : values.findIndex((t, j) => j > i + 1 && isInverseOf(t, n));
    if (n === null || at < 0 || e.rest.slice(i, at).some((r) => r.operator === "divide")) return;
    say(scope, n, () => {
      if (!isNumber(scope, v)) return null;
      return {
        message: `${n.name} is read as a number, and cancels in ${typed(scope, e.span)}`,
        hint: `if it is a number, say so: ${n.name} : scalar; a matrix is declared: ${n.name} : matrix(n, n)`,
      };
    });
  });
}

const isIndexed = ({ at }: Name): boolean => at?.length === 1;

/** The letter below a name with one index. */
const letterOf = (scope: Scope, { at }: Name): string =>
  at?.[0] === undefined ? "" : typed(scope, at[0].span).replace(/\s/g, "");

/** Letters of weights, coefficients and queries, which are vectors to most. */
const WEIGHTS = /^(?:w|beta|theta|q)$/;

/** `u_i·v_j`, `w·x_i`: with the dot, and of letters in lower case, an inner product as likely. */
function checkDots(scope: Scope, e: Product, values: readonly Term[]): void {
  const nodes = [e.first, ...e.rest.map((r) => r.operand)];
  e.rest.forEach(({ operator, span }, i) => {
    const [a, b] = [nodes[i], nodes[i + 1]];
    if (operator !== "times" || !/^(?:[·⋅∙•]|\\cdot)/.test(typed(scope, span))) return;
    if (a?.type !== "name" || b?.type !== "name" || !isIndexed(b) || scope.strict) return;
    const isPair = isIndexed(a)
      ? letterOf(scope, a) !== letterOf(scope, b)
      : a.at === undefined && WEIGHTS.test(a.name);
    const [n, m] = [scope.names.get(a.name), scope.names.get(b.name)];
    if (!isPair || n === undefined || m === undefined || [n, m].some((x) => !isOpen(x))) return;
    say(scope, n, () => {
      if (![values[i], values[i + 1]].every((v) => isNumber(scope, v))) return null;
      const [left, right] = [a, b].map((x) => typed(scope, x.span));
      const family = (x: Name) => `${x.name}_${letterOf(scope, x)} : vector(d) for ${letterOf(scope, x)} in 1..N`;
      const vectors = [isIndexed(a) ? family(a) : `${a.name} : vector(d)`, family(b)];
      const numbers = isIndexed(a) ? `${a.name} : vector(N)` : `${a.name} : scalar`;
      return {
        message: `${left} and ${right}, with a dot between them, are read as numbers; of vectors it would be an inner product`,
        hint: `declare what is meant: ${vectors.join("; ")}; or ${numbers}`,
      };
    });
  });
}

/** A letter in lower case that nothing declares or sets in bold; of one between the bars of a norm it is said there. */
const isOpen = ({ evidence: e }: Entry): boolean =>
  !shows(e, "normed") && e.declared === null && e.defined === null && !shows(e, "bold") && !shows(e, "upper");

/** `z = w x + b` of a vector x: w is a matrix to whoever writes layers with small letters. */
function checkWeights(scope: Scope, e: Product, values: readonly Term[]): void {
  values.slice(0, -1).forEach((v, i) => {
    const n = assumedOf(scope, v);
    if (n === null || !/^w(?:_|$)/.test(n.name) || !isPlain(n.evidence) || e.rest[i]?.operator === "divide") return;
    if ([...scope.names.values()].some((m) => shows(m.evidence, "bold"))) return;
    const behind = values[i + 1] as Term;
    say(scope, n, () => {
      if (!isNumber(scope, v) || behind.shape === null) return null;
      const s = resolved(scope, behind.shape);
      if (s.rows === ONE || s.cols !== ONE) return null;
      return {
        message: `${n.name} is read as a number in front of the vector ${typed(scope, behind.span)}`,
        hint: `declare the one that is meant: ${n.name} : scalar, or ${n.name} : matrix(n, m)`,
      };
    });
  });
}

/** Letters of states and matrices in books of quanta. */
const STATES = /^(?:rho|sigma)(?:_|$)/;

/** `tr(ρ σ)`, `det(λ)`: a trace of numbers alone; `tr(ρ H)`, of a ρ that is one. */
export function checkOperand(scope: Scope, operation: string, operand: Term): void {
  const names = namesIn(scope, operand);
  const [n] = names;
  if (n === undefined || names.some((x) => x === null)) return;
  const first = operand.type === "product" ? operand.parts[0] : undefined;
  const leading = assumedOf(scope, first);
  const open = names.filter((x) => x !== null);
  const hint = (of: readonly Entry[]) =>
    `if it is a number, say so: ${of[0]?.name} : scalar; a matrix is declared: ${of.map((x) => `${x.name} : matrix(n, n)`).join(", ")}`;
  const shown = typed(scope, operand.span);
  say(scope, n as Entry, () => {
    if (open.every((x) => x.shape !== null && isScalar(resolved(scope, x.shape))))
      return { message: `${shown}, under ${operation}, comes out as a number`, hint: hint(open) };
    if (leading === null || !STATES.test(leading.name) || !isNumber(scope, first)) return null;
    return {
      message: `${leading.name}, under ${operation}, is read as a number in front of a matrix`,
      hint: hint([leading]),
    };
  });
}

/** The names in a term; null among them for what is stated, or no name of values. */
function namesIn(scope: Scope, root: Term): readonly (Entry | null)[] {
  const out = new Set<Entry | null>();
  const todo: Term[] = [root];
  for (let t = todo.pop(), looked = 0; t !== undefined && looked < LOOKED; t = todo.pop(), looked++) {
    if (t.type === "symbol") out.add(assumedOf(scope, t));
    else if (t.type === "member" || t.type === "whole" || t.type === "function" || t.type === "fill") out.add(null);
    todo.push(...t.parts);
  }
  return [...out];
}

const LOOKED = 40;
