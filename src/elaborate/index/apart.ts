/**
 * `u_o` beside u_k under Σ_k, `r_f` beside r_i: a letter that nothing binds below the letter of a family. It may pick one
 * of the family, as the class y does of the scores, or be a label that makes a name of its own, as for the risk-free rate.
 */
import { type Expression, expressionsOf, nodesOf, postorder, type Reduction, type Statement } from "../../parse/ast.js";
import { allReadings, boundReading, type Reading } from "./arrays.js";
import type { Collected, Occurrence } from "./collect.js";

/** Letters that are labels more likely than places: i to n count, t is time, and y is a class. */
const LABELS = /^[a-hopqrsuvwxz]$/;

/** Whether a name with an unbound letter is none of the family of its letter. */
export function standsApart(
  { occurrences, frameOf }: Pick<Collected, "occurrences" | "frameOf">,
  statements: readonly Statement[],
  { name }: Occurrence,
  r: Reading,
): boolean {
  const [place] = r.at;
  if (r.at.length !== 1 || place?.type !== "name" || place.scripts !== undefined || !LABELS.test(place.name))
    return false;
  if (r.pattern !== "b1" || isChosen(statements, place.name)) return false;
  // The members of a family that equations define are said by these.
  const isOf = (o: Occurrence): boolean => boundReading(o.name, o.frame)?.array === r.array;
  if (occurrences.some((o) => o.definition && isOf(o))) return false;
  // Where labels pick members, u_{n_k}, the family is a vocabulary, and another letter picks one of it, too.
  if (occurrences.some((o) => isOf(o) && (boundReading(o.name, o.frame)?.at ?? []).some(isLabelled))) return false;
  const members = new Set<Expression>(occurrences.filter(isOf).map((o) => o.name));
  const others = occurrences.some((o) =>
    allReadings(o.name, o.frame).some((q) => q.array === r.array && q.at.length > 1),
  );
  if (others || frameOf.get(name) === undefined) return false;
  return !statements.some((s) => expressionsOf(s).stated.some((root) => isSoftmax(root, members, name)));
}

/** `x_m` beside x_i under Σ_i, where m stands nowhere else: the entry at m here, and in some books the mean or the middle. */
export function mayBeMean(
  { occurrences, frameOf }: Pick<Collected, "occurrences" | "frameOf">,
  statements: readonly Statement[],
  { name }: Occurrence,
  { at: [place, more], array }: Reading,
): boolean {
  const isM = place?.type === "name" && place.name === "m" && place.scripts === undefined && more === undefined;
  if (!isM || isChosen(statements, "m")) return false;
  const isAtM = (o: Occurrence): boolean => o.name.name === "m" || /_m$/.test(o.name.name);
  if (occurrences.some((o) => isAtM(o) && o.name.name !== name.name)) return false;
  const members = new Set<Expression>(
    occurrences.filter((o) => boundReading(o.name, o.frame)?.array === array).map((o) => o.name),
  );
  const isSummed = frameOf.get(name)?.outer !== null;
  // A difference of one member and x_m; a softmax has its scores apart.
  const isLess = (e: Expression): boolean =>
    e.type === "sum" && e.terms.some((t) => members.has(t.term)) && e.terms.some((t) => t.term === name);
  return isSummed && statements.some((s) => expressionsOf(s).stated.flatMap(postorder).some(isLess));
}

const isLabelled = (place: Expression): boolean => place.type === "name" && place.scripts !== undefined;

/** Whether a letter is declared a label, or compared with another: `j ≠ c`. */
const isChosen = (statements: readonly Statement[], letter: string): boolean =>
  statements.some((s) => {
    if (s.type === "places") return s.names.some((n) => n.name === letter);
    return nodesOf(s).some((e) => {
      const relations = e.type === "reduction" ? e.conditions : e.type === "condition" ? e.relations : [];
      return relations.some((r) => [r.left, r.right].some((x) => x.type === "name" && x.name === letter));
    });
  });

/** `-s_c + \log \sum_k e^{s_k}`: the scores of a softmax, all of which the sum has, unless the one is added to it. */
function isSoftmax(root: Expression, members: ReadonlySet<Expression>, one: Expression): boolean {
  const nodes = postorder(root);
  const sums = nodes.filter((e): e is Reduction => e.type === "reduction" && isOfExponentials(e, members));
  const isAdded = (e: Expression): boolean =>
    e.type === "sum" &&
    e.terms.some(({ term }) => sums.includes(term as Reduction)) &&
    e.terms.some(({ term }) => postorder(term).includes(one));
  return sums.length > 0 && nodes.includes(one) && !nodes.some(isAdded);
}

const isOfExponentials = ({ body }: Reduction, members: ReadonlySet<Expression>): boolean =>
  postorder(body).some((e) => {
    const isExp = e.type === "call" ? e.callee.name === "exp" : e.type === "postfix" && isE(e.operand);
    return isExp && postorder(e).some((x) => members.has(x));
  });

const isE = (e: Expression): boolean => e.type === "name" && e.name === "e";
