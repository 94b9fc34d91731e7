/**
 * `chainrule/remark`: chainrule blocks and questions become `math` nodes, to be rendered as the host
 * renders formulas (remark-math before, rehype-katex or rehype-mathjax after); a derivative that is
 * stated wrong fails the file.
 */
import { isWrong } from "../report/report.js";
import { wrongSteps } from "./derivations.js";
import { deriveInTree, type TreeNode } from "./tree.js";

export interface RemarkChainruleOptions {
  readonly steps?: "chain" | "none" | "full";
  /** A wrong statement is a message on the file and no failure. */
  readonly draft?: boolean;
}

/** As much of a vfile as is used: `message` warns, `fail` throws. */
interface MessageFile {
  message(reason: string, options?: { readonly place?: { readonly line: number; readonly column: number } }): unknown;
  fail(reason: string, options?: { readonly place?: { readonly line: number; readonly column: number } }): never;
}

/** The plugin: `unified().use(remarkParse).use(remarkMath).use(remarkChainrule)`. */
export function remarkChainrule(options: RemarkChainruleOptions = {}) {
  return (tree: object, file?: MessageFile): void => {
    const proof = deriveInTree(tree as TreeNode, options.steps);
    const wrong: { readonly said: string; readonly place: { readonly line: number; readonly column: number } }[] = [];
    for (const f of proof.findings) {
      if (f.verdict === "equal" || f.verdict === "not judged") continue;
      const right = f.right === null ? "" : `; it is ${f.right.unicode}`;
      const said = `${f.of} = ${f.text} is ${f.verdict}: ${f.why ?? ""}${right}`;
      const place = { line: f.line, column: 1 };
      if (isWrong(f.verdict) && options.draft !== true) wrong.push({ said, place });
      else file?.message(said, { place });
    }
    const steps = wrongSteps(proof.remarks);
    for (const r of steps)
      if (options.draft !== true) wrong.push({ said: r.message, place: { line: r.line, column: 1 } });
    for (const r of proof.remarks)
      if (options.draft === true || !steps.includes(r))
        file?.message(r.message, { place: { line: r.line, column: 1 } });
    const [first, ...rest] = wrong;
    for (const w of rest) file?.message(w.said, { place: w.place });
    if (first !== undefined) file?.fail(first.said, { place: first.place });
  };
}
