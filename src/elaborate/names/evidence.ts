/**
 * Evidence: all that a text shows of a name, each piece with its place and its reason in words.
 *
 * Everything that reads a text for what its names are records it here, and {@link ./kinds.js} decides from nothing else.
 */
import { ownOf } from "../../core/own.js";
import type { Span } from "../../parse/ast.js";
import { isFunctional } from "./applied.js";

/** Where a reason comes from, strongest first. */
export type Strength = "stated" | "typography" | "use" | "letter";

/** Signs of what a name is. Where two say different things, the decision says which counts. */
const SIGNS = {
  listed: ["stated", "it is stated as an input"],

  bold: ["typography", "it is set in bold"],
  /** `\\vec F`, where a letter is a vector in either case. */
  arrow: ["typography", "it has an arrow"],
  /** In LaTeX and not bold, where a lower-case letter is a scalar. */
  light: ["typography", "it is set plain in LaTeX"],
  typed: ["typography", "it stands in plain text"],
  /** In a question in plain text, which says nothing of how the formulas set it. */
  askedTyped: ["typography", "a derivative by it is asked for in plain text"],
  /** As names of operations are: `\operatorname{rank}`. */
  upright: ["typography", "it is set upright"],

  /** Not as what is applied; a name that is differentiated stands by itself as well. */
  alone: ["use", "it stands by itself"],
  /** Differentiated, or differentiated by, which says nothing of what it is. */
  asked: ["use", "a derivative of it or by it is asked for"],
  by: ["use", "a derivative by it is asked for"],
  used: ["use", "a definition uses it"],
  applied: ["use", "it is applied"],
  primed: ["use", "it is applied with a prime"],
  /** `w'(x - y)`: with a prime before more than a name. */
  turned: ["use", "it stands with a prime before a parenthesis"],
  /** The same before what has a product that a capital begins. */
  turnedArray: ["use", "it stands with a prime before a vector"],
  /** `u(x)`, where a derivative by x is asked for. */
  ofVariable: ["use", "it is applied to a name by which is derived"],
  /** Applied to anything but the parameters with which it is defined. */
  elsewhere: ["use", "it is applied to something else than its parameters"],
  /** `∇J(w)` of what nothing defines, where the text has J as a number. */
  graded: ["use", "its gradient is taken"],
  composed: ["use", "it is part of a composition of functions"],
  /** `f^-1(x)`, which reads as an inverse function. */
  inverted: ["use", "it is applied as an inverse function"],
  /** `Φ^{-1}(α)`, before one name in parentheses, which no matrix has. */
  invertedAt: ["use", "it is applied as an inverse function to one name"],
  size: ["use", "it stands where a size stands"],
  /** The same anywhere but in the sides of claims. */
  modelSize: ["use", "it stands where a size of the model stands"],
  transposed: ["use", "it is transposed"],
  /** `x'`, which is a transpose, a label or a derivative. */
  dashed: ["use", "it stands with a prime, as a transpose"],
  normed: ["use", "it stands within the bars of a norm"],
  argument: ["use", "it is the argument of a function of vectors"],
  entrywise: ["use", "it is multiplied or divided entry by entry"],
  multiplied: ["use", "it stands behind a matrix"],
  /** `x_i`, `W_{ij}`: letters pick one of its entries. */
  indexed: ["use", "its entries are taken one by one"],
  paired: ["use", "its entries have two letters"],
  /** `x_i` of a family: what holds of one of its members. */
  member: ["use", "it stands for one of many"],
  /** `W_{ij}`: an entry of a matrix, unless it is used as a vector or matrix. */
  cell: ["use", "it has two letters"],
  /** `\\frac{K}{N} \\sum_{j=1}^N`: by itself over the number of terms, as a strength is. */
  spread: ["use", "it is divided by the number of terms of a sum"],
  /** `\\sum_i x_i y_i + b`: what is added to a sum is as large as its terms. */
  added: ["use", "it is added to a sum over an index"],
  /** `ψ^* H ψ`: with a star, and the name without one as the last factor of the product. */
  starred: ["use", "it stands with a star before itself"],
  /** `\\begin{bmatrix} α & β \\end{bmatrix}`: by itself between the brackets of a matrix. */
  block: ["use", "it is an entry of a matrix in brackets"],
  /** `y log(p) + (1 - y) log(1 - p)`: a label or a probability, a number wherever the other is one. */
  label: ["use", "it stands beside a logarithm, and so does 1 less it"],
  /** `e^{i ω t}`, as the imaginary unit does. */
  imaginary: ["use", "it stands in the exponent of e, as the imaginary unit does"],
  /** `T^4`: under a power of 2 and more. */
  raised: ["use", "it stands under a power"],
  /** `A \\cos(ω t)`, `N_0 e^{-λ t}`. */
  amplitude: ["use", "it stands in front of a wave or a decay"],
  /** Before a factor, and behind one as the last. */
  front: ["use", "it stands in front of a factor"],
  behind: ["use", "it is the last factor of a product"],
  /** `T \\mathbf{A}`, `\\frac{Δ}{2}`: before everything in bold that it multiplies, or over or under a fraction line. */
  leading: ["use", "it stands plain in front of what is bold"],
  /** Beside another name, so that its rows or columns count. */
  factor: ["use", "it is a factor of a product"],

  upper: ["letter", "it is in upper case"],
  /** But for Δ, which is a step as often. */
  greekUpper: ["letter", "it is a Greek letter in upper case"],
  greek: ["letter", "it is a Greek letter"],
  lower: ["letter", "it is in lower case"],
  functional: ["letter", "it is a name for functions"],
} as const satisfies Record<string, readonly [Strength, string]>;

export type Sign = keyof typeof SIGNS;

/** Signs that a name is no scalar. */
const ARRAY_SIGNS = [
  "transposed",
  "argument",
  "entrywise",
  "normed",
  "dashed",
  "multiplied",
] as const satisfies readonly Sign[];
export type ArraySign = (typeof ARRAY_SIGNS)[number];

interface Piece {
  /** Where it was met first. */
  readonly span: Span;
  count: number;
}

export type NameKind = "scalar" | "vector" | "matrix" | "function" | "size";

export interface Evidence {
  /** Where it is declared: the name, its kind, and both as typed. */
  declared: { readonly span: Span; readonly kind: NameKind; readonly text: string } | null;
  /** Where it is defined, as a node or as a function; null for an input. */
  defined: Span | null;
  readonly signs: Partial<Record<Sign, Piece>>;
}

/** A reason for a decision: the piece of evidence that it rests on. */
export interface Reason {
  readonly strength: Strength;
  readonly text: string;
  readonly span: Span;
}

const GREEK_UPPER = /^(?:Gamma|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega)(?![a-z])/;

/** A Greek letter in lower case, as names spell it. */
export const GREEK_LETTER =
  /^(alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|vartheta|iota|kappa|lambda|mu|nu|xi|omicron|pi|rho|varrho|sigma|varsigma|tau|upsilon|phi|varphi|chi|psi|omega)(?![a-z])/;

/** A difference, `Δx`: Δ and the letter that it is of. */
const DIFFERENCE = /^Delta(?=[A-Za-z])/;

/** Upper case, Latin, Greek or other; a difference has the case of what it is of. */
export function isUpper(name: string): boolean {
  const first = [...name.replace(DIFFERENCE, "")][0] ?? "";
  return first !== first.toLowerCase();
}

/** The evidence of a name that was just met: its letter. */
export function newEvidence(name: string, span: Span): Evidence {
  const letter = isUpper(name) ? "upper" : GREEK_LETTER.test(name) || DIFFERENCE.test(name) ? "greek" : "lower";
  const piece = { span, count: 1 };
  const functional = isFunctional(name) ? { functional: piece } : {};
  const greekUpper = GREEK_UPPER.test(name) ? { greekUpper: piece } : {};
  return { declared: null, defined: null, signs: ownOf({ [letter]: piece, ...functional, ...greekUpper }) };
}

export function record({ signs }: Evidence, sign: Sign, span: Span): void {
  const piece = signs[sign];
  if (piece === undefined) signs[sign] = { span, count: 1 };
  else piece.count += 1;
}

export const shows = ({ signs }: Evidence, sign: Sign): boolean => signs[sign] !== undefined;

export const count = ({ signs }: Evidence, sign: Sign): number => signs[sign]?.count ?? 0;

/** How often a name stands by itself; in a derivative it says nothing of what it is. */
export const bare = (e: Evidence): number => count(e, "alone") - count(e, "asked");

export const isStated = (e: Evidence): boolean => e.declared !== null || e.defined !== null;

export const isOnlyApplied = (e: Evidence): boolean => shows(e, "applied") && bare(e) === 0;

/** `Z'(y - X β)` of a capital that is no letter of functions: a matrix, and its transpose. */
export const isTurnedMatrix = (e: Evidence): boolean =>
  shows(e, "upper") &&
  !shows(e, "functional") &&
  !shows(e, "composed") &&
  count(e, "turnedArray") === count(e, "applied");

/**
 * Whether a name that is applied wherever it stands is a function: another letter stands for a factor before a
 * parenthesis, `\\lambda(w^T w - 1)`, unless it is applied to what is derived by.
 */
export const isApplied = (e: Evidence): boolean =>
  isOnlyApplied(e) &&
  ((shows(e, "primed") && !isTurnedMatrix(e)) ||
    shows(e, "functional") ||
    shows(e, "graded") ||
    (shows(e, "ofVariable") && !shows(e, "by")));

/** Plain in LaTeX wherever it stands, where a lower-case letter is a scalar unless it is used as an array. */
export const isPlain = (e: Evidence): boolean =>
  shows(e, "light") && count(e, "typed") <= count(e, "askedTyped") && !shows(e, "bold");

/** The first sign that a name is no scalar, or null. */
export const arraySign = (e: Evidence): ArraySign | null => ARRAY_SIGNS.find((sign) => shows(e, sign)) ?? null;

/** Signs that no reading as a scalar survives: typography is not repaired, and no number is transposed. */
const FIRM = ["bold", "transposed", "argument", "entrywise"] as const satisfies readonly Sign[];

/** Whether a name can never come out as a scalar, a matrix never as a row or a column. */
export const isFirm = (e: Evidence): boolean => FIRM.some((sign) => shows(e, sign));

/** The reason that a sign is. */
export function reasonOf(e: Evidence, sign: Sign): Reason {
  const [strength, text] = SIGNS[sign];
  return { strength, text, span: e.signs[sign]?.span ?? { start: 0, end: 0 } };
}
