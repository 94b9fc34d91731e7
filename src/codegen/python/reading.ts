/** How a function of Python reads what it is handed: arrays of the right shape, and sizes from the arrays. */
import { type Dim, ONE, symbolsOf } from "../../core/dim.js";
import { wordOr } from "../arrays/array.js";
import { rankOfInput } from "../identifiers.js";
import type { Input, SizeSource } from "../inputs.js";
import { type Block, type Scope, shapeOf, sizeFrom } from "../syntax.js";
import { LABELS, type PythonLibrary } from "./library.js";

/** The input from which others take their type and place. */
export const typed = ({ program }: Scope): Input | undefined =>
  program.inputs.find((x) => x.kind !== "label" && rankGiven(x) > 0) ?? program.inputs.find((x) => x.kind !== "label");

/** The other input by which a number is typed, where a library asks for that. */
function typing(x: Input, at: Scope, library: PythonLibrary): Block {
  const first = typed(at);
  return !library.like || first === undefined || first === x ? [] : [at.names.of(first.name)];
}

/** Arrays from what is handed over, and sizes from the arrays. */
export function reading(cut: readonly Input[], at: Scope, library: PythonLibrary): Block {
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

export function sizeLine(source: SizeSource, at: Scope): string {
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
