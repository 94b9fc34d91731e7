/** Julia: a module of functions with keyword arguments, with nothing beyond the standard library. */
import { ONE } from "../../core/dim.js";
import { has } from "../../core/own.js";
import type { Matrix } from "../../numeric/matrix.js";
import type { ArrayExpr } from "../arrays/array.js";
import type { Body } from "../arrays/body.js";
import type { Check } from "../checks.js";
import type { Input } from "../inputs.js";
import type { Result } from "../program.js";
import { blocksOf, type Definitions, definitions } from "../runtime.js";
import { broken, comment, equationLines, indented, numberText, resultLines, title } from "../source.js";
import {
  type Block,
  type Computation,
  calledIn,
  type Entries,
  type FormulaFunction,
  fileOf,
  inArrays,
  inOrder,
  inputLines,
  literal,
  type ModuleBlocks,
  ordersOf,
  primed,
  type Scope,
  type SelfTest,
  type Syntax,
  shapeOf,
  sizeFrom,
} from "../syntax.js";
import { JULIA } from "./expressions.js";

/** Keywords, functions of Base and LinearAlgebra that modules call, and what a module has itself. */
const RESERVED = (
  "baremodule begin break catch const continue do else elseif end export false finally for function global if import in isa let local macro module mutable outer primitive quote return struct true try type using where while abstract nothing missing " +
  "abs abspath acos acosh argmax asin asinh atan atanh cbrt cholesky clamp copy cos cosh cot csc cumprod det diag Diagonal Dict dot eachcol eachindex eigen eigvals eigvecs error exit exp expm1 fill findfirst float hcat I im imag Inf Inf64 Int inv ismissing kron log log10 log1p log2 logabsdet lu Matrix max maximum min NaN ndims NoPivot norm normalize ones permutedims pi pinv println prod qr real reshape round sec sign sin sinh size sqrt string sum svd svdvals Symmetric tan tanh tr transpose tril vcat vec zeros eval include Base Core Main LinearAlgebra String Any Float64 Vector Array Number Function " +
  "NAMES forward derivatives value_and_derivatives self_test sample array scalar checks more values found inputs"
).split(" ");

const RUNTIME: Definitions = definitions("julia/functions");
/** Makers of numbers and arrays from inputs: always there. */
const READING = ["array", "scalar"];
const makers = READING.map((name) => RUNTIME.get(name)?.text ?? "").join("\n\n");

function assign(name: string, code: string): Block {
  const [first = "", ...rest] = broken(code, "(", ")");
  return [`${name} = ${first}`, ...rest];
}

/** A string of Julia: a dollar would be read as a value. */
const quoted = (s: string): string => JSON.stringify(s).replaceAll("$", "\\$");
const docText = (s: string): string => s.replaceAll("\\", "\\\\").replaceAll('"', "'").replaceAll("$", "\\$");

const dictionary = (entries: Entries): Block =>
  entries.length === 0
    ? ["Dict{String, Any}()"]
    : ["Dict{String, Any}(", ...entries.map(([k, v]) => `    ${quoted(k)} => ${v},`), ")"];

function shaped(r: Result, { rank }: ArrayExpr, text: string): string {
  if (r.kind === "scalar" || (r.kind === "vector" && rank === 1) || (r.kind === "matrix" && rank === 2)) return text;
  if (rank === 0) return r.kind === "vector" ? `fill(float(${text}), 1)` : `fill(float(${text}), 1, 1)`;
  return r.rows === ONE ? `reshape(${text}, 1, :)` : `reshape(${text}, :, 1)`;
}

// ---------------------------------------------------------------- functions

/** Derivatives of a function that are taken whether they are called or not. */
const TAKEN = [0, 1, 2];

/** An input may be missing where its body does not need it, or where it may go by another name. */
function argumentsOf(body: Body, cut: readonly Input[], { program, names, functionId }: Scope): Block {
  const called = calledIn(body);
  const renamed = new Set(names.replaced.values());
  const keyword = (id: string, isNeeded = true): string => (isNeeded && !renamed.has(id) ? id : `${id} = nothing`);
  return [
    ...[...program.inputs, ...cut].map((x) => keyword(names.of(x.name))),
    ...program.sizes.given.map((s) => keyword(names.of(s))),
    ...program.functions.flatMap((f) =>
      [...TAKEN, ...ordersOf(f).slice(TAKEN.length)].map((k) =>
        keyword(functionId(primed(f.name, k)), called.has(primed(f.name, k))),
      ),
    ),
    "more...",
  ];
}

function define(name: string, { body, cut }: Computation, lines: Block, at: Scope): Block {
  const all = argumentsOf(body, cut, at);
  const oneLine = `function ${name}(; ${all.join(", ")})`;
  const head = oneLine.length <= 100 ? [oneLine] : [`function ${name}(;`, ...all.map((a) => `    ${a},`), ")"];
  return [...head, ...indented([...reading(body, cut, at), ...lines], "    "), "end"];
}

const doc = (summary: string, gives: Block, at: Scope): Block => [
  '"""',
  docText(summary),
  "",
  "Takes, as keywords",
  ...indented(inputLines(at, "a function of a number").map(docText), "    "),
  "Gives",
  ...indented(gives.map(docText), "    "),
  '"""',
];

function computing(f: Computation, at: Scope): Block {
  const [first = [], second] = f.gives;
  const { lines } = f.statements;
  if (second === undefined)
    return [
      ...doc("Every defined name of the model.", resultLines(f.results), at),
      ...define("forward", f, [...lines, ...dictionary(first)], at),
    ];
  const kept = (name: string, [head = "", ...rest]: Block): Block => [`${name} = ${head}`, ...rest];
  const given = [...kept("values", dictionary(first)), ...kept("found", dictionary(second)), "values, found"];
  return [
    ...doc("The values and, as a second dictionary, their derivatives.", resultLines(f.results), at),
    ...define("value_and_derivatives", f, [...lines, ...given], at),
  ];
}

const part = (f: Computation, at: Scope): Block => [
  "# For the self-test: a value with defined names given from outside.",
  ...define(`part_${f.index}`, f, [...f.statements.lines, ...dictionary(f.gives.flat())], at),
];

const formula = ({ id, text, lines, value }: FormulaFunction): Block => [
  `"${docText(text)}"`,
  `function ${id}(t)`,
  ...indented([...lines, value], "    "),
  "end",
];

// ---------------------------------------------------------------- inputs

function reading(body: Body, cut: readonly Input[], at: Scope): Block {
  const { program, names } = at;
  const all = [...program.inputs, ...cut];
  const ids = new Set(argumentsOf(body, cut, at).map((a) => a.replace(" = nothing", "")));
  return [
    ...[...names.replaced]
      .filter(([, to]) => ids.has(to))
      .map(([from, to]) => `${to} = get(more, Symbol(${quoted(from)}), ${to})`),
    ...program.sizes.sources.map((s) => {
      const length = `size(${names.of(s.input)}, ${s.axis + 1})`;
      return `${names.of(s.symbol)} = ${sizeFrom(s, length, at, (n, by) => `div(${n}, ${by})`)}`;
    }),
    ...all.map((x) => {
      const id = names.of(x.name);
      return x.kind === "scalar"
        ? `${id} = scalar(${quoted(id)}, ${id})`
        : `${id} = array(${quoted(id)}, ${id}, ${shapeOf(x, at).join(", ")})`;
    }),
    ...all.flatMap((x) => flattened(x, names.of(x.name))),
  ];
}

/** Inside, what has one row or one column is a vector, and what has one entry a number. */
function flattened({ kind, rows, cols }: Input, id: string): Block {
  if (kind === "scalar") return [];
  if (rows === ONE && cols === ONE) return [`${id} = ${id}[1]`];
  return kind === "matrix" && (rows === ONE || cols === ONE) ? [`${id} = vec(${id})`] : [];
}

// ---------------------------------------------------------------- the self-test

function number(x: number): string {
  const text = numberText(x);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function numbers({ kind }: Input, { rows, cols, data }: Matrix): string {
  const list = `[${Array.from(data, number).join(", ")}]`;
  if (kind === "scalar") return number(data[0] as number);
  if (kind === "vector") return list;
  // One row, or one entry: brackets alone would make a vector.
  if (rows === 1 || cols === 1) return `reshape(${list}, ${rows}, ${cols})`;
  const all = Array.from({ length: rows }, (_, i) =>
    Array.from(data.subarray(i * cols, (i + 1) * cols), number).join(" "),
  );
  return literal(`[${all.join("; ")}]`, all);
}

function sampleLines(sample: SelfTest["sample"], { names, functionId, program }: Scope): Block {
  if (has(sample, "why")) return [`"No numbers: ${docText(sample.why)}."`, "sample() = nothing"];
  const entries: Entries = [
    ...sample.inputs.map(([x, X]) => [names.of(x.name), numbers(x, X as Matrix)] as const),
    ...program.sizes.given.map((s) => [names.of(s), String(sample.sizes.get(s))] as const),
    ...sample.functions.map(([f, k, code]) => [functionId(primed(f, k)), `(x -> ${code})`] as const),
  ];
  return [
    '"Inputs at which everything is smooth."',
    "function sample()",
    "    Dict{Symbol, Any}(",
    ...entries.map(([id, code]) => `        :${id} => ${code},`),
    "    )",
    "end",
  ];
}

function checkLine({ key, of, wrt, direction }: Check, { names }: Scope): string {
  const value = `${of.part === null ? "forward" : `part_${of.part + 1}`}, ${quoted(of.key)}`;
  const by = wrt.map((v) => `(:${names.of(v.name)}, "${v.constraint}")`).join(", ");
  return `    (${quoted(key)}, ${value}, [${by}], ${direction === null ? "nothing" : quoted(direction)}),`;
}

function selfTest({ sample, checks, cut }: SelfTest, at: Scope): readonly Block[] {
  return [
    sampleLines(sample, at),
    [
      "# What is differentiated: the key, the function and its value, the variables, the vector it is multiplied by.",
      "checks() = Any[",
      ...checks.map((c) => checkLine(c, at)),
      "]",
    ],
    [
      "# The inputs with the defined names that derivatives are taken by.",
      "function with_names(inputs)",
      "    at = Dict{Symbol, Any}(inputs)",
      ...(cut.length === 0 ? [] : ["    defined = forward(; inputs...)"]),
      ...cut.map((name) => `    at[:${at.names.of(name)}] = defined[${quoted(name)}]`),
      "    at",
      "end",
    ],
    ...blocksOf("julia/self_test"),
  ];
}

// ---------------------------------------------------------------- the file

function moduleText(blocks: ModuleBlocks, { names, program }: Scope): string {
  const table = [...names.replaced].map(([from, to]) => `    ${quoted(from)} => ${quoted(to)},`);
  const head = [...title(program).split("\n"), "", ...equationLines(program).map((line) => `    ${line}`)];
  const all: readonly Block[] = [
    head.flatMap((line) => (line === "" ? ["#"] : comment("#", line))),
    ["using LinearAlgebra"],
    [
      "# Names of the model that are called otherwise here.",
      ...(table.length === 0
        ? ["const NAMES = Dict{String, String}()"]
        : ["const NAMES = Dict{String, String}(", ...table, ")"]),
    ],
    ...inOrder(blocks, makers),
  ];
  return fileOf(all);
}

export const JULIA_SYNTAX: Syntax = {
  reserved: RESERVED,
  helpers: new Map([...RUNTIME].filter(([name]) => !READING.includes(name))),
  entrywise: false,
  math: "",
  statements: inArrays(JULIA, "#", assign),
  shaped,
  define: (f, at) => [f.role === "part" ? part(f, at) : computing(f, at)],
  defineFormula: formula,
  defineDerivatives: (keys) => [
    `"${docText(keys === "" ? "No derivative was asked for." : `${keys}.`)}"`,
    "derivatives(; inputs...) = value_and_derivatives(; inputs...)[2]",
  ],
  selfTest,
  module: moduleText,
};
