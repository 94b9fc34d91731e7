/** Code line by line: a line that gives a name of the model its value is lit with it. */
import type { Code } from "../src/live/messages.js";
import { element } from "./dom.js";

/** `z = …`, `const z = …`, `z[…] = …`. */
const GIVES = /^\s*(?:const |let |var )?([A-Za-z_]\w*)\s*(?:\[[^\]]*\])?\s*=[^=]/;

export function codeLines({ code, names }: Code): readonly Node[] {
  const model = new Map(Object.entries(names).map(([name, called]) => [called, name]));
  return code.split("\n").flatMap((line) => {
    const called = GIVES.exec(line)?.[1];
    if (called === undefined) return [document.createTextNode(`${line}\n`)];
    return [element("span", { "data-light": model.get(called) ?? called }, line), document.createTextNode("\n")];
  });
}
