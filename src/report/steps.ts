/** The lines of a derivation in words of each spelling. */
import type { Expr } from "../core/expr.js";
import { showDim } from "../core/place.js";
import { isColumn, isRow, isScalar, isVector } from "../core/shape.js";
import { walk } from "../core/walk.js";
import type { Derivation } from "../derive/derivation.js";
import { FAMILIES } from "../derive/rules.js";
import { inWords, type Step, step } from "../derive/step.js";
import { Derivative } from "../ops/derivative.js";
import { differential } from "../ops/differential.js";
import { Product } from "../ops/product.js";
import { Scale } from "../ops/scale.js";
import { definitionOf, SymbolOp } from "../ops/symbol.js";
import { indexDefinition, indexView } from "../print/index-notation.js";
import { type Had, lettersWithin } from "../print/letters.js";
import { MAX_OUTPUT, type Names, OutputError } from "../print/pretty.js";
import { type Spelled, spelled, spelledInFull } from "../print/spelling.js";
import { printUnicode, unicodeName } from "../print/unicode.js";
import type { ShapeText, StepReport } from "./report.js";

export type Grain = "none" | "chain" | "full";

/** Laws that only put signs, numbers and transposes in their places: folded into the line that they belong to. */
const BOOKKEEPING: ReadonlySet<string> = new Set([
  "identity",
  "factor 1",
  "exponent 1",
  "term 0",
  "scalar in front",
  "scalars together",
  "product of numbers",
  "a scalar is its own transpose",
  "double transpose",
  "fewest transposes",
]);

/** Whether a line only tidies up. */
const tidies = (s: Step): boolean => s.left === null && (BOOKKEEPING.has(s.rule) || s.rule.startsWith("transpose of "));

/** Every line, or the moves that teach: what only tidies up is done along with the line before it. */
function grained(steps: readonly Step[], grain: Grain): readonly Step[] {
  if (grain === "full") return steps;
  const out: Step[] = [];
  for (const s of steps) {
    const last = out[out.length - 1];
    const follows = s.left === null && last !== undefined && last.left === null && !last.move;
    if (!follows || s.rule === "symmetric" || last.rule === "symmetric") out.push(s);
    else if (tidies(s)) out[out.length - 1] = { ...last, after: s.after };
    else if (tidies(last)) out[out.length - 1] = { ...s, before: last.before };
    else out.push(s);
  }
  return out;
}

/** The form of a line of differentials, whatever its names: lines of one form go the same way. */
function formOf(line: Expr): string {
  const form = new Map<Expr, string>();
  const kind = (e: Expr): string => (isScalar(e.shape) ? "c" : isColumn(e.shape) ? "v" : isRow(e.shape) ? "r" : "M");
  for (const e of walk([line], (x) => !x.hasDifferential))
    form.set(
      e,
      e.op.isDifferential ? `d${kind(e)}` : `${e.op.name}(${e.args.map((a) => form.get(a) ?? kind(a)).join(" ")})`,
    );
  return form.get(line) ?? "";
}

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
  /** Whether ∂s/∂x has the shape of x: then the gradient by a vector needs no sign of its own. */
  readonly shapeFirst: boolean;
  readonly limit: number | undefined;
  /** Hears, after each derivation that was told, of the expression that each of its lines ends in. */
  readonly hear?: ((ends: readonly Expr[]) => void) | undefined;
}

export function teller(
  names: Names,
  cotangents: ReadonlySet<Expr>,
  { grain, proof, shapeFirst, limit = MAX_OUTPUT, hear = () => {} }: Telling,
): Teller {
  const introduced = new Map<Expr, string>();
  /** The moves that have been shown: the form of the line that they start from, and the derivative that they led to. */
  const shown = new Map<string, string>();
  /** The parts of an expression that have a name which no line has said, operands first. */
  const unsaid = (e: Expr): readonly Expr[] => walk([e], (x) => introduced.has(x)).filter((x) => names.has(x));
  /** A line that gives a part its name, by which it goes from there on. */
  const introduce = (e: Expr, title: string, why: string | null): StepReport => {
    const full = spelledInFull(e, introduced, limit);
    introduced.set(e, names.get(e) as string);
    const name = spelled(e, introduced, limit);
    return {
      rule: title === NAMED ? FAMILIES.naming.rule : FAMILIES.call.rule,
      title,
      statement: "",
      cite: "",
      before: full.text,
      after: full.text,
      latex: `${name.latex} = ${full.latex}`,
      unicode: `${name.unicode} = ${full.unicode}`,
      starts: true,
      left: name,
      shape: shapeOf(e),
      factors: [{ ...full, shape: shapeOf(e) }],
      part: null,
      why,
    };
  };
  return {
    tell(d) {
      if (grain === "none") {
        hear([]);
        return [];
      }
      const steps = grain === "full" ? d.steps : withoutShown(grained(d.steps, grain), shown);
      const reports: StepReport[] = [];
      const ends: Expr[] = [];
      let length = 0;
      /** The letters that parts of earlier lines have in them, which they keep where they have lines of their own. */
      const lettered = new Map<Expr, Had>();
      let had: Had | undefined;
      /** The left side that the lines go on with, and whether a line that is about something else has come between. */
      let equation: Step["left"] = null;
      let apart = false;
      const add = (report: StepReport, end: Expr) => {
        length += report.before.length + report.unicode.length + (report.why?.length ?? 0);
        if (length > limit) throw new OutputError(limit, "derivation");
        reports.push(report);
        ends.push(end);
      };
      const say = (s: Step) => {
        if (s.left !== null) equation = s.left;
        const again = s.left === null && apart && equation !== null;
        if (s.left !== null) had = lettered.get(s.left);
        const line = stepReport(again ? { ...s, left: equation } : s, { names: introduced, limit, shapeFirst, had });
        for (const [e, own] of lettersWithin(s.after, isDifferential, had)) if (!lettered.has(e)) lettered.set(e, own);
        const entries = proof ? proofOf(s, introduced) : null;
        const report = entries === null ? line : withWhy(line, entries);
        const last = reports.at(-1);
        // Two nodes may be one text (scalars regrouped); a line that repeats the one before is no step.
        if (last === undefined || report.starts || last.after !== report.after) add(report, s.after);
        else if (report.why !== null) reports[reports.length - 1] = withWhy(last, report.why);
        apart = false;
      };
      steps.forEach((s, i) => {
        say(s);
        const next = steps[i + 1];
        if (next === undefined) return;
        // A gradient has its name once it is worked out, at the end of its equation; any other part from where it first
        // stands, or a deep network would be written out anew in every line.
        for (const e of unsaid(s.after)) {
          const own = e === s.after;
          if (cotangents.has(e) && !(own && next.left !== null)) continue;
          const name = unicodeName(names.get(e) as string);
          add(introduce(e, own ? `call it ${name}` : NAMED, own ? consequence(equation, name, e) : null), e);
          apart = true;
        }
      });
      const parts = unsaid(d.value);
      const last = reports.at(-1);
      if (last === undefined || parts.length === 0) {
        hear(ends);
        return reports;
      }
      // The result uses names that no line has said yet.
      for (const e of parts)
        add(introduce(e, e === d.value ? `call it ${unicodeName(names.get(e) as string)}` : NAMED, null), e);
      const rule = {
        ...FAMILIES.definition,
        statement: "",
        title: `by definition of ${parts.map((e) => unicodeName(names.get(e) as string)).join(", ")}`,
      };
      const end = stepReport(step(rule, equation, d.value, d.value), { names: introduced, limit, shapeFirst });
      hear([...ends, d.value]);
      return [...reports, { ...end, before: last.before }];
    },
  };
}

const NAMED = FAMILIES.naming.title;

/** `so ds = δᵀ dz`, where a gradient has got a name. */
function consequence(left: Expr | null, name: string, bar: Expr): string | null {
  if (left === null || left.op !== Derivative || left.data !== "gradient") return null;
  const [y, x] = left.args;
  if (y === undefined || x === undefined || !isScalar(y.shape) || isScalar(x.shape)) return null;
  const [dy, dx] = [printUnicode(differential(y)), printUnicode(differential(x))];
  if (isColumn(bar.shape)) return `so ${dy} = ${name}ᵀ ${dx}`;
  return isRow(bar.shape) ? `so ${dy} = ${dx} ${name}ᵀ` : `so ${dy} = tr(${name}ᵀ ${dx})`;
}

/** Moves that a reader has seen for another variable are not shown again: `as for ∂s/∂W₂`. */
function withoutShown(steps: readonly Step[], shown: Map<string, string>): readonly Step[] {
  const out: Step[] = [];
  for (let i = 0; i < steps.length; i++) {
    const s = steps[i] as Step;
    if (!s.move) {
      out.push(s);
      continue;
    }
    let end = i;
    while (steps[end]?.move === true) end += 1;
    const reads = steps[end];
    const form = formOf(s.before);
    const before = shown.get(form);
    if (reads === undefined || reads.left?.op !== Derivative || before === undefined) {
      out.push(...steps.slice(i, end));
      if (reads?.left?.op === Derivative) shown.set(form, derivativeName(reads.left));
    } else {
      const rule = { ...FAMILIES.asFor, title: `as for ${before}`, statement: "" };
      out.push({ ...reads, ...rule, before: s.before });
      end += 1;
    }
    i = end - 1;
  }
  return out;
}

/** `∂s/∂W`, whatever the layout. */
const derivativeName = ({ args }: Expr): string => {
  const [y, x] = args as readonly [Expr, Expr];
  return `∂${bracketedSum(printUnicode(y))}/∂${printUnicode(x)}`;
};

const bracketedSum = (text: string): string => (text.includes(" ") ? `(${text})` : text);

const withWhy = (report: StepReport, why: string): StepReport => ({
  ...report,
  why: report.why === null ? why : `${report.why}; ${why}`,
});

const isDifferential = (e: Expr): boolean => e.op.isDifferential;

interface Spelling {
  readonly names: Names;
  readonly limit: number | undefined;
  readonly shapeFirst: boolean;
  readonly had?: Had | undefined;
}

function stepReport(s: Step, { names, limit, shapeFirst, had }: Spelling): StepReport {
  const spell = (e: Expr): Spelled => spelled(e, names, limit, had);
  const unicode = (e: Expr): string => spell(e).unicode;
  const after = spell(s.after);
  const left =
    s.left === null
      ? null
      : throughOnly(leftOf(s.left, spell, shapeFirst), s.through === null ? null : spell(s.through));
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
 * A left side. The gradient by a matrix is ∂s/∂W; by a vector it is so only where ∂s/∂x is not its transpose, the row of
 * a Jacobian.
 */
function leftOf(left: Expr, spell: (e: Expr) => Spelled, shapeFirst: boolean): Spelled {
  const [y, x] = left.args;
  if (left.op !== Derivative || left.data !== "gradient" || y === undefined || x === undefined) return spell(left);
  if (y.op !== SymbolOp || !isScalar(y.shape) || (!shapeFirst && isVector(x.shape))) return spell(left);
  const [of, by] = [spell(y), spell(x)];
  return {
    text: `∂${of.text}/∂${by.text}`,
    unicode: `∂${of.unicode}/∂${by.unicode}`,
    latex: `\\frac{\\partial ${of.latex}}{\\partial ${by.latex}}`,
  };
}

/** A line that holds for one path alone says so: `through c: dx̂ = dc / s`. */
const throughOnly = (left: Spelled, path: Spelled | null): Spelled =>
  path === null
    ? left
    : {
        text: `through ${path.text}: ${left.text}`,
        unicode: `through ${path.unicode}: ${left.unicode}`,
        latex: `\\text{through } ${path.latex}\\colon\\; ${left.latex}`,
      };

/**
 * The entries behind a line: `h_i = f(z_i), so ∂h_i/∂z_j = f′(z_i) δ_ij` for a local Jacobian,
 * `∂s/∂W_ij = δ_i x_j` for a gradient; null for other lines.
 */
function proofOf(s: Step, names: Names): string | null {
  const [of, x] = s.left?.op === Derivative ? s.left.args : [];
  if (of === undefined || x === undefined || ["chain", "reuse", "substitute", "replace"].includes(s.rule)) return null;
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

export const shapeOf = (e: Expr): ShapeText => [showDim(e.shape.rows), showDim(e.shape.cols)];

/** The factors of a line as they stand beside each other. */
function factorsIn(e: Expr): readonly Expr[] {
  if (e.op === Scale) {
    const [c, X] = [e.args[0] as Expr, e.args[1] as Expr];
    return X.op === Product ? [c, ...X.args] : [c, X];
  }
  return e.op === Product ? e.args : [e];
}
