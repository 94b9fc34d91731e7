/** Where modules of Python differ by the library of their arrays. */
import type { ArrayLanguage } from "../arrays/array.js";
import type { Definitions } from "../runtime.js";
import type { Block, Scope } from "../syntax.js";

/** How a library hands a vector-Jacobian product to its own differentiation. */
export type Hook = (product: Product, at: Scope) => readonly Block[];

/** A product, in the identifiers of the module. */
export interface Product {
  readonly output: string;
  readonly bar: string;
  readonly inputs: readonly string[];
  /** Of an input the key of its cotangent, or null where none was asked for. */
  readonly keys: readonly (string | null)[];
  readonly isLabel: readonly boolean[];
  /** Sizes and functions that are handed over beside arrays: all of them, and those that the passes back take. */
  readonly others: readonly string[];
  readonly back: readonly string[];
  /** Directions of a second product, in the order of the inputs; empty where there is none. */
  readonly dots: readonly string[];
  /** The key of what a second product gives for ȳ, and for each input. */
  readonly second: readonly (string | null)[];
  /** The function `apply` around some lines. */
  readonly head: (lines: Block) => Block;
}

export interface PythonLibrary {
  readonly language: ArrayLanguage;
  /** `np`, `torch`, `jnp`. */
  readonly module: string;
  readonly imports: readonly string[];
  /** Modules that are imported where something of theirs is called. */
  readonly parts: readonly string[];
  /** Statements that the self-test begins with. */
  readonly testSetup: readonly string[];
  /** `value` as an array of NumPy, in the self-test. */
  readonly testArray: string;
  /** Functions that a module brings along; `_array`, `_scalar` and `_labels` make arrays from whatever is handed over. */
  readonly runtime: Definitions;
  /** Whether new arrays take their type from the inputs, as `**like`. */
  readonly like: boolean;
  /** What makes its own differentiation go through a vector-Jacobian product. */
  readonly hook: Hook;
}

/** Makers of arrays from inputs: always there, and that of labels where there are any. */
export const READING = ["_array", "_scalar"];
export const LABELS = "_labels";

/** Nothing in a docstring may end it or escape from it. */
export const docText = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll('"', "'");

/** Code as a tuple. */
export const tupleOf = (codes: readonly string[]): string =>
  codes.length === 1 ? `(${codes[0]},)` : `(${codes.join(", ")})`;
