/** Declarations and definitions: stated shapes, inferred shapes, equations. */
import { ONE } from "../core/dim.js";
import { BudgetError, type Context, type Expr } from "../core/expr.js";
import { NotDifferentiable, ShapeError } from "../core/op.js";
import { kindOf, SCALAR, type Shape, shape } from "../core/shape.js";
import type { Equation } from "../model/model.js";
import { closure, factsOf } from "../ops/facts.js";
import { symbol } from "../ops/symbol.js";
import { type Expression, postorder, type Span, type Statement, ungrouped } from "../parse/ast.js";
import { type Application, build, UnknownSize } from "./build.js";
import { stateFacts } from "./facts.js";
import type { Definition } from "./names/kinds.js";
import { dependencyOrder } from "./order.js";
import { type Reading, read } from "./reading.js";
import { type Entry, type Fault, fault, type Owner, ownerOf, type Scope, typed } from "./scope.js";
import { derivativeTerm, nameWithoutDefinition } from "./shapes/derivative.js";
import { elaborate } from "./shapes/expressions.js";
import { type Complaint, complain, sameShapes } from "./shapes/infer.js";
import { statedSize } from "./shapes/stated-size.js";
import { isEmptySize } from "./sizes.js";
import type { Term } from "./terms.js";

// ---------------------------------------------------------------- declarations

/** The shapes and facts that declarations state. */
export function declareShapes(scope: Scope, statements: readonly Statement[]): void {
  const { owner } = scope;
  for (const s of statements) {
    if (s.type !== "declaration") continue;
    scope.owner = ownerOf(owner.faults);
    const here = new Set<Span | undefined>(s.names.map((n) => n.span));
    const own = s.names
      .map((n) => scope.names.get(n.name))
      .filter((n): n is Entry => n !== undefined && here.has(n.declared?.span));
    if (isOpen(scope, s)) for (const n of own) openShape(scope, n);
    else {
      const stated = declaredShape(scope, s);
      for (const n of own) {
        n.shape = stated;
        if (stated === null) n.faulty = true;
      }
    }
    for (const n of own) stateFacts(scope, n, s.facts);
  }
  scope.owner = owner;
}

const WANTED = { scalar: 0, vector: 1, matrix: 2, function: 0, size: 0 } as const;

/** `x : vector`: the kind is stated, the sizes are left to be inferred, which strict mode does not do. */
const isOpen = (scope: Scope, s: Statement & { type: "declaration" }): boolean =>
  s.kind.sizes.length === 0 &&
  WANTED[s.kind.name] > 0 &&
  !scope.strict &&
  !scope.source.slice(s.kind.span.start, s.kind.span.end).includes("(");

function openShape(scope: Scope, n: Entry): void {
  const { sizes } = scope;
  n.shape = shape(sizes.fresh(), n.kind === "matrix" ? sizes.fresh() : ONE);
  n.assumed = true;
}

function declaredShape(scope: Scope, s: Statement & { type: "declaration" }): Shape | null {
  const { name, sizes, span } = s.kind;
  const wanted = WANTED[name];
  if (sizes.length !== wanted) {
    const example = name === "vector" ? "vector(n)" : name === "matrix" ? "matrix(n, m)" : name;
    const one = wanted === 1 ? "size" : "sizes";
    const what = sizes.length === 0 ? `its ${one} are missing` : `it has ${wanted} ${one}, not ${sizes.length}`;
    fault(
      scope,
      "declaration/sizes",
      span,
      `${typed(scope, span)}: ${wanted === 1 ? what.replace("are", "is") : what}`,
      {
        hint: `write ${example}`,
      },
    );
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

/** The order of definitions; each circle among them is reported once. */
export function ordered(scope: Scope, definitions: readonly Definition[], owners: readonly Owner[]): readonly number[] {
  const indexOf = new Map(definitions.map((d, i) => [d.name.name, i]));
  const { order, circles } = dependencyOrder(definitions, indexOf);
  for (const { members, span } of circles) {
    const names = members.map((m) => (definitions[m] as Definition).name.name);
    const shown = names.length > 6 ? `${names.slice(0, 6).join(", ")}, …` : names.join(", ");
    const message = names.length === 1 ? `${shown} is defined by itself` : `${shown} are defined by one another`;
    fault(scope, "definition/circle", span, message, {}, owners[members[0] as number] as Owner);
    for (const m of members) {
      (owners[m] as Owner).faulty = true;
      (scope.names.get((definitions[m] as Definition).name.name) as Entry).faulty = true;
    }
  }
  return order;
}

/** Infers one definition; null, and a faulty name, where something is wrong. */
export function define(scope: Scope, d: Definition, owner: Owner, reading: Reading): Term | null {
  const entry = scope.names.get(d.name.name) as Entry;
  scope.owner = owner;
  const mark = scope.sizes.mark();
  if (!owner.faulty && !entry.faulty) sayEmptyDerivatives(scope, d);
  const term = owner.faulty || entry.faulty ? null : valueTerm(scope, read(d.value, reading));
  if (term?.type === "function") {
    fault(scope, "name/function", d.value.span, `${typed(scope, d.value.span)} is a function, not a value`, {
      hint: "apply it: f(z)",
    });
  } else if (term !== null && term.shape !== null && entry.shape !== null && !owner.faulty)
    agrees(scope, d, entry, term);
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

/** Refuses the derivative of a name that nothing defines, which would be zero. */
function sayEmptyDerivatives(scope: Scope, d: Definition): void {
  for (const e of postorder(d.value)) {
    const of = e.type === "derivative" ? nameWithoutDefinition(scope, e) : null;
    if (of === null) continue;
    const name = typed(scope, of.span);
    fault(scope, "query/undefined", of.span, `${name} is not defined, so there is nothing to derive`, {
      hint: `say what it is: ${name} = …; or declare it, if it is an input`,
    });
  }
}

/** A derivative that is the whole of a side has the shape of its variable. */
function valueTerm(scope: Scope, root: Expression): Term {
  const e = ungrouped(root);
  if (e.type !== "derivative") return elaborate(scope, root);
  const parts = [e.of, ...e.variables].map((x) => elaborate(scope, x));
  return derivativeTerm(scope, e, parts, "gradient");
}

/** The shape that is stated of a defined name is the one of its definition. */
function agrees(scope: Scope, d: Definition, entry: Entry, term: Term): void {
  const [stated, found] = [entry.shape as Shape, term.shape as Shape];
  const blame = (): Complaint => ({
    code: "shape/declared",
    span: d.name.span,
    message: (show) => `${entry.name} is declared ${show(stated)}, and its definition is ${show(found)}`,
    about: [term],
  });
  if (!sameShapes(scope, stated, found, blame)) complain(scope, blame);
}

/** Marks every name as faulty whose definition needs a faulty one, and tells the fault what it takes along. */
export function spreadFaults(
  scope: Scope,
  definitions: readonly Definition[],
  order: readonly number[],
  owners: readonly Owner[],
  faults: readonly Fault[],
): void {
  const own = new Set(faults.flatMap((f) => (f.severity === "error" ? [f.owner] : [])));
  const causes = new Map<string, Owner>();
  for (const i of order) {
    const owner = owners[i] as Owner;
    const d = definitions[i] as Definition;
    const { name } = d.name;
    let cause = own.has(owner) ? owner : undefined;
    for (const { name: need } of d.needs) {
      if (scope.names.get(need)?.faulty !== true) continue;
      owner.faulty = true;
      cause ??= causes.get(need);
    }
    if (!owner.faulty) continue;
    (scope.names.get(name) as Entry).faulty = true;
    if (cause === undefined) continue;
    causes.set(name, cause);
    if (cause === owner) continue;
    cause.leaves ??= [];
    cause.leaves.push(name);
  }
}

/** The equations of sound definitions; fills the context with definitions and facts. */
export function buildEquations(
  scope: Scope,
  home: Context,
  definitions: readonly Definition[],
  order: readonly number[],
  owners: readonly Owner[],
  terms: ReadonlyMap<number, Term>,
  applied: Application,
): Equation[] {
  const equations: Equation[] = [];
  for (const entry of scope.names.values())
    if (entry.definition === null && entry.facts.size > 0) home.facts.set(entry.name, entry.facts);
  for (const i of order) {
    const d = definitions[i] as Definition;
    const owner = owners[i] as Owner;
    const entry = scope.names.get(d.name.name) as Entry;
    const term = terms.get(i);
    scope.owner = owner;
    for (const n of d.needs) if (scope.names.get(n.name)?.faulty === true) owner.faulty = true;
    const value = term === undefined || owner.faulty ? null : built(scope, home, term, applied);
    const atom = value === null ? null : guarded(scope, d.span, () => symbol(home, entry.name, value.shape));
    if (value === null || atom === null) {
      entry.faulty = true;
      continue;
    }
    if (entry.declared === null) entry.kind = kindOf(value.shape);
    entry.shape = value.shape;
    home.definitions.set(entry.name, value);
    const found = factsOf(value);
    entry.facts = entry.facts.size === 0 ? found : closure([...entry.facts, ...found]);
    if (entry.facts.size > 0) home.facts.set(entry.name, entry.facts);
    equations.push({ name: entry.name, symbol: atom, value, span: d.span });
  }
  return equations;
}

/** The expression of a term, or null where building it reports a fault. */
export function built(scope: Scope, home: Context, term: Term, applied: Application): Expr | null {
  return guarded(scope, term.span, () => build(scope, home, term, applied));
}

/** What `make` makes, or null where a builder refuses; the model's budget is exceeded once and not again. */
export function guarded<T>(scope: Scope, span: Span, make: () => T): T | null {
  if (scope.exhausted) {
    scope.owner.faulty = true;
    return null;
  }
  try {
    return make();
  } catch (e) {
    if (e instanceof ShapeError) fault(scope, e.code, span, e.message, e.hint === null ? {} : { hint: e.hint });
    else if (e instanceof UnknownSize) fault(scope, "size/unknown", e.span, e.message, { hint: e.hint });
    else if (e instanceof NotDifferentiable)
      fault(scope, "derivative/none", span, e.message, e.hint === null ? {} : { hint: e.hint });
    else if (e instanceof BudgetError) {
      scope.exhausted = true;
      fault(scope, "budget/nodes", span, e.message, { hint: "raise --max-nodes, or split the model" });
    } else throw e;
    return null;
  }
}
