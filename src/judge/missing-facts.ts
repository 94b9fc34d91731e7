/**
 * Facts that a claim lacks. `2 A x` is the gradient of xᵀ A x where A is symmetric, `p − y` that of
 * the cross entropy where the entries of y sum to 1: books state such a fact once, pages before.
 */
import type { Expr } from "../core/expr.js";
import type { Fact } from "../core/facts.js";
import { isColumn, isScalar, isSquare, isVector, type Shape, statedKind } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { meaningOf, throughMeanings } from "../numeric/evaluate.js";
import { closure, factsOf } from "../ops/facts.js";
import { equationOf } from "../ops/family.js";
import { familyOf, isMember } from "../ops/member.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { unicodeName } from "../print/unicode.js";

interface Lacked {
  readonly fact: Fact;
  readonly fits: (s: Shape) => boolean;
  readonly says: (names: string, many: boolean, s: Shape) => string;
}

const isSquareMatrix = (s: Shape): boolean => isSquare(s) && !isScalar(s);
const be = (fact: string) => (names: string, many: boolean) => `${names} ${many ? "are" : "is"} ${fact}`;

/** Facts that change what an expression is worth, the weaker before those that imply them, each with its words. */
const LACKED: readonly Lacked[] = [
  { fact: "symmetric", fits: isSquareMatrix, says: be("symmetric") },
  {
    fact: "positive",
    fits: () => true,
    says: (names, many, s) => (isScalar(s) ? be("positive")(names, many) : `the entries of ${names} are positive`),
  },
  { fact: "simplex", fits: (s) => isColumn(s) && !isScalar(s), says: (names) => `the entries of ${names} sum to 1` },
  { fact: "simplexrows", fits: (s) => !isVector(s), says: (names) => `each row of ${names} sums to 1` },
  { fact: "orthogonal", fits: isSquareMatrix, says: be("orthogonal") },
  { fact: "diagonal", fits: isSquareMatrix, says: be("diagonal") },
];

/** Inputs of which facts are supposed, the first in the order of the expressions. */
const MOST_INPUTS = 8;

/** A fact in words, and how it would be stated. */
export interface MissingFact {
  readonly condition: string;
  readonly declared: string;
}

/** Whether what is compared is equal with facts that are supposed of inputs. */
export type EqualWith = (supposed: ReadonlyMap<string, ReadonlySet<Fact>>) => boolean;

/**
 * The fact of one input that makes two expressions equal, else one fact of several inputs: `A is
 * symmetric`, `declare A : matrix(n, n) symmetric`. Null where no such fact does.
 */
export function missingFact(roots: readonly Expr[], isEqual: EqualWith): MissingFact | null {
  const inputs = inputsBelow(roots).slice(0, MOST_INPUTS);
  const several: (readonly [Lacked, readonly Expr[]])[] = [];
  for (const lacked of LACKED) {
    const open = inputs.filter(
      (x) => lacked.fits(x.shape) && !closure(isMember(x) ? familyOf(x).facts : factsOf(x)).has(lacked.fact),
    );
    const one = open.find((x) => isEqual(supposing(lacked.fact, [x])));
    if (one !== undefined) return clause(lacked, [one]);
    if (open.length > 1) several.push([lacked, open]);
  }
  for (const [lacked, open] of several) {
    if (!isEqual(supposing(lacked.fact, open))) continue;
    let needed = open;
    for (const x of open) {
      const fewer = needed.filter((y) => y !== x);
      if (fewer.length > 0 && isEqual(supposing(lacked.fact, fewer))) needed = fewer;
    }
    return clause(lacked, needed);
  }
  return null;
}

/** Names that are given, and a member of each family that is. */
function inputsBelow(roots: readonly Expr[]): readonly Expr[] {
  const found = new Map<string, Expr>();
  for (const e of walk(roots, undefined, throughMeanings)) {
    const isGiven = isMember(e)
      ? equationOf(familyOf(e)) === null && !familyOf(e).isSet
      : isSymbol(e) && meaningOf(e) === null;
    if (isGiven && !found.has(givenName(e))) found.set(givenName(e), e);
  }
  return [...found.values()];
}

const givenName = (e: Expr): string => (isMember(e) ? familyOf(e).name : nameOf(e));

const supposing = (fact: Fact, names: readonly Expr[]) => new Map(names.map((x) => [givenName(x), new Set([fact])]));

/** A name, or a member of a family at the letters of its declaration: r_i. */
const written = (e: Expr, name: (name: string) => string): string =>
  isMember(e) ? `${name(givenName(e))}_${lettersOf(e)}` : name(nameOf(e));

function lettersOf(e: Expr): string {
  const letters = familyOf(e).formals.map((i) => i.letter);
  return letters.every((l) => l.length === 1) ? letters.join("") : `{${letters.join(",")}}`;
}

const rangesOf = (e: Expr): string =>
  isMember(e)
    ? ` for ${familyOf(e)
        .formals.map((i) => `${i.letter} in ${i.lo}..${i.hi}`)
        .join(", ")}`
    : "";

const clause = ({ fact, says }: Lacked, names: readonly Expr[]): MissingFact => {
  const listed = names.map((x) => written(x, unicodeName)).join(" and ");
  const condition = says(listed, names.length > 1, (names[0] as Expr).shape);
  const declared = names.map(
    (x) => `${written(x, (name) => name)} : ${statedKind(x.shape)} ${stated(x, fact)}${rangesOf(x)}`,
  );
  return { condition, declared: `declare ${declared.join("; ")}` };
};

/** The facts of a name with one more; those that another of them implies need not be said. */
function stated(x: Expr, fact: Fact): string {
  const all = [...((isMember(x) ? familyOf(x).facts : x.home.facts.get(nameOf(x))) ?? []), fact];
  return all.filter((f) => !all.some((g) => g !== f && closure([g]).has(f))).join(" ");
}
