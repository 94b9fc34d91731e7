/** Faults in binders, in the sweep over equations with letters, and in its ends; each makes some answer another. */
import { bundledWith, type Fault } from "../planted.js";
import type { indexAnswers } from "./index-answers-of.js";

const BINDER = "ops/binder.ts";
const ADJOINTS = "derive/adjoints.ts";
const ENDS = "derive/ends.ts";

/** A fault of one edit. */
const one = (name: string, file: string, from: string, to: string): Fault => ({ name, edits: [[file, from, to]] });

export const FAULTS: readonly Fault[] = [
  one(
    "a binder at a level that is free within",
    BINDER,
    "while (inside.free.some((f) => f !== own && f.level === level)) level += 1;",
    "",
  ),
  one("fresh letters that are one letter", BINDER, "if (!clear.some(({ free })", "if (k > 0 || !clear.some(({ free })"),
  one("a place that is put in at a binder alone", BINDER, "at: data.at.map((p) => placeWith(p, i, by))", "at: data.at"),
  one("letters that are not kept apart", BINDER, "made = made.map((e) => substitute(e, own, placeOf(letter)));", ""),
  one(
    "a body without the index of all",
    BINDER,
    "substitute(operand(binder), binderOf(binder), placeOf(index));",
    "operand(binder);",
  ),
  one("shares at every place", ADJOINTS, "conditions.length === 0 ? share : scale(", "true ? share : scale("),
  one(
    "shares that are not summed",
    ADJOINTS,
    "return letters.reduceRight((e, i) => sigma(i, e), whole);",
    "return letters.length > 1 ? whole : letters.reduceRight((e, i) => sigma(i, e), whole);",
  ),
  one("the first share alone", ADJOINTS, "else known.push(share);", ""),
  one(
    "equations in the order of the text",
    ADJOINTS,
    "if (left === 0 && !cut.has(p)) order.push(p);",
    "if (!order.includes(p)) order.unshift(p);",
  ),
  one(
    "what is passed on is not what arrived",
    ADJOINTS,
    "bar === undefined ? (arrived as Expr) : calledAs(bar, q.at)",
    "bar === undefined ? number(1, q.value) : calledAs(bar, q.at)",
  ),
  one(
    "no name for what goes two ways",
    ADJOINTS,
    "if (circular.has(q) && goesOn && lengthOf(arrived) > SHORT) {",
    "if (false as boolean) {",
  ),
  one(
    "the longest way to cut",
    ADJOINTS,
    "if (length < best.length) best",
    "if (length > best.length || best.length === Number.POSITIVE_INFINITY) best",
  ),
  one("the cotangent of a cut is another's", ADJOINTS, "for (const q of cut) define(q, bars.get(q) as Family);", ""),
  one("an end that is one too early", ENDS, "return [isRising ? at : plus(at, ONE)];", "return [at];"),
  one("an equality that ends nothing", ENDS, "return [at, plus(at, ONE)];", "return [at];"),
  one("conditions that hold everywhere", ENDS, "number(holds ? 1 : 0, x)", "number(1, x)"),
  one(
    "a zero behind the end without a look at the end",
    ENDS,
    "return isSame && isSameAtEnd ?",
    "return isSame || isSameAtEnd ?",
  ),
  one("no zero behind the end", ENDS, "if (closed !== null) return", "if (false as boolean) return"),
  one("an end at T", ENDS, "zeroAt: plus(f.hi, ONE), least: 1", "zeroAt: f.hi, least: 1"),
  one(
    "a case over the next one",
    ENDS,
    "next === undefined ? f.hi : minus(next, ONE)",
    "next === undefined ? f.hi : next",
  ),
];

/** Whether the answers over indices are others with a fault in them, or none. */
export async function isSeen(fault: Fault, sound: readonly string[]): Promise<boolean> {
  const witness = await bundledWith<{ readonly indexAnswers: typeof indexAnswers }>(
    new URL("index-answers-of.ts", import.meta.url),
    fault,
  );
  const found = witness.indexAnswers();
  return found.length !== sound.length || found.some((line, i) => line !== sound[i]);
}
