/**
 * Formulas in Markdown for markdown-it: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and bare environments.
 *
 * `$$` may open and close anywhere in a line, as lecturers write it, and what stands between is
 * never read as Markdown: an underscore is a subscript, a line that begins with `=` no heading.
 */
import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";

/** Carried by the token of a formula. */
export interface MathMeta {
  readonly display: boolean;
  /** Line breaks of the enclosing text before the formula. */
  readonly below: number;
  /** `eq:name` of `$$…$$ {#eq:name}`. */
  readonly label: string | null;
}

const ENVIRONMENT = /^\\begin\{((?:equation|align|alignat|gather|multline|eqnarray|flalign|displaymath|math)\*?)\}/;

interface Opening {
  readonly width: number;
  readonly close: string;
  /** The delimiters belong to the formula: `\begin{align}…\end{align}`. */
  readonly isKept: boolean;
}

function openingAt(text: string): Opening | null {
  if (text.startsWith("$$")) return { width: 2, close: "$$", isKept: false };
  if (text.startsWith("\\[")) return { width: 2, close: "\\]", isKept: false };
  const environment = ENVIRONMENT.exec(text)?.[1];
  return environment === undefined ? null : { width: 0, close: `\\end{${environment}}`, isKept: true };
}

/** The place of `close` in `text` from `from` on, where no backslash stands before it; -1 where there is none. */
function closeIn(text: string, close: string, from: number): number {
  for (let at = text.indexOf(close, from); at >= 0; at = text.indexOf(close, at + 1)) {
    let slashes = 0;
    while (text.charAt(at - slashes - 1) === "\\") slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

/** Allowed behind a display: a full stop that belongs to it, and its label. */
const BEHIND = /^\s*(?:[.,;]\s*)?(?:\{#([\w:.-]+)\}\s*)?$/;

/** Teaches markdown-it to read formulas; how they are rendered is the business of the caller. */
export function mathRules(md: MarkdownIt): void {
  // A delimiter that is never closed is looked for once: a text of openings would otherwise be quadratic.
  const missing = new WeakMap<object, Map<string, number>>();
  const isMissing = (state: StateBlock, close: string, from: number): boolean =>
    (missing.get(state.env as object)?.get(`${close}${state.lineMax}`) ?? Number.POSITIVE_INFINITY) <= from;
  const noteMissing = (state: StateBlock, close: string, from: number): void => {
    const env = state.env as object;
    const known = missing.get(env) ?? new Map<string, number>();
    missing.set(env, known.set(`${close}${state.lineMax}`, from));
  };

  const lineText = (state: StateBlock, line: number): string =>
    state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line] ?? 0);

  md.block.ruler.before(
    "fence",
    "chainrule_display",
    (state, startLine, endLine, silent) => {
      if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
      const first = lineText(state, startLine);
      const opening = openingAt(first);
      if (opening === null || isMissing(state, opening.close, startLine)) return false;
      const alone = first.trim() === "$$" || first.trim() === "\\[" || opening.isKept;
      let line = startLine;
      let at = closeIn(first, opening.close, opening.width);
      while (at < 0) {
        line++;
        if (line >= endLine) {
          noteMissing(state, opening.close, startLine);
          return false;
        }
        const text = lineText(state, line);
        if (text === "" ? !alone : (state.sCount[line] ?? 0) < state.blkIndent) return false;
        at = closeIn(text, opening.close, 0);
      }
      const last = lineText(state, line);
      const behind = BEHIND.exec(last.slice(at + opening.close.length));
      if (behind === null) return false;
      if (silent) return true;
      const lines: string[] = [];
      for (let k = startLine; k <= line; k++) lines.push(k === line ? last.slice(0, at) : lineText(state, k));
      lines[0] = (lines[0] ?? "").slice(opening.width);
      const token = state.push("chainrule_display", "", 0);
      token.block = true;
      token.content = lines.join("\n") + (opening.isKept ? opening.close : "");
      token.map = [startLine, line + 1];
      const meta: MathMeta = { display: true, below: 0, label: behind[1] ?? null };
      token.meta = { ...meta };
      state.line = line + 1;
      return true;
    },
    { alt: ["paragraph", "reference", "blockquote", "list"] },
  );

  const counted = new WeakMap<object, { at: number; lines: number }>();
  const linesBefore = (state: StateInline): number => {
    let seen = counted.get(state);
    if (seen === undefined || seen.at > state.pos) seen = { at: 0, lines: 0 };
    for (let i = seen.at; i < state.pos; i++) if (state.src.charCodeAt(i) === 10) seen.lines++;
    seen.at = state.pos;
    counted.set(state, seen);
    return seen.lines;
  };
  const unclosed = new WeakMap<object, Set<string>>();

  md.inline.ruler.before("escape", "chainrule_inline", (state, silent) => {
    const { src, pos } = state;
    const c = src.charAt(pos);
    const next = src.charAt(pos + 1);
    const third = src.charAt(pos + 2);
    // Kramdown and Jekyll escape the backslash: `\\(x\\)`.
    const isEscaped = c === "\\" && next === "\\" && (third === "(" || third === "[");
    if (c !== "$" && !isEscaped && !(c === "\\" && (next === "(" || next === "["))) return false;
    const isDollar = c === "$";
    // GitLab and GitHub protect a formula as code: $`x`$.
    const isCode = isDollar && next === "`";
    const width = isEscaped ? 3 : isDollar && next !== "$" && !isCode ? 1 : 2;
    const bracket = (isEscaped ? third : next) === "(" ? "\\)" : "\\]";
    const close = isCode ? "`$" : isDollar ? "$".repeat(width) : isEscaped ? `\\${bracket}` : bracket;
    const gone = unclosed.get(state) ?? new Set<string>();
    if (gone.has(close)) return false;
    const end = isEscaped ? src.indexOf(close, pos + width) : closeIn(src, close, pos + width);
    if (end < 0) {
      unclosed.set(state, gone.add(close));
      return false;
    }
    const content = src.slice(pos + width, end);
    if (content.trim() === "") return false;
    // Prices are no formulas: `$5 and $10`. Neither are brackets that Markdown escapes: `\[sic\]`.
    if (width === 1 && (/^\s|\s$|`/.test(content) || /\d/.test(src.charAt(end + 1)))) return false;
    if (!isDollar && !/[\\=^_]/.test(content)) return false;
    if (!silent) {
      const token = state.push("chainrule_inline", "", 0);
      token.content = content;
      const meta: MathMeta = { display: close === "$$" || close.endsWith("]"), below: linesBefore(state), label: null };
      token.meta = { ...meta };
    }
    state.pos = end + close.length;
    return true;
  });
}
