/** `chainrule codegen`: a module that computes the model and its derivatives. */
import { Option } from "commander";
import type { Target } from "../codegen/codegen.js";
import { EXIT } from "./command.js";
import { choice, evalOption, ofOption, orderOption, outOption, sizesOption, strictOption, wrtOption } from "./flags.js";
import { type InputFlags, readInput } from "./model-input.js";
import { output } from "./output.js";
import { defineCommand, type Run, raise, say } from "./run.js";

/** The library's list, which is not loaded for `--help`. */
const TARGETS = ["numpy", "pytorch", "jax", "julia", "matlab", "js"] as const satisfies readonly Target[];

interface Flags extends InputFlags {
  readonly target: Target;
  readonly wrt?: readonly string[];
  readonly order: "1" | "2";
  readonly vjp?: string;
  readonly sizes?: ReadonlyMap<string, number>;
  readonly inPlace?: boolean;
  readonly out?: string;
}

export const codegenCommand = defineCommand<Flags>({
  name: "codegen",
  operands: "[FILE]",
  summary: "write a module that computes the model and its derivatives, with a test of itself",
  examples: [
    "chainrule codegen net.eq --target numpy",
    "chainrule codegen net.eq --target js --wrt W,b --out net.mjs",
    "chainrule codegen net.eq --target pytorch --sizes n=100,m=50",
    "chainrule codegen net.eq --target pytorch --vjp h --out layer.py",
  ],
  options: () => [
    evalOption(),
    new Option("--vjp <name>", "a pass forward and one back, for training loops, in place of derivatives").conflicts(
      "of",
    ),
    choice("--target <language>", "what the module is written in", TARGETS),
    ofOption(),
    wrtOption(),
    orderOption("first or second derivatives"),
    sizesOption(),
    new Option("--in-place", "JavaScript: write results into arrays that are used again"),
    strictOption(),
    outOption(),
  ],
  run: codegen,
});

async function codegen(run: Run<Flags>): Promise<void> {
  const input = await readInput(run);
  if (input === null) return;
  const { codeFor } = await import("../codegen/codegen.js");
  const { file, model } = input;
  const { target, order, inPlace, of, wrt, vjp, sizes, out: outFile } = run.flags;
  const { code, diagnostics } = codeFor(model, {
    target,
    order: order === "2" ? 2 : 1,
    inPlace: inPlace === true,
    name: moduleName(outFile ?? file),
    ...(of === undefined ? {} : { of }),
    ...(wrt === undefined ? {} : { wrt }),
    ...(vjp === undefined ? {} : { vjp }),
    ...(sizes === undefined ? {} : { sizes }),
  });
  const faults = diagnostics.filter((d) => d.severity === "error");
  for (const d of diagnostics) say(run, file, model.source, d);
  if (code === "") {
    raise(run, faults.every((d) => d.code.startsWith("usage/")) ? EXIT.usage : EXIT.fault);
    return;
  }
  const out = output(outFile, run.operands, run.world);
  out.write(code);
  raise(run, out.close(run.errColour));
  if (faults.length > 0) raise(run, EXIT.fault);
}

/** The name of a file without its directory and ending, as a name of a module. */
const moduleName = (file: string): string =>
  (file.split(/[/\\]/).pop() ?? "")
    .replace(/\.[^.]*$/, "")
    .replace(/\W/g, "_")
    .replace(/^(?=\d|$)/, "model_");
