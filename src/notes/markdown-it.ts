/**
 * `chainrule/markdown-it`: chainrule blocks and questions for a markdown-it, as in VitePress and the
 * preview of VS Code. Install it after the plugin that reads formulas.
 */
import type { MarkdownIt } from "markdown-it";
import { type Katex, requireKatex } from "../report/katex.js";
import { derivingRule, wrongIn } from "./host.js";

export interface MarkdownItChainruleOptions {
  readonly steps?: "chain" | "none" | "full";
  /** KaTeX, where it cannot be loaded from Node's modules. */
  readonly katex?: Katex;
  /** Called with a sentence for each derivative that is stated wrong; without it, rendering fails. */
  readonly onWrong?: (sentences: readonly string[], file: string | null) => void;
}

/** The plugin: `md.use(chainruleMarkdownIt)`. */
export function chainruleMarkdownIt(md: MarkdownIt, options: MarkdownItChainruleOptions = {}): void {
  const { steps, katex, onWrong = failed } = options;
  derivingRule(md, {
    katex: () => katex ?? requireKatex(),
    ...(steps === undefined ? {} : { steps }),
    onChecked: (proof, env) => {
      const wrong = wrongIn(proof);
      if (wrong.length > 0) onWrong(wrong, fileOf(env));
    },
  });
}

function failed(sentences: readonly string[], file: string | null): never {
  throw new Error(sentences.map((s) => (file === null ? s : `${file}: ${s}`)).join("\n"));
}

/** The file that is rendered, as VitePress (`path`) and Eleventy (`page`) tell of it. */
function fileOf(env: unknown): string | null {
  const { path, page } = (env ?? {}) as { readonly path?: unknown; readonly page?: { readonly inputPath?: unknown } };
  if (typeof path === "string") return path;
  return typeof page?.inputPath === "string" ? page.inputPath : null;
}
