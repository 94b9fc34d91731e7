/**
 * `‖x - x_i‖²`: a point x beside data x_i, two things with one letter. Where the members are vectors, by their face or by
 * what is done to them, x without an index is none of them, and no whole whose entries they are.
 */
import { type Expression, expressionsOf, type Name, postorder, type Statement, ungrouped } from "../../parse/ast.js";
import { isUpper } from "../names/evidence.js";
import { allReadings, boundReading } from "./arrays.js";
import { type Binding, binding } from "./binding.js";
import type { Occurrence } from "./collect.js";
import { renamed } from "./named-entries.js";
import { namesOf } from "./readings.js";

export interface Points {
  readonly statements: readonly Statement[];
  /** The letters as they are written, by the names of the families: x of x_i. */
  readonly shown: ReadonlyMap<string, string>;
  /** The first of those families of which no expression has a member beside the point: x may be all of them. */
  readonly apart: readonly Name[];
}

/** The statements with a name of their own for families whose letter stands whole for something else; null if there is none. */
export function withPoints(statements: readonly Statement[]): Points | null {
  const b = binding(statements);
  if (b === null) return null;
  const to = new Map<string, string>();
  const apart: Name[] = [];
  for (const array of b.whole) {
    const own = familyName(b, statements, array);
    if (own === null) continue;
    to.set(array, own);
    const members = membersOf(b, array).map((o) => o.name);
    const [first] = members;
    if (first !== undefined && !areBeside(statements, new Set(members), array)) apart.push(first);
  }
  if (to.size === 0) return null;
  const isTaken = (n: Name): boolean => {
    const frame = b.frameOf.get(n);
    if (frame === undefined) return false;
    return (
      boundReading(n, frame) !== null || allReadings(n, frame).some((r) => b.patterns.get(r.array)?.has(r.pattern))
    );
  };
  return {
    statements: statements.map((s) => renamed(s, (n) => (isTaken(n) ? to.get(n.scripts?.base ?? "") : undefined))),
    shown: new Map([...to].map(([letter, name]) => [name, letter])),
    apart,
  };
}

/** The name for a family of vectors beside another thing of its letter, `x_i`; null where that is not so. */
function familyName(b: Binding, statements: readonly Statement[], array: string): string | null {
  if (isUpper(array) || b.byEntries.has(array) || b.labels.has(array)) return null;
  const members = membersOf(b, array);
  const [first] = members;
  if (first === undefined || members.some((o) => o.name.scripts?.base !== array)) return null;
  if (members.some((o) => boundReading(o.name, o.frame)?.at.length !== 1)) return null;
  const isBold = members.every((o) => o.name.face === "bold");
  if (!isBold && (b.stated.has(array) || !areVectors(statements, new Set(members.map((o) => o.name)), array)))
    return null;
  const letters = namesOf(boundReading(first.name, first.frame)?.at ?? []).map((n) => n.name);
  const name = `${array}_${letters.find((l) => /^[a-z]$/.test(l)) ?? "i"}`;
  return b.occurrences.some((o) => o.name.name === name && !members.includes(o)) ? null : name;
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
