/** What is known while arrays over indices are written as code. */
import type { Dim } from "../../../core/dim.js";
import { ONE } from "../../../core/dim.js";
import type { Expr } from "../../../core/expr.js";
import { type Free, type Index, united } from "../../../core/place.js";
import { type Lettered, laid, type Numerics, operandText } from "./contract.js";

/** What an emission is told by the module that it is written for. */
export interface Surroundings extends Numerics {
  readonly size: (d: Dim) => string;
  /** The array of an expression that has nothing to do with indices, of its own rank. */
  readonly closed: (e: Expr) => string;
  /** The array of a given family or label. */
  readonly given: (name: string) => string;
  /** A function of each entry. */
  readonly call: (name: string, argument: string) => string;
  /** Whole numbers, or truth values, as numbers of floating point. */
  readonly floating: (code: string, isArray: boolean) => string;
  /** The value where truth values say so, else 0. */
  readonly where: (truth: string, value: string) => string;
  /** Whole numbers from one to before another, none where that is smaller. */
  readonly range: (from: string, before: string) => string;
  /** What a new array is told of its type: `, **like`. */
  readonly like: string;
  readonly fresh: (wish: string) => string;
  readonly line: (text: string) => void;
  /** Lines from now on stand deeper by this much. */
  readonly indent: (by: 1 | -1) => void;
}

/** The code of a node: an array over axes, then rows and columns. A condition is an array of truth values. */
export interface Value {
  readonly code: string;
  readonly axes: readonly Index[];
  readonly rank: number;
  readonly isTruth: boolean;
}

/** The array of a family with what its axes begin at. Of a recursion there is a table by place, and while it runs no array. */
export interface Stored {
  readonly code: string | null;
  readonly from: readonly string[];
  readonly table: Table | null;
}

/** A dictionary by place, and what stands for a member that it lacks. */
export interface Table {
  readonly code: string;
  readonly nothing: string;
}

export interface Emission {
  readonly at: Surroundings;
  known: Map<Expr, Value>;
  readonly stored: Map<string, Stored>;
  ranges: Map<Index, string>;
  /** Letters that stand for one number within a loop. */
  readonly fixed: Map<Index, string>;
  /** What the equations of a loop use more than once. */
  shared: ReadonlySet<Expr>;
  /** The value of an expression, worked out with all that it needs. */
  readonly value: (e: Expr) => Value;
  /** What some expressions use more than once. */
  readonly sharedBy: (roots: readonly Expr[]) => ReadonlySet<Expr>;
}

/** The letter of an axis among those of rows and columns. */
export const axisLetter = (i: Index): string => i.key;

export const axesOf = ({ fixed }: Emission, free: Free): readonly Index[] => free.filter((i) => !fixed.has(i));

export const axesOfAll = (em: Emission, values: readonly Value[]): readonly Index[] =>
  axesOf(em, united(values.map((v) => v.axes)));

/** A variable for some code, unless it is one. */
export function say({ at }: Emission, wish: string, code: string): string {
  if (/^\w+$/.test(code)) return code;
  const name = at.fresh(wish);
  at.line(`${name} = ${code}`);
  return name;
}

/** Truth values as numbers, numbers as they are. */
export const numberCode = ({ at }: Emission, { code, axes, isTruth }: Value): string =>
  isTruth ? at.floating(operandText(code), axes.length > 0) : code;

/** Letters for the sides of a shape that are not 1. */
export const sidesOf = (e: Expr): readonly string[] =>
  [e.shape.rows, e.shape.cols].flatMap((d, k) => (d === ONE ? [] : [`side${k}`]));

/** The sides of a shape that are not 1, as arguments. */
export const sidesText = ({ at }: Emission, sides: readonly Dim[]): string =>
  sides
    .filter((d) => d !== ONE)
    .map(at.size)
    .join(", ");

/** A value over some axes, in their order, with its own rows and columns. */
export function laidOver(em: Emission, v: Value, axes: readonly Index[]): string {
  const sides = ["side0", "side1"].slice(0, v.rank);
  const own: Lettered = { code: numberCode(em, v), letters: [...v.axes.map(axisLetter), ...sides] };
  return laid(own, [...axes.map(axisLetter), ...sides], em.at);
}

/** The same where axes that the value lacks are to be there in full. */
export function spreadOver(em: Emission, e: Expr, v: Value, axes: readonly Index[]): string {
  const code = laidOver(em, v, axes);
  if (axes.every((i) => v.axes.includes(i))) return code;
  const { module: np } = em.at;
  const counts = axes.map((i) => lengthText(em, i));
  const sides = [e.shape.rows, e.shape.cols].filter((d) => d !== ONE).map(em.at.size);
  return `${np}.broadcast_to(${np}.asarray(${code}), (${[...counts, ...sides].join(", ")},))`;
}

/** How many values an index has. */
export const lengthText = ({ at }: Emission, { lo, hi }: Pick<Index, "lo" | "hi">): string =>
  lo === ONE ? at.size(hi) : `(${at.size(hi)}) - (${at.size(lo)}) + 1`;
