/** Facts that notes state in words, "let S be symmetric", or in a formula, `S = Sᵀ`: what a claim further down rests on. */
import type { Fact } from "../core/facts.js";
import type { NotesDocument } from "./document.js";
import { expandMacros, type Macros } from "./macros.js";
import { formulaStatements } from "./statements.js";

export interface StatedFact {
  readonly name: string;
  readonly fact: Fact;
  /** "N is not symmetric": the fact is never supposed of it in this section. */
  readonly denied: boolean;
  readonly section: number;
}

const WORDS: readonly (readonly [Fact, RegExp])[] = [
  [
    "symmetric",
    /(?:a|un)?symmetri(?:c\b|sch|e\b|que\b)|(?:a|dis)?sym[eé]tri(?:que|c)|(?:a)?sim[eé]tric|(?:не|а|анти)?симметри|대칭|对称|對稱|対称|covarian|kovarian|공분산|协方差|協方差|共分散|\bhessian|헤시안|헤세|黑塞|海森|ヘッセ|\bkernel|\bgram\b|definit[e ]|definit\b|정부호|正定|正定値/gi,
  ],
  [
    "simplex",
    /\bone[- ]hot|원[- ]?핫|独热|獨熱|ワンホット|\bsingle one\b|\bsums? (?:up )?to (?:one|1|\$1\$)|합이 (?:1|\$1\$)|和为|和が|probability vector|zu (?:1|\$1\$) summ|distribution over/gi,
  ],
  ["diagonal", /\bdiagonal|대각|对角|對角|対角/gi],
  ["orthogonal", /\borthogonal|\borthonormal|직교|正交|直交/gi],
];

const DENIAL =
  /\bnot\b|n't\b|\bwithout\b|\bnon-?\s*$|\bneed not|\bnicht\b|\bkein|\bohne\b|\bpas\b|\bno\b|(?<!\p{L})не\s|비$|아니|아닌|않|不|非|でない|ではない/iu;

/** A formula of a sentence, and how far from a word a name still belongs to it. */
const FORMULA = /\$([^$]+)\$|\\\(([^)]+)\\\)/g;
/** A longer formula is no name. */
const LONGEST_NAME = 40;
const REACH = 48;

/** Facts in the order of the text; `macros` are written out first. */
export function statedFacts(document: NotesDocument, macros: Macros): readonly StatedFact[] {
  const found: StatedFact[] = [];
  const written = (text: string): string => (macros.size === 0 ? text : (expandMacros(text, macros).text ?? text));
  for (const { text, section } of document.prose ?? [])
    for (const sentence of sentences(text))
      if (WORDS.some(([, word]) => sentence.search(word) >= 0)) found.push(...factsInWords(written(sentence), section));
  for (const { text, section, kind } of document.items)
    if (kind === "display" || kind === "inline") found.push(...factsInFormula(written(text), section));
  return found;
}

const sentences = (text: string): readonly string[] =>
  text.replace(/\s+/g, " ").split(/(?<=[.;!?])\s+(?=[^a-z])|(?<=[。；！？])/);

function factsInWords(sentence: string, section: number): StatedFact[] {
  const formulas = [...sentence.matchAll(FORMULA)].flatMap((m) => {
    const name = nameOf(m[1] ?? m[2] ?? "");
    return name === null ? [] : [{ name, start: m.index, end: m.index + m[0].length }];
  });
  if (formulas.length === 0) return [];
  return WORDS.flatMap(([fact, word]) =>
    [...sentence.matchAll(word)].flatMap((m): StatedFact[] => {
      const [start, end] = [m.index, m.index + m[0].length];
      const before = formulas.filter((f) => f.end <= start).reverse();
      const after = formulas.filter((f) => f.start >= end);
      const near = (list: readonly (typeof formulas)[number][], distance: (f: (typeof formulas)[number]) => number) => {
        const [first] = list;
        if (first === undefined || distance(first) > REACH) return [];
        const names = [first];
        for (const f of list.slice(1)) {
          const last = names[names.length - 1] as (typeof formulas)[number];
          const between = sentence.slice(Math.min(f.end, last.end), Math.max(f.start, last.start));
          if (!/^\s*(?:,|and|und|、|和|与|및|와|과|と|, and)\s*$/.test(between)) break;
          names.push(f);
        }
        return names;
      };
      const left = near(before, (f) => start - f.end);
      const right = near(after, (f) => f.start - end);
      // "S is symmetric" speaks of what stands before it, "a symmetric S" of what follows.
      const isSaid =
        left[0] !== undefined &&
        /\b(?:is|are|be|being|stays?|ist|sei|seien|sind)\b|는|은|이|가|是|为|は|が|,/.test(
          sentence.slice(left[0].end, start),
        );
      // "$Q$ symmetrisch und $x$" goes on with another name.
      const isNext = right[0] !== undefined && /^\s?(?:,|und|and|et|y|e|и)\s/.test(sentence.slice(end, right[0].start));
      const close = right[0] !== undefined && right[0].start - end < 16 && !(isNext && left.length > 0);
      const names =
        close && !(isSaid && !/\b(?:covarian|kernel|hessian|gram)/i.test(m[0]))
          ? right
          : left.length > 0
            ? left
            : right;
      const denied =
        DENIAL.test(sentence.slice(Math.max(0, start - 24), start)) ||
        /^(?:[au]n?s|dis|[ан])/i.test(m[0]) ||
        /^[^.,;$]{0,8}(?:아니|아닌|않|でない|ではない)/.test(sentence.slice(end));
      return names.map(({ name }) => ({ name, fact, denied, section }));
    }),
  );
}

const TRANSPOSE = String.raw`\^(?:\{?(?:\\top|\\intercal|\\mathsf\{?T\}?|\\mathrm\{?T\}?|\\mathrm T|T|\u22a4)\}?)`;
const BASE = String.raw`((?:\\[a-zA-Z]+)?(?:\{[^{}]*\})?[A-Za-z\u0391-\u03c9]?(?:_(?:\w|\{\w+\}))?)`;
const CAPITAL = String.raw`((?:\\(?:mathbf|bm|boldsymbol)\{)?(?:[A-Z]|\\(?:Sigma|Lambda|Omega|Gamma))\}?)`;
const ONES = String.raw`(?:\\(?:math)?(?:bf|bm|mathbf|boldsymbol|mathbb)?\s*\{?1\}?|1|\\vec\{1\}|e)`;

const FORMULAS: readonly (readonly [Fact, RegExp])[] = [
  ["symmetric", new RegExp(`(?:^|[,;]|\\s)${BASE}${TRANSPOSE}=\\1(?=$|[,;.]|\\\\)`)],
  ["symmetric", new RegExp(`(?:^|[,;]|\\s)${BASE}=\\1${TRANSPOSE}(?=$|[,;.]|\\\\)`)],
  // Vectors may be above 0, and spheres are sets of vectors.
  ["symmetric", new RegExp(`^${CAPITAL}\\\\succ(?:eq|curlyeq|eqq)?(?:\\\\(?:math|bold)[a-z]{2,6}\\{)?0`)],
  ["symmetric", new RegExp(`^${CAPITAL}\\\\in\\\\math(?:bb|bf)\\{?S\\}?\\^(?:[a-z]|\\{[a-z]\\})(?=$|[,;._])`)],
  ["orthogonal", new RegExp(`^${BASE}${TRANSPOSE}\\1=(?:\\\\[a-z]+\\{)?I`)],
  ["orthogonal", new RegExp(`^${BASE}\\^\\{-1\\}=\\1${TRANSPOSE}`)],
  ["simplex", new RegExp(`^${ONES}${TRANSPOSE}${BASE}=1(?=$|[,;.])`)],
  ["simplex", new RegExp(`^${BASE}${TRANSPOSE}${ONES}=1(?=$|[,;.])`)],
  [
    "simplex",
    /^\\sum(?:\\limits)?_(?:\w|\{[^{}]*\})(?:\^(?:\w|\{[^{}]*\}))?((?:\\[a-zA-Z]+\{?)?[a-z]?\}?)_(?:\w|\{\w\})=1(?=$|[,;.])/,
  ],
];

function factsInFormula(formula: string, section: number): StatedFact[] {
  if (formula.length > 400 || !/=|\\succ|\\mathbb|\\in(?![a-z])/.test(formula)) return [];
  const bare = formula.replace(/\\(?:!|,|;|:|quad|qquad|left|right)(?![a-zA-Z])|\s+|~/g, "");
  return FORMULAS.flatMap(([fact, pattern]) =>
    // Several stand in one formula: `A = Aᵀ, B = Bᵀ`.
    bare.split(/,(?![^{}()]{0,200}[})])/).flatMap((part) => {
      const base = pattern.exec(part)?.[1];
      const name = base === undefined || base === "" ? null : nameOf(base);
      return name === null ? [] : [{ name, fact, denied: false, section }];
    }),
  );
}

/** The name that a formula is, or null where it is more than one name. */
function nameOf(latex: string): string | null {
  // `S \\in \\mathbb{R}^{n \\times n}` is about S.
  const text = (/^([^=]{1,40}?)\\in(?![a-zA-Z])/.exec(latex)?.[1] ?? latex).trim();
  if (text === "" || text.length > LONGEST_NAME || !/^[\\A-Za-zΑ-ω]/.test(text) || /[=+,]/.test(text)) return null;
  const [only, ...more] = formulaStatements(`q_{fact} = ${text}`).cuts;
  const statement = only?.statement;
  return more.length === 0 && statement?.type === "definition" && statement.value.type === "name"
    ? statement.value.name
    : null;
}

/** Declares the facts that hold of names in this section; the kind follows how a name is written. */
export function factLines(
  facts: readonly StatedFact[],
  names: ReadonlySet<string>,
  isTaken: (name: string) => boolean,
  section: number,
): readonly string[] {
  const held = new Map<string, Set<Fact>>();
  for (const { name, fact, denied, section: at } of facts) {
    // What is said only further on is not known yet.
    if (!names.has(name) || isTaken(name) || at > section || (denied && at !== section)) continue;
    const own = held.get(name) ?? new Set();
    if (denied) own.delete(fact);
    else own.add(fact);
    held.set(name, own);
  }
  return [...held].flatMap(([name, own]) => {
    if (own.size === 0) return [];
    const isVector = own.has("simplex") && /^[a-z]/.test(name);
    const words = [...own].map((f) => (f === "simplex" && !isVector ? "simplexrows" : f));
    return [`${name} : ${isVector ? "vector" : "matrix"} ${words.join(" ")}`];
  });
}

/** Whether a fact of a name is denied in a section. */
export const isDenied = (facts: readonly StatedFact[], name: string, fact: Fact, section: number): boolean =>
  facts.some((f) => f.denied && f.name === name && f.fact === fact && f.section === section);
