/** When output is coloured. */
import type { World } from "./command.js";

/**
 * `--color` and `--no-color` decide; else `NO_COLOR` (any value but the empty one, https://no-color.org) switches it
 * off; else a terminal is coloured and a pipe or file is not.
 */
export function coloured(flag: unknown, terminal: boolean, env: World["env"]): boolean {
  if (typeof flag === "boolean") return flag;
  if ((env.NO_COLOR ?? "") !== "" || env.TERM === "dumb") return false;
  return terminal;
}

type Style = "bold" | "red" | "yellow" | "green" | "cyan" | "dim";

const CODES: Record<Style, readonly [number, number]> = {
  bold: [1, 22],
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
  cyan: [36, 39],
  dim: [2, 22],
};

/** Wraps text in a style where `on`, else leaves it. */
export function paint(on: boolean, style: Style, text: string): string {
  if (!on) return text;
  const [open, close] = CODES[style];
  return `\u001b[${open}m${text}\u001b[${close}m`;
}

/**
 * Text from a file or a command line made safe for a terminal: control characters become their pictures (␛) and
 * direction overrides become �, one for one, so that a caret below still stands under its character.
 */
export function visible(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
      .replace(/[\u0000-\u0008\u000b-\u001f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)))
      .replace(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, "\ufffd")
  );
}
