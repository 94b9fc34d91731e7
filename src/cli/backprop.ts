/** `chainrule backprop`: both passes at given numbers, as the table that a student fills in. */
import { Option } from "commander";
import { BudgetError } from "../core/expr.js";
import { coloured, paint, visible } from "./colour.js";
import { type CliCommand, EXIT, type ExitCode, UsageError, type World } from "./command.js";
import { diagnosticText } from "./diagnostics.js";
import {
  atOption,
  evalOption,
  graphLibrary,
  type InputFlags,
  noGradient,
  ofOption,
  overBudget,
  readInput,
  unknownOutput,
} from "./model-input.js";
import { output } from "./output.js";

interface Flags extends InputFlags {
  readonly grain: "equation" | "operation";
  readonly format: "text" | "json" | "csv";
  readonly out?: string;
}

export const backpropCommand: CliCommand = {
  name: "backprop",
  operands: "[FILE]",
  summary: "forward and backward pass at given numbers, node by node, with the difference quotient beside it",
  examples: [
    "chainrule backprop net.eq --at values.json",
    "chainrule backprop net.eq --at values.json --format csv > table.csv",
    'echo \'{"x": 1, "y": 2, "z": 0}\' | chainrule backprop -e \'x, y, z : scalar; f = (x + y) max(y, z)\' --at -',
  ],
  flags: (command) => {
    command
      .addOption(evalOption())
      .addOption(ofOption())
      .addOption(atOption())
      .addOption(
        new Option("--grain <grain>", "a row for each operation, or for each equation")
          .choices(["operation", "equation"])
          .default("operation"),
      )
      .addOption(new Option("--format <format>", "how it is written").choices(["text", "json", "csv"]).default("text"))
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
  if (flags.at === undefined) throw new UsageError("backprop needs numbers: --at values.json");
  const out = output(flags.out, [...operands, flags.at], world);
  const input = await readInput(operands, flags, allFlags, world);
  if (typeof input === "number") return input;
  const library = await graphLibrary();
  const { model, file, values, colour } = input;
  const options = { grain: flags.grain, ...input.within, ...(flags.of === undefined ? {} : { of: flags.of }) };
  try {
    const found = library.graphAtValues(model, values?.json ?? "", options);
    const { graph, numbers, functions } = found;
    for (const d of found.diagnostics) world.err(diagnosticText(flags.at, values?.json ?? null, d, colour));
    if (numbers === null) return EXIT.fault;
    if (graph.output === null || graph.output.upstream === null)
      return noGradient(graph.output?.name, graph.faults, input, world);
    if (flags.format === "csv") out.write(library.backpropCsv(graph, numbers));
    else if (flags.format === "json") {
      const data = library.graphReport(graph, numbers, functions, [...model.diagnostics, ...found.diagnostics]);
      out.write(`${JSON.stringify({ schema: "chainrule/1", file, ...data }, null, 2)}\n`);
    } else {
      const onTerminal = coloured(flags.color, world.stdoutIsTerminal && flags.out === undefined, world.env);
      out.write(library.backpropText(graph, numbers, functions, (t) => paint(onTerminal, "bold", visible(t))));
    }
    const written = out.close(colour);
    const wrong = [...numbers.nodes.values()].some((n) => n.agrees === false);
    return written === EXIT.fine && wrong ? EXIT.fault : written;
  } catch (error) {
    if (error instanceof library.OutputNameError) return unknownOutput(error, input, world);
    if (error instanceof BudgetError) return overBudget(error, input, world);
    throw error;
  }
}
