/**
 * From text to a model: names get kinds, sizes are unified over the whole model, expressions are
 * interned. Every fault is a diagnostic; what a fault does not touch is in the model all the same.
 */
import { type Diagnostic, type Reporter, reporter } from "../core/diagnostic.js";
import { dim, ONE } from "../core/dim.js";
import { BudgetError, type Context, context, type Expr } from "../core/expr.js";
import { ShapeError } from "../core/op.js";
import { isColumn, isScalar, SCALAR, type Shape, shape } from "../core/shape.js";
import { sizes as newSizes, unknownsOf } from "../core/unify.js";
import { LIBRARY } from "../functions/library.js";
import { closure, factsOf } from "../ops/facts.js";
import { symbol } from "../ops/symbol.js";
import type { Expression, Name, Span, Statement } from "./ast.js";
import {
  type AskedTerm,
  ask,
  numeratorText,
  type SideTerm,
  sideTerms,
  symbolsOf as variablesOf,
} from "./elaborate-asked.js";
import { build, plainApplication } from "./elaborate-build.js";
import { derivativeTerm, elaborate, statedSize } from "./elaborate-expressions.js";
import { stateFacts } from "./elaborate-facts.js";
import {
  assume,
  type Definition,
  entryOf,
  expressionsOf,
  isBuiltin,
  isConstant,
  observe,
  sizeNames,
} from "./elaborate-names.js";
import { dependencyOrder } from "./elaborate-order.js";
import { type Reading, read } from "./elaborate-reading.js";
import {
  type Entry,
  type Fault,
  fault,
  type Owner,
  resolved,
  type Scope,
  shower,
  typed,
  warn,
} from "./elaborate-scope.js";
import { isEmptySize } from "./elaborate-sizes.js";
import type { Term } from "./elaborate-terms.js";
import { type Complaint, complain, decideAll, sameShapes } from "./infer.js";
import type { Claim, Equation, Model, ModelSymbol, Query, Role, Side } from "./model.js";

/** What `parse` takes besides the text. */
export interface ParseOptions {
  /** Nothing is assumed: an undeclared name is an error. */
  readonly strict?: boolean;
  /** Expression nodes before `budget/nodes` is reported. */
  readonly maxNodes?: number;
}

/** The model that statements state. `said` holds what reading them has reported already. */
export function elaborateModel(
  source: string,
  statements: readonly Statement[],
  said: Reporter,
  options: ParseOptions = {},
): Model {
  const faults: Fault[] = [];
  const scope: Scope = {
    source,
    strict: options.strict ?? false,
    sizes: newSizes(),
    names: new Map(),
    pending: [],
    owner: { faulty: false, faults },
  };
  const definitions = heads(scope, statements);
  observeAll(scope, statements, definitions);
  assume(scope);
  declareShapes(scope, statements);
  const reading = readingOf(scope);
  const owners = definitions.map((): Owner => ({ faulty: false, faults }));
  const order = ordered(scope, definitions, owners);
  const terms = new Map<number, Term>();
  for (const i of order) {
    const term = define(scope, definitions[i] as Definition, owners[i] as Owner, reading);
    if (term !== null) terms.set(i, term);
  }
  const asked: AskedTerm[] = [];
  for (const s of statements) {
    scope.owner = { faulty: false, faults };
    if (s.type === "query" || s.type === "claim") {
      const mark = scope.sizes.mark();
      const found = ask(scope, s, reading);
      if (found === null || scope.owner.faulty) scope.sizes.undo(mark);
      if (found !== null) asked.push(found);
    } else if (s.type === "scheme") {
      const why = s.reason === "dots" ? "it leaves something out with dots" : "it is written entry by entry";
      warn(scope, `scheme/${s.reason}`, s.span, `this is read but not judged: ${why}`);
    }
    scope.sizes.settle();
  }
  decideAll(scope);
  nameSizes(scope, (n) => n.inModel);

  const sides = asked.map((a) => sideTerms(scope, a, reading));
  decideAll(scope);
  nameSizes(scope, () => true);

  const home = context(LIBRARY, options.maxNodes);
  const equations = buildEquations(scope, home, definitions, order, owners, terms);
  const speak = (f: Fault, to: Reporter) =>
    to.report(f.severity, f.code, f.span, f.message(show), withHint(f.hint(show)));
  const show = shower(scope, new Map());
  const questions = asked
    .map((a, i) => question(scope, home, a, sides[i] ?? [], (f) => diagnosticOf(source, f, speak)))
    .filter((q) => q !== null);
  for (const f of faults.sort((a, b) => a.span.start - b.span.start)) speak(f, said);
  return {
    source,
    context: home,
    symbols: symbolsOf(scope),
    equations,
    functions: [],
    asked: questions,
    assumptions: assumptionsOf(scope),
    diagnostics: sorted(said.diagnostics),
  };
}

const withHint = (hint: string | null) => (hint === null ? {} : { hint });

const sorted = (all: readonly Diagnostic[]): readonly Diagnostic[] =>
  all.slice().sort((a, b) => a.line - b.line || a.column - b.column);

// ---------------------------------------------------------------- names

/** Declared and defined names, each once; the definitions in the order of the text. */
function heads(scope: Scope, statements: readonly Statement[]): Definition[] {
  const definitions: Definition[] = [];
  for (const s of statements) {
    if (s.type === "declaration") {
      for (const n of s.names) declare(scope, n, s);
      for (const size of s.kind.sizes) for (const n of sizeNames(size)) declareSize(scope, n);
    } else if (s.type === "definition") {
      if (reserved(scope, s.name)) continue;
      const entry = entryOf(scope, s.name.name, s.name.span);
      if (entry.definition !== null) {
        const first = definitions[entry.definition] as Definition;
        fault(scope, "name/defined-twice", s.name.span, `${typed(scope, s.name.span)} is defined twice`, {
          hint: `it is defined already: ${typed(scope, first.span)}`,
        });
        continue;
      }
      entry.definition = definitions.length;
      entry.span = entry.declared === null ? s.name.span : entry.span;
      definitions.push({ name: s.name, value: s.value, span: s.span, needs: new Map() });
    }
  }
  return definitions;
}

function reserved(scope: Scope, n: Name): boolean {
  if (!isBuiltin(n.name)) return false;
  fault(scope, "name/reserved", n.span, `${typed(scope, n.span)} is built in and cannot be a name of the model`);
  return true;
}

function declare(scope: Scope, n: Name, s: Statement & { type: "declaration" }): void {
  if (reserved(scope, n)) return;
  const entry = entryOf(scope, n.name, n.span);
  if (entry.declared !== null) {
    const what = entry.kind === "size" && s.kind.name !== "size" ? "is a size already" : "is declared twice";
    fault(scope, "name/declared-twice", n.span, `${typed(scope, n.span)} ${what}`, {
      hint: `it stands already as ${entry.declared.text}`,
    });
    return;
  }
  entry.kind = s.kind.name;
  entry.span = n.span;
  entry.seen[n.face] = true;
  entry.inModel = true;
  entry.declared = { span: n.span, text: `${typed(scope, n.span)} : ${typed(scope, s.kind.span)}` };
}

/** A size symbol in a declaration. */
function declareSize(scope: Scope, n: Name): void {
  if (reserved(scope, n)) return;
  const entry = entryOf(scope, n.name, n.span);
  if (entry.declared === null && entry.definition === null) {
    entry.declared = { span: n.span, text: `${typed(scope, n.span)} : size` };
    entry.kind = "size";
    entry.shape = SCALAR;
    entry.inModel = true;
  }
}

function observeAll(scope: Scope, statements: readonly Statement[], definitions: readonly Definition[]): void {
  const none: ReadonlySet<string> = new Set();
  const ignore = () => {};
  for (const d of definitions)
    observe(scope, d.value, true, none, (name, span) => {
      if (scope.names.get(name)?.definition !== null && !d.needs.has(name)) d.needs.set(name, span);
    });
  for (const s of statements) {
    if (s.type === "definition" || s.type === "declaration") continue;
    const { stated, claimed } = expressionsOf(s);
    for (const e of stated) observe(scope, e, true, none, ignore);
    for (const e of claimed) observe(scope, e, false, none, ignore);
  }
}

const readingOf = (scope: Scope): Reading => ({
  isFunction: (name) => (isBuiltin(name) && !isConstant(scope, name)) || scope.names.get(name)?.kind === "function",
  isSpelling: () => false,
  onDivided: (callee, span) =>
    warn(
      scope,
      "product/divided",
      span,
      `${typed(scope, callee.span)} is no function, so this divides by ${typed(scope, callee.span)} and multiplies by the parenthesis`,
      `write / (${typed(scope, span)}) to divide by both`,
    ),
});

// ---------------------------------------------------------------- declarations

/** The shapes and facts that declarations state. */
function declareShapes(scope: Scope, statements: readonly Statement[]): void {
  for (const s of statements) {
    if (s.type !== "declaration") continue;
    const { faults } = scope.owner;
    scope.owner = { faulty: false, faults };
    const stated = declaredShape(scope, s);
    for (const n of s.names) {
      const entry = scope.names.get(n.name);
      if (entry === undefined || entry.declared?.span !== n.span) continue;
      if (stated === null) entry.faulty = true;
      else {
        entry.shape = stated;
        stateFacts(scope, entry, s.facts);
      }
    }
    scope.owner = { faulty: false, faults };
  }
}

const WANTED = { scalar: 0, vector: 1, matrix: 2, function: 0, size: 0 } as const;

function declaredShape(scope: Scope, s: Statement & { type: "declaration" }): Shape | null {
  const { name, sizes, span } = s.kind;
  const wanted = WANTED[name];
  if (sizes.length !== wanted) {
    const example = name === "vector" ? "vector(n)" : name === "matrix" ? "matrix(n, m)" : name;
    const what =
      sizes.length === 0
        ? "its size is missing"
        : `it has ${wanted} ${wanted === 1 ? "size" : "sizes"}, not ${sizes.length}`;
    fault(scope, "declaration/sizes", span, `${typed(scope, span)}: ${what}`, { hint: `write ${example}` });
    return null;
  }
  const found = sizes.map((e) => positiveSize(scope, e));
  if (found.includes(null)) return null;
  const [n, m] = found;
  if (name === "matrix" && n && m) return shape(n, m);
  return name === "vector" && n ? shape(n, ONE) : SCALAR;
}

function positiveSize(scope: Scope, e: Expression) {
  const d = statedSize(scope, e);
  if (d === null || !isEmptySize(d)) return d;
  fault(scope, "declaration/empty", e.span, `a size is at least 1, not ${d}`);
  return null;
}

// ---------------------------------------------------------------- definitions

/** The order of definitions without circles, each of which is reported once. */
function ordered(scope: Scope, definitions: readonly Definition[], owners: readonly Owner[]): readonly number[] {
  const indexOf = new Map(definitions.map((d, i) => [d.name.name, i]));
  const { order, circles } = dependencyOrder(definitions, indexOf);
  for (const { members, span } of circles) {
    const names = members.map((m) => (definitions[m] as Definition).name.name);
    const first = names[0] ?? "";
    const shown = names.length > 6 ? `${names.slice(0, 6).join(", ")}, …` : names.join(", ");
    const message = names.length === 1 ? `${first} is defined by itself` : `${shown} are defined by one another`;
    fault(scope, "definition/circle", span, message, {}, owners[members[0] as number] as Owner);
    for (const m of members) {
      (owners[m] as Owner).faulty = true;
      const entry = scope.names.get((definitions[m] as Definition).name.name);
      if (entry !== undefined) entry.faulty = true;
    }
  }
  return order;
}

/** Infers one definition; null, and a faulty name, where something is wrong. */
function define(scope: Scope, d: Definition, owner: Owner, reading: Reading): Term | null {
  const entry = scope.names.get(d.name.name) as Entry;
  scope.owner = owner;
  const mark = scope.sizes.mark();
  const term = owner.faulty || entry.faulty ? null : valueTerm(scope, read(d.value, reading));
  if (term !== null && term.shape !== null && entry.shape !== null && !owner.faulty) agrees(scope, d, entry, term);
  if (term === null || term.shape === null || owner.faulty) {
    owner.faulty = true;
    entry.faulty = true;
    scope.sizes.undo(mark);
    return null;
  }
  entry.shape ??= term.shape;
  scope.sizes.settle();
  return term;
}

/** A derivative that is the whole of a side has the shape of its variable. */
export function valueTerm(scope: Scope, root: Expression): Term {
  let e = root;
  while (e.type === "group") e = e.operand;
  if (e.type !== "derivative") return elaborate(scope, root);
  return derivativeTerm(
    scope,
    e,
    [e.of, ...e.variables].map((x) => elaborate(scope, x)),
    "gradient",
  );
}

/** The shape that is stated of a defined name is the one of its definition. */
function agrees(scope: Scope, d: Definition, entry: Entry, term: Term): void {
  const [stated, found] = [entry.shape as Shape, term.shape as Shape];
  const c: Complaint = {
    code: "shape/declared",
    span: d.name.span,
    message: (show) => `${entry.name} is declared ${show(stated)}, and its definition is ${show(found)}`,
    about: [term],
  };
  if (!sameShapes(scope, stated, found, c)) complain(scope, c);
}

function buildEquations(
  scope: Scope,
  home: Context,
  definitions: readonly Definition[],
  order: readonly number[],
  owners: readonly Owner[],
  terms: ReadonlyMap<number, Term>,
): Equation[] {
  const equations: Equation[] = [];
  for (const entry of scope.names.values())
    if (entry.definition === null && entry.facts.size > 0) home.facts.set(entry.name, closure(entry.facts));
  for (const i of order) {
    const d = definitions[i] as Definition;
    const owner = owners[i] as Owner;
    const entry = scope.names.get(d.name.name) as Entry;
    const term = terms.get(i);
    scope.owner = owner;
    for (const name of d.needs.keys()) if (scope.names.get(name)?.faulty === true) owner.faulty = true;
    const value = term === undefined || owner.faulty ? null : built(scope, home, term, d.span);
    if (value === null) {
      entry.faulty = true;
      continue;
    }
    entry.kind = kindOf(value.shape);
    entry.shape = value.shape;
    home.definitions.set(entry.name, value);
    const facts = closure([...entry.facts, ...factsOf(value)]);
    if (facts.size > 0) home.facts.set(entry.name, facts);
    equations.push({ name: entry.name, symbol: symbol(home, entry.name, value.shape), value, span: d.span });
  }
  return equations;
}

const kindOf = (s: Shape) => (isScalar(s) ? "scalar" : isColumn(s) ? "vector" : "matrix");

/** The expression of a term, or null where building it reports a fault. */
export function built(scope: Scope, home: Context, term: Term, span: Span): Expr | null {
  try {
    return build(scope, home, term, plainApplication);
  } catch (e) {
    if (e instanceof ShapeError) fault(scope, e.code, term.span, e.message, e.hint === null ? {} : { hint: e.hint });
    else if (e instanceof BudgetError) fault(scope, "budget/nodes", span, e.message);
    else throw e;
    return null;
  }
}

// ---------------------------------------------------------------- sizes

const SIZE_NAMES = ["n", "m", "p", "q", "r", "k", "l", "d"];

/** Names the sizes that are still unknown, in the order in which the names that have them appear. */
function nameSizes(scope: Scope, which: (n: Entry) => boolean): void {
  let next = 0;
  const fresh = (): string => {
    for (;;) {
      const name = next < SIZE_NAMES.length ? (SIZE_NAMES[next] as string) : `n_${next - SIZE_NAMES.length + 1}`;
      next += 1;
      if (!scope.names.has(name)) return name;
    }
  };
  const byPlace = [...scope.names.values()].filter((n) => n.shape !== null && which(n));
  byPlace.sort((a, b) => a.span.start - b.span.start);
  for (const n of byPlace)
    for (const d of [n.shape?.rows, n.shape?.cols])
      for (const u of d === undefined ? [] : unknownsOf(scope.sizes.resolve(d))) {
        const name = fresh();
        scope.sizes.equate(dim(u), dim(name));
        const entry = entryOf(scope, name, n.span);
        entry.kind = "size";
        entry.assumed = true;
        entry.shape = SCALAR;
      }
}

// ---------------------------------------------------------------- the model

function symbolsOf(scope: Scope): ReadonlyMap<string, ModelSymbol> {
  const out = new Map<string, ModelSymbol>();
  for (const n of byAppearance(scope)) {
    if (n.faulty || n.shape === null) continue;
    if (n.declared === null && n.definition === null && !n.assumed) continue;
    const s = resolved(scope, n.shape);
    out.set(n.name, {
      name: n.name,
      kind: n.assumed && n.kind !== "function" && n.kind !== "size" ? kindOf(s) : n.kind,
      shape: s,
      facts: closure(n.facts),
      role: roleOf(n),
      assumed: n.assumed,
      span: n.span,
    });
  }
  return out;
}

function byAppearance(scope: Scope): readonly Entry[] {
  return [...scope.names.values()].sort((a, b) => a.span.start - b.span.start);
}

function roleOf(n: Entry): Role {
  if (n.kind === "function" || n.kind === "size") return n.kind;
  if (n.definition !== null) return "defined";
  return n.facts.has("data") ? "data" : "input";
}

function assumptionsOf(scope: Scope): readonly { readonly name: string; readonly text: string }[] {
  const out: { name: string; text: string }[] = [];
  for (const n of byAppearance(scope)) {
    if (!n.assumed || n.faulty || n.shape === null || (n.kind === "size" && !n.seen.asSize)) continue;
    out.push({ name: n.name, text: `${n.name} : ${kindText(n, resolved(scope, n.shape))}` });
  }
  return out;
}

function kindText(n: Entry, s: Shape): string {
  if (n.kind === "function" || n.kind === "size") return n.kind;
  if (isScalar(s)) return "scalar";
  return isColumn(s) ? `vector(${s.rows})` : `matrix(${s.rows}, ${s.cols})`;
}

// ---------------------------------------------------------------- queries and claims

function question(
  scope: Scope,
  home: Context,
  a: AskedTerm,
  sides: readonly SideTerm[],
  diagnostic: (f: Fault) => Diagnostic,
): Model["asked"][number] | null {
  const { ast, owner } = a;
  scope.owner = owner;
  const mentioned = [a.of, ...a.variables, ...(a.direction === null ? [] : [a.direction])];
  if (owner.faulty || mentioned.some((t) => mentionsFaulty(scope, t))) return null;
  const of = built(scope, home, a.of, ast.span);
  const direction = a.direction === null ? null : built(scope, home, a.direction, ast.span);
  if (of === null || owner.faulty) return null;
  const query: Query = {
    of,
    ofText: numeratorText(scope, ast),
    wrt: variablesOf(scope, home, a.variables),
    order: ast.order,
    nabla: ast.nabla,
    direction,
    span: a.statement.span,
  };
  if (a.statement.type === "query") return { type: "query", query };
  const claim: Claim = {
    query,
    sides: sides.map((s) => side(scope, home, s, diagnostic)),
    unjudged: a.unjudged,
    span: a.statement.span,
  };
  return { type: "claim", claim };
}

function side(scope: Scope, home: Context, s: SideTerm, diagnostic: (f: Fault) => Diagnostic): Side {
  scope.owner = s.owner;
  const text = scope.source.slice(s.span.start, s.span.end).replace(/\s+/g, " ").trim();
  const sound = s.term !== null && !s.owner.faulty && !mentionsFaulty(scope, s.term);
  const value = sound ? built(scope, home, s.term as Term, s.span) : null;
  if (value !== null) return { text, value, fault: null, span: s.span };
  if (s.owner.faults.length === 0) fault(scope, "claim/depends", s.span, "it uses a name that has a fault");
  return { text, value: null, fault: diagnostic(s.owner.faults[0] as Fault), span: s.span };
}

/** Whether a term holds a name whose definition has a fault. */
function mentionsFaulty(scope: Scope, root: Term): boolean {
  const todo: Term[] = [root];
  for (let t = todo.pop(); t !== undefined; t = todo.pop()) {
    if (t.type === "poison" || (t.type === "symbol" && scope.names.get(t.name)?.faulty === true)) return true;
    for (const p of t.parts) todo.push(p);
  }
  return false;
}

/** A diagnostic that is not among the model's. */
function diagnosticOf(source: string, f: Fault, speak: (f: Fault, to: Reporter) => void): Diagnostic {
  const aside = reporter(source);
  speak(f, aside);
  return aside.diagnostics[0] as Diagnostic;
}
