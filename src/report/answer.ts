/**
 * The renderer of answers: derivations, their lines and what they use, as HTML for pages of any kind. Steps are aligned at
 * their equal signs, rules stand at the right margin, shapes under the factors. A page that lives asks for signs that can
 * be pressed and for the names that things are lit by; all else is the same.
 */
import { dim } from "../core/dim.js";
import { ownOf } from "../core/own.js";
import { shape } from "../core/shape.js";
import { familyOf } from "../derive/rules.js";
import { latexName } from "../print/latex.js";
import { unicodeName } from "../print/unicode.js";
import { whereUnicode } from "./cotangent-equations.js";
import { counterexampleLines, numbersText } from "./counterexample.js";
import { asSource, escapeHtml, type Katex, mathRead, mathSeen, requireKatex } from "./katex.js";
import { conditionPhrase, declarationInUnicode, type Line, linesOf, shapeText, statementInUnicode } from "./lines.js";
import {
  type ClaimReport,
  type Report,
  type ResultReport,
  type ShapeText,
  type StepReport,
  type VerdictKind,
  verdictKind,
} from "./report.js";
import { spoken } from "./spoken.js";

const ORIGINS = 6;
const originClass = (origin: number | null) => (origin === null ? "" : ` cr-o${origin % ORIGINS}`);

/** Draws formulas, each once. */
export interface Pen {
  /** A formula that is seen, read and copied. */
  readonly formula: (latex: string, unicode: string) => string;
  /** A part that is only seen: the whole of it is read and copied elsewhere. */
  readonly part: (latex: string) => string;
  /** As text, to be read aloud and copied. */
  readonly read: (latex: string, unicode: string) => string;
}

/** Formulas that a pen keeps. */
const MOST_KNOWN = 4000;

/** `make`, each key made once while it is kept. A page that lives has the same pen for as long as it is open. */
function kept(make: (latex: string, unicode: string) => string | null) {
  const known = new Map<string, string | null>();
  return (latex: string, unicode: string): string | null => {
    const key = `${latex}\n${unicode}`;
    let made = known.get(key);
    if (made === undefined) {
      if (known.size >= MOST_KNOWN) known.clear();
      made = make(latex, unicode);
      known.set(key, made);
    }
    return made;
  };
}

export function pen(katex: Katex): Pen {
  const seen = kept((latex) => mathSeen(latex, { drawn: `\\displaystyle ${latex}` }, katex));
  // What is said of a formula is no part of how it looks: two that look alike may be read otherwise.
  const read = kept((latex, unicode) => mathRead(latex, { spoken: spoken(unicode) }, katex));
  return {
    formula: (latex, unicode) => {
      const [heard, looks] = [read(latex, unicode), seen(latex, "")];
      if (heard === null || looks === null) return asSource(latex);
      return `<span class="cr-math" data-latex="${escapeHtml(latex)}">${heard}${looks}</span>`;
    },
    part: (latex) => seen(latex, "") ?? asSource(latex),
    read: (latex, unicode) => read(latex, unicode) ?? "",
  };
}

const slug = (step: StepReport) => `rule-${step.rule.replace(/[^A-Za-z0-9]+/g, "-")}`;

const shapeHtml = (shape: ShapeText) => escapeHtml(shapeText(shape));

/** The circled number of an origin: what colour says, said without it. */
const markOf = (origin: number | null) =>
  origin === null ? "" : `<span class="cr-mark${originClass(origin)}">${circled(origin + 1)}</span>`;

const circled = (k: number) => (k <= 20 ? String.fromCodePoint(0x245f + k) : `(${k})`);

/** A page that lives: signs of equality are buttons, and things say what they are lit by. */
export interface Living {
  /** The place of the result among those of the report. */
  readonly at: number;
}

/** How a derivation is drawn. */
interface Drawing {
  readonly draw: Pen;
  readonly living: Living | null;
  /** What each factor of the chain is called, `∂h/∂z`, by the number of its origin. */
  readonly origins: readonly string[];
}

/** What is lit together: a factor of the chain wherever it comes back, or a name by itself. */
function lightOf(origin: number | null, text: string, { living, origins }: Drawing): string {
  if (living === null) return "";
  const factor = origin === null ? undefined : origins[origin];
  const name = /^\(?-?([\p{L}][\p{L}\p{N}_]*)(?:\^T)?\)?$/u.exec(text)?.[1];
  const light = factor ?? name;
  return light === undefined ? "" : ` data-light="${escapeHtml(light)}"`;
}

/** Factors over their shapes; a single one has its shape beside it. */
function factorsHtml(line: Line, drawing: Drawing): string {
  const { draw } = drawing;
  const drawn = (latex: string) => `<span class="cr-formula" aria-hidden="true">${draw.part(latex)}</span>`;
  const [only] = line.factors;
  if (line.factors.length < 2 || line.between === null) {
    const origin = line.factors.length === 1 ? (only?.origin ?? line.origin) : null;
    const shape = `<span class="cr-shape cr-beside">${shapeHtml(line.step.shape)}</span>`;
    const light = lightOf(origin, line.step.after, drawing);
    return `<span class="cr-factor${originClass(origin)}"${light}>${drawn(line.right)}</span>${shape}`;
  }
  const between = line.between.map((gap) => {
    const mark = gap.replace(/^(?:\\,|\s)+|(?:\\,|\s)+$/g, "");
    return mark === "" ? "" : drawn(mark);
  });
  const pieces = line.factors.map(
    (f, i) =>
      `${between[i]}<span class="cr-factor${originClass(f.origin)}"${lightOf(f.origin, f.plain, drawing)}>${drawn(f.text)}<span class="cr-shape">${markOf(f.origin)}${shapeHtml(f.shape)}</span></span>`,
  );
  return pieces.join("") + between[line.factors.length];
}

/** The sign of equality, which unfolds its line where the page lives. */
function equalHtml({ step }: Line, at: number, { draw, living }: Drawing): string {
  const sign = draw.part("=");
  if (living === null) return `<span class="cr-equal" aria-hidden="true">${sign}</span>`;
  const label = escapeHtml(`unfold: ${step.title}`);
  return `<button type="button" class="cr-equal" data-unfold="${living.at},${at}" aria-expanded="false" aria-label="${label}"><span aria-hidden="true">${sign}</span></button>`;
}

function stepHtml(line: Line, at: number, isFirst: boolean, drawing: Drawing): string {
  const { draw } = drawing;
  const { step } = line;
  const statement = isFirst ? statementInUnicode(step.statement) : "";
  const said = statement === "" ? "" : `<span class="cr-statement">${escapeHtml(statement)}</span>`;
  return [
    `<li class="cr-step"><span class="cr-left${originClass(line.origin)}"${lightOf(line.origin, step.left?.text ?? "", drawing)} aria-hidden="true">`,
    line.left === "" ? "" : markOf(line.origin) + draw.part(line.left),
    `</span><span class="cr-right cr-math" data-latex="${escapeHtml(step.latex)}">`,
    draw.read(step.latex, step.unicode),
    `${equalHtml(line, at, drawing)}${factorsHtml(line, drawing)}</span>`,
    `<span class="cr-rule"><a href="#${slug(step)}">${escapeHtml(step.title)}</a>${said}</span>`,
    step.why === null ? "" : `<p class="cr-why">${escapeHtml(step.why)}</p>`,
    "</li>",
  ].join("");
}

const VERDICT_CLASS: Readonly<Record<VerdictKind, string>> = {
  equal: "cr-equal-verdict",
  "equal up to a transpose": "cr-unsure",
  "ill-shaped": "cr-wrong",
  different: "cr-wrong",
  "not judged": "cr-unsure",
  "right if": "cr-unsure",
  condition: "cr-unsure",
  definition: "cr-unsure",
  value: "cr-unsure",
};

export function claimsHtml(claims: readonly ClaimReport[]): string {
  if (claims.length === 0) return "";
  const items = claims.map((c) => {
    const layout = c.layout === null ? "" : ` in ${c.layout} layout`;
    const why = c.why === null ? "" : `: ${escapeHtml(c.why)}`;
    const lines = c.counterexample === null ? [] : counterexampleLines(c.counterexample);
    const numbers =
      lines.length === 0
        ? ""
        : `<details><summary>the numbers</summary><pre class="cr-note">${escapeHtml(lines.join("\n"))}</pre></details>`;
    return `<li><code>${escapeHtml(c.unicode)}</code> — <strong class="${VERDICT_CLASS[verdictKind(c.verdict)]}">${c.verdict}</strong>${layout}${why}${numbers}</li>`;
  });
  return `<h3>Claims</h3><ul class="cr-list">${items.join("")}</ul>`;
}

/** `δ = u ∘ f′(z)`, n×1, which is ∂s/∂z. */
function whereHtml(w: Report["where"][number], lead: string, draw: Pen, light = ""): string {
  const means = w.means === null ? "" : ` <span class="cr-note">which is ${escapeHtml(w.means)}</span>`;
  const formula = draw.formula(`${w.symbol.latex} = ${w.latex}`, `${w.symbol.unicode} = ${w.unicode}`);
  return `<li${light}>${lead}${formula} <span class="cr-shape">${shapeHtml(w.shape)}</span>${means}</li>`;
}

/** What a page that lives has said already, so that a second answer need not. */
export interface SaidAlready {
  readonly said: Set<string>;
}

/** The names that an answer uses, each with what it stands for. */
function usesHtml(result: ResultReport, report: Report, draw: Pen, living: SaidAlready | null): string {
  const said = living?.said ?? new Set<string>();
  const uses = new Set(result.uses.filter((name) => !said.has(name)));
  for (const name of uses) said.add(name);
  // Parts that those parts use stand in the list of all, so that a deep network's page stays linear.
  const where = report.where
    .filter((w) => uses.has(w.name))
    .map((w) => {
      const light = living === null ? "" : ` data-light="${escapeHtml(w.name)}"`;
      return whereHtml(w, '<span class="cr-note">where</span> ', draw, light);
    });
  const named = result.equations.flatMap((c) => {
    const key = `${c.name} ${c.where}`;
    if (said.has(key)) return [];
    said.add(key);
    const range = c.where === "" ? "" : ` <span class="cr-shape">${escapeHtml(whereUnicode(c))}</span>`;
    const formula = draw.formula(`${c.symbol.latex} = ${c.latex}`, `${c.symbol.unicode} = ${c.unicode}`);
    return [`<li><span class="cr-note">where</span> ${formula}${range}</li>`];
  });
  return where.length + named.length === 0 ? "" : `<ul class="cr-list">${[...where, ...named].join("")}</ul>`;
}

/** The answer in its other dress, and what the matrices of either hold. */
function formsHtml({ forms }: ResultReport, draw: Pen): string {
  const [own, ...others] = forms;
  const note = (form: ResultReport["forms"][number] | undefined): string =>
    form === undefined || form.note.unicode === ""
      ? ""
      : ` <span class="cr-note">${escapeHtml(form.note.unicode)}</span>`;
  const items = others.map((f) => `<li>${draw.formula(`= ${f.latex}`, `= ${f.unicode}`)}${note(f)}</li>`);
  const all = [...(note(own) === "" ? [] : [`<li>${note(own)}</li>`]), ...items];
  return all.length === 0 ? "" : `<ul class="cr-list cr-forms">${all.join("")}</ul>`;
}

/** The result of a derivation, with a button that copies its LaTeX. */
export function resultHtml(result: ResultReport, report: Report, draw: Pen, living: SaidAlready | null = null): string {
  const latex = `${result.left.latex} = ${result.latex}`;
  const layout = result.layout === "gradient" ? "" : `, ${result.layout} layout`;
  return [
    `<div class="cr-result"><div class="cr-answer">${draw.formula(latex, `${result.left.unicode} = ${result.unicode}`)} <span class="cr-shape">${shapeHtml(result.shape)}${layout}</span></div>`,
    `<button type="button" class="cr-copy" data-copy="${escapeHtml(latex)}" data-done="copied">copy LaTeX</button>`,
    formsHtml(result, draw),
    usesHtml(result, report, draw, living),
    "</div>",
  ].join("");
}

/** A line of a derivation, drawn when it is asked for. */
export interface LineDrawing {
  /** As it is read until then. */
  readonly unicode: string;
  readonly html: () => string;
}

/** Lines of a derivation alone. `stated` holds the rules that have said what they state. */
export function lineDrawings(
  result: ResultReport,
  draw: Pen,
  stated: Set<string>,
  living: Living | null = null,
): readonly LineDrawing[] {
  const chain = result.steps.find((s) => s.rule === "chain" && s.factors.length > 1);
  const origins = [...new Set((chain?.factors ?? []).map((f) => f.text))];
  const drawing = { draw, living, origins };
  return linesOf(result, "latex").map((line, at) => {
    const { unicode, title } = line.step;
    // A rule says what it states where it first stands; its name links to the list below.
    const isFirst = !stated.has(title);
    stated.add(title);
    return { unicode, html: () => stepHtml(line, at, isFirst, drawing) };
  });
}

/** Lines in the order of their derivation. */
export const stepsHtml = (lines: readonly string[]): string =>
  lines.length === 0 ? "" : `<ol class="cr-steps">${lines.join("")}</ol>`;

/** What stands behind a result: its number, its conditions, its other views. */
export function remarksHtml(result: ResultReport): string {
  const conditions =
    result.conditions.length === 0 ? "" : `<p class="cr-note">${escapeHtml(conditionPhrase(result.conditions))}</p>`;
  const value =
    result.value === null ? "" : `<p class="cr-note">at the values given: ${escapeHtml(numbersText(result.value))}</p>`;
  const views = Object.entries(result.views).map(
    ([name, shown]) => `<li><span class="cr-note">${escapeHtml(name)}</span> ${escapeHtml(shown)}</li>`,
  );
  const others = views.length === 0 ? "" : `<h3>Other views</h3><ul class="cr-list">${views.join("")}</ul>`;
  return value + conditions + others;
}

/**
 * The lines of a derivation, its result and what that uses, without a heading: also for a page that
 * is about more. `stated` holds the rules that have said what they state.
 */
export const derivationHtml = (result: ResultReport, report: Report, draw: Pen, stated: Set<string>): string =>
  stepsHtml(lineDrawings(result, draw, stated).map((l) => l.html())) +
  resultHtml(result, report, draw) +
  remarksHtml(result);

/** The heading is read as words: a formula in it is for the eye. */
export const headingHtml = ({ left: { latex, unicode } }: ResultReport, draw: Pen): string =>
  `<h2 aria-label="${escapeHtml(`derivation of ${spoken(unicode)}`)}">${draw.formula(latex, unicode)}</h2>`;

function sectionHtml(result: ResultReport, report: Report, draw: Pen, stated: Set<string>): string {
  return `<section>${headingHtml(result, draw)}${derivationHtml(result, report, draw, stated)}${claimsHtml(result.claims)}</section>`;
}

/** An equation of the model as it was read, drawn. */
export function equationHtml(q: Report["equations"][number], draw: Pen): string {
  const left = { latex: latexName(q.name, shape(dim(q.shape[0]), dim(q.shape[1]))), unicode: unicodeName(q.name) };
  const formula = draw.formula(`${left.latex} = ${q.latex}`, `${left.unicode} = ${q.unicode}`);
  return `${formula} <span class="cr-shape">${shapeHtml(q.shape)}</span>`;
}

/** A report without its rules, under the name of its file where it has one. */
export function reportHtml(report: Report, file: string | null, draw: Pen): string {
  const stated = new Set<string>();
  const equations = report.equations.map((q) => `<li>${equationHtml(q, draw)}</li>`);
  const assumed =
    report.assumptions.length === 0
      ? ""
      : `<p class="cr-note">assumed ${escapeHtml(report.assumptions.map(declarationInUnicode).join(", "))}</p>`;
  const faults = report.diagnostics.map(
    (d) =>
      `<p class="cr-fault"><strong>${d.severity}</strong> line ${d.line}, column ${d.column}: ${escapeHtml(d.message)}${d.hint === null ? "" : ` <span class="cr-note">${escapeHtml(d.hint)}</span>`}</p>`,
  );
  const shared =
    report.where.length < 2
      ? ""
      : `<section><h2>Shared parts</h2><ul class="cr-list">${report.where.map((w) => whereHtml(w, "", draw)).join("")}</ul></section>`;
  const results = report.results.map((r) => sectionHtml(r, report, draw, stated)).join("");
  const heading = file === null ? "" : `<h1>${escapeHtml(file)}</h1>`;
  return `<article>${heading}<ul class="cr-list">${equations.join("")}</ul>${assumed}${faults.join("")}${results}${shared}</article>`;
}

/**
 * A report as a fragment of a page: equations, derivations, answers, claims and rules. {@link ANSWER_STYLE} and the style
 * sheet of KaTeX are its looks. Holds no script, no handler and no address but links to its own rules.
 */
export const answerHtml = (report: Report, options: { readonly katex?: Katex } = {}): string =>
  `<div class="cr-report">${reportHtml(report, null, pen(ownOf(options).katex ?? requireKatex()))}${rulesHtml([report])}</div>`;

/** Every rule that the pages use, once: what it says and where it is from. */
export function rulesHtml(reports: readonly Report[]): string {
  const seen = new Map<string, StepReport>();
  for (const report of reports)
    for (const { steps } of report.results) for (const s of steps) if (!seen.has(slug(s))) seen.set(slug(s), s);
  if (seen.size === 0) return "";
  // A line whose title says what it is about stands in the list in general letters.
  const general = (s: StepReport): Pick<StepReport, "title" | "statement"> => familyOf(s.title) ?? s;
  const items = [...seen].map(
    ([id, s]) =>
      `<div id="${id}"><dt>${escapeHtml(general(s).title)}</dt><dd>${escapeHtml(statementInUnicode(general(s).statement))}${s.cite === "" ? "" : ` <span class="cr-note">— ${escapeHtml(s.cite)}</span>`}</dd></div>`,
  );
  return `<section><h2>Rules</h2><dl class="cr-rules">${items.join("")}</dl></section>`;
}
