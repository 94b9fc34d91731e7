/**
 * Sums over indices, families and entries in Python: an open expression is an array with an axis for each of its free
 * indices, before the axes of its rows and columns. Sums of products are contracted, members and entries gathered at
 * their places, recursions run in loops.
 */
import { ONE } from "../../../core/dim.js";
import type { Expr } from "../../../core/expr.js";
import { lookup, nth, operand } from "../../../core/operands.js";
import type { Index } from "../../../core/place.js";
import { equals, MINUS_UNIT } from "../../../core/rational.js";
import { walk } from "../../../core/walk.js";
import { binderOf, placesOf } from "../../../ops/binder.js";
import { conditionOf, relationOf } from "../../../ops/iverson.js";
import { isNumber, rationalOf } from "../../../ops/number.js";
import { isOutside } from "../../arrays/lower.js";
import { rankOf } from "../../arrays/view.js";
import { NoCode } from "../../no-code.js";
import { laid, operandText, together } from "./contract.js";
import {
  axesOf,
  axesOfAll,
  axisLetter,
  type Emission,
  laidOver,
  lengthText,
  numberCode,
  type Surroundings,
  say,
  sidesOf,
  sidesText,
  spreadOver,
  type Value,
} from "./emission.js";
import { memberValue } from "./families.js";
import { entryValue, placeCode } from "./places.js";
import { factorsOf, isTerm, termValue } from "./terms.js";

export interface AxesEmitter {
  /** The array of an expression without free indices, of its own rank. */
  closed(e: Expr): string;
  /** The array with axes for some letters, in their order, before its own. */
  over(e: Expr, letters: readonly Index[]): string;
}

/** Operations that read what is there, and may be written as often as they are used. */
const READ: ReadonlySet<string> = new Set(["member", "entry", "group", "fit", "transpose", "place"]);

/** Longest code that is written where it is used. */
const WIDE = 40;

export function axesEmitter(at: Surroundings): AxesEmitter {
  const parts = (e: Expr): readonly Expr[] => {
    if (isOutside(e)) return [];
    if (isTerm(e)) return factorsOf(em, e);
    return e.op.name === "sum" ? e.args.flatMap((a) => (isTakenAway(a) ? a.args.slice(1) : [a])) : e.args;
  };
  const em: Emission = {
    at,
    known: new Map(),
    stored: new Map(),
    ranges: new Map(),
    fixed: new Map(),
    shared: new Set(),
    value(root) {
      const shared = em.known.has(root) ? em.shared : em.sharedBy([root]);
      for (const e of walk([root], (x) => em.known.has(x), parts)) {
        const v = made(em, e);
        const isTwice = !isOutside(e) && !READ.has(e.op.name) && (shared.has(e) || em.shared.has(e));
        const isSaid = !v.isTruth && (v.code.length > WIDE || isTwice);
        em.known.set(e, isSaid ? { ...v, code: say(em, "t", v.code) } : v);
      }
      return lookup(em.known, root);
    },
    sharedBy(roots) {
      const seen = new Set<Expr>();
      const shared = new Set<Expr>();
      for (const e of [...walk(roots, () => false, parts).flatMap(parts), ...roots])
        (seen.has(e) ? shared : seen).add(e);
      return shared;
    },
  };
  return {
    closed: (e) => laidOver(em, em.value(e), []),
    over: (e, letters) => spreadOver(em, e, em.value(e), letters),
  };
}

type Form = (em: Emission, e: Expr) => Value;

const plain = (e: Expr, code: string, axes: readonly Index[]): Value => ({
  code,
  axes,
  rank: rankOf(e.shape),
  isTruth: false,
});

const SIGNS = { "=": "==", "≠": "!=", "≥": ">=" } as const;

/** Sums over all rows and columns, which are the last axes. */
const overSides = (v: Value): string => (v.rank === 1 ? ", axis=-1" : ", axis=(-2, -1)");

const entrywise =
  (write: (args: readonly string[]) => string): Form =>
  (em, e) => {
    const values = e.args.map(em.value);
    const axes = axesOfAll(em, values);
    const sides = sidesOf(e);
    const all = [...axes.map(axisLetter), ...sides];
    const texts = values.map((v) => {
      const own = { code: numberCode(em, v), letters: [...v.axes.map(axisLetter), ...sides.slice(0, v.rank)] };
      return operandText(laid(own, all, em.at));
    });
    return plain(e, write(texts), axes);
  };

const reduced =
  (write: (module: string, X: string, sides: string) => string): Form =>
  (em, e) => {
    const v = em.value(operand(e));
    return v.rank === 0 ? v : plain(e, write(em.at.module, v.code, overSides(v)), v.axes);
  };

/** What libraries do for all axes at once, on the last two. */
const ofMatrices =
  (write: (module: string, X: string) => string): Form =>
  (em, e) => {
    const v = em.value(operand(e));
    return plain(e, write(em.at.module, v.code), v.axes);
  };

/** By operation; one that is missing has no code within a sum. */
const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ["member", memberValue],
  ["entry", entryValue],
  ["sigma", termValue],
  ["product", termValue],
  ["scale", multiplied],
  ["times", multiplied],
  ["sum", sumValue],
  ["hadamard", entrywise((args) => args.join(" * "))],
  ["group", entrywise(([x = ""]) => x)],
  ["fit", entrywise(([x = ""]) => x)],
  ["power", entrywise(([x = "", k = ""]) => `${x} ** ${k}`)],
  ["inverse", ofMatrices((np, X) => `${np}.linalg.inv(${X})`)],
  ["det", ofMatrices((np, X) => `${np}.linalg.det(${X})`)],
  ["logdet", ofMatrices((np, X) => `${np}.linalg.slogdet(${X})[1]`)],
  ["total", reduced((np, X, sides) => `${np}.sum(${X}${sides})`)],
  ["mean", reduced((np, X, sides) => `${np}.mean(${X}${sides})`)],
  ["norm2", reduced((np, X, sides) => `${np}.sqrt(${np}.sum(${operandText(X)} ** 2${sides}))`)],
  ["normF", reduced((np, X, sides) => `${np}.sqrt(${np}.sum(${operandText(X)} ** 2${sides}))`)],
  [
    "iverson",
    (em, e) => {
      const axes = axesOf(em, e.free);
      const code = `${placeCode(em, conditionOf(e), axes)} ${SIGNS[relationOf(e)]} 0`;
      return { code, axes, rank: 0, isTruth: true };
    },
  ],
  [
    "place",
    (em, e) => {
      const axes = axesOf(em, e.free);
      const code = operandText(placeCode(em, nth(placesOf(e), 0), axes));
      return plain(e, em.at.floating(code, axes.length > 0), axes);
    },
  ],
  [
    "unit",
    (em, e) => {
      const axes = axesOf(em, e.free);
      const p = operandText(placeCode(em, nth(placesOf(e), 0), axes, ONE));
      const all = em.at.range("0", em.at.size(e.shape.rows));
      return plain(e, em.at.floating(`(${all} == ${axes.length === 0 ? p : `${p}[..., None]`})`, true), axes);
    },
  ],
  [
    "pi",
    (em, e) => {
      const i = binderOf(e);
      const v = em.value(operand(e));
      const k = v.axes.indexOf(i);
      if (k < 0) return plain(e, `${operandText(v.code)} ** ${operandText(lengthText(em, i))}`, v.axes);
      const code = `${em.at.module}.prod(${numberCode(em, v)}, axis=${k})`;
      return plain(
        e,
        code,
        v.axes.filter((j) => j !== i),
      );
    },
  ],
  [
    "apply",
    (em, e) => {
      const v = em.value(operand(e));
      return plain(e, em.at.call(e.data as string, numberCode(em, v)), v.axes);
    },
  ],
  [
    "transpose",
    (em, e) => {
      const v = em.value(operand(e));
      if (v.rank < 2) return v;
      const isAlone = v.axes.length === 0;
      return plain(e, isAlone ? `${operandText(v.code)}.T` : `${em.at.module}.swapaxes(${v.code}, -1, -2)`, v.axes);
    },
  ],
]);

function made(em: Emission, e: Expr): Value {
  if (isOutside(e)) return plain(e, em.at.closed(e), []);
  const form = FORMS.get(e.op.name);
  if (form === undefined) throw new NoCode(`${e.op.title} within a sum over an index has no code yet`);
  return form(em, e);
}

/** Terms, those with a sign before them taken away. */
function sumValue(em: Emission, e: Expr): Value {
  const terms = e.args.map((a) => {
    const isLess = isTakenAway(a);
    return { isLess, v: isLess ? multipliedOf(em, a, a.args.slice(1)) : em.value(a) };
  });
  terms.sort((a, b) => Number(a.isLess) - Number(b.isLess));
  const axes = axesOfAll(
    em,
    terms.map(({ v }) => v),
  );
  const sides = sidesOf(e);
  const all = [...axes.map(axisLetter), ...sides];
  const code = terms.reduce((text, { isLess, v }, k) => {
    const own = { code: numberCode(em, v), letters: [...v.axes.map(axisLetter), ...sides.slice(0, v.rank)] };
    const term = operandText(laid(own, all, em.at));
    return k === 0 ? `${isLess ? "-" : ""}${term}` : `${text} ${isLess ? "-" : "+"} ${term}`;
  }, "");
  return plain(e, code, axes);
}

/** Whether a term is written with a minus before what it takes away. */
const isTakenAway = (a: Expr): boolean =>
  (a.op.name === "scale" || a.op.name === "times") && !isOutside(a) && isMinusOne(operand(a));

const isMinusOne = (c: Expr): boolean => isNumber(c) && equals(rationalOf(c), MINUS_UNIT);

/** A product entry by entry; where a condition fails it is 0 whatever stands beside it. */
function multiplied(em: Emission, e: Expr): Value {
  const isNested = e.op.name === "scale" && operand(e).op.name === "times" && !isOutside(operand(e));
  return multipliedOf(em, e, isNested ? [...operand(e).args, operand(e, 1)] : e.args);
}

/** The product of some factors of a node, of its shape. */
function multipliedOf(em: Emission, e: Expr, factors: readonly Expr[]): Value {
  const { module: np, floating, where, like } = em.at;
  const sides = sidesOf(e);
  const values = factors.map(em.value);
  const axes = axesOfAll(em, values);
  const all = [...axes.map(axisLetter), ...sides];
  const lettered = (v: Value) => ({ code: v.code, letters: [...v.axes.map(axisLetter), ...sides.slice(0, v.rank)] });
  const product = together(values.filter((v) => !v.isTruth).map(lettered), all, em.at, " * ");
  const truths = values.filter((v) => v.isTruth);
  if (truths.length === 0) return plain(e, product.code, axes);
  const isOne = truths.every((v) => v.axes.length === 0);
  const inside = truths.map((v) => `(${laid(lettered(v), all, em.at)})`).join(isOne ? " and " : " & ");
  if (truths.length === values.length) return plain(e, floating(`(${inside})`, axes.length > 0), axes);
  if (axes.length === 0 && isOne) {
    const sizes = sidesText(em, [e.shape.rows, e.shape.cols]);
    return plain(
      e,
      `(${product.code} if ${inside} else ${sizes === "" ? "0.0" : `${np}.zeros((${sizes},)${like})`})`,
      axes,
    );
  }
  return plain(e, where(inside, laid(product, all, em.at)), axes);
}
