/** An expression in all spellings at once, with shared parts by name. */
import type { Expr } from "./core/expr.js";
import { walk } from "./core/walk.js";
import { latexName, printLatex } from "./print/latex.js";
import type { Names } from "./print/pretty.js";
import { printText } from "./print/text.js";
import { printUnicode, unicodeName } from "./print/unicode.js";

export interface Spelled {
  readonly text: string;
  readonly unicode: string;
  readonly latex: string;
}

/** The spellings of an expression; one that has a name is that name. */
export function spelled(e: Expr, names: Names, limit?: number): Spelled {
  const name = names.get(e);
  return name === undefined ? spelledInFull(e, names, limit) : spelledName(name, e);
}

/** The spellings of an expression, in full even where it has a name itself. */
export function spelledInFull(e: Expr, names: Names, limit?: number): Spelled {
  return {
    text: printText(e, names, limit),
    unicode: printUnicode(e, names, limit),
    latex: printLatex(e, names, limit),
  };
}

export const spelledName = (name: string, like: Expr): Spelled => ({
  text: name,
  unicode: unicodeName(name),
  latex: latexName(name, like.shape),
});

/** The names that stand in an expression as it is spelled, in the order of the text. */
export function namesUsed(e: Expr, names: Names): readonly string[] {
  const own = names.get(e);
  if (own !== undefined) return [own];
  const used = new Set<string>();
  for (const x of walk([e], (n) => names.has(n)))
    for (const a of x.args) {
      const name = names.get(a);
      if (name !== undefined) used.add(name);
    }
  return [...used];
}
