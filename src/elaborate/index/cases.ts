/** Choices of cases: syntax has them, and no phase here reads them yet. */
import type { Reporter } from "../../core/diagnostic.js";
import { expressionsOf, postorder, type Statement } from "../../parse/ast.js";

/** The statements without a choice of cases; the others are reported, and left out with what they state. */
export function withoutCases(
  statements: readonly Statement[],
  said: Reporter,
): { readonly kept: readonly Statement[]; readonly left: readonly string[] } {
  const left: string[] = [];
  const kept = statements.filter((s) => {
    const { stated, claimed } = expressionsOf(s);
    const found = [...stated, ...claimed].flatMap(postorder).find((e) => e.type === "cases");
    if (found === undefined) return true;
    said.report("error", "syntax/sum", found.span, "a choice of cases is not derived yet", {
      hint: "step(z), relu(z), max(a, b) and abs(z) are functions of the language",
    });
    if (s.type === "definition" || s.type === "functionDefinition") left.push(s.name.name);
    return false;
  });
  return kept.length === statements.length ? { kept: statements, left } : { kept, left };
}
