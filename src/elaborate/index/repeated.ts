/** Members with two equations: `h_0 = x` beside `h_0 = y`, `h_1 = x` beside an equation for t = 1, …, T. */
import { bare, isIndex, lessPlace, type Place } from "../../core/place.js";
import { isWithin, isZeroPlace } from "../../core/ranges.js";
import type { Name, Statement } from "../../parse/ast.js";
import { fault, ownerOf, type Scope, typed, within } from "../scope.js";
import { placeIn } from "./places.js";

interface Stated {
  readonly statement: Statement;
  readonly name: Name;
  readonly at: readonly Place[];
}

/** Reports each member that two equations state for certain; the statements that come second. */
export function repeatedMembers(outer: Scope, statements: readonly Statement[]): ReadonlySet<Statement> {
  const faulty = new Set<Statement>();
  const byFamily = new Map<string, Stated[]>();
  for (const statement of statements) {
    if (statement.type !== "definition") continue;
    const { name } = statement;
    const at = name.at?.map((p) => placeIn(outer, p)) ?? [];
    if (at.length === 0 || at.includes(null)) continue;
    const stated = { statement, name, at: at as Place[] };
    const known = byFamily.get(name.name) ?? [];
    byFamily.set(name.name, [...known, stated]);
    const before = known.find((k) => k.at.every((p, i) => isSame(p, stated.at[i] as Place)));
    if (before === undefined) continue;
    const scope = within(outer, { owner: ownerOf(outer.owner.faults) });
    const [first, second] = [before.name, name].map((n) => typed(scope, n.span));
    fault(
      scope,
      "name/defined-twice",
      name.span,
      `${second} is defined twice: the equation of ${first} holds there too`,
      {
        hint: "let each equation run where the others do not",
        notes: [{ message: `${first} is defined here`, span: before.name.span }],
      },
    );
    faulty.add(statement);
    const entry = scope.names.get(name.name);
    if (entry !== undefined) entry.faulty = true;
  }
  return faulty;
}

/** Whether two places are one for certain, or one lies where the letter of the other runs. */
function isSame(p: Place, q: Place): boolean {
  const [a, b] = [bare(p), bare(q)];
  const [i, j] = [a, b].map((x) => (x !== null && isIndex(x) ? x : null));
  // Two letters: an equation for all values is stated twice, which is said where names are read.
  if (i && j) return true;
  if (i) return isWithin(q, i) === true;
  if (j) return isWithin(p, j) === true;
  return isZeroPlace(lessPlace(p, q)) === true;
}
