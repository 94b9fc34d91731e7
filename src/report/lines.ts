/**
 * A derivation as lines: left side, right side, factors with their places and origins. The terminal
 * and the page draw the same lines.
 */

import { familyOf } from "../derive/rules.js";
import { listed } from "../derive/step.js";
import { canonicalName } from "../names/canonical.js";
import { textInUnicode, unicodeName } from "../print/unicode.js";
import type { FactorReport, ResultReport, ShapeText, StepReport } from "./report.js";

export type Spelling = "text" | "unicode" | "latex";

interface Factor {
  readonly text: string;
  /** In plain text, whatever the spelling of the line. */
  readonly plain: string;
  readonly shape: ShapeText;
  /** The number of the local Jacobian that the factor comes from, counted along the chain; null for others. */
  readonly origin: number | null;
}

export interface Line {
  /** Empty where the line goes on with the equation before. */
  readonly left: string;
  /** Which factor of the chain the equation is about. */
  readonly origin: number | null;
  readonly right: string;
  readonly factors: readonly Factor[];
  /** The text before, between and behind the factors, one more than they are; null where the factors do not make up the right side. */
  readonly between: readonly string[] | null;
  readonly step: StepReport;
}

/** The right side of a step's line: what stands behind `left = ` or `= `. */
export function rightOf(step: StepReport, spelling: Spelling): string {
  if (spelling === "text") return step.after;
  const line = step[spelling];
  const lead = step.left === null ? "= " : `${step.left[spelling]} = `;
  return line.startsWith(lead) ? line.slice(lead.length) : line;
}

/** A line cut at its factors: which of them stand in it, with their parentheses, and what is around them. */
interface Cut {
  readonly factors: readonly { readonly text: string; readonly report: FactorReport }[];
  readonly between: readonly string[];
}

const isScalarShape = ([rows, cols]: ShapeText) => rows === "1" && cols === "1";

/**
 * Cuts a line at its factors, or gives null where they are not found in order. Scalars that have
 * become a sign or a fraction (`−1`, `1 / n`) are passed over: they have no shape to show.
 */
function cutAt(right: string, factors: readonly FactorReport[], spelling: Spelling): Cut | null {
  const between: string[] = [];
  const found: { text: string; report: FactorReport }[] = [];
  let from = 0;
  let passed = false;
  for (const report of factors) {
    const text = report[spelling];
    const at = right.indexOf(text, from);
    const merged = at < 0 || /^-?[\d./]+$/.test(report.text);
    if (merged && isScalarShape(report.shape)) passed = true;
    else if (at < 0) return null;
    else {
      between.push(right.slice(from, at));
      found.push({ text, report });
      from = at + text.length;
    }
  }
  between.push(right.slice(from));
  // A parenthesis belongs to the factor within.
  const whole = found.map((f, i) => {
    const open = /(?:\\left)?\($/.exec(between[i] as string)?.[0];
    const close = /^(?:\\right)?\)/.exec(between[i + 1] as string)?.[0];
    if (open === undefined || close === undefined) return f;
    between[i] = (between[i] as string).slice(0, -open.length);
    between[i + 1] = (between[i + 1] as string).slice(close.length);
    return { text: open + f.text + close, report: f.report };
  });
  const odd = passed ? /\\left|\\right/ : /[\p{L}\p{N}()]/u;
  // A sum of products that happens to hold the factors is not made up of them.
  const evenly = (t: string, open: string, close: string) => t.split(open).length === t.split(close).length;
  const balanced = between.every((t) => evenly(t, "(", ")") && evenly(t, "{", "}") && evenly(t, "[", "]"));
  return balanced && !between.some((t) => odd.test(t)) ? { factors: whole, between } : null;
}

/**
 * The lines of a result. A factor of the chain, ∂h/∂z, gives its number to what it turns out to be,
 * diag(f′(z)), and so to that factor in every line that follows.
 */
export function linesOf(result: Pick<ResultReport, "steps">, spelling: Spelling): readonly Line[] {
  const origins = new Map<string, number>();
  return result.steps.map((step): Line => {
    const key = (f: FactorReport) => f.text;
    if (step.rule === "chain" && step.factors.length > 1)
      for (const f of step.factors) if (!origins.has(key(f))) origins.set(key(f), origins.size);
    const origin = step.left === null ? null : (origins.get(step.left.text) ?? null);
    if (origin !== null) origins.set(step.after, origin);
    const right = rightOf(step, spelling);
    const cut = cutAt(right, step.factors, spelling);
    const parts = cut?.factors ?? step.factors.map((report) => ({ text: report[spelling], report }));
    const factors = parts.map(({ text, report }) => ({
      text,
      plain: report.text,
      shape: report.shape,
      origin: origins.get(key(report)) ?? null,
    }));
    return {
      left: step.left === null ? "" : step.left[spelling],
      origin,
      right,
      factors,
      between: cut?.between ?? null,
      step,
    };
  });
}

/** Where the rules come from: each named once, in order of appearance, by the title that it has first. */
export function sourcesOf(results: readonly Pick<ResultReport, "steps">[]): readonly { title: string; cite: string }[] {
  const seen = new Set<string>();
  const out: { title: string; cite: string }[] = [];
  for (const { steps } of results)
    for (const { rule, title, cite } of steps) {
      const keys = [`${rule}\n${cite}`, `${title}\n${cite}`];
      // A name of the model needs no source, and a line that says what is known is named without saying of what.
      if (cite !== "" && cite !== "the model" && !keys.some((k) => seen.has(k)))
        out.push({ title: familyOf(title)?.title ?? title, cite });
      for (const k of keys) seen.add(k);
    }
  return out;
}

/** `v' diag(w) = (v .* w)'` in the marks of the board. A prime before a parenthesis is a derivative, else a transpose. */
export function statementInUnicode(statement: string): string {
  const marked = textInUnicode(statement);
  if (!marked.includes("'")) return marked;
  return marked.replace(/(?<!')'+(?=\()/g, (m) => "′".repeat(m.length)).replace(/(?<=[\p{L}\p{N})\]])'/gu, "ᵀ");
}

/** `σ² : scalar` as the formulas spell the name; as it is where the letters would be read as another name. */
export function declarationInUnicode(declaration: string): string {
  const [name] = /^[A-Za-z]\w*(?= [:=] )(?!.* for )/.exec(declaration) ?? [];
  if (name === undefined) return declaration;
  const shown = unicodeName(name);
  const read = shown.endsWith("²") ? `${canonicalName(shown.slice(0, -1))}_squared` : canonicalName(shown);
  return read === name ? shown + declaration.slice(name.length) : declaration;
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** `n×m`, `n²×(n m)`. */
export const shapeText = ([rows, cols]: ShapeText): string => {
  const raised = (d: string) =>
    d.replace(/\^(\d+)/g, (_, k: string) => [...k].map((c) => SUPERSCRIPTS[Number(c)]).join(""));
  const side = (d: string) => (d.includes(" ") ? `(${raised(d)})` : raised(d));
  return `${side(rows)}×${side(cols)}`;
};

/** A slope that is a matter of convention: relu′(0) = 0 is taken. */
const TAKEN = / is taken$/;

/** `where det(X) > 0, with the convention relu′(0) = 0`. */
export function conditionPhrase(conditions: readonly string[]): string {
  const holds = conditions.filter((c) => !TAKEN.test(c));
  const taken = conditions.filter((c) => TAKEN.test(c)).map((c) => c.replace(TAKEN, ""));
  return [
    ...(holds.length === 0 ? [] : [`where ${listed(holds)}`]),
    ...(taken.length === 0 ? [] : [`with the convention ${listed(taken)}`]),
  ].join(", ");
}
