/**
 * Letters that print otherwise and have one canonical name: 𝐫 beside r, φ beside ϕ.
 *
 * A bold letter and a plain one are one name, for many set a vector bold here and plain there, unless a statement shows
 * that they are two: `r = \|\mathbf r\|`, which would define r by itself. Two forms of a Greek letter in one spelling are
 * two letters to whoever sets them both.
 */

import type { Reporter } from "../../core/diagnostic.js";
import { command } from "../latex/commands.js";
import type { Token } from "../lex/tokens.js";
import { headOf } from "./known.js";
import type { Sentence } from "./statements.js";

/** The name of a bold letter beside a plain one that is another thing. */
const apart = (name: string, base: string): string => `${base}_bold${name.slice(base.length)}`;

const baseOf = (t: Token): string => t.scripts?.base ?? t.value;

const isBare = (t: Token): boolean => t.type === "NAME" && !t.command && t.scripts === null && t.face !== "text";

interface Letter {
  /** The formulas in which it stands bold and plain. */
  readonly beside: Sentence[];
  /** Whether one of the two defines the other, or both are defined. */
  isDefined: boolean;
  /** Whether the plain one is transposed or has entries, as only an array is. */
  isArray: boolean;
  /** Whether it stands behind a matrix. */
  isBehind: boolean;
}

/**
 * Gives bold letters names of their own where the plain ones are other things, and those that stand in one formula in
 * both faces where `undecided` says so, which is said. Returns these.
 */
export function splitFaces(
  source: string,
  sentences: readonly Sentence[],
  undecided: "one" | "two",
  report: Reporter,
): readonly string[] {
  if (!BOLD.test(source)) return [];
  const letters = new Map<string, Letter>();
  const heads = new Map<string, Set<string>>();
  for (const s of sentences) {
    const head = headOf(s.tokens);
    if (head.type !== "definition" && head.type !== "function") continue;
    if (isBare(head.name)) add(heads, head.name.value, head.name.face);
    const faces = new Map<string, Set<string>>();
    for (const t of s.tokens) if (isBare(t)) add(faces, t.value, t.face);
    for (const [name, own] of faces) {
      if (own.size < 2) continue;
      const letter = letterIn(letters, name);
      letter.beside.push(s);
      letter.isDefined ||= head.name.value === name && isBare(head.name);
    }
  }
  for (const [name, faces] of heads) if (faces.size > 1) letterIn(letters, name).isDefined = true;
  if (letters.size === 0) return [];
  for (const { tokens } of sentences)
    tokens.forEach((t, i) => {
      const letter = t.type === "NAME" && t.face === "plain" ? letters.get(baseOf(t)) : undefined;
      if (letter === undefined) return;
      letter.isArray ||= t.scripts !== null || isTransposed(tokens, i);
      letter.isBehind ||= /^\p{Lu}/u.test(tokens[i - 1]?.value ?? "");
    });
  const open: string[] = [];
  for (const [name, letter] of letters) {
    if (letter.isArray || (!letter.isDefined && (letter.isBehind || /^\p{Lu}/u.test(name)))) continue;
    if (!letter.isDefined) sayBoth(letter.beside[0] as Sentence, name, undecided, report);
    if (letter.isDefined || undecided === "two") rename(sentences, name);
    if (!letter.isDefined) open.push(name);
  }
  return open;
}

const BOLD = /\\(?:mathbf|boldsymbol|bm|vec|vb|symbf|textbf|pmb|bf)(?![A-Za-z])|\ud835|\u20d7/;

const add = (sets: Map<string, Set<string>>, key: string, value: string): unknown =>
  (sets.get(key) ?? sets.set(key, new Set()).get(key))?.add(value);

function letterIn(letters: Map<string, Letter>, name: string): Letter {
  const known = letters.get(name) ?? { beside: [], isDefined: false, isArray: false, isBehind: false };
  letters.set(name, known);
  return known;
}

function isTransposed(tokens: readonly Token[], i: number): boolean {
  const [power, exponent, inner] = [tokens[i + 1], tokens[i + 2], tokens[i + 3]];
  if (power?.type === "PRIME") return true;
  return power?.type === "POWER" && (exponent?.type === "LC" ? inner : exponent)?.value === "T";
}

/** In declarations of plain text, what is declared a vector or matrix is the bold one. */
function rename(sentences: readonly Sentence[], name: string): void {
  for (const { tokens } of sentences) {
    const isDeclared = headOf(tokens).type === "declaration" && tokens.some((t) => ARRAYS.has(t.value));
    for (const t of tokens) {
      if (t.type !== "NAME" || baseOf(t) !== name || (t.face !== "bold" && (t.latex || !isDeclared))) continue;
      t.value = apart(t.value, name);
      if (t.scripts !== null) t.scripts = { ...t.scripts, base: apart(t.scripts.base, name) };
    }
  }
}

const ARRAYS: ReadonlySet<string> = new Set(["vector", "matrix"]);

function sayBoth({ tokens, end }: Sentence, name: string, read: "one" | "two", report: Reporter): void {
  const span = { start: tokens[0]?.start ?? end, end };
  const message = `${name} in bold and plain ${name} are read as ${read === "one" ? "one name" : "two names"}`;
  const other =
    read === "one" ? "where two are meant, give one another letter" : `the bold one is called ${name}_bold here`;
  report.report("warning", "name/faces", span, message, {
    hint: `where one is meant, set it bold everywhere; ${other}`,
  });
}

// ---------------------------------------------------------------- forms of Greek letters

const FORMS: readonly (readonly [usual: RegExp, other: RegExp])[] = [
  [
    /\\(?:epsilon|theta|pi|rho|sigma|phi|kappa)(?![A-Za-z])/,
    /\\var(?:epsilon|theta|pi|rho|sigma|phi|kappa)(?![A-Za-z])/,
  ],
  [/[εθπρσφκ]/, /[ϵϑϖϱςϕϰ]/],
];

/** Refuses names that stand in two forms of one spelling; those that use them are left out. */
export function refuseForms(source: string, sentences: readonly Sentence[], report: Reporter): readonly string[] {
  if (!FORMS.some(([, other]) => other.test(source))) return [];
  const seen = new Map<string, Token>();
  const refused = new Set<string>();
  for (const { tokens } of sentences)
    for (const t of tokens) {
      if (t.type !== "NAME" || refused.has(t.value)) continue;
      const text = source.slice(t.start, t.end);
      for (const [spelling, forms] of FORMS.entries())
        for (const [form, letters] of forms.entries()) {
          if (!letters.test(text)) continue;
          const other = seen.get(`${spelling} ${1 - form} ${t.value}`);
          if (other === undefined) seen.set(`${spelling} ${form} ${t.value}`, t);
          else if (!refused.has(t.value)) {
            refused.add(t.value);
            sayForms(source, other, t, report);
          }
        }
    }
  return [...refused];
}

function sayForms(
  source: string,
  one: Token,
  other: Token,
  report: Reporter,
  are = "are forms of one letter, and",
): void {
  const [a, b] = [one, other].map(({ start, end }) => source.slice(start, end));
  report.report("error", "name/forms", other, `${a} and ${b} ${are} one name here`, {
    hint: `where two are meant, give one of them another letter; where one is meant, write ${a} everywhere`,
    notes: [{ message: `the other form of ${other.value}`, span: { start: one.start, end: one.end } }],
  });
}

// ---------------------------------------------------------------- fonts

/** Fonts that make another letter of one, by their commands or as they are typed; italic is what a formula has without any. */
const FONTS: readonly (readonly [letters: RegExp, font: string])[] = [
  [/\\(?:mathrm|symup|rm)(?![A-Za-z])/, "upright"],
  [/\\(?:mathsf|sf)(?![A-Za-z])|[\u{1d5a0}-\u{1d5d3}]/u, "sans"],
  [/\\(?:mathtt|tt)(?![A-Za-z])|[\u{1d670}-\u{1d6a3}]/u, "typewriter"],
  [/\\(?:mathcal|cal)(?![A-Za-z])|[\u{1d49c}-\u{1d4cf}ℬℰℱℋℐℒℳℛ]/u, "calligraphic"],
  [/\\mathscr(?![A-Za-z])/, "script"],
  [/\\mathfrak(?![A-Za-z])|[\u{1d504}-\u{1d537}ℭℌℑℜℨ]/u, "Fraktur"],
];

/** `{\rm x`, whose command stands before the letter. */
const SWITCHED = /\{\s{0,3}\\(?:rm|sf|tt|cal)\s{1,3}$/;
const LONGEST_SWITCH = 12;

const ORNATE: ReadonlySet<string> = new Set(["calligraphic", "script", "Fraktur"]);

/**
 * Says of one letter in two fonts, `\mathsf{X}` beside X, that it is one name here: to many the upright X is the random
 * vector whose value is the other. Calligraphic and Fraktur are two letters to whoever sets them both, and are refused.
 */
export function tellFonts(source: string, sentences: readonly Sentence[], report: Reporter): readonly string[] {
  if (!FONTS.some(([letters]) => letters.test(source))) return [];
  const seen = new Map<string, { readonly token: Token; readonly font: string }>();
  const told = new Set<string>();
  const refused: string[] = [];
  for (const { tokens } of sentences)
    tokens.forEach((t, i) => {
      // e is set upright as often as not.
      if (t.type !== "NAME" || t.command || t.face === "bold" || t.value === "e" || told.has(t.value)) return;
      const before = SWITCHED.exec(source.slice(Math.max(0, t.start - LONGEST_SWITCH), t.start))?.[0] ?? "";
      // What is set below a letter has fonts of its own.
      const text = before + source.slice(t.start, t.end).replace(/[_^].*/s, "");
      const font = FONTS.find(([letters]) => letters.test(text))?.[1] ?? "italic";
      // Whoever types ℒ asks for ∂L/∂w; in LaTeX `\mathcal{L}` beside L has been told apart already.
      if (!t.latex && tokens[i - 1]?.type === "D") return;
      const key = `${t.latex ? ORNATE.has(font) : "typed"} ${t.value}`;
      const other = seen.get(key);
      if (other === undefined) seen.set(key, { token: t, font });
      else if (other.font !== font) {
        told.add(t.value);
        if (!ORNATE.has(font) || !ORNATE.has(other.font)) sayFonts(source, other.token, t, report);
        else {
          refused.push(t.value);
          sayForms(source, other.token, t, report);
        }
      }
    });
  return refused;
}

function sayFonts(source: string, one: Token, other: Token, report: Reporter): void {
  const [a, b] = [one, other].map(({ start, end }) => source.slice(start, end));
  report.report(
    "warning",
    "name/faces",
    other,
    a === b ? `${a} in two fonts is read as one name` : `${a} and ${b} are read as one name`,
    {
      hint: "where two are meant, give one another letter; where one is meant, set it in one font everywhere",
    },
  );
}

// ---------------------------------------------------------------- signs of subscripts

/** Signs that canonical names leave out, by their commands; relations are those of the reader. */
const SIGN_COMMANDS: ReadonlyMap<string, string> = new Map([
  ["sim", "∼"],
  ["mid", "|"],
  ["vert", "|"],
  ["lvert", "|"],
  ["colon", ":"],
  ["cdot", "·"],
  ["bullet", "·"],
  ["partial", "∂"],
  ...["hat", "bar", "tilde", "check", "dot", "vec", "overline", "widehat", "widetilde"].map((a) => [a, a] as const),
]);

/** Signs as they are typed that say the same as another. */
const ALIKE: ReadonlyMap<string, string> = new Map([
  ["≤", "<="],
  ["≥", ">="],
  ["≠", "!="],
  [".", "·"],
  ["•", "·"],
]);

function signOfCommand(word: string): string {
  const known = command(word);
  const relation = known?.does === "fault" ? known.relation : undefined;
  return relation !== undefined && /^[<>!]/.test(relation) ? relation : (SIGN_COMMANDS.get(word) ?? "");
}

const SUBSCRIPT_SIGN = /\\([A-Za-z]+)|[<>≤≥≠∼|/:()[\]∂·•]|(?<!\d)\.|\.(?!\d)/g;

/** The signs of a subscript in their order: `≤` of `x_{\leq t}`, nothing of `x_t` and `x_{t-1}`. */
function signsOf(t: Token): string {
  let signs = "";
  for (const { text } of t.scripts?.below ?? [])
    for (const [sign, word] of text.matchAll(SUBSCRIPT_SIGN))
      signs += word === undefined ? (ALIKE.get(sign) ?? sign) : signOfCommand(word);
  return signs;
}

/** `i·` and `·j`: which place of a table a total or a mean still has. */
function openPlace(t: Token): "first" | "second" | null {
  const letters = t.scripts?.below[0]?.text.replace(/\\(?:cdot|bullet)(?![A-Za-z])|[·•]/g, ".") ?? "";
  const text = letters.replace(/[\s,]/g, "");
  if (/^[A-Za-z]\.$/.test(text)) return "first";
  return /^\.[A-Za-z]$/.test(text) ? "second" : null;
}

/**
 * Refuses names whose subscripts differ in signs alone, which names do not keep: `x_{<t}` beside `x_t`, the order
 * statistic `x_{(i)}` beside `x_i`, `p_{1|2}` beside `p_{1,2}`; and `y_{i·}` beside `y_{·j}`, which are two tables.
 */
export function refuseSigns(source: string, sentences: readonly Sentence[], report: Reporter): readonly string[] {
  const seen = new Map<string, { readonly token: Token; readonly signs: string }>();
  const refused = new Set<string>();
  const hold = (key: string, signs: string, token: Token): void => {
    const other = seen.get(key);
    if (other === undefined) seen.set(key, { token, signs });
    else if (other.signs !== signs && !refused.has(token.value)) {
      refused.add(token.value);
      refused.add(other.token.value);
      sayForms(source, other.token, token, report, "differ in signs that no name keeps, and would be");
    }
  };
  for (const { tokens } of sentences)
    for (const t of tokens) {
      if (t.type !== "NAME" || (t.scripts?.below.length ?? 0) === 0) continue;
      hold(t.value, signsOf(t), t);
      const place = openPlace(t);
      if (place !== null) hold(`${t.scripts?.base} of a table`, place, t);
    }
  return [...refused];
}
