/**
 * Claims: `∂s/∂b = … = …` judged side by side against the derivative.
 *
 * A side is equal where laws make it the derivative in gradient or in Jacobian layout, or where both
 * have the same value at draws that have seen everything. It is different only with a
 * counterexample, and only where differences agree with the derivative that it is measured by.
 */
import { lineStarts, locate } from "../core/diagnostic.js";
import { dim, symbolsOf } from "../core/dim.js";
import { BudgetError, type Expr } from "../core/expr.js";
import type { Facts } from "../core/facts.js";
import { NotDifferentiable, ShapeError } from "../core/op.js";
import { rational } from "../core/rational.js";
import { entries, isRow, isScalar, type Shape, sameShape, showShape } from "../core/shape.js";
import type { Derivation } from "../derive/derivation.js";
import { holdsDerivative, workedOut } from "../derive/expand.js";
import { rowOf } from "../derive/layout.js";
import { normalForm, shownForm } from "../derive/normal.js";
import { firstDerivative, type Symmetric, sweeper } from "../derive/value.js";
import { type Claim, type Model, type Side, standIn } from "../model/model.js";
import { type Question, verify } from "../numeric/verify.js";
import { comm } from "../ops/comm.js";
import { diag } from "../ops/diag.js";
import { diagvec } from "../ops/diagvec.js";
import { eye } from "../ops/eye.js";
import { closure, factsOf } from "../ops/facts.js";
import { Kron, kron } from "../ops/kron.js";
import { isNought, number } from "../ops/number.js";
import { reciprocal } from "../ops/power.js";
import { product } from "../ops/product.js";
import { Scale, scale } from "../ops/scale.js";
import { size } from "../ops/size.js";
import { Sum, sum } from "../ops/sum.js";
import { definitionOf, nameOf, symbol } from "../ops/symbol.js";
import { T, Transpose } from "../ops/transpose.js";
import { Vec, vec } from "../ops/vec.js";
import { isZeros } from "../ops/zeros.js";
import { printUnicode, unicodeName } from "../print/unicode.js";
import { type ClaimReport, isWrong, type Verdict } from "../report/report.js";
import { sideText } from "../report/side.js";
import { gathered } from "../rewrite/gather.js";
import { replaced } from "../rewrite/simplify.js";
import { agree, type Counterexample, smaller } from "./agree.js";
import { type Comparer, type Comparison, compare as compareBy } from "./compare.js";
import { counterexampleReport, counterexampleText } from "./counterexample.js";
import { everywhere } from "./everywhere.js";
import { isLarge, sameByLaws } from "./laws.js";
import { missingFact } from "./missing-facts.js";
import { clashOf, repairs, turnedOnce, withElementwiseFirst, withGradients, withSpread } from "./repair.js";

export interface JudgeOptions {
  readonly seed?: number;
  /** Draws at which values are compared. */
  readonly draws?: number;
  /** Entries that one value may have. */
  readonly maxEntries?: number;
}

/** The judgement of one side. */
export interface Judgement {
  readonly side: Side;
  readonly verdict: Verdict;
  readonly by: ClaimReport["by"];
  readonly layout: "gradient" | "jacobian" | null;
  readonly why: string | null;
  readonly counterexample: Counterexample | null;
  /** The side that holds, turned and repaired, in `layout`; null where nothing was. */
  readonly value: Expr | null;
  /** How a gradient by a symmetric matrix was read. */
  readonly symmetric: Symmetric;
  /** Not judged although it should have been: no numbers could be drawn, or there is no derivative to compare with. */
  readonly undecided: boolean;
}

/** A derivative that a side may be. */
interface Target {
  readonly layout: "gradient" | "jacobian";
  readonly value: Expr;
  readonly symmetric: Symmetric;
}

/** Draws for a claim. A factor 2 that should be n is seen by the first n that is not 2. */
const DRAWS = 5;

/** The verdicts of `interfaces.md` on each side of a claim, for the report. */
export function judge(
  model: Model,
  claim: Claim,
  derived: Derivation,
  options: JudgeOptions = {},
): readonly ClaimReport[] {
  const starts = lineStarts(model.source);
  const found = judgements(claim, derived, options);
  const wrong = found.findIndex((j) => isWrong(j.verdict)) + 1;
  return found.map(({ side, verdict, by, layout, why, counterexample }) => ({
    text: side.text,
    unicode: sideText(side),
    verdict,
    by,
    holds: null,
    layout,
    why,
    counterexample: counterexample === null ? null : counterexampleReport(counterexample, wrong),
    ...locate(starts, side.span.start),
  }));
}

/** Judges each side of a claim, in order; where the chain goes wrong is said at the side that does. */
export function judgements(claim: Claim, derived: Derivation, options: JudgeOptions = {}): readonly Judgement[] {
  const judgeSide = sideJudge(claim, derived, { draws: DRAWS, ...options });
  let wrong = 0;
  return claim.sides.map((side, i) => {
    const found = judgeSide(side);
    if (claim.sides.length === 1 || !isWrong(found.verdict)) return found;
    const before = wrong;
    if (wrong === 0) wrong = i + 1;
    const said =
      before === 0
        ? `the chain goes wrong here, at its ${ordinal(wrong)} =`
        : `the chain is wrong from its ${ordinal(before)} = on`;
    return { ...found, why: `${said}: ${found.why}` };
  });
}

const ordinal = (n: number): string => `${n}${["st", "nd", "rd"][n - 1] ?? "th"}`;

/** A derivative that a side is, and how that is known. */
interface Found {
  readonly target: Target;
  readonly by: "laws" | "numbers";
  readonly why: string;
}

function sideJudge(claim: Claim, derived: Derivation, options: JudgeOptions): (side: Side) => Judgement {
  const { query } = derived;
  const y = holdsDerivative(query.of) ? workedOut(query.of) : query.of;
  const x = query.wrt[0] as Expr;
  const targets = targetsOf(derived, y, x);
  const onto = projector(derived, y, x);
  const asked = { ...options, smooth: [y] };
  let trusted: string | null | undefined;

  const comparer: Comparer = { of: y, onto, options: asked, known: new Map() };
  const compare = (v: Expr, t: Expr): Comparison => compareBy(comparer, v, t);

  /** The first target that is equal to `v`, and how. */
  function equalTo(v: Expr): Found | null {
    for (const target of targets) {
      if (isNought(v) && isZeros(target.value) && !isScalar(target.value.shape))
        return { target, by: "laws", why: `0 stands for the zero ${showShape(target.value.shape)}` };
      if (!sameShape(v.shape, target.value.shape)) continue;
      if (isInShape(v, target)) return { target, by: "laws", why: "by rewriting" };
      const found = compare(v, target.value);
      if (found.type === "same") return { target, by: found.by, why: found.why };
    }
    return null;
  }

  /** Whether a row over vec is the gradient once it stands in the shape of the variable. */
  function isInShape(v: Expr, { layout, symmetric }: Target): boolean {
    if (layout !== "jacobian" || query.order === 2 || !isScalar(y.shape) || isLarge(v)) return false;
    const gradient = targets.find((t) => t.layout === "gradient" && t.symmetric === symmetric);
    if (gradient === undefined || sameShape(gradient.value.shape, v.shape)) return false;
    const G = unrolled(normalForm(v));
    return G !== null && sameShape(G.shape, gradient.value.shape) && sameByLaws(G, gradient.value, [y]);
  }

  /** Why the derivative itself cannot be relied on, or null: a counterexample to it would accuse the claim. */
  function doubt(): string | null {
    if (trusted === undefined) {
      const question = questionOf(derived, y, derived.layout);
      const checked = isLarge(derived.value) ? null : verify(derived.value, question, { ...asked, draws: 1 });
      trusted =
        checked?.verdict === "wrong" ? "the derivative does not agree with differences: please report it" : null;
    }
    return trusted;
  }

  const found = (side: Side, verdict: Verdict, why: string | null, more: Partial<Judgement> = {}): Judgement => ({
    side,
    verdict,
    by: null,
    layout: null,
    why,
    counterexample: null,
    value: null,
    symmetric: "projected",
    undecided: false,
    ...more,
  });

  const holds = (side: Side, verdict: Verdict, why: string, { by, target }: Found, value: Expr): Judgement =>
    found(side, verdict, why, { by, layout: target.layout, symmetric: target.symmetric, value });

  function ofValue(side: Side, v: Expr): Judgement {
    const equal = equalTo(v);
    if (equal !== null) {
      const convention = conventionOf(equal.target, x);
      return holds(side, "equal", convention ?? equal.why, equal, isNought(v) ? equal.target.value : v);
    }
    const turned = isScalar(v.shape) ? null : equalTo(T(v));
    if (turned !== null)
      return holds(side, "equal up to a transpose", transposedText(v, turned.target, query.ofText, x), turned, T(v));
    if (side.guessed.length > 0) return found(side, "not judged", guessedText(side));
    const [target] = [...targets].sort(
      (a, b) => Number(sameShape(b.value.shape, v.shape)) - Number(sameShape(a.value.shape, v.shape)),
    );
    if (target === undefined) return found(side, "not judged", "there is nothing to compare it with");
    const misfit = !sameShape(v.shape, target.value.shape);
    if (side.open.length > 0 && !(misfit && toldBy(v.shape, side.open)))
      return found(side, "not judged", openText(side));
    const differ = misfit ? agreement(v, target.value) : compare(v, target.value);
    if (differ.type === "open") {
      const why = differ.drawn ? differ.why : `no numbers could be drawn: ${differ.why}`;
      return found(side, "not judged", why, { undecided: !differ.drawn });
    }
    if (differ.type === "same") return holds(side, "equal", differ.why, { target, ...differ }, v);
    const doubted = doubt();
    if (doubted !== null) return found(side, "not judged", doubted, { undecided: true });
    if (misfit) {
      const are = targets.map((t) => showShape(t.value.shape)).join(" or ");
      const why = `it is ${showShape(v.shape)}, and the derivative is ${are}`;
      return found(side, "different", why, { by: "laws", counterexample: differ.counterexample });
    }
    if (differ.type === "valueless") return withoutValue(side, v, target.value, differ.counterexample);
    const missed = hint(side, v, target.value, differ.counterexample);
    const counterexample = smaller(onto(v), onto(target.value), differ.counterexample, asked, [y]);
    const why = [counterexampleText(counterexample), missed].filter((s) => s !== null).join("; ");
    return found(side, "different", why, { by: "numbers", counterexample });
  }

  /** A side that is right wherever it has a value, but has none somewhere: right where a fact leaves such places out. */
  function withoutValue(side: Side, v: Expr, t: Expr, counterexample: Counterexample): Judgement {
    const fact = missingFact([v, t, y], (supposed) => equalWith(v, t, supposed));
    const has = counterexampleText(counterexample);
    if (fact === null) return found(side, "different", has, { by: "numbers", counterexample });
    return found(side, `right if ${fact.condition}`, `${has}; ${fact.declared}`, { by: "numbers", counterexample });
  }

  /** Values whose shapes differ are compared by numbers alone. */
  function agreement(v: Expr, t: Expr): Comparison {
    const numbers = agree(v, t, asked, [y]);
    if (numbers.verdict === "differ") return { type: "differ", counterexample: numbers.counterexample };
    const why = numbers.verdict === "undrawn" ? numbers.why : "the sizes are equal in every draw";
    return { type: "open", why, drawn: false };
  }

  /** Slips that would explain a claim that is different: a sign, a factor, a transpose. */
  function hint(side: Side, v: Expr, t: Expr, { env, left, right }: Counterexample): string | null {
    const times = (c: Expr) => compare(v, scale(c, t)).type === "same";
    const [p, q] = ratio(left.data, right.data) ?? [0, 1];
    if (p !== 0 && times(number(rational(p, q), t)))
      return p === -1 && q === 1 ? "the sign is wrong" : `it is ${q === 1 ? p : `${p}/${q}`} times the derivative`;
    for (const [name, n] of env.sizes) {
      const N = size(t.home, dim(name));
      if (p === n && q === 1 && times(N)) return `it is ${name} times the derivative`;
      if (p === 1 && q === n && times(reciprocal(N))) return `the derivative is ${name} times that`;
    }
    const first = withElementwiseFirst(side);
    if (first !== null && sameShape(first.shape, t.shape) && compare(first, t).type === "same")
      return `${printUnicode(first)} would be right: a product binds tighter than ∘`;
    for (const reading of turnedOnce(side))
      if (sameShape(reading.shape, t.shape) && compare(reading, t).type === "same")
        return `a factor stands transposed: ${printUnicode(reading)} would be right`;
    const fact = missingFact([v, t, y], (supposed) => equalWith(v, t, supposed));
    return fact === null ? null : `it is right if ${fact.condition}: ${fact.declared}`;
  }

  /** Whether a side is right where more is known of the inputs than is stated. */
  function equalWith(v: Expr, t: Expr, supposed: ReadonlyMap<string, Facts>): boolean {
    const facts = query.wrt.map((z) => closure(supposed.get(nameOf(z)) ?? []));
    const diagonal = facts.some((f) => f.has("diagonal"));
    let target = onto(t);
    if (diagonal || facts.some((f) => f.has("symmetric"))) {
      // Then the gradient is another matrix, not the same at fewer places.
      if (query.order === 2 || !sameShape(t.shape, x.shape)) return false;
      target = diagonal ? diag(diagvec(t)) : scale(number(rational(1, 2), t), sum(t, T(t)));
    }
    return everywhere(onto(v), target, [y], { ...asked, tries: FEW_TRIES, supposed }).verdict === "same";
  }

  /**
   * A δ that stands nowhere else is what the course note calls so, the derivative by a name on the way,
   * as a column or as a row: `∂s/∂W = δ xᵀ` with δ = ∂s/∂z. Null where no such reading makes the side right.
   */
  function withDelta(side: Side): Judgement | null {
    const [delta] = side.guessed;
    if (delta === undefined || side.guessed.length > 1 || !/^delta(_|\d|$)/.test(delta)) return null;
    for (const [v, bar] of waysBetween())
      for (const as of isScalar(bar.shape) ? [bar] : [bar, T(bar)]) {
        const read = side.reread(side.syntax, new Map([[delta, as.shape]]));
        if (read === null) continue;
        const meant = replaced(read, symbol(read.home, standIn(delta, as.shape), as.shape), as);
        const value = holdsDerivative(meant) ? workedOut(meant) : meant;
        const equal = equalTo(value);
        if (equal === null) continue;
        const is = `${unicodeName(delta)}${as === bar ? "" : ", a row,"} being ∂${query.ofText}/∂${unicodeName(nameOf(v))}`;
        return holds(side, "equal", `${conventionOf(equal.target, x) ?? equal.why}, ${is}`, equal, value);
      }
    return null;
  }

  /** Defined names between the output and the variable with the derivative by each, those next to the variable first. */
  function waysBetween(): readonly (readonly [Expr, Expr])[] {
    if (query.order === 2 || !isScalar(y.shape)) return [];
    return [...sweeper([x])(y)]
      .filter(([v]) => v !== y && definitionOf(v) !== null)
      .reverse()
      .slice(0, MOST_DELTAS);
  }

  function ofFault(side: Side): Judgement {
    const fault = side.fault;
    if (side.guessed.length > 0) return found(side, "not judged", guessedText(side));
    if (fault === null || !fault.code.startsWith("shape/"))
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
      const equal = equalTo(v);
      if (equal !== null) return repaired(reading, equal, v);
      if (turned !== null || isScalar(v.shape)) continue;
      const other = equalTo(T(v));
      if (other !== null) turned = repaired(T(reading), other, T(v));
    }
    if (turned !== null) return turned;
    const spread = withSpread(side);
    const v = spread !== null && holdsDerivative(spread) ? workedOut(spread) : spread;
    const right =
      v !== null && spread !== null && equalTo(v) !== null ? `; ${printUnicode(spread)} would be right` : "";
    return found(side, "ill-shaped", `${fault.message}${right}`, { by: "laws" });
  }

  /** The name of a size in the side is said with the verdict that rests on it. */
  function withSizes(judged: Judgement): Judgement {
    const { side, why } = judged;
    if (side.sizes.length === 0) return judged;
    const taken = `with ${side.sizes.join(", ")}`;
    return { ...judged, why: why === null ? taken : `${why}, ${taken}` };
  }

  /** A side in the reading of notes, where that is right or where the language has none; else null. */
  function asInNotes(side: Side, strict: Judgement): Judgement | null {
    if (side.guessed.length > 0) return null;
    const gradients = withGradients(side);
    const readings: readonly (readonly [Expr | null, (e: Expr) => string])[] = [
      [gradients, () => "derivatives of scalars being gradients, in the shape of their variables"],
      [
        side.value === null ? withElementwiseFirst(side) : null,
        (e) => `read as ${printUnicode(e)}: a product binds tighter than ∘`,
      ],
    ];
    for (const [reading, how] of readings) {
      if (reading === null) continue;
      const judged = ofValue(side, holdsDerivative(reading) ? workedOut(reading) : reading);
      // A product regrouped is another one than was written: it excuses, and accuses nobody.
      const told = judged.verdict !== "not judged" && reading === gradients;
      if (judged.verdict !== "equal" && !(strict.verdict === "ill-shaped" && told)) continue;
      return { ...judged, why: `${judged.why}, ${how(reading)}` };
    }
    return null;
  }

  /** As the language reads it; where that is not equal, as notes do. */
  function inEitherReading(side: Side): Judgement {
    const strict =
      side.value === null
        ? ofFault(side)
        : ofValue(side, holdsDerivative(side.value) ? workedOut(side.value) : side.value);
    return strict.verdict === "equal" ? strict : (asInNotes(side, strict) ?? strict);
  }

  return (side) => {
    if (claim.unjudged !== null) return found(side, "not judged", claim.unjudged);
    try {
      const named = withDelta(side);
      if (named !== null) return withSizes(named);
      return withSizes(inEitherReading(side));
    } catch (error) {
      if (error instanceof NotDifferentiable || error instanceof BudgetError || error instanceof ShapeError)
        return found(side, "not judged", error.message, { undecided: true });
      throw error;
    }
  };
}

/** The question that a derivation answers, for differences. */
export const questionOf = (
  { query }: Derivation,
  of: Expr,
  layout: Derivation["layout"],
  symmetric: Symmetric = "projected",
): Question => ({
  of,
  wrt: query.order === 2 && query.wrt.length === 1 ? [query.wrt[0] as Expr, query.wrt[0] as Expr] : query.wrt,
  layout,
  direction: query.direction,
  symmetric,
});

/** The derivative in each layout, and by a symmetric matrix in each convention; that of the report first. */
function targetsOf(derived: Derivation, y: Expr, x: Expr): readonly Target[] {
  const { query, layout, value } = derived;
  const only = layout === "gradient" ? "gradient" : "jacobian";
  if (query.order === 2) return [{ layout: only, value, symmetric: "projected" }];
  const sweep = sweeper([x]);
  const first = (as: "gradient" | "jacobian", symmetric: Symmetric): Expr =>
    firstDerivative(y, x, as, sweep, symmetric);
  if (!isScalar(y.shape) && !isScalar(x.shape))
    return [
      {
        layout: "jacobian",
        value: layout === "jacobian" ? value : first("jacobian", "projected"),
        symmetric: "projected",
      },
    ];
  const facts = closure(factsOf(x));
  const free = isScalar(x.shape) || !isScalar(y.shape) || !(facts.has("symmetric") || facts.has("diagonal"));
  const conventions: readonly Symmetric[] =
    free || facts.has("diagonal") || !facts.has("symmetric") ? ["projected"] : ["projected", "cookbook"];
  const out: Target[] = [];
  for (const symmetric of conventions) {
    const G = free && layout === "gradient" ? value : first("gradient", symmetric);
    const J = isScalar(y.shape) ? shownForm(rowOf(G)) : shownForm(vec(G));
    out.push({ layout: "gradient", value: G, symmetric });
    if (J !== G) out.push({ layout: "jacobian", value: J, symmetric });
  }
  return out;
}

const conventionOf = ({ symmetric }: Target, x: Expr): string | null =>
  symmetric === "cookbook"
    ? `in the convention of the Matrix Cookbook, ${nameOf(x)}_ij and ${nameOf(x)}_ji being one variable: G + Gᵀ − G ∘ I`
    : null;

/**
 * Brings a Jacobian or a Hessian to the matrices that the variables may be: by a symmetric X it may
 * be stated off the symmetric matrices in many ways, which are all the same on them.
 */
function projector({ query }: Derivation, y: Expr, x: Expr): (e: Expr) => Expr {
  const z = query.wrt[1] ?? x;
  if (query.direction !== null || (query.order === 1 && isScalar(y.shape))) return (e) => e;
  if (query.order === 1) {
    const P = projection(x);
    return (e) => (P === null ? e : product(e, P));
  }
  const [P, Q] = [projection(x), projection(z)];
  const L = P === null || isScalar(y.shape) ? P : kron(P, eye(entries(y.shape), y));
  return (e) => {
    const right = Q === null ? e : product(e, Q);
    return L === null ? right : product(L, right);
  };
}

/** The projection of vec X on the matrices that X may be, or null where its entries are free. */
function projection(X: Expr): Expr | null {
  if (isScalar(X.shape)) return null;
  const { rows } = X.shape;
  const facts = closure(factsOf(X));
  if (facts.has("diagonal")) return diag(vec(eye(rows, X)));
  if (!facts.has("symmetric")) return null;
  return scale(number(rational(1, 2), X), sum(eye(entries(X.shape), X), comm(rows, rows, X)));
}

/** Names on the way that a δ may belong to, of those next to the variable. */
const MOST_DELTAS = 12;

/** Draws are given up early where a fact is only supposed. */
const FEW_TRIES = 20;

/** The matrix G of a row that is vec(G)ᵀ by its form: xᵀ ⊗ vᵀ is that of v xᵀ. Null for any other row; a normal form is flat. */
function unrolled(row: Expr, depth = 3): Expr | null {
  if (depth < 0) return null;
  const [a, b] = row.args as readonly [Expr, Expr];
  if (row.op === Sum) {
    const parts = row.args.map((r) => unrolled(r, depth - 1));
    const like = parts[0];
    return like && parts.every((p) => p !== null && sameShape(p.shape, like.shape)) ? sum(...(parts as Expr[])) : null;
  }
  if (row.op === Scale) {
    const X = unrolled(b, depth - 1);
    return X === null ? null : scale(a, X);
  }
  if (row.op === Transpose && a.op === Vec) return a.args[0] as Expr;
  if (row.op === Kron && isRow(a.shape) && isRow(b.shape)) return product(T(b), a);
  return null;
}

function transposedText(v: Expr, { layout, value }: Target, of: string, x: Expr): string {
  const by = nameOf(x);
  const its = `its transpose is the ${layout === "gradient" ? "gradient" : "Jacobian"}`;
  if (!sameShape(v.shape, value.shape))
    return `it is ${showShape(v.shape)}, ∂${of}/∂${by} is ${showShape(value.shape)}: ${its}`;
  return layout === "gradient" ? its : `${its}, whose rows belong to ${of} and whose columns to ${by}`;
}

/** As it stands, or with its transposes gathered where those are fewer: (u ∘ f′(z))ᵀ for uᵀ ∘ f′(z)ᵀ. */
function briefly(e: Expr): string {
  const transposes = (text: string) => text.split("ᵀ").length;
  const [plain, short] = [printUnicode(e), printUnicode(gathered(e))];
  return transposes(short) < transposes(plain) ? short : plain;
}

/** Whether a shape is what it is whatever the sizes of these names are. */
const toldBy = ({ rows, cols }: Shape, open: readonly string[]): boolean =>
  ![...symbolsOf(rows), ...symbolsOf(cols)].some((d) => open.includes(d));

const openText = ({ open }: Side): string =>
  open.length === 1
    ? `${open[0]} stands nowhere else in the text, and nothing says which size it is`
    : `${open.join(", ")} stand nowhere else in the text, and nothing says which sizes they are`;

const guessedText = ({ guessed }: Side): string =>
  guessed.length === 1
    ? `${guessed[0]} stands nowhere else in the text, so what it is could only be guessed`
    : `${guessed.join(", ")} stand nowhere else in the text, so what they are could only be guessed`;

const RATIOS: readonly (readonly [number, number])[] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  .flatMap((k): [number, number][] => [
    [-k, 1],
    [k, 1],
    [-1, k],
    [1, k],
  ])
  .filter(([p, q]) => p !== q);

/** A ratio p / q, one of them 1, with left = (p / q) right in every entry, or null. */
function ratio(left: Float64Array, right: Float64Array): readonly [number, number] | null {
  const scaleOf = (data: Float64Array) => data.reduce((m, d) => Math.max(m, Math.abs(d)), 0);
  const most = scaleOf(right);
  if (most === 0 || left.length !== right.length) return null;
  const fits = ([p, q]: readonly [number, number]) =>
    left.every((l, i) => Math.abs(l * q - p * (right[i] as number)) <= 1e-9 * most * (Math.abs(p) + q));
  return RATIOS.find(fits) ?? null;
}
