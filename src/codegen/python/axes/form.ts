/** The kernel of arrays over indices in Python: one emission for each function, so that what several share is written once. */
import type { Expr } from "../../../core/expr.js";
import { nth } from "../../../core/operands.js";
import { LEVEL, piece } from "../../../print/pretty.js";
import {
  type ArrayExpr,
  type ArrayForm,
  type CodePrinter,
  type FunctionForms,
  formOf,
  sizeText,
} from "../../arrays/array.js";
import type { Surroundings } from "./emission.js";
import { type AxesEmitter, axesEmitter } from "./values.js";

/** Words in which libraries differ. */
export type AxesWords = Pick<Surroundings, "permuted" | "floating" | "where" | "range" | "like">;

interface Library extends AxesWords {
  readonly module: string;
  readonly functions: FunctionForms;
}

/** The form of {@link ArrayExpr.indexed}. */
export function overAxes(library: Library): ArrayForm {
  const emitters = new WeakMap<CodePrinter, { readonly emitter: AxesEmitter; readonly parts: Map<Expr, ArrayExpr> }>();
  return (e, at) => {
    const { indexed } = e;
    if (indexed === undefined) throw new Error("an array over indices says what it is of");
    let found = emitters.get(at);
    if (found === undefined) {
      const parts = new Map<Expr, ArrayExpr>();
      found = { parts, emitter: axesEmitter(surroundings(library, parts, at)) };
      emitters.set(at, found);
    }
    for (const [k, part] of indexed.parts.entries()) found.parts.set(part, nth(e.args, k));
    const { emitter } = found;
    const code = indexed.letters.length === 0 ? emitter.closed(indexed.of) : emitter.over(indexed.of, indexed.letters);
    return piece(code, /^[\w.]+$/.test(code) ? LEVEL.primary : LEVEL.sum);
  };
}

function surroundings(
  { functions, ...words }: Library,
  parts: ReadonlyMap<Expr, ArrayExpr>,
  at: CodePrinter,
): Surroundings {
  return {
    ...words,
    size: (d) => sizeText(d, at),
    closed(e) {
      const node = parts.get(e);
      if (node === undefined) throw new Error(`${e.op.name} is written before its arrays`);
      return at.of(node).text;
    },
    given: at.variable,
    call: (name, argument) => formOf(functions, name, at)?.(argument, at) ?? `${at.function(name)}(${argument})`,
    fresh: at.fresh,
    line: at.line,
    indent: at.indent,
  };
}
