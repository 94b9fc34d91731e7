/** Long work on a terminal: one line says what is under way, the next is written over it, and none is left at the end. */
import { width } from "../report/columns.js";
import { visible } from "./colour.js";

/** Where it is shown. */
interface Terminal {
  readonly err: (text: string) => void;
  readonly stderrIsTerminal: boolean;
  readonly columns: number | undefined;
}

export interface Progress {
  /** Says that the part `at` of `of`, from 1, is begun. */
  readonly tell: (at: number, of: number, part: string) => void;
  /** Takes the line away, before anything else is written. */
  readonly clear: () => void;
}

const COLUMNS = 80;
const CLEAR = "\r\u001b[K";

/** Says nothing where standard error is no terminal, and nothing of work in one part. */
export function progressOn(terminal: Terminal): Progress {
  let isShown = false;
  return {
    tell: (at, of, part) => {
      if (of < 2 || !terminal.stderrIsTerminal) return;
      const line = [...visible(`[${at}/${of}] ${part}`).replaceAll("\n", " ")];
      // A terminal that was never told its width says 0.
      const most = (terminal.columns || COLUMNS) - 1;
      // A line that wraps could not be taken away again.
      while (line.length > 0 && width(line.join("")) > most) line.splice(-1 - Math.floor(line.length / 4));
      terminal.err(`${CLEAR}${line.join("")}`);
      isShown = true;
    },
    clear: () => {
      if (isShown) terminal.err(CLEAR);
      isShown = false;
    },
  };
}
