/** Which parts of a text are LaTeX and which are plain. */

export interface Region {
  readonly start: number;
  readonly end: number;
  readonly latex: boolean;
  /** Between `$…$`, `\[…\]` and the like, where a line break is white space. */
  readonly display: boolean;
  /** Why it is not read, and only a fault of the statement before it. */
  readonly unread?: "unclosed" | "inside";
}

/** A `$` or `\[` that is never closed. */
export interface Unclosed {
  readonly start: number;
  readonly end: number;
}

interface Cut {
  readonly regions: Region[];
  readonly unclosed: Unclosed[];
  /** Closing delimiters that the rest of the text does not hold. */
  readonly missing: Set<string>;
}

/** A statement outside of any display, while it is being looked at. */
interface Piece {
  start: number;
  latex: boolean;
  /** Nothing but white space so far. */
  blank: boolean;
}

/**
 * Cuts a text into regions of one spelling. Between `$…$`, `$$…$$`, `\(…\)` and `\[…\]` it is LaTeX; elsewhere a
 * statement with a backslash is, from its first line to its last: lines within brackets and `\begin…\end`, and lines
 * that begin with an operator, belong to the statement before.
 */
export function regionsOf(source: string): {
  readonly regions: readonly Region[];
  readonly unclosed: readonly Unclosed[];
} {
  const regions: Region[] = [];
  const unclosed: Unclosed[] = [];
  const cut: Cut = { regions, unclosed, missing: new Set() };
  if (!source.includes("\\") && !source.includes("$")) {
    return { regions: [{ start: 0, end: source.length, latex: false, display: false }], unclosed };
  }
  let piece: Piece = { start: 0, latex: false, blank: true };
  const flush = (end: number): void => {
    // "$x \\in R^n$, $A \\in R^{n \\times n}$." is two displays, and what stands between them says nothing.
    const isPunctuation =
      end - piece.start < 16 && !piece.latex && !piece.blank && /^[\s,.;]*$/.test(source.slice(piece.start, end));
    if (end > piece.start && !(isPunctuation && regions[regions.length - 1]?.display === true)) {
      const last = regions[regions.length - 1];
      // Neighbours of one spelling are read in one go.
      if (last !== undefined && !last.display && last.end === piece.start && last.latex === piece.latex)
        regions[regions.length - 1] = { ...last, end };
      else regions.push({ start: piece.start, end, latex: piece.latex, display: false });
    }
    piece = { start: end, latex: false, blank: true };
  };
  let depth = 0;
  let environments = 0;
  let i = 0;
  const enter = (width: number, close: string): void => {
    const { blank } = piece;
    const isInside = !blank && WAITS.test(source.slice(piece.start, i));
    flush(i);
    i = display(source, i, width, close, cut, isInside ? "inside" : blank ? "apart" : "behind");
    piece.start = i;
    depth = 0;
  };
  while (i < source.length) {
    const c = source.charAt(i);
    if (c === "#" && source.charAt(i - 1) !== "\\") {
      i = lineEnd(source, i);
    } else if (c === "%" && (piece.latex || piece.blank)) {
      // Of a line that is nothing but a LaTeX comment, nothing is read.
      if (!piece.latex) flush(i);
      piece.latex = true;
      i = lineEnd(source, i);
    } else if (c === "\\") {
      piece.blank = false;
      const delimiter = source.charAt(i + 1);
      if (delimiter === "[" || delimiter === "(") {
        enter(2, delimiter === "[" ? "\\]" : "\\)");
      } else {
        piece.latex = true;
        if (source.startsWith("begin", i + 1)) environments++;
        else if (source.startsWith("end", i + 1) && environments > 0) environments--;
        // A line may end in a backslash, and the line break still counts.
        i += delimiter === "\n" || delimiter === "\r" ? 1 : 2;
      }
    } else if (c === "$") {
      const double = source.charAt(i + 1) === "$";
      enter(double ? 2 : 1, double ? "$$" : "$");
    } else if (c === "\n") {
      i++;
      if (environments === 0 && !continues(source, i, depth)) {
        flush(i);
        depth = 0;
      }
    } else {
      if (c !== " " && c !== "\t" && c !== "\r") piece.blank = false;
      if (c === "(" || c === "[" || c === "{") depth++;
      else if ((c === ")" || c === "]" || c === "}") && depth > 0) depth--;
      else if (c === ";" && depth === 0 && environments === 0) flush(i + 1);
      i++;
    }
  }
  flush(source.length);
  return { regions, unclosed };
}

function lineEnd(source: string, from: number): number {
  const at = source.indexOf("\n", from);
  return at < 0 ? source.length : at;
}

/** The end of a statement that waits for more. */
const WAITS = /[=+\-−*/@·∘⊙([{]\s*$/;

/**
 * Reads a display that opens at `start`; one that is never closed ends with its line. A statement does not go on in
 * a display: what opens `inside` one, or `behind` one and is never closed, is left unread as a part of it.
 */
function display(
  source: string,
  start: number,
  width: number,
  close: string,
  cut: Cut,
  place: "apart" | "inside" | "behind",
): number {
  const from = start + width;
  // A delimiter that is missing once is missing from there on: a second search would make a text of openings quadratic.
  const at = cut.missing.has(close) ? -1 : closingDelimiter(source, from, close);
  const end = at < 0 ? lineEnd(source, from) : at;
  const after = at < 0 ? end : at + close.length;
  if (at < 0) cut.missing.add(close);
  if (place === "inside" || (at < 0 && place === "behind")) {
    cut.regions.push({ start, end: after, latex: true, display: true, unread: at < 0 ? "unclosed" : "inside" });
    return after;
  }
  if (at < 0) cut.unclosed.push({ start, end: from });
  cut.regions.push({ start: from, end, latex: true, display: true });
  return after;
}

/** A delimiter behind an odd number of backslashes is none: `\$` is a dollar sign, `\\]` a row and a bracket. */
function closingDelimiter(source: string, from: number, close: string): number {
  for (let at = source.indexOf(close, from); at >= 0; at = source.indexOf(close, at + 1)) {
    let slashes = 0;
    while (at - slashes > from && source.charAt(at - slashes - 1) === "\\") slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

const OPERATOR = /[ \t]*(?:[=+\-−*/@·∘⊙⊘⊗]|\.[*/^]|\\(?:cdot|circ|odot|otimes|oslash|times)(?![A-Za-z]))/y;
const RELATION = /[=:∈]|\\in(?![A-Za-z])/;

/**
 * Whether the line that begins at `from` belongs to the statement before it. Within brackets it does, unless an `=` or
 * a `:` outside of its own brackets says that it starts a statement; otherwise it does if it begins with an operator.
 */
function continues(source: string, from: number, depth: number): boolean {
  OPERATOR.lastIndex = from;
  if (OPERATOR.test(source)) return true;
  if (depth === 0) return false;
  let level = 0;
  const end = lineEnd(source, from);
  for (let i = from; i < end && level >= 0; i++) {
    const c = source.charAt(i);
    if (c === "(" || c === "[" || c === "{") level++;
    else if (c === ")" || c === "]" || c === "}") level--;
    else if (c === "#") return true;
    else if (level === 0 && (RELATION.test(c) || (c === "\\" && RELATION.test(source.slice(i, i + 4))))) return false;
  }
  return true;
}
