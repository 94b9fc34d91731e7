/**
 * A report as one self-contained page: style, fonts and the few lines of script are inside, nothing
 * is fetched. Steps are aligned at their equal signs, rules stand at the right margin, shapes under
 * the factors.
 */
import { dim } from "../core/dim.js";
import { shape } from "../core/shape.js";
import { familyOf } from "../derive/rules.js";
import { latexName } from "../print/latex.js";
import { unicodeName } from "../print/unicode.js";
import { whereUnicode } from "./cotangent-equations.js";
import { counterexampleLines, numbersText } from "./counterexample.js";
import { asSource, escapeHtml, type Katex, mathParts, requireKatex, stylesheet } from "./katex.js";
import { conditionPhrase, type Line, linesOf, shapeText, statementInUnicode } from "./lines.js";
import { PAGE_SCRIPT, PAGE_STYLE } from "./page-style.js";
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

export interface PageSource {
  /** The name of the file, or null. */
  readonly file: string | null;
  readonly report: Report;
}

export interface PageOptions {
  readonly title?: string;
  /** KaTeX and its style sheet with fonts, where they cannot be read from Node's modules. */
  readonly katex?: Katex;
  readonly css?: string;
}

/** The hash of {@link PAGE_SCRIPT}: the page runs this script and no other. A test keeps it true. */
export const SCRIPT_HASH = "x5fW1i7//q9hDUlIRFweVDtggJVeTUxvgugvrpB/ODQ=";

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

export function pen(katex: Katex): Pen {
  const known = new Map<string, ReturnType<typeof mathParts>>();
  const parts = (latex: string, unicode: string) => {
    let made = known.get(latex);
    if (made === undefined) {
      made = mathParts(latex, { drawn: `\\displaystyle ${latex}`, spoken: spoken(unicode) }, katex);
      known.set(latex, made);
    }
    return made;
  };
  return {
    formula: (latex, unicode) => {
      const made = parts(latex, unicode);
      if (made === null) return asSource(latex);
      return `<span class="cr-math" data-latex="${escapeHtml(latex)}">${made.read}${made.seen}</span>`;
    },
    part: (latex) => parts(latex, "")?.seen ?? asSource(latex),
    read: (latex, unicode) => parts(latex, unicode)?.read ?? "",
  };
}

const slug = (step: StepReport) => `rule-${step.rule.replace(/[^A-Za-z0-9]+/g, "-")}`;

const shapeHtml = (shape: ShapeText) => escapeHtml(shapeText(shape));

/** The circled number of an origin: what colour says, said without it. */
const markOf = (origin: number | null) =>
  origin === null ? "" : `<span class="cr-mark${originClass(origin)}">${circled(origin + 1)}</span>`;

const circled = (k: number) => (k <= 20 ? String.fromCodePoint(0x245f + k) : `(${k})`);

/** Factors over their shapes; a single one has its shape beside it. */
function factorsHtml(line: Line, draw: Pen): string {
  const drawn = (latex: string) => `<span class="cr-formula" aria-hidden="true">${draw.part(latex)}</span>`;
  const [only] = line.factors;
  if (line.factors.length < 2 || line.between === null) {
    const origin = line.factors.length === 1 ? (only?.origin ?? line.origin) : null;
    const shape = `<span class="cr-shape cr-beside">${shapeHtml(line.step.shape)}</span>`;
    return `<span class="cr-factor${originClass(origin)}">${drawn(line.right)}</span>${shape}`;
  }
  const between = line.between.map((gap) => {
    const mark = gap.replace(/^(?:\\,|\s)+|(?:\\,|\s)+$/g, "");
    return mark === "" ? "" : drawn(mark);
  });
  const pieces = line.factors.map(
    (f, i) =>
      `${between[i]}<span class="cr-factor${originClass(f.origin)}">${drawn(f.text)}<span class="cr-shape">${markOf(f.origin)}${shapeHtml(f.shape)}</span></span>`,
  );
  return pieces.join("") + between[line.factors.length];
}

function stepHtml(line: Line, draw: Pen, stated: Set<string>): string {
  const { step } = line;
  // A rule says what it states where it first stands; its name links to the list below.
  const statement = stated.has(step.title) ? "" : statementInUnicode(step.statement);
  stated.add(step.title);
  const said = statement === "" ? "" : `<span class="cr-statement">${escapeHtml(statement)}</span>`;
  return [
    `<li class="cr-step"><span class="cr-left${originClass(line.origin)}" aria-hidden="true">`,
    line.left === "" ? "" : markOf(line.origin) + draw.part(line.left),
    `</span><span class="cr-right cr-math" data-latex="${escapeHtml(step.latex)}">`,
    draw.read(step.latex, step.unicode),
    `<span class="cr-equal" aria-hidden="true">${draw.part("=")}</span>${factorsHtml(line, draw)}</span>`,
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

function claimsHtml(claims: readonly ClaimReport[]): string {
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
function whereHtml(w: Report["where"][number], lead: string, draw: Pen): string {
  const means = w.means === null ? "" : ` <span class="cr-note">which is ${escapeHtml(w.means)}</span>`;
  const formula = draw.formula(`${w.symbol.latex} = ${w.latex}`, `${w.symbol.unicode} = ${w.unicode}`);
  return `<li>${lead}${formula} <span class="cr-shape">${shapeHtml(w.shape)}</span>${means}</li>`;
}

/**
 * The lines of a derivation, its result and what that uses, without a heading: also for a page that
 * is about more. `stated` holds the rules that have said what they state.
 */
export function derivationHtml(result: ResultReport, report: Report, draw: Pen, stated: Set<string>): string {
  const lines = linesOf(result, "latex");
  const latex = `${result.left.latex} = ${result.latex}`;
  const uses = new Set(result.uses);
  // Parts that those parts use stand in the list of all, so that a deep network's page stays linear.
  const where = report.where
    .filter((w) => uses.has(w.name))
    .map((w) => whereHtml(w, '<span class="cr-note">where</span> ', draw));
  const named = result.equations.map((c) => {
    const range = c.where === "" ? "" : ` <span class="cr-shape">${escapeHtml(whereUnicode(c))}</span>`;
    const formula = draw.formula(`${c.symbol.latex} = ${c.latex}`, `${c.symbol.unicode} = ${c.unicode}`);
    return `<li><span class="cr-note">where</span> ${formula}${range}</li>`;
  });
  const layout = result.layout === "gradient" ? "" : `, ${result.layout} layout`;
  const conditions =
    result.conditions.length === 0 ? "" : `<p class="cr-note">${escapeHtml(conditionPhrase(result.conditions))}</p>`;
  const value =
    result.value === null ? "" : `<p class="cr-note">at the values given: ${escapeHtml(numbersText(result.value))}</p>`;
  const views = Object.entries(result.views).map(
    ([name, shown]) => `<li><span class="cr-note">${escapeHtml(name)}</span> ${escapeHtml(shown)}</li>`,
  );
  return [
    lines.length === 0 ? "" : `<ol class="cr-steps">${lines.map((l) => stepHtml(l, draw, stated)).join("")}</ol>`,
    `<div class="cr-result"><div class="cr-answer">${draw.formula(latex, `${result.left.unicode} = ${result.unicode}`)} <span class="cr-shape">${shapeHtml(result.shape)}${layout}</span></div>`,
    `<button type="button" class="cr-copy" data-copy="${escapeHtml(latex)}" data-done="copied">copy LaTeX</button>`,
    where.length + named.length === 0 ? "" : `<ul class="cr-list">${[...where, ...named].join("")}</ul>`,
    "</div>",
    value,
    conditions,
    views.length === 0 ? "" : `<h3>Other views</h3><ul class="cr-list">${views.join("")}</ul>`,
  ].join("");
}

function resultHtml(result: ResultReport, report: Report, draw: Pen, stated: Set<string>): string {
  const heading = `<h2>${draw.formula(result.left.latex, result.left.unicode)}</h2>`;
  return `<section>${heading}${derivationHtml(result, report, draw, stated)}${claimsHtml(result.claims)}</section>`;
}

function reportHtml({ file, report }: PageSource, draw: Pen): string {
  const stated = new Set<string>();
  const equations = report.equations.map(
    (q) =>
      `<li>${draw.formula(`${latexName(q.name, shape(dim(q.shape[0]), dim(q.shape[1])))} = ${q.latex}`, `${unicodeName(q.name)} = ${q.unicode}`)} <span class="cr-shape">${shapeHtml(q.shape)}</span></li>`,
  );
  const assumed =
    report.assumptions.length === 0
      ? ""
      : `<p class="cr-note">assumed ${escapeHtml(report.assumptions.join(", "))}</p>`;
  const faults = report.diagnostics.map(
    (d) =>
      `<p class="cr-fault"><strong>${d.severity}</strong> line ${d.line}, column ${d.column}: ${escapeHtml(d.message)}${d.hint === null ? "" : ` <span class="cr-note">${escapeHtml(d.hint)}</span>`}</p>`,
  );
  const shared =
    report.where.length < 2
      ? ""
      : `<section><h2>Shared parts</h2><ul class="cr-list">${report.where.map((w) => whereHtml(w, "", draw)).join("")}</ul></section>`;
  const results = report.results.map((r) => resultHtml(r, report, draw, stated)).join("");
  const heading = file === null ? "" : `<h1>${escapeHtml(file)}</h1>`;
  return `<article>${heading}<ul class="cr-list">${equations.join("")}</ul>${assumed}${faults.join("")}${results}${shared}</article>`;
}

/** Every rule that the pages use, once: what it says and where it is from. */
export function rulesHtml(sources: readonly Pick<PageSource, "report">[]): string {
  const seen = new Map<string, StepReport>();
  for (const { report } of sources)
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

/** The page for one or several reports. Never throws for what a report holds. */
export function page(sources: readonly PageSource[], options: PageOptions = {}): string {
  const draw = pen(options.katex ?? requireKatex());
  const body = sources.map((s) => reportHtml(s, draw)).join("") + rulesHtml(sources);
  const css = options.css ?? stylesheet(body);
  const title = options.title ?? sources.map((s) => s.file).find((f) => f !== null) ?? "Derivation";
  const policy = `default-src 'none'; style-src 'unsafe-inline'; font-src data:; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${css}</style><style>${PAGE_STYLE}</style></head>`,
    `<body><main>${body}</main><script>${PAGE_SCRIPT}</script></body></html>`,
    "",
  ].join("\n");
}
