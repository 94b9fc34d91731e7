/** MATLAB and Octave: one file with one function, which gives handles to those inside. */
import { ONE } from "../../core/dim.js";
import { has } from "../../core/own.js";
import type { Matrix } from "../../numeric/matrix.js";
import type { ArrayExpr } from "../arrays/array.js";
import type { Check } from "../checks.js";
import type { Input } from "../inputs.js";
import { asciiName } from "../names.js";
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
  ordersOf,
  primed,
  type Scope,
  type SelfTest,
  type Syntax,
  sizeFrom,
} from "../syntax.js";
import { MATLAB } from "./expressions.js";

/** Keywords of MATLAB and of Octave, functions that modules call, and what a module has itself. */
const RESERVED = (
  "break case catch classdef continue do else elseif end end_try_catch end_unwind_protect endclassdef endfor endfunction endif endparfor endswitch endwhile enumeration events for function global if methods otherwise parfor persistent properties return spmd switch try until unwind_protect unwind_protect_cleanup while " +
  "abs acos acosh all ans any asin asinh atan atanh cell cellfun char chol containers cos cosh cot csc cumprod deal det diag disp double eig eps erf erfc erfinv error exp expm expm1 eye false feval fieldnames find fprintf gamma gammaln i imag inf Inf inv isa isempty isfield isnan j kron length log logm log10 log1p log2 lu max min nan NaN nargin nargout norm nthroot numel ones permute pi pinv prod psi qr real repmat reshape sec sign sin sinh size sort sqrt sqrtm strcmp struct sum svd tan tanh trace tril triu true vertcat horzcat zeros eval exit quit input clear who x_ " +
  "in forward derivatives value_and_derivatives self_test array scalar sample checks values out with_names one_check vec_of moved directions slope"
).split(" ");

const RUNTIME: Definitions = definitions("matlab/functions");
const array = RUNTIME.get("array")?.text ?? "";

/** `name` is that of the file, and so of its function. */
export function matlabSyntax(name: string): Syntax {
  const own = asciiName(name);
  return {
    reserved: [...RESERVED, own],
    helpers: new Map([...RUNTIME].filter(([helper]) => helper !== "array")),
    entrywise: true,
    math: "",
    statements: inArrays(MATLAB, "%", assign),
    // A row is handed back as one; a result has a variable.
    shaped: (r: Result, node: ArrayExpr, text) => (node.rank !== 1 || r.rows !== ONE ? text : `${text}.'`),
    define: (f, at) => [computing(f, at)],
    defineFormula: formula,
    defineDerivatives: (keys) =>
      define("out = derivatives(in)", [
        ...commented([keys === "" ? "No derivative was asked for." : `${keys}.`]),
        "[~, out] = value_and_derivatives(in);",
      ]),
    selfTest,
    module: (blocks, at) => fileOf([main(own, at), ...inOrder(blocks, array)]),
  };
}

function assign(name: string, code: string): Block {
  const parts = broken(code, "", "").filter((line) => line !== "");
  const [first = "", ...rest] = parts.map((line, i) => (i < parts.length - 1 ? `${line} ...` : `${line};`));
  return [`${name} = ${first.trimStart()}`, ...rest];
}

/** A text of MATLAB in single quotes. */
const quoted = (s: string): string => `'${s.replaceAll("'", "''")}'`;
const commented = (lines: Block): Block => lines.flatMap((line) => comment("%", line));

const filled = (variable: string, entries: Entries): Block => [
  `${variable} = containers.Map();`,
  ...entries.map(([k, v]) => `${variable}(${quoted(k)}) = ${v};`),
];

// ---------------------------------------------------------------- functions

const define = (head: string, lines: Block): Block => [`function ${head}`, ...indented(lines, "    "), "end"];

const HEADS = {
  forward: () => "out = forward(in)",
  values: () => "[values, out] = value_and_derivatives(in)",
  part: (index: number) => `out = part_${index}(in)`,
} as const;

const SUMMARIES = {
  forward: "Every defined name of the model:",
  values: "The values, and as a second map their derivatives:",
  part: "For the self-test: a value with defined names given from outside.",
} as const;

function computing(f: Computation, at: Scope): Block {
  const [first = [], second] = f.gives;
  return define(HEADS[f.role](f.index), [
    ...commented([SUMMARIES[f.role], ...resultLines(f.results).map((line) => `  ${line}`)]),
    ...reading(f, at),
    ...f.statements.lines,
    ...(second === undefined ? filled("out", first) : [...filled("values", first), ...filled("out", second)]),
  ]);
}

const formula = ({ id, text, lines, value, varies }: FormulaFunction): Block =>
  define(`y = ${id}(t)`, [...commented([text]), ...lines, `y = ${varies ? value : `${value} + 0 * t`};`]);

// ---------------------------------------------------------------- inputs

/** Variables from the fields of `in`, and sizes from the variables. */
function reading({ body, cut }: Computation, at: Scope): Block {
  const { program, names, functionId } = at;
  const { inputs, functions, sizes } = program;
  const called = calledIn(body);
  const taken = new Set([...inputs.map((x) => x.name), ...sizes.given, ...functions.map((f) => f.name)]);
  const field = (id: string): string => `${id} = in.${id};`;
  return [
    ...[...names.replaced]
      .filter(([from]) => taken.has(from) && /^[A-Za-z]\w*$/.test(from))
      .map(([from, to]) => `if isfield(in, ${quoted(from)}), in.${to} = in.${from}; end`),
    ...inputs.map((x) => field(names.of(x.name))),
    ...sizes.sources.map((s) => {
      const length = `size(${names.of(s.input)}, ${s.axis + 1})`;
      return `${names.of(s.symbol)} = ${sizeFrom(s, length, at, (n, by) => `${n} / (${by})`)};`;
    }),
    ...sizes.given.map((s) => field(names.of(s))),
    ...inputs.map((x) => checked(x, at)),
    ...cut.map((x) => field(names.of(x.name))),
    // Inside, what has one row is a column.
    ...[...inputs, ...cut]
      .filter((x) => x.rows === ONE && x.cols !== ONE)
      .map((x) => `${names.of(x.name)} = ${names.of(x.name)}.';`),
    ...functions
      .flatMap((f) => ordersOf(f).map((k) => primed(f.name, k)))
      .filter((f) => called.has(f))
      .map((f) => field(functionId(f))),
  ];
}

function checked({ name, rows, cols }: Input, { names, spell }: Scope): string {
  const id = names.of(name);
  return `array(${quoted(id)}, ${id}, ${spell(rows).text}, ${spell(cols).text});`;
}

// ---------------------------------------------------------------- the self-test

function numbers({ kind }: Input, { rows, cols, data }: Matrix): string {
  if (kind === "scalar") return numberText(data[0] as number);
  const all = Array.from({ length: rows }, (_, i) =>
    Array.from(data.subarray(i * cols, (i + 1) * cols), numberText).join(", "),
  );
  const oneLine = `[${all.join("; ")}]`;
  return cols === 1 ? oneLine : literal(oneLine, all, { indent: "        ", close: "    ]" });
}

function sampleLines(sample: SelfTest["sample"], { names, functionId, program }: Scope): Block {
  if (has(sample, "why")) return [...commented([`No numbers: ${sample.why}.`]), "in = [];"];
  const entries: Entries = [
    ...sample.inputs.map(([x, X]) => [names.of(x.name), numbers(x, X as Matrix)] as const),
    ...program.sizes.given.map((s) => [names.of(s), String(sample.sizes.get(s))] as const),
    ...sample.functions.map(([f, k, code]) => [functionId(primed(f, k)), `@(x) ${code}`] as const),
  ];
  return [
    ...commented(["Inputs at which everything is smooth."]),
    "in = struct();",
    ...entries.map(([id, code]) => `in.${id} = ${code};`),
  ];
}

function checkLine({ key, of, wrt, direction }: Check, { names }: Scope): string {
  const value = `@${of.part === null ? "forward" : `part_${of.part + 1}`}, ${quoted(of.key)}`;
  const by = wrt.map((v) => `{${quoted(names.of(v.name))}, ${quoted(v.constraint)}}`).join(", ");
  return `list{end + 1} = {${quoted(key)}, ${value}, {${by}}, ${direction === null ? "''" : quoted(direction)}};`;
}

function selfTest({ sample, checks, cut }: SelfTest, at: Scope): readonly Block[] {
  const what =
    "What is differentiated: the key, the function and its value, the variables, the vector it is multiplied by.";
  return [
    define("in = sample()", sampleLines(sample, at)),
    define("list = checks()", [...commented([what]), "list = cell(1, 0);", ...checks.map((c) => checkLine(c, at))]),
    define("in = with_names(in)", [
      ...commented(["The inputs with the defined names that derivatives are taken by."]),
      ...(cut.length === 0 ? [] : ["defined = forward(in);"]),
      ...cut.map((name) => `in.${at.names.of(name)} = defined(${quoted(name)});`),
    ]),
    ...blocksOf("matlab/self_test"),
  ];
}

// ---------------------------------------------------------------- the file

/** The function that the file is called by: the handles, with how to use them. */
function main(own: string, at: Scope): Block {
  const { program, names } = at;
  return [
    `function m = ${own}()`,
    ...comment(`%${own.toUpperCase()} `, title(program).replaceAll("\n", " ")),
    "%",
    ...equationLines(program).flatMap((line) => comment("%  ", line)),
    "%",
    "%   in is a struct:",
    ...inputLines(at, "a function of arrays, entry by entry").map((line) => `%     ${line}`),
    "%",
    `%   m = ${own}() gives m.forward(in), m.derivatives(in), m.value_and_derivatives(in), m.self_test(in),`,
    "%   and in m.NAMES the names of the model that are called otherwise here. Results are maps:",
    `%   m.forward(in) has the defined names as keys, m.derivatives(in) keys like 'ds/dW'. Alone, ${own} checks itself.`,
    "",
    "    m = struct();",
    ...["forward", "derivatives", "value_and_derivatives", "self_test"].map((f) => `    m.${f} = @${f};`),
    "    m.NAMES = containers.Map();",
    ...[...names.replaced].map(([from, to]) => `    m.NAMES(${quoted(from)}) = ${quoted(to)};`),
    "    if nargout == 0",
    "        agree = self_test();",
    "        clear m;",
    "        if ~agree",
    "            error('a derivative is wrong');",
    "        end",
    "    end",
    "end",
  ];
}
