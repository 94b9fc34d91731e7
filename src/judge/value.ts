/** A side that has a value: equal, equal up to a transpose, or different with numbers that show it. */
import { symbolsOf } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { isScalar, type Shape, sameShape, showShape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import type { Side } from "../model/model.js";
import { Comm } from "../ops/comm.js";
import { Kron } from "../ops/kron.js";
import { isNought } from "../ops/number.js";
import { Stack } from "../ops/stack.js";
import { T } from "../ops/transpose.js";
import { Vec } from "../ops/vec.js";
import { agree, type Counterexample, smaller } from "./agree.js";
import { type Comparison, compare } from "./compare.js";
import { counterexampleText } from "./counterexample.js";
import { type Found, found, holds, type Judgement } from "./judgement.js";
import { areAskedElsewhere, conditionText, holdingOf, lettersIn } from "./letters.js";
import { missingFact } from "./missing-facts.js";
import { equalWith, hint } from "./slips.js";
import { byRows, conventionOf, transposedText } from "./targets.js";
import { equalTo, type Trial } from "./trial.js";

export function ofValue(trial: Trial, side: Side, v: Expr): Judgement {
  const { comparer, derived, targets, of, by } = trial;
  const equal = equalTo(trial, v);
  if (equal !== null) {
    const convention = conventionOf(equal.target, by);
    return holds(side, "equal", convention ?? equal.why, equal, isNought(v) ? equal.target.value : v);
  }
  const turned = isScalar(v.shape) ? null : equalTo(trial, T(v));
  if (turned !== null)
    return holds(
      side,
      "equal up to a transpose",
      transposedText(v, turned.target, derived.query.ofText, by),
      turned,
      T(v),
    );
  const counted = isWrittenOut(v) ? equalByRows(trial, v) : null;
  if (counted !== null) {
    const why = `${counted.why}, the entries of a matrix being counted row by row`;
    return holds(side, counted.isTurned ? "equal up to a transpose" : "equal", why, counted, counted.target.value);
  }
  if (side.guessed.length > 0) return found(side, "not judged", guessedText(side));
  const [target] = [...targets].sort(
    (a, b) => Number(sameShape(b.value.shape, v.shape)) - Number(sameShape(a.value.shape, v.shape)),
  );
  if (target === undefined) return found(side, "not judged", "there is nothing to compare it with");
  const misfit = !sameShape(v.shape, target.value.shape);
  if (side.open.length > 0 && !(misfit && toldBy(v.shape, side.open))) return found(side, "not judged", openText(side));
  const differ = misfit ? agreement(trial, v, target.value) : compare(comparer, v, target.value);
  if (differ.type === "open") {
    const why = differ.drawn ? differ.why : `no numbers could be drawn: ${differ.why}`;
    return found(side, "not judged", why, { undecided: !differ.drawn });
  }
  if (differ.type === "same") return holds(side, "equal", differ.why, { target, ...differ }, v);
  const doubted = trial.doubt();
  if (doubted !== null) return found(side, "not judged", doubted, { undecided: true });
  if (misfit) {
    const are = targets.map((t) => showShape(t.value.shape)).join(" or ");
    const why = `it is ${showShape(v.shape)}, and the derivative is ${are}`;
    return found(side, "different", why, { by: "laws", counterexample: differ.counterexample });
  }
  const letters = lettersIn([v, target.value, of]);
  if (letters.length > 0 && differ.type === "differ")
    return atLetters(trial, side, v, target.value, differ.counterexample);
  if (differ.type === "valueless") return withoutValue(trial, side, v, target.value, differ.counterexample);
  const { onto, options } = comparer;
  const missed = hint(trial, side, v, target.value, differ.counterexample);
  const counterexample = smaller(onto(v), onto(target.value), differ.counterexample, options, [of]);
  const why = [counterexampleText(counterexample), missed].filter((s) => s !== null).join("; ");
  return found(side, "different", why, { by: "numbers", counterexample });
}

/** Made of matrices whose entries are written out: nothing else in it says in which order entries are counted. */
const isWrittenOut = (v: Expr): boolean => {
  const all = walk([v]);
  return all.some((e) => e.op === Stack) && !all.some((e) => e.op === Kron || e.op === Vec || e.op === Comm);
};

/** The derivative that a side is where entries are counted row by row; null where there is none. */
function equalByRows(trial: Trial, v: Expr): (Found & { readonly isTurned: boolean }) | null {
  const { comparer, targets, of, by } = trial;
  for (const target of byRows(targets, of, by))
    for (const isTurned of [false, true]) {
      const side = isTurned ? T(v) : v;
      if (!sameShape(side.shape, target.counted.shape)) continue;
      const same = compare(comparer, side, target.counted);
      if (same.type === "same") return { target, by: same.by, why: same.why, isTurned };
    }
  return null;
}

/** A side that is different at some values of its letters, or at all of them. */
function atLetters(trial: Trial, side: Side, v: Expr, t: Expr, seen: Counterexample): Judgement {
  const { onto, options } = trial.comparer;
  const part = holdingOf(onto(v), onto(t), [trial.of], options);
  const counterexample = part.counterexample ?? seen;
  const has = counterexampleText(counterexample);
  const more = { by: "numbers", counterexample, holds: part.holds } as const;
  if (part.held === 0) {
    const missed = hint(trial, side, v, t, seen);
    return found(side, "different", [has, missed].filter((s) => s !== null).join("; "), more);
  }
  const where = part.holds === null ? "at some values of its letters" : `for ${conditionText(part.holds)}`;
  const { query } = trial.derived;
  const others = trial.beside.filter((q) => q.of === query.of).map((q) => q.wrt);
  // Small models may not reach where it fails: then there are the numbers at which it was seen to.
  const failing = part.failing.length > 0 ? part.failing : [seen.env];
  if (areAskedElsewhere(query.wrt, others, failing)) {
    const target = trial.targets.find((other) => other.value === t);
    const layout = target?.layout ?? null;
    return found(side, "equal", `it holds ${where}, and claims for the rest stand beside it`, {
      by: "numbers",
      holds: part.holds,
      layout,
    });
  }
  return found(side, "different", `it holds ${where} only: ${has}`, more);
}

/** A side that is right wherever it has a value, but has none somewhere: right where a fact leaves such places out. */
function withoutValue(trial: Trial, side: Side, v: Expr, t: Expr, counterexample: Counterexample): Judgement {
  const fact = missingFact([v, t, trial.of], (supposed) => equalWith(trial, v, t, supposed));
  const has = counterexampleText(counterexample);
  if (fact === null) return found(side, "different", has, { by: "numbers", counterexample });
  return found(side, `right if ${fact.condition}`, `${has}; ${fact.declared}`, { by: "numbers", counterexample });
}

/** Values whose shapes differ are compared by numbers alone. */
function agreement({ of, comparer }: Trial, v: Expr, t: Expr): Comparison {
  const numbers = agree(v, t, comparer.options, [of]);
  if (numbers.verdict === "differ") return { type: "differ", counterexample: numbers.counterexample };
  const why = numbers.verdict === "undrawn" ? numbers.why : "the sizes are equal in every draw";
  return { type: "open", why, drawn: false };
}

/** Whether a shape is what it is whatever the sizes of these names are. */
const toldBy = ({ rows, cols }: Shape, open: readonly string[]): boolean =>
  ![...symbolsOf(rows), ...symbolsOf(cols)].some((d) => open.includes(d));

const openText = ({ open }: Side): string =>
  open.length === 1
    ? `${open[0]} stands nowhere else in the text, and nothing says which size it is`
    : `${open.join(", ")} stand nowhere else in the text, and nothing says which sizes they are`;

export const guessedText = ({ guessed }: Side): string =>
  guessed.length === 1
    ? `${guessed[0]} stands nowhere else in the text, so what it is could only be guessed`
    : `${guessed.join(", ")} stand nowhere else in the text, so what they are could only be guessed`;
