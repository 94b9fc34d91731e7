/** The entry of the command: the one file of the package that runs on import. */
import { isatty } from "node:tty";
import type { World } from "./command.js";
import { runProgram } from "./program.js";
import { readDescriptor } from "./sources.js";

const world: World = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  stdin: (limit) => readDescriptor(0, limit),
  // Asked of the descriptors: touching process.stdin opens it, which a command that reads files need not wait for.
  stdinIsTerminal: isatty(0),
  stdoutIsTerminal: isatty(1),
  stderrIsTerminal: isatty(2),
  columns: isatty(1) ? process.stdout.columns : undefined,
  env: process.env,
  engine: async () => (await import("./library.js")).loadEngine(),
};

// `chainrule … | head` closes the pipe early, which is no fault of anybody's; a full disk is one.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    if (stream === process.stdout) process.stderr.write(`chainrule: cannot write the output: ${error.message}\n`);
    process.exit(3);
  });
}

// The exit code is set and not forced: what stands in a pipe is still to be written.
void runProgram(process.argv.slice(2), world).then((code) => {
  process.exitCode = code;
});
