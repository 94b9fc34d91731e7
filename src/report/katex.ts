/**
 * LaTeX as HTML and MathML. The only file that touches KaTeX, which is loaded when something asks.
 *
 * KaTeX runs macros, and a formula can be hostile: every call gets macros of its own, sizes,
 * expansions and lengths are bounded, only classes of ours pass `\htmlClass`, and whatever still
 * fails is shown as its source.
 */
import type { KatexOptions, TrustContext } from "katex";
import { ownOf } from "../core/own.js";

/** As much of KaTeX as is used. */
export interface Katex {
  renderToString(latex: string, options?: KatexOptions): string;
}

export interface MathOptions {
  readonly display?: boolean;
  /** LaTeX for the eye where it differs from what is read and copied: with colours and marks. */
  readonly drawn?: string;
  /** Read by a screen reader that does not read MathML. */
  readonly spoken?: string;
  /** The text comes from a page, not from our printers: macros are refused, nothing is trusted. */
  readonly foreign?: boolean;
}

/** A formula longer than this is shown as its source: KaTeX takes seconds for it, and nobody reads it. */
export const MAX_LATEX = 12_000;

const MAX_SIZE_EM = 20;
const MAX_EXPANSIONS = 500;

/** Commands that define or fetch. `\gdef` in one formula would otherwise change the next. */
const REFUSED =
  /\\(?:[gex]?def|let|futurelet|global|long|(?:re|provide)?newcommand|newenvironment|includegraphics|href|url|html[A-Za-z]+)(?![A-Za-z])/;

/** Node's own loader, without a Node import that a browser would have to resolve. */
function nodeRequire(): NodeJS.Require {
  const builtin = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:module");
  if (builtin === undefined) throw new Error("in a browser, await loadKatex() and pass what it gives");
  return builtin.createRequire(import.meta.url);
}

/** KaTeX in Node, at once. Throws in a browser, which awaits {@link loadKatex}. */
export const requireKatex = (): Katex => nodeRequire()("katex") as Katex;

/** KaTeX anywhere. */
export const loadKatex = async (): Promise<Katex> => (await import("katex")).default;

const trust = (context: TrustContext): boolean => {
  if (context.command === "\\htmlClass") return /^cr-[a-z0-9-]+( cr-[a-z0-9-]+)*$/.test(context.class);
  if (context.command === "\\htmlData")
    return Object.keys(context.attributes).every((k) => /^data-cr-[a-z-]+$/.test(k));
  return false;
};

export const escapeHtml = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

/** The source of a formula that is not drawn. */
export const asSource = (latex: string): string => `<code class="cr-source">${escapeHtml(latex)}</code>`;

/** A formula by KaTeX; null where it is not drawn. */
function rendered(latex: string, output: "html" | "mathml", options: MathOptions, katex: Katex): string | null {
  const { display = false, foreign = false } = ownOf(options);
  try {
    return katex.renderToString(latex, {
      displayMode: display,
      output,
      throwOnError: true,
      strict: false,
      trust: foreign ? false : trust,
      macros: {},
      maxSize: MAX_SIZE_EM,
      maxExpand: MAX_EXPANSIONS,
    });
  } catch {
    // A ParseError, or a RangeError where groups nest some hundreds deep.
    return null;
  }
}

const isRefused = (latex: string, { drawn = latex, foreign = false }: MathOptions): boolean =>
  latex.length > MAX_LATEX || drawn.length > 2 * MAX_LATEX || (foreign && REFUSED.test(latex));

/** A formula as HTML, to be seen; null where it is not drawn. */
export const mathSeen = (latex: string, options: MathOptions, katex: Katex): string | null =>
  isRefused(latex, options) ? null : rendered(ownOf(options).drawn ?? latex, "html", options, katex);

/** A formula as MathML, to be read aloud and copied; null where it is not drawn. */
export function mathRead(latex: string, options: MathOptions, katex: Katex): string | null {
  const read = isRefused(latex, options) ? null : rendered(latex, "mathml", options, katex);
  if (read === null) return null;
  const { spoken } = ownOf(options);
  const said = spoken === undefined ? read : read.replace("<math ", () => `<math alttext="${escapeHtml(spoken)}" `);
  return `<span class="cr-read">${said}</span>`;
}

/** Both of a formula; null where it is not drawn. */
export function mathParts(
  latex: string,
  options: MathOptions,
  katex: Katex,
): { readonly read: string; readonly seen: string } | null {
  const read = mathRead(latex, options, katex);
  const seen = read === null ? null : mathSeen(latex, options, katex);
  return read === null || seen === null ? null : { read, seen };
}

/**
 * HTML for the eye and MathML for everything else, of one formula. Never throws: a formula that is
 * too long, too deep, refused or wrong is shown as its source.
 */
export function renderMath(latex: string, options: MathOptions = {}, katex: Katex = requireKatex()): string {
  const parts = mathParts(latex, options, katex);
  if (parts === null) return asSource(latex);
  return `<span class="cr-math" data-latex="${escapeHtml(latex)}">${parts.read}${parts.seen}</span>`;
}

/** Fonts by the classes that ask for them; the upright and the italic one are always there. */
const FONTS: readonly (readonly [RegExp, string])[] = [
  [/(?:)/, "KaTeX_Main-Regular"],
  [/mathnormal/, "KaTeX_Math-Italic"],
  [/mathbf|textbf/, "KaTeX_Main-Bold"],
  [/boldsymbol/, "KaTeX_Math-BoldItalic"],
  [/mathit|textit/, "KaTeX_Main-Italic"],
  [/amsrm|mathbb/, "KaTeX_AMS-Regular"],
  [/mathcal/, "KaTeX_Caligraphic-Regular"],
  [/mathfrak/, "KaTeX_Fraktur-Regular"],
  [/mathscr/, "KaTeX_Script-Regular"],
  [/mathsf|textsf/, "KaTeX_SansSerif-Regular"],
  [/mathtt|texttt/, "KaTeX_Typewriter-Regular"],
  [/size1|small-op|mult/, "KaTeX_Size1-Regular"],
  [/size2|large-op/, "KaTeX_Size2-Regular"],
  [/size3/, "KaTeX_Size3-Regular"],
  [/size4|mult/, "KaTeX_Size4-Regular"],
];

/**
 * KaTeX's style sheet with the fonts that `html` needs inside it, so that a page asks for nothing
 * from elsewhere. In Node only: the files stand beside KaTeX.
 */
export function stylesheet(html: string): string {
  const require = nodeRequire();
  const { readFileSync } = process.getBuiltinModule("node:fs");
  const dist = require.resolve("katex").replace(/[^\\/]+$/, "");
  const needed = new Set(FONTS.filter(([used]) => used.test(html)).map(([, font]) => font));
  const css = readFileSync(`${dist}katex.min.css`, "utf8");
  return css.replace(/@font-face\{[^}]*\}/g, (face) => {
    const font = /url\(fonts\/([\w-]+)\.woff2\)/.exec(face)?.[1];
    if (font === undefined || !needed.has(font)) return "";
    const data = readFileSync(`${dist}fonts/${font}.woff2`).toString("base64");
    return face.replace(/src:[^;}]*/, `src:url(data:font/woff2;base64,${data}) format("woff2")`);
  });
}
