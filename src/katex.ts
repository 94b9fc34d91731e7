/** Derivations and formulas as HTML with MathML, through KaTeX: the subpath `chainrule/katex`. */
export { answerHtml } from "./report/answer.js";
export {
  type Katex,
  loadKatex,
  type MathOptions,
  mathParts,
  renderMath,
  requireKatex,
  stylesheet,
} from "./report/katex.js";
export { type PageOptions, type PageSource, page } from "./report/page.js";
export { ANSWER_STYLE } from "./report/page-style.js";
