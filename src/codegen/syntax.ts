/**
 * How a language says what a module has. The writer (`module.ts`) decides what a module has; a
 * language decides how each of it is spelled, and in which order it stands in the file.
 */

import { type Dim, ONE } from "../core/dim.js";
import { ownOf } from "../core/own.js";
import { meaningOf } from "../numeric/evaluate.js";
import type { Matrix } from "../numeric/matrix.js";
import type { ArrayExpr, ArrayLanguage } from "./arrays/array.js";
import type { Body } from "./arrays/body.js";
import type { Check } from "./checks.js";
import type { Identifiers } from "./identifiers.js";
import type { Input, SizeSource } from "./inputs.js";
import { type Local, labelsOf, linesOf } from "./lines.js";
import type { Back, Program, Result } from "./program.js";
import type { Definitions } from "./runtime.js";
import type { Nested } from "./sample.js";
import { comment, inputWords } from "./source.js";

/** Lines of code. */
export type Block = readonly string[];

/** Everything that is known while a module is written. */
export interface Scope extends Identifiers {
  readonly program: Program;
}

/** The lines that compute a body, and the code of what they have computed. */
export interface Statements {
  readonly lines: Block;
  readonly text: (node: ArrayExpr) => string;
  /** Arrays that the lines fill, with the code that makes each, where they are made once for many calls. */
  readonly buffers?: readonly Buffer[];
}

export interface Buffer {
  readonly name: string;
  readonly type: string;
  readonly made: string;
}

/** Keys of results with the code of each. */
export type Entries = readonly (readonly [key: string, code: string])[];

/** A function computes the defined names, values with derivatives, a value for the self-test, a function of the model. */
export type Role = "forward" | "values" | "part" | "formula";

/** A function that computes a body from inputs. */
export interface Computation {
  readonly role: Exclude<Role, "formula">;
  /** Which of the parts, from 1. */
  readonly index: number;
  readonly body: Body;
  /** Defined names that are inputs here. */
  readonly cut: readonly Input[];
  readonly statements: Statements;
  /** One record of results, or two: values and derivatives. */
  readonly gives: readonly Entries[];
  readonly results: readonly Result[];
}

/** A function of a number (or, entry by entry, of an array) that the model writes out. */
export interface FormulaFunction {
  readonly id: string;
  /** `swish'(t) = …`, in the equation language. */
  readonly text: string;
  readonly lines: Block;
  readonly value: string;
  /** False for a constant, which has no entries to take its shape from. */
  readonly varies: boolean;
}

/** Inputs at which a module checks itself. */
export interface SampleCode {
  readonly inputs: readonly (readonly [Input, Matrix | Nested])[];
  readonly sizes: ReadonlyMap<string, number>;
  /** The name of the function, the order of the derivative, the code of what stands for it at `x`. */
  readonly functions: readonly (readonly [name: string, order: number, code: string])[];
}

export interface SelfTest {
  /** Why there are no numbers, where there are none. */
  readonly sample: SampleCode | { readonly why: string };
  readonly checks: readonly Check[];
  /** Whether all are first derivatives by variables that may be moved freely. */
  readonly simple: boolean;
  /** Defined names that derivatives are taken by. */
  readonly cut: readonly string[];
}

export interface ModuleBlocks {
  readonly forward: readonly Block[];
  readonly values: readonly Block[];
  readonly derivatives: Block;
  readonly parts: readonly Block[];
  readonly written: readonly Block[];
  readonly selfTest: readonly Block[];
  /** Helpers that anything of these calls. */
  readonly helpers: readonly Block[];
}

export interface Syntax {
  /** Keywords, built-ins, and the names that a module has itself. */
  readonly reserved: readonly string[];
  readonly helpers: Definitions;
  /** Whether a function of the model is handed whole arrays, and says so in its operators. */
  readonly entrywise: boolean;
  /** Prefix of `sin` and `cos`: `np.`. */
  readonly math: string;
  readonly statements: (body: Body, role: Role, at: Scope) => Statements;
  /** The result in the rank that it is declared with. */
  readonly shaped: (result: Result, node: ArrayExpr, text: string, at: Scope) => string;
  /** A function that computes, and what belongs to it. */
  readonly define: (f: Computation, at: Scope) => readonly Block[];
  readonly defineFormula: (f: FormulaFunction, at: Scope) => Block;
  /** The function that gives the derivatives alone; `keys` says which. */
  readonly defineDerivatives: (keys: string, at: Scope) => Block;
  /** What stands in the place of values and derivatives in a module for a vector-Jacobian product, where there are such. */
  readonly product?: {
    readonly reserved: readonly string[];
    readonly blocks: (
      back: Back,
      body: Body,
      at: Scope,
    ) => { readonly values: readonly Block[]; readonly derivatives: Block };
  };
  readonly selfTest: (test: SelfTest, at: Scope) => readonly Block[];
  readonly module: (blocks: ModuleBlocks, at: Scope) => string;
}

/** The identifiers within a function: that of the model has one variable, `t`. */
export const localIn = (role: Role, at: Scope): Local =>
  role === "formula" ? { ...at.local(), variable: () => "t" } : at.local();

export const labelsIn = (role: Role, body: Body, at: Scope): ReadonlyMap<ArrayExpr, string> =>
  role === "formula" ? new Map() : labelsOf(body, at.program.markKey);

/** The statements of a language whose arrays have operators: an assignment a line, its formula above it. */
export const inArrays =
  (language: ArrayLanguage, mark: string, assign: (name: string, code: string) => Block): Syntax["statements"] =>
  (body, role, at) => {
    const made = linesOf(body, language, at.env, localIn(role, at), labelsIn(role, body, at), meaningOf);
    const lines = made.lines.flatMap(({ name, code, formula }) => [
      ...(formula === null || role === "formula" ? [] : comment(mark, formula)),
      ...(name === null ? [code] : assign(name, code)),
    ]);
    return { lines, text: made.text };
  };

/** A size from the length of the axis that shows it. */
export function sizeFrom(
  { less, by }: SizeSource,
  length: string,
  at: Scope,
  divided: (length: string, by: string) => string,
  bracketed = (code: string): string => `(${code})`,
): string {
  const rest = less === "0" ? length : `(${length} - ${bracketed(at.spell(less).text)})`;
  return by === ONE ? rest : divided(rest, at.spell(by).text);
}

/** The sizes of an input that is an array, as its declared kind counts them. */
export const shapeOf = (x: Input, at: Scope): readonly string[] =>
  [...x.axes, ...ownSides(x)].map((d) => at.spell(d).text);

const ownSides = (x: Input): readonly Dim[] => {
  if (x.kind === "matrix") return [x.rows, x.cols];
  return x.kind === "vector" ? [x.rows] : [];
};

/** Functions with their primes that a body calls. */
export const calledIn = (body: Body): ReadonlySet<string> =>
  new Set(body.order.flatMap((e) => (e.kernel === "apply" ? [e.data] : [])));

/** An unknown function and its derivatives that a caller hands over. */
export const ordersOf = (f: { readonly primes: number }): readonly number[] =>
  Array.from({ length: f.primes + 1 }, (_, k) => k);

export const primed = (name: string, order: number): string => name + "'".repeat(order);

/** The inputs of a function, a line each; `functions` describes an unknown one. */
export const inputLines = (at: Scope, functions: string): Block => [
  ...at.program.inputs.map((x) => `${at.names.of(x.name)} : ${inputWords(x)}`),
  ...at.program.sizes.given.map((s) => `${at.names.of(s)} : size`),
  ...at.program.functions.map((f) => {
    const ids = ordersOf(f).map((k) => at.functionId(primed(f.name, k)));
    return `${ids.join(", ")} : ${functions}${f.primes > 0 ? ", and its derivatives" : ""}`;
  }),
];

/** A literal on one line, or its rows on lines of their own where that is too long. */
export function literal(
  oneLine: string,
  rows: readonly string[],
  given: { width?: number; open?: string; indent?: string; close?: string } = {},
): string {
  const { width = 84, open = "[", indent = "            ", close = "        ]" } = ownOf(given);
  return oneLine.length <= width ? oneLine : [open, ...rows.map((row) => indent + row), close].join("\n");
}

/** The functions of a module, those for users first; `reading` is how it reads arrays. */
export const inOrder = (blocks: ModuleBlocks, reading: string): readonly Block[] => [
  ...blocks.forward,
  ...blocks.values,
  blocks.derivatives,
  ...blocks.parts,
  ...blocks.written,
  ...blocks.helpers,
  reading.split("\n"),
  ...blocks.selfTest,
];

/** Blocks with an empty line between them. */
export const fileOf = (blocks: readonly Block[]): string => `${blocks.map((b) => b.join("\n")).join("\n\n")}\n`;
