/**
 * The sign of an elementwise product in an answer: ∘, or ⊙ where a project asks for it. Answers are printed with ∘, which
 * stands for nothing else in them, so that one pass over the report turns formulas, rules and reasons alike.
 */
import type { Report } from "./report.js";

/** By LaTeX's names; the first is what the printers write. */
export const PRODUCT_SIGNS = ["circ", "odot"] as const;
export type ProductSign = (typeof PRODUCT_SIGNS)[number];

/** `text` is the plain spelling, or what somebody typed; keys and sources are no formulas. */
const KEPT: ReadonlySet<string> = new Set(["text", "rule", "cite"]);

/** A part of a report, `{ latex, unicode }` and what holds such parts, with this sign. */
export function withProducts<Part>(part: Part, sign: ProductSign): Part {
  return sign === "circ" ? part : (turned(part, "") as Part);
}

/** The report with this sign. What is said of the text itself, diagnostics and declarations, stays as it is. */
export const reportWithProducts = (report: Report, sign: ProductSign): Report => ({
  ...report,
  equations: withProducts(report.equations, sign),
  where: withProducts(report.where, sign),
  results: withProducts(report.results, sign),
});

/** Recursion is over the keys of a report, which are few, and not over expressions. */
function turned(value: unknown, key: string): unknown {
  if (typeof value === "string") return KEPT.has(key) ? value : turnedText(value, key === "statement");
  if (Array.isArray(value)) return value.map((member) => turned(member, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, turned(member, name)]));
}

/** Rules are stated in plain text, `v' diag(w) = (v .* w)'`, which faces set in the marks of the board. */
const turnedText = (text: string, isStatement: boolean): string =>
  (isStatement ? text.replaceAll(" .* ", " ⊙ ") : text).replaceAll("∘", "⊙").replace(/\\circ(?![A-Za-z])/g, "\\odot");
