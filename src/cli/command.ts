/** A command of `chainrule`, and the world it runs in. */
import type { Command } from "commander";
import type { Config } from "./config.js";
import type { Crew } from "./crew.js";
import type { Library } from "./library.js";

/**
 * The exit codes. Of several that apply the greatest is taken: a file that cannot be read outweighs a fault in
 * another.
 */
export const EXIT = {
  fine: 0,
  /** A fault in the input, a failed check, a wrong claim. */
  fault: 1,
  usage: 2,
  /** A file that cannot be read or written. */
  file: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Everything a command touches outside the library, so that tests run it without a process. */
export interface World {
  /** Data. */
  out(text: string): void;
  /** Diagnostics and progress. */
  err(text: string): void;
  /** Standard input to its end, or one byte more than `limit` of it. Throws what the system says. */
  stdin(limit: number): Uint8Array;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  /** Columns of the terminal behind `out`, or undefined where it is none. */
  readonly columns: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The settings of the project that holds these files. Throws {@link UsageError}. */
  config(files: readonly string[]): Config | null;
  /** The page that lives, without a text. Throws what the system says where it was not built. */
  livePage(): string;
  /** So many threads that proofread notes. */
  crew(size: number): Promise<Crew>;
  /** Settled when whoever runs the command wants it to end: a server goes on until then. */
  ended(): Promise<void>;
  /** The library, loaded when a command first needs it: `--help` and `--version` do not. */
  library(): Promise<Library>;
}

/** One command: its file exports one of these, and `program.ts` lists it. */
export interface CliCommand {
  readonly name: string;
  /** In commander's notation: `[FILE...]`. */
  readonly operands: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Command lines that work as they stand, shown by `--help`. */
  readonly examples: readonly string[];
  /** Declares the flags. */
  readonly flags: (command: Command) => void;
  /** Runs it; `flags` are commander's parsed values, global ones included. Throws {@link UsageError}. */
  readonly run: (
    operands: readonly string[],
    flags: Readonly<Record<string, unknown>>,
    world: World,
  ) => Promise<ExitCode>;
}

/** A command line that says something impossible: exit 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  constructor(message: string) {
    super(message);
  }
}
