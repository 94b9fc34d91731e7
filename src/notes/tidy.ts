/** Spellings of notes that say nothing new, in those of the language: colours, sin²x, indicators, cases, CE. Line breaks stay. */

import { withoutDots } from "./dots.js";

/** Functions of which a power above the name is one of the value. */
const POWERED = "sin|cos|tan|sec|csc|cot|sinh|cosh|tanh|exp|log|ln";

/** One letter or command with its scripts, or what stands in parentheses. */
const ATOM = String.raw`(?:\\(?:mathbf|bm|boldsymbol|mathrm|hat|tilde|bar)\s*\{\\?[A-Za-z]+\}|\\(?!left|right|cdot|times|frac|begin|end|quad|qquad)[a-zA-Z]+|[A-Za-z])(?:_(?:\w|\{[^{}]{1,12}\}))?`;
const PARENTHESIS = String.raw`(?:\\left\s*)?\([^()]{0,200}(?:\([^()]{0,200}\)[^()]{0,200}){0,4}\)`;
const POWER = new RegExp(
  String.raw`\\(${POWERED})\s*\^\s*(?:([2-9])|\{\s*([2-9])\s*\})\s*(${PARENTHESIS}|${ATOM})`,
  "g",
);

const RELATION = String.raw`<|>|\\lt(?![a-zA-Z])|\\gt(?![a-zA-Z])|\\leq?(?![a-zA-Z])|\\geq?(?![a-zA-Z])|\u2264|\u2265`;
const ONE = String.raw`(?:\\(?:mathbf|mathbb|mathrm|mathds|bm|boldsymbol)\s*(?:\{\s*(?:1|I)\s*\}|1|I)|\\mathbbm\s*\{1\}|\\mathbbm 1|\u{1d7d9}|(?<![\w\\}])1(?=\s*(?:\\\{|_\{|\[)))`;
const CONDITION = String.raw`[^{}<>=\u2264\u2265]{1,80}?(?:${RELATION})[^{}<>=\u2264\u2265]{1,80}?`;
const INDICATOR = new RegExp(
  String.raw`${ONE}\s*(?:\\left\s*)?(?:\\\{(${CONDITION})(?:\\right\s*)?\\\}|\[(${CONDITION})(?:\\right\s*)?\]|_\s*\{(?:\\\{|\[|\()?(${CONDITION})(?:\\\}|\]|\))?\}|\((${CONDITION})(?:\\right\s*)?\))`,
  "gu",
);
/** Cases that hold no others; what is never closed is looked through once. */
const CASES = /\\begin\{cases\}((?:(?!\\begin\{cases\})[\s\S])*?)\\end\{cases\}/g;
const OTHERWISE = /otherwise|else|sonst|그\s*외|아니면|其他|それ以外/i;

const COLOUR =
  /\\color\s{0,20}(?:\[[^[\]]{0,200}\])?\s{0,20}\{[^{}]{0,200}\}|\\textcolor\s{0,20}(?:\[[^[\]]{0,200}\])?\s{0,20}\{[^{}]{0,200}\}/g;

const CE =
  /(?:\\(?:mathrm|text|operatorname|mathit|textrm|mathsf)\s*\{\s*CE\s*\}|(?<![A-Za-z\\{])CE)\s*(?:\\left\s*)?\(([^(),]{1,40}),([^(),]{1,40})(?:\\right\s*)?\)/g;

/** Space of any width, and one word between two statements. */
const APART =
  /\\hspace\s{0,20}\*?\s{0,20}\{[^{}]{0,200}\}|\\hskip\s{0,20}-?[\d.]{1,20}\s{0,20}(?:pt|em|ex|cm|mm|in)|\\(?:text|textrm|textnormal|mbox|mathrm)\s{0,20}\{\s{0,20}(?:and|or|where|with|so|thus|hence|then|und|oder|wobei|mit|also|daher|및|또는|且|和)\s{0,20},?\s{0,20}\}/g;

/** `\mathbf{B X}`: letters apart are names of their own, and a script is that of the last. */
const BOLD_LETTERS = /\\(mathbf|bm|boldsymbol)\s*\{\s*([A-Za-z](?:\s+[A-Za-z]){1,5})\s*\}/g;

/** `f^\\prime`, `f^{\\prime\\prime}`, `f^{'}`. */
const PRIMES_ABOVE = /\^\s{0,9}(?:\\prime(?![a-zA-Z])|\{\s{0,9}((?:(?:\\prime(?![a-zA-Z])|'|\u2032)\s{0,9}){1,3})\})/g;

/** One name in parentheses of growing size, and a prime behind them on a left side. */
const ROUND = new RegExp(String.raw`\\left\s{0,9}\(\s{0,9}(${ATOM})\s{0,9}\\right\s{0,9}\)`, "g");
const PRIMED_CALL = new RegExp(String.raw`(${ATOM})\s{0,9}\((${ATOM})\)\s{0,9}('{1,3})(?=\s{0,9}&?\s{0,9}=)`, "g");

/** `\\log_2`, the logarithm to another base, where no division stands before it. */
const LOG_BASE = /(?<!\/\s{0,9})\\log\s{0,9}_\s{0,9}(?:([2-9])|\{\s{0,9}(\d{1,3}|[a-zA-Z])\s{0,9}\})/g;

/** `\\frac{d}{dx} [3x^2 - 4x]`: brackets behind an operator, with nothing in them that is listed. */
const OPERAND =
  /(\\[cdt]?frac\s{0,9}\{\s{0,9}(?:d|\\partial|\\mathrm\{d\})\s{0,9}\}\s{0,9}\{[^{}]{1,40}\}\s{0,9})(?:\\left\s{0,9})?\[([^[\],;&]{1,400}?)(?:\\right\s{0,9})?\]/g;

/** `\\frac{∂z}{∂u}.\\frac{du}{dt}`, `x_1.y_1`: a point between two factors, where no sentence ends. */
const TIMES_POINT = /((?<!\\(?:lef|righ))[}\w)])\s{0,2}\.(?=\\[cdt]?frac(?![a-zA-Z])|[a-zA-Z]_)/g;

export const withPoints = (formula: string): string => formula.replace(TIMES_POINT, "$1 \\cdot ");

/** `A^{-T}\\text{(something)}`: a word in parentheses that touches what it is multiplied by is an operand, not a remark. */
const OPERAND_IN_WORDS = /(?<=[\w})])\\(?:text|textrm|mbox)\{\(([a-z]{1,30})\)\}/g;

/** A matrix of nothing but words: a remark beside a formula. */
const WORDS_ALONE =
  /\\begin\s{0,9}\{([bpvBV]?matrix\*?)\}(?:\[[lcr]\])?(?:[\s&]|\\\\(?:\[[^\]]{0,20}\])?|\\(?:text|mbox|textrm)\s{0,9}\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,200}\}){0,200}\}){0,200}\}){0,400}\})+\\end\{\1\}/g;

/** Commas and semicolons of full width end what the narrow ones end. */
const WIDE = /\s{0,20}([\uff0c\uff1b])\s{0,20}/g;

/** The formula with what says nothing new written as the language has it. */
export function tidied(formula: string): string {
  let out = withoutDots(formula);
  if (out.includes("{(")) out = out.replace(OPERAND_IN_WORDS, " \\cdot \\text{$1}");
  if (/[\uff0c\uff1b]/.test(out)) out = out.replace(WIDE, (_, mark: string) => (mark === "\uff0c" ? ", " : "; "));
  if (/\\begin\s{0,9}\{[bpvBV]?matrix[^t]{0,20}\\(?:text|mbox)/.test(out))
    out = out.replace(WORDS_ALONE, (whole) => "\n".repeat(whole.split("\n").length - 1));
  if (out.includes("color")) out = out.replace(COLOUR, "");
  if (/\\[a-z]{1,30}\s{0,20}\^\s{0,20}\{?\s{0,20}[2-9]/.test(out))
    out = out.replace(POWER, (_, f: string, k: string | undefined, braced: string | undefined, of: string) => {
      return `(\\${f} ${of})^{${k ?? braced ?? ""}}`;
    });
  if (out.includes("{arc}"))
    out = out.replace(/\\(?:operatorname|mathrm|text)\s{0,9}\{arc\}\s{0,9}\\(sin|cos|tan|cot)(?![a-z])/g, "\\arc$1");
  if (/\\prime|\{\s{0,9}['\u2032]/.test(out))
    out = out.replace(PRIMES_ABOVE, (_, all?: string) => "'".repeat(all?.match(/\\prime|'|\u2032/g)?.length ?? 1));
  if (out.includes("\\left")) out = out.replace(ROUND, "($1)");
  if (out.includes("'")) out = out.replace(PRIMED_CALL, "$1$3($2)");
  if (/\\log\s{0,20}_/.test(out))
    out = out.replace(LOG_BASE, (_, digit?: string, base?: string) => `\\frac{1}{\\log ${digit ?? base ?? ""}} \\log `);
  if (/\\h(?:space|skip)|\\(?:text|mbox|mathrm)/.test(out))
    out = out.replace(APART, (whole, offset: number) => (isBetween(out, offset, whole.length) ? " \\quad " : " "));
  if (/\\(?:mathbf|bm|boldsymbol)\s*\{\s*[A-Za-z]\s/.test(out))
    out = out.replace(BOLD_LETTERS, (_, face: string, letters: string) =>
      letters
        .split(/\s+/)
        .map((letter) => `\\${face}{${letter}}`)
        .join(" "),
    );
  if (out.includes("CE"))
    out = out.replace(CE, (_, first: string, second: string) => {
      const [y, p] = /\\hat/.test(first) && !/\\hat/.test(second) ? [second, first] : [first, second];
      return `\\operatorname{cross\\_entropy}(${y}, ${p})`;
    });
  if (out.includes("["))
    out = out.replace(OPERAND, (_, operator: string, operand: string) => `${operator}(${operand})`);
  if (/\.(?:\\[cdt]?frac|[a-zA-Z]_)/.test(out)) out = withPoints(out);
  if (out.includes("{cases}")) out = out.replace(CASES, (whole, rows: string) => withoutCases(rows) ?? whole);
  if (new RegExp(RELATION).test(out))
    out = out.replace(INDICATOR, (whole, a?: string, b?: string, c?: string, d?: string) => {
      const positive = positiveWhere(a ?? b ?? c ?? d ?? "");
      return positive === null ? whole : `\\operatorname{step}(${positive})`;
    });
  return out;
}

/** Whether a place is outside all braces, where statements end. */
function isBetween(text: string, offset: number, length: number): boolean {
  let depth = 0;
  for (let i = 0; i < offset; i++) {
    const c = text.charAt(i);
    if (c === "\\") i++;
    else if (c === "{") depth++;
    else if (c === "}") depth--;
  }
  return depth <= 0 && length > 0;
}

/** What is positive where a condition holds: `b - a` of `a < b`. At the edge itself nothing is differentiated. */
function positiveWhere(condition: string): string | null {
  const sides = condition.split(new RegExp(RELATION));
  const relation = new RegExp(RELATION).exec(condition)?.[0] ?? "";
  const [left = "", right = ""] = sides.map((s) => s.replace(/\\(?:left|right)\s*$/, "").trim());
  if (sides.length !== 2 || left === "" || right === "") return null;
  const [large, small] = /^(?:>|\\g|\u2265)/.test(relation) ? [left, right] : [right, left];
  return small === "0" ? large : `${large} - (${small})`;
}

/** Two cases as one formula, `step(x) (a) + (1 - step(x)) (b)`; null where they are more, or their conditions no halves. */
function withoutCases(body: string): string | null {
  const rows = body
    .split(/\\\\(?:\[[^[\]]*\])?/)
    .map((r) => r.trim())
    // A single point, where nothing is differentiated, is no half.
    .filter((r) => r !== "" && !/^[^&<>]{0,40}(?:un|not )defined|&[^&<>\\]{0,40}[^&<>\\:!]=[^=&<>]{1,40}$/.test(r));
  if (rows.length !== 2) return null;
  const cells = rows.map((r) => r.split("&").map((c) => c.trim()));
  const [[a, first], [b, second]] = cells as [string[], string[]];
  if (a === undefined || b === undefined || first === undefined || second === undefined) return null;
  const conditionOf = (text: string): string =>
    text
      .replace(/\\(?:text|mbox|textrm)\s{0,20}\{\s{0,20}(?:if|for|when)?\s([^{}]{0,80}[<>][^{}]{0,80})\}/g, "$1")
      .replace(
        /\\(?:text|mbox|textrm|textup|mathrm)\s{0,20}\{\s{0,20}(?:if|for|when|falls|where|,)?\s{0,20}\}|\\q?quad|\\[,;:! ]|~/g,
        " ",
      )
      .replace(/\\(?:text|mbox|mathrm)\s*\{\s*(?:if|for|when|falls)\s+\$([^${}]*)\$\s*\}/g, "$1")
      .replace(/^\s*(?:if|for|when)\s/, "")
      .replace(/[.,;]\s*$/, "")
      .trim();
  const positive = positiveWhere(conditionOf(first));
  if (positive === null) return null;
  const other = positiveWhere(conditionOf(second));
  const isRest = OTHERWISE.test(second) || other === opposite(conditionOf(first));
  if (!isRest) return null;
  const breaks = "\n".repeat(body.split("\n").length - 1);
  const clean = (e: string): string => e.replace(/[,;]\s*$/, "");
  return `(\\operatorname{step}(${positive}) (${clean(a)}) + (1 - \\operatorname{step}(${positive})) (${clean(b)}))${breaks}`;
}

/** What is positive where a condition does not hold. */
function opposite(condition: string): string | null {
  const relation = new RegExp(RELATION).exec(condition)?.[0];
  if (relation === undefined) return null;
  const turned = /^(?:>|\\g|\u2265)/.test(relation) ? "<" : ">";
  return positiveWhere(condition.replace(relation, turned));
}
