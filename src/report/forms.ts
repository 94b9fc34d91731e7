/** An answer in both dresses: as the author writes it, in sums and entries, and in matrices. */
import type { Expr } from "../core/expr.js";
import type { Place } from "../core/place.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { equationsBehind } from "../derive/equations.js";
import type { JacobianProduct } from "../derive/jacobian-product.js";
import { inMatrices, stacksIn } from "../laws/lift.js";
import type { Query } from "../model/model.js";
import { Entry } from "../ops/entry.js";
import { iverson } from "../ops/iverson.js";
import { isMember } from "../ops/member.js";
import { placeNumber } from "../ops/place.js";
import { Sum } from "../ops/sum.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { T } from "../ops/transpose.js";
import { familyOfWhole } from "../ops/whole-family.js";
import { clause } from "../print/latex-clause.js";
import { NO_NAMES } from "../print/pretty.js";
import { type Spelled, spelled } from "../print/spelling.js";
import { printUnicode } from "../print/unicode.js";
import type { FormReport } from "./report.js";

/** The forms of an answer, that which stands for it first, and that one where it is another than the value. */
export interface Forms {
  readonly forms: readonly [FormReport, ...FormReport[]];
  readonly lifted: Expr | null;
}

/** `shown` is the spelling of the value with the shared parts by name. */
export function formsOf(query: Query, value: Expr, shown: Spelled, product: JacobianProduct | null): Forms {
  const isIndexed = value.level > 0 || walk([value]).some((e) => e.op === Entry || isMember(e));
  const { text, unicode, latex } = shown;
  const own: FormReport = {
    ...{ text, unicode, latex },
    style: isIndexed ? "sum" : "matrix",
    where: "",
    stacks: [],
    note: NO_NOTE,
  };
  if (product !== null) return { forms: [own, productForm(product)], lifted: null };
  const lifted = value.level > 0 ? inMatrices(value) : null;
  if (lifted === null) return { forms: [own], lifted: null };
  const stacks = stacksIn(lifted).filter(({ name, family }) => name !== family.name);
  const other: FormReport = {
    ...spelled(lifted, NO_NAMES),
    style: "matrix",
    where: "",
    stacks: stacks.map(({ name, row }) => ({ name, rowsOf: spelled(row, NO_NAMES).text })),
    note: rowsNote(lifted, stacks),
  };
  return isOfEntries(query) ? { forms: [other, own], lifted } : { forms: [own, other], lifted: null };
}

const NO_NOTE: FormReport["note"] = { unicode: "", latex: "" };

/** `X has the rows x_iᵀ`: what the matrices of an answer hold that no text names. */
function rowsNote(lifted: Expr, stacks: readonly { readonly name: string; readonly row: Expr }[]): FormReport["note"] {
  if (stacks.length === 0) return NO_NOTE;
  const symbols = walk([lifted]).filter(isSymbol);
  const says = (print: (e: Expr) => string): string =>
    stacks
      .map(({ name, row }) => `${print(symbols.find((s) => nameOf(s) === name) ?? row)} has the rows ${print(T(row))}`)
      .join(", ");
  return { unicode: says(printUnicode), latex: clause(says) };
}

/** `prod(j=T..t+1, …)`: the letter goes down or up as the factors stand from left to right; numbers stand in any order. */
function productForm({ letter, first, last, isDown, factor, from }: JacobianProduct): FormReport {
  const at = (p: Place): Spelled => spelled(placeNumber(p, factor.home), NO_NAMES);
  const [lo, hi] = isDown && isScalar(factor.shape) ? [at(last), at(first)] : [at(first), at(last)];
  const body = spelled(factor, NO_NAMES);
  const inside = factor.op === Sum;
  const compact = (text: string): string => text.replaceAll(" ", "");
  const range = from === null ? null : spelled(iverson("≥", from, factor), NO_NAMES);
  const bare = (condition: string): string => condition.replace(/^\\?\[|\\?\]$/g, "");
  const order = "factors from left to right: ";
  return {
    text: `prod(${letter.letter}=${compact(lo.text)}..${compact(hi.text)}, ${body.text})`,
    unicode: `Π_{${letter.letter}=${compact(lo.unicode)}}^{${compact(hi.unicode)}} ${inside ? `(${body.unicode})` : body.unicode}`,
    latex: `\\prod_{${letter.letter}=${lo.latex}}^{${hi.latex}} ${inside ? `\\left(${body.latex}\\right)` : body.latex}`,
    style: "product",
    where: range === null ? "" : bare(range.text),
    stacks: [],
    note: {
      unicode: `${order}${letter.letter} = ${compact(lo.unicode)}, …, ${compact(hi.unicode)}${range === null ? "" : `; for ${bare(range.unicode)}, else 0`}`,
      latex: `\\text{${order}}${letter.letter} = ${lo.latex}, \\dots, ${hi.latex}${range === null ? "" : `\\text{; for }${bare(range.latex)}\\text{, else }0`}`,
    },
  };
}

/** Whether a whole vector or matrix is asked for, of which the model has the entries alone. */
function isOfEntries({ of, wrt }: Query): boolean {
  return wrt.every((x) => {
    if (familyOfWhole(x) !== null) return true;
    if (!isSymbol(x) || isScalar(x.shape)) return false;
    const values = equationsBehind(of).flatMap((q) => (q.value === null ? [] : [q.value]));
    const users = walk([of, ...values]).filter((e) => e.args.includes(x));
    return users.length > 0 && users.every((e) => e.op === Entry);
  });
}
