/** Sums with dots, `x_1^2 + \dots + x_n^2`, as the sums they are, `\sum_{i=1}^{n} x_i^2`. */

const DOTS = String.raw`(?:\\(?:dots|ldots|cdots|dotsb|dotsc)(?![a-zA-Z])|\.\.\.|\u2026|\u22ef)`;
const PLUS_DOTS = new RegExp(String.raw`\+\s{0,9}${DOTS}\s{0,9}\+`, "g");
/** Terms longer than this are not looked at. */
const LONGEST = 120;
const LETTERS = ["i", "j", "k", "q", "r", "s"];

/** The formula with each sum whose first and last term differ in one index alone written out. */
export function withoutDots(formula: string): string {
  let out = formula;
  for (let k = 0; k < 8; k++) {
    PLUS_DOTS.lastIndex = 0;
    let changed = false;
    const letter = freeLetter(out);
    if (letter === undefined) return out;
    for (const m of out.matchAll(PLUS_DOTS)) {
      const made = summed(out, m.index, m.index + m[0].length, letter);
      if (made === null) continue;
      out = made;
      changed = true;
      break;
    }
    if (!changed) return out;
  }
  return out;
}

/** A letter that stands nowhere in a formula by itself. */
function freeLetter(formula: string): string | undefined {
  const taken = new Set(formula.match(/(?<![A-Za-z\\])[a-z](?![A-Za-z])/g));
  return LETTERS.find((l) => !taken.has(l));
}

function summed(text: string, dots: number, behind: number, letter: string): string | null {
  const last = termAfter(text, behind);
  const before = termBefore(text, dots);
  if (last === null || before === null) return null;
  // Where two terms stand before the dots, the sum begins with the first.
  const first = before.sign === "+" ? (termBefore(text, before.start - 1) ?? before) : before;
  for (const from of first === before ? [before] : [first, before]) {
    const general = generalOf(from.term, last.term, letter);
    if (general === null) continue;
    if (from !== before && generalOf(before.term, last.term, letter, "2") === null) continue;
    return `${text.slice(0, from.start)} \\sum_{${letter}=1}^{${general.to}} ${general.term} ${text.slice(last.end)}`;
  }
  return null;
}

/** One step of a text: a command, a group of digits, a letter. */
const tokens = (text: string): readonly string[] =>
  text
    .replace(/\s+/g, " ")
    .trim()
    .match(/\\[a-zA-Z]+|\\.|\d+|\S/g) ?? [];

/** The term with a letter where the first has 1 and the last n; null where they differ in anything else. */
function generalOf(
  first: string,
  last: string,
  letter: string,
  from = "1",
): { readonly term: string; readonly to: string } | null {
  const [a, b] = [tokens(first), tokens(last)].map((t) => t.filter((x) => x !== "{" && x !== "}"));
  if (a === undefined || b === undefined || a.length !== b.length) return null;
  const ends = new Set(a.flatMap((x, k) => (x === b[k] ? [] : [`${x} ${b[k]}`])));
  const [end] = ends;
  const to = end?.split(" ")[1] ?? "";
  if (ends.size !== 1 || end !== `${from} ${to}` || !/^[A-Za-z]$/.test(to)) return null;
  // The letter n itself may stand in the terms only as the index.
  const parts = first.split(new RegExp(`(?<=[_,{ ]\\s{0,3})${from}(?!\\d)`));
  const changed = a.filter((x, k) => x !== b[k]).length;
  if (parts.length - 1 !== changed) return null;
  return { term: parts.join(letter), to };
}

interface Term {
  readonly term: string;
  readonly start: number;
  readonly sign: string;
}

/** The term that ends at a place, back to a sign or to what opens around it. */
function termBefore(text: string, end: number): Term | null {
  let depth = 0;
  for (let at = end - 1; at >= Math.max(0, end - LONGEST); at--) {
    const c = text.charAt(at);
    if (/[)}\]]/.test(c)) depth++;
    else if (/[({[]/.test(c)) depth--;
    const isEdge = depth < 0 || (depth === 0 && /[-+=&,;]/.test(c));
    if (isEdge) return c === "-" ? null : { term: text.slice(at + 1, end), start: at + 1, sign: c };
  }
  return end <= LONGEST ? { term: text.slice(0, end), start: 0, sign: "" } : null;
}

function termAfter(text: string, start: number): { readonly term: string; readonly end: number } | null {
  let depth = 0;
  for (let at = start; at <= Math.min(text.length, start + LONGEST); at++) {
    const c = text.charAt(at);
    if (/[({[]/.test(c)) depth++;
    else if (/[)}\]]/.test(c)) depth--;
    const rest = text.slice(at, at + 6);
    const isEnd =
      depth < 0 ||
      at === text.length ||
      (depth === 0 && (/^[-+=&,;.$\n]/.test(rest) || /^\\(?:\\|q?quad|right|end)/.test(rest)));
    if (isEnd) return { term: text.slice(start, at), end: at };
  }
  return null;
}
