/**
 * The mathematics of a derivation with its words made white space, so that every place in it stays where it was; and
 * what the words say of names: `$A$ is symmetric`.
 */
import type { Fact } from "../../core/facts.js";
import { withoutAsides } from "./asides.js";

/** A statement of the prose about the name at an offset. */
interface Told {
  readonly at: number;
  readonly fact: Fact | "function" | null;
}

export interface Plain {
  readonly text: string;
  readonly told: readonly Told[];
  /** Whether the text says that its derivatives are transposed, ∂z/∂x = Wᵀ. */
  readonly isDenominator: boolean;
}

/** Facts stated after a name: `is symmetric`. */
const AFTER: readonly (readonly [RegExp, Told["fact"]])[] = [
  [/^\s*(?:is|being)\s+(?:a\s+)?(?:real\s+)?symmetric\s+positive[ -]definite/i, "posdef"],
  [/^\s*(?:is|being)\s+(?:a\s+)?symmetric/i, "symmetric"],
  [/^\s*(?:is|being)\s+(?:a\s+)?diagonal/i, "diagonal"],
  [/^\s*(?:is|being)\s+(?:an\s+)?orthogonal/i, "orthogonal"],
  [/^\s*(?:is|being)\s+(?:a\s+)?positive[ -]definite/i, "posdef"],
  [/^\s*(?:is|being)\s+(?:an\s+)?(?:invertible|nonsingular|non-singular|regular)/i, "invertible"],
  [/^\s*(?:is|being)\s+positive\b/i, "positive"],
  [/^\s*(?:is|being)\s+(?:a\s+)?(?:one-hot|onehot|probability)/i, "simplex"],
  [/^\s*sums?\s+to\s+(?:1|one)\b/i, "simplex"],
  [/^\s*(?:is|being)\s+(?:(?:a|any|some)\s+(?:\w+\s+)?function|applied)/i, "function"],
];

const blank = (text: string): string => text.replace(/[^\n]/g, " ");

/** A text of equations: the language as it is, with prose between its lines. */
export function plainText(source: string): Plain {
  const lines = source.split("\n");
  const known = new Set(lines.filter((l) => /[=∈]|:[ \t]*\S/.test(l)).flatMap(wordsOf));
  const text = withoutAsides(lines.map((line) => (isProse(line, known) ? blank(line) : line))).join("\n");
  return { text, told: [], isDenominator: saysDenominator(source) };
}

const wordsOf = (line: string): readonly string[] => line.replace(/#.*/, "").match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];

const saysDenominator = (source: string): boolean => /denominator[ -]layout/i.test(source);

/** A line without `=` whose words are no names. */
function isProse(line: string, known: ReadonlySet<string>): boolean {
  const bare = line.replace(/#.*/, "").trim();
  if (bare === "" || /[=∈∂∇\\${}()[\]+*/^]/.test(bare) || !/^\p{L}[\p{L}\p{N}\s',.;:!?-]*$/u.test(bare)) return false;
  if (/:\s*\S/.test(bare)) return false;
  const words = wordsOf(bare);
  return words.some((w) => w.length > 1 && !known.has(w));
}

/** A piece of notes that is mathematics: a formula with its delimiters, or a fenced block. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly fence: { readonly language: string; readonly from: number; readonly to: number } | null;
}

const OPENER =
  /^[ \t]*(```+|~~~+)([^`~\n][^\n]*)?\n|\$\$|\\\[|\\\(|(?<!\\)\$|\\begin\{(align\*?|equation\*?|gather\*?|aligned|eqnarray\*?|multline\*?)\}/gm;

/** How each delimiter is closed. */
const CLOSERS: ReadonlyMap<string, string> = new Map([
  ["$$", "$$"],
  ["\\[", "\\]"],
  ["\\(", "\\)"],
]);

/** The mathematics of notes, in order. Each closer is looked for once where there is none, so that time stays linear. */
function* piecesOf(source: string): Generator<Piece> {
  const missing = new Set<string>();
  const after = (closer: string, from: number): number => {
    if (missing.has(closer)) return -1;
    const at = source.indexOf(closer, from);
    if (at < 0) missing.add(closer);
    return at;
  };
  const fences = fenceLines(source);
  const opener = new RegExp(OPENER);
  for (let m = opener.exec(source); m !== null; m = opener.exec(source)) {
    const [typed, fence, language = "", environment] = m;
    const inside = m.index + typed.length;
    let end = -1;
    if (fence !== undefined) {
      const close = (fences.get(fence) ?? []).find((f) => f.start >= inside);
      if (close !== undefined) {
        yield { start: m.index, end: close.end, fence: { language, from: inside, to: close.start } };
        opener.lastIndex = close.end;
      } else opener.lastIndex = m.index + typed.indexOf(fence) + fence.length;
      continue;
    }
    if (environment !== undefined) {
      const closer = `\\end{${environment}}`;
      const at = after(closer, inside);
      end = at < 0 ? -1 : at + closer.length;
    } else if (typed === "$") {
      const length = /^[^$\n]+\$/.exec(source.slice(inside, lineEnd(source, inside)))?.[0].length;
      end = length === undefined ? -1 : inside + length;
    } else {
      const closer = CLOSERS.get(typed) as string;
      const at = after(closer, inside);
      end = at < 0 ? -1 : at + closer.length;
    }
    if (end < 0) opener.lastIndex = m.index + 1;
    else {
      yield { start: m.index, end, fence: null };
      opener.lastIndex = end;
    }
  }
}

const lineEnd = (source: string, from: number): number => {
  const at = source.indexOf("\n", from);
  return at < 0 ? source.length : at;
};

/** The lines that are nothing but a fence, by the fence, in order. */
function fenceLines(source: string): ReadonlyMap<string, { readonly start: number; readonly end: number }[]> {
  const out = new Map<string, { start: number; end: number }[]>();
  for (const m of source.matchAll(/^[ \t]*(```+|~~~+)[ \t]*$/gm)) {
    const list = out.get(m[1] as string) ?? [];
    list.push({ start: m.index, end: m.index + m[0].length });
    out.set(m[1] as string, list);
  }
  return out;
}

/** Notes: formulas between dollars and brackets, blocks named chainrule; words between them. */
export function notesText(source: string): Plain {
  const out: string[] = [];
  const told: Told[] = [];
  let at = 0;
  const speak = (from: number, to: number): void => {
    out.push(blank(source.slice(from, to)));
  };
  let last: { readonly at: number } | null = null;
  const follow = (from: number, until: number): void => {
    if (last === null) return;
    const after = source.slice(from, Math.min(until, from + LONGEST_FACT));
    const found = AFTER.find(([p]) => p.test(after));
    if (found !== undefined) told.push({ at: last.at, fact: found[1] });
  };
  for (const piece of piecesOf(source)) {
    follow(at, piece.start);
    speak(at, piece.start);
    const whole = source.slice(piece.start, piece.end);
    at = piece.end;
    if (piece.fence !== null) {
      last = null;
      const { language, from, to } = piece.fence;
      const body = source.slice(from, to);
      const isOurs = /^[ \t]*chainrule\b/.test(language);
      out.push(
        blank(source.slice(piece.start, from)),
        isOurs ? plainText(body).text : blank(body),
        blank(source.slice(to, piece.end)),
      );
      continue;
    }
    const name = positiveOf(whole);
    if (name !== null) {
      out.push(`${name}$${" ".repeat(whole.length - name.length - 1)}`);
      told.push({ at, fact: "positive" });
      last = null;
      continue;
    }
    out.push(whole.replace(REASON, (m) => blank(m)));
    last = { at };
  }
  follow(at, source.length);
  speak(at, source.length);
  return { text: out.join(""), told, isDenominator: saysDenominator(source) };
}

/** The reason behind a line of LaTeX, with the formulas in it: `(\text{since } X \text{ is fixed})`. */
const REASON =
  /(?:[([]\s{0,9})?\\(?:text|mathrm|textrm|textit)\{[\s(]{0,9}(?:since|because|by|as|using|from|due to|via)\b[^$]{0,200}?(?=\\\\|\\end\{|\\\]|\\\)|\$|\n\n)/g;

/** Characters within which a fact follows its name. */
const LONGEST_FACT = 80;

/** Cuts `$x > 0$` before its sign, its dollar kept; null where a formula states anything else. */
function positiveOf(formula: string): string | null {
  const sign = /(?:>|\\gt)\s*0\s*\$$/.exec(formula);
  const before = formula.slice(0, sign?.index ?? 0);
  if (!/^\$[^$>]*$/.test(before)) return null;
  let end = before.length;
  for (;;) {
    if (/^\\[,;! ]$/.test(before.slice(Math.max(0, end - 2), end))) end -= 2;
    else if (/\s/.test(before.charAt(end - 1))) end -= 1;
    else return before.slice(0, end);
  }
}

/** Whether a text is notes, and no list of equations: it has formulas between delimiters, or a block of its own. */
export const isNotes = (source: string): boolean => /\$|\\\[|\\\(|^[ \t]*(?:```|~~~)|\\begin\{/m.test(source);
