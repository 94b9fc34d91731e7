/**
 * Names that are safe in the target: a name of the model that is a keyword, a built-in or not plain
 * ASCII gets another one. Languages fold letters too (to Python a double-struck `eval` is `eval`),
 * so nothing but ASCII letters, digits and underscores is ever written as an identifier.
 */
import { GREEK } from "../names/greek.js";

export interface NameTable {
  /** The identifier of a name of the model: an input, a defined name, a function or a size. */
  readonly of: (name: string) => string;
  /** An identifier of our own, clear of all others. */
  readonly fresh: (wish: string) => string;
  /** Another spelling of a name of the model, by which inputs may go too. */
  readonly also: (spelling: string, identifier: string) => void;
  /** Names of the model that were replaced, and other spellings, in the order met, with their identifiers. */
  readonly replaced: ReadonlyMap<string, string>;
}

/** Letters of Unicode by their plain spelling; the language spells Greek so. */
const SPELLED: ReadonlyMap<string, string> = new Map([...GREEK].map(([name, { letter }]) => [letter, name]));

/** A name in ASCII letters, digits and underscores that begins with a letter: `x'` is x_prime. */
export function asciiName(name: string): string {
  let out = "";
  for (const c of name.normalize("NFKD")) {
    if (/^[A-Za-z0-9_]$/.test(c)) out += c;
    else if (c === "'" || c === "′") out += "_prime";
    else if (!/^\p{M}$/u.test(c)) out += SPELLED.get(c) ?? `u${(c.codePointAt(0) as number).toString(16)}`;
  }
  const bare = out.replace(/^_+/, "");
  return /^[A-Za-z]/.test(bare) ? bare : `x_${bare}`;
}

/** Names for one module. `reserved` holds the keywords and built-ins of the target and what the module itself defines. */
export function nameTable(reserved: ReadonlySet<string>): NameTable {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  const replaced = new Map<string, string>();
  const free = (wish: string): string => {
    const isFree = (s: string): boolean => !taken.has(s) && !reserved.has(s);
    if (isFree(wish)) return wish;
    if (isFree(`${wish}_`)) return `${wish}_`;
    for (let k = 1; ; k++) if (isFree(`${wish}_${k}`)) return `${wish}_${k}`;
  };
  return {
    replaced,
    of(name) {
      const known = given.get(name);
      if (known !== undefined) return known;
      const made = free(asciiName(name));
      given.set(name, made);
      taken.add(made);
      if (made !== name) replaced.set(name, made);
      return made;
    },
    also(spelling, identifier) {
      if (!given.has(spelling) && spelling !== identifier && !replaced.has(spelling))
        replaced.set(spelling, identifier);
    },
    fresh(wish) {
      const made = free(asciiName(wish));
      taken.add(made);
      return made;
    },
  };
}

/** How the k-th derivative of an unknown function is called among the inputs: `f`, `df`, `d2f`. */
export const functionInput = (name: string, primes: number): string =>
  primes === 0 ? name : primes === 1 ? `d${name}` : `d${primes}${name}`;
