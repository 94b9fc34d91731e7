/**
 * Layers and steps as notes write them, `z^l`, `a^{l-1}`, `h^{\langle t \rangle}`: which letters above a name count
 * layers is seen in the notes as a whole, and is written out in each formula, `z^{(l)}`.
 */
import { scriptRuns, type TypedScript, withScripts } from "./scripts.js";

/** A letter, and how far from it: `l`, `t - 1`, `[l+1]`; what stands behind, a transpose, is left over. */
export interface Step {
  readonly letter: string;
  readonly shift: number;
  readonly bracket: "(" | "[" | "<" | null;
  readonly rest: string;
}

const STEP =
  /^\s{0,9}(\[|\(|<|\\langle(?![a-zA-Z]))?\s{0,9}([A-Za-z])\s{0,9}(?:([+-])\s{0,9}(\d{1,2}))?\s{0,9}(\]|\)|>|\\rangle(?![a-zA-Z]))?\s{0,9}(T|\\top|\\intercal|\\mathsf\s{0,9}\{?T\}?|\\mathrm\s{0,9}\{?T\}?)?\s{0,9}$/;
const LONGEST = 60;
const CLOSES: Readonly<Record<string, string>> = { "[": "]", "(": ")", "<": ">", "\\langle": "\\rangle" };

/** Reads a script as a step; null where it is anything else. */
export function stepOf({ text }: TypedScript): Step | null {
  if (text.length > LONGEST) return null;
  const found = STEP.exec(text.replace(/\\[,;!: ]/g, " "));
  if (found === null) return null;
  const [, open, letter = "", sign, digits, close, rest = ""] = found;
  if ((open === undefined ? undefined : CLOSES[open]) !== close) return null;
  // A capital above a name is a label, and a T a transpose.
  if (open === undefined && /[A-Z]/.test(letter)) return null;
  const bracket = open === undefined ? null : open === "[" ? "[" : open === "(" ? "(" : "<";
  return { letter, shift: digits === undefined ? 0 : Number(digits) * (sign === "-" ? -1 : 1), bracket, rest };
}

/** The letters above names that count layers: each stands above two names and more, beside a next one, and on a left side. */
export function layerLetters(formulas: readonly string[]): ReadonlySet<string> {
  const bases = new Map<string, Set<string>>();
  const shifted = new Set<string>();
  const heads = new Set<string>();
  for (const formula of formulas) {
    if (!formula.includes("^")) continue;
    for (const { base, scripts } of scriptRuns(formula))
      for (const script of scripts) {
        const step = script.mark === "^" && /^[A-Za-z\\]/.test(base) ? stepOf(script) : null;
        if (step === null || (step.bracket !== null && step.bracket !== "<")) continue;
        const known = bases.get(step.letter) ?? new Set();
        bases.set(step.letter, known.add(base));
        if (step.shift !== 0) shifted.add(step.letter);
      }
    for (const piece of formula.split(/(?<![:<>])=/)) {
      const letter = headLetter(piece.split(/\\\\|&|[,;]\s|\\q?quad(?![a-zA-Z])/).at(-1) ?? "");
      if (letter !== null) heads.add(letter);
    }
  }
  return new Set(
    [...bases].flatMap(([letter, of]) => (of.size > 1 && shifted.has(letter) && heads.has(letter) ? [letter] : [])),
  );
}

/** The letter above a name that is a left side by itself, or the variable of a derivative that is one. */
function headLetter(left: string): string | null {
  const by =
    /^\s{0,9}\\[dt]?frac\s{0,9}\{[^{}]*\}\s{0,9}\{\s{0,9}\\partial\s{0,9}(.*)\}\s{0,9}$/s.exec(left)?.[1] ?? left;
  let letter: string | null = null;
  let count = 0;
  const rest = withScripts(by, ({ base, scripts }) => {
    if (!/^[A-Za-z\\]/.test(base)) return null;
    count++;
    letter ??= scripts.map((s) => (s.mark === "^" ? stepOf(s) : null)).find((s) => s !== null)?.letter ?? null;
    return "";
  });
  return rest.trim() === "" && count === 1 ? letter : null;
}

/** The formula with the letters of layers in parentheses above their names: nothing else is a power. */
export function withLayers(formula: string, letters: ReadonlySet<string>): string {
  if (!formula.includes("^") || (letters.size === 0 && !/<|\\langle/.test(formula))) return formula;
  return withScripts(formula, ({ base, scripts }) => {
    if (!/^[A-Za-z\\]/.test(base)) return null;
    let changed = false;
    const written = scripts.map((script) => {
      const step = script.mark === "^" ? stepOf(script) : null;
      const isLayer = step !== null && (step.bracket === "<" || (step.bracket === null && letters.has(step.letter)));
      if (!isLayer || step === null) return `${script.mark}{${script.text}}`;
      changed = true;
      return `^{(${stepText(step)})${step.rest === "" ? "" : ` ${step.rest}`}}`;
    });
    if (!changed) return null;
    // Above first: what stands below is an entry of that layer.
    return `${base}${[...written.filter((w) => w.startsWith("^")), ...written.filter((w) => w.startsWith("_"))].join("")}`;
  });
}

export const stepText = ({ letter, shift }: Pick<Step, "letter" | "shift">): string =>
  shift === 0 ? letter : `${letter}${shift > 0 ? "+" : "-"}${Math.abs(shift)}`;
