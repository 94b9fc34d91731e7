/** A counterexample as data: sizes, inputs, both values, the entries that differ. */

import { namedIn, sizeText } from "../numeric/counting.js";
import { formulaOf } from "../numeric/draw.js";
import type { Environment } from "../numeric/evaluate.js";
import type { Matrix } from "../numeric/matrix.js";
import type { Departure } from "../numeric/verify.js";
import type { CounterexampleReport, Nested, Numbers } from "../report/counterexample.js";
import type { Counterexample } from "./agree.js";

const numbersOf = (A: Matrix): Numbers =>
  A.data.length === 1
    ? (A.data[0] as number)
    : Array.from({ length: A.rows }, (_, i) => [...A.data.subarray(i * A.cols, (i + 1) * A.cols)]);

/** `left` of the counterexample is what is claimed. */
export function counterexampleReport({ env, left, right, entries }: Counterexample, equals: number) {
  return {
    sizes: Object.fromEntries([...env.sizes].map(([n, k]) => [sizeText(n), k])),
    inputs: inputsOf(env),
    letters: Object.fromEntries(lettersOf(env)),
    functions: functionsOf(env),
    claimed: numbersOf(left),
    derived: numbersOf(right),
    entries,
    equals,
  } satisfies CounterexampleReport;
}

const lettersOf = ({ letters }: Environment): readonly (readonly [string, number])[] =>
  [...(letters ?? [])].map(([i, n]) => [i.letter, n]);

/** Names with their values, a family as one array of its members, in the order of their places. */
function inputsOf({ values }: Environment): Readonly<Record<string, Nested>> {
  const out = new Map<string, Nested>();
  const members = new Map<string, (readonly [readonly number[], Nested])[]>();
  for (const [key, A] of values) {
    const { name, at } = namedIn(key);
    if (at.length === 0) out.set(name, numbersOf(A));
    else members.set(name, [...(members.get(name) ?? []), [at, numbersOf(A)]]);
  }
  for (const [name, list] of members) out.set(name, nested(list, 0));
  return Object.fromEntries(out);
}

function nested(list: readonly (readonly [readonly number[], Nested])[], axis: number): Nested {
  const [only] = list;
  if (only !== undefined && only[0].length === axis) return only[1];
  const places = [...new Set(list.map(([at]) => at[axis] as number))].sort((a, b) => a - b);
  return places.map((n) =>
    nested(
      list.filter(([at]) => at[axis] === n),
      axis + 1,
    ),
  );
}

/** The functions without their derivatives, which follow. */
function functionsOf(env: Environment): Readonly<Record<string, string>> {
  const out: [string, string][] = [];
  for (const [name, f] of env.functions ?? []) {
    const formula = formulaOf(f);
    if (formula !== null) out.push([name, formula]);
  }
  return Object.fromEntries(out);
}

/** `entry (1, 2) is 0.53, in the derivative 1.07, where n = 2, m = 3`. */
export function counterexampleText({ env, left, right, entries, gap, between }: Counterexample): string {
  const [row, col] = entries[0] ?? [1, 1];
  const at = (row - 1) * left.cols + col - 1;
  const [claimed, derived] = [left.data[at] as number, right.data[at] as number];
  const [x, y] = Number.isNaN(claimed) ? ["without a value", plain(derived.toPrecision(4))] : apart(claimed, derived);
  const off = gap?.data[at];
  if (x === y && off !== undefined)
    return `it is ${plain(Math.abs(off).toPrecision(4))} ${off > 0 ? "more" : "less"} than in the derivative, where both are ${Number.isFinite(derived) ? `about ${y}` : "beyond 1e308"}${between === undefined ? "" : `, ${between}`}`;
  const numbers = [...lettersOf(env), ...env.sizes].map(([n, k]) => `${sizeText(n)} = ${k}`);
  const where = `${between === undefined ? "" : ` ${between}`}${numbers.length === 0 ? "" : `, where ${numbers.join(", ")}`}`;
  const what = left.data.length === 1 ? `it is ${x}` : `entry (${row}, ${col}) is ${x}`;
  return `${what}, in the derivative ${y}${where}`;
}

/** What rounding leaves of a 0, relative to the number beside it. */
const ROUNDED = 1e-14;

/** Two numbers with as many digits as tell them apart, at least four. */
function apart(x: number, y: number): readonly [string, string] {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return [String(x), String(y)];
  if (Math.abs(y) <= ROUNDED * Math.abs(x) && y !== 0) return [apart(x, 0)[0], "0"];
  if (Math.abs(x) <= ROUNDED * Math.abs(y) && x !== 0) return ["0", apart(0, y)[1]];
  for (let digits = 4; digits < 17; digits++) {
    const [a, b] = [x.toPrecision(digits), y.toPrecision(digits)];
    if (a !== b) return [plain(a), plain(b)];
  }
  return [String(x), String(y)];
}

/** Without zeros that say nothing. */
const plain = (text: string): string =>
  text.includes("e") ? text : text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

/** Numbers at which an answer and differences part: `claimed` is the answer, `derived` what differences say. */
export function departureReport({ env, answer, differences }: Departure): CounterexampleReport {
  return counterexampleReport({ env, left: answer, right: differences, entries: [] }, 1);
}
