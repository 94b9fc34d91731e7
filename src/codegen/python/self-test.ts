/** The self-test of a module of Python: its numbers, what it checks, and how. */
import { has } from "../../core/own.js";
import type { Matrix } from "../../numeric/matrix.js";
import type { Check } from "../checks.js";
import type { Input } from "../inputs.js";
import { blocksOf, type Definitions, definitions } from "../runtime.js";
import type { Nested } from "../sample.js";
import { numberText } from "../source.js";
import { type Block, type Entries, literal, primed, type Scope, type SelfTest } from "../syntax.js";
import { docText, type PythonLibrary } from "./library.js";

const TEST = definitions("python/self_test");
export const textOf = (name: string, from: Definitions = TEST): string => from.get(name)?.text ?? "";

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

export function selfTest({ sample, checks, simple, cut }: SelfTest, at: Scope, library: PythonLibrary): Block {
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
