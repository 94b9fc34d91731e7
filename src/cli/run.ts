/** One run of a command: the skeleton that all of them share. */
import type { Command, Option } from "commander";
import type { Budgets } from "../api/answer.js";
import type { Diagnostic } from "../core/diagnostic.js";
import { coloured } from "./colour.js";
import { type CliCommand, EXIT, type ExitCode, UsageError, type World } from "./command.js";
import { diagnosticText, wholeSource } from "./diagnostics.js";
import { budgets, type SharedFlags } from "./flags.js";
import { type Pending, reason, type Source, sources } from "./sources.js";

/** A command line, and the state of answering it. */
export interface Run<Flags = object> {
  readonly operands: readonly string[];
  readonly flags: Flags & SharedFlags;
  readonly limits: Budgets;
  readonly world: World;
  /** Whether standard output is coloured; a file that `--out` names never is. */
  readonly outColour: boolean;
  readonly errColour: boolean;
  code: ExitCode;
}

interface Described<Flags> extends Omit<CliCommand, "flags" | "run"> {
  readonly options: () => readonly Option[];
  /** Says what it finds by {@link say} and {@link raise}. Throws {@link UsageError}. */
  readonly run: (run: Run<Flags>) => Promise<void>;
}

/** A command with its flags, whose exit code is the greatest that was raised. */
export const defineCommand = <Flags>({ options, run, ...command }: Described<Flags>): CliCommand => ({
  ...command,
  flags: (parser: Command) => {
    for (const option of options()) parser.addOption(option);
  },
  run: async (operands, flags, world) => {
    const state = startRun<Flags>(operands, flags, world);
    await run(state);
    return state.code;
  },
});

/** `flags` are those that commander has read, by the options of the command. */
export function startRun<Flags>(
  operands: readonly string[],
  flags: Readonly<Record<string, unknown>>,
  world: World,
): Run<Flags> {
  const { color, out } = flags;
  return {
    operands,
    flags: flags as Flags & SharedFlags,
    limits: budgets(flags),
    world,
    // Asked late: the module of terminals is slow to load.
    get outColour() {
      return coloured(color, world.stdoutIsTerminal && out === undefined, world.env);
    },
    get errColour() {
      return coloured(color, world.stderrIsTerminal, world.env);
    },
    code: EXIT.fine,
  };
}

/** Of several exit codes the greatest is taken. */
export function raise(run: Run, code: ExitCode): void {
  if (code > run.code) run.code = code;
}

/** Writes a diagnostic to standard error; `source` is null where there is no text to point into. */
export function say(run: Run, file: string, source: string | null, d: Diagnostic): void {
  run.world.err(diagnosticText(file, source, d, run.errColour));
}

/** The texts that `files` and `-e` name, not yet read; `most` is the budget of bytes where the flags state none. */
export const pendingTexts = (run: Run, most: number, files: readonly string[] = run.operands): readonly Pending[] =>
  sources(files, run.flags.eval ?? [], run.limits.input ?? most, run.world);

/** A text, and which of those that were asked for it is. */
export interface Text {
  readonly file: string;
  readonly text: string;
  readonly index: number;
}

/** The texts one at a time. Of one that cannot be read the fault is said, raises the exit code and goes to `lost`. */
export function* texts(run: Run, pending: readonly Pending[], lost: Lost = () => {}): Generator<Text> {
  for (const [index, { file, read }] of pending.entries()) {
    const source = read();
    if (source.type === "text") {
      yield { file, text: source.text, index };
      continue;
    }
    lost(file, sayUnread(run, source));
  }
}

/** Says why a source gives no text. */
export function sayUnread(run: Run, { type, file, fault }: Exclude<Source, { readonly type: "text" }>): Diagnostic {
  raise(run, type === "unreadable" ? EXIT.file : EXIT.fault);
  say(run, file, null, fault);
  return fault;
}

/** Told of a source that gives nothing, and why. */
type Lost = (file: string, fault: Diagnostic) => void;

/** Does `work` on each text. What fails in one of several is said and goes to `lost`, too, and the rest follow. */
export function onTexts(run: Run, pending: readonly Pending[], work: (text: Text) => void, lost?: Lost): void {
  for (const text of texts(run, pending, lost))
    attempt(run, { file: text.file, isOnly: pending.length === 1 }, () => work(text), lost);
}

/** Does `work` on a source; where it fails, that is said and goes to `lost`. Throws UsageError if it is the only one. */
export function attempt(
  run: Run,
  { file, isOnly }: { readonly file: string; readonly isOnly: boolean },
  work: () => void,
  lost?: Lost,
): void {
  try {
    work();
  } catch (error) {
    if (error instanceof UsageError && isOnly) throw error;
    lost?.(file, sayDefect(run, file, error));
  }
}

/** Says that this program failed on a source, with a way to learn more. */
export function sayDefect(run: Run, file: string, error: unknown): Diagnostic {
  raise(run, EXIT.fault);
  if (error instanceof UsageError) {
    const fault = wholeSource("budget/output", error.message);
    say(run, file, null, fault);
    return fault;
  }
  const { CHAINRULE_DEBUG } = run.world.env;
  const isTraced = CHAINRULE_DEBUG !== undefined && CHAINRULE_DEBUG !== "";
  const hint = isTraced ? null : "with CHAINRULE_DEBUG=1 it shows where; please report it with the input";
  const fault = wholeSource("internal/defect", `internal error: ${reason(error)}`, hint);
  say(run, file, null, fault);
  if (isTraced && error instanceof Error) run.world.err(`${error.stack}\n`);
  return fault;
}

/** The object of `--format json` for one file. */
export const jsonObject = <Data extends object>(file: string, data: Data): Envelope & Data => ({
  schema: "chainrule/1",
  file,
  ...data,
});

/** Around the data of every command. */
export interface Envelope {
  readonly schema: "chainrule/1";
  readonly file: string;
}

/** Each result lists all that is assumed: thousands of results by thousands of names are longer than a text can be. */
export function jsonText(data: unknown, indent = 2): string {
  try {
    return JSON.stringify(data, null, indent);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError("this is longer in JSON than a text can be; ask for fewer variables, as in --wrt x,W");
  }
}

/** An array of JSON, written as its parts come: of many files all is longer than a text can be. */
export function jsonArray(write: (text: string) => void): {
  readonly add: (data: object) => void;
  readonly end: () => void;
} {
  let count = 0;
  return {
    add: (data) => {
      write(`${count === 0 ? "[" : ","}\n  ${jsonText(data).replaceAll("\n", "\n  ")}`);
      count++;
    },
    end: () => write(count === 0 ? "[]\n" : "\n]\n"),
  };
}
