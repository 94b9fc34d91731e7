/**
 * A derivation as lines: left side, right side, factors with their places and origins. The terminal
 * and the page draw the same lines.
 */
import type { FactorReport, ResultReport, ShapeText, StepReport } from "./report.js";

export type Spelling = "text" | "unicode" | "latex";

export interface Factor {
  readonly text: string;
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
  /** What stands before, between and behind the factors; null where the factors do not make up the right side. */
  readonly between: readonly string[] | null;
  readonly step: StepReport;
}

/** The right side of a step's line: what stands behind `left = ` or `= `. */
function rightOf(step: StepReport, spelling: Spelling): string {
  if (spelling === "text") return step.after;
  const line = step[spelling];
  const lead = step.left === null ? "= " : `${step.left[spelling]} = `;
  return line.startsWith(lead) ? line.slice(lead.length) : line;
}

/** A line cut at its factors: the factors with their parentheses, and what stands around them. */
interface Cut {
  readonly factors: readonly string[];
  readonly between: readonly string[];
}

/** Cuts a line at its factors, or gives null where they are not found in order. */
function cutAt(right: string, factors: readonly string[]): Cut | null {
  const between: string[] = [];
  let from = 0;
  for (const f of factors) {
    const at = right.indexOf(f, from);
    if (at < 0) return null;
    between.push(right.slice(from, at));
    from = at + f.length;
  }
  between.push(right.slice(from));
  // A parenthesis belongs to the factor within.
  const whole = factors.map((f, i) => {
    const open = /(?:\\left)?\($/.exec(between[i] as string)?.[0];
    const close = /^(?:\\right)?\)/.exec(between[i + 1] as string)?.[0];
    if (open === undefined || close === undefined) return f;
    between[i] = (between[i] as string).slice(0, -open.length);
    between[i + 1] = (between[i + 1] as string).slice(close.length);
    return open + f + close;
  });
  return between.some((t) => /[\p{L}\p{N}()]/u.test(t)) ? null : { factors: whole, between };
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
    const cut = cutAt(
      right,
      step.factors.map((f) => f[spelling]),
    );
    const factors = step.factors.map((f, i) => ({
      text: cut?.factors[i] ?? f[spelling],
      shape: f.shape,
      origin: origins.get(key(f)) ?? null,
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
  const seen = new Map<string, { title: string; cite: string }>();
  for (const { steps } of results)
    for (const { title, cite } of steps) if (cite !== "" && !seen.has(title)) seen.set(title, { title, cite });
  return [...seen.values()];
}

/** `v' diag(w) = (v .* w)'` in the marks of the board. A prime before a parenthesis is a derivative, else a transpose. */
export const statementInUnicode = (statement: string): string =>
  statement
    .replaceAll(" .* ", " ∘ ")
    .replaceAll(" ./ ", " ⊘ ")
    .replaceAll("^T", "ᵀ")
    .replaceAll("^-1", "⁻¹")
    .replace(/'+(?=\()/g, (m) => "′".repeat(m.length))
    .replace(/(?<=[\p{L}\p{N})\]])'/gu, "ᵀ");

/** `n×m`. */
export const shapeText = ([rows, cols]: ShapeText): string => {
  const side = (d: string) => (d.includes(" ") ? `(${d})` : d);
  return `${side(rows)}×${side(cols)}`;
};
