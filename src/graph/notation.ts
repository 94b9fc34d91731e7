/** The expressions of a graph as they are written: upstream gradients are `∂s/∂h`, shaped like h. */
import type { Expr } from "../core/expr.js";
import { LATEX, latexName } from "../print/latex.js";
import { type Language, LEVEL, type Names, piece, piecePrinter, printer, unlessTooLong } from "../print/pretty.js";
import { TEXT } from "../print/text.js";
import { UNICODE, unicodeName } from "../print/unicode.js";
import type { ComputationGraph, GraphNode } from "./computation-graph.js";

export interface Spelled {
  readonly text: string;
  readonly unicode: string;
  readonly latex: string;
}

export interface Notation {
  readonly of: (e: Expr) => Spelled;
  /** In Unicode as a factor of a product: in parentheses where it is not one piece. */
  readonly factor: (e: Expr) => string;
  readonly name: (node: GraphNode) => Spelled;
  /** `∂s/∂h`, the gradient of the output by a node. */
  readonly gradient: (node: GraphNode) => Spelled;
  /** `∂h/∂z`, a local derivative. */
  readonly local: (to: GraphNode, from: GraphNode) => Spelled;
}

/** Characters of one expression in a graph; a longer one is cut short, since nobody reads it on an edge. */
const LONGEST = 5000;

const TOO_LONG = "…";

/** The spellings of everything in a graph. */
export function notationOf(graph: ComputationGraph): Notation {
  const name = ({ name: n, symbol }: GraphNode): Spelled => ({
    text: n,
    unicode: unicodeName(n),
    latex: latexName(n, symbol.shape),
  });
  const fraction = (above: GraphNode, below: GraphNode): Spelled => {
    const [y, x] = [name(above), name(below)];
    return {
      text: `∂${y.text}/∂${x.text}`,
      unicode: `∂${y.unicode}/∂${x.unicode}`,
      latex: `\\frac{\\partial ${y.latex}}{\\partial ${x.latex}}`,
    };
  };
  const gradient = (node: GraphNode) => fraction(graph.output ?? node, node);

  // The names that printers know are strings; each stands for the gradient by a node.
  const names = new Map<Expr, string>();
  const meant = new Map<string, Spelled>();
  for (const node of graph.nodes)
    if (node.upstream !== null && node !== graph.output) {
      const key = `upstream of ${node.name}`;
      names.set(node.upstream, key);
      meant.set(key, gradient(node));
    }
  const print = (language: Language, spelling: keyof Spelled) => limited(withNames(language, meant, spelling), names);
  const [text, unicode, latex] = [print(TEXT, "text"), print(UNICODE, "unicode"), print(LATEX, "latex")];
  return {
    name,
    gradient,
    local: fraction,
    factor: (e) => {
      const own = names.get(e);
      if (own !== undefined) return `(${(meant.get(own) as Spelled).unicode})`;
      const p = piecePrinter(withNames(UNICODE, meant, "unicode"), names, LONGEST)(e);
      return p.level >= LEVEL.postfix ? p.text : `(${p.text})`;
    },
    of: (e) => {
      const own = names.get(e);
      return own === undefined ? { text: text(e), unicode: unicode(e), latex: latex(e) } : (meant.get(own) as Spelled);
    },
  };
}

/** A language in which some names are fractions. As a factor or under a transpose they stand in parentheses. */
const withNames = (language: Language, meant: ReadonlyMap<string, Spelled>, spelling: keyof Spelled): Language => ({
  ...language,
  name: (name, shape) => {
    const fraction = meant.get(name);
    if (fraction === undefined) return language.name(name, shape);
    // In LaTeX the bar of the fraction holds it together.
    const level = spelling === "latex" ? LEVEL.postfix : LEVEL.sum;
    return { ...piece(fraction[spelling], level), tall: true };
  },
});

function limited(language: Language, names: Names): (e: Expr) => string {
  return (e) => unlessTooLong(() => printer(language, names, LONGEST)(e)) ?? TOO_LONG;
}
