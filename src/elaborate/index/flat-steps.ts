/**
 * `h_t = \tanh(W h_t-1)`: TeX sets one letter below, and plain text ends a name at a sign, so this is h_t less 1. Who
 * writes it without a space and has h_t on the left side means h at the step before.
 */
import { type Expression, type Name, nodesOf, type Statement } from "../../parse/ast.js";
import type { Misread } from "../misread.js";

/** Letters that count steps; below others less 1 is a number less 1, `(1 - x_i)^2`. */
const STEPS = /_[tknl]$/;

/** The first name of a statement with a letter below that a 1 touches: a fault where it is defined here, else a warning. */
export function flatStep(s: Statement, source: string, defined: ReadonlySet<string>): Misread | null {
  if (s.type !== "definition" && s.type !== "functionDefinition" && s.type !== "claim" && s.type !== "query")
    return null;
  const own = s.type === "definition" ? s.name.name : null;
  for (const e of nodesOf(s)) {
    const found = e.type === "sum" ? stepIn(e.terms, source) : null;
    if (found === null) continue;
    const { name, text, at } = found;
    const isOwn = name.name === own;
    if (!isOwn && !(STEPS.test(name.name) && (name.name.endsWith("_t") || defined.has(name.name)))) continue;
    const [base, letter] = [at.slice(0, at.lastIndexOf("_")), at.slice(at.lastIndexOf("_") + 1)];
    const sign = text.at(-2) as string;
    return {
      severity: isOwn ? "error" : "warning",
      code: "syntax/script",
      span: { start: name.span.start, end: name.span.start + text.length },
      message: isOwn
        ? `${text} may be ${base} at ${letter}${sign}1, or ${at} ${sign} 1`
        : `${text} is read as ${at} ${sign} 1, and not as ${base} at ${letter}${sign}1`,
      hint: `braces say what stands below: ${base}_{${letter}${sign}1}; a sum has spaces: ${at} ${sign} 1`,
    };
  }
  return null;
}

interface Step {
  readonly name: Name;
  /** `h_t-1`, and the name in it as typed. */
  readonly text: string;
  readonly at: string;
}

function stepIn(terms: readonly { readonly sign: 1 | -1; readonly term: Expression }[], source: string): Step | null {
  for (let i = 1; i < terms.length; i++) {
    const [before, term] = [terms[i - 1]?.term, terms[i]?.term];
    const name = before?.type === "product" ? before.rest.at(-1)?.operand : before;
    const one = term?.type === "product" ? term.first : term;
    if (name?.type !== "name" || one?.type !== "number" || one.value !== "1") continue;
    const at = source.slice(name.span.start, name.span.end);
    const text = source.slice(name.span.start, one.span.end);
    if (/^[^{}]*_[a-z]$/.test(at) && /^[-−+]1$/.test(text.slice(at.length))) return { name, text, at };
  }
  return null;
}
