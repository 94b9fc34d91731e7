/** Identifiers for what a program names, in one module. */
import { type Dim, ONE } from "../core/dim.js";
import type { Model } from "../model/model.js";
import { canonicalName } from "../names/canonical.js";
import { primesOf } from "../ops/apply.js";
import type { Piece } from "../print/pretty.js";
import { spellDim } from "./arrays/array.js";
import type { Input } from "./inputs.js";
import type { Environment, Local } from "./lines.js";
import { asciiName, functionInput, type NameTable, nameTable } from "./names.js";
import type { Program } from "./program.js";

/** The rank that an input has in the body: what has one row or one column is a vector there. */
export const rankOfInput = (x: Pick<Input, "rows" | "cols">): 0 | 1 | 2 =>
  x.rows === ONE && x.cols === ONE ? 0 : x.rows === ONE || x.cols === ONE ? 1 : 2;

export interface Identifiers {
  readonly names: NameTable;
  /** Helpers that have been called so far. */
  readonly used: ReadonlySet<string>;
  /** The identifier of a function by its name with primes: `f'` → df. */
  readonly functionId: (primed: string) => string;
  readonly spell: (d: Dim) => Piece;
  readonly env: Environment;
  /** The identifiers of one function; those of our own may come back in another. */
  readonly local: () => Local;
}

/** Names as the text has them where the language spells them out: θ for `theta`, ŷ for `y_hat`. */
function typedNames({ source, symbols }: Model) {
  return [...symbols.values()].flatMap(({ name, kind, role, span }) => {
    const typed = source.slice(span.start, span.end);
    // Sizes that are found by inference stand at the name that they are a size of.
    const isPlain = role !== "defined" && /^\p{L}/u.test(typed) && typed !== name && canonicalName(typed) === name;
    return isPlain ? [...new Set([typed, typed.normalize("NFKC")])].map((t) => ({ name, kind, typed: t })) : [];
  });
}

/** Derivatives of an unknown function that a module takes, whether it calls them or not: a caller hands over what it has. */
const TAKEN_ANYWAY = 2;

/** Identifiers for everything that a program names. The model's names come first, so that they change least. */
export function identifiers(program: Program, reserved: readonly string[]): Identifiers {
  const { inputs, model, sizes } = program;
  const names = nameTable(new Set(reserved));
  const own = [
    ...inputs.map((x) => x.name),
    ...model.equations.map((q) => q.name),
    ...(program.back?.given.flat() ?? []).map((x) => x.name),
    ...sizes.sources.map((s) => s.symbol),
    ...sizes.given,
  ].map((name) => names.of(name));
  const functionNames = new Map<string, string>();
  const number = (f: { readonly name: string }, orders: number): void => {
    for (let k = 0; k <= orders; k++)
      functionNames.set(f.name + "'".repeat(k), k === 0 ? names.of(f.name) : names.fresh(functionInput(f.name, k)));
  };
  for (const f of program.functions) number(f, Math.max(f.primes, TAKEN_ANYWAY));
  for (const f of program.written) number(f, f.primes);
  for (const { name, typed, kind } of typedNames(model)) {
    if (kind !== "function") names.also(typed, names.of(name));
    else
      for (const [called, id] of functionNames) {
        const { name: f, primes } = primesOf(called);
        if (f === name) names.also(functionInput(typed, primes), id);
      }
  }
  const taken = new Set([...reserved, ...own, ...functionNames.values()]);
  const used = new Set<string>();
  const spell = (d: Dim): Piece => spellDim(d, (s) => names.of(s));
  const functionId = (primed: string): string => functionNames.get(primed) as string;
  return {
    names,
    used,
    functionId,
    spell,
    env: {
      size: spell,
      function: functionId,
      isOwn: (primed) => functionNames.has(primed),
      use: (helper) => {
        used.add(helper);
        return helper;
      },
    },
    local: () => {
      const mine = new Set<string>();
      return {
        variable: (name) => names.of(name),
        fresh: (wish) => {
          const base = asciiName(wish);
          for (let k = 0; ; k++) {
            const name = base === "t" ? `t${k + 1}` : k === 0 ? base : `${base}_${k}`;
            if (mine.has(name) || taken.has(name)) continue;
            mine.add(name);
            return name;
          }
        },
      };
    },
  };
}
