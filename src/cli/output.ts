/** Where a command's data goes: standard output, or the file that `--out` names. */
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { EXIT, type ExitCode, UsageError, type World } from "./command.js";
import { diagnosticText, wholeSource } from "./diagnostics.js";
import { reason } from "./sources.js";

export interface Output {
  write(text: string): void;
  /**
   * Ends the output; a file is written only now, as a whole or not at all, and stays as it is where nothing was
   * written. EXIT.file, with a message, where it cannot be.
   */
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
      const text = parts.join("");
      if (text === "") return EXIT.fine;
      try {
        replace(file.startsWith("/dev/") ? file : (target ?? file), text);
        return EXIT.fine;
      } catch (error) {
        const fault = wholeSource("file/unwritable", `cannot be written: ${reason(error)}`);
        world.err(diagnosticText(file, null, fault, colour));
        return EXIT.file;
      }
    },
  };
}

/** Writes beside the file and renames, so that a full disk or a kill leaves what was there. */
function replace(file: string, text: string): void {
  const before = statSync(file, { throwIfNoEntry: false });
  // A device or a pipe is written to, not replaced.
  if (file.startsWith("/dev/") || (before !== undefined && !before.isFile())) {
    writeFileSync(file, text);
    return;
  }
  const partial = `${file}.${process.pid}.partial`;
  try {
    writeFileSync(partial, text, before === undefined ? {} : { mode: before.mode });
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    // A file may be writable in a directory that is not.
    if (before === undefined || (error as NodeJS.ErrnoException).code !== "EACCES") throw error;
    writeFileSync(file, text);
  }
}

/** The file that a path leads to, or null where there is none yet. */
function real(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
