/**
 * Lines of code from a body: which arrays get a variable, and what stands on its right side. What is
 * used once is written where it is used, unless the line grows too long to read.
 */
import type { Expr } from "../core/expr.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { LEVEL, piece, unlessTooLong } from "../print/pretty.js";
import { printText } from "../print/text.js";
import type { ArrayExpr, ArrayLanguage, Code, CodePrinter } from "./arrays/array.js";
import type { Body } from "./arrays/body.js";

export interface Line {
  /** Null for a line as it stands. */
  readonly name: string | null;
  readonly node: ArrayExpr | null;
  readonly code: string;
  /** The line in the equation language; null where it is a stretch of a longer formula. */
  readonly formula: string | null;
}

export interface Lines {
  readonly lines: readonly Line[];
  /** The code of a result. */
  readonly text: (node: ArrayExpr) => string;
}

/** Identifiers of one function. */
export interface Local {
  /** The variable of an input or of a defined name. */
  readonly variable: (name: string) => string;
  /** A variable of our own. */
  readonly fresh: (wish: string) => string;
}

/** Longest right side, and longest part of one that has no variable of its own. */
const WIDE = 64;
/** Longest formula that is repeated in a comment. */
const FORMULA = 240;

/** Kernels that cost nothing to repeat, where their operand is a variable. */
const TRIVIAL: ReadonlySet<string> = new Set(["number", "constant", "size", "input"]);
const THIN: ReadonlySet<string> = new Set(["transpose", "column", "row", "asrow", "ascol", "eye", "neg"]);

/** Whether an array may as well be written again: it is no work, and no array of its own. */
export const costsNothing = (e: ArrayExpr, factorises: boolean): boolean =>
  TRIVIAL.has(e.kernel) || THIN.has(e.kernel) || (e.kernel === "lu" && !factorises);

/** Names that arrays get because of what they are: a defined name, a result, a cotangent. */
export function labelsOf(body: Body, markKey: (e: Expr) => string): ReadonlyMap<ArrayExpr, string> {
  const out = new Map<ArrayExpr, string>();
  const put = (node: ArrayExpr, key: string): void => {
    if (!out.has(node) && !TRIVIAL.has(node.kernel)) out.set(node, key);
  };
  for (const [node, e] of body.names) put(node, nameOf(e));
  for (const [node, e] of body.marks) put(node, markKey(e));
  for (const { key, node } of body.results) put(node, key);
  return out;
}

/** A key as an identifier: `ds/dW` is ds_dW. */
const identifier = (key: string): string => key.replace(/[^\p{L}\p{N}_']+/gu, "_").replace(/_$/, "");

/** The formula of an array: its defined name with the right side, or what it is the value of. */
export function formulaOf(body: Body, labels: ReadonlyMap<ArrayExpr, string>, meaning: (e: Expr) => Expr | null) {
  return (node: ArrayExpr, name: string, known: ReadonlyMap<Expr, string>): string | null => {
    const symbol = body.names.get(node);
    const result = body.results.find((r) => r.node === node);
    const value = symbol !== undefined ? meaning(symbol) : (body.origins.get(node) ?? result?.value);
    if (value === undefined || value === null) return null;
    const text = unlessTooLong(() => printText(value, known, FORMULA));
    return text === null ? null : `${labels.get(node) ?? name} = ${text}`;
  };
}

/** Whether an array has a variable whatever its text: by a label, by use, or because its user wants one. */
export function needsVariable(
  body: Body,
  language: Pick<ArrayLanguage, "atom" | "factorises">,
  labels: ReadonlyMap<ArrayExpr, string>,
) {
  const trivial = (e: ArrayExpr): boolean => TRIVIAL.has(e.kernel) || (e.kernel === "lu" && !language.factorises);
  const wanted = new Set<ArrayExpr>();
  for (const e of body.order)
    e.args.forEach((a, i) => {
      if (!trivial(a) && language.atom(e, i)) wanted.add(a);
    });
  const uses = writtenUses(body);
  return (e: ArrayExpr): boolean => {
    if (trivial(e)) return false;
    if (labels.has(e) || wanted.has(e)) return true;
    return (uses.get(e) as number) > 1 && !THIN.has(e.kernel);
  };
}

/** How often each array is written: what is repeated with each use writes its operand as often. */
function writtenUses(body: Body): ReadonlyMap<ArrayExpr, number> {
  const uses = new Map<ArrayExpr, number>();
  for (const { node } of body.results) uses.set(node, (uses.get(node) ?? 0) + 1);
  for (const e of [...body.order].reverse()) {
    const times = THIN.has(e.kernel) ? (uses.get(e) as number) : 1;
    for (const a of e.args) uses.set(a, (uses.get(a) ?? 0) + times);
  }
  return uses;
}

/** A defined name's own variable, else one by what the array is. */
export function variableFor(body: Body, e: ArrayExpr, labels: ReadonlyMap<ArrayExpr, string>, local: Local): string {
  const symbol = body.names.get(e);
  if (symbol !== undefined) return local.variable(nameOf(symbol));
  const label = labels.get(e);
  return local.fresh(label !== undefined ? identifier(label) : e.kernel === "lu" ? "F" : "t");
}

/** What forms ask of a module; the rest they ask of the function that is written. */
export type Environment = Pick<CodePrinter, "size" | "function" | "isOwn" | "use">;

/** Arrays that have a variable from elsewhere, and those that need one for elsewhere. */
export interface Beside {
  readonly given?: ReadonlyMap<ArrayExpr, string>;
  readonly kept?: ReadonlySet<ArrayExpr>;
}

/** The lines of a body in a language of array expressions. */
export function linesOf(
  body: Body,
  language: ArrayLanguage,
  env: Environment,
  local: Local,
  labels: ReadonlyMap<ArrayExpr, string>,
  meaning: (e: Expr) => Expr | null,
  { given, kept: wanted }: Beside = {},
): Lines {
  const pieces = new Map<ArrayExpr, Code>();
  const of = (e: ArrayExpr): Code => {
    const known = pieces.get(e);
    if (known === undefined) throw new Error(`${e.kernel} is written before its operands`);
    return known;
  };
  let depth = 0;
  const variables = new Set<ArrayExpr>();
  const at: CodePrinter = {
    ...env,
    of,
    isVariable: (e) => e.kernel === "input" || variables.has(e),
    variable: local.variable,
    fresh: local.fresh,
    line: (text) => void lines.push({ name: null, node: null, code: "    ".repeat(depth) + text, formula: null }),
    indent: (by) => {
      depth += by;
    },
    wrap: (e, level) => {
      const p = of(e);
      return p.level >= level ? p.text : `(${p.text})`;
    },
  };
  const kept = needsVariable(body, language, labels);
  const formula = formulaOf(body, labels, meaning);
  const lines: Line[] = [];
  const known = new Map<Expr, string>();
  for (const e of body.order) {
    if (e.kernel === "input") {
      pieces.set(e, piece(local.variable(e.data)));
      continue;
    }
    const from = given?.get(e);
    if (from !== undefined) {
      pieces.set(e, piece(from, LEVEL.primary));
      variables.add(e);
      continue;
    }
    const made = language.forms[e.kernel](e, at);
    const short = TRIVIAL.has(e.kernel) || THIN.has(e.kernel) || e.kernel === "lu" || made.text.length <= WIDE;
    if (!kept(e) && wanted?.has(e) !== true && short) {
      pieces.set(e, made);
      continue;
    }
    const name = variableFor(body, e, labels, local);
    lines.push({ name, node: e, code: made.text, formula: formula(e, name, known) });
    const origin = body.origins.get(e);
    if (origin !== undefined && !isSymbol(origin)) known.set(origin, name);
    pieces.set(e, piece(name, LEVEL.primary));
    variables.add(e);
  }
  return { lines, text: (node) => of(node).text };
}
