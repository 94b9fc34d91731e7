/**
 * Rule 4.1: a script is a place only where something binds its letters.
 *
 * Letters are bound by a sum, by the range of their statement, and, on the left of an equation or in a question, by what
 * they index. A name that stands at a bound letter anywhere is taken at places wherever its scripts allow.
 */
import { type Expression, expressionsOf, type Name, operands, postorder, type Statement } from "../../parse/ast.js";
import type { Places } from "../../parse/index/places.js";
import { arrayNames } from "../names/array-names.js";
import { sizeNames } from "../names/observe.js";
import { mayBeMean, standsApart } from "./apart.js";
import { allReadings, boundReading, isNumeral, type Reading } from "./arrays.js";
import { type Collected, collect, isOfItsLetter, lettersAskedOf, type Occurrence } from "./collect.js";
import { type Candidate, type Frame, inFrame, isBound } from "./frames.js";
import { raisedNames } from "./raised-entries.js";
import { namesOf } from "./readings.js";

export interface Binding extends Collected {
  /** How each array is taken at places: its patterns. */
  readonly patterns: ReadonlyMap<string, ReadonlySet<string>>;
  /** Arrays that stand whole too, so that what is taken of them is entries. */
  readonly whole: ReadonlySet<string>;
  /** Whole numbers that data give: `y_i` of `w_{y_i}`, with how many places each has. */
  readonly labels: ReadonlyMap<string, number>;
  readonly sizes: ReadonlySet<string>;
  /** Those that a declaration says, and that have no places. */
  readonly declaredLabels: ReadonlySet<string>;
  /** Names of the sets that letters run over. */
  readonly sets: ReadonlySet<string>;
  /** Names that are declared or defined as they stand. */
  readonly stated: ReadonlySet<string>;
  /** The least number at each place of an array that its letters reach: what is below is a name of its own. */
  readonly lowest: ReadonlyMap<string, readonly number[]>;
  /** Vectors and matrices by declaration, or in bold: a number below one of them is the place of an entry. */
  readonly certain: ReadonlySet<string>;
  /** Matrices among them by declaration, or by their entries a_12: two digits below one are two places. */
  readonly matrices: ReadonlySet<string>;
  /** Arrays that equations define entry by entry, each with the letters of the first: whole, they are their entries. */
  readonly byEntries: ReadonlyMap<string, Reading>;
  /** Names with a label below the letter of a family, each with that letter: u_o beside u_k. */
  readonly apart: readonly Name[];
  /** The first of those that may be a mean, `x_m`. */
  readonly means: readonly Name[];
}

interface State extends Collected {
  readonly patterns: Map<string, Set<string>>;
  /** Names without places, in the model and in what is asked. */
  readonly used: Set<string>;
  readonly askedWhole: Set<string>;
  readonly stated: Set<string>;
  /** Those of them that are defined. */
  readonly defined: ReadonlySet<string>;
  readonly byStatement: ReadonlyMap<number, readonly Occurrence[]>;
  /** Names that stand as no scalar does. */
  readonly shown: ReadonlySet<Name>;
  /** Names of matrices that are inverted or transposed before their letters. */
  readonly raised: ReadonlySet<Name>;
  /** What is no letter of a question: sizes, and letters of the model that nothing binds, places that data give. */
  readonly fixed: Set<string>;
  /** Names with a label below the letter of a family, of which they are none. */
  readonly apart: Set<Name>;
  readonly means: Set<Name>;
}

/** What is bound in a text; null where nothing is, so that every name is what it says. */
export function binding(statements: readonly Statement[]): Binding | null {
  const isTouched = statements.some(mayBind) || isMadeOfEntries(statements);
  if (!isTouched) return null;
  const collected = collect(statements);
  const byStatement = new Map<number, Occurrence[]>();
  for (const o of collected.occurrences) byStatement.set(o.statement, [...(byStatement.get(o.statement) ?? []), o]);
  const stated = new Set(
    collected.occurrences.filter((o) => o.role === "left" && !isPlaced(o)).map((o) => o.name.name),
  );
  // W_ij is no matrix before x_j, whatever its letter.
  const shown = new Set(
    statements
      .flatMap(expressionsIn)
      .flatMap((e) => arrayNames(e).flatMap((a) => (a.sign === "multiplied" ? [] : [a.name]))),
  );
  const s: State = {
    ...collected,
    patterns: new Map(),
    used: new Set(),
    askedWhole: new Set(),
    stated,
    defined: new Set(
      collected.occurrences.filter((o) => o.definition && stated.has(o.name.name)).map((o) => o.name.name),
    ),
    byStatement,
    shown,
    raised: raisedNames(statements.flatMap(expressionsIn)),
    fixed: new Set(sizesOf(statements)),
    apart: new Set(),
    means: new Set(),
  };
  bindRanged(s, statements);
  // What the model says comes first: a question reads its names as they stand there.
  wholes(s);
  settle(s, (o) => o.inModel);
  wholes(s);
  fixLabels(s, statements);
  settle(s, () => true);
  wholes(s);
  const sizes = sizesOf(statements);
  const labels = labelsOf(s, statements);
  const matrices = certainMatrices(s, statements);
  const certain = new Set([...certainArrays(s, statements), ...matrices]);
  const lowest = lowestPlaces(s, statements);
  for (const o of collected.occurrences) if (isBeginning(s, o, lowest)) s.stated.delete(o.name.name);
  const byEntries = definedByEntries(s);
  for (const array of byEntries.keys()) s.stated.delete(array);
  const found = {
    ...collected,
    patterns: s.patterns,
    whole: wholeArrays(s, byEntries),
    labels,
    declaredLabels: declaredLabels(statements),
    sizes,
    sets: setsOf(statements),
    stated,
    lowest,
    certain,
    matrices,
    byEntries,
    apart: [...s.apart],
    means: [...s.means],
  };
  const isAny = s.patterns.size > 0 || labels.size > 0 || statements.some(hasBinder);
  return isAny || collected.occurrences.some((o) => numberedReading(found, o) !== null) ? found : null;
}

type Known = Pick<Binding, "stated" | "certain" | "matrices" | "sizes" | "whole" | "declaredLabels">;

/**
 * The reading of a name without bound letters as an entry by its number, or by a label that is declared: `x_1` where x is
 * declared a vector and x_1 is not, `z_y` beside `y : label(1..K)`. Null for any other name.
 */
export function numberedReading(b: Known, { name, role, frame }: Occurrence): Reading | null {
  // The h_1 of `ones(1, h_1)` beside a bold h is the size h1 that a declaration names.
  const isSize = b.sizes.has(name.name) || b.sizes.has(name.name.replace("_", ""));
  if (isSize || role === "callee" || role === "left" || name.face === "bold" || b.stated.has(name.name)) return null;
  const isLabel = (p: Expression): boolean =>
    p.type === "name" && p.scripts === undefined && b.declaredLabels.has(p.name);
  const found = allReadings(name, frame).filter(
    (r) =>
      /^b[12]$/.test(r.pattern) &&
      ((b.certain.has(r.array) && r.at.every(isCounted)) || (b.whole.has(r.array) && r.at.every(isLabel))),
  );
  return found.find((r) => (r.at.length === 2) === b.matrices.has(r.array)) ?? found[0] ?? null;
}

/** A number that entries are counted by: b_0 beside a vector b is a name of its own. */
const isCounted = (p: Expression): boolean => isNumeral(p) && (p as { readonly value: string }).value !== "0";

/** `h_0 = x`, where h is taken at letters that reach it. */
const isBeginning = (s: State, o: Occurrence, lowest: Binding["lowest"]): boolean =>
  o.definition &&
  allReadings(o.name, o.frame).some((r) => isTaken(s, r) && !s.used.has(r.array) && isReached(lowest, r));

/** Whether numbers among places are such as letters reach: A_0 beside A_i for i from 1 is a name of its own. */
export const isReached = (lowest: Binding["lowest"], r: Reading): boolean =>
  r.at.every((p, k) => p.type !== "number" || Number(p.value) >= (lowest.get(r.array)?.[k] ?? 1));

/** The least number that the letters at each place of an array reach, as far as it is written in numbers. */
function lowestPlaces(s: State, statements: readonly Statement[]): ReadonlyMap<string, readonly number[]> {
  const ranges = statements.flatMap((t) => (t.type === "range" ? t.ranges : (t.ranges ?? [])));
  const from = (frame: Frame, letter: string): number => {
    const own = inFrame(frame, letter)?.letter.range ?? ranges.find((r) => r.letters.some((n) => n.name === letter));
    return own?.from?.type === "number" ? Number(own.from.value) : 1;
  };
  const out = new Map<string, number[]>();
  for (const o of s.occurrences) {
    const r = boundReading(o.name, o.frame);
    if (r === null) continue;
    const known = out.get(r.array) ?? [];
    r.at.forEach((p, k) => {
      known[k] = Math.min(
        known[k] ?? Number.POSITIVE_INFINITY,
        leastOf(p, (letter) => from(o.frame, letter)),
      );
    });
    out.set(r.array, known);
  }
  return out;
}

/** The least value of `t`, `t - 1`, `2`; of anything else 1. */
function leastOf(p: Expression, from: (letter: string) => number): number {
  if (p.type === "number") return Number(p.value);
  if (p.type === "name") return p.scripts === undefined ? from(p.name) : 1;
  if (p.type !== "sum") return 1;
  const terms = p.terms.map(({ sign, term }) =>
    term.type === "number"
      ? sign * Number(term.value)
      : sign === 1 && term.type === "name"
        ? leastOf(term, from)
        : null,
  );
  return terms.includes(null) ? 1 : terms.reduce<number>((sum, t) => sum + (t ?? 0), 0);
}

function certainMatrices({ occurrences }: State, statements: readonly Statement[]): ReadonlySet<string> {
  const declared = statements.flatMap((s) =>
    s.type === "declaration" && s.kind.name === "matrix" ? s.names.map((n) => n.name) : [],
  );
  // a_12 beside A, whose letter is that of A by now.
  const entries = occurrences.flatMap(({ name: { typed, scripts } }) =>
    scripts !== undefined && /^[a-z]/.test(typed) && /^[A-Z]/.test(scripts.base) ? [scripts.base] : [],
  );
  return new Set([...declared, ...entries]);
}

/** Labels that are declared without letters of their own, `y : label(1..K)`. */
const declaredLabels = (statements: readonly Statement[]): ReadonlySet<string> =>
  new Set(
    statements.flatMap((s) =>
      s.type === "places" && s.kind === "label"
        ? s.names.flatMap((n) => (n.scripts === undefined ? [n.name] : []))
        : [],
    ),
  );

function certainArrays({ occurrences }: State, statements: readonly Statement[]): ReadonlySet<string> {
  const isWhole = ({ name, role }: Occurrence): boolean =>
    name.face === "bold" && name.scripts === undefined && role !== "left" && role !== "callee";
  const out = new Set(occurrences.filter(isWhole).map((o) => o.name.name));
  for (const s of statements) {
    if (s.type === "declaration" && (s.kind.name === "vector" || s.kind.name === "matrix"))
      for (const n of s.names) out.add(n.name);
    if (s.type === "definition" && s.name.face === "bold") out.add(s.name.name);
  }
  return out;
}

/** Arrays that stand whole in the model, or are asked for whole and are no vectors at each place. */
function wholeArrays(s: State, byEntries: Binding["byEntries"]): ReadonlySet<string> {
  const arrays = new Set<string>();
  for (const o of s.occurrences)
    if (o.name.face === "bold") for (const r of allReadings(o.name, o.frame)) arrays.add(r.array);
  for (const { array } of arraysAt(s)) arrays.add(array);
  for (const o of s.occurrences) {
    const r = o.definition ? boundReading(o.name, o.frame) : null;
    if (r !== null) arrays.add(r.array);
  }
  const raised = s.occurrences.flatMap((o) => (s.raised.has(o.name) ? [boundReading(o.name, o.frame)] : []));
  const matrices = raised.flatMap((r) => (r?.pattern === "b2" ? [r.array] : []));
  const found = [...s.stated, ...s.used, ...matrices, ...[...s.askedWhole].filter((n) => !arrays.has(n))];
  return new Set(found.filter((n) => !byEntries.has(n)));
}

/** `z_i = …` of a vector z that nothing defines as a whole. */
function definedByEntries(s: State): ReadonlyMap<string, Reading> {
  const out = new Map<string, Reading>();
  const whole = new Set<string>();
  for (const o of s.occurrences) {
    if (!o.definition) continue;
    const r = boundReading(o.name, o.frame);
    if (r === null) whole.add(o.name.name);
    else if (/^b[12]$/.test(r.pattern) && r.at.every((p) => p.type === "name") && !out.has(r.array))
      out.set(r.array, r);
  }
  for (const name of whole) out.delete(name);
  return out;
}

/** The readings of names that are transposed, under a norm, behind a matrix. */
function arraysAt(s: State): readonly Reading[] {
  return s.occurrences.flatMap((o) => (s.shown.has(o.name) ? allReadings(o.name, o.frame) : []));
}

const isBinding = (s: Statement): boolean => s.type === "range" || s.type === "places" || s.ranges !== undefined;
const isBinder = ({ type }: Expression): boolean => type === "reduction" || type === "condition" || type === "entry";

const hasBinder = (s: Statement): boolean => isBinding(s) || expressionsIn(s).some(isBinder);

/** Whether a statement may bind a letter, or take a name at one: nothing is looked at closer in other texts. */
const mayBind = (s: Statement): boolean =>
  isBinding(s) ||
  expressionsIn(s).some(
    (e) =>
      isBinder(e) ||
      (e.type === "derivative" && e.variables.some((v) => v.scripts !== undefined)) ||
      (e.type === "name" && e.scripts !== undefined && /_\d+$/.test(e.name)),
  );

/** Whether a text defines `z_i = …` and has a z by itself. */
function isMadeOfEntries(statements: readonly Statement[]): boolean {
  const bases = new Set(
    statements.flatMap((s) => (s.type === "definition" && isOfItsLetter(s) ? [s.name.scripts?.base] : [])),
  );
  return bases.size > 0 && statements.some((s) => expressionsIn(s).some((e) => e.type === "name" && bases.has(e.name)));
}

function expressionsIn(s: Statement): readonly Expression[] {
  switch (s.type) {
    case "definition":
    case "functionDefinition":
    case "query":
      return postorder(s.value);
    case "claim":
      return [s.value, ...s.sides].flatMap(postorder);
    default:
      return [];
  }
}

/** A left side with letters that may be bound. */
const isPlaced = (o: Occurrence): boolean =>
  allReadings(o.name, o.frame).some((r) => namesOf(r.at).some((n) => inFrame(o.frame, n.name) !== null));

function wholes(s: State): void {
  s.used.clear();
  s.askedWhole.clear();
  for (const { name, frame, role, inModel } of s.occurrences) {
    if (role === "left" || role === "callee" || boundReading(name, frame) !== null) continue;
    if (name.scripts === undefined && isBound(frame, name.name)) continue;
    if (name.name === "pi" || name.name === "e") continue;
    (inModel ? s.used : s.askedWhole).add(name.name);
  }
}

/** Letters of left sides whose range stands by itself, `t = 1, …, T`. */
function bindRanged(s: State, statements: readonly Statement[]): void {
  const ranged = new Set(
    statements.flatMap((t) => (t.type === "range" ? t.ranges.flatMap((r) => r.letters.map((n) => n.name)) : [])),
  );
  if (ranged.size === 0) return;
  for (const o of s.occurrences)
    if (o.definition)
      for (const r of allReadings(o.name, o.frame))
        for (const c of waiting(s, o.frame, r.at)) if (ranged.has(c.letter.name)) c.bound = true;
}

/** The o of u_o in the model, where u is a family and nothing binds o, is one place in questions too. */
function fixLabels(s: State, statements: readonly Statement[]): void {
  const sizes = sizesOf(statements);
  for (const o of s.occurrences) {
    if (!o.inModel || boundReading(o.name, o.frame) !== null || s.stated.has(o.name.name)) continue;
    const known = allReadings(o.name, o.frame).find((r) => isTaken(s, r));
    if (known !== undefined && standsApart(s, statements, o, known)) {
      if (![...s.apart].some((n) => n.name === o.name.name)) s.apart.add(o.name);
      continue;
    }
    if (known !== undefined && mayBeMean(s, statements, o, known) && s.means.size === 0) s.means.add(o.name);
    for (const n of known === undefined ? [] : namesOf(known.at))
      if (
        n.scripts === undefined &&
        !sizes.has(n.name) &&
        !s.used.has(n.name) &&
        /^[a-z]/.test(n.name) &&
        inFrame(o.frame, n.name) === null
      )
        s.fixed.add(n.name);
  }
  for (const n of s.apart) s.stated.add(n.name);
}

/** Binds letters until nothing more moves. */
function settle(s: State, takes: (o: Occurrence) => boolean): void {
  for (let moved = true; moved; ) {
    moved = false;
    for (const o of s.occurrences) {
      if (o.name.scripts === undefined || !takes(o)) continue;
      const r = boundReading(o.name, o.frame);
      if (r !== null) moved = take(s, o, r) || moved;
      else if (o.role === "left") moved = bindLeft(s, o) || moved;
      else moved = bindBy(s, o) || moved;
    }
  }
}

/** Notes that an array is taken at places, whose letters are bound with that. Whether that was new. */
function take(s: State, o: Occurrence, r: Reading): boolean {
  const known = s.patterns.get(r.array) ?? new Set<string>();
  const isNew = !known.has(r.pattern);
  s.patterns.set(r.array, known.add(r.pattern));
  return bindAll(s, o.frame, r.at) || isNew;
}

const waiting = (s: State, frame: Frame, at: Places): readonly Candidate[] =>
  namesOf(at)
    .map((n) => inFrame(frame, n.name))
    .filter((c): c is Candidate => c !== null && !c.bound && !isFixed(s, c));

/** What is no letter of a question; and on a left side the T of `h_T = …`, where letters run to T. */
const isFixed = (s: State, { letter }: Candidate): boolean =>
  s.fixed.has(letter.name) && (letter.of === "question" || (letter.of === "statement" && /^\p{Lu}/u.test(letter.name)));

function bindAll(s: State, frame: Frame, at: Places): boolean {
  const found = waiting(s, frame, at);
  for (const c of found) c.bound = true;
  return found.length > 0;
}

const isTaken = (s: State, r: Reading): boolean => s.patterns.get(r.array)?.has(r.pattern) === true;

/** A left side whose array is taken at letters elsewhere, or has an equation for its beginning. */
function bindLeft(s: State, o: Occurrence): boolean {
  const found = allReadings(o.name, o.frame).find(
    (r) =>
      waiting(s, o.frame, r.at).length > 0 &&
      !r.at.some((p) => isEnd(s, p)) &&
      (isTaken(s, r) || begins(s, o, r) || isOfWhole(s, o, r)),
  );
  return found !== undefined && bindAll(s, o.frame, found.at);
}

/** `T`, `T + 1` of a text whose letters run to T: the place of an end, `v_{T+1} = w`. */
const isEnd = (s: State, p: Expression): boolean =>
  namesOf([p]).every((n) => s.fixed.has(n.name) && (p.type === "sum" || /^\p{Lu}/u.test(n.name)));

/** `K_{ij} = k(x_i, x_j)` of a K that stands whole and that nothing else says: each letter counts on the right too. */
function isOfWhole(s: State, o: Occurrence, r: Reading): boolean {
  if (!o.definition || !/^b[12]$/.test(r.pattern) || s.defined.has(r.array) || !s.used.has(r.array)) return false;
  const letters = r.at.map((p) => (p.type === "name" && p.scripts === undefined ? p.name : ""));
  if (new Set(letters).size < letters.length || !letters.every((l) => COUNTING.test(l))) return false;
  const right = (s.byStatement.get(o.statement) ?? []).filter((p) => p.role !== "left");
  return letters.every((l) =>
    right.some((p) => allReadings(p.name, p.frame).some((q) => namesOf(q.at).some((n) => n.name === l))),
  );
}

/** Letters that count entries; t, l and n count steps and layers as likely. */
const COUNTING = /^[ijkmpqrs]$/;

/** `h_t = f(h_{t-1})` beside `h_0 = x`. */
function begins(s: State, o: Occurrence, r: Reading): boolean {
  const same = (p: Occurrence, isIt: (other: Reading) => boolean): boolean =>
    allReadings(p.name, p.frame).some((q) => q.array === r.array && q.pattern === r.pattern && isIt(q));
  const start = s.occurrences.some(
    (p) => p.role === "left" && p.statement !== o.statement && same(p, (q) => q.at.every(isNumeral)),
  );
  if (!start) return false;
  const here = s.byStatement.get(o.statement) ?? [];
  return here.some(
    (p) =>
      p.role === "value" && same(p, (q) => waiting(s, p.frame, q.at).length > 0 && q.at.some((e) => e.type === "sum")),
  );
}

/** A letter of a left side or a question that something known is taken at: what is bound elsewhere, stated, or asked for. */
function bindBy(s: State, o: Occurrence): boolean {
  if (s.stated.has(o.name.name)) return false;
  // W_g beside a vector g is the name that the model has; a g that stands for nothing else is a letter.
  const isLabelled = (r: Reading): boolean =>
    o.role === "asked" && s.used.has(o.name.name) && namesOf(r.at).some((n) => s.used.has(n.name));
  const isWhole = (r: Reading): boolean =>
    /^b[12]$/.test(r.pattern) &&
    (s.stated.has(r.array) || (o.role === "asked" && s.used.has(r.array))) &&
    !s.used.has(o.name.name);
  const found = allReadings(o.name, o.frame).find(
    (r) => waiting(s, o.frame, r.at).length > 0 && (isTaken(s, r) || isWhole(r)) && !isLabelled(r),
  );
  return found !== undefined && bindAll(s, o.frame, found.at);
}

/** Sets by the ranges over them; one has one letter. */
function setsOf(statements: readonly Statement[]): ReadonlySet<string> {
  const out = new Set<string>();
  for (const s of statements)
    for (const e of expressionsIn(s))
      if (e.type === "reduction")
        for (const { set, paired, letters } of e.ranges)
          if (set?.type === "name" && (!paired || letters.length === 1)) out.add(set.name);
  return out;
}

/** Sizes as ranges and declarations name them; the t of Σ up to T - t is a letter where its statement has or asks for it as one. */
export function sizesOf(statements: readonly Statement[]): ReadonlySet<string> {
  const out = new Set<string>();
  for (const s of statements) {
    const own = s.type === "range" ? s.ranges : (s.ranges ?? []);
    const inside = expressionsIn(s).flatMap((e) => (e.type === "reduction" ? e.ranges : []));
    const letters = new Set([
      ...[...own, ...inside].flatMap((r) => r.letters.map((n) => n.name)),
      ...lettersAskedOf(s),
    ]);
    const add = (e: Expression | null): void => {
      if (e !== null)
        for (const n of sizeNames(e)) if (n.scripts === undefined && !letters.has(n.name)) out.add(n.name);
    };
    for (const r of [...own, ...inside]) {
      add(r.from);
      add(r.to);
    }
    if (s.type === "declaration") for (const e of s.kind.sizes) add(e);
    if (s.type === "places") {
      add(s.from);
      add(s.to);
    }
  }
  return out;
}

/** Names within places, and in conditions, that have places of their own. */
function labelsOf(s: State, statements: readonly Statement[]): ReadonlyMap<string, number> {
  const out = new Map<string, number>();
  const note = (n: Name, frame: Frame): void => {
    const r = boundReading(n, frame);
    if (r === null) return;
    out.set(r.array, r.at.length);
    for (const m of namesOf(r.at)) note(m, frame);
  };
  for (const o of s.occurrences) {
    const r = boundReading(o.name, o.frame);
    if (r !== null) for (const n of namesOf(r.at)) note(n, o.frame);
  }
  for (const st of statements) {
    if (st.type === "places" && st.kind === "label")
      for (const n of st.names) {
        const r = boundReading(n, s.frames.get(st) as Frame);
        out.set(r?.array ?? n.name, r?.at.length ?? 0);
      }
    eachRelation(st, s.frames, (side, frame) => {
      if (side.type === "name") note(side, frame);
    });
  }
  return out;
}

/** The sides of the conditions in a statement, each with the letters in scope. */
function eachRelation(
  st: Statement,
  frames: Collected["frames"],
  each: (side: Expression, frame: Frame) => void,
): void {
  const { stated, claimed } = expressionsOf(st);
  const roots = [...stated, ...claimed];
  const todo: (readonly [Expression, Frame])[] = roots.map((e) => [e, frames.get(st) as Frame]);
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [e, frame] = next;
    const inner = e.type === "reduction" ? (frames.get(e) as Frame) : frame;
    const relations = e.type === "reduction" ? e.conditions : e.type === "condition" ? e.relations : [];
    for (const r of relations)
      for (const side of r.sign === "in" || r.sign === "notin" ? [r.left] : [r.left, r.right]) each(side, inner);
    if (e.type === "reduction") todo.push([e.body, inner]);
    else for (const part of operands(e)) todo.push([part, inner]);
  }
}
