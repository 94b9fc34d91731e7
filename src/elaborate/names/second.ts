/**
 * Second readings: where shapes overruled what the letter of a name says, another name might have given way instead.
 *
 * The text is read again with the name held to its letter. If that fits and overrules no more, neither reading is
 * better, and the one that was taken is said with the line that would decide.
 */
import { ONE } from "../../core/dim.js";
import { isScalar, statedKind } from "../../core/shape.js";
import { type Entry, ownerOf, resolved, type Scope, warn } from "../scope.js";
import { arraySign, isPlain, shows } from "./evidence.js";

/** Names that are tried, each of which costs another reading. */
const TRIED = 2;

/** Undeclared names that came out as scalars, rows or columns against their letter. */
function overruled(scope: Scope): readonly Entry[] {
  return [...scope.names.values()].filter((n) => {
    if (!n.assumed || n.faulty || n.evidence.declared !== null || !n.inModel || n.shape === null) return false;
    const s = resolved(scope, n.shape);
    if (n.kind === "matrix") return s.rows === ONE || s.cols === ONE;
    // A letter with an index is a number as likely.
    const isMember = shows(n.evidence, "member") && arraySign(n.evidence) === null;
    const isLetter = shows(n.evidence, "lower") && !isPlain(n.evidence) && !isMember && !scope.soft.has(n);
    return n.kind === "vector" && isLetter && isScalar(s);
  });
}

/** A matrix that is a number is further from its letter than a vector that is one. */
const cost = (scope: Scope, names: readonly Entry[]): number =>
  names.reduce(
    (n, x) => n + (x.kind === "matrix" && x.shape !== null && isScalar(resolved(scope, x.shape)) ? 2 : 1),
    0,
  );

const kindIn = (scope: Scope, n: Entry): string => (n.shape === null ? n.kind : statedKind(resolved(scope, n.shape)));

/** Warns of names that could as well be what their letter says; `again` reads the text so, null where that does not fit. */
export function saySecond(scope: Scope, again: (kept: ReadonlySet<string>) => Scope | null): void {
  const first = overruled(scope);
  if (scope.strict) return;
  for (const n of first.slice(0, TRIED)) {
    const other = again(new Set([n.name]));
    if (other === null) continue;
    const second = overruled(other);
    const isOther = (m: Entry) => !first.some((f) => f.name === m.name);
    const instead = second.find(isOther);
    if (instead === undefined || cost(other, second) > cost(scope, first)) continue;
    scope.told.add(n);
    const [is, would] = [kindIn(scope, n), kindIn(other, instead)];
    const message = `${n.name} is read as ${is}; with ${instead.name} : ${would} it could be what its letter says`;
    const hint = `declare the one that is meant: ${n.name} : ${is}, or ${instead.name} : ${would}`;
    warn(scope, "name/second", n.span, message, hint, ownerOf(scope.owner.faults));
    return;
  }
}
