/** Sums over indices of products, and products with rows and columns, as contractions of arrays. */
import { type Dim, ONE } from "../../../core/dim.js";
import type { Expr } from "../../../core/expr.js";
import { nth, operand } from "../../../core/operands.js";
import { bare, type Index, isIndex } from "../../../core/place.js";
import { walk } from "../../../core/walk.js";
import { binderOf, placesOf } from "../../../ops/binder.js";
import { isNumber, rationalOf } from "../../../ops/number.js";
import { isOutside } from "../../arrays/lower.js";
import { rankOf } from "../../arrays/view.js";
import { contracted, type Lettered, laid, operandText } from "./contract.js";
import { axesOf, axisLetter, type Emission, lengthText, say, type Value } from "./emission.js";

/** A factor of a product with the letters of its rows and columns, null where there is one of them. */
interface Factor {
  readonly of: Expr;
  readonly row: string | null;
  readonly col: string | null;
}

interface Term {
  readonly factors: readonly Factor[];
  readonly bound: readonly Index[];
  readonly row: string | null;
  readonly col: string | null;
  /** Letters of rows that are those of an index: those of e_i. */
  readonly same: ReadonlyMap<string, string>;
}

/** Whether a node is written as a contraction of its factors. */
export const isTerm = (e: Expr): boolean => e.op.name === "sigma" || e.op.name === "product";

/** The factors of a term. */
export const factorsOf = (em: Emission, e: Expr): readonly Expr[] => termOf(em, e).factors.map((f) => f.of);

function termOf(em: Emission, root: Expr): Term {
  const bound: Index[] = [];
  let body = root;
  while (body.op.name === "sigma") {
    bound.push(binderOf(body));
    body = operand(body);
  }
  let count = 0;
  const letter = (d: Dim): string | null => (d === ONE ? null : `#${count++}`);
  const factors: Factor[] = [];
  const same = new Map<string, string>();
  const [row, col] = [letter(body.shape.rows), letter(body.shape.cols)];
  const stack: Factor[] = [{ of: body, row, col }];
  for (let f = stack.pop(); f !== undefined; f = stack.pop()) {
    const inside = isOutside(f.of) ? null : partsOf(f, letter);
    if (inside !== null) {
      stack.push(...[...inside].reverse());
      continue;
    }
    const whole = wholeUnit(em, f.of);
    const side = f.row ?? f.col;
    if (whole !== null && side !== null && !same.has(side)) same.set(side, axisLetter(whole));
    else factors.push(f);
  }
  return { factors, bound, row, col, same };
}

/** The factors that one factor is made of; null where it stays one. */
function partsOf({ of, row, col }: Factor, letter: (d: Dim) => string | null): readonly Factor[] | null {
  switch (of.op.name) {
    case "scale":
      return [
        { of: operand(of), row: null, col: null },
        { of: operand(of, 1), row, col },
      ];
    case "times":
    case "hadamard":
      return of.args.map((a) => ({ of: a, row, col }));
    case "group":
      return [{ of: operand(of), row, col }];
    case "transpose":
      return [{ of: operand(of), row: col, col: row }];
    case "product": {
      const inner = of.args.slice(1).map((a) => letter(a.shape.rows));
      const last = of.args.length - 1;
      return of.args.map((a, k) => ({
        of: a,
        row: k === 0 ? row : (inner[k - 1] ?? null),
        col: k === last ? col : (inner[k] ?? null),
      }));
    }
    default:
      return null;
  }
}

/** The index of a unit vector e_i where that runs over all of its entries. */
function wholeUnit(em: Emission, e: Expr): Index | null {
  const i = e.op.name === "unit" ? bare(nth(placesOf(e), 0)) : null;
  return i !== null && isIndex(i) && !em.fixed.has(i) && i.lo === ONE && i.hi === e.shape.rows ? i : null;
}

/** Functions that have no value everywhere. */
const PARTIAL = new Set("log log2 log10 log1p sqrt asin acos acosh atanh tan sec csc cot".split(" "));

/** Whether an expression may have no value where a condition beside it fails. */
const mayLackValue = (e: Expr): boolean =>
  walk([e]).some(
    (x) =>
      x.op.name === "inverse" ||
      x.op.name === "logdet" ||
      (x.op.name === "apply" && PARTIAL.has(x.data as string)) ||
      (x.op.name === "power" && !isNatural(operand(x, 1))),
  );
const isNatural = (k: Expr): boolean => isNumber(k) && rationalOf(k).denominator === 1 && rationalOf(k).numerator > 0;

/** A factor as an array with letters, or as truth values. */
interface Written extends Lettered {
  readonly isTruth: boolean;
  readonly mayLack: boolean;
}

/** Where a condition fails, what stands beside it and may have no value is 0. */
function underConditions(em: Emission, all: readonly Written[]): readonly Lettered[] {
  const { where, floating } = em.at;
  let list = all.filter((f) => !f.isTruth);
  for (const c of all.filter((f) => f.isTruth)) {
    const onAll = list.some((f) => f.mayLack);
    if (list.length === 0) list = [{ ...c, code: floating(operandText(c.code), c.letters.length > 0), isTruth: false }];
    else
      list = list.map((f, k) => {
        if (onAll ? !f.mayLack : k > 0) return f;
        const letters = [...c.letters, ...f.letters.filter((l) => !c.letters.includes(l))];
        const truth = laid({ ...c, code: operandText(c.code) }, letters, em.at);
        return { ...f, letters, code: say(em, "t", where(truth, laid(f, letters, em.at))) };
      });
  }
  return list;
}

/** Σ of a product, or a product with rows and columns. */
export function termValue(em: Emission, e: Expr): Value {
  const { at } = em;
  const { factors, bound, row, col, same } = termOf(em, e);
  const named = (l: string): string => same.get(l) ?? l;
  const rank = rankOf(e.shape);
  const axes = axesOf(em, e.free);
  const sides = [row, col].flatMap((l) => (l === null ? [] : [named(l)]));
  const out = [...axes.map(axisLetter), ...sides];
  const written = factors.map(({ of, row: r, col: c }): Written => {
    const v = em.value(of);
    const own = v.rank === 0 ? [] : [r, c].flatMap((l) => (l === null ? [] : [named(l)]));
    return {
      code: v.code,
      letters: [...v.axes.map(axisLetter), ...own],
      isTruth: v.isTruth,
      mayLack: mayLackValue(of),
    };
  });
  const list = underConditions(em, written).map((f) => withoutTwice(em, f));
  const has = (l: string): boolean => list.some((f) => f.letters.includes(l));
  const unused = bound.filter((i) => !has(axisLetter(i)) && ![...same.values()].includes(axisLetter(i)));
  const counts = unused.map(
    (i): Lettered => ({ code: at.floating(operandText(lengthText(em, i)), false), letters: [] }),
  );
  // Twice one letter in the result: Σ_i s_i e_i e_iᵀ is diag(s).
  const distinct = [...new Set(out)];
  // A letter that no factor has, as in Σ_i e_i, is one of ones.
  const ones = distinct.flatMap((l): readonly Lettered[] => {
    if (has(l)) return [];
    const i = axes.find((a) => axisLetter(a) === l);
    const length =
      i !== undefined ? lengthText(em, i) : at.size(row !== null && named(row) === l ? e.shape.rows : e.shape.cols);
    return [{ code: `${at.module}.ones(${length}${at.like})`, letters: [l] }];
  });
  const parts = [...list, ...counts, ...ones];
  const arrays = parts.filter((f) => f.letters.length > 0);
  const product = arrays.length === 0 ? [] : [contracted(arrays, distinct, at)];
  const scalars = parts.filter((f) => f.letters.length === 0).map((f) => f.code);
  const code = [...scalars, ...product].map(operandText).join(" * ") || "1.0";
  if (distinct.length === out.length) return { code, axes, rank, isTruth: false };
  const diagonal = `${operandText(code)}[..., None] * ${at.module}.eye(${at.size(e.shape.rows)}${at.like})`;
  return { code: diagonal, axes, rank, isTruth: false };
}

/** An array in which one letter stands twice by its diagonal. */
function withoutTwice(em: Emission, f: Lettered): Lettered {
  const letters = [...new Set(f.letters)];
  if (letters.length === f.letters.length) return f;
  const short = new Map(letters.map((l, k) => [l, String.fromCharCode("a".charCodeAt(0) + k)]));
  const subscripts = f.letters.map((l) => short.get(l)).join("");
  const code = `${em.at.module}.einsum("${subscripts}->${[...short.values()].join("")}", ${f.code})`;
  return { code: say(em, "t", code), letters };
}
