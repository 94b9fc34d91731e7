/** An expression in all spellings at once, with shared parts by name. */
import type { Context, Expr } from "../core/expr.js";
import { walk } from "../core/walk.js";
import { LATEX, latexName } from "./latex.js";
import { type Had, isOpen } from "./letters.js";
import { type Names, NO_NAMES, printer } from "./pretty.js";
import { TEXT } from "./text.js";
import { UNICODE, unicodeName } from "./unicode.js";

export interface Spelled {
  readonly text: string;
  readonly unicode: string;
  readonly latex: string;
}

/** The spellings of an expression; one that has a name is that name. What bound indices have `had` for letters they keep. */
export function spelled(e: Expr, names: Names, limit?: number, had?: Had): Spelled {
  const name = names.get(e);
  return name === undefined ? spelledInFull(e, names, limit, had) : spelledName(name, e);
}

interface Printers {
  readonly size: number;
  readonly limit: number | undefined;
  readonly text: (e: Expr) => string;
  readonly unicode: (e: Expr) => string;
  readonly latex: (e: Expr) => string;
}

/** Printers by the names that they use: the lines of a report share most of their parts. What needs no names goes by its model, or a printer would keep every model alive. */
const PRINTERS = new WeakMap<Names | Context, Printers>();

/** The printers for these names; names that have been added since call for new ones. */
function printersFor(names: Names, limit: number | undefined, home: Context): Printers {
  const key = names === NO_NAMES ? home : names;
  const known = PRINTERS.get(key);
  if (known !== undefined && known.size === names.size && known.limit === limit) return known;
  const made = printersOf(names, limit);
  PRINTERS.set(key, made);
  return made;
}

const printersOf = (names: Names, limit: number | undefined, had?: Had): Printers => ({
  size: names.size,
  limit,
  text: printer(TEXT, names, limit, had),
  unicode: printer(UNICODE, names, limit, had),
  latex: printer(LATEX, names, limit, had),
});

/** The spellings of an expression, in full even where it has a name itself. */
export function spelledInFull(e: Expr, names: Names, limit?: number, had?: Had): Spelled {
  const at = had === undefined || !isOpen(e) ? printersFor(names, limit, e.home) : printersOf(names, limit, had);
  return { text: at.text(e), unicode: at.unicode(e), latex: at.latex(e) };
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
