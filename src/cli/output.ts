/** Where a command's data goes: standard output, or the file that `--out` names. */
import { realpathSync, writeFileSync } from "node:fs";
import { EXIT, type ExitCode, UsageError, type World } from "./command.js";
import { diagnosticText, wholeSource } from "./diagnostics.js";
import { reason } from "./sources.js";

export interface Output {
  write(text: string): void;
  /** Ends the output; a file is written only now. EXIT.file, with a message, where it cannot be. */
  close(colour: boolean): ExitCode;
}

/**
 * The output for `--out` (undefined: standard output). Refuses a file that is also read: a slip of the hand would
 * replace the equations by their answer.
 */
export function output(file: string | undefined, inputs: readonly string[], world: World): Output {
  if (file === undefined || file === "-") return { write: (text) => world.out(text), close: () => EXIT.fine };
  const target = real(file);
  if (target !== null && inputs.some((input) => input !== "-" && real(input) === target)) {
    throw new UsageError(`--out ${file} would overwrite an input`);
  }
  const parts: string[] = [];
  return {
    write: (text) => parts.push(text),
    close: (colour) => {
      try {
        writeFileSync(file, parts.join(""));
        return EXIT.fine;
      } catch (error) {
        const fault = wholeSource("file/unwritable", `cannot be written: ${reason(error)}`);
        world.err(diagnosticText(file, null, fault, colour));
        return EXIT.file;
      }
    },
  };
}

/** The file that a path leads to, or null where there is none yet. */
function real(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
