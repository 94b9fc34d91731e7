/** What every function of a module of Python has: a head with keyword arguments, a docstring, arrays read and handed back. */
import { ONE } from "../../core/dim.js";
import type { ArrayExpr } from "../arrays/array.js";
import type { Body } from "../arrays/body.js";
import type { Input } from "../inputs.js";
import type { Result } from "../program.js";
import { broken, indented } from "../source.js";
import {
  type Block,
  type Computation,
  calledIn,
  type Entries,
  inputLines,
  literal,
  primed,
  type Scope,
} from "../syntax.js";
import { floating, isHost } from "./expressions.js";
import { docText, type PythonLibrary } from "./library.js";
import { reading, typed } from "./reading.js";

export function assign(name: string, code: string): Block {
  const [first = "", ...rest] = broken(code, "(", ")");
  return [`${name} = ${first}`, ...rest];
}

export function dictionary(entries: Entries): string {
  const members = entries.map(([k, v]) => `${JSON.stringify(k)}: ${v}`);
  return literal(
    `{${members.join(", ")}}`,
    members.map((m) => `${m},`),
    { width: 88, open: "{", indent: "    ", close: "}" },
  );
}

export function shaped(
  r: Pick<Result, "kind" | "rows" | "axes">,
  node: ArrayExpr,
  text: string,
  library: PythonLibrary,
): string {
  const { rank } = node;
  const np = library.module;
  if (r.axes.length > 0) return text;
  if (r.kind === "scalar" || (r.kind === "vector" && rank === 1) || (r.kind === "matrix" && rank === 2)) return text;
  if (rank === 0) {
    const value = library.like && isHost(node) ? `torch.tensor(${floating(text)}, **like)` : text;
    return `${np}.reshape(${value}, ${r.kind === "vector" ? "(1,)" : "(1, 1)"})`;
  }
  return `${np}.reshape(${text}, ${r.rows === ONE ? "(1, -1)" : "(-1, 1)"})`;
}

/** Derivatives of a function that are taken whether they are called or not. */
const TAKEN = [0, 1, 2];

/** Derivatives of a function that a body does not call need not be handed over. */
export function argumentsOf(body: Body, cut: readonly Input[], { program, names, functionId }: Scope): Block {
  const called = calledIn(body);
  const functions = program.functions.flatMap((f) =>
    Array.from({ length: Math.max(f.primes + 1, TAKEN.length) }, (_, k) => {
      const name = primed(f.name, k);
      return `${functionId(name)}${called.has(name) ? "" : "=None"}`;
    }),
  );
  return [
    ...[...program.inputs, ...cut].map((x) => names.of(x.name)),
    ...program.sizes.given.map(names.of),
    ...functions,
  ];
}

export function define(name: string, { body, cut }: Pick<Computation, "body" | "cut">, lines: Block, at: Scope): Block {
  const given = argumentsOf(body, cut, at);
  const all = given.length === 0 ? ["**more"] : ["*", ...given, "**more"];
  const oneLine = `def ${name}(${all.join(", ")}):`;
  const head =
    oneLine.length <= 100
      ? [oneLine]
      : [`def ${name}(`, ...all.map((a) => `    ${a},`.replace("**more,", "**more")), "):"];
  const isNamed = at.names.replaced.size > 0 && !name.startsWith("_");
  return [...(isNamed ? ["@_named"] : []), ...head, ...indented(lines, "    ")];
}

export const doc = (summary: string, gives: Block, at: Scope): Block => [
  `"""${docText(summary)}`,
  "",
  "Takes",
  ...indented(inputLines(at, "a function of arrays, entry by entry").map(docText), "    "),
  "Gives",
  ...indented(gives.map(docText), "    "),
  "Anything else is ignored.",
  '"""',
];

/** Everything between the docstring and what is handed back. */
export const computed = ({ cut, statements, gives }: Computation, at: Scope, library: PythonLibrary): Block => [
  ...reading(cut, at, library),
  ...(library.like ? likeLines([...statements.lines, ...gives.flat().map(([, code]) => code)], at) : []),
  ...statements.lines,
];

/** Type and place of new arrays, where the body makes any. */
export function likeLines(body: Block, at: Scope): Block {
  const { names } = at;
  if (!body.some((line) => /\*\*like|like\[/.test(line))) return [];
  const first = typed(at);
  if (first === undefined) return ['like = {"dtype": torch.float64, "device": "cpu"}'];
  const id = names.of(first.name);
  return [`like = {"dtype": ${id}.dtype, "device": ${id}.device}`];
}
