/**
 * The mathematics of a derivation with its words made white space, so that every place in it stays where it was; and
 * what the words say of names: `$A$ is symmetric`.
 */
import type { Fact } from "../../core/facts.js";

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

/** Words in front of a statement that only say that it follows. */
const FOLLOWS = /^([ \t]*)(?:(?:and|so|hence|thus|then|therefore|now|next)\b[ \t]*(?:,[ \t]*)?)+(?=[^\s=:,])/i;

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
  const text = lines.map((line) => (isProse(line, known) ? blank(line) : withoutLead(line, known))).join("\n");
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

/** `so ∂s/∂x = …` without its first word, which is none of the names of the text. */
function withoutLead(line: string, known: ReadonlySet<string>): string {
  const lead = FOLLOWS.exec(line)?.[0];
  if (lead === undefined || !/[=]/.test(line)) return line;
  const asNames = lead.trim().split(/[\s,]+/);
  // A word that stands elsewhere as a factor may be a name.
  return asNames.some((w) => w !== "" && known.has(w) && isDefined(w, known))
    ? line
    : blank(lead) + line.slice(lead.length);
}

const isDefined = (word: string, known: ReadonlySet<string>): boolean => word.length === 1 && known.has(word);

/** Notes: formulas between dollars and brackets, blocks named chainrule; words between them. */
export function notesText(source: string): Plain {
  const out: string[] = [];
  const told: Told[] = [];
  let at = 0;
  const pattern =
    /^[ \t]*(```+|~~~+)([^`~\n][^\n]*)?\n([\s\S]*?)^[ \t]*\1[ \t]*$|\$\$[\s\S]*?\$\$|\\\[[\s\S]*?\\\]|\\\([\s\S]*?\\\)|(?<!\\)\$[^$\n]+\$|\\begin\{(align\*?|equation\*?|gather\*?|aligned|eqnarray\*?|multline\*?)\}[\s\S]*?\\end\{\4\}/gm;
  const speak = (from: number, to: number): void => {
    out.push(blank(source.slice(from, to)));
  };
  let last: { readonly at: number } | null = null;
  const follow = (until: number): void => {
    if (last === null) return;
    const after = source.slice(last.at, until);
    const found = AFTER.find(([p]) => p.test(after));
    if (found !== undefined) told.push({ at: last.at, fact: found[1] });
  };
  for (const m of source.matchAll(pattern)) {
    follow(m.index);
    speak(at, m.index);
    at = m.index + m[0].length;
    if (m[1] !== undefined) {
      last = null;
      const head = m[0].indexOf("\n") + 1;
      const body = m[3] ?? "";
      const isOurs = /^[ \t]*chainrule\b/.test(m[2] ?? "");
      const inner = isOurs ? plainText(body).text : blank(body);
      out.push(blank(m[0].slice(0, head)), inner, blank(m[0].slice(head + body.length)));
      continue;
    }
    const name = positiveOf(m[0]);
    if (name !== null) {
      out.push(`${name}$${" ".repeat(m[0].length - name.length - 1)}`);
      told.push({ at, fact: "positive" });
      last = null;
      continue;
    }
    out.push(m[0]);
    last = { at };
  }
  follow(source.length);
  speak(at, source.length);
  return { text: out.join(""), told, isDenominator: saysDenominator(source) };
}

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
