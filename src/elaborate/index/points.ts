/**
 * Two things with one letter. `‖x - x_i‖²`: a point x beside data x_i; where the members are vectors, by their face or by
 * what is done to them, x without an index is none of them, and no whole whose entries they are. `L = \\sum_i L_i`: a total
 * and its parts, each with an equation. `r_{ij} = ‖r_i - r_j‖`: what is made of r_i is no entry of it. `p_{j|i}` beside
 * p_ij: a conditional and a joint probability.
 */
import { type Expression, expressionsOf, type Name, postorder, type Statement, ungrouped } from "../../parse/ast.js";
import { isUpper } from "../names/evidence.js";
import { allReadings, boundReading, type Reading } from "./arrays.js";
import { type Binding, binding } from "./binding.js";
import type { Occurrence } from "./collect.js";
import { renamed } from "./named-entries.js";
import { isBarred, namesOf } from "./readings.js";

export interface Points {
  readonly statements: readonly Statement[];
  /** The letters as they are written, by the names of the families: x of x_i. */
  readonly shown: ReadonlyMap<string, string>;
  /** The first of those families of which no expression has a member beside the point: x may be all of them. */
  readonly apart: readonly Name[];
  /** Whether equations tell some of them apart, so that the faults of this reading are those of the text. */
  readonly isCertain: boolean;
}

/** The statements with a name of their own for families whose letter stands whole for something else; null if there is none. */
export function withPoints(statements: readonly Statement[]): Points | null {
  const b = binding(statements);
  if (b === null) return null;
  const own: Own[] = [...partsOf(b), ...madeOf(b, statements), ...givenIn(b)];
  const isCertain = own.length > 0;
  const apart: Name[] = [];
  for (const array of b.whole) {
    if (own.some((o) => o.array === array)) continue;
    const found = familyName(b, statements, array);
    if (found === null) continue;
    own.push({ array, pattern: null, name: found });
    const members = membersOf(b, array).map((o) => o.name);
    const [first] = members;
    if (first !== undefined && !areBeside(statements, new Set(members), array)) apart.push(first);
  }
  if (own.length === 0) return null;
  const nameFor = (n: Name): string | undefined => {
    const frame = b.frameOf.get(n);
    const found = own.filter((o) => o.array === n.scripts?.base);
    if (frame === undefined || found.length === 0) return undefined;
    const bound = boundReading(n, frame);
    const readings = bound === null ? allReadings(n, frame).filter((r) => isTakenAt(b, r)) : [bound];
    return found.find(
      ({ pattern, isBarred: given }) =>
        readings.some((r) => pattern === null || r.pattern === pattern) && (given !== true || isBarred(n)),
    )?.name;
  };
  return {
    statements: statements.map((s) => renamed(s, nameFor)),
    shown: new Map(own.map(({ array, name }) => [name, array])),
    apart,
    isCertain,
  };
}

/** A family that has a name of its own: of all that is taken at places of its letter, or of so many. */
interface Own {
  readonly array: string;
  readonly pattern: string | null;
  readonly name: string;
  /** Those alone that have a bar among their places. */
  readonly isBarred?: boolean;
}

const isTakenAt = (b: Binding, r: Reading): boolean => b.patterns.get(r.array)?.has(r.pattern) === true;

/** `L_i = …` beside `L = …`: a letter with an equation for the whole, and one at a letter. */
function partsOf(b: Binding): readonly Own[] {
  const wholes = new Set(
    b.occurrences.filter((o) => o.definition && boundReading(o.name, o.frame) === null).map((o) => o.name.name),
  );
  return [...b.whole].flatMap((array) => {
    if (!wholes.has(array) || !b.stated.has(array)) return [];
    const members = membersOf(b, array);
    const isDefined = members.some((o) => o.definition);
    return isDefined ? ownName(b, array, null, members) : [];
  });
}

/** `r_{ij} = …` of an r_i on its right side: then r_ij is no entry of r_i, which would be made of itself. */
function madeOf(b: Binding, statements: readonly Statement[]): readonly Own[] {
  return [...b.patterns].flatMap(([array, patterns]) => {
    if (!patterns.has("b1") || !patterns.has("b2") || patterns.size > 2) return [];
    const at = (pattern: string): readonly Occurrence[] =>
      membersOf(b, array).filter((o) => boundReading(o.name, o.frame)?.pattern === pattern);
    const pairs = at("b2");
    const [first] = pairs.filter((o) => o.definition);
    const singles = new Set(at("b1").map((o) => o.name));
    if (first === undefined || at("b1").some((o) => o.definition)) return [];
    const { stated } = expressionsOf(statements[first.statement] as Statement);
    const isInside = stated.flatMap(postorder).some((e) => e.type === "name" && singles.has(e));
    return isInside ? ownName(b, array, "b2", pairs) : [];
  });
}

/** `p_{j|i}` in a text that has a p_ij as well. */
function givenIn(b: Binding): readonly Own[] {
  return [...b.patterns].flatMap(([array, patterns]) => {
    if (!patterns.has("b2")) return [];
    const pairs = membersOf(b, array).filter((o) => boundReading(o.name, o.frame)?.pattern === "b2");
    const given = pairs.filter((o) => isBarred(o.name));
    if (given.length === 0 || given.length === pairs.length) return [];
    return ownName(b, array, "b2", given).map((o) => ({ ...o, isBarred: true }));
  });
}

function ownName(b: Binding, array: string, pattern: string | null, members: readonly Occurrence[]): readonly Own[] {
  const name = nameOf(b, array, members);
  return name === null || members.some((o) => o.name.scripts?.base !== array) ? [] : [{ array, pattern, name }];
}

/** A name that no other thing of the text has: the letter with those at which the first member stands. */
function nameOf(b: Binding, array: string, members: readonly Occurrence[]): string | null {
  const [first] = members;
  if (first === undefined) return null;
  const letters = namesOf(boundReading(first.name, first.frame)?.at ?? []).map((n) => n.name);
  const name = [array, ...letters.filter((l) => /^[a-z]$/.test(l))].join("_");
  const own = name === array ? `${array}_i` : name;
  return b.occurrences.some((o) => o.name.name === own && !members.includes(o)) ? null : own;
}

/** The name for a family of vectors beside another thing of its letter, `x_i`; null where that is not so. */
function familyName(b: Binding, statements: readonly Statement[], array: string): string | null {
  if (isUpper(array) || b.byEntries.has(array) || b.labels.has(array)) return null;
  const members = membersOf(b, array);
  if (members.length === 0 || members.some((o) => o.name.scripts?.base !== array)) return null;
  if (members.some((o) => boundReading(o.name, o.frame)?.at.length !== 1)) return null;
  // A number by declaration has no entries.
  const isNumber = statements.some(
    (s) => s.type === "declaration" && s.kind.name === "scalar" && s.names.some((n) => n.name === array),
  );
  const isBold = members.every((o) => o.name.face === "bold");
  if (
    !isBold &&
    !isNumber &&
    (b.stated.has(array) || !areVectors(statements, new Set(members.map((o) => o.name)), array))
  )
    return null;
  return nameOf(b, array, members);
}

const membersOf = (b: Binding, array: string): readonly Occurrence[] =>
  b.occurrences.filter((o) => boundReading(o.name, o.frame)?.array === array);

/** Whether members stand as no number does: transposed, or where the point could stand. */
const areVectors = (statements: readonly Statement[], members: ReadonlySet<Name>, array: string): boolean =>
  isAnywhere(statements, (e) => {
    const isMember = memberIn(members);
    return (
      (e.type === "postfix" && e.operators[0]?.type === "transpose" && isMember(ungrouped(e.operand))) ||
      isBeside(isMember, array, neighbours(e))
    );
  });

/** Whether a member stands beside the point, as a term, an argument or a factor. */
const areBeside = (statements: readonly Statement[], members: ReadonlySet<Name>, array: string): boolean =>
  isAnywhere(statements, (e) => {
    const factors = e.type === "product" ? [e.first, ...e.rest.map((r) => r.operand)] : [];
    const bases = factors.map(ungrouped).map((f) => (f.type === "postfix" ? ungrouped(f.operand) : f));
    return isBeside(memberIn(members), array, [...neighbours(e), ...bases]);
  });

const isAnywhere = (statements: readonly Statement[], is: (e: Expression) => boolean): boolean =>
  statements.some((s) => expressionsOf(s).stated.flatMap(postorder).some(is));

const memberIn =
  (members: ReadonlySet<Name>) =>
  (e: Expression): boolean =>
    e.type === "name" && members.has(e);

const neighbours = (e: Expression): readonly Expression[] =>
  e.type === "sum" ? e.terms.map((t) => ungrouped(t.term)) : e.type === "call" ? e.args.map(ungrouped) : [];

const isBeside = (isMember: (e: Expression) => boolean, array: string, all: readonly Expression[]): boolean =>
  all.some(isMember) && all.some((e) => e.type === "name" && e.name === array && e.scripts === undefined);
