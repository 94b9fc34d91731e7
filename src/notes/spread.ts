/** Numbers beside vectors as notes mean them, `1 − h` and `g − Σ_j g_j y_j`: one for each entry. */
import { type Expression, nodesOf, postorder } from "../parse/ast.js";
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

/** Anything that makes a name a vector or a matrix, to the eye of a reader. */
export const ENTRIES =
  /\^\s*(?:\{\s*)?(?:-1|\\top|\\intercal|\\mathsf|T(?![a-zA-Z])|⊤)|\\\||‖|\\[lr]?Vert|\\(?:odot|otimes|circ|langle|mathbf|bm|boldsymbol|vec|det)(?![a-zA-Z])|\b(?:tr|Tr|diag|det|softmax|vec|sum|matrix|vector)\b|[⊙⊗ᵀ∘]|\\mathbb\{R\}|\.\*/;

/** `Y = A K^α L^{1-α}`: capitals with a letter for a power are numbers, where nothing speaks of entries. */
export function raisedNumbers(cuts: readonly Cut[], heads: ReadonlySet<string>): readonly string[] {
  if (cuts.some((c) => ENTRIES.test(c.text))) return [];
  const nodes = cuts.flatMap((c) => nodesOf(c.statement));
  const isRaised = nodes.some(
    (e) =>
      e.type === "postfix" &&
      e.operand.type === "name" &&
      /^[A-Z]$/.test(e.operand.name) &&
      e.operators.some((o) => o.type === "power" && postorder(o.exponent).some((x) => x.type === "name")),
  );
  const capitals = new Set(nodes.flatMap((e) => (e.type === "name" && /^[A-Z]$/.test(e.name) ? [e.name] : [])));
  return isRaised ? [...capitals].filter((n) => !heads.has(n)).map((n) => `${n} : scalar`) : [];
}
