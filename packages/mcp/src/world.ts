/** The command line on strings: what a tool answers is what the command prints. */
import type { World } from "../../../src/cli/command.js";
import { LIBRARY } from "../../../src/cli/library.js";
import { runProgram } from "../../../src/cli/program.js";

export interface Printed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Bytes that a text may have more than its limit before it is refused: the command says by how much it is too long. */
const OVER = 1;

/** Runs a command on `text` as its standard input. It is given no file to read and none to write. */
export async function printed(args: readonly string[], text: string): Promise<Printed> {
  let [out, err] = ["", ""];
  const world: World = {
    out: (more) => {
      out += more;
    },
    err: (more) => {
      err += more;
    },
    stdin: (limit) => new TextEncoder().encode(text).subarray(0, limit + OVER),
    stdinIsTerminal: false,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    columns: undefined,
    env: {},
    config: () => null,
    livePage: () => {
      throw new Error("no page is served here");
    },
    crew: () => Promise.reject(new Error("no threads are started here")),
    ended: () => Promise.resolve(),
    library: async () => LIBRARY,
  };
  const code = await runProgram(args, world);
  return { code, out, err };
}
