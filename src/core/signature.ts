/**
 * Signatures of operations: `n×m, p×q -> n p×m q`.
 *
 * An operand is `rows×columns`, each a polynomial of letters. A letter stands for one size wherever it
 * occurs, so `n×n` is square and `n×m, n×m` are alike. Operands without a `×` are sizes: `n×m, i, j ->
 * j - i + 1×m`; one with a value may be left out: `n, m = 1 -> n×m`. `n×1 | 1×n` is a column or a row,
 * `n×m | number` also a number that reaches every entry. Where the result depends on the shape, the forms
 * stand one after another: `n×1 -> n×n; n×n -> n×1`. `(n > 1)` behind a form rules scalars out.
 *
 * A builder reads a signature exactly, with sizes that are known; elaboration reads the same one with
 * sizes that are not.
 */
import { type Dim, dim, dimOf, ONE, polynomialOf, substitute } from "./dim.js";
import { isScalar, type Shape, shape } from "./shape.js";

/** One operand: the shapes that it may have, over the letters of the signature. */
export interface Operand {
  readonly shapes: readonly Shape[];
  /** Whether a number may stand here, whatever the shape of the others. */
  readonly number: boolean;
}

export interface SizeArgument {
  readonly letter: Dim;
  /** Its value where it is left out; null where it must be stated. */
  readonly otherwise: Dim | null;
}

export interface Form {
  readonly operands: readonly Operand[];
  readonly sizes: readonly SizeArgument[];
  readonly result: Shape;
  /** Letters that are not 1. */
  readonly plural: readonly Dim[];
}

export interface Signature {
  /** More than one where the result depends on the shape of the operands. */
  readonly forms: readonly Form[];
  /** How many operands there are, and sizes behind them. */
  readonly values: number;
  readonly sizes: readonly SizeArgument[];
}

/** Letters with the sizes that they stand for. */
export type Letters = Map<Dim, Dim>;

const read = (text: string): Dim => dimOf(polynomialOf(text.trim() as Dim));

function readShape(text: string): Shape {
  const [rows = "", cols = ""] = text.split("×");
  return shape(read(rows), read(cols));
}

function readForm(text: string): Form {
  const [, before = "", after = "", condition = ""] = /^(.*?)->([^(]*)(\(.*\))?$/.exec(text.trim()) ?? [];
  const parts = before.split(",").map((p) => p.trim());
  const operands = parts.filter((p) => p.includes("×"));
  const sizes = parts.filter((p) => p !== "" && !p.includes("×"));
  return {
    operands: operands.map((o) => {
      const shapes = o.split("|").map((s) => s.trim());
      return { shapes: shapes.filter((s) => s !== "number").map(readShape), number: shapes.includes("number") };
    }),
    sizes: sizes.map((s) => {
      const [letter = "", otherwise] = s.split("=");
      return { letter: read(letter), otherwise: otherwise === undefined ? null : read(otherwise) };
    }),
    result: readShape(after),
    plural: [...condition.matchAll(/([a-z]) > 1/g)].map(([, letter = ""]) => read(letter)),
  };
}

const known = new Map<string, Signature>();

/** The signature that a text states; each text is read once. */
export function signatureOf(text: string): Signature {
  let signature = known.get(text);
  if (signature === undefined) {
    const forms = text.split(";").map(readForm);
    const [{ operands, sizes } = { operands: [], sizes: [] }] = forms;
    signature = { forms, values: operands.length, sizes };
    known.set(text, signature);
  }
  return signature;
}

/** A size that is one letter: the first operand that has it says what it stands for. */
const isLetter = (d: Dim): boolean => d.length === 1 && /[a-z]/.test(d);

/** A size over the letters, with what they stand for put in. */
export const sizeBy = (letters: Letters, d: Dim): Dim =>
  d === ONE ? ONE : (letters.get(d) ?? substitute(d, (letter) => letters.get(letter as Dim) ?? null));

/** Takes for each letter that is still free what stands in its place. */
export function bind(letters: Letters, pattern: Shape, actual: Shape): void {
  if (isLetter(pattern.rows) && !letters.has(pattern.rows)) letters.set(pattern.rows, actual.rows);
  if (isLetter(pattern.cols) && !letters.has(pattern.cols)) letters.set(pattern.cols, actual.cols);
}

/** The letters of the sizes behind the operands, stated or left out. */
export function lettersOf(form: Form, sizes: readonly Dim[]): Letters {
  const letters: Letters = new Map();
  form.sizes.forEach(({ letter, otherwise }, i) => {
    const size = sizes[i] ?? otherwise;
    if (size !== null) letters.set(letter, size);
  });
  return letters;
}

export const resultBy = (letters: Letters, { result }: Form): Shape =>
  shape(sizeBy(letters, result.rows), sizeBy(letters, result.cols));

/**
 * Which operands are numbers that reach every entry of the others, of those that `isNumber`: one of them has a shape
 * of its own.
 */
export function spreadNumbers(form: Form, isNumber: (operand: number) => boolean): readonly boolean[] {
  const spread = form.operands.map((o, i) => o.number && isNumber(i));
  const last = spread.lastIndexOf(true);
  if (last >= 0 && !spread.includes(false)) spread[last] = false;
  return spread;
}

/** The shape of the result for operands of these shapes, or null where they do not fit. Every size is known. */
export function exactly(
  signature: Signature,
  shapes: readonly Shape[],
  sizes: readonly Dim[] = [],
  isNumber: (operand: number) => boolean = () => false,
): Shape | null {
  for (const form of signature.forms) {
    const letters = lettersOf(form, sizes);
    const spread = form.operands.some((o) => o.number) ? spreadNumbers(form, isNumber) : null;
    const fits = form.operands.every(
      (o, i) => spread?.[i] === true || o.shapes.some((pattern) => matches(letters, pattern, shapes[i] as Shape)),
    );
    if (fits && form.plural.every((letter) => letters.get(letter) !== ONE)) return resultBy(letters, form);
  }
  return null;
}

function matches(letters: Letters, pattern: Shape, actual: Shape): boolean {
  const sizeAt = (d: Dim, value: Dim) => (isLetter(d) && !letters.has(d) ? value : sizeBy(letters, d));
  if (sizeAt(pattern.rows, actual.rows) !== actual.rows) return false;
  if (pattern.cols === pattern.rows ? actual.cols !== actual.rows : sizeAt(pattern.cols, actual.cols) !== actual.cols)
    return false;
  bind(letters, pattern, actual);
  return true;
}

/** Whether operands of all shapes fit. */
export const takesAnything = (signature: Signature): boolean => {
  const shapes = Array.from({ length: signature.values }, (_, i) => shape(dim(`rows${i}`), dim(`cols${i}`)));
  const sizes = signature.sizes.map(({ letter }) => letter);
  return exactly(signature, shapes, sizes) !== null;
};

const isVectorOperand = (o: Operand | undefined): boolean =>
  o?.shapes.every((s) => s.cols === ONE || s.rows === ONE) === true;

/** Whether the first operand is a column or a row in every form. */
export const takesVector = ({ forms }: Signature): boolean => forms.every((f) => isVectorOperand(f.operands[0]));

/** Whether the i-th operand is a column or a row, and no number, in every form. */
export const isVectorAt = ({ forms }: Signature, i: number): boolean =>
  forms.every((f) => isVectorOperand(f.operands[i]) && f.operands[i]?.shapes.every((s) => !isScalar(s)) === true);

/** The same where its length may be any. */
export const takesAnyVector = (signature: Signature): boolean =>
  takesVector(signature) &&
  signature.forms.every((f) => f.operands[0]?.shapes.every((s) => isLetter(s.rows) || isLetter(s.cols)) === true);

/** Says what is wrong with operands of these shapes: `det needs a square matrix, not n×m`. */
export function misfit(name: string, signature: Signature, shown: readonly string[], sizes: readonly Dim[]): string {
  const [first = []] = signature.forms.map((f) => f.operands);
  const alike = first.every((o) => sameOperand(o, first[0] as Operand));
  if (first.length > 1)
    return alike
      ? `${name} of ${shown.join(" and ")}: the shapes differ`
      : `${name} of ${shown.join(" and ")} does not exist: it takes ${first.map((o) => phrases([o], new Map()).join(" or ")).join(" and ")}`;
  const letters = lettersOf(signature.forms[0] as Form, sizes);
  const wanted = phrases(
    signature.forms.flatMap((f) => f.operands),
    letters,
  );
  return `${name} needs ${wanted.join(" or ")}, not ${shown.join(", ")}`;
}

const sameOperand = (a: Operand, b: Operand): boolean =>
  a.shapes.length === b.shapes.length &&
  a.shapes.every((s, i) => s.rows === b.shapes[i]?.rows && s.cols === b.shapes[i]?.cols);

function phrases(operands: readonly Operand[], letters: Letters): readonly string[] {
  return operands.map((o) => {
    const [s] = o.shapes;
    if (s === undefined) return "a number";
    const [rows, cols] = [sizeBy(letters, s.rows), sizeBy(letters, s.cols)];
    const counted = isLetter(s.rows) || s.rows === ONE ? "" : ` of ${rows} entries`;
    if (isVectorOperand(o) && o.shapes.length > 1) return `a vector${counted}`;
    if (s.rows === ONE && s.cols === ONE) return "a scalar";
    if (s.cols === ONE) return `a column vector${counted}`;
    if (s.rows === ONE) return "a row";
    return s.rows === s.cols ? "a square matrix" : `a matrix of ${rows}×${cols}`;
  });
}
