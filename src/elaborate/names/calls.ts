/** Calls by name: signatures of operations, read while sizes are unknown. */
import { type Dim, ONE, symbolsOf } from "../../core/dim.js";
import type { Call } from "../../core/op.js";
import { type Shape, sameShape, shape } from "../../core/shape.js";
import {
  bind,
  exactly,
  type Form,
  type Letters,
  lettersOf,
  misfit,
  type Operand,
  resultBy,
  type Signature,
  sizeBy,
  spreadNumbers,
} from "../../core/signature.js";
import { BUILTIN_BY_NAME, BUILTINS } from "../../functions/builtins.js";
import { YIELDING_FUNCTIONS } from "../../functions/library.js";
import { resolved, type Scope, type Show } from "../scope.js";
import { type Blame, decide, sameShapes } from "../shapes/infer.js";
import { hasUnknown } from "../shapes/unify.js";

/** An operation as it is called. */
export interface Operation extends Call {
  readonly name: string;
  /** The signature as read. */
  readonly takes: Signature;
}

/** Operations by their canonical names. What is applied entry by entry is in the table of functions. */
export const CALLS: ReadonlyMap<string, Operation> = new Map(
  BUILTINS.flatMap(({ name, call, signature }) =>
    call === null || signature === null ? [] : [[name, { ...call, name, takes: signature }] as const],
  ),
);

/** The one name of a function or operation of the language that has several spellings: `ln` is log. */
export const canonical = (name: string): string =>
  BUILTIN_BY_NAME.get(name)?.name ?? YIELDING_FUNCTIONS.get(name)?.name ?? name;

/** Whether a call takes sizes only: a constant of that size. */
export const isFill = ({ takes }: Operation): boolean => takes.values === 0;

/** Which arguments of a built-in are sizes: those from this position on, or none. */
export function sizesFrom(name: string): number | null {
  const call = CALLS.get(name);
  return call !== undefined && call.takes.sizes.length > 0 ? call.takes.values : null;
}

/** How many arguments a call takes, at least and at most. */
export function arityOf({ takes: { values, sizes } }: Operation): readonly [number, number] {
  return [values + sizes.filter((s) => s.otherwise === null).length, values + sizes.length];
}

/** Says what is wrong with operands of these shapes. */
export function complaintOf(op: Operation, shapes: readonly Shape[], sizes: readonly Dim[], show: Show): string {
  const shown = shapes.map(show);
  return op.misfit?.(shown, sizes) ?? misfit(op.name, op.takes, shown, sizes);
}

/**
 * The shape of a call's result, "false" where the operands cannot fit, null where that was reported. `isNumber` says
 * which operands are numbers as they are written.
 */
export function shapeOfCall(
  scope: Scope,
  op: Operation,
  shapes: readonly Shape[],
  sizes: readonly Dim[],
  blame: Blame,
  isNumber: (operand: number) => boolean = () => false,
): Shape | null | "false" {
  const { forms } = op.takes;
  const [form] = forms;
  if (form !== undefined && forms.length === 1) return unified(scope, form, shapes, sizes, blame, isNumber);
  const dims = shapes.flatMap((s) => [s.rows, s.cols]);
  return decide(scope, dims, blame, (last) => {
    const chosen = choice(scope, forms, shapes, last);
    return chosen === null ? "open" : unified(scope, chosen, shapes, sizes, blame, isNumber);
  });
}

/** The form that holds by what is known of the first operand, else the last, or null where one before it may still hold. */
function choice(scope: Scope, forms: readonly Form[], shapes: readonly Shape[], last: boolean): Form | null {
  const actual = resolved(scope, shapes[0] as Shape);
  const first = (f: Form): Shape => f.operands[0]?.shapes[0] as Shape;
  const holding = forms.find((f) => holds(first(f), actual));
  if (holding !== undefined) return holding;
  const isOpen = forms.slice(0, -1).some((f) => holds(first(f), actual, hasUnknown));
  return isOpen && !last ? null : (forms[forms.length - 1] as Form);
}

const never = () => false;

/**
 * Whether a shape is of a pattern: the sizes that the pattern states are these, equal letters are equal sizes. What
 * `may` be any size counts for both.
 */
function holds(pattern: Shape, actual: Shape, may: (d: Dim) => boolean = never): boolean {
  const { rows, cols } = actual;
  const isOne = (d: Dim) => d === ONE || may(d);
  if (pattern.rows === pattern.cols && rows !== cols && !may(rows) && !may(cols)) return false;
  return (pattern.rows !== ONE || isOne(rows)) && (pattern.cols !== ONE || isOne(cols));
}

/** Makes the operands fit a form; both sizes of an operand are tried before either is bound. */
function unified(
  scope: Scope,
  form: Form,
  shapes: readonly Shape[],
  sizes: readonly Dim[],
  blame: Blame,
  isNumber: (operand: number) => boolean,
): Shape | "false" {
  const letters = lettersOf(form, sizes);
  for (const letter of factorsOnly(form)) if (!letters.has(letter)) letters.set(letter, scope.sizes.fresh());
  const spread = spreadNumbers(form, isNumber);
  for (const [i, operand] of form.operands.entries()) {
    if (spread[i] === true) continue;
    const actual = shapes[i] as Shape;
    if (!fits(scope, letters, patternOf(scope, operand, actual), actual, blame)) return "false";
  }
  const result = resultBy(letters, form);
  const isNothing = [result.rows, result.cols].some((d) => /^(-|0$)/.test(d) && !d.includes(" "));
  const isFlat = form.plural.some((letter) => scope.sizes.resolve(sizeBy(letters, letter)) === ONE);
  return isNothing || isFlat ? "false" : result;
}

/** Letters that no operand has as a size of its own: of `k n×m` it is n, once k is stated. */
function factorsOnly({ operands }: Form): readonly Dim[] {
  const sides = operands.flatMap((o) => o.shapes.flatMap((s) => [s.rows, s.cols]));
  const within = sides.flatMap((d) => symbolsOf(d)) as unknown as readonly Dim[];
  return [...new Set(within)].filter((letter) => !sides.includes(letter));
}

/** Of the shapes that an operand may have the one that it has already, else the first. */
function patternOf(scope: Scope, operand: Operand, actual: Shape): Shape {
  const [first] = operand.shapes as readonly [Shape];
  if (operand.shapes.length === 1) return first;
  const known = resolved(scope, actual);
  return operand.shapes.find((s) => holds(s, known)) ?? first;
}

function fits(scope: Scope, letters: Letters, pattern: Shape, actual: Shape, blame: Blame): boolean {
  bind(letters, pattern, actual);
  const expected = shape(sizeBy(letters, pattern.rows), sizeBy(letters, pattern.cols));
  return sameShape(expected, actual) || sameShapes(scope, expected, actual, blame);
}

/** The shape of an operation that takes operands of any shape. */
export const shapeOfAny = (name: string, shapes: readonly Shape[], sizes: readonly Dim[] = []): Shape =>
  exactly((CALLS.get(name) as Operation).takes, shapes, sizes) as Shape;
