/** Sums, families and entries of a text: rule 4.1, and the tree that follows from it. */
import type { Reporter } from "../../core/diagnostic.js";
import type { Range, Statement } from "../../parse/ast.js";
import { binding } from "./binding.js";
import { withCounts } from "./counted.js";
import type { FamilyInfo, Indices, LabelInfo, SetInfo } from "./extents.js";
import { withNamedEntries } from "./named-entries.js";
import { rewrite } from "./rewrite.js";

export interface ReadIndices {
  /** Those that can be read, with names at places where letters are bound. */
  readonly statements: readonly Statement[];
  readonly indices: Indices;
  /** Ranges behind statements, which stand for a letter wherever no other does. */
  readonly ranges: readonly Range[];
  /** Names of statements that are left out. */
  readonly left: readonly string[];
}

/** The statements with their places read; where nothing binds a letter they are as they were. */
export function readIndices(
  given: readonly Statement[],
  said: Reporter,
  shown: ReadonlyMap<string, string> = new Map(),
): ReadIndices {
  const statements = withCounts(withNamedEntries(given, said));
  const b = binding(statements);
  if (b === null) return { statements, indices: emptyIndices(), ranges: [], left: [] };
  const left: string[] = [];
  const found = rewrite(b, statements, (s, { code, span, message, hint }) => {
    said.report("error", code, span, message, hint === undefined ? {} : { hint });
    if (s.type === "definition" || s.type === "functionDefinition") left.push(s.name.name);
    else if (s.type === "declaration" || s.type === "places") left.push(...s.names.map((n) => n.name));
  });
  if (found.kronecker !== null)
    said.report(
      "note",
      "reading/delta",
      found.kronecker.span,
      `${found.kronecker.typed} is read as 1 where its letters agree, else 0`,
    );
  const families = new Map(
    [...found.families].map(([name, { arity, raised, isArray }]): [string, FamilyInfo] => [
      name,
      {
        shown: shown.get(name) ?? name,
        arity,
        raised,
        isArray,
        domain: new Array(arity).fill(null),
        letters: [],
        formals: null,
        ranges: null,
        sizedIn: null,
        shapesAt: new Map(),
        declaredAt: null,
        isDefined: false,
      },
    ]),
  );
  const labels = new Map(
    [...found.labels].map(([name, arity]): [string, LabelInfo] => [
      name,
      { arity, isDeclared: false, extent: null, domain: new Array(arity).fill(null) },
    ]),
  );
  const sets = new Map(
    [...found.sets].map(([name, arity]): [string, SetInfo] => [name, { arity, domain: new Array(arity).fill(null) }]),
  );
  return {
    statements: found.statements,
    indices: { ...emptyIndices(), families, labels, sets },
    ranges: found.ranges,
    left,
  };
}

/** The same for another elaboration, which finds out its own ranges. */
export function copyOf({ families, labels, sets }: Indices): Indices {
  const copied = <T extends object>(table: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...table].map(([name, info]) => [name, { ...info }]));
  return {
    ...emptyIndices(),
    families: new Map([...copied(families)].map(([name, f]) => [name, { ...f, shapesAt: new Map() }])),
    labels: copied(labels),
    sets: copied(sets),
  };
}

/** Of a text without letters; made anew, for the state of an elaboration grows. */
export const emptyIndices = (): Indices => ({
  extents: new Map(),
  families: new Map(),
  labels: new Map(),
  sets: new Map(),
  shifts: new Map(),
  bases: new Map(),
});
