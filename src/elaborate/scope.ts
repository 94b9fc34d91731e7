/** The state of an elaboration: the names, their sizes so far, and the faults found. */
import type { Code } from "../core/codes.js";
import type { Severity } from "../core/diagnostic.js";
import { type Dim, dim, substitute } from "../core/dim.js";
import { type Facts, NO_FACTS } from "../core/facts.js";
import { type Shape, shape, showShape } from "../core/shape.js";
import type { Name, Span } from "../parse/ast.js";
import type { FamilyInfo, Indices } from "./index/extents.js";
import { type Evidence, type NameKind, newEvidence, type Reason } from "./names/evidence.js";
import type { Surrounding } from "./names/surroundings.js";
import type { Sizes } from "./shapes/unify.js";
import type { Term } from "./terms.js";

/** A name of the model. */
export interface Entry {
  readonly name: string;
  kind: NameKind;
  /** Null while it is not known, and for good where a fault was reported. */
  shape: Shape | null;
  /** Those stated, and for a defined name those that follow, with all that they imply. */
  facts: Facts;
  /** Where the members of a family are: a name that is taken at places wherever it stands. */
  family: FamilyInfo | null;
  /** A function of arrays whose value is a number, `loss : function(vector)`. */
  isScalarFunction: boolean;
  /** The definition of a node, by its place among definitions. */
  definition: number | null;
  /** The built-in that it is another name of: `σ(…)` is sigmoid. */
  alias: string | null;
  assumed: boolean;
  /** A fault of its own was reported, or one of what it depends on. */
  faulty: boolean;
  /** Where it stands first. */
  span: Span;
  /** Whether it stands anywhere but in the sides of claims. */
  inModel: boolean;
  readonly evidence: Evidence;
  /** Why it was taken for what it is, where that was decided by evidence. */
  because: Reason | null;
}

/** The entry of a name, made where it is new. */
export function entryOf(scope: Scope, name: string, span: Span): Entry {
  let entry = scope.names.get(name);
  if (entry === undefined) {
    entry = {
      name,
      kind: "vector",
      shape: null,
      facts: NO_FACTS,
      family: null,
      isScalarFunction: false,
      definition: null,
      alias: null,
      assumed: false,
      faulty: false,
      span,
      inModel: false,
      evidence: newEvidence(name, span),
      because: null,
    };
    scope.names.set(name, entry);
  }
  return entry;
}

/** Something to say once sizes have their names. */
export interface Fault {
  readonly severity: Severity;
  readonly code: Code;
  readonly span: Span;
  readonly message: (show: Show) => string;
  readonly hint: (show: Show) => string | null;
  readonly about: readonly Term[];
  readonly notes: readonly Note[];
  readonly owner: Owner;
}

/** A second place that explains the first. */
export interface Note {
  readonly message: string;
  readonly span?: Span;
}

/** Shows a shape with the names that unknown sizes were given. */
export type Show = (s: Shape) => string;

/** A statement that is being elaborated. */
export interface Owner {
  faulty: boolean;
  /** Where its faults go. */
  readonly faults: Fault[];
  /** Names that are left out because they need what has the fault. */
  leaves: string[] | null;
}

export const ownerOf = (faults: Fault[]): Owner => ({ faulty: false, faults, leaves: null });

/**
 * The state of an elaboration, handed from phase to phase.
 *
 * Collections grow; what differs from statement to statement is never set and set back, but stands in a scope of its
 * own: see {@link within}.
 */
export interface Scope {
  readonly source: string;
  readonly strict: boolean;
  /** The largest number that may stand as an exponent. */
  readonly maxExponent: number;
  readonly sizes: Sizes;
  readonly names: Map<string, Entry>;
  /** What the text shows as a whole. */
  readonly surroundings: Set<Surrounding>;
  /** The parameters of everything that was defined as `f(x) = …`. */
  readonly parameters: ReadonlyMap<string, readonly Name[]>;
  /** The names that the definition of a node mentions: `f(x)` is f where f is made of x. */
  readonly mentions: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names of sizes that only claims use as such, with what they may stand for. */
  readonly free: ReadonlyMap<string, Dim>;
  /** Those of them that no claim tells. */
  readonly open: Set<string>;
  /** Plain letters of LaTeX without bold ones: vectors, or scalars where nothing gives them a size. */
  readonly soft: Set<Entry>;
  /** Undeclared names that are held to what their letters say. */
  readonly kept: ReadonlySet<string>;
  /** Names that stand for something of another shape while a side is read again: symbols of their own. */
  readonly standIns: ReadonlyMap<string, Shape>;
  /** Shapes that wait for more to be known, in the order in which they were met. */
  readonly pending: Pending[];
  /** The sizes of columns to which numbers are added, which may turn out to be scalars. */
  readonly beside: Set<Dim>;
  /** Terms that were read with something put in, which a note says. */
  readonly mended: Set<Term>;
  /** Functions that are taken of the matrix as a whole, e^A in a product. */
  readonly wholes: Set<Term>;
  /** What names are defined as, so far. */
  readonly values: Map<string, Term>;
  /** Names whose reading was doubted already: one doubt each. */
  readonly told: Set<Entry>;
  /** Readings that are looked at once every size is known: they may be worth a warning of the statement read last. */
  readonly later: ((scope: Scope) => void)[];
  /** Readings that are refused once every size is known: each faults the statement that it is of. */
  readonly checks: (() => void)[];
  /** Letters, families and labels. */
  readonly indices: Indices;
  /** The statement whose faults are reported. */
  readonly owner: Owner;
  /** How many primes a function can carry. */
  readonly primes: (name: string) => number;
  readonly budget: Budget;
}

/** Once a model has outgrown its budget, nothing more is built. */
interface Budget {
  exhausted: boolean;
}

/** The same state while another statement is read, or with what the next phase knows. */
export const within = (scope: Scope, own: Partial<Pick<Scope, "owner" | "free" | "standIns">>): Scope => ({
  ...scope,
  ...own,
});

export interface Pending {
  done: boolean;
  /** Decided before what only one of two readings can decide. */
  readonly early: boolean;
  /** Tries again; with `last` it must decide. */
  readonly attempt: (last: boolean) => void;
}

const nothing = () => null;

interface More {
  readonly hint?: string | ((show: Show) => string | null);
  /** The operands at fault, whose declarations are noted. */
  readonly about?: readonly Term[];
  readonly notes?: readonly Note[];
}

/** Reports an error of the current statement. */
export function fault(
  scope: Scope,
  code: Code,
  span: Span,
  message: string | ((show: Show) => string),
  more: More = {},
  owner: Owner = scope.owner,
): void {
  owner.faulty = true;
  owner.faults.push(said("error", code, span, message, more, owner));
}

export function warn(
  scope: Scope,
  code: Code,
  span: Span,
  message: string,
  hint?: string,
  owner: Owner = scope.owner,
): void {
  owner.faults.push(said("warning", code, span, message, hint === undefined ? {} : { hint }, owner));
}

/** Says how something was read where that is more than what stands there. */
export function remark(
  scope: Scope,
  code: Code,
  span: Span,
  message: string | ((show: Show) => string),
  owner: Owner = scope.owner,
): void {
  owner.faults.push(said("note", code, span, message, {}, owner));
}

function said(
  severity: Severity,
  code: Code,
  span: Span,
  message: string | ((show: Show) => string),
  more: More,
  owner: Owner,
): Fault {
  const { hint, about = [], notes = [] } = more;
  return {
    severity,
    code,
    span,
    message: typeof message === "string" ? () => message : message,
    hint: hint === undefined ? nothing : typeof hint === "string" ? () => hint : hint,
    about,
    notes,
    owner,
  };
}

/** Characters of an operand that a message quotes. */
const QUOTED = 40;

/** An operand as typed, on one line, cut if it is long. */
export function typed(scope: Scope, span: Span): string {
  const text = scope.source
    .slice(span.start, Math.min(span.end, span.start + 4 * QUOTED))
    .replace(/\s+/g, " ")
    .trim();
  return text.length <= QUOTED && span.end - span.start <= 4 * QUOTED ? text : `${text.slice(0, QUOTED - 1)}…`;
}

/** The size that a name stands for. */
export const sizeNamed = (scope: Scope, name: string): Dim => scope.free.get(name) ?? dim(name);

/** The shape with what is known of its sizes. */
export const resolved = (scope: Scope, s: Shape): Shape => {
  const rows = scope.sizes.resolve(s.rows);
  const cols = scope.sizes.resolve(s.cols);
  return rows === s.rows && cols === s.cols ? s : shape(rows, cols);
};

/** Shows shapes by the names that their unknown sizes were given, and `?` for a size that has none. */
export const shower =
  (scope: Scope): Show =>
  (s) => {
    const named = (d: Shape["rows"]) =>
      substitute(scope.sizes.resolve(d), (u) => (u.startsWith("?") ? ("?" as Shape["rows"]) : null));
    return showShape(shape(named(s.rows), named(s.cols)));
  };

/** Whether a term holds a name that has a fault. */
export function mentionsFaulty(scope: Scope, root: Term): boolean {
  const todo: Term[] = [root];
  for (let t = todo.pop(); t !== undefined; t = todo.pop()) {
    if (
      t.type === "poison" ||
      ((t.type === "symbol" || t.type === "member") && scope.names.get(t.name)?.faulty === true)
    )
      return true;
    for (const p of t.parts) todo.push(p);
  }
  return false;
}
