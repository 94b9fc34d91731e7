/** Statements with sums, families and entries: syntax has them, and no phase here reads them yet. */
import type { Reporter } from "../core/diagnostic.js";
import { type Expression, expressionsOf, postorder, type Statement } from "../parse/ast.js";

const WORDS = {
  reduction: "a sum or product over an index is",
  condition: "a condition in brackets is",
  cases: "a choice of cases is",
  entry: "an entry is",
} as const;

/** The statements that can be read without an index; the others are reported, and left out with what they state. */
export function withoutIndices(
  statements: readonly Statement[],
  said: Reporter,
): { readonly kept: readonly Statement[]; readonly left: readonly string[] } {
  const left: string[] = [];
  const kept = statements.filter((s) => {
    // What a letter runs over says nothing where nothing has that letter.
    if (s.type === "range") return false;
    const refused = refusal(s);
    if (refused === null) return true;
    said.report("error", "syntax/sum", refused.span, `${refused.what} not derived yet`, {
      hint: "sum(x) adds the entries of x; x^T y is the sum of products",
    });
    if (s.type === "definition" || s.type === "functionDefinition") left.push(s.name.name);
    else if (s.type === "declaration" || s.type === "places") left.push(...s.names.map((n) => n.name));
    return false;
  });
  return { kept, left };
}

function refusal(
  s: Exclude<Statement, { readonly type: "range" }>,
): { readonly what: string; readonly span: Statement["span"] } | null {
  const [range] = s.ranges ?? [];
  if (s.type === "places" || range !== undefined)
    return { what: "a statement for all values of an index is", span: range?.span ?? s.span };
  const { stated, claimed } = expressionsOf(s);
  for (const root of [...stated, ...claimed]) {
    const e = postorder(root).find(isIndexed);
    if (e !== undefined) return { what: WORDS[e.type], span: e.type === "reduction" ? e.head : e.span };
  }
  return null;
}

const isIndexed = (e: Expression): e is Expression & { readonly type: keyof typeof WORDS } =>
  Object.hasOwn(WORDS, e.type);
