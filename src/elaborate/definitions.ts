/** Definitions: their order, their shapes, and the faults that pass from one to the next. */

import type { Shape } from "../core/shape.js";
import { type Expression, postorder, ungrouped } from "../parse/ast.js";
import { shapeAt } from "./index/widths.js";
import { type Definition, isGeneral, isImplicit } from "./names/definition.js";
import { bare, isStated, isUpper } from "./names/evidence.js";
import { giveShape } from "./names/kinds.js";
import { dependencyOrder } from "./order.js";
import { read, readingIn } from "./reading.js";
import { type Entry, fault, type Owner, resolved, type Scope, typed, within } from "./scope.js";
import { derivativeTerm, nameWithoutDefinition } from "./shapes/derivative.js";
import { elaborate } from "./shapes/expressions.js";
import { type Complaint, complain, sameShapes } from "./shapes/infer.js";
import { checkValue } from "./shapes/matrix-function.js";
import { fill } from "./shapes/name.js";
import type { Term } from "./terms.js";

/** The definitions of nodes, each with the statement that owns its faults. */
export interface Nodes {
  readonly definitions: readonly Definition[];
  readonly owners: readonly Owner[];
  /** Places among the definitions, each after those that it needs. */
  readonly order: readonly number[];
  /** The terms of those without a fault, by place. */
  readonly terms: ReadonlyMap<number, Term>;
}

/** The order of definitions; each circle among them is reported once. */
export function ordered(scope: Scope, definitions: readonly Definition[], owners: readonly Owner[]): readonly number[] {
  const indexOf = new Map(definitions.flatMap((d, i) => (isGeneral(d.name) ? [[d.name.name, i] as const] : [])));
  const { order, circles } = dependencyOrder(definitions, indexOf);
  for (const { members, span } of circles) {
    // Members of families may need one another at other places.
    if (members.every((m) => (definitions[m] as Definition).name.at !== undefined)) continue;
    if (members.length === 1 && isImplicit(definitions[members[0] as number] as Definition)) continue;
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
export function define(outer: Scope, d: Definition, owner: Owner): Term | null {
  const scope = within(outer, { owner });
  const entry = scope.names.get(d.name.name) as Entry;
  const mark = scope.sizes.mark();
  if (!owner.faulty && !entry.faulty) sayEmptyDerivatives(scope, d);
  // Its own shape is needed within the equation, before that has one.
  if (isImplicit(d) && entry.shape === null && !entry.faulty) giveShape(scope, entry);
  const term =
    owner.faulty || entry.faulty
      ? null
      : (zeroTerm(scope, d, entry) ?? valueTerm(scope, read(d.value, readingIn(scope))));
  if (term?.type === "function") {
    fault(scope, "name/function", d.value.span, `${typed(scope, d.value.span)} is a function, not a value`, {
      hint: "apply it: f(z)",
    });
  } else if (term !== null && term.shape !== null && entry.shape !== null && !owner.faulty)
    agrees(scope, d, entry, term);
  if (term !== null && term.shape !== null && !owner.faulty) keepsFace(scope, d, term);
  if (term === null || term.shape === null || owner.faulty) {
    owner.faulty = true;
    entry.faulty = true;
    scope.sizes.undo(mark);
    return null;
  }
  entry.shape ??= term.shape;
  scope.values.set(d.name.name, term);
  checkValue(scope, term);
  scope.sizes.settle();
  return term;
}

/** Refuses the derivative of a name that nothing defines, or by one that nothing else has: it would be zero. */
function sayEmptyDerivatives(scope: Scope, d: Definition): void {
  for (const e of postorder(d.value)) {
    if (e.type !== "derivative") continue;
    const of = nameWithoutDefinition(scope, e);
    if (of !== null) {
      const name = typed(scope, of.span);
      fault(scope, "query/undefined", of.span, `${name} is not defined, so there is nothing to derive`, {
        hint: `say what it is: ${name} = …; or declare it, if it is an input`,
      });
    }
    const strange = e.variables.find((v) => {
      const entry = scope.names.get(v.name);
      return v.at === undefined && entry?.assumed === true && !isStated(entry.evidence) && bare(entry.evidence) === 0;
    });
    if (strange === undefined) continue;
    const by = typed(scope, strange.span);
    fault(scope, "query/stranger", strange.span, `${by} stands in derivatives only, so nothing depends on it`, {
      hint: "derive by a name of the text",
    });
  }
}

/** `h_0 = 0`: what a family begins with is as large as its members are. */
function zeroTerm(scope: Scope, { name, value }: Definition, { shape: of, evidence }: Entry): Term | null {
  const e = ungrouped(value);
  if (name.at === undefined || isGeneral(name) || of === null || e.type !== "number" || Number(e.value) !== 0)
    return null;
  if (evidence.declared !== null && scope.strict) return null;
  const { rows, cols } = shapeAt(scope, scope.names.get(name.name) as Entry, name.at, name.span);
  return fill("zeros", e.span, rows, cols);
}

/** A derivative that is the whole of a side has the shape of its variable. */
function valueTerm(scope: Scope, root: Expression): Term {
  const e = ungrouped(root);
  if (e.type !== "derivative") return elaborate(scope, root);
  const parts = [e.of, ...e.variables].map((x) => elaborate(scope, x));
  return derivativeTerm(scope, e, parts, "gradient");
}

/** Reports a name set as a vector whose definition is a matrix only because something was put in. */
function keepsFace(scope: Scope, d: Definition, term: Term): void {
  if (d.name.face !== "bold" || isUpper(d.name.name)) return;
  if (![term, ...term.parts].some((t) => scope.mended.has(t))) return;
  const { rows, cols } = resolved(scope, term.shape as Shape);
  if (scope.sizes.mayBeOne(rows) || scope.sizes.mayBeOne(cols)) return;
  fault(
    scope,
    "shape/sum",
    d.value.span,
    (show) =>
      `${typed(scope, d.name.span)} is set as a vector, and its definition is a matrix: ${show(term.shape as Shape)}`,
    { hint: `declare the sizes, or set it in upper case, as a matrix`, about: [term] },
  );
}

/** The shape that is stated of a defined name is the one of its definition. */
function agrees(scope: Scope, d: Definition, entry: Entry, term: Term): void {
  const at = d.name.at;
  const stated = at === undefined ? (entry.shape as Shape) : shapeAt(scope, entry, at, d.name.span);
  const found = term.shape as Shape;
  const blame = (): Complaint => {
    // What is learnt from a faulty definition is forgotten before its fault is told.
    const [was, is] = [resolved(scope, stated), resolved(scope, found)];
    const isDeclared = entry.evidence.declared !== null;
    return {
      code: "shape/declared",
      span: d.name.span,
      message: (show) =>
        isDeclared
          ? `${entry.name} is declared ${show(was)}, and its definition is ${show(is)}`
          : `${typed(scope, d.name.span)} is ${show(was)} where it is used, and its definition is ${show(is)}`,
      hint: () =>
        isDeclared || !d.needs.some((n) => n.name === d.name.name)
          ? null
          : `${typed(scope, d.name.span)} stands on both sides: if two things are meant, give one another letter`,
      about: [term],
    };
  };
  if (!sameShapes(scope, stated, found, blame)) complain(scope, blame);
}

/** Marks every name as faulty whose definition needs a faulty one, and tells the fault what it takes along. */
export function spreadFaults(scope: Scope, { definitions, order, owners }: Nodes): void {
  const { faults } = scope.owner;
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
