/** `chainrule codegen`: a module that computes the model and its derivatives. */
import { Option } from "commander";
import type { Target } from "../codegen/codegen.js";
import { type CliCommand, EXIT, type ExitCode, type World } from "./command.js";
import { sizesOf } from "./cost.js";
import { diagnosticText } from "./diagnostics.js";
import { names } from "./flags.js";
import { evalOption, type InputFlags, ofOption, readInput } from "./model-input.js";
import { output } from "./output.js";

/** The library's list, which is not loaded for `--help`. */
const TARGETS = ["numpy", "pytorch", "jax", "julia", "matlab", "js"] as const satisfies readonly Target[];

interface Flags extends InputFlags {
  readonly target: Target;
  readonly wrt?: readonly string[];
  readonly order: "1" | "2";
  readonly sizes?: ReadonlyMap<string, number>;
  readonly inPlace?: boolean;
  readonly out?: string;
}

export const codegenCommand: CliCommand = {
  name: "codegen",
  operands: "[FILE]",
  summary: "write a module that computes the model and its derivatives, with a test of itself",
  examples: [
    "chainrule codegen net.eq --target numpy",
    "chainrule codegen net.eq --target js --wrt W,b --out net.mjs",
    "chainrule codegen net.eq --target pytorch --sizes n=100,m=50",
  ],
  flags: (command) => {
    command
      .addOption(evalOption())
      .addOption(new Option("--target <language>", "what the module is written in").choices(TARGETS).default("numpy"))
      .addOption(ofOption())
      .addOption(new Option("--wrt <names>", "by what, separated by commas").argParser(names))
      .addOption(new Option("--order <order>", "first or second derivatives").choices(["1", "2"]).default("1"))
      .addOption(new Option("--sizes <sizes>", "numbers for sizes: n=100,m=50").argParser(sizesOf))
      .addOption(new Option("--in-place", "JavaScript: write results into arrays that are used again"))
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
  const input = await readInput(operands, flags, allFlags, world);
  if (typeof input === "number") return input;
  const { codeFor } = await import("../codegen/codegen.js");
  const { file, model, colour } = input;
  const { code, diagnostics } = codeFor(model, {
    target: flags.target,
    order: flags.order === "2" ? 2 : 1,
    inPlace: flags.inPlace === true,
    name: moduleName(flags.out ?? file),
    ...(flags.of === undefined ? {} : { of: flags.of }),
    ...(flags.wrt === undefined ? {} : { wrt: flags.wrt }),
    ...(flags.sizes === undefined ? {} : { sizes: flags.sizes }),
  });
  const faults = diagnostics.filter((d) => d.severity === "error");
  for (const d of diagnostics) world.err(diagnosticText(file, model.source, d, colour));
  if (code === "") return faults.every((d) => d.code.startsWith("usage/")) ? EXIT.usage : EXIT.fault;
  const out = output(flags.out, operands, world);
  out.write(code);
  const written = out.close(colour);
  return written === EXIT.fine && faults.length > 0 ? EXIT.fault : written;
}

/** The name of a file without its directory and ending, as a name of a module. */
const moduleName = (file: string): string =>
  (file.split(/[/\\]/).pop() ?? "")
    .replace(/\.[^.]*$/, "")
    .replace(/\W/g, "_")
    .replace(/^(?=\d|$)/, "model_");
