/**
 * The part of the library that `derive` calls, which tests replace by an echo. KaTeX and mathjs are not part of it: they
 * load when a page or a function asks for them.
 */
import { answer, type DeriveOptions } from "../api/answer.js";
import { MAX_INPUT } from "../elaborate/parse.js";
import type { LivePage } from "../live/shell.js";
import { type Language, reportIn } from "../report/languages/phrases.js";
import { latexReport } from "../report/latex-report.js";
import { markdownReport } from "../report/markdown-report.js";
import type { PageSource } from "../report/page.js";
import type { Report } from "../report/report.js";
import { terminal } from "../report/terminal.js";
import { typstReport } from "../report/typst.js";

/** How text for a terminal looks. */
export interface Look {
  readonly colour: boolean;
  /** Columns, or undefined where lines may be as long as they like. */
  readonly columns: number | undefined;
  readonly language?: Language;
}

/** Formats that are text as a whole, one report after another. */
export type PrintFormat = "unicode" | "text" | "latex" | "typst" | "markdown";

const FORMULAS = { latex: latexReport, typst: typstReport, markdown: markdownReport } as const;

export interface Library {
  /** The budget of input bytes where the command line states none. */
  readonly inputBudget: number;
  /** Never throws, whatever the text. */
  readonly answer: (source: string, options: DeriveOptions) => Report;
  readonly print: (report: Report, format: PrintFormat, look: Look) => string;
  /** One self-contained page for all sources of a call. */
  readonly page: (sources: readonly PageSource[], language?: Language) => Promise<string>;
  /** The page that lives with a text in it, from its template. */
  readonly live: (template: string, page: LivePage) => Promise<string>;
}

export const LIBRARY: Library = {
  inputBudget: MAX_INPUT,
  answer,
  print: (report, format, look) =>
    format === "unicode" || format === "text"
      ? terminal(report, { ...look, spelling: format })
      : FORMULAS[format](reportIn(report, look.language ?? "en")),
  // A page brings KaTeX and its styles, which a derivation in the terminal need not wait for.
  page: async (sources, lang = "en") => (await import("../report/page.js")).page(sources, { lang }),
  live: async (template, page) => (await import("../live/shell.js")).filledPage(template, page),
};
