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
  /** Called with a sentence for each derivative that is stated wrong; to fail a build, throw. */
  readonly onWrong?: (sentences: readonly string[]) => void;
}

/** The plugin: `md.use(chainruleMarkdownIt)`. */
export function chainruleMarkdownIt(md: MarkdownIt, options: MarkdownItChainruleOptions = {}): void {
  const { steps, katex, onWrong } = options;
  derivingRule(md, {
    katex: () => katex ?? requireKatex(),
    ...(steps === undefined ? {} : { steps }),
    ...(onWrong === undefined
      ? {}
      : {
          onChecked: (proof) => {
            const wrong = wrongIn(proof);
            if (wrong.length > 0) onWrong(wrong);
          },
        }),
  });
}
