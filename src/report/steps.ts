/** The lines of a derivation in words of each spelling. */
import type { Expr } from "../core/expr.js";
import { walk } from "../core/walk.js";
import type { Derivation } from "../derive/derivation.js";
import { inWords, type Step, step } from "../derive/step.js";
import { Derivative } from "../ops/derivative.js";
import { Product } from "../ops/product.js";
import { Scale } from "../ops/scale.js";
import { definitionOf } from "../ops/symbol.js";
import { indexDefinition, indexView } from "../print/index-notation.js";
import { MAX_OUTPUT, type Names, OutputError } from "../print/pretty.js";
import { type Spelled, spelled, spelledInFull } from "../print/spelling.js";
import { unicodeName } from "../print/unicode.js";
import type { ShapeText, StepReport } from "./report.js";

export type Grain = "none" | "chain" | "full";

/** Law by law, or with the laws of one place drawn together to one line. */
function grained(steps: readonly Step[], grain: Grain): readonly Step[] {
  if (grain === "full") return steps.map((s, i) => (steps[i - 1]?.detail === true ? together(s) : s));
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
        ...step(SIMPLIFY, null, last.before, s.after),
        part: { before: last.before, after: s.after },
      };
    else out.push(s);
  }
  return out;
}

const SIMPLIFY = { rule: "simplify", title: "simplify", statement: "law by law with --steps full", cite: "" };

/** The line that draws the rules of single operations together. */
const together = (s: Step): Step =>
  s.joined === null ? s : { ...s, why: s.why, ...s.joined, rule: "together", cite: "" };

/**
 * Says derivations one after another. What has a name is written in full until a line has worked it
 * out and said so; from there on it is called by its name, in the derivations that follow too.
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

export function teller(
  names: Names,
  cotangents: ReadonlySet<Expr>,
  { grain, proof, limit = MAX_OUTPUT }: Telling,
): Teller {
  const introduced = new Map<Expr, string>();
  /** The parts of an expression that have a name which no line has said, operands first. */
  const unsaid = (e: Expr): readonly Expr[] => walk([e], (x) => introduced.has(x)).filter((x) => names.has(x));
  /** From here on a part goes by its name; what it stands for. */
  const introduce = (e: Expr): string => {
    const { unicode } = spelledInFull(e, introduced, limit);
    introduced.set(e, names.get(e) as string);
    return `${unicodeName(names.get(e) as string)} = ${unicode}`;
  };
  return {
    tell(d) {
      if (grain === "none") return [];
      const steps = grained(d.steps, grain);
      const reports: StepReport[] = [];
      let length = 0;
      const say = (report: StepReport) => {
        const last = reports.at(-1);
        length += report.before.length + report.unicode.length + (report.why?.length ?? 0);
        if (length > limit) throw new OutputError(limit, "derivation");
        // Two nodes may be one text (scalars regrouped); a line that repeats the one before is no step.
        if (last === undefined || report.starts || last.after !== report.after) reports.push(report);
        else if (report.why !== null) reports[reports.length - 1] = withWhy(last, report.why);
      };
      steps.forEach((s, i) => {
        const said = stepReport(s, introduced, limit);
        const entries = proof ? proofOf(s, introduced) : null;
        say(entries === null ? said : withWhy(said, entries));
        const next = steps[i + 1];
        if (next === undefined) return;
        // A gradient has its name once it is worked out, at the end of its equation; any other part from where it first
        // stands, or a deep network would be written out anew in every line.
        const parts = unsaid(s.after).filter((e) => !cotangents.has(e) || (e === s.after && next.left !== null));
        if (parts.length === 0) return;
        const own = parts.length === 1 && parts[0] === s.after;
        const meanings = parts.map(introduce);
        const note = own ? `named ${unicodeName(names.get(s.after) as string)}` : meanings.join(", ");
        reports[reports.length - 1] = withWhy(reports.at(-1) as StepReport, `${note} from here on`);
      });
      const last = reports.at(-1);
      const parts = unsaid(d.value);
      if (last === undefined || parts.length === 0) return reports;
      // The result uses names that no line has said yet: one line more says what they stand for.
      const rule = {
        rule: "name",
        title: `named ${parts.map((e) => unicodeName(names.get(e) as string)).join(", ")}`,
        statement: "what is long or used more than once is written once",
        cite: "",
      };
      const why = parts.map(introduce).join(", ");
      const end = stepReport(step(rule, null, d.value, d.value, { why }), introduced, limit);
      return [...reports, { ...end, before: last.after }];
    },
  };
}

const withWhy = (report: StepReport, why: string): StepReport => ({
  ...report,
  why: report.why === null ? why : `${report.why}; ${why}`,
});

function stepReport(s: Step, names: Names, limit: number | undefined): StepReport {
  const spell = (e: Expr): Spelled => spelled(e, names, limit);
  const unicode = (e: Expr): string => spell(e).unicode;
  const after = spell(s.after);
  const left = s.left === null ? null : spell(s.left);
  return {
    rule: s.rule,
    title: inWords(s.title, unicode),
    statement: inWords(s.statement, unicode),
    cite: s.cite,
    before: spell(s.before).text,
    after: after.text,
    latex: left === null ? `= ${after.latex}` : `${left.latex} = ${after.latex}`,
    unicode: left === null ? `= ${after.unicode}` : `${left.unicode} = ${after.unicode}`,
    starts: left !== null,
    left,
    shape: shapeOf(s.after),
    factors: (names.has(s.after) ? [s.after] : factorsIn(s.after)).map((f) => ({ ...spell(f), shape: shapeOf(f) })),
    part: s.part === null ? null : { before: spell(s.part.before).text, after: spell(s.part.after).text },
    why: s.why === null ? null : inWords(s.why, unicode),
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
