/** `chainrule graph`: the computation graph as a picture, for Graphviz, or as data. */
import { Option } from "commander";
import { BudgetError } from "../core/expr.js";
import { type CliCommand, EXIT, type ExitCode, type World } from "./command.js";
import { diagnosticText, wholeSource } from "./diagnostics.js";
import {
  atOption,
  evalOption,
  graphLibrary,
  type InputFlags,
  type ModelInput,
  ofOption,
  overBudget,
  readInput,
  unknownOutput,
} from "./model-input.js";
import { output } from "./output.js";

interface Flags extends InputFlags {
  readonly grain: "equation" | "operation";
  readonly format: "svg" | "dot" | "json";
  readonly out?: string;
}

export const graphCommand: CliCommand = {
  name: "graph",
  operands: "[FILE]",
  summary: "draw the computation graph: values forward, upstream, local and downstream gradients back",
  examples: [
    "chainrule graph net.eq --out net.svg",
    "chainrule graph net.eq --at values.json --grain operation --out net.svg",
    "chainrule graph -e 'z = W x + b; h = f(z); s = u^T h' --format dot | dot -Tpdf > net.pdf",
  ],
  flags: (command) => {
    command
      .addOption(evalOption())
      .addOption(ofOption())
      .addOption(atOption())
      .addOption(
        new Option("--grain <grain>", "one node an equation, or one node an operation")
          .choices(["equation", "operation"])
          .default("equation"),
      )
      .addOption(new Option("--format <format>", "what is written").choices(["svg", "dot", "json"]).default("svg"))
      .addOption(new Option("--strict", "assume nothing about undeclared names"))
      .addOption(new Option("--out <file>", "write there instead of to standard output"));
  },
  run: (operands, flags, world) => run(operands, flags as unknown as Flags, flags, world),
};

async function run(
  operands: readonly string[],
  flags: Flags,
  allFlags: Readonly<Record<string, unknown>>,
  world: World,
): Promise<ExitCode> {
  const out = output(flags.out, [...operands, ...(flags.at === undefined ? [] : [flags.at])], world);
  const input = await readInput(operands, flags, allFlags, world);
  if (typeof input === "number") return input;
  const library = await graphLibrary();
  try {
    const text = await drawn(input, flags, world);
    if (text === null) return EXIT.fault;
    out.write(text);
    return out.close(input.colour);
  } catch (error) {
    if (error instanceof library.OutputNameError) return unknownOutput(error, input, world);
    if (error instanceof BudgetError) return overBudget(error, input, world);
    if (error instanceof library.TooLargeToDraw) {
      const fault = wholeSource(
        "graph/too-large",
        error.message,
        "--of names a part of it; --format dot and json have no limit",
      );
      world.err(diagnosticText(input.file, null, fault, input.colour));
      return EXIT.fault;
    }
    throw error;
  }
}

/** What is written; null where the values have a fault, which is said. */
async function drawn(input: ModelInput, flags: Flags, world: World): Promise<string | null> {
  const library = await graphLibrary();
  const { model, file, values, colour } = input;
  const options = {
    grain: flags.grain,
    ...input.within,
    ...(flags.of === undefined ? { all: true } : { of: flags.of }),
  };
  const found =
    values === null
      ? {
          graph: library.computationGraph(model, options),
          numbers: null,
          functions: new Map<string, string>(),
          diagnostics: [],
        }
      : library.graphAtValues(model, values.json, options);
  for (const d of found.diagnostics) world.err(diagnosticText(values?.file ?? file, values?.json ?? null, d, colour));
  if (found.diagnostics.some((d) => d.severity === "error")) return null;
  const { graph, numbers, functions } = found;
  for (const fault of graph.faults)
    world.err(diagnosticText(file, null, { ...wholeSource("graph/no-gradient", fault), severity: "warning" }, colour));
  if (flags.format === "dot") return library.graphDot(graph, numbers);
  if (flags.format === "svg") return library.graphSvg(graph, numbers, { functions });
  const data = library.graphReport(graph, numbers, functions, [...model.diagnostics, ...found.diagnostics]);
  return `${JSON.stringify({ schema: "chainrule/1", file, ...data }, null, 2)}\n`;
}
