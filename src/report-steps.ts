/** The lines of a derivation in words of each spelling. */
import type { Expr } from "./core/expr.js";
import type { Derivation } from "./derive/derivation.js";
import { type Step, step } from "./derive/step.js";
import { Derivative } from "./ops/derivative.js";
import { Product } from "./ops/product.js";
import { Scale } from "./ops/scale.js";
import { definitionOf } from "./ops/symbol.js";
import { indexDefinition, indexView } from "./print/index-notation.js";
import { type Names, OutputError } from "./print/pretty.js";
import type { ShapeText, StepReport } from "./print/report.js";
import { unicodeName } from "./print/unicode.js";
import { type Spelled, spelled, spelledInFull } from "./spelling.js";

export type Grain = "none" | "chain" | "full";

/** Law by law, or with the laws of one place drawn together to one line. */
function grained(steps: readonly Step[], grain: Grain): readonly Step[] {
  if (grain === "full") return steps.map((s, i) => (steps[i - 1]?.detail === true && !s.detail ? together(s) : s));
  const out: Step[] = [];
  for (const s of steps) {
    if (s.detail) continue;
    const last = out[out.length - 1];
    if (
      s.left === null &&
      last !== undefined &&
      last.left === null &&
      s.rule !== "symmetric" &&
      last.rule !== "symmetric"
    )
      out[out.length - 1] = {
        ...step("simplify", "simplify", "law by law with --steps full", "", null, last.before, s.after),
        part: { before: last.before, after: s.after },
      };
    else out.push(s);
  }
  return out;
}

/** The line that draws the rules of single operations together. */
const together = (s: Step): Step => ({
  ...s,
  rule: "substitute",
  title: "put together",
  statement: "one line into the other",
  cite: "",
});

/**
 * Says derivations one after another. A cotangent is written in full where it is worked out, and by
 * its name from then on; a part that is shared for another reason has its name from the start.
 */
export interface Teller {
  tell(d: Derivation): readonly StepReport[];
}

export interface Telling {
  readonly grain: Grain;
  /** Whether the entries behind a local Jacobian and a gradient are shown. */
  readonly proof: boolean;
  readonly limit: number | undefined;
}

export function teller(names: Names, cotangents: ReadonlySet<Expr>, { grain, proof, limit }: Telling): Teller {
  const introduced = new Map([...names].filter(([e]) => !cotangents.has(e)));
  return {
    tell(d) {
      if (grain === "none") return [];
      const steps = named(grained(d.steps, grain), d.value, names);
      const reports: StepReport[] = [];
      steps.forEach((s, i) => {
        const shown = i === steps.length - 1 ? names : introduced;
        const said = stepReport(s, shown, limit);
        const entries = proof ? proofOf(s, shown) : null;
        const report =
          entries === null ? said : { ...said, why: said.why === null ? entries : `${said.why}. ${entries}` };
        const name = names.get(s.after);
        if (s.left !== null && name !== undefined) introduced.set(s.after, name);
        // Two nodes may be one text (scalars regrouped); a line that repeats the one before is no step.
        if (s.left === null && s.rule !== "name" && reports.at(-1)?.after === report.after) return;
        reports.push(report);
      });
      return reports;
    },
  };
}

/** A result that has a name: one line more says so, and the lines before write it in full. */
function named(steps: readonly Step[], value: Expr, names: Names): readonly Step[] {
  const name = names.get(value);
  if (name === undefined) return steps;
  const title = `named ${unicodeName(name)}`;
  return [...steps, step("name", title, "what is used more than once is written once", "", null, value, value)];
}

function stepReport(s: Step, names: Names, limit: number | undefined): StepReport {
  const spell = (e: Expr): Spelled => spelled(e, names, limit);
  const after = spell(s.after);
  const left = s.left === null ? null : spell(s.left);
  return {
    rule: s.rule,
    title: s.title,
    statement: s.statement,
    cite: s.cite,
    before: s.rule === "name" ? spelledInFull(s.before, names, limit).text : spell(s.before).text,
    after: after.text,
    latex: left === null ? `= ${after.latex}` : `${left.latex} = ${after.latex}`,
    unicode: left === null ? `= ${after.unicode}` : `${left.unicode} = ${after.unicode}`,
    starts: left !== null,
    left,
    shape: shapeOf(s.after),
    factors: factorsIn(s.after).map((f) => ({ ...spell(f), shape: shapeOf(f) })),
    part: s.part === null ? null : { before: spell(s.part.before).text, after: spell(s.part.after).text },
    why: s.why,
  };
}

/**
 * The entries behind a line: `h_i = f(z_i), so ∂h_i/∂z_j = f′(z_i) δ_ij` for a local Jacobian,
 * `∂s/∂W_ij = δ_i x_j` for a gradient; null for other lines.
 */
function proofOf(s: Step, names: Names): string | null {
  const [of, x] = s.left?.op === Derivative ? s.left.args : [];
  if (of === undefined || x === undefined || ["chain", "reuse", "substitute"].includes(s.rule)) return null;
  const layout = s.left?.data === "gradient" ? "gradient" : "jacobian";
  try {
    const { unicode } = indexView({ value: s.after, of, wrt: [x], layout }, names);
    const value = definitionOf(of);
    if (value === null || layout === "gradient") return unicode;
    // ∂z_i/∂W_jk = δ_ij …: the lecture's argument in words.
    const row = /∂(\S+)_(\w)\/∂(\S+)_(\w)\w = δ_(\w)(\w) /u.exec(unicode);
    const alone =
      row !== null && row[2] === row[5] && row[4] === row[6]
        ? `: ${row[1]}_${row[2]} depends on row ${row[2]} of ${row[3]} alone`
        : "";
    const zero = alone === "" && unicode.includes("δ_") ? ": 0 unless the indices of δ are equal" : alone;
    return `${indexDefinition(of, value, names).unicode}, so ${unicode}${zero}`;
  } catch (error) {
    // Entries that would fill pages prove nothing to a reader.
    if (error instanceof OutputError) return null;
    throw error;
  }
}

export const shapeOf = (e: Expr): ShapeText => [e.shape.rows, e.shape.cols];

/** The factors of a line as they stand beside each other. */
function factorsIn(e: Expr): readonly Expr[] {
  if (e.op === Scale) {
    const [c, X] = [e.args[0] as Expr, e.args[1] as Expr];
    return X.op === Product ? [c, ...X.args] : [c, X];
  }
  return e.op === Product ? e.args : [e];
}
