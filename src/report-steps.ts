/** The lines of a derivation in words of each spelling. */
import type { Expr } from "./core/expr.js";
import type { Derivation } from "./derive/derivation.js";
import { type Step, step } from "./derive/step.js";
import { Product } from "./ops/product.js";
import { Scale } from "./ops/scale.js";
import type { Names } from "./print/pretty.js";
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
    if (s.left === null && last !== undefined && last.left === null)
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

export function teller(names: Names, cotangents: ReadonlySet<Expr>, grain: Grain, limit: number | undefined): Teller {
  const introduced = new Map([...names].filter(([e]) => !cotangents.has(e)));
  return {
    tell(d) {
      if (grain === "none") return [];
      const steps = named(grained(d.steps, grain), d.value, names);
      const reports: StepReport[] = [];
      steps.forEach((s, i) => {
        const report = stepReport(s, i === steps.length - 1 ? names : introduced, limit);
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

export const shapeOf = (e: Expr): ShapeText => [e.shape.rows, e.shape.cols];

/** The factors of a line as they stand beside each other. */
function factorsIn(e: Expr): readonly Expr[] {
  if (e.op === Scale) {
    const [c, X] = [e.args[0] as Expr, e.args[1] as Expr];
    return X.op === Product ? [c, ...X.args] : [c, X];
  }
  return e.op === Product ? e.args : [e];
}
