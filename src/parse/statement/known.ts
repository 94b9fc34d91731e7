/** Reads off the tokens of statements, before any is parsed, which names are variables and which are functions. */
import { ownOf } from "../../core/own.js";
import { isBuiltinFunction, isYieldingFunction } from "../../functions/builtins.js";
import type { Token } from "../lex/tokens.js";
import { differentialAt, partners } from "./differential.js";
import type { Sentence } from "./statements.js";

export interface KnownNames {
  /** Declared as anything but a function, defined as a value, stated as an input, or a size of a declaration. */
  readonly variables: ReadonlySet<string>;
  /** Declared or defined as a function. */
  readonly functions: ReadonlySet<string>;
  /** Names with a definition, as a value or as a function. */
  readonly defined: ReadonlySet<string>;
  /** Every name of the model: what `ds/dW` may be made of. */
  readonly mentioned: ReadonlySet<string>;
  /** Names on the right side of definitions: `z_i` among them is a name, else an entry of `z`. */
  readonly used: ReadonlySet<string>;
  /** Letters that something in the text binds: only these make an entry of a subscript. */
  readonly bound: ReadonlySet<string>;
}

/** The kind of a statement by its first tokens. */
export type Head =
  | { readonly type: "declaration"; readonly at: number; readonly names: readonly Token[] }
  | { readonly type: "input"; readonly at: number; readonly names: readonly Token[] }
  | { readonly type: "definition"; readonly name: Token }
  | { readonly type: "function"; readonly name: Token; readonly close: number }
  | { readonly type: "other" };

/** Reads `x, y :`, `x (input)`, `y =` or `f(x, y) =` off the front of a statement. */
export function headOf(tokens: readonly Token[]): Head {
  const [first, second] = tokens;
  if (first?.type !== "NAME") return { type: "other" };
  if (second?.type === "EQ" || isSquare(tokens)) return { type: "definition", name: first };
  let i = 1;
  const names = [first];
  while (tokens[i]?.type === "COMMA" && tokens[i + 1]?.type === "NAME") {
    names.push(tokens[i + 1] as Token);
    i += 2;
  }
  const at = tokens[i]?.type;
  if (at === "COLON" || at === "IN") return { type: "declaration", at: i, names };
  if (at === "INPUT" || isInput(tokens, i)) return { type: "input", at: i, names };
  if (second?.type !== "LP") return { type: "other" };
  let j = 2;
  while (tokens[j]?.type === "NAME" && tokens[j + 1]?.type === "COMMA") j += 2;
  const isFunction = tokens[j]?.type === "NAME" && tokens[j + 1]?.type === "RP" && tokens[j + 2]?.type === "EQ";
  return isFunction ? { type: "function", name: first, close: j + 1 } : { type: "other" };
}

/** `σ^2 =`, a number that is given by its square. */
function isSquare(tokens: readonly Token[]): boolean {
  if (tokens[1]?.type !== "POWER" || tokens[1].value !== "^") return false;
  const braces = tokens[2]?.type === "LC";
  const number = tokens[braces ? 3 : 2];
  const after = tokens[braces ? 5 : 3];
  return number?.type === "NUM" && number.value === "2" && after?.type === "EQ";
}

/** `(input)` at the end of a statement. */
export const isInput = (tokens: readonly Token[], i: number): boolean =>
  tokens.length === i + 3 &&
  tokens[i]?.type === "LP" &&
  tokens[i + 1]?.value === "input" &&
  tokens[i + 2]?.type === "RP";

const NO_LETTERS: ReadonlySet<string> = new Set();

/** Whether a definition only composes names: `f = g ∘ k`; the names, or null. */
function composition(tokens: readonly Token[]): readonly string[] | null {
  const names: string[] = [];
  for (let i = 2; i < tokens.length; i += 2) {
    const name = tokens[i];
    const operator = tokens[i + 1];
    if (name?.type !== "NAME" || (operator !== undefined && (operator.type !== "EW" || operator.value !== "hadamard")))
      return null;
    names.push(name.value);
  }
  return tokens.length % 2 === 1 && names.length > 1 ? names : null;
}

/** The tokens behind `log` in `log p(y, x) = …`, which defines p. */
const belowLogarithm = (tokens: readonly Token[]): readonly Token[] => {
  const [log, name] = tokens;
  const isLogarithm = log?.type === "NAME" && (log.value === "log" || log.value === "ln");
  return isLogarithm && name?.type === "NAME" ? tokens.slice(1) : tokens;
};

/** Reads the heads of all statements. */
export function knownNames(sentences: readonly Sentence[], before: Partial<KnownNames> = {}): KnownNames {
  const given = ownOf(before);
  const variables = new Set<string>(given.variables);
  const functions = new Set<string>(given.functions);
  const defined = new Set<string>(given.defined);
  const mentioned = new Set<string>([...variables, ...functions, ...(given.mentioned ?? [])]);
  const used = new Set<string>(given.used);
  /** Definitions that only compose names, until it is clear what these are. */
  const composed = new Map<string, readonly string[]>();
  for (const sentence of sentences) {
    const tokens = belowLogarithm(sentence.tokens);
    const head = headOf(tokens);
    switch (head.type) {
      case "declaration": {
        const isFunction = tokens[head.at + 1]?.value === "function";
        for (const n of head.names) (isFunction ? functions : variables).add(n.value);
        for (let i = head.at + 2; i < tokens.length && !isFunction; i++)
          if (isSize(tokens, i)) variables.add((tokens[i] as Token).value);
        break;
      }
      case "input":
        for (const n of head.names) variables.add(n.value);
        break;
      case "definition": {
        const names = composition(tokens);
        if (names !== null) composed.set(head.name.value, names);
        else variables.add(head.name.value);
        break;
      }
      case "function":
        functions.add(head.name.value);
        break;
      default:
    }
    const isDefinition = head.type === "definition" || head.type === "function";
    if (isDefinition) defined.add(head.name.value);
    mention(tokens, mentioned, isDefinition ? used : null);
  }
  settle(composed, variables, functions);
  return { variables, functions, defined, mentioned, used, bound: given.bound ?? NO_LETTERS };
}

/** A name among the sizes of a declaration, not one of its facts. */
function isSize(tokens: readonly Token[], i: number): boolean {
  const t = tokens[i];
  if (t?.type !== "NAME") return false;
  const before = tokens[i - 1]?.type;
  const after = tokens[i + 1]?.type;
  return (
    before === "POWER" ||
    before === "LP" ||
    before === "LC" ||
    before === "COMMA" ||
    before === "TIMES" ||
    after === "RP" ||
    after === "RC"
  );
}

/** Names of a statement; `d`, `dy` and `dx` of what may be a derivative of names that stand elsewhere are left out. */
function mention(tokens: readonly Token[], mentioned: Set<string>, used: Set<string> | null): void {
  let words: Set<number> | null = null;
  let brackets: Int32Array | null = null;
  const partner = () => {
    brackets ??= partners(tokens);
    return brackets;
  };
  for (let i = 0; i < tokens.length; i++) {
    const t = tokens[i] as Token;
    if (t.type !== "NAME") continue;
    if (t.value.charCodeAt(0) === 0x64) {
      words ??= new Set();
      for (const w of differentialAt(tokens, i, partner, () => true)?.words ?? []) words.add(w);
    }
    if (words?.has(i) === true) continue;
    mentioned.add(t.value);
    if (i > 0) used?.add(t.value);
  }
}

/** A composition of functions is a function, one with a variable in it a product; what is undecided stays so. */
function settle(
  composed: ReadonlyMap<string, readonly string[]>,
  variables: Set<string>,
  functions: Set<string>,
): void {
  /** Which compositions wait for a name. */
  const waiting = new Map<string, string[]>();
  const missing = new Map<string, number>();
  const ready: string[] = [];
  for (const [name, parts] of composed) {
    let open = 0;
    for (const part of parts) {
      const isBorrowed = isYieldingFunction(part) && !variables.has(part) && !composed.has(part);
      if (functions.has(part) || isBuiltinFunction(part) || isBorrowed) continue;
      open++;
      const list = waiting.get(part);
      if (list === undefined) waiting.set(part, [name]);
      else list.push(name);
    }
    missing.set(name, open);
    if (open === 0) ready.push(name);
  }
  for (let name = ready.pop(); name !== undefined; name = ready.pop()) {
    functions.add(name);
    for (const next of waiting.get(name) ?? []) {
      const open = (missing.get(next) ?? 0) - 1;
      missing.set(next, open);
      if (open === 0) ready.push(next);
    }
  }
  const reached = [...variables];
  for (let name = reached.pop(); name !== undefined; name = reached.pop()) {
    for (const next of waiting.get(name) ?? []) {
      if (variables.has(next) || functions.has(next)) continue;
      variables.add(next);
      reached.push(next);
    }
  }
}
