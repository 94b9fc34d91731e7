/** What each name of a model is: declared, defined, built in, or assumed by the rules for undeclared names. */
import { type Dim, ONE } from "../../core/dim.js";
import type { Facts } from "../../core/facts.js";
import { nearest } from "../../core/nearest.js";
import { SCALAR, shape } from "../../core/shape.js";
import { BUILTIN_BY_NAME, YIELDING } from "../../functions/builtins.js";
import { type Call, type Expression, type Name, postorder, type Span } from "../../parse/ast.js";
import { type Entry, fault, type NameKind, type Scope, type Seen, warn } from "../scope.js";
import { arrayNames } from "./array-names.js";
import { sizesFrom } from "./calls.js";
import { indexedSum, unsupported } from "./unsupported.js";

const GREEK =
  /^(alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|vartheta|iota|kappa|lambda|mu|nu|xi|omicron|pi|rho|varrho|sigma|varsigma|tau|upsilon|phi|varphi|chi|psi|omega)(?![a-z])/;

/** Words of matrixcalculus.org for constants, `vector(1)`: read where they are applied. */
const WORDS: ReadonlySet<string> = new Set(["vector", "matrix"]);

/** Whether a name is built in, and so reserved; the constants that yield to the model are not. */
export const isBuiltin = (name: string): boolean =>
  (BUILTIN_BY_NAME.has(name) && !YIELDING.has(name)) || WORDS.has(name);

const NONE: Facts = new Set();

const unseen = (): Seen => ({
  bold: false,
  light: false,
  typed: false,
  applied: 0,
  bare: 0,
  inverted: 0,
  primed: false,
  asSize: false,
  asModelSize: false,
  elsewhere: false,
  used: false,
  listed: false,
  composed: false,
  arrayed: false,
  asked: false,
  upright: false,
});

/** The entry of a name, made where it is new. */
export function entryOf(scope: Scope, name: string, span: Span): Entry {
  let entry = scope.names.get(name);
  if (entry === undefined) {
    entry = {
      name,
      kind: "vector",
      shape: null,
      facts: NONE,
      declared: null,
      defined: null,
      definition: null,
      alias: null,
      assumed: false,
      faulty: false,
      span,
      inModel: false,
      seen: unseen(),
    };
    scope.names.set(name, entry);
  }
  return entry;
}

/** A defined name: its statement and the defined names that its value mentions, with where. */
export interface Definition {
  readonly name: Name;
  readonly value: Expression;
  readonly span: Span;
  readonly needs: Need[];
}

export interface Need {
  readonly name: string;
  readonly span: Span;
}

/** Notes that a definition uses a name, once unless it uses very many. */
export function note(needs: Need[], name: string, span: Span): void {
  for (let i = needs.length - 1; i >= 0 && i >= needs.length - REMEMBERED; i--) if (needs[i]?.name === name) return;
  needs.push({ name, span });
}

const REMEMBERED = 16;

/** The parameters with which names are defined: `f(x) = …`. */
export type Parameters = ReadonlyMap<string, readonly Name[]>;

/** Whether a call is the left side of the definition of what it calls. */
export const spells = (call: Call, parameters: readonly Name[] | undefined): boolean =>
  parameters !== undefined &&
  call.primes === 0 &&
  call.args.length === parameters.length &&
  call.args.every((a, i) => a.type === "name" && a.name === parameters[i]?.name);

export function see(entry: Entry, n: Name): void {
  if (n.face === "bold") entry.seen.bold = true;
  else if (n.latex === true) entry.seen.light = true;
  else entry.seen.typed = true;
}

/** The size of `I_n`, `I_3`, where the model has no such name; else null. */
export function identitySize(scope: Scope, name: string): string | null {
  if (!name.startsWith("I_") || name.length === 2) return null;
  const entry = scope.names.get(name);
  return entry !== undefined && (entry.declared !== null || entry.defined !== null) ? null : name.slice(2);
}

/** Records how names occur in an expression. */
export function observe(
  scope: Scope,
  root: Expression,
  inModel: boolean,
  parameters: Parameters,
  mention: (name: string, span: Span) => void,
): void {
  const occurrence = (n: Name): Entry | null => {
    if (isBuiltin(n.name)) return null;
    const size = identitySize(scope, n.name);
    if (size !== null) {
      if (!/^\d+$/.test(size)) markSize(scope, { ...n, name: size }, inModel);
      return null;
    }
    const entry = entryOf(scope, n.name, n.span);
    if (n.span.start < entry.span.start && entry.declared === null && entry.defined === null) entry.span = n.span;
    entry.inModel ||= inModel;
    see(entry, n);
    mention(n.name, n.span);
    return entry;
  };
  for (const e of postorder(root)) {
    for (const name of arrayNames(e)) {
      const entry = scope.names.get(name);
      if (entry !== undefined) entry.seen.arrayed = true;
    }
    for (const name of inverted(e)) {
      const entry = scope.names.get(name);
      if (entry !== undefined) entry.seen.inverted += 1;
    }
    if (e.type === "name") {
      const entry = occurrence(e);
      if (entry === null) continue;
      entry.seen.bare += 1;
      entry.seen.upright ||= e.face === "text" && e.latex === true;
    } else if (e.type === "derivative") {
      // ∂s/∂f says nothing of what f is: where f is applied, it stays a function.
      for (const v of [...e.variables, e.of]) {
        const entry = v.type === "name" ? scope.names.get(v.name) : undefined;
        if (entry === undefined) continue;
        entry.seen.bare -= 1;
        entry.seen.asked = true;
      }
    } else if (e.type === "call") {
      const entry = occurrence(e.callee);
      if (entry !== null) {
        entry.seen.applied += 1;
        entry.seen.primed ||= e.primes > 0;
        entry.seen.elsewhere ||= !spells(e, parameters.get(e.callee.name));
      }
      const from = sizesFrom(e.callee.name);
      if (from !== null) for (const a of e.args.slice(from)) for (const n of sizeNames(a)) markSize(scope, n, inModel);
    }
  }
}

/** The names `f` of a product that stand in it as `f^-1(…)`, which is spelled as an inverse function is. */
function inverted(e: Expression): readonly string[] {
  if (e.type !== "product") return [];
  let before = e.first;
  const names: string[] = [];
  for (const { operator, operand } of e.rest) {
    const name = before.type === "postfix" && before.operand.type === "name" ? before.operand : null;
    const isInverse = before.type === "postfix" && before.operators.at(-1)?.type === "inverse";
    const touched = name?.latex === true || before.span.end === operand.span.start;
    const argument = operand.type === "postfix" ? operand.operand : operand;
    if (name !== null && isInverse && touched && operator === "juxtaposition" && argument.type === "group")
      names.push(name.name);
    before = operand;
  }
  return names;
}

/** What is said of `f^-1` where f is a function. */
export const inverseFunction = (f: string): { readonly message: string; readonly hint: string } => ({
  message: `${f}^-1 is the inverse function of ${f}, which is not part of the language`,
  hint: `the reciprocal is 1 ./ ${f}(x), of a scalar 1 / ${f}(x); an inverse is a function with a name of its own`,
});

function markSize(scope: Scope, n: Name, inModel: boolean): void {
  if (isBuiltin(n.name)) return;
  const entry = entryOf(scope, n.name, n.span);
  entry.seen.asSize = true;
  entry.seen.asModelSize ||= inModel;
  entry.inModel ||= inModel;
}

/** The names in a polynomial of sizes; what else stands there is not looked into. */
export function sizeNames(root: Expression): readonly Name[] {
  const out: Name[] = [];
  const todo: Expression[] = [root];
  for (let e = todo.pop(); e !== undefined; e = todo.pop()) {
    if (e.type === "name") out.push(e);
    else if (e.type === "sum") for (const t of e.terms) todo.push(t.term);
    else if (e.type === "product") todo.push(e.first, ...e.rest.slice(0, 1000).map((r) => r.operand));
    else if (e.type === "group" || e.type === "negation" || e.type === "postfix") todo.push(e.operand);
  }
  return out;
}

/** Whether the name is one that yields to the model and has not been taken by it. */
export function isConstant(scope: Scope, name: string): boolean {
  if (!YIELDING.has(name)) return false;
  const entry = scope.names.get(name);
  return entry === undefined || (entry.declared === null && entry.defined === null);
}

/** Upper case, Latin, Greek or other. */
export function isUpper(name: string): boolean {
  const first = [...name][0] ?? "";
  return first !== first.toLowerCase();
}

/**
 * Whether LaTeX sets any name in bold. Where none is, plain letters are no sign of scalars: they are read by case, and
 * a letter is a scalar if nothing in the text asks for more.
 */
export const setsBold = (scope: Scope): boolean => {
  for (const n of scope.names.values()) if (n.seen.bold) return true;
  return false;
};

/** Whether a name is written plain in LaTeX, where a lower-case letter is a scalar unless it is used as an array. */
const isPlain = ({ seen }: Entry): boolean => seen.light && !seen.typed && !seen.bold;

/** The kind of a name that is neither declared nor defined, by the rules of the language. */
export function assumedKind(entry: Entry, bold: boolean): NameKind {
  const { seen, name } = entry;
  if (seen.asSize) return "size";
  if (seen.composed) return "function";
  const onlyApplied = seen.applied > 0 && seen.bare === 0;
  if (isUpper(name)) return onlyApplied && seen.primed ? "function" : "matrix";
  if (onlyApplied && !seen.bold) return "function";
  if (seen.bold) return "vector";
  if (isPlain(entry)) return seen.arrayed && !bold ? "vector" : "scalar";
  return GREEK.test(name) ? "scalar" : "vector";
}

/** Gives a kind, and unknown sizes, to every name that has neither declaration nor definition. */
export function assume(scope: Scope): void {
  const undeclared = [...scope.names.values()].filter(
    (n) => n.declared === null && n.defined === null && !n.faulty && !isConstant(scope, n.name),
  );
  undeclared.sort((a, b) => a.span.start - b.span.start);
  const bold = setsBold(scope);
  for (const entry of undeclared) {
    if (scope.strict) {
      undeclaredError(scope, entry);
      continue;
    }
    const refused = entry.seen.applied > 0 || entry.seen.upright ? unsupported(entry.name) : indexedSum(entry.name);
    if (refused !== null) {
      entry.faulty = true;
      fault(scope, "name/unsupported", entry.span, refused.message, { hint: refused.hint });
      continue;
    }
    const { seen } = entry;
    if (seen.inverted > 0 && seen.inverted === seen.bare && !seen.bold && !isUpper(entry.name)) {
      entry.faulty = true;
      const { message, hint } = inverseFunction(entry.name);
      fault(scope, "name/inverse-function", entry.span, message, {
        hint: `${hint}; for a factor 1 / ${entry.name} declare ${entry.name} : scalar`,
      });
      continue;
    }
    entry.assumed = true;
    entry.kind = assumedKind(entry, bold);
    if (entry.kind === "scalar" && !bold && isPlain(entry) && !GREEK.test(entry.name)) {
      entry.kind = "vector";
      scope.soft.add(entry);
    }
    if (entry.name === "sigma" && entry.kind === "function") entry.alias = "sigmoid";
    const { sizes } = scope;
    if (entry.kind === "matrix") entry.shape = shape(sizes.fresh(), sizes.fresh());
    else if (entry.kind === "vector") entry.shape = shape(sizes.fresh(), ONE);
    else entry.shape = SCALAR;
    if (entry.seen.applied > 0) {
      const close = nearest(entry.name, builtinNames());
      if (close !== null)
        warn(scope, "name/near-miss", entry.span, `${entry.name} is not built in`, `did you mean ${close}?`);
    }
  }
}

/**
 * The names of sizes that only claims use as such. The model does not say which of its sizes they
 * are, and may call that size otherwise or not at all: each stands for what makes its claim fit.
 */
export function freeSizes(scope: Scope): ReadonlyMap<string, Dim> {
  const out = new Map<string, Dim>();
  for (const n of scope.names.values())
    if (n.assumed && n.kind === "size" && !n.seen.asModelSize) out.set(n.name, scope.sizes.fresh(true));
  return out;
}

/** The free sizes that an expression names. */
export function freeIn(scope: Scope, root: Expression): readonly string[] {
  if (scope.free.size === 0) return [];
  const out = new Set<string>();
  for (const e of postorder(root)) {
    if (e.type !== "name") continue;
    const name = identitySize(scope, e.name) ?? e.name;
    if (scope.free.has(name)) out.add(name);
  }
  return [...out];
}

function undeclaredError(scope: Scope, entry: Entry): void {
  entry.faulty = true;
  const function_ = entry.seen.applied > 0 && entry.seen.bare === 0;
  const refused = function_ ? unsupported(entry.name) : null;
  if (refused !== null) {
    fault(scope, "name/undeclared", entry.span, refused.message, { hint: refused.hint });
    return;
  }
  const known = function_ ? builtinNames() : [];
  const isSigma = function_ && entry.name === "sigma";
  const close = isSigma ? "sigmoid" : nearest(entry.name, [...known, ...declaredNames(scope)]);
  fault(
    scope,
    "name/undeclared",
    entry.span,
    function_
      ? `${entry.name} is not a function of the language, nor declared as one`
      : `${entry.name} is not declared`,
    { hint: close === null ? `declare it: ${suggestion(entry)}` : `did you mean ${close}?` },
  );
}

function suggestion(entry: Entry): string {
  const kind = assumedKind(entry, true);
  if (kind === "matrix") return `${entry.name} : matrix(n, m)`;
  return kind === "vector" ? `${entry.name} : vector(n)` : `${entry.name} : ${kind}`;
}

function* declaredNames(scope: Scope): Generator<string> {
  for (const n of scope.names.values()) if (n.declared !== null || n.defined !== null) yield n.name;
}

const builtinNames = (): Iterable<string> => BUILTIN_BY_NAME.keys();
