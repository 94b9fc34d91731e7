/** `chainrule cost`: the multiplications of both passes, and what they would be without reuse. */
import { InvalidArgumentError, Option } from "commander";
import { BudgetError } from "../core/expr.js";
import { unicodeName } from "../print/unicode.js";
import { type CliCommand, EXIT, type ExitCode, type World } from "./command.js";
import { diagnosticText, wholeSource } from "./diagnostics.js";
import {
  evalOption,
  graphLibrary,
  type InputFlags,
  noGradient,
  ofOption,
  overBudget,
  readInput,
  unknownOutput,
} from "./model-input.js";

interface Flags extends InputFlags {
  readonly sizes?: ReadonlyMap<string, number>;
  readonly format: "text" | "json";
}

export const costCommand: CliCommand = {
  name: "cost",
  operands: "[FILE]",
  summary: "count multiplications forward, back with every gradient reused, and back path by path",
  examples: [
    "chainrule cost net.eq",
    "chainrule cost net.eq --sizes n=100,m=50",
    "chainrule cost net.eq --format json",
  ],
  flags: (command) => {
    command
      .addOption(evalOption())
      .addOption(ofOption())
      .addOption(new Option("--sizes <sizes>", "numbers for sizes: n=100,m=50").argParser(sizesOf))
      .addOption(new Option("--format <format>", "how it is written").choices(["text", "json"]).default("text"))
      .addOption(new Option("--strict", "assume nothing about undeclared names"));
  },
  run: (operands, flags, world) => run(operands, flags as unknown as Flags, flags, world),
};

/** `n=100,m=50`; the flag may be repeated. */
export function sizesOf(value: string, before: ReadonlyMap<string, number> | undefined): ReadonlyMap<string, number> {
  const out = new Map(before);
  for (const part of value.split(",")) {
    const match = /^\s*([^\s=]+)\s*=\s*(\d+)\s*$/.exec(part);
    const n = Number(match?.[2]);
    if (match === null || !Number.isSafeInteger(n) || n < 1)
      throw new InvalidArgumentError(`"${part}" is no size; it is written n=100.`);
    out.set(match[1] as string, n);
  }
  return out;
}

async function run(
  operands: readonly string[],
  flags: Flags,
  allFlags: Readonly<Record<string, unknown>>,
  world: World,
): Promise<ExitCode> {
  const input = await readInput(operands, flags, allFlags, world);
  if (typeof input === "number") return input;
  const library = await graphLibrary();
  const { model, file, colour } = input;
  const sizes = flags.sizes ?? new Map<string, number>();
  const strange = [...sizes.keys()].filter((n) => model.symbols.get(n)?.role !== "size");
  if (strange.length > 0) {
    const known = [...model.symbols.values()].filter((s) => s.role === "size").map((s) => s.name);
    const hint = known.length === 0 ? "the model has no size symbols" : `its sizes are ${known.join(", ")}`;
    world.err(
      diagnosticText(
        file,
        null,
        wholeSource("usage/sizes", `${strange.join(", ")} is no size of the model`, hint),
        colour,
      ),
    );
    return EXIT.usage;
  }
  try {
    const report = library.costReport(model, { sizes, ...(flags.of === undefined ? {} : { of: flags.of }) });
    if (report === null) return noGradient(flags.of, [], input, world);
    if (flags.format === "json")
      world.out(`${JSON.stringify({ schema: "chainrule/1", file, ...library.costData(report) }, null, 2)}\n`);
    else world.out(library.costText(report, unicodeName));
    return EXIT.fine;
  } catch (error) {
    if (error instanceof library.OutputNameError) return unknownOutput(error, input, world);
    if (error instanceof BudgetError) return overBudget(error, input, world);
    throw error;
  }
}
