/** A note as HTML: Markdown, formulas, derivations in the place of their questions, graphs. */

import type { MarkdownIt, Token } from "markdown-it";
import type { Code } from "../core/codes.js";
import { derivationHtml, type Pen, pen, rulesHtml } from "../report/answer.js";
import { asSource, escapeHtml, type Katex, renderMath } from "../report/katex.js";
import type { ClaimReport, Report } from "../report/report.js";
import { isWrong } from "../report/report.js";
import { derivationBlockHtml } from "./derivations.js";
import type { Item, Remark } from "./document.js";
import type { Finding } from "./finding.js";
import { type Label, labelId, type Numbering, REFERENCE, referenceText } from "./labels.js";
import { itemOf, type MarkdownDocument, markdownReader } from "./markdown.js";
import { drawnGraph, nameLatex, noAnswer } from "./pieces.js";
import type { Outcome, Proofread } from "./proofread.js";
import { ID_PREFIX, type Resources, sanitised } from "./sanitise.js";

export interface RenderOptions {
  readonly katex: Katex;
  /** Wrong derivatives are marked where they stand. */
  readonly draft: boolean;
  /** Derivations stand folded: a worksheet. */
  readonly quiz: boolean;
  readonly numbering: Numbering;
  /** Of all notes of the site. */
  readonly labels: ReadonlyMap<string, Label>;
  /** The address of another note's page, from this one. */
  readonly address: (file: string) => string;
  readonly resources: Resources;
  /** Set before every id of a graph and a rule, where several notes share a page. */
  readonly part: string;
}

export interface Rendered {
  readonly html: string;
  /** Headings for the list of contents. */
  readonly headings: readonly { readonly level: number; readonly id: string; readonly text: string }[];
  readonly remarks: readonly Remark[];
}

/** Characters that formulas and derivations of one note may take; what comes after is shown as its source. */
const MOST_DRAWN = 20_000_000;
/** Raw HTML of a note is parsed up to this many tags; a note with more is shown with its tags as text. */
const MOST_TAGS = 5000;

/** The HTML of a note. Never throws: what cannot be drawn stands as its source, with a remark. */
export function renderNote(document: MarkdownDocument, proof: Proofread, options: RenderOptions): Rendered {
  const remarks: Remark[] = [];
  const md = markdownReader(true);
  const draw = pen(options.katex);
  const stated = new Set<string>();
  const reports: Report[] = [];
  const slots: string[] = [];
  const text = document.items.map((i) => i.text).join(" ") + JSON.stringify(tokensText(document.tokens));
  const slot = slotName(text);
  let drawn = 0;
  const put = (html: string, source: string): string => {
    drawn += html.length;
    slots.push(drawn > MOST_DRAWN ? asSource(source) : html);
    return `<${slot} n="${slots.length - 1}"></${slot}>`;
  };

  const headings = idsOfHeadings(document.tokens);
  const context: Context = { document, proof, options, draw, stated, reports, remarks };
  const rules = md.renderer.rules;
  rules.chainrule_inline = (tokens, k) => {
    const html = mathHtml(tokens[k] as Token, context);
    return put(html, (tokens[k] as Token).content);
  };
  rules.chainrule_display = rules.chainrule_inline;
  rules.chainrule_block = (tokens, k) => put(blockHtml(tokens[k] as Token, context), (tokens[k] as Token).content);
  rules.chainrule_steps = (tokens, k) => {
    const { content, map } = tokens[k] as Token;
    return put(derivationBlockHtml({ text: content, line: (map?.[0] ?? 0) + 2 }), content);
  };
  rules.chainrule_ask = (tokens, k) => put(askHtml(tokens[k] as Token, context), (tokens[k] as Token).content);
  rules.text = (tokens, k) => withReferences((tokens[k] as Token).content, options, put);

  const body = bodyOf(md, document, remarks);
  let html: string;
  try {
    const made = sanitised(body, slot, (k) => slots[k] ?? null, options.resources);
    html = made.html;
    for (const src of made.left)
      remarks.push(remark("notes/picture", `the picture ${src} is not shown: it does not stand beside the note`, 1));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    remarks.push({ ...remark("notes/deep", "this note nests too deep to be a page", 1), severity: "error" });
    html = `<pre>${escapeHtml(tokensText(document.tokens).join("\n").slice(0, MOST_TAGS))}</pre>`;
  }
  const used = rulesHtml(reports)
    .replaceAll('id="rule-', `id="${options.part}rule-`)
    .replace("<h2>", `<h2 id="${options.part}rules-used">`);
  const all = (html + used).replaceAll('href="#rule-', `href="#${options.part}rule-`);
  return { html: all, headings, remarks };
}

interface Context {
  readonly document: MarkdownDocument;
  readonly proof: Proofread;
  readonly options: RenderOptions;
  readonly draw: Pen;
  readonly stated: Set<string>;
  readonly reports: Report[];
  readonly remarks: Remark[];
}

const remark = (code: Code, message: string, line: number): Remark => ({ severity: "warning", code, message, line });

/** A name for elements of ours that does not occur in the note, so that no note can write one. */
function slotName(text: string): string {
  const lower = text.toLowerCase();
  for (let k = 0; ; k++) if (!lower.includes(`cr-slot-${k}x`)) return `cr-slot-${k}x`;
}

function tokensText(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((t) => [t.content, t.info, JSON.stringify(t.attrs)]);
}

/** The Markdown as HTML, its raw HTML still in it. */
function bodyOf(md: MarkdownIt, document: MarkdownDocument, remarks: Remark[]): string {
  let tags = 0;
  const asText = (tokens: Token[], k: number): string => escapeHtml(tokens[k]?.content ?? "");
  const raw = (tokens: Token[], k: number): string => {
    const { content } = tokens[k] as Token;
    tags += content.split("<").length - 1;
    return tags > MOST_TAGS ? escapeHtml(content) : content;
  };
  md.renderer.rules.html_block = raw;
  md.renderer.rules.html_inline = raw;
  const html = md.renderer.render([...document.tokens], md.options, document.env);
  if (tags <= MOST_TAGS) return html;
  remarks.push(remark("notes/tags", `more than ${MOST_TAGS} HTML tags: they stand as text`, 1));
  md.renderer.rules.html_block = asText;
  md.renderer.rules.html_inline = asText;
  return md.renderer.render([...document.tokens], md.options, document.env);
}

/** Gives each heading an id from its words; the tokens are changed. */
function idsOfHeadings(tokens: readonly Token[]): Rendered["headings"] {
  const taken = new Map<string, number>();
  return tokens.flatMap((token, k) => {
    if (token.type !== "heading_open") return [];
    const words = (tokens[k + 1]?.children ?? [])
      .filter((t) => t.type !== "html_inline")
      .map((t) => (t.type === "softbreak" ? " " : t.content))
      .join("")
      .trim();
    const slug =
      words
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, "-")
        .replace(/^-|-$/g, "")
        .slice(0, 60) || "section";
    const count = (taken.get(slug) ?? 0) + 1;
    taken.set(slug, count);
    const id = count === 1 ? slug : `${slug}-${count}`;
    token.attrSet("id", id);
    return [{ level: Number(token.tag.slice(1)), id: `${ID_PREFIX}${id}`, text: words }];
  });
}

/** References in a text; one that leads nowhere stays as it is written. */
function withReferences(text: string, options: RenderOptions, put: (html: string, source: string) => string): string {
  if (!text.includes("@") && !text.includes("ref{")) return escapeHtml(text);
  let out = "";
  let from = 0;
  for (const found of text.matchAll(REFERENCE)) {
    const name = found[2] ?? found[3] ?? found[4] ?? "";
    const label = options.labels.get(name);
    if (label === undefined) continue;
    const here = options.numbering.labels.get(name) === label;
    const address = `${here ? "" : options.address(label.file)}#${labelId(name)}`;
    out += escapeHtml(text.slice(from, found.index));
    out += put(`<a class="cn-ref" href="${escapeHtml(address)}">${escapeHtml(referenceText(label))}</a>`, found[0]);
    from = found.index + found[0].length;
  }
  return out + escapeHtml(text.slice(from));
}

// ---------------------------------------------------------------- formulas

function mathHtml(token: Token, context: Context): string {
  const { proof, options } = context;
  const meta = itemOf(token);
  const outcome = meta === null ? undefined : proof.outcomes[meta.item];
  if (meta === null || outcome === undefined) return asSource(token.content);
  const formula = outcome.formula?.replace(/\\(?:label|tag\*?)\s*\{[^{}]*\}/g, "") ?? null;
  if (formula !== null && formula.trim() === "") return "";
  const shown =
    formula === null
      ? asSource(token.content)
      : renderMath(formula, { display: meta.display, foreign: true }, options.katex);
  const marks = options.draft ? marksHtml(outcome.findings) : "";
  if (!meta.display) return marks === "" ? shown : `${shown}<span class="cn-marks">${marks}</span>`;
  const number = options.numbering.equations.get(meta.item);
  return numbered(shown, number, idFor(meta.item, options), marks);
}

/** An equation with its number at the right margin. */
const numbered = (shown: string, number: number | undefined, id: string, marks: string): string =>
  `<span class="cn-equation"${id}><span class="cn-formula">${shown}</span>${number === undefined ? "" : `<span class="cn-number">(${number})</span>`}</span>${marks}`;

/** The id by which a labelled item is referred to, as an attribute. */
function idFor(item: number, { numbering }: RenderOptions): string {
  for (const [label, { kind, number }] of numbering.labels) {
    const at = (kind === "equation" ? numbering.equations : numbering.figures).get(item);
    if (at === number) return ` id="${escapeHtml(labelId(label))}"`;
  }
  return "";
}

/** The faults of a stated derivative, where it stands. */
function marksHtml(findings: readonly Finding[]): string {
  return findings
    .filter((f) => f.verdict !== "equal" && f.verdict !== "not judged")
    .map((f) => {
      const right = f.right === null ? "" : ` It is ${escapeHtml(f.right.unicode)}.`;
      const kind = isWrong(f.verdict) ? "cr-fault" : "cr-fault cn-unsure";
      return `<span class="${kind}"><strong>${escapeHtml(f.verdict)}</strong> ${escapeHtml(f.why ?? "")}.${right}</span>`;
    })
    .join("");
}

// ---------------------------------------------------------------- blocks

function blockHtml(token: Token, context: Context): string {
  const { proof, options, draw, stated, reports, remarks, document } = context;
  const meta = itemOf(token);
  const outcome = meta === null ? undefined : proof.outcomes[meta.item];
  const item = meta === null ? undefined : document.items[meta.item];
  if (meta === null || outcome === undefined || item === undefined || outcome.report === null)
    return `<pre>${asSource(token.content)}</pre>`;
  const { report } = outcome;
  reports.push(report);
  const parts: string[] = [];
  let equations: string[] = [];
  const number = options.numbering.equations.get(meta.item);
  let isNumbered = false;
  const flush = (): void => {
    if (equations.length === 0) return;
    const one = equations.length === 1 ? (equations[0] ?? "").replace("&", "") : "";
    const latex = one === "" ? `\\begin{aligned}${equations.join("\\\\")}\\end{aligned}` : one;
    const shown = draw.formula(latex, latex);
    parts.push(numbered(shown, isNumbered ? undefined : number, "", ""));
    isNumbered = true;
    equations = [];
  };
  const asked = outcome.cuts.filter((c) => c.statement.type === "query" || c.statement.type === "claim").length;
  // A question with a fault has no result: then results cannot be put beside their questions.
  const inPlace = asked === report.results.length;
  let next = 0;
  const derivation = (): void => {
    const result = report.results[next++];
    if (result === undefined) return;
    flush();
    const shown = `<div class="cn-derivation">${derivationHtml(result, report, draw, stated)}${result.claims.map(checkedHtml).join("")}</div>`;
    parts.push(options.quiz ? foldedHtml(draw.formula(result.left.latex, result.left.unicode), shown) : shown);
  };
  for (const { statement } of outcome.cuts) {
    if (statement.type === "definition" || statement.type === "functionDefinition") {
      const q = report.equations.find((e) => e.name === statement.name.name);
      if (q !== undefined && item.options?.equations !== false)
        equations.push(`${nameLatex(q.name, report)}&=${q.latex}`);
    } else if (inPlace && (statement.type === "query" || statement.type === "claim")) derivation();
  }
  flush();
  while (next < report.results.length) derivation();
  for (const f of outcome.faults)
    parts.push(`<p class="cr-fault"><strong>${f.severity}</strong> line ${f.line}: ${escapeHtml(f.message)}</p>`);
  if (item.options?.graph === true) parts.push(figureHtml(item, meta.item, outcome, options, remarks));
  return `<div class="cn-block"${idFor(meta.item, options)}>${parts.join("")}</div>`;
}

/** A derivation to be predicted, then revealed. */
const foldedHtml = (asked: string, shown: string): string =>
  `<details class="cn-quiz"><summary>Work out ${asked} on paper, then open the way.</summary>${shown}</details>`;

/** A claim of a block with its verdict. */
function checkedHtml({ text, verdict, layout, why }: ClaimReport): string {
  const tone = verdict === "equal" ? "cr-equal-verdict" : isWrong(verdict) ? "cr-wrong" : "cr-unsure";
  const how = layout === null ? "" : ` in ${layout} layout`;
  const said = why === null ? "" : `, ${escapeHtml(why)}`;
  return `<p class="cn-checked">Checked: <code>${escapeHtml(text)}</code> is <strong class="${tone}">${verdict}</strong>${how}${said}.</p>`;
}

function figureHtml(item: Item, index: number, outcome: Outcome, options: RenderOptions, remarks: Remark[]): string {
  const number = options.numbering.figures.get(index) ?? 0;
  const caption = item.options?.caption ?? null;
  const words = `<strong>Figure ${number}.</strong> ${escapeHtml(caption ?? "The computation graph")}`;
  const { svg, fault } = drawnGraph(item, outcome, {
    id: `${options.part}g${index}`,
    ...(caption === null ? {} : { title: caption }),
  });
  if (svg !== null)
    return `<figure class="cn-figure">${svg.replace(/^<\?xml[^>]*>\s*/, "")}<figcaption>${words}</figcaption></figure>`;
  remarks.push(remark("notes/graph", fault, item.line));
  return `<p class="cr-fault">${escapeHtml(fault)}</p>`;
}

/** One result in a sentence. */
function askHtml(token: Token, { proof, draw }: Context): string {
  const meta = itemOf(token);
  const outcome = meta === null ? undefined : proof.outcomes[meta.item];
  const results = outcome?.report?.results ?? [];
  if (outcome === undefined || results.length === 0) {
    const why = outcome === undefined ? "it asks nothing" : noAnswer(outcome);
    return `${asSource(token.content)} <span class="cr-wrong">(${escapeHtml(why)})</span>`;
  }
  const where = outcome.report?.where ?? [];
  const said = results.map((r) => {
    const parts = where.filter((w) => r.uses.includes(w.name));
    const shown = draw.formula(`${r.left.latex} = ${r.latex}`, `${r.left.unicode} = ${r.unicode}`);
    const rest = parts.map((w) => draw.formula(`${w.symbol.latex} = ${w.latex}`, `${w.symbol.unicode} = ${w.unicode}`));
    return rest.length === 0 ? shown : `${shown} with ${rest.join(", ")}`;
  });
  return `<span class="cn-result">${said.join(", ")}</span>`;
}
