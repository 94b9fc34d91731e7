/** Numbers beside vectors as notes mean them, `1 − h` and `g − Σ_j g_j y_j`: one for each entry. */
import { type Expression, postorder } from "../parse/ast.js";
import { type Cut, OPENING } from "./statements.js";

/** The text of a claim with numbers and Σ in its sums spread over entries, and powers of columns elementwise. */
export function inEntries({ statement, text }: Cut, columns: ReadonlySet<string>): string {
  if (statement.type !== "claim") return text;
  const isColumn = (e: Expression): boolean => e.type === "name" && columns.has(e.name);
  const changes: { readonly at: number; readonly added: string }[] = [];
  for (const e of statement.sides.flatMap((s) => postorder(s)))
    if (e.type === "sum") {
      for (const { term } of e.terms)
        if (term.type === "number") changes.push({ at: term.span.end, added: "\\,\\mathbf{1}" });
        else if (term.type === "reduction") {
          changes.push({ at: term.span.start, added: "(" });
          changes.push({ at: term.span.end, added: ")\\,\\mathbf{1}" });
        }
    } else if (e.type === "postfix" && isColumn(e.operand.type === "group" ? e.operand.operand : e.operand)) {
      for (const o of e.operators)
        if (o.type === "power") {
          const braced = text.charAt(o.exponent.span.start - statement.span.start + OPENING.length - 1) === "{";
          changes.push({ at: o.exponent.span.start, added: braced ? "\\odot " : "{\\odot " });
          if (!braced) changes.push({ at: o.exponent.span.end, added: "}" });
        }
    }
  let out = text;
  for (const { at, added } of changes.sort((a, b) => b.at - a.at)) {
    const k = at - statement.span.start + OPENING.length;
    out = out.slice(0, k) + added + out.slice(k);
  }
  return out;
}
