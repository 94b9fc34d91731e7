/**
 * The kinks of an expression: places at which its form changes, so that what holds on one side says nothing of the
 * other. Each has an argument that is positive on one side and negative on the other, entry by entry.
 */
import type { Expr, ModelFunction } from "../core/expr.js";
import type { Facts } from "../core/facts.js";
import { operand } from "../core/operands.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { formulaOf } from "../derive/model-functions.js";
import { normalForm } from "../derive/normal.js";
import { functionOf, throughMeanings } from "../numeric/evaluate.js";
import { determinant, type Matrix, mapped, matrix, scalarMatrix } from "../numeric/matrix.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { ones } from "../ops/ones.js";
import { negate, scale } from "../ops/scale.js";
import { sum } from "../ops/sum.js";
import { printUnicode } from "../print/unicode.js";
import { rangeOf } from "./range.js";

export interface Kink {
  readonly node: Expr;
  /** Of which the value tells the side. */
  readonly argument: Expr;
  /** Entries that are positive on one side and negative on the other. */
  readonly signed: (argument: Matrix) => Matrix;
  /** A side that is not seen leaves the claim open; else it is only looked for. */
  readonly needed: boolean;
  /** The sides that no input can bring. */
  readonly without: { readonly positive: boolean; readonly negative: boolean };
}

const asIs = (A: Matrix): Matrix => A;
const NOTHING = { positive: false, negative: false };

/** Functions that are no numbers everywhere, with how far inside an argument is. */
const EDGES: ReadonlyMap<string, (x: number) => number> = new Map([
  ["log", (x: number) => x],
  ["log2", (x: number) => x],
  ["log10", (x: number) => x],
  ["log1p", (x: number) => 1 + x],
  ["sqrt", (x: number) => x],
  ["asin", (x: number) => 1 - Math.abs(x)],
  ["acos", (x: number) => 1 - Math.abs(x)],
  ["acosh", (x: number) => x - 1],
  ["atanh", (x: number) => 1 - Math.abs(x)],
]);

/** Roots and logarithms see the sign of what is squared under them. */
const seesSigns = (e: Expr): boolean =>
  (e.op.name === "apply" && (e.data === "sqrt" || e.data === "log")) ||
  e.op.name === "logdet" ||
  (e.op.name === "power" && !isWhole(e.args[1] as Expr));

const isWhole = (k: Expr): boolean => isNumber(k) && rationalOf(k).denominator === 1;
const isEven = (k: Expr): boolean => isWhole(k) && rationalOf(k).numerator % 2 === 0;

/** Expressions beyond which the range of a kink's argument is not worked out. */
const MOST_KINKS = 40;

/** All that some roots are made of, what names stand for too. */
export const below = (roots: readonly Expr[]): readonly Expr[] => walk(roots, undefined, throughMeanings);

/** The kinks below some roots, each once. */
export function kinksOf(roots: readonly Expr[], supposed?: ReadonlyMap<string, Facts>): readonly Kink[] {
  const nodes = below(roots);
  const rooted = nodes.some(seesSigns);
  const found = new Map<Expr, Kink>();
  const within: Kink[] = [];
  const add = (node: Expr, argument: Expr, needed: boolean, signed = asIs): void => {
    const plain = normalForm(argument);
    // relu(a) and relu(-a) have one place.
    const known = found.get(plain) ?? (signed === asIs ? found.get(normalForm(negate(plain))) : undefined);
    if (known !== undefined && (known.needed || !needed)) return;
    found.set(plain, { node, argument: plain, signed, needed, without: NOTHING });
  };
  for (const e of nodes) {
    const [a, b] = e.args as readonly [Expr, Expr];
    switch (e.op.name) {
      case "apply": {
        const f = e.home.functions.get(e.data as string);
        const kinks = f?.kinks ?? [];
        if (f?.formula !== undefined) within.push(...withinFormula(e, f, (value) => kinksOf([value])));
        for (const { at } of kinks) add(e, a, true, at === 0 ? asIs : (A) => mapped(A, (x) => x - at));
        const edge = EDGES.get(e.data as string);
        if (edge !== undefined) add(e, a, false, (A) => mapped(A, edge));
        break;
      }
      case "maximum":
      case "minimum":
        add(e, sum(spread(a, e), negate(spread(b, e))), true);
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
      case "logdet":
        add(e, a, false, (A) => matrix(1, 1, Float64Array.of(determinant(A))));
        break;
      case "det":
        if (rooted) add(e, e, false);
        break;
      default:
    }
  }
  const all = [...found.values()].map((k) => ({ ...k, without: withoutSides(k, supposed) }));
  return [...all, ...within].slice(0, MOST_KINKS);
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
    return { ...k, node, argument: operand(node), signed: (Z) => mapped(Z, at) };
  });
}

const spread = (e: Expr, like: Expr): Expr =>
  isScalar(e.shape) && !isScalar(like.shape) ? scale(e, ones(like.shape.rows, like.shape.cols, e)) : e;

function withoutSides(kink: Kink, supposed?: ReadonlyMap<string, Facts>): Kink["without"] {
  if (kink.signed !== asIs) return NOTHING;
  const { low, high } = rangeOf(kink.argument, supposed);
  return { positive: high <= 0, negative: low >= 0 };
}

/** Characters of a kink beyond which a reason names its operation alone. */
const LONGEST = 60;

/** The kink as a reason names it, `relu(m − D)`. */
export const kinkText = ({ node }: Kink): string => expressionText(node);

export function expressionText(node: Expr): string {
  const text = printUnicode(node);
  return text.length <= LONGEST ? text : `${node.op.name === "apply" ? String(node.data) : node.op.name}(…)`;
}
