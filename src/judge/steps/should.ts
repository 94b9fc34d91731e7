/** What a wrong side should have been: its text, and numbers small enough for paper. */
import type { Expr } from "../../core/expr.js";
import { letterIndex, placeOf } from "../../core/place.js";
import { sameShape } from "../../core/shape.js";
import { walk } from "../../core/walk.js";
import { inMatrices, stacksIn } from "../../laws/lift.js";
import type { Model } from "../../model/model.js";
import { placesOf } from "../../ops/binder.js";
import { type Family, familiesOf } from "../../ops/family.js";
import { familyOf, isMember, member } from "../../ops/member.js";
import { isSymbol, nameOf } from "../../ops/symbol.js";
import { type Expression, postorder, type Span } from "../../parse/ast.js";
import { printText } from "../../print/text.js";
import type { CounterexampleReport } from "../../report/counterexample.js";
import { replaced } from "../../rewrite/simplify.js";
import { type Counterexample, smaller } from "../agree.js";
import { counterexampleReport } from "../counterexample.js";
import { differAtLetters, NO_LIMITS } from "./at-letters.js";
import type { Diagnosis } from "./mistake.js";
import { readNamed } from "./reader.js";
import { attempt, type Place, type Verdict } from "./side.js";
import type { Truth } from "./truth.js";
import { written } from "./written.js";

/** A side that is wrong, with what it was judged by. */
export interface Wrong {
  readonly span: Span;
  readonly diagnosis: Diagnosis;
  readonly place: Place;
  readonly truth: Truth;
  readonly verdict: Verdict;
  /** The place of the side among the `=` of its line. */
  readonly equals: number;
  readonly model: Model;
}

interface Correction {
  /** The side as it should be, in plain text. */
  readonly should: string | null;
  readonly counterexample: CounterexampleReport | null;
}

/** The symbols of an expression that stand in for names, with those names. */
const standing = (e: Expr): ReadonlyMap<Expr, string> =>
  new Map(walk([e]).flatMap((x) => (isSymbol(x) && nameOf(x).includes(" ") ? [[x, plainly(nameOf(x))]] : [])));

/** Characters beyond which a side is not told. */
const LONGEST = 400;

/** What a wrong side should have been, and numbers that show it wrong. */
export function correctionOf({ diagnosis, place, truth, verdict, equals, model }: Wrong): Correction {
  const found =
    verdict.type !== "wrong"
      ? null
      : attempt(
          () => smallest(verdict, place, truth),
          () => null,
        );
  return {
    should: shouldBe(diagnosis, place, truth, { verdict, model }),
    counterexample: found && namedPlainly(counterexampleReport(found, equals)),
  };
}

/** The counterexample at the smallest sizes at which there is one. */
function smallest(
  verdict: Verdict & { readonly type: "wrong" },
  { limits }: Place,
  { also }: Truth,
): Counterexample | null {
  const { value, meant, counterexample: c } = verdict;
  if (c === null || c.entries.length === 0) return c;
  if (c.env.letters === undefined) return smaller(value, meant, c, { smooth: also }, also);
  for (const n of [1, 2]) {
    const sizes = new Map([...c.env.sizes.keys()].map((name) => [name, n]));
    const here = differAtLetters(value, meant, also, { models: 2, limits: limits ?? NO_LIMITS, sizes });
    if (here !== null && here !== "same") return here;
  }
  return c;
}

/** Shows a stand-in under the name that it stands for. */
const plainly = (name: string): string => name.replace(/ \([^()]*(?:\([^()]*\)[^()]*)*\)$/, "");

const namedPlainly = (c: CounterexampleReport): CounterexampleReport => ({
  ...c,
  inputs: Object.fromEntries(Object.entries(c.inputs).map(([name, x]) => [plainly(name), x])),
});

/** A value with the student's names for the cotangents that an answer calls by names of its own. */
function inNamesOf(model: Model, value: Expr): Expr {
  const known = (m: Expr): boolean => model.symbols.has(familyOf(m).name);
  let out = value;
  for (const m of walk([value]).filter((x) => isMember(x) && !known(x))) {
    const of = familyOf(m);
    const own = familiesOf(value.home).find((g) => model.symbols.has(g.name) && isSame(g, of));
    if (own !== undefined) out = replaced(out, m, member(own, ...placesOf(m)));
  }
  return out;
}

/** Whether two families have the same members. */
function isSame(a: Family, b: Family): boolean {
  const { formals } = a;
  if (formals.length !== b.formals.length || !sameShape(a.shape, b.shape)) return false;
  if (formals.some((f, k) => f.lo !== b.formals[k]?.lo || f.hi !== b.formals[k]?.hi)) return false;
  const at = formals.map((f) => placeOf(letterIndex("asked", f.letter, f.lo, f.hi)));
  return attempt(
    () => differAtLetters(member(a, ...at), member(b, ...at), [], { models: 2, limits: NO_LIMITS }) === "same",
    () => false,
  );
}

/** A value without sums and entries where a side has none. */
function inStyleOf(side: Expression, value: Expr): Expr {
  if (value.level === 0 || postorder(side).some((e) => e.type === "reduction" || e.type === "entry" || placed(e)))
    return value;
  const lifted = inMatrices(value);
  // A name for all members at once is one that the student does not have.
  return lifted === null || stacksIn(lifted).some((s) => s.name !== s.family.name) ? value : lifted;
}

const placed = (e: Expression): boolean => e.type === "name" && (e.at?.length ?? 0) > 0;

/** The side put right, or the true value in the shape of the side. */
function shouldBe(
  { side: fixed }: Diagnosis,
  place: Place,
  { values }: Truth,
  { verdict, model }: Pick<Wrong, "verdict" | "model">,
): string | null {
  // The student has no name for a cotangent that the answer calls by one.
  const isKnown = (e: Expr): boolean => walk([e]).every((m) => !isMember(m) || model.symbols.has(familyOf(m).name));
  const texts: string[] = [];
  const say = (e: Expr, names: ReadonlyMap<Expr, string> = new Map()): void => {
    const text = attempt<string | null>(
      () => printText(e, new Map([...standing(e), ...names])),
      () => null,
    );
    if (text !== null && text.length <= LONGEST && isKnown(e)) texts.push(text);
  };
  if (fixed !== null) {
    const text = written(fixed);
    const read = readNamed(place.side, fixed, place.introduced);
    if (text !== null && text.length <= LONGEST) texts.push(text);
    else if (read.type === "value") say(read.value, read.names);
  }
  const wrong = verdict.type === "wrong" ? verdict.value : null;
  const alike = wrong === null ? undefined : values.find((t) => sameShape(t.shape, wrong.shape));
  if (texts.length === 0) say(inStyleOf(place.side.syntax, inNamesOf(model, alike ?? (values[0] as Expr))));
  return texts[0] ?? null;
}
