/** Names as members and entries: the tree once it is known what binds each letter. */
import {
  type Entry,
  type Expression,
  expressionsOf,
  type Letter,
  type Name,
  nodesOf,
  operands,
  type Postfix,
  postorder,
  type Range,
  type Reduction,
  type Relation,
  rebuilt,
  type Statement,
} from "../../parse/ast.js";
import { factors, spread } from "../reading.js";
import { allReadings, boundReading, type Reading } from "./arrays.js";
import type { Binding } from "./binding.js";
import { deltaOf, deltasIn } from "./delta.js";
import { type Frame, inFrame, isBound, letterOf } from "./frames.js";
import {
  beginningAt,
  familyHead,
  isClosed,
  isDelta,
  isEntries,
  memberOrEntry,
  readingAt,
  refuseBeyond,
} from "./members.js";
import { raisedEntry } from "./raised-entries.js";
import { boundPlaces } from "./readings.js";
import { type FamilyHead, type Rewriter, type Unread, UnreadError, unread } from "./rewriter.js";

export interface Rewritten {
  readonly statements: readonly Statement[];
  /** The first δ of the model that is 1 where its letters agree. */
  readonly kronecker: Name | null;
  readonly families: ReadonlyMap<string, FamilyHead>;
  readonly labels: ReadonlyMap<string, number>;
  readonly sets: ReadonlyMap<string, number>;
  /** The range that stands for a letter wherever no other does. */
  readonly ranges: readonly Range[];
}

/** The statements with their places read; one that cannot be read is told, and left out. */
export function rewrite(
  b: Binding,
  statements: readonly Statement[],
  refuse: (s: Statement, why: Unread) => void,
): Rewritten {
  const deltas = deltasIn(statements);
  const w: Rewriter = {
    b,
    bound: new Set(),
    families: new Map(),
    labels: new Map(b.labels),
    sets: new Map(),
    values: valuesIn(statements),
    sized: sizesAtLetters(b, statements),
    isKronecker: deltas?.areKronecker ?? true,
    expanded: new Set(),
  };
  const ranges: Range[] = [];
  const kept: Statement[] = [];
  for (const s of statements) {
    try {
      w.bound = lettersOfSums(b, s);
      const frame = b.frames.get(s) as Frame;
      const own = (s.type === "range" ? s.ranges : (s.ranges ?? [])).map((r) => rangeAt(w, r, frame));
      ranges.push(...own);
      if (s.type !== "range") for (const t of byEntries(w, s)) kept.push(statementAt(w, t, frame, own));
    } catch (e) {
      if (!(e instanceof UnreadError)) throw e;
      refuse(s, e.why);
    }
  }
  const isKronecker = deltas?.areKronecker === true && !w.families.has("delta") && !b.whole.has("delta");
  return {
    statements: kept,
    kronecker: isKronecker ? deltas.first : null,
    families: w.families,
    labels: w.labels,
    sets: w.sets,
    ranges,
  };
}

/** Names that are defined, or stand in a formula as a term, a factor or an operand: in a relation and in bars a set may stand. */
function valuesIn(statements: readonly Statement[]): ReadonlySet<string> {
  const out = new Set<string>();
  for (const s of statements) {
    if (s.type === "definition" || s.type === "functionDefinition") out.add(s.name.name);
    const { stated } = expressionsOf(s);
    for (const root of stated)
      for (const e of postorder(root))
        if (/^(?:sum|product|postfix|elementwise|fraction|negation)$/.test(e.type))
          for (const x of operands(e)) if (x.type === "name" && x.letter === undefined) out.add(x.name);
  }
  return out;
}

/** The sizes that declarations say at bound letters, `n_l`. */
function sizesAtLetters(b: Binding, statements: readonly Statement[]): ReadonlySet<string> {
  const out = new Set<string>();
  for (const s of statements) {
    if (s.type !== "declaration") continue;
    for (const e of s.kind.sizes.flatMap(postorder)) {
      const r = e.type === "name" ? boundReading(e, b.frames.get(s) as Frame) : null;
      if (r !== null) out.add(r.array);
    }
  }
  return out;
}

function lettersOfSums(b: Binding, s: Statement): ReadonlySet<string> {
  return new Set(
    nodesOf(s).flatMap((e) => (e.type === "reduction" ? [...(b.frames.get(e)?.letters.keys() ?? [])] : [])),
  );
}

function statementAt(
  w: Rewriter,
  s: Exclude<Statement, { type: "range" }>,
  frame: Frame,
  ranges: readonly Range[],
): Statement {
  const own = s.ranges === undefined ? {} : { ranges };
  const at = (e: Expression): Expression => expressionAt(w, e, frame);
  const left = (n: Name): Name => leftAt(w, n, frame);
  switch (s.type) {
    case "definition":
    case "functionDefinition":
      return { ...s, ...own, name: left(s.name), value: at(s.value) };
    case "declaration":
      if (isOfEntries(w, s)) return declaredEntries(w, s, frame);
      return {
        ...s,
        ...own,
        names: s.names.map(left),
        kind: { ...s.kind, sizes: s.kind.sizes.map((e) => placeAt(w, e, frame)) },
      };
    case "places":
      return { ...s, ...own, names: s.names.map(left) };
    case "query":
      return { ...s, ...own, value: at(s.value) };
    case "claim":
      return { ...s, ...own, value: at(s.value), sides: s.sides.map(at) };
    default:
      return s;
  }
}

type Declaration = Statement & { readonly type: "declaration" };

/** A declaration, with those of its names that equations define entry by entry in declarations of their own. */
function byEntries(w: Rewriter, s: Exclude<Statement, { type: "range" }>): readonly (typeof s)[] {
  if (s.type !== "declaration" || s.names.length === 1) return [s];
  const apart = s.names.filter((n) => isOfEntries(w, { ...s, names: [n] }));
  if (apart.length === 0) return [s];
  const rest = s.names.filter((n) => !apart.includes(n));
  return [...(rest.length === 0 ? [] : [{ ...s, names: rest }]), ...apart.map((n) => ({ ...s, names: [n] }))];
}

const SIDES: Readonly<Record<string, number>> = { vector: 1, matrix: 2 };

function isOfEntries(w: Rewriter, s: Declaration): boolean {
  const [only] = s.names;
  const r = only === undefined || s.names.length > 1 ? undefined : w.b.byEntries.get(only.name);
  return r !== undefined && s.ranges === undefined && SIDES[s.kind.name] === r.at.length;
}

/** `z : vector(n)` beside `z_i = …`: a number for each i in 1..n. */
function declaredEntries(w: Rewriter, s: Declaration, frame: Frame): Statement {
  const name = s.names[0] as Name;
  const r = w.b.byEntries.get(name.name) as Reading;
  familyHead(w, r, name);
  const ranges = (r.at as readonly Name[]).map((p, k): Range => {
    const size = s.kind.sizes[k];
    const range: Range = {
      letters: [p],
      from: { type: "number", value: "1", span: s.kind.span },
      to: size === undefined ? null : placeAt(w, size, frame),
      set: null,
      paired: false,
      implied: false,
      span: s.kind.span,
    };
    return { ...range, letters: [{ ...p, letter: letterOf("statement", p, range) }] };
  });
  const at = ranges.map((range) => range.letters[0] as Name);
  return { ...s, names: [{ ...name, at }], kind: { ...s.kind, name: "scalar", sizes: [] }, ranges };
}

const rangeAt = (w: Rewriter, r: Range, frame: Frame): Range => ({
  ...r,
  letters: r.letters.map((n) => (isBound(frame, n.name) ? { ...n, letter: lettered(frame, n) } : n)),
  from: r.from && placeAt(w, r.from, frame),
  to: r.to && placeAt(w, r.to, frame),
  set: r.set && setAt(w, r.set, r.paired ? r.letters.length : 1, frame),
});

function setAt(w: Rewriter, set: Expression, arity: number, frame: Frame): Expression {
  if (set.type !== "name")
    unread(
      "index/set",
      set.span,
      "a set that depends on something is not read",
      "a mask says the same: \\sum_j m_{ij} …",
    );
  const r = boundReading(set, frame);
  const own = r === null ? set.name : r.array;
  const isValue = w.values.has(own);
  // 𝓔 beside an E that is a value, as where both stand outside of sums.
  if (isValue && !/^\\math(?:cal|scr|frak)|^[\ud835ℰ-ℴ]/.test(set.typed ?? ""))
    unread(
      "index/set",
      set.span,
      `${set.typed ?? own} is a set here, and a value as well`,
      "give one of them another letter",
    );
  const name = isValue ? `${own}_cal` : own;
  w.sets.set(name, arity + (r?.at.length ?? 0));
  return { ...set, name, at: r === null ? [] : r.at.map((p) => placeAt(w, p, frame)) };
}

// ---------------------------------------------------------------- expressions

function expressionAt(w: Rewriter, root: Expression, outer: Frame): Expression {
  const stack: Expression[] = [];
  const frames = framesIn(w, root, outer);
  for (const e of postorder(root)) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    stack.push(nodeAt(w, e, parts, frames.get(e) ?? outer));
  }
  return stack[0] as Expression;
}

/** The letters in scope at each node. */
function framesIn(w: Rewriter, root: Expression, outer: Frame): ReadonlyMap<Expression, Frame> {
  const out = new Map<Expression, Frame>();
  const todo: (readonly [Expression, Frame])[] = [[root, outer]];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [e, frame] = next;
    out.set(e, frame);
    const inner = e.type === "reduction" ? (w.b.frames.get(e) as Frame) : frame;
    for (const part of operands(e)) todo.push([part, inner]);
  }
  return out;
}

function nodeAt(w: Rewriter, e: Expression, parts: readonly Expression[], frame: Frame): Expression {
  switch (e.type) {
    case "name":
      return nameAt(w, e, frame);
    case "call": {
      const r = boundReading(e.callee, frame);
      const [arg] = parts;
      // w_i (a - b) of a vector w: an entry times what stands in parentheses.
      if (r !== null && arg !== undefined && parts.length === 1 && e.primes === 0 && isEntries(w, r))
        return factors(e, nameAt(w, e.callee, frame), arg, w.expanded);
      return spread({ ...(rebuilt(e, parts) as typeof e), callee: calleeAt(w, e.callee, frame) }, w.expanded);
    }
    case "postfix":
      return spread(raisedEntry(e, rebuilt(e, parts) as Postfix), w.expanded);
    case "product":
      return spread(rebuilt(e, parts), w.expanded);
    case "derivative":
      return { ...(rebuilt(e, parts) as typeof e), variables: parts.slice(1) as readonly Name[] };
    case "reduction":
      return reductionAt(w, rebuilt(e, parts) as Reduction, w.b.frames.get(e) as Frame, frame);
    case "bars":
      return countOf(w, e, frame) ?? rebuilt(e, parts);
    case "condition":
      return { ...e, relations: e.relations.map((r) => relationAt(w, r, frame)) };
    case "entry":
      return spread(entryAt(w, rebuilt(e, parts) as Entry, frame), w.expanded);
    default:
      return rebuilt(e, parts);
  }
}

function reductionAt(w: Rewriter, e: Reduction, inner: Frame, outer: Frame): Reduction {
  if (e.operation === "max" || e.operation === "min")
    unread("index/extreme", e.head, `${e.operation} over an index is not derived`, "logsumexp is a smooth maximum");
  const ranges = e.ranges.flatMap((r): readonly Range[] => {
    const letters = r.letters
      .filter((n) => inner.letters.has(n.name))
      .map((n) => ({ ...n, letter: lettered(inner, n) }));
    return letters.length === 0 ? [] : [{ ...rangeAt(w, r, r.implied ? outer : inner), letters }];
  });
  if (ranges.length === 0)
    unread(
      "index/no-letter",
      e.head,
      "nothing says which letter this runs over",
      "write it: \\sum_{i=1}^{N}, sum(i = 1..N, …)",
    );
  return {
    ...e,
    ranges,
    conditions: [...ranges.flatMap(endsAsConditions), ...e.conditions.map((r) => relationAt(w, r, inner))],
  };
}

/** An end that depends on another letter is a condition: l up to T - t - 1. */
function endsAsConditions(r: Range): readonly Relation[] {
  const relation = (n: Name, sign: "<=" | ">=", end: Expression | null): readonly Relation[] =>
    end !== null && postorder(end).some((x) => x.type === "name" && x.letter !== undefined)
      ? [{ left: n, sign, right: end, span: r.span }]
      : [];
  return r.letters.flatMap((n) => [...relation(n, ">=", r.from), ...relation(n, "<=", r.to)]);
}

/** |B| of a set: how many members it has, Σ_{b ∈ B} 1. */
function countOf(w: Rewriter, e: Expression & { readonly type: "bars" }, frame: Frame): Expression | null {
  const set = e.operand.type === "group" ? e.operand.operand : e.operand;
  if (e.double || set.type !== "name" || !w.b.sets.has(set.name)) return null;
  const name: Name = { type: "name", at: undefined, name: "b", typed: "", face: "plain", span: set.span };
  const letter = { ...name, letter: letterOf("binder", name, null) };
  const range: Range = {
    letters: [letter],
    from: null,
    to: null,
    set: setAt(w, set, 1, frame),
    paired: false,
    implied: false,
    span: e.span,
  };
  return {
    type: "reduction",
    operation: "sum",
    ranges: [range],
    conditions: [],
    body: { type: "number", value: "1", span: e.span },
    extent: "parentheses",
    head: e.span,
    span: e.span,
  };
}

const lettered = (frame: Frame, n: Name): Letter => (inFrame(frame, n.name) as { readonly letter: Letter }).letter;

/** `j \ne y_i`, `i < j`: both sides are places. */
function relationAt(w: Rewriter, r: Relation, frame: Frame): Relation {
  const isSet = r.sign === "in" || r.sign === "notin";
  return {
    ...r,
    left: placeAt(w, r.left, frame),
    right: isSet ? setAt(w, r.right, 1, frame) : placeAt(w, r.right, frame),
  };
}

/** A place, or a size: its letters, labels and sizes told apart. */
function placeAt(w: Rewriter, root: Expression, frame: Frame): Expression {
  const stack: Expression[] = [];
  for (const e of postorder(root)) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    stack.push(e.type === "name" ? atomAt(w, e, frame) : rebuilt(e, parts));
  }
  return stack[0] as Expression;
}

function atomAt(w: Rewriter, n: Name, frame: Frame): Name {
  if (isBound(frame, n.name)) return { ...n, letter: lettered(frame, n) };
  const r =
    boundReading(n, frame) ?? allReadings(n, frame).find(({ array, at }) => w.sized.has(array) && at.length === 1);
  if (r !== undefined) return { ...n, name: r.array, at: r.at.map((p) => placeAt(w, p, frame)) };
  return n;
}

function entryAt(w: Rewriter, e: Entry, frame: Frame): Expression {
  const at =
    boundPlaces(e.script, frame) ??
    allReadings(
      {
        type: "name",
        at: undefined,
        name: "",
        typed: "",
        face: "plain",
        scripts: { base: "", below: [e.script], above: [] },
        span: e.span,
      },
      frame,
    ).find((r) => isClosed(w, r.at, frame))?.at;
  if (at === undefined)
    unread(
      "index/entry",
      e.script.span,
      "nothing says which entry this is",
      "the letters of an entry are bound by a sum, a range or a question",
    );
  return { ...e, at: at.map((p) => placeAt(w, p, frame)) };
}

// ---------------------------------------------------------------- names

function nameAt(w: Rewriter, n: Name, frame: Frame): Expression {
  if (n.scripts === undefined) return isBound(frame, n.name) ? { ...n, letter: lettered(frame, n) } : n;
  const r = readingAt(w, n, frame);
  if (r === null) {
    if (w.b.stated.has(n.name)) return n;
    refuseBeyond(w, n, frame);
    return n;
  }
  const at = r.at.map((p) => placeAt(w, p, frame));
  if (isDelta(w, r)) return deltaOf(n, at);
  return memberOrEntry(w, n, r, at);
}

/** The name of a function that stands at places: `\ell_t(h_t)`. */
function calleeAt(w: Rewriter, n: Name, frame: Frame): Name {
  const r = boundReading(n, frame);
  if (r === null) return n;
  familyHead(w, r, n);
  return { ...n, name: r.array, at: r.at.map((p) => placeAt(w, p, frame)) };
}

/** A left side: a family's where its letters are bound, else a name as ever. */
function leftAt(w: Rewriter, n: Name, frame: Frame): Name {
  const r = boundReading(n, frame) ?? beginningAt(w, n, frame);
  if (r === null) return n;
  const at = r.at.map((p) => placeAt(w, p, frame));
  if (w.labels.has(r.array)) return { ...n, name: r.array, at };
  if (isEntries(w, r))
    unread(
      "index/left",
      n.span,
      `${r.array} stands whole elsewhere, so its entries are not defined one by one`,
      `define ${r.array}, or only its entries`,
    );
  familyHead(w, r, n);
  return { ...n, name: r.array, at };
}
