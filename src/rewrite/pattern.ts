/**
 * Patterns: one side of a law, read from text in our own language.
 *
 * The letter says what a variable stands for: lower case a column, upper case anything, Greek a
 * scalar. `A…` is a run of operands of any length, none included; `A'…` is each member of the run,
 * transposed. `I`, `ones(n, m)` and `zeros(n, m)` are the identity, ones and zeros; a size that
 * nothing has settled is the one that fits. A law's text is short and ours, so this reader is a page
 * of recursive descent.
 */
import type { Fact } from "../core/facts.js";
import type { Op } from "../core/op.js";
import { negated, type Rational, rational } from "../core/rational.js";
import { Apply } from "../ops/apply.js";
import { Eye } from "../ops/eye.js";
import { Hadamard } from "../ops/hadamard.js";
import { Inverse } from "../ops/inverse.js";
import { Kron } from "../ops/kron.js";
import { MatrixPower } from "../ops/matrixpower.js";
import { Power } from "../ops/power.js";
import { Product } from "../ops/product.js";
import { Scale } from "../ops/scale.js";
import { Beside, Stack } from "../ops/stack.js";
import { Sum } from "../ops/sum.js";
import { Times } from "../ops/times.js";
import { Transpose } from "../ops/transpose.js";
import { CALLED, SCALAR_VALUED, SIZED } from "./words.js";

export type Sort = "scalar" | "column" | "any";

export interface Variable {
  readonly type: "variable";
  /** The place of the letter among those of the law. */
  readonly slot: number;
  readonly sort: Sort;
  /** Facts that must be known of it; of a run they are asked of each member, after the match. */
  readonly facts: readonly (Fact | "square")[];
}

/** A size: of a letter, by its place, or a known one. */
export type Size = { readonly slot: number } | { readonly known: number };

export type Pattern =
  | Variable
  | { readonly type: "number"; readonly value: Rational }
  | { readonly type: "size"; readonly slot: number }
  /** A pattern for each member of a run, in which the letter of the run stands for that member. */
  | { readonly type: "run"; readonly of: Pattern }
  | NodePattern;

export interface NodePattern {
  readonly type: "node";
  readonly op: Op;
  readonly args: readonly Pattern[];
  /** The function of an `Apply`. */
  readonly data: string | null;
  /** The sizes of a node that has them; null where they do not matter. */
  readonly sizes: readonly Size[] | null;
}

/** The letters of one law: each side and each condition finds the place of a letter here. */
export interface Letters {
  readonly slots: Map<string, number>;
  /** The letters that stand for sizes. */
  readonly sizes: Set<string>;
  /** Facts that must be known of a letter. */
  readonly facts: Map<string, readonly (Fact | "square")[]>;
}

export const newLetters = (): Letters => ({ slots: new Map(), sizes: new Set(), facts: new Map() });

/** The place of a letter, given one where it has none. */
function slotOf(letter: string, { slots }: Letters): number {
  const known = slots.get(letter);
  if (known !== undefined) return known;
  slots.set(letter, slots.size);
  return slots.size - 1;
}

/** A size as it is written: a whole number, or a letter that is then known to be a size. */
export function readSize(written: string, letters: Letters): Size {
  if (/^\d+$/.test(written)) return { known: Number(written) };
  letters.sizes.add(written);
  return { slot: slotOf(written, letters) };
}

const node = (
  op: Op,
  args: readonly Pattern[],
  more: { readonly data?: string; readonly sizes?: readonly Size[] } = {},
): NodePattern => ({ type: "node", op, args, data: more.data ?? null, sizes: more.sizes ?? null });

const number = (p: number, q = 1): Pattern => ({ type: "number", value: rational(p, q) });

function letter(name: string, letters: Letters): Pattern {
  if (name === "I") return node(Eye, []);
  const slot = slotOf(name, letters);
  if (letters.sizes.has(name)) return { type: "size", slot };
  const sort: Sort = /^[α-ω]/u.test(name) ? "scalar" : /^[a-z]/.test(name) ? "column" : "any";
  return { type: "variable", slot, sort, facts: letters.facts.get(name) ?? [] };
}

function isScalarPattern(p: Pattern): boolean {
  if (p.type === "number" || p.type === "size") return true;
  if (p.type === "variable") return p.sort === "scalar";
  if (p.type === "run") return isScalarPattern(p.of);
  const first = p.args[0];
  return (
    SCALAR_VALUED.has(p.op) || ((p.op === Power || p.op === Apply) && first !== undefined && isScalarPattern(first))
  );
}

/** Scalars before the matrices that they stand among. */
function juxtaposed(factors: readonly Pattern[]): Pattern {
  const [alone] = factors;
  if (factors.length === 1 && alone !== undefined && alone.type !== "run") return alone;
  const scalars = factors.filter(isScalarPattern);
  const rest = factors.filter((f) => !isScalarPattern(f));
  const together = (op: Op, parts: readonly Pattern[]) =>
    parts.length === 1 && parts[0] !== undefined && parts[0].type !== "run" ? parts[0] : node(op, parts);
  if (scalars.length === 0) return together(Product, rest);
  const front = together(Times, scalars);
  return rest.length === 0 ? front : node(Scale, [front, together(Product, rest)]);
}

/** Where the reader is in its tokens. */
interface Reader {
  readonly source: string;
  readonly tokens: readonly string[];
  readonly letters: Letters;
  at: number;
}

function fail({ source, tokens, at }: Reader): never {
  throw new SyntaxError(`cannot read the law's side ${source} at ${tokens[at] ?? "its end"}`);
}

const next = (r: Reader): string | undefined => r.tokens[r.at];

function taken(r: Reader, token: string): boolean {
  if (next(r) !== token) return false;
  r.at += 1;
  return true;
}

function take(r: Reader, token: string): void {
  if (!taken(r, token)) fail(r);
}

function separated(r: Reader, by: string): Pattern[] {
  const parts = [addition(r)];
  while (taken(r, by)) parts.push(addition(r));
  return parts;
}

function blocks(r: Reader): Pattern {
  const first = addition(r);
  const [op, by]: [Op, string] = next(r) === ";" ? [Stack, ";"] : [Beside, ","];
  const parts = [first];
  while (taken(r, by)) parts.push(addition(r));
  take(r, "]");
  return node(op, parts.map(loneRun));
}

/** `ones(n, m)`, `unvec(v, n, m)`: the operands, then the sizes. A column is `ones(n)`. */
function withSizes(r: Reader, { op, operands }: { readonly op: Op; readonly operands: number }): Pattern {
  take(r, "(");
  const args: Pattern[] = [];
  const sizes: Size[] = [];
  do {
    if (args.length < operands) args.push(addition(r));
    else {
      sizes.push(readSize(next(r) ?? fail(r), r.letters));
      r.at += 1;
    }
  } while (taken(r, ","));
  take(r, ")");
  if (sizes.length === 1 && op !== Eye) sizes.push({ known: 1 });
  return node(op, args, { sizes });
}

function numeral(r: Reader, token: string): Pattern {
  if (next(r) !== "/") return number(Number(token));
  const below = r.tokens[r.at + 1] ?? "";
  if (!/^\d+$/.test(below)) return fail(r);
  r.at += 2;
  return number(Number(token), Number(below));
}

function atom(r: Reader): Pattern {
  const t = next(r) ?? fail(r);
  r.at += 1;
  if (t === "(") {
    const inside = addition(r);
    take(r, ")");
    return inside;
  }
  if (t === "[") return blocks(r);
  if (/^\d+$/.test(t)) return numeral(r, t);
  if (!/^[A-Za-zα-ω]/u.test(t)) return fail(r);
  if (next(r) !== "(") return letter(t, r.letters);
  const sized = SIZED.get(t);
  if (sized !== undefined) return withSizes(r, sized);
  const op = CALLED.get(t);
  // A letter before a parenthesis is a factor, a word is a function.
  if (op === undefined && t.length === 1) return letter(t, r.letters);
  r.at += 1;
  const args = separated(r, ",");
  take(r, ")");
  return op === undefined ? node(Apply, args, { data: t }) : node(op, args);
}

function exponent(r: Reader): Pattern {
  const minus = taken(r, "-");
  const k = atom(r);
  if (minus && k.type !== "number") return fail(r);
  return minus ? negative(k) : k;
}

function postfix(r: Reader): Pattern {
  let p = atom(r);
  for (;;) {
    if (taken(r, "'") || taken(r, "^T")) p = node(Transpose, [p]);
    else if (taken(r, "…")) p = { type: "run", of: p };
    else if (taken(r, "^-1")) p = isScalarPattern(p) ? node(Power, [p, number(-1)]) : node(Inverse, [p]);
    else if (taken(r, ".^")) p = node(Power, [p, exponent(r)]);
    else if (taken(r, "^")) p = node(isScalarPattern(p) ? Power : MatrixPower, [p, exponent(r)]);
    else return p;
  }
}

function juxtaposition(r: Reader): Pattern {
  const factors = [postfix(r)];
  while (r.at < r.tokens.length && !/^(?:[)\]+\-,;∘⊗]|\.\*)$/u.test(next(r) ?? "")) factors.push(postfix(r));
  return juxtaposed(factors);
}

function elementwise(r: Reader): Pattern {
  const first = juxtaposition(r);
  const operator = next(r);
  if (operator !== ".*" && operator !== "∘" && operator !== "⊗") return first;
  const parts = [first];
  while (taken(r, operator)) parts.push(juxtaposition(r));
  return node(operator === "⊗" ? Kron : Hadamard, parts.map(loneRun));
}

/** A run that stands alone is one of the operation that it stands in. */
const loneRun = (p: Pattern): Pattern => {
  const [inside] = p.type === "node" && p.args.length === 1 ? p.args : [];
  return inside?.type === "run" ? inside : p;
};

function negative(p: Pattern): Pattern {
  if (p.type === "number") return { type: "number", value: negated(p.value) };
  return node(isScalarPattern(p) ? Times : Scale, [number(-1), p]);
}

function addition(r: Reader): Pattern {
  const signed = (): Pattern => {
    const minus = next(r) === "-";
    if (minus || next(r) === "+") r.at += 1;
    const p = elementwise(r);
    return minus ? negative(p) : p;
  };
  const terms = [signed()];
  while (next(r) === "+" || next(r) === "-") terms.push(signed());
  return terms.length === 1 && terms[0] !== undefined ? terms[0] : node(Sum, terms.map(loneRun));
}

const TOKEN = /\.\*|\.\^|\^-1|\^T|[A-Za-z_]\w*|[α-ω]|\d+|…|[()[\]+\-,;'^/∘⊗]/gu;

/** Reads one side of a law. Throws SyntaxError: a law is part of the program, so that is a fault of ours. */
export function readPattern(source: string, letters: Letters = newLetters()): Pattern {
  const r: Reader = { source, tokens: source.match(TOKEN) ?? [], letters, at: 0 };
  const side = addition(r);
  if (r.at < r.tokens.length) fail(r);
  return loneRun(side);
}
