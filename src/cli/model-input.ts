/** The one model that `graph`, `backprop`, `cost` and `codegen` read, and for some of them a file of values. */
import type { Code } from "../core/codes.js";
import { BudgetError } from "../core/expr.js";
import type { Model } from "../model/model.js";
import { EXIT, UsageError } from "./command.js";
import { wholeSource } from "./diagnostics.js";
import { pendingTexts, type Run, raise, say, texts } from "./run.js";
import { MOST_VALUES, sources } from "./sources.js";

/** The library's part for these commands, loaded when one of them runs. */
const graphLibrary = () => import("../graph.js");

type GraphLibrary = Awaited<ReturnType<typeof graphLibrary>>;

/** The flags that reading needs, as commander gives them. */
export interface InputFlags {
  readonly of?: string;
  readonly at?: string;
  readonly strict?: boolean;
}

export interface ModelInput {
  readonly file: string;
  readonly model: Model;
  /** The text of the values and the name of their file; null without `--at`. */
  readonly values: { readonly file: string; readonly json: string } | null;
  /** The budget of entries, where the command line states one. */
  readonly within: { readonly maxEntries?: number };
}

/** Reads the model and the values; null where there are faults, which are said. Throws UsageError. */
export async function readInput(run: Run<InputFlags>): Promise<ModelInput | null> {
  const { read, MAX_INPUT } = await import("../elaborate/parse.js");
  const { flags, limits, world } = run;
  const named = pendingTexts(run, MAX_INPUT);
  if (named.length > 1) throw new UsageError("one model at a time");
  if (flags.at === "-" && named[0]?.file === "-") throw new UsageError("standard input (-) is named twice");
  const values = flags.at === undefined ? [] : sources([flags.at], [], limits.input ?? MOST_VALUES, world);
  const given = [...texts(run, [...named, ...values])];
  if (run.code !== EXIT.fine) return null;
  const [text = "", json = ""] = given.map((g) => g.text);
  const file = named[0]?.file ?? "-";
  const model = read(text, {
    ...(limits.nodes === undefined ? {} : { maxNodes: limits.nodes }),
    ...(limits.exponent === undefined ? {} : { maxExponent: limits.exponent }),
    ...(flags.strict === undefined ? {} : { strict: flags.strict }),
  });
  for (const d of model.diagnostics) say(run, file, text, d);
  const isFaulty = model.diagnostics.some((d) => d.severity === "error");
  if (!isFaulty && model.equations.length === 0)
    say(run, file, null, wholeSource("graph/empty", "there is no equation: nothing to draw"));
  if (isFaulty || model.equations.length === 0) {
    raise(run, EXIT.fault);
    return null;
  }
  const within = limits.entries === undefined ? {} : { maxEntries: limits.entries };
  return { file, model, values: flags.at === undefined ? null : { file: flags.at, json }, within };
}

/** Reads the model and hands it to `work`; a part that the model does not have or that is too large is said. */
export async function onModel(
  run: Run<InputFlags>,
  work: (input: ModelInput, library: GraphLibrary) => void,
): Promise<void> {
  const input = await readInput(run);
  if (input === null) return;
  const library = await graphLibrary();
  const fail = (code: Code, message: string, hint: string): void => {
    say(run, input.file, null, wholeSource(code, message, hint));
    raise(run, code.startsWith("usage/") ? EXIT.usage : EXIT.fault);
  };
  try {
    work(input, library);
  } catch (error) {
    if (error instanceof library.OutputNameError) {
      const names = input.model.equations.map((q) => q.name);
      fail("usage/of", error.message, `defined are ${names.slice(0, 12).join(", ")}${names.length > 12 ? " …" : ""}`);
    } else if (error instanceof library.NoGraph)
      fail("graph/indices", error.message, "derive, check and codegen take families");
    else if (error instanceof BudgetError) fail("budget/nodes", error.message, "--max-nodes raises the limit");
    else if (error instanceof library.TooLargeToDraw) {
      const hint = "--of names a part of it; --format dot and json have no limit";
      fail("graph/too-large", error.message, hint);
    } else throw error;
  }
}

/** Says that there is no way back, where a command needs one. */
export function noGradient(run: Run, file: string, name: string | undefined, reasons: readonly string[]): void {
  const message =
    name === undefined
      ? "nothing scalar is defined, so there is no gradient"
      : `there is no gradient of ${name}: ${reasons[0] ?? "it is no scalar, or depends on no input but data"}`;
  say(run, file, null, wholeSource("graph/no-gradient", message, "--of names another output"));
  raise(run, EXIT.fault);
}
