/** Code in pieces: what gives a name of the model its value, or a derivative its, is lit with it. */
import type { Code } from "../src/live/messages.js";
import { element } from "./dom.js";

/** The comment above a piece: `# z = W x + b`, `// ds/dz = u .* f'(z)`. */
const SAYS = /^\s*(?:#|\/\/|%) (\S{1,60}) = /;
const DERIVATIVE = /^d([^/]+)\/d(.+)$/;

/** What a piece is lit by: `z`, `∂s/∂z`. */
const lightOf = (said: string): string => said.replace(DERIVATIVE, "∂$1/∂$2");

export function codeLines({ code }: Code): readonly Node[] {
  const nodes: Node[] = [];
  let piece: HTMLElement | null = null;
  const end = (): void => {
    if (piece !== null) nodes.push(piece);
    piece = null;
  };
  for (const line of code.split("\n")) {
    const said = SAYS.exec(line)?.[1];
    // A piece ends with the function that it stands in, and where the next one begins.
    if (said !== undefined || line.trim() === "" || /^\s*(?:return|end|values?\b)/.test(line)) end();
    if (said !== undefined) piece = element("span", { "data-light": lightOf(said) });
    if (piece === null) nodes.push(document.createTextNode(`${line}\n`));
    else piece.append(`${line}\n`);
  }
  end();
  return nodes;
}
