/**
 * Runs of letters without a backslash that are one word: `tr(X)`, `sin x`, `KL = …`.
 *
 * TeX sets them as products, and as a product they are read where their letters are names of the text.
 */
import { isBuiltinFunction, isBuiltinOperator } from "../../functions/builtins.js";
import type { Raw } from "./reader.js";
import { labelsOfBraces } from "./underbraces.js";

/** Letters and words of a text, by which a run of letters is read as a word or as a product. */
export interface Runs {
  /** Words that stand alone on the left side of an equation. */
  readonly heads: ReadonlySet<string>;
  /** Letters that stand by themselves or in a run that is no known word. */
  readonly letters: ReadonlySet<string>;
  /** The same without runs of capitals, which may be words. */
  readonly alone: ReadonlySet<string>;
  /** Letters that stand without any script. */
  readonly bare: ReadonlySet<string>;
  /** Letters that are labels above some name: on a left side, where nothing is a power, or in parentheses. */
  readonly labels: ReadonlySet<string>;
  /** `x^+`, `P^-` on a left side: the letter with its sign. */
  readonly signed: ReadonlySet<string>;
  /** Lower-case letters above each letter: a t beside others is a label as they are. */
  readonly raised: ReadonlyMap<string, ReadonlySet<string>>;
  /** Letters that are exponents elsewhere, above a plain letter in lower case or a bracket, and indices nowhere. */
  readonly powers: ReadonlySet<string>;
  /** Names that a left side has with a letter above them, `a^l = …`: what stands above them elsewhere is a place, too. */
  readonly layered: ReadonlySet<string>;
  /** Whether Δ stands in front of a letter wherever it stands, `Δt`: together they are one name. */
  readonly differences: boolean;
  /** Names below and above braces that stand elsewhere, spelled without spaces and braces. */
  readonly braced: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

export const NO_RUNS: Runs = {
  heads: NOTHING,
  letters: NOTHING,
  alone: NOTHING,
  bare: NOTHING,
  labels: NOTHING,
  signed: NOTHING,
  raised: new Map(),
  powers: NOTHING,
  layered: NOTHING,
  differences: false,
  braced: NOTHING,
};

/** Δ without a letter behind it, or within a form of what stands behind it, `x^\top Δ x`: a value or an operator. */
const LONE_DELTA = (() => {
  const delta = String.raw`(?:\\Delta(?![A-Za-z])|\u0394)`;
  const face = String.raw`(?:\\[A-Za-z]{1,12}\s{0,9}\{?\s{0,9})?`;
  const transposed = String.raw`\s{0,9}\}?\s{0,9}\^\s{0,9}\{?\s{0,9}(?:\\top|\\intercal|T)(?![A-Za-z])\s{0,9}\}?\s{0,9}`;
  const letter = String.raw`(?:math(?:bf|rm|it)|bm|boldsymbol|vec|hat|bar|tilde|d?dot|alpha|beta|gamma|delta|(?:var)?epsilon|zeta|eta|(?:var)?theta|kappa|lambda|mu|nu|xi|rho|sigma|tau|(?:var)?phi|chi|psi|omega)(?![A-Za-z])`;
  return new RegExp(
    `${delta}(?!\\s{0,9}(?:[A-Za-z]|\\\\${letter}))|(?<!${delta}\\s{0,9}${face})(?<![A-Za-z\\\\])([A-Za-z])${transposed}${delta}\\s{0,9}${face}\\1(?![A-Za-z])`,
  );
})();

/** A left side that is nothing but letters, with its arguments in parentheses or without. */
const HEAD =
  /(?:^|\\\\|[\n$;&]|\\\[|\\\(|\\begin\{[a-z*]+\})[ \t]*([A-Za-z]{2,})[ \t]*(?:\([^()=\n]*\)[ \t]*)?(?:&[ \t]*)?(?::?=|\\(?:triangleq|coloneqq|equiv|doteq)(?![A-Za-z]))/g;

/** Words and subscripts, which are read over; commands; letters that no backslash stands before. */
const RUN =
  /\\(?:text[a-z]*|mathrm|operatorname|mbox|begin|end|label|tag)\*?\s*\{[^{}]*\}|[_^]\{\s*(?:[A-Za-z]+\s*)?\}|_\{[^{}]*\}|[_^]\s*[A-Za-z]|\\[A-Za-z]+|[A-Za-z]+/g;

/** A letter with no script behind it; commands are cut out before. */
const BARE = /([A-Za-z])\s*(?:\}+\s*)?(?![A-Za-z}\s_^'])/g;

/** `(l)`, `[l]` above something. */
const LABEL = /\^\{?\s*[([]\s*(\\?[A-Za-z]+)\s*[)\]]/g;

/** A left side that is one name with a script above it, its subscript before or behind. */
const RAISED =
  /(?:^|\\\\|[\n$;&]|\\q?quad|\\\[|\\\(|\\begin\{[a-z*]+\})[^\S\n]*(?:\\[A-Za-z]+(?![A-Za-z])\s*(?:\{\s*)?)*([A-Za-z]|\\[A-Za-z]+)\s*(?:\}+\s*)?(?:_(?:\{[^{}]*\}|[A-Za-z0-9])\s*)?\^\s*(\{[^{}]*\}|[A-Za-z+-]|\\[A-Za-z]+)(?:_(?:\{[^{}]*\}|[A-Za-z0-9]))?\s*(?:&\s*)?(?::?=|\\(?:triangleq|coloneqq|equiv|doteq|leftarrow|gets)(?![A-Za-z]))/g;

/** A letter with another above it, its subscript before. */
const ABOVE =
  /(?<!\\mathbb\s{0,20}\{?\s{0,20})([A-Za-z])\s{0,20}\}?\s{0,20}(?:_(?:\{[^{}]{0,200}\}|[A-Za-z0-9])\s{0,20})?\^\s{0,20}\{?\s{0,20}([a-z])\s{0,20}\}?(?![A-Za-z+-])/g;

/** A letter above one in lower case that is neither bold nor accented, or above a bracket. */
const POWER =
  /(?<!\\(?:mathbf|bm|boldsymbol|vec|mathcal|mathbb)\s{0,9})[a-df-z)\]]\s{0,9}\^\s{0,9}(?:([a-z])(?![A-Za-z])|\{\s{0,9}([a-z])\s{0,9}\})/g;

/** What stands below something. */
const BELOW = /_\s{0,9}(?:([A-Za-z])|\{([^{}]{0,200})\})/g;

/** Names that are declared, `f_i^a, f_i^p \in \mathbb{R}^d`, in front of the sign. */
const DECLARED =
  /(?:^|[=;\n$]|\\\\|\\q?quad|\\begin\{[a-z*]+\})([^=;\n$\\]*(?:\\(?:mathbf|boldsymbol|bm|vec)[^=;\n$\\]*)*)\\in(?![A-Za-z])/g;

/** Reads the stretches of LaTeX of a text. */
export function runsOf(stretches: readonly string[]): Runs {
  const heads = new Set<string>();
  const letters = new Set<string>();
  const alone = new Set<string>();
  const bare = new Set<string>();
  const labels = new Set<string>();
  const signed = new Set<string>();
  const raised = new Map<string, Set<string>>();
  const powers = new Set<string>();
  const below = new Set<string>();
  const layered = new Set<string>();
  const runs: string[] = [];
  for (const s of stretches) {
    for (const m of s.matchAll(HEAD)) if (/^(?:[A-Z]{2}|[A-Za-z]{3})/.test(m[1] as string)) heads.add(m[1] as string);
    for (const [, letter] of s.replace(/\\[A-Za-z]+/g, "\\").matchAll(BARE)) bare.add(letter as string);
    for (const [, letter] of s.matchAll(LABEL)) labels.add(letter as string);
    for (const [, base = "", letter = ""] of s.matchAll(ABOVE))
      raised.set(base, (raised.get(base) ?? new Set<string>()).add(letter));
    for (const [, letter, braced] of s.matchAll(POWER)) powers.add(letter ?? braced ?? "");
    for (const [, letter, braced = ""] of s.matchAll(BELOW))
      for (const [one] of (letter ?? braced).matchAll(/(?<![A-Za-z\\])[a-z](?![A-Za-z])/g)) below.add(one);
    for (const [, names = ""] of s.matchAll(DECLARED))
      for (const [, , letter = ""] of names.matchAll(ABOVE)) labels.add(letter);
    for (const [, base = "", script = ""] of s.matchAll(RAISED)) {
      const letter = /^[{([\s]*(\\?[A-Za-z]+)[\s)\]}]*(?:[+-]\s*\d+[\s)\]}]*)?$/.exec(script)?.[1];
      if (letter !== undefined) labels.add(letter);
      if (letter !== undefined && /^[a-z]$/.test(letter)) layered.add(base);
      const sign = /^\{?\s*([+-])\s*\}?$/.exec(script)?.[1];
      if (sign !== undefined) signed.add(base + sign);
    }
    for (const [run] of s.matchAll(RUN)) if (/^[A-Za-z]/.test(run)) runs.push(run);
  }
  for (const run of runs) {
    if (heads.has(run) || wordOf(run) !== null) continue;
    for (const c of run) letters.add(c);
    if (!CAPITALS.test(run)) for (const c of run) alone.add(c);
  }
  // A x = b is an equation, where A and x stand elsewhere.
  for (const head of heads) if ([...head].every((c) => letters.has(c))) heads.delete(head);
  for (const letter of below) powers.delete(letter);
  const differences = stretches.some((s) => /\\Delta|Δ/.test(s)) && !stretches.some((s) => LONE_DELTA.test(s));
  const braced = labelsOfBraces(stretches);
  return { heads, letters, alone, bare, labels, signed, raised, powers, layered, differences, braced };
}

const CAPITALS = /^[A-Z]{2,}$/;

/** The operation that ends a run of letters: all of it, or the longest of three letters and more. */
function wordOf(run: string): string | null {
  if (isBuiltinFunction(run)) return run;
  for (let i = 1; i + 3 <= run.length; i++) if (isBuiltinFunction(run.slice(i))) return run.slice(i);
  return null;
}

const LONGEST = 24;

/** The word that begins at a letter, or null. */
export function runAt(
  raws: readonly Raw[],
  at: number,
  { heads, letters, alone }: Runs,
): { readonly word: string; readonly length: number; readonly end: number } | null {
  const isJoined = (i: number) => raws[i]?.type === "letter" && raws[i - 1]?.end === raws[i]?.start;
  let from = at;
  while (at - from <= LONGEST && raws[from - 1]?.type === "letter" && isJoined(from)) from--;
  let to = at + 1;
  while (isJoined(to) && to - from <= LONGEST) to++;
  if (to - at < 2 || to - from > LONGEST) return null;
  const run = raws
    .slice(from, to)
    .map((r) => r.value)
    .join("");
  const rest = run.slice(at - from);
  const found = { word: rest, length: to - at, end: (raws[to - 1] as Raw).end };
  if (from === at && heads.has(run)) return found;
  const next = nextOf(raws, to);
  if (wordOf(run) === rest && ![...rest].every((c) => letters.has(c)))
    return next === "(" || (next === "operand" && isBuiltinOperator(rest)) ? found : null;
  // CE(y, p), of letters that stand nowhere else.
  const isCalled = from === at && CAPITALS.test(run) && next === "(";
  return isCalled && ![...run].some((c) => alone.has(c)) ? found : null;
}

/** Tells a bracket behind a run from another operand, to which only an operator is applied without a bracket. */
function nextOf(raws: readonly Raw[], to: number): "(" | "operand" | "other" {
  let i = to;
  while (raws[i]?.type === "space" || raws[i]?.type === "newline" || raws[i]?.value === "}") i++;
  const raw = raws[i];
  if (raw === undefined) return "other";
  if (raw.value === "(" || raw.value === "\\left" || raw.value === "[" || raw.value === "\\{") return "(";
  if (raw.type === "letter" || raw.type === "number") return "operand";
  return raw.type === "command" && /^\\(?:[A-Za-z]?frac|math[a-z]+|bm|boldsymbol|det|[a-z]{2,7})$/.test(raw.value)
    ? "operand"
    : "other";
}
