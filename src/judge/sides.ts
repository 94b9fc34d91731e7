/**
 * The kinks of an expression: places at which its form changes, so that what holds on one side says nothing of the
 * other. Each has an argument that is positive on one side and negative on the other, entry by entry.
 */
import type { Expr, ModelFunction } from "../core/expr.js";
import { operand } from "../core/operands.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { formulaOf } from "../derive/model-functions.js";
import { normalForm } from "../derive/normal.js";
import { keepsSign, rangeOf, type Supposed } from "../laws/range.js";
import { functionOf, throughMeanings } from "../numeric/evaluate.js";
import { type Matrix, mapped, scalarMatrix } from "../numeric/matrix.js";
import { type PreciseMatrix, preciseFormula } from "../numeric/precise.js";
import { det } from "../ops/det.js";
import { hadamard } from "../ops/hadamard.js";
import { isKnownCondition } from "../ops/iverson.js";
import { isNumber, number, rationalOf } from "../ops/number.js";
import { ones } from "../ops/ones.js";
import { negate, scale } from "../ops/scale.js";
import { sum } from "../ops/sum.js";
import { times } from "../ops/times.js";
import { printUnicode } from "../print/unicode.js";
import { termOf } from "../rewrite/term.js";

export interface Kink {
  readonly node: Expr;
  /** Of which the value tells the side. */
  readonly argument: Expr;
  /** Entries that are positive on one side and negative on the other. */
  readonly signed: (argument: Matrix) => Matrix;
  /** The same of 64 digits; null where there are none. */
  readonly signedPrecisely: (argument: PreciseMatrix) => PreciseMatrix | null;
  /** A side that is not seen leaves the claim open; else it is only looked for. */
  readonly needed: boolean;
  /** The sides that no input can bring. */
  readonly without: { readonly positive: boolean; readonly negative: boolean };
}

const asIs = (A: Matrix): Matrix => A;
const asIsPrecisely = (A: PreciseMatrix): PreciseMatrix => A;
const NOTHING = { positive: false, negative: false };

const less = (a: Expr, b: Expr): Expr => sum(a, negate(spread(b, a)));

/** Functions that are no numbers everywhere, with how far inside an argument is. */
const EDGES: ReadonlyMap<string, (x: Expr) => Expr> = new Map([
  ["log", (x: Expr) => x],
  ["log2", (x: Expr) => x],
  ["log10", (x: Expr) => x],
  ["log1p", (x: Expr) => less(x, number(-1, x))],
  ["sqrt", (x: Expr) => x],
  ["asin", withinOne],
  ["acos", withinOne],
  ["acosh", (x: Expr) => less(x, number(1, x))],
  ["atanh", withinOne],
]);

/** Positive where a number is between -1 and 1. */
export function withinOne(x: Expr): Expr {
  return negate(less(isScalar(x.shape) ? times(x, x) : hadamard(x, x), number(1, x)));
}

/** Roots and logarithms see the sign of what is squared under them. */
const seesSigns = (e: Expr): boolean =>
  (e.op.name === "apply" && (e.data === "sqrt" || e.data === "log")) ||
  e.op.name === "logdet" ||
  (e.op.name === "power" && !isWhole(e.args[1] as Expr));

const isWhole = (k: Expr): boolean => isNumber(k) && rationalOf(k).denominator === 1;
const isOdd = (k: Expr): boolean => isWhole(k) && rationalOf(k).numerator % 2 === 1;
const isEven = (k: Expr): boolean => isWhole(k) && rationalOf(k).numerator % 2 === 0;

/** The shortest expression that is positive, 0 and negative where `e` is: a for tanh(a)³. */
function signedAlike(e: Expr): Expr {
  let inner = e;
  for (;;) {
    const [X, k] = inner.args as readonly [Expr, Expr];
    const f = inner.op.name === "apply" ? inner.home.functions.get(inner.data as string) : undefined;
    const isAlike = f === undefined ? inner.op.name === "power" && isOdd(k) : keepsSign(f);
    if (!isAlike) return inner;
    inner = X;
  }
}

/** Kinks beyond which a claim is not judged by numbers. */
export const MOST_KINKS = 400;

/** All that some roots are made of, what names stand for too. */
export const below = (roots: readonly Expr[]): readonly Expr[] => walk(roots, undefined, throughMeanings);

/** The kinks below some roots, each once. */
export function kinksOf(roots: readonly Expr[], supposed: Supposed = {}): readonly Kink[] {
  const nodes = below(roots);
  const rooted = nodes.some(seesSigns);
  const found = new Map<Expr, Kink>();
  const within: Kink[] = [];
  const conditions: Kink[] = [];
  const add = (node: Expr, argument: Expr, needed: boolean): void => {
    const plain = signedAlike(normalForm(argument));
    // relu(a) and relu(-2 a) have one place.
    const key = termOf(plain).rest;
    const known = found.get(key) ?? found.get(termOf(normalForm(negate(plain))).rest);
    if (known !== undefined && (known.needed || !needed)) return;
    found.set(known === undefined ? key : termOf(known.argument).rest, kinkAt(node, plain, needed));
  };
  for (const e of nodes) {
    const [a, b] = e.args as readonly [Expr, Expr];
    switch (e.op.name) {
      case "apply": {
        const f = e.home.functions.get(e.data as string);
        const kinks = f?.kinks ?? [];
        if (f?.formula !== undefined) within.push(...withinFormula(e, f, (value) => kinksOf([value])));
        for (const { at } of kinks) add(e, at === 0 ? a : less(a, number(at, a)), true);
        const edge = EDGES.get(e.data as string);
        if (edge !== undefined) add(e, edge(a), false);
        break;
      }
      case "maximum":
      case "minimum":
        add(e, less(spread(a, e), b), true);
        break;
      case "norm1":
        add(e, a, true);
        break;
      case "norm2":
      case "normF":
        add(e, a, false);
        break;
      case "power":
        if (!isWhole(b) || (rooted && isEven(b))) add(e, a, false);
        break;
      case "hadamard":
      case "times":
        if (rooted) for (const [i, f] of e.args.entries()) if (e.args.indexOf(f) < i) add(e, f, false);
        break;
      case "iverson":
        if (isKnownCondition(e) === null) conditions.push({ ...kinkAt(e, e, true), signed: trueOrNot });
        break;
      case "logdet":
        add(e, det(a), false);
        break;
      case "det":
        if (rooted) add(e, e, false);
        break;
      default:
    }
  }
  const all = [...found.values()].map((k) => ({ ...k, without: withoutSides(k, supposed) }));
  return [...all, ...within, ...conditions].slice(0, MOST_KINKS + 1);
}

/** The kinks `of` a function of the model, at the entries of its argument. */
export function withinFormula(node: Expr, f: ModelFunction, of: (value: Expr) => readonly Kink[]): readonly Kink[] {
  const { parameters, value } = formulaOf(f);
  return of(value).map((k) => {
    const run = functionOf([k.argument], parameters, { sizes: new Map(), values: new Map() });
    const at = (x: number): number => {
      const [A] = run([scalarMatrix(x)]);
      return A === undefined ? Number.NaN : (k.signed(A).data[0] ?? Number.NaN);
    };
    return {
      ...k,
      node,
      argument: operand(node),
      signed: (Z) => mapped(Z, at),
      signedPrecisely: preciseFormula(k.argument, parameters, k.signedPrecisely),
    };
  });
}

const spread = (e: Expr, like: Expr): Expr =>
  isScalar(e.shape) && !isScalar(like.shape) ? scale(e, ones(like.shape.rows, like.shape.cols, e)) : e;

/** A condition is 1 or 0. */
const trueOrNot = (A: Matrix): Matrix => mapped(A, (x) => x - 0.5);

/** A kink whose side is the sign of its argument. */
const kinkAt = (node: Expr, argument: Expr, needed: boolean): Kink => ({
  node,
  argument,
  signed: asIs,
  signedPrecisely: asIsPrecisely,
  needed,
  without: NOTHING,
});

function withoutSides({ argument }: Kink, supposed: Supposed): Kink["without"] {
  const { low, high } = rangeOf(argument, supposed);
  if (supposed.isNotNegative === undefined) return { positive: high <= 0, negative: low >= 0 };
  const turned = rangeOf(normalForm(negate(argument)), supposed);
  return { positive: high <= 0 || turned.low >= 0, negative: low >= 0 || turned.high <= 0 };
}

/** Characters of a kink beyond which a reason names its operation alone. */
const LONGEST = 60;

/** The kink as a reason names it, `relu(m − D)`. */
export const kinkText = ({ node }: Kink): string => expressionText(node);

export function expressionText(node: Expr): string {
  const text = printUnicode(node);
  return text.length <= LONGEST ? text : `${node.op.name === "apply" ? String(node.data) : node.op.name}(…)`;
}
