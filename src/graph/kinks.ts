/** Where a function has no single slope at the numbers given: which subgradient the rules have taken. */
import type { Expr, ModelFunction } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { walk } from "../core/walk.js";
import { gapOfLargest } from "../numeric/entries.js";
import { evaluateAll } from "../numeric/evaluate.js";
import { type Matrix, scalarMatrix } from "../numeric/matrix.js";
import { Apply } from "../ops/apply.js";
import { Largest } from "../ops/largest.js";
import { Maximum, Minimum } from "../ops/maximum.js";
import { Norm1, Norm2, NormF } from "../ops/norm.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { Power } from "../ops/power.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { printUnicode } from "../print/unicode.js";

export interface Kink {
  /** The node whose right side has the kink. */
  readonly node: string;
  /** A sentence: where it is and what was taken. */
  readonly message: string;
}

/** Entries that are listed one by one; more are counted. */
const LISTED = 4;

/** `entry 2`, `entries 1, 3 and 4`, `entry (1, 2)`; nothing for a scalar. */
function placesOf(at: readonly number[], A: Matrix): string {
  if (A.data.length === 1) return "";
  if (at.length > LISTED) return `${at.length} entries of `;
  const spelled = at.map((k) =>
    A.cols === 1 || A.rows === 1 ? String(k + 1) : `(${Math.floor(k / A.cols) + 1}, ${(k % A.cols) + 1})`,
  );
  const last = spelled[spelled.length - 1] as string;
  const list = spelled.length === 1 ? last : `${spelled.slice(0, -1).join(", ")} and ${last}`;
  return `${spelled.length === 1 ? "entry" : "entries"} ${list} of `;
}

const entriesWhere = (A: Matrix, is: (x: number, k: number) => boolean): readonly number[] =>
  [...A.data.keys()].filter((k) => is(A.data[k] as number, k));

/**
 * The kinks in one right side at the values of its parts. `moves` says whether a part depends on
 * what is differentiated by; a kink elsewhere changes nothing.
 */
export function kinksOf(
  node: string,
  parts: readonly Expr[],
  values: ReadonlyMap<Expr, Matrix>,
  moves: (e: Expr) => boolean,
  spell: (e: Expr) => string,
): readonly Kink[] {
  const out: Kink[] = [];
  const say = (message: string) => out.push({ node, message });
  const rough = roughNorms(parts);
  for (const e of parts) {
    const first = e.args[0];
    if (first === undefined || isSymbol(e) || !moves(e)) continue;
    const X = values.get(first);
    if (X === undefined) continue;
    if (e.op === Apply) {
      const f = e.home.functions.get(e.data as string);
      if (f?.formula !== undefined)
        for (const { at, message } of withinFormula(f, X))
          say(`${placesOf(at, X)}${spell(first)}: in ${f.name}, ${message}`);
      for (const kink of f?.kinks ?? []) {
        const at = entriesWhere(X, (x) => x === kink.at);
        if (at.length === 0) continue;
        say(
          `${placesOf(at, X)}${spell(first)} ${at.length > 1 ? "are" : "is"} ${kink.at}, where ${e.data} has a kink: ${kink.taken} is taken`,
        );
      }
    } else if (e.op === Maximum || e.op === Minimum) tied(e, values, moves, spell, say);
    else if (e.op === Largest) {
      const Y = values.get(e);
      if (Y !== undefined && gapOfLargest(X, X.rows / Y.rows, X.cols / Y.cols) === 0)
        say(`several entries of ${spell(first)} are the largest: the first takes the whole gradient`);
    } else if (e.op === Norm1) {
      const at = entriesWhere(X, (x) => x === 0);
      if (at.length > 0)
        say(
          `${placesOf(at, X)}${spell(first)} ${at.length > 1 ? "are" : "is"} 0, where |·| has a kink: the slope 0 is taken`,
        );
    } else if (rough.has(e) && X.data.every((x) => x === 0))
      say(`${spell(first)} is 0, where the norm has no gradient`);
  }
  return out;
}

/** The kinks of a formula, each with the entries of its argument at which it is met. */
function withinFormula({ formula }: ModelFunction, X: Matrix): readonly { at: number[]; message: string }[] {
  const t = nth(formula.parameters, 0);
  const parts = walk([formula.value]);
  const moves = mentions(new Set([nameOf(t)]))(parts);
  const found = new Map<string, number[]>();
  for (const [k, x] of X.data.entries()) {
    const values = evaluateAll([formula.value, t], {
      sizes: new Map(),
      values: new Map([[nameOf(t), scalarMatrix(x)]]),
    });
    for (const { message } of kinksOf("", parts, values, moves, printUnicode))
      found.set(message, [...(found.get(message) ?? []), k]);
  }
  return [...found].map(([message, at]) => ({ at, message }));
}

/** The norms of a right side that stand elsewhere than under a square: ‖r‖² is smooth where r is 0. */
function roughNorms(parts: readonly Expr[]): ReadonlySet<Expr> {
  const isNorm = (e: Expr) => e.op === Norm2 || e.op === NormF;
  const isSquare = (e: Expr): boolean => {
    const k = e.op === Power ? (e.args[1] as Expr) : undefined;
    return k !== undefined && isNumber(k) && rationalOf(k).numerator / rationalOf(k).denominator >= 2;
  };
  const inside = new Set(parts.flatMap((e) => e.args));
  const whole = parts.filter((e) => isNorm(e) && !inside.has(e));
  return new Set([...whole, ...parts.filter((e) => !isSquare(e)).flatMap((e) => e.args.filter(isNorm))]);
}

function tied(
  e: Expr,
  values: ReadonlyMap<Expr, Matrix>,
  moves: (e: Expr) => boolean,
  spell: (e: Expr) => string,
  say: (message: string) => void,
): void {
  const [a, b] = e.args as readonly [Expr, Expr];
  const [A, B] = [values.get(a), values.get(b)];
  if (A === undefined || B === undefined) return;
  const long = A.data.length >= B.data.length ? A : B;
  const of = (M: Matrix, k: number) => M.data[M.data.length === 1 ? 0 : k] as number;
  const at = entriesWhere(long, (_, k) => of(A, k) === of(B, k));
  if (at.length === 0) return;
  const name = e.op === Maximum ? "max" : "min";
  const both = moves(a) && moves(b);
  const taken = both
    ? `the second operand, ${spell(b)}, takes the whole gradient`
    : `the gradient of ${spell(moves(a) ? a : b)} is taken as 0`;
  const where = placesOf(at, long).replace(/ of $/, "");
  say(`${spell(a)} and ${spell(b)} are equal${where === "" ? "" : ` at ${where}`}, where ${name} has a kink: ${taken}`);
}

/** Whether an expression mentions a name that a gradient goes back to. */
export const mentions =
  (names: ReadonlySet<string>) =>
  (parts: readonly Expr[]): ((e: Expr) => boolean) => {
    const moving = new Set<Expr>();
    for (const e of parts) if (isSymbol(e) ? names.has(nameOf(e)) : e.args.some((x) => moving.has(x))) moving.add(e);
    return (e) => moving.has(e);
  };
