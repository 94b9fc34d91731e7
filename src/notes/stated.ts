/** Finds derivatives stated in formulas that cannot be read, so that they are listed and nobody is blamed. */

/** A stated derivative and its sides as typed, with the line breaks before it. */
export interface Stated {
  readonly of: string;
  readonly sides: readonly string[];
  /** Which part of the formula each side is, its equations cut at every `=`. */
  readonly parts: readonly number[];
  readonly below: number;
}

const LEFT =
  /^(?:\\[cdt]?frac\s*\{\s*(?:\\partial|\\mathrm\s*(?:\{\s*)?d|\\operatorname\{d\}|d(?![a-zA-Z]{2})(?!\s*\}\s*\{\s*[a-ce-z]\s*\})|\u2202)|\\p?dv(?![a-zA-Z])|\\left\s*\.\s*(?:\\[cdt]?frac|\\partial|\\nabla|\u2202|\u2207|d)|\\nabla|\\partial|\u2202|\u2207|d(?:\\[,!])?\s*(?:\\[A-Za-z]+|[A-Za-z](?![a-z]{2}))(?!(?:\s+[a-z](?![a-z])){2})|d\s*\(|\\mathrm\{d\}|\\delta\s*[_^]|[A-Za-z]'|\\[a-z]+\s*'|[A-Za-z]\^\{?\\prime|\\d?dot(?![a-z]))/;

/** A differential that is a number, `df = 49`, is none: it counts degrees of freedom. */
const isNumber = (left: string, sides: readonly string[]): boolean =>
  /^d\s{0,9}[a-z]\s{0,9}$/.test(left) &&
  sides.some((s) => /^\d{1,9}(?:\.\d{1,9})?\s{0,9}(?:[.,]|$)/.test(s) && !/^0\s{0,9}[.,]?$/.test(s));

/** Derivatives that a formula states, cut at its `=`, in order. */
export function statedIn(formula: string): readonly Stated[] {
  const found: Stated[] = [];
  let below = 0;
  let open: { of: string; sides: string[]; parts: number[]; below: number } | null = null;
  let part = 0;
  for (const piece of pieces(formula)) {
    const clean = withoutLayout(piece);
    const breaks = /^\s*/.exec(clean)?.[0].split("\n").length ?? 1;
    const [left = "", ...sides] = splitAtEquals(clean).map((s) => withRows(s.replace(/[\s&]+/g, " ").trim()));
    const at = below + breaks - 1;
    below += piece.split("\n").length - 1;
    const numbers = sides.map((_, k) => part + 1 + k);
    part += 1 + sides.length;
    if (left === "" && open !== null) {
      open.sides.push(...sides);
      open.parts.push(...numbers);
    } else {
      const skipped = LEFT.test(left) ? 0 : 1;
      const first = skipped === 0 ? [left, ...sides] : LEFT.test(sides[0] ?? "") ? sides : [];
      const [of, ...rest] = first;
      open = of === undefined ? null : { of, sides: rest, parts: numbers.slice(skipped), below: at };
      if (open !== null) found.push(open);
    }
  }
  return found.filter((s) => s.sides.some((side) => side !== "") && !isNumber(s.of, s.sides));
}

/** Rows and columns of a matrix, and cases, are no ends of a statement, nor is what stands for an `=` in them. */
export const MATRIX = /\\begin\{((?:[bpvBV]?matrix\*?|cases|array))\}.*?\\end\{\1\}/gs;
const ROW = "\u0001";
const COLUMN = "\u0002";
const EQUALS = "\u0003";
const WORDS = "\u0004";
const MBOX = "\u0006";
/** A comma between two operands ends nothing. */
const COMMA = "\u0005";
const INNER = /\\langle(?![a-zA-Z])[^$]{0,300}?\\rangle(?![a-zA-Z])/g;
const withRows = (text: string): string =>
  text
    .replaceAll(ROW, "\\\\")
    .replaceAll(COLUMN, "&")
    .replaceAll(EQUALS, "=")
    .replaceAll(WORDS, "\\text")
    .replaceAll(MBOX, "\\mbox")
    .replaceAll(COMMA, ",");

const withoutLayout = (piece: string): string =>
  piece.replace(
    /\\begin\{(?![a-zA-Z]*(?:matrix|cases|array))[a-z*]+\}(?:\{\d+\})?|\\end\{(?![a-zA-Z]*(?:matrix|cases|array))[a-z*]+\}|\\(?:label|tag)\{[^{}]*\}|\\(?:nonumber|notag)/g,
    "",
  );

/** The parts of a formula as {@link Stated} counts them. */
export const partsTyped = (formula: string): readonly string[] =>
  pieces(formula).flatMap((p) =>
    splitAtEquals(withoutLayout(p)).map((s) => withRows(s.replace(/[\s&]+/g, " ").trim())),
  );

/** Cuts at row ends, and at commas that a wide space or a derivative follows. */
const pieces = (formula: string): readonly string[] =>
  formula
    .replace(MATRIX, (m) =>
      m
        .replaceAll("\\\\", ROW)
        .replaceAll("&", COLUMN)
        .replaceAll("=", EQUALS)
        .replace(/\\(?:text|mbox)/g, (w) => (w === "\\text" ? WORDS : MBOX)),
    )
    .replace(INNER, (m) => m.replaceAll(",", COMMA))
    .split(
      /\\\\(?:\[[^\]]*\])?|(?:[,;]|(?<!\s))\s*\\q?quad|(?<!\\)[,;]\s+(?=\\frac|\\nabla|\\partial|d[A-Z])|(?<![_^]\s{0,9})\\(?:text|textrm|textnormal|mbox)\{(?!\s*(?:sin|cos|tan|tanh|exp|log|ln|max|min|tr|det|diag|sign|softmax|ReLU|relu|sigmoid)\s*\})[^{}]*\}/,
    );

/** Cut at each `=` outside braces, and outside parentheses and brackets where these come in pairs: `E[Y | D = d]`. */
export function splitAtEquals(text: string): readonly string[] {
  const out = [""];
  const [opening, closing] = isPaired(text) ? ["{([", "})]"] : ["{", "}"];
  let depth = 0;
  for (const c of text) {
    if (opening.includes(c)) depth++;
    else if (closing.includes(c)) depth--;
    if (c === "=" && depth <= 0) out.push("");
    else out[out.length - 1] += c;
  }
  return out;
}

const isPaired = (text: string): boolean =>
  [
    [/\(/g, /\)/g],
    [/\[/g, /\]/g],
  ].every(([open, close]) => text.match(open as RegExp)?.length === text.match(close as RegExp)?.length);
