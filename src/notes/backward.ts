/**
 * `dW = dZ Aᵀ` of backward passes: where notes call the derivative of the cost by a name dW, that is what is written out,
 * `∂J/∂W = ∂J/∂Z Aᵀ`. Differentials stay as they are.
 */
import { scriptsEnd } from "./scripts.js";

const NAME = String.raw`(?:\\(?:mathbf|bm|boldsymbol|mathrm|mathit)\s*\{\s*\\?[A-Za-z]+\s*\}|\\(?:theta|Theta|beta|gamma|mu|sigma|alpha|omega)(?![a-zA-Z])|[A-Za-z](?![A-Za-z]))`;
/** `dW`, `d\mathbf{b}`, `\mathrm{d}Z`, `\mathit{dW}` before its scripts. */
const D = new RegExp(
  String.raw`(?<![A-Za-z\\{^_])(?:\\(?:mathrm|mathit|text|operatorname)\s*\{\s*d([A-Za-z])\s*\}|(?:d|\\mathrm\s*\{\s*d\s*\})(?:\\[,!])?\s{0,3}(${NAME}))`,
  "g",
);
/** Signs of differentials and of derivatives by d. */
const OTHER = /\\int|\\[dt]?frac\s*\{\s*(?:d|\\mathrm\s*\{d\})(?![a-zA-Z]{2})|\\partial|\u222b|\\lim|\bdx\b/;
/** Words by which notes say what dW means. */
const SAID =
  /\$\s*d\s*(?:\\[,;]\s*)?\\cdot\s*\$|\bd(?:W|Z|A|b|w|z)\$?[^.]{0,60}(?:derivative|gradient)[^.]{0,40}(?:cost|loss|J\b|L\b)|(?:derivatives?|gradients?) of the (?:cost|loss)[^.]{0,80}\bd(?:W|Z|A|b|w|z)/i;
const NAMED =
  /(?<![A-Za-z\\{^_])d\s*[A-Za-z](?:\^\{?[^{}=]{0,12}\}?)?\s*=\s*\\[dt]?frac\s*\{\s*\\partial\s*(\\?[A-Za-z]+(?:\{[A-Za-z]\})?)/;

interface Named {
  readonly base: string;
  readonly start: number;
  readonly end: number;
  /** The name with its scripts. */
  readonly typed: string;
}

function differentialsIn(formula: string): readonly Named[] {
  return [...formula.matchAll(D)].map((m) => {
    const base = m[1] ?? m[2] ?? "";
    const from = m.index + m[0].length;
    const end = scriptsEnd(formula, from);
    return { base: letterOf(base), start: m.index, end, typed: base + formula.slice(from, end) };
  });
}

const letterOf = (base: string): string => base.replace(/\\(?:mathbf|bm|boldsymbol|mathrm|mathit)\s*|[{}\s]/g, "");

/** Equations of a formula, each with what stands before its first `=`. */
const equations = (formula: string): readonly (readonly [left: string, right: string])[] =>
  formula.split(/\\\\|\\q?quad(?![a-zA-Z])|,\s/).flatMap((piece) => {
    const at = piece.indexOf("=");
    return at < 0 ? [] : [[piece.slice(0, at).replace(/&/g, "").trim(), piece.slice(at + 1)] as const];
  });

const isBackward = (formula: string): boolean =>
  !OTHER.test(formula) &&
  equations(formula).some(([left]) => {
    const [d, ...others] = differentialsIn(left);
    return d !== undefined && others.length === 0 && d.start === 0 && d.end === left.length;
  });

/** Formulas with the names of derivatives written out, where the notes say in words or by what rests on what that they are such. */
export function withBackwardNames(
  formulas: readonly (string | null)[],
  prose: readonly string[],
): readonly (string | null)[] {
  const backward = formulas.map((f) => f !== null && isBackward(f));
  if (!backward.includes(true)) return formulas;
  const own = formulas.flatMap((f, k) => (f !== null && backward[k] === true ? [f] : []));
  const named = formulas.flatMap((f) => (f === null ? [] : (NAMED.exec(f)?.[1] ?? [])))[0];
  if (named === undefined && !prose.some((p) => SAID.test(p)) && !own.some((f) => isUpwards(f, formulas)))
    return formulas;
  const cost = named ?? costIn(formulas, prose);
  return formulas.map((f, k) => (f === null || backward[k] !== true ? f : writtenOut(f, cost)));
}

/** `dA = Wᵀ dZ` with Z = W A: of differentials the left one would be made of those on which it rests. */
function isUpwards(formula: string, all: readonly (string | null)[]): boolean {
  return equations(formula).some(([left, right]) => {
    const [x] = differentialsIn(left);
    return (
      x !== undefined &&
      differentialsIn(right).some((z) => z.base !== x.base && all.some((f) => f !== null && rests(f, z.base, x.base)))
    );
  });
}

const rests = (formula: string, z: string, x: string): boolean =>
  equations(formula).some(([left, right]) => {
    const head = letterOf(left.slice(0, /[_^(]/.exec(left)?.index ?? left.length));
    return (
      head === z &&
      right.length < 400 &&
      new RegExp(`(?<![A-Za-z\\\\])${x.replace(/\\/g, "\\\\")}(?![A-Za-z])`).test(right)
    );
  });

function costIn(formulas: readonly (string | null)[], prose: readonly string[]): string {
  for (const p of prose) {
    const said = /(?:cost|loss|objective|error)(?: function)? \$\s*(\\?[A-Za-z]+(?:\{[A-Za-z]\})?)\s*\$/.exec(p)?.[1];
    if (said !== undefined) return said;
  }
  return formulas.some((f) => f !== null && /(?<![A-Za-z\\])J(?![A-Za-z])/.test(f)) ? "J" : "\\mathcal{J}";
}

/** The mean over examples that such passes write before sums of single losses: `\frac{1}{m}`. */
const MEAN =
  /^(\s{0,9}(?:&\s{0,9})?)(?:\\[dt]?frac\s{0,9}\{\s{0,9}1\s{0,9}\}\s{0,9}\{\s{0,9}[a-zA-Z]\s{0,9}\}|\\[dt]?frac\s{0,9}1\s{0,9}[a-zA-Z](?![a-zA-Z])|1\s{0,9}\/\s{0,9}[a-zA-Z](?![a-zA-Z]))\s{0,9}(?:\\cdot|\\,|\*)?\s{0,9}(?=.*d)/s;

function writtenOut(formula: string, cost: string): string {
  return formula
    .split(/((?<![:<>])=)/)
    .map((part, k, parts) => (k > 0 && parts[k - 1] === "=" ? part.replace(MEAN, "$1") : part))
    .map((part) => {
      let out = "";
      let kept = 0;
      for (const { start, end, typed } of differentialsIn(part)) {
        // A star of arrays is by entries.
        const before = part.slice(kept, start).replace(/(?:\*|\\ast(?![a-zA-Z]))\s*$/, "\\odot ");
        const star = /^\s{0,9}(?:\*|\\ast(?![a-zA-Z]))/.exec(part.slice(end, end + 20))?.[0] ?? "";
        out += `${before}\\frac{\\partial ${cost}}{\\partial ${typed}}${star === "" ? "" : " \\odot "}`;
        kept = end + star.length;
      }
      return out + part.slice(kept);
    })
    .join("");
}
