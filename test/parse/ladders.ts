/** Texts that grow: nesting and length of every sort. */
import { expect } from "vitest";
import { reporter } from "../../src/core/diagnostic.js";
import { postorder } from "../../src/parse/ast.js";
import { parseSyntax } from "../../src/parse/syntax.js";

export interface Ladder {
  readonly name: string;
  readonly text: (n: number) => string;
  /** Appended, makes the end of the text a fault. */
  readonly fault?: string;
  /** The tree does not grow with the text. */
  readonly flat?: boolean;
}

const nested = (open: string, close: string) => (n: number) => `y = ${open.repeat(n)}x${close.repeat(n)}`;

export const LADDERS: readonly Ladder[] = [
  { name: "parentheses", text: nested("(-", ")"), fault: " +" },
  { name: "redundant parentheses", text: nested("(", ")"), fault: " +", flat: true },
  { name: "calls", text: nested("f(", ")"), fault: " +" },
  { name: "transposed parentheses", text: nested("(", ")^T"), fault: " +" },
  { name: "transposes", text: (n) => `y = x${"^T".repeat(n)}`, fault: "^", flat: true },
  { name: "powers", text: nested("(", ")^2"), fault: "^" },
  { name: "exponents", text: nested("x^(", ")"), fault: "^" },
  { name: "sums", text: (n) => `y = x${" + x".repeat(n)}`, fault: " +" },
  { name: "products", text: (n) => `y = x${" x".repeat(n)}`, fault: " *" },
  { name: "elementwise products", text: (n) => `y = x${" .* x".repeat(n)}`, fault: " .*" },
  { name: "signs", text: (n) => `y = x ${"-".repeat(n)} x`, fault: " +", flat: true },
  { name: "blocks", text: nested("[", "]"), fault: " +" },
  { name: "rows of a block", text: (n) => `y = [x${"; x".repeat(n)}]`, fault: " +" },
  { name: "arguments", text: (n) => `y = f(x${", x".repeat(n)})`, fault: " +" },
  { name: "fractions", text: nested("\\frac{1}{", "}"), fault: " +" },
  { name: "bars", text: nested("\\left|", "\\right|"), fault: " +" },
  { name: "bare operators", text: (n) => `y = ${"\\log ".repeat(n)}x`, fault: " +" },
  { name: "gradients", text: (n) => `y = ${"∇_x ".repeat(n)}x`, fault: " +" },
  { name: "derivatives", text: nested("∂(", ")/∂x"), fault: " +" },
  { name: "derivatives with d", text: nested("d(", ")/dx"), fault: " +" },
  { name: "powers of d", text: (n) => `y = x ${"d^3 ".repeat(n)}x`, fault: " +" },
  { name: "bars behind d", text: (n) => `y = x${" + d |x|".repeat(n)}`, fault: " +" },
  { name: "superscripts", text: (n) => `y = \\alpha${"^{x".repeat(n)}${"}".repeat(n)}`, fault: " +" },
  { name: "faces", text: nested("\\mathbf{", "}"), fault: " +", flat: true },
  { name: "subscripts", text: (n) => `y = \\alpha${"_1".repeat(n)}`, fault: " +", flat: true },
  { name: "boxes", text: (n) => `${"\\boxed{".repeat(n)}y = x${"}".repeat(n)}`, flat: true },
  {
    name: "layers",
    text: (n) => Array.from({ length: n }, (_, i) => `h${i + 1} = f(W h${i})`).join("\n"),
    fault: " +",
  },
  {
    name: "rows of a display",
    text: (n) =>
      `\\begin{aligned}${Array.from({ length: n }, (_, i) => `h_{${i + 1}} &= f(W h_{${i}})`).join("\\\\")}\\end{aligned}`,
  },
  {
    name: "spaces of a display",
    text: (n) => `\\begin{aligned}y &= x${" \\quad &".repeat(n)}\\end{aligned}`,
    flat: true,
  },
  { name: "empty lines", text: (n) => `y = x${"\n".repeat(n)}`, flat: true },
  { name: "a long name", text: (n) => `y = ${"x".repeat(n)}`, fault: " +", flat: true },
  { name: "a long number", text: (n) => `y = ${"1".repeat(n)}`, fault: " +", flat: true },
  { name: "a long comment", text: (n) => `y = x # ${"(".repeat(n)}`, flat: true },
];

export const parse = (source: string) => {
  const report = reporter(source);
  return { ...parseSyntax(source, report), diagnostics: report.diagnostics };
};

/** Holds that the text of size `n` is read whole. */
export function reads(ladder: Ladder, n: number): void {
  const { statements, diagnostics } = parse(ladder.text(n));
  expect(diagnostics).toEqual([]);
  const last = statements[statements.length - 1];
  if (last?.type !== "definition") throw new Error("no definition");
  let count = 0;
  for (const _ of postorder(last.value)) count++;
  expect(statements.length + count).toBeGreaterThan(ladder.flat === true ? 1 : n);
}

/** Holds that a fault at the very end of the text of size `n` is reported there, and nothing else is. */
export function refuses(ladder: Ladder, n: number): void {
  const text = ladder.text(n) + (ladder.fault ?? "");
  const { diagnostics } = parse(text);
  expect(diagnostics.map((d) => [d.code, d.line])).toEqual([["syntax/end", text.split("\n").length]]);
  expect(diagnostics[0]?.column).toBe(text.length - text.lastIndexOf("\n"));
}
