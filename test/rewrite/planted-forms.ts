/** Faults in the last steps before an answer is shown; each makes some form another than a book prints. */
import { bundledWith, type Fault } from "../planted.js";
import type { unlikeForms } from "./book-forms.js";

/** A fault of one edit. */
const one = (name: string, file: string, from: string, to: string): Fault => ({
  name,
  edits: [[`rewrite/${file}`, from, to]],
});

/** The same in a law. */
const inLaws = (name: string, file: string, from: string, to: string): Fault => ({
  name,
  edits: [[`laws/${file}`, from, to]],
});

const DRESSED = "dressed.ts";
const IDENTITIES = "identities.ts";
const SIGNED = "signed.ts";
const SPELLED = "spelled.ts";
const GATHER = "gather.ts";
const FACTOR = "factor.ts";

export const FAULTS: readonly Fault[] = [
  one("names stay behind functions", DRESSED, "names.length === 0 ? args : fronted", "args"),
  one(
    "what is made of a name before it",
    DRESSED,
    "definitionOf(f) === null;\n  const ordered",
    "false;\n  const ordered",
  ),
  one("Aᵀ before A", DRESSED, "out.indexOf(operand(t)) + 1, 0, t)", "out.indexOf(operand(t)), 0, t)"),
  one("K before I", DRESSED, "=> a.op === Comm && b.op === Eye;", "=> false;"),
  one("f(z) ∘ y", DRESSED, "if (e.op === Hadamard) return entriesInOrder(args);", ""),
  one("a number that is taken away in the middle", DRESSED, "taken.length === 0 ? out :", "true ? out :"),
  one("names of a scalar product as they come", DRESSED, "return isLater && !isScalar(u.shape) ?", "return false ?"),
  one("a scalar product of one factor twice", DRESSED, "[T(v), u] : args", "[T(u), u] : args"),
  one("identities apart", IDENTITIES, "|| alike.length < 2 ||", "|| alike.length > 0 ||"),
  one("one identity lost", IDENTITIES, "sum(...alike.map((t) => timesAll", "sum(...alike.slice(1).map((t) => timesAll"),
  one(
    "an identity multiplied by no neighbour",
    IDENTITIES,
    "e.args.length < 3) return [];",
    "e.args.length > 0) return [];",
  ),
  one(
    "a neighbour on the wrong side",
    IDENTITIES,
    "k < i ? product(F, t) : product(t, F)",
    "k < i ? product(t, F) : product(F, t)",
  ),
  one("a transposed name as any other", IDENTITIES, "return ends.some((f) =>", "return !ends.some((f) =>"),
  one("a bracket with an identity stays", IDENTITIES, "!S.args.some(isScaled)) return null;", "true) return null;"),
  one("both signs stay", SIGNED, "if (shown(form) < shown(best)) best = form;", ";"),
  one("a sum turned and no sign for it", SIGNED, "minus.add(e);\n    } else if", "} else if"),
  one("an odd number of signs as none", SIGNED, "if (odd && !isEven) minus.add(e);", ""),
  one("the model's sign is not looked for", SIGNED, "return R === undefined ? [] : [[S, R] as const];", "return [];"),
  one("more terms taken away", SIGNED, "takenAway(form) <= takenAway(best)", "true"),
  one("row sums spread out everywhere", SPELLED, "at < 0) return e;\n  const S", "at >= 0) return e;\n  const S"),
  one("row sums as they are", SPELLED, "if (wide !== null) return", "if (wide === null) return"),
  one("a residual turned", SPELLED, "isKnown(S) && !isKnown(e) ? T(S) : e", "false ? T(S) : e"),
  one(
    "a residual not turned back",
    SPELLED,
    "isKnown(S) && !isKnown(e) ? T(S) : e",
    "isKnown(S) && !isKnown(e) ? S : e",
  ),
  one("a transpose around every sum", GATHER, "e.op === Sum && !turn && isPlain(e)) {", "false) {"),
  one("a transpose around outer products", GATHER, "open.args.every(isOuter) ||", "false ||"),
  one("a power of a transpose within a run", GATHER, "isSquare && besideTurned ? [T(A), T(A)] : [f]", "[f]"),
  one("a run of factors as it is", "runs.ts", "alike >= enough", "false"),
  one("rows scaled alike in a sum alone", SPELLED, "core?.op === Sum ? withScalars", "false ? withScalars"),
  one("a divisor beside its sum", "expand.ts", "return [withScalars(taken, core, e)];", "return [];"),
  one("a projection before what it projects", SIGNED, "S !== undefined && isProjected ? [S] : []", "[]"),
  one("a scaled matrix in a bracket", FACTOR, "taken.some((r) => r.joined) && taken.some(isScaledMatrix)", "false"),
  one(
    "a bracket around A x of a symmetric A",
    GATHER,
    "<= 1 + Math.min(transposes(M), transposes(N))) continue;",
    "< 0) continue;",
  ),
  one(
    "the longer of two turned",
    SPELLED,
    "at < 0 || lengthOf(scalarsOf(nth(e.args, at)).core ?? X) < lengthOf(core)",
    "at < 0",
  ),
  one("a transpose around what is its own", SPELLED, "return isOwn ? S : e;", "return e;"),
  one("a column behind a bracket with an identity", IDENTITIES, "isGram || isColumn ?", "isGram ?"),
  one("both signs in a quadratic form", SIGNED, "|| isTidier(form, best)", ""),
  inLaws("no name within a power", "names.ts", "Math.abs(times) > MOST_SINGLE", "true"),
  inLaws("a factor too many of a power", "names.ts", "{ length: Math.abs(times) }", "{ length: Math.abs(times) + 1 }"),
  inLaws("no run of factors in a multiple", "definition.ts", "if (run >= 0)", "if (run < -1)"),
  one("a pattern lost for one operation", "shorten.ts", "shownLength(to) >= shownLength(from) - 1;", "false;"),
  one(
    "a bracket in one of alike terms",
    GATHER,
    "areRearranged(args) ? args.map(unbracketed) : args",
    "false ? [] : args",
  ),
  one("alike terms multiplied in another order", GATHER, ": T(g))).reverse();", ": T(g)));"),
  one("a column twice under a trace", GATHER, "? parts.map(columnsOnce) : parts", "? parts : parts"),
];

/** How many forms a fault makes other, or makes impossible. */
export async function seenIn(fault: Fault): Promise<number> {
  const witness = await bundledWith<{ readonly unlikeForms: typeof unlikeForms }>(
    new URL("book-forms.ts", import.meta.url),
    fault,
  );
  try {
    return witness.unlikeForms().length;
  } catch {
    return 1;
  }
}
