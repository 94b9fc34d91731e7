/** The names that the language knows by itself, as operations and functions state them. */
import type { Call } from "../core/op.js";
import { type Signature, signatureOf } from "../core/signature.js";
import { CALLS } from "../ops/all.js";
import { LIBRARY, YIELDING_FUNCTIONS } from "./library.js";

export interface Builtin {
  /** The name that is used within; one built-in may have several spellings. */
  readonly name: string;
  readonly spellings: readonly string[];
  /** Null for a constant. */
  readonly signature: Signature | null;
  /** Null for a function that is applied entry by entry, and for a constant. */
  readonly call: Call | null;
}

const ENTRY_BY_ENTRY = signatureOf("n×m -> n×m");

const named = (spellings: readonly string[], signature: Signature | null, call: Call | null = null): Builtin => ({
  name: spellings[0] as string,
  spellings,
  signature,
  call,
});

/** Constants that a model may take for names of its own. */
export const YIELDING: ReadonlySet<string> = new Set(["e", "pi", "I"]);

export const BUILTINS: readonly Builtin[] = [
  ...[...LIBRARY.values()]
    .filter((f) => f.yields === undefined)
    .map((f) => named([f.name, ...(f.aliases ?? [])], ENTRY_BY_ENTRY)),
  ...CALLS.map((c) => named(c.calls, signatureOf(c.signature as string), c)),
  ...[...YIELDING].map((name) => named([name], null)),
];

/** Every spelling of a built-in. */
export const BUILTIN_BY_NAME: ReadonlyMap<string, Builtin> = new Map(
  BUILTINS.flatMap((b) => b.spellings.map((name) => [name, b] as const)),
);

/** Whether the name is a function of the language where it is applied and the text has no such name of its own. */
export const isYieldingFunction = (name: string): boolean => YIELDING_FUNCTIONS.has(name);

/** Whether it may stand without parentheses, too, `sec x`: a letter may not. */
export const isYieldingOperator = (name: string): boolean => YIELDING_FUNCTIONS.get(name)?.yields === true;

/** Whether the name is a built-in that is applied to arguments. */
export const isBuiltinFunction = (name: string): boolean => (BUILTIN_BY_NAME.get(name)?.signature ?? null) !== null;

/** Words that are no built-in in another case: LN is a layer's normalisation, and no logarithm. */
const OTHERWISE: ReadonlySet<string> = new Set(["LN"]);

/** The built-in that a word names in whatever case, `Softmax`, or null. */
export function builtinInAnyCase(word: string): string | null {
  if (OTHERWISE.has(word)) return null;
  if (isBuiltinFunction(word)) return word;
  const lower = word.toLowerCase();
  return word.length > 1 && isBuiltinFunction(lower) ? lower : null;
}

/** Whether the name is a built-in that takes one value: what LaTeX writes without parentheses. */
export function isBuiltinOperator(name: string): boolean {
  if (isYieldingOperator(name)) return true;
  const signature = BUILTIN_BY_NAME.get(name)?.signature;
  return signature?.values === 1 && signature.sizes.length === 0;
}
