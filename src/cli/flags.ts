/** Flags that several commands share, and readers for their values. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Budgets } from "../api/answer.js";
import { SETTINGS } from "./config.js";

/** `W,b` as a list; the flag may also be repeated. */
function names(value: string, before: readonly string[] | undefined): readonly string[] {
  const found = value
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (found.length === 0) throw new InvalidArgumentError("It needs at least one name.");
  return [...(before ?? []), ...found];
}

/** A list whose members are among `allowed`. */
export function someOf<T extends string>(allowed: readonly T[]) {
  return (value: string, before: readonly T[] | undefined): readonly T[] => {
    const found = names(value, undefined).map((name) => {
      const known = allowed.find((a) => a === name);
      if (known === undefined) throw new InvalidArgumentError(`"${name}" is none of ${allowed.join(", ")}.`);
      return known;
    });
    return [...(before ?? []), ...found];
  };
}

/** Every use of the flag, in order. */
function repeated(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** `3/64`: the third of 64 parts. */
export function share(value: string): Share {
  const [part, of] = (/^(\d{1,9})\/(\d{1,9})$/.exec(value) ?? []).slice(1).map(Number);
  if (part === undefined || of === undefined || part < 1 || part > of)
    throw new InvalidArgumentError("It is one of so many parts: 3/64 is the third of 64.");
  return { part, of };
}

/** One of so many parts, from 1. */
export interface Share {
  readonly part: number;
  readonly of: number;
}

const UNITS = new Map([
  ["", 1],
  ["k", 1e3],
  ["M", 1e6],
  ["G", 1e9],
]);

/** A positive whole number, perhaps in thousands, millions or billions: `20000000`, `20M`. */
export function amount(value: string): number {
  const match = /^(\d+)([kMG]?)$/.exec(value);
  const number = match === null ? 0 : Number(match[1]) * (UNITS.get(match[2] ?? "") ?? 0);
  if (!Number.isSafeInteger(number) || number <= 0) {
    throw new InvalidArgumentError("It is a positive whole number; 500k, 20M and 1G may be written.");
  }
  return number;
}

/** `n=100,m=50`; the flag may be repeated. */
function sizes(value: string, before: ReadonlyMap<string, number> | undefined): ReadonlyMap<string, number> {
  const out = new Map(before);
  for (const part of value.split(",")) {
    const match = /^\s*([^\s=]+)\s*=\s*(\d+)\s*$/.exec(part);
    const n = Number(match?.[2]);
    if (match === null || !Number.isSafeInteger(n) || n < 1)
      throw new InvalidArgumentError(`"${part}" is no size; it is written n=100.`);
    out.set(match[1] as string, n);
  }
  return out;
}

export const evalOption = (): Option =>
  new Option("-e, --eval <text>", "equations on the command line (more than once: more lines)").argParser(repeated);
export const ofOption = (description = "the output (default: the last scalar that is defined)"): Option =>
  new Option("--of <name>", description);
export const wrtOption = (): Option => new Option("--wrt <names>", "by what, separated by commas").argParser(names);
export const orderOption = (description: string): Option =>
  new Option("--order <order>", description).choices(["1", "2"]).default("1");
export const atOption = (): Option =>
  new Option("--at <file>", 'numbers for the inputs: {"x": [1, 2], "W": [[1, 2], [3, 4]], "f": "tanh"}');
export const sizesOption = (): Option =>
  new Option("--sizes <sizes>", "numbers for sizes: n=100,m=50").argParser(sizes);
export const strictOption = (): Option => new Option("--strict", "assume nothing about undeclared names");
export const outOption = (): Option => new Option("--out <file>", "write there instead of to standard output");
/** The first format is the default. */
export const formatOption = (formats: readonly string[], description = "how it is written"): Option =>
  choice("--format <format>", description, formats);
export const stepsOption = (description: string): Option => choice("--steps <grain>", description, SETTINGS.steps);
export const langOption = (): Option =>
  choice("--lang <language>", "the language of titles and reasons", SETTINGS.lang);
export const productsOption = (): Option =>
  choice("--products <sign>", "the sign of elementwise products: ∘ or ⊙", SETTINGS.products);
/** One of several words, the first where none is given. */
export const choice = (flag: string, description: string, words: readonly string[]): Option =>
  new Option(flag, description).choices(words).default(words[0]);

/** Those that the skeleton of a command reads itself. */
export interface SharedFlags {
  readonly color?: boolean;
  readonly eval?: readonly string[];
}

/** The flags of every command. */
export function globalFlags(program: Command): void {
  program
    .addOption(new Option("--color", "colour the output even where it is no terminal"))
    .addOption(new Option("--no-color", "never colour the output (so does the variable NO_COLOR)"))
    .addOption(new Option("--max-input <bytes>", "largest input").argParser(amount))
    .addOption(new Option("--max-nodes <count>", "most nodes of a model and its derivatives").argParser(amount))
    .addOption(new Option("--max-exponent <number>", "largest number that stands as an exponent").argParser(amount))
    .addOption(
      new Option("--max-entries <count>", "most entries of a value where numbers are put in").argParser(amount),
    )
    .addOption(new Option("--max-output <characters>", "longest output").argParser(amount));
}

/** The budgets that the global flags state. */
export function budgets(flags: Readonly<Record<string, unknown>>): Budgets {
  const { maxInput, maxNodes, maxExponent, maxEntries, maxOutput } = flags;
  return {
    ...(typeof maxInput === "number" ? { input: maxInput } : {}),
    ...(typeof maxNodes === "number" ? { nodes: maxNodes } : {}),
    ...(typeof maxExponent === "number" ? { exponent: maxExponent } : {}),
    ...(typeof maxEntries === "number" ? { entries: maxEntries } : {}),
    ...(typeof maxOutput === "number" ? { output: maxOutput } : {}),
  };
}
