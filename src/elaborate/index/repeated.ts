/** Members with two equations: `h_0 = x` beside `h_0 = y`, `h_1 = x` beside an equation for t = 1, …, T. */
import { bare, isIndex, lessPlace, type Place, showCount } from "../../core/place.js";
import { isWithin, isZeroPlace } from "../../core/ranges.js";
import type { Name, Statement } from "../../parse/ast.js";
import { fault, ownerOf, type Scope, typed, within } from "../scope.js";
import { placeIn } from "./places.js";

interface Stated {
  readonly statement: Statement;
  readonly name: Name;
  /** Null where a place cannot be read. */
  readonly at: readonly (Place | null)[];
}

/** Reports each member that two equations state for certain; the statements that come second. */
export function repeatedMembers(outer: Scope, statements: readonly Statement[]): ReadonlySet<Statement> {
  const faulty = new Set<Statement>();
  const byFamily = new Map<string, Stated[]>();
  for (const statement of statements) {
    if (statement.type !== "definition") continue;
    const { name } = statement;
    const at = name.at?.map((p) => placeIn(outer, p)) ?? [];
    if (at.length === 0) continue;
    const stated = { statement, name, at };
    const known = byFamily.get(name.name) ?? [];
    byFamily.set(name.name, [...known, stated]);
    const unlike = known.find((k) => k.at.length !== stated.at.length);
    const before = unlike ?? known.find((k) => k.at.every((p, i) => isSame(p, at[i] ?? null)));
    if (before === undefined) continue;
    const scope = within(outer, { owner: ownerOf(outer.owner.faults) });
    const [first, second] = [before.name, name].map((n) => typed(scope, n.span));
    const notes = [{ message: `${first} is defined here`, span: before.name.span }];
    if (unlike === undefined) {
      const message = `${second} is defined twice: the equation of ${first} holds there too`;
      fault(scope, "name/defined-twice", name.span, message, {
        hint: "let each equation run where the others do not",
        notes,
      });
    } else {
      const message = `${second} stands at ${showCount(at)}, and ${first} at ${showCount(unlike.at)}`;
      fault(scope, "shape/entry", name.span, message, { hint: `give ${second} another letter`, notes });
    }
    faulty.add(statement);
    const entry = scope.names.get(name.name);
    if (entry !== undefined) entry.faulty = true;
  }
  return faulty;
}

/** Whether two places are one for certain, or one lies where the letter of the other runs. */
function isSame(p: Place | null, q: Place | null): boolean {
  if (p === null || q === null) return false;
  const [a, b] = [bare(p), bare(q)];
  const [i, j] = [a, b].map((x) => (x !== null && isIndex(x) ? x : null));
  // Two letters: an equation for all values is stated twice, which is said where names are read.
  if (i && j) return true;
  if (i) return isWithin(q, i) === true;
  if (j) return isWithin(p, j) === true;
  return isZeroPlace(lessPlace(p, q)) === true;
}
