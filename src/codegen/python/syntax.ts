/** Python: a module of functions with keyword arguments, whatever library its arrays are of. */
import { type Dim, ONE, symbolsOf } from "../../core/dim.js";
import { has } from "../../core/own.js";
import type { Matrix } from "../../numeric/matrix.js";
import { type ArrayExpr, type ArrayLanguage, wordOr } from "../arrays/array.js";
import type { Body } from "../arrays/body.js";
import { rankOfInput } from "../identifiers.js";
import type { Check, Input, Result, SizeSource } from "../program.js";
import { blocksOf, type Definitions, definitions } from "../runtime.js";
import type { Nested } from "../sample.js";
import { broken, equationLines, indented, numberText, resultLines, title } from "../source.js";
import {
  type Block,
  type Computation,
  calledIn,
  type Entries,
  type FormulaFunction,
  inArrays,
  inputLines,
  literal,
  type ModuleBlocks,
  primed,
  type Scope,
  type SelfTest,
  type Syntax,
  shapeOf,
  sizeFrom,
} from "../syntax.js";
import { floating, isHost } from "./expressions.js";

/** Where modules differ by the library of their arrays. */
export interface PythonLibrary {
  readonly language: ArrayLanguage;
  /** `np`, `torch`, `jnp`. */
  readonly module: string;
  readonly imports: readonly string[];
  /** Modules that are imported where something of theirs is called. */
  readonly parts: readonly string[];
  /** Statements that the self-test begins with. */
  readonly testSetup: readonly string[];
  /** `value` as an array of NumPy, in the self-test. */
  readonly testArray: string;
  /** Functions that a module brings along; `_array`, `_scalar` and `_labels` make arrays from whatever is handed over. */
  readonly runtime: Definitions;
  /** Whether new arrays take their type from the inputs, as `**like`. */
  readonly like: boolean;
}

/** Keywords and built-ins of Python 3, and the names that a module has itself. */
const RESERVED = (
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case type " +
  "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip " +
  "self cls np numpy torch jax jnp math like NAMES SAMPLE CHECKS forward derivatives value_and_derivatives self_test more inputs values"
).split(" ");

const TEST = definitions("python/self_test");
const textOf = (name: string, from: Definitions = TEST): string => from.get(name)?.text ?? "";
/** Makers of arrays from inputs: always there, and that of labels where there are any. */
const READING = ["_array", "_scalar"];
const LABELS = "_labels";

export function pythonSyntax(library: PythonLibrary): Syntax {
  const { language, runtime, module: np } = library;
  return {
    reserved: RESERVED,
    helpers: new Map([...runtime].filter(([name]) => name !== LABELS && !READING.includes(name))),
    entrywise: false,
    math: `${np}.`,
    statements: inArrays(language, "#", assign),
    shaped: (r, node, text) => shaped(r, node, text, library),
    define: (f, at) => [f.role === "part" ? part(f, at, library) : computing(f, at, library)],
    defineFormula: formula,
    defineDerivatives: (keys) => [
      "def derivatives(**inputs):",
      `    """${docText(keys === "" ? "No derivative was asked for." : `${keys}; takes what value_and_derivatives takes.`)}"""`,
      "    return value_and_derivatives(**inputs)[1]",
    ],
    selfTest: (test, at) => [selfTest(test, at, library)],
    module: (blocks, at) => moduleText(blocks, at, library),
  };
}

function assign(name: string, code: string): Block {
  const [first = "", ...rest] = broken(code, "(", ")");
  return [`${name} = ${first}`, ...rest];
}

/** Nothing in a docstring may end it or escape from it. */
const docText = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll('"', "'");

function dictionary(entries: Entries): string {
  const members = entries.map(([k, v]) => `${JSON.stringify(k)}: ${v}`);
  return literal(
    `{${members.join(", ")}}`,
    members.map((m) => `${m},`),
    { width: 88, open: "{", indent: "    ", close: "}" },
  );
}

function shaped(
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

// ---------------------------------------------------------------- functions

/** Derivatives of a function that are taken whether they are called or not. */
const TAKEN = [0, 1, 2];

/** Derivatives of a function that a body does not call need not be handed over. */
function argumentsOf(body: Body, cut: readonly Input[], { program, names, functionId }: Scope): Block {
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

function define(name: string, { body, cut }: Computation, lines: Block, at: Scope): Block {
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

const doc = (summary: string, gives: Block, at: Scope): Block => [
  `"""${docText(summary)}`,
  "",
  "Takes",
  ...indented(inputLines(at, "a function of arrays, entry by entry").map(docText), "    "),
  "Gives",
  ...indented(gives.map(docText), "    "),
  "Anything else is ignored.",
  '"""',
];

function computing(f: Computation, at: Scope, library: PythonLibrary): Block {
  const [first = [], second] = f.gives;
  const [name, summary] =
    f.role === "forward"
      ? ["forward", "Every defined name of the model."]
      : ["value_and_derivatives", "The values and, as a second dictionary, their derivatives."];
  return define(
    name,
    f,
    [
      ...doc(summary, resultLines(f.results), at),
      ...computed(f, at, library),
      ...(second === undefined
        ? [`return ${dictionary(first)}`]
        : [`values = ${dictionary(first)}`, `return values, ${dictionary(second)}`]),
    ],
    at,
  );
}

function part(f: Computation, at: Scope, library: PythonLibrary): Block {
  const held = f.cut.map((x) => at.names.of(x.name)).join(", ");
  return define(
    `_part_${f.index}`,
    f,
    [
      `"""For the self-test: a value${held === "" ? "" : ` with ${held} given from outside`}."""`,
      ...computed(f, at, library),
      `return ${dictionary(f.gives.flat())}`,
    ],
    at,
  );
}

/** Everything between the docstring and what is handed back. */
const computed = ({ cut, statements, gives }: Computation, at: Scope, library: PythonLibrary): Block => [
  ...reading(cut, at, library),
  ...(library.like ? likeLines([...statements.lines, ...gives.flat().map(([, code]) => code)], at) : []),
  ...statements.lines,
];

/** The input from which others take their type and place. */
const typed = ({ program }: Scope): Input | undefined =>
  program.inputs.find((x) => x.kind !== "label" && rankGiven(x) > 0) ?? program.inputs.find((x) => x.kind !== "label");

/** The other input by which a number is typed, where a library asks for that. */
function typing(x: Input, at: Scope, library: PythonLibrary): Block {
  const first = typed(at);
  return !library.like || first === undefined || first === x ? [] : [at.names.of(first.name)];
}

/** Type and place of new arrays, where the body makes any. */
function likeLines(body: Block, at: Scope): Block {
  const { names } = at;
  if (!body.some((line) => /\*\*like|like\[/.test(line))) return [];
  const first = typed(at);
  if (first === undefined) return ['like = {"dtype": torch.float64, "device": "cpu"}'];
  const id = names.of(first.name);
  return [`like = {"dtype": ${id}.dtype, "device": ${id}.device}`];
}

const formula = ({ id, text, lines, value, varies }: FormulaFunction): Block => [
  `def ${id}(t):`,
  ...indented([`"""${docText(text)}"""`, ...lines, `return ${varies ? value : `${value} + 0 * t`}`], "    "),
];

// ---------------------------------------------------------------- inputs

/** Arrays from what is handed over, and sizes from the arrays. */
function reading(cut: readonly Input[], at: Scope, library: PythonLibrary): Block {
  const all = [...at.program.inputs, ...cut];
  const measured = at.program.inputs.map((x) => measuring(x, at));
  const checked = new Set(measured.filter((m) => m.isChecked).map((m) => m.input));
  return [
    ...sizesInOrder(measured, at),
    ...all.flatMap((x) => {
      const id = at.names.of(x.name);
      if (x.kind === "label") return [];
      if (rankGiven(x) === 0)
        return [`${id} = _scalar(${[JSON.stringify(id), id, ...typing(x, at, library)].join(", ")})`];
      return checked.has(x) ? [] : [`${id} = _array("${id}", ${id}, ${shapeOf(x, at).join(", ")})`];
    }),
    ...all.flatMap((x) => (x.kind === "label" ? [labels(x, at, library)] : [])),
    ...all.flatMap((x) => flattened(x, at.names.of(x.name))),
  ];
}

/** Labels, at the place of the input that says where new arrays are. */
function labels(x: Input, at: Scope, library: PythonLibrary): string {
  const id = at.names.of(x.name);
  const first = typed(at);
  const like = library.like ? [first === undefined ? "None" : at.names.of(first.name)] : [];
  return `${id} = ${LABELS}(${[JSON.stringify(id), id, ...like, ...labelRange(x, at), ...shapeOf(x, at)].join(", ")})`;
}

/** The first and the last label; of one whose range no input tells any number. */
function labelRange({ range }: Input, { program, spell }: Scope): readonly string[] {
  const known = new Set([...program.sizes.given, ...program.sizes.sources.map((s) => s.symbol)]);
  const spelled = (d: Dim, open: string): string => (symbolsOf(d).every((s) => known.has(s)) ? spell(d).text : open);
  return range === undefined ? ["1", OPEN] : [spelled(range[0], "1"), spelled(range[1], OPEN)];
}

const OPEN = 'float("inf")';

/** Axes of what is handed over. */
const rankGiven = (x: Input): number => x.axes.length + (x.kind === "matrix" ? 2 : x.kind === "vector" ? 1 : 0);

/** An input with the sizes that are read from it. */
interface Measured {
  readonly input: Input;
  /** The array, where sizes are read from it. */
  readonly array: Block;
  readonly sizes: readonly SizeSource[];
  /** Whether the sizes are all that there is to check. */
  readonly isChecked: boolean;
}

function measuring(input: Input, at: Scope): Measured {
  const sizes = at.program.sizes.sources.filter((s) => s.input === input.name);
  const id = at.names.of(input.name);
  const rank = rankGiven(input);
  const array = `${id} = _array("${id}", ${id}, ${Array(rank).fill("None").join(", ")})`;
  return { input, array: sizes.length === 0 ? [] : [array], sizes, isChecked: sizes.filter(isPlain).length === rank };
}

const isPlain = ({ less, by }: SizeSource): boolean => less === "0" && by === ONE;

/** Each size behind its array, unless it needs one that is read later: then it waits. */
function sizesInOrder(measured: readonly Measured[], at: Scope): Block {
  const { sources, given } = at.program.sizes;
  const known = new Set(given);
  const lines: string[] = [];
  const read = ({ symbol }: SizeSource): boolean => known.has(symbol);
  const isReady = ({ less, by }: SizeSource): boolean => [less, by].flatMap(symbolsOf).every((s) => known.has(s));
  for (const { input, array, sizes } of measured) {
    const id = at.names.of(input.name);
    const ready = sizes.filter(isReady);
    lines.push(...array);
    if (sizes.filter(isPlain).length === rankGiven(input) && rankGiven(input) > 1)
      lines.push(`${sizes.map((s) => at.names.of(s.symbol)).join(", ")} = ${id}.shape`);
    else lines.push(...ready.map((s) => sizeLine(s, at)));
    for (const s of ready) known.add(s.symbol);
  }
  return [...lines, ...sources.filter((s) => !read(s)).map((s) => sizeLine(s, at))];
}

function sizeLine(source: SizeSource, at: Scope): string {
  const length = `${at.names.of(source.input)}.shape[${source.axis}]`;
  const size = sizeFrom(source, length, at, (rest, by) => `${rest} // ${wordOr(by)}`, wordOr);
  return `${at.names.of(source.symbol)} = ${size}`;
}

/** Inside, what has one row or one column is a vector, and what has one entry a number. */
function flattened(x: Input, id: string): Block {
  const rank = rankOfInput(x);
  if (x.axes.length > 0 || x.kind === "label") return [];
  if (x.kind === "scalar" || (x.kind === "vector" && rank === 1) || rank === 2) return [];
  return [rank === 1 ? `${id} = ${id}.reshape(-1)` : x.kind === "vector" ? `${id} = ${id}[0]` : `${id} = ${id}[0, 0]`];
}

// ---------------------------------------------------------------- the self-test

function numbers({ kind }: Input, value: Matrix | Nested): string {
  if (typeof value === "number" || Array.isArray(value)) return JSON.stringify(value);
  const { rows, cols, data } = value as Matrix;
  const row = (i: number): string => `[${Array.from(data.subarray(i * cols, (i + 1) * cols), numberText).join(", ")}]`;
  if (kind === "scalar") return numberText(data[0] as number);
  if (kind === "vector") return `[${Array.from(data, numberText).join(", ")}]`;
  const all = Array.from({ length: rows }, (_, i) => row(i));
  return literal(
    `[${all.join(", ")}]`,
    all.map((r) => `${r},`),
  );
}

function sampleLines(sample: SelfTest["sample"], { names, functionId, program }: Scope): Block {
  if (has(sample, "why")) return ["def _sample():", `    """No numbers: ${docText(sample.why)}."""`, "    return None"];
  const entries: Entries = [
    ...sample.inputs.map(([x, X]) => [names.of(x.name), numbers(x, X)] as const),
    ...program.sizes.given.map((s) => [names.of(s), String(sample.sizes.get(s))] as const),
    ...sample.functions.map(([f, k, code]) => [functionId(primed(f, k)), `lambda x: ${code}`] as const),
  ];
  return [
    "def _sample():",
    '    """Inputs at which everything is smooth."""',
    "    return {",
    ...entries.map(([id, code]) => `        "${id}": ${code},`),
    "    }",
  ];
}

const WHAT_IS_CHECKED = {
  simple:
    "# What is checked: a derivative by its key, the function and its value that is differentiated, the variable.",
  any: "# What is checked: a derivative by its key, the function and its value that is differentiated, the variables\n# and how they may be moved, the vector that a second derivative is multiplied by.",
} as const;

function checkLine({ key, of, wrt, direction }: Check, isSimple: boolean, at: Scope): string {
  const id = (v: Check["wrt"][number]): string => JSON.stringify(at.names.of(v.name));
  const by = isSimple
    ? wrt.map(id).join(", ")
    : `[${wrt.map((v) => `(${id(v)}, "${v.constraint}")`).join(", ")}], ${direction === null ? "None" : JSON.stringify(direction)}`;
  const value = `${of.part === null ? "forward" : `_part_${of.part + 1}`}, ${JSON.stringify(of.key)}`;
  return `    (${JSON.stringify(key)}, ${value}, ${by}),`;
}

function selfTest({ sample, checks, simple, cut }: SelfTest, at: Scope, library: PythonLibrary): Block {
  const isRenamed = at.names.replaced.size > 0;
  const setup = [...(library.module === "np" ? [] : ["import numpy as np"]), ...library.testSetup];
  const [, ...body] = textOf(simple ? "first_order" : "any_order").split("\n");
  const defined = "    at = {**{NAMES.get(name, name): value for name, value in forward(**at).items()}, **at}";
  const filled = [...textOf("self_test").split("\n"), "", ...body].flatMap((line) => {
    if (line === "    # setup") return setup.map((l) => `    ${l}`);
    if (line === "    # defined") return cut.length > 0 ? [defined] : [];
    return [line.replace("ARRAY", library.testArray).replace("NAME:", isRenamed ? "NAMES.get(name, name):" : "name:")];
  });
  return [
    ...sampleLines(sample, at),
    "",
    "",
    simple ? WHAT_IS_CHECKED.simple : WHAT_IS_CHECKED.any,
    ...(checks.length === 0 ? ["CHECKS = []"] : ["CHECKS = [", ...checks.map((c) => checkLine(c, simple, at)), "]"]),
    "",
    "",
    ...filled,
    "",
    "",
    ...(blocksOf("python/self_test").at(-1) as Block),
  ];
}

// ---------------------------------------------------------------- the file

function moduleText(blocks: ModuleBlocks, { names, program }: Scope, library: PythonLibrary): string {
  const table = [...names.replaced].map(([name, id]) => `    ${JSON.stringify(name)}: "${id}",`);
  const all: readonly Block[] = [
    [
      "# Names of the model that are called otherwise here.",
      ...(table.length > 0 ? ["NAMES = {", ...table, "}"] : ["NAMES = {}"]),
    ],
    ...[
      ...(table.length > 0 ? [textOf("_named").split("\n")] : []),
      ...blocks.helpers,
      ...blocks.written,
      ...[...READING, ...(program.inputs.some((x) => x.kind === "label") ? [LABELS] : [])].map((name) =>
        textOf(name, library.runtime).split("\n"),
      ),
      ...blocks.forward,
      ...blocks.values,
      blocks.derivatives,
      ...blocks.parts,
      ...blocks.selfTest,
    ].map((lines) => ["", ...lines]),
  ];
  const body = all.map((lines) => lines.join("\n")).join("\n\n");
  const standard = ["functools", "math"].filter((name) => new RegExp(`\\b${name}\\.`).test(body));
  const head: readonly Block[] = [
    [`"""${docText(title(program))}`, "", ...indented(equationLines(program).map(docText), "    "), '"""'],
    standard.map((name) => `import ${name}`),
    [...library.imports, ...library.parts.filter((name) => body.includes(`${name}.`)).map((name) => `import ${name}`)],
  ];
  const top = head.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${top.join("\n\n")}\n\n${body}\n`;
}
