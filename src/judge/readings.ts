/** The readings of a side: as the language has it, as notes do, with a δ that is the derivative by a name on the way, repaired. */
import type { Expr } from "../core/expr.js";
import { isScalar, showShape } from "../core/shape.js";
import { holdsDerivative, workedOut } from "../derive/expand.js";
import { sweeper } from "../derive/value.js";
import { type Side, standIn } from "../model/model.js";
import { definitionOf, nameOf, symbol } from "../ops/symbol.js";
import { T } from "../ops/transpose.js";
import { postorder } from "../parse/ast.js";
import { printUnicode, unicodeName } from "../print/unicode.js";
import { gathered } from "../rewrite/gather.js";
import { replaced } from "../rewrite/simplify.js";
import { type Found, found, holds, type Judgement } from "./judgement.js";
import { clashOf, repairs, withElementwiseFirst, withGradients, withSpread } from "./repair.js";
import { conventionOf } from "./targets.js";
import { equalTo, type Trial } from "./trial.js";
import { guessedText, ofValue } from "./value.js";

/**
 * A δ that stands nowhere else is what the course note calls so, the derivative by a name on the way,
 * as a column or as a row: `∂s/∂W = δ xᵀ` with δ = ∂s/∂z. Null where no such reading makes the side right.
 */
export function withDelta(trial: Trial, side: Side): Judgement | null {
  const [delta] = side.guessed;
  if (delta === undefined || side.guessed.length > 1 || !/^delta(_|\d|$)/.test(delta)) return null;
  for (const [v, bar] of waysBetween(trial))
    for (const as of isScalar(bar.shape) ? [bar] : [bar, T(bar)]) {
      const read = side.reread(side.syntax, new Map([[delta, as.shape]]));
      if (read === null) continue;
      const meant = replaced(read, symbol(read.home, standIn(delta, as.shape), as.shape), as);
      const value = holdsDerivative(meant) ? workedOut(meant) : meant;
      const equal = equalTo(trial, value);
      if (equal === null) continue;
      const is = `${unicodeName(delta)}${as === bar ? "" : ", a row,"} being ∂${trial.derived.query.ofText}/∂${unicodeName(nameOf(v))}`;
      return holds(side, "equal", `${conventionOf(equal.target, trial.by) ?? equal.why}, ${is}`, equal, value);
    }
  return null;
}

/** Defined names between the output and the variable with the derivative by each, those next to the variable first. */
function waysBetween({ derived, of, by }: Trial): readonly (readonly [Expr, Expr])[] {
  if (derived.query.order === 2 || !isScalar(of.shape)) return [];
  return [...sweeper([by])(of)]
    .filter(([v]) => v !== of && definitionOf(v) !== null)
    .reverse()
    .slice(0, MOST_DELTAS);
}

/** Names on the way that a δ may belong to, of those next to the variable. */
const MOST_DELTAS = 12;

/** As the language reads it; where that is not equal, as notes do. */
export function inEitherReading(trial: Trial, side: Side): Judgement {
  const picked = side.guessed.length === 0 && picksOfDerivative(side) ? withGradients(side) : null;
  if (picked !== null) {
    const judged = ofValue(trial, side, workedOut(picked.value));
    return { ...judged, why: `${judged.why}, ${howShaped(picked.isByNumbers)}` };
  }
  const strict =
    side.value === null
      ? ofFault(trial, side)
      : ofValue(trial, side, holdsDerivative(side.value) ? workedOut(side.value) : side.value);
  return strict.verdict === "equal" ? strict : (asInNotes(trial, side, strict) ?? strict);
}

/** `(∂L/∂Z)_{12}`: an entry in a row and a column is one of a matrix, and of no row over vec Z. */
const picksOfDerivative = ({ syntax }: Side): boolean =>
  postorder(syntax).some((e) => {
    if (e.type !== "entry" || e.at?.length !== 2) return false;
    return (e.operand.type === "group" ? e.operand.operand : e.operand).type === "derivative";
  });

const howShaped = (isByNumbers: boolean): string =>
  isByNumbers
    ? "derivatives by a number being in the shape of what is derived"
    : "derivatives of scalars being gradients, in the shape of their variables";

/** A side in the reading of notes, where that is right or where the language has none; else null. */
function asInNotes(trial: Trial, side: Side, strict: Judgement): Judgement | null {
  if (side.guessed.length > 0) return null;
  const gradients = withGradients(side);
  const readings: readonly (readonly [Expr | null, (e: Expr) => string])[] = [
    [gradients?.value ?? null, () => howShaped(gradients?.isByNumbers === true)],
    [
      side.value === null ? withElementwiseFirst(side) : null,
      (e) => `read as ${printUnicode(e)}: a product binds tighter than ∘`,
    ],
  ];
  for (const [reading, how] of readings) {
    if (reading === null) continue;
    const judged = ofValue(trial, side, holdsDerivative(reading) ? workedOut(reading) : reading);
    // A product regrouped is another one than was written: it excuses, and accuses nobody.
    const told = judged.verdict !== "not judged" && reading === gradients?.value;
    if (judged.verdict !== "equal" && !(strict.verdict === "ill-shaped" && told)) continue;
    return { ...judged, why: `${judged.why}, ${how(reading)}` };
  }
  return null;
}

/** Faults of a spelling that the language does not have, where no two shapes clash. */
const NO_CLASH: ReadonlySet<string> = new Set(
  "bars beside entry primed primes".split(" ").map((word) => `shape/${word}`),
);

function ofFault(trial: Trial, side: Side): Judgement {
  const fault = side.fault;
  if (side.guessed.length > 0) return found(side, "not judged", guessedText(side));
  if (fault === null || !fault.code.startsWith("shape/") || NO_CLASH.has(fault.code))
    return found(side, "not judged", fault?.message ?? "it could not be read");
  const clash = clashOf(side);
  const clashes =
    clash === null
      ? fault.message
      : `${printUnicode(clash.left)} is ${showShape(clash.left.shape)} and ${printUnicode(clash.right)} is ${showShape(clash.right.shape)}`;
  let turned: Judgement | null = null;
  for (const { value: reading, elementwise } of repairs(side)) {
    const v = holdsDerivative(reading) ? workedOut(reading) : reading;
    const repaired = (e: Expr, equal: Found, value: Expr): Judgement =>
      elementwise
        ? holds(side, "equal up to a transpose", `${clashes}; ${briefly(e)} is meant`, equal, value)
        : found(side, "ill-shaped", `${fault.message}; ${briefly(e)} would be right`, { by: "laws" });
    const equal = equalTo(trial, v);
    if (equal !== null) return repaired(reading, equal, v);
    if (turned !== null || isScalar(v.shape)) continue;
    const other = equalTo(trial, T(v));
    if (other !== null) turned = repaired(T(reading), other, T(v));
  }
  if (turned !== null) return turned;
  const spread = withSpread(side);
  const v = spread !== null && holdsDerivative(spread) ? workedOut(spread) : spread;
  const right =
    v !== null && spread !== null && equalTo(trial, v) !== null ? `; ${printUnicode(spread)} would be right` : "";
  return found(side, "ill-shaped", `${fault.message}${right}`, { by: "laws" });
}

/** As it stands, or with its transposes gathered where those are fewer: (u ∘ f′(z))ᵀ for uᵀ ∘ f′(z)ᵀ. */
function briefly(e: Expr): string {
  const transposes = (text: string) => text.split("ᵀ").length;
  const [plain, short] = [printUnicode(e), printUnicode(gathered(e))];
  return transposes(short) < transposes(plain) ? short : plain;
}
