/**
 * A report as one self-contained page: style, fonts and the few lines of script are inside, nothing is fetched.
 */
import { ownOf } from "../core/own.js";
import { pen, reportHtml, rulesHtml } from "./answer.js";
import { escapeHtml, type Katex, requireKatex, stylesheet } from "./katex.js";
import { PAGE_SCRIPT, PAGE_STYLE } from "./page-style.js";
import type { Report } from "./report.js";

export interface PageSource {
  /** The name of the file, or null. */
  readonly file: string | null;
  readonly report: Report;
}

export interface PageOptions {
  readonly title?: string;
  /** The language of the page, `en`; the words of derivations are in it. */
  readonly lang?: string;
  /** KaTeX and its style sheet with fonts, where they cannot be read from Node's modules. */
  readonly katex?: Katex;
  readonly css?: string;
}

/** The hash of {@link PAGE_SCRIPT}: the page runs this script and no other. A test keeps it true. */
export const SCRIPT_HASH = "x5fW1i7//q9hDUlIRFweVDtggJVeTUxvgugvrpB/ODQ=";

/** The page for one or several reports. Never throws for what a report holds. */
export function page(sources: readonly PageSource[], given: PageOptions = {}): string {
  const options = ownOf(given);
  const draw = pen(options.katex ?? requireKatex());
  const body =
    sources.map((s) => reportHtml(s.report, s.file, draw)).join("") + rulesHtml(sources.map((s) => s.report));
  const css = options.css ?? stylesheet(body);
  const title = options.title ?? sources.map((s) => s.file).find((f) => f !== null) ?? "Derivation";
  const policy = `default-src 'none'; style-src 'unsafe-inline'; font-src data:; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;
  return [
    "<!doctype html>",
    `<html lang="${escapeHtml(options.lang ?? "en")}"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${css}</style><style>${PAGE_STYLE}</style></head>`,
    `<body><main>${body}</main><script>${PAGE_SCRIPT}</script></body></html>`,
    "",
  ].join("\n");
}
