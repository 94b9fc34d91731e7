/** JavaScript: flat Float64Arrays, types in JSDoc, no dependency. */
import type { Dim } from "../../core/dim.js";
import { has } from "../../core/own.js";
import type { Matrix } from "../../numeric/matrix.js";
import type { ArrayExpr } from "../arrays/array.js";
import type { Body } from "../arrays/body.js";
import type { Check } from "../checks.js";
import { rankOfInput } from "../identifiers.js";
import type { Input } from "../inputs.js";
import { functionInput } from "../names.js";
import type { Program, Result } from "../program.js";
import { blocksOf, type Definitions, definitions } from "../runtime.js";
import { comment, equationLines, indented, inputWords, numberText, resultLines, title } from "../source.js";
import {
  type Block,
  type Buffer,
  type Computation,
  calledIn,
  type Entries,
  type FormulaFunction,
  fileOf,
  literal,
  type ModuleBlocks,
  ordersOf,
  primed,
  type Role,
  type Scope,
  type SelfTest,
  type Statements,
  type Syntax,
  shapeOf,
} from "../syntax.js";
import { jsLinesOf } from "./lines.js";

/** Words of the language, its globals, and what a module has itself. */
const RESERVED = (
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield async " +
  "Array ArrayBuffer Boolean Date Error Float64Array Function Infinity Int32Array JSON Map Math NaN Number Object Promise Proxy RangeError Reflect RegExp Set String Symbol TypeError WeakMap console globalThis isFinite isNaN process require module exports constructor prototype toString valueOf hasOwnProperty __proto__ " +
  "NAMES Inputs Factors forward derivatives valueAndDerivatives buffers selfTest sample array isList number scalar size callable given inputs sizes work values vec moved directions slope times largest agrees rows node file own builtin at found checks tolerance"
).split(" ");

const RUNTIME: Definitions = definitions("js/functions");

/** `inPlace`: results and everything between are kept in arrays that are filled again in each call. */
export const jsSyntax = (inPlace: boolean): Syntax => ({
  reserved: RESERVED,
  helpers: RUNTIME,
  entrywise: false,
  math: "Math.",
  statements: (body, role, at) => statements(body, role, at, inPlace && role === "values"),
  // One entry of an array is an array of one entry.
  shaped: (r, { rank }: ArrayExpr, text) => (r.kind !== "scalar" && rank === 0 ? `Float64Array.of(${text})` : text),
  define: (f, at) => {
    if (f.role === "part") return [part(f, at)];
    if (f.role === "forward") return [forward(f, at)];
    return [...(inPlace ? [buffers(f, at)] : []), valueAndDerivatives(f, at, inPlace)];
  },
  defineFormula: formula,
  defineDerivatives: (keys, at) => derivatives(keys, at, inPlace),
  selfTest,
  module: moduleText,
});

function statements(body: Body, role: Role, at: Scope, isReused: boolean): Statements {
  const newArray = (length: string, isFactors: boolean): string =>
    isFactors ? `${at.env.use("newFactors")}(${length})` : `new Float64Array(${length})`;
  const made = jsLinesOf(body, role, at, (name, length, isFactors) =>
    isReused ? `work.${name}` : newArray(length, isFactors),
  );
  return {
    lines: made.statements.flatMap(({ formula, code }) => [
      ...(formula === null || role === "formula" ? [] : comment("//", formula)),
      ...code,
    ]),
    text: made.text,
    buffers: made.buffers.map(({ name, length, factors }) => ({
      name,
      type: factors ? "Factors" : "Float64Array",
      made: isReused ? newArray(length, factors) : "",
    })),
  };
}

// ---------------------------------------------------------------- keys, types and comments

const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;
/** A key of an object literal; a computed one where the plain spelling would set the prototype. */
const property = (name: string): string =>
  name === "__proto__" ? '["__proto__"]' : PLAIN_KEY.test(name) ? name : JSON.stringify(name);
/** A key of a type. */
const typeKey = (name: string): string => (PLAIN_KEY.test(name) ? name : JSON.stringify(name));
const member = (name: string): string => (PLAIN_KEY.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`);

/** By what name an input is handed over: one that is called as the sizes are goes by its identifier. */
const inputKey = (name: string, { names }: Scope): string => (name === "sizes" ? names.of(name) : name);

/** By what name a function, or a derivative of it, is handed over. */
function functionKey(name: string, order: number, { program, functionId }: Scope): string {
  const key = functionInput(name, order);
  const isTaken = key === "sizes" || (order > 0 && program.model.symbols.has(key));
  return isTaken ? functionId(primed(name, order)) : key;
}

function object(entries: Entries): string {
  if (entries.length === 0) return "{}";
  const members = entries.map(([k, v]) => (k === v && PLAIN_KEY.test(k) ? k : `${property(k)}: ${v}`));
  return literal(
    `{ ${members.join(", ")} }`,
    members.map((m) => `${m},`),
    { width: 88, open: "{", indent: "  ", close: "}" },
  );
}

/** Nothing in a comment may end it. */
const commentText = (text: string): string => text.replaceAll("*/", "* /");

const jsdoc = (text: Block): Block => [
  "/**",
  ...text.flatMap((line) => line.split("\n")).map((line) => ` * ${commentText(line)}`.trimEnd()),
  " */",
];

const arrayType = ({ kind }: Pick<Input, "kind">): string => (kind === "scalar" ? "number" : "Float64Array");
const typeOf = (results: readonly Result[]): string =>
  `{ ${results.map((r) => `${typeKey(r.key)}: ${arrayType(r)}`).join(", ")} }`;

const sizeSymbols = ({ sizes }: Program): readonly string[] => [
  ...new Set([...sizes.sources.map((s) => s.symbol), ...sizes.given]),
];

/** The type of what every function takes, with what each input is. */
function inputsDoc(at: Scope): Block {
  const { program } = at;
  const symbols = sizeSymbols(program);
  const calls = program.functions.map((f) => ordersOf(f).map((k) => functionKey(f.name, k, at)));
  const fields = [
    ...program.inputs.map((x) => `${typeKey(inputKey(x.name, at))}: ${arrayType(x)}`),
    ...calls.flat().map((f) => `${typeKey(f)}: (x: number) => number`),
    ...(symbols.length === 0 ? [] : [`sizes: { ${symbols.map((s) => `${typeKey(s)}: number`).join(", ")} }`]),
  ];
  return jsdoc([
    "What every function takes. Matrices are flat, row by row.",
    ...program.inputs.map((x) => `    ${x.name} : ${inputWords(x)}`),
    ...program.functions.map(
      (f, i) => `    ${calls[i]?.join(", ")} : a function of numbers${f.primes > 0 ? ", and its derivatives" : ""}`,
    ),
    ...(symbols.length === 0 ? [] : [`    sizes : { ${symbols.join(", ")} }`]),
    "",
    `@typedef {{ ${fields.join(", ")} }} Inputs`,
  ]);
}

// ---------------------------------------------------------------- functions

const define = (head: string, lines: Block): Block => [`${head} {`, ...indented(lines, "  "), "}"];
const computed = (f: Computation, at: Scope): Block => [...reading(f, at), ...f.statements.lines];
const outputDoc = (results: readonly Result[]): Block => resultLines(results).map((line) => `    ${line}`);

const forward = (f: Computation, at: Scope): Block => [
  ...jsdoc([
    "Every defined name of the model.",
    ...outputDoc(f.results),
    "",
    "@param {Inputs} inputs",
    `@returns {${typeOf(f.results)}}`,
  ]),
  ...define("export function forward(inputs)", [...computed(f, at), `return ${object(f.gives.flat())};`]),
];

/** The parameter by which a caller hands over the arrays to fill. */
const workParameter = ({ program }: Scope): string =>
  `, work = buffers(${sizeSymbols(program).length === 0 ? "" : "inputs?.sizes"})`;
const WORK_DOC = "@param {ReturnType<typeof buffers>} [work] arrays to fill: see buffers";

function buffers({ statements: { buffers: all = [] } }: Computation, { program, names }: Scope): Block {
  const symbols = sizeSymbols(program);
  const type = (b: Buffer): string => `${b.name}: ${b.type}`;
  return [
    ...jsdoc([
      "Arrays for one call after another: results are overwritten by the next call with the same ones.",
      "",
      `@param {Inputs["sizes"]} sizes`,
      `@returns {{ ${all.map(type).join(", ")} }}`,
    ]),
    ...define(`export function buffers(${symbols.length === 0 ? "" : "sizes"})`, [
      ...symbols.map((s) => `const ${names.of(s)} = size({ sizes }, ${JSON.stringify(s)});`),
      `return ${object(all.map((b) => [b.name, b.made]))};`,
    ]),
  ];
}

function valueAndDerivatives(f: Computation, at: Scope, inPlace: boolean): Block {
  const [values = [], derived = []] = f.gives;
  const { program } = at;
  return [
    ...jsdoc([
      "The values and their derivatives, in two objects.",
      ...outputDoc(f.results),
      "",
      "@param {Inputs} inputs",
      ...(inPlace ? [WORK_DOC] : []),
      `@returns {[${typeOf(program.values)}, ${typeOf(program.results)}]}`,
    ]),
    ...define(`export function valueAndDerivatives(inputs${inPlace ? workParameter(at) : ""})`, [
      ...computed(f, at),
      `const values = ${object(values)};`,
      `return [values, ${object(derived)}];`,
    ]),
  ];
}

const derivatives = (keys: string, at: Scope, inPlace: boolean): Block => [
  ...jsdoc([
    keys === "" ? "No derivative was asked for." : `${keys}.`,
    "",
    "@param {Inputs} inputs",
    ...(inPlace ? [WORK_DOC] : []),
  ]),
  ...define(`export function derivatives(inputs${inPlace ? workParameter(at) : ""})`, [
    `return valueAndDerivatives(inputs${inPlace ? ", work" : ""})[1];`,
  ]),
];

function part(f: Computation, at: Scope): Block {
  const held = f.cut.map((x) => commentText(x.name)).join(", ");
  return [
    `/** For the self-test: a value${held === "" ? "" : ` with ${held} given from outside`}. @param {any} inputs */`,
    ...define(`function part${f.index}(inputs)`, [...computed(f, at), `return ${object(f.gives.flat())};`]),
  ];
}

const formula = ({ id, text, lines, value }: FormulaFunction): Block => [
  `/** ${commentText(text)} @param {number} t */`,
  ...define(`function ${id}(t)`, [...lines, `return ${value};`]),
];

// ---------------------------------------------------------------- inputs

/** Variables from the inputs, checked; only what the body reads, and all sizes. */
function reading({ body, cut }: Computation, at: Scope): Block {
  const { program, names, functionId } = at;
  const read = new Set(body.order.flatMap((e) => (e.kernel === "input" ? [e.data] : [])));
  const called = calledIn(body);
  const array = (x: Input): string => {
    const whole = `array(inputs, ${JSON.stringify(inputKey(x.name, at))}, ${shapeOf(x, at).join(", ")})`;
    return rankOfInput(x) === 0 ? `${whole}[0]` : whole;
  };
  const value = (x: Input): string =>
    x.kind === "scalar" ? `scalar(inputs, ${JSON.stringify(inputKey(x.name, at))})` : array(x);
  const functions = program.functions.flatMap((f) =>
    ordersOf(f).map((k) => [primed(f.name, k), functionKey(f.name, k, at)] as const),
  );
  return [
    ...sizeSymbols(program).map((s) => `const ${names.of(s)} = size(inputs, ${JSON.stringify(s)});`),
    ...[...program.inputs, ...cut]
      .filter((x) => read.has(x.name))
      .map((x) => `const ${names.of(x.name)} = ${value(x)};`),
    ...functions
      .filter(([f]) => called.has(f))
      .map(([f, input]) => `const ${functionId(f)} = callable(inputs, ${JSON.stringify(input)});`),
  ];
}

// ---------------------------------------------------------------- the self-test

function numbers({ kind }: Input, { rows, cols, data }: Matrix): string {
  if (kind === "scalar") return numberText(data[0] as number);
  const oneLine = `Float64Array.of(${Array.from(data, numberText).join(", ")})`;
  if (cols === 1) return oneLine;
  const row = (_: unknown, i: number): string =>
    `${Array.from(data.subarray(i * cols, (i + 1) * cols), numberText).join(", ")},`;
  return literal(oneLine, Array.from({ length: rows }, row), {
    width: 100,
    open: "Float64Array.of(",
    indent: "      ",
    close: "    )",
  });
}

function sampleLines(sample: SelfTest["sample"], at: Scope): Block {
  if (has(sample, "why"))
    return [
      `/** No numbers: ${commentText(sample.why)}. @returns {Inputs | null} */`,
      ...define("function sample()", ["return null;"]),
    ];
  const symbols = sizeSymbols(at.program);
  const sizes = object(symbols.map((s) => [s, String(sample.sizes.get(s))]));
  const entries: Entries = [
    ...sample.inputs.map(([x, X]) => [property(inputKey(x.name, at)), numbers(x, X as Matrix)] as const),
    ...sample.functions.map(
      ([f, k, code]) => [property(functionKey(f, k, at)), `(/** @type {number} */ x) => ${code}`] as const,
    ),
    ...(symbols.length === 0 ? [] : [["sizes", sizes] as const]),
  ];
  return [
    "/** Inputs at which everything is smooth. @returns {Inputs} */",
    "function sample() {",
    "  return {",
    ...entries.map(([key, code]) => `    ${key}: ${code},`),
    "  };",
    "}",
  ];
}

const shapeText = ({ rows, cols }: { readonly rows: Dim; readonly cols: Dim }, { spell }: Scope): string =>
  `${spell(rows).text}, ${spell(cols).text}`;

const variableShape = (name: string, at: Scope): string => {
  const symbol = at.program.model.symbols.get(name);
  return symbol === undefined ? "" : shapeText(symbol.shape, at);
};

/** One comparison of the self-test. */
function check({ key, of, wrt, direction }: Check, isSimple: boolean, at: Scope): Block {
  const { results, values } = at.program;
  const derivative = results.find((r) => r.key === key) as Result;
  const value = values.find((v) => v.key === derivative.of) as Result;
  const call = of.part === null ? "forward" : `part${of.part + 1}`;
  const variables = wrt.map(({ name, constraint }) => {
    const constrained = isSimple ? "" : `, "${constraint}"`;
    return `[${JSON.stringify(inputKey(name, at))}, ${variableShape(name, at)}${constrained}]`;
  });
  const along =
    direction === null
      ? "null"
      : `(at) => vec(${call}(at)[${JSON.stringify(direction)}], ${variableShape(wrt[1]?.name ?? "", at)})`;
  return [
    "{",
    `  key: ${JSON.stringify(key)},`,
    `  value: (at) => vec(${call}(at)${member(of.key)}, ${shapeText(value, at)}),`,
    `  derivative: vec(found[${JSON.stringify(key)}], ${shapeText(derivative, at)}),`,
    `  wrt: ${isSimple ? variables.join(", ") : `[${variables.join(", ")}]`},`,
    ...(isSimple ? [] : [`  along: ${along},`]),
    "},",
  ];
}

function selfTest({ sample, checks, simple, cut }: SelfTest, at: Scope): readonly Block[] {
  const all = checks.flatMap((c) => check(c, simple, at));
  // A defined name that is called as the sizes are goes by its identifier, as an input does.
  const renamed = cut.filter((name) => inputKey(name, at) !== name);
  const defined = [
    "...forward(inputs)",
    ...renamed.map((name) => `${inputKey(name, at)}: forward(inputs)${member(name)}`),
  ];
  const body = [
    "if (inputs === null) {",
    '  console.log("not checked: there are no numbers to check at, call selfTest(inputs)");',
    "  return false;",
    "}",
    ...sizeSymbols(at.program).map((s) => `const ${at.names.of(s)} = size(inputs, ${JSON.stringify(s)});`),
    "const found = derivatives(inputs);",
    "/** @type {Record<string, any>} */",
    `const at = { ${[...(cut.length > 0 ? defined : []), "...inputs"].join(", ")} };`,
    "/** @type {Check[]} */",
    `const checks = [${checks.length === 0 ? "]" : ""}`,
    ...indented(all, "  "),
    ...(checks.length === 0 ? [";"] : ["];"]),
    "return checks.map((check) => agrees(check, at, tolerance)).every(Boolean);",
  ];
  return [
    sampleLines(sample, at),
    [
      ...jsdoc([
        "Compares each derivative with differences of its value. Prints a line for each; true where all agree.",
        "",
        "@param {Inputs | null} inputs",
      ]),
      ...define("export function selfTest(inputs = sample(), tolerance = 1e-6)", body),
    ],
    ...blocksOf(simple ? "js/first_order" : "js/any_order"),
    ...blocksOf("js/self_test"),
  ];
}

// ---------------------------------------------------------------- the file

function moduleText(blocks: ModuleBlocks, at: Scope): string {
  const { program, names } = at;
  const table: Entries = [...names.replaced].map(([name, id]) => [name, JSON.stringify(id)]);
  const given = definitions("js/inputs_renamed").get("given")?.text.split("\n");
  const reading = blocksOf("js/inputs");
  const all: readonly Block[] = [
    jsdoc([title(program), "", ...equationLines(program).map((line) => `    ${line}`)]),
    inputsDoc(at),
    [
      "/** Names of the model that are called otherwise here. @type {Readonly<Record<string, string>>} */",
      `export const NAMES = ${object(table)};`,
    ],
    ...blocks.forward,
    ...blocks.values,
    blocks.derivatives,
    ...blocks.written,
    ...blocks.parts,
    ...(given === undefined || table.length === 0 ? reading : [given, ...reading.slice(1)]),
    ...blocks.helpers,
    ...blocks.selfTest,
  ];
  return fileOf(all);
}
