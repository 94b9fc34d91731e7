/** What `graph`, `backprop` and `cost` read: one model, and for some of them a file of values. */
import { Option } from "commander";
import type { BudgetError } from "../core/expr.js";
import type { OutputNameError } from "../graph.js";
import type { Model } from "../model/model.js";
import { coloured } from "./colour.js";
import { EXIT, type ExitCode, UsageError, type World } from "./command.js";
import { diagnosticText, wholeSource } from "./diagnostics.js";
import { budgets, repeated } from "./flags.js";
import { sources } from "./sources.js";

/** The library's part for these commands, loaded when one of them runs. */
export const graphLibrary = () => import("../graph.js");

/** `-e` and `--of`, which all three have. */
export const evalOption = () =>
  new Option("-e, --eval <text>", "equations on the command line (more than once: more lines)").argParser(repeated);
export const ofOption = () => new Option("--of <name>", "the output (default: the last scalar that is defined)");
export const atOption = () =>
  new Option("--at <file>", 'numbers for the inputs: {"x": [1, 2], "W": [[1, 2], [3, 4]], "f": "tanh"}');

/** The flags that reading needs, as commander gives them. */
export interface InputFlags {
  readonly eval?: readonly string[];
  readonly of?: string;
  readonly at?: string;
  readonly strict?: boolean;
  readonly color?: boolean;
}

export interface ModelInput {
  readonly file: string;
  readonly model: Model;
  /** The text of the values and the name of their file; null without `--at`. */
  readonly values: { readonly file: string; readonly json: string } | null;
  readonly colour: boolean;
  /** The budget of entries, where the command line states one. */
  readonly within: { readonly maxEntries?: number };
}

/** Values may be large where a model is not. */
const MOST_VALUES = 200_000_000;

/** Reads the model and the values; faults are written, and give an exit code in place of the input. Throws UsageError. */
export async function readInput(
  operands: readonly string[],
  flags: InputFlags,
  allFlags: Readonly<Record<string, unknown>>,
  world: World,
): Promise<ModelInput | ExitCode> {
  const { read, MAX_INPUT } = await import("../elaborate/parse.js");
  const limits = budgets(allFlags);
  const pending = sources(operands, flags.eval ?? [], limits.input ?? MAX_INPUT, world);
  if (pending.length > 1) throw new UsageError("one model at a time");
  if (flags.at === "-" && pending[0]?.file === "-") throw new UsageError("standard input (-) is named twice");
  const colour = coloured(flags.color, world.stderrIsTerminal, world.env);
  const texts: string[] = [];
  const files = [
    pending[0],
    ...(flags.at === undefined ? [] : sources([flags.at], [], limits.input ?? MOST_VALUES, world)),
  ];
  let code: ExitCode = EXIT.fine;
  for (const next of files) {
    const source = next?.read();
    if (source === undefined) continue;
    if (source.type === "text") {
      texts.push(source.text);
      continue;
    }
    world.err(diagnosticText(source.file, null, source.fault, colour));
    code = source.type === "unreadable" ? EXIT.file : code === EXIT.fine ? EXIT.fault : code;
  }
  if (code !== EXIT.fine) return code;
  const [text = "", json] = texts;
  const file = pending[0]?.file ?? "-";
  const model = read(text, {
    ...(limits.nodes === undefined ? {} : { maxNodes: limits.nodes }),
    ...(limits.exponent === undefined ? {} : { maxExponent: limits.exponent }),
    ...(flags.strict === undefined ? {} : { strict: flags.strict }),
  });
  for (const d of model.diagnostics) world.err(diagnosticText(file, text, d, colour));
  if (model.diagnostics.some((d) => d.severity === "error")) return EXIT.fault;
  if (model.equations.length === 0) {
    world.err(diagnosticText(file, null, wholeSource("graph/empty", "there is no equation: nothing to draw"), colour));
    return EXIT.fault;
  }
  const within = limits.entries === undefined ? {} : { maxEntries: limits.entries };
  return { file, model, values: flags.at === undefined ? null : { file: flags.at, json: json ?? "" }, colour, within };
}

/** `--of` names nothing: said with what there is, and a usage error. */
export function unknownOutput(error: OutputNameError, { file, model, colour }: ModelInput, world: World): ExitCode {
  const names = model.equations.map((q) => q.name);
  const hint = `defined are ${names.slice(0, 12).join(", ")}${names.length > 12 ? " …" : ""}`;
  world.err(diagnosticText(file, null, wholeSource("usage/of", error.message, hint), colour));
  return EXIT.usage;
}

/** The model outgrows `--max-nodes` when it is differentiated. */
export function overBudget(error: BudgetError, { file, colour }: ModelInput, world: World): ExitCode {
  world.err(
    diagnosticText(file, null, wholeSource("budget/nodes", error.message, "--max-nodes raises the limit"), colour),
  );
  return EXIT.fault;
}

/** Says that there is no way back, where a command needs one. */
export function noGradient(
  name: string | undefined,
  reasons: readonly string[],
  { file, colour }: ModelInput,
  world: World,
): ExitCode {
  const message =
    name === undefined
      ? "nothing scalar is defined, so there is no gradient"
      : `there is no gradient of ${name}: ${reasons[0] ?? "it is no scalar, or depends on no input but data"}`;
  world.err(diagnosticText(file, null, wholeSource("graph/no-gradient", message, "--of names another output"), colour));
  return EXIT.fault;
}
