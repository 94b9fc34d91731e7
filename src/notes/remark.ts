/**
 * `chainrule/remark`: chainrule blocks and questions become `math` nodes, to be rendered as the host
 * renders formulas (remark-math before, rehype-katex or rehype-mathjax after); a derivative that is
 * stated wrong fails the file.
 */
import { toldOf } from "./told.js";
import { deriveInTree, figure, type TreeNode } from "./tree.js";

export interface RemarkChainruleOptions {
  readonly steps?: "chain" | "none" | "full";
  /** A wrong statement is a message on the file and no failure. */
  readonly draft?: boolean;
  /** `myst`: figures that are numbered, and wrong statements as fatal messages, since MyST takes an exception for a crash. */
  readonly host?: "unified" | "myst";
}

type Place = { readonly line: number; readonly column: number };

/** As much of a vfile as is used: `message` warns, `fail` throws. MyST's takes the place itself, and ours both. */
interface MessageFile {
  message(reason: string, place?: Place): unknown;
  fail(reason: string, place?: Place): never;
}

/** The plugin: `unified().use(remarkParse).use(remarkMath).use(remarkChainrule)`. */
export function remarkChainrule(options: RemarkChainruleOptions = {}) {
  const { steps, draft = false, host = "unified" } = options;
  return (tree: object, file?: MessageFile): void => {
    const proof = deriveInTree(tree as TreeNode, {
      ...(steps === undefined ? {} : { steps }),
      ...(host === "myst" ? { picture: figure } : {}),
    });
    const wrong: { readonly said: string; readonly place: Place }[] = [];
    for (const told of toldOf(proof)) {
      const [said, place] = [told.sentence, { line: told.line, column: 1 }];
      if (told.wrong && !draft) wrong.push({ said, place });
      else file?.message(said, place);
    }
    const [first, ...rest] = wrong;
    for (const w of host === "myst" ? wrong : rest) {
      const message = file?.message(w.said, w.place);
      if (host === "myst" && typeof message === "object" && message !== null) Object.assign(message, { fatal: true });
    }
    if (host !== "myst" && first !== undefined) file?.fail(first.said, first.place);
  };
}
