/** Names as a model shows them: sizes that were inferred, symbols, assumptions, explanations. */

import { type Dim, dim, ONE } from "../core/dim.js";
import { showDim } from "../core/place.js";
import { isScalar, kindOf, SCALAR, type Shape, statedKind } from "../core/shape.js";
import type { Assumption, FunctionEquation, LetterRange, ModelSymbol, Role } from "../model/model.js";
import { atLetters } from "../names/canonical.js";
import type { Span } from "../parse/ast.js";
import { LETTERS, letterAt, wholeShape } from "./index/families.js";
import { resolvedExtent } from "./index/places.js";
import { isFirm, isStated, shows } from "./names/evidence.js";
import type { Heads } from "./names/heads.js";
import { type Entry, entryOf, type Note, resolved, type Scope, type Show, sizeNamed } from "./scope.js";
import { hasUnknown, unknownsOf } from "./shapes/unify.js";
import type { Term } from "./terms.js";

/** Letters for inferred sizes, in the order in which they are given out; then `n_1`, `n_2`, …. */
const SIZE_NAMES = ["n", "m", "p", "q", "r", "k", "l", "d"];

/**
 * Names the sizes that are still unknown in the order in which names that have them appear, inputs
 * before definitions, clear of the names in use. The names given, in order; `wanted` are to be given
 * in place of others.
 */
export function nameSizes(
  scope: Scope,
  which: (n: Entry) => boolean,
  wanted: ReadonlyMap<number, string> = NONE_WANTED,
): readonly string[] {
  const given: string[] = [];
  let next = 0;
  const letters = new Set([...scope.indices.extents.keys()].map((l) => l.name));
  for (const { family } of scope.names.values()) for (const l of family?.letters ?? []) if (l !== null) letters.add(l);
  const fresh = (): string => {
    const name = wanted.get(given.length);
    if (name !== undefined) return name;
    for (;;) {
      const name = next < SIZE_NAMES.length ? (SIZE_NAMES[next] as string) : `n_${next - SIZE_NAMES.length + 1}`;
      next += 1;
      // x_{n,k} : vector(n) would say that the n-th has n entries.
      if (!scope.names.has(name) && !letters.has(name)) return name;
    }
  };
  for (const [letter, { hi }] of scope.indices.extents)
    for (const u of unknownsOf(scope.sizes.resolve(hi))) nameSize(scope, u, endOf(scope, letter.name), letter.span);
  for (const [name, { extent, domain }] of [...scope.indices.labels, ...scope.indices.families].map(
    ([n, i]) => [n, { extent: null, ...i }] as const,
  ))
    for (const d of [extent, ...domain])
      if (d !== null)
        for (const u of unknownsOf(scope.sizes.resolve(d.hi)))
          nameSize(scope, u, endOf(scope, name), scope.names.get(name)?.span ?? { start: 0, end: 0 });
  const known = byAppearance(scope).filter((n) => n.shape !== null && !n.faulty && which(n));
  for (const defined of [false, true])
    for (const n of known) {
      if ((n.evidence.defined !== null) !== defined) continue;
      const { rows, cols } = n.shape as Shape;
      for (const u of [...unknownsOf(scope.sizes.resolve(rows)), ...unknownsOf(scope.sizes.resolve(cols))]) {
        if (scope.sizes.resolve(u as Dim) !== u) continue;
        const name = fresh();
        given.push(name);
        nameSize(scope, u, name, n.span);
      }
    }
  return given;
}

function nameSize(scope: Scope, u: string, name: string, span: Span): void {
  scope.sizes.equate(u as Dim, dim(name));
  const entry = entryOf(scope, name, span);
  entry.kind = "size";
  entry.assumed = true;
  entry.shape = SCALAR;
}

/** The size to which a letter runs where the text gives none: N for i and n, K for k, T for t. */
function endOf(scope: Scope, letter: string): string {
  const own = /^[a-z]$/.test(letter) ? letter.toUpperCase() : "N";
  const likely = [ENDS.get(letter) ?? own, own, "N", "M", "K"];
  const isTaken = (name: string): boolean => scope.names.has(name) || name === "I";
  const free = likely.find((name) => !isTaken(name));
  for (let k = 1; ; k++) {
    const name = free ?? `N_${k}`;
    if (!isTaken(name)) return name;
  }
}

const ENDS: ReadonlyMap<string, string> = new Map([
  ["i", "N"],
  ["j", "M"],
  ["n", "N"],
]);

const NONE_WANTED: ReadonlyMap<number, string> = new Map();

/**
 * The sizes that were given a name of ours and that claims call by another: `mean(x)` with the claim
 * `ones(n) / n` says that x has n entries. By their places among the names that {@link nameSizes} gave.
 */
export function claimedNames(scope: Scope, given: readonly string[]): ReadonlyMap<number, string> {
  const out = new Map<number, string>();
  for (const [name, u] of scope.free) {
    const place = given.indexOf(scope.sizes.resolve(u));
    if (place >= 0 && !out.has(place)) out.set(place, name);
  }
  return out;
}

/** Lets each free size that nothing has told stand for itself. */
export function settleFree(scope: Scope): void {
  for (const [name, u] of scope.free)
    if (hasUnknown(scope.sizes.resolve(u)) && scope.sizes.equate(u, dim(name)) === "solved") scope.open.add(name);
}

const byAppearance = (scope: Scope): readonly Entry[] =>
  [...scope.names.values()].sort((a, b) => a.span.start - b.span.start);

/** The symbols of the model in the order in which they appear; names with a fault are left out. */
export function symbolsOf(scope: Scope): ReadonlyMap<string, ModelSymbol> {
  const out = new Map<string, ModelSymbol>();
  for (const n of byAppearance(scope)) {
    if (n.faulty || n.shape === null || n.alias !== null) continue;
    if (!isStated(n.evidence) && !n.assumed) continue;
    const whole = wholeShape(scope, n);
    const s = whole ?? resolved(scope, n.shape);
    out.set(n.name, {
      name: n.name,
      indices: whole === null ? indicesOf(scope, n) : [],
      kind: n.evidence.declared === null && n.kind !== "function" && n.kind !== "size" ? kindOf(s) : n.kind,
      shape: s,
      facts: n.facts,
      role: roleOf(n),
      assumed: n.assumed,
      span: n.span,
    });
  }
  return out;
}

/** The letters of a family with where they run; a name that is none has no letters. */
function indicesOf(scope: Scope, { family }: Entry): readonly LetterRange[] {
  if (family === null) return [];
  return family.domain.flatMap((d, k) => {
    if (d === null) return [];
    const { lo, hi } = resolvedExtent(scope, family.ranges?.[k] ?? d);
    return [{ letter: letterAt(family, k), from: lo, to: hi }];
  });
}

function roleOf(n: Entry): Role {
  if (n.kind === "function" || n.kind === "size") return n.kind;
  if (n.definition !== null) return "defined";
  return n.facts.has("data") ? "data" : "input";
}

/** One line for each name whose kind or size was taken from the rules for undeclared names, and why it was. */
export function assumptionsOf(scope: Scope): readonly Assumption[] {
  const out: Assumption[] = [];
  const sizedBy = firstOfSizes(scope);
  for (const n of byAppearance(scope)) {
    if (!n.assumed || n.faulty || n.shape === null || (n.kind === "size" && !shows(n.evidence, "size"))) continue;
    const is = scope.sizes.resolve(sizeNamed(scope, n.name));
    const why = whyOf(scope, n, sizedBy);
    if (n.kind !== "size" || scope.open.has(n.name) || shows(n.evidence, "modelSize"))
      out.push({ name: n.name, text: statement(scope, n, n.shape), why });
    else if (is !== n.name) out.push({ name: n.name, text: `${n.name} = ${is}`, why });
  }
  return [...out, ...assumedLabels(scope)];
}

/** `x : vector(m)`, `x_i : vector(d) for i in 1..N`. */
function statement(scope: Scope, n: Entry, s: Shape): string {
  const whole = wholeShape(scope, n);
  if (whole !== null || n.family === null) return `${n.name} : ${kindText(n, whole ?? resolved(scope, s))}`;
  const letters = indicesOf(scope, n);
  return `${atLetters(
    n.family.shown,
    letters.map((l) => l.letter),
    n.family,
  )} : ${kindText(n, resolved(scope, s))}${ranged(letters)}`;
}

const ranged = (letters: readonly LetterRange[]): string =>
  letters.length === 0
    ? ""
    : ` for ${letters.map((l) => `${l.letter} in ${showDim(l.from)}..${showDim(l.to)}`).join(", ")}`;

/** Whole numbers that data give, as their use says. */
function assumedLabels(scope: Scope): readonly Assumption[] {
  return [...scope.indices.labels].flatMap(([name, { extent, domain, isDeclared }]) => {
    if (extent === null || isDeclared) return [];
    const { lo, hi } = resolvedExtent(scope, extent);
    const letters = domain.flatMap((d, k) => {
      if (d === null) return [];
      const { lo: from, hi: to } = resolvedExtent(scope, d);
      return [{ letter: LETTERS[k] as string, from, to }];
    });
    const text = `${atLetters(
      name,
      letters.map((l) => l.letter),
    )} : label(${lo}..${hi})${ranged(letters)}`;
    return [{ name, text, why: "it stands as an index" }];
  });
}

/** One line for each name, also those that the text states, with what decided its kind and size. */
export function explanationsOf(scope: Scope, assumptions: readonly Assumption[]): readonly Assumption[] {
  const assumed = new Map(assumptions.map((a) => [a.name, a]));
  const sizedBy = firstOfSizes(scope);
  return byAppearance(scope).flatMap((n) => {
    const known = assumed.get(n.name);
    if (known !== undefined) return [known];
    if (n.faulty || n.shape === null || n.alias !== null || n.kind === "size" || !isStated(n.evidence)) return [];
    const s = resolved(scope, n.shape);
    const { declared } = n.evidence;
    const kind = n.kind === "function" ? "function" : statedKind(s);
    const why =
      declared !== null
        ? `it is declared: ${declared.text}`
        : [n.kind === "function" ? "it is defined as a function" : "it is defined", ...sharedSizes(n, s, sizedBy)].join(
            "; ",
          );
    return [{ name: n.name, text: `${n.name} : ${kind}`, why }];
  });
}

/** The first name that has each size, declared ones before the others. */
function firstOfSizes(scope: Scope): ReadonlyMap<Dim, Entry> {
  const out = new Map<Dim, Entry>();
  const isInput = (n: Entry) => n.shape !== null && !n.faulty && n.kind !== "size" && n.evidence.defined === null;
  const inputs = byAppearance(scope).filter(isInput);
  for (const isDeclared of [true, false])
    for (const n of inputs) {
      if ((n.evidence.declared !== null) !== isDeclared || n.shape === null) continue;
      const { rows, cols } = resolved(scope, n.shape);
      for (const d of [rows, cols]) if (d !== ONE && !out.has(d)) out.set(d, n);
    }
  return out;
}

/** Gives the evidence for the kind of a name, and the names whose sizes it shares. */
function whyOf(scope: Scope, n: Entry, sizedBy: ReadonlyMap<Dim, Entry>): string {
  const { because } = n;
  const kind = n.alias !== null ? `${n.name} before a parenthesis is ${n.alias}` : (because?.text ?? "");
  if (n.shape === null || n.kind === "size" || n.kind === "function" || n.alias !== null) return kind;
  const s = resolved(scope, n.shape);
  const isLess = isScalar(s) && because !== null && n.kind !== "scalar";
  return [`${kind}${isLess ? ", and nothing gives it more than one entry" : ""}`, ...sharedSizes(n, s, sizedBy)].join(
    "; ",
  );
}

/** The names whose sizes a name shares, in words. */
const sharedSizes = (n: Entry, s: Shape, sizedBy: ReadonlyMap<Dim, Entry>): readonly string[] =>
  [...new Set([s.rows, s.cols])].flatMap((d) => {
    const other = sizedBy.get(d);
    return other === undefined || other === n ? [] : [`${showDim(d)} is the size of ${other.name}`];
  });

function kindText(n: Entry, s: Shape): string {
  if (n.alias !== null) return n.alias;
  if (n.isScalarFunction) return "function(vector)";
  return n.kind === "function" || n.kind === "size" ? n.kind : statedKind(s);
}

/**
 * A hint for operands one of which stands bold and plain: a letter is one name in both, and where the shapes do not fit,
 * two were meant.
 */
export function faceHint(scope: Scope, terms: readonly Term[]): string | null {
  const isBoth = (n: Entry) => n.assumed && shows(n.evidence, "bold") && shows(n.evidence, "light");
  const both = namesOf(scope, terms).find(isBoth);
  return both === undefined
    ? null
    : `${both.name} stands bold and plain, which is one name: if two are meant, give one another letter`;
}

// ---------------------------------------------------------------- where sizes come from

/** Terms looked through for names, and names explained, below a diagnostic. */
const LOOKED = 200;
const EXPLAINED = 4;

/** The names that terms hold, each once, as far as it is worth looking. */
function namesOf(scope: Scope, terms: readonly Term[]): readonly Entry[] {
  const out = new Set<Entry>();
  const todo = terms.toReversed();
  let looked = 0;
  for (let t = todo.pop(); t !== undefined && looked < LOOKED; t = todo.pop()) {
    looked += 1;
    const entry = t.type === "symbol" ? scope.names.get(t.name) : undefined;
    if (entry !== undefined) out.add(entry);
    for (let i = Math.min(t.parts.length, LOOKED) - 1; i >= 0; i--) todo.push(t.parts[i] as Term);
  }
  return [...out];
}

/** Where the shapes of operands come from: declarations, definitions, assumptions. */
export function origins(scope: Scope, terms: readonly Term[], show: Show): readonly Note[] {
  return namesOf(scope, terms)
    .slice(0, EXPLAINED)
    .map((n): Note => {
      if (n.evidence.declared !== null) return { message: n.evidence.declared.text, span: n.evidence.declared.span };
      const s = n.shape ?? SCALAR;
      if (n.evidence.defined !== null)
        return { message: `${n.name} is ${show(s)} by its definition`, span: n.evidence.defined };
      const why = n.because?.strength === "use" ? `, for ${n.because.text}` : "";
      return { message: `${n.name} is not declared, and taken for a ${n.kind}${why}: ${show(s)}`, span: n.span };
    });
}

/** Whether the columns of a matrix are put under one another, in a term or its transpose. */
const hasColumns = (t: Term): boolean =>
  t.type === "call" && (t.name === "vec" || (t.name === "transpose" && t.parts.some(hasColumns)));

/** Which declaration would help where the names at fault were only assumed to be what they are. */
export function declarationHint(scope: Scope, terms: readonly Term[]): string | null {
  const names = namesOf(scope, terms);
  const mayBeScalar = (n: Entry) => n.kind !== "scalar" && !isFirm(n.evidence);
  const assumed = names.filter((n) => n.assumed && n.evidence.declared === null && mayBeScalar(n));
  const [first] = assumed;
  if (first === undefined) return null;
  const matrices = assumed.filter((n) => n.kind === "matrix").slice(0, 3);
  // Nobody puts the columns of a number under one another.
  if (matrices.length > 0 && terms.some(hasColumns))
    return `${matrices.map((n) => n.name).join(", ")} : matrix(n, m) states sizes`;
  const shown = assumed.slice(0, 3).map((n) => `${n.name} : scalar`);
  return `${first.name} is not declared: if it is a scalar, say so with ${shown.join(" or ")}`;
}

// ---------------------------------------------------------------- functions

/** The functions that the model defines, in the order of the text. */
export function functionEquations(scope: Scope, { written, composed }: Heads): readonly FunctionEquation[] {
  const out = [
    ...written.map((w) => ({ name: w.name, parameter: w.parameter.name, value: w.value.span, span: w.span })),
    ...composed.map((c) => ({ name: c.name, parameter: "", value: partsSpan(c), span: c.span })),
  ];
  return out
    .filter((f) => scope.names.get(f.name.name)?.faulty !== true)
    .sort((a, b) => a.span.start - b.span.start)
    .map((f) => {
      const text = scope.source.slice(f.value.start, f.value.end).replace(/\s+/g, " ").trim();
      return { name: f.name.name, parameter: f.parameter, text, span: f.span };
    });
}

const partsSpan = ({ parts }: Heads["composed"][number]): Span => ({
  start: parts[0]?.span.start ?? 0,
  end: parts[parts.length - 1]?.span.end ?? 0,
});
