/** Notes as pages: of a site, or all in one. Text in, text out; files are the business of the command. */

import { productSign } from "../api/answer.js";
import { escapeHtml, type Katex } from "../report/katex.js";
import { type Language, reportIn } from "../report/languages/phrases.js";
import { SCRIPT_HASH } from "../report/page.js";
import { PAGE_SCRIPT, PAGE_STYLE } from "../report/page-style.js";
import { type ProductSign, reportWithProducts, withProducts } from "../report/products.js";
import { isWrong } from "../report/report.js";
import type { Remark } from "./document.js";
import type { ProofreadOptions } from "./finding.js";
import { kindOf } from "./kinds.js";
import { type Label, type Numbering, numbering } from "./labels.js";
import { type MarkdownDocument, markdownReader, readMarkdown } from "./markdown.js";
import { notebookPage } from "./notebook.js";
import { NOTES_STYLE } from "./page-style.js";
import { type Proofread, proofread } from "./proofread.js";
import { type Rendered, renderNote } from "./render.js";
import { isBeside } from "./sanitise.js";

/** A note of the site. */
export interface Note {
  /** Its path below the root, with `/`. */
  readonly file: string;
  readonly text: string;
}

/** A note that is read, and not yet derived or drawn. */
export interface ReadNote extends Note {
  readonly document: MarkdownDocument;
  readonly title: string;
  /** The file of its page below the root of the site. */
  readonly page: string;
  readonly numbering: Numbering;
}

export interface SiteOptions extends Pick<ProofreadOptions, "budgets"> {
  readonly katex: Katex;
  readonly draft?: boolean;
  /** Derivations stand folded, to be predicted before they are read. */
  readonly quiz?: boolean;
  readonly steps?: "chain" | "none" | "full";
  /** The language of titles and reasons. */
  readonly lang?: Language;
  /** The sign of elementwise products in derivations. */
  readonly products?: ProductSign;
  /** The address of a picture beside a note (its path as written), or null where it is not shown. */
  readonly picture?: (note: Note, src: string) => string | null;
  readonly progress?: (note: Note, done: number, of: number) => void;
}

/** A page, and what there is to say of it. */
export interface BuiltNote {
  readonly note: ReadNote;
  readonly rendered: Rendered;
  readonly proof: Proofread;
  readonly remarks: readonly Remark[];
  /** A derivative that is stated wrong, or a fault: not to be published. */
  readonly failed: boolean;
}

/**
 * Reads notes; what numbers their equations have and how pages refer to each other is known from here on. A note that
 * cannot be read goes to `lost`, and the others are read.
 */
export function readNotes(
  notes: readonly Note[],
  lost: (note: Note, error: unknown) => void = (_, error) => {
    throw error;
  },
): readonly ReadNote[] {
  const taken = new Set<string>();
  const read = notes.flatMap((note) => {
    let document: MarkdownDocument;
    try {
      const isNotebook = kindOf(note.file) === "notebook";
      document = isNotebook ? notebookPage(note.text) : readMarkdown(note.text, markdownReader(true));
    } catch (error) {
      lost(note, error);
      return [];
    }
    const name = note.file.replace(/\.[^./]*$/, "");
    const title = document.title ?? name.slice(name.lastIndexOf("/") + 1);
    const stem = name.replace(/(^|\/)(?:README|readme)$/, "$1index");
    let page = `${stem}.html`;
    for (let k = 2; taken.has(page.toLowerCase()); k++) page = `${stem}-${k}.html`;
    taken.add(page.toLowerCase());
    return { ...note, document, title, page, numbering: numbering(document, note.file) };
  });
  // The page that a folder opens with stands first in its contents.
  return read.sort((a, b) => Number(b.page === "index.html") - Number(a.page === "index.html"));
}

export function labelsOf(notes: readonly ReadNote[]): ReadonlyMap<string, Label> {
  const labels = new Map<string, Label>();
  for (const n of notes) for (const [name, label] of n.numbering.labels) if (!labels.has(name)) labels.set(name, label);
  return labels;
}

/** Derives and draws one note. */
export function buildNote(
  note: ReadNote,
  notes: readonly ReadNote[],
  labels: ReadonlyMap<string, Label>,
  options: SiteOptions,
  single = false,
): BuiltNote {
  const { katex, budgets, draft = false, quiz = false, steps, lang = "en", products, progress } = options;
  const { sign, said } = productSign(note.text, products);
  const proof = proofread(note.document, {
    ...(budgets === undefined ? {} : { budgets }),
    ...(steps === undefined ? {} : { steps }),
    ...(progress === undefined ? {} : { progress: (done, of) => progress(note, done, of) }),
  });
  const pages = new Map(notes.map((n) => [n.file, n.page]));
  const address = (file: string): string => {
    const page = pages.get(file);
    return single || page === undefined ? "" : relative(note.page, page);
  };
  const link = (href: string): string => {
    const [, path = "", rest = ""] = /^([^?#]*)(.*)$/s.exec(href) ?? [];
    const file = isBeside(path) ? joined(note.file, decoded(path)) : "";
    const page = pages.get(file);
    if (page === undefined) return href;
    return single ? (rest === "" ? `#${partOf(page)}` : rest) : `${encodeURI(relative(note.page, page))}${rest}`;
  };
  const rendered = renderNote(note.document, proofIn(proof, lang, sign), {
    katex,
    draft,
    quiz,
    numbering: note.numbering,
    labels,
    address,
    resources: { link, picture: (src) => options.picture?.(note, decoded(src)) ?? null },
    part: single ? `${partOf(note.page)}-` : "",
  });
  const ofSign = said.map(({ severity, code, message, line }) => ({ severity, code, message, line }));
  const remarks = [...proof.remarks, ...ofSign, ...rendered.remarks];
  const failed = proof.findings.some((f) => isWrong(f.verdict)) || remarks.some((r) => r.severity === "error");
  return { note, rendered, proof, remarks, failed };
}

/** A proof whose derivations speak a language, with one sign of elementwise products. */
const proofIn = (proof: Proofread, lang: Language, sign: ProductSign): Proofread => ({
  ...proof,
  findings: proof.findings.map((f) => ({ ...f, right: withProducts(f.right, sign) })),
  outcomes: proof.outcomes.map((o) =>
    o.report === null ? o : { ...o, report: reportWithProducts(reportIn(o.report, lang), sign) },
  ),
});

const decoded = (path: string): string => {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
};

/** The id of a note in a page of several. */
const partOf = (page: string): string => `part-${page.replace(/\.html$/, "").replace(/[^\w-]+/g, "-")}`;

const directory = (file: string): string => (file.includes("/") ? file.slice(0, file.lastIndexOf("/") + 1) : "");
const joined = (from: string, path: string): string => `${directory(from)}${path.replace(/^(?:\.\/)+/, "")}`;

/** The address of `to` from the page `from`; both below one root. */
function relative(from: string, to: string): string {
  const a = directory(from).split("/").slice(0, -1);
  const b = directory(to).split("/").slice(0, -1);
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  return (
    "../".repeat(a.length - same) +
    b
      .slice(same)
      .map((d) => `${d}/`)
      .join("") +
    to.slice(directory(to).length)
  );
}

/** Nothing is fetched but pictures and style beside the page; one script runs, known by its hash. */
const POLICY = `default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

interface Frame {
  readonly title: string;
  readonly lang: string;
  readonly style: string;
  readonly nav: string;
  readonly body: string;
}

const frame = ({ title, lang, style, nav, body }: Frame): string =>
  [
    "<!doctype html>",
    `<html lang="${escapeHtml(lang)}"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(title)}</title>`,
    `${style}</head>`,
    `<body><a class="cn-skip" href="#main">Skip to the text</a><div class="cn-frame">${nav}<main id="main">${body}</main></div><script>${PAGE_SCRIPT}</script></body></html>`,
    "",
  ].join("\n");

const langOf = (note: ReadNote): string =>
  (/^[a-zA-Z]{2,3}(?:-[\w-]{1,20})?$/.exec(note.document.lang ?? "") ?? ["en"])[0];

const DRAFT = '<p class="cn-draft">Draft: what is stated wrong is marked where it stands.</p>';

const headingList = (rendered: Rendered): string => {
  const items = rendered.headings
    .filter((h) => h.level === 2 || h.level === 3)
    .map((h) => `<li><a href="#${escapeHtml(h.id)}">${escapeHtml(h.text)}</a></li>`);
  return items.length === 0 ? "" : `<ul>${items.join("")}</ul>`;
};

/** The page of a note in a site. `style` is the address of the style sheet. */
export function sitePage(built: BuiltNote, notes: readonly ReadNote[], style: string, draft = false): string {
  const { note, rendered } = built;
  const at = notes.indexOf(note);
  const entry = (n: ReadNote): string =>
    `<li><a href="${escapeHtml(encodeURI(relative(note.page, n.page)))}"${n === note ? ' aria-current="page"' : ""}>${escapeHtml(n.title)}</a>${n === note ? headingList(rendered) : ""}</li>`;
  const nav = `<nav class="cn-nav" aria-label="Contents"><details open><summary>Contents</summary><ol>${notes.map(entry).join("")}</ol></details></nav>`;
  const turn = (n: ReadNote | undefined, rel: string, mark: string): string =>
    n === undefined
      ? "<span></span>"
      : `<a rel="${rel}" href="${escapeHtml(encodeURI(relative(note.page, n.page)))}">${rel === "prev" ? `${mark} ` : ""}${escapeHtml(n.title)}${rel === "next" ? ` ${mark}` : ""}</a>`;
  const turns =
    notes.length < 2
      ? ""
      : `<div class="cn-turn">${turn(notes[at - 1], "prev", "←")}${turn(notes[at + 1], "next", "→")}</div>`;
  return frame({
    title: note.title,
    lang: langOf(note),
    style: `<link rel="stylesheet" href="${escapeHtml(relative(note.page, style))}">`,
    nav,
    body: `${draft ? DRAFT : ""}<article>${rendered.html}</article>${turns}`,
  });
}

/** All notes in one page that needs nothing beside it; `css` is KaTeX's style with its fonts. */
export function singlePage(built: readonly BuiltNote[], css: (html: string) => string, draft = false): string {
  const first = built[0];
  const entry = ({ note, rendered }: BuiltNote): string =>
    `<li><a href="#${partOf(note.page)}">${escapeHtml(note.title)}</a>${built.length === 1 ? headingList(rendered) : ""}</li>`;
  const nav = `<nav class="cn-nav" aria-label="Contents"><details open><summary>Contents</summary><ol>${built.map(entry).join("")}</ol></details></nav>`;
  const body = built
    .map(({ note, rendered }) => `<article class="cn-part" id="${partOf(note.page)}">${rendered.html}</article>`)
    .join("");
  return frame({
    title: first?.note.title ?? "Notes",
    lang: first === undefined ? "en" : langOf(first.note),
    style: `<style>${css(body)}</style><style>${PAGE_STYLE}${NOTES_STYLE}</style>`,
    nav,
    body: `${draft ? DRAFT : ""}${body}`,
  });
}

/** The style sheet of a site; `katexCss` has its fonts inside. */
export const siteStyle = (katexCss: string): string => `${katexCss}\n${PAGE_STYLE}${NOTES_STYLE}`;

/** Every class that needs a font of KaTeX, so that the style sheet of a site holds them all. */
export const ALL_FONTS =
  "mathnormal mathbf boldsymbol mathit amsrm mathcal mathfrak mathscr mathsf mathtt size1 size2 size3 size4";

/** A page that leads to the first, where no note is the index. */
export function indexPage(notes: readonly ReadNote[], style: string): string {
  const items = notes.map((n) => `<li><a href="${escapeHtml(encodeURI(n.page))}">${escapeHtml(n.title)}</a></li>`);
  return frame({
    title: "Contents",
    lang: notes[0] === undefined ? "en" : langOf(notes[0]),
    style: `<link rel="stylesheet" href="${escapeHtml(style)}">`,
    nav: "",
    body: `<h1>Contents</h1><ol>${items.join("")}</ol>`,
  });
}
