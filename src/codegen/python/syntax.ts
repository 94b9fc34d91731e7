/** Python: a module of functions with keyword arguments, whatever library its arrays are of. */
import { equationLines, indented, resultLines, title } from "../source.js";
import {
  type Block,
  type Computation,
  type FormulaFunction,
  inArrays,
  type ModuleBlocks,
  type Scope,
  type Syntax,
} from "../syntax.js";
import { assign, computed, define, dictionary, doc, shaped } from "./functions.js";
import { docText, LABELS, type PythonLibrary, READING } from "./library.js";
import { PRODUCT_NAMES, productBlocks } from "./product.js";
import { selfTest, textOf } from "./self-test.js";

/** Keywords and built-ins of Python 3, and the names that a module has itself. */
const RESERVED = (
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case type " +
  "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip " +
  "self cls np numpy torch jax jnp math like NAMES SAMPLE CHECKS forward derivatives value_and_derivatives self_test more inputs values"
).split(" ");

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
    product: { reserved: PRODUCT_NAMES, blocks: (back, body, at) => productBlocks(back, body, at, library) },
    selfTest: (test, at) => [selfTest(test, at, library)],
    module: (blocks, at) => moduleText(blocks, at, library),
  };
}

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

const formula = ({ id, text, lines, value, varies }: FormulaFunction): Block => [
  `def ${id}(t):`,
  ...indented([`"""${docText(text)}"""`, ...lines, `return ${varies ? value : `${value} + 0 * t`}`], "    "),
];

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
