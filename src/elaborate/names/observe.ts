/** Reads expressions for evidence of what their names are. */
import {
  type Call,
  type Expression,
  type Name,
  type Postfix,
  postorder,
  type Span,
  ungrouped,
} from "../../parse/ast.js";
import { ARROW } from "../dots.js";
import { type Entry, entryOf, type Scope, typed } from "../scope.js";
import { isFunctional } from "./applied.js";
import { arrayNames } from "./array-names.js";
import { sizesFrom } from "./calls.js";
import { isStated, isUpper, record, type Sign } from "./evidence.js";
import { imaginaryIn } from "./imaginary.js";
import { identitySize, isReserved } from "./kinds.js";
import { loneName, raisedName } from "./lone.js";
import { amplitudesIn, surroundingsIn } from "./surroundings.js";

/** The parameters with which names are defined: `f(x) = …`. */
export type Parameters = ReadonlyMap<string, readonly Name[]>;

/** Facts about a text that its expressions need before they are read. */
export interface Heading {
  readonly parameters: Parameters;
  /** Names by which derivatives are asked for. */
  readonly asked: ReadonlySet<string>;
}

/** `u(x)`, `A(x, t)`: whether a call is of names, with one among them by which is derived. */
const isOf = (call: Call, asked: ReadonlySet<string>): boolean =>
  call.args.every((a) => a.type === "name") && call.args.some((a) => a.type === "name" && asked.has(a.name));

/** Whether a call is the left side of the definition of what it calls. */
export const spells = (call: Call, parameters: readonly Name[] | undefined): boolean =>
  parameters !== undefined &&
  call.primes === 0 &&
  call.args.length === parameters.length &&
  call.args.every((a, i) => a.type === "name" && a.name === parameters[i]?.name);

/** Records how a name is set. */
export function see(scope: Scope, { evidence }: Entry, n: Name): void {
  if (n.face === "bold" && ARROW.test(typed(scope, n.span))) {
    record(evidence, "arrow", n.span);
    delete evidence.signs.upper;
  }
  if (n.face === "bold") record(evidence, "bold", n.span);
  else record(evidence, n.latex === true ? "light" : "typed", n.span);
}

/** Records how names occur in an expression. */
export function observe(
  scope: Scope,
  root: Expression,
  inModel: boolean,
  { parameters, asked }: Heading,
  mention: (name: string, span: Span) => void,
): void {
  const occurrence = (n: Name): Entry | null => {
    if (isReserved(n.name) || isPlace(scope, n)) return null;
    const size = identitySize(scope, n.name);
    if (size !== null) {
      if (!/^\d+$/.test(size)) markSize(scope, { ...n, name: size }, inModel);
      return null;
    }
    const entry = entryOf(scope, n.name, n.span);
    if (n.span.start < entry.span.start && !isStated(entry.evidence)) entry.span = n.span;
    entry.inModel ||= inModel;
    see(scope, entry, n);
    mention(n.name, n.span);
    return entry;
  };
  const show = (n: Name, sign: Sign): void => {
    const entry = scope.names.get(n.name);
    if (entry !== undefined) record(entry.evidence, sign, n.span);
  };
  const isNumber = (name: string): boolean => scope.names.get(name)?.evidence.declared?.kind === "scalar";
  const nodes = postorder(root);
  const raised = raisedIn(scope, nodes);
  const labels = labelsIn(nodes);
  const counts = countsIn(nodes);
  for (const e of nodes) {
    for (const n of placesIn(e)) if (n.letter === undefined && !isPlace(scope, n)) markSize(scope, n, inModel);
    const taken = e.type === "entry" && e.operand.type === "name" && e.operand.at === undefined ? e.operand : null;
    if (taken !== null && e.type === "entry") show(taken, e.at?.length === 2 ? "paired" : "indexed");
    for (const { name, sign } of arrayNames(e, isNumber)) show(name, sign);
    for (const name of addedToSum(e)) show(name, "added");
    for (const name of starredIn(e)) show(name, "starred");
    for (const name of leadingIn(e)) show(name, "leading");
    for (const name of amplitudesIn(e)) show(name, "amplitude");
    for (const sign of surroundingsIn(e)) scope.surroundings.add(sign);
    if (e.type === "postfix" && e.operand.type === "name" && isPowered(e)) show(e.operand, "raised");
    if (e.type === "fraction" && e.numerator.type === "name" && e.denominator.type === "name")
      if (counts.has(e.denominator.name)) show(e.numerator, "spread");
    if (e.type === "blocks") for (const b of e.rows.flat()) if (b.type === "name") show(b, "block");
    for (const { name, isLone } of inverted(e)) {
      show(name, "inverted");
      if (isLone) show(name, "invertedAt");
    }
    for (const name of imaginaryIn(e)) show(name, "imaginary");
    if (e.type === "name") {
      const entry = occurrence(e);
      if (entry === null) continue;
      record(entry.evidence, raised.has(e) ? "applied" : "alone", e.span);
      if (e.at !== undefined) record(entry.evidence, e.at.length > 1 ? "cell" : "member", e.span);
      if (e.face === "text" && e.latex === true) record(entry.evidence, "upright", e.span);
    } else if (e.type === "derivative") {
      // ∂s/∂f says nothing of what f is: where f is applied, it stays a function.
      for (const v of [...e.variables, e.of]) {
        if (v.type !== "name") continue;
        show(v, "asked");
        if (v.latex !== true) show(v, "askedTyped");
      }
      for (const v of e.variables) show(v, "by");
    } else if (e.type === "call" && e.callee.name === "unit" && e.args.length === 2) {
      for (const n of sizeNames(e.args[1] as Expression)) markSize(scope, n, inModel);
    } else if (e.type === "call") {
      const { span } = e.callee;
      const entry = occurrence(e.callee);
      if (entry !== null) {
        record(entry.evidence, "applied", span);
        if (e.callee.at !== undefined) record(entry.evidence, e.callee.at.length > 1 ? "cell" : "member", span);
        if (e.callee.face === "text" && e.callee.latex === true) record(entry.evidence, "upright", span);
        if (isOf(e, asked)) record(entry.evidence, "ofVariable", span);
        if (e.primes > 0) record(entry.evidence, "primed", span);
        if (e.primes === 1 && e.args.length === 1 && loneName(e.args[0] as Expression) === null) {
          record(entry.evidence, "turned", span);
          if (isOfArrays(e.args[0] as Expression)) record(entry.evidence, "turnedArray", span);
        }
        if (!spells(e, parameters.get(e.callee.name))) record(entry.evidence, "elsewhere", span);
      }
      const from = sizesFrom(e.callee.name);
      if (from !== null) for (const a of e.args.slice(from)) for (const n of sizeNames(a)) markSize(scope, n, inModel);
    }
    if (e.type === "name" && labels.has(e.name)) show(e, "label");
    // A callee has its entry by now.
    for (const { name, sign } of factorsOf(e)) show(name, sign);
  }
}

/** Whether a term of an expression is a matrix times something: of bold letters a function may be taken as well. */
function isOfArrays(root: Expression): boolean {
  const e = ungrouped(root);
  const terms = e.type === "sum" && e.terms.length <= MOST_FACTORS ? e.terms.map((t) => ungrouped(t.term)) : [e];
  return terms.some((t) => t.type === "product" && t.first.type === "name" && isUpper(t.first.name));
}

/** Names of functions that stand with a power before what they are applied to, `f^2(x)`. */
function raisedIn(scope: Scope, nodes: readonly Expression[]): ReadonlySet<Expression> {
  const out = new Set<Expression>();
  for (const e of nodes) {
    if (e.type !== "product") continue;
    let before = e.first;
    for (const { operator, operand } of e.rest) {
      const raised = operator === "juxtaposition" ? raisedName(before, operand) : null;
      if (raised !== null && isRaisedFunction(scope, raised)) out.add(raised.name);
      before = operand;
    }
  }
  return out;
}

/** A letter of functions at one name, but for σ^2, which is a variance first. */
const isRaisedFunction = (scope: Scope, { name, of }: { readonly name: Name; readonly of: Expression }): boolean => {
  const entry = scope.names.get(name.name);
  if (entry !== undefined && isStated(entry.evidence)) return false;
  return name.name !== "sigma" && isFunctional(name.name) && loneName(of) !== null;
};

/** Names of the numbers of terms of the sums in an expression. */
const countsIn = (nodes: readonly Expression[]): ReadonlySet<string> =>
  new Set(
    nodes.flatMap((e) =>
      e.type === "reduction" ? e.ranges.flatMap((r) => (r.to?.type === "name" ? [r.to.name] : [])) : [],
    ),
  );

/** The terms that are names beside a sum over an index. */
function addedToSum(e: Expression): readonly Name[] {
  if (e.type !== "sum") return [];
  const terms = e.terms.map(({ term }) => (term.type === "product" ? (term.rest.at(-1)?.operand ?? term) : term));
  return terms.some((t) => t.type === "reduction") ? terms.filter(isName) : [];
}

/** Names with a star, `ψ^*`, or with a bar before a matrix, whose own letter follows in the product. */
function starredIn(e: Expression): readonly Name[] {
  if (e.type !== "product" || e.rest.length > MOST_FACTORS) return [];
  const factors = [e.first, ...e.rest.map((r) => r.operand)].map(ungrouped);
  return factors.filter(isName).filter((n) => {
    const [, base, mark] = /^(.+)_(star|bar)$/.exec(n.name) ?? [];
    const behind = factors.slice(factors.indexOf(n) + 1);
    const own = behind.findIndex((f) => f.type === "name" && f.name === base);
    const between = behind.slice(0, Math.max(own, 0));
    const isThrough = between.length > 0 && between.every((f) => f.type === "name" && isUpper(f.name));
    return own >= 0 && (isThrough || (mark === "star" && own === 0));
  });
}

/** Names where numbers stand: before the first factor in bold, or alone over or under a fraction line. */
function leadingIn(e: Expression): readonly Name[] {
  if (e.type === "fraction") return [e.numerator, e.denominator].map(ungrouped).filter(isName);
  if (e.type !== "product" || e.rest.length > MOST_FACTORS) return [];
  const factors = [e.first, ...e.rest.map((r) => r.operand)].map(ungrouped);
  const first = factors.findIndex(beginsBold);
  return factors.slice(0, Math.max(first, 0)).filter(isName);
}

/** Whether what stands first in an expression is set in bold, `\\mathbf{A}^{-1}`, `(\\mathbf{x} + b)`, or is a matrix in brackets. */
function beginsBold(root: Expression): boolean {
  let e = root;
  for (let depth = 0; depth < MOST_FACTORS; depth++) {
    if (e.type === "name") return e.face === "bold";
    if (e.type === "group" || e.type === "postfix" || e.type === "negation") e = e.operand;
    else if (e.type === "sum" && e.terms[0] !== undefined) e = e.terms[0].term;
    else if (e.type === "product") e = e.first;
    else return e.type === "blocks";
  }
  return false;
}

/** The names of a product, in front of another factor or behind all; `λ (x)` may be one. */
function factorsOf(e: Expression): readonly { readonly name: Name; readonly sign: "front" | "behind" }[] {
  const factors =
    e.type === "product" && e.rest.length <= MOST_FACTORS
      ? [e.first, ...e.rest.map((r) => r.operand)]
      : e.type === "call" && e.args.length === 1
        ? [e.callee, ...e.args]
        : [];
  const all = factors.map(ungrouped);
  return all.flatMap((name, i) =>
    isName(name) ? [{ name, sign: i === all.length - 1 ? ("behind" as const) : ("front" as const) }] : [],
  );
}

/** `T^4`, and no `T^{-1}` or label. */
const isPowered = ({ operators: [o] }: Postfix): boolean =>
  o?.type === "power" && o.exponent.type === "number" && Number(o.exponent.value) >= 2;

const MOST_FACTORS = 20;

/** `y log(p) + (1 - y) log(1 - p)`: the names y and p, each of which stands by itself and as 1 less it. */
function labelsIn(nodes: readonly Expression[]): ReadonlySet<string> {
  const [plain, less] = [new Set<string>(), new Set<string>()];
  for (const e of nodes) {
    if (e.type !== "product" || e.rest.length > MOST_FACTORS) continue;
    const factors = [e.first, ...e.rest.map((r) => r.operand)].map((f) => (f.type === "negation" ? f.operand : f));
    const log = factors.find((f) => f.type === "call" && LOGARITHMS.has(f.callee.name));
    if (log?.type !== "call") continue;
    for (const f of [...factors, ...log.args].map(ungrouped)) {
      if (f.type === "name") plain.add(f.name);
      const name = f.type === "sum" ? complementOf(f.terms) : null;
      if (name !== null) less.add(name);
    }
  }
  return new Set([...plain].filter((n) => less.has(n)));
}

const LOGARITHMS: ReadonlySet<string> = new Set(["log", "ln", "log2"]);

/** The name of `1 - y`. */
function complementOf(terms: readonly { readonly sign: 1 | -1; readonly term: Expression }[]): string | null {
  const [one, name] = terms;
  const isOne = one?.sign === 1 && one.term.type === "number" && one.term.value === "1";
  return terms.length === 2 && isOne && name?.sign === -1 && name.term.type === "name" ? name.term.name : null;
}

/** A letter, or a label: no value of the model. */
const isPlace = (scope: Scope, n: Name): boolean =>
  n.letter !== undefined || scope.indices.labels.has(n.name) || scope.indices.sets.has(n.name);

/** The names in the places and ranges of a node: letters, labels, sizes. */
function placesIn(e: Expression): readonly Name[] {
  const within = (x: Expression | null): readonly Name[] =>
    x === null ? [] : postorder(x).filter(isName).flatMap(withPlaces);
  if (e.type === "name") return (e.at ?? []).flatMap(within);
  if (e.type === "entry") return (e.at ?? []).flatMap(within);
  if (e.type === "call") return (e.callee.at ?? []).flatMap(within);
  if (e.type === "condition") return e.relations.flatMap((r) => [...within(r.left), ...within(r.right)]);
  if (e.type !== "reduction") return [];
  return [
    ...e.ranges.flatMap((r) => [...within(r.from), ...within(r.to)]),
    ...e.conditions.flatMap((r) => [...within(r.left), ...within(r.right)]),
  ];
}

const isName = (e: Expression): e is Name => e.type === "name";
const withPlaces = (n: Name): readonly Name[] => [n, ...(n.at ?? []).flatMap((p) => postorder(p).filter(isName))];

/** The names of a product that stand in it as `f^-1(…)`, which is spelled as an inverse function is. */
function inverted(e: Expression): readonly { readonly name: Name; readonly isLone: boolean }[] {
  if (e.type !== "product") return [];
  let before = e.first;
  // uᵀ X^{-1} (u) is a product.
  let isRow = false;
  const names: { readonly name: Name; readonly isLone: boolean }[] = [];
  for (const { operator, operand } of e.rest) {
    const name = before.type === "postfix" && before.operand.type === "name" ? before.operand : null;
    const isInverse = before.type === "postfix" && before.operators.at(-1)?.type === "inverse";
    const touched = name?.latex === true || before.span.end === operand.span.start;
    const argument = operand.type === "postfix" ? operand.operand : operand;
    if (name !== null && isInverse && touched && operator === "juxtaposition" && argument.type === "group")
      names.push({ name, isLone: !isRow && loneName(argument.operand) !== null });
    isRow ||= before.type === "postfix" && before.operators.some((o) => o.type === "transpose" || o.type === "prime");
    before = operand;
  }
  return names;
}

function markSize(scope: Scope, n: Name, inModel: boolean): void {
  if (isReserved(n.name)) return;
  const entry = entryOf(scope, n.name, n.span);
  record(entry.evidence, "size", n.span);
  if (inModel) record(entry.evidence, "modelSize", n.span);
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
