/**
 * Matrices that notes write out once, `\mathbf{X} = [x_{1,1} …; x_{2,1} …]`: that says which letter its entries have, and
 * how many they are. From there on x_{i,j} is an entry of X, and ∂L/∂x_{i,j} one of ∂L/∂X.
 */
import { withPoints } from "./tidy.js";

const LETTER = String.raw`(?:\\(?:mathbf|bm|boldsymbol|mathrm|mathsf)\s{0,9}\{\s{0,9}[A-Za-z]\s{0,9}\}|(?<![A-Za-z\\{])[A-Za-z](?![A-Za-z]))`;
const PLACES = String.raw`_\s{0,9}\{\s{0,9}(\d)\s{0,9},?\s{0,9}(\d)\s{0,9}\}`;
const BREAK = String.raw`\\\\(?:\[[^\]]{0,20}\])?`;

/** A letter, and a matrix that it is. */
const NAMING = new RegExp(
  String.raw`(${LETTER})(\s{0,9}&?\s{0,9}=\s{0,9}&?\s{0,9})\\begin\{([bpvBV]?matrix\*?)\}([^=]{1,4000}?)\\end\{\3\}`,
  "g",
);
const ENTRY = new RegExp(String.raw`(?<!\\partial\s{0,9})(${LETTER})\s{0,9}${PLACES}`, "g");
const CELL = new RegExp(String.raw`^(${LETTER})\s{0,9}${PLACES}$`);

/** What stands between a side and the next `=` of a chain. */
const LAYOUT = new RegExp(String.raw`^(?:[\s&]|\\(?:nonumber|notag)(?![a-zA-Z])|${BREAK})*(?==)`);

const OPERATOR = String.raw`(\\[cdt]?frac\s{0,9}\{\s{0,9}\\partial\s{0,9})`;
/** `∂L/∂x_{1,1}` and `∂z_{1,1}/∂x_{1,1}`. */
const BY_ENTRY = new RegExp(
  String.raw`${OPERATOR}(${LETTER}|\\[a-zA-Z]{1,20})\s{0,9}\}(\s{0,9}\{\s{0,9}\\partial\s{0,9})(${LETTER})\s{0,9}${PLACES}\s{0,9}\}`,
  "g",
);
const OF_ENTRY = new RegExp(
  String.raw`${OPERATOR}(${LETTER})\s{0,9}${PLACES}\s{0,9}\}(\s{0,9}\{\s{0,9}\\partial\s{0,9})(${LETTER})\s{0,9}${PLACES}\s{0,9}\}`,
  "g",
);

/** Matrices by the letter of their entries, as typed. */
type Matrices = Map<string, { readonly typed: string; readonly rows: number; readonly columns: number }>;

/** Formulas with the entries of matrices that were written out before as entries; line breaks stay. */
export function withWrittenOut(formulas: readonly (string | null)[]): readonly (string | null)[] {
  const matrices: Matrices = new Map();
  return formulas.map((formula) => {
    if (formula === null) return null;
    const named = formula.includes("matrix") ? withNamings(formula, matrices) : formula;
    return matrices.size === 0 ? named : withEntries(withPoints(named), matrices);
  });
}

/** A formula with sizes in the place of what only names entries; the matrices are noted. */
function withNamings(formula: string, matrices: Matrices): string {
  let out = "";
  let kept = 0;
  for (const { 0: whole, 1: typed = "", 4: body = "", index } of formula.matchAll(NAMING)) {
    const size = sizeOf(typed, body);
    if (size === null) continue;
    matrices.set(size.letter, { typed, ...size });
    const breaks = (text: string): string => "\n".repeat(text.split("\n").length - 1);
    const end = index + whole.length;
    const chain = LAYOUT.exec(formula.slice(end))?.[0];
    out += `${formula.slice(kept, index)}${typed} \\in \\mathbb{R}^{${size.rows} \\times ${size.columns}}${breaks(whole)}`;
    if (chain !== undefined) out += `\\\\ ${typed} ${breaks(chain)}`;
    kept = end + (chain?.length ?? 0);
  }
  return out + formula.slice(kept);
}

/** How many rows and columns of entries at their own places a matrix has; null where a cell is anything else. */
function sizeOf(
  typed: string,
  body: string,
): { readonly letter: string; readonly rows: number; readonly columns: number } | null {
  const rows = body
    .replace(/%.*$/gm, "")
    .split(new RegExp(BREAK))
    .map((row) => row.split("&").map((cell) => cell.trim()));
  if (rows.at(-1)?.join("") === "") rows.pop();
  const columns = rows[0]?.length ?? 0;
  let letter: string | null = null;
  for (const [i, row] of rows.entries()) {
    if (row.length !== columns) return null;
    for (const [j, cell] of row.entries()) {
      const [, base = "", k, l] = CELL.exec(cell) ?? [];
      letter ??= plain(base);
      if (plain(base) !== letter || Number(k) !== i + 1 || Number(l) !== j + 1) return null;
    }
  }
  const isOwn = letter !== null && letter.toUpperCase() === plain(typed).toUpperCase();
  return letter === null || !isOwn || rows.length * columns < 2 ? null : { letter, rows: rows.length, columns };
}

function withEntries(formula: string, matrices: Matrices): string {
  const at = (letter: string, i: string, j: string): string | null => {
    const of = matrices.get(plain(letter));
    return of === undefined || Number(i) > of.rows || Number(j) > of.columns ? null : of.typed;
  };
  return formula
    .replace(
      OF_ENTRY,
      (whole, open: string, z: string, i: string, j: string, by: string, x: string, k: string, l: string) => {
        const [Z, X] = [at(z, i, j), at(x, k, l)];
        return Z === null || X === null ? whole : `${open}(${Z})_{${i},${j}}}${by}${plain(X)}_{${k},${l}}}`;
      },
    )
    .replace(BY_ENTRY, (whole, open: string, of: string, by: string, x: string, i: string, j: string, ...more) => {
      const X = at(x, i, j);
      const isLeft = /^\s{0,9}&?\s{0,9}=/.test(String(more[1]).slice(Number(more[0]) + whole.length));
      if (X === null) return whole;
      return isLeft
        ? `${open}${of}}${by}${plain(X)}_{${i},${j}}}`
        : `\\left(${open}${of}}${by}${X}}\\right)_{${i},${j}}`;
    })
    .replace(ENTRY, (whole, x: string, i: string, j: string) => {
      const X = at(x, i, j);
      return X === null ? whole : `(${X})_{${i},${j}}`;
    });
}

/** The letter in no face: a bold one with a number below it would be a block. */
const plain = (letter: string): string => letter.replace(/\\[a-z]+|[{}\s]/g, "");
