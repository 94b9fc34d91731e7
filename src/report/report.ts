/**
 * The answer as data, field for field what `derive --format json` prints. Sizes are strings, every
 * key is always there. Renderers read this and nothing else.
 */

import type { Diagnostic } from "../core/diagnostic.js";
import type { Assumption } from "../model/model.js";
import type { PlainNumbers } from "../numeric/plain-values.js";
import type { CounterexampleReport } from "./counterexample.js";

/** Where a letter runs, in words of the model: 1 to n_{l-1}. */
interface ShownRange {
  readonly letter: string;
  readonly from: string;
  readonly to: string;
}

/** Rows and columns, `["n", "1"]`. */
export type ShapeText = readonly [string, string];

export interface FactorReport {
  readonly text: string;
  readonly unicode: string;
  readonly latex: string;
  readonly shape: ShapeText;
}

export interface StepReport {
  /** A short key, for links into the catalogue. */
  readonly rule: string;
  readonly title: string;
  /** The rule in general letters. */
  readonly statement: string;
  readonly cite: string;
  readonly before: string;
  readonly after: string;
  /** The line: `left = after`, or `= after` where it goes on. */
  readonly latex: string;
  readonly unicode: string;
  /** Whether the line starts an equation (`∂h/∂z = …`) or goes on with the one before. */
  readonly starts: boolean;
  /** The left side of the equation, `∂h/∂z`; null where it goes on. */
  readonly left: { readonly text: string; readonly unicode: string; readonly latex: string } | null;
  readonly shape: ShapeText;
  /** The factors of `after`, for the row of shapes under them. */
  readonly factors: readonly FactorReport[];
  /** The part that a law changed: `u^T diag(f'(z))` → `(u .* f'(z))^T`; null for other lines. */
  readonly part: { readonly before: string; readonly after: string } | null;
  /** Why the sizes ask for this line, or null. */
  readonly why: string | null;
}

/** `right if a is positive`: right with that fact, which the text does not state. */
export type Supposed = `right if ${string}`;

/** Of a condition, a definition and a number assigned nothing is claimed. */
export type Verdict =
  | "equal"
  | "equal up to a transpose"
  | "ill-shaped"
  | "different"
  | "not judged"
  | "condition"
  | "definition"
  | "value"
  | Supposed;

/** Verdicts without the fact that one may name: what is counted, coloured, made a code. */
export type VerdictKind = Exclude<Verdict, Supposed> | "right if";

export const verdictKind = (v: Verdict): VerdictKind => (v.startsWith("right if ") ? "right if" : (v as VerdictKind));

/** A claim that states what is not so. */
export const isWrong = (verdict: Verdict): boolean => verdict === "different" || verdict === "ill-shaped";

export interface ClaimReport {
  /** As typed. */
  readonly text: string;
  /** As it was read; as typed where it could not be. */
  readonly unicode: string;
  /** As it was read; null where it could not be. */
  readonly latex: string | null;
  readonly verdict: Verdict;
  /** How the verdict is known; null where there is none. */
  readonly by: "laws" | "numbers" | null;
  /** The letters for which a claim holds that does so partly; null elsewhere. */
  readonly holds: string | null;
  readonly layout: "gradient" | "jacobian" | null;
  readonly why: string | null;
  readonly counterexample: CounterexampleReport | null;
  readonly line: number;
  readonly column: number;
}

/** One equation of a cotangent, `delta_t = …` for `1 <= t <= T`. */
export interface CotangentReport {
  /** The left side: `delta_t`, or `delta_T` at an end. */
  readonly name: string;
  readonly symbol: { readonly unicode: string; readonly latex: string };
  readonly text: string;
  readonly unicode: string;
  readonly latex: string;
  /** For which values of its letters it holds; empty where it has none. */
  readonly where: string;
}

/**
 * One dress of an answer; `stacks` are matrices that hold all members of a family: X has the rows x_iᵀ. A `product` has
 * its factors from left to right as its letter goes; `where` says for which letters of the question it holds, elsewhere
 * the answer is 0. `note` says the same beside the form, empty where there is nothing to say; in LaTeX for mathematics.
 */
export interface FormReport {
  readonly text: string;
  readonly unicode: string;
  readonly latex: string;
  readonly style: "sum" | "matrix" | "product";
  readonly where: string;
  readonly stacks: readonly { readonly name: string; readonly rowsOf: string }[];
  readonly note: { readonly unicode: string; readonly latex: string };
}

export interface ResultReport {
  readonly of: string;
  readonly wrt: string;
  readonly order: 1 | 2;
  /** The answer as the author writes it, whose text is the result's, and in the other dress where it has one. */
  readonly forms: readonly FormReport[];
  /** The letters of the question, for all of whose values the answer holds. */
  readonly indices: readonly ShownRange[];
  readonly layout: "gradient" | "jacobian" | "denominator";
  readonly shape: ShapeText;
  readonly text: string;
  readonly unicode: string;
  readonly latex: string;
  /** Cotangents that the answer calls by a name, each with its equations: the cases of a recursion, and where it ends. */
  readonly equations: readonly CotangentReport[];
  /** The left side, `∂s/∂W`, in each spelling. */
  readonly left: { readonly text: string; readonly unicode: string; readonly latex: string };
  readonly uses: readonly string[];
  readonly views: Readonly<Record<string, string>>;
  readonly chain: { readonly text: string; readonly unicode: string; readonly latex: string } | null;
  readonly steps: readonly StepReport[];
  readonly assumptions: readonly string[];
  readonly conditions: readonly string[];
  /** The same for LaTeX in mathematics, words in `\text`. */
  readonly conditionsLatex: readonly string[];
  readonly claims: readonly ClaimReport[];
  /** At the numbers that were given, or null: a number, a flat array for a vector or row, rows for a matrix. */
  readonly value: PlainNumbers | null;
}

export interface WhereReport {
  readonly name: string;
  readonly text: string;
  readonly latex: string;
  readonly unicode: string;
  readonly shape: ShapeText;
  readonly steps: readonly StepReport[];
  /** The derivative that the name stands for, `∂s/∂z`, or null. */
  readonly means: string | null;
  /** Its name in LaTeX and Unicode. */
  readonly symbol: { readonly latex: string; readonly unicode: string };
}

export interface Report {
  readonly symbols: readonly {
    readonly name: string;
    readonly kind: string;
    readonly shape: ShapeText;
    /** The letters of a family, or of a label, with where they run. */
    readonly indices: readonly ShownRange[];
    readonly facts: readonly string[];
    readonly role: string;
    readonly assumed: boolean;
  }[];
  readonly equations: readonly {
    readonly name: string;
    readonly text: string;
    readonly unicode: string;
    readonly latex: string;
    readonly shape: ShapeText;
  }[];
  readonly where: readonly WhereReport[];
  readonly results: readonly ResultReport[];
  readonly assumptions: readonly string[];
  /** Every name, assumed or stated, with what decided its kind and its sizes. */
  readonly assumptionsExplained: readonly Assumption[];
  readonly diagnostics: readonly Diagnostic[];
}
