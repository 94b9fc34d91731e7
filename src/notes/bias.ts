/** `Z = W X + b` of a whole batch: the bias is added to each column, or to each row where examples are rows. */
import type { Name } from "../parse/ast.js";
import type { Behind } from "./scope.js";
import { type Cut, OPENING } from "./statements.js";
import { rewritten } from "./upstream.js";

/** The definitions with each such bias spread over the columns, and over the rows; none where there is no such sum. */
export function withBias(behind: Behind): readonly { readonly behind: Behind; readonly given: readonly string[] }[] {
  const names = new Map<string, Name>();
  const over = (spread: (b: string) => string): readonly Cut[] =>
    behind.cuts.map((cut) => {
      const b = biasIn(cut);
      if (b === null) return cut;
      names.set(b.name, b);
      return rewritten(cut, [{ span: b.span, text: spread(b.typed) }]);
    });
  const columns = over((b) => `(${b}) \\mathbf{1}^{\\top}`);
  if (names.size === 0) return [];
  // Parentheses would make it a column of that many ones.
  const rows = over((b) => `\\mathbf{1} {${b}}^{\\top}`);
  const given = [...names.keys()].map((n) => `${n} : vector`);
  return [columns, rows].map((cuts) => ({
    behind: { ...behind, cuts, source: cuts.map((c) => c.text).join("\n") },
    given,
  }));
}

/** The lower-case letter that is added to a product of capitals. */
function biasIn({ statement, text }: Cut): Name | null {
  if (statement.type !== "definition" || statement.value.type !== "sum" || !text.startsWith(OPENING)) return null;
  const terms = statement.value.terms.map((t) => t.term);
  const isCapital = (n: Name): boolean => /^[A-Z]/.test(n.name);
  const hasProduct = terms.some(
    (t) =>
      t.type === "product" &&
      t.rest.length === 1 &&
      [t.first, t.rest[0]?.operand].every((f) => f?.type === "name" && isCapital(f)),
  );
  const added = terms.flatMap((t) => (t.type === "name" && /^[a-z](?:_|$)/.test(t.name) ? [t] : []));
  return hasProduct && added.length === 1 ? (added[0] ?? null) : null;
}
