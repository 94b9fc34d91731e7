/** The entry of the command: the one file of the package that runs on import. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { World } from "./command.js";
import { nearestConfig } from "./config.js";
import { isTerminal, readDescriptor, writeDescriptor } from "./descriptors.js";
import { runProgram } from "./program.js";

const IN = 0;
const OUT = 1;
const ERR = 2;

/** `chainrule … | head` closes the pipe early, which is no fault of anybody's; a full disk is one. */
function write(descriptor: number, text: string): void {
  try {
    writeDescriptor(descriptor, text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EPIPE") process.exit(0);
    if (descriptor === OUT) write(ERR, `chainrule: cannot write the output: ${message}\n`);
    process.exit(3);
  }
}

const world: World = {
  out: (text) => write(OUT, text),
  err: (text) => write(ERR, text),
  stdin: (limit) => readDescriptor(IN, limit),
  // Asked only by what wants to know: the module of terminals is slow to load.
  get stdinIsTerminal() {
    return isTerminal(IN);
  },
  get stdoutIsTerminal() {
    return isTerminal(OUT);
  },
  get stderrIsTerminal() {
    return isTerminal(ERR);
  },
  get columns() {
    // A terminal that was never told its width says 0.
    return isTerminal(OUT) ? process.stdout.columns || undefined : undefined;
  },
  env: process.env,
  config: nearestConfig,
  livePage: () => readFileSync(new URL("../page/page.html", import.meta.url), "utf8"),
  crew: async (size) => (await import("./crew.js")).crewOf(fileURLToPath(new URL("../cli.cjs", import.meta.url)), size),
  ended: () =>
    new Promise((done) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done());
    }),
  library: async () => (await import("./library.js")).LIBRARY,
};

// The exit code is set and not forced: a command may have opened something that is still to be closed.
void runProgram(process.argv.slice(2), world).then((code) => {
  process.exitCode = code;
});
